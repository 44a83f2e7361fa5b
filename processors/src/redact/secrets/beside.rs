//! Passwords whose name stands beside in a sentence, a quote or a form: `use x as the password`,
//! `["password"] ||= "x"`, `name="password"` and the value below; and the literals that all such rules read.
//!
//! Everything here begins at a place that is looked at anyway: the word `password`, a separator, a long run.

use super::{
    blocks,
    calls::arguments,
    columns::{columns, table},
    compared, extent, labels, logins, queried,
    shape::{self, Shape},
    told,
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, mentions, part, run, run_back, word},
    context::Context,
    records,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest value.
pub(super) const LONGEST: usize = 256;
/// How far before a member its name may stand.
pub(super) const NEAR: usize = 160;
pub(super) fn is_quote(b: u8) -> bool {
    matches!(b, b'"' | b'\'' | b'`')
}

/// A string literal at `i`, with the prefixes that languages have, on one line: what is inside.
pub(super) fn literal(t: &[u8], mut i: usize) -> Option<(usize, usize)> {
    i += run(t, i, 3, |b| b == b' ');
    if matches!(at(t, i), b'b' | b'f' | b'r' | b'u' | b'@' | b'N') {
        i += usize::from(is_quote(at(t, i + 1)));
    }
    let escapes = run(t, i, 4, |b| b == b'\\');
    let quote = at(t, i + escapes);
    if !is_quote(quote) {
        return None;
    }
    let from = i + escapes + 1;
    let n = run(t, from, LONGEST, |b| b != quote && b != b'\n' && b != b'\\');
    let closes = at(t, from + n) == quote || (escapes > 0 && at(t, from + n) == b'\\');
    (closes && mark_at(t, from).is_none()).then_some((from, from + n))
}

/// Where the literal that ends at `to` is closed.
pub(super) fn behind(t: &[u8], to: usize) -> usize {
    to + run(t, to, 4, |b| b == b'\\') + 1
}

/// Whether a literal where a password belongs is one: no sentence, no name of another thing.
pub(super) fn password(value: &[u8]) -> bool {
    const ABOUT: &[&[u8]] = &[b"passw", b"pwd", b"secret", b"token", b"input", b"hash", b"prompt"];
    let name = value.iter().all(|b| word(*b) || matches!(b, b'.' | b'-' | b':'));
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let speaks = name && digits < 2 && mentions(value, ABOUT);
    let says = Context::SECRET.with(Context::PASSWORD);
    !speaks && !value.contains(&b' ') && value.len() >= 4 && accepted(value, says, Written::Quoted, false)
}

/// Both letters and digits, or a symbol: hardly a word.
pub(in crate::redact) fn varied(value: &[u8]) -> bool {
    let shape = Shape::of(value);
    let letters = shape.upper + shape.lower;
    let symbol = value.iter().any(|b| matches!(b, b'!' | b'#' | b'$' | b'%' | b'^'));
    // Without digits other symbols count where the case changes as no word's does: `Ab*cDe~fG`.
    let other = || shape.cases >= 3 && value.iter().any(|b| matches!(b, b'*' | b'~' | b'@' | b'&' | b'+'));
    // Letters of other scripts: `Юрий1971`, but none of `8位以上`.
    let other_script = || value.iter().any(|b| *b >= 0x80) && (shape.digits >= 3 || shape.digits > 0 && symbol);
    (letters >= 2 || other_script())
        && (shape.digits > 0 || symbol || value.len() >= 8 && other())
        && !shape::template(value)
        && !shape::placeholder(value)
}

pub(super) fn hit((from, to): (usize, usize), rule: &'static str) -> Hit {
    Hit::ruled(from, to, Type::Secret, rule)
}

