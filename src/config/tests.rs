use custos_processors::redact::policy::{DenyRow, RuleRow};
use proptest::prelude::*;

use super::*;

const EXAMPLE: &str = include_str!("../../config.example.toml");

fn load(text: &str) -> Result<Loaded, Mistakes> {
    load_text("c.toml", text, [])
}

fn with_env(text: &str, pairs: &[(&str, &str)]) -> Result<Loaded, Mistakes> {
    load_text("c.toml", text, pairs.iter().map(|(k, v)| ((*k).into(), (*v).into())))
}

fn mistakes(result: Result<Loaded, Mistakes>) -> Vec<String> {
    result.unwrap_err().0.iter().map(ToString::to_string).collect()
}

/// The example with the keys that it shows as comments.
fn uncommented() -> String {
    let keys: Vec<&str> = keys::all().keys().filter_map(|k| k.rsplit('.').next()).collect();
    EXAMPLE
        .lines()
        .map(|line| match line.strip_prefix("# ").and_then(|rest| Some((rest, rest.split_once(" = ")?.0))) {
            Some((rest, key)) if keys.contains(&key) || key.starts_with("aws_") => rest,
            _ => line.strip_prefix("# ").filter(|rest| rest.starts_with("[[")).unwrap_or(line),
        })
        .collect::<Vec<_>>()
        .join("\n")
}

#[test]
fn the_example_is_the_default() {
    assert_eq!(load(EXAMPLE).unwrap().config, Config::default().resolve());
}

#[test]
fn the_example_names_every_key() {
    let key = ("CUSTOS__REDACTION__PSEUDONYM__KEY", "0123456789abcdef".repeat(4));
    let loaded = with_env(&uncommented(), &[(key.0, &key.1)]).unwrap();
    for (key, shape) in keys::all() {
        if matches!(shape, keys::Shape::Value(_)) {
            let key = key.replace("[]", "[0]");
            assert!(loaded.origins.is_set(&key), "config.example.toml does not name {key}");
        }
    }
    // What the example shows of rows is their default where there is one.
    let redaction = &loaded.config.redaction;
    assert_eq!(redaction.deny[0], DenyRow { values: redaction.deny[0].values.clone(), ..DenyRow::default() });
    assert_eq!(redaction.rules[0], RuleRow { pattern: redaction.rules[0].pattern.clone(), ..RuleRow::default() });
    assert_eq!(loaded.config.lake_url(), "s3://my-bucket/custos");
    assert_eq!(loaded.config.lake.options.len(), 5);
}

#[test]
fn what_is_printed_reads_back_and_hides_secrets() {
    let text = "lake.url = 's3://b'\nlake.options.aws_secret_access_key = 'wJalrXUtnFEMI'";
    let printed = print(&load(text).unwrap().config).unwrap();
    assert!(!printed.contains("wJalr") && printed.contains(Secret::HIDDEN), "{printed}");
    assert_eq!(print(&load(&printed).unwrap().config).unwrap(), printed);
}

