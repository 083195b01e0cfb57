//! The implementations of [`IntoMatcher`]. Each has its own marker type, so that no two of them overlap.

use std::borrow::{Borrow, Cow};
use std::ffi::{CStr, CString, OsStr, OsString};
use std::fmt::Debug;
use std::marker::PhantomData;
use std::ops::RangeFull;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::Arc;

use predicates::Predicate;

use super::{Anything, ByPredicate, Closure, EqualText, EqualValue, IntoMatcher, Matcher};
#[cfg(feature = "macros")]
use crate::double::Shown;
use crate::transcript::debug_form::Reported;

/// The marker types.
pub(crate) mod kind {
    /// An expected text.
    #[derive(Debug)]
    pub enum Text {}
    /// An expected value.
    #[derive(Debug)]
    pub enum Value {}
    /// A reference to an expected value.
    #[derive(Debug)]
    pub enum Reference {}
    /// An expected value of another type.
    #[derive(Debug)]
    pub enum LooselyEqual {}
    /// `..`, which matches any entry.
    #[derive(Debug)]
    pub enum Anything {}
    /// A closure that takes the entry.
    #[derive(Debug)]
    pub enum Closure {}
    /// A closure that takes the text of an owned text entry.
    #[derive(Debug)]
    pub enum TextClosure {}
    /// A closure that takes the borrowed form of an owned entry: the slice of a `Vec`, or a `&Path`, `&OsStr` or
    /// `&CStr`.
    #[derive(Debug)]
    pub enum SliceClosure {}
    /// A predicate that takes the entry.
    #[derive(Debug)]
    pub enum Predicate {}
    /// A predicate that takes the text of an owned text entry.
    #[derive(Debug)]
    pub enum TextPredicate {}
    /// A [`Matcher`](super::Matcher).
    #[derive(Debug)]
    pub enum Matcher {}
}

/// Types of expected values that [`equal_to`](crate::equal_to) can compare with entries of type `T`.
///
/// The trait is implemented for every `E` with `T: PartialEq<E>`, and for references to text if `T` is `str`. `Kind`
/// distinguishes the implementations; the compiler always infers it.
///
/// # Examples
///
/// ```
/// use std::fmt::Debug;
/// use mock_messenger::{ExpectedOf, Recorder, equal_to};
///
/// fn last_is<K, E: ExpectedOf<Vec<u8>, K> + Debug>(writes: &Recorder<Vec<u8>>, expected: E) {
///     writes.calls().assert_last(equal_to(expected));
/// }
///
/// let writes = Recorder::new();
/// writes.record(vec![1, 2]);
/// last_is(&writes, [1, 2]);
/// ```
#[diagnostic::on_unimplemented(
    message = "an entry of type `{T}` cannot be compared with `{Self}`",
    label = "`{T}` does not implement `PartialEq<{Self}>`",
    note = "use a value of a type with which `{T}` can be compared, or implement `PartialEq<{Self}>` for `{T}`"
)]
pub trait ExpectedOf<T: ?Sized, Kind> {
    /// Returns whether `entry == self`.
    #[doc(hidden)]
    fn equals(&self, entry: &T) -> bool;
}

#[diagnostic::do_not_recommend]
impl<T: PartialEq<E> + ?Sized, E> ExpectedOf<T, kind::LooselyEqual> for E {
    fn equals(&self, entry: &T) -> bool {
        *entry == *self
    }
}

// `str` does not implement `PartialEq<&str>`, so the implementation above does not cover text.
#[diagnostic::do_not_recommend]
impl<S: AsRef<str> + ?Sized> ExpectedOf<str, kind::Text> for &S {
    fn equals(&self, entry: &str) -> bool {
        entry == self.as_ref()
    }
}

/// A sized type of text. Closures and predicates that take text match it too.
pub trait TextEntry: Borrow<str> + AsRef<str> + Debug {}

impl TextEntry for String {}
impl TextEntry for &'static str {}
impl TextEntry for Arc<str> {}
impl TextEntry for Rc<str> {}
impl TextEntry for Box<str> {}
impl TextEntry for Cow<'static, str> {}

#[cfg(feature = "macros")]
impl TextEntry for Shown {}

/// A sized type of text except `&'static str`, which a `&str` already matches as an expected value.
pub trait OwnedText: TextEntry {}

