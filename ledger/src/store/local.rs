//! A directory as object store, where a put that succeeded has survived a power cut.
//!
//! [`LocalFileSystem`] does not fsync. Here a put writes to a staging file beside the target (`name#<number>`, which
//! listings skip), fsyncs it, gives it its name (`link` for put-if-absent, which is atomic; `rename` to overwrite), and
//! fsyncs the directory. So no reader ever sees a part of an object, before or after a crash.

use std::{
    fmt, fs, io,
    io::{Seek, SeekFrom, Write},
    ops::Range,
    path::{Path as FsPath, PathBuf},
    sync::{
        Arc, Mutex, MutexGuard, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use async_trait::async_trait;
use bytes::Bytes;
use futures::stream::BoxStream;
use object_store::{
    CopyOptions, Error, GetOptions, GetResult, ListResult, MultipartUpload, ObjectMeta, ObjectStore, PutMode,
    PutMultipartOptions, PutOptions, PutPayload, PutResult, RenameOptions, Result, UploadPart, local::LocalFileSystem,
    path::Path,
};

use crate::layout;

/// So much of a file is written before it is synced, bytes. The write-ahead log's fsyncs on the same disk, for which
/// clients wait, come between two pieces.
const SYNC_BYTES: usize = 512 << 10;

/// Of who writes and syncs a piece: an fsync of the log is to wait for one of them, not for one of each file.
static TURN: Mutex<()> = Mutex::new(());

/// A local directory whose puts are durable.
#[derive(Debug)]
pub struct DurableFileSystem {
    inner: Arc<LocalFileSystem>,
}

impl DurableFileSystem {
    /// Opens a directory, making it and its parents when needed.
    ///
    /// # Errors
    /// When it cannot be made or opened.
    pub fn create(path: &FsPath) -> Result<Self> {
        create_dirs(path).map_err(generic)?;
        Ok(Self { inner: Arc::new(LocalFileSystem::new_with_prefix(path)?) })
    }
}

impl fmt::Display for DurableFileSystem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Durable({})", self.inner)
    }
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl ObjectStore for DurableFileSystem {
    async fn put_opts(&self, location: &Path, payload: PutPayload, opts: PutOptions) -> Result<PutResult> {
        if matches!(opts.mode, PutMode::Update(_)) {
            // Not supported by the file system either; let it say so.
            return self.inner.put_opts(location, payload, opts).await;
        }
        let path = self.inner.path_to_filesystem(location)?;
        blocking(move || {
            let staged = Staged::beside(path).map_err(generic)?;
            staged.write(0, &payload).map_err(generic)?;
            staged.name(opts.mode)
        })
        .await?;
        Ok(PutResult { e_tag: None, version: None })
    }

    async fn put_multipart_opts(&self, location: &Path, _: PutMultipartOptions) -> Result<Box<dyn MultipartUpload>> {
        let path = self.inner.path_to_filesystem(location)?;
        let staged = blocking(move || Staged::beside(path).map_err(generic)).await?;
        Ok(Box::new(DurableUpload { staged: Arc::new(staged), offset: 0 }))
    }

    async fn get_opts(&self, location: &Path, options: GetOptions) -> Result<GetResult> {
        self.inner.get_opts(location, options).await
    }

    async fn get_ranges(&self, location: &Path, ranges: &[Range<u64>]) -> Result<Vec<Bytes>> {
        self.inner.get_ranges(location, ranges).await
    }

    fn delete_stream(&self, locations: BoxStream<'static, Result<Path>>) -> BoxStream<'static, Result<Path>> {
        self.inner.delete_stream(locations)
    }

    fn list(&self, prefix: Option<&Path>) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list(prefix)
    }

    fn list_with_offset(&self, prefix: Option<&Path>, offset: &Path) -> BoxStream<'static, Result<ObjectMeta>> {
        self.inner.list_with_offset(prefix, offset)
    }

    async fn list_with_delimiter(&self, prefix: Option<&Path>) -> Result<ListResult> {
        self.inner.list_with_delimiter(prefix).await
    }

    async fn copy_opts(&self, from: &Path, to: &Path, options: CopyOptions) -> Result<()> {
        self.inner.copy_opts(from, to, options).await?;
        self.sync(to).await
    }

    async fn rename_opts(&self, from: &Path, to: &Path, options: RenameOptions) -> Result<()> {
        self.inner.rename_opts(from, to, options).await?;
        self.sync(to).await
    }
}

impl DurableFileSystem {
    async fn sync(&self, location: &Path) -> Result<()> {
        let path = self.inner.path_to_filesystem(location)?;
        blocking(move || sync(&path).map_err(generic)).await
    }
}

#[derive(Debug)]
struct DurableUpload {
    staged: Arc<Staged>,
    /// Of the next part.
    offset: u64,
}

#[deny(clippy::missing_trait_methods)]
#[async_trait]
impl MultipartUpload for DurableUpload {
    fn put_part(&mut self, data: PutPayload) -> UploadPart {
        let (staged, offset) = (Arc::clone(&self.staged), self.offset);
        self.offset += data.content_length() as u64;
        Box::pin(blocking(move || staged.write(offset, &data).map_err(generic)))
    }

    async fn complete(&mut self) -> Result<PutResult> {
        let staged = Arc::clone(&self.staged);
        blocking(move || staged.name(PutMode::Overwrite)).await?;
        Ok(PutResult { e_tag: None, version: None })
    }

    async fn abort(&mut self) -> Result<()> {
        let staged = Arc::clone(&self.staged);
        blocking(move || staged.remove().map_err(generic)).await
    }
}

async fn blocking<T: Send + 'static>(work: impl FnOnce() -> Result<T> + Send + 'static) -> Result<T> {
    tokio::task::spawn_blocking(work).await.map_err(|source| Error::JoinError { source })?
}

