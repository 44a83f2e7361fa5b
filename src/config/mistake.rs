//! What is wrong with a configuration, and where.

use std::{collections::BTreeMap, fmt};

use custos_ledger::hide_userinfo;

/// Where a value comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Origin {
    /// A place in the file.
    File {
        /// Name of the file, as given.
        name: String,
        /// Line, from 1.
        line: usize,
        /// Character in the line, from 1.
        column: usize,
    },
    /// A file as a whole.
    WholeFile(String),
    /// An environment variable.
    Environment(String),
    /// Nobody set it.
    Default,
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::File { name, line, column } => write!(f, "{name}:{line}:{column}"),
            Self::WholeFile(name) => f.write_str(name),
            Self::Environment(name) => write!(f, "environment {name}"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// One mistake: `file:line:col: key: what is wrong; remedy`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Mistake {
    /// Where.
    pub origin: Origin,
    /// Full name of the key; empty when the file is not TOML.
    pub key: String,
    /// What is wrong, and what to do. Never a secret.
    pub what: String,
}

impl Mistake {
    /// A mistake. Of values that are told in it, users and passwords before a host are hidden.
    pub(super) fn new(origin: Origin, key: &str, what: &str) -> Self {
        let hide = |(i, part): (usize, &str)| match i % 2 {
            // In quotes.
            1 => hide_userinfo(part).into_owned(),
            _ => part.split(' ').map(hide_userinfo).collect::<Vec<_>>().join(" "),
        };
        let what = what.split('"').enumerate().map(hide).collect::<Vec<_>>().join("\"");
        Self { origin, key: key.into(), what }
    }
}

impl fmt::Display for Mistake {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: ", self.origin)?;
        if !self.key.is_empty() {
            write!(f, "{}: ", self.key)?;
        }
        f.write_str(&self.what)
    }
}

/// All mistakes of a configuration.
#[derive(Clone, Debug, thiserror::Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct Mistakes(pub Vec<Mistake>);

/// Where each key that somebody set comes from.
#[derive(Clone, Debug, Default)]
pub struct Origins(pub(super) BTreeMap<String, Origin>);

impl Origins {
    /// Where a key comes from.
    pub fn of(&self, key: &str) -> Origin {
        let mut key = key;
        loop {
            if let Some(origin) = self.0.get(key) {
                return origin.clone();
            }
            // What is missing in a row of a list is told at the row, a row of a variable at the variable.
            key = match key.rsplit_once(['.', '[']) {
                Some((row, _)) if key.contains('[') => row,
                _ => return Origin::Default,
            };
        }
    }

    /// Whether somebody set it.
    pub fn is_set(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }
}
