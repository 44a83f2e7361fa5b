//! What the key of a value says about a person, and values that go as a whole because of it.

use crate::redact::{
    bytes::{at, digit, part, run, run_back},
    context::Context,
    dates,
    hints::Hints,
    ids,
    people::{
        coordinates, described, labels, members, names, roles, scripts,
        words::{ADDRESS, ADDRESSES, EMPTY, MACHINES, NAMES, PARTS, PEOPLE, PERSONS, THINGS},
    },
    types::{Type, mark_at},
};

/// Adds what the words of a key say about a person.
pub(in crate::redact) fn classify(words: &[String], context: Context) -> Context {
    let Some(last) = words.last().map(String::as_str) else { return context };
    let has = |list: &[&str]| words.iter().any(|w| list.contains(&w.as_str()));
    let joined = |n: usize| words.get(words.len().saturating_sub(n)..).unwrap_or_default().concat();
    let ends = |list: &[&str]| (1..=3).any(|n| list.contains(&joined(n).as_str()));
    let before = words.len().checked_sub(2).and_then(|i| words.get(i)).map_or("", String::as_str);
    let mut context = context;
    if ends(NAMES) || matches!(last, "name" | "names" | "nombre" | "nom" | "naam") && PERSONS.contains(&before) {
        let qualified = !has(THINGS);
        if qualified {
            context = context.naming(Type::Person);
        }
    } else if (matches!(last, "name" | "nom") || labels::ALSO_OF_THINGS.contains(&last))
        && words.len() == 1
        && !PERSONS.contains(&last)
        || matches!(words.concat().as_str(), "displayname" | "preferredname")
    {
        context = context.with(Context::NAME);
    }
    if members::HALVES.iter().any(|(a, b)| last == *a || last == *b) && words.len() == 1 {
        context = context.with(Context::HALF_A_NAME);
    }
    if (ends(ADDRESS) || ends(ADDRESSES)) && !has(MACHINES) {
        context = context.naming(Type::Address).with(Context::ADDRESS_KEY);
    }
    if coordinates::HALVES.contains(&last) {
        context = context.with(Context::COORDINATE);
    } else if coordinates::PLACES.contains(&last) {
        context = context.with(Context::PLACE_KEY.with(Context::COORDINATE));
        if coordinates::of_person(&words.iter().map(String::as_str).collect::<Vec<_>>()) {
            context = context.with(Context::OF_PLACE);
        }
    }
    if PARTS.contains(&last) {
        let around = words.get(..words.len() - 1).unwrap_or_default();
        let whose = around.iter().any(|w| {
            matches!(w.as_str(), "shipping" | "billing" | "home" | "address" | "mailing" | "delivery" | "birth")
        });
        // `shipping_state` is one of the parcel more often.
        let town = whose && !matches!(last, "state" | "region");
        context = if town {
            context.with(Context::ADDRESS_PART).with(Context::OF_ADDRESS)
        } else if whose {
            context.naming(Type::Address)
        } else {
            context.with(Context::ADDRESS_PART)
        };
    }
    if matches!(joined(2).as_str(), "companyname" | "employername" | "organizationname" | "organisationname")
        || matches!(last, "employer" | "arbeitgeber" | "empleador" | "employeur")
    {
        context = context.naming(Type::Organization);
    }
    context = described::classify(words, has(PERSONS), context);
    context = of_person(words, (before, last), context);
    // An age or birthday of a thing: `cache.age`, `max-age`.
    if context.exact().has(Type::Age) && !(has(PERSONS) || words.len() == 1) {
        context = context.not_naming(Type::Age);
    }
    if last == "cap" && words.len() > 1 && !has(ITALIAN) {
        context = context.not_naming(Type::PostalCode);
    }
    // `CF-RAY` of Cloudflare.
    if words.len() > 1 && words.first().is_some_and(|w| w == "cf") && !has(ITALIAN) {
        context = context.not_naming(Type::ItFiscalCode);
    }
    if words.len() > 1 && TAILS.contains(&last) {
        context = [Type::Card, Type::Phone, Type::AbaRoutingNumber].into_iter().fold(context, Context::not_naming);
    }
    if context.exact().is_empty() { context } else { context.with(Context::NAMED) }
}

