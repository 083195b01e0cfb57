//! Shared ownership: a value in `Rc<RefCell<..>>`, and a double that both the test and the code under test own.

use std::cell::RefCell;
use std::rc::Rc;

use mock_messenger::{LimitTracker, RecordingMessenger, WARNING};

/// A list whose tail can be shared with other lists, like the cons list of the Book.
enum List {
    Cons(Rc<RefCell<i32>>, Rc<List>),
    Nil,
}

impl List {
    fn values(&self) -> Vec<i32> {
        let mut values = Vec::new();
        let mut list = self;
        while let List::Cons(value, rest) = list {
            values.push(*value.borrow());
            list = rest;
        }
        values
    }
}

/// The code under test, which owns its messenger.
struct Account {
    storage: LimitTracker<Rc<RecordingMessenger>>,
}

fn main() {
    let shared = Rc::new(RefCell::new(5));
    let tail = Rc::new(List::Cons(Rc::clone(&shared), Rc::new(List::Nil)));
    let three = List::Cons(Rc::new(RefCell::new(3)), Rc::clone(&tail));
    let four = List::Cons(Rc::new(RefCell::new(4)), Rc::clone(&tail));
    *shared.borrow_mut() += 10;
    println!("Adding 10 to the shared 5 changes every list that contains it:");
    println!("  {:?} {:?} {:?}", tail.values(), three.values(), four.values());

    // The account and the test own the same messenger.
    let messenger = Rc::new(RecordingMessenger::new());
    let mut account = Account { storage: LimitTracker::new(Rc::clone(&messenger), 100) };
    account.storage.consume(80);
    messenger.sent().assert_exactly([WARNING]);
    println!("The messages of the account's messenger:");
    println!("  {:?}", messenger.sent());
}
