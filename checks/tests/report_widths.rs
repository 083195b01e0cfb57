//! Every line of a report fits 100 columns, whatever was recorded and expected.

#![cfg(feature = "testing")]

use std::collections::BTreeMap;
use std::panic::Location;

use mock_messenger::{
    Matcher, Messenger, Mismatch, PredicateBooleanExt as _, Recorder, RecordingMessenger, Reported,
    Transcript, described, matcher, predicate,
};
use proptest::prelude::*;
use unicode_width::UnicodeWidthStr;

const WIDEST: usize = 100;

#[derive(Clone, Debug, PartialEq)]
struct Deep {
    a_field_whose_name_is_rather_long_as_names_of_fields_go: Option<Box<Deep>>,
    text: String,
    map: BTreeMap<String, (usize, String)>,
    list: Vec<String>,
}

impl Deep {
    fn new(text: &str, levels: usize) -> Self {
        Self {
            a_field_whose_name_is_rather_long_as_names_of_fields_go: levels
                .checked_sub(1)
                .map(|levels| Box::new(Self::new(text, levels))),
            text: text.to_owned(),
            map: BTreeMap::from([(text.to_owned(), (levels, text.to_owned()))]),
            list: vec![text.to_owned(); levels + 1],
        }
    }
}

/// Names, messages and values: short and long, of one word and of many, of wide characters, of several lines.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        Just("word".to_owned()),
        Just("日本語の文".to_owned()),
        Just("👩\u{200d}🔬".to_owned()),
        Just("e\u{301}".to_owned()),
        Just("a\u{a0}b\t".to_owned()),
        Just("\"\\".to_owned()),
        Just("90%".to_owned()),
        "[a-z]{1,9}",
    ];
    let separator = prop_oneof![4 => Just(" "), 2 => Just(""), 1 => Just("  "), 1 => Just("\n")];
    let parts = prop_oneof![prop::collection::vec(part.clone(), 0..4), prop::collection::vec(part, 20..60)];
    (parts, separator, prop_oneof![3 => Just(""), 1 => Just("\n"), 1 => Just(" ")])
        .prop_map(|(parts, separator, end)| parts.join(separator) + end)
}

/// Returns a text that differs a little from another, or is another.
fn altered(text: &str, how: u8, other: &str) -> String {
    let middle = text.char_indices().nth(text.chars().count() / 2).map_or(0, |(i, _)| i);
    match how {
        0 => format!("{text}{other}"),
        1 => format!("{}{other}{}", &text[..middle], &text[middle..]),
        2 => text.to_uppercase(),
        3 => text.replace(' ', "  "),
        4 => format!("{} {}", &text[..middle], &text[middle..]),
        5 => text.to_owned(),
        _ => other.to_owned(),
    }
}

fn assert_fits(report: &str) -> Result<(), TestCaseError> {
    for line in report.lines() {
        let width = UnicodeWidthStr::width(line);
        prop_assert!(width <= WIDEST, "{width} columns in {line:?}:\n{report}");
    }
    Ok(())
}

fn assert_carets_are_under_text(report: &str) -> Result<(), TestCaseError> {
    let mut above = 0;
    for line in report.lines() {
        let is_carets = !line.trim().is_empty() && line.chars().all(|c| matches!(c, ' ' | '^'));
        let width = UnicodeWidthStr::width(line);
        prop_assert!(!is_carets || width <= above + 1, "carets at {width} below {above} columns:\n{report}");
        above = width;
    }
    Ok(())
}

fn assert_all_fit<V>(checks: impl IntoIterator<Item = Result<V, Mismatch>>) -> Result<(), TestCaseError> {
    let mut failures = Vec::new();
    for mismatch in checks.into_iter().filter_map(Result::err) {
        let report = mismatch.to_string();
        assert_fits(&report)?;
        assert_carets_are_under_text(&report)?;
        failures.push(Err::<(), _>(mismatch));
    }
    match Mismatch::join(failures) {
        Ok(()) => Ok(()),
        Err(joined) => assert_fits(&joined.to_string()),
    }
}

