//! Passwords in options of one letter: `mysql -px`, `docker login -p x`, `openssl … -passin pass:x`.

use super::{beside, keys::secrecy, shape};
use crate::redact::{
    bytes::{at, back, looked, part, run, word},
    context::{Context, classify},
    scan::Hit,
    types::{Type, mark_at},
};

/// How an option's value is joined to it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Joined {
    /// `-px`.
    Tight,
    /// `-p x`.
    Apart,
}

/// A program, a word that must follow, the option, how its value stands.
type Program = (&'static [u8], &'static [u8], u8, Joined);

/// From the manuals of the programs.
const PROGRAMS: &[Program] = &[
    (b"mysql", b"", b'p', Joined::Tight),
    (b"mariadb", b"", b'p', Joined::Tight),
    (b"7z", b"", b'p', Joined::Tight),
    (b"7za", b"", b'p', Joined::Tight),
    (b"sshpass", b"", b'p', Joined::Tight),
    (b"sshpass", b"", b'p', Joined::Apart),
    (b"docker", b"login", b'p', Joined::Apart),
    (b"podman", b"login", b'p', Joined::Apart),
    (b"nerdctl", b"login", b'p', Joined::Apart),
    (b"helm", b"login", b'p', Joined::Apart),
    (b"az", b"login", b'p', Joined::Apart),
    (b"oc", b"login", b'p', Joined::Apart),
    (b"cf", b"login", b'p', Joined::Apart),
    (b"argocd", b"login", b'p', Joined::Apart),
    (b"mongo", b"", b'p', Joined::Apart),
    (b"sqlcmd", b"", b'P', Joined::Apart),
    (b"bcp", b"", b'P', Joined::Apart),
    (b"zip", b"", b'P', Joined::Apart),
    (b"unzip", b"", b'P', Joined::Apart),
    (b"buildah", b"login", b'p', Joined::Apart),
    (b"skopeo", b"login", b'p', Joined::Apart),
    (b"crane", b"login", b'p', Joined::Apart),
    (b"ibmcloud", b"login", b'p', Joined::Apart),
    (b"rabbitmqadmin", b"", b'p', Joined::Apart),
    (b"cqlsh", b"", b'p', Joined::Apart),
    (b"cypher-shell", b"", b'p', Joined::Apart),
    (b"ncftp", b"", b'p', Joined::Apart),
    (b"smbmap", b"", b'p', Joined::Apart),
    (b"evil-winrm", b"", b'p', Joined::Apart),
    (b"netexec", b"", b'p', Joined::Apart),
    (b"mosquitto", b"", b'P', Joined::Apart),
    (b"ipmitool", b"", b'P', Joined::Apart),
    (b"tsql", b"", b'P', Joined::Apart),
    (b"isql", b"", b'P', Joined::Apart),
    (b"unrar", b"", b'p', Joined::Tight),
    (b"twine", b"upload", b'p', Joined::Apart),
    (b"rdesktop", b"", b'p', Joined::Apart),
    (b"hydra", b"", b'p', Joined::Apart),
    (b"psexec", b"", b'p', Joined::Apart),
    (b"crackmapexec", b"", b'p', Joined::Apart),
    (b"beeline", b"", b'p', Joined::Apart),
    (b"az", b"create", b'p', Joined::Apart),
    (b"useradd", b"", b'p', Joined::Apart),
    (b"usermod", b"", b'p', Joined::Apart),
];

/// A bit for each hash of the first two letters of [`PROGRAMS`], in any case.
static STARTS: [u64; 4] = {
    let mut bits = [0; 4];
    let mut i = 0;
    while i < PROGRAMS.len() {
        let bit = start(PROGRAMS[i].0[0], PROGRAMS[i].0[1]);
        bits[bit >> 6] |= 1 << (bit & 63);
        i += 1;
    }
    bits
};

/// Eight bits wide; the same for letters in any case.
const fn start(a: u8, b: u8) -> usize {
    (u16::from_le_bytes([a | 0x20, b | 0x20]).wrapping_mul(0x9E37) >> 8) as usize
}

/// Whether a word may be the name of a program: right for all that are, and wrong for few others.
fn may_run(word: &[u8]) -> bool {
    let bit = start(at(word, 0), at(word, 1));
    STARTS.get(bit >> 6).is_some_and(|bits| bits >> (bit & 63) & 1 != 0)
}

