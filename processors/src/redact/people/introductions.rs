//! People who introduce themselves, in many languages: `me llamo Ana Ruiz`, `Hi, this is Jane Roe calling`, `我叫王伟`.
//!
//! One table has the words and how they may be written: with a capital, which the first pass stops at; in small letters
//! before a name with capitals; in small letters where a text begins, before a name in small letters.

use super::{
    born_abroad,
    names::{self, name},
    own_names, unmarked,
};
use crate::redact::{
    bytes::{at, back, part, run, run_back, text, word},
    dates,
    scan::{
        Hit,
        heads::{self, Lists},
    },
    types::Type,
};

/// An introduction, and how it may be written. Those with which a sentence may begin have their capital here.
type Introduction = (&'static str, u8);

/// With its capital: the first pass stops there.
const CAPITAL: u8 = 1;
/// In small letters inside a sentence, before a name with capitals.
const INSIDE: u8 = 1 << 1;
/// Inside a sentence with its capital: the `I` of English.
const LOUD: u8 = 1 << 2;
/// In small letters where a text begins, before a name of two words in small letters.
const OPENING: u8 = 1 << 3;
const ANYWHERE: u8 = CAPITAL | INSIDE | OPENING;

/// Who says them tells their own name.
#[rustfmt::skip]
const NAMING: &[Introduction] = &[
    ("Je m'appelle ", ANYWHERE), ("Je m’appelle ", ANYWHERE), ("Mon nom est ", CAPITAL), ("Ich heiße ", CAPITAL | OPENING), ("Ich heisse ", ANYWHERE),
    ("Mein Name ist ", CAPITAL | INSIDE), ("Me llamo ", ANYWHERE), ("Mi nombre es ", CAPITAL), ("Mi chiamo ", ANYWHERE), ("Il mio nome è ", CAPITAL),
    ("Meu nome é ", CAPITAL), ("O meu nome é ", CAPITAL), ("Me chamo ", ANYWHERE), ("Chamo-me ", CAPITAL), ("Ik heet ", ANYWHERE),
    ("Mijn naam is ", CAPITAL), ("Jag heter ", ANYWHERE), ("Mitt namn är ", CAPITAL), ("Jeg hedder ", ANYWHERE), ("Mit navn er ", CAPITAL),
    ("Jeg heter ", ANYWHERE), ("Mitt navn er ", CAPITAL), ("Nazywam się ", CAPITAL), ("Mam na imię ", CAPITAL), ("Jmenuji se ", CAPITAL | INSIDE),
    ("Volám sa ", CAPITAL), ("Mă numesc ", CAPITAL | INSIDE), ("Numele meu este ", CAPITAL | INSIDE), ("Nimeni on ", CAPITAL | INSIDE),
    ("Benim adım ", CAPITAL), ("Adım ", CAPITAL), ("Zovem se ", CAPITAL | INSIDE), ("Ime mi je ", CAPITAL | INSIDE), ("Nama saya ", CAPITAL | INSIDE),
    ("Tên tôi là ", CAPITAL), ("Jina langu ni ", CAPITAL), ("mein name ist ", INSIDE), ("langu ni ", INSIDE), ("imię to ", INSIDE),
    ("Hier spricht ", CAPITAL | INSIDE), ("Le habla ", CAPITAL | INSIDE), ("U spreekt met ", CAPITAL | INSIDE), ("Z tej strony ", CAPITAL | INSIDE), ("quem fala é ", INSIDE), ("Mano vardas ", CAPITAL | INSIDE), ("Minu nimi on ", CAPITAL | INSIDE), ("Em dic ", CAPITAL | INSIDE), ("Mans vārds ir ", CAPITAL | INSIDE), ("ako si ", INSIDE),
    ("Je soussigné ", CAPITAL | INSIDE), ("Je soussignée ", CAPITAL | INSIDE), ("Io sottoscritto ", CAPITAL | INSIDE), ("Io sottoscritta ", CAPITAL | INSIDE),
    ("Il sottoscritto ", CAPITAL | INSIDE), ("La sottoscritta ", CAPITAL | INSIDE),
    ("Ismim ", CAPITAL | INSIDE), ("Moje meno je ", CAPITAL | INSIDE), ("Moje jméno je ", CAPITAL | INSIDE), ("name is ", OPENING), (LOUD_NAME, CAPITAL),
];
/// What somebody says who writes in capitals.
const LOUD_NAME: &str = "NAME IS ";
/// They introduce somebody, and say other things: a name of two words or more that a sentence goes on behind; in small
/// letters inside a sentence, also a greeting before.
#[rustfmt::skip]
const PRESENTING: &[Introduction] = &[
    ("I'm ", ANYWHERE | LOUD), ("I’m ", ANYWHERE | LOUD), ("I am ", ANYWHERE | LOUD), ("I, ", CAPITAL), ("Ich bin ", ANYWHERE),
    ("Je suis ", ANYWHERE), ("Soy ", ANYWHERE), ("Sono ", ANYWHERE), ("Ik ben ", ANYWHERE), ("Jag är ", CAPITAL), ("Jeg er ", CAPITAL | INSIDE),
    ("Sou ", ANYWHERE), ("Eu sou ", CAPITAL), ("Jestem ", CAPITAL | INSIDE), ("Jsem ", CAPITAL), ("Hi, this is ", CAPITAL),
    ("Hello, this is ", CAPITAL), ("Hey, this is ", CAPITAL), ("Hi this is ", CAPITAL), ("Hello this is ", CAPITAL), ("Hi, I'm ", CAPITAL),
    ("Hello, I'm ", CAPITAL), ("Hi, I am ", CAPITAL), ("Hello, I am ", CAPITAL), ("olen ", INSIDE), ("Ako si ", CAPITAL), ("Hier ist ", CAPITAL | INSIDE), ("Ici ", CAPITAL | INSIDE), ("Tady ", CAPITAL | INSIDE), ("this is ", OPENING), ("im ", OPENING),
    ("Sou a ", ANYWHERE), ("Sou o ", ANYWHERE), ("it's ", OPENING | INSIDE), ("Ben ", INSIDE), ("you've reached ", INSIDE),
];

const fn count(all: &[Introduction], how: u8) -> usize {
    let (mut i, mut n) = (0, 0);
    while i < all.len() {
        n += (all[i].1 & how != 0) as usize;
        i += 1;
    }
    n
}

/// Those that may be written so.
const fn written<const N: usize>(all: &[Introduction], how: u8) -> [&'static str; N] {
    let (mut i, mut n, mut list) = (0, 0, [""; N]);
    while i < all.len() {
        if all[i].1 & how != 0 {
            list[n] = all[i].0;
            n += 1;
        }
        i += 1;
    }
    list
}

/// Introductions with their capital.
pub(in crate::redact) const INTRODUCTIONS: &[&str] = &written::<{ count(NAMING, CAPITAL) }>(NAMING, CAPITAL);
pub(in crate::redact) const PRESENTATIONS: &[&str] = &written::<{ count(PRESENTING, CAPITAL) }>(PRESENTING, CAPITAL);
/// The same in small letters inside a sentence, see [`ends_small`].
pub(super) const INTRODUCTIONS_INSIDE: &[&str] = &written::<{ count(NAMING, INSIDE) }>(NAMING, INSIDE);
pub(super) const PRESENTATIONS_INSIDE: &[&str] = &written::<{ count(PRESENTING, INSIDE) }>(PRESENTING, INSIDE);
pub(super) const PRESENTATIONS_LOUD: &[&str] = &written::<{ count(PRESENTING, LOUD) }>(PRESENTING, LOUD);
/// The same in small letters where a text begins, see [`begins_small`].
pub(in crate::redact) const INTRODUCTIONS_OPENING: &[&str] = &written::<{ count(NAMING, OPENING) }>(NAMING, OPENING);
pub(in crate::redact) const PRESENTATIONS_OPENING: &[&str] =
    &written::<{ count(PRESENTING, OPENING) }>(PRESENTING, OPENING);

/// Whether a text begins with an introduction in small letters.
pub(in crate::redact) fn begins_small(text: &[u8], words: &str) -> bool {
    let (text, words) = (text.split_first(), words.as_bytes().split_first());
    matches!((text, words), (Some((a, text)), Some((b, words))) if *a == b | 0x20 && text.starts_with(words))
}

/// Where an introduction in small letters begins with which a text ends, but for the blank behind it.
fn ends_small(text: &[u8], words: &str) -> Option<usize> {
    let [first, words @ .., b' '] = words.as_bytes() else { return None };
    let before = text.strip_suffix(words)?.strip_suffix(&[first | 0x20])?;
    Some(before.len())
}

/// The last four letters of an introduction before its blank, in small letters unless `loud`; of a word of three with
/// the blank before it.
pub(super) const fn last_letters(words: &str, loud: bool) -> [u8; 4] {
    let w = words.as_bytes();
    let n = w.len() - 1;
    let first = if loud { w[0] } else { w[0] | 0x20 };
    match n {
        3 => [b' ', first, w[1], w[2]],
        4 => [first, w[1], w[2], w[3]],
        _ => [w[n - 4], w[n - 3], w[n - 2], w[n - 1]],
    }
}

/// What is searched for in texts beyond ASCII by such a letter: introductions inside a sentence, and words before a
/// date of birth.
pub(in crate::redact) const BEYOND_ASCII: &[&str] = &[
    "heiße ", "nome é ", "nome è ", "adım ", "imię ", "ă numesc ", "tên là ", "nazywam się ", "родил", "生年月日",
    "出生日期", "と申します", "出生于", "出生於", "誕生日", "생년월일", "urodził", "Urodził", "народил", "narozená",
    "narodená", "مواليد", "जन्म", "doğumlu", "日生まれ", "日に生まれ", "日出生", "일생", "일 출생", "일에 태어",
    "ене звати ", "νομάζομαι ", "με λένε ", "у звати ", "а звати ", "иректор", "ациент", "енеджер", "лиент", "одитель",
    "отрудни", "окупател", "аявител", "ражданин", "ражданк", "ухгалтер", "пециалист", "рач ", "ікар ", "matrícula ",
    "осномер ", "車牌", "车牌", "targa è ",
];
/// What of [`BEYOND_ASCII`] is the rest of a word for what somebody is, whose first letter may be a capital.
const ROLES: &[&str] = &[
    "иректор", "ациент", "енеджер", "лиент", "одитель", "отрудни", "окупател", "аявител", "ражданин", "ражданк",
    "ухгалтер", "пециалист", "рач ", "ікар ",
];
/// Words before a number plate, of [`BEYOND_ASCII`].
const PLATED: &[&str] = &["matrícula ", "осномер ", "車牌", "车牌", "targa è "];
/// What ends a name behind an introduction.
const JAPANESE: &[&str] = &["です", "と申", "といい", "で"];
const KOREAN: &[&str] = &["이고", "이며", "입니다", "이에요", "예요"];
const ARABIC: &[&str] = &[" و", " من"];
/// Introductions in scripts without capitals, of oneself and of one's family, and what ends a name behind them.
#[rustfmt::skip]
pub(in crate::redact) const CALLED: &[(&str, &[&str])] = &[
    ("我叫", &[]), ("我的名字是", &[]), ("我的名字叫", &[]), ("私の名前は", &["です", "と申", "といい"]), ("저는 ", &["입니다", "이라고", "라고"]), ("제 이름은 ", &["이고", "이며", "입니다", "이에요", "예요"]),
    ("اسمي ", &[" و", " من"]), ("मेरा नाम ", &[" है"]), (OF_KIN, &[" है", " हैं", " था", " थी"]), ("שמי ", &[" וה", " ואני", " אני"]), ("妻子叫", &[]), ("太太叫", &[]), ("老婆叫", &[]), ("丈夫叫", &[]), ("老公叫", &[]), ("儿子叫", &[]), ("女儿叫", &[]), ("妻子的名字是", &[]), ("太太的名字是", &[]), ("丈夫的名字是", &[]),
    ("妻の名前は", JAPANESE), ("夫の名前は", JAPANESE), ("息子の名前は", JAPANESE), ("娘の名前は", JAPANESE), ("아내 이름은 ", KOREAN), ("남편 이름은 ", KOREAN), ("아들 이름은 ", KOREAN), ("딸 이름은 ", KOREAN),
    ("زوجتي اسمها ", ARABIC), ("زوجي اسمه ", ARABIC), ("ابني اسمه ", ARABIC), ("ابنتي اسمها ", ARABIC),
    (I_AM[0], &["です", "と申", "といい"]), (I_AM[1], &[]),
    ("ผมชื่อ ", &[]), ("ฉันชื่อ ", &[]), ("ดิฉันชื่อ ", &[]),
];
/// Hindi for `whose name`, behind a relative.
const OF_KIN: &str = "का नाम ";
/// Relatives, and patients.
#[rustfmt::skip]
const HINDI_KIN: &[&str] = &[
    "पत्नी", "पति", "बेटे", "बेटी", "माँ", "मां", "माता", "माताजी", "पिता", "पिताजी", "भाई", "बहन", "दादा", "दादी", "नाना", "नानी", "दोस्त", "पुत्र", "पुत्री", "मरीज", "मरीज़",
];

/// Whether one of [`HINDI_KIN`] stands before `end`.
fn of_kin(t: &[u8], end: usize) -> bool {
    let before = part(t, end.saturating_sub(32), end).trim_ascii_end();
    HINDI_KIN.iter().any(|w| {
        before.strip_suffix(w.as_bytes()).is_some_and(|rest| rest.last().is_none_or(|b| *b == b' ' || *b == b'\n'))
    })
}

pub(in crate::redact) const CALLED_WORDS: &[&str] = &{
    let mut words = [""; CALLED.len()];
    let mut i = 0;
    while i < CALLED.len() {
        words[i] = CALLED[i].0;
        i += 1;
    }
    words
};
/// What stands before the first of them: without it they name things, `heiße Schokolade`, `bir sonraki adım GitHub`.
const OWN: &[&str] =
    &["ich ", "meu ", "mio ", "benim ", "na ", "rhaba, ", "rhaba ", "elam, ", "ünler, ", "ünler ", "ünaydın, "];

/// Asks the introductions that begin with a capital at `p`.
pub(super) fn verify(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    let rest = part(t, p, p + 24);
    let starts = |which: Lists, list: &'static [&'static str]| {
        if lists.has(which) { heads::find(list, rest, |w| w) } else { None }
    };
    if let Some(words) = starts(Lists::NAMING, INTRODUCTIONS) {
        if *words == LOUD_NAME {
            hits.extend(loud(t, p));
        } else if *words != STEP || no_step(t, p) {
            introduced(t, p + words.len(), hits);
        }
    } else if let Some(words) = starts(Lists::PRESENTING, PRESENTATIONS) {
        presented(t, p + words.len(), hits);
    }
}

