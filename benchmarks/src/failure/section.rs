//! The tables of failing assertions.

use super::{ALL, CANDIDATES, ONE, OURS, PRETTY, STD, large};
use crate::bench::{Bench, Program, Result, Series};
use crate::report::{Section, Table};
use crate::statistics::{Spread, grouped, rounded};

const COUNTS: [usize; 3] = [100, 10_000, 100_000];
/// `pretty_assertions` allocates four bytes times the square of the number of messages: 40 GB for 100,000 messages,
/// which aborts the process.
const MOST_FOR_PRETTY: usize = 10_000;

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("A failing assertion");
    section.text(
        "Each run compares a number of messages of about 50 bytes with as many expected messages. Either the message \
         in the middle differs, or all of them do. The tables show the milliseconds of processor time until the panic \
         is caught, the ratio (×) to std, and the size of the report. pretty_assertions is omitted at 100,000 \
         messages: if all of them differ, it allocates 40 GB and the process is aborted.",
    );
    for program in [Program::Release, Program::Debug] {
        for different in [ONE, ALL] {
            let name = if different == ONE { "One message differs" } else { "All messages differ" };
            section.text(&format!("### {name}, {} build", format!("{program:?}").to_lowercase()));
            let table = table(bench, &mut section, program, different)?;
            section.table(&table);
        }
    }
    large::measure(bench, &mut section)?;
    Ok(section)
}

fn table(bench: &Bench, section: &mut Section, program: Program, different: &str) -> Result<Table> {
    let mut all = Vec::new();
    for messages in COUNTS {
        let is_left_out = |id: &str| id == PRETTY && messages > MOST_FOR_PRETTY;
        let ids: Vec<_> = CANDIDATES.iter().map(|(id, _)| *id).filter(|id| !is_left_out(id)).collect();
        let rounds = bench.rounds(1, 3);
        let series = bench.interleaved(program, rounds, "failure", &ids, &[&messages, &different])?;
        if messages == 100_000 && different == ALL && matches!(program, Program::Debug) {
            targets(section, &series);
        }
        all.push((ids, series));
    }
    let columns = COUNTS
        .iter()
        .flat_map(|count| [format!("{}: ms", grouped(*count)), "×".to_owned(), "size".to_owned()]);
    let mut table = Table::new([String::new()].into_iter().chain(columns));
    for (id, label) in CANDIDATES {
        let cells = all.iter().flat_map(|(ids, series)| {
            if !ids.contains(id) {
                return ["–", "–", "–"].map(str::to_owned);
            }
            [
                rounded(series.of(id, "milliseconds").median),
                series.ratio(id, STD, "milliseconds").to_string(),
                size(series.of(id, "bytes").median),
            ]
        });
        table.row([(*label).to_owned()].into_iter().chain(cells));
    }
    Ok(table)
}

fn targets(section: &mut Section, series: &Series) {
    let what = "Report on 100,000 messages, all different, debug build";
    let seconds = |spread: Spread| spread.scaled(0.001);
    section.target(format!("{what}: seconds"), 1.0, seconds(series.of(OURS, "milliseconds")));
    section.target(format!("{what}: lines"), 99.0, series.of(OURS, "lines"));
}

pub(super) fn size(bytes: f64) -> String {
    match bytes {
        bytes if bytes >= 1_000_000.0 => format!("{} MB", rounded(bytes / 1_000_000.0)),
        bytes if bytes >= 1_000.0 => format!("{} kB", rounded(bytes / 1_000.0)),
        bytes => format!("{bytes} B"),
    }
}
