//! The checks on a transcript, which the assertions run.

use std::panic::Location;

use super::Transcript;
use super::comparison::{Check, Checked, Comparison};
use super::debug_form::Reported;
use super::matcher::{Explanation, IntoMatcher, IntoMatchers, Matcher};
use super::mismatch::Mismatch;
use super::rule::{Failure, ListRule, Rule};
use super::times::Times;
use crate::indices::indices_where;

/// Checks. If one fails, it returns its report as a [`Mismatch`].
impl<T: Reported + ?Sized> Transcript<T> {
    /// Works like [`assert_nothing`](Self::assert_nothing), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if anything was recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_nothing().is_err());
    /// ```
    #[track_caller]
    pub fn check_nothing(&self) -> Result<(), Mismatch> {
        if self.is_empty() {
            return Ok(());
        }
        Err(self.mismatch(&[], &Failure::of(Rule::Nothing)))
    }

    /// Works like [`assert_count`](Self::assert_count), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if there are more or fewer entries, or if the range contains every number or no number.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_count(4).is_err());
    /// ```
    #[track_caller]
    pub fn check_count(&self, times: impl Into<Times>) -> Result<(), Mismatch> {
        let times = times.into();
        self.reject_vacuous_range(times, "assert_count")?;
        if times.contains(self.len()) {
            return Ok(());
        }
        Err(self.mismatch(&[], &Failure::of(Rule::Count(times))))
    }

    /// Works like [`assert_exactly`](Self::assert_exactly), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry is missing, extra, altered or moved. An empty list expects an empty transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_exactly(["hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_exactly<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        self.check_list(ListRule::Exactly, &list.into_matchers())
    }

    /// Works like [`assert_exactly_in_any_order`](Self::assert_exactly_in_any_order), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry is missing or extra. An empty list expects an empty transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_exactly_in_any_order(["hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_exactly_in_any_order<'m, K>(
        &self,
        list: impl IntoMatchers<'m, T, K>,
    ) -> Result<(), Mismatch> {
        self.check_list(ListRule::ExactlyInAnyOrder, &list.into_matchers())
    }

    /// Works like [`assert_in_order`](Self::assert_in_order), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry is missing or comes too early, or if the list is empty: an empty list would hold
    /// for any transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_in_order(["bye ann", "hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_in_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        let matchers = list.into_matchers();
        self.reject_empty_list(&matchers, "assert_in_order")?;
        self.check_list(ListRule::InOrder, &matchers)
    }

    /// Works like [`assert_in_any_order`](Self::assert_in_any_order), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry is missing, or if the list is empty: an empty list would hold for any transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.send("two");
    /// assert!(messenger.sent().check_in_any_order(["two"]).is_ok());
    /// assert!(messenger.sent().check_in_any_order(["two", "two"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_in_any_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        let matchers = list.into_matchers();
        self.reject_empty_list(&matchers, "assert_in_any_order")?;
        self.check_list(ListRule::InAnyOrder, &matchers)
    }

    /// Works like [`assert_consecutive`](Self::assert_consecutive), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if no such run of entries exists, or if the list is empty: an empty list would hold for any
    /// transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_consecutive(["hello ann", "bye ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_consecutive<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        let matchers = list.into_matchers();
        self.reject_empty_list(&matchers, "assert_consecutive")?;
        self.check_list(ListRule::Consecutive, &matchers)
    }

    /// Works like [`assert_once`](Self::assert_once), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if no entry matches, or if more than one does.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_once("hello eve").is_err());
    /// ```
    #[track_caller]
    pub fn check_once<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        let matcher = [matcher.into_matcher()];
        let result = self.find_matches(&matcher);
        let only = if let [position] = result.matched[..] { self.owned(position) } else { None };
        match only {
            Some(entry) => {
                self.reject_undecided(&matcher[0], "assert_once")?;
                Ok(entry)
            }
            None => Err(self.mismatch(&matcher, &result.failure(Rule::Once))),
        }
    }

    /// Works like [`assert_times`](Self::assert_times), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if more or fewer entries match, or if the range contains every number or no number.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_times(1, "hello eve").is_err());
    /// ```
    #[track_caller]
    pub fn check_times<'m, K>(
        &self,
        times: impl Into<Times>,
        matcher: impl IntoMatcher<'m, T, K>,
    ) -> Result<(), Mismatch> {
        let (times, matcher) = (times.into(), [matcher.into_matcher()]);
        self.reject_vacuous_range(times, "assert_times")?;
        let result = self.find_matches(&matcher);
        if times.contains(result.matched.len()) {
            return self.reject_undecided(&matcher[0], "assert_times");
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::Times(times))))
    }

    /// Works like [`assert_any`](Self::assert_any), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if no entry matches.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_any("hello eve").is_err());
    /// ```
    #[track_caller]
    pub fn check_any<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        let matcher = [matcher.into_matcher()];
        let check = Check { transcript: self, matchers: &matcher };
        let mut probe = Probe::new(&check);
        if let Some(entry) = probe.first().and_then(|position| self.owned(position)) {
            return Ok(entry);
        }
        let reasons = probe.reasons;
        Err(self.mismatch(&matcher, &Failure { reasons, ..Failure::of(Rule::Any) }))
    }

    /// Works like [`assert_all`](Self::assert_all), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry does not match, or if there are no entries: the check would then be vacuous.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_all("hello ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_all<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<(), Mismatch> {
        let matcher = [matcher.into_matcher()];
        let result = self.find_matches(&matcher);
        if !self.is_empty() && result.matched.len() == self.len() {
            return Ok(());
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::All)))
    }

    /// Works like [`assert_never`](Self::assert_never), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if an entry matches.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_never("hello ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_never<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<(), Mismatch> {
        let matcher = [matcher.into_matcher()];
        let result = self.find_matches(&matcher);
        if result.matched.is_empty() {
            return self.reject_undecided(&matcher[0], "assert_never");
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::Never)))
    }

    /// Works like [`assert_first`](Self::assert_first), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if the first entry does not match, or if there are no entries.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_first("bye ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_first<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        self.check_position(Rule::First, 0, matcher.into_matcher())
    }

    /// Works like [`assert_last`](Self::assert_last), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if the last entry does not match, or if there are no entries.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_last("hello ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        self.check_position(Rule::Last, self.len().saturating_sub(1), matcher.into_matcher())
    }

    /// Works like [`assert_nth`](Self::assert_nth), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if the entry does not match, or if the transcript has no entry at `position`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert!(sent.check_nth(1, "hello ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_nth<'m, K>(
        &self,
        position: usize,
        matcher: impl IntoMatcher<'m, T, K>,
    ) -> Result<T::Owned, Mismatch> {
        self.check_position(Rule::Nth(position), position, matcher.into_matcher())
    }
}

