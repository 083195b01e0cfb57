//! The closure for `answers` has to be callable from any thread.

use std::cell::Cell;
use std::rc::Rc;

#[mock_messenger::double]
trait Shop {
    fn cancel(&self, id: u32) -> bool;
}

fn main() {
    let shop = ShopDouble::new();
    let last = Rc::new(Cell::new(0));
    shop.cancel.answers(move |id| id > last.replace(id));
}
