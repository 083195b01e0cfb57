//! The type [`Transcript`]: a snapshot of the log of a double, with the assertions on it.

mod assertions;
mod checks;
pub(crate) mod comparison;
pub(crate) mod debug_form;
mod equality;
pub(crate) mod hash_index;
mod header;
mod iter;
pub(crate) mod match_matrix;
mod matcher;
pub(crate) mod mismatch;
pub(crate) mod rule;
pub(crate) mod text_hash;
pub(crate) mod times;
mod together;

use std::fmt;
use std::ops::Index;
use std::panic::Location;
use std::sync::Arc;

pub(crate) use assertions::unwrap_or_panic;
pub use debug_form::Reported;
#[cfg(feature = "macros")]
pub(crate) use debug_form::{debug_line, debug_lines};
pub use iter::{IntoIter, Iter};
pub(crate) use matcher::Number;
pub use matcher::pattern;
#[cfg(feature = "macros")]
pub(crate) use matcher::{ArrayLength, Condition, Explanation, NonZeroLength, kind as matcher_kind};
pub use matcher::{ExpectedOf, IntoMatcher, IntoMatchers, Matcher, described, equal_to, matcher};
pub use mismatch::Mismatch;
pub use rule::MismatchKind;
pub use times::Times;
pub use together::assert_joined;

use self::header::{Header, Source};
use crate::indices::indices_where;
use crate::log::{CallLog, Log, Recordable, TextLog};
use crate::report::full::is_full;

/// An owned snapshot of a log: all entries, in the order in which they were recorded.
///
/// A `Transcript<str>` contains messages. A `Transcript<T>` contains typed calls, such as those of a
/// [`Recorder<T>`](crate::Recorder). A snapshot does not change when more entries are recorded, and keeping one never
/// affects the double.
///
/// Each assertion comes in two forms: `assert_*` panics with a report, and `check_*` returns the report as a
/// [`Mismatch`].
///
/// To use the assertions without a double, collect a transcript from any sequence: the messages of a channel, the lines
/// of an output, a `Vec` of events. The entries then have no source line.
///
/// # Examples
///
/// ```
/// use mock_messenger::{Messenger, RecordingMessenger};
///
/// let messenger = RecordingMessenger::new();
/// messenger.send("one");
/// messenger.send("two");
///
/// let sent = messenger.sent();
/// sent.assert_exactly(["one", "two"]);
/// assert_eq!(sent.len(), 2);
/// assert_eq!(&sent[0], "one");
/// assert_eq!(sent, ["one", "two"]);
/// ```
///
/// From a channel:
///
/// ```
/// use std::sync::mpsc;
/// use mock_messenger::Transcript;
///
/// let (sender, receiver) = mpsc::channel();
/// sender.send(("ann", 3)).unwrap();
/// receiver.try_iter().collect::<Transcript<_>>().assert_exactly([("ann", 3)]);
/// ```
pub struct Transcript<T: Recordable + ?Sized> {
    log: T::Log,
    header: Header,
}

impl<T: Recordable + ?Sized> Transcript<T> {
    pub(crate) fn new(log: T::Log, recorded_by: Option<Arc<str>>) -> Self {
        Self::from_source(log, Source::Double(recorded_by))
    }

    fn from_source(log: T::Log, source: Source) -> Self {
        Self { header: Header::new(log.len(), source), log }
    }

    /// Sets whether the reports of failed checks omit the log.
    pub(crate) fn interim(self, is_interim: bool) -> Self {
        self.header.set_interim(is_interim);
        self
    }

    /// Makes all further reports show the log. An assertion calls this first: even if a wait runs the assertion,
    /// somebody reads its report.
    fn complete(&self) -> &Self {
        self.header.set_interim(false);
        self
    }

