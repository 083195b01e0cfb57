//! The tests of `mock-messenger`. They are in a separate package, so that their dependencies are built only for tests,
//! and not for examples.
