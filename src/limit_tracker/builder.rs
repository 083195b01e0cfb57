//! Makes trackers, and refuses what makes no sense.

use std::borrow::Cow;
use std::collections::HashSet;
use std::fmt;

use super::state::State;
use super::{LimitError, LimitTracker, NotifyOn, SyncLimitTracker, Thresholds};
use crate::threshold::{At, BOOK};
use crate::{Messenger, Threshold};

/// Makes a [`LimitTracker`] or a [`SyncLimitTracker`]; see [`LimitTracker::builder`].
///
/// ```
/// use mock_messenger::{LimitTracker, NotifyOn, Threshold, Usage, messenger};
///
/// let alerts = messenger::from_fn(|alert| eprintln!("{alert}"));
/// let mut storage = LimitTracker::builder(alerts, 500)
///     .thresholds([
///         Threshold::at_percent(80, |usage: Usage| format!("used {usage} GB")),
///         Threshold::at_value(490, "ten gigabytes left"),
///         Threshold::at_percent(100, "storage is full"),
///     ])
///     .notify_on(NotifyOn::Crossing)
///     .rearm_below_percent(75)
///     .build()?;
/// storage.consume(420);
/// # Ok::<_, mock_messenger::LimitError>(())
/// ```
#[must_use = "a builder does nothing until `build` or `build_sync`"]
pub struct LimitTrackerBuilder<M> {
    messenger: M,
    max: usize,
    thresholds: Thresholds,
    notify_on: Option<NotifyOn>,
    rearm_percent: Option<u32>,
}

impl<M: Messenger> LimitTrackerBuilder<M> {
    pub(super) fn new(messenger: M, max: usize) -> Self {
        Self { messenger, max, thresholds: Cow::Borrowed(&BOOK), notify_on: None, rearm_percent: None }
    }

    /// The levels, in place of those of [`LimitTracker::new`]. Percentages and values mix freely, in any order.
    ///
    /// The order matters in one case only: where, for the present limit, a percentage and a value trip at the same
    /// point, the one listed later speaks. Percentages that trip together (all do, of a limit of 1) need no order: the
    /// highest speaks.
    pub fn thresholds(mut self, thresholds: impl IntoIterator<Item = Threshold>) -> Self {
        self.thresholds = thresholds.into_iter().collect();
        self
    }

    /// When messages are sent. Left out, a [`LimitTracker`] notifies on [`NotifyOn::Update`] and a
    /// [`SyncLimitTracker`] on [`NotifyOn::Crossing`].
    pub fn notify_on(mut self, notify_on: NotifyOn) -> Self {
        self.notify_on = Some(notify_on);
        self
    }

    /// Re-arms the levels, all of them, only when usage falls below `percent` per cent of the limit, so that usage that
    /// flaps around a level is told once. For [`NotifyOn::Crossing`].
    ///
    /// The comparison is exact: `value * 100 < max * percent`. A usage of 0 re-arms even where the limit is 0.
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use mock_messenger::{LimitTracker, NotifyOn, RecordingMessenger, WARNING};
    ///
    /// let messenger = RecordingMessenger::new();
    /// let mut tracker = LimitTracker::builder(&messenger, 100)
    ///     .notify_on(NotifyOn::Crossing)
    ///     .rearm_below_percent(70)
    ///     .build()?;
    /// for value in [80, 74, 76, 70, 80] {
    ///     tracker.set_value(value);
    /// }
    /// messenger.sent().assert_exactly([WARNING]);
    /// tracker.set_value(69);
    /// tracker.set_value(80);
    /// messenger.sent().assert_exactly([WARNING, WARNING]);
    /// # }
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn rearm_below_percent(mut self, percent: u32) -> Self {
        self.rearm_percent = Some(percent);
        self
    }

    /// Makes the tracker.
    ///
    /// # Errors
    ///
    /// A [`LimitError`] for no thresholds, for one at 0, for the same percentage or the same value twice, and for a
    /// re-arm point of 0%, above a threshold, or without [`NotifyOn::Crossing`].
    pub fn build(self) -> Result<LimitTracker<M>, LimitError> {
        let state = self.state(NotifyOn::Update)?;
        Ok(LimitTracker { messenger: self.messenger, thresholds: self.thresholds, state })
    }

    /// Makes a tracker for many threads.
    ///
    /// # Errors
    ///
    /// As [`build`](Self::build).
    pub fn build_sync(self) -> Result<SyncLimitTracker<M>, LimitError> {
        let state = self.state(NotifyOn::Crossing)?;
        Ok(SyncLimitTracker::from_parts(self.messenger, self.thresholds, state))
    }

    fn state(&self, default: NotifyOn) -> Result<State, LimitError> {
        let notify_on = self.notify_on.unwrap_or(default);
        check_thresholds(&self.thresholds)?;
        if let Some(percent) = self.rearm_percent {
            check_rearm(percent, notify_on, self.max, &self.thresholds)?;
        }
        Ok(State::new(&self.thresholds, self.max, notify_on, self.rearm_percent))
    }
}

fn check_thresholds(thresholds: &[Threshold]) -> Result<(), LimitError> {
    if thresholds.is_empty() {
        return Err(LimitError::NoThresholds);
    }
    let mut seen = HashSet::new();
    for at in thresholds.iter().map(Threshold::at) {
        match at {
            At::Percent(0) => return Err(LimitError::ZeroPercent),
            At::Value(0) => return Err(LimitError::ZeroValue),
            At::Percent(percent) if !seen.insert(at) => {
                return Err(LimitError::DuplicatePercent(percent));
            }
            At::Value(value) if !seen.insert(at) => return Err(LimitError::DuplicateValue(value)),
            At::Percent(_) | At::Value(_) => {}
        }
    }
    Ok(())
}

fn check_rearm(
    rearm: u32,
    notify_on: NotifyOn,
    max: usize,
    thresholds: &[Threshold],
) -> Result<(), LimitError> {
    if notify_on == NotifyOn::Update {
        return Err(LimitError::RearmOnUpdate(rearm));
    }
    if rearm == 0 {
        return Err(LimitError::ZeroRearm);
    }
    // Percentages are compared as such, so that a small limit, where both round to one point, hides no mistake.
    let lowest_percent = thresholds.iter().filter_map(Threshold::percent).min();
    if let Some(threshold) = lowest_percent.filter(|&percent| percent < rearm) {
        return Err(LimitError::RearmAbovePercent { rearm, threshold });
    }
    let point = At::Percent(rearm).last_below(max);
    let lowest_value = thresholds.iter().filter_map(Threshold::value).min();
    if let Some(threshold) = lowest_value.filter(|&value| At::Value(value).last_below(max) < point) {
        return Err(LimitError::RearmAboveValue { rearm, max, threshold });
    }
    Ok(())
}

/// Does not need a messenger that is `Debug`, and does not show it.
impl<M> fmt::Debug for LimitTrackerBuilder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitTrackerBuilder")
            .field("max", &self.max)
            .field("thresholds", &self.thresholds)
            .field("notify_on", &self.notify_on)
            .field("rearm_percent", &self.rearm_percent)
            .finish_non_exhaustive()
    }
}
