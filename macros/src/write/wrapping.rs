//! The code for doubles that wrap a real object.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, format_ident, quote};
use syn::Generics;

use super::{Writer, arguments_of};

impl Writer<'_> {
    /// Returns the generics of the implementations that apply with and without a real object.
    pub(super) fn wrapped_generics(
        &self,
        own: &Generics,
    ) -> (TokenStream, TokenStream, TokenStream, TokenStream) {
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let bounds = bounds.to_token_stream();
        if !self.options.wrapping {
            let plain = quote!(#impl_generics);
            return (plain.clone(), quote!(#ty_generics), bounds, plain);
        }
        let (params, arguments) = (&own.params, arguments_of(own));
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        (
            quote!(<#params #comma WrappedObject>),
            quote!(<#(#arguments,)* WrappedObject>),
            bounds,
            quote!(<#params #comma WrappedObject: ::std::clone::Clone>),
        )
    }

    /// Returns the trait of the wrapped value, which is an object, a pointer to an object, or nothing.
    fn real(&self, own: &Generics) -> TokenStream {
        let Self { krate, double, target, real_arguments, .. } = self;
        let (real, visibility) = (format_ident!("{}Real", double), self.visibility());
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let params = &own.params;
        let comma = (!params.is_empty() && !params.trailing_punct()).then(|| quote!(,));
        let predicates = own.where_clause.as_ref().map(|clause| {
            let predicates = &clause.predicates;
            let comma = (!predicates.trailing_punct()).then(|| quote!(,));
            quote!(#predicates #comma)
        });
        let arguments_of_real = (!real_arguments.is_empty()).then(|| quote!(<#(#real_arguments),*>));
        let traits = quote!(#target #arguments_of_real);
        quote!(
            /// The real object of a double, or a pointer to it.
            #[doc(hidden)]
            #visibility trait #real #impl_generics #bounds {
                type Target: #traits + ?::std::marker::Sized;
                fn real(&self) -> ::std::option::Option<&Self::Target>;
            }

            impl #impl_generics #real #ty_generics for #krate::__double::Unwrapped #bounds {
                type Target = #double #ty_generics;
                fn real(&self) -> ::std::option::Option<&Self::Target> { __None }
            }

            impl<#params #comma RealObject: #traits> #real #ty_generics
                for #krate::__double::Wrapped<RealObject, #krate::__double::Owned> #bounds
            {
                type Target = RealObject;
                fn real(&self) -> ::std::option::Option<&RealObject> { __Some(&self.real) }
            }

            impl<#params #comma RealObject: ::std::ops::Deref> #real #ty_generics
                for #krate::__double::Wrapped<RealObject, #krate::__double::Pointer>
            where
                #predicates
                RealObject::Target: #traits,
            {
                type Target = RealObject::Target;
                fn real(&self) -> ::std::option::Option<&RealObject::Target> { __Some(&*self.real) }
            }
        )
    }

    /// Returns the constructor of a double that wraps a real object.
    pub(super) fn wrapping(
        &self,
        own: &Generics,
        fields: &[&TokenStream],
        of: Option<&TokenStream>,
    ) -> TokenStream {
        let Self { krate, double, item, .. } = self;
        let count = Literal::usize_unsuffixed(fields.len());
        let real = format_ident!("{}Real", double);
        let (trait_name, arguments) = (item.ident.to_string(), arguments_of(own));
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let traits = self.real(own);
        quote!(
            #traits

            #[allow(dead_code)]
            impl #impl_generics #double #ty_generics #bounds {
                /// Creates a double that passes each call on to `real`, unless the test sets a return value.
                ///
                /// `real` is an object, or an `Arc`, `Rc`, `Box` or reference to one. Its return values are recorded.
                pub fn wrapping<RealObject, HeldAs>(
                    real: RealObject,
                ) -> #double <#(#arguments,)* #krate::__double::Wrapped<RealObject, HeldAs>>
                where
                    #krate::__double::Wrapped<RealObject, HeldAs>: #real #ty_generics,
                {
                    let core = __Origin::New.core(#trait_name, #count);
                    #double { #(#fields,)* #of __real: #krate::__double::Wrapped::new(real), __core: core }
                }
            }
        )
    }
}
