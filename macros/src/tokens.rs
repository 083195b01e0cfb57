//! Types as tokens: what they mention, whether they borrow, and what replaces a part of them.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Attribute, GenericArgument, PathArguments, Type};

pub(crate) fn is_async_trait(attribute: &Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|segment| segment.ident == "async_trait")
}

/// Returns whether two identifiers are the same, raw or not.
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

/// Returns whether any of the identifiers occurs.
pub(crate) fn mentions(tokens: &TokenStream, names: &[Ident]) -> bool {
    !names.is_empty()
        && tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(ident) => names.contains(&ident),
            TokenTree::Group(group) => mentions(&group.stream(), names),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
}

/// Returns whether `impl Trait` occurs.
pub(crate) fn has_impl(tokens: &TokenStream) -> bool {
    mentions(tokens, &[Ident::new("impl", Span::call_site())])
}

const FUNCTIONS: [&str; 7] = ["Fn", "FnMut", "FnOnce", "fn", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"];

fn is_function(ident: &Ident) -> bool {
    FUNCTIONS.iter().any(|name| ident == name)
}

/// Returns whether a value of the type may borrow for less than `'static`. References that a function takes do not count.
pub(crate) fn borrows(tokens: &TokenStream) -> bool {
    let mut eraser = Eraser { lifetime: "_", bound: Vec::new(), has_replaced: false };
    eraser.erase(tokens.clone(), false);
    eraser.has_replaced
}

/// Returns the type with one lifetime wherever it borrows for less than `'static`.
///
/// What a function takes and returns keeps elided lifetimes and those that `for` declares.
pub(crate) fn with_lifetime(tokens: TokenStream, lifetime: &str) -> TokenStream {
    Eraser { lifetime, bound: Vec::new(), has_replaced: false }.erase(tokens, false)
}

/// Puts one lifetime in place of all others.
struct Eraser<'l> {
    lifetime: &'l str,
    /// The lifetimes that a `for` around the tokens declares.
    bound: Vec<Ident>,
    has_replaced: bool,
}

impl Eraser<'_> {
    /// `in_function` says that the tokens are the parameters of a function, where an elided lifetime is another for each call.
    fn erase(&mut self, tokens: TokenStream, in_function: bool) -> TokenStream {
        let mut out = TokenStream::new();
        let mut tokens = tokens.into_iter().peekable();
        let outer = self.bound.len();
        let (mut after_function, mut output) = (false, FunctionOutput::default());
        while let Some(token) = tokens.next() {
            let keeps_elided = in_function || output.is_inside();
            output.pass(&token);
            let was_function = std::mem::take(&mut after_function);
            match token {
                TokenTree::Punct(punct) if punct.as_char() == '\'' => {
                    let Some(TokenTree::Ident(ident)) = tokens.next() else { continue };
                    let is_kept =
                        ident == "static" || ident == "_" && keeps_elided || self.bound.contains(&ident);
                    if is_kept {
                        out.extend([TokenTree::Punct(punct), TokenTree::Ident(ident)]);
                    } else {
                        self.put(&mut out, punct.span());
                    }
                }
                TokenTree::Punct(punct) if punct.as_char() == '&' => {
                    let span = punct.span();
                    out.extend([TokenTree::Punct(punct)]);
                    let has_lifetime =
                        matches!(tokens.peek(), Some(TokenTree::Punct(punct)) if punct.as_char() == '\'');
                    if !has_lifetime && !keeps_elided {
                        self.put(&mut out, span);
                    }
                }
                TokenTree::Group(group) => {
                    output.follows_function = was_function;
                    let inner = self.erase(group.stream(), keeps_elided || was_function);
                    out.extend([TokenTree::Group(with_stream(&group, inner))]);
                }
                TokenTree::Ident(ident) if ident == "for" => {
                    out.extend([TokenTree::Ident(ident)]);
                    for token in tokens.by_ref() {
                        let is_end = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '>');
                        if let TokenTree::Ident(ident) = &token {
                            self.bound.push(ident.clone());
                        }
                        out.extend([token]);
                        if is_end {
                            break;
                        }
                    }
                }
                TokenTree::Ident(ident) => {
                    after_function = is_function(&ident);
                    out.extend([TokenTree::Ident(ident)]);
                }
                token => out.extend([token]),
            }
        }
        self.bound.truncate(outer);
        out
    }

    fn put(&mut self, out: &mut TokenStream, span: Span) {
        self.has_replaced = true;
        let mut tick = Punct::new('\'', Spacing::Joint);
        tick.set_span(span);
        out.extend([TokenTree::Punct(tick), TokenTree::Ident(Ident::new(self.lifetime, span))]);
    }
}

/// Follows where the output of a function type, as in `Fn(&str) -> Vec<&str>`, starts and ends.
#[derive(Default)]
struct FunctionOutput {
    /// Whether the last token was the parameters of a function.
    follows_function: bool,
    has_dash: bool,
    /// How many angle brackets are open in the output.
    depth: Option<usize>,
}

impl FunctionOutput {
    fn is_inside(&self) -> bool {
        self.depth.is_some()
    }

    fn pass(&mut self, token: &TokenTree) {
        let follows_function = std::mem::take(&mut self.follows_function);
        let had_dash = std::mem::take(&mut self.has_dash);
        let TokenTree::Punct(punct) = token else { return };
        match (punct.as_char(), self.depth) {
            ('-', None) => self.has_dash = follows_function,
            ('>', None) if had_dash => self.depth = Some(0),
            ('<', Some(depth)) => self.depth = Some(depth + 1),
            ('>', Some(depth)) => self.depth = depth.checked_sub(1),
            (',' | '+' | ';' | '=', Some(0)) => self.depth = None,
            _ => {}
        }
    }
}