/// Values told by a word for a password that stands from `from` to `end`.
pub(super) fn named(t: &[u8], from: usize, end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let end = end + run(t, end, 2, |b| b.is_ascii_digit());
    if let Some(hit) = proposed(t, from).or_else(|| rejected(t, from)) {
        return Some(hit);
    }
    match at(t, end) {
        b'(' => called(t, from, end).or_else(|| logins::named(t, end)),
        b' ' => spaced(t, from, end, hits)
            .or_else(|| logins::named(t, end))
            .or_else(|| compared::beside_name(t, from, end, hits))
            .or_else(|| blocks::column(t, from, end, hits)),
        b'|' => table(t, from, end, hits).or_else(|| blocks::column(t, from, end, hits)),
        b')' | b',' => columns(t, from, end)
            .or_else(|| tuple(t, from, end))
            .or_else(|| compared::beside_name(t, from, end, hits))
            .or_else(|| blocks::column(t, from, end, hits)),
        b'.' => compared::beside_name(t, from, end, hits).or_else(|| blocks::column(t, from, end, hits)),
        b'-' => logins::named(t, end).or_else(|| blocks::column(t, from, end, hits)),
        b'\n' | b';' => compared::beside_name(t, from, end, hits).or_else(|| blocks::column(t, from, end, hits)),
        b'\t' | b'~' | b'=' => blocks::column(t, from, end, hits),
        b if is_quote(b) || matches!(b, b']' | b'\\') => {
            in_quotes(t, from, end).or_else(|| queried::behind_name(t, end, hits))
        }
        0xE2 => blocks::column(t, from, end, hits),
        b'*' => blocks::column(t, from, end + run(t, end, 3, |b| b == b'*'), hits),
        b'_' if part(t, end, end + 6) == b"_hash(" => super::arguments::hashed(t, b"password_hash", end + 5),
        b'<' if part(t, end, end + 2) == b"</" => super::elements::beside(t, end),
        _ if part(t, end, end + 15) == b"Authentication(" => arguments(t, end + 15, 1),
        _ => compared::beside_name(t, from, end, hits),
    }
}

/// `setPassword("x")`, `.password("x")`, `PASSWORD('x')`; `open` is the bracket.
fn called(t: &[u8], from: usize, open: usize) -> Option<Hit> {
    let name = part(t, from - run_back(t, from, 32, word), from).to_ascii_lowercase();
    const READERS: &[&[u8]] =
        &[b"get", b"read", b"fetch", b"load", b"find", b"prompt", b"ask", b"input", b"lookup", b"resolve", b"reset"];
    if READERS.iter().any(|r| name.starts_with(r)) {
        return None;
    }
    let range = literal(t, open + 1)?;
    let value = part(t, range.0, range.1);
    password(value).then(|| hit(range, "password-call"))
}

/// `DB_PASSWORD ?? "x"`, `dbPassword -> x`, and the head of a table; `end` is a space.
fn spaced(t: &[u8], from: usize, end: usize, hits: &mut Vec<Hit>) -> Option<Hit> {
    let i = end + run(t, end, 8, |b| b == b' ');
    if at(t, i) == b'|' && at(t, i + 1) != b'|' {
        return table(t, from, i, hits);
    }
    // A property of C#.
    const PROPERTY: &[u8] = b"{ get; set; } = ";
    if part(t, i, i + PROPERTY.len()) == PROPERTY {
        let range = literal(t, i + PROPERTY.len())?;
        return password(part(t, range.0, range.1)).then(|| hit(range, "password-property"));
    }
    if let Some(range) = fallback(t, end) {
        return password(part(t, range.0, range.1)).then(|| hit(range, "password-fallback"));
    }
    if part(t, i, i + 3) == b"-> " {
        let n = run(t, i + 3, LONGEST, |b| b > b' ' && !matches!(b, b',' | b';' | b')' | b'"' | b'\''));
        let value = part(t, i + 3, i + 3 + n);
        let fine = n >= 6 && varied(value) && !shape::code(value) && mark_at(value, 0).is_none();
        return fine.then(|| hit((i + 3, i + 3 + n), "password-arrow"));
    }
    // Of two values both go.
    told::changed(t, end, hits).or_else(|| told(t, end)).or_else(|| told::owned(t, end))
}

/// The literal after ` || `, ` ?? `, ` ||= `, ` or `, ` ?: ` at `i`.
pub(super) fn fallback(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let operators = [&b" || "[..], b" ?? ", b" ||= ", b" ??= ", b" or ", b" ?: "];
    let operator = operators.iter().find(|o| part(t, i, i + o.len()) == **o)?;
    literal(t, i + operator.len()).filter(|(from, to)| varied(part(t, *from, *to)))
}

/// `password for x was changed to y`, `password is generated for x: y`: at most this far on.
const SENTENCE: usize = 72;

