//! Return values: references, iterators, `impl Trait`, trait objects, and values without a default.

use std::borrow::Cow;
use std::error::Error;
use std::fmt::Display;
use std::io::{self, Cursor, Read, Seek};
use std::path::Path;
use std::rc::Rc;
use std::sync::Arc;
use std::task::Poll;

use mock_messenger::double;

use crate::support::panic_of;

#[derive(Clone, Debug, Default, PartialEq)]
struct Order {
    id: u32,
}

#[derive(Clone, Debug, PartialEq)]
struct Refused;

#[double]
trait References {
    fn text(&self) -> &str;
    fn optional(&self) -> Option<&Order>;
    fn list(&self) -> &[Order];
    fn texts(&self) -> Vec<&str>;
    fn names(&self) -> &[&str];
    fn path(&self) -> &Path;
    fn cow(&self) -> Cow<'_, str>;
    fn hidden_cow(&self) -> Option<Cow<str>>;
    fn fallible(&self) -> Result<&str, Refused>;
    fn not_clone_error(&self) -> io::Result<Option<&str>>;
    fn object(&self) -> &dyn Display;
    fn fixed(&self) -> &'static str;
    fn mutable(&mut self) -> &mut Order;
    fn mutable_object(&mut self) -> Option<&mut dyn Read>;
    fn mutable_list(&mut self, text: &str) -> Result<&mut [u8], Refused>;
    fn mutable_text(&mut self) -> &mut str;
    fn polled(&self) -> Poll<io::Result<&[u8]>>;
    fn of_argument<'a>(&self, text: &'a str) -> &'a str;
    fn cow_of_argument<'b, 's: 'b, 'p: 'b>(&'s self, prompt: &'p str) -> Cow<'b, str>;
    fn not_sync(&self) -> &Rc<u8>;
}

#[test]
fn references_have_defaults() {
    let mut references = ReferencesDouble::new();
    assert_eq!(references.text(), "");
    assert_eq!(references.optional(), None);
    assert_eq!(references.list(), []);
    assert!(references.texts().is_empty() && references.names().is_empty());
    assert_eq!(references.path(), Path::new(""));
    assert_eq!(references.cow(), "");
    assert_eq!(references.hidden_cow(), None);
    assert_eq!(references.fallible(), Ok(""));
    assert_eq!(references.fixed(), "");
    assert_eq!(references.of_argument("x"), "");
    references.mutable().id = 3;
    assert_eq!(references.mutable().id, 0);
}

#[test]
fn references_are_scripted_by_owned_values() {
    let references = ReferencesDouble::new();
    references.text.replies(["a".to_owned()]).returns("b".to_owned());
    let (first, second) = (references.text(), references.text());
    assert_eq!((first, second), ("a", "b"));

    references.optional.returns(Some(Order { id: 1 }));
    assert_eq!(references.optional(), Some(&Order { id: 1 }));
    references.list.returns(vec![Order { id: 2 }]);
    assert_eq!(references.list()[0].id, 2);
    references.texts.returns(vec!["x".to_owned()]);
    assert_eq!(references.texts(), ["x"]);
    references.names.returns(vec!["static"]);
    assert_eq!(references.names(), ["static"]);
    references.path.returns("/a".into());
    assert_eq!(references.path(), Path::new("/a"));
    references.cow.returns("c".to_owned());
    assert_eq!(references.cow(), "c");
    references.hidden_cow.returns(Some("d".to_owned()));
    assert_eq!(references.hidden_cow().as_deref(), Some("d"));
    references.fallible.replies([Err(Refused)]);
    assert_eq!(references.fallible(), Err(Refused));
    references.not_clone_error.replies([Err(io::Error::other("x")), Ok(Some("y".to_owned()))]);
    assert!(references.not_clone_error().is_err());
    assert_eq!(references.not_clone_error().unwrap(), Some("y"));
    references.object.answers(|()| Box::new(3));
    assert_eq!(references.object().to_string(), "3");
    references.fixed.returns("fixed");
    assert_eq!(references.fixed(), "fixed");
    references.not_sync.answers(|()| Rc::new(7));
    assert_eq!(**references.not_sync(), 7);
}

#[test]
fn mutable_references_are_scripted_by_owned_values() {
    let mut references = ReferencesDouble::new();
    assert!(references.mutable_object().is_none());
    references.mutable_object.answers(|()| Some(Box::new(&b"abc"[..])));
    let mut text = String::new();
    references.mutable_object().unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "abc");
    references.mutable_list.answers(|text| Ok(vec![0; text.len()]));
    references.mutable_list("ab").unwrap().fill(7);
    references.mutable_text.returns("x".to_owned());
    references.mutable_text().make_ascii_uppercase();
}

#[test]
fn a_polled_reference_is_scripted_by_an_owned_value() {
    let references = ReferencesDouble::new();
    references.polled.replies([Poll::Pending, Poll::Ready(Ok(vec![1, 2]))]);
    assert!(references.polled().is_pending());
    assert!(matches!(references.polled(), Poll::Ready(Ok([1, 2]))));
}

#[test]
fn a_reference_into_an_argument_is_scripted_too() {
    let references = ReferencesDouble::new();
    references.of_argument.answers(|text| text.to_owned() + "!");
    assert_eq!(references.of_argument("x"), "x!");
    references.cow_of_argument.answers(str::to_uppercase);
    assert_eq!(references.cow_of_argument("p"), "P");
}

