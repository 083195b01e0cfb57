//! Rare signatures, in combinations for which a double is hard to generate.

use std::any::Any;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;
use std::error::Error;
use std::fmt::{self, Debug, Display};
use std::future::Future;
use std::io::{self, Read, Write};
use std::pin::Pin;
use std::rc::Rc;
use std::sync::{Arc, Mutex};

use mock_messenger::double;

trait Shape: Debug {}

#[derive(Clone, Debug, PartialEq)]
struct Circle(u8);

impl Shape for Circle {}

/// An unsized type.
#[derive(Debug, PartialEq)]
struct Tagged<T: ?Sized> {
    tag: u8,
    bytes: T,
}

type Unsized = Tagged<[u8]>;

#[double]
trait Arguments {
    fn items(&self, items: &mut dyn Iterator<Item = &str>) -> usize;
    fn boxed_items(&self, items: Box<dyn Iterator<Item = u8> + '_>);
    fn boxes(&self, any: &[Box<dyn Any>], run: Vec<Box<dyn Fn() + Send>>, one: Option<Box<dyn Fn(u8) -> u8>>);
    fn options(
        &self,
        some: Option<&mut Vec<u8>>,
        inner: &mut Option<&mut u8>,
        twice: &&str,
        error: &Box<dyn Error>,
    );
    fn cells(
        &self,
        shared: Arc<Mutex<Vec<u8>>>,
        mutex: &Mutex<u8>,
        cell: &RefCell<u8>,
        counted: Rc<RefCell<u8>>,
    );
    fn functions(
        &self,
        a: &dyn for<'a> Fn(&'a str) -> &'a str,
        b: fn(&str) -> &str,
        c: impl for<'a> Fn(&'a str) -> usize,
    ) -> usize;
    fn shapes(&self, boxed: Box<dyn Shape>, by_reference: &dyn Shape, all: &[Arc<dyn Shape>]);
    fn maps(&self, map: &HashMap<&str, &Circle>, pairs: &[(&str, u8)], options: &[Option<&str>]);
    fn arrays<const N: usize>(&self, bytes: &[u8; N], texts: [&str; N]);
    fn slices(&self, buffers: &mut [&mut [u8]], texts: &mut Vec<&str>);
    fn nested(&self, items: impl IntoIterator<Item = impl AsRef<str>>, texts: &[impl AsRef<str>]);
    fn displays(&self, all: &[&dyn Display], some: Option<impl Display>);
    fn futures(&self, boxed: Pin<Box<dyn Future<Output = ()> + Send>>, plain: impl Future<Output = u8>);
    fn run<F, R>(&self, f: F) -> R
    where
        F: FnOnce() -> R,
        R: Default;
    fn writers(&self, out: &mut impl Write, text: &mut dyn fmt::Write) -> io::Result<()>;
    fn without_size(&self, tagged: &Unsized) -> u8;
    fn iterators(&self, bytes: std::slice::Iter<'_, u8>, text: std::str::Chars<'_>);
}

#[test]
fn borrowed_parts_of_containers_are_kept_as_values() {
    let double = ArgumentsDouble::new();
    double.options(Some(&mut vec![1]), &mut None, &"z", &"e".into());
    double.options.calls().assert_once((Some(vec![1]), None, "z", "e"));
    double.maps(&HashMap::from([("k", &Circle(1))]), &[("a", 1)], &[Some("x"), None]);
    double.maps.calls().assert_once((
        r#"{"k": Circle(1)}"#,
        [("a".to_owned(), 1)],
        [Some("x".to_owned()), None],
    ));
    double.arrays(&[1, 2], ["a", "b"]);
    double.arrays.calls().assert_once(("[1, 2]", ["a", "b"]));
    double.nested(["a"], &["b"]);
    double.nested.calls().assert_once((.., ["b"]));
    double.displays(&[&1, &"x"], Some(2.5));
    double.displays.calls().assert_once((["1", "x"], Some("2.5".to_owned())));
    double.iterators([1].iter(), "ab".chars());
    double.iterators.calls().assert_once(("Iter([1])", "Chars(['a', 'b'])"));
}

