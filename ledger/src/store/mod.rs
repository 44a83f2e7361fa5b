//! Object stores of URLs.
//!
//! | URL | credentials |
//! |---|---|
//! | `file:///var/lib/custos/lake`, `file://./lake` | none; the directory is created; every put is fsynced ([`local`]) |
//! | `s3://bucket/prefix` | options, else `AWS_*` variables, web identity, instance metadata |
//! | `gs://bucket/prefix` | options, else `GOOGLE_*` variables, application default credentials |
//! | `az://container/prefix` | options, else `AZURE_*` variables, managed identity |
//!
//! Options are the keys of the object_store crate: `aws_endpoint`, `aws_region`, `aws_access_key_id`, `aws_secret_access_key`,
//! `aws_allow_http` (or without `aws_`), `google_service_account`, `azure_storage_account_name`, ... They win over the environment.

pub mod local;

use std::{borrow::Cow, collections::BTreeMap, fmt, path::PathBuf, sync::Arc};

use object_store::{
    ObjectStore,
    aws::{AmazonS3Builder, AmazonS3ConfigKey},
    azure::{AzureConfigKey, MicrosoftAzureBuilder},
    gcp::{GoogleCloudStorageBuilder, GoogleConfigKey},
    path::Path,
    prefix::PrefixStore,
};
use url::Url;

use crate::LedgerError;

/// Where the lake lies.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct StoreConfig {
    /// URL, see the module's table.
    pub url: String,
    /// Options, by lower-case key. May hold secrets.
    pub options: BTreeMap<String, String>,
}

impl fmt::Debug for StoreConfig {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let keys: Vec<_> = self.options.keys().collect();
        f.debug_struct("StoreConfig").field("url", &hide_userinfo(&self.url)).field("options", &keys).finish()
    }
}

/// Whether what stands for a host in a URL, or in what lacks its scheme, has a user or a password before it.
pub fn has_userinfo(url: &str) -> bool {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    rest.split(['/', '?', '#']).next().is_some_and(|authority| authority.contains('@'))
}

/// The text of a URL, or of what was meant as one, to be shown: without user and password.
pub fn hide_userinfo(url: &str) -> Cow<'_, str> {
    let Some((before, host)) = url.rsplit_once('@') else { return url.into() };
    match before.split_once("://") {
        Some((scheme, rest)) => {
            let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
            let port = authority.rsplit_once(':').map_or("", |(_, port)| port);
            // A password may hold a slash, and then looks like a port and a path.
            let is_path = authority.len() < rest.len() && port.bytes().all(|b| b.is_ascii_digit());
            if is_path && !has_userinfo(url) { url.into() } else { format!("{scheme}://[hidden]@{host}").into() }
        }
        // An e-mail address, or a path.
        None if !before.contains(':') => url.into(),
        None => format!("[hidden]@{host}").into(),
    }
}

/// Opens the object store of a URL, rooted at the URL's path. Nothing is sent yet, only a local directory is created.
///
/// # Errors
/// When the URL or an option is not understood.
pub fn open_store(config: &StoreConfig) -> Result<Arc<dyn ObjectStore>, LedgerError> {
    let error = |what: String| LedgerError::Config { url: hide_userinfo(&config.url).into_owned(), what };
    if let Some(rest) = config.url.strip_prefix("file://") {
        if let Some(key) = config.options.keys().next() {
            return Err(error(format!("option `{key}` has no meaning for a local directory")));
        }
        let path = local_path(&config.url, rest).map_err(error)?;
        return Ok(Arc::new(local::DurableFileSystem::create(&path).map_err(|e| error(e.to_string()))?));
    }
    if has_userinfo(&config.url) {
        return Err(error("holds a user name or password; give credentials as options or in the environment".into()));
    }
    let url = Url::parse(&config.url).map_err(|e| error(format!("is not a URL: {e}")))?;
    let bucket = url.host_str().filter(|b| !b.is_empty()).ok_or_else(|| error("names no bucket".into()))?;
    let prefix = Path::from_url_path(url.path()).map_err(|e| error(e.to_string()))?;
    let failed = |e: object_store::Error| error(e.to_string());
    match url.scheme() {
        "s3" | "s3a" => {
            let mut builder = AmazonS3Builder::from_env();
            for (key, value) in &config.options {
                builder = builder.with_config(parse_key::<AmazonS3ConfigKey>(key).map_err(error)?, value);
            }
            plain_endpoint(builder.get_config_value(&AmazonS3ConfigKey::Endpoint)).map_err(error)?;
            Ok(rooted(builder.with_bucket_name(bucket).build().map_err(failed)?, prefix))
        }
        "gs" => {
            let mut builder = GoogleCloudStorageBuilder::from_env();
            for (key, value) in &config.options {
                builder = builder.with_config(parse_key::<GoogleConfigKey>(key).map_err(error)?, value);
            }
            plain_endpoint(builder.get_config_value(&GoogleConfigKey::BaseUrl)).map_err(error)?;
            Ok(rooted(builder.with_bucket_name(bucket).build().map_err(failed)?, prefix))
        }
        "az" => {
            let mut builder = MicrosoftAzureBuilder::from_env();
            for (key, value) in &config.options {
                builder = builder.with_config(parse_key::<AzureConfigKey>(key).map_err(error)?, value);
            }
            plain_endpoint(builder.get_config_value(&AzureConfigKey::Endpoint)).map_err(error)?;
            Ok(rooted(builder.with_container_name(bucket).build().map_err(failed)?, prefix))
        }
        scheme => Err(error(format!("has scheme `{scheme}`; known are file, s3, gs and az"))),
    }
}

/// Errors of requests name the endpoint. It may come of the environment, which nobody has checked.
fn plain_endpoint(endpoint: Option<String>) -> Result<(), String> {
    match endpoint {
        Some(endpoint) if endpoint.contains('@') => {
            Err("has an endpoint that holds a user name or password; give credentials as options of their own".into())
        }
        _ => Ok(()),
    }
}

fn parse_key<K: std::str::FromStr>(key: &str) -> Result<K, String> {
    key.to_ascii_lowercase().parse().map_err(|_| format!("option `{key}` is not known"))
}

fn rooted(store: impl ObjectStore, prefix: Path) -> Arc<dyn ObjectStore> {
    if prefix.as_ref().is_empty() { Arc::new(store) } else { Arc::new(PrefixStore::new(store, prefix)) }
}

fn local_path(url: &str, rest: &str) -> Result<PathBuf, String> {
    if rest.is_empty() {
        return Err("names no directory".into());
    }
    if rest.starts_with('/') {
        let parsed = Url::parse(url).map_err(|e| format!("is not a URL: {e}"))?;
        return parsed.to_file_path().map_err(|()| "is not a local path".into());
    }
    Ok(PathBuf::from(rest))
}
