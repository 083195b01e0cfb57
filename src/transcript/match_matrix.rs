//! The rules for lists, decided over a grid of "does this entry match that expectation".
//!
//! A grid may ask code of the user's, so no rule asks it about the same pair twice more than it has to: what it
//! answered is kept by the [`Case`](super::comparison::Case) behind it.

use std::collections::{HashMap, VecDeque};

/// Entries against expectations.
pub(crate) trait MatchMatrix {
    fn entries(&self) -> usize;

    fn expectations(&self) -> usize;

    fn matches(&self, entry: usize, expectation: usize) -> bool;

    /// Where every expectation is plain text: a number for each entry and each expectation, equal where they match.
    fn identities(&self) -> Option<&Identities>;
}

#[derive(Debug)]
pub(crate) struct Identities {
    pub(crate) entries: Vec<usize>,
    pub(crate) expectations: Vec<usize>,
}

/// These, all of them, in this order.
pub(crate) fn exactly(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() == matrix.expectations() && (0..matrix.entries()).all(|at| matrix.matches(at, at))
}

/// Returns whether the entries are the expectations as a multiset.
pub(crate) fn exactly_in_any_order(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() == matrix.expectations() && in_any_order(matrix)
}

/// Returns whether the entries contain the expectations as a multiset.
pub(crate) fn in_any_order(matrix: &dyn MatchMatrix) -> bool {
    matrix.entries() >= matrix.expectations()
        && match matrix.identities() {
            Some(identities) => pair_identities(identities).iter().all(Option::is_some),
            None => Pairing::new(matrix).pairs_all(),
        }
}

/// Returns whether the entries contain the expectations in this order, with others in between.
///
/// Greedy: the earliest entry for each expectation leaves the most entries for those that follow.
pub(crate) fn in_order(matrix: &dyn MatchMatrix) -> bool {
    let mut entries = 0..matrix.entries();
    (0..matrix.expectations()).all(|expectation| entries.any(|entry| matrix.matches(entry, expectation)))
}

/// Whether the expectations stand next to each other somewhere.
pub(crate) fn consecutive(matrix: &dyn MatchMatrix) -> bool {
    if let Some(identities) = matrix.identities() {
        return has_run(&identities.entries, &identities.expectations);
    }
    let length = matrix.expectations();
    let mut starts = 0..(matrix.entries() + 1).saturating_sub(length);
    starts.any(|start| (0..length).all(|at| matrix.matches(start + at, at)))
}

/// Knuth, Morris and Pratt's search: linear, where trying every start is quadratic on repetitive logs.
fn has_run(entries: &[usize], run: &[usize]) -> bool {
    let mut borders = vec![0; run.len()];
    let mut length = 0;
    for at in 1..run.len() {
        while length > 0 && run[at] != run[length] {
            length = borders[length - 1];
        }
        length += usize::from(run[at] == run[length]);
        borders[at] = length;
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

/// For each expectation an entry of its own that meets it, for as many expectations as possible.
pub(crate) fn pairing(matrix: &dyn MatchMatrix) -> Vec<Option<usize>> {
    match matrix.identities() {
        Some(identities) => pair_identities(identities),
        None => Pairing::new(matrix).largest(),
    }
}

pub(crate) fn pair_identities(identities: &Identities) -> Vec<Option<usize>> {
    let mut entries_of: HashMap<usize, VecDeque<usize>> = HashMap::new();
    for (entry, identity) in identities.entries.iter().enumerate() {
        entries_of.entry(*identity).or_default().push_back(entry);
    }
    let next_entry = |identity: &usize| entries_of.get_mut(identity).and_then(VecDeque::pop_front);
    identities.expectations.iter().map(next_entry).collect()
}

/// A maximum bipartite matching by augmenting paths. Matchers may overlap, so that taking the first entry that
/// fits ("contains a" taking the only "abc") can starve a later expectation; a path of swaps mends that.
struct Pairing<'a> {
    matrix: &'a dyn MatchMatrix,
    entry_of: Vec<Option<usize>>,
    expectation_of: Vec<Option<usize>>,
    /// Entries that a search came to which found nothing: no later search finds anything by way of them either.
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

    /// Stops at the first expectation that nothing is left for.
    fn pairs_all(mut self) -> bool {
        self.pair_diagonal();
        self.unpaired().into_iter().all(|expectation| self.augment(expectation))
    }

    fn largest(mut self) -> Vec<Option<usize>> {
        self.pair_diagonal();
        for expectation in self.unpaired() {
            self.augment(expectation);
        }
        self.entry_of
    }

    /// Most lists are in order already: this settles those with one question each.
    fn pair_diagonal(&mut self) {
        for at in 0..self.entry_of.len().min(self.expectation_of.len()) {
            if self.matrix.matches(at, at) {
                self.pair(at, at);
            }
        }
    }

    fn unpaired(&self) -> Vec<usize> {
        (0..self.entry_of.len()).filter(|expectation| self.entry_of[*expectation].is_none()).collect()
    }

    fn pair(&mut self, entry: usize, expectation: usize) {
        self.entry_of[expectation] = Some(entry);
        self.expectation_of[entry] = Some(expectation);
    }

    /// Breadth first, with a queue: a recursion could be as deep as the log is long.
    fn augment(&mut self, start: usize) -> bool {
        let mut asked_by: Vec<Option<usize>> = vec![None; self.expectation_of.len()];
        let mut queue = VecDeque::from([start]);
        while let Some(expectation) = queue.pop_front() {
            for entry in 0..self.expectation_of.len() {
                let is_settled = self.exhausted[entry] || asked_by[entry].is_some();
                if is_settled || !self.matrix.matches(entry, expectation) {
                    continue;
                }
                asked_by[entry] = Some(expectation);
                let Some(taken_by) = self.expectation_of[entry] else {
                    self.swap_along(entry, &asked_by);
                    return true;
                };
                queue.push_back(taken_by);
            }
        }
        for (exhausted, _) in
            self.exhausted.iter_mut().zip(asked_by).filter(|(_, asked_by)| asked_by.is_some())
        {
            *exhausted = true;
        }
        false
    }

    fn swap_along(&mut self, free: usize, asked_by: &[Option<usize>]) {
        let mut entry = Some(free);
        while let Some(now) = entry {
            let Some(expectation) = asked_by[now] else { return };
            entry = self.entry_of[expectation];
            self.pair(now, expectation);
        }
    }
}
