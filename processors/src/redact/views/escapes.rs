//! Escapes of single characters: percent-encoding, HTML character references, `\xHH`, quoted-printable; and tags of
//! HTML within words.
//!
//! Sources: RFC 3986, the `%uXXXX` of old browsers; the HTML standard's named character references (those of ASCII and
//! of spaces); RFC 2045.

use crate::redact::bytes::{alnum, at, back, digit, part, run, run_back, word};

/// What a stretch of bytes stands for: at most 24 bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Piece {
    bytes: [u8; 24],
    used: usize,
    /// Length of the stretch, bytes.
    pub(super) len: usize,
}

impl Piece {
    pub(super) fn nothing(len: usize) -> Self {
        Self { bytes: [0; 24], used: 0, len }
    }

    pub(super) fn byte(b: u8, len: usize) -> Self {
        let mut piece = Self::nothing(len);
        piece.push(b);
        piece
    }

    fn char(c: char, len: usize) -> Self {
        let mut piece = Self::nothing(len);
        c.encode_utf8(&mut [0; 4]).bytes().for_each(|b| piece.push(b));
        piece
    }

    pub(super) fn push(&mut self, b: u8) {
        if let Some(slot) = self.bytes.get_mut(self.used) {
            *slot = b;
            self.used += 1;
        }
    }

    pub(super) fn bytes(&self) -> &[u8] {
        self.bytes.get(..self.used).unwrap_or_default()
    }
}

fn hex(t: &[u8], i: usize, digits: usize) -> Option<u32> {
    let t = t.get(i..i + digits)?;
    t.iter().try_fold(0, |n, b| Some(n << 4 | char::from(*b).to_digit(16)?))
}

