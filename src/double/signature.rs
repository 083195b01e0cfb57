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
    const INFO: &'static MethodInfo;

    fn reply(output: Self::Output) -> Reply<Self::Output>;
    fn default_output() -> Option<Self::Output>;
}

/// What is kept of the arguments of method `N`: a tuple of [`Kept`](super::Kept) values.
pub(super) type KeptArguments<D, const N: usize> = <<D as Signature<N>>::Arguments as ArgumentTypes>::Kept;
