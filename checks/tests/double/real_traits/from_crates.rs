//! Traits from other crates, with doubles that are generated with `of`.

use std::convert::Infallible;
use std::future::{Ready, poll_fn, ready};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll};

use embedded_hal::digital::PinState;
use embedded_hal::{delay, digital, i2c, spi};
use futures_core::Stream as _;
use futures_sink::Sink as _;
use mock_messenger::{double, predicate};
use tower_service::Service as _;
use tracing_core::span;
use tracing_core::{Event, Interest, LevelFilter, Metadata, Subscriber};

#[double(of = log::Log)]
trait Log {
    fn enabled(&self, metadata: &log::Metadata<'_>) -> bool;
    fn log(&self, record: &log::Record<'_>);
    fn flush(&self);
}

#[test]
fn log_log() {
    let double = LogDouble::new();
    let logger: &dyn log::Log = &double;
    double.enabled.answers(|metadata| metadata.level() <= log::Level::Warn);
    assert!(logger.enabled(&log::Metadata::builder().level(log::Level::Error).build()));
    logger.log(&log::Record::builder().level(log::Level::Warn).args(format_args!("low: {}%", 3)).build());
    logger.flush();
    double.calls().assert_exactly([
        LogCall::enabled(predicate::str::contains("Error")),
        LogCall::log(predicate::str::contains("low: 3%")),
        LogCall::flush(),
    ]);
}

#[double(of = i2c::I2c, name = I2cDouble, Error = i2c::ErrorKind)]
trait I2c<A: i2c::AddressMode = i2c::SevenBitAddress>: i2c::ErrorType {
    fn transaction(&mut self, address: A, operations: &mut [i2c::Operation<'_>]) -> Result<(), Self::Error>;
    fn write(&mut self, address: A, write: &[u8]) -> Result<(), Self::Error>;
    fn write_read(&mut self, address: A, write: &[u8], read: &mut [u8]) -> Result<(), Self::Error>;
}

impl i2c::ErrorType for I2cDouble {
    type Error = i2c::ErrorKind;
}

#[test]
fn embedded_hal_i2c() {
    use i2c::I2c as _;
    let mut bus = I2cDouble::new();
    bus.transaction.answers(|(address, operations)| {
        for operation in operations {
            if let i2c::Operation::Read(buffer) = operation {
                buffer.fill(address);
            }
        }
        Ok(())
    });
    let mut buffer = [0; 2];
    bus.read(0x40, &mut buffer).unwrap();
    assert_eq!(buffer, [0x40; 2]);
    bus.write_read.answers(|(_, _, read)| {
        read.fill(7);
        Err(i2c::ErrorKind::Bus)
    });
    assert_eq!(bus.write_read(0x41, &[1], &mut buffer), Err(i2c::ErrorKind::Bus));
    bus.write(0x42, b"ab").unwrap();
    bus.calls().assert_exactly([
        I2cCall::transaction(0x40, predicate::str::contains("Read")),
        I2cCall::write_read(0x41, [1], [0x40, 0x40]),
        I2cCall::write(0x42, b"ab"),
    ]);
}

#[double(of = spi::SpiDevice, name = SpiDouble, Error = spi::ErrorKind)]
trait SpiDevice<Word: Copy + 'static = u8>: spi::ErrorType {
    fn transaction(&mut self, operations: &mut [spi::Operation<'_, Word>]) -> Result<(), Self::Error>;
    fn transfer(&mut self, read: &mut [Word], write: &[Word]) -> Result<(), Self::Error>;
}

impl spi::ErrorType for SpiDouble {
    type Error = spi::ErrorKind;
}

#[test]
fn embedded_hal_spi_device() {
    use spi::SpiDevice as _;
    let mut device = SpiDouble::new();
    device.write(&[1, 2]).unwrap();
    device.transaction.answers(|operations| {
        if let [spi::Operation::Read(buffer)] = operations {
            buffer.fill(9);
        }
        Ok(())
    });
    let mut buffer = [0; 2];
    device.read(&mut buffer).unwrap();
    device.transfer(&mut buffer, &[5]).unwrap();
    device.calls().assert_exactly([
        SpiCall::transaction(predicate::str::contains("Write([1, 2])")),
        SpiCall::transaction("[Read([0, 0])]"),
        SpiCall::transfer([9, 9], [5]),
    ]);
}

#[double(of = delay::DelayNs)]
trait Delay {
    fn delay_ns(&mut self, ns: u32);
}

#[double(of = digital::OutputPin, name = PinDouble, Error = Infallible)]
trait OutputPin: digital::ErrorType {
    fn set_low(&mut self) -> Result<(), Self::Error>;
    fn set_high(&mut self) -> Result<(), Self::Error>;
    fn set_state(&mut self, state: PinState) -> Result<(), Self::Error>;
}

impl digital::ErrorType for PinDouble {
    type Error = Infallible;
}

#[test]
fn embedded_hal_delay_ns_and_output_pin() {
    fn blink(pin: &mut impl digital::OutputPin, delay: &mut impl delay::DelayNs) {
        pin.set_high().unwrap();
        delay.delay_us(3);
        pin.set_state(PinState::Low).unwrap();
    }
    let log = mock_messenger::CallLog::new();
    let (mut pin, mut delay) = (PinDouble::in_log(&log), DelayDouble::in_log(&log));
    blink(&mut pin, &mut delay);
    log.calls().assert_exactly([
        PinCall::set_high(),
        DelayCall::delay_ns(3_000),
        PinCall::set_state(PinState::Low),
    ]);
}

#[derive(Clone, Debug, PartialEq)]
struct Request(u8);

#[double(of = tower_service::Service, Request = Request, Response = u8, Error = String, Future = Ready<Result<u8, String>>)]
trait Service<Request> {
    type Response;
    type Error;
    type Future: Future<Output = Result<Self::Response, Self::Error>>;
    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>>;
    fn call(&mut self, request: Request) -> Self::Future;
}

#[tokio::test(flavor = "current_thread")]
async fn tower_service_service() {
    let mut service = ServiceDouble::new();
    service.poll_ready.returns(Poll::Ready(Ok(())));
    service.call.answers(|request| ready(Ok(request.0 + 1)));
    poll_fn(|context| service.poll_ready(context)).await.unwrap();
    assert_eq!(service.call(Request(3)).await, Ok(4));
    service.call.calls().assert_once(Request(3));
}

#[double(of = futures_sink::Sink, Item = String, Error = io::Error)]
trait Sink<Item> {
    type Error;
    fn poll_ready(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>>;
    fn start_send(self: Pin<&mut Self>, item: Item) -> Result<(), Self::Error>;
    fn poll_flush(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>>;
    fn poll_close(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Result<(), Self::Error>>;
}

#[double(of = futures_core::Stream, Item = u32)]
trait Stream {
    type Item;
    fn poll_next(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>>;
}

#[tokio::test(flavor = "current_thread")]
async fn futures_sink_and_stream() {
    let (mut sink, mut stream) = (SinkDouble::new(), StreamDouble::new());
    sink.poll_ready.answers(|_| Poll::Ready(Ok(())));
    sink.poll_close.replies([Poll::Ready(Err(io::Error::other("closed")))]);
    stream.poll_next.replies([Poll::Ready(Some(3)), Poll::Ready(None)]);
    while let Some(item) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
        poll_fn(|context| Pin::new(&mut sink).poll_ready(context)).await.unwrap();
        Pin::new(&mut sink).start_send(item.to_string()).unwrap();
    }
    assert!(poll_fn(|context| Pin::new(&mut sink).poll_close(context)).await.is_err());
    sink.calls().assert_exactly([
        SinkCall::poll_ready(..),
        SinkCall::start_send("3"),
        SinkCall::poll_close(predicate::str::contains("Waker")),
    ]);
    stream.poll_next.assert_used_up();
}

#[double(of = Subscriber, name = TraceDouble)]
trait Trace: 'static {
    fn register_callsite(&self, metadata: &'static Metadata<'static>) -> Interest;
    fn enabled(&self, metadata: &Metadata<'_>) -> bool;
    fn max_level_hint(&self) -> Option<LevelFilter>;
    fn new_span(&self, span: &span::Attributes<'_>) -> span::Id;
    fn record(&self, span: &span::Id, values: &span::Record<'_>);
    fn record_follows_from(&self, span: &span::Id, follows: &span::Id);
    fn event(&self, event: &Event<'_>);
    fn enter(&self, span: &span::Id);
    fn exit(&self, span: &span::Id);
    fn clone_span(&self, id: &span::Id) -> span::Id;
    fn try_close(&self, id: span::Id) -> bool;
    fn current_span(&self) -> span::Current;
}

#[test]
fn tracing_core_subscriber() {
    let trace = TraceDouble::new();
    let subscriber: Box<dyn Subscriber + Send + Sync> = Box::new(trace.clone());
    let (one, two) = (span::Id::from_u64(1), span::Id::from_u64(2));
    trace.clone_span.answers(|id| span::Id::from_u64(id.into_u64() + 10));
    subscriber.enter(&one);
    subscriber.record_follows_from(&two, &one);
    assert_eq!(subscriber.clone_span(&one).into_u64(), 11);
    assert!(!subscriber.try_close(two.clone()));
    trace.calls().assert_exactly([
        TraceCall::enter(&one),
        TraceCall::record_follows_from(&two, &one),
        TraceCall::clone_span("Id(1)"),
        TraceCall::try_close(&two),
    ]);
}
