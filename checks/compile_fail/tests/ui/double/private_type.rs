//! The double of a public trait cannot be public if a type in the trait is not. The option `visibility` is for that.

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
