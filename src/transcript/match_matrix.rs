//! The algorithms of the list rules. They work on a matrix that says which entry matches which expectation.
//!
//! Reading a cell may run a user's matcher. [`Comparison`](super::comparison::Comparison) caches the results, so an
//! algorithm may read a cell repeatedly, but it should not read more cells than it needs.
//!
//! If all expectations are plain text, the texts are interned, and every algorithm takes linear time. Otherwise, for
//! `n` entries and `m` expectations, `exactly` and `in_order` read at most `n + m` cells, `consecutive` reads at most
//! `n × m`, and a pairing runs up to `m` breadth-first searches of at most `n × m` cells each.

use std::borrow::Cow;
use std::collections::VecDeque;

use crate::indices::indices_where;
use crate::report::limits::LIMITS;
use crate::transcript::hash_index::HashIndex;
use crate::transcript::text_hash;

/// Which entries match which expectations.
pub(crate) trait MatchMatrix {
    fn entries(&self) -> usize;

    fn expectations(&self) -> usize;

    fn matches(&self, entry: usize, expectation: usize) -> bool;

    /// Returns the interned texts, if every expectation is plain text.
    fn identities(&self) -> Option<&Identities>;
}

/// Interned texts: each distinct text has a number, so that comparing two texts compares their numbers.
#[derive(Debug)]
pub(crate) struct Identities {
    pub(crate) entries: Vec<usize>,
    pub(crate) expectations: Vec<usize>,
}

/// Numbers texts. A long text is hashed by samples, but equality compares the whole text.
#[derive(Default)]
pub(crate) struct TextIndex<'t> {
    texts: Vec<Cow<'t, str>>,
    index: HashIndex,
}

impl<'t> TextIndex<'t> {
    pub(crate) fn get_or_add(&mut self, text: Cow<'t, str>) -> usize {
        let texts = &mut self.texts;
        let number = self.index.get_or_add(sampled_hash(text.as_bytes()), &mut |i| texts[i] == text);
        if number == texts.len() {
            texts.push(text);
        }
        number
    }

    pub(crate) fn numbers(&mut self, texts: &[&'t str]) -> Vec<usize> {
        let mut numbers = Vec::with_capacity(texts.len());
        for text in texts {
            numbers.push(self.get_or_add(Cow::Borrowed(text)));
        }
        numbers
    }
}

fn sampled_hash(bytes: &[u8]) -> u64 {
    let (samples, sample) = (LIMITS.hash_samples, LIMITS.hash_sample);
    if bytes.len() <= samples * sample {
        return text_hash::hash(bytes);
    }
    let mut sampled = bytes.len() as u64;
    for chunk in bytes.chunks(bytes.len() / samples) {
        sampled = sampled.rotate_left(5) ^ text_hash::hash(&chunk[..chunk.len().min(sample)]);
    }
    sampled
}

/// Returns whether the entries match the expectations one to one, in the same order.
pub(crate) fn exactly(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() == matrix.expectations() && (0..matrix.entries()).all(|i| matrix.matches(i, i))
}

/// Returns whether the entries match the expectations one to one, in any order.
pub(crate) fn exactly_in_any_order(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() == matrix.expectations() && in_any_order(matrix)
}

/// Returns whether each expectation can be paired with an entry of its own, in any order.
pub(crate) fn in_any_order(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() >= matrix.expectations()
        && match matrix.identities() {
            Some(identities) => pair_identities(identities).iter().all(Option::is_some),
            None => Pairing::new(matrix).pairs_all(),
        }
}

/// Returns whether the entries contain matches for the expectations in this order, with any entries in between.
///
/// The algorithm is greedy: taking the earliest entry for each expectation leaves the most entries for the following
/// ones.
pub(crate) fn in_order(matrix: &dyn MatchMatrix) -> bool {
    let mut entries = 0..matrix.entries();
    (0..matrix.expectations()).all(|expectation| entries.any(|entry| matrix.matches(entry, expectation)))
}

/// Returns whether the entries contain matches for the expectations in this order, next to each other.
pub(crate) fn consecutive(matrix: &dyn MatchMatrix) -> bool {
    if let Some(identities) = matrix.identities() {
        return has_run(&identities.entries, &identities.expectations);
    }
    let length = matrix.expectations();
    let mut starts = 0..(matrix.entries() + 1).saturating_sub(length);
    starts.any(|start| (0..length).all(|i| matrix.matches(start + i, i)))
}

/// Returns whether `entries` contains `run`, by the Knuth-Morris-Pratt algorithm.
///
/// It takes linear time, whereas trying every start would be quadratic on a repetitive log.
fn has_run(entries: &[usize], run: &[usize]) -> bool {
    let mut borders = vec![0; run.len()];
    let mut length = 0;
    for i in 1..run.len() {
        while length > 0 && run[i] != run[length] {
            length = borders[length - 1];
        }
        length += usize::from(run[i] == run[length]);
        borders[i] = length;
    }
    let mut length = 0;
    for entry in entries {
        while length > 0 && *entry != run[length] {
            length = borders[length - 1];
        }
        length += usize::from(*entry == run[length]);
        if length == run.len() {
            return true;
        }
    }
    false
}

/// Pairs as many expectations as possible with a different matching entry each, and returns the entry of each
/// expectation.
pub(crate) fn pairing(matrix: &dyn MatchMatrix) -> Vec<Option<usize>> {
    match matrix.identities() {
        Some(identities) => pair_identities(identities),
        None => Pairing::new(matrix).largest(),
    }
}

/// Pairs each expectation with the first unpaired entry that has the same text.
pub(crate) fn pair_identities(identities: &Identities) -> Vec<Option<usize>> {
    let identity_count = identities.entries.iter().max().map_or(0, |largest| largest + 1);
    // The unpaired entries of each text as a linked list: the first entry of each text, and the next one after each
    // entry.
    let mut first: Vec<Option<usize>> = vec![None; identity_count];
    let mut next = vec![None; identities.entries.len()];
    for (entry, identity) in identities.entries.iter().enumerate().rev() {
        next[entry] = first[*identity].replace(entry);
    }
    let mut entry_of = Vec::with_capacity(identities.expectations.len());
    for identity in &identities.expectations {
        let entry = first.get(*identity).copied().flatten();
        if let Some(entry) = entry {
            first[*identity] = next[entry];
        }
        entry_of.push(entry);
    }
    entry_of
}

/// A maximum bipartite matching of expectations with entries, found with augmenting paths.
///
/// Matchers may overlap, so a greedy choice can leave a later expectation without an entry: "contains a" may take the
/// only entry that also matches "contains b". An augmenting path reassigns entries so that both expectations have one.
struct Pairing<'a> {
    matrix: &'a dyn MatchMatrix,
    entry_of: Vec<Option<usize>>,
    expectation_of: Vec<Option<usize>>,
    /// The entries that a failed search has visited. They cannot be on an augmenting path, so later searches skip them.
    exhausted: Vec<bool>,
}

