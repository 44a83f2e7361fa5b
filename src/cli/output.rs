//! Writing to standard output and standard error.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
};

/// Standard output, whose errors say that it is.
#[derive(Debug)]
pub(super) struct Out;

impl Write for Out {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        io::stdout().write(bytes).map_err(unwritten)
    }

    fn flush(&mut self) -> io::Result<()> {
        io::stdout().flush().map_err(unwritten)
    }
}

fn unwritten(error: io::Error) -> io::Error {
    io::Error::new(error.kind(), format!("cannot write to standard output: {error}"))
}

/// Writes a text and a newline to standard output.
///
/// # Errors
/// When it is closed.
pub(super) fn line(text: &str) -> io::Result<()> {
    writeln!(Out, "{text}")?;
    Out.flush()
}

/// Writes bytes to standard output as they are.
///
/// # Errors
/// When it is closed.
pub(super) fn bytes(bytes: &[u8]) -> io::Result<()> {
    Out.write_all(bytes)?;
    Out.flush()
}

/// Writes what failed to standard output, as JSON, if there is one.
pub(super) fn failure(kind: &str, message: &str) {
    let failure = serde_json::json!({"ok": false, "error": {"kind": kind, "message": message}});
    let _ = line(&failure.to_string());
}

/// Writes a text and a newline to standard error, if there is one.
pub(super) fn error(text: &str) {
    let _ = writeln!(io::stderr().lock(), "{text}");
}

/// A number and what is counted: `1 span`, `2 spans`.
pub(super) fn count(n: u64, what: &str) -> String {
    format!("{n} {what}{}", if n == 1 { "" } else { "s" })
}

/// A file that gets its name once it is whole; until then what bore the name stays as it was.
#[derive(Debug)]
pub(super) struct Part {
    file: File,
    /// Where it is written, and where it goes; `None` when it is written in place.
    rename: Option<(PathBuf, PathBuf)>,
}

impl Part {
    /// Begins the file. What is no regular file, such as a pipe or a device, is written in place.
    ///
    /// # Errors
    /// When it cannot be made.
    pub(super) fn create(path: &Path) -> io::Result<Self> {
        // Through a link: the file behind it is replaced, not the link.
        let target = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
        let old = fs::metadata(&target).ok();
        let Some(name) = target.file_name().filter(|_| old.as_ref().is_none_or(fs::Metadata::is_file)) else {
            return Ok(Self { file: File::create(path)?, rename: None });
        };
        if old.is_some() {
            // A file that may not be written is not to be replaced either.
            fs::OpenOptions::new().write(true).open(&target)?;
        }
        let mut part = std::ffi::OsString::from(".");
        part.push(name);
        part.push(format!(".{}.part", std::process::id()));
        let part = target.with_file_name(part);
        // One is there when a process of the same number was killed, as it always has in a container. A link there is
        // not followed.
        match fs::remove_file(&part) {
            Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
            _ => {}
        }
        let file = File::create_new(&part)?;
        let begun = Self { file, rename: Some((part, target)) };
        if let Some(old) = old {
            begun.file.set_permissions(old.permissions())?;
        }
        Ok(begun)
    }

    /// A handle to write with.
    ///
    /// # Errors
    /// When there are too many open files.
    pub(super) fn writer(&self) -> io::Result<File> {
        self.file.try_clone()
    }

    /// Gives it its name.
    ///
    /// # Errors
    /// When it cannot be renamed.
    pub(super) fn finish(mut self) -> io::Result<()> {
        let Some((part, target)) = &self.rename else { return Ok(()) };
        fs::rename(part, target)?;
        self.rename = None;
        Ok(())
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        if let Some((part, _)) = &self.rename {
            let _ = fs::remove_file(part);
        }
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::{FileTypeExt as _, PermissionsExt as _};

    use super::*;

    #[test]
    fn what_is_no_file_is_written_in_place() {
        let dir = tempfile::tempdir().unwrap();
        let pipe = dir.path().join("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().unwrap().success());
        let from = pipe.clone();
        let reader = std::thread::spawn(move || fs::read_to_string(from).unwrap());
        let part = Part::create(&pipe).unwrap();
        part.writer().unwrap().write_all(b"through").unwrap();
        part.finish().unwrap();
        assert!(fs::metadata(&pipe).unwrap().file_type().is_fifo());
        assert_eq!(reader.join().unwrap(), "through");
    }

    #[test]
    fn file_is_replaced_whole_or_not_at_all() {
        let dir = tempfile::tempdir().unwrap();
        let (path, link) = (dir.path().join("answer.csv"), dir.path().join("link"));
        let names = || fs::read_dir(dir.path()).unwrap().count();
        fs::write(&path, "old").unwrap();
        fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
        std::os::unix::fs::symlink(&path, &link).unwrap();
        let part = Part::create(&path).unwrap();
        part.writer().unwrap().write_all(b"ha").unwrap();
        drop(part);
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("old", 2));
        let part = Part::create(&link).unwrap();
        part.writer().unwrap().write_all(b"whole").unwrap();
        part.finish().unwrap();
        assert_eq!((fs::read_to_string(&path).unwrap().as_str(), names()), ("whole", 2));
        assert!(fs::symlink_metadata(&link).unwrap().is_symlink());
        assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
        drop(Part::create(&dir.path().join("new")).unwrap());
        assert_eq!(names(), 2);
        // What a process of the same number left.
        fs::write(dir.path().join(format!(".new.{}.part", std::process::id())), "left").unwrap();
        let part = Part::create(&dir.path().join("new")).unwrap();
        part.writer().unwrap().write_all(b"new").unwrap();
        part.finish().unwrap();
        assert_eq!((fs::read_to_string(dir.path().join("new")).unwrap().as_str(), names()), ("new", 3));
        assert!(Part::create(&dir.path().join("no/such/dir")).is_err());
    }
}
