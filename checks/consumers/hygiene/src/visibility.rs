//! Traits and types with restricted visibility.

use ::std::string::String;

#[allow(clippy::redundant_pub_crate)] // Each has the visibility that it is about.
pub(crate) mod inner {
    use ::std::string::String;

    #[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
    pub(crate) struct Order {
        pub(crate) id: u32,
    }

    #[::mm::double(crate = ::mm)]
    pub(crate) trait Crate {
        fn place(&self, order: &Order) -> Order;
    }

    #[::mm::double(crate = ::mm)]
    pub(super) trait Parent {
        fn place(&self, order: Order) -> String;
    }

    #[::mm::double(crate = ::mm)]
    trait Private {
        fn place(&self, order: Order);
    }

    pub(super) fn place_all(all: &impl Crate, parent: &impl Parent) -> String {
        let order = all.place(&Order { id: 7 });
        parent.place(order)
    }

    pub(crate) fn place_with_private() -> usize {
        let private = PrivateDouble::new();
        private.place(Order { id: 7 });
        private.calls().len()
    }
}

#[allow(unreachable_pub, private_interfaces)] // Of the trait: the double is written as visible as that.
mod secret {
    #[derive(
        ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq, ::std::default::Default,
    )]
    struct Secret(u8);

    #[::mm::double(crate = ::mm, visibility = pub(self))]
    pub trait Keeper {
        fn keep(&self, secret: &Secret) -> Secret;
        fn lend(&self) -> &Secret;
        fn change(&self, secret: &mut [&mut Secret]);
    }

    pub fn kept() -> usize {
        let keeper = KeeperDouble::new();
        keeper.keep(&Secret(7));
        keeper.change(&mut [&mut Secret(8)]);
        keeper.keep.calls().assert_once(Secret(7));
        keeper.lend();
        keeper.calls().len()
    }
}

/// A public trait that uses a private type.
#[::mm::double(crate = ::mm, visibility = pub(self))]
#[allow(private_interfaces)]
pub trait Public {
    /// Takes a private type.
    fn take(&self, private: &Private) -> Private;
    /// Takes mutable references to private types.
    fn change(&self, private: &mut [&mut Private]);
}

#[derive(
    ::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq, ::std::default::Default,
)]
struct Private(u8);

/// Creates a double of a trait that is declared inside of a function.
#[must_use]
pub fn doubled_in_a_function() -> String {
    #[derive(::std::fmt::Debug, ::std::clone::Clone, ::std::cmp::PartialEq, ::std::cmp::Eq)]
    struct Local(u8);

    #[::mm::double(crate = ::mm)]
    trait Inside {
        fn note(&self, local: Local);
    }

    let inside = InsideDouble::new();
    inside.note(Local(7));
    inside.calls().assert_once(InsideCall::note(Local(7)));
    ::std::format!("{:?}", inside.calls())
}

/// Uses the traits of this module.
#[must_use]
pub fn used() -> String {
    let all = inner::CrateDouble::new();
    all.place.answers(::std::clone::Clone::clone);
    let parent = inner::ParentDouble::new();
    let _ = inner::place_with_private();
    let _ = secret::kept();
    let public = PublicDouble::new();
    public.take(&Private(7));
    public.change(&mut []);
    inner::place_all(&all, &parent)
}

#[cfg(test)]
mod tests {
    use ::std::assert_eq;

    #[::mm::double(crate = ::mm)]
    trait InATest {
        fn note(&self, text: &str) -> u8;
    }

    #[test]
    fn a_trait_of_a_test_module_has_a_double() {
        let double = InATestDouble::new();
        double.note.returns(3);
        assert_eq!(double.note("a"), 3);
        double.note.calls().assert_once("a");
    }

    #[test]
    fn a_trait_in_a_function_has_a_double() {
        assert_eq!(super::doubled_in_a_function(), "[note(local: Local(7))]");
        assert_eq!(super::used(), "");
    }
}
