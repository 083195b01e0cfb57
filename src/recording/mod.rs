//! The building blocks of doubles: recorders for one thread and for several threads, waits, and replies.

mod async_waits;
mod executor;
mod recorder;
mod replies;
mod shared_log;
mod sync_recorder;
mod waits;

pub use recorder::{Recorder, RecordingMessenger};
pub use replies::Replies;
pub use sync_recorder::{SyncRecorder, SyncRecordingMessenger};
