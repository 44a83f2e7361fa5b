//! Numbers whose own label says what they measure: `bytes=1234567`, `"latency_ms": 48.213`, `trace_id=4bf9…`.
//!
//! Logs and tool results are full of them, and each would be asked about by every verifier. No person's number stands under
//! such a label in quotes or before `=`: it decides, whatever else is near. In a sentence the same words say other things
//! (`Phone, any time: 4155550132`), so there nothing near may name the number.
//!
//! Words: units of the Prometheus naming conventions and of UCUM as OpenTelemetry's metrics use them, and the attributes of its
//! semantic conventions that count or measure.

use super::{
    asked,
    bytes::{at, back, digit, looked, part, run, run_back, word},
    context::Context,
    hints, secrets, unnamed,
};

/// Longest number of a counter: more digits may be those of a card.
const COUNTER: usize = 11;
/// Longest number of a point in time: nanoseconds.
const TIME: usize = 19;
/// Other digits of points in time. Cards and national numbers that begin with 1 have 15 or 18.
const TIMES: [usize; 3] = [13, 16, TIME];
/// Most digits behind the point.
const DECIMALS: usize = 12;
/// Longest unit that is joined to its number, bytes.
const UNIT: usize = 5;

/// What a word at the end of a label says: bits.
type Kind = u16;
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
/// What stands under it is no field of a form.
const NO_FIELD: Kind = 128;
/// A code of few digits.
const CODE: Kind = 256;
/// Behind a dot the end of a file's name, before the number of its line: `Sink.java:123`.
const FILE: Kind = 512;
/// A hash in hexadecimal.
const HASH: Kind = 1024;
/// With `code` behind it, what a program or a protocol tells.
const STATE: Kind = 2048;
/// Only behind another of these words: `latency_us`, but `contact_us`.
const JOINED: Kind = 4096;

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
         attempts page batch shards partitions partition workers conns depth level pid tid ppid fd priority \
         width height rate ratio pct score loss lr epoch step iteration iter seq lsn generation memory mem rss heap \
         cpu capacity usage used free throughput bps mbps hz fps temperature quota threshold",
    ),
    (COUNT | STATE, "status"),
    (STATE, "exit error http response return result grpc"),
    (COUNT | CLOCK | BEHIND | JOINED, "us"),
    (COUNT | CLOCK | BEHIND, "ms ns sec secs seconds millis milliseconds micros microseconds nanos nanoseconds nano"),
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
    (CODE, "code"),
    (FILE, "java go py rs js c cc cpp h hpp cs rb php kt scala swift"),
    (HASH, "commit digest checksum sha md etag"),
    (NO_FIELD, "severity lvl method logger thread module event msg phase stage quantile le"),
];

/// Slots of [`TABLE`]: a power of 2, several times as many as there are words.
const SLOTS: usize = 2048;
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
    (mixed.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 53) as usize
}

/// A bit for each slot of [`TABLE`] that is taken.
static TAKEN: [u64; SLOTS / 64] = {
    let mut bits = [0; SLOTS / 64];
    let mut i = 0;
    while i < SLOTS {
        bits[i / 64] |= ((TABLE[i].1 != 0) as u64) << (i % 64);
        i += 1;
    }
    bits
};

#[inline]
fn kind_of(letters: u128) -> Kind {
    let mut i = slot(letters);
    // Most words are none.
    if TAKEN.get(i / 64).is_none_or(|bits| bits >> (i % 64) & 1 == 0) {
        return 0;
    }
    loop {
        match TABLE.get(i % SLOTS) {
            Some((word, kind)) if *kind != 0 && *word != letters => i += 1,
            Some((_, kind)) => return *kind,
            None => return 0,
        }
    }
}

