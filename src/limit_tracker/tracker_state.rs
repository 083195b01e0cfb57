//! The type [`TrackerState`]: the state of a tracker, to be saved before a restart.

use super::LimitError;
use crate::{Threshold, ThresholdKind, Usage};

/// The state of a tracker: its usage, its limit, and which thresholds have fired.
///
/// Save it before a restart, and pass it to [`resume`](crate::LimitTrackerBuilder::resume) afterwards. With the feature
/// `serde`, it implements `Serialize` and `Deserialize`. Messages are not part of the state, so they may change between
/// releases of your program; the levels of the thresholds may not.
///
/// # Examples
///
/// ```
/// use mock_messenger::{LimitTracker, NotifyOn};
///
/// let start = || LimitTracker::builder((), 100).notify_on(NotifyOn::Crossing);
/// let mut before = start().build()?;
/// assert!(before.set_value(80).is_some());
///
/// let mut after = start().resume(before.state()).build()?;
/// assert!(after.set_value(85).is_none());
/// assert!(after.set_value(90).is_some());
/// # Ok::<_, mock_messenger::LimitError>(())
/// ```
#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub struct TrackerState {
    pub(super) value: usize,
    pub(super) max: usize,
    /// One element for each threshold, in the order listed.
    pub(super) thresholds: Vec<ThresholdState>,
}

#[derive(Clone, Debug, Eq, PartialEq)]
#[cfg_attr(feature = "serde", derive(serde::Deserialize, serde::Serialize))]
pub(super) struct ThresholdState {
    #[cfg_attr(feature = "serde", serde(rename = "level"))]
    pub(super) kind: ThresholdKind,
    pub(super) fired: bool,
}

impl TrackerState {
    /// Returns the usage and the limit.
    #[must_use]
    pub fn usage(&self) -> Usage {
        Usage { value: self.value, max: self.max }
    }

    /// Returns the levels that have fired and have not been re-armed since, in the order listed.
    pub fn fired(&self) -> impl Iterator<Item = ThresholdKind> + '_ {
        self.thresholds.iter().filter(|threshold| threshold.fired).map(|threshold| threshold.kind)
    }

    /// Checks that this state has the same thresholds as a tracker, regardless of their order.
    pub(super) fn check(&self, thresholds: &[Threshold]) -> Result<(), LimitError> {
        let has = |saved: &[ThresholdState], kind| saved.iter().any(|threshold| threshold.kind == kind);
        for (i, saved) in self.thresholds.iter().enumerate() {
            if !thresholds.iter().any(|threshold| threshold.kind() == saved.kind) {
                return Err(LimitError::StateHasUnknown(saved.kind));
            }
            if has(&self.thresholds[..i], saved.kind) {
                return Err(LimitError::StateHasDuplicate(saved.kind));
            }
        }
        for threshold in thresholds {
            if !has(&self.thresholds, threshold.kind()) {
                return Err(LimitError::StateLacks(threshold.kind()));
            }
        }
        Ok(())
    }
}
