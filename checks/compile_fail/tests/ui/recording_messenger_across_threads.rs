//! `RecordingMessenger` contains a `RefCell`, so threads cannot share it.

use mock_messenger::{Messenger, RecordingMessenger};

// This replaces `std::thread::scope`, for which the error would depend on whether the sources of std are installed.
fn on_another_thread(work: impl FnOnce() + Send) {
    work();
}

fn main() {
    let messenger = RecordingMessenger::new();
    on_another_thread(|| messenger.send("from another thread"));
}
