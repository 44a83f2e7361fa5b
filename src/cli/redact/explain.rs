//! One line a decision.

use std::io::{self, Write};

use custos_processors::redact::{Evidence, Found, RedactEngine};

/// Prints decisions; hides values unless told otherwise.
pub(super) struct Explainer<'a> {
    engine: &'a RedactEngine,
    show: bool,
    /// Before each path.
    prefix: String,
}

/// Where a text begins in the input: line and column from 1, byte from 0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Place {
    pub(super) line: u64,
    pub(super) column: u64,
    pub(super) byte: u64,
}

impl Place {
    pub(super) const START: Self = Self { line: 1, column: 1, byte: 0 };

    /// The place behind `text`, which begins here.
    pub(super) fn after(self, text: &str) -> Self {
        let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count() as u64;
        let last = text.rsplit('\n').next().unwrap_or_default().chars().count() as u64;
        let column = if lines == 0 { self.column + last } else { 1 + last };
        Self { line: self.line + lines, column, byte: self.byte + text.len() as u64 }
    }
}

impl<'a> Explainer<'a> {
    pub(super) fn new(engine: &'a RedactEngine, show: bool) -> Self {
        Self { engine, show, prefix: String::new() }
    }

    /// For a request that is one of many lines.
    pub(super) fn of_line(&self, number: u64) -> Self {
        Self { prefix: format!("{number}: "), ..*self }
    }

    /// Writes the decisions of a text that begins at `place`, those from byte `from` on.
    pub(super) fn text(
        &self,
        text: &str,
        found: &[Found],
        from: usize,
        mut place: Place,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let mut at = 0;
        for f in found.iter().filter(|f| f.start >= from) {
            place = place.after(text.get(at..f.start).unwrap_or_default());
            at = f.start;
            let (line, column, byte) = (place.line, place.column, place.byte);
            self.write(&format!("{line}:{column} byte {byte}"), text, f, out)?;
        }
        Ok(())
    }

    /// Writes the decisions of one value of a request.
    pub(super) fn at_path(&self, path: &str, text: &str, found: &[Found], out: &mut dyn Write) -> io::Result<()> {
        let place = format!("{}{path}", self.prefix);
        found.iter().try_for_each(|f| self.write(&place, text, f, out))
    }

    fn write(&self, place: &str, text: &str, found: &Found, out: &mut dyn Write) -> io::Result<()> {
        let value = text.get(found.start..found.end).unwrap_or_default();
        let decision = self.engine.explain(text, std::slice::from_ref(found));
        let Some(decision) = decision.first() else { return Ok(()) };
        let checksum = match decision.checksum {
            None => "none",
            Some(true) => "right",
            Some(false) => "wrong",
        };
        let evidence = match &decision.evidence {
            Evidence::Form => "form".to_owned(),
            Evidence::Words => "words around it".to_owned(),
            // A key that was itself removed is never kept as the key of a value.
            Evidence::Key(key) => format!("key {key:?}"),
            Evidence::Place => "place in the text".to_owned(),
        };
        writeln!(
            out,
            "{place}\t{}\t{}\trule: {}\tchecksum: {checksum}\tby: {evidence}\tscore: {:.2}",
            found.kind.name(),
            self.value(value),
            decision.rule,
            decision.score,
        )
    }

    /// The value, or its first and last character and its length.
    fn value(&self, value: &str) -> String {
        if self.show {
            return format!("{value:?}");
        }
        let count = value.chars().count();
        let mut chars = value.chars();
        // Of a short value the ends would be most of it.
        match (chars.next(), chars.next_back()) {
            (Some(first), Some(last)) if count >= 6 => {
                format!("{}…{} ({count} characters)", first.escape_debug(), last.escape_debug())
            }
            _ => format!("… ({count} characters)"),
        }
    }
}
