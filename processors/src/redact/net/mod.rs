//! Network addresses, anchored at a run of digits (IPv4) or a colon (IPv6).
//!
//! Loopback, unspecified and mask addresses name nobody and stay.

mod releases;

use std::net::Ipv6Addr;

use super::{
    bytes::{alnum, at, back, digit, glued_before, glued_behind, part, run, run_back, word, word_before},
    context::Context,
    scan::Hit,
    types::Type,
};

const VERSION_WORDS: &[&[u8]] = &[
    b"version", b"ver", b"release", b"rev", b"build", b"section", b"chapter", b"oid", b"firmware", b"fw", b"tag",
    b"step", b"clause", b"abschnitt", b"kapitel", b"sekcja", b"afsnit", b"sezione",
];

/// Programs whose versions have four numbers. Any other word before four numbers leaves them an address.
const PROGRAMS: &[&[u8]] = &[
    b"openjdk", b"java", b"jdk", b"jre", b"rails", b"ruby", b"actionpack", b"oracle", b"chrome", b"chromium",
    b"chromedriver", b"edge", b"opera", b"webview", b"electron", b"openssl", b"log4j", b"windows", b"macos", b"ios",
    b"android", b"nginx",
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
    // `13.88.7.71-2.82 2.82`
    if a1 == b'-' && digit(a2) {
        let n = run(t, i + 1, 16, |b| digit(b) || b == b'.');
        let dots = part(t, i + 1, i + 1 + n).iter().filter(|b| **b == b'.').count();
        if dots == 1 && back(t, p, 1) == b' ' && digit(back(t, p, 2)) {
            return None;
        }
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

/// Whether the four numbers from `p` to `end` stand between decimals, as in the path of a picture:
/// `2.83-2.12 3.51.98.32 2.03.5`.
fn of_curve(t: &[u8], p: usize, end: usize) -> bool {
    // Its rotation and flags follow the radii of an arc: `.198.198 0 0 1-.136`; the flags may touch the next number,
    // `0 110-1.5`.
    if matches!(part(t, end, end + 7), [b' ', b'0', b' ', b'0' | b'1', b' ', b'0' | b'1', b'-' | b'.']) {
        return true;
    }
    if let [b' ', b'0', b' ', b'0' | b'1', b'0' | b'1', ..] = part(t, end, end + 5) {
        let n = run(t, end + 5, 24, |b| digit(b) || matches!(b, b'.' | b'-'));
        let drawn = || part(t, end + 5, end + 5 + n).iter().any(|b| matches!(b, b'.' | b'-'));
        if drawn() || at(t, end + 5 + n).is_ascii_alphabetic() {
            return true;
        }
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

/// Whether small numbers from `p` to `end` are those of a section before its title: `<h3>24.6.4.1. Text colors`,
/// `// 22.2.1.5 - Template`.
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
    // `// [23.2.4.1] construct`
    let quoted = || first != 10 && part(t, end, end + 2) == b"] " && part(t, p.saturating_sub(4), p) == b"// [";
    // `§14.3.2.1`, `Table 14.5.13.8`
    let named = || {
        part(t, 0, p).ends_with("§".as_bytes())
            || [&b"Table "[..], b"TABLE ", b"Figure ", b"Fig. "].iter().any(|w| part(t, 0, p).ends_with(w))
    };
    part(t, end, end + 2) == b". " && (begins && title(2) || heading(2))
        || part(t, end, end + 3) == b" - " && title(3) && comment()
        || at(t, end) == b' ' && title(1) && comment()
        || alone()
        || quoted()
        || named()
        || first != 10
            && at(t, end) == b' '
            && matches!(b1, b'\n' | 0)
            && title(1 + usize::from(at(t, end + 1) == b' '))
            && is_title(t, end)
}

/// Whether a line that goes on at `i` is a title: dots lead to its page, or it is underlined.
fn is_title(t: &[u8], i: usize) -> bool {
    let n = run(t, i, 160, |b| b != b'\n');
    let line = part(t, i, i + n);
    let below = part(t, i + n + 1, i + n + 5);
    let [a, b, c, d] = below else { return leads(line) };
    leads(line) || matches!(a, b'.' | b'-' | b'=' | b'~' | b'^') && a == b && b == c && c == d
}

/// Whether dots lead to the number of a page.
fn leads(line: &[u8]) -> bool {
    let dots = |s: &[u8]| memchr::memmem::find(line, s).is_some();
    line.last().is_some_and(|b| digit(*b)) && (dots(b".....") || dots(b". . . . "))
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

/// Whether the numbers are too large for a version, two of them and the first or second: then no word makes an address
/// one. Nine of ten public addresses are such.
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
        || releases::told(t, p, end)
}

/// `FileVersion=8.7.159.3`, `ASN1ObjectIdentifier("2.5.4.97")`, `engine_version       = "15.4.1.2"`.
fn of_named_version(t: &[u8], p: usize) -> bool {
    let gap = run_back(t, p, 24, |b| matches!(b, b' ' | b'=' | b':' | b'"' | b'\'' | b'('));
    let end = p - gap;
    let named = [&b"version"[..], b"objectidentifier"]
        .into_iter()
        .any(|w| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w));
    gap > 0 && named && !word_before(t, p, 40, ADDRESS_WORDS)
}

/// Whether four small numbers from `p` to `end` are a version: behind `~` or `^`, behind a word for a change, as a
/// heading, or behind the name of a program (`openjdk 17.0.9.8`, `rails (27.1.2.3)`).
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

/// Whether a bound or an older one stands before the version of a package at `p`: `>= 1.34.1.1`,
/// `from 4.4.1 to 4.4.2.2`.
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
