//! Codes of few digits: one-time codes and PINs told by the word directly before them or by `is your … code` behind,
//! and what stands behind the number of a payment card: when it expires, its security code.

use crate::redact::{
    bytes::{at, back, blanks_before, digit, looked, part, run, run_back, word},
    hints,
    numbers::{
        cards::{self, luhn},
        digits,
    },
    scan::Hit,
    types::Type,
};

/// Digits of a code.
pub(super) const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Text behind the number of a card that is read, bytes.
const BEHIND: usize = 72;

/// A code of `n` digits at `p`; `named` tells whether a word near by or the key names a type.
pub(super) fn one_time(t: &[u8], p: usize, n: usize, mut named: impl FnMut(Type) -> bool) -> Option<Hit> {
    let hit = || Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    if !DIGITS.contains(&n)
        || word(at(t, p + n))
        || matches!(at(t, p + n), b'-' | b'.' | b':' | b'/') && word(at(t, p + n + 1))
    {
        return None;
    }
    if at(t, p + n) == b' ' && (sent(t, p + n) || entered(t, p, p + n)) {
        return hit();
    }
    if counts_text(t, p + n) {
        return None;
    }
    if labelled_code(t, p) {
        return if word(back(t, p, 1)) { None } else { hit() };
    }
    if !named(Type::Secret) || word(back(t, p, 1)) || matches!(back(t, p, 1), b'-' | b'.' | b'/' | b'+') {
        return None;
    }
    let end = p - blanks_before(t, p);
    let end = end
        - run_back(t, end, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'`' | b'*' | b'#' | b'[' | b'('));
    let end = end - blanks_before(t, end);
    // `kod to 482913`
    let end = end
        - [&b" to"[..], b" je"]
            .iter()
            .find(|w| part(t, end.saturating_sub(w.len()), end) == **w)
            .map_or(0, |w| w.len());
    // Of the words near by it is the nearest, in scripts without blanks any; a key says it of all of its value.
    let foreign = back(t, end, 1) >= 0x80;
    (end == 0 || foreign || hints::label(t, end).has(Type::Secret)).then(hit).flatten()
}

/// Whether a unit of texts stands behind a number that ends at `end`: of code as programs are,
/// `Your code: 493021 lines`.
pub(in crate::redact) fn counts_text(t: &[u8], end: usize) -> bool {
    const UNITS: &[&[u8]] =
        &[b"line", b"rows", b"byte", b"char", b"token", b"righe", b"ligne", b"Zeile", b"l\xc3\xadnea", b"linha"];
    let rest = part(t, end, end + 8);
    rest.first() == Some(&b' ') && UNITS.iter().any(|w| rest.get(1..).is_some_and(|rest| rest.starts_with(w)))
}

/// `2FA code: 493021`, `Your code: 493021`, `2FA: 493021`
pub(in crate::redact) fn labelled_code(t: &[u8], p: usize) -> bool {
    let label = p - run_back(t, p, 4, |b| matches!(b, b' ' | b':' | b'=' | b'"' | b'\'' | b'`' | b'*' | b'#'));
    let ends = |w: &[u8]| part(t, label.saturating_sub(w.len()), label).eq_ignore_ascii_case(w);
    let six = || run(t, p, 7, digit) == 6 && (ends(b"2fa") || ends(b"mfa"));
    ends(b"2fa code") || at(t, label) == b':' && (ends(b"your code") || six())
}

/// `Use code 493021 to sign in`: the code from `p` to `i`.
fn entered(t: &[u8], p: usize, i: usize) -> bool {
    // `Use 493021 to sign in`
    if i - p == 6 && matches!(part(t, p.saturating_sub(4), p), b"Use " | b"use ") {
        return goes_on(t, i, OF_ACCOUNTS);
    }
    if !part(t, p.saturating_sub(5), p).eq_ignore_ascii_case(b"code ") {
        return false;
    }
    // `error code 409123 to …`
    const BEFORE: &[&[u8]] =
        &[b"use ", b"enter ", b"using ", b"with ", b"your ", b"this ", b"verification ", b"security "];
    let before = part(t, p.saturating_sub(18), p - 5);
    if !BEFORE
        .iter()
        .any(|w| before.len() >= w.len() && part(before, before.len() - w.len(), before.len()).eq_ignore_ascii_case(w))
    {
        return false;
    }
    goes_on(t, i, ENDS)
}

