//! Object stores of URLs, and the durable directory.

use std::{collections::BTreeMap, sync::Arc};

use futures::TryStreamExt;
use object_store::{Error, ObjectStore, ObjectStoreExt, PutMode, path::Path};

use crate::{Keys, StoreConfig, file_path, has_userinfo, hide_userinfo, open_store, store::local::remove_staged};

fn directory(dir: &tempfile::TempDir) -> Arc<dyn ObjectStore> {
    let url = format!("file://{}/x/y", dir.path().display());
    open_store(&StoreConfig { url, ..StoreConfig::default() }).unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn put_if_absent_has_one_winner_in_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let store = directory(&dir);
    let path = Path::from("a/b");
    let tasks: Vec<_> = (0..16)
        .map(|n| {
            let (store, path) = (Arc::clone(&store), path.clone());
            tokio::spawn(async move { store.put_opts(&path, vec![n; 9].into(), PutMode::Create.into()).await })
        })
        .collect();
    let mut won = 0;
    for task in tasks {
        match task.await.unwrap() {
            Ok(_) => won += 1,
            Err(e) => assert!(matches!(e, Error::AlreadyExists { .. }), "{e}"),
        }
    }
    assert_eq!(won, 1);
    let bytes = store.get(&path).await.unwrap().bytes().await.unwrap();
    assert!(bytes.len() == 9 && bytes.iter().all(|b| *b == bytes[0]));
    store.put(&path, "other".into()).await.unwrap();
    assert_eq!(store.get(&path).await.unwrap().bytes().await.unwrap(), "other");
    let files: Vec<_> = walk(dir.path());
    assert_eq!(files, ["b"], "staging files are left");
}

#[test]
fn what_a_crash_left_of_a_put_is_removed_once_it_is_old() {
    let dir = tempfile::tempdir().unwrap();
    let hours_ago = |hours: u64| std::time::SystemTime::now() - std::time::Duration::from_secs(hours * 3600);
    let write = |path: &str, hours: u64| {
        let path = dir.path().join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, "12345").unwrap();
        std::fs::File::options().write(true).open(&path).unwrap().set_modified(hours_ago(hours)).unwrap();
    };
    let day = "tables/spans/tenant=a#1/day=2026-11-23";
    let stays = [
        (format!("{day}/live.parquet"), 9),
        (format!("{day}/young.parquet#2"), 0),
        (format!("{day}/a#b.parquet"), 9),
        (format!("{day}/odd#1x"), 9),
        (format!("{day}/#1"), 9),
        ("ledger/entries/000000000001.json".to_owned(), 9),
        ("notes#1".to_owned(), 9),
        ("other/notes#1".to_owned(), 9),
    ];
    let goes = [format!("{day}/old.parquet#1"), "ledger/entries/000000000002.json#4242".to_owned()];
    stays.iter().for_each(|(path, hours)| write(path, *hours));
    goes.iter().for_each(|path| write(path, 2));
    // One of somebody else's, behind a link.
    #[cfg(unix)]
    std::os::unix::fs::symlink(dir.path().join("other"), dir.path().join("tables/link")).unwrap();
    assert_eq!(remove_staged(dir.path(), std::time::Duration::from_secs(3600)), (2, 10));
    for (path, _) in stays {
        assert!(dir.path().join(&path).exists(), "{path} is removed");
    }
    for path in goes {
        assert!(!dir.path().join(&path).exists(), "{path} stays");
    }
    assert_eq!(remove_staged(&dir.path().join("none"), std::time::Duration::ZERO), (0, 0));
}

fn walk(dir: &std::path::Path) -> Vec<String> {
    let mut names = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            names.extend(walk(&entry.path()));
        } else {
            names.push(entry.file_name().into_string().unwrap());
        }
    }
    names
}

#[tokio::test]
async fn multipart_and_odd_tenants_in_a_directory() {
    let dir = tempfile::tempdir().unwrap();
    let store = directory(&dir);
    let text = file_path("spans", "Änne/..%2F b", "2026-11-23", "0198");
    assert_eq!(text, "tables/spans/tenant=%C3%84nne%2F..%252F%20b/day=2026-11-23/0198.parquet");
    let path = Path::parse(&text).unwrap();
    let mut upload = store.put_multipart(&path).await.unwrap();
    upload.put_part("one".into()).await.unwrap();
    upload.put_part("two".into()).await.unwrap();
    upload.complete().await.unwrap();
    let listed: Vec<_> = store.list(Some(&Path::from("tables"))).try_collect().await.unwrap();
    assert_eq!(listed.len(), 1);
    assert_eq!(listed[0].location, path);
    assert_eq!(store.get(&listed[0].location).await.unwrap().bytes().await.unwrap(), "onetwo");
    store.delete(&path).await.unwrap();
    assert!(matches!(store.get(&path).await, Err(Error::NotFound { .. })));
}

