//! One method of a double.

use proc_macro2::{Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Error, GenericParam, Generics, Result, Type, TypeParamBound};

use super::{MOST_ARGUMENTS, Writer};
use crate::argument::{Capture, Capturer, View, is_invariant};
use crate::declaration::{Method, ReceiverKind};
use crate::output::{Lent, Output, associated_of, is_static, mapped};
use crate::tokens::{lifetimes, mentions, strip, substitute, with_hidden_lifetimes, with_lifetime, written};

/// The parts of the double that one method contributes to.
pub(super) struct Written {
    pub(super) cfgs: Vec<TokenStream>,
    pub(super) number: Literal,
    pub(super) args: TokenStream,
    pub(super) arguments: Vec<TokenStream>,
    pub(super) output: TokenStream,
    pub(super) name: String,
    pub(super) names: Vec<String>,
    pub(super) shown: String,
    pub(super) field: TokenStream,
    pub(super) new: TokenStream,
    pub(super) clone: TokenStream,
    pub(super) expected: TokenStream,
    /// The type of the field, for a method that needs an `answers` of its own.
    pub(super) own_answers: TokenStream,
    pub(super) implementation: TokenStream,
    pub(super) is_static: bool,
    pub(super) is_send_future: bool,
}

/// How a method returns a future.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Asyncness {
    No,
    /// `async fn` or `-> impl Future`.
    Plain,
    /// `-> Pin<Box<dyn Future>>`.
    Boxed,
}

pub(super) struct MethodWriter<'w> {
    writer: &'w Writer<'w>,
    method: &'w Method,
    attributes: &'w [Attribute],
    number: usize,
    is_generic: bool,
    /// The output as the trait declares it, with associated types replaced.
    declared: Option<Type>,
    asyncness: Asyncness,
    /// Whether the future may not borrow from the call, so that the call is recorded before the first poll.
    is_eager: bool,
    arguments: Vec<Recorded<'w>>,
    output: Output,
    shown: String,
    /// Whether one lifetime does not fit all that the arguments borrow.
    has_own_answers: bool,
}

/// An argument with all that was decided about it.
struct Recorded<'w> {
    argument: &'w crate::declaration::Argument,
    ty: Type,
    /// Converts the argument, such as `impl Into<String>`, before anything else.
    conversion: Option<TokenStream>,
    capture: Capture,
    view: View,
}

