//! The data files: every byte hashed, in bounded memory, several at once.

use futures::{StreamExt, TryStreamExt};
use object_store::{Error, GetOptions, GetRange, ObjectStore, ObjectStoreExt, path::Path};
use parquet::file::metadata::ParquetMetaDataReader;
use sha2::{Digest, Sha256};

use super::{Fault, Report, VerifyOptions, entries::Checked};
use crate::{FileRef, LedgerError, chain::hex, layout};

/// Largest Parquet footer that is read, bytes.
const MAX_FOOTER: u64 = 64 << 20;
/// Length of the end of a Parquet file: length of the metadata, magic.
const TAIL: u64 = 8;

pub(super) async fn check(
    store: &dyn ObjectStore,
    options: &VerifyOptions,
    checked: Checked,
    report: &mut Report,
) -> Result<(), LedgerError> {
    report.files_checked = true;
    let Checked { live, known, changed } = checked;
    let mut results = futures::stream::iter(live.into_values())
        .map(|(seq, i, file)| async move {
            let result = check_file(store, &file).await;
            (seq, i, file, result)
        })
        .buffer_unordered(options.at_once.max(1));
    while let Some((seq, i, file, result)) = results.next().await {
        for (field, what) in result? {
            let (fault, what) = match field {
                // Which files it named, nobody knows.
                _ if changed.contains(&seq) => {
                    (Fault::EntryChanged, format!("{what}; but the entry itself was changed"))
                }
                "" => (Fault::FileMissing, what),
                "rows" => (Fault::Unsound, what),
                _ => (Fault::FileChanged, what),
            };
            let field = if field.is_empty() { format!("add[{i}]") } else { format!("add[{i}].{field}") };
            report.problem(fault, Some(seq), Some(file.path.clone()), &field, what);
        }
    }
    let mut listed = store.list(Some(&layout::tables()));
    while let Some(meta) = listed.try_next().await.map_err(LedgerError::store("list tables"))? {
        if !known.contains(meta.location.as_ref()) {
            report.warning(None, Some(meta.location.to_string()), ORPHAN);
        }
    }
    Ok(())
}

/// Warns of what lies among the entries and is none: nobody reads it, and nothing here put it there.
pub(super) async fn strangers(store: &dyn ObjectStore, report: &mut Report) -> Result<(), LedgerError> {
    let mut listed = store.list(Some(&layout::entries()));
    while let Some(meta) = listed.try_next().await.map_err(LedgerError::store("list ledger entries"))? {
        if layout::seq_of(&meta.location).is_none() {
            report.warning(
                None,
                Some(meta.location.to_string()),
                "is no entry of the chain: its name is not that of one",
            );
        }
    }
    Ok(())
}

/// Of a file that is no evidence.
const ORPHAN: &str = "orphan: no ledger entry names this file, and queries do not read it. A crash leaves one, and a commit that is under \
                      way; but so does an entry that was deleted or cannot be read";

type Found = Vec<(&'static str, String)>;

async fn check_file(store: &dyn ObjectStore, file: &FileRef) -> Result<Found, LedgerError> {
    // An invalid path is a problem of its entry, told there.
    let Ok(path) = Path::parse(&file.path) else { return Ok(Vec::new()) };
    let what = || LedgerError::store(format!("read {path}"));
    let found = match store.get(&path).await {
        Ok(found) => found,
        Err(Error::NotFound { .. }) => return Ok(vec![("", "file is missing".into())]),
        Err(e) => return Err(what()(e)),
    };
    if found.meta.size != file.size {
        return Ok(vec![("size", format!("file has {} bytes, the entry says {}", found.meta.size, file.size))]);
    }
    let mut hash = Sha256::new();
    let mut bytes = found.into_stream();
    while let Some(part) = bytes.try_next().await.map_err(what())? {
        hash.update(&part);
    }
    if hex(&hash.finalize()) != file.sha256 {
        return Ok(vec![("sha256", "file has other bytes than were committed".into())]);
    }
    match parquet_rows(store, &path, file.size).await? {
        Ok(rows) if rows == file.rows => Ok(Vec::new()),
        Ok(rows) => Ok(vec![("rows", format!("file has {rows} rows, the entry says {}", file.rows))]),
        Err(what) => Ok(vec![("rows", what.into())]),
    }
}

/// The row count in a Parquet footer. The file's hash was checked, so these are the bytes that a trusted key signed.
async fn parquet_rows(
    store: &dyn ObjectStore,
    path: &Path,
    size: u64,
) -> Result<Result<u64, &'static str>, LedgerError> {
    let get = async |length: u64| {
        let options = GetOptions { range: Some(GetRange::Bounded(size - length..size)), ..GetOptions::default() };
        let what = || LedgerError::store(format!("read footer of {path}"));
        store.get_opts(path, options).await.map_err(what())?.bytes().await.map_err(what())
    };
    if size < TAIL {
        return Ok(Err("file is not Parquet"));
    }
    let tail = get(TAIL).await?;
    let Ok(tail) = <[u8; 8]>::try_from(tail.as_ref()) else { return Ok(Err("file is not Parquet")) };
    let [a, b, c, d, magic @ ..] = tail;
    let length = u64::from(u32::from_le_bytes([a, b, c, d]));
    if &magic != b"PAR1" || length > MAX_FOOTER || length + TAIL > size {
        return Ok(Err("file is not Parquet"));
    }
    let footer = get(length + TAIL).await?;
    let metadata = footer.slice(..footer.len().saturating_sub(TAIL as usize));
    match ParquetMetaDataReader::decode_metadata(&metadata) {
        Ok(metadata) => {
            Ok(u64::try_from(metadata.file_metadata().num_rows()).map_err(|_| "file has a negative row count"))
        }
        Err(_) => Ok(Err("file has a Parquet footer that cannot be read")),
    }
}
