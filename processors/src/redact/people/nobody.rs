//! Members of JSON objects that are called as the data of people are and are about nobody: counts by way of contact,
//! rows of measurements, the `Age` of an answer of HTTP. Keys tell them, which redaction leaves as they are.

use crate::redact::{
    bytes::{at, back, digit, looked, mentions, part, run},
    context::Context,
    people::members,
    types::Type,
};

/// Separators around a value among which keys are read.
const AROUND: usize = 32;
/// Most digits of a count.
const COUNT: usize = 8;

/// Ways of contact and devices beside which a telephone is one, where each has a number.
const WAYS: &[&[u8]] = &[b"web", b"chat", b"desktop", b"tablet", b"online", b"in_store", b"email", b"social"];
/// Keys of counts that may as well say who an object is about.
const COUNTED: &[&[u8]] = &[b"email", b"phone", b"mobile"];
/// Fewest digits of a count beside which another is one: `"email": 1` is a wish.
const COUNTS: usize = 3;

/// Headers of answers of HTTP.
const HEADERS: &[&[u8]] =
    &[b"cache-control", b"etag", b"x-cache", b"last-modified", b"content-length", b"content-type"];

/// Parts of keys that say who an object is about.
const WHOSE: &[&[u8]] = &[
    b"name", b"first", b"mail", b"phone", b"user", b"patient", b"customer", b"person", b"member", b"employee",
    b"student", b"client", b"contact", b"address", b"birth", b"dob", b"ssn", b"subject", b"participant", b"insured",
    b"street", b"city", b"diagnos", b"condition", b"medic", b"allerg", b"symptom", b"treat", b"ward", b"admi", b"mrn",
    b"nhs", b"passport", b"holder", b"resident", b"applicant", b"candidate", b"mobile", b"zip", b"nric", b"iban",
    b"card",
];

/// Takes out of what the key of the value from `i` to `to` says what its neighbours deny.
#[inline(always)]
pub(in crate::redact) fn without_counts(src: &[u8], i: usize, to: usize, context: &mut Context) {
    if context.has(Context::SECRET.or(Context::PHONE)) || context.exact().has(Type::Age) {
        *context = denied(src, i, to, *context);
    }
    if context.exact().has(Type::Nrp) || context.exact().has(Type::Salary) {
        *context = owned(src, i, to, *context);
    }
}

