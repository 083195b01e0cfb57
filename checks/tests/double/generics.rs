//! Generic methods and traits, `impl Trait`, associated types and constants.

use std::borrow::{Borrow, Cow};
use std::collections::HashMap;
use std::fmt::{Debug, Display};
use std::hash::Hash;
use std::io::{self, Read};
use std::path::Path;

use mock_messenger::{Shown, double, predicate};

#[double]
trait Bounds {
    fn debug<T: Debug + ?Sized>(&self, value: &T);
    fn display<T>(&self, value: T)
    where
        T: Display;
    fn converted(&self, name: impl Into<String>, number: impl Into<u64>);
    fn borrowed(&self, path: impl AsRef<Path>, bytes: impl AsRef<[u8]>, text: impl Borrow<str>);
    fn text<S: ToString>(&self, text: S);
    fn several<K: Hash + Eq + Debug, V: Clone>(&self, map: HashMap<K, V>);
    fn slice<T: Debug>(&self, values: &[T], one: Option<T>);
    fn constant<const N: usize>(&self, bytes: [u8; N]);
    fn handler<F: Fn(u8) -> u8>(&self, handler: F);
}

#[derive(Debug)]
struct Event {
    _id: u8,
}

#[test]
fn a_generic_argument_with_debug_is_kept_as_its_form() {
    let bounds = BoundsDouble::new();
    bounds.debug(&[1, 2]);
    bounds.debug("text");
    bounds.debug(&Event { _id: 3 });
    bounds.debug.calls().assert_exactly(["[1, 2]", "\"text\"", "Event { _id: 3 }"]);
    bounds.debug.calls().assert_once(Shown::of(&[1, 2]));
    bounds.debug.calls().assert_once(predicate::str::contains("_id: 3"));
    bounds.debug.calls().assert_once(|form: &str| form.starts_with("Event"));
}

#[test]
fn a_generic_argument_with_display_is_kept_as_its_text() {
    let bounds = BoundsDouble::new();
    bounds.display(3.5);
    bounds.display("text");
    bounds.display.calls().assert_exactly(["3.5", "text"]);
    bounds.text('x');
    bounds.text.calls().assert_once("x");
}

#[test]
fn what_converts_or_borrows_is_kept_as_its_target() {
    let bounds = BoundsDouble::new();
    bounds.converted("ann", 3_u8);
    bounds.converted.calls().assert_once(("ann", 3));
    assert_eq!(*bounds.converted.calls()[0].1, 3_u64);
    bounds.converted.answers(|(name, number)| assert_eq!((name.as_str(), number), ("bob", 4)));
    bounds.converted("bob".to_owned(), 4_u32);

    bounds.borrowed("/a", b"abc", "x".to_owned());
    bounds.borrowed.calls().assert_once((Path::new("/a"), b"abc", "x"));
}

#[test]
fn collections_of_generic_values_are_kept_as_their_form_or_by_their_type() {
    let bounds = BoundsDouble::new();
    bounds.slice(&[1, 2], Some(3));
    bounds.slice.calls().assert_once(("[1, 2]", "Some(3)"));
    bounds.constant([1, 2]);
    bounds.constant.calls().assert_once("[1, 2]");

    // `V` has no `Debug` bound, so the double cannot know whether the map implements `Debug`.
    bounds.several(HashMap::from([("k", 1)]));
    bounds.several.calls().assert_once(predicate::str::contains("HashMap<&str, i32"));
    bounds.handler(|x| x);
    bounds.handler.calls().assert_once(predicate::str::contains("generics::"));
}

#[double]
trait Sources {
    fn load(&self, source: impl Read) -> usize;
    fn each<'a, I: Iterator<Item = &'a str>>(&self, items: I) -> usize;
    fn all<T: IntoIterator<Item = u8>>(&self, items: T) -> u8;
    fn texts<'a>(&self, texts: impl IntoIterator<Item = &'a str>, last: impl Into<Cow<'a, str>>);
    fn back<I: IntoIterator<Item = u8>>(&self, items: I) -> I {
        items
    }
    fn visit(&self, visitor: impl FnMut(&str));
    fn once<F: FnOnce(u8) -> u8>(&self, f: F) -> u8;
}

