//! Lists of expected calls of one method, as the assertions of [`Calls`](super::Calls) accept them.
//!
//! `transcript::matcher::list` explains why the lengths of arrays are enumerated.

use super::arguments::{Expected, IntoArguments};
use super::call::{MethodId, MethodInfo};
use crate::transcript::{ArrayLength, NonZeroLength};

/// Types that can be a list of matchers for the calls of one method. Each item is a tuple of matchers or, for a method
/// with one argument, a single matcher.
///
/// A list can be an array of up to 256 items (including `[]`), a `Vec`, a reference to a collection, or an iterator.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a list of matchers for the calls of this method",
    label = "not a list of matchers for these calls",
    note = "if the method has several arguments, each item is a tuple with a matcher for each argument, where `..` matches anything; with one argument, it is the matcher of that argument; without arguments, it is `()`",
    note = "if the list mixes kinds of matchers, use expected calls such as `MailerCall::mail(\"ann\", ..)`"
)]
pub trait IntoArgumentsList<'m, Arguments, Kind> {
    #[doc(hidden)]
    fn into_list(self, method: MethodId, info: MethodInfo) -> Vec<Expected<'m>>;
}

mod kind {
    use std::marker::PhantomData;

    #[derive(Debug)]
    pub enum Empty {}
    #[derive(Debug)]
    pub struct Array<K>(PhantomData<K>);
    #[derive(Debug)]
    pub struct Collection<K>(PhantomData<K>);
    #[derive(Debug)]
    pub struct Iterator<K>(PhantomData<K>);
}

fn collect<'m, A, K>(
    list: impl IntoIterator<Item = impl IntoArguments<'m, A, K>>,
    method: MethodId,
    info: MethodInfo,
) -> Vec<Expected<'m>> {
    list.into_iter().map(|arguments| arguments.into_expected(method, info)).collect()
}

#[diagnostic::do_not_recommend]
impl<'m, A> IntoArgumentsList<'m, A, kind::Empty> for [Expected<'m>; 0] {
    fn into_list(self, _: MethodId, _: MethodInfo) -> Vec<Expected<'m>> {
        Vec::new()
    }
}

#[diagnostic::do_not_recommend]
impl<'m, A, K, M: IntoArguments<'m, A, K>, const N: usize> IntoArgumentsList<'m, A, kind::Array<K>> for [M; N]
where
    ArrayLength<N>: NonZeroLength,
{
    fn into_list(self, method: MethodId, info: MethodInfo) -> Vec<Expected<'m>> {
        collect(self, method, info)
    }
}

#[diagnostic::do_not_recommend]
impl<'m, A, K, M: IntoArguments<'m, A, K>> IntoArgumentsList<'m, A, kind::Collection<K>> for Vec<M> {
    fn into_list(self, method: MethodId, info: MethodInfo) -> Vec<Expected<'m>> {
        collect(self, method, info)
    }
}

#[diagnostic::do_not_recommend]
impl<'m, A, K, I: Iterator<Item: IntoArguments<'m, A, K>>> IntoArgumentsList<'m, A, kind::Iterator<K>> for I {
    fn into_list(self, method: MethodId, info: MethodInfo) -> Vec<Expected<'m>> {
        collect(self, method, info)
    }
}

#[diagnostic::do_not_recommend]
impl<'m, 'c, A, K, C: ?Sized> IntoArgumentsList<'m, A, kind::Collection<K>> for &'c C
where
    &'c C: IntoIterator<Item: IntoArguments<'m, A, K>>,
{
    fn into_list(self, method: MethodId, info: MethodInfo) -> Vec<Expected<'m>> {
        collect(self, method, info)
    }
}
