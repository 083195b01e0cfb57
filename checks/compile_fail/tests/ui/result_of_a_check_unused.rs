//! An unused result of a check is reported by a lint, because the test would pass whatever was sent.

#![deny(unused_must_use)]

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().check_once("hello");
}
