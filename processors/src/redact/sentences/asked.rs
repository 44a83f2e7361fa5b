//! Answers in a transcript, told by the question before them: `Agent: your date of birth?`, `Customer: 12 March 1984`.
//!
//! Asked for at the colon behind who answers, which a question mark must stand before, or a request:
//! `Please enter your PIN`.

use std::sync::LazyLock;

use super::spoken;
use crate::redact::{
    bytes::{alnum, at, back, digit, looked, mentions, part, run, run_back, word},
    context::{Context, classify},
    dates,
    lookup::literals::Literals,
    people, records,
    scan::Hit,
    secrets,
    types::{Type, mark_at},
};

/// Longest name of who answers, and of the time before it.
const SPEAKER: usize = 24;
/// How far before the answer its question may begin.
const QUESTION: usize = 160;
/// Longest answer.
const ANSWER: usize = 120;

/// What a question asks for.
#[derive(Clone, Copy)]
enum Asked {
    Password,
    /// A code of so many digits.
    Code(usize, usize, Type),
    Birth,
    Name,
    /// One word is a name, too.
    PartOfName,
    /// A number that a key with this name would hold.
    Keyed(&'static str),
}

/// Words of questions, lower case; the first that is found counts.
#[rustfmt::skip]
const QUESTIONS: &[(&str, Asked)] = &[
    ("security code", Asked::Code(3, 4, Type::CardDetail)),
    ("cvv", Asked::Code(3, 4, Type::CardDetail)),
    ("cvc", Asked::Code(3, 4, Type::CardDetail)),
    ("back of the card", Asked::Code(3, 4, Type::CardDetail)),
    ("back of your card", Asked::Code(3, 4, Type::CardDetail)),
    ("last four of your social", Asked::Code(4, 4, Type::UsSsn)),
    ("last four of your ssn", Asked::Code(4, 4, Type::UsSsn)),
    ("last 4 of your ssn", Asked::Code(4, 4, Type::UsSsn)),
    ("last 4 of your social", Asked::Code(4, 4, Type::UsSsn)),
    ("last four digits of your social", Asked::Code(4, 4, Type::UsSsn)),
    ("last 4 digits of your social", Asked::Code(4, 4, Type::UsSsn)),
    ("last four digits of your ssn", Asked::Code(4, 4, Type::UsSsn)),
    ("last 4 digits of your ssn", Asked::Code(4, 4, Type::UsSsn)),
    ("passwor", Asked::Password),
    ("passphrase", Asked::Password),
    ("passcode", Asked::Password),
    ("kennwort", Asked::Password),
    ("mot de passe", Asked::Password),
    ("contraseña", Asked::Password),
    ("senha", Asked::Password),
    ("wachtwoord", Asked::Password),
    ("api key", Asked::Password),
    ("api token", Asked::Password),
    ("access token", Asked::Password),
    ("access key", Asked::Password),
    ("client secret", Asked::Password),
    ("secret key", Asked::Password),
    ("your token", Asked::Password),
    ("your secret", Asked::Password),
    ("your pin", Asked::Code(4, 8, Type::Secret)),
    ("digit pin", Asked::Code(4, 8, Type::Secret)),
    ("digit code", Asked::Code(4, 8, Type::Secret)),
    ("otp", Asked::Code(4, 8, Type::Secret)),
    ("code we", Asked::Code(4, 8, Type::Secret)),
    ("code from", Asked::Code(4, 8, Type::Secret)),
    ("the code", Asked::Code(4, 8, Type::Secret)),
    ("the pin", Asked::Code(4, 8, Type::Secret)),
    ("verification code", Asked::Code(4, 8, Type::Secret)),
    ("one-time code", Asked::Code(4, 8, Type::Secret)),
    ("code we sent", Asked::Code(4, 8, Type::Secret)),
    ("code i sent", Asked::Code(4, 8, Type::Secret)),
    ("date of birth", Asked::Birth),
    ("birthday", Asked::Birth),
    ("birth date", Asked::Birth),
    ("birthdate", Asked::Birth),
    ("dob", Asked::Birth),
    ("were you born", Asked::Birth),
    ("geburtsdatum", Asked::Birth),
    ("date de naissance", Asked::Birth),
    ("fecha de nacimiento", Asked::Birth),
    ("data di nascita", Asked::Birth),
    ("data de nascimento", Asked::Birth),
    ("geboortedatum", Asked::Birth),
    ("account number", Asked::Keyed("account_number")),
    ("routing number", Asked::Keyed("routing_number")),
    ("policy number", Asked::Keyed("policy_number")),
    ("member id", Asked::Keyed("member_id")),
    ("passport number", Asked::Keyed("passport_number")),
    ("driver's license", Asked::Keyed("drivers_license")),
    ("driver’s license", Asked::Keyed("drivers_license")),
    ("driving licence", Asked::Keyed("driving_licence")),
    ("social security", Asked::Keyed("ssn")),
    ("medical record", Asked::Keyed("medical_record_number")),
    ("phone", Asked::Keyed("phone")),
    ("mobile", Asked::Keyed("phone")),
    ("number to reach", Asked::Keyed("phone")),
    ("number to call", Asked::Keyed("phone")),
    ("callback number", Asked::Keyed("phone")),
    ("contact number", Asked::Keyed("phone")),
    ("telefon", Asked::Keyed("phone")),
    ("téléphone", Asked::Keyed("phone")),
    ("teléfono", Asked::Keyed("phone")),
    ("maiden name", Asked::PartOfName),
    ("your first name", Asked::PartOfName),
    ("your last name", Asked::PartOfName),
    ("your surname", Asked::PartOfName),
    ("your full name", Asked::Name),
    ("your name", Asked::Name),
    ("your first and last name", Asked::Name),
    ("customer name", Asked::Name),
    ("patient name", Asked::Name),
    ("cardholder name", Asked::Name),
    ("name on the card", Asked::Name),
    ("name on the account", Asked::Name),
];

/// Words of a question that is put to somebody, and such that make it one about the thing itself.
#[rustfmt::skip]
const ADDRESS: &[&str] = &[
    "your", "you", "what's the", "what is the", "may i", "can i", "could i", "please", "ihr", "ihre", "dein", "deine", "votre", "ton", "su ", "tu ", "suo", "sua",
    "seu", "uw ", "je ", "enter", "provide", "confirm", "tell me", "give me", "i sent", "we sent",
];
#[rustfmt::skip]
const ABOUT: &[&str] = &[
    "how", "why", "length", "policy", "policies", "requirement", "hash", "rule", "format", "manager", "strength", "field", "test", "mean",
];
/// Words of those who ask about their own data.
const OWN: &[&str] = &["my", "on file", "for me", "do you have"];
/// All of these.
static ALL: LazyLock<Literals> = LazyLock::new(|| {
    let words = QUESTIONS.iter().map(|(words, _)| *words).chain([OWN, ADDRESS, ABOUT].into_iter().flatten().copied());
    Literals::new(&words.collect::<Vec<_>>(), false)
});
/// Where the questions end among them, and the words of [`OWN`] and [`ADDRESS`].
const ENDS: [usize; 3] = {
    let own = QUESTIONS.len() + OWN.len();
    [QUESTIONS.len(), own, own + ADDRESS.len()]
};
/// Who answers that has no data of its own.
const MACHINES: &[&[u8]] =
    &[b"assistant", b"bot", b"ai", b"system", b"note", b"answer", b"output", b"result", b"example", b"tool"];

/// What answers begin with.
#[rustfmt::skip]
const FILLERS: &[&[u8]] = &[
    b"sure", b"yes", b"yeah", b"ok", b"okay", b"it's", b"it is", b"its", b"that's", b"that is", b"my name is", b"this is", b"i'm",
    b"i am", b"my number is", b"the number is", b"my password is", b"the password is", b"my date of birth is", b"is", b"of course",
    b"certainly", b"we have", b"i have", b"your", b"it", b"sie ist", b"es ist", b"c'est", b"es", b"um", b"uh", b"the", b"on",
];

/// The answer behind the colon at `p`.
pub(in crate::redact) fn answer(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    if at(t, p + 1) != b' ' {
        return;
    }
    if let Some(question) = question(t, p) {
        told(t, p, question, hits);
    }
}

/// What the question says of the answer behind the colon at `p`.
#[cold]
fn told(t: &[u8], p: usize, question: &[u8], hits: &mut Vec<Hit>) {
    let lower = String::from_utf8_lossy(question).to_lowercase();
    looked(question.len());
    let (mut listed, mut own, mut put, mut about) = (QUESTIONS.len(), false, false, false);
    for index in words_of(&ALL, &lower) {
        match ENDS.iter().position(|end| index < *end) {
            Some(0) => listed = listed.min(index),
            Some(1) => own = true,
            Some(2) => put = true,
            _ => about = true,
        }
    }
    // A machine answers what somebody asks about their own data.
    if of_machine(t, p) && !own {
        return;
    }
    if !(put || own || of_a_customer(t, p)) || about {
        return;
    }
    let listed = QUESTIONS.get(listed).map(|(_, asked)| *asked);
    // What a key of these words would hold.
    let topic = ["do you", "on file", "you have"].iter().filter_map(|w| lower.find(w)).min().unwrap_or(lower.len());
    let topic = lower.get(..topic).unwrap_or_default();
    let words = if listed.is_none() { classify(topic) } else { Context::default() };
    if listed.is_none() && words.exact().is_empty() {
        return;
    }
    let from = filled(t, p + 2);
    let text = part(t, from, from + run(t, from, ANSWER, |b| !matches!(b, b'\n' | b'\r' | b'\\' | b'"')));
    let text = memchr::memmem::find(text, b" on file").map_or(text, |n| part(text, 0, n));
    looked(text.len());
    let Some(asked) = listed else {
        if words.has(Context::CARD) || words.exact().has(Type::Card) {
            hits.extend(spoken::number(t, from, Type::Card));
        }
        records::judge(t, text, words, hits);
        return;
    };
    let number = matches!(asked, Asked::Birth | Asked::Keyed(_));
    if of_machine(t, p) && !number {
        return;
    }
    match asked {
        Asked::Password => hits.extend(password(t, from, text)),
        Asked::Code(least, most, kind) => {
            let hit = code(t, from, text.len(), least, most, kind);
            hits.extend(hit.filter(|hit| !of_program(&lower) || is_all(t, from, from + text.len(), hit)));
        }
        Asked::Birth => hits.extend(birth(t, from, text.len())),
        Asked::Name => {
            let whole = people::answered(t, from).filter(|to| *to <= from + text.len() && mark_at(t, from).is_none());
            hits.extend(whole.map(|to| Hit::ruled(from, to, Type::Person, "answer")));
        }
        Asked::PartOfName => {
            let ends =
                |to: usize| part(t, to, from + text.len()).iter().all(|b| matches!(b, b'.' | b'!' | b' ' | b'\r'));
            let whole = people::part_of_name(t, from).filter(|to| ends(*to));
            let whole = whole.or_else(|| people::answered(t, from).filter(|to| *to <= from + text.len()));
            hits.extend(whole.map(|to| Hit::ruled(from, to, Type::Person, "answer")));
        }
        Asked::Keyed(key) => {
            let kind = match key {
                "phone" => Type::Phone,
                "ssn" => Type::UsSsn,
                "account_number" => Type::BankAccount,
                _ => Type::NationalId,
            };
            hits.extend(spoken::number(t, from, kind));
            records::judge(t, text, classify(key), hits);
        }
    }
}

/// The question before who speaks at the colon at `p`: `…?` and on the same line or the next `[10:05] Ann: `.
fn question(t: &[u8], p: usize) -> Option<&[u8]> {
    // Most colons have no question before.
    if !may_be(t, p) {
        return None;
    }
    let n = run_back(t, p, SPEAKER, |b| b.is_ascii_alphabetic() || matches!(b, b' ' | b'*' | b'_'));
    let mut begin = p - n;
    let speaker = part(t, begin, p).trim_ascii();
    if back(t, begin, 1) == b']' {
        let m = run_back(t, begin - 1, SPEAKER, |b| digit(b) || matches!(b, b':' | b'.' | b'-' | b'/' | b',' | b' '));
        begin = begin.checked_sub(m + 2).filter(|i| at(t, *i) == b'[')?;
    }
    let end = begin - run_back(t, begin, 4, |b| b.is_ascii_whitespace());
    if speaker.is_empty() {
        return None;
    }
    let window = part(t, end.saturating_sub(QUESTION), end);
    let from = memchr::memrchr(b'\n', window).map_or(0, |i| i + 1);
    let question = part(window, from, window.len());
    if back(t, end, 1) == b'?' {
        return Some(question);
    }
    if !of_somebody(t, p) {
        return None;
    }
    // What whoever spoke last says, not all of a line of many.
    let said = question.len() - run_back(question, question.len(), 1, |b| b == b':');
    let from = memchr::memrchr(b':', part(question, 0, said)).map_or(0, |i| i + 1);
    let request = part(question, from, question.len());
    requests(request).then_some(request)
}

/// Whether a sentence asks for something without a question mark: `Please enter your PIN`,
/// `Agent: last four of your social please.`
fn requests(sentence: &[u8]) -> bool {
    const WORDS: &[&[u8]] = &[
        b"please", b"enter", b"provide", b"confirm", b"verify", b"tell me", b"give me", b"what's", b"what is",
        b"need your", b"can you", b"could you", b"may i have", b"can i have", b"can i get", b"spell", b"type",
        b"read me",
    ];
    looked(sentence.len());
    mentions(&sentence.to_ascii_lowercase(), WORDS)
}

/// Whether the colon at `p` stands behind who writes to a program or a desk.
#[inline]
fn of_somebody(t: &[u8], p: usize) -> bool {
    const USERS: &[&[u8]] = &[b"user", b"human", b"me", b"visitor"];
    let name = part(t, p - run_back(t, p, 12, |b| b.is_ascii_alphabetic()), p);
    of_a_customer(t, p) || USERS.iter().any(|role| role.eq_ignore_ascii_case(name))
}

/// Whether the colon at `p` may be one before an answer.
pub(in crate::redact) fn may_be(t: &[u8], p: usize) -> bool {
    memchr::memchr(b'?', part(t, p.saturating_sub(2 * SPEAKER + 8), p)).is_some()
        || matches!(back(t, p, 1), b'r' | b'R' | b't' | b'n' | b'e') && of_somebody(t, p)
}

/// Whether a program speaks at the colon at `p`.
fn of_machine(t: &[u8], p: usize) -> bool {
    let name = part(t, p - run_back(t, p, SPEAKER, |b| b.is_ascii_alphabetic()), p);
    MACHINES.iter().any(|m| m.eq_ignore_ascii_case(name))
}

/// Whether who speaks at the colon at `p` is somebody who is asked for their own data.
fn of_a_customer(t: &[u8], p: usize) -> bool {
    const ROLES: &[&[u8]] =
        &[b"customer", b"caller", b"client", b"patient", b"member", b"guest", b"cardholder", b"applicant"];
    let name = part(t, p - run_back(t, p, 12, |b| b.is_ascii_alphabetic()), p);
    ROLES.iter().any(|role| role.eq_ignore_ascii_case(name))
}

/// Which of a list stand in a question, as whole words but for their end.
fn words_of<'a>(list: &'a Literals, question: &'a str) -> impl Iterator<Item = usize> + 'a {
    let text = question.as_bytes();
    list.each(text).filter(|f| !word(back(text, f.start, 1))).map(|f| f.index)
}

/// Past what an answer begins with.
fn filled(t: &[u8], mut i: usize) -> usize {
    for _ in 0..4 {
        let filler =
            FILLERS.iter().find(|f| part(t, i, i + f.len()).eq_ignore_ascii_case(f) && !alnum(at(t, i + f.len())));
        let Some(filler) = filler else { break };
        i += filler.len();
        i += run(t, i, 3, |b| matches!(b, b' ' | b',' | b'.' | b':' | b'-'));
    }
    i
}

/// The word of an answer that is a password.
fn password(t: &[u8], from: usize, text: &[u8]) -> Option<Hit> {
    let mut i = from;
    for piece in text.split(|b| *b == b' ') {
        let n = piece.len() - piece.iter().rev().take_while(|b| matches!(b, b'.' | b',' | b'?' | b'\'' | b'`')).count();
        let skip = run(piece, 0, 2, |b| matches!(b, b'\'' | b'`'));
        let value = part(piece, skip, n);
        if value.len() >= 6 && secrets::varied(value) && mark_at(t, i + skip).is_none() && secrets::no_code(value) {
            return Some(Hit::ruled(i + skip, i + n, Type::Secret, "answer"));
        }
        i += piece.len() + 1;
    }
    None
}

/// Whether a question may ask for the code of a program, or text about one: `Please provide the code.`
fn of_program(question: &str) -> bool {
    static CODES: LazyLock<Literals> =
        LazyLock::new(|| Literals::new(&["the code", "code from", "digit code", "otp"], false));
    words_of(&CODES, question).next().is_some()
}

/// Whether a number is all of an answer but words that say so: `it is 552019, thanks`, but `port 8080`, `5000 rows`.
fn is_all(t: &[u8], from: usize, end: usize, hit: &Hit) -> bool {
    const BEFORE: &[&[u8]] = &[b"is", b"it's", b"its", b"code", b"otp", b"pin", b"got", b"was", b"says", b"uh", b"um"];
    const BEHIND: &[&[u8]] = &[b"thanks", b"thank", b"thx", b"please", b"pls", b"i", b"is", b"and", b"ok", b"there"];
    let known = |words: &[&[u8]], text: Option<&[u8]>| {
        let letters = text.unwrap_or_default();
        letters.is_empty() || words.iter().any(|w| w.eq_ignore_ascii_case(letters))
    };
    let words = |from: usize, to: usize| {
        part(t, from, to).split(|b| !b.is_ascii_alphanumeric() && *b != b'\'').filter(|w| !w.is_empty())
    };
    known(BEFORE, words(from, hit.start).next_back()) && known(BEHIND, words(hit.end, end).next())
}

/// The first number of an answer, if it has so many digits and nothing joins it.
fn code(t: &[u8], from: usize, len: usize, least: usize, most: usize, kind: Type) -> Option<Hit> {
    let i = from + run(t, from, len, |b| !digit(b));
    let n = run(t, i, most + 1, digit);
    let alone = !word(back(t, i, 1)) && !word(at(t, i + n)) && !matches!(back(t, i, 1), b'.' | b'-' | b'/' | b'$');
    let goes_on = matches!(at(t, i + n), b'.' | b'-' | b'/' | b' ') && digit(at(t, i + n + 1));
    ((least..=most).contains(&n) && i + n <= from + len && alone && !goes_on)
        .then(|| Hit::ruled(i, i + n, kind, "answer"))
}

/// The date of an answer.
fn birth(t: &[u8], from: usize, len: usize) -> Option<Hit> {
    (from..from + len)
        .filter(|i| alnum(at(t, *i)) && !alnum(back(t, *i, 1)))
        .find_map(|i| dates::any(t, i).or_else(|| spoken::date(t, i)).filter(|to| !word(at(t, *to))).map(|to| (i, to)))
        .map(|(i, to)| Hit::ruled(i, to, Type::DateOfBirth, "answer"))
}