/// Adds that a key, whose last two words are given too, is of a person, and whether of nothing else.
fn of_person(words: &[String], (before, last): (&str, &str), context: Context) -> Context {
    let described = matches!(last, "details" | "info" | "profile") && DESCRIBED.contains(&before);
    let kin = || words.iter().rev().map(String::as_str).take(3).eq(["kin", "of", "next"]);
    let signed = last == "by" && words.len() == 2 && SIGNED.contains(&before)
        || last == "to" && words.len() == 2 && matches!(before, "assigned" | "reports")
        || last == "kin" && kin();
    // `packageManager`
    if last == "manager" && MANAGED.contains(&before) {
        return context;
    }
    let two = [before, last].concat();
    // `"bill_to":{"name":…`
    if matches!(two.as_str(), "billto" | "shipto" | "soldto") {
        return context.with(Context::PERSON_KEY);
    }
    let pair = PAIRS.contains(&two.as_str());
    if !(PERSONS.contains(&last) || described || signed || pair) {
        return context;
    }
    let context = context.with(Context::PERSON_KEY);
    let alone = PEOPLE.contains(&last) && (words.len() == 1 || words.len() == 2 && QUALIFIERS.contains(&before));
    if alone || signed || pair { context.with(Context::A_PERSON) } else { context }
}

/// What programs manage, and no people: those manage services, events and networks.
#[rustfmt::skip]
const MANAGED: &[&str] = &[
    "package", "window", "session", "state", "task", "file", "plugin", "context", "connection", "cache", "memory", "lock",
    "config", "secret", "secrets", "password", "job", "queue", "thread", "display", "version",
    "environment", "download", "boot", "login", "volume", "entity", "model", "query", "transaction",
];

/// Keys of people of two words, put together.
const PAIRS: &[&str] = &[
    "primarycontact",
    "emergencycontact",
    "accountowner",
    "accountholder",
    "osobakontaktowa",
    "kontaktniosoba",
    "kontaktníosoba",
    "контактноелицо",
    "контактнаособа",
];

/// Words before a person that tell which: `legal_guardian`, `primary_insured`, `policy_holder`.
const QUALIFIERS: &[&str] = &["legal", "primary", "secondary", "policy", "card", "co", "joint", "additional", "named"];

/// Whose details an object has whose `name` is a person's: `"billing_details":{"name":"…"}`. That of a client is a
/// program more often.
const DESCRIBED: &[&str] = &[
    "billing", "shipping", "customer", "user", "patient", "employee", "contact", "guest", "passenger", "student",
    "member", "applicant", "candidate", "cardholder", "recipient", "personal",
];
/// What somebody did to whom a key that ends in `by` leads.
const SIGNED: &[&str] = &[
    "created", "updated", "approved", "signed", "reviewed", "requested", "reported", "submitted", "prepared", "raised",
];

/// Last words of keys under which no number stands that the words before name: `cell_count`, `payment_type`.
const TAILS: &[&str] = &[
    "count", "type", "types", "offset", "url", "uri", "method", "sid", "enabled", "event", "config", "configuration",
    "filter", "filters", "policy", "strategy", "total", "limit", "balance", "mode", "template", "status", "date",
    "intent", "settings",
];

/// Words before `cap` that make it a postal code; elsewhere it is a limit or a value, `marketCap`, `initial_cap`.
pub(super) const ITALIAN: &[&str] = &[
    "address", "billing", "shipping", "customer", "client", "user", "cliente", "utente", "indirizzo", "residenza",
    "domicilio", "sede", "codice", "citta", "comune", "nascita", "spedizione", "fatturazione", "azienda",
];

/// Whether a text is the name of a repository with its owner: `acme/model-name`.
fn repository(text: &[u8]) -> bool {
    let name = |b: &u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.');
    let mut halves = text.split(|b| *b == b'/');
    let two = matches!((halves.next(), halves.next(), halves.next()), (Some(a), Some(b), None) if !a.is_empty() && !b.is_empty());
    two && text.iter().all(|b| name(b) || *b == b'/')
}

