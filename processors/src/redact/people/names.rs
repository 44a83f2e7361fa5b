//! Names of people in text: behind a title, a salutation or an introduction.

use super::name_words::{NOT_NAMES, PARTICLES, PLACES};
use crate::redact::{
    bytes::{alnum, at, back, digit, looked, part, run, run_back, word},
    context::Context,
    dates, hints, ids,
    scan::{
        Hit,
        heads::{self, Lists},
    },
    secrets,
    sentences::spoken,
    types::Type,
};

/// Titles and greetings behind which a name may stand, and a field before a date of birth.
pub(in crate::redact) const TITLES: &[&str] = &[
    "Mr. ", "Mrs. ", "Ms. ", "Mr ", "Mrs ", "Ms ", "Dr. ", "Dr ", "Prof. ", "Mme ", "Mlle ", "Sr. ", "Sra. ", "Srta. ",
    "Sig. ", "Sig.ra ", "Dott. ", "Dott.ssa ", "Dear ", "Hi ", "Hello ", "Hey ", "Hallo ", "Hola ", "Bonjour ",
    "Ciao ", "Olá ", "Hej ", "Hei ", "Lieber ", "Liebe ", "Cher ", "Chère ", "Querido ", "Querida ", "Estimado ",
    "Estimada ", "Gentile ", "Geachte ", "Kære ", "Kjære ", "Prezado ", "Prezada ", "Caro ", "Cara ", "Szanowna Pani ",
    "Szanowny Panie ", "Herr ", "Frau ", "Madame ", "Monsieur ", "Señor ", "Señora ", "Signor ", "Signora ",
    "Mevrouw ", "Meneer ", "Mevr. ", "Dhr. ", "DOB ",
];
/// The same in Russian.
const CALLED: &str = "зовут ";

fn character(t: &[u8], i: usize) -> Option<(char, usize)> {
    let n = match at(t, i) {
        0 => return None,
        0x01..0x80 => 1,
        0xC0..0xE0 => 2,
        0xE0..0xF0 => 3,
        _ => 4,
    };
    Some((std::str::from_utf8(part(t, i, i + n)).ok()?.chars().next()?, n))
}

/// End of a capitalised word at `i`: `Maria`, `O'Brien`, `Smith-Jones`, `T.`.
pub(super) fn capitalised(t: &[u8], i: usize) -> Option<usize> {
    let (first, n) = character(t, i)?;
    if !first.is_uppercase() {
        return None;
    }
    let mut j = i + n;
    let mut small = 0;
    let mut capitals = 1;
    while j < i + 40 {
        match character(t, j) {
            Some((c, n)) if c.is_alphabetic() => {
                small += usize::from(c.is_lowercase());
                capitals += usize::from(c.is_uppercase());
                j += n;
            }
            Some(('\'' | '’' | '-', n)) if character(t, j + n).is_some_and(|(c, _)| c.is_alphabetic()) => j += n,
            _ => break,
        }
    }
    // An initial.
    let initial = small == 0 && capitals == 1 && at(t, j) == b'.' && at(t, j + 1) == b' ';
    if !initial && (small == 0 || capitals > 3) {
        return None;
    }
    let word = part(t, i, j);
    let other = |w: &&str| at(w.as_bytes(), 0) == at(word, 0) && w.as_bytes() == word;
    if NOT_NAMES.iter().any(other) {
        return None;
    }
    Some(j + usize::from(initial))
}

