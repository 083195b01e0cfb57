// Written by the attribute `double`, formatted by prettyplease. `UPDATE_EXPECT=1` writes it anew.

pub trait Mailer {
    #[track_caller]
    fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError>;
    #[track_caller]
    fn ping(&self);
    async fn flush(&self) -> usize;
}
///A double of [`Mailer`], which records every call and returns what the test says.
#[allow(unnameable_types, private_interfaces, private_bounds, dead_code)]
pub struct MailerDouble {
    __core: ::mock_messenger::__double::Core,
    ///The calls of `mail`, and what they return.
    pub mail: ::mock_messenger::Method<MailerDouble, 0>,
    ///The calls of `ping`, and what they return.
    pub ping: ::mock_messenger::Method<MailerDouble, 1>,
    ///The calls of `flush`, and what they return.
    pub flush: ::mock_messenger::Method<MailerDouble, 2>,
}
///The expected calls of [`Mailer`], one function for each method.
#[allow(missing_debug_implementations, unnameable_types, private_bounds, dead_code)]
pub struct MailerCall(::std::marker::PhantomData<fn()>);
#[allow(
    deprecated,
    dead_code,
    unused_imports,
    unused_mut,
    unused_variables,
    unreachable_code,
    unnameable_types,
    private_bounds,
    private_interfaces,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
const _: () = {
    use ::mock_messenger::__double::names::*;
    impl MailerCall {
        ///Returns an expected call of `mail`, with a matcher for each argument.
        pub fn mail<'matcher, Kind0, Kind1>(
            to: impl __IntoMatcher<'matcher, __String, Kind0>,
            body: impl __IntoMatcher<'matcher, __String, Kind1>,
        ) -> __Expected<'matcher> {
            __expected::<MailerDouble, 0, _>((to, body))
        }
        ///Returns an expected call of `ping`, with a matcher for each argument.
        pub fn ping<'matcher>() -> __Expected<'matcher> {
            __expected::<MailerDouble, 1, _>(())
        }
        ///Returns an expected call of `flush`, with a matcher for each argument.
        pub fn flush<'matcher>() -> __Expected<'matcher> {
            __expected::<MailerDouble, 2, _>(())
        }
    }
    impl __Signature<0> for MailerDouble {
        type Args<'__a> = (&'__a str, &'__a str);
        type Arguments = (__Exact<__String>, __Exact<__String>);
        type Output = Result<(), SmtpError>;
        const INFO: &'static __MethodInfo = &__MethodInfo::new(
            "Mailer",
            "mail",
            &["to", "body"],
            "Result<(), SmtpError>",
        );
        fn reply(output: Result<(), SmtpError>) -> __Reply<Result<(), SmtpError>> {
            (&__Replying::<Result<(), SmtpError>>::NEW).reply(output)
        }
        fn default_output() -> __Option<Result<(), SmtpError>> {
            (&&__Defaulting::<Result<(), SmtpError>>::NEW).find()
        }
    }
    impl __Signature<1> for MailerDouble {
        type Args<'__a> = ();
        type Arguments = ();
        type Output = ();
        const INFO: &'static __MethodInfo = &__MethodInfo::new(
            "Mailer",
            "ping",
            &[],
            "()",
        );
        fn reply(output: ()) -> __Reply<()> {
            (&__Replying::<()>::NEW).reply(output)
        }
        fn default_output() -> __Option<()> {
            (&&__Defaulting::<()>::NEW).find()
        }
    }
    impl __Signature<2> for MailerDouble {
        type Args<'__a> = ();
        type Arguments = ();
        type Output = usize;
        const INFO: &'static __MethodInfo = &__MethodInfo::new(
            "Mailer",
            "flush",
            &[],
            "usize",
        );
        fn reply(output: usize) -> __Reply<usize> {
            (&__Replying::<usize>::NEW).reply(output)
        }
        fn default_output() -> __Option<usize> {
            (&&__Defaulting::<usize>::NEW).find()
        }
    }
    impl MailerDouble {
        /// Returns a double that answers with defaults.
        #[must_use]
        pub fn new() -> Self {
            Self::__of(__Core::new("Mailer", 3, __None, __None))
        }
        /// Returns a double with a name, which reports show.
        #[must_use]
        pub fn named(name: impl __Into<__String>) -> Self {
            Self::__of(__Core::new("Mailer", 3, __Some(name.into()), __None))
        }
        /// Returns a double that records into a log that it shares with other doubles.
        #[must_use]
        pub fn in_log(log: &__CallLog) -> Self {
            Self::__of(__Core::new("Mailer", 3, __None, __Some(log)))
        }
        /// Returns a double with a name that records into a shared log.
        #[must_use]
        pub fn named_in_log(name: impl __Into<__String>, log: &__CallLog) -> Self {
            Self::__of(__Core::new("Mailer", 3, __Some(name.into()), __Some(log)))
        }
        fn __of(core: __Core) -> Self {
            Self {
                mail: __Method::new(&core),
                ping: __Method::new(&core),
                flush: __Method::new(&core),
                __core: core,
            }
        }
    }
    impl MailerDouble {
        /// Returns the calls of all methods of this double so far, in order.
        #[must_use]
        pub fn calls(&self) -> __Transcript<__Call> {
            self.__core.calls()
        }
        /// Returns the log that the calls are recorded into, for its waits.
        #[must_use]
        pub fn recorder(&self) -> &__CallLog {
            self.__core.recorder()
        }
    }
    impl __Default for MailerDouble {
        fn default() -> Self {
            Self::new()
        }
    }
    impl __Clone for MailerDouble {
        fn clone(&self) -> Self {
            Self::__of(self.__core.clone())
        }
    }
    impl __Debug for MailerDouble {
        fn fmt(&self, f: &mut __Formatter<'_>) -> __FmtResult {
            self.__core.fmt("MailerDouble", f)
        }
    }
    impl Mailer for MailerDouble {
        #[track_caller]
        fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError> {
            self.mail
                .handle(
                    (
                        __Kept::of(__ToOwned::to_owned(to)),
                        __Kept::of(__ToOwned::to_owned(body)),
                    ),
                    (to, body),
                )
        }
        #[track_caller]
        fn ping(&self) {
            self.ping.handle((), ())
        }
        #[track_caller]
        fn flush(&self) -> impl __Future<Output = usize> {
            let __location = __Location::caller();
            async move { self.flush.handle_at(__location, (), ()) }
        }
    }
};
