//! What somebody tells of themselves in small letters, as chats and transcripts have it: `my name is jane roe`,
//! `my address is 42 maple street, springfield il 62704`, `i live at …`, `my card number is four one one …`,
//! `my venmo is @jane-roe`.
//!
//! The pass stops at `my ` and at few other words of two to four letters. What begins with a capital behind them has
//! other rules.

mod values;

pub(in crate::redact) use self::values::{address, wallet};
use self::values::{birth, handle, one_name, small_name, spelled_email, zip};
use super::spoken;
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, word},
    people::{GREETINGS, INTRODUCTIONS_OPENING, PRESENTATIONS_OPENING, begins_small},
    scan::{
        Hit,
        heads::{self, Lists},
    },
    types::{Type, mark_at},
};

/// The same with a capital, for the first pass.
pub(in crate::redact) const CAPITALS: &[&str] = &["My ", "Mon ", "Meu ", "Mein", "Mijn", "Mitt"];

/// What tells that something of one's own follows, in small letters.
const OWN: &[&str] = &["my ", "mi ", "mon ", "meu ", "mein ", "mijn ", "mitt ", "mit ", "min ", "il mio ", "mio "];
/// Longest topic, bytes.
const TOPIC: usize = 40;

/// What may stand at a stop: cheap, for the first pass. `rest` are four bytes.
#[inline]
pub(in crate::redact) fn fits(rest: &[u8]) -> bool {
    matches!(
        rest,
        [b'm', b'y' | b'i', b' ', ..]
            | [b'm', b'o', b'n', b' ']
            | [b'm', b'e', b'u', b' ']
            | [b'm', b'i', b't' | b'n' | b'o', b' ']
            | [b'm', b'e', b'i', b'n']
            | [b'm', b'i', b'j', b'n']
            | [b'm', b'i', b't', b't']
            | [b'm', b'e', b' ', b'l' | b'c']
            | [b'l', b'i', b'v', b'e']
    )
}

/// What somebody speaks of.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Name,
    /// A name that need not be of more than one word, whatever its case.
    Maiden,
    Address,
    Number(Type),
    Birth,
    /// Where money is sent to, with its sign.
    Handle,
    /// Words of a wallet.
    Words,
    Answer,
    Email,
    Zip,
}

/// Ends of topics, of which the longest counts.
#[rustfmt::skip]
const TOPICS: &[(&str, Topic)] = &[
    ("maiden name", Topic::Maiden), ("wife's name", Topic::Maiden), ("husband's name", Topic::Maiden), ("son's name", Topic::Maiden),
    ("daughter's name", Topic::Maiden), ("mother's name", Topic::Maiden), ("father's name", Topic::Maiden), ("mom's name", Topic::Maiden), ("dad's name", Topic::Maiden),
    ("first name", Topic::Name), ("last name", Topic::Name), ("full name", Topic::Name), ("legal name", Topic::Name), ("surname", Topic::Name),
    ("nombre", Topic::Name), ("nome", Topic::Name), ("nom", Topic::Name), ("naam", Topic::Name), ("namn", Topic::Name), ("navn", Topic::Name),
    ("home address", Topic::Address), ("mailing address", Topic::Address), ("shipping address", Topic::Address), ("billing address", Topic::Address),
    ("delivery address", Topic::Address), ("new address", Topic::Address), ("old address", Topic::Address), ("current address", Topic::Address),
    ("street address", Topic::Address), ("addy", Topic::Address),
    ("card number", Topic::Number(Type::Card)), ("credit card", Topic::Number(Type::Card)), ("debit card", Topic::Number(Type::Card)), ("card", Topic::Number(Type::Card)),
    ("social security number", Topic::Number(Type::UsSsn)), ("social security", Topic::Number(Type::UsSsn)), ("social", Topic::Number(Type::UsSsn)), ("ssn", Topic::Number(Type::UsSsn)),
    ("account number", Topic::Number(Type::BankAccount)), ("account", Topic::Number(Type::BankAccount)), ("routing number", Topic::Number(Type::BankAccount)),
    ("phone number", Topic::Number(Type::Phone)), ("cell number", Topic::Number(Type::Phone)), ("number", Topic::Number(Type::Phone)),
    ("phone", Topic::Number(Type::Phone)), ("cell", Topic::Number(Type::Phone)), ("mobile", Topic::Number(Type::Phone)),
    ("date of birth", Topic::Birth), ("dob", Topic::Birth), ("birthday", Topic::Birth), ("birthdate", Topic::Birth), ("birth date", Topic::Birth), ("bday", Topic::Birth),
    ("venmo", Topic::Handle), ("cashapp", Topic::Handle), ("cash app", Topic::Handle), ("cashtag", Topic::Handle), ("zelle", Topic::Handle), ("paypal", Topic::Handle),
    ("words", Topic::Words), ("seed", Topic::Words), ("seed phrase", Topic::Words),
    ("security answer", Topic::Answer), ("secret answer", Topic::Answer), ("security question answer", Topic::Answer),
    ("email", Topic::Email), ("e-mail", Topic::Email), ("email address", Topic::Email),
    ("zip", Topic::Zip), ("zip code", Topic::Zip), ("zipcode", Topic::Zip), ("postcode", Topic::Zip), ("post code", Topic::Zip), ("postal code", Topic::Zip),
];
/// What stands between a topic and its value.
#[rustfmt::skip]
const COPULAS: &[&str] = &[" is: ", " is ", " was ", ": ", " - ", " = ", "'s ", "’s ", " es ", " é ", " è ", " est ", " ist ", " is the ", " er ", " är "];