/// Helpers that several checks share.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Runs the matcher once on each entry.
    fn find_matches(&self, matcher: &[Matcher<'_, T>; 1]) -> MatchResult {
        Probe::new(&Check { transcript: self, matchers: matcher }).all()
    }

    #[track_caller]
    fn check_position(
        &self,
        rule: Rule,
        position: usize,
        matcher: Matcher<'_, T>,
    ) -> Result<T::Owned, Mismatch> {
        let matcher = [matcher];
        let check = Check { transcript: self, matchers: &matcher };
        let mut probe = Probe::new(&check);
        if probe.matches_at(position) {
            if let Some(entry) = self.owned(position) {
                return Ok(entry);
            }
        }
        // If the entry at `position` does not match, the best hint is the position of one that does.
        let failure = Failure { rule, matched: probe.elsewhere(position), reasons: probe.reasons };
        Err(self.mismatch(&matcher, &failure))
    }

    #[track_caller]
    fn check_list(&self, rule: ListRule, matchers: &[Matcher<'_, T>]) -> Result<(), Mismatch> {
        check_list(rule, &Check { transcript: self, matchers }, Location::caller())
    }

    /// Creates the mismatch of a vacuous check, which would hold for any transcript or for none.
    #[track_caller]
    pub(crate) fn reject_vacuous(&self, reason: String) -> Mismatch {
        self.mismatch(&[], &Failure::of(Rule::Vacuous(reason)))
    }

    #[track_caller]
    fn reject_empty_list(&self, matchers: &[Matcher<'_, T>], method: &str) -> Result<(), Mismatch> {
        if matchers.is_empty() { Err(self.reject_vacuous(empty_list(method, T::TEXT))) } else { Ok(()) }
    }

    #[track_caller]
    fn reject_vacuous_range(&self, times: Times, method: &str) -> Result<(), Mismatch> {
        let reason = if times.admits_everything() {
            "every number is in that range, so it would hold for any transcript; write `1..` for at least one"
        } else if times.admits_nothing() {
            "no number is in that range, so it could never hold; write `2..=4` for two, three or four"
        } else {
            return Ok(());
        };
        Err(self.reject_vacuous(format!("`{method}` was rejected: {reason}")))
    }

    /// Rejects a check that requires entries not to match, if it is impossible to decide whether one of them matches.
    #[track_caller]
    fn reject_undecided(&self, matcher: &Matcher<'_, T>, method: &str) -> Result<(), Mismatch> {
        for position in 0..self.len() {
            let Some(reason) = matcher.undecided(&self[position]) else { continue };
            let index = self.original_index(position).unwrap_or(position);
            return Err(self.reject_vacuous(format!(
                "`{method}` was rejected: whether [{index}] matches cannot be decided: {reason}"
            )));
        }
        Ok(())
    }

    #[track_caller]
    pub(crate) fn mismatch(&self, matchers: &[Matcher<'_, T>], failure: &Failure) -> Mismatch {
        mismatch(&Check { transcript: self, matchers }, failure, Location::caller())
    }
}

fn check_list(
    rule: ListRule,
    check: &dyn Checked,
    location: &'static Location<'static>,
) -> Result<(), Mismatch> {
    let comparison = Comparison::new(check);
    if rule.holds(&comparison) {
        return Ok(());
    }
    Err(Mismatch::of(&comparison, &Failure::of(Rule::List(rule)), location))
}

fn mismatch(check: &dyn Checked, failure: &Failure, location: &'static Location<'static>) -> Mismatch {
    Mismatch::of(&Comparison::new(check), failure, location)
}

/// Returns why an empty list is rejected.
fn empty_list(method: &str, is_text: bool) -> String {
    let verb = if is_text { "sent" } else { "recorded" };
    format!(
        "`{method}` was rejected: an empty list would hold for any transcript; \
         list what should have been {verb}, or write `assert_nothing()`"
    )
}

/// Which entries a matcher accepts.
struct MatchResult {
    matched: Vec<usize>,
    reasons: Vec<(usize, String)>,
}

impl MatchResult {
    fn failure(self, rule: Rule) -> Failure {
        Failure { rule, matched: self.matched, reasons: self.reasons }
    }
}

/// Applies a matcher to one entry after another, and collects the first few explanations of why entries do not match.
///
/// Like a [`Comparison`], it is not generic.
struct Probe<'c> {
    checked: &'c dyn Checked,
    explained: usize,
    reasons: Vec<(usize, String)>,
}

/// The maximum number of explanations. An explanation costs more than a match, and a report has room for only a few.
const MOST_REASONS: usize = 3;

impl<'c> Probe<'c> {
    fn new(checked: &'c dyn Checked) -> Self {
        Self { checked, explained: 0, reasons: Vec::new() }
    }

    fn matches(&mut self, position: usize) -> bool {
        if self.explained == MOST_REASONS {
            return self.checked.matches(position, 0);
        }
        match self.checked.explain(position, 0) {
            Explanation::Match => true,
            Explanation::NoMatch { reason } => {
                self.explained += 1;
                if let Some(reason) = reason {
                    self.reasons.push((position, reason));
                }
                false
            }
        }
    }

    /// Returns whether there is an entry at `position`, and the matcher accepts it.
    fn matches_at(&mut self, position: usize) -> bool {
        position < self.checked.header().len() && self.matches(position)
    }

    /// Returns the position of the first entry that the matcher accepts.
    fn first(&mut self) -> Option<usize> {
        (0..self.checked.header().len()).find(|position| self.matches(*position))
    }

    /// Finds all entries that the matcher accepts.
    fn all(mut self) -> MatchResult {
        let matched = indices_where(0..self.checked.header().len(), &mut |position| self.matches(position));
        MatchResult { matched, reasons: self.reasons }
    }

    /// Returns the positions, other than one, of the entries that the matcher accepts.
    fn elsewhere(&self, position: usize) -> Vec<usize> {
        indices_where(0..self.checked.header().len(), &mut |other| {
            other != position && self.checked.matches(other, 0)
        })
    }
}
