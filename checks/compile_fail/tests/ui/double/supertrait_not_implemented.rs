//! The double of a trait with a supertrait needs an implementation of that.

trait Named {
    fn name(&self) -> String;
}

#[mock_messenger::double]
trait Mailer: Named {
    fn mail(&self, to: &str);
}

fn main() {}
