//! The same test both ways: expect first with mockall, record first with this crate.
//!
//! Expect first where a test should stop at the first wrong message, or where your tests use mockall already. Record
//! first where a failure should show everything that was sent, or where the test only knows afterwards what to ask.

use std::panic::{self, AssertUnwindSafe};

use mock_messenger::{LimitTracker, Messenger, MockMessenger, RecordingMessenger, URGENT_WARNING, WARNING};
use mockall::predicate::eq;

/// The code under test.
fn upload(messenger: &dyn Messenger, sizes: &[usize]) {
    let mut storage = LimitTracker::new(messenger, 100);
    for size in sizes {
        storage.consume(*size);
    }
}

fn expect_first(sizes: &[usize]) {
    let mut messenger = MockMessenger::new();
    messenger.expect_send().with(eq(WARNING)).times(1).return_const(());
    messenger.expect_send().with(eq(URGENT_WARNING)).times(1).return_const(());
    upload(&messenger, sizes);
    // What is missing, the mock says when it is dropped.
}

fn record_first(sizes: &[usize]) {
    let messenger = RecordingMessenger::new();
    upload(&messenger, sizes);
    messenger.sent().assert_exactly([WARNING, URGENT_WARNING]);
}

/// The message that a test fails with, if it fails.
fn outcome(test: fn(&[usize]), sizes: &[usize]) -> String {
    match panic::catch_unwind(AssertUnwindSafe(|| test(sizes))) {
        Ok(()) => "passes".to_owned(),
        Err(panic) => format!("fails:\n{}", panic.downcast_ref::<String>().map_or("", String::as_str)),
    }
}

fn main() {
    // The outcomes are printed below.
    panic::set_hook(Box::new(|_| ()));

    for sizes in [[60, 20, 15], [60, 20, 25]] {
        println!("Uploads of {sizes:?} against a limit of 100");
        println!("Expect first: {}", outcome(expect_first, &sizes));
        println!("Record first: {}\n", outcome(record_first, &sizes));
    }
}
