//! Iteration over a [`Transcript`], borrowed and owned.

use std::fmt;
use std::iter::FusedIterator;
use std::ops::Range;

use super::Transcript;
use crate::log::Recordable;

/// An iterator over the entries of a [`Transcript`], created by [`Transcript::iter`].
pub struct Iter<'a, T: Recordable + ?Sized> {
    transcript: &'a Transcript<T>,
    positions: Range<usize>,
}

impl<'a, T: Recordable + ?Sized> Iter<'a, T> {
    pub(super) fn new(transcript: &'a Transcript<T>) -> Self {
        Self { transcript, positions: 0..transcript.len() }
    }
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

/// An iterator over owned entries of a [`Transcript`]: `String` for text, `Arc<T>` for typed calls.
///
/// It is created by the `IntoIterator` implementation of `Transcript`.
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
    type Item = T::Owned;

    fn next(&mut self) -> Option<Self::Item> {
        let position = self.positions.next()?;
        self.transcript.owned(position)
    }

    fn size_hint(&self) -> (usize, Option<usize>) {
        self.positions.size_hint()
    }
}

impl<T: Recordable + ?Sized> DoubleEndedIterator for IntoIter<T> {
    fn next_back(&mut self) -> Option<Self::Item> {
        let position = self.positions.next_back()?;
        self.transcript.owned(position)
    }
}

impl<T: Recordable + ?Sized> Clone for IntoIter<T> {
    fn clone(&self) -> Self {
        Self { transcript: self.transcript.clone(), positions: self.positions.clone() }
    }
}

impl<T: Recordable + ?Sized> ExactSizeIterator for IntoIter<T> {}
impl<T: Recordable + ?Sized> FusedIterator for IntoIter<T> {}

impl<T: Recordable + ?Sized> IntoIterator for Transcript<T> {
    type Item = T::Owned;
    type IntoIter = IntoIter<T>;

    fn into_iter(self) -> IntoIter<T> {
        IntoIter { positions: 0..self.len(), transcript: self }
    }
}
