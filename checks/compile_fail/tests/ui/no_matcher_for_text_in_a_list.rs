//! For a type that cannot match text, the error lists the possible matchers, also in a list.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_exactly([75, 90]);
}
