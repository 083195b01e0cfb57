//! The assertions of a [`Transcript`]: each `check_*` returns a [`Mismatch`], and its `assert_*` twin panics with it.

use std::panic::Location;

use super::Transcript;
use super::comparison::{Check, Comparison};
use super::debug_form::Reported;
use super::matcher::{Explanation, IntoMatcher, IntoMatchers, Matcher};
use super::mismatch::Mismatch;
use super::rule::{Failure, ListRule, Rule};
use super::times::Times;

/// Assertions, which panic with the report of their check at the caller's line.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Asserts that nothing was recorded.
    ///
    /// # Panics
    ///
    /// If anything was recorded.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::RecordingMessenger;
    /// RecordingMessenger::new().sent().assert_nothing();
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected no messages, found 3 sent
    /// sent.assert_nothing();
    /// ```
    #[track_caller]
    #[doc(alias = "verifyNoInteractions")]
    pub fn assert_nothing(&self) {
        unwrap_or_panic(self.complete().check_nothing());
    }

    /// Asserts that the number of entries is in `times`, for example `3`, `2..=4` or `1..`.
    ///
    /// # Panics
    ///
    /// If there are more or fewer entries, or if the range contains every number or none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_count(3);
    /// sent.assert_count(2..);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected at most 2 messages, found 3 sent
    /// sent.assert_count(..=2);
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenCalledTimes")]
    pub fn assert_count(&self, times: impl Into<Times>) {
        unwrap_or_panic(self.complete().check_count(times));
    }

    /// Asserts that the entries match the list: every one of them, in this order, and no others.
    ///
    /// # Panics
    ///
    /// If an entry is missing, extra, altered or moved. An empty list expects an empty transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_exactly(["hello ann", "hello bob", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected exactly these 2 messages in this order, found 2 of them among 3 sent: 1 extra
    /// sent.assert_exactly(["hello ann", "bye ann"]);
    /// ```
    #[track_caller]
    #[doc(alias = "elements_are")]
    #[doc(alias = "verifyNoMoreInteractions")]
    #[doc(alias = "checkpoint")]
    pub fn assert_exactly<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_exactly(list));
    }

    /// Asserts that the entries match the list in any order: every one of them, and no others.
    ///
    /// Each item of the list accounts for one entry (a multiset). Overlapping matchers are paired with entries so
    /// that all fit if they can.
    ///
    /// # Panics
    ///
    /// If an entry is missing or extra. An empty list expects an empty transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_exactly_in_any_order(["bye ann", "hello ann", "hello bob"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected exactly these 3 messages in any order, found 2 of them among 3 sent: 1 missing, 1 extra
    /// sent.assert_exactly_in_any_order(["bye ann", "hello ann", "hello ann"]);
    /// ```
    #[track_caller]
    #[doc(alias = "unordered_elements_are")]
    pub fn assert_exactly_in_any_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_exactly_in_any_order(list));
    }

    /// Asserts that entries match the list in this order, with other entries allowed anywhere.
    ///
    /// # Panics
    ///
    /// If an entry is missing or comes too early, or if the list is empty, since an empty list would hold for any
    /// transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_in_order(["hello ann", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected these 2 messages in this order, others allowed between, found 1 of them among 3 sent: 1 moved
    /// sent.assert_in_order(["bye ann", "hello ann"]);
    /// ```
    #[track_caller]
    #[doc(alias = "InOrder")]
    #[doc(alias = "Sequence")]
    #[doc(alias = "InSequence")]
    pub fn assert_in_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_in_order(list));
    }

    /// Asserts that entries match the list in any order, with other entries allowed anywhere.
    ///
    /// Each item of the list accounts for one entry, so an item listed twice needs two entries. Overlapping
    /// matchers are paired with entries so that all fit if they can.
    ///
    /// # Panics
    ///
    /// If an entry is missing, or if the list is empty, since an empty list would hold for any transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_in_any_order(["bye ann", "hello ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected these 2 messages in any order, others allowed, found 1 of them among 3 sent: 1 missing
    /// sent.assert_in_any_order(["bye ann", "bye ann"]);
    /// ```
    #[track_caller]
    pub fn assert_in_any_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_in_any_order(list));
    }

    /// Asserts that entries next to each other match the list, in this order.
    ///
    /// # Panics
    ///
    /// If no such run of entries exists, or if the list is empty, since an empty list would hold for any
    /// transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_consecutive(["hello bob", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected these 2 messages next to each other in this order, found 2 of them among 3 sent: 1 extra
    /// sent.assert_consecutive(["hello ann", "bye ann"]);
    /// ```
    #[track_caller]
    pub fn assert_consecutive<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_consecutive(list));
    }

    /// Asserts that exactly one entry matches, and returns it.
    ///
    /// # Panics
    ///
    /// If no entry matches, or several do.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// let bye = sent.assert_once(predicate::str::starts_with("bye"));
    /// assert_eq!(bye, "bye ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected exactly 1 message that starts with "hello", found 2 of 3 sent: [0], [1]
    /// sent.assert_once(predicate::str::starts_with("hello"));
    /// ```
    #[track_caller]
    #[doc(alias = "ArgumentCaptor")]
    #[doc(alias = "toHaveBeenCalledWith")]
    pub fn assert_once<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_once(matcher))
    }

    /// Asserts that the number of matching entries is in `times`, for example `3`, `2..=4` or `1..`.
    ///
    /// # Panics
    ///
    /// If more or fewer entries match, or if the range contains every number or none.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_times(2, predicate::str::starts_with("hello"));
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected at least 2 messages that start with "bye", found 1 of 3 sent: [2]
    /// sent.assert_times(2.., predicate::str::starts_with("bye"));
    /// ```
    #[track_caller]
    #[doc(alias = "times")]
    pub fn assert_times<'m, K>(&self, times: impl Into<Times>, matcher: impl IntoMatcher<'m, T, K>) {
        unwrap_or_panic(self.complete().check_times(times, matcher));
    }

    /// Asserts that at least one entry matches, and returns the first that does.
    ///
    /// # Panics
    ///
    /// If no entry matches.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// assert_eq!(sent.assert_any(|m: &str| m.ends_with("bob")), "hello bob");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected at least 1 message equal to "hello eve", found 0 of 3 sent
    /// sent.assert_any("hello eve");
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenCalledWith")]
    #[doc(alias = "verify")]
    #[doc(alias = "expect_call")]
    pub fn assert_any<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_any(matcher))
    }

    /// Asserts that there are entries, and that all of them match.
    ///
    /// # Panics
    ///
    /// If an entry does not match, or if there are no entries, since the assertion would hold vacuously.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_all(|m: &str| m.len() < 10);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected only messages that start with "hello", found 2 of 3 sent; not [2]
    /// sent.assert_all(predicate::str::starts_with("hello"));
    /// ```
    #[track_caller]
    pub fn assert_all<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) {
        unwrap_or_panic(self.complete().check_all(matcher));
    }

    /// Asserts that no entry matches.
    ///
    /// # Panics
    ///
    /// If an entry matches.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_never(predicate::str::contains("password"));
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected no message equal to "bye ann", found 1 of 3 sent: [2]
    /// sent.assert_never("bye ann");
    /// ```
    #[track_caller]
    #[doc(alias = "never")]
    pub fn assert_never<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) {
        unwrap_or_panic(self.complete().check_never(matcher));
    }

    /// Asserts that the first entry matches, and returns it.
    ///
    /// # Panics
    ///
    /// If the first entry does not match, or if there are no entries.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_first("hello ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected the first message to equal "bye ann", found it at [2] of 3 sent
    /// sent.assert_first("bye ann");
    /// ```
    #[track_caller]
    pub fn assert_first<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_first(matcher))
    }

    /// Asserts that the last entry matches, and returns it.
    ///
    /// # Panics
    ///
    /// If the last entry does not match, or if there are no entries.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_last("bye ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected the last message to equal "hello ann", found it at [0] of 3 sent
    /// sent.assert_last("hello ann");
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenLastCalledWith")]
    pub fn assert_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_last(matcher))
    }

    /// Asserts that the entry at `position` matches, and returns it.
    ///
    /// Positions count from 0.
    ///
    /// # Panics
    ///
    /// If the entry does not match, or if the transcript has no entry at `position`.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// sent.assert_nth(1, "hello bob");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Transcript, predicate};
    /// # let sent: Transcript<str> = ["hello ann", "hello bob", "bye ann"].into_iter().collect();
    /// // expected [2] to equal "hello bob", found it at [1] of 3 sent
    /// sent.assert_nth(2, "hello bob");
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenNthCalledWith")]
    pub fn assert_nth<'m, K>(&self, position: usize, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_nth(position, matcher))
    }
}

