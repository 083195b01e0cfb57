//! The type [`Usage`]: how much of a limit is used.

use std::fmt;

/// The current usage and its limit. A [`Threshold`](crate::Threshold) can build its message from them.
///
/// The unit is up to you: bytes, requests, seats. `Display` writes, for example, `80 of 100`.
///
/// # Examples
///
/// ```
/// use mock_messenger::Usage;
///
/// let usage = Usage { value: 80, max: 100 };
/// assert_eq!(usage.percent(), 80);
/// assert_eq!(usage.remaining(), 20);
/// assert_eq!(format!("used {usage} GB"), "used 80 of 100 GB");
/// ```
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
pub struct Usage {
    /// The amount used, which may exceed `max`.
    pub value: usize,
    /// The limit.
    pub max: usize,
}

impl Usage {
    /// Returns the percentage used, rounded down so that a warning never overstates usage: 89.9% gives 89.
    ///
    /// The result is above 100 if usage exceeds the limit, and saturates at `u64::MAX`. If the limit is 0, a usage of 0
    /// is 0% and any other usage is 100%.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Usage;
    ///
    /// assert_eq!(Usage { value: 2, max: 3 }.percent(), 66);
    /// assert_eq!(Usage { value: 3, max: 2 }.percent(), 150);
    /// assert_eq!(Usage { value: 5, max: 0 }.percent(), 100);
    /// ```
    #[must_use]
    pub fn percent(self) -> u64 {
        let hundredfold = self.value as u128 * 100;
        match hundredfold.checked_div(self.max as u128) {
            Some(percent) => u64::try_from(percent).unwrap_or(u64::MAX),
            None if self.value == 0 => 0,
            None => 100,
        }
    }

    /// Returns how much of the limit is left, or 0 if usage has reached or exceeded it.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Usage;
    ///
    /// assert_eq!(Usage { value: 120, max: 100 }.remaining(), 0);
    /// ```
    #[must_use]
    pub fn remaining(self) -> usize {
        self.max.saturating_sub(self.value)
    }
}

impl fmt::Display for Usage {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(&format!("{} of {}", self.value, self.max))
    }
}
