//! Whether a disk that the write-ahead log shares with the lake has the room that `wal.max_bytes` may take.

use std::{fs, os::unix::fs::MetadataExt, path::Path};

use super::schema::Config;

const MIB: u64 = 1 << 20;

/// What to say of a log that can fill the disk of the lake, which then takes no commits that would make room again.
/// `log` and `lake` are where the two lie, or the nearest directories that exist.
pub(super) fn shortage(config: &Config, log: &Path, lake: &Path) -> Option<String> {
    let device = |path: &Path| fs::metadata(path).ok().map(|found| found.dev());
    if device(log)? != device(lake)? {
        return None;
    }
    let disk = rustix::fs::statvfs(log).ok()?;
    let room = disk.f_bavail.saturating_mul(disk.f_frsize).saturating_add(held(&config.wal_dir()));
    let max = config.wal.max_bytes;
    (max.0 > room).then(|| {
        format!(
            "{max} is more than the {} MiB that its disk has room for, which the lake shares: a full disk takes no commits, and only they \
             make the log shorter; lower it, or give wal.dir a disk of its own",
            room / MIB
        )
    })
}

/// Bytes of the segments that are there, in directories of shards.
fn held(log: &Path) -> u64 {
    let entries = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten();
    let sizes = entries(log).flat_map(|shard| entries(&shard.path())).filter_map(|segment| segment.metadata().ok());
    sizes.map(|segment| segment.len()).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Size;

    #[test]
    fn a_log_that_can_fill_the_disk_of_the_lake_is_told() {
        let dir = tempfile::tempdir().unwrap();
        let mut config = Config { data_dir: dir.path().to_owned(), ..Config::default() };
        config.wal.max_bytes = Size(1 << 50);
        let told = shortage(&config, dir.path(), dir.path()).unwrap();
        assert!(told.starts_with("1024 TiB is more than the "), "{told}");
        config.wal.max_bytes = Size(1);
        assert_eq!(shortage(&config, dir.path(), dir.path()), None);
        config.wal.max_bytes = Size(1 << 50);
        assert_eq!(shortage(&config, dir.path(), Path::new("/proc")), None, "not the same disk");

        assert_eq!(held(dir.path()), 0);
        fs::create_dir(dir.path().join("000")).unwrap();
        fs::write(dir.path().join("000/1.wal"), [0; 77]).unwrap();
        assert_eq!(held(dir.path()), 77);
    }
}
