//! What the attribute declares of a method.

use super::arguments::ArgumentTypes;
use super::call::MethodInfo;
use super::capture::Reply;

/// The declaration of the method number `N` of a double. The page of a double does not show it.
#[doc(hidden)]
pub trait Signature<const N: usize>: Sized + 'static {
    /// The arguments that `answers` sees: the only one, or a tuple.
    type Args<'a>;
    /// What is kept of each argument: a tuple of [`Exact`](super::Exact) and [`Debugged`](super::Debugged) types.
    type Arguments: ArgumentTypes;
    /// What a test has the method return.
    type Output: 'static;
    /// Whether the name of the output tells which traits it implements.
    type Kind: OutputKind<Self::Output>;
    const INFO: MethodInfo;

    /// Returns the reply that waits for its call with this output.
    #[must_use]
    fn reply(output: Self::Output) -> Reply<Self::Output> {
        Self::Kind::reply(output)
    }

    /// Returns the default, or `Ok` with a default, if there is one.
    #[must_use]
    fn default_output() -> Option<Self::Output> {
        Self::Kind::default_output()
    }
}

/// What is kept of the arguments of method `N`: a tuple of [`Kept`](super::Kept) values.
pub(super) type KeptArguments<D, const N: usize> = <<D as Signature<N>>::Arguments as ArgumentTypes>::Kept;

/// How a reply of the type is made, and its default.
pub trait OutputKind<T> {
    fn reply(output: T) -> Reply<T>;
    fn default_output() -> Option<T>;
}

/// An output such as `()`, `u32` or `Option<String>`, which is known to implement `Default` and `Send`.
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

/// Any other output. The attribute writes both functions of its [`Signature`], which ask for its traits.
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
