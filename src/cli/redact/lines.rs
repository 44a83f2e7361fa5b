//! Input that is read line by line: JSON documents, and texts whose spans are wanted.

use std::io::{self, BufRead, Read, Write};

use anyhow::{Context as _, bail};
use custos_processors::redact::RedactEngine;
use serde::{Deserialize, Serialize};

use super::{
    MAX_DOCUMENT,
    explain::{Explainer, Place},
    format, otlp, stream, warn_invalid,
};

/// The lines of an input, one at a time. They are bounded.
struct Lines<'a> {
    input: &'a mut dyn BufRead,
    /// With its line break.
    line: Vec<u8>,
    /// From 1.
    number: u64,
    /// Where the line begins.
    byte: u64,
}

impl<'a> Lines<'a> {
    fn new(input: &'a mut dyn BufRead) -> Self {
        Self { input, line: Vec::new(), number: 0, byte: 0 }
    }

    /// Reads the next line; `false` at the end.
    fn advance(&mut self) -> anyhow::Result<bool> {
        self.byte += self.line.len() as u64;
        self.number += 1;
        self.line.clear();
        let mut limited = Read::take(&mut *self.input, MAX_DOCUMENT as u64);
        let number = self.number;
        limited.read_until(b'\n', &mut self.line).with_context(|| format!("cannot read line {number}"))?;
        if self.line.len() == MAX_DOCUMENT && !self.line.ends_with(b"\n") {
            bail!("line {number} is longer than {} MiB", MAX_DOCUMENT >> 20);
        }
        Ok(!self.line.is_empty())
    }

    fn text(&self) -> &[u8] {
        self.line.strip_suffix(b"\n").unwrap_or(&self.line)
    }

    fn is_document(&self) -> bool {
        matches!(self.line.trim_ascii_start().first(), Some(b'{' | b'['))
            && serde_json::from_slice::<serde::de::IgnoredAny>(&self.line).is_ok()
    }

    fn place(&self) -> Place {
        Place { line: self.number, column: 1, byte: self.byte }
    }
}

/// The lines from this one on, up to one that is a document.
struct Texts<'a, 'b> {
    lines: &'a mut Lines<'b>,
    /// What was taken of the line.
    taken: usize,
    state: State,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Text,
    /// The line at hand is one.
    Document,
    End,
}

impl BufRead for Texts<'_, '_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.state == State::Text && self.taken == self.lines.line.len() {
            self.taken = 0;
            self.state = match self.lines.advance().map_err(io::Error::other)? {
                true if self.lines.is_document() => State::Document,
                true => State::Text,
                false => State::End,
            };
        }
        match self.state {
            State::Text => Ok(self.lines.line.get(self.taken..).unwrap_or_default()),
            State::Document | State::End => Ok(&[]),
        }
    }

    fn consume(&mut self, amount: usize) {
        self.taken += amount;
    }
}

impl Read for Texts<'_, '_> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let read = self.fill_buf()?.read(into)?;
        self.consume(read);
        Ok(read)
    }
}

/// Calls `f` with every line and its number from 1, without line break.
pub(super) fn each_line(
    input: &mut dyn BufRead,
    mut f: impl FnMut(u64, &[u8]) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut lines = Lines::new(input);
    while lines.advance()? {
        f(lines.number, lines.text())?;
    }
    Ok(())
}

/// Redacts one JSON document a line, such as the requests in a file of the OpenTelemetry Collector. Lines that are none
/// are redacted as one text: of a key over several lines none tells by itself what it is. Each line is written at once
/// when `live`.
pub(super) fn documents(
    engine: &RedactEngine,
    input: &mut dyn BufRead,
    explainer: Option<&Explainer<'_>>,
    live: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut lines = Lines::new(input);
    let mut invalid = 0;
    let mut more = lines.advance()?;
    while more {
        if lines.is_document() {
            document(engine, &lines, explainer, out)?;
            if live {
                out.flush()?;
            }
            more = lines.advance()?;
            continue;
        }
        let place = lines.place();
        let mut texts = Texts { lines: &mut lines, taken: 0, state: State::Text };
        invalid += match (live, explainer) {
            (true, None) => stream::live(engine, &mut texts, out)?,
            _ => stream::part(engine, &mut texts, place, explainer, out)?,
        };
        more = texts.state == State::Document;
    }
    warn_invalid(invalid);
    Ok(())
}

/// Redacts the document in the line at hand.
fn document(
    engine: &RedactEngine,
    lines: &Lines<'_>,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let text = String::from_utf8_lossy(lines.text());
    if let Some(mut request) = format::request(&text) {
        let explainer = explainer.map(|explainer| explainer.of_line(lines.number));
        otlp::redact(engine, &mut request, explainer.as_ref(), out)?;
        if explainer.is_none() {
            serde_json::to_writer(&mut *out, &request)?;
        }
    } else if let Some(explainer) = explainer {
        explainer.text(&text, &engine.spans(&text, false), 0, lines.place(), out)?;
    } else {
        out.write_all(engine.redact_text(&text, false).as_deref().unwrap_or(&text).as_bytes())?;
    }
    if explainer.is_none() && lines.line.ends_with(b"\n") {
        out.write_all(b"\n")?;
    }
    Ok(())
}

#[derive(Deserialize)]
struct Text {
    text: String,
}

#[derive(Serialize)]
struct Labelled<'a> {
    text: &'a str,
    spans: Vec<Span>,
}

#[derive(Serialize)]
struct Span {
    r#type: &'static str,
    start: usize,
    end: usize,
}

/// `{"text"}` a line to `{"text", "spans"}` a line.
pub(super) fn labelled(
    engine: &RedactEngine,
    mut input: Box<dyn BufRead>,
    live: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    each_line(&mut input, |number, line| {
        if line.trim_ascii().is_empty() {
            return Ok(());
        }
        // What the parser says may quote the line.
        let Ok(Text { text }) = serde_json::from_slice(line) else {
            bail!("line {number}: not a JSON object with a string `text`");
        };
        let (new, found) = engine.inspect(&text, false);
        let mut chars = Chars::new(&text);
        let spans = found
            .iter()
            .map(|f| Span { r#type: f.kind.name(), start: chars.count(f.start), end: chars.count(f.end) })
            .collect();
        serde_json::to_writer(&mut *out, &Labelled { text: new.as_deref().unwrap_or(&text), spans })?;
        out.write_all(b"\n")?;
        if live {
            out.flush()?;
        }
        Ok(())
    })
}

/// Bytes to characters, for positions in order.
pub(super) struct Chars<'a> {
    text: &'a str,
    byte: usize,
    chars: usize,
}

impl<'a> Chars<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Self { text, byte: 0, chars: 0 }
    }

    /// Characters before this byte, which is not before the last one asked for.
    pub(super) fn count(&mut self, byte: usize) -> usize {
        self.chars += self.text.get(self.byte..byte).unwrap_or_default().chars().count();
        self.byte = byte;
        self.chars
    }
}
