//! The closure for `answers` takes the only argument or a tuple of all arguments, and returns the type of the method.

#[derive(Debug)]
struct Receipt {
    id: u32,
}

#[mock_messenger::double]
trait Shop {
    fn order(&self, name: &str, count: u32) -> Result<Receipt, String>;
    fn cancel(&self, id: u32) -> bool;
    fn ping(&self);
    fn motto(&self) -> &str;
}

fn main() {
    let shop = ShopDouble::new();
    shop.order.answers(|name, count| Err(format!("{name} {count}")));
    shop.order.answers(|(name, count, _)| Err(format!("{name} {count}")));
    shop.cancel.answers(|(id,)| id > 3);
    shop.cancel.answers(|id| Some(id > 3));
    shop.ping.answers(|| ());
    // The value cannot be returned twice.
    shop.order.returns(Ok(Receipt { id: 7 }));
    shop.cancel.returns("yes");
    shop.cancel.replies(true);
    shop.order.replies([Ok(Receipt { id: 7 }), Ok(())]);
    shop.motto.returns("plain");
}
