//! Input that is read line by line: JSON documents, and texts whose spans are wanted.

use std::io::{BufRead, Write};

use anyhow::{Context as _, bail};
use custos_processors::redact::RedactEngine;
use serde::{Deserialize, Serialize};

use super::{
    MAX_DOCUMENT,
    explain::{Explainer, Place},
    format, otlp, warn_invalid,
};

/// Calls `f` with every line and its number from 1, without line break. Lines are bounded.
pub(super) fn each_line(
    input: &mut dyn BufRead,
    mut f: impl FnMut(u64, &[u8], bool) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    let mut line = Vec::new();
    for number in 1.. {
        line.clear();
        let mut limited = std::io::Read::take(&mut *input, MAX_DOCUMENT as u64);
        limited.read_until(b'\n', &mut line).with_context(|| format!("cannot read line {number}"))?;
        if line.is_empty() {
            break;
        }
        let ended = line.last() == Some(&b'\n');
        if !ended && line.len() == MAX_DOCUMENT {
            bail!("line {number} is longer than {} MiB", MAX_DOCUMENT >> 20);
        }
        let text = line.strip_suffix(b"\n").unwrap_or(&line);
        f(number, text, ended)?;
    }
    Ok(())
}

/// Redacts one JSON document a line, such as the requests in a file of the OpenTelemetry Collector; a line that is none is redacted as
/// text. Each is written at once when `live`.
pub(super) fn documents(
    engine: &RedactEngine,
    input: &mut dyn BufRead,
    explainer: Option<&Explainer<'_>>,
    live: bool,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let (mut byte, mut invalid) = (0, 0);
    each_line(input, |number, line, ended| {
        let text = String::from_utf8_lossy(line);
        invalid += u64::from(matches!(text, std::borrow::Cow::Owned(_)));
        if let Some(mut request) = format::request(&text) {
            let explainer = explainer.map(|explainer| explainer.of_line(number));
            otlp::redact(engine, &mut request, explainer.as_ref(), out)?;
            if explainer.is_none() {
                serde_json::to_writer(&mut *out, &request)?;
                out.write_all(if ended { b"\n" } else { b"" })?;
            }
        } else if let Some(explainer) = explainer {
            let place = Place { line: number, column: 1, byte };
            explainer.text(&text, &engine.spans(&text, false), 0, place, out)?;
        } else {
            out.write_all(engine.redact_text(&text, false).as_deref().unwrap_or(&text).as_bytes())?;
            if ended {
                out.write_all(b"\n")?;
            }
        }
        byte += line.len() as u64 + 1;
        if live {
            out.flush()?;
        }
        Ok(())
    })?;
    warn_invalid(invalid);
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
    each_line(&mut input, |number, line, _| {
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
