//! Which lake to read, and whether there is one.

use std::path::Path;

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
                return Err(anyhow::anyhow!(what).into());
            }
            config.lake.url = Some(url);
        }
        match config.lake_dir() {
            Some(dir) if dir.is_file() => Err(none(&dir.display().to_string(), "it is a file").into()),
            Some(dir) if !dir.is_dir() => Err(none(&dir.display().to_string(), NOTHING).into()),
            _ => Ok(config),
        }
    }
}

const NOTHING: &str = "nothing is there";

fn none(place: &str, what: &str) -> anyhow::Error {
    anyhow::anyhow!(
        "there is no lake at {place}: {what}; name the right one with --lake or lake.url (CUSTOS__LAKE__URL), or start one there with `custos run`"
    )
}

/// Whether a place without ledger entries is a lake: one that a collector has just begun holds what stands in the ledger before the
/// first entry, and nothing else.
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
            let what = object.location;
            bail!(
                "{url} has no ledger, but holds {what}; is it the right lake, was its ledger removed, or has nothing been committed yet?"
            );
        }
    }
    if is_empty { Err(none(&url, NOTHING)) } else { Ok(()) }
}
