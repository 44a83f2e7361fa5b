//! Names behind a word in small letters for what somebody is, in sentences: `the customer Jane Roe said`, `our tenant, Maria Lopez, asked`.

use super::{names, roles, unmarked};
use crate::redact::{
    bytes::{at, back, part, run_back, word},
    scan::Hit,
    types::Type,
};

/// Words for people and for little else.
#[rustfmt::skip]
const PEOPLE: &[&str] = &[
    "customer", "patient", "tenant", "caller", "applicant", "employee", "passenger", "borrower", "policyholder", "cardholder", "claimant",
    "beneficiary", "landlord", "insured", "plaintiff", "defendant", "nurse", "payee",
];
/// Words for people that programs have as well: what stands around must tell that somebody is meant.
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "client", "guest", "user", "student", "candidate", "doctor", "witness", "attorney", "holder", "resident", "member", "subscriber", "buyer",
    "seller",
];
/// First words of names of places.
const PLACES: &[&str] = &["San", "New", "South", "North", "Los", "Las", "United", "East", "West", "Red", "Great", "Of"];
/// Last words of what such words stand before as well: `the user Personal Access Token`, `customer Lifetime Value`.
#[rustfmt::skip]
const THINGS: &[&str] = &[
    "Access", "Additions", "Agreement", "Agreements", "Act", "Benefits", "Block", "Card", "Cards", "Center", "Centre", "Certificate", "Cloud", "Console", "Credentials",
    "Data", "Devices", "Dialog", "Directory", "Edition", "Event", "Events", "Experience", "Files", "Filter", "Flow", "Folder", "Form", "Function", "Functions", "Group", "Groups", "Guide",
    "Header", "Hello", "History", "Home", "Host", "Id", "Identity", "Image", "Index", "Info", "Information", "Journey", "Journal", "Key", "Keys", "Loan", "Loans", "Management", "Menu", "Message",
    "Mode", "Monitor", "Name", "Number", "Object", "Objects", "Options", "Order", "Orders", "Page", "Pages", "Plan", "Policies", "Policy", "Pool",
    "Portfolio", "Preferences", "Privacy", "Profile", "Profiles", "Program", "Programs", "Questionnaire", "Record", "Records", "Relations", "Register", "Report", "Reports", "Rights",
    "Role", "Roles", "Safety", "Satisfaction", "Score", "Session", "Settings", "Space", "State", "States", "Status", "Stories", "Story", "Success", "Survey",
    "Acquisition", "Amount", "Behavior", "Behaviour", "Builder", "Check", "Checklist", "Checks", "Cost", "Costs", "Diligence", "Graph",
    "Indicators", "Layer", "Lifecycle", "Loop", "Map", "Points", "Pressure", "Segment", "Segments", "Stream", "Suite", "Trait",
    "System", "Table", "Template", "Terms", "Token", "Tokens", "Tools", "Type", "Types", "Value", "Values", "View", "Views", "World", "Zone",
];
/// What may stand between.
const FILLERS: &[&str] = &["named", "called", "is", "was"];

/// Introductions inside a sentence: who says them tells their own name.
#[rustfmt::skip]
const INTRODUCE: &[&str] = &[
    "je m'appelle", "je m’appelle", "me llamo", "mi chiamo", "ik heet", "jag heter", "jeg heter", "jeg hedder", "mein name ist", "mein Name ist",
    "me chamo", "ich heisse", "zovem se", "jmenuji se", "langu ni", "nimeni on",
    "imię to", "numele meu este", "ime mi je", "nama saya", "mano vardas", "minu nimi on", "em dic", "mans vārds ir", "ako si", "ismim", "mă numesc", "moje meno je", "moje jméno je",
];
/// Those that introduce other things, too: behind a greeting, and before a name of two words that a sentence goes on behind.
#[rustfmt::skip]
const PRESENT: &[&str] = &[
    " soy", " sono", " olen", " sou", "ik ben", "jeg er", "je suis", "ich bin", "jestem", " i'm", " i’m", " I'm", " I’m", "i am", "I am",
];
/// Greetings in small letters, and what else stands before an introduction.
#[rustfmt::skip]
pub(in crate::redact) const GREETINGS: &[&str] = &[
    "hi", "hello", "hey", "hola", "um", "uh", "ola", "buenos dias", "ciao", "salve", "buongiorno", "buonasera", "hallo", "hei", "hej", "moi", "olá", "oi", "bom dia", "boa tarde", "bonjour",
    "bonsoir", "salut", "guten tag", "guten morgen", "moin", "servus", "grüezi", "goedemorgen", "goedemiddag", "goedendag", "buenos días", "buenas tardes",
    "buenas", "dzień dobry", "cześć", "god dag", "hyvää päivää", "good morning", "good afternoon", "good evening", "yes", "yeah", "sí", "oui", "ja",
];

