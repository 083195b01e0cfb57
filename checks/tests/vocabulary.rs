//! The vocabulary: when each assertion passes and fails, and what its mismatch contains.

#![cfg(feature = "testing")]

mod support;

use std::cell::RefCell;
use std::collections::HashMap;

use mock_messenger::{
    Mismatch, MismatchKind, PredicateBooleanExt, Recorder, Transcript, described, matcher, predicate,
};
use support::{panic_of, plain, sent};

fn three() -> Transcript<str> {
    sent(&["hello ann", "hello bob", "bye ann"])
}

/// Returns the kind of the mismatch of a check that has to fail, the number of entries found, and the total number.
#[track_caller]
fn counts_of<V>(checked: Result<V, Mismatch>) -> (MismatchKind, usize, usize) {
    match checked {
        Ok(_) => panic!("the check passed"),
        Err(mismatch) => (mismatch.kind(), mismatch.found(), mismatch.total()),
    }
}

/// Returns the message with which a vacuous check was rejected.
#[track_caller]
fn refusal<V>(checked: Result<V, Mismatch>) -> String {
    match checked {
        Ok(_) => panic!("the check passed"),
        Err(mismatch) => {
            assert_eq!(mismatch.kind(), MismatchKind::Vacuous);
            mismatch.to_string().split("\n\n").next().unwrap_or_default().replace("\n  ", " ")
        }
    }
}

#[test]
fn nothing_passes_on_an_empty_transcript_alone() {
    sent(&[]).assert_nothing();
    assert_eq!(counts_of(three().check_nothing()), (MismatchKind::Nothing, 3, 3));
    assert_eq!(counts_of(sent(&[""]).check_nothing()), (MismatchKind::Nothing, 1, 1));
}