/// Returns the failures of every rule, for texts and matchers that are wide in some way.
fn checks<'m, T: Reported + ?Sized>(
    transcript: &Transcript<T>,
    list: impl Fn() -> Vec<Matcher<'m, T>>,
    one: impl Fn() -> Matcher<'m, T>,
) -> Vec<Result<(), Mismatch>> {
    vec![
        transcript.check_nothing(),
        transcript.check_count(1_000_000..2_000_000),
        transcript.check_exactly(list()),
        transcript.check_exactly_in_any_order(list()),
        transcript.check_in_order(list()),
        transcript.check_in_any_order(list()),
        transcript.check_consecutive(list()),
        transcript.check_once(one()).map(drop),
        transcript.check_times(7..=9, one()),
        transcript.check_any(one()).map(drop),
        transcript.check_all(one()),
        transcript.check_never(one()),
        transcript.check_first(one()).map(drop),
        transcript.check_last(one()).map(drop),
        transcript.check_nth(1, one()).map(drop),
        transcript.check_nth(99, one()).map(drop),
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn every_line_of_a_report_on_text_fits(
        log in prop::collection::vec(text(), 0..5),
        other in text(),
        how in 0..7_u8,
        name in text(),
        matched_by in 0..4_u8,
    ) {
        let double = RecordingMessenger::named(name.clone());
        for message in &log {
            double.send(message);
        }
        let sent = double.sent().context(&other);
        let expected: Vec<String> = log.iter().rev().map(|message| altered(message, how, &other)).collect();
        let matcher_of = |text: &String| match matched_by {
            0 => matcher(text.clone()),
            1 => matcher(predicate::str::contains(text.clone()).and(predicate::str::ends_with(other.clone()))),
            2 => described(name.clone(), text.clone()),
            _ => described(name.clone(), |message: &str| message.len() == 3),
        };
        let list = || expected.iter().map(matcher_of).collect();
        let one = || matcher_of(expected.first().unwrap_or(&other));
        assert_all_fit(checks(&sent, list, one))?;
        assert_all_fit(checks(&sent.filter(|message| message.len() % 2 == 0), list, one))?;
    }

    #[test]
    fn every_line_of_a_report_on_calls_fits(
        log in prop::collection::vec((text(), 0..6_usize), 0..4),
        other in text(),
        how in 0..7_u8,
        name in text(),
        by_value in any::<bool>(),
    ) {
        let recorder = Recorder::named(name.clone());
        for (text, levels) in &log {
            recorder.record(Deep::new(text, *levels));
        }
        let calls = recorder.calls();
        let expected: Vec<Deep> =
            log.iter().rev().map(|(text, levels)| Deep::new(&altered(text, how, &other), *levels)).collect();
        let matcher_of = |value: &Deep| {
            if by_value { matcher(value.clone()) } else { described(name.clone(), |deep: &Deep| deep.text.len() == 3) }
        };
        let list = || expected.iter().map(matcher_of).collect();
        let one = || expected.first().map_or_else(|| matcher_of(&Deep::new(&other, 2)), matcher_of);
        assert_all_fit(checks(&calls, list, one))?;
        let texts = || expected.iter().map(|deep| matcher(deep.text.clone())).collect();
        assert_all_fit(checks(&calls.map(|deep| deep.text.clone()), texts, || matcher(other.clone())))?;
    }
}

/// The messages are sent from a file with a long path, which is included here.
#[test]
fn a_location_that_is_too_long_is_cut_at_its_start() {
    let here = Location::caller().file();
    assert!(here.ends_with("report_widths.rs"));
    let messenger = RecordingMessenger::new();
    include!(
        "reports/a_directory_with_a_rather_long_name/and_another_one_below_it/of_which_the_name_is_long/sends_from_a_file_with_a_long_name.rs"
    );
    for text in ["short", "日本語".repeat(20).as_str()] {
        let report = messenger.sent().check_exactly([text, text]).unwrap_err().to_string();
        assert_fits(&report).unwrap();
        assert!(report.contains("sends_from_a_file_with_a_long_name.rs:"), "{report}");
        let report = messenger.sent().check_once(text).unwrap_err().to_string();
        assert_fits(&report).unwrap();
    }
}
