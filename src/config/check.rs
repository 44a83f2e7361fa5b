//! What types cannot say: values that make no sense, alone or together.

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
    time::Duration,
};

use custos_ledger::{has_userinfo, setting_fault};
use custos_pipeline::receivers::ReceiverConfig;
use object_store::{aws::AmazonS3ConfigKey, azure::AzureConfigKey, gcp::GoogleConfigKey};
use tracing_subscriber::{EnvFilter, filter::LevelFilter};
use url::Url;

use super::{
    mistake::{Mistake, Origins},
    schema::Config,
    units::{Listen, Period, Size},
};

const MIB: u64 = 1 << 20;
/// What a dry run means.
const NOTHING_REMOVED: &str =
    "NOTHING IS REMOVED: personal data and secrets are written to disk as they come, and only counted; set it to false";

/// What a check found.
#[derive(Debug)]
pub(super) struct Findings<'a> {
    origins: &'a Origins,
    pub(super) mistakes: Vec<Mistake>,
    pub(super) warnings: Vec<Mistake>,
}

impl<'a> Findings<'a> {
    pub(super) fn new(origins: &'a Origins) -> Self {
        Self { origins, mistakes: Vec::new(), warnings: Vec::new() }
    }

    fn mistake(&mut self, key: &str, what: impl Into<String>) {
        self.mistakes.push(Mistake::new(self.origins.of(key), key, &what.into()));
    }

    /// A mistake of two keys together, told at the one that somebody set.
    fn between(&mut self, (key, what): (&str, String), (other, instead): (&str, String)) {
        if self.origins.is_set(key) || !self.origins.is_set(other) {
            self.mistake(key, what);
        } else {
            self.mistake(other, instead);
        }
    }

    fn warning(&mut self, key: &str, what: impl Into<String>) {
        self.warnings.push(Mistake::new(self.origins.of(key), key, &what.into()));
    }

    /// Everything that can be told without touching the disk or the network.
    pub(super) fn values(&mut self, config: &Config) {
        self.listeners(config);
        self.paths_and_cors(config);
        self.lake(config);
        self.bounds(config);
        self.relations(config);
        self.keys_apart(config);
        self.redaction(config);
        if !is_log_level(&config.log.level) {
            let what = format!(
                "{:?} is not a log level; write error, warn, info, debug or trace, or a list such as \"info,custos_pipeline=debug\"",
                config.log.level
            );
            self.mistake("log.level", what);
        }
    }

    fn redaction(&mut self, config: &Config) {
        let redaction = &config.redaction;
        for (key, what) in redaction.settings().mistakes(redaction.pseudonym.is_set(), redaction.token.is_set()) {
            self.mistake(&format!("redaction.{key}"), what);
        }
        let denied =
            redaction.deny.iter().enumerate().map(|(i, row)| (format!("redaction.deny[{i}].values"), &row.values));
        for (key, values) in denied.chain([("redaction.allow.values".to_owned(), &redaction.allow.values)]) {
            if values.iter().any(|value| super::is_hidden(value)) {
                self.mistake(&key, "has what custos check --print shows instead of values; write the values");
            }
        }
        for (name, source) in [("pseudonym", &redaction.pseudonym), ("token", &redaction.token)] {
            let key = |field: &str| format!("redaction.{name}.{field}");
            let file = !source.key_file.as_os_str().is_empty();
            let wrong_id = source.wrong_id();
            if let Some(what) = wrong_id {
                self.mistake(&key("id"), what);
            }
            if !source.key.reveal().is_empty() {
                if file {
                    self.mistake(&key("key"), "stands beside key_file; give one of them");
                } else if wrong_id.is_none()
                    && let Err(what) = source.read()
                {
                    self.mistake(&key("key"), what);
                }
            }
        }
        if redaction.dry_run {
            self.warning("redaction.dry_run", NOTHING_REMOVED);
        }
        let tenant = ReceiverConfig::default().tenant;
        for (i, row) in redaction.policies.iter().enumerate() {
            if !row.tenants.is_empty() && !row.tenants.iter().any(|name| **name == *tenant) {
                let what =
                    format!("holds for nothing yet: without access control every request has the tenant {tenant:?}");
                self.warning(&format!("redaction.policies[{i}].tenants"), what);
            }
            if matches!(row.action.as_str(), "keep" | "skip" | "dry_run") {
                let of = |names: &[String], all: &str| if names.is_empty() { all.to_owned() } else { names.join(", ") };
                let (types, keys) = (of(&row.types, "whole values"), of(&row.keys, "all keys"));
                let what = format!("{}: {types} of {keys} are stored unredacted", row.action);
                self.warning(&format!("redaction.policies[{i}].action"), what);
            }
        }
    }

