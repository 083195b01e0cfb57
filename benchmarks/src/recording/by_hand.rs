//! Hand-written doubles, and the lower bound set by the machine.

use std::cell::RefCell;
use std::sync::Mutex;
use std::sync::mpsc::{self, Receiver, Sender};

use super::Double;

/// The double of The Rust Programming Language, chapter 15.5.
impl Double for RefCell<Vec<String>> {
    fn fresh(_: usize, _: usize) -> Self {
        Self::default()
    }

    fn send(&self, message: &str) {
        self.borrow_mut().push(message.to_owned());
    }
}

impl Double for Mutex<Vec<String>> {
    fn fresh(_: usize, _: usize) -> Self {
        Self::default()
    }

    fn send(&self, message: &str) {
        self.lock().expect("no thread panics while it holds the lock").push(message.to_owned());
    }
}

pub(super) struct Channel {
    sender: Sender<String>,
    _receiver: Receiver<String>,
}

impl Double for Channel {
    fn fresh(_: usize, _: usize) -> Self {
        let (sender, receiver) = mpsc::channel();
        Self { sender, _receiver: receiver }
    }

    fn send(&self, message: &str) {
        self.sender.send(message.to_owned()).expect("the receiver outlives the sender");
    }
}

/// Not a double: it appends the bytes to a buffer with sufficient capacity.
pub(super) struct Memcpy(RefCell<Vec<u8>>);

impl Double for Memcpy {
    fn fresh(messages: usize, bytes: usize) -> Self {
        Self(RefCell::new(Vec::with_capacity(messages * bytes)))
    }

    fn send(&self, message: &str) {
        self.0.borrow_mut().extend_from_slice(message.as_bytes());
    }
}
