#![cfg_attr(feature = "testing", doc = include_str!("guide/front.md"))]
#![cfg_attr(
    not(feature = "testing"),
    doc = "The core of mock-messenger: `Messenger`, and trackers that warn through one."
)]
#![cfg_attr(docsrs, feature(doc_cfg))]

#[cfg(feature = "macros")]
mod double;
#[cfg(all(doc, feature = "testing"))]
pub mod guide;
#[cfg(feature = "doubles")]
mod indices;
mod limit_tracker;
#[cfg(feature = "doubles")]
mod log;
pub mod messenger;
#[cfg(feature = "mockall")]
mod mockall_messenger;
#[cfg(feature = "quota-spec")]
mod quota_spec;
#[cfg(feature = "doubles")]
mod recording;
#[cfg(feature = "doubles")]
mod report;
mod sort;
mod sync;
mod threshold;
#[cfg(feature = "doubles")]
mod transcript;
mod usage;

pub use limit_tracker::{
    Alert, LimitError, LimitTracker, LimitTrackerBuilder, NotifyOn, SyncLimitTracker, TrackerState,
};
#[doc(inline)]
pub use messenger::Messenger;
#[cfg(feature = "mockall")]
pub use mockall_messenger::MockMessenger;
pub use threshold::{OVER_QUOTA, Threshold, ThresholdKind, ThresholdMessage, URGENT_WARNING, WARNING};
pub use usage::Usage;

#[cfg(feature = "doubles")]
pub use log::Recordable;
#[cfg(feature = "doubles")]
pub use predicates::{
    boolean::PredicateBooleanExt,
    prelude::{Predicate, predicate},
};
#[cfg(feature = "quota-spec")]
pub use quota_spec::{
    DeliveryError, FallibleMessenger, QuotaSpec, QuotaViolation, QuotaViolationKind, ScenarioResult,
    ThreadUsage, UsageChange, UsageChanges, UsageKey, UsageKeys, UsageStep, UsageSteps, UsageWalk,
};
#[cfg(feature = "doubles")]
pub use recording::{Recorder, RecordingMessenger, Replies, SyncRecorder, SyncRecordingMessenger};
#[cfg(feature = "doubles")]
pub use transcript::{
    ExpectedOf, IntoIter, IntoMatcher, IntoMatchers, Iter, Matcher, Mismatch, MismatchKind, Reported, Times,
    Transcript, described, equal_to, matcher,
};

#[cfg(feature = "macros")]
pub use double::{
    Call, CallLog, Calls, Expected, FoundCall, IntoArgument, IntoArguments, IntoArgumentsList, Kept, Method,
    Shown,
};
#[cfg(feature = "macros")]
#[doc = include_str!("double/attribute.md")]
pub use mock_messenger_macros::double;

/// The runtime support for the code that [`double`](macro@double) generates. Not part of the public API.
#[cfg(feature = "macros")]
#[doc(hidden)]
pub mod __double {
    pub use crate::double::*;
}

/// The functions that the macros of this crate call.
#[cfg(feature = "doubles")]
#[doc(hidden)]
pub mod __private {
    pub use crate::transcript::{assert_joined, pattern};
}

/// Runs the README's code as doc tests.
#[cfg(all(doctest, feature = "testing", feature = "macros"))]
#[doc = include_str!("../README.md")]
mod readme {}
