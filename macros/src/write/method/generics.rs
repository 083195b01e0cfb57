//! The generic parameters of a method, and their relation to its arguments and its output.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::{GenericParam, Generics, Type, TypeParamBound};

use crate::declaration::Method;
use crate::lifetimes::lifetimes;
use crate::tokens::{mentions, with_stream};

/// Returns whether a future of this type may capture all arguments.
pub(super) fn holds_arguments(future: &Type, method: &Method) -> bool {
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

/// Returns the type with `'_` added to each reference without a lifetime.
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
                out.extend([TokenTree::Group(with_stream(&group, inner))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Returns the type and constant parameters of a method.
pub(super) fn parameters_of(generics: &Generics) -> Vec<Ident> {
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

/// Returns the bounds of a type parameter, including those in the `where` clause.
pub(super) fn bounds_of(generics: &Generics, ident: &Ident) -> Vec<TypeParamBound> {
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

/// Returns whether the type of an argument is a parameter of the method that also occurs in the output.
pub(super) fn mentions_any(output: Option<&Type>, ty: &Type, parameters: &[Ident]) -> bool {
    let of_argument: Vec<Ident> = parameters
        .iter()
        .filter(|ident| mentions(&ty.to_token_stream(), &[(*ident).clone()]))
        .cloned()
        .collect();
    output.is_some_and(|output| mentions(&output.to_token_stream(), &of_argument))
}