/// Returns the group with other tokens in it.
fn with_stream(group: &Group, stream: TokenStream) -> Group {
    let mut inner = Group::new(group.delimiter(), stream);
    inner.set_span(group.span());
    inner
}

/// Types of the standard library and of `futures` whose lifetime is often left out, as in `Cow<str>`.
const WITH_LIFETIME: &[&str] = &[
    "BoxFuture",
    "BoxStream",
    "Cow",
    "LocalBoxFuture",
    "LocalBoxStream",
    "MutexGuard",
    "RwLockReadGuard",
    "RwLockWriteGuard",
];

/// The same for types without type parameters. Other crates use the last two names, so more has to point to them.
const ONLY_LIFETIME: &[&str] = &["Formatter", "IoSlice", "IoSliceMut", "Arguments", "Context"];

/// Returns the type with `'_` wherever a type is known to have a lifetime that is left out: an associated type, as the double
/// needs it, has to name each lifetime. `is_polled` says that a `Context` is that of a task.
pub(crate) fn with_hidden_lifetimes(tokens: TokenStream, is_polled: bool) -> TokenStream {
    let all: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |i: usize, c: char| matches!(all.get(i), Some(TokenTree::Punct(punct)) if punct.as_char() == c);
    let mut out = TokenStream::new();
    let mut previous = String::new();
    for (i, token) in all.iter().enumerate() {
        match token {
            TokenTree::Group(group) => {
                let inner = with_hidden_lifetimes(group.stream(), is_polled);
                out.extend([TokenTree::Group(with_stream(group, inner))]);
            }
            TokenTree::Ident(ident) => {
                out.extend([token.clone()]);
                let name = ident.to_string();
                let is_known = match name.as_str() {
                    "Arguments" => previous == "fmt",
                    "Context" => is_polled,
                    _ => true,
                };
                let is_bare = !(is(i + 1, '<') || is(i + 1, ':'));
                if ONLY_LIFETIME.contains(&&*name) && is_known && is_bare {
                    out.extend(quote::quote!(<'_>));
                }
                previous = name;
            }
            TokenTree::Punct(punct) => {
                out.extend([token.clone()]);
                let is_open = punct.as_char() == '<' && WITH_LIFETIME.contains(&&*previous);
                if is_open && i > 0 && matches!(&all[i - 1], TokenTree::Ident(_)) && !is(i + 1, '\'') {
                    out.extend(quote::quote!('_,));
                }
            }
            TokenTree::Literal(_) => out.extend([token.clone()]),
        }
    }
    out
}

/// Returns the type with the name of the double in place of `Self`, for code outside of its implementations.
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

/// What stands for `Self::Name`, `<Self as Trait>::Name` or a type parameter `Name`.
pub(crate) struct Substitute {
    pub(crate) ident: Ident,
    /// The lifetimes that the associated type is generic over.
    pub(crate) lifetimes: Vec<Ident>,
    pub(crate) ty: TokenStream,
    /// Whether it is a parameter, which is written without `Self`.
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

/// Reads `<'a, '_>` and returns the lifetimes and the index after it.
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

/// Returns the names of all lifetimes that occur, `_` among them.
pub(crate) fn lifetimes(tokens: TokenStream) -> Vec<Ident> {
    let mut found = Vec::new();
    let mut after_tick = false;
    for token in tokens {
        let was_tick = std::mem::replace(
            &mut after_tick,
            matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\''),
        );
        match token {
            TokenTree::Ident(ident) if was_tick => found.push(ident),
            TokenTree::Group(group) => found.extend(lifetimes(group.stream())),
            _ => {}
        }
    }
    found
}

/// Finds `Self::Name` where `Name` is not among the known names, and returns it.
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

/// Returns a type as source code would write it, without the lifetimes that `async_trait` adds.
pub(crate) fn written(tokens: impl ToTokens) -> String {
    let mut out = String::new();
    write(&mut out, without_added_lifetimes(tokens.into_token_stream()));
    out
}

fn without_added_lifetimes(tokens: TokenStream) -> TokenStream {
    let is_added = |name: &str| {
        let digits = name.strip_prefix("life").unwrap_or_default();
        name == "async_trait" || !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
    };
    let mut out: Vec<TokenTree> = Vec::new();
    let mut tokens = tokens.into_iter().peekable();
    while let Some(token) = tokens.next() {
        let is_tick = matches!(&token, TokenTree::Punct(punct) if punct.as_char() == '\'');
        match (&token, tokens.peek()) {
            (TokenTree::Punct(_), Some(TokenTree::Ident(ident)))
                if is_tick && is_added(&ident.to_string()) =>
            {
                let span = ident.span();
                tokens.next();
                match out.last() {
                    Some(TokenTree::Punct(punct)) if punct.as_char() == '&' => {}
                    Some(TokenTree::Punct(punct)) if punct.as_char() == '+' => drop(out.pop()),
                    _ => out.extend([token, TokenTree::Ident(Ident::new("_", span))]),
                }
            }
            (TokenTree::Group(group), _) => {
                let inner = without_added_lifetimes(group.stream());
                out.push(TokenTree::Group(with_stream(group, inner)));
            }
            _ => out.push(token),
        }
    }
    out.into_iter().collect()
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
