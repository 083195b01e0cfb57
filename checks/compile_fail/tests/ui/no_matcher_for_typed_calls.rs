//! For a type that cannot match a typed call, the error lists the possible matchers, alone and in a list.

use mock_messenger::Recorder;

#[derive(Debug, PartialEq)]
struct Email {
    to: String,
}

fn main() {
    let recorder: Recorder<Email> = Recorder::new();
    recorder.calls().assert_once("ann");
    recorder.calls().assert_exactly(["ann", "bob"]);
}