/// The last word before `end`, and where it begins: of its letters the last 16. A capital behind a small letter begins a word.
#[inline]
fn last_word(t: &[u8], end: usize) -> (u128, usize) {
    const ONES: u128 = u128::MAX / 0xFF;
    const HIGH: u128 = 0x80 * ONES;
    let text = match end.checked_sub(LONGEST).and_then(|from| t.get(from..end)?.first_chunk()) {
        Some(text) => u128::from_le_bytes(*text),
        None => part(t, 0, end).iter().fold(0, |text, b| text >> 8 | u128::from(*b) << 120),
    };
    // The highest bit of a byte tells whether it is a letter: 0x61 to 0x7A, with the bit of small letters set.
    let small = text | (0x20 * ONES);
    let seven = small & (0x7F * ONES);
    let letters = (seven + 0x1F * ONES) & !(seven + 0x05 * ONES) & !text & HIGH;
    let lower = letters & text << 2;
    let humps = letters & !lower & lower << 8;
    let n = ((!letters & HIGH).leading_zeros() / 8).min(humps.leading_zeros() / 8 + 1).min(LONGEST as u32);
    looked(n as usize);
    let mask = u128::MAX.checked_shl(128 - 8 * n).unwrap_or(0);
    (small & mask, end - n as usize)
}

fn is_upper(b: u8) -> bool {
    b.is_ascii_uppercase()
}

/// What the label that ends before `end` says.
#[inline]
fn label(t: &[u8], end: usize) -> Kind {
    // `sha256`, `md5`
    let n = if digit(back(t, end, 1)) { run_back(t, end, 4, digit) } else { 0 };
    let (letters, from) = last_word(t, end - n);
    let longer = back(t, from, 1).is_ascii_alphabetic() && !is_upper(at(t, from));
    // `32bytes`, `überbytes`
    if letters == 0 || longer || digit(back(t, from, 1)) || back(t, from, 1) >= 0x80 {
        return 0;
    }
    let kind = kind_of(letters);
    if kind & (ID | FILE | CODE | HASH | JOINED) == 0 {
        return if n == 0 { kind } else { 0 };
    }
    if kind & HASH != 0 {
        return if of_secret(t, from) { 0 } else { kind };
    }
    if n > 0 {
        return 0;
    }
    if kind & FILE != 0 {
        return if back(t, from, 1) == b'.' { kind } else { kind & !FILE };
    }
    if kind & CODE != 0 && back(t, from, 1) == b' ' {
        return if kind_of(last_word(t, from - 1).0) & STATE != 0 { kind } else { 0 };
    }
    let Some(end) = joined(t, from) else { return 0 };
    let before = kind_of(last_word(t, end).0);
    match kind {
        ID if before & TRACE != 0 => TRACE_ID,
        CODE if before & STATE != 0 => kind,
        _ if kind & JOINED != 0 && before & (COUNT | CLOCK) != 0 => kind & !JOINED,
        _ => 0,
    }
}

/// Where the word ends that the one at `from` is joined to.
fn joined(t: &[u8], from: usize) -> Option<usize> {
    let joint = usize::from(matches!(back(t, from, 1), b'_' | b'-' | b'.'));
    (joint > 0 || is_upper(at(t, from))).then_some(from - joint)
}

/// Whether the word before the one at `from` names a secret: `password md5: …`.
fn of_secret(t: &[u8], from: usize) -> bool {
    let end = from - usize::from(matches!(back(t, from, 1), b'_' | b'-' | b'.' | b' '));
    let (_, begin) = last_word(t, end);
    let word = std::str::from_utf8(part(t, begin, end)).unwrap_or_default();
    !word.is_empty() && secrets::secrecy(word).has(Context::MAY_BE_SECRET)
}

/// Whether the last word of the label that ends at `end` is joined to one that names something: `num_sec`, `passport_us`.
fn of_name(t: &[u8], end: usize) -> bool {
    let (_, from) = last_word(t, end);
    let Some(end) = joined(t, from) else { return false };
    let (letters, begin) = last_word(t, end);
    match kind_of(letters) {
        // `tax_id_max`
        ID => true,
        0 => letters != 0 && hints::names(part(t, begin, end)),
        _ => false,
    }
}

