//! A check that is not looked at would pass whatever was sent.

#![deny(unused_must_use)]

use mock_messenger::RecordingMessenger;

fn main() {
    RecordingMessenger::new().sent().check_once("hello");
}
