//! Four numbers that are the version of a package: by what managers of packages write around them, by the head of their
//! column, by another version before them.

use crate::redact::bytes::{at, back, digit, looked, part, run, run_back, word_before};

/// Words before the first of several versions.
const WORDS: &[&[u8]] = &[b"version", b"release", b"fixed", b"affected"];

/// Words for a machine, beside which numbers are its address.
const MACHINES: &[&[u8]] = &[
    b"ip", b"ipv4", b"address", b"addr", b"host", b"server", b"client", b"peer", b"dns", b"gateway", b"proxy", b"node",
];

/// What stands between versions of one list, or an old one and a new one.
const BETWEEN: &[&[u8]] =
    &[b", ", b", < ", b", <", b" and ", b" or ", b" to ", b" through ", b" -> ", b"\" -> \"", b" => ", b"\" => \""];

/// What is done from one version to another.
const CHANGES: &[&[u8]] =
    &[b"upgrade", b"upgraded", b"upgrading", b"downgrade", b"downgraded", b"bump", b"bumped", b"update", b"updated"];

/// Architectures of packages.
const ARCHITECTURES: &[&[u8]] =
    &[b"amd64", b"arm64", b"i386", b"armhf", b"x86_64", b"aarch64", b"noarch", b"ppc64el", b"s390x"];

/// Lines above a row that are read for the head of its table, and bytes of them.
const ROWS: usize = 48;
const ABOVE: usize = 1536;

/// Whether the four numbers from `p` to `end` are a version.
pub(in crate::redact) fn told(t: &[u8], p: usize, end: usize) -> bool {
    revised(t, p, end)
        || archived(t, p)
        || tagged(t, p, end)
        || installed(t, p, end)
        || handled(t, p)
        || listed(t, p)
        || under_head(t, p)
}

/// `image: registry/app:14.2.0.11`, `java.base@17.0.9.1/java.lang.Thread`
fn tagged(t: &[u8], p: usize, end: usize) -> bool {
    const IMAGES: &[&[u8]] = &[b"image", b"from", b"pull", b"push", b"pulling"];
    match back(t, p, 1) {
        b':' => {
            let start = p - 1 - run_back(t, p - 1, 96, |b| b > b' ' && b != b'"');
            let port = matches!(at(t, end), b':' | b'/') && digit(at(t, end + 1));
            !port && part(t, start, p).contains(&b'/') && word_before(t, start, 10, IMAGES)
        }
        b'@' => [&b"/java."[..], b"/javax.", b"/jdk.", b"/sun."].iter().any(|m| part(t, end, end + m.len()) == *m),
        _ => false,
    }
}

/// `Installing NuGet package Acme.Core 14.0.3.1`, `Restored Acme.Core 14.0.3.1`: behind what is done with a package,
/// and its name.
fn handled(t: &[u8], p: usize) -> bool {
    const DONE: &[&[u8]] = &[
        b"package", b"installed", b"installing", b"restored", b"restoring", b"fetching", b"downloading", b"unpacking",
    ];
    if back(t, p, 1) != b' ' {
        return false;
    }
    let start = p - 1 - run_back(t, p - 1, 64, |b| b.is_ascii_alphanumeric() || matches!(b, b'.' | b'-' | b'_' | b'/'));
    let name = part(t, start, p - 1);
    name.iter().any(u8::is_ascii_alphabetic)
        && !name.starts_with(b"www.")
        && !MACHINES.iter().any(|m| name.eq_ignore_ascii_case(m))
        && !matches!(name, b"from" | b"to" | b"on" | b"at" | b"in" | b"via" | b"by" | b"for")
        && back(t, start, 1) == b' '
        && {
            let n = run_back(t, start - 1, 12, |b| b.is_ascii_alphabetic());
            let verb = part(t, start - 1 - n, start - 1);
            DONE.iter().any(|w| verb.eq_ignore_ascii_case(w))
        }
}

/// `12.4.131.1-1 amd64`, `(2:1.2.99.4-1)`
fn revised(t: &[u8], p: usize, end: usize) -> bool {
    let n = run(t, end + 1, 4, digit);
    if at(t, end) != b'-' || n == 0 {
        return false;
    }
    let to = end + 1 + n;
    let blanks = run(t, to, 40, |b| b == b' ');
    let rest = part(t, to + blanks, to + blanks + 8);
    let of_architecture = || {
        ARCHITECTURES.iter().any(|a| rest.starts_with(a) && !rest.get(a.len()).is_some_and(u8::is_ascii_alphanumeric))
    };
    let listed = || {
        let line = p - run_back(t, p, 256, |b| b != b'\n');
        rest.starts_with(b"all")
            && !rest.get(3).is_some_and(u8::is_ascii_alphanumeric)
            && (part(t, line, line + 4) == b"ii  " || part(t, line, p).contains(&b'/'))
    };
    let epoch = back(t, p, 1) == b':' && digit(back(t, p, 2)) && back(t, p, 3) == b'(' && at(t, to) == b')';
    epoch || blanks > 0 && (of_architecture() || listed())
}

