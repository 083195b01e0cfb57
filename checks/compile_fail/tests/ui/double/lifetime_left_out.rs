//! The lifetime of a type that borrows has to be written: `Context<'_>`.

#[derive(Debug)]
struct Context<'a> {
    user: &'a str,
}

#[mock_messenger::double]
trait Audit {
    fn note(&self, context: Context);
}

#[mock_messenger::double]
trait Trail {
    fn note(&self, context: &Context, text: &str) -> usize;
}

#[mock_messenger::double]
trait Pick {
    fn pick(&self, one: &str, other: &str) -> &'a str;
}

fn main() {}