#[test]
fn all_mistakes_at_once_each_with_its_place() {
    let text = r#"
data_dir = 7
unknown_thing = true
[receivers.otlp.grpc]
listen = "localhost"
listenn = "127.0.0.1:1"
[receivers.otlp]
http = 3
[lake]
url = "ftp://x"
flush_interval = "soon"
flush_bytes = "0 B"
[ingest]
shards = "many"
[log]
format = "xml"
level = "=,="
"#;
    let found = mistakes(load(text));
    let expected = [
        ("c.toml:2:12: data_dir: ", "expected a path in quotes"),
        ("c.toml:3:1: unknown_thing: unknown key", "those at the top: data_dir"),
        ("c.toml:5:10: receivers.otlp.grpc.listen: \"localhost\" is not an address", "IP:port"),
        ("c.toml:6:1: receivers.otlp.grpc.listenn: ", "did you mean `receivers.otlp.grpc.listen`?"),
        ("c.toml:8:8: receivers.otlp.http: is a section", "[receivers.otlp.http]"),
        ("c.toml:10:7: lake.url: ftp:// is not a kind of lake", "s3://bucket"),
        ("c.toml:11:18: lake.flush_interval: \"soon\" is not a duration", "(default: \"10s\")"),
        ("c.toml:12:15: lake.flush_bytes: 0 B is out of range", "from 1 MiB"),
        ("c.toml:14:10: ingest.shards: ", "(default: 0)"),
        ("c.toml:16:10: log.format: unknown variant `xml`", "`text` or `json`"),
        ("c.toml:17:9: log.level: \"=,=\" is not a log level", "write error"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (mistake, (start, part)) in found.iter().zip(expected) {
        assert!(mistake.starts_with(start) && mistake.contains(part), "{mistake}\nshould be {start} ... {part}");
    }
}

#[test]
fn mistakes_in_redaction_are_told_with_place_and_remedy() {
    let text = r#"
[redaction]
policies = 3
[[redaction.rules]]
pattern = "[a-z]{5}"
typ = "CUSTOM"
[[redaction.rules]]
pattern = 'EMP-\d+'
slow = "yes"
[[redaction.deny]]
values = ["hunter2", "xy"]
type = "EMIAL"
[redaction.allow]
builtin = ["test_cards", "cards"]
[redaction.token]
key = "123"
"#;
    let found = mistakes(load(text));
    let expected = [
        ("c.toml:3:12: redaction.policies: is a list of tables", "[[redaction.policies]]"),
        ("c.toml:5:11: redaction.rules[0].pattern: has no literal", "slow = true"),
        ("c.toml:6:1: redaction.rules[0].typ: unknown key", "did you mean `redaction.rules[].type`?"),
        ("c.toml:8:11: redaction.rules[1].pattern: has no longest match", "{1,64}"),
        ("c.toml:9:8: redaction.rules[1].slow: invalid type", "(default: false)"),
        ("c.toml:11:10: redaction.deny[0].values: value 2 is not 3 to 1024 bytes", "correct it"),
        ("c.toml:12:8: redaction.deny[0].type: \"EMIAL\" is not a type", "did you mean EMAIL?"),
        ("c.toml:14:11: redaction.allow.builtin: \"cards\" is not a list", "test_cards, documentation_ips"),
        ("c.toml:16:7: redaction.token.key: the key must be 64 hex digits", "openssl rand -hex 32"),
    ];
    assert_eq!(found.len(), expected.len(), "{found:#?}");
    for (mistake, (start, part)) in found.iter().zip(expected) {
        assert!(
            mistake.starts_with(start) && mistake.contains(part),
            "{mistake}
should be {start} ... {part}"
        );
        assert!(!mistake.contains("hunter2"));
    }
    let text = "[[redaction.policies]]
types = ['EMAIL']
[[redaction.policies]]
types = ['EMAIL']
action = 'token'";
    let found = mistakes(load(text));
    assert!(found[0].starts_with("c.toml:1:1: redaction.policies[0].action: is missing"), "{found:#?}");
    assert!(found[1].starts_with("c.toml:5:10: redaction.policies[1].action: token needs a key"), "{found:#?}");
}

#[test]
fn redaction_reads_rows_prints_them_and_warns_of_what_stays() {
    let text = "redaction.dry_run = true
[[redaction.policies]]
types = ['EMAIL']
keys = ['user.*']
action = 'keep'
tenants = ['acme']
[[redaction.policies]]
types = ['EMAIL']
action = 'mask'
tenants = ['acme', 'default']
                [[redaction.rules]]
pattern = 'EMP-[0-9]{6}'
[redaction.token]
id = 't7'
";
    let digits = "0123456789abcdef".repeat(4);
    let loaded = with_env(
        text,
        &[("CUSTOS__REDACTION__TOKEN__KEY", &digits), ("CUSTOS__REDACTION__DENY", "[{values = ['abc']}]")],
    )
    .unwrap();
    let redaction = &loaded.config.redaction;
    assert_eq!((redaction.rules[0].kind.as_str(), redaction.deny[0].values.len()), ("CUSTOM", 1));
    assert_eq!(redaction.token.read().unwrap().unwrap().id(), "t7");
    let warnings: Vec<_> = loaded.warnings.iter().map(ToString::to_string).collect();
    assert!(warnings[0].contains("c.toml:1:21: redaction.dry_run: NOTHING IS REMOVED"), "{warnings:#?}");
    assert!(warnings[1].contains("c.toml:6:11: redaction.policies[0].tenants: holds for nothing yet"), "{warnings:#?}");
    assert!(warnings[2].contains("c.toml:5:10: redaction.policies[0].action: keep: EMAIL of user.*"), "{warnings:#?}");
    assert_eq!(warnings.len(), 3, "{warnings:#?}");
    let printed = print(&loaded.config).unwrap();
    assert!(printed.contains("[[redaction.rules]]") && !printed.contains("0123456789"), "{printed}");
}

#[test]
fn keys_are_read_from_private_files_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("key");
    std::fs::write(
        &file,
        format!(
            "{}
",
            "0123456789abcdef".repeat(4)
        ),
    )
    .unwrap();
    let source = |path: &Path| KeySource { key_file: path.to_owned(), ..KeySource::default() };
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(source(&file).read().unwrap_err().contains("chmod 600"));
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o600)).unwrap();
    assert_eq!(source(&file).read().unwrap().unwrap().id(), "k1");
    assert!(source(&dir.path().join("none")).read().unwrap_err().contains("cannot be read"));
    assert_eq!(KeySource::default().read(), Ok(None));
}

