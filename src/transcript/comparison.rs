use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::panic::Location;

use super::Transcript;
use super::debug_form::{Forms, Reported};
use super::hash_index::HashIndex;
use super::header::Header;
use super::match_matrix::{Identities, MatchMatrix, TextIndex};
use super::matcher::{Explanation, Matcher, Number};
use super::text_hash::fold;
use crate::report::limits::LIMITS;

/// Compares a transcript with the matchers of a check.
///
/// It caches the result of each pair of a matcher and an entry, so that the rule and the report together run the user's
/// code at most once for each pair. It is not generic, so it is compiled only once rather than for every type of entry.
pub(crate) struct Comparison<'c> {
    checked: &'c dyn Checked,
    entries: usize,
    expectations: usize,
    /// Whether every expectation is a plain text.
    is_text_only: bool,
    verdicts: RefCell<Verdicts>,
    identities: OnceCell<Option<Identities>>,
    written: Written,
}

/// A transcript and the matchers of a check, with the type of the entries erased.
pub(crate) trait Checked {
    /// Returns the header of the transcript.
    fn header(&self) -> &Header;

    /// Returns the number of matchers.
    fn expectations(&self) -> usize;

    fn is_text(&self) -> bool;

    /// Returns the source line of an entry, which is that of the collection if the entries come from no double.
    fn location(&self, entry: usize) -> Option<&'static Location<'static>>;

    /// Formats an entry on one line or, if `pretty` is set, with one line per field.
    fn form(&self, entry: usize, pretty: bool) -> Cow<'_, str>;

    fn matches(&self, entry: usize, expectation: usize) -> bool;
    fn explain(&self, entry: usize, expectation: usize) -> Explanation;
    fn expects_text(&self, expectation: usize) -> bool;
    fn describe(&self, expectation: usize, number: Number) -> String;
    fn reason(&self, entry: usize, expectation: usize) -> Option<String>;
    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool;
    fn is_distinctive(&self, expectation: usize) -> bool;
    fn name(&self, expectation: usize) -> Option<&str>;

    /// Formats the expected entry, if the expectation accepts exactly one value.
    fn expected_form(&self, expectation: usize, pretty: bool) -> Option<Cow<'_, str>>;
}

/// The transcript and the matchers of a check.
pub(crate) struct Check<'c, 'm, T: Reported + ?Sized> {
    pub(crate) transcript: &'c Transcript<T>,
    pub(crate) matchers: &'c [Matcher<'m, T>],
}

impl<T: Reported + ?Sized> Checked for Check<'_, '_, T> {
    fn header(&self) -> &Header {
        &self.transcript.header
    }

    fn expectations(&self) -> usize {
        self.matchers.len()
    }

    fn is_text(&self) -> bool {
        T::TEXT
    }

    fn location(&self, entry: usize) -> Option<&'static Location<'static>> {
        self.transcript.location_of_call(entry)
    }

    fn form(&self, entry: usize, pretty: bool) -> Cow<'_, str> {
        let entry = &self.transcript[entry];
        if pretty { entry.as_lines() } else { entry.as_line() }
    }

    fn matches(&self, entry: usize, expectation: usize) -> bool {
        self.matchers[expectation].matches(&self.transcript[entry])
    }

    fn explain(&self, entry: usize, expectation: usize) -> Explanation {
        self.matchers[expectation].explain(&self.transcript[entry])
    }

    fn expects_text(&self, expectation: usize) -> bool {
        self.matchers[expectation].is_text()
    }

    fn describe(&self, expectation: usize, number: Number) -> String {
        self.matchers[expectation].describe(number)
    }

    fn reason(&self, entry: usize, expectation: usize) -> Option<String> {
        self.matchers[expectation].reason(&self.transcript[entry])
    }

    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool {
        self.matchers[expectation].nearly_matches(&self.transcript[entry])
    }

    fn is_distinctive(&self, expectation: usize) -> bool {
        self.matchers[expectation].is_distinctive()
    }

    fn name(&self, expectation: usize) -> Option<&str> {
        self.matchers[expectation].name()
    }

    fn expected_form(&self, expectation: usize, pretty: bool) -> Option<Cow<'_, str>> {
        self.matchers[expectation].expected_entry(pretty)
    }
}

/// The formatted entries and expected values.
#[derive(Default)]
struct Written {
    line: Forms,
    lines: Forms,
    expected_line: Forms,
    expected_lines: Forms,
}

/// A view of a comparison for reports, with the type of the entries erased.
pub(crate) trait Evidence: MatchMatrix {
    /// Returns `self`, as the rules need it: Rust 1.85 cannot upcast `&dyn Evidence` to `&dyn MatchMatrix`.
    fn matrix(&self) -> &dyn MatchMatrix;

