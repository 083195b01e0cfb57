//! What is kept of an argument, and what an answer sees of it.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::{GenericArgument, PathArguments, TraitBound, Type, TypeParamBound};

use crate::options::Options;
use crate::tokens::{borrows, has_impl, last_segment, mentions, strip, with_lifetime, written};

/// A value that borrows nothing, made from an argument.
struct Part {
    ty: TokenStream,
    /// The expression that makes it. Where a part cannot be cloned, it leaves a closure with `?`.
    value: TokenStream,
    /// Whether the value can always be made, and implements `Debug`.
    is_certain: bool,
    /// Whether only the `Debug` form can be kept.
    is_shown: bool,
}

/// How a double keeps an argument.
pub(crate) struct Capture {
    pub(crate) ty: TokenStream,
    /// Whether text matches it too, since perhaps only its `Debug` form is kept.
    pub(crate) is_debugged: bool,
    /// Keeps it from a reference.
    pub(crate) keep: TokenStream,
    /// Keeps it by value, if that may keep more.
    pub(crate) keep_moved: Option<TokenStream>,
}

/// What a closure that answers sees of an argument.
pub(crate) struct View {
    pub(crate) ty: TokenStream,
    pub(crate) value: TokenStream,
    /// The pattern that takes the argument back if nothing answers.
    pub(crate) back: TokenStream,
}

