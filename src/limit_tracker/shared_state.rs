//! A [`State`] that threads share: one atomic word as long as usage alone determines what has fired, a lock otherwise.
//!
//! The word is the usage, or has the bit [`LOCKED`] set. In the first case it is the complete state, because the limit
//! and the levels are those of the start: one atomic exchange yields the usage replaced and the new one, and these two
//! determine what fires. Equal words are equal states, so a compare-and-exchange that sees an old value again (ABA) is
//! right. The levels are read after the exchange, from memory that never changes, so there is nothing to validate.
//!
//! An operation that needs more than this locks the [`State`] and swaps `LOCKED` into the word. The swap takes the last
//! usage and redirects all other threads in one step. From then on the word stays locked.

#![expect(clippy::inline_always, reason = "a decision returned through memory costs more than the update")]

use std::fmt;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};

use super::NotifyOn;
use super::state::{Decision, Earlier, Event, State};
use super::tracker_state::TrackerState;
use crate::sync::{AtomicUsize, Mutex, MutexGuard, lock};
use crate::threshold::ThresholdKind;
use crate::{Threshold, Usage};

/// Set in the word when the state is behind the lock. The other bits are then meaningless: threads that add to the word
/// at the same time leave their amounts in them.
const LOCKED: usize = 1 << (usize::BITS - 1);

/// The highest usage that threads leave in the word. Additions can exceed it for a moment, and one word can hold as
/// many of them as `LOCKED / 2 / MAX_ADDED`, before they reach `LOCKED`: far more than there can be threads.
const MAX_USAGE: usize = LOCKED / 2;

/// The highest amount that is added without a look at the word.
const MAX_ADDED: usize = 1 << (usize::BITS / 4);

pub(super) struct SharedState {
    word: AtomicUsize,
    first: FirstLimit,
    state: Mutex<State>,
}

/// What an update of the word is compared with.
#[derive(Debug)]
struct FirstLimit {
    /// Whether the word was ever in use.
    has_word: bool,
    on_update: bool,
    each_level: bool,
    max: usize,
    /// The highest usage below every level.
    lowest: usize,
    /// In ascending order; see [`State::points`].
    points: Box<[Point]>,
}

#[derive(Debug)]
struct Point {
    last_below: usize,
    threshold: usize,
}

impl SharedState {
    pub(super) fn new(state: State) -> Self {
        let Usage { value, max } = state.usage();
        let point = |(last_below, threshold)| Point { last_below, threshold };
        let points: Box<[Point]> = state.points().into_iter().map(point).collect();
        let has_word = state.depends_on_usage_only() && value <= MAX_USAGE;
        let first = FirstLimit {
            has_word,
            on_update: state.policy().notify_on == NotifyOn::Update,
            each_level: state.policy().each_level,
            max,
            lowest: points.first().map_or(usize::MAX, |point| point.last_below),
            points,
        };
        let word = AtomicUsize::new(if has_word { value } else { LOCKED });
        Self { word, first, state: Mutex::new(state) }
    }

    #[inline(always)]
    pub(super) fn set_value(&self, value: usize) -> Option<Decision> {
        match self.exchange(|_| value) {
            Some((old, new)) => self.first.decide(old, new),
            None => self.lock().set_value(value),
        }
    }

    #[inline(always)]
    pub(super) fn consume(&self, amount: usize) -> Option<Decision> {
        if amount <= MAX_ADDED && self.first.has_word {
            let old = self.word.fetch_add(amount, AcqRel);
            if old <= MAX_USAGE - MAX_ADDED {
                return self.first.decide(old, old + amount);
            }
            return self.consume_at_the_end(old, amount);
        }
        match self.exchange(|old| old.saturating_add(amount)) {
            Some((old, new)) => self.first.decide(old, new),
            None => self.lock().consume(amount),
        }
    }

    /// Completes an addition to a word that is locked, or that is to be locked before it overflows.
    #[cold]
    fn consume_at_the_end(&self, old: usize, amount: usize) -> Option<Decision> {
        let mut state = self.lock();
        if old & LOCKED == 0 {
            // The addition is part of the usage that the lock took over.
            drop(state);
            self.first.decide(old, old + amount)
        } else {
            state.consume(amount)
        }
    }