/// Whether ` to ` at `i` and what one does with a code stand behind one.
fn goes_on(t: &[u8], i: usize, ends: &[&[u8]]) -> bool {
    let rest = part(t, i, i + 28);
    let rest = rest.strip_prefix(b" to ").unwrap_or_default();
    ends.iter().any(|w| rest.get(..w.len()).is_some_and(|r| r.eq_ignore_ascii_case(w)))
}

/// What one does with a code and with no other number.
const OF_ACCOUNTS: &[&[u8]] = &[
    b"sign in", b"sign-in", b"log in", b"log into", b"authenticate", b"verify your ", b"confirm your account",
    b"confirm your identity", b"confirm your login", b"confirm your e", b"confirm your phone", b"reset your password",
];

/// What one does with a code.
const ENDS: &[&[u8]] = &[
    b"sign in", b"sign-in", b"log in", b"login", b"log into", b"verify", b"confirm your", b"authenticate",
    b"reset your",
];

/// ` is your … code` at `i`.
fn sent(t: &[u8], i: usize) -> bool {
    let rest = part(t, i, i + 56);
    let Some((is, names)) = told_to(rest) else { return false };
    looked(rest.len());
    let sentence = part(rest, is.len(), rest.len());
    let sentence = sentence.split(|b| matches!(b, b'.' | b'\n' | b',')).next().unwrap_or_default();
    // A character may be cut at the end.
    let words = || {
        let words = sentence.split(|b| !(b.is_ascii_alphabetic() || *b >= 0x80)).take(6);
        words.map(|w| String::from_utf8_lossy(w).to_lowercase())
    };
    words().any(|word| {
        names.iter().any(|name| word == *name || name.len() > 3 && *is != " is your " && word.contains(name))
    }) && !words().any(|word| OF_OTHERS.contains(&word.as_str()))
}

/// Words for codes that open nothing: `482913 is your postal code`, `482913 es tu código postal`.
const OF_OTHERS: &[&str] = &[
    "postal", "postale", "zip", "error", "errore", "fehlercode", "country", "product", "producto", "prodotto",
    "produit", "produto", "promo", "discount", "promotionnel", "port", "exit", "status", "area", "source",
];

/// A code that a text begins with, `4821 is your bank's code`, `Use 4821 to sign in`: shorter ones are nothing that the
/// first pass looks for.
pub(in crate::redact) fn code_first(t: &[u8]) -> Option<Hit> {
    let used = matches!(part(t, 0, 4), b"Use " | b"use ");
    let p = if used { 4 } else { 0 };
    let n = run(t, p, 7, digit);
    let told = DIGITS.contains(&n) && at(t, p + n) == b' ';
    let hit = || Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    (told && if used { goes_on(t, p + n, OF_ACCOUNTS) } else { sent(t, p + n) }).then(hit).flatten()
}

/// Which of [`SENT`] stands at the start of `rest`.
fn told_to(rest: &[u8]) -> Option<&'static (&'static str, &'static [&'static str])> {
    let may_be = matches!(rest, [b' ', b'i' | b'e' | b't' | b'j' | b'-' | 0x80.., ..]);
    if may_be { SENT.iter().find(|(is, _)| rest.starts_with(is.as_bytes())) } else { None }
}

/// Whether what stands around a number from `p` to `end` may say that it is a code: `… is your `, `Use … to `.
pub(in crate::redact) fn may_be_sent(t: &[u8], p: usize, end: usize) -> bool {
    told_to(part(t, end, end + 16)).is_some() || matches!(part(t, p.saturating_sub(4), p), b"Use " | b"use ")
}

