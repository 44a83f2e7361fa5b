//! Addresses in sentences of scripts in which nothing parts them from the words before: `我住在北京市朝阳区建国路88号`.

use crate::redact::{
    bytes::{part, text},
    scan::{Hit, heads},
    types::Type,
};

/// Words before an address, and what ends it.
#[rustfmt::skip]
const LOCATED: &[(&str, &[&str])] = &[
    ("住所は", &["です", "でご", "になり", "に"]), ("地址是", &[]), ("地址为", &[]), ("地址為", &[]), ("住址是", &[]), ("住址", &[]), ("住在", &[]), ("家住", &[]), ("寄到", &[]),
    ("送到", &[]), ("送货到", &[]), ("주소는 ", &[" 입니다", "입니다", "이에요", "예요", "이고"]), ("거주지는 ", &[" 입니다", "입니다", "이에요", "예요"]),
    ("иву по адресу ", &[]), ("роживаю по адресу ", &[]), ("роживает по адресу ", &[]), ("роживающий по адресу ", &[]), ("оставить по адресу ", &[]),
    ("ой адрес ", &[]), ("ешкаю за адресою ", &[]), ("оя адреса ", &[]),
];
pub(in crate::redact) const LOCATED_WORDS: &[&str] = &{
    let mut words = [""; LOCATED.len()];
    let mut i = 0;
    while i < LOCATED.len() {
        words[i] = LOCATED[i].0;
        i += 1;
    }
    words
};
/// Signs that an address has: towns, districts, streets, numbers of houses.
const SIGNS: &[char] = &[
    '省', '市', '区', '區', '县', '縣', '路', '街', '道', '巷', '弄', '村', '镇', '鎮', '都', '府', '町', '丁', '시',
    '구', '동', '로', '길',
];
/// Abbreviations in addresses of Russia, Ukraine and others.
const SHORT: &[&str] =
    &["ул", "пр", "просп", "пер", "пл", "вул", "бул", "наб", "ш", "улиц", "проспект", "переул", "площад"];

/// Asks the words that begin at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some((words, ends)) = heads::find(LOCATED, part(t, p, p + 48), |(w, _)| w) else { return };
    let from = p + words.len();
    let text = text(part(t, from, from + 160));
    let address = if words.ends_with(' ') && ends.is_empty() { cyrillic(text) } else { in_signs(text, ends) };
    if let Some(len) = address {
        hits.push(Hit::ruled(from, from + len, Type::Address, "located"));
    }
}

/// Most signs of such an address.
const MOST: usize = 48;

/// Length of an address of China, Japan or Korea, bytes: with a number, and no more than its sentence.
fn in_signs(text: &str, ends: &[&str]) -> Option<usize> {
    const STOPS: &[char] =
        &['，', '。', '、', '！', '？', '；', '\n', '"', '”', '」', ',', '.', '!', '?', ';', '（', '(', '\\'];
    // `住址：上海…` is a field.
    if !text.starts_with(char::is_alphanumeric) {
        return None;
    }
    let (mut digits, mut signs, mut numbered, mut len) = (0, 0, 0, 0);
    for (n, (i, c)) in text.char_indices().enumerate() {
        if STOPS.contains(&c) || ends.iter().any(|e| text.get(i..).is_some_and(|rest| rest.starts_with(e))) {
            break;
        }
        if n == MOST {
            return None;
        }
        // `3号服务器4号端口` has numbers and no place.
        let number = matches!(c, '号' | '號' | '番');
        let (digit, sign) = (c.is_numeric(), SIGNS.contains(&c));
        digits += usize::from(digit);
        signs += usize::from(sign && !number);
        numbered += usize::from(number);
        if digit || sign || number || matches!(c, '室' | '楼' | '樓' | '층' | '호') {
            len = i + c.len_utf8();
        }
    }
    (digits > 0 && signs > 0 && signs + numbered >= 2).then_some(len)
}

/// Length of an address in Cyrillic letters, bytes: its parts have a capital, a number or an abbreviation.
fn cyrillic(text: &str) -> Option<usize> {
    const TOWNS: &[&str] = &["г", "гор", "город", "обл", "д", "дом", "кв", "корп", "с", "м", "місто", "буд"];
    let line = text.split(['\n', '"', ';', '!', '?']).next()?;
    let (mut len, mut from, mut digits, mut street) = (0, 0, false, false);
    for part in line.split(',').take(6) {
        let word = part.trim();
        let first = word.split(['.', ' ']).next().unwrap_or_default().to_lowercase();
        let short = SHORT.iter().any(|s| first == *s || s.chars().count() > 3 && first.starts_with(s));
        let figure = word.chars().any(char::is_numeric);
        let fine = word.chars().count() <= 40
            && (figure || short || TOWNS.contains(&first.as_str()) || word.starts_with(char::is_uppercase));
        if !fine {
            break;
        }
        (digits, street) = (digits || figure, street || short);
        // The dot ends the sentence behind a word of several letters or a number.
        let end = word.match_indices(". ").find(|(i, _)| {
            let before = word.get(..*i).unwrap_or_default();
            let last = before.rsplit([' ', '.']).next().unwrap_or_default();
            last.chars().count() > 6 || last.ends_with(char::is_numeric)
        });
        let start = part.len() - part.trim_start().len();
        let whole = end.map_or(word.trim_end_matches('.').len(), |(i, _)| i);
        len = from + start + whole;
        from += part.len() + 1;
        if end.is_some() {
            break;
        }
    }
    (digits && street).then_some(len)
}
