//! `set_value`: what an update costs.

mod book;
mod section;
mod values;

use std::hint::black_box;
use std::sync::Mutex;

use mock_messenger::{LimitTracker, Messenger, NotifyOn, SyncLimitTracker, Threshold};

use crate::readings::Readings;
use crate::{clock, threads};

pub(crate) use section::measure;
pub(crate) use values::{DISTRIBUTIONS, Values};

/// A messenger that does nothing, but uses its message: else no comparison would be left to measure.
pub(crate) struct NoOp;

impl Messenger for NoOp {
    #[inline]
    fn send(&self, message: &str) {
        black_box(message);
    }
}

pub(crate) trait Tracker {
    /// With these thresholds, from the lowest to the highest.
    fn fresh(thresholds: &[usize], max: usize) -> Self;

    fn set_value(&mut self, value: usize);
}

pub(crate) trait SharedTracker: Sync {
    /// With the Book's three thresholds.
    fn fresh(max: usize) -> Self;

    fn set_value(&self, value: usize);
}

impl Tracker for LimitTracker<NoOp> {
    fn fresh(thresholds: &[usize], max: usize) -> Self {
        if thresholds.len() == 3 {
            return LimitTracker::new(NoOp, max);
        }
        let thresholds = thresholds.iter().map(|at| Threshold::at_value(*at, format!("reached {at}")));
        LimitTracker::builder(NoOp, max).thresholds(thresholds).build().expect("all different")
    }

    #[inline]
    fn set_value(&mut self, value: usize) {
        self.set_value(value);
    }
}

impl SharedTracker for SyncLimitTracker<NoOp> {
    fn fresh(max: usize) -> Self {
        SyncLimitTracker::new(NoOp, max)
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.set_value(value);
    }
}

struct OnUpdate(SyncLimitTracker<NoOp>);

/// With the Book's rule, so that it sends as often as the Book's.
impl SharedTracker for OnUpdate {
    fn fresh(max: usize) -> Self {
        let builder = LimitTracker::builder(NoOp, max).notify_on(NotifyOn::Update);
        Self(builder.build_sync().expect("the Book's thresholds are good"))
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.0.set_value(value);
    }
}

pub(crate) struct Candidate {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    passes: fn(&[usize], &[u16], usize),
}

pub(crate) const OURS: &str = "limit-tracker";
pub(crate) const BOOK: &str = "book";
pub(crate) const FRACTIONS: &str = "fractions";

pub(crate) const CANDIDATES: &[Candidate] = &[
    Candidate { id: BOOK, label: "the Book's three, in floats", passes: passes::<book::Book> },
    Candidate { id: FRACTIONS, label: "a list of fractions", passes: passes::<book::Fractions> },
    Candidate { id: OURS, label: "**LimitTracker**", passes: passes::<LimitTracker<NoOp>> },
];

pub(crate) struct SharedCandidate {
    pub(crate) id: &'static str,
    pub(crate) label: &'static str,
    together: fn(&[u16], usize) -> f64,
}

pub(crate) const MUTEX: &str = "mutex-book";

pub(crate) const SHARED_CANDIDATES: &[SharedCandidate] = &[
    SharedCandidate { id: MUTEX, label: "`Mutex` of the Book's", together: together::<Mutex<book::Book>> },
    SharedCandidate { id: "atomic", label: "two atomics, on crossing", together: together::<book::Atomic> },
    SharedCandidate {
        id: "sync-limit-tracker",
        label: "**SyncLimitTracker**, on crossing",
        together: together::<SyncLimitTracker<NoOp>>,
    },
    SharedCandidate {
        id: "sync-on-update",
        label: "**SyncLimitTracker**, on every update",
        together: together::<OnUpdate>,
    },
];

const MAX: u16 = 10_000;
const LIMIT: usize = MAX as usize;

/// Nanoseconds an update, with so many thresholds.
pub(crate) fn time(id: &str, thresholds: usize, distribution: &str) -> Readings {
    let values = Values::of(distribution, MAX);
    let passes = passes_of(id);
    let thresholds = spread_thresholds(thresholds);
    let pass = clock::warm(clock::processor_time, |count| passes(&thresholds, &values, count));
    Readings::one("nanoseconds", pass / values.len() as f64)
}

/// So many passes and nothing else: for counting instructions.
pub(crate) fn exactly(id: &str, thresholds: usize, distribution: &str, passes: usize) {
    passes_of(id)(&spread_thresholds(thresholds), &Values::of(distribution, MAX), passes);
}

/// Nanoseconds an update of the wall's clock, where so many threads update one tracker.
pub(crate) fn time_shared(id: &str, threads: usize, distribution: &str) -> Readings {
    let candidate = SHARED_CANDIDATES.iter().find(|candidate| candidate.id == id);
    let together = candidate.expect("a candidate of this topic").together;
    Readings::one("nanoseconds", together(&Values::of(distribution, MAX), threads))
}

fn passes_of(id: &str) -> fn(&[usize], &[u16], usize) {
    CANDIDATES.iter().find(|candidate| candidate.id == id).expect("a candidate of this topic").passes
}

/// The Book's three, or as many as asked for between 75% and 100% of the limit.
fn spread_thresholds(count: usize) -> Vec<usize> {
    match count {
        3 => vec![LIMIT * 75 / 100, LIMIT * 90 / 100, LIMIT],
        count => (0..count).map(|at| LIMIT * 75 / 100 + at * (LIMIT / 4) / (count - 1)).collect(),
    }
}

fn passes<T: Tracker>(thresholds: &[usize], values: &[u16], passes: usize) {
    let mut tracker = T::fresh(thresholds, LIMIT);
    for _ in 0..passes {
        pass(&mut tracker, values);
        black_box(&mut tracker);
    }
}

#[inline(never)]
fn pass<T: Tracker>(tracker: &mut T, values: &[u16]) {
    for value in values {
        tracker.set_value(usize::from(*value));
    }
}

const PASSES_TOGETHER: usize = 4;

fn together<T: SharedTracker>(values: &[u16], threads: usize) -> f64 {
    let tracker = T::fresh(LIMIT);
    let all = threads::together(threads, || {
        for _ in 0..PASSES_TOGETHER {
            for value in values {
                tracker.set_value(usize::from(*value));
            }
        }
    });
    all / (threads * PASSES_TOGETHER * values.len()) as f64
}
