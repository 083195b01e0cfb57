//! Walks far above the highest level.

use super::edges::{Edges, reversed, sorted};

/// Multiples of the limit or the highest level at which code could wrongly warn again.
const MULTIPLES: [usize; 8] = [2, 3, 4, 5, 10, 11, 100, 1_000];

pub(super) fn all(edges: &Edges, walks: &mut Vec<Vec<usize>>) {
    let Some((lowest, top)) = edges.ends() else { return };
    let base = top.max(edges.limit);
    let mut multiples = vec![lowest, top, base];
    for multiple in &MULTIPLES {
        multiples.push(base.saturating_mul(*multiple));
    }
    multiples.push(usize::MAX);
    let multiples = sorted(multiples);
    for from in &multiples {
        for to in &multiples {
            walks.push(vec![*from, *to]);
        }
    }
    let down = reversed(&multiples);
    walks.push([multiples.as_slice(), &down, &[0], &multiples].concat());
    let mut twice = Vec::new();
    for usage in &multiples {
        twice.extend_from_slice(&[*usage, *usage]);
    }
    walks.push(twice);
    // Usages with the same low bits reveal caches and narrow types.
    for bits in &[8, 16, 31, 32] {
        let high = 1_usize.checked_shl(*bits).unwrap_or(0);
        let mut walk = Vec::new();
        for usage in &edges.boundaries {
            walk.extend_from_slice(&[*usage, usage.saturating_add(high), *usage]);
        }
        walks.push(walk);
    }
}
