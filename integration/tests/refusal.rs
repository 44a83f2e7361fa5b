//! Object stores that custos must not write to.

use custos_integration::{
    collector::{Collector, write_config},
    stores::{Kind, StoreServer},
};

#[tokio::test]
async fn an_s3_server_that_ignores_if_none_match_is_refused_at_start() {
    let Some(program) = Kind::CarelessS3.program() else { return };
    let dir = tempfile::tempdir().unwrap();
    let server = StoreServer::start(Kind::CarelessS3, &program, dir.path()).unwrap();
    write_config(dir.path(), &server.lake_config(), "").unwrap();
    let error = Collector::start(dir.path()).await.expect_err("custos must not run on it").to_string();
    assert!(error.contains("custos stopped with exit status: 1"), "{error}");
    for part in
        ["does not honour put-if-absent (`If-None-Match: *`)", "a second put of the same key succeeded", "Remedy"]
    {
        assert!(error.contains(part), "{part}: {error}");
    }
    // The probe tidied up, and nothing else was written.
    let left: Vec<_> = files(&server.bucket()).into_iter().filter(|file| !file.contains("._S3rver")).collect();
    assert!(left.is_empty(), "{left:?}");
}

fn files(dir: &std::path::Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(dir) else { return Vec::new() };
    entries
        .flatten()
        .flat_map(
            |entry| if entry.path().is_dir() { files(&entry.path()) } else { vec![entry.path().display().to_string()] },
        )
        .collect()
}
