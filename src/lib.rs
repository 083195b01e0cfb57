//! Test doubles that record what your code sent, and assertions that say what it should have been.

#![cfg_attr(docsrs, feature(doc_cfg))]

mod limit_tracker;
pub mod messenger;
mod sync;
mod threshold;

#[doc(inline)]
pub use messenger::Messenger;
