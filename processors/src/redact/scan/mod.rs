//! Finds what is to be removed in one text.
//!
//! ```text
//! text ─ 64-byte blocks: bit masks of byte classes ─┬→ places: starts of digit runs, `@`, `:`, `=`  ─┐
//!                                                   └→ places of runs that may be tokens             ─┴→ verifiers
//!                                  hits → sorted, overlaps united
//! ```
//!
//! The first pass only says where a verifier has to look; a verifier decides alone, anchored at that byte, from a bounded
//! neighbourhood. So the slow reference that asks every verifier at every byte (tests) gives identical results.

pub(super) mod classes;
pub(super) mod heads;
pub(super) mod places;

pub(super) use self::places::{MIN_DIGITS, WINDOW};
use self::{
    classes::{BLOCK, Pass, Seen},
    heads::{Foreign, Lists},
};
use super::{
    bytes::{Budget, alnum, at, back, digit, part},
    context::Context,
    email, hints, iban, ids, net,
    numbers::{
        self, cards,
        dumps::{self, Blob},
        measures::{self, Measures},
        unnamed,
    },
    people, records, secrets,
    sentences::{asked, mine},
    types::Type,
    views::Found,
};

/// A range to replace.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub(super) start: usize,
    pub(super) end: usize,
    pub(super) kind: Type,
    /// Name of the rule that found it; empty where the type says it.
    pub(super) rule: &'static str,
}

impl Hit {
    pub(super) fn new(start: usize, end: usize, kind: Type) -> Self {
        Self { start, end, kind, rule: "" }
    }

    /// A hit with the name of its rule.
    pub(super) fn ruled(start: usize, end: usize, kind: Type, rule: &'static str) -> Self {
        Self { start, end, kind, rule }
    }
}

/// Shortest text that can hold anything: `a@b.cd`, `Mr. Wu`.
const SHORTEST: usize = 6;

/// Verifiers looked at more bytes than a value of its length may cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Overrun;

/// Where verifiers have to look in one text, and what they found. Its memory is used again for the next text.
#[derive(Debug, Default)]
pub(super) struct Search {
    /// Places whose classes of bytes call for a verifier.
    pub(super) places: Vec<u32>,
    /// Places where a secret may stand that no separator tells, or a title before a name; in order.
    pub(super) secrets: Vec<u32>,
    /// What verifiers found.
    pub(super) hits: Vec<Hit>,
    /// Where there may be something in disguise.
    pub(super) disguised: Found,
    /// Classes that the text has bytes of, at least.
    pub(super) seen: Seen,
    /// Where the places lie, in order, where they are not all of the text: elsewhere nothing is to be found.
    pub(super) ranges: Option<Vec<(usize, usize)>>,
    /// Documents in the text, in order, which were read as such, and how far into each words before it count.
    pub(super) read: Vec<(usize, usize, usize)>,
    /// Numbers that were told by their labels.
    measured: Vec<[u32; 2]>,
}

impl Search {
    pub(super) fn clear(&mut self) {
        self.seen = Seen::default();
        self.ranges = None;
        self.places.clear();
        self.secrets.clear();
        self.hits.clear();
        self.disguised.clear();
    }

    /// Where the documents lie after changes: from and to where it was and where it is.
    pub(super) fn shift_read(&mut self, changes: &[[usize; 4]]) {
        let mut i = 0;
        let mut end = [0, 0];
        self.read.retain_mut(|(from, to, _)| {
            while let Some([_, old, _, new]) = changes.get(i).filter(|c| c[1] <= *from) {
                end = [*old, *new];
                i += 1;
            }
            // A document of which something was removed is text.
            let kept = changes.get(i).is_none_or(|c| c[0] >= *to);
            let by = |x: usize| x - end[0] + end[1];
            (*from, *to) = (by(*from), by(*to));
            kept
        });
    }

    /// Asks the verifiers of all places; adds to the hits and unites them.
    #[cfg(test)]
    pub(super) fn verify(&mut self, t: &[u8], context: Context, budget: &Budget) -> Result<(), Overrun> {
        self.collect(t, context, budget)?;
        unite(&mut self.hits);
        Ok(())
    }

