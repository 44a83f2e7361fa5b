//! Fields of forms in text: `Date of birth: March 12, 1984`, `Patient: Jane Doe`, `Address: 12 High St`. Which label
//! names what; where the value ends is in `field_values`.

use ahash::{AHashMap, AHashSet};
use std::sync::LazyLock;

use super::{
    address_lines,
    beside_fields::{form, near, personal, record},
    blocks, called,
    coded::{age_and_sex, coded},
    coordinates, described,
    edges::{behind, ends, in_quotes, inner, key_end, line_ends, of_a_web_form, quoted},
    field_values::{LONGEST, address, in_capitals, person, uncased},
    forwarded, keys,
    labels::{ADDRESSES, ALSO_OF_THINGS, LISTS, MACHINES, PERSONS, ROLES, STREETS, TOWNS, WHO, WHOSE, caption},
    names, roles, scripts,
    words::ADDRESS,
};
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back, word, word_before},
    context::{Context, classify},
    hints,
    lookup::{literals::Literals, suffixes::Suffixes},
    scan::Hit,
    types::Type,
};

fn words() -> impl Iterator<Item = &'static str> {
    [PERSONS, ROLES, LISTS, ADDRESS, ADDRESSES, STREETS, TOWNS, ALSO_OF_THINGS, coordinates::PLACES]
        .into_iter()
        .flatten()
        .copied()
        .chain(described::words())
}

/// Of `Ship to` the first pass sees the last word, and `Name on card` is written apart.
const LAST: &[&str] = &[
    " to", " by", " card", " kin", "from", "\nto", "\nVon", "\nDe", " von", " an", " par", " por", " da", " door",
    " av", " przez", " veren", " for", " charge", "location", "cc",
];
static FIELD_ENDS: LazyLock<Suffixes> = LazyLock::new(|| Suffixes::new(words().chain(LAST.iter().copied())));
/// The last words of three or four letters.
static SHORT: LazyLock<AHashSet<[u8; 4]>> = LazyLock::new(|| {
    let last = words().chain(LAST.iter().copied()).map(str::as_bytes);
    last.map(|w| short(w, w.len())).filter(|(n, _)| *n < 5).map(|(_, letters)| letters).collect()
});
/// What stands before the last two letters of longer words.
static BEFORE_ENDS: LazyLock<Suffixes> =
    LazyLock::new(|| Suffixes::new(words().filter_map(|w| w.as_bytes().get(..w.len() - 2)).filter(|w| w.len() >= 3)));

/// How many letters, up to five, stand before `end`, and the last four of them in small letters.
fn short(t: &[u8], end: usize) -> (usize, [u8; 4]) {
    let mut letters = [0; 4];
    let n = run_back(t, end, 5, |b| b.is_ascii_alphabetic());
    for (k, to) in letters.iter_mut().enumerate().take(n) {
        *to = back(t, end, k + 1) | 0x20;
    }
    (n, letters)
}

/// Whether the label that ends before `end` may be one of a field: right for all that are, and wrong for few others.
fn may_be_field(t: &[u8], end: usize) -> bool {
    // Capitals beyond ASCII end words, too.
    if back(t, end, 1) >= 0x80 {
        return true;
    }
    // Of a word of five letters all five must be those of one; a shorter one is known as a whole.
    FIELD_ENDS.may_end(t, end)
        && match short(t, end) {
            (5, _) => BEFORE_ENDS.may_end(t, end - 2),
            (3 | 4, letters) => SHORT.contains(&letters),
            _ => true,
        }
}

/// Length of the last word of a field that ends at `end`; of a sign for number, with the blank before it.
fn last_word(t: &[u8], end: usize) -> usize {
    let sign = usize::from(back(t, end, 1) == b'#') * end.min(2);
    sign + run_back(t, end, 32, |b| b.is_ascii_alphabetic() || b >= 0x80)
}

