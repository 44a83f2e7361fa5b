//! A user and a password side by side: `ID/PW: ann/x`, `id(ann)/pwd(x)`, `creds are ann:x`, `login ann / x`; and which
//! words are none in `login ann password x`.

use std::cell::Cell;

use super::{
    beside,
    class::{TOKEN, is},
    commands, extent,
    lines::hit,
    shape::{self, Shape},
    told,
};
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    scan::Hit,
    types::{Type, mark_at},
};

/// Words for a user, lower case, as the first of two.
const USERS: &[&str] = &[
    "id", "user", "username", "login", "uid", "account", "email", "name", "아이디", "계정", "用户名", "账号", "帳號",
    "логин", "usuario", "utilisateur", "benutzer", "benutzername", "gebruiker", "utente", "användare", "ユーザー",
    "creds",
];
/// Words for a password, lower case, as the second.
const PASSES: &[&str] = &[
    "pw", "pwd", "pass", "password", "passwd", "passwort", "비번", "비밀번호", "패스워드", "암호", "密码", "密碼",
    "パスワード", "пароль", "senha", "clave", "contraseña", "mdp", "kennwort", "wachtwoord", "hasło", "heslo",
    "lösenord",
];

/// Whether the letters that end at `end` are one of the words; how many bytes they have.
fn ends_with(t: &[u8], end: usize, words: &[&str], whole: bool) -> Option<usize> {
    let n = run_back(t, end, 24, |b| b.is_ascii_alphabetic() || b >= 0x80);
    let text = part(t, end - n, end);
    let last = back(t, end, 1) | 0x20;
    let fits = |w: &&&str| {
        // Most end with another letter.
        if w.as_bytes().last().is_none_or(|b| b | 0x20 != last) {
            return false;
        }
        let tail = text.get(text.len().wrapping_sub(w.len())..).unwrap_or_default();
        tail.eq_ignore_ascii_case(w.as_bytes()) && (!whole || tail.len() == n)
    };
    (n > 0).then(|| words.iter().find(fits)).flatten().map(|w| w.len())
}

/// What may follow the two words.
const MORE: [&str; 4] = ["/port", "/ip", "/host", "/url"];

/// A bit for each hash of the last two bytes of [`PASSES`] and [`MORE`].
static ENDS: [u64; 16] = {
    let mut bits = [0; 16];
    let lists: [&[&str]; 2] = [PASSES, &MORE];
    let mut k = 0;
    while k < lists.len() {
        let mut i = 0;
        while i < lists[k].len() {
            let word = lists[k][i].as_bytes();
            let hash = tail(word[word.len() - 2], word[word.len() - 1]);
            bits[hash >> 6] |= 1 << (hash & 63);
            i += 1;
        }
        k += 1;
    }
    bits
};

/// 10 bits wide; the same for letters in any case.
const fn tail(a: u8, b: u8) -> usize {
    (u32::from_le_bytes([a | 0x20, b | 0x20, 0, 0]).wrapping_mul(0x9E37_79B1) >> 22) as usize
}

/// Where the two words that end at `end` begin: `ID/PW`, `(ID&PWD)`, `username / password`, `id/pw/port`.
fn label(t: &[u8], mut end: usize) -> Option<usize> {
    end -= run_back(t, end, 3, |b| matches!(b, b' ' | b')'));
    // Asked at every separator.
    let hash = tail(back(t, end, 2), back(t, end, 1));
    if ENDS.get(hash >> 6).is_none_or(|bits| bits >> (hash & 63) & 1 == 0) {
        return None;
    }
    for more in MORE.map(str::as_bytes) {
        end -= if part(t, end.saturating_sub(more.len()), end).eq_ignore_ascii_case(more) { more.len() } else { 0 };
    }
    let i = end - ends_with(t, end, PASSES, true)?;
    let joint = i - run_back(t, i, 3, |b| b == b' ' || b == b'(');
    let sign = matches!(back(t, joint, 1), b'/' | b'&' | b',' | b':' | b'+' | b'|');
    if !sign && (joint == i || i - joint > 1) {
        return None;
    }
    let user = joint - usize::from(sign);
    let user = user - run_back(t, user, 2, |b| b == b' ');
    Some(user - ends_with(t, user, USERS, false)?)
}

