//! Network addresses and IBANs, anchored at a run of digits (IPv4, IBAN) or a colon (IPv6).
//!
//! Loopback, unspecified and mask addresses name nobody and stay. Source of IBAN lengths: SWIFT IBAN registry.

use std::net::Ipv6Addr;

use super::{
    bytes::{alnum, at, back, digit, glued_before, glued_behind, part, run, run_back, word, word_before},
    context::Context,
    hints,
    scan::{Hit, MIN_DIGITS, WINDOW},
    types::Type,
};

const VERSION_WORDS: &[&[u8]] = &[
    b"version",
    b"ver",
    b"release",
    b"rev",
    b"build",
    b"section",
    b"chapter",
    b"oid",
    b"firmware",
    b"fw",
    b"tag",
    b"step",
    b"clause",
    b"abschnitt",
    b"kapitel",
    b"sekcja",
    b"afsnit",
    b"sezione",
];

/// Programs whose versions have four numbers. Any other word before four numbers leaves them an address.
const PROGRAMS: &[&[u8]] = &[
    b"openjdk",
    b"java",
    b"jdk",
    b"jre",
    b"rails",
    b"ruby",
    b"actionpack",
    b"oracle",
    b"chrome",
    b"chromium",
    b"chromedriver",
    b"edge",
    b"opera",
    b"webview",
    b"electron",
    b"openssl",
    b"log4j",
    b"windows",
    b"macos",
    b"ios",
    b"android",
    b"nginx",
];

/// What is done from one version to another.
const CHANGES: &[&[u8]] = &[b"upgrade", b"upgraded", b"upgrading", b"downgrade", b"downgraded", b"bump", b"bumped"];

/// Words that announce an address.
const ADDRESS_WORDS: &[&[u8]] = &[
    b"ip", b"ipv4", b"address", b"addr", b"host", b"server", b"client", b"peer", b"from", b"dns", b"ping", b"gateway",
    b"proxy", b"remote",
];

/// Dotted quad that starts with the digits at `p`.
pub(super) fn ipv4(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if !digit(at(t, p)) || digit(back(t, p, 1)) || context.has(Context::KEEP_IP) {
        return None;
    }
    if glued_before(t, p) || !(p + 1..=p + 3).any(|i| at(t, i) == b'.') || back(t, p, 1) == b'.' {
        return None;
    }
    let (octets, i) = quad(t, p)?;
    let (a1, a2) = (at(t, i), at(t, i + 1));
    let nobody = octets[0] == 127 || octets[0] == 0 || octets[0] == 255;
    if nobody || glued_behind(t, i) || a1 == b'.' && alnum(a2) || of_revision(t, p, i) {
        return None;
    }
    // `5 15.8.4.2-.2.4`: of the path of a picture.
    if matches!(a1, b'-' | b' ' | b',') && a2 == b'.' && digit(at(t, i + 2)) {
        return None;
    }
    if of_curve(t, p, i) || of_heading(t, p, i, octets) {
        return None;
    }
    let b1 = back(t, p, 1);
    let url = b1 == b'/' && back(t, p, 2) == b'/';
    if !unlike_version(octets) && of_version(t, p, i, octets, context) || of_net(t, i, octets) && !url {
        return None;
    }
    // Four small numbers are more often the version of something, unless the text treats them as an address.
    let small = octets[0] < 10 && octets[1] < 32 && octets[2] < 64 && octets[3] < 64;
    let treated = url || b1 == b'@' || matches!(a1, b':' | b'/') && digit(a2);
    if small && !treated && !word_before(t, p, 14, ADDRESS_WORDS) {
        return None;
    }
    Some(Hit::new(p, i, Type::IpAddress))
}

