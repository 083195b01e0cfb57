//! Lists of matchers, and the types that the assertions accept as a list.
//!
//! With the bound `IntoIterator<Item: IntoMatcher>`, the compiler would reject `[]`, because nothing determines the
//! type of its items. The trait [`IntoMatchers`] therefore has one implementation for arrays of length 0, with
//! [`Matcher`] as the type of the items, and another one for longer arrays. Rust cannot express "any length except 0",
//! so [`NonZero`] enumerates the lengths.

use std::collections::{BTreeSet, HashSet, LinkedList, VecDeque};
use std::hash::BuildHasher;

use super::{IntoMatcher, Matcher};
use crate::log::Recordable;
use crate::transcript::Transcript;

/// Types that the assertions accept as a list of matchers for entries of type `T`.
///
/// Every item is an [`IntoMatcher`]. A list can be an array of up to 256 items (including `[]`), a `Vec` or another
/// collection of the standard library, a reference to any collection, an iterator, or a [`Transcript`].
///
/// `Kind` distinguishes the implementations; the compiler always infers it.
///
/// # Examples
///
/// ```
/// use mock_messenger::{IntoMatchers, RecordingMessenger};
///
/// // A helper that takes the same lists as the assertions.
/// fn only<'a, K>(messenger: &RecordingMessenger, list: impl IntoMatchers<'a, str, K>) {
///     messenger.take().assert_exactly(list);
/// }
///
/// only(&RecordingMessenger::new(), []);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of matchers for entries of type `{T}`",
    label = "not a list of matchers for `{T}`",
    note = "to compare entries with values, use items of type `{T}`, references to them, or `equal_to(x)` for an `x` of another type; `{T}` has to implement `PartialEq` and `Debug`",
    note = "for text entries, use text, a closure with a typed parameter such as `|m: &str| m.len() < 80`, or a predicate such as `predicate::str::contains(\"75%\")`",
    note = "for other entries, use a pattern such as `matching!(Call::Send {{ urgent: true, .. }})`, a closure such as `|call: &Email| call.urgent`, a predicate, or `..`, which matches anything",
    note = "for the calls of a `#[double]`, use an expected call such as `MailerCall::mail(\"ann\", ..)`",
    note = "if the list mixes kinds of matchers, wrap each item in `matcher(..)`",
    note = "use `[]` for the empty list, and a slice or a `Vec` instead of an array with more than 256 items or a generic length"
)]
pub trait IntoMatchers<'a, T: ?Sized, Kind> {
    /// Converts `self` into matchers, in order.
    fn into_matchers(self) -> Vec<Matcher<'a, T>>;
}

/// The marker types that distinguish the implementations.
mod kind {
    use std::marker::PhantomData;

    /// The empty array.
    #[derive(Debug)]
    pub enum Empty {}
    /// An array with items of one kind.
    #[derive(Debug)]
    pub struct Array<K>(PhantomData<K>);
    /// A collection, by value, with items of one kind.
    #[derive(Debug)]
    pub struct Collection<K>(PhantomData<K>);
    /// A reference to a collection with items of one kind.
    #[derive(Debug)]
    pub struct Reference<K>(PhantomData<K>);
    /// An iterator over items of one kind.
    #[derive(Debug)]
    pub struct Iterator<K>(PhantomData<K>);
}

fn collect<'a, T: ?Sized, K>(
    list: impl IntoIterator<Item = impl IntoMatcher<'a, T, K>>,
) -> Vec<Matcher<'a, T>> {
    // A loop, because users pay for each adapter with every list that they write.
    let mut matchers = Vec::new();
    for item in list {
        matchers.push(item.into_matcher());
    }
    matchers
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatchers<'a, T, kind::Empty> for [Matcher<'a, T>; 0] {
    fn into_matchers(self) -> Vec<Matcher<'a, T>> {
        Vec::new()
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized, K, M: IntoMatcher<'a, T, K>, const N: usize> IntoMatchers<'a, T, kind::Array<K>>
    for [M; N]
where
    Length<N>: NonZero,
{
    fn into_matchers(self) -> Vec<Matcher<'a, T>> {
        collect(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, 'c, T: ?Sized, K, C: ?Sized> IntoMatchers<'a, T, kind::Reference<K>> for &'c C
where
    &'c C: IntoIterator<Item: IntoMatcher<'a, T, K>>,
{
    fn into_matchers(self) -> Vec<Matcher<'a, T>> {
        collect(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized, K, I: Iterator<Item: IntoMatcher<'a, T, K>>> IntoMatchers<'a, T, kind::Iterator<K>>
    for I
{
    fn into_matchers(self) -> Vec<Matcher<'a, T>> {
        collect(self)
    }
}

macro_rules! collections {
    ($($collection:ty $(, $parameter:ident: $bound:path)?;)+) => {$(
        #[diagnostic::do_not_recommend]
        impl<'a, T: ?Sized, K, M: IntoMatcher<'a, T, K> $(, $parameter: $bound)?>
            IntoMatchers<'a, T, kind::Collection<K>> for $collection
        {
            fn into_matchers(self) -> Vec<Matcher<'a, T>> {
                collect(self)
            }
        }
    )+};
}

collections! {
    Vec<M>;
    Box<[M]>;
    VecDeque<M>;
    LinkedList<M>;
    BTreeSet<M>;
    Option<M>;
    HashSet<M, S>, S: BuildHasher;
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized, K, R: Recordable<Owned: IntoMatcher<'a, T, K>> + ?Sized>
    IntoMatchers<'a, T, kind::Collection<K>> for Transcript<R>
{
    fn into_matchers(self) -> Vec<Matcher<'a, T>> {
        collect(self)
    }
}

/// The length of an array, as a type.
#[derive(Debug)]
pub struct Length<const N: usize>;

/// Implemented for every length from 1 to 256.
pub trait NonZero {}

/// Implements [`NonZero`] for the lengths from `16 * n + 1` to `16 * n + 16`, for each argument `n`.
macro_rules! lengths {
    ($($sixteens:literal)+) => {$(
        lengths! { $sixteens; 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 }
    )+};
    ($sixteens:literal; $($rest:literal)+) => {$(
        impl NonZero for Length<{ 16 * $sixteens + $rest }> {}
    )+};
}

lengths! { 0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 }
