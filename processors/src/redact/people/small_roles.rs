//! Names behind a word in small letters for what somebody is, in sentences: `the customer Jane Roe said`,
//! `our tenant, Maria Lopez, asked`.

use super::{
    introductions::{
        HESITATIONS, INTRODUCTIONS_INSIDE, PRESENTATIONS_INSIDE, PRESENTATIONS_LOUD, hesitant, introduces, last_letters,
    },
    kin, lives, names, roles,
};
use crate::redact::{
    bytes::{self, at, back, part, run, run_back, word},
    scan::Hit,
    types::Type,
};

/// Words for people and for little else.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "customer", "patient", "tenant", "caller", "applicant", "employee", "passenger", "borrower", "policyholder", "cardholder", "claimant",
    "beneficiary", "landlord", "insured", "plaintiff", "defendant", "nurse", "payee", "victim", "homeowner", "petitioner", "decedent",
    "solicitor", "kin", "renter", "consignee", "lessee", "lessor", "cosigner",
    "paciente", "paziente", "alumno", "alumna", "inquilino", "inquilina", "pasajero", "pasajera", "asegurado", "asegurada", "conducente", "passeggero",
    "locataire", "huurder", "pacjent", "pacjentka",
];
/// Words for people that programs have as well: what stands around must tell that somebody is meant.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "client", "guest", "user", "student", "candidate", "doctor", "witness", "attorney", "holder", "resident", "member", "subscriber", "buyer",
    "seller",
];
/// What stands before some of them where they are people and nothing else: `the policy holder Jane Roe`.
const WHICH: &[&[u8]] = &[b"policy ", b"account ", b"card ", b"loyalty ", b"family ", b"lease ", b"ticket "];
/// What ends with the name of whom it is about.
const OPENED_FOR: &[&str] = &[
    "claim opened for", "claim filed for", "claim filed by", "claim submitted by", "policy issued to",
    "account opened for", "file opened for", "vehicle registered to", "signed for by",
];
/// First words of names of places.
const PLACES: &[&str] = &["San", "New", "South", "North", "Los", "Las", "United", "East", "West", "Red", "Great", "Of"];
/// Last words of what such words stand before as well: `the user Personal Access Token`, `customer Lifetime Value`.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "Access", "Additions", "Agreement", "Agreements", "Act", "Benefits", "Block", "Card", "Cards", "Center", "Centre", "Certificate", "Cloud", "Console", "Credentials",
    "Data", "Devices", "Dialog", "Directory", "Edition", "Factor", "Event", "Events", "Experience", "Files", "Filter", "Flow", "Folder", "Form", "Function", "Functions", "Group", "Groups", "Guide",
    "Header", "Hello", "History", "Home", "Host", "Id", "Identity", "Image", "Index", "Info", "Information", "Journey", "Journal", "Key", "Keys", "Loan", "Loans", "Management", "Menu", "Message",
    "Mode", "Monitor", "Name", "Number", "Object", "Objects", "Options", "Order", "Orders", "Page", "Pages", "Plan", "Policies", "Policy", "Pool",
    "Portfolio", "Preferences", "Privacy", "Profile", "Profiles", "Program", "Programs", "Questionnaire", "Record", "Records", "Relations", "Register", "Report", "Reports", "Rights",
    "Role", "Roles", "Safety", "Satisfaction", "Score", "Session", "Settings", "Space", "State", "States", "Status", "Stories", "Story", "Success", "Survey",
    "Acquisition", "Amount", "Behavior", "Behaviour", "Builder", "Check", "Checklist", "Checks", "Cost", "Costs", "Diligence", "Graph",
    "Accident", "Collision", "Damage", "Injury", "Liability", "Loss", "Theft",
    "Indicators", "Layer", "Lifecycle", "Loop", "Map", "Points", "Pressure", "Segment", "Segments", "Stream", "Suite", "Trait",
    "System", "Table", "Template", "Terms", "Token", "Tokens", "Tools", "Type", "Types", "Value", "Values", "View", "Views", "World", "Zone",
];
/// Whether the last word of what may be a name is one of [`THINGS`].
pub(super) fn of_thing(name: &[u8]) -> bool {
    name.rsplit(|b| *b == b' ').next().is_some_and(|word| THINGS.iter().any(|w| word == w.as_bytes()))
}

