//! Identifiers of people, firms, devices and accounts.
//!
//! Each type is a [`Spec`]: how it is written, its check digits, and how much these prove. A check digit that one number in
//! ten passes is evidence and no proof, so most bare numbers need a word near by or a key that names them; structure plus
//! a strong check stands alone. A word or key that names the type makes a wrong check digit or odd spacing acceptable.

mod africa;
mod americas;
mod asia_pacific;
pub(super) mod checksums;
mod codes;
mod crypto;
mod damaged;
mod device;
mod documents;
mod eastern;
mod finance;
mod generic;
mod german;
mod health;
mod layouts;
mod named_behind;
mod nordic;
mod payments;
mod southern;
mod told;
mod us;
mod vehicle;
mod western;

pub(super) use americas::lettered_firm;
pub(super) use codes::{code_first, counts_text, labelled_code, may_be_sent, told};
pub(super) use crypto::named as named_wallet;
pub(super) use device::{dashed_address, dotted_address};
pub(super) use documents::machine_lines;
pub(super) use named_behind::{ASIDE, is_somebodys, named_behind};
pub(super) use payments::{handle, is_beside_sort_code, oddly_grouped, transferred};

use self::layouts::{Around, INDEX, Layout, MAX_LETTERS, MAX_RUN, behind, bucket};
use super::{
    bytes::{alnum, at, back, digit, part, run, run_back, word},
    context::Context,
    dates,
    hints::{self, Found, Hints},
    iban,
    numbers::phones,
    people,
    scan::Hit,
    types::Type,
};

/// What it takes to be believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rule {
    /// Structure and checksum prove it. Letters must be capitals.
    Alone,
    /// The same if it is written in groups; bare it needs a word.
    Grouped,
    /// Needs a word, or to be the whole text and no bare number.
    Whole,
    /// The same, and no value of a key: its check digit, which one in ten passes by chance, is evidence and no proof.
    Lone,
    /// Needs a word.
    Hinted,
    /// Has no checksum: needs a word close by.
    Named,
    /// Has a form that anything could have: needs a word close by that names this type and no other.
    Exact,
}

/// One type of identifier.
struct Spec {
    kind: Type,
    /// How it is written: `9` digit, `A` letter, `X` either, `_` space, dash or dot (the same throughout), else itself.
    layouts: &'static [&'static str],
    /// Check over the characters in capitals without separators.
    check: fn(&[u8]) -> bool,
    rule: Rule,
    /// Whether its word makes a wrong check acceptable.
    malformed: bool,
}

const fn spec(kind: Type, layouts: &'static [&'static str], rule: Rule, check: fn(&[u8]) -> bool) -> Spec {
    Spec { kind, layouts, check, rule, malformed: true }
}

/// A type whose word is common in other senses: the check must hold.
const fn strict(kind: Type, layouts: &'static [&'static str], rule: Rule, check: fn(&[u8]) -> bool) -> Spec {
    Spec { kind, layouts, check, rule, malformed: false }
}

/// The tables, most telling first: of two equally likely readings the earlier is taken.
const TABLES: &[&[Spec]] = &[
    us::SPECS,
    western::SPECS,
    german::SPECS,
    southern::SPECS,
    nordic::SPECS,
    eastern::SPECS,
    asia_pacific::SPECS,
    americas::SPECS,
    africa::SPECS,
    health::SPECS,
    vehicle::SPECS,
    device::SPECS,
    finance::SPECS,
    generic::SPECS,
];

/// Most characters of an identifier in a table.
const MAX_CHARS: usize = 24;

/// Characters of an identifier in capitals, separators left out.
struct Chars {
    text: [u8; MAX_CHARS],
    len: usize,
    lower: bool,
}

impl Chars {
    fn new() -> Self {
        Self { text: [0; MAX_CHARS], len: 0, lower: false }
    }

    fn push(&mut self, b: u8) {
        if let Some(slot) = self.text.get_mut(self.len) {
            *slot = b.to_ascii_uppercase();
            self.len += 1;
            self.lower |= b.is_ascii_lowercase();
        }
    }

    fn get(&self) -> &[u8] {
        part(&self.text, 0, self.len)
    }
}

fn of_class(class: u8, b: u8) -> Option<bool> {
    Some(match class {
        b'9' => digit(b),
        b'A' => b.is_ascii_alphabetic(),
        b'X' => alnum(b),
        _ => return None,
    })
}

