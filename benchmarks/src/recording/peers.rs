//! Doubles of the same trait from other crates, written as their documentation shows.

use std::sync::{Arc, Mutex};

use lettre::address::Envelope;
use lettre::transport::stub::StubTransport;
use lettre::{Address, Transport};
use unimock::{MockFn, Unimock, matching};

use super::Double;

type Kept = Arc<Mutex<Vec<String>>>;

fn keep(kept: &Kept, message: &str) {
    kept.lock().expect("no thread panics while it holds the lock").push(message.to_owned());
}

// Each macro needs its own declaration of the trait.
mod mocked {
    #[mockall::automock]
    pub(super) trait Messenger {
        fn send(&self, message: &str);
    }
}
use mocked::{Messenger as _, MockMessenger};

mod spied {
    #[autospy::autospy]
    pub(super) trait Messenger {
        fn send(&self, message: &str);
    }
}
use spied::{Messenger as _, MessengerSpy};

mod unimocked {
    #[unimock::unimock(api = UnimockMessenger)]
    pub(super) trait Messenger {
        fn send(&self, message: &str);
    }
}
use unimocked::UnimockMessenger;

/// Counts calls without keeping their text, which is the usual way with mockall.
pub(super) struct MockallCounting(MockMessenger);

impl Double for MockallCounting {
    fn fresh(messages: usize, _: usize) -> Self {
        let mut mock = MockMessenger::new();
        mock.expect_send().times(messages).return_const(());
        Self(mock)
    }

    fn send(&self, message: &str) {
        self.0.send(message);
    }
}

pub(super) struct MockallKeeping {
    mock: MockMessenger,
    _kept: Kept,
}

impl Double for MockallKeeping {
    fn fresh(messages: usize, _: usize) -> Self {
        let kept = Kept::default();
        let inside = Arc::clone(&kept);
        let mut mock = MockMessenger::new();
        mock.expect_send().times(messages).returning(move |message| keep(&inside, message));
        Self { mock, _kept: kept }
    }

    fn send(&self, message: &str) {
        self.mock.send(message);
    }
}

impl Double for Unimock {
    fn fresh(messages: usize, _: usize) -> Self {
        Unimock::new(UnimockMessenger::send.each_call(matching!(_)).returns(()).n_times(messages))
    }

    fn send(&self, message: &str) {
        unimocked::Messenger::send(self, message);
    }
}

pub(super) struct Autospy(MessengerSpy);

impl Double for Autospy {
    fn fresh(_: usize, _: usize) -> Self {
        let spy = MessengerSpy::default();
        spy.send.returns.set_fn(|_| ());
        Self(spy)
    }

    fn send(&self, message: &str) {
        self.0.send(message);
    }
}

mod faux_messenger {
    #[faux::create]
    pub(super) struct FauxMessenger {}

    #[faux::methods]
    impl FauxMessenger {
        #[allow(clippy::unused_self)]
        pub(super) fn send(&self, message: &str) {
            panic!("{message}: the real object is never created");
        }
    }
}
use faux_messenger::FauxMessenger;

pub(super) struct FauxCounting(FauxMessenger);

impl Double for FauxCounting {
    fn fresh(messages: usize, _: usize) -> Self {
        let mut faux = FauxMessenger::faux();
        faux::when!(faux.send).times(messages).then(|_| ());
        Self(faux)
    }

    fn send(&self, message: &str) {
        self.0.send(message);
    }
}

pub(super) struct FauxKeeping {
    faux: FauxMessenger,
    _kept: Kept,
}

impl Double for FauxKeeping {
    fn fresh(_: usize, _: usize) -> Self {
        let kept = Kept::default();
        let inside = Arc::clone(&kept);
        let mut faux = FauxMessenger::faux();
        faux::when!(faux.send).then(move |message| keep(&inside, message));
        Self { faux, _kept: kept }
    }

    fn send(&self, message: &str) {
        self.faux.send(message);
    }
}

impl Double for mry_double::MockMessenger {
    fn fresh(_: usize, _: usize) -> Self {
        mry_double::fresh()
    }

    fn send(&self, message: &str) {
        mry_double::Messenger::send(self, message);
    }
}

double::mock_trait!(DoubleMessenger, send(String) -> ());

pub(super) struct DoubleDouble(DoubleMessenger);

impl Double for DoubleDouble {
    fn fresh(_: usize, _: usize) -> Self {
        Self(DoubleMessenger::default())
    }

    fn send(&self, message: &str) {
        self.0.send.call(message.to_owned());
    }
}

pub(super) struct Lettre {
    stub: StubTransport,
    envelope: Envelope,
}

impl Double for Lettre {
    fn fresh(_: usize, _: usize) -> Self {
        let address = |user| Address::new(user, "example.org").expect("the address is valid");
        let envelope =
            Envelope::new(Some(address("ann")), vec![address("bob")]).expect("the envelope is valid");
        Self { stub: StubTransport::new_ok(), envelope }
    }

    fn send(&self, message: &str) {
        self.stub.send_raw(&self.envelope, message.as_bytes()).expect("the stub accepts every message");
    }
}
