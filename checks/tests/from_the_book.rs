//! Tests of the statements about interior mutability in *The Rust Programming Language*, chapter 15.5. The cases that
//! do not compile are in `compile_fail/tests/ui`: `plain_vec_double` and `recording_messenger_across_threads`.

#![cfg(feature = "testing")]

use std::cell::RefCell;
use std::rc::Rc;

use mock_messenger::{
    LimitTracker, Messenger, OVER_QUOTA, RecordingMessenger, Transcript, URGENT_WARNING, WARNING,
};

#[derive(Default)]
struct HandWritten {
    sent: RefCell<Vec<String>>,
}

impl Messenger for HandWritten {
    fn send(&self, message: &str) {
        self.sent.borrow_mut().push(message.to_owned());
    }
}

#[test]
fn the_three_texts_are_the_books() {
    assert_eq!(WARNING, "Warning: You've used up over 75% of your quota!");
    assert_eq!(URGENT_WARNING, "Urgent warning: You've used up over 90% of your quota!");
    assert_eq!(OVER_QUOTA, "Error: You are over your quota!");
}

#[test]
fn a_hand_written_double_works_with_the_tracker() {
    let double = HandWritten::default();
    let mut tracker = LimitTracker::new(&double, 100);
    tracker.set_value(80);
    assert_eq!(*double.sent.borrow(), [WARNING]);
}

#[test]
fn this_crates_double_takes_its_place() {
    let double = RecordingMessenger::new();
    let mut tracker = LimitTracker::new(&double, 100);
    tracker.set_value(80);
    double.sent().assert_exactly([WARNING]);
}

#[test]
#[should_panic(expected = "already borrowed")]
fn two_live_mutable_borrows_of_a_cell_panic() {
    let double = HandWritten::default();
    let mut first = double.sent.borrow_mut();
    let mut second = double.sent.borrow_mut();
    first.push("first".to_owned());
    second.push("second".to_owned());
}

#[test]
#[should_panic(expected = "already borrowed")]
fn a_hand_written_double_panics_in_send_while_the_test_looks() {
    let double = HandWritten::default();
    let looking = double.sent.borrow();
    double.send("hello");
    drop(looking);
}

#[test]
fn two_live_looks_at_this_crates_double_do_not_stop_it_from_recording() {
    let double = RecordingMessenger::new();
    let first = double.sent();
    let second = double.sent();
    double.send("hello");
    double.sent().assert_exactly(["hello"]);
    first.assert_nothing();
    second.assert_nothing();
}

#[test]
fn sending_while_iterating_over_what_was_sent_is_no_trouble() {
    let double = RecordingMessenger::new();
    double.send("one");
    double.send("two");
    for message in &double.sent() {
        double.send(message);
    }
    double.sent().assert_exactly(["one", "two", "one", "two"]);
}

enum List {
    Cons(Rc<RefCell<i32>>, Rc<List>),
    Nil,
}

impl List {
    fn last(&self) -> Option<i32> {
        match self {
            List::Nil => None,
            List::Cons(value, rest) => rest.last().or_else(|| Some(*value.borrow())),
        }
    }
}

#[test]
fn a_value_shared_by_three_lists_changes_in_all_of_them() {
    let shared = Rc::new(RefCell::new(5));
    let tail = Rc::new(List::Cons(Rc::clone(&shared), Rc::new(List::Nil)));
    let three = List::Cons(Rc::new(RefCell::new(3)), Rc::clone(&tail));
    let four = List::Cons(Rc::new(RefCell::new(4)), Rc::clone(&tail));
    *shared.borrow_mut() += 10;
    assert_eq!([tail.last(), three.last(), four.last()], [Some(15); 3]);
}

/// Code under test that owns its messenger.
struct Account<M> {
    storage: LimitTracker<M>,
}

#[test]
fn a_double_owned_by_the_code_under_test_is_readable_by_the_test() {
    let double = Rc::new(RecordingMessenger::new());
    let mut account = Account { storage: LimitTracker::new(Rc::clone(&double), 100) };
    account.storage.consume(90);
    double.sent().assert_exactly([URGENT_WARNING]);
    account.storage.consume(10);
    double.sent().assert_exactly([URGENT_WARNING, OVER_QUOTA]);
}

#[test]
fn a_double_given_away_for_good_is_readable_through_its_new_owner() {
    let mut account = Account { storage: LimitTracker::new(RecordingMessenger::new(), 100) };
    account.storage.consume(100);
    let sent: Transcript<str> = account.storage.into_messenger().take();
    sent.assert_exactly([OVER_QUOTA]);
}