/// Words in what machines and offices call themselves.
const MACHINES: &[&[u8]] = &[
    b"Asistente",
    b"Assistant",
    b"Assistent",
    b"Assistente",
    b"Virtual",
    b"Virtuel",
    b"Bot",
    b"Chatbot",
    b"Support",
    b"Team",
    b"Service",
    b"Agent",
    b"Info",
    b"Radio",
    b"Home",
    b"Help",
    b"Desk",
    b"Copilot",
];

/// The last four letters of what may stand before a name, as a bit for each hash.
static ENDS: [u64; 64] = {
    let mut bits = [0; 64];
    let lists = [PEOPLE, OTHERS, FILLERS, INTRODUCE, PRESENT];
    let mut l = 0;
    while l < lists.len() {
        let mut i = 0;
        while i < lists[l].len() {
            let w = lists[l][i].as_bytes();
            let n = w.len();
            // Behind `is` and `was` the pass stops for other reasons.
            if n < 4 {
                i += 1;
                continue;
            }
            let hash = hash([w[n - 4], w[n - 3], w[n - 2], w[n - 1]]);
            bits[hash >> 6] |= 1 << (hash & 63);
            i += 1;
        }
        l += 1;
    }
    bits
};

/// 12 bits wide.
const fn hash(letters: [u8; 4]) -> usize {
    (u32::from_le_bytes(letters).wrapping_mul(0x9E37_79B1) >> 20) as usize
}

/// Whether a word that ends at `end` may be one: right for all that are, and wrong for few others.
#[inline]
pub(in crate::redact) fn may_be_role(t: &[u8], end: usize) -> bool {
    let hash = hash([back(t, end, 4), back(t, end, 3), back(t, end, 2), back(t, end, 1)]);
    ENDS.get(hash >> 6).is_some_and(|bits| bits >> (hash & 63) & 1 != 0)
}

/// The word in small letters that ends at `end`.
fn word_before(t: &[u8], end: usize) -> &[u8] {
    let from = end - run_back(t, end, 14, |b| b.is_ascii_lowercase());
    let apart =
        !(word(back(t, from, 1)) || matches!(back(t, from, 1), b'-' | b'.' | b'/' | b'\'') || back(t, from, 1) >= 0x80);
    if apart { part(t, from, end) } else { &[] }
}

/// Name at `p` behind an introduction. Returns whether there is one.
fn introduces(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let text = part(t, p.saturating_sub(48), p - 1);
    let ends = |list: &[&str]| list.iter().find(|w| text.ends_with(w.as_bytes())).map(|w| text.len() - w.len());
    if let Some(start) = ends(INTRODUCE) {
        let whole = !word(back(text, start, 1)) && back(text, start, 1) < 0x80;
        let old = hits.len();
        if whole {
            unmarked::introduced(t, p, hits);
        }
        return hits.len() > old;
    }
    let Some(start) = ends(PRESENT) else { return false };
    let greeting = String::from_utf8_lossy(part(text, 0, start)).to_lowercase();
    let greeting = greeting.trim_end_matches([' ', ',', '!', '.']);
    let greets = |g: &&str| greeting.strip_suffix(*g).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    let old = hits.len();
    // `hola, soy Asistente Virtual`
    let machine =
        names::name(t, p, 4).is_some_and(|(to, _)| part(t, p, to).split(|b| *b == b' ').any(|w| MACHINES.contains(&w)));
    if !machine && GREETINGS.iter().any(greets) {
        unmarked::presented(t, p, hits);
    }
    hits.len() > old
}

/// Asks the capital at `p`, behind a blank.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if introduces(t, p, hits) {
        return;
    }
    let comma = usize::from(back(t, p, 2) == b',');
    let mut end = p - 1 - comma;
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
    let is = |word: Option<&[u8]>, list: &[&str]| word.is_some_and(|word| list.iter().any(|w| word == w.as_bytes()));
    let blank = |b: &u8| *b == b' ';
    let thing = is(name.rsplit(blank).next(), THINGS) || is(name.split(blank).next(), PLACES);
    // `our client Jane Roe`
    let ours =
        || part(t, start.saturating_sub(4), start) == b"our " || part(t, start.saturating_sub(3), start) == b"my ";
    let somebody = people || roles::goes_on(t, to) || part(t, to, to + 2) == b"'s" || ours();
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
        b' ' => next.is_ascii_lowercase() || next == b'(' && at(t, to + 2).is_ascii_alphanumeric(),
        _ => false,
    }
}
