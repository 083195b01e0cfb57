//! Receivers, lifetimes, default bodies, static functions and supertraits.

use std::fmt::{self, Debug, Display};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};
use std::thread;

use mock_messenger::{double, predicate};

#[double]
trait Receivers {
    fn shared(&self, x: u8);
    fn mutable(&mut self, x: u8);
    fn by_value(self, x: u8)
    where
        Self: Sized;
    fn boxed(self: Box<Self>, x: u8) -> u8;
    fn counted(self: Rc<Self>, x: u8);
    fn atomic(self: Arc<Self>, x: u8);
    fn reference_to_box(self: &Box<Self>, x: u8);
    fn pinned(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<u8>;
    fn named<'a>(&'a self, text: &'a str) -> &'a str;
    fn chain(&mut self, x: u8) -> &mut Self;
}

#[test]
fn every_receiver_records() {
    let mut double = ReceiversDouble::new();
    double.shared(1);
    double.mutable(2);
    double.clone().by_value(3);
    assert_eq!(Box::new(double.clone()).boxed(4), 0);
    Rc::new(double.clone()).counted(5);
    Arc::new(double.clone()).atomic(6);
    Box::new(double.clone()).reference_to_box(7);
    double.chain(8).chain(9);
    double.calls().assert_exactly([
        ReceiversCall::shared(1),
        ReceiversCall::mutable(2),
        ReceiversCall::by_value(3),
        ReceiversCall::boxed(4),
        ReceiversCall::counted(5),
        ReceiversCall::atomic(6),
        ReceiversCall::reference_to_box(7),
        ReceiversCall::chain(8),
        ReceiversCall::chain(9),
    ]);
}

#[test]
fn a_pinned_receiver_is_polled() {
    let mut double = ReceiversDouble::new();
    double.pinned.replies([Poll::Pending, Poll::Ready(3)]);
    let mut context = Context::from_waker(Waker::noop());
    assert_eq!(Pin::new(&mut double).pinned(&mut context), Poll::Pending);
    assert_eq!(Pin::new(&mut double).pinned(&mut context), Poll::Ready(3));
    double.pinned.calls().assert_all(predicate::str::contains("Context"));
}

#[test]
fn what_is_lent_lives_as_long_as_the_double() {
    let double = ReceiversDouble::new();
    double.named.answers(str::to_uppercase);
    let first = double.named("a");
    let second = double.named("b");
    assert_eq!((first, second), ("A", "B"));
}

#[double]
trait Lifetimes<'t> {
    fn parse<'a, 'b: 'a>(&self, text: &'a str, other: &'b str) -> usize;
    fn tokens(&self, tokens: Vec<&'t str>) -> Option<&'t str>;
    fn visit(&self, visitor: &mut dyn for<'x> FnMut(&'x str) -> bool);
    fn higher<F>(&self, f: F) -> bool
    where
        F: for<'x> Fn(&'x str) -> &'x str;
}

#[test]
fn lifetimes_of_methods_and_traits_are_erased() {
    let double = LifetimesDouble::new();
    let text = "a b".to_owned();
    double.parse(&text, "c");
    double.parse.calls().assert_once(("a b", "c"));
    double.tokens(text.split(' ').collect());
    double.tokens.calls().assert_once(["a", "b"]);
    double.visit.answers(|visitor| assert!(visitor("v")));
    double.visit(&mut |text| text == "v");
    double.higher.answers(|f| f("x") == "x");
    assert!(double.higher(|x| x));
}

#[double]
trait Greeter {
    fn name(&self) -> String;
    fn greet(&self, to: &str) -> String {
        format!("{} greets {to}", self.name())
    }
    fn map<F: FnOnce(u8) -> u8>(&self, f: F) -> u8
    where
        Self: Sized,
    {
        f(3)
    }
    fn make() -> Self
    where
        Self: Sized;
    #[cfg(any())]
    fn absent(&self, x: NoSuchType);
    #[deprecated = "use `greet`"]
    fn hail(&self, to: &str) -> String;
}

#[test]
fn a_default_body_runs_after_it_is_recorded() {
    let double = GreeterDouble::new();
    double.name.returns("ann".into());
    assert_eq!(double.greet("bob"), "ann greets bob");
    assert_eq!(double.map(|x| x + 1), 4);
    double.calls().assert_exactly([GreeterCall::greet("bob"), GreeterCall::name(), GreeterCall::map(..)]);
}

#[test]
fn a_script_replaces_a_default_body() {
    let double = GreeterDouble::new();
    double.greet.replies(["one".into()]).answers(|to| format!("to {to}"));
    assert_eq!(double.greet("a"), "one");
    assert_eq!(double.greet("b"), "to b");
    double.name.calls().assert_nothing();
}

#[test]
fn a_trait_with_sized_methods_is_still_an_object() {
    let double = GreeterDouble::new();
    let object: &dyn Greeter = &double;
    object.greet("x");
    double.greet.calls().assert_once("x");
}

#[test]
fn a_deprecated_method_records() {
    let double = GreeterDouble::new();
    #[allow(deprecated)]
    double.hail("x");
    double.hail.calls().assert_once("x");
}

#[double]
trait Clock {
    fn now() -> u64;
    fn advance(by: u64);
    fn tick(&self);
}

fn now<C: Clock>() -> u64 {
    C::now()
}

#[test]
fn functions_without_self_record_for_each_thread() {
    ClockDouble::statics().now.returns(5);
    assert_eq!(now::<ClockDouble>(), 5);
    ClockDouble::advance(3);
    ClockDouble::statics().calls().assert_exactly([ClockCall::now(), ClockCall::advance(3)]);
    thread::spawn(|| {
        ClockDouble::statics().calls().assert_nothing();
        assert_eq!(now::<ClockDouble>(), 0);
    })
    .join()
    .unwrap();
    ClockDouble::statics().now.calls().assert_count(1);

    // Another double has a separate log.
    let clock = ClockDouble::new();
    clock.tick();
    clock.calls().assert_exactly([ClockCall::tick()]);
}

#[test]
fn a_constructor_returns_a_double_that_records_with_it() {
    let made = GreeterDouble::make();
    made.greet("x");
    GreeterDouble::statics().calls().assert_in_order([GreeterCall::make(), GreeterCall::greet("x")]);
}

trait Named {
    fn title(&self) -> &'static str {
        "title"
    }
}

#[double]
trait Service: Named + Display + Debug + Clone + Default + Send + Sync + 'static {
    fn call(&self, x: u8);
}

impl Named for ServiceDouble {}

impl Display for ServiceDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.title())
    }
}

#[test]
fn supertraits_are_implemented_beside_the_double() {
    fn run<S: Service>(service: &S) -> String {
        service.clone().call(1);
        S::default().call(2);
        service.to_string()
    }
    let double = ServiceDouble::new();
    assert_eq!(run(&double), "title");
    double.calls().assert_exactly([ServiceCall::call(1)]);
}
