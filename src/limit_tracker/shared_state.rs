//! A [`State`] that threads share. It is a single atomic word as long as usage alone determines which levels have
//! fired, and is behind a lock otherwise.
//!
//! The word is either the usage or has the bit [`LOCKED`] set. In the first case it is the complete state, because the
//! limit and the levels have not changed since the start: an atomic exchange yields the old and the new usage, and
//! these two determine which levels fire. Equal words are equal states, so the ABA problem does not arise. The levels
//! are read after the exchange, but from memory that never changes, so nothing has to be validated.
//!
//! Any other operation locks the [`State`] and swaps `LOCKED` into the word. In one step, the swap obtains the last
//! usage and redirects all other threads to the lock. The word then stays locked for good.

#![expect(clippy::inline_always, reason = "an outcome returned through memory costs more than the update")]

use std::fmt;
use std::hint::spin_loop;
use std::sync::atomic::Ordering::{AcqRel, Acquire, Relaxed};

use super::NotifyOn;
use super::state::{Event, Outcome, State};
use super::tracker_state::TrackerState;
use crate::sync::{AtomicBool, AtomicUsize, Mutex, MutexGuard, lock};
use crate::threshold::ThresholdKind;
use crate::{Threshold, Usage};

/// Set in the word when the state is behind the lock. The other bits then have no meaning, since threads that add to
/// the word at that moment leave their amounts in them.
const LOCKED: usize = 1 << (usize::BITS - 1);

/// The highest usage that may stay in the word. An addition can exceed it until its thread has taken the lock. There is
/// room for one such addition by each of `LOCKED / 2 / MAX_ADDED` threads, which is far more threads than can exist.
const MAX_USAGE: usize = LOCKED / 2 - 1;

/// The highest amount that a thread may add without reading the word first.
const MAX_ADDED: usize = 1 << (usize::BITS / 4);

/// The number of pauses after the first failed exchange, which doubles with each further failure, and the maximum
/// number.
///
/// While a thread pauses, the others keep the cache line: moving it to another processor once takes as long as several
/// updates.
const MIN_PAUSES: usize = 8;
const MAX_PAUSES: usize = 64;

pub(super) struct SharedState {
    word: CacheLine<AtomicUsize>,
    /// Whether the word is locked or about to be locked. Unlike the word, this flag stays in the caches of all
    /// processors.
    is_locked: AtomicBool,
    first: FirstLimit,
    state: CacheLine<Mutex<State>>,
}

/// Keeps data that threads write on another cache line than data that they only read.
#[repr(align(64))]
struct CacheLine<T>(T);

/// The levels at the initial limit, which determine the outcome of updates of the word.
#[derive(Debug)]
struct FirstLimit {
    max: usize,
    notify_on: NotifyOn,
    each_level: bool,
    /// The lowest usage that reaches a level.
    lowest: usize,
    few: Option<FewLevels>,
    /// In ascending order; see [`State::points`].
    points: Box<[Point]>,
}

/// At most three levels in ascending order, laid out for a decision without branches. Index 0 means "no level".
#[derive(Debug)]
struct FewLevels {
    /// The lowest usage that reaches each level.
    trip_points: [usize; 4],
    /// The indices in the list of thresholds.
    thresholds: [u8; 4],
    /// The bits of the old usage that matter: all of them with [`NotifyOn::Crossing`], none with [`NotifyOn::Update`].
    mask: usize,
}

#[derive(Debug)]
struct Point {
    last_below: usize,
    threshold: usize,
}

impl SharedState {
    pub(super) fn new(state: State) -> Self {
        let has_word = state.depends_on_usage_only() && state.usage().value <= MAX_USAGE;
        let word = if has_word { state.usage().value } else { LOCKED };
        Self {
            word: CacheLine(AtomicUsize::new(word)),
            is_locked: AtomicBool::new(!has_word),
            first: FirstLimit::new(&state),
            state: CacheLine(Mutex::new(state)),
        }
    }

    #[inline(always)]
    pub(super) fn set_value(&self, value: usize) -> Option<(Outcome, Usage)> {
        match self.exchange(|_| value) {
            Some((old, new)) => self.first.decide(old, new),
            None => self.locked(move |state| state.set_value(value)),
        }
    }