/// Value of a field whose colon or equals sign is at `p`.
pub(in crate::redact) fn field(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    let end = key_end(t, p);
    // `D.O.B.:`
    let end = end - usize::from(back(t, end, 1) == b'.' && back(t, end, 2) | 0x20 == b'b');
    if let Some(label) = address_lines::label(t, end) {
        hits.extend(of_line(t, p, label));
        return;
    }
    // `https://`
    if at(t, p) == b':' && at(t, p + 1) == b'/' {
        return;
    }
    if let Some(hit) = age_and_sex(t, end, behind(t, p)) {
        hits.push(hit);
        return;
    }
    let label = label(t, end);
    let named = may_be_field(t, end);
    if label.is_empty() && !named {
        return;
    }
    let n = last_word(t, end);
    // `'IO::Compress::Zip' => '2.060'`
    if n < 2 && label.is_empty() || back(t, end - n, 1) == b':' && back(t, end - n, 2) == b':' {
        return;
    }
    let from = behind(t, p);
    if !label.is_empty() {
        coded(t, inner(t, p, from), label, context, hits);
    }
    if !named {
        return;
    }
    if digit(at(t, from)) || matches!(at(t, from), b'-' | b'(' | b'[') {
        coordinates::told(t, end, from, hits);
    }
    let from = inner(t, p, from);
    if back(t, end, 1) >= 0x80
        && let Some(hit) = uncased(t, end, from)
    {
        hits.push(hit);
        return;
    }
    // A field is written with a capital; `name:` of a configuration is none.
    let mut start = end - n;
    let mut joined = part(t, start, end).to_vec();
    for _ in 0..3 {
        if let Some(hit) = roles::role(t, &joined, p, from).or_else(|| described::field(t, &joined, from)) {
            hits.extend([Some(hit), roles::second(t, hit.end)].into_iter().flatten());
            return;
        }
        if roles::list(t, &joined, from, hits) {
            return;
        }
        if let Some(kind) = labelled(&joined) {
            // `Billing address: Jane Roe`, and below the street.
            let block = kind == Type::Address || part(t, p, from).contains(&b'\n');
            if !(block && blocks::below(t, from, hits) || received(t, &joined, from, hits)) {
                hits.extend(of_kind(t, p, (start, from), &joined, kind));
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
    forwarded::head(t, (end - n, end), from, hits);
    hits.extend(called::line(t, (end - n, end), from).or_else(|| of_calendar(t, p, (end - n, end), from)));
    parcel(t, p, part(t, end - n, end), from, hits);
    of_person_or_place(t, p, (end - n, end), from, hits);
}

/// The lines behind `From:` and `To:` of a parcel.
fn parcel(t: &[u8], p: usize, label: &[u8], from: usize, hits: &mut Vec<Hit>) {
    if matches!(label, b"From" | b"To" | b"FROM" | b"TO") {
        let find = if at(t, p + 1) == b'\n' { blocks::below } else { blocks::behind };
        find(t, from, hits);
    }
}

/// `Recipient: Jane Roe`, and below a street and a town.
fn received(t: &[u8], label: &[u8], from: usize, hits: &mut Vec<Hit>) -> bool {
    let is = [&b"recipient"[..], b"sender"].iter().any(|w| label.eq_ignore_ascii_case(w));
    is && blocks::behind(t, from, hits)
}

/// `LOCATION:12 High Street, Leeds` of a calendar (RFC 5545), whose label stands from `start` to `end`.
fn of_calendar(t: &[u8], p: usize, (start, end): (usize, usize), from: usize) -> Option<Hit> {
    let named = part(t, start, end) == b"LOCATION" && digit(at(t, from));
    named.then(|| of_kind(t, p, (start, from), b"location", Type::Address)).flatten()
}

/// Address in a numbered line of one whose label begins at `start`. `one`: one word and a number are enough.
fn of_line(t: &[u8], p: usize, (start, one): (usize, bool)) -> Option<Hit> {
    let label: &[u8] = if one { b"line" } else { b"address" };
    of_kind(t, p, (start, inner(t, p, behind(t, p))), label, Type::Address)
}

/// The value at `from` of a field of this kind, whose `label` begins at `start`; `p` is its separator.
fn of_kind(t: &[u8], p: usize, (start, from): (usize, usize), label: &[u8], kind: Type) -> Option<Hit> {
    let spaced = of_a_web_form(t, p);
    // A quote may stand before the value.
    let (text, i) = spaced.as_deref().map_or((t, from), |text| (text, from.saturating_sub(p + 1)));
    let line = || part(t, from, from + LONGEST).split(|b| *b == b'\n').next().unwrap_or_default();
    let to = match kind {
        Type::Person => person(text, i, label).filter(|to| {
            let name = part(text, i, *to);
            let other = || ANYBODY.contains(&label) && roles::of_firm(name);
            !(caption(name) || of_code(text, i, *to) || other())
        })?,
        _ if caption(line()) => return None,
        // `address:  # of the second port`: a comment.
        _ if part(text, i, i + 2) == b"# " => return None,
        // `Deliver to: Queue 3`
        _ if label.ends_with(b"to") && !line().contains(&b',') => return None,
        // `MAC Address:`, `wallet address=`.
        _ if word_before(t, start, 12, MACHINES) => return None,
        // `Street address: Kungsgatan 9`
        _ => {
            let short = label == b"line" || address_lines::of_somebody(t, start, label);
            address(text, i, if short || address_lines::is_street(part(text, i, i + LONGEST)) { 1 } else { 2 })?
        }
    };
    Some(Hit::new(from, from + to - i, kind))
}

/// Words of fields in [`PERSONS`] that things and firms are put in as well.
const ANYBODY: &[&[u8]] =
    &[b"holder", b"Holder", b"passenger", b"Passenger", b"payee", b"Payee", b"recipient", b"Recipient"];

/// Whether what stands for a name is a word of code: `full_name = Word(…)`, `driver_name: StrictStr = …`,
/// `last_name: Search.Text`. People have two: `Patient: Jane Roe(42)`.
fn of_code(t: &[u8], from: usize, to: usize) -> bool {
    let member = || at(t, to) == b'.' && at(t, to + 1).is_ascii_uppercase() && at(t, to + 2).is_ascii_lowercase();
    !part(t, from, to).contains(&b' ') && (at(t, to) == b'(' || part(t, to, to + 3) == b" = " || member())
}

/// What the words of a field that ends at `end` name.
fn label(t: &[u8], end: usize) -> hints::Hints {
    // `CVV2`
    let second = back(t, end, 1) == b'2'
        && matches!(part(t, end.saturating_sub(4), end - 1).to_ascii_lowercase()[..], [b'c', b'v', b'v' | b'c']);
    let end = end - usize::from(second);
    if back(t, end, 1) == b'#' {
        return of_sign(t, end);
    }
    let label = hints::label(t, end);
    // One word of single letters.
    let ends = |w: &[u8]| part(t, end.saturating_sub(w.len()), end).eq_ignore_ascii_case(w);
    let birth = label.is_empty()
        && match back(t, end, 1) | 0x20 {
            b'b' => ends(b"d.o.b"),
            // The date of a label is any.
            b'e' => ends(b"birth_date") || ends(b"birth date") || ends(b"birth-date"),
            _ => false,
        };
    if birth { hints::Hints::of(&[Type::DateOfBirth]) } else { label }
}

/// What `Policy #` names, which ends at `end`: the sign stands for `number`.
#[cold]
fn of_sign(t: &[u8], end: usize) -> hints::Hints {
    let to = end - 1 - run_back(t, end - 1, 1, |b| b == b' ');
    let n = run_back(t, to, 32, |b| b.is_ascii_alphabetic() || b == b' ');
    let mut key = String::from_utf8_lossy(part(t, to - n, to)).trim().to_lowercase();
    // Of a line the last words count: `Status: Open Policy #:`.
    if key.is_empty() {
        return hints::Hints::default();
    }
    while key.matches(' ').count() > 1 {
        key = key.split_once(' ').map_or_else(String::new, |(_, rest)| rest.to_owned());
    }
    let says = |key: &str| classify(&format!("{key} number")).exact();
    let found = says(&key);
    let last = || says(key.rsplit(' ').next().unwrap_or_default());
    if found.is_empty() { last() } else { found }
}

/// Value of a field whose last word, from `word.0` to `word.1`, things have as well; `p` is its colon.
fn of_person_or_place(t: &[u8], p: usize, (start, end): (usize, usize), from: usize, hits: &mut Vec<Hit>) {
    let lower = std::str::from_utf8(part(t, start, end)).map(str::to_lowercase).unwrap_or_default();
    let is = |list: &[&str]| list.contains(&lower.as_str());
    if word(back(t, start, 1)) && !(back(t, start, 1) == b'_' && (is(ALSO_OF_THINGS) || is(STREETS))) {
        return;
    }
    if is(ALSO_OF_THINGS) {
        // `name:` of a configuration is a thing's, unless it is written as that of a person.
        // `Upstream-Name: Sphinx` of a package.
        let capital = part(t, start, end) == b"Name" && back(t, start, 1) != b'-'
            || at(t, start).is_ascii_uppercase()
                && matches!(
                    lower.as_str(),
                    "nome" | "nombre" | "naam" | "namn" | "navn" | "nimi" | "név" | "nume" | "nama" | "meno" | "ime"
                );
        // `Name: Flask`, and below `Version: 3.0.0`: of a package.
        let next = memchr::memchr(b'\n', part(t, from, from + LONGEST)).map_or(t.len(), |n| from + n + 1);
        if part(t, next, next + 9) == b"Version: " {
            return;
        }
        // `Name (customer): Ada Lovelace`
        let aside = part(t, end, p).strip_prefix(b" (").and_then(|text| text.strip_suffix(b")"));
        // `user.name="Ada Lovelace"`, `USER_NAME=Ada Lovelace`
        let whose = aside.is_some_and(|text| WHO.contains(&text))
            || owner(t, start).is_some_and(|end| {
                let n = run_back(t, end, 16, |b| b.is_ascii_alphabetic());
                WHO.iter().any(|who| part(t, end - n, end).eq_ignore_ascii_case(who))
            });
        let firm = |to: usize| std::str::from_utf8(part(t, from, to)).is_ok_and(keys::of_firm);
        if let Some((to, count)) =
            names::name(t, from, 5).filter(|(to, _)| (ends(t, *to) || pronouns(t, *to)) && !firm(*to))
            && (count >= 2 && (whose || pronouns(t, to))
                || (capital || count >= 2 && (line_ends(t, to) || matches!(at(t, to), b';' | b',' | b'|' | b'&')))
                    && (form(t, p) || at(t, to) != b'\\' && record(near(t, p)))
                || count >= 2
                    && (quoted(t, p, from, to) || in_quotes(t, from, to) && in_braces(t, start))
                    && record(object(t, start, to))
                // `--data-urlencode 'name=Jane Roe'`
                || count >= 2
                    && at(t, p) == b'='
                    && from == p + 1
                    && matches!(back(t, start, 1), b'"' | b'\'')
                    && back(t, start, 1) == at(t, to)
                    && record(near(t, p))
                || count >= 2
                    && in_quotes(t, from, to)
                    && (personal(near(t, p)) || of_whom(t, start) || of_class(t, start))
                    && !roles::of_firm(part(t, from, to)))
        {
            let first = (count <= 2 && part(t, to, to + 2) == b", ").then(|| names::name(t, to + 2, 3)).flatten();
            let to = first.filter(|(to, _)| line_ends(t, *to)).map_or(to, |(to, _)| to);
            hits.push(Hit::new(from, to, Type::Person));
        } else if let Some(to) = in_capitals(t, from).filter(|_| (capital || whose) && form(t, p)) {
            hits.push(Hit::new(from, to, Type::Person));
        } else if let Some(text) = of_a_web_form(t, p)
            && let Some((to, _)) = names::name(&text, 0, 5).filter(|(to, count)| *count >= 2 && *to == text.len())
            && (whose || record(near(t, p)))
        {
            // `name=Jane+Roe&phone=…`
            hits.push(Hit::new(p + 1, p + 1 + to, Type::Person));
        } else if let Some(to) = scripts::name(t, from)
            && (whose || form(t, p) || record(near(t, p)))
        {
            hits.push(Hit::new(from, to, Type::Person));
        }
    } else if is(STREETS) {
        hits.extend(address(t, from, 1).map(|to| Hit::new(from, to, Type::Address)));
    } else if is(TOWNS)
        && let Some((to, _)) = names::name(t, from, 3).filter(|(to, _)| line_ends(t, *to))
        && located(t, p)
    {
        hits.push(Hit::new(from, to, Type::Address));
    }
}

/// Where the word ends whose name the field at `start` is: `user.name`, `X-User-Name`, `Customer's name`.
fn owner(t: &[u8], start: usize) -> Option<usize> {
    match back(t, start, 1) {
        b'.' | b'_' | b'-' => Some(start - 1),
        b' ' if part(t, start.saturating_sub(3), start) == b"'s " => Some(start - 3),
        _ => None,
    }
}

/// Whether somebody's pronouns stand behind a name: `Jane Roe (she/her)`.
fn pronouns(t: &[u8], to: usize) -> bool {
    let open = to + usize::from(at(t, to) == b' ');
    at(t, open) == b'('
        && [&b"she/"[..], b"he/", b"they/"]
            .iter()
            .any(|w| part(t, open + 1, open + 1 + w.len()).eq_ignore_ascii_case(w))
}

/// Whether the key at `start` is the first of what a person has: `"user"=>{"name"=>`, `customer: { name:`.
fn of_whom(t: &[u8], start: usize) -> bool {
    let open = start - run_back(t, start, 4, |b| matches!(b, b'"' | b'\'' | b' ' | b':'));
    if back(t, open, 1) != b'{' {
        return false;
    }
    let end = open - 1 - run_back(t, open - 1, 5, |b| matches!(b, b'=' | b'>' | b':' | b' ' | b'"' | b'\''));
    let n = run_back(t, end, 20, |b| b.is_ascii_alphabetic());
    let key = part(t, end - n, end);
    // `emergencyContact`
    let last = key.iter().rposition(u8::is_ascii_uppercase).map_or(key, |hump| part(key, hump, n));
    end + 1 < open && WHO.iter().any(|who| key.eq_ignore_ascii_case(who) || last.eq_ignore_ascii_case(who))
}

/// Whether the key at `start` is an argument of a call or a class by the name of a person: `Contact(id=7, name=`.
fn of_class(t: &[u8], start: usize) -> bool {
    let before = part(t, start.saturating_sub(120), start);
    let Some(open) = memchr::memrchr2(b'(', b')', before).filter(|i| at(before, *i) == b'(') else { return false };
    let n = run_back(before, open, 16, |b| b.is_ascii_alphabetic());
    let class = part(before, open - n, open);
    at(class, 0).is_ascii_uppercase() && WHO.iter().any(|who| class.eq_ignore_ascii_case(who))
}

/// Whether the key at `start` stands in braces that open near by: `User { id: 4, name: "…"`.
fn in_braces(t: &[u8], start: usize) -> bool {
    let before = part(t, start.saturating_sub(200), start);
    memchr::memrchr2(b'{', b'}', before).is_some_and(|i| at(before, i) == b'{')
}

/// What stands near by in the same braces.
fn object(t: &[u8], from: usize, to: usize) -> &[u8] {
    let before = part(t, from.saturating_sub(200), from);
    let behind = part(t, to, to + 240);
    let open = memchr::memrchr2(b'{', b'}', before).map_or(0, |i| i + 1);
    let close = memchr::memchr2(b'{', b'}', behind).unwrap_or(behind.len());
    part(t, from - before.len() + open, to + close)
}

/// Whether lines near by are fields of an address.
fn located(t: &[u8], p: usize) -> bool {
    const FIELDS: &[&str] =
        &["street", "address", "postal", "postcode", "zip", "plz", "straße", "anschrift", "adresse", "calle", "rue"];
    static LITERALS: LazyLock<Literals> = LazyLock::new(|| Literals::new(FIELDS, true));
    let around = part(t, p.saturating_sub(160), p + 120);
    looked(around.len());
    LITERALS.each(around).any(|f| {
        at(around, f.end + run(around, f.end, 8, |b| b.is_ascii_alphabetic() || matches!(b, b'_' | b' '))) == b':'
    })
}

/// What words name as a whole, in small letters.
static LABELS: LazyLock<AHashMap<&str, Type>> = LazyLock::new(|| {
    let addresses = ADDRESS.iter().chain(ADDRESSES).map(|w| (*w, Type::Address));
    addresses.chain(PERSONS.iter().map(|w| (*w, Type::Person))).collect()
});

fn labelled(joined: &[u8]) -> Option<Type> {
    let text = std::str::from_utf8(joined).ok()?.to_lowercase();
    let compound = || ["adresse", "anschrift"].iter().find_map(|end| text.strip_suffix(end));
    let address = || compound().is_some_and(|head| WHOSE.contains(&head)).then_some(Type::Address);
    LABELS.get(text.as_str()).copied().or_else(address)
}
