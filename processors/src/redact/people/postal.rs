//! Addresses in sentences, with a postal code before the town: `ich wohne in der Lindenstraße 12, 10115 Berlin`,
//! `j'habite au 5 rue de la Paix, 75002 Paris`. A word before must tell that somebody lives there, or is sent
//! something: most addresses in text are of firms.

use super::names;
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    scan::Hit,
    types::Type,
};

/// Most bytes of a street with its number, and of what may stand between it and the code.
const STREET: usize = 64;
const STAIRS: usize = 14;
/// How far before the street the word stands that tells, bytes.
const BEFORE: usize = 48;

/// Beginnings of words that tell where somebody lives, and words that tell it as they are.
#[rustfmt::skip]
const LIVES: (&[&str], &[&str]) = (
    &[
        "address", "adress", "anschrift", "direcci", "domicili", "indirizz", "endereç", "enderec", "osoit", "bydlišt", "lakcím", "lakhely",
        "resid", "wohn", "umgezogen", "habit", "demeur", "résid", "déménag", "verhuis", "flytta", "flytte", "mieszka", "zamieszka", "býva", "locui",
        "stanuje",
    ],
    &[
        "adres", "adresa", "adresse", "morada", "domicile", "cím", "címem", "live", "lives", "lived", "moved", "vive", "vivo", "viven", "vivimos",
        "vivía", "mudó", "mudé", "abito", "abita", "abitano", "vivono", "moro", "mora", "moram", "moramos", "woon", "woont", "wonen", "wonende",
        "bor", "bodde", "bosatt", "bopæl", "asun", "asuu", "bydlí", "bydlím", "lakom", "lakik", "živi", "živim", "bytem", "zam",
    ],
);
/// The same of words that tell where something is sent, and of whom the talk is: they want the name of a street.
#[rustfmt::skip]
const SENT: (&[&str], &[&str]) = (
    &[
        "shipp", "deliver", "mailed", "liefer", "schick", "versend", "envoy", "expéd", "livr", "entreg", "enví", "envi", "consegn", "spedi", "verzend", "bezorg",
        "lever", "skick", "wyśl", "wysł", "dostaw", "zasla", "poslat",
    ],
    &[
        "home", "arrived", "order", "parcel", "package", "paquete", "paquet", "paket", "pacote", "pacco", "pakket", "geht", "gehen", "ship", "send", "sent", "senden", "sende", "envía", "envíe", "enviar", "envie", "enviado", "mandar", "inviare",
        "invia", "inviate", "stuur", "sturen", "mein", "meine", "meiner", "kunde", "kundin", "patient", "patientin", "client", "cliente",
        "paciente", "klant", "kunden", "kund", "mieter", "mieterin", "locataire", "inquilino", "inquilina", "huurder", "tenant", "versicherungsnehmer",
        "versicherungsnehmerin", "antragsteller", "antragstellerin", "patiënt", "assuré", "assurée", "titulaire", "titular",
    ],
);
/// Endings of names of streets that are one word.
const ENDINGS: &[&str] = &[
    "straße", "strasse", "str.", "gasse", "weg", "allee", "platz", "ufer", "damm", "ring", "markt", "steig", "straat",
    "laan", "plein", "gracht", "kade", "singel", "dijk", "gata", "gatan", "vägen", "vegen", "veien", "vej", "gade",
    "katu", "kuja", "tie", "polku",
];
/// Words with which the name of a street begins, where they have no capital.
#[rustfmt::skip]
const KINDS: &[&str] = &[
    "rue", "avenue", "boulevard", "place", "chemin", "allée", "impasse", "quai", "route", "cours", "square", "calle", "avenida",
    "plaza", "paseo", "carrer", "camino", "via", "viale", "piazza", "corso", "vicolo", "largo", "rua", "travessa", "praça",
    "estrada", "ul", "aleja", "al", "pl", "os", "ulica", "ulice", "utca", "út", "tér", "strada", "straat", "laan", "c/", "av",
    "bd", "avda",
];
/// Other words in such names that have none.
#[rustfmt::skip]
const SMALL: &[&str] = &[
    "de", "du", "des", "la", "le", "les", "del", "della", "delle", "dei", "di", "da", "do", "dos", "das", "los", "las", "el",
    "van", "von", "zum", "zur", "den", "der", "het", "bis", "ter",
];

/// Whether a postal code may stand at `p`, before a town or at the end: cheap, and right for all that are.
#[inline]
pub(in crate::redact) fn may_be_code(t: &[u8], p: usize) -> bool {
    let comma = back(t, p, 2) == b',';
    // Most numbers have no comma before and not five digits.
    back(t, p, 1) == b' '
        && (comma || digit(at(t, p + 4)) && !digit(at(t, p + 5)))
        && code(t, p).is_some_and(|(_, wants_comma)| !wants_comma || comma)
}

/// End of the postal code at `p`, and whether only a comma before it makes it one: of most states a group of five
/// digits, of the Netherlands four and two letters, others four, three and two, or two and three; of Portugal and
/// Brazil a group of three behind.
fn code(t: &[u8], p: usize) -> Option<(usize, bool)> {
    let n = run(t, p, 6, digit);
    let group = |from: usize, len: usize| run(t, from, len + 1, digit) == len;
    let town =
        |to: usize| (at(t, to) == b' ' && (at(t, to + 1).is_ascii_uppercase() || at(t, to + 1) >= 0xC0)).then_some(to);
    match (n, at(t, p + n)) {
        (5, b'-') if group(p + 6, 3) => Some((p + 9, true)),
        (4, b'-') if group(p + 5, 3) => Some((town(p + 8)?, true)),
        (2, b'-') if group(p + 3, 3) => Some((town(p + 6)?, true)),
        (3, b' ') if group(p + 4, 2) => Some((town(p + 6)?, true)),
        (5, _) => Some((town(p + 5)?, false)),
        (4, _) => Some((town(p + 4)?, true)),
        _ => None,
    }
}

