//! Any type can be recorded, but assertions require `Debug` for the report.

use mock_messenger::Recorder;

struct Opaque;

fn main() {
    let recorder = Recorder::new();
    recorder.record(Opaque);
    recorder.calls().assert_count(1);
}
