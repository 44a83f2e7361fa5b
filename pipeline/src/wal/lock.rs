//! One process a directory.

use std::{
    fs::{File, OpenOptions, TryLockError},
    path::Path,
};

use super::WalError;

/// Holds the directory until it is dropped or the process ends, however it ends.
#[derive(Debug)]
pub(crate) struct DirectoryLock {
    _file: File,
}

impl DirectoryLock {
    /// Creates the directory if needed and locks it.
    pub(crate) fn acquire(dir: &Path) -> Result<Self, WalError> {
        std::fs::create_dir_all(dir).map_err(WalError::io("create", dir))?;
        let path = dir.join("lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(&path)
            .map_err(WalError::io("open", &path))?;
        match file.try_lock() {
            Ok(()) => Ok(Self { _file: file }),
            Err(TryLockError::WouldBlock) => Err(WalError::Locked { path: dir.to_owned() }),
            Err(TryLockError::Error(source)) => Err(WalError::io("lock", path)(source)),
        }
    }
}
