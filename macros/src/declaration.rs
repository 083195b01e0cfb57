//! Parses the declaration of the trait.
//!
//! Bodies, default values and patterns are kept as tokens, because a double does not need to inspect them. Users
//! therefore do not have to compile the part of syn that parses expressions, which takes the longest.

use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{
    Attribute, Error, Generics, Lifetime, Result, Token, Type, TypeParamBound, Visibility, WhereClause,
};

pub(crate) struct Trait {
    pub(crate) attributes: Vec<Attribute>,
    /// Everything but the attributes.
    pub(crate) rest: TokenStream,
    /// Everything between the attributes and the braces.
    pub(crate) head: TokenStream,
    pub(crate) visibility: Visibility,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) members: Vec<Member>,
}

pub(crate) struct Member {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) tokens: TokenStream,
    pub(crate) kind: MemberKind,
}

pub(crate) enum MemberKind {
    Method(Box<Method>),
    Type { ident: Ident, generics: Generics, bounds: Punctuated<TypeParamBound, Token![+]> },
    Const { ident: Ident, ty: Type, has_default: bool },
}

pub(crate) struct Method {
    pub(crate) asyncness: Option<Token![async]>,
    pub(crate) unsafety: Option<Token![unsafe]>,
    pub(crate) abi: Option<syn::Abi>,
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) receiver: Option<Receiver>,
    pub(crate) arguments: Vec<Argument>,
    pub(crate) output: Option<Type>,
    /// The body of the method in the trait, if any.
    pub(crate) body: Option<TokenStream>,
}

pub(crate) struct Receiver {
    pub(crate) tokens: TokenStream,
    pub(crate) kind: ReceiverKind,
}

pub(crate) enum ReceiverKind {
    /// `&self` or `&'a self`.
    Shared(Option<Lifetime>),
    /// `&mut self` or `&'a mut self`.
    Mutable,
    /// `self`, or a type such as `self: Box<Self>`.
    Other,
}

pub(crate) struct Argument {
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) pattern: TokenStream,
    pub(crate) ident: Ident,
    pub(crate) ty: Type,
}

impl Trait {
    pub(crate) fn methods(&self) -> impl Iterator<Item = (&Method, &[Attribute])> {
        self.members.iter().filter_map(|member| match &member.kind {
            MemberKind::Method(method) => Some((&**method, &*member.attributes)),
            MemberKind::Type { .. } | MemberKind::Const { .. } => None,
        })
    }
}

impl Parse for Trait {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let rest: TokenStream = input.fork().parse()?;
        let visibility: Visibility = input.parse()?;
        let unsafety = input.parse()?;
        if !input.peek(Token![trait]) {
            let _: TokenStream = input.parse()?;
            return Err(Error::new_spanned(
                rest,
                "`double` can only be applied to a trait; for a trait from another crate, repeat its declaration \
                 under `#[double(of = the::Trait)]`",
            ));
        }
        input.parse::<Token![trait]>()?;
        let ident: Ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        if input.peek(Token![:]) {
            input.parse::<Token![:]>()?;
            while !input.peek(syn::token::Brace) && !input.peek(Token![where]) {
                bound(input)?;
            }
        }
        generics.where_clause = input.parse::<Option<WhereClause>>()?;
        let content;
        syn::braced!(content in input);
        let mut members = Vec::new();
        while !content.is_empty() {
            members.push(content.parse()?);
        }
        let mut head: Vec<TokenTree> = rest.clone().into_iter().collect();
        head.pop();
        let head = head.into_iter().collect();
        Ok(Self { attributes, rest, head, visibility, unsafety, ident, generics, members })
    }
}

/// Parses a bound and the `+` after it.
fn bound(input: ParseStream<'_>) -> Result<TypeParamBound> {
    let bound = input.parse()?;
    input.parse::<Option<Token![+]>>()?;
    Ok(bound)
}

impl Parse for Member {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let tokens = member_tokens(input)?;
        let kind = syn::parse2(tokens.clone())?;
        Ok(Self { attributes, tokens, kind })
    }
}

/// Takes the tokens of one item of the trait, up to a semicolon or to the end of a body.
fn member_tokens(input: ParseStream<'_>) -> Result<TokenStream> {
    let is_const = input.peek(Token![const]) && !input.peek2(Token![fn]);
    let ends_with_semicolon = is_const || input.peek(Token![type]);
    let mut tokens = TokenStream::new();
    loop {
        let token: TokenTree = input.parse()?;
        let is_end = match &token {
            TokenTree::Punct(punct) => punct.as_char() == ';',
            TokenTree::Group(group) => group.delimiter() == Delimiter::Brace && !ends_with_semicolon,
            TokenTree::Ident(_) | TokenTree::Literal(_) => false,
        };
        tokens.extend([token]);
        if is_end {
            return Ok(tokens);
        }
    }
}

