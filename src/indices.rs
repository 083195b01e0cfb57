//! Lists of indices.

use std::ops::Range;

/// Returns the indices for which `is_selected` returns `true`.
///
/// Unlike `range.filter(..).collect()`, this is compiled only once, not for each closure.
pub(crate) fn indices_where(range: Range<usize>, is_selected: &mut dyn FnMut(usize) -> bool) -> Vec<usize> {
    let mut indices = Vec::new();
    for i in range {
        if is_selected(i) {
            indices.push(i);
        }
    }
    indices
}