    #[inline(always)]
    pub(super) fn consume(&self, amount: usize) -> Option<(Outcome, Usage)> {
        if amount <= MAX_ADDED && !self.is_locked.load(Relaxed) {
            let old = self.word.0.fetch_add(amount, AcqRel);
            if old <= MAX_USAGE - MAX_ADDED {
                return self.first.decide(old, old + amount);
            }
            if old & LOCKED == 0 {
                // The usage that the lock takes over already includes the amount.
                self.lock_out_of_line();
                return self.first.decide(old, old + amount);
            }
        } else if let Some((old, new)) = self.exchange(|old| old.saturating_add(amount)) {
            return self.first.decide(old, new);
        }
        // Inlined: an addition needs few registers, so this does not slow down updates of the word.
        let mut state = self.lock();
        let outcome = state.consume(amount)?;
        Some((outcome, state.usage()))
    }

    #[inline(always)]
    pub(super) fn release(&self, amount: usize) -> Option<(Outcome, Usage)> {
        match self.exchange(|old| old.saturating_sub(amount)) {
            Some((old, new)) => self.first.decide(old, new),
            None => self.locked(move |state| state.release(amount)),
        }
    }

    pub(super) fn set_max(&self, max: usize, thresholds: &[Threshold]) -> Option<(Outcome, Usage)> {
        if max == self.first.max {
            if let Some((old, new)) = self.exchange(|old| old) {
                return self.first.decide(old, new);
            }
        }
        self.locked(move |state| state.set_max(max, thresholds))
    }

    pub(super) fn reset(&self) {
        if self.exchange(|_| 0).is_none() {
            self.lock().reset();
        }
    }

    pub(super) fn rearm(&self, kind: ThresholdKind) -> bool {
        if self.first.notify_on == NotifyOn::Update {
            return lock(&self.state.0).rearm(kind);
        }
        self.lock().rearm(kind)
    }

    pub(super) fn save(&self) -> TrackerState {
        let mut state = lock(&self.state.0);
        let word = self.word.0.load(Acquire);
        if word & LOCKED == 0 {
            // The locked state is not in use yet, so it may be overwritten.
            state.restore(word);
        }
        state.save()
    }

    pub(super) fn usage(&self) -> Usage {
        let word = self.word.0.load(Acquire);
        if word & LOCKED == 0 {
            return Usage { value: word, max: self.first.max };
        }
        lock(&self.state.0).usage()
    }

    pub(super) fn level(&self) -> Option<usize> {
        let word = self.word.0.load(Acquire);
        if word & LOCKED == 0 {
            return self.first.reached(word).last().map(|point| point.threshold);
        }
        lock(&self.state.0).level()
    }

    /// Replaces the usage in the word, and returns the old and the new usage, or `None` if the state is locked or has
    /// to be locked.
    #[inline(always)]
    fn exchange(&self, change: impl Fn(usize) -> usize) -> Option<(usize, usize)> {
        let mut old = self.word.0.load(Relaxed);
        let mut pauses = MIN_PAUSES;
        loop {
            let new = change(old);
            if (old | new) > MAX_USAGE {
                return None;
            }
            match self.word.0.compare_exchange_weak(old, new, AcqRel, Relaxed) {
                Ok(_) => return Some((old, new)),
                Err(_) => (old, pauses) = self.pause(pauses),
            }
        }
    }

    /// Pauses after a failed exchange, and returns the word and the number of pauses for the next failure.
    #[cold]
    fn pause(&self, pauses: usize) -> (usize, usize) {
        (0..pauses).for_each(|_| spin_loop());
        (self.word.0.load(Relaxed), (2 * pauses).min(MAX_PAUSES))
    }

    /// Updates the locked state.
    #[inline(always)]
    fn locked(&self, update: impl FnOnce(&mut State) -> Option<Outcome>) -> Option<(Outcome, Usage)> {
        let mut usage = Usage { value: 0, max: 0 };
        let outcome = self.locked_outcome(update, &mut usage)?;
        Some((outcome, usage))
    }

    /// Not inlined, so that an update of the word is small enough to be inlined itself.
    #[inline(never)]
    fn locked_outcome(
        &self,
        update: impl FnOnce(&mut State) -> Option<Outcome>,
        usage: &mut Usage,
    ) -> Option<Outcome> {
        let mut state = self.lock();
        let outcome = update(&mut state)?;
        *usage = state.usage();
        Some(outcome)
    }

