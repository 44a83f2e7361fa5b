//! Key paths: `gen_ai.input.messages`, `http.request.header.*`, `**.password`.
//!
//! The path of a value is the column's attribute name and the keys below it, joined by dots; positions in lists are
//! left out. A pattern holds for the value at its path and for everything below. `*` is any part of one name, `**` any
//! names, none included. Case of ASCII letters does not matter.
//!
//! Patterns are followed key by key by an automaton whose states are made when they are met, so a value costs one
//! lookup of its key however many patterns there are.

use super::plan::Plan;

/// Longest pattern, in names.
const MAX_NAMES: usize = 32;

/// A parsed pattern.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Pattern(Vec<Name>);

#[derive(Clone, Debug, PartialEq, Eq)]
enum Name {
    /// `**`
    Any,
    /// Lower-case; `*` within.
    Glob(Vec<u8>),
}

impl Pattern {
    pub(super) fn parse(text: &str) -> Result<Self, String> {
        let names: Vec<_> = text
            .split('.')
            .map(|name| if name == "**" { Name::Any } else { Name::Glob(name.to_ascii_lowercase().into_bytes()) })
            .collect();
        let example = "write a key path such as \"user.*\" or \"**.password\"";
        if names.iter().any(|n| matches!(n, Name::Glob(g) if g.is_empty() || g.windows(2).any(|w| w == b"**"))) {
            return Err(format!("{text:?} has an empty name or `**` within a name; {example}"));
        }
        if names.len() > MAX_NAMES || text.len() > 512 {
            return Err(format!("a key path has at most {MAX_NAMES} names; {example}"));
        }
        Ok(Self(names))
    }
}

/// Whether `*` in a glob can stand for what is between.
fn matches(glob: &[u8], name: &[u8]) -> bool {
    let (mut g, mut n) = (0, 0);
    // Where to go on after the last star, having let it take one more byte.
    let mut retry: Option<(usize, usize)> = None;
    while n < name.len() {
        match glob.get(g) {
            Some(b'*') => {
                retry = Some((g + 1, n));
                g += 1;
            }
            Some(b) if name.get(n).is_some_and(|c| c.eq_ignore_ascii_case(b)) => {
                g += 1;
                n += 1;
            }
            _ => match &mut retry {
                Some((after, from)) => {
                    *from += 1;
                    (g, n) = (*after, *from);
                }
                None => return false,
            },
        }
    }
    glob.get(g..).is_none_or(|rest| rest.iter().all(|b| *b == b'*'))
}

/// Where a value stands, as the number of a state. 0 is where nothing is known: there holds what holds for all keys and
/// tenants.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::redact) struct Place(u16);

impl Place {
    /// Most places: past that many different policies at different keys everything found is masked.
    const MOST: usize = 1 << 12;
    /// Where nothing is known.
    pub(in crate::redact) const GENERAL: Self = Self(0);
    /// Where too many different policies met: everything that is found is masked.
    pub(super) const STRICT: Self = Self(1);

    pub(in crate::redact) fn bits(self) -> u64 {
        u64::from(self.0)
    }

    pub(super) fn new(index: usize) -> Option<Self> {
        u16::try_from(index).ok().filter(|_| index < Self::MOST).map(Self)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }
}

/// A state: how far patterns have come, and what holds here.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) variant: usize,
    /// Patterns under way: number and names matched; sorted.
    pub(super) live: Vec<(u16, u16)>,
    /// Patterns that hold; sorted.
    pub(super) held: Vec<u16>,
    /// What members of an object here are.
    pub(super) members: Members,
    pub(super) plan: Plan,
}

/// What the members of an object are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Members {
    /// Attributes: keys of their own, which may go.
    Attributes,
    /// The parts of a scope, event or link, of which `attributes` holds attributes.
    Holder,
    /// Anything else.
    Other,
}

