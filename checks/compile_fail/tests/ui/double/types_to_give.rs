//! If `double` cannot choose a type or a value, the error names the option that sets it.

use std::fmt::Debug;

use mock_messenger::double;

trait Shape: Debug {}

#[double]
trait ReturnsImpl {
    fn shape(&self) -> impl Shape;
}

#[double]
trait GenericAssociatedType {
    type Row<'a>
    where
        Self: 'a;
    fn row(&self) -> Self::Row<'_>;
}

#[double]
trait Constant {
    const LIMIT: usize;
    fn send(&self, text: &str);
}

trait Fails {
    type Error;
}

#[double]
trait OfASupertrait: Fails {
    fn send(&self, text: &str) -> Result<(), Self::Error>;
}

#[double]
trait Constructor<T> {
    fn create(seed: T) -> u32;
    fn send(&self, value: T);
}

fn main() {}
