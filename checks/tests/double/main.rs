//! The attribute `double`: for each kind of signature what is kept and what is returned, and the vocabulary on its calls.

#![cfg(feature = "macros")]
// The traits are declared as users declare them.
#![allow(async_fn_in_trait, elided_lifetimes_in_paths, unknown_lints, mismatched_lifetime_syntaxes)]

#[path = "../support/mod.rs"]
mod support;

mod arguments;
mod futures;
mod generics;
mod logs;
mod options;
mod outputs;
mod rare;
mod real_traits;
mod receivers;
mod reports;
mod script;
mod vocabulary;
mod wrapping;