    /// Returns the name of the double, if any.
    fn recorded_by(&self) -> Option<&str>;

    /// Returns whether the report omits the log, because a wait will check again.
    fn is_interim(&self) -> bool;

    /// Returns the context that the test adds as the first line of the report, if any.
    fn context(&self) -> Option<&str>;

    /// Returns whether the entries are projections of recorded entries.
    fn is_projection(&self) -> bool;

    /// Returns the `Debug` form of the recorded entry from which `entry` was projected, if reports are shown in full.
    fn original(&self, entry: usize) -> Option<&str>;

    /// Returns whether the entries are text, which the report quotes and escapes. Other entries are shown in their
    /// `Debug` form.
    fn is_text(&self) -> bool;

    /// If the transcript is limited to a part of the log, such as the calls of one method, returns the name of that
    /// part.
    fn scope(&self) -> Option<&str>;

    /// Returns the number of entries before filtering.
    fn unfiltered(&self) -> usize;

    /// Returns the index of an entry in the whole log, which the report uses to refer to the entry.
    fn index(&self, entry: usize) -> usize;

    fn location(&self, entry: usize) -> Option<&'static Location<'static>>;

    /// Formats an entry on one line. Text is not escaped.
    fn line(&self, entry: usize) -> Cow<'_, str>;

    /// Formats an entry with one line per field. Text is not escaped.
    fn lines(&self, entry: usize) -> Cow<'_, str>;

    /// Describes an expectation in words that can follow a noun: `equal to "x"`, `(over 90%)`.
    fn requirement(&self, expectation: usize, number: Number) -> String;

    /// Returns whether the description distinguishes the expectation from others. For closures, it does not.
    fn is_distinctive(&self, expectation: usize) -> bool;

    /// Returns the reason that the matcher gives for not accepting an entry, if any.
    fn reason(&self, entry: usize, expectation: usize) -> Option<String>;

    /// Returns whether all parts of an entry except one match, for a matcher that compares parts.
    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool;

    /// Returns the name of an expectation, if any.
    fn name(&self, expectation: usize) -> Option<&str>;

    /// Formats the expected entry on one line, if the expectation accepts exactly one value.
    fn expected_line(&self, expectation: usize) -> Option<Cow<'_, str>>;

    fn expected_lines(&self, expectation: usize) -> Option<Cow<'_, str>>;
}

impl<'c> Comparison<'c> {
    pub(crate) fn new(checked: &'c dyn Checked) -> Self {
        let (entries, expectations) = (checked.header().len(), checked.expectations());
        let is_text_only = (0..expectations).all(|expectation| checked.expects_text(expectation));
        // Comparing text again costs no more than a cache look-up, so text needs no cache.
        let verdicts = RefCell::new(Verdicts::new(entries, if is_text_only { 0 } else { expectations }));
        let (identities, written) = (OnceCell::new(), Written::default());
        Self { checked, entries, expectations, is_text_only, verdicts, identities, written }
    }

    fn identify(&self) -> Option<Identities> {
        if !self.is_text_only {
            return None;
        }
        let mut texts = TextIndex::default();
        let mut expectations = Vec::with_capacity(self.expectations);
        for expectation in 0..self.expectations {
            if let Some(line) = self.expected_line(expectation) {
                expectations.push(texts.get_or_add(line));
            }
        }
        let mut entries = Vec::with_capacity(self.entries);
        for entry in 0..self.entries {
            entries.push(texts.get_or_add(self.line(entry)));
        }
        Some(Identities { entries, expectations })
    }

    /// Formats an entry. Text is returned as it is, and any other value is formatted only once.
    fn form<'s>(&'s self, forms: &'s Forms, entry: usize, pretty: bool) -> Cow<'s, str> {
        if self.checked.is_text() {
            return self.checked.form(entry, pretty);
        }
        let format = &mut || Some(self.checked.form(entry, pretty).into_owned());
        forms.get(self.entries, entry, format).unwrap_or_default()
    }

    fn expected_form<'s>(
        &'s self,
        forms: &'s Forms,
        expectation: usize,
        pretty: bool,
    ) -> Option<Cow<'s, str>> {
        if self.checked.is_text() {
            return self.checked.expected_form(expectation, pretty);
        }
        let format = &mut || Some(self.checked.expected_form(expectation, pretty)?.into_owned());
        forms.get(self.expectations, expectation, format)
    }
}

impl MatchMatrix for Comparison<'_> {
    fn entries(&self) -> usize {
        self.entries
    }

    fn expectations(&self) -> usize {
        self.expectations
    }

    fn matches(&self, entry: usize, expectation: usize) -> bool {
        if self.checked.expects_text(expectation) {
            return self.checked.matches(entry, expectation);
        }
        let known = self.verdicts.borrow().get(entry, expectation);
        known.unwrap_or_else(|| {
            let verdict = self.checked.matches(entry, expectation);
            self.verdicts.borrow_mut().set(entry, expectation, verdict);
            verdict
        })
    }

    fn identities(&self) -> Option<&Identities> {
        self.identities.get_or_init(|| self.identify()).as_ref()
    }
}

