//! What a builder refuses.

use thiserror::Error;

/// Why [`build`](crate::LimitTrackerBuilder::build) or [`build_sync`](crate::LimitTrackerBuilder::build_sync) refused
/// its input.
///
/// ```
/// use mock_messenger::{LimitError, LimitTracker, Threshold, messenger};
///
/// let refused = LimitTracker::builder(messenger::from_fn(|_| ()), 100)
///     .thresholds([Threshold::at_percent(75, "first"), Threshold::at_percent(75, "second")])
///     .build();
/// let error = refused.unwrap_err();
/// assert_eq!(error, LimitError::DuplicatePercent(75));
/// assert_eq!(error.to_string(), "two thresholds at 75%: a level can have one message");
/// ```
#[derive(Clone, Debug, Eq, Error, PartialEq)]
#[non_exhaustive]
pub enum LimitError {
    /// The list of thresholds is empty.
    #[error("no thresholds: list at least one, or leave the list out for 75%, 90% and 100%")]
    NoThresholds,

    /// A threshold stands at 0%, where usage always is.
    #[error("a threshold at 0%: the lowest is 1%")]
    ZeroPercent,

    /// A threshold stands at a usage of 0, where usage always is.
    #[error("a threshold at a usage of 0: the lowest is 1")]
    ZeroValue,

    /// Two thresholds stand at this percentage.
    #[error("two thresholds at {0}%: a level can have one message")]
    DuplicatePercent(u32),

    /// Two thresholds stand at this usage.
    #[error("two thresholds at a usage of {0}: a level can have one message")]
    DuplicateValue(usize),

    /// The re-arm point is 0%, below which usage never is.
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

    /// There is a re-arm point, and [`NotifyOn::Update`](crate::NotifyOn::Update), which has nothing to re-arm.
    #[error("a re-arm point of {0}% with NotifyOn::Update, which repeats anyway: use NotifyOn::Crossing")]
    RearmOnUpdate(u32),
}
