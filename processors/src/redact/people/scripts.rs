//! Names, addresses and number plates in scripts without capitals or without blanks, behind their labels.

use super::edges::{ends, line_ends};
use crate::redact::bytes::{at, part, run, text};

/// End of a name of up to four words in a script without capitals, to the end of its line, of its quotes, or a comma.
pub(super) fn name(t: &[u8], from: usize) -> Option<usize> {
    // Hebrew and Arabic; India and beyond; Georgia; China, Japan, Korea.
    if !matches!(at(t, from), 0xD6..=0xDB | 0xE0 | 0xE1 | 0xE3..=0xED) {
        return None;
    }
    let n = run(t, from, 120, |b| b >= 0x80 || matches!(b, b' ' | b'.' | b'-'));
    let text = text(part(t, from, from + n));
    // Vowels, tones and joiners are letters to their readers.
    let letter = |c: char| {
        c.is_alphabetic() && (!c.is_lowercase() && !c.is_uppercase() || matches!(c, 'ა'..='ჿ'))
            || matches!(c, '\u{591}'..='\u{5C7}' | '\u{64B}'..='\u{65F}' | '\u{900}'..='\u{E4E}' | '\u{200C}' | '\u{200D}')
    };
    let end = text.find(|c| !letter(c) && !matches!(c, ' ' | '.' | '-' | '·' | '・')).unwrap_or(text.len());
    let stops = |rest: &str| rest.starts_with(['，', '、', '。', '」', '；', '،']);
    let name = text.get(..end)?.trim_end();
    let letters = name.chars().filter(|c| letter(*c)).count();
    let words = name.split(' ').count();
    let to = from + name.len();
    let whole = ends(t, to) || text.get(end..).is_some_and(stops);
    ((1..=40).contains(&letters) && words <= 4 && whole).then_some(to)
}

/// What stands in a field of a name that is not filled in, or has to be.
const BLANK: &[&str] = &[
    "必須", "必须", "必填", "选填", "選填", "任意", "未設定", "未设置", "未設置", "未入力", "未知", "不明", "匿名",
    "なし", "暂无", "同上", "필수", "선택", "미정", "없음", "미입력", "동일", "مطلوب", "اختياري", "आवश्यक", "男性",
    "女性", "男", "女", "남성", "여성", "남자", "여자", "ذكر", "أنثى", "普通", "成人", "儿童", "성인",
];
/// Ends of the names of firms, offices and their parts, and signs that a name with them has at least: `阿部` and `李中心` are
/// people.
const OFFICES: &[(usize, &[&str])] = &[
    (3, &["省", "庁", "局", "課", "店"]),
    (4, &["部", "中心"]),
    (
        0,
        &[
            "株式会社", "有限公司", "公司", "银行", "銀行", "学校", "病院", "医院", "本社", "センター", "센터",
            "주식회사", "관리자", "본사", "은행", "병원", "单位", "法人", "법인",
        ],
    ),
];

/// Whether a text behind a label for a name is none of a person.
pub(super) fn nobody(text: &str) -> bool {
    // Of `太郎 服部` the surname.
    let last = text.rsplit([' ', '\u{3000}']).next().unwrap_or_default();
    let office =
        |(least, ends): &(usize, &[&str])| ends.iter().any(|end| last.ends_with(end)) && last.chars().count() >= *least;
    BLANK.contains(&text) || OFFICES.iter().any(office)
}

/// Whether a text has several letters of scripts without blanks.
pub(super) fn in_signs(text: &[u8]) -> bool {
    text.iter().filter(|b| matches!(b, 0xE3..=0xED)).count() >= 4
}

/// End of a number plate with letters or digits of another script, to the end of its line or of its quotes: `京A-07784`.
pub(super) fn plate_at(t: &[u8], from: usize) -> Option<usize> {
    let n = run(t, from, 48, |b| b >= 0x80 || b.is_ascii_alphanumeric() || matches!(b, b' ' | b'-' | b'.'));
    let text = std::str::from_utf8(part(t, from, from + n)).ok()?.trim_end();
    let to = from + text.len();
    (line_ends(t, to) && plate(text)).then_some(to)
}

/// Whether a text is a number plate of China: the sign of a province, a letter, and five or six letters and digits.
pub(super) fn chinese_plate(text: &str) -> bool {
    const PROVINCES: &str = "京津沪滬渝冀豫云雲辽遼黑湘皖鲁魯新苏蘇浙赣贛鄂桂甘晋晉蒙陕陝吉闽閩贵貴粤粵青藏川宁寧琼瓊";
    let mut signs = text.chars();
    let office =
        signs.next().is_some_and(|c| PROVINCES.contains(c)) && signs.next().is_some_and(|c| c.is_ascii_uppercase());
    let rest = signs.as_str().trim_start_matches('·');
    let fine =
        rest.bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit()) && rest.bytes().any(|b| b.is_ascii_digit());
    office && matches!(rest.len(), 5 | 6) && fine
}

/// Whether a text is a number plate of Russia, `А123ВС77` (GOST R 50577), perhaps without its region.
pub(super) fn russian_plate(text: &str) -> bool {
    let form: String = text
        .chars()
        .map(|c| match c {
            '0'..='9' => '0',
            _ if "АВЕКМНОРСТУХABEKMHOPCTYX".contains(c) => 'A',
            _ => ' ',
        })
        .collect();
    ["A000AA", "A000AA00", "A000AA000"].contains(&form.as_str())
}

/// Whether a text has the form of a number plate in another script.
pub(super) fn plate(text: &str) -> bool {
    let count = |f: fn(char) -> bool| text.chars().filter(|c| f(*c)).count();
    let (letters, digits) = (count(char::is_alphabetic), count(char::is_numeric));
    !text.is_ascii() && (1..=6).contains(&letters) && (1..=7).contains(&digits) && letters + digits >= 4
}
