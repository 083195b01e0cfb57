//! Endurance tests, which take long or need much memory. `scripts/soak` runs them in a release build.

#![cfg(feature = "testing")]

use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use mock_messenger::{Messenger, RecordingMessenger, SyncRecordingMessenger, Transcript};

const THREADS: usize = 8;
const EACH: usize = 1_250_000;

/// Prints the time of a run and the peak memory of the process so far.
fn note(what: &str, start: Instant) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" unknown").trim();
    println!("{what}: {:.1} s, at most {peak} of memory", start.elapsed().as_secs_f64());
}

fn send_from_all_threads(messenger: &SyncRecordingMessenger, done: &AtomicUsize) {
    thread::scope(|scope| {
        for name in 0..THREADS {
            scope.spawn(move || {
                for n in 0..EACH {
                    messenger.send(&format!("{name}:{n}"));
                }
                done.fetch_add(1, Ordering::Release);
            });
        }
    });
}

/// Checks that the messages of each thread continue with the numbers in `next`, and updates these numbers.
fn follow(sent: &Transcript<str>, next: &mut [usize; THREADS]) {
    for message in sent {
        let (name, n) = message.split_once(':').expect("a message of ours");
        let due = &mut next[name.parse::<usize>().expect("the number of a thread")];
        assert_eq!(n.parse(), Ok(*due), "thread {name}");
        *due += 1;
    }
}

#[test]
#[ignore = "endurance: run by scripts/soak"]
fn ten_million_messages_of_eight_threads_are_all_there_in_each_threads_order() {
    let start = Instant::now();
    let messenger = SyncRecordingMessenger::new();
    send_from_all_threads(&messenger, &AtomicUsize::new(0));
    note("ten million messages sent by eight threads", start);
    let sent = messenger.take();
    assert_eq!(sent.len(), THREADS * EACH);
    let mut next = [0; THREADS];
    follow(&sent, &mut next);
    assert_eq!(next, [EACH; THREADS]);
    note("the same, read back", start);
}

#[test]
#[ignore = "endurance: run by scripts/soak"]
fn ten_million_messages_are_each_taken_once_while_others_look_and_wait() {
    let start = Instant::now();
    let (messenger, done) = (SyncRecordingMessenger::new(), AtomicUsize::new(0));
    let mut next = [0; THREADS];
    thread::scope(|scope| {
        scope.spawn(|| send_from_all_threads(&messenger, &done));
        scope.spawn(|| {
            while done.load(Ordering::Acquire) < THREADS {
                let _ = messenger.try_wait_for(Duration::from_millis(1), |_: &str| false);
                let look = messenger.sent();
                assert_eq!(look.iter().count(), look.len());
            }
        });
        while done.load(Ordering::Acquire) < THREADS {
            let _ = messenger.try_wait_for_at_least(Duration::from_millis(1), 1_000);
            follow(&messenger.take(), &mut next);
        }
    });
    follow(&messenger.take(), &mut next);
    assert_eq!(next, [EACH; THREADS]);
    note("ten million messages taken as they came", start);
}

#[test]
#[ignore = "endurance, and several gigabytes of memory: run by scripts/soak"]
fn a_gigabyte_of_tiny_messages_is_kept() {
    const COUNT: usize = 1 << 30;
    const LETTERS: [&str; 4] = ["a", "b", "c", "d"];
    let start = Instant::now();
    let messenger = RecordingMessenger::new();
    for n in 0..COUNT {
        messenger.send(LETTERS[n % 4]);
    }
    let sent = messenger.take();
    assert_eq!(sent.len(), COUNT);
    assert!(sent.iter().zip(LETTERS.into_iter().cycle()).all(|(kept, due)| kept == due));
    note("a gigabyte of messages of one letter", start);
}