/// Asks the words of [`BEYOND_ASCII`] that begin at `p`.
pub(super) fn inside(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let rest = part(t, p, p + 24);
    if rest.starts_with(NAMED.as_bytes()) {
        hits.extend(named_before(t, p));
        return;
    }
    if let Some((words, ends)) = heads::find(CALLED, rest, |(w, _)| w) {
        called(t, p + words.len(), ends, hits);
        return;
    }
    let Some(words) = heads::find(BEYOND_ASCII, rest, |w| w) else { return };
    if PLATED.contains(words) {
        hits.extend(unmarked::plate_abroad(t, p + words.len(), words));
        return;
    }
    if ROLES.contains(words) {
        hits.extend(own_names::in_role(t, p, p + words.len()));
        return;
    }
    if born_abroad::behind(t, p, words, hits) {
        return;
    }
    let from = p + words.len();
    if matches!(
        *words,
        "ене звати "
            | "у звати "
            | "а звати "
            | "νομάζομαι "
            | "με λένε "
            | "ă numesc "
            | "tên là "
            | "nazywam się "
    ) {
        introduced(t, from, hits);
        return;
    }
    if words.ends_with(' ') {
        let before = part(t, p.saturating_sub(7), p);
        if OWN.iter().any(|w| before.ends_with(w.as_bytes()) && !word(back(before, before.len(), w.len() + 1))) {
            introduced(t, from, hits);
        }
        return;
    }
    // Born: the date behind the rest of the word, and a word between.
    let text = part(t, from, from + 32);
    if let Some(n) = text.iter().position(u8::is_ascii_digit)
        && text.iter().take(n).filter(|b| **b == b' ').count() <= 2
        && let Some(to) = dates::any(t, from + n).filter(|to| !word(at(t, *to)))
    {
        hits.push(Hit::new(from + n, to, Type::DateOfBirth));
    }
}

