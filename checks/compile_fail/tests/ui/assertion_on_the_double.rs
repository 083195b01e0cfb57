//! Assertions are methods of the snapshot, not of the double.

use mock_messenger::Recorder;

fn main() {
    Recorder::<u32>::new().assert_once(1);
}
