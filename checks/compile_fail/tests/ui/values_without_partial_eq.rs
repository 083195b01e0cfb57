//! Comparing with a value requires `PartialEq`; a closure does not.

use mock_messenger::Recorder;

#[derive(Debug)]
struct Email {
    urgent: bool,
}

fn main() {
    let recorder = Recorder::new();
    recorder.record(Email { urgent: true });
    recorder.calls().assert_once(|email: &Email| email.urgent);
    recorder.calls().assert_once(Email { urgent: true });
}