/// Whether the four numbers from `p` to `end` stand between decimals, as in the path of a picture: `2.83-2.12 3.51.98.32 2.03.5`.
fn of_curve(t: &[u8], p: usize, end: usize) -> bool {
    // Its rotation and flags follow the radii of an arc: `.198.198 0 0 1-.136`.
    if matches!(part(t, end, end + 7), [b' ', b'0', b' ', b'0' | b'1', b' ', b'0' | b'1', b'-' | b'.']) {
        return true;
    }
    if back(t, p, 1) != b' ' || at(t, end) != b' ' || !digit(back(t, p, 2)) {
        return false;
    }
    let dots = |number: &[u8]| number.iter().filter(|b| **b == b'.').count();
    let decimals = |number: &[u8]| {
        let n = dots(number);
        n >= 1 && n != 3 && number.iter().all(|b| digit(*b) || matches!(b, b'.' | b'-'))
    };
    // No version has `2.83-2.12`, a part such as `03`, or four dots.
    let drawn = |number: &[u8]| {
        let dotted = number.split(|b| *b == b'-').filter(|n| n.contains(&b'.')).count();
        let led = number.split(|b| matches!(b, b'.' | b'-')).any(|n| n.len() > 1 && n.starts_with(b"0"));
        dotted > 1 || led || dots(number) > 3
    };
    let before = run_back(t, p - 1, 32, |b| b > b' ');
    let behind = run(t, end + 1, 32, |b| b > b' ');
    let sides = [part(t, p - 1 - before, p - 1), part(t, end + 1, end + 1 + behind)];
    let [before, behind] = sides;
    let (a, b) = (dots(before), dots(behind));
    // A decimal alone may be a time beside an address, two in one number are not.
    let two = (a.min(b), a.max(b)) == (1, 2);
    decimals(before) && decimals(behind) && (two || a.min(b) > 1 && (drawn(before) || drawn(behind)))
}

/// Whether small numbers from `p` to `end` are those of a section before its title: `<h3>24.6.4.1. Text colors`, `// 22.2.1.5 - Template`.
fn of_heading(t: &[u8], p: usize, end: usize, octets: [u8; 4]) -> bool {
    let [first, rest @ ..] = octets;
    if first > 39 || rest.iter().any(|n| *n > 31 || *n == 0) {
        return false;
    }
    let title = |n: usize| at(t, end + n).is_ascii_uppercase() && at(t, end + n + 1).is_ascii_lowercase();
    let b1 = back(t, p, 1);
    // An element that begins so is a heading: `</a>10.3.2.6. Nodes`, `<h4>36.7.2.1. SQLDA`.
    let heading = |n: usize| {
        b1 == b'>' && (at(t, end + n).is_ascii_uppercase() || at(t, end + n) >= 0x80 || at(t, end + n) == b'<')
    };
    let begins = first != 10 && matches!(b1, b'>' | b'\n' | b'[' | 0);
    let comment = || {
        first != 10 && part(t, p.saturating_sub(3), p) == b"// " && matches!(back(t, p, 4), b'\n' | b' ' | b'\t' | 0)
    };
    // `// 19.2.3.2`, and nothing else on its line.
    let alone = || first > 9 && first < 25 && at(t, end) == b'\n' && comment();
    part(t, end, end + 2) == b". " && (begins && title(2) || heading(2))
        || part(t, end, end + 3) == b" - " && title(3) && comment()
        || alone()
}

/// The four numbers that start at `p`, and their end.
fn quad(t: &[u8], p: usize) -> Option<([u8; 4], usize)> {
    let mut octets = [0u8; 4];
    let mut i = p;
    for (k, octet) in octets.iter_mut().enumerate() {
        let n = run(t, i, 4, digit);
        if n == 0 || n > 3 || (n > 1 && at(t, i) == b'0') {
            return None;
        }
        *octet = part(t, i, i + n).iter().try_fold(0u8, |v, b| v.checked_mul(10)?.checked_add(b - b'0'))?;
        i += n;
        if k < 3 {
            if at(t, i) != b'.' {
                return None;
            }
            i += 1;
        }
    }
    Some((octets, i))
}

