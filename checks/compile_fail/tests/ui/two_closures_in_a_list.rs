//! Two closures have different types, so each needs `matcher(..)`.

use mock_messenger::Recorder;

fn main() {
    let calls = Recorder::<u32>::new().calls();
    let limit = 3;
    calls.assert_exactly([|n: &u32| *n > limit, |n: &u32| *n < limit]);
}
