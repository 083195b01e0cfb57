//! Failures as they come up in projects: the report says what went wrong, in at most 15 lines.

#![cfg(feature = "testing")]

mod reports;

use expect_test::expect;
use mock_messenger::{Messenger, Mismatch, Recorder, RecordingMessenger, assert_together};

use reports::{report_of, without_lines};

/// The report of a check that has to fail, in a few lines that fit a terminal.
#[track_caller]
fn short<V>(checked: Result<V, Mismatch>) -> String {
    let report = report_of(checked);
    assert!(report.lines().count() <= 15, "{} lines:\n{report}", report.lines().count());
    let widest = report.lines().map(|line| line.chars().count()).max().unwrap();
    assert!(widest <= 100, "{widest} columns:\n{report}");
    report
}

/// The text that an assertion panics with.
fn panic_text(assertion: impl FnOnce() + std::panic::UnwindSafe) -> String {
    let payload = std::panic::catch_unwind(assertion).expect_err("that assertion passed");
    let report = without_lines(payload.downcast_ref::<String>().unwrap());
    assert!(report.lines().count() <= 15, "{report}");
    format!("{report}\n")
}

#[test]
fn a_message_to_the_wrong_recipient_is_in_one_report_with_the_one_that_misses_it() {
    let report = panic_text(|| {
        let (owner, support) = (RecordingMessenger::named("owner"), RecordingMessenger::named("support"));
        owner.send("A reset of your password was asked for.");
        support.send("ann: reset started");
        support.send("Your password was changed.");
        support.send("ann: reset done");
        assert_together!(
            owner
                .sent()
                .check_exactly(["A reset of your password was asked for.", "Your password was changed.",]),
            support.sent().check_exactly(["ann: reset started", "ann: reset done"]),
        );
    });
    expect![[r#"
        2 of 2 checks failed

        1. expected exactly these 2 messages in this order, found 1 of them among 1 sent: 1 missing

          sent by `owner`, beside what was expected:
            ok      [0] "A reset of your password was asked for."  tests/report_situations.rs:_
            missing     "Your password was changed."

        2. expected exactly these 2 messages in this order, found 2 of them among 3 sent: 1 extra

          sent by `support`, beside what was expected:
            ok    [0] "ann: reset started"          tests/report_situations.rs:_
            extra [1] "Your password was changed."  tests/report_situations.rs:_
            ok    [2] "ann: reset done"             tests/report_situations.rs:_
          note: both expected messages are there, in this order, with others in between
    "#]]
    .assert_eq(&report);
}

#[derive(Clone, Debug, PartialEq)]
struct Notification {
    id: u32,
    recipient: Recipient,
    subject: String,
    retry: Retry,
    urgent: bool,
}

#[derive(Clone, Debug, PartialEq)]
struct Recipient {
    name: String,
    address: Address,
}

#[derive(Clone, Debug, PartialEq)]
struct Address {
    email: String,
    street: String,
    city: String,
}

#[derive(Clone, Debug, PartialEq)]
struct Retry {
    attempts: u8,
    backoff_ms: u32,
}

fn notification(number: u32) -> Notification {
    Notification {
        id: 1000 + number,
        recipient: Recipient {
            name: format!("customer-{number:02}"),
            address: Address {
                email: format!("customer-{number:02}@example.com"),
                street: format!("{number} Harbour Street"),
                city: "Springfield".to_owned(),
            },
        },
        subject: "Our offer for the summer".to_owned(),
        retry: Retry { attempts: 3, backoff_ms: 500 },
        urgent: false,
    }
}

#[test]
fn a_nested_field_of_one_call_of_forty_is_named_with_the_customer() {
    let gateway = Recorder::new();
    for number in 1..=40 {
        let mut sent = notification(number);
        if number == 17 {
            sent.retry.backoff_ms = 5000;
        }
        gateway.record(sent);
    }
    let report = short(gateway.calls().check_exactly((1..=40).map(notification)));
    assert!(report.contains("retry.backoff_ms") && report.contains("1017"), "{report}");
    expect![[r#"
        expected exactly these 40 calls in this order, found 39 of them among 40 recorded: 1 altered

          recorded, all from tests/report_situations.rs:_, beside what was expected:
            ok      [0]  Notification { id: 1001, recipient: Recipient { name: "customer-0… (274 characters)
            … 13 more, all ok (MOCK_MESSENGER_FULL=1 shows all)
            ok      [14] Notification { id: 1015, recipient: Recipient { name: "customer-1… (275 characters)
            ok      [15] Notification { id: 1016, recipient: Recipient { name: "customer-1… (275 characters)
            altered [16] Notification { id: 1017, …attempts: 3, backoff_ms: 5000 }, urgent: false }
                expected Notification { id: 1017, …attempts: 3, backoff_ms: 500 }, urgent: false }
                                                                            ^^^
                         at `retry.backoff_ms`: expected 500, recorded 5000
            ok      [17] Notification { id: 1018, recipient: Recipient { name: "customer-1… (275 characters)
            ok      [18] Notification { id: 1019, recipient: Recipient { name: "customer-1… (275 characters)
            … 20 more, all ok
            ok      [39] Notification { id: 1040, recipient: Recipient { name: "customer-4… (275 characters)
    "#]]
    .assert_eq(&report);
}

const RULE: &str = "alert:
  name: disk-full
  host: db-1
  rules:
    - metric: used
      above: 90
      for: 5m
  notify:
    - channel: pager
      team: storage
    - channel: mail
      to: ops@example.com";

#[test]
fn indentation_in_a_text_of_a_list_is_shown_by_line() {
    let messenger = RecordingMessenger::new();
    messenger.send("pushing 1 rule to db-1");
    messenger.send(&RULE.replace("      team", "    team"));
    expect![[r#"
        expected exactly these 2 messages in this order, found 1 of them among 2 sent: 1 altered

          sent, beside what was expected:
            ok      [0] "pushing 1 rule to db-1"  tests/report_situations.rs:_
            altered [1] tests/report_situations.rs:_
                        only white space differs: indentation: 1 of 12 lines differs (line 10)
                            line 9    "    - channel: pager"
                            expected  "      team: storage"
                                           ^^
                            sent      "    team: storage"
                                           ^
                            line 11   "    - channel: mail"
    "#]]
    .assert_eq(&short(messenger.sent().check_exactly(["pushing 1 rule to db-1", RULE])));
    expect![[r#"
        expected the last message to equal "alert:\n  name: disk-full\n  host…", found 0 of 2 sent

          closest [1]: only white space differs: indentation: 1 of 12 lines differs (line 10)
            line 9    "    - channel: pager"
            expected  "      team: storage"
                           ^^
            sent      "    team: storage"
                           ^
            line 11   "    - channel: mail"
          sent:
            [0] "pushing 1 rule to db-1"  tests/report_situations.rs:_
          > [1] tests/report_situations.rs:_
                "alert:
                   name: disk-full
                   host: db-1
                   rules:
                     - metric: used
                       above: 90
                       for: 5m
                   notify:
                 … 4 more lines
    "#]]
    .assert_eq(&report_of(messenger.sent().check_last(RULE)));
}

#[test]
fn a_no_break_space_is_named() {
    let messenger = RecordingMessenger::new();
    messenger.send("backup started");
    messenger.send("10\u{a0}GB used");
    expect![[r#"
        expected exactly these 2 messages in this order, found 1 of them among 2 sent: 1 altered

          sent, beside what was expected:
            ok      [0] "backup started"   tests/report_situations.rs:_
            altered [1] "10\u{a0}GB used"  tests/report_situations.rs:_
               expected "10 GB used"
                           ^
                        only white space differs: U+00A0 (no-break space) in place of U+0020 (space)
    "#]]
    .assert_eq(&short(messenger.sent().check_exactly(["backup started", "10 GB used"])));
    expect![[r#"
        expected exactly 1 message equal to "10 GB used", found 0 of 2 sent

          closest [1]: only white space differs: U+00A0 (no-break space) in place of U+0020 (space)
            expected  "10 GB used"
            sent      "10\u{a0}GB used"
                         ^^^^^^
          sent:
            [0] "backup started"   tests/report_situations.rs:_
          > [1] "10\u{a0}GB used"  tests/report_situations.rs:_
    "#]]
    .assert_eq(&short(messenger.sent().check_once("10 GB used")));
    let calls = Recorder::<String>::new();
    calls.record("10\u{a0}GB used".to_owned());
    expect![[r#"
        expected exactly this 1 call, found 0 of 1 among 1 recorded: 1 altered

          recorded, beside what was expected:
            altered [0] "10\u{a0}GB used"  tests/report_situations.rs:_
               expected "10 GB used"
                           ^
                        only white space differs: U+00A0 (no-break space) in place of U+0020 (space)
    "#]]
    .assert_eq(&short(calls.calls().check_exactly(["10 GB used".to_owned()])));
}
