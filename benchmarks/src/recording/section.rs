//! The tables for recording.

use super::{BY_HAND, BY_HAND_SHARED, CANDIDATES, MEMCPY, OURS, OURS_SHARED};
use crate::bench::{Bench, Program, Result, Series};
use crate::plot::Bar;
use crate::report::{Section, Table};
use crate::statistics::{grouped, rounded};

/// The number of bytes in a typical message. The warnings of the Book are about as long.
pub(crate) const MESSAGE: usize = 48;

const COUNTS: [usize; 3] = [3, 1_000, 1_000_000];
const SIZES: [usize; 3] = [16, MESSAGE, 1_024];

/// Returns the tables and the bars of the plot.
pub(crate) fn measure(bench: &Bench) -> Result<(Section, Vec<Bar>)> {
    let mut section = Section::new("Recording");
    section.text(
        "Each run creates a double, sends messages to it and drops it. The tables show the processor time per message \
         in nanoseconds and the ratio (×) to the hand-written `RefCell<Vec<String>>`. With 1,000,000 messages, the time \
         is that of the first pass of a process, including page faults. Unlike the other doubles, ours also record the \
         source line of each message. That costs most if two lines send alternately.",
    );
    let bars = release(bench, &mut section)?;
    debug(bench, &mut section)?;
    allocations(bench, &mut section)?;
    Ok((section, bars))
}

fn release(bench: &Bench, section: &mut Section) -> Result<Vec<Bar>> {
    let ids: Vec<_> = CANDIDATES.iter().map(|candidate| candidate.id).collect();
    let mut bars = Vec::new();
    let sizes = if bench.is_full() { &SIZES[..] } else { &[MESSAGE] };
    for bytes in sizes {
        let mut all = Vec::new();
        for messages in COUNTS {
            let heavy = messages * bytes > 100_000_000;
            let rounds = if heavy { 3 } else { bench.rounds(3, 7) };
            let series =
                bench.interleaved(Program::Release, rounds, "recording", &ids, &[&messages, bytes])?;
            if *bytes == MESSAGE {
                targets(section, messages, &series);
            }
            if *bytes == MESSAGE && messages == 1_000 {
                let bar = |candidate: &super::Candidate| {
                    Bar::new(candidate.label, series.of(candidate.id, "nanoseconds").median)
                };
                bars = CANDIDATES.iter().filter(|candidate| candidate.keeps_text).map(bar).collect();
            }
            all.push(series);
        }
        section.text(&format!("### Messages of {bytes} bytes, release build"));
        section.table(&times(&COUNTS, &all));
    }
    section.text("† Counts calls without keeping their text.");
    Ok(bars)
}

fn targets(section: &mut Section, messages: usize, series: &Series) {
    // At 1,000,000 messages, page faults take most of the time, so the baseline is what has the fewest.
    let (baseline, label, alone, shared) = match messages {
        3 => (BY_HAND, "", 0.7, 1.0),
        1_000 => (BY_HAND, "", 0.37, 0.7),
        _ => (MEMCPY, " to a bare `memcpy`", 1.25, 0.65),
    };
    let alone_ratio = series.ratio(OURS, baseline, "nanoseconds");
    section.target(
        format!("`RecordingMessenger`{label}, {} messages", grouped(messages)),
        alone,
        alone_ratio,
    );
    let shared_ratio = series.ratio(OURS_SHARED, BY_HAND_SHARED, "nanoseconds");
    section.target(
        format!("`SyncRecordingMessenger` to `Mutex<Vec<String>>`, {} messages", grouped(messages)),
        shared,
        shared_ratio,
    );
}

fn times(counts: &[usize], all: &[Series]) -> Table {
    let columns = counts.iter().flat_map(|count| [format!("{}: ns", grouped(*count)), "×".to_owned()]);
    let mut table = Table::new([String::new()].into_iter().chain(columns));
    for candidate in CANDIDATES {
        let mark = if candidate.keeps_text { "" } else { " †" };
        let cells = all.iter().flat_map(|series| {
            [
                rounded(series.of(candidate.id, "nanoseconds").median),
                series.ratio(candidate.id, BY_HAND, "nanoseconds").to_string(),
            ]
        });
        table.row([format!("{}{mark}", candidate.label)].into_iter().chain(cells));
    }
    table
}

fn debug(bench: &Bench, section: &mut Section) -> Result<()> {
    const DEBUG_COUNTS: [usize; 2] = [3, 1_000];
    let ids: Vec<_> = CANDIDATES.iter().map(|candidate| candidate.id).collect();
    let mut all = Vec::new();
    for (messages, bound) in DEBUG_COUNTS.into_iter().zip([1.3, 0.95]) {
        let rounds = bench.rounds(3, 7);
        let series = bench.interleaved(Program::Debug, rounds, "recording", &ids, &[&messages, &MESSAGE])?;
        let ratio = series.ratio(OURS, BY_HAND, "nanoseconds");
        section.target(
            format!("`RecordingMessenger`, {} messages, debug build", grouped(messages)),
            bound,
            ratio,
        );
        all.push(series);
    }
    section.text(&format!("### Messages of {MESSAGE} bytes, debug build"));
    section.text("Every crate is built with `opt-level = 0`, which is the default of `cargo test`.");
    section.table(&times(&DEBUG_COUNTS, &all));
    Ok(())
}

fn allocations(bench: &Bench, section: &mut Section) -> Result<()> {
    section.text(
        "### Allocations and memory\n\nThe table shows the allocations and the bytes kept per message of 48 bytes. The \
         bytes kept are those that are still allocated before the double is dropped, plus the minimum overhead of \
         glibc, 8 bytes per block.",
    );
    let ids: Vec<_> = CANDIDATES.iter().map(|candidate| candidate.id).collect();
    let columns = COUNTS
        .iter()
        .flat_map(|count| [format!("{}: allocations", grouped(*count)), "bytes kept".to_owned()]);
    let mut table = Table::new([String::new()].into_iter().chain(columns));
    let mut all = Vec::new();
    for messages in COUNTS {
        all.push(bench.interleaved(Program::Counting, 1, "allocations", &ids, &[&messages, &MESSAGE])?);
    }
    for candidate in CANDIDATES {
        let cells = all.iter().flat_map(|series| {
            ["allocations", "kept"].map(|reading| rounded(series.of(candidate.id, reading).median))
        });
        table.row([candidate.label.to_owned()].into_iter().chain(cells));
    }
    section.table(&table);
    // A few messages do not fill the first chunk.
    for (messages, series) in COUNTS.iter().zip(&all).skip(1) {
        let kept = series.ratio(OURS, BY_HAND, "kept");
        section.target(
            format!("Bytes kept by `RecordingMessenger`, {} messages", grouped(*messages)),
            1.0,
            kept,
        );
    }
    Ok(())
}
