//! Matchers, projections and joined checks for typed calls, and for sequences that no double recorded.

#![cfg(feature = "testing")]

use std::borrow::Cow;
use std::collections::{BTreeSet, HashSet, VecDeque};
use std::ffi::{OsStr, OsString};
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, mpsc};

use mock_messenger::{
    Messenger, Mismatch, MismatchKind, PredicateBooleanExt, Recorder, RecordingMessenger, Times, Transcript,
    assert_together, described, equal_to, matcher, matching, predicate,
};

#[derive(Clone, Debug)]
enum Op {
    Open { path: String, write: bool },
    Write(usize),
    Close,
}

fn ops() -> Transcript<Op> {
    [Op::Open { path: "/a".into(), write: true }, Op::Write(16), Op::Close].into_iter().collect()
}

fn report<V>(checked: Result<V, Mismatch>) -> String {
    checked.map(|_| ()).expect_err("the check passed").to_string()
}

#[test]
fn a_pattern_matches_a_type_without_partial_eq() {
    ops().assert_exactly([
        matching!(Op::Open { write: true, .. }),
        matching!(Op::Write(1..=16)),
        matching!(Op::Close),
    ]);
    ops().assert_once(matching!(Op::Open { path, .. } if path == "/a"));
    ops().assert_never(matching!(Op::Open { path, .. } if path == "/b"));
    ops().assert_times(2, matching!(Op::Open { .. } | Op::Close));
}

#[test]
fn patterns_share_a_list_with_other_matchers() {
    ops().assert_in_order([matching!(Op::Write(_)), described("the end", |op: &Op| matches!(op, Op::Close))]);
    let numbers: Transcript<u32> = [1, 2].into_iter().collect();
    numbers.assert_exactly([matching!(1), equal_to(2_u32)]);
}

#[test]
fn a_report_shows_the_pattern() {
    let report = report(ops().check_exactly([
        matching!(Op::Open { write: false, .. }),
        matching!(Op::Write(_)),
        matching!(Op::Close),
    ]));
    assert!(report.contains("one that matches `Op::Open { write: false, .. }`"), "{report}");
    let report = ops().check_times(2, matching!(Op::Write(n) if *n > 20)).unwrap_err().to_string();
    assert!(
        report.starts_with("expected exactly 2 calls that match `Op::Write(n) if *n > 20`, found 0 of 3"),
        "{report}"
    );
}

#[test]
fn two_dots_match_anything() {
    ops().assert_exactly([matcher(..), matcher(matching!(Op::Write(_))), matcher(..)]);
    ops().assert_all(..);
    assert!(ops().check_never(..).is_err());
    RecordingMessenger::new().sent().assert_never(..);
}

#[test]
fn a_projection_keeps_index_line_and_double() {
    let recorder = Recorder::named("files");
    recorder.record(("ann", 1));
    recorder.record(("bob", 2));
    recorder.record(("ann", 3));
    let line = line!() - 1;
    let of_ann = recorder.calls().filter(|(name, _)| *name == "ann").map(|(_, number)| *number);
    of_ann.assert_exactly([1, 3]);
    assert_eq!(of_ann.original_index(1), Some(2));
    assert_eq!(of_ann.location(1).unwrap().line(), line);
    assert_eq!(of_ann.recorded_by(), Some("files"));
    let report = report(of_ann.check_exactly([1, 4]));
    assert!(report.contains("2 kept by the filter, 3 recorded in all"), "{report}");
    assert!(report.contains("projected from the calls recorded by `files`"), "{report}");
    assert!(report.contains("extra   [2] 3"), "{report}");
    assert_eq!(of_ann.filter(|number| *number == 3).map(|n| n * 2).original_index(0), Some(2));
}

#[test]
fn text_can_be_projected_too() {
    let messenger = RecordingMessenger::new();
    messenger.send("ann: hello");
    messenger.sent().map(|message| message.split(':').next().unwrap().to_owned()).assert_exactly(["ann"]);
    messenger.sent().map(str::len).assert_exactly([10]);
}

#[test]
fn except_leaves_what_does_not_match() {
    let sent: Transcript<str> = ["tick", "disk full", "tick"].into_iter().collect();
    sent.except("tick").assert_exactly(["disk full"]);
    sent.except(..).assert_nothing();
    let report = report(sent.except("tick").check_nothing());
    assert!(report.contains("1 kept by the filter, 3 sent in all"), "{report}");
}