    fn listeners(&mut self, config: &Config) {
        let otlp = &config.receivers.otlp;
        let all = [
            ("receivers.otlp.grpc.listen", otlp.grpc.enabled, otlp.grpc.listen),
            ("receivers.otlp.http.listen", otlp.http.enabled, otlp.http.listen),
            ("http.listen", config.http.enabled, config.http.listen),
        ];
        let on: Vec<_> = all.iter().filter(|(_, enabled, _)| *enabled).collect();
        for (i, (key, _, listen)) in on.iter().enumerate() {
            let clash = on.iter().take(i).find(|(_, _, other)| clash(*listen, *other));
            if let Some((other, _, _)) = clash {
                let told = |other: &str| format!("{listen} is also taken by {other}; give each its own port");
                self.between((key, told(other)), (other, told(key)));
            }
            if !listen.0.ip().is_loopback() {
                self.warning(key, open_to_others(listen.0));
            }
        }
        if !otlp.grpc.enabled && !otlp.http.enabled {
            self.mistake("receivers.otlp.http.enabled", "no receiver is enabled; enable gRPC, HTTP or both");
        }
    }

    fn paths_and_cors(&mut self, config: &Config) {
        let http = &config.receivers.otlp.http;
        let mut seen: Vec<(&str, &str)> = Vec::new();
        for (key, paths) in [
            ("receivers.otlp.http.traces_paths", &http.traces_paths),
            ("receivers.otlp.http.logs_paths", &http.logs_paths),
            ("receivers.otlp.http.metrics_paths", &http.metrics_paths),
        ] {
            for path in paths {
                // No client sends other characters as they are: such a path would never be asked for.
                let plain = path.bytes().all(|b| b.is_ascii_graphic());
                if !path.starts_with('/') || !plain || path.contains(['?', '#', '{', '}']) {
                    let what = format!(
                        "{path:?} is not a path; write one that begins with /, such as /v1/traces, with %XX for other characters than ASCII"
                    );
                    self.mistake(key, what);
                }
                if let Some((other, _)) = seen.iter().find(|(_, p)| p == path) {
                    let told = |other: &str| format!("{path:?} is also in {other}; a path takes one signal, once");
                    self.between((key, told(other)), (other, told(key)));
                }
                seen.push((key, path));
            }
        }
        for origin in &http.cors.allowed_origins {
            let url =
                Url::parse(origin).ok().filter(|url| url.has_host() && url.path() == "/" && !origin.ends_with('/'));
            if origin != "*" && (url.is_none() || has_userinfo(origin)) {
                let what =
                    format!("{origin:?} is not an origin; write scheme://host[:port] without user and path, or \"*\"");
                self.mistake("receivers.otlp.http.cors.allowed_origins", what);
            }
        }
        for host in &config.http.allowed_hosts {
            let name = host.parse::<http::uri::Authority>().ok();
            if host.contains('*') || name.is_none_or(|name| name.host() != host || host.ends_with('.')) {
                let what = format!(
                    "{host:?} is not the name of a host; write one without scheme and port, such as \"custos.example.com\""
                );
                self.mistake("http.allowed_hosts", what);
            }
        }
        for header in &http.cors.allowed_headers {
            if header != "*" && header.parse::<http::HeaderName>().is_err() {
                let what = format!("{header:?} is not the name of a header; write one such as \"x-api-key\"");
                self.mistake("receivers.otlp.http.cors.allowed_headers", what);
            }
        }
    }

