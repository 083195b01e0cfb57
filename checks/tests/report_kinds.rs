//! Kinds of differences that reports of test libraries often hide or get wrong: each is named, and in sight.

#![cfg(feature = "testing")]

mod reports;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::time::Duration;

use mock_messenger::{Messenger, Recorder, RecordingMessenger, Transcript};

use reports::sent;

fn recorded<T: 'static>(calls: impl IntoIterator<Item = T>) -> Transcript<T> {
    let recorder = Recorder::new();
    calls.into_iter().for_each(|call| recorder.record(call));
    recorder.calls()
}

/// The report on a list of one call.
fn of_call<T: fmt::Debug + PartialEq + 'static>(found: T, expected: T) -> String {
    recorded([found]).check_exactly([expected]).unwrap_err().to_string()
}

fn of_text(found: &str, expected: &str) -> String {
    sent(&[found]).check_exactly([expected]).unwrap_err().to_string()
}

/// The texts above the carets of a report.
fn marked(report: &str) -> Vec<String> {
    let lines: Vec<Vec<char>> = report.lines().map(|line| line.chars().collect()).collect();
    let mut marked = Vec::new();
    for pair in lines.windows(2).filter(|pair| pair[1].contains(&'^')) {
        let mut word = String::new();
        for (i, caret) in pair[1].iter().chain([&' ']).enumerate() {
            if *caret == '^' {
                word.extend(pair[0].get(i));
            } else if !word.is_empty() {
                marked.push(std::mem::take(&mut word));
            }
        }
    }
    marked
}

#[test]
fn equal_values_that_read_differently_are_not_marked() {
    let report = of_call((0.0, 1), (-0.0, 2));
    assert_eq!(marked(&report), ["2"], "{report}");
    assert!(report.contains("at `1`") && !report.contains("at `0`"), "{report}");
}

#[test]
fn only_the_elements_that_differ_are_marked_in_lists_maps_and_sets() {
    let report = of_call(vec![1, 2, 3, 4, 5], vec![1, 3, 4, 5]);
    assert!(report.contains("at `[1]`: 2 is extra"), "{report}");
    assert!(marked(&report).iter().any(|text| text.contains('2')), "{report}");
    assert!(!marked(&report).iter().any(|text| text.contains(['3', '4', '5'])), "{report}");
    let report = of_call((7, BTreeSet::from([1, 2, 3])), (7, BTreeSet::from([2, 3, 4])));
    assert!(
        report.contains("at `1[4]`: 4 is missing") && report.contains("at `1[1]`: 1 is extra"),
        "{report}"
    );
    // Where an element is missing, a caret points at the next one.
    assert_eq!(marked(&report), ["1", "}", "2", ", 4"], "{report}");
    let report = of_call(BTreeMap::from([(-1, 'x'), (10, 'y')]), BTreeMap::from([(-1, 'z'), (10, 'y')]));
    assert_eq!(marked(&report), ["z"], "{report}");
    assert!(report.contains("at `[-1]`"), "{report}");
}

#[test]
fn nan_has_a_path_in_a_row_too() {
    let report = of_call(vec![1.0, f64::NAN], vec![1.0, f64::NAN]);
    assert!(report.contains("at `[1]`: NaN is not equal to NaN"), "{report}");
}

#[test]
fn the_end_of_a_long_number_that_differs_is_in_sight() {
    let report =
        of_call((u128::MAX, i64::MIN, "x".repeat(80)), (u128::MAX - 1, i64::MIN + 1, "x".repeat(80)));
    assert!(report.contains("68211454") && report.contains("68211455"), "{report}");
}

#[test]
fn durations_and_payloads_are_shown_whole() {
    #[derive(Debug, PartialEq)]
    enum Wait {
        For(Duration),
        Until { deadline: Option<u32> },
    }
    let report = of_call((1, Wait::For(Duration::from_millis(1500))), (1, Wait::Until { deadline: Some(5) }));
    assert!(report.contains("at `1`"), "{report}");
    assert!(report.contains("For(1.5s)") && report.contains("Until { deadline: Some(5) }"), "{report}");
}

#[test]
fn what_lies_beyond_the_cut_of_a_huge_form_is_not_said_to_be_hidden() {
    let report = of_call(("y".repeat(2_000_000), 1), ("y".repeat(2_000_000), 2));
    assert!(report.contains("reads the same in its first 1,048,576 bytes"), "{report}");
    assert!(!report.contains("hides"), "{report}");
}

#[test]
fn look_alikes_are_named_however_short_the_text() {
    for (found, expected, names) in [
        ("a", "\u{430}", &["U+0061", "U+0430"][..]),
        ("ab", "\u{430}b", &["U+0430"]),
        ("\u{e9}", "e\u{301}", &["U+00E9", "U+0065 U+0301"]),
        ("it's", "it\u{2019}s", &["U+0027", "U+2019"]),
        ("say \"hello\"", "say \u{201c}hello\u{201d}", &["U+201C", "U+201D"]),
        ("hello", "hel\u{200b}lo", &["U+200B"]),
        ("\u{1f44d}", "\u{1f44d}\u{1f3fd}", &["U+1F3FD"]),
        ("10 GB", "10\u{a0}GB", &["U+00A0"]),
        ("x", "x\u{feff}", &["U+FEFF"]),
    ] {
        for report in [
            of_text(found, expected),
            of_call(found.to_owned(), expected.to_owned()),
            of_call((1, found.to_owned()), (1, expected.to_owned())),
            sent(&[found]).check_once(expected).unwrap_err().to_string(),
        ] {
            for name in names {
                assert!(report.contains(name), "{name} for {found:?}:\n{report}");
            }
        }
    }
    let report = of_call(('a', 1), ('\u{430}', 1));
    assert!(report.contains("U+0430"), "{report}");
}

