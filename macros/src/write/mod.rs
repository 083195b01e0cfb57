//! The double, written.

mod method;

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Error, GenericParam, Generics, Lifetime, Result, Visibility};

use self::method::{MethodWriter, Written};
use crate::declaration::{Member, MemberKind, Method, Trait};
use crate::options::{Given, Options};
use crate::tokens::{Substitute, mentions, same, substitute, unknown_associated, with_name_of_self};

/// The most arguments of a method: matchers and kept values are tuples, which are implemented up to this length.
pub(crate) const MOST_ARGUMENTS: usize = 12;

pub(crate) fn expand(item: &Trait, options: &Options) -> Result<TokenStream> {
    let declaration = if options.of.is_some() { TokenStream::new() } else { declaration(item) };
    let double = Writer::new(item, options)?.write()?;
    Ok(quote!(#declaration #double))
}

/// Returns the trait as it was, but with the line of the caller for whoever asks.
fn declaration(item: &Trait) -> TokenStream {
    let (attributes, head) = (&item.attributes, &item.head);
    let members = item.members.iter().map(|Member { attributes, tokens, kind }| {
        let track = match kind {
            MemberKind::Method(method) if may_track(method, attributes) => quote!(#[track_caller]),
            _ => TokenStream::new(),
        };
        quote!(#(#attributes)* #track #tokens)
    });
    quote!(#(#attributes)* #head { #(#members)* })
}

fn may_track(method: &Method, attributes: &[syn::Attribute]) -> bool {
    let is_tracked = attributes.iter().any(|attribute| attribute.path().is_ident("track_caller"));
    !is_tracked && method.asyncness.is_none() && method.abi.is_none()
}

pub(crate) struct Writer<'w> {
    pub(crate) item: &'w Trait,
    pub(crate) options: &'w Options,
    pub(crate) krate: TokenStream,
    /// The trait that is implemented, without its generic arguments.
    target: TokenStream,
    pub(crate) double: Ident,
    call: Ident,
    /// The parameters of the double: those of the trait, and the associated types for which no type was given.
    generics: Generics,
    /// The generic arguments of the trait.
    trait_arguments: TokenStream,
    /// Those and the associated types, for a bound on the real object.
    real_arguments: Vec<TokenStream>,
    pub(crate) substitutes: Vec<Substitute>,
    /// The associated types and constants of the implementation.
    associated: Vec<TokenStream>,
}

impl<'w> Writer<'w> {
    fn new(item: &'w Trait, options: &'w Options) -> Result<Self> {
        let double = options.name.clone().unwrap_or_else(|| format_ident!("{}Double", item.ident));
        let call = match double.to_string().strip_suffix("Double") {
            Some(stem) if !stem.is_empty() => format_ident!("{}Call", stem, span = double.span()),
            _ => format_ident!("{}Call", double),
        };
        let mut writer = Self {
            item,
            options,
            krate: options.crate_path(),
            target: options
                .of
                .as_ref()
                .map_or_else(|| item.ident.to_token_stream(), ToTokens::to_token_stream),
            double,
            call,
            generics: item.generics.clone(),
            trait_arguments: TokenStream::new(),
            real_arguments: Vec::new(),
            substitutes: Vec::new(),
            associated: Vec::new(),
        };
        writer.check_options()?;
        writer.replace_parameters();
        for member in &item.members {
            match &member.kind {
                MemberKind::Type { .. } => writer.add_associated_type(&member.kind)?,
                MemberKind::Const { ident, ty, has_default } => {
                    writer.add_constant(ident, ty, *has_default)?;
                }
                MemberKind::Method(_) => {}
            }
        }
        // What remains stands for an associated type of a supertrait.
        for given in &options.given {
            let is_constant = item.members.iter().any(
                |member| matches!(&member.kind, MemberKind::Const { ident, .. } if same(ident, &given.ident)),
            );
            if !is_constant && !writer.substitutes.iter().any(|known| same(&known.ident, &given.ident)) {
                let (ident, value) = (&given.ident, &given.value);
                writer.real_arguments.push(quote!(#ident = #value));
                writer.substitutes.push(substitute_of(given, false));
            }
        }
        writer.bound_parameters()?;
        Ok(writer)
    }

    /// Rejects options that refer to nothing.
    fn check_options(&self) -> Result<()> {
        let has_argument = |method: Option<&Ident>, argument: &Ident| {
            self.item.methods().any(|(candidate, _)| {
                method.is_none_or(|method| same(method, &candidate.ident))
                    && candidate.arguments.iter().any(|known| same(&known.ident, argument))
            })
        };
        let has_method = |name: &Ident| self.item.methods().any(|(method, _)| same(&method.ident, name));
        let projections = self.options.projections.iter().filter_map(|projection| projection.method.as_ref());
        let named = projections.chain(self.options.outputs.iter().map(|(name, _)| name));
        for name in named {
            if !has_method(name) {
                return Err(Error::new(name.span(), format!("the trait has no method `{name}`")));
            }
        }
        for projection in &self.options.projections {
            if !has_argument(projection.method.as_ref(), &projection.argument) {
                let message = match &projection.method {
                    Some(method) => format!("`{method}` has no argument `{}`", projection.argument),
                    None => format!("no method has an argument `{}`", projection.argument),
                };
                return Err(Error::new(projection.argument.span(), message));
            }
        }
        for segment in self.options.opaque.iter().filter_map(|path| path.segments.last()) {
            if !mentions(&self.item.rest, std::slice::from_ref(&segment.ident)) {
                let message = format!("no method has an argument of type `{}`", segment.ident);
                return Err(Error::new(segment.ident.span(), message));
            }
        }
        let rest = &self.item.rest;
        for given in &self.options.given {
            if !mentions(rest, std::slice::from_ref(&given.ident)) {
                let message = format!(
                    "the trait has no associated type or constant and no type parameter `{}`",
                    given.ident
                );
                return Err(Error::new(given.ident.span(), message));
            }
        }
        Ok(())
    }

    /// Replaces the type parameters of the trait for which a type was given.
    fn replace_parameters(&mut self) {
        let mut arguments = Vec::new();
        let parameters = std::mem::take(&mut self.generics.params);
        for parameter in parameters {
            let ident = match &parameter {
                GenericParam::Type(parameter) => &parameter.ident,
                GenericParam::Const(parameter) => &parameter.ident,
                GenericParam::Lifetime(parameter) => {
                    arguments.push(parameter.lifetime.to_token_stream());
                    self.generics.params.push(GenericParam::Lifetime(parameter.clone()));
                    continue;
                }
            };
            let default = match &parameter {
                GenericParam::Type(parameter) => parameter.default.as_ref().map(|(_, default)| default),
                GenericParam::Const(_) | GenericParam::Lifetime(_) => None,
            };
            match (self.options.given(ident), default) {
                (Some(given), _) => {
                    arguments.push(given.value.clone());
                    self.substitutes.push(substitute_of(given, true));
                }
                // What the trait is about unless something else is said, as `SevenBitAddress` in embedded-hal.
                (None, Some(default)) => {
                    arguments.push(default.to_token_stream());
                    self.substitutes.push(Substitute {
                        ident: ident.clone(),
                        lifetimes: Vec::new(),
                        ty: default.to_token_stream(),
                        is_parameter: true,
                    });
                }
                (None, None) => {
                    arguments.push(ident.to_token_stream());
                    self.generics.params.push(parameter);
                }
            }
        }
        if !arguments.is_empty() {
            self.trait_arguments = quote!(<#(#arguments),*>);
        }
        self.real_arguments = arguments;
    }

    fn add_associated_type(&mut self, member: &MemberKind) -> Result<()> {
        let MemberKind::Type { ident, generics, bounds } = member else { return Ok(()) };
        let (parameters, _, where_clause) = generics.split_for_impl();
        if let Some(given) = self.options.given(ident) {
            let value = &given.value;
            // The lifetimes of the declaration are those of the option, whatever their names.
            let names = lifetimes_of(generics);
            let substitute =
                Substitute { lifetimes: lifetimes_of(&given.generics), ..substitute_of(given, false) };
            let value =
                if names.is_empty() { value.clone() } else { renamed(value, &substitute.lifetimes, &names) };
            self.associated.push(quote!(type #ident #parameters = #value #where_clause;));
            if generics.params.is_empty() {
                self.real_arguments.push(quote!(#ident = #value));
            }
            self.substitutes.push(substitute);
            return Ok(());
        }
        if !generics.params.is_empty() {
            let message = format!(
                "`{ident}` is generic, so its type has to be given: `#[double({ident}<'a> = Type<'a>)]`"
            );
            return Err(Error::new(ident.span(), message));
        }
        // `type Future: Future` would hide the trait behind the parameter.
        let hides_bound = mentions(&bounds.to_token_stream(), std::slice::from_ref(ident));
        let parameter = if hides_bound { format_ident!("{}Type", ident) } else { ident.clone() };
        self.generics.params.push(syn::parse_quote!(#parameter: #bounds));
        self.associated.push(quote!(type #ident = #parameter;));
        self.real_arguments.push(quote!(#ident = #parameter));
        self.substitutes.push(Substitute {
            ident: ident.clone(),
            lifetimes: Vec::new(),
            ty: parameter.to_token_stream(),
            is_parameter: false,
        });
        Ok(())
    }

    fn add_constant(&mut self, ident: &Ident, ty: &syn::Type, has_default: bool) -> Result<()> {
        match self.options.given(ident) {
            Some(given) => {
                let value = &given.value;
                self.associated.push(quote!(const #ident: #ty = #value;));
            }
            None if has_default => {}
            None => {
                let message = format!(
                    "give the value that this constant has in the double: `#[double({ident} = value)]`"
                );
                return Err(Error::new(ident.span(), message));
            }
        }
        Ok(())
    }

    /// Adds the bounds that the double needs of its parameters.
    fn bound_parameters(&mut self) -> Result<()> {
        let mut passed = TokenStream::new();
        for (method, _) in self.item.methods() {
            for argument in &method.arguments {
                passed.extend(substitute(argument.ty.to_token_stream(), &self.substitutes));
            }
        }
        for parameter in &mut self.generics.params {
            match parameter {
                GenericParam::Type(parameter) => {
                    let bounds = substitute(parameter.bounds.to_token_stream(), &self.substitutes);
                    let parser = syn::punctuated::Punctuated::parse_terminated;
                    parameter.bounds = syn::parse::Parser::parse2(parser, bounds)?;
                    parameter.bounds.push(syn::parse_quote!('static));
                    if mentions(&passed, std::slice::from_ref(&parameter.ident)) {
                        // Any thread may look at what is kept.
                        parameter.bounds.push(syn::parse_quote!(::std::marker::Send));
                        parameter.bounds.push(syn::parse_quote!(::std::marker::Sync));
                    }
                    parameter.default = None;
                }
                GenericParam::Const(parameter) => {
                    parameter.default = None;
                }
                GenericParam::Lifetime(_) => {}
            }
        }
        if let Some(clause) = &self.generics.where_clause {
            let clause = substitute(clause.to_token_stream(), &self.substitutes);
            let mut clause: syn::WhereClause = syn::parse2(clause)?;
            // Whoever implements the trait fulfils a bound on `Self`, as one fulfils a supertrait.
            clause.predicates =
                clause.predicates.into_iter().filter(|predicate| !bounds_self(predicate)).collect();
            self.generics.where_clause = (!clause.predicates.is_empty()).then_some(clause);
        }
        Ok(())
    }

    /// Rejects `Self::Name` of a supertrait, whose type nobody gave.
    pub(crate) fn check_associated(&self, tokens: &TokenStream) -> Result<()> {
        let is_known = |ident: &Ident| {
            self.item.members.iter().any(|member| match &member.kind {
                MemberKind::Type { ident: known, .. } | MemberKind::Const { ident: known, .. } => {
                    same(known, ident)
                }
                MemberKind::Method(method) => same(&method.ident, ident),
            })
        };
        match unknown_associated(tokens, &is_known) {
            Some(unknown) => {
                let message = format!(
                    "`{unknown}` comes from a supertrait: give its type, `#[double({unknown} = Type)]`, and implement the \
                     supertrait for `{}`",
                    self.double
                );
                Err(Error::new(unknown.span(), message))
            }
            None => Ok(()),
        }
    }

    pub(crate) fn visibility(&self) -> &Visibility {
        self.options.visibility.as_ref().unwrap_or(&self.item.visibility)
    }

    /// Returns the parameters of the double. The lifetimes of the trait are those of arguments.
    fn own_generics(&self) -> Generics {
        let mut own = self.generics.clone();
        own.params =
            own.params.into_iter().filter(|param| !matches!(param, GenericParam::Lifetime(_))).collect();
        own
    }

    /// Returns the type of an argument with the double in place of `Self`. A double that wraps a real object has more than
    /// one type, and `Self` stays.
    pub(crate) fn resolved_self(&self, tokens: TokenStream) -> TokenStream {
        if self.options.wrapping {
            return tokens;
        }
        let (double, own) = (&self.double, self.own_generics());
        let (_, ty_generics, _) = own.split_for_impl();
        with_name_of_self(tokens, &quote!(#double #ty_generics))
    }

    /// Returns the parameters of a method with associated types and `Self` replaced in their bounds.
    pub(crate) fn resolved_generics(&self, generics: &Generics) -> Result<Generics> {
        let (params, clause) = (&generics.params, &generics.where_clause);
        let resolved = |tokens| self.resolved_self(substitute(tokens, &self.substitutes));
        let mut resolved_generics: Generics = match params.is_empty() {
            true => Generics::default(),
            false => {
                let params = resolved(quote!(#params));
                syn::parse2(quote!(<#params>))?
            }
        };
        resolved_generics.where_clause = match clause {
            Some(clause) => Some(syn::parse2(resolved(quote!(#clause)))?),
            None => None,
        };
        Ok(resolved_generics)
    }

    fn write(&self) -> Result<TokenStream> {
        if self.item.methods().next().is_none() {
            return Err(Error::new(
                self.item.ident.span(),
                "a double records calls, but this trait has no methods",
            ));
        }
        let own = self.own_generics();
        let is_generic = !own.params.is_empty();
        let mut methods = Vec::new();
        for (number, (method, attributes)) in self.item.methods().enumerate() {
            let writer = MethodWriter::new(self, method, attributes, number, is_generic)?;
            methods.push(writer.write());
        }
        let (definitions, constructors) =
            (self.definitions(&own, &methods), self.constructors(&own, &methods));
        let (signatures, implementation) =
            (self.signatures(&own, &methods), self.implementation(&own, &methods));
        Ok(quote!(#definitions #signatures #constructors #implementation))
    }

    /// Returns the double and its calls, as types.
    fn definitions(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { krate, double, call, item, .. } = self;
        let (visibility, name) = (self.visibility(), &item.ident);
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let markers: Vec<_> = own.type_params().map(|parameter| &parameter.ident).collect();
        let marker = quote!(::std::marker::PhantomData<fn(#(&'static #markers),*)>);
        let fields = methods.iter().map(|method| &method.field);
        let extras = methods.iter().map(|method| &method.own_answers);
        let expected = methods.iter().map(|method| &method.expected);
        let (generics, real) = if self.options.wrapping {
            let params = &own.params;
            let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
            (quote!(<#params #comma __W = #krate::__double::Unwrapped>), quote!(__real: __W,))
        } else {
            (quote!(#impl_generics), TokenStream::new())
        };
        let doc = format!("A double of [`{name}`], which records every call and returns what the test says.");
        let doc_call = format!("The expected calls of [`{name}`], one function for each method.");
        quote!(
            #[doc = #doc]
            #[allow(unnameable_types, private_interfaces, private_bounds, dead_code)]
            #visibility struct #double #generics #bounds {
                __core: #krate::__double::Core,
                __of: #marker,
                #real
                #(#fields,)*
            }

            #[doc = #doc_call]
            #[allow(missing_debug_implementations, unnameable_types, private_bounds, dead_code)]
            #visibility struct #call #impl_generics (#marker) #bounds;

            #[allow(dead_code, private_interfaces, private_bounds, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #impl_generics #call #ty_generics #bounds { #(#expected)* }

            #(#extras)*
        )
    }

    fn signatures(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { krate, double, item, .. } = self;
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let trait_name = item.ident.to_string();
        let signatures = methods.iter().map(|method| {
            let Written { cfgs, number, args, arguments, output, name, names, shown, .. } = method;
            quote!(
                #(#cfgs)*
                #[automatically_derived]
                #[allow(private_interfaces)]
                impl #impl_generics #krate::__double::Signature<#number> for #double #ty_generics #bounds {
                    type Args<'__a> = #args;
                    type Arguments = (#(#arguments,)*);
                    type Output = #output;
                    const INFO: &'static #krate::__double::MethodInfo = &#krate::__double::MethodInfo {
                        trait_name: #trait_name, name: #name, arguments: &[#(#names),*], output: #shown,
                    };
                    fn reply(output: #output) -> #krate::__double::capture::Reply<#output> {
                        #[allow(unused_imports)]
                        use #krate::__double::capture::MakeReply as _;
                        (&#krate::__double::capture::Replying::<#output>::NEW).reply(output)
                    }
                    fn default_output() -> ::std::option::Option<#output> {
                        use #krate::__double::capture::FindDefault as _;
                        (&&#krate::__double::capture::Defaulting::<#output>::NEW).find()
                    }
                }
            )
        });
        quote!(#(#signatures)*)
    }

    fn constructors(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { krate, double, item, .. } = self;
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let trait_name = item.ident.to_string();
        let news: Vec<_> = methods.iter().map(|method| &method.new).collect();
        let clones = methods.iter().map(|method| &method.clone);
        let name = double.to_string();
        let has_statics = methods.iter().any(|method| method.is_static) && own.params.is_empty();
        let statics = has_statics.then(|| {
            quote!(
                /// Returns the double that records the calls of functions without `self` on this thread.
                #[must_use]
                pub fn statics() -> Self {
                    ::std::thread_local!(static STATICS: #double = #double::new());
                    STATICS.with(::std::clone::Clone::clone)
                }
            )
        });
        let unwrapped = self.options.wrapping.then(|| quote!(__real: #krate::__double::Unwrapped,));
        let wrapping = self.options.wrapping.then(|| self.wrapping(own, &news));
        let (w_generics, w_ty, w_bounds, w_clone, w_clone_bound) = self.wrapped_generics(own);
        quote!(
            #[allow(dead_code, private_interfaces, private_bounds, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #impl_generics #double #ty_generics #bounds {
                /// Returns a double that answers with defaults.
                #[must_use]
                pub fn new() -> Self {
                    Self::__from(#krate::__double::Core::new(#trait_name))
                }

                /// Returns a double with a name, which reports show.
                #[must_use]
                pub fn named(name: impl ::std::convert::Into<::std::string::String>) -> Self {
                    Self::__from(#krate::__double::Core::named(#trait_name, ::std::convert::Into::into(name)))
                }

                /// Returns a double that records into a log that it shares with other doubles.
                #[must_use]
                pub fn in_log(log: &#krate::CallLog) -> Self {
                    Self::__from(#krate::__double::Core::in_log(#trait_name, ::std::option::Option::None, log))
                }

                /// Returns a double with a name that records into a shared log.
                #[must_use]
                pub fn named_in_log(
                    name: impl ::std::convert::Into<::std::string::String>,
                    log: &#krate::CallLog,
                ) -> Self {
                    let name = ::std::option::Option::Some(::std::convert::Into::into(name));
                    Self::__from(#krate::__double::Core::in_log(#trait_name, name, log))
                }

                fn __from(core: #krate::__double::Core) -> Self {
                    Self { #(#news,)* #unwrapped __core: core, __of: ::std::marker::PhantomData }
                }

                #statics
            }

            #wrapping

            #[allow(dead_code, private_interfaces, private_bounds, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #w_generics #double #w_ty #w_bounds {
                /// Returns the calls of all methods of this double so far, in order.
                #[must_use]
                pub fn calls(&self) -> #krate::Transcript<#krate::Call> {
                    self.__core.calls()
                }

                /// Returns the log that the calls are recorded into, for its waits.
                #[must_use]
                pub fn recorder(&self) -> &#krate::CallLog {
                    self.__core.recorder()
                }
            }

            #[automatically_derived]
            impl #impl_generics ::std::default::Default for #double #ty_generics #bounds {
                fn default() -> Self { Self::new() }
            }

            #[automatically_derived]
            impl #w_clone_bound ::std::clone::Clone for #double #w_ty #w_bounds {
                fn clone(&self) -> Self {
                    Self {
                        #(#clones,)*
                        #w_clone
                        __core: ::std::clone::Clone::clone(&self.__core),
                        __of: ::std::marker::PhantomData,
                    }
                }
            }

            #[automatically_derived]
            impl #w_generics ::std::fmt::Debug for #double #w_ty #w_bounds {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    f.debug_struct(#name).field("calls", &self.calls()).finish_non_exhaustive()
                }
            }
        )
    }

    /// Returns the generics of implementations for the double with and without a real object.
    fn wrapped_generics(
        &self,
        own: &Generics,
    ) -> (TokenStream, TokenStream, TokenStream, TokenStream, TokenStream) {
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let bounds = bounds.to_token_stream();
        if !self.options.wrapping {
            let plain = quote!(#impl_generics);
            return (plain.clone(), quote!(#ty_generics), bounds, TokenStream::new(), plain);
        }
        let (params, arguments) = (&own.params, arguments_of(own));
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        (
            quote!(<#params #comma __W>),
            quote!(<#(#arguments,)* __W>),
            bounds,
            quote!(__real: ::std::clone::Clone::clone(&self.__real),),
            quote!(<#params #comma __W: ::std::clone::Clone>),
        )
    }

    /// Returns the constructor for a double around a real object, and what tells an owned object from a pointer.
    fn wrapping(&self, own: &Generics, news: &[&TokenStream]) -> TokenStream {
        let Self { krate, double, item, target, real_arguments, .. } = self;
        let (real, visibility) = (format_ident!("__{}Real", double), self.visibility());
        let trait_name = item.ident.to_string();
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let (params, arguments) = (&own.params, arguments_of(own));
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        let predicates = own.where_clause.as_ref().map(|clause| {
            let predicates = &clause.predicates;
            let comma = (!predicates.trailing_punct()).then(|| quote!(,));
            quote!(#predicates #comma)
        });
        let arguments_of_real = (!real_arguments.is_empty()).then(|| quote!(<#(#real_arguments),*>));
        let traits = quote!(#target #arguments_of_real);
        quote!(
            /// The real object of a double, or a pointer to one.
            #[doc(hidden)]
            #[allow(unnameable_types, private_bounds)]
            #visibility trait #real #impl_generics #bounds {
                type Target: #traits + ?::std::marker::Sized;
                fn real(&self) -> ::std::option::Option<&Self::Target>;
            }

            impl #impl_generics #real #ty_generics for #krate::__double::Unwrapped #bounds {
                type Target = #double #ty_generics;
                fn real(&self) -> ::std::option::Option<&Self::Target> { ::std::option::Option::None }
            }

            impl<#params #comma __R: #traits> #real #ty_generics
                for #krate::__double::Wrapped<__R, #krate::__double::Owned> #bounds
            {
                type Target = __R;
                fn real(&self) -> ::std::option::Option<&__R> { ::std::option::Option::Some(&self.real) }
            }

            impl<#params #comma __R: ::std::ops::Deref> #real #ty_generics
                for #krate::__double::Wrapped<__R, #krate::__double::Pointer>
            where
                #predicates
                __R::Target: #traits,
            {
                type Target = __R::Target;
                fn real(&self) -> ::std::option::Option<&__R::Target> { ::std::option::Option::Some(&*self.real) }
            }

            #[allow(dead_code, private_interfaces, private_bounds, clippy::all, clippy::pedantic, clippy::nursery)]
            impl #impl_generics #double #ty_generics #bounds {
                /// Returns a double that passes each call on to `real`, unless the test says what it returns.
                ///
                /// `real` is an object, or an `Arc`, `Rc`, `Box` or reference to one. Its answers are recorded.
                pub fn wrapping<__R, __Kind>(
                    real: __R,
                ) -> #double <#(#arguments,)* #krate::__double::Wrapped<__R, __Kind>>
                where
                    #krate::__double::Wrapped<__R, __Kind>: #real #ty_generics,
                {
                    let core = #krate::__double::Core::new(#trait_name);
                    #double {
                        #(#news,)*
                        __real: #krate::__double::Wrapped::new(real),
                        __core: core,
                        __of: ::std::marker::PhantomData,
                    }
                }
            }
        )
    }

    fn implementation(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { double, target, trait_arguments, associated, item, .. } = self;
        let implemented = methods.iter().map(|method| &method.implementation);
        let unsafety = &item.unsafety;
        let (impl_generics, ..) = self.generics.split_for_impl();
        let (_, ty_generics, bounds) = own.split_for_impl();
        let (generics, ty, bounds) = if self.options.wrapping {
            let (params, arguments) = (&self.generics.params, arguments_of(own));
            let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
            let real = format_ident!("__{}Real", double);
            let predicates = own.where_clause.as_ref().map(|clause| {
                let predicates = &clause.predicates;
                let comma = (!predicates.trailing_punct()).then(|| quote!(,));
                quote!(#predicates #comma)
            });
            let thread_safe = methods.iter().any(|method| method.is_send_future).then(|| {
                quote!(
                    __W: ::std::marker::Send + ::std::marker::Sync,
                    <__W as #real #ty_generics>::Target: ::std::marker::Send + ::std::marker::Sync,
                )
            });
            (
                quote!(<#params #comma __W>),
                quote!(<#(#arguments,)* __W>),
                quote!(where #predicates __W: #real #ty_generics, #thread_safe),
            )
        } else {
            (quote!(#impl_generics), quote!(#ty_generics), bounds.to_token_stream())
        };
        quote!(
            #[automatically_derived]
            #[allow(
                deprecated, unused_variables, unused_mut, unreachable_code, private_interfaces, private_bounds,
                clippy::all, clippy::pedantic, clippy::nursery
            )]
            #unsafety impl #generics #target #trait_arguments for #double #ty #bounds {
                #(#associated)*
                #(#implemented)*
            }
        )
    }
}

fn bounds_self(predicate: &syn::WherePredicate) -> bool {
    matches!(
        predicate,
        syn::WherePredicate::Type(syn::PredicateType { bounded_ty: syn::Type::Path(path), .. })
            if path.path.is_ident("Self")
    )
}

fn substitute_of(given: &Given, is_parameter: bool) -> Substitute {
    Substitute {
        ident: given.ident.clone(),
        lifetimes: lifetimes_of(&given.generics),
        ty: given.value.clone(),
        is_parameter,
    }
}

fn lifetimes_of(generics: &Generics) -> Vec<Ident> {
    generics.lifetimes().map(|parameter| parameter.lifetime.ident.clone()).collect()
}

/// Returns the type with lifetimes renamed, one list for the other.
fn renamed(tokens: &TokenStream, from: &[Ident], to: &[Ident]) -> TokenStream {
    let marker = Substitute {
        ident: format_ident!("Renamed"),
        lifetimes: from.to_vec(),
        ty: tokens.clone(),
        is_parameter: false,
    };
    let arguments = to.iter().map(|ident| Lifetime { apostrophe: ident.span(), ident: ident.clone() });
    substitute(quote!(Self::Renamed<#(#arguments),*>), &[marker])
}

/// Returns the names of the parameters, as arguments.
fn arguments_of(generics: &Generics) -> Vec<TokenStream> {
    generics
        .params
        .iter()
        .map(|param| match param {
            GenericParam::Type(parameter) => parameter.ident.to_token_stream(),
            GenericParam::Const(parameter) => parameter.ident.to_token_stream(),
            GenericParam::Lifetime(parameter) => parameter.lifetime.to_token_stream(),
        })
        .collect()
}
