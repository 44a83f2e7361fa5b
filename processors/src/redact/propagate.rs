//! Values known to be sensitive by their key or field word are removed elsewhere in the same trace and batch, where
//! nothing around them says what they are: `user.name = "Jane Doe"` takes `Jane Doe` out of the messages of that trace,
//! and so does `jane.doe@example.com`. A given name alone is a word like others: it goes where somebody is addressed by
//! it or signs with it, `Hi Jane, I found your order`.
//!
//! Only literals that are unlikely to be anything else are learned ([`literals`]); their number and bytes are bounded,
//! and they are overwritten when the batch is done, those of a long value that may come again when it is forgotten. A
//! batch in which nothing was learned pays nothing.

use std::collections::BTreeSet;

use ahash::AHashMap;
use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    datatypes::{DataType, Int32Type},
};
use custos_model::schema::{Kind, Redact, Table};
use zeroize::Zeroizing;

use super::{
    bytes::{at, back, digit, word},
    json::escape,
    people,
    scan::Hit,
    types::{Type, mark_at},
};

/// Most literals learned from one batch, and most bytes of them.
const MAX_LITERALS: usize = 512;
const MAX_BYTES: usize = 24 << 10;
/// Lengths of a literal, bytes.
const LENGTHS: std::ops::RangeInclusive<usize> = 6..=256;

/// Types whose values are not looked for elsewhere: those that are found by themselves wherever they stand, and those
/// whose values are ordinary.
const ALONE: &[&str] = &[
    "AGE", "NRP", "SALARY", "ORGANIZATION", "POSTAL_CODE", "DATE_OF_BIRTH", "LICENSE_PLATE", "CARD_DETAIL", "PHONE",
    "IP_ADDRESS", "MAC_ADDRESS", "CARD", "IBAN", "US_SSN", "CRYPTO", "SWIFT_CODE", "JWT", "GITHUB_TOKEN", "OPENAI_KEY",
    "ANTHROPIC_KEY", "SLACK_TOKEN", "STRIPE_KEY", "GOOGLE_KEY", "GITLAB_TOKEN", "NPM_TOKEN", "HUGGINGFACE_TOKEN",
    "SENDGRID_KEY", "PRIVATE_KEY", "REDACTION_FAILED",
];

/// Surnames that are words.
const WORDS: &[&str] = &[
    "Baker", "Banks", "Barber", "Bishop", "Black", "Blake", "Brook", "Brooks", "Brown", "Butler", "Chase", "Christian",
    "Church", "Clark", "Cloud", "Coach", "Cross", "Dates", "Early", "Field", "Fields", "Fisher", "Flowers", "Forest",
    "Foster", "Frank", "Glass", "Grace", "Grant", "Gray", "Green", "Grove", "Hunter", "Judge", "Knight", "Lambert",
    "Lemon", "Light", "Little", "Lucky", "March", "Marks", "Marsh", "Mason", "Miles", "Miller", "Model", "Moody",
    "Money", "Noble", "North", "Pages", "Parks", "Peace", "Power", "Powers", "Price", "Prince", "Query", "Richards",
    "Rivers", "Rose", "Sales", "Savage", "Short", "Small", "South", "Speed", "State", "Steel", "Stone", "Storm",
    "Story", "Street", "Strong", "Summer", "Summers", "Swift", "Tailor", "Taylor", "Temple", "Token", "Tower", "Trace",
    "Turner", "Waters", "Weeks", "White", "Winter", "Winters", "Woods", "Worth", "Wright", "Young",
];

/// A value to look for.
pub(super) struct Literal {
    kind: Type,
    text: Zeroizing<Vec<u8>>,
    /// A given name, which counts only where somebody is [`people::addressed`].
    given: bool,
}

impl std::fmt::Debug for Literal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Literal({})", self.kind.name())
    }
}

impl Literal {
    /// Bytes it takes.
    pub(super) fn bytes(&self) -> usize {
        self.text.len()
    }
}

impl Clone for Literal {
    fn clone(&self) -> Self {
        Self { kind: self.kind, text: Zeroizing::new(self.text.to_vec()), given: self.given }
    }
}

