//! The time that a failing assertion takes, and the size of its report.

pub(crate) mod large;
mod section;

use std::panic::{self, AssertUnwindSafe};

use mock_messenger::{Messenger, RecordingMessenger};

use crate::clock;
use crate::readings::Readings;

pub(crate) use section::measure;

pub(crate) const OURS: &str = "assert-exactly";
pub(crate) const STD: &str = "std";
pub(crate) const PRETTY: &str = "pretty-assertions";

/// The names and the labels of the candidates.
pub(crate) const CANDIDATES: &[(&str, &str)] = &[
    (STD, "std `assert_eq!`"),
    (OURS, "**assert_exactly**"),
    #[cfg(feature = "peers")]
    (PRETTY, "pretty_assertions"),
    #[cfg(feature = "peers")]
    ("similar-asserts", "similar-asserts"),
];

pub(crate) const ONE: &str = "one";
pub(crate) const ALL: &str = "all";

/// Measures the milliseconds from the comparison to the caught panic, and the bytes and lines of its text.
pub(crate) fn time(id: &str, messages: usize, different: &str) -> Readings {
    let sent: Vec<_> =
        (0..messages).map(|i| format!("message {i} to user {} of the mailing list", i * 7)).collect();
    let expected: Vec<_> =
        sent.iter().enumerate().map(|(i, text)| expected(i, text, messages, different)).collect();
    let messenger = RecordingMessenger::new();
    for message in &sent {
        messenger.send(message);
    }
    let transcript = messenger.sent();

    panic::set_hook(Box::new(|_| ()));
    let start = clock::processor_time();
    let outcome = panic::catch_unwind(AssertUnwindSafe(|| match id {
        STD => assert_eq!(sent, expected),
        OURS => transcript.assert_exactly(&expected),
        #[cfg(feature = "peers")]
        PRETTY => pretty_assertions::assert_eq!(sent, expected),
        #[cfg(feature = "peers")]
        "similar-asserts" => similar_asserts::assert_eq!(sent, expected),
        _ => unreachable!("{id} is not a candidate of this topic"),
    }));
    let took = clock::processor_time().saturating_sub(start);
    let payload = outcome.expect_err("the messages differ");
    let report = payload.downcast::<String>().expect("the payload is text");

    Readings::one("milliseconds", took.as_secs_f64() * 1_000.0)
        .and("bytes", report.len() as f64)
        .and("lines", report.lines().count() as f64)
}

fn expected(i: usize, sent: &str, messages: usize, different: &str) -> String {
    match different {
        ALL => format!("notice for customer {} about order {i} in the shop", i * 3),
        _ if i == messages / 2 => sent.replace("user", "usher"),
        _ => sent.to_owned(),
    }
}
