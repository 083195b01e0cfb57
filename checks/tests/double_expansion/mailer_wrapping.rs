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
pub struct MailerDouble<__W = ::mock_messenger::__double::Unwrapped> {
    __core: ::mock_messenger::__double::Core,
    __of: ::std::marker::PhantomData<fn()>,
    __real: __W,
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
    dead_code,
    private_interfaces,
    private_bounds,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl MailerCall {
    ///Returns an expected call of `mail`, with a matcher for each argument.
    pub fn mail<'matcher, Kind0, Kind1>(
        to: impl ::mock_messenger::IntoMatcher<'matcher, ::std::string::String, Kind0>,
        body: impl ::mock_messenger::IntoMatcher<'matcher, ::std::string::String, Kind1>,
    ) -> ::mock_messenger::Expected<'matcher> {
        ::mock_messenger::__double::expected::<MailerDouble, 0, _>((to, body))
    }
    ///Returns an expected call of `ping`, with a matcher for each argument.
    pub fn ping<'matcher>() -> ::mock_messenger::Expected<'matcher> {
        ::mock_messenger::__double::expected::<MailerDouble, 1, _>(())
    }
    ///Returns an expected call of `flush`, with a matcher for each argument.
    pub fn flush<'matcher>() -> ::mock_messenger::Expected<'matcher> {
        ::mock_messenger::__double::expected::<MailerDouble, 2, _>(())
    }
}
#[automatically_derived]
#[allow(private_interfaces)]
impl ::mock_messenger::__double::Signature<0> for MailerDouble {
    type Args<'args> = (&'args str, &'args str);
    type Arguments = (
        ::mock_messenger::__double::Exact<::std::string::String>,
        ::mock_messenger::__double::Exact<::std::string::String>,
    );
    type Output = Result<(), SmtpError>;
    const INFO: &'static ::mock_messenger::__double::MethodInfo = &::mock_messenger::__double::MethodInfo {
        trait_name: "Mailer",
        name: "mail",
        arguments: &["to", "body"],
        output: "Result<(), SmtpError>",
    };
    fn reply(
        output: Result<(), SmtpError>,
    ) -> ::mock_messenger::__double::capture::Reply<Result<(), SmtpError>> {
        #[allow(unused_imports)]
        use ::mock_messenger::__double::capture::MakeReply as _;
        (&::mock_messenger::__double::capture::Replying::<Result<(), SmtpError>>::NEW)
            .reply(output)
    }
    fn default_output() -> ::std::option::Option<Result<(), SmtpError>> {
        use ::mock_messenger::__double::capture::FindDefault as _;
        (&&::mock_messenger::__double::capture::Defaulting::<Result<(), SmtpError>>::NEW)
            .find()
    }
}
#[automatically_derived]
#[allow(private_interfaces)]
impl ::mock_messenger::__double::Signature<1> for MailerDouble {
    type Args<'args> = ();
    type Arguments = ();
    type Output = ();
    const INFO: &'static ::mock_messenger::__double::MethodInfo = &::mock_messenger::__double::MethodInfo {
        trait_name: "Mailer",
        name: "ping",
        arguments: &[],
        output: "()",
    };
    fn reply(output: ()) -> ::mock_messenger::__double::capture::Reply<()> {
        #[allow(unused_imports)]
        use ::mock_messenger::__double::capture::MakeReply as _;
        (&::mock_messenger::__double::capture::Replying::<()>::NEW).reply(output)
    }
    fn default_output() -> ::std::option::Option<()> {
        use ::mock_messenger::__double::capture::FindDefault as _;
        (&&::mock_messenger::__double::capture::Defaulting::<()>::NEW).find()
    }
}
#[automatically_derived]
#[allow(private_interfaces)]
impl ::mock_messenger::__double::Signature<2> for MailerDouble {
    type Args<'args> = ();
    type Arguments = ();
    type Output = usize;
    const INFO: &'static ::mock_messenger::__double::MethodInfo = &::mock_messenger::__double::MethodInfo {
        trait_name: "Mailer",
        name: "flush",
        arguments: &[],
        output: "usize",
    };
    fn reply(output: usize) -> ::mock_messenger::__double::capture::Reply<usize> {
        #[allow(unused_imports)]
        use ::mock_messenger::__double::capture::MakeReply as _;
        (&::mock_messenger::__double::capture::Replying::<usize>::NEW).reply(output)
    }
    fn default_output() -> ::std::option::Option<usize> {
        use ::mock_messenger::__double::capture::FindDefault as _;
        (&&::mock_messenger::__double::capture::Defaulting::<usize>::NEW).find()
    }
}
#[allow(
    dead_code,
    private_interfaces,
    private_bounds,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl MailerDouble {
    /// Returns a double that answers with defaults.
    #[must_use]
    pub fn new() -> Self {
        Self::__from(::mock_messenger::__double::Core::new("Mailer"))
    }
    /// Returns a double with a name, which reports show.
    #[must_use]
    pub fn named(name: impl ::std::convert::Into<::std::string::String>) -> Self {
        Self::__from(
            ::mock_messenger::__double::Core::named(
                "Mailer",
                ::std::convert::Into::into(name),
            ),
        )
    }
    /// Returns a double that records into a log that it shares with other doubles.
    #[must_use]
    pub fn in_log(log: &::mock_messenger::CallLog) -> Self {
        Self::__from(
            ::mock_messenger::__double::Core::in_log(
                "Mailer",
                ::std::option::Option::None,
                log,
            ),
        )
    }
    /// Returns a double with a name that records into a shared log.
    #[must_use]
    pub fn named_in_log(
        name: impl ::std::convert::Into<::std::string::String>,
        log: &::mock_messenger::CallLog,
    ) -> Self {
        let name = ::std::option::Option::Some(::std::convert::Into::into(name));
        Self::__from(::mock_messenger::__double::Core::in_log("Mailer", name, log))
    }
    fn __from(core: ::mock_messenger::__double::Core) -> Self {
        Self {
            mail: ::mock_messenger::Method::new(&core),
            ping: ::mock_messenger::Method::new(&core),
            flush: ::mock_messenger::Method::new(&core),
            __real: ::mock_messenger::__double::Unwrapped,
            __core: core,
            __of: ::std::marker::PhantomData,
        }
    }
}
/// The real object of a double, or a pointer to one.
#[doc(hidden)]
#[allow(unnameable_types, private_bounds)]
pub trait __MailerDoubleReal {
    type Target: Mailer + ?::std::marker::Sized;
    fn real(&self) -> ::std::option::Option<&Self::Target>;
}
impl __MailerDoubleReal for ::mock_messenger::__double::Unwrapped {
    type Target = MailerDouble;
    fn real(&self) -> ::std::option::Option<&Self::Target> {
        ::std::option::Option::None
    }
}
impl<__R: Mailer> __MailerDoubleReal
for ::mock_messenger::__double::Wrapped<__R, ::mock_messenger::__double::Owned> {
    type Target = __R;
    fn real(&self) -> ::std::option::Option<&__R> {
        ::std::option::Option::Some(&self.real)
    }
}
impl<__R: ::std::ops::Deref> __MailerDoubleReal
for ::mock_messenger::__double::Wrapped<__R, ::mock_messenger::__double::Pointer>
where
    __R::Target: Mailer,
{
    type Target = __R::Target;
    fn real(&self) -> ::std::option::Option<&__R::Target> {
        ::std::option::Option::Some(&*self.real)
    }
}
#[allow(
    dead_code,
    private_interfaces,
    private_bounds,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl MailerDouble {
    /// Returns a double that passes each call on to `real`, unless the test says what it returns.
    ///
    /// `real` is an object, or an `Arc`, `Rc`, `Box` or reference to one. Its answers are recorded.
    pub fn wrapping<__R, __Kind>(
        real: __R,
    ) -> MailerDouble<::mock_messenger::__double::Wrapped<__R, __Kind>>
    where
        ::mock_messenger::__double::Wrapped<__R, __Kind>: __MailerDoubleReal,
    {
        let core = ::mock_messenger::__double::Core::new("Mailer");
        MailerDouble {
            mail: ::mock_messenger::Method::new(&core),
            ping: ::mock_messenger::Method::new(&core),
            flush: ::mock_messenger::Method::new(&core),
            __real: ::mock_messenger::__double::Wrapped::new(real),
            __core: core,
            __of: ::std::marker::PhantomData,
        }
    }
}
#[allow(
    dead_code,
    private_interfaces,
    private_bounds,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl<__W> MailerDouble<__W> {
    /// Returns the calls of all methods of this double so far, in order.
    #[must_use]
    pub fn calls(&self) -> ::mock_messenger::Transcript<::mock_messenger::Call> {
        self.__core.calls()
    }
    /// Returns the log that the calls are recorded into, for its waits.
    #[must_use]
    pub fn recorder(&self) -> &::mock_messenger::CallLog {
        self.__core.recorder()
    }
}
#[automatically_derived]
impl ::std::default::Default for MailerDouble {
    fn default() -> Self {
        Self::new()
    }
}
#[automatically_derived]
impl<__W: ::std::clone::Clone> ::std::clone::Clone for MailerDouble<__W> {
    fn clone(&self) -> Self {
        Self {
            mail: ::std::clone::Clone::clone(&self.mail),
            ping: ::std::clone::Clone::clone(&self.ping),
            flush: ::std::clone::Clone::clone(&self.flush),
            __real: ::std::clone::Clone::clone(&self.__real),
            __core: ::std::clone::Clone::clone(&self.__core),
            __of: ::std::marker::PhantomData,
        }
    }
}
#[automatically_derived]
impl<__W> ::std::fmt::Debug for MailerDouble<__W> {
    fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
        f.debug_struct("MailerDouble")
            .field("calls", &self.calls())
            .finish_non_exhaustive()
    }
}
#[automatically_derived]
#[allow(
    deprecated,
    unused_variables,
    unused_mut,
    unreachable_code,
    private_interfaces,
    private_bounds,
    clippy::all,
    clippy::pedantic,
    clippy::nursery
)]
impl<__W> Mailer for MailerDouble<__W>
where
    __W: __MailerDoubleReal,
{
    #[track_caller]
    fn mail(&self, mut to: &str, mut body: &str) -> Result<(), SmtpError> {
        let __call = self
            .mail
            .record_at(
                ::std::panic::Location::caller(),
                (
                    ::mock_messenger::Kept::of(
                        ::std::borrow::ToOwned::to_owned((&**(&to))),
                    ),
                    ::mock_messenger::Kept::of(
                        ::std::borrow::ToOwned::to_owned((&**(&body))),
                    ),
                ),
            );
        let (to, body) = match self
            .mail
            .scripted(::std::option::Option::None, (to, body))
        {
            ::std::result::Result::Ok(__output) => return __output,
            ::std::result::Result::Err(__back) => __back,
        };
        if let ::std::option::Option::Some(real) = <__W as __MailerDoubleReal>::real(
            &self.__real,
        ) {
            let __answer = real.mail(to, body);
            {
                #[allow(unused_imports)]
                use ::mock_messenger::__double::capture::FormatDebug as _;
                ::mock_messenger::__double::note_answer(
                    &__call,
                    (&::mock_messenger::__double::capture::Showing(&__answer)).form(),
                );
            }
            return __answer;
        }
        let __output = self.mail.default_output(::std::option::Option::None);
        __output
    }
    #[track_caller]
    fn ping(&self) {
        let __call = self.ping.record_at(::std::panic::Location::caller(), ());
        let () = match self.ping.scripted(::std::option::Option::None, ()) {
            ::std::result::Result::Ok(__output) => return __output,
            ::std::result::Result::Err(__back) => __back,
        };
        if let ::std::option::Option::Some(real) = <__W as __MailerDoubleReal>::real(
            &self.__real,
        ) {
            let __answer = real.ping();
            {
                #[allow(unused_imports)]
                use ::mock_messenger::__double::capture::FormatDebug as _;
                ::mock_messenger::__double::note_answer(
                    &__call,
                    (&::mock_messenger::__double::capture::Showing(&__answer)).form(),
                );
            }
            return __answer;
        }
        let __output = self.ping.default_output(::std::option::Option::None);
        __output
    }
    #[track_caller]
    fn flush(&self) -> impl ::std::future::Future<Output = usize> {
        let __location = ::std::panic::Location::caller();
        async move {
            let __call = self.flush.record_at(__location, ());
            let () = match self
                .flush
                .scripted(::std::option::Option::Some(__location), ())
            {
                ::std::result::Result::Ok(__output) => return __output,
                ::std::result::Result::Err(__back) => __back,
            };
            if let ::std::option::Option::Some(real) = <__W as __MailerDoubleReal>::real(
                &self.__real,
            ) {
                let __answer = real.flush().await;
                {
                    #[allow(unused_imports)]
                    use ::mock_messenger::__double::capture::FormatDebug as _;
                    ::mock_messenger::__double::note_answer(
                        &__call,
                        (&::mock_messenger::__double::capture::Showing(&__answer)).form(),
                    );
                }
                return __answer;
            }
            let __output = self
                .flush
                .default_output(::std::option::Option::Some(__location));
            __output
        }
    }
}