/// The type of a value that goes as a whole because of its key.
pub(in crate::redact) fn whole(text: &[u8], context: Context) -> Option<Type> {
    if context.has(Context::COORDINATE)
        && context.has(Context::OF_PERSON.with(Context::OF_PLACE).with(Context::OF_ADDRESS))
        && coordinates::whole(text)
    {
        return Some(Type::Address);
    }
    if !context.has(Context::NAMED.with(Context::NAME).with(Context::ADDRESS_PART).with(Context::A_PERSON)) {
        return None;
    }
    let text = text.trim_ascii();
    if text.is_empty() || text.len() > 256 || mark_at(text, 0).is_some() {
        return None;
    }
    let string = std::str::from_utf8(text).ok()?;
    if of_nobody(text, string) {
        return None;
    }
    let named = context.exact();
    let letters = string.chars().filter(|c| c.is_alphabetic()).count();
    let digits = text.iter().filter(|b| digit(**b)).count();
    let words = string.split_whitespace().count();
    // Scripts without blanks have no words to count.
    let signs = string.chars().filter(|c| matches!(c, '\u{3041}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}')).count();
    let plain = !string.contains(['@', '=', '/', '\\', '{', '"', '_']);
    if context.has(Context::NAME)
        && context.has(Context::OF_PERSON)
        && !of_firm(string)
        && letters > 1
        && digits == 0
        && words <= 6
        && plain
        || named.has(Type::Person)
            && letters > 1
            && digits <= 4
            && words <= 7
            && text.len() <= 100
            && !string.contains(['@', '=', '{'])
            && !of_firm(string)
            && !repository(text)
        || context.has(Context::A_PERSON) && names::whole_name(text) && !roles::of_firm(text)
    {
        return Some(Type::Person);
    }
    if named.has(Type::Address)
        && !about(string)
        && letters > 2
        && (words > 1 && digits > 0 || string.contains(',') || words > 1 && plain || signs >= 3)
        && !string.contains(['@', '=', '{'])
        || context.has(Context::ADDRESS_PART) && context.has(Context::OF_ADDRESS) && letters > 1 && words <= 6
    {
        return Some(Type::Address);
    }
    if named.has(Type::Organization) && letters > 1 && words <= 8 {
        return Some(Type::Organization);
    }
    if named.has(Type::DateOfBirth) && text.len() <= 40 && born(text) {
        return Some(Type::DateOfBirth);
    }
    if named.has(Type::Age)
        && letters <= 10
        && string.split_whitespace().next().and_then(|w| w.parse::<u8>().ok()).is_some_and(|n| (1..=125).contains(&n))
    {
        return Some(Type::Age);
    }
    if let Some(kind) = described::whole(text, context) {
        return Some(kind);
    }
    // Under the key of a person alone there is a name or nothing.
    if !context.has(Context::NAMED.with(Context::NAME).with(Context::ADDRESS_PART)) {
        return None;
    }
    short(text, string, named, letters, digits)
}

/// Whether a text is one word that ends in a noun of code behind others, as in `ErrorCode`, `VpcPeeringConnectionId`:
/// people are called `McDonald` and `DeVito`.
fn code_name(text: &[u8]) -> bool {
    const NOUNS: &[&[u8]] = &[
        b"Code", b"Name", b"Id", b"Type", b"Key", b"Value", b"Error", b"Status", b"Info", b"Data", b"Block", b"Token",
    ];
    // `owner-display-name`, `signerNameValue`: of examples.
    let example = text.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_'))
        && (text.ends_with(b"-name") || text.ends_with(b"_name") || text.ends_with(b"NameValue"));
    let first = run(text, 1, 24, |b| b.is_ascii_lowercase());
    // `CreateUser`: an operation.
    const VERBS: &[&[u8]] = &[
        b"Create", b"Update", b"Delete", b"Get", b"List", b"Describe", b"Batch", b"Put", b"Add", b"Remove", b"Set",
        b"Associate", b"Disassociate", b"Attach", b"Detach", b"Start", b"Stop", b"Search", b"Enable", b"Disable",
        b"Register", b"Deregister", b"Invite", b"Accept", b"Reject", b"Send", b"Import", b"Export", b"Verify",
        b"Confirm", b"Admin", b"Tag", b"Untag", b"Modify", b"Change", b"Reset", b"Revoke", b"Test", b"Lookup",
        b"Query",
    ];
    let operation = at(text, first + 1).is_ascii_uppercase()
        && VERBS.contains(&part(text, 0, first + 1))
        && text.iter().all(u8::is_ascii_alphanumeric);
    operation
        || example
        || at(text, 0).is_ascii_uppercase()
            && first >= 2
            && text.len() > first + 2
            && text.iter().all(u8::is_ascii_alphabetic)
            && NOUNS.iter().any(|n| text.len() > n.len() + 2 && text.ends_with(n))
}

