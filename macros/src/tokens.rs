//! Inspects, formats and replaces parts of types as tokens.

use proc_macro2::{Delimiter, Group, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, GenericArgument, PathArguments, Type};

use crate::lifetimes::without_added_lifetimes;

pub(crate) fn is_async_trait(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "async_trait")
}

/// Returns whether two identifiers are equal, ignoring `r#`.
pub(crate) fn same(one: &Ident, other: &Ident) -> bool {
    one.unraw() == other.unraw()
}

/// Removes parentheses and invisible groups around a type.
pub(crate) fn strip(ty: &Type) -> &Type {
    match ty {
        Type::Paren(inner) => strip(&inner.elem),
        Type::Group(inner) => strip(&inner.elem),
        ty => ty,
    }
}

/// Returns the last segment of a path, `Vec` of `std::vec::Vec<u8>`, with its type arguments.
pub(crate) fn last_segment(ty: &Type) -> Option<(String, Vec<&Type>)> {
    let Type::Path(path) = strip(ty) else { return None };
    let segment = path.path.segments.last()?;
    let arguments = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            let types = arguments.args.iter().filter_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            });
            types.collect()
        }
        _ => Vec::new(),
    };
    Some((segment.ident.to_string(), arguments))
}

/// Returns whether any of the identifiers occurs in the tokens.
pub(crate) fn mentions(tokens: &TokenStream, names: &[Ident]) -> bool {
    !names.is_empty()
        && tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(ident) => names.contains(&ident),
            TokenTree::Group(group) => mentions(&group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
}

/// Returns whether an `impl Trait` occurs in the tokens.
pub(crate) fn has_impl(tokens: &TokenStream) -> bool {
    mentions(tokens, &[Ident::new("impl", Span::call_site())])
}

/// Returns the group with its tokens replaced by `stream`.
pub(crate) fn with_stream(group: &Group, stream: TokenStream) -> Group {
    let mut inner = Group::new(group.delimiter(), stream);
    inner.set_span(group.span());
    inner
}

/// Returns the type with `Self` replaced by the name of the double, for code outside of its implementations.
pub(crate) fn with_name_of_self(tokens: TokenStream, name: &TokenStream) -> TokenStream {
    let mut out = TokenStream::new();
    for token in tokens {
        match token {
            TokenTree::Ident(ident) if ident == "Self" => out.extend(name.clone()),
            TokenTree::Group(group) => {
                let inner = with_name_of_self(group.stream(), name);
                out.extend([TokenTree::Group(with_stream(&group, inner))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// The replacement of `Self::Name`, `<Self as Trait>::Name` or a type parameter `Name`.
pub(crate) struct Substitute {
    pub(crate) ident: Ident,
    /// The lifetimes that the associated type is generic over.
    pub(crate) lifetimes: Vec<Ident>,
    pub(crate) ty: TokenStream,
    /// Whether the name is that of a type parameter, which is used without `Self`.
    pub(crate) is_parameter: bool,
}

/// Returns the type with associated types and parameters replaced.
pub(crate) fn substitute(tokens: TokenStream, substitutes: &[Substitute]) -> TokenStream {
    if substitutes.is_empty() {
        return tokens;
    }
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |i: usize, c: char| matches!(all.get(i), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    let is_self = |i: usize| matches!(all.get(i), Some(TokenTree::Ident(ident)) if ident == "Self");
    let is_as = |i: usize| matches!(all.get(i), Some(TokenTree::Ident(ident)) if ident == "as");
    let find = |i: usize, is_parameter: bool| match all.get(i) {
        Some(TokenTree::Ident(ident)) => substitutes
            .iter()
            .find(|substitute| substitute.is_parameter == is_parameter && same(&substitute.ident, ident)),
        _ => None,
    };
    let mut out = TokenStream::new();
    let mut i = 0;
    while i < all.len() {
        let is_path = is_self(i) && is(i + 1, ':') && is(i + 2, ':');
        let name = if is_path {
            Some(i + 3)
        } else if is(i, '<') && is_self(i + 1) && is_as(i + 2) {
            (i..all.len()).find(|i| is(*i, '>') && is(i + 1, ':') && is(i + 2, ':')).map(|close| close + 3)
        } else {
            None
        };
        if let Some((name, found)) = name.and_then(|name| Some((name, find(name, false)?))) {
            let (lifetimes, end) = lifetime_arguments(&all, name + 1);
            out.extend(with_named_lifetimes(found.ty.clone(), &found.lifetimes, &lifetimes));
            i = end;
            continue;
        }
        let after_path = i > 0 && is(i - 1, ':');
        match (&all[i], find(i, true).filter(|_| !after_path)) {
            (_, Some(found)) => out.extend(found.ty.clone()),
            (TokenTree::Group(group), _) => {
                let inner = substitute(group.stream(), substitutes);
                out.extend([TokenTree::Group(with_stream(group, inner))]);
            }
            (token, None) => out.extend([token.clone()]),
        }
        i += 1;
    }
    out
}

/// Parses `<'a, '_>`, and returns the lifetimes and the index after them.
fn lifetime_arguments(all: &[TokenTree], start: usize) -> (Vec<Ident>, usize) {
    let is = |i: usize, c: char| matches!(all.get(i), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    if !(is(start, '<') && is(start + 1, '\'')) {
        return (Vec::new(), start);
    }
    let mut lifetimes = Vec::new();
    let mut i = start + 1;
    while i < all.len() && !is(i, '>') {
        if let (true, Some(TokenTree::Ident(ident))) = (is(i, '\''), all.get(i + 1)) {
            lifetimes.push(ident.clone());
        }
        i += 1;
    }
    (lifetimes, i + 1)
}

fn with_named_lifetimes(tokens: TokenStream, parameters: &[Ident], arguments: &[Ident]) -> TokenStream {
    if parameters.is_empty() {
        return tokens;
    }
    let mut out = TokenStream::new();
    let mut after_tick = false;
    for token in tokens {
        let was_tick = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(ident) if was_tick => {
                let index = parameters.iter().position(|parameter| *parameter == ident);
                let argument = index.and_then(|index| arguments.get(index)).cloned();
                out.extend([TokenTree::Ident(argument.unwrap_or_else(|| Ident::new("_", ident.span())))]);
            }
            TokenTree::Group(group) => {
                let inner = with_named_lifetimes(group.stream(), parameters, arguments);
                out.extend([TokenTree::Group(Group::new(group.delimiter(), inner))]);
            }
            token => out.extend([token]),
        }
    }
    out
}

/// Returns the first `Self::Name` whose name is unknown.
pub(crate) fn unknown_associated(tokens: &TokenStream, known: &dyn Fn(&Ident) -> bool) -> Option<Ident> {
    let all: Vec<TokenTree> = tokens.clone().into_iter().collect();
    let is = |i: usize, c: char| matches!(all.get(i), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    for (i, token) in all.iter().enumerate() {
        match token {
            TokenTree::Ident(ident) if ident == "Self" && is(i + 1, ':') && is(i + 2, ':') => {
                match all.get(i + 3) {
                    Some(TokenTree::Ident(name)) if !known(name) => return Some(name.clone()),
                    _ => {}
                }
            }
            TokenTree::Group(group) => {
                let found = unknown_associated(&group.stream(), known);
                if found.is_some() {
                    return found;
                }
            }
            _ => {}
        }
    }
    None
}

/// Formats a type like source code, without the lifetimes that `async_trait` adds.
pub(crate) fn written(tokens: impl ToTokens) -> String {
    let mut out = String::new();
    write(&mut out, without_added_lifetimes(tokens.into_token_stream()));
    out
}

fn write(out: &mut String, tokens: TokenStream) {
    let is_word = |c: char| c.is_alphanumeric() || c == '_';
    for token in tokens {
        if let TokenTree::Group(group) = &token {
            let (open, close) = match group.delimiter() {
                Delimiter::Parenthesis => ("(", ")"),
                Delimiter::Brace => ("{", "}"),
                Delimiter::Bracket => ("[", "]"),
                Delimiter::None => ("", ""),
            };
            out.push_str(open);
            write(out, group.stream());
            out.push_str(close);
            continue;
        }
        let text = token.to_string();
        let between_words = out.ends_with(is_word) && text.starts_with(|c| is_word(c) || c == '\'');
        let after_sign = out.ends_with([',', '+', '=', ';']) && !text.starts_with(['>', '=']);
        let around_sign = matches!(text.as_str(), "+" | "=") || text == "-" && out.ends_with([')', '>']);
        if between_words || after_sign || around_sign || out.ends_with("->") {
            out.push(' ');
        }
        out.push_str(&text);
    }
}