/// A password that ends a pair, at `from`.
pub(super) fn value(t: &[u8], from: usize) -> Option<(usize, usize)> {
    let from = from + usize::from(beside::is_quote(at(t, from)));
    // A bracket that the password opens may close in it.
    let open = Cell::new(0u32);
    let n = run(t, from, 128, |b| {
        open.set(open.get() + u32::from(b == b'('));
        let closes = b == b')' && open.get() == 0;
        open.set(open.get() - u32::from(b == b')' && !closes));
        b > b' ' && b < 0x7F && !beside::is_quote(b) && !closes && !matches!(b, b',' | b';' | b'\\')
    });
    let text = part(t, from, from + n);
    let n = n - extent::signs_behind(text);
    let text = part(t, from, from + n);
    let fine = n >= 4 && beside::varied(text) && !code(text) && !told::algorithm(text);
    let fine = fine && mark_at(t, from).is_none();
    (fine && !matches!(at(text, 0), b'$' | b'<' | b'%' | b'/')).then_some((from, from + n))
}

/// Whether it is code: a call has a name before its bracket, a password has more.
fn code(text: &[u8]) -> bool {
    match memchr::memchr(b'(', text) {
        Some(n) if n > 0 && (beside::varied(part(text, 0, n)) || !text.contains(&b')')) => {
            text.iter().any(|b| matches!(b, b'{' | b'[')) || shape::expression(text)
        }
        _ => shape::code(text),
    }
}

/// The second of `ann/x`, `ann / x`, `ann(x)`, `ann:x`, `ann, x` at `i`.
fn second(t: &[u8], mut i: usize) -> Option<Hit> {
    i += usize::from(beside::is_quote(at(t, i)));
    let n = run(t, i, 48, |b| word(b) || matches!(b, b'.' | b'-' | b'@' | b'+'));
    let mut from = i + n;
    from += usize::from(beside::is_quote(at(t, from)));
    let spaces = run(t, from, 2, |b| b == b' ');
    from += spaces;
    let signs = run(t, from, 2, |b| b == b'/');
    let bracket = at(t, from) == b'(';
    let sign = signs > 0 || bracket || matches!(at(t, from), b':' | b',' | b'|');
    // `username/password: see /docs/v2`.
    if n == 0 || !sign || spaces > 0 && signs > 0 && at(t, from + signs) != b' ' {
        return None;
    }
    from += signs.max(1);
    from += run(t, from, 2, |b| b == b' ');
    let (a, b) = value(t, from)?;
    let text = part(t, a, b);
    // `issue(user, password=password, ttl=3600)`: the next argument of a call.
    let name = text.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
    if part(t, i + n, from).contains(&b',') && name > 1 && at(text, name) == b'=' {
        return None;
    }
    // Of `docs/guide2.md` the second is a file, of `ann/x/8080` a port follows, of `ann/x/y2` the rest of the password.
    let slash = memchr::memchr(b'/', text).filter(|_| text.len() > 4 && signs == 1);
    let rest = slash.map(|n| part(text, n + 1, text.len())).unwrap_or_default();
    let goes_on = beside::varied(rest) && rest.len() >= 3 && !rest.contains(&b'.') && strong(text);
    let b = if goes_on { b } else { a + slash.unwrap_or(text.len()) };
    let text = part(t, a, b);
    let file = memchr::memrchr(b'.', text)
        .is_some_and(|d| text.len() - d <= 5 && part(text, d + 1, text.len()).iter().all(u8::is_ascii_lowercase));
    let closed = !bracket || at(t, b) == b')';
    (b - a >= 4 && closed && !file && beside::varied(text)).then(|| Hit::ruled(a, b, Type::Secret, "login-pair"))
}

/// Behind the separator at `p`, whose label is of two words; asked at every separator.
pub(super) fn labelled(t: &[u8], p: usize) -> Option<Hit> {
    if let Some(hit) = both(t, p) {
        return Some(hit);
    }
    let last = back(t, p - run_back(t, p, 1, |b| b == b' '), 1);
    if !(matches!(last | 0x20, b'w' | b'd' | b's' | b't') || matches!(last, b')' | 0x80..)) {
        return None;
    }
    label(t, p)?;
    second(t, p + 1 + run(t, p + 1, 3, |b| b == b' '))
}

/// `login: ann / x`: both behind a word for the first, or for both. `p` is the colon.
fn both(t: &[u8], p: usize) -> Option<Hit> {
    const WORDS: &[&[u8]] =
        &[b"login", b"logins", b"creds", b"credentials", b"zugangsdaten", b"logindaten", b"identifiants"];
    if !matches!(back(t, p, 1) | 0x20, b'n' | b's') || at(t, p + 1) > b' ' {
        return None;
    }
    let n = run_back(t, p, 14, |b| b.is_ascii_alphabetic());
    let word = part(t, p - n, p);
    if !matches!(n, 5 | 6 | 9..=12) || !WORDS.iter().any(|w| word.eq_ignore_ascii_case(w)) {
        return None;
    }
    pair_behind(t, p)
}

