//! The trait [`Signature`], with which generated code declares the types of a method.

use super::arguments::ArgumentTypes;
use super::call::MethodInfo;
use super::capture::Reply;

/// The types of method number `N` of a double. The documentation of a double does not show it.
#[doc(hidden)]
pub trait Signature<const N: usize>: Sized + 'static {
    /// The arguments of a closure set with `answers`: a tuple, or a single argument.
    type Args<'a>;
    /// A marker for each argument: a tuple of [`Exact`](super::Exact) and [`Debugged`](super::Debugged) types.
    type Arguments: ArgumentTypes;
    /// The type of the return values that a test sets.
    type Output: 'static;
    /// [`KnownOutput`] if the traits of the output are known from its name, otherwise [`ProbedOutput`].
    type Kind: OutputKind<Self::Output>;
    const INFO: MethodInfo;

    /// Creates the reply that returns this output.
    #[must_use]
    fn reply(output: Self::Output) -> Reply<Self::Output> {
        Self::Kind::reply(output)
    }

    /// Returns the default value, or `Ok` with the default value, if any.
    #[must_use]
    fn default_output() -> Option<Self::Output> {
        Self::Kind::default_output()
    }
}

/// The kept arguments of method `N`: a tuple of [`Kept`](super::Kept) values.
pub(super) type KeptArguments<D, const N: usize> = <<D as Signature<N>>::Arguments as ArgumentTypes>::Kept;

/// Creates replies and default values of an output type.
pub trait OutputKind<T> {
    fn reply(output: T) -> Reply<T>;
    fn default_output() -> Option<T>;
}

/// An output that is known to implement `Default` and `Send`, such as `()`, `u32` or `Option<String>`.
#[derive(Debug)]
pub enum KnownOutput {}

impl<T: Default + Send + 'static> OutputKind<T> for KnownOutput {
    fn reply(output: T) -> Reply<T> {
        Box::new(move || Some(output))
    }

    fn default_output() -> Option<T> {
        Some(T::default())
    }
}

/// Any other output. The attribute generates both functions of the [`Signature`], which detect its traits.
#[derive(Debug)]
pub enum ProbedOutput {}

impl<T> OutputKind<T> for ProbedOutput {
    fn reply(_: T) -> Reply<T> {
        unreachable!("the attribute writes `reply`")
    }

    fn default_output() -> Option<T> {
        unreachable!("the attribute writes `default_output`")
    }
}
