//! Stable sorting with code that is compiled only once.
//!
//! The sort of the standard library is compiled again for each element type and each comparison, to about 2,500 lines of
//! LLVM IR in a debug build. The lists in this crate are short, so they share one instance, which sorts indices.

use std::cmp::Ordering;

/// Sorts `items`. Equal items keep their order.
pub(crate) fn sort_by<T>(items: &mut [T], compare: &mut dyn FnMut(&T, &T) -> Ordering) {
    let mut i = 1;
    while i < items.len() && compare(&items[i - 1], &items[i]).is_le() {
        i += 1;
    }
    if i < items.len() {
        let order = sorted_indices(items.len(), &mut |a, b| compare(&items[a], &items[b]));
        reorder(items, order);
    }
}

/// Returns the indices below `len`, sorted by `compare`.
pub(crate) fn sorted_indices(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Moves the item at index `order[i]` to index `i`, for every `i`.
pub(crate) fn reorder<T>(items: &mut [T], mut order: Vec<usize>) {
    // Follows each cycle of the permutation from its lowest index. An index that is in place points to itself.
    for start in 0..order.len() {
        let mut i = start;
        while order[i] != start {
            let next = order[i];
            items.swap(i, next);
            order[i] = i;
            i = next;
        }
        order[i] = i;
    }
}
