//! What a value looks like: random, or words, a path, a piece of code.

use super::class::{ALNUM, ALPHA, DIGIT, LOWER, UPPER, class, is};
pub(super) use super::{
    known::{cmdlet, known_id, mangled, module, name_like, release, tagged, type_name},
    placeholders::{placeholder, template},
};
use crate::redact::bytes::{self, Letters, at, count, mentions, part, run, word};

/// Counts over a value.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// Bytes.
    pub(super) len: usize,
    pub(super) digits: usize,
    pub(super) upper: usize,
    pub(super) lower: usize,
    /// Changes between digits and letters inside stretches of both.
    pub(super) switches: usize,
    /// Changes between small letters and capitals.
    pub(super) cases: usize,
    /// Length of the longest stretch of letters and digits.
    pub(super) longest: usize,
    /// Dashes.
    pub(super) dashes: usize,
    /// Different bytes.
    pub(super) distinct: u32,
}

/// How many different bytes there are, of two that differ in their highest bit one.
fn distinct(value: &[u8]) -> u32 {
    let mut seen = [0u8; 128];
    for b in value {
        seen[usize::from(b & 127)] = 1;
    }
    seen.iter().map(|b| u32::from(*b)).sum()
}

/// Changes between small letters and capitals, as [`Shape::cases`].
pub(super) fn case_changes(text: &[u8]) -> usize {
    if text.len() > 64 {
        return Shape::of(text).cases;
    }
    let Letters { ascii, upper, .. } = Letters::of(text);
    let lower = ascii & !upper;
    (upper & lower << 1 | lower & upper << 1).count_ones() as usize
}

impl Shape {
    /// 64 bytes at a time by operations on bits.
    pub(super) fn of(value: &[u8]) -> Self {
        let mut shape = Self { len: value.len(), ..Self::default() };
        // What the last byte of the chunk before was, and how long a stretch it ends.
        let (mut letter, mut digit, mut small, mut capital, mut stretch) = (0, 0, 0, 0, 0);
        for chunk in value.chunks(64) {
            let Letters { ascii, upper, digits, .. } = Letters::of(chunk);
            let lower = ascii & !upper;
            shape.digits += digits.count_ones() as usize;
            shape.upper += upper.count_ones() as usize;
            shape.lower += lower.count_ones() as usize;
            let switches = digits & (ascii << 1 | letter) | ascii & (digits << 1 | digit);
            let cases = upper & (lower << 1 | small) | lower & (upper << 1 | capital);
            shape.switches += switches.count_ones() as usize;
            shape.cases += cases.count_ones() as usize;
            [letter, digit, small, capital] = [ascii, digits, lower, upper].map(|bits| bits >> 63);
            shape.stretches(ascii | digits, &mut stretch);
        }
        shape.dashes = count(value, |b| b == b'-');
        shape.distinct = distinct(value);
        shape
    }

    /// Takes the letters and digits of a chunk; `stretch`: how many end the one before, and then this one.
    fn stretches(&mut self, mut rest: u64, stretch: &mut usize) {
        let mut left = 64;
        loop {
            let n = rest.trailing_ones();
            *stretch += n as usize;
            self.longest = self.longest.max(*stretch);
            left -= n;
            if left == 0 {
                return;
            }
            rest = rest.checked_shr(n).unwrap_or(0);
            *stretch = 0;
            if rest == 0 {
                return;
            }
            let gap = rest.trailing_zeros();
            rest >>= gap;
            left -= gap;
        }
    }

    /// Digits and letters.
    pub(super) fn mixed(&self) -> bool {
        self.digits > 0 && self.upper + self.lower > 0
    }

    /// Capitals and small letters change as only a generator changes them.
    pub(super) fn cased(&self) -> bool {
        self.longest >= 32 && self.cases * 3 >= self.longest
    }

    /// One long stretch with more digits than a name has at its end.
    pub(super) fn long(&self) -> bool {
        self.mixed() && self.longest >= 16 && self.distinct >= 7 && (self.switches >= 2 || self.digits >= 4)
    }

