//! A closure or a predicate for something else than the entries is no matcher for them.

use mock_messenger::{Recorder, RecordingMessenger, predicate};

fn main() {
    RecordingMessenger::new().sent().assert_once(|message: &String| message.is_empty());
    let sizes: Recorder<u64> = Recorder::new();
    sizes.calls().assert_once(predicate::str::contains("75"));
}
