//! The parameter of a closure needs a type.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_all(|message| message.is_empty());
}
