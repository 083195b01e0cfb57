//! The attribute `double`: for each kind of signature what is kept and what is returned, and the vocabulary on its calls.

#![cfg(feature = "macros")]
#![allow(async_fn_in_trait)] // The traits are declared as users declare them.

#[path = "../support/mod.rs"]
mod support;

mod arguments;
mod generics;
mod receivers;
