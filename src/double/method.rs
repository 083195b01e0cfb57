//! One method of a double.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::panic::{Location, RefUnwindSafe, UnwindSafe};
use std::sync::Arc;
use std::thread;

use super::Captured;
use super::arguments::{Expected, IntoArguments};
use super::call::{Call, CallLog, MethodId, MethodInfo, Recipient};
use super::capture::Reply;
use super::lent::Lent;
use super::script::{
    Answer, AnyAnswer, AnyReply, Script, Turn, panic_on_other_thread, panic_ran_out, panic_without_default,
};
use super::signature::{KeptArguments, Signature};
use super::view::Calls;
use crate::transcript::Transcript;

type Closure<D, const N: usize> =
    Box<dyn for<'a> Fn(<D as Signature<N>>::Args<'a>) -> <D as Signature<N>>::Output + Send + Sync>;

type Value<T> = Box<dyn Fn() -> T + Send + Sync>;

/// The state that a double shares with its clones.
#[derive(Clone, Debug)]
pub struct Core(Arc<State>);

struct State {
    log: CallLog,
    recipient: Arc<Recipient>,
    /// By the number of the method.
    methods: Box<[MethodState]>,
}

#[derive(Default)]
struct MethodState {
    script: Script,
    lent: Lent,
}

// A panic never leaves a script or a list half changed, and what is kept is only looked at.
impl UnwindSafe for State {}
impl RefUnwindSafe for State {}

impl Core {
    /// Returns the state of a double with this number of methods, which records into `log` or into a log of its own.
    #[must_use]
    pub fn new(
        trait_name: &'static str,
        methods: usize,
        name: Option<String>,
        shared_log: Option<&CallLog>,
    ) -> Self {
        let log = match (shared_log, &name) {
            (Some(log), _) => log.clone(),
            (None, Some(name)) => CallLog::named(name.as_str()),
            (None, None) => CallLog::new(),
        };
        let recipient = Recipient { trait_name, name: name.map(Into::into), is_shown: shared_log.is_some() };
        let mut states = Vec::new();
        states.resize_with(methods, MethodState::default);
        Self(Arc::new(State { log, recipient: Arc::new(recipient), methods: states.into_boxed_slice() }))
    }

    /// Returns the calls of this double.
    #[must_use]
    pub fn calls(&self) -> Transcript<Call> {
        let State { log, recipient, .. } = &*self.0;
        let all = log.calls();
        if !recipient.is_shown {
            return all;
        }
        let scope = format!("calls of `{}`", recipient.label());
        all.filter(|call| call.is_received_by(recipient)).scoped(scope)
    }

    #[must_use]
    pub fn recorder(&self) -> &CallLog {
        &self.0.log
    }

    /// Writes the `Debug` form of the double.
    ///
    /// # Errors
    ///
    /// If the formatter fails.
    pub fn fmt(&self, double: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(double).field("calls", &self.calls()).finish_non_exhaustive()
    }

    fn record(
        &self,
        method: MethodId,
        info: &'static MethodInfo,
        location: &'static Location<'static>,
        arguments: Box<dyn Captured>,
    ) -> Arc<Call> {
        let call = Arc::new(Call::new(Arc::clone(&self.0.recipient), method, info, arguments));
        self.0.log.record_at(Arc::clone(&call), location);
        call
    }
}

impl fmt::Debug for State {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("State").field("recipient", &self.recipient).finish_non_exhaustive()
    }
}

/// One method of a double: the calls that it received, and what it returns.
///
/// A double has a field of this type for each method, named like the method.
///
/// A call is answered with the next reply of [`replies`](Self::replies). Where there is none, [`answers`](Self::answers)
/// or [`returns`](Self::returns) decide; otherwise the body that the trait declares runs; otherwise the call returns the
/// default of its type, or `Ok` with a default. A call that has none of these panics, and says what to write. So does a
/// call that comes after the last reply.
///
/// # Examples
///
/// ```
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
/// }
///
/// let mailer = MailerDouble::new();
/// mailer.mail.replies([Ok(()), Err("no route to host".to_owned())]);
/// assert!(mailer.mail("ann", "Dear ann").is_ok());
/// assert!(mailer.mail("bob", "Dear bob").is_err());
/// mailer.mail.calls().assert_exactly([("ann", "Dear ann"), ("bob", "Dear bob")]);
/// ```
#[doc(alias = "expect")]
#[doc(alias = "when")]
#[doc(alias = "EXPECT_CALL")]
#[doc(alias = "ON_CALL")]
pub struct Method<D, const N: usize>(Core, PhantomData<fn() -> D>);

