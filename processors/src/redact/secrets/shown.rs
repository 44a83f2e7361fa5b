//! The output of a command that asks for a secret: `$ printenv API_KEY` and a line, `$ cat /run/secrets/db` and a line.

use super::{beside, keys::secrecy, shape};
use crate::redact::{
    bytes::{at, part, run, word},
    context::Context,
    scan::Hit,
    types::{Type, mark_at},
};

/// Longest line of a command that is read.
const LINE: usize = 240;

/// What of a command tells that its output is a secret.
enum Told {
    /// The whole.
    Always,
    /// The word behind it, a name of a variable or a file.
    Name,
    /// Other pieces of the line.
    With(&'static [&'static [u8]]),
}

/// Commands, from the manuals of the programs.
const COMMANDS: &[(&[u8], Told)] = &[
    (b"printenv ", Told::Name),
    (b"echo ", Told::Name),
    (b"cat ", Told::Name),
    (b"gh auth token", Told::Always),
    (b"gcloud auth print-access-token", Told::Always),
    (b"pass show ", Told::Always),
    (b"op read ", Told::Always),
    (b"vault kv get ", Told::With(&[b"-field="])),
    (b"vault read ", Told::With(&[b"-field="])),
    (b"aws secretsmanager get-secret-value ", Told::With(&[b"--output text"])),
    (b"aws ssm get-parameter ", Told::With(&[b"--with-decryption"])),
    (b"security find-generic-password ", Told::With(&[b"-w"])),
    (b"kubectl ", Told::With(&[b" get secret", b"base64 -d"])),
    (b"kubectl ", Told::With(&[b" get secret", b"base64 --d"])),
    (b"kubectl ", Told::With(&[b" get secret", b"base64decode"])),
    (b"heroku config:get ", Told::Name),
    (b"openssl rand ", Told::Always),
    (b"pwgen ", Told::Always),
];

/// Asks where a text begins with a command, perhaps behind a prompt.
pub(super) fn opening(t: &[u8]) -> Option<Hit> {
    let from = if matches!(at(t, 0), b'$' | b'#' | b'>' | b'%') && at(t, 1) == b' ' { 2 } else { 0 };
    if !matches!(at(t, from), b'a' | b'c' | b'e' | b'g' | b'h' | b'k' | b'o' | b'p' | b's' | b'v') {
        return None;
    }
    let rest = part(t, from, from + LINE);
    // Two bytes are compared without a call.
    let two = [at(rest, 0), at(rest, 1)];
    let begins = |head: &[u8]| matches!(head, [a, b, ..] if [*a, *b] == two) && rest.starts_with(head);
    let mut commands = COMMANDS.iter().filter(|(head, _)| begins(head)).peekable();
    commands.peek()?;
    let line = part(rest, 0, memchr::memchr(b'\n', rest)?);
    let secret = commands.any(|(head, told)| match told {
        Told::Always => true,
        Told::With(pieces) => pieces.iter().all(|piece| memchr::memmem::find(line, piece).is_some()),
        Told::Name => names(part(line, head.len(), line.len())),
    });
    if !secret {
        return None;
    }
    let i = from + line.len() + 1;
    let n = run(t, i, 512, |b| b > b' ' && b < 0x7F);
    let value = part(t, i, i + n);
    let whole = matches!(at(t, i + n), 0 | b'\n' | b'\r') && n >= 6 && mark_at(t, i).is_none();
    (whole && beside::varied(value) && !shape::path(value) && !shape::code(value))
        .then(|| Hit::ruled(i, i + n, Type::Secret, "shown"))
}

/// Whether an argument names a secret: `$API_TOKEN`, `"${API_TOKEN}"`, `/run/secrets/db`, `password.txt`.
fn names(argument: &[u8]) -> bool {
    let skip = run(argument, 0, 4, |b| matches!(b, b'"' | b'\'' | b'$' | b'{'));
    let n = run(argument, skip, 128, |b| word(b) || matches!(b, b'/' | b'.' | b'-' | b'~'));
    let rest = part(argument, skip + n, argument.len());
    if n < 3 || !rest.iter().all(|b| matches!(b, b'"' | b'\'' | b'}' | b' ' | b'\r')) {
        return false;
    }
    let path = part(argument, skip, skip + n);
    let last = path.rsplit(|b| *b == b'/').next().unwrap_or_default();
    let name = last.strip_suffix(b".txt").unwrap_or(last);
    let held = path.starts_with(b"/run/secrets/") || path.starts_with(b"/var/run/secrets/");
    held || std::str::from_utf8(name).is_ok_and(|name| secrecy(name).has(Context::SECRET) && !name.contains('.'))
}