    /// Asks the verifiers of all places; adds to the hits, which may overlap.
    pub(super) fn collect(&mut self, t: &[u8], context: Context, budget: &Budget) -> Result<(), Overrun> {
        let _reading = hints::Reading::of(t);
        let mut measures = Measures::new(context, std::mem::take(&mut self.measured));
        let mut read = 0;
        let mut blob = Blob::default();
        for p in &self.places {
            let p = *p as usize;
            if measures.has(t, p) || digit(at(t, p)) && blob.has(t, p) {
                continue;
            }
            at_place_behind(t, p, context, &mut self.hits, &mut read);
            if budget.is_over() {
                return Err(Overrun);
            }
        }
        for p in &self.secrets {
            if measures.has_run(t, *p as usize) {
                continue;
            }
            at_secret(t, *p as usize, Lists::at(t, *p as usize), &mut self.hits);
            if budget.is_over() {
                return Err(Overrun);
            }
        }
        self.measured = measures.into_memory();
        Ok(())
    }
}

/// The places of a document, searched as far as its strings need it: most are short, and searched together.
pub(super) struct Known {
    search: Search,
    /// What was searched: up to here, but for strings that were skipped.
    to: usize,
    /// The first places that may lie in strings to come.
    next: (usize, usize),
    next_disguised: (usize, usize),
}

impl Known {
    /// Searched ahead, bytes.
    const STEP: usize = 256;

    pub(super) fn new(mut search: Search) -> Self {
        search.clear();
        Self { search, to: 0, next: (0, 0), next_disguised: (0, 0) }
    }

    pub(super) fn into_search(self) -> Search {
        self.search
    }

    /// Fills `search` with the places of the part of a document, which must stand between quotes and follow the last
    /// part.
    pub(super) fn part(&mut self, scanner: &Scanner, src: &[u8], from: usize, to: usize, search: &mut Search) {
        search.clear();
        if to > self.to {
            let start = self.to.max(from);
            // A string with escapes is searched when they are read.
            let ahead = part(src, to, to + Self::STEP);
            self.to = to + memchr::memchr(b'\\', ahead).unwrap_or(ahead.len());
            scanner.search_range(src, start, self.to, &mut self.search);
        }
        if to - from < SHORTEST {
            return;
        }
        let text = part(src, from, to);
        let inside = |places: &[u32], next: &mut usize, f: &mut dyn FnMut(usize)| {
            let rest = places.get(*next..).unwrap_or_default();
            let before = rest.iter().take_while(|p| (**p as usize) < from).count();
            let inside = rest.iter().skip(before).take_while(|p| (**p as usize) < to);
            *next += before + inside.map(|p| f(*p as usize - from)).count();
        };
        inside(&self.search.places, &mut self.next.0, &mut |p| {
            // Behind the quote there may be more digits, which this text knows nothing of.
            if p + WINDOW <= text.len() || !digit(at(text, p)) || places::is_number_place(text, p) {
                search.places.push(p as u32);
            }
        });
        inside(&self.search.secrets, &mut self.next.1, &mut |p| search.secrets.push(p as u32));
        self.search.disguised.part(from, to, &mut self.next_disguised, &mut search.disguised);
        // Of all strings so far.
        search.seen = self.search.seen;
    }
}

/// The compiled first pass. Cheap to share.
pub(super) struct Scanner {
    foreign: Option<Foreign>,
    pass: Pass,
}

impl std::fmt::Debug for Scanner {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Scanner").finish_non_exhaustive()
    }
}

impl Scanner {
    pub(super) fn new() -> Self {
        Self { foreign: Some(Foreign::new()), pass: classes::fastest() }
    }

