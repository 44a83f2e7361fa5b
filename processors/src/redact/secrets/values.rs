//! Whether the value of a key that names a secret is one.

use super::{beside, captions, headers, shape, shape::Shape, things};
use crate::redact::{
    bytes::{at, base64, mentions, part, run, word},
    context::Context,
    types::mark_at,
};

/// How a value is written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    Quoted,
    /// `key=value`, no space.
    Tight,
    /// `key = value`, to the end of its line.
    Line,
    /// `key: value`, to the end of its line, the key at its beginning.
    Entry,
    /// `key: value` in prose, where the next word is often just a word.
    Loose,
}

/// Words that follow a key for a secret in logs, schemas and prose, and are none.
const STATES: &[&[u8]] = &[
    b"incorrect", b"invalid", b"wrong", b"missing", b"failed", b"expired", b"provided", b"valid", b"yes", b"enabled",
    b"disabled", b"must", b"cannot", b"should", b"please", b"not", b"is", b"was", b"were", b"will", b"has", b"can",
    b"option", b"changed", b"reset", b"updated", b"set", b"correct", b"forgot", b"ok", b"hash", b"encrypted", b"plain",
    b"enter", b"your", b"the", b"char", b"type", b"field", b"sensitive", b"pass", b"fail", b"accepted",
    b"confirmation", b"protected", b"generated", b"available", b"unavailable", b"configured", b"found", b"detected",
    b"dir", b"cwd",
];

/// Words of sentences about passwords, which are none themselves.
const SENTENCES: &[&[u8]] = &[b"pass", b"must", b"enter", b"your", b"required", b"invalid", b"field", b"user"];

/// Whether the value of a key that names a secret is one, and not a type name, a placeholder or a piece of code.
pub(super) fn accepted(value: &[u8], says: Context, written: Written, scheme: bool) -> bool {
    let (n, first) = (value.len(), at(value, 0));
    if is_none(value, says, written) {
        return false;
    }
    let password = says.has(Context::PASSWORD);
    let generated = || written == Written::Quoted && shape::generated(value);
    if says.has(Context::SECRET) && (shape::strewn(value) || generated()) {
        return true;
    }
    let quoted = || written == Written::Quoted && says.has(Context::SECRET) && shape::bracketed(value);
    let opens = matches!(first, b'<' | b'{' | b'(' | b'[') && !quoted();
    if opens || (first == b'$' && !password) {
        return false;
    }
    let shape = Shape::of(value);
    let code = shape::code(value);
    let spaced = value.contains(&b' ');
    if says.has(Context::SECRET) {
        if password && written != Written::Loose {
            return password_value(value, &shape, written, code, spaced);
        }
        let letters = shape.upper + shape.lower > 0;
        let symbol = value.iter().any(|b| b.is_ascii_punctuation() && !matches!(b, b'.' | b'_' | b'-' | b'/' | b':'));
        let cased = shape.upper > 0 && shape.lower > 0;
        let varied = (shape.digits > 0 && (letters || symbol))
            || (symbol && letters && !code)
            || (cased && n >= 20 && !value.contains(&b'.'))
            || (cased && (shape::scrambled(value) || written != Written::Loose && unpronounced(value)))
            || (n >= 20 && shape.longest == n && (shape.upper == n || shape.lower == n))
            || (shape.digits == n && n >= 8);
        let plain = written == Written::Quoted
            && n >= 8
            && letters
            && !code
            && !STATES.iter().any(|s| value.eq_ignore_ascii_case(s))
            && !shape::path(value)
            && !value.contains(&b'_')
            && !value.contains(&b'.');
        return n >= if password { 4 } else { 6 }
            && (varied || plain || scheme && letters && n >= 12)
            && (!code || (shape.digits > 0 && written != Written::Loose && !value.contains(&b'(')))
            && !spaced;
    }
    if spaced
        || code
        || shape::path(value)
        || shape::known_id(value)
        || written != Written::Quoted && shape::camel(value)
    {
        return false;
    }
    if says.has(Context::KEYISH) && encoded_pair(value, &shape) {
        return true;
    }
    if password {
        return of_password(value, says, &shape);
    }
    says.has(Context::MAYBE_SECRET) && shape::scrambled(value)
        || weighed(value, says, &shape)
        || says.has(Context::OF_SECRETS) && member(value, says, &shape)
}

