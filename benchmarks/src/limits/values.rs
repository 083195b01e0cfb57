//! The usage values of the updates.

use std::ops::Deref;

pub(crate) const RANDOM: &str = "random";
pub(crate) const MOSTLY_BELOW: &str = "mostly-below";
pub(crate) const SORTED: &str = "sorted";

/// The name and the label of each distribution.
pub(crate) const DISTRIBUTIONS: [(&str, &str); 3] = [
    (RANDOM, "random, 0–125% of the limit"),
    (MOSTLY_BELOW, "99% below the lowest threshold"),
    (SORTED, "sorted, 0–125%"),
];

/// The values, the same in every run. There are too many for a branch predictor to memorise, which happens with 10,000,
/// and few enough to stay in the cache.
pub(crate) struct Values(Vec<u16>);

const COUNT: usize = 250_000;

impl Values {
    pub(crate) fn of(distribution: &str, max: u16) -> Self {
        let mut random = Random(0x9E37_79B9_7F4A_7C15);
        let everywhere = max / 4 * 5;
        let below = max / 100 * 74;
        let mut values: Vec<_> = (0..COUNT)
            .map(|_| match distribution {
                MOSTLY_BELOW if random.below(100) > 0 => random.below(below),
                _ => random.below(everywhere),
            })
            .collect();
        if distribution == SORTED {
            values.sort_unstable();
        }
        Self(values)
    }
}

impl Deref for Values {
    type Target = [u16];

    fn deref(&self) -> &[u16] {
        &self.0
    }
}

/// Xorshift, which is the same on every platform and has no pattern that a branch predictor could learn.
struct Random(u64);

impl Random {
    fn below(&mut self, end: u16) -> u16 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        u16::try_from(self.0 % u64::from(end)).expect("a value below a `u16` fits")
    }
}