    /// One for all tests.
    #[cfg(test)]
    pub(super) fn new_shared() -> &'static Self {
        static SCANNER: std::sync::LazyLock<Scanner> = std::sync::LazyLock::new(Scanner::new);
        &SCANNER
    }

    /// One with another pass, that does not search for what is beyond ASCII.
    #[cfg(test)]
    pub(super) fn with_pass(pass: Pass) -> Self {
        Self { foreign: None, pass }
    }

    /// One with another pass.
    #[cfg(test)]
    pub(super) fn new_with(pass: Pass) -> Self {
        Self { pass, ..Self::new() }
    }

    /// Everything found in a text.
    #[cfg(test)]
    pub(super) fn scan(&self, t: &[u8], context: Context) -> Vec<Hit> {
        let mut search = Search::default();
        self.search(t, &mut search);
        search.verify(t, context, &Budget::of(t.len())).unwrap();
        search.hits
    }

    /// Finds all places of a text, which must be shorter than 4 GiB.
    pub(super) fn search(&self, t: &[u8], search: &mut Search) {
        search.clear();
        self.search_range(t, 0, t.len(), search);
    }

    /// Adds the places from `from` up to `to`; what lies around counts as it does in the whole text.
    pub(super) fn search_range(&self, t: &[u8], from: usize, to: usize, search: &mut Search) {
        if t.len() < SHORTEST || from >= to.min(t.len()) {
            return;
        }
        let old = search.secrets.len();
        self.search_classes(t, from, to, search);
        // The pass reads on behind the range, as far as what begins in it.
        if let Some(foreign) = self.foreign.as_ref().filter(|_| search.seen.high())
            && foreign.find(t, from, to, &mut search.secrets)
            && let Some(new) = search.secrets.get_mut(old..)
        {
            new.sort_unstable();
        }
    }

    fn search_classes(&self, t: &[u8], from: usize, to: usize, search: &mut Search) {
        // The block behind the last is read too, for numbers that reach into it.
        let text = part(t, 0, to.saturating_add(BLOCK));
        let Search { places, secrets, disguised, seen, .. } = search;
        let old = (places.len(), secrets.len());
        (self.pass)(text, places::edge(t, from), from, classes::Into { places, secrets, disguised, seen });
        for (places, old) in [(places, old.0), (secrets, old.1)] {
            let new = places.get(old..).unwrap_or_default();
            let kept = new.partition_point(|p| (*p as usize) < to);
            places.truncate(old + kept);
        }
        disguised.cut(to);
    }
}

/// Adds what was found.
pub(super) fn push(hits: &mut Vec<Hit>, found: Option<Hit>) {
    if let Some(hit) = found {
        hits.push(hit);
    }
}

/// [`at_place`], but for what stands inside a number that was read as a whole, up to `read`: its groups are no numbers.
fn at_place_behind(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>, read: &mut usize) {
    let number = digit(at(t, p));
    if number && p < *read {
        return;
    }
    let old = hits.len();
    at_place(t, p, context, hits);
    if number && let Some(new) = hits.get(old..) {
        let ends = new.iter().filter(|h| h.start <= p && !goes_on(t, h.end)).map(|h| h.end);
        *read = ends.max().unwrap_or(0).max(*read);
    }
}

/// Whether what ends at `i` may go on: with letters or digits, or with digits behind one or two gaps.
fn goes_on(t: &[u8], i: usize) -> bool {
    let gaps = part(t, i, i + 2).iter().take_while(|b| places::gap(**b)).count();
    alnum(at(t, i)) || digit(at(t, i + gaps))
}