/// What is worth looking for elsewhere of a removed value.
pub(super) fn literals(kind: Type, t: &[u8], mut f: impl FnMut(Literal)) {
    if kind == Type::Email {
        let name = people::free_text::name_in_address(t);
        let literal =
            |name: String| Literal { kind: Type::Person, text: Zeroizing::new(name.into_bytes()), given: false };
        name.into_iter().map(literal).for_each(f);
        return;
    }
    if ALONE.contains(&kind.name()) {
        return;
    }
    let mut learn = |t: &[u8], given| f(Literal { kind, text: Zeroizing::new(t.to_vec()), given });
    let mut add = |t: &[u8]| learn(t, false);
    let t = t.trim_ascii();
    match kind.name() {
        "PERSON" => {
            let Some(words) = full_name(t) else { return };
            let surname = words.last().copied().unwrap_or_default();
            add(t);
            if t.is_ascii() {
                // As systems and people write it who care little for capitals.
                let others = [t.to_ascii_uppercase(), t.to_ascii_lowercase(), capitals(t)].map(Zeroizing::new);
                others.iter().filter(|other| other.as_slice() != t).for_each(|other| add(other));
            }
            let capital = surname.first().is_some_and(u8::is_ascii_uppercase);
            if surname.len() >= 5 && capital && !WORDS.iter().any(|w| w.as_bytes() == surname) {
                add(surname);
            }
            if let Some(given) = people::given(&words) {
                learn(given, true);
            }
        }
        "ADDRESS" => {
            if distinct(t) && t.len() >= 8 && t.contains(&b' ') && t.iter().any(|b| digit(*b)) {
                add(t);
            }
        }
        "URL_CREDENTIALS" => {
            let from = memchr::memchr(b':', t).map_or(0, |i| i + 1);
            let password = t.get(from..).unwrap_or_default();
            if distinct(password) && mixed(password) {
                add(password);
            }
        }
        "SECRET" | "AWS_KEY" => {
            if distinct(t) && mixed(t) {
                add(t);
            }
        }
        _ => {
            if distinct(t) && t.iter().filter(|b| digit(**b)).count() >= 7 {
                add(t);
            }
        }
    }
}

/// A name in capitals as it is written else: `JANE DOE`. Any other as it is.
fn capitals(t: &[u8]) -> Vec<u8> {
    let mut name = t.to_vec();
    if !t.iter().any(u8::is_ascii_lowercase) {
        let mut within = false;
        for b in &mut name {
            if within {
                b.make_ascii_lowercase();
            }
            within = b.is_ascii_alphabetic();
        }
    }
    name
}

fn distinct(t: &[u8]) -> bool {
    LENGTHS.contains(&t.len()) && mark_at(t, 0).is_none() && std::str::from_utf8(t).is_ok()
}

/// No dictionary word and no plain number: two classes of characters, or digits that are many.
fn mixed(t: &[u8]) -> bool {
    let digits = t.iter().filter(|b| digit(**b)).count();
    let upper = t.iter().skip(1).any(u8::is_ascii_uppercase) && t.iter().any(u8::is_ascii_lowercase);
    let other = t.iter().any(|b| !b.is_ascii_alphanumeric() && !matches!(b, b' ' | b'-' | b'_' | b'.'));
    !t.contains(&b' ') && (digits >= 9 || (digits > 0 && digits < t.len()) || upper || other)
}

/// The words of a full name: two to five words that begin with capitals or are in another script.
fn full_name(t: &[u8]) -> Option<Vec<&[u8]>> {
    let words: Vec<&[u8]> = t.split(|b| *b == b' ').collect();
    let named = |w: &&[u8]| w.len() >= 2 && w.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80);
    let plain = t.iter().all(|b| b.is_ascii_alphabetic() || *b >= 0x80 || matches!(b, b' ' | b'-' | b'\'' | b'.'));
    let fits = distinct(t) && plain && (2..=5).contains(&words.len()) && words.iter().filter(|w| named(w)).count() >= 2;
    fits.then_some(words)
}