impl<'a> Pairing<'a> {
    fn new(matrix: &'a dyn MatchMatrix) -> Self {
        let (entries, expectations) = (matrix.entries(), matrix.expectations());
        Self {
            matrix,
            entry_of: vec![None; expectations],
            expectation_of: vec![None; entries],
            exhausted: vec![false; entries],
        }
    }

    /// Returns whether every expectation can be paired with an entry. Stops at the first one that cannot.
    fn pairs_all(mut self) -> bool {
        self.pair_diagonal();
        self.unpaired().into_iter().all(|expectation| self.augment(expectation))
    }

    /// Returns a maximum matching: the entry of each expectation.
    fn largest(mut self) -> Vec<Option<usize>> {
        self.pair_diagonal();
        for expectation in self.unpaired() {
            self.augment(expectation);
        }
        self.entry_of
    }

    /// Pairs each expectation with the entry at the same index. Most lists are in order, so this is often enough.
    fn pair_diagonal(&mut self) {
        for i in 0..self.entry_of.len().min(self.expectation_of.len()) {
            if self.matrix.matches(i, i) {
                self.pair(i, i);
            }
        }
    }

    fn unpaired(&self) -> Vec<usize> {
        indices_where(0..self.entry_of.len(), &mut |expectation| self.entry_of[expectation].is_none())
    }

    fn pair(&mut self, entry: usize, expectation: usize) {
        self.entry_of[expectation] = Some(entry);
        self.expectation_of[entry] = Some(expectation);
    }

    /// Searches for an augmenting path from `start` and applies it.
    ///
    /// The search is breadth-first, with a queue: a recursive search could be as deep as the log is long.
    fn augment(&mut self, start: usize) -> bool {
        let mut reached_from: Vec<Option<usize>> = vec![None; self.expectation_of.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(expectation) = queue.pop_front() {
            for entry in 0..self.expectation_of.len() {
                let is_settled = self.exhausted[entry] || reached_from[entry].is_some();
                if is_settled || !self.matrix.matches(entry, expectation) {
                    continue;
                }
                reached_from[entry] = Some(expectation);
                let Some(taken_by) = self.expectation_of[entry] else {
                    self.swap_along(entry, &reached_from);
                    return true;
                };
                queue.push_back(taken_by);
            }
        }
        for (entry, reached_from) in reached_from.iter().enumerate() {
            self.exhausted[entry] |= reached_from.is_some();
        }
        false
    }

    fn swap_along(&mut self, free: usize, reached_from: &[Option<usize>]) {
        let mut entry = Some(free);
        while let Some(now) = entry {
            let Some(expectation) = reached_from[now] else { return };
            entry = self.entry_of[expectation];
            self.pair(now, expectation);
        }
    }
}
