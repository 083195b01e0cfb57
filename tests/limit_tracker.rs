//! `LimitTracker`: the Book's behaviour to the letter.

use std::cell::RefCell;

use mock_messenger::{LimitTracker, Messenger, OVER_QUOTA, URGENT_WARNING, WARNING};

/// The Book's own double.
#[derive(Default)]
struct Book(RefCell<Vec<String>>);

impl Messenger for Book {
    fn send(&self, message: &str) {
        self.0.borrow_mut().push(message.to_owned());
    }
}

#[test]
fn each_update_tells_the_highest_level_reached() {
    for (value, due) in [
        (0, None),
        (74, None),
        (75, Some(WARNING)),
        (89, Some(WARNING)),
        (90, Some(URGENT_WARNING)),
        (99, Some(URGENT_WARNING)),
        (100, Some(OVER_QUOTA)),
        (300, Some(OVER_QUOTA)),
        (usize::MAX, Some(OVER_QUOTA)),
    ] {
        let messenger = Book::default();
        LimitTracker::new(&messenger, 100).set_value(value);
        let sent = messenger.0.into_inner();
        assert_eq!(sent, Vec::from_iter(due), "at {value}");
    }
}