/// Adds the places of the literals in a text: whole words only.
pub(super) fn find(t: &[u8], known: &[Literal], hits: &mut Vec<Hit>) {
    for literal in known {
        let mut from = 0;
        while let Some(n) = t.get(from..).and_then(|rest| memchr::memmem::find(rest, &literal.text)) {
            let (start, end) = (from + n, from + n + literal.text.len());
            let cut = |a: u8, b: u8| word(a) && word(b);
            let whole = !cut(back(t, start, 1), at(t, start)) && !cut(back(t, end, 1), at(t, end));
            if whole && (!literal.given || people::addressed(t, start, end)) {
                hits.push(Hit::new(start, end, literal.kind));
            }
            from = end;
        }
    }
}

/// Whether [`find`] finds any of the literals in a text.
pub(super) fn holds_any(t: &[u8], known: &[Literal]) -> bool {
    let mut hits = Vec::new();
    find(t, known, &mut hits);
    !hits.is_empty()
}

/// What texts have taught: at most 512 values and 24 KiB of them, overwritten when it is dropped. It shows none of
/// them.
#[derive(Clone, Debug, Default)]
pub struct Known {
    literals: Vec<Literal>,
    /// By hash of type and text, whose keys are random.
    index: AHashMap<u64, usize>,
    bytes: usize,
}

impl Known {
    /// Its number; `None` when there is no room for another.
    fn insert(&mut self, literal: Literal) -> Option<usize> {
        let hash = self.index.hasher().hash_one((literal.kind, literal.given, &literal.text[..]));
        let next = self.literals.len();
        if let Some(index) = self.index.get(&hash) {
            return Some(*index);
        }
        if next >= MAX_LITERALS || self.bytes + literal.text.len() > MAX_BYTES {
            return None;
        }
        self.index.insert(hash, next);
        self.bytes += literal.text.len();
        self.literals.push(literal);
        Some(next)
    }

    /// Takes what a value has taught.
    pub(super) fn take(&mut self, from: &mut Vec<Literal>) {
        for literal in from.drain(..) {
            self.insert(literal);
        }
    }

    /// Whether nothing was learned.
    pub fn is_empty(&self) -> bool {
        self.literals.is_empty()
    }

    /// Adds what `other` knows.
    pub fn merge(&mut self, other: &Self) {
        for literal in &other.literals {
            self.insert(literal.clone());
        }
    }

    /// Those that a text holds.
    pub(super) fn held(&self, text: &str, json: bool) -> Vec<Literal> {
        self.literals.iter().filter(|l| holds(text.as_bytes(), &l.text, json)).cloned().collect()
    }
}

/// What a batch has taught: literals, and the values they were found in.
#[derive(Debug, Default)]
pub(super) struct Learned {
    known: Known,
    /// Column, position of the value in it (row, or in the dictionary), literal.
    origins: Vec<(usize, usize, usize)>,
}

