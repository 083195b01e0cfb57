//! The table of shared recording.

use super::{CANDIDATES, MUTEX, OURS};
use crate::bench::{Bench, Program, Result};
use crate::recording::MESSAGE;
use crate::report::{Section, Table};
use crate::statistics::rounded;

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("Recording from several threads");
    section.text(
        "Each run sends 1,000,000 messages of 48 bytes to one double and drops it. The table shows the wall-clock \
         nanoseconds per message and the ratio (×) to `Mutex<Vec<String>>`. All candidates keep the messages of all \
         threads in one order.",
    );
    let ids = CANDIDATES.map(|(id, _)| id);
    let mut all = Vec::new();
    for (threads, name) in [(1, "one other thread"), (2, "two threads")] {
        let rounds = bench.rounds(3, 9);
        let series =
            bench.interleaved(Program::Release, rounds, "shared", &ids, &[&threads, &1_000_000, &MESSAGE])?;
        section.target(
            format!("`SyncRecordingMessenger` to `Mutex<Vec<String>>`, 1,000,000 messages, {name}"),
            0.55,
            series.ratio(OURS, MUTEX, "nanoseconds"),
        );
        all.push(series);
    }
    let mut table = Table::new(["", "one thread: ns", "×", "two threads: ns", "×"]);
    for (id, label) in CANDIDATES {
        let cells = all.iter().flat_map(|series| {
            [rounded(series.of(id, "nanoseconds").median), series.ratio(id, MUTEX, "nanoseconds").to_string()]
        });
        table.row([label.to_owned()].into_iter().chain(cells));
    }
    section.table(&table);
    Ok(section)
}
