//! A matcher of the wrong type is rejected, and the error points to it.

use mock_messenger::{double, predicate};

#[derive(Debug, Clone, PartialEq)]
struct Order {
    id: u32,
}

#[double]
trait Mailer {
    fn mail(&self, to: &str, copies: u32);
    fn place(&self, order: &Order);
}

fn main() {
    let mailer = MailerDouble::new();
    mailer.calls().assert_once(MailerCall::mail("ann", "three"));
    mailer.calls().assert_once(MailerCall::mail(3, ..));
    mailer.calls().assert_once(MailerCall::mail("ann", predicate::str::contains("3")));
    mailer.calls().assert_once(MailerCall::mail("ann", -1_i64));
    mailer.calls().assert_once(MailerCall::place(7));
    mailer.calls().assert_once("ann");
    mailer.calls().assert_once(("ann", 3));
}
