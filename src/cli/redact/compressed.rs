//! Compressed inputs: gzip and Zstandard are read, of others it is told how to pipe them.

use std::io::{self, BufRead, BufReader, Cursor, Read};

use anyhow::{Context as _, bail};
use flate2::bufread::MultiGzDecoder;

/// Other compressions by their first bytes: name, and what unpacks them.
const OTHERS: &[(&[u8], &str, &str)] = &[
    (b"\xFD7zXZ\0", "xz", "xz -dc"),
    (b"\x04\x22\x4D\x18", "lz4", "lz4 -dc"),
    (b"PK\x03\x04", "zip", "unzip -p"),
    (b"\x1F\x9D", "compress", "zcat"),
];

/// What is in an input, whatever its name: none of these begins as text, JSON or OTLP does.
pub(super) fn unpack(mut input: Box<dyn BufRead>) -> anyhow::Result<Box<dyn BufRead>> {
    let mut first = Vec::new();
    (&mut input).take(8).read_to_end(&mut first).context("cannot read the input")?;
    let other = OTHERS.iter().find(|(magic, ..)| first.starts_with(magic)).map(|(_, name, command)| (*name, *command));
    // A text may begin with the first three.
    let bzip2 = first.starts_with(b"BZh") && first.ends_with(b"1AY&");
    if let Some((name, command)) = other.or(bzip2.then_some(("bzip2", "bzip2 -dc"))) {
        bail!(
            "the input is compressed with {name}, and only gzip and Zstandard are read; {command} FILE | custos redact"
        );
    }
    let kind = match first.get(..4) {
        Some([0x1F, 0x8B, 8, _]) => Some("gzip"),
        Some([0x28, 0xB5, 0x2F, 0xFD]) => Some("Zstandard"),
        _ => None,
    };
    let input = Cursor::new(first).chain(input);
    let Some(kind) = kind else { return Ok(Box::new(input)) };
    let decoder: Box<dyn Read> = match kind {
        "gzip" => Box::new(MultiGzDecoder::new(input)),
        _ => Box::new(zstd::Decoder::with_buffer(input).context("cannot begin to unpack")?),
    };
    Ok(Box::new(BufReader::with_capacity(1 << 16, Unpacked { decoder, kind })))
}

/// A decoder whose errors say what they are of.
struct Unpacked {
    decoder: Box<dyn Read>,
    kind: &'static str,
}

impl Read for Unpacked {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        self.decoder.read(into).map_err(|error| match error.kind() {
            io::ErrorKind::Interrupted => error,
            kind => io::Error::new(kind, format!("the input is not whole {} data: {error}", self.kind)),
        })
    }
}