    fn lake(&mut self, config: &Config) {
        const KEY: &str = "lake.url";
        const EXAMPLE: &str = "write file:///path, s3://bucket/path, gs://bucket/path or az://container/path";
        let text = config.lake_url();
        let Ok(url) = Url::parse(&text) else {
            return self.mistake(KEY, format!("is not a URL; {EXAMPLE}"));
        };
        if has_userinfo(&text) {
            return self.mistake(KEY, "holds credentials; put them under lake.options or in the environment");
        }
        if url.query().is_some() || url.fragment().is_some() {
            self.mistake(KEY, format!("has a query or a fragment; {EXAMPLE}"));
        }
        let parse: fn(&str) -> bool = match url.scheme() {
            "file" => {
                if !text.starts_with("file://") {
                    self.mistake(
                        KEY,
                        "is not the URL of a directory; write an absolute path with three slashes: file:///path",
                    );
                } else if url.host().is_some() || url.to_file_path().is_err() {
                    self.mistake(KEY, "names a host; write an absolute path with three slashes: file:///path");
                }
                |_| false
            }
            "s3" | "s3a" => |key| key.parse::<AmazonS3ConfigKey>().is_ok(),
            "gs" => |key| key.parse::<GoogleConfigKey>().is_ok(),
            "az" => |key| key.parse::<AzureConfigKey>().is_ok(),
            scheme => return self.mistake(KEY, format!("{scheme}:// is not a kind of lake; {EXAMPLE}")),
        };
        if url.scheme() != "file" && url.host_str().unwrap_or_default().is_empty() {
            self.mistake(KEY, format!("names no bucket; {EXAMPLE}"));
        }
        for (option, value) in &config.lake.options {
            let name = option.to_ascii_lowercase();
            if holds_user(&name, value.reveal()) {
                let what = format!("holds a user name or password, and errors name such a URL; {}", instead(&name));
                self.mistake(&format!("lake.options.{option}"), what);
            } else if let Some(what) = setting_fault(url.scheme(), &name, value.reveal()) {
                self.mistake(&format!("lake.options.{option}"), what);
            }
            if !parse(&name) {
                let what = match url.scheme() {
                    "file" => "a file:// lake takes no options; remove it".to_owned(),
                    scheme => format!("is not an option of {scheme}://; {}", option_examples(scheme)),
                };
                self.mistake(&format!("lake.options.{option}"), what);
            }
        }
    }

    fn size(&mut self, key: &str, value: Size, least: u64, most: u64) {
        if value.0 < least || value.0 > most {
            let (least, most) = (Size(least), Size(most));
            self.mistake(key, format!("{value} is out of range; write a size from {least} to {most}"));
        }
    }

    fn count(&mut self, key: &str, value: usize, least: usize, most: usize) {
        if value < least || value > most {
            self.mistake(key, format!("{value} is out of range; write a number from {least} to {most}"));
        }
    }

    fn period(&mut self, key: &str, value: Period, least: Duration, most: Duration) {
        if value.0 < least || value.0 > most {
            let (least, most) = (Period(least), Period(most));
            self.mistake(key, format!("{value} is out of range; write a duration from {least} to {most}"));
        }
    }

    fn bounds(&mut self, config: &Config) {
        const SECOND: Duration = Duration::from_secs(1);
        const HOUR: Duration = Duration::from_secs(3600);
        const DAY: Duration = Duration::from_secs(86_400);
        let limits = &config.limits;
        self.period("lake.startup_timeout", config.lake.startup_timeout, Duration::ZERO, DAY);
        self.period("lake.flush_interval", config.lake.flush_interval, Duration::from_millis(100), HOUR);
        self.size("lake.flush_bytes", config.lake.flush_bytes, MIB, 4096 * MIB);
        self.size("wal.max_bytes", config.wal.max_bytes, 16 * MIB, 1 << 50);
        self.count("ingest.shards", config.ingest.shards, 0, 256);
        self.size("redaction.cache_bytes", config.redaction.cache_bytes, 0, 1024 * MIB);
        self.size("redaction.slow_bytes", config.redaction.slow_bytes, 1 << 10, 64 * MIB);
        self.size("limits.max_request_bytes", limits.max_request_bytes, 1 << 10, 256 * MIB);
        self.size("limits.max_inflight_bytes", limits.max_inflight_bytes, 1 << 10, 1 << 40);
        self.size("limits.max_group_bytes", limits.max_group_bytes, 1 << 10, 256 * MIB);
        self.count("limits.max_connections", limits.max_connections, 1, 1_000_000);
        self.period("limits.request_timeout", limits.request_timeout, SECOND, HOUR);
        self.period("limits.drain_timeout", limits.drain_timeout, SECOND, HOUR);
        self.size("query.memory", config.query.memory, 16 * MIB, 1 << 40);
        self.count("query.max_rows", config.query.max_rows, 1, 1_000_000_000);
        self.period("query.timeout", config.query.timeout, Duration::from_millis(1), DAY);
        self.count("query.max_concurrent", config.query.max_concurrent, 1, 1024);
        self.period("receivers.otlp.http.cors.max_age", config.receivers.otlp.http.cors.max_age, Duration::ZERO, DAY);
    }