/// Whether nothing near the number at `from`, whose value ends at `end`, names it.
fn is_alone(t: &[u8], from: usize, end: usize) -> bool {
    let n = run(t, from, TIME, digit);
    let few = n <= 3 && !digit(at(t, from + n + 1)) || n <= 2 && at(t, from + n) == b'.';
    few || hints::are_silent(t, from, end) && !unnamed::is_told(t, from, n)
}

/// Whether what stands at `end` ends a value, and is not followed by more digits.
fn ends(t: &[u8], end: usize) -> bool {
    match at(t, end) {
        // `493021 is your login code`
        b' ' => {
            !matches!(at(t, end + 1), b'0'..=b'9' | b'(' | b'-' | b'+' | b'/') && part(t, end, end + 9) != b" is your "
        }
        b',' => !(digit(at(t, end + 1)) || at(t, end + 1) == b' ' && digit(at(t, end + 2))),
        0 => end >= t.len(),
        b => matches!(b, b'\n' | b'\r' | b'\t' | b';' | b')' | b']' | b'}' | b'"' | b'\'' | b'\\' | b'|' | b'&' | b'<'),
    }
}

/// The end of the number at `from`, with its unit, if a label of this kind may have it.
#[inline]
fn number(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    let sign = usize::from(at(t, from) == b'-');
    let from = from + sign;
    let n = run(t, from, TIME + 1, digit);
    // A nought before eight digits or more is of a telephone number.
    let short = (1..=COUNTER).contains(&n) && !(n > 8 && at(t, from) == b'0');
    // Seconds to nanoseconds of this century, and of none in which cards begin.
    let time = kind & CLOCK != 0 && TIMES.contains(&n) && at(t, from) == b'1';
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
    // `12/100`
    let of = if at(t, end) == b'/' { run(t, end + 1, COUNTER, digit) } else { 0 };
    end += of + usize::from(of > 0);
    // The sign for a millionth is U+00B5, or U+03BC as a letter of Greek.
    end += if matches!(part(t, end, end + 3), [0xC2, 0xB5, b's'] | [0xCE, 0xBC, b's']) { 2 } else { 0 };
    let unit = run(t, end, UNIT + 1, |b| b.is_ascii_alphabetic() || b == b'%');
    (unit <= UNIT && ends(t, end + unit)).then_some(end + unit)
}

/// Whether a run of visible characters ends at `end`.
fn end_of_run(t: &[u8], end: usize) -> bool {
    !secrets::in_run(at(t, end))
}

/// The end of an id or a hash in hexadecimal at `from`.
fn hex(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    // `digest="sha256:…"`
    let named = kind == HASH && part(t, from, from + 3) == b"sha" && at(t, from + 6) == b':';
    let from = from + if named { 7 } else { 0 };
    let n = run(t, from, 129, |b| b.is_ascii_hexdigit());
    let long = match n {
        16 => kind == TRACE_ID,
        32 => true,
        40 | 56 | 64 | 96 | 128 => kind == HASH,
        _ => false,
    };
    (long && ends(t, from + n)).then_some(from + n)
}

/// The end of a code of a few digits at `from`, or of the number of a line.
fn short(t: &[u8], from: usize, kind: Kind) -> Option<usize> {
    let n = run(t, from, 7, digit);
    let most = if kind == CODE { 3 } else { 6 };
    ((1..=most).contains(&n) && (ends(t, from + n) || kind == FILE && at(t, from + n) == b':')).then_some(from + n)
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
        found.clear();
        Self { read: !context.names_numbers(), found, end: 0, next: 0 }
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
        if !matches!(at(t, p), b':' | b'=') {
            return false;
        }
        match at_separator(t, p) {
            Label::Asked => false,
            Label::Silent => true,
            Label::Of(end) => {
                self.found.push([p as u32, end as u32]);
                self.end = end;
                true
            }
        }
    }

    /// Whether the run of visible characters that begins at `p` is a measure with its label, and nothing else. Asked behind the places
    /// of the text, in order.
    #[inline]
    pub(super) fn has_run(&mut self, t: &[u8], p: usize) -> bool {
        // `commit 4bf9…`
        let hash = at(t, p + 31).is_ascii_hexdigit() && at(t, p).is_ascii_hexdigit() && back(t, p, 1) == b' ';
        if hash && label(t, p - 1) == HASH && hex(t, p, HASH).is_some_and(|end| end_of_run(t, end)) {
            return true;
        }
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

/// What the label before a separator says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Label {
    /// Nothing that is known here.
    Asked,
    /// That nothing behind it is of a person or a secret because of it.
    Silent,
    /// What the value measures, which ends here.
    Of(usize),
}

