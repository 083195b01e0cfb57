//! A double for a trait of your own: one assertion passes, and one fails with its report.

use mock_messenger::Recorder;

trait Mailer {
    // With this attribute, a report shows the line of the code under test.
    #[track_caller]
    fn mail(&self, to: &str, body: &str);
}

/// The code under test.
fn welcome(mailer: &dyn Mailer, names: &[&str]) {
    for name in names {
        mailer.mail(&format!("{name}@example.com"), &format!("Welcome, {name}!"));
    }
}

/// One recorded call.
#[derive(Debug, PartialEq)]
struct Mail {
    to: String,
    body: String,
}

/// The double: a recorder of such calls.
impl Mailer for Recorder<Mail> {
    fn mail(&self, to: &str, body: &str) {
        self.record(Mail { to: to.to_owned(), body: body.to_owned() });
    }
}

fn main() {
    let mailer = Recorder::named("mailer");
    welcome(&mailer, &["ann", "bob"]);

    let calls = mailer.calls();
    calls.assert_count(2);
    println!("Two mails were sent, as expected.\n");

    // `assert_once` would panic with this report. Its twin `check_once` returns it.
    let expected = Mail { to: "bob@example.com".to_owned(), body: "Welcome, Bob!".to_owned() };
    let mismatch = calls.check_once(expected).unwrap_err();
    println!("This expectation is not met:\n\n{mismatch}");
}
