//! The type [`Calls`]: the calls of one method.

use std::fmt::{self, Debug};
use std::marker::PhantomData;
use std::ops::{Deref, Index};
use std::panic::Location;
use std::sync::Arc;

use super::arguments::{Expected, IntoArguments};
use super::call::{Call, MethodId, MethodInfo, Recipient};
use super::lists::IntoArgumentsList;
use super::signature::{KeptArguments, Signature};
use crate::transcript::{Mismatch, Times, Transcript, unwrap_or_panic};

/// A snapshot of the calls of one method of a double, with the assertions of a [`Transcript`].
///
/// A matcher is a tuple with a matcher for each argument or, for a method with one argument, a single matcher. Entries
/// are tuples of [`Kept`](crate::Kept) values. Reports show the index of each call in the whole log.
///
/// # Examples
///
/// ```
/// use mock_messenger::predicate;
///
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str);
///     fn ping(&self, host: &str);
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail("ann", "Dear ann");
/// mailer.ping("localhost");
///
/// let mails = mailer.mail.calls();
/// mails.assert_once(("ann", predicate::str::starts_with("Dear")));
/// assert_eq!(mails[0].1.len(), 8);
/// mailer.ping.calls().assert_exactly(["localhost"]);
/// ```
#[doc(alias = "verify")]
#[doc(alias = "mock.calls")]
#[doc(alias = "getCalls")]
pub struct Calls<D, const N: usize> {
    calls: Transcript<Call>,
    of: PhantomData<fn() -> D>,
}

/// The arguments of the call that an assertion on [`Calls`] returns. It dereferences to a tuple of
/// [`Kept`](crate::Kept) values.
///
/// # Examples
///
/// ```
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str);
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail("ann", "Dear ann");
///
/// let mail = mailer.mail.calls().assert_once(("ann", ..));
/// assert_eq!(mail.1, "Dear ann");
/// ```
#[doc(alias = "ArgumentCaptor")]
pub struct FoundCall<D, const N: usize> {
    call: Arc<Call>,
    of: PhantomData<fn() -> D>,
}

impl<D: Signature<N>, const N: usize> FoundCall<D, N> {
    fn new(call: Arc<Call>) -> Self {
        Self { call, of: PhantomData }
    }
}

impl<D: Signature<N>, const N: usize> Deref for FoundCall<D, N> {
    type Target = KeptArguments<D, N>;

    fn deref(&self) -> &KeptArguments<D, N> {
        kept::<D, N>(&self.call)
    }
}

impl<D, const N: usize> Debug for FoundCall<D, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.call.fmt(f)
    }
}

fn kept<D: Signature<N>, const N: usize>(call: &Call) -> &KeptArguments<D, N> {
    match call.arguments() {
        Some(kept) => kept,
        None => unreachable!("a view holds only calls of its own method"),
    }
}

impl<D: Signature<N>, const N: usize> Calls<D, N> {
    /// Returns the calls of method `N` that `recipient` received.
    pub(super) fn of(all: &Transcript<Call>, recipient: &Arc<Recipient>) -> Self {
        let method = MethodId::of::<D>(N);
        let calls = all.filter(|call| call.is_of(method) && call.is_received_by(recipient));
        Self::new(calls.scoped(scope(recipient, D::INFO)))
    }

    fn new(calls: Transcript<Call>) -> Self {
        Self { calls, of: PhantomData }
    }

    /// Returns the calls as a transcript, for use with expected calls such as `MailerCall::mail(..)`.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[mock_messenger::double]
    /// # trait Mailer {
    /// #     fn mail(&self, to: &str, body: &str);
    /// # }
    /// # let mailer = MailerDouble::new();
    /// mailer.mail("ann", "Dear ann");
    /// mailer.mail.calls().as_transcript().assert_once(MailerCall::mail("ann", ..));
    /// ```
    #[must_use]
    pub fn as_transcript(&self) -> &Transcript<Call> {
        &self.calls
    }

    /// Returns the number of calls.
    #[must_use]
    pub fn len(&self) -> usize {
        self.calls.len()
    }

