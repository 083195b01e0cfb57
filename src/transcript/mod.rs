//! [`Transcript`]: a snapshot of what was recorded, and everything a test can say of it.

mod assertions;
pub(crate) mod comparison;
mod debug_form;
pub(crate) mod match_matrix;
mod matcher;
pub(crate) mod mismatch;
pub(crate) mod rule;
pub(crate) mod times;

use std::borrow::Borrow;
use std::fmt;
use std::iter::FusedIterator;
use std::ops::{Index, Range};
use std::panic::Location;
use std::sync::Arc;

pub(crate) use assertions::unwrap_or_panic;
pub use debug_form::Reported;
pub use matcher::{IntoMatcher, Matcher, described, matcher};
pub use mismatch::Mismatch;
pub use rule::MismatchKind;
pub use times::Times;

use crate::log::{Log, Recordable};

/// An owned snapshot of what a double recorded, in the order in which it was recorded.
///
/// `Transcript<str>` holds messages, `Transcript<T>` the typed calls of a [`Recorder<T>`](crate::Recorder). It
/// does not change when more is recorded, and holding one never disturbs the double.
///
/// A test asserts on it with `assert_*`, or asks with the `check_*` twin, which returns a [`Mismatch`] where the
/// assertion panics with its report.
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
pub struct Transcript<T: Recordable + ?Sized> {
    log: T::Log,
    /// The indices that a filter let through; `None`: all.
    kept: Option<Vec<usize>>,
    recorded_by: Option<Arc<str>>,
}

impl<T: Recordable + ?Sized> Transcript<T> {
    pub(crate) fn new(log: T::Log, recorded_by: Option<Arc<str>>) -> Self {
        Self { log, kept: None, recorded_by }
    }

    /// How many entries there are.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// assert_eq!(messenger.sent().len(), 1);
    /// ```
    #[must_use]
    pub fn len(&self) -> usize {
        self.kept.as_ref().map_or_else(|| self.log.len(), Vec::len)
    }

    /// Whether there are no entries.
    ///
    /// ```
    /// assert!(mock_messenger::RecordingMessenger::new().sent().is_empty());
    /// ```
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The entry at `position`, counted from 0, or `None` past the end.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// assert_eq!(messenger.sent().get(0), Some("one"));
    /// assert_eq!(messenger.sent().get(1), None);
    /// ```
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&T> {
        self.entry(position).map(|(call, _)| call)
    }

    /// The first entry.
    ///
    /// ```
    /// assert_eq!(mock_messenger::RecordingMessenger::new().sent().first(), None);
    /// ```
    #[must_use]
    pub fn first(&self) -> Option<&T> {
        self.get(0)
    }

    /// The last entry.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.send("two");
    /// assert_eq!(messenger.sent().last(), Some("two"));
    /// ```
    #[must_use]
    pub fn last(&self) -> Option<&T> {
        self.get(self.len().checked_sub(1)?)
    }

    /// The entries, in order.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// messenger.send("two");
    /// assert_eq!(messenger.sent().iter().map(str::len).sum::<usize>(), 6);
    /// ```
    #[must_use]
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { transcript: self, positions: 0..self.len() }
    }

    /// The source line that recorded the entry at `position`, or `None` past the end.
    ///
    /// For a message, that is the line of the code under test that called
    /// [`Messenger::send`](crate::Messenger::send), through generics and `dyn` too.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one"); let line = line!();
    /// assert_eq!(messenger.sent().location(0).unwrap().line(), line);
    /// ```
    #[must_use]
    pub fn location(&self, position: usize) -> Option<&'static Location<'static>> {
        self.entry(position).map(|(_, location)| location)
    }

    /// The entries that `keep` returns `true` for.
    ///
    /// Positions (`get`, `[i]`, `assert_nth`) count within what is kept; a report still gives each entry the index
    /// that it has in the whole log. [`original_index`](Self::original_index) tells it too.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("to ann: hello");
    /// messenger.send("to bob: hello");
    ///
    /// let to_bob = messenger.sent().filter(|message| message.starts_with("to bob"));
    /// to_bob.assert_exactly(["to bob: hello"]);
    /// assert_eq!(to_bob.original_index(0), Some(1));
    /// ```
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(&T) -> bool) -> Self {
        let kept = (0..self.len()).filter(|position| self.get(*position).is_some_and(&mut keep));
        let kept = kept.filter_map(|position| self.original_index(position)).collect();
        Self { log: self.log.clone(), kept: Some(kept), recorded_by: self.recorded_by.clone() }
    }

    /// The index in the whole log of the entry at `position`; the two differ after a
    /// [`filter`](Self::filter). `None` past the end.
    ///
    /// ```
    /// # use mock_messenger::{Messenger, RecordingMessenger};
    /// # let messenger = RecordingMessenger::new();
    /// messenger.send("one");
    /// assert_eq!(messenger.sent().original_index(0), Some(0));
    /// ```
    #[must_use]
    pub fn original_index(&self, position: usize) -> Option<usize> {
        match &self.kept {
            Some(kept) => kept.get(position).copied(),
            None => (position < self.log.len()).then_some(position),
        }
    }

    /// The name of the double that recorded this, if it was given one.
    ///
    /// ```
    /// let mailer = mock_messenger::RecordingMessenger::named("mailer");
    /// assert_eq!(mailer.sent().recorded_by(), Some("mailer"));
    /// ```
    #[must_use]
    pub fn recorded_by(&self) -> Option<&str> {
        self.recorded_by.as_deref()
    }

    fn entry(&self, position: usize) -> Option<(&T, &'static Location<'static>)> {
        self.log.get(self.original_index(position)?)
    }

    /// How many entries the log held before any filter.
    fn unfiltered_len(&self) -> usize {
        self.log.len()
    }
}

