//! The attribute [`double`] of `mock-messenger`, which is documented there.

mod argument;
mod declaration;
mod options;
mod output;
mod tokens;
mod write;

use proc_macro::TokenStream;
use quote::quote;

use crate::declaration::Trait;
use crate::options::Options;

/// Writes a test double of a trait: it records every call, and returns what the test says.
///
/// For a trait `Mailer` it writes `MailerDouble`, which implements the trait, and `MailerCall`, whose functions make the
/// expected calls that the assertions take. The trait itself stays as it is.
///
/// On a trait for production code, write `#[cfg_attr(test, mock_messenger::double)]`, so that only tests have the double.
///
/// # Options
///
/// | option | meaning |
/// |---|---|
/// | `of = log::Log` | doubles a trait of another crate: repeat the methods to record, and no trait is written |
/// | `name = FakeMailer` | names the double; its calls are `FakeMailerCall` |
/// | `Error = io::Error`, `LIMIT = 3` | gives an associated type, an associated constant or a type parameter |
/// | `event: Kind = \|event\| event.kind()` | keeps what a function returns for the argument `event`; `method.event` for one method |
/// | `rows -> std::vec::IntoIter<Row>` | names the type that a method returns as `impl Trait` |
/// | `wrapping` | adds a constructor `wrapping(real)` that passes calls on to a real object |
/// | `opaque = Secret` | keeps only the `Debug` form of arguments of a type |
/// | `crate = renamed` | the path of `mock_messenger`, if the dependency has another name |
///
/// # Examples
///
/// ```
/// use mock_messenger::predicate;
///
/// #[mock_messenger::double]
/// trait Mailer {
///     fn mail(&self, to: &str, body: &str) -> Result<(), String>;
///     fn ping(&self);
/// }
///
/// fn invite(mailer: &impl Mailer) -> Result<(), String> {
///     mailer.ping();
///     mailer.mail("ann", "Dear ann, do come!")
/// }
///
/// let mailer = MailerDouble::new(); // returns `Ok(())` and `()`
/// mailer.mail.replies([Err("no route to host".to_owned())]);
/// assert!(invite(&mailer).is_err());
/// mailer.calls().assert_exactly([
///     MailerCall::ping(),
///     MailerCall::mail("ann", predicate::str::contains("Dear")),
/// ]);
/// ```
#[proc_macro_attribute]
pub fn double(options: TokenStream, item: TokenStream) -> TokenStream {
    let item = proc_macro2::TokenStream::from(item);
    match expand(options.into(), item.clone()) {
        Ok(expanded) => expanded.into(),
        // The trait stays, so that the mistake is the only error.
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#item #error).into()
        }
    }
}

fn expand(
    options: proc_macro2::TokenStream,
    item: proc_macro2::TokenStream,
) -> syn::Result<proc_macro2::TokenStream> {
    let parsed = Options::parse(options.clone())?;
    let item: Trait = syn::parse2(item)?;
    let async_trait = item.attributes.iter().position(tokens::is_async_trait);
    if let Some(index) = async_trait {
        // Its own expansion has to come first: what it makes of an `async fn` is what the double implements.
        let (mut others, path, rest) = (item.attributes.clone(), parsed.crate_path(), &item.rest);
        let async_trait = others.remove(index);
        return Ok(quote!(#async_trait #[#path::double(#options)] #(#others)* #rest));
    }
    write::expand(&item, &parsed)
}
