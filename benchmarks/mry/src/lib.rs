//! A double made by mry.

#[mry::mry]
pub trait Messenger {
    fn send(&self, message: &str);
}

/// One that takes any message, and keeps it.
pub fn fresh() -> MockMessenger {
    let mut messenger = MockMessenger::default();
    messenger.mock_send(mry::Any).returns(());
    messenger
}
