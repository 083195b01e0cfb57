//! Traits of public crates. Some are imported from the crates; for the others, the declarations are repeated here.

#![allow(dead_code)] // The declarations are repeated whole, and no test needs all of their methods.

mod declared_async;
mod declared_generic;
mod declared_sync;
mod from_crates;
