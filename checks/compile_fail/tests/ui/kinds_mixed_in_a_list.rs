//! A list that mixes kinds wants each in `matcher(..)`.

use mock_messenger::{RecordingMessenger, predicate};

fn main() {
    RecordingMessenger::new().sent().assert_exactly(["hello", predicate::str::contains("ann")]);
}