#[test]
fn what_was_lent_stays_while_thousands_more_are_lent() {
    let references = ReferencesDouble::new();
    references.text.returns("a".to_owned());
    let first = references.text();
    for _ in 0..3_000 {
        references.text();
    }
    assert_eq!(first, "a");
}

#[double(cloneable -> std::vec::IntoIter<u8>)]
trait Opaque {
    fn items(&self) -> impl Iterator<Item = u8>;
    fn boxed(&self) -> Box<dyn Iterator<Item = u8> + '_>;
    fn sent(&self) -> io::Result<Box<dyn Iterator<Item = String> + Send>>;
    fn both_ends(&self) -> impl DoubleEndedIterator<Item = u8> + ExactSizeIterator;
    fn collection(&self) -> impl IntoIterator<Item = u8>;
    fn cloneable(&self) -> impl Iterator<Item = u8> + Clone;
    fn display(&self) -> impl Display;
    fn converted(&self) -> impl Into<String>;
    fn bytes(&self) -> impl AsRef<[u8]>;
    fn function(&self) -> Box<dyn Fn(u8) -> u8>;
    fn some_function(&self) -> impl Fn(u8) -> u8 + Send;
}

#[test]
fn iterators_are_scripted_by_lists() {
    let opaque = OpaqueDouble::new();
    assert_eq!(opaque.items().count(), 0);
    opaque.items.replies([vec![1, 2]]);
    assert_eq!(opaque.items().collect::<Vec<_>>(), [1, 2]);
    opaque.boxed.returns(vec![3]);
    assert_eq!(opaque.boxed().collect::<Vec<_>>(), [3]);
    opaque.both_ends.returns(vec![1, 2, 3]);
    assert_eq!(opaque.both_ends().rev().collect::<Vec<_>>(), [3, 2, 1]);
    opaque.collection.returns(vec![4]);
    assert_eq!(opaque.collection().into_iter().sum::<u8>(), 4);
    opaque.cloneable.returns(vec![5].into_iter());
    assert_eq!(opaque.cloneable().clone().sum::<u8>(), 5);
    opaque.sent.answers(|()| Ok(Box::new(["x".to_owned()].into_iter())));
    assert_eq!(opaque.sent().unwrap().count(), 1);
}

#[test]
fn other_opaque_types_are_scripted_by_a_type_that_implements_them() {
    let opaque = OpaqueDouble::new();
    opaque.display.returns("x".to_owned());
    assert_eq!(opaque.display().to_string(), "x");
    opaque.converted.returns("y".to_owned());
    assert_eq!(opaque.converted().into(), "y");
    opaque.bytes.returns(vec![1]);
    assert_eq!(opaque.bytes().as_ref(), [1]);
    opaque.function.answers(|()| Box::new(|x| x + 1));
    assert_eq!(opaque.function()(1), 2);
    opaque.some_function.answers(|()| Box::new(|x| x + 2));
    assert_eq!(opaque.some_function()(1), 3);
}

trait SeekAndRead: Seek + Read {}
impl<T: Seek + Read> SeekAndRead for T {}

#[double]
trait Values {
    fn fallible(&self) -> Result<u8, Box<dyn Error>>;
    fn shared(&self) -> Arc<Order>;
    fn file(&self, path: &str) -> io::Result<Box<dyn SeekAndRead + Send>>;
    fn chosen<T: Default>(&self, x: u8) -> T;
    fn parsed<T: std::str::FromStr>(&self, text: &str) -> Option<T>;
    fn copy(&self) -> Self;
    fn never(&self) -> !;
    fn without_default(&self) -> Result<Order, String>;
}

#[test]
fn a_trait_object_is_answered_with_any_implementation() {
    let values = ValuesDouble::new();
    values.file.answers(|path| Ok(Box::new(Cursor::new(path.to_owned().into_bytes()))));
    let mut text = String::new();
    values.file("/a").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(text, "/a");
    values.fallible.replies([Err("no".into())]);
    assert_eq!(values.fallible().unwrap_err().to_string(), "no");
    assert_eq!(values.shared().id, 0);
    assert_eq!(values.without_default(), Ok(Order::default()));
}

#[test]
fn a_type_that_the_caller_chooses_is_its_default() {
    let values = ValuesDouble::new();
    assert_eq!(values.chosen::<u8>(1), 0);
    assert_eq!(values.chosen::<String>(2), "");
    assert_eq!(values.parsed::<u8>("3"), None);
    values.calls().assert_exactly([ValuesCall::chosen(1), ValuesCall::chosen(2), ValuesCall::parsed("3")]);
}

#[test]
fn self_is_a_clone_with_the_same_log() {
    let values = ValuesDouble::new();
    values.copy().copy();
    values.copy.calls().assert_count(2);
}

#[test]
fn a_method_that_never_returns_panics() {
    let values = ValuesDouble::new();
    let caught = panic_of(|| values.never());
    assert!(caught.message.contains("`Values::never`"), "{}", caught.message);
    values.never.answers(|()| panic!("exit 3"));
    assert_eq!(panic_of(|| values.never()).message, "exit 3");
    values.never.calls().assert_count(2);
}
