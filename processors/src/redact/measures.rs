//! Numbers whose own label says what they measure: `bytes=1234567`, `"latency_ms": 48.213`, `trace_id=4bf9…`.
//!
//! Logs and tool results are full of them, and each would be asked about by every verifier. No person's number stands under
//! such a label: it decides, whatever else is near.
//!
//! Words: units of the Prometheus naming conventions and of UCUM as OpenTelemetry's metrics use them, and the attributes of its
//! semantic conventions that count or measure.

use super::{
    bytes::{at, back, digit, looked, part, run, run_back, word},
    context::Context,
    secrets,
};

/// Longest number of a counter: more digits may be those of a card.
const COUNTER: usize = 11;
/// Longest number of a point in time: nanoseconds.
const TIME: usize = 19;
/// Most digits behind the point.
const DECIMALS: usize = 12;
/// Longest unit that is joined to its number, bytes.
const UNIT: usize = 5;

/// What a word at the end of a label says: bits.
type Kind = u8;
/// It counts, or measures.
const COUNT: Kind = 1;
/// It is a time, in any unit, or how long something took.
const CLOCK: Kind = 2;
/// A unit, which may also stand behind its number.
const BEHIND: Kind = 4;
/// The part of a version: `+build.48213077`.
const RELEASE: Kind = 8;
/// With `id` behind it, of a trace or span.
const TRACE: Kind = 16;
/// `id`.
const ID: Kind = 32;
/// Both words in one: `traceid`.
const TRACE_ID: Kind = 64;

const WORDS: &[(Kind, &str)] = &[
    (
        COUNT | BEHIND,
        "bytes byte kb mb gb tb kib mib gib tib rows tokens requests records items entries retries errors warnings \
         failures hits misses events messages msgs chunks pages batches threads connections iterations epochs steps \
         qps rps tps percent",
    ),
    (
        COUNT,
        "size length len count counts cnt total sum avg mean median max min limit offset row cols columns attempt \
         attempts page batch shards partitions partition workers conns depth level status pid tid ppid fd priority \
         width height rate ratio pct score loss lr epoch step iteration iter seq lsn generation memory mem rss heap \
         cpu capacity usage used free throughput bps mbps hz fps temperature quota threshold",
    ),
    (
        COUNT | CLOCK | BEHIND,
        "ms ns us sec secs seconds millis milliseconds micros microseconds nanos nanoseconds nano",
    ),
    (
        COUNT | CLOCK,
        "duration dur elapsed latency took time ts timestamp uptime delay interval ttl timeout minutes hours",
    ),
    (COUNT | RELEASE, "build rev revision"),
    (BEHIND, "s"),
    (RELEASE, "alpha beta dev post snapshot patch"),
    (TRACE, "trace span parent"),
    (ID, "id"),
    (TRACE_ID, "traceid spanid"),
];

/// Slots of [`TABLE`]: a power of 2, several times as many as there are words.
const SLOTS: usize = 1024;
/// Longest label, bytes.
const LABEL: usize = 48;
/// Longest word, bytes.
const LONGEST: usize = 16;

/// The words, each at the first free slot from its hash on: its letters, the last one highest, and its kind.
static TABLE: [(u128, Kind); SLOTS] = {
    let mut table = [(0, 0); SLOTS];
    let mut line = 0;
    while line < WORDS.len() {
        let (kind, words) = (WORDS[line].0, WORDS[line].1.as_bytes());
        let (mut i, mut letters) = (0, 0u128);
        while i <= words.len() {
            if i == words.len() || words[i] == b' ' {
                if letters != 0 {
                    let mut slot = slot(letters);
                    while table[slot].1 != 0 {
                        slot = (slot + 1) % SLOTS;
                    }
                    table[slot] = (letters, kind);
                }
                letters = 0;
            } else {
                letters = letters >> 8 | (words[i] as u128) << 120;
            }
            i += 1;
        }
        line += 1;
    }
    table
};

/// Where a word is looked for first.
const fn slot(letters: u128) -> usize {
    let mixed = (letters >> 64) as u64 ^ (letters as u64).rotate_left(29);
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 54) as usize
}