#[test]
fn count_takes_a_number_or_a_range() {
    three().assert_count(3);
    three().assert_count(2..=3);
    three().assert_count(3..4);
    three().assert_count(1..);
    three().assert_count(..4);
    three().assert_count(..=3);
    sent(&[]).assert_count(0);
    sent(&[]).assert_count(..2);
    assert_eq!(counts_of(three().check_count(2)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(three().check_count(4)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(three().check_count(4..)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(three().check_count(1..3)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(three().check_count(..3)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(three().check_count(0)), (MismatchKind::Count, 3, 3));
    assert_eq!(counts_of(sent(&[]).check_count(1)), (MismatchKind::Count, 0, 0));
}

#[test]
fn exactly_wants_all_of_them_in_order() {
    three().assert_exactly(["hello ann", "hello bob", "bye ann"]);
    three().assert_exactly([matcher("hello ann"), matcher(|m: &str| m.ends_with("bob")), matcher("bye ann")]);
    for wrong in [
        &["hello ann", "bye ann"][..],
        &["hello bob", "hello ann", "bye ann"],
        &["hello ann", "hello bob", "bye ann", "bye ann"],
        &["hello ann", "hello bob", "bye bob"],
        &[],
    ] {
        let mismatch = three().check_exactly(wrong).unwrap_err();
        assert_eq!(mismatch.kind(), MismatchKind::Exactly);
        assert_eq!(mismatch.expected(), wrong.len().into());
        assert_eq!((mismatch.total(), mismatch.matched()), (3, &[][..]));
    }
}

#[test]
fn an_empty_list_is_exactly_nothing() {
    sent(&[]).assert_exactly([]);
    sent(&[]).assert_exactly_in_any_order([]);
    assert!(three().check_exactly_in_any_order([]).is_err());
}

#[test]
fn in_any_order_is_a_multiset() {
    three().assert_exactly_in_any_order(["bye ann", "hello ann", "hello bob"]);
    sent(&["a", "b", "a"]).assert_exactly_in_any_order(["a", "a", "b"]);
    for wrong in
        [&["a", "b"][..], &["a", "b", "b"], &["a", "a", "a"], &["a", "a", "b", "b"], &["a", "a", "c"]]
    {
        let mismatch = sent(&["a", "b", "a"]).check_exactly_in_any_order(wrong).unwrap_err();
        assert_eq!(mismatch.kind(), MismatchKind::ExactlyInAnyOrder);
        assert_eq!((mismatch.total(), mismatch.expected()), (3, wrong.len().into()));
    }
}

#[test]
fn overlapping_matchers_are_paired_so_that_all_fit() {
    // A greedy algorithm would pair "contains a" with "abc", which is the only entry for the second matcher.
    let transcript = sent(&["abc", "a"]);
    transcript.assert_exactly_in_any_order([predicate::str::contains("a"), predicate::str::contains("b")]);
    // This requires a chain of swaps, because each matcher first takes the only entry that is left for the next one.
    let chain = sent(&["1", "12", "123", "1234"]);
    chain.assert_exactly_in_any_order([
        predicate::str::contains("1"),
        predicate::str::contains("2"),
        predicate::str::contains("3"),
        predicate::str::contains("4"),
    ]);
    let starved = sent(&["1", "12", "12", "1234"]);
    let wrong = ["1", "2", "3", "4"].map(predicate::str::contains);
    assert_eq!(starved.check_exactly_in_any_order(wrong).unwrap_err().found(), 3);
}

#[test]
fn in_any_order_asks_little_where_the_order_is_right() {
    let asked = std::cell::Cell::new(0);
    let texts = ["a", "b", "c", "d", "e"];
    let list = texts.map(|text| {
        let asked = &asked;
        move |m: &str| {
            asked.set(asked.get() + 1);
            m == text
        }
    });
    sent(&texts).assert_exactly_in_any_order(list);
    assert_eq!(asked.get(), 5);
}

#[test]
fn in_order_lets_others_stand_between() {
    three().assert_in_order(["hello ann", "bye ann"]);
    three().assert_in_order(["hello bob"]);
    three().assert_in_order(["hello ann", "hello bob", "bye ann"]);
    assert_eq!(counts_of(three().check_in_order(["bye ann", "hello ann"])).0, MismatchKind::InOrder);
    assert!(three().check_in_order(["bye ann", "bye ann"]).is_err());
    assert!(three().check_in_order(["hello ann", "hello eve"]).is_err());
    assert!(sent(&[]).check_in_order(["hello ann"]).is_err());
}

#[test]
fn in_order_needs_an_entry_for_each() {
    sent(&["a", "a"]).assert_in_order(["a", "a"]);
    assert!(sent(&["a"]).check_in_order(["a", "a"]).is_err());
    assert!(sent(&["abc"]).check_in_order(["a", "b"].map(predicate::str::contains)).is_err());
}

#[test]
fn in_any_order_allows_others_but_needs_an_entry_for_each_item() {
    three().assert_in_any_order(["bye ann", "hello ann"]);
    three().assert_in_any_order(["hello bob"]);
    assert_eq!(counts_of(three().check_in_any_order(["bye ann", "bye ann"])).0, MismatchKind::InAnyOrder);
    assert!(three().check_in_any_order(["hello ann", "hello eve"]).is_err());
    assert!(sent(&["abc"]).check_in_any_order(["a", "b"].map(predicate::str::contains)).is_err());
    // "contains a" must not be paired with the only entry that "contains b" matches.
    sent(&["xx", "ab", "a"]).assert_in_any_order(["a", "b"].map(predicate::str::contains));
}

#[test]
fn consecutive_lets_nothing_stand_between() {
    three().assert_consecutive(["hello bob", "bye ann"]);
    three().assert_consecutive(["hello ann", "hello bob"]);
    three().assert_consecutive(["hello ann", "hello bob", "bye ann"]);
    three().assert_consecutive([predicate::str::ends_with("bob"), predicate::str::ends_with("ann")]);
    assert_eq!(counts_of(three().check_consecutive(["hello ann", "bye ann"])).0, MismatchKind::Consecutive);
    assert!(three().check_consecutive(["hello bob", "hello ann"]).is_err());
    assert!(three().check_consecutive(["hello bob", "bye ann", "bye ann"]).is_err());
    assert!(sent(&[]).check_consecutive(["hello ann"]).is_err());
    assert!(sent(&[]).check_consecutive([|_: &str| true]).is_err());
}

#[test]
fn consecutive_finds_a_run_after_false_starts() {
    let sent = sent(&["a", "a", "b", "a", "a", "a", "b", "c"]);
    sent.assert_consecutive(["a", "a", "a", "b"]);
    sent.assert_consecutive(["a", "a", "b", "c"]);
    sent.assert_consecutive(["a", "b", "a", "a"]);
    assert!(sent.check_consecutive(["a", "a", "a", "a"]).is_err());
    assert!(sent.check_consecutive(["b", "a", "b"]).is_err());
}

// The following two tests would take minutes if each entry were compared with each expectation.
#[test]
fn a_hundred_thousand_texts_are_paired_in_any_order() {
    let texts: Vec<String> = (0..100_000).map(|n| format!("message {n}")).collect();
    let sent = sent(&texts.iter().map(String::as_str).collect::<Vec<_>>());
    sent.assert_exactly_in_any_order(texts.iter().rev());
}

#[test]
fn a_hundred_thousand_texts_that_repeat_are_searched_for_a_run() {
    let texts = vec!["a"; 100_000];
    let mut run = vec!["a"; 50_000];
    sent(&texts).assert_consecutive(&run);
    run.push("b");
    let mut with_run = texts.clone();
    with_run.push("b");
    sent(&with_run).assert_consecutive(&run);
}

#[test]
fn once_returns_the_only_match() {
    let sent = three();
    assert_eq!(sent.assert_once("bye ann"), "bye ann");
    assert_eq!(sent.assert_once("bye ann"), "bye ann".to_owned());
    let twice = sent.check_once(predicate::str::starts_with("hello")).unwrap_err();
    assert_eq!((twice.kind(), twice.found(), twice.total()), (MismatchKind::Once, 2, 3));
    assert_eq!((twice.matched(), twice.expected()), (&[0, 1][..], 1.into()));
    assert_eq!(counts_of(sent.check_once("hello eve")), (MismatchKind::Once, 0, 3));
    assert_eq!(counts_of(support::sent(&[]).check_once("hello eve")), (MismatchKind::Once, 0, 0));
}

#[test]
fn times_counts_the_matches() {
    let hello = || predicate::str::starts_with("hello");
    three().assert_times(2, hello());
    three().assert_times(1..=2, hello());
    three().assert_times(2.., hello());
    three().assert_times(0, "hello eve");
    three().assert_times(..=1, "bye ann");
    let mismatch = three().check_times(3.., hello()).unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.found(), mismatch.total()), (MismatchKind::Times, 2, 3));
    assert_eq!((mismatch.matched(), mismatch.expected()), (&[0, 1][..], (3..).into()));
    assert_eq!(counts_of(three().check_times(1, hello())), (MismatchKind::Times, 2, 3));
    assert_eq!(counts_of(three().check_times(1, "hello eve")), (MismatchKind::Times, 0, 3));
    assert_eq!(counts_of(three().check_times(0, "bye ann")), (MismatchKind::Times, 1, 3));
}

#[test]
fn any_returns_the_first_match() {
    let sent = three();
    assert_eq!(sent.assert_any(predicate::str::ends_with("ann")), "hello ann");
    assert_eq!(sent.assert_any(predicate::str::starts_with("bye")), "bye ann");
    assert_eq!(counts_of(sent.check_any("hello eve")), (MismatchKind::Any, 0, 3));
    assert_eq!(counts_of(support::sent(&[]).check_any(|_: &str| true)), (MismatchKind::Any, 0, 0));
}

#[test]
fn all_wants_every_entry_and_at_least_one() {
    three().assert_all(predicate::str::contains(" "));
    sent(&["a", "a"]).assert_all("a");
    let mismatch = three().check_all(predicate::str::starts_with("hello")).unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.found(), mismatch.total()), (MismatchKind::All, 2, 3));
    assert_eq!((mismatch.matched(), mismatch.expected()), (&[0, 1][..], 3.into()));
    assert!(three().check_all("hello ann").is_err());
}

#[test]
fn never_wants_no_entry() {
    three().assert_never("hello eve");
    sent(&[]).assert_never(|_: &str| true);
    let mismatch = three().check_never(predicate::str::ends_with("ann")).unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.found(), mismatch.total()), (MismatchKind::Never, 2, 3));
    assert_eq!((mismatch.matched(), mismatch.expected()), (&[0, 2][..], 0.into()));
}

