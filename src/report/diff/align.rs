//! Sequence alignment: the longest common subsequence of the entries and the expectations.
//!
//! [`align`] tries three algorithms in turn, on what is left after trimming the common start and end:
//!
//! 1. Myers' `O(ND)` algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986), up to `LIMITS.align_edits`
//!    edits. Its trace takes `O(D²)` memory: 500 edits take 2 MB.
//! 2. The table of the longest common subsequence, up to `LIMITS.align_pairs` pairs: 4 MB.
//! 3. A comparison position by position, which is not optimal.
//!
//! [`align_numbers`] aligns interned sequences of any length. Beyond the limits of [`align`], elements that occur once
//! on both sides are anchors, as in Bram Cohen's patience diff, found in `O(n log n)`; each gap between two anchors is
//! aligned within `LIMITS.anchor_gap_pairs`.

use std::ops::Range;

use crate::indices::indices_where;
use crate::report::limits::LIMITS;

/// The pairs of a common subsequence.
pub(crate) struct Alignment {
    /// The entry of each expectation; entries increase.
    pub(crate) entry_of: Vec<Option<usize>>,
    /// Whether this is a longest common subsequence. It might not be if a limit was exceeded.
    pub(crate) is_optimal: bool,
}

/// The entries and expectations between two neighbouring pairs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) entries: Range<usize>,
    pub(crate) expectations: Range<usize>,
}

impl Alignment {
    /// Returns the pairs of an expectation and its entry.
    pub(crate) fn pairs(&self) -> Vec<(usize, usize)> {
        let mut pairs = Vec::new();
        for (expectation, entry) in self.entry_of.iter().enumerate() {
            if let Some(entry) = entry {
                pairs.push((expectation, *entry));
            }
        }
        pairs
    }

    /// Returns the gaps that are not empty, given the number of entries.
    pub(crate) fn gaps(&self, entries: usize) -> Vec<Gap> {
        let mut ends = self.pairs();
        ends.push((self.entry_of.len(), entries));
        let mut gaps = Vec::new();
        let (mut entry, mut expectation) = (0, 0);
        for (next_expectation, next_entry) in ends {
            let gap = Gap { entries: entry..next_entry, expectations: expectation..next_expectation };
            if !gap.entries.is_empty() || !gap.expectations.is_empty() {
                gaps.push(gap);
            }
            (entry, expectation) = (next_entry + 1, next_expectation + 1);
        }
        gaps
    }
}

type Same<'s> = &'s mut dyn FnMut(usize, usize) -> bool;

/// Aligns entries with expectations, given their numbers and which of them are the same.
pub(crate) fn align(entries: usize, expectations: usize, same: Same<'_>) -> Alignment {
    align_within(entries, expectations, LIMITS.align_pairs, same)
}

fn align_within(entries: usize, expectations: usize, most_pairs: usize, same: Same<'_>) -> Alignment {
    let mut entry_of = vec![None; expectations];
    let (entries, expectations) = trim(0..entries, 0..expectations, same, &mut entry_of);
    let (n, m) = (entries.len(), expectations.len());
    let mut same = |entry, expectation| same(entries.start + entry, expectations.start + expectation);
    let mut best = myers(n, m, most_pairs, &mut same);
    if best.is_none() && n.saturating_mul(m) <= most_pairs {
        best = Some(lcs_table(n, m, &mut same));
    }
    let is_optimal = best.is_some();
    let met = best.unwrap_or_else(|| positional(n, m, &mut same));
    for (entry, expectation) in met {
        entry_of[expectations.start + expectation] = Some(entries.start + entry);
    }
    Alignment { entry_of, is_optimal }
}

/// Aligns interned entries with interned expectations. An entry and an expectation are the same if their numbers are.
pub(crate) fn align_numbers(entries: &[usize], expectations: &[usize]) -> Alignment {
    let mut entry_of = vec![None; expectations.len()];
    let mut same = |entry: usize, expectation: usize| entries[entry] == expectations[expectation];
    let rest = trim(0..entries.len(), 0..expectations.len(), &mut same, &mut entry_of);
    // An element that occurs on one side only cannot be paired. Without these elements, the sequences are often equal.
    let occurrences = Occurrences::of(&entries[rest.0.clone()], &expectations[rest.1.clone()]);
    let kept_entries = indices_where(rest.0, &mut |i| occurrences.on_both(entries[i]));
    let kept = indices_where(rest.1, &mut |i| occurrences.on_both(expectations[i]));
    let mut same =
        |entry: usize, expectation: usize| entries[kept_entries[entry]] == expectations[kept[expectation]];
    let mut alignment = align(kept_entries.len(), kept.len(), &mut same);
    if !alignment.is_optimal {
        let entries = numbers_at(entries, &kept_entries);
        let expectations = numbers_at(expectations, &kept);
        let anchors = anchors(&entries, &expectations, &occurrences);
        // If every element is an anchor candidate, the longest increasing sequence is the longest common one.
        let is_optimal = [&entries, &expectations]
            .iter()
            .all(|numbers| numbers.iter().all(|number| occurrences.once_on_both(*number)));
        alignment = by_anchors(&anchors, kept_entries.len(), kept.len(), &mut same);
        alignment.is_optimal = is_optimal;
    }
    for (expectation, entry) in alignment.entry_of.iter().enumerate() {
        if let Some(entry) = entry {
            entry_of[kept[expectation]] = Some(kept_entries[*entry]);
        }
    }
    Alignment { entry_of, is_optimal: alignment.is_optimal }
}

