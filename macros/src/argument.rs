//! How a double keeps an argument.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericArgument, PathArguments, TraitBound, Type, TypeParamBound};

use crate::lifetimes::borrows;
use crate::options::Options;
use crate::tokens::{has_impl, last_segment, mentions, strip, written};

/// An owned value that is created from an argument.
struct Part {
    ty: TokenStream,
    /// The expression that creates the value. If a part cannot be cloned, it returns from a closure with `?`.
    value: TokenStream,
    /// Whether the value can always be created, and implements `Debug`.
    is_certain: bool,
    /// Whether only the `Debug` form can be kept.
    is_shown: bool,
}

/// How a double keeps an argument.
pub(crate) struct Capture {
    pub(crate) ty: TokenStream,
    /// Whether the double possibly keeps only the `Debug` form of the argument, so that text matches it too.
    pub(crate) is_debugged: bool,
    /// The expression that keeps the argument, given a reference.
    pub(crate) keep: TokenStream,
    /// The expression that moves the argument into the log, which also works for types without `Clone`.
    pub(crate) keep_moved: Option<TokenStream>,
}

/// The conversion of an argument before it is kept.
pub(crate) struct Conversion {
    pub(crate) target: Type,
    pub(crate) statement: TokenStream,
    /// Whether a closure set with `answers` gets the target type rather than the declared type.
    pub(crate) is_seen: bool,
}

pub(crate) struct Capturer<'c> {
    pub(crate) krate: &'c TokenStream,
    /// The type and constant parameters of the method.
    pub(crate) parameters: &'c [Ident],
    /// The type parameters of the double.
    pub(crate) double_parameters: &'c [Ident],
    pub(crate) bounds: &'c dyn Fn(&Ident) -> Vec<TypeParamBound>,
    pub(crate) options: &'c Options,
}

const PRIMITIVES: &[&str] = &[
    "bool", "char", "u8", "u16", "u32", "u64", "u128", "usize", "i8", "i16", "i32", "i64", "i128", "isize",
    "f32", "f64",
];
const COPY: &[&str] = &["Duration", "Instant", "SystemTime"];
const CLONE: &[&str] = &["String", "PathBuf", "OsString"];
const UNSIZED: &[&str] = &["str", "Path", "OsStr", "CStr"];

/// The maximum depth of nested lists, tuples and options that are kept part by part.
const DEEPEST: usize = 8;

fn is_copy(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, _)) if is_copy_name(&name))
}

fn is_copy_name(name: &str) -> bool {
    PRIMITIVES.contains(&name) || COPY.contains(&name)
}

fn is_reference_to_unsized(ty: &Type) -> bool {
    match strip(ty) {
        Type::Reference(reference) if reference.mutability.is_none() => {
            matches!(last_segment(&reference.elem), Some((name, _)) if UNSIZED.contains(&&*name))
        }
        _ => false,
    }
}

/// Returns whether the name of the type is that of a standard type with `Default` and `Send`.
pub(crate) fn is_known(ty: &Type) -> bool {
    match strip(ty) {
        Type::Tuple(tuple) => tuple.elems.is_empty(),
        ty => match last_segment(ty) {
            Some((name, arguments)) => match (name.as_str(), arguments.as_slice()) {
                ("String", []) => true,
                (name, []) => PRIMITIVES.contains(&name),
                ("Option" | "Vec", [inner]) => is_known(inner),
                _ => false,
            },
            None => false,
        },
    }
}

fn is_certain(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, _)) if is_copy_name(&name) || CLONE.contains(&&*name))
}

