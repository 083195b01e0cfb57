//! What a report costs: `Debug` forms, allocations and memory, which are counted in a process of their own. Nothing is
//! timed.

#![cfg(feature = "testing")]

use std::alloc::System;
use std::cell::Cell;
use std::collections::HashMap;
use std::env;
use std::fmt;
use std::fs;
use std::process::Command;

use mock_messenger::{Messenger, Recorder, RecordingMessenger};
use stats_alloc::{INSTRUMENTED_SYSTEM, Region, StatsAlloc};

#[global_allocator]
static COUNTED: &StatsAlloc<System> = &INSTRUMENTED_SYSTEM;

/// The case to measure and its size.
const CASE: &str = "MEASURE_THE_REPORT_OF";

thread_local!(
    /// The number of `Debug` forms that were written.
    static FORMS: Cell<usize> = const { Cell::new(0) }
);

#[derive(Clone, PartialEq)]
struct Call {
    id: usize,
    recipient: String,
    tags: Vec<usize>,
    limits: HashMap<usize, usize>,
}

impl Call {
    fn new(id: usize) -> Self {
        Self { id, recipient: format!("customer-{id}@example.com"), tags: Vec::new(), limits: HashMap::new() }
    }
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        FORMS.set(FORMS.get() + 1);
        let Self { id, recipient, tags, limits } = self;
        let mut form = f.debug_struct("Call");
        form.field("id", id).field("recipient", recipient);
        if !tags.is_empty() {
            form.field("tags", tags);
        }
        if !limits.is_empty() {
            form.field("limits", limits);
        }
        form.finish()
    }
}

/// Returns the report on calls that are all different from the expected ones.
fn typed(size: usize, call: impl Fn(usize, usize) -> Call) -> impl FnOnce() -> String {
    let recorder = Recorder::new();
    (0..size).for_each(|i| recorder.record(call(i, 1)));
    let expected: Vec<_> = (0..size).map(|i| call(i, 2)).collect();
    move || recorder.calls().check_exactly(&expected).unwrap_err().to_string()
}

fn text(size: usize, text: impl Fn(usize, usize) -> String) -> impl FnOnce() -> String {
    let messenger = RecordingMessenger::new();
    (0..size).for_each(|i| messenger.send(&text(i, 1)));
    let expected: Vec<_> = (0..size).map(|i| text(i, 2)).collect();
    move || messenger.sent().check_exactly(&expected).unwrap_err().to_string()
}

fn half_a_megabyte(end: usize) -> String {
    format!("{}{end}", "lorem ipsum dolor ".repeat(27_777))
}

fn case(name: &str, size: usize) -> Box<dyn FnOnce() -> String> {
    match name {
        "different calls" => Box::new(typed(size, |i, side| Call::new(i + 1_000_000 * side))),
        "different texts" => Box::new(text(size, |i, side| format!("message {i} to customer {}", i * side))),
        "huge calls" => {
            Box::new(typed(size, |i, side| Call { recipient: half_a_megabyte(side), ..Call::new(i) }))
        }
        "huge texts" => Box::new(text(size, |i, side| format!("{i} {}", half_a_megabyte(side)))),
        "huge lists" => Box::new(typed(size, |i, side| Call { tags: vec![side; 250_000], ..Call::new(i) })),
        "one long line" => Box::new(text(1, move |_, side| "lorem ipsum ".repeat(size) + &side.to_string())),
        "many words differ" => Box::new(text(1, move |_, side| {
            (0..size).map(|i| if i % 9 == 0 { format!("w{side} ") } else { format!("word {i} ") }).collect()
        })),
        "many lines differ" => Box::new(text(1, move |_, side| {
            (0..size)
                .map(|i| if i % 9 == 0 { format!("{i} {side}\n") } else { format!("line {i}\n") })
                .collect()
        })),
        "many fields differ" => Box::new(typed(1, move |i, side| Call {
            tags: (0..size).map(|tag| if tag % 9 == 0 { tag * side } else { tag }).collect(),
            ..Call::new(i)
        })),
        "many keys differ" => Box::new(typed(1, move |i, side| Call {
            limits: (0..size).map(|key| (key, if key % 9 == 0 { side } else { key })).collect(),
            ..Call::new(i)
        })),
        _ => panic!("no case is called {name:?}"),
    }
}

