//! What PowerShell and editors on Windows write: byte order marks, which are no JSON, and UTF-16. Read as UTF-8 that is
//! a NUL between any two characters, and nothing in it is found.

use std::io::{self, BufRead, BufReader, ErrorKind, Read};

use anyhow::{Context as _, bail};

use crate::cli::output;

/// The input as UTF-8, without a mark; anything that is not UTF-16 as it is.
pub(super) fn read(mut input: Box<dyn BufRead>) -> anyhow::Result<Box<dyn BufRead>> {
    // What is there already: more may never come.
    let begin = loop {
        match input.fill_buf() {
            Ok(there) => break there.get(..8).unwrap_or(there).to_vec(),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error).context("cannot read the input"),
        }
    };
    let (big, mark) = match begin.as_slice() {
        [0xFF, 0xFE, 0, 0, ..] | [0, 0, 0xFE, 0xFF, ..] => {
            bail!(
                "the input is UTF-32, and only UTF-8 and UTF-16 are read; iconv -f UTF-32 -t UTF-8 FILE | custos redact"
            )
        }
        [0xEF, 0xBB, 0xBF, ..] => {
            input.consume(3);
            return Ok(input);
        }
        [0xFF, 0xFE, ..] => (false, 2),
        [0xFE, 0xFF, ..] => (true, 2),
        // Without a mark it is told by four characters of ASCII.
        [a, 0, b, 0, c, 0, d, 0] if is_text(&[*a, *b, *c, *d]) => (false, 0),
        [0, a, 0, b, 0, c, 0, d] if is_text(&[*a, *b, *c, *d]) => (true, 0),
        _ => return Ok(input),
    };
    input.consume(mark);
    output::error("custos: the input is UTF-16; it is written as UTF-8");
    Ok(Box::new(BufReader::with_capacity(1 << 16, Utf16::new(input, big))))
}

/// Line ends alone, with zeros between them, are empty messages of protobuf.
fn is_text(bytes: &[u8]) -> bool {
    let visible = |byte: &u8| matches!(byte, b' '..=b'~');
    bytes.iter().any(visible) && bytes.iter().all(|byte| visible(byte) || matches!(byte, b'\t' | b'\r' | b'\n'))
}

/// Gives UTF-8; half a pair of surrogates, or half a unit at the end, becomes U+FFFD.
struct Utf16 {
    input: Box<dyn BufRead>,
    big: bool,
    /// Bytes of a character that is not whole yet.
    pending: Vec<u8>,
    ready: io::Cursor<Vec<u8>>,
}

impl Read for Utf16 {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        loop {
            let given = self.ready.read(into)?;
            if given > 0 || into.is_empty() {
                return Ok(given);
            }
            let there = self.input.fill_buf()?;
            let (read, end) = (there.len(), there.is_empty());
            self.pending.extend_from_slice(there);
            self.input.consume(read);
            if end && self.pending.is_empty() {
                return Ok(0);
            }
            self.ready = io::Cursor::new(self.decode(end).into_bytes());
        }
    }
}

impl Utf16 {
    fn new(input: Box<dyn BufRead>, big: bool) -> Self {
        Self { input, big, pending: Vec::new(), ready: io::Cursor::default() }
    }

    /// The characters that are whole; at the end all.
    fn decode(&mut self, end: bool) -> String {
        let unit = |pair: &[u8; 2]| if self.big { u16::from_be_bytes(*pair) } else { u16::from_le_bytes(*pair) };
        let (pairs, odd) = self.pending.as_chunks();
        let mut units: Vec<u16> = pairs.iter().map(unit).collect();
        let open = units.pop_if(|last| !end && (0xD800..0xDC00).contains(last));
        let mut text: String =
            char::decode_utf16(units).map(|char| char.unwrap_or(char::REPLACEMENT_CHARACTER)).collect();
        if end && !odd.is_empty() {
            text.push(char::REPLACEMENT_CHARACTER);
        }
        let left = if end { 0 } else { odd.len() + 2 * usize::from(open.is_some()) };
        self.pending.drain(..self.pending.len() - left);
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a byte at a time.
    struct Slow(Vec<u8>);

    impl Read for Slow {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let (Some(place), false) = (into.first_mut(), self.0.is_empty()) else { return Ok(0) };
            *place = self.0.remove(0);
            Ok(1)
        }
    }

    fn encoded(text: &str, big: bool) -> Vec<u8> {
        text.encode_utf16().flat_map(|unit| if big { unit.to_be_bytes() } else { unit.to_le_bytes() }).collect()
    }

    fn decoded(bytes: &[u8]) -> String {
        let mut text = String::new();
        read(Box::new(BufReader::new(io::Cursor::new(bytes.to_vec())))).unwrap().read_to_string(&mut text).unwrap();
        text
    }

    #[test]
    fn both_orders_are_read_with_and_without_mark() {
        let text = "mail to äöü 😀 ann@example.org\r\n";
        for big in [false, true] {
            assert_eq!(decoded(&encoded(text, big)), text);
            assert_eq!(decoded(&encoded(&format!("\u{FEFF}{text}"), big)), text);
            let input = Box::new(BufReader::new(Slow(encoded(text, big))));
            let mut slowly = String::new();
            Utf16::new(input, big).read_to_string(&mut slowly).unwrap();
            assert_eq!(slowly, text);
        }
    }

    #[test]
    fn broken_characters_are_replaced() {
        for (units, expected) in [
            (&[0xFEFF, 0xD83D][..], "\u{FFFD}"),
            (&[0xFEFF, 0xD83D, 0x61], "\u{FFFD}a"),
            (&[0xFEFF, 0xDE00, 0x61], "\u{FFFD}a"),
        ] {
            let bytes: Vec<u8> = units.iter().flat_map(|unit: &u16| unit.to_le_bytes()).collect();
            assert_eq!(decoded(&bytes), expected);
        }
        assert_eq!(decoded(b"\xFF\xFEa\0b"), "a\u{FFFD}");
    }

    #[test]
    fn anything_else_stays() {
        for bytes in
            [&b""[..], b"a", b"a\0b", b"plain text", b"\x0A\x00\x0A\x00\x0A\x00\x0A\x00\x01", b"\0\0\0\0\0\0\0\0"]
        {
            let mut left = Vec::new();
            read(Box::new(io::Cursor::new(bytes.to_vec()))).unwrap().read_to_end(&mut left).unwrap();
            assert_eq!(left, bytes);
        }
        assert!(read(Box::new(io::Cursor::new(b"\xFF\xFE\0\0a\0\0\0".to_vec()))).is_err());
    }
}
