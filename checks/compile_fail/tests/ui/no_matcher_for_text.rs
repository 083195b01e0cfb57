//! For a type that cannot match text, the error lists the possible matchers.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_once(75);
}
