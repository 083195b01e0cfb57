//! How much of a limit is used.

use std::fmt;

/// How much is used, and of what limit: what the message of a [`Threshold`](crate::Threshold) is made from.
///
/// The unit is the caller's: bytes, requests, seats. Displayed, it reads `80 of 100`.
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
    /// What is used. It may be more than `max`.
    pub value: usize,
    /// The limit.
    pub max: usize,
}

impl Usage {
    /// The percentage used, rounded down: 89.9% is 89, so that a warning never claims more than is true.
    ///
    /// It is above 100 when usage is above the limit, and stays at `u64::MAX` where it would be more than that.
    /// Of a limit of 0, a usage of 0 is 0%, and anything above is 100%.
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

    /// What is left of the limit; 0 when it is used up or passed.
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
        write!(f, "{} of {}", self.value, self.max)
    }
}
