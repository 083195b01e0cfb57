//! The search for the entry that is closest to an expected value.
//!
//! All entries are scored by their bigrams, in time linear in the log. The `LIMITS.measured_entries` best ones are then
//! measured by edit distance or, for typed entries and texts of several lines, by the number of differing fields or
//! lines.

use std::borrow::Cow;
use std::cell::{Cell, OnceCell, RefCell};
use std::collections::HashMap;
use std::rc::Rc;

use crate::report::context::ReportContext;
use crate::report::diff::align;
use crate::report::diff::lines::text_of_literal;
use crate::report::diff::similarity::{BigramScore, distance_if_close};
use crate::report::diff::value::{Value, leaves_apart};
use crate::report::limits::LIMITS;

/// Returns the entry that is closest to the expected value, if any is close. Of equally close ones, returns the first.
pub(crate) fn among(
    context: &ReportContext<'_>,
    expectation: usize,
    entries: &mut dyn Iterator<Item = usize>,
) -> Option<usize> {
    if context.evidence.is_interim() {
        return None;
    }
    let start = context.start_of_expected_line(expectation)?;
    let mut score = BigramScore::of_reference(&start);
    let mut best: Vec<(u32, usize)> = Vec::with_capacity(LIMITS.measured_entries + 1);
    let most = if context.evidence.is_text() { usize::MAX } else { LIMITS.scored_calls };
    for entry in entries.take(most) {
        let points = score.of(&context.start_of_line(entry));
        let least = if best.len() == LIMITS.measured_entries {
            best[LIMITS.measured_entries - 1].0
        } else {
            LIMITS.least_score
        };
        let is_known =
            || best.iter().any(|(other, known)| *other == points && context.reads_the_same(*known, entry));
        if points <= least || is_known() {
            continue;
        }
        let rank = best.partition_point(|(other, _)| *other >= points);
        best.insert(rank, (points, entry));
        best.truncate(LIMITS.measured_entries);
    }
    if best.is_empty() {
        return None;
    }
    let wanted = Wanted::of(context, expectation)?;
    let measured = best.into_iter().filter_map(|(_, entry)| Some((wanted.closeness(context, entry)?, entry)));
    Some(measured.min()?.1)
}

/// The distance of an entry from an expected value. Any number of characters is closer than a number of parts, which
/// are lines or fields.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    Characters(usize),
    Parts(usize),
}

/// Returns how close an entry is to the expected value of an expectation, or `None` if it is not close.
pub(crate) fn closeness(context: &ReportContext<'_>, entry: usize, expectation: usize) -> Option<Closeness> {
    if context.evidence.nearly_matches(entry, expectation) {
        return Some(Closeness::Parts(1));
    }
    Wanted::of(context, expectation)?.closeness(context, entry)
}

/// The forms of an expected value that several entries are compared with.
struct Wanted<'e> {
    expectation: usize,
    line: Cow<'e, str>,
    tree: OnceCell<Option<Value>>,
}

impl<'e> Wanted<'e> {
    fn of(context: &ReportContext<'e>, expectation: usize) -> Option<Self> {
        let line = context.evidence.expected_line(expectation)?;
        Some(Self { expectation, line, tree: OnceCell::new() })
    }

    fn tree(&self, context: &ReportContext<'_>) -> Option<&Value> {
        let parse = || Value::parse(&context.evidence.expected_lines(self.expectation)?);
        self.tree.get_or_init(parse).as_ref()
    }

    fn closeness(&self, context: &ReportContext<'_>, entry: usize) -> Option<Closeness> {
        let line = context.line(entry);
        if let Some(distance) = distance_if_close(&self.line, &line) {
            return Some(Closeness::Characters(distance));
        }
        if context.evidence.is_text() {
            return lines_apart(&self.line, &line).map(Closeness::Parts);
        }
        if let Some(closeness) = literals_closeness(&self.line, &line) {
            return Some(closeness);
        }
        let found = Value::parse(&context.evidence.lines(entry))?;
        leaves_apart(self.tree(context)?, &found).map(Closeness::Parts)
    }
}

/// Compares two string literals by the texts that they denote.
fn literals_closeness(wanted: &str, found: &str) -> Option<Closeness> {
    if !wanted.contains('\\') && !found.contains('\\') {
        return None;
    }
    let (wanted, found) = (text_of_literal(wanted)?, text_of_literal(found)?);
    let characters = distance_if_close(&wanted, &found).map(Closeness::Characters);
    characters.or_else(|| lines_apart(&wanted, &found).map(Closeness::Parts))
}

