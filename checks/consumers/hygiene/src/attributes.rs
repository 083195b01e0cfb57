//! Attributes on the trait, its methods and their arguments.

use ::std::string::String;

/// A trait with attributes.
#[doc(alias = "post")]
#[::mm::double(crate = ::mm)]
#[allow(clippy::module_name_repetitions)]
pub trait Attributes {
    /// Sends a text.
    #[must_use]
    fn send(&self, text: &str) -> bool;

    /// Sends a text, but is deprecated.
    #[deprecated(note = "use `send`")]
    fn post(&self, text: &str) -> bool;

    /// Never exists.
    #[cfg(any())]
    fn missing(&self, value: Missing) -> Missing;

    /// Always exists.
    #[cfg(not(any()))]
    #[doc(hidden)]
    fn present(&self, value: u8) -> u8;

    /// Has an additional argument on some systems.
    #[cfg(any())]
    fn partly(&self, missing: Missing, text: String);

    /// Lacks this argument on other systems.
    #[cfg(not(any()))]
    fn partly(&self, text: String);

    /// Has a body.
    #[inline]
    #[must_use]
    fn with_body(&self, #[allow(unused_variables)] unused: u8) -> u8 {
        7
    }
}

/// A deprecated trait.
#[deprecated(note = "use `Attributes`")]
#[::mm::double(crate = ::mm)]
pub trait Old {
    /// Sends a text.
    fn send(&self, text: &str);
}
