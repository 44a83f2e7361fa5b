//! Values that only stand where a secret would: `changeme`, `<token>`, `${VAR}`, types of columns.

use super::class::{ALPHA, DIGIT, UPPER, is};
use crate::redact::bytes::{at, mentions, part, run, word};

/// Words that stand where a secret would.
const PLACEHOLDERS: &[&[u8]] = &[
    b"null", b"none", b"nil", b"true", b"false", b"undefined", b"string", b"required", b"optional", b"redacted",
    b"password", b"passwd", b"pwd", b"secret", b"token", b"bearer", b"basic", b"unset", b"empty", b"default", b"str",
    b"bytes", b"int", b"integer", b"float", b"dict", b"list", b"number", b"boolean", b"bool", b"object", b"array",
    b"hidden", b"masked", b"[redacted]", b"<redacted>", b"[filtered]", b"text", b"keyword", b"unknown", b"n/a",
    b"todo", b"fixme", b"tbd", b"varchar", b"arg", b"on_create", b"uint8array", b"self", b"this", b"input", b"value",
    b"apikey", b"api_key", b"api-key", b"dummy", b"placeholder", b"example", b"any", b"date", b"datetime",
    b"timestamp", b"bytea", b"yes", b"enabled", b"disabled", b"anonymous", b"same-origin", b"seconds", b"minutes",
    b"hours", b"days",
];

/// Beginnings and pieces that only placeholders have, lower case.
const PLACEHOLDER_PIECES: &[&[u8]] = &[
    b"your_", b"your-", b"your ", b"yourapi", b"yoursecret", b"yourtoken", b"yourpassword", b"_here", b"-here",
    b"replace_", b"replace-", b"replaceme", b"change_me", b"change-me", b"insert_", b"insert-", b"xxxx",
    b"placeholder", b"redacted", b"<your", b"my_api_key", b"my-api-key", b"-want/+got", b"-got/+want", b"****",
];

/// Whether a value only stands where a secret would.
pub(super) fn placeholder(value: &[u8]) -> bool {
    // The default in `${NAME:-password}`.
    let word = value.strip_prefix(b"-").unwrap_or(value);
    PLACEHOLDERS.iter().any(|w| word.eq_ignore_ascii_case(w))
        || type_of_column(value)
        || value.iter().all(|b| matches!(b, b'*' | b'x' | b'X' | b'.' | b'-' | b'_' | b' ' | b'#' | b'?'))
        // Letters of an encoding, in their order.
        || (52..=72).contains(&value.len())
            && [&b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[..], b"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"]
                .iter()
                .any(|alphabet| value.starts_with(alphabet))
        || value.len() <= 64
            && value.iter().filter(|b| b.is_ascii_digit()).count() <= 3
            && mentions(value, PLACEHOLDER_PIECES)
}

/// Types of columns of SQL, `varchar(255)`, and generic ones of languages, `List[V1ObjectReference]`.
fn type_of_column(value: &[u8]) -> bool {
    const SIZED: &[&[u8]] = &[
        b"varchar", b"char", b"nvarchar", b"nchar", b"character varying", b"int", b"bigint", b"decimal", b"numeric",
        b"binary", b"varbinary", b"bit",
    ];
    const GENERIC: &[&[u8]] = &[b"List", b"Dict", b"Optional", b"Set", b"Union", b"Tuple", b"Sequence", b"Array"];
    let (Some(open), Some(close)) = (memchr::memchr2(b'(', b'[', value), value.last()) else { return false };
    let (head, inner) = (part(value, 0, open), part(value, open + 1, value.len() - 1));
    match close {
        b')' => {
            SIZED.iter().any(|w| head.eq_ignore_ascii_case(w))
                && !inner.is_empty()
                && inner.iter().all(|b| b.is_ascii_digit() || matches!(b, b',' | b' '))
        }
        b']' => {
            GENERIC.contains(&head) && inner.iter().all(|b| word(*b) || matches!(b, b'.' | b',' | b' ' | b'[' | b']'))
        }
        _ => false,
    }
}

