//! A test of code that sends from another thread: the test waits for the messages that it expects.

use std::sync::mpsc::{self, Receiver, Sender};
use std::thread;
use std::time::Duration;

use mock_messenger::{Messenger, SyncRecordingMessenger, predicate};

/// The code under test: compresses files in the background, and reports its progress. Nobody joins its thread.
struct Compressor {
    jobs: Sender<&'static str>,
}

impl Compressor {
    fn start(messenger: impl Messenger + Send + 'static) -> Self {
        let (jobs, queue): (_, Receiver<&str>) = mpsc::channel();
        thread::spawn(move || {
            for file in queue {
                messenger.send(&format!("{file}: started"));
                messenger.send(&format!("{file}: done"));
            }
            messenger.send("idle");
        });
        Self { jobs }
    }

    fn compress(&self, file: &'static str) {
        self.jobs.send(file).expect("the worker lives as long as this");
    }
}

fn main() {
    // The worker owns a clone, which shares the log with the test.
    let messenger = SyncRecordingMessenger::named("progress");
    let compressor = Compressor::start(messenger.clone());
    compressor.compress("a.txt");
    compressor.compress("b.txt");

    // A wait ends as soon as a matching message arrives, so only a failing test takes the whole timeout.
    let timeout = Duration::from_secs(30);
    messenger.wait_for(timeout, "b.txt: started");
    println!("b.txt was started");

    let sent = messenger.eventually(timeout, |sent| {
        sent.check_once("b.txt: done")?;
        sent.check_in_order(["a.txt: done", "b.txt: started"])
    });
    println!("both are done: {:#?}", sent.filter(|message| message.ends_with("done")));

    drop(compressor);
    messenger.wait_for(timeout, "idle").assert_exactly([
        "a.txt: started",
        "a.txt: done",
        "b.txt: started",
        "b.txt: done",
        "idle",
    ]);

    let missing = messenger.try_wait_for(Duration::from_millis(20), predicate::str::starts_with("c.txt"));
    println!("\nA wait that times out reports what was sent:\n{}", missing.unwrap_err());
}
