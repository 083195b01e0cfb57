//! The options in the parentheses of the attribute.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream, Parser};
use syn::{Error, Generics, Path, Result, Token, Type, Visibility};

use crate::tokens::same;

const CHOICES: &str = "`double` accepts `of = the::Trait`, `name = TheDouble`, `crate = path`, \
                       `visibility = pub(crate)`, `wrapping`, `opaque = Type`, `Error = Type` for an associated type \
                       or a type parameter, `LIMIT = 3` for a constant, `argument: Type = |argument| ..` for the \
                       value to keep for an argument, and `method -> Type` for a method that returns `impl Trait`";

#[derive(Default)]
pub(crate) struct Options {
    pub(crate) of: Option<Path>,
    pub(crate) name: Option<Ident>,
    crate_path: Option<Path>,
    /// The visibility of the double, if it differs from that of the trait.
    pub(crate) visibility: Option<Visibility>,
    pub(crate) wrapping: bool,
    pub(crate) opaque: Vec<Path>,
    pub(crate) given: Vec<Given>,
    pub(crate) projections: Vec<Projection>,
    pub(crate) outputs: Vec<(Ident, Type)>,
}

/// An option that sets an associated type, an associated constant or a type parameter.
pub(crate) struct Given {
    pub(crate) ident: Ident,
    pub(crate) generics: Generics,
    pub(crate) value: TokenStream,
}

/// An option that sets the value to keep for an argument.
pub(crate) struct Projection {
    /// The method, or `None` for all methods with such an argument.
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
            let projection = Projection::parse(key, input)?;
            if self.projections.iter().any(|other| other.is_of_the_same(&projection)) {
                return Err(given_twice(&projection.argument));
            }
            self.projections.push(projection);
        } else if text.starts_with(char::is_uppercase) {
            if self.given(&key).is_some() {
                return Err(given_twice(&key));
            }
            let generics = input.parse()?;
            let form = if text.chars().any(char::is_lowercase) { "Type" } else { "value" };
            equals(input, &key, &format!("{key} = {form}"))?;
            self.given.push(Given { ident: key, generics, value: until_comma(input)? });
        } else {
            match text.as_str() {
                "of" => set(&mut self.of, input, &key, "the::Trait")?,
                "name" => set(&mut self.name, input, &key, "TheDouble")?,
                "crate" => set(&mut self.crate_path, input, &key, "path")?,
                "visibility" => {
                    set(&mut self.visibility, input, &key, "pub(crate)")?;
                    if matches!(self.visibility, Some(Visibility::Inherited)) {
                        return Err(needs_value(&key, "visibility = pub(crate)"));
                    }
                }
                "opaque" => self.opaque.push(value(input, &key, "Type")?),
                _ if input.peek(Token![=]) => {
                    let message = format!(
                        "unknown option `{key}`; to set the value to keep for an argument, include its type: \
                         `{key}: Type = |{key}| ..`"
                    );
                    return Err(Error::new(key.span(), message));
                }
                _ => return Err(Error::new(key.span(), format!("unknown option `{key}`: {CHOICES}"))),
            }
        }
        Ok(())
    }

    pub(crate) fn crate_path(&self) -> TokenStream {
        self.crate_path.as_ref().map_or_else(|| quote!(::mock_messenger), ToTokens::to_token_stream)
    }

    /// Returns whether an option requests that only the `Debug` form of this type be kept. Only the last segment of a
    /// path is compared.
    pub(crate) fn is_opaque(&self, name: &str) -> bool {
        self.opaque.iter().any(|path| path.segments.last().is_some_and(|segment| segment.ident == name))
    }

    pub(crate) fn given(&self, ident: &Ident) -> Option<&Given> {
        self.given.iter().find(|given| same(&given.ident, ident))
    }

    /// Returns the projection for an argument. A projection for one method takes precedence over one for all methods.
    pub(crate) fn projection(&self, method: &Ident, argument: &Ident) -> Option<&Projection> {
        let for_argument =
            || self.projections.iter().filter(|projection| same(&projection.argument, argument));
        for_argument()
            .find(|projection| projection.method.as_ref().is_some_and(|name| same(name, method)))
            .or_else(|| for_argument().find(|projection| projection.method.is_none()))
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
            return Err(Self::incomplete(&argument));
        }
        input.parse::<Token![:]>()?;
        if is_at_end(input) || input.peek(Token![=]) {
            return Err(Self::incomplete(&argument));
        }
        let ty = input.parse()?;
        if !input.peek(Token![=]) {
            return Err(Self::incomplete(&argument));
        }
        input.parse::<Token![=]>()?;
        if is_at_end(input) {
            return Err(Self::incomplete(&argument));
        }
        Ok(Self { method, argument, ty, function: until_comma(input)? })
    }

    fn incomplete(argument: &Ident) -> Error {
        let message = format!(
            "to keep another value for the argument `{argument}`, specify the type of the value and a function that \
             creates it: `{argument}: Type = |{argument}| ..`"
        );
        Error::new(argument.span(), message)
    }

    fn is_of_the_same(&self, other: &Self) -> bool {
        same(&self.argument, &other.argument)
            && match (&self.method, &other.method) {
                (Some(one), Some(other)) => same(one, other),
                (one, other) => one.is_none() && other.is_none(),
            }
    }
}

fn is_at_end(input: ParseStream<'_>) -> bool {
    input.is_empty() || input.peek(Token![,])
}

fn given_twice(key: &Ident) -> Error {
    Error::new(key.span(), format!("`{key}` is set twice"))
}

/// Parses an option that may be set only once.
fn set<T: Parse>(option: &mut Option<T>, input: ParseStream<'_>, key: &Ident, form: &str) -> Result<()> {
    if option.is_some() {
        return Err(given_twice(key));
    }
    *option = Some(value(input, key, form)?);
    Ok(())
}

/// Parses `= value`. `form` is an example of the value.
fn value<T: Parse>(input: ParseStream<'_>, key: &Ident, form: &str) -> Result<T> {
    let example = format!("{key} = {form}");
    equals(input, key, &example)?;
    let span = input.span();
    let message = format!("invalid value for `{key}`: expected, for example, `{example}`");
    input.parse().map_err(|_| Error::new(span, message))
}

/// Parses the `=` before a value. The error for a missing value points to the key, because the end of the options has
/// no token.
fn equals(input: ParseStream<'_>, key: &Ident, example: &str) -> Result<()> {
    if input.peek(Token![=]) {
        input.parse::<Token![=]>()?;
        if !is_at_end(input) {
            return Ok(());
        }
    }
    Err(needs_value(key, example))
}

fn needs_value(key: &Ident, example: &str) -> Error {
    Error::new(key.span(), format!("`{key}` requires a value: `{example}`"))
}

/// Parses the tokens of a type or an expression, up to a comma outside of angle brackets.
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
            // The `>` of an arrow does not close a bracket.
            '>' if previous != '-' && previous != '=' => depth = depth.saturating_sub(1),
            '<' => depth += 1,
            _ => {}
        }
        previous = current;
        tokens.extend([token]);
    }
    if tokens.is_empty() { Err(input.error("expected a type or an expression")) } else { Ok(tokens) }
}
