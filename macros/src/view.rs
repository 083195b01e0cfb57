//! The form in which a closure set with `answers` gets an argument.

use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::{Type, TypeParamBound};

use crate::argument::{Capture, Capturer, associated_type, name_and_argument};
use crate::lifetimes::{borrows, with_lifetime};
use crate::tokens::{has_impl, last_segment, mentions, strip};

/// The lifetime of all borrows in the arguments of such a closure.
pub(crate) const ARGUMENTS: &str = "__a";

/// The form in which a closure set with `answers` gets an argument.
pub(crate) struct View {
    pub(crate) ty: TokenStream,
    pub(crate) value: TokenStream,
    /// The pattern that recovers the argument if no closure is set.
    pub(crate) back: TokenStream,
}

const AUTO: &[&str] = &["Send", "Sync", "Unpin", "UnwindSafe", "RefUnwindSafe"];

/// Traits that are known to be dyn-compatible.
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

impl Capturer<'_> {
    /// Decides in which form a closure gets an argument. `capture` describes how the argument is kept.
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
        // A test could not name the type. The closure gets the kept value, if any.
        let (krate, kept, keep) = (self.krate, &capture.ty, &capture.keep);
        View { ty: quote!(#krate::Kept<#kept>), value: quote!({ #keep }), back: quote!(_) }
    }

    /// Returns a trait object for the first bound that is dyn-compatible.
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
            // An unsized value cannot become a trait object, but a reference to it can, because it implements the trait
            // too.
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
            value: quote!(__Box::new(#value)),
            back: quote!(#ident),
        };
        Some(match name.as_str() {
            // An iterator is not covariant in its items; a mapped one is.
            "Iterator" => boxed(object(&dyn_bound), quote!(__Iterator::map(#ident, |__item| __item))),
            "IntoIterator" => {
                let item = associated_type(bound, "Item")?;
                let item = with_lifetime(item.to_token_stream(), ARGUMENTS);
                boxed(
                    quote!(dyn __Iterator<Item = #item> + '__a),
                    quote!(__Iterator::map(__IntoIterator::into_iter(#ident), |__item| __item)),
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

/// Returns whether the type is invariant in a lifetime other than that of the outermost reference. A single lifetime
/// then does not suffice, and the attribute generates a separate `answers` for this method.
pub(crate) fn is_invariant(ty: &Type) -> bool {
    match strip(ty) {
        Type::Reference(reference) if reference.mutability.is_some() => {
            match strip(&reference.elem) {
                // The lifetime of a trait object can be shortened even behind `&mut`.
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
