//! The reports of checks of a list, word for word.

#![cfg(feature = "testing")]
// That is how the snapshots are written.
#![allow(clippy::needless_raw_string_hashes)]

mod reports;

use expect_test::expect;
use mock_messenger::{
    Messenger, Mismatch, OVER_QUOTA, RecordingMessenger, URGENT_WARNING, WARNING, described, matcher,
    predicate,
};

use reports::{report_of, sent, sent_by};

const BOOK: [&str; 3] = [WARNING, URGENT_WARNING, OVER_QUOTA];

#[test]
fn an_altered_message_stands_above_what_was_expected() {
    let altered =
        sent_by("mailer", &[WARNING, "Urgent warning: You've used up over 95% of your quota!", OVER_QUOTA]);
    expect![[r#"
        expected exactly these 3 messages in this order, found 2 of them among 3 sent: 1 altered

          sent by `mailer`, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0] "Warning: You've used up over 75% of your quota!"
            altered [1] "Urgent warning: You've used up over 95% of your quota!"  `95` in place of `90`
               expected "Urgent warning: You've used up over 90% of your quota!"
                                                             ^^
            ok      [2] "Error: You are over your quota!"
    "#]]
    .assert_eq(&report_of(altered.check_exactly(BOOK)));
}

/// The first paragraph.
#[track_caller]
fn headline<V>(checked: Result<V, Mismatch>) -> String {
    report_of(checked).split("\n\n").next().unwrap().to_owned()
}

#[test]
fn an_entry_is_an_altered_form_of_one_expectation_and_the_order_is_kept() {
    expect![
        "expected exactly these 2 messages in this order, found 0 of them among 1 sent: 1 altered, 1 missing"
    ]
    .assert_eq(&headline(sent(&["tick 3"]).check_exactly(["tick 1", "tick 2"])));
    expect!["expected exactly this 1 message, found 0 of 1 among 2 sent: 1 altered, 1 extra"]
        .assert_eq(&headline(sent(&["tick 1", "tick 2"]).check_exactly(["tick 3"])));
    let crossed = sent(&["the end is near", "tick 2 of 9"]);
    let wanted = ["tick 1 of 9", "the end is hear"];
    expect![[r#"
        expected exactly these 2 messages in this order,
          found 0 of them among 2 sent: 1 altered, 1 missing, 1 extra"#]]
    .assert_eq(&headline(crossed.check_exactly(wanted)));
    expect!["expected exactly these 2 messages in any order, found 0 of them among 2 sent: 2 altered"]
        .assert_eq(&headline(crossed.check_exactly_in_any_order(wanted)));
}

#[test]
fn one_that_moved_says_after_or_before_what_it_was_expected() {
    let report = report_of(sent(&["a", "c", "d", "b"]).check_exactly(["a", "b", "c", "d"]));
    assert!(report.contains("moved [3] \"b\"  expected before [1]"), "{report}");
    let report = report_of(sent(&["c", "a", "b", "d"]).check_exactly(["a", "b", "c", "d"]));
    assert!(report.contains("moved [0] \"c\"  expected after [2]"), "{report}");
}

#[test]
fn a_missing_message_stands_where_it_was_expected() {
    expect![[r#"
        expected exactly these 3 messages in this order, found 2 of them among 2 sent: 1 missing

          sent by `mailer`, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0] "Warning: You've used up over 75% of your quota!"
            missing     "Urgent warning: You've used up over 90% of your quota!"
            ok      [1] "Error: You are over your quota!"
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[WARNING, OVER_QUOTA]).check_exactly(BOOK)));
    expect![[r#"
        expected exactly these 3 messages in this order, found 2 of them among 2 sent: 1 missing

          sent by `mailer`, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0] "Warning: You've used up over 75% of your quota!"
            ok      [1] "Urgent warning: You've used up over 90% of your quota!"
            missing     "Error: You are over your quota!"
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[WARNING, URGENT_WARNING]).check_exactly(BOOK)));
}