    /// Returns whether there are no calls.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.calls.is_empty()
    }

    /// Returns the arguments of the call at `position`.
    #[must_use]
    pub fn get(&self, position: usize) -> Option<&KeptArguments<D, N>> {
        self.calls.get(position).map(kept::<D, N>)
    }

    /// Returns the arguments of the first call.
    #[must_use]
    pub fn first(&self) -> Option<&KeptArguments<D, N>> {
        self.calls.first().map(kept::<D, N>)
    }

    /// Returns the arguments of the last call.
    #[must_use]
    pub fn last(&self) -> Option<&KeptArguments<D, N>> {
        self.calls.last().map(kept::<D, N>)
    }

    /// Returns an iterator over the arguments of the calls.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = &KeptArguments<D, N>> + ExactSizeIterator {
        self.calls.iter().map(kept::<D, N>)
    }

    /// Returns the source line of the call at `position`.
    #[must_use]
    pub fn location(&self, position: usize) -> Option<&'static Location<'static>> {
        self.calls.location(position)
    }

    /// Returns the index of the call at `position` among the calls of all methods.
    #[must_use]
    pub fn original_index(&self, position: usize) -> Option<usize> {
        self.calls.original_index(position)
    }

    /// Returns the calls for whose arguments `keep` returns `true`.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[mock_messenger::double]
    /// # trait Mailer {
    /// #     fn mail(&self, to: &str, body: &str);
    /// # }
    /// # let mailer = MailerDouble::new();
    /// mailer.mail("ann", "Dear ann");
    /// mailer.mail("bob", "Dear bob");
    /// mailer.mail.calls().filter(|(to, _)| to == "bob").assert_count(1);
    /// ```
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(&KeptArguments<D, N>) -> bool) -> Self {
        Self::new(self.calls.filter(|call| keep(kept::<D, N>(call))))
    }

    /// Returns the calls that do not match.
    #[must_use]
    pub fn except<'m, K>(&self, arguments: impl IntoArguments<'m, D::Arguments, K>) -> Self {
        Self::new(self.calls.except(Self::expected(arguments)))
    }

    /// Projects the arguments of each call to one value, for assertions on that value alone.
    ///
    /// # Examples
    ///
    /// ```
    /// # #[mock_messenger::double]
    /// # trait Mailer {
    /// #     fn mail(&self, to: &str, body: &str);
    /// # }
    /// # let mailer = MailerDouble::new();
    /// mailer.mail("ann", "Dear ann");
    /// mailer.mail.calls().map(|(to, _)| to.to_uppercase()).assert_exactly(["ANN"]);
    /// ```
    #[must_use]
    pub fn map<U>(&self, mut project: impl FnMut(&KeptArguments<D, N>) -> U) -> Transcript<U> {
        self.calls.map(|call| project(kept::<D, N>(call)))
    }

    /// Adds a first line to the report of every failure on these calls.
    #[must_use]
    pub fn context(&self, context: impl Into<String>) -> Self {
        Self::new(self.calls.context(context))
    }

    fn expected<'m, K>(arguments: impl IntoArguments<'m, D::Arguments, K>) -> Expected<'m> {
        arguments.into_expected(MethodId::of::<D>(N), D::INFO)
    }
}

/// Returns the name of these calls for the headline of a report.
fn scope(recipient: &Recipient, info: MethodInfo) -> String {
    if recipient.is_shown {
        format!("calls of `{}.{}`", recipient.label(), info.name())
    } else {
        format!("calls of `{}`", info.name())
    }
}

/// # Panics
///
/// Panics if the position is out of bounds.
impl<D: Signature<N>, const N: usize> Index<usize> for Calls<D, N> {
    type Output = KeptArguments<D, N>;

    #[track_caller]
    fn index(&self, position: usize) -> &KeptArguments<D, N> {
        kept::<D, N>(&self.calls[position])
    }
}

impl<D, const N: usize> Clone for Calls<D, N> {
    fn clone(&self) -> Self {
        Self { calls: self.calls.clone(), of: PhantomData }
    }
}

impl<D, const N: usize> Debug for Calls<D, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.calls.fmt(f)
    }
}

/// Generates the assertions and checks. Each has a counterpart on [`Transcript`].
macro_rules! assertions {
    (
        lists { $($assert_list:ident $check_list:ident)* }
        found { $($assert_found:ident $check_found:ident)* }
        unit { $($assert_unit:ident $check_unit:ident)* }
    ) => {
        impl<D: Signature<N>, const N: usize> Calls<D, N> {
            $(
                #[doc = concat!("Works like [`Transcript::", stringify!($assert_list), "`] for the calls of this method.")]
                ///
                /// # Panics
                ///
                /// Panics at the caller's line with a report if the assertion fails.
                #[track_caller]
                pub fn $assert_list<'m, K>(&self, list: impl IntoArgumentsList<'m, D::Arguments, K>) {
                    unwrap_or_panic(self.$check_list(list));
                }

                #[doc = concat!("Works like [`", stringify!($assert_list), "`](Self::", stringify!($assert_list),
                    "), but returns a `Result`.")]
                ///
                /// # Errors
                ///
                /// Returns an error if the assertion would fail.
                #[track_caller]
                pub fn $check_list<'m, K>(
                    &self,
                    list: impl IntoArgumentsList<'m, D::Arguments, K>,
                ) -> Result<(), Mismatch> {
                    self.calls.$check_list(list.into_list(MethodId::of::<D>(N), D::INFO))
                }
            )*
            $(
                #[doc = concat!("Works like [`Transcript::", stringify!($assert_found), "`] for the calls of this method.")]
                ///
                /// # Panics
                ///
                /// Panics at the caller's line with a report if the assertion fails.
                #[track_caller]
                #[allow(clippy::must_use_candidate)] // An assertion is called for its panic.
                pub fn $assert_found<'m, K>(
                    &self,
                    arguments: impl IntoArguments<'m, D::Arguments, K>,
                ) -> FoundCall<D, N> {
                    unwrap_or_panic(self.$check_found(arguments))
                }

                #[doc = concat!("Works like [`", stringify!($assert_found), "`](Self::", stringify!($assert_found),
                    "), but returns a `Result`.")]
                ///
                /// # Errors
                ///
                /// Returns an error if the assertion would fail.
                #[track_caller]
                pub fn $check_found<'m, K>(
                    &self,
                    arguments: impl IntoArguments<'m, D::Arguments, K>,
                ) -> Result<FoundCall<D, N>, Mismatch> {
                    match self.calls.$check_found(Self::expected(arguments)) {
                        Ok(call) => Ok(FoundCall::new(call)),
                        Err(mismatch) => Err(mismatch),
                    }
                }
            )*
            $(
                #[doc = concat!("Works like [`Transcript::", stringify!($assert_unit), "`] for the calls of this method.")]
                ///
                /// # Panics
                ///
                /// Panics at the caller's line with a report if the assertion fails.
                #[track_caller]
                pub fn $assert_unit<'m, K>(&self, arguments: impl IntoArguments<'m, D::Arguments, K>) {
                    unwrap_or_panic(self.$check_unit(arguments));
                }

                #[doc = concat!("Works like [`", stringify!($assert_unit), "`](Self::", stringify!($assert_unit),
                    "), but returns a `Result`.")]
                ///
                /// # Errors
                ///
                /// Returns an error if the assertion would fail.
                #[track_caller]
                pub fn $check_unit<'m, K>(
                    &self,
                    arguments: impl IntoArguments<'m, D::Arguments, K>,
                ) -> Result<(), Mismatch> {
                    self.calls.$check_unit(Self::expected(arguments))
                }
            )*
        }
    };
}

