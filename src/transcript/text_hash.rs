//! A hash function for text that is fast in a debug build, in which a report hashes every entry of a long log.

/// Returns a hash of `bytes`. Each group of eight bytes is folded in by a multiplication with a result of 128 bits.
///
/// The hash has no random seed, so texts with equal hashes can be constructed. They would only slow down the report,
/// because texts with equal hashes are compared.
#[expect(clippy::cast_lossless)]
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut hash = fold(bytes.len() as u64, 0);
    // Indices and shifts, because in a debug build each step of an iterator is a function call.
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
pub(crate) fn fold(hash: u64, word: u64) -> u64 {
    // The fractional part of the golden ratio, whose bits have no pattern.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(hash ^ word) * u128::from(MULTIPLIER);
    (product ^ (product >> 64)) as u64 ^ hash.rotate_left(23)
}
