//! Order across several doubles: they share one recorder, of an enum of what happens.

use std::rc::Rc;

use mock_messenger::{Recorder, matcher};

trait Stock {
    #[track_caller]
    fn reserve(&self, item: &str) -> bool;
    #[track_caller]
    fn release(&self, item: &str);
}

trait Bank {
    #[track_caller]
    fn charge(&self, cents: u32) -> Result<(), &'static str>;
}

trait Carrier {
    #[track_caller]
    fn collect(&self, item: &str);
}

/// The code under test: nothing is charged that is not reserved, and nothing is collected that is not paid for.
fn order(item: &str, cents: u32, stock: &impl Stock, bank: &impl Bank, carrier: &impl Carrier) {
    if !stock.reserve(item) {
        return;
    }
    match bank.charge(cents) {
        Ok(()) => carrier.collect(item),
        Err(_) => stock.release(item),
    }
}

#[derive(Debug, PartialEq)]
enum Event {
    Reserved(String),
    Released(String),
    Charged(u32),
    Collected(String),
}

type Events = Rc<Recorder<Event>>;

// Each double is as small as its trait. For doubles that must be `Send + Sync`: an `Arc` of a `SyncRecorder`.
struct StockDouble(Events);
struct BankDouble(Events, Result<(), &'static str>);
struct CarrierDouble(Events);

impl Stock for StockDouble {
    fn reserve(&self, item: &str) -> bool {
        self.0.record(Event::Reserved(item.to_owned()));
        true
    }

    fn release(&self, item: &str) {
        self.0.record(Event::Released(item.to_owned()));
    }
}

impl Bank for BankDouble {
    fn charge(&self, cents: u32) -> Result<(), &'static str> {
        self.0.record(Event::Charged(cents));
        self.1
    }
}

impl Carrier for CarrierDouble {
    fn collect(&self, item: &str) {
        self.0.record(Event::Collected(item.to_owned()));
    }
}

/// Orders a lamp, with doubles that record into `events`.
fn order_a_lamp(events: &Events, bank: Result<(), &'static str>) {
    let (stock, carrier) = (StockDouble(events.clone()), CarrierDouble(events.clone()));
    order("a lamp", 1_999, &stock, &BankDouble(events.clone(), bank), &carrier);
}

fn main() {
    let lamp = || "a lamp".to_owned();
    let events = Events::new(Recorder::named("the shop"));

    order_a_lamp(&events, Ok(()));
    let paid = events.take();
    paid.assert_in_order([Event::Reserved(lamp()), Event::Collected(lamp())]);
    paid.assert_consecutive([Event::Charged(1_999), Event::Collected(lamp())]);
    println!("Paid:     {paid:?}");

    order_a_lamp(&events, Err("declined"));
    let declined = events.take();
    declined.assert_exactly([
        matcher(Event::Reserved(lamp())),
        matcher(|event: &Event| matches!(event, Event::Charged(_))),
        matcher(Event::Released(lamp())),
    ]);
    println!("Declined: {declined:?}");

    let carriers_part = paid.filter(|event| matches!(event, Event::Collected(_)));
    carriers_part.assert_count(1);

    let too_early = paid.check_in_order([Event::Collected(lamp()), Event::Charged(1_999)]);
    println!("\nHad it been expected the other way round:\n{}", too_early.unwrap_err());
}
