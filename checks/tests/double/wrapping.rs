//! Doubles that pass calls on to a real object.

use std::cell::Cell;
use std::fmt::Debug;
use std::future::Future;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use async_trait::async_trait;
use mock_messenger::double;

use crate::support::panic_of;

#[derive(Clone, Debug, PartialEq)]
struct NoMoney;

#[derive(Debug)]
struct NotClone(u8);

#[double(wrapping)]
trait Bank {
    fn pay(&self, to: &str, cents: u32) -> Result<u32, NoMoney>;
    fn name(&self) -> &str;
    fn take(&self, value: NotClone) -> u8;
    fn show<T: Debug>(&self, value: T) -> String;
    fn log(&self, line: &str);
    fn opaque(&self) -> Opaque;
    fn greeting(&self) -> String {
        format!("I am {}", self.name())
    }
    async fn later(&self, text: &str) -> usize;
    fn sent(&self, text: &str) -> impl Future<Output = usize> + Send;
    fn boxed<'a>(&'a self, text: &'a str) -> Pin<Box<dyn Future<Output = usize> + Send + 'a>>;
}

struct Opaque;

struct RealBank(String);

impl Bank for RealBank {
    fn pay(&self, _: &str, cents: u32) -> Result<u32, NoMoney> {
        if cents > 2 { Err(NoMoney) } else { Ok(cents) }
    }

    fn name(&self) -> &str {
        &self.0
    }

    fn take(&self, value: NotClone) -> u8 {
        value.0
    }

    fn show<T: Debug>(&self, value: T) -> String {
        format!("{value:?}")
    }

    fn log(&self, _: &str) {}

    fn opaque(&self) -> Opaque {
        Opaque
    }

    async fn later(&self, text: &str) -> usize {
        text.len()
    }

    fn sent(&self, text: &str) -> impl Future<Output = usize> + Send {
        let length = text.len();
        async move { length }
    }

    fn boxed<'a>(&'a self, text: &'a str) -> Pin<Box<dyn Future<Output = usize> + Send + 'a>> {
        Box::pin(async move { text.len() })
    }
}

fn real() -> RealBank {
    RealBank("real".to_owned())
}

#[test]
fn calls_pass_on_to_the_real_object_and_record_its_answer() {
    let bank = BankDouble::wrapping(real());
    assert_eq!(bank.pay("ann", 1), Ok(1));
    assert_eq!(bank.pay("bob", 3), Err(NoMoney));
    assert_eq!((bank.name(), bank.take(NotClone(4)), bank.show(5).as_str()), ("real", 4, "5"));
    bank.log("x");
    bank.opaque();
    let forms: Vec<String> = bank.calls().iter().map(|call| format!("{call:?}")).collect();
    assert_eq!(
        forms,
        [
            r#"pay(to: "ann", cents: 1) -> Ok(1)"#,
            r#"pay(to: "bob", cents: 3) -> Err(NoMoney)"#,
            r#"name() -> "real""#,
            "take(value: NotClone(4)) -> 4",
            r#"show(value: 5) -> "5""#,
            r#"log(line: "x")"#,
            "opaque() -> <an answer without Debug>",
        ]
    );
    assert_eq!(bank.calls()[1].answer(), Some("Err(NoMoney)"));
    bank.pay.calls().assert_exactly([("ann", 1), ("bob", 3)]);
}

#[test]
fn a_script_precedes_the_real_object() {
    let bank = BankDouble::wrapping(real());
    bank.pay.replies([Ok(9)]);
    assert_eq!((bank.pay("ann", 3), bank.calls()[0].answer()), (Ok(9), None));
    bank.pay.answers(|(_, cents)| Ok(cents * 2));
    assert_eq!(bank.pay("ann", 3), Ok(6));
    bank.name.returns("scripted".to_owned());
    assert_eq!(bank.name(), "scripted");
}

#[test]
fn a_default_body_of_the_real_object_is_that_of_the_trait() {
    let bank = BankDouble::wrapping(real());
    assert_eq!(bank.greeting(), "I am real");
    assert_eq!(bank.calls()[0].answer(), Some("\"I am real\""));
}