/// Whether a text speaks of an address and is none: `One recipient address.`
fn about(text: &str) -> bool {
    const WORDS: &[&str] = &["address", "addresses", "option", "&gt;", "&lt;"];
    let has = |words: &[&str]| text.split([' ', '\n', '.', ',']).any(|word| words.contains(&word));
    has(WORDS) && !text.starts_with(|c: char| c.is_ascii_digit())
        || !text.contains(|c: char| c.is_ascii_digit()) && has(&["is", "that"])
}

/// Whether a text stands for no value, or is one of a program, an address or a template.
fn of_nobody(text: &[u8], string: &str) -> bool {
    string.ends_with("[bot]")
        || EMPTY.contains(&string.to_lowercase().as_str())
        || labels::caption(text)
        || string.contains("://")
        || matches!(text.first(), Some(b'{' | b'[' | b'<' | b'%'))
        // `$name`, but `$98,000`
        || text.first() == Some(&b'$') && run(text, 1, 2, digit) < 2
        || string.contains('}')
        || called(text)
        || code_name(text)
}

/// Whether a text is a call, `computeRequest(pod, opts)`, or a name of code of several words, `clientRequestId`.
fn called(text: &[u8]) -> bool {
    let humps = |name: &[u8]| {
        name.windows(2).filter(|pair| pair[0].is_ascii_lowercase() && pair[1].is_ascii_uppercase()).count()
    };
    let open = memchr::memchr(b'(', text).is_some_and(|n| {
        let name = part(text, n - run_back(text, n, 48, |b| b.is_ascii_alphabetic() || b == b'_'), n);
        name.len() >= 3 && (at(name, 0).is_ascii_lowercase() || humps(name) > 0) && at(text, n + 1) != b'/'
    });
    open || humps(text) >= 2 && at(text, 0).is_ascii_lowercase() && text.iter().all(u8::is_ascii_alphabetic)
}

/// Whether a name is that of a firm or a group: `Example Inc.`, `The Example Authors`.
pub(super) fn of_firm(text: &str) -> bool {
    const FIRMS: &[&str] = &[
        "inc", "inc.", "llc", "ltd", "ltd.", "gmbh", "corp", "corp.", "corporation", "limited", "plc", "ag", "kg",
        "bv", "b.v.", "s.a.", "srl", "s.r.l.", "s.p.a.", "sarl", "oy", "pty", "holding", "holdings", "technologies",
        "industries", "enterprises", "foundation", "authors", "contributors", "developers", "maintainers", "team",
        "community",
    ];
    text.contains(' ')
        && text.rsplit([' ', ',']).next().is_some_and(|w| FIRMS.contains(&w.to_ascii_lowercase().as_str()))
}

/// Whether a text is a date, or holds one and little else.
fn born(text: &[u8]) -> bool {
    let first = text.iter().position(|b| digit(*b) || b.is_ascii_alphabetic() || *b >= 0x80).unwrap_or(0);
    dates::any(text, first).is_some() || {
        let digits = text.iter().filter(|b| digit(**b)).count();
        (4..=14).contains(&digits) && text.iter().filter(|b| b.is_ascii_alphabetic()).count() <= 12
    }
}

