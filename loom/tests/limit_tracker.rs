//! Explores `SyncLimitTracker` in every interleaving of two or three threads, and checks the messages that it sends.
//!
//! `./plant-bugs` plants each bug in `bugs/` and requires a model to fail.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use loom::thread;
use mock_messenger::{LimitTracker, Messenger, NotifyOn, SyncLimitTracker, Threshold, Usage};

type Tracker = SyncLimitTracker<Recorder>;

/// Records the messages. It uses a lock of the standard library, which is never contended and which loom does not
/// explore, so the models stay small.
#[derive(Default)]
struct Recorder(Mutex<Vec<String>>);

impl Recorder {
    fn sorted(&self) -> Vec<String> {
        let mut messages = self.0.lock().unwrap().clone();
        messages.sort();
        messages
    }
}

impl Messenger for Recorder {
    fn send(&self, message: &str) {
        self.0.lock().unwrap().push(message.to_owned());
    }
}

/// Creates a tracker with a level at each of these values. The messages contain the usage.
fn tracker_at(values: &[usize]) -> Arc<Tracker> {
    let text = |usage: Usage| usage.value.to_string();
    let thresholds = values.iter().map(|&value| Threshold::at_value(value, text));
    Arc::new(LimitTracker::builder(Recorder::default(), 10).thresholds(thresholds).build_sync().unwrap())
}

/// Runs two functions concurrently, the second one on this thread, and waits for both.
fn race<M: Send + Sync + 'static>(
    tracker: &Arc<SyncLimitTracker<M>>,
    first: impl FnOnce(&SyncLimitTracker<M>) + Send + 'static,
    second: impl FnOnce(&SyncLimitTracker<M>),
) {
    let shared = Arc::clone(tracker);
    let thread = thread::spawn(move || first(&shared));
    second(tracker);
    thread.join().unwrap();
}

#[test]
fn each_level_fires_once_in_the_update_that_crosses_it() {
    loom::model(|| {
        let tracker = tracker_at(&[1, 2, 3]);
        let threads = [(); 2].map(|()| {
            let tracker = Arc::clone(&tracker);
            thread::spawn(move || drop(tracker.consume(1)))
        });
        tracker.consume(1);
        for thread in threads {
            thread.join().unwrap();
        }
        assert_eq!(tracker.value(), 3);
        assert_eq!(tracker.messenger().sorted(), ["1", "2", "3"]);
    });
}

#[test]
fn two_jumps_over_one_level_fire_it_once() {
    loom::model(|| {
        let tracker = tracker_at(&[2]);
        race(&tracker, |tracker| drop(tracker.consume(2)), |tracker| drop(tracker.consume(2)));
        assert_eq!(tracker.value(), 4);
        assert_eq!(tracker.messenger().sorted(), ["2"]);
    });
}

#[test]
fn a_level_fires_again_if_and_only_if_usage_was_below_it() {
    let seen = Arc::new(Mutex::new(BTreeSet::new()));
    let all = Arc::clone(&seen);
    loom::model(move || {
        let tracker = tracker_at(&[2]);
        tracker.consume(1);
        race(
            &tracker,
            |tracker| drop(tracker.consume(1)),
            |tracker| {
                tracker.consume(1);
                tracker.release(1);
            },
        );
        assert_eq!(tracker.value(), 2);
        // Usage that rises to 3 and falls to 2 crosses the level once. If it rises again, it crosses twice.
        let sent = tracker.messenger().sorted();
        assert!(sent == ["2"] || sent == ["2", "2"], "{sent:?}");
        all.lock().unwrap().insert(sent.len());
    });
    assert_eq!(*seen.lock().unwrap(), BTreeSet::from([1, 2]), "the model explores both orders");
}

#[test]
fn with_a_rearm_point_oscillating_threads_fire_a_level_once() {
    loom::model(|| {
        let builder = LimitTracker::builder(Recorder::default(), 10);
        let thresholds = [Threshold::at_value(8, "eight")];
        let tracker = Arc::new(builder.thresholds(thresholds).rearm_below_percent(70).build_sync().unwrap());
        tracker.set_value(7);
        let oscillate = |tracker: &Tracker| {
            tracker.consume(1);
            tracker.release(1);
        };
        race(&tracker, oscillate, oscillate);
        assert_eq!(tracker.messenger().sorted(), ["eight"]);
        assert_eq!(tracker.value(), 7);
    });
}