fn kind_of(letters: u128) -> Kind {
    let mut i = slot(letters);
    loop {
        match TABLE.get(i % SLOTS) {
            Some((word, kind)) if *kind != 0 && *word != letters => i += 1,
            Some((_, kind)) => return *kind,
            None => return 0,
        }
    }
}

/// The last word before `end`, and where it begins. Letters alone; a capital behind a small letter begins a word.
fn last_word(t: &[u8], end: usize) -> (u128, usize) {
    let (mut letters, mut n) = (0u128, 0);
    let mut next = 0;
    while n < LONGEST {
        let b = back(t, end, n + 1);
        if !b.is_ascii_alphabetic() || next != 0 && b.is_ascii_lowercase() && is_upper(next) {
            break;
        }
        letters |= u128::from(b | 0x20) << (120 - 8 * n);
        next = b;
        n += 1;
    }
    looked(n);
    (letters, end - n)
}

fn is_upper(b: u8) -> bool {
    b.is_ascii_uppercase()
}

/// What the label that ends before `end` says.
fn label(t: &[u8], end: usize) -> Kind {
    let (letters, from) = last_word(t, end);
    let longer = back(t, from, 1).is_ascii_alphabetic() && !is_upper(at(t, from));
    // `32bytes`, `überbytes`
    if letters == 0 || longer || digit(back(t, from, 1)) || back(t, from, 1) >= 0x80 {
        return 0;
    }
    let kind = kind_of(letters);
    if kind & ID == 0 {
        return kind;
    }
    let joint = usize::from(matches!(back(t, from, 1), b'_' | b'-' | b'.'));
    if joint == 0 && !is_upper(at(t, from)) {
        return 0;
    }
    let (letters, _) = last_word(t, from - joint);
    if kind_of(letters) & TRACE != 0 { TRACE_ID } else { 0 }
}

