//! The type [`Method`]: a method of a double, with its calls and return values.

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

/// The state that all clones of a double share.
#[derive(Clone, Debug)]
pub struct Core(Arc<State>);

struct State {
    log: CallLog,
    recipient: Arc<Recipient>,
    /// Indexed by the number of the method.
    methods: Box<[MethodState]>,
}

#[derive(Default)]
struct MethodState {
    script: Script,
    lent: Lent,
}

// A panic never leaves a script or a list half-changed, and kept values are never modified.
impl UnwindSafe for State {}
impl RefUnwindSafe for State {}

/// How a double is created.
#[derive(Debug)]
pub enum Origin<'a> {
    New,
    Named(String),
    InLog(&'a CallLog),
    NamedInLog(String, &'a CallLog),
    CloneOf(&'a Core),
}

impl Origin<'_> {
    /// Creates the state of a double of `trait_name`, which has this number of methods.
    #[must_use]
    pub fn core(self, trait_name: &'static str, methods: usize) -> Core {
        let (name, log, is_shown) = match self {
            Self::New => (None, CallLog::new(), false),
            Self::Named(name) => (Some(name.as_str().into()), CallLog::named(name), false),
            Self::InLog(log) => (None, log.clone(), true),
            Self::NamedInLog(name, log) => (Some(name.into()), log.clone(), true),
            Self::CloneOf(core) => return core.clone(),
        };
        let recipient = Arc::new(Recipient { trait_name, name, is_shown });
        let mut states = Vec::new();
        states.resize_with(methods, MethodState::default);
        Core(Arc::new(State { log, recipient, methods: states.into_boxed_slice() }))
    }
}

impl Core {
    /// Returns the method number `N` of the double.
    #[must_use]
    pub fn method<D, const N: usize>(&self) -> Method<D, N> {
        Method(self.clone(), PhantomData)
    }

    fn state(&self, method: usize) -> &MethodState {
        &self.0.methods[method]
    }

    fn turn(&self, method: usize) -> Turn {
        self.state(method).script.turn()
    }

    /// Returns the calls that this double received.
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

    /// Formats the double for `Debug`.
    ///
    /// # Errors
    ///
    /// Returns an error if the formatter does.
    pub fn fmt(&self, double: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct(double).field("calls", &self.calls()).finish_non_exhaustive()
    }

    fn record(
        &self,
        method: MethodId,
        info: MethodInfo,
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

/// A method of a double. It returns the calls that the method received, and sets its return values.
///
/// A double has a field of this type for each method, with the name of the method.
///
/// A call returns the next reply added with [`replies`](Self::replies) or, if there is none, the value set with
/// [`returns`](Self::returns) or the result of the closure set with [`answers`](Self::answers). If nothing is set, the
/// body that the trait declares runs. Without a body, the call returns the default value of its type, or `Ok` with the
/// default value. If there is no default value either, or if all replies are used up and nothing else is set, the call
/// panics with a message that says what to write.
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
    /// Returns the list of the values that the method has returned by reference.
    #[doc(hidden)]
    #[must_use]
    pub fn lent(&self) -> &Lent {
        &self.0.state(N).lent
    }

    /// Takes the outcome of the next call from the script.
    #[doc(hidden)]
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.0.turn(N)
    }

    #[doc(hidden)]
    pub fn set_answer(&self, answer: AnyAnswer) {
        self.0.state(N).script.set_answer(Answer::Closure(answer));
    }
}

impl<D: Signature<N>, const N: usize> Method<D, N> {
    /// Returns a snapshot of the calls of this method so far. Reports show the index of each call among the calls of
    /// all methods.
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

    /// Creates an expected call of this method on this double. `arguments` is a tuple with a matcher for each argument,
    /// or a single matcher.
    ///
    /// Calls of the same method on other doubles do not match.
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

    /// Creates an expected call that matches every call of this method on this double.
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

    /// Adds replies. Each call takes and returns the next one.
    ///
    /// A call after the last reply panics unless [`returns`](Self::returns) or [`answers`](Self::answers) was called.
    /// While the thread unwinds from a panic, it returns the default value instead.
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
        self.0.state(N).script.push(replies.into_iter().map(boxed).collect());
        self
    }

    /// Sets the value that a call returns if no reply is left.
    ///
    /// The type of the value has to implement `Clone`, `Send` and `Sync`. For other types, use
    /// [`replies`](Self::replies) or [`answers`](Self::answers).
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
        self.0.state(N).script.set_answer(Answer::Value(Arc::new(value)));
        self
    }

    /// Sets a closure that computes the return value of a call if no reply is left.
    ///
    /// The closure gets the arguments of the call: a tuple, or a single argument. It may call the double.
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
    /// Panics if replies are left, unless the thread is already unwinding from a panic.
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
        let (left, given) = self.0.state(N).script.counts();
        if left == 0 || thread::panicking() {
            return;
        }
        let (were, method) = (if left == 1 { "was" } else { "were" }, D::INFO.path());
        panic!("{left} of the {} replies of `{method}` {were} never used", left + given);
    }

    /// Records a call, together with the caller's line.
    #[doc(hidden)]
    #[track_caller]
    pub fn record(&self, kept: KeptArguments<D, N>) {
        self.record_at(Location::caller(), kept);
    }

    /// Records a call that was made at `location`, and returns it so that the result can be added.
    #[doc(hidden)]
    pub fn record_at(&self, location: &'static Location<'static>, kept: KeptArguments<D, N>) -> Arc<Call> {
        self.0.record(MethodId::of::<D>(N), D::INFO, location, Box::new(kept))
    }

    /// Returns the value that the test has set for a call.
    ///
    /// # Errors
    ///
    /// Returns the arguments if the test has set nothing.
    ///
    /// # Panics
    ///
    /// Panics if all replies have been used.
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

    /// Returns the reply or the value of a turn, if any.
    ///
    /// # Panics
    ///
    /// Panics if all replies have been used, or if the reply is not `Send` and was added on another thread.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub fn output(&self, location: Option<&Location<'_>>, turn: Turn) -> Option<D::Output> {
        output(D::INFO, location, turn)
    }

    /// Returns the default return value.
    ///
    /// # Panics
    ///
    /// Panics if there is no default return value.
    #[doc(hidden)]
    #[must_use]
    #[track_caller]
    pub fn default_output(&self, location: Option<&Location<'_>>) -> D::Output {
        output_or_default(D::INFO, location, Turn::Unscripted, D::default_output)
    }

    /// Calls the closure set with `answers`.
    ///
    /// # Panics
    ///
    /// Panics if the closure belongs to another method, which generated code never passes.
    #[doc(hidden)]
    pub fn call(&self, answer: &AnyAnswer, args: D::Args<'_>) -> D::Output {
        match answer.downcast_ref::<Closure<D, N>>() {
            Some(answer) => answer(args),
            None => unreachable!("the closure was set through this method"),
        }
    }

    /// Records a call, together with the caller's line, and returns the value that the test has set or the default
    /// value.
    #[doc(hidden)]
    #[track_caller]
    pub fn handle(&self, kept: KeptArguments<D, N>, args: D::Args<'_>) -> D::Output {
        self.0.record(MethodId::of::<D>(N), D::INFO, Location::caller(), Box::new(kept));
        match self.0.turn(N) {
            Turn::Answer(answer) => self.call(&answer, args),
            turn => output_or_default(D::INFO, None, turn, D::default_output),
        }
    }

    /// Records a call that was made at `location`, and returns the value that the test has set or the default value.
    #[doc(hidden)]
    pub fn handle_at(
        &self,
        location: &'static Location<'static>,
        kept: KeptArguments<D, N>,
        args: D::Args<'_>,
    ) -> D::Output {
        self.0.record(MethodId::of::<D>(N), D::INFO, location, Box::new(kept));
        match self.0.turn(N) {
            Turn::Answer(answer) => self.call(&answer, args),
            turn => output_or_default(D::INFO, Some(location), turn, D::default_output),
        }
    }
}

