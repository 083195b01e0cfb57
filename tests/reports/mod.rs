//! What the tests of reports share.

// Each test file is a crate of its own and uses a part of this.
#![allow(dead_code)]

use mock_messenger::{Messenger, Mismatch, RecordingMessenger, Transcript};

/// What a double of that name was sent, all from one line.
pub(crate) fn sent_by(name: &str, messages: &[&str]) -> Transcript<str> {
    let double = RecordingMessenger::named(name);
    for message in messages {
        double.send(message);
    }
    double.sent()
}

/// The same by a double without a name.
pub(crate) fn sent(messages: &[impl AsRef<str>]) -> Transcript<str> {
    let double = RecordingMessenger::new();
    for message in messages {
        double.send(message.as_ref());
    }
    double.sent()
}

/// The report of a check that has to fail, as it is but for the numbers of source lines.
#[track_caller]
pub(crate) fn told<V>(checked: Result<V, Mismatch>) -> String {
    match checked {
        Ok(_) => panic!("that check passed"),
        Err(mismatch) => format!("{}\n", without_lines(&mismatch.to_string())),
    }
}

/// `src/x.rs:41` as `src/x.rs:_`.
pub(crate) fn without_lines(text: &str) -> String {
    let mut parts = text.split(".rs:");
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        out.push_str(".rs:_");
        out.push_str(part.trim_start_matches(|c: char| c.is_ascii_digit()));
    }
    out
}
