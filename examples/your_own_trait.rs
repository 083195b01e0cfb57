//! A hand-written double for your own trait, with typed calls and a queue of return values.

use mock_messenger::{Recorder, Replies, matching};

trait Mailer {
    // With this attribute, a report shows the line of the code under test.
    #[track_caller]
    fn send(&self, email: &Email) -> Result<(), MailError>;
}

#[derive(Clone, Debug, PartialEq)]
struct Email {
    to: String,
    body: String,
}

#[derive(Debug)]
struct MailError;

/// The code under test: tries each name twice, and returns the names that it could not reach.
fn remind<'a>(mailer: &dyn Mailer, names: &[&'a str]) -> Vec<&'a str> {
    let reached = |name: &str| {
        let email = Email { to: name.to_owned(), body: format!("Hello {name}!") };
        mailer.send(&email).or_else(|MailError| mailer.send(&email)).is_ok()
    };
    names.iter().copied().filter(|name| !reached(name)).collect()
}

/// The double: records each call, then returns the next reply.
struct MailerDouble {
    calls: Recorder<Email>,
    replies: Replies<Result<(), MailError>>,
}

impl Mailer for MailerDouble {
    fn send(&self, email: &Email) -> Result<(), MailError> {
        self.calls.record(email.clone());
        self.replies.next()
    }
}

fn main() {
    let mailer = MailerDouble {
        calls: Recorder::named("mailer"),
        // Ann is reached on the first try, Bob on the second, and Eve on neither.
        replies: Replies::new([Ok(()), Err(MailError), Ok(()), Err(MailError), Err(MailError)]),
    };
    let unreached = remind(&mailer, &["ann", "bob", "eve"]);
    assert_eq!(unreached, ["eve"]);
    mailer.replies.assert_used_up();

    let calls = mailer.calls.calls();
    calls.assert_count(5);
    calls.assert_all(|email: &Email| email.body.starts_with("Hello"));
    calls.assert_times(2, matching!(Email { to, .. } if to == "bob"));
    println!("{} mails were sent, the first of them to {}", calls.len(), calls[0].to);

    let hallo = Email { body: "Hallo ann!".to_owned(), ..calls[0].clone() };
    println!("\nA check with a typo:\n\n{}", calls.check_once(&hallo).unwrap_err());
}