    #[inline(always)]
    pub(super) fn release(&self, amount: usize) -> Option<Decision> {
        match self.exchange(|old| old.saturating_sub(amount)) {
            Some((old, new)) => self.first.decide(old, new),
            None => self.lock().release(amount),
        }
    }

    pub(super) fn set_max(&self, max: usize, thresholds: &[Threshold]) -> Option<Decision> {
        if max == self.first.max {
            if let Some((old, new)) = self.exchange(|old| old) {
                return self.first.decide(old, new);
            }
        }
        self.lock().set_max(max, thresholds)
    }

    pub(super) fn reset(&self) {
        if self.exchange(|_| 0).is_none() {
            self.lock().reset();
        }
    }

    pub(super) fn rearm(&self, kind: ThresholdKind) -> bool {
        if self.first.on_update {
            return lock(&self.state).rearm(kind);
        }
        self.lock().rearm(kind)
    }

    pub(super) fn save(&self) -> TrackerState {
        let mut state = lock(&self.state);
        let word = self.word.load(Acquire);
        if word & LOCKED == 0 {
            // The locked state is not in use, so it can hold the usage for a moment.
            state.restore(word);
        }
        state.save()
    }

    pub(super) fn usage(&self) -> Usage {
        let word = self.word.load(Acquire);
        if word & LOCKED == 0 {
            return Usage { value: word, max: self.first.max };
        }
        lock(&self.state).usage()
    }

    pub(super) fn level(&self) -> Option<usize> {
        let word = self.word.load(Acquire);
        if word & LOCKED == 0 {
            return self.first.reached(word).checked_sub(1).map(|i| self.first.points[i].threshold);
        }
        lock(&self.state).level()
    }

    /// Replaces the usage in the word, and returns the old and the new one; `None` if this is up to the locked state.
    #[inline(always)]
    fn exchange(&self, change: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
        let mut old = self.word.load(Relaxed);
        while old & LOCKED == 0 {
            let new = change(old);
            if new > MAX_USAGE {
                return None;
            }
            match self.word.compare_exchange_weak(old, new, AcqRel, Relaxed) {
                Ok(_) => return Some((old, new)),
                Err(current) => old = current,
            }
        }
        None
    }

    /// Locks the state, which takes over from the word for good.
    fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.state);
        // Only holders of the lock set `LOCKED`, so a relaxed load sees whether an earlier one did. Amounts that other
        // threads add afterwards are removed long before they overflow.
        let word = self.word.load(Relaxed);
        if word & (LOCKED | MAX_USAGE) != LOCKED {
            self.close(&mut state);
        }
        state
    }

    #[cold]
    fn close(&self, state: &mut State) {
        let word = self.word.swap(LOCKED, AcqRel);
        if word & LOCKED == 0 {
            state.restore(word);
        }
    }
}

impl FirstLimit {
    /// What an update from one usage to another fires.
    #[inline(always)]
    fn decide(&self, old: usize, new: usize) -> Option<Decision> {
        if new <= self.lowest {
            return None;
        }
        let reached = self.reached(new);
        let point = &self.points[reached - 1];
        if !self.on_update && point.last_below < old {
            return None;
        }
        if self.each_level {
            return Decision::from_events(self.each(old, new), Usage { value: new, max: self.max });
        }
        let last = Event { threshold: point.threshold, is_clear: false };
        Some(Decision { last, usage: Usage { value: new, max: self.max }, earlier: None })
    }

    /// The number of levels that a usage reaches.
    #[inline(always)]
    fn reached(&self, value: usize) -> usize {
        match &*self.points {
            [a, b, c] => {
                usize::from(a.last_below < value)
                    + usize::from(b.last_below < value)
                    + usize::from(c.last_below < value)
            }
            points => points.partition_point(|point| point.last_below < value),
        }
    }

    #[cold]
    fn each(&self, old: usize, new: usize) -> Option<Box<Earlier>> {
        let crossed = self.points.iter().filter(|point| old <= point.last_below && point.last_below < new);
        let events = crossed.map(|point| Event { threshold: point.threshold, is_clear: false }).collect();
        Earlier::new(events, true)
    }
}

impl fmt::Debug for SharedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedState").field("usage", &self.usage()).finish_non_exhaustive()
    }
}
