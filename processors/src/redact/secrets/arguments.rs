//! Keys among the arguments of a call: `jwt.sign(claims, "x")`, `set("api_key", "x")`; passwords that are hashed.

use super::{
    beside, calls,
    keys::secrecy,
    shape::{self, Shape},
    values::{Written, accepted},
};
use crate::redact::{
    bytes::{at, back, looked, part, run, run_back, word},
    context::Context,
    scan::Hit,
    types::Type,
};
/// Calls that take a key to sign or to encrypt with, anywhere among their arguments; ends of their names.
#[rustfmt::skip]
const KEYED: &[&[u8]] = &[
    b"jwt.sign", b"jwt.encode", b"jwt.verify", b"jwt.decode", b"JWT.encode", b"JWT.decode", b"JWT::encode", b"JWT::decode",
    b"HMAC256", b"HMAC384", b"HMAC512", b"SignedString", b"setSigningKey", b"signWith", b"hmacShaKeyFor", b"SecretKeySpec",
    b"SymmetricSecurityKey", b"createHmac", b"hmac.new", b"hash_hmac", b"HMAC.new", b"HMAC.hexdigest", b"HMACSHA256",
    b"createCipheriv", b"createDecipheriv", b"AES.new", b"Fernet", b"openssl_encrypt", b"openssl_decrypt", b"cookieParser",
    b"URLSafeTimedSerializer", b"URLSafeSerializer", b"TimestampSigner",
];

/// A literal that begins at `from` behind its quote: behind the literal that names it, or a key among the arguments of
/// a call.
pub(super) fn argument(t: &[u8], from: usize) -> Option<Hit> {
    let mut quote = from - 1;
    quote -= run_back(t, quote, 4, |b| b == b'\\');
    quote -= usize::from(matches!(back(t, quote, 1), b'b' | b'f' | b'r') && !word(back(t, quote, 2)));
    let i = quote - run_back(t, quote, 24, |b| matches!(b, b' ' | b'\n' | b'\t'));
    if !matches!(back(t, i, 1), b',' | b'(') {
        return None;
    }
    let (a, b) = beside::literal(t, quote)?;
    let value = part(t, a, b);
    let shape = Shape::of(value);
    let uuid = shape::uuid(value);
    let key = a == from && value.len() >= 16 && (uuid || shape.random(true)) && !shape::placeholder(value);
    // The next key of an object.
    let close = b + run(t, b, 4, |c| matches!(c, b'\\' | b'"' | b'\''));
    if !key
        || at(t, close) == b':'
        || shape::type_name(value)
        || shape::known_id(value)
        || shape::path(value)
        || shape::resource(value)
        || value.contains(&b' ')
    {
        return None;
    }
    let found = || Some(Hit::ruled(a, b, Type::Secret, "key-argument"));
    if back(t, i, 1) == b',' && named(t, i - 1) {
        return if of_names(t, i - 1, close, value) { None } else { found() };
    }
    let (name, before) = if uuid { None } else { called(t, i) }?;
    (KEYED.iter().any(|k| name.ends_with(k)) || calls::takes(name, before)).then(found).flatten()
}

/// Calls that keep a value under a name in a browser.
const STORES: &[&[u8]] = &[b"Storage.setItem", b"Storage.put"];

/// The value of the call whose name stands before the bracket at `open`: `localStorage.setItem('token', 'x')`.
pub(super) fn stored(t: &[u8], start: usize, open: usize) -> Option<Hit> {
    STORES.iter().find(|call| part(t, start, open).ends_with(call))?;
    let (a, b) = beside::literal(t, open + 1)?;
    let comma = b + run(t, b, 8, |c| matches!(c, b'\\' | b'"' | b'\'' | b'`' | b' '));
    let (from, to) = beside::literal(t, comma + 1).filter(|_| at(t, comma) == b',')?;
    let says = std::str::from_utf8(part(t, a, b)).map(secrecy).ok()?;
    accepted(part(t, from, to), says, Written::Quoted, false).then(|| Hit::ruled(from, to, Type::Secret, "stored"))
}

/// Whether the literal before the comma at `i` names a secret.
fn named(t: &[u8], i: usize) -> bool {
    let end = i - run_back(t, i, 2, |b| b == b' ');
    let end = end - usize::from(beside::is_quote(back(t, end, 1)));
    let n = run_back(t, end, 48, |b| word(b) || matches!(b, b'-' | b'.'));
    let open = n >= 4 && end < i && beside::is_quote(back(t, end - n, 1));
    open && std::str::from_utf8(part(t, end - n, end)).is_ok_and(|name| secrecy(name).has(Context::SECRET))
}