/// End of a name of at most `most` words at `i`, and how many words it has.
pub(super) fn name(t: &[u8], i: usize, most: usize) -> Option<(usize, usize)> {
    let mut to = capitalised(t, i)?;
    let mut count = 1;
    while count < most && at(t, to) == b' ' {
        let next = to + 1;
        let particle = PARTICLES.iter().filter(|_| !at(t, next).is_ascii_uppercase()).find(|p| {
            part(t, next, next + p.len()) == p.as_bytes()
                && at(t, next + p.len()) == b' '
                && capitalised(t, next + p.len() + 1).is_some()
        });
        // `Jane L Roe`
        let initial = at(t, next).is_ascii_uppercase()
            && at(t, next + 1) == b' '
            && capitalised(t, next + 2).is_some()
            && !LETTERED.iter().any(|w| part(t, i, to).ends_with(w.as_bytes()));
        let from = if initial { next + 2 } else { particle.map_or(next, |p| next + p.len() + 1) };
        let Some(end) = capitalised(t, from) else { break };
        to = end;
        count += 1;
    }
    // `Point Pleasant Gym`.
    let behind = part(t, to + 1, to + 24);
    let place = |w: &&[u8]| at(w, 0) == at(behind, 0) && behind.starts_with(w) && !word(at(behind, w.len()));
    if at(t, to) == b' ' && PLACES.iter().any(place) {
        return None;
    }
    if part(t, i, to).ends_with(b" Park") && PARKS.iter().any(|w| part(t, i, to).starts_with(w)) {
        return None;
    }
    // The dot of a last initial ends the sentence.
    if at(t, to - 1) == b'.' {
        to -= 1;
    }
    Some((to, count))
}

/// First words of what is no Park but a park.
const PARKS: &[&[u8]] = &[
    b"Central ", b"Hyde ", b"National ", b"Theme ", b"Business ", b"Car ", b"Yosemite ", b"Amusement ", b"Water ",
    b"Science ", b"Industrial ", b"Technology ", b"Memorial ", b"State ", b"City ", b"Olympic ", b"Jurassic ",
    b"Prospect ", b"Office ", b"Retail ", b"Solar ", b"Wind ", b"Trailer ", b"Menlo ", b"Public ", b"Regional ",
    b"County ", b"Lincoln ", b"Golden ", b"Regent", b"Yellowstone ",
];

/// Behind these a letter is none of a name: `Terminal A Lounge`.
const LETTERED: &[&str] = &[
    "Building", "Terminal", "Gate", "Section", "Phase", "Vitamin", "Hepatitis", "Class", "Grade", "Series", "Type",
    "Plan", "Group", "Block", "Wing", "Level", "Schedule", "Appendix", "Exhibit", "Option", "Team", "Zone", "Room",
    "Bus", "Line",
];

/// A name that begins with one or two particles, as last names do: `van der Berg`. Its end, and how many words it has.
pub(super) fn led(t: &[u8], i: usize) -> Option<(usize, usize)> {
    let particle =
        |i: usize| PARTICLES.iter().find(|p| part(t, i, i + p.len()) == p.as_bytes() && at(t, i + p.len()) == b' ');
    let first = i + particle(i)?.len() + 1;
    let from = particle(first).map_or(first, |p| first + p.len() + 1);
    name(t, from, 4)
}

/// End of a name of two words or more at `i` that ends its sentence: of an answer.
pub(in crate::redact) fn answered(t: &[u8], i: usize) -> Option<usize> {
    let (to, count) = name(t, i, 4)?;
    (count >= 2 && matches!(at(t, to), 0 | b'\n' | b'\r' | b'.' | b',' | b'"' | b'\\')).then_some(to)
}

/// Whether a text is a name and nothing else.
pub(super) fn whole_name(text: &[u8]) -> bool {
    let text = text.trim_ascii();
    name(text, 0, 5).is_some_and(|(to, count)| to == text.len() && count >= 2)
}

