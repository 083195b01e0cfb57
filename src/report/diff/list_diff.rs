//! A list that was expected beside what was recorded: what is missing, extra, moved and altered.

use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

use crate::report::context::ReportContext;
use crate::report::diff::align::{self, Alignment, Gap, MOST_PAIRS, numbers_at};
use crate::report::diff::closest::{self, closeness};
use crate::report::diff::similarity::is_probably_close;
use crate::report::render::escape;
use crate::transcript::match_matrix::{self, Identities};
use crate::transcript::rule::{ExtraEntries, ListRule};

/// One line of the comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum DiffOp {
    /// Nothing is said of this entry.
    Other {
        entry: usize,
    },
    Ok {
        entry: usize,
    },
    Altered {
        entry: usize,
        expectation: usize,
    },
    Moved {
        entry: usize,
        place: ExpectedPlace,
    },
    Extra {
        entry: usize,
    },
    Missing {
        expectation: usize,
    },
}

/// Where a moved entry was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ExpectedPlace {
    After { entry: usize },
    Before { entry: usize },
    Elsewhere,
}

impl DiffOp {
    pub(crate) fn entry(self) -> Option<usize> {
        match self {
            Self::Other { entry }
            | Self::Ok { entry }
            | Self::Altered { entry, .. }
            | Self::Moved { entry, .. }
            | Self::Extra { entry } => Some(entry),
            Self::Missing { .. } => None,
        }
    }

    pub(crate) fn label(self) -> &'static str {
        match self {
            Self::Other { .. } => "",
            Self::Ok { .. } => "ok",
            Self::Altered { .. } => "altered",
            Self::Moved { .. } => "moved",
            Self::Extra { .. } => "extra",
            Self::Missing { .. } => "missing",
        }
    }

    /// Whether this is what went wrong.
    pub(crate) fn is_wrong(self) -> bool {
        !matches!(self, Self::Other { .. } | Self::Ok { .. })
    }
}

pub(crate) struct ListDiff {
    pub(crate) steps: Vec<DiffOp>,
    /// A weaker rule that does hold, as an observation, or why none was tried.
    pub(crate) note: Option<String>,
}

/// How many pairs of a gap are compared to find which entry is an altered form of what.
const MOST_GAP_PAIRS: usize = 4096;

/// For how many missing expectations a close entry is looked for among many, and among how many in all.
const MOST_SEARCHES: usize = 4;
const MOST_SEARCHED: usize = 200_000;

/// How many altered entries are told from missing and extra ones by measuring. The rest are, by a glance.
const MOST_MEASURED: usize = 4096;

impl ListDiff {
    pub(crate) fn of(context: &ReportContext<'_>, rule: ListRule) -> Self {
        let mut sorting = Classifier::new(context, rule);
        sorting.find_moved();
        sorting.find_altered();
        let note = note(context, rule);
        Self { steps: sorting.steps(), note }
    }

    /// How many of what was expected was found under the rule.
    pub(crate) fn found(&self) -> usize {
        self.steps.iter().filter(|step| matches!(step, DiffOp::Ok { .. })).count()
    }

    pub(crate) fn closest(&self) -> Option<usize> {
        self.steps.iter().find_map(|step| match step {
            DiffOp::Altered { entry, .. } => Some(*entry),
            _ => None,
        })
    }

    /// `1 altered, 2 missing`: what went wrong.
    pub(crate) fn tally(&self) -> String {
        tally(&self.steps, false)
    }
}

/// How many steps there are of each kind that has a label.
pub(crate) fn tally(steps: &[DiffOp], with_ok: bool) -> String {
    let mut said = Vec::new();
    for label in ["ok", "altered", "moved", "missing", "extra"] {
        let count = steps.iter().filter(|step| step.label() == label).count();
        if count > 0 && (with_ok || label != "ok") {
            said.push(format!("{} {label}", escape::count(count)));
        }
    }
    said.join(", ")
}

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum EntryStatus {
    Free,
    Meets(usize),
    Alters(usize),
    Moved(usize),
}

/// What became of an expectation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum ExpectationStatus {
    No,
    By(usize),
    /// By an entry that was moved or altered.
    Nearly,
}