/// What the label before the separator at `p` says; under any the values `true`, `false` and `null` are nothing else.
#[inline]
fn at_separator(t: &[u8], p: usize) -> Label {
    // A time of day.
    if digit(back(t, p, 1)) && digit(back(t, p, 2)) && !word(back(t, p, 3)) {
        return Label::Asked;
    }
    let from = value(t, p + 1);
    let first = at(t, from);
    let measured = match first {
        b'0'..=b'9' | b'-' => true,
        b't' | b'f' | b'n' if let Some(n) = constant(t, from) => return Label::Of(from + n),
        b'a'..=b'f' | b'A'..=b'F' => part(t, from, from + 4).iter().all(u8::is_ascii_hexdigit),
        _ => part(t, from, from + 3) == b"sha",
    };
    let end = label_end(t, p);
    // A label in quotes or before `=` is none of a sentence: `the password I used: x`.
    let keyed = end < p || at(t, p) == b'=' && at(t, p + 1) != b'>';
    if !(measured || keyed) {
        return Label::Asked;
    }
    let kind = label(t, end);
    let value = match kind {
        0 => return Label::Asked,
        TRACE_ID | HASH => hex(t, from, kind),
        CODE | FILE => short(t, from, kind),
        _ if measured && kind & (COUNT | CLOCK) != 0 => number(t, from, kind),
        _ => None,
    };
    let digits = from + usize::from(first == b'-');
    let is_named = |to: usize| match kind {
        TRACE_ID | HASH | CODE | FILE => false,
        _ if keyed => to > digits + 3 && of_name(t, end),
        // Who speaks may have such a name, too: `Max: 4821`.
        _ => asked::may_be(t, p) || !is_alone(t, digits, to),
    };
    match value {
        Some(end) if is_named(end) => Label::Asked,
        Some(end) => Label::Of(end),
        None if keyed && kind & (COUNT | CLOCK | NO_FIELD) != 0 => Label::Silent,
        None => Label::Asked,
    }
}

/// Length of the constant at `i`.
fn constant(t: &[u8], i: usize) -> Option<usize> {
    const CONSTANTS: [&[u8]; 3] = [b"true", b"false", b"null"];
    let n = CONSTANTS.iter().find(|c| part(t, i, i + c.len()) == **c)?.len();
    // `password: "true love waits"`
    let whole = match back(t, i, 1) {
        quote @ (b'"' | b'\'') => matches!(at(t, i + n), b if b == quote || b == b'\\'),
        _ => ends(t, i + n),
    };
    whole.then_some(n)
}

