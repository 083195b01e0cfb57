//! The builder of the trackers. It rejects settings that contradict each other or have no effect.

use std::borrow::Cow;
use std::fmt;

use super::state::{Policy, State};
use super::{LimitError, LimitTracker, NotifyOn, SyncLimitTracker, Thresholds, TrackerState};
use crate::threshold::{BOOK, ThresholdKind};
use crate::{Messenger, Threshold, sort};

/// Builds a [`LimitTracker`] or a [`SyncLimitTracker`]; see [`LimitTracker::builder`].
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitTracker, NotifyOn, Threshold, Usage, messenger};
///
/// let alerts = messenger::from_fn(|alert| eprintln!("{alert}"));
/// let mut storage = LimitTracker::builder(alerts, 500)
///     .thresholds([
///         Threshold::at_percent(80, |usage: Usage| format!("used {usage} GB")),
///         Threshold::at_remaining(10, "ten gigabytes left"),
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
    policy: Policy,
    resume: Option<TrackerState>,
}

impl<M: Messenger> LimitTrackerBuilder<M> {
    pub(super) fn new(messenger: M, max: usize) -> Self {
        let policy = Policy::new(NotifyOn::Update);
        Self { messenger, max, thresholds: Cow::Borrowed(&BOOK), notify_on: None, policy, resume: None }
    }

    /// Sets the thresholds, which replace the three levels of [`LimitTracker::new`]. You can mix all kinds of
    /// thresholds, in any order.
    ///
    /// The order matters in only one case: if, for the current limit, two thresholds of different families are reached
    /// at the same usage, the one listed later takes precedence. The families are percentages (used or remaining),
    /// values, and remaining amounts. Within a family, the more severe threshold takes precedence: with a limit of 1,
    /// for example, all percentages are reached at the same usage.
    pub fn thresholds(mut self, thresholds: impl IntoIterator<Item = Threshold>) -> Self {
        self.thresholds = thresholds.into_iter().collect();
        self
    }

    /// Sets when messages are sent: on every update or on crossings only. The default is [`NotifyOn::Update`] for a
    /// [`LimitTracker`] and [`NotifyOn::Crossing`] for a [`SyncLimitTracker`].
    pub fn notify_on(mut self, notify_on: NotifyOn) -> Self {
        self.notify_on = Some(notify_on);
        self
    }

    /// Sets a common re-arm point: a level re-arms only when usage falls below `percent` per cent of the limit. Usage
    /// that oscillates around a level then fires it only once. Requires [`NotifyOn::Crossing`].
    ///
    /// The comparison is exact: `value * 100 < max * percent`. A usage of 0 re-arms even if the limit is 0. A threshold
    /// with a [`rearm_margin`](Threshold::rearm_margin) uses its own re-arm point instead.
    ///
    /// # Examples
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
    #[doc(alias = "hysteresis")]
    pub fn rearm_below_percent(mut self, percent: u32) -> Self {
        self.policy.rearm_percent = Some(percent);
        self
    }

    /// Fires every level that an update crosses, from the lowest to the highest, instead of only the highest one.
    /// Requires [`NotifyOn::Crossing`].
    ///
    /// In the same way, every level that clears in an update is reported, from the highest to the lowest. The update
    /// returns the last alert; [`Alert::all`](crate::Alert::all) lists all of them.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[cfg(feature = "testing")] {
    /// use mock_messenger::{LimitTracker, NotifyOn, RecordingMessenger, URGENT_WARNING, WARNING};
    ///
    /// let messenger = RecordingMessenger::new();
    /// let mut tracker =
    ///     LimitTracker::builder(&messenger, 100).notify_on(NotifyOn::Crossing).each_level().build()?;
    /// tracker.set_value(95);
    /// messenger.sent().assert_exactly([WARNING, URGENT_WARNING]);
    /// # }
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn each_level(mut self) -> Self {
        self.policy.each_level = true;
        self
    }

    /// Fires each level only once until [`reset`](LimitTracker::reset), for example once per billing period, even if
    /// usage falls or the limit changes in the meantime. Requires [`NotifyOn::Crossing`].
    ///
    /// After a failed delivery, [`rearm`](LimitTracker::rearm) still arms a single level.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, NotifyOn};
    ///
    /// let mut tracker = LimitTracker::builder((), 100).notify_on(NotifyOn::Crossing).latched().build()?;
    /// assert!(tracker.set_value(80).is_some());
    /// tracker.set_value(0);
    /// assert!(tracker.set_value(80).is_none());
    /// tracker.reset();
    /// assert!(tracker.set_value(80).is_some());
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    #[doc(alias = "once")]
    pub fn latched(mut self) -> Self {
        self.policy.latched = true;
        self
    }