/// Name before the field of a date of birth at `p`: `John Smith, DOB 1984-02-29`.
pub(in crate::redact) fn before_birth(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let window = part(t, p.saturating_sub(24), p);
    let Some(n) = window.iter().rposition(|b| matches!(b, b',' | b'(')) else { return };
    let comma = p - window.len() + n;
    let end = comma - run_back(t, comma, 1, |b| b == b' ');
    let (mut i, mut count, mut start) = (end, 0, end);
    for _ in 0..6 {
        let n = run_back(t, i, 40, |b| b.is_ascii_alphabetic() || b >= 0x80 || matches!(b, b'\'' | b'-' | b'.'));
        if n > 0 && capitalised(t, i - n).is_some() {
            start = i - n;
            count += 1;
        } else if count == 0 || !PARTICLES.iter().any(|p| part(t, i - n, i) == p.as_bytes()) {
            break;
        }
        if count == 4 || back(t, i - n, 1) != b' ' {
            break;
        }
        i -= n + 1;
    }
    if count >= 2 {
        hits.push(Hit::new(start, end, Type::Person));
    }
}

/// Name, street or date of birth where the first pass saw a title, a kind of street, or `name is` and `born` before
/// `p`; `lists` of which something may begin there.
pub(in crate::redact) fn literal(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    let (first, before) = (at(t, p), back(t, p, 1));
    if first < 0x80 && !first.is_ascii_uppercase() && !digit(first) {
        // `heiße`, `nome é`, `adım`, `imię`, `urodził`, `nazywam się`, `tên là`, `matrícula`
        if matches!(first, b'h' | b'n' | b'a' | b'i' | b'u' | b't' | b'd' | b'm')
            && !alnum(before)
            && !part(t, p, p + 12).is_ascii()
        {
            super::introductions::inside(t, p, hits);
        }
        return;
    }
    if heads::led(t, p) {
        if before == b' ' {
            super::small_roles::verify(t, p, hits);
        } else {
            super::quoted::verify(t, p, hits);
        }
    }
    if before == b' ' {
        hits.extend(super::unmarked::behind_word(t, p));
        behind_blank(t, p, lists, hits);
    }
    if first >= 0x80 {
        return beyond_ascii(t, p, hits);
    }
    if digit(first) && before != b' ' {
        hits.extend(super::coded::aged(t, p));
    }
    if alnum(before) || digit(first) {
        return;
    }
    if lists.has(Lists::DASHED) {
        super::dashed::verify(t, p, hits);
    }
    if lists.has(Lists::TITLES)
        && let Some(title) = heads::find(TITLES, part(t, p, p + 24), |w| w)
    {
        return titled(t, title, p + title.len(), hits);
    }
    if lists.has(Lists::CLOSINGS) {
        super::signed::closing(t, p, hits);
    }
    if lists.has(Lists::SPOKEN) {
        spoken::told(t, p, hits);
    }
    if lists.has(Lists::INTRODUCED) {
        super::introductions::verify(t, p, lists, hits);
    }
    if lists.has(Lists::LABELLED) {
        super::unmarked::verify(t, p, hits);
    }
    // `Urodziła się`
    if first == b'U' {
        super::introductions::inside(t, p, hits);
    }
    if lists.has(Lists::CELLED) {
        super::celled::verify(t, p, hits);
    }
    if lists.has(Lists::ROLES) {
        super::roles::told(t, p, hits);
    }
}

/// Asks what begins beyond ASCII at `p`.
fn beyond_ascii(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let starts = |w: &str| part(t, p, p + w.len()) == w.as_bytes();
    if starts(WIDE_COLON) {
        behind_wide_colon(t, p, hits);
    }
    super::introductions::inside(t, p, hits);
    super::located::verify(t, p, hits);
    super::signed::closing(t, p, hits);
    if starts(CALLED) && !alnum(back(t, p, 1)) {
        titled(t, CALLED, p + CALLED.len(), hits);
    }
}

