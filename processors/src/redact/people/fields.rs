//! Fields of forms in text: `Date of birth: March 12, 1984`, `Patient: Jane Doe`, `Address: 12 High St`.

use std::sync::LazyLock;

use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word, word_before},
    context::Context,
    dates, hints, ids,
    people::names,
    scan::Hit,
    suffixes::Suffixes,
    types::Type,
};

/// Field words of names, words put together; the last stands directly before the colon.
const PERSONS: &[&str] = &[
    "fullname",
    "firstname",
    "lastname",
    "surname",
    "patient",
    "patientname",
    "customername",
    "clientname",
    "employeename",
    "applicant",
    "applicantname",
    "cardholder",
    "cardholdername",
    "accountholder",
    "contactperson",
    "beneficiary",
    "recipient",
    "nameoncard",
    "username_full",
    "nachname",
    "vorname",
    "nom",
    "prénom",
    "apellido",
    "apellidos",
    "nombrecompleto",
    "cognome",
    "voornaam",
    "achternaam",
    "nazwisko",
    "förnamn",
    "efternamn",
    "imię",
    "фио",
    "имя",
    "фамилия",
    "guestname",
    "passenger",
    "passengername",
    "studentname",
    "membername",
    "holder",
];

/// Field words of addresses.
const ADDRESSES: &[&str] = &[
    "address",
    "streetaddress",
    "homeaddress",
    "shippingaddress",
    "billingaddress",
    "mailingaddress",
    "deliveryaddress",
    "postaladdress",
    "adresse",
    "anschrift",
    "dirección",
    "direccion",
    "indirizzo",
    "endereço",
    "adres",
    "adress",
    "адрес",
    "residence",
    "domicilio",
    "wohnhaft",
];

static FIELD_ENDS: LazyLock<Suffixes> =
    LazyLock::new(|| Suffixes::new(PERSONS.iter().chain(ADDRESSES).copied().chain(["name"])));

/// Words before `address` that make it one of a machine.
const MACHINES: &[&[u8]] =
    &[b"mac", b"ip", b"email", b"mail", b"web", b"wallet", b"network", b"server", b"memory", b"hardware", b"contract"];

/// Longest address in a field, bytes.
const LONGEST: usize = 120;

/// Value of a field whose colon or equals sign is at `p`.
pub(in crate::redact) fn field(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    let end = p - run_back(t, p, 3, |b| matches!(b, b' ' | b'"' | b'\'' | b'*' | b'\\'));
    let label = hints::label(t, end);
    // Capitals beyond ASCII end words, too.
    let named = FIELD_ENDS.may_end(t, end) || back(t, end, 1) >= 0x80;
    if label.is_empty() && !named {
        return;
    }
    let n = run_back(t, end, 32, |b| b.is_ascii_alphabetic() || b >= 0x80);
    if n < 2 {
        return;
    }
    let from = p + 1 + run(t, p + 1, 6, |b| matches!(b, b' ' | b'"' | b'\'' | b'*' | b'\\' | b'\t' | b'\n'));
    if from == p + 1 && at(t, p) == b':' && at(t, from) == b'/' {
        return;
    }
    if !label.is_empty() {
        coded(t, from, label, context, hits);
    }
    if !named {
        return;
    }
    // A field is written with a capital; `name:` of a configuration is none.
    let mut start = end - n;
    let mut joined = part(t, start, end).to_vec();
    for _ in 0..3 {
        if let Some(kind) = labelled(&joined) {
            let value = match kind {
                Type::Person => person(t, from, &joined),
                // `MAC Address:`, `wallet address=`.
                _ if word_before(t, start, 12, MACHINES) => None,
                _ => address(t, from),
            };
            if let Some(to) = value {
                hits.push(Hit::new(from, to, kind));
            }
            return;
        }
        if !matches!(back(t, start, 1), b' ' | b'_' | b'-') {
            break;
        }
        let n = run_back(t, start - 1, 16, |b| b.is_ascii_alphabetic() || b >= 0x80);
        if n == 0 {
            break;
        }
        start -= n + 1;
        joined.splice(0..0, part(t, start, start + n).iter().copied());
    }
    let name = part(t, end - n, end) == b"Name" && !word(back(t, end, n + 1)) && form(t, p);
    if name && let Some((to, _)) = names::name(t, from, 5).filter(|(to, _)| ends(t, *to)) {
        hits.push(Hit::new(from, to, Type::Person));
    }
}

fn labelled(joined: &[u8]) -> Option<Type> {
    let text = std::str::from_utf8(joined).ok()?.to_lowercase();
    if PERSONS.contains(&text.as_str()) {
        return Some(Type::Person);
    }
    ADDRESSES.contains(&text.as_str()).then_some(Type::Address)
}

/// Whether a value ends here: at the end of a line, a quote, a comma.
fn ends(t: &[u8], to: usize) -> bool {
    matches!(
        at(t, to),
        0 | b'\n' | b'\r' | b',' | b';' | b'"' | b'\'' | b'|' | b'<' | b'\\' | b'(' | b')' | b'.' | b'*'
    ) || at(t, to) == b' ' && !at(t, to + 1).is_ascii_lowercase()
}

