//! Many concurrent async waits in a multi-threaded runtime. No wait hangs or misses a message.

#![cfg(feature = "testing")]

mod support;

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use mock_messenger::{Messenger, SyncRecordingMessenger};
use support::with_timeout;
use tokio::runtime::Builder;
use tokio::sync::oneshot;
use tokio::task::{JoinHandle, yield_now};
use tokio::time::sleep;

const WAITS: usize = 1_000;
const SENDERS: usize = 4;
const SENDS_EACH: usize = 25_000;
/// The number of sends after which a sender yields.
const BURST: usize = 1_000;

/// A deadline longer than the test, so that a wait reaches it only if it missed its signal.
const NEVER: Duration = Duration::from_secs(600);

/// A generator of pseudo-random numbers (xorshift64) that returns the same sequence in each run.
struct Random(u64);

impl Random {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

fn send_all(messenger: &SyncRecordingMessenger) -> Vec<JoinHandle<()>> {
    let sender = |_| {
        let messenger = messenger.clone();
        tokio::spawn(async move {
            for n in 0..SENDS_EACH {
                messenger.send("message");
                if n % BURST == 0 {
                    yield_now().await;
                }
            }
        })
    };
    (0..SENDERS).map(sender).collect()
}

#[test]
fn of_a_thousand_waits_some_of_them_cancelled_none_hangs_and_none_misses() {
    with_timeout(|| {
        let runtime = Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
        runtime.block_on(async {
            let messenger = SyncRecordingMessenger::new();
            let mut random = Random(0x9e37_79b9_7f4a_7c15);
            let (mut kept, mut cancelled) = (Vec::new(), Vec::new());
            for n in 0..WAITS {
                let count = 1 + random.below(SENDERS * SENDS_EACH);
                let wait = messenger.until_or(sleep(NEVER), move |sent| sent.check_count(count..));
                let wait = tokio::spawn(wait);
                if n % 3 == 0 { cancelled.push(wait) } else { kept.push((count, wait)) }
            }
            let senders = send_all(&messenger);
            for wait in cancelled {
                for _ in 0..random.below(3) {
                    yield_now().await;
                }
                wait.abort();
            }
            for (count, wait) in kept {
                let sent = wait.await.unwrap().unwrap();
                assert!(sent.len() >= count, "{} of {count}", sent.len());
            }
            for sender in senders {
                sender.await.unwrap();
            }
            messenger.sent().assert_count(SENDERS * SENDS_EACH);
        });
    });
}

#[test]
fn of_many_quiet_waits_each_is_woken_by_the_one_call() {
    with_timeout(|| {
        let runtime = Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
        runtime.block_on(async {
            for _ in 0..10 {
                let messenger = SyncRecordingMessenger::new();
                let waits: Vec<_> =
                    (0..WAITS / 10).map(|_| tokio::spawn(messenger.quiet_until(sleep(NEVER)))).collect();
                messenger.send("message");
                for wait in waits {
                    assert_eq!(wait.await.unwrap().unwrap_err().found(), 1);
                }
            }
        });
    });
}

#[test]
fn what_is_sent_right_before_the_deadline_is_never_missed() {
    with_timeout(|| {
        let runtime = Builder::new_multi_thread().worker_threads(4).enable_time().build().unwrap();
        runtime.block_on(async {
            for _ in 0..2_000 {
                let messenger = SyncRecordingMessenger::new();
                let (over, is_over) = oneshot::channel::<()>();
                let until = tokio::spawn(messenger.until_or(is_over, |sent| sent.check_count(1)));
                let sent = Arc::new(AtomicBool::new(false));
                let deadline = {
                    let sent = Arc::clone(&sent);
                    async move {
                        while !sent.load(Ordering::Acquire) {
                            yield_now().await;
                        }
                    }
                };
                let quiet = tokio::spawn(messenger.quiet_until(deadline));
                messenger.send("just in time");
                sent.store(true, Ordering::Release);
                drop(over);
                until.await.unwrap().unwrap();
                quiet.await.unwrap().unwrap_err();
            }
        });
    });
}