/// Reads a layout that starts at `i`; gives the characters and the end.
fn read(t: &[u8], i: usize, layout: &[u8]) -> Option<(Chars, usize)> {
    let mut chars = Chars::new();
    let mut separator = 0;
    for (k, class) in layout.iter().enumerate() {
        let b = at(t, i + k);
        match of_class(*class, b) {
            Some(true) => chars.push(b),
            Some(false) => return None,
            None if *class == b'_' => {
                if separator == 0 && matches!(b, b' ' | b'-' | b'.') {
                    separator = b;
                }
                if b != separator || b == 0 {
                    return None;
                }
            }
            None if b == *class => {}
            None => return None,
        }
    }
    Some((chars, i + layout.len()))
}

/// Whether the characters from `from` to `to` stand apart from what is around them. `bare`: they are digits and nothing else, which
/// may have decimals.
fn apart(t: &[u8], from: usize, to: usize, bare: bool) -> bool {
    let (b1, b2) = (back(t, from, 1), back(t, from, 2));
    let before = word(b1)
        || b1 == b'.' && alnum(b2)
        || b1 == b',' && bare && alnum(b2)
        || b1 == b'+'
        || matches!(b1, b'-' | b'/') && alnum(b2)
        || b1 == b':' && (digit(b2) || b2 == b':')
        || matches!(b1, b'$' | b'%')
        || (0xC3..0xE2).contains(&b1);
    let (a1, a2) = (at(t, to), at(t, to + 1));
    let after = word(a1)
        || (matches!(a1, b'.' | b':') || a1 == b',' && bare) && digit(a2)
        || matches!(a1, b'-' | b'+' | b'/') && alnum(a2);
    !before && !after
}

/// Whether the characters from `from` to `to` are all between two slashes, or behind the last: `/people/RSSMRA85T10A562S/orders`.
fn of_path(t: &[u8], from: usize, to: usize) -> bool {
    let end = at(t, to);
    back(t, from, 1) == b'/' && !(word(end) || matches!(end, b'-' | b'+' | b'.' | b'='))
}

/// Best reading so far: its score and its hit.
type Best = Option<(u32, Hit)>;

/// The place, and what is said about it, read when first asked for.
struct Place<'a> {
    t: &'a [u8],
    p: usize,
    letters: usize,
    context: Context,
    found: Option<Found>,
    may: Option<Hints>,
}

impl<'a> Place<'a> {
    fn new(t: &'a [u8], p: usize, letters: usize, context: Context) -> Self {
        Self { t, p, letters, context, found: None, may: None }
    }

    /// What the words before and the key may name, which costs less than what they say.
    fn may(&mut self) -> Hints {
        *self.may.get_or_insert_with(|| {
            let key = self.context.hints().or(self.context.exact());
            key.or(hints::may_name(self.t, self.p - self.letters))
        })
    }

    fn found(&mut self) -> Found {
        *self.found.get_or_insert_with(|| {
            let start = self.p - self.letters;
            hints::before(self.t, start).with_key(self.context.hints(), self.context.exact())
        })
    }

    /// Whether a word or key, or a country code before, says that a number is a telephone number, and nothing says that it is of this type.
    fn is_of_phone(&mut self, kind: Type, from: usize) -> bool {
        let found = self.found();
        let told = found.last.has(Type::Phone) || self.context.exact().has(Type::Phone);
        !found.near.has(kind) && (told || phones::behind_country(self.t, from))
    }

