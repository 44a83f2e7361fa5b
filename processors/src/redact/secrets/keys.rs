//! What a key says about the secrecy of its value.
//!
//! A key is split into words (`camelCase`, `snake_case`, dots, dashes) and only whole words count: `max_tokens` is no
//! token.

use std::cell::RefCell;

use super::{
    key_words::{ABOUT, NOT_CREDENTIAL, OWNERS, PAIRS, PASSWORD_PAIRS, PASSWORDS, WORDS},
    roles::Roles,
    words::{self, Words},
};
use crate::redact::{
    context::{Context, is_message, words},
    lexicon::{MAYBE_PASSWORDS, PASSWORDS as FOREIGN},
    lookup::memo::Memo,
};

/// `pgpassword`, `keystorepasswd`, `sshpass`, `dbpw`.
fn run_together(word: &str) -> bool {
    word.len() > 8 && ["password", "passwd", "passwort"].iter().any(|w| word.ends_with(w))
        || ["pass", "pw", "pwd"].iter().any(|w| word.strip_suffix(w).is_some_and(|owner| OWNERS.contains(&owner)))
}

thread_local! {
    /// What keys say: most have been asked before.
    static SAID: RefCell<Memo<Context>> = const { RefCell::new(Memo::new()) };
}

/// Whether a key names a secret.
pub(in crate::redact) fn secrecy(key: &str) -> Context {
    SAID.with_borrow_mut(|said| said.get(key.as_bytes(), || read(key)))
}

fn read(key: &str) -> Context {
    if is_message(key) {
        return Context::default();
    }
    let says = named(key);
    // `password1`, `API_KEY_2`.
    let name = key.trim_end_matches(|c: char| c.is_ascii_digit());
    if matches!(key.len() - name.len(), 1..=2) && !says.has(Context::SECRET) {
        let numbered = named(name);
        return if numbered.has(Context::SECRET) { numbered } else { says };
    }
    says
}

/// What stands before `pass` where it is a turn or a stage, or what came of a test.
const STAGES: &[&str] = &[
    "second", "third", "one", "two", "multi", "single", "render", "test", "tests", "build", "shader", "opt", "depth",
    "color", "forward", "backward", "final", "initial", "main", "pre", "post", "by", "compute", "shadow", "season",
    "boarding", "bus", "low", "high", "band", "all", "must", "should", "did", "not", "to", "is",
];

/// Words of keys of texts that an interface shows.
const INTERFACE: &[&str] = &[
    "forgot", "forgotten", "mismatch", "mismatched", "matching", "label", "placeholder", "caption", "tooltip", "button",
];

/// Last words that may name a secret.
fn is_keyish(last: &str) -> bool {
    matches!(
        last,
        "token"
            | "auth"
            | "jwt"
            | "sessionid"
            | "sid"
            | "bearer"
            | "key"
            | "pat"
            | "sig"
            | "signature"
            | "sas"
            | "pin"
            | "pass"
            | "csrf"
            | "xsrf"
    )
}

fn named(key: &str) -> Context {
    let words = words(key);
    let Some(last) = words.last().map(String::as_str) else { return Context::default() };
    let before = words.len().checked_sub(2).and_then(|i| words.get(i)).map_or("", String::as_str);
    // The second half of a login to Vault; that of an app's registration has its number only.
    if (before, last) == ("secret", "id") && !words.iter().any(|w| w == "client") {
        return Context::MAYBE_SECRET.with(Context::TOKEN);
    }
    // `PublicKeyToken` of .NET: which key signed an assembly.
    if ABOUT.contains(&last) || last == "token" && before == "key" && words.iter().any(|w| w == "public") {
        return Context::NO_SECRET;
    }
    let password =
        words.iter().any(|w| PASSWORDS.contains(&w.as_str()) || FOREIGN.contains(&w.as_str()) || run_together(w));
    // `forgotPassword`, `notMatchingPasswords`, `passwordFieldLabel`: of an interface, but for what looks like a
    // password.
    if password && words.len() > 1 && words.iter().any(|w| INTERFACE.contains(&w.as_str())) {
        return Context::PASSWORD;
    }
    // `existingSecretPasswordKey: redis-password`: which key of a secret holds it.
    if password && last == "key" {
        return Context::SECRET;
    }
    // The directory of a shell, which its programs find among their variables.
    if matches!(key, "PWD" | "OLDPWD") {
        return Context::SECRET.with(Context::PASSWORD).with(Context::KEYISH);
    }
    if password
        || PASSWORD_PAIRS.contains(&(before, last))
        || last == "pass" && OWNERS.contains(&before)
        || last == "psk"
    {
        return Context::SECRET.with(Context::PASSWORD);
    }
    if PAIRS.contains(&(before, last)) || WORDS.contains(&last) {
        let aws = words.iter().any(|w| w == "aws")
            || (words.iter().any(|w| w == "secret") && words.iter().any(|w| w == "access"));
        let several =
            matches!(last, "secrets" | "credentials" | "creds" | "apikeys") || (before, last) == ("api", "keys");
        let says = if several { Context::SECRET.with(Context::SECRETS_KEY) } else { Context::SECRET };
        // It may as well be the fingerprint of one that signs.
        if matches!(before, "gpg" | "pgp") {
            return says.with(Context::KEYISH);
        }
        return if aws { says.with(Context::AWS) } else { says };
    }
    if MAYBE_PASSWORDS.contains(&last) {
        return Context::SECRET;
    }
    let held = || last == "pass" && !NOT_CREDENTIAL.contains(&before) && !STAGES.contains(&before);
    if held() {
        // Also what tests and loops do: only a value that is no word.
        return Context::PASSWORD;
    }
    weighed(key, &words, before, last)
}

/// What the words of a key say together that none of them says.
fn weighed(key: &str, words: &[String], before: &str, last: &str) -> Context {
    let mut weighed = Words::new();
    weighed.read(key.as_bytes());
    let evidence = words::weigh(&weighed);
    let keyish = is_keyish(last) && !NOT_CREDENTIAL.contains(&before);
    // Alone these words say too little.
    let alone = words.len() == 1 && matches!(last, "key" | "signature" | "pin" | "sig" | "pass");
    let mut context =
        if Roles::of(last.as_bytes()).has(Roles::OTHER) { Context::NO_SECRET } else { Context::default() };
    if (before, last) == ("string", "data") {
        // Of a secret of Kubernetes.
        context = context.with(Context::SECRETS_KEY);
    }
    if keyish {
        context = context.with(Context::KEYISH);
    }
    if keyish && !alone {
        context = context.with(Context::MAYBE_SECRET);
        if last == "token" {
            context = context.with(Context::TOKEN);
        }
    }
    if key == "primaryKey" {
        // Of a table, or one of two of an account of Azure, which are long.
        context = context.with(Context::MAYBE_SECRET).with(Context::ID);
    }
    if evidence.vendor {
        context = context.with(Context::UNDER_VENDOR);
    }
    if evidence.strong() {
        context = context.with(Context::VENDOR).with(Context::MAYBE_SECRET);
    } else if evidence.bare {
        context = context.with(Context::VENDOR);
    }
    context
}
