//! The words of a text, read once: numbers, keys and tokens near each other ask for the same ones.

use std::cell::RefCell;

use super::{
    Found, Hints,
    dictionary::{Id, Line, WORDS},
    letter, mark,
};
use crate::redact::{
    bytes::{Letters, at, back, digit, looked, part, run, run_back, word},
    lookup::wordmap::{Padded, Word},
};

/// What a stretch of a text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Word,
    /// A word that digits follow: of a code, unless it is asked for what follows.
    Open,
    /// Letters behind digits: of a code.
    Piece,
    Digits,
}

/// A word or a run of digits.
#[derive(Clone, Copy, Debug)]
pub(super) struct Token {
    pub(super) start: u32,
    pub(super) end: u32,
    pub(super) kind: Kind,
    /// Of one name in code with the word before.
    pub(super) glued: bool,
    /// How many words it is joined to, itself included.
    joined: u8,
    /// What it says alone, and with the one and two words before it.
    ids: [Id; 3],
}

impl Token {
    pub(super) fn start(&self) -> usize {
        self.start as usize
    }

    pub(super) fn end(&self) -> usize {
        self.end as usize
    }
}

/// Tokens kept of one text.
const MAX_TOKENS: usize = 4096;
/// Bytes without a word that are read rather than begun anew behind them.
const MAX_SKIP: usize = 64;

/// The tokens of a stretch of a text.
#[derive(Debug)]
pub(super) struct Reader {
    /// Address and length of the text; 0 of none.
    text: (usize, usize),
    /// Read from here up to there.
    from: usize,
    to: usize,
    tokens: Vec<Token>,
    /// Where the words stand that may name something, alone or with others, and what.
    naming: Vec<(u32, u32, Hints)>,
    line: Line,
    /// What was looked at last.
    chunk: Chunk,
    /// About the words before a place.
    found: Answers<Found>,
    /// About labels that end at a place.
    labels: Answers<Hints>,
}

/// At most 64 bytes of a text from `base` on, as [`Reader::read_on`] reads them.
#[derive(Debug)]
struct Chunk {
    base: usize,
    /// How many; 0 of nothing.
    len: usize,
    letters: u64,
    digits: u64,
    /// Capitals behind small letters.
    humps: u64,
    /// Brackets with which a mark may begin.
    brackets: u64,
    padded: Padded,
}

impl Chunk {
    const NONE: Self = Self { base: 0, len: 0, letters: 0, digits: 0, humps: 0, brackets: 0, padded: Padded::NONE };

    #[inline]
    fn of(t: &[u8], base: usize) -> Self {
        let text = part(t, base, base + 64);
        let Letters { ascii, upper, digits, high } = Letters::of(text);
        Self {
            base,
            len: text.len(),
            letters: ascii | high,
            digits,
            // A capital begins a word after a small letter.
            humps: upper & ((ascii & !upper) << 1),
            brackets: memchr::memchr_iter(b'[', text).fold(0, |bits, i| bits | 1 << i),
            padded: Padded::of(text),
        }
    }
}

/// The last answers about places of a text.
#[derive(Debug)]
struct Answers<V> {
    all: [(u32, V); 4],
    /// Which is the next to be forgotten.
    next: usize,
}

impl<V: Copy> Answers<V> {
    const fn new(none: V) -> Self {
        Self { all: [(NOWHERE, none); 4], next: 0 }
    }

    fn get(&self, p: usize) -> Option<V> {
        self.all.iter().find(|(at, _)| *at as usize == p).map(|(_, answer)| *answer)
    }

    fn put(&mut self, p: usize, answer: V) {
        self.all[self.next & 3] = (p as u32, answer);
        self.next += 1;
    }

    fn clear(&mut self) {
        for (at, _) in &mut self.all {
            *at = NOWHERE;
        }
    }
}

/// No place of a text.
const NOWHERE: u32 = u32::MAX;

thread_local! {
    /// Of the text that is searched.
    static SEARCHED: RefCell<Reader> = const { RefCell::new(Reader::new()) };
    /// Of any other.
    static OTHER: RefCell<Reader> = const { RefCell::new(Reader::new()) };
}

