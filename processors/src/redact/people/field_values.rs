//! Values of fields: where a name or an address that begins behind a label ends, and whether it is one.

use super::{
    beside_fields::form,
    edges::{ends, line_ends},
    labels::{UNCASED, caption},
    name_words::NOT_NAMES,
    names, scripts,
};
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back, text, word},
    dates,
    scan::Hit,
    types::Type,
};

/// Longest address in a field, bytes.
pub(super) const LONGEST: usize = 120;

/// Field words of number plates in scripts without blanks, as ends of labels.
const PLATES: &[&str] = &[
    "车牌",
    "车牌号",
    "车牌号码",
    "車牌",
    "車牌號",
    "車牌號碼",
    "ナンバープレート",
    "車両番号",
    "차량번호",
    "차량등록번호",
    "ทะเบียนรถ",
];

/// Name or address behind a label in a script without capitals that ends at `end`.
pub(super) fn uncased(t: &[u8], end: usize, from: usize) -> Option<Hit> {
    let ends_with = |list: &[&str]| list.iter().any(|w| part(t, end.saturating_sub(w.len()), end) == w.as_bytes());
    if ends_with(&["生年月日", "出生日期", "生日", "생년월일"]) {
        return dates::any(t, from).filter(|to| !word(at(t, *to))).map(|to| Hit::new(from, to, Type::DateOfBirth));
    }
    if ends_with(PLATES) {
        return scripts::plate_at(t, from).map(|to| Hit::new(from, to, Type::LicensePlate));
    }
    let kind = if ends_with(UNCASED.0) {
        Type::Person
    } else if ends_with(UNCASED.1) {
        Type::Address
    } else {
        return None;
    };
    let text = text(part(t, from, from + LONGEST));
    looked(text.len());
    let comma = |c: char| matches!(c, ',' | '，' | '、' | '،');
    // An address has commas.
    let stop = |c: char| {
        matches!(c, '\n' | '\r' | ';' | '"' | '|' | '<' | '。' | '；' | '؛' | '\\' | '\t')
            || kind == Type::Person && (comma(c) || matches!(c, '（' | '(' | '/' | '／'))
    };
    let text = text.split(stop).next()?;
    // The label of the next field on the same line is none of it.
    let text = match text.find([':', '：']) {
        Some(colon) => text.get(..text.get(..colon)?.rfind(|c| matches!(c, ' ' | '\u{3000}') || comma(c))?)?,
        None => text,
    };
    let text = text.trim_end_matches(|c: char| c.is_whitespace() || comma(c));
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let uncased = text.chars().filter(|c| c.is_alphabetic() && !c.is_lowercase() && !c.is_uppercase()).count();
    let digits = text.chars().filter(char::is_ascii_digit).count();
    let fine = if kind == Type::Person {
        let mut words = text.split_whitespace();
        let first = words.next()?;
        // The words of a label may follow a name on its line.
        let name: Vec<_> = [first].into_iter().chain(words.take(2)).collect();
        let last = name.last()?;
        let to = last.as_ptr().addr() + last.len() - text.as_ptr().addr();
        let short = if name.len() == 1 { (2..=6).contains(&letters) } else { letters <= 36 };
        let whole = text.get(..to).unwrap_or_default();
        let name = digits == 0 && uncased == letters && short && !caption(whole.as_bytes()) && !scripts::nobody(whole);
        return name.then(|| Hit::new(from, from + to, kind));
    } else {
        letters >= 4 && uncased * 2 > letters && digits > 0
    };
    fine.then(|| Hit::new(from, from + text.len(), kind))
}

