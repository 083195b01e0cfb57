//! The same test in two styles: expectations first with mockall, recording first with this crate.
//!
//! State expectations first if a test should stop at the first wrong message, or if your tests already use mockall.
//! Record first if a failure should show all messages, or if the test cannot know in advance what to assert.

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
    // The mock reports a missing message when it is dropped here.
}

fn record_first(sizes: &[usize]) {
    let messenger = RecordingMessenger::new();
    upload(&messenger, sizes);
    messenger.sent().assert_exactly([WARNING, URGENT_WARNING]);
}

/// Runs a test, and returns its outcome with the panic message, if any.
fn outcome(test: fn(&[usize]), sizes: &[usize]) -> String {
    match panic::catch_unwind(AssertUnwindSafe(|| test(sizes))) {
        Ok(()) => "passes".to_owned(),
        Err(panic) => format!("fails:\n{}", panic.downcast_ref::<String>().map_or("", String::as_str)),
    }
}

fn main() {
    // The loop below prints the panic messages.
    panic::set_hook(Box::new(|_| ()));

    for sizes in [[60, 20, 15], [60, 20, 25]] {
        println!("Uploads of {sizes:?} against a limit of 100");
        println!("Expect first: {}", outcome(expect_first, &sizes));
        println!("Record first: {}\n", outcome(record_first, &sizes));
    }
}