/// Whether a value that ends before `close`, and the literal before the comma at `i`, are of a list of names of code:
/// `"Cookies", "CookieJar", "CoordinateBox", `.
fn of_names(t: &[u8], i: usize, close: usize, value: &[u8]) -> bool {
    let plain = |text: &[u8]| text.iter().all(u8::is_ascii_alphabetic) && text.iter().any(u8::is_ascii_uppercase);
    let end = i - run_back(t, i, 2, |b| b == b' ') - 1;
    let n = run_back(t, end, 48, |b| b.is_ascii_alphabetic());
    // `("encryptionKey", "EncryptionKey")`: the same name in another spelling.
    if part(t, end - n, end).eq_ignore_ascii_case(value) {
        return true;
    }
    let open = (end - n).saturating_sub(1);
    let before = open - run_back(t, open, 24, |b| matches!(b, b' ' | b'\n' | b'\t'));
    let listed = back(t, before, 1) == b',' && beside::is_quote(back(t, before, 2)) && at(t, close) == b',';
    listed
        && plain(value)
        && plain(part(t, end - n, end))
        && shape::cases(value) * 3 <= value.len()
        && shape::name(value)
}

/// How far before an argument its call may begin.
const CALL: usize = 200;

/// Name of the call among whose arguments `i` stands, not inside another bracket, and how many arguments stand before.
fn called(t: &[u8], i: usize) -> Option<(&[u8], usize)> {
    let window = part(t, i.saturating_sub(CALL), i);
    looked(window.len());
    let (mut depth, mut before) = (0usize, 0);
    for (k, b) in window.iter().enumerate().rev() {
        match b {
            b')' | b']' | b'}' => depth += 1,
            b'(' if depth == 0 => {
                let n = run_back(window, k, 48, |b| word(b) || matches!(b, b'.' | b':' | b'>' | b'-'));
                return Some((part(window, k - n, k), before));
            }
            b'[' | b'{' if depth == 0 => return None,
            b'(' | b'[' | b'{' => depth -= 1,
            b';' if depth == 0 => return None,
            b',' if depth == 0 => before += 1,
            _ => {}
        }
    }
    None
}

/// Calls that hash passwords, and calls that hash anything.
const HASHES: (&[&[u8]], &[&[u8]]) = (
    &[
        b"bcrypt.hash",
        b"bcrypt.hashSync",
        b"bcryptjs.hash",
        b"bcryptjs.hashSync",
        b"bcrypt.hashpw",
        b"BCrypt.hashpw",
        b"BCrypt.HashPassword",
        b"argon2.hash",
        b"password_hash",
        b"generate_password_hash",
        b"make_password",
        b"pbkdf2_hmac",
        b"pbkdf2Sync",
        b"scryptSync",
        b"hash_password",
        b"hashPassword",
        b"HashPassword",
        b"Password.create",
        b"sha256_crypt.hash",
        b"GenerateFromPassword",
        b"passwordEncoder.encode",
        b"crypt.crypt",
        b"pwd_context.hash",
        b"check_password_hash",
    ],
    &[
        b"hashlib.md5",
        b"hashlib.sha1",
        b"hashlib.sha256",
        b"hashlib.sha512",
        b"SHA256.HashData",
        b"Digest::MD5.hexdigest",
        b"Digest::SHA256.hexdigest",
        b"Digest::SHA1.hexdigest",
        b"DigestUtils.sha256Hex",
        b"DigestUtils.md5Hex",
        b"sha256.Sum256",
        b"md5.Sum",
    ],
);

/// `bcrypt.hashSync("x", 10)`, `hashlib.sha256(b"x")`: a literal that is hashed, of what is no call for passwords only
/// one that is written as they are.
pub(super) fn hashed(t: &[u8], name: &[u8], open: usize) -> Option<Hit> {
    let ends = |list: &[&[u8]]| list.iter().any(|c| name.ends_with(c));
    let of_passwords = ends(HASHES.0);
    if !of_passwords && !ends(HASHES.1) {
        return None;
    }
    let mut i = open + 1;
    for conversion in [&b"[]byte("[..], b"Encoding.UTF8.GetBytes("] {
        i += if part(t, i, i + conversion.len()) == conversion { conversion.len() } else { 0 };
    }
    i += usize::from(at(t, i) == b'b' && beside::is_quote(at(t, i + 1)));
    // The name of the hash comes first: `pbkdf2_hmac("sha256", b"x", …)`.
    if name.ends_with(b"pbkdf2_hmac") {
        return calls::arguments(t, i, 1);
    }
    let range = beside::literal(t, i)?;
    let value = part(t, range.0, range.1);
    let shape = Shape::of(value);
    let symbol = value.iter().any(|b| matches!(b, b'!' | b'@' | b'#' | b'$' | b'%' | b'^' | b'&' | b'*'));
    let classes = [shape.digits > 0, shape.upper > 0, shape.lower > 0, symbol].iter().filter(|c| **c).count();
    let written = of_passwords && (classes >= 2 || value.len() >= 6) || classes >= 3 && (8..=64).contains(&value.len());
    (written && beside::varied(value) && beside::password(value))
        .then(|| Hit::ruled(range.0, range.1, Type::Secret, "password-hashed"))
}