/// `…と申します`: who says it is called what stands before.
const NAMED: &str = "と申します";

/// Name of two to eight signs before [`NAMED`] at `p`, from the last sign that ends a sentence or a part of it on.
fn named_before(t: &[u8], p: usize) -> Option<Hit> {
    let n = run_back(t, p, 48, |b| b >= 0x80);
    let text = String::from_utf8_lossy(part(t, p - n, p)).into_owned();
    let name = text.rsplit(['、', '。', '！', '「', '　', 'は', 'の', '私', '\u{FFFD}']).next()?;
    let signs = name.chars().count();
    // `担当者と申します`, `株式会社サンプルと申します`
    let fine = (2..=8).contains(&signs)
        && !name.ends_with(['者', '号', '社'])
        && !name.contains("会社")
        && name.chars().all(|c| matches!(c, '\u{3041}'..='\u{30FF}' | '\u{4E00}'..='\u{9FFF}'));
    fine.then(|| Hit::ruled(p - name.len(), p, Type::Person, "called"))
}

/// Frequent surnames of Korea, with which a name of three signs begins.
const SURNAMES: &[char] = &[
    '김', '이', '박', '최', '정', '강', '조', '윤', '장', '임', '한', '오', '서', '신', '권', '황', '안', '송', '전',
    '홍', '유', '고', '문', '양', '손', '배', '백', '허', '남', '심', '노', '하', '곽', '성', '차', '주', '우', '구',
    '민', '류', '나', '진', '지', '엄', '채', '원', '천', '방', '공', '현', '함', '변', '염', '여', '추', '도', '소',
    '석',
];

