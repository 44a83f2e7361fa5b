//! Hashes of passwords as programs store and tools dump them: `pbkdf2_sha256$…`, `{SSHA}…`, `$office$*…`, answers of
//! NTLM.
//!
//! From the documentation of Django, Werkzeug, PostgreSQL, OpenLDAP (RFC 2307) and the list of example hashes of
//! hashcat.

use crate::redact::{
    bytes::{at, back, base64, part, run, run_back, word},
    scan::Hit,
    types::Type,
};

/// What such a hash begins with.
#[rustfmt::skip]
const HEADS: &[&[u8]] = &[
    b"pbkdf2_", b"pbkdf2:", b"scrypt:", b"SCRAM-SHA-", b"bcrypt_sha256", b"$keepass$", b"$office$", b"$oldoffice$", b"$rar5$",
    b"$RAR3$", b"$zip2$", b"$pkzip", b"$7z$", b"$pdf$", b"$bitcoin$", b"$ethereum$", b"$bitlocker$", b"$luks$", b"$sip$",
    b"$ansible$", b"$SNMPv3$", b"$sshng$", b"$DCC2$", b"$krb5db$", b"$mysqlna$", b"$dmg$", b"$itunes_backup$", b"$axcrypt$",
    b"$electrum$", b"$multibit$", b"$blockchain$", b"$metamask$", b"$signal$", b"$telegram$", b"$racf$", b"$mongodb-scram$",
    b"$postgres$", b"$netntlm", b"$NETNTLM", b"$racf-kdfaes$", b"$gpg$", b"$ssh2$", b"$pwsafe$", b"$encfs$", b"$keychain$",
];
/// Schemes of LDAP.
#[rustfmt::skip]
const LDAP: &[&[u8]] = &[
    b"SSHA", b"SHA", b"SMD5", b"MD5", b"SSHA256", b"SSHA384", b"SSHA512", b"SHA256", b"SHA384", b"SHA512", b"PBKDF2",
    b"PBKDF2-SHA256", b"PBKDF2-SHA512", b"ARGON2", b"BCRYPT",
];
/// How far before its last field a hash begins.
const BEFORE: usize = 400;
/// Longest hash.
const LONGEST: usize = 16 << 10;

fn inside(b: u8) -> bool {
    b > b' ' && b < 0x7F && !matches!(b, b'"' | b'\'' | b'`' | b'<' | b'>' | b'\\' | b',' | b'(' | b')')
}

/// Asks a run of visible characters.
pub(super) fn verify(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    if end - start < 20 {
        return None;
    }
    let hit = |from, to| Some(Hit::ruled(from, to, Type::Secret, "password-hash"));
    if back(t, start, 1) == b'$' && part(t, start, end).starts_with(b"ANSIBLE_VAULT;") {
        return vault(t, end);
    }
    if matches!(back(t, start, 1), b'$' | b'*' | b'#') {
        let token = start - run_back(t, start, BEFORE, |b| inside(b) && b != b'=');
        let head = part(t, token, start);
        // `hash:$office$…`
        let from = token + head.iter().position(|b| *b == b'$').filter(|n| back(head, *n, 1) == b':').unwrap_or(0);
        let head = part(t, from, start);
        if HEADS.iter().any(|h| head.starts_with(h)) {
            return hit(from, start + run(t, start, LONGEST, inside));
        }
    }
    let text = part(t, start, end);
    if text.starts_with(b"grub.pbkdf2.") && text.len() > 100 {
        return hit(start, end);
    }
    if let Some(close) = memchr::memchr(b'}', part(text, 0, 64)) {
        let open = memchr::memrchr(b'{', part(text, 0, close)).map(|n| n + 1)?;
        let from = start + close + 1;
        let n = run(t, from, 256, |b| base64(b) || b == b'=' || b == b'.');
        if LDAP.contains(&part(text, open, close)) && n >= 20 {
            return hit(from, from + n);
        }
    }
    if text.len() >= 90 { ntlm(t, start, end) } else { None }
}

/// Lines of hexadecimal digits below the head that ends at `end`, as the vault of Ansible keeps what it encrypts.
fn vault(t: &[u8], end: usize) -> Option<Hit> {
    /// Digits of a line.
    const WIDTH: usize = 80;
    let (mut from, mut to) = (0, end);
    while to - end < LONGEST * 4 {
        let next = to + run(t, to, 64, |b| b.is_ascii_whitespace());
        let n = run(t, next, WIDTH + 1, |b| b.is_ascii_hexdigit());
        if next == to || n < 8 && from == 0 || n == 0 || n > WIDTH || word(at(t, next + n)) {
            break;
        }
        from = if from == 0 { next } else { from };
        to = next + n;
        if n < WIDTH {
            break;
        }
    }
    (from > 0).then(|| Hit::ruled(from, to, Type::Secret, "ansible-vault"))
}

/// `user::DOMAIN:challenge:response:…`, as tools that listen to logins of Windows write them.
fn ntlm(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let text = part(t, start, end);
    let domain = memchr::memmem::find(part(text, 0, 96), b"::")? + 2;
    let first = domain + memchr::memchr(b':', part(text, domain, domain + 64))? + 1;
    let fields = part(text, first, text.len()).split(|b| *b == b':');
    let mut sizes = [0; 3];
    for (count, field) in fields.enumerate() {
        let hex = field.iter().take_while(|b| b.is_ascii_hexdigit()).count();
        *sizes.get_mut(count)? = hex;
        if hex < field.len() {
            break;
        }
    }
    let [a, b, c] = sizes;
    (matches!((a, b), (16, 32)) && c >= 40 || (a, b, c) == (48, 48, 16))
        .then(|| Hit::ruled(start + first, start + first + a + b + c + 2, Type::Secret, "windows-hash"))
        .filter(|hit| hit.end <= end && at(t, hit.start).is_ascii_hexdigit())
}
