//! The readings that a measured process prints and its parent process parses.

use std::fmt;

/// Named numbers. They are printed one per line.
#[derive(Clone, Debug, Default)]
pub(crate) struct Readings(Vec<(String, f64)>);

impl Readings {
    pub(crate) fn one(name: &str, value: f64) -> Self {
        Self::default().and(name, value)
    }

    #[must_use]
    pub(crate) fn and(mut self, name: &str, value: f64) -> Self {
        self.0.push((name.to_owned(), value));
        self
    }

    pub(crate) fn get(&self, name: &str) -> f64 {
        self.0
            .iter()
            .find(|(known, _)| known == name)
            .map(|(_, value)| *value)
            .expect("the candidate has this reading")
    }

    pub(crate) fn parse(text: &str) -> Option<Self> {
        let line = |line: &str| {
            let (name, value) = line.split_once(' ')?;
            Some((name.to_owned(), value.parse().ok()?))
        };
        text.lines().map(line).collect::<Option<_>>().map(Self)
    }
}

impl fmt::Display for Readings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|(name, value)| writeln!(f, "{name} {value}"))
    }
}
