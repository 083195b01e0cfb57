//! The guide, a page a module. It exists in the documentation only.

#[doc = include_str!("why_record_then_assert.md")]
pub mod why_record_then_assert {}

#[doc = include_str!("the_double_in_five_minutes.md")]
pub mod the_double_in_five_minutes {}

#[doc = include_str!("the_vocabulary.md")]
pub mod the_vocabulary {}

#[cfg_attr(feature = "macros", doc = include_str!("the_double_is_written_for_you.md"))]
#[cfg_attr(not(feature = "macros"), doc = "The double is written for you, with the feature `macros`")]
pub mod the_double_is_written_for_you {}

#[doc = include_str!("your_own_trait.md")]
pub mod your_own_trait {}

#[doc = include_str!("coming_from.md")]
pub mod coming_from {}

#[doc = include_str!("threads_and_async.md")]
pub mod threads_and_async {}

#[doc = include_str!("quota_conformance.md")]
pub mod quota_conformance {}

#[doc = include_str!("quota_recipes.md")]
pub mod quota_recipes {}

#[doc = include_str!("production_and_tests.md")]
pub mod production_and_tests {}

#[doc = include_str!("compared.md")]
pub mod compared {}

#[doc = include_str!("from_the_book.md")]
pub mod from_the_book {}

#[doc = include_str!("promises.md")]
pub mod promises {}
