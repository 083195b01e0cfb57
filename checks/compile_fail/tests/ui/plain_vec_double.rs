//! The trait lends `&self`, so a double that holds a plain `Vec` cannot write anything down.

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
