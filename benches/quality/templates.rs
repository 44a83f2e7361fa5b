//! Track V: valid values in texts, forms, logs and documents. Track C: malformed values beside words that name them.

use super::{
    case::Case,
    ids::{IBANS, IDS, iban_value, in_fours},
    phones::phone,
    rng::Rng,
    values::{card, email, ip, jwt, mac},
};

/// Texts for values that need no label.
const FREE: &[&str] = &[
    "Please use {V} for that, thanks.",
    "Hi team,\n\nthe customer gave us {V} this morning. Can you check it?\n\nBest, Ann",
    "- {V}\n- see the attached file",
    "{\"role\": \"user\", \"content\": \"It is {V}, as I said.\"}",
    "Tool result: found 1 match ({V}) in 12 ms",
    "\"{V}\"",
    "He wrote: '{V}'. Then the line went dead.",
    "| 12 | {V} | open |",
    "<td>{V}</td>",
    "2026-03-01T10:22:11Z INFO handler done subject={V} status=200",
    "name;value\nfirst;{V}\n",
    "[{V}]",
    "Is {V} right?",
    "{\"items\": [\"{V}\", \"second\"], \"n\": 2}",
    "User: {V}\nAssistant: Thank you, I have noted it.",
    "What I have here ({V}) does not match.",
];

/// Texts with the label beside the value.
const LABELLED: &[&str] = &[
    "{L}: {V}",
    "My {L} is {V}.",
    "{\"{l}\": \"{V}\"}",
    "The {L} {V} was rejected by the system.",
    "Customer form\nStatus: new\n{L}: {V}\nCity: Bern\n",
    "| {L} | {V} |",
    "Please confirm your {L} ({V}) before Friday.",
    "{\"user\": {\"{l}\": \"{V}\", \"active\": true}}",
    "<{l}>{V}</{l}>",
    "{L} = {V}",
    "For verification: {L} - {V}",
    "{l}={V}&lang=en",
    "{\"content\": \"{L}: {V}, please update it.\"}",
    "I think the {L} on file, {V}, is wrong.",
    "[2026-03-01 10:22:11] {L}: {V} (verified)",
    "{L} {V}",
];

fn half<'a>(r: &mut Rng, templates: &[&'a str], half: usize) -> &'a str {
    let n = templates.len() / 2;
    templates[r.below(n) * 2 + half]
}

/// Types whose form is rigid, beside national ids.
const RIGID: &[(&str, &[&str], fn(&mut Rng) -> String)] = &[
    ("EMAIL", &["e-mail", "email address"], email),
    ("CARD", &["card number", "credit card"], card),
    ("IBAN", &["IBAN", "bank account"], iban_value),
    ("IP_ADDRESS", &["client IP", "IP address"], ip),
    ("MAC_ADDRESS", &["MAC address", "MAC"], mac),
    ("JWT", &["token", "id token"], jwt),
];

/// Rigid types: `n` texts each, ids with their labels (and without, where their form stands alone).
pub fn rigid(r: &mut Rng, side: usize, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for (kind, labels, make) in RIGID {
        for i in 0..n * 4 {
            let value = make(r);
            let label = *r.pick(labels);
            let template = half(r, if i % 3 == 0 { LABELLED } else { FREE }, side);
            cases.push(Case::fill(kind, template, label, kind, &value));
        }
    }
    for id in IDS {
        for i in 0..n {
            let value = (id.make)(r);
            let label = *r.pick(id.labels);
            // Without a word even a valid id is only a number: those are not asked for.
            let free = id.kind == "US_SSN" && i % 2 == 0;
            let template = half(r, if free { FREE } else { LABELLED }, side);
            cases.push(Case::fill(id.kind, template, label, id.kind, &value));
        }
    }
    // Two and three values in one text.
    for _ in 0..n * 4 {
        let (mail, number, account) = (email(r), card(r), iban_value(r));
        cases.push(
            Case::new("several")
                .text("The customer (")
                .value("EMAIL", &mail)
                .text(") paid with ")
                .value("CARD", &number)
                .text("; refund to ")
                .value("IBAN", &account)
                .text(" please."),
        );
    }
    cases
}