/// How far patterns have come after the names of one key.
pub(super) fn advance(
    patterns: &[Pattern],
    live: &[(u16, u16)],
    held: &[u16],
    key: &[u8],
) -> (Vec<(u16, u16)>, Vec<u16>) {
    let mut live = live.to_vec();
    let mut held = held.to_vec();
    for name in key.split(|b| *b == b'.') {
        let mut next = Vec::with_capacity(live.len());
        for (p, at) in live {
            match patterns.get(usize::from(p)).and_then(|q| q.0.get(usize::from(at))) {
                Some(Name::Any) => next.push((p, at)),
                Some(Name::Glob(glob)) if matches(glob, name) => next.push((p, at + 1)),
                _ => {}
            }
        }
        live = close(patterns, next, &mut held);
    }
    (live, held)
}

/// Where all patterns begin.
pub(super) fn start(patterns: &[Pattern]) -> (Vec<(u16, u16)>, Vec<u16>) {
    let mut held = Vec::new();
    let live = (0..patterns.len()).filter_map(|p| Some((u16::try_from(p).ok()?, 0))).collect();
    (close(patterns, live, &mut held), held)
}

/// Lets `**` stand for nothing, and moves what has come to its end.
fn close(patterns: &[Pattern], mut live: Vec<(u16, u16)>, held: &mut Vec<u16>) -> Vec<(u16, u16)> {
    let mut i = 0;
    while let Some((p, at)) = live.get(i).copied() {
        if let Some(Name::Any) = patterns.get(usize::from(p)).and_then(|q| q.0.get(usize::from(at))) {
            live.push((p, at + 1));
        }
        i += 1;
    }
    live.retain(|(p, at)| {
        let done = patterns.get(usize::from(*p)).is_none_or(|q| usize::from(*at) >= q.0.len());
        if done {
            held.push(*p);
        }
        !done
    });
    // A pattern that holds is not followed any further.
    live.retain(|(p, _)| !held.contains(p));
    live.sort_unstable();
    live.dedup();
    held.sort_unstable();
    held.dedup();
    live
}

#[cfg(test)]
mod tests {
    use super::*;

    fn holds(pattern: &str, keys: &[&str]) -> bool {
        let patterns = [Pattern::parse(pattern).unwrap()];
        let (mut live, mut held) = start(&patterns);
        for key in keys {
            (live, held) = advance(&patterns, &live, &held, key.as_bytes());
        }
        !held.is_empty()
    }

    #[test]
    fn patterns_hold_at_their_path_and_below() {
        for (pattern, path) in [
            ("user.email", &["user.email"][..]),
            ("user.email", &["user", "email"]),
            ("USER.Email", &["user.eMail"]),
            ("user.*", &["user.email"]),
            ("user.*", &["user.address", "street"]),
            ("user", &["user.email"]),
            ("http.request.header.*", &["http.request.header.x-real-ip"]),
            ("http.request.header.x-*", &["http.request.header.x-real-ip"]),
            ("*.h*d*r.*-ip", &["http.header.x-real-ip"]),
            ("**.password", &["password"]),
            ("**.password", &["a.b", "c", "password", "0"]),
            ("a.**.z", &["a.z"]),
            ("a.**.z", &["a.b.c.z"]),
            ("**", &["x"]),
            ("*", &["x.y"]),
        ] {
            assert!(holds(pattern, path), "{pattern} {path:?}");
        }
        for (pattern, path) in [
            ("user.email", &["user"][..]),
            ("user.email", &["user.emails"]),
            ("user.email", &["a.user.email"]),
            ("user.*", &["user"]),
            ("user.*", &["username.x"]),
            ("**.password", &["passwords"]),
            ("a.**.z", &["b.a.z"]),
            ("*-ip", &["x-ips"]),
        ] {
            assert!(!holds(pattern, path), "{pattern} {path:?}");
        }
    }

    #[test]
    fn wrong_patterns_are_told() {
        for bad in ["", "a..b", "a.", ".a", "a.b**", &"a.".repeat(40)] {
            assert!(Pattern::parse(bad).unwrap_err().contains("write a key path"), "{bad}");
        }
    }
}
