//! A closure that answers is kept by the double, and any thread may call it.

use std::cell::Cell;
use std::rc::Rc;

#[mock_messenger::double]
trait Shop {
    fn cancel(&self, id: u32) -> bool;
    fn label(&self, id: &str) -> String;
}

fn main() {
    let shop = ShopDouble::new();
    let limit = 3;
    shop.cancel.answers(|id| id > limit);
    let counter = Rc::new(Cell::new(0));
    shop.cancel.answers(move |id| id > counter.replace(id));
    let mut last = String::new();
    shop.label.answers(move |id| {
        last = id.to_owned();
        String::new()
    });
}