/// Whether the number at `p`, or the one in whose decimals it stands, has a label or a unit that says what it measures.
pub(super) fn at_number(t: &[u8], p: usize) -> bool {
    let before = back(t, p, 1);
    if before.is_ascii_alphabetic() {
        return version(t, p);
    }
    let whole = p - if before == b'.' { 1 + run_back(t, p - 1, TIME + 1, digit) } else { 0 };
    // `+build.48213077`
    if whole + 1 == p || matches!(before, b'-' | b'_') && word(back(t, p, 2)) {
        return label(t, p - 1) & RELEASE != 0 && release(t, p) || before == b'-' && version(t, p);
    }
    labelled(t, p, whole) || before_unit(t, whole) || fraction(t, whole, p)
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
        b':' | b'=' => matches!(at_separator(t, behind - 1), Label::Of(end) if end > p),
        b'a'..=b'z' | b'A'..=b'Z' if blank > 0 && quote == 0 => {
            let kind = label(t, behind) & (COUNT | CLOCK);
            kind != 0 && number(t, from, kind).is_some_and(|end| end > p && is_alone(t, whole, end))
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
    let blank = usize::from(at(t, end) == b' ');
    let (letters, to) = first_word(t, end + blank);
    // A letter directly behind digits is of an id.
    let apart = blank + decimals > 0 || to > end + 1;
    n <= COUNTER
        && letters != 0
        && apart
        && kind_of(letters) & BEHIND != 0
        && !word(at(t, to))
        && at(t, to) < 0x80
        && !(n > 8 && at(t, from) == b'0')
        && is_alone(t, from, end)
}

/// The word at `from` and where it ends: as [`last_word`] reads it.
fn first_word(t: &[u8], from: usize) -> (u128, usize) {
    let n = run(t, from, LONGEST, |b| b.is_ascii_alphabetic());
    (part(t, from, from + n).iter().fold(0, |letters, b| letters >> 8 | u128::from(b | 0x20) << 120), from + n)
}

/// Whether the number at `p`, or the one in whose decimals it stands, is a ratio or a clock in brackets: `0.918273645`,
/// `[  12345.678901]`.
fn fraction(t: &[u8], whole: usize, p: usize) -> bool {
    let before = back(t, whole, 1);
    let point = if p > whole { p - 1 } else { p + run(t, p, COUNTER, digit) };
    if at(t, point) != b'.' {
        return false;
    }
    let end = point + 1 + run(t, point + 1, TIME + 1, digit);
    let ratio = whole + 1 == point && at(t, whole) == b'0' && end >= point + 3;
    let apart = !(word(before) || before >= 0x80 || matches!(before, b'.' | b'-' | b'+' | b'/' | b','));
    let clock = end == point + 7 && at(t, end) == b']' && matches!(before, b'[' | b' ');
    clock || ratio && apart && ends(t, end)
}

/// Whether the number at `p` may be that of a release, and nothing follows that such a number has not.
fn release(t: &[u8], p: usize) -> bool {
    let n = run(t, p, COUNTER + 1, digit);
    let next = at(t, p + n);
    let goes_on = word(next) || matches!(next, b'-' | b'.' | b'@' | b'/') || next == b' ' && digit(at(t, p + n + 1));
    n <= COUNTER && !goes_on
}

/// Whether the first number of a version stands at `p`: `v1.24.8`, `app-2.31.48213.jar`.
fn version(t: &[u8], p: usize) -> bool {
    let file = back(t, p, 1) == b'-';
    let named = if file {
        run_back(t, p - 1, 3, |b| b.is_ascii_lowercase()) == 3
    } else {
        back(t, p, 1) | 0x20 == b'v' && !word(back(t, p, 2))
    };
    if !named {
        return false;
    }
    let mut end = p;
    for k in 0..3 {
        let n = run(t, end, 6, digit);
        if !(1..=5).contains(&n) || k < 2 && at(t, end + n) != b'.' {
            return false;
        }
        end += n + usize::from(k < 2);
    }
    let more = at(t, end) == b'.' && (digit(at(t, end + 1)) || file && !at(t, end + 1).is_ascii_lowercase());
    !(word(at(t, end)) || more) && (!file || at(t, end) == b'.')
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
        // Ends of files' names count behind a dot only.
        let file = |word: &&str| kind_of(last_word(word.as_bytes(), word.len()).0) == FILE;
        let wrong: Vec<_> = words().filter(|word| !file(word) && (names(word) || secret(word))).collect();
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
            "elapsed=\"48.213\u{b5}s",
            "step: 12/1000",
            "status_code=404",
            "http code: 404",
            "latency_us=1234567",
            "Sink.java:123",
            "sha256:52cc5023d8319aea1181f76f3adcbdc152cc5023d8319aea1181f76f3adcbdc1",
            "digest=52cc5023d8319aea1181f76f3adcbdc1",
        ] {
            let separator = memchr::memchr2(b'=', b':', text.as_bytes()).unwrap();
            for behind in ["", " x", ",", "\n", "\"", "}", "\\n"] {
                let whole = format!("{text}{behind}");
                assert_eq!(at_separator(whole.as_bytes(), separator), Label::Of(text.len()), "{whole}");
            }
            for behind in ["\u{e9}", "_x", " 5", "-5", "@", "zzzzzz"] {
                let whole = format!("{text}{behind}");
                assert!(!matches!(at_separator(whole.as_bytes(), separator), Label::Of(_)), "{whole}");
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
            "bytes=1:1",
            "code=493021",
            "code=493",
            "security_code=493",
            "contact_us=4155550132",
            "num_sec=123456789",
            "tax_id_max=123456789",
            "max=01761234567",
            "ts=185057800608491",
            "password md5=52cc5023d8319aea1181f76f3adcbdc1",
            "javac=123",
            "sha256=52cc5023d8319aea1181f76f3adcbdc",
            "key256=52cc5023d8319aea1181f76f3adcbdc1",
            "=1234567",
        ] {
            let separator = memchr::memchr(b'=', text.as_bytes()).unwrap();
            assert!(!matches!(at_separator(text.as_bytes(), separator), Label::Of(_)), "{text}");
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
            ("[12345.678901] usb", 1),
            ("[app-2.31.48213.jar", 5),
        ] {
            assert!(at_number(text.as_bytes(), at), "{text}");
        }
        for (text, at) in [
            ("v1.24.8.5", 1),
            ("v1.24", 1),
            ("mv1.24.8", 2),
            ("no.48213077", 3),
            ("build.48213077-5", 6),
            ("bytes: 1234567 8", 7),
            ("port, 48213077", 6),
            ("offset 48213077 55", 7),
            ("+48213077 ms", 1),
            ("a-0.918273645", 4),
            ("48213077 m\u{e9}s", 0),
            ("48213077 msx", 0),
            ("call us 4155550132", 8),
            ("Phone Max 4155550132", 10),
            ("Max 01761234567", 4),
            ("01761234567 items", 0),
            ("SSN 123456789 records", 4),
            ("post.536 22 8713", 5),
            ("48213077s", 0),
            ("12.345678-9", 3),
            ("RG-12.345.67890", 3),
            ("cpf-123.456.789-09", 4),
            ("cpf-123.456.789", 4),
            ("1,0.918273645", 4),
        ] {
            assert!(!at_number(text.as_bytes(), at), "{text}");
        }
    }

    #[test]
    fn words_of_measures_say_other_things_in_sentences() {
        for (text, value) in [
            ("Contact us: 4155550132 or by mail", "4155550132"),
            ("Telefon Max: 01761234567", "01761234567"),
            ("call me any time 4155550132", "4155550132"),
            ("Agent: What is your PIN?\nMax: 4821", "4821"),
            ("Card security code: 493", "493"),
            ("\"cvv_code\": 493,", "493"),
            ("Account number: 12345678 items", "12345678"),
            ("Konto total 12345678", "12345678"),
            ("no sec: 185057800608491", "185057800608491"),
            ("password md5: 5f4dcc3b5aa765d61d8327deb882cf99", "5f4dcc3b5aa765d61d8327deb882cf99"),
            ("password: \"true love waits forever\"", "love waits"),
            ("items=\"493021 is your login code\"", "493021"),
            ("10:30:59,415-555-0132", "415-555-0132"),
            ("10:30,123-45-6789", "123-45-6789"),
            ("T10:30:59,203.0.113.77,GET", "203.0.113.77"),
            ("from /2001:4860:4860::8888", "2001:4860:4860::8888"),
        ] {
            let redacted = RedactEngine::default().redact_text(text, false);
            assert!(redacted.is_some_and(|new| !new.contains(value)), "{text}");
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
