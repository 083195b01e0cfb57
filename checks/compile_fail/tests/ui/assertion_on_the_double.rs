//! The assertions are on the snapshot.

use mock_messenger::Recorder;

fn main() {
    Recorder::<u32>::new().assert_once(1);
}