#[test]
fn a_context_is_the_first_line_of_every_report() {
    let sent: Transcript<str> = ["a"].into_iter().collect();
    let sent = sent.context("round 3");
    for report in [
        report(sent.check_nothing()),
        report(sent.filter(|_| true).check_exactly(["b"])),
        report(sent.map(str::len).check_once(7)),
    ] {
        assert!(report.starts_with("round 3\nexpected "), "{report}");
    }
}

#[test]
fn values_of_another_type_are_equal_if_they_compare_equal() {
    let args: Transcript<Vec<String>> = [vec!["git".to_owned(), "status".to_owned()]].into_iter().collect();
    args.assert_once(["git", "status"]);
    args.assert_once(&["git", "status"][..]);
    args.assert_exactly([["git", "status"]]);
    args.assert_never(["git", "push"]);
    args.assert_once(equal_to(["git", "status"]));
    let bytes: Transcript<Vec<u8>> = [vec![0x10, 2]].into_iter().collect();
    bytes.assert_once([0x10, 2]);
    bytes.assert_once(equal_to(b"\x10\x02"));
    let paths: Transcript<PathBuf> = [PathBuf::from("/a")].into_iter().collect();
    paths.assert_once(Path::new("/a"));
    paths.assert_never(Path::new("/b"));
    let words: Transcript<OsString> = [OsString::from("w")].into_iter().collect();
    words.assert_once(OsStr::new("w"));
}

#[test]
fn a_report_on_a_value_of_another_type_shows_how_it_differs() {
    let args: Transcript<Vec<String>> = [vec!["git".to_owned(), "statis".to_owned()]].into_iter().collect();
    let report = report(args.check_once(["git", "status"]));
    assert!(report.contains("closest [0]"), "{report}");
    assert!(report.contains("\"status\"") && report.contains("\"statis\""), "{report}");
}

/// Generates tests that text, predicates and closures over `&str` match each type of text entry.
macro_rules! takes_text_matchers {
    ($($name:ident: $text:ty = $entry:expr;)+) => {$(
        #[test]
        fn $name() {
            let texts: Transcript<$text> = [$entry].into_iter().collect();
            texts.assert_once("disk: 91%");
            texts.assert_once(predicate::str::contains("91%"));
            texts.assert_once(|text: &str| text.starts_with("disk"));
            texts.assert_exactly(["disk: 91%"]);
            assert!(texts.check_once("disk: 92%").is_err());
            assert!(texts.check_once(predicate::str::contains("92%")).is_err());
            let report = report(texts.check_once("disk: 19%"));
            assert!(report.contains("closest [0]: `19` is now `91`") || report.contains("91"), "{report}");
        }
    )+};
}

takes_text_matchers! {
    a_string_takes_text_matchers: String = "disk: 91%".to_owned();
    a_static_str_takes_text_matchers: &'static str = "disk: 91%";
    a_shared_str_takes_text_matchers: Arc<str> = Arc::<str>::from("disk: 91%");
    a_counted_str_takes_text_matchers: Rc<str> = Rc::<str>::from("disk: 91%");
    a_boxed_str_takes_text_matchers: Box<str> = Box::<str>::from("disk: 91%");
    a_cow_takes_text_matchers: Cow<'static, str> = Cow::<'static, str>::Borrowed("disk: 91%");
}

#[test]
fn a_count_may_be_of_any_integer_type() {
    let calls: Transcript<u8> = [1, 2, 3].into_iter().collect();
    calls.assert_count(3_u8);
    calls.assert_count(3_i64);
    calls.assert_count(2_u64..);
    calls.assert_count(..=3_usize);
    calls.assert_times(1_i32, 2);
    assert_eq!(Times::from(-1..=2_i8), Times::from(..=2));
    assert_eq!(report(calls.check_count(-1)).lines().next(), report(calls.check_count(..0)).lines().next());
    assert_eq!(format!("[{:>12}]", Times::from(2)), "[   exactly 2]");
}