    fn relations(&mut self, config: &Config) {
        let limits = &config.limits;
        if limits.max_inflight_bytes < limits.max_request_bytes {
            let told = |this: Size, than: &str, other: &str, value: Size, remedy: &str| {
                format!(
                    "{this} is {than} than {other} ({value}), so the largest request could never be taken; {remedy} the other"
                )
            };
            let (request, inflight) = ("limits.max_request_bytes", "limits.max_inflight_bytes");
            self.between(
                (
                    inflight,
                    told(limits.max_inflight_bytes, "less", request, limits.max_request_bytes, "raise it or lower"),
                ),
                (
                    request,
                    told(limits.max_request_bytes, "more", inflight, limits.max_inflight_bytes, "lower it or raise"),
                ),
            );
        }
        if config.wal.max_bytes < limits.max_inflight_bytes {
            let (log, flight) = (config.wal.max_bytes, limits.max_inflight_bytes);
            self.between(
                (
                    "wal.max_bytes",
                    format!("{log} is less than limits.max_inflight_bytes ({flight}); give the log room for what is in flight"),
                ),
                (
                    "limits.max_inflight_bytes",
                    format!("{flight} is more than wal.max_bytes ({log}); give the log room for what is in flight"),
                ),
            );
        }
        if let Some(memory) = total_memory() {
            for (key, size) in [
                ("lake.flush_bytes", config.lake.flush_bytes),
                ("limits.max_inflight_bytes", limits.max_inflight_bytes),
                ("query.memory", config.query.memory),
            ] {
                if size.0 > memory / 2 {
                    let what =
                        format!("{size} is more than half of this machine's memory ({} MiB); lower it", memory / MIB);
                    self.mistake(key, what);
                }
            }
        }
        // An empty name is told by itself.
        if let Some(lake) = config.lake_dir().filter(|_| !config.wal_dir().as_os_str().is_empty()) {
            let wal = std::path::absolute(config.wal_dir()).unwrap_or_default();
            if lake == wal || lake.starts_with(&wal) || wal.starts_with(&lake) {
                self.mistake("wal.dir", "is the directory of the lake or inside one another; keep them apart");
            }
        }
    }

    /// A lake is there to be read and copied by others; who has the key of its ledger can write it anew.
    fn keys_apart(&mut self, config: &Config) {
        let Some(lake) = config.lake_dir() else { return };
        let redaction = &config.redaction;
        for (key, file) in [
            ("ledger.key_file", config.key_file()),
            ("redaction.pseudonym.key_file", PathBuf::from(&redaction.pseudonym.key_file)),
            ("redaction.token.key_file", PathBuf::from(&redaction.token.key_file)),
        ] {
            if std::path::absolute(file).is_ok_and(|file| file.starts_with(&lake)) {
                self.mistake(key, "lies in the directory of the lake, which others read; keep the key elsewhere");
            }
        }
    }

    /// Whether directories can be written. Tries with a file of its own in the nearest directory that exists.
    pub(super) fn disk(&mut self, config: &Config) {
        for (key, path) in [
            ("data_dir", config.data_dir.clone()),
            ("wal.dir", config.wal_dir()),
            ("ledger.key_file", config.key_file()),
        ] {
            if is_of_a_shell(&path) && self.origins.is_set(key) {
                let what =
                    format!("{} is taken as it is, since no shell reads it; write the whole path", path.display());
                self.mistake(key, what);
            }
        }
        // Of a bare name it is the directory at hand.
        let key_file = std::path::absolute(config.key_file()).unwrap_or_default();
        let key_dir = key_file.parent().map(Path::to_owned).unwrap_or_default();
        let mut dirs =
            vec![("data_dir", config.data_dir.clone()), ("wal.dir", config.wal_dir()), ("ledger.key_file", key_dir)];
        dirs.extend(config.lake_dir().map(|dir| ("lake.url", dir)));
        let mut seen: Vec<PathBuf> = Vec::new();
        for (key, dir) in dirs {
            if dir.as_os_str().is_empty() {
                let what = if key == "ledger.key_file" { "a file" } else { "a directory" };
                self.mistake(key, format!("is empty; name {what}"));
                continue;
            }
            let Some(nearest) = nearest_existing(&dir) else {
                self.mistake(key, format!("{} is not there and cannot be made; name another directory", dir.display()));
                continue;
            };
            if seen.contains(&nearest) && !self.origins.is_set(key) {
                continue;
            }
            if let Err(error) = try_write(&nearest) {
                let what = format!(
                    "{} cannot be written ({error}); allow it for this user, or name another directory",
                    nearest.display()
                );
                self.mistake(key, what);
            }
            seen.push(nearest);
        }
        for (name, source) in [("pseudonym", &config.redaction.pseudonym), ("token", &config.redaction.token)] {
            if source.key.reveal().is_empty()
                && source.wrong_id().is_none()
                && let Err(what) = source.read()
            {
                self.mistake(&format!("redaction.{name}.key_file"), what);
            }
        }
        if config.key_file().is_dir() {
            self.mistake("ledger.key_file", "is a directory; name a file");
        }
        #[cfg(unix)]
        if let Some(log) = nearest_existing(&config.wal_dir())
            && let Some(lake) = config.lake_dir().and_then(|dir| nearest_existing(&dir))
            && let Some(what) = super::room::shortage(config, &log, &lake)
        {
            self.warning("wal.max_bytes", what);
        }
    }
}

