//! What can be wrong with a write-ahead log. Messages name file, place and remedy, never content.

use std::{io, path::PathBuf};

/// Why a write-ahead log cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum WalError {
    /// The operating system refused.
    #[error("write-ahead log: cannot {what} {}", path.display())]
    Io {
        /// What was being done, as a verb.
        what: &'static str,
        /// The file or directory.
        path: PathBuf,
        /// The cause.
        #[source]
        source: io::Error,
    },
    /// Another process uses the directory.
    #[error("write-ahead log {} is in use by another process; stop it or choose another `wal.dir`", path.display())]
    Locked {
        /// The directory.
        path: PathBuf,
    },
    /// Bytes that were fsynced are not what was written.
    #[error(
        "write-ahead log segment {} is damaged at byte {offset}, where frame {expected_seq} was expected: {what}; \
         restore the file from a copy, or move it and all later segments of its directory away to go on without their rows",
        path.display()
    )]
    Corrupt {
        /// The segment.
        path: PathBuf,
        /// Where, bytes from the start of the file.
        offset: u64,
        /// The sequence number that should be there.
        expected_seq: u64,
        /// What is wrong.
        what: &'static str,
    },
    /// Written by another version of the format.
    #[error("write-ahead log segment {} has format version {version}, this program reads versions 1 and 2; use the program that wrote it to drain it", path.display())]
    Version {
        /// The segment.
        path: PathBuf,
        /// Version found.
        version: u32,
    },
    /// The log starts after the position of the ledger's last commit.
    #[error(
        "write-ahead log {} starts at frame {first} but the ledger has only frames below {position}: \
         frames between are missing; check that `wal.dir` and `lake.url` belong together",
        dir.display()
    )]
    Gap {
        /// Directory of the shard.
        dir: PathBuf,
        /// First frame in the log.
        first: u64,
        /// First frame that is not committed.
        position: u64,
    },
    /// The log ends before the position of the ledger's last commit.
    #[error(
        "write-ahead log {} ends at frame {end} but the ledger already has frames below {position}: \
         it is not the log of this ledger; check that `wal.dir` and `lake.url` belong together, or move the directory away",
        dir.display()
    )]
    Behind {
        /// Directory of the shard.
        dir: PathBuf,
        /// First sequence number after the log.
        end: u64,
        /// First frame that is not committed.
        position: u64,
    },
}

impl WalError {
    /// Whether the system lacked something that it may have again in a moment, such as numbers for open files when too
    /// many clients are connected.
    pub(crate) fn passes(&self) -> bool {
        // ENFILE and EMFILE, on every Unix; the standard library has no name for them.
        const NO_FILES: [i32; 2] = [23, 24];
        match self {
            Self::Io { source, .. } => {
                matches!(
                    source.kind(),
                    io::ErrorKind::OutOfMemory | io::ErrorKind::WouldBlock | io::ErrorKind::Interrupted
                ) || cfg!(unix) && source.raw_os_error().is_some_and(|code| NO_FILES.contains(&code))
            }
            _ => false,
        }
    }

    pub(crate) fn io(what: &'static str, path: impl Into<PathBuf>) -> impl FnOnce(io::Error) -> Self {
        let path = path.into();
        move |source| Self::Io { what, path, source }
    }
}
