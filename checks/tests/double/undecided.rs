//! A check fails if it depends on a value that was not kept.

use mock_messenger::double;

#[derive(Debug)]
struct Order {
    id: u32,
}

struct Secret;

#[double]
trait Shop {
    fn place(&self, order: &Order, copies: u32);
    fn hide(&self, secret: &Secret);
}

fn shop() -> ShopDouble {
    let shop = ShopDouble::new();
    shop.place(&Order { id: 7 }, 1);
    shop.hide(&Secret);
    shop
}

fn is_seventh(order: &Order) -> bool {
    order.id == 7
}

#[test]
fn never_is_rejected_if_a_closure_needs_a_value_that_was_not_kept() {
    let error = shop().calls().check_never(ShopCall::place(is_seventh, ..)).unwrap_err().to_string();
    assert!(
        error.replace("\n  ", " ").starts_with(
            "`assert_never` was rejected: whether [0] matches cannot be decided: `order`: of Order { id: 7 } only the \
             `Debug` form was kept, since `&Order` cannot be cloned for another thread; match that form with text or a \
             text predicate"
        ),
        "{error}"
    );
    let error = shop().hide.calls().check_never(|_: &Secret| true).unwrap_err().to_string();
    assert!(error.contains("keep a part of it with the option"), "{error}");
    assert!(shop().hide.calls().check_never("Secret").is_err());
}

#[test]
fn an_upper_bound_and_once_are_rejected_too() {
    assert!(shop().place.calls().check_times(..2, (is_seventh, ..)).is_err());
    let shop = shop();
    shop.place.calls().assert_never((is_seventh, 2)); // another argument decides
    shop.place.calls().assert_never(("Order { id: 8 }", ..));
    shop.place.calls().assert_once(("Order { id: 7 }", ..));
    shop.place.calls().assert_once((.., 1));
    assert!(shop.place.calls().check_once((is_seventh, ..)).is_err());
}

#[test]
fn the_method_of_another_name_is_decided() {
    shop().hide.calls().assert_once(..);
    let shop = ShopDouble::new();
    shop.hide(&Secret);
    shop.calls().assert_never(ShopCall::place(is_seventh, ..));
}
