//! A scenario cannot return a future, because the future would never be awaited.

use mock_messenger::{Messenger, QuotaSpec};

fn main() {
    QuotaSpec::book(100).assert(|messenger, usage| async {
        for _ in usage {
            messenger.send("never");
        }
    });
}
