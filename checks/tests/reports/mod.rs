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
pub(crate) fn report_of<V>(checked: Result<V, Mismatch>) -> String {
    match checked {
        Ok(_) => panic!("that check passed"),
        Err(mismatch) => format!("{}\n", without_lines(&mismatch.to_string())),
    }
}

/// `checks/tests/x.rs:41` as `tests/x.rs:_`, and `checks\tests\x.rs:41` too, which is how Windows writes it.
pub(crate) fn without_lines(text: &str) -> String {
    let mut parts = text.split(".rs:").peekable();
    let mut out = String::new();
    while let Some(part) = parts.next() {
        let part = if out.is_empty() { part } else { part.trim_start_matches(|c: char| c.is_ascii_digit()) };
        if parts.peek().is_none() {
            out.push_str(part);
            break;
        }
        let path_start = part.rfind(char::is_whitespace).map_or(0, |space| space + 1);
        let (before, path) = part.split_at(path_start);
        let path = path.replace('\\', "/");
        out.push_str(before);
        out.push_str(path.strip_prefix("checks/").unwrap_or(&path));
        out.push_str(".rs:_");
    }
    out
}
