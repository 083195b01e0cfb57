//! `SyncLimitTracker` in every interleaving of two or three threads.
//!
//! What each model would miss if it were weaker is in `bugs/`: `./plant-bugs` plants each bug and sees a model fail.

use std::collections::BTreeSet;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, OnceLock, Weak};

use loom::thread;
use mock_messenger::{Alert, LimitTracker, Messenger, NotifyOn, SyncLimitTracker, Threshold, Usage};

type Tracker = SyncLimitTracker<Told>;

/// Writes down what it is told. Its lock is the standard library's, which loom does not see: it is never contended,
/// and the models stay small.
#[derive(Default)]
struct Told(Mutex<Vec<String>>);

impl Told {
    fn sorted(&self) -> Vec<String> {
        let mut told = self.0.lock().unwrap().clone();
        told.sort();
        told
    }
}

impl Messenger for Told {
    fn send(&self, message: &str) {
        self.0.lock().unwrap().push(message.to_owned());
    }
}

/// A tracker that says at what usage each of the values was crossed.
fn tracker_at(values: &[usize]) -> Arc<Tracker> {
    let said = |usage: Usage| usage.value.to_string();
    let thresholds = values.iter().map(|&value| Threshold::at_value(value, said));
    Arc::new(LimitTracker::builder(Told::default(), 10).thresholds(thresholds).build_sync().unwrap())
}

/// Runs two things at once, the second on this thread, and waits for both.
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
fn each_level_is_told_once_by_the_update_that_crosses_it() {
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
fn two_jumps_over_one_level_tell_it_once() {
    loom::model(|| {
        let tracker = tracker_at(&[2]);
        race(&tracker, |tracker| drop(tracker.consume(2)), |tracker| drop(tracker.consume(2)));
        assert_eq!(tracker.value(), 4);
        assert_eq!(tracker.messenger().sorted(), ["2"]);
    });
}

#[test]
fn a_level_is_told_again_if_and_only_if_usage_was_below_it() {
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
        // Up to 3 and down to 2 crosses once, up, down and up again twice.
        let told = tracker.messenger().sorted();
        assert!(told == ["2"] || told == ["2", "2"], "{told:?}");
        all.lock().unwrap().insert(told.len());
    });
    assert_eq!(*seen.lock().unwrap(), BTreeSet::from([1, 2]), "a model that sees both");
}

#[test]
fn with_a_rearm_point_flapping_threads_tell_a_level_once() {
    loom::model(|| {
        let builder = LimitTracker::builder(Told::default(), 10);
        let thresholds = [Threshold::at_value(8, "eight")];
        let tracker = Arc::new(builder.thresholds(thresholds).rearm_below_percent(70).build_sync().unwrap());
        tracker.set_value(7);
        let flap = |tracker: &Tracker| {
            tracker.consume(1);
            tracker.release(1);
        };
        race(&tracker, flap, flap);
        assert_eq!(tracker.messenger().sorted(), ["eight"]);
        assert_eq!(tracker.value(), 7);
    });
}

#[test]
fn a_lower_limit_and_more_usage_cross_a_level_once_between_them() {
    loom::model(|| {
        let builder = LimitTracker::builder(Told::default(), 10);
        let tracker = builder.thresholds([Threshold::at_percent(100, "full")]).build_sync().unwrap();
        let tracker = Arc::new(tracker);
        race(&tracker, |tracker| drop(tracker.set_max(5)), |tracker| drop(tracker.consume(5)));
        assert_eq!(tracker.usage(), Usage { value: 5, max: 5 });
        assert_eq!(tracker.messenger().sorted(), ["full"]);
    });
}

#[test]
fn on_every_update_each_thread_tells_what_its_update_reached() {
    loom::model(|| {
        let builder = LimitTracker::builder(Told::default(), 10).notify_on(NotifyOn::Update);
        let said = |usage: Usage| usage.value.to_string();
        let tracker = Arc::new(builder.thresholds([Threshold::at_value(1, said)]).build_sync().unwrap());
        race(&tracker, |tracker| drop(tracker.consume(1)), |tracker| drop(tracker.consume(1)));
        assert_eq!(tracker.messenger().sorted(), ["1", "2"]);
    });
}

#[test]
fn usage_is_read_in_one_moment() {
    loom::model(|| {
        let tracker = tracker_at(&[9]);
        // From here on, the state is behind the lock.
        tracker.set_max(11);
        race(
            &tracker,
            |tracker| {
                tracker.set_value(1);
                tracker.set_max(20);
            },
            |tracker| {
                let usage = tracker.usage();
                assert_ne!(usage, Usage { value: 0, max: 20 }, "the limit came after the value");
            },
        );
    });
}

/// Calls back into the tracker that calls it.
#[derive(Default)]
struct CallsBack {
    told: Told,
    tracker: OnceLock<Weak<SyncLimitTracker<Arc<CallsBack>>>>,
}

impl Messenger for CallsBack {
    fn send(&self, message: &str) {
        self.told.send(message);
        let tracker = self.tracker.get().and_then(Weak::upgrade).unwrap();
        tracker.consume(1);
    }
}

#[test]
fn a_messenger_that_calls_back_deadlocks_in_no_interleaving() {
    loom::model(|| {
        let messenger = Arc::new(CallsBack::default());
        let said = |usage: Usage| usage.value.to_string();
        let builder = LimitTracker::builder(Arc::clone(&messenger), 10);
        let thresholds = [Threshold::at_value(1, said), Threshold::at_value(2, said)];
        let tracker = Arc::new(builder.thresholds(thresholds).build_sync().unwrap());
        assert!(messenger.tracker.set(Arc::downgrade(&tracker)).is_ok());
        race(&tracker, |tracker| drop(tracker.consume(1)), |tracker| drop(tracker.consume(1)));
        assert_eq!(tracker.value(), 4);
        assert_eq!(messenger.told.sorted(), ["1", "2"]);
    });
}

