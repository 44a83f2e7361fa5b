//! What the words near a value, or of its key, say that it is.
//!
//! Words count whole and in any case: `lic` in `public` says nothing. Two or three words in a row count as one (`date of
//! birth`, `date_of_birth`, `dateOfBirth`). Words that name one type (`pesel`) make its malformed values count too; words
//! that name many (`passport`) want a value of the right form.

use std::sync::LazyLock;

use ahash::AHashMap;

use super::{
    bytes::{at, digit, part},
    lexicon::{CJK, FILLERS, LEXICON, NEGATIVE},
    types::Type,
};

/// A set of types that are to be expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Hints([u64; 4]);

impl Hints {
    pub(super) const NONE: Self = Self([0; 4]);

    pub(super) const fn of(types: &[Type]) -> Self {
        let mut bits = [0; 4];
        let mut i = 0;
        while i < types.len() {
            let n = types[i] as usize;
            bits[n >> 6] |= 1 << (n & 63);
            i += 1;
        }
        Self(bits)
    }

    pub(super) fn has(self, kind: Type) -> bool {
        let n = kind as usize;
        self.0.get(n >> 6).is_some_and(|w| w >> (n & 63) & 1 != 0)
    }

    pub(super) fn or(self, other: Self) -> Self {
        Self([0, 1, 2, 3].map(|i: usize| self.0[i] | other.0[i]))
    }

    pub(super) fn and(self, other: Self) -> Self {
        Self([0, 1, 2, 3].map(|i: usize| self.0[i] & other.0[i]))
    }

    pub(super) fn without(self, kind: Type) -> Self {
        let mask = Self::of(&[kind]);
        Self([0, 1, 2, 3].map(|i: usize| self.0[i] & !mask.0[i]))
    }

    pub(super) fn is_empty(self) -> bool {
        self.0 == [0; 4]
    }

    pub(super) fn words(self) -> [u64; 4] {
        self.0
    }
}

/// What a piece of text says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Found {
    /// All types named.
    pub(super) far: Hints,
    /// Those named within a few words, with no other number between.
    pub(super) near: Hints,
    /// Those of `near` that a word names which means little else.
    pub(super) exact: Hints,
    /// The nearest word says that it is something else: an order, a span, a version.
    pub(super) negative: bool,
}

impl Found {
    /// With what the key says.
    pub(super) fn with_key(mut self, key: Hints, exact: Hints) -> Self {
        self.far = self.far.or(key);
        self.near = self.near.or(key);
        self.exact = self.exact.or(exact);
        self.negative &= key.is_empty();
        self
    }
}

/// Text before a value in which words count, bytes.
pub(super) const BEFORE: usize = 48;
/// Text behind a value in which words count, bytes.
const AFTER: usize = 32;
/// Words that may stand between a value and the word that names it.
const BETWEEN: usize = 4;
/// Longest word or run of words looked up, bytes.
const LONGEST: usize = 40;

#[derive(Clone, Copy, Default)]
struct Entry {
    hints: Hints,
    /// Those of `hints` that this word names beyond doubt.
    exact: Hints,
    negative: bool,
    filler: bool,
}

struct Lexicon {
    entries: AHashMap<Box<[u8]>, Entry>,
    /// Lengths that occur, by first and last byte: tells most words to be unknown without a hash.
    lengths: Box<[u64; 1024]>,
}

