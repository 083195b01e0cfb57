//! Asynchronous methods, in all forms.

use std::future::{Future, IntoFuture, Ready, ready};
use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, Waker};

use async_trait::async_trait;
use mock_messenger::double;

#[derive(Debug, Default, PartialEq)]
struct NotClone(u8);

trait SendFuture: Future + Send {}
impl<F: Future + Send> SendFuture for F {}

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;
type Aliased<'a, T> = Pin<Box<dyn Future<Output = io::Result<T>> + Send + 'a>>;

#[double]
trait Native {
    async fn get(&self, id: &str) -> Option<String>;
    async fn put(&mut self, value: NotClone, tags: Vec<&str>) -> Result<NotClone, String>;
    async fn length(&self, text: &str) -> usize {
        text.len()
    }
    async fn unit(&self);
}

#[tokio::test(flavor = "current_thread")]
async fn an_async_fn_records_when_it_is_polled_with_the_line_of_the_call() {
    let native = NativeDouble::new();
    let future = native.get("a");
    let line = line!() - 1;
    assert!(native.calls().is_empty());
    assert_eq!(future.await, None);
    assert_eq!(native.calls().location(0).unwrap().line(), line);
    assert!(native.calls().location(0).unwrap().file().ends_with("futures.rs"));
    native.get.calls().assert_once("a");
}

#[tokio::test(flavor = "current_thread")]
async fn an_async_fn_is_scripted_by_its_output() {
    let mut native = NativeDouble::new();
    native.get.replies([Some("x".to_owned())]).answers(|id| Some(id.to_uppercase()));
    assert_eq!(native.get("a").await.as_deref(), Some("x"));
    assert_eq!(native.get("b").await.as_deref(), Some("B"));
    assert_eq!(native.put(NotClone(1), vec!["t"]).await, Ok(NotClone(0)));
    native.put.calls().assert_once((NotClone(1), ["t"]));
    assert_eq!(native.put.calls()[0].0.value(), Some(&NotClone(1)));
    assert_eq!(native.length("abc").await, 3);
    native.unit().await;
    native.calls().assert_count(5);
}

#[test]
fn a_future_that_is_dropped_before_its_first_poll_is_no_call() {
    let native = NativeDouble::new();
    drop(native.get("a"));
    native.calls().assert_nothing();
}

#[double]
trait Returned {
    fn plain(&self, x: &str) -> impl Future<Output = usize>;
    fn sent(&self, x: &str) -> impl Future<Output = io::Result<u8>> + Send;
    fn of_other_trait(&self, x: &str) -> impl SendFuture<Output = u8>;
    fn fixed(&self, x: &str) -> impl Future<Output = usize> + Send + 'static;
    fn boxed(&self, x: &str) -> Pin<Box<dyn Future<Output = usize> + Send + '_>>;
    fn boxed_fixed(&self, x: &str) -> Pin<Box<dyn Future<Output = usize> + Send>>;
    fn aliased<'a>(&'a self, x: &'a str) -> BoxFuture<'a, usize>;
    fn unknown_alias<'a>(&'a self, x: &'a str) -> Aliased<'a, u8>;
    fn provided(&self, x: u8) -> impl Future<Output = u8> + Send {
        ready(x + 1)
    }
    fn boxed_provided<'a>(&'a self, x: &'a str) -> BoxFuture<'a, usize> {
        Box::pin(async move { x.len() })
    }
    fn boxed_early<'a>(&'a self, x: &'a str) -> BoxFuture<'a, usize> {
        if x.is_empty() {
            return Box::pin(ready(7));
        }
        Box::pin(async move { x.len() })
    }
    fn into_future(&self) -> impl IntoFuture<Output = u8>;
    fn nameable(&self, x: u8) -> Ready<u8>;
}

#[tokio::test(flavor = "current_thread")]
async fn returned_futures_are_scripted_by_their_output() {
    let returned = ReturnedDouble::new();
    returned.plain.returns(1);
    assert_eq!(returned.plain("a").await, 1);
    returned.sent.replies([Err(io::Error::other("x"))]);
    assert!(returned.sent("b").await.is_err());
    returned.of_other_trait.returns(7);
    assert_eq!(returned.of_other_trait("c").await, 7);
    returned.fixed.answers(str::len);
    assert_eq!(returned.fixed("abc").await, 3);
    returned.boxed.answers(str::len);
    assert_eq!(returned.boxed("ab").await, 2);
    returned.boxed_fixed.returns(4);
    assert_eq!(returned.boxed_fixed("d").await, 4);
    returned.aliased.returns(5);
    assert_eq!(returned.aliased("e").await, 5);
    returned.into_future.returns(6);
    assert_eq!(returned.into_future().await, 6);
    for text in ["a", "b", "c", "abc", "ab", "d", "e"] {
        let form = format!("x: {text:?}");
        returned.calls().assert_any(|call: &mock_messenger::Call| format!("{call:?}").contains(&form));
    }
}

#[tokio::test(flavor = "current_thread")]
async fn a_future_that_may_not_borrow_is_recorded_with_the_call() {
    let returned = ReturnedDouble::new();
    let future = returned.fixed("a");
    let line = line!() - 1;
    returned.fixed.calls().assert_once("a");
    assert_eq!(returned.calls().location(0).unwrap().line(), line);
    drop(future);
    drop(returned.boxed_fixed("b"));
    returned.boxed_fixed.calls().assert_once("b");
    drop(returned.boxed("c")); // It borrows from the double, and not from the text.
    returned.boxed.calls().assert_once("c");
    drop(returned.aliased("d"));
    returned.aliased.calls().assert_nothing();
}

