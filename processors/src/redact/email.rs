//! E-mail addresses, anchored at the `@`.

use super::{
    bytes::{at, back, digit, part, run, run_back},
    ids, people,
    scan::Hit,
    secrets::url_credentials,
    types::Type,
};

fn local(b: u8) -> bool {
    b.is_ascii_alphanumeric()
        || matches!(b, b'.' | b'_' | b'%' | b'+' | b'-' | b'\'' | b'!' | b'#' | b'$' | b'&' | b'*' | b'=' | b'^' | b'~')
}

fn domain(b: u8) -> bool {
    b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-') || b >= 0xC3 || (0x80..0xC0).contains(&b)
}

/// Address around the `@` at `p`, and the name beside it.
pub(super) fn find(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if let Some(hit) = verify(t, p) {
        hits.push(hit);
        people::beside_email(t, hit, hits);
    } else {
        hits.extend(ids::handle(t, p).or_else(|| labelled(t, p)));
    }
}

/// Address around the `@` at `p` whose host has no dot, behind a label that says what it is: `email: jane.roe@intranet`.
fn labelled(t: &[u8], p: usize) -> Option<Hit> {
    const HOSTS: &[&[u8]] = &[b"localhost", b"host", b"hostname", b"domain", b"server", b"local"];
    const LOCALS: &[&[u8]] = &[b"root", b"user", b"username", b"name", b"you", b"me"];
    let n = run_back(t, p, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'_' | b'+' | b'-'));
    // Most signs have no word before.
    if n < 3 {
        return None;
    }
    let host = run(t, p + 1, 64, |b| b.is_ascii_alphanumeric() || b == b'-');
    let (start, to) = (p - n, p + 1 + host);
    let closes = matches!(at(t, to), 0 | b'\n' | b'\r' | b',' | b';' | b'"' | b'\'' | b'<' | b'>' | b')')
        || matches!(at(t, to), b' ' | b'.') && at(t, to + 1) <= b' ';
    let word = part(t, p + 1, to);
    if host < 3 || !closes || !word.iter().any(u8::is_ascii_alphabetic) || HOSTS.contains(&word) {
        return None;
    }
    let sign = start - run_back(t, start, 3, |b| matches!(b, b' ' | b'"' | b'\'' | b'<'));
    let end = sign.checked_sub(1).filter(|end| matches!(at(t, *end), b':' | b'='))?;
    let end = end - run_back(t, end, 3, |b| matches!(b, b' ' | b'"' | b'\''));
    let label = part(t, end.saturating_sub(4), end).eq_ignore_ascii_case(b"mail");
    (label && !LOCALS.contains(&part(t, start, p))).then(|| Hit::ruled(start, to, Type::Email, "labelled"))
}