assertions! {
    lists {
        assert_exactly check_exactly
        assert_exactly_in_any_order check_exactly_in_any_order
        assert_in_order check_in_order
        assert_in_any_order check_in_any_order
        assert_consecutive check_consecutive
    }
    found {
        assert_once check_once
        assert_any check_any
        assert_first check_first
        assert_last check_last
    }
    unit {
        assert_all check_all
        assert_never check_never
    }
}

/// The assertions without a matcher or with an additional argument.
impl<D: Signature<N>, const N: usize> Calls<D, N> {
    /// Works like [`Transcript::assert_nothing`] for the calls of this method.
    ///
    /// # Panics
    ///
    /// Panics if there is a call.
    #[track_caller]
    pub fn assert_nothing(&self) {
        self.calls.assert_nothing();
    }

    /// Works like [`assert_nothing`](Self::assert_nothing), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if there is a call.
    #[track_caller]
    pub fn check_nothing(&self) -> Result<(), Mismatch> {
        self.calls.check_nothing()
    }

    /// Works like [`Transcript::assert_count`] for the calls of this method.
    ///
    /// # Panics
    ///
    /// Panics if there are more or fewer calls.
    #[track_caller]
    pub fn assert_count(&self, times: impl Into<Times>) {
        self.calls.assert_count(times);
    }

    /// Works like [`assert_count`](Self::assert_count), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if there are more or fewer calls.
    #[track_caller]
    pub fn check_count(&self, times: impl Into<Times>) -> Result<(), Mismatch> {
        self.calls.check_count(times)
    }

    /// Works like [`Transcript::assert_times`] for the calls of this method.
    ///
    /// # Panics
    ///
    /// Panics if more or fewer calls match.
    #[track_caller]
    pub fn assert_times<'m, K>(
        &self,
        times: impl Into<Times>,
        arguments: impl IntoArguments<'m, D::Arguments, K>,
    ) {
        self.calls.assert_times(times, Self::expected(arguments));
    }

    /// Works like [`assert_times`](Self::assert_times), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if more or fewer calls match.
    #[track_caller]
    pub fn check_times<'m, K>(
        &self,
        times: impl Into<Times>,
        arguments: impl IntoArguments<'m, D::Arguments, K>,
    ) -> Result<(), Mismatch> {
        self.calls.check_times(times, Self::expected(arguments))
    }

    /// Works like [`Transcript::assert_nth`] for the calls of this method.
    ///
    /// # Panics
    ///
    /// Panics if the call at `position` does not match, or if there is none.
    #[track_caller]
    #[allow(clippy::must_use_candidate)] // An assertion is called for its panic.
    pub fn assert_nth<'m, K>(
        &self,
        position: usize,
        arguments: impl IntoArguments<'m, D::Arguments, K>,
    ) -> FoundCall<D, N> {
        unwrap_or_panic(self.check_nth(position, arguments))
    }

    /// Works like [`assert_nth`](Self::assert_nth), but returns a `Result`.
    ///
    /// # Errors
    ///
    /// Returns an error if the call at `position` does not match, or if there is none.
    #[track_caller]
    pub fn check_nth<'m, K>(
        &self,
        position: usize,
        arguments: impl IntoArguments<'m, D::Arguments, K>,
    ) -> Result<FoundCall<D, N>, Mismatch> {
        match self.calls.check_nth(position, Self::expected(arguments)) {
            Ok(call) => Ok(FoundCall::new(call)),
            Err(mismatch) => Err(mismatch),
        }
    }
}
