//! Doubles work even if names in the trait clash with those of the double.

use hygiene::attributes::{Attributes, AttributesCall, AttributesDouble};
use hygiene::macros::{Repository, RepositoryDouble};
use hygiene::names::{
    Arguments, ArgumentsCall, ArgumentsDouble, Constructors, ConstructorsDouble, Methods, MethodsCall,
    MethodsDouble,
};
use hygiene::shadows::{self, Shadows, ShadowsCall, ShadowsDouble};

fn call_all(methods: &impl Methods) -> [u8; 6] {
    methods.named();
    methods.in_log("log");
    assert_eq!(methods.calls(), 5);
    [
        methods.new("a"),
        methods.recorder(),
        methods.clone(),
        methods.default(),
        methods.fmt(),
        methods.r#match(1, "b"),
    ]
}

#[test]
fn methods_may_be_called_like_those_of_a_double() {
    let double = MethodsDouble::named("methods");
    double.new.returns(1);
    double.calls.returns(5);
    double.clone.returns(3);
    double.r#match.returns(6);
    assert_eq!(call_all(&double), [1, 0, 3, 0, 0, 6]);
    double.calls().assert_in_order([
        MethodsCall::named(),
        MethodsCall::in_log("log"),
        MethodsCall::calls(),
        MethodsCall::new("a"),
        MethodsCall::r#match(1, "b"),
    ]);
    double.recorder().try_wait_for(std::time::Duration::ZERO, MethodsCall::fmt()).unwrap();
    assert_eq!(format!("{:?}", double.calls()[8]), r#"match(type: 1, in: "b")"#);
    // They also work as a trait object, and if they are shared.
    let shared = Clone::clone(&double);
    let object: &dyn Methods = &shared;
    object.record();
    double.record.calls().assert_count(1);
}

#[test]
fn a_trait_may_have_constructors() {
    fn make<C: Constructors>() -> (C, u8) {
        (C::new(), C::statics("x"))
    }
    let (double, _): (ConstructorsDouble, u8) = make();
    double.statics.calls().assert_once("x");
    double.new.calls().assert_count(1);
}

#[test]
fn arguments_may_be_called_like_variables_of_a_double() {
    let double = ArgumentsDouble::new();
    double.first.answers(|(self_, location, ..)| self_ + u8::try_from(location.len()).unwrap());
    assert_eq!(double.first(1, "ab", 2, "turn".to_owned(), 3, 4), 3);
    assert_eq!(double.second(1, 2, 3, 4, 5, "n") + double.letters(1, 2, "a", 3), 0);
    drop(double.third("f", 1, 2));
    double.fourth(1, (), "s".to_owned());
    double.calls().assert_any(ArgumentsCall::first(1, "ab", 2, "turn", 3, 4));
    double.calls().assert_any(ArgumentsCall::second(1, 2, 3, 4, 5, "n"));
    double.calls().assert_any(ArgumentsCall::letters(1, 2, "a", 3));
    double.calls().assert_any(ArgumentsCall::fourth(1, .., "s"));
}

#[test]
fn types_may_shadow_those_of_the_standard_library() {
    let double = ShadowsDouble::new();
    double.take.returns(shadows::Option);
    double.rest.returns(shadows::Result("r".to_owned()));
    let text = "t".to_owned();
    double.take(
        shadows::Option,
        &shadows::Result(text.clone()),
        shadows::Vec(text.clone()),
        shadows::Box(text.clone()),
        shadows::Some(1),
        shadows::None,
    );
    double.rest(shadows::Ok(1), &shadows::Err(2), &shadows::Arc(text), shadows::String(3), "text");
    double.real(Some("a"), vec!["b"], Box::new(|x| x)).unwrap();
    double.calls().assert_exactly([
        ShadowsCall::take(
            shadows::Option,
            |result: &shadows::Result| result.0 == "t",
            ..,
            ..,
            shadows::Some(1),
            ..,
        ),
        ShadowsCall::rest(shadows::Ok(1), shadows::Err(2), .., shadows::String(3), "text"),
        ShadowsCall::real(Some("a".to_owned()), ["b"], ..),
    ]);
}

#[test]
fn a_macro_may_declare_the_trait() {
    let double = RepositoryDouble::new();
    double.find.returns(Some("found".to_owned()));
    double.borrow.returns("lent".to_owned());
    assert_eq!(double.find("x").as_deref(), Some("found"));
    assert_eq!(double.borrow(7), "lent");
    assert!(double.list(&["a", "b"]).is_empty());
    assert_eq!(double.save(Some("s")), Ok(()));
    double.list.calls().assert_once(["a", "b"]);
    double.save.calls().assert_once(Some("s".to_owned()));
}

#[test]
fn attributes_stay_where_they_are() {
    let double = AttributesDouble::new();
    assert!(!double.send("a"));
    #[allow(deprecated)]
    double.post("b");
    double.present(3);
    double.partly("c".to_owned());
    assert_eq!(double.with_body(5), 7);
    double.calls().assert_exactly([
        AttributesCall::send("a"),
        AttributesCall::post("b"),
        AttributesCall::present(3),
        AttributesCall::partly("c"),
        AttributesCall::with_body(5),
    ]);
}
