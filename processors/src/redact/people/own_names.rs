//! Names told by how they end or begin: behind a word for what somebody is in Cyrillic, and behind `I am` in Japanese and
//! Chinese, which say other things far more often.

use super::names;
use crate::redact::{
    bytes::{at, back, part, run, word},
    scan::Hit,
    types::Type,
};

/// Ends of surnames and of names of fathers in Russian and Ukrainian.
#[rustfmt::skip]
const CYRILLIC_ENDS: &[&str] = &[
    "ов", "ев", "ёв", "ин", "ын", "ова", "ева", "ёва", "ина", "ына", "ский", "ская", "цкий", "цкая", "енко", "чук", "юк", "ян", "дзе", "вич", "вна",
    "ський", "ська", "ову", "еву", "овой", "евой", "иной", "вича", "вичу", "вны", "вне",
];

/// Name behind a word for what somebody is in Cyrillic, of which all but the first letter stands from `p` to `end`:
/// `директор Иван Петров`, `пациента Иванова Сергея`.
pub(super) fn in_role(t: &[u8], p: usize, end: usize) -> Option<Hit> {
    let first = p.checked_sub(2).filter(|first| !word(back(t, *first, 1)) && back(t, *first, 1) < 0x80)?;
    // Its ending, of as many as three letters.
    let blank = back(t, end, 1) == b' ';
    let colon = end + if blank { 0 } else { run(t, end, 6, |b| b >= 0x80) };
    let from = if blank { end } else { colon + 1 + usize::from(at(t, colon) == b':') };
    let (to, count) = names::name(t, from, 4).filter(|_| at(t, first) >= 0xD0 && back(t, from, 1) == b' ')?;
    // `Петров И.И.`
    let letter = |i: usize| at(t, i) >= 0xD0 && at(t, i + 2) == b'.';
    let second = to + 4 + usize::from(at(t, to + 4) == b' ');
    let initials = count == 1 && at(t, to) == b' ' && letter(to + 1) && letter(second);
    let (to, count) = if initials { (second + 3, 2) } else { (to, count) };
    let name = std::str::from_utf8(part(t, from, to)).ok()?;
    // `Русский Стандарт`: before another word they are of any noun.
    let adjective = |w: &str| {
        ["ский", "ская", "цкий", "цкая", "ський", "ська"].iter().any(|end| w.ends_with(end)) && !name.ends_with(w)
    };
    let surname = |w: &str| w.chars().count() >= 4 && CYRILLIC_ENDS.iter().any(|end| w.ends_with(end)) && !adjective(w);
    let cyrillic = |c: char| matches!(c, '\u{400}'..='\u{4FF}' | ' ' | '-' | '.' | '\'' | '’');
    (count >= 2 && name.chars().all(cyrillic) && name.split(' ').any(surname) && !name.split(' ').any(of_place))
        .then(|| Hit::ruled(from, to, Type::Person, "role"))
}

/// Whether a word is one for a firm, an office or a thing, in any case: `Банка`, but not `Банковой`.
fn of_place(word: &str) -> bool {
    #[rustfmt::skip]
    const STEMS: &[&str] = &[
        "банк", "магазин", "завод", "музе", "больниц", "клиник", "школ", "институт", "университет", "департамент", "министерств", "управлен", "центр", "край", "края", "краю", "област", "отдел",
        "служб", "компани", "театр", "фонд", "проект", "групп", "команд", "парол", "задач",
    ];
    let word = word.to_lowercase();
    STEMS.iter().any(|stem| word.strip_prefix(stem).is_some_and(|rest| rest.chars().count() <= 3))
}

/// Frequent surnames of Japan that name no place of their own.
#[rustfmt::skip]
const JAPANESE_SURNAMES: &[&str] = &[
    "佐藤", "鈴木", "高橋", "田中", "伊藤", "渡辺", "渡邊", "山本", "中村", "小林", "加藤", "吉田", "山田", "佐々木", "松本", "井上", "木村", "斎藤", "斉藤",
    "清水", "山崎", "池田", "橋本", "阿部", "山下", "中島", "石井", "小川", "前田", "岡田", "長谷川", "藤田", "後藤", "近藤", "村上", "遠藤", "青木", "坂本",
    "太田", "西村", "藤井", "岡本", "藤原", "三浦", "中川", "原田", "松田", "竹内", "田村", "中山", "和田", "石田", "森田", "上田", "内田", "柴田", "酒井",
    "横山", "安藤", "宮本", "大野", "小島", "工藤", "谷口", "今井", "増田", "丸山", "杉山", "村田", "新井", "平野", "河野", "藤本", "武田", "松井", "野口",
    "菅原", "佐野", "市川", "木下", "岩崎", "水野", "野村", "島田",
];

/// Whether what somebody says to be in Japanese is a name: a frequent surname, and as many as three signs behind.
pub(super) fn japanese(name: &str) -> bool {
    const NO_NAMES: &[char] = &[
        '県', '市', '町', '村', '区', '駅', '社', '者', '員', '生', '人', '学', '院', '城', '屋', '設', '観', '券',
        '線', '港', '部', '研', '薬',
    ];
    let rest = JAPANESE_SURNAMES.iter().find_map(|surname| name.strip_prefix(surname));
    rest.is_some_and(|rest| rest.chars().count() <= 3 && !rest.contains(NO_NAMES))
}

/// Whether what somebody says to be in Chinese is a name: a frequent surname, one or two signs behind, and the end of
/// the sentence.
pub(super) fn chinese(name: &str, rest: &str) -> bool {
    const SURNAMES: &[char] = &[
        '王', '李', '张', '張', '刘', '劉', '陈', '陳', '杨', '楊', '赵', '趙', '吴', '吳', '徐', '孙', '孫', '胡',
        '朱', '郭', '罗', '羅', '宋', '谢', '謝', '韩', '韓', '唐', '冯', '馮', '邓', '鄧', '彭', '吕', '呂', '苏',
        '蘇', '蒋', '蔡', '贾', '魏', '薛', '阎', '潘', '杜', '戴', '夏', '钟', '汪', '姜', '范', '廖', '邹', '熊',
        '郝', '邱', '秦', '顾',
    ];
    // `我是李家人`, `我是杨梅商`
    const NO_NAMES: &[char] = &[
        '人', '员', '員', '生', '师', '師', '者', '手', '民', '商', '的', '了', '吗', '店', '公', '家', '客', '问',
        '猫', '朝', '州', '工', '营', '水',
    ];
    // `我是熊猫`, `我是夏天`: with one sign behind them words, as those with these ends: `王子`, `王国`.
    const WORDS: &[char] = &['顾', '熊', '夏', '唐', '秦', '范', '钟', '姜', '胡', '苏', '戴', '罗', '宋', '韩', '谢'];
    const ENDS: &[char] = &['子', '国', '國', '山', '海'];
    let signs = name.chars().count();
    let stops = rest.is_empty() || rest.starts_with(['，', '。', '！', '、', ',', '.', '!', '\n', '"', '\\']);
    let noun = signs == 2 && (name.starts_with(WORDS) || name.ends_with(ENDS)) || name.ends_with(NO_NAMES);
    stops && (2..=3).contains(&signs) && name.starts_with(SURNAMES) && !noun
}