/// Adds that the object with the value from `i` to `to` is about somebody: those have addresses, birthdays and a
/// surname.
#[cold]
fn owned(src: &[u8], i: usize, to: usize, context: Context) -> Context {
    let around = members::around(src, i, to, AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    let somebodys = around.iter().flat_map(|text| keys(text)).any(of_somebody);
    if somebodys { context.with(Context::OF_PERSON) } else { context }
}

/// Whether a member is one of an object about somebody. `"employee_count": 120` and `"contact_email"` are of firms and
/// vacancies.
fn of_somebody((key, value): (&[u8], &[u8])) -> bool {
    const OWN: &[&[u8]] = &[
        b"email", b"e_mail", b"phone", b"mobile", b"birth", b"dob", b"ssn", b"surname", b"last_name", b"lastname",
        b"full_name", b"fullname", b"passport",
    ];
    const FIRMS: &[&[u8]] = &[b"contact", b"support", b"company", b"hr", b"hiring", b"recruiter", b"jobs"];
    const PEOPLE: &[&[u8]] = &[b"employee", b"patient", b"customer"];
    const NUMBERED: &[&[u8]] = &[b"id", b"no", b"number", b"name", b"code"];
    let ends = |list: &[&[u8]]| {
        list.iter()
            .any(|w| key.len().checked_sub(w.len()).is_some_and(|n| part(key, n, key.len()).eq_ignore_ascii_case(w)))
    };
    let begins = |list: &[&[u8]]| list.iter().any(|w| part(key, 0, w.len()).eq_ignore_ascii_case(w));
    // A key that was an address of mail before its mark.
    let marked = key.contains(&b'[');
    let counted = (1..COUNT).contains(&run(value, 0, COUNT, digit)) && !ends(NUMBERED);
    !counted
        && !marked
        && (mentions(key, OWN) && !begins(FIRMS) || mentions(key, PEOPLE) && (ends(PEOPLE) || ends(NUMBERED)))
}

fn denied(src: &[u8], i: usize, to: usize, context: Context) -> Context {
    let number = digit(at(src, i));
    if context.has(Context::SECRET) && number && to - i <= COUNT && tallied(src, i, to) {
        return context.without(Context::SECRET).without(Context::PASSWORD);
    }
    let (age, phone) = (context.exact().has(Type::Age), context.has(Context::PHONE));
    if !(age || phone) || context.has(Context::OF_PERSON) {
        return context;
    }
    let count = number && to - i <= COUNT && at(src, i) != b'0';
    if !age && !count {
        return context;
    }
    let around = members::around(src, i, to, AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    // `"phone_calls": 5551234`
    let counted = || {
        let own = keys(around[0]).last().map_or(&b""[..], |(key, _)| key);
        let word = own.rsplit(|b| matches!(b, b'_' | b'-' | b'.')).next().unwrap_or_default();
        word.len() < own.len()
            && listed(&[b"calls", b"users", b"sessions", b"visits", b"views", b"clicks", b"leads"], word)
    };
    if phone && count && (counts(&around) || counted()) {
        return context.without(Context::PHONE).not_naming(Type::Phone);
    }
    let keys = || around.iter().flat_map(|text| keys(text)).map(|(key, _)| key);
    let answer = || keys().any(|key| listed(HEADERS, key)) && !keys().any(|key| mentions(key, WHOSE));
    // `[{"sex": "m", "age": 36, "fare": 7.25}, …`
    let row = || {
        let [before, _] = around;
        let element = part(src, 0, i - before.len()).trim_ascii_end();
        before.starts_with(b"{")
            && matches!(element.last(), Some(b'[' | b','))
            && keys().count() > 2
            && !keys().any(|key| mentions(key, WHOSE))
    };
    if age && (answer() || number && row()) { context.not_naming(Type::Age) } else { context }
}

/// Whether the number from `i` to `to` is one of several counts or numbers of words,
/// `{"password": 2253, "login": 380, "the": 36}`: all members near by are numbers, none is of somebody, and none a
/// number that is typed.
fn tallied(src: &[u8], i: usize, to: usize) -> bool {
    const TYPED: &[&[u8]] = &[b"id", b"pin", b"otp", b"code", b"port", b"mfa", b"cvv", b"no", b"number"];
    let around = members::around(src, i, to, AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    let all = || around.iter().flat_map(|text| keys(text));
    let plain = |(key, value): (&[u8], &[u8])| {
        let n = run(value, 0, COUNT + 1, digit);
        let ends = !matches!(at(value, n), b'.' | b'e' | b'E');
        let whose = n > COUNTS && mentions(key, &[b"user", b"login", b"account", b"phone", b"card"]);
        let word = key.rsplit(|b| matches!(b, b'_' | b'-' | b'.')).next().unwrap_or_default();
        // The member itself, whose value stands behind what is read.
        let own = value.is_empty();
        (own || (1..=COUNT).contains(&n) && ends) && !whose && !listed(TYPED, word) && !key.ends_with(b"Id")
    };
    // Few of many are of one figure.
    let counted = all().any(|(_, value)| run(value, 0, 2, digit) > 1);
    counted && all().count() > 3 && all().all(plain)
}

/// Whether a member near by counts a way of contact, and none says who the object is about.
fn counts(around: &[&[u8]]) -> bool {
    let all = || around.iter().flat_map(|text| keys(text));
    let way = |(key, value): (&[u8], &[u8])| listed(WAYS, key) && run(value, 0, COUNTS, digit) == COUNTS;
    all().any(way) && !all().any(|(key, _)| mentions(key, WHOSE) && !listed(COUNTED, key))
}

fn listed(list: &[&[u8]], key: &[u8]) -> bool {
    list.iter().any(|w| key.eq_ignore_ascii_case(w))
}

/// Keys of a part of an object, and what their values begin with.
fn keys(text: &[u8]) -> impl Iterator<Item = (&[u8], &[u8])> {
    // `\":` is of a text that a value holds.
    memchr::memmem::find_iter(text, b"\":").filter(|end| back(text, *end, 1) != b'\\').filter_map(move |end| {
        let open = memchr::memrchr(b'"', part(text, 0, end))?;
        Some((part(text, open + 1, end), part(text, end + 2, end + 10).trim_ascii_start()))
    })
}