impl<'w> MethodWriter<'w> {
    pub(super) fn new(
        writer: &'w Writer<'w>,
        method: &'w Method,
        attributes: &'w [Attribute],
        number: usize,
        is_generic: bool,
    ) -> Result<Self> {
        if let Some(beyond) = method.arguments.get(MOST_ARGUMENTS) {
            let message = format!(
                "a double records up to {MOST_ARGUMENTS} arguments: pass some of them together, in a struct"
            );
            return Err(Error::new(beyond.ident.span(), message));
        }
        for argument in &method.arguments {
            if let Some(cfg) = argument.attributes.iter().find(|attribute| attribute.path().is_ident("cfg")) {
                let message = "a double cannot leave out a single argument: declare the method twice, each time with a `#[cfg]`";
                return Err(Error::new_spanned(cfg, message));
            }
        }
        let parameters = parameters_of(&method.generics);
        let generics = writer.resolved_generics(&method.generics)?;
        let bounds = |ident: &Ident| bounds_of(&generics, ident);
        let is_polled = method
            .output
            .as_ref()
            .is_some_and(|ty| mentions(&ty.to_token_stream(), &[format_ident!("Poll")]));
        let (krate, options) = (&writer.krate, writer.options);
        let own = writer.own_generics();
        let double_parameters: Vec<Ident> = own.type_params().map(|param| param.ident.clone()).collect();
        let capturer = Capturer {
            krate,
            parameters: &parameters,
            double_parameters: &double_parameters,
            bounds: &bounds,
            options,
        };
        let mut arguments = Vec::new();
        for argument in &method.arguments {
            let declared = substitute(argument.ty.to_token_stream(), &writer.substitutes);
            writer.check_associated(&declared)?;
            let declared = with_hidden_lifetimes(writer.resolved_self(declared), is_polled);
            let ty: Type = syn::parse2(declared)?;
            let ident = &argument.ident;
            // What is returned may depend on the type of the argument.
            let is_returned = mentions_any(method.output.as_ref(), &ty, &parameters);
            let conversion = capturer.conversion(ident, &ty).filter(|_| !is_returned);
            let kept = conversion.as_ref().map_or(&ty, |conversion| &conversion.target);
            let capture = capturer.capture(&method.ident, ident, kept);
            let seen = conversion.as_ref().filter(|conversion| conversion.is_seen).map_or(&ty, |_| kept);
            let view = capturer.view(ident, seen, &capture);
            let conversion = conversion.as_ref().map(|conversion| conversion.statement.clone());
            arguments.push(Recorded { argument, ty, conversion, capture, view });
        }
        let declared: Option<Type> = match &method.output {
            Some(ty) => {
                let tokens = substitute(ty.to_token_stream(), &writer.substitutes);
                writer.check_associated(&tokens)?;
                Some(syn::parse2(with_hidden_lifetimes(tokens, is_polled))?)
            }
            None => None,
        };
        let future = declared.as_ref().and_then(|ty| associated_of(ty, "Future", "Output"));
        let (asyncness, inner) = match (&declared, future) {
            (declared, _) if method.asyncness.is_some() => (Asyncness::Plain, declared.clone()),
            (Some(ty), Some(inner)) if matches!(strip(ty), Type::ImplTrait(_)) => {
                (Asyncness::Plain, Some(inner))
            }
            (Some(_), Some(inner)) => (Asyncness::Boxed, Some(inner)),
            (declared, _) => (Asyncness::No, declared.clone()),
        };
        let is_unit = |ty: &Type| matches!(strip(ty), Type::Tuple(tuple) if tuple.elems.is_empty());
        let inner = inner.filter(|ty| !is_unit(ty));
        let output = Output::of(inner.as_ref(), options.output(&method.ident), &parameters);
        let is_eager = asyncness != Asyncness::No
            && method.asyncness.is_none()
            && declared.as_ref().is_some_and(|ty| is_static(ty) || !holds_arguments(ty, method));
        let has_own_answers = arguments.iter().any(|argument| is_invariant(&argument.ty));
        let shown = inner.as_ref().map_or_else(|| "()".to_owned(), written);
        let this = Self {
            writer,
            method,
            attributes,
            number,
            is_generic,
            declared,
            asyncness,
            is_eager,
            arguments,
            output,
            shown,
            has_own_answers,
        };
        this.check()?;
        Ok(this)
    }

    /// Rejects what cannot be written.
    fn check(&self) -> Result<()> {
        let name = &self.method.ident;
        if matches!(self.output, Output::Unknown) {
            let span = self.declared.as_ref().map_or_else(|| name.span(), Spanned::span);
            let message = format!(
                "name the type that `{name}` of the double returns, one that implements the trait: \
                 `#[double({name} -> Type)]`"
            );
            return Err(Error::new(span, message));
        }
        if self.method.receiver.is_none() && self.is_generic {
            return Err(Error::new(
                name.span(),
                "a function without `self` is recorded by one double for all, which a generic double cannot be: give the types \
                 of the parameters and associated types of the trait, `#[double(T = Type)]`",
            ));
        }
        if !self.writer.options.wrapping {
            return Ok(());
        }
        let is_shared = matches!(
            self.method.receiver.as_ref().map(|receiver| &receiver.kind),
            Some(ReceiverKind::Shared(_))
        );
        let is_opaque = self.asyncness == Asyncness::No
            && matches!(self.declared.as_ref().map(strip), Some(Type::ImplTrait(_)));
        if !is_shared || is_opaque || matches!(self.output, Output::Itself | Output::Receiver) {
            let message = format!(
                "`wrapping` cannot pass `{name}` on to the real object, since it passes on only methods that take `&self` and \
                 return neither `Self` nor `impl Trait`: leave `wrapping` out"
            );
            return Err(Error::new(name.span(), message));
        }
        Ok(())
    }