/// `ann / x` behind the colon at `p`.
pub(super) fn pair_behind(t: &[u8], p: usize) -> Option<Hit> {
    let i = p + 1 + run(t, p + 1, 3, |b| b == b' ');
    let user = run(t, i, 48, |b| b > b' ' && !matches!(b, b'/' | b',' | b'"' | b'\''));
    // `Login for users: GET / login2`
    let method = [&b"GET"[..], b"POST", b"PUT"].contains(&part(t, i, i + user));
    let slash = part(t, i + user, i + user + 3) == b" / " && !method;
    second(t, i).filter(|hit| slash && hit.end - hit.start >= 6 && ends(t, hit.end))
}

/// Behind two words that end at `end`, without a separator: `id/pw ann/x`, `ID/PW are ann/x`, `login/password-ann/x`.
fn unmarked(t: &[u8], end: usize) -> Option<Hit> {
    label(t, end)?;
    let mut i = end;
    for filler in [&b"->"[..], b"-", b" are", b" is", b" for "] {
        i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
    }
    if back(t, i, 5) == b' ' && part(t, i - 4, i) == b"for " {
        i += run(t, i, 32, word);
        i += run(t, i, 2, |b| b == b' ' || b == b'(');
    }
    i += run(t, i, 2, |b| b == b' ');
    (i > end).then(|| second(t, i)).flatten()
}

/// Where a text begins: `ID/PW ann/x`, `id(ann)/pwd(x)`, `(ID)ann/(PW)x`, `PW x`.
pub(super) fn opening(t: &[u8]) -> Option<Hit> {
    let bracket = usize::from(at(t, 0) == b'(');
    if !matches!(at(t, bracket) | 0x20, b'i' | b'p' | b'l' | b'u' | b'a') {
        return None;
    }
    let n = run(t, bracket, 10, |b| b.is_ascii_alphabetic());
    let mut first = bracket + n;
    let text = part(t, bracket, first);
    let named = |words: &[&str]| words.iter().any(|w| text.eq_ignore_ascii_case(w.as_bytes()));
    if named(PASSES) && bracket == 0 {
        // A word with a capital begins a sentence more often than it names a password.
        return match at(t, first) {
            b'(' => bracketed(t, first),
            b' ' if n == 2 => value(t, first + 1)
                .filter(|(a, b)| strong(part(t, *a, *b)) && ends(t, *b))
                .map(|(a, b)| Hit::ruled(a, b, Type::Secret, "login-pair")),
            _ => None,
        };
    }
    if !named(USERS) {
        return None;
    }
    first += usize::from(bracket > 0 && at(t, first) == b')');
    // `id(ann)/pwd(x)`, `(ID)ann/(PW)x`.
    let name = run(t, first, 40, |b| word(b) || matches!(b, b'(' | b')' | b'.' | b'-' | b'@' | b' '));
    let mut second_word = first + name;
    if name > 0 && at(t, second_word) == b'/' {
        second_word += 1 + run(t, second_word + 1, 2, |b| b == b'(' || b == b' ');
        let m = run(t, second_word, 10, |b| b.is_ascii_alphabetic());
        let whole = ends_with(t, second_word + m, PASSES, true) == Some(m);
        let i = second_word + m;
        if whole && at(t, i) == b'(' {
            return bracketed(t, i);
        }
        let i = i + run(t, i, 3, |b| matches!(b, b')' | b' ' | b'-' | b':'));
        return (whole && i > second_word + m)
            .then(|| value(t, i))
            .flatten()
            .map(|(a, b)| Hit::ruled(a, b, Type::Secret, "login-pair"));
    }
    // The label of two words.
    let joint = run(t, bracket + n, 3, |b| matches!(b, b' ' | b'/' | b'&' | b','));
    let m = run(t, bracket + n + joint, 10, |b| b.is_ascii_alphabetic());
    (joint > 0 && m >= 2).then(|| unmarked(t, bracket + n + joint + m)).flatten()
}

/// Whether a sentence or line ends at `i`.
pub(super) fn ends(t: &[u8], i: usize) -> bool {
    matches!(at(t, i), 0 | b'\n' | b'\r' | b'.' | b',' | b'"' | b'\\' | b')' | 0x80..)
}

