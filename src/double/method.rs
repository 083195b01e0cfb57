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

type Value<D, const N: usize> = Box<dyn Fn() -> <D as Signature<N>>::Output + Send + Sync>;

/// The log and the name of a double.
#[derive(Clone, Debug)]
pub struct Core {
    log: CallLog,
    recipient: Arc<Recipient>,
}

impl Core {
    #[must_use]
    pub fn new(trait_name: &'static str) -> Self {
        Self::with(trait_name, None, CallLog::new(), false)
    }

    #[must_use]
    pub fn named(trait_name: &'static str, name: String) -> Self {
        Self::with(trait_name, Some(name.clone()), CallLog::named(name), false)
    }

    #[must_use]
    pub fn in_log(trait_name: &'static str, name: Option<String>, log: &CallLog) -> Self {
        Self::with(trait_name, name, log.clone(), true)
    }

    fn with(trait_name: &'static str, name: Option<String>, log: CallLog, is_shown: bool) -> Self {
        let recipient = Recipient { trait_name, name: name.map(Into::into), is_shown };
        Self { log, recipient: Arc::new(recipient) }
    }

    /// Returns the calls of this double.
    #[must_use]
    pub fn calls(&self) -> Transcript<Call> {
        let all = self.log.calls();
        if !self.recipient.is_shown {
            return all;
        }
        let scope =
            format!("calls of `{}`", self.recipient.name.as_deref().unwrap_or(self.recipient.trait_name));
        all.filter(|call| call.is_received_by(&self.recipient)).scoped(scope)
    }

    #[must_use]
    pub fn recorder(&self) -> &CallLog {
        &self.log
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
pub struct Method<D, const N: usize>(Arc<Inner>, PhantomData<fn() -> D>);

/// The part of a method that does not depend on its types.
struct Inner {
    core: Core,
    script: Script,
    lent: Lent,
}

// A panic never leaves a script or a list half changed, and what is kept is only looked at.
impl UnwindSafe for Inner {}
impl RefUnwindSafe for Inner {}

impl<D, const N: usize> Method<D, N> {
    #[doc(hidden)]
    #[must_use]
    pub fn new(core: &Core) -> Self {
        Self(new_inner(core), PhantomData)
    }

    /// Returns where values that the method lends are kept.
    #[doc(hidden)]
    #[must_use]
    pub fn lent(&self) -> &Lent {
        &self.0.lent
    }

    /// Takes what the next call is answered with.
    #[doc(hidden)]
    #[must_use]
    pub fn turn(&self) -> Turn {
        self.0.script.turn()
    }

    #[doc(hidden)]
    pub fn set_answer(&self, answer: AnyAnswer) {
        self.0.script.set_answer(Answer::Closure(answer));
    }
}

fn new_inner(core: &Core) -> Arc<Inner> {
    Arc::new(Inner { core: core.clone(), script: Script::default(), lent: Lent::default() })
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
        Calls::of(&self.0.core.log.calls(), &self.0.core.recipient)
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
        arguments.into_expected(MethodId::of::<D>(N), D::INFO).received_by(&self.0.core.recipient)
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
        Expected::any_of(MethodId::of::<D>(N), D::INFO).received_by(&self.0.core.recipient)
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
        self.0.script.push(replies.into_iter().map(boxed).collect());
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
        let value: Value<D, N> = Box::new(move || output.clone());
        self.0.script.set_answer(Answer::Value(Arc::new(value)));
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
        let (left, given) = self.0.script.counts();
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
        match turn {
            Turn::Reply(reply) => match reply.downcast::<Reply<D::Output>>().ok().and_then(|reply| reply()) {
                Some(output) => Some(output),
                None => panic_on_other_thread(D::INFO, location),
            },
            Turn::Value(value) => value.downcast_ref::<Value<D, N>>().map(|value| value()),
            Turn::RanOut(given) => panic_ran_out(D::INFO, given, location),
            Turn::Answer(_) | Turn::Unscripted => None,
        }
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

    /// Answers a call as the test says, or with the default.
    #[doc(hidden)]
    #[track_caller]
    pub fn answer(&self, location: Option<&Location<'_>>, args: D::Args<'_>) -> D::Output {
        match self.scripted(location, args) {
            Ok(output) => output,
            Err(_) => self.default_output(location),
        }
    }
}

impl Inner {
    fn record(
        &self,
        method: MethodId,
        info: &'static MethodInfo,
        location: &'static Location<'static>,
        arguments: Box<dyn Captured>,
    ) -> Arc<Call> {
        let call = Arc::new(Call::new(Arc::clone(&self.core.recipient), method, info, arguments));
        self.core.log.record_at(Arc::clone(&call), location);
        call
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
        Self(Arc::clone(&self.0), PhantomData)
    }
}

/// Shows how many replies are left.
impl<D, const N: usize> fmt::Debug for Method<D, N> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (left, _) = self.0.script.counts();
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
