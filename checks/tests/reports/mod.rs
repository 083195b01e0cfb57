//! Helpers for the tests of reports.

// Each test file is a separate crate and uses only some of these items.
#![allow(dead_code)]

use mock_messenger::{Messenger, Mismatch, RecordingMessenger, Transcript};

/// Sends the messages to a double with this name, all from one line, and returns its log.
pub(crate) fn sent_by(name: &str, messages: &[&str]) -> Transcript<str> {
    let double = RecordingMessenger::named(name);
    for message in messages {
        double.send(message);
    }
    double.sent()
}

/// Sends the messages to a double without a name, all from one line, and returns its log.
pub(crate) fn sent(messages: &[impl AsRef<str>]) -> Transcript<str> {
    let double = RecordingMessenger::new();
    for message in messages {
        double.send(message.as_ref());
    }
    double.sent()
}

/// Returns the report of a check that has to fail, without the numbers of source lines.
#[track_caller]
pub(crate) fn report_of<V>(checked: Result<V, Mismatch>) -> String {
    match checked {
        Ok(_) => panic!("that check passed"),
        Err(mismatch) => format!("{}\n", without_lines(&mismatch.to_string())),
    }
}

/// Replaces locations such as `checks/tests/x.rs:41`, or `checks\tests\x.rs:41` on Windows, with `tests/x.rs:_`.
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
