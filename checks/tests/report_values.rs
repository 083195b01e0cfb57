//! What a report says of two random values is true: applied to what was recorded, it gives what was expected.

#![cfg(feature = "testing")]

mod random_values;

use mock_messenger::{Recorder, Transcript};
use proptest::prelude::*;

use random_values::{Model, altered, model};
use unicode_width::UnicodeWidthStr;

fn recorded(value: &Model) -> Transcript<Model> {
    let recorder = Recorder::new();
    recorder.record(value.clone());
    recorder.calls()
}

/// A difference as a report tells it.
#[derive(Debug)]
struct ShownDifference {
    path: String,
    expected: Option<String>,
    found: Option<String>,
}

/// The text behind the label that a line starts with.
fn labelled<'t>(line: &'t str, label: &str) -> Option<&'t str> {
    line.strip_prefix("    ")?.strip_prefix(label)?.strip_prefix("  ")
}

/// The differences by field of the closest entry.
fn shown_differences(report: &str) -> Vec<ShownDifference> {
    let mut all: Vec<ShownDifference> = Vec::new();
    for line in report.lines() {
        if let Some(path) = line.strip_prefix("    at `").and_then(|path| path.strip_suffix('`')) {
            all.push(ShownDifference { path: path.to_owned(), expected: None, found: None });
        } else if let Some(last) = all.last_mut() {
            if let Some(value) = labelled(line, "expected") {
                last.expected = Some(value.to_owned());
            } else if let Some(value) = labelled(line, "recorded") {
                last.found = Some(value.to_owned());
            }
        }
    }
    all
}

/// The number before a word: `2` for `2 of 5 fields differ` and `differ`.
fn counted(summary: &str) -> usize {
    let summary = summary.split(": `").next().unwrap_or_default();
    let parts = summary.split(", ").filter(|part| part.contains("field"));
    let numbers = parts.map(|part| part.split(' ').next().unwrap().replace(',', ""));
    numbers.map(|number| number.parse::<usize>().unwrap()).sum()
}

fn check(found: &Model, expected: &Model) -> Result<(), TestCaseError> {
    let calls = recorded(found);
    let Err(mismatch) = calls.check_first(expected).map(drop) else {
        prop_assert_eq!(found, expected);
        return Ok(());
    };
    let report = mismatch.to_string();
    prop_assert_eq!(&report, &calls.check_first(expected).map(drop).unwrap_err().to_string());
    let reordered = recorded(&found.reordered()).check_first(expected.reordered()).map(drop);
    prop_assert_eq!(&report, &reordered.unwrap_err().to_string(), "in another order of maps and sets");

    let list = calls.check_exactly([expected]).unwrap_err().to_string();
    for row in report.lines().chain(list.lines()) {
        let width = UnicodeWidthStr::width(row);
        prop_assert!(
            width <= 100 || row.starts_with("expected "),
            "{} columns in {}:\n{}\n{}",
            width,
            row,
            report,
            list
        );
    }
    let summary = report.lines().find_map(|line| line.strip_prefix("  closest [0]: "));
    let shown = shown_differences(&report);
    let Some(summary) = summary.filter(|_| !shown.is_empty()) else { return Ok(()) };
    let hidden = report.lines().find_map(|line| line.strip_prefix("    … ")?.strip_suffix(" more"));
    let hidden = hidden.map_or(0, |number| number.replace(',', "").parse::<usize>().unwrap());
    prop_assert_eq!(counted(summary), shown.len() + hidden, "{}", report);

    let mut patched = found.clone();
    let mut is_whole = hidden == 0;
    for ShownDifference { path, expected, found: shown } in &shown {
        let is_cut = |text: &str| text.contains('…');
        if is_cut(path) {
            is_whole = false;
            continue;
        }
        let here = found.at(path);
        if let (Some(shown), Some(here)) = (shown, here.map(Model::form)) {
            prop_assert!(
                is_cut(shown) || shown.replace("-0.0", "0.0") == here,
                "{} is {}:\n{}",
                path,
                here,
                report
            );
        }
        prop_assert!(shown.is_none() || here.is_some(), "nothing at {}:\n{}", path, report);
        if let (Some(a), Some(b)) = (expected, shown) {
            prop_assert!(is_cut(a) || is_cut(b) || a != b || a == "NaN", "{}:\n{}", path, report);
            if a == b && is_cut(a) {
                prop_assert!(false, "the difference at {} is not in sight:\n{}", path, report);
            }
        }
        if expected.as_deref().is_some_and(is_cut) || shown.as_deref().is_some_and(is_cut) {
            is_whole = false;
            continue;
        }
        if !patched.patch(path, expected.clone(), shown.is_some()) {
            prop_assert!(false, "no place for {}:\n{}", path, report);
        }
    }
    if is_whole {
        let (patched, expected) = (patched.settled().form(), expected.form());
        prop_assert_eq!(patched, expected, "the report leaves something out:\n{}", report);
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(256) })]

    #[test]
    fn what_a_report_says_of_an_altered_value_turns_one_into_the_other(
        (found, expected) in model().prop_flat_map(|value| (Just(value.clone()), altered(value))),
        is_reversed in any::<bool>(),
    ) {
        let (found, expected) = if is_reversed { (expected, found) } else { (found, expected) };
        check(&found, &expected)?;
    }

    #[test]
    fn what_a_report_says_of_two_unrelated_values_is_true((found, expected) in (model(), model())) {
        check(&found, &expected)?;
    }
}
