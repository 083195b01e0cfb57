//! Like another package, an integration test can use the doubles of the library only with the feature.

use store::{StoreCall, StoreDouble, save_twice};

#[test]
fn the_double_is_there_in_a_test_outside_of_the_library() {
    let store = StoreDouble::new();
    save_twice(&store, "a").unwrap();
    store.calls().assert_in_order([StoreCall::save("a", b"one"), StoreCall::save(.., b"two")]);
}