impl Learned {
    /// Takes what a value has taught.
    pub(super) fn take(&mut self, column: usize, position: usize, from: &mut Vec<Literal>) {
        for literal in from.drain(..) {
            self.origins.extend(self.known.insert(literal).map(|index| (column, position, index)));
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.origins.is_empty()
    }

    /// For each value of the column that may hold a literal of its traces: its position and the literals.
    pub(super) fn places(&self, traces: &Traces, column: &ArrayRef, json: bool) -> Vec<(usize, Vec<Literal>)> {
        let Some(values) = texts(column).filter(|_| column.null_count() < column.len()) else { return Vec::new() };
        let rows = traces.0.iter().enumerate().filter_map(|(row, l)| Some((row, l.as_ref()?)));
        let held = |position: usize, literals: &BTreeSet<usize>| {
            let text = values.value(position).as_bytes();
            let held = |i: &usize| self.known.literals.get(*i).filter(|l| holds(text, &l.text, json)).cloned();
            let held: Vec<_> = literals.iter().filter_map(held).collect();
            (!held.is_empty()).then_some((position, held))
        };
        if column.data_type() == &DataType::Utf8 {
            return rows.filter(|(row, _)| values.is_valid(*row)).filter_map(|(row, l)| held(row, l)).collect();
        }
        let mut wanted: AHashMap<usize, BTreeSet<usize>> = AHashMap::new();
        for (row, literals) in rows {
            positions(column, row, |position| {
                wanted.entry(position).or_default().extend(literals.iter());
            });
        }
        let valid = |position: usize| position < values.len() && values.is_valid(position);
        let mut places: Vec<_> =
            wanted.into_iter().filter(|(p, _)| valid(*p)).filter_map(|(p, literals)| held(p, &literals)).collect();
        places.sort_unstable_by_key(|p| p.0);
        places
    }
}

/// Whether a text holds a literal, also in strings of JSON in it.
fn holds(t: &[u8], literal: &[u8], json: bool) -> bool {
    if memchr::memmem::find(t, literal).is_some() {
        return true;
    }
    let plain = literal.iter().all(|b| *b >= b' ' && !matches!(b, b'"' | b'\\'));
    if plain || !(json || t.contains(&b'\\')) {
        return false;
    }
    let mut escaped = Zeroizing::new(literal.to_vec());
    (0..3).any(|_| {
        let mut next = Zeroizing::new(Vec::new());
        escape::encode(&escaped, &mut next);
        escaped = next;
        memchr::memmem::find(t, &escaped).is_some()
    })
}

/// The literals of each row's trace.
pub(super) struct Traces(Vec<Option<std::rc::Rc<BTreeSet<usize>>>>);

impl Traces {
    /// Rows of one trace share what any of them taught; a row without a trace is one by itself.
    pub(super) fn new(table: Table, batch: &RecordBatch, learned: &Learned) -> Self {
        let trace = table.index("trace_id").and_then(|i| batch.columns().get(i)).and_then(|c| c.as_string_opt::<i32>());
        let name = |row: usize| match trace.filter(|t| t.is_valid(row) && !t.value(row).is_empty()) {
            Some(t) => (t.value(row), 0),
            None => ("", row + 1),
        };
        let mut by_value: AHashMap<(usize, usize), Vec<usize>> = AHashMap::new();
        for (column, position, literal) in &learned.origins {
            by_value.entry((*column, *position)).or_default().push(*literal);
        }
        let columns: BTreeSet<usize> = learned.origins.iter().map(|o| o.0).collect();
        let mut of: AHashMap<(&str, usize), BTreeSet<usize>> = AHashMap::new();
        for column in columns {
            let Some(array) = batch.columns().get(column) else { continue };
            for row in 0..batch.num_rows() {
                positions(array, row, |position| {
                    if let Some(literals) = by_value.get(&(column, position)) {
                        of.entry(name(row)).or_default().extend(literals);
                    }
                });
            }
        }
        let of: AHashMap<_, _> = of.into_iter().map(|(name, set)| (name, std::rc::Rc::new(set))).collect();
        Self((0..batch.num_rows()).map(|row| of.get(&name(row)).cloned()).collect())
    }
}

/// Positions of the values of a row.
pub(super) fn positions(column: &ArrayRef, row: usize, mut f: impl FnMut(usize)) {
    match column.data_type() {
        DataType::Utf8 => f(row),
        DataType::Dictionary(..) => {
            if let Some(key) = column.as_dictionary_opt::<Int32Type>().and_then(|d| d.key(row)) {
                f(key);
            }
        }
        DataType::List(_) => {
            let Some(list) = column.as_list_opt::<i32>().filter(|l| l.is_valid(row)) else { return };
            let Some(dict) = list.values().as_dictionary_opt::<Int32Type>() else { return };
            let ends = list.value_offsets().get(row..row + 2).unwrap_or_default();
            if let [from, to] = ends {
                let range = usize::try_from(*from).unwrap_or(0)..usize::try_from(*to).unwrap_or(0);
                range.filter_map(|i| dict.key(i)).for_each(f);
            }
        }
        _ => {}
    }
}

/// The distinct texts of a column.
pub(super) fn texts(column: &ArrayRef) -> Option<&arrow::array::StringArray> {
    match column.data_type() {
        DataType::Utf8 => column.as_string_opt::<i32>(),
        DataType::Dictionary(..) => column.as_dictionary_opt::<Int32Type>()?.values().as_string_opt::<i32>(),
        DataType::List(_) => {
            column.as_list_opt::<i32>()?.values().as_dictionary_opt::<Int32Type>()?.values().as_string_opt::<i32>()
        }
        _ => None,
    }
}

/// Whether a column is one to look in.
pub(super) fn is_text(kind: Kind, redact: Redact) -> bool {
    redact != Redact::Skip && matches!(kind, Kind::Text | Kind::Dict | Kind::DictList)
}
