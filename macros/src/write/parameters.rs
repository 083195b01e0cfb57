//! The type parameters of the double: the type parameters and associated types of the trait that no option sets.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{Error, GenericParam, Generics, Lifetime, Result};

use super::Writer;
use crate::declaration::MemberKind;
use crate::options::Given;
use crate::tokens::{Substitute, mentions, same, substitute, unknown_associated, with_name_of_self};

impl Writer<'_> {
    /// Rejects options that refer to something that the trait does not have.
    pub(super) fn check_options(&self) -> Result<()> {
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
                    "the trait has no associated type, associated constant or type parameter `{}`",
                    given.ident
                );
                return Err(Error::new(given.ident.span(), message));
            }
        }
        Ok(())
    }

    /// Replaces the type parameters of the trait that an option sets.
    pub(super) fn replace_parameters(&mut self) {
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
                // The default is usually the right type, such as `SevenBitAddress` in embedded-hal.
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

    pub(super) fn add_associated_type(&mut self, member: &MemberKind) -> Result<()> {
        let MemberKind::Type { ident, generics, bounds } = member else { return Ok(()) };
        let (parameters, _, where_clause) = generics.split_for_impl();
        if let Some(given) = self.options.given(ident) {
            let value = &given.value;
            // The lifetimes in the declaration correspond to those in the option by position, whatever their names are.
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
                "the associated type `{ident}` is generic and has to be set: `#[double({ident}<'a> = Type<'a>)]`"
            );
            return Err(Error::new(ident.span(), message));
        }
        // In `type Future: Future`, the parameter would shadow the trait.
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

    pub(super) fn add_constant(&mut self, ident: &Ident, ty: &syn::Type, has_default: bool) -> Result<()> {
        match self.options.given(ident) {
            Some(given) => {
                let value = &given.value;
                self.associated.push(quote!(const #ident: #ty = #value;));
            }
            None if has_default => {}
            None => {
                let message = format!(
                    "the constant `{ident}` has to be set for the double: `#[double({ident} = value)]`"
                );
                return Err(Error::new(ident.span(), message));
            }
        }
        Ok(())
    }

    /// Adds the bounds that the double requires of its parameters.
    pub(super) fn bound_parameters(&mut self) -> Result<()> {
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
                        // Any thread may access kept values.
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
            // The double does not repeat bounds on `Self`. The user has to satisfy them, like supertraits.
            clause.predicates =
                clause.predicates.into_iter().filter(|predicate| !bounds_self(predicate)).collect();
            self.generics.where_clause = (!clause.predicates.is_empty()).then_some(clause);
        }
        Ok(())
    }

    /// Rejects `Self::Name` of a supertrait if no option sets it.
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
                    "`{unknown}` belongs to a supertrait; set its type with `#[double({unknown} = Type)]` and \
                     implement the supertrait for `{}`",
                    self.double
                );
                Err(Error::new(unknown.span(), message))
            }
            None => Ok(()),
        }
    }

    /// Returns the type of an argument with `Self` replaced by the double. If the double can wrap a real object, it has
    /// more than one type, so `Self` stays.
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
        let mut resolved_generics = Generics::default();
        if !params.is_empty() {
            let params = resolved(quote!(#params));
            resolved_generics = syn::parse2(quote!(<#params>))?;
        }
        resolved_generics.where_clause = match clause {
            Some(clause) => Some(syn::parse2(resolved(quote!(#clause)))?),
            None => None,
        };
        Ok(resolved_generics)
    }
}

fn bounds_self(predicate: &syn::WherePredicate) -> bool {
    matches!(
        predicate,
        syn::WherePredicate::Type(syn::PredicateType { bounded_ty: syn::Type::Path(path), .. })
            if path.path.is_ident("Self")
    )
}

pub(super) fn substitute_of(given: &Given, is_parameter: bool) -> Substitute {
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

/// Returns the type with the lifetimes `from` renamed to `to`.
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