#[derive(Debug)]
struct Costs {
    forms: usize,
    allocations: usize,
    allocated_bytes: usize,
    /// The kilobytes by which the largest size of the process grew; 0 where the system does not tell.
    memory: usize,
    lines: usize,
    bytes: usize,
}

/// Returns the largest resident size of this process so far, in kilobytes.
fn largest_size() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().strip_suffix(" kB")?.parse().ok()).unwrap_or(0)
}

#[test]
fn a_case_is_measured_for_the_tests_below() {
    let Ok(asked) = env::var(CASE) else { return };
    let (name, size) = asked.rsplit_once(' ').unwrap();
    let report = case(name, size.parse().unwrap());
    let (region, memory) = (Region::new(COUNTED), largest_size());
    FORMS.set(0);
    let report = report();
    // The system counts pages in batches, so that the largest size may seem to shrink.
    let (change, memory) = (region.change(), largest_size().saturating_sub(memory));
    println!(
        "\n{asked}: {} {} {} {memory} {} {}",
        FORMS.get(),
        change.allocations + change.reallocations,
        change.bytes_allocated,
        report.lines().count(),
        report.len()
    );
}

fn costs(name: &str, size: usize, full: bool) -> Costs {
    let asked = format!("{name} {size}");
    let mut command = Command::new(env::current_exe().unwrap());
    command.args(["--exact", "--nocapture", "a_case_is_measured_for_the_tests_below"]);
    command.env(CASE, &asked).env("MOCK_MESSENGER_FULL", if full { "1" } else { "0" });
    let output = String::from_utf8(command.output().unwrap().stdout).unwrap();
    let figures = output.lines().find_map(|line| line.strip_prefix(&format!("{asked}: "))).expect(&output);
    let figures: Vec<usize> = figures.split(' ').map(|figure| figure.parse().unwrap()).collect();
    let [forms, allocations, allocated_bytes, memory, lines, bytes] = figures[..] else { panic!("{output}") };
    Costs { forms, allocations, allocated_bytes, memory, lines, bytes }
}

#[test]
fn each_of_a_hundred_thousand_different_calls_is_formatted_once() {
    let costs = costs("different calls", 100_000, false);
    // Once for the alignment, and a few more for those that are measured and shown.
    assert!((200_000..220_000).contains(&costs.forms), "{costs:?}");
    assert!(costs.allocations < 500_000, "{costs:?}");
    assert!(costs.memory < 40_000, "{costs:?}");
    assert!(costs.lines < 100 && costs.bytes < 10_000, "{costs:?}");
}

#[test]
fn a_hundred_thousand_different_texts_are_copied_nowhere() {
    let costs = costs("different texts", 100_000, false);
    assert!(costs.allocations < 200_000, "{costs:?}");
    assert!(costs.memory < 40_000, "{costs:?}");
    assert!(costs.lines < 100 && costs.bytes < 10_000, "{costs:?}");
}

#[test]
fn sixty_calls_of_half_a_megabyte_take_ten_megabytes() {
    for name in ["huge calls", "huge lists", "huge texts"] {
        let costs = costs(name, 60, false);
        assert!(costs.memory < 10_000, "{name}: {costs:?}");
        // The line and the fields of each of 60 pairs, and again those that are shown.
        assert!(costs.forms < 500, "{name}: {costs:?}");
        assert!(costs.lines < 100 && costs.bytes < 10_000, "{name}: {costs:?}");
    }
}

#[test]
fn a_full_report_costs_twice_as_much_for_twice_the_size() {
    let cases = [
        ("different calls", 400),
        ("different texts", 400),
        ("one long line", 20_000),
        ("many words differ", 4_000),
        ("many lines differ", 4_000),
        ("many fields differ", 2_000),
        ("many keys differ", 1_000),
    ];
    for (name, size) in cases {
        let (once, twice) = (costs(name, size, true), costs(name, 2 * size, true));
        let is_linear = |once: usize, twice: usize| twice <= 2 * once + once / 4;
        assert!(twice.bytes > once.bytes + once.bytes / 2, "{name}: {once:?}, {twice:?}");
        assert!(is_linear(once.bytes, twice.bytes), "{name}: {once:?}, {twice:?}");
        assert!(is_linear(once.allocations, twice.allocations), "{name}: {once:?}, {twice:?}");
        assert!(is_linear(once.allocated_bytes, twice.allocated_bytes), "{name}: {once:?}, {twice:?}");
    }
}