/// While it lives, the words of a text are read once.
#[derive(Debug)]
pub(in crate::redact) struct Reading(());

impl Reading {
    /// Of a text, which must not change meanwhile.
    pub(in crate::redact) fn of(t: &[u8]) -> Self {
        SEARCHED.with_borrow_mut(|r| r.begin((t.as_ptr().addr(), t.len())));
        Self(())
    }
}

impl Drop for Reading {
    fn drop(&mut self) {
        SEARCHED.with_borrow_mut(|r| r.begin((0, 0)));
    }
}

/// What is said before `p` of a text: as `answers` know it, if this is the text that is searched, or by `read`.
fn known<V: Copy>(t: &[u8], p: usize, answers: impl Fn(&mut Reader) -> &mut Answers<V>, read: impl FnOnce() -> V) -> V {
    let is_searched = |r: &Reader| r.text == (t.as_ptr().addr(), t.len());
    let known = SEARCHED.with_borrow_mut(|r| if is_searched(r) { answers(r).get(p) } else { None });
    known.unwrap_or_else(|| {
        let answer = read();
        SEARCHED.with_borrow_mut(|r| {
            if is_searched(r) {
                answers(r).put(p, answer);
            }
        });
        answer
    })
}

/// What the words before `p` say: several verifiers ask about the same number.
pub(super) fn found(t: &[u8], p: usize, read: impl FnOnce() -> Found) -> Found {
    known(t, p, |r| &mut r.found, read)
}

/// What the label that ends at `end` says.
pub(super) fn label(t: &[u8], end: usize, read: impl FnOnce() -> Hints) -> Hints {
    known(t, end, |r| &mut r.labels, read)
}

/// Calls `f` with a reader that has read `from..to` of a text. `cut`: nothing behind `to` is read, and words end there.
pub(super) fn read<T>(t: &[u8], from: usize, to: usize, cut: bool, f: impl FnOnce(&Reader) -> T) -> T {
    let searched = SEARCHED.with_borrow_mut(|r| {
        if r.text != (t.as_ptr().addr(), t.len()) {
            return false;
        }
        r.prepare(t, from, to);
        // A word goes on behind the end.
        !cut || !r.tokens.iter().rev().take_while(|k| k.end() > to).any(|k| k.start() < to && k.kind != Kind::Digits)
    });
    if searched {
        return SEARCHED.with_borrow(f);
    }
    OTHER.with_borrow_mut(|r| {
        r.begin((0, 0));
        r.prepare(if cut { part(t, 0, to) } else { t }, from, to);
        f(r)
    })
}

impl Reader {
    const fn new() -> Self {
        Self {
            text: (0, 0),
            from: 0,
            to: 0,
            tokens: Vec::new(),
            naming: Vec::new(),
            line: Line::new(),
            chunk: Chunk::NONE,
            found: Answers::new(Found::NONE),
            labels: Answers::new(Hints::NONE),
        }
    }

    fn begin(&mut self, text: (usize, usize)) {
        self.text = text;
        self.chunk.len = 0;
        self.found.clear();
        self.labels.clear();
        self.restart(0, 0);
    }

    fn restart(&mut self, from: usize, to: usize) {
        self.tokens.clear();
        self.naming.clear();
        self.line.clear();
        (self.from, self.to) = (from, to);
    }

    /// The number of the first token that ends behind `p`.
    pub(super) fn first(&self, p: usize) -> usize {
        // Most places asked for are among the last that were read.
        let near = self.tokens.len().saturating_sub(24);
        match self.tokens.get(near) {
            Some(first) if first.end() <= p => {
                let behind = |k: &&Token| k.end() > p;
                self.tokens.len() - self.tokens.iter().rev().take_while(behind).count()
            }
            _ => self.tokens.partition_point(|k| k.end() <= p),
        }
    }

    /// Whether a word between `from` and `to` may name something.
    pub(super) fn names(&self, from: usize, to: usize) -> bool {
        let last = self.naming.iter().rev().find(|(start, ..)| (*start as usize) < to);
        last.is_some_and(|(_, end, _)| *end as usize > from)
    }