impl Parse for MemberKind {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        if input.peek(Token![type]) {
            input.parse::<Token![type]>()?;
            let (ident, mut generics): (Ident, Generics) = (input.parse()?, input.parse()?);
            let mut bounds = Punctuated::new();
            if input.peek(Token![:]) {
                input.parse::<Token![:]>()?;
                while !(input.peek(Token![;]) || input.peek(Token![where]) || input.peek(Token![=])) {
                    bounds.push(bound(input)?);
                }
            }
            generics.where_clause = input.parse()?;
            let _: TokenStream = input.parse()?;
            return Ok(Self::Type { ident, generics, bounds });
        }
        if input.peek(Token![const]) && !input.peek2(Token![fn]) && !input.peek2(Token![unsafe]) {
            input.parse::<Token![const]>()?;
            let ident = input.parse()?;
            input.parse::<Token![:]>()?;
            let ty = input.parse()?;
            let has_default = input.peek(Token![=]);
            let _: TokenStream = input.parse()?;
            return Ok(Self::Const { ident, ty, has_default });
        }
        input.parse().map(|method| Self::Method(Box::new(method)))
    }
}

impl Parse for Method {
    fn parse(input: ParseStream<'_>) -> Result<Self> {
        let asyncness = input.parse()?;
        let unsafety = input.parse()?;
        let abi = input.parse()?;
        if !input.peek(Token![fn]) {
            return Err(input.error(
                "expected a method, an associated type or a constant; `double` cannot see items that a macro generates",
            ));
        }
        input.parse::<Token![fn]>()?;
        let ident: Ident = input.parse()?;
        let mut generics: Generics = input.parse()?;
        let content;
        syn::parenthesized!(content in input);
        let receiver = Receiver::parse(&content)?;
        let mut arguments = Vec::new();
        while !content.is_empty() {
            arguments.push(Argument::parse(&content, arguments.len())?);
            if !content.is_empty() {
                content.parse::<Token![,]>()?;
            }
        }
        let output = if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            Some(input.parse()?)
        } else {
            None
        };
        generics.where_clause = input.parse()?;
        let body = if input.peek(Token![;]) {
            input.parse::<Token![;]>()?;
            None
        } else {
            Some(input.parse()?)
        };
        Ok(Self { asyncness, unsafety, abi, ident, generics, receiver, arguments, output, body })
    }
}

impl Receiver {
    fn parse(input: ParseStream<'_>) -> Result<Option<Self>> {
        let ahead = input.fork();
        ahead.call(Attribute::parse_outer)?;
        let (mut lifetime, mut is_reference) = (None, false);
        if ahead.peek(Token![&]) {
            ahead.parse::<Token![&]>()?;
            lifetime = ahead.parse::<Option<Lifetime>>()?;
            is_reference = true;
        }
        let is_mutable = ahead.parse::<Option<Token![mut]>>()?.is_some();
        if !ahead.peek(Token![self]) {
            return Ok(None);
        }
        let mut tokens = TokenStream::new();
        let mut depth = 0_i32;
        while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
            let token: TokenTree = input.parse()?;
            if let TokenTree::Punct(punct) = &token {
                depth += i32::from(punct.as_char() == '<') - i32::from(punct.as_char() == '>');
            }
            tokens.extend([token]);
        }
        input.parse::<Option<Token![,]>>()?;
        let kind = match (is_reference, is_mutable) {
            (true, false) => ReceiverKind::Shared(lifetime),
            (true, true) => ReceiverKind::Mutable,
            (false, _) => ReceiverKind::Other,
        };
        Ok(Some(Self { tokens, kind }))
    }
}

impl Argument {
    fn parse(input: ParseStream<'_>, index: usize) -> Result<Self> {
        let attributes = input.call(Attribute::parse_outer)?;
        let mut pattern = TokenStream::new();
        let mut last = None;
        while !input.peek(Token![:]) || input.peek(Token![::]) {
            let token: TokenTree = input.parse()?;
            last = match &token {
                TokenTree::Ident(ident) => Some(ident.clone()),
                _ => None,
            };
            pattern.extend([token]);
        }
        input.parse::<Token![:]>()?;
        // With a pattern such as `(a, b)` or `_`, the argument has no name.
        let ident = match last {
            Some(ident) if ident != "_" => ident,
            _ => Ident::new(&format!("argument_{index}"), Span::call_site()),
        };
        Ok(Self { attributes, pattern, ident, ty: input.parse()? })
    }
}

impl Method {
    /// Returns the qualifiers of the method, such as `unsafe extern "C"`.
    pub(crate) fn qualifiers(&self) -> TokenStream {
        let (unsafety, abi) = (&self.unsafety, &self.abi);
        quote!(#unsafety #abi)
    }
}
