//! The values that are kept for arguments, by their types.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::error::Error;
use std::ffi::{CStr, OsStr};
use std::fmt;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use mock_messenger::{Kept, described, double, equal_to, matcher, matching, predicate};

use crate::support::panic_of;

#[derive(Clone, Debug, Default, PartialEq)]
struct Order {
    id: u32,
    tags: Vec<String>,
}

#[derive(Debug, PartialEq)]
struct NotClone(u32);

#[derive(Clone)]
struct NotDebug(u32);

struct Opaque;

#[double]
trait Texts {
    fn send(&self, message: &str);
    fn kinds(&self, a: &str, b: String, c: Cow<'_, str>, d: &String, e: Box<str>, f: Arc<str>);
    fn formatted(&self, message: fmt::Arguments<'_>);
    fn c_text(&self, text: &CStr);
}

#[test]
fn text_is_kept_as_text_and_matched_in_every_way() {
    let texts = TextsDouble::new();
    texts.send("hello");

    let calls = texts.send.calls();
    calls.assert_once("hello");
    calls.assert_once("hello".to_owned());
    calls.assert_once(("hello",));
    calls.assert_once(matcher("hello"));
    calls.assert_once(described("short", |message: &str| message.len() < 6));
    calls.assert_once(predicate::str::starts_with("h"));
    calls.assert_once(|message: &str| message.len() == 5);
    calls.assert_once(..);
    calls.assert_never("hallo");
    assert_eq!(calls[0].0, "hello");
    assert_eq!(calls[0].0.len(), 5);
}

#[test]
fn every_type_of_text_is_matched_by_text() {
    let texts = TextsDouble::new();
    texts.kinds("a", "b".into(), "c".into(), &"d".to_owned(), "e".into(), "f".into());

    texts.kinds.calls().assert_once(("a", "b", "c", "d", "e", "f"));
    let letter = |letter: &'static str| move |text: &str| text == letter;
    texts.kinds.calls().assert_once((
        letter("a"),
        letter("b"),
        letter("c"),
        letter("d"),
        letter("e"),
        letter("f"),
    ));
    texts.calls().assert_once(TextsCall::kinds(
        predicate::eq("a"),
        "b".to_owned(),
        predicate::str::contains("c"),
        ..,
        predicate::str::contains("e"),
        predicate::str::contains("f"),
    ));
    let (a, b, c, d, e, f) = &texts.kinds.calls()[0];
    let borrowed: [&str; 6] = [a, b, c, d, e, f];
    assert_eq!(borrowed, ["a", "b", "c", "d", "e", "f"]);
}

#[test]
fn format_arguments_are_kept_as_the_formatted_text() {
    let texts = TextsDouble::new();
    texts.formatted(format_args!("{}-{:02}", 1, 2));
    texts.formatted.calls().assert_once("1-02");
    assert_eq!(texts.formatted.calls()[0].0, "1-02");
}

#[test]
fn a_c_string_is_kept_as_a_c_string() {
    let texts = TextsDouble::new();
    texts.c_text(c"abc");
    assert_eq!(&**texts.c_text.calls()[0].0, c"abc");
    texts.c_text.calls().assert_once(c"abc");
    texts.c_text.calls().assert_once(|text: &CStr| text == c"abc");
}

#[double]
trait Lists {
    fn write(&self, offset: u64, bytes: &[u8]);
    fn names(&self, names: &[&str], owned: Vec<&str>, nested: &[[&str; 2]]);
    fn array(&self, array: [u8; 3], by_reference: &[u8; 2]);
    fn mutable(&self, buffer: &mut [u8]);
    fn orders(&self, orders: &[Order], references: &[&Order]);
    fn shared(&self, bytes: Arc<[u8]>, boxed: Box<[u8]>);
}

#[test]
fn slices_are_kept_as_lists_and_matched_by_borrowed_lists() {
    let lists = ListsDouble::new();
    lists.write(16, b"abc");

    lists.write.calls().assert_once((16, b"abc"));
    lists.write.calls().assert_once((16, [97, 98, 99]));
    lists.write.calls().assert_once((16, &b"abc"[..]));
    lists.write.calls().assert_once((16, vec![97, 98, 99]));
    lists.write.calls().assert_once((.., |bytes: &[u8]| bytes.len() == 3));
    lists.write.calls().assert_once((.., |bytes: &Vec<u8>| bytes.len() == 3));
    lists.calls().assert_once(ListsCall::write(predicate::gt(15), b"abc"));
    assert_eq!(*lists.write.calls()[0].1, b"abc");
}

#[test]
fn slices_of_references_are_kept_as_lists_of_values() {
    let lists = ListsDouble::new();
    lists.names(&["a", "b"], vec!["c"], &[["d", "e"]]);
    lists.names.calls().assert_once((["a", "b"], ["c"], ..));
    let (names, owned, nested) = &lists.names.calls()[0];
    assert_eq!((names.len(), owned.len(), nested[0][1].as_str()), (2, 1, "e"));

    let order = Order { id: 7, tags: Vec::new() };
    lists.orders(std::slice::from_ref(&order), &[&order]);
    lists.orders.calls().assert_once(([order.clone()], [order]));
}

#[test]
fn arrays_and_shared_slices_are_kept() {
    let lists = ListsDouble::new();
    lists.array([1, 2, 3], &[4, 5]);
    lists.array.calls().assert_once(([1, 2, 3], [4, 5]));
    lists.mutable(&mut [9]);
    lists.mutable.calls().assert_once([9]);
    lists.shared([1, 2].into(), [3].into());
    lists.shared.calls().assert_once((|bytes: &Arc<[u8]>| **bytes == [1, 2], "[3]"));
}

#[double]
trait Options {
    fn text(&self, text: Option<&str>);
    fn order(&self, order: Option<&Order>, id: Option<u8>);
    fn nested(&self, paths: Option<Vec<&Path>>, owned: Option<NotClone>);
    fn tuple(&self, parts: (u8, &str, (Option<&str>,)));
    fn result(&self, result: Result<u8, String>, borrowed: Result<&str, &str>);
}

#[test]
fn options_of_references_are_kept_as_options_of_values() {
    let options = OptionsDouble::new();
    options.text(Some("x"));
    options.text(None);
    options.text.calls().assert_exactly([Some("x".to_owned()), None]);
    options.text.calls().assert_once(None);
    options.text.calls().assert_once(equal_to(Some("x".to_owned())));
    options.text.calls().assert_once(|text: &Option<String>| text.as_deref() == Some("x"));
    options.text.calls().assert_once(matching!(Some(text) if text == "x"));

    options.order(Some(&Order::default()), None);
    options.order.calls().assert_once((Some(Order::default()), None));

    options.nested(Some(vec![Path::new("/a")]), Some(NotClone(3)));
    options.nested.calls().assert_once((Some(vec![PathBuf::from("/a")]), Some(NotClone(3))));
    options.nested.calls().assert_once((.., "Some(NotClone(3))"));
}

#[test]
fn tuples_and_results_are_kept_part_by_part() {
    let options = OptionsDouble::new();
    options.tuple((1, "x", (Some("y"),)));
    options.tuple.calls().assert_once(((1, "x".to_owned(), (Some("y".to_owned()),)),));
    assert_eq!(options.tuple.calls()[0].0.1, "x");

    options.result(Ok(3), Err("no"));
    options.result.calls().assert_once((Ok(3), ..));
    options.result.calls().assert_once((.., predicate::str::contains("no")));
}

#[double]
trait Files {
    fn open(&self, path: &Path, owned: PathBuf, name: &OsStr);
    fn find(&self, root: impl AsRef<Path>, cow: Cow<'_, Path>);
}

#[test]
fn paths_are_matched_by_borrowed_paths() {
    let files = FilesDouble::new();
    files.open(Path::new("/a"), "/b".into(), OsStr::new("c"));
    files.open.calls().assert_once((Path::new("/a"), Path::new("/b"), OsStr::new("c")));
    files.open.calls().assert_once((|path: &Path| path.is_absolute(), .., ..));
    files.find("/d", Path::new("/e").into());
    files.find.calls().assert_once((Path::new("/d"), Path::new("/e")));
}

#[double]
trait Errors {
    fn dynamic(&self, error: &dyn Error, boxed: Box<dyn Error + Send + Sync>);
    fn plain(&self, by_reference: &io::Error, by_value: io::Error);
}

#[test]
fn errors_are_kept_as_messages_or_values() {
    let errors = ErrorsDouble::new();
    errors.dynamic(&fmt::Error, "boom".into());
    errors.dynamic.calls().assert_once((predicate::str::contains("error"), "boom"));

    errors.plain(&io::Error::other("x"), io::Error::other("y"));
    errors.plain.calls().assert_once((predicate::str::contains("\"x\""), predicate::str::contains("\"y\"")));
    errors.plain.calls().assert_once((.., |error: &io::Error| error.to_string() == "y"));
    assert_eq!(errors.plain.calls()[0].1.value().map(ToString::to_string), Some("y".to_owned()));
}

#[double]
trait Closures {
    fn run(
        &self,
        a: &dyn Fn(u8) -> u8,
        b: Box<dyn FnOnce() + Send>,
        c: impl Fn(&str) -> bool,
        d: fn(u8) -> u8,
    );
    fn each(&self, visit: &mut dyn FnMut(&str));
}

#[test]
fn closures_are_not_kept_but_answers_call_them() {
    let closures = ClosuresDouble::new();
    closures.run(&|x| x, Box::new(|| ()), str::is_empty, |x| x + 1);
    let form = format!("{:?}", closures.run.calls()[0].0);
    assert_eq!(form, "<&dyn Fn(u8) -> u8, not kept>");
    let reason = closures.run.calls().check_once(("f", .., .., ..)).unwrap_err().to_string();
    let reason = reason.replace("\n    ", " ");
    assert!(
        reason.contains("`&dyn Fn(u8) -> u8`") && reason.contains("neither `Clone` nor `Debug`"),
        "{reason}"
    );

    let ran = Arc::new(Mutex::new(0));
    let runs = Arc::clone(&ran);
    closures.run.answers(|(a, b, c, d)| {
        b();
        assert!(c(""));
        assert_eq!(a(3) + d(1), 5);
    });
    closures.run(&|x| x, Box::new(move || *runs.lock().unwrap() += 1), str::is_empty, |x| x + 1);
    assert_eq!(*ran.lock().unwrap(), 1);

    closures.each.answers(|visit| ["a", "b"].into_iter().for_each(visit));
    let mut seen = Vec::new();
    closures.each(&mut |text| seen.push(text.to_owned()));
    assert_eq!(seen, ["a", "b"]);
}

#[double]
trait Out {
    fn read(&self, buffer: &mut Vec<u8>, text: &mut String, count: &mut u32) -> usize;
    fn fill(&self, buffer: &mut [u8]) -> io::Result<usize>;
}

#[test]
fn out_parameters_are_kept_as_passed_and_filled_by_answers() {
    let out = OutDouble::new();
    out.read.answers(|(buffer, text, count)| {
        buffer.push(2);
        text.push('!');
        *count += 1;
        7
    });
    let (mut buffer, mut text, mut count) = (vec![1], "s".to_owned(), 3);
    assert_eq!(out.read(&mut buffer, &mut text, &mut count), 7);
    assert_eq!((buffer, text.as_str(), count), (vec![1, 2], "s!", 4));
    out.read.calls().assert_once(([1], "s", 3));

    out.fill.answers(|buffer| {
        buffer.fill(9);
        Ok(buffer.len())
    });
    let mut buffer = [0; 2];
    assert_eq!(out.fill(&mut buffer).unwrap(), 2);
    assert_eq!(buffer, [9, 9]);
    out.fill.calls().assert_once([0, 0]);
}

#[double]
trait Owned {
    fn value(&self, order: Order, boxed: Box<Order>, shared: Arc<Order>, counted: Rc<u8>);
    fn not_clone(&self, by_value: NotClone, by_reference: &NotClone);
    fn opaque(&self, by_value: Opaque, by_reference: &Opaque, no_debug: &NotDebug);
    fn local(&self, cell: std::cell::RefCell<u8>, receiver: std::sync::mpsc::Receiver<u8>);
    fn maps(&self, map: &HashMap<String, Vec<u8>>, sorted: BTreeMap<&str, u8>);
    fn raw(&self, pointer: *const u8, unit: (), wait: Duration);
}

#[double]
trait Scripted {
    fn take(&self, value: NotClone) -> u8;
}

#[test]
fn values_are_kept_behind_any_pointer() {
    let owned = OwnedDouble::new();
    let order = Order { id: 7, tags: Vec::new() };
    owned.value(order.clone(), Box::new(order.clone()), Arc::new(order.clone()), Rc::new(1));
    owned.value.calls().assert_once((order.clone(), |boxed: &Box<Order>| boxed.id == 7, .., 1));
    assert_eq!(owned.value.calls()[0].2.id, 7);
}

#[test]
fn a_value_that_is_not_clone_moves_into_the_log() {
    let owned = OwnedDouble::new();
    owned.not_clone(NotClone(8), &NotClone(9));
    owned.not_clone.calls().assert_once((NotClone(8), NotClone(9)));
    owned.not_clone.calls().assert_once((|value: &NotClone| value.0 == 8, "NotClone(9)"));
    owned.not_clone.calls().assert_once(("NotClone(8)", |form: &str| form.contains('9')));
    assert_eq!(owned.not_clone.calls()[0].0.value(), Some(&NotClone(8)));
    assert_eq!(owned.not_clone.calls()[0].1.value(), None);
    let caught = panic_of(|| owned.not_clone.calls()[0].1.0);
    assert!(caught.message.contains("only the `Debug` form was kept"), "{}", caught.message);
    assert!(caught.file.ends_with("arguments.rs"), "{}", caught.file);
}

#[test]
fn an_answer_gets_the_value_and_its_form_is_kept() {
    let owned = OwnedDouble::new();
    owned.not_clone.answers(|(by_value, _)| assert_eq!(by_value, NotClone(8)));
    owned.not_clone(NotClone(8), &NotClone(9));
    owned.not_clone.calls().assert_once((NotClone(8), "NotClone(9)"));
    assert_eq!(owned.not_clone.calls()[0].0.value(), None);
}

#[test]
fn a_value_that_is_not_clone_is_kept_whatever_is_returned() {
    let owned = ScriptedDouble::new();
    owned.take.replies([1]).returns(2);
    assert_eq!((owned.take(NotClone(8)), owned.take(NotClone(9))), (1, 2));
    let calls = owned.take.calls();
    assert_eq!((calls[0].0.value(), calls[1].0.value()), (Some(&NotClone(8)), Some(&NotClone(9))));
}

#[test]
fn what_is_neither_clone_nor_debug_says_so() {
    let owned = OwnedDouble::new();
    owned.opaque(Opaque, &Opaque, &NotDebug(3));
    let (by_value, by_reference, no_debug) = &owned.opaque.calls()[0];
    assert_eq!(format!("{by_value:?}"), "<Opaque, which has no Debug>");
    assert!(by_value.value().is_some());
    assert_eq!(format!("{by_reference:?}"), "<&Opaque, not kept>");
    assert_eq!(no_debug.0, 3);
    owned.opaque.calls().assert_once((.., .., |value: &NotDebug| value.0 == 3));
    let report = owned.opaque.calls().check_once((.., "x", ..)).unwrap_err().to_string();
    assert!(report.contains("`by_reference`: it has no `Debug` form"), "{report}");
}

#[test]
fn what_other_threads_may_not_see_is_kept_as_its_form() {
    let owned = OwnedDouble::new();
    owned.local(std::cell::RefCell::new(3), std::sync::mpsc::channel().1);
    owned.local.calls().assert_once(("RefCell { value: 3 }", predicate::str::contains("Receiver")));
}

#[test]
fn maps_pointers_and_durations_are_kept() {
    let owned = OwnedDouble::new();
    owned.maps(&HashMap::from([("k".to_owned(), vec![1])]), BTreeMap::from([("a", 1)]));
    owned.maps.calls().assert_once((|map: &HashMap<String, Vec<u8>>| map["k"] == [1], r#"{"a": 1}"#));
    owned.raw(std::ptr::null(), (), Duration::from_secs(1));
    owned.raw.calls().assert_once((predicate::str::starts_with("0x0"), (), Duration::from_secs(1)));
}

#[double]
trait Names {
    fn many(&self, a: u8, b: u8, c: u8, d: u8, e: u8, f: u8, g: u8, h: u8, i: u8, j: u8, k: u8, l: u8);
    fn none(&self);
    fn patterns(&self, _: u8, (a, b): (u8, u8), mut count: u8) -> u8 {
        count += 1;
        a + b + count
    }
    fn raw(&self, r#type: u8, r#in: &str);
}

#[test]
fn twelve_arguments_are_matched() {
    let names = NamesDouble::new();
    names.many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12);
    names.many.calls().assert_once((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12));
    names.many.calls().assert_never((1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13));
    names.calls().assert_once(NamesCall::many(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, ..));
    let last: &Kept<u8> = &names.many.calls()[0].11;
    assert_eq!(*last, 12);
}

#[test]
fn no_argument_is_the_unit() {
    let names = NamesDouble::new();
    names.none();
    names.none.calls().assert_once(());
    names.calls().assert_once(NamesCall::none());
    names.calls().assert_once(names.none.with(()));
}

#[test]
fn patterns_get_names_and_raw_names_lose_their_prefix() {
    let names = NamesDouble::new();
    assert_eq!(names.patterns(1, (2, 3), 4), 10);
    names.patterns.calls().assert_once((1, (2, 3), 4));
    names.raw(1, "x");
    assert_eq!(format!("{:?}", names.calls()[1]), r#"raw(type: 1, in: "x")"#);
    assert_eq!(format!("{:?}", names.calls()[0]), "patterns(argument_0: 1, argument_1: (2, 3), count: 4)");
}
