//! One layer of encodings undone at once, in windows around the places where there are any: percent-encoding, HTML
//! entities, `\xHH`, colours of terminals, tags of HTML within words, `=40`, the `+` of web forms, other forms of
//! characters, look-alikes, invisible characters, `[at]` and `(dot)`, single digits apart, breaks of lines within a
//! value.
//!
//! Windows are joined in one text with a zero byte between them. A window that cuts a word begins with `z`, so that no
//! number seems to stand alone where it does not.

use super::{
    Layer,
    chars::{Class, class, first_byte_counts, letter_as_digit},
    escapes::{ESC, Piece, entity, of_code, parted, percent, printable, tag, terminal},
    look::{BLOCK, Found},
    spelled, wraps,
};
use crate::redact::bytes::{alnum, at, back, digit, part, run, run_back, word};

/// Bytes before a trigger that may belong to it or give it its context.
const BEFORE: usize = 96;
/// Bytes behind a trigger that belong to its window at least.
const AFTER: usize = 128;
/// Bytes by which a window may grow so as not to cut a word.
const GROW: usize = 400;
/// Longest value of a form in which a `+` is read as a space, bytes on either side.
const LONGEST_VALUE: usize = 160;
/// Triggers this close to the last one are in its window.
const NEAR: usize = 48;

/// Reads the windows of a text.
pub(super) fn read(t: &[u8], found: &Found) -> Layer {
    let mut layer = Layer::default();
    let mut window: Option<(usize, usize)> = None;
    let mut next = 0;
    for base in found.blocks.iter().map(|b| *b as usize) {
        // A pattern may be recognised by its last bytes, or by the space before it.
        let mut i = next.max(base.saturating_sub(8));
        let end = (base + BLOCK + 4).min(t.len());
        while i < end {
            i += plain(part(t, i, end), TRIGGERS);
            if i >= end {
                break;
            }
            if !trigger(t, i) {
                i += 1;
                continue;
            }
            let (from, to) = bounds(t, i);
            window = match window {
                Some((start, end)) if from <= end => Some((start, to.max(end))),
                Some((start, end)) => {
                    Reader::new(t, start, end, &mut layer).read();
                    Some((from, to))
                }
                None => Some((from, to)),
            };
            i += NEAR;
        }
        next = i;
    }
    if let Some((start, end)) = window {
        Reader::new(t, start, end, &mut layer).read();
    }
    layer
}

/// Bytes at which something may stand that is worth a window.
const TRIGGERS: u8 = 1;
/// Bytes at which something may stand that is read as something else.
const PIECES: u8 = 2;
/// Bytes behind a blank that may make it one of [`PIECES`]: a sign that is spelled, or a break of lines.
const BEHIND_BLANK: u8 = 4;

/// Which of these each byte is.
static KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let (triggers, pieces) = (b"%&=+\\\x1BdDaA([<@0123456789\n", b"%&=\n\r\\\x1B+ ([{<@0123456789");
    let mut i = 0;
    while i < triggers.len() {
        kinds[triggers[i] as usize] |= TRIGGERS;
        i += 1;
    }
    i = 0;
    while i < pieces.len() {
        kinds[pieces[i] as usize] |= PIECES;
        i += 1;
    }
    let behind = b" \t\r\n=[({<@.aAdD";
    i = 0;
    while i < behind.len() {
        kinds[behind[i] as usize] |= BEHIND_BLANK;
        i += 1;
    }
    i = 0xC2;
    while i < 256 {
        kinds[i] = TRIGGERS | PIECES;
        i += 1;
    }
    kinds
};

#[inline]
fn kind(b: u8) -> u8 {
    KINDS.get(usize::from(b)).copied().unwrap_or_default()
}

/// How many bytes at the beginning are not of a kind.
#[inline]
fn plain(t: &[u8], of: u8) -> usize {
    t.iter().position(|b| kind(*b) & of != 0).unwrap_or(t.len())
}

