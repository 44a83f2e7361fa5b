//! Given names, which are words like others, where somebody is addressed by one or signs with it.

use super::GREETINGS;
use crate::redact::bytes::at;

/// Words that are said to somebody, so that a name behind them is theirs whatever follows.
const TO_SOMEBODY: &[&str] = &[
    "hi",
    "hello",
    "hey",
    "dear",
    "hola",
    "hallo",
    "bonjour",
    "ciao",
    "olá",
    "hej",
    "hei",
    "hi there",
    "hello there",
    "thanks",
    "thank you",
    "good morning",
    "good afternoon",
    "good evening",
    "querida",
    "querido",
    "estimada",
    "estimado",
    "liebe",
    "lieber",
    "chère",
    "cher",
    "cara",
    "caro",
    "prezada",
    "prezado",
    "kære",
    "kjære",
    "здравствуйте",
];

/// Words behind which a name is one only where a sign ends it, beside greetings.
const BEFORE_A_SIGN: &[&str] = &[
    "welcome", "welcome back", "sorry", "great", "perfect", "okay", "ok", "sincerely", "regards", "best", "cheers",
    "yours", "thank you very much", "thanks a lot", "thanks again", "nice to meet you", "gracias", "saludos", "danke",
    "grüße", "gruß", "merci", "cordialement", "grazie", "saluti", "obrigada", "obrigado", "bedankt", "beste",
    "groeten", "tack", "takk", "tak", "привет", "спасибо",
];

/// Given names that are words: behind any of both only where a sign ends them.
const WORDS: &[&[u8]] = &[
    b"Will", b"Mark", b"May", b"April", b"June", b"August", b"Bill", b"Grace", b"Chase", b"Art", b"Pat", b"Austin",
    b"Virginia", b"Georgia", b"Paris", b"London", b"Jordan", b"Dallas", b"Hope", b"Joy", b"Faith", b"Summer",
    b"Autumn", b"Rose", b"Ruby", b"Dean", b"Drew", b"Rich", b"Frank", b"Grant", b"Hunter", b"Max", b"Rob", b"Sue",
    b"Jack", b"Guy", b"New", b"Test", b"Support", b"Admin", b"Sales", b"Service", b"Help", b"Demo", b"Guest",
    b"General", b"First",
];

/// What may stand where a given name does, and is none.
const TITLES: &[&[u8]] = &[
    b"Herr", b"Frau", b"Mrs", b"Miss", b"Mme", b"Mlle", b"Prof", b"Doctor", b"Dra", b"Sra", b"Se\xc3\xb1or",
    b"Se\xc3\xb1ora", b"Don", b"Monsieur", b"Madame", b"Signor", b"Signora", b"Senhor", b"Senhora", b"Sir", b"Lady",
    b"Pan", b"Pani", b"The", b"Team", b"Customer", b"User",
];

/// The given name of a full name whose words these are; none that is shorter than three bytes.
pub(in crate::redact) fn given<'t>(words: &[&'t [u8]]) -> Option<&'t [u8]> {
    let (_surname, before) = words.split_last()?;
    let name = before.iter().find(|w| !w.contains(&b'.') && !TITLES.contains(w))?;
    (name.len() >= 3).then_some(*name)
}

/// Whether the given name in a range is that of who is addressed, or signs: `Hi Jane, I found`, `Thanks, Jane.`
pub(in crate::redact) fn addressed(t: &[u8], from: usize, to: usize) -> bool {
    let before = String::from_utf8_lossy(t.get(from.saturating_sub(32)..from).unwrap_or_default()).to_lowercase();
    // `Hi **Jane**`
    let before = before.trim_end_matches(['*', '_']);
    let words = before.trim_end();
    let said = words.trim_end_matches([',', '!']);
    let ends = |word: &&str| said.strip_suffix(*word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    // `Jean-Luc` is another than Jean.
    if said.len() == before.len() || at(t, to) == b'-' {
        return false;
    }
    let sign = matches!(at(t, to), b',' | b'!' | b'.' | b'?' | b':' | b';' | b'*' | b'"' | b'\\' | b'\r' | b'\n' | 0);
    let word = WORDS.contains(&t.get(from..to).unwrap_or_default());
    // `Thanks! Bill is attached`
    if TO_SOMEBODY.iter().any(ends) && !words.ends_with('!') && !word {
        return true;
    }
    // `Sorry! Grace period.`
    let goes_on = at(t, to) == b'.' && at(t, to + 1).is_ascii_alphanumeric();
    sign && !goes_on && [TO_SOMEBODY, BEFORE_A_SIGN, GREETINGS].iter().any(|list| list.iter().any(ends))
}
