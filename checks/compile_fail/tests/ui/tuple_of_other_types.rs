//! A tuple of other types is no value of the entry's type.

use mock_messenger::Recorder;

fn main() {
    Recorder::<(String, u32)>::new().calls().assert_once(("ann", 1));
}
