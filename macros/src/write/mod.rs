//! Generates the code of the double.

mod method;
mod parameters;
mod wrapping;

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Error, GenericParam, Generics, Result, Visibility};

use self::method::{MethodWriter, Written};
use self::parameters::substitute_of;
use crate::declaration::{Member, MemberKind, Method, Trait};
use crate::options::Options;
use crate::tokens::{Substitute, same};

/// The maximum number of arguments: matchers and kept values are tuples, which have implementations up to this length.
pub(crate) const MOST_ARGUMENTS: usize = 12;

pub(crate) fn expand(item: &Trait, options: &Options) -> Result<TokenStream> {
    let declaration = if options.of.is_some() { TokenStream::new() } else { declaration(item) };
    let double = Writer::new(item, options)?.write()?;
    Ok(quote!(#declaration #double))
}

/// Returns the declaration of the trait, with `#[track_caller]` added to its methods.
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
    /// The path of the trait, without its generic arguments.
    target: TokenStream,
    pub(crate) double: Ident,
    call: Ident,
    /// The generic parameters of the double: those of the trait, and the associated types that no option sets.
    generics: Generics,
    /// The generic arguments of the trait.
    trait_arguments: TokenStream,
    /// The generic arguments and the associated types, for a bound on the real object.
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
        // The remaining options set associated types of supertraits.
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

    pub(crate) fn visibility(&self) -> &Visibility {
        self.options.visibility.as_ref().unwrap_or(&self.item.visibility)
    }

    /// Returns the generic parameters of the double. It omits the lifetimes of the trait, which occur only in
    /// arguments.
    fn own_generics(&self) -> Generics {
        let mut own = self.generics.clone();
        own.params =
            own.params.into_iter().filter(|param| !matches!(param, GenericParam::Lifetime(_))).collect();
        own
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
        let krate = &self.krate;
        let definitions = self.definitions(&own, &methods);
        let (expected, signatures) = (self.expected(&own, &methods), self.signatures(&own, &methods));
        let (constructors, implementation) =
            (self.constructors(&own, &methods), self.implementation(&own, &methods));
        let own_answers = methods.iter().map(|method| &method.own_answers.implementations);
        Ok(quote!(
            #definitions

            #[allow(
                deprecated, unused_imports, unused_mut, unused_variables, unreachable_code, unnameable_types,
                private_bounds, private_interfaces, clippy::all, clippy::pedantic, clippy::nursery
            )]
            const _: () = {
                use #krate::__double::names::*;
                #expected
                #(#own_answers)*
                #signatures
                #constructors
                #implementation
            };
        ))
    }

    /// Returns the definitions of the double and of the type with the expected calls.
    fn definitions(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { krate, double, call, item, .. } = self;
        let (visibility, name) = (self.visibility(), &item.ident);
        let (impl_generics, _, bounds) = own.split_for_impl();
        let markers: Vec<_> = own.type_params().map(|parameter| &parameter.ident).collect();
        let marker = quote!(::std::marker::PhantomData<fn(#(&'static #markers),*)>);
        let of = (!markers.is_empty()).then(|| quote!(__of: #marker,));
        let fields = methods.iter().map(|method| &method.field);
        let own_answers = methods.iter().map(|method| &method.own_answers.definition);
        let (generics, real) = if self.options.wrapping {
            let params = &own.params;
            let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
            (
                quote!(<#params #comma WrappedObject = #krate::__double::Unwrapped>),
                quote!(__real: WrappedObject,),
            )
        } else {
            (quote!(#impl_generics), TokenStream::new())
        };
        let doc = format!(
            "A double of [`{name}`]. It records every call and returns the values that the test sets."
        );
        let doc_call = format!("Creates expected calls of [`{name}`]. It has one function for each method.");
        quote!(
            #[doc = #doc]
            #[allow(unnameable_types, private_interfaces, private_bounds, dead_code)]
            #visibility struct #double #generics #bounds {
                __core: #krate::__double::Core,
                #of
                #real
                #(#fields,)*
            }

            #[doc = #doc_call]
            #[allow(missing_debug_implementations, unnameable_types, private_bounds, dead_code)]
            #visibility struct #call #impl_generics (#marker) #bounds;

            #(#own_answers)*
        )
    }

    /// Returns the functions that create expected calls.
    fn expected(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let call = &self.call;
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let expected = methods.iter().map(|method| &method.expected);
        quote!(#[allow(dead_code)] impl #impl_generics #call #ty_generics #bounds { #(#expected)* })
    }

    fn signatures(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { double, item, .. } = self;
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let trait_name = item.ident.to_string();
        let signatures = methods.iter().map(|method| {
            let Written { cfgs, number, args, arguments, output, is_known, .. } = method;
            let info = format!("{trait_name}::{}", method.declaration);
            let (kind, probes) = if *is_known {
                (quote!(__KnownOutput), None)
            } else {
                let probes = quote!(
                    fn reply(output: #output) -> __Reply<#output> {
                        (&__Replying::<#output>::NEW).reply(output)
                    }
                    fn default_output() -> __Option<#output> {
                        (&&__Defaulting::<#output>::NEW).find()
                    }
                );
                (quote!(__ProbedOutput), Some(probes))
            };
            quote!(
                #(#cfgs)*
                impl #impl_generics __Signature<#number> for #double #ty_generics #bounds {
                    type Args<'__a> = #args;
                    type Arguments = (#(#arguments,)*);
                    type Output = #output;
                    type Kind = #kind;
                    const INFO: __MethodInfo = __MethodInfo(#info);
                    #probes
                }
            )
        });
        quote!(#(#signatures)*)
    }

    fn constructors(&self, own: &Generics, methods: &[Written]) -> TokenStream {
        let Self { krate, double, item, .. } = self;
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let (trait_name, count) = (item.ident.to_string(), Literal::usize_unsuffixed(methods.len()));
        let fields: Vec<_> = methods.iter().map(|method| &method.new).collect();
        let name = double.to_string();
        let has_statics = methods.iter().any(|method| method.is_static) && own.params.is_empty();
        let statics = has_statics.then(|| {
            quote!(
                /// Returns the double that records the calls of functions without `self` on this thread.
                pub fn statics() -> Self {
                    ::std::thread_local!(static STATICS: #double = #double::new());
                    STATICS.with(__Clone::clone)
                }
            )
        });
        let of = own.type_params().next().map(|_| quote!(__of: __PhantomData,));
        let unwrapped = self.options.wrapping.then(|| quote!(__real: #krate::__double::Unwrapped,));
        let (w_generics, w_ty, w_bounds, w_clone_bound) = self.wrapped_generics(own);
        let inspectors = quote!(
            /// Returns the calls of all methods of this double so far, in order.
            pub fn calls(&self) -> #krate::Transcript<#krate::Call> {
                self.__core.calls()
            }

            /// Returns the log of the calls, which has methods to wait for calls.
            pub fn recorder(&self) -> &#krate::CallLog {
                self.__core.recorder()
            }
        );
        let (clone, unwrapped_inspectors, wrapping) = if self.options.wrapping {
            let clone = quote!({
                let core = self.__core.clone();
                Self { #(#fields,)* #of __real: self.__real.clone(), __core: core }
            });
            let wrapping = self.wrapping(own, &fields, of.as_ref());
            (
                clone,
                None,
                quote!(#wrapping #[allow(dead_code)] impl #w_generics #double #w_ty #w_bounds { #inspectors }),
            )
        } else {
            (quote!({ Self::__of(__Origin::CloneOf(&self.__core)) }), Some(inspectors), TokenStream::new())
        };
        quote!(
            #[allow(dead_code)]
            impl #impl_generics #double #ty_generics #bounds {
                /// Creates a double that returns default values until the test sets others.
                pub fn new() -> Self {
                    Self::__of(__Origin::New)
                }

                /// Creates a double with a name for reports.
                pub fn named(name: impl ::std::convert::Into<::std::string::String>) -> Self {
                    Self::__of(__Origin::Named(name.into()))
                }

                /// Creates a double that records into a log shared with other doubles.
                pub fn in_log(log: &#krate::CallLog) -> Self {
                    Self::__of(__Origin::InLog(log))
                }

                /// Creates a double that has a name and records into a log shared with other doubles.
                pub fn named_in_log(name: impl ::std::convert::Into<::std::string::String>, log: &#krate::CallLog) -> Self {
                    Self::__of(__Origin::NamedInLog(name.into(), log))
                }

                fn __of(origin: __Origin<'_>) -> Self {
                    let core = origin.core(#trait_name, #count);
                    Self { #(#fields,)* #of #unwrapped __core: core }
                }

                #unwrapped_inspectors
                #statics
            }

            #wrapping

            impl #impl_generics ::std::default::Default for #double #ty_generics #bounds {
                fn default() -> Self { Self::new() }
            }

            impl #w_clone_bound ::std::clone::Clone for #double #w_ty #w_bounds {
                fn clone(&self) -> Self #clone
            }

            impl #w_generics ::std::fmt::Debug for #double #w_ty #w_bounds {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    self.__core.fmt(#name, f)
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
            let real = format_ident!("{}Real", double);
            let predicates = own.where_clause.as_ref().map(|clause| {
                let predicates = &clause.predicates;
                let comma = (!predicates.trailing_punct()).then(|| quote!(,));
                quote!(#predicates #comma)
            });
            let thread_safe = methods.iter().any(|method| method.is_send_future).then(|| {
                quote!(
                    WrappedObject: ::std::marker::Send + ::std::marker::Sync,
                    <WrappedObject as #real #ty_generics>::Target: ::std::marker::Send + ::std::marker::Sync,
                )
            });
            (
                quote!(<#params #comma WrappedObject>),
                quote!(<#(#arguments,)* WrappedObject>),
                quote!(where #predicates WrappedObject: #real #ty_generics, #thread_safe),
            )
        } else {
            (quote!(#impl_generics), quote!(#ty_generics), bounds.to_token_stream())
        };
        quote!(
            #unsafety impl #generics #target #trait_arguments for #double #ty #bounds {
                #(#associated)*
                #(#implemented)*
            }
        )
    }
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
