//! What is no matcher for text is told what is one, in a list too.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_exactly([75, 90]);
}