/// What a blank before `p` calls for.
#[inline]
fn behind_blank(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    let first = at(t, p);
    if first.is_ascii_uppercase() && lists.has(Lists::STREETS) {
        super::streets::verify(t, p - 1, hits);
    }
    if first < 0x80 && !heads::is_told(t, p) {
        return;
    }
    told(t, p, hits);
    if first.is_ascii_uppercase() && matches!(part(t, p.saturating_sub(4), p), b" is " | b"was ") {
        super::small_roles::verify(t, p, hits);
    }
    hits.extend(super::unmarked::code_told(t, p));
    if digit(first) {
        if matches!(part(t, p.saturating_sub(4), p), b" is " | b"was ") {
            super::coordinates::told(t, p - 3, p, hits);
        }
        hits.extend(ids::told(t, p).or_else(|| super::coded::aged(t, p)));
        if matches!(part(t, p.saturating_sub(4), p), [.., 0x9F | b's', b'e', b' ']) {
            hits.extend(super::lives::numbered(t, p));
        }
    }
}

/// What stands between a greeting or a title and a name.
const HONORIFICS: &[&str] =
    &["Dr. ", "Prof. ", "Sr. ", "Sra. ", "Srta. ", "Sig. ", "Sig.ra ", "Dott. ", "Dott.ssa ", "heer ", "mevrouw "];

/// Most of them in a row.
const MOST_HONORIFICS: usize = 4;

/// Name or date of birth at `from`, behind a title.
fn titled(t: &[u8], title: &str, from: usize, hits: &mut Vec<Hit>) {
    if title == "DOB " {
        // Numbers are also asked by themselves; the names of months are not.
        if !born(t, from, hits) {
            super::celled::verify(t, from - title.len(), hits);
        }
        return;
    }
    // `Herr Prof. Dr. Müller`
    let mut from = from;
    let mut addressed = false;
    for _ in 0..MOST_HONORIFICS {
        let Some(next) = HONORIFICS.iter().find(|next| part(t, from, from + next.len()) == next.as_bytes()) else {
            break;
        };
        looked(next.len());
        from += next.len();
        // `Estimado Sr. García`; alone, `Sr.` is of an engineer.
        addressed |= !matches!(*next, "Dr. " | "Prof. ");
    }
    // `Dear <b>Jane Roe</b>`
    let marked = [&b"<b>"[..], b"<strong>", b"<em>", b"<i>", b"<span>"]
        .into_iter()
        .find(|tag| part(t, from, from + tag.len()) == *tag);
    from += marked.map_or(0, |tag| tag.len());
    // `Herr van der Berg`, `Mevrouw de Vries`, but `Herr der Ringe`, `Señor de los Anillos`.
    // `Monsieur le Président`, `Madame la Ministre`.
    let office = || title.starts_with('M') && matches!(part(t, from, from + 3), b"le " | b"la ");
    let particle =
        || if title.starts_with('S') || office() || part(t, from, from + 4) == b"der " { None } else { led(t, from) };
    let Some((to, count)) = name(t, from, 3).or_else(particle) else { return };
    // `Hi Jane,` is a line of its own.
    let opens_letter = || {
        let start = from - title.len();
        let start = start - run_back(t, start, 4, |b| matches!(b, b' ' | b'>'));
        let sign = to + usize::from(matches!(at(t, to), b',' | b'!' | b':'));
        let line = sign > to && matches!(at(t, sign + run(t, sign, 2, |b| matches!(b, b' ' | b'\r'))), b'\n');
        // `Hello Rust!`: what examples print.
        let example = count == 1 && at(t, to) == b'!' && title == "Hello ";
        line && !example && matches!(back(t, start, 1), 0 | b'\n' | b'"') && !super::roles::of_firm(part(t, from, to))
    };
    let told = match title {
        // `742 Evergreen Dr. Springfield`
        // `742 Evergreen Dr.`, but `seen on 2/11 by Dr. Roe`.
        "Dr. " => {
            let before = from - title.len();
            let street = behind_capital(t, before) || digit(back(t, before, 2)) || alnum(back(t, before, 1));
            !street || !part(t, from.saturating_sub(28), from).iter().any(|b| digit(*b))
        }
        "Dr " => !part(t, from.saturating_sub(28), from).iter().any(|b| digit(*b)) && !behind_capital(t, from - 3),
        // Of an engineer, too: `el Sr. García`.
        "Sr. " => {
            let before = part(t, from.saturating_sub(16), from - 4);
            [&b" el "[..], b"El ", b" al ", b" del ", b"cliente ", b"paciente ", b" o ", b" do ", b" ao "]
                .iter()
                .any(|w| before.ends_with(w))
        }
        // `Dear Maria Gonzalez,`
        "Dear " => {
            matches!(at(t, to), b',' | b':' | b'\n' | b'!')
                || marked.is_some() && at(t, to) == b'<'
                || t.get(to..).is_some_and(|r| r.starts_with(b"\\n"))
        }
        // Machines greet each other by one word, and examples greet in one line.
        "Hi " => count >= 2 && at(t, to) == b',' && !super::roles::of_firm(part(t, from, to)) || opens_letter(),
        "Hello " | "Hey " | "Hallo " | "Hola " | "Bonjour " | "Ciao " | "Olá " | "Hej " | "Hei " => opens_letter(),
        _ if addressed => true,
        "Lieber " | "Liebe " | "Prezado " | "Prezada " | "Caro " | "Cara " | "Cher " | "Chère " | "Querido "
        | "Querida " | "Estimado " | "Estimada " | "Gentile " | "Geachte " | "Kære " | "Kjære " => {
            opens_letter() || count >= 2 && matches!(at(t, to), b',' | b':' | b'!')
        }
        _ => true,
    };
    if told && !brand(title, part(t, from, to)) {
        hits.push(Hit::new(from, to, Type::Person));
    }
}

