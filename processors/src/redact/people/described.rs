//! What forms and records say about somebody beside names and numbers: nationality, religion, origin and politics, pay,
//! employer. Lists of countries, of teams and of vacancies say the same of nobody, so the key or what stands near by
//! has to tell of a person.

use std::sync::LazyLock;

use super::{
    beside_fields::{form, near, record},
    words::EMPTY,
};
use crate::redact::{
    bytes::{at, digit, part, run},
    context::Context,
    lookup::suffixes::Suffixes,
    scan::Hit,
    types::Type,
};

/// Words put together that name where somebody comes from and what somebody believes.
const GROUPS: &[&str] = &[
    "nationality",
    "citizenship",
    "ethnicity",
    "ethnicorigin",
    "ethnicgroup",
    "religion",
    "religiousaffiliation",
    "politicalaffiliation",
    "sexualorientation",
    "nationalität",
    "staatsangehörigkeit",
    "religionszugehörigkeit",
    "konfession",
    "nationalité",
    "nacionalidad",
    "religión",
    "nazionalità",
    "cittadinanza",
    "religione",
    "nacionalidade",
    "religião",
    "nationaliteit",
    "narodowość",
    "obywatelstwo",
    "wyznanie",
    "národnost",
    "nationalitet",
    "kansalaisuus",
    "национальность",
    "гражданство",
    "вероисповедание",
];
/// The same of pay.
const PAY: &[&str] = &[
    "salary", "basesalary", "annualsalary", "monthlysalary", "currentsalary", "annualincome", "monthlyincome",
    "householdincome", "netincome", "grossincome", "basepay", "netpay", "grosspay", "finalpay", "jahresgehalt",
    "gehalt", "jahreseinkommen", "salaire", "salario", "sueldo", "stipendio", "salário", "salaris", "wynagrodzenie",
    "зарплата",
];
/// The same of who somebody works for.
const EMPLOYERS: &[&str] = &[
    "employer", "employername", "currentemployer", "arbeitgeber", "empleador", "employeur", "werkgever", "pracodawca",
];

/// Most bytes of such a value: names of firms are the longest.
const LONGEST: usize = 96;

/// All words that end such a label.
pub(super) fn words() -> impl Iterator<Item = &'static str> {
    [GROUPS, PAY, EMPLOYERS].into_iter().flatten().copied()
}

/// What a label says, whose words are put together in small letters.
fn kind(joined: &str) -> Option<Type> {
    let lists = [(GROUPS, Type::Nrp), (PAY, Type::Salary), (EMPLOYERS, Type::Organization)];
    lists.into_iter().find(|(list, _)| list.contains(&joined)).map(|(_, kind)| kind)
}

/// Adds what the words of a key say. `of_person`: some of them are for a person.
pub(super) fn classify(words: &[String], of_person: bool, context: Context) -> Context {
    let joined = |n: usize| words.get(words.len().saturating_sub(n)..).unwrap_or_default().concat();
    let told = (1..=3).find_map(|n| kind(&joined(n)).map(|kind| (n, kind)));
    let Some((n, kind)) = told.filter(|(_, kind)| SOMEBODYS.contains(kind)) else { return context };
    if words.len() <= n {
        context.naming(kind)
    } else if of_person {
        context.naming(kind).with(Context::OF_PERSON)
    } else {
        context
    }
}

/// What goes only where it is somebody's.
const SOMEBODYS: [Type; 2] = [Type::Nrp, Type::Salary];

/// The type of a value that goes as a whole because its key says what it is, and whose.
pub(super) fn whole(text: &[u8], context: Context) -> Option<Type> {
    let named = context.exact();
    SOMEBODYS.into_iter().find(|kind| context.has(Context::OF_PERSON) && named.has(*kind) && fits(*kind, text))
}

/// Whether a text may be what a key of this kind says.
fn fits(kind: Type, text: &[u8]) -> bool {
    let Ok(string) = std::str::from_utf8(text) else { return false };
    let letters = string.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.iter().filter(|b| digit(**b)).count();
    let words = string.split_whitespace().count();
    match kind {
        Type::Nrp => {
            letters > 2
                && digits == 0
                && words <= 4
                && !string.contains(['@', '=', '/', '\\', '{', '_', '[', '(', '<'])
                && !labels(string)
        }
        Type::Salary => digits >= 3 && letters <= 16 && words <= 4 && text.len() <= 32 && amount(string),
        _ => false,
    }
}

