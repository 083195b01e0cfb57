//! Aligns a log with a list of expectations under a list rule.

use std::collections::HashMap;

use crate::report::context::ReportContext;
use crate::report::diff::align::{self, Alignment, Gap};
use crate::report::limits::LIMITS;
use crate::transcript::match_matrix::{self, Identities};
use crate::transcript::rule::ListRule;
use crate::transcript::text_hash::{ByHash, hash};

/// Returns whether every entry may be compared with every expectation. Comparing interned texts is always cheap, but a
/// matcher runs user code, which may be slow.
pub(crate) fn can_compare_all(context: &ReportContext<'_>) -> bool {
    context.evidence.identities().is_some() || has_few_pairs(context)
}

fn has_few_pairs(context: &ReportContext<'_>) -> bool {
    context.evidence.entries().saturating_mul(context.evidence.expectations()) <= LIMITS.align_pairs
}

/// Aligns the entries with the expectations, in order if the rule is ordered. `forms` are the interned forms, given if
/// there are too many pairs to compare all of them.
pub(crate) fn alignment(
    context: &ReportContext<'_>,
    rule: ListRule,
    forms: Option<&InternedForms>,
) -> Alignment {
    let evidence = context.evidence;
    let (entries, expectations) = (evidence.entries(), evidence.expectations());
    if let Some(forms) = forms {
        return alignment_by_form(context, rule, forms);
    }
    if !rule.is_ordered() {
        return Alignment { entry_of: match_matrix::pairing(evidence.matrix()), is_optimal: true };
    }
    if rule == ListRule::Consecutive && has_few_pairs(context) {
        return best_window(entries, expectations, &mut |entry, expectation| {
            evidence.matches(entry, expectation)
        });
    }
    match evidence.identities() {
        Some(identities) if rule == ListRule::Consecutive => window_by_votes(identities),
        Some(identities) => align::align_numbers(&identities.entries, &identities.expectations),
        None => align::align(entries, expectations, &mut |entry, expectation| {
            evidence.matches(entry, expectation)
        }),
    }
}

/// Aligns the expectations with the run of entries that has the most matches; among several, with the one that takes
/// the fewest edits to become the list. This is Sellers' algorithm, an approximate string search by dynamic programming
/// in `O(entries × expectations)`.
fn best_window(entries: usize, expectations: usize, same: &mut dyn FnMut(usize, usize) -> bool) -> Alignment {
    #[derive(Clone, Copy, PartialEq)]
    enum Step {
        Pair,
        Replace,
        SkipEntry,
        SkipExpectation,
    }
    // The number of unmatched expectations and of edits in the best alignment that ends at a cell. Smaller is better.
    type Cost = (u32, u32);
    let width = expectations + 1;
    let mut steps = vec![Step::SkipExpectation; (entries + 1) * width];
    let mut above: Vec<Cost> =
        std::iter::successors(Some((0, 0)), |(unmatched, edits)| Some((unmatched + 1, edits + 1)))
            .take(width)
            .collect();
    let mut row = above.clone();
    let (mut best, mut end) = (above[expectations], 0);
    for entry in 0..entries {
        row[0] = (0, 0);
        for expectation in 0..expectations {
            let (replaced, skipped_entry, skipped) =
                (above[expectation], above[expectation + 1], row[expectation]);
            let mut options = [
                ((replaced.0 + 1, replaced.1 + 1), Step::Replace),
                ((skipped_entry.0, skipped_entry.1 + 1), Step::SkipEntry),
                ((skipped.0 + 1, skipped.1 + 1), Step::SkipExpectation),
            ];
            if same(entry, expectation) {
                options[0] = (replaced, Step::Pair);
            }
            let (cost, step) = options.into_iter().min_by_key(|(cost, _)| *cost).unwrap_or(options[0]);
            row[expectation + 1] = cost;
            steps[(entry + 1) * width + expectation + 1] = step;
        }
        if row[expectations] < best {
            (best, end) = (row[expectations], entry + 1);
        }
        std::mem::swap(&mut above, &mut row);
    }
    let mut entry_of = vec![None; expectations];
    let (mut entry, mut expectation) = (end, expectations);
    while expectation > 0 {
        match steps[entry * width + expectation] {
            Step::SkipEntry => entry -= 1,
            Step::SkipExpectation => expectation -= 1,
            step => {
                (entry, expectation) = (entry - 1, expectation - 1);
                if step == Step::Pair {
                    entry_of[expectation] = Some(entry);
                }
            }
        }
    }
    Alignment { entry_of, is_optimal: true }
}

