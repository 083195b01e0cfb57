// Written by the attribute `double`, formatted by prettyplease. `UPDATE_EXPECT=1` writes it anew.

pub trait Mailer {
    #[track_caller]
    fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError>;
    #[track_caller]
    fn ping(&self);
    async fn flush(&self) -> usize;
}
///A double of [`Mailer`]. It records every call and returns the values that the test sets.
#[allow(unnameable_types, private_interfaces, private_bounds, dead_code)]
pub struct MailerDouble<WrappedObject = ::mock_messenger::__double::Unwrapped> {
    __core: ::mock_messenger::__double::Core,
    __real: WrappedObject,
    ///The calls of `mail` and their return values.
    pub mail: ::mock_messenger::Method<MailerDouble, 0>,
    ///The calls of `ping` and their return values.
    pub ping: ::mock_messenger::Method<MailerDouble, 1>,
    ///The calls of `flush` and their return values.
    pub flush: ::mock_messenger::Method<MailerDouble, 2>,
}
///Creates expected calls of [`Mailer`]. It has one function for each method.
#[allow(missing_debug_implementations, unnameable_types, private_bounds, dead_code)]
pub struct MailerCall(::std::marker::PhantomData<fn()>);
#[allow(
    deprecated,
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
    #[allow(dead_code)]
    impl MailerCall {
        ///Creates an expected call of `mail` from a matcher for each argument.
        pub fn mail<'matcher, Kind0, Kind1>(
            to: impl ::mock_messenger::IntoMatcher<
                'matcher,
                ::std::string::String,
                Kind0,
            >,
            body: impl ::mock_messenger::IntoMatcher<
                'matcher,
                ::std::string::String,
                Kind1,
            >,
        ) -> ::mock_messenger::Expected<'matcher> {
            __expected::<MailerDouble, 0, _>((to, body))
        }
        ///Creates an expected call of `ping` from a matcher for each argument.
        pub fn ping<'matcher>() -> ::mock_messenger::Expected<'matcher> {
            __expected::<MailerDouble, 1, _>(())
        }
        ///Creates an expected call of `flush` from a matcher for each argument.
        pub fn flush<'matcher>() -> ::mock_messenger::Expected<'matcher> {
            __expected::<MailerDouble, 2, _>(())
        }
    }
    impl __Signature<0> for MailerDouble {
        type Args<'__a> = (&'__a str, &'__a str);
        type Arguments = (
            __Exact<::std::string::String>,
            __Exact<::std::string::String>,
        );
        type Output = Result<(), SmtpError>;
        type Kind = __ProbedOutput;
        const INFO: __MethodInfo = __MethodInfo(
            "Mailer::mail(to, body) -> Result<(), SmtpError>",
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
        type Kind = __KnownOutput;
        const INFO: __MethodInfo = __MethodInfo("Mailer::ping() -> ()");
    }
    impl __Signature<2> for MailerDouble {
        type Args<'__a> = ();
        type Arguments = ();
        type Output = usize;
        type Kind = __KnownOutput;
        const INFO: __MethodInfo = __MethodInfo("Mailer::flush() -> usize");
    }
    #[allow(dead_code)]
    impl MailerDouble {
        /// Creates a double that returns default values until the test sets others.
        pub fn new() -> Self {
            Self::__of(__Origin::New)
        }
        /// Creates a double with a name for reports.
        pub fn named(name: impl ::std::convert::Into<::std::string::String>) -> Self {
            Self::__of(__Origin::Named(name.into()))
        }
        /// Creates a double that records into a log shared with other doubles.
        pub fn in_log(log: &::mock_messenger::CallLog) -> Self {
            Self::__of(__Origin::InLog(log))
        }
        /// Creates a double that has a name and records into a log shared with other doubles.
        pub fn named_in_log(
            name: impl ::std::convert::Into<::std::string::String>,
            log: &::mock_messenger::CallLog,
        ) -> Self {
            Self::__of(__Origin::NamedInLog(name.into(), log))
        }
        fn __of(origin: __Origin<'_>) -> Self {
            let core = origin.core("Mailer", 3);
            Self {
                mail: core.method(),
                ping: core.method(),
                flush: core.method(),
                __real: ::mock_messenger::__double::Unwrapped,
                __core: core,
            }
        }
    }
    /// The real object of a double, or a pointer to it.
    #[doc(hidden)]
    pub trait MailerDoubleReal {
        type Target: Mailer + ?::std::marker::Sized;
        fn real(&self) -> ::std::option::Option<&Self::Target>;
    }
    impl MailerDoubleReal for ::mock_messenger::__double::Unwrapped {
        type Target = MailerDouble;
        fn real(&self) -> ::std::option::Option<&Self::Target> {
            __None
        }
    }
    impl<RealObject: Mailer> MailerDoubleReal
    for ::mock_messenger::__double::Wrapped<
        RealObject,
        ::mock_messenger::__double::Owned,
    > {
        type Target = RealObject;
        fn real(&self) -> ::std::option::Option<&RealObject> {
            __Some(&self.real)
        }
    }
    impl<RealObject: ::std::ops::Deref> MailerDoubleReal
    for ::mock_messenger::__double::Wrapped<
        RealObject,
        ::mock_messenger::__double::Pointer,
    >
    where
        RealObject::Target: Mailer,
    {
        type Target = RealObject::Target;
        fn real(&self) -> ::std::option::Option<&RealObject::Target> {
            __Some(&*self.real)
        }
    }
    #[allow(dead_code)]
    impl MailerDouble {
        /// Creates a double that passes each call on to `real`, unless the test sets a return value.
        ///
        /// `real` is an object, or an `Arc`, `Rc`, `Box` or reference to one. Its return values are recorded.
        pub fn wrapping<RealObject, HeldAs>(
            real: RealObject,
        ) -> MailerDouble<::mock_messenger::__double::Wrapped<RealObject, HeldAs>>
        where
            ::mock_messenger::__double::Wrapped<RealObject, HeldAs>: MailerDoubleReal,
        {
            let core = __Origin::New.core("Mailer", 3);
            MailerDouble {
                mail: core.method(),
                ping: core.method(),
                flush: core.method(),
                __real: ::mock_messenger::__double::Wrapped::new(real),
                __core: core,
            }
        }
    }
    #[allow(dead_code)]
    impl<WrappedObject> MailerDouble<WrappedObject> {
        /// Returns the calls of all methods of this double so far, in order.
        pub fn calls(&self) -> ::mock_messenger::Transcript<::mock_messenger::Call> {
            self.__core.calls()
        }
        /// Returns the log of the calls, which has methods to wait for calls.
        pub fn recorder(&self) -> &::mock_messenger::CallLog {
            self.__core.recorder()
        }
    }
    impl ::std::default::Default for MailerDouble {
        fn default() -> Self {
            Self::new()
        }
    }
    impl<WrappedObject: ::std::clone::Clone> ::std::clone::Clone
    for MailerDouble<WrappedObject> {
        fn clone(&self) -> Self {
            let core = self.__core.clone();
            Self {
                mail: core.method(),
                ping: core.method(),
                flush: core.method(),
                __real: self.__real.clone(),
                __core: core,
            }
        }
    }
    impl<WrappedObject> ::std::fmt::Debug for MailerDouble<WrappedObject> {
        fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
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
                .record_at(__Location::caller(), (__owned(to), __owned(body)));
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
        fn flush(&self) -> impl ::std::future::Future<Output = usize> {
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