/// Whether a name behind a title is the rest of a brand or of somebody made up, which nobody is called: `Dr Pepper`,
/// `Mr. Robot`.
fn brand(title: &str, name: &[u8]) -> bool {
    let names: &[&[u8]] = match title.trim_end_matches([' ', '.']) {
        "Dr" => &[b"Pepper", b"Oetker", b"Who", b"Strangelove", b"Dobb's Journal", b"Dre"],
        "Mr" => &[b"Foo", b"Bar", b"Robot", b"Potato Head"],
        "Mrs" => &[b"Doubtfire"],
        "Ms" => &[b"Pac-Man"],
        _ => return false,
    };
    names.contains(&name)
}

/// Whether the word before `i` begins with a capital on the same line: `Evergreen Dr Springfield`.
fn behind_capital(t: &[u8], i: usize) -> bool {
    let n = run_back(t, i.saturating_sub(1), 24, |b| b.is_ascii_alphabetic());
    back(t, i, 1) == b' ' && at(t, (i - 1).saturating_sub(n)).is_ascii_uppercase()
}

/// Name or date of birth at `p`, behind words that tell it: `my name is Jane`, `born on March 12, 1984`,
/// `née le 3 mai 1975`.
fn told(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    // Letters of ASCII before the blank tell most words to be none of these.
    let last = back(t, p, 2);
    let said = |words: &[u8]| {
        if words.iter().rev().nth(1) != Some(&last) {
            return None;
        }
        let start = p.checked_sub(words.len())?;
        (part(t, start, p) == words && !alnum(back(t, start, 1))).then_some(start)
    };
    let words = || {
        heads::is_told(t, p)
            // A year in front is looked at where the digits begin.
            && (dates::named(t, p) || run(t, p, 4, digit) < 4 && dates::numeric(t, p).is_some())
            && (hints::may_name_birth(t, p) && hints::before(t, p).near.has(Type::DateOfBirth)
                // `am 12. März 1970 geboren`
                || digit(at(t, p)) && dates::named(t, p) && dates::any(t, p).is_some_and(|to| hints::is_behind(t, to)))
    };
    if (said(b"born ").or_else(|| said(b"born on ")).is_some() || words()) && born(t, p, hits) {
        return;
    }
    // `this is Jane Roe calling`
    const SPEAKS: &[&[u8]] = &[
        b" calling about", b" calling from", b" calling for", b" calling to ", b" calling back", b" calling regarding",
        b" speaking", b" writing", b" here,", b" here.", b" again,", b" again.",
    ];
    if said(b"this is ").or_else(|| said(b"This is ")).is_some()
        && let Some((to, count)) = name(t, p, 3)
        && count >= 2
        && !super::roles::of_firm(part(t, p, to))
        && SPEAKS.iter().any(|w| part(t, to, to + w.len()) == *w)
    {
        hits.push(Hit::new(p, to, Type::Person));
        return;
    }
    let short = || said(b"name's ").or_else(|| said("name’s ".as_bytes())).filter(|start| introduces(t, *start));
    if ["mijn naam is ", "mi nombre es ", "my naam is "].iter().any(|w| said(w.as_bytes()).is_some()) {
        super::introductions::introduced(t, p, hits);
        return;
    }
    if let Some(start) = said(b"name is ").or_else(short)
        && let Some((to, count)) = name(t, p, 3)
        && (count >= 2 || introduces(t, start))
        && !super::labels::caption(part(t, p, to))
    {
        hits.push(Hit::new(p, to, Type::Person));
    }
}

