//! Passwords told by the first words of a line: `net user ann x /add`, `smbclient … -U ann%x`, `AUTH x`.
//!
//! No search looks for these words: they are asked for where a text begins, which is where the commands of tools stand,
//! and on the line of a long run.

use super::{
    arguments, beside, calls,
    cells::cell,
    class::{TOKEN, is},
    commands, connection,
    keys::secrecy,
    labels::{self, dashed},
    logins::{self, slashed},
    shape::{self, Shape},
    shown, told,
    values::{Written, accepted},
    words,
};
use crate::redact::{
    bytes::{at, back, looked, part, run, word},
    ids,
    scan::Hit,
    types::{Type, mark_at},
};
/// Where the password stands in a line.
#[derive(Clone, Copy)]
enum Place {
    /// Behind this many words.
    Word(usize),
    /// Behind one of these options.
    Option(&'static [&'static [u8]]),
    /// Behind a user and this byte, in one of these options.
    User(&'static [&'static [u8]], u8),
    /// The last word; there may be a user before it.
    Last,
    /// Behind a user and ` / `.
    Slash,
    /// Behind ` secret 0 ` or ` password 7 ` of a network device.
    Device,
    /// Behind a name that says so.
    Named,
    /// Behind so many fields that colons end.
    Field(usize),
    /// Behind a user and `/`, perhaps with a database behind.
    Oracle,
    /// The only word that follows, whatever it looks like.
    Only,
    /// Before a pipe to a program that asks for a password.
    Piped,
}

const SAMBA: Place = Place::User(&[b" -U ", b" -U", b" --user=", b" --user "], b'%');
const SNMP: Place = Place::Option(&[b" -c ", b" -A ", b" -X "]);
const LDAP: Place = Place::Option(&[b" -w "]);

