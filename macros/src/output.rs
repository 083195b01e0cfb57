//! The type of the return values that a test sets, and the conversion to the return type of the method.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, TraitBound, Type, TypeParamBound};

use crate::argument::{associated_type, name_and_argument};
use crate::lifetimes::{borrows, with_lifetime};
use crate::tokens::{last_segment, mentions, strip};

pub(crate) enum Output {
    /// The expression `give` converts `__output`, a value of type `ty`, to the return type.
    Given { ty: TokenStream, give: TokenStream },
    /// A reference to a value that the double keeps as `__lent`, or a value that borrows from it.
    Lent(Lent),
    /// `Self`, as a clone.
    Itself,
    /// `&Self` or `&mut Self`.
    Receiver,
    /// A type parameter, which the caller chooses.
    Chosen(TokenStream),
    /// `!`
    Never,
    /// An `impl Trait` whose type has to be set with an option.
    Unknown,
}

/// How a method returns a reference to a part of `__output`, of type `ty`. The layers around that part, such as
/// `Option` and `Result`, are moved out.
pub(crate) struct Lent {
    pub(crate) ty: TokenStream,
    /// The number of layers around the value. Each has a method `map`.
    pub(crate) layers: usize,
    /// The type of the value that the double keeps.
    pub(crate) kept: TokenStream,
    /// The expression that creates the output from `__lent`.
    pub(crate) give: TokenStream,
}

impl Output {
    /// Decides by the return type of a method or by the output of its future. `named` is the type that was set with an
    /// option.
    pub(crate) fn of(ty: Option<&Type>, named: Option<&Type>, parameters: &[Ident]) -> Self {
        if let Some(named) = named {
            return Self::Given { ty: named.to_token_stream(), give: quote!(__output) };
        }
        let Some(ty) = ty.map(strip) else { return given(quote!(())) };
        let tokens = ty.to_token_stream();
        if mentions(&tokens, parameters) {
            return Self::Chosen(tokens);
        }
        match ty {
            Type::Never(_) => return Self::Never,
            Type::Path(path) if path.path.is_ident("Self") => return Self::Itself,
            Type::Reference(reference) => {
                let is_self =
                    matches!(strip(&reference.elem), Type::Path(path) if path.path.is_ident("Self"));
                if is_self {
                    return Self::Receiver;
                }
            }
            Type::ImplTrait(bound) => {
                return by_bounds(&bound.bounds.iter().cloned().collect::<Vec<_>>(), false);
            }
            _ => {}
        }
        if let Some(item) = associated_of(ty, "Iterator", "Item") {
            return iterator(&item, true);
        }
        let (value, layers) = value_in_layers(ty);
        if let Some((leaked, give)) = leaked(value) {
            return Self::Given { ty: in_layers(ty, layers, &leaked), give: mapped(give, layers) };
        }
        match lent(value, &quote!(__lent)) {
            Some((kept, give)) => Self::Lent(Lent { ty: in_layers(ty, layers, &kept), layers, kept, give }),
            None => given(with_lifetime(tokens, "static")),
        }
    }
}

/// Returns the type inside of `Option`, `Result` and `Poll`, and the number of these layers.
fn value_in_layers(ty: &Type) -> (&Type, usize) {
    match last_segment(ty) {
        Some((name, arguments))
            if ["Option", "Result", "Poll"].contains(&&*name) && !arguments.is_empty() =>
        {
            let (value, layers) = value_in_layers(arguments[0]);
            (value, layers + 1)
        }
        _ => (strip(ty), 0),
    }
}

/// Returns the type with `value` instead of the type inside of this number of layers.
fn in_layers(ty: &Type, layers: usize, value: &TokenStream) -> TokenStream {
    let Type::Path(path) = strip(ty) else { return value.clone() };
    if layers == 0 {
        return value.clone();
    }
    let mut path = path.clone();
    if let Some(segment) = path.path.segments.last_mut() {
        if let PathArguments::AngleBracketed(arguments) = &mut segment.arguments {
            let inner = arguments.args.iter_mut().find_map(|argument| match argument {
                GenericArgument::Type(inner) => Some(inner),
                _ => None,
            });
            if let Some(inner) = inner {
                *inner = Type::Verbatim(in_layers(inner, layers - 1, value));
            }
        }
    }
    with_lifetime(path.to_token_stream(), "static")
}

