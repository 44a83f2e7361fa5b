//! OTLP/JSON to protobuf, driven by the tables in `json/schema.rs`, without a tree in between.
//!
//! Decisions where the specification leaves a choice (numbers of the conformance list in brackets):
//!
//! * ids are hex in any case; of anything else an id comes that is not valid, for which one span is rejected [44, 56];
//! * enums are integers; their protobuf names are tolerated [45];
//! * unknown fields are ignored, also snake_case ones, and so is `null` [46, 47, 51];
//! * integers may be numbers or strings, with a point or an exponent if integral [48, 53];
//! * doubles may be numbers or strings: `"NaN"`, `"Infinity"`, `"-Infinity"` [49];
//! * bytes are base64, standard or URL-safe, padded or not [50];
//! * of a key that occurs twice in an object, the last one wins [54];
//! * a byte order mark and invalid UTF-8 are refused [55]; a lone surrogate escape becomes U+FFFD.

use std::fmt;

use base64::{
    Engine, alphabet,
    engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig},
};
use custos_model::{ingest::Signal, limits::MAX_DEPTH};

use super::{
    lexer::{self, LexError, Lexer},
    reader::{Budget, Reader, WireError},
};

mod schema;
mod tree;

use schema::{Field, Kind, Message};
pub use tree::{Tree, from_protobuf};

/// Why a text is not OTLP/JSON: position and field, never content.
#[derive(Clone, PartialEq, Eq)]
pub struct JsonError(WireError);

impl JsonError {
    /// Offset in the text, bytes.
    pub fn position(&self) -> usize {
        self.0.position()
    }

    fn new(position: usize, what: &'static str) -> Self {
        Self(WireError::new(position, what))
    }

    fn within(self, field: &'static str) -> Self {
        Self(self.0.within(field))
    }

    /// Whether it is only that the message would be larger than is allowed.
    pub fn is_too_large(&self) -> bool {
        self.0.what() == TOO_LARGE
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&self.0, f)
    }
}

impl fmt::Debug for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "JsonError({self})")
    }
}

impl std::error::Error for JsonError {}

impl From<LexError> for JsonError {
    fn from(error: LexError) -> Self {
        Self::new(error.position, error.what)
    }
}

const BASE64: GeneralPurposeConfig = GeneralPurposeConfig::new()
    .with_decode_padding_mode(DecodePaddingMode::Indifferent)
    .with_decode_allow_trailing_bits(true);
const STANDARD: GeneralPurpose = GeneralPurpose::new(&alphabet::STANDARD, BASE64);
const URL_SAFE: GeneralPurpose = GeneralPurpose::new(&alphabet::URL_SAFE, BASE64);

/// JSON nesting followed: each level of `AnyValue` takes at most four of JSON, and the messages around it a dozen.
const MAX_NESTING: usize = 4 * MAX_DEPTH + 16;

const TOO_LARGE: &str = "too large as protobuf";

/// Transcodes an `Export*ServiceRequest` from OTLP/JSON to protobuf.
///
/// # Errors
/// When the text is not OTLP/JSON of that signal, or nests too deep.
pub fn to_protobuf(signal: Signal, json: &[u8]) -> Result<Vec<u8>, JsonError> {
    to_protobuf_within(signal, json, usize::MAX)
}

/// The same to at most `limit` bytes: a number in a packed list has eight, and two as text (`1,`).
///
/// # Errors
/// Also when the message would be larger: [`JsonError::is_too_large`].
pub fn to_protobuf_within(signal: Signal, json: &[u8], limit: usize) -> Result<Vec<u8>, JsonError> {
    let text = std::str::from_utf8(json).map_err(|e| JsonError::new(e.valid_up_to(), "invalid UTF-8"))?;
    if text.starts_with('\u{feff}') {
        return Err(JsonError::new(0, "byte order mark"));
    }
    let message = schema::request(signal);
    let out = Vec::with_capacity(json.len() / 2);
    let mut transcoder = Transcoder { lexer: Lexer::new(text), out, limit, depth: 0 };
    transcoder.message(message)?;
    transcoder.lexer.end()?;
    transcoder.fits()?;
    Ok(transcoder.out)
}

const VARINT: u32 = 0;
const FIXED64: u32 = 1;
const LEN: u32 = 2;
const FIXED32: u32 = 5;

struct Transcoder<'a> {
    lexer: Lexer<'a>,
    out: Vec<u8>,
    /// Of `out`, bytes.
    limit: usize,
    /// Levels of `AnyValue` around the current position.
    depth: usize,
}

