//! Names in free text: `Maria Gonzalez asked`, `J. K. Rowling`, `told Priya that`. Off unless an operator switches it
//! on (`redaction.free_text_names`): a list tells names from words, but nobody's name from that of a book, a park or a
//! player. Also, always on, the name that an e-mail address is made of.
//!
//! Latin script, capitalised, within a line. A given name and what may be a surname behind it; a given name alone where
//! it is seldom anything else; initials before a surname. What names a place, a street, a firm or a program is none.

mod lexicon;

use self::lexicon::{Letters, look_up};
use super::name_words::PARTICLES;
use crate::redact::{scan::Hit, types::Type};

/// Sources of this folder, for the hash of the rule set.
pub(in crate::redact) const SOURCES: &[&str] =
    &[include_str!("lexicon.rs"), include_str!("lexicon.txt"), include_str!("mod.rs"), include_str!("words.txt")];

/// Most words of a name, particles and initials included.
const MOST_WORDS: usize = 6;
/// Between the words of a name that lists tell, beside [`PARTICLES`], which alone would be too little of one.
const MORE_PARTICLES: &[&str] = &["ben", "das", "della", "do", "e", "ibn", "ten", "y", "zu"];
/// Ends of surnames in plain letters: of words that no list knows they make names.
const SURNAME_ENDS: &[&str] = &[
    "adze", "akis", "anen", "berg", "chev", "czyk", "dottir", "enko", "escu", "eva", "evic", "evich", "idze", "iev",
    "inen", "kova", "lova", "lov", "mov", "nnen", "nov", "nova", "oglu", "onen", "opoulos", "ovic", "ovich", "ovskis",
    "qvist", "rov", "rova", "sen", "shvili", "ska", "ski", "sky", "sson", "strom", "wicz", "yan", "yev", "yeva",
];
/// Name of the rule.
const RULE: &str = "person_in_free_text";

/// A capitalised word, or an initial with its full stop. Small: a hostile text has one every two bytes.
#[derive(Clone, Copy, Debug)]
struct Word {
    start: usize,
    end: usize,
    letters: Letters,
    /// Plain letters it has.
    length: u8,
    /// It ends like a surname.
    surname_end: bool,
    initial: bool,
    /// All its letters are capitals.
    shouted: bool,
}

impl Word {
    /// A word of letters, which is no initial.
    fn new(own: &str, start: usize) -> Self {
        let (plain, letters) = look_up(own);
        let surname_end = plain.len() > 5 && SURNAME_ENDS.iter().any(|end| plain.ends_with(end));
        let length = u8::try_from(plain.len()).unwrap_or(u8::MAX);
        Self { start, end: start + own.len(), letters, length, surname_end, initial: false, shouted: false }
    }

    fn is(&self, letter: Letters) -> bool {
        self.letters.is(letter)
    }

    /// Whether it is nothing but a name, if it is one.
    fn only_name(&self) -> bool {
        !self.initial && !self.letters.any(&[Letters::WORD, Letters::PLACE, Letters::NO_NAME, Letters::KIND])
    }

    /// Whether it may begin a name.
    fn may_begin(&self) -> bool {
        self.is(Letters::GIVEN)
            && !self.initial
            && (!self.is(Letters::WORD) || self.is(Letters::FREQUENT))
            && !self.letters.any(&[Letters::NO_NAME, Letters::KIND, Letters::BEFORE_PLACE])
    }

    /// Whether it may go on a name: no word but for frequent surnames, no kind of place or firm.
    fn may_follow(&self) -> bool {
        let is_word = self.is(Letters::WORD) && !self.is(Letters::FREQUENT_SURNAME);
        self.initial || !is_word && !self.letters.any(&[Letters::NO_NAME, Letters::KIND])
    }

    /// Whether a list knows it as a part of a name.
    fn is_known(&self) -> bool {
        !self.initial && self.letters.any(&[Letters::GIVEN, Letters::SURNAME])
    }

    /// Whether no list knows it.
    fn is_unknown(&self) -> bool {
        self.letters == Letters::default() && self.only_name()
    }
}

/// The name that an e-mail address is made of, `Ines Albrecht` of `ines.albrecht@example.com`, if lists tell that it is
/// one: `customer.care@` is not.
pub(in crate::redact) fn name_in_address(address: &[u8]) -> Option<String> {
    let local = address.get(..memchr::memchr(b'@', address)?)?;
    let (given, surname) = std::str::from_utf8(local).ok()?.split_once(['.', '_'])?;
    let surname = surname.trim_end_matches(|c: char| c.is_ascii_digit());
    let plain = |w: &str| (3..=20).contains(&w.len()) && w.bytes().all(|b| b.is_ascii_alphabetic());
    if !(plain(given) && plain(surname)) {
        return None;
    }
    let (first, last) = (Word::new(given, 0), Word::new(surname, 0));
    let of_place = last.is(Letters::PLACE) && !last.is(Letters::SURNAME);
    if !first.may_begin() || !last.may_follow() || of_place {
        return None;
    }
    let written = |w: &str| {
        let mut w = w.to_ascii_lowercase();
        if let Some(initial) = w.get_mut(..1) {
            initial.make_ascii_uppercase();
        }
        w
    };
    Some([written(given), written(surname)].join(" "))
}

