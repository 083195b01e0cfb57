//! A small pseudorandom number generator whose output never changes.

/// The generator `SplitMix64`. It accepts any seed.
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    /// Creates a generator. Each pair of seed and stream gives a different sequence.
    pub(super) fn new(seed: u64, stream: u64) -> Self {
        let mut random = Self(seed);
        let seed = random.next();
        Self(seed ^ stream.wrapping_mul(0xd6e8_feb8_6659_fd93))
    }

    pub(super) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Returns a number from 0 to `most`, inclusive.
    pub(super) fn up_to(&mut self, most: usize) -> usize {
        // The high half of a wide product needs no division, and its bias is negligible here.
        let wide = u128::from(self.next()) * (most as u128 + 1);
        usize::try_from(wide >> 64).unwrap_or(most)
    }

    /// Returns a random element of `choices`, which must not be empty.
    pub(super) fn pick(&mut self, choices: &[usize]) -> usize {
        choices[self.up_to(choices.len() - 1)]
    }
}
