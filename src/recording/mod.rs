//! The doubles: what records, alone and shared between threads.

mod recorder;
mod replies;
mod shared_log;
mod sync_recorder;
mod waits;

pub use recorder::{Recorder, RecordingMessenger};
pub use replies::Replies;
pub use sync_recorder::{SyncRecorder, SyncRecordingMessenger};