impl<D, const N: usize> Method<D, N> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(core: &Core) -> Self {
        Self(core.clone(), PhantomData)
    }

    fn state(&self) -> &MethodState {
        &self.0.0.methods[N]
    }

    /// Returns where values that the method lends are kept.
    #[doc(hidden)]
    #[must_use]
    pub fn lent(&self) -> &Lent {
        &self.state().lent
    }

    /// Takes what the next call is answered with.
    #[doc(hidden)]
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.state().script.turn()
    }

    #[doc(hidden)]
    pub fn set_answer(&self, answer: AnyAnswer) {
        self.state().script.set_answer(Answer::Closure(answer));
    }
}

impl<D: Signature<N>, const N: usize> Method<D, N> {
    /// Returns the calls of this method so far. Each has the index that it has among the calls of all methods.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Mailer {
    ///     fn mail(&self, to: &str);
    ///     fn ping(&self);
    /// }
    ///
    /// let mailer = MailerDouble::new();
    /// mailer.ping();
    /// mailer.mail("ann");
    /// mailer.mail.calls().assert_once("ann");
    /// assert_eq!(mailer.mail.calls().original_index(0), Some(1));
    /// ```
    #[must_use]
    pub fn calls(&self) -> Calls<D, N> {
        Calls::of(&self.0.recorder().calls(), &self.0.0.recipient)
    }

