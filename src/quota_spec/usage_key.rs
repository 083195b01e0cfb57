use std::fmt;

/// The key of a reading from [`UsageWalk::keys`](crate::UsageWalk::keys).
///
/// A key has a name and a number. Use the one by which the code under test identifies its trackers. To catch code that
/// truncates its keys, all names start alike, and all numbers have the same low 32 bits.
///
/// # Examples
///
/// ```
/// use std::collections::HashSet;
///
/// use mock_messenger::{Messenger, QuotaSpec};
///
/// QuotaSpec::new(10).at_value(8, "two left").assert(|messenger, usage| {
///     let mut numbers = HashSet::new();
///     for (key, value) in usage.keys() {
///         assert!(key.name().starts_with("tenant-1"));
///         numbers.insert(key.number());
///         if value >= 8 {
///             messenger.send("two left");
///         }
///     }
///     assert!(numbers.len() <= 2);
/// });
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct UsageKey(u8);

/// The names and numbers of the keys.
const KEYS: [(&str, u64); 2] = [("tenant-1", 1), ("tenant-10", (1 << 32) + 1)];

impl UsageKey {
    pub(super) fn new(key: u8) -> Self {
        Self(key % 2)
    }

    fn parts(self) -> (&'static str, u64) {
        KEYS[usize::from(self.0)]
    }

    /// Returns the key as text.
    #[must_use]
    pub fn name(self) -> &'static str {
        self.parts().0
    }

    /// Returns the key as a number.
    #[must_use]
    pub fn number(self) -> u64 {
        self.parts().1
    }
}

/// Shows the name.
impl fmt::Display for UsageKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.name())
    }
}