/// Whether a text names what such a field holds, as forms, types and translations do: `Your nationality`,
/// `Country Code`, `Enum`.
fn labels(text: &str) -> bool {
    const TYPES: &[&str] = &[
        "category", "character", "choice", "code", "company", "country", "enum", "field", "literal", "organization",
        "organisation", "select", "string", "type", "varchar",
    ];
    let words: Vec<String> = text.split_whitespace().map(str::to_lowercase).collect();
    let own = || (0..words.len()).any(|n| words.get(n..).is_some_and(|last| kind(&last.concat()).is_some()));
    words.iter().any(|word| TYPES.contains(&word.as_str())) || own()
}

/// What may stand behind an amount, beside a currency.
const RATES: &[&str] = &[
    "a", "an", "anno", "annually", "annum", "año", "brutto", "dollars", "euro", "euros", "gross", "hour", "jahr",
    "mensuel", "mes", "mese", "mois", "monat", "month", "monthly", "net", "netto", "par", "per", "por", "pounds",
    "pro", "rubles", "week", "year", "yearly",
];

/// `84500`, `$84,500 per year`, `EUR 4.200`, `80,000 - 90,000`; not `100 lines`, `Monthly pay 2024`.
fn amount(text: &str) -> bool {
    let counts = |word: &&str| word.chars().any(|c| c.is_ascii_digit());
    let currency = |word: &str| word.chars().filter(|c| c.is_alphabetic()).count() <= 3;
    let fits = |word: &str| counts(&word) || currency(word) || RATES.contains(&word.to_lowercase().as_str());
    let before = text.split(' ').take_while(|word| !counts(word)).count();
    if before > 1 || !text.split(' ').take(before).all(currency) || !text.split(' ').skip(before).all(fits) {
        return false;
    }
    let mut words = text.split(' ').filter(counts);
    let number = words.next().is_some_and(|word| {
        let figures = word.trim_matches(|c: char| !c.is_ascii_digit());
        !figures.is_empty()
            && figures.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | ',' | '\'' | '\u{A0}' | '-'))
    });
    number && words.count() <= 1
}

/// Value at `from` of a field whose label is `joined`, among other fields about a person.
pub(super) fn field(t: &[u8], joined: &[u8], from: usize) -> Option<Hit> {
    static ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(words()));
    // Most fields are of other things.
    if joined.is_ascii() && !ENDS.may_end(joined, joined.len()) {
        return None;
    }
    let kind = kind(&std::str::from_utf8(joined).ok()?.to_lowercase())?;
    let to = end(t, from)?;
    // `Religion: Sikh. Date of birth: …`
    let sentence = memchr::memmem::find(part(t, from, to), b". ").filter(|_| kind == Type::Nrp);
    let to = sentence.map_or(to, |n| from + n);
    let text = part(t, from, to);
    let empty = || std::str::from_utf8(text).is_ok_and(|w| EMPTY.contains(&w.to_lowercase().as_str()));
    let fine = match kind {
        Type::Organization => {
            (at(t, from).is_ascii_uppercase() || at(t, from) >= 0x80)
                && text.len() > 1
                && !text.contains(&b'=')
                && std::str::from_utf8(text).is_ok_and(|name| name.contains(' ') || !labels(name))
        }
        Type::Nrp => (at(t, from).is_ascii_uppercase() || at(t, from) >= 0x80) && fits(kind, text),
        _ => fits(kind, text),
    };
    (fine && !empty() && (form(t, from) || record(near(t, from)))).then(|| Hit::ruled(from, to, kind, "described"))
}

/// Where the value of a field ends that begins at `from`: with its line, a separator, two blanks, or before the next
/// label. `None` of one that goes on: it would be cut.
fn end(t: &[u8], from: usize) -> Option<usize> {
    let stops = |b: u8| matches!(b, b'\n' | b'\r' | b'\t' | b';' | b'|' | b'"' | b'<' | b')' | b'}' | b'\\');
    let line = part(t, from, from + run(t, from, LONGEST + 1, |b| !stops(b)));
    let blanks = memchr::memmem::find(line, b"  ").unwrap_or(line.len());
    // `84,500` has a comma in it.
    let comma = memchr::memmem::find(line, b", ").unwrap_or(line.len());
    let line = part(line, 0, blanks.min(comma));
    let line = match memchr::memchr(b':', line) {
        Some(colon) => part(line, 0, part(line, 0, colon).iter().rposition(|b| *b == b' ').unwrap_or(0)),
        None => line,
    };
    let cut = line.iter().rev().take_while(|b| matches!(b, b' ' | b'.' | b',')).count();
    (line.len() <= LONGEST).then_some(from + line.len() - cut)
}
