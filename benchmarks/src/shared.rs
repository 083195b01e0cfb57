//! Recording from several threads.

mod section;

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::mpsc;

use mock_messenger::{Messenger, SyncRecordingMessenger};

use crate::readings::Readings;
use crate::{clock, threads};

pub(crate) use section::measure;

pub(crate) const OURS: &str = "sync-recording-messenger";
pub(crate) const MUTEX: &str = "mutex";

/// The names and the labels of the candidates.
pub(crate) const CANDIDATES: [(&str, &str); 3] =
    [(MUTEX, "`Mutex<Vec<String>>`"), (OURS, "**SyncRecordingMessenger**"), ("mpsc", "std `mpsc`")];

/// Measures the wall-clock nanoseconds of one message while several threads share the sending.
pub(crate) fn time(id: &str, threads: usize, messages: usize, bytes: usize) -> Readings {
    let message = "m".repeat(bytes);
    let share = messages / threads;
    let took = match id {
        OURS => {
            let messenger = SyncRecordingMessenger::new();
            let sending =
                threads::together(threads, || (0..share).for_each(|_| messenger.send(black_box(&message))));
            sending + dropping(messenger)
        }
        MUTEX => {
            let log = Mutex::new(Vec::new());
            let send = || {
                log.lock()
                    .expect("no thread panics while it holds the lock")
                    .push(black_box(&message).clone())
            };
            let sending = threads::together(threads, || (0..share).for_each(|_| send()));
            sending + dropping(log)
        }
        "mpsc" => {
            let (sender, receiver) = mpsc::channel();
            let send = || sender.send(black_box(&message).clone()).expect("the receiver outlives the sender");
            let sending = threads::together(threads, || (0..share).for_each(|_| send()));
            sending + dropping(receiver)
        }
        _ => unreachable!("{id} is not a candidate of this topic"),
    };
    Readings::one("nanoseconds", took / messages as f64)
}

fn dropping(double: impl Sized) -> f64 {
    clock::time(clock::wall_time, || drop(double)).as_nanos() as f64
}