#[test]
fn what_an_assertion_finds_outlives_the_snapshot() {
    let recorder = Recorder::new();
    recorder.record(("ann".to_owned(), 3));
    let call = recorder.calls().assert_once(|call: &(String, u32)| call.1 == 3);
    assert_eq!(call.0, "ann");
    let messenger = RecordingMessenger::new();
    messenger.send("hello");
    let message: String = messenger.sent().assert_first(predicate::str::starts_with("h"));
    assert_eq!(message, "hello");
}

#[test]
fn any_sequence_is_a_transcript_without_lines() {
    let (sender, receiver) = mpsc::channel();
    for event in [Op::Write(1), Op::Close] {
        sender.send(event).unwrap();
    }
    let events = receiver.try_iter().collect::<Transcript<_>>();
    events.assert_exactly([matching!(Op::Write(1)), matching!(Op::Close)]);
    assert_eq!(events.location(0), None);
    let report = report(events.check_nothing());
    assert!(!report.contains(file!()), "{report}");
    assert!(Transcript::<str>::default().is_empty());
    let lines: Transcript<str> = "a\nb".lines().collect();
    lines.assert_exactly(["a", "b"]);
    let strings = ["a".to_owned()];
    strings.iter().collect::<Transcript<str>>().assert_exactly(["a"]);
}

#[test]
fn a_transcript_equals_a_list_on_either_side() {
    let sent: Transcript<str> = ["a", "b"].into_iter().collect();
    assert_eq!(["a", "b"], sent);
    assert_eq!(vec!["a", "b"], sent);
    assert_eq!(["a", "b"][..], sent);
    assert_eq!(&["a", "b"][..], sent);
    assert_ne!(["a"], sent);
    let mut entries = sent.clone().into_iter();
    assert_eq!((entries.next_back(), entries.clone().len()), (Some("b".to_owned()), 1));
}

#[test]
fn checks_together_fail_once_with_every_report() {
    let (owner, support) = (RecordingMessenger::named("owner"), RecordingMessenger::named("support"));
    owner.send("reset started");
    support.send("Your password was changed.");
    let joined = Mismatch::join([
        owner.sent().check_exactly(["reset started", "Your password was changed."]),
        owner.sent().check_count(1),
        support.sent().check_nothing(),
    ])
    .unwrap_err();
    assert_eq!((joined.kind(), joined.found(), joined.total()), (MismatchKind::Joined, 1, 3));
    let report = joined.to_string();
    assert!(report.starts_with("2 of 3 checks failed\n\n1. expected exactly these 2 messages"), "{report}");
    assert!(report.contains("\n3. expected no messages, found 1 sent"), "{report}");
    assert!(report.contains("sent by `owner`") && report.contains("sent by `support`"), "{report}");
    Mismatch::join([owner.sent().check_count(1)]).unwrap();
}

#[test]
fn the_log_of_one_double_is_shown_once() {
    let sent: Transcript<str> = ["a", "b"].into_iter().collect();
    let report = report(Mismatch::join([sent.check_never("a"), sent.check_never("b")]));
    assert_eq!(report.matches("[0] \"a\"").count(), 1, "{report}");
    assert!(report.contains("as in report 1; here [1] would be marked"), "{report}");
}

#[test]
fn checks_together_panic_at_the_line_of_the_test() {
    let sent: Transcript<str> = ["a"].into_iter().collect();
    assert_together!(sent.check_once("a"), sent.check_count(1));
    let caught = std::panic::catch_unwind(std::panic::AssertUnwindSafe(|| {
        assert_together!(sent.check_once("a"), sent.check_nothing());
    }));
    let message = *caught.unwrap_err().downcast::<String>().unwrap();
    assert!(message.starts_with("1 of 2 checks failed\n\n2. expected no messages"), "{message}");
}

#[test]
fn a_check_of_the_tests_own_joins_the_others() {
    let own =
        |number: u32| if number > 3 { Err(Mismatch::from(format!("{number} is too many"))) } else { Ok(()) };
    own(3).unwrap();
    let mismatch = own(4).unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.to_string().as_str()), (MismatchKind::Custom, "4 is too many"));
    let report = report(Mismatch::join([own(4), own(2)]));
    assert_eq!(report, "1 of 2 checks failed\n\n1. 4 is too many");
}