#[test]
fn trait_objects_are_kept_by_their_form() {
    let double = ArgumentsDouble::new();
    double.shapes(Box::new(Circle(1)), &Circle(2), &[Arc::new(Circle(3))]);
    double.shapes.calls().assert_once(("Circle(1)", "Circle(2)", "[Circle(3)]"));
    double.boxes(&[], Vec::new(), None);
    double.boxed_items(Box::new([1].into_iter()));
    double.futures(Box::pin(async {}), async { 3 });
    double.calls().assert_count(4);
}

#[test]
fn cells_are_kept_as_they_are_and_share_their_state() {
    let double = ArgumentsDouble::new();
    let shared = Arc::new(Mutex::new(vec![1]));
    double.cells(Arc::clone(&shared), &Mutex::new(1), &RefCell::new(2), Rc::new(RefCell::new(3)));
    shared.lock().unwrap().push(2);
    let (kept, ..) = &double.cells.calls()[0];
    assert_eq!(*kept.lock().unwrap(), [1, 2]);
    double.cells.calls().assert_once((
        ..,
        "Mutex { data: 1, poisoned: false, .. }",
        "RefCell { value: 2 }",
        ..,
    ));
}

#[test]
fn answers_use_what_is_borrowed_in_several_ways() {
    let double = ArgumentsDouble::new();
    double.items.answers(|items| items.map(str::len).sum());
    assert_eq!(double.items(&mut ["a", "bc"].into_iter()), 3);
    double.functions.answers(|(a, b, c)| a("x").len() + b("yz").len() + c("abc"));
    assert_eq!(double.functions(&|text| text, str::trim, str::len), 6);
    double.slices.answers(|(buffers, texts)| {
        buffers[0][0] = 9;
        texts.push("s");
    });
    let (mut bytes, mut texts) = ([1], vec!["a"]);
    double.slices(&mut [&mut bytes], &mut texts);
    assert_eq!((bytes[0], texts.len()), (9, 2));
    double.writers.answers(|(out, text)| {
        text.write_str("text").map_err(io::Error::other)?;
        out.write_all(b"bytes")
    });
    let (mut out, mut text) = (Vec::new(), String::new());
    double.writers(&mut out, &mut text).unwrap();
    assert_eq!((out.as_slice(), text.as_str()), (&b"bytes"[..], "text"));
    assert_eq!(double.run(|| 3), 0);
}

#[test]
fn a_type_without_a_size_is_kept_as_its_form() {
    let double = ArgumentsDouble::new();
    double.without_size.answers(|tagged| tagged.tag + tagged.bytes[0]);
    assert_eq!(double.without_size(&Tagged { tag: 1, bytes: [2, 3] }), 3);
    double.without_size.calls().assert_once("Tagged { tag: 1, bytes: [2, 3] }");
}

#[double]
trait Outputs<'t> {
    fn error(&self) -> Result<(), Box<dyn Error + '_>>;
    fn buffer<'a>(&'a self, buffer: &'a mut [u8]) -> &'a mut [u8];
    fn texts(&self) -> impl Iterator<Item = &str> + '_;
    fn shapes(&self) -> Box<dyn Iterator<Item = &Circle> + '_>;
    fn pairs(&self) -> impl Iterator<Item = (&str, u8)>;
    fn bytes(&self) -> std::slice::Iter<'_, u8>;
    fn object(&self) -> Arc<dyn Shape + Send + Sync>;
    fn pair(&self) -> (u8, &str);
    fn deep(&self) -> Result<Vec<Option<&str>>, String>;
    fn entry(&self) -> Option<(&str, &Circle)>;
    fn of_trait(&self, text: &'t str) -> &'t str;
    fn cows(&self) -> Vec<Cow<'_, str>>;
    fn debug(&self) -> impl Debug;
    fn reader(&self) -> impl Read;
    fn function(&self) -> impl Fn(&str) -> String + '_;
    fn object_reference(&self) -> &(dyn Shape + Send + Sync);
    async fn text(&self) -> &str;
    fn future(&self) -> impl Future<Output = Result<&str, String>>;
}