    /// Decides about one reading of the text.
    fn judge(&mut self, spec: &Spec, chars: &Chars, from: usize, to: usize, layout: &Layout, best: &mut Best) {
        let bare = !layout.grouped && !layout.letters;
        let strong = !bare && chars.len > 10 && matches!(spec.rule, Rule::Alone | Rule::Grouped);
        let apart = apart(self.t, from, to, bare);
        if !(apart || strong && of_path(self.t, from, to)) {
            return;
        }
        // Figures of a table have blanks between as well.
        let t = self.t;
        if layout.grouped && !layout.letters && part(t, from, to).contains(&b' ') {
            let spaced_on =
                back(t, from, 1) == b' ' && digit(back(t, from, 2)) || at(t, to) == b' ' && digit(at(t, to + 1));
            if spaced_on && (inside(t, from) || !self.found().exact.has(spec.kind)) {
                return;
            }
        }
        let valid = (spec.check)(chars.get());
        // A telephone number has check digits by chance.
        if !layout.letters && chars.len <= 12 && self.is_of_phone(spec.kind, from) {
            return;
        }
        let proof = match spec.rule {
            Rule::Alone => valid && (layout.grouped || !chars.lower),
            Rule::Grouped => valid && layout.grouped,
            // Accounts have any form.
            Rule::Whole | Rule::Lone => {
                let whole = valid && !bare && !chars.lower && self.t.trim_ascii().len() == to - from;
                let keyed = spec.rule == Rule::Lone && self.context.has(Context::KEYED);
                whole && !keyed && !self.context.exact().has(Type::BankAccount)
            }
            _ => false,
        };
        if !(valid || spec.malformed && apart) {
            return;
        }
        let found = self.found();
        let named = found.near.has(spec.kind);
        let exact = found.exact.has(spec.kind);
        let said = match spec.rule {
            Rule::Exact => valid && exact,
            _ if !valid => exact,
            Rule::Named => named,
            _ => found.far.has(spec.kind),
        };
        // `SA ID`
        let negative = found.negative && !found.nation.has(spec.kind);
        let denied = negative || self.context.has(Context::ID) && self.context.hints().is_empty();
        // Other things are numbered in any form.
        let goods = found.goods || self.context.of_goods(t.len(), to - from);
        let believed = if proof && !(bare && denied || goods && !named) {
            true
        } else if denied && !exact {
            false
        } else {
            said || valid && spec.rule != Rule::Exact && hints::after(self.t, to).has(spec.kind)
        };
        if believed {
            let checked = !matches!(spec.rule, Rule::Named | Rule::Exact);
            let proven = valid && checked;
            // A check digit tells more than a word for numbers of any state.
            let score = u32::from(exact && !GENERAL.contains(&spec.kind)) * 16
                + u32::from(proven) * 8
                + u32::from(named) * 4
                + u32::from(valid && spec.rule != Rule::Exact) * 2
                + u32::from(spec.rule != Rule::Exact);
            let better = best.is_none_or(|(s, hit)| {
                // Of two readings that are proven alike the longer leaves nothing behind.
                let same = hit.kind == spec.kind && proven == (s & 8 != 0) && hit.start == from && hit.end != to;
                if same { to > hit.end } else { score > s }
            });
            if better {
                *best = Some((score, Hit::new(from, to, spec.kind)));
            }
        }
    }
}

/// Longest piece of an identifier before digits at which the first pass may stop.
const MAX_BEFORE: usize = 18;

/// The first digits of the letters and digits around `p`, and the letters before them: the first pass stops at later digits of
/// codes in capitals.
fn first_digits(t: &[u8], p: usize) -> (usize, usize) {
    let letters = run_back(t, p, MAX_LETTERS + 1, |b| b.is_ascii_alphabetic());
    if letters == 0 || !digit(back(t, p, letters + 1)) || !back(t, p, 1).is_ascii_uppercase() {
        return (p, letters);
    }
    let n = run_back(t, p, MAX_BEFORE, alnum);
    if n == MAX_BEFORE {
        return (p, letters);
    }
    let first = p - n + run(t, p - n, n, |b| b.is_ascii_alphabetic());
    (first, first - (p - n))
}

/// Numbers that are told by others beside them: what stands behind a card, series and number of a passport, routing number and account,
/// sort code and account. Whether the run of `n` digits at `p` is one.
fn beside_others(t: &[u8], p: usize, n: usize, hits: &mut Vec<Hit>) -> bool {
    codes::card_details(t, p, n, hits);
    let parted = match n {
        2 => payments::sort_code(t, p, hits),
        6 => matches!(back(t, p, 1), b' ' | b':' | b'\n') && documents::series(t, p, hits),
        8 => payments::account(t, p, hits),
        9 => at(t, p + 9) == b'/' && payments::routed(t, p, hits),
        _ => false,
    };
    let account = if n == 2 && !parted { iban::parted_account(t, p) } else { None };
    hits.extend(account);
    parted || account.is_some()
}

