//! Generic traits of sqlx, ratatui, redb, serde, openraft, rdkafka, r2d2 and tokio-util. The types in their signatures
//! are replaced with simple ones.

use std::fmt::{self, Debug, Display};
use std::future::Future;
use std::io;
use std::ops::RangeBounds;
use std::pin::Pin;

use mock_messenger::{double, predicate};

type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

trait Database: 'static {
    type Row: Send;
    type Statement<'q>: Send;
    type TypeInfo: Debug + Sync;
}

#[derive(Debug)]
struct Sqlite;

#[derive(Clone, Debug)]
struct Prepared<'q> {
    sql: &'q str,
}

impl Database for Sqlite {
    type Row = u8;
    type Statement<'q> = Prepared<'q>;
    type TypeInfo = String;
}

trait Execute<'q, D: Database>: Send + Sized {
    fn sql(&self) -> &'q str;
}

impl<'q> Execute<'q, Sqlite> for &'q str {
    fn sql(&self) -> &'q str {
        self
    }
}

/// `sqlx::Executor`.
#[double(Database = Sqlite, query: String = |query| query.sql().to_owned())]
trait Executor<'c>: Send + Debug + Sized {
    type Database: Database;
    fn fetch_all<'e, 'q: 'e, E>(
        self,
        query: E,
    ) -> BoxFuture<'e, Result<Vec<<Self::Database as Database>::Row>, String>>
    where
        'c: 'e,
        E: 'q + Execute<'q, Self::Database>;
    fn prepare_with<'e, 'q: 'e>(
        self,
        sql: &'q str,
        parameters: &'e [<Self::Database as Database>::TypeInfo],
    ) -> BoxFuture<'e, Result<<Self::Database as Database>::Statement<'q>, String>>
    where
        'c: 'e;
}

#[tokio::test(flavor = "current_thread")]
async fn sqlx_executor() {
    let executor = ExecutorDouble::new();
    executor.fetch_all.replies([Ok(vec![1])]);
    assert_eq!(executor.clone().fetch_all("select 1").await, Ok(vec![1]));
    executor.prepare_with.answers(|_| Ok(Prepared { sql: "of the test" }));
    assert_eq!(executor.clone().prepare_with("x", &["t".to_owned()]).await.unwrap().sql, "of the test");
    executor
        .calls()
        .assert_exactly([ExecutorCall::fetch_all("select 1"), ExecutorCall::prepare_with("x", ["t"])]);
}

#[derive(Clone, Debug, PartialEq)]
struct Cell(char);

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Position {
    x: u16,
    y: u16,
}

impl From<(u16, u16)> for Position {
    fn from((x, y): (u16, u16)) -> Self {
        Self { x, y }
    }
}

/// `ratatui::backend::Backend`.
#[double(content: Vec<(u16, u16, Cell)> = |content| content.map(|(x, y, cell)| (x, y, cell.clone())).collect::<Vec<_>>())]
trait Backend {
    fn draw<'a, I>(&mut self, content: I) -> io::Result<()>
    where
        I: Iterator<Item = (u16, u16, &'a Cell)>;
    fn set_cursor_position<P: Into<Position>>(&mut self, position: P) -> io::Result<()>;
    fn set_cursor(&mut self, x: u16, y: u16) -> io::Result<()> {
        self.set_cursor_position(Position { x, y })
    }
}

#[test]
fn ratatui_backend() {
    let mut backend = BackendDouble::new();
    let cell = Cell('x');
    backend.draw([(1, 2, &cell)].into_iter()).unwrap();
    backend.set_cursor_position((3, 4)).unwrap();
    backend.set_cursor(5, 6).unwrap();
    backend.calls().assert_exactly([
        BackendCall::draw([(1, 2, cell.clone())]),
        BackendCall::set_cursor_position(Position { x: 3, y: 4 }),
        BackendCall::set_cursor(5, 6),
        BackendCall::set_cursor_position(Position { x: 5, y: 6 }),
    ]);
    backend.draw.answers(|cells| if cells.count() == 0 { Err(io::Error::other("empty")) } else { Ok(()) });
}

/// `redb::Value`.
#[double(SelfType<'a> = &'a str, AsBytes<'a> = Vec<u8>)]
trait Value: Debug {
    type SelfType<'a>: Debug + 'a
    where
        Self: 'a;
    type AsBytes<'a>: AsRef<[u8]> + 'a
    where
        Self: 'a;
    fn fixed_width() -> Option<usize>;
    fn from_bytes<'a>(data: &'a [u8]) -> Self::SelfType<'a>
    where
        Self: 'a;
    fn as_bytes<'a, 'b: 'a>(value: &'a Self::SelfType<'b>) -> Self::AsBytes<'a>
    where
        Self: 'b;
}

