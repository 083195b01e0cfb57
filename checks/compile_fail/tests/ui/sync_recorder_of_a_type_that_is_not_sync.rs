//! Snapshots share their entries between threads, so a `SyncRecorder<T>` is `Sync` only if `T` is `Send + Sync`.

use std::cell::Cell;

use mock_messenger::SyncRecorder;

fn shared(_: impl Sync) {}

fn main() {
    shared(SyncRecorder::<Cell<u32>>::new());
}