/// What an argument is converted to before it is kept.
pub(crate) struct Conversion {
    pub(crate) target: Type,
    pub(crate) statement: TokenStream,
    /// Whether a closure that answers sees the target, rather than what the declaration promises.
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

const COPY: &[&str] = &[
    "bool",
    "char",
    "u8",
    "u16",
    "u32",
    "u64",
    "u128",
    "usize",
    "i8",
    "i16",
    "i32",
    "i64",
    "i128",
    "isize",
    "f32",
    "f64",
    "Duration",
    "Instant",
    "SystemTime",
];
const CLONE: &[&str] = &["String", "PathBuf", "OsString"];
const UNSIZED: &[&str] = &["str", "Path", "OsStr", "CStr"];

/// The lifetime of everything that the arguments of a call borrow, as an answer sees them.
pub(crate) const ARGUMENTS: &str = "__a";

/// The deepest nesting of lists, tuples and options that is kept part by part.
const DEEPEST: usize = 8;

fn is_certain(ty: &Type) -> bool {
    matches!(last_segment(ty), Some((name, _)) if COPY.contains(&&*name) || CLONE.contains(&&*name))
}

impl Capturer<'_> {
    /// Decides how to keep the argument `ident` of type `ty`.
    pub(crate) fn capture(&self, method: &Ident, ident: &Ident, ty: &Type) -> Capture {
        let krate = self.krate;
        let name = self.type_name(ty, &quote!(of_generic(&#ident)));
        if let Some(projection) = self.options.projection(method, ident) {
            let (kept, function) = (&projection.ty, &projection.function);
            let value = match strip(ty) {
                Type::Reference(reference) if reference.mutability.is_some() => {
                    quote!(#krate::__double::project_mut(&mut *#ident, #function))
                }
                Type::Reference(_) => quote!(#krate::__double::project(&*#ident, #function)),
                _ if self.is_unnameable(ty) => quote!(#krate::__double::project_mut(&mut #ident, #function)),
                _ => quote!(#krate::__double::project(&#ident, #function)),
            };
            return Capture {
                ty: kept.to_token_stream(),
                is_debugged: false,
                keep: quote!(#krate::__keep!(move #value, #kept, #name)),
                keep_moved: None,
            };
        }
        let place = quote!((&#ident));
        let part = self.part(ty, &place, 0);
        let (kept, value) = (&part.ty, &part.value);
        if part.is_certain {
            return Capture {
                keep: quote!(#krate::Kept::of(#value)),
                ty: part.ty,
                is_debugged: false,
                keep_moved: None,
            };
        }
        if part.is_shown {
            return Capture {
                keep: quote!(#krate::__keep!(shown #value, #name)),
                ty: part.ty,
                is_debugged: false,
                keep_moved: None,
            };
        }
        // A type that is kept as it is, from behind a reference or by value.
        let plain = match strip(ty) {
            Type::Reference(reference) if self.is_plain(&reference.elem) => Some((quote!((&*#ident)), false)),
            ty if self.is_plain(ty) => Some((place.clone(), true)),
            _ => None,
        };
        match plain {
            Some((place, is_owned)) => Capture {
                keep: quote!(#krate::__keep!(clone #place, #kept, #name)),
                keep_moved: is_owned.then(|| {
                    let name = self.type_name(ty, &quote!(generic::<#kept>()));
                    quote!(#krate::__keep!(move #ident, #kept, #name))
                }),
                ty: part.ty,
                is_debugged: true,
            },
            None => Capture {
                keep: quote!(#krate::__keep!(made #value, #place, #kept, #name)),
                keep_moved: None,
                ty: part.ty,
                is_debugged: true,
            },
        }
    }

    /// Returns the name of the type for reports. The caller chooses what a type parameter stands for.
    fn type_name(&self, ty: &Type, generic: &TokenStream) -> TokenStream {
        let krate = self.krate;
        if self.is_unnameable(ty) || mentions(&ty.to_token_stream(), self.double_parameters) {
            return quote!(#krate::__double::TypeName::#generic);
        }
        let name = written(ty);
        quote!(#krate::__double::TypeName::written(#name))
    }

    /// Returns whether a type is kept as it is: a path with no shape that is looked into, and with nothing borrowed.
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

    fn is_unnameable(&self, ty: &Type) -> bool {
        let tokens = ty.to_token_stream();
        mentions(&tokens, self.parameters) || has_impl(&tokens)
    }

    fn needs_care(&self, ty: &Type) -> bool {
        borrows(&ty.to_token_stream()) || self.is_unnameable(ty)
    }

    /// Makes a value of its own from `place`, an expression of type `&ty`.
    fn part(&self, ty: &Type, place: &TokenStream, depth: usize) -> Part {
        let krate = self.krate;
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
                    // Shorter in the documentation of the double.
                    let is_str = matches!(ty, Type::Path(path) if path.path.is_ident("str"));
                    return Part {
                        ty: if is_str {
                            quote!(::std::string::String)
                        } else {
                            quote!(<#ty as ::std::borrow::ToOwned>::Owned)
                        },
                        value: quote!(::std::borrow::ToOwned::to_owned(#place)),
                        is_certain: true,
                        is_shown: false,
                    };
                }
                (name, []) if COPY.contains(&name) => return certain(quote!(#ty), quote!(*#place)),
                (name, []) if CLONE.contains(&name) => {
                    return certain(quote!(#ty), quote!(::std::clone::Clone::clone(#place)));
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
                // An `Rc` may not be looked at by another thread, but its value may.
                ("Rc" | "Cow", [inner]) => return self.part(inner, &quote!((&**#place)), depth),
                ("Arguments", []) if needs_care => {
                    return certain(
                        quote!(::std::string::String),
                        quote!(::std::string::ToString::to_string(#place)),
                    );
                }
                _ => {}
            }
        }
        if needs_care {
            return self.shown(place);
        }
        Part {
            ty: quote!(#ty),
            value: quote!((&#krate::__double::capture::Cloning(#place)).cloned()?),
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
                ::std::option::Option::Some(#name) => ::std::option::Option::Some(#value),
                ::std::option::Option::None => ::std::option::Option::None,
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
                let mut #list = ::std::vec::Vec::new();
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

    /// Decides by the bounds of a generic type or a trait object.
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
                    return certain(
                        quote!(::std::string::String),
                        quote!(::std::string::ToString::to_string(#place)),
                    );
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

    /// Returns how an argument such as `impl Into<String>` is converted before anything else, if it is.
    pub(crate) fn conversion(&self, ident: &Ident, ty: &Type) -> Option<Conversion> {
        let bounds = self.bounds_of(ty)?;
        bounds.iter().find_map(|bound| {
            let TypeParamBound::Trait(bound) = bound else { return None };
            match name_and_argument(bound) {
                (name, Some(target)) if name == "Into" && !self.is_unnameable(target) => Some(Conversion {
                    target: target.clone(),
                    statement: quote!(let mut #ident: #target = ::std::convert::Into::into(#ident);),
                    is_seen: true,
                }),
                // A list can be kept, and whoever takes it iterates over it just the same.
                (name, None) if name == "IntoIterator" => {
                    let item = associated_type(bound, "Item").filter(|item| !self.is_unnameable(item))?;
                    let statement = quote!(
                        let mut #ident: ::std::vec::Vec<#item> = ::std::iter::Iterator::collect(
                            ::std::iter::IntoIterator::into_iter(#ident),
                        );
                    );
                    Some(Conversion { target: syn::parse_quote!(Vec<#item>), statement, is_seen: false })
                }
                _ => None,
            }
        })
    }

    /// Returns the bounds of `impl Trait` or of a type parameter of the method.
    fn bounds_of(&self, ty: &Type) -> Option<Vec<TypeParamBound>> {
        match strip(ty) {
            Type::ImplTrait(bound) => Some(bound.bounds.iter().cloned().collect()),
            Type::Path(path) => {
                let ident = path.path.get_ident().filter(|ident| self.parameters.contains(ident))?;
                Some((self.bounds)(ident))
            }
            _ => None,
        }
    }

    /// Decides what an answer sees of an argument. `capture` is how it is kept.
    pub(crate) fn view(&self, ident: &Ident, ty: &Type, capture: &Capture) -> View {
        if !self.is_unnameable(ty) {
            let ty = with_lifetime(ty.to_token_stream(), ARGUMENTS);
            return View { ty, value: quote!(#ident), back: quote!(#ident) };
        }
        let by_reference = match strip(ty) {
            Type::Reference(reference) => Some((&*reference.elem, reference.mutability.is_some())),
            _ => None,
        };
        let bounds = self.bounds_of(by_reference.map_or(ty, |(elem, _)| elem));
        if let Some(view) = bounds.and_then(|bounds| self.object_view(ident, &bounds, by_reference)) {
            return view;
        }
        // No type that a test could name holds it. The answer sees what is kept, if a value is.
        let (kept, keep) = (&capture.ty, &capture.keep);
        let krate = self.krate;
        View { ty: quote!(#krate::Kept<#kept>), value: quote!({ #keep }), back: quote!(_) }
    }

    /// Returns a trait object of the first bound that allows one.
    fn object_view(
        &self,
        ident: &Ident,
        bounds: &[TypeParamBound],
        by_reference: Option<(&Type, bool)>,
    ) -> Option<View> {
        let traits = || {
            bounds.iter().filter_map(|bound| match bound {
                TypeParamBound::Trait(bound) => Some(bound),
                _ => None,
            })
        };
        let autos = traits().filter(|bound| AUTO.contains(&name_and_argument(bound).0.as_str()));
        let autos: Vec<_> = autos.collect();
        let bound = traits().find(|bound| {
            let name = name_and_argument(bound).0;
            let tokens = bound.to_token_stream();
            OBJECTS.contains(&name.as_str()) && !mentions(&tokens, self.parameters) && !has_impl(&tokens)
        })?;
        let name = name_and_argument(bound).0;
        let dyn_bound = with_lifetime(bound.to_token_stream(), ARGUMENTS);
        let object = |dyn_bound: &TokenStream| quote!(dyn #dyn_bound #(+ #autos)* + '__a);
        if let Some((_, is_mutable)) = by_reference {
            let object = object(&dyn_bound);
            // What has no size does not become a trait object, but a reference to it does: it implements the trait too.
            let is_sized = !traits().any(|bound| bound.maybe.is_some());
            let deref = is_sized.then(|| quote!(*));
            return Some(if is_mutable {
                View { ty: quote!(&'__a mut (#object)), value: quote!(&mut #deref #ident), back: quote!(_) }
            } else {
                View { ty: quote!(&'__a (#object)), value: quote!(&#deref #ident), back: quote!(_) }
            });
        }
        let boxed = |ty: TokenStream, value: TokenStream| View {
            ty: quote!(::std::boxed::Box<#ty>),
            value: quote!(::std::boxed::Box::new(#value)),
            back: quote!(#ident),
        };
        Some(match name.as_str() {
            // An iterator is not covariant in its items; a mapped one is.
            "Iterator" => {
                boxed(object(&dyn_bound), quote!(::std::iter::Iterator::map(#ident, |__item| __item)))
            }
            "IntoIterator" => {
                let item = associated_type(bound, "Item")?;
                let item = with_lifetime(item.to_token_stream(), ARGUMENTS);
                boxed(
                    quote!(dyn ::std::iter::Iterator<Item = #item> + '__a),
                    quote!(::std::iter::Iterator::map(::std::iter::IntoIterator::into_iter(#ident), |__item| __item)),
                )
            }
            "FnOnce" | "DoubleEndedIterator" | "ExactSizeIterator" => {
                boxed(object(&dyn_bound), quote!(#ident))
            }
            "Fn" | "Display" | "Debug" | "Error" | "ToString" | "AsRef" | "Borrow" => {
                let object = object(&dyn_bound);
                View { ty: quote!(&'__a (#object)), value: quote!(&#ident), back: quote!(_) }
            }
            _ => {
                let object = object(&dyn_bound);
                View { ty: quote!(&'__a mut (#object)), value: quote!(&mut #ident), back: quote!(_) }
            }
        })
    }
}

const AUTO: &[&str] = &["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe"];

/// Traits that are known to have trait objects.
const OBJECTS: &[&str] = &[
    "Any",
    "AsRef",
    "AsyncBufRead",
    "AsyncRead",
    "AsyncSeek",
    "AsyncWrite",
    "Borrow",
    "Buf",
    "BufMut",
    "BufRead",
    "Debug",
    "Display",
    "DoubleEndedIterator",
    "Error",
    "ExactSizeIterator",
    "Fn",
    "FnMut",
    "FnOnce",
    "Future",
    "Hasher",
    "IntoIterator",
    "Iterator",
    "Read",
    "Seek",
    "Stream",
    "ToString",
    "Write",
];

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

/// Returns whether the type is invariant in a lifetime that it borrows for, other than that of the outermost reference: then
/// one lifetime cannot stand for all, and the double writes `answers` out for this method.
pub(crate) fn is_invariant(ty: &Type) -> bool {
    match strip(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => {
            match strip(&reference.elem) {
                // The lifetime of a trait object itself shrinks behind `&mut` too.
                Type::TraitObject(object) => object.bounds.iter().any(
                    |bound| matches!(bound, TypeParamBound::Trait(bound) if borrows(&bound.to_token_stream())),
                ),
                elem => borrows(&elem.to_token_stream()),
            }
        }
        Type::Reference(reference) => is_invariant(&reference.elem),
        Type::Slice(slice) => is_invariant(&slice.elem),
        Type::Array(array) => is_invariant(&array.elem),
        Type::Tuple(tuple) => tuple.elems.iter().any(is_invariant),
        ty => match last_segment(ty) {
            Some((name, arguments)) => {
                let is_cell = ["Cell", "RefCell", "Mutex", "RwLock", "OnceCell"].contains(&&*name);
                arguments
                    .iter()
                    .any(|inner| is_invariant(inner) || is_cell && borrows(&inner.to_token_stream()))
            }
            None => false,
        },
    }
}
