//! Tests of code without a trait: a closure that records as the callback, and assertions on the items of a channel.

use std::sync::mpsc;
use std::thread;

use mock_messenger::{SyncRecorder, Transcript, matching};

/// Code under test that takes a callback.
fn download(bytes: u64, progress: impl Fn(u64) + Send + 'static) {
    let worker = thread::spawn(move || {
        for quarter in 1..=4 {
            progress(bytes * quarter / 4);
        }
    });
    worker.join().expect("the worker does not panic");
}

#[derive(Debug, PartialEq)]
enum Event {
    Started { id: u32 },
    Failed { id: u32, reason: String },
}

/// Code under test that sends through a channel.
fn run_jobs(ids: &[u32], events: &mpsc::Sender<Event>) {
    for &id in ids {
        events.send(Event::Started { id }).expect("the test holds the receiver");
        if id == 7 {
            let reason = "out of memory".to_owned();
            events.send(Event::Failed { id, reason }).expect("the test holds the receiver");
        }
    }
}

fn main() {
    // A callback: the closure records into the log of `progress`.
    let progress = SyncRecorder::named("progress");
    download(1_000, progress.callback());
    progress.calls().assert_exactly([250, 500, 750, 1_000]);
    println!("The callback was called {} times.", progress.len());

    // A channel: a transcript can be collected from any sequence.
    let (sender, receiver) = mpsc::channel();
    run_jobs(&[6, 7], &sender);
    let events: Transcript<Event> = receiver.try_iter().collect();
    let failure = events.assert_once(matching!(Event::Failed { .. }));
    println!("The only failure: {failure:?}\n");

    let mismatch = events.check_never(matching!(Event::Failed { id: 7, .. })).unwrap_err();
    println!("A failing check:\n\n{mismatch}");
}