/// `PASSWORD(x)`, `password(default:x)`; `open` is the bracket. More than a name with a number, as arguments of calls
/// are.
pub(super) fn bracketed(t: &[u8], open: usize) -> Option<Hit> {
    let n = run(t, open + 1, 64, |b| b > b' ' && b < 0x7F && !beside::is_quote(b) && !matches!(b, b'(' | b')'));
    let close = open + 1 + n;
    if at(t, close) != b')' {
        return None;
    }
    let from = memchr::memchr(b':', part(t, open + 1, close)).map_or(open + 1, |i| open + 2 + i);
    let text = part(t, from, close);
    let shape = Shape::of(text);
    let name = text.iter().all(|b| word(*b) || *b == b'.');
    let odd = !name || shape.digits > 0 && shape.cases >= 3;
    let fine = text.len() >= 6 && odd && beside::varied(text) && !shape::code(text) && !text.contains(&b',');
    (fine && mark_at(t, from).is_none() && !matches!(at(text, 0), b'$' | b'&' | b'*' | b'@'))
        .then(|| Hit::ruled(from, close, Type::Secret, "login-pair"))
}

/// Behind a word for a password that ends at `end`: the label's second, or before a bracket.
pub(super) fn named(t: &[u8], end: usize) -> Option<Hit> {
    match at(t, end) {
        b'(' if !matches!(back(t, end, 9), b'_' | b'.' | b'a'..=b'z') => bracketed(t, end),
        b' ' | b'-' => unmarked(t, end),
        _ => None,
    }
}

/// Words that stand between `user` and `password` in a sentence about them.
const NO_NAMES: &[&str] = &[
    "and", "or", "with", "without", "via", "by", "from", "for", "in", "on", "is", "to", "the", "a", "an", "your",
    "user", "login", "username", "account", "their", "her", "his", "new", "old", "has", "must", "should", "can",
    "will", "forgot", "lost", "plus", "using", "of", "no", "default", "name", "then", "resets", "enters", "types",
    "needs",
];

/// Drops what `login ann password x` and `password on x` took from a sentence, which has words there; `old` hits stood
/// before.
pub(super) fn keep(t: &[u8], old: usize, hits: &mut Vec<Hit>) {
    let mut new = hits.split_off(old.min(hits.len()));
    kept(t, &mut new);
    hits.append(&mut new);
}

fn kept(t: &[u8], hits: &mut Vec<Hit>) {
    let said = |h: &Hit| h.rule == "password-said";
    // `password on db01 is x`: where, not what.
    hits.retain(|h| {
        let place = || part(t, h.start.saturating_sub(4), h.start) == b" on " && part(t, h.end, h.end + 4) == b" is ";
        !said(h) || !place()
    });
    let Some(i) = hits.iter().position(|h| h.rule == "login-name") else { return };
    let Some((name, value)) = hits.get(i).copied().zip(hits.iter().skip(i).find(|h| said(h)).copied()) else { return };
    let text = part(t, name.start, name.end);
    let quoted = beside::is_quote(back(t, name.start, 1)) || beside::is_quote(back(t, value.start, 1));
    let secret = part(t, value.start, value.end);
    let none = NO_NAMES.iter().any(|w| text.eq_ignore_ascii_case(w.as_bytes())) || text.ends_with(b"ed");
    let strong = beside::varied(secret) || secret.iter().filter(|b| digit(**b)).count() >= 4;
    let record = || {
        let before = part(t, name.start.saturating_sub(96), name.start);
        let line = before.rsplit(|b| *b == b'\n').next().unwrap_or_default().trim_ascii_start();
        memchr::memmem::find(before, b"machine ").is_some()
            || line.split(|b| *b == b' ').filter(|w| !w.is_empty()).count() <= 1
    };
    let plain = !none && record() && matches!(at(t, value.end), 0 | b'\n' | b'\r' | b'"' | b'\\');
    if none && !quoted {
        hits.retain(|h| *h != name);
    }
    if !strong && !quoted && !plain {
        hits.retain(|h| *h != name && *h != value);
    }
}

/// `are ann / x`.
pub(super) fn slashed(t: &[u8], mut i: usize) -> Option<(usize, usize)> {
    let begin = i;
    for filler in [&b"is "[..], b"are ", b"as ", b"with "] {
        i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
    }
    let n = run(t, i, 48, |b| word(b) || matches!(b, b'.' | b'-' | b'@' | b'+'));
    // `are ann/x`
    let tight = i > begin && at(t, i + n) == b'/' && at(t, i + n + 1) > b' ';
    let from = i + n + if tight { 1 } else { 3 };
    if n == 0 || !tight && part(t, i + n, from) != b" / " {
        return None;
    }
    let m = run(t, from, 128, |b| b > b' ' && !matches!(b, b',' | b';' | b'"' | b'\'' | b'`' | b')' | b'('));
    let value = part(t, from, from + m);
    let m = m - extent::signs_behind(value);
    let value = part(t, from, from + m);
    let ends = matches!(at(t, from + m), 0 | b'\n' | b'\r' | b'.' | b',' | b'"' | b'\\');
    let one = || !tight || beside::varied(value) && !value.contains(&b'/') && !value.contains(&b'.');
    (ends && m >= 6 && (strong(value) || tight) && one()).then_some((from, from + m))
}

