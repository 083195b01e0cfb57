//! The doubles: what records, alone and shared between threads.

mod recorder;

pub use recorder::{Recorder, RecordingMessenger};
