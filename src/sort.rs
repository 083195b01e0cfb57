//! Stable sorting.
//!
//! The standard library's sort is generic: each type of element, and each comparison, is compiled to another copy of it,
//! and a copy is as much code as all of this crate's trackers. This crate sorts short lists, so one copy serves them all.

use std::cmp::Ordering;

/// Sorts `items`, and keeps the order of equal ones.
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

/// Returns the indices below `len` in the order of `compare`.
pub(crate) fn sorted_indices(len: usize, compare: &mut dyn FnMut(usize, usize) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..len).collect();
    order.sort_by(|a, b| compare(*a, *b));
    order
}

/// Moves the item at index `order[i]` to index `i`, for every `i`.
pub(crate) fn reorder<T>(items: &mut [T], mut order: Vec<usize>) {
    // Each cycle of the permutation starts at its first index. An index that is done points to itself.
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