/// Pairs the common start and end, and returns the ranges between.
fn trim(
    mut entries: Range<usize>,
    mut expectations: Range<usize>,
    same: Same<'_>,
    entry_of: &mut [Option<usize>],
) -> (Range<usize>, Range<usize>) {
    while !entries.is_empty() && !expectations.is_empty() && same(entries.start, expectations.start) {
        entry_of[expectations.start] = Some(entries.start);
        entries.start += 1;
        expectations.start += 1;
    }
    while !entries.is_empty() && !expectations.is_empty() && same(entries.end - 1, expectations.end - 1) {
        entries.end -= 1;
        expectations.end -= 1;
        entry_of[expectations.end] = Some(entries.end);
    }
    (entries, expectations)
}

/// Returns the longest common subsequence by dynamic programming over all pairs.
fn lcs_table(n: usize, m: usize, same: Same<'_>) -> Vec<(usize, usize)> {
    let width = m + 1;
    // The length of the longest common subsequence from each cell on.
    let mut most = vec![0_u32; (n + 1) * width];
    for entry in (0..n).rev() {
        for expectation in (0..m).rev() {
            let cell = entry * width + expectation;
            most[cell] = if same(entry, expectation) {
                most[cell + width + 1] + 1
            } else {
                most[cell + width].max(most[cell + 1])
            };
        }
    }
    let (mut cell, mut met) = (0, Vec::new());
    while most[cell] > 0 {
        if most[cell] == most[cell + width] {
            cell += width;
        } else if most[cell] == most[cell + 1] {
            cell += 1;
        } else {
            met.push((cell / width, cell % width));
            cell += width + 1;
        }
    }
    met
}

/// Returns the longest common subsequence by Myers' algorithm, or `None` if it exceeds a limit.
fn myers(n: usize, m: usize, most_pairs: usize, same: Same<'_>) -> Option<Vec<(usize, usize)>> {
    // The main diagonal. Diagonals are offset by it, so that all are positive.
    let middle = LIMITS.align_edits.min(n + m) + 1;
    // The number of entries that the furthest path on each diagonal has passed.
    let mut passed = vec![0_usize; 2 * middle + 1];
    let mut before: Vec<Vec<usize>> = Vec::new();
    let mut pairs_left = most_pairs;
    for edits in 0..=LIMITS.align_edits {
        before.push(passed.clone());
        let lowest = middle - edits;
        for diagonal in (lowest..=middle + edits).step_by(2) {
            let mut entry = step(&passed, diagonal, lowest);
            let mut expectation = entry + middle - diagonal;
            while entry < n && expectation < m && {
                pairs_left = pairs_left.checked_sub(1)?;
                same(entry, expectation)
            } {
                entry += 1;
                expectation += 1;
            }
            passed[diagonal] = entry;
            if entry == n && expectation == m {
                return Some(retrace(n, m, middle, &before));
            }
        }
    }
    None
}

/// Returns the number of entries passed on a diagonal after one more edit.
fn step(passed: &[usize], diagonal: usize, lowest: usize) -> usize {
    if leaves_out_expectation(passed, diagonal, lowest) {
        passed[diagonal + 1]
    } else {
        passed[diagonal - 1] + 1
    }
}

/// Returns whether this edit skips an expectation rather than an entry.
fn leaves_out_expectation(passed: &[usize], diagonal: usize, lowest: usize) -> bool {
    diagonal == lowest || passed[diagonal - 1] < passed[diagonal + 1]
}

