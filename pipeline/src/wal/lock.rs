//! One process a directory.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
    time::{Duration, Instant},
};

use super::WalError;

/// A process that ends, or that this one starts and that has not begun its own program yet, holds a lock for a moment
/// longer.
const PATIENCE: Duration = Duration::from_secs(1);
const PAUSE: Duration = Duration::from_millis(10);

/// Holds the directory of a write-ahead log until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Creates the directory if needed and locks it; waits a second for whoever has it. Blocks meanwhile.
    ///
    /// # Errors
    /// [`WalError::Locked`] when another process has it; [`WalError::Io`] when it cannot be made or locked.
    pub fn acquire(dir: &Path) -> Result<Self, WalError> {
        std::fs::create_dir_all(dir).map_err(WalError::io("create", dir))?;
        let path = dir.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(WalError::io("open", &path))?;
        let begin = Instant::now();
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(Self { _file: file }),
                Err(TryLockError::WouldBlock) if begin.elapsed() < PATIENCE => std::thread::sleep(PAUSE),
                Err(TryLockError::WouldBlock) => return Err(WalError::Locked { path: dir.to_owned() }),
                Err(TryLockError::Error(source)) => return Err(WalError::io("lock", path)(source)),
            }
        }
    }
}
