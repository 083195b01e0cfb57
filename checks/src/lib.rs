//! The tests of `mock-messenger`, in a package of their own. What they depend on is built for `cargo test`, and not for
//! somebody who tries an example.
