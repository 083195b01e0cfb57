//! Synchronous traits of rustls, gix-object, vfs, notify, metrics, quinn and wgpu-hal. The types in their signatures
//! are replaced with simple ones.

use std::borrow::Cow;
use std::error;
use std::ffi::OsStr;
use std::fmt::Debug;
use std::io::{self, Cursor, IoSliceMut, Read, Seek, Write};
use std::path::{Path, PathBuf};
use std::task::{Context, Poll, Waker};
use std::time::{Duration, SystemTime};

use mock_messenger::{Shown, double, predicate};

#[derive(Clone, Debug, PartialEq)]
struct Certificate<'a>(Cow<'a, [u8]>);

#[derive(Clone, Debug, PartialEq)]
enum ServerName<'a> {
    Dns(Cow<'a, str>),
}

#[derive(Clone, Copy, Debug, PartialEq)]
struct UnixTime(u64);

#[derive(Debug)]
struct Verified;

#[derive(Debug)]
struct DistinguishedName(Vec<u8>);

/// `rustls::client::danger::ServerCertVerifier`.
#[double]
trait ServerCertVerifier: Debug + Send + Sync {
    fn verify_server_cert(
        &self,
        end_entity: &Certificate<'_>,
        intermediates: &[Certificate<'_>],
        server_name: &ServerName<'_>,
        ocsp_response: &[u8],
        now: UnixTime,
    ) -> Result<Verified, String>;
    fn requires_raw_public_keys(&self) -> bool {
        false
    }
    fn root_hint_subjects(&self) -> Option<&[DistinguishedName]> {
        None
    }
}

#[test]
fn rustls_server_cert_verifier() {
    let verifier = ServerCertVerifierDouble::new();
    verifier.verify_server_cert.answers(|(certificate, ..)| {
        if certificate.0.is_empty() { Err("empty".to_owned()) } else { Ok(Verified) }
    });
    let certificate = Certificate(Cow::Borrowed(b"c"));
    let name = ServerName::Dns("example".into());
    verifier
        .verify_server_cert(&certificate, std::slice::from_ref(&certificate), &name, b"ocsp", UnixTime(3))
        .unwrap();
    verifier.verify_server_cert.calls().assert_once((
        Shown::of(&certificate),
        "[Certificate([99])]",
        predicate::str::contains("example"),
        b"ocsp",
        UnixTime(3),
    ));
    assert!(verifier.root_hint_subjects().is_none());
    verifier.root_hint_subjects.answers(|()| Some(vec![DistinguishedName(vec![1])]));
    assert_eq!(verifier.root_hint_subjects().unwrap()[0].0, [1]);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Kind {
    Blob,
    Tree,
}

#[derive(Clone, Debug, PartialEq)]
struct ObjectId(Vec<u8>);

#[derive(Clone, Debug, PartialEq)]
struct Data<'a> {
    kind: Kind,
    data: &'a [u8],
}

type BoxError = Box<dyn error::Error + Send + Sync + 'static>;

trait WriteTo {
    fn write_to(&self, out: &mut dyn Write) -> io::Result<()>;
    fn kind(&self) -> Kind;
}

impl WriteTo for u8 {
    fn write_to(&self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(&[*self])
    }

    fn kind(&self) -> Kind {
        Kind::Blob
    }
}

/// `gix_object::Write`.
#[double(
    object: Kind = |object| object.kind(),
    from: Vec<u8> = |from| {
        let mut bytes = Vec::new();
        from.read_to_end(&mut bytes).unwrap();
        bytes
    },
)]
trait WriteObject {
    fn write(&self, object: &dyn WriteTo) -> Result<ObjectId, BoxError> {
        let mut bytes = Vec::new();
        object.write_to(&mut bytes)?;
        self.write_buf(object.kind(), &bytes)
    }
    fn write_buf(&self, kind: Kind, mut bytes: &[u8]) -> Result<ObjectId, BoxError> {
        self.write_stream(kind, bytes.len() as u64, &mut bytes)
    }
    fn write_stream(&self, kind: Kind, size: u64, from: &mut dyn Read) -> Result<ObjectId, BoxError>;
}

