//! The code that must not compile against `mock-messenger`, in a package of its own: `trybuild` builds the dependencies of
//! the package once more, and there are few.
