//! Three doubles that share a log: assertions on the order of their calls, and a report that shows the recipients.

use mock_messenger::CallLog;

#[mock_messenger::double]
trait Stock {
    fn reserve(&self, item: &str) -> bool;
    fn release(&self, item: &str);
}

#[mock_messenger::double]
trait Bank {
    fn charge(&self, cents: u32) -> Result<(), &'static str>;
}

#[mock_messenger::double]
trait Carrier {
    fn collect(&self, item: &str);
}

/// The code under test: reserves an item, then charges for it, and only then has it collected.
fn order(item: &str, cents: u32, stock: &impl Stock, bank: &impl Bank, carrier: &impl Carrier) {
    if !stock.reserve(item) {
        return;
    }
    match bank.charge(cents) {
        Ok(()) => carrier.collect(item),
        Err(_) => stock.release(item),
    }
}

fn main() {
    let log = CallLog::named("the shop");
    let stock = StockDouble::named_in_log("stock", &log);
    let bank = BankDouble::named_in_log("bank", &log);
    let carrier = CarrierDouble::named_in_log("carrier", &log);
    stock.reserve.returns(true);

    order("a lamp", 1_999, &stock, &bank, &carrier);
    let paid = log.take();
    paid.assert_in_order([StockCall::reserve("a lamp"), CarrierCall::collect("a lamp")]);
    paid.assert_consecutive([BankCall::charge(1_999), CarrierCall::collect("a lamp")]);
    println!("Paid:");
    paid.iter().for_each(|call| println!("  {call:?}"));

    bank.charge.replies([Err("declined")]);
    order("a lamp", 1_999, &stock, &bank, &carrier);
    let declined = log.take();
    declined.assert_exactly([StockCall::reserve(..), BankCall::charge(..), StockCall::release("a lamp")]);
    declined.assert_never(carrier.collect.any());
    println!("Declined:");
    declined.iter().for_each(|call| println!("  {call:?}"));

    let too_early = paid.check_in_order([CarrierCall::collect("a lamp"), BankCall::charge(1_999)]);
    println!("\nThe report if the opposite order is expected:\n\n{}", too_early.unwrap_err());
}
