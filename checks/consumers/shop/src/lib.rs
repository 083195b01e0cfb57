//! A package whose tests use the doubles of a library. It does not depend on `mock-messenger` directly.

#![deny(warnings, missing_docs)]

use std::io;

use store::Store;

/// Saves a receipt.
///
/// # Errors
///
/// If the store is full.
pub fn sell(store: &dyn Store, item: &str) -> io::Result<()> {
    store.save(&format!("receipt-{item}"), item.as_bytes())
}

#[cfg(test)]
mod tests {
    use std::io;

    use store::{StoreCall, StoreDouble};

    use super::sell;

    #[test]
    fn the_double_of_the_library_is_there_in_the_tests_of_another_package() {
        let store = StoreDouble::new();
        store.save.replies([Ok(()), Err(io::Error::other("full"))]);
        assert!(sell(&store, "tea").is_ok());
        assert!(sell(&store, "jam").is_err());
        store.calls().assert_exactly([
            StoreCall::save("receipt-tea", b"tea"),
            StoreCall::save("receipt-jam", |content: &[u8]| content.len() == 3),
        ]);
    }
}
