//! Expands the attribute: parses the trait and the options, and generates the double.

use proc_macro2::TokenStream;
use quote::quote;
use syn::Result;

use crate::declaration::Trait;
use crate::options::Options;
use crate::{tokens, write};

pub(crate) fn expand(options: TokenStream, item: TokenStream) -> Result<TokenStream> {
    let parsed = Options::parse(options.clone())?;
    let item: Trait = syn::parse2(item)?;
    let async_trait = item.attributes.iter().position(tokens::is_async_trait);
    if let Some(index) = async_trait {
        // `async_trait` has to expand first, because the double implements the signatures that it generates.
        let (mut others, path, rest) = (item.attributes.clone(), parsed.crate_path(), &item.rest);
        let async_trait = others.remove(index);
        return Ok(quote!(#async_trait #[#path::double(#options)] #(#others)* #rest));
    }
    write::expand(&item, &parsed)
}