/// All identifiers whose first run of digits starts at `p`.
pub(super) fn verify(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    if !digit(at(t, p)) || digit(back(t, p, 1)) {
        return;
    }
    let (p, letters) = first_digits(t, p);
    let n = run(t, p, MAX_RUN + 1, digit);
    let before = back(t, p, letters + 1);
    // Inside an identifier, a time, a decimal: only its beginning is looked at.
    if letters > MAX_LETTERS || digit(before) || before == b'_' {
        return;
    }
    if n > MAX_RUN {
        hits.extend(told::long(&mut Place::new(t, p, letters, context)));
        return;
    }
    if letters == 0
        && (matches!(before, b'-' | b'.' | b':' | b'/' | b'+') || before == b',' && !in_groups(t, p + n))
        && digit(back(t, p, 2))
    {
        return;
    }
    if matches!(n, 1 | 2 | 4 | 8) && !word(back(t, p, 1)) && dates::any(t, p).is_some() && born(t, p, context, hits) {
        return;
    }
    if letters == 0 && beside_others(t, p, n, hits) {
        return;
    }
    if device::hardware_address(t, p, letters, context, hits) || crypto::verify(t, p, letters, context, hits) {
        return;
    }
    if letters == 0
        && let Some(hit) = payments::numbered(t, p, n)
    {
        hits.push(hit);
        return;
    }
    let mut place = Place::new(t, p, letters, context);
    if letters == 0
        && codes::DIGITS.contains(&n)
        && let Some(hit) = codes::one_time(t, p, n, |kind| place.may().has(kind) && place.found().exact.has(kind))
    {
        hits.push(hit);
        return;
    }
    let mut best = None;
    tabled(&mut place, n, &mut best);
    finance::creditor(t, p, letters, &mut best);
    untabled(&mut place, &mut best);
    hits.extend(best.into_iter().flat_map(|(_, hit)| with_beside(t, hit)));
}

/// What the tables know of a run of `n` digits.
fn tabled(place: &mut Place<'_>, n: usize, best: &mut Best) {
    let Place { t, p, letters, .. } = *place;
    let class = behind(at(t, p + n));
    let Some(bucket) = INDEX.buckets.get(bucket(n, letters, class)).filter(|b| !b.is_empty()) else { return };
    let around = Around::of(t, p);
    // Most forms of a bucket begin at the same place.
    let mut begun = (letters, around.at(p - letters));
    let layouts = bucket.iter().filter_map(|form| {
        let before = form.prefix.map_or(letters, usize::from);
        let start = p.checked_sub(before)?;
        if begun.0 != before {
            begun = (before, around.at(start));
        }
        let fits = begun.1.is_none_or(|here| here.may_fit(&form.classes));
        Some((fits.then(|| INDEX.layouts.get(usize::from(form.layout)))??, start))
    });
    let len = t.trim_ascii().len();
    let mut mentioned = None;
    for (layout, start) in layouts {
        // Most can only be believed with a word.
        let asked = layout.provable(len) || mentioned.get_or_insert_with(|| mentions(place)).has(layout.spec.kind);
        if !asked {
            continue;
        }
        if let Some((chars, to)) = read(t, start, layout.text) {
            place.judge(layout.spec, &chars, start, to, layout, best);
        }
    }
}

/// Whether the check digits of a number that is nothing but digits prove it without a word, in a text that holds more.
pub(super) fn is_proven(number: &[u8]) -> bool {
    INDEX.alone.get(number.len()).is_some_and(|specs| specs.iter().any(|spec| (spec.check)(number)))
}

/// What stands behind the number of a payment card that begins at `p`.
pub(super) fn card_details(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    codes::card_details(t, p, run(t, p, MAX_RUN, digit), hits);
}

/// A hit with what stands beside it.
fn with_beside(t: &[u8], hit: Hit) -> impl Iterator<Item = Hit> {
    payments::beside_routing(t, hit).chain([told::with_tax(t, hit)])
}

/// Whether signs and words around the `n` digits at `p` tell what they are, which name nothing by themselves.
pub(super) fn is_told_by_signs(t: &[u8], p: usize, n: usize) -> bool {
    n == 6 && documents::series_before(t, p).is_some() || payments::numbered(t, p, n).is_some()
}

/// Whether other digits follow behind a dash, or three behind a dot and more behind the next: no decimal is written so.
fn in_groups(t: &[u8], end: usize) -> bool {
    match at(t, end) {
        b'-' => digit(at(t, end + 1)),
        b'.' => run(t, end + 1, 4, digit) == 3 && matches!(at(t, end + 4), b'.' | b'-'),
        _ => false,
    }
}

/// What no layout says but a word does.
fn untabled(place: &mut Place<'_>, best: &mut Best) {
    // A telephone number, a card and others have their own verifiers.
    if place.may().and(INDEX.told).is_empty() {
        return;
    }
    let exact = !place.found().exact.is_empty();
    if best.is_none() && exact {
        damaged::loosely(place, best);
        if best.is_none() {
            damaged::damaged(place, best);
        }
    }
    if !place.found().far.is_empty() {
        told::vat(place, best);
        told::bare_vat(place, best);
        if exact {
            told::coded(place, best);
        }
    }
}

