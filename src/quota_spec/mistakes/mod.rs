//! Explains what the code under test did by mistakes that people make.
//!
//! A [tracker] follows rules: when a level is reached, when it is armed again, which levels are reported. A mistake
//! replaces one of them, and the [table] lists the mistakes. A mistake explains the observed [traces](trace) if a tracker
//! with the wrong rule sends exactly the same messages, on every walk and at every limit. If two descriptions fit equally
//! well, both are reported; if more do, none is.

mod explainer;
mod table;
mod trace;
mod tracker;

pub(super) use self::explainer::Explainer;
pub(super) use self::trace::Trace;