#[test]
fn first_last_and_nth_look_at_one_place_and_return_it() {
    let sent = three();
    assert_eq!(sent.assert_first("hello ann"), "hello ann");
    assert_eq!(sent.assert_last(predicate::str::starts_with("bye")), "bye ann");
    assert_eq!(sent.assert_nth(0, "hello ann"), "hello ann");
    assert_eq!(sent.assert_nth(1, |m: &str| m.ends_with("bob")), "hello bob");
    assert_eq!(counts_of(sent.check_first("bye ann")), (MismatchKind::First, 0, 3));
    assert_eq!(counts_of(sent.check_last("hello ann")), (MismatchKind::Last, 0, 3));
    assert_eq!(counts_of(sent.check_nth(1, "bye ann")), (MismatchKind::Nth, 0, 3));
    assert_eq!(counts_of(sent.check_nth(3, |_: &str| true)), (MismatchKind::Nth, 0, 3));
    assert_eq!(counts_of(sent.check_nth(usize::MAX, |_: &str| true)), (MismatchKind::Nth, 0, 3));
}

#[test]
fn first_last_and_nth_tell_where_else_it_stands() {
    let sent = sent(&["a", "b", "a", "b"]);
    assert_eq!(sent.check_first("b").unwrap_err().matched(), [1, 3]);
    assert_eq!(sent.check_last("a").unwrap_err().matched(), [0, 2]);
    assert_eq!(sent.check_nth(1, "a").unwrap_err().matched(), [0, 2]);
    assert_eq!(sent.check_nth(4, "a").unwrap_err().matched(), [0, 2]);
    assert_eq!(sent.check_first("b").unwrap_err().expected(), 1.into());
}

