//! The method takes `&self`, so a double with a plain `Vec` cannot record anything.

use mock_messenger::Messenger;

struct VecDouble {
    sent: Vec<String>,
}

impl Messenger for VecDouble {
    fn send(&self, message: &str) {
        self.sent.push(message.to_owned());
    }
}

fn main() {}
