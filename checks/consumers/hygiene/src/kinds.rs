//! One trait for each kind of generated code.

use ::std::boxed::Box;
use ::std::fmt::Debug;
use ::std::future::Future;
use ::std::iter::Iterator;
use ::std::marker::{Send, Sized, Sync};
use ::std::option::Option;
use ::std::path::Path;
use ::std::pin::Pin;
use ::std::result::Result;
use ::std::string::String;
use ::std::vec::Vec;

/// A trait whose double passes its calls on.
#[::mm::double(crate = ::mm, wrapping)]
pub trait Wrapped {
    /// Sends a text.
    fn send(&self, text: &str) -> u8;
    /// Sends a text later.
    fn send_later(&self, text: &str) -> impl Future<Output = u8> + Send;
}

/// A trait with parameters and bounds, whose double passes its calls on.
#[::mm::double(crate = ::mm, wrapping)]
pub trait WrappedGeneric<K, const N: usize>
where
    K: Debug,
{
    /// Sends keys.
    ///
    /// # Errors
    ///
    /// As the test says.
    fn send(&self, keys: [K; N]) -> Result<(), String>;
}

/// One operation.
#[derive(Debug)]
pub enum Operation<'a> {
    /// Fills a buffer.
    Read(&'a mut [u8]),
    /// Takes a buffer.
    Write(&'a [u8]),
}

/// A trait with a method that requires a separate `answers`.
#[::mm::double(crate = ::mm)]
pub trait Bus {
    /// Runs operations.
    fn run(&mut self, address: u8, operations: &mut [Operation<'_>]);
}

/// A trait with parameters, associated types and constants.
#[::mm::double(crate = ::mm, LIMIT = 3, Item<'a> = &'a str)]
pub trait Generic<T: Debug + ?Sized> {
    /// The type of errors.
    type Error: Debug;
    /// An item.
    type Item<'a>
    where
        Self: 'a;
    /// The limit.
    const LIMIT: usize;
    /// Takes a value.
    ///
    /// # Errors
    ///
    /// As the test says.
    fn take(&self, value: &T) -> Result<(), Self::Error>;
    /// Takes a value that implements `Debug`.
    fn show<U: Debug>(&self, value: U, path: &Path) -> Self::Item<'_>;
}

/// A trait with methods that return references, boxes and `Self`.
#[::mm::double(crate = ::mm)]
pub trait Outputs {
    /// Returns a reference to a text.
    fn text(&self) -> &str;
    /// Returns a reference to a list.
    fn list(&self) -> &[String];
    /// Returns an optional reference.
    fn perhaps(&self, names: &[&str]) -> Option<&String>;
    /// Returns a list.
    fn all(&self) -> impl Iterator<Item = u8>;
    /// Returns a closure.
    fn closure(&self) -> Box<dyn ::std::ops::Fn(u8) -> u8 + Send + Sync>;
    /// Returns a boxed future.
    fn boxed<'a>(&'a self, text: &'a str) -> Pin<Box<dyn Future<Output = Vec<u8>> + Send + 'a>>;
    /// Returns itself.
    #[must_use]
    fn chained(&mut self, text: &str) -> &mut Self;
    /// Never returns.
    fn never(&self) -> !;
    /// Exists only for sized types.
    fn sized(self) -> u8
    where
        Self: Sized;
}

/// An asynchronous trait.
#[::mm::double(crate = ::mm)]
#[allow(async_fn_in_trait)]
pub trait Asynchronous {
    /// Sends a text.
    async fn send(&self, text: &str) -> u8;
    /// Sends a text and has a body.
    async fn with_body(&self, text: &str) -> u8 {
        self.send(text).await
    }
}

/// A trait with closures as arguments.
#[::mm::double(crate = ::mm)]
pub trait Closures {
    /// Takes closures.
    fn take(&self, one: &dyn ::std::ops::Fn(&str) -> bool, other: impl ::std::ops::Fn(u8) -> u8);
}

/// A trait of another module, whose declaration is repeated here.
#[::mm::double(crate = ::mm, of = Closures, name = Repeated)]
trait Repeat {
    fn take(&self, one: &dyn ::std::ops::Fn(&str) -> bool, other: impl ::std::ops::Fn(u8) -> u8);
}

/// Returns the number of calls that a double of a repeated trait recorded.
#[must_use]
pub fn repeated() -> usize {
    let double = Repeated::new();
    double.take(&str::is_empty, |number| number);
    double.calls().assert_once(RepeatedCall::take(.., ..));
    double.calls().len()
}