/// Measures pairs of expectations and entries. Caches the forms of entries, which are compared repeatedly.
///
/// If a form is longer than `LIMITS.long_text`, only its start is compared, as text.
pub(crate) struct PairMeasure<'v, 'e> {
    context: &'v ReportContext<'e>,
    starts: RefCell<HashMap<usize, Rc<str>>>,
    trees: RefCell<HashMap<usize, Option<Rc<Value>>>>,
    /// The number of bytes that may still be cached.
    room: Cell<usize>,
}

impl<'v, 'e> PairMeasure<'v, 'e> {
    pub(crate) fn new(context: &'v ReportContext<'e>) -> Self {
        let room = Cell::new(LIMITS.pair_cache_bytes);
        Self { context, starts: RefCell::default(), trees: RefCell::default(), room }
    }

    /// Calls `visit` for each entry that is close to the expected value.
    pub(crate) fn close_entries(
        &self,
        expectation: usize,
        entries: &[usize],
        visit: &mut dyn FnMut(Closeness, usize),
    ) {
        // A matcher without an expected value may still know which entries it almost accepts.
        let nearly = |entry: usize| self.context.evidence.nearly_matches(entry, expectation);
        let Some(line) = self.context.start_of_expected_line(expectation) else {
            for entry in entries.iter().filter(|entry| nearly(**entry)) {
                visit(Closeness::Parts(1), *entry);
            }
            return;
        };
        let mut wanted = Wanted { expectation, line, tree: OnceCell::new() };
        if !self.context.evidence.is_text() && wanted.line.len() > LIMITS.long_text {
            wanted.tree = OnceCell::from(None);
        }
        for entry in entries {
            let closeness =
                if nearly(*entry) { Some(Closeness::Parts(1)) } else { self.closeness(&wanted, *entry) };
            if let Some(closeness) = closeness {
                visit(closeness, *entry);
            }
        }
    }

    fn closeness(&self, wanted: &Wanted<'_>, entry: usize) -> Option<Closeness> {
        if self.context.evidence.is_text() {
            return wanted.closeness(self.context, entry);
        }
        let line = self.start_of(entry);
        if let Some(distance) = distance_if_close(&wanted.line, &line) {
            return Some(Closeness::Characters(distance));
        }
        if let Some(closeness) = literals_closeness(&wanted.line, &line) {
            return Some(closeness);
        }
        let found = self.tree_of(entry, &line)?;
        leaves_apart(wanted.tree(self.context)?, &found).map(Closeness::Parts)
    }

    fn start_of(&self, entry: usize) -> Rc<str> {
        if let Some(known) = self.starts.borrow().get(&entry) {
            return known.clone();
        }
        let line: Rc<str> = self.context.start_of_line(entry).into();
        if self.takes(line.len()) {
            self.starts.borrow_mut().insert(entry, line.clone());
        }
        line
    }

    fn tree_of(&self, entry: usize, line: &str) -> Option<Rc<Value>> {
        if line.len() > LIMITS.long_text {
            return None;
        }
        if let Some(known) = self.trees.borrow().get(&entry) {
            return known.clone();
        }
        let lines = self.context.evidence.lines(entry);
        let tree = Value::parse(&lines).map(Rc::new);
        if self.takes(lines.len()) {
            self.trees.borrow_mut().insert(entry, tree.clone());
        }
        tree
    }

    fn takes(&self, bytes: usize) -> bool {
        let left = self.room.get().checked_sub(bytes);
        self.room.set(left.unwrap_or(0));
        left.is_some()
    }
}

/// Returns the number of differing lines, or `None` if fewer lines are equal than differ.
fn lines_apart(wanted: &str, found: &str) -> Option<usize> {
    if wanted.len().max(found.len()) > LIMITS.long_text {
        return None;
    }
    let (a, b): (Vec<_>, Vec<_>) = (wanted.lines().collect(), found.lines().collect());
    let alignment = align::align(b.len(), a.len(), &mut |i_found, i_wanted| b[i_found] == a[i_wanted]);
    let pairs = alignment.pairs();
    // Empty lines are common to most texts, so they do not count as equal.
    let same = pairs.iter().filter(|(wanted, _)| !a[*wanted].is_empty()).count();
    let apart = a.len().max(b.len()) - pairs.len();
    (apart <= same).then_some(apart)
}
