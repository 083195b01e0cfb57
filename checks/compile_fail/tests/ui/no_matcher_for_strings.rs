//! For a type that cannot match a `String`, the error lists the possible matchers, alone and in a list.

use mock_messenger::Recorder;

fn main() {
    let recorder: Recorder<String> = Recorder::new();
    recorder.calls().assert_any(75);
    recorder.calls().assert_in_order([75, 90]);
}