#[test]
fn a_predicate_reads_as_what_it_means() {
    let sent: Transcript<str> = ["a"].into_iter().collect();
    let headline = |report: String| report.lines().next().unwrap().to_owned();
    let contains = predicate::str::contains;
    let failures = [
        (sent.check_any(contains("90% ")).err(), "at least 1 message that contains \"90% \","),
        (sent.check_times(2, contains("x").count(2)).err(), "2 messages that contain \"x\" exactly 2 times,"),
        (sent.check_any(predicate::str::ends_with("z")).err(), "that ends with \"z\","),
        (sent.check_any(predicate::str::is_empty()).err(), "that is empty,"),
        (sent.check_any(predicate::eq("b")).err(), "equal to \"b\","),
        (sent.check_all(contains("a").not()).err(), "only messages that do not contain \"a\","),
        (
            sent.check_any(contains("x").or(contains("y")).and(contains("z"))).err(),
            "that (contains \"x\" or contains \"y\") and contains \"z\",",
        ),
    ];
    for (mismatch, words) in failures {
        let headline = headline(mismatch.expect("the check passed").to_string());
        assert!(headline.contains(words), "{headline}");
    }
    let numbers: Transcript<u32> = [1].into_iter().collect();
    let headline = headline(report(numbers.check_all(predicate::gt(3))));
    assert!(headline.starts_with("expected only calls that are greater than 3, "), "{headline}");
}

#[test]
fn an_empty_list_needs_no_type() {
    let nothing: Transcript<Op> = Transcript::default();
    nothing.assert_exactly([]);
    nothing.assert_exactly_in_any_order([]);
    assert!(report(ops().check_exactly([])).contains("3 extra"));
    for vacuous in [ops().check_in_order([]), ops().check_in_any_order([]), ops().check_consecutive([])] {
        assert!(report(vacuous).contains("assert_nothing()"));
    }
}

#[test]
fn a_list_may_be_any_collection_or_iterator() {
    let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    sent.assert_exactly(vec!["one", "two"]);
    sent.assert_exactly(&vec!["one", "two"]);
    sent.assert_exactly(["one", "two"].as_slice());
    sent.assert_exactly(VecDeque::from(["one", "two"]));
    sent.assert_exactly(BTreeSet::from(["one", "two"]));
    sent.assert_exactly_in_any_order(HashSet::from(["one", "two"]));
    sent.assert_exactly(["ONE", "TWO"].iter().map(|word| word.to_lowercase()));
    sent.assert_exactly(&sent);
    sent.assert_exactly(sent.clone());
    sent.assert_in_order(Some("two"));
    sent.assert_exactly(Vec::from(["one", "two"]).into_boxed_slice());
    ["tick"; 256].into_iter().collect::<Transcript<str>>().assert_exactly(["tick"; 256]);
}

#[test]
fn a_predicate_for_one_value_shows_what_comes_closest() {
    let text: Transcript<str> = ["disk: \"90%\"\n\tused"].into_iter().collect();
    let expected = text.check_once(predicate::eq("disk: \"91%\"\n\tused"));
    assert!(report(expected).contains("closest [0]: 1 of 2 lines differs: `90` in place of `91`"));
    assert!(report(text.check_once(equal_to("disk: \"90%\"\n\tuse"))).contains("closest [0]"));
    assert_eq!(text.assert_once(equal_to("disk: \"90%\"\n\tused")), "disk: \"90%\"\n\tused");

    let owned: Transcript<String> = ["disk: 90%".to_owned()].into_iter().collect();
    assert!(report(owned.check_once(predicate::eq("disk: 91%"))).contains("closest [0]"));

    let scores: Transcript<Vec<(u32, u32)>> = [vec![(1, 20), (3, 4)]].into_iter().collect();
    let report = report(scores.check_once(predicate::eq(vec![(1, 2), (3, 4)])));
    assert!(report.starts_with("expected exactly 1 call equal to [(1, 2), (3, 4)], found 0"), "{report}");
    assert!(report.contains("closest [0]"), "{report}");
}

#[test]
fn a_set_of_values_is_listed() {
    let sent: Transcript<str> = ["a"].into_iter().collect();
    let report = report(sent.check_once(predicate::in_iter(["b ", "c, d"])));
    assert!(
        report.starts_with("expected exactly 1 message that is one of [\"b \", \"c, d\"], found 0"),
        "{report}"
    );
}