#[test]
fn redb_value() {
    fn form<V: Value>(bytes: &[u8]) -> String {
        format!("{:?} {:?}", V::from_bytes(bytes), V::fixed_width())
    }
    let value = ValueDouble::statics();
    value.from_bytes.answers(|data| String::from_utf8_lossy(data).into_owned());
    assert_eq!(form::<ValueDouble>(b"x"), "\"x\" None");
    assert!(ValueDouble::as_bytes(&"abc").is_empty());
    value.calls().assert_exactly([
        ValueCall::from_bytes(b"x"),
        ValueCall::fixed_width(),
        ValueCall::as_bytes("abc"),
    ]);
}

trait Serialize {
    fn form(&self) -> String;
}

impl Serialize for u8 {
    fn form(&self) -> String {
        format!("u8 {self}")
    }
}

trait SerializeSeq {
    type Ok;
    type Error: std::error::Error;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Self::Error>;
    fn end(self) -> Result<Self::Ok, Self::Error>;
}

#[double(of = SerializeSeq, name = SeqDouble, Ok = u8, Error = fmt::Error, value: String = |value| value.form())]
trait RepeatedSerializeSeq {
    type Ok;
    type Error: std::error::Error;
    fn serialize_element<T: ?Sized + Serialize>(&mut self, value: &T) -> Result<(), Self::Error>;
    fn end(self) -> Result<Self::Ok, Self::Error>;
}

/// `serde::Serializer`.
#[double(Ok = u8, Error = fmt::Error, SerializeSeq = SeqDouble, serialize_some.value: String = |value| value.form())]
trait Serializer: Sized {
    type Ok;
    type Error: std::error::Error;
    type SerializeSeq: SerializeSeq<Ok = Self::Ok, Error = Self::Error>;
    fn serialize_bytes(self, value: &[u8]) -> Result<Self::Ok, Self::Error>;
    fn serialize_some<T: ?Sized + Serialize>(self, value: &T) -> Result<Self::Ok, Self::Error>;
    fn serialize_seq(self, len: Option<usize>) -> Result<Self::SerializeSeq, Self::Error>;
    fn collect_str<T: Display + ?Sized>(self, text: &T) -> Result<Self::Ok, Self::Error>;
}

#[test]
fn serde_serializer() {
    let serializer = SerializerDouble::new();
    serializer.clone().serialize_some(&3_u8).unwrap();
    serializer.clone().serialize_bytes(b"abc").unwrap();
    serializer.clone().collect_str(&1.5).unwrap();
    let elements = SeqDouble::new();
    serializer.serialize_seq.replies([Ok(elements.clone())]);
    let mut seq = serializer.clone().serialize_seq(Some(2)).unwrap();
    seq.serialize_element(&1_u8).unwrap();
    assert_eq!(seq.end(), Ok(0));
    elements.calls().assert_exactly([SeqCall::serialize_element("u8 1"), SeqCall::end()]);
    serializer.calls().assert_exactly([
        SerializerCall::serialize_some("u8 3"),
        SerializerCall::serialize_bytes(b"abc"),
        SerializerCall::collect_str("1.5"),
        SerializerCall::serialize_seq(Some(2)),
    ]);
}

trait TypeConfig: Sized + Send + Sync + Debug + 'static {
    type NodeId: Debug + Clone + Send + Sync;
    type Entry: Debug + Send + Sync;
}

#[derive(Debug)]
struct Config;

impl TypeConfig for Config {
    type NodeId = u64;
    type Entry = String;
}

#[derive(Clone, Debug, PartialEq)]
struct Vote<N>(N);

/// `openraft::RaftLogReader`.
#[double]
trait RaftLogReader<C>: Send + Sync + 'static
where
    C: TypeConfig,
{
    async fn try_get_log_entries<R: RangeBounds<u64> + Clone + Debug + Send>(
        &mut self,
        range: R,
    ) -> Result<Vec<C::Entry>, Vote<C::NodeId>>;
    async fn limited_get_log_entries(
        &mut self,
        start: u64,
        end: u64,
    ) -> Result<Vec<C::Entry>, Vote<C::NodeId>> {
        self.try_get_log_entries(start..end).await
    }
    async fn save_vote(&mut self, vote: &Vote<C::NodeId>) -> Result<(), Vote<C::NodeId>>;
}

