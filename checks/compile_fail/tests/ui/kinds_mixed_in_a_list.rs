//! In a list that mixes kinds of matchers, each item needs `matcher(..)`.

use mock_messenger::{RecordingMessenger, predicate};

fn main() {
    RecordingMessenger::new().sent().assert_exactly(["hello", predicate::str::contains("ann")]);
}