static WORDS: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Self { entries: AHashMap::new(), lengths: Box::new([0; 1024]) };
        for (types, words) in LEXICON {
            let hints = Hints::of(types);
            let exact = if types.len() <= 2 { hints } else { Hints::NONE };
            for word in words.split_ascii_whitespace() {
                lexicon.add(word, Entry { hints, exact, ..Entry::default() });
            }
        }
        for word in NEGATIVE.split_ascii_whitespace() {
            lexicon.add(word, Entry { negative: true, ..Entry::default() });
        }
        for word in FILLERS.split_ascii_whitespace() {
            lexicon.add(word, Entry { filler: true, ..Entry::default() });
        }
        lexicon
    }

    /// Adds a word, and how it is written in capitals and without accents.
    fn add(&mut self, word: &str, entry: Entry) {
        let upper = word.to_uppercase();
        let mut capital: String = word.chars().take(1).flat_map(char::to_uppercase).collect();
        capital.extend(word.chars().skip(1));
        let plain: String = word.chars().map(without_accent).collect();
        for form in [word, &upper, &capital, &plain] {
            let form = form.to_ascii_lowercase().into_bytes();
            if let Some(slot) = slot(&form).and_then(|i| self.lengths.get_mut(i)) {
                *slot |= 1 << form.len();
                let known = self.entries.entry(form.into()).or_default();
                known.hints = known.hints.or(entry.hints);
                known.exact = known.exact.or(entry.exact);
                known.negative |= entry.negative;
                known.filler |= entry.filler;
            }
        }
    }

    /// Looks a word up; `plural`: also without its last `s`.
    fn get(&self, word: &[u8], plural: bool) -> Option<Entry> {
        let known = |w: &[u8]| {
            let lengths = slot(w).and_then(|i| self.lengths.get(i))?;
            if lengths >> w.len() & 1 == 0 {
                return None;
            }
            self.entries.get(w).copied()
        };
        known(word).or_else(|| word.strip_suffix(b"s").filter(|w| plural && w.len() > 2).and_then(known))
    }
}

/// Place of a word in the table of lengths.
fn slot(word: &[u8]) -> Option<usize> {
    let (first, last) = (word.first()?, word.last()?);
    (word.len() < LONGEST).then_some(usize::from(first & 31) << 5 | usize::from(last & 31))
}

pub(super) fn without_accent(c: char) -> char {
    match c {
        'à' | 'á' | 'â' | 'ã' | 'ä' | 'å' | 'ą' | 'ă' | 'ā' => 'a',
        'ç' | 'ć' | 'č' => 'c',
        'ď' => 'd',
        'è' | 'é' | 'ê' | 'ë' | 'ę' | 'ě' | 'ē' => 'e',
        'ğ' => 'g',
        'ì' | 'í' | 'î' | 'ï' | 'ı' => 'i',
        'ł' => 'l',
        'ñ' | 'ń' | 'ň' => 'n',
        'ò' | 'ó' | 'ô' | 'õ' | 'ö' | 'ø' | 'ő' => 'o',
        'ř' => 'r',
        'ś' | 'š' | 'ş' | 'ș' => 's',
        'ť' | 'ţ' | 'ț' => 't',
        'ù' | 'ú' | 'û' | 'ü' | 'ů' | 'ű' => 'u',
        'ý' => 'y',
        'ź' | 'ż' | 'ž' => 'z',
        c => c,
    }
}

/// Words put one after the other, so that neighbours can be looked up as one.
struct Line {
    text: [u8; 64],
    len: usize,
    starts: [usize; 3],
    count: usize,
}

impl Line {
    fn new() -> Self {
        Self { text: [0; 64], len: 0, starts: [0; 3], count: 0 }
    }

    /// Takes a word and gives the entries of it alone and with the one or two before it, longest first.
    fn push(&mut self, word: &[u8]) -> Option<(Entry, usize)> {
        if self.len + word.len() > self.text.len() {
            self.len = 0;
            self.count = 0;
            if word.len() > self.text.len() {
                return None;
            }
        }
        self.starts = [self.len, self.starts[0], self.starts[1]];
        self.count = (self.count + 1).min(3);
        for b in word {
            if let Some(slot) = self.text.get_mut(self.len) {
                *slot = b.to_ascii_lowercase();
                self.len += 1;
            }
        }
        (0..self.count).rev().find_map(|k| {
            let joined = part(&self.text, *self.starts.get(k)?, self.len);
            // Short words run together by chance: `is in`.
            if k > 0 && joined.len() < 5 {
                return None;
            }
            WORDS.get(joined, k == 0).map(|entry| (entry, k))
        })
    }
}