/// Asks the word that begins at `p`.
#[inline]
pub(in crate::redact) fn verify(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    // Most places are of other rules.
    if lists.has(Lists::MINE) || matches!(at(t, p), b'm' | b'l') {
        own(t, p, lists, hits);
    }
}

#[inline(never)]
fn own(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    let first = at(t, p);
    if first.is_ascii_uppercase() {
        if lists.has(Lists::MINE)
            && let Some(own) = heads::find(CAPITALS, part(t, p, p + 5), |w| w)
        {
            mine(t, p + own.trim_end().len(), hits);
        }
        return;
    }
    if !matches!(first, b'm' | b'l') || word(back(t, p, 1)) || back(t, p, 1) >= 0x80 || !fits(part(t, p, p + 4)) {
        return;
    }
    let rest = part(t, p, p + 12);
    if first == b'l' {
        let joint = [&b"live at "[..], b"live in ", b"live on "].into_iter().find(|w| rest.starts_with(w));
        if let Some(joint) = joint.filter(|_| matches!(part(t, p.saturating_sub(2), p), b"i " | b"I " | b"e ")) {
            hits.extend(address(t, p + joint.len()));
        }
        return;
    }
    if let Some(words) = ["me llamo ", "me chamo "].iter().find(|w| rest.starts_with(w.as_bytes())) {
        hits.extend(small_name(t, p + words.len(), 2));
        return;
    }
    if let Some(own) = OWN.iter().find(|w| rest.starts_with(w.as_bytes())) {
        mine(t, p + own.len() - 1, hits);
    }
}

/// Behind a name that is no more than presented the sentence goes on as one of somebody.
#[rustfmt::skip]
const GOES_ON: &[&str] = &[
    " calling", " speaking", " dob", ", dob", " acct", " account number", " mi ", " y mi ", ", mi ", " mon ", " et mon ", ", mon ", " meu ", " e meu ", " geboren",
    ", geboren", ", meine ", " und meine ", " en mijn ", ", geb",
];
/// Words in small letters that stand alone before a number, with its least and most digits.
#[rustfmt::skip]
const ALONE: &[(&str, usize, usize, Type)] = &[
    ("cvv ", 3, 4, Type::CardDetail), ("cvc ", 3, 4, Type::CardDetail), ("cvv2 ", 3, 4, Type::CardDetail), ("cvv is ", 3, 4, Type::CardDetail), ("pin ", 4, 6, Type::Secret),
    ("otp ", 4, 8, Type::Secret), ("zip ", 5, 5, Type::PostalCode), ("ssn ", 4, 4, Type::UsSsn), ("passcode ", 4, 8, Type::Secret),
];
/// What tells a number in words at the beginning of a text, and what it is.
#[rustfmt::skip]
const SPOKEN: &[(&str, Type)] = &[
    ("the card number", Type::Card), ("card number", Type::Card), ("the card", Type::Card), ("account number", Type::BankAccount), ("the account number", Type::BankAccount),
    ("phone number", Type::Phone), ("the phone number", Type::Phone), ("the number is", Type::Phone), ("number is", Type::Phone), ("call me", Type::Phone), ("text me", Type::Phone),
    ("ssn", Type::UsSsn), ("social", Type::UsSsn), ("the social", Type::UsSsn),
];

