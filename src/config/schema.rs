//! The keys of the configuration, their types and defaults.
//!
//! A key is a field here and nowhere else: `custos check`, the environment overrides and the test of
//! `config.example.toml` all read the set of keys from [`Config::resolve`].

use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
    time::Duration,
};

use custos_model::limits;
use custos_pipeline::receivers::{GRPC_PORT, HTTP_PORT};
use custos_processors::redact::policy::{AllowSettings, DenyRow, Key, PolicyRow, PolicySettings, RuleRow};
use serde::{Deserialize, Serialize};

use super::units::{Compression, Listen, Period, Secret, Size};

/// The whole configuration.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Directory of everything that is not elsewhere: write-ahead log, signing key, and the lake unless `lake.url` says
    /// otherwise.
    pub data_dir: PathBuf,
    /// What takes in telemetry.
    pub receivers: Receivers,
    /// The listener for SQL, health and metrics.
    pub http: Http,
    /// Object storage where the Parquet tables and the ledger live.
    pub lake: Lake,
    /// The write-ahead log.
    pub wal: Wal,
    /// Signing of the ledger.
    pub ledger: Ledger,
    /// The threads between receivers and the write-ahead log.
    pub ingest: Ingest,
    /// Removal of personal data and secrets.
    pub redaction: Redaction,
    /// Bounds on memory and time.
    pub limits: Limits,
    /// Bounds on SQL queries.
    pub query: Query,
    /// What the program says about itself on standard error.
    pub log: Log,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            data_dir: "custos-data".into(),
            receivers: Receivers::default(),
            http: Http::default(),
            lake: Lake::default(),
            wal: Wal::default(),
            ledger: Ledger::default(),
            ingest: Ingest::default(),
            redaction: Redaction::default(),
            limits: Limits::default(),
            query: Query::default(),
            log: Log::default(),
        }
    }
}

/// What takes in telemetry.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Receivers {
    /// OpenTelemetry protocol.
    pub otlp: Otlp,
}

/// OpenTelemetry protocol, both transports.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Otlp {
    /// OTLP/gRPC.
    pub grpc: OtlpGrpc,
    /// OTLP/HTTP, protobuf and JSON.
    pub http: OtlpHttp,
}

/// OTLP/gRPC.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OtlpGrpc {
    /// Whether to listen at all.
    pub enabled: bool,
    /// Where.
    pub listen: Listen,
}

impl Default for OtlpGrpc {
    fn default() -> Self {
        Self { enabled: true, listen: Listen::loopback(GRPC_PORT) }
    }
}

/// OTLP/HTTP.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct OtlpHttp {
    /// Whether to listen at all.
    pub enabled: bool,
    /// Where.
    pub listen: Listen,
    /// Paths that take traces.
    pub traces_paths: Vec<String>,
    /// Paths that take logs.
    pub logs_paths: Vec<String>,
    /// Paths that take metrics.
    pub metrics_paths: Vec<String>,
    /// Requests from web pages of other origins.
    pub cors: Cors,
}

impl Default for OtlpHttp {
    fn default() -> Self {
        Self {
            enabled: true,
            listen: Listen::loopback(HTTP_PORT),
            traces_paths: vec!["/v1/traces".into(), "/api/public/otel/v1/traces".into()],
            logs_paths: vec!["/v1/logs".into(), "/api/public/otel/v1/logs".into()],
            metrics_paths: vec!["/v1/metrics".into(), "/api/public/otel/v1/metrics".into()],
            cors: Cors::default(),
        }
    }
}

/// Requests from web pages of other origins; none are allowed while `allowed_origins` is empty.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Cors {
    /// `https://app.example.com`, or `*` for every page.
    pub allowed_origins: Vec<String>,
    /// Request headers beyond those that are always allowed.
    pub allowed_headers: Vec<String>,
    /// How long a browser may remember the answer.
    pub max_age: Period,
}

impl Default for Cors {
    fn default() -> Self {
        Self { allowed_origins: vec![], allowed_headers: vec![], max_age: Period(Duration::from_secs(7200)) }
    }
}

/// The listener for SQL, health and metrics.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Http {
    /// Whether to listen at all.
    pub enabled: bool,
    /// Where.
    pub listen: Listen,
    /// Names besides those of loopback addresses under which a listener on one answers: that of a reverse proxy's site.
    pub allowed_hosts: Vec<String>,
}

impl Default for Http {
    fn default() -> Self {
        Self { enabled: true, listen: Listen::loopback(8080), allowed_hosts: vec![] }
    }
}