/// `<token>`, `${VAR}`, `{{ secret }}`, `%VAR%`, `$(cmd)`, `$VAR`: filled in by something else.
pub(super) fn template(value: &[u8]) -> bool {
    let last = value.last().copied().unwrap_or(0);
    match at(value, 0) {
        b'<' => last == b'>',
        b'{' => last == b'}' || at(value, 1) == b'{',
        b'#' => at(value, 1) == b'{' && last == b'}',
        b'[' => last == b']',
        b'%' => last == b'%' && value.len() > 2 || formats(value),
        // A literal that ends, to which another is joined: `"` + token + `"`.
        b'`' | b'\'' => part(value, 1, value.len()).trim_ascii_start().starts_with(b"+ "),
        // As LiteLLM names a variable of the environment.
        b'o' => value
            .strip_prefix(b"os.environ/")
            .is_some_and(|name| name.iter().all(|b| is(*b, UPPER | DIGIT) || *b == b'_')),
        // What Maven puts in.
        b'@' => {
            let name = part(value, 1, value.len() - 1);
            let all = part(value, 1, value.len());
            const HELD: &[&[u8]] = &[b"PASSWORD", b"_KEY", b"SECRET", b"TOKEN"];
            let named = all.contains(&b'_') || HELD.contains(&all);
            let held =
                named && all.iter().all(|b| is(*b, UPPER) || *b == b'_') && HELD.iter().any(|w| all.ends_with(w));
            held || last == b'@'
                && name.len() > 2
                && name.iter().all(|b| is(*b, ALPHA) || matches!(b, b'.' | b'_' | b'-'))
        }
        b'$' => {
            let name = part(value, 1, value.len());
            matches!(at(value, 1), b'{' | b'(' | b'$')
                || name.iter().all(|b| b.is_ascii_uppercase() || *b == b'_' || b.is_ascii_digit())
                || variable(name)
        }
        _ => false,
    }
}

/// `%s:%s`, `%(token)s`: nothing but what is put in later, and signs between.
fn formats(value: &[u8]) -> bool {
    let mut rest = value;
    while let Some(behind) = rest.strip_prefix(b"%") {
        let name = behind.strip_prefix(b"(").and_then(|name| memchr::memchr(b')', name)).map_or(0, |n| n + 2);
        if !matches!(at(behind, name), b's' | b'd' | b'v' | b'q' | b'r') {
            return false;
        }
        rest = part(behind, name + 1, behind.len());
        rest = part(rest, run(rest, 0, 3, |b| matches!(b, b':' | b'/' | b'@' | b'-' | b' ')), rest.len());
    }
    rest.is_empty()
}

/// What follows `$` of a variable of a shell, Perl, PHP: a name with `_` or of words for what it holds, or a path of
/// members.
fn variable(name: &[u8]) -> bool {
    let n = name.iter().take_while(|b| word(**b)).count();
    let (head, rest) = (part(name, 0, n), part(name, n, name.len()));
    // `$ftp->pwd`, cut at its `>`.
    if rest == b"-" && head.len() > 1 && head.iter().all(|b| b.is_ascii_lowercase()) {
        return true;
    }
    let path = rest == b"-"
        || rest.starts_with(b"->")
        || rest.starts_with(b"[")
        || rest.starts_with(b".")
        || rest.starts_with(b":");
    const HELD: &[&[u8]] =
        &[b"pass", b"pwd", b"secret", b"token", b"key", b"cred", b"user", b"login", b"auth", b"env", b"this", b"value"];
    let held = || mentions(head, HELD);
    // `$module.Params.user_password`, `$email-password`.
    let plain = |signs: &[u8]| name.iter().all(|b| is(*b, ALPHA) || signs.contains(b));
    let about = || {
        let lower = rest.to_ascii_lowercase();
        [&b"password"[..], b"secret", b"token", b"credential"].iter().any(|w| lower.ends_with(w))
    };
    if matches!(at(rest, 0), b'.' | b'-') && n > 1 && plain(b"._-") && about() {
        return true;
    }
    let digits = head.iter().filter(|b| b.is_ascii_digit()).count();
    let named = digits == 0 && head.contains(&b'_') || digits <= 1 && held();
    at(head, 0).is_ascii_alphabetic() && named && (rest.is_empty() || path) && at(head, n - 1) != b'_'
}
