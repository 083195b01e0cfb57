//! What is no matcher for text is told what is one.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_once(75);
}
