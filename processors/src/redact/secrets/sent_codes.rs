//! Codes of a few digits that a message of another language tells, `Ihr Bestätigungscode lautet 4821`, `您的验证码是4821`: of
//! four or five digits the first pass stops at none, so the words for such a code are searched for.

use crate::redact::{
    bytes::{at, digit, part, run, word},
    scan::Hit,
    types::Type,
};

/// Words for a code that is sent, without their first letter where it may be a capital; each has a letter beyond ASCII
/// among its first [`STEM`](super::told::STEM) bytes.
pub(super) const CODES: &[&str] = &[
    "estätigungscode",
    "rüfcode",
    "ode de vérification",
    "ode de sécurité",
    "ode à usage unique",
    "ódigo de verificación",
    "ódigo de confirmación",
    "ódigo de seguridad",
    "ódigo de acceso",
    "ódigo de verificação",
    "ódigo de confirmação",
    "ódigo de segurança",
    "ódigo de acesso",
    "verifica è ",
    "věřovací kód",
    "verovací kód",
    "llenőrző kód",
    "llenőrzőkód",
    "oğrulama kod",
    "ekræftelseskode",
    "од подтверждения",
    "од для входа",
    "од із смс",
    "од із СМС",
    "од из смс",
    "од из СМС",
    "од підтвердження",
    "од потвърждение",
    "ωδικός επαλήθευσης",
    "ωδικός επιβεβαίωσης",
    "验证码",
    "驗證碼",
    "校验码",
    "动态码",
    "認証コード",
    "認証番号",
    "確認コード",
    "인증번호",
    "인증 번호",
    "인증코드",
    "인증 코드",
    "رمز التحقق",
    "كود التحقق",
    "رمز التأكيد",
    "קוד אימות",
    "קוד האימות",
    "सत्यापन कोड",
    "ओटीपी",
    "รหัสยืนยัน",
    "ã xác nhận",
    "ã xác minh",
    "wój kod weryfikacyjny",
    "skod är",
    "rtone è",
    "ncello è",
    "apı şifresi",
    "ódigo de la puerta",
    "ódigo del portal",
    "ódigo da porta",
];

/// First words of sentences in ASCII that tell such a code, which the first pass stops at, and the words of which one
/// must follow.
pub(in crate::redact) const OPENERS: &[&str] = &[
    "Din ", "Dit ", "Twoj ", "Kod ", "Kode ", "Codul ", "Tu codigo ", "Su codigo ", "Codigo ", "Verifieringskod",
    "Engangskode", "Vahvistuskoodi", "Il codice ", "Codice ",
];
const ASCII_CODES: &[&str] = &[
    "verifieringskod", "verifieringskoden", "engangskode", "engangskoden", "sikkerhedskode", "sikkerhetskode",
    "bekreftelseskode", "weryfikacyjny", "verifikasi", "otp", "verificare", "verificacion", "seguridad", "acceso",
    "confirmacion", "vahvistuskoodi", "vahvistuskoodisi", "verifica", "bramy", "drzwi", "domofonu", "portone",
    "cancello",
];
/// Words of such a sentence before and behind that word.
const MOST_WORDS: usize = 6;

/// A code in the sentence that begins at `p` with one of [`OPENERS`]: `Kode verifikasi Anda adalah 4821`.
pub(super) fn sentence(t: &[u8], p: usize) -> Option<Hit> {
    OPENERS.iter().find(|w| part(t, p, p + w.len()) == w.as_bytes())?;
    let (mut i, mut told) = (p, false);
    for _ in 0..MOST_WORDS {
        let n = run(t, i, 24, |b| b.is_ascii_alphabetic() || b >= 0x80);
        let found = part(t, i, i + n);
        told |= ASCII_CODES.iter().any(|w| found.eq_ignore_ascii_case(w.as_bytes()));
        i += n;
        let gap = run(t, i, 3, |b| matches!(b, b' ' | b':'));
        i += gap;
        if told && digit(at(t, i)) {
            return code(t, i);
        }
        if gap == 0 || n == 0 {
            return None;
        }
    }
    None
}

/// What may stand between the words and the digits.
#[rustfmt::skip]
const BETWEEN: &[&str] = &[
    " ", ":", "：", "=", "\"", "'", "*", "`", "[", "(", "【", "「", "“", "«", "„", "—", "–", "-", "是", "为", "為", "は", "가", "는", "은",
    "ist ", "lautet ", "est ", "le ", "es ", "el ", "el: ", "é ", "o ", "je ", "er ", "is ", "to ", "este ", "είναι ", "هو ", "הוא ", "คือ ", "là ", "है ",
    "الخاص ", "بك ", "الخاصة ",
];
/// Most of them.
const MOST: usize = 8;
/// Digits of a code.
const DIGITS: std::ops::RangeInclusive<usize> = 4..=8;
/// Units and the like behind a number that is none: `验证码1000次`.
const UNITS: &[&str] = &[
    "位", "秒", "分", "次", "个", "個", "桁", "条", "件", "人", "万", "毫秒", "字", "자리", "초", "분", "건", "회",
    "개", "年", "元", "%",
];

/// Asks the words that begin at `p`.
pub(super) fn verify(t: &[u8], p: usize) -> Option<Hit> {
    let stem = CODES.iter().find(|stem| part(t, p, p + stem.len()) == stem.as_bytes())?;
    let mut i = p + stem.len();
    // `Doğrulama kodunuz`
    i += run(t, i, 8, |b| b.is_ascii_lowercase());
    for _ in 0..MOST {
        let Some(between) = BETWEEN.iter().find(|w| part(t, i, i + w.len()) == w.as_bytes()) else { break };
        i += between.len();
    }
    code(t, i)
}

/// The code at `i`.
fn code(t: &[u8], i: usize) -> Option<Hit> {
    let n = run(t, i, 9, digit);
    let next = at(t, i + n);
    let goes_on =
        (word(next) && next < 0x80) || matches!(next, b'-' | b'.' | b':' | b'/' | b',') && word(at(t, i + n + 1));
    let behind = i + n + usize::from(next == b' ');
    let unit = UNITS.iter().any(|u| part(t, behind, behind + u.len()) == u.as_bytes());
    (DIGITS.contains(&n) && !goes_on && !unit).then(|| Hit::ruled(i, i + n, Type::Secret, "sent-code"))
}