/// Asks the number at `p`. Returns whether it is the code of an address.
pub(in crate::redact) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let found = address(t, p);
    let is = found.is_some();
    hits.extend(found);
    is
}

fn address(t: &[u8], p: usize) -> Option<Hit> {
    let (code, _) = code(t, p)?;
    let to = town(t, code)?;
    let end = match (back(t, p, 2), part(t, p.saturating_sub(4), p)) {
        (b',', _) => p - 2,
        (_, b" in ") => p - 4,
        _ => return None,
    };
    // A floor or a door, and of Brazil the town, may stand between.
    let start = street(t, end).or_else(|| {
        let most = if code == p + 9 { STAIRS * 2 } else { STAIRS };
        let n = run_back(t, end, most, |b| b != b',' && b != b'\n');
        (back(t, end, n + 1) == b',').then(|| street(t, end - n - 1)).flatten()
    })?;
    // `moved to Version 2, 2019 Release`, `lived there until May 3, 2024 From`
    let year = code == p + 4 && matches!(part(t, p, p + 2), b"19" | b"20");
    let fits = is_told(t, start, end) && (!year || names_street(t, start, end));
    fits.then(|| Hit::ruled(start, to, Type::Address, "postal-code"))
}

/// End of the town behind a code that ends at `code`; what stands at the end of an address has none.
fn town(t: &[u8], code: usize) -> Option<usize> {
    if at(t, code) != b' ' {
        return (!word(at(t, code))).then_some(code);
    }
    // `1015 CJ Amsterdam`
    let letters =
        at(t, code + 1).is_ascii_uppercase() && at(t, code + 2).is_ascii_uppercase() && at(t, code + 3) == b' ';
    let from = code + if letters { 4 } else { 1 };
    names::name(t, from, 3).map(|(to, _)| to).or_else(|| {
        let n = run(t, from, 32, |b| b.is_ascii_alphabetic() || b >= 0x80 || b == b'-');
        (n >= 3 && !word(at(t, from + n))).then_some(from + n)
    })
}

/// Where the street begins that ends at `end`: its number behind it or before.
fn street(t: &[u8], end: usize) -> Option<usize> {
    let n = run_back(t, end, STREET, |b| !matches!(b, b',' | b'\n' | b':' | b';' | b'"' | b'(' | b'='));
    let from = end - n + run(t, end - n, 3, |b| b & 0xC0 == 0x80);
    let line = std::str::from_utf8(part(t, from, end)).ok()?;
    // Words from the last to the first, and where they begin.
    let mut words = line.rmatch_indices(' ').map(|(i, _)| i + 1).chain([0]).scan(line.len(), |to, i| {
        let word = line.get(i..*to).unwrap_or_default();
        *to = i.saturating_sub(1);
        Some((i, word))
    });
    let (last, number) = words.next()?;
    let behind = is_number(number);
    // `3º B` is a door.
    if !behind && (!is_of_street(number) || number.len() < 3) {
        return None;
    }
    let mut first = (!behind).then_some(last);
    for (i, word) in words.take(7) {
        if !behind && is_number(word) {
            return first.map(|_| from + i);
        }
        if !is_of_street(word) {
            break;
        }
        let small = word.trim_end_matches('.');
        if word.starts_with(|c: char| !c.is_lowercase()) || KINDS.contains(&small) {
            first = Some(i);
        }
    }
    first.filter(|_| behind).map(|i| from + i)
}

/// `12`, `12a`, `12/4`, `12-14`, `nº12`.
fn is_number(word: &str) -> bool {
    let word = word.trim_start_matches("nº").trim_start_matches("n°");
    word.len() <= 7
        && word.starts_with(|c: char| c.is_ascii_digit())
        && word.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '/' | '-' | 'º'))
        && word.chars().filter(char::is_ascii_alphabetic).count() <= 2
        && word.chars().filter(char::is_ascii_digit).count() <= 5
}

fn is_of_street(word: &str) -> bool {
    let letters = word.trim_end_matches('.');
    // `d'Italie`, `l'Église`
    let capital = |w: &str| w.starts_with(|c: char| c.is_uppercase());
    let elided =
        || ["d'", "l'", "d’", "l’", "dell'", "all'"].iter().any(|e| letters.strip_prefix(e).is_some_and(capital));
    (capital(letters) && letters.chars().all(|c| c.is_alphabetic() || matches!(c, '-' | '\'' | '’' | '.')))
        || KINDS.contains(&letters)
        || SMALL.contains(&letters)
        || elided()
}

/// Whether the text from `start` to `end` has a word for a street.
fn names_street(t: &[u8], start: usize, end: usize) -> bool {
    let text = String::from_utf8_lossy(part(t, start, end)).to_lowercase();
    text.split([' ', ',']).any(|w| KINDS.contains(&w.trim_end_matches('.')) || ENDINGS.iter().any(|e| w.ends_with(e)))
}

/// Whether a word before `start` tells that somebody lives there, or is sent something to what is a street by its name.
pub(super) fn is_told(t: &[u8], start: usize, end: usize) -> bool {
    let n = run_back(t, start, BEFORE, |b| b != b'\n');
    let text = String::from_utf8_lossy(part(t, start - n, start)).to_lowercase();
    let says = |(stems, words): (&[&str], &[&str])| {
        text.split(|c: char| !c.is_alphabetic()).any(|w| words.contains(&w) || stems.iter().any(|s| w.starts_with(s)))
    };
    says(LIVES) || says(SENT) && names_street(t, start, end)
}
