//! The words of the lexicon with what they mean.

use std::sync::LazyLock;

use super::{Hints, LONGEST, without_accent};
use crate::redact::{
    bytes::{back, part},
    lexicon::{FILLERS, GOODS, LEXICONS, LINKS, NATIONS, NEGATIVE, TAILS},
    lookup::wordmap::{Word, WordMap},
};

/// What a word says.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) hints: Hints,
    /// Those of `hints` that this word names beyond doubt.
    pub(super) exact: Hints,
    /// Types of the state that this word names: `Latvian` before `personal code`.
    pub(super) nation: Hints,
    pub(super) negative: bool,
    /// Names a thing that is numbered: an order, a part.
    pub(super) goods: bool,
    pub(super) filler: bool,
    /// A filler that leads from a thing to somebody.
    pub(super) link: bool,
    /// Names nothing of a person, alone or as the last word of several.
    pub(super) ends_no_label: bool,
}

impl Entry {
    /// Whether it names a type or a state.
    pub(super) fn names(&self) -> bool {
        !self.hints.is_empty() || !self.nation.is_empty()
    }

    /// What is named beyond doubt, where a state was named before.
    pub(super) fn exact_in(&self, nation: Hints) -> Hints {
        self.exact.or(self.hints.and(nation))
    }
}

/// Number of an entry; 0 says nothing.
pub(super) type Id = u16;

pub(super) static WORDS: LazyLock<Dictionary> = LazyLock::new(Dictionary::new);

static SILENT: Entry = Entry {
    hints: Hints::NONE,
    exact: Hints::NONE,
    nation: Hints::NONE,
    negative: false,
    goods: false,
    filler: false,
    link: false,
    ends_no_label: true,
};

#[derive(Debug)]
pub(super) struct Dictionary {
    ids: WordMap<Id>,
    entries: Vec<Entry>,
}

impl Dictionary {
    fn new() -> Self {
        let mut all = Self { ids: WordMap::new(), entries: vec![Entry::default()] };
        for (types, words) in LEXICONS.iter().copied().flatten() {
            let hints = Hints::of(types);
            let exact = if types.len() <= 2 { hints } else { Hints::NONE };
            for word in words.split_ascii_whitespace() {
                all.add(word, &Entry { hints, exact, ..Entry::default() });
            }
        }
        for (types, words) in NATIONS {
            for word in words.split_ascii_whitespace() {
                all.add(word, &Entry { nation: Hints::of(types), ..Entry::default() });
            }
        }
        for word in NEGATIVE.split_ascii_whitespace() {
            all.add(word, &Entry { negative: true, ..Entry::default() });
        }
        for word in GOODS.split_ascii_whitespace() {
            all.add(word, &Entry { goods: true, ..Entry::default() });
        }
        for word in FILLERS.split_ascii_whitespace() {
            all.add(word, &Entry { filler: true, ..Entry::default() });
        }
        for word in TAILS.split_ascii_whitespace() {
            all.add(word, &Entry::default());
        }
        for word in LINKS.split_ascii_whitespace() {
            all.add(word, &Entry { link: true, ..Entry::default() });
        }
        all.end_labels();
        all
    }

    /// Tells the words that end no label: asked at every separator, they are not looked at with those before them.
    fn end_labels(&mut self) {
        let named: Vec<&[u8]> =
            self.ids.words().filter(|(_, id)| !self.entry(**id).hints.is_empty()).map(|(word, _)| word).collect();
        let names = |word: &[u8]| named.iter().any(|name| name.ends_with(word));
        let silent = |entry: &Entry| entry.hints.is_empty() && entry.nation.is_empty() && !entry.filler;
        let ends: Vec<Id> =
            self.ids.words().filter(|(word, id)| silent(self.entry(**id)) && !names(word)).map(|(_, id)| *id).collect();
        for id in ends {
            if let Some(entry) = self.entries.get_mut(usize::from(id)) {
                entry.ends_no_label = true;
            }
        }
    }

