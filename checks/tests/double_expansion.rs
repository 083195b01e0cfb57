//! Compares the code that the attribute `double` generates for a trait with three methods with the recorded code. A
//! proc-macro crate exports only its macros, so this test compiles the source files of the attribute itself.

#![cfg(feature = "macros")]
#![allow(clippy::needless_raw_string_hashes)] // `UPDATE_EXPECT` writes them.

use std::fmt::Write as _;

use expect_test::{ExpectFile, expect, expect_file};
use proc_macro2::TokenStream;

#[path = "../../macros/src/argument.rs"]
mod argument;
#[path = "../../macros/src/declaration.rs"]
mod declaration;
#[path = "../../macros/src/expand.rs"]
mod expand;
#[path = "../../macros/src/lifetimes.rs"]
mod lifetimes;
#[path = "../../macros/src/options.rs"]
mod options;
#[path = "../../macros/src/output.rs"]
mod output;
#[path = "../../macros/src/tokens.rs"]
mod tokens;
#[path = "../../macros/src/view.rs"]
mod view;
#[path = "../../macros/src/write/mod.rs"]
mod write;

/// The trait in the guide.
const MAILER: &str = "
    pub trait Mailer {
        fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError>;
        fn ping(&self);
        async fn flush(&self) -> usize;
    }
";

fn expansion_of(options: &str, item: &str) -> String {
    let tokens = |text: &str| text.parse::<TokenStream>().expect("tokens");
    let written = expand::expand(tokens(options), tokens(item)).expect("an expansion");
    prettyplease::unparse(&syn::parse2(written).expect("a file"))
}

#[test]
fn an_unsafe_method_of_an_unsafe_trait_stays_unsafe() {
    let written =
        expansion_of("", "pub unsafe trait Raw { unsafe fn read(&self, address: *const u8) -> u8; }");
    for part in ["unsafe impl Raw for RawDouble", "unsafe fn read(&self, address: *const u8) -> u8 {"] {
        assert!(written.contains(part), "{part:?} is not in:\n{written}");
    }
}

#[test]
fn the_expansion_is_the_one_on_file() {
    on_file(expect_file!["double_expansion/mailer.rs"], &expansion_of("", MAILER));
}

#[test]
fn the_expansion_that_wraps_a_real_object_is_the_one_on_file() {
    on_file(expect_file!["double_expansion/mailer_wrapping.rs"], &expansion_of("wrapping", MAILER));
}

fn on_file(file: ExpectFile, expansion: &str) {
    let head = "// Written by the attribute `double`, formatted by prettyplease. `UPDATE_EXPECT=1` writes it anew.\n\n";
    file.assert_eq(&format!("{head}{expansion}"));
}

/// Each of these lines costs compile time for every doubled trait, so changes to their number deserve a review.
#[test]
fn the_size_of_the_expansion_is_known() {
    let methods = [
        "fn mail(&self, to: &str, body: &str) -> Result<(), SmtpError>;",
        "fn ping(&self);",
        "async fn flush(&self) -> usize;",
    ];
    let mut sizes = String::new();
    for count in 1..=methods.len() {
        let item = format!("pub trait Mailer {{ {} }}", methods[..count].join(" "));
        let expansion = expansion_of("", &item);
        let (lines, bytes) = (expansion.lines().count(), expansion.len());
        writeln!(sizes, "{count} of the methods: {lines} lines, {bytes} bytes").unwrap();
    }
    expect![[r#"
        1 of the methods: 124 lines, 4554 bytes
        2 of the methods: 144 lines, 5291 bytes
        3 of the methods: 164 lines, 6165 bytes
    "#]]
    .assert_eq(&sizes);
}