    /// Treats a limit of 0 as unlimited, so that usage reaches no level. Without this setting, any usage above 0
    /// exceeds a limit of 0.
    ///
    /// With it, changing the limit to 0 has the same effect as raising it: levels clear and re-arm.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::LimitTracker;
    ///
    /// let mut tracker = LimitTracker::builder((), 0).zero_is_unlimited().build()?;
    /// assert!(tracker.set_value(1_000_000).is_none());
    /// assert!(tracker.set_max(1_000_000).is_some());
    /// # Ok::<_, mock_messenger::LimitError>(())
    /// ```
    pub fn zero_is_unlimited(mut self) -> Self {
        self.policy.zero_is_unlimited = true;
        self
    }

    /// Continues from the state of an earlier tracker, as if the program had not restarted: levels that have fired do
    /// not fire again.
    ///
    /// Usage and limit come from the state. If the limit changed during the restart, call
    /// [`set_max`](LimitTracker::set_max) afterwards. The thresholds have to be the same as those of the earlier
    /// tracker, in any order; otherwise [`build`](Self::build) returns an error. See [`TrackerState`] for an example.
    pub fn resume(mut self, state: TrackerState) -> Self {
        self.resume = Some(state);
        self
    }

    /// Builds the tracker.
    ///
    /// # Errors
    ///
    /// Returns a [`LimitError`] in these cases:
    /// - There are no thresholds, two thresholds are at the same level, or one is at a level that usage always reaches.
    /// - The re-arm point is 0% or above a threshold, or a margin is so large that usage can never fall below the
    ///   re-arm point.
    /// - A re-arm point, a margin, a cleared message, `each_level` or `latched` is combined with [`NotifyOn::Update`].
    /// - `latched` is combined with a re-arm point, a margin or a cleared message.
    /// - The thresholds of the state to resume differ from those of this tracker.
    pub fn build(self) -> Result<LimitTracker<M>, LimitError> {
        let state = self.state(NotifyOn::Update)?;
        Ok(LimitTracker { messenger: self.messenger, thresholds: self.thresholds, state })
    }

    /// Builds a tracker that several threads can share.
    ///
    /// # Errors
    ///
    /// Returns the same errors as [`build`](Self::build).
    pub fn build_sync(self) -> Result<SyncLimitTracker<M>, LimitError> {
        let state = self.state(NotifyOn::Crossing)?;
        Ok(SyncLimitTracker::from_parts(self.messenger, self.thresholds, state))
    }

    fn state(&self, default: NotifyOn) -> Result<State, LimitError> {
        let policy = Policy { notify_on: self.notify_on.unwrap_or(default), ..self.policy };
        check_thresholds(&self.thresholds)?;
        check_policy(policy, &self.thresholds)?;
        if let Some(percent) = policy.rearm_percent {
            check_rearm(percent, self.max, policy, &self.thresholds)?;
        }
        let mut state = State::new(&self.thresholds, self.max, policy);
        if let Some(saved) = &self.resume {
            saved.check(&self.thresholds)?;
            state.resume(saved, &self.thresholds);
        }
        Ok(state)
    }
}

fn check_thresholds(thresholds: &[Threshold]) -> Result<(), LimitError> {
    if thresholds.is_empty() {
        return Err(LimitError::NoThresholds);
    }
    let rank = |threshold: usize| thresholds[threshold].kind().rank();
    let order = sort::sorted_indices(thresholds.len(), &mut |a, b| rank(a).cmp(&rank(b)));
    // For each level, the threshold before it at the same level.
    let mut duplicates = vec![None; thresholds.len()];
    for pair in order.windows(2) {
        if rank(pair[0]) == rank(pair[1]) {
            duplicates[pair[1]] = Some(pair[0]);
        }
    }
    for (i, second) in thresholds.iter().map(Threshold::kind).enumerate() {
        match second {
            ThresholdKind::AtPercent(0) => return Err(LimitError::ZeroPercent),
            ThresholdKind::AtValue(0) => return Err(LimitError::ZeroValue),
            ThresholdKind::AtRemainingPercent(percent @ 100..) => {
                return Err(LimitError::RemainingPercentTooHigh(percent));
            }
            _ => {}
        }
        if let Some(first) = duplicates[i] {
            let first = thresholds[first].kind();
            return Err(match (first, second) {
                (ThresholdKind::AtPercent(percent), ThresholdKind::AtPercent(_)) => {
                    LimitError::DuplicatePercent(percent)
                }
                (ThresholdKind::AtValue(value), ThresholdKind::AtValue(_)) => {
                    LimitError::DuplicateValue(value)
                }
                _ => LimitError::DuplicateLevel { first, second },
            });
        }
    }
    Ok(())
}