#[test]
fn gix_object_write() {
    let objects = WriteObjectDouble::new();
    objects.write_stream.answers(|(_, size, _)| Ok(ObjectId(vec![u8::try_from(size)?])));
    assert_eq!(objects.write(&7_u8).unwrap(), ObjectId(vec![1]));
    assert_eq!(objects.write_buf(Kind::Tree, b"ab").unwrap(), ObjectId(vec![2]));
    objects.calls().assert_exactly([
        WriteObjectCall::write(Kind::Blob),
        WriteObjectCall::write_buf(Kind::Blob, [7]),
        WriteObjectCall::write_stream(Kind::Blob, 1, [7]),
        WriteObjectCall::write_buf(Kind::Tree, b"ab"),
        WriteObjectCall::write_stream(Kind::Tree, 2, b"ab"),
    ]);
}

/// `gix_object::Find`.
#[double]
trait Find {
    fn try_find<'a>(&self, id: &OsStr, buffer: &'a mut Vec<u8>) -> Result<Option<Data<'a>>, BoxError>;
}

#[test]
fn gix_object_find() {
    let objects = FindDouble::new();
    let mut buffer = Vec::new();
    assert_eq!(objects.try_find(OsStr::new("ab"), &mut buffer).unwrap(), None);
    objects.try_find.answers(|(id, buffer)| {
        buffer.extend(id.as_encoded_bytes());
        Ok(Some(Data { kind: Kind::Blob, data: b"of the test" }))
    });
    assert_eq!(objects.try_find(OsStr::new("cd"), &mut buffer).unwrap().unwrap().data, b"of the test");
    assert_eq!(buffer, b"cd");
    objects.try_find.calls().assert_exactly([(OsStr::new("ab"), [0_u8; 0]), (OsStr::new("cd"), [0_u8; 0])]);
}

trait SeekAndRead: Seek + Read {}
impl<T: Seek + Read> SeekAndRead for T {}

#[derive(Debug, PartialEq)]
enum VfsError {
    NotSupported,
}

/// `vfs::FileSystem`.
#[double]
trait FileSystem: Debug + Sync + Send + 'static {
    fn read_dir(&self, path: &str) -> Result<Box<dyn Iterator<Item = String> + Send>, VfsError>;
    fn open_file(&self, path: &str) -> Result<Box<dyn SeekAndRead + Send>, VfsError>;
    fn set_access_time(&self, _path: &str, _time: SystemTime) -> Result<(), VfsError> {
        Err(VfsError::NotSupported)
    }
    fn exists(&self, path: &str) -> Result<bool, VfsError>;
}

#[test]
fn vfs_file_system() {
    let files = FileSystemDouble::new();
    let system: Box<dyn FileSystem> = Box::new(files.clone());
    files.open_file.answers(|path| Ok(Box::new(Cursor::new(path.to_owned().into_bytes()))));
    files.read_dir.answers(|_| Ok(Box::new(["a".to_owned()].into_iter())));
    let mut text = String::new();
    system.open_file("/a").unwrap().read_to_string(&mut text).unwrap();
    assert_eq!(
        (text.as_str(), system.read_dir("/").unwrap().count(), system.exists("/b")),
        ("/a", 1, Ok(false))
    );
    let time = SystemTime::UNIX_EPOCH + Duration::from_secs(1);
    assert_eq!(system.set_access_time("/c", time), Err(VfsError::NotSupported));
    files.calls().assert_exactly([
        FileSystemCall::open_file("/a"),
        FileSystemCall::read_dir("/"),
        FileSystemCall::exists("/b"),
        FileSystemCall::set_access_time("/c", time),
    ]);
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum RecursiveMode {
    Recursive,
    NonRecursive,
}

trait EventHandler: Send + 'static {
    fn handle_event(&mut self, paths: Vec<PathBuf>);
}

struct Printer;

impl EventHandler for Printer {
    fn handle_event(&mut self, _: Vec<PathBuf>) {}
}

