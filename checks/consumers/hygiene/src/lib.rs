//! Traits with strict lints, without a prelude, and with a renamed dependency. The code that `double` generates
//! compiles without warnings, whatever names the traits use.

#![no_implicit_prelude]
#![deny(
    warnings,
    missing_docs,
    unreachable_pub,
    missing_debug_implementations,
    single_use_lifetimes,
    trivial_casts,
    trivial_numeric_casts,
    unused_lifetimes,
    unused_qualifications,
    rust_2018_idioms,
    clippy::pedantic,
    clippy::nursery,
    clippy::cargo
)]
#![allow(clippy::cargo_common_metadata)]
#![forbid(unsafe_code)]

pub mod attributes;
pub mod kinds;
pub mod macros;
pub mod names;
pub mod shadows;
pub mod visibility;
