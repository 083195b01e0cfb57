//! Equality of a [`Transcript`] with arrays, slices and vectors, in both directions.

use std::borrow::Borrow;

use super::Transcript;
use crate::log::Recordable;

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

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<Transcript<T>> for [U] {
    fn eq(&self, other: &Transcript<T>) -> bool {
        other == self
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<Transcript<T>> for &[U] {
    fn eq(&self, other: &Transcript<T>) -> bool {
        other == self
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>, const N: usize> PartialEq<Transcript<T>> for [U; N] {
    fn eq(&self, other: &Transcript<T>) -> bool {
        other == self
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>, const N: usize> PartialEq<Transcript<T>> for &[U; N] {
    fn eq(&self, other: &Transcript<T>) -> bool {
        other == self
    }
}

impl<T: Recordable + PartialEq + ?Sized, U: Borrow<T>> PartialEq<Transcript<T>> for Vec<U> {
    fn eq(&self, other: &Transcript<T>) -> bool {
        other == self
    }
}
