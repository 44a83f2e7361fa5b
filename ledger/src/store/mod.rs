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
    ObjectStore, ObjectStoreExt,
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

/// Deletes an object. Azure's store does it by a batch, whose error names the URL with the signature of a shared access
/// signature in its query; other errors of stores do not.
pub(crate) async fn delete(store: &dyn ObjectStore, path: &Path) -> object_store::Result<()> {
    store.delete(path).await.map_err(|error| match error {
        object_store::Error::Generic { store, source } => {
            object_store::Error::Generic { store, source: without_queries(&source.to_string()).into() }
        }
        other => other,
    })
}

/// A text without the queries of the URLs in it.
fn without_queries(text: &str) -> String {
    let word = |word: &str| match word.split_once('?') {
        Some((url, _)) if url.contains("://") => format!("{url}?[hidden]"),
        _ => word.to_owned(),
    };
    text.split(' ').map(word).collect::<Vec<_>>().join(" ")
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

#[cfg(test)]
mod tests {
    use super::*;

    /// Nobody listens there.
    const NOWHERE: &str = "http://127.0.0.1:1";

    #[tokio::test]
    async fn an_error_of_a_delete_does_not_name_a_shared_access_signature() {
        let store = MicrosoftAzureBuilder::new()
            .with_account("account")
            .with_container_name("container")
            .with_endpoint(NOWHERE.to_owned())
            .with_allow_http(true)
            .with_config(AzureConfigKey::SasKey, "sv=2024-01-01&sig=Zm9yIG5vYm9keQ%3D%3D")
            .with_retry(object_store::RetryConfig { max_retries: 0, ..Default::default() })
            .build()
            .unwrap();
        let error = delete(&store, &Path::from("probe")).await.unwrap_err();
        let text = format!("{error} {error:?}");
        assert!(text.contains(NOWHERE) && text.contains("?[hidden]") && !text.contains("Zm9y"), "{text}");
    }
}