/// Aligns the expectations with a run of entries in a long log. Each pair of equal elements votes for the run that
/// would pair them. Elements that occur often do not vote.
fn window_by_votes(identities: &Identities) -> Alignment {
    let mut places: HashMap<usize, (Vec<usize>, Vec<usize>)> = HashMap::new();
    for (entry, identity) in identities.entries.iter().enumerate() {
        places.entry(*identity).or_default().0.push(entry);
    }
    for (expectation, identity) in identities.expectations.iter().enumerate() {
        if let Some(places) = places.get_mut(identity) {
            places.1.push(expectation);
        }
    }
    let expectations = identities.expectations.len();
    let mut votes: HashMap<usize, usize> = HashMap::new();
    for (entries, wanted) in places.into_values() {
        if entries.len().saturating_mul(wanted.len()) <= LIMITS.window_votes {
            for entry in &entries {
                for expectation in &wanted {
                    // Offset by the number of expectations, since a run may start before the log.
                    *votes.entry(entry + expectations - expectation).or_default() += 1;
                }
            }
        }
    }
    let elected = votes.into_iter().max_by_key(|(start, votes)| (*votes, std::cmp::Reverse(*start)));
    let window = match elected {
        // The run, extended by the length of the list to allow for missing and extra entries.
        Some((start, _)) => {
            let first = start.saturating_sub(2 * expectations);
            first..(start + expectations).min(identities.entries.len())
        }
        None => 0..identities.entries.len(),
    };
    let mut alignment = align::align_numbers(&identities.entries[window.clone()], &identities.expectations);
    for entry in alignment.entry_of.iter_mut().flatten() {
        *entry += window.start;
    }
    tighten(identities, &mut alignment);
    // An alignment that matches all common elements is optimal.
    let in_common = match_matrix::pair_identities(identities).iter().flatten().count();
    alignment.is_optimal = alignment.pairs().len() == in_common;
    alignment
}

/// Moves each matched expectation to the last equal entry before the next one, so that the run has no needless gaps.
fn tighten(identities: &Identities, alignment: &mut Alignment) {
    let mut end = None;
    for (expectation, paired) in alignment.entry_of.iter_mut().enumerate().rev() {
        let Some(entry) = *paired else { continue };
        if let Some(end) = end {
            let identity = identities.expectations[expectation];
            *paired = (entry..end).rev().find(|entry| identities.entries[*entry] == identity);
        }
        end = *paired;
    }
}

/// Aligns a list that is too long to compare every entry with every expectation.
///
/// Interns entries and expected values by their one-line forms, in linear time, and confirms each pair by its matcher.
/// Then tries the expectations without an expected value on the remaining entries.
fn alignment_by_form(context: &ReportContext<'_>, rule: ListRule, forms: &InternedForms) -> Alignment {
    let evidence = context.evidence;
    let InternedForms { identities: forms, has_value } = forms;
    let mut alignment = match rule {
        ListRule::Consecutive => window_by_votes(forms),
        _ if rule.is_ordered() => align::align_numbers(&forms.entries, &forms.expectations),
        _ => Alignment { entry_of: match_matrix::pair_identities(forms), is_optimal: true },
    };
    let pairs = alignment.pairs().len();
    for (expectation, entry) in alignment.entry_of.iter_mut().enumerate() {
        *entry = entry.filter(|entry| evidence.matches(*entry, expectation));
    }
    // Values with the same form may differ, and a matcher may accept several forms.
    alignment.is_optimal &= pairs == alignment.pairs().len() && !has_value.contains(&false);
    let gaps = if rule.is_ordered() {
        alignment.gaps(evidence.entries())
    } else {
        vec![Gap { entries: 0..evidence.entries(), expectations: 0..evidence.expectations() }]
    };
    let mut is_free = vec![true; evidence.entries()];
    for entry in alignment.entry_of.iter().flatten() {
        is_free[*entry] = false;
    }
    let mut matches_left = LIMITS.align_pairs;
    for gap in gaps {
        let mut next = gap.entries.start;
        for expectation in gap.expectations {
            if alignment.entry_of[expectation].is_some() || has_value[expectation] {
                continue;
            }
            let start = if rule.is_ordered() { next } else { gap.entries.start };
            let candidates = (start..gap.entries.end).filter(|entry| is_free[*entry]).take(matches_left);
            let mut tried = 0;
            let found =
                candidates.inspect(|_| tried += 1).find(|entry| evidence.matches(*entry, expectation));
            matches_left -= tried;
            if let Some(entry) = found {
                alignment.entry_of[expectation] = Some(entry);
                is_free[entry] = false;
                next = entry + 1;
            }
        }
    }
    alignment
}

/// The one-line forms of entries and expected values, interned by their hashes.
///
/// Equal numbers have to be confirmed by the matcher, since two forms may have the same hash, and two different values
/// the same form.
pub(crate) struct InternedForms {
    /// The numbers of the forms. An expectation without an expected value gets a number of its own.
    pub(crate) identities: Identities,
    /// Whether each expectation has an expected value.
    has_value: Vec<bool>,
}

impl InternedForms {
    pub(crate) fn of(context: &ReportContext<'_>) -> Self {
        let evidence = context.evidence;
        let mut numbers: ByHash<u64, usize> = ByHash::default();
        let mut entries = Vec::with_capacity(evidence.entries());
        for entry in 0..evidence.entries() {
            let next = numbers.len();
            entries.push(*numbers.entry(hash(evidence.line(entry).as_bytes())).or_insert(next));
        }
        let mut without_entry = evidence.entries();
        let mut expectations = Vec::with_capacity(evidence.expectations());
        let mut has_value = Vec::with_capacity(evidence.expectations());
        for expectation in 0..evidence.expectations() {
            let line = evidence.expected_line(expectation);
            has_value.push(line.is_some());
            without_entry += 1;
            expectations.push(
                line.and_then(|line| numbers.get(&hash(line.as_bytes())).copied()).unwrap_or(without_entry),
            );
        }
        Self { identities: Identities { entries, expectations }, has_value }
    }
}