/// Object storage where the Parquet tables and the ledger live.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Lake {
    /// `file://`, `s3://`, `gs://` or `az://`. `<data_dir>/lake` when absent.
    pub url: Option<String>,
    /// For how long a start waits for a store that cannot be reached; the write-ahead log keeps what comes meanwhile.
    pub startup_timeout: Period,
    /// Age at which buffered rows are committed.
    pub flush_interval: Period,
    /// Bytes of encoded Parquet at which buffered rows are committed.
    pub flush_bytes: Size,
    /// Compression of Parquet pages.
    pub compression: Compression,
    /// Settings of the object store, such as `aws_endpoint`; beside them its usual environment variables count.
    pub options: BTreeMap<String, Secret>,
}

impl Default for Lake {
    fn default() -> Self {
        Self {
            url: None,
            startup_timeout: Period(Duration::from_secs(300)),
            flush_interval: Period(limits::FLUSH_INTERVAL),
            flush_bytes: Size(limits::FLUSH_BYTES as u64),
            compression: Compression::Zstd(1),
            options: BTreeMap::new(),
        }
    }
}

/// The write-ahead log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Wal {
    /// Its directory, on a disk whose fsync can be trusted. `<data_dir>/wal` when absent.
    pub dir: Option<PathBuf>,
    /// Size at which clients are told to retry.
    pub max_bytes: Size,
}

impl Default for Wal {
    fn default() -> Self {
        Self { dir: None, max_bytes: Size(limits::MAX_WAL_BYTES) }
    }
}

/// Signing of the ledger.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ledger {
    /// The ed25519 signing key (PKCS#8 PEM), created with mode 0600 when it is not there. `<data_dir>/ledger.key.pem`
    /// when absent.
    pub key_file: Option<PathBuf>,
}

/// The threads between receivers and the write-ahead log.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Ingest {
    /// Number of shards, each a thread with its own log segments; 0 means one a core.
    pub shards: usize,
}

/// Removal of personal data and secrets. Every value is read before anything is written; what is found becomes `[TYPE]`
/// unless a policy says otherwise.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Redaction {
    /// Memory for hashes of long values that were found clean, and as much for what became of the others, so that a
    /// conversation that repeats is scanned once.
    pub cache_bytes: Size,
    /// Nothing is removed anywhere: found values are counted, and stored as they came.
    pub dry_run: bool,
    /// Names in free text go too, as far as lists of names tell them.
    pub free_text_names: bool,
    /// Longest text that slow rules read; a longer one is dropped.
    pub slow_bytes: Size,
    /// What happens with found values, by type, key and tenant; later ones win.
    pub policies: Vec<PolicyRow>,
    /// Literal values that go.
    pub deny: Vec<DenyRow>,
    /// Patterns that go.
    pub rules: Vec<RuleRow>,
    /// Values that stay.
    pub allow: AllowSettings,
    /// Key of the action `pseudonym`.
    pub pseudonym: KeySource,
    /// Key of the action `token`.
    pub token: KeySource,
}

impl Default for Redaction {
    fn default() -> Self {
        let settings = PolicySettings::default();
        Self {
            cache_bytes: Size(4 << 20),
            dry_run: settings.dry_run,
            free_text_names: settings.free_text_names,
            slow_bytes: Size(settings.slow_bytes as u64),
            policies: settings.policies,
            deny: settings.deny,
            rules: settings.rules,
            allow: settings.allow,
            pseudonym: KeySource::default(),
            token: KeySource::default(),
        }
    }
}

impl Redaction {
    /// The settings that decide what happens with values.
    pub fn settings(&self) -> PolicySettings {
        PolicySettings {
            dry_run: self.dry_run,
            free_text_names: self.free_text_names,
            policies: self.policies.clone(),
            allow: self.allow.clone(),
            deny: self.deny.clone(),
            rules: self.rules.clone(),
            slow_bytes: self.slow_bytes.bytes(),
        }
    }
}

/// Where a key of redaction is. Without `key_file` and `key` there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct KeySource {
    /// Name of the key in what is written with it. A new key needs a new name.
    pub id: String,
    /// File with 64 hex digits that only its owner can read. Not in the lake.
    pub key_file: PathBuf,
    /// The 64 hex digits themselves, for the environment.
    pub key: Secret,
}

impl Default for KeySource {
    fn default() -> Self {
        Self { id: "k1".into(), key_file: PathBuf::new(), key: Secret::new("") }
    }
}

impl KeySource {
    /// Whether there is a key.
    pub fn is_set(&self) -> bool {
        !self.key_file.as_os_str().is_empty() || !self.key.reveal().is_empty()
    }

    /// What is wrong with the id of the key, if there is one.
    pub fn wrong_id(&self) -> Option<&'static str> {
        // Any key: only the id is in question.
        let any = "0123456789abcdef".repeat(4);
        self.is_set().then(|| Key::new(&self.id, &any).err()).flatten()
    }

    /// Reads the key, if there is one.
    ///
    /// # Errors
    /// What is wrong and what to do; never a part of the key.
    pub fn read(&self) -> Result<Option<Key>, String> {
        if !self.is_set() {
            return Ok(None);
        }
        if !self.key.reveal().is_empty() {
            return Ok(Some(Key::new(&self.id, self.key.reveal())?));
        }
        read_key(&self.id, &self.key_file).map(Some)
    }
}

