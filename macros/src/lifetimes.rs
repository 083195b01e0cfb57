//! Finds, replaces and removes the lifetimes in types.

use proc_macro2::{Ident, Punct, Spacing, Span, TokenStream, TokenTree};

use crate::tokens::with_stream;

const FUNCTIONS: [&str; 7] = ["Fn", "FnMut", "FnOnce", "fn", "AsyncFn", "AsyncFnMut", "AsyncFnOnce"];

fn is_function(ident: &Ident) -> bool {
    FUNCTIONS.iter().any(|name| ident == name)
}

/// Returns whether the type may contain a lifetime other than `'static`, except in the parameters of a function type.
pub(crate) fn borrows(tokens: &TokenStream) -> bool {
    let mut eraser = Eraser { lifetime: "_", bound: Vec::new(), has_replaced: false };
    eraser.erase(tokens.clone(), false);
    eraser.has_replaced
}

/// Returns the type with all lifetimes except `'static` replaced by `lifetime`.
///
/// In function types, elided lifetimes and those declared with `for` are not replaced.
pub(crate) fn with_lifetime(tokens: TokenStream, lifetime: &str) -> TokenStream {
    Eraser { lifetime, bound: Vec::new(), has_replaced: false }.erase(tokens, false)
}

/// Replaces all lifetimes by a single one.
struct Eraser<'l> {
    lifetime: &'l str,
    /// The lifetimes that an enclosing `for` declares.
    bound: Vec<Ident>,
    has_replaced: bool,
}

impl Eraser<'_> {
    /// `in_function` is set for the parameters of a function type, where an elided lifetime differs for each call.
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

/// Tracks the start and the end of the return type of a function type, such as `Fn(&str) -> Vec<&str>`.
#[derive(Default)]
struct FunctionOutput {
    /// Whether the last token was the parameter list of a function type.
    follows_function: bool,
    has_dash: bool,
    /// The number of open angle brackets in the return type.
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

/// Types of the standard library and of `futures` whose lifetime is often omitted, as in `Cow<str>`.
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

/// The same for types without type parameters. Other crates use the last two names too, so these need further evidence.
const ONLY_LIFETIME: &[&str] = &["Formatter", "IoSlice", "IoSliceMut", "Arguments", "Context"];

/// Returns the type with an explicit `'_` for each lifetime that is known to be omitted, because the associated types
/// of a double have to name all lifetimes. `is_polled` is set if `Context` is that of a task.
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

/// Returns the names of all lifetimes that occur, including `_`.
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

/// Returns the type without the lifetimes that `async_trait` adds.
pub(crate) fn without_added_lifetimes(tokens: TokenStream) -> TokenStream {
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
