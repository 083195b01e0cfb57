//! `wrapping` is rejected if a method cannot be passed on, and the error points to the method.

use mock_messenger::double;

#[double(wrapping)]
trait Mutable {
    fn send(&mut self, text: &str);
}

#[double(wrapping)]
trait ByValue {
    fn send(self, text: &str);
}

#[double(wrapping)]
trait Static {
    fn send(text: &str);
}

#[double(wrapping)]
trait Chained {
    fn send(&self, text: &str) -> &Self;
}

#[double(wrapping)]
trait Copied {
    fn copy(&self) -> Self;
}

#[double(wrapping)]
trait Iterates {
    fn lines(&self) -> impl Iterator<Item = String>;
}

fn main() {}