impl Transcoder<'_> {
    fn message(&mut self, message: &'static Message) -> Result<(), JsonError> {
        if message.nests {
            if self.depth >= MAX_DEPTH {
                return Err(self.lexer.fail("nested too deep").into());
            }
            self.depth += 1;
        }
        let start = self.out.len();
        let (mut first, mut seen, mut hint) = (true, 0u32, 0);
        // Fields that came again, and where the last one of each begins.
        let mut again: Vec<(u32, usize)> = Vec::new();
        self.lexer.begin_object()?;
        while let Some(key) = self.lexer.next_key(&mut first)? {
            let count = message.fields.len();
            // Fields mostly come in the order of the table.
            let found = (0..count).map(|i| (hint + i) % count).find(|i| message.fields[*i].name == key);
            let Some(index) = found else {
                self.lexer.skip(MAX_NESTING)?;
                continue;
            };
            hint = index + 1;
            let field = &message.fields[index];
            if seen & (1 << index) != 0 {
                again.retain(|(number, _)| *number != field.number);
                again.push((field.number, self.out.len() - start));
            }
            seen |= 1 << index;
            self.field(field).map_err(|e| e.within(field.name))?;
        }
        if !again.is_empty() {
            self.forget(start, &again)?;
        }
        self.depth -= usize::from(message.nests);
        Ok(())
    }

    /// Takes back what the message that starts at `start` wrote for fields before the last of each. Once a message: a
    /// key may come a million times.
    #[cold]
    fn forget(&mut self, start: usize, again: &[(u32, usize)]) -> Result<(), JsonError> {
        let written = self.out.split_off(start);
        let budget = Budget::whole(&written);
        let mut reader = Reader::new(&written, &budget);
        let mut from = 0;
        while let Some(key) = reader.key().map_err(JsonError)? {
            reader.skip(key).map_err(JsonError)?;
            if !again.iter().any(|(number, last)| *number == key.field && from < *last) {
                self.out.extend_from_slice(written.get(from..reader.position()).unwrap_or_default());
            }
            from = reader.position();
        }
        Ok(())
    }

    fn field(&mut self, field: &Field) -> Result<(), JsonError> {
        if self.lexer.peek()? == lexer::Kind::Null {
            return Ok(self.lexer.null()?);
        }
        if !field.repeated {
            return self.single(field);
        }
        let mut first = true;
        self.lexer.begin_array()?;
        if matches!(field.kind, Kind::Fixed64 | Kind::Double | Kind::Uint64) {
            self.key(field.number, LEN);
            return self.sized(|t| {
                while t.lexer.next_item(&mut first)? {
                    t.fits()?;
                    t.scalar(field.kind)?;
                }
                Ok(())
            });
        }
        while self.lexer.next_item(&mut first)? {
            self.single(field)?;
        }
        Ok(())
    }

    fn fits(&self) -> Result<(), JsonError> {
        if self.out.len() > self.limit { Err(self.lexer.fail(TOO_LARGE).into()) } else { Ok(()) }
    }

    /// One value with its key.
    fn single(&mut self, field: &Field) -> Result<(), JsonError> {
        self.fits()?;
        let wire = match field.kind {
            Kind::Text | Kind::Bytes | Kind::Id | Kind::Message(_) => LEN,
            Kind::Bool | Kind::Int64 | Kind::Uint32 | Kind::Uint64 | Kind::Sint32 | Kind::Enum(_) => VARINT,
            Kind::Fixed32 => FIXED32,
            Kind::Fixed64 | Kind::Sfixed64 | Kind::Double => FIXED64,
        };
        self.key(field.number, wire);
        match field.kind {
            Kind::Message(message) => self.sized(|t| {
                // A null in a list of messages is an empty one.
                if t.lexer.peek()? == lexer::Kind::Null { Ok(t.lexer.null()?) } else { t.message(message) }
            }),
            kind => self.scalar(kind),
        }
    }

    fn scalar(&mut self, kind: Kind) -> Result<(), JsonError> {
        match kind {
            Kind::Text => {
                let text = self.lexer.string()?;
                self.varint(text.len() as u64);
                self.out.extend_from_slice(text.as_bytes());
            }
            Kind::Bytes => self.bytes()?,
            Kind::Id => self.id()?,
            Kind::Bool => {
                let value = self.lexer.bool()?;
                self.out.push(u8::from(value));
            }
            Kind::Int64 => {
                let n: i64 = self.integer()?;
                self.varint(n as u64);
            }
            Kind::Uint32 => {
                let n: u32 = self.integer()?;
                self.varint(n.into());
            }
            Kind::Uint64 => {
                let n: u64 = self.integer()?;
                self.varint(n);
            }
            Kind::Sint32 => {
                let n: i32 = self.integer()?;
                self.varint(u64::from(((n << 1) ^ (n >> 31)) as u32));
            }
            Kind::Fixed32 => {
                let n: u32 = self.integer()?;
                self.out.extend_from_slice(&n.to_le_bytes());
            }
            Kind::Fixed64 => {
                let n: u64 = self.integer()?;
                self.out.extend_from_slice(&n.to_le_bytes());
            }
            Kind::Sfixed64 => {
                let n: i64 = self.integer()?;
                self.out.extend_from_slice(&n.to_le_bytes());
            }
            Kind::Double => {
                let n = self.double()?;
                self.out.extend_from_slice(&n.to_le_bytes());
            }
            Kind::Enum(names) => {
                let n = self.enumeration(names)?;
                self.varint(i64::from(n) as u64);
            }
            Kind::Message(message) => self.message(message)?,
        }
        Ok(())
    }

    fn key(&mut self, number: u32, wire: u32) {
        self.varint(u64::from(number << 3 | wire));
    }

    fn varint(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.out.push(n as u8 | 0x80);
            n >>= 7;
        }
        self.out.push(n as u8);
    }

    /// What `write` adds, with its length in front. One byte is kept for the length; a longer one moves the rest.
    fn sized(&mut self, write: impl FnOnce(&mut Self) -> Result<(), JsonError>) -> Result<(), JsonError> {
        let at = self.out.len();
        self.out.push(0);
        write(self)?;
        let len = self.out.len() - at - 1;
        if let (Ok(short @ ..0x80), Some(byte)) = (u8::try_from(len), self.out.get_mut(at)) {
            *byte = short;
            return Ok(());
        }
        let end = self.out.len();
        self.varint(len as u64);
        let width = self.out.len() - end;
        let mut prefix = [0; 10];
        prefix[..width].copy_from_slice(&self.out[end..]);
        self.out.copy_within(at + 1..end, at + width);
        self.out[at..at + width].copy_from_slice(&prefix[..width]);
        self.out.truncate(end + width - 1);
        Ok(())
    }

    fn bytes(&mut self) -> Result<(), JsonError> {
        let position = self.lexer.position();
        let text = self.lexer.string()?;
        let engine = if text.bytes().any(|b| b == b'-' || b == b'_') { &URL_SAFE } else { &STANDARD };
        let bytes = engine.decode(text.as_bytes()).map_err(|_| JsonError::new(position, "expected base64"))?;
        self.varint(bytes.len() as u64);
        self.out.extend_from_slice(&bytes);
        Ok(())
    }

    /// An id in hex. What is none is the matter of one element, not of the request: its text is kept, at a length that
    /// no id has, so that whoever checks ids finds this one.
    fn id(&mut self) -> Result<(), JsonError> {
        let text = self.lexer.string()?;
        let digits = text.as_bytes();
        let digit = |b: u8| char::from(b).to_digit(16).map(|d| d as u8);
        let start = self.out.len();
        self.varint(digits.len() as u64 / 2);
        for pair in digits.chunks(2) {
            match (pair.first().and_then(|b| digit(*b)), pair.get(1).and_then(|b| digit(*b))) {
                (Some(high), Some(low)) => self.out.push(high << 4 | low),
                _ => {
                    self.out.truncate(start);
                    let filler: &[u8] = if matches!(digits.len(), 8 | 16) { &[0] } else { &[] };
                    self.varint((digits.len() + filler.len()) as u64);
                    self.out.extend_from_slice(digits);
                    self.out.extend_from_slice(filler);
                    break;
                }
            }
        }
        Ok(())
    }

    /// The spelling of a number, inside quotes or not.
    fn digits<T>(&mut self, parse: impl FnOnce(&str) -> Option<T>, what: &'static str) -> Result<T, JsonError> {
        let position = self.lexer.position();
        let parsed = match self.lexer.peek()? {
            lexer::Kind::Number => parse(self.lexer.number()?),
            lexer::Kind::Str => parse(&self.lexer.string()?),
            _ => None,
        };
        parsed.ok_or_else(|| JsonError::new(position, what))
    }

    fn integer<T: TryFrom<i128>>(&mut self) -> Result<T, JsonError> {
        self.digits(|text| integer(text).and_then(|n| T::try_from(n).ok()), "expected an integer in range")
    }

    fn double(&mut self) -> Result<f64, JsonError> {
        self.digits(
            |text| match text {
                "NaN" => Some(f64::NAN),
                "Infinity" => Some(f64::INFINITY),
                "-Infinity" => Some(f64::NEG_INFINITY),
                _ => finite(text),
            },
            "expected a number",
        )
    }

    fn enumeration(&mut self, names: &[(&str, i32)]) -> Result<i32, JsonError> {
        self.digits(
            |text| match names.iter().find(|(name, _)| *name == text) {
                Some((_, n)) => Some(*n),
                None => integer(text).and_then(|n| i32::try_from(n).ok()),
            },
            "expected an enum number",
        )
    }
}

/// An integer in decimal, also as `1.0` or `1e3`. Wider than any field, so that the caller checks its own range.
fn integer(text: &str) -> Option<i128> {
    if text.starts_with('+') {
        return None;
    }
    match text.parse::<i64>() {
        Ok(n) => Some(n.into()),
        Err(_) => text.parse::<u64>().map(i128::from).ok().or_else(|| {
            let n = finite(text)?;
            // Beyond 2^64 no field has room.
            (n.fract() == 0.0 && n.abs() <= 18_446_744_073_709_551_616.0).then_some(n as i128)
        }),
    }
}

/// A finite number; Rust's own spellings `inf`, `nan` and `+1` are none.
fn finite(text: &str) -> Option<f64> {
    if !text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'-' | b'+' | b'.' | b'e' | b'E')) || text.starts_with('+') {
        return None;
    }
    text.parse().ok().filter(|n: &f64| n.is_finite())
}

#[cfg(test)]
mod tests;