fn letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80
}

/// Length of a mark or its rest at the start of `t`, so that marks name nothing: `[US_SSN]`, `_SSN]`.
fn mark(t: &[u8]) -> usize {
    let n = usize::from(t.first() == Some(&b'['));
    let n = n + t.iter().skip(n).take_while(|b| b.is_ascii_uppercase() || **b == b'_').count();
    if n > 2 && t.get(n) == Some(&b']') { n + 1 } else { 0 }
}

/// What the words before `p` say.
pub(super) fn before(t: &[u8], p: usize) -> Found {
    let from = p.saturating_sub(BEFORE);
    let text = part(t, from, p);
    let mut found = Found::default();
    let mut line = Line::new();
    // A word cut by the window's start is not whole.
    let mut i = if from > 0 && letter(t[from - 1]) { text.iter().take_while(|b| letter(**b)).count() } else { 0 };
    i = i.max(mark(text));
    // How many words ago each of the nearest was named, newest last.
    let mut recent = [(Hints::NONE, Hints::NONE); BETWEEN + 1];
    let mut foreign = false;
    while let Some(&b) = text.get(i) {
        if letter(b) {
            let n = word_len(text, i);
            foreign |= b >= 0xE0;
            // Letters that touch digits are a piece of a code.
            let touches = digit(at(text, i + n)) || i > 0 && digit(at(text, i - 1));
            if touches {
                line.count = 0;
                i += n;
                continue;
            }
            let (entry, joined) = line.push(part(text, i, i + n)).unwrap_or_default();
            if !entry.filler || !entry.hints.is_empty() {
                recent.rotate_left(1);
                recent[BETWEEN] = (entry.hints, entry.exact);
                found.far = found.far.or(entry.hints);
                // A phrase that names something is no phrase that denies it.
                found.negative = entry.negative && (entry.hints.is_empty() || joined == 0 && entry.exact.is_empty());
            }
            i += n;
        } else if digit(b) {
            let n = text.iter().skip(i).take_while(|b| digit(**b)).count();
            if n >= 4 {
                // What was said belongs to that number first.
                recent = [(Hints::NONE, Hints::NONE); BETWEEN + 1];
                found.negative = false;
            }
            line.count = 0;
            i += n;
        } else {
            i += if b == b'[' { mark(part(text, i, text.len())).max(1) } else { 1 };
        }
    }
    for (hints, exact) in recent {
        found.near = found.near.or(hints);
        found.exact = found.exact.or(exact);
    }
    if foreign {
        for (types, words) in CJK {
            if words.split_ascii_whitespace().any(|w| memchr::memmem::find(text, w.as_bytes()).is_some()) {
                let hints = Hints::of(types);
                found.far = found.far.or(hints);
                found.near = found.near.or(hints);
                if types.len() <= 2 {
                    found.exact = found.exact.or(hints);
                }
            }
        }
    }
    found
}

/// Length of the word at `i`; a small letter before a capital ends it.
fn word_len(text: &[u8], i: usize) -> usize {
    let mut n = 0;
    let mut small = false;
    for b in part(text, i, text.len()) {
        if !letter(*b) || small && b.is_ascii_uppercase() {
            break;
        }
        small = b.is_ascii_lowercase();
        n += 1;
    }
    n
}