/// `I am` of Japanese and Chinese, which say what somebody is far more often than who.
const I_AM: [&str; 2] = ["私は", "我是"];

/// Name in a script without capitals at `from`, up to what ends it: at most two words, of Chinese and Japanese one.
fn called(t: &[u8], from: usize, ends: &[&str], hits: &mut Vec<Hit>) {
    let text = text(part(t, from, from + 64));
    let stop = text
        .find(|c: char| !(c.is_alphabetic() || c == ' ' || matches!(c, '\u{900}'..='\u{E4E}')))
        .unwrap_or(text.len());
    let name = text.get(..stop).unwrap_or_default();
    let name = ends.iter().filter_map(|w| name.find(w)).min().map_or(name, |n| name.get(..n).unwrap_or_default());
    let mut len = 0;
    for (k, word) in name.split(' ').enumerate() {
        if k == 2 || word.is_empty() {
            break;
        }
        len += word.len() + usize::from(k > 0);
    }
    let name = name.get(..len).unwrap_or_default();
    let signs = name.chars().filter(|c| c.is_alphabetic()).count();
    const OF_WORKS: &[char] = &['자', '사', '관', '가', '부', '생', '버', '님'];
    const NO_NAMES: &[&str] = &["한국인", "공무원", "장애인", "직장인", "지원자"];
    if part(t, from.saturating_sub(OF_KIN.len()), from) == OF_KIN.as_bytes() && !of_kin(t, from - OF_KIN.len()) {
        return;
    }
    let behind = |words: &str| part(t, from.saturating_sub(words.len()), from) == words.as_bytes();
    let ended = || ends.iter().any(|e| part(t, from + name.len(), from + name.len() + e.len()) == e.as_bytes());
    // `저는 박지훈입니다`, but `저는 학생입니다`.
    if behind("저는 ")
        && !(signs == 3
            && ended()
            && name.starts_with(SURNAMES)
            && !name.ends_with(OF_WORKS)
            && !NO_NAMES.contains(&name))
        || behind(I_AM[0]) && !(ended() && own_names::japanese(name))
        || behind(I_AM[1]) && !own_names::chinese(name, text.get(name.len()..).unwrap_or_default())
    {
        return;
    }
    let han = name.chars().any(|c| matches!(c, '\u{3041}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'));
    let most = if han { 6 } else { 24 };
    if (2..=most).contains(&signs) && !name.is_ascii() {
        hits.push(Hit::ruled(from, from + name.len(), Type::Person, "called"));
    }
}