/// The value that a sentence about the password ends with; `end` is the space after the word.
fn told(t: &[u8], end: usize) -> Option<Hit> {
    let rest = part(t, end, end + SENTENCE);
    let rest = rest.split(|b| matches!(b, b'\n' | b'"' | b'(' | b'{' | b'=' | b'|' | b';')).next()?;
    const VERBS: &[&[u8]] = &[
        b" changed to ",
        b" changed it to ",
        b" reset it to ",
        b" set it to ",
        b" set to ",
        b" reset to ",
        b" is now ",
        b" is still ",
        b" is ",
        b" was ",
        b" would be ",
        b" will be ",
        b" going to be ",
        b" should be ",
        b" must be ",
        b" lautet ",
        b" ist ",
        b" ay ",
        b" hija ",
        " è ".as_bytes(),
        " sarà ".as_bytes(),
        b": ",
    ];
    const ABOUT: &[&[u8]] = &[
        b"policy", b"policies", b"rule", b"rules", b"requirement", b"requirements", b"strength", b"complexity",
        b"manager",
    ];
    let topic = rest.trim_ascii_start();
    if ABOUT.contains(&part(topic, 0, run(topic, 0, 16, |b| b.is_ascii_lowercase()))) {
        return None;
    }
    let first = VERBS.iter().filter_map(|v| memchr::memmem::find(rest, v).map(|i| i + v.len())).max()?;
    let words = part(rest, 0, first).split(|b| *b == b' ').filter(|w| !w.is_empty()).count();
    let from = end + first;
    // What a password has to be is mostly a rule.
    let rule = part(t, 0, from).ends_with(b"d be ") || part(t, 0, from).ends_with(b"t be ");
    let n = run(t, from, LONGEST, |b| b > b' ' && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b')' | b'('));
    let value = part(t, from, from + n);
    let n = n - extent::signs_behind(value);
    let value = part(t, from, from + n);
    let next = at(t, from + n);
    // The next sentence is about something else: `update-passwd. Closes: …`.
    let other = memchr::memmem::find(part(rest, 0, first.saturating_sub(2)), b". ").is_some();
    let sentence = !other && words <= 7 && n >= 6 && matches!(next, 0 | b'\n' | b'\r' | b'.' | b',' | b' ' | b'\\');
    let sure = !rule || labels::sure(labels::Label::Password, value);
    (sentence && sure && varied(value) && !no_password(value) && mark_at(value, 0).is_none())
        .then(|| hit((from, from + n), "password-told"))
}

/// Code, a path, or how passwords are hashed: `Argon2id`, `PBKDF2`.
fn no_password(value: &[u8]) -> bool {
    shape::code(value) || shape::path(value) || told::algorithm(value)
}

/// `invalid value "x" for field "password"`; `from` is where the word begins.
fn rejected(t: &[u8], from: usize) -> Option<Hit> {
    let range = records::rejected_before(t, from)?;
    let value = part(t, range.0, range.1);
    (varied(value) && password(value) && mark_at(t, range.0).is_none()).then(|| hit(range, "password-rejected"))
}

/// `use x as the password`; `from` is where the word begins.
fn proposed(t: &[u8], from: usize) -> Option<Hit> {
    if back(t, from, 1) != b' ' {
        return None;
    }
    let mut i = from;
    #[rustfmt::skip]
    const FILLERS: &[&[u8]] = &[
        b"default ", b"admin ", b"root ", b"new ", b"the ", b"my ", b"your ", b"a ", b"neues ", b"das ", b"la ", b"nuova ", b"nueva ", b"una ",
    ];
    for filler in FILLERS {
        // Most end with another letter.
        let last = filler.iter().rev().nth(1).is_some_and(|b| *b == back(t, i, 2) | 0x20);
        if last && part(t, i.saturating_sub(filler.len()), i).eq_ignore_ascii_case(filler) {
            i -= filler.len();
        }
    }
    let once = ["one-time ", "one time "].into_iter().find(|w| part(t, 0, i).ends_with(w.as_bytes()));
    if let Some(once) = once {
        i -= once.len();
        i -= [5, 4, 2]
            .into_iter()
            .find(|n| matches!(part(t, i.saturating_sub(*n), i), b"your " | b"the " | b"a "))
            .unwrap_or(0);
    }
    let as_one = [&b" as "[..], b" als ", b" come ", b" comme ", b" como ", b" jako "]
        .into_iter()
        .find(|w| part(t, i.saturating_sub(w.len()), i) == *w)?;
    let mut to = i - as_one.len();
    to -= run_back(t, to, 2, |b| b == b'*');
    to -= usize::from(is_quote(back(t, to, 1)));
    let n = run_back(t, to, LONGEST, |b| b > b' ' && !is_quote(b));
    let n = n - run(t, to - n, 2, |b| b == b'*').min(n);
    let value = part(t, to - n, to);
    let code = once.is_some() && value.iter().all(u8::is_ascii_digit);
    (n >= 6 && (code || varied(value)) && !no_password(value) && mark_at(value, 0).is_none())
        .then(|| hit((to - n, to), "password-proposed"))
}

