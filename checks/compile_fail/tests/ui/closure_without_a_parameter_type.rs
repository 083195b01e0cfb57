//! A closure has to name the type of its parameter.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_all(|message| message.is_empty());
}
