//! What the words near a value, or of its key, say that it is.
//!
//! Words count whole and in any case: `lic` in `public` says nothing. Two or three words in a row count as one (`date of
//! birth`, `date_of_birth`, `dateOfBirth`). Words that name one type (`pesel`) make its malformed values count too; words
//! that name many (`passport`) want a value of the right form.

use std::sync::LazyLock;

use super::{
    bytes::{Letters, at, back, digit, looked, part, run_back},
    lexicon::{CJK, FILLERS, LEXICON, NATIONS, NEGATIVE},
    suffixes::Suffixes,
    types::Type,
    wordmap::WordMap,
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

    #[inline]
    pub(super) fn or(self, other: Self) -> Self {
        let (Self([a, b, c, d]), Self([e, f, g, h])) = (self, other);
        Self([a | e, b | f, c | g, d | h])
    }

    #[inline]
    pub(super) fn and(self, other: Self) -> Self {
        let (Self([a, b, c, d]), Self([e, f, g, h])) = (self, other);
        Self([a & e, b & f, c & g, d & h])
    }

    pub(super) fn without(self, kind: Type) -> Self {
        let (Self([a, b, c, d]), Self([e, f, g, h])) = (self, Self::of(&[kind]));
        Self([a & !e, b & !f, c & !g, d & !h])
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

#[derive(Default)]
struct Entry {
    hints: Hints,
    /// Those of `hints` that this word names beyond doubt.
    exact: Hints,
    /// Types of the state that this word names: `Latvian` before `personal code`.
    nation: Hints,
    negative: bool,
    filler: bool,
}

impl Entry {
    /// What is named beyond doubt, where a state was named before.
    fn exact_in(&self, nation: Hints) -> Hints {
        self.exact.or(self.hints.and(nation))
    }
}

static WORDS: LazyLock<Lexicon> = LazyLock::new(Lexicon::new);

struct Lexicon(WordMap<Entry>);

impl Lexicon {
    fn new() -> Self {
        let mut lexicon = Self(WordMap::new());
        for (types, words) in LEXICON {
            let hints = Hints::of(types);
            let exact = if types.len() <= 2 { hints } else { Hints::NONE };
            for word in words.split_ascii_whitespace() {
                lexicon.add(word, Entry { hints, exact, ..Entry::default() });
            }
        }
        for (types, words) in NATIONS {
            for word in words.split_ascii_whitespace() {
                lexicon.add(word, Entry { nation: Hints::of(types), ..Entry::default() });
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
            if form.len() < LONGEST {
                let known = self.0.entry(&form);
                known.hints = known.hints.or(entry.hints);
                known.exact = known.exact.or(entry.exact);
                known.nation = known.nation.or(entry.nation);
                known.negative |= entry.negative;
                known.filler |= entry.filler;
            }
        }
    }

    /// Looks a word up; `plural`: also without its last `s`.
    #[inline]
    fn get(&self, word: &[u8], plural: bool) -> Option<&Entry> {
        let shorter = || word.strip_suffix(b"s").filter(|w| plural && w.len() > 2);
        self.0.get(word).or_else(|| shorter().and_then(|w| self.0.get(w)))
    }
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
    words: &'static Lexicon,
    text: [u8; 64],
    len: usize,
    starts: [usize; 3],
    count: usize,
}

impl Line {
    fn new() -> Self {
        Self { words: &WORDS, text: [0; 64], len: 0, starts: [0; 3], count: 0 }
    }

    /// Takes a word and gives the entries of it alone and with the one or two before it, longest first. `dotted`: a dot
    /// and no blank stands before it.
    fn push(&mut self, word: &[u8], dotted: bool) -> Option<(&'static Entry, usize)> {
        if self.len + word.len() > self.text.len() {
            self.len = 0;
            self.count = 0;
        }
        let to = self.text.get_mut(self.len..self.len + word.len())?;
        to.copy_from_slice(word);
        to.make_ascii_lowercase();
        self.starts = [self.len, self.starts[0], self.starts[1]];
        self.count = (self.count + 1).min(3);
        self.len += word.len();
        (0..self.count).rev().find_map(|k| {
            let joined = part(&self.text, *self.starts.get(k)?, self.len);
            // Short words run together by chance: `is in`. `P.IVA` does not.
            if k > 0 && joined.len() < 5 && !dotted && joined.is_ascii() {
                return None;
            }
            self.words.get(joined, k == 0).map(|entry| (entry, k))
        })
    }
}

/// Nothing said.
static SILENT: Entry =
    Entry { hints: Hints::NONE, exact: Hints::NONE, nation: Hints::NONE, negative: false, filler: false };

fn letter(b: u8) -> bool {
    b.is_ascii_alphabetic() || b >= 0x80
}

/// Length of a mark or its rest at the start of `t`, so that marks name nothing: `[US_SSN]`, `_SSN]`.
fn mark(t: &[u8]) -> usize {
    let n = usize::from(t.first() == Some(&b'['));
    let n = n + t.iter().skip(n).take_while(|b| b.is_ascii_uppercase() || **b == b'_').count();
    if n > 2 && t.get(n) == Some(&b']') { n + 1 } else { 0 }
}

/// The words of the window before a value, newest last.
struct Recent {
    line: Line,
    /// What each of the nearest words said.
    said: [&'static Entry; BETWEEN + 1],
    count: usize,
    far: Hints,
    /// Types of the state that was named last.
    nation: Hints,
    negative: bool,
}

impl Recent {
    /// `glued`: of one name in code with the word before.
    fn word(&mut self, word: &[u8], glued: bool, dotted: bool) {
        let (entry, joined) = self.line.push(word, dotted).unwrap_or((&SILENT, 0));
        let names = !entry.hints.is_empty();
        if !entry.nation.is_empty() {
            self.nation = entry.nation;
        }
        if entry.filler && !names {
            return;
        }
        // A phrase that names something is no phrase that denies it.
        self.negative = entry.negative && (!names || joined == 0 && entry.exact.is_empty());
        if names {
            self.far = self.far.or(entry.hints);
        }
        // `phone_id IN (`: what follows is no telephone number, and none of the things named before it.
        if self.negative && glued && !word.eq_ignore_ascii_case(b"us") {
            self.said = [&SILENT; BETWEEN + 1];
            self.far = Hints::NONE;
        }
        if let Some(slot) = self.said.get_mut(self.count % (BETWEEN + 1)) {
            *slot = entry;
        }
        self.count += 1;
    }

    /// A run of digits.
    fn digits(&mut self, n: usize) {
        if n >= 4 {
            // What was said belongs to that number first.
            self.said = [&SILENT; BETWEEN + 1];
            self.negative = false;
        }
        self.line.count = 0;
    }
}

/// What the words before `p` say.
pub(super) fn before(t: &[u8], p: usize) -> Found {
    let from = p.saturating_sub(BEFORE);
    let text = part(t, from, p);
    looked(text.len());
    let Letters { ascii, upper, digits, high } = Letters::of(text);
    let letters = ascii | high;
    // A capital begins a word after a small letter.
    let humps = upper & ((ascii & !upper) << 1);
    // A word cut by the window's start is not whole.
    let cut = from > 0 && letter(back(t, from, 1));
    let mut i = if cut { letters.trailing_ones() as usize } else { 0 };
    i = i.max(mark(text));
    let mut recent = Recent {
        line: Line::new(),
        said: [&SILENT; BETWEEN + 1],
        count: 0,
        far: Hints::NONE,
        nation: Hints::NONE,
        negative: false,
    };
    let marks = text.contains(&b'[');
    // Scripts without blanks are one long word.
    let mut foreign = part(text, 0, i).iter().any(|b| *b >= 0xE0);
    // End of the last word: the next may be of the same name in code.
    let mut name_end = 0;
    loop {
        let rest = (letters | digits) & u64::MAX.checked_shl(i as u32).unwrap_or(0);
        let next = rest.trailing_zeros() as usize;
        if marks && let Some(m) = text.get(i..next.min(text.len())).and_then(|gap| memchr::memchr(b'[', gap)) {
            i += m;
            i += mark(part(text, i, text.len())).max(1);
            continue;
        }
        if rest == 0 {
            break;
        }
        i = next;
        if digits >> i & 1 != 0 {
            let n = (digits >> i).trailing_ones() as usize;
            recent.digits(n);
            i += n;
            continue;
        }
        let ends = (!letters | humps & !(1 << i)) >> i;
        let n = (ends.trailing_zeros() as usize).min(text.len() - i);
        foreign |= at(text, i) >= 0xE0;
        // Letters that touch digits are a piece of a code.
        if digit(at(text, i + n)) || digit(back(text, i, 1)) {
            recent.line.count = 0;
        } else {
            let glued = i > 0 && (i == name_end || i == name_end + 1 && at(text, name_end) == b'_');
            recent.word(part(text, i, i + n), glued, back(text, i, 1) == b'.');
            name_end = i + n;
        }
        i += n;
    }
    let mut found = Found { far: recent.far, negative: recent.negative, ..Found::default() };
    if !recent.far.is_empty() {
        for entry in recent.said {
            found.near = found.near.or(entry.hints);
            found.exact = found.exact.or(entry.exact_in(recent.nation));
        }
    }
    if foreign {
        unspaced(text, &mut found);
    }
    found
}

/// Whether the words before `p` may name a date of birth: right for all that do, and wrong for few others.
pub(super) fn may_name_birth(t: &[u8], p: usize) -> bool {
    static ENDS: LazyLock<Suffixes> = LazyLock::new(|| {
        let forms = WORDS.0.words().filter(|(_, entry)| entry.hints.has(Type::DateOfBirth)).map(|(word, _)| word);
        Suffixes::new(forms.filter(|w| w.len() >= 3))
    });
    let from = p.saturating_sub(BEFORE);
    let text = part(t, from, p);
    let letters = Letters::of(text).all();
    let mut ends = letters & !(letters >> 1);
    // Of a short word the words before it count, too.
    let joined = |end: usize| {
        let mut before = part(text, 0, end).iter().rev().filter(|b| letter(**b));
        let mut next = || before.next().copied().unwrap_or(0);
        let (c, b, a) = (next(), next(), next());
        let pair = [b, c].map(|b| b.to_ascii_lowercase());
        ENDS.may_end(&[a, b, c], 3) || WORDS.get(&pair, true).is_some_and(|e| e.hints.has(Type::DateOfBirth))
    };
    while ends != 0 {
        let end = ends.trailing_zeros() as usize + 1;
        ends &= ends - 1;
        let last = at(text, end - 1);
        let short = !(letter(back(text, end, 2)) && letter(back(text, end, 3)));
        if last >= 0x80
            || ENDS.may_end(text, end)
            || last | 0x20 == b's' && ENDS.may_end(text, end - 1)
            || short && joined(end)
        {
            return true;
        }
    }
    false
}

/// Adds what words say that are written without spaces between.
fn unspaced(text: &[u8], found: &mut Found) {
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
    let last = run_back(t, end, LONGEST, letter);
    // Most words are unknown, and this is asked at every colon.
    if last == 0 || last >= LONGEST {
        return Hints::NONE;
    }
    let mut lower = [0; LONGEST];
    let word = lower.get_mut(..last).unwrap_or_default();
    word.copy_from_slice(part(t, end - last, end));
    word.make_ascii_lowercase();
    if WORDS.get(word, true).is_none() {
        return Hints::NONE;
    }
    let from = end.saturating_sub(LONGEST);
    let text = part(t, from, end);
    let text = text
        .iter()
        .rposition(|b| matches!(b, b'\n' | b'{' | b',' | b';'))
        .map_or(text, |n| part(text, n + 1, text.len()));
    let mut line = Line::new();
    let (mut named, mut nation) = (Hints::NONE, Hints::NONE);
    let mut i = 0;
    while let Some(&b) = text.get(i) {
        if letter(b) {
            let n = word_len(text, i);
            let entry = line.push(part(text, i, i + n), back(text, i, 1) == b'.').map_or(&SILENT, |(entry, _)| entry);
            nation = if entry.nation.is_empty() { nation } else { entry.nation };
            if !entry.filler || !entry.hints.is_empty() {
                named = entry.exact_in(nation);
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
                hints = line.push(part(text, i, i + n), false).map_or(hints, |(entry, _)| hints.or(entry.hints));
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
    let (mut all, mut exact, mut nation) = (Hints::NONE, Hints::NONE, Hints::NONE);
    for word in words {
        let entry = line.push(word.as_bytes(), true).map_or(&SILENT, |(entry, _)| entry);
        nation = if entry.nation.is_empty() { nation } else { entry.nation };
        all = all.or(entry.hints);
        exact = exact.or(entry.exact_in(nation));
    }
    if words.iter().any(|w| !w.is_ascii()) {
        for (types, named) in CJK {
            let hints = Hints::of(types);
            if named.split_ascii_whitespace().any(|n| words.iter().any(|w| w.contains(n))) {
                all = all.or(hints);
                exact = if types.len() <= 2 { exact.or(hints) } else { exact };
            }
        }
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
    fn a_birth_that_is_named_may_be_named() {
        for (word, entry) in WORDS.0.words() {
            let text = [word, b"s: "].concat();
            for text in [&text[..], &[word, b": "].concat()] {
                let named = before(text, text.len()).near.has(Type::DateOfBirth);
                assert!(!named || may_name_birth(text, text.len()), "{word:?} {}", entry.exact.is_empty());
            }
        }
        for text in ["D.O.B. ", "date of birth ", "dateOfBirth\": \"", "Date de naissance: ", "born on "] {
            let named = said(text).near.has(Type::DateOfBirth);
            assert!(!named || may_name_birth(text.as_bytes(), text.len()), "{text}");
        }
        assert!(!may_name_birth(b"continue (see section 3.2) at 10:30 on ", 38));
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