/// Returns the expression that converts `__output`, given the expression `give` that converts the value inside of the
/// layers.
pub(crate) fn mapped(give: TokenStream, layers: usize) -> TokenStream {
    (0..layers).fold(give, |give, _| quote!(__output.map(|__output| #give)))
}

fn given(ty: TokenStream) -> Output {
    Output::Given { ty, give: quote!(__output) }
}

/// A test sets an iterator as a list. If its items have a lifetime, they borrow from the list.
fn iterator(item: &Type, is_boxed: bool) -> Output {
    let boxed = |iter: TokenStream| if is_boxed { quote!(__Box::new(#iter)) } else { iter };
    match lent(item, &quote!(__inner)) {
        Some((owned, value)) => {
            let ty = quote!(::std::vec::Vec<#owned>);
            let give = boxed(quote!(__lent.iter().map(|__inner| #value)));
            Output::Lent(Lent { ty: ty.clone(), layers: 0, kept: ty, give })
        }
        None => {
            let item = with_lifetime(item.to_token_stream(), "static");
            let give = boxed(quote!(__IntoIterator::into_iter(__output)));
            Output::Given { ty: quote!(::std::vec::Vec<#item>), give }
        }
    }
}

/// Finds a type that implements the trait of an `impl Trait`.
fn by_bounds(bounds: &[TypeParamBound], is_boxed: bool) -> Output {
    let traits: Vec<&TraitBound> = bounds
        .iter()
        .filter_map(|bound| match bound {
            TypeParamBound::Trait(bound) => Some(bound),
            _ => None,
        })
        .collect();
    for bound in &traits {
        let (name, argument) = name_and_argument(bound);
        let item = || associated_type(bound, "Item").filter(|item| !borrows(&item.to_token_stream()));
        let output = match name.as_str() {
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" => {
                match associated_type(bound, "Item") {
                    Some(item) => iterator(&item, is_boxed),
                    None => continue,
                }
            }
            "IntoIterator" => match item() {
                Some(item) => given(quote!(::std::vec::Vec<#item>)),
                None => continue,
            },
            "IntoFuture" => match associated_type(bound, "Output") {
                Some(output) => Output::Given {
                    ty: output.to_token_stream(),
                    give: quote!(::std::future::ready(__output)),
                },
                None => continue,
            },
            "Read" | "BufRead" | "Seek" | "AsyncRead" | "AsyncBufRead" | "AsyncSeek" => Output::Given {
                ty: quote!(::std::vec::Vec<u8>),
                give: quote!(::std::io::Cursor::new(__output)),
            },
            "Write" | "AsyncWrite" => given(quote!(::std::vec::Vec<u8>)),
            "Display" | "ToString" | "Debug" => given(quote!(::std::string::String)),
            "AsRef" | "Borrow" | "Into" if argument.is_some_and(is_text) => {
                given(quote!(::std::string::String))
            }
            "AsRef" | "Into" => match argument.map(strip) {
                Some(Type::Slice(slice)) => {
                    let elem = &slice.elem;
                    given(quote!(::std::vec::Vec<#elem>))
                }
                Some(ty) if !borrows(&ty.to_token_stream()) => given(quote!(#ty)),
                _ => continue,
            },
            "Fn" | "FnMut" | "FnOnce" => {
                let others = bounds.iter().filter(|bound| !matches!(bound, TypeParamBound::Lifetime(_)));
                given(quote!(::std::boxed::Box<dyn #(#others)+*>))
            }
            _ => continue,
        };
        return output;
    }
    Output::Unknown
}

fn is_text(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, _)) if name == "str" || name == "String")
}

/// Returns the owned form of a type with `&mut`, and the expression that converts `__output` to the type.
///
/// The value is leaked, because the double cannot return a second reference while the caller has the first.
fn leaked(ty: &Type) -> Option<(TokenStream, TokenStream)> {
    let Type::Reference(reference) = ty else { return None };
    if reference.mutability.is_none() || is_static_reference(reference) {
        return None;
    }
    let elem = with_lifetime(reference.elem.to_token_stream(), "static");
    Some(match strip(&reference.elem) {
        Type::Slice(slice) => {
            let elem = with_lifetime(slice.elem.to_token_stream(), "static");
            (quote!(::std::vec::Vec<#elem>), quote!(__output.leak()))
        }
        Type::TraitObject(_) => (quote!(::std::boxed::Box<#elem>), quote!(__Box::leak(__output))),
        ty if matches!(last_segment(ty), Some((name, _)) if name == "str") => {
            (quote!(::std::string::String), quote!(__output.leak()))
        }
        _ => (elem, quote!(__Box::leak(__Box::new(__output)))),
    })
}

fn is_static_reference(reference: &syn::TypeReference) -> bool {
    reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static")
}

const UNSIZED: &[&str] = &["str", "Path", "OsStr", "CStr"];

/// Returns the type of the value that the double has to keep, and the expression that borrows the return value from
/// `place`.
fn lent(ty: &Type, place: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    match strip(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            if is_static_reference(reference) {
                return None;
            }
            let elem = strip(&reference.elem);
            Some(match elem {
                Type::Slice(slice) => {
                    let elem = with_lifetime(slice.elem.to_token_stream(), "static");
                    (quote!(::std::vec::Vec<#elem>), quote!(&**#place))
                }
                Type::TraitObject(_) => (quote!(::std::boxed::Box<#elem>), quote!(&**#place)),
                elem if matches!(last_segment(elem), Some((name, _)) if UNSIZED.contains(&&*name)) => {
                    (quote!(<#elem as ::std::borrow::ToOwned>::Owned), quote!(&**#place))
                }
                elem => (with_lifetime(elem.to_token_stream(), "static"), quote!(#place)),
            })
        }
        Type::Tuple(tuple) if borrows(&tuple.to_token_stream()) => {
            let (mut types, mut values) = (Vec::new(), Vec::new());
            for (i, elem) in tuple.elems.iter().enumerate() {
                let index = syn::Index::from(i);
                let (ty, value) = match lent(elem, &quote!((&#place.#index))) {
                    Some(part) => part,
                    None => {
                        let ty = with_lifetime(elem.to_token_stream(), "static");
                        (ty, quote!(__Clone::clone(&#place.#index)))
                    }
                };
                types.push(ty);
                values.push(value);
            }
            Some((quote!((#(#types,)*)), quote!((#(#values,)*))))
        }
        ty => match last_segment(ty)? {
            (name, arguments) if name == "Option" && arguments.len() == 1 => {
                let (ty, value) = lent(arguments[0], &quote!(__inner))?;
                Some((quote!(::std::option::Option<#ty>), quote!(#place.as_ref().map(|__inner| #value))))
            }
            (name, arguments) if name == "Vec" && arguments.len() == 1 => {
                let (ty, value) = lent(arguments[0], &quote!(__inner))?;
                Some((quote!(::std::vec::Vec<#ty>), quote!(#place.iter().map(|__inner| #value).collect())))
            }
            (name, arguments) if name == "Cow" && arguments.len() == 1 && borrows(&ty.to_token_stream()) => {
                let elem = with_lifetime(arguments[0].to_token_stream(), "static");
                let owned = match strip(arguments[0]) {
                    Type::Slice(slice) => {
                        let elem = &slice.elem;
                        quote!(::std::vec::Vec<#elem>)
                    }
                    _ => quote!(<#elem as ::std::borrow::ToOwned>::Owned),
                };
                let borrowed = quote!(::std::borrow::Borrow::<#elem>::borrow(#place));
                Some((owned, quote!(__Cow::Borrowed(#borrowed))))
            }
            _ => None,
        },
    }
}

/// Returns whether the type of a future is `'static`, so that it cannot borrow from the call.
pub(crate) fn is_static(ty: &Type) -> bool {
    let has_only_static = |bounds: &[&TypeParamBound]| {
        !bounds
            .iter()
            .any(|bound| matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident != "static"))
    };
    match strip(ty) {
        Type::ImplTrait(bound) => bound
            .bounds
            .iter()
            .any(|bound| matches!(bound, TypeParamBound::Lifetime(lifetime) if lifetime.ident == "static")),
        Type::TraitObject(object) => has_only_static(&object.bounds.iter().collect::<Vec<_>>()),
        Type::Path(path) => {
            let Some(segment) = path.path.segments.last() else { return false };
            let PathArguments::AngleBracketed(arguments) = &segment.arguments else { return false };
            arguments.args.iter().all(|argument| match argument {
                GenericArgument::Lifetime(lifetime) => lifetime.ident == "static",
                GenericArgument::Type(ty) if segment.ident == "Pin" || segment.ident == "Box" => {
                    is_static(ty)
                }
                _ => true,
            })
        }
        _ => false,
    }
}

/// Returns `T` of `impl Future<Output = T>`, `Pin<Box<dyn Future<Output = T>>>` and `BoxFuture<'_, T>`, and likewise for
/// other traits.
pub(crate) fn associated_of(ty: &Type, of: &str, name: &str) -> Option<Type> {
    let bounds: Vec<&TypeParamBound> = match strip(ty) {
        Type::ImplTrait(bound) => bound.bounds.iter().collect(),
        Type::TraitObject(object) => object.bounds.iter().collect(),
        ty => {
            let (last, arguments) = last_segment(ty)?;
            return match (last.as_str(), arguments.as_slice()) {
                ("Pin" | "Box", [inner]) if !matches!(strip(inner), Type::ImplTrait(_)) => {
                    associated_of(inner, of, name)
                }
                ("BoxFuture" | "LocalBoxFuture", [inner]) if of == "Future" => Some((*inner).clone()),
                _ => None,
            };
        }
    };
    bounds.into_iter().find_map(|bound| match bound {
        TypeParamBound::Trait(bound) if is_or_implies(&name_and_argument(bound).0, of) => {
            associated_type(bound, name)
        }
        _ => None,
    })
}

/// Returns whether a trait called `name` is `of` or, by the look of its name, a future with more bounds such as
/// `ConditionalSendFuture`, which an `async` block implements.
fn is_or_implies(name: &str, of: &str) -> bool {
    name == of || of == "Future" && name.ends_with("Future") && name != "IntoFuture"
}
