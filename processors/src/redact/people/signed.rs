//! Names of people told by where they stand: below the closing words of a letter, and before a number that stands in
//! brackets behind them.

use std::sync::LazyLock;

use ahash::AHashMap;

use super::{blocks, name_words::PARTICLES, names, roles};
use crate::redact::{
    bytes::{at, back, part, run, run_back},
    scan::Hit,
    types::Type,
};

/// Closing words of letters, by whose capitals the first pass knows them.
#[rustfmt::skip]
pub(in crate::redact) const CLOSINGS: &[&str] = &[
    "Best regards", "Best wishes", "Best Regards", "Best,", "Kind regards", "Kind Regards", "Kindest regards", "Warm regards", "Warm Regards",
    "Warmest regards", "Warmly", "Regards", "With regards", "With best regards", "With kind regards", "With gratitude", "Many thanks", "Thanks,",
    "Thanks!", "Thanks again", "Thanks so much", "Thank you,", "Thank you!", "Thank you so much", "Cheers", "Sincerely", "Yours sincerely",
    "Yours truly", "Yours faithfully", "Respectfully", "All the best", "Take care", "Talk soon", "Cordially", "Looking forward", "Love,",
    "Mit freundlichen Grüßen", "Mit freundlichen Grüssen", "Mit freundlichem Gruß", "Mit besten Grüßen", "Freundliche Grüße", "Freundliche Grüsse",
    "Viele Grüße", "Liebe Grüße", "Beste Grüße", "Herzliche Grüße", "Schöne Grüße", "Hochachtungsvoll",
    "Cordialement", "Bien cordialement", "Bien à vous", "Sincères salutations", "Salutations", "Bonne journée", "Respectueusement",
    "Saludos", "Un saludo", "Un cordial saludo", "Cordialmente", "Atentamente", "Muchas gracias", "Reciba un cordial saludo",
    "Atenciosamente", "Cumprimentos", "Com os melhores cumprimentos", "Melhores cumprimentos", "Abraços", "Obrigado", "Obrigada",
    "Cordiali saluti", "Distinti saluti", "Un saluto", "Saluti",
    "Met vriendelijke groet", "Met vriendelijke groeten", "Vriendelijke groeten", "Groeten", "Hartelijke groet",
    "Med vänlig hälsning", "Med vänliga hälsningar", "Vänliga hälsningar", "Hälsningar", "Med venlig hilsen", "Venlig hilsen",
    "Med vennlig hilsen", "Vennlig hilsen", "Hilsen", "Ystävällisin terveisin", "Terveisin", "Kveðja",
    "Pozdrawiam", "Serdecznie pozdrawiam", "Z poważaniem", "Z wyrazami szacunku", "S pozdravem", "S pozdravom", "Hezký den", "Lep pozdrav",
    "Srdačan pozdrav", "Üdvözlettel", "Cu stimă", "Cu respect", "Saygılarımla", "Lugupidamisega", "Pagarbiai", "Salam hormat", "Hormat saya",
    "Trân trọng", "Thân mến",
];
/// The same in scripts that are searched for.
pub(in crate::redact) const CLOSED: &[&str] = &["уважением", "повагою", "уважение", "поштовањем", "εκτίμηση"];

/// Whether a title or a firm stands behind a signature, parted by a dash or a bar: `Thanks, Jane Roe | Acme`.
fn titled(rest: &[u8]) -> bool {
    let parts = [&b" - "[..], b" | ", b" \xE2\x80\x93 ", b" \xE2\x80\x94 "];
    parts.iter().any(|w| rest.starts_with(w) && at(rest, w.len()).is_ascii_uppercase())
}

/// Asks the closing words that begin at `p`, or the line before a signature.
pub(super) fn closing(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let ascii = at(t, p) < 0x80;
    // A line of its own, or a sentence behind another.
    let begins = |start: usize| {
        let quoted = start - run_back(t, start, 8, |b| matches!(b, b' ' | b'>' | b'*' | b'_'));
        matches!(back(t, quoted, 1), 0 | b'\n' | b'\r' | b'"' | b'\'' | b'.' | b'!' | b'?' | b'\\')
    };
    if ascii && !begins(p) {
        return;
    }
    static WORDS: LazyLock<AHashMap<[u8; 3], Vec<&str>>> = LazyLock::new(|| {
        let mut words = AHashMap::<_, Vec<_>>::new();
        for word in CLOSINGS.iter().chain(CLOSED) {
            words.entry(word.as_bytes().first_chunk().copied().unwrap_or_default()).or_default().push(*word);
        }
        words
    });
    let Some(list) = WORDS.get(&[at(t, p), at(t, p + 1), at(t, p + 2)]) else { return };
    let known = list.iter().filter(|w| part(t, p, p + w.len()) == w.as_bytes());
    let Some(n) = known.map(|w| w.len()).max() else { return };
    if !ascii && !begins(p - run_back(t, p, 12, |b| b != b'\n')) {
        return;
    }
    let mut end = p + n;
    // `Regards and thanks,`
    if !matches!(back(t, end, 1), b',' | b'!') && !matches!(at(t, end), b',' | b'!' | b'.' | b'\r' | b'\n') {
        end += run(t, end, 24, |b| b.is_ascii_lowercase() || b == b' ');
    }
    end += run(t, end, 2, |b| matches!(b, b',' | b'!' | b'.' | b'-'));
    let from = end + run(t, end, 10, |b| matches!(b, b' ' | b'\r' | b'\n' | b'>' | b'*' | b'_' | b'-' | b'\t'));
    let broken = part(t, end, from).contains(&b'\n');
    if from == end || !(broken || matches!(back(t, end, 1), b',' | b'!' | b'.')) {
        return;
    }
    let Some((to, count)) = names::name(t, from, 4).or_else(|| names::led(t, from)) else { return };
    let ends = matches!(
        at(t, to + run(t, to, 3, |b| matches!(b, b' ' | b'*' | b'_'))),
        0 | b'\n' | b'\r' | b'"' | b'\'' | b'\\' | b'<' | b'|' | b',' | b'('
    ) || !broken && (at(t, to) == b'.' || titled(part(t, to, to + 8)));
    // `FedEx`: a firm signs with one word, too. `Thanks!`, and below a title or an item of a list, of a page.
    let one = || {
        let gap = part(t, end, from);
        let apart = gap.iter().filter(|b| **b == b'\n').count() > 1;
        let below = to + run(t, to, 2, |b| matches!(b, b'\r' | b'\n'));
        let underlined = matches!(part(t, below, below + 3), b"---" | b"===");
        let told = matches!(back(t, end, 1), b',' | b'.') || !apart && back(t, end, 1) != b'!';
        let mixed = part(t, from + 1, to).iter().any(u8::is_ascii_uppercase);
        told && !underlined && !gap.ends_with(b"- ") && !gap.ends_with(b"* ") && !mixed
    };
    // `Thanks! Pull Request, …` goes on.
    let goes_on = !broken && back(t, end, 1) != b',';
    // `On Tue, …`: of a mail that is answered.
    let quoted = [&b"On "[..], b"Sent ", b"Am "].iter().any(|w| part(t, from, from + w.len()) == *w);
    if ends
        && !quoted
        && (count >= 2 && !goes_on || count == 1 && broken && one())
        && !roles::of_firm(part(t, from, to))
        && !part(t, from, to).iter().any(u8::is_ascii_digit)
    {
        hits.push(Hit::ruled(from, to, Type::Person, "closing"));
        blocks::below_name(t, to, hits);
    }
}