/// Whether the numbers are too large for a version, two of them and the first or second: then no word makes an address one. Nine of
/// ten public addresses are such.
fn unlike_version(octets: [u8; 4]) -> bool {
    let [first, second, ..] = octets;
    first > 11 && (first > 39 || second > 63) && octets.iter().filter(|n| **n > 63).count() > 1
}

/// Whether what stands around four numbers from `p` to `end`, or their key, says that they are a version.
fn of_version(t: &[u8], p: usize, end: usize, octets: [u8; 4], context: Context) -> bool {
    let (b1, b2) = (back(t, p, 1), back(t, p, 2));
    context.has(Context::VERSION)
        || b1 == b'-' && alnum(b2)
        || b1 == b'/' && b2.is_ascii_alphabetic()
        || b1 == b'=' && b2 == b'='
        || bounded(t, p)
        || matches!(at(t, end), b'-' | b'+') && at(t, end + 1).is_ascii_alphabetic()
        || of_package(t, p)
        || word_before(t, p, 10, VERSION_WORDS)
        || word_before(t, p, 16, VERSION_WORDS) && !word_before(t, p, 16, ADDRESS_WORDS)
        // `## [4.6.85.28] - 2024-05-01`
        || at(t, end) == b']' && part(t, p.saturating_sub(3), p) == b"# ["
        || of_named_version(t, p)
        || octets[0] < 13 && in_package_list(t, p)
        || of_program(t, p, end, octets)
}

/// `FileVersion=8.7.159.3`, `ASN1ObjectIdentifier("2.5.4.97")`.
fn of_named_version(t: &[u8], p: usize) -> bool {
    let gap = run_back(t, p, 4, |b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\'' | b'('));
    let end = p - gap;
    let named = [&b"version"[..], b"objectidentifier"]
        .into_iter()
        .any(|w| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w));
    gap > 0 && named && !word_before(t, p, 40, ADDRESS_WORDS)
}

/// Whether four small numbers from `p` to `end` are a version: behind `~` or `^`, behind a word for a change, as a heading, or behind
/// the name of a program (`openjdk 17.0.9.8`, `rails (27.1.2.3)`).
fn of_program(t: &[u8], p: usize, end: usize, octets: [u8; 4]) -> bool {
    let [first, rest @ ..] = octets;
    let small = first < 40 && first != 10 && rest.iter().all(|n| *n < 64);
    // Behind the number of a release most are of one digit; of one public address in a hundred two are.
    let counted = first < 10 || rest.contains(&0) || rest.iter().filter(|n| **n < 10).count() > 1;
    if !small || matches!(at(t, end), b':' | b'/') && digit(at(t, end + 1)) {
        return false;
    }
    let gap = run_back(t, p, 2, |b| matches!(b, b' ' | b'('));
    let before = back(t, p, gap + 1);
    match back(t, p, 1) {
        b' ' if before == b'#' => true,
        _ if !counted => false,
        b'~' | b'^' => true,
        _ if word_before(t, p, 48, CHANGES) => true,
        // `registry/image:17.0.9.8`
        b':' => {
            part(t, p - 1 - run_back(t, p - 1, 64, |b| word(b) || matches!(b, b'-' | b'.' | b'/')), p).contains(&b'/')
        }
        b' ' | b'(' => word_before(t, p, 16, PROGRAMS) && !word_before(t, p, 16, ADDRESS_WORDS),
        _ => false,
    }
}

/// Whether the length of a prefix stands at `i`, and an address has no bit behind it: `10.4.0.0/16` is all of a net.
fn of_net(t: &[u8], i: usize, octets: [u8; 4]) -> bool {
    let n = run(t, i + 1, 3, digit);
    if at(t, i) != b'/' || !(1..=2).contains(&n) || word(at(t, i + 1 + n)) {
        return false;
    }
    let length = part(t, i + 1, i + 1 + n).iter().fold(0, |v, b| v * 10 + u32::from(b - b'0'));
    (1..=30).contains(&length) && u32::from_be_bytes(octets) << length == 0
}

