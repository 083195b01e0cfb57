//! A pattern that names no type does not determine the types of its variables.

use mock_messenger::{Recorder, matching};

fn main() {
    let calls = Recorder::<(String, u32)>::new().calls();
    calls.assert_exactly([matching!((name, _) if name.starts_with("a"))]);
}
