//! The type of the field of a method whose arguments have several independent lifetimes.

use proc_macro2::{Ident, Literal, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;

use super::{MethodWriter, OwnAnswers};
use crate::lifetimes::with_lifetime;

impl MethodWriter<'_> {
    pub(super) fn own_answers_type(&self) -> Ident {
        let method: String = self.method.ident.unraw().to_string().split('_').map(capitalised).collect();
        format_ident!("{}{}", self.writer.double, method)
    }

    /// Returns the type of the closure for `answers`, with a separate lifetime for each borrow.
    pub(super) fn own_answer(&self) -> TokenStream {
        let types: Vec<_> =
            self.arguments.iter().map(|argument| with_lifetime(argument.view.ty.clone(), "_")).collect();
        let output = self.output_type();
        let args = match types.as_slice() {
            [only] => quote!(#only),
            types => quote!((#(#types),*)),
        };
        quote!(::std::ops::Fn(#args) -> #output + ::std::marker::Send + ::std::marker::Sync)
    }

    /// Returns a type for the field, with a method `answers` for closures that `Method` does not support: lifetimes
    /// behind a `&mut` differ from the lifetime of the call.
    pub(super) fn own_answers(&self, cfgs: &[TokenStream], number: &Literal) -> OwnAnswers {
        let (krate, double) = (&self.writer.krate, &self.writer.double);
        let own = self.writer.own_generics();
        let (impl_generics, ty_generics, bounds) = own.split_for_impl();
        let (name, visibility) = (self.own_answers_type(), self.writer.visibility());
        let (answer, output) = (self.own_answer(), self.output_type());
        let method = quote!(#krate::Method<#double #ty_generics, #number>);
        let doc = format!("The method `{}` of [`{double}`].", self.method.ident);
        let definition = quote!(
            #(#cfgs)*
            #[doc = #doc]
            #[allow(unnameable_types, private_interfaces, private_bounds)]
            #visibility struct #name #impl_generics(#method) #bounds;
        );
        let implementations = quote!(
            #(#cfgs)*
            impl #impl_generics ::std::ops::Deref for #name #ty_generics #bounds {
                type Target = #method;
                fn deref(&self) -> &#method { &self.0 }
            }

            #(#cfgs)*
            impl #impl_generics ::std::clone::Clone for #name #ty_generics #bounds {
                fn clone(&self) -> Self { Self(self.0.clone()) }
            }

            #(#cfgs)*
            impl #impl_generics ::std::fmt::Debug for #name #ty_generics #bounds {
                fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result {
                    __Debug::fmt(&self.0, f)
                }
            }

            #(#cfgs)*
            #[allow(dead_code)]
            impl #impl_generics #name #ty_generics #bounds {
                /// Adds replies. Each call takes and returns the next one.
                pub fn replies(&self, replies: impl ::std::iter::IntoIterator<Item = #output>) -> &Self {
                    self.0.replies(replies);
                    self
                }

                /// Sets a closure that computes the return value of a call if no reply is left.
                pub fn answers(&self, answer: impl #answer + 'static) -> &Self {
                    let answer: __Box<dyn #answer> = __Box::new(answer);
                    self.0.set_answer(__Arc::new(answer));
                    self
                }
            }
        );
        OwnAnswers { definition, implementations }
    }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|first| first.to_uppercase().chain(chars).collect()).unwrap_or_default()
}
