//! Object stores of URLs.
//!
//! | URL | credentials |
//! |---|---|
//! | `file:///var/lib/custos/lake`, `file://./lake` | none; the directory is created; every put is fsynced ([`local`]) |
//! | `s3://bucket/prefix` | options, else `AWS_*` variables, web identity, instance metadata |
//! | `gs://bucket/prefix` | options, else `GOOGLE_*` variables, application default credentials |
//! | `az://container/prefix` | options, else `AZURE_*` variables, managed identity |
//!
//! Options are the keys of the object_store crate: `aws_endpoint`, `aws_region`, `aws_access_key_id`,
//! `aws_secret_access_key`, `aws_allow_http` (or without `aws_`), `google_service_account`,
//! `azure_storage_account_name`, ... They win over the environment. [`setting_fault`] tells values with which no
//! request can be made.

pub mod local;
mod settings;

pub use settings::setting_fault;

use std::{borrow::Cow, collections::BTreeMap, fmt, path::PathBuf, sync::Arc};

use object_store::{
    ClientConfigKey, ObjectStore, ObjectStoreExt, StaticCredentialProvider,
    aws::{AmazonS3Builder, AmazonS3ConfigKey, AwsCredential},
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
            let builder = s3_with(AmazonS3Builder::from_env(), &config.options).map_err(error)?;
            check_s3(&builder).map_err(error)?;
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

/// Options over what the environment gave. There an endpoint of S3 alone has a variable of its own, which the crate
/// would take before an option; and a session token there is not of the credentials that options give.
fn s3_with(mut builder: AmazonS3Builder, options: &BTreeMap<String, String>) -> Result<AmazonS3Builder, String> {
    let mut given = BTreeMap::new();
    for (key, value) in options {
        let key = parse_key::<AmazonS3ConfigKey>(key)?;
        given.insert(key.as_ref().to_owned(), value);
        builder = builder.with_config(key, value);
    }
    let value = |key: AmazonS3ConfigKey| given.get(key.as_ref()).copied();
    if let (Some(endpoint), None) = (value(AmazonS3ConfigKey::Endpoint), value(AmazonS3ConfigKey::S3Endpoint)) {
        builder = builder.with_config(AmazonS3ConfigKey::S3Endpoint, endpoint);
    }
    let pair = (value(AmazonS3ConfigKey::AccessKeyId), value(AmazonS3ConfigKey::SecretAccessKey));
    if let ((Some(id), Some(secret)), None) = (pair, value(AmazonS3ConfigKey::Token)) {
        let credential = AwsCredential { key_id: id.clone(), secret_key: secret.clone(), token: None };
        builder = builder.with_credentials(Arc::new(StaticCredentialProvider::new(credential)));
    }
    Ok(builder)
}

/// What the environment gave, nobody has checked.
fn check_s3(builder: &AmazonS3Builder) -> Result<(), String> {
    let endpoint = builder.get_config_value(&AmazonS3ConfigKey::Endpoint);
    // An option stands for both.
    let name = |key: &AmazonS3ConfigKey| match key {
        AmazonS3ConfigKey::S3Endpoint if endpoint == builder.get_config_value(key) => "aws_endpoint".to_owned(),
        key => key.as_ref().to_owned(),
    };
    let has_own_endpoint = builder.get_config_value(&AmazonS3ConfigKey::S3Endpoint).is_some();
    for key in settings::S3_CHECKED {
        if has_own_endpoint && key == AmazonS3ConfigKey::Endpoint {
            continue;
        }
        let Some(value) = builder.get_config_value(&key) else { continue };
        let is_endpoint = matches!(key, AmazonS3ConfigKey::Endpoint | AmazonS3ConfigKey::S3Endpoint);
        if is_endpoint {
            plain_endpoint(Some(value.clone()))?;
        }
        if let Some(what) = settings::s3_fault(&key, &value) {
            return Err(format!("setting {} {what}", name(&key)));
        }
        let allow = AmazonS3ConfigKey::Client(ClientConfigKey::AllowHttp);
        let allowed = builder.get_config_value(&allow).unwrap_or_default().to_ascii_lowercase();
        if is_endpoint && value.starts_with("http://") && matches!(&*allowed, "" | "false") {
            return Err(format!(
                "setting {} is not encrypted; set aws_allow_http to \"true\" if it may be",
                name(&key)
            ));
        }
    }
    Ok(())
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

    fn refusal(url: &str, options: &[(&str, &str)]) -> Option<String> {
        let keys = [("aws_access_key_id", "id"), ("aws_secret_access_key", "secret")];
        let keys = keys.iter().filter(|_| url.starts_with("s3"));
        let options = keys.chain(options).map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect();
        open_store(&StoreConfig { url: url.into(), options }).err().map(|error| error.to_string())
    }

    /// With each of these the first request would be a panic, or an error that helps nobody.
    #[test]
    fn settings_that_no_request_can_be_made_with_are_refused() {
        for (key, value) in [
            ("aws_endpoint", "localhost:9000"),
            ("aws_endpoint", "minio"),
            ("aws_endpoint", ""),
            ("aws_endpoint", "http://127.0.0.1:99999"),
            ("aws_endpoint_url_s3", "https://h:1/ x"),
            ("aws_region", "us-east-1 "),
            ("aws_region", "us east-1"),
            ("aws_access_key_id", "AKIA\n"),
            ("aws_access_key_id", "AKIÄ"),
            ("aws_secret_access_key", "verySecret\n"),
            ("aws_session_token", "verySecret\n"),
        ] {
            let error = refusal("s3://bucket/x", &[(key, value)]).unwrap_or_default();
            assert!(error.contains(&format!("setting {key} ")), "{key}={value:?}: {error}");
            assert!(!error.contains("verySecret"), "{error}");
        }
        let endpoint = ("aws_endpoint", "http://127.0.0.1:9000");
        assert!(refusal("s3://bucket", &[endpoint]).is_some_and(|error| error.contains("aws_allow_http")));
        for allowed in ["true", "1", "yes"] {
            assert_eq!(refusal("s3://bucket", &[endpoint, ("aws_allow_http", allowed)]), None);
        }
        assert_eq!(refusal("s3://bucket", &[("aws_endpoint", "https://h.example"), ("aws_region", "garage")]), None);
        let user = refusal("s3://bucket", &[("aws_endpoint_url_s3", "https://user:pw@h")]).unwrap_or_default();
        assert!(user.contains("holds a user name or password") && !user.contains("pw@"), "{user}");
    }

    #[tokio::test]
    async fn options_win_over_every_variable_of_the_environment() {
        let env = AmazonS3Builder::new()
            .with_bucket_name("b")
            .with_config(AmazonS3ConfigKey::S3Endpoint, "https://env.example")
            .with_config(AmazonS3ConfigKey::AccessKeyId, "env")
            .with_config(AmazonS3ConfigKey::SecretAccessKey, "env")
            .with_config(AmazonS3ConfigKey::Token, "env");
        let options = [
            ("endpoint", "https://option.example"),
            ("aws_access_key_id", "option"),
            ("aws_secret_access_key", "option"),
        ];
        let options = options.map(|(key, value)| (key.to_owned(), value.to_owned())).into();
        let builder = s3_with(env.clone(), &options).unwrap();
        let endpoint = builder.get_config_value(&AmazonS3ConfigKey::S3Endpoint);
        assert_eq!(endpoint.as_deref(), Some("https://option.example"));
        let credential = builder.build().unwrap().credentials().get_credential().await.unwrap();
        assert_eq!((&*credential.key_id, &credential.token), ("option", &None));

        let credential = s3_with(env, &BTreeMap::new()).unwrap().build().unwrap().credentials().get_credential().await;
        assert_eq!(credential.unwrap().token.as_deref(), Some("env"));
    }

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
