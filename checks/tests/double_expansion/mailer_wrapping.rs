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
pub struct MailerDouble<WrappedObject = ::mock_messenger::__double::Unwrapped> {
    __core: ::mock_messenger::__double::Core,
    __real: WrappedObject,
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
                __real: __Unwrapped,
                __core: core,
            }
        }
    }
    /// The real object of a double, or a pointer to one.
    #[doc(hidden)]
    pub trait MailerDoubleReal {
        type Target: Mailer + ?::std::marker::Sized;
        fn real(&self) -> __Option<&Self::Target>;
    }
    impl MailerDoubleReal for __Unwrapped {
        type Target = MailerDouble;
        fn real(&self) -> __Option<&Self::Target> {
            __None
        }
    }
    impl<RealObject: Mailer> MailerDoubleReal for __Wrapped<RealObject, __Owned> {
        type Target = RealObject;
        fn real(&self) -> __Option<&RealObject> {
            __Some(&self.real)
        }
    }
    impl<RealObject: __Deref> MailerDoubleReal for __Wrapped<RealObject, __Pointer>
    where
        RealObject::Target: Mailer,
    {
        type Target = RealObject::Target;
        fn real(&self) -> __Option<&RealObject::Target> {
            __Some(&*self.real)
        }
    }
    impl MailerDouble {
        /// Returns a double that passes each call on to `real`, unless the test says what it returns.
        ///
        /// `real` is an object, or an `Arc`, `Rc`, `Box` or reference to one. Its answers are recorded.
        pub fn wrapping<RealObject, HeldAs>(
            real: RealObject,
        ) -> MailerDouble<__Wrapped<RealObject, HeldAs>>
        where
            __Wrapped<RealObject, HeldAs>: MailerDoubleReal,
        {
            let core = __Core::new("Mailer", 3, __None, __None);
            MailerDouble {
                mail: __Method::new(&core),
                ping: __Method::new(&core),
                flush: __Method::new(&core),
                __real: __Wrapped::new(real),
                __core: core,
            }
        }
    }
    impl<WrappedObject> MailerDouble<WrappedObject> {
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
    impl<WrappedObject: __Clone> __Clone for MailerDouble<WrappedObject> {
        fn clone(&self) -> Self {
            let core = self.__core.clone();
            Self {
                mail: __Method::new(&core),
                ping: __Method::new(&core),
                flush: __Method::new(&core),
                __real: self.__real.clone(),
                __core: core,
            }
        }
    }
    impl<WrappedObject> __Debug for MailerDouble<WrappedObject> {
        fn fmt(&self, f: &mut __Formatter<'_>) -> __FmtResult {
            self.__core.fmt("MailerDouble", f)
        }
    }
    impl<WrappedObject> Mailer for MailerDouble<WrappedObject>
    where
        WrappedObject: MailerDoubleReal,
    {
        #[track_caller]
        fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError> {
            let __call = self
                .mail
                .record_at(
                    __Location::caller(),
                    (
                        __Kept::of(__ToOwned::to_owned(to)),
                        __Kept::of(__ToOwned::to_owned(body)),
                    ),
                );
            let (to, body) = match self.mail.scripted(__None, (to, body)) {
                __Ok(__output) => return __output,
                __Err(__back) => __back,
            };
            if let __Some(real) = <WrappedObject as MailerDoubleReal>::real(
                &self.__real,
            ) {
                let __answer = real.mail(to, body);
                __note_answer(&__call, (&__Showing(&__answer)).form());
                return __answer;
            }
            let __output = self.mail.default_output(__None);
            __output
        }
        #[track_caller]
        fn ping(&self) {
            let __call = self.ping.record_at(__Location::caller(), ());
            let () = match self.ping.scripted(__None, ()) {
                __Ok(__output) => return __output,
                __Err(__back) => __back,
            };
            if let __Some(real) = <WrappedObject as MailerDoubleReal>::real(
                &self.__real,
            ) {
                let __answer = real.ping();
                __note_answer(&__call, (&__Showing(&__answer)).form());
                return __answer;
            }
            let __output = self.ping.default_output(__None);
            __output
        }
        #[track_caller]
        fn flush(&self) -> impl __Future<Output = usize> {
            let __location = __Location::caller();
            async move {
                let __call = self.flush.record_at(__location, ());
                let () = match self.flush.scripted(__Some(__location), ()) {
                    __Ok(__output) => return __output,
                    __Err(__back) => __back,
                };
                if let __Some(real) = <WrappedObject as MailerDoubleReal>::real(
                    &self.__real,
                ) {
                    let __answer = real.flush().await;
                    __note_answer(&__call, (&__Showing(&__answer)).form());
                    return __answer;
                }
                let __output = self.flush.default_output(__Some(__location));
                __output
            }
        }
    }
};