/// Rejects settings that contradict each other.
fn check_policy(policy: Policy, thresholds: &[Threshold]) -> Result<(), LimitError> {
    let on_update = policy.notify_on == NotifyOn::Update;
    match policy.rearm_percent {
        Some(percent) if on_update => return Err(LimitError::RearmOnUpdate(percent)),
        Some(percent) if policy.latched => return Err(LimitError::LatchedRearm(percent)),
        _ => {}
    }
    if on_update && policy.each_level {
        return Err(LimitError::EachLevelOnUpdate);
    }
    if on_update && policy.latched {
        return Err(LimitError::LatchedOnUpdate);
    }
    for from in thresholds {
        let (threshold, margin) = (from.kind(), from.margin());
        if margin > 0 {
            if on_update {
                return Err(LimitError::MarginOnUpdate { margin, threshold });
            }
            if policy.latched {
                return Err(LimitError::LatchedMargin { margin, threshold });
            }
            if threshold.lowered(margin).is_none() {
                return Err(LimitError::MarginTooLarge { margin, threshold });
            }
        }
        if from.has_cleared() {
            if on_update {
                return Err(LimitError::ClearedOnUpdate(threshold));
            }
            if policy.latched {
                return Err(LimitError::LatchedCleared(threshold));
            }
        }
    }
    Ok(())
}

/// Rejects a common re-arm point that is above a threshold without a margin.
fn check_rearm(rearm: u32, max: usize, policy: Policy, thresholds: &[Threshold]) -> Result<(), LimitError> {
    if rearm == 0 {
        return Err(LimitError::ZeroRearm);
    }
    // Percentages are compared directly: with a small limit, both would round to the same usage, which would hide the
    // mistake.
    let mut threshold = rearm;
    for from in thresholds {
        if let (ThresholdKind::AtPercent(percent), 0) = (from.kind(), from.margin()) {
            threshold = threshold.min(percent);
        }
    }
    if threshold < rearm {
        return Err(LimitError::RearmAbovePercent { rearm, threshold });
    }
    let point = ThresholdKind::AtPercent(rearm);
    let is_above = |kind: ThresholdKind| match kind {
        ThresholdKind::AtPercent(_) => false,
        ThresholdKind::AbovePercent(percent) => percent < rearm,
        ThresholdKind::AtRemainingPercent(_) => kind.rank().1 < point.rank().1,
        _ if policy.zero_is_unlimited && max == 0 => false,
        _ => kind.last_below(max) < point.last_below(max),
    };
    let mut lowest: Option<ThresholdKind> = None;
    for from in thresholds {
        let kind = from.kind();
        if from.margin() == 0
            && is_above(kind)
            && lowest.is_none_or(|lowest| kind.last_below(max) < lowest.last_below(max))
        {
            lowest = Some(kind);
        }
    }
    match lowest {
        Some(ThresholdKind::AtValue(threshold)) => Err(LimitError::RearmAboveValue { rearm, max, threshold }),
        Some(threshold) => Err(LimitError::RearmAbove { rearm, max, threshold }),
        None => Ok(()),
    }
}

/// Does not show the messenger, so `M` need not implement `Debug`.
impl<M> fmt::Debug for LimitTrackerBuilder<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("LimitTrackerBuilder")
            .field("max", &self.max)
            .field("thresholds", &self.thresholds)
            .field("notify_on", &self.notify_on)
            .field("rearm_percent", &self.policy.rearm_percent)
            .field("each_level", &self.policy.each_level)
            .field("latched", &self.policy.latched)
            .field("zero_is_unlimited", &self.policy.zero_is_unlimited)
            .field("resume", &self.resume)
            .finish_non_exhaustive()
    }
}
