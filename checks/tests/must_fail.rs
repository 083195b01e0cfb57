//! Inputs on which each assertion and each wait has to fail. A pass would be a false green.

#![cfg(feature = "testing")]

mod support;

use std::time::Duration;

use mock_messenger::{
    Messenger, MismatchKind, Recorder, Replies, SyncRecorder, SyncRecordingMessenger, Times, Transcript,
    matcher, predicate,
};
use support::{catch, sent};

/// Texts whose difference is easy to overlook, or is ignored by a lenient comparison.
const NEAR_MISSES: [(&str, &str); 33] = [
    ("hello", "Hello"),
    ("hello", "HELLO"),
    ("hello", "hello "),
    ("hello", " hello"),
    ("hello", "hello\n"),
    ("hello", "hello\r\n"),
    ("hello", "hello\0"),
    ("hello", "\0hello"),
    ("hello", "hell"),
    ("hello", "hello, world"),
    ("hello", "say hello"),
    ("hello", "helo"),
    ("hello", "ehllo"),
    ("hello", ""),
    ("hello", "hellо"), // a Cyrillic о
    ("hello", "hel\u{200b}lo"),
    ("hello", "\u{feff}hello"),
    ("hello", "hello\u{200f}"),
    ("hello", "\"hello\""),
    ("", " "),
    ("", "\0"),
    ("\0", "\0\0"),
    ("a b", "a  b"),
    ("a b", "a\tb"),
    ("a b", "a\u{a0}b"),
    ("a\nb", "a\r\nb"),
    ("a\nb", "a\\nb"),
    ("\u{e9}", "e\u{301}"), // é, whole and composed
    ("\u{df}", "ss"),
    ("\u{fb01}", "fi"),
    ("\u{fffd}", "?"),
    ("75%", "75 %"),
    ("1000", "1,000"),
];

/// Requires a panic with a report of the crate, rather than a panic caused by a mistake in the table.
#[track_caller]
fn fails<V>(what: &str, assertion: impl FnOnce() -> V) {
    match catch(assertion) {
        Ok(_) => panic!("a false green: {what} passed"),
        Err(caught) => {
            let line = caught.first_line();
            let ours = ["expected ", "timed out after ", "`"].iter().any(|start| line.starts_with(start))
                || line.contains(" checks failed")
                || line.contains(" check failed")
                || line.contains(" repl");
            assert!(ours, "{what} failed for another reason: {line}");
            assert_eq!(caught.file, file!(), "{what}");
        }
    }
}

#[test]
fn no_near_miss_is_taken_for_equal() {
    for pair in NEAR_MISSES {
        for (wanted, other) in [pair, (pair.1, pair.0)] {
            let text = sent(&[other]);
            near_miss_fails(wanted, other, &text);
            let strings = Recorder::new();
            strings.record(other.to_owned());
            let strings = strings.take();
            let name = |rule| format!("{rule} of the `String` {wanted:?} on {other:?}");
            fails(&name("exactly"), || strings.assert_exactly([wanted]));
            fails(&name("exactly"), || strings.assert_exactly([wanted.to_owned()]));
            fails(&name("any order"), || strings.assert_exactly_in_any_order([wanted]));
            fails(&name("in order"), || strings.assert_in_order([wanted]));
            fails(&name("consecutive"), || strings.assert_consecutive([wanted]));
            fails(&name("any"), || strings.assert_any(wanted).len());
            fails(&name("any"), || strings.assert_any(&wanted.to_owned()).len());
            fails(&name("all"), || strings.assert_all(wanted));
        }
    }
}