/// What lines begin with; from the manuals of the programs.
#[rustfmt::skip]
const LINES: &[(&[u8], Place)] = &[
    (b"net user ", Place::Word(1)),
    (b"net rpc ", SAMBA),
    (b"net ads ", SAMBA),
    (b"smbclient ", SAMBA),
    (b"smbget ", SAMBA),
    (b"smbcacls ", SAMBA),
    (b"rpcclient ", SAMBA),
    (b"winexe ", SAMBA),
    (b"wmic -U ", SAMBA),
    (b"lftp ", Place::User(&[b" -u "], b',')),
    (b"openssl passwd -1 ", Place::Word(0)),
    (b"openssl passwd -5 ", Place::Word(0)),
    (b"openssl passwd -6 ", Place::Word(0)),
    (b"openssl passwd -apr1 ", Place::Word(0)),
    (b"openssl ", Place::Option(&[b" -k ", b" -K "])),
    (b"mkpasswd -m sha-512 ", Place::Word(0)),
    (b"mkpasswd -m sha-256 ", Place::Word(0)),
    (b"mkpasswd -m bcrypt ", Place::Word(0)),
    (b"isql ", Place::Word(2)),
    (b"cargo login ", Place::Word(0)),
    (b"vault login ", Place::Word(0)),
    (b"ngrok authtoken ", Place::Word(0)),
    (b"ngrok config add-authtoken ", Place::Word(0)),
    (b"doctl auth init -t ", Place::Word(0)),
    (b"aws configure set ", Place::Named),
    (b"npm config set ", Place::Named),
    (b"proxy_set_header ", Place::Named),
    (b"mc alias set ", Place::Word(3)),
    (b"mc config host add ", Place::Word(3)),
    (b"rclone obscure ", Place::Word(0)),
    (b"radtest ", Place::Word(1)),
    (b"drush user:password ", Place::Word(1)),
    (b"drush upwd ", Place::Word(1)),
    (b"etcdctl ", Place::User(&[b" --user ", b" --user="], b':')),
    (b"schtasks ", Place::Option(&[b" /rp ", b" /RP "])),
    (b"dsadd user ", Place::Option(&[b" -pwd "])),
    (b"dsmod user ", Place::Option(&[b" -pwd "])),
    (b"netsh wlan ", Place::Option(&[b" key="])),
    (b"ip ospf authentication-key ", Place::Only),
    (b"set passwd ", Place::Only),
    (b"set system ", Place::Option(&[b" plain-text-password-value ", b" plain-text-password ", b" secret "])),
    (b"set security ", Place::Option(&[b" ascii-text "])),
    (b"set protocols ", Place::Option(&[b" authentication-key "])),
    (b"echo ", Place::Piped),
    (b"ldapadd ", LDAP),
    (b"ldapmodify ", LDAP),
    (b"ldapdelete ", LDAP),
    (b"ldapwhoami ", LDAP),
    (b"ldappasswd ", Place::Option(&[b" -w ", b" -s ", b" -a "])),
    (b"wpa_passphrase ", Place::Word(1)),
    (b"AUTH ", Place::Last),
    (b"login ", Place::Slash),
    (b"Login ", Place::Slash),
    (b"logins ", Place::Slash),
    (b"creds ", Place::Slash),
    (b"Creds ", Place::Slash),
    (b"credentials ", Place::Slash),
    (b"Credentials ", Place::Slash),
    (b"the creds ", Place::Slash),
    (b"The creds ", Place::Slash),
    (b"my creds ", Place::Slash),
    (b"My creds ", Place::Slash),
    (b"the credentials ", Place::Slash),
    (b"The credentials ", Place::Slash),
    (b"redis-cli ", Place::Option(&[b" AUTH ", b" auth "])),
    (b"ENV ", Place::Named),
    (b"setx ", Place::Named),
    (b"setenv ", Place::Named),
    (b"curl ", Place::User(&[b" -u ", b" --user "], b':')),
    (b"xfreerdp", Place::Option(&[b" /p:"])),
    (b"wlfreerdp", Place::Option(&[b" /p:"])),
    (b"snmpwalk ", SNMP),
    (b"snmpget ", SNMP),
    (b"snmpset ", SNMP),
    (b"snmpbulkwalk ", SNMP),
    (b"vault operator unseal ", Place::Word(0)),
    (b"vault unseal ", Place::Word(0)),
    (b"gh secret set ", Place::Option(&[b" --body ", b" -b "])),
    (b"wrangler secret put ", Place::Option(&[b" <<< "])),
    (b"username ", Place::Device),
    (b"crypto isakmp key ", Place::Word(0)),
    (b"xfreerdp ", Place::Option(&[b" /p:"])),
    (b"set snmp community ", Place::Word(0)),
    (b"enable password ", Place::Word(0)),
    (b"enable secret ", Place::Word(0)),
    (b"snmp-server community ", Place::Only),
    (b"tacacs-server key ", Place::Only),
    (b"radius-server key ", Place::Only),
    (b"radius-server host ", Place::Option(&[b" key "])),
    (b"tacacs-server host ", Place::Option(&[b" key "])),
    (b"crypto isakmp key ", Place::Word(0)),
    (b"masterauth ", Place::Only),
    (b"bindpw ", Place::Only),
    (b"rootpw ", Place::Only),
    (b"requirepass ", Place::Only),
    (b"connect ", Place::Oracle),
    (b"CONNECT ", Place::Oracle),
    (b"conn ", Place::Oracle),
    (b"exp ", Place::Oracle),
    (b"imp ", Place::Oracle),
    (b"expdp ", Place::Oracle),
    (b"impdp ", Place::Oracle),
    (b"sqlldr ", Place::Oracle),
    (b"rman target ", Place::Oracle),
    (b"user ", Place::Option(&[b" >"])),
    (b"ACL SETUSER ", Place::Option(&[b" >"])),
    (b"*:", Place::Field(4)),
];

