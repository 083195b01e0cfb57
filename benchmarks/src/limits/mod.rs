//! The cost of an update of a limit tracker.

mod book;
mod section;
mod shared;
mod values;

use std::hint::black_box;

use mock_messenger::{LimitTracker, Messenger, Threshold};

use crate::clock;
use crate::readings::Readings;

pub(crate) use section::measure;
pub(crate) use shared::{exactly_shared, time_shared};
pub(crate) use values::{DISTRIBUTIONS, Values};

/// A messenger that uses its message only to keep the compiler from removing the comparisons.
pub(crate) struct NoOp;

impl Messenger for NoOp {
    #[inline]
    fn send(&self, message: &str) {
        black_box(message);
    }
}

pub(crate) trait Tracker {
    /// Creates a tracker with these thresholds, which are in ascending order.
    fn fresh(thresholds: &[usize], max: usize) -> Self;

    fn set_value(&mut self, value: usize);
}

impl Tracker for LimitTracker<NoOp> {
    fn fresh(thresholds: &[usize], max: usize) -> Self {
        if thresholds.len() == 3 {
            return LimitTracker::new(NoOp, max);
        }
        let thresholds =
            thresholds.iter().map(|value| Threshold::at_value(*value, format!("reached {value}")));
        LimitTracker::builder(NoOp, max).thresholds(thresholds).build().expect("the thresholds are distinct")
    }

    #[inline]
    fn set_value(&mut self, value: usize) {
        self.set_value(value);
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

const MAX: u16 = 10_000;
const LIMIT: usize = MAX as usize;

/// Measures the nanoseconds of one update with this number of thresholds.
pub(crate) fn time(id: &str, thresholds: usize, distribution: &str) -> Readings {
    let values = Values::of(distribution, MAX);
    let passes = passes_of(id);
    let thresholds = spread_thresholds(thresholds);
    let pass = clock::warm(clock::processor_time, |count| passes(&thresholds, &values, count));
    Readings::one("nanoseconds", pass / values.len() as f64)
}

/// Makes only the updates, to count their instructions.
pub(crate) fn exactly(id: &str, thresholds: usize, distribution: &str, passes: usize) {
    passes_of(id)(&spread_thresholds(thresholds), &Values::of(distribution, MAX), passes);
}

fn passes_of(id: &str) -> fn(&[usize], &[u16], usize) {
    CANDIDATES.iter().find(|candidate| candidate.id == id).expect("the candidate is one of this topic").passes
}

/// Returns the Book's three thresholds, or `count` thresholds between 75% and 100% of the limit.
fn spread_thresholds(count: usize) -> Vec<usize> {
    match count {
        3 => vec![LIMIT * 75 / 100, LIMIT * 90 / 100, LIMIT],
        count => (0..count).map(|i| LIMIT * 75 / 100 + i * (LIMIT / 4) / (count - 1)).collect(),
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
