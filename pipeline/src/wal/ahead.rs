//! Where a log stood when frames were appended to it before the ledger was seen.
//!
//! A log that ends before the position of the ledger is not that of the ledger, or has lost frames. What is appended to it would get
//! numbers that the ledger has, and later be taken for committed. So where each shard stood is on disk before the first such frame, and
//! is what the position is compared with, in this run or a later one, until it was found in order.
//!
//! ```text
//! <wal_dir>/ahead      a line for each shard: its number, the sequence number of the first such frame; the CRC-32 of these lines
//! ```

use std::{
    fs::{self, File},
    io::{self, Write as _},
    path::{Path, PathBuf},
};

use custos_model::batch::WalPositions;

use super::{WalError, segment};

fn path(wal_dir: &Path) -> PathBuf {
    wal_dir.join("ahead")
}

/// Notes where shards stand. What is noted of a shard stays: its later frames may be of an earlier run that did not see
/// the ledger. Only one that ends before has lost them, and its next frames get lower numbers.
pub(crate) fn note(wal_dir: &Path, ends: &WalPositions) -> Result<(), WalError> {
    let mut noted = read(wal_dir)?;
    for (&shard, &end) in ends {
        noted.entry(shard).and_modify(|first| *first = end.min(*first)).or_insert(end);
    }
    let lines: String = noted.iter().map(|(shard, end)| format!("{shard} {end}\n")).collect();
    let text = format!("{lines}{}", sum(&lines));
    let (path, part) = (path(wal_dir), wal_dir.join("ahead.part"));
    let written = File::create(&part).and_then(|mut file| {
        file.write_all(text.as_bytes())?;
        file.sync_all()?;
        fs::rename(&part, &path)?;
        segment::sync_dir(wal_dir)
    });
    written.map_err(WalError::io("write", path))
}

/// Compares what is noted with the positions of the ledger.
pub(crate) fn check(wal_dir: &Path, positions: &WalPositions) -> Result<(), WalError> {
    for (shard, end) in read(wal_dir)? {
        let position = positions.get(&shard).copied().unwrap_or_default();
        let dir = segment::shard_dir(wal_dir, shard);
        // One that was moved away begins anew.
        if end < position && dir.is_dir() && !segment::list(&dir)?.is_empty() {
            return Err(WalError::Behind { dir, end, position });
        }
    }
    Ok(())
}

/// The positions are in order. To be called before the next commit, which moves them.
pub(crate) fn forget(wal_dir: &Path) -> Result<(), WalError> {
    let path = path(wal_dir);
    match fs::remove_file(&path) {
        Ok(()) => segment::sync_dir(wal_dir).map_err(WalError::io("sync", wal_dir)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(WalError::io("delete", path)(error)),
    }
}

fn read(wal_dir: &Path) -> Result<WalPositions, WalError> {
    let path = path(wal_dir);
    let text = match fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(WalPositions::new()),
        Err(error) => return Err(WalError::io("read", path)(error)),
    };
    parse(&text).ok_or_else(|| {
        let what = "it is damaged; restore it from a copy, or remove it if this is the log of this ledger and has lost nothing";
        WalError::io("read", path)(io::Error::new(io::ErrorKind::InvalidData, what))
    })
}

fn parse(text: &str) -> Option<WalPositions> {
    let (lines, found) = text.split_at_checked(text.len().checked_sub(SUM)?)?;
    let line = |line: &str| {
        let (shard, end) = line.split_once(' ')?;
        Some((shard.parse().ok()?, end.parse().ok()?))
    };
    if found == sum(lines) { lines.lines().map(line).collect() } else { None }
}

/// Bytes of the last line.
const SUM: usize = 9;

fn sum(lines: &str) -> String {
    format!("{:08x}\n", crc32fast::hash(lines.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_first_note_of_a_shard_stays_until_it_is_forgotten() {
        let dir = tempfile::tempdir().unwrap();
        let at = |ends: &[(u32, u64)]| ends.iter().copied().collect::<WalPositions>();
        for shard in ["000", "001"] {
            fs::create_dir(dir.path().join(shard)).unwrap();
            File::create(segment::segment_path(&dir.path().join(shard), 0)).unwrap();
        }
        check(dir.path(), &at(&[(0, 9)])).unwrap();
        note(dir.path(), &at(&[(0, 10)])).unwrap();
        note(dir.path(), &at(&[(0, 30), (1, 7)])).unwrap();
        // Of the second a part was moved away meanwhile.
        note(dir.path(), &at(&[(0, 40), (1, 5)])).unwrap();
        check(dir.path(), &at(&[(0, 10), (1, 5), (2, 7)])).unwrap();
        check(dir.path(), &at(&[])).unwrap();
        for wrong in [at(&[(0, 11)]), at(&[(1, 6)])] {
            let error = check(dir.path(), &wrong).unwrap_err();
            assert!(matches!(error, WalError::Behind { end: 10 | 5, .. }), "{error}");
        }
        let text = fs::read_to_string(dir.path().join("ahead")).unwrap();
        forget(dir.path()).unwrap();
        forget(dir.path()).unwrap();
        check(dir.path(), &at(&[(0, 11)])).unwrap();
        for damaged in ["", "0 x\n", &text[1..], &text[..text.len() - 1], &text[5..], &text.replace("0 1", "0 2")] {
            fs::write(dir.path().join("ahead"), damaged).unwrap();
            assert!(check(dir.path(), &at(&[])).is_err() && note(dir.path(), &at(&[(0, 1)])).is_err(), "{damaged:?}");
        }
    }
}