/// The window around a trigger.
fn bounds(t: &[u8], i: usize) -> (usize, usize) {
    let space = |b: u8| b.is_ascii_whitespace();
    let from = i.saturating_sub(BEFORE);
    let mut from = from - run_back(t, from, GROW, |b| !space(b));
    let to = (i + AFTER).min(t.len());
    let mut to = to + run(t, to, GROW, |b| !space(b));
    while from > 0 && inside(t, from) {
        from -= 1;
    }
    while inside(t, to) {
        to += 1;
    }
    (from, to)
}

/// Whether a character goes on here.
fn inside(t: &[u8], i: usize) -> bool {
    at(t, i) & 0xC0 == 0x80
}

/// The character beyond ASCII at `i`.
fn char_at(t: &[u8], i: usize) -> Option<(char, usize)> {
    let len = match at(t, i) {
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => return None,
    };
    let c = std::str::from_utf8(t.get(i..i + len)?).ok()?.chars().next()?;
    Some((c, len))
}

/// Whether something may be undone at `i` that is worth a window.
fn trigger(t: &[u8], i: usize) -> bool {
    match at(t, i) {
        b'%' => percent(t, i).is_some(),
        b'&' => entity(t, i).is_some(),
        b'=' => printable(t, i).is_some(),
        b'+' => alnum(back(t, i, 1)) && digit(at(t, i + 1)) && of_form(t, i).is_some(),
        b'\\' => terminal(t, i).or_else(|| of_code(t, i)).is_some(),
        ESC => terminal(t, i).is_some(),
        b'<' => parted(t, i) || spelled::trigger(t, i),
        b'd' | b'D' | b'a' | b'A' | b'(' | b'[' | b'@' => spelled::trigger(t, i),
        b'0'..=b'9' => spelled::digits(t, i).is_some(),
        b'\n' => wraps::at_feed(t, i).is_some(),
        0xC2.. => foreign(t, i),
        _ => false,
    }
}

/// The value of a web form (`name=value&…`) around the `+` at `i`, in which each stands for a space.
fn of_form(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let inner = |b: u8| alnum(b) || matches!(b, b'+' | b'%' | b'*' | b'-' | b'.' | b'_' | b'(' | b')' | b'@' | b',');
    let from = i - run_back(t, i, LONGEST_VALUE, inner);
    let to = i + run(t, i, LONGEST_VALUE, inner);
    if back(t, from, 1) != b'=' {
        return None;
    }
    let name = |b: u8| alnum(b) || matches!(b, b'_' | b'-' | b'.' | b'[' | b']' | b'%');
    let n = run_back(t, from - 1, 40, name);
    let opens = matches!(back(t, from - 1 - n, 1), 0 | b'&' | b'?' | b'"' | b'\'' | b'\n');
    let closes = matches!(at(t, to), 0 | b'&' | b'"' | b'\'' | b'#' | b' ' | b'\r' | b'\n');
    (n > 0 && opens && closes).then_some((from, to))
}

/// Whether a character that is out of place may stand at `i`. `cut`: what stands before the text is not known.
pub(super) fn may_be(t: &[u8], i: usize, cut: bool) -> bool {
    let first = at(t, i);
    if first < 0xC2 {
        return false;
    }
    let known = !cut || i > 64 || matches!(first, 0xC3..=0xC5) && run_back(t, i, 64, in_word) < i;
    foreign(t, i) || !known && (first_byte_counts(first) || matches!(first, 0xC3..=0xC5))
}