    /// Returns the number of entries.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    /// assert_eq!(sent.len(), 2);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.header.len()
    }

    /// Returns whether there are no entries.
    ///
    /// # Examples
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().sent().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Returns the entry at `position`, counted from 0, or `None` if it is out of bounds.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one"].into_iter().collect();
    /// assert_eq!(sent.get(0), Some("one"));
    /// assert_eq!(sent.get(1), None);
    /// ```
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&T> {
        Some(self.log.get(self.header.log_index(position)?)?.0)
    }

    /// Returns the first entry, or `None` if the transcript is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().sent().first(), None);
    /// ```
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// Returns the last entry, or `None` if the transcript is empty.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    /// assert_eq!(sent.last(), Some("two"));
    /// ```
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// Returns an iterator over the entries, in order.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    /// assert_eq!(sent.iter().map(str::len).sum::<usize>(), 6);
    /// ```
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter::new(self)
    }

    /// Returns the source line at which the entry at `position` was recorded.
    ///
    /// For a message, this is the line of the code under test that called [`Messenger::send`](crate::Messenger::send),
    /// whether directly, through generics or through `dyn`. Returns `None` if `position` is out of bounds or the entry
    /// was not recorded by a double.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one"); let line = line!();
    /// assert_eq!(messenger.sent().location(0).unwrap().line(), line);
    /// ```
    #[must_use]
    pub fn location(&self, position: usize) -> Option<&'static Location<'static>> {
        if self.header.has_locations() { self.location_of_call(position) } else { None }
    }

    /// Returns a transcript of the entries for which `keep` returns `true`.
    ///
    /// Positions (`get`, `[i]`, `assert_nth`) count only the entries that are kept. Reports refer to an entry by its
    /// index in the whole log, which [`original_index`](Self::original_index) returns.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["to ann: hello", "to bob: hello"].into_iter().collect();
    ///
    /// let to_bob = sent.filter(|message| message.starts_with("to bob"));
    /// to_bob.assert_exactly(["to bob: hello"]);
    /// assert_eq!(to_bob.original_index(0), Some(1));
    /// ```
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(&T) -> bool) -> Self {
        let kept = indices_where(0..self.len(), &mut |position| keep(&self[position]));
        Self { log: self.log.clone(), header: self.header.filtered(&kept) }
    }

    /// Sets the name of the part of the log to which the transcript is limited. The headline of a report contains it.
    #[cfg(feature = "macros")]
    pub(crate) fn scoped(self, scope: String) -> Self {
        Self { log: self.log, header: self.header.scoped(scope) }
    }

    /// Returns a transcript of the entries that do not match `matcher`.
    ///
    /// Use it to assert "and nothing else": first assert on the expected entries, then exclude them and assert that
    /// nothing is left.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::{Transcript, predicate};
    /// let sent: Transcript<str> = ["tick", "disk full", "tick"].into_iter().collect();
    /// sent.except("tick").assert_exactly(["disk full"]);
    /// sent.except("tick").except(predicate::str::contains("disk")).assert_nothing();
    /// ```
    #[must_use]
    #[doc(alias = "verifyNoMoreInteractions")]
    pub fn except<'m, K>(&self, matcher: impl IntoMatcher<'m, T, K>) -> Self {
        let matcher = matcher.into_matcher();
        self.filter(|entry| !matcher.matches(entry))
    }

    /// Projects each entry to one part of it, such as a field, for assertions on that part alone.
    ///
    /// A projected entry keeps its index, its source line and the name of its double. Reports show the projected
    /// entries, and say that they are projected. With `MOCK_MESSENGER_FULL=1`, reports show each whole entry next to
    /// its projection.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::Recorder;
    ///
    /// #[derive(Debug)]
    /// struct Mail { to: String, body: String }
    ///
    /// let mails = Recorder::new();
    /// mails.record(Mail { to: "ann".into(), body: "Dear ann, ...".into() });
    /// mails.record(Mail { to: "bob".into(), body: "Dear bob, ...".into() });
    /// mails.calls().map(|mail| mail.to.clone()).assert_exactly(["ann", "bob"]);
    /// ```
    #[must_use]
    #[doc(alias = "field")]
    #[doc(alias = "property")]
    pub fn map<U>(&self, mut project: impl FnMut(&T) -> U) -> Transcript<U>
    where
        T: Reported,
    {
        let mut log = CallLog::default();
        for position in 0..self.len() {
            let index = self.header.log_index(position);
            let Some((entry, location)) = index.and_then(|index| self.log.get(index)) else { continue };
            log.push(Arc::new(project(entry)), location);
        }
        let mut originals = None;
        if is_full() {
            originals = Some(self.iter().map(|entry| entry.as_line().into_owned()).collect());
        }
        Transcript { log, header: self.header.projected(originals) }
    }

    /// Adds a first line to the report of every failure on this transcript, for example the iteration of a loop.
    ///
    /// A second call replaces the context.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one"].into_iter().collect();
    /// let mismatch = sent.context("after the restart").check_nothing().unwrap_err();
    /// assert!(mismatch.to_string().starts_with("after the restart\nexpected no messages, found 1 sent"));
    /// ```
    #[must_use]
    pub fn context(&self, context: impl Into<String>) -> Self {
        Self { log: self.log.clone(), header: self.header.with_context(context.into()) }
    }

    /// Returns the index in the whole log of the entry at `position`, or `None` if `position` is out of bounds.
    ///
    /// After a [`filter`](Self::filter), the index can differ from the position.
    ///
    /// # Examples
    ///
    /// ```
    /// # use mock_messenger::Transcript;
    /// let sent: Transcript<str> = ["one", "two"].into_iter().collect();
    /// assert_eq!(sent.filter(|message| message == "two").original_index(0), Some(1));
    /// ```
    #[must_use]
    pub fn original_index(&self, position: usize) -> Option<usize> {
        self.header.original_index(position)
    }

    /// Returns the name of the double that recorded the entries, if any.
    ///
    /// # Examples
    ///
    /// ```
    /// let mailer = mock_messenger::RecordingMessenger::named("mailer");
    /// assert_eq!(mailer.sent().recorded_by(), Some("mailer"));
    /// ```
    #[must_use]
    pub fn recorded_by(&self) -> Option<&str> {
        self.header.recorded_by()
    }

    /// Returns the source line that recorded the entry at `position`, or that collected the transcript.
    fn location_of_call(&self, position: usize) -> Option<&'static Location<'static>> {
        Some(self.log.get(self.header.log_index(position)?)?.1)
    }

    /// Returns the entry at `position` as an owned value.
    fn owned(&self, position: usize) -> Option<T::Owned> {
        self.log.get_owned(self.header.log_index(position)?)
    }
}