#[test]
fn white_space_and_case_are_said_in_words_for_text_and_for_strings() {
    for (found, expected, words) in [
        ("a b", "a  b", "only white space differs"),
        ("a", "a ", "only white space differs"),
        ("a\tb", "a    b", "only white space differs"),
        ("x: 1\n  y: 2\n", "x: 1\n    y: 2\n", "indentation"),
        ("x\r\ny", "x\ny", "line ends"),
        ("done\n", "done", "a line end too many"),
        ("done", "done\n", "final line end is missing"),
        ("Case", "case", "only upper and lower case"),
        ("A", "a", "only upper and lower case"),
    ] {
        for report in [of_text(found, expected), of_call(found.to_owned(), expected.to_owned())] {
            assert!(report.contains("1 altered"), "{found:?}:\n{report}");
            assert!(report.contains(words) || report.contains("only white space"), "{found:?}:\n{report}");
        }
        assert!(of_text(found, expected).contains(words), "{}", of_text(found, expected));
    }
}

#[test]
fn an_inserted_word_is_pointed_at_in_a_row() {
    let report = of_text("deploy not finished", "deploy finished");
    assert_eq!(marked(&report), ["not ", "f"], "{report}");
    let report = of_text("deploy finished", "deploy not finished");
    assert_eq!(marked(&report), ["f", "not "], "{report}");
}

#[test]
fn from_the_sixth_altered_row_on_a_line_says_what_differs() {
    let texts = |word: &str| (0..9).map(|i| format!("message {i}: {word} is used")).collect::<Vec<_>>();
    let report = sent(&texts("disk")).check_exactly(texts("disc")).unwrap_err().to_string();
    assert_eq!(report.matches("1 of 5 words differs").count(), 4, "{report}");
    let calls = |offset: u32| (0..9_u32).map(move |i| (format!("call {i}"), i + offset)).collect::<Vec<_>>();
    let report = recorded(calls(0)).check_exactly(calls(100)).unwrap_err().to_string();
    assert!(report.contains("at `1`: expected 108, recorded 8"), "{report}");
}

#[test]
fn consecutive_takes_the_best_run_and_not_the_last() {
    let log = ["open", "read", "LOG", "close", "end", "open", "x", "y", "z", "read", "close"];
    let report = sent(&log).check_consecutive(["open", "read", "close"]).unwrap_err().to_string();
    assert!(report.contains("found 3 of them among 11 sent: 1 extra"), "{report}");
    assert!(report.contains("extra [2]  \"LOG\""), "{report}");
    // Beyond a million pairs, the run is elected by votes.
    let mut log: Vec<String> = (0..3_000).map(|i| format!("line {i}")).collect();
    log.insert(1_500, "LOG".to_owned());
    log.extend((0..3_000).step_by(3).map(|i| format!("line {i}")));
    let list: Vec<String> = (1_000..2_000).map(|i| format!("line {i}")).collect();
    let report = sent(&log).check_consecutive(&list).unwrap_err().to_string();
    assert!(report.contains("found 1,000 of them among 4,001 sent: 1 extra"), "{report}");
}

#[test]
fn a_number_of_found_entries_that_may_be_larger_is_a_lower_bound() {
    // Each number occurs thrice, in two different orders, so that no anchor helps.
    let log = recorded((0..3_000_u32).map(|i| i * 7 % 1_000));
    let report = log.check_exactly((0..3_000_u32).map(|i| i * 11 % 1_000)).unwrap_err().to_string();
    assert!(report.contains("found at least "), "{report}");
    // All are there, which needs no bound.
    let report = log.check_exactly((0..3_000_u32).rev().map(|i| i * 7 % 1_000)).unwrap_err().to_string();
    assert!(report.contains("and nothing else, in another order"), "{report}");
}

#[test]
fn a_location_that_leaves_no_room_is_above_the_text() {
    let messenger = RecordingMessenger::new();
    messenger.send(&"word ".repeat(40));
    let report = messenger.sent().check_once("another").unwrap_err().to_string();
    let row = report.lines().position(|line| line.trim_start().starts_with("[0]")).unwrap();
    let lines: Vec<_> = report.lines().collect();
    assert!(lines[row].contains("report_kinds.rs:") && !lines[row].contains("word"), "{report}");
    assert!(lines[row + 1].trim_start().starts_with("\"word word"), "{report}");
    assert!(lines[1..].iter().all(|line| line.chars().count() <= 100), "{report}");
}

/// Sixty texts of half a megabyte, and the same with one word more in the middle of each.
fn large_texts() -> (Vec<String>, Vec<String>) {
    let text = |i: usize| (0..40_000).map(|word| format!("word{}", i + word)).collect::<Vec<_>>().join(" ");
    let texts: Vec<String> = (0..60).map(text).collect();
    let altered = texts.iter().map(|text| {
        let mut text = text.clone();
        text.insert(250_000, 'X');
        text
    });
    (altered.collect(), texts)
}

#[test]
fn reports_on_large_texts_and_calls_stay_small() {
    let (found, expected) = large_texts();
    let calls: Vec<_> = found.iter().map(|text| (1_u8, text.clone())).collect();
    let expected_calls: Vec<_> = expected.iter().map(|text| (1_u8, text.clone())).collect();
    let (sent, calls) = (sent(&found), recorded(calls));
    for report in [
        sent.check_exactly(&expected).unwrap_err().to_string(),
        sent.check_once(&expected[30]).unwrap_err().to_string(),
        calls.check_exactly(&expected_calls).unwrap_err().to_string(),
        calls.check_once(&expected_calls[30]).unwrap_err().to_string(),
    ] {
        assert!(report.lines().count() < 100 && report.len() < 10_000, "{} bytes", report.len());
    }
}
