use std::borrow::Cow;
use std::cell::{OnceCell, RefCell};
use std::collections::HashMap;
use std::panic::Location;

use super::Transcript;
use super::debug_form::Reported;
use super::match_matrix::{Identities, MatchMatrix};
use super::matcher::{Matcher, Number};

/// One check: a transcript and what it is held against. Remembers what each matcher said of each entry, so that
/// neither a rule nor the report asks code of the user's about a pair again.
pub(crate) struct Comparison<'c, 'm, T: Reported + ?Sized> {
    transcript: &'c Transcript<T>,
    matchers: &'c [Matcher<'m, T>],
    verdicts: RefCell<Verdicts>,
    identities: OnceCell<Option<Identities>>,
    written: Written,
}

/// The `Debug` forms of each entry and of each expected value, made once.
#[derive(Default)]
struct Written {
    line: Forms<String>,
    lines: Forms<String>,
    expected_line: Forms<Option<String>>,
    expected_lines: Forms<Option<String>>,
}

type Forms<F> = OnceCell<Box<[OnceCell<F>]>>;

/// The form at a place, which is made if it has not been.
fn form<F>(forms: &Forms<F>, of: usize, at: usize, make: impl FnOnce() -> F) -> &F {
    forms.get_or_init(|| (0..of).map(|_| OnceCell::new()).collect())[at].get_or_init(make)
}

/// What a report may ask of a case, whatever was recorded.
pub(crate) trait Evidence: MatchMatrix {
    /// For the rules. (Rust 1.85 does not turn `&dyn Evidence` into `&dyn Grid` by itself.)
    fn matrix(&self) -> &dyn MatchMatrix;

    /// The name of the double.
    fn recorded_by(&self) -> Option<&str>;

    /// Returns whether the report leaves the log out, since a wait will check again.
    fn is_interim(&self) -> bool;

    /// The first line that the test asked for.
    fn context(&self) -> Option<&str>;

    /// Whether the entries are parts of the ones that were recorded.
    fn is_projection(&self) -> bool;

    /// The `Debug` form of the recorded entry that this one is a part of, if reports are not cut.
    fn original(&self, entry: usize) -> Option<&str>;

    /// Whether the entries are text, to be quoted and escaped; otherwise they read in their `Debug` form.
    fn is_text(&self) -> bool;

    /// How many entries there were before any filter.
    fn unfiltered(&self) -> usize;

    /// The index of an entry in the unfiltered log, which is how a report names it.
    fn index(&self, entry: usize) -> usize;

    fn location(&self, entry: usize) -> Option<&'static Location<'static>>;

    /// An entry on one line; text as it was sent.
    fn line(&self, entry: usize) -> Cow<'_, str>;

    /// An entry with a line for each field; text as it was sent.
    fn lines(&self, entry: usize) -> Cow<'_, str>;

    /// The condition of an expectation in words that follow a noun: `equal to "x"`, `(over 90%)`.
    fn requirement(&self, expectation: usize, number: Number) -> String;

    /// Whether the requirement tells an expectation from others of its kind. That of a closure does not.
    fn is_distinctive(&self, expectation: usize) -> bool;

    /// The name that an expectation was given.
    fn name(&self, expectation: usize) -> Option<&str>;

    /// How the entry would read that an expectation asks for, where there is just one such.
    fn expected_line(&self, expectation: usize) -> Option<Cow<'_, str>>;

    fn expected_lines(&self, expectation: usize) -> Option<Cow<'_, str>>;
}

impl<'c, 'm, T: Reported + ?Sized> Comparison<'c, 'm, T> {
    pub(crate) fn new(transcript: &'c Transcript<T>, matchers: &'c [Matcher<'m, T>]) -> Self {
        // Text is compared anew each time: that costs no more than to look the answer up.
        let remembered = if matchers.iter().all(Matcher::is_text) { 0 } else { matchers.len() };
        let verdicts = RefCell::new(Verdicts::new(transcript.len(), remembered));
        Self { transcript, matchers, verdicts, identities: OnceCell::new(), written: Written::default() }
    }

    fn identify(&self) -> Option<Identities> {
        if !self.matchers.iter().all(Matcher::is_text) {
            return None;
        }
        let expectations: Vec<_> = (0..self.matchers.len()).filter_map(|at| self.expected_line(at)).collect();
        let entries = (0..self.transcript.len()).map(|at| self.line(at));
        let mut known = HashMap::with_capacity(self.matchers.len() + self.transcript.len());
        let mut identity = |text| {
            let next = known.len();
            *known.entry(text).or_insert(next)
        };
        Some(Identities {
            expectations: expectations.into_iter().map(&mut identity).collect(),
            entries: entries.map(&mut identity).collect(),
        })
    }
}

impl<T: Reported + ?Sized> MatchMatrix for Comparison<'_, '_, T> {
    fn entries(&self) -> usize {
        self.transcript.len()
    }