/// `MY NAME IS JANE ROE,`: two or three words in capitals; `p` is that of [`LOUD_NAME`].
fn loud(t: &[u8], p: usize) -> Option<Hit> {
    let from = p + LOUD_NAME.len();
    let (mut to, mut count) = (from, 0);
    while count < 4 {
        let start = to + usize::from(count > 0);
        let n = run(t, start, 24, |b| b.is_ascii_uppercase() || matches!(b, b'-' | b'\''));
        if n < 2 || count > 0 && at(t, to) != b' ' {
            break;
        }
        (to, count) = (start + n, count + 1);
    }
    let ends = matches!(at(t, to), 0 | b'\n' | b',' | b'.' | b'!') || part(t, to, to + 5) == b" AND ";
    let mine = part(t, p.saturating_sub(3), p) == b"MY " && !word(back(t, p, 4)) && back(t, p, 4) < 0x80;
    let name = part(t, from, to);
    (mine && ends && (2..=3).contains(&count) && !says_of_name(name) && !super::roles::of_firm(name))
        .then(|| Hit::ruled(from, to, Type::Person, "introduced"))
}

/// Whether words in capitals say something of a name: `NOT FOUND`, `SPELLED WRONG`.
fn says_of_name(words: &[u8]) -> bool {
    #[rustfmt::skip]
    const NO_NAMES: &[&[u8]] = &[
        b"NOT", b"NO", b"NEVER", b"ON", b"IN", b"AT", b"OF", b"TO", b"FOR", b"BY", b"FROM", b"WITH", b"UNDER", b"THE", b"AN", b"THIS", b"THAT", b"AND", b"OR", b"BUT", b"AS", b"SO", b"TOO", b"VERY",
        b"STILL", b"ALREADY", b"ALSO", b"NOW", b"JUST", b"ONLY", b"BEING", b"WRONG", b"CORRECT", b"INCORRECT", b"MISSING", b"UNKNOWN", b"DIFFERENT", b"SAME", b"WRITTEN", b"SPELT", b"BELOW", b"ABOVE",
    ];
    // `SPELLED`, but `AHMED`, `SAEED`, `ALFRED`
    let participle = |w: &[u8]| {
        let name = w.ends_with(b"MED") || w.ends_with(b"EED") || w.ends_with(b"RED") && w.len() <= 7;
        w.len() >= 5 && w.ends_with(b"ED") && !name
    };
    words.split(|b| *b == b' ').any(|w| NO_NAMES.contains(&w) || participle(w))
}

