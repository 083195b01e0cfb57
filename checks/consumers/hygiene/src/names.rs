//! Methods and arguments with names that the double also uses.

use ::std::future::Future;
use ::std::marker::Send;
use ::std::string::String;

/// A trait whose methods have the same names as those of the double.
#[::mm::double(crate = ::mm)]
#[allow(clippy::new_ret_no_self, clippy::wrong_self_convention)] // Of the trait, not of its double.
pub trait Methods {
    /// Shares its name with a constructor.
    fn new(&self, name: &str) -> u8;
    /// Shares its name with a constructor.
    fn named(&self);
    /// Shares its name with a constructor.
    fn in_log(&self, log: &str);
    /// Shares its name with the snapshot.
    fn calls(&self) -> usize;
    /// Shares its name with the log.
    fn recorder(&self) -> u8;
    /// Shares its name with the method of `Clone`.
    fn clone(&self) -> u8;
    /// Shares its name with the method of `Default`.
    fn default(&self) -> u8;
    /// Shares its name with the method of `Debug`.
    fn fmt(&self) -> u8;
    /// Shares its name with the method of `Deref`.
    fn deref(&self) -> u8;
    /// Shares its name with a conversion.
    fn into(&self) -> u8;
    /// Shares its name with a method of the field.
    fn record(&self) -> u8;
    /// Shares its name with a method of the field.
    fn answer(&self) -> u8;
    /// Has a raw name.
    fn r#match(&self, r#type: u8, r#in: &str) -> u8;
}

/// A trait with a constructor that differs from that of the double.
#[::mm::double(crate = ::mm)]
pub trait Constructors {
    /// Creates a value.
    fn new() -> Self;
    /// Creates another value.
    fn statics(name: &str) -> u8;
}

/// A trait whose arguments have the same names as variables in the generated code.
#[::mm::double(crate = ::mm)]
pub trait Arguments {
    /// Takes some of these names.
    fn first(&self, self_: u8, location: &str, call: u8, turn: String, core: u8, std: u8) -> u8;
    /// Takes the other names.
    fn second(&self, output: u8, answer: u8, args: u8, kept: u8, log: u8, name: &str) -> u8;
    /// Takes single letters.
    fn letters(&self, f: u8, m: u8, a: &str, k0: u8) -> u8;
    /// Takes names that the code for an `async fn` uses.
    fn third(&self, future: &str, given: u8, real: u8) -> impl Future<Output = u8> + Send;
    /// Takes an argument without a name.
    fn fourth(&self, _: u8, unit: (), string: String) -> u8;
}
