//! A tuple of other types cannot match an entry.

use mock_messenger::Recorder;

fn main() {
    Recorder::<(String, u32)>::new().calls().assert_once(("ann", 1));
}