/// Whether an option of the object store is a URL with a user or a password in it.
fn holds_user(option: &str, value: &str) -> bool {
    const URLS: [&str; 5] = ["endpoint", "url", "uri", "proxy", "host"];
    if URLS.iter().any(|word| option.contains(word)) {
        // A password may hold what ends the host of a URL.
        return value.contains('@');
    }
    let scheme = value.trim_start().split_once("://").map(|(scheme, _)| scheme);
    scheme.is_some_and(|s| !s.is_empty() && s.bytes().all(|b| b.is_ascii_alphanumeric())) && has_userinfo(value)
}

/// Where user and password of an option belong.
fn instead(option: &str) -> &'static str {
    match option {
        _ if option.contains("proxy") => "remove the option, and give the proxy in the variable HTTPS_PROXY",
        _ if option.starts_with("azure") => {
            "remove them, and set azure_storage_account_name and azure_storage_account_key, here or in the environment"
        }
        _ if option.starts_with("google") => "remove them, and set google_service_account, here or in the environment",
        _ => "remove them, and set aws_access_key_id and aws_secret_access_key, here or in the environment",
    }
}

fn option_examples(scheme: &str) -> &'static str {
    match scheme {
        "s3" | "s3a" => {
            "write one such as aws_endpoint, aws_region, aws_access_key_id, aws_secret_access_key or aws_allow_http"
        }
        "gs" => "write one such as google_service_account",
        _ => "write one such as azure_storage_account_name or azure_storage_account_key",
    }
}

/// Whether a text says what to log. A word alone must be a level: the library takes any other for the name of a module,
/// and then logs nothing of the rest.
fn is_log_level(text: &str) -> bool {
    let level = |word: &str| word.parse::<LevelFilter>().is_ok();
    let directive = |part: &str| level(part) || part.rsplit_once('=').is_some_and(|(_, last)| level(last.trim()));
    text.split(',').all(|part| directive(part.trim())) && EnvFilter::try_new(text).is_ok()
}

/// What to say of an address that others can reach.
fn open_to_others(address: SocketAddr) -> String {
    format!(
        "{address} can be reached from other machines, and there is no access control yet; put it behind a proxy or a firewall that has one"
    )
}

fn clash(a: Listen, b: Listen) -> bool {
    let overlap = a.0.ip() == b.0.ip() || a.0.ip().is_unspecified() || b.0.ip().is_unspecified();
    a.0.port() != 0 && a.0.port() == b.0.port() && overlap
}

/// `~/custos`, `$HOME/custos`: in a configuration, a directory of that name below the current one.
fn is_of_a_shell(dir: &Path) -> bool {
    let first = dir.components().next().map(|first| first.as_os_str().as_encoded_bytes());
    first.is_some_and(|first| first == b"~" || first.starts_with(b"$"))
}

fn nearest_existing(dir: &Path) -> Option<PathBuf> {
    let dir = std::path::absolute(dir).ok()?;
    dir.ancestors().find(|ancestor| ancestor.exists()).map(Path::to_owned)
}

fn try_write(dir: &Path) -> std::io::Result<()> {
    if !dir.is_dir() {
        return Err(std::io::Error::other("not a directory"));
    }
    let probe = dir.join(format!(".custos-check-{}", std::process::id()));
    match fs::OpenOptions::new().write(true).create_new(true).open(&probe) {
        // Left by a process of the same number that was killed: in a container it always has the same.
        Err(error) if error.kind() != std::io::ErrorKind::AlreadyExists => return Err(error),
        _ => {}
    }
    fs::remove_file(&probe)
}

/// Memory of this machine, where the system tells.
fn total_memory() -> Option<u64> {
    let info = fs::read_to_string("/proc/meminfo").ok()?;
    let line = info.lines().find_map(|line| line.strip_prefix("MemTotal:"))?;
    line.trim().strip_suffix("kB")?.trim().parse::<u64>().ok()?.checked_mul(1024)
}
