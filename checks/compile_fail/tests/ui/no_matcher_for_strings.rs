//! What is no matcher for a `String` is told what is one, alone and in a list.

use mock_messenger::Recorder;

fn main() {
    let recorder: Recorder<String> = Recorder::new();
    recorder.calls().assert_any(75);
    recorder.calls().assert_in_order([75, 90]);
}