fn near_miss_fails(wanted: &str, other: &str, on: &Transcript<str>) {
    let name = |rule| format!("{rule} of {wanted:?} on {other:?}");
    fails(&name("exactly"), || on.assert_exactly([wanted]));
    fails(&name("exactly, boxed"), || on.assert_exactly([matcher(wanted)]));
    fails(&name("exactly, a predicate"), || on.assert_exactly([predicate::eq(wanted)]));
    fails(&name("any order"), || on.assert_exactly_in_any_order([wanted]));
    fails(&name("in order"), || on.assert_in_order([wanted]));
    fails(&name("in any order"), || on.assert_in_any_order([wanted]));
    fails(&name("consecutive"), || on.assert_consecutive([wanted]));
    fails(&name("once"), || on.assert_once(wanted).len());
    fails(&name("once, owned"), || on.assert_once(wanted.to_owned()).len());
    fails(&name("times"), || on.assert_times(1, wanted));
    fails(&name("any"), || on.assert_any(wanted).len());
    fails(&name("all"), || on.assert_all(wanted));
    fails(&name("first"), || on.assert_first(wanted).len());
    fails(&name("last"), || on.assert_last(wanted).len());
    fails(&name("nth"), || on.assert_nth(0, wanted).len());
    on.assert_never(wanted);
    assert_ne!(*on, [wanted]);
    let shared = SyncRecordingMessenger::new();
    shared.send(other);
    fails(&name("wait_for"), || shared.wait_for(Duration::ZERO, wanted));
    fails(&name("eventually"), || shared.eventually(Duration::ZERO, |sent| sent.check_exactly([wanted])));
}

#[test]
fn no_list_passes_that_the_rule_does_not_allow() {
    let table: [(&[&str], &[&str], &str); 33] = [
        // The columns are the entries, the list, and the rules that have to fail: E exactly, A any order, O in order,
        // C consecutive, S any order with other entries allowed.
        (&[], &["a"], "EAOCS"),
        (&["a"], &[], "EAOCS"),
        (&[], &[], "OCS"),
        (&["a"], &["b"], "EAOCS"),
        (&["a"], &["a", "a"], "EAOCS"),
        (&["a", "a"], &["a"], "EA"),
        (&["a", "b"], &["b", "a"], "EOC"),
        (&["a", "b"], &["a"], "EA"),
        (&["a", "b"], &["b"], "EA"),
        (&["a", "b"], &["a", "b", "c"], "EAOCS"),
        (&["a", "b"], &["c", "a", "b"], "EAOCS"),
        (&["a", "b"], &["a", "c", "b"], "EAOCS"),
        (&["a", "b", "c"], &["a", "c"], "EAC"),
        (&["a", "b", "c"], &["c", "b", "a"], "EOC"),
        (&["a", "b", "c"], &["b", "a", "c"], "EOC"),
        (&["a", "b", "c"], &["a", "c", "b"], "EOC"),
        (&["a", "b", "c"], &["b", "c"], "EA"),
        (&["a", "b", "c"], &["c", "c"], "EAOCS"),
        (&["a", "b", "c"], &["a", "a"], "EAOCS"),
        (&["a", "b", "c"], &["c", "a"], "EAOC"),
        (&["a", "b", "a"], &["a", "a", "b"], "EOC"),
        (&["a", "b", "a"], &["a", "a"], "EAC"),
        (&["a", "b", "a"], &["a", "b", "b"], "EAOCS"),
        (&["a", "b", "a"], &["a", "b", "a", "a"], "EAOCS"),
        (&["a", "b", "a"], &["a", "b", "a", "b"], "EAOCS"),
        (&["a", "a", "b"], &["a", "b", "b"], "EAOCS"),
        (&["a", "a", "a"], &["a", "a"], "EA"),
        (&["a", "a", "a"], &["a", "a", "a", "a"], "EAOCS"),
        (&["a", "x", "b", "a", "y", "b"], &["a", "b"], "EAC"),
        (&["a", "b", "a", "c"], &["a", "b", "c"], "EAC"),
        (&["ab"], &["a", "b"], "EAOCS"),
        (&["a", "b"], &["ab"], "EAOCS"),
        (&["", ""], &[""], "EA"),
    ];
    for (entries, list, rules) in table {
        list_fails(&sent(entries), entries, list, rules);
    }
}