/// Characters are at most four escaped bytes; what is no character stands for `?`.
fn escaped(t: &[u8], i: usize, prefix: &[u8]) -> Option<Piece> {
    let step = prefix.len() + 2;
    let byte = |i: usize| {
        let value = t.get(i..)?.starts_with(prefix).then(|| hex(t, i + prefix.len(), 2))??;
        u8::try_from(value).ok()
    };
    let first = byte(i)?;
    let len = match first {
        0..0x80 => return Some(Piece::byte(first, step)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        0xF0..=0xF4 => 4,
        _ => 1,
    };
    let mut utf8 = [0; 4];
    for (k, slot) in utf8.iter_mut().take(len).enumerate() {
        *slot = byte(i + k * step).unwrap_or(0);
    }
    match std::str::from_utf8(utf8.get(..len)?).ok().and_then(|s| s.chars().next()) {
        Some(c) => Some(Piece::char(c, len * step)),
        None => Some(Piece::byte(b'?', step)),
    }
}

/// `%40`, `%C3%A9`, `%u0040`.
pub(super) fn percent(t: &[u8], i: usize) -> Option<Piece> {
    if at(t, i + 1) | 0x20 == b'u' {
        return Some(Piece::char(char::from_u32(hex(t, i + 2, 4)?)?, 6));
    }
    // `%DB_HOST%` of Windows is a variable.
    let n = run(t, i + 1, 48, word);
    let variable = n >= 5 && at(t, i + 1).is_ascii_uppercase() && at(t, i + 1 + n) == b'%';
    if variable && !at(t, i + 2 + n).is_ascii_hexdigit() {
        return None;
    }
    escaped(t, i, b"%")
}

/// `\x40`, `\u{40}`, `\100`: escapes of programming languages.
pub(super) fn of_code(t: &[u8], i: usize) -> Option<Piece> {
    match at(t, i + 1) {
        b'x' => escaped(t, i, b"\\x"),
        b'u' if at(t, i + 2) == b'{' => {
            let n = run(t, i + 3, 6, |b| b.is_ascii_hexdigit());
            let c = char::from_u32(hex(t, i + 3, n).filter(|c| *c > 0)?)?;
            (at(t, i + 3 + n) == b'}').then(|| Piece::char(c, n + 4))
        }
        b'U' => {
            let c = char::from_u32(hex(t, i + 2, 8)?)?;
            (c > '\0').then(|| Piece::char(c, 10))
        }
        b @ (b'@' | b'_' | b'.' | b'-') => marked(t, i).then(|| Piece::byte(b, 2)),
        // Of octal ones the characters that are seen; digits behind may be of a number.
        b'0' | b'1' => {
            let digits = part(t, i + 1, i + 4);
            let octal = digits.len() == 3 && digits.iter().all(|b| matches!(b, b'0'..=b'7'));
            let c = digits.iter().fold(0, |n, b| n << 3 | (b & 7));
            (octal && (0x20..0x7F).contains(&c) && !at(t, i + 4).is_ascii_digit()).then(|| Piece::byte(c, 4))
        }
        _ => None,
    }
}

/// Whether the sign behind the backslash at `i` is escaped as Markdown is: `jane\_doe\@example\.com`, `123\-45\-6789`.
/// Of regular expressions `\.` is, too.
pub(super) fn marked(t: &[u8], i: usize) -> bool {
    let (before, behind) = (back(t, i, 1), at(t, i + 2));
    if !alnum(before) || !alnum(behind) {
        return false;
    }
    match at(t, i + 1) {
        b'-' | b'.' if before.is_ascii_digit() && behind.is_ascii_digit() => true,
        b'@' => true,
        // Only of an address.
        _ => {
            let n = run(t, i, 64, |b| alnum(b) || matches!(b, b'\\' | b'_' | b'.' | b'-' | b'@'));
            let m = run_back(t, i, 64, |b| alnum(b) || matches!(b, b'\\' | b'_' | b'.' | b'-' | b'@'));
            memchr::memchr(b'@', part(t, i - m, i + n)).is_some()
        }
    }
}

/// What begins the control sequences of terminals.
pub(super) const ESC: u8 = 0x1B;

/// A control sequence of terminals (ECMA-48, 5.4), such as those that set colours: `ESC [ 36 m`, whose ESC may be
/// written as an escape of programming languages. It stands for nothing.
pub(super) fn terminal(t: &[u8], i: usize) -> Option<Piece> {
    const ESCAPED: [&[u8]; 4] = [b"\\x1b[", b"\\033[", b"\\e[", b"\\u001b["];
    let start = |form: &[u8]| part(t, i, i + form.len()).eq_ignore_ascii_case(form).then_some(form.len());
    let n = match at(t, i) {
        ESC => start(b"\x1B["),
        _ => ESCAPED.iter().find_map(|form| start(form)),
    }?;
    let parameters = run(t, i + n, 24, |b| matches!(b, 0x20..=0x3F));
    let last = i + n + parameters;
    matches!(at(t, last), 0x40..=0x7E).then(|| Piece::nothing(last + 1 - i))
}

/// `=40`, `=2E`, `=2D`, `=5F`, `=2B` of quoted-printable: signs of addresses, numbers and tokens, and only within a
/// word, because `a=40` is an assignment.
pub(super) fn printable(t: &[u8], i: usize) -> Option<Piece> {
    let sign = match part(t, i, i + 3) {
        b"=40" => b'@',
        b"=2E" => b'.',
        b"=2D" => b'-',
        b"=5F" => b'_',
        b"=2B" => b'+',
        _ => return None,
    };
    let next = at(t, i + 3);
    let goes_on = if sign == b'@' { next.is_ascii_alphabetic() } else { alnum(next) || next == b'=' };
    (alnum(back(t, i, 1)) && goes_on).then(|| Piece::byte(sign, 3))
}

/// Elements of HTML that stand within words without parting them.
const WITHIN: &[&[u8]] = &[
    b"wbr", b"b", b"i", b"u", b"s", b"em", b"strong", b"span", b"font", b"mark", b"small", b"big", b"tt", b"code",
    b"bdi", b"bdo", b"nobr",
];
/// Longest tag or comment, bytes.
const TAG: usize = 160;

/// A tag of one of [`WITHIN`], or a comment, at `i`: it stands for nothing.
pub(super) fn tag(t: &[u8], i: usize) -> Option<Piece> {
    if part(t, i, i + 4) == b"<!--" {
        let n = memchr::memmem::find(part(t, i, i + TAG), b"-->")?;
        return Some(Piece::nothing(n + 3));
    }
    let name = i + 1 + usize::from(at(t, i + 1) == b'/');
    let n = run(t, name, 7, |b| b.is_ascii_alphabetic());
    let word = part(t, name, name + n);
    let within = WITHIN.iter().any(|w| w.eq_ignore_ascii_case(word));
    if !within || !matches!(at(t, name + n), b'>' | b'/' | b' ') {
        return None;
    }
    let rest = run(t, name + n, TAG, |b| !matches!(b, b'<' | b'>' | b'\n'));
    // `a <b && c> d`
    let fine = rest == 0 || at(t, name + n) == b'/' || part(t, name, name + n + rest).contains(&b'=');
    (fine && at(t, name + n + rest) == b'>').then(|| Piece::nothing(name + n + rest + 1 - i))
}

/// Whether tags stand within a word or a number at `i`: `jane<wbr>@example.com`, `<b>555</b> 0132`.
pub(super) fn parted(t: &[u8], i: usize) -> bool {
    let inner = |b: u8| alnum(b) || matches!(b, b'@' | b'.' | b'-' | b'_' | b'+');
    let mut to = i;
    for _ in 0..4 {
        let Some(piece) = tag(t, to) else { break };
        to += piece.len;
    }
    let (before, behind) = (back(t, i, 1), at(t, to));
    let number = || match (before, behind) {
        (b' ', _) => (digit(back(t, i, 2)) || back(t, i, 2) == b')') && digit(behind),
        (_, b' ') => (digit(before) || before == b')') && digit(at(t, to + 1)),
        (b')', _) => digit(back(t, i, 2)) && digit(behind),
        _ => false,
    };
    to > i && (inner(before) && inner(behind) || number())
}

const NAMED: &[(&[u8], char)] = &[
    (b"Hat", '^'),
    (b"NewLine", '\n'),
    (b"Tab", '\t'),
    (b"UnderBar", '_'),
    (b"ZeroWidthSpace", '\u{200B}'),
    (b"amp", '&'),
    (b"apos", '\''),
    (b"ast", '*'),
    (b"bsol", '\\'),
    (b"colon", ':'),
    (b"comma", ','),
    (b"commat", '@'),
    (b"dash", '-'),
    (b"dollar", '$'),
    (b"emsp", ' '),
    (b"ensp", ' '),
    (b"equals", '='),
    (b"excl", '!'),
    (b"gt", '>'),
    (b"hyphen", '-'),
    (b"lbrace", '{'),
    (b"lbrack", '['),
    (b"lowbar", '_'),
    (b"lpar", '('),
    (b"lsqb", '['),
    (b"lt", '<'),
    (b"mdash", '-'),
    (b"minus", '-'),
    (b"nbsp", ' '),
    (b"ndash", '-'),
    (b"num", '#'),
    (b"percnt", '%'),
    (b"period", '.'),
    (b"plus", '+'),
    (b"quest", '?'),
    (b"quot", '"'),
    (b"rbrace", '}'),
    (b"rbrack", ']'),
    (b"rpar", ')'),
    (b"rsqb", ']'),
    (b"semi", ';'),
    (b"shy", '\u{AD}'),
    (b"sol", '/'),
    (b"thinsp", ' '),
    (b"vert", '|'),
    (b"zwj", '\u{200D}'),
    (b"zwnj", '\u{200C}'),
];

/// `&#64;`, `&#x40;`, `&commat;`. Numeric ones may lack the semicolon, as browsers read them.
pub(super) fn entity(t: &[u8], i: usize) -> Option<Piece> {
    if at(t, i) != b'&' {
        return None;
    }
    if at(t, i + 1) != b'#' {
        let n = run(t, i + 1, 16, |b| b.is_ascii_alphabetic());
        // Most are of the query of a URL.
        if at(t, i + 1 + n) != b';' {
            return None;
        }
        let name = part(t, i + 1, i + 1 + n);
        let k = NAMED.binary_search_by_key(&name, |row| row.0).ok()?;
        let (_, c) = NAMED.get(k)?;
        return Some(Piece::char(*c, n + 2));
    }
    let (from, radix) = if at(t, i + 2) | 0x20 == b'x' { (i + 3, 16) } else { (i + 2, 10) };
    let n = run(t, from, 10, |b| char::from(b).is_digit(radix));
    let digits = std::str::from_utf8(part(t, from, from + n)).ok()?;
    let c = char::from_u32(u32::from_str_radix(digits, radix).ok()?).filter(|c| *c != '\0')?;
    let closed = usize::from(at(t, from + n) == b';');
    Some(Piece::char(c, from + n + closed - i))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn escapes() {
        assert!(NAMED.is_sorted_by(|a, b| a.0 < b.0));
        type Read = fn(&[u8], usize) -> Option<Piece>;
        for (read, text, expected) in [
            (percent as Read, "%40x", Some(("@", 3))),
            (percent, "%C3%A9", Some(("é", 6))),
            (percent, "%C3x", Some(("?", 3))),
            (percent, "%u0040", Some(("@", 6))),
            (percent, "%4", None),
            (percent, "% 40", None),
            (of_code, "\\x40", Some(("@", 4))),
            (of_code, "\\xg0", None),
            (of_code, "\\u{40}", Some(("@", 6))),
            (of_code, "\\u{1f600}", Some(("\u{1f600}", 9))),
            (of_code, "\\u{}", None),
            (of_code, "\\u{40", None),
            (of_code, "\\u{110000}", None),
            (of_code, "\\100x", Some(("@", 4))),
            (of_code, "\\1001", None),
            (of_code, "\\033", None),
            (of_code, "\\181", None),
            (entity, "&#64;", Some(("@", 5))),
            (entity, "&#x40;", Some(("@", 6))),
            (entity, "&#00064 ", Some(("@", 7))),
            (entity, "&commat;", Some(("@", 8))),
            (entity, "&commat", None),
            (entity, "&copy=1", None),
            (entity, "&#99999999999;", None),
            (entity, "&#;", None),
        ] {
            let got = read(text.as_bytes(), 0).map(|p| (String::from_utf8(p.bytes().to_vec()).unwrap(), p.len));
            assert_eq!(got, expected.map(|(c, n)| (c.to_owned(), n)), "{text}");
        }
        assert!(printable(b"jane=40example.com", 4).is_some());
        assert!(printable(b"size=40", 4).is_none());
        assert!(printable(b"555=2D0132", 3).is_some());
        assert!(printable(b"jane=2Edoe=40example.com", 4).is_some());
        assert!(printable(b"a =2D", 2).is_none());
        for (text, len) in [
            ("<wbr>", 5),
            ("</b>", 4),
            ("<BR>", 0),
            ("<span class=\"x\">", 16),
            ("<wbr/>", 6),
            ("<b && c>", 0),
            ("<!-- x -->", 10),
        ] {
            assert_eq!(tag(text.as_bytes(), 0).map_or(0, |p| p.len), len, "{text}");
        }
        assert!(parted(b"555<b></b>-0132", 3));
        assert!(!parted(b"word</b> next", 4));
    }
}