/// Adds names in a text.
pub(in crate::redact) fn find(t: &[u8], hits: &mut Vec<Hit>) {
    let Ok(text) = std::str::from_utf8(t) else { return };
    let mut run: Vec<Word> = Vec::new();
    let mut at = 0;
    while let Some((start, end)) = next_capital(text, at) {
        at = end;
        let joined = run.last().is_some_and(|last| joins(text.get(last.end..start).unwrap_or_default()));
        if !joined {
            names_of(text, &run, hits);
            run.clear();
        }
        match word(text, start, end) {
            Some(word) => run.push(word),
            None => {
                names_of(text, &run, hits);
                run.clear();
            }
        }
    }
    names_of(text, &run, hits);
}

/// The next word that begins with a capital, from its first letter to behind its last: letters, and apostrophes and
/// hyphens before a capital.
fn next_capital(text: &str, from: usize) -> Option<(usize, usize)> {
    let rest = text.get(from..)?;
    let mut inside = text.get(..from).and_then(|t| t.chars().next_back()).is_some_and(char::is_alphanumeric);
    let mut start = None;
    for (i, c) in rest.char_indices() {
        if !inside && c.is_uppercase() {
            start = Some(i);
            break;
        }
        inside = c.is_alphanumeric();
    }
    let start = from + start?;
    let mut chars = text.get(start..)?.char_indices().peekable();
    let mut end = start;
    while let Some((i, c)) = chars.next() {
        let goes_on =
            c.is_alphabetic() || matches!(c, '\'' | '’' | '-') && chars.peek().is_some_and(|(_, c)| c.is_uppercase());
        if !goes_on {
            break;
        }
        end = start + i + c.len_utf8();
    }
    Some((start, end))
}

/// What a capitalised word is, or `None` where it is a part of something else: a path, a variable, a name in camel
/// case.
fn word(text: &str, start: usize, end: usize) -> Option<Word> {
    let own = text.get(start..end)?;
    let before = text.get(..start)?.chars().next_back();
    let mut behind = text.get(end..)?.chars();
    let (first, second) = (behind.next(), behind.next());
    if before.is_some_and(|c| c.is_alphanumeric() || "_@/\\.#$%&*+=~^`-<:".contains(c)) {
        return None;
    }
    let letters = own.chars().filter(|c| c.is_alphabetic()).count();
    let initial = letters == 1;
    let stops = match first {
        None => true,
        Some('.') => initial || second.is_none_or(|c| !c.is_alphanumeric() && c != '/' && c != '_'),
        Some(':') => second.is_none_or(char::is_whitespace),
        Some('-' | '\'' | '’') => second.is_none_or(|c| !c.is_alphanumeric() || c == 's'),
        Some(c) => !c.is_alphanumeric() && !"_@/\\(=[{<>`*".contains(c),
    };
    if !stops {
        return None;
    }
    let shouted = letters > 1 && own.chars().all(|c| !c.is_lowercase());
    if !shouted && !initial && !is_cased(own) {
        return None;
    }
    let end = if initial && first == Some('.') { end + 1 } else { end };
    Some(Word { end, initial, shouted, ..Word::new(own, start) })
}

/// Whether capitals stand only where words begin, or behind `Mc`, `Mac`, `De` and the like.
fn is_cased(word: &str) -> bool {
    const BEFORE: &[&str] = &["mc", "mac", "de", "di", "la", "le", "van", "fitz"];
    word.split(['\'', '’', '-']).all(|part| {
        let mut capitals = part.char_indices().filter(|(_, c)| c.is_uppercase());
        match (capitals.next(), capitals.next(), capitals.next()) {
            (Some((0, _)), None, _) => true,
            (Some((0, _)), Some((i, _)), None) => {
                part.get(..i).is_some_and(|before| BEFORE.contains(&before.to_lowercase().as_str()))
            }
            _ => false,
        }
    })
}

/// Whether what stands between two capitalised words lets them be one name: a space, or particles.
fn joins(between: &str) -> bool {
    between == " "
        || between.strip_prefix(' ').and_then(|b| b.strip_suffix(' ')).is_some_and(|words| {
            words.len() < 12
                && words.split(' ').all(|word| [PARTICLES, MORE_PARTICLES].iter().any(|list| list.contains(&word)))
        })
}