    /// Adds a word, and how it is written in capitals and without accents.
    fn add(&mut self, word: &str, entry: &Entry) {
        let upper = word.to_uppercase();
        let mut capital: String = word.chars().take(1).flat_map(char::to_uppercase).collect();
        capital.extend(word.chars().skip(1));
        let plain: String = word.chars().map(without_accent).collect();
        for form in [word, &upper, &capital, &plain] {
            let form = form.to_ascii_lowercase().into_bytes();
            if form.len() >= LONGEST {
                continue;
            }
            let id = self.ids.entry(&form);
            if *id == 0 {
                *id = Id::try_from(self.entries.len()).unwrap_or(0);
                self.entries.push(Entry::default());
            }
            if let Some(known) = self.entries.get_mut(usize::from(*id)) {
                known.hints = known.hints.or(entry.hints);
                known.exact = known.exact.or(entry.exact);
                known.nation = known.nation.or(entry.nation);
                known.negative |= entry.negative;
                known.goods |= entry.goods;
                known.filler |= entry.filler;
                known.link |= entry.link;
            }
        }
    }

    /// Looks a word up; `plural`: also without its last `s`.
    #[inline]
    pub(super) fn find(&self, word: &[u8], plural: bool) -> Id {
        let known = Word::of(word);
        if plural { self.find_either(known, word) } else { self.id(known, || word.to_ascii_lowercase()) }
    }

    /// Looks up a word of which these are the bytes, also without its last `s`.
    #[inline]
    fn find_either(&self, known: Word, word: &[u8]) -> Id {
        let id = self.id(known, || word.to_ascii_lowercase());
        if id == 0 && known.is_plural() {
            let shorter = known.shorter(back(word, word.len(), 5));
            return self.id(shorter, || part(word, 0, word.len() - 1).to_ascii_lowercase());
        }
        id
    }

    #[inline]
    fn id(&self, word: Word, text: impl FnOnce() -> Vec<u8>) -> Id {
        self.ids.find(word, text).copied().unwrap_or(0)
    }

    #[inline]
    pub(super) fn entry(&self, id: Id) -> &Entry {
        self.entries.get(usize::from(id)).unwrap_or(&SILENT)
    }

    /// All words with what they say, in no order.
    pub(super) fn all(&self) -> impl Iterator<Item = (&[u8], &Entry)> {
        self.ids.words().map(|(word, id)| (word, self.entry(*id)))
    }
}

/// Words one after the other, so that neighbours can be looked up as one.
#[derive(Debug)]
pub(super) struct Line {
    /// The last words, newest first.
    last: [Word; 2],
    count: usize,
}

impl Line {
    pub(super) const fn new() -> Self {
        Self { last: [Word::EMPTY; 2], count: 0 }
    }

    /// What follows is joined to nothing before.
    pub(super) fn clear(&mut self) {
        self.count = 0;
    }

    /// Takes a word and gives what it says alone and with the one and two before it. `dotted`: a dot and no blank
    /// stands before it. `text` gives so many words before it, joined.
    pub(super) fn push(&mut self, word: &[u8], dotted: bool, text: impl Fn(usize) -> Vec<u8>) -> [Id; 3] {
        self.push_known(Word::of(word), word, dotted, text)
    }

    /// [`Self::push`] of a word that was read already.
    #[inline]
    pub(super) fn push_known(
        &mut self,
        newest: Word,
        word: &[u8],
        dotted: bool,
        text: impl Fn(usize) -> Vec<u8>,
    ) -> [Id; 3] {
        if newest.len() >= LONGEST {
            self.clear();
            return [0; 3];
        }
        let words = &*WORDS;
        let mut ids = [words.find_either(newest, word), 0, 0];
        let mut joined = newest;
        // `P.IVA` and `IC No` are joined; other short words run together by chance: `is in`.
        let any = dotted || newest.is(b"no") || newest.is(b"nr");
        for (k, before) in self.last.into_iter().enumerate().take(self.count) {
            joined = before.then(joined);
            if joined.len() >= LONGEST {
                break;
            }
            if (any || joined.len() >= 5 || !joined.is_ascii())
                && let Some(id) = ids.get_mut(k + 1)
            {
                let all = || [text(k + 1), word.to_vec()].concat().to_ascii_lowercase();
                *id = words.id(joined, all);
            }
        }
        self.join(newest);
        ids
    }

    /// Takes a word about which nothing is asked.
    pub(super) fn add(&mut self, word: &[u8]) {
        if word.len() >= LONGEST {
            self.clear();
        } else {
            self.join(Word::of(word));
        }
    }

    fn join(&mut self, word: Word) {
        self.last = [word, self.last[0]];
        self.count = (self.count + 1).min(2);
    }

    /// How many words before it the next one is joined to.
    pub(super) fn count(&self) -> usize {
        self.count
    }
}
