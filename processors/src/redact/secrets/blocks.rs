//! Values that stand below their label, in lists, mappings and columns: `Password:` and a line, `passwords:` and `- x`,
//! `API_KEYS = {'a': 'x'}`, `password …… x`.

use super::{
    assign, beside, cells, elements, headers,
    labels::{self, Label, labelled, named, unfilled},
    logins, named_behind, queried,
    shape::{self, Shape},
    wallet,
};
use crate::redact::{
    bytes::{alnum, at, back, digit, looked, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};
/// Most lines of a list, most literals between brackets.
const MOST: usize = 32;
/// Longest value.
const LONGEST: usize = 256;

/// Asks what the separator at `p` says.
pub(in crate::redact) fn separator(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let old = hits.len();
    hits.extend(assign::key_value(t, p));
    let new = hits.get(old).and_then(|hit| queried::new_value(t, hit.end));
    hits.extend(new);
    if hits.len() == old {
        hits.extend(logins::labelled(t, p));
    }
    if hits.len() == old {
        behind(t, p, hits);
    }
}

/// Whether the colon at `p` is that of an address of the web: [`separator`] finds nothing there but what
/// [`headers::user_option`] does.
pub(in crate::redact) fn of_address(t: &[u8], p: usize) -> bool {
    let scheme = part(t, p.saturating_sub(5), p);
    part(t, p, p + 3) == b"://"
        && (scheme == b"https" || scheme.ends_with(b"http"))
        && headers::user_option(t, p).is_none()
}

/// Longest document of Kubernetes that is read to both sides of its kind.
const DOCUMENT: usize = 8192;
/// Longest line of its data.
const DATA_LINE: usize = 64 << 10;

/// The data of the document that `kind: Secret` stands in; `p` is its colon.
fn kubernetes(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    // Another kind is another document's. The nearest is asked for first: it bounds the others.
    let bounds = [&b"\nkind:"[..], b"\n---", b"```"];
    let behind = part(t, p, p + DOCUMENT);
    let cut = |text: &'_ [u8], bound| memchr::memmem::find(text, bound).unwrap_or(text.len());
    let end = p + bounds.iter().fold(behind.len(), |n, bound| cut(part(behind, 0, n), bound));
    let from = p.saturating_sub(DOCUMENT);
    let before = part(t, from, p.saturating_sub(4));
    let begin = bounds.iter().fold(0, |n, bound| {
        n + memchr::memmem::rfind(part(before, n, before.len()), bound).map_or(0, |i| i + bound.len())
    });
    let begin = from + begin;
    looked(end - begin);
    let (mut inside, mut block) = (false, None);
    let mut i = begin;
    while i < end {
        let n = run(t, i, DATA_LINE, |b| b != b'\n');
        let line = part(t, i, i + n);
        let deep = line.iter().take_while(|b| **b == b' ').count();
        let text = line.trim_ascii();
        if !text.is_empty() && block.is_some_and(|indent| deep > indent) {
            if let Some((a, b)) = whole(t, i + deep, i + n).filter(|(a, b)| b - a >= 4 && mark_at(t, *a).is_none()) {
                hits.push(Hit::ruled(a, b, Type::Secret, "kubernetes"));
            }
        } else if deep == 0 && !text.is_empty() {
            inside = matches!(text, b"data:" | b"stringData:");
            block = None;
        } else if inside
            && at(line, deep) != b'#'
            && let Some(colon) = memchr::memmem::find(line, b": ")
        {
            block = matches!(at(line, colon + 2), b'|' | b'>').then_some(deep);
            let value = whole(t, i + colon + 2, i + n).filter(|(a, b)| b - a >= 4 && mark_at(t, *a).is_none());
            let value = value.filter(|(a, b)| {
                let text = part(t, *a, *b);
                block.is_none() && !shape::template(text) && !shape::placeholder(text)
            });
            hits.extend(value.map(|(a, b)| Hit::ruled(a, b, Type::Secret, "kubernetes")));
        }
        i += n + 1;
    }
}

/// Values that are told by their own key in another way than [`assign`] knows.
fn odd(t: &[u8], p: usize, i: usize, hits: &mut Vec<Hit>) {
    if matches!(back(t, p, 1), b't' | b'e') {
        hits.extend(named_behind::argument(t, p, i));
    }
    match (at(t, p), back(t, p, 1)) {
        (b':', b'd') if part(t, i, i + 6) == b"Secret" => {
            let own = part(t, p.saturating_sub(4), p) == b"kind" && matches!(back(t, p, 5), 0 | b'\n');
            if own && matches!(at(t, i + 6), 0 | b'\n' | b'\r') {
                kubernetes(t, p, hits);
            }
        }
        // `: PSK "x"` of IPsec.
        (b':', _) if part(t, i, i + 4) == b"PSK " => {
            let range = beside::literal(t, i + 4).filter(|(a, b)| b - a >= 4);
            hits.extend(range.map(|(a, b)| Hit::ruled(a, b, Type::Secret, "psk")));
        }
        // `login: ann / x`.
        (b':', b'n' | b's') => {
            let before = part(t, p.saturating_sub(6), p).to_ascii_lowercase();
            let label = before.ends_with(b"login") || before.ends_with(b"logins");
            let range = label.then(|| logins::slashed(t, i)).flatten();
            hits.extend(range.map(|(a, b)| Hit::ruled(a, b, Type::Secret, "login-pair")));
        }
        (_, b'c' | b'e' | b'C' | b'E') => {
            let named = [&b"mnemonic"[..], b"seed phrase", b"recovery phrase", b"seed_phrase", b"seedPhrase"];
            if !named.iter().any(|w| part(t, p.saturating_sub(w.len()), p).eq_ignore_ascii_case(w)) {
                return;
            }
            let from = i + usize::from(beside::is_quote(at(t, i)));
            let words = wallet::wallet_words(t, from);
            hits.extend(words.map(|to| Hit::ruled(from, to, Type::Secret, "wallet-words")));
        }
        // `_shop_session=x` of Rails.
        (b'=', b'n') if part(t, p.saturating_sub(8), p) == b"_session" => {
            let name = p - run_back(t, p, 40, word);
            let n = run(t, i, 1024, |b| alnum(b) || matches!(b, b'-' | b'%' | b'_' | b'=' | b'+' | b'/'));
            if at(t, name) == b'_' && n >= 24 && Shape::of(part(t, i, i + n)).random(true) {
                hits.push(Hit::ruled(i, i + n, Type::Secret, "session"));
            }
        }
        (b'=', b'D') => {
            let session =
                [&b"PHPSESSID"[..], b"JSESSIONID"].iter().any(|w| part(t, p.saturating_sub(w.len()), p) == *w);
            let n = run(t, i, 64, |b| alnum(b) || b == b',' || b == b'-');
            if session && n >= 16 && Shape::of(part(t, i, i + n)).random(true) {
                hits.push(Hit::ruled(i, i + n, Type::Secret, "session"));
            }
        }
        _ => {}
    }
}

/// Values that no key stands directly before.
fn behind(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let mut i = p + 1 + run(t, p + 1, 4, |b| b == b' ');
    match at(t, i) {
        b'\n' | b'\r' => {}
        // A block of YAML.
        b'|' | b'>' if matches!(at(t, i + 1), b'\n' | b'-' | b'+') => i += run(t, i, 3, |b| b > b' '),
        b'[' | b'{' => {
            if let Some(label) = named(t, p) {
                literals(t, i, label, hits);
            }
            return;
        }
        b'<' => {
            let n = elements::inline(t, i);
            return hits.extend((n > 0).then(|| labelled(t, p, i + n)).flatten());
        }
        b'/' => return,
        _ => {
            if !beside::is_quote(at(t, i)) {
                hits.extend(labelled(t, p, i));
                if at(t, p) == b':' && back(t, p, 1) | 0x20 == b's' && named(t, p) == Some(Label::Codes) {
                    codes(t, i, hits);
                }
            }
            return odd(t, p, i, hits);
        }
    }
    if !matches!(at(t, i), b'\n' | b'\r') {
        return;
    }
    let end = unfilled(t, p).unwrap_or(p);
    if let Some(label) = named(t, end) {
        below(t, end, i, label, hits);
    } else if let Some((end, label)) = labels::clause(t, p) {
        below(t, end, i, label, hits);
    }
}

/// Codes in a row from `i` on.
fn codes(t: &[u8], mut i: usize, hits: &mut Vec<Hit>) {
    for _ in 0..MOST {
        let n = run(t, i, 33, |b| alnum(b) || b == b'-');
        if !Label::Codes.fits(part(t, i, i + n)) || word(at(t, i + n)) {
            break;
        }
        hits.push(Hit::ruled(i, i + n, Type::Secret, "listed"));
        i += n;
        i += run(t, i, 3, |b| matches!(b, b' ' | b',' | b';' | b'|'));
    }
}

/// Lines below a label that ends at `end`; `i` is the end of its line.
fn below(t: &[u8], end: usize, mut i: usize, label: Label, hits: &mut Vec<Hit>) {
    let head = end - run_back(t, end, 64, |b| b != b'\n');
    let indent = run(t, head, 64, |b| b == b' ' || b == b'\t');
    let several = back(t, end, 1) | 0x20 == b's';
    let mut fenced = 0;
    for count in 0..MOST {
        i += run(t, i, 4, |b| b == b'\n' || b == b'\r');
        let n = run(t, i, LONGEST, |b| b != b'\n' && b != b'\r');
        let deep = run(t, i, n, |b| b == b' ' || b == b'\t');
        let line = part(t, i + deep, i + n);
        if count == 0 && line.starts_with(b"```") {
            // A fence of Markdown.
            (fenced, i) = (1, i + n);
            continue;
        }
        let item = run(t, i + deep, 3, digit);
        let item = match (at(line, item), at(line, item + 1)) {
            (b'-' | b'*', b' ') if item == 0 => 2,
            (b'.' | b')', b' ') if item > 0 => item + 2,
            _ => 0,
        };
        let mut from = i + deep + item + run(t, i + deep + item, 3, |b| b == b' ');
        let mut listed = item > 0;
        // `admin: x` below `passwords:`.
        let name = run(t, from, 40, |b| word(b) || b == b'-' || b == b'.');
        let member = several && name > 0 && at(t, from + name) == b':' && at(t, from + name + 1) == b' ';
        if member && label != Label::Codes {
            from += name + 2;
            listed = true;
        }
        if line.is_empty()
            || deep < indent
            || count > fenced && !listed && label != Label::Codes
            || member && deep + item <= indent
        {
            break;
        }
        let Some((from, to)) = whole(t, from, i + n) else { break };
        let value = part(t, from, to);
        // `- bcrypt-cost=12`, `max_age: 90days` are of a policy.
        let setting = value.iter().any(|b| matches!(b, b'=' | b':'));
        let fine = label != Label::Password || !listed || cased(value) && !setting;
        if fine && label.fits(value) {
            hits.push(Hit::ruled(from, to, Type::Secret, "below"));
        } else if !listed {
            break;
        }
        i += n;
    }
}

/// The line from `from` up to `to` without blanks, quotes, a comma. A quote or an escape ends it: behind is what holds
/// the line.
fn whole(t: &[u8], mut from: usize, mut to: usize) -> Option<(usize, usize)> {
    let cut = |b: u8| matches!(b, b' ' | b'"' | b'\'' | b'`' | b',' | b'\r');
    from += run(t, from, 4, cut);
    let quote = |b: &u8| beside::is_quote(*b) || *b == b'\\';
    to = part(t, from, to).iter().position(quote).map_or(to, |n| from + n);
    while to > from && cut(back(t, to, 1)) {
        to -= 1;
    }
    (to > from).then_some((from, to))
}

/// The literals between brackets that open at `i`: all of a list, the values of a mapping.
fn literals(t: &[u8], mut i: usize, label: Label, hits: &mut Vec<Hit>) {
    let mapping = at(t, i) == b'{';
    i += 1;
    let blank = |i: usize| run(t, i, 24, |b| matches!(b, b' ' | b'\n' | b'\r' | b'\t'));
    for _ in 0..MOST {
        i += blank(i);
        if mapping {
            let quote = usize::from(beside::is_quote(at(t, i)));
            i += quote;
            i += run(t, i, 48, |b| word(b) || matches!(b, b'-' | b'.' | b'@' | b'/'));
            i += quote + usize::from(quote == 0 && at(t, i) == b' ');
            if !matches!(at(t, i), b':' | b'=') {
                return;
            }
            i += 1 + run(t, i + 1, 2, |b| matches!(b, b' ' | b'>'));
        }
        let quote = at(t, i);
        // A mark that stands already goes by.
        let n = run(t, i + 1, LONGEST, |b| b != quote && b != b'\n' && b != b'\\');
        if !beside::is_quote(quote) || at(t, i + 1 + n) != quote {
            return;
        }
        let value = part(t, i + 1, i + 1 + n);
        if label.fits(value) && (!mapping || label != Label::Password || cased(value)) {
            hits.push(Hit::ruled(i + 1, i + 1 + n, Type::Secret, "listed"));
        }
        i += n + 2;
        i += blank(i);
        if at(t, i) != b',' {
            return;
        }
        i += 1;
    }
}

/// Whether a cell is the version of a package, as of one called `passwd`: `1:4.13+dfsg1-1+deb12u1`.
fn release(value: &[u8]) -> bool {
    let has = |w: &[u8]| memchr::memmem::find(value, w).is_some();
    at(value, 0).is_ascii_digit()
        && value.contains(&b'.')
        && (has(b"dfsg") || has(b"+deb") || has(b"ubuntu") || has(b"-r0"))
}

/// Behind a word for a password that ends at `end`, without a colon: in the next cell or column, behind dots or dashes,
/// below a rule.
pub(super) fn column(t: &[u8], from: usize, end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let i = end + run(t, end, 24, |b| b == b' ');
    let value = match at(t, i) {
        b'\n' => {
            ruled(t, from, i, hits);
            hits.extend(labels::under(t, end, i));
            None
        }
        b'\t' | b';' | b'~' => cell(t, i + 1).filter(|(a, b)| !release(part(t, *a, *b))),
        b',' if i == end => cell(t, i + 1).filter(|(a, b)| cased(part(t, *a, *b))),
        b'|' => {
            let next = i + 1 + run(t, i + 1, 3, |b| b == b' ');
            cell(t, next).or_else(|| cells::second(t, from, next))
        }
        b'=' if part(t, i, i + 3) == b"= \"" => {
            // A plan of changes: `"x" -> "y"`.
            let (_, to) = beside::literal(t, i + 1).or_else(|| {
                let n = mark_at(t, i + 3)?;
                Some((i + 3, i + 3 + n))
            })?;
            let arrow = part(t, to, to + 5) == b"\" -> ";
            let range = arrow.then(|| beside::literal(t, to + 5)).flatten()?;
            Some(range).filter(|(a, b)| Label::Password.fits(part(t, *a, *b)))
        }
        b'.' | b'-' | b'=' => {
            let sign = at(t, i);
            let n = run(t, i, 64, |b| b == sign);
            let arrow = sign != b'.' && at(t, i + n) == b'>';
            let to = i + n + usize::from(arrow);
            let spaces = run(t, to, 16, |b| b == b' ');
            (arrow || n >= 2 && sign != b'=' && spaces > 0).then(|| cell(t, to + spaces)).flatten()
        }
        // `password 0 x` of routers: how it is written.
        b'0' | b'5' | b'7' | b'8' | b'9' if i == end + 1 && at(t, i + 1) == b' ' => cell(t, i + 2),
        0xE2 if part(t, i, i + 3) == "→".as_bytes() => cell(t, i + 3 + run(t, i + 3, 2, |b| b == b' ')),
        // Columns that blanks part.
        _ if i - end >= 2 => cell(t, i),
        _ => None,
    };
    value.map(|(a, b)| Hit::ruled(a, b, Type::Secret, "password-column"))
}

/// Letters of both cases and digits, or symbols.
pub(super) fn cased(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let plain = value.iter().all(|b| word(*b) || matches!(b, b'.' | b'-'));
    shape.digits > 0 && shape.upper > 0 && shape.lower > 0 || !plain && beside::varied(value)
}

/// A value at `from` that ends its line or cell, more than a name with a number.
pub(super) fn cell(t: &[u8], from: usize) -> Option<(usize, usize)> {
    let quote = usize::from(beside::is_quote(at(t, from)));
    let from = from + quote;
    let n = run(t, from, 128, |b| {
        b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'|' | b';' | b',' | b'\\' | b'<')
    });
    let value = part(t, from, from + n);
    let next = from + n + quote;
    let next = next + run(t, next, 16, |b| b == b' ');
    let ends = matches!(at(t, next), 0 | b'\n' | b'\r' | b'|' | b';' | b'\t' | b'\\' | b'"');
    // A field of a struct of Go: `Password  *uint16`.
    let pointer = matches!(value, b"*uint8" | b"*uint16" | b"*uint32" | b"*uint64" | b"*int32" | b"*int64");
    let fine = ends && n >= 6 && logins::strong(value) && cased(value) && !pointer && mark_at(t, from).is_none();
    (fine && !matches!(at(value, 0), b'$' | b'<' | b'%' | b'-')).then_some((from, from + n))
}

