//! A pull lexer for JSON text: no tree, strings borrow from the text when they hold no escapes.
//!
//! Strict on the grammar of RFC 8259, with two decisions: a lone surrogate escape (`"\ud83d"`, which JavaScript sends
//! when a string was cut in the middle of an emoji) becomes U+FFFD, and nesting is limited by the caller.

use std::borrow::Cow;

/// What is wrong, and where.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct LexError {
    /// Offset in the text, bytes.
    pub(crate) position: usize,
    /// One of a fixed set.
    pub(crate) what: &'static str,
}

/// Kind of the next value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    Object,
    Array,
    Str,
    Number,
    Bool,
    Null,
}

/// Position in a JSON text.
#[derive(Clone)]
pub(crate) struct Lexer<'a> {
    text: &'a str,
    pos: usize,
}

type Lex<T> = Result<T, LexError>;

impl<'a> Lexer<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self { text, pos: 0 }
    }

    /// Offset of what comes next, bytes.
    pub(crate) fn position(&self) -> usize {
        self.pos
    }

    #[cold]
    pub(crate) fn fail(&self, what: &'static str) -> LexError {
        LexError { position: self.pos, what }
    }

    #[inline]
    fn rest(&self) -> &'a [u8] {
        self.text.as_bytes().get(self.pos..).unwrap_or_default()
    }

    #[inline]
    fn byte(&self) -> Option<u8> {
        self.text.as_bytes().get(self.pos).copied()
    }

    #[inline]
    fn space(&mut self) {
        while let Some(b' ' | b'\n' | b'\r' | b'\t') = self.byte() {
            self.pos += 1;
        }
    }

    /// Kind of the next value.
    pub(crate) fn peek(&mut self) -> Lex<Kind> {
        self.space();
        match self.byte() {
            Some(b'{') => Ok(Kind::Object),
            Some(b'[') => Ok(Kind::Array),
            Some(b'"') => Ok(Kind::Str),
            Some(b'-' | b'0'..=b'9') => Ok(Kind::Number),
            Some(b't' | b'f') => Ok(Kind::Bool),
            Some(b'n') => Ok(Kind::Null),
            Some(_) => Err(self.fail("expected a value")),
            None => Err(self.fail("unexpected end")),
        }
    }

    fn eat(&mut self, byte: u8, what: &'static str) -> Lex<()> {
        self.space();
        if self.byte() == Some(byte) {
            self.pos += 1;
            return Ok(());
        }
        Err(self.fail(if self.byte().is_none() { "unexpected end" } else { what }))
    }

    /// `{`; then call [`Self::next_key`] until it gives `None`.
    pub(crate) fn begin_object(&mut self) -> Lex<()> {
        self.eat(b'{', "expected an object")
    }

    /// The next key with its colon, or the end of the object.
    pub(crate) fn next_key(&mut self, first: &mut bool) -> Lex<Option<Cow<'a, str>>> {
        if !self.next(first, b'}')? {
            return Ok(None);
        }
        self.space();
        if self.byte() != Some(b'"') {
            return Err(self.fail("expected a key"));
        }
        let key = self.string()?;
        self.eat(b':', "expected ':'")?;
        Ok(Some(key))
    }

    /// `[`; then call [`Self::next_item`] until it gives `false`.
    pub(crate) fn begin_array(&mut self) -> Lex<()> {
        self.eat(b'[', "expected an array")
    }

    /// Whether another item follows.
    pub(crate) fn next_item(&mut self, first: &mut bool) -> Lex<bool> {
        self.next(first, b']')
    }

    fn next(&mut self, first: &mut bool, close: u8) -> Lex<bool> {
        self.space();
        if self.byte() == Some(close) {
            self.pos += 1;
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.eat(b',', "expected ',' or a closing bracket")?;
        }
        Ok(true)
    }

    /// `null`
    pub(crate) fn null(&mut self) -> Lex<()> {
        self.word(b"null")
    }

    /// `true` or `false`
    pub(crate) fn bool(&mut self) -> Lex<bool> {
        self.space();
        if self.byte() == Some(b't') {
            return self.word(b"true").map(|()| true);
        }
        self.word(b"false").map(|()| false)
    }

    fn word(&mut self, word: &[u8]) -> Lex<()> {
        self.space();
        if !self.rest().starts_with(word) {
            return Err(self.fail("expected a value"));
        }
        self.pos += word.len();
        Ok(())
    }

    /// The spelling of a number.
    pub(crate) fn number(&mut self) -> Lex<&'a str> {
        self.space();
        let start = self.pos;
        if self.byte() == Some(b'-') {
            self.pos += 1;
        }
        let zero = self.byte() == Some(b'0');
        if self.digits()? > 1 && zero {
            return Err(self.fail("number with a leading zero"));
        }
        if self.byte() == Some(b'.') {
            self.pos += 1;
            self.digits()?;
        }
        if let Some(b'e' | b'E') = self.byte() {
            self.pos += 1;
            if let Some(b'+' | b'-') = self.byte() {
                self.pos += 1;
            }
            self.digits()?;
        }
        Ok(self.text.get(start..self.pos).unwrap_or_default())
    }

    fn digits(&mut self) -> Lex<usize> {
        let count = self.rest().iter().take_while(|b| b.is_ascii_digit()).count();
        self.pos += count;
        if count == 0 { Err(self.fail("expected a digit")) } else { Ok(count) }
    }

    /// A string.
    pub(crate) fn string(&mut self) -> Lex<Cow<'a, str>> {
        self.eat(b'"', "expected a string")?;
        let plain = self.plain();
        if self.byte() == Some(b'"') {
            self.pos += 1;
            return Ok(Cow::Borrowed(plain));
        }
        let mut out = String::with_capacity(plain.len() * 2 + 16);
        out.push_str(plain);
        loop {
            match self.byte() {
                Some(b'"') => {
                    self.pos += 1;
                    return Ok(Cow::Owned(out));
                }
                Some(b'\\') => {
                    self.pos += 1;
                    self.escape(&mut out)?;
                }
                Some(_) => return Err(self.fail("control character in a string")),
                None => return Err(self.fail("unexpected end")),
            }
            out.push_str(self.plain());
        }
    }

    /// Text up to the next quote, backslash or control character.
    #[inline]
    fn plain(&mut self) -> &'a str {
        let len = plain_len(self.rest());
        let text = self.text.get(self.pos..self.pos + len).unwrap_or_default();
        self.pos += len;
        text
    }

    fn escape(&mut self, out: &mut String) -> Lex<()> {
        let c = match self.byte() {
            Some(b @ (b'"' | b'\\' | b'/')) => char::from(b),
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => {
                self.pos += 1;
                out.push(self.unicode()?);
                return Ok(());
            }
            Some(_) => return Err(self.fail("unknown escape")),
            None => return Err(self.fail("unexpected end")),
        };
        self.pos += 1;
        out.push(c);
        Ok(())
    }

    fn unicode(&mut self) -> Lex<char> {
        let unit = self.hex4()?;
        if !(0xd800..0xdc00).contains(&unit) {
            return Ok(char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER));
        }
        // A high surrogate: the low one must follow at once, else it stands alone.
        let after = self.pos;
        if self.rest().starts_with(b"\\u") {
            self.pos += 2;
            let low = self.hex4()?;
            if (0xdc00..0xe000).contains(&low) {
                let c = 0x10000 + ((unit - 0xd800) << 10) + (low - 0xdc00);
                return Ok(char::from_u32(c).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.pos = after;
        }
        Ok(char::REPLACEMENT_CHARACTER)
    }

    fn hex4(&mut self) -> Lex<u32> {
        let mut unit = 0;
        for i in 0..4 {
            match self.rest().get(i).and_then(|b| char::from(*b).to_digit(16)) {
                Some(digit) => unit = unit * 16 + digit,
                None => return Err(self.fail("expected four hex digits")),
            }
        }
        self.pos += 4;
        Ok(unit)
    }

    /// Skips a value that nests at most `depth` deep, checking its grammar.
    pub(crate) fn skip(&mut self, depth: usize) -> Lex<()> {
        let Some(inner) = depth.checked_sub(1) else { return Err(self.fail("nested too deep")) };
        let mut first = true;
        match self.peek()? {
            Kind::Object => {
                self.begin_object()?;
                while self.next_key(&mut first)?.is_some() {
                    self.skip(inner)?;
                }
                Ok(())
            }
            Kind::Array => {
                self.begin_array()?;
                while self.next_item(&mut first)? {
                    self.skip(inner)?;
                }
                Ok(())
            }
            Kind::Str => self.string().map(drop),
            Kind::Number => self.number().map(drop),
            Kind::Bool => self.bool().map(drop),
            Kind::Null => self.null(),
        }
    }

    /// Nothing but space may follow.
    pub(crate) fn end(&mut self) -> Lex<()> {
        self.space();
        if self.byte().is_none() { Ok(()) } else { Err(self.fail("text after the end")) }
    }
}

/// Length of the prefix without quote, backslash and control characters. Eight bytes at a time: content is long.
#[inline]
pub(crate) fn plain_len(bytes: &[u8]) -> usize {
    const ONES: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;
    let mut len = 0;
    let mut chunks = bytes.chunks_exact(8);
    for chunk in &mut chunks {
        let word = chunk.try_into().map_or(0, u64::from_le_bytes);
        // For each byte: below 0x20, or zero after XOR with the quote or the backslash (borrows can only set bits above
        // a true hit, so the lowest set bit is exact).
        let quote = word ^ (ONES * b'"' as u64);
        let backslash = word ^ (ONES * b'\\' as u64);
        let hit = (word.wrapping_sub(ONES * 0x20) & !word)
            | (quote.wrapping_sub(ONES) & !quote)
            | (backslash.wrapping_sub(ONES) & !backslash);
        let hit = hit & HIGH;
        if hit != 0 {
            return len + (hit.trailing_zeros() / 8) as usize;
        }
        len += 8;
    }
    len + chunks.remainder().iter().take_while(|b| **b >= 0x20 && **b != b'"' && **b != b'\\').count()
}
