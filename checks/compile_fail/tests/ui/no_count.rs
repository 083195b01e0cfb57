//! A count is a `usize` or a range of `usize`.

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().assert_count("3");
}