/// What says that a number is somebody's, and the words for a code behind, in several languages.
#[rustfmt::skip]
const SENT: &[(&str, &[&str])] = &[
    (" is your ", &["code", "otp", "pin", "passcode"]),
    (" ist dein ", GERMAN), (" ist Ihr ", GERMAN), (" ist ihr ", GERMAN), (" ist deine ", &["pin", "tan"]), (" ist Ihre ", &["pin", "tan"]),
    (" est votre ", &["code"]), (" est ton ", &["code"]),
    (" es tu ", &["código", "codigo", "pin", "otp"]), (" es su ", &["código", "codigo", "pin", "otp"]),
    (" è il tuo ", &["codice", "pin", "otp"]), (" è il suo ", &["codice", "pin", "otp"]),
    (" é o seu ", &["código", "codigo", "pin"]), (" é seu ", &["código", "codigo", "pin"]), (" é o teu ", &["código", "codigo", "pin"]),
    (" is je ", &["code"]), (" is jouw ", &["code"]), (" is uw ", &["code"]),
    (" är din ", &["kod", "verifieringskod", "engångskod", "säkerhetskod"]), (" er din ", &["kode"]),
    (" to twój ", &["kod"]), (" je váš ", &["kód"]), (" je tvůj ", &["kód"]),
    (" — ваш ", &["код"]), (" - ваш ", &["код"]), (" это ваш ", &["код"]), (" — твой ", &["код"]), (" – ваш ", &["код"]),
];
const GERMAN: &[&str] = &["code"];

/// How far before a one-time code the words stand that say so.
const SENTENCE: usize = 72;

/// Whether a sentence speaks of a one-time code for something.
fn announced(t: &[u8]) -> bool {
    let sentence = t.rsplit(|b| matches!(b, b'.' | b'\n' | b'!' | b'?')).next().unwrap_or_default();
    looked(sentence.len());
    const CODES: [&[u8]; 7] = [
        b"OTP ", b"one-time password ", b"one-time passcode ", b"verification code ", b"security code ",
        b"login code ", b"confirmation code ",
    ];
    CODES.iter().any(|code| {
        memchr::memmem::find(sentence, code).is_some_and(|i| {
            !word(back(sentence, i, 1)) && sentence.get(i + code.len()..).is_some_and(|rest| rest.starts_with(b"for "))
        })
    }) || GOT.iter().any(|got| memchr::memmem::find(sentence, got).is_some())
}

/// What somebody says of a code that was sent.
const GOT: [&[u8]; 6] =
    [b"code I got", b"code I received", b"code i got", b"code i received", b"code I was sent", b"code from the SMS"];

/// Codes that open doors, as words before `code` and instead of it.
const DOORS: [&[u8]; 10] = [
    b"alarm code", b"door code", b"gate code", b"garage code", b"entry code", b"access code", b"lockbox", b"safe code",
    b"keypad code", b"cupboard code",
];

/// Such codes in other languages, whose words end with a letter at which the first pass stops.
const DOORS_ABROAD: &[&str] = &[
    "codice del portone", "codice portone", "codice cancello", "code de la porte", "code porte", "digicode",
    "code immeuble", "code portail", "türcode", "haustürcode", "torcode", "toegangscode", "deurcode",
];

