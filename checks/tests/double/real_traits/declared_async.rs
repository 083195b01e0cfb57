//! Asynchronous traits of `object_store`, datafusion, lettre, deadpool, opentelemetry, reqwest-middleware, bevy and
//! opendal. The types in their signatures are replaced with simple ones.

use std::any::Any;
use std::borrow::Cow;
use std::fmt::{self, Debug, Display};
use std::future::{Future, ready};
use std::ops::Range;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use async_trait::async_trait;
use futures_core::Stream;
use mock_messenger::{double, predicate};

type BoxStream<'a, T> = Pin<Box<dyn Stream<Item = T> + Send + 'a>>;

#[derive(Clone, Debug, PartialEq)]
struct Location(String);

fn location(path: &str) -> Location {
    Location(path.to_owned())
}

#[derive(Clone, Debug, Default, PartialEq)]
struct Options {
    head: bool,
}

#[derive(Debug)]
struct StoreError;

struct GetResult(BoxStream<'static, u8>);

struct Empty;

impl Stream for Empty {
    type Item = Result<Location, StoreError>;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(None)
    }
}

trait Upload: Send + Debug {}

/// `object_store::ObjectStore`.
#[double]
#[async_trait]
trait ObjectStore: Display + Send + Sync + Debug + 'static {
    async fn put(&self, location: &Location, payload: Vec<u8>) -> Result<(), StoreError> {
        self.put_opts(location, payload, Options::default()).await
    }
    async fn put_opts(
        &self,
        location: &Location,
        payload: Vec<u8>,
        options: Options,
    ) -> Result<(), StoreError>;
    async fn put_multipart(&self, location: &Location) -> Result<Box<dyn Upload>, StoreError>;
    async fn get_opts(&self, location: &Location, options: Options) -> Result<GetResult, StoreError>;
    async fn get_range(&self, location: &Location, range: Range<u64>) -> Result<Vec<u8>, StoreError>;
    async fn get_ranges(
        &self,
        location: &Location,
        ranges: &[Range<u64>],
    ) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut all = Vec::new();
        for range in ranges {
            all.push(self.get_range(location, range.clone()).await?);
        }
        Ok(all)
    }
    async fn delete(&self, location: &Location) -> Result<(), StoreError>;
    fn delete_stream<'a>(
        &'a self,
        locations: BoxStream<'a, Result<Location, StoreError>>,
    ) -> BoxStream<'a, Result<Location, StoreError>>;
    fn list(&self, prefix: Option<&Location>) -> BoxStream<'static, Result<Location, StoreError>>;
    async fn copy(&self, from: &Location, to: &Location) -> Result<(), StoreError>;
    async fn rename(&self, from: &Location, to: &Location) -> Result<(), StoreError> {
        self.copy(from, to).await?;
        self.delete(from).await
    }
}

impl Display for ObjectStoreDouble {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("double")
    }
}

#[tokio::test(flavor = "current_thread")]
async fn object_store_object_store() {
    let double = ObjectStoreDouble::new();
    let store: Arc<dyn ObjectStore> = Arc::new(double.clone());
    store.put(&location("a"), vec![1]).await.unwrap();
    store.rename(&location("a"), &location("b")).await.unwrap();
    double.get_range.replies([Ok(vec![7])]);
    assert_eq!(store.get_ranges(&location("c"), &[0..1]).await.unwrap(), [[7]]);
    double.list.answers(|_| Box::pin(Empty));
    drop(store.list(Some(&location("d"))));
    double.calls().assert_exactly([
        ObjectStoreCall::put(location("a"), [1]),
        ObjectStoreCall::put_opts(location("a"), [1], Options::default()),
        ObjectStoreCall::rename(location("a"), location("b")),
        ObjectStoreCall::copy(location("a"), location("b")),
        ObjectStoreCall::delete(location("a")),
        ObjectStoreCall::get_ranges(location("c"), [0..1_u64]),
        ObjectStoreCall::get_range(location("c"), 0..1),
        ObjectStoreCall::list(Some(location("d"))),
    ]);
    double.delete_stream.answers(|locations| {
        drop(locations);
        Box::pin(Empty)
    });
    drop(store.delete_stream(Box::pin(Empty)));
    double
        .get_opts
        .answers(|(_, options)| if options.head { Err(StoreError) } else { Ok(GetResult(Box::pin(Bytes))) });
    drop(store.get_opts(&location("e"), Options::default()).await.unwrap().0);
}

struct Bytes;

impl Stream for Bytes {
    type Item = u8;