/// What the words that end at `end` name beyond doubt, on their line.
pub(super) fn label(t: &[u8], end: usize) -> Hints {
    let last = t.get(..end).unwrap_or_default().iter().rev().take(LONGEST).take_while(|b| letter(**b)).count();
    let mut lower = [0; LONGEST];
    let word = part(t, end - last, end);
    lower.iter_mut().zip(word).for_each(|(to, b)| *to = b.to_ascii_lowercase());
    // Most words are unknown, and this is asked at every colon.
    if last == 0 || last >= LONGEST || WORDS.get(part(&lower, 0, last), true).is_none() {
        return Hints::NONE;
    }
    let from = end.saturating_sub(LONGEST);
    let text = part(t, from, end);
    let text = text
        .iter()
        .rposition(|b| matches!(b, b'\n' | b'{' | b',' | b';'))
        .map_or(text, |n| part(text, n + 1, text.len()));
    let mut line = Line::new();
    let mut named = Hints::NONE;
    let mut i = 0;
    while let Some(&b) = text.get(i) {
        if letter(b) {
            let n = word_len(text, i);
            let entry = line.push(part(text, i, i + n)).unwrap_or_default().0;
            if !entry.filler || !entry.hints.is_empty() {
                named = entry.exact;
            }
            i += n;
        } else {
            i += 1;
        }
    }
    named
}

/// What the words behind a value say, up to the end of its sentence.
pub(super) fn after(t: &[u8], p: usize) -> Hints {
    let text = part(t, p, p + AFTER);
    let mut line = Line::new();
    let mut hints = Hints::NONE;
    let mut i = 0;
    while let Some(&b) = text.get(i) {
        if letter(b) {
            let n = word_len(text, i);
            // A word cut by the window's end is not whole.
            if i + n < text.len() || p + AFTER >= t.len() {
                hints = hints.or(line.push(part(text, i, i + n)).unwrap_or_default().0.hints);
            }
            i += n;
        } else if matches!(b, b'\n' | b';' | b'=' | b':' | b'"' | b'|' | b'[' | b'\\') || digit(b) {
            break;
        } else {
            if b == b'.' && text.get(i + 1) == Some(&b' ') {
                break;
            }
            i += 1;
        }
    }
    hints
}

/// What the words of a key say: all types named, and those that a word names which means little else.
pub(super) fn of_key(words: &[String]) -> (Hints, Hints) {
    let mut line = Line::new();
    let (mut all, mut exact) = (Hints::NONE, Hints::NONE);
    for word in words {
        let entry = line.push(word.as_bytes()).unwrap_or_default().0;
        all = all.or(entry.hints);
        exact = exact.or(entry.exact);
    }
    (all, exact)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn said(text: &str) -> Found {
        before(text.as_bytes(), text.len())
    }

    #[test]
    fn words_count_whole_in_any_case_and_together() {
        for text in ["PESEL: ", "pesel ", "my Pesel is: ", "(PESEL) ", "pesels "] {
            assert!(said(text).exact.has(Type::PlPesel), "{text}");
        }
        for text in ["apesel ", "peselx ", "[PL_PESEL] ", "PL_PESEL] "] {
            assert!(!said(text).far.has(Type::PlPesel), "{text}");
        }
        for text in ["date of birth ", "dateOfBirth\": \"", "date_of_birth=", "DATE-OF-BIRTH: ", "Date de naissance: "]
        {
            assert!(said(text).near.has(Type::DateOfBirth), "{text}");
        }
        assert!(said("HENKILÖTUNNUS ").far.has(Type::FiPersonalIdentityCode));
        assert!(said("身份证号：").exact.has(Type::CnResidentId));
    }

    #[test]
    fn a_number_between_takes_what_was_said() {
        let found = said("pesel 44051401458, then ");
        assert!(found.far.has(Type::PlPesel) && !found.near.has(Type::PlPesel));
        let found = said("pesel was one that two three four five six ");
        assert!(!found.near.has(Type::PlPesel));
    }

    #[test]
    fn the_nearest_word_may_deny() {
        for text in ["order ", "span_id=", "version: ", "pesel of order "] {
            assert!(said(text).negative, "{text}");
        }
        for text in ["tax id ", "national id: ", "order of pesel ", "order, pesel number "] {
            assert!(!said(text).negative, "{text}");
        }
    }
}