/// Whether a value is no secret by what it is written as, whatever its letters are.
fn is_none(value: &[u8], says: Context, written: Written) -> bool {
    if fingerprint(value, says) {
        return true;
    }
    let (n, first) = (value.len(), at(value, 0));
    let of_password = says.has(Context::SECRET) && says.has(Context::PASSWORD) && written != Written::Loose;
    n < 3
        || value.starts_with(b"__")
        || of_password && value.contains(&b' ') && mentions(value, SENTENCES) && !shape::strewn(value)
        || shape::template(value)
        || shape::placeholder(value)
        || shape::named(value)
        || (written != Written::Quoted && shape::literal_number(value))
        || (written == Written::Loose && name_of_code(value, says))
        || (matches!(written, Written::Line | Written::Entry) && variable(value, says))
        || (n > 3 && value.iter().all(|b| *b == first) && !first.is_ascii_digit())
        || spoken_of(value, says, written)
        || captions::complaint(value)
        || filled_in(value, says)
        || says.has(Context::VENDOR) && !of_password && n == 12 && value.iter().all(u8::is_ascii_digit)
        || object(value, says)
        || timestamp(value)
        || things::of_thing(value, says)
        || things::ciphers(value)
        || written != Written::Quoted && !says.has(Context::PASSWORD) && things::composite(value)
}

/// Whether a value is a name before what is joined to it: `cookie = "token=" + x`.
fn filled_in(value: &[u8], says: Context) -> bool {
    let name = value.strip_suffix(b"=").filter(|name| name.len() <= 16 && !says.has(Context::PASSWORD));
    name.is_some_and(|name| shape::name(name) && !name.iter().any(u8::is_ascii_digit))
}

/// Whether a value that its key only may name a password looks like one.
fn of_password(value: &[u8], says: Context, shape: &Shape) -> bool {
    let other = says.has(Context::OF_SECRETS) && says.has(Context::NO_SECRET.with(Context::ID));
    !other && value.len() >= 6 && shape.digits > 0 && shape.upper + shape.lower >= 3 && beside::varied(value)
}

/// Whether a value is a text about a secret, a piece of code, or the version of a package that is called as a secret
/// is.
fn spoken_of(value: &[u8], says: Context, written: Written) -> bool {
    captions::caption(value, says)
        || written != Written::Quoted && evaluated(value, says)
        || shape::release(value) && (!says.has(Context::PASSWORD) || at(value, 0) == b'^')
}

/// `2024-05-01T10:11:12Z`: when a password was changed, a key used.
fn timestamp(value: &[u8]) -> bool {
    let signs = [(4, b'-'), (7, b'-'), (10, b'T'), (13, b':')];
    (19..=32).contains(&value.len())
        && signs.iter().all(|(i, sign)| at(value, *i) == *sign)
        && value.iter().all(|b| b.is_ascii_digit() || matches!(b, b'-' | b':' | b'.' | b'+' | b'T' | b'Z'))
}

/// Whether a value outside of quotes is evaluated though it has no bracket: `!changePassword`, `appConfig.apiKey!`,
/// `$null`, the end of a branch.
fn evaluated(value: &[u8], says: Context) -> bool {
    let asserted = || {
        let name = value.strip_suffix(b"!").filter(|_| !says.has(Context::PASSWORD));
        name.is_some_and(|name| {
            name.contains(&b'.') && name.iter().all(|b| b.is_ascii_alphabetic() || *b == b'.') && speaks(name)
        })
    };
    let denied = || value.strip_prefix(b"!").is_some_and(|name| shape::camel(name) && speaks(name));
    const WORDS: &[&[u8]] = &[b"return", b"class", b"function", b"async", b"await", b"void", b"typeof"];
    WORDS.contains(&value)
        || !says.has(Context::PASSWORD) && (things::chain(value) || things::declared(value))
        || asserted()
        || denied()
        || matches!(value, b"$null" | b"$true" | b"$false")
        || chosen(value)
        || member_named(value, says)
        || constant(value)
}