    /// Letters and digits as only a generator writes them. `lenient`: something else says already that it is a secret.
    pub(super) fn random(&self, lenient: bool) -> bool {
        if lenient && self.digits == self.len {
            return self.len >= 16 && self.distinct >= 5;
        }
        let enough = if self.len >= 16 { 7 } else { 5 };
        if self.distinct < enough || self.len < 8 {
            return false;
        }
        // `CamelCase` has few changes for its length.
        let cased = self.cases * 3 >= self.longest;
        if lenient {
            // Groups of letters and of digits: `ABCD-1234-123456-abcdef`.
            let grouped = self.dashes >= 3 && self.digits >= 10 && self.upper + self.lower >= 6 && self.longest <= 12;
            let numeric = self.digits >= 16 && self.digits * 3 >= self.len * 2;
            return grouped
                || numeric
                || self.mixed()
                && (self.switches >= 1 || self.longest <= 8)
                // Words with a number behind: `sonnet-20241022`.
                && (self.switches >= 2 || self.longest >= 16 || self.len < 16)
                || (cased && self.longest >= 20)
                || (self.longest >= 20 && self.longest == self.len && self.distinct >= 12);
        }
        self.mixed()
            && self.longest >= 10
            && (self.switches >= 3 || (cased && self.switches >= 1 && self.longest >= 20))
    }
}

/// How often capitals and small letters change in what is no word: the first letter of a word is no change.
pub(super) fn cases(value: &[u8]) -> usize {
    value.windows(2).filter(|w| w[0].is_ascii_alphabetic() && w[0] & 0x20 != w[1] & 0x20).count()
}

/// Letters alone, without a digit by chance, as only a generator writes them: words in a row have neither a small
/// letter alone between capitals nor, but for short forms, two capitals.
pub(super) fn scrambled(value: &[u8]) -> bool {
    if !(14..=48).contains(&value.len()) || !value.iter().all(u8::is_ascii_alphabetic) {
        return false;
    }
    let upper = |i: usize| at(value, i).is_ascii_uppercase();
    let inner = || 1..value.len() - 1;
    let switches = (1..value.len()).filter(|i| upper(*i) != upper(i - 1)).count();
    let alone = inner().filter(|i| !upper(*i) && upper(i - 1) && upper(i + 1)).count();
    let pairs = (1..value.len()).filter(|i| upper(*i) && upper(i - 1)).count();
    switches * 5 >= value.len() * 2 && alone >= 1 && pairs >= 1 && (alone + pairs >= 4 || value.len() >= 20)
}

/// Signs among letters and digits as a generator strews them: keys of Django.
pub(super) fn strewn(value: &[u8]) -> bool {
    const SIGNS: &[u8] = b"!#$%&*+=@^?~";
    let fits = |b: &u8| is(*b, ALNUM) || SIGNS.contains(b) || matches!(b, b'(' | b')' | b'-' | b'_' | b'.' | b'/');
    if !(32..=128).contains(&value.len()) || !value.iter().all(fits) {
        return false;
    }
    let shape = Shape::of(value);
    let mut signs = [0u8; SIGNS.len()];
    for b in value {
        if let Some(sign) = SIGNS.iter().position(|s| s == b).and_then(|i| signs.get_mut(i)) {
            *sign += 1;
        }
    }
    let different = signs.iter().filter(|n| **n > 0).count();
    shape.digits >= 2 && signs.iter().sum::<u8>() >= 4 && different >= 3 && shape.distinct >= 20
}

/// A password as generators strew it, of letters of both cases, signs and figures, or of several signs: `(ho~c3R954S_`,
/// `YV75-*swL.`. Code closes its brackets.
pub(in crate::redact) fn generated(value: &[u8]) -> bool {
    if !(8..=64).contains(&value.len()) || !value.iter().all(u8::is_ascii_graphic) {
        return false;
    }
    let kind = |b: u8| match b {
        b'a'..=b'z' => 0,
        b'A'..=b'Z' => 1,
        b'0'..=b'9' => 2,
        b'_' | b'-' | b'.' | b'/' | b':' | b',' => 3,
        _ => 4,
    };
    let (mut counts, mut signs, mut switches, mut last) = ([0u8; 5], 0u128, 0, 5);
    for b in value {
        let kind = kind(*b);
        if let Some(n) = counts.get_mut(kind) {
            *n += 1;
        }
        signs |= u128::from(kind == 4) << (b & 0x7F);
        switches += usize::from(kind != last);
        last = kind;
    }
    let [lower, upper, digits, ..] = counts;
    let closed = |open: u8, close: u8| {
        memchr::memchr(open, value).is_some_and(|i| memchr::memchr(close, part(value, i + 1, value.len())).is_some())
    };
    let pairs = [(b'(', b')'), (b'[', b']'), (b'{', b'}'), (b'<', b'>'), (b'`', b'`'), (b'%', b'%'), (b'*', b'*')];
    let escape = value.windows(2).any(|pair| matches!(pair, b"\\n" | b"\\r" | b"\\t" | b"\\u" | b"\\x"));
    let variable = || at(value, 0) == b'$' && part(value, 1, value.len()).iter().all(|b| word(*b));
    lower > 0
        && upper > 0
        && signs.count_ones() >= if digits > 0 { 1 } else { 2 }
        && switches >= 5
        && !value.iter().any(|b| matches!(b, b'"' | b'\''))
        && !pairs.iter().any(|(open, close)| closed(*open, *close))
        && !escape
        && !variable()
        && !expression(value)
        && !template(value)
        && memchr::memmem::find(value, b"://").is_none()
}

