use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::panic::Location;

use super::Transcript;
use super::debug_form::{Forms, Reported};
use super::match_matrix::{Identities, MatchMatrix, Sampled};
use super::matcher::{Matcher, Number};
use super::text_hash::ByHash;
use crate::report::limits::LIMITS;

/// A transcript with the matchers that it is checked against.
///
/// Caches the result of every matcher for every entry, so that the rule and the report run the user's code at most once
/// for each pair. It is not generic, so that it is compiled once rather than for every type of entry.
pub(crate) struct Comparison<'c> {
    checked: &'c dyn Checked,
    entries: usize,
    expectations: usize,
    /// Whether every expectation is a text to equal.
    is_text_only: bool,
    verdicts: RefCell<Verdicts>,
    identities: OnceCell<Option<Identities>>,
    written: Written,
}

/// A transcript and the matchers that it is checked against, without the type of the entries.
pub(crate) trait Checked {
    fn counts(&self) -> (usize, usize);
    fn recorded_by(&self) -> Option<&str>;
    fn is_interim(&self) -> bool;
    fn context(&self) -> Option<&str>;
    fn is_projection(&self) -> bool;
    fn original(&self, entry: usize) -> Option<&str>;
    fn is_text(&self) -> bool;
    fn scope(&self) -> Option<&str>;
    fn unfiltered(&self) -> usize;
    fn index(&self, entry: usize) -> usize;
    fn location(&self, entry: usize) -> Option<&'static Location<'static>>;

    /// Returns the form of an entry on one line or, if `pretty`, with one line per field.
    fn form(&self, entry: usize, pretty: bool) -> Cow<'_, str>;

    fn matches(&self, entry: usize, expectation: usize) -> bool;
    fn expects_text(&self, expectation: usize) -> bool;
    fn describe(&self, expectation: usize, number: Number) -> String;
    fn reason(&self, entry: usize, expectation: usize) -> Option<String>;
    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool;
    fn is_distinctive(&self, expectation: usize) -> bool;
    fn name(&self, expectation: usize) -> Option<&str>;

    /// Returns the form of the expected entry, if the expectation accepts exactly one value.
    fn expected_form(&self, expectation: usize, pretty: bool) -> Option<Cow<'_, str>>;
}

/// The transcript and the matchers of a check.
pub(crate) struct Check<'c, 'm, T: Reported + ?Sized> {
    pub(crate) transcript: &'c Transcript<T>,
    pub(crate) matchers: &'c [Matcher<'m, T>],
}

impl<T: Reported + ?Sized> Checked for Check<'_, '_, T> {
    fn counts(&self) -> (usize, usize) {
        (self.transcript.len(), self.matchers.len())
    }

    fn recorded_by(&self) -> Option<&str> {
        self.transcript.recorded_by()
    }

    fn is_interim(&self) -> bool {
        self.transcript.is_interim()
    }

    fn context(&self) -> Option<&str> {
        self.transcript.context.as_deref()
    }

    fn is_projection(&self) -> bool {
        self.transcript.is_projection()
    }

    fn original(&self, entry: usize) -> Option<&str> {
        self.transcript.original(entry)
    }

    fn is_text(&self) -> bool {
        T::TEXT
    }

    fn scope(&self) -> Option<&str> {
        self.transcript.scope.as_deref()
    }

    fn unfiltered(&self) -> usize {
        self.transcript.unfiltered_len()
    }

    fn index(&self, entry: usize) -> usize {
        self.transcript.original_index(entry).unwrap_or(entry)
    }

    fn location(&self, entry: usize) -> Option<&'static Location<'static>> {
        self.transcript.location(entry)
    }

    fn form(&self, entry: usize, pretty: bool) -> Cow<'_, str> {
        let entry = &self.transcript[entry];
        if pretty { entry.as_lines() } else { entry.as_line() }
    }

    fn matches(&self, entry: usize, expectation: usize) -> bool {
        self.matchers[expectation].matches(&self.transcript[entry])
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
        let matcher = &self.matchers[expectation];
        if pretty { matcher.expected_entry_lines() } else { matcher.expected_entry_line() }
    }
}

/// The `Debug` forms of the entries and of the expected values.
#[derive(Default)]
struct Written {
    line: Forms,
    lines: Forms,
    expected_line: Forms,
    expected_lines: Forms,
}

/// A comparison as a report sees it, independent of the type of the entries.
pub(crate) trait Evidence: MatchMatrix {
    /// Returns `self` for the rules. Rust 1.85 does not upcast `&dyn Evidence` to `&dyn MatchMatrix`.
    fn matrix(&self) -> &dyn MatchMatrix;

    /// Returns the name of the double, if it has one.
    fn recorded_by(&self) -> Option<&str>;

    /// Returns whether the report leaves the log out, since a wait will check again.
    fn is_interim(&self) -> bool;

    /// Returns the line that the test puts before the report, if any.
    fn context(&self) -> Option<&str>;

    /// Returns whether the entries are projections of the recorded ones.
    fn is_projection(&self) -> bool;

    /// Returns the `Debug` form of the recorded entry that `entry` is a projection of, if reports are not cut.
    fn original(&self, entry: usize) -> Option<&str>;

    /// Returns whether the entries are text, which the report quotes and escapes, rather than `Debug` forms.
    fn is_text(&self) -> bool;

    /// Returns what the entries are, if they are one part of the log that has a name, such as the calls of one method.
    fn scope(&self) -> Option<&str>;

