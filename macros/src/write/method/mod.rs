//! The code for one method of a double.

mod body;
mod generics;
mod own_answers;

use proc_macro2::{Ident, Literal, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, Error, Result, Type};

use self::generics::{bounds_of, holds_arguments, mentions_any, parameters_of};
use super::{MOST_ARGUMENTS, Writer};
use crate::argument::{Capture, Capturer, is_known};
use crate::declaration::{Argument, Method, ReceiverKind};
use crate::lifetimes::{lifetimes, with_hidden_lifetimes};
use crate::output::{Lent, Output, associated_of, is_static, mapped};
use crate::tokens::{mentions, strip, substitute, written};
use crate::view::{View, is_invariant};

/// The generated code for one method, by the part of the double to which it belongs.
pub(super) struct Written {
    pub(super) cfgs: Vec<TokenStream>,
    pub(super) number: Literal,
    pub(super) args: TokenStream,
    pub(super) arguments: Vec<TokenStream>,
    pub(super) output: TokenStream,
    /// Whether the output is known to implement `Default` and `Send`.
    pub(super) is_known: bool,
    /// `mail(to, body) -> Result<(), String>`.
    pub(super) declaration: String,
    pub(super) field: TokenStream,
    /// The field of a new double.
    pub(super) new: TokenStream,
    pub(super) expected: TokenStream,
    pub(super) own_answers: OwnAnswers,
    pub(super) implementation: TokenStream,
    pub(super) is_static: bool,
    pub(super) is_send_future: bool,
}

/// The type of the field, for a method that needs a separate `answers`.
#[derive(Default)]
pub(super) struct OwnAnswers {
    pub(super) definition: TokenStream,
    pub(super) implementations: TokenStream,
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
    /// The return type in the trait, with associated types replaced.
    declared: Option<Type>,
    asyncness: Asyncness,
    /// Whether the future is `'static`, so that the call is recorded before the future is polled.
    is_eager: bool,
    arguments: Vec<Recorded<'w>>,
    output: Output,
    shown: String,
    /// Whether a single lifetime does not suffice for all borrows in the arguments.
    has_own_answers: bool,
}

/// An argument of a method, and how the double handles it.
struct Recorded<'w> {
    argument: &'w Argument,
    ty: Type,
    /// The statement that converts an argument such as `impl Into<String>`, if necessary.
    conversion: Option<TokenStream>,
    capture: Capture,
    view: View,
}