/// Where a text begins in small letters: `hi this is jane roe calling`, `cvv 331`, `the card number is four one one …`.
#[inline]
pub(in crate::redact) fn opening(t: &[u8], hits: &mut Vec<Hit>) {
    // Nearly every value begins with other letters.
    let seconds = BEGINNINGS.get(usize::from(at(t, 0) & 31)).copied().unwrap_or_default();
    if seconds >> (at(t, 1) & 31) & 1 != 0 && at(t, 0).is_ascii_lowercase() {
        opened(t, hits);
    }
}

/// The second letters that a beginning has, a bit each, by its first.
const BEGINNINGS: [u32; 32] = {
    let mut seconds = [0; 32];
    let mut i = 0;
    while i < ALONE.len() {
        begins(&mut seconds, ALONE[i].0);
        i += 1;
    }
    i = 0;
    while i < SPOKEN.len() {
        begins(&mut seconds, SPOKEN[i].0);
        i += 1;
    }
    let lists = [GREETINGS, INTRODUCTIONS_OPENING, PRESENTATIONS_OPENING];
    let mut list = 0;
    while list < lists.len() {
        i = 0;
        while i < lists[list].len() {
            begins(&mut seconds, lists[list][i]);
            i += 1;
        }
        list += 1;
    }
    seconds
};

const fn begins(seconds: &mut [u32; 32], word: &str) {
    let word = word.as_bytes();
    seconds[word[0] as usize & 31] |= 1 << (word[1] & 31);
}

#[inline(never)]
fn opened(t: &[u8], hits: &mut Vec<Hit>) {
    let head = part(t, 0, 20);
    let starts = |w: &str| head.starts_with(w.as_bytes());
    if let Some((word_of, least, most, kind)) = ALONE.iter().find(|(w, ..)| starts(w)) {
        let from = word_of.len();
        let n = run(t, from, most + 1, digit);
        // All of the text but a point.
        let rest = part(t, from + n, t.len()).trim_ascii();
        if (*least..=*most).contains(&n) && matches!(rest, b"" | b"." | b"!") {
            hits.push(Hit::ruled(from, from + n, *kind, "alone"));
        }
    }
    if let Some((words, kind)) = SPOKEN.iter().find(|(w, _)| starts(w)) {
        hits.extend(spoken::number(t, words.len(), *kind));
    }
    let mut i = 0;
    for _ in 0..2 {
        let rest = part(t, i, i + 24);
        let Some(greeting) = GREETINGS.iter().find(|g| rest.starts_with(g.as_bytes()) && !word(at(rest, g.len())))
        else {
            break;
        };
        i += greeting.len();
        i += run(t, i, 3, |b| matches!(b, b' ' | b',' | b'!' | b'.'));
    }
    let rest = part(t, i, i + 24);
    if let Some(words) = INTRODUCTIONS_OPENING.iter().find(|w| begins_small(rest, w)) {
        hits.extend(small_name(t, i + words.len(), 2));
    } else if let Some(words) = PRESENTATIONS_OPENING.iter().find(|w| begins_small(rest, w)) {
        let goes_on =
            |h: &Hit| GOES_ON.iter().any(|w| part(t, h.end, h.end + w.len()) == w.as_bytes()) || of_own(t, h.end);
        hits.extend(small_name(t, i + words.len(), 2).filter(goes_on));
    }
}

/// Whether ` my account`, `, my number` or the like stands at `i`: `my code`, `my build` say nothing of who speaks.
fn of_own(t: &[u8], i: usize) -> bool {
    #[rustfmt::skip]
    const THINGS: &[&str] = &[
        "account", "acct", "address", "appointment", "birth", "booking", "card", "cell", "claim", "date of", "dob", "email", "flight", "id ", "insurance", "invoice", "member", "mobile",
        "number", "order", "passport", "phone", "policy", "prescription", "social", "ssn", "subscription", "zip", "postcode", "last name", "name", "wife", "husband", "son", "daughter",
    ];
    let Some(own) = [" my ", ", my ", " and my ", ", and my "].iter().find(|w| part(t, i, i + w.len()) == w.as_bytes())
    else {
        return false;
    };
    let thing = part(t, i + own.len(), i + own.len() + 12);
    THINGS.iter().any(|w| thing.starts_with(w.as_bytes()))
}

