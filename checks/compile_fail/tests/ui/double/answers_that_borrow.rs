//! The double keeps the closure for `answers`, so the closure cannot borrow from the test.

#[mock_messenger::double]
trait Shop {
    fn cancel(&self, id: u32) -> bool;
    fn label(&self, id: &str) -> String;
}

fn by_reference(shop: &ShopDouble) {
    let limit = 3;
    shop.cancel.answers(|id| id > limit);
}

fn changes_what_it_captures(shop: &ShopDouble) {
    let mut count = 0;
    shop.cancel.answers(move |_| {
        count += 1;
        count > 3
    });
}

fn matcher_outlived(shop: &ShopDouble) {
    let expected = {
        let id = String::from("7");
        ShopCall::label(id.as_str())
    };
    shop.calls().assert_once(expected);
}

fn main() {}
