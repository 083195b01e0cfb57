//! An empty list has no item type: write `assert_nothing()`.

use mock_messenger::Recorder;

fn main() {
    Recorder::<u32>::new().calls().assert_exactly([]);
}
