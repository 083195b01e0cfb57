//! Explains what the code under test did by mistakes that people make.
//!
//! Each candidate is a tracker with one mistake, simulated on everything that the code under test was seen to do, at all
//! limits. A candidate explains it if it sends exactly the same. Candidates that differ only in details have one
//! description. If two descriptions fit equally well, both are reported; if more do, none is.

mod comparison;
mod explainer;
mod message;
mod mistake;
mod simulation;
mod symptom;
mod timing;
mod usage;

pub(super) use self::explainer::Explainer;
pub(super) use self::symptom::{Symptom, Trace};
