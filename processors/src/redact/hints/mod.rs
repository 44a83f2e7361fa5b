//! What the words near a value, or of its key, say that it is.
//!
//! Words count whole and in any case: `lic` in `public` says nothing. Two or three words in a row count as one
//! (`date of birth`, `date_of_birth`, `dateOfBirth`). Words that name one type (`pesel`) make its malformed values
//! count too; words that name many (`passport`) want a value of the right form.

mod birth;
mod dictionary;
mod reader;
mod unspaced;

pub(super) use self::{
    birth::{is_behind, may_be_behind, may_name_birth},
    reader::Reading,
};
use self::{
    dictionary::{Id, Line, WORDS},
    reader::Kind,
};
use super::{
    bytes::{at, back, looked, part, run_back},
    types::Type,
};

/// A set of types that are to be expected.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Hints([u64; 4]);

impl Hints {
    pub(super) const NONE: Self = Self([0; 4]);
    const ALL: Self = Self([u64::MAX; 4]);

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

    #[inline]
    pub(super) fn is_empty(self) -> bool {
        let [a, b, c, d] = self.0;
        a | b | c | d == 0
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
    /// The nearest word names a thing that is numbered: an order, a part, a version.
    pub(super) goods: bool,
    /// Types of the state that was named last.
    pub(super) nation: Hints,
    /// What the last word that says anything names beyond doubt, with no other word behind it but fillers.
    pub(super) last: Hints,
}

impl Found {
    pub(super) const NONE: Self = Self {
        far: Hints::NONE,
        near: Hints::NONE,
        exact: Hints::NONE,
        negative: false,
        goods: false,
        nation: Hints::NONE,
        last: Hints::NONE,
    };

    /// With what the key says.
    pub(super) fn with_key(mut self, key: Hints, exact: Hints) -> Self {
        self.far = self.far.or(key);
        self.near = self.near.or(key);
        self.exact = self.exact.or(exact);
        self.negative &= key.is_empty();
        self.goods &= key.is_empty();
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
    /// What each of the nearest words said.
    said: [Id; BETWEEN + 1],
    count: usize,
    far: Hints,
    /// Types of the state that was named last.
    nation: Hints,
    negative: bool,
    goods: bool,
}

impl Recent {
    /// A word, together with as many before it as mean something. `denies`: what follows is none of the things named
    /// before it, if it denies them.
    fn word(&mut self, (id, joined): (Id, usize), denies: impl FnOnce() -> bool) {
        let entry = WORDS.entry(id);
        let names = !entry.hints.is_empty();
        if !entry.nation.is_empty() {
            self.nation = entry.nation;
        }
        if entry.filler && !names {
            self.goods &= !entry.link;
            return;
        }
        // A phrase that names something is no phrase that denies it.
        self.negative = entry.negative && (!names || joined == 0 && entry.exact.is_empty());
        // `order id`
        self.goods = !names && (entry.goods || entry.negative && self.goods);
        if names {
            self.far = self.far.or(entry.hints);
        }
        // `phone_id IN (`: what follows is no telephone number, and none of the things named before it.
        if self.negative && denies() {
            self.said = [0; BETWEEN + 1];
            self.far = Hints::NONE;
        }
        if let Some(slot) = self.said.get_mut(self.count % (BETWEEN + 1)) {
            *slot = id;
        }
        self.count += 1;
    }