/// How far before an option its program may stand.
const LINE: usize = 240;

/// Words of a line among which its program stands.
const MOST_WORDS: usize = 16;

/// Asks the option `-p` at `p`.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    // `["mysqladmin", "-px"]`.
    let listed = beside::is_quote(back(t, p, 1)) && matches!(back(t, p, 2), b' ' | b',') && at(t, p + 2) > b' ';
    if !matches!(back(t, p, 1), b' ' | b'\t') && !listed {
        return None;
    }
    let line = part(t, p.saturating_sub(LINE), p);
    let command = line.rsplit(|b| matches!(b, b'\n' | b'|' | b';' | b'&' | b'(' | b'`')).next().unwrap_or_default();
    if part(t, p + 1, p + 5) == b"pass" {
        return pass(t, p, command);
    }
    if part(t, p + 1, p + 4) == b"pw " {
        // PuTTY's programs.
        let (from, to) = argument(t, p + 3)?;
        let putty = [&b"plink"[..], b"pscp", b"psftp", b"putty"].iter().any(|name| runs(command, name, b""));
        let fine = to - from >= 4 && !shape::template(part(t, from, to)) && !matches!(at(t, from), b'$' | b'%' | b'-');
        return (putty && fine).then(|| Hit::ruled(from, to, Type::Secret, "short-option"));
    }
    let tight = at(t, p + 2) > b' ';
    let (from, to) = argument(t, p + 2)?;
    let value = part(t, from, to);
    let fine = to - from >= 4 && !matches!(at(value, 0), b'-' | b'$');
    if !fine || shape::template(value) || shape::placeholder(value) {
        return None;
    }
    let program = program(command, at(t, p + 1), if tight { Joined::Tight } else { Joined::Apart })?;
    // `hydra -p 8080`.
    let port = value.len() <= 5 && value.iter().all(u8::is_ascii_digit) && program.1.is_empty();
    // Behind the program that `sshpass` runs it is the port of that.
    let ran =
        || command.split(|b| matches!(b, b' ' | b'\t')).any(|w| matches!(w, b"ssh" | b"scp" | b"sftp" | b"rsync"));
    if port && program.3 == Joined::Apart && (program.0 != b"sshpass" || ran()) {
        return None;
    }
    // `-p8080:80` of a program that another runs.
    (program.3 == Joined::Apart || !value.contains(&b':')).then(|| Hit::ruled(from, to, Type::Secret, "short-option"))
}

/// The program of a command whose option of one letter has a password.
fn program(command: &[u8], letter: u8, how: Joined) -> Option<&'static Program> {
    let fits = |(_, _, option, joined): &&Program| *option == letter && *joined == how;
    // Words once, and of the programs those that begin as a word does: a line may be made of options.
    let words = command.split(|b| matches!(b, b' ' | b'"' | b'\'' | b'/' | b'\\'));
    let mut words = words.filter(|w| w.first().is_some_and(u8::is_ascii_alphanumeric)).take(MOST_WORDS);
    let named = |w: &[u8], name: &[u8]| {
        // Windows does not tell case apart.
        let same = |w: &[u8]| w == name || name == b"psexec" && w.eq_ignore_ascii_case(name);
        w.first().map(|b| b | 0x20) == name.first().copied()
            && (same(w) || name.len() > 4 && w.get(..name.len()).is_some_and(same))
    };
    words.find_map(|w| {
        if !may_run(w) {
            return None;
        }
        PROGRAMS
            .iter()
            .filter(fits)
            .find(|(name, word, ..)| named(w, name) && (word.is_empty() || runs(command, name, word)))
    })
}

/// The list of arguments before the one that begins at `i` of a document: `["docker","login","-u","ann","-p",`.
fn arguments(t: &[u8], i: usize) -> &[u8] {
    let window = part(t, i.saturating_sub(LINE), i);
    looked(window.len());
    part(window, memchr::memrchr(b'[', window).unwrap_or(window.len()), window.len())
}

