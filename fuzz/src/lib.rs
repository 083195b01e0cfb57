//! Inputs for the fuzz targets: texts that are often similar and sometimes unusual.

pub mod values;

use arbitrary::{Arbitrary, Result, Unstructured};

/// Text that is usually built from a few pieces, so that entries and expectations are similar, and sometimes contains
/// arbitrary characters.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Text(pub String);

const PIECES: [&str; 32] = [
    "a",
    "b",
    "c",
    "hello",
    "quota",
    "qouta",
    " ",
    "  ",
    "75",
    "90",
    "75%",
    "1,000",
    "\n",
    "\r\n",
    "\t",
    "\0",
    "\u{1b}[31m",
    "\u{a0}",
    "\u{200b}",
    "\u{202e}",
    "\u{301}",
    "e\u{301}",
    "\u{e9}",
    "\u{5e9}",
    "\u{1f468}\u{200d}\u{1f467}",
    "\u{ff21}",
    "\u{fffd}",
    "\u{10ffff}",
    "\"",
    "\\",
    "{",
    "…",
];

impl<'a> Arbitrary<'a> for Text {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let kind = u.arbitrary::<u8>()?;
        if kind == 0 {
            return Ok(Self(u.arbitrary()?));
        }
        let mut text = String::new();
        for _ in 0..kind % 12 {
            text.push_str(u.choose(&PIECES)?);
        }
        if kind > 250 {
            text = text.repeat(usize::from(u.arbitrary::<u8>()?));
        }
        Ok(Self(text))
    }
}

/// Texts, some of which are repeated many times.
#[derive(Debug)]
pub struct Texts(pub Vec<String>);

impl<'a> Arbitrary<'a> for Texts {
    fn arbitrary(u: &mut Unstructured<'a>) -> Result<Self> {
        let mut texts = Vec::new();
        for _ in 0..u.int_in_range(0..=24)? {
            let Text(text) = u.arbitrary()?;
            let times = match u.arbitrary::<u8>()? {
                times @ 240.. => usize::from(times - 239) * 20,
                times @ 200.. => usize::from(times - 199),
                _ => 1,
            };
            texts.extend(std::iter::repeat_n(text, times));
        }
        Ok(Self(texts))
    }
}
