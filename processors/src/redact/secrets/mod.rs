//! Secrets.
//!
//! | file | what |
//! |---|---|
//! | `tokens`, `no_tokens`, `ordinary` | the pass over a text: runs that may be tokens; runs that are none |
//! | `vendors`, `vendors_more`, `vendor_lookup` | literals of vendors: a table, and how it is asked |
//! | `words`, `roles` | names of vendors without a literal, words for secrets, looked up backwards; what a word beside a token may be |
//! | `prefixed`, `checksum` | tokens of unknown vendors, written as vendors write theirs; CRC-32 in tokens |
//! | `special`, `hashes` | vendors told by the middle or the end; hashes of passwords |
//! | `broken` | tokens that a terminal or a mail broke over lines |
//! | `assign`, `no_assignment`, `extent` | values behind the separator of a key; what only looks so; where they end |
//! | `keys`, `key_words`, `key_before`, `key_ends` | what a key says; the key before a separator |
//! | `values`, `shape`, `class`, `known`, `things`, `placeholders`, `captions` | whether a value is a secret, and what else it is |
//! | `password_word`, `options` | values around the word `password`; `--password x` |
//! | `commands`, `lines`, `protocols`, `shown` | options of one letter, first words of a line, lines of protocols, what a command prints |
//! | `phrases`, `told`, `languages`, `named_behind` | phrases and sentences of many languages; `x is my password` |
//! | `sent_codes`, `passphrases` | codes of a few digits that messages tell; passwords of several words in quotes |
//! | `labels`, `blocks`, `cells`, `columns` | labels with words behind them or on the line above, lists and columns, rows of two cells, tables |
//! | `beside`, `calls`, `arguments`, `compared`, `queried` | literals beside their name, of calls, comparisons, queries |
//! | `logins`, `mailed` | a user and a password side by side; passwords behind an e-mail address |
//! | `members`, `siblings`, `pages` | what other members of its object say of a string; the one that names it; forms and validators |
//! | `wallet` | words of a wallet |
//! | `elements`, `dumped`, `jars` | elements of XML, tags of YAML, `<<EOT`, dumps of PHP, files of cookies |
//! | `url`, `connection`, `headers`, `jwt`, `pem` | one form each |

mod arguments;
mod assign;
mod beside;
mod blocks;
mod broken;
mod calls;
mod captions;
mod cells;
mod checksum;
mod class;
mod columns;
mod commands;
mod compared;
mod connection;
mod dumped;
mod elements;
mod extent;
#[cfg(test)]
mod forms_tests;
mod hashes;
mod headers;
mod jars;
mod jwt;
mod key_before;
mod key_ends;
mod key_words;
mod keys;
mod known;
mod labels;
#[cfg(test)]
mod labels_tests;
mod languages;
mod lines;
mod logins;
mod mailed;
mod members;
mod named_behind;
mod no_assignment;
mod no_tokens;
mod options;
mod ordinary;
mod pages;
mod passphrases;
mod password_word;
mod pem;
mod phrases;
mod placeholders;
mod prefixed;
mod protocols;
mod queried;
mod roles;
mod sent_codes;
mod shape;
mod shown;
mod siblings;
mod special;
#[cfg(test)]
mod tests;
mod things;
mod tokens;
mod told;
mod url;
mod values;
#[cfg(test)]
mod values_tests;
mod vendor_lookup;
mod vendors;
mod vendors_more;
mod wallet;
mod words;

#[cfg(test)]
pub(super) use self::options::pair;
pub(super) use self::{
    beside::varied,
    blocks::{of_address, separator},
    calls::login,
    cells::row,
    keys::secrecy,
    known::{begins_id, drawn_id, known_id},
    languages::{LATIN_HEADS, STEMS},
    lines::{line, opening},
    members::{beside, is_silent, under_silent},
    password_word::WEAK_PASSWORD,
    phrases::PHRASES,
    sent_codes::OPENERS,
    shape::generated,
    siblings::{is_value, sibling_name},
    tokens::{MIN_RUN, in_run, verify},
    url::credentials as url_credentials,
    values::secret_value,
};

use super::{context::Context, types::Type};

/// Whether the CRC-32 at the end of a token of GitHub or npm is right; `None` where its form has none.
pub(super) fn checksum(token: &[u8]) -> Option<bool> {
    let body = token.get(4..)?;
    let summed = token.starts_with(b"npm_") || token.starts_with(b"gh") && token.get(3) == Some(&b'_');
    summed.then(|| checksum::base62_tail(body))
}

/// Whether a value is neither an expression of code nor a path.
pub(super) fn no_code(value: &[u8]) -> bool {
    !shape::code(value) && !shape::path(value)
}

/// Sources of the rules, for their fingerprint.
pub(super) const SOURCES: &[&str] = &[
    include_str!("arguments.rs"),
    include_str!("assign.rs"),
    include_str!("beside.rs"),
    include_str!("blocks.rs"),
    include_str!("broken.rs"),
    include_str!("calls.rs"),
    include_str!("captions.rs"),
    include_str!("cells.rs"),
    include_str!("checksum.rs"),
    include_str!("class.rs"),
    include_str!("columns.rs"),
    include_str!("commands.rs"),
    include_str!("compared.rs"),
    include_str!("connection.rs"),
    include_str!("dumped.rs"),
    include_str!("elements.rs"),
    include_str!("extent.rs"),
    include_str!("hashes.rs"),
    include_str!("headers.rs"),
    include_str!("jars.rs"),
    include_str!("jwt.rs"),
    include_str!("key_before.rs"),
    include_str!("key_ends.rs"),
    include_str!("key_words.rs"),
    include_str!("keys.rs"),
    include_str!("known.rs"),
    include_str!("labels.rs"),
    include_str!("languages.rs"),
    include_str!("lines/mod.rs"),
    include_str!("logins.rs"),
    include_str!("mailed.rs"),
    include_str!("members.rs"),
    include_str!("named_behind.rs"),
    include_str!("no_assignment.rs"),
    include_str!("no_tokens.rs"),
    include_str!("options.rs"),
    include_str!("ordinary.rs"),
    include_str!("pages.rs"),
    include_str!("passphrases.rs"),
    include_str!("password_word.rs"),
    include_str!("pem.rs"),
    include_str!("phrases.rs"),
    include_str!("placeholders.rs"),
    include_str!("prefixed.rs"),
    include_str!("protocols.rs"),
    include_str!("queried.rs"),
    include_str!("roles.rs"),
    include_str!("sent_codes.rs"),
    include_str!("shape.rs"),
    include_str!("shown.rs"),
    include_str!("siblings.rs"),
    include_str!("special.rs"),
    include_str!("things.rs"),
    include_str!("tokens.rs"),
    include_str!("told.rs"),
    include_str!("url.rs"),
    include_str!("values.rs"),
    include_str!("vendor_lookup.rs"),
    include_str!("vendors.rs"),
    include_str!("vendors_bare.txt"),
    include_str!("vendors_more.rs"),
    include_str!("vendors_named.txt"),
    include_str!("wallet.rs"),
    include_str!("words.rs"),
];

/// The type of a value that is a secret as a whole.
pub(super) fn kind_of_value(t: &[u8], context: Context) -> Type {
    let token = || t.starts_with(b"eyJ") && jwt::verify(t, 0).is_some_and(|hit| hit.end == t.len());
    if context.has(Context::AWS) {
        Type::AwsKey
    } else if token() {
        Type::Jwt
    } else {
        Type::Secret
    }
}