pub(super) fn person(t: &[u8], from: usize, label: &[u8]) -> Option<usize> {
    if let Some(to) = in_capitals(t, from).or_else(|| half_in_capitals(t, from, label)) {
        return Some(to);
    }
    let Some((to, count)) = names::name(t, from, 5).or_else(|| names::led(t, from)) else {
        return scripts::name(t, from);
    };
    let of_name = label.ends_with(b"name") || label.ends_with(b"Name");
    // The key of the next field is no part of it: `full_name:Jane Doe Active:true`.
    if count > 1 && matches!(at(t, to), b':' | b'=') {
        // `Full name: Jane Roe: engineer`
        if count == 2 && of_name && at(t, to + 1) == b' ' {
            return Some(to);
        }
        let last = run_back(t, to, to - from, |b| b != b' ');
        return to.checked_sub(last + 1).filter(|to| (count > 2 || of_name) && *to > from);
    }
    let next = || matches!(at(t, to + 1 + run(t, to + 1, 24, word)), b'=' | b':');
    if (count >= 2 || of_name) && at(t, to) == b' ' && next() {
        return Some(to);
    }
    // `Delgado, Rosa M.`
    if count <= 2
        && part(t, to, to + 2) == b", "
        && let Some((behind, _)) = names::name(t, to + 2, 3).filter(|(to, _)| ends(t, *to))
    {
        // `Donovan, Theresa M`
        let initial = at(t, behind) == b' ' && at(t, behind + 1).is_ascii_uppercase() && !word(at(t, behind + 2));
        let closed = || ends(t, behind + 2) || part(t, behind + 2, behind + 4) == b"  ";
        return Some(if initial && closed() { behind + 2 } else { behind });
    }
    // One word is a name only where the field says which.
    let in_form = || {
        let label = std::str::from_utf8(label).map(str::to_lowercase);
        label.is_ok_and(|label| matches!(label.as_str(), "nom" | "prénom" | "имя")) && form(t, from)
    };
    let single = of_name
        || label.len() > 7
        || label.eq_ignore_ascii_case(b"cognome")
        || matches!(label, b"Imi\xC4\x99" | b"Jm\xC3\xA9no")
        || in_form();
    (ends(t, to) && (count >= 2 || single && !of_thing(t, from, to))).then_some(to)
}

/// Whether one word from `from` to `to` is a part of the name of a thing: `Employee: Self Service`, or has the humps of
/// a name of code: `client-name: MyTestClient`.
fn of_thing(t: &[u8], from: usize, to: usize) -> bool {
    let next = part(t, to + 1, to + 1 + run(t, to + 1, 24, |b| b.is_ascii_alphabetic()));
    let goes_on = at(t, to) == b' ' && NOT_NAMES.iter().any(|w| w.as_bytes() == next);
    let name = part(t, from, to);
    let humps = name.windows(2).filter(|w| w[0].is_ascii_lowercase() && w[1].is_ascii_uppercase()).count();
    goes_on || humps > 1 && !name.starts_with(b"Van")
}

/// One word in capitals that ends its line, behind a label for a half of a name in a form: `Surname: KHAN`.
fn half_in_capitals(t: &[u8], from: usize, label: &[u8]) -> Option<usize> {
    const LABELS: &[&[u8]] =
        &[b"surname", b"lastname", b"firstname", b"familyname", b"nachname", b"nom", b"cognome", b"apellidos"];
    const WORDS: &[&[u8]] =
        &[b"VARCHAR", b"STRING", b"TEXT", b"CHAR", b"REQUIRED", b"OPTIONAL", b"NULL", b"NONE", b"UNKNOWN", b"NAME"];
    let n = run(t, from, 32, |b| b.is_ascii_uppercase() || matches!(b, b'-' | b'\''));
    let named = || LABELS.iter().any(|w| label.eq_ignore_ascii_case(w)) && !WORDS.contains(&part(t, from, from + n));
    (n >= 3 && line_ends(t, from + n) && named() && form(t, from)).then_some(from + n)
}

