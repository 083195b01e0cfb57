//! The parameter of a closure that is a matcher needs a type.

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
}

fn text(mailer: &MailerDouble) {
    mailer.calls().assert_once(MailerCall::mail(|to| to.len() > 3, ..));
}

fn number(mailer: &MailerDouble) {
    mailer.calls().assert_once(MailerCall::mail(.., |copies| *copies > 3));
}

fn in_a_tuple(mailer: &MailerDouble) {
    mailer.mail.calls().assert_once((.., |copies| *copies > 3));
}

fn by_value(mailer: &MailerDouble) {
    mailer.calls().assert_once(MailerCall::mail(.., |copies: u32| copies > 3));
}

fn main() {}
