//! The options of the attribute.

use std::fmt::Debug;
use std::io::Read;

use mock_messenger::{double, predicate};

mod elsewhere {
    pub(super) trait Sink {
        fn put(&self, value: u8) -> usize;
        fn put_all(&self, values: &[u8]) -> usize {
            values.iter().map(|value| self.put(*value)).sum()
        }
    }
}

#[double(of = elsewhere::Sink)]
trait Sink {
    fn put(&self, value: u8) -> usize;
}

#[test]
fn a_trait_of_another_crate_is_doubled_by_the_methods_that_are_repeated() {
    use elsewhere::Sink as _;
    let sink = SinkDouble::new();
    sink.put.returns(2);
    assert_eq!(sink.put_all(&[7, 8]), 4);
    sink.calls().assert_exactly([SinkCall::put(7), SinkCall::put(8)]);
}

#[double(name = Fake)]
trait Short {
    fn go(&self);
}

#[double(name = LongDouble, crate = ::mock_messenger)]
trait Long {
    fn go(&self);
}

#[test]
fn a_double_and_its_calls_have_the_name_that_is_given() {
    let (fake, long) = (Fake::new(), LongDouble::new());
    fake.go();
    long.go();
    fake.calls().assert_exactly([FakeCall::go()]);
    long.calls().assert_exactly([LongCall::go()]);
}

struct Event<'a> {
    name: &'a str,
}

trait Statement {
    fn sql(&self) -> String;
}

impl Statement for u8 {
    fn sql(&self) -> String {
        format!("select {self}")
    }
}

#[double(
    event: String = |event| event.name.to_owned(),
    rows: Vec<u8> = |rows| rows.collect::<Vec<_>>(),
    statement: String = |statement| statement.sql(),
    read.input: Vec<u8> = |input| {
        let mut bytes = Vec::new();
        input.read_to_end(&mut bytes).unwrap();
        bytes
    },
    second.count: String = |count| format!("second {count}"),
    count: u32 = |count| u32::from(*count) * 2,
    owned: usize = |owned| owned.len(),
)]
trait Projections {
    fn record(&self, event: &Event<'_>);
    fn load(&self, rows: impl Iterator<Item = u8>);
    fn run<S: Statement>(&self, statement: &S);
    fn read(&self, input: &mut dyn Read);
    fn first(&self, count: u8);
    fn second(&self, count: u8);
    fn take(&self, owned: Vec<Event<'_>>) -> usize;
}

#[test]
fn a_projection_is_kept_in_place_of_the_argument() {
    let double = ProjectionsDouble::new();
    double.record(&Event { name: "x" });
    double.record.calls().assert_once("x");
    double.load([1, 2].into_iter());
    double.load.calls().assert_once([1, 2]);
    double.run(&3_u8);
    double.run.calls().assert_once(predicate::str::ends_with("3"));
    double.read(&mut &b"abc"[..]);
    double.read.calls().assert_once(b"abc");
}

#[test]
fn a_projection_for_one_method_precedes_one_for_all() {
    let double = ProjectionsDouble::new();
    double.first(1);
    double.second(1);
    double.first.calls().assert_once(2);
    double.second.calls().assert_once("second 1");
}

#[test]
fn an_answer_sees_the_argument_and_not_its_projection() {
    let double = ProjectionsDouble::new();
    double.take.answers(|owned| owned.iter().map(|event| event.name.len()).sum());
    assert_eq!(double.take(vec![Event { name: "ab" }, Event { name: "c" }]), 3);
    double.take.calls().assert_once(2);
    double.record.answers(|event| assert_eq!(event.name, "y"));
    double.record(&Event { name: "y" });
}

#[derive(Clone)]
struct Secret(String);

impl Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Secret({} characters)", self.0.len())
    }
}

#[double(opaque = Secret)]
trait Vault {
    fn store(&self, secret: &Secret, copies: Vec<Secret>);
    fn unlock(&self, secret: Secret) -> bool;
}

#[test]
fn an_opaque_type_is_kept_as_its_form() {
    let vault = VaultDouble::new();
    vault.store(&Secret("abc".into()), vec![Secret("d".into())]);
    vault.store.calls().assert_once(("Secret(3 characters)", predicate::str::contains("1 characters")));
    vault.unlock.answers(|secret| secret.0 == "abc");
    assert!(vault.unlock(Secret("abc".into())));
    vault.unlock.calls().assert_once("Secret(3 characters)");
}

#[double(rows -> std::vec::IntoIter<u8>)]
trait Cursor {
    fn rows(&self) -> impl Iterator<Item = u8> + Clone + Debug;
}

#[test]
fn an_option_names_the_type_that_a_method_returns() {
    let cursor = CursorDouble::new();
    cursor.rows.returns(vec![1, 2].into_iter());
    assert_eq!(format!("{:?}", cursor.rows()), "IntoIter([1, 2])");
}

mod outer {
    #[mock_messenger::double]
    pub(crate) trait Visible {
        fn go(&self);
    }
}

#[test]
fn a_double_is_as_visible_as_its_trait() {
    use outer::Visible as _;
    let double = outer::VisibleDouble::new();
    double.go();
    double.calls().assert_exactly([outer::VisibleCall::go()]);
}

#[test]
fn a_trait_in_a_function_is_doubled() {
    #[double]
    trait Inner {
        fn go(&self, x: u8);
    }
    let inner = InnerDouble::new();
    inner.go(3);
    inner.go.calls().assert_once(3);
}