impl<T: Recordable + ?Sized> Clone for Transcript<T> {
    fn clone(&self) -> Self {
        Self { log: self.log.clone(), header: self.header.clone() }
    }
}

/// Creates an empty transcript.
impl<T: Recordable + ?Sized> Default for Transcript<T> {
    fn default() -> Self {
        Self::from_source(T::Log::default(), Source::Sequence)
    }
}

/// Collects values into a transcript of typed calls.
impl<T> FromIterator<T> for Transcript<T> {
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = T>>(entries: I) -> Self {
        let mut log = CallLog::default();
        for entry in entries {
            log.push(Arc::new(entry), Location::caller());
        }
        Self::from_source(log, Source::Sequence)
    }
}

/// Collects texts into a transcript of messages. A sequence of `String` collects into a `Transcript<String>`, which
/// accepts the same matchers.
impl<'a, S: AsRef<str> + ?Sized> FromIterator<&'a S> for Transcript<str> {
    #[track_caller]
    fn from_iter<I: IntoIterator<Item = &'a S>>(entries: I) -> Self {
        let mut log = TextLog::default();
        for entry in entries {
            log.push(entry.as_ref(), Location::caller());
        }
        Self::from_source(log, Source::Sequence)
    }
}

/// Formats the entries as a list, for example for snapshot tests.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for Transcript<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// Returns the entry at a position, counted from 0.
///
/// # Panics
///
/// Panics if the position is out of bounds.
impl<T: Recordable + ?Sized> Index<usize> for Transcript<T> {
    type Output = T;

    #[track_caller]
    fn index(&self, position: usize) -> &T {
        match self.get(position) {
            Some(call) => call,
            None => panic!("position {position} is past the end of a transcript of {}", self.len()),
        }
    }
}