/// What may stand between.
const FILLERS: &[&str] = &["named", "called", "is", "was"];

/// What leads to the name of who did it, on a line of its own: `Prepared by Jane Roe`.
#[rustfmt::skip]
const DONE_BY: &[&str] = &[
    "Attn.", "Attn", "ATTN", "Att.", "z. Hd.", "z.Hd.", "Prepared by", "Signed by", "Approved by", "Reviewed by", "Witnessed by", "Drafted by", "Completed by", "Examined by", "Notarized by",
    "Minutes taken by", "Received by", "Dictated by", "Signed electronically by", "Electronically signed by",
    "Unterzeichnet von", "Bearbeitet von", "Erstellt von", "Geprüft von", "Rédigé par", "Signé par", "Établi par", "Firmado por", "Elaborado por",
    "Assinado por", "Firmato da", "Redatto da", "Ondertekend door", "Opgesteld door", "Undertecknat av", "Upprättad av", "Podpisano przez",
];

/// Whether what ends with the byte before the blank at `end` signs a text: `/s/`.
#[inline]
pub(in crate::redact) fn signs(t: &[u8], end: usize) -> bool {
    back(t, end, 1) == b'/' && back(t, end, 2) | 0x20 == b's' && back(t, end, 3) == b'/'
}

/// Name at `p` behind `/s/`, or behind one of [`DONE_BY`] that begins its line. Returns whether there is one.
fn done_by(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let begins = |start: usize| {
        let blank = run_back(t, start, 6, |b| matches!(b, b' ' | b'>' | b'*' | b'_'));
        matches!(back(t, start - blank, 1), 0 | b'\n' | b'\r' | b'"') || blank > 1
    };
    let text = part(t, p.saturating_sub(28), p - 1);
    // `By: /s/ Jane Roe`
    let signed = signs(t, p - 1) && (begins(p - 4) || text.ends_with(b"By: /s/") || text.ends_with(b"By /s/"));
    let by = || DONE_BY.iter().find(|w| bytes::ends(text, w)).is_some_and(|w| begins(p - 1 - w.len()));
    if !signed && !by() {
        return false;
    }
    let Some((to, _)) = names::name(t, p, 4).filter(|(_, count)| *count >= 2) else { return false };
    let next = at(t, to);
    let ends = matches!(next, 0 | b'\n' | b'\r' | b',' | b'"' | b';' | b'(')
        || next == b'.' && at(t, to + 1) <= b' '
        || next == b' ' && !at(t, to + 1).is_ascii_uppercase();
    let fine = ends && !roles::of_firm(part(t, p, to));
    if fine {
        hits.push(Hit::ruled(p, to, Type::Person, "done-by"));
    }
    fine
}

/// What notes of calls say before a name.
const SPOKEN_WITH: &[&str] = &[
    "spoke with", "spoke to", "spoken with", "spoken to", "speaking with", "speaking to", "talked to", "talked with",
    "speak with", "speak to",
];

/// Name at `p` behind one of [`SPOKEN_WITH`] or [`OPENED_FOR`]: `Spoke with Karen Liu (VP Ops)`. Returns whether there is one.
fn spoken_with(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let before = part(t, p.saturating_sub(16), p - 1);
    let told = SPOKEN_WITH.iter().any(|w| {
        let rest = before.strip_suffix(part(w.as_bytes(), 1, w.len())).and_then(<[u8]>::split_last);
        rest.is_some_and(|(first, rest)| {
            first | 0x20 == b's' || first | 0x20 == b't' && !word(back(rest, rest.len(), 1))
        })
    });
    let opened = || {
        let before = part(t, p.saturating_sub(24), p - 1);
        OPENED_FOR.iter().any(|w| bytes::ends(before, w))
    };
    if !told && !opened() {
        return false;
    }
    let Some((to, _)) = names::name(t, p, 3).filter(|(_, count)| *count >= 2) else { return false };
    let fine = !of_thing(part(t, p, to))
        && (ends(t, to) || part(t, to, to + 5) == b" and ")
        && !roles::of_firm(part(t, p, to));
    if fine {
        hits.push(Hit::ruled(p, to, Type::Person, "spoken-with"));
    }
    fine
}

