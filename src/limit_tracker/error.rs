//! The input that a builder rejects.

use thiserror::Error;

use crate::ThresholdKind;

/// The reason why [`build`](crate::LimitTrackerBuilder::build) or
/// [`build_sync`](crate::LimitTrackerBuilder::build_sync) rejected its input.
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitError, LimitTracker, Threshold};
///
/// let rejected = LimitTracker::builder((), 100)
///     .thresholds([Threshold::at_percent(75, "first"), Threshold::at_percent(75, "second")])
///     .build();
/// let error = rejected.unwrap_err();
/// assert_eq!(error, LimitError::DuplicatePercent(75));
/// assert_eq!(error.to_string(), "two thresholds at 75%: a level can have one message");
/// ```
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum LimitError {
    /// The list of thresholds is empty.
    #[error("no thresholds: list at least one, or leave the list out for 75%, 90% and 100%")]
    NoThresholds,

    /// A threshold is at 0%, which usage always reaches.
    #[error("a threshold at 0%: the lowest is 1%")]
    ZeroPercent,

    /// A threshold is at a usage of 0, which usage always reaches.
    #[error("a threshold at a usage of 0: the lowest is 1")]
    ZeroValue,

    /// A threshold is at this percentage remaining, and never more than 100% remain.
    #[error("a threshold at {0}% remaining: usage always reaches it, the highest is 99%")]
    RemainingPercentTooHigh(u32),

    /// Two thresholds are at this percentage.
    #[error("two thresholds at {0}%: a level can have one message")]
    DuplicatePercent(u32),

    /// Two thresholds are at this usage.
    #[error("two thresholds at a usage of {0}: a level can have one message")]
    DuplicateValue(usize),

    /// Two thresholds are the same level, whatever the limit is.
    #[error("two thresholds at one level, {first} and {second}: a level can have one message")]
    DuplicateLevel {
        /// The threshold listed first.
        first: ThresholdKind,
        /// The threshold listed second.
        second: ThresholdKind,
    },

    /// The re-arm point is 0%, and usage is never below it.
    #[error("a re-arm point of 0%: usage is never below it, the lowest is 1%")]
    ZeroRearm,

    /// The re-arm point is above a threshold, which would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}%, above the threshold at {threshold}%")]
    RearmAbovePercent {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The percentage of the lowest threshold.
        threshold: u32,
    },

    /// The re-arm point is above a threshold, which would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}% of {max}, above the threshold at a usage of {threshold}")]
    RearmAboveValue {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The limit.
        max: usize,
        /// The usage of the lowest threshold.
        threshold: usize,
    },

    /// The re-arm point is above a threshold, which would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}% of {max}, above the threshold at {threshold}")]
    RearmAbove {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The limit.
        max: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// There is a re-arm point, and [`NotifyOn::Update`](crate::NotifyOn::Update), which has nothing to re-arm.
    #[error("a re-arm point of {0}% with NotifyOn::Update, which repeats anyway: use NotifyOn::Crossing")]
    RearmOnUpdate(u32),

    /// A threshold has a re-arm margin, and the tracker [`NotifyOn::Update`](crate::NotifyOn::Update), which has
    /// nothing to re-arm.
    #[error(
        "a re-arm margin of {margin} for the threshold at {threshold} with NotifyOn::Update, which repeats anyway: \
         use NotifyOn::Crossing"
    )]
    MarginOnUpdate {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// A threshold has so large a re-arm margin that usage can never fall below its re-arm point.
    #[error("a re-arm margin of {margin} for the threshold at {threshold}: usage is never below that point")]
    MarginTooLarge {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// A threshold has a `cleared` message, and the tracker [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error("a cleared message for the threshold at {0} with NotifyOn::Update: use NotifyOn::Crossing")]
    ClearedOnUpdate(ThresholdKind),

    /// `each_level` was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error("each_level with NotifyOn::Update, which sends the highest level: use NotifyOn::Crossing")]
    EachLevelOnUpdate,

    /// `latched` was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error("latched with NotifyOn::Update, which repeats on every update: use NotifyOn::Crossing")]
    LatchedOnUpdate,

    /// `latched` was combined with a re-arm point.
    #[error("latched with a re-arm point of {0}%: a latched level re-arms only on reset")]
    LatchedRearm(u32),

    /// `latched` was combined with a re-arm margin.
    #[error(
        "latched with a re-arm margin of {margin} for the threshold at {threshold}: \
         a latched level re-arms only on reset"
    )]
    LatchedMargin {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// `latched` was combined with a `cleared` message.
    #[error("latched with a cleared message for the threshold at {0}: a latched level never clears")]
    LatchedCleared(ThresholdKind),

    /// The state to resume has a threshold that the tracker does not have.
    #[error("the state to resume has a threshold at {0}, which this tracker does not have")]
    StateHasUnknown(ThresholdKind),

    /// The state to resume has a threshold twice.
    #[error("the state to resume has the threshold at {0} twice")]
    StateHasDuplicate(ThresholdKind),

    /// The tracker has a threshold that the state to resume does not have.
    #[error("the state to resume lacks the threshold at {0}, which this tracker has")]
    StateLacks(ThresholdKind),
}
