//! What stands behind words that begin with a capital and no separator: introductions in many languages, number plates, codes of
//! banks and cards.

use super::names::name;
use crate::redact::{
    bytes::{at, back, digit, part, run, run_back, word},
    dates, hints,
    scan::{
        Hit,
        heads::{self, Lists},
    },
    types::Type,
};

/// Introductions: who says them tells their own name.
pub(in crate::redact) const INTRODUCTIONS: &[&str] = &[
    "Je m'appelle ",
    "Je m’appelle ",
    "Mon nom est ",
    "Ich heiße ",
    "Ich heisse ",
    "Mein Name ist ",
    "Me llamo ",
    "Mi nombre es ",
    "Mi chiamo ",
    "Il mio nome è ",
    "Meu nome é ",
    "O meu nome é ",
    "Me chamo ",
    "Chamo-me ",
    "Ik heet ",
    "Mijn naam is ",
    "Jag heter ",
    "Mitt namn är ",
    "Jeg hedder ",
    "Mit navn er ",
    "Jeg heter ",
    "Mitt navn er ",
    "Nazywam się ",
    "Mam na imię ",
    "Jmenuji se ",
    "Volám sa ",
    "Mă numesc ",
    "Numele meu este ",
    "Nimeni on ",
    "Benim adım ",
    "Adım ",
    "Zovem se ",
    "Ime mi je ",
    "Nama saya ",
    "Tên tôi là ",
    "Jina langu ni ",
];
/// Words that introduce somebody, and other things: a name of two words or more that a sentence goes on behind.
pub(in crate::redact) const PRESENTATIONS: &[&str] = &[
    "I'm ",
    "I’m ",
    "I am ",
    "I, ",
    "Ich bin ",
    "Je suis ",
    "Soy ",
    "Sono ",
    "Ik ben ",
    "Jag är ",
    "Jeg er ",
    "Sou ",
    "Eu sou ",
    "Jestem ",
    "Jsem ",
    "Hi, this is ",
    "Hello, this is ",
    "Hey, this is ",
    "Hi this is ",
    "Hello this is ",
    "Hi, I'm ",
    "Hello, I'm ",
    "Hi, I am ",
    "Hello, I am ",
];
/// The same inside a sentence, with a letter beyond ASCII by which they are searched for.
pub(in crate::redact) const INTRODUCED: &[&str] = &[
    "heiße ",
    "nome é ",
    "nome è ",
    "adım ",
    "imię ",
    "ă numesc ",
    "tên là ",
    "nazywam się ",
    "родил",
    "生年月日",
    "出生日期",
    "と申します",
    "出生于",
    "出生於",
    "誕生日",
    "생년월일",
    "urodził",
    "Urodził",
    "народил",
    "ене звати ",
    "νομάζομαι ",
    "με λένε ",
];
/// The same in scripts without capitals, and what ends a name behind them.
#[rustfmt::skip]
pub(in crate::redact) const CALLED: &[(&str, &[&str])] = &[
    ("我叫", &[]), ("我的名字是", &[]), ("我的名字叫", &[]), ("私の名前は", &["です", "と申", "といい"]), ("저는 ", &["입니다", "이라고", "라고"]), ("제 이름은 ", &["이고", "이며", "입니다", "이에요", "예요"]),
    ("اسمي ", &[" و", " من"]), ("मेरा नाम ", &[" है"]), ("שמי ", &[" וה", " ואני", " אני"]), ("ผมชื่อ ", &[]), ("ฉันชื่อ ", &[]), ("ดิฉันชื่อ ", &[]),
];
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
const OWN: &[&str] = &["ich ", "meu ", "mio ", "benim ", "na "];

/// Words before numbers that have no separator behind.
pub(in crate::redact) const LABELS: &[&str] = &[
    "License plate ",
    "License Plate ",
    "Licence plate ",
    "Number plate ",
    "Plate number ",
    "Registration plate ",
    "Kennzeichen ",
    "Kfz-Kennzeichen ",
    "KFZ-Kennzeichen ",
    "Nummernschild ",
    "Matrícula ",
    "Immatriculation ",
    "BIC ",
    "SWIFT ",
    "Swift code ",
    "Geburtsdatum ",
    "Geboren ",
    "Geb. ",
    "Geb.: ",
    "CVC ",
    "CVV ",
    "CVC2 ",
    "CVV2 ",
];