/// Texts with telephone numbers that carry their calling code.
const CALLS: &[&str] = &[
    "Call me on {V} tomorrow.",
    "Phone: {V}",
    "{\"phone\": \"{V}\"}",
    "You can reach her at {V}, weekdays only.",
    "Tel.: {V} / Fax: none",
    "{\"contact\": {\"mobile\": \"{V}\", \"city\": \"Lagos\"}}",
    "My number is {V}.",
    "WhatsApp {V}",
    "Customer service ({V}) did not answer.",
    "mobile={V};",
    "Please send the code by SMS to {V}",
    "Contact: Ann, {V}, Zurich",
    "{\"content\": \"my cell is {V} ok?\"}",
    "Telephone number {V} was updated.",
];

/// Telephone numbers, national and international, in texts that say what they are.
pub fn phones(r: &mut Rng, side: usize, n: usize) -> Vec<Case> {
    (0..n)
        .map(|_| {
            let (value, international) = phone(r);
            let template = half(r, CALLS, side);
            let group = if international { "with calling code" } else { "national" };
            Case::fill(group, template, "", "PHONE", &value)
        })
        .collect()
}

/// A digit changed, so that no check holds.
fn broken(r: &mut Rng, value: &str) -> String {
    let digits: Vec<usize> = value.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
    let at = digits[digits.len() / 2 + r.below(digits.len() / 2)];
    let old = value.as_bytes()[at] - b'0';
    let new = (old + 1 + r.below(8) as u8) % 10;
    format!("{}{new}{}", &value[..at], &value[at + 1..])
}

/// A value damaged in one of four ways: a digit changed, missing, too many, or other separators.
fn damaged(r: &mut Rng, value: &str, way: usize) -> String {
    let inner: Vec<usize> = value.char_indices().skip(2).filter(|(_, c)| c.is_ascii_digit()).map(|(i, _)| i).collect();
    let at = inner[r.below(inner.len())];
    match way % 4 {
        0 => broken(r, value),
        1 => format!("{}{}", &value[..at], &value[at + 1..]),
        2 => format!("{}{}{}", &value[..at], r.digits(1), &value[at..]),
        _ => {
            let separator = *r.pick(&[' ', '-', '.', '/']);
            let plain: Vec<char> = value.chars().filter(char::is_ascii_alphanumeric).collect();
            let groups: Vec<String> = plain.chunks(r.range(2, 5)).map(|c| c.iter().collect()).collect();
            groups.join(&separator.to_string())
        }
    }
}

/// Track C: wrong check digits, unusual lengths and groups, beside a word that says what it is.
pub fn malformed(r: &mut Rng, side: usize, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for i in 0..n {
        let number = card(r);
        let number = match i % 3 {
            0 => damaged(r, &number, i / 3),
            1 => in_fours(&(r.pick(&["4", "5", "37", "9"]).to_string() + &r.digits(15))),
            _ => r.digits(16),
        };
        let label = *r.pick(&["card number", "credit card", "debit card", "card no", "payment card"]);
        cases.push(Case::fill("CARD", half(r, LABELLED, side), label, "CARD", &number));

        let account = if i % 2 == 0 {
            let value = iban_value(r);
            damaged(r, &value, i / 2)
        } else {
            let (country, form) = *r.pick(IBANS);
            format!("{country}{}{}", r.digits(2), r.pattern(form))
        };
        let label = *r.pick(&["IBAN", "iban number", "bank account IBAN"]);
        cases.push(Case::fill("IBAN", half(r, LABELLED, side), label, "IBAN", &account));

        let ssn = match i % 3 {
            0 if i % 2 == 0 => {
                let value = format!("{}-{}-{}", r.range(100, 665), r.range(10, 99), r.range(1000, 9999));
                damaged(r, &value, i / 6)
            }
            0 => format!("000-{}-{}", r.digits(2), r.digits(4)),
            1 => r.digits(9),
            _ => format!("9{}-00-{}", r.digits(2), r.digits(4)),
        };
        let label = *r.pick(&["SSN", "social security number", "social security no"]);
        cases.push(Case::fill("US_SSN", half(r, LABELLED, side), label, "US_SSN", &ssn));

        let id = r.pick(IDS);
        // Where the checksum is the only structure, or the form survives a wrong digit.
        if !matches!(id.kind, "US_SSN" | "IN_PAN" | "DK_CPR" | "US_MBI") {
            let value = (id.make)(r);
            let value = damaged(r, &value, i);
            let label = *r.pick(id.labels);
            cases.push(Case::fill("national ids", half(r, LABELLED, side), label, id.kind, &value));
        }
        let number = r.digits(r.clone().range(8, 11));
        let label = *r.pick(&["phone", "phone number", "mobile", "telephone"]);
        cases.push(Case::fill("PHONE", half(r, LABELLED, side), label, "PHONE", &number));
    }
    cases
}
