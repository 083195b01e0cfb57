//! One value, many owners: `Rc<RefCell<..>>`, and a double that the code under test owns too.

use std::cell::RefCell;
use std::rc::Rc;

use mock_messenger::{LimitTracker, RecordingMessenger, WARNING};

/// A list that ends in another one, as the Book's cons list does.
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

/// Keeps its messenger for as long as it lives.
struct Account {
    storage: LimitTracker<Rc<RecordingMessenger>>,
}

fn main() {
    let shared = Rc::new(RefCell::new(5));
    let tail = Rc::new(List::Cons(Rc::clone(&shared), Rc::new(List::Nil)));
    let three = List::Cons(Rc::new(RefCell::new(3)), Rc::clone(&tail));
    let four = List::Cons(Rc::new(RefCell::new(4)), Rc::clone(&tail));
    *shared.borrow_mut() += 10;
    println!("10 added to the shared 5 shows through every list that holds it:");
    println!("  {:?} {:?} {:?}", tail.values(), three.values(), four.values());

    // The account owns a messenger, the test owns the same one, and neither has to give it up.
    let messenger = Rc::new(RecordingMessenger::new());
    let mut account = Account { storage: LimitTracker::new(Rc::clone(&messenger), 100) };
    account.storage.consume(80);
    messenger.sent().assert_exactly([WARNING]);
    println!("The test reads what the account's own messenger sent:");
    println!("  {:?}", messenger.sent());
}
