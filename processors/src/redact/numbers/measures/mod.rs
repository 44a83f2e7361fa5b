//! Numbers whose own label says what they measure: `bytes=1234567`, `"latency_ms": 48.213`, `trace_id=4bf9…`.
//!
//! Logs and tool results are full of them, and each would be asked about by every verifier. No person's number stands
//! under such a label in quotes or before `=`: it decides, whatever else is near. In a sentence the same words say
//! other things (`Phone, any time: 4155550132`), so there nothing near may name the number.

mod values;
mod words;

#[cfg(test)]
mod tests;

use self::{
    values::{COUNTER, DECIMALS, TIME, constant, fraction, hex, number, release, short, version},
    words::{
        BEHIND, CLOCK, CODE, COUNT, FILE, HASH, LONG, NO_FIELD, RELEASE, THREAD, TRACE_ID, first_word, kind_of, label,
        of_name,
    },
};
use super::{cards::CARD_WORDS, unnamed};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    context::Context,
    hints, secrets,
    sentences::asked,
};

/// Longest label, bytes.
const LABEL: usize = 48;

/// Longest labels of a series, bytes.
const SERIES: usize = 512;

/// Whether nothing near the number at `from`, whose value ends at `end`, names it.
fn is_alone(t: &[u8], from: usize, end: usize) -> bool {
    let n = run(t, from, TIME, digit);
    let few = n <= 3 && !digit(at(t, from + n + 1)) || n <= 2 && at(t, from + n) == b'.';
    few || hints::are_silent(t, from, end) && !unnamed::is_told(t, from, n)
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

/// Whether a run of visible characters ends at `end`.
fn end_of_run(t: &[u8], end: usize) -> bool {
    !secrets::in_run(at(t, end))
}

/// The measures of one text, asked in the order of its places.
pub(in crate::redact) struct Measures {
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
    pub(in crate::redact) fn new(context: Context, mut found: Vec<[u32; 2]>) -> Self {
        found.clear();
        Self { read: !context.names_numbers(), found, end: 0, next: 0 }
    }

    pub(in crate::redact) fn into_memory(self) -> Vec<[u32; 2]> {
        self.found
    }

    /// Whether nothing has to be asked at the place `p`: it is of a measure.
    #[inline]
    pub(in crate::redact) fn has(&mut self, t: &[u8], p: usize) -> bool {
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

    /// Whether the run of visible characters that begins at `p` is a measure with its label, and nothing else. Asked
    /// behind the places of the text, in order.
    #[inline]
    pub(in crate::redact) fn has_run(&mut self, t: &[u8], p: usize) -> bool {
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
    // `total_net_input_bytes:4…` is of no sentence, either.
    let keyed = keyed || kind & LONG != 0 && snake(t, end);
    let value = match kind {
        0 => return Label::Asked,
        TRACE_ID | HASH => hex(t, from, kind),
        CODE | FILE => short(t, from, kind),
        _ if measured && kind & (COUNT | CLOCK) != 0 => number(t, from, if keyed { kind } else { kind & !LONG }),
        _ => None,
    };
    let digits = from + usize::from(first == b'-');
    let is_named = |to: usize| match kind {
        TRACE_ID | HASH | CODE | FILE => false,
        // `card tokens=4111…`
        _ if keyed => to > digits + 3 && (of_name(t, end) || to > digits + COUNTER && of_card(t, end)),
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

/// Whether the key before the value at `i` of a document says what a machine counted, and its number ends at `to`:
/// `"rss": 4…`.
pub(in crate::redact) fn of_machine(src: &[u8], i: usize, to: usize) -> bool {
    let i = i - usize::from(back(src, i, 1) == b'"');
    let colon = i - run_back(src, i, 2, |b| b == b' ');
    back(src, colon, 1) == b':' && matches!(at_separator(src, colon - 1), Label::Of(end) if end == to)
}

/// Whether the label that ends at `end` has several words, and the last counts or measures: `bytes_total`.
pub(super) fn counts(t: &[u8], end: usize) -> bool {
    label(t, end) & (COUNT | CLOCK) != 0 && snake(t, end)
}

/// Whether the word before the label that ends at `end` is one for a card, and not its mark.
fn of_card(t: &[u8], end: usize) -> bool {
    let begin = end - run_back(t, end, LABEL, word);
    let before = begin.saturating_sub(1);
    let own = part(t, before - run_back(t, before, 12, |b| b.is_ascii_alphabetic()), before);
    back(t, begin, 1) == b' ' && CARD_WORDS.iter().any(|w| w.eq_ignore_ascii_case(own))
}

/// Whether the last word of the label that ends at `end` is joined to another by `_`.
fn snake(t: &[u8], end: usize) -> bool {
    let n = run_back(t, end, LABEL, |b| b.is_ascii_lowercase());
    back(t, end - n, 1) == b'_' && word(back(t, end - n, 2))
}

/// Whether the number at `p`, or the one in whose decimals it stands, has a label or a unit that says what it measures.
pub(in crate::redact) fn at_number(t: &[u8], p: usize) -> bool {
    let before = back(t, p, 1);
    if before.is_ascii_alphabetic() {
        return version(t, p);
    }
    let whole = p - if before == b'.' { 1 + run_back(t, p - 1, TIME + 1, digit) } else { 0 };
    // `+build.48213077`
    if whole + 1 == p || matches!(before, b'-' | b'_') && word(back(t, p, 2)) {
        return label(t, p - 1) & RELEASE != 0 && release(t, p) || before == b'-' && version(t, p);
    }
    labelled(t, p, whole) || before_unit(t, whole) || fraction(t, whole, p) || counted(t, p, whole)
}

/// Whether the number at `p` is what a tool counted or numbered, by what stands around it: the sample of a series of
/// Prometheus, `name{label="x"} 1234567`, the values of a column of Pandas, `1234567 non-null`, a namespace of Linux,
/// `net:[4026532767]`.
fn counted(t: &[u8], p: usize, whole: usize) -> bool {
    const SPACES: [&[u8]; 8] = [b"net", b"mnt", b"pid", b"ipc", b"uts", b"user", b"cgroup", b"time"];
    if p != whole {
        return false;
    }
    let before = back(t, p, 1);
    if before == b'[' && back(t, p, 2) == b':' {
        let name = part(t, p - 2 - run_back(t, p - 2, 6, |b| b.is_ascii_lowercase()), p - 2);
        return SPACES.contains(&name) && part(t, p, p + 6) == b"402653" && at(t, p + 10) == b']';
    }
    if before != b' ' {
        return false;
    }
    let n = run(t, p, TIME, digit);
    part(t, p + n, p + n + 9) == b" non-null" || sample(t, p, p + n)
}

/// Whether the number from `p` to `end` is a sample in the format of Prometheus: behind the labels of a series, and
/// with a time behind it or nothing else.
fn sample(t: &[u8], p: usize, end: usize) -> bool {
    let close = p - run_back(t, p, 8, |b| b == b' ');
    if back(t, close, 2) != b'"' || back(t, close, 1) != b'}' {
        return false;
    }
    // `1234 1395066363000`, `1234 @[1728897164.781]`
    let time = end + usize::from(at(t, end) == b' ' && matches!(at(t, end + 1), b'@' | b'1'));
    let rest =
        time + if time > end { run(t, time, 24, |b| digit(b) || matches!(b, b'@' | b'[' | b']' | b'.')) } else { 0 };
    if !matches!(at(t, rest), b'\n' | b'\r' | 0 | b'\\') {
        return false;
    }
    let labels = part(t, close.saturating_sub(SERIES), close);
    let Some(open) = memchr::memrchr(b'{', labels) else { return false };
    let labels = part(labels, open + 1, labels.len());
    let name = labels.iter().take_while(|b| word(**b)).count();
    let begin = close - labels.len() - 1;
    let line = begin - run_back(t, begin, LABEL * 2, |b| word(b) || b == b':');
    name > 0 && part(labels, name, name + 2) == b"=\"" && matches!(back(t, line, 1), 0 | b'\n' | b'n' | b' ')
}

/// Whether a label stands before the number that begins at `whole` and goes on at `p`: `bytes=1234567`,
/// `offset 1234567`.
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
        b'=' if typed(t, behind - 1) => true,
        b':' | b'=' => matches!(at_separator(t, behind - 1), Label::Of(end) if end > p),
        b'a'..=b'z' | b'A'..=b'Z' if blank > 0 && quote == 0 => {
            let kind = label(t, behind) & (COUNT | CLOCK | THREAD);
            let alone = |end: usize| kind & THREAD != 0 && end - from > DECIMALS || is_alone(t, whole, end);
            kind != 0 && number(t, from, kind).is_some_and(|end| end > p && alone(end))
        }
        _ => false,
    }
}

/// Whether what stands before the `=` at `p` is a constant of a small whole number, whose name does not end with what
/// is a number of somebody: `PPS_FETCH: u32 = 3221778596`.
fn typed(t: &[u8], p: usize) -> bool {
    const TYPES: &[&[u8]] = &[b": u32 ", b": i32 ", b": usize ", b": u16 ", b": u8 ", b": c_int ", b": c_uint "];
    let Some(kind) = TYPES.iter().find(|kind| part(t, 0, p).ends_with(kind)) else { return false };
    let end = p - kind.len();
    let n = run_back(t, end, LABEL, |b| b.is_ascii_uppercase() || digit(b) || b == b'_');
    // `ADMIN_PHONE_1`
    let to = end - run_back(t, end, 4, |b| digit(b) || b == b'_');
    let last = run_back(t, to, LABEL, |b| b.is_ascii_uppercase() || digit(b));
    to - last > end - n && !word(back(t, end, n + 1)) && !hints::names(part(t, to - last, to))
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