/// Asks the verifiers of the byte at `p`.
pub(super) fn at_place(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    match t.get(p) {
        Some(b'@') => {
            email::find(t, p, hits);
            push(hits, secrets::login(t, p));
        }
        Some(b'=') => {
            records::below_rule(t, p, hits);
            records::input_value(t, p, hits);
            records::separator(t, p, hits);
            secrets::separator(t, p, hits);
            people::field(t, p, context, hits);
        }
        Some(b':') if places::is_clock(t, p) => {}
        Some(b':') => {
            let next = t.get(p + 1);
            if next == Some(&b'/') {
                push(hits, secrets::url_credentials(t, p));
                if secrets::of_address(t, p) {
                    return;
                }
            } else if back(t, p, 1).is_ascii_hexdigit() && next.is_some_and(|b| b.is_ascii_hexdigit() || *b == b':') {
                push(hits, net::ipv6(t, p, context));
            }
            records::separator(t, p, hits);
            secrets::separator(t, p, hits);
            people::field(t, p, context, hits);
            asked::answer(t, p, hits);
            people::speaker(t, p, hits);
        }
        Some(b'0'..=b'9') => {
            let old = hits.len();
            at_number(t, p, context, hits);
            people::before_numbers(t, old, hits);
        }
        Some(b'-') => push(hits, ids::dashed_address(t, p)),
        Some(b'.') => push(hits, ids::dotted_address(t, p).or_else(|| ids::lettered_firm(t, p))),
        _ => {}
    }
}

/// Asks the verifiers of places of secrets, titles and phrases, where something of `lists` may begin.
#[inline(always)]
fn at_secret(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    secrets::verify(t, p, lists, hits);
    people::literal(t, p, lists, hits);
    records::literal(t, p, lists, hits);
    mine::verify(t, p, lists, hits);
}

/// Asks the verifiers of a run of digits, at its start. Verifiers of ids have their place here: it is called for every
/// `places::is_number_place`.
fn at_number(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    if dumps::of_object(t, p) {
        return;
    }
    if people::may_be_code(t, p) && (people::postal_code(t, p, hits) || !places::is_number_place_of_person(t, p)) {
        return;
    }
    if let Some(hit) = ids::oddly_grouped(t, p) {
        hits.push(hit);
        return;
    }
    // Only for that one.
    if !places::gap(at(t, p + 4)) && !alnum(back(t, p, 1)) && places::is_quad(t, p) {
        return;
    }
    if places::in_row(t, p) {
        // A card may stand behind figures.
        if places::is_four(t, p) && !dumps::inside(t, p) {
            numbers::verify(t, p, context, hits);
        }
        return;
    }
    if places::in_clock(t, p) || dumps::of_uuid(t, p) {
        return;
    }
    if iso_date(t, p) {
        // A time of day behind makes it one of a log.
        let timed = at(t, p + 10) == b'T' || at(t, p + 10) == b' ' && digit(at(t, p + 11));
        if !timed && !ids::born(t, p, context, hits) {
            push(hits, ids::named_behind(t, p));
        }
        return;
    }
    if !context.names_numbers() && measures::at_number(t, p) {
        return;
    }
    if unnamed::is(t, p, context) {
        #[cfg(debug_assertions)]
        {
            let mut found = Vec::new();
            at_named(t, p, context, &mut found);
            let text = String::from_utf8_lossy(part(t, p.saturating_sub(60), p + 60));
            assert!(found.is_empty(), "{found:?} at {p}, around {text:?}");
        }
        return;
    }
    at_named(t, p, context, hits);
}

/// Asks the verifiers of a run of digits that something may name.
fn at_named(t: &[u8], p: usize, context: Context, hits: &mut Vec<Hit>) {
    if dumps::inside(t, p) {
        return;
    }
    if let Some(hit) = cards::track(t, p) {
        hits.push(hit);
        return;
    }
    // A letter before leaves only the account number.
    if back(t, p, 1).is_ascii_alphabetic() {
        let old = hits.len();
        ids::verify(t, p, context, hits);
        push(hits, iban::iban(t, p, context));
        if hits.len() == old {
            push(hits, ids::named_behind(t, p));
        }
        return;
    }
    // What is something by its own form is no id.
    let old = hits.len();
    let dotted = (1..=3).any(|n| t.get(p + n) == Some(&b'.'));
    if dotted && let Some(hit) = net::ipv4(t, p, context) {
        hits.push(hit);
        return;
    }
    let is_written = back(t, p, 1) == b'+' || cards::is_grouped_card(t, p);
    if is_written {
        numbers::verify(t, p, context, hits);
        if hits.len() > old {
            ids::card_details(t, p, hits);
            return;
        }
    }
    ids::verify(t, p, context, hits);
    if !is_written {
        numbers::verify(t, p, context, hits);
    }
    if hits.len() == old {
        push(hits, ids::named_behind(t, p).or_else(|| ids::transferred(t, p)));
    }
}