/// Reads a key from a file that only its owner can read.
///
/// # Errors
/// What is wrong and what to do; never a part of the key.
pub fn read_key(id: &str, path: &Path) -> Result<Key, String> {
    let shown = path.display();
    let wrong =
        |error: std::io::Error| format!("{shown} cannot be read ({error}); make it with `openssl rand -hex 32`");
    #[cfg(unix)]
    {
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(path).map_err(wrong)?.permissions());
        if mode & 0o077 != 0 {
            return Err(format!("{shown} can be read by others (mode {:o}); chmod 600 it", mode & 0o777));
        }
    }
    let text = std::fs::read_to_string(path).map_err(wrong)?;
    Key::new(id, &text).map_err(|what| format!("{shown}: {what}"))
}

/// Bounds on memory and time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Largest request body, after decompression.
    pub max_request_bytes: Size,
    /// Request bytes that may wait for the write-ahead log; past it clients are told to retry.
    pub max_inflight_bytes: Size,
    /// Request bytes in one group commit.
    pub max_group_bytes: Size,
    /// Connections at once, on each listener.
    pub max_connections: usize,
    /// Time a client may take to send one request.
    pub request_timeout: Period,
    /// Time to finish what was begun after SIGTERM, queries included.
    pub drain_timeout: Period,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_request_bytes: Size(limits::MAX_REQUEST_BYTES as u64),
            max_inflight_bytes: Size(limits::MAX_INFLIGHT_BYTES as u64),
            max_group_bytes: Size(limits::MAX_GROUP_BYTES as u64),
            max_connections: limits::MAX_CONNECTIONS,
            request_timeout: Period(limits::REQUEST_TIMEOUT),
            drain_timeout: Period(Duration::from_secs(25)),
        }
    }
}

/// Bounds on SQL queries.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Query {
    /// Memory of sorts, joins and aggregates, of all queries together.
    pub memory: Size,
    /// Rows that one query may answer; more are cut off, and the answer says so.
    pub max_rows: usize,
    /// Time that one query may take.
    pub timeout: Period,
    /// Queries over HTTP at once; more are told to retry.
    pub max_concurrent: usize,
}

impl Default for Query {
    fn default() -> Self {
        Self { memory: Size(256 << 20), max_rows: 100_000, timeout: Period(Duration::from_secs(60)), max_concurrent: 4 }
    }
}

/// What the program says about itself on standard error.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Log {
    /// `error`, `warn`, `info`, `debug`, `trace`, or a list such as `info,custos_pipeline=debug`.
    pub level: String,
    /// `text` or `json`.
    pub format: LogFormat,
}

impl Default for Log {
    fn default() -> Self {
        Self { level: "info".into(), format: LogFormat::Text }
    }
}

/// How log lines are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    Text,
    /// One JSON object a line.
    Json,
}

impl Config {
    /// Fills in what depends on `data_dir`. Afterwards every key has a value.
    #[must_use]
    pub fn resolve(mut self) -> Self {
        let data_dir = std::path::absolute(&self.data_dir).unwrap_or_else(|_| self.data_dir.clone());
        self.lake.url.get_or_insert_with(|| file_url(&data_dir.join("lake")));
        self.wal.dir.get_or_insert_with(|| self.data_dir.join("wal"));
        self.ledger.key_file.get_or_insert_with(|| self.data_dir.join("ledger.key.pem"));
        self
    }

    /// URL of the lake.
    pub fn lake_url(&self) -> String {
        self.lake.url.clone().unwrap_or_else(|| file_url(&self.data_dir.join("lake")))
    }

    /// Directory of the write-ahead log.
    pub fn wal_dir(&self) -> PathBuf {
        self.wal.dir.clone().unwrap_or_else(|| self.data_dir.join("wal"))
    }

    /// The signing key.
    pub fn key_file(&self) -> PathBuf {
        self.ledger.key_file.clone().unwrap_or_else(|| self.data_dir.join("ledger.key.pem"))
    }

    /// The directory of a `file://` lake.
    pub fn lake_dir(&self) -> Option<PathBuf> {
        let url = url::Url::parse(&self.lake_url()).ok()?;
        (url.scheme() == "file").then(|| url.to_file_path().ok()).flatten()
    }
}

/// `file://` URL of a directory.
pub fn file_url(dir: &Path) -> String {
    let dir = std::path::absolute(dir).unwrap_or_else(|_| dir.to_owned());
    url::Url::from_file_path(&dir).map_or_else(|()| format!("file://{}", dir.display()), String::from)
}
