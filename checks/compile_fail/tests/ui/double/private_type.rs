//! If a type in a public trait is private, the double cannot be public, and has to set the option `visibility`.

mod jobs {
    #[derive(Debug, Clone, PartialEq)]
    pub(crate) struct Job;

    #[mock_messenger::double]
    pub trait Queue {
        fn push(&self, job: Job);
    }

    #[mock_messenger::double(visibility = pub(crate))]
    pub trait Stack {
        fn push(&self, job: Job);
    }
}

fn main() {
    let _ = jobs::StackDouble::new();
}
