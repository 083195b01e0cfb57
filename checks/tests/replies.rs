//! `Replies`, the queue of return values for hand-written doubles.

#![cfg(feature = "testing")]

mod support;

use std::rc::Rc;
use std::thread;

use mock_messenger::{Recorder, Replies};
use support::panic_of;

trait Disk {
    #[track_caller]
    fn write(&self, text: &str) -> Result<usize, String>;
}

struct DiskDouble {
    writes: Recorder<String>,
    replies: Replies<Result<usize, String>>,
}

impl Disk for DiskDouble {
    fn write(&self, text: &str) -> Result<usize, String> {
        self.writes.record(text.to_owned());
        self.replies.next()
    }
}

fn disk(replies: impl IntoIterator<Item = Result<usize, String>>) -> DiskDouble {
    DiskDouble { writes: Recorder::new(), replies: Replies::new(replies) }
}

#[test]
fn replies_are_given_in_their_order() {
    let disk = disk([Ok(1), Err("full".to_owned())]);
    disk.replies.push(Ok(3));
    assert_eq!(disk.write("a"), Ok(1));
    assert_eq!(disk.write("b"), Err("full".to_owned()));
    assert_eq!(disk.replies.len(), 1);
    assert!(!disk.replies.is_empty());
    assert_eq!(disk.write("c"), Ok(3));
    assert!(disk.replies.is_empty());
    disk.writes.calls().assert_exactly(["a", "b", "c"]);
}

#[test]
fn a_call_without_a_reply_panics_at_its_own_line_and_is_on_record() {
    let double = disk([Ok(1), Ok(2)]);
    let disk: &dyn Disk = &double;
    disk.write("a").unwrap();
    disk.write("b").unwrap();
    let caught = panic_of(|| disk.write("c"));
    assert_eq!((caught.file.as_str(), caught.line), (file!(), line!() - 1));
    assert_eq!(caught.message, "no reply is left for this call: all 2 have been used");
    double.writes.calls().assert_last("c");
    // The double still works after the panic.
    double.replies.push(Ok(4));
    assert_eq!(double.write("d"), Ok(4));
}

/// A type without a default value. A `Result` with it has no default value either.
#[derive(Debug, PartialEq)]
struct Status(u16);

#[test]
fn the_line_is_the_callers_whatever_the_replies_are() {
    let caught = [
        (panic_of(|| Replies::<u8>::default().next()), line!()),
        (panic_of(|| Replies::<Result<u8, Status>>::default().next()), line!()),
        (panic_of(|| Replies::<Result<Status, u8>>::default().next()), line!()),
        (panic_of(|| Replies::<Status>::default().next()), line!()),
    ];
    for (caught, line) in caught {
        assert_eq!((caught.file.as_str(), caught.line), (file!(), line));
        assert_eq!(caught.message, "no reply is left for this call: none was ever added");
    }
}

#[test]
fn the_message_says_how_many_replies_there_were() {
    let replies = Replies::<u8>::default();
    assert_eq!(panic_of(|| replies.next()).message, "no reply is left for this call: none was ever added");
    replies.push(1);
    assert_eq!(replies.try_next(), Some(1));
    assert_eq!(replies.try_next(), None);
    let message = "no reply is left for this call: the only one has been used";
    assert_eq!(panic_of(|| replies.next()).message, message);
}

#[test]
fn the_message_names_the_queue() {
    let replies = Replies::named("smtp", [Status(200)]);
    assert_eq!((replies.name(), replies.clone().name()), (Some("smtp"), Some("smtp")));
    assert_eq!(replies.next(), Status(200));
    let message = "no reply is left in `smtp` for this call: the only one has been used";
    assert_eq!(panic_of(|| replies.next()).message, message);
    assert_eq!(panic_of(|| replies.clone().next()).message, message);
    assert_eq!(Replies::<u8>::default().name(), None);
}

#[test]
fn replies_that_are_left_fail_the_assertion_at_its_own_line() {
    let replies = Replies::named("smtp", [1, 2, 3]);
    replies.next();
    let caught = panic_of(|| replies.assert_used_up());
    assert_eq!((caught.file.as_str(), caught.line), (file!(), line!() - 1));
    assert_eq!(caught.message, "2 of the 3 replies in `smtp` were never used");
    replies.next();
    assert_eq!(panic_of(|| replies.assert_used_up()).message, "1 of the 3 replies in `smtp` was never used");
    replies.next();
    replies.assert_used_up();
    let unnamed = Replies::new([Status(200)]);
    assert_eq!(panic_of(|| unnamed.assert_used_up()).message, "the only reply was never used");
    Replies::<Status>::default().assert_used_up();
}

#[test]
fn clones_share_the_queue() {
    #[derive(Clone)]
    struct Double {
        replies: Replies<Status>,
    }
    let double = Double { replies: Replies::default() };
    let clone = double.clone();
    double.replies.push(Status(200));
    clone.replies.push(Status(503));
    assert_eq!(clone.replies.next(), Status(200));
    assert_eq!(double.replies.len(), 1);
    drop(double);
    assert_eq!(clone.replies.next(), Status(503));
    clone.replies.assert_used_up();
}

#[test]
fn replies_are_collected_from_an_iterator() {
    let replies: Replies<Result<u8, Status>> = [1, 2].into_iter().map(Ok).collect();
    assert_eq!((replies.next(), replies.next()), (Ok(1), Ok(2)));
    replies.assert_used_up();
}

#[test]
fn a_call_in_a_destructor_of_an_unwinding_thread_adds_no_panic() {
    struct InDrop<F: FnMut()>(F);
    impl<F: FnMut()> Drop for InDrop<F> {
        fn drop(&mut self) {
            self.0();
        }
    }
    let (numbers, results) =
        (Replies::<u32>::named("numbers", [7]), Replies::<Result<u32, Status>>::default());
    let mut given = Vec::new();
    let caught = panic_of(|| {
        let _in_drop = InDrop(|| {
            given.extend([numbers.next(), numbers.next(), numbers.next(), results.next().unwrap()]);
            numbers.assert_used_up();
        });
        panic!("the real failure");
    });
    assert_eq!(caught.message, "the real failure");
    assert_eq!(given, [7, 0, 0, 0]);
    // The missing replies are still reported.
    let message = panic_of(|| numbers.assert_used_up()).message;
    assert!(
        message.starts_with("a call found no reply left in `numbers` while its thread was unwinding"),
        "{message}"
    );
    assert!(message.ends_with("this happened 2 times"), "{message}");
    assert!(panic_of(|| results.assert_used_up()).message.ends_with("this happened once"));
}

#[test]
fn threads_share_a_queue_and_each_reply_is_given_once() {
    let replies = Replies::new(0..1000);
    let mut given = thread::scope(|scope| {
        let threads = [(); 4].map(|()| scope.spawn(|| (0..250).map(|_| replies.next()).collect::<Vec<_>>()));
        threads.map(|thread| thread.join().unwrap()).concat()
    });
    given.sort_unstable();
    assert!(given.into_iter().eq(0..1000));
}

#[test]
fn a_reply_needs_no_traits() {
    struct Anything(#[allow(dead_code)] Rc<u8>);
    let replies = Replies::named("smtp", [Anything(Rc::new(1))]);
    assert_eq!(format!("{replies:?}"), r#"Replies { name: Some("smtp"), left: 1, .. }"#);
    drop(replies.clone());
    drop(replies.next());
}
