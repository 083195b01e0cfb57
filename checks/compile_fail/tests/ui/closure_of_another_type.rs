//! A closure or a predicate for another type cannot match the entries.

use mock_messenger::{Recorder, RecordingMessenger, predicate};

fn main() {
    RecordingMessenger::new().sent().assert_once(|message: &String| message.is_empty());
    let sizes: Recorder<u64> = Recorder::new();
    sizes.calls().assert_once(predicate::str::contains("75"));
}