#[test]
fn an_answer_uses_readers_iterators_and_closures() {
    let sources = SourcesDouble::new();
    sources.load.answers(|source| io::copy(source, &mut io::sink()).unwrap().try_into().unwrap());
    assert_eq!(sources.load(&b"abc"[..]), 3);

    sources.each.answers(|items| items.map(str::len).sum());
    assert_eq!(sources.each(["a", "bc"].into_iter()), 3);
    sources.all.answers(|items| items.sum());
    assert_eq!(sources.all(vec![1, 2]), 3);
    assert_eq!(sources.all([4, 5]), 9);
    sources.all.calls().assert_exactly([[1, 2], [4, 5]]);
    sources.texts(["a", "b"], "c");
    sources.texts.calls().assert_once((["a", "b"], "c"));
    assert_eq!(sources.back([1]), [1]);

    sources.visit.answers(|visitor| ["a", "b"].into_iter().for_each(visitor));
    let mut seen = Vec::new();
    sources.visit(|text| seen.push(text.to_owned()));
    assert_eq!(seen, ["a", "b"]);
    sources.once.answers(|f| f(3));
    assert_eq!(sources.once(|x| x + 1), 4);
    sources.calls().assert_count(8);
}

#[double]
trait Repository<T: Clone + Debug, const N: usize> {
    fn save(&self, item: T) -> [u8; N];
    fn all(&self) -> Vec<T>;
}

#[double(name = NumbersDouble, T = u32)]
trait Numbers<T> {
    fn save(&self, item: T);
    fn save_all(&self, items: &[T], first: Option<&T>);
    fn all(&self) -> Vec<T>;
    fn each(&self, f: &mut dyn FnMut(&T));
}

#[test]
fn a_generic_trait_has_a_generic_double() {
    let repository = RepositoryDouble::<String, 3>::new();
    repository.save.returns([1, 2, 3]);
    assert_eq!(repository.save("x".into()), [1, 2, 3]);
    repository.save.calls().assert_once("x".to_owned());
    repository.calls().assert_once(repository.save.with("x".to_owned()));
    repository.calls().assert_once(RepositoryCall::<String, 3>::save("x".to_owned()));
    repository.all.replies([vec!["y".to_owned()]]);
    assert_eq!(repository.all(), ["y"]);
}

#[test]
fn a_type_for_a_parameter_makes_the_double_concrete() {
    let numbers = NumbersDouble::new();
    numbers.save(4);
    numbers.save_all(&[1, 2], Some(&1));
    numbers.each.answers(|f| f(&9));
    let mut seen = 0;
    numbers.each(&mut |x| seen = *x);
    assert_eq!(seen, 9);
    numbers.calls().assert_exactly([
        NumbersCall::save(4),
        NumbersCall::save_all([1, 2], Some(1)),
        NumbersCall::each(..),
    ]);
    assert_eq!(numbers.all(), Vec::<u32>::new());
}

#[double]
trait Pool<C> {
    fn release(&self, connection: C);
}

#[derive(Debug, Clone, PartialEq)]
struct Connection(u8);

#[test]
fn a_parameter_without_bounds_is_kept_by_value_and_shown_by_its_type() {
    let pool = PoolDouble::<Connection>::new();
    pool.release(Connection(3));
    assert_eq!(pool.release.calls()[0].0, Connection(3));
    pool.release.calls().assert_once(|connection: &Connection| connection.0 == 3);
    let form = format!("{:?}", pool.calls()[0]);
    assert!(form.contains("Connection, not known to implement Debug>"), "{form}");
}

#[double]
trait Store {
    type Key: Debug + Clone;
    type Error;
    fn put(&self, key: Self::Key, value: &[u8]) -> Result<(), Self::Error>;
}

#[double(name = FilesDouble, Key = String, Error = io::Error, LIMIT = 3)]
trait Files {
    type Key: Debug;
    type Error;
    const LIMIT: usize;
    const PREFIX: &'static str = "/";
    fn put(&self, key: Self::Key, value: &[u8]) -> Result<(), Self::Error>;
    fn get(&self, key: &Self::Key) -> Result<Option<Vec<u8>>, Self::Error>;
    fn limit(&self) -> usize {
        Self::LIMIT
    }
}