#[tokio::test(flavor = "current_thread")]
async fn borrowed_outputs_are_scripted_by_owned_values() {
    let double = OutputsDouble::new();
    assert!(double.error().is_ok());
    double.buffer.returns(vec![1, 2]);
    assert_eq!(double.buffer(&mut [0]), [1, 2]);
    double.texts.returns(vec!["a".to_owned()]);
    assert_eq!(double.texts().collect::<Vec<_>>(), ["a"]);
    double.shapes.returns(vec![Circle(1)]);
    assert_eq!(double.shapes().collect::<Vec<_>>(), [&Circle(1)]);
    double.pairs.returns(vec![("k".to_owned(), 1)]);
    assert_eq!(double.pairs().collect::<Vec<_>>(), [("k", 1)]);
    double.bytes.returns([1_u8].iter());
    assert_eq!(double.bytes().sum::<u8>(), 1);
    double.object.answers(|()| Arc::new(Circle(2)));
    assert_eq!(format!("{:?}", double.object()), "Circle(2)");
    assert_eq!(double.pair(), (0, ""));
    double.deep.returns(Ok(vec![Some("x".to_owned()), None]));
    assert_eq!(double.deep(), Ok(vec![Some("x"), None]));
    double.entry.returns(Some(("e".to_owned(), Circle(3))));
    assert_eq!(double.entry(), Some(("e", &Circle(3))));
    double.of_trait.answers(str::to_uppercase);
    assert_eq!(double.of_trait("t"), "T");
    double.cows.returns(vec!["c".to_owned()]);
    assert_eq!(double.cows(), ["c"]);
    double.debug.returns("d".to_owned());
    assert_eq!(format!("{:?}", double.debug()), "\"d\"");
    double.reader.returns(b"abc".to_vec());
    assert_eq!(io::read_to_string(double.reader()).unwrap(), "abc");
    double.function.answers(|()| Box::new(str::to_uppercase));
    assert_eq!(double.function()("f"), "F");
    double.object_reference.answers(|()| Box::new(Circle(4)));
    assert_eq!(format!("{:?}", double.object_reference()), "Circle(4)");
    double.text.returns("later".to_owned());
    assert_eq!(double.text().await, "later");
    assert_eq!(double.future().await, Ok(""));
}

#[double]
trait Own: Sized
where
    Self: Debug,
{
    type Out: Debug + Default;
    fn both(&self, x: <Self as Own>::Out) -> Result<Self::Out, <Self as Own>::Out>;
    fn compare(&self, other: &Self) -> bool;
    fn all(&self, others: Vec<Self>) -> usize;
    fn split(&mut self) -> Option<Self>;
}

#[test]
fn a_trait_may_speak_of_itself_in_every_place() {
    let mut own = OwnDouble::<u8>::new();
    assert_eq!(own.both(3), Err(0).or(Ok::<u8, u8>(0)));
    assert!(!own.compare(&own.clone()));
    own.all.answers(|others| others.len());
    assert_eq!(own.all(vec![own.clone(), own.clone()]), 2);
    assert!(own.split().is_none());
    own.calls().assert_count(4);
}

#[double]
trait Keywords {
    fn r#match(&self, r#fn: u8, log: u8, core: u8, name: u8, answer: u8) -> u8;
    fn new(&self, calls: u8);
    fn calls(&self) -> u8;
    fn clone(&self, recorder: u8);
    fn recorder(&self) -> u8;
}

#[test]
fn names_of_the_double_are_free_for_methods_and_arguments() {
    let double = KeywordsDouble::new();
    assert_eq!(double.r#match(1, 2, 3, 4, 5), 0);
    Keywords::new(&double, 6);
    Keywords::clone(&double, 7);
    assert_eq!((Keywords::calls(&double), Keywords::recorder(&double)), (0, 0));
    double.r#match.calls().assert_once((1, 2, 3, 4, 5));
    double.calls().assert_in_order([
        KeywordsCall::r#match(1, 2, 3, 4, 5),
        KeywordsCall::new(6),
        KeywordsCall::clone(7),
        KeywordsCall::calls(),
    ]);
}
