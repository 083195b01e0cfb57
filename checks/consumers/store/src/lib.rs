//! A library that offers the double of its trait to other packages, behind the feature `doubles`.

#![deny(warnings, missing_docs)]

use std::io;

/// A place for documents.
#[cfg_attr(any(test, feature = "doubles"), mock_messenger::double)]
pub trait Store {
    /// Saves a document.
    ///
    /// # Errors
    ///
    /// If the store is full.
    fn save(&self, name: &str, content: &[u8]) -> io::Result<()>;
}

/// Saves a document twice.
///
/// # Errors
///
/// If the store is full.
pub fn save_twice(store: &impl Store, name: &str) -> io::Result<()> {
    store.save(name, b"one")?;
    store.save(name, b"two")
}

#[cfg(test)]
mod tests {
    use super::{StoreCall, StoreDouble, save_twice};

    #[test]
    fn the_double_is_there_in_the_tests_of_the_library() {
        let store = StoreDouble::new();
        save_twice(&store, "a").unwrap();
        store.calls().assert_exactly([StoreCall::save("a", b"one"), StoreCall::save("a", b"two")]);
    }
}