/// Whether the bound of a version stands directly before `p`: `foo>=2.20.22.1,<3.1.0.4`, `(=2.20.14.5)`.
fn bounded(t: &[u8], p: usize) -> bool {
    let sign = [back(t, p, 2), back(t, p, 1)];
    matches!(sign, [b'>' | b'<' | b'~' | b'!' | b'(', b'='] | [b',', b'<']) && !word_before(t, p, 24, ADDRESS_WORDS)
}

/// Whether the revision of a package follows four numbers from `p` to `end`: `6.50.73.3-2+deb12u1`, `(4.97.6.0-1)`.
fn of_revision(t: &[u8], p: usize, end: usize) -> bool {
    let n = 1 + run(t, end + 1, 4, digit);
    let closed = || back(t, p, 1) == b'(' && at(t, end + n) == b')';
    at(t, end) == b'-' && n > 1 && (matches!(at(t, end + n), b'+' | b'~') || closed())
}

/// Whether a bound or an older one stands before the version of a package at `p`: `>= 1.34.1.1`, `from 4.4.1 to 4.4.2.2`.
fn of_package(t: &[u8], p: usize) -> bool {
    // `(>= 2:1.4.99.1)`: behind an epoch.
    let epoch = back(t, p, 1) == b':' && digit(back(t, p, 2)) && back(t, p, 3) == b' ' && back(t, p, 4) == b'=';
    let before = part(t, p.saturating_sub(4), p);
    if epoch || before.ends_with(b">= ") || before.ends_with(b"<= ") || before.ends_with(b"~> ") {
        return !word_before(t, p, 24, ADDRESS_WORDS);
    }
    if before.ends_with(b"(= ") {
        return true;
    }
    before == b" to " && {
        let older = run_back(t, p - 4, 16, |b| digit(b) || b == b'.');
        let dots = part(t, p - 4 - older, p - 4).iter().filter(|b| **b == b'.').count();
        matches!(dots, 1 | 2) && older > dots
    }
}

/// Hardware address (EUI-48) whose first colon is at `p`. Those of all zeros or ones name no device.
fn hardware_address(t: &[u8], p: usize) -> Option<Hit> {
    let start = p.checked_sub(2)?;
    let text = part(t, start, start + 17);
    let shaped = text.len() == 17
        && text.iter().enumerate().all(|(i, b)| if i % 3 == 2 { *b == b':' } else { b.is_ascii_hexdigit() });
    let (before, after) = (back(t, start, 1), at(t, start + 17));
    let longer = before == b':' && back(t, start, 2).is_ascii_hexdigit() || wrapped(t, start);
    let glued =
        glued_before(t, start) || longer || glued_behind(t, start + 17) || after == b':' && alnum(at(t, start + 18));
    // `CC:4F:5C:80:00:00/28`: all of a maker's.
    let block = after == b'/'
        && match part(t, start + 18, start + 20) {
            b"24" => text.ends_with(b":00:00:00"),
            b"28" => text.ends_with(b"0:00:00"),
            b"36" => text.ends_with(b"0:00"),
            _ => false,
        };
    let hex = || text.iter().filter(|b| **b != b':');
    let device = hex().any(|b| !b.eq_ignore_ascii_case(&b'f')) && hex().any(|b| *b != b'0');
    (shaped && !glued && !block && device).then(|| Hit::new(start, start + 17, Type::MacAddress))
}

/// Whether bytes before `start` go on behind the end of their line: `…:ce:92:92:`, and blanks.
fn wrapped(t: &[u8], start: usize) -> bool {
    let gap = run_back(t, start, 40, |b| matches!(b, b' ' | b'\t' | b'\r' | b'\n'));
    let end = start - gap;
    part(t, end, start).contains(&b'\n')
        && back(t, end, 1) == b':'
        && back(t, end, 4) == b':'
        // Six bytes alone are an address.
        && back(t, end, 19) == b':'
        && [2, 3].iter().all(|n| back(t, end, *n).is_ascii_hexdigit())
}

