//! Characters that look alike, and names of invisible characters.
//!
//! [`skeleton`] follows the idea of the skeleton of Unicode Technical Standard #39, with a table of the confusions that
//! are common in source files and messages: typography, accents composed in two ways, full-width forms, and the
//! Cyrillic and Greek letters that have a Latin twin. The full tables of the standard have thousands of entries.

use std::iter;

use crate::report::render::escape;

/// Letters of other scripts and the Latin letters that they look like, in the same order.
const TWINS: [(&str, &str); 2] = [
    // Cyrillic
    ("аеорсухіјѕһԁԛԝАВЕКМНОРСТУХІЈЅ", "aeopcyxijshdqwABEKMHOPCTYXIJS"),
    // Greek
    ("οανικρτυχΑΒΕΖΗΙΚΜΝΟΡΤΥΧ", "oavikptuxABEZHIKMNOPTYX"),
];

/// For each combining mark, the precomposed Latin letters with it, and the same letters without it.
const ACCENTED: [(char, &str, &str); 13] = [
    ('\u{300}', "ÀÈÌÒÙàèìòù", "AEIOUaeiou"),
    ('\u{301}', "ÁÉÍÓÚÝáéíóúýĆćĹĺŃńŔŕŚśŹź", "AEIOUYaeiouyCcLlNnRrSsZz"),
    ('\u{302}', "ÂÊÎÔÛâêîôûĈĉĜĝĤĥĴĵŜŝŴŵŶŷ", "AEIOUaeiouCcGgHhJjSsWwYy"),
    ('\u{303}', "ÃÑÕãñõĨĩŨũ", "ANOanoIiUu"),
    ('\u{304}', "ĀāĒēĪīŌōŪū", "AaEeIiOoUu"),
    ('\u{306}', "ĂăĔĕĞğĬĭŎŏŬŭ", "AaEeGgIiOoUu"),
    ('\u{307}', "ĊċĖėĠġİŻż", "CcEeGgIZz"),
    ('\u{308}', "ÄËÏÖÜäëïöüÿŸ", "AEIOUaeiouyY"),
    ('\u{30a}', "ÅåŮů", "AaUu"),
    ('\u{30b}', "ŐőŰű", "OoUu"),
    ('\u{30c}', "ČčĎďĚěĽľŇňŘřŠšŤťŽž", "CcDdEeLlNnRrSsTtZz"),
    ('\u{327}', "ÇçĢģĶķĻļŅņŖŗŞşŢţ", "CcGgKkLlNnRrSsTt"),
    ('\u{328}', "ĄąĘęĮįŲų", "AaEeIiUu"),
];

/// Returns a text in which characters that look alike are replaced by one of them, and invisible ones are removed.
pub(crate) fn skeleton(text: &str) -> String {
    text.chars().filter_map(look).flat_map(|(c, mark)| iter::once(c).chain(mark)).collect()
}

/// Returns the character, with a combining mark if needed, that a character looks like, or `None` if it is invisible.
fn look(c: char) -> Option<(char, Option<char>)> {
    let twin = match c {
        '\u{20}'..='\u{7e}' => c,
        '‘' | '’' | '‚' | '‛' | 'ʼ' | '′' | '´' | '｀' => '\'',
        '“' | '”' | '„' | '‟' | '″' => '"',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => '-',
        '\u{ff01}'..='\u{ff5e}' => char::from_u32(u32::from(c) - 0xfee0)?,
        // Emoji modifiers and variation selectors change how a character looks.
        '\u{1f3fb}'..='\u{1f3ff}' => return None,
        _ if c.is_whitespace() => ' ',
        _ if escape::is_ignorable(c) => return None,
        _ => {
            return Some(without_accent(c).map_or((twin_of(c), None), |(letter, mark)| (letter, Some(mark))));
        }
    };
    Some((twin, None))
}

fn twin_of(c: char) -> char {
    let mut twins = TWINS.iter().flat_map(|(letters, latin)| iter::zip(letters.chars(), latin.chars()));
    twins.find(|(letter, _)| *letter == c).map_or(c, |(_, latin)| latin)
}

fn without_accent(c: char) -> Option<(char, char)> {
    let mut accented = ACCENTED.iter().flat_map(|(mark, letters, latin)| {
        iter::zip(letters.chars(), latin.chars()).map(|(letter, latin)| (letter, latin, *mark))
    });
    accented.find(|(letter, ..)| *letter == c).map(|(_, latin, mark)| (latin, mark))
}

/// Returns the characters of a short text by their code points: `é (U+00E9)`, `U+00A0 (no-break space)`.
pub(crate) fn named(text: &str) -> String {
    let is_seen = escape::is_plain(text);
    let points: Vec<_> = text.chars().map(|c| format!("U+{:04X}", u32::from(c))).collect();
    let points = points.join(" ");
    let mut chars = text.chars();
    match (is_seen, chars.next(), chars.next()) {
        (true, ..) => format!("`{text}` ({points})"),
        (false, Some(c), None) => match name(c) {
            Some(name) => format!("{points} ({name})"),
            None => points,
        },
        _ => points,
    }
}

/// Returns the name of an invisible character.
fn name(c: char) -> Option<&'static str> {
    Some(match c {
        ' ' => "space",
        '\t' => "tab",
        '\n' => "line feed",
        '\r' => "carriage return",
        '\u{a0}' => "no-break space",
        '\u{ad}' => "soft hyphen",
        '\u{2002}' => "en space",
        '\u{2003}' => "em space",
        '\u{2009}' => "thin space",
        '\u{200a}' => "hair space",
        '\u{200b}' => "zero width space",
        '\u{200c}' => "zero width non-joiner",
        '\u{200d}' => "zero width joiner",
        '\u{200e}' => "left-to-right mark",
        '\u{200f}' => "right-to-left mark",
        '\u{2028}' => "line separator",
        '\u{2029}' => "paragraph separator",
        '\u{202f}' => "narrow no-break space",
        '\u{2060}' => "word joiner",
        '\u{3000}' => "ideographic space",
        '\u{fe0e}' | '\u{fe0f}' => "variation selector",
        '\u{feff}' => "byte order mark",
        '\u{300}' => "combining grave accent",
        '\u{301}' => "combining acute accent",
        '\u{302}' => "combining circumflex",
        '\u{303}' => "combining tilde",
        '\u{308}' => "combining diaeresis",
        '\u{30a}' => "combining ring above",
        '\u{327}' => "combining cedilla",
        _ => return None,
    })
}
