//! `MockMessenger`, whose expectations are set before the test, with mockall.

#![cfg(feature = "mockall")]

use mock_messenger::{LimitTracker, Messenger, MockMessenger, OVER_QUOTA, URGENT_WARNING, WARNING};
use mockall::Sequence;
use mockall::predicate::{eq, str::contains};

fn expecting(message: &'static str) -> MockMessenger {
    let mut messenger = MockMessenger::new();
    messenger.expect_send().with(eq(message)).times(1).return_const(());
    messenger
}

#[test]
fn what_was_expected_passes() {
    let messenger = expecting(WARNING);
    LimitTracker::new(&messenger, 100).set_value(80);
}

#[test]
#[should_panic(
    expected = r#"MockMessenger::send("Urgent warning: You've used up over 90% of your quota!"): No matching expectation found"#
)]
fn another_message_fails_where_it_is_sent() {
    let messenger = expecting(WARNING);
    LimitTracker::new(&messenger, 100).set_value(95);
}

#[test]
#[should_panic(expected = "called 0 time(s) which is fewer than expected 1")]
fn a_missing_message_fails_when_the_mock_is_dropped() {
    drop(expecting(WARNING));
}

#[test]
fn the_mock_is_a_messenger_like_any_other() {
    let mut messenger = MockMessenger::new();
    let mut order = Sequence::new();
    for part in ["75%", "90%", "over your quota"] {
        messenger.expect_send().with(contains(part)).times(1).in_sequence(&mut order).return_const(());
    }
    let owned: Box<dyn Messenger> = Box::new(messenger);
    for message in [WARNING, URGENT_WARNING, OVER_QUOTA] {
        owned.send(message);
    }
}
