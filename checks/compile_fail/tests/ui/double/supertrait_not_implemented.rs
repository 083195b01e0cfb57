//! A supertrait has to be implemented for the double.

trait Named {
    fn name(&self) -> String;
}

#[mock_messenger::double]
trait Mailer: Named {
    fn mail(&self, to: &str);
}

fn main() {}