/// Checks, which return the report as a [`Mismatch`].
impl<T: Reported + ?Sized> Transcript<T> {
    /// Works like [`assert_nothing`](Self::assert_nothing), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If anything was recorded.
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
    /// If there are more or fewer entries, or if the range contains every number or none.
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
    /// If an entry is missing, extra, altered or moved. An empty list expects an empty transcript.
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
    /// If an entry is missing or extra. An empty list expects an empty transcript.
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
    /// If an entry is missing or comes too early, or if the list is empty, since an empty list would hold for any
    /// transcript.
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
    /// If an entry is missing, or if the list is empty, since an empty list would hold for any transcript.
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
    /// If no such run of entries exists, or if the list is empty, since an empty list would hold for any
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
    /// If no entry matches, or several do.
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
        let result = self.find_matches(&matcher[0]);
        let only = if let [position] = result.matched[..] { self.owned(position) } else { None };
        match only {
            Some(entry) => Ok(entry),
            None => Err(self.mismatch(&matcher, &result.failure(Rule::Once))),
        }
    }

    /// Works like [`assert_times`](Self::assert_times), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If more or fewer entries match, or if the range contains every number or none.
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
        let result = self.find_matches(&matcher[0]);
        if times.contains(result.matched.len()) {
            return Ok(());
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::Times(times))))
    }

    /// Works like [`assert_any`](Self::assert_any), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If no entry matches.
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
        let mut probe = Probe::new(&matcher[0]);
        let first = (0..self.len()).find(|position| probe.matches(*position, &self[*position]));
        if let Some(entry) = first.and_then(|position| self.owned(position)) {
            return Ok(entry);
        }
        Err(self.mismatch(&matcher, &Failure { reasons: probe.reasons, ..Failure::of(Rule::Any) }))
    }

    /// Works like [`assert_all`](Self::assert_all), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If an entry does not match, or if there are no entries, since the assertion would hold vacuously.
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
        let result = self.find_matches(&matcher[0]);
        if !self.is_empty() && result.matched.len() == self.len() {
            return Ok(());
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::All)))
    }

    /// Works like [`assert_never`](Self::assert_never), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If an entry matches.
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
        let result = self.find_matches(&matcher[0]);
        if result.matched.is_empty() {
            return Ok(());
        }
        Err(self.mismatch(&matcher, &result.failure(Rule::Never)))
    }

    /// Works like [`assert_first`](Self::assert_first), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If the first entry does not match, or if there are no entries.
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
    /// If the last entry does not match, or if there are no entries.
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
    /// If the entry does not match, or if the transcript has no entry at `position`.
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