/// What says that a part of a name follows, in what somebody spells out: `first name Siobhan, last name Gallagher`.
const PART_NAMES: &[&str] = &["first name", "last name", "family name", "maiden name", "given name"];

/// Part of a name at `p` behind one of [`PART_NAMES`]. Returns whether there is one.
fn part_of_name(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    const CAPTIONS: &[&[u8]] = &[
        b"Address", b"Company", b"Date", b"Email", b"Field", b"First", b"Input", b"Last", b"Middle", b"Name", b"None",
        b"Optional", b"Phone", b"Required", b"String", b"Text", b"Title", b"Username", b"Column", b"Prefix", b"Suffix",
    ];
    let before = part(t, p.saturating_sub(13), p - 1);
    let told = PART_NAMES.iter().any(|w| bytes::ends(before, w) && !word(back(before, before.len(), w.len() + 1)));
    let Some(to) = (if told { names::part_of_name(t, p) } else { None }) else { return false };
    let next = at(t, to + 1);
    let closed =
        matches!(at(t, to), 0 | b'\n') || matches!(at(t, to), b',' | b'.' | b'?') && matches!(next, 0 | b' ' | b'\n');
    let fine = closed && !CAPTIONS.contains(&part(t, p, to));
    if fine {
        hits.push(Hit::ruled(p, to, Type::Person, "part-of-name"));
    }
    fine
}

/// What the words before a name may be of: a bit each.
mod of {
    pub(super) const INTRODUCTIONS: u8 = 1;
    pub(super) const DONE_BY: u8 = 1 << 1;
    pub(super) const KIN: u8 = 1 << 2;
    pub(super) const LIVES: u8 = 1 << 3;
    pub(super) const HESITATIONS: u8 = 1 << 4;
    pub(super) const SPOKEN_WITH: u8 = 1 << 5;
    pub(super) const PART_NAMES: u8 = 1 << 6;
    pub(super) const ROLES: u8 = 1 << 7;
}

/// The lists of which something may end with four letters, by their hash.
static ENDS: [u8; 4096] = {
    let mut ends = [0; 4096];
    let lists = [
        (PEOPLE, of::ROLES),
        (OTHERS, of::ROLES),
        (FILLERS, of::ROLES),
        (DONE_BY, of::DONE_BY),
        (kin::VERBS, of::KIN),
        (kin::KIN, of::KIN),
        (lives::BEFORE, of::LIVES),
        (SPOKEN_WITH, of::SPOKEN_WITH),
        (OPENED_FOR, of::SPOKEN_WITH),
        (HESITATIONS, of::HESITATIONS),
        (PART_NAMES, of::PART_NAMES),
    ];
    let mut l = 0;
    while l < lists.len() {
        let (list, of) = lists[l];
        let mut i = 0;
        while i < list.len() {
            let w = list[i].as_bytes();
            let n = w.len();
            // Behind `is` the pass stops for other reasons.
            if n >= 4 {
                ends[hash([w[n - 4], w[n - 3], w[n - 2], w[n - 1]])] |= of;
            } else if n == 3 {
                ends[hash([b' ', w[0], w[1], w[2]])] |= of;
            }
            i += 1;
        }
        l += 1;
    }
    let lists = [(INTRODUCTIONS_INSIDE, false), (PRESENTATIONS_INSIDE, false), (PRESENTATIONS_LOUD, true)];
    l = 0;
    while l < lists.len() {
        let (list, loud) = lists[l];
        let mut i = 0;
        while i < list.len() {
            ends[hash(last_letters(list[i], loud))] |= of::INTRODUCTIONS;
            i += 1;
        }
        l += 1;
    }
    ends
};