fn person(t: &[u8], from: usize, label: &[u8]) -> Option<usize> {
    let (to, count) = names::name(t, from, 5)?;
    // One word is a name only where the field says which.
    let single = label.ends_with(b"name") || label.ends_with(b"Name") || label.len() > 7;
    (ends(t, to) && (count >= 2 || single)).then_some(to)
}

/// An address to the end of its line: it has a number and words, and is none of a machine.
fn address(t: &[u8], from: usize) -> Option<usize> {
    let line = part(t, from, from + LONGEST);
    let n = line
        .iter()
        .position(|b| matches!(b, b'\n' | b'\r' | b'"' | b';' | b'|' | b'<' | b'\\' | b'{' | b'}' | b'\t'))
        .unwrap_or(line.len());
    let text = part(line, 0, n).trim_ascii_end();
    let words = text
        .split(|b| *b == b' ')
        .filter(|w| w.iter().any(u8::is_ascii_alphabetic) || w.iter().any(|b| *b >= 0x80))
        .count();
    let digits = text.iter().any(|b| digit(*b));
    let capital = text.iter().any(u8::is_ascii_uppercase) || text.iter().any(|b| *b >= 0x80);
    let machine = text.iter().any(|b| matches!(b, b'@' | b'=' | b'{' | b'[' | b'$' | b'_'))
        || memchr::memmem::find(text, b"://").is_some()
        || text.starts_with(b"0x")
        // `bing: ...`, the name of another field.
        || text.split(|b| *b == b' ').next().is_some_and(|w| w.ends_with(b":"));
    let sentence = memchr::memmem::find(text, b". ").is_some_and(|i| i > 24);
    (words >= 2 && digits && capital && !machine && !sentence && text.len() < LONGEST).then_some(from + text.len())
}

/// Whether lines near by are fields of a form about a person.
fn form(t: &[u8], p: usize) -> bool {
    const FIELDS: &[&str] = &[
        "Phone:",
        "Email:",
        "E-mail:",
        "Address:",
        "Mobile:",
        "Fax:",
        "DOB:",
        "Date of Birth:",
        "Date of birth:",
        "Birthday:",
        "SSN:",
        "Passport:",
    ];
    let around = part(t, p.saturating_sub(200), p + 240);
    FIELDS.iter().any(|f| memchr::memmem::find(around, f.as_bytes()).is_some())
}

/// Codes and dates whose field word has no other meaning, though the first pass would not stop at them.
fn coded(t: &[u8], from: usize, label: hints::Hints, context: Context, hits: &mut Vec<Hit>) {
    if label.has(Type::DateOfBirth) {
        if let Some(to) = dates::any(t, from).filter(|to| !word(at(t, *to))) {
            hits.push(Hit::new(from, to, Type::DateOfBirth));
            names::before_birth(t, from, hits);
        }
        return;
    }
    let n = run(t, from, 40, |b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.' | b'/'));
    let mut value = part(t, from, from + n);
    // The value is what comes before the first word.
    let mut end = 0;
    for w in value.split(|b| *b == b' ') {
        if w.is_empty() || w.len() > 2 && !w.iter().any(|b| digit(*b)) && w.iter().any(u8::is_ascii_lowercase) {
            break;
        }
        end += w.len() + 1;
    }
    value = part(value, 0, end.saturating_sub(1));
    while matches!(value.last(), Some(b' ' | b'-' | b'.' | b'/')) {
        value = part(value, 0, value.len() - 1);
    }
    let digits = value.iter().filter(|b| digit(**b)).count();
    let letters = value.iter().filter(|b| b.is_ascii_uppercase()).count();
    let one = |kind: Type, hits: &mut Vec<Hit>| hits.push(Hit::new(from, from + value.len(), kind));
    if label.has(Type::PostalCode)
        && (4..=9).contains(&value.len())
        && digits >= 2
        && digits + letters + 1 >= value.len()
    {
        one(Type::PostalCode, hits);
    } else if label.has(Type::LicensePlate)
        && (5..=12).contains(&value.len())
        && digits >= 1
        && letters >= 1
        && digits + letters + 2 >= value.len()
    {
        one(Type::LicensePlate, hits);
    } else if label.has(Type::SwiftCode)
        && matches!(value.len(), 8 | 11)
        && letters + digits == value.len()
        && letters >= 6
    {
        one(Type::SwiftCode, hits);
    } else if label.has(Type::CardDetail)
        && (matches!(value.len(), 3 | 4) && digits == value.len()
            || matches!(value, [_, _, b'/', _, _] | [_, _, b'/', _, _, _, _] if digits + 1 == value.len()))
    {
        one(Type::CardDetail, hits);
    } else if let Some(kind) = ids::whole(value, label) {
        one(kind, hits);
    } else {
        for q in from..from + n {
            if digit(at(t, q)) && !digit(back(t, q, 1)) {
                ids::verify(t, q, context, hits);
            }
        }
    }
}
