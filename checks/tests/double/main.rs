//! The attribute `double`: kept arguments and return values for each kind of signature, and assertions on calls.

#![cfg(feature = "macros")]
// The traits are declared in the same way as by users.
#![allow(async_fn_in_trait, elided_lifetimes_in_paths, unknown_lints, mismatched_lifetime_syntaxes)]
#![allow(
    clippy::borrowed_box,
    clippy::many_single_char_names,
    clippy::new_ret_no_self,
    clippy::ptr_arg,
    clippy::single_range_in_vec_init,
    clippy::too_many_arguments,
    clippy::trivially_copy_pass_by_ref,
    clippy::unnecessary_literal_bound,
    clippy::wrong_self_convention
)]

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
mod undecided;
mod vocabulary;
mod wrapping;
