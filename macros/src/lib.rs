//! The attribute [`double`] of `mock-messenger`, which is documented there.

mod argument;
mod declaration;
mod expand;
mod options;
mod output;
mod tokens;
mod write;

use proc_macro::TokenStream;
use quote::quote;

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
/// | `visibility = pub(crate)` | makes the double less visible than the trait, as it has to be if a type in the trait is |
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
    match expand::expand(options.into(), item.clone()) {
        Ok(expanded) => expanded.into(),
        // The trait stays, so that the mistake is the only error.
        Err(error) => {
            let error = error.into_compile_error();
            quote!(#item #error).into()
        }
    }
}
