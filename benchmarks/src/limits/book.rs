//! The tracker of The Rust Programming Language, chapter 15.5, and hand-written alternatives.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

use mock_messenger::{Messenger, OVER_QUOTA, URGENT_WARNING, WARNING};

use super::shared::SharedTracker;
use super::{NoOp, Tracker};

/// The arithmetic of the Book: one float division per update.
pub(super) struct Book {
    messenger: NoOp,
    value: usize,
    max: usize,
}

impl Tracker for Book {
    fn fresh(thresholds: &[usize], max: usize) -> Self {
        assert_eq!(thresholds.len(), 3, "the Book has three thresholds");
        Self { messenger: NoOp, value: 0, max }
    }

    #[inline]
    fn set_value(&mut self, value: usize) {
        self.value = value;
        let percentage_of_max = self.value as f64 / self.max as f64;
        if percentage_of_max >= 1.0 {
            self.messenger.send(OVER_QUOTA);
        } else if percentage_of_max >= 0.9 {
            self.messenger.send(URGENT_WARNING);
        } else if percentage_of_max >= 0.75 {
            self.messenger.send(WARNING);
        }
    }
}

/// The Book's approach for any number of thresholds: a list of fractions, compared from the highest to the lowest.
pub(super) struct Fractions {
    messenger: NoOp,
    value: usize,
    max: usize,
    list: Vec<(f64, String)>,
}

impl Tracker for Fractions {
    fn fresh(thresholds: &[usize], max: usize) -> Self {
        let fraction = |threshold: &usize| (*threshold as f64 / max as f64, format!("reached {threshold}"));
        Self { messenger: NoOp, value: 0, max, list: thresholds.iter().rev().map(fraction).collect() }
    }

    #[inline]
    fn set_value(&mut self, value: usize) {
        self.value = value;
        let fraction_of_max = self.value as f64 / self.max as f64;
        if let Some((_, message)) = self.list.iter().find(|(fraction, _)| fraction_of_max >= *fraction) {
            self.messenger.send(message);
        }
    }
}

/// The usual way to share the Book's tracker between threads.
impl SharedTracker for Mutex<Book> {
    fn fresh(max: usize) -> Self {
        Mutex::new(Book { messenger: NoOp, value: 0, max })
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.lock().expect("no thread panics while it holds the lock").set_value(value);
    }

    #[inline]
    fn consume(&self, amount: usize) {
        let mut book = self.lock().expect("no thread panics while it holds the lock");
        let value = book.value.saturating_add(amount);
        book.set_value(value);
    }
}

/// A tracker without a lock: each update swaps the previous level for its own and reports a crossing. It is not exact:
/// two concurrent updates can lose a crossing or report it twice.
pub(super) struct Atomic {
    messenger: NoOp,
    level: AtomicUsize,
    value: AtomicUsize,
    max: usize,
}

impl SharedTracker for Atomic {
    fn fresh(max: usize) -> Self {
        Self { messenger: NoOp, level: AtomicUsize::new(0), value: AtomicUsize::new(0), max }
    }

    #[inline]
    fn set_value(&self, value: usize) {
        self.value.store(value, Ordering::Release);
        self.report(value);
    }

    #[inline]
    fn consume(&self, amount: usize) {
        self.report(self.value.fetch_add(amount, Ordering::AcqRel) + amount);
    }
}

impl Atomic {
    #[inline]
    fn report(&self, value: usize) {
        let percentage_of_max = value as f64 / self.max as f64;
        let level = [0.75, 0.9, 1.0].iter().filter(|fraction| percentage_of_max >= **fraction).count();
        if self.level.swap(level, Ordering::AcqRel) < level {
            self.messenger.send([WARNING, URGENT_WARNING, OVER_QUOTA][level - 1]);
        }
    }
}
