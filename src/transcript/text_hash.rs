//! A hash of text that is quick in a debug build, where a report hashes every entry of a long log.

/// Returns a hash of `bytes`, eight at a time, each folded in by a multiplication to 128 bits.
///
/// It is the same on every run, so a log could be made up whose texts collide. That would slow down its report, and
/// nothing else, since texts of one hash are compared.
pub(crate) fn hash(bytes: &[u8]) -> u64 {
    let mut rest = bytes;
    let mut hash = fold(bytes.len() as u64, 0);
    while let Some((chunk, others)) = rest.split_first_chunk::<8>() {
        hash = fold(hash, u64::from_le_bytes(*chunk));
        rest = others;
    }
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    fold(hash, u64::from_le_bytes(last))
}

/// Folds `word` into `hash`.
#[expect(clippy::cast_possible_truncation)]
pub(crate) fn fold(hash: u64, word: u64) -> u64 {
    // The fractional digits of the golden ratio, which have no pattern.
    const MULTIPLIER: u64 = 0x9e37_79b9_7f4a_7c15;
    let product = u128::from(hash ^ word) * u128::from(MULTIPLIER);
    let (low, high) = (product as u64, (product >> 64) as u64);
    low ^ high.rotate_left(32) ^ hash.rotate_left(23)
}
