//! The hand-written double of *The Rust Programming Language*, chapter 15.5, and its replacement with this crate.

use std::cell::RefCell;

use mock_messenger::{LimitTracker, Messenger, RecordingMessenger, URGENT_WARNING, WARNING};

/// `send` takes `&self`, so a plain `Vec<String>` does not compile here (`plain_vec_double.rs` in
/// `checks/compile_fail`). A `RefCell` moves the borrow check from compile time to run time.
#[derive(Default)]
struct HandWritten {
    sent: RefCell<Vec<String>>,
}

impl Messenger for HandWritten {
    fn send(&self, message: &str) {
        self.sent.borrow_mut().push(message.to_owned());
    }
}

fn main() {
    println!("By hand");
    let double = HandWritten::default();
    let mut tracker = LimitTracker::new(&double, 100);
    tracker.set_value(80);
    println!("  80 of 100 sent {} message: {:?}", double.sent.borrow().len(), double.sent.borrow()[0]);

    // While a test holds a borrow of the messages, the double cannot record. This example uses `try_borrow_mut`,
    // because the `borrow_mut` of the double would panic inside `send`.
    let held = double.sent.borrow();
    println!(
        "  while the test has borrowed {} message, can the double record? {}",
        held.len(),
        can_record(&double)
    );

    println!("With RecordingMessenger");
    let double = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&double, 100);
    tracker.set_value(80);
    let held = double.sent();
    tracker.set_value(95);
    println!("  the snapshot of the test still has {} message", held.len());
    held.assert_exactly([WARNING]);
    double.sent().assert_exactly([WARNING, URGENT_WARNING]);
    println!("  the double has recorded {} messages by now", double.len());

    println!("A wrong count");
    println!("  by hand, `assert_eq!` shows only left: {}, right: 1", double.messages().len());
    let mismatch = double.sent().check_count(1).unwrap_err();
    println!("  with a transcript: {mismatch}");
}

fn can_record(double: &HandWritten) -> bool {
    double.sent.try_borrow_mut().is_ok()
}
