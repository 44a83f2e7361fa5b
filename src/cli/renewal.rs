//! SIGHUP with a configuration file: the file is checked, and the program begins anew in the same process.
//!
//! It takes the place of itself (`exec`) once it has drained: nothing that the old configuration made can be left over,
//! and a program that was upgraded meanwhile is the new one. All files and sockets are closed on the way, and with them
//! the lock of the write-ahead log: the standard library and tokio open each with `O_CLOEXEC`.

use std::{
    env, fs, io,
    os::unix::process::CommandExt as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::Duration,
};

use anyhow::{Context as _, anyhow, bail, ensure};
use rustix::process::{Pid, Signal, kill_process};

/// Longest time for the check.
const PATIENCE: Duration = Duration::from_secs(30);

/// How to begin anew.
#[derive(Clone, Debug)]
pub(super) struct Renewal {
    /// The configuration file.
    config: PathBuf,
    program: PathBuf,
}

impl Renewal {
    /// To be called at start: later, a program that was replaced no longer knows its own name.
    pub(super) fn new(config: &Path) -> anyhow::Result<Self> {
        let program = program(env::args_os().next().map(PathBuf::from), env::current_exe())
            .context("cannot tell where this program is")?;
        Ok(Self { config: config.to_owned(), program })
    }

    /// Checks the configuration as `custos check` does, by the program that is to read it.
    ///
    /// # Errors
    /// When there is a mistake, or the program cannot be started. Mistakes are logged, each on a line.
    pub(super) async fn check(&self) -> anyhow::Result<()> {
        let mut check = Command::new(&self.program);
        check.arg("check").arg("--config").arg(&self.config);
        check.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::piped());
        let (told, mut id) = tokio::sync::oneshot::channel();
        // To start it may take as long as to read the file, where both are on a mount that hangs.
        let output = tokio::task::spawn_blocking(move || {
            let check = check.spawn()?;
            let _ = told.send(Pid::from_child(&check));
            check.wait_with_output()
        });
        let Ok(output) = tokio::time::timeout(PATIENCE, output).await else {
            // Nobody waits for it any more.
            if let Ok(id) = id.try_recv() {
                let _ = kill_process(id, Signal::KILL);
            }
            bail!("the check did not end within {} s", PATIENCE.as_secs());
        };
        let output = output?.with_context(|| format!("cannot start {}", self.program.display()))?;
        if output.status.success() {
            return Ok(());
        }
        for mistake in String::from_utf8_lossy(&output.stderr).lines() {
            tracing::error!("{mistake}");
        }
        ensure!(output.status.code() == Some(2), "the check ended with {}", output.status);
        bail!("{} has mistakes", self.config.display())
    }

    /// Takes the place of this process. Returns only when that fails.
    pub(super) fn begin(&self) -> anyhow::Error {
        let mut args = env::args_os();
        let mut program = Command::new(&self.program);
        if let Some(name) = args.next() {
            program.arg0(name);
        }
        ignore_hangups();
        let error = program.args(args).exec();
        anyhow!(error).context(format!("cannot start {} again", self.program.display()))
    }
}

/// Until the next program handles it, SIGHUP would end it: those who look after a file send one for each of its
/// changes. What is ignored stays so across `exec`, and nothing is missed: the file is read after SIGHUP is handled.
#[expect(unsafe_code, reason = "no library sets a signal to be ignored")]
fn ignore_hangups() {
    // SAFETY: both are constants that the call is made for; it takes no memory of ours and installs no handler.
    unsafe { libc::signal(libc::SIGHUP, libc::SIG_IGN) };
}

/// The path of the program, from its first argument and from what the system says. A link that it was started by is
/// kept: upgrades may exchange it.
fn program(named: Option<PathBuf>, exe: io::Result<PathBuf>) -> io::Result<PathBuf> {
    let named = named.filter(|name| name.components().nth(1).is_some() || name.is_absolute());
    let exe = exe.map(|exe| if exe.exists() { exe } else { without_mark(&exe) });
    let Some(named) = named else { return exe };
    match exe {
        Ok(exe) if fs::canonicalize(&named).ok() != fs::canonicalize(&exe).ok() => Ok(exe),
        _ => std::path::absolute(named),
    }
}

/// Linux says ` (deleted)` behind the path of a file that was replaced.
fn without_mark(exe: &Path) -> PathBuf {
    exe.to_str().and_then(|exe| exe.strip_suffix(" (deleted)")).map_or_else(|| exe.to_owned(), PathBuf::from)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_program_is_found_by_the_name_it_was_started_by() {
        let dir = tempfile::tempdir().unwrap();
        let (file, other, link) = (dir.path().join("1.0"), dir.path().join("other"), dir.path().join("custos"));
        fs::write(&file, "").unwrap();
        fs::write(&other, "").unwrap();
        std::os::unix::fs::symlink(&file, &link).unwrap();
        let found = |named: Option<&Path>, exe: &Path| program(named.map(Path::to_owned), Ok(exe.to_owned())).unwrap();
        assert_eq!(found(Some(&link), &file), link);
        assert_eq!(found(Some(&other), &file), file, "another program has that name");
        for none in [None, Some(Path::new("custos")), Some(Path::new("gone/custos"))] {
            assert_eq!(found(none, &file), file, "{none:?}");
        }
        let replaced = PathBuf::from(format!("{} (deleted)", file.display()));
        assert_eq!(found(None, &replaced), file);
        assert_eq!(found(Some(&link), &replaced), link);
        let unknown = || Err(io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(program(Some(link.clone()), unknown()).unwrap(), link);
        assert!(program(None, unknown()).is_err());
    }
}
