//! Words in colour, on a terminal only.

use std::{
    fmt::{self, Display},
    io::{self, IsTerminal as _, Write as _},
};

/// Writes to standard output, with or without colours.
#[derive(Clone, Copy, Debug)]
pub(super) struct Screen {
    colour: bool,
}

/// A text in a style.
pub(super) struct Styled<T>(&'static str, T);

impl<T: Display> Display for Styled<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.0.is_empty() {
            return self.1.fmt(f);
        }
        write!(f, "\x1b[{}m{}\x1b[0m", self.0, self.1)
    }
}

impl Screen {
    pub(super) fn new() -> Self {
        Self { colour: io::stdout().is_terminal() && !crate::config::no_colour() }
    }

    fn styled<T>(self, code: &'static str, text: T) -> Styled<T> {
        Styled(if self.colour { code } else { "" }, text)
    }

    pub(super) fn bold<T>(self, text: T) -> Styled<T> {
        self.styled("1", text)
    }

    pub(super) fn dim<T>(self, text: T) -> Styled<T> {
        self.styled("2", text)
    }

    pub(super) fn good<T>(self, text: T) -> Styled<T> {
        self.styled("32", text)
    }

    pub(super) fn bad<T>(self, text: T) -> Styled<T> {
        self.styled("31;1", text)
    }

    pub(super) fn code<T>(self, text: T) -> Styled<T> {
        self.styled("36", text)
    }

    /// One line, at once.
    pub(super) fn line(self, text: impl Display) -> io::Result<()> {
        let mut out = io::stdout().lock();
        writeln!(out, "{text}")?;
        out.flush()
    }

    /// An empty line and a heading.
    pub(super) fn heading(self, text: &str) -> io::Result<()> {
        self.line(format_args!("\n{}", self.bold(text)))
    }

    /// Lines, indented.
    pub(super) fn block(self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| self.line(format_args!("  {line}")))
    }

    /// Lines of code, indented.
    pub(super) fn code_block(self, text: &str) -> io::Result<()> {
        text.lines().try_for_each(|line| match line {
            "" => self.line(""),
            line => self.line(format_args!("  {}", self.code(line))),
        })
    }
}
