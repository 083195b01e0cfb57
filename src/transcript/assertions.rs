//! The vocabulary: every `check_*`, which returns its failure, and its `assert_*`, which panics with it.

use std::panic::Location;

use super::Transcript;
use super::comparison::Comparison;
use super::debug_form::Reported;
use super::matcher::{Explanation, IntoMatcher, IntoMatchers, Matcher};
use super::mismatch::Mismatch;
use super::rule::{Failure, ListRule, Rule};
use super::times::Times;

/// The assertions: each panics with the report of its check, at the line of the test.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Asserts that nothing was recorded.
    ///
    /// # Panics
    ///
    /// If anything was recorded.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// RecordingMessenger::new().sent().assert_nothing();
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected no messages, found 3 sent
    /// sent.assert_nothing();
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenCalledTimes")]
    #[doc(alias = "verifyNoInteractions")]
    pub fn assert_nothing(&self) {
        unwrap_or_panic(self.complete().check_nothing());
    }

    /// Asserts that that many entries were recorded in all: `3`, `2..=4`, `1..`.
    ///
    /// # Panics
    ///
    /// If there are more or fewer; or if the range admits every number, or none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_count(3);
    /// sent.assert_count(2..);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected at most 2 messages, found 3 sent
    /// sent.assert_count(..=2);
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenCalledTimes")]
    pub fn assert_count(&self, times: impl Into<Times>) {
        unwrap_or_panic(self.complete().check_count(times));
    }

    /// Asserts that the entries are these, all of them, in this order.
    ///
    /// # Panics
    ///
    /// If an entry differs, is missing or is extra. An empty list asks for an empty transcript.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_exactly(["hello ann", "hello bob", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Asserts that the entries are these, all of them, in whatever order.
    /// Each stands for one entry (a multiset), and overlapping matchers are paired so that all fit if they can.
    ///
    /// # Panics
    ///
    /// If an entry is missing or is extra. An empty list asks for an empty transcript.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_exactly_in_any_order(["bye ann", "hello ann", "hello bob"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected exactly these 3 messages in any order, found 2 of them among 3 sent: 1 missing, 1 extra
    /// sent.assert_exactly_in_any_order(["bye ann", "hello ann", "hello ann"]);
    /// ```
    #[track_caller]
    #[doc(alias = "unordered_elements_are")]
    pub fn assert_exactly_in_any_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_exactly_in_any_order(list));
    }

    /// Asserts that these appear in this order; others may stand between.
    ///
    /// # Panics
    ///
    /// If one is missing or comes too early; or if the list is empty, which would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_in_order(["hello ann", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Asserts that the list appears in any order, with other entries allowed anywhere.
    ///
    /// Each item of the list accounts for one entry, so an item listed twice needs two entries. Overlapping matchers
    /// are paired with entries so that all fit if they can.
    ///
    /// # Panics
    ///
    /// If an item is missing, or if the list is empty, which would hold for any transcript.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_in_any_order(["bye ann", "hello ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected these 2 messages in any order, others allowed, found 1 of them among 3 sent: 1 missing
    /// sent.assert_in_any_order(["bye ann", "bye ann"]);
    /// ```
    #[track_caller]
    pub fn assert_in_any_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_in_any_order(list));
    }

    /// Asserts that these appear next to each other, in this order.
    ///
    /// # Panics
    ///
    /// If they stand nowhere side by side; or if the list is empty, which would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_consecutive(["hello bob", "bye ann"]);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
    /// If none matches or several do.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// let bye = sent.assert_once(predicate::str::starts_with("bye"));
    /// assert_eq!(bye, "bye ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected exactly 1 message that starts with "hello", found 2 of 3 sent: [0], [1]
    /// sent.assert_once(predicate::str::starts_with("hello"));
    /// ```
    #[track_caller]
    #[doc(alias = "ArgumentCaptor")]
    #[doc(alias = "toHaveBeenCalledWith")]
    pub fn assert_once<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_once(matcher))
    }

    /// Asserts that that many entries match: `3`, `2..=4`, `1..`.
    ///
    /// # Panics
    ///
    /// If more or fewer match; or if the range admits every number, or none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_times(2, predicate::str::starts_with("hello"));
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
    /// If none matches.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert_eq!(sent.assert_any(|m: &str| m.ends_with("bob")), "hello bob");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Asserts that there is an entry, and every one matches.
    ///
    /// # Panics
    ///
    /// If one does not match; or if there is no entry, where that would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_all(|m: &str| m.len() < 10);
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
    /// If one does.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_never(predicate::str::contains("password"));
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
    /// If it does not, or if there is none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_first("hello ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
    /// If it does not, or if there is none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_last("bye ann");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected the last message to equal "hello ann", found it at [0] of 3 sent
    /// sent.assert_last("hello ann");
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenLastCalledWith")]
    pub fn assert_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_last(matcher))
    }

    /// Asserts that the entry at `position`, counted from 0, matches, and returns it.
    ///
    /// # Panics
    ///
    /// If it does not, or if there is no such entry.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// sent.assert_nth(1, "hello bob");
    /// ```
    /// ```should_panic
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// // expected [2] to equal "hello bob", found it at [1] of 3 sent
    /// sent.assert_nth(2, "hello bob");
    /// ```
    #[track_caller]
    #[doc(alias = "toHaveBeenNthCalledWith")]
    pub fn assert_nth<'m, K>(&self, position: usize, matcher: impl IntoMatcher<'m, T, K>) -> T::Owned {
        unwrap_or_panic(self.complete().check_nth(position, matcher))
    }
}

