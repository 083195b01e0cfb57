//! Unknown and incomplete options are rejected, and the error points to the option.

use mock_messenger::double;

#[double(strict)]
trait Unknown {
    fn send(&self, text: &str);
}

#[double(Name = Fake)]
trait Capitalised {
    fn send(&self, text: &str);
}

#[double(name)]
trait WithoutEquals {
    fn send(&self, text: &str);
}

#[double(name = )]
trait WithoutValue {
    fn send(&self, text: &str);
}

#[double(name = "Fake")]
trait NameInQuotes {
    fn send(&self, text: &str);
}

#[double(Error = )]
trait WithoutType {
    type Error;
    fn send(&self, text: &str) -> Result<(), Self::Error>;
}

#[double(of = )]
trait WithoutPath {
    fn send(&self, text: &str);
}

#[double(text = |text| text.len())]
trait ProjectionWithoutType {
    fn send(&self, text: &str);
}

#[double(send.text = |text| text.len())]
trait ProjectionOfOneMethodWithoutType {
    fn send(&self, text: &str);
}

#[double(text: usize)]
trait ProjectionWithoutFunction {
    fn send(&self, text: &str);
}

#[double("Fake")]
trait NoOption {
    fn send(&self, text: &str);
}

#[double(wrapping name = Fake)]
trait WithoutComma {
    fn send(&self, text: &str);
}

#[double(text: = |text| text.len())]
trait ProjectionToNothing {
    fn send(&self, text: &str);
}

#[double(text: usize = )]
trait ProjectionByNothing {
    fn send(&self, text: &str);
}

#[double(LIMIT)]
trait ConstantWithoutValue {
    const LIMIT: usize;
    fn send(&self, text: &str);
}

#[double(Error = String, Error = ())]
trait TypeGivenTwice {
    type Error;
    fn send(&self, text: &str) -> Result<(), Self::Error>;
}

#[double(name = One, name = Two)]
trait NameGivenTwice {
    fn send(&self, text: &str);
}

#[double(visibility = crate)]
trait NoVisibility {
    fn send(&self, text: &str);
}

fn main() {}