#[test]
fn first_last_and_nth_fail_on_nothing() {
    let nothing = sent(&[]);
    assert_eq!(counts_of(nothing.check_first(|_: &str| true)), (MismatchKind::First, 0, 0));
    assert_eq!(counts_of(nothing.check_last(|_: &str| true)), (MismatchKind::Last, 0, 0));
    assert_eq!(counts_of(nothing.check_nth(0, |_: &str| true)), (MismatchKind::Nth, 0, 0));
}

#[test]
fn an_empty_list_is_refused_where_it_would_hold_for_anything() {
    let written = "was rejected: an empty list would hold for any transcript; list what should have been";
    assert_eq!(
        refusal(three().check_in_order([])),
        format!("`assert_in_order` {written} sent, or write `assert_nothing()`")
    );
    assert_eq!(
        refusal(three().check_consecutive([])),
        format!("`assert_consecutive` {written} sent, or write `assert_nothing()`")
    );
    assert_eq!(
        refusal(numbers(&[]).check_in_order([])),
        format!("`assert_in_order` {written} recorded, or write `assert_nothing()`")
    );
    refusal(sent(&[]).check_in_order([]));
    refusal(sent(&[]).check_consecutive([]));
}

#[test]
fn all_of_nothing_fails_since_one_entry_is_required() {
    let mismatch = sent(&[]).check_all("a").unwrap_err();
    assert_eq!((mismatch.kind(), mismatch.found(), mismatch.total()), (MismatchKind::All, 0, 0));
    assert!(
        mismatch.to_string().starts_with(
            "expected at least 1 message, and only messages equal to \"a\", but nothing was sent"
        ),
        "{mismatch}"
    );
    assert!(numbers(&[]).check_all(7).is_err());
    assert!(three().filter(|_| false).check_all(|_: &str| true).is_err());
}

