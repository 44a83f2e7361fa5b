//! `custos demo`.

use std::{fs, path::Path};

use super::support::{custos, files_below, text};

#[test]
fn the_demo_tells_the_whole_story_and_no_secret() {
    let dir = tempfile::tempdir().unwrap();
    let output = custos().arg("demo").current_dir(dir.path()).output().unwrap();
    let told = text(&output.stdout);
    assert!(output.status.success(), "{told}{}", text(&output.stderr));
    for part in
        ["OTLP/gRPC", "LangChain", "gpt-4o-mini", "EMAIL", "every signature, hash and count is right", "custos query"]
    {
        assert!(told.contains(part), "no {part} in\n{told}");
    }
    for line in told.lines() {
        assert!(line.chars().count() <= 80, "too wide: {line}");
    }
    // Another one may add to it, but to nothing else.
    let own = dir.path().join("own");
    fs::create_dir(&own).unwrap();
    let demo = |dir: &Path| custos().args(["demo", "--data-dir", dir.to_str().unwrap()]).output().unwrap();
    assert!(demo(&own).status.success() && demo(&own).status.success());
    let other = dir.path().join("other");
    fs::create_dir(&other).unwrap();
    fs::write(other.join("mine"), "").unwrap();
    let refused = demo(&other);
    assert_eq!(refused.status.code(), Some(1));
    assert!(text(&refused.stderr).contains("not of a demo"), "{}", text(&refused.stderr));
    assert_eq!(files_below(&other).len(), 1);
    assert!(!told.contains('\x1b'), "colours although it is not a terminal");
    for planted in ["maria.gonzalez@example.com", "4111 1111 1111 1111", "123-45-6789", "AKIAIOSFODNN7EXAMPLE"] {
        assert!(!told.contains(planted), "{planted}");
        for file in files_below(dir.path()) {
            let bytes = fs::read(&file).unwrap();
            assert!(!bytes.windows(planted.len()).any(|w| w == planted.as_bytes()), "{planted} in {}", file.display());
        }
    }
}
