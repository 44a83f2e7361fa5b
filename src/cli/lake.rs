//! Which lake to read, and whether there is one.

use std::{fs, io::ErrorKind, path::Path};

use anyhow::bail;
use clap::Args;
use custos_ledger::has_userinfo;
use futures::StreamExt as _;
use object_store::ObjectStore;

use super::{ConfigArgs, Failure};
use crate::config::{Config, file_url, load_to_read};

/// Which lake to read.
#[derive(Args, Clone, Debug)]
pub(super) struct LakeArgs {
    #[command(flatten)]
    config: ConfigArgs,
    /// Lake to read instead of the configured one: a URL or a directory
    #[arg(long, value_name = "URL")]
    lake: Option<String>,
}

impl LakeArgs {
    /// The configuration with this lake in it. That there is something at its place is known of directories only.
    pub(super) fn load(&self) -> Result<Config, Failure> {
        let mut config = load_to_read(self.config.path()).map_err(Failure::Config)?.config;
        if let Some(lake) = &self.lake {
            let url = if lake.contains("://") { lake.clone() } else { file_url(Path::new(lake)) };
            if url.starts_with("file:") {
                config.lake.options.clear();
            } else if has_userinfo(&url) {
                let what = "--lake holds a user name or password; remove it, and give credentials under lake.options or in the environment";
                return Err(Failure::Usage(anyhow::anyhow!(what)));
            }
            config.lake.url = Some(url);
        }
        if let Some(dir) = config.lake_dir() {
            readable(&dir)?;
        }
        Ok(config)
    }
}

/// Whether a directory is there and can be listed.
fn readable(dir: &Path) -> anyhow::Result<()> {
    let place = dir.display();
    match fs::read_dir(dir) {
        Ok(_) => Ok(()),
        Err(e) if e.kind() == ErrorKind::NotADirectory => Err(none(&place.to_string(), "it is a file")),
        Err(e) if e.kind() == ErrorKind::NotFound => Err(none(&place.to_string(), NOTHING)),
        Err(e) => bail!("the lake at {place} cannot be read: {e}; ask as the user that the collector runs as"),
    }
}

const NOTHING: &str = "nothing is there";

fn none(place: &str, what: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "there is no lake at {place}: {what}; name the right one with --lake or lake.url (CUSTOS__LAKE__URL), or start one there with `custos run`"
    )
}

/// Whether a place without ledger entries is a lake: one that a collector has just begun holds what stands in the
/// ledger before the first entry, and nothing else.
///
/// # Errors
/// When there is nothing, as at a mistyped place, or something else: without its ledger nothing says what the data should be, and
/// another directory is no evidence at all.
pub(super) async fn begun(config: &Config, store: &dyn ObjectStore) -> anyhow::Result<()> {
    let url = config.lake_url();
    let mut objects = store.list(None);
    let mut is_empty = true;
    while let Some(object) = objects.next().await.transpose()? {
        is_empty = false;
        if object.location.parts().next().is_none_or(|first| first.as_ref() != "ledger") {
            if let Some(lake) =
                config.lake_dir().map(|dir| dir.join("lake")).filter(|lake| lake.join("ledger").is_dir())
            {
                bail!("{url} has no ledger: it is a data_dir, and its lake is {}", lake.display());
            }
            let what = object.location;
            bail!(
                "{url} has no ledger, but holds {what}; is it the right lake, was its ledger removed, or has nothing been committed yet?"
            );
        }
    }
    if is_empty { Err(none(&url, NOTHING)) } else { Ok(()) }
}