#[test]
fn a_lower_limit_and_more_usage_cross_a_level_once_between_them() {
    loom::model(|| {
        let builder = LimitTracker::builder(Recorder::default(), 10);
        let tracker = builder.thresholds([Threshold::at_percent(100, "full")]).build_sync().unwrap();
        let tracker = Arc::new(tracker);
        race(&tracker, |tracker| drop(tracker.set_max(5)), |tracker| drop(tracker.consume(5)));
        assert_eq!(tracker.usage(), Usage { value: 5, max: 5 });
        assert_eq!(tracker.messenger().sorted(), ["full"]);
    });
}

#[test]
fn on_every_update_each_thread_sends_what_its_update_reached() {
    loom::model(|| {
        let builder = LimitTracker::builder(Recorder::default(), 10).notify_on(NotifyOn::Update);
        let text = |usage: Usage| usage.value.to_string();
        let tracker = Arc::new(builder.thresholds([Threshold::at_value(1, text)]).build_sync().unwrap());
        race(&tracker, |tracker| drop(tracker.consume(1)), |tracker| drop(tracker.consume(1)));
        assert_eq!(tracker.messenger().sorted(), ["1", "2"]);
    });
}

#[test]
fn usage_and_limit_are_read_at_one_moment() {
    loom::model(|| {
        let tracker = tracker_at(&[9]);
        // From now on, the state is behind the lock.
        tracker.set_max(11);
        race(
            &tracker,
            |tracker| {
                tracker.set_value(1);
                tracker.set_max(20);
            },
            |tracker| {
                let usage = tracker.usage();
                assert_ne!(usage, Usage { value: 0, max: 20 }, "the limit must not change before the value");
            },
        );
    });
}

/// A messenger that calls back into its tracker.
#[derive(Default)]
struct CallsBack {
    sent: Recorder,
    tracker: OnceLock<Weak<SyncLimitTracker<Arc<CallsBack>>>>,
}

impl Messenger for CallsBack {
    fn send(&self, message: &str) {
        self.sent.send(message);
        let tracker = self.tracker.get().and_then(Weak::upgrade).unwrap();
        tracker.consume(1);
    }
}

#[test]
fn a_messenger_that_calls_back_deadlocks_in_no_interleaving() {
    loom::model(|| {
        let messenger = Arc::new(CallsBack::default());
        let text = |usage: Usage| usage.value.to_string();
        let builder = LimitTracker::builder(Arc::clone(&messenger), 10);
        let thresholds = [Threshold::at_value(1, text), Threshold::at_value(2, text)];
        let tracker = Arc::new(builder.thresholds(thresholds).build_sync().unwrap());
        assert!(messenger.tracker.set(Arc::downgrade(&tracker)).is_ok());
        race(&tracker, |tracker| drop(tracker.consume(1)), |tracker| drop(tracker.consume(1)));
        assert_eq!(tracker.value(), 4);
        assert_eq!(messenger.sent.sorted(), ["1", "2"]);
    });
}

/// Records the message, and panics.
#[derive(Default)]
struct Panics(Recorder);

impl Messenger for Panics {
    fn send(&self, message: &str) {
        self.0.send(message);
        // `panic!` would print thousands of messages.
        std::panic::resume_unwind(Box::new("unplugged"));
    }
}

#[test]
fn a_messenger_that_panics_has_fired_its_level_and_blocks_no_thread() {
    loom::model(|| {
        let builder = LimitTracker::builder(Panics::default(), 10);
        let tracker = Arc::new(builder.thresholds([Threshold::at_value(2, "two")]).build_sync().unwrap());
        let consume = |tracker: &SyncLimitTracker<Panics>| {
            let _panicked_or_not = catch_unwind(AssertUnwindSafe(|| drop(tracker.consume(2))));
        };
        race(&tracker, consume, consume);
        assert_eq!(tracker.value(), 4);
        assert_eq!(tracker.messenger().0.sorted(), ["two"]);
    });
}
