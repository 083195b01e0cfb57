//! The return values of calls: replies, closures, defaults, and the panic of a call without a return value.

use std::cell::RefCell;
use std::error::Error;
use std::rc::Rc;
use std::sync::Arc;
use std::thread;
use std::time::Instant;

use mock_messenger::double;

use crate::support::{catch, panic_of, plain};

#[derive(Clone, Debug, PartialEq)]
struct SmtpError(String);

#[double]
trait Mailer {
    fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError>;
    fn ping(&self);
    fn count(&self) -> usize;
    fn since(&self, key: u64) -> Instant;
    fn score(&self, name: &str) -> u8 {
        u8::try_from(name.len()).unwrap()
    }
    async fn flush(&self) -> Instant;
}

#[test]
fn a_call_without_a_script_returns_the_default_or_ok_with_it() {
    let mailer = MailerDouble::new();
    assert_eq!(mailer.mail("a", "b"), Ok(()));
    assert_eq!(mailer.count(), 0);
    mailer.ping();
}

#[test]
fn replies_precede_answers_which_precede_the_body() {
    let mailer = MailerDouble::new();
    assert_eq!(mailer.score("ann"), 3);
    mailer.score.replies([7]).answers(|name| u8::try_from(name.len()).unwrap() * 10);
    assert_eq!([mailer.score("ann"), mailer.score("ann")], [7, 30]);
    mailer.score.replies([8]);
    assert_eq!([mailer.score("ann"), mailer.score("ann")], [8, 30]);
    mailer.score.returns(9);
    assert_eq!(mailer.score("ann"), 9);
    mailer.score.answers(|_| 10);
    assert_eq!(mailer.score("ann"), 10);
    mailer.score.calls().assert_count(7);
}

#[test]
fn a_call_without_a_default_panics_at_its_line_and_says_what_to_write() {
    let mailer = MailerDouble::new();
    let caught = panic_of(|| mailer.since(3));
    let line = line!() - 1;
    assert_eq!((caught.line, caught.file.ends_with("script.rs")), (line, true));
    assert_eq!(
        caught.message,
        "`Mailer::since` has to return `Instant`, which has no default\n\
         Say before the call what it returns: `double.since.returns(..)`, `double.since.replies([..])` or \
         `double.since.answers(|key| ..)`"
    );
    mailer.since.calls().assert_once(3);
}

#[test]
fn a_call_after_the_last_reply_panics_at_its_line() {
    let mailer = MailerDouble::new();
    mailer.count.replies([1, 2]);
    assert_eq!(mailer.count() + mailer.count(), 3);
    let caught = panic_of(|| mailer.count());
    let line = line!() - 1;
    assert_eq!((caught.line, caught.file.ends_with("script.rs")), (line, true));
    assert!(
        caught.message.starts_with("`Mailer::count` has no reply left for this call: all 2 have been used\n"),
        "{}",
        caught.message
    );
    assert!(caught.message.contains("`double.count.returns(..)`"), "{}", caught.message);
    mailer.count.calls().assert_count(3);

    mailer.count.returns(5);
    assert_eq!(mailer.count(), 5);
}

#[test]
fn a_body_does_not_stand_in_for_replies_that_ran_out() {
    let mailer = MailerDouble::new();
    mailer.score.replies([7]);
    mailer.score("ann");
    let caught = panic_of(|| mailer.score("ann"));
    assert!(caught.message.contains("the only one has been used"), "{}", caught.message);
}

#[test]
fn the_line_is_the_callers_through_generics_and_objects() {
    fn generic<M: Mailer>(mailer: &M) -> usize {
        mailer.count()
    }
    let line_in_generic = line!() - 2;

    let mailer = MailerDouble::new();
    mailer.count.replies([1]);
    generic(&mailer);
    assert_eq!(panic_of(|| generic(&mailer)).line, line_in_generic);

    let objects = ObjectDouble::new();
    let object: Box<dyn Object> = Box::new(objects.clone());
    let caught = panic_of(|| object.get());
    let line = line!() - 1;
    assert_eq!(caught.line, line);
    assert_eq!(objects.calls().location(0).unwrap().line(), line);
}

#[double]
trait Object {
    fn get(&self) -> Instant;
}

#[tokio::test(flavor = "current_thread")]
async fn in_async_code_the_message_names_the_line_of_the_call() {
    let mailer = MailerDouble::new();
    let future = mailer.flush();
    let line = line!() - 1;
    let mut future = Box::pin(future);
    let waker = std::task::Waker::noop();
    let caught = panic_of(|| future.as_mut().poll(&mut std::task::Context::from_waker(waker)));
    assert!(caught.message.contains(&format!("script.rs:{line}\n")), "{}", caught.message);

    mailer.flush.replies([Instant::now()]);
    mailer.flush().await;
    let mut future = Box::pin(mailer.flush());
    let line = line!() - 1;
    let caught = panic_of(|| future.as_mut().poll(&mut std::task::Context::from_waker(waker)));
    assert!(
        caught.message.contains(&format!(
            "the only one has been used; called at checks/tests/double/script.rs:{line}\n"
        )),
        "{}",
        caught.message
    );
}