    /// Whether no word from `from` to `to` may name something: not one before `p`, which is no letter, nor one behind.
    pub(super) fn is_silent(&self, from: usize, p: usize, to: usize) -> bool {
        let words = self.naming.iter().rev().skip_while(|(start, ..)| *start as usize >= to);
        let mut words = words.take_while(|(_, end, _)| *end as usize > from);
        // An open word counts where it touches what follows.
        words.all(|(start, _, hints)| *hints == Hints::ALL && (*start as usize) < p)
    }

    /// What the words before `to` from `from` on may name: all that they do, and perhaps more.
    pub(super) fn may_name(&self, from: usize, to: usize) -> Hints {
        let words = self.naming.iter().rev().skip_while(|(start, ..)| *start as usize >= to);
        let words = words.take_while(|(_, end, _)| *end as usize > from);
        // An open word counts only where it touches what follows.
        let counts = |(_, end, hints): &&(u32, u32, Hints)| *hints != Hints::ALL || *end as usize == to;
        words.filter(counts).fold(Hints::NONE, |all, (.., hints)| all.or(*hints))
    }

    pub(super) fn get(&self, i: usize) -> Option<&Token> {
        self.tokens.get(i)
    }

    /// What the word `i` says together with the most words before it that begin at `from` or later, and how many these
    /// are.
    pub(super) fn said(&self, t: &[u8], i: usize, from: usize) -> (Id, usize) {
        let Some(token) = self.tokens.get(i) else { return (0, 0) };
        let ids = if token.kind == Kind::Word { token.ids } else { self.look_up(t, i) };
        let said = (0..usize::from(token.joined))
            .rev()
            .filter(|k| self.tokens.get(i - k).is_some_and(|first| first.start() >= from))
            .find_map(|k| ids.get(k).filter(|id| **id != 0).map(|id| (*id, k)));
        let other =
            |k: usize| of_cursor(t, token.start(), token.end()) || k == 0 && of_other(t, token.start(), token.end());
        said.filter(|(_, k)| token.end - token.start > 4 || !other(*k)).unwrap_or((0, 0))
    }

    /// Of words of codes, which are seldom asked for.
    fn look_up(&self, t: &[u8], i: usize) -> [Id; 3] {
        let mut line = Line::new();
        let mut ids = [0; 3];
        let joined = self.tokens.get(i).map_or(1, |k| usize::from(k.joined));
        for k in (i + 1).saturating_sub(joined)..=i {
            let Some(token) = self.tokens.get(k) else { break };
            let before = |n: usize| text(t, self.tokens.get(k.saturating_sub(n)..k).unwrap_or_default());
            ids = line.push(part(t, token.start(), token.end()), back(t, token.start(), 1) == b'.', before);
        }
        ids
    }

    fn prepare(&mut self, t: &[u8], from: usize, to: usize) {
        if from < self.from || from > self.to + MAX_SKIP || self.tokens.len() > MAX_TOKENS || self.to == 0 {
            self.restart(from, begin(t, from));
        }
        let old = self.to;
        while self.to < to.min(t.len()) {
            self.read_on(t, to);
        }
        looked(self.to - old);
    }

