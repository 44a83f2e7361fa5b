//! Secrets.
//!
//! | file | what |
//! |---|---|
//! | `tokens` | the pass over a text: runs that may be tokens, literals, decisions |
//! | `vendors`, `vendors_more` | literals of vendors: a table |
//! | `words` | names of vendors without a literal, words for secrets, looked up backwards |
//! | `prefixed` | tokens of unknown vendors, written as vendors write theirs |
//! | `hashes` | hashes of passwords |
//! | `special` | vendors told by the middle or the end; hashes of passwords |
//! | `assign`, `key_before`, `extent`, `keys`, `values` | values of keys that name a secret |
//! | `elements` | values of elements of XML |
//! | `beside`, `commands`, `phrases` | values whose name stands elsewhere, options of one letter, phrases |
//! | `dumped` | values behind a tag of YAML, below `<<EOT`, in dumps of PHP |
//! | `compared` | literals that a password is compared with |
//! | `queried` | literals of queries, commands of stores, and such that replace each other |
//! | `lines`, `arguments` | values told by the first words of their line; keys among the arguments of a call |
//! | `broken` | tokens that a terminal or a mail broke over lines |
//! | `blocks` | values below, in lists and in columns behind their label |
//! | `protocols` | lines of protocols that begin with a word in capitals |
//! | `labels` | labels with words behind them, or alone on the line above |
//! | `captions` | texts of user interfaces about a secret |
//! | `cells` | rows of two cells |
//! | `things` | values that name a thing |
//! | `told`, `languages` | sentences of many languages, and their words |
//! | `named_behind` | `x is my password` |
//! | `shown` | what a command prints that asks for a secret |
//! | `jars` | files of cookies |
//! | `members`, `pages` | what other members of its object say of a string |
//! | `mailed` | passwords behind an e-mail address |
//! | `logins` | a user and a password side by side |
//! | `options` | `--password x`, `password is x` |
//! | `url`, `connection`, `headers`, `jwt`, `pem` | one form each |
//! | `shape` | what a value looks like |
//! | `checksum` | CRC-32 in tokens |

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
mod password_word;
mod pem;
mod phrases;
mod placeholders;
mod prefixed;
mod protocols;
mod queried;
mod roles;
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
    include_str!("password_word.rs"),
    include_str!("pem.rs"),
    include_str!("phrases.rs"),
    include_str!("placeholders.rs"),
    include_str!("prefixed.rs"),
    include_str!("protocols.rs"),
    include_str!("queried.rs"),
    include_str!("roles.rs"),
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
