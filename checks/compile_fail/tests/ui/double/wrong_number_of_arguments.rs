//! An expected call takes a matcher for each argument.

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
    fn ping(&self);
}

fn main() {
    let mailer = MailerDouble::new();
    mailer.calls().assert_once(MailerCall::mail("ann"));
    mailer.calls().assert_once(MailerCall::mail("ann", 3, ..));
    mailer.calls().assert_once(MailerCall::ping(..));
    mailer.calls().assert_once(MailerCall::pong());
    mailer.pong.calls().assert_nothing();
}