#[test]
fn urls_and_options_that_are_not_understood_are_told() {
    let open = |url: &str, option: Option<(&str, &str)>| {
        let options: BTreeMap<_, _> = option.into_iter().map(|(k, v)| (k.to_owned(), v.to_owned())).collect();
        open_store(&StoreConfig { url: url.into(), options }).map(|store| store.to_string()).map_err(|e| e.to_string())
    };
    for (url, option, part) in [
        ("ftp://x/y", None, "scheme `ftp`"),
        ("x", None, "is not a URL"),
        ("file://", None, "names no directory"),
        ("s3:///x", None, "names no bucket"),
        ("s3://b/x", Some(("aws_colour", "red")), "option `aws_colour`"),
        ("file:///tmp/x", Some(("aws_region", "x")), "has no meaning"),
    ] {
        let error = open(url, option).unwrap_err();
        assert!(error.contains(part), "{url}: {error}");
    }
    assert!(open("s3://bucket/a/b", Some(("aws_endpoint", "https://127.0.0.1:9000"))).unwrap().contains("a/b"));
    let config = StoreConfig {
        url: "s3://b".into(),
        options: BTreeMap::from([("aws_secret_access_key".into(), "hush".into())]),
    };
    assert!(!format!("{config:?}").contains("hush"));
}

#[test]
fn keys_are_made_once_and_kept_private() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("keys/signing.pem");
    let id = Keys::load_or_create(&path).unwrap().id().to_owned();
    assert_eq!(Keys::load_or_create(&path).unwrap().id(), id);
    assert_eq!(walk(dir.path()), ["signing.pem"], "nothing is left of how it was written");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(std::fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o600);
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o644)).unwrap();
        assert!(Keys::load_or_create(&path).unwrap_err().to_string().contains("chmod"));
        std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o600)).unwrap();
    }
    std::fs::write(&path, "not a key").unwrap();
    assert!(Keys::load_or_create(&path).is_err());
}

#[test]
fn keys_whose_making_was_cut_are_removed() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("signing.pem");
    let part = dir.path().join("signing.pem.0123456789abcdef.part");
    // Files of others stay, and so does a directory.
    let others = ["signing.pem.part", "signing.pem.0123.part", "other.pem.0123456789abcdef.part", "signing.pem.bak"];
    for name in others {
        std::fs::write(dir.path().join(name), "x").unwrap();
    }
    std::fs::create_dir(dir.path().join("signing.pem.fedcba9876543210.part")).unwrap();
    std::fs::write(&part, "half of a k").unwrap();
    let id = Keys::load_or_create(&path).unwrap().id().to_owned();
    assert!(!part.exists(), "with the key that is made");
    std::fs::write(&part, "half of a k").unwrap();
    assert_eq!(Keys::load(&path).unwrap().id(), id);
    assert!(part.exists(), "who only reads removes nothing");
    assert_eq!(Keys::load_or_create(&path).unwrap().id(), id);
    assert!(!part.exists(), "with a key that was there");
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().count(), others.len() + 2);
    // Without a key of its own nobody knows whose it is.
    std::fs::write(&path, "not a key").unwrap();
    std::fs::write(&part, "half of a k").unwrap();
    assert!(Keys::load_or_create(&path).is_err() && part.exists());
}

#[test]
fn users_and_passwords_in_urls_are_refused_and_not_shown() {
    let endpoint = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
    for (url, options) in [
        ("s3://root:hunter2@bucket/path", BTreeMap::new()),
        ("az://root:hunter2@container", BTreeMap::new()),
        ("s3://bucket", endpoint("aws_endpoint", "http://root:hunter2@127.0.0.1:9000")),
        ("s3://bucket", endpoint("endpoint", "http://root:hunter2/x@127.0.0.1:9000")),
        ("gs://bucket", endpoint("google_base_url", "http://root:hunter2@127.0.0.1:9000")),
        ("az://container", endpoint("azure_storage_endpoint", "http://root:hunter2@127.0.0.1:9000")),
    ] {
        let config = StoreConfig { url: url.into(), options };
        let error = open_store(&config).unwrap_err().to_string();
        assert!(error.contains("holds a user name or password"), "{error}");
        assert!(!format!("{error} {config:?}").contains("hunter2"), "{error} {config:?}");
    }
    for (url, shown) in [
        ("s3://bucket/path@2", "s3://bucket/path@2"),
        ("http://minio:9000/a@b", "http://minio:9000/a@b"),
        ("file:///data/@x", "file:///data/@x"),
        ("ann@example.com", "ann@example.com"),
        ("user:pa@ss@host:1", "[hidden]@host:1"),
        ("http://user:pa/ss@host", "http://[hidden]@host"),
        ("http://token@host/path", "http://[hidden]@host/path"),
    ] {
        assert_eq!(hide_userinfo(url), shown);
    }
    assert!(!has_userinfo("s3://bucket/path@2") && !has_userinfo("file:///data/@x"));
}
