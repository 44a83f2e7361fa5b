//! What can go wrong with a query, told in one line a person can act on.
//!
//! | kind | who can fix it | HTTP |
//! |---|---|---|
//! | `Invalid` | the author of the query | 400 |
//! | `Refused` | nobody: only reading is allowed | 403 |
//! | `Timeout` | a narrower query, or a larger limit | 422: clients repeat 408 and 504 by themselves |
//! | `ResourcesExhausted` | a narrower query, or a larger limit | 413 |
//! | `Busy` | wait and retry | 429 |
//! | `Storage` | the operator: object store or ledger | 503 |
//! | `Internal` | us | 500 |

use std::fmt;

type Source = Box<dyn std::error::Error + Send + Sync>;

/// Longest message, in characters; what the engine says beyond it is cut.
const MAX_MESSAGE: usize = 500;

/// Kind of a failure, for exit codes and HTTP status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorKind {
    /// The query is wrong: syntax, names, types, or a value it computes (division by zero).
    Invalid,
    /// The statement is not a read.
    Refused,
    /// The time limit passed.
    Timeout,
    /// The memory limit, or a fixed limit on the size of one value, was reached.
    ResourcesExhausted,
    /// Too many queries run already.
    Busy,
    /// The object store or the ledger failed.
    Storage,
    /// A fault in the engine.
    Internal,
}

impl ErrorKind {
    /// Stable name, as it appears in JSON.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invalid => "invalid",
            Self::Refused => "refused",
            Self::Timeout => "timeout",
            Self::ResourcesExhausted => "resources_exhausted",
            Self::Busy => "busy",
            Self::Storage => "storage",
            Self::Internal => "internal",
        }
    }
}

/// A place in the SQL text, counted from 1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Position {
    /// Line.
    pub line: u64,
    /// Column, in characters.
    pub column: u64,
}

impl fmt::Display for Position {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "line {}, column {}", self.line, self.column)
    }
}

/// A failed query. `Display` is one line: message, position, hint.
#[derive(Debug, thiserror::Error)]
pub struct QueryError {
    kind: ErrorKind,
    message: String,
    hint: Option<String>,
    position: Option<Position>,
    #[source]
    source: Option<Source>,
}

impl fmt::Display for QueryError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        if let Some(position) = self.position {
            write!(f, " ({position})")?;
        }
        if let Some(hint) = &self.hint {
            write!(f, "; {hint}")?;
        }
        Ok(())
    }
}

impl QueryError {
    pub(crate) fn new(kind: ErrorKind, message: impl AsRef<str>) -> Self {
        Self { kind, message: one_line(message.as_ref()), hint: None, position: None, source: None }
    }

    pub(crate) fn invalid(message: impl AsRef<str>) -> Self {
        Self::new(ErrorKind::Invalid, message)
    }

    pub(crate) fn refused(message: impl AsRef<str>) -> Self {
        Self::new(ErrorKind::Refused, message)
    }

    pub(crate) fn timeout(limit: std::time::Duration) -> Self {
        Self::new(ErrorKind::Timeout, format!("the query ran longer than {limit:?} (query.timeout)")).with_hint(
            "narrow the time range, select fewer columns, or raise query.timeout (CUSTOS__QUERY__TIMEOUT=5m)",
        )
    }

    pub(crate) fn storage(message: &str, source: impl Into<Source>) -> Self {
        Self::new(ErrorKind::Storage, message).with_source(source)
    }

    pub(crate) fn internal(message: impl AsRef<str>) -> Self {
        Self::new(ErrorKind::Internal, message)
    }

    pub(crate) fn with_hint(mut self, hint: impl AsRef<str>) -> Self {
        self.hint = Some(one_line(hint.as_ref()));
        self
    }

    pub(crate) fn at(mut self, position: Option<Position>) -> Self {
        self.position = self.position.or(position);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Source>) -> Self {
        self.source = Some(source.into());
        self
    }

    /// Kind.
    pub fn kind(&self) -> ErrorKind {
        self.kind
    }

    /// What is wrong, without position and hint. One line.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What to do about it. One line.
    pub fn hint(&self) -> Option<&str> {
        self.hint.as_deref()
    }

    /// Where in the SQL text.
    pub fn position(&self) -> Option<Position> {
        self.position
    }
}

/// Control characters become spaces, runs of spaces one, and the length is limited.
fn one_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len().min(MAX_MESSAGE));
    for (count, word) in text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|w| !w.is_empty()).enumerate()
    {
        if count > 0 {
            out.push(' ');
        }
        out.push_str(word);
    }
    if let Some((end, _)) = out.char_indices().nth(MAX_MESSAGE) {
        out.truncate(end);
        out.push('…');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn message_is_one_line_and_bounded() {
        let error =
            QueryError::invalid("a\n\tb \u{1b}[31m c").with_hint("x\ny").at(Some(Position { line: 2, column: 3 }));
        assert_eq!(error.to_string(), "a b [31m c (line 2, column 3); x y");
        assert!(QueryError::invalid("é".repeat(5000)).message().chars().count() <= MAX_MESSAGE + 1);
    }
}