    /// Reads on, at most 64 bytes, a word or run of digits, or a mark.
    fn read_on(&mut self, t: &[u8], to: usize) {
        // Where the last places stand near each other, one chunk is read for several.
        if !(self.chunk.base..self.chunk.base + self.chunk.len).contains(&self.to) {
            self.chunk = Chunk::of(t, self.to);
        }
        let Chunk { base, len, letters, digits, humps, brackets, .. } = self.chunk;
        let mut i = self.to - base;
        while base + i < to {
            let wanted = u64::MAX.checked_shl(i as u32).unwrap_or(0);
            let rest = (letters | digits) & wanted;
            let next = rest.trailing_zeros() as usize;
            let bracket = (brackets & wanted).trailing_zeros() as usize;
            if bracket < next {
                i = bracket;
                i += mark(part(t, base + i, base + i + 64)).max(1);
                continue;
            }
            if rest == 0 {
                i = i.max(len);
                break;
            }
            i = next;
            let number = digits >> i & 1 != 0;
            let same = if number { digits } else { letters & !(humps & !(1 << i)) };
            let n = ((same >> i).trailing_ones() as usize).min(len - i);
            if i + n == len && base + i + n < t.len() {
                // It may go on: it is read from its beginning.
                self.chunk.len = 0;
                if i == 0 {
                    let hump = |a: u8, b: u8| a.is_ascii_lowercase() && b.is_ascii_uppercase();
                    let goes_on = |w: &&[u8]| matches!(w, [a, b] if of_kind(*b, number) && !hump(*a, *b));
                    i = n + part(t, base + n - 1, t.len()).windows(2).take_while(goes_on).count();
                    self.push(t, (base, base + i), number, |_| Word::of(part(t, base, base + i)));
                }
                break;
            }
            self.push(t, (base + i, base + i + n), number, |chunk| chunk.padded.word(i, n));
            i += n;
        }
        self.to = base + i;
    }

    /// Adds a token. `word`: gives what is looked up, from the chunk.
    #[inline]
    fn push(&mut self, t: &[u8], (start, end): (usize, usize), number: bool, word: impl FnOnce(&Chunk) -> Word) {
        let mut token =
            Token { start: start as u32, end: end as u32, kind: Kind::Digits, glued: false, joined: 1, ids: [0; 3] };
        if number {
            self.line.clear();
        } else if digit(back(t, start, 1)) {
            token.kind = Kind::Piece;
            self.line.clear();
        } else {
            let last = self.tokens.last().filter(|k| k.kind == Kind::Word);
            token.glued = last.is_some_and(|k| k.end() == start || k.end() + 1 == start && back(t, start, 1) == b'_');
            if digit(at(t, end)) {
                token.kind = Kind::Open;
                token.joined = (self.line.count() + 1) as u8;
                self.line.clear();
            } else {
                token.kind = Kind::Word;
                token.joined = (self.line.count() + 1) as u8;
                let (word, tokens) = (word(&self.chunk), &self.tokens);
                let before = |n: usize| text(t, tokens.get(tokens.len().saturating_sub(n)..).unwrap_or_default());
                token.ids = self.line.push_known(word, part(t, start, end), back(t, start, 1) == b'.', before);
            }
            // What open words say is looked up when it is asked for.
            if token.kind == Kind::Open {
                self.naming.push((token.start, token.end, Hints::ALL));
            } else if token.ids != [0; 3] {
                let entries = token.ids.map(|id| WORDS.entry(id));
                if entries.iter().any(|e| e.names()) {
                    let hints = entries.iter().fold(Hints::NONE, |all, e| all.or(e.hints));
                    self.naming.push((token.start, token.end, hints));
                }
            }
        }
        self.tokens.push(token);
    }
}

/// Whether a short word is a piece of what a generator wrote, as `Rc` is of `fWOvRcTlG9VNrze`: digits, capitals and
/// small letters follow each other faster than in names of code.
fn of_cursor(t: &[u8], start: usize, end: usize) -> bool {
    let code = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_');
    let from = start - run_back(t, start, 32, code);
    let text = part(t, from, end + run(t, end, 32, code));
    // Names of code have few digits, and seldom two runs of capitals.
    let shouts = || {
        text.chunk_by(|a, b| a.is_ascii_uppercase() == b.is_ascii_uppercase())
            .filter(|c| c.len() > 1 && c[0].is_ascii_uppercase())
            .count()
            > 1
    };
    let drawn = text.iter().any(|b| digit(*b)) || text.len() >= 16 && shouts();
    if text.len() < 12 || !drawn {
        return false;
    }
    let class = |b: u8| u8::from(b.is_ascii_uppercase()) + 2 * u8::from(digit(b));
    let letters = text.windows(2).filter(|w| w.iter().all(u8::is_ascii_alphanumeric));
    letters.filter(|w| class(w[0]) != class(w[1])).count() * 3 >= text.len()
}

