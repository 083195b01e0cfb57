//! The reports of checks of one matcher, word for word.

#![cfg(feature = "testing")]
// That is how the snapshots are written.
#![allow(clippy::needless_raw_string_hashes)]

mod reports;

use std::time::Duration;

use expect_test::expect;
use mock_messenger::{
    Messenger, OVER_QUOTA, PredicateBooleanExt, RecordingMessenger, SyncRecordingMessenger, Transcript,
    URGENT_WARNING, WARNING, described, predicate,
};

use reports::{report_of, sent, sent_by};

/// Two lines send three messages.
fn three() -> Transcript<str> {
    let mailer = RecordingMessenger::named("mailer");
    for warning in [WARNING, URGENT_WARNING] {
        mailer.send(warning);
    }
    mailer.send(OVER_QUOTA);
    mailer.sent()
}

#[test]
fn a_typo_is_shown_in_the_closest_message() {
    expect![[r#"
        expected exactly 1 message equal to "Urgent warning: You've used up over 90% of your qouta!",
          found 0 of 3 sent

          closest [1]: 1 of 10 words differs
            expected  Urgent warning: You've used up over 90% of your qouta!
            sent      Urgent warning: You've used up over 90% of your quota!
                                                                       ^^
          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
          > [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_once("Urgent warning: You've used up over 90% of your qouta!")));
}

#[test]
fn a_number_that_changed_is_named() {
    expect![[r#"
        expected at least 1 message equal to "Warning: You've used up over 57% of your quota!",
          found 0 of 3 sent

          closest [0]: 1 of 9 words differs: `75` in place of `57`
            expected  Warning: You've used up over 57% of your quota!
            sent      Warning: You've used up over 75% of your quota!
                                                   ^^
          sent by `mailer`:
          > [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_any("Warning: You've used up over 57% of your quota!")));
}

#[test]
fn nothing_is_called_closest_where_nothing_is_close() {
    expect![[r#"
        expected exactly 1 message equal to "Your disk is full", found 0 of 3 sent

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_once("Your disk is full")));
    // The messages of one program are alike, and yet none of these is the other.
    let warning = sent(&[WARNING]);
    assert_eq!(warning.check_once(URGENT_WARNING).unwrap_err().closest(), None);
}

#[test]
fn too_many_are_pointed_at() {
    let twice = sent_by("mailer", &[WARNING, OVER_QUOTA, WARNING]);
    expect![[r#"
        expected exactly 1 message equal to "Warning: You've used up over 75% of your quota!",
          found 2 of 3 sent: [0], [2]

          sent by `mailer`, all from tests/reports/mod.rs:_:
          > [0] "Warning: You've used up over 75% of your quota!"
            [1] "Error: You are over your quota!"
          > [2] "Warning: You've used up over 75% of your quota!"
    "#]]
    .assert_eq(&report_of(twice.check_once(WARNING)));
    expect![[r#"
        expected at most 1 message equal to "Warning: You've used up over 75% of your quota!",
          found 2 of 3 sent: [0], [2]

          sent by `mailer`, all from tests/reports/mod.rs:_:
          > [0] "Warning: You've used up over 75% of your quota!"
            [1] "Error: You are over your quota!"
          > [2] "Warning: You've used up over 75% of your quota!"
    "#]]
    .assert_eq(&report_of(twice.check_times(..2, WARNING)));
}

#[test]
fn too_few_are_listed_and_the_closest_of_the_others_is_shown() {
    let one = sent(&["disk 1: 91% used", "disk 2: 91% used", "all is well"]);
    expect![[r#"
        expected 2 to 3 messages equal to "disk 1: 91% used", found 1 of 3 sent: [0]

          closest [1]: 1 of 4 words differs: `2` in place of `1`
            expected  disk 1: 91% used
            sent      disk 2: 91% used
                           ^
          sent, all from tests/reports/mod.rs:_:
            [0] "disk 1: 91% used"
          > [1] "disk 2: 91% used"
            [2] "all is well"
    "#]]
    .assert_eq(&report_of(one.check_times(2..=3, "disk 1: 91% used")));
    expect![[r#"
        expected at least 2 messages that contain "well", found 1 of 3 sent: [2]

          sent, all from tests/reports/mod.rs:_:
            [0] "disk 1: 91% used"
            [1] "disk 2: 91% used"
            [2] "all is well"
    "#]]
    .assert_eq(&report_of(one.check_times(2.., predicate::str::contains("well"))));
}

#[test]
fn a_count_tells_what_there_is() {
    expect![[r#"
        expected at most 2 messages, found 3 sent

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_count(..=2)));
    expect![[r#"
        expected exactly 1 message, found 3 sent

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_count(1)));
}

#[test]
fn something_where_nothing_should_be_is_listed() {
    expect![[r#"
        expected no messages, found 1 sent

          sent by `pager`:
            [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent_by("pager", &[WARNING]).check_nothing()));
}

#[test]
fn never_points_at_what_should_not_be_there() {
    expect![[r#"
        expected no message equal to "Error: You are over your quota!", found 1 of 3 sent: [2]

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_never(OVER_QUOTA)));
}

#[test]
fn all_points_at_what_does_not_match() {
    expect![[r#"
        expected only messages that contain "arning", found 2 of 3 sent; not [2]

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_all(predicate::str::contains("arning"))));
    let nearly = sent(&["disk 1: 91% used", "disk 1: 92% used"]);
    expect![[r#"
        expected only messages equal to "disk 1: 91% used", found 1 of 2 sent; not [1]

          closest [1]: 1 of 4 words differs: `92` in place of `91`
            expected  disk 1: 91% used
            sent      disk 1: 92% used
                              ^^
          sent, all from tests/reports/mod.rs:_:
            [0] "disk 1: 91% used"
          > [1] "disk 1: 92% used"
    "#]]
    .assert_eq(&report_of(nearly.check_all("disk 1: 91% used")));
}

#[test]
fn first_tells_where_it_stands_instead() {
    expect![[r#"
        expected the first message to equal "Error: You are over your quota!", found it at [2] of 3 sent

          sent by `mailer`:
          > [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_first(OVER_QUOTA)));
}

#[test]
fn last_shows_what_differs() {
    expect![[r#"
        expected the last message to equal "Error: you are over your quota!", found 0 of 3 sent

          closest [2]: only upper and lower case differ
            expected  Error: you are over your quota!
            sent      Error: You are over your quota!
                             ^
          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_last("Error: you are over your quota!")));
}

#[test]
fn nth_tells_that_there_are_not_as_many() {
    expect![[r#"
        expected [7] to equal "Warning: You've used up over 75% of your quota!",
          but there are only 3 sent; it is at [0]

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_nth(7, WARNING)));
    expect![[r#"
        expected [3] to equal "hello", but there are only 3 sent

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_nth(3, "hello")));
}

#[test]
fn nth_shows_the_closest_of_the_others_where_it_stands_nowhere() {
    expect![[r#"
        expected [0] to equal "Error: You are over your quota?", found 0 of 3 sent

          closest [2]: 1 of 6 words differs
            expected  Error: You are over your quota?
            sent      Error: You are over your quota!
                                                    ^
          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_nth(0, "Error: You are over your quota?")));
}

#[test]
fn a_predicate_tells_which_part_of_it_failed() {
    let full = predicate::str::starts_with("Error").and(predicate::str::contains("100%"));
    expect![[r#"
        expected the last message to be one that starts with "Error" and contains "100%", found 0 of 3 sent

          [2] does not match: contains "100%" is false
          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_last(full)));
    let urgent = predicate::str::contains("90%").and(predicate::str::contains("!").not());
    expect![[r#"
        expected at least 1 message that contains "90%" and does not contain "!", found 0 of 3 sent

          [0] does not match: contains "90%" is false
          [1] does not match: contains "!" is true
          [2] does not match: contains "90%" is false
          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_any(urgent)));
}

#[test]
fn what_a_predicate_asks_for_may_be_longer_than_what_is_sent() {
    let long = "x".repeat(150);
    let full = predicate::str::starts_with("Error").and(predicate::str::contains(&*long));
    // It is broken into lines.
    let whole = |report: &str| report.lines().map(str::trim_start).collect::<String>();
    let report = report_of(three().check_last(full));
    assert_eq!(whole(&report).matches(&long).count(), 2, "{report}");
    let longer = "x".repeat(250);
    let full = predicate::str::starts_with("Error").and(predicate::str::contains(&*longer));
    let report = report_of(three().check_last(full));
    let report = whole(&report);
    assert!(!report.contains(&longer) && report.matches(&"x".repeat(120)).count() == 2, "{report}");
}

#[test]
fn where_too_many_match_nothing_is_called_closest_and_nothing_explained() {
    let log = sent(&["tick 1", "tick 1", "tick 2"]);
    assert_eq!(log.check_once("tick 1").unwrap_err().closest(), None);
    let first = predicate::str::starts_with("tick").and(predicate::str::contains("1"));
    let report = report_of(log.check_once(first));
    assert!(!report.contains("does not match"), "{report}");
}

#[test]
fn a_predicate_of_one_part_is_not_said_twice() {
    expect![[r#"
        expected exactly 1 message that contains "90%", found 0 of 1 sent

          sent:
            [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_once(predicate::str::contains("90%"))));
    let either = predicate::str::contains("90%").or(predicate::str::contains("100%"));
    expect![[r#"
        expected exactly 1 message that contains "90%" or contains "100%", found 0 of 1 sent

          sent:
            [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_once(either)));
}

#[test]
fn a_closure_is_told_by_its_name() {
    expect![[r#"
        expected at least 1 message (over 90%), found 0 of 1 sent

          sent:
            [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_any(described("over 90%", |m: &str| m.contains('9')))));
    expect![[r#"
        expected at least 1 message that the closure accepts, found 0 of 1 sent

          sent:
            [0] "Warning: You've used up over 75% of your quota!"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&[WARNING]).check_any(|m: &str| m.contains('9'))));
    expect![[r#"
        expected at least 1 message (the warning), found 0 of 1 sent

          closest [0]: 1 of 2 words differs: `75` in place of `76`
            expected  76% used
            sent      75% used
                      ^^
          sent:
          > [0] "75% used"  tests/reports/mod.rs:_
    "#]]
    .assert_eq(&report_of(sent(&["75% used"]).check_any(described("the warning", "76% used"))));
}

#[test]
fn nothing_sent_says_by_which_double() {
    expect![[r#"
        expected exactly 1 message equal to "Warning: You've used up over 75% of your quota!",
          but nothing was sent by `mailer`

          was `mailer` given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[]).check_once(WARNING)));
    expect![[r#"
        expected the first message to equal "Warning: You've used up over 75% of your quota!",
          but nothing was sent

          was this double given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(sent(&[""; 0]).check_first(WARNING)));
    expect![[r#"
        expected at least 2 messages, but nothing was sent by `mailer`

          was `mailer` given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(sent_by("mailer", &[]).check_count(2..)));
}

#[test]
fn a_filter_is_told_and_indices_stay_those_of_the_whole_log() {
    let filtered = three().filter(|message| !message.starts_with("Warning"));
    expect![[r#"
        expected exactly 1 message equal to "Error: You are over your kuota!",
          found 0 of 2 kept by the filter, 3 sent in all

          closest [2]: 1 of 6 words differs
            expected  Error: You are over your kuota!
            sent      Error: You are over your quota!
                                               ^
          sent by `mailer`:
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(filtered.check_once("Error: You are over your kuota!")));
    expect![[r#"
        expected position 1, here [2], to equal "Urgent warning: You've used up over 90% of you…",
          found it at [1] of 2 kept by the filter, 3 sent in all

          sent by `mailer`:
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
          > [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(filtered.check_nth(1, URGENT_WARNING)));
    expect![[r#"
        expected exactly 1 message equal to "Warning: You've used up over 75% of your quota!",
          but the filter kept none of the 3 sent by `mailer`
    "#]]
    .assert_eq(&report_of(three().filter(|_| false).check_once(WARNING)));
}

#[test]
fn a_refusal_says_what_to_write_instead() {
    expect![[r#"
        `assert_count` was rejected: every number is in that range, so it would hold for any transcript;
          write `1..` for at least one

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"         tests/report_one.rs:_
            [1] "Urgent warning: You've used up over 90% of your quota!"  tests/report_one.rs:_
            [2] "Error: You are over your quota!"                         tests/report_one.rs:_
    "#]]
    .assert_eq(&report_of(three().check_count(..)));
    expect![[r#"
        expected at least 1 message, and only messages equal to "Warning: You've used up over 75% of your…",
          but nothing was sent

          was this double given to the code under test, and did that code reach the call?
    "#]]
    .assert_eq(&report_of(sent(&[""; 0]).check_all(WARNING)));
}

#[test]
fn a_wait_tells_that_its_time_is_up() {
    let mailer = SyncRecordingMessenger::named("mailer");
    mailer.send(WARNING);
    expect![[r#"
        timed out after 3ms:
        expected at least 1 message equal to "Error: You are over your quota!", found 0 of 1 sent

          sent by `mailer`:
            [0] "Warning: You've used up over 75% of your quota!"  tests/report_one.rs:_
          nothing was recorded during the wait; a blocking wait also blocks the tasks of its thread:
          in an async test, await `until_or`
    "#]]
    .assert_eq(&report_of(mailer.try_wait_for(Duration::from_millis(3), OVER_QUOTA)));
}

#[test]
fn quiet_that_is_broken_tells_what_came() {
    let mailer = SyncRecordingMessenger::new();
    mailer.send(WARNING);
    let broken = std::thread::scope(|scope| {
        let quiet = scope.spawn(|| mailer.try_assert_quiet_for(Duration::from_secs(3600)));
        // The wait may start after any of these, and ends at the first that it sees.
        while !quiet.is_finished() {
            mailer.send(OVER_QUOTA);
            std::thread::yield_now();
        }
        quiet.join().unwrap().unwrap_err()
    });
    let report = broken.to_string();
    let headline = report.lines().next().unwrap();
    assert!(headline.starts_with("expected no further message for 3600s, but "), "{headline}");
    assert!(report.contains("  > ["), "{report}");
}