impl Capturer<'_> {
    /// Decides how to keep the argument `ident` of type `ty`.
    pub(crate) fn capture(&self, method: &Ident, ident: &Ident, ty: &Type) -> Capture {
        let name = self.type_name(ty, &quote!(of_generic(&#ident)));
        if let Some(projection) = self.options.projection(method, ident) {
            let (kept, function) = (&projection.ty, &projection.function);
            let value = match strip(ty) {
                Type::Reference(reference) if reference.mutability.is_some() => {
                    quote!(__project_mut(&mut *#ident, #function))
                }
                Type::Reference(_) => quote!(__project(&*#ident, #function)),
                _ if self.is_unnameable(ty) => quote!(__project_mut(&mut #ident, #function)),
                _ => quote!(__project(&#ident, #function)),
            };
            return Capture {
                ty: kept.to_token_stream(),
                is_debugged: false,
                keep: quote!(__keep!(move #value, #kept, #name)),
                keep_moved: None,
            };
        }
        let place = quote!((&#ident));
        let part = match strip(ty) {
            Type::Reference(reference) if reference.mutability.is_none() => {
                self.part(&reference.elem, &quote!(#ident), 0)
            }
            ty => self.part(ty, &place, 0),
        };
        let (kept, value) = (&part.ty, &part.value);
        if part.is_certain {
            return Capture {
                keep: if is_copy(ty) {
                    quote!(__kept(#ident))
                } else if is_reference_to_unsized(ty) {
                    quote!(__owned(#ident))
                } else {
                    quote!(__kept(#value))
                },
                ty: part.ty,
                is_debugged: false,
                keep_moved: None,
            };
        }
        if part.is_shown {
            return Capture {
                keep: quote!(__keep!(shown #value, #name)),
                ty: part.ty,
                is_debugged: false,
                keep_moved: None,
            };
        }
        // A type whose value is kept as a whole, from a reference or by value.
        let plain = match strip(ty) {
            Type::Reference(reference) if self.is_plain(&reference.elem) => Some((quote!((&*#ident)), false)),
            ty if self.is_plain(ty) => Some((place.clone(), true)),
            _ => None,
        };
        match plain {
            Some((place, is_owned)) => Capture {
                keep: quote!(__keep!(clone #place, #kept, #name)),
                keep_moved: is_owned.then(|| {
                    let name = self.type_name(ty, &quote!(generic::<#kept>()));
                    quote!(__keep!(move #ident, #kept, #name))
                }),
                ty: part.ty,
                is_debugged: true,
            },
            None => Capture {
                keep: quote!(__keep!(made #value, #place, #kept, #name)),
                keep_moved: None,
                ty: part.ty,
                is_debugged: true,
            },
        }
    }

    /// Returns the expression for the name of the type in reports. For a type parameter, the name is known only in the
    /// call.
    fn type_name(&self, ty: &Type, generic: &TokenStream) -> TokenStream {
        if self.is_unnameable(ty) || mentions(&ty.to_token_stream(), self.double_parameters) {
            return quote!(__TypeName::#generic);
        }
        let name = written(ty);
        quote!(__TypeName::written(#name))
    }

    /// Returns whether a type is kept as a whole: a path without a lifetime, of a type that is not kept part by part.
    fn is_plain(&self, ty: &Type) -> bool {
        let ty = strip(ty);
        if self.needs_care(ty)
            || !matches!(ty, Type::Path(_) | Type::Array(_) | Type::FnPtr(_) | Type::Tuple(_))
        {
            return false;
        }
        match last_segment(ty) {
            Some((name, arguments)) => {
                !matches!(
                    (name.as_str(), arguments.as_slice()),
                    ("Option" | "Vec", [inner]) if is_certain(inner)
                ) && !matches!(
                    (name.as_str(), arguments.as_slice()),
                    ("Box" | "Arc", [inner]) if matches!(strip(inner), Type::TraitObject(_))
                ) && !matches!((name.as_str(), arguments.as_slice()), ("Cow" | "Rc", [_]))
            }
            None => !matches!(ty, Type::Tuple(tuple) if !tuple.elems.is_empty()),
        }
    }

    pub(crate) fn is_unnameable(&self, ty: &Type) -> bool {
        let tokens = ty.to_token_stream();
        mentions(&tokens, self.parameters) || has_impl(&tokens)
    }

    fn needs_care(&self, ty: &Type) -> bool {
        borrows(&ty.to_token_stream()) || self.is_unnameable(ty)
    }

    /// Creates an owned value from `place`, an expression of type `&ty`.
    fn part(&self, ty: &Type, place: &TokenStream, depth: usize) -> Part {
        let ty = strip(ty);
        if depth > DEEPEST {
            return self.shown(place);
        }
        match ty {
            Type::Reference(reference) => {
                return match strip(&reference.elem) {
                    Type::Slice(slice) => self.list(&slice.elem, &quote!(#place.iter()), place, depth),
                    elem => self.part(elem, &quote!((&**#place)), depth),
                };
            }
            Type::Slice(slice) => return self.list(&slice.elem, &quote!(#place.iter()), place, depth),
            Type::Array(array) if borrows(&array.elem.to_token_stream()) => {
                return self.list(&array.elem, &quote!(#place.iter()), place, depth);
            }
            Type::Tuple(tuple) if !tuple.elems.is_empty() => return self.tuple(tuple, place, depth),
            Type::TraitObject(object) => return self.by_bounds(object.bounds.iter(), place, depth),
            Type::ImplTrait(bound) => return self.by_bounds(bound.bounds.iter(), place, depth),
            _ => {}
        }
        let needs_care = self.needs_care(ty);
        if let Some((name, arguments)) = last_segment(ty) {
            if let Type::Path(path) = ty {
                if let Some(ident) = path.path.get_ident().filter(|ident| self.parameters.contains(ident)) {
                    return self.by_bounds((self.bounds)(ident).iter(), place, depth);
                }
            }
            if self.options.is_opaque(&name) {
                return self.shown(place);
            }
            match (name.as_str(), arguments.as_slice()) {
                (name, []) if UNSIZED.contains(&name) => {
                    // This form is shorter in the documentation of the double.
                    let is_str = matches!(ty, Type::Path(path) if path.path.is_ident("str"));
                    return Part {
                        ty: if is_str {
                            quote!(::std::string::String)
                        } else {
                            quote!(<#ty as ::std::borrow::ToOwned>::Owned)
                        },
                        value: quote!(__ToOwned::to_owned(#place)),
                        is_certain: true,
                        is_shown: false,
                    };
                }
                (name, []) if is_copy_name(name) => return certain(quote!(#ty), quote!(*#place)),
                (name, []) if CLONE.contains(&name) => {
                    return certain(quote!(#ty), quote!(__Clone::clone(#place)));
                }
                ("Option", [inner]) if needs_care || is_certain(inner) => {
                    return self.option(inner, place, depth);
                }
                ("Vec", [inner]) if needs_care || is_certain(inner) => {
                    return self.list(inner, &quote!(#place.iter()), place, depth);
                }
                ("Box" | "Arc", [inner]) if matches!(strip(inner), Type::TraitObject(_)) || needs_care => {
                    return self.part(inner, &quote!((&**#place)), depth);
                }
                // An `Rc` cannot be shared between threads, but its value can.
                ("Rc" | "Cow", [inner]) => return self.part(inner, &quote!((&**#place)), depth),
                ("Arguments", []) if needs_care => {
                    return certain(quote!(::std::string::String), quote!(__ToString::to_string(#place)));
                }
                _ => {}
            }
        }
        if needs_care {
            return self.shown(place);
        }
        Part {
            ty: quote!(#ty),
            value: quote!((&__Cloning(#place)).cloned()?),
            is_certain: false,
            is_shown: false,
        }
    }

    fn option(&self, inner: &Type, place: &TokenStream, depth: usize) -> Part {
        let name = format_ident!("__some{}", depth);
        let inner = self.part(inner, &quote!(#name), depth + 1);
        if inner.is_shown {
            return self.shown(place);
        }
        let (ty, value) = (&inner.ty, &inner.value);
        Part {
            ty: quote!(::std::option::Option<#ty>),
            value: quote!(match #place {
                __Some(#name) => __Some(#value),
                __None => __None,
            }),
            is_certain: inner.is_certain,
            is_shown: false,
        }
    }

    fn tuple(&self, tuple: &syn::TypeTuple, place: &TokenStream, depth: usize) -> Part {
        let names: Vec<_> = (0..tuple.elems.len()).map(|i| format_ident!("__part{}_{}", depth, i)).collect();
        let parts: Vec<_> = tuple
            .elems
            .iter()
            .zip(&names)
            .map(|(elem, name)| self.part(elem, &quote!(#name), depth + 1))
            .collect();
        if parts.iter().any(|part| part.is_shown) {
            return self.shown(place);
        }
        let (types, values) = (parts.iter().map(|part| &part.ty), parts.iter().map(|part| &part.value));
        Part {
            ty: quote!((#(#types,)*)),
            value: quote!({ let (#(#names,)*) = #place; (#(#values,)*) }),
            is_certain: parts.iter().all(|part| part.is_certain),
            is_shown: false,
        }
    }

    fn list(&self, elem: &Type, iter: &TokenStream, place: &TokenStream, depth: usize) -> Part {
        let (list, name) = (format_ident!("__list{}", depth), format_ident!("__item{}", depth));
        let inner = self.part(elem, &quote!(#name), depth + 1);
        if inner.is_shown {
            return self.shown(place);
        }
        let (ty, value) = (&inner.ty, &inner.value);
        Part {
            ty: quote!(::std::vec::Vec<#ty>),
            value: quote!({
                let mut #list = __Vec::new();
                for #name in #iter { #list.push(#value); }
                #list
            }),
            is_certain: inner.is_certain,
            is_shown: false,
        }
    }

    fn shown(&self, place: &TokenStream) -> Part {
        let krate = self.krate;
        Part { ty: quote!(#krate::Shown), value: place.clone(), is_certain: false, is_shown: true }
    }

    /// Decides by the bounds of a type parameter, an `impl Trait` or a trait object.
    fn by_bounds<'b>(
        &self,
        bounds: impl Iterator<Item = &'b TypeParamBound>,
        place: &TokenStream,
        depth: usize,
    ) -> Part {
        for bound in bounds {
            let TypeParamBound::Trait(bound) = bound else { continue };
            let (name, argument) = name_and_argument(bound);
            match (name.as_str(), argument) {
                ("Error" | "Display" | "ToString", _) => {
                    return certain(quote!(::std::string::String), quote!(__ToString::to_string(#place)));
                }
                ("AsRef", Some(ty)) if !self.needs_care(ty) => {
                    return self.part(ty, &quote!((::std::convert::AsRef::<#ty>::as_ref(#place))), depth + 1);
                }
                ("Borrow", Some(ty)) if !self.needs_care(ty) => {
                    return self.part(ty, &quote!((::std::borrow::Borrow::<#ty>::borrow(#place))), depth + 1);
                }
                ("Debug", _) => break,
                _ => {}
            }
        }
        self.shown(place)
    }

    /// Returns the conversion of an argument such as `impl Into<String>`, if any.
    pub(crate) fn conversion(&self, ident: &Ident, ty: &Type) -> Option<Conversion> {
        let bounds = self.bounds_of(ty)?;
        bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return None };
            match name_and_argument(bound) {
                (name, Some(target)) if name == "Into" && !self.is_unnameable(target) => Some(Conversion {
                    target: target.clone(),
                    statement: quote!(let mut #ident: #target = __Into::into(#ident);),
                    is_seen: true,
                }),
                // A list can be kept, and can be iterated over like the argument.
                (name, None) if name == "IntoIterator" => {
                    let item = associated_type(bound, "Item").filter(|item| !self.is_unnameable(item))?;
                    let statement = quote!(
                        let mut #ident: __Vec<#item> = __Iterator::collect(
                            __IntoIterator::into_iter(#ident),
                        );
                    );
                    Some(Conversion { target: syn::parse_quote!(Vec<#item>), statement, is_seen: false })
                }
                _ => None,
            }
        })
    }

    /// Returns the bounds of `impl Trait` or of a type parameter of the method.
    pub(crate) fn bounds_of(&self, ty: &Type) -> Option<Vec<TypeParamBound>> {
        match strip(ty) {
            Type::ImplTrait(bound) => Some(bound.bounds.iter().cloned().collect()),
            Type::Path(path) => {
                let ident = path.path.get_ident().filter(|ident| self.parameters.contains(ident))?;
                Some((self.bounds)(ident))
            }
            _ => None,
        }
    }
}

fn certain(ty: TokenStream, value: TokenStream) -> Part {
    Part { ty, value, is_certain: true, is_shown: false }
}

/// Returns `AsRef` and `str` of `std::convert::AsRef<str>`.
pub(crate) fn name_and_argument(bound: &TraitBound) -> (String, Option<&Type>) {
    let Some(segment) = bound.path.segments.last() else { return (String::new(), None) };
    let argument = match &segment.arguments {
        PathArguments::AngleBracketed(arguments) => {
            arguments.args.iter().find_map(|argument| match argument {
                GenericArgument::Type(ty) => Some(ty),
                _ => None,
            })
        }
        _ => None,
    };
    (segment.ident.to_string(), argument)
}

/// Returns `T` of `Iterator<Item = T>`.
pub(crate) fn associated_type(bound: &TraitBound, name: &str) -> Option<Type> {
    let PathArguments::AngleBracketed(arguments) = &bound.path.segments.last()?.arguments else {
        return None;
    };
    arguments.args.iter().find_map(|argument| match argument {
        GenericArgument::AssocType(associated) if associated.ident == name => Some(associated.ty.clone()),
        _ => None,
    })
}