/// A file beside `path` that becomes it; removed when dropped, whether it did or not. What a crash leaves is skipped by
/// listings.
#[derive(Debug)]
struct Staged {
    path: PathBuf,
    staging: PathBuf,
    file: Mutex<fs::File>,
}

impl Staged {
    fn beside(path: PathBuf) -> io::Result<Self> {
        static NEXT: AtomicU64 = AtomicU64::new(0);
        loop {
            let mut name = path.as_os_str().to_owned();
            // Digits only: that is what the listing knows as a staging file.
            name.push(format!("#{}{:08}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
            let staging = PathBuf::from(name);
            match fs::OpenOptions::new().write(true).create_new(true).open(&staging) {
                Ok(file) => return Ok(Self { path, staging, file: Mutex::new(file) }),
                Err(e) if e.kind() == io::ErrorKind::AlreadyExists => {}
                Err(e) if e.kind() == io::ErrorKind::NotFound => {
                    create_dirs(path.parent().ok_or(io::ErrorKind::NotFound)?)?;
                }
                Err(e) => return Err(e),
            }
        }
    }

    /// Writes the payload, and syncs it but for its last [`SYNC_BYTES`].
    fn write(&self, offset: u64, payload: &PutPayload) -> io::Result<()> {
        let mut file = self.file();
        file.seek(SeekFrom::Start(offset))?;
        let mut unsynced = 0;
        payload.iter().flat_map(|part| part.chunks(SYNC_BYTES)).try_for_each(|piece| {
            let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
            if unsynced + piece.len() > SYNC_BYTES {
                file.sync_data()?;
                unsynced = 0;
            }
            unsynced += piece.len();
            file.write_all(piece)
        })
    }

    /// Makes it durable and gives it its name.
    fn name(&self, mode: PutMode) -> Result<()> {
        {
            let file = self.file();
            let _turn = TURN.lock().unwrap_or_else(PoisonError::into_inner);
            file.sync_all().map_err(generic)?;
        }
        let named = match mode {
            PutMode::Create => fs::hard_link(&self.staging, &self.path),
            _ => fs::rename(&self.staging, &self.path),
        };
        match named {
            Ok(()) => sync_dir(&self.path).map_err(generic),
            Err(e) if mode == PutMode::Create && e.kind() == io::ErrorKind::AlreadyExists => {
                // Whoever is told so relies on it; it may be our own link, whose directory could not be synced.
                sync_dir(&self.path).map_err(generic)?;
                Err(Error::AlreadyExists { path: self.path.display().to_string(), source: e.into() })
            }
            Err(e) => Err(generic(e)),
        }
    }

    fn remove(&self) -> io::Result<()> {
        match fs::remove_file(&self.staging) {
            // It has its name.
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(()),
            removed => removed,
        }
    }

    fn file(&self) -> MutexGuard<'_, fs::File> {
        self.file.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Drop for Staged {
    fn drop(&mut self) {
        let _ = self.remove();
    }
}

/// Removes what a crash left of puts and uploads into the lake at `root`: `name#<digits>` below `tables` and `ledger`
/// that nobody has written to for `age`, which has to be longer than another collector takes for one file. Gives their
/// number and bytes.
///
/// What cannot be read or removed stays: it is in nobody's way.
pub fn remove_staged(root: &FsPath, age: Duration) -> (u64, u64) {
    let mut removed = (0, 0);
    for prefix in [layout::tables().to_string(), "ledger".to_owned()] {
        remove_staged_below(&root.join(prefix), age, &mut removed);
    }
    removed
}

fn remove_staged_below(dir: &FsPath, age: Duration, removed: &mut (u64, u64)) {
    for entry in fs::read_dir(dir).into_iter().flatten().flatten() {
        // Of a link it is that of the link itself; and only what has such a name is asked for more, since a lake has
        // many files.
        let Ok(kind) = entry.file_type() else { continue };
        if kind.is_dir() {
            remove_staged_below(&entry.path(), age, removed);
        }
        if !kind.is_file() || !entry.file_name().to_str().is_some_and(is_staged) {
            continue;
        }
        let Ok(meta) = entry.metadata() else { continue };
        let is_old = meta.modified().ok().and_then(|time| time.elapsed().ok()).is_some_and(|since| since >= age);
        if is_old && fs::remove_file(entry.path()).is_ok() {
            *removed = (removed.0 + 1, removed.1 + meta.len());
        }
    }
}

/// Whether a name is one that listings skip. No object can have it.
fn is_staged(name: &str) -> bool {
    name.split_once('#').is_some_and(|(base, digits)| {
        !base.is_empty() && !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit())
    })
}

/// Makes a directory and its parents, each durably known to the one above it.
fn create_dirs(path: &FsPath) -> io::Result<()> {
    if path.as_os_str().is_empty() || path.is_dir() {
        return Ok(());
    }
    if let Some(parent) = path.parent() {
        create_dirs(parent)?;
    }
    match fs::create_dir(path) {
        Ok(()) => sync_dir(path),
        Err(e) if e.kind() == io::ErrorKind::AlreadyExists && path.is_dir() => Ok(()),
        Err(e) => Err(e),
    }
}

fn sync(path: &FsPath) -> io::Result<()> {
    fs::File::open(path)?.sync_all()?;
    sync_dir(path)
}

/// Fsyncs the directory that holds `path`.
fn sync_dir(path: &FsPath) -> io::Result<()> {
    #[cfg(unix)]
    {
        let parent = path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(FsPath::new("."));
        fs::File::open(parent)?.sync_all()?;
    }
    #[cfg(not(unix))]
    let _ = path;
    Ok(())
}

fn generic(source: io::Error) -> Error {
    Error::Generic { store: "file", source: source.into() }
}
