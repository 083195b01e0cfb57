//! The reports that the guide and the reference show match those of the code on the page.
//!
//! `UPDATE_REPORTS=1` updates the pages.

#![cfg(feature = "testing")]

use std::env;
use std::fs;
use std::path::Path;

use mock_messenger::{
    Messenger, OVER_QUOTA, QuotaSpec, RecordingMessenger, Transcript, URGENT_WARNING, WARNING, predicate,
};

fn read(path: &str) -> String {
    fs::read_to_string(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path)).unwrap()
}

fn sent() -> Transcript<str> {
    let messenger = RecordingMessenger::new();
    for message in ["hello ann", "hello bob", "bye ann"] {
        messenger.send(message);
    }
    messenger.sent()
}

/// Returns a call as it is written on the page, and the report of its `check_*` counterpart. The source lines in the
/// report are replaced with those of a reader.
macro_rules! failing {
    ($transcript:ident . $assertion:ident / $check:ident ( $($argument:expr),* )) => {{
        let arguments: &[&str] = &[$(stringify!($argument)),*];
        let call = format!("{}.{}({});", stringify!($transcript), stringify!($assertion), arguments.join(", "));
        let report = $transcript.$check($($argument),*).map(|_| ()).unwrap_err().to_string();
        (call, with_the_readers_line(&report))
    }};
}

fn with_the_readers_line(report: &str) -> String {
    let Some((before, after)) = report.split_once(concat!(file!(), ":")) else { return report.to_owned() };
    let rest = after.trim_start_matches(|c: char| c.is_ascii_digit());
    assert!(!rest.contains(file!()), "one line sends all of them: {report}");
    format!("{before}src/greeting.rs:12{rest}")
}

fn failing_calls() -> Vec<(String, String)> {
    let sent = sent();
    vec![
        failing!(sent.assert_nothing / check_nothing()),
        failing!(sent.assert_count / check_count(..=2)),
        failing!(sent.assert_exactly / check_exactly(["hello ann", "bye ann"])),
        failing!(
            sent.assert_exactly_in_any_order
                / check_exactly_in_any_order(["bye ann", "hello ann", "hello ann"])
        ),
        failing!(sent.assert_in_order / check_in_order(["bye ann", "hello ann"])),
        failing!(sent.assert_in_any_order / check_in_any_order(["bye ann", "bye ann"])),
        failing!(sent.assert_consecutive / check_consecutive(["hello ann", "bye ann"])),
        failing!(sent.assert_once / check_once(predicate::str::starts_with("hello"))),
        failing!(sent.assert_times / check_times(2.., predicate::str::starts_with("bye"))),
        failing!(sent.assert_any / check_any("hello eve")),
        failing!(sent.assert_all / check_all(predicate::str::starts_with("hello"))),
        failing!(sent.assert_never / check_never("bye ann")),
        failing!(sent.assert_first / check_first("bye ann")),
        failing!(sent.assert_last / check_last("hello ann")),
        failing!(sent.assert_nth / check_nth(2, "hello bob")),
    ]
}

/// Returns the page with the report in the text block after the code.
fn showing(page: &str, code: &str, report: &str) -> String {
    let (before, after) = page.split_once(code).unwrap_or_else(|| panic!("the page has no {code}"));
    let (rest, after) = after.split_once("```\n```text\n").expect("a report after the code");
    let (_, after) = after.split_once("```\n").unwrap();
    format!("{before}{code}{rest}```\n```text\n{}\n```\n{after}", report.trim_end())
}

/// Returns the reference with the headline of the report above the failing call.
fn headlining(reference: &str, call: &str, report: &str) -> String {
    let end = format!("    /// {call}\n    /// ```\n    #[track_caller]");
    let (before, after) = reference.split_once(&end).unwrap_or_else(|| panic!("no example ends in {call}"));
    let is_shown = |line: &str| line.starts_with("    /// // ");
    let mut lines: Vec<_> = before.lines().collect();
    assert!(is_shown(lines.last().unwrap()), "no report is shown above {call}");
    while lines.last().is_some_and(|line| is_shown(line)) {
        lines.pop();
    }
    let headline: Vec<_> =
        report.split("\n\n").next().unwrap().lines().map(|line| format!("    /// // {line}")).collect();
    format!("{}\n{}\n{end}{after}", lines.join("\n"), headline.join("\n"))
}

/// Asserts that the file already shows these calls and their reports.
fn assert_shown(path: &str, show: fn(&str, &str, &str) -> String, shown: &[(String, String)]) {
    let page = read(path);
    let current = shown.iter().fold(page.clone(), |page, (call, report)| show(&page, call, report));
    if env::var_os("UPDATE_REPORTS").is_some() {
        fs::write(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/..")).join(path), current).unwrap();
    } else {
        let differs = page.lines().zip(current.lines()).find(|(shown, current)| shown != current);
        assert!(page == current, "{path} is out of date, UPDATE_REPORTS=1 updates it: {differs:#?}");
    }
}

#[test]
fn the_vocabulary_page_shows_what_each_assertion_reports() {
    let mut shown = failing_calls();
    let nothing = RecordingMessenger::new().sent();
    shown.push(failing!(nothing.assert_all / check_all("hello")));
    assert_shown("src/guide/the_vocabulary.md", showing, &shown);
}

#[test]
fn the_reference_shows_the_headline_of_what_each_assertion_reports() {
    assert_shown("src/transcript/assertions.rs", headlining, &failing_calls());
}

fn warn(messenger: &dyn Messenger, used: usize, limit: usize) {
    let (used, limit) = (used as u128, limit as u128);
    if used >= limit {
        messenger.send(OVER_QUOTA);
    } else if used * 100 >= limit * 90 {
        messenger.send(URGENT_WARNING);
    } else if used * 100 > limit * 75 {
        messenger.send(WARNING);
    }
}

#[test]
fn the_quota_page_shows_what_is_wrong_with_its_code() {
    let violation = QuotaSpec::book(100)
        .check(|messenger, usage| {
            let limit = usage.limit();
            for used in usage {
                warn(messenger, used, limit);
            }
        })
        .unwrap_err();
    let source = read(file!());
    let start = source.find("fn warn(").unwrap();
    let code = source[start..].split("\n\n").next().unwrap();
    assert_shown("src/guide/quota_conformance.md", showing, &[(code.to_owned(), violation.to_string())]);
}