/// `2026-08-10`: the most frequent number of logs, which is neither a card, nor a telephone number, nor an address.
fn iso_date(t: &[u8], p: usize) -> bool {
    let Some([b'1' | b'2', b'9' | b'0', y1, y2, b'-', m1, m2, b'-', d1, d2]) = t.get(p..p + 10) else { return false };
    let digits = [y1, y2, m1, m2, d1, d2].iter().all(|b| digit(**b));
    digits
        && (at(t, p) == b'1') == (at(t, p + 1) == b'9')
        && !digit(at(t, p + 10))
        && !back(t, p, 1).is_ascii_alphabetic()
}

/// Sorts, and unites what overlaps under the most severe type.
pub(super) fn unite(hits: &mut Vec<Hit>) {
    if hits.len() < 2 {
        return;
    }
    hits.sort_unstable_by_key(|h| (h.start, h.end, h.kind, h.rule));
    hits.dedup_by(|next, kept| {
        let overlap = next.start < kept.end;
        if overlap {
            kept.end = kept.end.max(next.end);
            if next.kind > kept.kind {
                (kept.kind, kept.rule) = (next.kind, next.rule);
            }
        }
        overlap
    });
}

/// The obvious way: every verifier at every byte. Only for tests. What [`at_number`] asks beside these is asked at
/// every [`places::is_number_place`].
#[cfg(test)]
pub(super) fn reference(t: &[u8], context: Context) -> Vec<Hit> {
    let mut hits = Vec::new();
    let mut read = 0;
    let mut measures = Measures::new(context, Vec::new());
    for p in 0..t.len() {
        let number = digit(at(t, p)) && !places::in_row(t, p);
        let measured = number && !context.names_numbers() && measures::at_number(t, p);
        if measured || (number || places::is_place(t, p)) && measures.has(t, p) {
            continue;
        }
        email::find(t, p, &mut hits);
        if at(t, p) == b'@' && places::is_place(t, p) {
            hits.extend(secrets::login(t, p));
        }
        hits.extend(secrets::url_credentials(t, p));
        hits.extend(net::ipv6(t, p, context));
        let blob = digit(at(t, p)) && Blob::default().has(t, p);
        let inside = p < read && digit(at(t, p)) || dumps::inside(t, p) || dumps::of_uuid(t, p) || blob;
        let inside = inside || dumps::of_object(t, p);
        if !inside {
            hits.extend(iban::iban(t, p, context));
        }
        if !inside && !places::is_chained(t, p) && (!places::in_row(t, p) || places::is_four(t, p)) {
            match net::ipv4(t, p, context) {
                Some(hit) => hits.push(hit),
                None => numbers::verify(t, p, context, &mut hits),
            }
        }
        if at(t, p) == b'-' && places::is_place(t, p) {
            hits.extend(ids::dashed_address(t, p));
        }
        if at(t, p) == b'.' && places::is_place(t, p) {
            hits.extend(ids::dotted_address(t, p).or_else(|| ids::lettered_firm(t, p)));
        }
        if places::is_number_place(t, p) && !blob {
            at_place_behind(t, p, context, &mut hits, &mut read);
        }
        // The second of `::` is a path of code and no place.
        if matches!(at(t, p), b':' | b'=') && places::is_place(t, p) && !places::is_clock(t, p) {
            secrets::separator(t, p, &mut hits);
            people::field(t, p, context, &mut hits);
            records::input_value(t, p, &mut hits);
            records::separator(t, p, &mut hits);
            if at(t, p) == b':' {
                asked::answer(t, p, &mut hits);
                people::speaker(t, p, &mut hits);
            }
        }
    }
    for p in (0..t.len()).filter(|p| !measures.has_run(t, *p)) {
        at_secret(t, p, Lists::ALL, &mut hits);
    }
    unite(&mut hits);
    hits
}
