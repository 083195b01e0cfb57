//! What a test has a method return, and how the method makes its output of that.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{GenericArgument, PathArguments, TraitBound, Type, TypeParamBound};

use crate::argument::{associated_type, name_and_argument};
use crate::tokens::{borrows, last_segment, mentions, strip, with_lifetime};

pub(crate) enum Output {
    /// `give` makes the output of `__output`, a value of type `ty`.
    Given { ty: TokenStream, give: TokenStream },
    /// A reference to, or something that borrows from, a value of type `ty` that the double keeps as `__lent`.
    Lent { ty: TokenStream, give: TokenStream },
    /// `&mut T`: a value that is leaked, since the double cannot lend it twice.
    LentMutably { ty: TokenStream },
    /// `Self`, as a clone.
    Itself,
    /// `&Self` or `&mut Self`.
    Receiver,
    /// A type that the caller chooses.
    Chosen(TokenStream),
    /// `!`
    Never,
    /// `impl Trait` of a type that has to be named.
    Unknown,
}

impl Output {
    /// Decides by the output of a method, or of its future. `named` is the type that an option names.
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
                let is_static =
                    reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static");
                if reference.mutability.is_some() && !is_static {
                    return Self::LentMutably {
                        ty: with_lifetime(reference.elem.to_token_stream(), "static"),
                    };
                }
            }
            Type::ImplTrait(bound) => {
                return by_bounds(&bound.bounds.iter().cloned().collect::<Vec<_>>(), false);
            }
            _ => {}
        }
        if let Some(item) = associated_of(ty, "Iterator", "Item") {
            if !borrows(&item.to_token_stream()) {
                return iterator(&item, true);
            }
        }
        match lent(ty, &quote!(__lent)) {
            Some((ty, give)) => Self::Lent { ty, give },
            None => given(with_lifetime(tokens, "static")),
        }
    }
}

fn given(ty: TokenStream) -> Output {
    Output::Given { ty, give: quote!(__output) }
}

/// An iterator is given as a list.
fn iterator(item: &Type, is_boxed: bool) -> Output {
    let iter = quote!(::std::iter::IntoIterator::into_iter(__output));
    let give = if is_boxed { quote!(::std::boxed::Box::new(#iter)) } else { iter };
    Output::Given { ty: quote!(::std::vec::Vec<#item>), give }
}

/// Finds a type for `impl Trait` that implements the trait.
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
            "Iterator" | "DoubleEndedIterator" | "ExactSizeIterator" => match item() {
                Some(item) => iterator(&item, is_boxed),
                None => continue,
            },
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
            "Display" | "ToString" => given(quote!(::std::string::String)),
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

const UNSIZED: &[&str] = &["str", "Path", "OsStr", "CStr"];

/// Returns what has to be kept to lend such a type, and the expression that lends it from `place`.
fn lent(ty: &Type, place: &TokenStream) -> Option<(TokenStream, TokenStream)> {
    match strip(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            if reference.lifetime.as_ref().is_some_and(|lifetime| lifetime.ident == "static") {
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
                Some((owned, quote!(::std::borrow::Cow::Borrowed(&**#place))))
            }
            (name, arguments) if name == "Result" && arguments.len() == 2 => {
                let (ty, value) = lent(arguments[0], &quote!(__inner))?;
                let error = with_lifetime(arguments[1].to_token_stream(), "static");
                Some((
                    quote!(::std::result::Result<#ty, #error>),
                    quote!(match #place {
                        ::std::result::Result::Ok(__inner) => ::std::result::Result::Ok(#value),
                        ::std::result::Result::Err(__error) =>
                            ::std::result::Result::Err(::std::clone::Clone::clone(__error)),
                    }),
                ))
            }
            _ => None,
        },
    }
}

/// Returns whether a future may not borrow from the call.
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
        TypeParamBound::Trait(bound) if name_and_argument(bound).0 == of => associated_type(bound, name),
        _ => None,
    })
}