    fn poll_next(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<u8>> {
        Poll::Ready(None)
    }
}

#[derive(Clone, Debug, PartialEq)]
struct Expr(String);

trait Session: Send + Sync {
    fn id(&self) -> &str;
}

struct FirstSession;

impl Session for FirstSession {
    fn id(&self) -> &str {
        "first"
    }
}

trait Plan: Debug + Send + Sync {}

#[derive(Debug)]
struct EmptyPlan;

impl Plan for EmptyPlan {}

/// `datafusion_catalog::TableProvider`.
#[double(state: String = |state| state.id().to_owned())]
#[async_trait]
trait TableProvider: Debug + Sync + Send {
    fn as_any(&self) -> &dyn Any;
    fn get_logical_plan(&self) -> Option<Cow<Expr>> {
        None
    }
    fn get_column_default(&self, _column: &str) -> Option<&Expr> {
        None
    }
    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn Plan>, StoreError>;
    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<bool>, StoreError> {
        Ok(vec![false; filters.len()])
    }
}

#[tokio::test(flavor = "current_thread")]
async fn datafusion_table_provider() {
    let table = TableProviderDouble::new();
    table.scan.answers(
        |(_, projection, ..)| {
            if projection.is_none() { Err(StoreError) } else { Ok(Arc::new(EmptyPlan)) }
        },
    );
    table.as_any.answers(|()| Box::new(3));
    assert!(table.as_any().is::<i32>());
    table.scan(&FirstSession, Some(&vec![1]), &[Expr("a".into())], None).await.unwrap();
    assert_eq!(table.supports_filters_pushdown(&[&Expr("b".into())]).unwrap(), [false]);
    assert_eq!(table.get_logical_plan(), None);
    table.scan.calls().assert_once(("first", Some(vec![1]), [Expr("a".into())], None));
    table.supports_filters_pushdown.calls().assert_once([Expr("b".into())]);
}

#[derive(Clone, Debug, PartialEq)]
struct Envelope {
    to: String,
}

/// `lettre::AsyncTransport`.
#[double]
#[async_trait]
trait AsyncTransport {
    type Ok;
    type Error;
    async fn send(&self, envelope: Envelope) -> Result<Self::Ok, Self::Error> {
        self.send_raw(&envelope, b"raw").await
    }
    async fn send_raw(&self, envelope: &Envelope, email: &[u8]) -> Result<Self::Ok, Self::Error>;
    async fn shutdown(&self) {}
}

#[tokio::test(flavor = "current_thread")]
async fn lettre_async_transport() {
    let transport = AsyncTransportDouble::<u8, String>::new();
    transport.send_raw.replies([Ok(3), Err("refused".into())]);
    let envelope = Envelope { to: "ann".into() };
    assert_eq!(transport.send(envelope.clone()).await, Ok(3));
    assert_eq!(transport.send(envelope.clone()).await, Err("refused".to_owned()));
    transport.shutdown().await;
    transport.send_raw.calls().assert_exactly([(&envelope, b"raw"), (&envelope, b"raw")]);
}

#[derive(Debug, Default, PartialEq)]
struct Connection(u8);

#[derive(Clone, Debug)]
struct Metrics {
    recycled: usize,
}

/// `deadpool::managed::Manager`.
#[double(Type = Connection, Error = String)]
trait Manager: Sync + Send {
    type Type: Send;
    type Error: Send;
    fn create(&self) -> impl Future<Output = Result<Self::Type, Self::Error>> + Send;
    fn recycle(
        &self,
        object: &mut Self::Type,
        metrics: &Metrics,
    ) -> impl Future<Output = Result<(), Self::Error>> + Send;
    fn detach(&self, _object: &mut Self::Type) {}
}

#[tokio::test(flavor = "current_thread")]
async fn deadpool_manager() {
    let manager = ManagerDouble::new();
    manager.create.replies([Ok(Connection(3))]);
    let mut connection = manager.create().await.unwrap();
    manager.recycle.answers(|(connection, metrics)| {
        connection.0 += u8::try_from(metrics.recycled).unwrap();
        Ok(())
    });
    manager.recycle(&mut connection, &Metrics { recycled: 2 }).await.unwrap();
    manager.detach(&mut connection);
    assert_eq!(connection, Connection(5));
    manager.calls().assert_exactly([
        ManagerCall::create(),
        ManagerCall::recycle(Connection(3), |metrics: &Metrics| metrics.recycled == 2),
        ManagerCall::detach("Connection(5)"),
    ]);
}

struct Record {
    body: String,
}

struct Batch<'a>(&'a [&'a Record]);

/// `opentelemetry_sdk::logs::LogExporter`.
#[double(batch: Vec<String> = |batch| batch.0.iter().map(|record| record.body.clone()).collect::<Vec<_>>())]
trait LogExporter: Send + Sync + Debug {
    fn export(&self, batch: Batch<'_>) -> impl Future<Output = Result<(), String>> + Send;
    fn shutdown_with_timeout(&self, _timeout: Duration) -> Result<(), String> {
        Ok(())
    }
    fn shutdown(&self) -> Result<(), String> {
        self.shutdown_with_timeout(Duration::from_secs(5))
    }
}

#[tokio::test(flavor = "current_thread")]
async fn opentelemetry_log_exporter() {
    let exporter = LogExporterDouble::new();
    exporter.export(Batch(&[&Record { body: "hi".into() }])).await.unwrap();
    exporter.shutdown().unwrap();
    exporter.calls().assert_exactly([
        LogExporterCall::export(["hi"]),
        LogExporterCall::shutdown(),
        LogExporterCall::shutdown_with_timeout(Duration::from_secs(5)),
    ]);
}

#[derive(Debug)]
struct Request {
    url: String,
}

struct Next<'a>(&'a str);

/// `reqwest_middleware::Middleware`.
#[double(next: String = |next| next.0.to_owned())]
#[cfg_attr(not(target_arch = "wasm32"), async_trait)]
#[cfg_attr(target_arch = "wasm32", async_trait(?Send))]
trait Middleware: 'static + Send + Sync {
    async fn handle(
        &self,
        request: Request,
        extensions: &mut Vec<u8>,
        next: Next<'_>,
    ) -> Result<u16, StoreError>;
}

#[tokio::test(flavor = "current_thread")]
async fn reqwest_middleware_middleware() {
    let middleware = MiddlewareDouble::new();
    middleware.handle.replies([Ok(404)]);
    let mut extensions = vec![1];
    let object: &dyn Middleware = &middleware;
    assert_eq!(
        object.handle(Request { url: "/x".into() }, &mut extensions, Next("last")).await.unwrap(),
        404
    );
    middleware.handle.calls().assert_once((|request: &Request| request.url == "/x", [1], "last"));
}

trait ConditionalSendFuture: Future + Send {}
impl<F: Future + Send> ConditionalSendFuture for F {}

trait Reader: Send {
    fn read(&mut self, buffer: &mut [u8]) -> usize;
}

struct LoadContext<'a> {
    path: &'a str,
    dependencies: Vec<String>,
}