/// The checks: each returns its failure.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Checks that nothing was recorded.
    ///
    /// # Errors
    ///
    /// If anything was recorded.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_nothing().is_err());
    /// ```
    #[track_caller]
    pub fn check_nothing(&self) -> Result<(), Mismatch> {
        if self.is_empty() {
            return Ok(());
        }
        Err(self.mismatch(&[], &Failure::of(Rule::Nothing)))
    }

    /// Checks that that many entries were recorded in all: `3`, `2..=4`, `1..`.
    ///
    /// # Errors
    ///
    /// If there are more or fewer; or if the range admits every number, or none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that the entries are these, all of them, in this order.
    ///
    /// # Errors
    ///
    /// If an entry differs, is missing or is extra. An empty list asks for an empty transcript.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_exactly(["hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_exactly<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        self.check_list(ListRule::Exactly, &list.into_matchers())
    }

    /// Checks that the entries are these, all of them, in whatever order.
    /// Each stands for one entry (a multiset), and overlapping matchers are paired so that all fit if they can.
    ///
    /// # Errors
    ///
    /// If an entry is missing or is extra. An empty list asks for an empty transcript.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_exactly_in_any_order(["hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_exactly_in_any_order<'m, K>(
        &self,
        list: impl IntoMatchers<'m, T, K>,
    ) -> Result<(), Mismatch> {
        self.check_list(ListRule::ExactlyInAnyOrder, &list.into_matchers())
    }

    /// Checks that these appear in this order; others may stand between.
    ///
    /// # Errors
    ///
    /// If one is missing or comes too early; or if the list is empty, which would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_in_order(["bye ann", "hello ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_in_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        let matchers = list.into_matchers();
        self.reject_empty_list(&matchers, "assert_in_order")?;
        self.check_list(ListRule::InOrder, &matchers)
    }

    /// As [`assert_in_any_order`](Self::assert_in_any_order), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// If an item is missing, or if the list is empty, which would hold for any transcript.
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

    /// Checks that these appear next to each other, in this order.
    ///
    /// # Errors
    ///
    /// If they stand nowhere side by side; or if the list is empty, which would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_consecutive(["hello ann", "bye ann"]).is_err());
    /// ```
    #[track_caller]
    pub fn check_consecutive<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) -> Result<(), Mismatch> {
        let matchers = list.into_matchers();
        self.reject_empty_list(&matchers, "assert_consecutive")?;
        self.check_list(ListRule::Consecutive, &matchers)
    }

    /// Checks that exactly one entry matches, and returns it.
    ///
    /// # Errors
    ///
    /// If none matches or several do.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that that many entries match: `3`, `2..=4`, `1..`.
    ///
    /// # Errors
    ///
    /// If more or fewer match; or if the range admits every number, or none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that at least one entry matches, and returns the first that does.
    ///
    /// # Errors
    ///
    /// If none matches.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that there is an entry, and every one matches.
    ///
    /// # Errors
    ///
    /// If one does not match; or if there is no entry, where that would hold for anything.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that no entry matches.
    ///
    /// # Errors
    ///
    /// If one does.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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

    /// Checks that the first entry matches, and returns it.
    ///
    /// # Errors
    ///
    /// If it does not, or if there is none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_first("bye ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_first<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        self.check_position(Rule::First, 0, matcher.into_matcher())
    }

    /// Checks that the last entry matches, and returns it.
    ///
    /// # Errors
    ///
    /// If it does not, or if there is none.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
    /// assert!(sent.check_last("hello ann").is_err());
    /// ```
    #[track_caller]
    pub fn check_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<T::Owned, Mismatch> {
        self.check_position(Rule::Last, self.len().saturating_sub(1), matcher.into_matcher())
    }

    /// Checks that the entry at `position`, counted from 0, matches, and returns it.
    ///
    /// # Errors
    ///
    /// If it does not, or if there is no such entry.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger, predicate};
    /// # let messenger = RecordingMessenger::new();
    /// # for message in ["hello ann", "hello bob", "bye ann"] { messenger.send(message); }
    /// # let sent = messenger.sent();
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
        let comparison = Comparison::new(self, matchers);
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
        Mismatch::of(&Comparison::new(self, matchers), failure, Location::caller())
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