/// Whether a line begins with a name and blanks: a list of packages and their versions.
fn in_package_list(t: &[u8], p: usize) -> bool {
    let from = p.saturating_sub(80);
    let line = part(t, from, p);
    let line = line.iter().rposition(|b| *b == b'\n').map_or(line, |n| part(line, n + 1, line.len()));
    let name = line.iter().take_while(|b| alnum(**b) || matches!(b, b'-' | b'_' | b'.')).count();
    let blanks = part(line, name, line.len());
    name > 1
        && blanks.len() > 1
        && blanks.iter().all(|b| *b == b' ')
        && line.iter().take(name).any(u8::is_ascii_alphabetic)
        && !line.ends_with(b":")
}

/// IPv6 address whose first colon is at `p`.
pub(super) fn ipv6(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if at(t, p) != b':' {
        return None;
    }
    if let Some(hit) = hardware_address(t, p) {
        return Some(hit);
    }
    if context.has(Context::KEEP_IP) {
        return None;
    }
    let n = run_back(t, p, 5, |b| b.is_ascii_hexdigit());
    let mut start = p - n;
    // `::ffff:192.0.2.1`
    let mapped = part(t, start.saturating_sub(2), p).eq_ignore_ascii_case(b"::ffff") && !alnum(back(t, start, 3));
    if mapped {
        start -= 2;
    }
    if n == 0 || n > 4 || word(back(t, start, 1)) || matches!(back(t, start, 1), b':' | b'.' | b'-') {
        return None;
    }
    // Most are times (`10:30`): only four digits or a second colon close by can begin an address.
    if n < 4 && !(p + 1..=p + 5).any(|i| at(t, i) == b':') {
        return None;
    }
    let mut to = start + run(t, start, 48, |b| b.is_ascii_hexdigit() || matches!(b, b':' | b'.'));
    while to > start && matches!(back(t, to, 1), b'.' | b':') && !part(t, start, to).ends_with(b"::") {
        to -= 1;
    }
    // `2a02:4f8::17: connection refused`
    if word(at(t, to)) || at(t, to) == b':' && (alnum(at(t, to + 1)) || at(t, to + 1) == b':') {
        return None;
    }
    let colons = part(t, start, to).iter().filter(|b| **b == b':').count();
    if colons < 2 || (n < 4 && colons != 7) {
        return None;
    }
    let text = std::str::from_utf8(part(t, start, to)).ok()?;
    let address: Ipv6Addr = text.parse().ok()?;
    // `1::2` is a slice and `add::f` a path: a short form counts only with the prefix of a real address.
    let full = colons == 7;
    let first = address.segments()[0];
    // `fe80::` is all of a net.
    let host = address.segments().iter().skip(1).any(|s| *s != 0);
    let plausible = n == 4
        && host
        && matches!(first, 0x2000..=0x3fff | 0xfc00..=0xfdff | 0xfe80..=0xfebf)
        && text.bytes().any(digit);
    (full || plausible || mapped && text.contains('.')).then_some(Hit::new(start, to, Type::IpAddress))
}