/// What a script chooses: `e?t:null`, `s?.key??null`, `value??""`.
fn chosen(value: &[u8]) -> bool {
    let Some(n) = memchr::memchr(b'?', value).filter(|n| *n > 0) else { return false };
    let named =
        |text: &[u8]| at(text, 0).is_ascii_alphabetic() && text.iter().all(|b| word(*b) || matches!(b, b'.' | b'?'));
    let (head, rest) = (part(value, 0, n), part(value, n + 1, value.len()));
    let either = || {
        memchr::memchr(b':', rest).is_some_and(|colon| {
            named(part(rest, 0, colon))
                && matches!(part(rest, colon + 1, rest.len()), b"null" | b"undefined" | b"void" | b"\"\"" | b"''")
        })
    };
    named(head)
        && match at(rest, 0) {
            b'.' => named(part(rest, 1, rest.len())) && !value.iter().any(u8::is_ascii_digit),
            b'?' => {
                matches!(part(rest, 1, rest.len()), b"" | b"null" | b"undefined" | b"\"\"" | b"''")
                    || named(part(rest, 1, rest.len())) && head.contains(&b'.')
            }
            _ => either(),
        }
}

/// `self._private_key_pkcs8`, `ed25519.Ed25519PrivateKey`: members of code that only speak of a secret.
pub(super) fn member_named(value: &[u8], says: Context) -> bool {
    let named = |piece: &[u8]| !at(piece, 0).is_ascii_digit() && !piece.is_empty() && piece.iter().all(|b| word(*b));
    if says.has(Context::PASSWORD) || !value.contains(&b'.') || !value.split(|b| *b == b'.').all(named) {
        return false;
    }
    const TYPES: &[&[u8]] = &[b"PrivateKey", b"PublicKey", b"SecretKey", b"Credentials", b"AccessToken", b"AuthToken"];
    let own = value.starts_with(b"self.") || value.starts_with(b"this.");
    let last = value.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let pieces = last.split(|b| *b == b'_').filter(|piece| !piece.is_empty());
    own && pieces.count() > 2 || TYPES.iter().any(|w| last.ends_with(w))
}

/// `_ffi.NULL`, `String!` of a schema of GraphQL.
fn constant(value: &[u8]) -> bool {
    let null = value.strip_suffix(b".NULL").or_else(|| value.strip_suffix(b".None"));
    null.is_some_and(|name| name.iter().all(|b| word(*b) || *b == b'.'))
        || matches!(value, b"String!" | b"Int!" | b"ID!" | b"Float!" | b"Boolean!")
}

/// Whether a name without digits speaks of a secret.
fn speaks(name: &[u8]) -> bool {
    !name.iter().any(u8::is_ascii_digit)
        && mentions(name, &[b"passw", b"pwd", b"secret", b"token", b"cred", b"auth", b"apikey"])
}

/// Whether a value names an object that holds secrets, as those of Kubernetes are called:
/// `"secret": "payment-web-tls"`.
fn object(value: &[u8], says: Context) -> bool {
    const KINDS: &[&[u8]] = &[
        b"tls", b"credentials", b"creds", b"secret", b"secrets", b"token", b"cert", b"certs", b"config", b"auth",
        b"key", b"keys", b"password", b"passwd",
    ];
    let mut pieces = value.split(|b| *b == b'-');
    let kind = pieces.next_back().is_some_and(|last| KINDS.contains(&last));
    kind && !says.has(Context::PASSWORD)
        && value.contains(&b'-')
        && pieces.all(|piece| piece.len() > 1 && piece.iter().all(u8::is_ascii_lowercase))
}