/// 12 bits wide.
const fn hash(letters: [u8; 4]) -> usize {
    (u32::from_le_bytes(letters).wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// The lists of which a word that ends at `end` may be: all that have it, and few others.
#[inline]
fn ends_of(t: &[u8], end: usize) -> u8 {
    at(&ENDS, hash([back(t, end, 4), back(t, end, 3), back(t, end, 2), back(t, end, 1)]))
}

/// Whether a word that ends at `end` may be one: right for all that are, and wrong for few others.
#[inline]
pub(in crate::redact) fn may_be_role(t: &[u8], end: usize) -> bool {
    signs(t, end) || ends_of(t, end) != 0
}

/// The word in small letters that ends at `end`.
fn word_before(t: &[u8], end: usize) -> &[u8] {
    let from = end - run_back(t, end, 14, |b| b.is_ascii_lowercase());
    // `co-applicant`
    let joined = matches!(back(t, from, 1), b'-') && part(t, from.saturating_sub(4), from) != b" co-";
    let apart = !(joined
        || word(back(t, from, 1))
        || matches!(back(t, from, 1), b'.' | b'/' | b'\'')
        || back(t, from, 1) >= 0x80);
    if apart { part(t, from, end) } else { &[] }
}

/// Asks the capital at `p`, behind a blank.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let comma = usize::from(back(t, p, 2) == b',');
    let mut end = p - 1 - comma;
    let is = if back(t, p, 2) == b's' && back(t, p, 3) == b'i' { of::KIN | of::ROLES } else { 0 };
    let ends_of = ends_of(t, end) | is | if signs(t, end) { of::DONE_BY } else { 0 };
    let may = |of: u8| ends_of & of != 0;
    if may(of::INTRODUCTIONS) && introduces(t, p, hits)
        || may(of::DONE_BY) && done_by(t, p, hits)
        || may(of::KIN) && kin::verify(t, p, hits)
        || may(of::LIVES) && lives::verify(t, p, hits)
        || may(of::HESITATIONS) && hesitant(t, p, hits)
        || may(of::SPOKEN_WITH) && spoken_with(t, p, hits)
        || may(of::PART_NAMES) && part_of_name(t, p, hits)
        || !may(of::ROLES)
    {
        return;
    }
    let mut found = word_before(t, end);
    if FILLERS.iter().any(|w| found == w.as_bytes()) && comma == 0 && back(t, end, found.len() + 1) == b' ' {
        end -= found.len() + 1;
        found = word_before(t, end);
    }
    let is = |list: &[&str]| list.iter().any(|w| found == w.as_bytes());
    let people = is(PEOPLE);
    if !people && !is(OTHERS) {
        return;
    }
    let start = end - found.len();
    let Some((to, _)) = names::name(t, p, 4).filter(|(_, count)| *count >= 2) else { return };
    // `the borrower Jane Roe's loan`
    let to = if part(t, to - 2, to) == b"'s" { to - 2 } else { to };
    // Behind a comma the name is said aside: `the customer, Jane Roe, called`.
    let aside = comma == 0 || at(t, to) == b',' && at(t, to + 1) == b' ' && at(t, to + 2).is_ascii_lowercase();
    let name = part(t, p, to);
    let thing = of_thing(name) || PLACES.iter().any(|w| name.split(|b| *b == b' ').next() == Some(w.as_bytes()));
    // `our client Jane Roe`
    let ours =
        || part(t, start.saturating_sub(4), start) == b"our " || part(t, start.saturating_sub(3), start) == b"my ";
    // `the witness, Jane Roe, stated`
    let told = roles::goes_on(t, to) || comma == 1 && roles::goes_on(t, to + 1);
    let which = || WHICH.iter().any(|w| part(t, 0, start).ends_with(w));
    let somebody = people || told || part(t, to, to + 2) == b"'s" || ours() || which();
    if somebody && ends(t, to) && aside && !thing && !roles::of_firm(name) {
        hits.push(Hit::ruled(p, to, Type::Person, "small-role"));
    }
}

/// Whether a name that ends at `to` ends its sentence or goes on as one: no other capital, no sign of code.
fn ends(t: &[u8], to: usize) -> bool {
    let next = at(t, to + 1);
    match at(t, to) {
        0 | b'\n' | b'\r' => true,
        b'.' | b',' | b'?' | b'!' | b';' | b')' | b'"' => matches!(next, 0 | b' ' | b'\n' | b'\r' | b'"' | b'\\'),
        b'\'' => next == b's',
        // `landlord Steve Pritchard 07700 900321`
        b' ' if next.is_ascii_digit() || next == b'+' => run(t, to + 1, 6, |b| b.is_ascii_digit() || b == b'+') >= 5,
        b' ' => next.is_ascii_lowercase() || next == b'(' && at(t, to + 2).is_ascii_alphanumeric(),
        _ => false,
    }
}
