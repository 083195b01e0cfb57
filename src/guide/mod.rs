//! The guide, with one module for each page. These modules exist only in the documentation.
//!
//! 1. [Why record, then assert](why_record_then_assert)
//! 2. [The double in five minutes](the_double_in_five_minutes)
//! 3. [The double is written for you](the_double_is_written_for_you)
//! 4. [The vocabulary](the_vocabulary)
//! 5. [Your own trait](your_own_trait)
//! 6. [Async code, and threads](threads_and_async)
//! 7. [Coming from mockall, Mockito, Jest or googletest](coming_from)
//! 8. [Quota conformance](quota_conformance)
//! 9. [Quota recipes](quota_recipes)
//! 10. [The core in production, the doubles in tests](production_and_tests)
//! 11. [Compared with mockall, autospy, unimock, faux, mry, double and wiremock](compared)
//! 12. [From the Book's `MockMessenger`](from_the_book)
//! 13. [Promises](promises)

#[doc = include_str!("why_record_then_assert.md")]
#[doc = "\n---\n\nNext: [The double in five minutes](the_double_in_five_minutes)"]
pub mod why_record_then_assert {}

#[doc = include_str!("the_double_in_five_minutes.md")]
#[doc = "\n---\n\nPrevious: [Why record, then assert](why_record_then_assert) · next: [The double is written for you](the_double_is_written_for_you)"]
pub mod the_double_in_five_minutes {}

#[cfg_attr(feature = "macros", doc = include_str!("the_double_is_written_for_you.md"))]
#[cfg_attr(not(feature = "macros"), doc = "The double is written for you, with the feature `macros`")]
#[doc = "\n---\n\nPrevious: [The double in five minutes](the_double_in_five_minutes) · next: [The vocabulary](the_vocabulary)"]
pub mod the_double_is_written_for_you {}

#[doc = include_str!("the_vocabulary.md")]
#[doc = "\n---\n\nPrevious: [The double is written for you](the_double_is_written_for_you) · next: [Your own trait](your_own_trait)"]
pub mod the_vocabulary {}

#[doc = include_str!("your_own_trait.md")]
#[doc = "\n---\n\nPrevious: [The vocabulary](the_vocabulary) · next: [Async code, and threads](threads_and_async)"]
pub mod your_own_trait {}

#[doc = include_str!("threads_and_async.md")]
#[doc = "\n---\n\nPrevious: [Your own trait](your_own_trait) · next: [Coming from mockall, Mockito, Jest or googletest](coming_from)"]
pub mod threads_and_async {}

#[doc = include_str!("coming_from.md")]
#[doc = "\n---\n\nPrevious: [Async code, and threads](threads_and_async) · next: [Quota conformance](quota_conformance)"]
pub mod coming_from {}

#[doc = include_str!("quota_conformance.md")]
#[doc = "\n---\n\nPrevious: [Coming from mockall, Mockito, Jest or googletest](coming_from) · next: [Quota recipes](quota_recipes)"]
pub mod quota_conformance {}

#[doc = include_str!("quota_recipes.md")]
#[doc = "\n---\n\nPrevious: [Quota conformance](quota_conformance) · next: [The core in production, the doubles in tests](production_and_tests)"]
pub mod quota_recipes {}

#[doc = include_str!("production_and_tests.md")]
#[doc = "\n---\n\nPrevious: [Quota recipes](quota_recipes) · next: [Compared with mockall, autospy, unimock, faux, mry, double and wiremock](compared)"]
pub mod production_and_tests {}

#[doc = include_str!("compared.md")]
#[doc = "\n---\n\nPrevious: [The core in production, the doubles in tests](production_and_tests) · next: [From the Book's `MockMessenger`](from_the_book)"]
pub mod compared {}

#[doc = include_str!("from_the_book.md")]
#[doc = "\n---\n\nPrevious: [Compared with mockall, autospy, unimock, faux, mry, double and wiremock](compared) · next: [Promises](promises)"]
pub mod from_the_book {}

#[doc = include_str!("promises.md")]
#[doc = "\n---\n\nPrevious: [From the Book's `MockMessenger`](from_the_book)"]
pub mod promises {}