impl OwnedText for String {}
impl OwnedText for Arc<str> {}
impl OwnedText for Rc<str> {}
impl OwnedText for Box<str> {}
impl OwnedText for Cow<'static, str> {}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatcher<'a, T, kind::Matcher> for Matcher<'a, T> {
    fn into_matcher(self) -> Self {
        self
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatcher<'a, T, kind::Matcher> for &Matcher<'a, T> {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher { condition: Rc::clone(&self.condition), name: self.name.clone() }
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized> IntoMatcher<'a, T, kind::Anything> for RangeFull {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(Anything)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, S: AsRef<str> + 'a> IntoMatcher<'a, str, kind::Text> for S {
    fn into_matcher(self) -> Matcher<'a, str> {
        Matcher::unnamed(EqualText(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: OwnedText> IntoMatcher<'a, T, kind::Text> for &'a str {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(EqualText(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: OwnedText> IntoMatcher<'a, T, kind::Text> for &'a &'a str {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(EqualText(*self))
    }
}

// The text is compared with the `Debug` form as it is shown, rather than with a string, whose form would have quotes.
#[cfg(feature = "macros")]
#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, Shown, kind::Text> for &'a str {
    fn into_matcher(self) -> Matcher<'a, Shown> {
        Matcher::unnamed(EqualValue::Owned(Shown::from_form(self.to_owned())))
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, String, kind::Text> for Cow<'a, str> {
    fn into_matcher(self) -> Matcher<'a, String> {
        Matcher::unnamed(EqualText(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: PartialEq + Reported + 'a> IntoMatcher<'a, T, kind::Value> for T {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(EqualValue::Owned(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: PartialEq + Reported> IntoMatcher<'a, T, kind::Reference> for &'a T {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(EqualValue::Borrowed(self))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, U, E, const N: usize> IntoMatcher<'a, Vec<U>, kind::LooselyEqual> for [E; N]
where
    U: PartialEq<E> + Debug,
    E: Debug + 'a,
{
    fn into_matcher(self) -> Matcher<'a, Vec<U>> {
        super::equal_to(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, U, E, const N: usize> IntoMatcher<'a, Vec<U>, kind::LooselyEqual> for &'a [E; N]
where
    U: PartialEq<E> + Debug,
    E: Debug,
{
    fn into_matcher(self) -> Matcher<'a, Vec<U>> {
        super::equal_to(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a, U, E> IntoMatcher<'a, Vec<U>, kind::LooselyEqual> for &'a [E]
where
    U: PartialEq<E> + Debug,
    E: Debug,
{
    fn into_matcher(self) -> Matcher<'a, Vec<U>> {
        super::equal_to(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, PathBuf, kind::LooselyEqual> for &'a Path {
    fn into_matcher(self) -> Matcher<'a, PathBuf> {
        super::equal_to(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, OsString, kind::LooselyEqual> for &'a OsStr {
    fn into_matcher(self) -> Matcher<'a, OsString> {
        super::equal_to(self)
    }
}

#[diagnostic::do_not_recommend]
impl<'a> IntoMatcher<'a, CString, kind::LooselyEqual> for &'a CStr {
    fn into_matcher(self) -> Matcher<'a, CString> {
        Matcher::unnamed(EqualValue::Owned(self.to_owned()))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized + 'a, F: Fn(&T) -> bool + 'a> IntoMatcher<'a, T, kind::Closure> for F {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(Closure::<F, T>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: TextEntry + 'a, F: Fn(&str) -> bool + 'a> IntoMatcher<'a, T, kind::TextClosure> for F {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(Closure::<F, str>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, U: 'a, F: Fn(&[U]) -> bool + 'a> IntoMatcher<'a, Vec<U>, kind::SliceClosure> for F {
    fn into_matcher(self) -> Matcher<'a, Vec<U>> {
        Matcher::unnamed(Closure::<F, [U]>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, F: Fn(&Path) -> bool + 'a> IntoMatcher<'a, PathBuf, kind::SliceClosure> for F {
    fn into_matcher(self) -> Matcher<'a, PathBuf> {
        Matcher::unnamed(Closure::<F, Path>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, F: Fn(&OsStr) -> bool + 'a> IntoMatcher<'a, OsString, kind::SliceClosure> for F {
    fn into_matcher(self) -> Matcher<'a, OsString> {
        Matcher::unnamed(Closure::<F, OsStr>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, F: Fn(&CStr) -> bool + 'a> IntoMatcher<'a, CString, kind::SliceClosure> for F {
    fn into_matcher(self) -> Matcher<'a, CString> {
        Matcher::unnamed(Closure::<F, CStr>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: ?Sized + 'a, P: Predicate<T> + 'a> IntoMatcher<'a, T, kind::Predicate> for P {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(ByPredicate::<P, T>(self, PhantomData))
    }
}

#[diagnostic::do_not_recommend]
impl<'a, T: TextEntry + 'a, P: Predicate<str> + 'a> IntoMatcher<'a, T, kind::TextPredicate> for P {
    fn into_matcher(self) -> Matcher<'a, T> {
        Matcher::unnamed(ByPredicate::<P, str>(self, PhantomData))
    }
}
