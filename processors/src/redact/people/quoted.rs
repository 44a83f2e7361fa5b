//! Names in quotes that another text, a method or an option beside them names: `fill('#full-name', 'Jane Roe')`,
//! `setFullName("Jane Roe")`, `Set full_name to "Jane Roe"`, `-Surname 'Roe'`, `:user/name "Jane Roe"`,
//! `Typed 'Jane Roe' into Full name`.

use super::{beside_fields::near, keys, names, roles};
use crate::redact::{
    bytes::{alnum, at, back, digit, mentions, part, run, run_back, word},
    context::classify,
    scan::Hit,
    types::Type,
};

/// Longest text that names another, bytes.
const KEY: usize = 48;
/// Methods that write the text behind into what a call before them has found.
const WRITES: &[&[u8]] = &[
    b"fill", b"type", b"sendKeys", b"send_keys", b"press_sequentially", b"pressSequentially", b"setValue",
    b"set_value", b"setText", b"set_text", b"enter_text", b"enterText", b"typeText", b"type_text", b"selectText",
    b"clearAndType", b"input_text", b"inputText",
];
/// Words between what is named and its value.
const BETWEEN: &[&[u8]] = &[
    b"to", b"be", b"equal", b"equals", b"from", b"is", b"was", b"LIKE", b"ILIKE", b"like", b"ilike", b"changed",
    b"value", b"==",
];

/// Whether the quote at `q` may open a value that is named so: cheap, and right for all that are.
#[inline]
pub(in crate::redact) fn may_be_told(t: &[u8], q: usize) -> bool {
    let quote = |b: u8| matches!(b, b'"' | b'\'');
    match back(t, q, 1) {
        b'(' => word(back(t, q, 2)),
        b',' => quote(back(t, q, 2)),
        b' ' => match back(t, q, 2) {
            b',' => quote(back(t, q, 3)),
            b')' => digit(back(t, q, 3)),
            b => alnum(b) || b == b'=',
        },
        _ => false,
    }
}

/// Asks the value that begins at `p`, behind its quote.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let quote = back(t, p, 1);
    let Some((to, count)) = names::name(t, p, 4).filter(|(to, _)| at(t, *to) == quote) else { return };
    let named = named_before(t, p - 1).is_some_and(|key| is_named(t, (p, to), count, key))
        || named_behind(t, to + 1).is_some_and(|key| is_named(t, (p, to), count, key));
    if named {
        hits.push(Hit::ruled(p, to, Type::Person, "literal"));
    }
}

/// Whether the text from `p` to `to` stands in quotes, and what is beside it names an address:
/// `setStreet("42 Elm Street")`.
pub(super) fn names_address(t: &[u8], p: usize, to: usize) -> bool {
    let Some(q) =
        p.checked_sub(1).filter(|q| at(t, *q) == at(t, to) && matches!(at(t, *q), b'"' | b'\'') && may_be_told(t, *q))
    else {
        return false;
    };
    let says = |key: &[u8]| std::str::from_utf8(key).is_ok_and(|key| classify(key).exact().has(Type::Address));
    named_before(t, q).is_some_and(says) || named_behind(t, to + 1).is_some_and(says)
}

/// Whether a key tells that the words from `p` to `to` are a name.
fn is_named(t: &[u8], (p, to): (usize, usize), count: usize, key: &[u8]) -> bool {
    let Ok(key) = std::str::from_utf8(key) else { return false };
    let lower = key.to_ascii_lowercase();
    // Keys of people name fields of other things about them, too: `("patient", "Visit History")`.
    if !["name", "nombre", "nom", "nome", "naam", "apellido"].iter().any(|w| lower.contains(w)) {
        return false;
    }
    // One word is a name only where the key says which, and where it is no word of the key:
    // `rename("first_name", "First")`.
    let parts = ["first", "last", "given", "family", "sur", "middle"];
    let value = part(t, p, to);
    let label =
        || parts.iter().chain(&["surname", "alias", "keyword"]).any(|w| value.eq_ignore_ascii_case(w.as_bytes()));
    let part_of_name = parts.iter().any(|w| lower.contains(w)) && !label();
    // One of the headings of a table: `"Base name", "Family name", "Weight", "Pages"`.
    let heading = count == 1 && key.contains(' ') && at(t, to + 1) == b',';
    // `setFontFamilyName("Georgia")`
    if heading || lower.contains("font") {
        return false;
    }
    if lower.trim_start_matches('-') == "name" {
        // Things have one, too.
        let test =
            back(t, p, 2) == b' ' && memchr::memmem::find(part(t, p.saturating_sub(32), p), b"xpected name ").is_some();
        // `[("name", "Jane Roe"), ("email", "jane@example.com")]`
        const FIELDS: &[&[u8]] = &[b"'email'", b"\"email\"", b"'phone'", b"\"phone\"", b"'dob'", b"\"dob\""];
        let values = || mentions(near(t, p), &[b"@", b"[email]", b"[phone]", b"[date_of_birth]"]);
        let person =
            || mentions(near(t, p), &[b"-surname ", b"-givenname "]) || mentions(near(t, p), FIELDS) && values();
        return count >= 2 && (test || person()) && !roles::of_firm(value);
    }
    (count >= 2 || part_of_name && lower.contains("name"))
        && !roles::of_firm(value)
        && keys::whole(value, classify(key)) == Some(Type::Person)
}