/// Codes: what the key says, if it has the form of a code at all.
fn short(text: &[u8], string: &str, named: Hints, letters: usize, digits: usize) -> Option<Type> {
    let code = string
        .chars()
        .all(|c| c.is_ascii_alphanumeric() || matches!(c, ' ' | '-' | '.' | '/' | '_' | ':' | '(' | ')' | '+' | '#'));
    // The last four of one.
    if named.has(Type::UsSsn) && text.len() == 4 && digits == 4 {
        return Some(Type::UsSsn);
    }
    if named.has(Type::Crypto) && ids::named_wallet(text) {
        return Some(Type::Crypto);
    }
    if named.has(Type::LicensePlate) && scripts::plate(string) {
        return Some(Type::LicensePlate);
    }
    if !code || text.len() > 40 {
        return None;
    }
    let wordy = text
        .split(|b| !b.is_ascii_alphabetic())
        .any(|w| w.len() > 7 || w.len() > 3 && w.iter().all(u8::is_ascii_lowercase));
    // Iranian ones are two groups of five.
    let longest = if text.get(5) == Some(&b'-') { 11 } else { 10 };
    if named.has(Type::PostalCode)
        && (3..=longest).contains(&text.len())
        && digits > 0
        && !wordy
        && !text.contains(&b'_')
    {
        return Some(Type::PostalCode);
    }
    let marked = digits > 0 && letters > 0 || digits >= 5;
    if named.has(Type::LicensePlate) && (4..=13).contains(&text.len()) && marked && !wordy {
        return Some(Type::LicensePlate);
    }
    if named.has(Type::SwiftCode)
        && matches!(text.len(), 8 | 11)
        && letters >= 6
        && !text.iter().any(u8::is_ascii_lowercase)
    {
        return Some(Type::SwiftCode);
    }
    let valid_to = matches!(digits, 3 | 4 | 6) || (3..=8).contains(&digits) && named.has(Type::Card);
    if named.has(Type::CardDetail) && (3..=10).contains(&text.len()) && letters == 0 && valid_to {
        return Some(Type::CardDetail);
    }
    if let Some(kind) = ids::whole(text, named) {
        return Some(kind);
    }
    // Whatever its form: the key has no other meaning. Small numbers, dates and sentences are something else.
    let dated = dates::numeric(text, 0).is_some();
    let enough = digits >= 5 && text.len() >= 6 || digits >= 3 && letters >= 2 && text.len() >= 7;
    if wordy || dated || !enough || string.split_whitespace().count() > 6 {
        return None;
    }
    // An account number may be an IBAN.
    let iban =
        matches!(text, [a, b, c, d, ..] if a.is_ascii_uppercase() && b.is_ascii_uppercase() && digit(*c) && digit(*d));
    if iban && letters + digits >= 15 && named.has(Type::BankAccount) {
        return Some(Type::Iban);
    }
    ids::of_code(named).filter(|kind| may_be(*kind, text, letters, digits))
}

/// Whether a code may be a number of this type, whatever its check digit: ids stand under such keys as well,
/// `payment_id`, `provider_id`.
fn may_be(kind: Type, text: &[u8], letters: usize, digits: usize) -> bool {
    let uuid = text.len() == 36 && [8, 13, 18, 23].iter().all(|i| at(text, *i) == b'-');
    match kind {
        Type::Card => digits >= 12 && letters <= 4 && !uuid,
        Type::UsNpi | Type::AbaRoutingNumber => (8..=11).contains(&digits) && letters <= 1,
        // `Office Desk` may be the head of a column, below which prices and models stand.
        Type::Phone => {
            let begins = matches!(text.first(), Some(b'0'..=b'9' | b'+' | b'(' | b'#' | b'*'));
            !uuid && letters <= 8 && begins && (digits > 6 || !text.contains(&b'.'))
        }
        Type::ItFiscalCode | Type::PostalCode | Type::HealthInsuranceId => !uuid,
        _ => true,
    }
}

/// A name in a `name` that other data of a person stands beside.
pub(in crate::redact) fn person_beside(text: &[u8]) -> bool {
    names::whole_name(text) && !std::str::from_utf8(text).is_ok_and(of_firm)
}