#[test]
fn a_range_that_every_number_is_in_is_refused() {
    assert_eq!(
        refusal(three().check_count(..)),
        "`assert_count` was rejected: every number is in that range, so it would hold for any transcript; \
         write `1..` for at least one"
    );
    assert!(refusal(three().check_times(0.., "a")).starts_with("`assert_times` was rejected: every number"));
    refusal(three().check_count(0..));
    refusal(three().check_count(0..=usize::MAX));
    refusal(three().check_count(..=usize::MAX));
    refusal(three().check_times(.., "bye ann"));
    refusal(three().check_times(0..=usize::MAX, "bye ann"));
}

#[test]
#[allow(clippy::reversed_empty_ranges)]
fn a_range_that_no_number_is_in_is_refused() {
    assert_eq!(
        refusal(three().check_count(4..2)),
        "`assert_count` was rejected: no number is in that range, so it could never hold; \
         write `2..=4` for two, three or four"
    );
    assert!(refusal(three().check_times(4..=2, "a")).starts_with("`assert_times` was rejected: no number"));
    refusal(three().check_count(3..3));
    refusal(three().check_count(..0));
    refusal(three().check_times(..0, "hello eve"));
}

#[test]
fn a_refusal_tells_what_was_asked_and_how_many_there_were() {
    let mismatch = three().check_in_order([]).unwrap_err();
    assert_eq!((mismatch.found(), mismatch.total(), mismatch.expected()), (3, 3, (0..).into()));
    let mismatch = three().check_count(..).unwrap_err();
    assert_eq!((mismatch.found(), mismatch.total(), mismatch.expected()), (3, 3, (..).into()));
}

#[test]
fn a_mismatch_tells_the_line_of_its_check() {
    let sent = three();
    let (mismatch, line) = (sent.check_once("hello eve").unwrap_err(), line!());
    assert_eq!((mismatch.location().file(), mismatch.location().line()), (file!(), line));
    assert_eq!(mismatch.waited(), None);
}

#[test]
fn an_assertion_panics_with_the_report_of_its_check() {
    let sent = three();
    let report = sent.check_once("hello eve").unwrap_err().to_string();
    let caught = panic_of(|| sent.assert_once("hello eve").len());
    assert_eq!(caught.first_line(), report.lines().next().unwrap_or_default());
    let refused = panic_of(|| sent.assert_in_order([]));
    assert!(refused.first_line().starts_with("`assert_in_order` was rejected"), "{refused:?}");
}

#[test]
fn the_debug_form_is_the_report_with_the_line_of_the_check() {
    let mismatch = three().check_once("hello eve").unwrap_err();
    let debug = format!("{mismatch:?}");
    assert!(debug.starts_with(&mismatch.to_string()), "{debug}");
    assert!(debug.ends_with(&format!("\n\n  checked at {}", mismatch.location())), "{debug}");
    assert_eq!(plain(&debug), debug);
}

#[test]
fn a_test_may_return_its_mismatch() {
    fn test() -> Result<(), Mismatch> {
        let sent = three();
        let bye = sent.check_once(predicate::str::starts_with("bye"))?;
        assert_eq!(bye, "bye ann");
        sent.check_nothing()
    }
    assert_eq!(test().unwrap_err().kind(), MismatchKind::Nothing);
    let boxed: Box<dyn std::error::Error + Send + Sync> = Box::new(test().unwrap_err());
    assert!(boxed.source().is_none());
}

