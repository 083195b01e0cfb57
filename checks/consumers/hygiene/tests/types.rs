//! Types with unusual notation, and names that could clash with generic parameters of the double.

#![allow(missing_docs)]

use std::fmt::Debug;

const LEN: usize = 3;

macro_rules! same {
    ($ty:ty) => {
        $ty
    };
}

#[mm::double(crate = ::mm)]
trait Types {
    fn lengths(&self, a: [u8; 3], b: [u8; LEN], c: [u8; LEN + 1], d: [u8; size_of::<u32>()]);
    fn higher_ranked(&self, f: &dyn for<'a> Fn(&'a str) -> &'a str, g: impl for<'a> Fn(&'a str) -> bool);
    fn asynchronous(&self, f: impl AsyncFn(&str) -> bool);
    fn projected(&self, x: <Vec<u8> as IntoIterator>::Item) -> <Vec<u8> as IntoIterator>::Item;
    fn by_macro(&self, x: same!(u8));
    fn raw(&self, p: *const u8, q: extern "C" fn(u8) -> u8);
}

#[test]
fn types_may_be_written_in_unusual_ways() {
    let double = TypesDouble::new();
    double.lengths([1; 3], [2; 3], [3; 4], [4; 4]);
    double.higher_ranked(&|text| text, str::is_empty);
    double.asynchronous(async |text: &str| text.is_empty());
    assert_eq!(double.projected(7), 0);
    double.by_macro(8);
    extern "C" fn same(number: u8) -> u8 {
        number
    }
    double.raw(std::ptr::null(), same);
    double.calls().assert_in_order([
        TypesCall::lengths([1; 3], [2; 3], [3; 4], ..),
        TypesCall::projected(7),
        TypesCall::by_macro(8),
    ]);
    double.higher_ranked.answers(|(f, g)| assert!(f("a") == "a" && g("")));
    double.higher_ranked(&|text| text, str::is_empty);
}

#[mm::double(crate = ::mm)]
trait ConstGeneric<const N: usize> {
    fn list(&self, list: [u8; N]) -> [u8; N]
    where
        [u8; N]: Default;
    fn other<const M: usize>(&self, list: [u8; M]);
}

#[mm::double(crate = ::mm)]
trait Bounded
where
    Self: Debug + Send + Sync + 'static,
    Self: Sized,
{
    fn show(&self, x: impl Debug + Send, y: &(dyn Debug + Send + Sync), z: Box<dyn Debug + '_>);
}

#[test]
fn a_supertrait_may_stand_in_a_where_clause() {
    let double = BoundedDouble::new();
    double.show(1, &2, Box::new("three"));
    double.show.calls().assert_once(("1", "2", "\"three\""));
    let double = ConstGenericDouble::<2>::new();
    double.list.returns([0, 0]);
    assert_eq!(double.list([1, 2]), [0, 0]);
    double.other([3]);
}

#[derive(Debug, Clone, PartialEq)]
struct Kind(u8);

#[derive(Debug, Clone, PartialEq)]
struct K0;

#[mm::double(crate = ::mm)]
trait Names<'m> {
    fn take<'matcher, 'args>(
        &self,
        x: &'m str,
        y: &'matcher str,
        f: for<'k> fn(&'k str) -> &'k str,
        z: &'args Kind,
    );
    fn give(&self, k0: K0, kind: Kind) -> Kind;
}

#[test]
fn lifetimes_and_types_may_have_any_names() {
    let double = NamesDouble::new();
    double.take("x", "y", |text| text, &Kind(7));
    double.give.returns(Kind(8));
    assert_eq!(double.give(K0, Kind(9)), Kind(8));
    double.calls().assert_exactly([NamesCall::take("x", "y", .., Kind(7)), NamesCall::give(K0, Kind(9))]);
}