#[test]
fn what_is_to_be_removed_or_to_stay_is_not_shown() {
    for text in ["[redaction.allow]\nvalues = 'Orion Mills'", "[[redaction.deny]]\nvalues = 'Orion Mills'"] {
        let found = mistakes(load(text)).concat();
        assert!(found.contains("values: is of a wrong type, expected a list in brackets"), "{found}");
        assert!(!found.contains("Orion"), "{found}");
    }
    for rows in ["Orion Mills", "['Orion Mills']", "[{ values = 'Orion Mills' }]"] {
        let found = mistakes(with_env("", &[("CUSTOS__REDACTION__DENY", rows)])).concat();
        assert!(!found.contains("Orion") && !found.contains("struct"), "{found}");
    }
    let loaded = with_env("", &[("CUSTOS__REDACTION__DENY", "[{ values = ['Orion Mills'] }]")]).unwrap();
    assert_eq!(loaded.config.redaction.deny.len(), 1);
}

#[test]
fn an_id_of_a_key_that_cannot_be_is_told_where_it_stands() {
    for key in [format!("key = '{}'", "0123456789abcdef".repeat(4)), "key_file = 'none'".to_owned()] {
        let found = mistakes(load(&format!("[redaction.token]\nid = 'a:b'\n{key}")));
        assert!(found[0].starts_with("c.toml:2:6: redaction.token.id: the key id must be "), "{found:#?}");
        assert_eq!(found.len(), 1, "{found:#?}");
    }
}

#[test]
fn text_that_is_not_toml_is_told_with_its_place_and_hides_no_other_mistake() {
    let found = mistakes(load("data_dir = \nlake.urll = 's3://b'\n[wal\n"));
    assert!(found.iter().any(|m| m.starts_with("c.toml:1:") && m.contains("not TOML")), "{found:#?}");
    assert!(found.iter().any(|m| m.contains("did you mean `lake.url`?")), "{found:#?}");
    let found = mistakes(load("log.level = 'info'\nlog.level = 'warn'"));
    assert!(found[0].starts_with("c.toml:2:") && found[0].contains("duplicate"), "{found:#?}");
    assert!(mistakes(load("\"lake.url\" = 's3://b'"))[0].contains("unknown key"));
}