    pub(super) fn write(&self) -> Written {
        let (krate, double) = (&self.writer.krate, &self.writer.double);
        let name = &self.method.ident;
        let number = Literal::usize_unsuffixed(self.number);
        let own = self.writer.own_generics();
        let (_, ty_generics, _) = own.split_for_impl();
        let cfgs: Vec<_> = self
            .attributes
            .iter()
            .filter(|attribute| attribute.path().is_ident("cfg"))
            .map(ToTokens::to_token_stream)
            .collect();
        let output = self.output_type();
        let field_type = if self.has_own_answers {
            let own = self.own_answers_type();
            quote!(#own #ty_generics)
        } else {
            quote!(#krate::Method<#double #ty_generics, #number>)
        };
        let doc = format!("The calls of `{name}`, and what they return.");
        let new = if self.has_own_answers {
            let own = self.own_answers_type();
            quote!(#own(#krate::Method::new(&core)))
        } else {
            quote!(#krate::Method::new(&core))
        };
        let args = if self.has_own_answers { quote!(()) } else { self.args_type() };
        Written {
            field: quote!(#(#cfgs)* #[doc = #doc] pub #name: #field_type),
            new: quote!(#(#cfgs)* #name: #new),
            clone: quote!(#(#cfgs)* #name: ::std::clone::Clone::clone(&self.#name)),
            expected: self.expected(&cfgs, &number),
            own_answers: if self.has_own_answers {
                self.own_answers(&cfgs, &number)
            } else {
                TokenStream::new()
            },
            implementation: self.implementation(&cfgs),
            args,
            arguments: self.arguments.iter().map(|argument| self.argument_type(argument)).collect(),
            output,
            name: name.unraw().to_string(),
            names: self
                .arguments
                .iter()
                .map(|argument| argument.argument.ident.unraw().to_string())
                .collect(),
            shown: self.shown.clone(),
            is_static: self.method.receiver.is_none(),
            is_send_future: self.is_send_future(),
            cfgs,
            number,
        }
    }

    fn is_send_future(&self) -> bool {
        let Some(declared) = &self.declared else { return false };
        let names = ["Send", "BoxFuture"].map(|name| format_ident!("{}", name));
        self.asyncness != Asyncness::No && mentions(&declared.to_token_stream(), &names)
    }

    fn argument_type(&self, argument: &Recorded<'_>) -> TokenStream {
        let (krate, ty) = (&self.writer.krate, &argument.capture.ty);
        if argument.capture.is_debugged {
            quote!(#krate::__double::Debugged<#ty>)
        } else {
            quote!(#krate::__double::Exact<#ty>)
        }
    }

    /// Returns the function that makes an expected call.
    fn expected(&self, cfgs: &[TokenStream], number: &Literal) -> TokenStream {
        let (krate, double, name) = (&self.writer.krate, &self.writer.double, &self.method.ident);
        let own = self.writer.own_generics();
        let (_, ty_generics, _) = own.split_for_impl();
        let kinds: Vec<_> = (0..self.arguments.len()).map(|i| format_ident!("Kind{}", i)).collect();
        let idents: Vec<_> = self.arguments.iter().map(|argument| &argument.argument.ident).collect();
        let matchers = self.arguments.iter().zip(&kinds).map(|(argument, kind)| {
            let ty = &argument.capture.ty;
            if argument.capture.is_debugged {
                quote!(#krate::IntoArgument<'matcher, #ty, #kind>)
            } else {
                quote!(#krate::IntoMatcher<'matcher, #ty, #kind>)
            }
        });
        let doc = format!("Returns an expected call of `{name}`, with a matcher for each argument.");
        quote!(
            #(#cfgs)*
            #[doc = #doc]
            pub fn #name<'matcher #(, #kinds)*>(#(#idents: impl #matchers),*) -> #krate::Expected<'matcher> {
                #krate::__double::expected::<#double #ty_generics, #number, _>((#(#idents,)*))
            }
        )
    }

    /// Returns the type of the arguments as an answer sees them: the only one, or a tuple.
    fn args_type(&self) -> TokenStream {
        let types: Vec<_> = self.arguments.iter().map(|argument| &argument.view.ty).collect();
        match types.as_slice() {
            [only] => quote!(#only),
            types => quote!((#(#types),*)),
        }
    }

    /// Returns the arguments as an answer sees them.
    fn args(&self) -> TokenStream {
        let values: Vec<_> = self.arguments.iter().map(|argument| &argument.view.value).collect();
        match values.as_slice() {
            [only] => quote!(#only),
            values => quote!((#(#values),*)),
        }
    }

    fn back(&self) -> TokenStream {
        let patterns: Vec<_> = self.arguments.iter().map(|argument| &argument.view.back).collect();
        match patterns.as_slice() {
            [only] => quote!(#only),
            patterns => quote!((#(#patterns),*)),
        }
    }

    fn own_answers_type(&self) -> Ident {
        let method: String = self.method.ident.unraw().to_string().split('_').map(capitalised).collect();
        format_ident!("{}{}", self.writer.double, method)
    }

    /// Returns the type of a closure that answers, with each lifetime its own.
    fn own_answer(&self) -> TokenStream {
        let types: Vec<_> =
            self.arguments.iter().map(|argument| with_lifetime(argument.view.ty.clone(), "_")).collect();
        let output = self.output_type();
        let args = match types.as_slice() {
            [only] => quote!(#only),
            types => quote!((#(#types),*)),
        };
        quote!(::std::ops::Fn(#args) -> #output + ::std::marker::Send + ::std::marker::Sync)
    }

    /// Returns a type for the field whose `answers` takes closures that a [`Method`] cannot: the lifetimes of what a `&mut`
    /// points at are not those of the call.
    fn own_answers(&self, cfgs: &[TokenStream], number: &Literal) -> TokenStream {
        let (krate, double) = (&self.writer.krate, &self.writer.double);
        let own = self.writer.own_generics();
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let (name, visibility) = (self.own_answers_type(), self.writer.visibility());
        let (answer, output) = (self.own_answer(), self.output_type());
        let method = quote!(#krate::Method<#double #ty_generics, #number>);
        let doc = format!("The method `{}` of [`{double}`].", self.method.ident);
        quote!(
            #(#cfgs)*
            #[doc = #doc]
            #[allow(unnameable_types, private_interfaces, private_bounds)]
            #visibility struct #name #impl_generics(#method) #bounds;

            #(#cfgs)*
            #[automatically_derived]
            impl #impl_generics ::std::ops::Deref for #name #ty_generics #bounds {
                type Target = #method;
                fn deref(&self) -> &#method { &self.0 }
            }

            #(#cfgs)*
            #[automatically_derived]
            impl #impl_generics ::std::clone::Clone for #name #ty_generics #bounds {
                fn clone(&self) -> Self { Self(::std::clone::Clone::clone(&self.0)) }
            }

            #(#cfgs)*
            #[automatically_derived]
            impl #impl_generics ::std::fmt::Debug for #name #ty_generics #bounds {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    ::std::fmt::Debug::fmt(&self.0, f)
                }
            }

            #(#cfgs)*
            #[allow(dead_code, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #impl_generics #name #ty_generics #bounds {
                /// Adds replies: each of the next calls takes one.
                pub fn replies(&self, replies: impl ::std::iter::IntoIterator<Item = #output>) -> &Self {
                    self.0.replies(replies);
                    self
                }

                /// Sets a closure that answers every call for which there is no reply.
                pub fn answers(&self, answer: impl #answer + 'static) -> &Self {
                    let answer: ::std::boxed::Box<dyn #answer> = ::std::boxed::Box::new(answer);
                    self.0.set_answer(::std::sync::Arc::new(answer));
                    self
                }
            }
        )
    }

    fn output_type(&self) -> TokenStream {
        match &self.output {
            Output::Given { ty, .. } | Output::Lent(Lent { ty, .. }) => ty.clone(),
            Output::Itself => quote!(Self),
            Output::Never => quote!(::std::convert::Infallible),
            Output::Receiver | Output::Chosen(_) | Output::Unknown => quote!(()),
        }
    }

    fn field(&self) -> TokenStream {
        let name = &self.method.ident;
        if self.method.receiver.is_some() { quote!(self.#name) } else { quote!(Self::statics().#name) }
    }

    /// Returns the output, made of `__output`.
    fn give(&self) -> TokenStream {
        let (krate, field) = (&self.writer.krate, self.field());
        match &self.output {
            Output::Given { give, .. } => give.clone(),
            Output::Lent(Lent { layers, kept, give, .. }) => {
                let lent = if self.lends_from_self() {
                    quote!({
                        #[allow(unused_imports)]
                        use #krate::__double::capture::Lend as _;
                        (&#krate::__double::capture::Lending::<#kept>::NEW).lend(#field.lent(), __output)
                    })
                } else {
                    quote!(&*::std::boxed::Box::leak(::std::boxed::Box::new(__output)))
                };
                mapped(quote!({ let __lent = #lent; #give }), *layers)
            }
            Output::Never => quote!(match __output {}),
            Output::Itself | Output::Receiver | Output::Chosen(_) | Output::Unknown => quote!(__output),
        }
    }

    /// Returns whether what is lent lives as long as the double, and not as long as an argument.
    fn lends_from_self(&self) -> bool {
        let Some(receiver) = &self.method.receiver else { return false };
        let own = match &receiver.kind {
            ReceiverKind::Shared(lifetime) => lifetime.as_ref().map(|lifetime| &lifetime.ident),
            ReceiverKind::Mutable => None,
            ReceiverKind::Other => return false,
        };
        let Some(output) = &self.method.output else { return false };
        lifetimes(output.to_token_stream())
            .iter()
            .all(|lifetime| own == Some(lifetime) || lifetime == "_" || lifetime == "static")
    }

    /// Returns the location of the call as an `Option`. That of a call whose future is polled later is known already.
    fn location(&self) -> TokenStream {
        if self.asyncness == Asyncness::No || self.is_eager {
            quote!(::std::option::Option::None)
        } else {
            quote!(::std::option::Option::Some(__location))
        }
    }

    /// Returns the statement that records the call. `is_moved` says that nothing else needs the arguments.
    fn record(&self, is_moved: bool) -> TokenStream {
        let field = self.field();
        let kept = self.arguments.iter().map(|argument| match &argument.capture.keep_moved {
            Some(keep) if is_moved => keep,
            _ => &argument.capture.keep,
        });
        let call = self.writer.options.wrapping.then(|| quote!(let __call =));
        if self.asyncness != Asyncness::No && !self.is_eager {
            quote!(#call #field.record_at(__location, (#(#kept,)*));)
        } else if self.writer.options.wrapping {
            quote!(#call #field.record_at(::std::panic::Location::caller(), (#(#kept,)*));)
        } else {
            quote!(#field.record((#(#kept,)*));)
        }
    }

    /// Returns the block that records the call and evaluates to the output, or to that of the future.
    fn body(&self) -> TokenStream {
        let krate = &self.writer.krate;
        let conversions = self.arguments.iter().filter_map(|argument| argument.conversion.as_ref());
        let (record, field, location) = (self.record(false), self.field(), self.location());
        let answered = match (&self.output, &self.method.body) {
            (Output::Receiver, None) => quote!(#record self),
            (Output::Receiver | Output::Chosen(_), Some(_)) => {
                let rest = self.provided();
                quote!(#record #rest)
            }
            (Output::Chosen(ty), None) => {
                let number = Literal::usize_unsuffixed(self.number);
                let own = self.writer.own_generics();
                let (double, (_, ty_generics, _)) = (&self.writer.double, own.split_for_impl());
                quote!(
                    #record
                    use #krate::__double::capture::FindDefault as _;
                    match (&&#krate::__double::capture::Defaulting::<#ty>::NEW).find() {
                        ::std::option::Option::Some(__output) => __output,
                        ::std::option::Option::None => #krate::__double::panic_unscriptable(
                            <#double #ty_generics as #krate::__double::Signature<#number>>::INFO,
                        ),
                    }
                )
            }
            _ if self.has_own_answers => self.by_turn(),
            (_, None) if self.may_move() => self.by_turn(),
            (Output::Given { .. } | Output::Lent(_) | Output::Never, None)
                if !self.writer.options.wrapping =>
            {
                let (args, give) = (self.args(), self.give());
                quote!(#record let __output = #field.answer(#location, #args); #give)
            }
            _ => {
                let (args, back, ready, rest) = (self.args(), self.back(), self.ready(), self.provided());
                quote!(
                    #record
                    let #back = match #field.scripted(#location, #args) {
                        ::std::result::Result::Ok(__output) => return #ready,
                        ::std::result::Result::Err(__back) => __back,
                    };
                    #rest
                )
            }
        };
        quote!(#(#conversions)* #answered)
    }

    /// Returns whether an argument that is passed by value may move into the log.
    fn may_move(&self) -> bool {
        !self.writer.options.wrapping
            && matches!(self.output, Output::Given { .. } | Output::Lent(_))
            && self.arguments.iter().any(|argument| argument.capture.keep_moved.is_some())
    }

    /// Decides first how the call is answered: only a closure needs the arguments.
    fn by_turn(&self) -> TokenStream {
        let (krate, field, location) = (&self.writer.krate, self.field(), self.location());
        let (args, ready) = (self.args(), self.ready());
        let (by_reference, moved) = (self.record(false), self.record(true));
        let call = if self.has_own_answers {
            let answer = self.own_answer();
            quote!(match #krate::__double::answer_as::<::std::boxed::Box<dyn #answer>>(__answer) {
                ::std::option::Option::Some(__answer) => __answer(#args),
                ::std::option::Option::None => ::std::unreachable!(),
            })
        } else {
            quote!(#field.call(__answer, #args))
        };
        let rest = self.provided();
        quote!(
            let __turn = #field.turn();
            if let ::std::option::Option::Some(__answer) = __turn.answer() {
                #by_reference
                let __output = #call;
                return #ready;
            }
            #moved
            if let ::std::option::Option::Some(__output) = #field.output(#location, __turn) {
                return #ready;
            }
            #rest
        )
    }

    /// Returns what follows if the test says nothing: the real object, the body that the trait provides, or the default.
    fn provided(&self) -> TokenStream {
        let (krate, name, field, location) =
            (&self.writer.krate, &self.method.ident, self.field(), self.location());
        let default = match (&self.output, &self.method.body) {
            (_, Some(body)) => {
                let renames = self.arguments.iter().filter_map(|argument| {
                    let (pattern, ident) = (&argument.argument.pattern, &argument.argument.ident);
                    (*ident != pattern.to_string()).then(|| quote!(let #pattern = #ident;))
                });
                // The body of a method that returns a future makes that future.
                let makes_output =
                    self.asyncness == Asyncness::No || self.is_eager || self.method.asyncness.is_some();
                let body = match &self.declared {
                    _ if makes_output => quote!(#body),
                    Some(ty) if self.asyncness == Asyncness::Boxed && returns_early(body) => {
                        quote!({ let __future = (move || -> #ty #body)(); __future.await })
                    }
                    _ if returns_early(body) => quote!({ let __future = (move || #body)(); __future.await }),
                    _ => quote!({ let __future = #body; __future.await }),
                };
                quote!(#(#renames)* #body)
            }
            // A double that a constructor returns records with the constructor.
            (Output::Itself, None) if self.method.receiver.is_none() => quote!(Self::statics()),
            (Output::Itself, None) => quote!(<Self as ::std::clone::Clone>::clone(&self)),
            _ => {
                let give = self.give();
                quote!(let __output = #field.default_output(#location); #give)
            }
        };
        if !self.writer.options.wrapping {
            return default;
        }
        let real = format_ident!("__{}Real", self.writer.double);
        let own = self.writer.own_generics();
        let (_, ty_generics, _) = own.split_for_impl();
        let idents = self.arguments.iter().map(|argument| &argument.argument.ident);
        let wait = (self.asyncness != Asyncness::No).then(|| quote!(.await));
        let answer = if self.asyncness != Asyncness::No && self.is_eager {
            quote!(return real.#name(#(#idents),*);)
        } else {
            quote!(
                let __answer = real.#name(#(#idents),*)#wait;
                {
                    #[allow(unused_imports)]
                    use #krate::__double::capture::FormatDebug as _;
                    #krate::__double::note_answer(&__call, (&#krate::__double::capture::Showing(&__answer)).form());
                }
                return __answer;
            )
        };
        quote!(
            if let ::std::option::Option::Some(real) = <__W as #real #ty_generics>::real(&self.__real) {
                #answer
            }
            #default
        )
    }

    /// Returns the output made of `__output`, for a `return` out of the body.
    fn ready(&self) -> TokenStream {
        let give = self.give();
        match (self.is_eager, self.asyncness) {
            (false, _) => give,
            (true, Asyncness::Boxed) => {
                quote!({ let __given = #give; ::std::boxed::Box::pin(async move { __given }) })
            }
            (true, _) => quote!({ let __given = #give; async move { __given } }),
        }
    }

    fn implementation(&self, cfgs: &[TokenStream]) -> TokenStream {
        let (method, name) = (self.method, &self.method.ident);
        let declared = self.declared.as_ref().map(|ty| quote!(-> #ty));
        let body = self.body();
        let location = quote!(let __location = ::std::panic::Location::caller(););
        let (declared, body) = match self.asyncness {
            Asyncness::No => (declared, body),
            // Everything happens in the call, and the future has the output already.
            _ if self.is_eager && method.body.is_some() => (declared, body),
            _ if self.is_eager => {
                let ready = match self.asyncness {
                    Asyncness::Boxed => quote!(::std::boxed::Box::pin(async move { __given })),
                    _ => quote!(async move { __given }),
                };
                (declared, quote!(let __given = { #body }; #ready))
            }
            Asyncness::Plain => {
                let ty = match (&method.asyncness, &self.declared) {
                    (Some(_), Some(ty)) => quote!(-> impl ::std::future::Future<Output = #ty>),
                    (Some(_), None) => quote!(-> impl ::std::future::Future<Output = ()>),
                    (None, ty) => quote!(-> #ty),
                };
                (Some(ty), quote!(#location async move { #body }))
            }
            Asyncness::Boxed => (declared, quote!(#location ::std::boxed::Box::pin(async move { #body }))),
        };
        let receiver = method.receiver.as_ref().map(|receiver| &receiver.tokens);
        let comma = receiver.map(|_| quote!(,));
        let parameters = self.arguments.iter().map(|argument| {
            let (ident, ty) = (&argument.argument.ident, &argument.ty);
            quote!(mut #ident: #ty)
        });
        let generics = &method.generics;
        let params = (!generics.params.is_empty()).then(|| {
            let params = substitute(generics.params.to_token_stream(), &self.writer.substitutes);
            quote!(<#params>)
        });
        let where_clause = generics
            .where_clause
            .as_ref()
            .map(|clause| substitute(clause.to_token_stream(), &self.writer.substitutes));
        let qualifiers = method.qualifiers();
        let track = method.abi.is_none().then(|| quote!(#[track_caller]));
        quote_spanned!(name.span()=>
            #(#cfgs)* #track
            #qualifiers fn #name #params (#receiver #comma #(#parameters),*) #declared #where_clause {
                #body
            }
        )
    }
}

/// Returns whether the output mentions a parameter of the method that the type of an argument is.
fn mentions_any(output: Option<&Type>, ty: &Type, parameters: &[Ident]) -> bool {
    let of_argument: Vec<Ident> = parameters
        .iter()
        .filter(|ident| mentions(&ty.to_token_stream(), &[(*ident).clone()]))
        .cloned()
        .collect();
    output.is_some_and(|output| mentions(&output.to_token_stream(), &of_argument))
}

fn returns_early(body: &TokenStream) -> bool {
    mentions(body, &[format_ident!("return")])
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}

/// Returns whether a future of this type may hold everything that the arguments borrow.
fn holds_arguments(future: &Type, method: &Method) -> bool {
    let own = lifetimes(future.to_token_stream());
    if own.is_empty() {
        // `impl Future` captures everything.
        return true;
    }
    let outlives = |lifetime: &Ident| {
        let bounds = |bounds: &syn::punctuated::Punctuated<syn::Lifetime, syn::Token![+]>| {
            bounds.iter().any(|bound| own.contains(&bound.ident))
        };
        let by_parameter = method
            .generics
            .lifetimes()
            .any(|parameter| parameter.lifetime.ident == *lifetime && bounds(&parameter.bounds));
        let predicates = method.generics.where_clause.iter().flat_map(|clause| &clause.predicates);
        by_parameter
            || predicates.into_iter().any(|predicate| match predicate {
                syn::WherePredicate::Lifetime(predicate) => {
                    predicate.lifetime.ident == *lifetime && bounds(&predicate.bounds)
                }
                _ => false,
            })
    };
    method.arguments.iter().all(|argument| {
        let tokens = with_explicit_lifetimes(argument.ty.to_token_stream());
        lifetimes(tokens).iter().all(|lifetime| {
            lifetime == "static" || lifetime != "_" && (own.contains(lifetime) || outlives(lifetime))
        })
    })
}

/// Returns the type with `'_` at each reference without a lifetime.
fn with_explicit_lifetimes(tokens: TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Punct(punct) if punct.as_char() == '&' => {
                let has_lifetime =
                    matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '\'');
                out.extend(quote!(#punct));
                if !has_lifetime {
                    out.extend(quote!('_));
                }
            }
            TokenTree::Group(group) => {
                let inner = with_explicit_lifetimes(group.stream());
                out.extend([TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Returns the type and constant parameters of a method.
fn parameters_of(generics: &Generics) -> Vec<Ident> {
    generics
        .params
        .iter()
        .filter_map(|param| match param {
            GenericParam::Type(param) => Some(param.ident.clone()),
            GenericParam::Const(param) => Some(param.ident.clone()),
            GenericParam::Lifetime(_) => None,
        })
        .collect()
}

/// Returns the bounds of a type parameter, those of the `where` clause too.
fn bounds_of(generics: &Generics, ident: &Ident) -> Vec<TypeParamBound> {
    let mut bounds: Vec<TypeParamBound> = generics
        .type_params()
        .filter(|param| param.ident == *ident)
        .flat_map(|param| param.bounds.iter().cloned())
        .collect();
    let predicates = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    for predicate in predicates {
        if let syn::WherePredicate::Type(predicate) = predicate {
            if matches!(&predicate.bounded_ty, Type::Path(path) if path.path.is_ident(ident)) {
                bounds.extend(predicate.bounds.iter().cloned());
            }
        }
    }
    bounds
}
