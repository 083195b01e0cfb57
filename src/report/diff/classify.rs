//! Classifies entries and expectations: which are matched, altered, moved, extra or missing.
//!
//! The alignment determines the matched ones. The others are classified in three passes: matching pairs out of order
//! are moved, similar pairs in the same gap are altered, and the rest are extra or missing. Each pass is bounded;
//! [`Classifier::limit_note`] tells if a bound was reached.

use std::ops::Range;

use crate::report::context::ReportContext;
use crate::report::diff::align::{Alignment, numbers_at};
use crate::report::diff::closest::{self, PairMeasure, closeness};
use crate::report::diff::diff_op::{DiffOp, ExpectedPlace};
use crate::report::diff::list_alignment::{InternedForms, alignment, can_compare_all};
use crate::report::diff::similarity::is_probably_close;
use crate::report::limits::LIMITS;
use crate::report::render::escape;
use crate::transcript::match_matrix::{self, Identities};
use crate::transcript::rule::{ExtraEntries, ListRule};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryStatus {
    Free,
    Matches(usize),
    Alters(usize),
    Moved(usize),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExpectationStatus {
    Unmatched,
    MatchedBy(usize),
    /// A moved or altered entry is paired with it.
    Accounted,
}

/// Sorts entries and expectations into the rows of a list diff.
pub(crate) struct Classifier<'v, 'e> {
    context: &'v ReportContext<'e>,
    rule: ListRule,
    /// The interned forms, if there are too many pairs to compare all of them.
    forms: Option<InternedForms>,
    alignment: Alignment,
    entries: Vec<EntryStatus>,
    expectations: Vec<ExpectationStatus>,
    pairs_left: usize,
    searched_left: usize,
    /// The number of unmatched expectations that were not compared with every entry that may be an altered form.
    unexamined: usize,
}

impl<'v, 'e> Classifier<'v, 'e> {
    pub(crate) fn new(context: &'v ReportContext<'e>, rule: ListRule) -> Self {
        let forms = (!can_compare_all(context)).then(|| InternedForms::of(context));
        let alignment = alignment(context, rule, forms.as_ref());
        let mut entries = vec![EntryStatus::Free; context.evidence.entries()];
        let mut expectations = vec![ExpectationStatus::Unmatched; context.evidence.expectations()];
        for (expectation, entry) in alignment.pairs() {
            entries[entry] = EntryStatus::Matches(expectation);
            expectations[expectation] = ExpectationStatus::MatchedBy(entry);
        }
        let searched_left =
            if context.evidence.is_text() { LIMITS.searched_texts } else { LIMITS.searched_calls };
        Self {
            context,
            rule,
            forms,
            alignment,
            entries,
            expectations,
            pairs_left: LIMITS.measured_pairs,
            searched_left,
            unexamined: 0,
        }
    }

    fn unmatched(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|i| self.expectations[*i] == ExpectationStatus::Unmatched).collect()
    }

    fn free(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|i| self.entries[*i] == EntryStatus::Free).collect()
    }

    /// Finds unmatched expectations that match an entry elsewhere.
    pub(crate) fn find_moved(&mut self) {
        if !self.rule.is_ordered() {
            return;
        }
        let unmatched = self.unmatched(0..self.expectations.len());
        let free = self.free(0..self.entries.len());
        let Some(identities) =
            self.context.evidence.identities().or(self.forms.as_ref().map(|forms| &forms.identities))
        else {
            return self.find_moved_among(&unmatched, &free);
        };
        let left = Identities {
            entries: numbers_at(&identities.entries, &free),
            expectations: numbers_at(&identities.expectations, &unmatched),
        };
        for (expectation, paired) in unmatched.iter().zip(match_matrix::pair_identities(&left)) {
            if let Some(entry) = paired.map(|i| free[i]) {
                if self.context.evidence.matches(entry, *expectation) {
                    self.move_to(entry, *expectation);
                }
            }
        }
    }

    fn find_moved_among(&mut self, unmatched: &[usize], free: &[usize]) {
        if unmatched.len().saturating_mul(free.len()) > LIMITS.align_pairs {
            return;
        }
        for expectation in unmatched {
            let mut candidates = free.iter().filter(|entry| self.entries[**entry] == EntryStatus::Free);
            let found = candidates.find(|entry| self.context.evidence.matches(**entry, *expectation));
            if let Some(entry) = found {
                self.move_to(*entry, *expectation);
            }
        }
    }

    fn move_to(&mut self, entry: usize, expectation: usize) {
        self.entries[entry] = EntryStatus::Moved(expectation);
        self.expectations[expectation] = ExpectationStatus::Accounted;
    }

    /// Finds entries that are similar to an unmatched expectation in the same gap.
    pub(crate) fn find_altered(&mut self) {
        if !self.rule.is_ordered() {
            let unmatched = self.unmatched(0..self.expectations.len());
            let free = self.free(0..self.entries.len());
            self.pair_gap(&unmatched, &free);
            return;
        }
        for gap in self.alignment.gaps(self.entries.len()) {
            let unmatched = self.unmatched(gap.expectations);
            if !unmatched.is_empty() {
                self.pair_gap(&unmatched, &self.free(gap.entries));
            }
        }
    }

    fn pair_gap(&mut self, unmatched: &[usize], free: &[usize]) {
        let pairs = unmatched.len().saturating_mul(free.len());
        if pairs <= LIMITS.gap_pairs.min(self.pairs_left) {
            self.pairs_left -= pairs;
            self.pair_closest(unmatched, free);
            self.pair_with_requirements(unmatched, free);
        } else if pairs > LIMITS.gap_pairs && self.rule != ListRule::Exactly {
            self.search(unmatched, free);
        } else if self.rule.is_ordered() {
            for (expectation, entry) in unmatched.iter().zip(free) {
                if self.is_probably_close(*entry, *expectation) {
                    self.alter(*entry, *expectation);
                }
            }
        } else {
            self.unexamined += unmatched.len();
        }
    }

    /// Pairs the only entry and the only expectation in a gap of an exact list, if the matcher has no expected value,
    /// so that similarity cannot be measured.
    fn pair_with_requirements(&mut self, unmatched: &[usize], free: &[usize]) {
        let is_unmatched = |i: &&usize| self.expectations[**i] == ExpectationStatus::Unmatched;
        let unmatched: Vec<_> = unmatched.iter().filter(is_unmatched).copied().collect();
        let free: Vec<_> = free.iter().filter(|i| self.entries[**i] == EntryStatus::Free).copied().collect();
        if let ([expectation], [entry], ListRule::Exactly) = (&unmatched[..], &free[..], self.rule) {
            if self.context.evidence.expected_line(*expectation).is_none() {
                self.alter(*entry, *expectation);
            }
        }
    }

    /// Searches a large gap for the entries closest to the first few expectations.
    fn search(&mut self, unmatched: &[usize], free: &[usize]) {
        let mut altered = Vec::new();
        for (searches, expectation) in unmatched.iter().enumerate() {
            if searches == LIMITS.searches || free.len() > self.searched_left {
                self.unexamined += unmatched.len() - searches;
                return;
            }
            self.searched_left -= free.len();
            let mut candidates =
                free.iter().copied().filter(|entry| self.may_alter(*entry, *expectation, &altered));
            if let Some(entry) = closest::among(self.context, *expectation, &mut candidates) {
                altered.push((entry, *expectation));
                self.alter(entry, *expectation);
            }
        }
    }

    /// Pairs the entries and expectations of a gap, the closest first. Pairs do not cross if order matters.
    fn pair_closest(&mut self, unmatched: &[usize], free: &[usize]) {
        let measure = PairMeasure::new(self.context);
        let mut close = Vec::new();
        for expectation in unmatched {
            // Few pairs are compared in full, even if they are long.
            if unmatched.len() * free.len() <= LIMITS.whole_pairs {
                let measured = free.iter().filter_map(|entry| {
                    Some((closeness(self.context, *entry, *expectation)?, *expectation, *entry))
                });
                close.extend(measured);
            } else {
                measure.close_entries(*expectation, free, &mut |closeness, entry| {
                    close.push((closeness, *expectation, entry));
                });
            }
        }
        close.sort_unstable();
        let mut altered: Vec<(usize, usize)> = Vec::new();
        for (_, expectation, entry) in close {
            let is_unmatched = self.expectations[expectation] == ExpectationStatus::Unmatched;
            if is_unmatched && self.may_alter(entry, expectation, &altered) {
                self.alter(entry, expectation);
                altered.push((entry, expectation));
            }
        }
    }

    /// Returns whether an entry is free and pairing it would not cross a pair of `altered`.
    fn may_alter(&self, entry: usize, expectation: usize, altered: &[(usize, usize)]) -> bool {
        let crosses = |other: &(usize, usize)| other.0.cmp(&entry) != other.1.cmp(&expectation);
        self.entries[entry] == EntryStatus::Free && !(self.rule.is_ordered() && altered.iter().any(crosses))
    }

    fn alter(&mut self, entry: usize, expectation: usize) {
        // The bounded alignment may have missed a matching pair, which is moved and not altered.
        if self.forms.is_some() && self.context.evidence.matches(entry, expectation) {
            self.move_to(entry, expectation);
            return;
        }
        self.entries[entry] = EntryStatus::Alters(expectation);
        self.expectations[expectation] = ExpectationStatus::Accounted;
    }

    fn is_probably_close(&mut self, entry: usize, expectation: usize) -> bool {
        let (is_measured, evidence) = (self.pairs_left > 0, self.context.evidence);
        self.pairs_left = self.pairs_left.saturating_sub(1);
        self.unexamined += usize::from(!is_measured);
        if !is_measured && !evidence.is_text() {
            return false;
        }
        let wanted = evidence.expected_line(expectation);
        // This linear check suffices for most altered entries, so few have to be measured.
        let is_close_at_a_glance =
            wanted.is_some_and(|wanted| is_probably_close(&wanted, &self.context.line(entry)));
        is_close_at_a_glance || (is_measured && closeness(self.context, entry, expectation).is_some())
    }

    /// Returns whether no alignment matches more expectations.
    pub(crate) fn is_optimal(&self) -> bool {
        self.alignment.is_optimal
    }

    /// Returns a note if altered entries may have been listed as missing and extra.
    pub(crate) fn limit_note(&self) -> Option<String> {
        let is_limited = self.unexamined > 0 && self.expectations.contains(&ExpectationStatus::Unmatched);
        is_limited.then(|| {
            let unexamined = escape::counted(self.unexamined, &format!("expected {}", self.context.noun()));
            format!("not examined in full: {unexamined}, so the number of altered ones is a lower bound")
        })
    }

    pub(crate) fn steps(&self) -> Vec<DiffOp> {
        let missing = self.unmatched(0..self.expectations.len()).len();
        let mut steps = Vec::with_capacity(self.entries.len() + missing);
        let mut next = 0;
        let run = self.run();
        let mut neighbours = None;
        for (entry, status) in self.entries.iter().enumerate() {
            let step = match *status {
                EntryStatus::Matches(expectation) | EntryStatus::Alters(expectation) => {
                    if self.rule.is_ordered() {
                        self.push_missing(&mut steps, next..expectation);
                        next = expectation;
                    }
                    match status {
                        EntryStatus::Matches(_) => DiffOp::Ok { entry },
                        _ => DiffOp::Altered { entry, expectation },
                    }
                }
                EntryStatus::Moved(expectation) => {
                    let neighbours = neighbours.get_or_insert_with(|| self.neighbours());
                    DiffOp::Moved { entry, place: neighbours.place(entry, expectation) }
                }
                EntryStatus::Free if run.contains(&entry) => DiffOp::Extra { entry },
                EntryStatus::Free => DiffOp::Other { entry },
            };
            steps.push(step);
        }
        self.push_missing(&mut steps, next..self.expectations.len());
        steps
    }

    fn push_missing(&self, steps: &mut Vec<DiffOp>, range: Range<usize>) {
        let is_unmatched = |i: &usize| self.expectations[*i] == ExpectationStatus::Unmatched;
        steps.extend(range.filter(is_unmatched).map(|expectation| DiffOp::Missing { expectation }));
    }

    /// Returns the range of entries in which an entry without an expectation breaks the rule.
    fn run(&self) -> Range<usize> {
        match self.rule.extra_entries() {
            ExtraEntries::Nowhere => 0..0,
            ExtraEntries::Between => {
                let is_in_run =
                    |status: &EntryStatus| matches!(status, EntryStatus::Matches(_) | EntryStatus::Alters(_));
                let first = self.entries.iter().position(is_in_run).unwrap_or(0);
                first..self.entries.iter().rposition(is_in_run).unwrap_or(0)
            }
            ExtraEntries::Anywhere => 0..self.entries.len(),
        }
    }

    fn neighbours(&self) -> Neighbours {
        let matched_by = |status: &ExpectationStatus| match status {
            ExpectationStatus::MatchedBy(entry) => Some(*entry),
            _ => None,
        };
        let mut before = Vec::with_capacity(self.expectations.len());
        let mut last = None;
        for status in &self.expectations {
            before.push(last);
            last = matched_by(status).or(last);
        }
        let mut after = vec![None; self.expectations.len()];
        let mut next = None;
        for (i, status) in self.expectations.iter().enumerate().rev() {
            after[i] = next;
            next = matched_by(status).or(next);
        }
        Neighbours { before, after }
    }
}

/// For each expectation, the entries of the nearest matched expectations before and after it.
struct Neighbours {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Neighbours {
    /// Returns where a moved entry was expected.
    fn place(&self, moved: usize, expectation: usize) -> ExpectedPlace {
        match (self.before[expectation], self.after[expectation]) {
            (Some(entry), _) if moved < entry => ExpectedPlace::After { entry },
            (_, Some(entry)) if moved > entry => ExpectedPlace::Before { entry },
            _ => ExpectedPlace::Elsewhere,
        }
    }
}
