//! [`QuotaSpec`], a specification of quota warnings, and the battery of walks that checks code against it.
//!
//! The [`battery`] runs a scenario on the [`walks`] of a [`specification`] and compares each [`run`] with the
//! [`model`]. It [shrinks](shrink) the first walk that [deviates](deviation), searches for [`mistakes`] that explain
//! the violation, and returns a [`report`].

mod battery;
mod classifier;
mod deviation;
mod fallible_messenger;
mod fresh_start;
mod level;
mod mistakes;
mod model;
mod random;
mod rejection;
mod report;
mod run;
mod shrink;
mod spec;
mod specification;
mod step;
mod table;
mod thread_usage;
mod usage_key;
mod usage_walk;
mod violation;
mod walk;
mod walks;

pub use fallible_messenger::{DeliveryError, FallibleMessenger};
pub use run::ScenarioResult;
pub use spec::QuotaSpec;
pub use thread_usage::ThreadUsage;
pub use usage_key::UsageKey;
pub use usage_walk::{UsageChange, UsageChanges, UsageKeys, UsageStep, UsageSteps, UsageWalk};
pub use violation::{QuotaViolation, QuotaViolationKind};