/// Turkish for `my name is`, and for `step`.
const STEP: &str = "Adım ";

/// Whether [`STEP`] at `p` begins a sentence that a name ends.
fn no_step(t: &[u8], p: usize) -> bool {
    let from = p + STEP.len();
    let begins = matches!(back(t, p - run_back(t, p, 1, |b| b == b' '), 1), 0 | b'\n' | b'.' | b'!' | b',');
    let ends = |to| {
        let next = part(t, to, to + 4);
        matches!(next.first(), None | Some(b'.' | b',' | b'!')) || next == b" ve "
    };
    begins && part(t, from, from + STEP.len()) != STEP.as_bytes() && name(t, from, 3).is_some_and(|(to, _)| ends(to))
}

/// Name at `from` behind one of [`PRESENTATIONS`].
pub(super) fn presented(t: &[u8], from: usize, hits: &mut Vec<Hit>) {
    const GOES_ON: &[&[u8]] = &[
        b" and ", b" from ", b" und ", b" et ", b" y ", b" e ", b" en ", b" och ", b" og ", b" i ", b" a ",
        b" calling", b" at ", b" aus ", b" de ", b" von ", b" van ", b" z ",
    ];
    let Some((to, _)) = name(t, from, 4).filter(|(_, count)| *count >= 2) else { return };
    // `Instruction *I, MaxMinT MaxMinMatch`: types of code.
    if part(t, from, to).split(|b| *b == b' ').any(|w| w.len() > 2 && w.last().is_some_and(u8::is_ascii_uppercase)) {
        return;
    }
    // `Soy Protein Isolate, Sugar`: food.
    const FOOD: &[&[u8]] =
        &[b"Bean", b"Beans", b"Flour", b"Lecithin", b"Milk", b"Oil", b"Protein", b"Sauce", b"Wax", b"Yogurt"];
    if part(t, from.saturating_sub(4), from) == b"Soy "
        && part(t, from, to).split(|b| *b == b' ').any(|w| FOOD.contains(&w))
    {
        return;
    }
    let rest = part(t, to, to + 9);
    let ends = matches!(at(t, to), 0 | b',' | b'.' | b'!' | b'\n') || GOES_ON.iter().any(|w| rest.starts_with(w));
    if ends && !super::roles::of_firm(part(t, from, to)) {
        hits.push(Hit::ruled(from, to, Type::Person, "presented"));
    }
}