/// What follows a name in quotes: `("password", "x")`, `['password'] ||= 'x'`, `[name=password]').type('x')`,
/// `name="password">x<`, `name="password"` of a form.
fn in_quotes(t: &[u8], from: usize, end: usize) -> Option<Hit> {
    let mut i = end + usize::from(at(t, end) == b']');
    i += run(t, i, 3, |b| b == b'\\');
    if is_quote(at(t, i)) {
        i += 1;
    }
    i += usize::from(at(t, i) == b']');
    if is_quote(at(t, i)) {
        i += 1;
    }
    match at(t, i) {
        b',' => {
            // Only as an argument: a list of names holds no password.
            let start = from - run_back(t, from, 64, |b| !is_quote(b) && b != b'\n' && b != b'(');
            let quote = start - usize::from(is_quote(back(t, start, 1)));
            let quote =
                quote - run_back(t, quote, 8, |b| matches!(b, b'[' | b'=' | b'"' | b'\'' | b'\\' | b' ')).min(8);
            let open = matches!(back(t, quote, 1), b'(');
            let nested = || memchr::memrchr(b'(', part(t, quote.saturating_sub(24), quote)).is_some();
            let range = literal(t, i + 1)?;
            let value = part(t, range.0, range.1);
            // What sets a value takes any.
            let set = || {
                let call = part(t, quote.saturating_sub(16), quote).trim_ascii_end();
                let setters = [&b"define("[..], b"setProperty(", b"putenv(", b"setenv("];
                setters.iter().any(|s| call.ends_with(s)) && value.len() >= 6
            };
            ((open || nested()) && (varied(value) || set()) && password(value)).then(|| hit(range, "password-argument"))
        }
        b')' => typed(t, i),
        // `getByRole('textbox', { name: 'Password' }).fill('x')`
        b'}' if at(t, i + 1) == b')' => typed(t, i + 1),
        b' ' if part(t, i, i + 3) == b" })" => typed(t, i + 2),
        b' ' if part(t, from.saturating_sub(6), from).eq_ignore_ascii_case(b"name=\"") => {
            // `<setting name="Password" …><value>x</value>`.
            let close = i + run(t, i, 96, |b| !matches!(b, b'>' | b'<' | b'\n' | b'/'));
            let says = Context::SECRET.with(Context::PASSWORD);
            (at(t, close) == b'>').then(|| super::elements::content(t, close + 1, says)).flatten()
        }
        b' ' => {
            let range = fallback(t, i)?;
            password(part(t, range.0, range.1)).then(|| hit(range, "password-fallback"))
        }
        b'>' if !super::elements::labels(t, from) => {
            super::elements::content(t, i + 1, Context::SECRET.with(Context::PASSWORD))
        }
        b'\r' | b'\n' => form_data(t, from, i),
        _ => None,
    }
}

/// What is typed into the field whose name ends before the bracket at `i`: `).fill('x')`.
fn typed(t: &[u8], i: usize) -> Option<Hit> {
    const FILLERS: &[&[u8]] = &[
        b").type(", b").fill(", b").send_keys(", b").sendKeys(", b").setValue(", b").val(", b").pressSequentially(",
        b").clear().type(",
    ];
    // `By.name("password")).sendKeys("x")`
    let i = i + usize::from(at(t, i + 1) == b')');
    let filler = FILLERS.iter().find(|f| part(t, i, i + f.len()) == **f)?;
    let range = literal(t, i + filler.len())?;
    password(part(t, range.0, range.1)).then(|| hit(range, "password-typed"))
}

/// `Content-Disposition: form-data; name="password"`, an empty line, the value; `i` is the end of that line.
fn form_data(t: &[u8], from: usize, i: usize) -> Option<Hit> {
    let line = part(t, from.saturating_sub(64), from);
    memchr::memmem::find(line, b"form-data")?;
    let value = i + run(t, i, 4, |b| matches!(b, b'\r' | b'\n'));
    let n = run(t, value, LONGEST, |b| b > b' ');
    (n >= 3 && value >= i + 2 && mark_at(t, value).is_none()).then(|| hit((value, value + n), "form-data"))
}

/// `{password, "x"}` of Erlang; `end` is behind the word.
fn tuple(t: &[u8], from: usize, end: usize) -> Option<Hit> {
    let start = from - run_back(t, from, 32, word);
    let open = back(t, start, 1) == b'{' && at(t, end) == b',';
    let binary = if part(t, end + 1, end + 4) == b" <<" { 3 } else { 0 };
    let range = open.then(|| literal(t, end + 1 + binary)).flatten()?;
    let value = part(t, range.0, range.1);
    (varied(value) && password(value)).then(|| hit(range, "password-tuple"))
}
