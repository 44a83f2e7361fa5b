//! Lists of literals that are looked for in a text all at once.

use aho_corasick::{AhoCorasick, MatchKind};

/// A list that is searched for in one pass.
#[derive(Debug)]
pub(in crate::redact) struct Literals(AhoCorasick);

/// One of a list in a text.
pub(in crate::redact) struct Literal {
    /// Its place in the list.
    pub(in crate::redact) index: usize,
    pub(in crate::redact) start: usize,
    pub(in crate::redact) end: usize,
}

impl Literals {
    /// `any_case`: of letters of ASCII.
    pub(in crate::redact) fn new(list: &[&str], any_case: bool) -> Self {
        let mut builder = AhoCorasick::builder();
        builder.match_kind(MatchKind::Standard).ascii_case_insensitive(any_case);
        Self(builder.build(list).expect("a list of the code is short"))
    }

    /// Wherever one of them stands, also within another.
    pub(in crate::redact) fn each<'a>(&'a self, text: &'a [u8]) -> impl Iterator<Item = Literal> + 'a {
        let found = self.0.find_overlapping_iter(text);
        found.map(|m| Literal { index: m.pattern().as_usize(), start: m.start(), end: m.end() })
    }

    /// Whether one of them stands in a text.
    pub(in crate::redact) fn stand_in(&self, text: &[u8]) -> bool {
        self.0.is_match(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_are_found_also_within_each_other() {
        let literals = Literals::new(&["phone", "phone_number", "number"], true);
        let found: Vec<_> = literals.each(b"Phone_NUMBER").map(|l| (l.index, l.start, l.end)).collect();
        assert_eq!(found, [(0, 0, 5), (1, 0, 12), (2, 6, 12)]);
        assert!(literals.stand_in(b"a PHONE") && !literals.stand_in(b"a phon"));
        assert!(!Literals::new(&["phone"], false).stand_in(b"PHONE"));
    }
}
