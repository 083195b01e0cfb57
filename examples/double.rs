//! The attribute `#[double]`: replies, the order of all calls, the calls of one method, and two failures.

use mock_messenger::predicate;

#[derive(Clone, Debug, PartialEq)]
struct Declined;

#[mock_messenger::double]
trait Bank {
    fn charge(&self, account: &str, cents: u32) -> Result<u64, Declined>;
    fn refund(&self, payment: u64);
}

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &str, body: &str) -> Result<(), String>;
}

/// The code under test: charges a customer, retries once if declined, and refunds the charge if the mail fails.
fn order(bank: &dyn Bank, mailer: &impl Mailer, customer: &str, cents: u32) -> Result<(), Declined> {
    let payment = bank.charge(customer, cents).or_else(|_| bank.charge(customer, cents))?;
    if mailer.mail(customer, &format!("Payment {payment}: thanks!")).is_err() {
        bank.refund(payment);
    }
    Ok(())
}

fn main() {
    let (bank, mailer) = (BankDouble::new(), MailerDouble::new());

    // By default, the methods return default values, here `Ok(0)`, `()` and `Ok(())`.
    order(&bank, &mailer, "ann", 500).unwrap();
    bank.calls().assert_exactly([BankCall::charge("ann", 500)]);

    // With replies, each call returns the next one.
    bank.charge.replies([Err(Declined), Ok(17)]);
    order(&bank, &mailer, "bob", 900).unwrap();
    bank.charge.assert_used_up();

    // A call can mix kinds of matchers: here a value, a closure and `..`, which matches anything.
    bank.calls().assert_exactly([
        BankCall::charge("ann", 500),
        BankCall::charge("bob", |cents: &u32| *cents > 500),
        BankCall::charge("bob", ..),
    ]);
    bank.calls().assert_never(bank.refund.any());

    // For the calls of one method, a matcher is a tuple. An assertion returns the matching call.
    let mail = mailer.mail.calls().assert_once(("bob", predicate::str::contains("thanks")));
    println!("bob was charged at the second attempt, and read {:?}.", mail.1);

    // Two checks that fail. The corresponding assertions would panic with these reports.
    let wrong = mailer.mail.calls().check_once(("bob", "Payment 71: thanks!"));
    println!("\n{}", wrong.unwrap_err());
    let refunded = [BankCall::charge("bob", 900), BankCall::refund(17)];
    println!("\n{}", bank.calls().check_in_order(refunded).unwrap_err());
}