/// Sorts entries and expectations into steps.
struct Classifier<'v, 'e> {
    context: &'v ReportContext<'e>,
    rule: ListRule,
    alignment: Alignment,
    entries: Vec<EntryStatus>,
    expectations: Vec<ExpectationStatus>,
    /// How many more pairs may be measured.
    measures_left: usize,
    /// How many more entries may be searched through.
    searched_left: usize,
}

impl<'v, 'e> Classifier<'v, 'e> {
    fn new(context: &'v ReportContext<'e>, rule: ListRule) -> Self {
        let alignment = alignment(context, rule);
        let mut entries = vec![EntryStatus::Free; context.evidence.entries()];
        let mut expectations = vec![ExpectationStatus::No; context.evidence.expectations()];
        for (expectation, entry) in alignment.met() {
            entries[entry] = EntryStatus::Meets(expectation);
            expectations[expectation] = ExpectationStatus::By(entry);
        }
        Self {
            context,
            rule,
            alignment,
            entries,
            expectations,
            measures_left: MOST_MEASURED,
            searched_left: MOST_SEARCHED,
        }
    }

    fn is_in_order(&self) -> bool {
        self.rule.is_ordered()
    }

    fn unmet(&self) -> Vec<usize> {
        self.unmet_in(0..self.expectations.len())
    }

