//! The doubles of this crate.

use mock_messenger::{Messenger, RecordingMessenger, SyncRecorder, SyncRecordingMessenger};

use super::Double;

impl Double for RecordingMessenger {
    fn fresh(_: usize, _: usize) -> Self {
        Self::new()
    }

    fn send(&self, message: &str) {
        Messenger::send(self, message);
    }
}

impl Double for SyncRecordingMessenger {
    fn fresh(_: usize, _: usize) -> Self {
        Self::new()
    }

    fn send(&self, message: &str) {
        Messenger::send(self, message);
    }
}

/// The log of hand-written doubles that record typed calls.
impl Double for SyncRecorder<String> {
    fn fresh(_: usize, _: usize) -> Self {
        Self::new()
    }

    fn send(&self, message: &str) {
        self.record(message.to_owned());
    }
}

mod written {
    #[mock_messenger::double]
    pub(in super::super) trait Messenger {
        fn send(&self, message: &str);
    }
}
pub(super) use written::MessengerDouble;

impl Double for MessengerDouble {
    fn fresh(_: usize, _: usize) -> Self {
        Self::new()
    }

    fn send(&self, message: &str) {
        written::Messenger::send(self, message);
    }
}

/// The worst case for recording source lines: consecutive messages always come from different lines.
pub(super) struct TwoLines {
    double: RecordingMessenger,
    turn: std::cell::Cell<bool>,
}

// The branches differ only in their source line.
#[allow(clippy::if_same_then_else)]
impl Double for TwoLines {
    fn fresh(_: usize, _: usize) -> Self {
        Self { double: RecordingMessenger::new(), turn: std::cell::Cell::new(false) }
    }

    fn send(&self, message: &str) {
        self.turn.set(!self.turn.get());
        if self.turn.get() {
            Messenger::send(&self.double, message);
        } else {
            Messenger::send(&self.double, message);
        }
    }
}