/// Writes down what it is told, and panics.
#[derive(Default)]
struct Panics(Told);

impl Messenger for Panics {
    fn send(&self, message: &str) {
        self.0.send(message);
        // Not `panic!`: the hook would print each of thousands.
        std::panic::resume_unwind(Box::new("unplugged"));
    }
}

#[test]
fn a_messenger_that_panics_has_told_its_crossing_and_holds_up_no_thread() {
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

#[derive(Clone, Copy, Debug)]
enum Operation {
    Set(usize),
    Consume(usize),
    Release(usize),
    Max(usize),
    Reset,
    Rearm,
    Read,
}

use Operation::{Consume, Max, Read, Rearm, Release, Reset, Set};

/// Each kind of operation, with amounts that cross levels, fall below them, or leave the atomic word.
const OPERATIONS: [Operation; 9] =
    [Set(1), Set(9), Consume(4), Consume(1 << 20), Release(4), Max(5), Reset, Rearm, Read];

fn levels() -> [Threshold; 2] {
    [Threshold::at_percent(50, "half"), Threshold::at_percent(80, "most")]
}

type Alerts = Vec<(Option<u32>, Usage)>;

fn alerts(alert: Option<Alert<'_>>) -> (Alerts, Option<Usage>) {
    let pairs = |alert: Alert<'_>| alert.all().map(|a| (a.threshold().percent(), a.usage())).collect();
    (alert.map(pairs).unwrap_or_default(), None)
}

macro_rules! run {
    ($tracker:expr, $operation:expr) => {
        match $operation {
            Set(value) => alerts($tracker.set_value(value)),
            Consume(amount) => alerts($tracker.consume(amount)),
            Release(amount) => alerts($tracker.release(amount)),
            Max(max) => alerts($tracker.set_max(max)),
            Reset => {
                $tracker.reset();
                (Vec::new(), None)
            }
            Rearm => {
                $tracker.rearm(&levels()[0]);
                (Vec::new(), None)
            }
            Read => (Vec::new(), Some($tracker.usage())),
        }
    };
}

/// Shows usage, limit and what has fired.
const TAIL: [Operation; 5] = [Read, Consume(1), Set(10), Set(0), Set(10)];

/// Explores two threads from a usage of 4, and compares every outcome with both orders of a `LimitTracker`.
fn is_linearizable(first: &'static [Operation], second: &'static [Operation], notify_on: NotifyOn) {
    loom::model(move || {
        let build = || LimitTracker::builder((), 10).thresholds(levels()).notify_on(notify_on);
        let tracker = Arc::new(build().build_sync().unwrap());
        let mut outcomes = vec![run!(tracker, Set(4))];
        let shared = Arc::clone(&tracker);
        let thread = thread::spawn(move || first.iter().map(|&o| run!(shared, o)).collect::<Vec<_>>());
        let ours: Vec<_> = second.iter().map(|&operation| run!(tracker, operation)).collect();
        outcomes.extend(thread.join().unwrap());
        outcomes.extend(ours);
        outcomes.extend(TAIL.map(|operation| run!(tracker, operation)));

        let merges = interleavings(first.len(), second.len());
        let is_explained = merges.iter().any(|merge| {
            let mut sequential = build().build().unwrap();
            let start = run!(sequential, Set(4));
            let (mut one, mut two) = (Vec::new(), Vec::new());
            for &is_first in merge {
                if is_first {
                    one.push(run!(sequential, first[one.len()]));
                } else {
                    two.push(run!(sequential, second[two.len()]));
                }
            }
            let tail = TAIL.map(|operation| run!(sequential, operation));
            outcomes.iter().eq([start].iter().chain(&one).chain(&two).chain(&tail))
        });
        assert!(is_explained, "{first:?} beside {second:?}: no order explains {outcomes:?}");
    });
}

/// Every order of two sequences, as the sequence that each place is from.
fn interleavings(first: usize, second: usize) -> Vec<Vec<bool>> {
    if first == 0 || second == 0 {
        return vec![[vec![true; first], vec![false; second]].concat()];
    }
    let head = |is_first: bool, tails: Vec<Vec<bool>>| {
        tails.into_iter().map(move |tail| [vec![is_first], tail].concat())
    };
    head(true, interleavings(first - 1, second)).chain(head(false, interleavings(first, second - 1))).collect()
}

#[test]
fn every_pair_of_operations_is_linearizable() {
    for notify_on in [NotifyOn::Crossing, NotifyOn::Update] {
        for first in 0..OPERATIONS.len() {
            for second in first..OPERATIONS.len() {
                is_linearizable(&OPERATIONS[first..=first], &OPERATIONS[second..=second], notify_on);
            }
        }
    }
}

#[test]
fn two_operations_beside_a_change_of_the_limit_are_linearizable() {
    for second in [&[Max(5)][..], &[Max(5), Max(10)], &[Rearm, Consume(1)], &[Consume(1 << 20), Release(1 << 20)]] {
        for first in [&[Consume(1), Consume(1)][..], &[Set(9), Read], &[Consume(4), Release(4)], &[Reset, Set(6)]] {
            is_linearizable(first, second, NotifyOn::Crossing);
        }
    }
}
