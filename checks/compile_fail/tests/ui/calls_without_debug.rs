//! Anything can be recorded; a report has to show it, so an assertion asks for `Debug`.

use mock_messenger::Recorder;

struct Opaque;

fn main() {
    let recorder = Recorder::new();
    recorder.record(Opaque);
    recorder.calls().assert_count(1);
}