/// Lengths of IBANs by country.
const IBAN: &[(&[u8; 2], usize)] = &[
    (b"AD", 24),
    (b"AE", 23),
    (b"AL", 28),
    (b"AT", 20),
    (b"AZ", 28),
    (b"BA", 20),
    (b"BE", 16),
    (b"BG", 22),
    (b"BH", 22),
    (b"BI", 27),
    (b"BR", 29),
    (b"BY", 28),
    (b"CH", 21),
    (b"CR", 22),
    (b"CY", 28),
    (b"CZ", 24),
    (b"DE", 22),
    (b"DJ", 27),
    (b"DK", 18),
    (b"DO", 28),
    (b"EE", 20),
    (b"EG", 29),
    (b"ES", 24),
    (b"FI", 18),
    (b"FK", 18),
    (b"FO", 18),
    (b"FR", 27),
    (b"GB", 22),
    (b"GE", 22),
    (b"GI", 23),
    (b"GL", 18),
    (b"GR", 27),
    (b"GT", 28),
    (b"HN", 28),
    (b"HR", 21),
    (b"HU", 28),
    (b"IE", 22),
    (b"IL", 23),
    (b"IQ", 23),
    (b"IS", 26),
    (b"IT", 27),
    (b"JO", 30),
    (b"KW", 30),
    (b"KZ", 20),
    (b"LB", 28),
    (b"LC", 32),
    (b"LI", 21),
    (b"LT", 20),
    (b"LU", 20),
    (b"LV", 21),
    (b"LY", 25),
    (b"MC", 27),
    (b"MD", 24),
    (b"ME", 22),
    (b"MK", 19),
    (b"MN", 20),
    (b"MR", 27),
    (b"MT", 31),
    (b"MU", 30),
    (b"NI", 28),
    (b"NL", 18),
    (b"NO", 15),
    (b"OM", 23),
    (b"PK", 24),
    (b"PL", 28),
    (b"PS", 29),
    (b"PT", 25),
    (b"QA", 29),
    (b"RO", 24),
    (b"RS", 22),
    (b"RU", 33),
    (b"SA", 24),
    (b"SC", 31),
    (b"SD", 18),
    (b"SE", 24),
    (b"SI", 19),
    (b"SK", 24),
    (b"SM", 27),
    (b"SO", 23),
    (b"ST", 25),
    (b"SV", 28),
    (b"TL", 23),
    (b"TN", 24),
    (b"TR", 26),
    (b"UA", 29),
    (b"VA", 22),
    (b"VG", 24),
    (b"XK", 20),
    (b"YE", 30),
];

/// IBAN whose check digits are at `p`.
pub(super) fn iban(t: &[u8], p: usize, context: Context) -> Option<Hit> {
    if !back(t, p, 1).is_ascii_alphabetic()
        || !back(t, p, 2).is_ascii_alphabetic()
        || !digit(at(t, p))
        || !digit(at(t, p + 1))
        || alnum(back(t, p, 3)) && !part(t, p.saturating_sub(6), p - 2).eq_ignore_ascii_case(b"iban")
    {
        return None;
    }
    if part(t, p, p + WINDOW).iter().filter(|b| digit(**b)).count() < MIN_DIGITS as usize {
        return None;
    }
    let country = [back(t, p, 2).to_ascii_uppercase(), back(t, p, 1).to_ascii_uppercase()];
    let length = IBAN.iter().find(|(c, _)| **c == country).map(|(_, n)| *n);
    let upper = back(t, p, 2).is_ascii_uppercase() && back(t, p, 1).is_ascii_uppercase();
    let start = p - 2;
    let found = || hints::before(t, start).with_key(context.hints(), context.exact()).near.has(Type::Iban);
    let hinted = || context.has(Context::IBAN) || found();
    if let Some((end, remainder)) = length.and_then(|n| account(t, start, n, upper)) {
        if remainder == 1 {
            let proven = !(hexadecimal(part(t, start, end)) || of_words(part(t, start, end))) || hinted();
            return proven.then(|| Hit::new(start, end, Type::Iban));
        }
        // There may be a digit too many.
        let end = || malformed_account(t, start).map_or(end, |longer| longer.max(end));
        return hinted().then(|| Hit::new(start, end(), Type::Iban));
    }
    if !hinted() {
        return None;
    }
    malformed_account(t, start).map(|end| Hit::new(start, end, Type::Iban))
}

/// Whether an account would be the hex digits of an id or a hash: of the countries whose codes are hex digits few have letters behind.
fn hexadecimal(account: &[u8]) -> bool {
    account.iter().all(u8::is_ascii_hexdigit) && account.iter().skip(2).any(u8::is_ascii_alphabetic)
}

/// Whether what reads as an account is a code and words behind it: `SO249 NRT-LHR dep 10:39 arr 05`.
fn of_words(account: &[u8]) -> bool {
    let lower = |b: &u8| b.is_ascii_lowercase();
    let word = |piece: &[u8]| piece.len() > 2 && piece.len() != 4 && piece.iter().all(lower);
    account.iter().skip(2).any(lower) && account.split(|b| !alnum(*b)).any(word)
}