fn retrace(n: usize, m: usize, middle: usize, before: &[Vec<usize>]) -> Vec<(usize, usize)> {
    let mut met = Vec::new();
    let (mut entry, mut expectation) = (n, m);
    for (edits, passed) in before.iter().enumerate().rev() {
        let diagonal = entry + middle - expectation;
        let lowest = middle - edits;
        let start = step(passed, diagonal, lowest);
        while entry > start {
            entry -= 1;
            expectation -= 1;
            met.push((entry, expectation));
        }
        if edits == 0 {
            break;
        }
        if leaves_out_expectation(passed, diagonal, lowest) {
            expectation -= 1;
        } else {
            entry -= 1;
        }
    }
    met.reverse();
    met
}

fn positional(n: usize, m: usize, same: Same<'_>) -> Vec<(usize, usize)> {
    let mut met = Vec::new();
    for i in 0..n.min(m) {
        if same(i, i) {
            met.push((i, i));
        }
    }
    met
}

/// Aligns the gaps between anchors.
fn by_anchors(anchors: &[(usize, usize)], n: usize, m: usize, same: Same<'_>) -> Alignment {
    let mut alignment = Alignment { entry_of: vec![None; m], is_optimal: false };
    for (entry, expectation) in anchors {
        alignment.entry_of[*expectation] = Some(*entry);
    }
    for gap in alignment.gaps(n) {
        let (entry, expectation) = (gap.entries.start, gap.expectations.start);
        let within =
            align_within(gap.entries.len(), gap.expectations.len(), LIMITS.anchor_gap_pairs, &mut |i, j| {
                same(entry + i, expectation + j)
            });
        for (i_expectation, i_entry) in within.pairs() {
            alignment.entry_of[expectation + i_expectation] = Some(entry + i_entry);
        }
    }
    alignment
}

/// Returns the longest increasing sequence of pairs that occur once on both sides.
fn anchors(entries: &[usize], expectations: &[usize], occurrences: &Occurrences) -> Vec<(usize, usize)> {
    let mut entry_with: Vec<Option<usize>> = vec![None; occurrences.0.len()];
    for (i, number) in entries.iter().enumerate() {
        entry_with[*number] = Some(i);
    }
    let mut pairs = Vec::new();
    for (i, number) in expectations.iter().enumerate() {
        if occurrences.once_on_both(*number) {
            if let Some(entry) = entry_with[*number] {
                pairs.push((entry, i));
            }
        }
    }
    longest_increasing_subsequence(&pairs)
}

pub(crate) fn numbers_at(numbers: &[usize], indices: &[usize]) -> Vec<usize> {
    let mut at = Vec::with_capacity(indices.len());
    for i in indices {
        at.push(numbers[*i]);
    }
    at
}

/// Returns the longest subsequence with ascending first numbers, by patience sorting. The second numbers are already in
/// ascending order.
fn longest_increasing_subsequence(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The top card of each pile, and for each card the top of the pile to its left when it was laid down.
    let mut piles: Vec<usize> = Vec::new();
    let mut beside: Vec<Option<usize>> = Vec::with_capacity(pairs.len());
    for (card, (entry, _)) in pairs.iter().enumerate() {
        let pile = piles.partition_point(|top| pairs[*top].0.cmp(entry).is_lt());
        beside.push(pile.checked_sub(1).map(|left| piles[left]));
        if pile == piles.len() {
            piles.push(card);
        } else {
            piles[pile] = card;
        }
    }
    let mut rise = Vec::with_capacity(piles.len());
    let mut card = piles.last().copied();
    while let Some(now) = card {
        rise.push(pairs[now]);
        card = beside[now];
    }
    rise.reverse();
    rise
}

/// Returns the smallest number that is larger than all of `numbers`.
fn numbers(numbers: &[usize]) -> usize {
    numbers.iter().max().map_or(0, |most| most + 1)
}

/// The number of times that each number occurs among the entries and among the expectations.
pub(crate) struct Occurrences(Vec<(u32, u32)>);

impl Occurrences {
    pub(crate) fn of(entries: &[usize], expectations: &[usize]) -> Self {
        let numbers = numbers(entries).max(numbers(expectations));
        let mut occurrences = vec![(0, 0); numbers];
        for entry in entries {
            occurrences[*entry].0 += 1;
        }
        for expectation in expectations {
            occurrences[*expectation].1 += 1;
        }
        Self(occurrences)
    }

    /// Returns the smallest number that is larger than all that occur.
    pub(crate) fn identities(&self) -> usize {
        self.0.len()
    }

    /// Returns the number of pairs of an entry and an expectation that have a number.
    pub(crate) fn pairs(&self, number: usize) -> usize {
        let (entries, expectations) = self.0[number];
        (entries as usize).saturating_mul(expectations as usize)
    }

    fn on_both(&self, number: usize) -> bool {
        self.0[number].0 > 0 && self.0[number].1 > 0
    }

    fn once_on_both(&self, number: usize) -> bool {
        self.0[number] == (1, 1)
    }
}