/// Letters and digits mixed in some stretch of eight, or many digits: no run of words with dashes.
pub(super) fn random_stretch(body: &[u8]) -> bool {
    body.split(|b| *b == b'-')
        .any(|w| w.len() >= 8 && w.iter().any(u8::is_ascii_digit) && w.iter().any(u8::is_ascii_alphabetic))
        || body.iter().filter(|b| b.is_ascii_digit()).count() >= 6
}

/// Digits and small letters of hexadecimal alone, or a UUID.
pub(super) fn hex_or_uuid(value: &[u8]) -> bool {
    count(value, |b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) == value.len() || bytes::uuid(value)
}

/// `8-4-4-4-12` hexadecimal digits; made-up ones hold any letters.
pub(super) fn uuid(value: &[u8]) -> bool {
    value.len() == 36
        && value
            .iter()
            .enumerate()
            .all(|(i, b)| if matches!(i, 8 | 13 | 18 | 23) { *b == b'-' } else { b.is_ascii_alphanumeric() })
        && value.iter().any(u8::is_ascii_digit)
}

/// A number of code: `0x80041064`, `2108u32`.
pub(super) fn literal_number(value: &[u8]) -> bool {
    if let Some(hex) = value.strip_prefix(b"0x") {
        return hex.len() <= 18 && hex.iter().all(|b| b.is_ascii_hexdigit() || *b == b'_');
    }
    let digits = value.iter().take_while(|b| b.is_ascii_digit()).count();
    const KINDS: &[&[u8]] =
        &[b"i8", b"u8", b"i16", b"u16", b"i32", b"u32", b"i64", b"u64", b"i128", b"u128", b"usize", b"isize"];
    digits > 0 && KINDS.contains(&part(value, digits, value.len()))
}

/// A name of code, of whole words with few digits: `v4aCredentialProvider`, `WIN32_ERROR`, `x509.Key`.
pub(super) fn name(value: &[u8]) -> bool {
    let fits = |b: u8| word(b) || matches!(b, b'.' | b'*' | b'&' | b':');
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    if value.len() > 64 || digits > 5 || digits * 4 > value.len() || !value.iter().all(|b| fits(*b)) {
        return false;
    }
    let (mut letters, mut whole, mut n) = (0, 0, 0);
    let (mut before, mut number) = (0, false);
    for b in value.iter().chain(&[0]) {
        let new = !b.is_ascii_alphabetic() || b.is_ascii_uppercase() && before & LOWER != 0;
        // The last of several capitals begins the next word: `OAuth`, `APIKey`.
        let capital = usize::from(!new && class(*b) & LOWER != 0 && before & UPPER != 0 && n > 1);
        if new || capital > 0 {
            n -= capital;
            whole += if (4..=16).contains(&n) && !number { n } else { 0 };
            n = capital;
        }
        if n == capital {
            // `9jbnb` is no word, `2Max` is.
            number = before & DIGIT != 0 && class(*b) & LOWER != 0;
        }
        letters += usize::from(b.is_ascii_alphabetic());
        n += usize::from(b.is_ascii_alphabetic());
        before = class(*b);
    }
    whole >= 4 && whole * 5 >= letters * 3
}

/// Short pieces and words, as in names of models and releases: `r1-distill-llama-70b`, `7B-Instruct-v0.3`,
/// `8X7B_INSTRUCT_V0_1`.
pub(super) fn slug(value: &[u8]) -> bool {
    let word = |piece: &[u8]| {
        let letters = run(piece, 0, piece.len(), |b| is(b, ALPHA));
        let (first, rest) = (at(piece, 0), part(piece, 1, letters));
        let vowel = |b: &u8| matches!(b.to_ascii_lowercase(), b'a' | b'e' | b'i' | b'o' | b'u' | b'y');
        (4..=16).contains(&letters)
            && is(first, ALPHA)
            && (rest.iter().all(|b| is(*b, LOWER))
                || letters >= 5 && part(piece, 0, letters).iter().all(|b| is(*b, UPPER)))
            && part(piece, 0, letters).iter().any(vowel)
            && part(piece, letters, piece.len()).iter().all(|b| is(*b, DIGIT))
    };
    let pieces = || value.split(|b| matches!(b, b'-' | b'_' | b'.' | b':' | b'/'));
    pieces().nth(1).is_some() && pieces().any(word) && pieces().all(|piece| piece.len() <= 11 || word(piece))
}

