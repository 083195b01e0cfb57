//! Items other than traits, traits without methods, and traits with macros are rejected.

use mock_messenger::double;

#[double]
struct Structure;

#[double]
fn function() {}

trait Sender {
    fn send(&self, text: &str);
}

struct Post;

#[double]
impl Sender for Post {
    fn send(&self, _text: &str) {}
}

#[double]
trait Empty {}

#[double]
trait OnlyAType {
    type Error;
}

macro_rules! more_methods {
    () => {
        fn more(&self);
    };
}

#[double]
trait WithMacro {
    fn send(&self, text: &str);
    more_methods!();
}

fn main() {}