/// Several digits, or a symbol: more than a name with a number, as `OAuth2`.
pub(super) fn strong(value: &[u8]) -> bool {
    let several = value.iter().filter(|b| b.is_ascii_digit()).count() >= 2;
    let symbol = value.iter().any(|b| matches!(b, b'!' | b'#' | b'$' | b'%' | b'^' | b'*' | b'~' | b'@'));
    // Random letters have few digits at times.
    let random = || Shape::of(value).cases >= 3 && value.len() >= 12;
    (several || symbol || random()) && beside::varied(value) && !shape::code(value) && !shape::path(value)
}

/// `creds are ann:x`, `login with ann:x`, `/user:ann x`; `p` is the colon.
pub(super) fn pair(t: &[u8], p: usize) -> Option<Hit> {
    let next = at(t, p + 1);
    if next <= b' ' || matches!(next, b'/' | b':' | b'"' | b'\'' | b'=') || !word(back(t, p, 1)) {
        return None;
    }
    if back(t, p, 1) | 0x20 == b'r' && part(t, p.saturating_sub(5), p).eq_ignore_ascii_case(b"/user") {
        return windows(t, p);
    }
    let n = run_back(t, p, 40, |b| word(b) || matches!(b, b'.' | b'-' | b'@'));
    let user = p - n;
    let quote = usize::from(beside::is_quote(back(t, user, 1)));
    if back(t, user - quote, 1) != b' ' || !at(t, user).is_ascii_alphabetic() {
        return None;
    }
    let mut head = part(t, user.saturating_sub(28), user - quote - 1);
    // The last letters of what may stand here.
    if !matches!(head.last().map(|b| b | 0x20), Some(b's' | b'n' | b'e' | b'h' | b'g' | b'd' | b'l' | b':')) {
        return None;
    }
    let lower = head.to_ascii_lowercase();
    head = lower.as_slice();
    for filler in [&b" are"[..], b" is", b" with", b" as", b" using", b":"] {
        head = head.strip_suffix(filler).unwrap_or(head);
    }
    // `login page:step2` is none.
    let told = head.len() < lower.len();
    const NAMES: &[(&[u8], bool)] = &[
        (b"creds", false),
        (b"cred", false),
        (b"credentials", false),
        (b"credential", false),
        (b"login", true),
        (b"logins", true),
        (b"log in", true),
        (b"sign in", true),
        (b"authenticate", true),
    ];
    let (name, _) = NAMES.iter().find(|(name, verb)| (told || !verb) && head.ends_with(name))?;
    let place = [&b"file"[..], b"line", b"path", b"http", b"https", b"host", b"localhost"].contains(&part(t, user, p));
    if place || word(back(head, head.len() - name.len(), 1)) {
        return None;
    }
    let m = run(t, p + 1, 128, |b| b > b' ' && !beside::is_quote(b) && !matches!(b, b',' | b';' | b')' | b'(' | b'\\'));
    let value = part(t, p + 1, p + 1 + m);
    let m = m - extent::signs_behind(value);
    let value = part(t, p + 1, p + 1 + m);
    (m >= 6 && strong(value) && !value.contains(&b':')).then(|| hit(t, p + 1, p + 1 + m)).flatten()
}

/// `net use Z: \\files\share /user:ann x`, or with the password before; `p` is the colon.
fn windows(t: &[u8], p: usize) -> Option<Hit> {
    let head = part(t, p.saturating_sub(160), p).split(|b| *b == b'\n').next_back()?;
    let lower = head.to_ascii_lowercase();
    memchr::memmem::find(&lower, b"net use ")?;
    let (_, user) = commands::argument(t, p + 1)?;
    let user = user + run(t, user, 48, |b| is(b, TOKEN) || b == b'\\' || b == b'.');
    if at(t, user) == b' '
        && let Some((a, b)) = commands::argument(t, user)
        && at(t, a) != b'/'
        && (b - a >= 3)
    {
        return hit(t, a, b);
    }
    let end = p.checked_sub(6)?;
    let n = run_back(t, end, 128, |b| b > b' ');
    let value = part(t, end - n, end);
    (n >= 6 && beside::varied(value) && !value.contains(&b'\\')).then(|| hit(t, end - n, end)).flatten()
}
