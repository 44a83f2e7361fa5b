//! Text of any length in windows.
//!
//! ```text
//! already written │ new text to write │ held back │ not read yet
//! <── CONTEXT ──> │                   │ <─ HOLD ─>
//! ```
//! The window is cut at a line end that no value reaches over; words before a value are seen across the cut.

use std::io::{BufRead, Read, Write};

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
    let mut reader = Utf8 { input, pending: Vec::new(), invalid: 0 };
    let mut window = String::new();
    // Where the window begins in the input, and up to where it is written.
    let (mut place, mut written) = (Place::START, 0);
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
    warn_invalid(reader.invalid);
    Ok(())
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
