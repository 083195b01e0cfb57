//! `RecordingMessenger` has a `RefCell` inside: it is for one thread.

use mock_messenger::{Messenger, RecordingMessenger};

// As `std::thread::scope` does; of std itself, the compiler shows more where its sources are installed.
fn on_another_thread(work: impl FnOnce() + Send) {
    work();
}

fn main() {
    let messenger = RecordingMessenger::new();
    on_another_thread(|| messenger.send("from another thread"));
}
