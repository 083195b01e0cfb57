//! Updates of a tracker that threads share.

use std::hint::black_box;
use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use mock_messenger::{LimitTracker, NotifyOn, SyncLimitTracker};

use super::book::{Atomic, Book};
use super::values::{MOSTLY_BELOW, RANDOM};
use super::{LIMIT, MAX, NoOp, Values};
use crate::readings::Readings;
use crate::{clock, threads};

/// A tracker with the Book's three thresholds.
pub(crate) trait SharedTracker: Sync {
    fn fresh(max: usize) -> Self;

    fn set_value(&self, value: usize);

    fn consume(&self, amount: usize);
}

impl SharedTracker for SyncLimitTracker<NoOp> {
    fn fresh(max: usize) -> Self {
        SyncLimitTracker::new(NoOp, max)
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.set_value(value);
    }

    #[inline]
    fn consume(&self, amount: usize) {
        self.consume(amount);
    }
}

/// A `SyncLimitTracker` with another setting or history.
struct Other<const KIND: usize>(SyncLimitTracker<NoOp>);

const ON_UPDATE: usize = 0;
const REARM_POINT: usize = 1;
const LIMIT_CHANGED: usize = 2;

impl<const KIND: usize> SharedTracker for Other<KIND> {
    fn fresh(max: usize) -> Self {
        let builder = LimitTracker::builder(NoOp, max);
        let built = match KIND {
            // The Book's rule, so that it sends as often as the Book's tracker.
            ON_UPDATE => builder.notify_on(NotifyOn::Update).build_sync(),
            REARM_POINT => builder.rearm_below_percent(70).build_sync(),
            _ => builder.build_sync(),
        };
        let tracker = built.expect("the Book's thresholds are valid with every setting");
        if KIND == LIMIT_CHANGED {
            tracker.set_max(max / 2);
            tracker.set_max(max);
        }
        Self(tracker)
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.0.set_value(value);
    }

    #[inline]
    fn consume(&self, amount: usize) {
        self.0.consume(amount);
    }
}

/// A counter without thresholds, as the lower bound for an exact count.
struct Count(AtomicUsize);

impl SharedTracker for Count {
    fn fresh(_: usize) -> Self {
        Self(AtomicUsize::new(0))
    }

    #[inline]
    fn set_value(&self, value: usize) {
        black_box(self.0.swap(value, Ordering::AcqRel));
    }

    #[inline]
    fn consume(&self, amount: usize) {
        black_box(self.0.fetch_add(amount, Ordering::AcqRel));
    }
}

pub(crate) struct SharedCandidate {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    time: fn(&Workload, usize) -> Option<f64>,
    passes: fn(&Workload, usize),
}

pub(crate) const MUTEX: &str = "mutex-book";
pub(crate) const OURS: &str = "sync-limit-tracker";
pub(crate) const OURS_ON_UPDATE: &str = "sync-on-update";

pub(crate) const SHARED_CANDIDATES: &[SharedCandidate] = &[
    candidate::<Mutex<Book>>(MUTEX, "`Mutex` around the Book's tracker"),
    candidate::<Atomic>("atomic", "two atomics, on crossing"),
    candidate::<Count>("count", "one bare atomic, no thresholds"),
    candidate::<SyncLimitTracker<NoOp>>(OURS, "**SyncLimitTracker**, on crossing"),
    candidate::<Other<ON_UPDATE>>(OURS_ON_UPDATE, "**SyncLimitTracker**, on every update"),
    candidate::<Other<REARM_POINT>>("sync-rearm", "**SyncLimitTracker**, re-arm point"),
    candidate::<Other<LIMIT_CHANGED>>("sync-changed", "**SyncLimitTracker**, limit changed"),
];

const fn candidate<T: SharedTracker>(id: &'static str, label: &'static str) -> SharedCandidate {
    SharedCandidate { id, label, time: time_of::<T>, passes: passes::<T> }
}

/// `consume(1)` far below the limit, and above it.
const CONSUME: &str = "consume";
const CONSUME_ABOVE: &str = "consume-above";

pub(crate) const WORKLOADS: [(&str, &str); 4] = [
    (RANDOM, "`set_value`, random"),
    (MOSTLY_BELOW, "`set_value`, mostly below"),
    (CONSUME, "`consume(1)` below"),
    (CONSUME_ABOVE, "`consume(1)` above"),
];

/// The updates that each thread makes in one round.
enum Workload {
    Values(Values),
    Consume { from: usize },
}

const UPDATES: usize = 50_000;
const HIGH_LIMIT: usize = 1 << 30;

impl Workload {
    fn of(workload: &str) -> Self {
        match workload {
            CONSUME => Self::Consume { from: 0 },
            CONSUME_ABOVE => Self::Consume { from: HIGH_LIMIT },
            distribution => Self::Values(Values::of(distribution, MAX)),
        }
    }

    fn fresh<T: SharedTracker>(&self) -> T {
        match self {
            Self::Values(_) => T::fresh(LIMIT),
            Self::Consume { from } => {
                let tracker = T::fresh(HIGH_LIMIT);
                tracker.set_value(*from);
                tracker
            }
        }
    }

    fn restart<T: SharedTracker>(&self, tracker: &T) {
        if let Self::Consume { from } = self {
            tracker.set_value(*from);
        }
    }

    #[inline]
    fn round<T: SharedTracker>(&self, tracker: &T) {
        match self {
            Self::Values(values) => set_values(tracker, &values[..UPDATES]),
            Self::Consume { .. } => consume(tracker),
        }
    }
}

#[inline(never)]
fn set_values<T: SharedTracker>(tracker: &T, values: &[u16]) {
    for value in values {
        tracker.set_value(usize::from(*value));
    }
}

#[inline(never)]
fn consume<T: SharedTracker>(tracker: &T) {
    for _ in 0..UPDATES {
        tracker.consume(black_box(1));
    }
}

/// Measures the nanoseconds of one update: processor time for one thread, wall-clock time for several.
pub(crate) fn time_shared(id: &str, threads: usize, workload: &str) -> Readings {
    let time = find(id).time;
    Readings::one("nanoseconds", time(&Workload::of(workload), threads).unwrap_or(f64::NAN))
}

/// Makes only the updates, to count their instructions.
pub(crate) fn exactly_shared(id: &str, workload: &str, passes: usize) {
    (find(id).passes)(&Workload::of(workload), passes);
}

fn find(id: &str) -> &'static SharedCandidate {
    SHARED_CANDIDATES.iter().find(|candidate| candidate.id == id).expect("the candidate is one of this topic")
}

fn time_of<T: SharedTracker>(workload: &Workload, threads: usize) -> Option<f64> {
    let tracker = workload.fresh::<T>();
    let round = || workload.round(&tracker);
    let nanoseconds = if threads == 1 {
        clock::warm(clock::processor_time, |count| {
            workload.restart(&tracker);
            (0..count).for_each(|_| round());
        })
    } else {
        threads::contending(threads, round)?
    };
    Some(nanoseconds / (threads * UPDATES) as f64)
}

fn passes<T: SharedTracker>(workload: &Workload, passes: usize) {
    let tracker = workload.fresh::<T>();
    (0..passes).for_each(|_| workload.round(&tracker));
}
