//! Names of somebody's family, told by whose they are: `Mein Mann heißt Torsten Graf`, `my daughter is called Anna`,
//! `mi esposa Carmen Ruiz`.

use super::{names, roles};
use crate::redact::{
    bytes::{at, back, ends, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// What stands between a relative and the name.
#[rustfmt::skip]
pub(super) const VERBS: &[&str] = &[
    "is called", "is named", "was called", "name is", "heißt", "heisst", "se llama", "si chiama", "heet", "se jmenuje", "heter", "hedder", "adı", "ismi", "s'appelle",
    "s’appelle", "se chama", "chama-se", "nazywa się", "sa volá",
];
/// Relatives. Those of Turkish say whose they are.
#[rustfmt::skip]
pub(super) const KIN: &[&str] = &[
    "husband", "wife", "daughter", "son", "mother", "father", "sister", "brother", "mum", "mom", "dad", "fiancé", "fiancée", "boyfriend", "girlfriend", "baby", "grandson",
    "granddaughter", "grandmother", "grandfather", "grandma", "grandpa", "niece", "nephew", "spouse", "stepson", "stepdaughter", "roommate", "flatmate", "neighbour", "neighbor", "colleague",
    "coworker", "boss", "manager", "friend", "accountant", "lawyer", "teacher", "doctor", "therapist", "dentist", "coach", "nanny", "babysitter",
    "Mann", "Frau", "Sohn", "Tochter", "Mutter", "Vater", "Schwester", "Bruder", "Ehemann", "Ehefrau", "Oma", "Opa", "Freundin", "Verlobte", "Verlobter",
    "esposa", "esposo", "marido", "mujer", "hija", "hijo", "madre", "padre", "hermana", "hermano", "novia", "novio",
    "moglie", "marito", "figlia", "figlio", "sorella", "fratello", "compagna", "compagno", "fidanzata", "fidanzato",
    "Kollege", "Kollegin", "Chef", "Chefin", "Nachbar", "Nachbarin", "Freund", "collègue", "voisin", "voisine", "compañero", "compañera", "vecino", "vecina", "jefe", "jefa", "collega", "buurman",
    "buurvrouw", "vrouw", "man", "dochter", "zoon", "moeder", "vader", "zus", "broer", "partner", "echtgenoot", "echtgenote",
    "manželka", "manžel", "dcera", "syn", "matka", "otec", "sestra", "bratr", "manželku", "žena",
    "fru", "make", "maka", "dotter", "mamma", "pappa", "syster", "bror", "hustru", "sambo", "datter", "sønn", "søn", "kone", "mand",
    "femme", "mari", "fille", "fils", "mère", "père", "sœur", "frère", "épouse", "époux", "compagne", "compagnon",
    "filha", "filho", "mãe", "pai", "irmã", "irmão", "mulher", "namorada", "namorado",
    "żona", "mąż", "córka", "mama", "tata", "siostra", "brat", "ojciec", "narzeczona",
    "eşimin", "kızımın", "oğlumun", "annemin", "babamın", "kardeşimin", "kocamın", "karımın",
];
/// Whose they are.
#[rustfmt::skip]
const OWN: &[&str] = &[
    "your",
    "my", "our", "his", "her", "their", "mein", "meine", "meinen", "meinem", "meiner", "unser", "unsere", "mi", "mia", "mio", "nuestra", "nuestro", "mijn", "onze", "moje", "má", "můj",
    "min", "mitt", "vår", "ma", "mon", "notre", "minha", "meu", "a minha", "o meu", "moja", "mój", "nasza", "nasz", "naše", "náš",
];
/// Relatives behind which one word is a name, and what tells that somebody is meant.
const FAMILY: &[&str] =
    &["husband", "wife", "daughter", "son", "mother", "father", "sister", "brother", "mum", "mom", "dad"];
const DOES: &[&str] = &[
    "has", "is", "was", "works", "worked", "had", "lives", "lived", "needs", "called", "said", "wants", "died",
    "passed",
];
/// Days and months.
const DATES: &[&str] = &[
    "day", "January", "February", "March", "April", "June", "July", "August", "September", "October", "November",
    "December", "Christmas", "Easter",
];

/// Whether a verb stands behind the word from `p` to `to`, which is no day: `my mom Ruth has`, but `my mom Sunday was`.
fn does(t: &[u8], p: usize, to: usize) -> bool {
    let next = part(t, to + 1, to + 1 + run(t, to + 1, 8, |b| b.is_ascii_lowercase()));
    let dated = DATES.iter().any(|w| part(t, p, to).ends_with(w.as_bytes()));
    at(t, to) == b' ' && DOES.iter().any(|w| w.as_bytes() == next) && !dated
}

/// First words of what a relative is, and no name.
const NO_NAMES: &[&str] = &["South", "North", "New", "Vice", "Chief", "Team", "Native", "Type", "Medicare", "African"];

/// The word that ends at `end`, as it is written.
fn word_before(t: &[u8], end: usize) -> &[u8] {
    part(t, end - run_back(t, end, 20, |b| b.is_ascii_alphabetic() || b >= 0x80), end)
}

/// Whether `list` has a word, but for the case of its first letter.
fn has(list: &[&str], word: &[u8]) -> bool {
    // Of a capital beyond ASCII the second byte differs.
    let tail = word.get(2..).unwrap_or_default();
    let shaped = |w: &&&str| w.len() == word.len() && w.as_bytes().last() == word.last();
    let mut same = list.iter().filter(shaped).filter(|w| w.as_bytes().get(2..) == Some(tail));
    word.len() > 1 && same.any(|w| w.as_bytes() == word || String::from_utf8_lossy(word).to_lowercase() == *w)
}

/// Name at `p`, behind a blank, of a relative. Returns whether there is one.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let comma = usize::from(back(t, p, 2) == b',');
    let end = p - 1 - comma;
    let before = part(t, end.saturating_sub(12), end);
    let verb = VERBS.iter().filter(|w| comma == 0 && ends(before, w)).map(|w| w.len()).max();
    let is = verb.is_none() && comma == 0 && before.ends_with(b" is");
    let kin_end = match verb {
        Some(n) => end.saturating_sub(n + 1),
        None if is => end - 3,
        None => end,
    };
    // `my wife's name is`
    let genitive = part(t, kin_end.saturating_sub(2), kin_end) == b"'s";
    let kin_end = kin_end - if genitive { 2 } else { 0 };
    let kin = word_before(t, kin_end);
    if !has(KIN, kin) {
        return false;
    }
    let turkish = kin.ends_with("ın".as_bytes()) || kin.ends_with(b"in") || kin.ends_with(b"un");
    if verb.is_none() || !turkish {
        // `my oldest son`
        let mut start = kin_end - kin.len();
        let owned = (0..2).any(|_| {
            let before = word_before(t, start.saturating_sub(1));
            start = start.saturating_sub(before.len() + 1);
            has(OWN, before) || before == b"s" && matches!(back(t, start, 1), b'\'' | 0x99)
        });
        if !owned {
            return false;
        }
    }
    // `our partner Acme Labs`: firms have those as well.
    if verb.is_none() && kin == b"partner" {
        return false;
    }
    let least = if verb.is_some() { 1 } else { 2 };
    // `my husband Erik works nights`
    let mine = || part(t, kin_end.saturating_sub(kin.len() + 3), kin_end - kin.len()).eq_ignore_ascii_case(b"my ");
    let one = |to: usize| comma == 0 && mine() && FAMILY.iter().any(|w| w.as_bytes() == kin) && does(t, p, to);
    let Some((to, _)) = names::name(t, p, 3).filter(|(to, count)| *count >= least || one(*to)) else { return false };
    let to = if part(t, to - 2, to) == b"'s" { to - 2 } else { to };
    let name = part(t, p, to);
    let aside = comma == 0 || matches!(at(t, to), 0 | b',' | b'.' | b'!' | b'?' | b'\n');
    let other = NO_NAMES.iter().any(|w| name.starts_with(w.as_bytes())) || roles::of_firm(name);
    if !aside || other || matches!(at(t, to), b'(' | b'=' | b'[' | b'{' | b'_') {
        return false;
    }
    hits.push(Hit::ruled(p, to, Type::Person, "kin"));
    true
}