/// The steps that the checks have in common.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Calls the matcher once for each entry.
    fn find_matches(&self, matcher: &Matcher<'_, T>) -> MatchResult {
        let mut probe = Probe::new(matcher);
        let matched = (0..self.len()).filter(|position| probe.matches(*position, &self[*position])).collect();
        MatchResult { matched, reasons: probe.reasons }
    }

    #[track_caller]
    fn check_position(
        &self,
        rule: Rule,
        position: usize,
        matcher: Matcher<'_, T>,
    ) -> Result<T::Owned, Mismatch> {
        let mut probe = Probe::new(&matcher);
        if self.get(position).is_some_and(|entry| probe.matches(position, entry)) {
            if let Some(entry) = self.owned(position) {
                return Ok(entry);
            }
        }
        // The position of a match elsewhere is the best hint. The entry at `position` is known not to match.
        let elsewhere = (0..self.len()).filter(|other| *other != position);
        let matched = elsewhere.filter(|other| matcher.matches(&self[*other])).collect();
        let failure = Failure { rule, matched, reasons: probe.reasons };
        Err(self.mismatch(&[matcher], &failure))
    }

    #[track_caller]
    fn check_list(&self, rule: ListRule, matchers: &[Matcher<'_, T>]) -> Result<(), Mismatch> {
        let check = Check { transcript: self, matchers };
        let comparison = Comparison::new(&check);
        if rule.holds(&comparison) {
            return Ok(());
        }
        Err(Mismatch::of(&comparison, &Failure::of(Rule::List(rule)), Location::caller()))
    }

    fn verb() -> &'static str {
        if T::TEXT { "sent" } else { "recorded" }
    }

    /// Returns the mismatch of an assertion that would hold for any transcript or for none.
    #[track_caller]
    pub(crate) fn reject_vacuous(&self, reason: String) -> Mismatch {
        self.mismatch(&[], &Failure::of(Rule::Vacuous(reason)))
    }

    #[track_caller]
    fn reject_empty_list(&self, matchers: &[Matcher<'_, T>], method: &str) -> Result<(), Mismatch> {
        if !matchers.is_empty() {
            return Ok(());
        }
        Err(self.reject_vacuous(format!(
            "`{method}` was rejected: an empty list would hold for any transcript; \
             list what should have been {verb}, or write `assert_nothing()`",
            verb = Self::verb()
        )))
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

    #[track_caller]
    pub(crate) fn mismatch(&self, matchers: &[Matcher<'_, T>], failure: &Failure) -> Mismatch {
        Mismatch::of(&Comparison::new(&Check { transcript: self, matchers }), failure, Location::caller())
    }
}

/// The entries that a matcher accepts.
struct MatchResult {
    matched: Vec<usize>,
    reasons: Vec<(usize, String)>,
}

impl MatchResult {
    fn failure(self, rule: Rule) -> Failure {
        Failure { rule, matched: self.matched, reasons: self.reasons }
    }
}

/// A matcher that is applied to one entry after another and collects its first explanations.
struct Probe<'q, 'm, T: ?Sized> {
    matcher: &'q Matcher<'m, T>,
    explained: usize,
    reasons: Vec<(usize, String)>,
}

/// The number of entries whose mismatch is explained. An explanation costs more than a match, and few fit a report.
const MOST_REASONS: usize = 3;

impl<'q, 'm, T: ?Sized> Probe<'q, 'm, T> {
    fn new(matcher: &'q Matcher<'m, T>) -> Self {
        Self { matcher, explained: 0, reasons: Vec::new() }
    }

    fn matches(&mut self, position: usize, entry: &T) -> bool {
        if self.explained == MOST_REASONS {
            return self.matcher.matches(entry);
        }
        match self.matcher.explain(entry) {
            Explanation::Match => true,
            Explanation::NoMatch { reason } => {
                self.explained += 1;
                self.reasons.extend(reason.map(|reason| (position, reason)));
                false
            }
        }
    }
}

/// Returns the value of a check that passed. A closure or combinator would lose the caller's line.
#[track_caller]
pub(crate) fn unwrap_or_panic<V>(checked: Result<V, Mismatch>) -> V {
    match checked {
        Ok(value) => value,
        Err(mismatch) => mismatch.panic(),
    }
}