/// End and remainder by 97 of an account number of `length` characters, written together or in groups.
fn account(t: &[u8], start: usize, length: usize, upper: bool) -> Option<(usize, u32)> {
    let (mut i, mut count, mut remainder) = (start, 0, 0u32);
    let mut head = [0u8; 4];
    let step = |r: u32, b: u8| match b {
        b'0'..=b'9' => (r * 10 + u32::from(b - b'0')) % 97,
        _ => (r * 100 + u32::from(b.to_ascii_uppercase() - b'A') + 10) % 97,
    };
    while count < length {
        let b = at(t, i);
        if alnum(b) {
            if let Some(slot) = head.get_mut(count) {
                *slot = b;
            } else {
                remainder = step(remainder, b);
            }
            count += 1;
        } else if !(upper
            && count >= 4
            && alnum(at(t, i + 1))
            && (matches!(b, b' ' | b'-' | b'.') || count % 4 == 0 && matches!(b, b'_' | b'/' | b'|' | b':')))
        {
            return None;
        }
        i += 1;
    }
    let remainder = head.iter().fold(remainder, |r, b| step(r, *b));
    // `DE89370400440532013000_2026.pdf`
    (!alnum(at(t, i))).then_some((i, remainder))
}

/// IBAN whose check digits at `p` stand apart from its country, as in `PL 53 6544 …`: only with the right check.
pub(super) fn parted_account(t: &[u8], p: usize) -> Option<Hit> {
    let start = p.checked_sub(3)?;
    let country @ [a, b] = [at(t, start), at(t, start + 1)];
    if back(t, p, 1) != b' ' || !a.is_ascii_uppercase() || !b.is_ascii_uppercase() || word(back(t, start, 1)) {
        return None;
    }
    let length = IBAN.iter().find(|(c, _)| **c == country).map(|(_, n)| *n)?;
    let mut joined = [0; 64];
    *joined.first_chunk_mut()? = country;
    let rest = part(t, p, p + joined.len() - country.len());
    joined.get_mut(2..2 + rest.len())?.copy_from_slice(rest);
    let (end, remainder) = account(&joined, 0, length, true)?;
    (remainder == 1).then(|| Hit::new(start, end + 1 + start, Type::Iban))
}

/// IBAN in any groups that a word names; its first digits are at `p`, behind so many letters.
pub(super) fn named_account(t: &[u8], p: usize, letters: usize) -> Option<Hit> {
    let parted = letters == 0 && matches!(back(t, p, 1), b' ' | b'-' | b'.' | b'/');
    let end = p - usize::from(parted);
    let country = end.checked_sub(2).filter(|s| part(t, *s, end).iter().all(u8::is_ascii_uppercase))?;
    if word(back(t, country, 1)) || !matches!(letters, 0 | 2) {
        return None;
    }
    let from = if parted { p } else { country };
    malformed_account(t, from).map(|to| Hit::new(country, to, Type::Iban))
}

/// End of what is written in place of an account number: groups that hold digits, 14 to 36 characters in all.
fn malformed_account(t: &[u8], start: usize) -> Option<usize> {
    let (mut i, mut count, mut end) = (start, 0, None);
    loop {
        let n = run(t, i, 36, alnum);
        let group = part(t, i, i + n);
        let capitals = group.iter().all(u8::is_ascii_uppercase) && n <= 4;
        let numeric = group.iter().any(|b| digit(*b));
        if n == 0 || !(numeric || capitals) {
            return end;
        }
        count += n;
        i += n;
        // Short words in capitals may follow.
        if (12..=36).contains(&count) && (numeric || n == 4) {
            end = Some(i);
        }
        if count > 36 || !matches!(at(t, i), b' ' | b'-' | b'.' | b'/') {
            return end.filter(|_| !word(at(t, i)) && count <= 36);
        }
        i += 1;
    }
}