// The functions below are generic only over the type of the output, so that methods with the same output share code.

/// Returns the reply or the value of a turn, if any.
#[track_caller]
fn output<T: 'static>(info: MethodInfo, location: Option<&Location<'_>>, turn: Turn) -> Option<T> {
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

/// Returns the reply or the value of a turn, otherwise the default.
#[track_caller]
fn output_or_default<T: 'static>(
    info: MethodInfo,
    location: Option<&Location<'_>>,
    turn: Turn,
    default: fn() -> Option<T>,
) -> T {
    if let Some(output) = output(info, location, turn) {
        return output;
    }
    match default() {
        Some(output) => output,
        None => panic_without_default(info, location),
    }
}

/// Returns the closure set with `answers`, if its type is `A`.
#[doc(hidden)]
#[must_use]
pub fn answer_as<A: Any>(answer: &AnyAnswer) -> Option<&A> {
    answer.downcast_ref()
}

/// Creates another handle for the same log and script.
impl<D, const N: usize> Clone for Method<D, N> {
    fn clone(&self) -> Self {
        self.0.method()
    }
}

/// Shows how many replies are left.
impl<D, const N: usize> fmt::Debug for Method<D, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, _) = self.0.state(N).script.counts();
        f.debug_struct("Method").field("replies_left", &left).finish_non_exhaustive()
    }
}

/// Values that a method can return any number of times, on any thread: they implement `Clone`, `Send` and `Sync`.
// Everything is in the message, because the compiler omits the notes if it has its own suggestion.
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be returned repeatedly, because it does not implement `Clone`, `Send` and `Sync`: use `replies([value])` to return it once, or `answers(|_| value)` to create a value for each call"
)]
pub trait Repeatable: Clone + Send + Sync {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync> Repeatable for T {}
