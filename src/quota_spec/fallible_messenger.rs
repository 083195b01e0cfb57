use std::fmt;
use std::sync::Arc;

use super::step::StepLog;
use crate::SyncRecordingMessenger;

/// A messenger whose deliveries fail in some walks, created by
/// [`UsageWalk::fallible_messenger`](crate::UsageWalk::fallible_messenger).
///
/// Clones share the messenger.
///
/// # Examples
///
/// See [`UsageWalk::fallible_messenger`](crate::UsageWalk::fallible_messenger).
#[derive(Clone)]
pub struct FallibleMessenger {
    messenger: Arc<SyncRecordingMessenger>,
    log: Arc<StepLog>,
    /// The numbers of the deliveries that fail, counted from 0.
    fails: Arc<[usize]>,
}

/// The error of a delivery by a [`FallibleMessenger`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the delivery failed")]
#[non_exhaustive]
pub struct DeliveryError;

impl FallibleMessenger {
    pub(super) fn new(
        messenger: &Arc<SyncRecordingMessenger>,
        log: &Arc<StepLog>,
        fails: &Arc<[usize]>,
    ) -> Self {
        Self { messenger: Arc::clone(messenger), log: Arc::clone(log), fails: Arc::clone(fails) }
    }

    /// Delivers a message, or fails if the walk requires it.
    ///
    /// # Errors
    ///
    /// Returns a [`DeliveryError`] if the message was not delivered.
    #[track_caller]
    pub fn try_send(&self, message: &str) -> Result<(), DeliveryError> {
        let fails = self.log.attempt(&self.fails, self.messenger.len());
        self.messenger.record(message);
        if fails { Err(DeliveryError) } else { Ok(()) }
    }
}

impl fmt::Debug for FallibleMessenger {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("FallibleMessenger").field("fails", &self.fails).finish_non_exhaustive()
    }
}