    /// Returns the number of entries before any filter.
    fn unfiltered(&self) -> usize;

    /// Returns the index of an entry in the whole log, by which the report names it.
    fn index(&self, entry: usize) -> usize;

    fn location(&self, entry: usize) -> Option<&'static Location<'static>>;

    /// Returns an entry on one line; text is returned unescaped.
    fn line(&self, entry: usize) -> Cow<'_, str>;

    /// Returns an entry with one line per field; text is returned unescaped.
    fn lines(&self, entry: usize) -> Cow<'_, str>;

    /// Returns the condition of an expectation in words that follow a noun: `equal to "x"`, `(over 90%)`.
    fn requirement(&self, expectation: usize, number: Number) -> String;

    /// Returns whether the description distinguishes the expectation from others. That of a closure does not.
    fn is_distinctive(&self, expectation: usize) -> bool;

    /// Returns the matcher's reason why an entry does not match, if it has one.
    fn reason(&self, entry: usize, expectation: usize) -> Option<String>;

    /// Returns whether all parts of an entry but one match, if the matcher looks at parts.
    fn nearly_matches(&self, entry: usize, expectation: usize) -> bool;

    /// Returns the name of an expectation, if it has one.
    fn name(&self, expectation: usize) -> Option<&str>;

    /// Returns the one-line form of the expected entry, if the expectation accepts exactly one value.
    fn expected_line(&self, expectation: usize) -> Option<Cow<'_, str>>;

    fn expected_lines(&self, expectation: usize) -> Option<Cow<'_, str>>;
}

impl<'c> Comparison<'c> {
    pub(crate) fn new(checked: &'c dyn Checked) -> Self {
        let (entries, expectations) = checked.counts();
        let is_text_only = (0..expectations).all(|expectation| checked.expects_text(expectation));
        // Comparing text again costs no more than a look-up in the cache.
        let verdicts = RefCell::new(Verdicts::new(entries, if is_text_only { 0 } else { expectations }));
        let (identities, written) = (OnceCell::new(), Written::default());
        Self { checked, entries, expectations, is_text_only, verdicts, identities, written }
    }

    fn identify(&self) -> Option<Identities> {
        if !self.is_text_only {
            return None;
        }
        let expectations: Vec<_> = (0..self.expectations).filter_map(|i| self.expected_line(i)).collect();
        let entries = (0..self.entries).map(|i| self.line(i));
        let mut known =
            ByHash::with_capacity_and_hasher(self.expectations + self.entries, BuildHasherDefault::default());
        let mut identity = |text| {
            let next = known.len();
            *known.entry(Sampled(text)).or_insert(next)
        };
        Some(Identities {
            expectations: expectations.into_iter().map(&mut identity).collect(),
            entries: entries.map(&mut identity).collect(),
        })
    }

    /// Returns the form of an entry. Text is its own form, and anything else is formatted once.
    fn form<'s>(&'s self, forms: &'s Forms, entry: usize, pretty: bool) -> Cow<'s, str> {
        if self.checked.is_text() {
            return self.checked.form(entry, pretty);
        }
        let format = || Some(self.checked.form(entry, pretty).into_owned());
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
        let format = || self.checked.expected_form(expectation, pretty).map(Cow::into_owned);
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
        self.checked.recorded_by()
    }

    fn is_interim(&self) -> bool {
        self.checked.is_interim()
    }

    fn context(&self) -> Option<&str> {
        self.checked.context()
    }

    fn is_projection(&self) -> bool {
        self.checked.is_projection()
    }

    fn original(&self, entry: usize) -> Option<&str> {
        self.checked.original(entry)
    }

    fn is_text(&self) -> bool {
        self.checked.is_text()
    }

    fn scope(&self) -> Option<&str> {
        self.checked.scope()
    }

    fn unfiltered(&self) -> usize {
        self.checked.unfiltered()
    }

    fn index(&self, entry: usize) -> usize {
        self.checked.index(entry)
    }

    fn location(&self, entry: usize) -> Option<&'static Location<'static>> {
        self.checked.location(entry)
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

/// The cached results by entry and expectation: a table if it is small, otherwise a map of the pairs that were matched.
enum Verdicts {
    Table { expectations: usize, answers: Vec<Option<bool>> },
    Map(HashMap<(usize, usize), Answers>),
}

/// The results of one expectation for 64 consecutive entries, the order in which rules visit them: two bits each.
#[derive(Clone, Copy, Default)]
struct Answers {
    given: u64,
    yes: u64,
}

impl Verdicts {
    fn new(entries: usize, expectations: usize) -> Self {
        match entries.checked_mul(expectations) {
            Some(pairs) if pairs <= LIMITS.table_pairs => {
                Self::Table { expectations, answers: vec![None; pairs] }
            }
            _ => Self::Map(HashMap::new()),
        }
    }

    fn get(&self, entry: usize, expectation: usize) -> Option<bool> {
        match self {
            Self::Table { expectations, answers } => answers[entry * expectations + expectation],
            Self::Map(answers) => answers.get(&(entry / 64, expectation))?.get(entry % 64),
        }
    }

    fn set(&mut self, entry: usize, expectation: usize, answer: bool) {
        match self {
            Self::Table { expectations, answers } => {
                answers[entry * *expectations + expectation] = Some(answer);
            }
            Self::Map(answers) => {
                answers.entry((entry / 64, expectation)).or_default().set(entry % 64, answer);
            }
        }
    }
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