/// A character beyond ASCII that is out of place: next to ASCII, or a form of ASCII itself.
fn foreign(t: &[u8], i: usize) -> bool {
    let (first, second, third) = (at(t, i), at(t, i + 1), at(t, i + 2));
    let touches = |len: usize, f: fn(u8) -> bool| f(back(t, i, 1)) || f(at(t, i + len));
    let latin = |b: u8| alnum(b) || b == b'@';
    let quick = match first {
        0xC3..=0xC5 => return in_address(t, i),
        0xC9..=0xD6 => touches(2, latin),
        // Of the scripts of India and Thailand only digits.
        0xE0 => matches!(third, 0x90..=0x99 | 0xA0..=0xA9 | 0xA6..=0xAF),
        // Quotes, bullets and ellipses are frequent, and nothing else.
        0xE2 if second == 0x80 => !matches!(third, 0x98 | 0x99 | 0x9C | 0x9D | 0xA0..=0xA3 | 0xA6),
        0xE3 => matches!(second, 0x80 | 0x85),
        0xEA => second < 0xB0,
        0xF0 => second != 0x9F || matches!(third, 0x84 | 0x85 | 0xAF),
        b => first_byte_counts(b),
    };
    if !quick {
        return false;
    }
    let Some((c, len)) = char_at(t, i) else { return false };
    match class(c) {
        Class::Plain => false,
        Class::Form(_) | Class::Digit(_) => true,
        Class::Invisible | Class::LookAlike(_) => touches(len, latin),
        Class::Accented(_) => in_address(t, i),
        // A dash within a word joins it; a long one parts words.
        Class::Separator(b) => {
            let joins = b == b'-' && !matches!(c, '\u{2013}'..='\u{2015}');
            // In French one that does not break stands before a colon.
            let label = b == b' ' && at(t, i + len) == b':' && back(t, i, 1) > b' ';
            touches(len, digit) || label || (joins && alnum(back(t, i, 1)) && alnum(at(t, i + len)))
        }
        Class::Sign(_) => alnum(back(t, i, 1)) && (alnum(at(t, i + len)) || at(t, i + len) == b' '),
    }
}

/// Whether the word around `i` holds an `@`.
fn in_address(t: &[u8], i: usize) -> bool {
    let from = i - run_back(t, i, 64, in_word);
    at(t, i + run(t, i, 64, in_word)) == b'@' || back(t, from, 1) == b'@'
}

/// What a part of an address may be made of.
fn in_word(b: u8) -> bool {
    b >= 0x80 || alnum(b) || matches!(b, b'.' | b'-' | b'_' | b'+')
}

/// Reads one window into the layer.
struct Reader<'a> {
    t: &'a [u8],
    from: usize,
    to: usize,
    layer: &'a mut Layer,
    /// Bytes before this are in the layer.
    copied: usize,
    changed: bool,
    percent: bool,
    /// The value of a form last read: where it begins and ends.
    form: (usize, usize),
    /// The word last looked at: its end, and how it is read.
    word: (usize, Word),
}

/// How a word with look-alikes is meant to be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Word {
    /// In its own script, which has letters in it that ASCII has not.
    Own,
    /// In letters of ASCII.
    Latin,
    /// In digits.
    Number,
}

impl<'a> Reader<'a> {
    fn new(t: &'a [u8], from: usize, to: usize, layer: &'a mut Layer) -> Self {
        Self { t, from, to, layer, copied: from, changed: false, percent: false, form: (0, 0), word: (0, Word::Own) }
    }

    fn read(mut self) {
        let before = (self.layer.text.len(), self.layer.map.len());
        let cut = |i: usize| word(back(self.t, i, 1)) && word(at(self.t, i));
        if cut(self.from) {
            self.layer.stand(b"z", self.from, self.from);
        }
        let mut i = self.from;
        while i < self.to {
            i += plain(part(self.t, i, self.to), PIECES);
            if i >= self.to {
                break;
            }
            if at(self.t, i) == b' ' && kind(at(self.t, i + 1)) & BEHIND_BLANK == 0 {
                i += 1;
                continue;
            }
            i = match self.piece(i) {
                Some(piece) => {
                    self.layer.copy(self.t, self.copied, i);
                    if piece.bytes().is_empty() && at(self.t, i) < 0x80 {
                        // A colour is set for what follows.
                        self.layer.bound(i);
                    }
                    self.layer.stand(piece.bytes(), i, i + piece.len);
                    self.changed = true;
                    self.copied = i + piece.len;
                    self.copied
                }
                None => i + 1,
            };
        }
        if !self.changed {
            self.layer.cut(before.0, before.1);
            return;
        }
        self.layer.copy(self.t, self.copied, self.to);
        let end = self.to.max(self.copied);
        self.layer.stand(if cut(end) { b"z\0" } else { b"\0" }, end, end);
    }

