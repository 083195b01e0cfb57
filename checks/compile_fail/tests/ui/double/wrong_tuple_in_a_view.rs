//! Values that are no matchers for the arguments of one method are rejected, alone and in a list.

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
    fn erase(&self, to: &str);
    fn ping(&self);
}

fn main() {
    let mailer = MailerDouble::new();
    mailer.mail.calls().assert_once(("ann", "three"));
    mailer.mail.calls().assert_once(("ann",));
    mailer.mail.calls().assert_once("ann");
    mailer.mail.calls().assert_once(("ann", 3, ..));
    mailer.erase.calls().assert_once(3);
    mailer.ping.calls().assert_once(..);
    mailer.mail.calls().assert_exactly([("ann", "three"), ("bob", "two")]);
    mailer.erase.calls().assert_exactly([1, 2]);
    mailer.calls().assert_once(mailer.mail.with(("ann", "three")));
}
