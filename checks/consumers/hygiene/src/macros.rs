//! Traits that a macro declares, so that their types are in invisible groups.

use ::std::option::Option;
use ::std::string::String;

macro_rules! repository {
    ($(#[$meta:meta])* $visibility:vis $name:ident { $($method:ident($argument:ident: $ty:ty) -> $output:ty;)* }) => {
        $(#[$meta])*
        #[::mm::double(crate = ::mm)]
        $visibility trait $name {
            $(
                /// A method that the macro generates.
                ///
                /// # Errors
                ///
                /// If it returns a `Result`.
                fn $method(&self, $argument: $ty) -> $output;
            )*
        }
    };
}

repository! {
    /// A repository that a macro declares.
    pub Repository {
        find(name: &str) -> Option<String>;
        list(names: &[&str]) -> ::std::vec::Vec<String>;
        save(item: Option<&str>) -> ::std::result::Result<(), String>;
        borrow(id: u32) -> &str;
    }
}