#[tokio::test(flavor = "current_thread")]
async fn a_future_behind_an_alias_or_of_a_named_type_is_the_output_itself() {
    let returned = ReturnedDouble::new();
    returned.unknown_alias.answers(|x| {
        let length = x.len();
        Box::pin(async move { Ok(u8::try_from(length).unwrap()) })
    });
    assert_eq!(returned.unknown_alias("abc").await.unwrap(), 3);
    returned.nameable.answers(ready);
    assert_eq!(returned.nameable(3).await, 3);
}

#[tokio::test(flavor = "current_thread")]
async fn provided_futures_run_and_are_scripted() {
    let returned = ReturnedDouble::new();
    assert_eq!(returned.provided(1).await, 2);
    assert_eq!(returned.boxed_provided("abc").await, 3);
    assert_eq!((returned.boxed_early("").await, returned.boxed_early("ab").await), (7, 2));
    returned.provided.returns(9);
    returned.boxed_provided.returns(8);
    assert_eq!((returned.provided(1).await, returned.boxed_provided("x").await), (9, 8));
    returned.provided.calls().assert_exactly([1, 1]);
}

#[double]
#[async_trait]
trait Outer {
    async fn get(&self, id: &str, version: u8) -> Result<String, Box<dyn std::error::Error + Send + Sync>>;
    async fn length(&self, text: &str) -> usize {
        text.len()
    }
}

#[async_trait]
#[double]
trait Inner: Send + Sync {
    async fn get(&self, id: &str) -> Option<String>;
    async fn set(&mut self, values: Vec<&str>, target: &mut Vec<u8>);
}

#[double]
#[cfg_attr(all(), async_trait)]
trait Conditional {
    async fn get(&self, id: &str) -> u8;
}

#[double]
#[async_trait(?Send)]
trait Local {
    async fn get(&self, id: std::rc::Rc<u8>) -> std::rc::Rc<u8>;
}

#[tokio::test(flavor = "current_thread")]
async fn async_trait_works_in_either_order() {
    let outer = OuterDouble::new();
    outer.get.replies([Ok("x".into()), Err("no".into())]);
    let object: Arc<dyn Outer + Send + Sync> = Arc::new(outer.clone());
    let future = object.get("1", 2);
    let line = line!() - 1;
    assert_eq!(future.await.unwrap(), "x");
    assert!(object.get("3", 4).await.is_err());
    assert_eq!(object.length("abc").await, 3);
    outer.get.calls().assert_exactly([("1", 2), ("3", 4)]);
    assert_eq!(outer.calls().location(0).unwrap().line(), line);

    let mut inner = InnerDouble::new();
    let object: &dyn Inner = &inner;
    let future = object.get("z");
    let line = line!() - 1;
    future.await;
    assert_eq!(inner.calls().location(0).unwrap().line(), line);
    inner.set.answers(|(values, target)| {
        target.extend(values.iter().map(|text| u8::try_from(text.len()).unwrap()));
    });
    let mut target = vec![0];
    inner.set(vec!["p"], &mut target).await;
    assert_eq!(target, [0, 1]);
    inner.set.calls().assert_once((["p"], [0]));
}

#[tokio::test(flavor = "current_thread")]
async fn async_trait_under_cfg_attr_and_without_send_works() {
    let conditional = ConditionalDouble::new();
    let object: &dyn Conditional = &conditional;
    assert_eq!(object.get("x").await, 0);
    conditional.get.calls().assert_once("x");

    let local = LocalDouble::new();
    assert_eq!(*local.get(std::rc::Rc::new(3)).await, 0);
    local.get.calls().assert_once(3);
}

#[test]
fn futures_of_a_double_are_send() {
    fn is_send<T: Send>(value: T) -> T {
        value
    }
    let (returned, outer) = (ReturnedDouble::new(), OuterDouble::new());
    drop(is_send(returned.sent("a")));
    drop(is_send(outer.get("a", 1)));
    is_send(returned);
}

#[double]
trait Polled {
    fn poll_next(self: Pin<&mut Self>, context: &mut Context) -> Poll<Option<u8>>;
    fn poll_both(
        &self,
        context: &mut Context<'_>,
        buffer: &mut [io::IoSliceMut<'_>],
    ) -> Poll<io::Result<usize>>;
}

#[test]
fn polled_methods_are_scripted_with_or_without_the_context() {
    let mut polled = PolledDouble::new();
    let mut context = Context::from_waker(Waker::noop());
    polled.poll_next.replies([Poll::Ready(Some(3))]).answers(|context| {
        context.waker().wake_by_ref();
        Poll::Pending
    });
    assert_eq!(Pin::new(&mut polled).poll_next(&mut context), Poll::Ready(Some(3)));
    assert_eq!(Pin::new(&mut polled).poll_next(&mut context), Poll::Pending);

    polled.poll_next.returns(Poll::Ready(None));
    assert_eq!(Pin::new(&mut polled).poll_next(&mut context), Poll::Ready(None));

    polled.poll_both.answers(|(_, buffers)| {
        buffers[0].fill(7);
        Poll::Ready(Ok(1))
    });
    let mut bytes = [0; 1];
    let result = polled.poll_both(&mut context, &mut [io::IoSliceMut::new(&mut bytes)]);
    assert!(matches!(result, Poll::Ready(Ok(1))));
    assert_eq!(bytes, [7]);
}
