//! Turns a predicate of the crate `predicates` into plain English: `var.contains(90%)` becomes `contains "90%"`.

use std::fmt::Write as _;

use predicates::reflection::PredicateReflection;

/// Whether the noun before a phrase is singular or plural.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Number {
    Singular,
    Plural,
}

/// A predicate as an English phrase.
#[derive(Debug)]
pub(super) enum PredicatePhrase {
    /// A verb, in the third person singular and in the infinitive, with its object.
    Verb {
        singular: &'static str,
        infinitive: &'static str,
        object: String,
    },
    /// An adjective, which follows "is" or "are".
    Is(String),
    Not(Box<PredicatePhrase>),
    Both(&'static str, Box<PredicatePhrase>, Box<PredicatePhrase>),
}

impl PredicatePhrase {
    /// Creates the phrase of a common predicate. Returns `None` for any other predicate, for which the report shows the
    /// `Display` form.
    pub(super) fn of(predicate: &dyn PredicateReflection) -> Option<Self> {
        let display = predicate.to_string();
        let mut children = predicate.children();
        match (children.next(), children.next(), children.next()) {
            (None, ..) => Self::of_leaf(predicate, &display),
            (Some(only), None, _) => {
                let inner = only.value();
                let is_not = display == format!("(! {inner})");
                is_not.then(|| Self::of(inner))?.map(|inner| Self::Not(Box::new(inner)))
            }
            (Some(left), Some(right), None) => {
                let (left, right) = (left.value(), right.value());
                let word = if display == format!("({left} && {right})") {
                    "and"
                } else if display == format!("({left} || {right})") {
                    "or"
                } else {
                    return None;
                };
                Some(Self::Both(word, Box::new(Self::of(left)?), Box::new(Self::of(right)?)))
            }
            _ => None,
        }
    }

    fn of_leaf(predicate: &dyn PredicateReflection, display: &str) -> Option<Self> {
        let expression = display.strip_prefix("var")?;
        if let Some(pattern) = argument(expression, ".contains(") {
            let mut object = format!("{pattern:?}");
            if let Some(count) = predicate.parameters().find(|parameter| parameter.name() == "count") {
                let _ = write!(object, " exactly {} times", count.value());
            }
            return Some(Self::Verb { singular: "contains", infinitive: "contain", object });
        }
        // The crate `predicates` already quotes these patterns.
        for (call, singular, infinitive) in
            [(".starts_with(", "starts with", "start with"), (".ends_with(", "ends with", "end with")]
        {
            if let Some(pattern) = argument(expression, call) {
                return Some(Self::Verb { singular, infinitive, object: pattern.to_owned() });
            }
        }
        if expression == ".is_empty()" {
            return Some(Self::Is("empty".to_owned()));
        }
        if expression == " in values" {
            let values = predicate.parameters().find(|parameter| parameter.name() == "values")?;
            return Some(Self::Is(format!("one of {}", on_one_line(&values.value().to_string()))));
        }
        let comparisons = [
            (" == ", "equal to"),
            (" != ", "not equal to"),
            (" <= ", "at most"),
            (" >= ", "at least"),
            (" < ", "less than"),
            (" > ", "greater than"),
        ];
        comparisons.into_iter().find_map(|(operator, words)| {
            let value = expression.strip_prefix(operator)?;
            Some(Self::Is(format!("{words} {}", on_one_line(value))))
        })
    }

    /// Formats the phrase to follow a noun: `that contains "90%"`.
    pub(super) fn after_noun(&self, number: Number) -> String {
        match self {
            Self::Is(adjective) if adjective.starts_with("equal to ") => adjective.clone(),
            _ => format!("that {}", self.clause(number)),
        }
    }

    /// Formats the phrase as a clause without its subject: `contains "90%"`.
    pub(super) fn clause(&self, number: Number) -> String {
        match self {
            Self::Verb { singular, infinitive, object } => {
                let verb = if number == Number::Plural { infinitive } else { singular };
                format!("{verb} {object}")
            }
            Self::Is(adjective) if number == Number::Plural => format!("are {adjective}"),
            Self::Is(adjective) => format!("is {adjective}"),
            Self::Not(inner) => inner.negated(number),
            Self::Both(word, left, right) => {
                format!("{} {word} {}", left.part(word, number), right.part(word, number))
            }
        }
    }

    fn negated(&self, number: Number) -> String {
        let is_plural = number == Number::Plural;
        match self {
            Self::Verb { infinitive, object, .. } => {
                format!("{} not {infinitive} {object}", if is_plural { "do" } else { "does" })
            }
            Self::Is(adjective) => format!("{} not {adjective}", if is_plural { "are" } else { "is" }),
            Self::Not(inner) => inner.clause(number),
            Self::Both(..) => format!("not ({})", self.clause(number)),
        }
    }

    /// Formats the phrase as a part of a longer one, in parentheses if mixing "and" and "or" would be ambiguous.
    fn part(&self, outer: &str, number: Number) -> String {
        match self {
            Self::Both(word, ..) if *word != outer => format!("({})", self.clause(number)),
            _ => self.clause(number),
        }
    }
}

/// Parses a string literal, such as the `Debug` form of a text, and returns its text.
pub(super) fn literal_value(literal: &str) -> Option<String> {
    let mut chars = literal.strip_prefix('"')?.strip_suffix('"')?.chars();
    let mut text = String::new();
    while let Some(c) = chars.next() {
        text.push(match c {
            '"' => return None,
            '\\' => match chars.next()? {
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                '0' => '\0',
                'u' => {
                    let (code, rest) = chars.as_str().strip_prefix('{')?.split_once('}')?;
                    chars = rest.chars();
                    char::from_u32(u32::from_str_radix(code, 16).ok()?)?
                }
                quoted => quoted,
            },
            _ => c,
        });
    }
    Some(text)
}

/// Joins the lines of a `{:#?}` form, so that it looks like `{:?}`.
pub(super) fn on_one_line(pretty: &str) -> String {
    let mut line = String::new();
    for part in pretty.lines().map(str::trim_start) {
        if part.starts_with([')', ']', '}']) {
            if line.ends_with(',') {
                line.pop();
            }
            if part.starts_with('}') {
                line.push(' ');
            }
        } else if !line.is_empty() && !line.ends_with(['(', '[']) {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

fn argument<'e>(expression: &'e str, call: &str) -> Option<&'e str> {
    expression.strip_prefix(call)?.strip_suffix(')')
}