/// Values below the head of a table as `psql` prints it: the head, a rule of dashes, rows; `nl` ends the head.
fn ruled(t: &[u8], from: usize, nl: usize, hits: &mut Vec<Hit>) {
    let line = from - run_back(t, from, LONGEST, |b| b != b'\n');
    let column = part(t, line, from).iter().filter(|b| **b == b'|').count();
    let rule = run(t, nl + 1, LONGEST, |b| matches!(b, b'-' | b'+' | b'|' | b' '));
    if part(t, nl + 1, nl + 1 + rule).iter().filter(|b| **b == b'-').count() < 3 || at(t, nl + 1 + rule) != b'\n' {
        return;
    }
    let mut next = nl + rule + 2;
    for _ in 0..MOST {
        let n = run(t, next, LONGEST, |b| b != b'\n' && b != b'\r');
        let row = part(t, next, next + n);
        let begin = match column.checked_sub(1) {
            None => Some(0),
            Some(k) => memchr::memchr_iter(b'|', row).nth(k).map(|i| i + 1),
        };
        let Some(begin) = begin.filter(|_| n > 0 && at(row, 0) != b'(') else { return };
        let cell = part(row, begin, memchr::memchr(b'|', part(row, begin, n)).map_or(n, |i| begin + i));
        if let Some((a, b)) = whole(t, next + begin, next + begin + cell.len())
            && Label::Password.fits(part(t, a, b))
        {
            hits.push(Hit::ruled(a, b, Type::Secret, "password-column"));
        }
        next += n + 1;
    }
}