/// What a sentence from its beginning to `is ` calls the number behind: `the alarm code for the house `,
/// `Your Uber code `.
fn opens(before: &[u8]) -> bool {
    let sentence = before.rsplit(|b| matches!(b, b'.' | b'\n' | b'!' | b'?' | b',')).next().unwrap_or_default();
    looked(sentence.len());
    let lower = sentence.trim_ascii().to_ascii_lowercase();
    let door = || {
        DOORS.iter().any(|w| {
            memchr::memmem::find(&lower, w).is_some_and(|i| !word(back(&lower, i, 1)) && lower.len() < i + w.len() + 24)
        })
    };
    // `Your Uber code`
    let yours = || {
        let firm = lower.strip_prefix(b"your ").and_then(|rest| rest.strip_suffix(b" code"));
        // Written as a name: `Your HTTP code`, `Your room code` are others.
        let name = part(sentence.trim_ascii(), 5, 7);
        let named = at(name, 0).is_ascii_uppercase() && at(name, 1).is_ascii_lowercase();
        firm.filter(|_| named).is_some_and(|firm| {
            firm.iter().all(|b| b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-'))
                && firm.iter().filter(|b| **b == b' ').count() < 2
                && !firm
                    .split(|b| *b == b' ')
                    .any(|w| OF_OTHERS.iter().any(|o| w == o.as_bytes()) || OF_THINGS.contains(&w))
        })
    };
    door() || yours()
}

/// Whether the `n` digits at `p`, behind `code `, open a door: `buzz 12, gate code 4471`.
fn of_door(t: &[u8], p: usize, n: usize) -> bool {
    let before = part(t, p.saturating_sub(20), p - 1).to_ascii_lowercase();
    let named = |w: &[u8]| before.ends_with(w) && !word(back(&before, before.len(), w.len() + 1));
    let abroad = DOORS_ABROAD.iter().any(|w| named(w.as_bytes()));
    let next = at(t, p + n);
    let goes_on = word(next) || matches!(next, b'-' | b'.' | b':' | b'/' | b',') && word(at(t, p + n + 1));
    !goes_on && (abroad || DOORS.iter().any(|w| named(w)) && !counts(t, p + n))
}

/// Whether the word behind the digits that end at `end` is what they count: `safe code 1000 times`,
/// `gate code 2024 edition`. Behind a code the sentence goes on.
pub(in crate::redact) fn counts(t: &[u8], end: usize) -> bool {
    const ON: [&[u8]; 27] = [
        b"and", b"or", b"to", b"for", b"then", b"on", b"at", b"in", b"by", b"is", b"if", b"works", b"from", b"until",
        b"but", b"so", b"when", b"after", b"before", b"please", b"the", b"not", b"opens", b"will", b"still",
        b"unlocks", b"was",
    ];
    let n = run(t, end + 1, 16, |b| b.is_ascii_alphabetic());
    at(t, end) == b' ' && n > 1 && !ON.iter().any(|w| part(t, end + 1, end + 1 + n).eq_ignore_ascii_case(w))
}

/// Words for codes of things: `Your exit code is 1234`.
const OF_THINGS: [&[u8]; 17] = [
    b"area", b"color", b"colour", b"dress", b"exit", b"hex", b"key", b"object", b"order", b"reference", b"response",
    b"return", b"source", b"state", b"status", b"tracking", b"voucher",
];

/// `change my pin from 1234 to 9876`: either of the two numbers, which stands at `p`.
fn changed(t: &[u8], p: usize, n: usize) -> Option<Hit> {
    let fits = |i: usize| run(t, i, 9, digit) == n && !word(at(t, i + n));
    let (first, last) = match part(t, p.saturating_sub(5), p) {
        b"from " if part(t, p + n, p + n + 4) == b" to " && fits(p + n + 4) => (p, p + n + 4 + n),
        _ => return None,
    };
    let before = part(t, first.saturating_sub(24), first - 5).trim_ascii_end().to_ascii_lowercase();
    // Versions and pins of a chip are changed, too.
    let named = [
        &b"my pin"[..],
        b"your pin",
        b"his pin",
        b"her pin",
        b"their pin",
        b"card pin",
        b"passcode",
        b"pin code",
        b"alarm code",
        b"door code",
        b"gate code",
    ];
    let named = named.iter().any(|w| before.ends_with(w) && !word(back(&before, before.len(), w.len() + 1)));
    (named && fits(p)).then(|| Hit::ruled(first, last, Type::Secret, "code-changed"))
}

/// Code or security code at `p`, behind `is `: the first pass stops there though it has few digits.
pub(in crate::redact) fn told(t: &[u8], p: usize) -> Option<Hit> {
    let mut n = run(t, p, 9, digit);
    // `493 021`
    let goes_on = matches!(at(t, p + 7), b' ' | b'-') && digit(at(t, p + 8));
    if n == 3 && matches!(at(t, p + 3), b' ' | b'-') && run(t, p + 4, 4, digit) == 3 && !goes_on {
        n = 7;
    }
    if matches!(n, 4 | 6)
        && let Some(hit) = changed(t, p, n)
    {
        return Some(hit);
    }
    let door = matches!(part(t, p.saturating_sub(3), p), b"de " | b"ne " | b"te " | b"le " | b"il ");
    if DIGITS.contains(&n) && door && of_door(t, p, n) {
        return Some(Hit::ruled(p, p + n, Type::Secret, "door-code"));
    }
    if !(3..=8).contains(&n) || part(t, p.checked_sub(3)?, p) != b"is " || word(at(t, p + n)) {
        return None;
    }
    // `the code is 493021`, and nothing more.
    if n == 6 && at(t, p + 6) == 0 && matches!(part(t, 0, p), b"the code is " | b"code is " | b"The code is ") {
        return Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    }
    // `your code is 493021`
    let yours = matches!(n, 6 | 7) && part(t, p.saturating_sub(13), p).eq_ignore_ascii_case(b"your code is ");
    if yours && !(at(t, p + n) == b' ' && at(t, p + n + 1).is_ascii_alphabetic()) {
        return Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    }
    // `OTP for your transaction is 129026.`
    let ends = matches!(at(t, p + n), 0 | b'.' | b',' | b'!' | b'\n' | b'\r' | b'"' | b'\\');
    if (4..=8).contains(&n) && ends && announced(part(t, p.saturating_sub(SENTENCE), p)) {
        return Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    }
    if (4..=8).contains(&n) && ends && opens(part(t, p.saturating_sub(SENTENCE), p - 3)) {
        return Some(Hit::ruled(p, p + n, Type::Secret, "one-time-code"));
    }
    let label = hints::label(t, p - 1);
    if matches!(n, 3 | 4) && label.has(Type::CardDetail) {
        return Some(Hit::new(p, p + n, Type::CardDetail));
    }
    if n < 4 || !label.has(Type::Secret) {
        return None;
    }
    one_time(t, p, n, |_| true)
}

/// Words that say that a date follows, and such that say that a security code does.
#[rustfmt::skip]
const EXPIRY: &[&str] = &[
    "exp", "expiry", "expires", "expiration", "expiring", "valid", "thru", "until", "till", "bis", "caducidad",
    "vence", "vencimiento", "validade", "scadenza", "geldig", "verloopt", "ablauf", "ablaufdatum", "scad", "scade", "validité", "expire",
    "platnost", "platná", "ważna", "ważność", "giltigt", "giltig", "gyldig", "utløper", "udløb", "voimassa", "kullanma", "skt", "срок", "действует",
    "действительна", "термін", "дійсна", "有効期限", "有效期", "유효기간", "تنتهي", "الصلاحية", "वैधता",
];
#[rustfmt::skip]
const SECURITY: &[&str] = &[
    "cvv", "cvc", "cvv2", "cvc2", "csc", "cid", "security", "ccv", "cryptogramme", "seguridad", "segurança",
    "kartenprüfnummer", "prüfziffer", "prüfnummer", "セキュリティコード", "安全码", "보안코드", "الرمز", "सीवीवी",
];
#[rustfmt::skip]
const OTHERS: &[&str] = &[
    "and", "with", "code", "date", "is", "no", "number", "the", "digit", "digits", "gültig", "código", "to", "on",
    "card", "y", "und", "et", "e", "codigo", "de", "a", "i", "tot", "do", "till", "son", "fino", "al", "le", "la",
    "до", "действия", "дії", "od",
];

/// What stands behind the number of a card that may begin at `p`.
pub(super) fn card_details(t: &[u8], p: usize, n: usize, hits: &mut Vec<Hit>) {
    let end = match n {
        13..=19 => p + n,
        4 => {
            let grouped = run(t, p, 20, |b| digit(b) || matches!(b, b' ' | b'-'));
            let text = part(t, p, p + grouped);
            let text = text.strip_suffix(b" ").unwrap_or(text);
            if !(15..=16).contains(&text.iter().filter(|b| digit(**b)).count()) || !(17..=19).contains(&text.len()) {
                return;
            }
            p + text.len()
        }
        _ => return,
    };
    let old = hits.len();
    let secured = details(t, end, hits);
    // A date behind any long number is none of a card.
    let (number, k) = digits(t, p, end);
    let proven = secured || luhn(part(&number, 0, k));
    // Of no issuer, and no word says that it is a card.
    let other = || n != 4 && !cards::may_be_card(t, p, n) && !cards::is_behind_card(t, p);
    if hits.len() > old && (!proven || other() && hints::are_silent(t, p, end)) {
        hits.truncate(old);
    }
}

/// `…1111|04|27|812` behind a number: month, year, code. Returns whether they are a proof, if they stand there.
fn divided(t: &[u8], end: usize, hits: &mut Vec<Hit>) -> Option<bool> {
    let by = at(t, end);
    let field = |i: usize, most: usize| if at(t, i) == by { run(t, i + 1, most + 1, digit) } else { 0 };
    let month = field(end, 2);
    let year = end + 1 + month;
    let years = field(year, 4);
    let code = year + 1 + years;
    let codes = field(code, 4);
    let fits = month == 2 && matches!(years, 2 | 4) && matches!(codes, 3 | 4) && !word(at(t, code + 1 + codes));
    if !matches!(by, b'|' | b':' | b';' | b'/' | b',') || !fits || !matches!(at(t, end + 1), b'0' | b'1') {
        return None;
    }
    hits.push(Hit::new(end + 1, year + 1 + years, Type::CardDetail));
    hits.push(Hit::new(code + 1, code + 1 + codes, Type::CardDetail));
    Some(false)
}

/// Whether a security code stands behind the date that ends at `i`, and nothing else of a number.
fn is_code_behind(t: &[u8], i: usize) -> bool {
    let from = i + run(t, i, 2, |b| matches!(b, b' ' | b',' | b'|' | b'/'));
    let n = run(t, from, 5, digit);
    let next = at(t, from + n);
    from > i && matches!(n, 3 | 4) && !word(next) && !(matches!(next, b'.' | b'-' | b'/') && digit(at(t, from + n + 1)))
}

/// Reads what stands behind the number of a card that ends at `end`. Returns whether there is a security code.
fn details(t: &[u8], end: usize, hits: &mut Vec<Hit>) -> bool {
    let mut secured = false;
    let stop = part(t, end, end + BEHIND);
    looked(stop.len());
    let stop = end + memchr::memchr(b'\n', stop).unwrap_or(stop.len());
    if let Some(to) = divided(t, end, hits) {
        return to;
    }
    let (mut i, mut expiry, mut security, mut open) = (end, false, false, false);
    // Three digits behind the date are the code though nothing says so.
    let mut dated = false;
    while i < stop {
        let b = at(t, i);
        if digit(b) {
            let n = run(t, i, 5, digit);
            let m = if matches!(at(t, i + n), b'/' | b'-') { run(t, i + n + 1, 5, digit) } else { 0 };
            let month = n == 2 && matches!(part(t, i, i + 2), [b'0', b'1'..=b'9'] | [b'1', b'0'..=b'2']);
            // `4111 1111 1111 1111 12/27 123`
            let bare = || i <= end + 2 && is_code_behind(t, i + 3 + m);
            // `exp 1227`
            let joined = n == 4
                && m == 0
                && expiry
                && matches!(part(t, i, i + 3), [b'0', b'1'..=b'9', b'2' | b'3'] | [b'1', b'0'..=b'2', b'2' | b'3']);
            if joined || month && matches!(m, 2 | 4) && (expiry || open || bare()) {
                let to = i + if joined { 4 } else { 3 + m };
                hits.push(Hit::new(i, to, Type::CardDetail));
                i = to;
                (expiry, security, dated) = (false, false, true);
                continue;
            } else if m == 0 && n == 3 && dated && !word(at(t, i + n)) && !matches!(at(t, i + n), b'.' | b'-') {
                hits.push(Hit::new(i, i + n, Type::CardDetail));
                return secured;
            } else if m == 0 && matches!(n, 3 | 4) && security && !word(at(t, i + n)) {
                hits.push(Hit::new(i, i + n, Type::CardDetail));
                secured = true;
                i += n;
            } else {
                return secured;
            }
            (expiry, security) = (false, false);
        } else if b.is_ascii_alphabetic() || b >= 0x80 {
            let n = run(t, i, 32, |b| b.is_ascii_alphanumeric() || b >= 0x80);
            let found = part(t, i, i + n);
            let is = |list: &[&str]| list.iter().any(|w| w.as_bytes().eq_ignore_ascii_case(found));
            if is(EXPIRY) {
                expiry = true;
            } else if is(SECURITY) {
                security = true;
            } else if !is(OTHERS) {
                return secured;
            }
            i += n;
        } else if matches!(b, b' ' | b',' | b';' | b':' | b'(' | b')' | b'|' | b'-' | b'=' | b'.' | b'/' | b'#') {
            open = b == b'(' || open && b != b')';
            i += 1;
        } else {
            return secured;
        }
    }
    secured
}