    /// Returns an expected call of this method of this double, for the calls of all methods: a tuple with a matcher for
    /// each argument, or the only matcher.
    ///
    /// A call of the same method of another double does not match.
    ///
    /// # Examples
    ///
    /// ```
    /// use mock_messenger::CallLog;
    ///
    /// #[mock_messenger::double]
    /// trait Mailer {
    ///     fn mail(&self, to: &str, body: &str);
    /// }
    ///
    /// let log = CallLog::new();
    /// let owner = MailerDouble::named_in_log("owner", &log);
    /// let support = MailerDouble::named_in_log("support", &log);
    /// owner.mail("ann", "Dear ann");
    /// log.calls().assert_once(owner.mail.with(("ann", ..)));
    /// log.calls().assert_never(support.mail.any());
    /// ```
    #[doc(alias = "withArgs")]
    #[doc(alias = "calledWith")]
    #[doc(alias = "withf")]
    pub fn with<'m, K>(&self, arguments: impl IntoArguments<'m, D::Arguments, K>) -> Expected<'m> {
        arguments.into_expected(MethodId::of::<D>(N), D::INFO).received_by(&self.0.0.recipient)
    }

    /// Returns an expectation that any call of this method of this double meets.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Mailer {
    ///     fn mail(&self, to: &str);
    ///     fn ping(&self);
    /// }
    ///
    /// let mailer = MailerDouble::new();
    /// mailer.ping();
    /// mailer.calls().assert_never(mailer.mail.any());
    /// ```
    #[doc(alias = "anything")]
    #[must_use]
    pub fn any<'m>(&self) -> Expected<'m> {
        Expected::any_of(MethodId::of::<D>(N), D::INFO).received_by(&self.0.0.recipient)
    }

    /// Adds replies: each of the next calls takes one.
    ///
    /// A call that comes after the last one panics, unless [`returns`](Self::returns) or [`answers`](Self::answers)
    /// provides for it. While the thread unwinds from a panic, it returns the default instead.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Dice {
    ///     fn roll(&self) -> u8;
    /// }
    ///
    /// let dice = DiceDouble::new();
    /// dice.roll.replies([6, 1]).returns(3);
    /// assert_eq!([dice.roll(), dice.roll(), dice.roll(), dice.roll()], [6, 1, 3, 3]);
    /// ```
    #[doc(alias = "onCall")]
    #[doc(alias = "WillOnce")]
    #[doc(alias = "thenReturn")]
    #[doc(alias = "mockReturnValueOnce")]
    pub fn replies(&self, replies: impl IntoIterator<Item = D::Output>) -> &Self {
        let boxed = |output| Box::new(D::reply(output)) as AnyReply;
        self.state().script.push(replies.into_iter().map(boxed).collect());
        self
    }

    /// Sets what every call returns for which there is no reply.
    ///
    /// The type of the value implements `Clone`, `Send` and `Sync`. For one that does not, use [`replies`](Self::replies) or
    /// [`answers`](Self::answers).
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Dice {
    ///     fn roll(&self) -> u8;
    /// }
    ///
    /// let dice = DiceDouble::new();
    /// dice.roll.returns(4);
    /// assert_eq!(dice.roll() + dice.roll(), 8);
    /// ```
    #[doc(alias = "WillRepeatedly")]
    #[doc(alias = "Return")]
    #[doc(alias = "return_const")]
    #[doc(alias = "mockReturnValue")]
    pub fn returns(&self, output: D::Output) -> &Self
    where
        D::Output: Repeatable,
    {
        let value: Value<D::Output> = Box::new(move || output.clone());
        self.state().script.set_answer(Answer::Value(Arc::new(value)));
        self
    }

    /// Sets a closure that answers every call for which there is no reply.
    ///
    /// It gets the arguments as they are passed: the only one, or a tuple. It may call the double.
    ///
    /// # Examples
    ///
    /// ```
    /// #[mock_messenger::double]
    /// trait Mailer {
    ///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
    /// }
    ///
    /// let mailer = MailerDouble::new();
    /// mailer.mail.answers(|(to, _body)| if to == "eve" { Err("blocked".to_owned()) } else { Ok(()) });
    /// assert!(mailer.mail("ann", "hello").is_ok());
    /// assert!(mailer.mail("eve", "hello").is_err());
    /// ```
    #[doc(alias = "thenAnswer")]
    #[doc(alias = "callsFake")]
    #[doc(alias = "Invoke")]
    #[doc(alias = "returning")]
    #[doc(alias = "mockImplementation")]
    pub fn answers(
        &self,
        answer: impl for<'a> Fn(D::Args<'a>) -> D::Output + Send + Sync + 'static,
    ) -> &Self {
        let answer: Closure<D, N> = Box::new(answer);
        self.set_answer(Arc::new(answer));
        self
    }

    /// Asserts that every reply was used.
    ///
    /// # Panics
    ///
    /// If replies are left, unless the thread is already unwinding from a panic.
    ///
    /// # Examples
    ///
    /// ```should_panic
    /// # #[mock_messenger::double]
    /// # trait Dice {
    /// #     fn roll(&self) -> u8;
    /// # }
    /// let dice = DiceDouble::new();
    /// dice.roll.replies([6, 1]);
    /// dice.roll();
    /// dice.roll.assert_used_up(); // 1 of the 2 replies of `Dice::roll` was never used
    /// ```
    #[doc(alias = "verify")]
    #[track_caller]
    pub fn assert_used_up(&self) {
        let (left, given) = self.state().script.counts();
        if left == 0 || thread::panicking() {
            return;
        }
        let (were, MethodInfo { trait_name, name, .. }) = (if left == 1 { "was" } else { "were" }, D::INFO);
        panic!("{left} of the {} replies of `{trait_name}::{name}` {were} never used", left + given);
    }

    /// Records a call with the caller's line.
    #[doc(hidden)]
    #[track_caller]
    pub fn record(&self, kept: KeptArguments<D, N>) {
        self.record_at(Location::caller(), kept);
    }

    /// Records a call that was made at `location`, and returns it so that the answer can be added.
    #[doc(hidden)]
    pub fn record_at(&self, location: &'static Location<'static>, kept: KeptArguments<D, N>) -> Arc<Call> {
        self.0.record(MethodId::of::<D>(N), D::INFO, location, Box::new(kept))
    }

    /// Answers a call as the test says.
    ///
    /// # Errors
    ///
    /// If the test says nothing; the error is the arguments.
    ///
    /// # Panics
    ///
    /// If all replies have been used.
    #[doc(hidden)]
    #[track_caller]
    pub fn scripted<'a>(
        &self,
        location: Option<&Location<'_>>,
        args: D::Args<'a>,
    ) -> Result<D::Output, D::Args<'a>> {
        match self.turn() {
            Turn::Answer(answer) => Ok(self.call(&answer, args)),
            turn => self.output(location, turn).ok_or(args),
        }
    }

    /// Returns the reply or the value of a turn, if it has one.
    ///
    /// # Panics
    ///
    /// If all replies have been used, or if the reply is not `Send` and was given on another thread.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub fn output(&self, location: Option<&Location<'_>>, turn: Turn) -> Option<D::Output> {
        output(D::INFO, location, turn)
    }

    /// Returns the default output.
    ///
    /// # Panics
    ///
    /// If there is none.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub fn default_output(&self, location: Option<&Location<'_>>) -> D::Output {
        match D::default_output() {
            Some(output) => output,
            None => panic_without_default(D::INFO, location),
        }
    }

    /// Calls the closure that answers.
    ///
    /// # Panics
    ///
    /// If the closure is that of another method, which the code that the attribute writes never passes.
    #[doc(hidden)]
    pub fn call(&self, answer: &AnyAnswer, args: D::Args<'_>) -> D::Output {
        match answer.downcast_ref::<Closure<D, N>>() {
            Some(answer) => answer(args),
            None => unreachable!("the closure was set through this method"),
        }
    }

    /// Records a call with the caller's line, and answers it as the test says or with the default.
    #[doc(hidden)]
    #[track_caller]
    pub fn handle(&self, kept: KeptArguments<D, N>, args: D::Args<'_>) -> D::Output {
        self.record_at(Location::caller(), kept);
        self.answer(None, args)
    }

    /// Records a call that was made at `location`, and answers it as the test says or with the default.
    #[doc(hidden)]
    pub fn handle_at(
        &self,
        location: &'static Location<'static>,
        kept: KeptArguments<D, N>,
        args: D::Args<'_>,
    ) -> D::Output {
        self.record_at(location, kept);
        self.answer(Some(location), args)
    }

    #[track_caller]
    fn answer(&self, location: Option<&Location<'_>>, args: D::Args<'_>) -> D::Output {
        match self.scripted(location, args) {
            Ok(output) => output,
            Err(_) => self.default_output(location),
        }
    }
}

