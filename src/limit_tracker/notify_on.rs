//! The type [`NotifyOn`]: on which updates a tracker sends messages.

/// On which updates a tracker sends the message of a [`Threshold`](crate::Threshold).
///
/// The updates are `set_value`, `consume`, `release` and `set_max`. `reset` is not an update.
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
    /// On every update, the highest level that usage reaches fires. Below the lowest level, none fires.
    Update,
    /// A level fires when usage reaches it and did not reach it before the update.
    ///
    /// If an update crosses several levels, only the highest one fires and the others count as fired; with
    /// [`each_level`](crate::LimitTrackerBuilder::each_level), all of them fire. Falling usage fires no level, but it
    /// can send a [`cleared`](crate::Threshold::cleared) message. A level re-arms when usage falls below the level or,
    /// if it has a re-arm point, below that point.
    Crossing,
}