/// `[core-14.1.0.3.jar:14.1.0.3]`, `Core.dll : 14.1.0.3`
fn archived(t: &[u8], p: usize) -> bool {
    let gap = run_back(t, p, 3, |b| matches!(b, b' ' | b':'));
    let end = p - gap;
    part(t, end, p).contains(&b':')
        && matches!(part(t, end.saturating_sub(4), end), b".jar" | b".dll" | b".exe" | b".war")
}

/// What `pip` says of a package that is there, and advisories of one that is mended.
fn installed(t: &[u8], p: usize, end: usize) -> bool {
    if part(t, end, end + 22) == b" which is incompatible" {
        return true;
    }
    if [&b"fixed in "[..], b"introduced in ", b"patched in "]
        .iter()
        .any(|w| part(t, p.saturating_sub(w.len()), p).ends_with(w))
    {
        return true;
    }
    let enclosed = back(t, p, 1) == b'(' && at(t, end) == b')' && matches!(at(t, end + 1), b'\n' | b'\r' | 0);
    enclosed && {
        let line = p - run_back(t, p, 512, |b| b != b'\n');
        part(t, line, p).starts_with(b"Requirement already satisfied: ")
    }
}

/// Whether a version stands before `p` that a word tells: `versions 12.4.1.0 through 12.4.1.16`,
/// `version = "15.4.1.2" -> "16.1.0.2"`, `Bump x from 14.4.1.2 to 14.4.2.82`.
fn listed(t: &[u8], p: usize) -> bool {
    let mut i = p;
    for _ in 0..4 {
        let Some(sign) = BETWEEN.iter().find(|s| part(t, 0, i).ends_with(s)) else { return false };
        i -= sign.len();
        let n = run_back(t, i, 16, |b| digit(b) || matches!(b, b'.' | b'x'));
        let version = part(t, i - n, i);
        // A sentence may end before.
        if !version.contains(&b'.') || !version.first().is_some_and(|b| digit(*b)) || version.ends_with(b".") {
            return false;
        }
        i -= n;
        if part(t, 0, i).ends_with(b"from ") {
            return word_before(t, i - 5, 64, CHANGES) && !word_before(t, i - 5, 24, MACHINES);
        }
        if word_before(t, i, 32, WORDS) {
            return !word_before(t, i, 40, MACHINES);
        }
    }
    false
}

/// Whether the head of a table names the column of versions that begins at `p`: of `pip list`, `conda list`,
/// `docker images`, `dotnet list package`, of Markdown.
fn under_head(t: &[u8], p: usize) -> bool {
    let line = p - run_back(t, p, 256, |b| b != b'\n');
    if line == p || line > 0 && back(t, line, 1) != b'\n' {
        return false;
    }
    let barred = at(t, line) == b'|';
    if !barred && back(t, p, 1) != b' ' {
        return false;
    }
    let column = if barred { memchr::memchr_iter(b'|', part(t, line, p)).count() } else { p - line };
    let (mut to, least) = (line, line.saturating_sub(ABOVE));
    for _ in 0..ROWS {
        let Some(end) = to.checked_sub(1) else { return false };
        let from = memchr::memrchr(b'\n', part(t, least, end)).map_or(least, |n| least + n + 1);
        looked(end - from);
        let above = part(t, from, end);
        if above.trim_ascii().is_empty() || barred && at(above, 0) != b'|' {
            return false;
        }
        if if barred { heads_cell(above, column) } else { heads_column(above, column) } {
            return true;
        }
        if from == least {
            return false;
        }
        to = from;
    }
    false
}

/// Whether a word for versions begins at `column` of a line.
fn heads_column(line: &[u8], column: usize) -> bool {
    if !at(line, column).is_ascii_alphabetic() || back(line, column, 1) != b' ' {
        return false;
    }
    let end = column + run(line, column, 12, |b| b.is_ascii_alphabetic());
    names_versions(part(line, column, end), line)
}

/// Whether a cell of a line of Markdown is a word for versions.
fn heads_cell(line: &[u8], cell: usize) -> bool {
    line.split(|b| *b == b'|').nth(cell).is_some_and(|cell| names_versions(cell.trim_ascii(), line))
}

/// Whether a word heads versions, in a line that may say so besides.
fn names_versions(word: &[u8], line: &[u8]) -> bool {
    const ALONE: &[&[u8]] = &[b"version", b"versions", b"tag"];
    const OTHERS: &[&[u8]] = &[
        b"latest", b"available", b"current", b"wanted", b"installed", b"requested", b"resolved", b"from", b"to",
        b"new", b"old",
    ];
    let is = |list: &[&[u8]]| list.iter().any(|w| word.eq_ignore_ascii_case(w));
    let packages = || {
        [&b"ackage"[..], b"ersion", b"ependency", b"PACKAGE", b"VERSION"]
            .iter()
            .any(|w| memchr::memmem::find(line, w).is_some())
    };
    is(ALONE) || is(OTHERS) && packages()
}