    fn unmet_in(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|at| self.expectations[*at] == ExpectationStatus::No).collect()
    }

    fn free(&self) -> Vec<usize> {
        self.free_in(0..self.entries.len())
    }

    fn free_in(&self, range: Range<usize>) -> Vec<usize> {
        range.filter(|at| self.entries[*at] == EntryStatus::Free).collect()
    }

    /// Where what is missing stands in another place.
    fn find_moved(&mut self) {
        if !self.is_in_order() {
            return;
        }
        let (unmet, free) = (self.unmet(), self.free());
        if let Some(identities) = self.context.evidence.identities() {
            let left = Identities {
                entries: numbers_at(&identities.entries, &free),
                expectations: numbers_at(&identities.expectations, &unmet),
            };
            for (expectation, met) in unmet.iter().zip(match_matrix::pair_identities(&left)) {
                if let Some(at) = met {
                    self.move_to(free[at], *expectation);
                }
            }
        } else if !can_compare_all(self.context) {
            let forms = interned_forms(self.context);
            let left = Identities {
                entries: numbers_at(&forms.entries, &free),
                expectations: numbers_at(&forms.expectations, &unmet),
            };
            for (expectation, met) in unmet.iter().zip(match_matrix::pair_identities(&left)) {
                if let Some(entry) = met.map(|i| free[i]) {
                    if self.context.evidence.matches(entry, *expectation) {
                        self.move_to(entry, *expectation);
                    }
                }
            }
        } else if unmet.len().saturating_mul(free.len()) <= MOST_PAIRS {
            for expectation in unmet {
                let mut candidates = free.iter().filter(|entry| self.entries[**entry] == EntryStatus::Free);
                let met = candidates.find(|entry| self.context.evidence.matches(**entry, expectation));
                if let Some(entry) = met {
                    self.move_to(*entry, expectation);
                }
            }
        }
    }

    fn move_to(&mut self, entry: usize, expectation: usize) {
        self.entries[entry] = EntryStatus::Moved(expectation);
        self.expectations[expectation] = ExpectationStatus::Nearly;
    }

    /// Where what is missing was changed on its way.
    fn find_altered(&mut self) {
        if !self.is_in_order() {
            let gap = (self.unmet(), self.free());
            self.pair_gap(&gap.0, &gap.1);
            return;
        }
        for gap in self.alignment.gaps(self.entries.len()) {
            let unmet = self.unmet_in(gap.expectations);
            if !unmet.is_empty() {
                self.pair_gap(&unmet, &self.free_in(gap.entries));
            }
        }
    }

    fn pair_gap(&mut self, unmet: &[usize], free: &[usize]) {
        let pairs = unmet.len().saturating_mul(free.len());
        if pairs <= MOST_GAP_PAIRS.min(self.measures_left) {
            self.measures_left -= pairs;
            self.pair_closest(unmet, free);
            self.pair_with_requirements(unmet, free);
        } else if pairs > MOST_GAP_PAIRS && self.may_be_anywhere() {
            self.search(unmet, free);
        } else if self.is_in_order() {
            for (expectation, entry) in unmet.iter().zip(free) {
                if self.is_probably_close(*entry, *expectation) {
                    self.alter(*entry, *expectation);
                }
            }
        }
    }

    /// Pairs what is left at the same place of an exact list, if the matchers have no expected value to be close to.
    fn pair_with_requirements(&mut self, unmet: &[usize], free: &[usize]) {
        if self.rule != ListRule::Exactly {
            return;
        }
        let unmet: Vec<_> =
            unmet.iter().filter(|i| self.expectations[**i] == ExpectationStatus::No).copied().collect();
        let free: Vec<_> = free.iter().filter(|i| self.entries[**i] == EntryStatus::Free).copied().collect();
        let has_no_value = |expectation: &usize| self.context.evidence.expected_line(*expectation).is_none();
        if unmet.len() == free.len() && unmet.len() == 1 && unmet.iter().all(has_no_value) {
            self.alter(free[0], unmet[0]);
        }
    }

    /// Looks for the first few of what is missing among all that is free.
    fn search(&mut self, unmet: &[usize], free: &[usize]) {
        let mut altered = Vec::new();
        for expectation in unmet.iter().take(MOST_SEARCHES) {
            if free.len() > self.searched_left {
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

    /// The closest first, as long as the order is kept.
    fn pair_closest(&mut self, unmet: &[usize], free: &[usize]) {
        let mut close = Vec::new();
        for expectation in unmet {
            for entry in free {
                if let Some(closeness) = closeness(self.context, *entry, *expectation) {
                    close.push((closeness, *expectation, *entry));
                }
            }
        }
        while let Some((_, expectation, entry)) = close.iter().min().copied() {
            self.alter(entry, expectation);
            close.retain(|(_, other, candidate)| {
                self.expectations[*other] == ExpectationStatus::No
                    && self.may_alter(*candidate, *other, &[(entry, expectation)])
            });
        }
    }

    /// Whether that entry is free, and no other pair of the gap would cross this one.
    fn may_alter(&self, entry: usize, expectation: usize, altered: &[(usize, usize)]) -> bool {
        let crosses = |other: &(usize, usize)| other.0.cmp(&entry) != other.1.cmp(&expectation);
        self.entries[entry] == EntryStatus::Free && !(self.is_in_order() && altered.iter().any(crosses))
    }

    fn alter(&mut self, entry: usize, expectation: usize) {
        // An equal pair that no alignment found is moved, never altered.
        if !can_compare_all(self.context) && self.context.evidence.matches(entry, expectation) {
            self.move_to(entry, expectation);
            return;
        }
        self.entries[entry] = EntryStatus::Alters(expectation);
        self.expectations[expectation] = ExpectationStatus::Nearly;
    }

    fn is_probably_close(&mut self, entry: usize, expectation: usize) -> bool {
        if self.measures_left > 0 {
            self.measures_left -= 1;
            return closeness(self.context, entry, expectation).is_some();
        }
        let wanted = self.context.evidence.expected_line(expectation);
        self.context.evidence.is_text()
            && wanted.is_some_and(|wanted| is_probably_close(&wanted, &self.context.line(entry)))
    }

    /// Whether what stands at one place of the list says nothing of where it should stand in the log.
    fn may_be_anywhere(&self) -> bool {
        self.rule != ListRule::Exactly
    }

    fn steps(&self) -> Vec<DiffOp> {
        let mut steps = Vec::with_capacity(self.entries.len().max(self.expectations.len()));
        let mut next = 0;
        let between = self.between();
        let neighbours = self.neighbours();
        for (entry, fate) in self.entries.iter().enumerate() {
            let step = match *fate {
                EntryStatus::Meets(expectation) | EntryStatus::Alters(expectation) => {
                    if self.is_in_order() {
                        self.push_missing(&mut steps, next..expectation);
                        next = expectation;
                    }
                    match fate {
                        EntryStatus::Meets(_) => DiffOp::Ok { entry },
                        _ => DiffOp::Altered { entry, expectation },
                    }
                }
                EntryStatus::Moved(expectation) => {
                    DiffOp::Moved { entry, place: neighbours.place(entry, expectation) }
                }
                EntryStatus::Free if between.contains(&entry) => DiffOp::Extra { entry },
                EntryStatus::Free => DiffOp::Other { entry },
            };
            steps.push(step);
        }
        self.push_missing(&mut steps, next..self.expectations.len());
        steps
    }

    fn push_missing(&self, steps: &mut Vec<DiffOp>, range: Range<usize>) {
        for expectation in range {
            if self.expectations[expectation] == ExpectationStatus::No {
                steps.push(DiffOp::Missing { expectation });
            }
        }
    }

    /// Where an entry that was not named is one too many.
    fn between(&self) -> Range<usize> {
        match self.rule.extra_entries() {
            ExtraEntries::Nowhere => 0..0,
            ExtraEntries::Between => {
                let named =
                    |fate: &EntryStatus| matches!(fate, EntryStatus::Meets(_) | EntryStatus::Alters(_));
                let first = self.entries.iter().position(named).unwrap_or(0);
                first..self.entries.iter().rposition(named).unwrap_or(0)
            }
            ExtraEntries::Anywhere => 0..self.entries.len(),
        }
    }

    fn neighbours(&self) -> Neighbours {
        let by = |met: &ExpectationStatus| match met {
            ExpectationStatus::By(entry) => Some(*entry),
            _ => None,
        };
        let mut before = Vec::with_capacity(self.expectations.len());
        let mut last = None;
        for met in &self.expectations {
            before.push(last);
            last = by(met).or(last);
        }
        let mut after = vec![None; self.expectations.len()];
        let mut next = None;
        for (at, met) in self.expectations.iter().enumerate().rev() {
            after[at] = next;
            next = by(met).or(next);
        }
        Neighbours { before, after }
    }
}

/// For each expectation, the entries that meet the nearest others that are met.
struct Neighbours {
    before: Vec<Option<usize>>,
    after: Vec<Option<usize>>,
}

impl Neighbours {
    /// Where an entry was expected that stands somewhere else.
    fn place(&self, moved: usize, expectation: usize) -> ExpectedPlace {
        match (self.before[expectation], self.after[expectation]) {
            (Some(entry), _) if moved.cmp(&entry).is_lt() => ExpectedPlace::After { entry },
            (_, Some(entry)) if moved.cmp(&entry).is_gt() => ExpectedPlace::Before { entry },
            _ => ExpectedPlace::Elsewhere,
        }
    }
}

fn alignment(context: &ReportContext<'_>, rule: ListRule) -> Alignment {
    let evidence = context.evidence;
    let (entries, expectations) = (evidence.entries(), evidence.expectations());
    if !rule.is_ordered() && can_compare_all(context) {
        return Alignment { entry_of: match_matrix::pairing(evidence.matrix()), is_optimal: true };
    }
    let mut alignment = match evidence.identities() {
        Some(identities) => align::align_numbers(&identities.entries, &identities.expectations),
        None if !can_compare_all(context) => return alignment_by_form(context, rule),
        None => align::align(entries, expectations, &mut |entry, expectation| {
            evidence.matches(entry, expectation)
        }),
    };
    if rule == ListRule::Consecutive && can_compare_all(context) {
        tighten(context, &mut alignment);
    }
    alignment
}

/// Aligns a list that is too long to compare every entry with every expectation.
///
/// Entries and expected values are interned by their one-line forms, which takes linear time, and each pair is
/// confirmed by its matcher. Expectations without an expected value are then tried on the entries that are left.
fn alignment_by_form(context: &ReportContext<'_>, rule: ListRule) -> Alignment {
    let evidence = context.evidence;
    let forms = interned_forms(context);
    let entry_of = if rule.is_ordered() {
        align::align_numbers(&forms.entries, &forms.expectations).entry_of
    } else {
        match_matrix::pair_identities(&forms)
    };
    let mut alignment = Alignment { entry_of, is_optimal: false };
    for (expectation, entry) in alignment.entry_of.iter_mut().enumerate() {
        *entry = entry.filter(|entry| evidence.matches(*entry, expectation));
    }
    let gaps = if rule.is_ordered() {
        alignment.gaps(evidence.entries())
    } else {
        vec![Gap { entries: 0..evidence.entries(), expectations: 0..evidence.expectations() }]
    };
    let mut is_free = vec![true; evidence.entries()];
    for entry in alignment.entry_of.iter().flatten() {
        is_free[*entry] = false;
    }
    let mut matches_left = MOST_PAIRS;
    for gap in gaps {
        let mut next = gap.entries.start;
        for expectation in gap.expectations {
            let has_value = evidence.expected_line(expectation).is_some();
            if has_value || alignment.entry_of[expectation].is_some() {
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

/// Returns a number for each entry and each expectation, equal if their forms are. An expectation without an expected
/// value has a number of its own.
fn interned_forms(context: &ReportContext<'_>) -> Identities {
    let evidence = context.evidence;
    let mut numbers: HashMap<Cow<'_, str>, usize> = HashMap::new();
    let entries: Vec<usize> = (0..evidence.entries())
        .map(|entry| {
            let next = numbers.len();
            *numbers.entry(evidence.line(entry)).or_insert(next)
        })
        .collect();
    let mut next_own = evidence.entries();
    let expectations = (0..evidence.expectations())
        .map(|expectation| {
            next_own += 1;
            let line = evidence.expected_line(expectation);
            line.and_then(|line| numbers.get(&line).copied()).unwrap_or(next_own)
        })
        .collect();
    Identities { entries, expectations }
}

/// Moves what is met up to what is met next, as far as it can stand closer to it.
fn tighten(context: &ReportContext<'_>, alignment: &mut Alignment) {
    let mut end = None;
    for (expectation, met) in alignment.entry_of.iter_mut().enumerate().rev() {
        let Some(entry) = *met else { continue };
        if let Some(end) = end {
            *met = (entry..end).rev().find(|entry| context.evidence.matches(*entry, expectation));
        }
        end = *met;
    }
}

/// Whether every entry may be compared with every expectation: numbers are cheap, code of the user's is not.
fn can_compare_all(context: &ReportContext<'_>) -> bool {
    let pairs = context.evidence.entries().saturating_mul(context.evidence.expectations());
    context.evidence.identities().is_some() || pairs <= MOST_PAIRS
}

/// Returns a weaker rule that does hold, worded as an observation and not as advice to weaken the test.
fn note(context: &ReportContext<'_>, rule: ListRule) -> Option<String> {
    let evidence = context.evidence;
    if evidence.expectations() < 2 {
        return None;
    }
    if !can_compare_all(context) {
        let (entries, expectations) =
            (escape::count(evidence.entries()), escape::count(evidence.expectations()));
        return Some(format!(
            "not examined: whether the expected {}s are there in another order \
             ({entries} × {expectations} comparisons are too many)",
            context.noun()
        ));
    }
    let matrix = evidence.matrix();
    let holds = |weaker: ListRule| weaker != rule && weaker.holds(matrix);
    let observation = match rule {
        ListRule::Exactly | ListRule::ExactlyInAnyOrder if holds(ListRule::Consecutive) => {
            "in this order, next to each other"
        }
        ListRule::Exactly | ListRule::ExactlyInAnyOrder | ListRule::Consecutive
            if holds(ListRule::InOrder) =>
        {
            "in this order, with others in between"
        }
        ListRule::Exactly | ListRule::InOrder | ListRule::Consecutive
            if holds(ListRule::ExactlyInAnyOrder) =>
        {
            "and nothing else, in another order"
        }
        _ => return None,
    };
    let all = match evidence.expectations() {
        2 => "both".to_owned(),
        several => format!("all {}", escape::count(several)),
    };
    Some(format!("note: {all} expected {}s are there, {observation}", context.noun()))
}