/// Asks the words that begin at `p`.
pub(super) fn verify(t: &[u8], p: usize, lists: Lists, hits: &mut Vec<Hit>) {
    let rest = part(t, p, p + 24);
    let starts = |which: Lists, list: &'static [&'static str]| {
        if lists.has(which) { heads::find(list, rest, |w| w) } else { None }
    };
    if let Some(words) = starts(Lists::UNMARKED, INTRODUCTIONS) {
        if *words != STEP || no_step(t, p) {
            introduced(t, p + words.len(), hits);
        }
    } else if let Some(words) = starts(Lists::PRESENTED, PRESENTATIONS) {
        presented(t, p + words.len(), hits);
    } else if let Some(label) = starts(Lists::LABELLED, LABELS) {
        hits.extend(labelled(t, label, p + label.len()));
    } else if at(t, p) == b'U' {
        inside(t, p, hits);
    }
}

/// Asks the words of [`INTRODUCED`] that begin at `p`.
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
    let Some(words) = heads::find(INTRODUCED, rest, |w| w) else { return };
    let from = p + words.len();
    if matches!(*words, "ене звати " | "νομάζομαι " | "με λένε " | "ă numesc " | "tên là " | "nazywam się ")
    {
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

/// Name in a script without capitals at `from`, up to what ends it: at most two words, of Chinese and Japanese one.
fn called(t: &[u8], from: usize, ends: &[&str], hits: &mut Vec<Hit>) {
    let text = part(t, from, from + 64);
    let text = match std::str::from_utf8(text) {
        Ok(text) => text,
        Err(e) => std::str::from_utf8(part(text, 0, e.valid_up_to())).unwrap_or_default(),
    };
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
    // `저는 박지훈입니다`, but `저는 학생입니다`.
    if part(t, from.saturating_sub("저는 ".len()), from) == "저는 ".as_bytes()
        && !(signs == 3
            && ends.iter().any(|e| part(t, from + name.len(), from + name.len() + e.len()) == e.as_bytes())
            && name.starts_with(SURNAMES)
            && !name.ends_with(OF_WORKS)
            && !NO_NAMES.contains(&name))
    {
        return;
    }
    let han = name.chars().any(|c| matches!(c, '\u{3041}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}'));
    let most = if han { 6 } else { 24 };
    if (2..=most).contains(&signs) && !name.is_ascii() {
        hits.push(Hit::ruled(from, from + name.len(), Type::Person, "called"));
    }
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
        b" and ",
        b" from ",
        b" und ",
        b" et ",
        b" y ",
        b" e ",
        b" en ",
        b" och ",
        b" og ",
        b" i ",
        b" a ",
        b" calling",
        b" aus ",
        b" de ",
    ];
    let Some((to, _)) = name(t, from, 4).filter(|(_, count)| *count >= 2) else { return };
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
    if let Some((to, _)) = name(t, from, 3).filter(|(to, _)| !matches!(at(t, *to), b'(' | b'=' | b'[' | b'{')) {
        hits.push(Hit::new(from, to, Type::Person));
    }
}

fn labelled(t: &[u8], label: &str, mut i: usize) -> Option<Hit> {
    if label.starts_with("Ge") {
        for filler in [&b"ist "[..], b"der ", b"am ", b"den "] {
            i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
        }
        return dates::any(t, i).filter(|to| !word(at(t, *to))).map(|to| Hit::new(i, to, Type::DateOfBirth));
    }
    for filler in [&b"code "[..], b"number ", b"no. ", b"is ", b"ist ", b"es ", b"est "] {
        i += if part(t, i, i + filler.len()) == filler { filler.len() } else { 0 };
    }
    match label.as_bytes() {
        [b'C', b'V', ..] => {
            let n = run(t, i, 5, digit);
            let goes_on = word(at(t, i + n)) || matches!(at(t, i + n), b'.' | b'-' | b'/') && digit(at(t, i + n + 1));
            (matches!(n, 3 | 4) && !goes_on).then(|| Hit::new(i, i + n, Type::CardDetail))
        }
        [b'B', ..] | [b'S', ..] => {
            let n = run(t, i, 12, |b| b.is_ascii_uppercase() || digit(b));
            let code = part(t, i, i + n);
            let fine =
                matches!(n, 8 | 11) && part(code, 0, 6).iter().all(u8::is_ascii_uppercase) && !word(at(t, i + n));
            // Of eight capitals most are a word: `SWIFT COMPILER`.
            let state = STATES.chunks(2).any(|s| s == part(code, 4, 6));
            let place = part(code, 6, 8);
            let vowel = |b: &u8| matches!(b, b'A' | b'E' | b'I' | b'O' | b'U');
            let fine = fine && (!place.iter().any(vowel) || PLACES.contains(&place));
            (fine && state).then(|| Hit::new(i, i + n, Type::SwiftCode))
        }
        _ => plate(t, i).map(|to| Hit::new(i, to, Type::LicensePlate)),
    }
}