/// What somebody tells of their own: the topic begins behind the blank at `i`.
fn mine(t: &[u8], i: usize, hits: &mut Vec<Hit>) {
    let text = part(t, i + 1, i + 1 + TOPIC);
    let n = run(text, 0, TOPIC, |b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'\'' | b'-') || b >= 0x80);
    let (text, rest) = (part(text, 0, (n + 2).min(text.len())), i + 1);
    looked(text.len());
    // Of the first verb, the longest way to write it.
    let longest = |i: usize| {
        COPULAS
            .iter()
            .filter(|c| part(text, i, i + c.len()) == c.as_bytes())
            .map(|c| c.len())
            .filter(|len| *len > 3 || !next_is_name(text, i + len))
            .max()
    };
    let copula = (0..text.len())
        .filter(|i| matches!(at(text, *i), b' ' | b':' | b'\'' | 0xE2))
        .find_map(|i| longest(i).map(|len| (i, len)));
    let Some((to, len)) = copula else {
        return bare(t, rest, text, hits);
    };
    let from = rest + to + len;
    if let Some(topic) = topic(part(text, 0, to)) {
        tell(t, topic, from, hits);
    }
}

/// Whether what stands behind `'s` goes on with a topic: `my wife's name is`.
fn next_is_name(text: &[u8], i: usize) -> bool {
    [
        &b"name"[..],
        b"maiden",
        b"first",
        b"last",
        b"phone",
        b"number",
        b"cell",
        b"address",
        b"dob",
        b"date",
        b"social",
        b"ssn",
        b"card",
        b"email",
        b"birthday",
    ]
    .iter()
    .any(|w| part(text, i, i + w.len()) == *w)
}

/// A topic without a verb: `my venmo @jane`, `my social 5…`, which other rules read but for handles.
fn bare(t: &[u8], from: usize, text: &[u8], hits: &mut Vec<Hit>) {
    let named = ["venmo ", "cashapp ", "cash app ", "zelle ", "paypal "];
    if let Some(word) = named.iter().find(|w| text.starts_with(w.as_bytes())) {
        hits.extend(handle(t, from + word.len()));
    }
}

/// What the words before a verb speak of.
fn topic(text: &[u8]) -> Option<Topic> {
    let text = text.to_ascii_lowercase();
    let text = std::str::from_utf8(&text).ok()?.replace('’', "'");
    if text == "name" {
        return Some(Topic::Name);
    }
    if text == "address" {
        return Some(Topic::Address);
    }
    let ends = |w: &str| text.strip_suffix(w).is_some_and(|rest| rest.is_empty() || rest.ends_with(' '));
    let topic = TOPICS.iter().filter(|(w, _)| ends(w)).max_by_key(|(w, _)| w.len())?.1;
    // `my 12 words`, `my seed words`, but `my last words`.
    if topic == Topic::Words
        && !["12", "24", "seed", "recovery", "wallet", "backup"].iter().any(|w| text.starts_with(w))
    {
        return None;
    }
    Some(topic)
}

fn tell(t: &[u8], topic: Topic, from: usize, hits: &mut Vec<Hit>) {
    if mark_at(t, from).is_some() {
        return;
    }
    match topic {
        Topic::Name => hits.extend(small_name(t, from, 1)),
        Topic::Maiden => hits.extend(one_name(t, from).or_else(|| small_name(t, from, 1))),
        Topic::Address => hits.extend(address(t, from)),
        Topic::Number(kind) => hits.extend(spoken::number(t, from - 1, kind)),
        Topic::Birth => hits.extend(birth(t, from)),
        Topic::Handle => hits.extend(handle(t, from)),
        Topic::Words => hits.extend(wallet(t, from)),
        Topic::Answer => {
            hits.extend(one_name(t, from).or_else(|| small_name(t, from, 1)).map(|h| Hit { kind: Type::Secret, ..h }))
        }
        Topic::Email => hits.extend(spelled_email(t, from)),
        Topic::Zip => hits.extend(zip(t, from)),
    }
}