/// What is said of the argument at `i` of a list by the option before it: `"--password","x"`, `"-p","x"` of a program.
pub(super) fn listed(t: &[u8], i: usize, option: &[u8], context: Context) -> Context {
    let n = run(t, i + 1, LINE, |b| b != b'"');
    let value = part(t, i + 1, i + 1 + n);
    let secret = Context::SECRET.with(Context::PASSWORD);
    // `"--full-name","Jane Roe"`
    let says =
        option.strip_prefix(b"--").and_then(|name| std::str::from_utf8(name).ok()).map(classify).unwrap_or_default();
    // `"--user-name","ann"`: of an account.
    let written = !says.exact().has(Type::Person) || at(value, 0).is_ascii_uppercase() || at(value, 0) >= 0x80;
    if written && !says.exact().is_empty() && !says.has(Context::MAY_BE_SECRET) {
        return context.with(says);
    }
    if value.len() < 4
        || matches!(at(value, 0), b'-' | b'$')
        || value.contains(&b' ')
        || shape::template(value)
        || shape::placeholder(value)
    {
        return context;
    }
    let fits = match option {
        [b'-', letter @ (b'p' | b'P')] => {
            // `hydra -p 8080`
            let port = value.len() <= 5 && value.iter().all(u8::is_ascii_digit);
            !port && program(arguments(t, i), *letter, Joined::Apart).is_some()
        }
        b"-u" | b"--user" => {
            let word = memchr::memchr(b':', value).map(|colon| part(value, colon + 1, value.len()));
            word.is_some_and(|w| w.len() >= 4 && beside::varied(w)) && runs(arguments(t, i), b"curl", b"")
        }
        [b'-', b'-', name @ ..] => {
            let says = std::str::from_utf8(name).map(secrecy).unwrap_or_default();
            if says.has(Context::MAYBE_SECRET) {
                return context.with(says);
            }
            let word = says.has(Context::PASSWORD) && value.len() >= 6 && beside::password(value);
            says.has(Context::SECRET) && (beside::varied(value) || word) && !shape::path(value) && !shape::code(value)
        }
        _ => false,
    };
    if fits { context.with(secret) } else { context }
}

/// [`listed`] of an argument that is its option and the value: `"-px"`.
pub(super) fn listed_tight(t: &[u8], i: usize, context: Context) -> Context {
    let n = run(t, i + 1, LINE, |b| b != b'"');
    let (option, value) = (part(t, i + 1, i + 3), part(t, i + 3, i + 1 + n));
    let fine = option == b"-p" && value.len() >= 4 && !shape::template(value) && !value.contains(&b':');
    if fine && program(arguments(t, i), b'p', Joined::Tight).is_some() {
        context.with(Context::SECRET.with(Context::PASSWORD))
    } else {
        context
    }
}

/// Whether a command runs a program (or one whose name begins with it, as `mysqldump`) with a word.
fn runs(command: &[u8], name: &[u8], word: &[u8]) -> bool {
    let mut words = command.split(|b| matches!(b, b' ' | b'"' | b'\'' | b'/')).filter(|w| !w.is_empty());
    let long = name.len() > 4;
    words.any(|w| w == name || long && w.starts_with(name)) && (word.is_empty() || words.any(|w| w == word))
}

/// `-passin pass:x` of OpenSSL.
fn pass(t: &[u8], p: usize, command: &[u8]) -> Option<Hit> {
    let n = run(t, p + 1, 10, |b| b.is_ascii_lowercase());
    let from = p + 1 + n + 1;
    if part(t, from, from + 5) != b"pass:" || !runs(command, b"openssl", b"") {
        return None;
    }
    let m = run(t, from + 5, 256, |b| b > b' ' && !beside::is_quote(b) && b != b'\\');
    let value = part(t, from + 5, from + 5 + m);
    (m >= 3 && !shape::template(value) && mark_at(value, 0).is_none())
        .then(|| Hit::ruled(from + 5, from + 5 + m, Type::Secret, "short-option"))
}

/// An argument of a shell at `i`.
pub(super) fn argument(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let i = i + run(t, i, 3, |b| b == b' ');
    let range = beside::literal(t, i).unwrap_or_else(|| {
        (
            i,
            i + run(t, i, 2048, |b| {
                b > b' ' && !beside::is_quote(b) && !matches!(b, b'<' | b'>' | b'|' | b';' | b')' | b'\\')
            }),
        )
    });
    (range.1 > range.0 && mark_at(t, range.0).is_none()).then_some(range)
}