/// States of banks that are written of most (ISO 3166).
const STATES: &[u8] = b"DEFRGBESITNLBECHATUSCAAUNZJPCNHKSGINIEPTPLCZSEDKNOFIGRROHUTRRUUAAESAQAILZABRMXARCLCOPETHMYIDPHVNKRTWLULTLVEEBGHRSISKRSMTCY";

/// Number plate at `p`, behind `plate is `.
pub(super) fn plate_told(t: &[u8], p: usize) -> Option<Hit> {
    if back(t, p, 2) != b's' {
        return None;
    }
    let verb = [&b" is "[..], b" was "].into_iter().find(|v| part(t, p.saturating_sub(v.len()), p) == *v)?;
    let to = plate(t, p)?;
    let named =
        || hints::label(t, p - verb.len()).has(Type::LicensePlate) || hints::label(t, p - 1).has(Type::LicensePlate);
    named().then(|| Hit::new(p, to, Type::LicensePlate))
}

/// Places of banks that have a vowel: Istanbul, Riyadh, Jeddah, Abu Dhabi, of Israel.
const PLACES: &[&[u8]] = &[b"IS", b"RI", b"JE", b"AD", b"AA", b"IT"];

/// End of a number plate at `i`, behind a word for it.
fn plate(t: &[u8], i: usize) -> Option<usize> {
    plate_of(t, i, |b| b.is_ascii_uppercase()).or_else(|| small_plate(t, i))
}

/// The same in small letters, which ends its sentence: `b-mw 1234`, `ab12 cde`.
pub(super) fn small_plate(t: &[u8], i: usize) -> Option<usize> {
    const UNITS: &[&[u8]] = &[b"mm", b"cm", b"kg", b"in", b"well", b"th", b"st", b"nd", b"rd", b"px", b"ml", b"v"];
    let to = plate_of(t, i, |b| b.is_ascii_lowercase())?;
    let text = part(t, i, to);
    let digits = text.iter().filter(|b| digit(**b)).count();
    let letters = text.iter().filter(|b| b.is_ascii_lowercase()).count();
    let mut groups = text.split(|b| !b.is_ascii_lowercase()).filter(|g| !g.is_empty());
    let fine = digits >= 2 && letters >= 2 && letters + digits >= 5 && !groups.any(|g| UNITS.contains(&g));
    let next = part(t, to, to + 2);
    let ends = matches!(next, [] | [b'\n' | b'\r' | b'"' | b'\'' | b',' | b';' | b')' | b'|' | b'<' | b'\\', ..])
        || matches!(next, [b'.' | b'?' | b'!'] | [b'.' | b'?' | b'!', b' ' | b'\n' | b'"']);
    (fine && ends).then_some(to)
}

/// Up to three groups of letters and digits, of both some.
fn plate_of(t: &[u8], i: usize, letter: fn(u8) -> bool) -> Option<usize> {
    let (mut to, mut letters, mut digits) = (i, 0, 0);
    for group in 0..4 {
        let from = if group == 0 { to } else { to + 1 };
        if group > 0 && !matches!(at(t, to), b' ' | b'-') {
            break;
        }
        let n = run(t, from, 9, |b| letter(b) || digit(b));
        let figures = part(t, from, from + n).iter().filter(|b| digit(**b)).count();
        let total = letters + digits + n;
        if n == 0 || total > 9 || word(at(t, from + n)) || at(t, from + n) >= 0x80 {
            break;
        }
        digits += figures;
        letters += n - figures;
        to = from + n;
    }
    ((4..=9).contains(&(letters + digits)) && letters > 0 && digits > 0 && !word(at(t, to))).then_some(to)
}
