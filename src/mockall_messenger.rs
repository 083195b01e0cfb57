//! [`MockMessenger`], for tests that say first what should be sent.

use crate::Messenger;

// `mock!` repeats the trait's method without its `#[track_caller]`; `#[automock]` on the trait refuses it.
mockall::mock! {
    /// An expectation-first mock of [`Messenger`](trait@crate::Messenger), made with [mockall](https://docs.rs/mockall).
    ///
    /// Say what should be sent, run the code under test, and the mock fails the test where something else is sent,
    /// or, when it is dropped, where something is missing. It is the one type here that panics while it is dropped, and
    /// inside the code under test; [`RecordingMessenger`](type@crate::RecordingMessenger) never does.
    ///
    /// Choose it where your tests use mockall already, where the order of calls to several mocks is laid down with
    /// `mockall::Sequence`, or where a test should stop at the first wrong message. Choose the recording double where
    /// a test should see everything that was sent, or say of it what cannot be said beforehand.
    ///
    /// A test that passes:
    ///
    /// ```
    /// use mock_messenger::{LimitTracker, MockMessenger, WARNING};
    /// use mockall::predicate::eq;
    ///
    /// let mut messenger = MockMessenger::new();
    /// messenger.expect_send().with(eq(WARNING)).times(1).return_const(());
    ///
    /// LimitTracker::new(&messenger, 100).set_value(80);
    /// ```
    ///
    /// And one that fails, since 90% is reached:
    ///
    /// ```should_panic
    /// use mock_messenger::{LimitTracker, MockMessenger, WARNING};
    /// use mockall::predicate::eq;
    ///
    /// let mut messenger = MockMessenger::new();
    /// messenger.expect_send().with(eq(WARNING)).times(1).return_const(());
    ///
    /// // MockMessenger::send("Urgent warning: You've used up over 90% of your quota!"): No matching expectation found
    /// LimitTracker::new(&messenger, 100).set_value(95);
    /// ```
    ///
    /// The expectations are mockall's own types, so use the version of mockall that this crate does: 0.15.
    pub Messenger {}

    impl Messenger for Messenger {
        fn send(&self, message: &str);
    }
}