/// `bevy_asset::AssetLoader`.
#[double(Asset = Vec<u8>, Error = StoreError, load_context: String = |context| context.path.to_owned())]
trait AssetLoader: Send + Sync + 'static {
    type Asset: Send;
    type Error;
    fn load(
        &self,
        reader: &mut dyn Reader,
        load_context: &mut LoadContext<'_>,
    ) -> impl ConditionalSendFuture<Output = Result<Self::Asset, Self::Error>>;
    fn extensions(&self) -> &[&str] {
        &[]
    }
}

struct Ones;

impl Reader for Ones {
    fn read(&mut self, buffer: &mut [u8]) -> usize {
        buffer.fill(1);
        buffer.len()
    }
}

#[tokio::test(flavor = "current_thread")]
async fn bevy_asset_asset_loader() {
    let loader = AssetLoaderDouble::new();
    loader.load.answers(|(reader, context)| {
        let mut buffer = [0; 2];
        reader.read(&mut buffer);
        context.dependencies.push("texture".into());
        Ok(buffer.to_vec())
    });
    let mut context = LoadContext { path: "/model", dependencies: Vec::new() };
    assert_eq!(loader.load(&mut Ones, &mut context).await.unwrap(), [1, 1]);
    assert_eq!(context.dependencies, ["texture"]);
    loader.load.calls().assert_once((.., "/model"));
    assert!(loader.extensions().is_empty());
}

trait MaybeSend: Send {}
impl<T: Send> MaybeSend for T {}

/// `opendal::raw::Access`.
#[double(Reader = String)]
trait Access: Send + Sync + Debug + Unpin + 'static {
    type Reader: Send;
    fn read(
        &self,
        path: &str,
        options: Options,
    ) -> impl Future<Output = Result<Self::Reader, StoreError>> + MaybeSend {
        let (_, _) = (path, options);
        ready(Err(StoreError))
    }
}

#[tokio::test(flavor = "current_thread")]
async fn opendal_access() {
    let access = AccessDouble::new();
    assert!(access.read("a", Options::default()).await.is_err());
    access.read.answers(|(path, _)| Ok(path.to_uppercase()));
    assert_eq!(access.read("b", Options { head: true }).await.unwrap(), "B");
    access.read.calls().assert_exactly([("a", Options { head: false }), ("b", Options { head: true })]);
    access.read.calls().assert_once((predicate::str::starts_with("b"), ..));
}