impl Recorded<'_> {
    /// Returns whether the parameter has to be `mut`: its view or a projection borrows it mutably.
    fn is_mutable(&self) -> bool {
        let mutable = [Ident::new("mut", Span::call_site())];
        mentions(&self.view.value, &mutable) || mentions(&self.capture.keep, &mutable)
    }
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
                "a double supports at most {MOST_ARGUMENTS} arguments per method; combine some of them in a struct"
            );
            return Err(Error::new(beyond.ident.span(), message));
        }
        for argument in &method.arguments {
            if let Some(cfg) = argument.attributes.iter().find(|attribute| attribute.path().is_ident("cfg")) {
                let message = "`#[cfg]` on a single argument is not supported; declare the method twice, each time \
                               with a `#[cfg]`";
                return Err(Error::new_spanned(cfg, message));
            }
        }
        let parameters = parameters_of(&method.generics);
        let arguments = recorded_arguments(writer, method, &parameters)?;
        let declared: Option<Type> = match &method.output {
            Some(ty) => {
                let tokens = substitute(ty.to_token_stream(), &writer.substitutes);
                writer.check_associated(&tokens)?;
                Some(syn::parse2(with_hidden_lifetimes(tokens, is_polled(method)))?)
            }
            None => None,
        };
        let (asyncness, inner) = asyncness_of(method, declared.as_ref());
        let output = Output::of(inner.as_ref(), writer.options.output(&method.ident), &parameters);
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

    /// Rejects a method that the attribute does not support.
    fn check(&self) -> Result<()> {
        let name = &self.method.ident;
        if matches!(self.output, Output::Unknown) {
            let span = self.declared.as_ref().map_or_else(|| name.span(), Spanned::span);
            let message = format!(
                "`double` cannot choose a return type for `{name}`; set a type that implements the trait: \
                 `#[double({name} -> Type)]`"
            );
            return Err(Error::new(span, message));
        }
        if self.method.receiver.is_none() && self.is_generic {
            return Err(Error::new(
                name.span(),
                "a generic double does not support functions without `self`, because one double records all of their \
                 calls; set the type parameters and associated types of the trait: `#[double(T = Type)]`",
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
                "`wrapping` does not support `{name}`: a double can pass on only methods that take `&self` and return \
                 neither `Self` nor `impl Trait`; remove `wrapping`"
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
        let doc = format!("The calls of `{name}` and their return values.");
        let new = if self.has_own_answers {
            let own = self.own_answers_type();
            quote!(#own(core.method()))
        } else {
            quote!(core.method())
        };
        let args = if self.has_own_answers { quote!(()) } else { self.args_type() };
        Written {
            field: quote!(#(#cfgs)* #[doc = #doc] pub #name: #field_type),
            new: quote!(#(#cfgs)* #name: #new),
            expected: self.expected(&cfgs, &number),
            own_answers: if self.has_own_answers {
                self.own_answers(&cfgs, &number)
            } else {
                OwnAnswers::default()
            },
            implementation: self.implementation(&cfgs),
            args,
            arguments: self.arguments.iter().map(argument_type).collect(),
            output,
            is_known: self.is_output_known(),
            declaration: self.declaration(),
            is_static: self.method.receiver.is_none(),
            is_send_future: self.is_send_future(),
            cfgs,
            number,
        }
    }

    fn declaration(&self) -> String {
        let names = self.arguments.iter().map(|argument| argument.argument.ident.unraw().to_string());
        let (name, names) = (self.method.ident.unraw(), names.collect::<Vec<_>>().join(", "));
        format!("{name}({names}) -> {}", self.shown)
    }

    /// Returns whether the name of the output is that of a standard type with `Default` and `Send`.
    fn is_output_known(&self) -> bool {
        match &self.output {
            Output::Given { ty, .. } => syn::parse2(ty.clone()).is_ok_and(|ty| is_known(&ty)),
            Output::Receiver | Output::Chosen(_) | Output::Unknown => true,
            Output::Lent(_) | Output::Itself | Output::Never => false,
        }
    }

    fn is_send_future(&self) -> bool {
        let Some(declared) = &self.declared else { return false };
        let names = ["Send", "BoxFuture"].map(|name| format_ident!("{}", name));
        self.asyncness != Asyncness::No && mentions(&declared.to_token_stream(), &names)
    }

    /// Returns the function that creates an expected call.
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
        let doc = format!("Creates an expected call of `{name}` from a matcher for each argument.");
        quote!(
            #(#cfgs)*
            #[doc = #doc]
            pub fn #name<'matcher #(, #kinds)*>(#(#idents: impl #matchers),*) -> #krate::Expected<'matcher> {
                __expected::<#double #ty_generics, #number, _>((#(#idents,)*))
            }
        )
    }

    /// Returns the type of the arguments of a closure: a tuple, or the type of a single argument.
    fn args_type(&self) -> TokenStream {
        let types: Vec<_> = self.arguments.iter().map(|argument| &argument.view.ty).collect();
        match types.as_slice() {
            [only] => quote!(#only),
            types => quote!((#(#types),*)),
        }
    }

    /// Returns the arguments in the form in which a closure gets them.
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

    /// Returns whether the method returns the value that the test sets without a conversion.
    fn gives_as_is(&self) -> bool {
        matches!(&self.output, Output::Given { give, .. } if give.to_string() == "__output")
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

    /// Returns the expression that converts `__output` to the output.
    fn give(&self) -> TokenStream {
        let field = self.field();
        match &self.output {
            Output::Given { give, .. } => give.clone(),
            Output::Lent(Lent { layers, kept, give, .. }) => {
                let lent = if self.lends_from_self() {
                    quote!((&__Lending::<#kept>::NEW).lend(#field.lent(), __output))
                } else {
                    quote!(&*__Box::leak(__Box::new(__output)))
                };
                mapped(quote!({ let __lent = #lent; #give }), *layers)
            }
            Output::Never => quote!(match __output {}),
            Output::Itself | Output::Receiver | Output::Chosen(_) | Output::Unknown => quote!(__output),
        }
    }

    /// Returns whether the returned reference has the lifetime of the double rather than of an argument.
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

    fn implementation(&self, cfgs: &[TokenStream]) -> TokenStream {
        let (method, name) = (self.method, &self.method.ident);
        let declared = self.declared.as_ref().map(|ty| quote!(-> #ty));
        let body = self.body();
        let location = quote!(let __location = __Location::caller(););
        let (declared, body) = match self.asyncness {
            Asyncness::No => (declared, body),
            // Everything happens in the call, and the future contains the finished output.
            _ if self.is_eager && method.body.is_some() => (declared, body),
            _ if self.is_eager => {
                let ready = match self.asyncness {
                    Asyncness::Boxed => quote!(__Box::pin(async move { __given })),
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
            Asyncness::Boxed => (declared, quote!(#location __Box::pin(async move { #body }))),
        };
        let receiver = method.receiver.as_ref().map(|receiver| &receiver.tokens);
        let comma = receiver.map(|_| quote!(,));
        let parameters = self.arguments.iter().map(|argument| {
            let (ident, ty) = (&argument.argument.ident, &argument.ty);
            let mutable = argument.is_mutable().then(|| quote!(mut));
            quote!(#mutable #ident: #ty)
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

fn argument_type(argument: &Recorded<'_>) -> TokenStream {
    let ty = &argument.capture.ty;
    if argument.capture.is_debugged { quote!(__Debugged<#ty>) } else { quote!(__Exact<#ty>) }
}

/// Returns whether a `Context` in the signature is that of a task.
fn is_polled(method: &Method) -> bool {
    method.output.as_ref().is_some_and(|ty| mentions(&ty.to_token_stream(), &[format_ident!("Poll")]))
}

/// Decides how each argument is kept, and in which form a closure gets it.
fn recorded_arguments<'w>(
    writer: &Writer<'_>,
    method: &'w Method,
    parameters: &[Ident],
) -> Result<Vec<Recorded<'w>>> {
    let generics = writer.resolved_generics(&method.generics)?;
    let own = writer.own_generics();
    let double_parameters: Vec<Ident> = own.type_params().map(|param| param.ident.clone()).collect();
    let capturer = Capturer {
        krate: &writer.krate,
        parameters,
        double_parameters: &double_parameters,
        bounds: &|ident| bounds_of(&generics, ident),
        options: writer.options,
    };
    let recorded = |argument: &'w Argument| {
        let declared = substitute(argument.ty.to_token_stream(), &writer.substitutes);
        writer.check_associated(&declared)?;
        let declared = with_hidden_lifetimes(writer.resolved_self(declared), is_polled(method));
        let (ident, ty): (_, Type) = (&argument.ident, syn::parse2(declared)?);
        // The return type may depend on the type of the argument.
        let is_returned = mentions_any(method.output.as_ref(), &ty, parameters);
        let conversion = capturer.conversion(ident, &ty).filter(|_| !is_returned);
        let kept = conversion.as_ref().map_or(&ty, |conversion| &conversion.target);
        let capture = capturer.capture(&method.ident, ident, kept);
        let seen = conversion.as_ref().filter(|conversion| conversion.is_seen).map_or(&ty, |_| kept);
        let view = capturer.view(ident, seen, &capture);
        let conversion = conversion.as_ref().map(|conversion| conversion.statement.clone());
        Ok(Recorded { argument, ty, conversion, capture, view })
    };
    method.arguments.iter().map(recorded).collect()
}

/// Returns how the method returns a future, if it does, and the output of that future or of the method.
fn asyncness_of(method: &Method, declared: Option<&Type>) -> (Asyncness, Option<Type>) {
    let future = declared.and_then(|ty| associated_of(ty, "Future", "Output"));
    let (asyncness, inner) = match (declared, future) {
        (declared, _) if method.asyncness.is_some() => (Asyncness::Plain, declared.cloned()),
        (Some(ty), Some(inner)) if matches!(strip(ty), Type::ImplTrait(_)) => (Asyncness::Plain, Some(inner)),
        (Some(_), Some(inner)) => (Asyncness::Boxed, Some(inner)),
        (declared, _) => (Asyncness::No, declared.cloned()),
    };
    let is_unit = |ty: &Type| matches!(strip(ty), Type::Tuple(tuple) if tuple.elems.is_empty());
    (asyncness, inner.filter(|ty| !is_unit(ty)))
}
