//! When a tracker sends its messages.

/// When a tracker sends the message of a [`Threshold`](crate::Threshold).
///
/// The updates are `set_value`, `consume`, `release` and `set_max`; `reset` is not an update.
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
    /// On every update, for the highest level that usage reaches; never below the lowest level.
    Update,
    /// Each time usage reaches a level that it did not reach before.
    ///
    /// If an update crosses several levels, only the highest fires, unless
    /// [`each_level`](crate::LimitTrackerBuilder::each_level) is set, and the others count as fired. Falling usage fires
    /// nothing; it can send a [`cleared`](crate::Threshold::cleared) message. A level re-arms when usage falls below it,
    /// or below its re-arm point if it has one.
    Crossing,
}
