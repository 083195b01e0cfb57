//! The type [`LimitError`]: why a builder rejected its input.

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
/// assert_eq!(error.to_string(), "two thresholds at 75%: a level can have only one message");
/// ```
#[derive(Clone, Copy, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum LimitError {
    /// The list of thresholds is empty.
    #[error("no thresholds: list at least one, or omit the list for 75%, 90% and 100%")]
    NoThresholds,

    /// A threshold is at 0%, which usage always reaches.
    #[error("a threshold at 0%: usage always reaches it, the lowest is 1%")]
    ZeroPercent,

    /// A threshold is at a usage of 0, which usage always reaches.
    #[error("a threshold at a usage of 0: usage always reaches it, the lowest is 1")]
    ZeroValue,

    /// A threshold is at 100% remaining or more, which usage always reaches.
    #[error("a threshold at {0}% remaining: usage always reaches it, the highest is 99%")]
    RemainingPercentTooHigh(u32),

    /// Two thresholds are at the same percentage.
    #[error("two thresholds at {0}%: a level can have only one message")]
    DuplicatePercent(u32),

    /// Two thresholds are at the same usage.
    #[error("two thresholds at a usage of {0}: a level can have only one message")]
    DuplicateValue(usize),

    /// Two thresholds of different kinds describe the same level, whatever the limit is.
    #[error(
        "the thresholds {} and {} are the same level: a level can have only one message",
        place(.first), place(.second)
    )]
    DuplicateLevel {
        /// The threshold that is listed first.
        first: ThresholdKind,
        /// The threshold that is listed second.
        second: ThresholdKind,
    },

    /// The re-arm point is 0%, which usage can never fall below.
    #[error("a re-arm point of 0%: usage is never below it, the lowest is 1%")]
    ZeroRearm,

    /// The re-arm point is above a threshold, so the threshold would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}% is above the threshold at {threshold}%")]
    RearmAbovePercent {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The percentage of the lowest threshold.
        threshold: u32,
    },

    /// The re-arm point is above a threshold, so the threshold would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}% of {max} is above the threshold at a usage of {threshold}")]
    RearmAboveValue {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The limit.
        max: usize,
        /// The usage of the lowest threshold.
        threshold: usize,
    },

    /// The re-arm point is above a threshold, so the threshold would re-arm while usage still reaches it.
    #[error("a re-arm point of {rearm}% of {max} is above the threshold {}", place(.threshold))]
    RearmAbove {
        /// The percentage given to `rearm_below_percent`.
        rearm: u32,
        /// The limit.
        max: usize,
        /// The lowest threshold.
        threshold: ThresholdKind,
    },

    /// A re-arm point was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error(
        "a re-arm point of {0}% has no effect with NotifyOn::Update, which repeats messages: use NotifyOn::Crossing"
    )]
    RearmOnUpdate(u32),

    /// A re-arm margin was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error(
        "a re-arm margin of {margin} for the threshold {} has no effect with NotifyOn::Update, which repeats \
         messages: use NotifyOn::Crossing",
        place(.threshold)
    )]
    MarginOnUpdate {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// A re-arm margin is so large that usage can never fall below the re-arm point.
    #[error(
        "a re-arm margin of {margin} is too large for the threshold {}: usage never falls that far",
        place(.threshold)
    )]
    MarginTooLarge {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// A `cleared` message was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error(
        "the cleared message of the threshold {} is never sent with NotifyOn::Update: use NotifyOn::Crossing",
        place(.0)
    )]
    ClearedOnUpdate(ThresholdKind),

    /// `each_level` was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error(
        "each_level has no effect with NotifyOn::Update, which sends the highest level: use NotifyOn::Crossing"
    )]
    EachLevelOnUpdate,

    /// `latched` was combined with [`NotifyOn::Update`](crate::NotifyOn::Update).
    #[error("latched contradicts NotifyOn::Update, which repeats messages: use NotifyOn::Crossing")]
    LatchedOnUpdate,

    /// `latched` was combined with a common re-arm point.
    #[error("latched contradicts a re-arm point of {0}%: a latched level re-arms only on reset")]
    LatchedRearm(u32),

    /// `latched` was combined with a re-arm margin.
    #[error(
        "latched contradicts a re-arm margin of {margin} for the threshold {}: a latched level re-arms only on reset",
        place(.threshold)
    )]
    LatchedMargin {
        /// The margin given to `rearm_margin`.
        margin: usize,
        /// The threshold.
        threshold: ThresholdKind,
    },

    /// `latched` was combined with a `cleared` message.
    #[error(
        "latched contradicts the cleared message of the threshold {}: a latched level never clears",
        place(.0)
    )]
    LatchedCleared(ThresholdKind),

    /// The state to resume contains a threshold that the tracker does not have.
    #[error("the state to resume has a threshold {}, which this tracker does not have", place(.0))]
    StateHasUnknown(ThresholdKind),

    /// The state to resume contains a threshold twice.
    #[error("the state to resume has the threshold {} twice", place(.0))]
    StateHasDuplicate(ThresholdKind),

    /// The tracker has a threshold that the state to resume does not contain.
    #[error("the state to resume lacks the threshold {}, which this tracker has", place(.0))]
    StateLacks(ThresholdKind),
}

/// Formats a level with its preposition: `at 75%` or `above 75%`.
fn place(kind: &ThresholdKind) -> String {
    match kind {
        ThresholdKind::AbovePercent(_) => kind.to_string(),
        _ => format!("at {kind}"),
    }
}