/// Letters of both cases, perhaps with `_` and `-` between, few of which are in pieces that can be spoken.
pub(super) fn unpronounced(value: &[u8]) -> bool {
    let letters = value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b'-'));
    if value.len() < 12 || !letters || shape::cases(value) < 4 {
        return false;
    }
    let (mut spoken, mut letters, mut from) = (0, 0, 0);
    for i in 1..=value.len() {
        let (b, before) = (at(value, i), at(value, i - 1));
        if b.is_ascii_lowercase() || b.is_ascii_uppercase() && before.is_ascii_uppercase() {
            continue;
        }
        let piece = value.get(from..i).unwrap_or_default();
        let vowels = piece.iter().filter(|b| b"aeiouyAEIOUY".contains(b)).count();
        let n = piece.iter().filter(|b| b.is_ascii_alphabetic()).count();
        spoken += if n >= 3 && vowels > 0 { n } else { 0 };
        letters += n;
        from = i;
    }
    spoken * 2 < letters
}

/// Whether a value alone on its line is a variable or a function: `sessionToken = createSessionToken`.
fn variable(value: &[u8], says: Context) -> bool {
    !says.has(Context::PASSWORD) && !value.iter().any(u8::is_ascii_digit) && shape::camel(value)
}

/// Whether a value in prose or code names something else there: a variable, a type.
fn name_of_code(value: &[u8], says: Context) -> bool {
    // `!request.authorization`
    let negated = value.strip_prefix(b"!").is_some_and(|rest| rest.contains(&b'.') && shape::name(rest));
    if negated || !shape::name(value) || !says.has(Context::SECRET) {
        return negated;
    }
    if !says.has(Context::PASSWORD) {
        return true;
    }
    let constant = value.contains(&b'_') && !value.iter().any(u8::is_ascii_lowercase);
    constant || mentions(value, &[b"passw", b"pwd", b"psk", b"secret", b"token", b"cred", b"auth", b"error"])
}

/// Whether the value of a member of several secrets is one, whatever its name: letters that only a generator writes.
fn member(value: &[u8], says: Context, shape: &Shape) -> bool {
    let letters = value.iter().all(|b| base64(*b) || matches!(b, b'=' | b'.' | b'~'));
    let none = says.has(Context::NO_SECRET) || says.has(Context::ID);
    // `GetRoleCredentialsResponse`, `SensitiveString2048`
    let spoken = || {
        let digits = value.iter().rev().take_while(|b| b.is_ascii_digit()).count();
        let name = part(value, 0, value.len() - digits);
        shape::name(name) && !name.iter().any(u8::is_ascii_digit)
    };
    // `{"token": {"address": "0x…"}}` is one that is traded.
    let named = shape::uuid(value) || shape::type_name(value) || spoken() || value.starts_with(b"0x");
    // `{"credentials": {"db": "x7!…"}}`
    let password = || {
        let symbol = value.iter().any(|b| matches!(b, b'!' | b'#' | b'$' | b'%' | b'^' | b'&' | b'~'));
        symbol && value.len() >= 6 && shape.digits > 0 && beside::varied(value) && !shape::code(value)
    };
    // `{"credentials": {"db": "hunter2x9"}}`
    let strewn = || {
        let whole = (8..=64).contains(&value.len()) && shape.longest == value.len();
        whole && shape.mixed() && shape.switches >= 3 && !value.starts_with(b"0x") && !shape::known_id(value)
    };
    !none
        && (letters && value.len() >= 16 && shape.longest >= 12 && !named && shape.random(true)
            || password()
            || strewn())
}

