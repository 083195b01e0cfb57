//! When a tracker sends its messages.

/// When a tracker sends the message of a [`Threshold`](crate::Threshold).
///
/// An update is any of `set_value`, `consume`, `release` and `set_max`; `reset` is none.
///
/// | usage of 100, thresholds at 75% and 90% | `Update` | `Crossing` |
/// |---|---|---|
/// | 10, 80, 85 | 75%, 75% | 75% |
/// | 10, 95 | 90% | 90% |
/// | 95, 80 | 90%, 75% | 90% |
/// | 80, 70, 80 | 75%, 75% | 75%, 75% |
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum NotifyOn {
    /// On every update, the highest level that usage reaches; nothing below the lowest.
    Update,
    /// Once each time usage comes to reach a level that it did not reach before.
    ///
    /// An update that crosses several levels tells the highest of them, and all of them count as told. Falling tells
    /// nothing. A level is told again after usage was below it, or, with
    /// [`rearm_below_percent`](crate::LimitTrackerBuilder::rearm_below_percent), after usage was below that point.
    Crossing,
}