/// Whether what stands at `end` ends a value, and is not followed by more digits.
fn ends(t: &[u8], end: usize) -> bool {
    match at(t, end) {
        b' ' => !matches!(at(t, end + 1), b'0'..=b'9' | b'(' | b'-' | b'+' | b'/'),
        b',' => !digit(at(t, end + 1)) && !(at(t, end + 1) == b' ' && digit(at(t, end + 2))),
        0 => end >= t.len(),
        b => matches!(b, b'\n' | b'\r' | b'\t' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\' | b'|' | b'&' | b'<'),
    }
}

/// The end of the number at `from`, with its unit, if a label of this kind may have it.
fn number(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    let sign = usize::from(at(t, from) == b'-');
    let from = from + sign;
    let n = run(t, from, TIME + 1, digit);
    let short = (1..=COUNTER).contains(&n);
    // Seconds to nanoseconds of this century, and of none in which cards begin.
    let time = kind & CLOCK != 0 && (1..=TIME).contains(&n) && at(t, from) == b'1';
    if !(short && kind & COUNT != 0 || time) {
        return None;
    }
    let mut end = from + n;
    if at(t, end) == b'.' && digit(at(t, end + 1)) {
        let decimals = run(t, end + 1, DECIMALS + 1, digit);
        if decimals > DECIMALS {
            return None;
        }
        end += 1 + decimals;
    }
    let unit = run(t, end, UNIT + 1, |b| b.is_ascii_alphabetic() || b == b'%');
    (unit <= UNIT && ends(t, end + unit)).then_some(end + unit)
}

/// Whether a run of visible characters ends at `end`.
fn end_of_run(t: &[u8], end: usize) -> bool {
    !secrets::in_run(at(t, end))
}

/// Past what may stand between a separator and its value: a blank, a quote.
fn value(t: &[u8], behind: usize) -> usize {
    let from = behind + usize::from(at(t, behind) == b' ');
    from + match at(t, from) {
        b'"' | b'\'' => 1,
        b'\\' if at(t, from + 1) == b'"' => 2,
        _ => 0,
    }
}

/// Where the label before the separator at `p` ends: a quote may stand between.
fn label_end(t: &[u8], p: usize) -> usize {
    match (back(t, p, 2), back(t, p, 1)) {
        (b'\\', b'"') => p - 2,
        (_, b'"' | b'\'') => p - 1,
        _ => p,
    }
}

/// The measures of one text, asked in the order of its places.
pub(super) struct Measures {
    /// Whether the key leaves it to labels what stands in the value.
    read: bool,
    /// The separator and the end of each.
    found: Vec<[u32; 2]>,
    /// End of the last.
    end: usize,
    /// The first whose separator may be in runs to come.
    next: usize,
}

impl Measures {
    /// `found`: memory to use again.
    pub(super) fn new(context: Context, mut found: Vec<[u32; 2]>) -> Self {
        let flags = Context::CARD.with(Context::PHONE).with(Context::SSN).with(Context::IBAN);
        let read = !context.has(flags) && context.hints().is_empty() && context.exact().is_empty();
        found.clear();
        Self { read, found, end: 0, next: 0 }
    }

    pub(super) fn into_memory(self) -> Vec<[u32; 2]> {
        self.found
    }

    /// Whether nothing has to be asked at the place `p`: it is of a measure.
    #[inline]
    pub(super) fn has(&mut self, t: &[u8], p: usize) -> bool {
        if p < self.end {
            return true;
        }
        if !self.read {
            return false;
        }
        match at(t, p) {
            b':' | b'=' => {
                let Some(end) = at_separator(t, p) else { return false };
                self.found.push([p as u32, end as u32]);
                self.end = end;
                true
            }
            b'0'..=b'9' => at_number(t, p),
            _ => false,
        }
    }

    /// Whether the run of visible characters that begins at `p` is a measure with its label, and nothing else. Asked behind the places
    /// of the text, in order.
    #[inline]
    pub(super) fn has_run(&mut self, t: &[u8], p: usize) -> bool {
        while let Some([separator, end]) = self.found.get(self.next).map(|found| found.map(|i| i as usize)) {
            if separator >= p {
                let label = |b: &u8| word(*b) || matches!(b, b'.' | b'-');
                return separator - p <= LABEL && end_of_run(t, end) && part(t, p, separator).iter().all(label);
            }
            self.next += 1;
        }
        false
    }
}

/// The end of the value behind the separator at `p`, if its label says what it measures, or the value is `true`, `false` or `null`.
fn at_separator(t: &[u8], p: usize) -> Option<usize> {
    let from = value(t, p + 1);
    match at(t, from) {
        b'0'..=b'9' | b'-' => {}
        b't' | b'f' | b'n' if let Some(n) = constant(t, from) => return Some(from + n),
        // An id.
        b'a'..=b'f' if part(t, from, from + 4).iter().all(u8::is_ascii_hexdigit) => {}
        _ => return None,
    }
    let kind = label(t, label_end(t, p));
    if kind & TRACE_ID != 0 {
        let n = run(t, from, 33, |b| b.is_ascii_hexdigit());
        return (matches!(n, 16 | 32) && ends(t, from + n)).then_some(from + n);
    }
    if kind & (COUNT | CLOCK) == 0 { None } else { number(t, from, kind) }
}

/// Length of the constant at `i`.
fn constant(t: &[u8], i: usize) -> Option<usize> {
    const CONSTANTS: [&[u8]; 3] = [b"true", b"false", b"null"];
    let n = CONSTANTS.iter().find(|c| part(t, i, i + c.len()) == **c)?.len();
    ends(t, i + n).then_some(n)
}

/// Whether the number at `p`, or the one in whose decimals it stands, has a label or a unit that says what it measures.
fn at_number(t: &[u8], p: usize) -> bool {
    let before = back(t, p, 1);
    if before.is_ascii_alphabetic() {
        return version(t, p);
    }
    let whole = p - if before == b'.' { 1 + run_back(t, p - 1, TIME + 1, digit) } else { 0 };
    // `+build.48213077`
    if whole + 1 == p || matches!(before, b'-' | b'_') && word(back(t, p, 2)) {
        return label(t, p - 1) & RELEASE != 0 && release(t, p);
    }
    labelled(t, p, whole) || before_unit(t, whole) || p > whole && fraction(t, whole, p)
}

/// Whether a label stands before the number that begins at `whole` and goes on at `p`: `bytes=1234567`, `offset 1234567`.
fn labelled(t: &[u8], p: usize, whole: usize) -> bool {
    let from = whole - usize::from(back(t, whole, 1) == b'-');
    let quote = match back(t, from, 1) {
        b'"' if back(t, from, 2) == b'\\' => 2,
        b'"' | b'\'' => 1,
        _ => 0,
    };
    let blank = usize::from(back(t, from - quote, 1) == b' ');
    let behind = from - quote - blank;
    match back(t, behind, 1) {
        b':' | b'=' => at_separator(t, behind - 1).is_some_and(|end| end > p),
        b'a'..=b'z' | b'A'..=b'Z' if blank > 0 && quote == 0 => {
            let kind = label(t, behind) & (COUNT | CLOCK);
            kind != 0 && number(t, from, kind).is_some_and(|end| end > p)
        }
        _ => false,
    }
}

/// Whether a number is followed by its unit: `1234567 ms`, `48.213077s`.
fn before_unit(t: &[u8], from: usize) -> bool {
    if matches!(back(t, from, 1), b'.' | b'+' | b'/' | b'@') || word(back(t, from, 1)) {
        return false;
    }
    let n = run(t, from, COUNTER + 1, digit);
    let decimals = if at(t, from + n) == b'.' { 1 + run(t, from + n + 1, DECIMALS, digit) } else { 0 };
    let end = from + n + decimals;
    let unit = end + usize::from(at(t, end) == b' ');
    let (letters, to) = first_word(t, unit);
    n <= COUNTER && letters != 0 && kind_of(letters) & BEHIND != 0 && !word(at(t, to)) && at(t, to) < 0x80
}

/// The word at `from` and where it ends: as [`last_word`] reads it.
fn first_word(t: &[u8], from: usize) -> (u128, usize) {
    let n = run(t, from, LONGEST, |b| b.is_ascii_alphabetic());
    (part(t, from, from + n).iter().fold(0, |letters, b| letters >> 8 | u128::from(b | 0x20) << 120), from + n)
}

/// Whether the decimals at `p` are those of a ratio or of a clock in brackets: `0.918273645`, `[  12345.678901]`.
fn fraction(t: &[u8], whole: usize, p: usize) -> bool {
    let end = p + run(t, p, TIME + 1, digit);
    let before = back(t, whole, 1);
    let ratio =
        whole + 2 == p && at(t, whole) == b'0' && !(word(before) || matches!(before, b'.' | b'-' | b'+' | b'/'));
    let clock = end == p + 6 && at(t, end) == b']' && matches!(before, b'[' | b' ');
    clock || ratio && ends(t, end)
}

/// Whether the number at `p` may be that of a release, and nothing follows that such a number has not.
fn release(t: &[u8], p: usize) -> bool {
    let n = run(t, p, COUNTER + 1, digit);
    n <= COUNTER && !word(at(t, p + n)) && !matches!(at(t, p + n), b'-' | b'.' | b'@' | b'/')
}

/// Whether the first of three numbers of a version stands at `p`: `v1.24.8`.
fn version(t: &[u8], p: usize) -> bool {
    if back(t, p, 1) | 0x20 != b'v' || word(back(t, p, 2)) {
        return false;
    }
    let mut end = p;
    for k in 0..3 {
        let n = run(t, end, 5, digit);
        if !(1..=4).contains(&n) || k < 2 && at(t, end + n) != b'.' {
            return false;
        }
        end += n + usize::from(k < 2);
    }
    !word(at(t, end)) && !(at(t, end) == b'.' && digit(at(t, end + 1)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::{RedactEngine, hints, secrets::secrecy};

    #[test]
    fn no_word_of_a_label_names_anything_of_a_person() {
        let words = || WORDS.iter().flat_map(|(_, words)| words.split_ascii_whitespace());
        assert!(words().all(|word| kind_of(last_word(word.as_bytes(), word.len()).0) != 0));
        let names = |word: &&str| !hints::label(word.as_bytes(), word.len()).is_empty();
        let secret = |word: &&str| secrecy(word).has(Context::MAY_BE_SECRET);
        let wrong: Vec<_> = words().filter(|word| names(word) || secret(word)).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
    }

    #[test]
    fn measures_end_where_their_values_do() {
        for text in [
            "bytes=1234567",
            "\"latency_ms\": 48.213",
            "\\\"total\\\": 1234567",
            "endTimeUnixNano: 1709962526590012345",
            "offset=-12345678",
            "rss: 1234567KiB",
            "trace_id=52cc5023d8319aea1181f76f3adcbdc1",
            "parentSpanId: 89941ACF780DE956",
            "traceid=52cc5023d8319aea1181f76f3adcbdc1",
            "cached=true",
        ] {
            let separator = memchr::memchr2(b'=', b':', text.as_bytes()).unwrap();
            for behind in ["", " x", ",", "\n", "\"", "}", "\\n"] {
                let whole = format!("{text}{behind}");
                assert_eq!(at_separator(whole.as_bytes(), separator), Some(text.len()), "{whole}");
            }
            for behind in ["\u{e9}", "_x", " 5", "-5", "@", ":1", "zzzzzz"] {
                let whole = format!("{text}{behind}");
                assert_eq!(at_separator(whole.as_bytes(), separator), None, "{whole}");
            }
        }
    }

    #[test]
    fn other_numbers_are_none() {
        for text in [
            "passport=12345678",
            "phone_count_no=12345678",
            "bytes=123456789012",
            "ts=4111111111111111",
            "id=89941acf780de956",
            "userid=89941acf780de956",
            "span_id=89941acf780de95",
            "32bytes=1234567",
            "\u{e9}bytes=1234567",
            "bytes=abc",
            "bytes=",
            "=1234567",
        ] {
            let separator = memchr::memchr(b'=', text.as_bytes()).unwrap();
            assert_eq!(at_separator(text.as_bytes(), separator), None, "{text}");
        }
    }

    #[test]
    fn places_inside_are_told_alone() {
        for (text, at) in [
            ("bytes=1234567", 6),
            ("loss: 0.1234567", 8),
            ("\"ms\": \"-1234567.12345678", 16),
            ("v1.24.8-rc.2", 1),
            ("rc.2+build.48213077", 11),
            ("build-48213077 x", 6),
            ("offset 48213077, x", 7),
            ("took 4821307.123456 s", 13),
            ("(48213077 ms", 1),
            ("48.2130771s, x", 3),
            ("x 0.918273645,", 4),
            ("[12345.678901] usb", 7),
        ] {
            assert!(at_number(text.as_bytes(), at), "{text}");
        }
        for (text, at) in [
            ("v1.24.8.5", 1),
            ("v1.24", 1),
            ("mv1.24.8", 2),
            ("no.48213077", 3),
            ("build.48213077-5", 6),
            ("build 48213077", 6),
            ("bytes: 1234567 8", 7),
            ("port, 48213077", 6),
            ("offset 48213077 55", 7),
            ("+48213077 ms", 1),
            ("a-0.918273645", 4),
            ("48213077 m\u{e9}s", 0),
            ("48213077 msx", 0),
            ("12.345678-9", 3),
        ] {
            assert!(!at_number(text.as_bytes(), at), "{text}");
        }
    }

    #[test]
    fn what_a_key_names_is_not_left_to_labels() {
        let redact = |text: &str| RedactEngine::default().redact_text(text, true);
        assert_eq!(redact("{\"note\":\"count: 4155550132\"}"), None);
        assert!(redact("{\"phone\":\"count: 4155550132\"}").is_some());
        // The run goes on behind the measure.
        assert!(redact("{\"note\":\"bytes=1,api_key=Kq7vZ2mX9pL4sT8wB3nD6fG1\"}").is_some());
        assert!(redact("{\"note\":\"bytes=1 api_key=Kq7vZ2mX9pL4sT8wB3nD6fG1\"}").is_some());
    }
}