/// Name at `from` behind one of [`INTRODUCTIONS`].
pub(super) fn introduced(t: &[u8], from: usize, hits: &mut Vec<Hit>) {
    // `Ich heiße Sie willkommen`.
    if part(t, from, from + 4) == b"Sie " {
        return;
    }
    let called =
        |(to, _): &(usize, usize)| !matches!(at(t, *to), b'(' | b'=' | b'[' | b'{') && !of_machine(part(t, from, *to));
    if let Some((to, count)) = name(t, from, 3).filter(called) {
        // `le habla Juan Pérez de Banco Norte`: of which firm. Half of `Ruiz de León` would be worse.
        let firm = || {
            memchr::memmem::rfind(part(t, from, to), b" de ")
                .filter(|i| part(t, from, from + i).contains(&b' ') && super::roles::of_firm(part(t, from + i + 4, to)))
        };
        let spoken = count > 2 && part(t, from.saturating_sub(7), from).eq_ignore_ascii_case(b" habla ");
        let to = if spoken { firm().map_or(to, |i| from + i) } else { to };
        hits.push(Hit::new(from, to, Type::Person));
    }
}

/// Greetings in small letters, and what else stands before an introduction.
#[rustfmt::skip]
pub(in crate::redact) const GREETINGS: &[&str] = &[
    "hi", "hello", "hey", "hola", "um", "uh", "ola", "buenos dias", "ciao", "salve", "buongiorno", "buonasera", "hallo", "hei", "hej", "moi", "olá", "oi", "bom dia", "boa tarde", "bonjour",
    "bonsoir", "salut", "guten tag", "guten morgen", "moin", "servus", "grüezi", "goedemorgen", "goedemiddag", "goedendag", "buenos días", "buenas tardes",
    "buenas", "dzień dobry", "cześć", "god dag", "dobrý den", "ahoj", "hyvää päivää", "good morning", "good afternoon", "good evening", "yes", "yeah", "sí", "oui", "ja", "merhaba", "selam", "sure", "of course",
];

/// Those of them with which a question is answered.
const ANSWERS: &[&str] = &["sure", "of course", "yes", "yeah"];