#[test]
fn a_call_never_panics_while_another_panic_unwinds() {
    struct Calls(MailerDouble);
    impl Drop for Calls {
        fn drop(&mut self) {
            self.0.count();
            self.0.mail("a", "b").unwrap();
        }
    }
    let mailer = MailerDouble::new();
    mailer.count.replies([1]);
    mailer.count();
    let copy = mailer.clone();
    let caught = panic_of(move || {
        let _calls = Calls(copy);
        panic!("the first panic");
    });
    assert_eq!(caught.message, "the first panic");
    mailer.calls().assert_exactly([MailerCall::count(), MailerCall::count(), MailerCall::mail("a", "b")]);
}

#[test]
fn unused_replies_are_reported_at_the_line_that_asks() {
    let mailer = MailerDouble::new();
    mailer.count.assert_used_up();
    mailer.count.replies([1, 2]);
    mailer.count();
    let caught = panic_of(|| mailer.count.assert_used_up());
    assert_eq!(caught.line, line!() - 1);
    assert_eq!(plain(&caught.message), "1 of the 2 replies of `Mailer::count` was never used");
    mailer.count();
    mailer.count.assert_used_up();
}

#[double]
trait Api: Send + Sync {
    fn call(&self, n: u8) -> Result<u8, Box<dyn Error>>;
    fn note(&self, text: &str);
    fn local(&self) -> Rc<u8>;
}

#[test]
fn a_double_is_send_and_sync_whatever_it_returns() {
    fn is_shared<T: Send + Sync + Clone + 'static>(_: &T) {}
    let api = ApiDouble::new();
    is_shared(&api);
    let copy = api.clone();
    thread::spawn(move || copy.note("x")).join().unwrap();
    api.calls().assert_once(ApiCall::note("x"));
}

#[test]
fn a_reply_that_is_not_send_stays_on_its_thread() {
    let api = ApiDouble::new();
    api.call.replies([Ok(3), Err("no".into())]);
    assert_eq!(api.call(1).unwrap(), 3);
    assert!(api.call(1).is_err());

    api.call.replies([Ok(4)]);
    let copy = api.clone();
    let caught = thread::spawn(move || panic_of(|| copy.call(2))).join().unwrap();
    assert!(
        caught.message.starts_with("`Api::call` was given its reply on another thread"),
        "{}",
        caught.message
    );
    assert!(caught.message.contains("`double.call.answers(..)`"), "{}", caught.message);
    api.call.calls().assert_count(3);

    let shared = Rc::new(RefCell::new(0_u8));
    api.local.replies([Rc::new(7)]);
    *shared.borrow_mut() += *api.local();
    assert_eq!(*shared.borrow(), 7);
}

#[test]
fn an_answer_may_call_the_double() {
    let api = ApiDouble::new();
    let copy = api.clone();
    api.call.answers(move |n| {
        if n > 0 {
            copy.call(n - 1)?;
        }
        copy.note("in");
        Ok(n)
    });
    api.call(1).unwrap();
    api.calls().assert_exactly([
        ApiCall::call(1),
        ApiCall::call(0),
        ApiCall::note("in"),
        ApiCall::note("in"),
    ]);
}

#[test]
fn an_answer_may_change_the_script_and_look_at_the_calls() {
    let api = ApiDouble::new();
    let copy = api.clone();
    api.call.answers(move |n| {
        copy.call.replies([Ok(9)]);
        copy.calls().assert_count(1);
        Ok(n)
    });
    assert_eq!(api.call(1).unwrap(), 1);
    assert_eq!(api.call(2).unwrap(), 9);
}

#[test]
fn a_panic_in_an_answer_loses_nothing() {
    let api = ApiDouble::new();
    api.call.replies([Ok(1)]).answers(|_| panic!("mine"));
    api.call(1).unwrap();
    assert_eq!(panic_of(|| api.call(2)).message, "mine");
    api.call.answers(Ok);
    assert_eq!(api.call(3).unwrap(), 3);
    api.call.calls().assert_exactly([1, 2, 3]);
}

#[test]
fn a_value_whose_clone_panics_spoils_its_own_call_only() {
    #[derive(Debug, Default)]
    struct Fragile;
    impl Clone for Fragile {
        fn clone(&self) -> Self {
            panic!("no clone")
        }
    }
    #[double]
    trait Source {
        fn get(&self) -> Fragile;
    }
    let source = SourceDouble::new();
    source.get.returns(Fragile);
    assert!(catch(|| source.get()).is_err());
    source.get.answers(|()| Fragile);
    source.get();
    source.get.calls().assert_count(2);
}

#[test]
fn clones_share_the_log_and_the_script() {
    let mailer = Arc::new(MailerDouble::new());
    let copy = MailerDouble::clone(&mailer);
    copy.count.returns(4);
    assert_eq!(mailer.count(), 4);
    copy.calls().assert_exactly([MailerCall::count()]);
    assert_eq!(format!("{:?}", mailer.count), "Method { replies_left: 0, .. }");
    assert!(format!("{mailer:?}").starts_with("MailerDouble { calls: "));
}
