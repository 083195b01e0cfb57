//! Lists of indices.

use std::ops::Range;

/// Returns the indices for which `is_such` returns `true`.
///
/// Other than `range.filter(..).collect()`, this is compiled once, and not for each closure.
pub(crate) fn indices_where(range: Range<usize>, is_such: &mut dyn FnMut(usize) -> bool) -> Vec<usize> {
    let mut indices = Vec::new();
    for i in range {
        if is_such(i) {
            indices.push(i);
        }
    }
    indices
}