fn list_fails(on: &Transcript<str>, entries: &[&str], list: &[&str], rules: &str) {
    let calls = Recorder::new();
    for entry in entries {
        calls.record((*entry).to_owned());
    }
    let calls = calls.take();
    let closures = || list.iter().map(|text| move |m: &str| m == *text);
    for rule in rules.chars() {
        let name = format!("{rule} of {list:?} on {entries:?}");
        match rule {
            'E' => {
                fails(&name, || on.assert_exactly(list));
                fails(&name, || on.assert_exactly(closures()));
                fails(&name, || calls.assert_exactly(closures()));
                assert_ne!(*on, list);
            }
            'A' => {
                fails(&name, || on.assert_exactly_in_any_order(list));
                fails(&name, || on.assert_exactly_in_any_order(closures()));
                fails(&name, || calls.assert_exactly_in_any_order(list));
            }
            'O' => {
                fails(&name, || on.assert_in_order(list));
                fails(&name, || on.assert_in_order(closures()));
                fails(&name, || calls.assert_in_order(list));
            }
            'C' => {
                fails(&name, || on.assert_consecutive(list));
                fails(&name, || on.assert_consecutive(closures()));
                fails(&name, || calls.assert_consecutive(list));
            }
            'S' => {
                fails(&name, || on.assert_in_any_order(list));
                fails(&name, || on.assert_in_any_order(closures()));
                fails(&name, || calls.assert_in_any_order(list));
            }
            _ => unreachable!("a rule of the table"),
        }
    }
}

#[test]
fn nothing_recorded_passes_for_nothing_alone() {
    let nothing = sent(&[]);
    let anything = |_: &str| true;
    fails("count", || nothing.assert_count(1));
    fails("count", || nothing.assert_count(1..));
    fails("exactly", || nothing.assert_exactly([anything]));
    fails("any order", || nothing.assert_exactly_in_any_order([anything]));
    fails("in order", || nothing.assert_in_order([anything]));
    fails("in any order", || nothing.assert_in_any_order([anything]));
    fails("consecutive", || nothing.assert_consecutive([anything]));
    fails("once", || nothing.assert_once(anything).len());
    fails("times", || nothing.assert_times(1.., anything));
    fails("any", || nothing.assert_any(anything).len());
    fails("all", || nothing.assert_all(anything));
    fails("first", || nothing.assert_first(anything).len());
    fails("last", || nothing.assert_last(anything).len());
    fails("nth", || nothing.assert_nth(0, anything).len());
}

#[test]
fn what_a_filter_left_out_does_not_count() {
    let filtered = sent(&["a", "b"]).filter(|m| m == "b");
    fails("count", || filtered.assert_count(2));
    fails("exactly", || filtered.assert_exactly(["a", "b"]));
    fails("in order", || filtered.assert_in_order(["a"]));
    fails("once", || filtered.assert_once("a").len());
    fails("any", || filtered.assert_any("a").len());
    fails("first", || filtered.assert_first("a").len());
    fails("nth", || filtered.assert_nth(1, "b").len());
    fails("nothing", || filtered.assert_nothing());
    let emptied = sent(&["a"]).filter(|_| false);
    fails("all", || emptied.assert_all(|_: &str| true));
    fails("last", || emptied.assert_last(|_: &str| true).len());
}

#[test]
fn something_recorded_is_not_nothing() {
    for only in ["", " ", "\0", "a"] {
        fails("nothing", || sent(&[only]).assert_nothing());
        fails("count", || sent(&[only]).assert_count(0));
        fails("count", || sent(&[only]).assert_count(..1));
        fails("exactly", || sent(&[only]).assert_exactly([]));
        fails("any order", || sent(&[only]).assert_exactly_in_any_order([]));
        fails("never", || sent(&[only]).assert_never(only));
        fails("never", || sent(&["x", "y", only]).assert_never(only));
        fails("never", || sent(&[only, "x", "y"]).assert_never(|m: &str| m == only));
        fails("times 0", || sent(&[only]).assert_times(0, only));
    }
}

#[test]
fn counts_are_exact_at_both_ends() {
    let three = sent(&["a", "b", "a"]);
    fails("count 2", || three.assert_count(2));
    fails("count 4", || three.assert_count(4));
    fails("count ..3", || three.assert_count(..3));
    fails("count ..=2", || three.assert_count(..=2));
    fails("count 4..", || three.assert_count(4..));
    fails("count 0..3", || three.assert_count(0..3));
    fails("count 4..9", || three.assert_count(4..9));
    fails("times 1", || three.assert_times(1, "a"));
    fails("times 3", || three.assert_times(3, "a"));
    fails("times ..2", || three.assert_times(..2, "a"));
    fails("times 3..", || three.assert_times(3.., "a"));
    fails("times 2 of b", || three.assert_times(2, "b"));
    fails("once of two", || three.assert_once("a").len());
    fails("once of two by a closure", || three.assert_once(|m: &str| m == "a").len());
    fails("all but one", || three.assert_all("a"));
}

