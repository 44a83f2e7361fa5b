//! Values that name a thing and are no secret: files, digests, labels, texts of interfaces, lists of ciphers, names and
//! types of code.

use super::{shape, values};
use crate::redact::{
    bytes::{at, part, word},
    context::Context,
};

/// Whether a value names a thing and is none of a secret itself: a file, a digest, a text of an interface.
pub(super) fn of_thing(value: &[u8], says: Context) -> bool {
    file(value)
        || digest(value)
        || shape::resource(value)
        || text_of_interface(value)
        || !says.has(Context::PASSWORD) && scoped(value)
}

/// `topology.kubernetes.io/zone`, `@scope/package:setting`: names that begin with whose they are.
fn scoped(value: &[u8]) -> bool {
    let Some(slash) = memchr::memchr(b'/', value) else { return false };
    let (domain, name) = (part(value, 0, slash), part(value, slash + 1, value.len()));
    let small =
        |text: &[u8]| text.iter().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || matches!(b, b'.' | b'-'));
    let last = domain.rsplit(|b| *b == b'.').next().unwrap_or_default();
    let whose = match domain.strip_prefix(b"@") {
        Some(scope) => scope.len() > 1 && small(scope),
        None => small(domain) && last.len() < domain.len() && matches!(last, b"io" | b"com" | b"org" | b"dev" | b"net"),
    };
    let digits = name.iter().filter(|b| b.is_ascii_digit()).count();
    let signs = |b: &u8| word(*b) || matches!(b, b'.' | b'-' | b':');
    whose && name.len() >= 2 && digits <= 3 && name.iter().all(signs) && !values::unpronounced(name)
}

/// `/run/secrets/astra-743cfd/credentials.json`, `../setup.md#keys`: where a file is; neither base64 nor a password has
/// directories and an ending.
fn file(value: &[u8]) -> bool {
    let rest = value.strip_prefix(b"..").or_else(|| value.strip_prefix(b".")).unwrap_or(value);
    let Some(slash) = memchr::memrchr(b'/', rest).filter(|_| at(rest, 0) == b'/') else { return false };
    let name = part(rest, slash + 1, rest.len());
    let name = name.split(|b| *b == b'#').next().unwrap_or_default();
    let ending = memchr::memrchr(b'.', name).map(|dot| part(name, dot + 1, name.len()));
    let directories = rest.iter().filter(|b| **b == b'/').count();
    let fits = |e: &[u8]| {
        let letters = e.iter().filter(|b| b.is_ascii_alphabetic()).count();
        (2..=8).contains(&e.len())
            && e.iter().all(u8::is_ascii_alphanumeric)
            && (letters == e.len() || letters > 0 && e.len() <= 6)
    };
    ending.is_some_and(fits)
        && (directories >= 2 || rest.len() < value.len())
        && rest.iter().all(|b| word(*b) || matches!(b, b'/' | b'.' | b'-' | b'#'))
}

/// `sha256:c8f8…`: of an image or a file.
fn digest(value: &[u8]) -> bool {
    let hex = value.strip_prefix(b"sha256:");
    hex.is_some_and(|hex| hex.len() == 64 && hex.iter().all(u8::is_ascii_hexdigit))
}

/// `onboarding.formBody.signUp`, `core.magics.osm:OSMagics`: words with dots between, of which one is of two words. A
/// password of such words begins with a capital.
fn text_of_interface(value: &[u8]) -> bool {
    let dots = value.iter().filter(|b| **b == b'.').count();
    dots >= 2
        && at(value, 0).is_ascii_lowercase()
        && value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b':' | b'_'))
        && value.split(|b| matches!(b, b'.' | b':')).all(|piece| piece.len() >= 2)
        && value.windows(2).any(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase())
        && !shape::scrambled(value)
        && !unpronounced_piece(value)
}

fn unpronounced_piece(value: &[u8]) -> bool {
    value.split(|b| matches!(b, b'.' | b':')).any(values::unpronounced)
}

/// Words of OpenSSL for what TLS may use.
#[rustfmt::skip]
const CIPHERS: &[&[u8]] = &[
    b"RC4", b"ADH", b"AECDH", b"MD5", b"DES", b"3DES", b"EXP", b"EXPORT", b"LOW", b"MEDIUM", b"HIGH", b"NULL", b"aNULL", b"eNULL", b"SRP", b"DSS",
    b"CAMELLIA", b"IDEA", b"SEED", b"SHA1", b"SSLv2", b"SSLv3",
];

/// `!RC4:!ADH:@STRENGTH`: what TLS may use, behind `PSK:`.
pub(super) fn ciphers(value: &[u8]) -> bool {
    let sign = |b: u8| matches!(b, b'!' | b'+' | b'-');
    let mut pieces = value.split(|b| matches!(b, b':' | b';'));
    sign(at(value, 0))
        && value.contains(&b':')
        && pieces.any(|piece| CIPHERS.contains(&piece.get(1..).unwrap_or_default()) && sign(at(piece, 0)))
}

/// `apiv1.Secret{`: where a value of a type begins.
pub(super) fn composite(value: &[u8]) -> bool {
    value
        .strip_suffix(b"{")
        .is_some_and(|name| memchr::memchr2(b'.', b':', name).is_some() || !name.iter().any(u8::is_ascii_digit))
}

/// What is set to one value after another: `exports.Key=exports.KeyStatus=void`.
pub(super) fn chain(value: &[u8]) -> bool {
    let named =
        |name: &[u8]| name.first().is_some_and(u8::is_ascii_alphabetic) && name.iter().all(|b| word(*b) || *b == b'.');
    let pieces = || value.split(|b| *b == b'=');
    pieces().count() > 1 && pieces().all(named) && pieces().next().is_some_and(|first| first.contains(&b'.'))
}

/// The type of a member, of words that each begin with a capital: `SourceAccessConfigurationType`.
pub(super) fn declared(value: &[u8]) -> bool {
    at(value, 0).is_ascii_uppercase() && value.iter().all(u8::is_ascii_alphabetic) && !shape::scrambled(value) && {
        let capitals = value.iter().filter(|b| b.is_ascii_uppercase()).count();
        (3..=6).contains(&capitals) && value.len() >= capitals * 5 && shape::name(value)
    }
}
