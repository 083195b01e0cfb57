//! Walks far above the highest level.

use super::edges::{Edges, sorted};

/// Multiples of the limit or the highest level at which code could wrongly warn again.
const MULTIPLES: [usize; 8] = [2, 3, 4, 5, 10, 11, 100, 1_000];

pub(super) fn all(edges: &Edges) -> Vec<Vec<usize>> {
    let Some((lowest, top)) = edges.ends() else { return Vec::new() };
    let base = top.max(edges.limit);
    let mut multiples = vec![lowest, top, base];
    multiples.extend(MULTIPLES.map(|multiple| base.saturating_mul(multiple)));
    multiples.push(usize::MAX);
    let multiples = sorted(multiples);
    let mut walks = Vec::new();
    for from in &multiples {
        walks.extend(multiples.iter().map(|to| vec![*from, *to]));
    }
    let down: Vec<_> = multiples.iter().rev().copied().collect();
    walks.push([multiples.as_slice(), &down, &[0], &multiples].concat());
    walks.push(multiples.iter().flat_map(|usage| [*usage, *usage]).collect());
    // Usages with the same low bits reveal caches and narrow types.
    for bits in [8, 16, 31, 32] {
        let alike = |usage: &usize| {
            let high = 1_usize.checked_shl(bits).unwrap_or(0);
            [*usage, usage.saturating_add(high), *usage]
        };
        walks.push(edges.boundaries.iter().flat_map(alike).collect());
    }
    walks
}