    /// A run of digits.
    fn digits(&mut self, n: usize) {
        // `row 14: …`
        self.goods = false;
        if n >= 4 {
            // What was said belongs to that number first.
            self.said = [0; BETWEEN + 1];
            self.negative = false;
        }
    }
}

/// What the words before `p` say.
pub(super) fn before(t: &[u8], p: usize) -> Found {
    reader::found(t, p, || read_before(t, p))
}

fn read_before(t: &[u8], p: usize) -> Found {
    let from = p.saturating_sub(BEFORE);
    let text = part(t, from, p);
    looked(text.len());
    let mut recent = Recent {
        said: [0; BETWEEN + 1],
        count: 0,
        far: Hints::NONE,
        nation: Hints::NONE,
        negative: false,
        goods: false,
    };
    reader::read(t, from, p, true, |reader| {
        for i in reader.first(from).. {
            let Some(token) = reader.get(i).filter(|k| k.start() < p) else { break };
            match token.kind {
                Kind::Digits => recent.digits(token.end().min(p) - token.start().max(from)),
                Kind::Word | Kind::Open if token.start() >= from && (token.kind == Kind::Word || token.end() == p) => {
                    let us = || part(t, token.start(), token.end()).eq_ignore_ascii_case(b"us");
                    recent.word(reader.said(t, i, from), || token.glued && !us());
                }
                _ => {}
            }
        }
    });
    let mut found = Found {
        far: recent.far,
        negative: recent.negative,
        goods: recent.goods && !listed(text),
        nation: recent.nation,
        ..Found::default()
    };
    if !recent.far.is_empty() {
        let last = recent.count.checked_sub(1).and_then(|n| recent.said.get(n % (BETWEEN + 1)));
        found.last = last.map_or(Hints::NONE, |id| WORDS.entry(*id).exact_in(recent.nation));
        for entry in recent.said.map(|id| WORDS.entry(id)) {
            found.near = found.near.or(entry.hints);
            found.exact = found.exact.or(entry.exact_in(recent.nation));
        }
    }
    // Scripts without blanks are one long word.
    if text.iter().any(|b| *b >= 0xE0) {
        for (all, exact) in [unspaced::said(unspaced::whole(t, from, p)), unspaced::abbreviated(text)] {
            found.far = found.far.or(all);
            found.near = found.near.or(all);
            found.exact = found.exact.or(exact);
            found.last = found.last.or(exact);
        }
    }
    found
}

/// Whether a comma ends a text but for what is no word: `the customer of this order, …`.
fn listed(text: &[u8]) -> bool {
    text.iter().rev().take_while(|b| !letter(**b)).any(|b| matches!(b, b',' | b';'))
}

/// What the words before `p` may name: all types that [`before`] would find, and perhaps more. Costs less.
pub(super) fn may_name(t: &[u8], p: usize) -> Hints {
    let from = p.saturating_sub(BEFORE);
    // Of scripts without blanks more is read than words.
    if part(t, from, p).iter().any(|b| *b >= 0xE0) {
        return Hints::ALL;
    }
    reader::read(t, from, p, true, |reader| reader.may_name(from, p))
}

/// Whether no word near a number from `p` to `end` may name anything.
pub(super) fn are_silent(t: &[u8], p: usize, end: usize) -> bool {
    let (from, to) = (p.saturating_sub(BEFORE), end + AFTER);
    // Of scripts without blanks more is read than words.
    !part(t, from, p).iter().any(|b| *b >= 0xE0) && reader::read(t, from, to, false, |r| r.is_silent(from, p, to))
}

/// Whether a word may name something, or is one that stands behind such: `tax_id`, `account_number`.
pub(super) fn names(word: &[u8]) -> bool {
    let entry = WORDS.entry(WORDS.find(word, true));
    entry.names() || entry.filler
}

/// What the words that end at `end` name beyond doubt, on their line.
pub(super) fn label(t: &[u8], end: usize) -> Hints {
    let last = run_back(t, end, LONGEST, letter);
    // Most words are unknown, and this is asked at every colon.
    if last == 0 || last >= LONGEST {
        return Hints::NONE;
    }
    let id = WORDS.find(part(t, end - last, end), true);
    if id == 0 || WORDS.entry(id).ends_no_label {
        return Hints::NONE;
    }
    reader::label(t, end, || read_label(t, end))
}

fn read_label(t: &[u8], end: usize) -> Hints {
    let from = end.saturating_sub(LONGEST);
    let stop = |b: &u8| matches!(b, b'\n' | b'{' | b',' | b';');
    let from = part(t, from, end).iter().rposition(stop).map_or(from, |n| from + n + 1);
    let last = WORDS.entry(last_words(t, from, end));
    if !last.filler && last.hints.is_empty() {
        return Hints::NONE;
    }
    reader::read(t, from, end, true, |reader| {
        let words = (reader.first(from)..reader.first(end)).rev();
        let words = words.filter(|i| reader.get(*i).is_some_and(|k| k.kind != Kind::Digits && k.start() >= from));
        let mut entries = words.map(|i| WORDS.entry(reader.said(t, i, from).0));
        // Behind a filler the word before counts.
        let Some(last) = entries.find(|e| !e.filler || !e.hints.is_empty()) else { return Hints::NONE };
        if last.hints.is_empty() {
            return Hints::NONE;
        }
        let nation = [last].into_iter().chain(entries).map(|e| e.nation).find(|n| !n.is_empty());
        last.exact_in(nation.unwrap_or(Hints::NONE))
    })
}

/// What the last word between `from` and `end` says together with as many before it as mean something.
fn last_words(t: &[u8], from: usize, end: usize) -> Id {
    let mut words = [(0, 0); 3];
    let mut to = end;
    for word in &mut words {
        to -= run_back(t, to, to - from, |b| !letter(b));
        let small = |i: usize| back(t, i, 1).is_ascii_lowercase() && at(t, i).is_ascii_uppercase();
        let start = (from..to).rev().take_while(|i| letter(at(t, *i)) && !(i + 1 < to && small(i + 1))).last();
        let Some(start) = start else { break };
        *word = (start, to);
        to = start;
    }
    words.reverse();
    let first = words.iter().position(|(from, to)| from < to).unwrap_or(words.len());
    let Some(((from, to), before)) = words.get(first..).and_then(<[_]>::split_last) else { return 0 };
    let mut line = Line::new();
    for (from, to) in before {
        line.add(part(t, *from, *to));
    }
    let text = |n: usize| {
        let words = before.get(before.len().saturating_sub(n)..).unwrap_or_default();
        words.iter().flat_map(|(from, to)| part(t, *from, *to)).copied().collect()
    };
    let ids = line.push(part(t, *from, *to), back(t, *from, 1) == b'.', text);
    ids.into_iter().rfind(|id| *id != 0).unwrap_or(0)
}

/// What the words behind a value say, up to the end of its sentence.
pub(super) fn after(t: &[u8], p: usize) -> Hints {
    let to = p + AFTER;
    looked(AFTER);
    reader::read(t, p, to, false, |reader| {
        let mut hints = Hints::NONE;
        if !reader.names(p, to) {
            return hints;
        }
        let mut i = p;
        for k in reader.first(p).. {
            // A word cut by the window's end is not whole.
            let Some(word) = reader.get(k).filter(|w| w.end() < to || w.end() == t.len() && w.end() <= to) else {
                break;
            };
            let gap = part(t, i, word.start());
            let ends = |(n, b): (usize, &u8)| {
                matches!(b, b'\n' | b';' | b'=' | b':' | b'"' | b'|' | b'[' | b'\\')
                    || *b == b'.' && at(t, i + n + 1) == b' '
            };
            if word.kind == Kind::Digits || gap.iter().enumerate().any(ends) {
                break;
            }
            hints = hints.or(WORDS.entry(reader.said(t, k, p).0).hints);
            i = word.end();
        }
        hints
    })
}

/// Whether a word says anything.
pub(super) fn known(word: &[u8]) -> bool {
    WORDS.find(word, false) != 0
}

/// What words of scripts that put no blanks between them name beyond doubt.
pub(super) fn unspaced(text: &[u8]) -> Hints {
    unspaced::said(text).1
}

/// Whether a key names a thing that is numbered: `sku`, `order_id`.
pub(super) fn of_goods(words: &[String]) -> bool {
    let last = words
        .iter()
        .map(|w| WORDS.entry(WORDS.find(w.as_bytes(), false)))
        .rfind(|e| !e.filler && !e.negative || e.goods);
    last.is_some_and(|e| e.goods)
}

/// What the words of a key say: all types named, and those that a word names which means little else.
pub(super) fn of_key(words: &[String]) -> (Hints, Hints) {
    let mut line = Line::new();
    let (mut all, mut exact, mut nation) = (Hints::NONE, Hints::NONE, Hints::NONE);
    for (i, word) in words.iter().enumerate() {
        let before = |n: usize| words.get(i.saturating_sub(n)..i).unwrap_or_default().concat().into_bytes();
        let ids = line.push(word.as_bytes(), true, before);
        let entry = WORDS.entry(ids.into_iter().rfind(|id| *id != 0).unwrap_or(0));
        // `Номер счёта-фактуры`: an invoice is no account.
        if ids[0] == 0 && entry.goods && entry.hints.is_empty() {
            (all, exact) = (Hints::NONE, Hints::NONE);
        }
        nation = if entry.nation.is_empty() { nation } else { entry.nation };
        all = all.or(entry.hints);
        exact = exact.or(entry.exact_in(nation));
    }
    for (more, sure) in words.iter().filter(|w| !w.is_ascii()).map(|w| unspaced::said(w.as_bytes())) {
        (all, exact) = (all.or(more), exact.or(sure));
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
        for (word, entry) in WORDS.all() {
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