trait Paths {
    fn add(&mut self, path: &Path) -> io::Result<()>;
}

struct DefaultPaths<'a, W: ?Sized>(&'a mut W);

impl<W: Watcher + ?Sized> Paths for DefaultPaths<'_, W> {
    fn add(&mut self, path: &Path) -> io::Result<()> {
        self.0.watch(path, RecursiveMode::NonRecursive)
    }
}

/// `notify::Watcher`.
#[double]
trait Watcher {
    fn new<F: EventHandler>(event_handler: F, every: Duration) -> io::Result<Self>
    where
        Self: Sized;
    fn watch(&mut self, path: &Path, mode: RecursiveMode) -> io::Result<()>;
    fn paths_mut<'me>(&'me mut self) -> Box<dyn Paths + 'me> {
        Box::new(DefaultPaths(self))
    }
    fn kind() -> &'static str
    where
        Self: Sized;
}

#[test]
fn notify_watcher() {
    let statics = WatcherDouble::statics();
    statics.kind.returns("double");
    assert_eq!(WatcherDouble::kind(), "double");
    let mut watcher = <WatcherDouble as Watcher>::new(Printer, Duration::from_secs(1)).unwrap();
    watcher.watch(Path::new("/a"), RecursiveMode::Recursive).unwrap();
    watcher.paths_mut().add(Path::new("/b")).unwrap();
    statics.new.calls().assert_once((predicate::str::ends_with("Printer>"), Duration::from_secs(1)));
    watcher.watch.calls().assert_exactly([
        (Path::new("/a"), RecursiveMode::Recursive),
        (Path::new("/b"), RecursiveMode::NonRecursive),
    ]);
}

#[derive(Clone, Debug, PartialEq)]
struct Key {
    name: Cow<'static, str>,
    labels: Cow<'static, [u8]>,
}

#[derive(Clone, Debug, PartialEq)]
struct KeyMetadata<'a> {
    target: &'a str,
}

struct Counter;

/// `metrics::Recorder`.
#[double]
trait Recorder {
    fn describe_counter(&self, key: Key, unit: Option<u8>, description: Cow<'static, str>);
    fn register_counter(&self, key: &Key, metadata: &KeyMetadata<'_>) -> Counter;
}

#[test]
fn metrics_recorder() {
    let recorder = RecorderDouble::new();
    let key = Key { name: "requests".into(), labels: vec![1].into() };
    recorder.describe_counter(key.clone(), Some(1), "number".into());
    recorder.register_counter.answers(|_| Counter);
    recorder.register_counter(&key, &KeyMetadata { target: "api" });
    recorder.calls().assert_exactly([
        RecorderCall::describe_counter(key.clone(), Some(1), "number"),
        RecorderCall::register_counter(&key, |metadata: &str| metadata.contains("api")),
    ]);
}

#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Meta {
    length: usize,
}

/// `quinn::AsyncUdpSocket`.
#[double]
trait AsyncUdpSocket: Send + Sync + Debug + 'static {
    fn poll_receive(
        &self,
        context: &mut Context,
        buffers: &mut [IoSliceMut<'_>],
        meta: &mut [Meta],
    ) -> Poll<io::Result<usize>>;
}

#[test]
fn quinn_async_udp_socket() {
    let socket = AsyncUdpSocketDouble::new();
    socket.poll_receive.answers(|(_, buffers, meta)| {
        buffers[0][0] = 7;
        meta[0].length = 1;
        Poll::Ready(Ok(1))
    });
    let (mut bytes, mut meta) = ([0; 2], [Meta::default()]);
    let mut context = Context::from_waker(Waker::noop());
    let polled = socket.poll_receive(&mut context, &mut [IoSliceMut::new(&mut bytes)], &mut meta);
    assert!(matches!(polled, Poll::Ready(Ok(1))));
    assert_eq!((bytes[0], meta[0].length), (7, 1));
    socket.poll_receive.calls().assert_once((.., "[[0, 0]]", [Meta::default()]));
}
