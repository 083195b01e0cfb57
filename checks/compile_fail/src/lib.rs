//! Tests of code that must not compile. They have a separate package with few dependencies, because `trybuild` builds
//! the dependencies of the package again.