/// A name of code that begins as those of variables and functions do: `createSessionToken`.
pub(super) fn camel(value: &[u8]) -> bool {
    let capitals = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    at(value, 0).is_ascii_lowercase() && capitals >= 2 && value.iter().all(|b| is(*b, ALNUM)) && name(value)
}

/// Names of what is no secret itself: an address, an ARN, a header, an element of a page, a variable of the
/// environment.
pub(super) fn named(value: &[u8]) -> bool {
    let plain = |from: usize| part(value, from, value.len()).iter().all(|b| is(*b, ALPHA) || matches!(b, b'-' | b'_'));
    let header = part(value, 0, 2).eq_ignore_ascii_case(b"x-") && plain(2);
    let about = || mentions(value, &[b"pass", b"pwd", b"secret", b"token", b"key", b"cred"]);
    let selector = matches!(at(value, 0), b'#' | b'.') && plain(1) && about();
    let variable =
        value.contains(&b'_') && value.iter().all(|b| is(*b, UPPER | DIGIT) || *b == b'_') && name(value) && about();
    let url = || {
        memchr::memmem::find(value, b"://")
            .is_some_and(|i| i > 1 && part(value, 0, i).iter().all(|b| is(*b, ALPHA)) && !value.contains(&b'@'))
    };
    // `NEXUS-API2-KEY`, `cms/passwords#update`.
    let constant = || {
        // Most values are told by their first letter.
        if !value.iter().all(|b| is(*b, UPPER | DIGIT) || matches!(b, b'-' | b'_')) {
            return false;
        }
        let parts = || value.split(|b| matches!(b, b'-' | b'_'));
        let last = parts().next_back().unwrap_or_default();
        let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
        parts().count() >= 3
            && digits <= 3
            && [&b"KEY"[..], b"TOKEN", b"SECRET", b"PASSWORD", b"CREDENTIALS"].contains(&last)
    };
    let route = || {
        let n = memchr::memchr(b'#', value).filter(|n| part(value, 0, *n).contains(&b'/'));
        n.is_some() && value.iter().all(|b| is(*b, LOWER) || matches!(b, b'/' | b'#' | b'_'))
    };
    header || selector || variable || constant() || route() || resource(value) || url()
}

/// Names of things in clouds and in schemas, which may hold a secret: `arn:aws:kms:…`,
/// `projects/x/secrets/y/versions/2`, `#/components/schemas/ApiKey`.
pub(super) fn resource(value: &[u8]) -> bool {
    let holds = |piece: &[u8]| memchr::memmem::find(value, piece).is_some();
    let referred = value.starts_with(b"ref+") && holds(b"://") || value.starts_with(b"vault:") && value.contains(&b'/');
    // RFC 8141: a name space, and a name in it.
    let urn = || {
        let mut pieces = value.split(|b| *b == b':');
        pieces.next() == Some(b"urn") && pieces.next().is_some_and(|space| space.len() >= 2) && pieces.next().is_some()
    };
    let pointer = || value.starts_with(b"#/") && part(value, 2, value.len()).contains(&b'/');
    referred
        || pointer()
        || urn()
        || value.starts_with(b"arn:aws")
        || value.starts_with(b"projects/") && (holds(b"/secrets/") || holds(b"/locations/"))
}

/// Calls, indexing, paths of members: something that is evaluated, no literal value.
pub(super) fn code(value: &[u8]) -> bool {
    value.iter().any(|b| matches!(b, b'(' | b'{' | b'[')) && !bracketed(value) || expression(value)
}