    /// Locks the state, which replaces the word for good.
    #[inline(always)]
    fn lock(&self) -> MutexGuard<'_, State> {
        let mut state = lock(&self.state.0);
        // Only holders of the lock set the flag.
        if !self.is_locked.load(Relaxed) {
            self.close(&mut state);
        }
        state
    }

    #[cold]
    fn lock_out_of_line(&self) {
        drop(self.lock());
    }

    #[cold]
    fn close(&self, state: &mut State) {
        // This precedes the swap, so that a thread that has seen `LOCKED` also sees the flag and no longer adds to the
        // word.
        self.is_locked.store(true, Relaxed);
        let word = self.word.0.swap(LOCKED, AcqRel);
        state.restore(word);
    }
}

impl FirstLimit {
    fn new(state: &State) -> Self {
        let notify_on = state.policy().notify_on;
        let each_level = state.policy().each_level;
        let mut points = Vec::with_capacity(state.level_count());
        state.for_each_point(&mut |last_below, threshold| points.push(Point { last_below, threshold }));
        let points = points.into_boxed_slice();
        let is_few = points.len() <= 3 && !each_level;
        Self {
            max: state.usage().max,
            notify_on,
            each_level,
            lowest: points[0].trip_point(),
            few: is_few.then(|| FewLevels::new(&points, notify_on)),
            points,
        }
    }

    /// Returns the levels that an update of the word fires, and the usage after it.
    #[inline(always)]
    fn decide(&self, old: usize, new: usize) -> Option<(Outcome, Usage)> {
        if new < self.lowest {
            return None;
        }
        let outcome = match &self.few {
            Some(few) => few.decide(old, new).map(Outcome::Fires)?,
            None => self.decide_any(old, new)?,
        };
        Some((outcome, Usage { value: new, max: self.max }))
    }

    #[inline(never)]
    fn decide_any(&self, old: usize, new: usize) -> Option<Outcome> {
        let reached = self.reached(new);
        let crossed = match self.notify_on {
            NotifyOn::Update => &reached[reached.len() - 1..],
            NotifyOn::Crossing => &reached[self.reached(old).len().min(reached.len())..],
        };
        if !self.each_level {
            return crossed.last().map(|point| Outcome::Fires(point.threshold));
        }
        let mut events = Vec::with_capacity(crossed.len());
        for point in crossed {
            events.push(Event { threshold: point.threshold, is_clear: false });
        }
        Outcome::from_events(events, true)
    }

    /// Returns the levels that `value` reaches.
    fn reached(&self, value: usize) -> &[Point] {
        &self.points[..self.points.partition_point(|point| point.last_below < value)]
    }
}

impl FewLevels {
    fn new(points: &[Point], notify_on: NotifyOn) -> Self {
        let mut few = Self {
            trip_points: [0, usize::MAX, usize::MAX, usize::MAX],
            thresholds: [0; 4],
            mask: if notify_on == NotifyOn::Update { 0 } else { usize::MAX },
        };
        for (i, point) in points.iter().enumerate() {
            few.trip_points[i + 1] = point.trip_point();
            // There are at most three thresholds, so the index fits.
            few.thresholds[i + 1] = u8::try_from(point.threshold).unwrap_or(0);
        }
        few
    }

    /// Returns the index of the threshold that an update of the word fires.
    #[inline(always)]
    fn decide(&self, old: usize, new: usize) -> Option<usize> {
        let [_, first, second, third] = self.trip_points;
        let reached = usize::from(first <= new) + usize::from(second <= new) + usize::from(third <= new);
        // If no level is reached, the trip point is 0, and no usage is below it.
        let is_crossed = (old & self.mask) < self.trip_points[reached];
        is_crossed.then(|| usize::from(self.thresholds[reached]))
    }
}

impl Point {
    /// Returns the lowest usage that reaches the level. It saturates, which is harmless since no usage in the word
    /// reaches `usize::MAX`.
    fn trip_point(&self) -> usize {
        self.last_below.saturating_add(1)
    }
}

impl fmt::Debug for SharedState {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SharedState").field("usage", &self.usage()).finish_non_exhaustive()
    }
}
