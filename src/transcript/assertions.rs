//! The vocabulary: every `check_*`, which returns its failure, and its `assert_*`, which panics with it.

use std::panic::Location;

use super::Transcript;
use super::comparison::Case;
use super::debug_form::Reported;
use super::match_matrix::{self, Grid, Rule};
use super::matcher::{IntoMatcher, Matcher, Verdict};
use super::mismatch::{Mismatch, MismatchKind};
use super::times::Times;
use crate::report::Finding;

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
    pub fn assert_nothing(&self) {
        or_panic(self.check_nothing());
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
    pub fn assert_count(&self, times: impl Into<Times>) {
        or_panic(self.check_count(times));
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
    /// // expected exactly these 2 messages in this order, found 2 of 2 in 3 sent: 1 extra
    /// sent.assert_exactly(["hello ann", "bye ann"]);
    /// ```
    #[track_caller]
    pub fn assert_exactly<'m, K>(&self, list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>) {
        or_panic(self.check_exactly(list));
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
    /// // expected exactly these 3 messages in any order, found 2 of 3 in 3 sent: 1 missing, 1 extra
    /// sent.assert_exactly_in_any_order(["bye ann", "hello ann", "hello ann"]);
    /// ```
    #[track_caller]
    pub fn assert_exactly_in_any_order<'m, K>(
        &self,
        list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
    ) {
        or_panic(self.check_exactly_in_any_order(list));
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
    /// // expected these 2 messages in this order, others allowed between, found 1 of 2 in 3 sent: 1 moved
    /// sent.assert_in_order(["bye ann", "hello ann"]);
    /// ```
    #[track_caller]
    pub fn assert_in_order<'m, K>(&self, list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>) {
        or_panic(self.check_in_order(list));
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
    /// // expected these 2 messages next to each other in this order, found 2 of 2 in 3 sent: 1 extra
    /// sent.assert_consecutive(["hello ann", "bye ann"]);
    /// ```
    #[track_caller]
    pub fn assert_consecutive<'m, K>(&self, list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>) {
        or_panic(self.check_consecutive(list));
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
    /// // expected exactly 1 message where var.starts_with("hello"), found 2 of 3 sent: [0], [1]
    /// sent.assert_once(predicate::str::starts_with("hello"));
    /// ```
    #[track_caller]
    pub fn assert_once<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> &T {
        or_panic(self.check_once(matcher))
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
    /// // expected at least 2 messages where var.starts_with("bye"), found 1 of 3 sent: [2]
    /// sent.assert_times(2.., predicate::str::starts_with("bye"));
    /// ```
    #[track_caller]
    pub fn assert_times<'m, K>(&self, times: impl Into<Times>, matcher: impl IntoMatcher<'m, T, K>) {
        or_panic(self.check_times(times, matcher));
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
    pub fn assert_any<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> &T {
        or_panic(self.check_any(matcher))
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
    /// // expected only messages where var.starts_with("hello"), found 2 of 3 sent; not [2]
    /// sent.assert_all(predicate::str::starts_with("hello"));
    /// ```
    #[track_caller]
    pub fn assert_all<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) {
        or_panic(self.check_all(matcher));
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
    pub fn assert_never<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) {
        or_panic(self.check_never(matcher));
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
    /// // expected the first message to be one equal to "bye ann", found it at [2] of 3 sent
    /// sent.assert_first("bye ann");
    /// ```
    #[track_caller]
    pub fn assert_first<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> &T {
        or_panic(self.check_first(matcher))
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
    /// // expected the last message to be one equal to "hello ann", found it at [0] of 3 sent
    /// sent.assert_last("hello ann");
    /// ```
    #[track_caller]
    pub fn assert_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> &T {
        or_panic(self.check_last(matcher))
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
    /// // expected [2] to be a message equal to "hello bob", found it at [1] of 3 sent
    /// sent.assert_nth(2, "hello bob");
    /// ```
    #[track_caller]
    pub fn assert_nth<'m, K>(&self, position: usize, matcher: impl IntoMatcher<'m, T, K>) -> &T {
        or_panic(self.check_nth(position, matcher))
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
        Err(self.mismatch(&[], Finding { found: self.len(), ..Finding::new(MismatchKind::Nothing, 0) }))
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
        self.refuse_senseless(times, "assert_count")?;
        if times.contains(self.len()) {
            return Ok(());
        }
        Err(self.mismatch(&[], Finding { found: self.len(), ..Finding::new(MismatchKind::Count, times) }))
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
    pub fn check_exactly<'m, K>(
        &self,
        list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
    ) -> Result<(), Mismatch> {
        self.hold(MismatchKind::Exactly, &matchers(list), match_matrix::exactly)
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
        list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
    ) -> Result<(), Mismatch> {
        self.hold(MismatchKind::ExactlyInAnyOrder, &matchers(list), match_matrix::in_any_order)
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
    pub fn check_in_order<'m, K>(
        &self,
        list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
    ) -> Result<(), Mismatch> {
        let matchers = matchers(list);
        self.refuse_empty_list(&matchers, "assert_in_order")?;
        self.hold(MismatchKind::InOrder, &matchers, match_matrix::in_order)
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
    pub fn check_consecutive<'m, K>(
        &self,
        list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
    ) -> Result<(), Mismatch> {
        let matchers = matchers(list);
        self.refuse_empty_list(&matchers, "assert_consecutive")?;
        self.hold(MismatchKind::Consecutive, &matchers, match_matrix::consecutive)
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
    pub fn check_once<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<&T, Mismatch> {
        let matcher = [matcher.into_matcher()];
        let asked = self.ask(&matcher[0]);
        match asked.matched[..] {
            [position] => Ok(&self[position]),
            _ => Err(self.mismatch(&matcher, asked.finding(MismatchKind::Once, 1))),
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
        self.refuse_senseless(times, "assert_times")?;
        let asked = self.ask(&matcher[0]);
        if times.contains(asked.matched.len()) {
            return Ok(());
        }
        Err(self.mismatch(&matcher, asked.finding(MismatchKind::Times, times)))
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
    pub fn check_any<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<&T, Mismatch> {
        let matcher = [matcher.into_matcher()];
        let mut asking = Asking::of(&matcher[0]);
        if let Some((_, entry)) = self.iter().enumerate().find(|(at, entry)| asking.matches(*at, entry)) {
            return Ok(entry);
        }
        let finding = Finding { reasons: asking.reasons, ..Finding::new(MismatchKind::Any, 1..) };
        Err(self.mismatch(&matcher, finding))
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
        if self.is_empty() {
            return Err(self.refuse(format!(
                "`assert_all` was refused: nothing was {}, so it would hold for any matcher; \
                 write `assert_nothing()` if that is what you expect",
                Self::verb()
            )));
        }
        let asked = self.ask(&matcher[0]);
        if asked.matched.len() == self.len() {
            return Ok(());
        }
        // The first that does not match: up to there, each stands at its own place.
        let about = asked.matched.iter().zip(0..).take_while(|(matched, at)| *matched == at).count();
        let finding = Finding { about: Some(about), ..asked.finding(MismatchKind::All, self.len()) };
        Err(self.mismatch(&matcher, finding))
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
        let asked = self.ask(&matcher[0]);
        if asked.matched.is_empty() {
            return Ok(());
        }
        Err(self.mismatch(&matcher, asked.finding(MismatchKind::Never, 0)))
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
    pub fn check_first<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<&T, Mismatch> {
        self.check_at(MismatchKind::First, 0, matcher.into_matcher())
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
    pub fn check_last<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Result<&T, Mismatch> {
        self.check_at(MismatchKind::Last, self.len().saturating_sub(1), matcher.into_matcher())
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
    ) -> Result<&T, Mismatch> {
        self.check_at(MismatchKind::Nth, position, matcher.into_matcher())
    }
}

/// What the checks share.
impl<T: Reported + ?Sized> Transcript<T> {
    /// Asks about every entry, once.
    fn ask(&self, matcher: &Matcher<'_, T>) -> Asked {
        let mut asking = Asking::of(matcher);
        let matched =
            (0..self.len()).filter(|position| asking.matches(*position, &self[*position])).collect();
        Asked { matched, reasons: asking.reasons }
    }

    #[track_caller]
    fn check_at(&self, kind: MismatchKind, about: usize, matcher: Matcher<'_, T>) -> Result<&T, Mismatch> {
        let mut asking = Asking::of(&matcher);
        let entry = self.get(about);
        if let Some(entry) = entry.filter(|entry| asking.matches(about, entry)) {
            return Ok(entry);
        }
        // Where else it stands is the best hint there is; the entry in question has been asked already.
        let elsewhere = (0..self.len()).filter(|position| *position != about);
        let matched = elsewhere.filter(|position| matcher.matches(&self[*position])).collect();
        let asked = Asked { matched, reasons: asking.reasons };
        let finding = Finding { found: 0, about: Some(about), ..asked.finding(kind, 1) };
        Err(self.mismatch(&[matcher], finding))
    }

    #[track_caller]
    fn hold<R: Rule>(
        &self,
        kind: MismatchKind,
        matchers: &[Matcher<'_, T>],
        rule: fn(&dyn Grid) -> R,
    ) -> Result<(), Mismatch> {
        let case = Case::new(self, matchers);
        if rule(&case).holds() {
            return Ok(());
        }
        Err(Mismatch::of(&case, Finding::new(kind, matchers.len()), Location::caller()))
    }

    fn verb() -> &'static str {
        if T::TEXT { "sent" } else { "recorded" }
    }

    #[track_caller]
    pub(crate) fn refuse(&self, refusal: String) -> Mismatch {
        let finding = Finding::new(MismatchKind::Refused, 0..);
        self.mismatch(&[], Finding { found: self.len(), refusal: Some(refusal), ..finding })
    }

    #[track_caller]
    fn refuse_empty_list(&self, matchers: &[Matcher<'_, T>], method: &str) -> Result<(), Mismatch> {
        if !matchers.is_empty() {
            return Ok(());
        }
        Err(self.refuse(format!(
            "`{method}` was refused: an empty list would hold for any transcript; \
             list what should have been {verb}, or write `assert_nothing()`",
            verb = Self::verb()
        )))
    }

    #[track_caller]
    pub(crate) fn refuse_senseless(&self, times: Times, method: &str) -> Result<(), Mismatch> {
        let problem = if times.admits_everything() {
            "every number is in that range, so it would hold for any transcript; write `1..` for at least one"
        } else if times.admits_nothing() {
            "no number is in that range, so it could never hold; write `2..=4` for two, three or four"
        } else {
            return Ok(());
        };
        Err(self.refuse(format!("`{method}` was refused: {problem}")))
    }

    #[track_caller]
    pub(crate) fn mismatch(&self, matchers: &[Matcher<'_, T>], finding: Finding) -> Mismatch {
        Mismatch::of(&Case::new(self, matchers), finding, Location::caller())
    }
}

/// What a matcher said of all entries.
struct Asked {
    matched: Vec<usize>,
    reasons: Vec<(usize, String)>,
}

impl Asked {
    fn finding(self, kind: MismatchKind, expected: impl Into<Times>) -> Finding {
        Finding { reasons: self.reasons, ..Finding::counted(kind, expected, self.matched) }
    }
}

/// A matcher that is asked about one entry after another.
struct Asking<'q, 'm, T: ?Sized> {
    matcher: &'q Matcher<'m, T>,
    refused: usize,
    /// The matcher's own words on why entries did not match, for the first few of them.
    reasons: Vec<(usize, String)>,
}

/// An explanation costs more than an answer, and a report has room for few.
const MOST_WHYS: usize = 3;

impl<'q, 'm, T: ?Sized> Asking<'q, 'm, T> {
    fn of(matcher: &'q Matcher<'m, T>) -> Self {
        Self { matcher, refused: 0, reasons: Vec::new() }
    }

    fn matches(&mut self, position: usize, entry: &T) -> bool {
        if self.refused == MOST_WHYS {
            return self.matcher.matches(entry);
        }
        match self.matcher.judge(entry) {
            Verdict::Match => true,
            Verdict::NoMatch { why } => {
                self.refused += 1;
                self.reasons.extend(why.map(|why| (position, why)));
                false
            }
        }
    }
}

fn matchers<'m, T: ?Sized, K>(
    list: impl IntoIterator<Item = impl IntoMatcher<'m, T, K>>,
) -> Vec<Matcher<'m, T>> {
    list.into_iter().map(IntoMatcher::into_matcher).collect()
}

/// The value of a check that passed. Not a closure or a combinator: those would lose the caller's line.
#[track_caller]
pub(crate) fn or_panic<V>(checked: Result<V, Mismatch>) -> V {
    match checked {
        Ok(value) => value,
        Err(mismatch) => mismatch.panic(),
    }
}