/// Words of what has a telephone and is nobody.
#[rustfmt::skip]
const LINES: &[&str] = &[
    "contact", "us", "call", "toll", "free", "head", "main", "fax", "tel", "telephone", "phone", "mobile", "cell", "emergency", "line", "hotline",
    "helpline", "desk", "number", "reservations", "reception", "technical", "customer", "new", "san", "los", "saint", "north", "south", "east",
    "west", "city", "united", "states", "america", "toronto", "london", "berlin", "paris", "branch", "headquarters", "police", "fire", "crisis",
    "lifeline", "iban", "bic", "swift", "account", "please", "germany", "france", "canada", "kingdom", "restaurant", "pizza", "airport", "station",
];

/// Names before numbers found since `old`: `Jane Roe (+1 …)`, `to Jane Roe, IBAN DE…`.
pub(in crate::redact) fn before_numbers(t: &[u8], old: usize, hits: &mut Vec<Hit>) {
    for k in old..hits.len() {
        let Some(hit) = hits
            .get(k)
            .filter(|h| matches!(h.kind, Type::Phone | Type::Iban | Type::MedicalRecordNumber | Type::UsSsn))
        else {
            continue;
        };
        let name = before(t, hit.start);
        hits.extend(name);
    }
}

/// Name before the number at `start`.
fn before(t: &[u8], start: usize) -> Option<Hit> {
    let mut i = start - run_back(t, start, 3, |b| matches!(b, b' ' | b':' | b'.'));
    let mut worded = false;
    for word in ["IBAN", "iban", "MRN", "SSN", "phone", "Phone", "tel", "Tel", "mobile", "Mobile", "cell", "ph"] {
        if part(t, i.saturating_sub(word.len()), i) == word.as_bytes()
            && !back(t, i, word.len() + 1).is_ascii_alphanumeric()
        {
            i -= word.len();
            i -= run_back(t, i, 1, |b| b == b' ');
            worded = true;
            break;
        }
    }
    let end = match back(t, i, 1) {
        b'(' => i - 1,
        b',' if worded => i - 1,
        _ if part(t, start.saturating_sub(4), start) == b" at " => start - 4,
        _ => return None,
    };
    let end = end - run_back(t, end, 1, |b| b == b' ');
    let from = before_end(t, end)?;
    let name = part(t, from, end);
    (!of_line(name) && !roles::of_firm(name)).then(|| Hit::ruled(from, end, Type::Person, "beside-number"))
}

/// Whether words are those of a line or a place of a firm: `Head Office`, `Visit Us`.
pub(super) fn of_line(name: &[u8]) -> bool {
    let lower = name.to_ascii_lowercase();
    lower.split(|b| matches!(b, b' ' | b'-')).any(|word| LINES.iter().any(|line| line.as_bytes() == word))
}

/// Where a name of two to four words begins that ends at `end`.
pub(super) fn before_end(t: &[u8], end: usize) -> Option<usize> {
    let (mut i, mut start, mut count) = (end, end, 0);
    for _ in 0..6 {
        let n = run_back(t, i, 40, |b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b'\'' | b'-' | b'.'));
        if n == 0 {
            break;
        }
        let from = i - n;
        if names::name(t, from, 4).is_some_and(|(to, _)| to >= end || to == end - 1 && back(t, end, 1) == b'.') {
            (start, count) = (from, count + 1);
        } else if count == 0 || !PARTICLES.iter().any(|p| part(t, from, i) == p.as_bytes()) {
            break;
        }
        if count == 4 || back(t, from, 1) != b' ' {
            break;
        }
        i = from - 1;
    }
    (count >= 2).then_some(start)
}
