//! Protobuf wire primitives over a borrowed body: keys, varints, fixed-width numbers, length-delimited fields.
//!
//! A [`Reader`] is a window of the whole body, so every error has an absolute position. Nothing here panics, whatever
//! the bytes; nothing here copies, except strings that are not UTF-8 (their bad parts become U+FFFD: one bad string
//! must not cost a batch, conformance point 55).

use std::{borrow::Cow, cell::Cell, fmt};

use custos_model::limits::MAX_DEPTH;

/// Why bytes are not the message they should be. Never holds content.
#[derive(Clone, PartialEq, Eq)]
pub struct WireError(Box<Detail>);

#[derive(Clone, PartialEq, Eq)]
struct Detail {
    position: usize,
    path: Vec<&'static str>,
    what: &'static str,
}

impl WireError {
    #[cold]
    pub(crate) fn new(position: usize, what: &'static str) -> Self {
        Self(Box::new(Detail { position, path: Vec::new(), what }))
    }

    /// Says inside which field it happened; called from the innermost field outwards.
    #[cold]
    pub(crate) fn within(mut self, field: &'static str) -> Self {
        // Nested values would repeat `value.array` dozens of times: the innermost few names are enough.
        if self.0.path.len() < 12 {
            self.0.path.push(field);
        }
        self
    }

    /// Offset in the body, bytes.
    pub fn position(&self) -> usize {
        self.0.position
    }

    /// Whether views of these bytes would take more memory than is granted.
    pub fn is_too_many(&self) -> bool {
        self.0.what == Budget::WHAT
    }

    /// What is wrong; one of a fixed set.
    pub fn what(&self) -> &'static str {
        self.0.what
    }
}

impl fmt::Display for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} at byte {}", self.0.what, self.0.position)?;
        for (i, name) in self.0.path.iter().rev().enumerate() {
            f.write_str(if i == 0 { " in " } else { "." })?;
            f.write_str(name)?;
        }
        Ok(())
    }
}

impl fmt::Debug for WireError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "WireError({self})")
    }
}

impl std::error::Error for WireError {}

/// Memory that views may take: a two-byte empty message becomes a struct of hundreds of bytes, so without a limit a
/// small body could take gigabytes. Real spans stay below five times their wire size.
#[derive(Debug)]
pub(crate) struct Budget {
    all: usize,
    left: Cell<usize>,
    /// By how much the texts of the request may still grow, bytes; `None` where no texts of its size could grow by
    /// more.
    growth: Option<Cell<usize>>,
}

/// By how much the texts of a request may grow as JSON, bytes. They are copied several times, and text without control
/// characters grows by a tenth or two.
pub(crate) const MAX_GROWTH: usize = 32 << 20;
/// Most bytes that one byte of text becomes, less itself: a control character is `\u0001`.
const GROWTH_PER_BYTE: usize = 5;

impl Budget {
    const BASE: usize = 16 << 20;
    const WHAT: &'static str = "too many elements for its size";
    const GROWS: &'static str = "too many control characters, or bytes that are not UTF-8";

    /// For a request that is read as a whole.
    pub(crate) fn whole(body: &[u8]) -> Self {
        Self::of(body, 2)
    }

    /// For a piece of a request. One item is never cut, so it has to do for the largest.
    pub(crate) fn piece(body: &[u8]) -> Self {
        Self::of(body, 4)
    }

    fn of(body: &[u8], per_byte: usize) -> Self {
        let all = body.len().saturating_mul(per_byte).saturating_add(Self::BASE);
        let growth = (body.len() > MAX_GROWTH / GROWTH_PER_BYTE).then_some(Cell::new(MAX_GROWTH));
        Self { all, left: Cell::new(all), growth }
    }
}

/// By how many bytes a text is longer as a JSON string, without its quotes.
fn growth(text: &str) -> usize {
    // Sums of a byte for each chunk: so many bytes are compared at once.
    let of = |byte: u8| {
        let (control, short) = (byte < b' ', matches!(byte, b'\n' | b'\r' | b'\t' | b'"' | b'\\'));
        if short { 1 } else { 5 * u8::from(control) }
    };
    text.as_bytes().chunks(51).map(|chunk| usize::from(chunk.iter().fold(0_u8, |n, b| n.wrapping_add(of(*b))))).sum()
}

const VARINT: u8 = 0;
const FIXED64: u8 = 1;
const LEN: u8 = 2;
const GROUP: u8 = 3;
const GROUP_END: u8 = 4;
const FIXED32: u8 = 5;

