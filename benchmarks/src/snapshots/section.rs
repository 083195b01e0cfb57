//! The table of snapshots.

use super::{BY_HAND_SENT, BY_HAND_TAKE, CANDIDATES};
use crate::bench::{Bench, Program, Result};
use crate::recording::MESSAGE;
use crate::report::{Section, Table};
use crate::statistics::{grouped, rounded};

const COUNTS: [usize; 3] = [3, 1_000, 1_000_000];

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("Snapshots");
    section.text(
        "The table shows the nanoseconds of one snapshot, by the number of 48-byte messages that the double holds, and \
         the ratio (×) to the hand-written equivalent. `sent()` copies at most the last chunk of the log.",
    );
    let ids = CANDIDATES.map(|(id, _)| id);
    let mut all = Vec::new();
    for messages in COUNTS {
        let rounds = bench.rounds(3, 5);
        all.push(bench.interleaved(Program::Release, rounds, "snapshots", &ids, &[&messages, &MESSAGE])?);
    }
    let columns = COUNTS.iter().flat_map(|count| [format!("{}: ns", grouped(*count)), "×".to_owned()]);
    let mut table = Table::new([String::new()].into_iter().chain(columns));
    for (id, label) in CANDIDATES {
        let baseline = if id.ends_with("take") { BY_HAND_TAKE } else { BY_HAND_SENT };
        let cells = all.iter().flat_map(|series| {
            [
                rounded(series.of(id, "nanoseconds").median),
                series.ratio(id, baseline, "nanoseconds").to_string(),
            ]
        });
        table.row([label.to_owned()].into_iter().chain(cells));
    }
    section.table(&table);
    Ok(section)
}
