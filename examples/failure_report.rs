//! A gallery of failure reports. On a terminal, the differences are coloured.

use std::cell::RefCell;
use std::panic::{self, AssertUnwindSafe};
use std::time::Duration;

use mock_messenger::{
    Messenger, PredicateBooleanExt, RecordingMessenger, SyncRecordingMessenger, Transcript, URGENT_WARNING,
    WARNING, described, matcher, predicate,
};

const OVER_QUOTA: &str = mock_messenger::OVER_QUOTA;

/// Sends the messages like the code under test, and returns the transcript.
fn sent(messages: &[&str]) -> Transcript<str> {
    let mailer = RecordingMessenger::named("mailer");
    for message in messages {
        mailer.send(message);
    }
    mailer.sent()
}

thread_local! {
    static PANICKED_AT: RefCell<String> = const { RefCell::new(String::new()) };
}

/// Prints the panic message and the location of a failing assertion.
fn show<V>(title: &str, assertion: impl FnOnce() -> V) {
    println!("=== {title}\n");
    let panicked = panic::catch_unwind(AssertUnwindSafe(assertion)).err();
    let report = panicked.as_ref().and_then(|payload| payload.downcast_ref::<String>());
    println!("panicked at {}:", PANICKED_AT.take());
    println!("{}\n", report.expect("this example shows assertions that fail"));
}

fn main() {
    // The default hook would print the location too, but `show` prints both itself.
    panic::set_hook(Box::new(|info| {
        let location = info.location().map(ToString::to_string).unwrap_or_default();
        PANICKED_AT.set(location);
    }));
    one_matcher();
    lists();
    long_and_hidden();
    typed();
    waits();
}

fn one_matcher() {
    let mailer = RecordingMessenger::named("mailer");
    mailer.send(WARNING);
    mailer.send(URGENT_WARNING);
    mailer.send(OVER_QUOTA);
    let three = mailer.sent();

    show("a typo", || three.assert_once("Urgent warning: You've used up over 90% of your qouta!").len());
    show("a wrong number", || three.assert_any("Warning: You've used up over 57% of your quota!").len());
    show("one too many", || sent(&[WARNING, OVER_QUOTA, WARNING]).assert_once(WARNING).len());
    show("too few", || three.assert_times(2.., predicate::str::contains("90%")));
    show("a count", || three.assert_count(..=2));
    show("something where nothing should be", || sent(&[WARNING]).assert_nothing());
    show("never", || three.assert_never(OVER_QUOTA));
    show("all", || {
        three.assert_all(predicate::str::contains("warning").or(predicate::str::contains("Warning")));
    });
    show("first", || three.assert_first(OVER_QUOTA).len());
    show("last", || three.assert_last("Error: you are over your quota!").len());
    show("nth", || three.assert_nth(5, WARNING).len());
    show("a part of a predicate", || {
        let full = predicate::str::starts_with("Error").and(predicate::str::contains("100%"));
        three.assert_last(full).len()
    });
    show("a closure with a name", || {
        three.assert_any(described("over 100%", |m: &str| m.contains("110"))).len()
    });
    show("a filter", || three.filter(|m| m.contains('%')).assert_once(OVER_QUOTA).len());
    show("nothing sent", || sent(&[]).assert_once(WARNING).len());
    show("refused", || three.assert_count(..));
}

fn lists() {
    show("one altered", || {
        sent(&[WARNING, "Urgent warning: You've used up over 95% of your quota!", OVER_QUOTA])
            .assert_exactly([WARNING, URGENT_WARNING, OVER_QUOTA]);
    });
    show("two swapped", || {
        sent(&[URGENT_WARNING, WARNING, OVER_QUOTA]).assert_exactly([WARNING, URGENT_WARNING, OVER_QUOTA]);
    });
    show("one missing", || {
        sent(&[WARNING, OVER_QUOTA]).assert_exactly([WARNING, URGENT_WARNING, OVER_QUOTA]);
    });
    show("one extra", || sent(&[WARNING, URGENT_WARNING, OVER_QUOTA]).assert_exactly([WARNING, OVER_QUOTA]));
    show("in any order", || {
        sent(&[OVER_QUOTA, WARNING]).assert_exactly_in_any_order([WARNING, URGENT_WARNING, OVER_QUOTA]);
    });
    show("in order", || sent(&[OVER_QUOTA, URGENT_WARNING, WARNING]).assert_in_order([WARNING, OVER_QUOTA]));
    show("consecutive", || {
        sent(&[WARNING, URGENT_WARNING, OVER_QUOTA]).assert_consecutive([WARNING, OVER_QUOTA]);
    });
    show("predicates in a list", || {
        sent(&[WARNING, OVER_QUOTA]).assert_exactly([
            matcher(WARNING),
            matcher(predicate::str::contains("90%")),
            described("the error", |m: &str| m.starts_with("Error")),
        ]);
    });
}

fn long_and_hidden() {
    let ticks = RecordingMessenger::new();
    for tick in 0..5_000 {
        ticks.send(&format!("tick {tick}: usage 14%"));
    }
    for _ in 0..200 {
        ticks.send("the disk is full");
    }
    show("a long log", || ticks.sent().assert_once("tick 2500: usage 15%").len());
    show("what cannot be seen", || {
        sent(&["80%\u{a0}used", "80%  used", "80% used\r"]).assert_once("80% used").len()
    });
    show("several lines", || {
        sent(&["Dear Ann,\nyou have used 75 MB.\nYours"])
            .assert_once("Dear Ann,\nyou have used 90 MB.\nYours")
            .len()
    });
    show("a long message", || {
        let filler = "all work and no play makes Jack a dull boy. ".repeat(50);
        sent(&[&format!("{filler}Usage: 75%. {filler}")])
            .assert_once(format!("{filler}Usage: 90%. {filler}"))
            .len()
    });
}

#[derive(Clone, Debug, PartialEq)]
struct Parcel {
    id: u32,
    to: Address,
}

#[derive(Clone, Debug, PartialEq)]
struct Address {
    name: String,
    zip: u32,
}

fn parcel(id: u32, name: &str, zip: u32) -> Parcel {
    Parcel { id, to: Address { name: name.to_owned(), zip } }
}

#[mock_messenger::double]
trait Carrier {
    fn ship(&self, parcel: &Parcel);
    fn notify(&self, name: &str, parcels: usize);
}

/// The code under test.
fn ship_all(carrier: &impl Carrier) {
    carrier.ship(&parcel(7, "ann", 3011));
    carrier.ship(&parcel(8, "bob", 8004));
    carrier.notify("ann", 1);
}

fn typed() {
    let carrier = CarrierDouble::named("carrier");
    ship_all(&carrier);
    let calls = carrier.calls();
    show("a field of a call", || calls.assert_once(CarrierCall::ship(parcel(8, "bob", 8040))));
    show("a list of calls", || {
        calls.assert_exactly([
            CarrierCall::ship(parcel(7, "ann", 3011)),
            CarrierCall::ship(parcel(8, "bob", 8004)),
            CarrierCall::notify("ann", 2),
            CarrierCall::notify("bob", ..),
        ]);
    });
    show("the calls of one method", || carrier.notify.calls().assert_once(("eve", ..)));
}

fn waits() {
    let messenger = SyncRecordingMessenger::new();
    messenger.send(WARNING);
    show("a wait", || messenger.wait_for(Duration::from_millis(5), OVER_QUOTA).len());
}