/// A bit for each hash of the four bytes that a line of [`LINES`] begins with, but for the one that begins with two and
/// has a star.
static FIRST: [u64; 64] = {
    let mut bits = [0; 64];
    let mut i = 0;
    while i < LINES.len() {
        let head = LINES[i].0;
        if let [a, b, c, d, ..] = head {
            let bit = first([*a, *b, *c, *d]);
            bits[bit >> 6] |= 1 << (bit & 63);
        } else {
            assert!(head[0] == b'*');
        }
        i += 1;
    }
    bits
};

/// Twelve bits wide.
const fn first(bytes: [u8; 4]) -> usize {
    (u32::from_le_bytes(bytes).wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// Longest line that is read.
const LINE: usize = 320;
/// Where the dash behind a label stands at the farthest.
const LABEL: usize = 40;

/// Shortest text that such a line can be: `pw — abc`.
const SHORTEST: usize = 8;

/// Asks where a text begins.
pub(in crate::redact) fn opening(t: &[u8], hits: &mut Vec<Hit>) {
    if t.len() < SHORTEST {
        return;
    }
    hits.extend(line(t, 0));
    hits.extend(logins::opening(t).or_else(|| told::opening(t)));
    hits.extend(shown::opening(t));
    hits.extend(ids::code_first(t));
    // `db.auth("ann", "x")`.
    let n = run(t, 0, 32, |b| word(b) || b == b'.');
    if n > 0 && at(t, n) == b'(' && beside::is_quote(at(t, n + 1)) {
        hits.extend(calls::call(t, 0, n));
    }
    let head = part(t, 0, LABEL);
    if let Some(i) = memchr::memchr2(0xE2, b'-', head)
        && back(t, i, 1) == b' '
    {
        hits.extend(dashed(t, i));
    }
}

/// A line that begins at `from`, perhaps with a prompt.
#[inline]
pub(in crate::redact) fn line(t: &[u8], from: usize) -> Option<Hit> {
    // Most begin with another word, and with neither a prompt nor `sudo`.
    let prompt = |b: u8| matches!(b, b' ' | b'\t' | b'$' | b'#' | b'>' | b'*' | b'-');
    let other = |bytes: [u8; 4]| !prompt(bytes[0]) && bytes != *b"sudo" && !may_begin(bytes);
    if t.get(from..).and_then(<[u8]>::first_chunk).is_some_and(|bytes| other(*bytes)) {
        return None;
    }
    command(t, from)
}

/// Whether a line may begin with these bytes.
#[inline]
fn may_begin(bytes: [u8; 4]) -> bool {
    let bit = first(bytes);
    FIRST.get(bit >> 6).is_some_and(|bits| bits >> (bit & 63) & 1 != 0)
}

fn command(t: &[u8], mut from: usize) -> Option<Hit> {
    from += run(t, from, 8, |b| matches!(b, b' ' | b'\t'));
    if matches!(at(t, from), b'$' | b'#' | b'>' | b'*' | b'-') && at(t, from + 1) == b' ' {
        from += 2;
    }
    if part(t, from, from + 5) == b"sudo " {
        from += 5;
    }
    if at(t, from) != b'*' && !may_begin([at(t, from), at(t, from + 1), at(t, from + 2), at(t, from + 3)]) {
        return None;
    }
    let rest = part(t, from, from + LINE);
    // Two bytes are compared without a call.
    let two = [at(rest, 0), at(rest, 1)];
    let (head, place) =
        LINES.iter().find(|(head, _)| matches!(head, [a, b, ..] if [*a, *b] == two) && rest.starts_with(head))?;
    looked(rest.len());
    let text = rest.split(|b| matches!(b, b'\n' | b'\r' | b'|' | b';')).next().unwrap_or_default();
    let i = from + head.len();
    let range = match *place {
        Place::Word(n) => behind_words(t, i, n),
        Place::Only => behind_words(t, i, 0).or_else(|| only(t, i)),
        Place::Oracle => connection::slashed(t, i),
        Place::Piped => piped(t, i, rest),
        // From the space before the first option on.
        Place::Option(options) => options.iter().find_map(|o| {
            let at_option = memchr::memmem::find(text, o)?;
            // Of Redis; `user 7 wants ts > 1686613149` has a sign too.
            let rules = part(text, 0, at_option + 1);
            let on = [&b" on "[..], b" off "].iter().any(|w| memchr::memmem::find(rules, w).is_some());
            if *head == b"user " && (!on || at(text, at_option + o.len()) == b' ') {
                return None;
            }
            commands::argument(t, from + at_option + o.len())
                .filter(|(a, b)| b - a >= 4 && at(t, *a) != b'-' && !matches!(part(t, *a, *b), b"public" | b"private"))
        }),
        Place::User(options, by) => options.iter().find_map(|o| {
            let user = from + memchr::memmem::find(text, o)? + o.len();
            let (a, b) = commands::argument(t, user)?;
            let sign = memchr::memchr(by, part(t, a, b))?;
            (a + sign + 1 < b).then_some((a + sign + 1, b))
        }),
        Place::Last => last(t, i),
        Place::Field(n) => {
            let before = memchr::memchr_iter(b':', text).nth(n - 1)?;
            let value = part(text, before + 1, text.len());
            let fine = beside::varied(value) && !text.contains(&b' ');
            fine.then_some((from + before + 1, from + text.len()))
        }
        Place::Slash => slashed(t, i),
        Place::Device => {
            let words = [&b" secret "[..], b" password "];
            let n = words.iter().find_map(|w| memchr::memmem::find(text, w).map(|n| n + w.len()))?;
            behind_words(t, from + n, 0).filter(|(_, b)| matches!(at(t, *b), 0 | b'\n' | b'\r' | b'"' | b'\\'))
        }
        Place::Named => {
            let (a, b) = commands::argument(t, i)?;
            let says = std::str::from_utf8(part(t, a, b)).map(secrecy).ok()?;
            let (from, to) = (at(t, b) == b' ').then(|| commands::argument(t, b)).flatten()?;
            accepted(part(t, from, to), says, Written::Tight, false).then_some((from, to))
        }
    };
    range.and_then(|(a, b)| hit(t, a, b))
}

pub(super) fn hit(t: &[u8], from: usize, to: usize) -> Option<Hit> {
    let value = part(t, from, to);
    let fine = value.len() >= 3 && mark_at(t, from).is_none() && !matches!(at(value, 0), b'$' | b'%' | b'<' | b'*');
    (fine && !shape::placeholder(value) && !shape::template(value)).then(|| Hit::ruled(from, to, Type::Secret, "line"))
}

/// The argument behind `n` words from `i` on.
fn behind_words(t: &[u8], mut i: usize, n: usize) -> Option<(usize, usize)> {
    for _ in 0..n {
        let (a, b) = commands::argument(t, i)?;
        if matches!(at(t, a), b'/' | b'-') {
            return None;
        }
        i = b + usize::from(beside::is_quote(at(t, b)));
    }
    // How it is written: `password 7 094F`.
    if at(t, i).is_ascii_digit() && at(t, i + 1) == b' ' {
        i += 2;
    }
    let (a, b) = commands::argument(t, i)?;
    // What is no password for certain must look like one; options are told by their first letter.
    let next = b + run(t, b, 2, |b| b == b' ');
    let sure = at(t, next) == b'/' && next > b;
    (at(t, a) != b'/' && at(t, a) != b'-' && (sure || b - a >= 6 && beside::varied(part(t, a, b)))).then_some((a, b))
}

/// The one word of a setting that is a password: no sentence goes on behind it.
fn only(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let (a, b) = commands::argument(t, i)?;
    let end = b + usize::from(beside::is_quote(at(t, b)));
    let end = end + if matches!(part(t, end, end + 3), b" RO" | b" RW") { 3 } else { 0 };
    let plain = |b: &u8| word(*b) || matches!(b, b'-' | b'.' | b'!' | b'*' | b'+' | b'~' | b'?');
    let value = part(t, a, b);
    let fine = value.len() >= 5 && value.iter().all(plain) && !matches!(value, b"public" | b"private");
    let fine = fine && beside::password(value);
    (fine && matches!(at(t, end), 0 | b'\n' | b'\r')).then_some((a, b))
}

/// `echo x | kinit ann`: the argument at `i` of the line.
fn piped(t: &[u8], i: usize, line: &[u8]) -> Option<(usize, usize)> {
    const ASKING: [&[u8]; 6] =
        [b"kinit", b"openssl passwd", b"cryptsetup", b"kpasswd", b"security unlock-keychain", b"su -"];
    let bar = memchr::memchr2(b'|', b'\n', line)?;
    let program = part(line, bar + 1, line.len());
    let program = part(program, run(program, 0, 2, |b| b == b' '), program.len());
    let program = program.strip_prefix(b"sudo ").unwrap_or(program);
    if !ASKING.iter().any(|name| program.starts_with(name)) {
        return None;
    }
    commands::argument(t, i + if part(t, i, i + 3) == b"-n " { 3 } else { 0 }).filter(|(a, b)| b - a >= 4)
}

/// The last word of a command of two or three words.
fn last(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let (mut a, mut b) = commands::argument(t, i)?;
    if at(t, b) == b' ' {
        (a, b) = commands::argument(t, b)?;
    }
    let end = b + usize::from(beside::is_quote(at(t, b)));
    let value = part(t, a, b);
    let ends = matches!(at(t, end), 0 | b'\n' | b'\r' | b'"' | b'\\');
    // Names of mechanisms (`CRAM-MD5`) are capitals.
    (ends && b - a >= 8 && value.iter().any(u8::is_ascii_lowercase) && beside::varied(value)).then_some((a, b))
}

/// Asks what stands around a long run of token letters, from `start` to `end`.
pub(super) fn around(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    // Of the quotes only this one stands in a run.
    let tick = usize::from(at(t, start) == b'`');
    let (start, end) = (start + tick, end - tick * usize::from(back(t, end, 1) == b'`'));
    let before = back(t, start, 1);
    if beside::is_quote(before) {
        hits.extend(arguments::argument(t, start).or_else(|| cell(t, start)));
    }
    hits.extend(dashes_inside(t, start, end));
    hits.extend(labels::above(t, start, end));
    if before != b' ' && before != b'%' && !beside::is_quote(before) {
        return;
    }
    if before == b' ' && matches!(back(t, start, 2), 0x93 | 0x94) {
        hits.extend(start.checked_sub(4).and_then(|p| dashed(t, p)));
    }
    let head = part(t, start.saturating_sub(LINE), start);
    looked(head.len());
    let from = memchr::memrchr3(b'\n', b'|', b'&', head).map_or(0, |i| i + 1);
    let from = from + memchr::memrchr2(b';', b'`', part(head, from, head.len())).map_or(0, |i| i + 1);
    let begin = start - head.len() + from;
    if start <= LINE || from > 0 {
        // A hit elsewhere on the line is another run's.
        let hit = line(t, begin);
        hits.extend(hit.filter(|h| h.end > start && h.start < end));
    }
}

/// A key of base64 with dashes, told by the words before all of it: its first letters may look like a word that is
/// joined to it.
fn dashes_inside(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let value = part(t, start, end);
    let value = value.strip_suffix(b",").or_else(|| value.strip_suffix(b".")).unwrap_or(value);
    let joint = value.iter().take(28).any(|b| matches!(b, b'-' | b'_'));
    if !joint || !(32..=128).contains(&value.len()) || !value.iter().all(|b| is(*b, TOKEN)) || shape::known_id(value) {
        return None;
    }
    let shape = Shape::of(value);
    if shape.cases * 4 < value.len() || shape.digits < 2 || shape::placeholder(value) {
        return None;
    }
    let says = words::before(t, start);
    (says.adjacent || says.near && says.secret || says.strong())
        .then(|| Hit::ruled(start, start + value.len(), Type::Secret, "secret-word"))
}

#[cfg(test)]
mod tests;