/// Adds the names among capitalised words that follow each other.
fn names_of(text: &str, run: &[Word], hits: &mut Vec<Hit>) {
    // `Rua João Pessoa`, `Via Roma`: all of it is an address.
    if run.first().is_some_and(|w| w.is(Letters::ADDRESS)) {
        return;
    }
    let mut k = 0;
    while let Some(rest) = run.get(k..).filter(|r| !r.is_empty()) {
        let before = k.checked_sub(1).and_then(|i| run.get(i));
        let found = if before.is_some_and(|w| w.is(Letters::BEFORE_PLACE)) { None } else { name(text, rest, before) };
        match found {
            Some(words) => {
                let (first, last) = (rest.first(), rest.get(words.saturating_sub(1)));
                if let (Some(first), Some(last), true) = (first, last, !of_place(rest, words)) {
                    hits.push(Hit::ruled(first.start, without_stop(text, last), Type::Person, RULE));
                }
                k += words;
            }
            None => k += 1,
        }
    }
}

/// Whether a kind of place or firm follows: `Edward Island`, `Kennedy Space Center`.
fn of_place(rest: &[Word], words: usize) -> bool {
    rest.iter().skip(words).take(2).any(|w| w.is(Letters::KIND))
}

/// Where a name ends whose last word may be an initial at the end of a sentence.
fn without_stop(text: &str, last: &Word) -> usize {
    let stop = last.initial && text.get(..last.end).is_some_and(|t| t.ends_with('.'));
    last.end - usize::from(stop)
}

/// How many words from the first are a name.
fn name(text: &str, rest: &[Word], before: Option<&Word>) -> Option<usize> {
    let first = rest.first()?;
    if first.initial {
        return initials(text, rest);
    }
    if !first.may_begin() {
        return surname_first(text, rest);
    }
    let follows = |w: &&Word| w.may_follow() && w.shouted == first.shouted || w.initial;
    let mut words = 1 + rest.iter().skip(1).take(MOST_WORDS - 1).take_while(follows).count();
    while words > 1 && rest.get(words - 1).is_some_and(|w| w.initial) {
        words -= 1;
    }
    let others = rest.get(1..words)?;
    if words == 1 {
        return (before.is_none() && rest.len() == 1 && stands_alone(text, first)).then_some(1);
    }
    let places = rest.get(..words)?.iter().all(|w| w.is(Letters::PLACE));
    let known = others.iter().any(Word::is_known);
    let sure = others.iter().any(|w| w.is_known() && w.only_name());
    let initial = others.iter().any(|w| w.initial);
    let is_name = match (first.shouted, first.only_name()) {
        (true, only) => sure && only,
        (false, true) => true,
        (false, false) => sure || initial && known,
    };
    (is_name && !places).then_some(words)
}

/// Whether a given name without a surname is told by itself: in a text of more words (a whole value is rather an agent
/// or a host), and where no label stands.
fn stands_alone(text: &str, word: &Word) -> bool {
    let told = word.only_name() && word.is(Letters::ALONE) && word.length > 2 && !word.shouted;
    // Blanks are looked over up to the next word: a long text has many names.
    let whole = || {
        let (before, behind) = (text.get(..word.start).unwrap_or_default(), text.get(word.end..).unwrap_or_default());
        before.trim_end().is_empty() && behind.trim_start().is_empty()
    };
    told && !whole() && !is_label(text, word)
}

/// `Jenkins: done` at the beginning of a line.
fn is_label(text: &str, word: &Word) -> bool {
    let before = text.get(..word.start).unwrap_or_default();
    text.get(word.end..).is_some_and(|t| t.starts_with(':'))
        && before.chars().rev().take_while(|c| *c != '\n').all(|c| !c.is_alphabetic())
}

/// `J. K. Rowling`: initials with their full stops, and a surname that is no word; behind two also one that no list
/// knows.
fn initials(text: &str, rest: &[Word]) -> Option<usize> {
    let count = rest.iter().take(3).take_while(|w| w.initial).count();
    let stops = rest.iter().take(count).all(|w| text.get(w.start..w.end).is_some_and(|own| own.ends_with('.')));
    let surname = rest.get(count).filter(|w| w.only_name() && !w.shouted && w.length > 2)?;
    let told = surname.is(Letters::SURNAME) || count > 1 && surname.is_unknown();
    (stops && told).then_some(count + 1)
}

/// `Aantje Fanucci`, `Soib K. Kishiev`: a word that no list knows before one that ends like a surname, or is one and no
/// word, or stands behind an initial.
fn surname_first(text: &str, rest: &[Word]) -> Option<usize> {
    let first = rest.first()?;
    let unknown = first.is_unknown() || first.is(Letters::SURNAME) && first.only_name();
    let unknown = unknown && first.length > 2 && !first.shouted;
    let count = rest.iter().skip(1).take(2).take_while(|w| w.initial).count();
    let surname = rest.get(count + 1).filter(|w| w.only_name() && !w.shouted && w.length > 2)?;
    let told = count > 0
        || first.is_unknown() && (surname.is(Letters::SURNAME) || surname.is_unknown() && surname.surname_end);
    let unknown = unknown && told;
    let between = text.get(first.end..surname.start)?;
    (unknown && !between.contains(char::is_lowercase)).then_some(count + 2)
}