#[test]
#[allow(clippy::reversed_empty_ranges)]
fn ranges_that_say_nothing_are_refused() {
    let two = sent(&["a", "b"]);
    let everything = [Times::from(..), Times::from(0..), Times::from(0..=usize::MAX)];
    let nothing = [Times::from(2..2), Times::from(3..=1), Times::from(..0)];
    for times in everything.into_iter().chain(nothing) {
        for on in [&two, &sent(&[])] {
            let count = on.check_count(times).unwrap_err();
            let matched = on.check_times(times, "a").unwrap_err();
            assert_eq!((count.kind(), matched.kind()), (MismatchKind::Vacuous, MismatchKind::Vacuous));
            fails("a senseless count", || on.assert_count(times));
            fails("a senseless number of times", || on.assert_times(times, "a"));
        }
    }
}

#[test]
fn a_place_is_that_place_alone() {
    let three = sent(&["a", "b", "c"]);
    fails("first", || three.assert_first("b").len());
    fails("first", || three.assert_first("c").len());
    fails("last", || three.assert_last("b").len());
    fails("last", || three.assert_last("a").len());
    fails("nth", || three.assert_nth(0, "b").len());
    fails("nth", || three.assert_nth(1, "a").len());
    fails("nth", || three.assert_nth(2, "b").len());
    fails("nth", || three.assert_nth(3, "c").len());
    fails("nth", || three.assert_nth(usize::MAX, |_: &str| true).len());
}

#[test]
fn typed_calls_are_not_taken_for_others() {
    let calls = Recorder::new();
    calls.record(f64::NAN);
    let calls = calls.take();
    fails("exactly, of what does not equal itself", || calls.assert_exactly([f64::NAN]));
    fails("any order", || calls.assert_exactly_in_any_order([f64::NAN]));
    fails("once", || *calls.assert_once(f64::NAN));
    fails("exactly, of the transcript itself", || calls.assert_exactly(&calls));
}

#[test]
fn checks_together_fail_if_one_of_them_does() {
    let one = sent(&["a"]);
    fails("the first", || mock_messenger::assert_together!(one.check_nothing(), one.check_count(1)));
    fails("the last", || mock_messenger::assert_together!(one.check_count(1), one.check_any("b")));
    fails("the only one", || mock_messenger::assert_together!(one.check_last("b")));
}

#[test]
fn replies_left_over_are_not_used_up() {
    fails("never asked", || Replies::new([1]).assert_used_up());
    let replies = Replies::new([1, 2]);
    replies.next();
    fails("asked once of twice", || replies.assert_used_up());
    replies.next();
    replies.push(3);
    fails("pushed later", || replies.assert_used_up());
}

#[test]
fn waits_fail_where_nothing_of_the_sort_arrives() {
    let now = Duration::ZERO;
    let nobody = SyncRecordingMessenger::new();
    fails("wait_for", || nobody.wait_for(now, |_: &str| true));
    fails("wait_for_at_least", || nobody.wait_for_at_least(now, 1));
    fails("wait_for_at_least none", || nobody.wait_for_at_least(now, 0));
    fails("eventually", || nobody.eventually(now, |sent| sent.check_count(1..)));
    fails("eventually", || nobody.eventually(now, |sent| sent.check_all(|_: &str| true)));
    fails("a refused check, awaited", || nobody.eventually(now, |sent| sent.check_in_order([])));

    fails("quiet for no time", || nobody.assert_quiet_for(now));
    assert_eq!(nobody.try_assert_quiet_for(now).unwrap_err().kind(), MismatchKind::Vacuous);

    nobody.send("a");
    fails("wait_for", || nobody.wait_for(now, "b"));
    fails("wait_for_at_least", || nobody.wait_for_at_least(now, 2));
    nobody.clear();
    fails("wait_for what was cleared", || nobody.wait_for(now, "a"));
    fails("wait_for_at_least of what was cleared", || nobody.wait_for_at_least(now, 1));
    nobody.send("a");
    drop(nobody.take());
    fails("wait_for what was taken", || nobody.wait_for(now, "a"));

    let calls = SyncRecorder::new();
    calls.record(1);
    fails("wait_for a call", || calls.wait_for(now, 2));
}