#[test]
fn an_associated_type_without_an_option_is_a_parameter_of_the_double() {
    let store = StoreDouble::<u8, io::Error>::new();
    store.put(1, b"x").unwrap();
    store.put.calls().assert_once((1, b"x"));
    store.calls().assert_once(store.put.with((1, ..)));
}

#[test]
fn options_give_associated_types_and_constants() {
    let files = FilesDouble::new();
    files.get.replies([Err(io::Error::other("x"))]);
    assert!(files.get(&"k".to_owned()).is_err());
    files.put("k".to_owned(), b"v").unwrap();
    files.calls().assert_exactly([FilesCall::get("k"), FilesCall::put("k", b"v")]);
    assert_eq!((files.limit(), <FilesDouble as Files>::PREFIX), (3, "/"));
}

trait Lending {
    type Item<'a>
    where
        Self: 'a;
    fn lend(&self) -> Self::Item<'_>;
    fn take(&self, item: Self::Item<'_>);
}

#[double(of = Lending, name = LendingDouble, Item<'x> = &'x str)]
trait RepeatedLending {
    type Item<'a>
    where
        Self: 'a;
    fn lend(&self) -> Self::Item<'_>;
    fn take(&self, item: Self::Item<'_>);
}

#[double(View<'v> = &'v [u8], Row<'r> = Option<&'r str>)]
trait Table {
    type View<'a>
    where
        Self: 'a;
    type Row<'b>: Debug
    where
        Self: 'b;
    fn scan<'q>(&'q self, view: Self::View<'q>) -> Self::Row<'q>;
}

#[test]
fn generic_associated_types_borrow_from_the_double_and_from_arguments() {
    let lending = LendingDouble::new();
    lending.lend.returns("x".into());
    assert_eq!(lending.lend(), "x");
    lending.take("y");
    lending.take.calls().assert_once("y");

    let table = TableDouble::new();
    assert_eq!(table.scan(b"v"), None);
    table.scan.returns(Some("row".into()));
    assert_eq!(table.scan(b"w"), Some("row"));
    table.scan.calls().assert_exactly([b"v", b"w"]);
}

trait HasError {
    type Error: Debug;
}

#[double(Error = io::Error)]
trait Bus: HasError + Send {
    fn send(&mut self, byte: u8) -> Result<(), Self::Error>;
    fn send_all(&mut self, bytes: &[u8]) -> Result<(), <Self as HasError>::Error> {
        bytes.iter().try_for_each(|byte| self.send(*byte))
    }
}

impl HasError for BusDouble {
    type Error = io::Error;
}

#[test]
fn a_supertrait_gives_an_associated_type() {
    let mut bus = BusDouble::new();
    bus.send.replies([Ok(()), Err(io::Error::other("nak"))]);
    assert!(bus.send_all(&[1, 2, 3]).is_err());
    bus.calls().assert_exactly([BusCall::send_all([1, 2, 3]), BusCall::send(1), BusCall::send(2)]);
}

#[double]
trait Consumer: Sized {
    fn before(&self, consumer: &Holder<Self>, offset: u32);
    fn scope(&mut self, f: impl FnOnce(&mut Self));
    fn nested<F>(&mut self, f: F)
    where
        F: FnOnce(&mut Self) -> u8;
}

struct Holder<C>(C);

#[test]
fn an_argument_may_mention_the_double_itself() {
    let mut consumer = ConsumerDouble::new();
    consumer.before.answers(|(holder, offset)| {
        if offset > 1 {
            holder.0.before(holder, offset - 1);
        }
    });
    consumer.before(&Holder(consumer.clone()), 2);
    consumer.before.calls().assert_exactly([(.., 2), (.., 1)]);
    let copy = consumer.clone();
    consumer.scope.answers(move |f| f(&mut copy.clone()));
    consumer.scope(|inner| inner.before(&Holder(inner.clone()), 0));
    consumer.nested(|_| 3);
    consumer.before.calls().assert_count(3);
}
