//! A double for a trait of your own, written by `#[double]`: one assertion passes, and one fails with its report.

// In a library, `#[cfg_attr(test, mock_messenger::double)]` keeps the double out of production builds.
#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, body: &str);
}

/// The code under test.
fn welcome(mailer: &dyn Mailer, names: &[&str]) {
    for name in names {
        mailer.mail(name, &format!("Welcome, {name}!"));
    }
}

fn main() {
    let mailer = MailerDouble::new();
    welcome(&mailer, &["ann", "bob"]);

    mailer.calls().assert_once(MailerCall::mail("bob", "Welcome, bob!"));
    println!("bob got his welcome, as expected.\n");

    // `assert_once` would panic with this report. Its twin `check_once` returns it.
    let mismatch = mailer.calls().check_once(MailerCall::mail("bob", "Welcome, Bob!")).unwrap_err();
    println!("An expectation that is not met:\n\n{mismatch}");
}
