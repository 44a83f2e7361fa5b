//! What a writer keeps beside its write-ahead log to know its own entries again.
//!
//! Positions of a log are told by the name of its writer. Where a directory was copied, two processes have one name:
//! what one of them commits would be taken for frames of the other's log, which then would be skipped and lost. So
//! before an entry is put its nonce is noted, and a start compares it with the nonce of the last entry under the name.
//!
//! The file is small, of one length and overwritten in place, so that a full disk does not hinder commits, which make
//! room.

use std::{
    fs::{self, File, OpenOptions},
    io::{self, Write},
    path::{Path, PathBuf},
};

use crate::LedgerError;

/// Hex digits of a nonce.
const NONCE: usize = 32;

/// What is noted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Noted {
    /// The last entry of this writer that is known to be committed; 0 before the first.
    pub(crate) committed: u64,
    /// Nonce of the entry that is put after it.
    pub(crate) nonce: String,
    /// Nonce of one before that was put and of which nobody knew what became: it may have arrived since.
    pub(crate) earlier: Option<String>,
}

impl Noted {
    /// Whether an entry under the writer's name is its own.
    pub(crate) fn knows(&self, seq: u64, nonce: &str) -> bool {
        seq <= self.committed || nonce == self.nonce || Some(nonce) == self.earlier.as_deref()
    }

    fn text(&self) -> String {
        let earlier = self.earlier.as_deref().unwrap_or_default();
        format!("{:020} {:NONCE$} {earlier:NONCE$}\n", self.committed, self.nonce)
    }

    fn parse(text: &str) -> Option<Self> {
        let mut words = text.strip_suffix('\n')?.split_whitespace();
        let (committed, nonce, earlier) = (words.next()?.parse().ok()?, words.next()?.to_owned(), words.next());
        let noted = Self { committed, nonce, earlier: earlier.map(str::to_owned) };
        (noted.text() == text).then_some(noted)
    }
}

/// The file.
#[derive(Debug)]
pub(crate) struct Note {
    path: PathBuf,
    noted: Option<Noted>,
}

impl Note {
    /// Reads it. None, and one that is damaged, say nothing.
    pub(crate) fn read(path: PathBuf) -> Result<Self, LedgerError> {
        match fs::read(&path) {
            Ok(bytes) => {
                let noted = std::str::from_utf8(&bytes).ok().and_then(Noted::parse);
                if noted.is_none() {
                    tracing::warn!(file = %path.display(), "what was noted of the last commit cannot be read; it is written anew");
                }
                Ok(Self { path, noted })
            }
            Err(e) if e.kind() == io::ErrorKind::NotFound => Ok(Self { path, noted: None }),
            Err(e) => Err(LedgerError::Note { path: path.display().to_string(), what: format!("cannot be read: {e}") }),
        }
    }

    pub(crate) fn noted(&self) -> Option<&Noted> {
        self.noted.as_ref()
    }

    /// Notes, on disk, that an entry with this nonce is about to be put.
    pub(crate) fn write(&mut self, committed: u64, nonce: &str) -> Result<(), LedgerError> {
        let open = self.noted.as_ref().filter(|noted| noted.committed == committed);
        if open.is_some_and(|noted| noted.nonce == nonce) {
            return Ok(());
        }
        let earlier = open.map(|noted| noted.nonce.clone());
        let noted = Noted { committed, nonce: nonce.to_owned(), earlier };
        if let Err(e) = overwrite(&self.path, noted.text().as_bytes()) {
            // One that is out of date would be taken for that of another log.
            self.noted = None;
            if fs::remove_file(&self.path).is_err_and(|e| e.kind() != io::ErrorKind::NotFound) {
                let (path, what) = (self.path.display().to_string(), format!("cannot be written: {e}"));
                return Err(LedgerError::Note { path, what });
            }
            tracing::warn!(file = %self.path.display(), error = %e, "the commit cannot be noted");
            return Ok(());
        }
        self.noted = Some(noted);
        Ok(())
    }
}

/// Writes a file in place, and makes it last.
fn overwrite(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let is_new = !path.exists();
    let mut file = OpenOptions::new().write(true).create(true).truncate(false).open(path)?;
    file.write_all(bytes)?;
    if file.metadata()?.len() != bytes.len() as u64 {
        file.set_len(bytes.len() as u64)?;
    }
    file.sync_data()?;
    match path.parent().filter(|_| is_new && cfg!(unix)) {
        Some(dir) => File::open(if dir.as_os_str().is_empty() { Path::new(".") } else { dir })?.sync_all(),
        None => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_noted_is_read_back_and_damage_says_nothing() {
        let dir = tempfile::tempdir().unwrap();
        let path = dir.path().join("commit");
        let nonce = |n: u8| format!("{n:032x}");
        let mut note = Note::read(path.clone()).unwrap();
        assert_eq!(note.noted(), None);
        for (committed, n, earlier) in [(0, 1, None), (0, 1, None), (0, 2, Some(1)), (7, 3, None), (7, 4, Some(3))] {
            note.write(committed, &nonce(n)).unwrap();
            let noted = Note::read(path.clone()).unwrap().noted.unwrap();
            assert_eq!(noted, Noted { committed, nonce: nonce(n), earlier: earlier.map(nonce) });
        }
        let noted = note.noted().unwrap();
        assert!(noted.knows(7, &nonce(9)) && noted.knows(8, &nonce(4)) && noted.knows(8, &nonce(3)));
        assert!(!noted.knows(8, &nonce(9)));

        let text = fs::read_to_string(&path).unwrap();
        for damaged in ["", "x", &text[1..], &text[..text.len() - 1], &text.replace(' ', "  ")] {
            fs::write(&path, damaged).unwrap();
            assert_eq!(Note::read(path.clone()).unwrap().noted, None, "{damaged:?}");
        }
        note.write(8, &nonce(5)).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap().len(), text.len(), "what was longer is cut");
        fs::remove_file(&path).unwrap();
        fs::create_dir(&path).unwrap();
        assert!(matches!(note.write(9, &nonce(6)), Err(LedgerError::Note { .. })));
    }
}