impl<T: Recordable + ?Sized> Clone for Transcript<T> {
    fn clone(&self) -> Self {
        Self { log: self.log.clone(), kept: self.kept.clone(), recorded_by: self.recorded_by.clone() }
    }
}

/// A plain list of the entries, fit for snapshot tests.
impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for Transcript<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// The entry at a position, counted from 0.
///
/// # Panics
///
/// Past the end, naming the position and the length.
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

/// The entries of a [`Transcript`], borrowed; made by [`Transcript::iter`].
pub struct Iter<'a, T: Recordable + ?Sized> {
    transcript: &'a Transcript<T>,
    positions: Range<usize>,
}

impl<T: Recordable + ?Sized> Clone for Iter<'_, T> {
    fn clone(&self) -> Self {
        Self { transcript: self.transcript, positions: self.positions.clone() }
    }
}

impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for Iter<'_, T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self.clone()).finish()
    }
}

impl<'a, T: Recordable + ?Sized> Iterator for Iter<'a, T> {
    type Item = &'a T;

    fn next(&mut self) -> Option<&'a T> {
        self.transcript.get(self.positions.next()?)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

impl<T: Recordable + ?Sized> DoubleEndedIterator for Iter<'_, T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        self.transcript.get(self.positions.next_back()?)
    }
}

impl<T: Recordable + ?Sized> ExactSizeIterator for Iter<'_, T> {}
impl<T: Recordable + ?Sized> FusedIterator for Iter<'_, T> {}

impl<'a, T: Recordable + ?Sized> IntoIterator for &'a Transcript<T> {
    type Item = &'a T;
    type IntoIter = Iter<'a, T>;

    fn into_iter(self) -> Iter<'a, T> {
        self.iter()
    }
}

/// The entries of a [`Transcript`], owned: `String` for text, `Arc<T>` for typed calls.
pub struct IntoIter<T: Recordable + ?Sized> {
    transcript: Transcript<T>,
    positions: Range<usize>,
}

impl<T: Recordable + fmt::Debug + ?Sized> fmt::Debug for IntoIter<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let rest = Iter { transcript: &self.transcript, positions: self.positions.clone() };
        rest.fmt(f)
    }
}

impl<T: Recordable + ?Sized> Iterator for IntoIter<T> {
    type Item = <T::Log as Log>::Owned;

    fn next(&mut self) -> Option<Self::Item> {
        let index = self.transcript.original_index(self.positions.next()?)?;
        self.transcript.log.get_owned(index)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

impl<T: Recordable + ?Sized> ExactSizeIterator for IntoIter<T> {}
impl<T: Recordable + ?Sized> FusedIterator for IntoIter<T> {}

impl<T: Recordable + ?Sized> IntoIterator for Transcript<T> {
    type Item = <T::Log as Log>::Owned;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { positions: 0..self.len(), transcript: self }
    }
}

impl<T: Recordable + PartialEq + ?Sized> PartialEq for Transcript<T> {
    fn eq(&self, other: &Self) -> bool {
        self.iter().eq(other)
    }
}

impl<T: Recordable + Eq + ?Sized> Eq for Transcript<T> {}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<[U]> for Transcript<T> {
    fn eq(&self, other: &[U]) -> bool {
        self.iter().eq(other.iter().map(Borrow::borrow))
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<&[U]> for Transcript<T> {
    fn eq(&self, other: &&[U]) -> bool {
        *self == **other
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>, const N: usize> PartialEq<[U; N]> for Transcript<T> {
    fn eq(&self, other: &[U; N]) -> bool {
        *self == other[..]
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>, const N: usize> PartialEq<&[U; N]> for Transcript<T> {
    fn eq(&self, other: &&[U; N]) -> bool {
        *self == other[..]
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<Vec<U>> for Transcript<T> {
    fn eq(&self, other: &Vec<U>) -> bool {
        *self == other[..]
    }
}
