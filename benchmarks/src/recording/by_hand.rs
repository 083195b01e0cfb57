//! What is written by hand where no crate is used, and what the machine can do at best.

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
        self.lock().expect("nothing panics under the lock").push(message.to_owned());
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
        self.sender.send(message.to_owned()).expect("the receiver lives as long");
    }
}

/// No double: the bytes, one after the other, in a buffer that was made large enough.
pub(super) struct Memcpy(RefCell<Vec<u8>>);

impl Double for Memcpy {
    fn fresh(messages: usize, bytes: usize) -> Self {
        Self(RefCell::new(Vec::with_capacity(messages * bytes)))
    }

    fn send(&self, message: &str) {
        self.0.borrow_mut().extend_from_slice(message.as_bytes());
    }
}
