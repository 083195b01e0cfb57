//! Traits of public crates: some from the crates themselves, the others with their declarations repeated.

#![allow(dead_code)] // The declarations are repeated whole, and no test needs all of their methods.

mod declared_async;
mod declared_generic;
mod declared_sync;
mod from_crates;