/// Codes that the first pass does not stop at, in a run of visible characters: accounts and addresses of wallets with few digits, and codes
/// of people in small letters behind their word.
pub(super) fn in_run(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    if matches!(end - start, 15..=48) {
        hits.extend(iban::lettered(t, start));
    }
    if end - start >= crypto::SHORTEST {
        crypto::wallet(t, start, end, hits);
    } else if matches!(end - start, 16..=19) && matches!(at(t, start), b'a'..=b'z' | b'0'..=b'9') {
        let letters = run(t, start, MAX_LETTERS + 1, |b| b.is_ascii_lowercase());
        let named = || !hints::may_name(t, start).is_empty() && !hints::before(t, start).exact.is_empty();
        if letters <= MAX_LETTERS && digit(at(t, start + letters)) && named() {
            verify(t, start + letters, Context::default(), hits);
        }
    }
}

/// What the text before, the key, or the text behind names.
fn mentions(place: &mut Place<'_>) -> Hints {
    let far = if place.may().and(INDEX.told).is_empty() { Hints::NONE } else { place.found().far };
    let n = run(place.t, place.p, 32, |b| alnum(b) || matches!(b, b' ' | b'-' | b'.' | b'/'));
    let digits = part(place.t, place.p, place.p + n).iter().rposition(|b| digit(*b)).map_or(n, |i| i + 1);
    far.or(hints::after(place.t, place.p + digits))
}

/// Whether `from` is behind other groups of digits.
fn inside(t: &[u8], from: usize) -> bool {
    back(t, from, 1) == b' ' && digit(back(t, from, 2))
}

/// Types that have no form of their own: any groups will do.
const GENERAL: &[Type] = &[Type::NationalId, Type::TaxId];

/// Whether a date that begins at `p` is one of birth, because a word or the key says so.
pub(super) fn born(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) -> bool {
    // Most dates are none of a birth.
    if word(back(t, p, 1)) {
        return false;
    }
    let named = context.exact().has(Type::DateOfBirth) || hints::may_name_birth(t, p);
    let behind = hints::may_be_behind(t, p);
    if !named && !behind {
        return false;
    }
    let Some(to) = dates::any(t, p).filter(|to| !alnum(at(t, *to)) || at(t, *to) == b'T') else { return false };
    let before = || hints::before(t, p).with_key(context.exact(), context.exact()).near.has(Type::DateOfBirth);
    let told = named && before() || behind && hints::is_behind(t, to);
    if !told {
        return false;
    }
    hits.push(Hit::new(p, to, Type::DateOfBirth));
    people::before_birth(t, p, hits);
    true
}

/// The type of a text that is one identifier of these types and nothing else.
pub(super) fn whole(text: &[u8], named: Hints) -> Option<Type> {
    let context = Context::default().naming_all(named);
    let mut hits = Vec::new();
    for p in 0..text.len().min(40) {
        verify(text, p, context, &mut hits);
        if let Some(hit) = hits.pop() {
            return (hit.start == 0 && hit.end == text.len()).then_some(hit.kind);
        }
    }
    None
}

/// The type of a code of any form under a name of these types.
pub(super) fn of_code(named: Hints) -> Option<Type> {
    let others = [Type::UsSsn, Type::Iban, Type::Card, Type::Phone];
    INDEX.specs.iter().map(|s| s.kind).filter(|k| *k != Type::SecurityId).chain(others).find(|k| named.has(*k))
}

/// Whether the check digits of a value of a type are right; `None` where the type has none, or the value no length of it.
pub(super) fn check(kind: Type, value: &str) -> Option<bool> {
    let chars: Vec<u8> = value.bytes().filter(u8::is_ascii_alphanumeric).map(|b| b.to_ascii_uppercase()).collect();
    let long = |s: &Spec| s.layouts.iter().any(|l| l.bytes().filter(u8::is_ascii_alphanumeric).count() == chars.len());
    let mut checks = INDEX.specs.iter().filter(|s| s.kind == kind && long(s)).map(|s| (s.check)(&chars)).peekable();
    checks.peek()?;
    let right = checks.any(|holds| holds);
    (!right || is_checked(kind, &chars)).then_some(right)
}

/// Whether a value that holds would not with most of its digits another: a layout alone, or a plausible date, holds still.
fn is_checked(kind: Type, chars: &[u8]) -> bool {
    let holds = |chars: &[u8]| INDEX.specs.iter().any(|s| s.kind == kind && (s.check)(chars));
    let (mut digits, mut broken, mut other) = (0, 0, chars.to_vec());
    for i in 0..chars.len() {
        let Some(digit) = chars.get(i).filter(|b| digit(**b)) else { continue };
        other[i] = b'0' + (digit - b'0' + 1) % 10;
        digits += 1;
        broken += usize::from(!holds(&other));
        other[i] = *digit;
    }
    broken * 2 > digits
}