#[test]
fn typed_calls_have_the_same_vocabulary() {
    let calls = numbers(&[3, 5, 8]);
    calls.assert_count(3);
    calls.assert_exactly([3, 5, 8]);
    calls.assert_exactly_in_any_order([8, 3, 5]);
    calls.assert_in_order([3, 8]);
    calls.assert_consecutive([5, 8]);
    assert_eq!(*calls.assert_once(5), 5);
    calls.assert_times(2, |n: &u32| *n > 3);
    assert_eq!(*calls.assert_any(predicate::gt(3)), 5);
    calls.assert_all(predicate::gt(2));
    calls.assert_never(4);
    assert_eq!(*calls.assert_first(3), 3);
    assert_eq!(*calls.assert_last(&8), 8);
    assert_eq!(*calls.assert_nth(1, 5), 5);
    assert!(calls.check_nothing().is_err());
    assert!(calls.check_exactly([3, 5, 9]).is_err());
    assert!(calls.check_exactly_in_any_order([8, 3, 3]).is_err());
    assert!(calls.check_in_order([8, 3]).is_err());
    assert!(calls.check_consecutive([3, 8]).is_err());
    assert!(calls.check_once(|n: &u32| *n > 3).is_err());
    assert!(calls.check_times(2, 8).is_err());
    assert!(calls.check_any(4).is_err());
    assert!(calls.check_all(3).is_err());
    assert!(calls.check_never(8).is_err());
    assert!(calls.check_first(8).is_err());
    assert!(calls.check_last(3).is_err());
    assert!(calls.check_nth(1, 8).is_err());
}

#[test]
fn the_vocabulary_looks_through_a_filter() {
    let to_ann = three().filter(|m| m.ends_with("ann"));
    to_ann.assert_exactly(["hello ann", "bye ann"]);
    to_ann.assert_consecutive(["hello ann", "bye ann"]);
    to_ann.assert_never("hello bob");
    assert_eq!(to_ann.assert_nth(1, "bye ann"), "bye ann");
    assert_eq!(to_ann.check_never("bye ann").unwrap_err().matched(), [2]);
}

#[test]
fn a_description_changes_the_words_and_not_the_verdict() {
    let sent = three();
    sent.assert_once(described("the farewell", "bye ann"));
    sent.assert_exactly_in_any_order([
        described("c", "bye ann"),
        described("b", "hello bob"),
        described("a", "hello ann"),
    ]);
    let mismatch = sent.check_once(described("the farewell", "bye bob")).unwrap_err();
    assert!(mismatch.to_string().contains("the farewell"), "{mismatch}");
    assert_eq!(format!("{:?}", described::<str, _>("the farewell", "bye")), r#"Matcher("(the farewell)")"#);
}

fn numbers(of: &[u32]) -> Transcript<u32> {
    let recorder = Recorder::new();
    for n in of {
        recorder.record(*n);
    }
    recorder.take()
}

#[test]
fn importing_everything_leaves_the_methods_of_text_alone() {
    use mock_messenger::*;

    let _: &dyn Messenger = &RecordingMessenger::new();
    assert_eq!(String::from("one\ntwo").lines().next(), Some("one"));
}

#[test]
fn what_closures_said_is_remembered_where_there_are_over_a_million_pairs() {
    const MANY: usize = 1_100;
    let recorder = Recorder::new();
    (0..MANY).for_each(|number| recorder.record(number));
    let asked = RefCell::new(HashMap::new());
    let closures = (0..MANY).map(|wanted| {
        let asked = &asked;
        matcher(move |number: &usize| {
            *asked.borrow_mut().entry((wanted, *number)).or_insert(0) += 1;
            *number == wanted && wanted != 700
        })
    });
    let mismatch = recorder.calls().check_exactly(closures).unwrap_err();
    assert_eq!(mismatch.found(), MANY - 1);
    assert!(asked.borrow().values().all(|times| *times == 1));
}

#[test]
fn a_predicate_explains_itself_for_the_first_three_only() {
    let both = predicate::str::contains("a").and(predicate::str::contains("b"));
    let report = sent(&["a", "a", "b", "a", "b"]).check_any(both).unwrap_err().to_string();
    let explained: Vec<_> = report.lines().filter(|line| line.contains("does not match: ")).collect();
    assert_eq!(
        explained,
        [
            "  [0] does not match: contains \"b\" is false",
            "  [1] does not match: contains \"b\" is false",
            "  [2] does not match: contains \"a\" is false",
        ]
    );
}
