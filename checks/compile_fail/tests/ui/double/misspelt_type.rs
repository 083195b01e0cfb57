//! A mistake in the trait itself causes the same error as without the attribute.

#[mock_messenger::double]
trait Mailer {
    fn mail(&self, to: &Strin);
    fn count(&self) -> Option<Usize>;
}

#[mock_messenger::double]
trait Broken {
    fn mail(&self to: &str);
}

fn main() {}