/// `kubectl create secret generic db --from-literal=url=x`: the value, whatever its name; the option begins at `p`.
pub(super) fn literal_of_secret(t: &[u8], p: usize) -> Option<Hit> {
    let line = part(t, p.saturating_sub(LINE), p);
    let line = line.rsplit(|b| matches!(b, b'\n' | b'|' | b';' | b'&')).next().unwrap_or_default();
    if !runs(line, b"create", b"secret") || !matches!(at(t, p + 14), b'=' | b' ') {
        return None;
    }
    let name = p + 15 + run(t, p + 15, 1, beside::is_quote);
    let end = name + run(t, name, 64, |b| word(b) || matches!(b, b'-' | b'.'));
    let (from, to) = argument(t, end + 1).filter(|(from, _)| at(t, end) == b'=' && *from <= end + 2)?;
    let value = part(t, from, to);
    (value.len() >= 4 && at(value, 0) != b'$' && !shape::template(value) && !shape::placeholder(value))
        .then(|| Hit::ruled(from, to, Type::Secret, "secret-literal"))
}

/// Whether an option at `p` takes a secret that its program reads: `--password-stdin`, `gh auth login --with-token`.
pub(super) fn reads(t: &[u8], p: usize, option: &[u8]) -> bool {
    let before = |words: &[&[u8]]| {
        let line = part(t, p.saturating_sub(LINE), p);
        let line = line.rsplit(|b| matches!(b, b'\n' | b'|' | b';' | b'&')).next().unwrap_or_default();
        line.split(|b| *b == b' ').any(|w| words.contains(&w))
    };
    match option {
        b"password-stdin" => true,
        b"passphrase-fd" => before(&[b"gpg", b"gpg2"]),
        b"with-token" => before(&[b"login"]),
        b"stdin" => before(&[b"passwd"]),
        b"data-file" => at(t, p + 12) == b'-' && before(&[b"secrets"]),
        _ => false,
    }
}

/// `echo x | docker login … --password-stdin`, `echo u:x | chpasswd`, `htpasswd -b file u x`: the word begins at `p`.
pub(super) fn piped(t: &[u8], p: usize) -> Option<Hit> {
    let line = part(t, p.saturating_sub(LINE), p);
    let head = p - line.len();
    let begin = match memchr::memmem::rfind(line, b"echo ") {
        Some(i) => head + i + 5,
        // `printf '%s' x`
        None => {
            let format = head + memchr::memmem::rfind(line, b"printf ")? + 7;
            let (a, b) = argument(t, format).filter(|(a, _)| at(t, *a) == b'%')?;
            b + usize::from(beside::is_quote(back(t, a, 1))) + 1
        }
    };
    let begin = begin + if part(t, begin, begin + 3) == b"-n " { 3 } else { 0 };
    let (mut from, to) = argument(t, begin)?;
    let bar = memchr::memchr(b'|', part(t, to, p))?;
    if bar > 3 || memchr::memchr(b'\n', part(t, to, p)).is_some() {
        return None;
    }
    if let Some(colon) = memchr::memchr(b':', part(t, from, to)) {
        from += colon + 1;
    }
    let value = part(t, from, to);
    (value.len() >= 4 && at(value, 0) != b'$' && !shape::template(value))
        .then(|| Hit::ruled(from, to, Type::Secret, "piped"))
}

/// `sudo -S … <<< "x"`: what a shell gives the command of the option at `p`.
pub(super) fn given(t: &[u8], p: usize) -> Option<Hit> {
    let line = part(t, p, p + run(t, p, 160, |b| b != b'\n'));
    let (from, to) = argument(t, p + memchr::memmem::find(line, b"<<< ")? + 4)?;
    let value = part(t, from, to);
    (value.len() >= 4 && at(value, 0) != b'$' && !shape::template(value))
        .then(|| Hit::ruled(from, to, Type::Secret, "piped"))
}

/// `chpasswd <<< "user:x"`: what is given behind the user.
pub(super) fn given_user(t: &[u8], p: usize) -> Option<Hit> {
    let hit = given(t, p)?;
    let colon = memchr::memchr(b':', part(t, hit.start, hit.end))?;
    let start = hit.start + colon + 1;
    (hit.end >= start + 4 && at(t, start) != b'$' && mark_at(t, start).is_none()).then_some(Hit { start, ..hit })
}