/// Words in what machines and offices call themselves.
const MACHINES: &[&[u8]] = &[
    b"Asistente", b"Assistant", b"Assistent", b"Assistente", b"Virtual", b"Virtuel", b"Bot", b"Chatbot", b"Support",
    b"Team", b"Service", b"Agent", b"Info", b"Radio", b"Home", b"Help", b"Desk", b"Copilot",
];

/// Whether a name is one of a machine or an office.
fn of_machine(name: &[u8]) -> bool {
    name.split(|b| *b == b' ').any(|w| MACHINES.contains(&w))
}

/// The last letters of [`hesitant`] words with what stands before them, for the first pass.
pub(super) const HESITATIONS: &[&str] = &["s uh", "s um", "m uh", "m um"];

/// Name at `p` behind an introduction and a sound of who thinks, as voices are written down:
/// `my name is uh Marcus Whitfield`.
pub(super) fn hesitant(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let before = part(t, p.saturating_sub(20), p - 1);
    let before = before.strip_suffix(b",").unwrap_or(before);
    let Some(rest) = before.strip_suffix(b" uh").or_else(|| before.strip_suffix(b" um")) else { return false };
    let rest = rest.to_ascii_lowercase();
    let ends = |list: &[&str]| list.iter().any(|w| rest.ends_with(w.as_bytes()));
    let least = if ends(&["my name is", "my name's", "name is"]) { 1 } else { 2 };
    let told = least == 1 || ends(&["it's", "it is", "this is", "i'm", "i am"]);
    let Some((to, _)) = names::name(t, p, 3).filter(|(_, count)| told && *count >= least) else { return false };
    let fine = !super::roles::of_firm(part(t, p, to));
    if fine {
        hits.push(Hit::ruled(p, to, Type::Person, "presented"));
    }
    fine
}

/// What goes on behind somebody who says who they are.
const ACTS: &[&[u8]] = &[b" calling", b" from ", b" at ", b" here", b" speaking", b" with ", b", and I", b" and I"];

/// Name at `p` behind an introduction inside a sentence. Returns whether there is one.
pub(super) fn introduces(t: &[u8], p: usize, hits: &mut Vec<Hit>) -> bool {
    let text = part(t, p.saturating_sub(48), p - 1);
    // No letter stands directly before.
    let apart = |start: &usize| !word(back(text, *start, 1)) && back(text, *start, 1) < 0x80;
    let ends = |list: &[&str]| list.iter().find_map(|words| ends_small(text, words));
    let old = hits.len();
    if let Some(start) = ends(INTRODUCTIONS_INSIDE) {
        if apart(&start) {
            introduced(t, p, hits);
        }
        return hits.len() > old;
    }
    let loud = || PRESENTATIONS_LOUD.iter().find_map(|words| text.strip_suffix(words.trim_ascii_end().as_bytes()));
    let loud = || loud().map(<[u8]>::len);
    let Some(start) = ends(PRESENTATIONS_INSIDE).or_else(loud).filter(apart) else { return false };
    let greeting = String::from_utf8_lossy(part(text, 0, start)).to_lowercase();
    let greeting = greeting.trim_end_matches([' ', ',', '!', '.']);
    // `Sure, it's Jane Roe from Acme`, but `Hey it's Black Friday`, `Yes, it's Mount Everest`.
    let goes_on = || {
        let rest = |to: usize| part(t, to, to + 10);
        names::name(t, p, 4).is_some_and(|(to, _)| ACTS.iter().any(|w| rest(to).starts_with(w)))
    };
    let answers = !part(text, start, text.len()).eq_ignore_ascii_case(b"it's")
        || ANSWERS.iter().any(|a| greeting.ends_with(a)) && goes_on();
    let greets = |g: &&str| greeting.strip_suffix(*g).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric));
    // `hola, soy Asistente Virtual`
    let machine = names::name(t, p, 4).is_some_and(|(to, _)| of_machine(part(t, p, to)));
    if !machine && answers && GREETINGS.iter().any(greets) {
        presented(t, p, hits);
    }
    hits.len() > old
}
