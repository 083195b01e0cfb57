//! Names that shadow those of the standard library.

/// Shadows the option.
#[derive(
    ::std::fmt::Debug, ::std::clone::Clone, ::std::marker::Copy, ::std::cmp::PartialEq, ::std::cmp::Eq,
)]
pub struct Option;

/// Shadows the result.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Result(pub ::std::string::String);

/// Shadows the vector.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Vec(pub ::std::string::String);

/// Shadows the box.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Box(pub ::std::string::String);

/// Shadows the variant.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Some(pub u8);

/// Shadows the variant.
#[derive(
    ::std::fmt::Debug, ::std::clone::Clone, ::std::marker::Copy, ::std::cmp::PartialEq, ::std::cmp::Eq,
)]
pub struct None;

/// Shadows the variant.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Ok(pub u8);

/// Shadows the variant.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Err(pub u8);

/// Shadows the smart pointer.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct Arc(pub ::std::string::String);

/// Shadows the text.
#[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
pub struct String(pub u8);

/// Shadows the trait.
pub trait Clone {}

/// Shadows the trait.
pub trait Debug {}

/// Shadows the trait.
pub trait Default {}

/// Shadows the trait.
pub trait Send {}

/// Shadows the trait.
pub trait Fn {}

/// A trait that uses the shadowing types.
#[::mm::double(crate = ::mm)]
pub trait Shadows {
    /// Takes some of the types.
    fn take(&self, option: Option, result: &Result, vec: Vec, boxed: Box, some: Some, none: None) -> Option;
    /// Takes the other types.
    fn rest(&self, ok: Ok, err: &Err, arc: &Arc, string: String, text: &str) -> Result;
    /// Takes and returns the shadowed types.
    ///
    /// # Errors
    ///
    /// As the test says.
    fn real(
        &self,
        option: ::std::option::Option<&str>,
        vec: ::std::vec::Vec<&str>,
        boxed: ::std::boxed::Box<dyn ::std::ops::Fn(u8) -> u8 + ::std::marker::Send>,
    ) -> ::std::result::Result<(), ::std::string::String>;
}

mod core {}
mod std {}
mod mm {}

const _: () = {
    #[allow(unused_imports)]
    use self::{core as _, mm as _, std as _};
};