#[test]
fn the_environment_overrides_keys_in_any_case_and_kind() {
    let env = [
        ("CUSTOS__LAKE__FLUSH_INTERVAL", "3s"),
        ("custos__ingest__shards", "3"),
        ("CUSTOS__RECEIVERS__OTLP__GRPC__ENABLED", "false"),
        ("CUSTOS__RECEIVERS__OTLP__HTTP__TRACES_PATHS", "/a, /b"),
        ("CUSTOS__RECEIVERS__OTLP__HTTP__LOGS_PATHS", "[\"/c\"]"),
        ("CUSTOS__LAKE__OPTIONS__AWS_ACCESS_KEY_ID", "1234"),
        ("CUSTOS__LAKE__URL", "s3://bucket/x"),
        ("CUSTOS__WAL__MAX_BYTES", "1073741824"),
        ("CUSTOS_UNRELATED", "x"),
        ("ÄÄÄÄÄÄÄ", "x"),
        ("PATH", "/bin"),
    ];
    let config = with_env("lake.flush_interval = '1s'\nlake.flush_bytes = '8 MiB'", &env).unwrap().config;
    assert_eq!(config.lake.flush_interval.to_string(), "3s");
    assert_eq!(config.lake.flush_bytes, Size(8 << 20));
    assert_eq!(config.ingest.shards, 3);
    assert!(!config.receivers.otlp.grpc.enabled);
    assert_eq!(config.receivers.otlp.http.traces_paths, ["/a", "/b"]);
    assert_eq!(config.receivers.otlp.http.logs_paths, ["/c"]);
    assert_eq!(config.lake.options["aws_access_key_id"].reveal(), "1234");
    assert_eq!(config.wal.max_bytes, Size(1 << 30));
}