#[double(wrapping)]
trait Counter {
    fn next(&self) -> u8;
}

impl Counter for Cell<u8> {
    fn next(&self) -> u8 {
        self.replace(self.get() + 1)
    }
}

#[test]
fn every_pointer_to_a_real_object_is_wrapped() {
    let owned = real();
    assert_eq!(BankDouble::wrapping(&owned).name(), "real");
    assert_eq!(BankDouble::wrapping(Box::new(real())).name(), "real");
    let counted = CounterDouble::wrapping(Rc::new(Cell::new(3)));
    assert_eq!((counted.clone().next(), counted.next()), (3, 4));
    counted.next.calls().assert_count(2);
    let shared = BankDouble::wrapping(Arc::new(real()));
    assert_eq!(shared.name(), "real");
    fn is_shared<T: Send + Sync>(_: &T) {}
    is_shared(&shared);
    let unwrapped: BankDouble = BankDouble::new();
    assert_eq!(unwrapped.pay("ann", 3), Ok(0));
}

#[tokio::test(flavor = "current_thread")]
async fn asynchronous_calls_pass_on_too() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let bank = BankDouble::wrapping(Arc::new(real()));
    assert_eq!(bank.later("abc").await, 3);
    assert_eq!(is_send(bank.sent("ab")).await, 2);
    assert_eq!(is_send(bank.boxed("a")).await, 1);
    let answers: Vec<_> = bank.calls().iter().map(|call| call.answer().map(str::to_owned)).collect();
    assert_eq!(answers, ["3", "2", "1"].map(|answer| Some(answer.to_owned())));
}

#[double(wrapping)]
#[async_trait]
trait Remote: Send + Sync {
    async fn fetch(&self, id: u32) -> Result<String, NoMoney>;
}

struct RealRemote;

#[async_trait]
impl Remote for RealRemote {
    async fn fetch(&self, id: u32) -> Result<String, NoMoney> {
        if id == 0 { Err(NoMoney) } else { Ok(id.to_string()) }
    }
}

#[tokio::test(flavor = "current_thread")]
async fn an_object_of_an_async_trait_is_wrapped() {
    let object: Arc<dyn Remote> = Arc::new(RealRemote);
    let remote = RemoteDouble::wrapping(object);
    assert_eq!(remote.fetch(3).await.as_deref(), Ok("3"));
    assert_eq!(remote.fetch(0).await, Err(NoMoney));
    let report = remote.calls().check_once(RemoteCall::fetch(7)).unwrap_err().to_string();
    assert!(report.contains(r#"fetch(id: 3) -> Ok("3")"#), "{report}");
    assert!(report.contains("fetch(id: 0) -> Err(NoMoney)"), "{report}");
}

#[double(wrapping)]
trait Panics {
    fn go(&self) -> u8;
}

struct Broken;

impl Panics for Broken {
    fn go(&self) -> u8 {
        panic!("broken")
    }
}

#[test]
fn a_call_of_a_real_object_that_panics_is_recorded() {
    let double = PanicsDouble::wrapping(Broken);
    assert_eq!(panic_of(|| double.go()).message, "broken");
    double.go.calls().assert_once(());
    assert_eq!(double.calls()[0].answer(), None);
}

#[double(wrapping)]
trait Cache<K: Clone + Debug> {
    type Value: Debug;
    fn get(&self, key: &K) -> Option<Self::Value>;
}

struct Squares;

impl Cache<u32> for Squares {
    type Value = u64;

    fn get(&self, key: &u32) -> Option<u64> {
        Some(u64::from(*key) * u64::from(*key))
    }
}

#[test]
fn a_generic_double_wraps_an_object_of_its_types() {
    let cache = CacheDouble::<u32, u64>::wrapping(Squares);
    assert_eq!(cache.get(&3), Some(9));
    cache.get.calls().assert_once(3);
    assert_eq!(cache.calls()[0].answer(), Some("Some(9)"));
}
