//! Text of any length in windows.
//!
//! ```text
//! already written │ new text to write │ held back │ not read yet
//! <── CONTEXT ──> │                   │ <─ HOLD ─>
//! ```
//! The window is cut at a line end that no value reaches over; words before a value are seen across the cut.

use std::io::{BufRead, Read, Write};

use anyhow::{Context as _, bail};
use custos_processors::redact::RedactEngine;

use super::{
    explain::{Explainer, Place},
    warn_invalid,
};

/// New bytes of a window.
const WINDOW: usize = 1 << 20;
/// Text before the window that is seen again: more than any detector looks back.
const CONTEXT: usize = 4096;
/// Text that is not written before what follows is known: more than the longest value, a PEM key.
const HOLD: usize = 64 << 10;
/// A window without a place to cut grows up to this.
const MAX_WINDOW: usize = 16 << 20;

pub(super) fn text(
    engine: &RedactEngine,
    input: &mut dyn BufRead,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    part(engine, input, Place::START, explainer, out).map(warn_invalid)
}

/// Redacts a text that begins at `place`; gives the number of places without valid UTF-8.
pub(super) fn part(
    engine: &RedactEngine,
    input: &mut dyn BufRead,
    mut place: Place,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<u64> {
    let mut reader = Utf8 { input, pending: Vec::new(), invalid: 0 };
    let mut window = String::new();
    // Up to where the window, which begins at `place`, is written.
    let mut written = 0;
    let mut want = WINDOW;
    loop {
        let end = reader.read_to(&mut window, want)?;
        let found = engine.spans(&window, false);
        let inside = |at: usize| found.iter().any(|f| f.start < at && at < f.end);
        let cut = if end { Some(window.len()) } else { place_to_cut(&window, written, want >= MAX_WINDOW, inside) };
        let Some(cut) = cut else {
            want = (want * 2).min(MAX_WINDOW);
            continue;
        };
        let new: Vec<_> = found.into_iter().filter(|f| f.start >= written && f.start < cut).collect();
        if let Some(explainer) = explainer {
            explainer.text(&window, &new, written, place, out)?;
        } else {
            let mut from = written;
            for f in &new {
                out.write_all(window.get(from..f.start).unwrap_or_default().as_bytes())?;
                out.write_all(f.with.as_bytes())?;
                from = f.end;
            }
            out.write_all(window.get(from..cut).unwrap_or_default().as_bytes())?;
        }
        if end {
            break;
        }
        let drop = window.floor_char_boundary(cut.saturating_sub(CONTEXT));
        place = place.after(window.get(..drop).unwrap_or_default());
        window.drain(..drop);
        written = cut - drop;
        want = window.len() + WINDOW;
    }
    Ok(reader.invalid)
}

/// Text as it comes: lines are written as soon as they are whole, whatever follows. What is before them is seen. Gives
/// the number of places without valid UTF-8.
///
/// # Errors
/// When a line is longer than [`MAX_WINDOW`]: a part of it may be the half of a value.
pub(super) fn live(engine: &RedactEngine, input: &mut dyn BufRead, out: &mut dyn Write) -> anyhow::Result<u64> {
    let (mut window, mut lines, mut invalid) = (String::new(), Vec::new(), 0);
    // Up to where the window is written.
    let mut written = 0;
    while read_lines(input, &mut lines)? {
        invalid += lines.utf8_chunks().filter(|chunk| !chunk.invalid().is_empty()).count() as u64;
        window.push_str(&String::from_utf8_lossy(&lines));
        let found = engine.spans(&window, false);
        let mut from = written;
        for f in found.iter().filter(|f| f.end > written) {
            // Of a value that began in a line before, what is new.
            out.write_all(window.get(from..f.start).unwrap_or_default().as_bytes())?;
            out.write_all(f.with.as_bytes())?;
            from = f.end;
        }
        let rest = window.get(from..).unwrap_or_default();
        out.write_all(rest.as_bytes())?;
        // A value that goes on takes the end of its line with it, and who follows waits for that.
        if rest.is_empty() && window.ends_with('\n') {
            out.write_all(b"\n")?;
        }
        out.flush()?;
        // A value that may go on is seen from its beginning: the lines of a key are told by its head.
        let last = window.trim_end().len();
        let open = found.iter().find(|f| f.end >= last).map_or(window.len(), |f| f.start);
        let keep = open.min(window.len().saturating_sub(CONTEXT)).max(window.len().saturating_sub(HOLD));
        window.drain(..window.floor_char_boundary(keep));
        written = window.len();
    }
    Ok(invalid)
}

/// The lines that are there, at least one; `false` at the end of the input.
fn read_lines(input: &mut dyn BufRead, lines: &mut Vec<u8>) -> anyhow::Result<bool> {
    lines.clear();
    loop {
        let there = match input.fill_buf() {
            Ok(there) => there,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error).context("cannot read the input"),
        };
        if there.is_empty() {
            return Ok(!lines.is_empty());
        }
        let end = memchr::memrchr(b'\n', there).map(|n| n + 1);
        let take = end.unwrap_or(there.len());
        lines.extend_from_slice(there.get(..take).unwrap_or_default());
        input.consume(take);
        if end.is_some() {
            return Ok(true);
        }
        if lines.len() > MAX_WINDOW {
            bail!("a line is longer than {} MiB; leave --line-buffered away", MAX_WINDOW >> 20);
        }
    }
}

/// The last line end before what is held back; if there is none the last blank; if it must be, anywhere.
fn place_to_cut(window: &str, written: usize, must: bool, inside: impl Fn(usize) -> bool) -> Option<usize> {
    let limit = window.floor_char_boundary(window.len().saturating_sub(HOLD));
    let free = window.get(written..limit)?;
    let last = |is: fn(char) -> bool| {
        let mut places = free.rmatch_indices(is).map(|(i, c)| written + i + c.len());
        places.find(|at| !inside(*at))
    };
    last(|c| c == '\n').or_else(|| last(char::is_whitespace)).or_else(|| {
        let anywhere = (written..=limit).rev().find(|at| window.is_char_boundary(*at) && !inside(*at));
        must.then(|| anywhere.filter(|at| *at > written).unwrap_or(limit))
    })
}

/// Reads text; what is not UTF-8 becomes U+FFFD.
struct Utf8<'a> {
    input: &'a mut dyn BufRead,
    pending: Vec<u8>,
    invalid: u64,
}

impl Utf8<'_> {
    /// Fills `text` up to about `want` bytes; `true` at the end of the input.
    fn read_to(&mut self, text: &mut String, want: usize) -> std::io::Result<bool> {
        let more = want.saturating_sub(text.len() + self.pending.len()) as u64;
        let read = (&mut *self.input).take(more).read_to_end(&mut self.pending)?;
        let end = (read as u64) < more;
        let mut rest: &[u8] = &self.pending;
        loop {
            match std::str::from_utf8(rest) {
                Ok(valid) => {
                    text.push_str(valid);
                    rest = &[];
                    break;
                }
                Err(error) => {
                    let (valid, bad) = rest.split_at(error.valid_up_to());
                    text.push_str(std::str::from_utf8(valid).unwrap_or_default());
                    match error.error_len() {
                        // A character that is cut by the end of what was read.
                        None if !end => {
                            rest = bad;
                            break;
                        }
                        len => {
                            self.invalid += 1;
                            text.push(char::REPLACEMENT_CHARACTER);
                            rest = bad.get(len.unwrap_or(bad.len())..).unwrap_or_default();
                        }
                    }
                }
            }
        }
        self.pending = rest.to_vec();
        Ok(end)
    }
}
