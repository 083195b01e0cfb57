//! An option for a name that does not occur in the trait is rejected.

use mock_messenger::double;

#[double(txet: usize = |text| text.len())]
trait NoSuchArgument {
    fn send(&self, text: &str);
}

#[double(send.txet: usize = |text| text.len())]
trait NoSuchArgumentOfTheMethod {
    fn send(&self, text: &str);
}

#[double(sned.text: usize = |text| text.len())]
trait NoSuchMethod {
    fn send(&self, text: &str);
}

#[double(lines -> std::vec::IntoIter<String>)]
trait NoSuchMethodWithAnOutput {
    fn send(&self, text: &str);
}

#[double(Eror = String)]
trait NoSuchType {
    type Error;
    fn send(&self, text: &str) -> Result<(), Self::Error>;
}

#[double(opaque = Secret)]
trait NoSuchOpaqueType {
    fn send(&self, text: &str);
}

fn main() {}