/// Date of birth at `from`, and the name before. Returns whether there is one.
fn born(t: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
    let date = dates::any(t, from).filter(|to| !alnum(at(t, *to)));
    if let Some(to) = date {
        hits.push(Hit::new(from, to, Type::DateOfBirth));
        before_birth(t, from, hits);
    }
    date.is_some()
}

/// What parts a key from its value in Chinese and Japanese text.
const WIDE_COLON: &str = "：";
/// Text around it that is read, bytes.
const AROUND_COLON: (usize, usize) = (48, 160);

/// Secret, name, address or date behind a full-width colon: read as behind an ASCII one.
fn behind_wide_colon(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let (before, behind) = AROUND_COLON;
    let from = p.saturating_sub(before);
    let mut text = part(t, from, p).to_vec();
    let colon = text.len();
    text.push(b':');
    text.extend(part(t, p + WIDE_COLON.len(), p + WIDE_COLON.len() + behind));
    let old = hits.len();
    secrets::separator(&text, colon, hits);
    super::fields::field(&text, colon, Context::default(), hits);
    let moved = from + WIDE_COLON.len() - 1;
    let mut k = 0;
    hits.retain_mut(|hit| {
        k += 1;
        if k <= old {
            return true;
        }
        let inside = hit.start > colon && (hit.end < colon + behind || text.len() < colon + behind);
        (hit.start, hit.end) = (hit.start + moved, hit.end + moved);
        inside
    });
}

/// End of the one word of a name at `from`.
pub(in crate::redact) fn part_of_name(t: &[u8], from: usize) -> Option<usize> {
    const NONE: &[&[u8]] =
        &[b"Yes", b"No", b"Sure", b"Why", b"Sorry", b"What", b"None", b"Okay", b"Pass", b"Skip", b"Unknown"];
    name(t, from, 1).map(|(to, _)| to).filter(|to| to - from >= 2 && !NONE.contains(&part(t, from, *to)))
}

/// Whether `my` stands before `name is`.
fn introduces(t: &[u8], p: usize) -> bool {
    let before = part(t, p.saturating_sub(12), p).to_ascii_lowercase();
    [
        &b"my "[..],
        b"my last ",
        b"my first ",
        b"my full ",
        b"my legal ",
        b"my family ",
        b"her last ",
        b"his last ",
        b"maiden ",
        b"user's ",
        b"customer's ",
        b"caller's ",
        b"patient's ",
        b"client's ",
    ]
    .iter()
    .any(|w| before.ends_with(w) && !alnum(back(&before, before.len(), w.len() + 1)))
}
