//! `custos reveal`: the values behind reversible tokens, for those who hold the key. Every use is written down first.

use std::{
    collections::BTreeSet,
    fs,
    io::{self, Read as _, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
    time::SystemTime,
};

use anyhow::{Context as _, bail};
use clap::Args;
use custos_processors::redact::policy::{Key, Revealed, TokenKey, reveal};
use serde::Serialize;

use super::{ConfigArgs, Failure, output};
use crate::{
    app::private_dir,
    config::{Config, load_to_read, read_key},
};

/// Largest text that is read, bytes.
const MAX_TEXT: u64 = 64 << 20;

#[derive(Args, Debug)]
#[command(after_help = "\
Tokens are written where a policy says action = \"token\". They look like [EMAIL:t:k1:...]; text around them stays. \
Each use is appended to <data_dir>/audit/reveal.jsonl before anything is printed: when, who, which key, how many \
tokens, and a keyed fingerprint of each, never a value. When that cannot be written, nothing is revealed. \
Exit 1 when a token is of another key or was changed; it is left as it is.

Examples:
  custos reveal --config custos.toml '[EMAIL:t:k1:...]'
  custos query \"SELECT user_id FROM spans\" | custos reveal --key token.key -
  custos reveal --key old.key - < export.jsonl   with a key of earlier days")]
pub(super) struct RevealArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Key file to use instead of redaction.token of the configuration
    #[arg(long, value_name = "FILE")]
    key: Option<PathBuf>,
    /// Text with tokens; standard input when absent or `-`
    #[arg(value_name = "TOKEN")]
    text: Option<String>,
}

/// One line of the audit trail.
#[derive(Debug, Serialize)]
struct Use<'a> {
    time: String,
    user: Option<String>,
    uid: Option<u32>,
    /// Who logged in, also behind `sudo`.
    login_uid: Option<u32>,
    key_id: &'a str,
    /// Tokens that were read.
    tokens: usize,
    /// One for each distinct token.
    fingerprints: BTreeSet<String>,
    /// Tokens of this key id that could not be read.
    unread: usize,
}

pub(super) fn run(args: &RevealArgs) -> Result<ExitCode, Failure> {
    let config = load_to_read(args.config.path()).map_err(Failure::Config)?.config;
    let text = args.read()?;
    let ids: BTreeSet<String> = reveal(&text, &mut []).unread.into_iter().collect();
    if ids.is_empty() {
        return Err(anyhow::anyhow!("there is no token in the text; tokens look like [EMAIL:t:k1:...]").into());
    }
    let keys = args.keys(&config, &ids)?;
    let mut token_keys: Vec<TokenKey> = keys.iter().map(TokenKey::new).collect();
    let revealed = reveal(&text, &mut token_keys);
    audit(&config.data_dir.join("audit"), &keys, &ids, &revealed)
        .context("nothing is revealed, because its use cannot be written to <data_dir>/audit/reveal.jsonl")?;
    output::bytes(&revealed.text)?;
    if args.text.as_deref().is_some_and(|text| text != "-") {
        output::line("")?;
    }
    if revealed.unread.is_empty() {
        return Ok(ExitCode::SUCCESS);
    }
    let ids: BTreeSet<_> = revealed.unread.iter().map(String::as_str).collect();
    let (n, ids) = (revealed.unread.len(), ids.into_iter().collect::<Vec<_>>().join(", "));
    output::error(&format!(
        "custos: {n} of the tokens cannot be read with this key (key ids: {ids}); name theirs with --key"
    ));
    Ok(ExitCode::FAILURE)
}

impl RevealArgs {
    fn read(&self) -> anyhow::Result<Vec<u8>> {
        match self.text.as_deref() {
            Some(text) if text != "-" => Ok(text.as_bytes().to_vec()),
            _ => {
                let mut text = Vec::new();
                io::stdin().lock().take(MAX_TEXT + 1).read_to_end(&mut text).context("cannot read standard input")?;
                if text.len() as u64 > MAX_TEXT {
                    bail!("the text is larger than {} MiB; split it", MAX_TEXT >> 20);
                }
                Ok(text)
            }
        }
    }

    /// The keys to try. A file holds one key whatever it is called in the tokens.
    fn keys(&self, config: &Config, ids: &BTreeSet<String>) -> anyhow::Result<Vec<Key>> {
        if let Some(path) = &self.key {
            return ids.iter().map(|id| read_key(id, path).map_err(anyhow::Error::msg)).collect();
        }
        match config.redaction.token.read().map_err(|what| anyhow::anyhow!("redaction.token: {what}"))? {
            Some(key) => Ok(vec![key]),
            None => bail!("there is no key; name its file with --key, or set redaction.token.key_file"),
        }
    }
}

/// Appends what is about to be shown, one line for each key id, and waits until it is on disk.
fn audit(dir: &Path, keys: &[Key], ids: &BTreeSet<String>, revealed: &Revealed) -> anyhow::Result<()> {
    let (uid, login_uid) = (own_uid(), login_uid());
    let mut lines = Vec::new();
    for id in ids {
        let of_key = || revealed.tokens.iter().filter(|t| t.key_id == *id);
        let key = keys.iter().find(|k| k.id() == id);
        let line = Use {
            time: humantime::format_rfc3339_millis(SystemTime::now()).to_string(),
            user: uid.and_then(user_name),
            uid,
            login_uid,
            key_id: id,
            tokens: of_key().count(),
            fingerprints: key.iter().flat_map(|k| of_key().map(|t| k.fingerprint(&t.text))).collect(),
            unread: revealed.unread.iter().filter(|unread| *unread == id).count(),
        };
        serde_json::to_writer(&mut lines, &line)?;
        lines.push(b'\n');
    }
    private_dir(dir).with_context(|| format!("cannot make {}", dir.display()))?;
    let path = dir.join("reveal.jsonl");
    let mut options = fs::OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(&path).with_context(|| format!("cannot open {}", path.display()))?;
    file.write_all(&lines)
        .and_then(|()| file.sync_all())
        .with_context(|| format!("cannot write {}", path.display()))?;
    // So that the file itself is there after a crash.
    fs::File::open(dir).and_then(|dir| dir.sync_all()).with_context(|| format!("cannot sync {}", dir.display()))?;
    Ok(())
}

/// The user whose rights the process has, where the system tells.
fn own_uid() -> Option<u32> {
    #[cfg(unix)]
    return fs::metadata("/proc/self").ok().map(|process| std::os::unix::fs::MetadataExt::uid(&process));
    #[cfg(not(unix))]
    None
}

fn login_uid() -> Option<u32> {
    fs::read_to_string("/proc/self/loginuid").ok()?.trim().parse().ok().filter(|uid| *uid != u32::MAX)
}

fn user_name(uid: u32) -> Option<String> {
    let users = fs::read_to_string("/etc/passwd").ok()?;
    users.lines().find_map(|line| {
        let mut fields = line.split(':');
        let name = fields.next()?;
        (fields.nth(1)?.parse() == Ok(uid)).then(|| name.to_owned())
    })
}