/// Whether a short word is the name of a program that ends its line, as `cc` and `rc` in lists of files, a function,
/// `sin(x)`, a list of HTML, or a thing of tin that ends its cell.
fn of_other(t: &[u8], start: usize, end: usize) -> bool {
    let (word, b) = (part(t, start, end), at(t, end));
    let small = word.iter().all(u8::is_ascii_lowercase);
    let program = b == b'\n' && word.len() == 2 && small;
    // `tel(home)` is none.
    let argument = usize::from(at(t, end + 1).is_ascii_alphabetic());
    let function = b == b'(' && small && at(t, end + 1 + argument) == b')';
    let tin = || {
        let parted = b == b' ' && matches!(at(t, end + 1), b' ' | b'|' | b',');
        let quoted = b == b'"' && at(t, end + 1) != b':';
        word == b"Tin" && (parted || quoted || matches!(b, b',' | b'\n' | b'\t' | b'|' | b'<'))
    };
    // `<dl>`
    let list = b == b'>' && word == b"dl" && matches!(back(t, start, 1), b'<' | b'/');
    program
        || function
        || list
        || tin()
        || word.eq_ignore_ascii_case(b"cell") && of_grid(t, end)
        || of_file(t, start, end)
}

/// Whether a cell whose word ends at `end` is one of a notebook or a sheet: `Cell [12]`, `cell B14`, `cell (3, 4)`.
fn of_grid(t: &[u8], end: usize) -> bool {
    let (i, n) = (end + 2, run(t, end + 2, 4, |b| digit(b) || matches!(b, b' ' | b'*')));
    match at(t, end + 1) {
        _ if at(t, end) != b' ' => false,
        b'[' => at(t, i + n) == b']',
        b'(' => {
            let second = i + n + 1 + run(t, i + n + 1, 1, |b| b == b' ');
            let digits = run(t, second, 4, digit);
            (1..4).contains(&n) && at(t, i + n) == b',' && digits > 0 && at(t, second + digits) == b')'
        }
        b'A'..=b'Z' => {
            let letters = run(t, i, 2, |b| b.is_ascii_uppercase());
            let row = run(t, i + letters, 6, digit);
            (1..6).contains(&row) && !word(at(t, i + letters + row))
        }
        _ => false,
    }
}

/// Whether a word is a piece of the name of a file behind its folders: `/usr/lib/rc.service`, `../src/rc.rs.html`.
fn of_file(t: &[u8], start: usize, end: usize) -> bool {
    let inside = matches!(back(t, start, 1), b'/' | b'-' | b'_') && matches!(at(t, end), b'.' | b'-' | b'_');
    inside && at(t, end + 1).is_ascii_lowercase() && {
        let n = run_back(t, start, 64, |b| b > b' ' && !matches!(b, b'=' | b':' | b',' | b'"'));
        part(t, start - n, start).iter().filter(|b| **b == b'/').count() > 1
    }
}

/// The letters of tokens, joined.
fn text(t: &[u8], tokens: &[Token]) -> Vec<u8> {
    tokens.iter().flat_map(|k| part(t, k.start(), k.end())).copied().collect()
}

fn of_kind(b: u8, number: bool) -> bool {
    if number { digit(b) } else { letter(b) }
}

/// Where reading begins, so that it is the same from wherever it began: behind a word or mark that is cut.
fn begin(t: &[u8], from: usize) -> usize {
    if from == 0 {
        // Of a part of a text.
        return mark(part(t, 0, 64));
    }
    let n = part(t, from.saturating_sub(48), from)
        .iter()
        .rev()
        .take_while(|b| b.is_ascii_uppercase() || **b == b'_')
        .count();
    if back(t, from, n + 1) == b'[' {
        let start = from - n - 1;
        let end = start + mark(part(t, start, start + 64));
        if end > from {
            return end;
        }
    }
    let edge = |i: usize| back(t, i, 1).is_ascii_lowercase() && at(t, i).is_ascii_uppercase();
    if !letter(back(t, from, 1)) {
        return from;
    }
    let rest = part(t, from, t.len());
    from + (from..).zip(rest).take_while(|(i, b)| letter(**b) && !edge(*i)).count()
}