/// Brackets among the letters and digits of a password, as code has none: a letter or a digit directly behind one that
/// closes.
pub(super) fn bracketed(value: &[u8]) -> bool {
    let sign = |b: &u8| {
        matches!(b, b'(' | b')' | b'[' | b']' | b'{' | b'}' | b'!' | b'@' | b'#' | b'%' | b'&' | b'~' | b'-' | b'_')
    };
    if !(6..=64).contains(&value.len()) || !value.iter().all(|b| is(*b, ALNUM) || sign(b)) {
        return false;
    }
    let behind = |pair: &[u8]| matches!(pair, [b')' | b']', b] if is(*b, ALNUM));
    // `{id}x` is filled in.
    let loose = || {
        let close = memchr::memchr(b'}', value).unwrap_or(value.len());
        is(at(value, close + 1), ALNUM) && !part(value, 0, close).contains(&b'{')
    };
    let range = |three: &[u8]| matches!(three, [b'0' | b'a' | b'A' | b'1', b'-', b'9' | b'z' | b'Z' | b'f' | b'F']);
    let shape = Shape::of(value);
    shape.digits > 0
        && shape.upper + shape.lower > 1
        && (value.windows(2).any(behind) || loose())
        && !value.windows(3).any(range)
}

/// Paths of members.
pub(super) fn expression(value: &[u8]) -> bool {
    const ROOTS: &[&[u8]] = &[
        b"self.", b"this.", b"os.", b"process.", b"config.", b"settings.", b"args.", b"env.", b"req.", b"request.",
        b"ctx.", b"options.", b"props.", b"params.", b"secrets.", b"var.", b"vars.", b"data.", b"cfg.", b"opts.",
        b"user.", b"body.", b"local.", b"app.", b"credentials.", b"event.", b"response.", b"res.",
    ];
    value.windows(2).any(|pair| matches!(pair, b"::" | b"->")) || ROOTS.iter().any(|r| value.starts_with(r))
}

/// A path, URL or file name: pieces between slashes that are words.
pub(super) fn path(value: &[u8]) -> bool {
    let home = at(value, 0) == b'~' && (value.len() < 2 || value.contains(&b'/'));
    if memchr::memmem::find(value, b"://").is_some() || home || value.starts_with(b"./") {
        return true;
    }
    if at(value, 0) == b'/' {
        return !scrambled_behind_slash(value);
    }
    let pieces = value.split(|b| *b == b'/');
    let (all, wordy) = pieces.fold((0, 0), |(all, wordy), p| {
        let word = !p.is_empty() && p.iter().all(|b| is(*b, ALPHA) || matches!(b, b'-' | b'_' | b'.'));
        (all + 1, wordy + usize::from(word))
    });
    all >= 2 && wordy * 2 > all
}

/// Whether a value that begins with a slash is no path all the same: `/x9aBkd72`.
fn scrambled_behind_slash(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let plain = value.iter().skip(1).all(|b| is(*b, ALNUM) || matches!(b, b'+' | b'='));
    plain && value.len() >= 9 && shape.digits >= 2 && shape.upper > 0 && shape.switches + shape.cases >= 5
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Byte by byte.
    fn obvious(value: &[u8]) -> Shape {
        let mut shape = Shape { len: value.len(), ..Shape::default() };
        let (mut before, mut stretch, mut seen) = (0, 0, 0u128);
        for b in value {
            let c = class(*b);
            let change = |one: u16, other: u16| {
                usize::from(c & one != 0 && before & other != 0 || c & other != 0 && before & one != 0)
            };
            shape.digits += usize::from(c & DIGIT != 0);
            shape.dashes += usize::from(*b == b'-');
            shape.upper += usize::from(c & UPPER != 0);
            shape.lower += usize::from(c & LOWER != 0);
            shape.switches += change(DIGIT, ALPHA);
            shape.cases += change(UPPER, LOWER);
            stretch = if c & ALNUM == 0 { 0 } else { stretch + 1 };
            shape.longest = shape.longest.max(stretch);
            seen |= 1 << (b & 127);
            before = c;
        }
        shape.distinct = seen.count_ones();
        shape
    }

    proptest! {
        #[test]
        fn bits_count_what_bytes_do(value in prop::collection::vec(prop::sample::select(b"aaaaZZ09-_.x\xC3".to_vec()), 0..=200)) {
            prop_assert_eq!(format!("{:?}", Shape::of(&value)), format!("{:?}", obvious(&value)));
            prop_assert_eq!(case_changes(&value), obvious(&value).cases);
        }

        #[test]
        fn stretches_go_over_the_edges_of_chunks(before in 0..70_usize, n in 0..140_usize, behind in 0..70_usize) {
            let value = [vec![b'-'; before], vec![b'a'; n], vec![b'-'; behind]].concat();
            prop_assert_eq!(Shape::of(&value).longest, n);
        }
    }
}
