//! Traits of public crates: some from the crates themselves, the others with their declarations repeated.

mod declared_async;
mod declared_generic;
mod declared_sync;
mod from_crates;
