//! The tables for updates.

use std::fmt::Display;

use super::shared::{MUTEX, OURS as OURS_SHARED, OURS_ON_UPDATE, SHARED_CANDIDATES, WORKLOADS};
use super::values::{MOSTLY_BELOW, RANDOM};
use super::{BOOK, CANDIDATES, DISTRIBUTIONS, OURS};
use crate::bench::{Bench, Program, Result, Series};
use crate::report::{Section, Table};
use crate::statistics::rounded;

const THRESHOLDS: [usize; 3] = [3, 16, 256];

pub(crate) fn measure(bench: &Bench) -> Result<Section> {
    let mut section = Section::new("Updates");
    section.text(
        "The tables show the nanoseconds of one `set_value` with a messenger that does nothing, and the ratio (×) to \
         the Book's tracker, which has three thresholds and makes one float division per update.",
    );
    alone(bench, &mut section, Program::Release)?;
    if bench.is_full() {
        alone(bench, &mut section, Program::Debug)?;
    }
    shared(bench, &mut section)?;
    Ok(section)
}

fn alone(bench: &Bench, section: &mut Section, program: Program) -> Result<()> {
    let mut all = Vec::new();
    for (distribution, _) in DISTRIBUTIONS {
        let ids: Vec<_> = contenders().map(|(id, _)| id).collect();
        let ids: Vec<_> = ids.iter().map(String::as_str).collect();
        let series = bench.interleaved(program, bench.rounds(3, 9), "limits", &ids, &[&distribution])?;
        if matches!(program, Program::Release) {
            targets(section, distribution, &series);
        }
        all.push(series);
    }
    let columns = DISTRIBUTIONS.iter().flat_map(|(_, label)| [format!("{label}: ns"), "×".to_owned()]);
    let mut table = Table::new([String::new()].into_iter().chain(columns));
    let book = with(BOOK, 3);
    for (id, label) in contenders() {
        let cells = all.iter().flat_map(|series| {
            [
                rounded(series.of(&id, "nanoseconds").median),
                series.ratio(&id, &book, "nanoseconds").to_string(),
            ]
        });
        table.row([label].into_iter().chain(cells));
    }
    section.text(&format!("### One thread, {} build", format!("{program:?}").to_lowercase()));
    section.table(&table);
    Ok(())
}

/// Each candidate with each number of thresholds that it supports, and the label of the combination.
fn contenders() -> impl Iterator<Item = (String, String)> {
    CANDIDATES.iter().flat_map(|candidate| {
        let takes = if candidate.id == BOOK { &THRESHOLDS[..1] } else { &THRESHOLDS };
        takes.iter().map(|count| (with(candidate.id, *count), format!("{}, {count}", candidate.label)))
    })
}

fn with(id: &str, thresholds: usize) -> String {
    format!("{id}@{thresholds}")
}

fn targets(section: &mut Section, distribution: &str, series: &Series) {
    let ratio = |thresholds| series.ratio(&with(OURS, thresholds), &with(BOOK, 3), "nanoseconds");
    match distribution {
        RANDOM => {
            section.target("`set_value` to the Book's, random values", 0.5, ratio(3));
            section.target("`set_value` with 16 thresholds to the Book's with 3, random", 1.0, ratio(16));
        }
        MOSTLY_BELOW => {
            section.target("`set_value` to the Book's, mostly below", 0.3, ratio(3));
            section.target(
                "`set_value` with 16 thresholds to the Book's with 3, mostly below",
                1.0,
                ratio(16),
            );
        }
        _ => {}
    }
}

fn shared(bench: &Bench, section: &mut Section) -> Result<()> {
    section.text(
        "### Shared between threads, release build\n\nThe tables show the nanoseconds per update of all threads, and \
         the ratio (×) to the mutex. With one thread, they are processor time; with two, they are wall-clock time in \
         rounds in which both threads ran at the same time. The Book's tracker sends on every update above a \
         threshold; the trackers with \"on crossing\" send once for each crossing.",
    );
    let ids: Vec<_> = SHARED_CANDIDATES.iter().map(|candidate| candidate.id).collect();
    for threads in [1, 2] {
        let mut all = Vec::new();
        for (workload, _) in WORKLOADS {
            let rounds = bench.rounds(3, 9);
            let topic = "shared-limits";
            let arguments: [&dyn Display; 2] = [&threads, &workload];
            let series = bench.interleaved(Program::Release, rounds, topic, &ids, &arguments)?;
            shared_targets(section, workload, threads, &series);
            all.push(series);
        }
        let plural = if threads == 1 { "" } else { "s" };
        section.text(&format!("{threads} thread{plural}:"));
        let columns = WORKLOADS.iter().flat_map(|(_, label)| [format!("{label}: ns"), "×".to_owned()]);
        let mut table = Table::new([String::new()].into_iter().chain(columns));
        for candidate in SHARED_CANDIDATES {
            let cells = all.iter().flat_map(|series| {
                [
                    rounded(series.of(candidate.id, "nanoseconds").median),
                    series.ratio(candidate.id, MUTEX, "nanoseconds").to_string(),
                ]
            });
            table.row([candidate.label.to_owned()].into_iter().chain(cells));
        }
        section.table(&table);
    }
    Ok(())
}

fn shared_targets(section: &mut Section, workload: &str, threads: usize, series: &Series) {
    let (most, on) = if threads == 1 { (0.72, "one thread") } else { (0.6, "two threads") };
    let label = match workload {
        RANDOM => "random values",
        MOSTLY_BELOW => "mostly below",
        _ => return,
    };
    for (id, rule) in [(OURS_SHARED, "on crossing"), (OURS_ON_UPDATE, "on every update")] {
        let ratio = series.ratio(id, MUTEX, "nanoseconds");
        section.target(format!("`SyncLimitTracker` {rule} to the mutex, {label}, {on}"), most, ratio);
    }
}