/// What names the value whose quote stands at `q`, before it.
fn named_before(t: &[u8], q: usize) -> Option<&[u8]> {
    match back(t, q, 1) {
        b'(' => called(t, q - 1),
        b',' => literal_before(t, q - 1),
        _ if back(t, q, 2) == b',' => literal_before(t, q - 2),
        _ if back(t, q, 2) == b')' => listed(t, q - 2),
        _ => behind_words(t, q - 1),
    }
}

/// The text in quotes that ends at `end`.
fn literal_before(t: &[u8], end: usize) -> Option<&[u8]> {
    let to = end.checked_sub(1)?;
    let quote = at(t, to);
    let n = run_back(t, to, KEY, |b| b != quote && b != b'\n');
    (matches!(quote, b'"' | b'\'') && n > 1 && back(t, to, n + 1) == quote).then(|| selected(part(t, to - n, to)))
}

/// The text in quotes above, in a list of fields and values as a store prints it, whose number ends at `end`:
/// `1) "full_name"`, below `2) `.
fn listed(t: &[u8], end: usize) -> Option<&[u8]> {
    let line = end - run_back(t, end, 4, |b| digit(b) || b == b' ');
    (back(t, line, 1) == b'\n').then(|| literal_before(t, line - 1)).flatten()
}

/// The name in a selector: `#full-name`, `input[name="firstName"]`, `[data-testid=full-name]`,
/// `get_by_label("Full name")`.
pub(in crate::redact) fn selected(key: &[u8]) -> &[u8] {
    let closes = |b: u8| matches!(b, b']' | b')' | b'"' | b'\'' | b'\\');
    let end = key.len() - run_back(key, key.len(), 6, closes);
    let opens = |b: &u8| matches!(b, b'"' | b'\'' | b'=' | b'#' | b'[' | b'(');
    let from = part(key, 0, end).iter().rposition(opens).map_or(0, |i| i + 1);
    part(key, from, end)
}

/// What the call names whose bracket stands at `open`: `setFullName(`, `getByLabel('Full name').fill(`.
fn called(t: &[u8], open: usize) -> Option<&[u8]> {
    let name = part(t, open - run_back(t, open, KEY, word), open);
    if WRITES.contains(&name) {
        let end = open - name.len();
        // `…').fill(`
        let end = (back(t, end, 1) == b'.' && back(t, end, 2) == b')').then(|| end - 2)?;
        return literal_before(t, end);
    }
    let dotted = back(t, open, name.len() + 1) == b'.';
    let set = [&b"set_"[..], b"set", b"with_", b"with"].into_iter().find_map(|w| name.strip_prefix(w));
    set.or(dotted.then_some(name)).filter(|name| name.len() > 3)
}

/// The name before words such as `to`, or directly before the value, where it cannot be a word of a sentence.
fn behind_words(t: &[u8], mut end: usize) -> Option<&[u8]> {
    let mut between = false;
    for _ in 0..4 {
        let from = end - run_back(t, end, KEY, |b| word(b) || matches!(b, b'-' | b':' | b'/' | b'.' | b'=' | b'@'));
        let name = part(t, from, end);
        if BETWEEN.contains(&name) {
            between = true;
        } else {
            let first = at(name, 0);
            let sign = matches!(first, b':' | b'-' | b'@');
            let compound = name.iter().any(|b| matches!(b, b'_' | b'.'))
                || name.windows(2).any(|w| matches!(w, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
            return (name.len() > 3 && (sign || compound || between && asserted(t, from))).then_some(name);
        }
        if back(t, from, 1) != b' ' {
            return None;
        }
        end = from - 1;
    }
    None
}

/// Whether what begins at `from` is what a test or a command speaks of: `expected name to be`, `Set street to`.
fn asserted(t: &[u8], from: usize) -> bool {
    const VERBS: &[&[u8]] = &[b"xpected ", b"Set ", b"set ", b"pdate ", b"hange ", b"hanged "];
    VERBS.iter().any(|w| part(t, from.saturating_sub(w.len()), from) == *w)
}

/// The member that is compared with a value before it: `"Jane Roe", user.getFullName()`, `'Jane Roe', user.full_name`.
fn got(t: &[u8], i: usize) -> Option<&[u8]> {
    let n = run(t, i, KEY, |b| word(b) || b == b'.');
    let name = part(t, i, i + n);
    let last = part(name, name.iter().rposition(|b| *b == b'.')? + 1, n);
    Some(last.strip_prefix(b"get").unwrap_or(last)).filter(|name| name.len() > 3)
}

/// What names the value whose quote ends before `i`, behind it: ` into Full name`, ` in "Last name"`, ` for full_name`.
fn named_behind(t: &[u8], i: usize) -> Option<&[u8]> {
    if part(t, i, i + 2) == b", " {
        return got(t, i + 2);
    }
    let joint = [&b" into "[..], b" in ", b" for "].into_iter().find(|w| part(t, i, i + w.len()) == *w)?;
    let i = i + joint.len();
    let i = i + if part(t, i, i + 4) == b"the " { 4 } else { 0 };
    let quote = at(t, i);
    if matches!(quote, b'"' | b'\'') {
        let n = run(t, i + 1, KEY, |b| b != quote && b != b'\n');
        return (at(t, i + 1 + n) == quote).then(|| part(t, i + 1, i + 1 + n));
    }
    let n = run(t, i, KEY, |b| word(b) || matches!(b, b' ' | b'-' | b'.'));
    let text = part(t, i, i + n);
    let end =
        memchr::memmem::find(text, b" field").or_else(|| memchr::memmem::find(text, b" input")).unwrap_or(text.len());
    Some(part(text, 0, end).trim_ascii())
}
