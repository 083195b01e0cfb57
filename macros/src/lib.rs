//! The attribute [`double`] of `mock-messenger`, which is documented there.

mod argument;
mod declaration;
mod expand;
mod lifetimes;
mod options;
mod output;
mod tokens;
mod view;
mod write;

use proc_macro::TokenStream;
use quote::quote;

#[doc(alias = "automock")]
#[doc(alias = "autospy")]
#[doc(alias = "unimock")]
#[doc(alias = "faux")]
#[doc(alias = "mock")]
#[doc(alias = "spy")]
#[doc(alias = "stub")]
#[doc(alias = "MOCK_METHOD")]
#[allow(missing_docs)] // `mock-messenger` documents it where it exports it, so that the example runs as a test.
#[proc_macro_attribute]
pub fn double(options: TokenStream, item: TokenStream) -> TokenStream {
    let item = proc_macro2::TokenStream::from(item);
    match expand::expand(options.into(), item.clone()) {
        Ok(expanded) => expanded.into(),
        // The trait is kept, so that this error does not cause others.
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#item #error).into()
        }
    }
}
