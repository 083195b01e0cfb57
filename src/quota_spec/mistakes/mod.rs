//! The diagnosis: finds common mistakes that explain a violation.
//!
//! A [`tracker`] follows rules, such as when a level is reached, when it re-arms, and which levels are reported. The
//! [`table`] lists the mistakes, each of which replaces a rule. A mistake explains a violation if a tracker with the
//! wrong rule sends exactly what the code under test sent, on every walk and at every limit. If two mistakes explain
//! it, both are reported. If more do, none is.

mod explainer;
mod table;
mod trace;
mod tracker;

pub(super) use self::explainer::Explainer;
pub(super) use self::trace::Trace;
