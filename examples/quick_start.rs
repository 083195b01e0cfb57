//! What did my code send, and was it right?

use mock_messenger::{LimitTracker, Messenger, RecordingMessenger, URGENT_WARNING, WARNING};

/// The code under test. All it knows is that it can send.
fn upload(messenger: &dyn Messenger, sizes: &[usize]) {
    let mut storage = LimitTracker::new(messenger, 100);
    for size in sizes {
        storage.consume(*size);
    }
}

fn main() {
    let messenger = RecordingMessenger::new();
    upload(&messenger, &[60, 20, 15]);

    messenger.sent().assert_exactly([WARNING, URGENT_WARNING]);
    println!("As expected, it sent {:#?}\n", messenger.sent());

    let mismatch =
        messenger.sent().check_once("Warning: You've used up over 57% of your quota!").unwrap_err();
    println!("And where it does not:\n{mismatch}");
}