#[test]
fn an_extra_message_is_marked_and_the_rest_is_not() {
    expect![[r#"
        expected exactly these 3 messages in this order, found 3 of them among 4 sent: 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            extra [0] "hello"
            ok    [1] "Warning: You've used up over 75% of your quota!"
            ok    [2] "Urgent warning: You've used up over 90% of your quota!"
            ok    [3] "Error: You are over your quota!"
          note: all 3 expected messages are there, in this order, next to each other
    "#]]
    .assert_eq(&report_of(sent(&["hello", WARNING, URGENT_WARNING, OVER_QUOTA]).check_exactly(BOOK)));
}

#[test]
fn two_that_are_swapped_are_one_that_moved() {
    expect![[r#"
        expected exactly these 3 messages in this order, found 2 of them among 3 sent: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            moved [0] "Urgent warning: You've used up over 90% of your quota!"  expected after [1]
            ok    [1] "Warning: You've used up over 75% of your quota!"
            ok    [2] "Error: You are over your quota!"
          note: all 3 expected messages are there, and nothing else, in another order
    "#]]
    .assert_eq(&report_of(sent(&[URGENT_WARNING, WARNING, OVER_QUOTA]).check_exactly(BOOK)));
}

#[test]
fn one_that_came_too_late_says_before_what_it_was_expected() {
    expect![[r#"
        expected exactly these 4 messages in this order, found 3 of them among 4 sent: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok    [0] "b"
            ok    [1] "c"
            ok    [2] "d"
            moved [3] "a"  expected before [0]
          note: all 4 expected messages are there, and nothing else, in another order
    "#]]
    .assert_eq(&report_of(sent(&["b", "c", "d", "a"]).check_exactly(["a", "b", "c", "d"])));
}

#[test]
fn a_message_sent_twice_is_one_too_many() {
    expect![[r#"
        expected exactly these 3 messages in this order, found 3 of them among 4 sent: 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok    [0] "Warning: You've used up over 75% of your quota!"
            ok    [1] "Urgent warning: You've used up over 90% of your quota!"
            extra [2] "Urgent warning: You've used up over 90% of your quota!"
            ok    [3] "Error: You are over your quota!"
          note: all 3 expected messages are there, in this order, with others in between
    "#]]
    .assert_eq(&report_of(sent(&[WARNING, URGENT_WARNING, URGENT_WARNING, OVER_QUOTA]).check_exactly(BOOK)));
}

#[test]
fn another_text_is_missing_and_extra_and_not_altered() {
    expect![[r#"
        expected exactly this 1 message, found 0 of 1 among 1 sent: 1 missing, 1 extra

          sent, beside what was expected:
            extra   [0] "Goodbye."  tests/reports/mod.rs:_
            missing     "A very different text"
    "#]]
    .assert_eq(&report_of(sent(&["Goodbye."]).check_exactly(["A very different text"])));
}

#[test]
fn nothing_sent_lists_what_was_expected() {
    expect![[r#"
        expected exactly these 3 messages in this order, but nothing was sent by `mailer`

          expected:
            missing "Warning: You've used up over 75% of your quota!"
            missing "Error: You are over your quota!" ×2
          was `mailer` given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[]).check_exactly([WARNING, OVER_QUOTA, OVER_QUOTA])));
}

#[test]
fn an_empty_list_expects_nothing() {
    expect![[r#"
        expected no messages at all (an empty list), found 1 sent: 1 extra

          sent, beside what was expected:
            extra [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_exactly([])));
    expect![[r#"
        expected no messages at all (an empty list), found 1 sent: 1 extra

          sent, beside what was expected:
            extra [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_exactly_in_any_order([])));
}

#[test]
fn in_any_order_nothing_is_moved() {
    let mixed = sent(&[OVER_QUOTA, "hello", "Warning: You've used up over 57% of your quota!"]);
    expect![[r#"
        expected exactly these 3 messages in any order,
          found 1 of them among 3 sent: 1 altered, 1 missing, 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0] "Error: You are over your quota!"
            extra   [1] "hello"
            altered [2] "Warning: You've used up over 57% of your quota!"  `57` in place of `75`
               expected "Warning: You've used up over 75% of your quota!"
                                                      ^^
            missing     "Urgent warning: You've used up over 90% of your quota!"
    "#]]
    .assert_eq(&report_of(mixed.check_exactly_in_any_order(BOOK)));
}

#[test]
fn in_order_leaves_alone_what_stands_between() {
    expect![[r#"
        expected these 2 messages in this order, others allowed between,
          found 1 of them among 4 sent: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            moved [0] "c"  expected after [2]
                  [1] "x"
            ok    [2] "a"
                  [3] "y"
    "#]]
    .assert_eq(&report_of(sent(&["c", "x", "a", "y"]).check_in_order(["a", "c"])));
    expect![[r#"
        expected these 2 messages in this order, others allowed between,
          found 0 of them among 3 sent: 1 altered, 1 missing

          sent, all from tests/reports/mod.rs:_, beside what was expected:
                    [0] "x"
            altered [1] "disk 1: 91%"  `91` in place of `92`
               expected "disk 1: 92%"
                                 ^^
                    [2] "y"
            missing     "a"
    "#]]
    .assert_eq(&report_of(sent(&["x", "disk 1: 91%", "y"]).check_in_order(["disk 1: 92%", "a"])));
}

#[test]
fn consecutive_marks_what_stands_between_as_close_together_as_it_gets() {
    expect![[r#"
        expected these 2 messages next to each other in this order, found 2 of them among 6 sent: 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
                  [0] "a"
                  [1] "x"
            ok    [2] "a"
            extra [3] "y"
            ok    [4] "b"
                  [5] "z"
          note: both expected messages are there, in this order, with others in between
    "#]]
    .assert_eq(&report_of(sent(&["a", "x", "a", "y", "b", "z"]).check_consecutive(["a", "b"])));
    expect![[r#"
        expected these 2 messages next to each other in this order, found 1 of them among 2 sent: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok    [0] "b"
            moved [1] "a"  expected before [0]
          note: both expected messages are there, and nothing else, in another order
    "#]]
    .assert_eq(&report_of(sent(&["b", "a"]).check_consecutive(["a", "b"])));
}

#[test]
fn a_weaker_rule_that_holds_is_noted() {
    let hint = |report: String| {
        let note = report.lines().last().unwrap().trim().to_owned();
        note.split_once(" expected messages are there, ").map(|(_, rest)| rest.to_owned()).unwrap()
    };
    let log = sent(&["x", "a", "b", "y", "c"]);
    let any_order = "and nothing else, in another order";
    let in_order = "in this order, with others in between";
    let consecutive = "in this order, next to each other";
    assert_eq!(hint(report_of(log.check_exactly(["a", "b"]))), consecutive);
    assert_eq!(hint(report_of(log.check_exactly(["a", "c"]))), in_order);
    assert_eq!(hint(report_of(log.check_exactly(["y", "x", "a", "b", "c"]))), any_order);
    assert_eq!(hint(report_of(log.check_exactly_in_any_order(["a", "b"]))), consecutive);
    assert_eq!(hint(report_of(log.check_exactly_in_any_order(["a", "c"]))), in_order);
    assert_eq!(hint(report_of(log.check_consecutive(["a", "c"]))), in_order);
    assert_eq!(hint(report_of(log.check_consecutive(["c", "b", "a", "x", "y"]))), any_order);
    assert_eq!(hint(report_of(log.check_in_order(["c", "b", "a", "x", "y"]))), any_order);
    for report in [
        report_of(log.check_exactly(["a", "q"])),
        report_of(log.check_exactly_in_any_order(["c", "a"])),
        report_of(log.check_in_order(["c", "a"])),
        report_of(log.check_consecutive(["c", "a"])),
        report_of(log.check_exactly([])),
    ] {
        assert!(!report.contains("note:"), "{report}");
    }
}

#[test]
fn matchers_without_a_text_say_what_they_ask_for() {
    let list = [
        matcher(WARNING),
        matcher(predicate::str::contains("90%")),
        matcher(|m: &str| m.is_empty()),
        described("the error", |m: &str| m.starts_with("Fatal")),
        described("the farewell", "bye"),
    ];
    expect![[r#"
        expected exactly these 5 messages in this order, found 1 of them among 2 sent: 4 missing, 1 extra

          sent by `mailer`, all from tests/reports/mod.rs:_, beside what was expected:
            ok      [0] "Warning: You've used up over 75% of your quota!"
            extra   [1] "Error: You are over your quota!"
            missing     one that contains "90%"
            missing     item 2 of the list, one that the closure accepts
            missing     (the error)
            missing     (the farewell) "bye"
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[WARNING, OVER_QUOTA]).check_exactly(list)));
}

#[test]
fn a_moved_match_of_a_closure_is_found() {
    let list = [matcher(|m: &str| m.contains("75%")), matcher(|m: &str| m.contains("90%"))];
    expect![[r#"
        expected exactly these 2 messages in this order, found 1 of them among 2 sent: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            moved [0] "Urgent warning: You've used up over 90% of your quota!"  expected after [1]
            ok    [1] "Warning: You've used up over 75% of your quota!"
          note: both expected messages are there, and nothing else, in another order
    "#]]
    .assert_eq(&report_of(sent(&[URGENT_WARNING, WARNING]).check_exactly(list)));
}

#[test]
fn a_filtered_list_keeps_the_indices_of_the_whole_log() {
    let filtered = sent(&["to bob: a", "to ann: a", "to bob: b"]).filter(|m| m.starts_with("to bob"));
    expect![[r#"
        expected exactly these 2 messages in this order,
          found 1 of them among 2 kept by the filter, 3 sent in all: 1 moved

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            moved [0] "to bob: a"  expected after [2]
            ok    [2] "to bob: b"
          note: both expected messages are there, and nothing else, in another order
    "#]]
    .assert_eq(&report_of(filtered.check_exactly(["to bob: b", "to bob: a"])));
}

#[test]
fn the_line_of_each_entry_is_shown_where_there_are_several() {
    let messenger = RecordingMessenger::new();
    messenger.send("one");
    messenger.send("two and a half");
    expect![[r#"
        expected exactly these 3 messages in this order, found 1 of them among 2 sent: 1 altered, 1 missing

          sent, beside what was expected:
            ok      [0] "one"             tests/report_lists.rs:_
            altered [1] "two and a half"  tests/report_lists.rs:_
               expected "two and a hälf"
                                    ^
                        `a` (U+0061) in place of `ä` (U+00E4)
            missing     "three"
    "#]]
    .assert_eq(&report_of(messenger.sent().check_exactly(["one", "two and a hälf", "three"])));
}

#[test]
fn one_insertion_does_not_mark_the_rest_as_wrong() {
    let log: Vec<String> = (0..50).map(|at| format!("message {at}")).collect();
    let mut longer = log.clone();
    longer.insert(20, "an insertion".to_owned());
    expect![[r#"
        expected exactly these 50 messages in this order, found 50 of them among 51 sent: 1 extra

          sent, all from tests/reports/mod.rs:_, beside what was expected:
            ok    [0]  "message 0"
            … 17 more, all ok (MOCK_MESSENGER_FULL=1 shows all)
            ok    [18] "message 18"
            ok    [19] "message 19"
            extra [20] "an insertion"
            ok    [21] "message 20"
            ok    [22] "message 21"
            … 27 more, all ok
            ok    [50] "message 49"
          note: all 50 expected messages are there, in this order, with others in between
    "#]]
    .assert_eq(&report_of(sent(&longer).check_exactly(&log)));
}

#[test]
fn the_first_few_that_are_altered_stand_above_what_was_expected() {
    let log: Vec<String> = (0..8).map(|disk| format!("disk {disk}: 91% used")).collect();
    let wanted: Vec<String> = (0..8).map(|disk| format!("disk {disk}: 92% used")).collect();
    let report = report_of(sent(&log).check_exactly(&wanted));
    assert_eq!(report.matches("  altered [").count(), 8, "{report}");
    assert_eq!(report.matches("expected \"disk").count(), 5, "{report}");
}

#[test]
fn what_is_left_out_is_counted_by_what_it_is() {
    let log: Vec<String> = (0..60).map(|at| format!("entry {at}")).collect();
    let wanted: Vec<String> = log.iter().skip(30).step_by(2).cloned().collect();
    let report = report_of(sent(&log).check_exactly(wanted));
    assert!(
        report.contains("    … 44 more: 15 ok, 29 extra (MOCK_MESSENGER_FULL=1 shows all)\n"),
        "{report}"
    );
    let in_order = report_of(sent(&log).check_in_order(["entry 30", "x"]));
    expect![[r#"
        expected these 2 messages in this order, others allowed between,
          found 1 of them among 60 sent: 1 missing

          sent, all from tests/reports/mod.rs:_, beside what was expected:
                    [0]  "entry 0"
            … 27 more (MOCK_MESSENGER_FULL=1 shows all)
                    [28] "entry 28"
                    [29] "entry 29"
            ok      [30] "entry 30"
                    [31] "entry 31"
                    [32] "entry 32"
            … 25 more
                    [58] "entry 58"
                    [59] "entry 59"
            missing      "x"
    "#]]
    .assert_eq(&in_order);
}