/// Whether the value of a key that may name a secret looks like one.
fn weighed(value: &[u8], says: Context, shape: &Shape) -> bool {
    let n = value.len();
    // `BASE64_IMAGE_MAX_LENGTH`
    if shape.lower == 0 && shape.digits < 4 && value.split(|b| *b == b'_').filter(|piece| piece.len() > 2).count() > 3 {
        return false;
    }
    let under = says.has(Context::UNDER_VENDOR) && says.has(Context::KEYISH);
    // `&text=_mm512_loadu_si512`: words of code, which end with their numbers.
    let of_code = || {
        let piece = |w: &[u8]| {
            let letters = run(w, 0, w.len(), |b| b.is_ascii_lowercase());
            letters > 1 && part(w, letters, w.len()).iter().all(u8::is_ascii_digit)
        };
        let mut pieces = value.split(|b| *b == b'_').filter(|w| !w.is_empty());
        value.starts_with(b"_") && value.iter().filter(|b| **b == b'_').count() >= 2 && pieces.all(piece)
    };
    let query = says.has(Context::QUERY) && says.has(Context::MAYBE_SECRET) && !of_code();
    if (under || query)
        && ((n >= 16 && (shape::uuid(value) || shape.random(true)))
            || (n >= 10 && shape.mixed() && shape.switches >= 2 && shape.longest == n))
    {
        return true;
    }
    if says.has(Context::VENDOR) && says.has(Context::MAYBE_SECRET) {
        return shape::uuid(value)
            || (n >= 8 && (shape.mixed() || shape.digits == n) && shape.distinct >= 5)
            || shape.random(true);
    }
    if says.has(Context::VENDOR) {
        return n >= 16 && (shape::uuid(value) || shape.random(true) && !shape::slug(value));
    }
    if shape::uuid(value) {
        return says.has(Context::TOKEN);
    }
    if says.has(Context::ENVIRONMENT) && n >= 12 && shape.random(true) {
        return true;
    }
    // `"token":"Zt8kWq3vLm5n"`
    let short = || {
        let mixed = shape.digits >= 2 && shape.upper >= 2 && shape.lower >= 2 && shape.switches >= 3;
        (12..16).contains(&n) && mixed && shape.longest == n && !shape::name(value) && !shape::known_id(value)
    };
    if says.has(Context::MAYBE_SECRET) && says.has(Context::TOKEN) && !says.has(Context::ID) && short() {
        return true;
    }
    says.has(Context::MAYBE_SECRET)
        && n >= if says.has(Context::ID) && !says.has(Context::TOKEN) { 40 } else { 16 }
        && shape.mixed()
        && (shape.random(false) || shape.long())
        && !shape::name(value)
}

/// `"auth": "…"` of Docker, `_auth=` of npm: base64 of `user:password`.
fn encoded_pair(value: &[u8], shape: &Shape) -> bool {
    value.len() >= 12
        && value.len().is_multiple_of(4)
        && shape.distinct >= 8
        && value.iter().all(|b| base64(*b) || *b == b'=')
        && headers::is_basic(value)
}

/// `res1.model.pen_weight`, `arm.C_WBIT`: members of things of code, none of which begins with a figure. Without blanks
/// around its sign only a constant is one.
fn member_of_code(value: &[u8], written: Written) -> bool {
    let constant = |last: &[u8]| !last.iter().any(u8::is_ascii_lowercase);
    let spaced = matches!(written, Written::Line | Written::Loose);
    let digits = value.iter().filter(|b| b.is_ascii_digit()).count();
    let named = |piece: &[u8]| piece.first().is_some_and(|b| b.is_ascii_alphabetic()) && piece.iter().all(|b| word(*b));
    digits < 2
        && value.split(|b| *b == b'.').count() > 1
        && value.split(|b| *b == b'.').all(named)
        && value
            .rsplit(|b| *b == b'.')
            .next()
            .is_some_and(|last| last.contains(&b'_') && !last.ends_with(b"_") && (spaced || constant(last)))
}

/// `self.icinga2_password`: what an object of code has, if it is called as a secret is.
fn own_member(value: &[u8]) -> bool {
    let member = value.strip_prefix(b"self.").or_else(|| value.strip_prefix(b"this."));
    member.is_some_and(|name| {
        name.iter().all(|b| word(*b) || *b == b'.')
            && mentions(name, &[b"pass", b"pwd", b"_pw", b"secret", b"token", b"key", b"cred"])
    })
}