/// Returns the reply or the value of a turn. It depends on nothing but the type of the output, so that methods with the same
/// output share its code.
#[track_caller]
fn output<T: 'static>(info: &'static MethodInfo, location: Option<&Location<'_>>, turn: Turn) -> Option<T> {
    match turn {
        Turn::Reply(reply) => match reply.downcast::<Reply<T>>().ok().and_then(|reply| reply()) {
            Some(output) => Some(output),
            None => panic_on_other_thread(info, location),
        },
        Turn::Value(value) => value.downcast_ref::<Value<T>>().map(|value| value()),
        Turn::RanOut(given) => panic_ran_out(info, given, location),
        Turn::Answer(_) | Turn::Unscripted => None,
    }
}

/// Returns the closure that answers a call, if its type is `A`.
#[doc(hidden)]
#[must_use]
pub fn answer_as<A: Any>(answer: &AnyAnswer) -> Option<&A> {
    answer.downcast_ref()
}

/// Shares the log and the script.
impl<D, const N: usize> Clone for Method<D, N> {
    fn clone(&self) -> Self {
        Self::new(&self.0)
    }
}

/// Shows how many replies are left.
impl<D, const N: usize> fmt::Debug for Method<D, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, _) = self.state().script.counts();
        f.debug_struct("Method").field("replies_left", &left).finish_non_exhaustive()
    }
}

/// Values that a method can return any number of times, on any thread: they implement `Clone`, `Send` and `Sync`.
// All in the message: the compiler drops the notes where it has a suggestion of its own.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned again and again, since it does not implement `Clone`, `Send` and `Sync`: use `replies([value])` for one call, or `answers(|_| value)` to make a value for each"
)]
pub trait Repeatable: Clone + Send + Sync {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync> Repeatable for T {}
