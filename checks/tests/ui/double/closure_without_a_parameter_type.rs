//! A closure that is a matcher has a typed parameter.

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
}

fn main() {
    let mailer = MailerDouble::new();
    mailer.calls().assert_once(MailerCall::mail(|to| to.len() > 3, ..));
    mailer.calls().assert_once(MailerCall::mail(.., |copies| *copies > 3));
    mailer.mail.calls().assert_once((.., |copies| *copies > 3));
}