/// Number and wire type of a field.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Key {
    pub(crate) field: u32,
    wire: u8,
}

/// A window of a body.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Reader<'a, 'b> {
    body: &'a [u8],
    pos: usize,
    end: usize,
    /// Levels of `AnyValue` around this window.
    pub(crate) depth: usize,
    budget: &'b Budget,
}

impl<'a, 'b> Reader<'a, 'b> {
    pub(crate) fn new(body: &'a [u8], budget: &'b Budget) -> Self {
        Self { body, pos: 0, end: body.len(), depth: 0, budget }
    }

    /// Offset of what comes next, bytes.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    pub(crate) fn fail(&self, what: &'static str) -> WireError {
        WireError::new(self.pos, what)
    }

    /// The next field's key, or `None` at the end of the message.
    #[inline]
    pub(crate) fn key(&mut self) -> Result<Option<Key>, WireError> {
        if self.pos >= self.end {
            return Ok(None);
        }
        let raw = self.varint()?;
        let (field, wire) = (raw >> 3, (raw & 7) as u8);
        match u32::try_from(field) {
            Ok(field) if field != 0 && raw <= u64::from(u32::MAX) => Ok(Some(Key { field, wire })),
            _ => Err(self.fail("invalid field number")),
        }
    }

    #[inline]
    fn varint(&mut self) -> Result<u64, WireError> {
        match self.window().first() {
            Some(&byte) if byte < 0x80 => {
                self.pos += 1;
                Ok(u64::from(byte))
            }
            _ => self.long_varint(),
        }
    }

    fn long_varint(&mut self) -> Result<u64, WireError> {
        let mut value = 0u64;
        for (i, &byte) in self.window().iter().take(10).enumerate() {
            if i == 9 && byte > 1 {
                break;
            }
            value |= u64::from(byte & 0x7f) << (7 * i);
            if byte < 0x80 {
                self.pos += i + 1;
                return Ok(value);
            }
        }
        Err(self.fail(if self.window().len() < 10 { "truncated varint" } else { "varint is too long" }))
    }

    /// Bytes that are left of the message.
    pub(crate) fn left(&self) -> usize {
        self.end - self.pos
    }

    #[inline]
    fn window(&self) -> &'a [u8] {
        self.body.get(self.pos..self.end).unwrap_or_default()
    }

    #[inline]
    fn take(&mut self, len: usize) -> Result<&'a [u8], WireError> {
        match self.window().get(..len) {
            Some(bytes) => {
                self.pos += len;
                Ok(bytes)
            }
            None => Err(self.fail("truncated field")),
        }
    }

    #[inline]
    fn length(&mut self) -> Result<usize, WireError> {
        let len = self.varint()?;
        usize::try_from(len).map_err(|_| self.fail("truncated field"))
    }

    #[inline]
    fn expect(&self, key: Key, wire: u8, name: &'static str) -> Result<(), WireError> {
        if key.wire == wire { Ok(()) } else { Err(self.fail("wrong wire type").within(name)) }
    }

    /// Skips a field that is not known.
    pub(crate) fn skip(&mut self, key: Key) -> Result<(), WireError> {
        self.skip_at(key, 0)
    }

    fn skip_at(&mut self, key: Key, depth: usize) -> Result<(), WireError> {
        match key.wire {
            VARINT => self.varint().map(drop),
            FIXED64 => self.take(8).map(drop),
            FIXED32 => self.take(4).map(drop),
            LEN => {
                let len = self.length()?;
                self.take(len).map(drop)
            }
            GROUP if depth < MAX_DEPTH => loop {
                let inner = self.key()?.ok_or_else(|| self.fail("group without end"))?;
                if inner.wire == GROUP_END {
                    return if inner.field == key.field { Ok(()) } else { Err(self.fail("group without end")) };
                }
                self.skip_at(inner, depth + 1)?;
            },
            GROUP => Err(self.fail("nested too deep")),
            _ => Err(self.fail("invalid wire type")),
        }
    }

    /// Skips a field that only profiles may use: as if absent, and a warning once in the life of the process.
    #[cold]
    pub(crate) fn skip_profiles_only(&mut self, key: Key) -> Result<(), WireError> {
        static WARN: std::sync::Once = std::sync::Once::new();
        WARN.call_once(|| {
            tracing::warn!("a client sent indices into a string table, which only profiles have: ignored")
        });
        self.skip(key)
    }

    #[inline]
    pub(crate) fn bytes(&mut self, key: Key, name: &'static str) -> Result<&'a [u8], WireError> {
        self.expect(key, LEN, name)?;
        let len = self.length().map_err(|e| e.within(name))?;
        self.take(len).map_err(|e| e.within(name))
    }

    /// Text; what is not UTF-8 becomes U+FFFD.
    #[inline]
    pub(crate) fn text(&mut self, key: Key, name: &'static str) -> Result<Cow<'a, str>, WireError> {
        let bytes = self.bytes(key, name)?;
        let text = match simdutf8::basic::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => Cow::Owned(String::from_utf8_lossy(bytes).into_owned()),
        };
        if let Some(left) = &self.budget.growth {
            self.grow(left, bytes, &text).map_err(|e| e.within(name))?;
        }
        Ok(text)
    }

    /// Counts by how much a text grows.
    fn grow(&self, left: &Cell<usize>, bytes: &[u8], text: &str) -> Result<(), WireError> {
        let more = text.len().saturating_sub(bytes.len()) + growth(text);
        left.set(left.get().checked_sub(more).ok_or_else(|| self.fail(Budget::GROWS))?);
        Ok(())
    }

    /// `uint64`, `int64` (cast), `bool` (non-zero).
    #[inline]
    pub(crate) fn uint64(&mut self, key: Key, name: &'static str) -> Result<u64, WireError> {
        self.expect(key, VARINT, name)?;
        self.varint().map_err(|e| e.within(name))
    }

    /// `uint32`, `int32` and enums (cast): a longer varint is cut to 32 bits, as in every protobuf library.
    #[inline]
    pub(crate) fn uint32(&mut self, key: Key, name: &'static str) -> Result<u32, WireError> {
        Ok(self.uint64(key, name)? as u32)
    }

    pub(crate) fn int32(&mut self, key: Key, name: &'static str) -> Result<i32, WireError> {
        Ok(self.uint64(key, name)? as i32)
    }

    pub(crate) fn sint32(&mut self, key: Key, name: &'static str) -> Result<i32, WireError> {
        let n = self.uint32(key, name)?;
        Ok((n >> 1) as i32 ^ -((n & 1) as i32))
    }

    #[inline]
    pub(crate) fn fixed64(&mut self, key: Key, name: &'static str) -> Result<u64, WireError> {
        self.expect(key, FIXED64, name)?;
        let bytes = self.take(8).map_err(|e| e.within(name))?;
        Ok(bytes.try_into().map_or(0, u64::from_le_bytes))
    }

    #[inline]
    pub(crate) fn fixed32(&mut self, key: Key, name: &'static str) -> Result<u32, WireError> {
        self.expect(key, FIXED32, name)?;
        let bytes = self.take(4).map_err(|e| e.within(name))?;
        Ok(bytes.try_into().map_or(0, u32::from_le_bytes))
    }

    pub(crate) fn double(&mut self, key: Key, name: &'static str) -> Result<f64, WireError> {
        self.fixed64(key, name).map(f64::from_bits)
    }

    /// Repeated `fixed64` or `double`: packed or one by one.
    pub(crate) fn fixed64s(
        &mut self,
        key: Key,
        name: &'static str,
        mut each: impl FnMut(u64),
    ) -> Result<(), WireError> {
        if key.wire == FIXED64 {
            each(self.fixed64(key, name)?);
            return Ok(());
        }
        let bytes = self.bytes(key, name)?;
        if bytes.len() % 8 != 0 {
            return Err(self.fail("truncated packed field").within(name));
        }
        bytes.chunks_exact(8).for_each(|c| each(c.try_into().map_or(0, u64::from_le_bytes)));
        Ok(())
    }

    /// Repeated `uint64`: packed or one by one.
    pub(crate) fn uint64s(&mut self, key: Key, name: &'static str, mut each: impl FnMut(u64)) -> Result<(), WireError> {
        if key.wire == VARINT {
            each(self.uint64(key, name)?);
            return Ok(());
        }
        let mut inner = self.window_of(key, name)?;
        while inner.pos < inner.end {
            // A byte becomes eight.
            self.spend(size_of::<u64>()).map_err(|e| e.within(name))?;
            each(inner.varint().map_err(|e| e.within(name))?);
        }
        Ok(())
    }

    fn window_of(&mut self, key: Key, name: &'static str) -> Result<Self, WireError> {
        let bytes = self.bytes(key, name)?;
        Ok(Self { pos: self.pos - bytes.len(), end: self.pos, ..*self })
    }

    /// A nested message, read by `parse`.
    #[inline]
    pub(crate) fn message<T>(
        &mut self,
        key: Key,
        name: &'static str,
        parse: impl FnOnce(Self) -> Result<T, WireError>,
    ) -> Result<T, WireError> {
        let inner = self.window_of(key, name)?;
        parse(inner).map_err(|e| e.within(name))
    }

    /// A nested message, read by `parse` and added to `into`; counted against the memory limit of the request.
    #[inline]
    pub(crate) fn push<T>(
        &mut self,
        key: Key,
        name: &'static str,
        into: &mut Vec<T>,
        parse: impl FnOnce(Self) -> Result<T, WireError>,
    ) -> Result<(), WireError> {
        self.spend(size_of::<T>()).map_err(|e| e.within(name))?;
        let item = self.message(key, name, parse)?;
        into.push(item);
        Ok(())
    }

    /// The same for what `fill` completes in its place: nothing is moved.
    #[inline]
    pub(crate) fn add<T: Default>(
        &mut self,
        key: Key,
        name: &'static str,
        into: &mut Vec<T>,
        fill: impl FnOnce(Self, &mut T) -> Result<(), WireError>,
    ) -> Result<(), WireError> {
        self.spend(size_of::<T>()).map_err(|e| e.within(name))?;
        let inner = self.window_of(key, name)?;
        into.push(T::default());
        into.last_mut().map_or(Ok(()), |item| fill(inner, item)).map_err(|e| e.within(name))
    }

    #[inline]
    pub(crate) fn spend(&self, bytes: usize) -> Result<(), WireError> {
        match self.budget.left.get().checked_sub(bytes) {
            Some(left) => {
                self.budget.left.set(left);
                Ok(())
            }
            None => Err(self.fail(Budget::WHAT)),
        }
    }

    /// Memory that views have taken, bytes.
    pub(crate) fn spent(&self) -> usize {
        self.budget.all - self.budget.left.get()
    }

    /// The views so far are dropped.
    pub(crate) fn refill(&self) {
        self.budget.left.set(self.budget.all);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::otlp::value::write_str;

    fn read(text: &[u8], rest: usize) -> Result<usize, WireError> {
        let mut body = vec![0x0a];
        prost::encode_length_delimiter(text.len(), &mut body).unwrap();
        body.extend_from_slice(text);
        body.resize(body.len() + rest, 0);
        let budget = Budget::whole(&body);
        let mut r = Reader::new(&body, &budget);
        let key = r.key()?.unwrap();
        r.text(key, "text").map(|text| text.len())
    }

    #[test]
    fn what_texts_may_grow_by_is_bounded() {
        let control = |n: usize| vec![1; n];
        let most = MAX_GROWTH / GROWTH_PER_BYTE;
        assert_eq!(read(&control(most), MAX_GROWTH), Ok(most));
        let error = read(&control(most + 1), 0).unwrap_err();
        assert!(!error.is_too_many());
        assert_eq!(error.what(), Budget::GROWS);
        assert_eq!(read(&[0xff].repeat(MAX_GROWTH / 2), 0), Ok(MAX_GROWTH / 2 * 3));
        assert!(read(&[0xff].repeat(MAX_GROWTH / 2 + 1), 0).is_err());
        assert_eq!(read(&vec![b'a'; 2 * MAX_GROWTH], 0), Ok(2 * MAX_GROWTH));
    }

    #[test]
    fn texts_of_a_request_are_counted_together() {
        let text = vec![1; MAX_GROWTH / GROWTH_PER_BYTE];
        let budget = Budget::whole(&[0; MAX_GROWTH]);
        let r = Reader::new(&[], &budget);
        let left = budget.growth.as_ref().unwrap();
        assert!(r.grow(left, &text, std::str::from_utf8(&text).unwrap()).is_ok());
        r.refill();
        assert!(r.grow(left, &[1], "\u{1}").is_err());
        assert!(Budget::whole(&text).growth.is_none());
    }

    proptest! {
        #[test]
        fn growth_is_that_of_a_json_string(text in "([\\x00-\\x7f]|[\\x00-\\x1f]{0,200}|\\PC)*") {
            let mut json = String::new();
            write_str(&mut json, &text);
            prop_assert_eq!(json.len() - 2 - text.len(), growth(&text));
        }
    }
}
