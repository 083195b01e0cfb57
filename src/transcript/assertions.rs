//! The assertions on a transcript. Each runs its check from [`checks`](super::checks), and panics with the report if
//! the check fails.

use super::Transcript;
use super::debug_form::Reported;
use super::matcher::{IntoMatcher, IntoMatchers};
use super::mismatch::Mismatch;
use super::times::Times;

/// Assertions. If one fails, it panics at the caller's line with a report.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Asserts that nothing was recorded.
    ///
    /// # Panics
    ///
    /// Panics if anything was recorded.
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

    /// Asserts that the number of entries is equal to `times` or in its range, for example `3`, `2..=4` or `1..`.
    ///
    /// # Panics
    ///
    /// Panics if there are more or fewer entries, or if the range contains every number or no number.
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

    /// Asserts that the entries are exactly those in the list, in the same order.
    ///
    /// # Panics
    ///
    /// Panics if an entry is missing, extra, altered or moved. An empty list expects an empty transcript.
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

    /// Asserts that the entries are exactly those in the list, in any order.
    ///
    /// The list is a multiset: each item accounts for one entry. If several matchers accept the same entry, the
    /// assertion finds an assignment that works for all of them, if there is one.
    ///
    /// # Panics
    ///
    /// Panics if an entry is missing or extra. An empty list expects an empty transcript.
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

    /// Asserts that entries matching the list appear in the same order. Other entries may come before, between and
    /// after them.
    ///
    /// # Panics
    ///
    /// Panics if an entry is missing or comes too early, or if the list is empty: an empty list would hold for any
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
    /// // expected these 2 messages in this order, others allowed between,
    /// //   found 1 of them among 3 sent: 1 moved
    /// sent.assert_in_order(["bye ann", "hello ann"]);
    /// ```
    #[track_caller]
    #[doc(alias = "InOrder")]
    #[doc(alias = "Sequence")]
    #[doc(alias = "InSequence")]
    pub fn assert_in_order<'m, K>(&self, list: impl IntoMatchers<'m, T, K>) {
        unwrap_or_panic(self.complete().check_in_order(list));
    }

    /// Asserts that entries matching the list appear in any order. Other entries are allowed.
    ///
    /// Each item of the list accounts for one entry, so an item that is listed twice needs two entries. If several
    /// matchers accept the same entry, the assertion finds an assignment that works for all of them, if there is one.
    ///
    /// # Panics
    ///
    /// Panics if an entry is missing, or if the list is empty: an empty list would hold for any transcript.
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

    /// Asserts that entries matching the list appear in the same order and next to each other. Other entries may come
    /// before and after them.
    ///
    /// # Panics
    ///
    /// Panics if no such run of entries exists, or if the list is empty: an empty list would hold for any transcript.
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
    /// Panics if no entry matches, or if more than one does.
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

    /// Asserts that the number of matching entries is equal to `times` or in its range, for example `3`, `2..=4` or
    /// `1..`.
    ///
    /// # Panics
    ///
    /// Panics if more or fewer entries match, or if the range contains every number or no number.
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

    /// Asserts that at least one entry matches, and returns the first matching entry.
    ///
    /// # Panics
    ///
    /// Panics if no entry matches.
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

    /// Asserts that there is at least one entry and that every entry matches.
    ///
    /// # Panics
    ///
    /// Panics if an entry does not match, or if there are no entries: the assertion would then be vacuous.
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
    /// Panics if an entry matches.
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
    /// Panics if the first entry does not match, or if there are no entries.
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
    /// Panics if the last entry does not match, or if there are no entries.
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

    /// Asserts that the entry at `position`, counted from 0, matches, and returns the entry.
    ///
    ///
    /// # Panics
    ///
    /// Panics if the entry does not match, or if the transcript has no entry at `position`.
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

/// Returns the value of a passed check, or panics with the report. This is a function because a closure or a combinator
/// would lose the caller's line.
#[track_caller]
pub(crate) fn unwrap_or_panic<V>(checked: Result<V, Mismatch>) -> V {
    match checked {
        Ok(value) => value,
        Err(mismatch) => mismatch.panic(),
    }
}
