//! The shared recorder with threads that panic, and with re-entrant user code that might run while the lock is held.
//! Tests that could hang run on a separate thread with a timeout.

#![cfg(feature = "testing")]

mod support;

use std::sync::{Arc, Weak};
use std::thread;
use std::time::Duration;

use mock_messenger::{
    Messenger, Mismatch, Recorder, SyncRecorder, SyncRecordingMessenger, Transcript, messenger,
};
use support::reentrant::Recording;
use support::{LONG, catch, with_timeout};

#[test]
fn a_thread_that_panics_while_it_sends_poisons_nothing() {
    with_timeout(|| {
        let messenger = Arc::new(SyncRecordingMessenger::new());
        let theirs = Arc::clone(&messenger);
        let broken = messenger::from_fn(|_| panic!("no connection"));
        let sending = thread::spawn(move || {
            let _ = catch(|| messenger::tee(&*theirs, broken).send("from a thread that panics"));
        });
        sending.join().unwrap();
        messenger.send("afterwards");
        messenger.sent().assert_exactly(["from a thread that panics", "afterwards"]);
        messenger.take().assert_count(2);
    });
}

#[test]
fn a_thread_that_panics_while_it_checks_poisons_nothing_and_ends_no_other_wait() {
    with_timeout(|| {
        let messenger = Arc::new(SyncRecordingMessenger::new());
        let waiting: Vec<_> = (0..4)
            .map(|n| {
                let messenger = Arc::clone(&messenger);
                thread::spawn(move || {
                    let broken = |_: &Transcript<str>| -> Result<(), Mismatch> { panic!("a broken check") };
                    match n {
                        0 => assert!(catch(|| messenger.eventually(Duration::MAX, broken)).is_err()),
                        1 => assert!(
                            catch(|| messenger.wait_for(Duration::MAX, |_: &str| panic!("broken"))).is_err()
                        ),
                        _ => drop(messenger.wait_for_at_least(Duration::MAX, 3)),
                    }
                })
            })
            .collect();
        for message in ["one", "two", "three"] {
            messenger.send(message);
        }
        for wait in waiting {
            wait.join().unwrap();
        }
        messenger.sent().assert_exactly(["one", "two", "three"]);
    });
}

#[test]
fn a_panic_that_unwinds_through_a_scope_of_senders_loses_nothing() {
    let messenger = SyncRecordingMessenger::new();
    let scope = catch(|| {
        thread::scope(|scope| {
            for n in 0..4 {
                let messenger = &messenger;
                scope.spawn(move || {
                    let _ = catch(|| {
                        messenger.send(&n.to_string());
                        panic!("after sending");
                    });
                });
            }
        });
    });
    assert!(scope.is_ok());
    messenger.sent().assert_exactly_in_any_order(["0", "1", "2", "3"]);
}

#[derive(Clone)]
struct Shared(Weak<SyncRecorder<Reentrant>>);

type Reentrant = support::reentrant::ReentrantCall<Shared>;

impl Recording for Shared {
    fn record_below(&self, max: usize, call: impl FnOnce() -> Reentrant) {
        if let Some(recorder) = self.0.upgrade().filter(|recorder| recorder.calls().len() < max) {
            recorder.record(call());
        }
    }
}

fn reentrant() -> (Arc<SyncRecorder<Reentrant>>, impl Fn(&'static str) -> Reentrant) {
    let calls = Arc::new(SyncRecorder::new());
    let recorder = Shared(Arc::downgrade(&calls));
    (calls, move |name| Reentrant { name, recorder: recorder.clone() })
}

fn names(calls: &SyncRecorder<Reentrant>) -> Vec<&'static str> {
    calls.calls().iter().map(|call| call.name).collect()
}

#[test]
fn a_call_may_record_when_it_is_shown() {
    with_timeout(|| {
        let (calls, call) = reentrant();
        calls.record(call("first"));
        assert!(format!("{calls:?}").contains("first"));
        assert_eq!(names(&calls), ["first", "from Debug"]);
        let mismatch = calls.try_wait_for(Duration::ZERO, |_: &Reentrant| false).unwrap_err();
        assert!(mismatch.to_string().contains("first"));
        assert!(names(&calls).len() > 2);
    });
}

#[test]
fn a_call_may_record_when_it_is_compared() {
    with_timeout(|| {
        let (calls, call) = reentrant();
        calls.record(call("first"));
        calls.wait_for(LONG, call("from PartialEq"));
        assert_eq!(names(&calls)[..2], ["first", "from PartialEq"]);
    });
}

#[test]
fn a_call_may_record_when_it_is_dropped() {
    with_timeout(|| {
        let (calls, call) = reentrant();
        calls.record(call("first"));
        calls.clear();
        assert_eq!(names(&calls), ["from Drop"]);
        calls.clear();
        calls.record(call("first"));
        drop(calls.take());
        assert_eq!(names(&calls), ["from Drop"]);
    });
}

#[test]
fn the_last_snapshot_may_drop_a_call_that_records_while_others_wait() {
    with_timeout(|| {
        let (calls, call) = reentrant();
        calls.record(call("first"));
        let snapshot = calls.take();
        thread::scope(|scope| {
            scope.spawn(|| calls.wait_for(Duration::MAX, |call: &Reentrant| call.name == "from Drop"));
            drop(snapshot);
        });
    });
}

#[test]
fn a_double_that_is_dropped_while_its_thread_panics_adds_nothing() {
    let dropped_by_a_panic = thread::spawn(|| {
        catch(|| {
            let (alone, shared) = (Recorder::new(), SyncRecorder::new());
            alone.record(1);
            shared.record(2);
            let _wait = shared.until(|_| Ok(()));
            panic!("the first failure");
        })
        .map_err(|caught| caught.message)
    });
    assert_eq!(dropped_by_a_panic.join().unwrap(), Err::<(), _>("the first failure".to_owned()));
}
