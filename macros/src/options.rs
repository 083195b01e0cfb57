//! The options in the parentheses of the attribute.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Generics, Path, Result, Token, Type};

use crate::tokens::same;

const CHOICES: &str = "`double` takes `of = the::Trait`, `name = TheDouble`, `crate = path`, `wrapping`, `opaque = Type`, a type or \
                       value such as `Error = io::Error`, what to keep of an argument, `argument: Type = |argument| ..`, and what \
                       a method returns as `impl Trait`, `method -> Type`";

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) of: Option<Path>,
    pub(crate) name: Option<Ident>,
    crate_path: Option<Path>,
    pub(crate) wrapping: bool,
    opaque: Vec<Path>,
    pub(crate) given: Vec<Given>,
    pub(crate) projections: Vec<Projection>,
    pub(crate) outputs: Vec<(Ident, Type)>,
}

/// The type or value of an associated type, an associated constant or a type parameter.
pub(crate) struct Given {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) value: TokenStream,
}

/// What is kept of an argument.
pub(crate) struct Projection {
    /// The method, if not every method with such an argument.
    pub(crate) method: Option<Ident>,
    pub(crate) argument: Ident,
    pub(crate) ty: Type,
    pub(crate) function: TokenStream,
}

impl Options {
    pub(crate) fn parse(tokens: TokenStream) -> Result<Self> {
        Self::parse_all.parse2(tokens)
    }

    fn parse_all(input: ParseStream<'_>) -> Result<Self> {
        let mut options = Self::default();
        while !input.is_empty() {
            options.parse_one(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(options)
    }

    fn parse_one(&mut self, input: ParseStream<'_>) -> Result<()> {
        if !input.peek(Ident::peek_any) {
            return Err(input.error(CHOICES));
        }
        let key = Ident::parse_any(input)?;
        let text = key.to_string();
        if text == "wrapping" && !input.peek(Token![:]) {
            self.wrapping = true;
        } else if input.peek(Token![->]) {
            input.parse::<Token![->]>()?;
            self.outputs.push((key, input.parse()?));
        } else if input.peek(Token![:]) || input.peek(Token![.]) {
            self.projections.push(Projection::parse(key, input)?);
        } else if text.starts_with(char::is_uppercase) {
            let generics = input.parse()?;
            input.parse::<Token![=]>()?;
            self.given.push(Given { ident: key, generics, value: until_comma(input)? });
        } else {
            match text.as_str() {
                "of" => self.of = Some(value(input)?),
                "name" => self.name = Some(value(input)?),
                "crate" => self.crate_path = Some(value(input)?),
                "opaque" => self.opaque.push(value(input)?),
                _ => return Err(Error::new(key.span(), CHOICES)),
            }
        }
        Ok(())
    }

    pub(crate) fn crate_path(&self) -> TokenStream {
        self.crate_path.as_ref().map_or_else(|| quote!(::mock_messenger), ToTokens::to_token_stream)
    }

    /// Returns whether only the `Debug` form of values of this type is to be kept. The last segments of paths decide.
    pub(crate) fn is_opaque(&self, name: &str) -> bool {
        self.opaque.iter().any(|path| path.segments.last().is_some_and(|segment| segment.ident == name))
    }

    pub(crate) fn given(&self, ident: &Ident) -> Option<&Given> {
        self.given.iter().find(|given| same(&given.ident, ident))
    }

    pub(crate) fn projection(&self, method: &Ident, argument: &Ident) -> Option<&Projection> {
        self.projections.iter().find(|projection| {
            same(&projection.argument, argument)
                && projection.method.as_ref().is_none_or(|name| same(name, method))
        })
    }

    pub(crate) fn output(&self, method: &Ident) -> Option<&Type> {
        self.outputs.iter().find(|(name, _)| same(name, method)).map(|(_, ty)| ty)
    }
}

impl Projection {
    fn parse(first: Ident, input: ParseStream<'_>) -> Result<Self> {
        let (method, argument) = if input.peek(Token![.]) {
            input.parse::<Token![.]>()?;
            (Some(first), input.call(Ident::parse_any)?)
        } else {
            (None, first)
        };
        if !input.peek(Token![:]) {
            let message = format!(
                "give the type that is kept and a function that makes it: `{argument}: Type = |{argument}| ..`"
            );
            return Err(Error::new(argument.span(), message));
        }
        input.parse::<Token![:]>()?;
        let ty = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok(Self { method, argument, ty, function: until_comma(input)? })
    }
}

fn value<T: Parse>(input: ParseStream<'_>) -> Result<T> {
    input.parse::<Token![=]>()?;
    input.parse()
}

/// Takes a type or an expression: the tokens up to a comma outside of angle brackets.
fn until_comma(input: ParseStream<'_>) -> Result<TokenStream> {
    let mut tokens = TokenStream::new();
    let (mut depth, mut previous) = (0_usize, ' ');
    while !(input.is_empty() || depth == 0 && input.peek(Token![,])) {
        let token: TokenTree = input.parse()?;
        let current = match &token {
            TokenTree::Punct(punct) => punct.as_char(),
            _ => ' ',
        };
        match current {
            // An arrow closes nothing.
            '>' if previous != '-' && previous != '=' => depth = depth.saturating_sub(1),
            '<' => depth += 1,
            _ => {}
        }
        previous = current;
        tokens.extend([token]);
    }
    if tokens.is_empty() { Err(input.error("a type or an expression is missing here")) } else { Ok(tokens) }
}
