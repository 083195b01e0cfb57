//! Two sequences side by side, so that one insertion does not mark the rest as wrong. Bounded by size.

use std::ops::Range;

/// For each expectation the entry that it is met by; both go up.
pub(crate) struct Alignment {
    pub(crate) entry_of: Vec<Option<usize>>,
    /// Whether as much is met as can be. Otherwise there was too much to compare, and some of it was only compared
    /// position by position.
    pub(crate) is_optimal: bool,
}

/// What stands between two that are met: expectations that are not, and entries that meet none.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Gap {
    pub(crate) entries: Range<usize>,
    pub(crate) expectations: Range<usize>,
}

impl Alignment {
    /// The expectations that are met, each with its entry.
    pub(crate) fn met(&self) -> Vec<(usize, usize)> {
        let mut met = Vec::new();
        for (expectation, entry) in self.entry_of.iter().enumerate() {
            met.extend(entry.map(|entry| (expectation, entry)));
        }
        met
    }

    /// The gaps with something in them, given how many entries there are.
    pub(crate) fn gaps(&self, entries: usize) -> Vec<Gap> {
        let mut ends = self.met();
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

/// How many pairs are looked at to find the best alignment.
pub(crate) const MOST_PAIRS: usize = 1_000_000;

/// How many insertions and deletions are looked for before that is given up.
const MOST_EDITS: usize = 500;

/// How many pairs are looked at between two anchors, of which there may be many.
const MOST_GAP_PAIRS: usize = 4096;

type Same<'s> = &'s mut dyn FnMut(usize, usize) -> bool;

/// Aligns that many entries with that many expectations, given which of them match.
pub(crate) fn align(entries: usize, expectations: usize, same: Same<'_>) -> Alignment {
    align_within(entries, expectations, MOST_PAIRS, same)
}

fn align_within(entries: usize, expectations: usize, most_pairs: usize, same: Same<'_>) -> Alignment {
    let mut entry_of = vec![None; expectations];
    let (entries, expectations) = trim(0..entries, 0..expectations, same, &mut entry_of);
    let (n, m) = (entries.len(), expectations.len());
    let mut same = |entry, expectation| same(entries.start + entry, expectations.start + expectation);
    let mut best = by_edits(n, m, most_pairs, &mut same);
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

/// The same over numbers that are equal where an entry meets an expectation, which allows for long lists.
pub(crate) fn align_numbers(entries: &[usize], expectations: &[usize]) -> Alignment {
    let mut entry_of = vec![None; expectations.len()];
    let mut same = |entry: usize, expectation: usize| entries[entry] == expectations[expectation];
    let rest = trim(0..entries.len(), 0..expectations.len(), &mut same, &mut entry_of);
    // What stands on one side only is met by nothing, and without it the rest is often equal.
    let occurrences = Occurrences::of(&entries[rest.0.clone()], &expectations[rest.1.clone()]);
    let kept_entries: Vec<usize> = rest.0.filter(|at| occurrences.on_both(entries[*at])).collect();
    let kept: Vec<usize> = rest.1.filter(|at| occurrences.on_both(expectations[*at])).collect();
    let mut same =
        |entry: usize, expectation: usize| entries[kept_entries[entry]] == expectations[kept[expectation]];
    let mut alignment = align(kept_entries.len(), kept.len(), &mut same);
    if !alignment.is_optimal {
        let entries = numbers_at(entries, &kept_entries);
        let expectations = numbers_at(expectations, &kept);
        let anchors = anchors(&entries, &expectations, &occurrences);
        alignment = by_anchors(&anchors, kept_entries.len(), kept.len(), &mut same);
    }
    for (expectation, entry) in alignment.entry_of.iter().enumerate() {
        if let Some(entry) = entry {
            entry_of[kept[expectation]] = Some(kept_entries[*entry]);
        }
    }
    Alignment { entry_of, is_optimal: alignment.is_optimal }
}

/// Pairs what is the same at the start and at the end, and returns what is left.
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

/// The longest common subsequence by the table of all pairs.
fn lcs_table(n: usize, m: usize, same: Same<'_>) -> Vec<(usize, usize)> {
    let width = m + 1;
    // How many can be met from there on. The shorter side has at most a thousand, as the table has at most a million.
    let mut most = vec![0_u32; (n + 1) * width];
    for entry in (0..n).rev() {
        for expectation in (0..m).rev() {
            let at = entry * width + expectation;
            most[at] = if same(entry, expectation) {
                most[at + width + 1] + 1
            } else {
                most[at + width].max(most[at + 1])
            };
        }
    }
    let (mut at, mut met) = (0, Vec::new());
    while most[at] > 0 {
        if most[at] == most[at + width] {
            at += width;
        } else if most[at] == most[at + 1] {
            at += 1;
        } else {
            met.push((at / width, at % width));
            at += width + 1;
        }
    }
    met
}

/// The same by Myers' algorithm, which takes long only where much differs; `None` where that is too much.
fn by_edits(n: usize, m: usize, most_pairs: usize, same: Same<'_>) -> Option<Vec<(usize, usize)>> {
    // The diagonal of as many entries as expectations; those of all edits are above 0.
    let middle = MOST_EDITS.min(n + m) + 1;
    // By diagonal, how many entries were passed at most with the edits so far.
    let mut passed = vec![0_usize; 2 * middle + 1];
    let mut before: Vec<Vec<usize>> = Vec::new();
    let mut pairs_left = most_pairs;
    for edits in 0..=MOST_EDITS {
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

/// How many entries are passed on a diagonal, from the lowest one on, after another edit.
fn step(passed: &[usize], diagonal: usize, lowest: usize) -> usize {
    if leaves_out_expectation(passed, diagonal, lowest) {
        passed[diagonal + 1]
    } else {
        passed[diagonal - 1] + 1
    }
}

/// Whether that edit leaves out an expectation, and not an entry. Above the highest diagonal, none was passed yet.
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
    (0..n.min(m)).filter(|at| same(*at, *at)).map(|at| (at, at)).collect()
}

/// What stands once on either side anchors the rest, as in a patience diff: between two anchors there is little left.
fn by_anchors(anchors: &[(usize, usize)], n: usize, m: usize, same: Same<'_>) -> Alignment {
    let mut alignment = Alignment { entry_of: vec![None; m], is_optimal: false };
    for (entry, expectation) in anchors {
        alignment.entry_of[*expectation] = Some(*entry);
    }
    for gap in alignment.gaps(n) {
        let (entry, expectation) = (gap.entries.start, gap.expectations.start);
        let within = align_within(gap.entries.len(), gap.expectations.len(), MOST_GAP_PAIRS, &mut |i, j| {
            same(entry + i, expectation + j)
        });
        for (at_expectation, at_entry) in within.met() {
            alignment.entry_of[expectation + at_expectation] = Some(entry + at_entry);
        }
    }
    alignment
}

/// The most pairs of what stands once on both sides that go up on both.
fn anchors(entries: &[usize], expectations: &[usize], occurrences: &Occurrences) -> Vec<(usize, usize)> {
    let mut entry_with: Vec<Option<usize>> = vec![None; occurrences.0.len()];
    for (at, number) in entries.iter().enumerate() {
        entry_with[*number] = Some(at);
    }
    let mut pairs = Vec::new();
    for (at, number) in expectations.iter().enumerate() {
        if occurrences.once_on_both(*number) {
            pairs.extend(entry_with[*number].map(|entry| (entry, at)));
        }
    }
    longest_increasing_subsequence(&pairs)
}

pub(crate) fn numbers_at(numbers: &[usize], places: &[usize]) -> Vec<usize> {
    places.iter().map(|at| numbers[*at]).collect()
}

/// The longest subsequence whose first numbers go up (the second ones do already), by patience sorting.
fn longest_increasing_subsequence(pairs: &[(usize, usize)]) -> Vec<(usize, usize)> {
    // The last card of each pile, and for each card the one that it was laid beside.
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

/// How often each number stands on either side.
struct Occurrences(Vec<(u32, u32)>);

impl Occurrences {
    fn of(entries: &[usize], expectations: &[usize]) -> Self {
        let numbers = entries.iter().chain(expectations).max().map_or(0, |most| most + 1);
        let mut occurrences = vec![(0, 0); numbers];
        for entry in entries {
            occurrences[*entry].0 += 1;
        }
        for expectation in expectations {
            occurrences[*expectation].1 += 1;
        }
        Self(occurrences)
    }

    fn on_both(&self, number: usize) -> bool {
        self.0[number].0 > 0 && self.0[number].1 > 0
    }

    fn once_on_both(&self, number: usize) -> bool {
        self.0[number] == (1, 1)
    }
}