    /// What the bytes at `i` stand for; `None`: for themselves.
    fn piece(&mut self, i: usize) -> Option<Piece> {
        let t = self.t;
        match at(t, i) {
            b'%' => {
                let piece = percent(t, i);
                self.percent |= piece.is_some();
                piece
            }
            b'&' => entity(t, i),
            b'=' => printable(t, i).or_else(|| wraps::begins(t, i)),
            b'\n' | b'\r' => wraps::begins(t, i),
            b'\\' => terminal(t, i).or_else(|| of_code(t, i)),
            ESC => terminal(t, i),
            b'+' => self.plus(i).then(|| Piece::byte(b' ', 1)),
            b'<' => spelled::sign(t, i).or_else(|| tag(t, i)),
            b' ' | b'(' | b'[' | b'{' | b'@' => {
                spelled::sign(t, i).or_else(|| if at(t, i) == b' ' { wraps::begins(t, i) } else { None })
            }
            b'0'..=b'9' => spelled::digits(t, i),
            0xC2.. => {
                let (c, len) = char_at(t, i)?;
                self.character(i, c, len)
            }
            _ => None,
        }
    }

    /// Whether the `+` at `i` is a space: of a form, or where a number may go on behind an escape.
    fn plus(&mut self, i: usize) -> bool {
        let (b, a) = (back(self.t, i, 1), at(self.t, i + 1));
        if self.percent && (digit(b) || b == b')') && (digit(a) || a == b'(') {
            return true;
        }
        if i >= self.form.1
            && let Some(value) = of_form(self.t, i)
        {
            self.form = value;
        }
        (self.form.0..self.form.1).contains(&i)
    }

    fn character(&mut self, i: usize, c: char, len: usize) -> Option<Piece> {
        match class(c) {
            Class::Plain => None,
            Class::Form(b) | Class::Digit(b) | Class::Accented(b) | Class::Separator(b) | Class::Sign(b) => {
                Some(Piece::byte(b, len))
            }
            Class::Invisible => Some(Piece::nothing(len)),
            Class::LookAlike(b) => match self.word_at(i) {
                Word::Own => None,
                Word::Latin => Some(Piece::byte(b, len)),
                Word::Number => Some(Piece::byte(letter_as_digit(b).unwrap_or(b), len)),
            },
        }
    }

    /// How the word around `i` is meant to be read.
    fn word_at(&mut self, i: usize) -> Word {
        if i < self.word.0 {
            return self.word.1;
        }
        let inner = |b: u8| b >= 0x80 || alnum(b);
        let mut from = i - run_back(self.t, i, 64, inner);
        while from < i && inside(self.t, from) {
            from += 1;
        }
        let to = i + run(self.t, i, 64, inner);
        let whole = part(self.t, from, to);
        let whole = std::str::from_utf8(whole)
            .or_else(|e| std::str::from_utf8(whole.get(..e.valid_up_to()).unwrap_or_default()))
            .unwrap_or_default();
        let (mut digits, mut letters, mut own) = (false, false, false);
        for c in whole.chars() {
            match c {
                '0'..='9' => digits = true,
                'A'..='Z' | 'a'..='z' => letters = true,
                _ => match class(c) {
                    Class::Digit(_) => digits = true,
                    Class::LookAlike(b) => letters |= letter_as_digit(b).is_none(),
                    Class::Form(_) | Class::Accented(_) => letters = true,
                    // Greek, Cyrillic, Armenian, Cherokee; other scripts have no words that could be taken for these.
                    Class::Plain => own |= matches!(c, '\u{370}'..='\u{58F}' | '\u{13A0}'..='\u{13FF}'),
                    _ => {}
                },
            }
        }
        let word = match (own, digits && !letters) {
            (true, _) => Word::Own,
            (_, true) => Word::Number,
            _ => Word::Latin,
        };
        self.word = (to, word);
        word
    }
}
