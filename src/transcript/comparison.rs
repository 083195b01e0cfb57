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

    /// Formats an entry on one line or, if `pretty` is set, with one line per field.
    fn form(&self, entry: usize, pretty: bool) -> Cow<'_, str>;

    fn matches(&self, entry: usize, expectation: usize) -> bool;
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
        let (entries, expectations) = checked.counts();
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

    /// Formats an entry. Text is returned as it is, and any other value is formatted only once.
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

/// The cached result of each entry and expectation: a table if there are few pairs, otherwise a map of the pairs
/// matched so far.
enum Verdicts {
    Table { expectations: usize, answers: Vec<Option<bool>> },
    Map(HashMap<(usize, usize), Answers>),
}

/// The results of one expectation for 64 consecutive entries, two bits each. Rules visit entries in this order.
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