impl Evidence for Comparison<'_> {
    fn matrix(&self) -> &dyn MatchMatrix {
        self
    }

    fn recorded_by(&self) -> Option<&str> {
        self.checked.header().recorded_by()
    }

    fn is_interim(&self) -> bool {
        self.checked.header().is_interim()
    }

    fn context(&self) -> Option<&str> {
        self.checked.header().context()
    }

    fn is_projection(&self) -> bool {
        self.checked.header().is_projection()
    }

    fn original(&self, entry: usize) -> Option<&str> {
        self.checked.header().original(entry)
    }

    fn is_text(&self) -> bool {
        self.checked.is_text()
    }

    fn scope(&self) -> Option<&str> {
        self.checked.header().scope()
    }

    fn unfiltered(&self) -> usize {
        self.checked.header().unfiltered_len()
    }

    fn index(&self, entry: usize) -> usize {
        self.checked.header().original_index(entry).unwrap_or(entry)
    }

    fn location(&self, entry: usize) -> Option<&'static Location<'static>> {
        if self.checked.header().has_locations() { self.checked.location(entry) } else { None }
    }

    fn line(&self, entry: usize) -> Cow<'_, str> {
        self.form(&self.written.line, entry, false)
    }

    fn lines(&self, entry: usize) -> Cow<'_, str> {
        self.form(&self.written.lines, entry, true)
    }

    fn requirement(&self, expectation: usize, number: Number) -> String {
        self.checked.describe(expectation, number)
    }

    fn reason(&self, entry: usize, expectation: usize) -> Option<String> {
        self.checked.reason(entry, expectation)
    }

    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool {
        self.checked.nearly_matches(entry, expectation)
    }

    fn is_distinctive(&self, expectation: usize) -> bool {
        self.checked.is_distinctive(expectation)
    }

    fn name(&self, expectation: usize) -> Option<&str> {
        self.checked.name(expectation)
    }

    fn expected_line(&self, expectation: usize) -> Option<Cow<'_, str>> {
        self.expected_form(&self.written.expected_line, expectation, false)
    }

    fn expected_lines(&self, expectation: usize) -> Option<Cow<'_, str>> {
        self.expected_form(&self.written.expected_lines, expectation, true)
    }
}

/// The cached result of each entry and expectation: a table if there are few pairs, otherwise a map of the pairs
/// matched so far.
enum Verdicts {
    Table { expectations: usize, answers: Vec<Option<bool>> },
    Map { index: HashIndex, answers: Vec<Answers> },
}

/// The results of one expectation for 64 consecutive entries, two bits each. Rules visit entries in this order.
#[derive(Clone, Copy)]
struct Answers {
    group: (usize, usize),
    given: u64,
    yes: u64,
}

impl Verdicts {
    fn new(entries: usize, expectations: usize) -> Self {
        match entries.checked_mul(expectations) {
            Some(pairs) if pairs <= LIMITS.table_pairs => {
                Self::Table { expectations, answers: vec![None; pairs] }
            }
            _ => Self::Map { index: HashIndex::default(), answers: Vec::new() },
        }
    }

    fn get(&self, entry: usize, expectation: usize) -> Option<bool> {
        match self {
            Self::Table { expectations, answers } => answers[entry * expectations + expectation],
            Self::Map { index, answers } => {
                let group = (entry / 64, expectation);
                let number = index.get(hash_of(group), &mut |i| answers[i].group == group)?;
                answers[number].get(entry % 64)
            }
        }
    }

    fn set(&mut self, entry: usize, expectation: usize, answer: bool) {
        match self {
            Self::Table { expectations, answers } => {
                answers[entry * *expectations + expectation] = Some(answer);
            }
            Self::Map { index, answers } => {
                let group = (entry / 64, expectation);
                let number = index.get_or_add(hash_of(group), &mut |i| answers[i].group == group);
                if number == answers.len() {
                    answers.push(Answers { group, given: 0, yes: 0 });
                }
                answers[number].set(entry % 64, answer);
            }
        }
    }
}

fn hash_of(group: (usize, usize)) -> u64 {
    fold(group.0 as u64, group.1 as u64)
}

impl Answers {
    fn get(self, i: usize) -> Option<bool> {
        let bit = 1 << i;
        (self.given & bit != 0).then_some(self.yes & bit != 0)
    }

    fn set(&mut self, i: usize, answer: bool) {
        self.given |= 1 << i;
        self.yes |= u64::from(answer) << i;
    }
}