/// `echo -e "x\nx" | passwd user`: both; the word begins at `p`.
pub(super) fn twice(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let line = part(t, p.saturating_sub(LINE), p);
    let line = line.rsplit(|b| *b == b'\n').next().unwrap_or_default();
    let Some(quote) = line.trim_ascii_end().strip_suffix(b"|").map(<[u8]>::trim_ascii_end) else { return };
    let Some((by, text)) = quote.split_last().filter(|(b, _)| beside::is_quote(**b)) else { return };
    let Some(open) = memchr::memrchr(*by, text) else { return };
    let begin = p - line.len() + open + 1;
    let inner = part(text, open + 1, text.len());
    let Some(n) = memchr::memchr(b'\\', inner) else { return };
    let gap = run(inner, n, 3, |b| b == b'\\') + 1;
    let (first, second) = (part(inner, 0, n), part(inner, n + gap, inner.len()));
    let second = part(second, 0, memchr::memchr(b'\\', second).unwrap_or(second.len()));
    if first.len() >= 4 && first == second && at(first, 0) != b'$' && mark_at(first, 0).is_none() {
        let from = begin + n + gap;
        hits.push(Hit::ruled(begin, begin + n, Type::Secret, "piped"));
        hits.push(Hit::ruled(from, from + n, Type::Secret, "piped"));
    }
}

/// Most users of a list.
const USERS: usize = 32;

/// `chpasswd:` of cloud-init and the `user:x` in the lines of its list; `colon` is behind the word.
pub(super) fn list(t: &[u8], colon: usize, hits: &mut Vec<Hit>) {
    let mut i = colon + run(t, colon, LINE, |b| b != b'\n');
    for _ in 0..USERS {
        i += 1;
        let n = run(t, i, LINE, |b| b != b'\n');
        let deep = run(t, i, n, |b| b == b' ');
        let from = i + deep + if part(t, i + deep, i + deep + 2) == b"- " { 2 } else { 0 };
        let user = run(t, from, 40, |b| word(b) || b == b'-' || b == b'.');
        if n == 0 || deep == 0 || user == 0 || at(t, from + user) != b':' {
            return;
        }
        let value = from + user + 1;
        let m = run(t, value, LINE, |b| b > b' ' && b != b'"' && b != b'\\');
        if m >= 3 && !matches!(part(t, value, value + m), b"RANDOM") && mark_at(t, value).is_none() {
            hits.push(Hit::ruled(value, value + m, Type::Secret, "piped"));
        }
        i += n;
    }
}

/// Words of a command that makes its option `--value` a secret's.
const STORES: &[&[u8]] =
    &[b"keyvault secret set", b"create-secret", b"put-secret-value", b"update-secret", b"rootpw", b"SecureString"];

/// `aws ssm put-parameter … --value x --type SecureString`: whether the option at `p` gives a secret that is to be
/// kept.
pub(super) fn stored(t: &[u8], p: usize) -> bool {
    let before = part(t, p.saturating_sub(LINE), p);
    let from = p - before.len() + memchr::memrchr(b'\n', before).map_or(0, |i| i + 1);
    let line = part(t, from, p + run(t, p, LINE, |b| b != b'\n'));
    STORES.iter().any(|s| memchr::memmem::find(line, s).is_some())
}

/// The last of `htpasswd -b file user x`; `end` is behind the name.
pub(super) fn htpasswd(t: &[u8], end: usize) -> Option<Hit> {
    let mut i = end;
    let (mut batch, mut shown) = (false, false);
    for word in 0..8 {
        i += run(t, i, 3, |b| b == b' ');
        if at(t, i) == b'-' {
            let n = run(t, i, 16, |b| b > b' ');
            batch |= part(t, i, i + n).contains(&b'b');
            shown |= part(t, i, i + n).contains(&b'n');
            i += n;
        } else if word > 0 && batch {
            // File, user, password: no file when it is only shown.
            if !shown {
                i += run(t, i, 128, |b| b > b' ');
                i += run(t, i, 3, |b| b == b' ');
            }
            i += run(t, i, 64, |b| b > b' ');
            let (from, to) = argument(t, i)?;
            return (to - from >= 3 && at(t, from) != b'$').then(|| Hit::ruled(from, to, Type::Secret, "piped"));
        } else {
            return None;
        }
    }
    None
}