/// Address around the `@` at `p`: RFC 5321 lengths, a dotted domain whose last label is letters.
fn verify(t: &[u8], p: usize) -> Option<Hit> {
    if at(t, p) != b'@' {
        return None;
    }
    // Letters beyond ASCII count only when the address is written in them: CJK text runs into addresses without a
    // space.
    let foreign = back(t, p, 1) >= 0x80;
    let mut n = run_back(t, p, 64, |b| if foreign { b >= 0x80 || local(b) } else { local(b) });
    // `key=name@host` and `a&b=name@host`: the name is what follows the last operator.
    if let Some(i) = part(t, p - n, p).iter().rposition(|b| matches!(b, b'=' | b'&' | b'*')) {
        n -= i + 1;
    }
    // Quotes and operators belong to the text around.
    while n > 0 && matches!(at(t, p - n), b'\'' | b'.' | b'#' | b'!' | b'$' | b'~' | b'^') {
        n -= 1;
    }
    // An escape that was not decoded: the letter belongs to the backslash.
    if n > 1 && back(t, p - n, 1) == b'\\' && matches!(at(t, p - n), b'n' | b'r' | b't') {
        n -= 1;
    }
    n -= colour(t, p - n);
    // `https://$TOKEN@github.com`: a variable of a shell.
    let name = part(t, p - n, p);
    let of_url = |sign: usize| {
        // `https://bob:$TOKEN@github.com`
        let user = if at(t, sign) == b':' { run_back(t, sign, 64, local) } else { 0 };
        let from = sign + usize::from(at(t, sign) == b'/') - user;
        part(t, from.saturating_sub(2), from) == b"//"
    };
    if back(t, p - n, 1) == b'$' && !name.iter().any(u8::is_ascii_lowercase) && of_url((p - n).saturating_sub(2)) {
        return None;
    }
    if back(t, p, 1) == b'"' {
        n = quoted(t, p)?;
    }
    if n == 0 || back(t, p, 1) == b'.' || part(t, p - n, p) == b"git" {
        return None;
    }
    let start = p - n;
    let ascii = !foreign && at(t, p + 1) < 0x80;
    let m = run(t, p + 1, 255, |b| domain(b) && (b < 0x80 || !ascii));
    let mut to = p + 1 + m;
    while to > p && matches!(back(t, to, 1), b'.' | b'-') {
        to -= 1;
    }
    let host = part(t, p + 1, to);
    let mut labels = host.split(|b| *b == b'.');
    let first = labels.next()?;
    let last = labels.next_back()?;
    let top = if last.len() > 4 && last.get(..4).is_some_and(|p| p.eq_ignore_ascii_case(b"xn--")) {
        true
    } else {
        last.len() >= 2 && last.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80)
    };
    let shaped = !first.is_empty() && labels.clone().all(|l| !l.is_empty()) && first.first() != Some(&b'-');
    // `package@1.2.3-beta.rc` is a version.
    let version =
        first.iter().all(|b| digit(*b)) && labels.clone().next().is_some_and(|l| l.first().is_some_and(|b| digit(*b)));
    if !top || !shaped || version || in_credentials(t, start) || algorithm(part(t, start, p), host) {
        return None;
    }
    Some(Hit::new(start, to, Type::Email))
}

/// Whether an address is the name of an algorithm or a message of SSH, which have the domain of whoever defined them
/// (RFC 4251, section 6): `aes256-gcm@openssh.com`. People there have plain names.
fn algorithm(local: &[u8], host: &[u8]) -> bool {
    const DOMAINS: [&[u8]; 2] = [b"openssh.com", b"libssh.org"];
    const PLAIN: [&[u8]; 8] =
        [b"eow", b"zlib", b"keepalive", b"agent-req", b"auth-agent", b"statvfs", b"fsync", b"hardlink"];
    DOMAINS.contains(&host)
        && (PLAIN.contains(&local)
            || local.contains(&b'-') && local.iter().all(|b| b.is_ascii_lowercase() || digit(*b) || *b == b'-'))
}

/// Bytes at `i` that end a colour of terminals: `36m` of `ESC[1;36m`, however ESC is written.
fn colour(t: &[u8], i: usize) -> usize {
    let digits = run(t, i, 4, digit);
    if at(t, i + digits) != b'm' || !matches!(back(t, i, 1), b'[' | b';') {
        return 0;
    }
    let open = i - run_back(t, i, 16, |b| digit(b) || b == b';');
    let escape = part(t, open.saturating_sub(7), open);
    let written = [&b"\x1B["[..], b"\\x1b[", b"\\033[", b"\\e[", b"\\u001b["];
    let ends = |form: &[u8]| {
        escape.len() >= form.len() && part(escape, escape.len() - form.len(), escape.len()).eq_ignore_ascii_case(form)
    };
    if written.iter().any(|form| ends(form)) { digits + 1 } else { 0 }
}

/// Length of a local part in quotes that ends at `p` (RFC 5321): `"john doe"@example.com`.
fn quoted(t: &[u8], p: usize) -> Option<usize> {
    let inside = part(t, p.saturating_sub(66), p - 1);
    let n = inside.iter().rev().take_while(|b| !matches!(b, b'"' | b'\n' | b'\\' | b'{' | b':')).count();
    let open = p.checked_sub(n + 2)?;
    (n > 0 && at(t, open) == b'"' && !back(t, open, 1).is_ascii_alphanumeric()).then_some(n + 2)
}

/// Whether what looks like the local part is the password of a URL.
fn in_credentials(t: &[u8], start: usize) -> bool {
    if !matches!(back(t, start, 1), b':' | b'/') && !local(back(t, start, 1)) {
        return false;
    }
    let from = start.saturating_sub(256);
    let Some(i) = memchr::memmem::rfind(part(t, from, start), b"://") else { return false };
    url_credentials(t, from + i).is_some_and(|hit| hit.end >= start)
}
