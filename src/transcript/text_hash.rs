//! A hash of text that is quick in a debug build, where a report hashes every entry of a long log.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Returns a hash of `bytes`, eight at a time, each folded in by a multiplication to 128 bits.
///
/// It is the same on every run, so a log could be made up whose texts collide. That would slow down its report, and
/// nothing else, since texts of one hash are compared.
#[expect(clippy::cast_lossless)]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = fold(bytes.len() as u64, 0);
    // Indices and shifts, since a debug build takes a function call for each step of an iterator.
    let (mut word, mut i) = (0_u64, 0);
    while i < bytes.len() {
        word = word << 8 | bytes[i] as u64;
        i += 1;
        if i % 8 == 0 {
            hash = fold(hash, word);
            word = 0;
        }
    }
    fold(hash, word)
}

/// Folds `word` into `hash`.
#[expect(clippy::cast_possible_truncation)]
fn fold(hash: u64, word: u64) -> u64 {
    // The fractional digits of the golden ratio, which have no pattern.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(hash ^ word) * u128::from(MULTIPLIER);
    (product ^ (product >> 64)) as u64 ^ hash.rotate_left(23)
}

/// A map whose keys are hashes already.
pub(crate) type ByHash<K, V> = HashMap<K, V, BuildHasherDefault<Hashed>>;

/// A hasher of keys that hash themselves as one `u64`.
#[derive(Default)]
pub(crate) struct Hashed(u64);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write_u64(&mut self, hash: u64) {
        self.0 = hash;
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = hash(bytes);
    }
}
