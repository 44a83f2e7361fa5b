//! Which words are given names, surnames, words of English and places (`scripts/name-lists` made that list), and which
//! stand beside names or only look like them (a list kept by hand).

use std::sync::LazyLock;

use ahash::AHashMap;

use crate::redact::hints::without_accent;

/// In memory once an operator wants names in free text to go, or an e-mail address may be made of a name.
static LEXICON: LazyLock<AHashMap<&'static str, Letters>> = LazyLock::new(read);

/// Letters of a word that are read: longer ones are no names.
const LONGEST: usize = 40;
/// Ends of regular forms, which are not listed beside their stems.
const ENDS: &[&str] = &["s", "es", "ed", "d", "ing", "ly"];

/// What a word is: letters of the list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Letters(u16);

impl Letters {
    /// A given name.
    pub(super) const GIVEN: Self = Self(1);
    /// One so frequent that it is a name although it is a word, too.
    pub(super) const FREQUENT: Self = Self(2);
    /// One that may stand alone: it is seldom a surname.
    pub(super) const ALONE: Self = Self(4);
    /// A surname.
    pub(super) const SURNAME: Self = Self(8);
    /// One so frequent that it is a name although it is a word, too.
    pub(super) const FREQUENT_SURNAME: Self = Self(16);
    /// A word of English.
    pub(super) const WORD: Self = Self(32);
    /// A place.
    pub(super) const PLACE: Self = Self(64);
    /// What stands before the name of a place.
    pub(super) const BEFORE_PLACE: Self = Self(128);
    /// What an address begins with.
    pub(super) const ADDRESS: Self = Self(256);
    /// A kind of place, firm or thing that is called by somebody.
    pub(super) const KIND: Self = Self(512);
    /// Mostly no name, whatever the lists of names say.
    pub(super) const NO_NAME: Self = Self(1024);

    fn of(letter: char) -> Self {
        match letter {
            'G' => Self::GIVEN,
            'A' => Self::FREQUENT,
            'L' => Self::ALONE,
            'S' => Self::SURNAME,
            'C' => Self::FREQUENT_SURNAME,
            'W' => Self::WORD,
            'P' => Self::PLACE,
            'B' => Self::BEFORE_PLACE,
            'D' => Self::ADDRESS,
            'K' => Self::KIND,
            'N' => Self::NO_NAME,
            _ => Self(0),
        }
    }

    /// Whether it is one of these.
    pub(super) fn any(self, of: &[Self]) -> bool {
        of.iter().any(|letter| self.0 & letter.0 != 0)
    }

    pub(super) fn is(self, letter: Self) -> bool {
        self.any(&[letter])
    }
}

/// The lists by which words are told, as text.
const LISTS: [&str; 2] = [include_str!("lexicon.txt"), include_str!("words.txt")];

fn read() -> AHashMap<&'static str, Letters> {
    let mut words = AHashMap::with_capacity(LISTS.iter().map(|list| list.len() / 8).sum());
    let mut letters = Letters::default();
    for line in LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#')) {
        match line.strip_prefix("= ") {
            Some(section) => letters = Letters(section.chars().map(|c| Letters::of(c).0).sum()),
            None => line.split_whitespace().for_each(|word| words.entry(word).or_insert(Letters(0)).0 |= letters.0),
        }
    }
    words
}

/// What a word is, in whatever case and with whatever accents: its plain small letters, and what the list says of them.
/// Of words joined by a hyphen it says what it says of any of them.
pub(super) fn look_up(word: &str) -> (String, Letters) {
    let plain = folded(word);
    let letters = match LEXICON.get(plain.as_str()) {
        Some(letters) => *letters,
        None if word.contains('-') => {
            Letters(word.split('-').map(|part| listed(&folded(part)).0).fold(0, |all, one| all | one))
        }
        None => listed(&plain),
    };
    (plain, letters)
}

fn listed(plain: &str) -> Letters {
    let listed = |word: &str| LEXICON.get(word).copied();
    let regular = || {
        let stems = ENDS.iter().filter_map(|end| plain.strip_suffix(end));
        stems.filter_map(listed).any(|l| l.is(Letters::WORD))
    };
    listed(plain).unwrap_or_else(|| if regular() { Letters::WORD } else { Letters::default() })
}

fn folded(word: &str) -> String {
    let mut plain = String::with_capacity(word.len().min(LONGEST));
    for c in word.chars().take(LONGEST).flat_map(char::to_lowercase).map(without_accent) {
        match c {
            'a'..='z' => plain.push(c),
            'đ' | 'ð' => plain.push('d'),
            'ß' => plain.push_str("ss"),
            'æ' => plain.push_str("ae"),
            'œ' => plain.push_str("oe"),
            'þ' => plain.push_str("th"),
            _ => {}
        }
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_words_are_is_read_from_the_list() {
        for (word, is, is_not) in [
            ("MARIA", &[Letters::GIVEN, Letters::ALONE][..], &[Letters::WORD, Letters::PLACE][..]),
            ("Gjørg", &[], &[Letters::GIVEN, Letters::WORD]),
            ("João", &[Letters::GIVEN], &[Letters::WORD]),
            ("Müller", &[Letters::SURNAME], &[Letters::WORD]),
            ("Baker", &[Letters::SURNAME, Letters::WORD], &[Letters::ALONE]),
            ("Paris", &[Letters::GIVEN, Letters::PLACE], &[]),
            ("databases", &[Letters::WORD], &[Letters::GIVEN, Letters::SURNAME]),
            ("", &[], &[Letters::GIVEN, Letters::SURNAME, Letters::WORD, Letters::PLACE]),
        ] {
            let (plain, letters) = look_up(word);
            assert!(is.iter().all(|l| letters.is(*l)) && !letters.any(is_not), "{word} ({plain}): {letters:?}");
        }
    }

    #[test]
    fn every_line_is_words_or_a_section() {
        for line in LISTS.iter().flat_map(|list| list.lines()).filter(|line| !line.starts_with('#')) {
            let section = line.strip_prefix("= ").is_some_and(|s| s.chars().all(|c| Letters::of(c).0 != 0));
            let is_word = |word: &str| word.len() > 1 && word.bytes().all(|b| b.is_ascii_lowercase());
            assert!(section || line.split_whitespace().all(is_word), "{line}");
        }
    }
}