fn password_value(value: &[u8], shape: &Shape, written: Written, code: bool, spaced: bool) -> bool {
    let state = STATES.iter().any(|s| value.eq_ignore_ascii_case(s));
    // Where a shell is: `pwd: /srv/app`.
    let directory = |b: &u8| word(*b) || matches!(b, b'/' | b'.' | b'-');
    let drive = at(value, 0).is_ascii_uppercase() && part(value, 1, 3) == b":/";
    let rest = part(value, if drive { 2 } else { 0 }, value.len());
    if state || value.len() < 3 || (at(rest, 0) == b'/' && rest.iter().all(directory) && shape::path(rest)) {
        return false;
    }
    let varied = shape.digits > 0
        || value
            .iter()
            .any(|b| b.is_ascii_punctuation() && !matches!(b, b'_' | b'.' | b'(' | b')' | b'[' | b']' | b'-' | b':'));
    if written != Written::Quoted && member_of_code(value, written) {
        return false;
    }
    if written != Written::Quoted && own_member(value) {
        return false;
    }
    let evaluated = code && value.iter().any(|b| matches!(b, b'(' | b'['));
    if code && written != Written::Quoted && (shape.digits == 0 || evaluated) {
        return false;
    }
    if spaced {
        // A phrase in quotes, and not a sentence about passwords.
        return value.len() <= 64 && !code && !mentions(value, SENTENCES);
    }
    if written == Written::Quoted {
        return value.len() >= 4 || varied;
    }
    // A name without digits may be a variable: not when it speaks of passwords itself.
    const ABOUT: &[&[u8]] =
        &[b"passw", b"pwd", b"_psk", b"secret", b"token", b"_key", b"apikey", b"pass_", b"_pass", b"input", b"prompt"];
    let speaks = || value.iter().all(|b| word(*b) || *b == b'.') && mentions(value, ABOUT);
    // `thisismypassword`, not `user_password` or `userPassword`.
    let phrase = || value.len() >= 12 && value.iter().all(u8::is_ascii_lowercase) && written != Written::Line;
    varied || !speaks() || phrase()
}

/// Whether a whole JSON or attribute value under a key that names a secret is one: here every real text counts.
pub(in crate::redact) fn secret_value(value: &[u8], says: Context) -> bool {
    // `"scripts": {"reset-password": "node reset.js"}`
    if mark_at(value, 0) == Some(value.len()) || says.has(Context::OF_SCRIPTS) && value.contains(&b' ') {
        return false;
    }
    if says.has(Context::SECRET) {
        // `^1.0.0`: no password begins so.
        let version = says.has(Context::VERSION) && says.has(Context::OF_SCRIPTS);
        let release = shape::release(value) && (!says.has(Context::PASSWORD) || at(value, 0) == b'^')
            || version && value.contains(&b'.') && value.iter().all(|b| b.is_ascii_digit() || *b == b'.');
        let real = value.len() >= 3 && !shape::placeholder(value) && !shape::template(value);
        let state = || STATES.iter().any(|state| value.eq_ignore_ascii_case(state)) || captions::complaint(value);
        let named = state()
            || directory(value, says)
            || fingerprint(value, says)
            || captions::caption(value, says)
            || object(value, says)
            || things::of_thing(value, says);
        return real && !release && !timestamp(value) && !named;
    }
    accepted(value, says, Written::Quoted, false)
}

/// Whether a value is the fingerprint of a public key of OpenPGP, whose name only may say that it is a key: `GPG_KEY`
/// of images.
fn fingerprint(value: &[u8], says: Context) -> bool {
    says.has(Context::SECRET)
        && says.has(Context::KEYISH)
        && !says.has(Context::PASSWORD)
        && matches!(value.len(), 16 | 40)
        && value.iter().all(|b| b.is_ascii_digit() || matches!(b, b'A'..=b'F'))
}

/// Whether a value is a directory of a machine, as `PWD` names one.
fn directory(value: &[u8], says: Context) -> bool {
    const ROOTS: &[&[u8]] = &[
        b"home", b"root", b"usr", b"var", b"tmp", b"opt", b"Users", b"srv", b"mnt", b"etc", b"app", b"run",
        b"workspace", b"workspaces", b"builds", b"private",
    ];
    let root = value.strip_prefix(b"/").and_then(|path| path.iter().position(|b| *b == b'/').map(|n| part(path, 0, n)));
    let known = root.is_some_and(|root| ROOTS.contains(&root)) || value.starts_with(b"C:\\Users\\");
    (known || says.has(Context::PASSWORD) && says.has(Context::KEYISH) && at(value, 0) == b'/')
        && value
            .iter()
            .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'/' | b'.' | b'-' | b'_' | b'\\' | b':' | b' '))
}