#[test]
fn a_wrong_variable_is_told_by_its_name() {
    let env = [
        ("CUSTOS__LAKE__FLUSH_INTERVALL", "3s"),
        ("CUSTOS__LAKE", "x"),
        ("CUSTOS__INGEST__SHARDS", "-1"),
        ("CUSTOS__LOG__FORMAT", "xml"),
        ("CUSTOS__REDACTION__POLICIES__0__ACTION", "keep"),
    ];
    let found = mistakes(with_env("", &env));
    assert_eq!(found.len(), 5, "{found:#?}");
    // A list of tables is one variable.
    assert!(found.iter().any(|m| m.contains("did you mean `CUSTOS__REDACTION__POLICIES`?")), "{found:#?}");
    let rows = with_env("", &[("CUSTOS__REDACTION__POLICIES", r#"[{ types = ["EMAIL"], action = "keep" }]"#)]).unwrap();
    let told = rows.warnings[0].to_string();
    assert!(told.starts_with("environment CUSTOS__REDACTION__POLICIES: redaction.policies[0].action: "), "{told}");
    assert!(found.iter().any(|m| m.starts_with("environment CUSTOS__LAKE__FLUSH_INTERVALL: ")
        && m.contains("did you mean `CUSTOS__LAKE__FLUSH_INTERVAL`?")));
    assert!(found.iter().any(|m| m.starts_with("environment CUSTOS__LAKE: ") && m.contains("is a section")));
    assert!(found.iter().any(|m| m.starts_with("environment CUSTOS__INGEST__SHARDS: ")));
    assert!(found.iter().any(|m| m.starts_with("environment CUSTOS__LOG__FORMAT: ")));
}

#[test]
fn secrets_are_not_in_mistakes() {
    let text = "lake.url = 's3://AKIDX:hunter2@bucket'\nlake.options.aws_secret_access_key = 271828\nlake.options.bogus = 'hunter2'";
    let found = mistakes(load(text)).join("\n");
    assert!(!found.contains("hunter2") && !found.contains("271828"), "{found}");
    assert!(found.contains("c.toml:1:12: lake.url: holds credentials"), "{found}");
    assert!(found.contains("c.toml:2:38: lake.options.aws_secret_access_key: must be a string"), "{found}");
}

#[test]
fn settings_of_the_store_and_the_place_of_keys_are_checked() {
    for (text, expected) in [
        (
            "lake.url = 's3://b'\nlake.options.aws_endpoint = 'localhost:9000'",
            "c.toml:2:29: lake.options.aws_endpoint: is not the URL of a server; write http:// or https://",
        ),
        (
            "lake.url = 's3://b'\nlake.options.aws_access_key_id = 'id '",
            "c.toml:2:34: lake.options.aws_access_key_id: begins or ends with a blank",
        ),
        (
            "lake.url = 'file:///a'\nledger.key_file = '/a/keys/ledger.pem'",
            "c.toml:2:19: ledger.key_file: lies in the directory of the lake",
        ),
    ] {
        let told = mistakes(load(text));
        assert_eq!(told.len(), 1, "{told:#?}");
        assert!(told[0].starts_with(expected), "{told:#?}");
    }
}

#[test]
fn values_are_checked_together() {
    for (text, start) in [
        (
            "http.listen = '0.0.0.0:4318'",
            "c.toml:1:15: http.listen: 0.0.0.0:4318 is also taken by receivers.otlp.http.listen",
        ),
        // Told at the key that is in the file, not at the default that it does not go with.
        (
            "receivers.otlp.grpc.listen = '127.0.0.1:8080'",
            "c.toml:1:30: receivers.otlp.grpc.listen: 127.0.0.1:8080 is also taken by http.listen",
        ),
        (
            "receivers.otlp.http.traces_paths = ['/v1/logs']",
            "c.toml:1:36: receivers.otlp.http.traces_paths: \"/v1/logs\" is also in receivers.otlp.http.logs_paths",
        ),
        ("limits.max_request_bytes = '128 MiB'", "c.toml:1:28: limits.max_request_bytes: 128 MiB is more than"),
        ("limits.max_inflight_bytes = '1 MiB'", "c.toml:1:29: limits.max_inflight_bytes: 1 MiB is less than"),
        ("wal.max_bytes = '17 MiB'", "c.toml:1:17: wal.max_bytes: 17 MiB is less than"),
        (
            "limits.max_inflight_bytes = '900 GiB'\nwal.max_bytes = '900 GiB'",
            "c.toml:1:29: limits.max_inflight_bytes: 900 GiB is more than half",
        ),
        ("lake.options.aws_region = 'x'", "c.toml:1:27: lake.options.aws_region: a file:// lake takes no options"),
        (
            "lake.url = 's3://b'\nlake.options.aws_regionn = 'x'",
            "c.toml:2:28: lake.options.aws_regionn: is not an option of s3://",
        ),
        ("lake.url = 's3:///x'", "c.toml:1:12: lake.url: names no bucket"),
        ("lake.url = 's3://b/x?y=1'", "c.toml:1:12: lake.url: has a query or a fragment"),
        ("limits.request_timeout = '2h'", "c.toml:1:26: limits.request_timeout: 2h is out of range"),
        ("lake.url = 'lake'", "c.toml:1:12: lake.url: is not a URL"),
        ("lake.url = 'file:lake'", "c.toml:1:12: lake.url: is not the URL of a directory"),
        ("lake.url = 'FILE:///lake'", "c.toml:1:12: lake.url: is not the URL of a directory"),
        ("lake.url = 'file:///a'\nwal.dir = '/a/wal'", "c.toml:2:11: wal.dir: is the directory of the lake or inside"),
        (
            "receivers.otlp.http.logs_paths = ['/v1/traces']",
            "c.toml:1:34: receivers.otlp.http.logs_paths: \"/v1/traces\" is also in",
        ),
        (
            "receivers.otlp.http.logs_paths = ['/eingänge']",
            "c.toml:1:34: receivers.otlp.http.logs_paths: \"/eingänge\" is not a path; ",
        ),
        (
            "receivers.otlp.http.cors.allowed_origins = ['app.example.com']",
            "c.toml:1:44: receivers.otlp.http.cors.allowed_origins: ",
        ),
        ("http.allowed_hosts = ['https://a.example']", "c.toml:1:22: http.allowed_hosts: \"https://a.example\" is not"),
        ("http.allowed_hosts = ['a.example:443']", "c.toml:1:22: http.allowed_hosts: "),
        ("http.allowed_hosts = ['*']", "c.toml:1:22: http.allowed_hosts: "),
        (
            "receivers.otlp.grpc.enabled = false\nreceivers.otlp.http.enabled = false",
            "c.toml:2:31: receivers.otlp.http.enabled: no receiver",
        ),
    ] {
        let found = mistakes(load(text));
        assert!(found.len() == 1 && found[0].starts_with(start), "{text}\n{found:#?}");
    }
    let open = load("receivers.otlp.grpc.listen = '0.0.0.0:4317'").unwrap();
    assert!(open.warnings[0].to_string().contains("can be reached from other machines"));
    for fine in [
        "receivers.otlp.grpc.listen='127.0.0.1:0'\nhttp.listen='127.0.0.1:0'",
        "lake.url='az://container/a'",
        "lake.url='gs://b'",
        "http.allowed_hosts = ['custos.example.com', '[fd00::1]', '10.0.0.7']",
    ] {
        load(fine).unwrap();
    }
}

#[test]
fn unwritable_directories_are_mistakes() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("file");
    std::fs::write(&file, "").unwrap();
    let config = dir.path().join("c.toml");
    std::fs::write(&config, format!("data_dir = {:?}\nwal.dir = '/proc/nowhere/wal'\n", file.join("data"))).unwrap();
    let found = mistakes(super::load(Some(&config)));
    assert!(found[0].contains("c.toml:1:12: data_dir: ") && found[0].contains("not a directory"), "{found:#?}");
    assert!(found[1].contains("c.toml:2:11: wal.dir: /proc cannot be written"), "{found:#?}");
    assert!(mistakes(super::load(Some(&dir.path().join("none"))))[0].contains("cannot be read"));
}

#[test]
fn deep_and_large_input_is_answered() {
    let _ = load(&format!("a = {}", "[".repeat(100_000)));
    let _ = load(&"a.".repeat(50_000));
    let _ = load(&format!("lake.flush_bytes = {}", "9".repeat(1000)));
}

proptest! {
    #[test]
    fn any_text_is_answered(text in ".{0,200}") {
        let _ = load(&text);
    }

    #[test]
    fn any_toml_over_real_keys_is_answered(
        pairs in prop::collection::vec((0usize..200, r#"[0-9]{1,20}|"[^"\\\n]{0,12}"|true|\[[0-9 ,]{0,8}\]|-?[0-9]\.[0-9]|\{a = 1\}"#), 0..12)
    ) {
        let keys: Vec<_> = keys::all().keys().collect();
        let text: String = pairs.iter().map(|(i, value)| format!("{} = {value}\n", keys[i % keys.len()])).collect();
        if let Err(Mistakes(mistakes)) = load(&text) {
            prop_assert!(!mistakes.is_empty());
        }
    }

    #[test]
    fn any_environment_is_answered(name in "(?i)CUSTOS__[A-Z_]{0,20}", value in ".{0,30}") {
        let _ = with_env("", &[(&name, &value)]);
    }
}

#[test]
fn a_word_that_is_no_level_is_a_mistake() {
    for level in ["verbose", "debugg", "info,verbose", "custos=loud"] {
        let found = mistakes(load(&format!("log.level = {level:?}")));
        assert!(found[0].contains("is not a log level"), "{found:?}");
    }
    for level in ["off", "WARN", "info,custos_pipeline=debug", "custos::http=trace, warn"] {
        assert!(load(&format!("log.level = {level:?}")).is_ok(), "{level}");
    }
}

#[test]
fn a_variable_with_too_few_underscores_is_a_mistake() {
    let variables = |name: &str| [(name.to_owned(), "file:///tmp/x".to_owned())];
    for (name, right) in [
        ("CUSTOS_LAKE__URL", "CUSTOS__LAKE__URL"),
        ("CUSTOS_LAKE_URL", "CUSTOS__LAKE__URL"),
        ("CUSTOS__LAKE_URL", "CUSTOS__LAKE__URL"),
        ("CUSTOS_DATA_DIR", "CUSTOS__DATA_DIR"),
        ("CUSTOS__RECEIVERS_OTLP_HTTP_LISTEN", "CUSTOS__RECEIVERS__OTLP__HTTP__LISTEN"),
    ] {
        let found = mistakes(load_text("c.toml", "", variables(name)));
        assert!(
            found[0].contains(&format!("{name}: ")) && found[0].contains(&format!("did you mean `{right}`?")),
            "{found:?}"
        );
    }
    // Of other programs, or set by Kubernetes for a service of that name.
    for name in ["CUSTOS_CI_TOOLS", "CUSTOS_PORT", "CUSTOS_SERVICE_HOST", "CUSTOS_LAKE", "CUSTOS_HTTP_PORT"] {
        assert!(load_text("c.toml", "", variables(name)).is_ok(), "{name}");
    }
}

#[test]
fn users_and_passwords_in_urls_are_refused_with_their_place_and_not_shown() {
    for (text, told) in [
        ("lake.url = 's3://root:hunter2@bucket'", "c.toml:1:12: lake.url: holds credentials; put them under"),
        (
            "lake.url = 's3://b'\nlake.options.aws_endpoint = 'http://root:hunter2@127.0.0.1:9000'",
            "c.toml:2:29: lake.options.aws_endpoint: holds a user name or password, and errors name such a URL; remove them, and set aws_access_key_id",
        ),
        (
            "lake.url = 's3://b'\nlake.options.AWS_ENDPOINT_URL = 'root:hun/ter2@minio:9000'",
            "holds a user name or password",
        ),
        ("lake.url = 's3://b'\nlake.options.proxy_url = 'http://root:hunter2@proxy'", "the variable HTTPS_PROXY"),
        (
            "lake.url = 'az://b'\nlake.options.azure_storage_endpoint = 'https://u:hunter2@x'",
            "azure_storage_account_key",
        ),
        (
            "receivers.otlp.http.cors.allowed_origins = ['https://root:hunter2@app']",
            "\"https://[hidden]@app\" is not an origin",
        ),
        ("receivers.otlp.http.traces_paths = ['http://root:hunter2@x/v1']", "is not a path"),
        ("http.allowed_hosts = ['root:hunter2@app']", "\"[hidden]@app\" is not the name of a host"),
        ("http.listen = 'root:hunter2@127.0.0.1:80'", "is not an address to listen on"),
    ] {
        let error = load(text).unwrap_err();
        let shown = error.to_string();
        assert!(shown.contains(told), "{shown}");
        assert!(!format!("{shown}{error:?}").contains("hun"), "{shown}");
    }
    let key = "CUSTOS__LAKE__OPTIONS__AWS_ENDPOINT";
    let found = mistakes(with_env("lake.url = 's3://b'", &[(key, "http://root:hunter2@minio")])).join("\n");
    assert!(found.contains(key) && !found.contains("hunter2"), "{found}");
    // Neither is a user.
    load("lake.url = 's3://b/a@b'\nlake.options.aws_secret_access_key = 'a/b@c'\nlake.options.aws_endpoint = 'http://minio:9000'")
        .unwrap();
}
