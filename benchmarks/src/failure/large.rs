//! The reports of this crate on large logs of calls and of text, shortened and full.

use std::fs;

use mock_messenger::{Messenger, Mismatch, Recorder, RecordingMessenger};

use super::section::size;
use crate::bench::{Bench, Program, Result};
use crate::clock;
use crate::readings::Readings;
use crate::report::{Section, Table};
use crate::statistics::{Spread, grouped, rounded};

/// Reports that are shortened, which is the default.
pub(crate) const CUT: &str = "large-report";
/// Reports that show everything, with `MOCK_MESSENGER_FULL=1`.
pub(crate) const FULL: &str = "full-report";

const TYPED: &str = "typed";
const TEXT: &str = "text";
const HUGE_TYPED: &str = "huge-typed";
const HUGE_TEXT: &str = "huge-text";
const WORDS: &str = "words";

/// A call with four fields on two levels.
#[derive(Clone, Debug, PartialEq)]
struct Call {
    id: usize,
    recipient: String,
    retry: Retry,
}

#[derive(Clone, Debug, PartialEq)]
struct Retry {
    attempts: u8,
    backoff_ms: usize,
}

fn call(id: usize, recipient: String) -> Call {
    Call { id, recipient, retry: Retry { attempts: 3, backoff_ms: 7 * id } }
}

/// Returns half a megabyte of text that ends with `end`.
fn half_a_megabyte(end: usize) -> String {
    format!("{}{end}", "lorem ipsum dolor ".repeat(27_777))
}

/// Measures the milliseconds of processor time until the report is formatted, its bytes and lines, and the megabytes by
/// which the peak memory of the process grew.
pub(crate) fn time(id: &str, size: usize) -> Readings {
    let differs = |number: usize, side: usize| format!("customer-{}@example.com", number + 1_000_000 * side);
    match id {
        TYPED => typed(size, |i, side| call(i + 1_000_000 * side, differs(i, side))),
        HUGE_TYPED => typed(size, |i, side| call(i, half_a_megabyte(side))),
        TEXT => text(size, |i, side| format!("message {i} to {}", differs(i, side))),
        HUGE_TEXT => text(size, |i, side| format!("{i} {}", half_a_megabyte(side))),
        WORDS => text(1, |_, side| {
            (0..size).map(|i| if i % 9 == 0 { format!("w{side} ") } else { format!("word {i} ") }).collect()
        }),
        _ => unreachable!("{id} is not a candidate of this topic"),
    }
}

fn typed(size: usize, call: impl Fn(usize, usize) -> Call) -> Readings {
    let recorder = Recorder::new();
    (0..size).for_each(|i| recorder.record(call(i, 1)));
    let expected: Vec<_> = (0..size).map(|i| call(i, 2)).collect();
    let calls = recorder.calls();
    measure_one(|| calls.check_exactly(&expected))
}

fn text(size: usize, text: impl Fn(usize, usize) -> String) -> Readings {
    let messenger = RecordingMessenger::new();
    (0..size).for_each(|i| messenger.send(&text(i, 1)));
    let expected: Vec<_> = (0..size).map(|i| text(i, 2)).collect();
    let sent = messenger.sent();
    measure_one(|| sent.check_exactly(&expected))
}

fn measure_one(check: impl FnOnce() -> std::result::Result<(), Mismatch>) -> Readings {
    let (memory, start) = (largest_size(), clock::processor_time());
    let report = check().expect_err("everything differs").to_string();
    let took = clock::processor_time().saturating_sub(start);
    Readings::one("milliseconds", took.as_secs_f64() * 1_000.0)
        .and("bytes", report.len() as f64)
        .and("lines", report.lines().count() as f64)
        .and("megabytes", (largest_size() - memory) / 1_000.0)
}

/// Returns the peak resident size of this process in kilobytes, or 0 if the system does not report it.
fn largest_size() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0.0)
}

pub(super) fn measure(bench: &Bench, section: &mut Section) -> Result<()> {
    section.text("### Large logs, debug build");
    section.text(
        "The table shows `check_exactly` of this crate on logs in which every entry differs: the milliseconds of \
         processor time until the report is formatted, the lines and the size of the report, and the memory in \
         addition to the recorded and expected entries. Full reports, with `MOCK_MESSENGER_FULL=1`, are measured at \
         two sizes, to show that their cost is linear.",
    );
    let cases = [
        (CUT, TYPED, 100_000, "100,000 typed calls", Some((1_000.0, None))),
        (CUT, TEXT, 100_000, "100,000 messages", Some((1_000.0, None))),
        (CUT, HUGE_TYPED, 60, "60 typed calls of 500 kB", Some((500.0, Some(10.0)))),
        (CUT, HUGE_TEXT, 60, "60 messages of 500 kB", Some((500.0, Some(10.0)))),
        (FULL, TYPED, 1_000, "full, 1,000 typed calls", None),
        (FULL, TYPED, 2_000, "full, 2,000 typed calls", None),
        (FULL, WORDS, 5_000, "full, a text of 5,000 words", None),
        (FULL, WORDS, 10_000, "full, a text of 10,000 words", None),
    ];
    let mut table = Table::new(["", "ms", "lines", "size", "memory: MB"]);
    for (topic, id, entries, label, targets) in cases {
        let series = bench.interleaved(Program::Debug, bench.rounds(1, 3), topic, &[id], &[&entries])?;
        let of = |reading| series.of(id, reading);
        if let Some((milliseconds, megabytes)) = targets {
            section.target(
                format!("Report on {label}, debug build: milliseconds"),
                milliseconds,
                of("milliseconds"),
            );
            if let Some(megabytes) = megabytes {
                section.target(format!("Report on {label}, debug build: MB"), megabytes, of("megabytes"));
            }
        }
        let median = |spread: Spread| rounded(spread.median);
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let lines = grouped(of("lines").median as usize);
        table.row([
            label.to_owned(),
            median(of("milliseconds")),
            lines,
            size(of("bytes").median),
            median(of("megabytes")),
        ]);
    }
    section.table(&table);
    Ok(())
}