#[tokio::test(flavor = "current_thread")]
async fn openraft_log_reader() {
    let mut reader = RaftLogReaderDouble::<Config>::new();
    reader.try_get_log_entries.replies([Ok(vec!["a".to_owned()])]);
    assert_eq!(reader.limited_get_log_entries(1, 3).await.unwrap(), ["a"]);
    reader.save_vote(&Vote(3)).await.unwrap();
    reader.try_get_log_entries.calls().assert_once("1..3");
    reader.save_vote.calls().assert_once(Vote(3));
}

trait ClientContext: Send + Sync {}

struct BaseConsumer<C: ConsumerContext>(C);

#[derive(Clone, Debug, PartialEq)]
struct Partitions(u8);

/// `rdkafka::consumer::ConsumerContext`.
#[double]
trait ConsumerContext: ClientContext + Sized {
    fn rebalance(&self, base_consumer: &BaseConsumer<Self>, partitions: &mut Partitions);
    fn commit_callback(&self, result: Result<(), String>, offsets: &Partitions);
}

impl ClientContext for ConsumerContextDouble {}

#[test]
fn rdkafka_consumer_context() {
    let context = ConsumerContextDouble::new();
    context.rebalance.answers(|(consumer, partitions)| {
        partitions.0 += 1;
        consumer.0.commit_callback(Ok(()), partitions);
    });
    let mut partitions = Partitions(1);
    context.rebalance(&BaseConsumer(context.clone()), &mut partitions);
    assert_eq!(partitions, Partitions(2));
    context.calls().assert_exactly([
        ConsumerContextCall::rebalance(.., Partitions(1)),
        ConsumerContextCall::commit_callback(Ok(()), Partitions(2)),
    ]);
}

#[derive(Debug, PartialEq)]
struct Connection(u8);

/// `r2d2::CustomizeConnection`.
#[double(C = Connection, E = String)]
trait CustomizeConnection<C, E>: Debug + Send + Sync + 'static {
    fn on_acquire(&self, _connection: &mut C) -> Result<(), E> {
        Ok(())
    }
    fn on_release(&self, _connection: C) {}
}

#[test]
fn r2d2_customize_connection() {
    let double = CustomizeConnectionDouble::new();
    let customize: &dyn CustomizeConnection<Connection, String> = &double;
    customize.on_acquire(&mut Connection(1)).unwrap();
    customize.on_release(Connection(2));
    double.on_acquire.replies([Err("refused".into())]);
    assert_eq!(customize.on_acquire(&mut Connection(3)), Err("refused".to_owned()));
    double.calls().assert_exactly([
        CustomizeConnectionCall::on_acquire(Connection(1)),
        CustomizeConnectionCall::on_release("Connection(2)"),
        CustomizeConnectionCall::on_acquire(predicate::str::contains("3")),
    ]);
}

trait AsyncRead {}

struct Framed<T, C>(T, C);

/// `tokio_util::codec::Decoder`.
#[double(Item = String, Error = io::Error)]
trait Decoder {
    type Item;
    type Error: From<io::Error>;
    fn decode(&mut self, source: &mut Vec<u8>) -> Result<Option<Self::Item>, Self::Error>;
    fn decode_eof(&mut self, source: &mut Vec<u8>) -> Result<Option<Self::Item>, Self::Error> {
        match self.decode(source)? {
            None if !source.is_empty() => Err(io::Error::other("bytes are left").into()),
            frame => Ok(frame),
        }
    }
    fn framed<T: AsyncRead + Sized>(self, io: T) -> Framed<T, Self>
    where
        Self: Sized,
    {
        Framed(io, self)
    }
}

impl AsyncRead for u8 {}

#[test]
fn tokio_util_decoder() {
    let mut decoder = DecoderDouble::new();
    decoder.decode.answers(|source| Ok(Some(String::from_utf8(std::mem::take(source)).unwrap())));
    let mut source = b"ab".to_vec();
    assert_eq!(decoder.decode_eof(&mut source).unwrap().as_deref(), Some("ab"));
    assert!(source.is_empty());
    let Framed(io, inner) = decoder.clone().framed(3_u8);
    assert_eq!(io, 3);
    inner.calls().assert_exactly([
        DecoderCall::decode_eof(b"ab"),
        DecoderCall::decode(b"ab"),
        DecoderCall::framed("<u8>"),
    ]);
}