/// Name of two to four words in capitals: `SMITH, JOHN A`, to the end of its line or of its quotes.
pub(super) fn in_capitals(t: &[u8], from: usize) -> Option<usize> {
    let n = run(t, from, 48, |b| {
        b.is_ascii_uppercase() || b >= 0x80 || matches!(b, b' ' | b',' | b'-' | b'\'' | b'.' | b'/')
    });
    let text = part(t, from, from + n);
    // Behind a name in a column stands the next.
    let column = memchr::memmem::find(text, b"  ");
    let text = part(text, 0, column.unwrap_or(text.len())).trim_ascii_end();
    let text = text.strip_suffix(b",").unwrap_or(text);
    let capital = |c: char| c.is_uppercase() || c.is_ascii();
    if !text.is_ascii() && !std::str::from_utf8(text).is_ok_and(|text| text.chars().all(capital)) {
        return None;
    }
    let words = text.split(|b| matches!(b, b' ' | b',' | b'/'));
    let count = words.clone().filter(|w| !w.is_empty()).count();
    let long = words.filter(|w| w.len() >= 3).count();
    let to = from + text.len();
    let first = text.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    (first && (2..=4).contains(&count) && long >= 2 && (column.is_some() || line_ends(t, to))).then_some(to)
}

/// An address to the end of its line, or of its quotes: it has a number and at least so many words, and is none of a
/// machine.
pub(super) fn address(t: &[u8], from: usize, least: usize) -> Option<usize> {
    let line = part(t, from, from + LONGEST);
    let quoted = back(t, from, 1) == b'\'';
    let n = line
        .iter()
        .position(|b| {
            quoted && *b == b'\''
                || matches!(b, b'\n' | b'\r' | b'"' | b';' | b'|' | b'<' | b'\\' | b'{' | b'}' | b'\t')
        })
        .unwrap_or(line.len());
    let text = before_next(part(line, 0, n)).trim_ascii_end();
    let words = text
        .split(|b| *b == b' ')
        .filter(|w| w.iter().any(u8::is_ascii_alphabetic) || w.iter().any(|b| *b >= 0x80))
        .count();
    // `IPv4` is no number of a house.
    let numbered = |w: &[u8]| w.strip_prefix(b"No:").is_some_and(|n| n.first().is_some_and(|b| digit(*b)));
    let digits = text
        .split(|b| *b == b' ')
        .any(|w| w.iter().find(|b| b.is_ascii_alphanumeric()).is_some_and(|b| digit(*b)) || numbered(w));
    let capital = text.iter().any(u8::is_ascii_uppercase) || text.iter().any(|b| *b >= 0x80);
    let (words, digits) = if words > 0 && scripts::in_signs(text) {
        (words + 2, text.iter().any(|b| digit(*b)))
    } else {
        (words, digits)
    };
    let machine = text.iter().any(|b| matches!(b, b'@' | b'=' | b'{' | b'[' | b'$' | b'_'))
        || memchr::memmem::find(text, b"://").is_some()
        || text.starts_with(b"0x")
        // `1  # a comment`
        || memchr::memmem::find(text, b"  #").is_some()
        // `bing: ...`, the name of another field.
        || text.split(|b| *b == b' ').next().is_some_and(|w| w.ends_with(b":"));
    // `Str. 112` is none.
    let sentence = memchr::memmem::find_iter(text, b". ").find(|i| !digit(at(text, i + 2))).is_some_and(|i| i > 24);
    (words >= least && digits && capital && !machine && !sentence && text.len() < LONGEST).then_some(from + text.len())
}

/// What stands before the next field on a line: `12 High Street, Leeds, active=true`.
fn before_next(line: &[u8]) -> &[u8] {
    let line = before_label(line);
    let Some(sign) = memchr::memchr(b'=', line) else { return line };
    let end = sign - run_back(line, sign, 1, |b| b == b' ');
    let name = end - run_back(line, end, 24, word);
    let blank = run_back(line, name, 2, |b| matches!(b, b' ' | b',' | b'&'));
    if blank > 0 && name < end { part(line, 0, name - blank) } else { line }
}

/// The same before one with a colon: `12 High Street, Leeds, Phone: 0113 496 0000`.
fn before_label(line: &[u8]) -> &[u8] {
    let Some(colon) = memchr::memmem::find(line, b": ") else { return line };
    let n = run_back(line, colon, 40, |b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b' ' | b'-' | b'.'));
    let Some(comma) = colon.checked_sub(n + 1) else { return line };
    if n > 1 && at(line, comma) == b',' && at(line, comma + 1) == b' ' { part(line, 0, comma) } else { line }
}