    fn expectations(&self) -> usize {
        self.matchers.len()
    }

    fn matches(&self, entry: usize, expectation: usize) -> bool {
        let matcher = &self.matchers[expectation];
        if matcher.is_text() {
            return matcher.matches(&self.transcript[entry]);
        }
        let known = self.verdicts.borrow().get(entry, expectation);
        known.unwrap_or_else(|| {
            let verdict = matcher.matches(&self.transcript[entry]);
            self.verdicts.borrow_mut().set(entry, expectation, verdict);
            verdict
        })
    }

    fn identities(&self) -> Option<&Identities> {
        self.identities.get_or_init(|| self.identify()).as_ref()
    }
}

impl<T: Reported + ?Sized> Evidence for Comparison<'_, '_, T> {
    fn matrix(&self) -> &dyn MatchMatrix {
        self
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

    fn unfiltered(&self) -> usize {
        self.transcript.unfiltered_len()
    }

    fn index(&self, entry: usize) -> usize {
        self.transcript.original_index(entry).unwrap_or(entry)
    }

    fn location(&self, entry: usize) -> Option<&'static Location<'static>> {
        self.transcript.location(entry)
    }

    fn line(&self, entry: usize) -> Cow<'_, str> {
        let entries = self.transcript;
        if T::TEXT {
            return entries[entry].as_line();
        }
        let make = || entries[entry].as_line().into_owned();
        Cow::Borrowed(form(&self.written.line, entries.len(), entry, make).as_str())
    }

    fn lines(&self, entry: usize) -> Cow<'_, str> {
        let entries = self.transcript;
        if T::TEXT {
            return entries[entry].as_lines();
        }
        let make = || entries[entry].as_lines().into_owned();
        Cow::Borrowed(form(&self.written.lines, entries.len(), entry, make).as_str())
    }

    fn requirement(&self, expectation: usize, number: Number) -> String {
        self.matchers[expectation].describe(number)
    }

    fn is_distinctive(&self, expectation: usize) -> bool {
        self.matchers[expectation].is_distinctive()
    }

    fn name(&self, expectation: usize) -> Option<&str> {
        self.matchers[expectation].name()
    }

    fn expected_line(&self, expectation: usize) -> Option<Cow<'_, str>> {
        let matchers = self.matchers;
        if T::TEXT {
            return matchers[expectation].expected_line();
        }
        let make = || matchers[expectation].expected_line().map(Cow::into_owned);
        form(&self.written.expected_line, matchers.len(), expectation, make).as_deref().map(Cow::Borrowed)
    }

    fn expected_lines(&self, expectation: usize) -> Option<Cow<'_, str>> {
        let matchers = self.matchers;
        if T::TEXT {
            return matchers[expectation].expected_lines();
        }
        let make = || matchers[expectation].expected_lines().map(Cow::into_owned);
        form(&self.written.expected_lines, matchers.len(), expectation, make).as_deref().map(Cow::Borrowed)
    }
}

/// What was answered, by entry and expectation: a table where that is small, a map of what was asked where it is not.
enum Verdicts {
    Table { expectations: usize, answers: Vec<Option<bool>> },
    Map(HashMap<(usize, usize), Answers>),
}

const LARGEST_TABLE: usize = 1_000_000;

/// What one expectation said of 64 entries in a row, which is how the rules walk them: two bits for each.
#[derive(Clone, Copy, Default)]
struct Answers {
    given: u64,
    yes: u64,
}

impl Verdicts {
    fn new(entries: usize, expectations: usize) -> Self {
        match entries.checked_mul(expectations) {
            Some(pairs) if pairs <= LARGEST_TABLE => Self::Table { expectations, answers: vec![None; pairs] },
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
    fn get(self, at: usize) -> Option<bool> {
        let bit = 1 << at;
        (self.given & bit != 0).then_some(self.yes & bit != 0)
    }

    fn set(&mut self, at: usize, answer: bool) {
        self.given |= 1 << at;
        self.yes |= u64::from(answer) << at;
    }
}
