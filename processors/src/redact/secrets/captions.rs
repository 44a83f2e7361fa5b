//! Texts of user interfaces under the names of their fields: `"password": "Neues Passwort:"`,
//! `passwordHelp = "Skriv inn passordet"`.
//!
//! What names a password itself, has no figure but the number of letters that one must have, and does not end as a
//! sentence does that tells one, is about it. A sentence is read as any other all the same.

use std::{collections::HashSet, sync::LazyLock};

use super::{
    key_words,
    languages::{LATIN, PASSWORDS as STEMS},
};
use crate::redact::{
    bytes::{at, part, run},
    context::Context,
    lexicon::{MAYBE_PASSWORDS, PASSWORDS as FOREIGN},
};

/// Longest text that is read, bytes.
const LONGEST: usize = 400;

/// Beginnings of words for a password, small letters: how a word ends is a matter of its language.
#[rustfmt::skip]
const BEGINNINGS: &[&str] = &[
    "passwor", "passwör", "passphras", "passcode", "wachtwoord", "wagwoord", "lösenord", "losenord", "adgangskod", "kodeord",
    "passord", "salasana", "salasanas", "lykilor", "contraseñ", "contrasen", "contrasin", "senha", "parola", "parool",
    "salasõn", "hesl", "gesl", "lozink", "hasł", "jelsz", "şifre", "şifrə", "parolă", "slaptažod", "kennw", "zugangsc", "pasahitz",
    "fjalëkal", "cyfrinair", "nenosiri", "парол", "лозинк", "құпия", "κωδικ", "συνθηματικ", "kontraseñ", "pasvort", "aðgangsorð",
];
/// Words for a password that may stand anywhere: of scripts without blanks, and of several words.
#[rustfmt::skip]
const ANYWHERE: &[&str] = &[
    "mot de passe", "mots de passe", "palavra-passe", "palavras-passe", "palavra passe", "frase de paso", "frase segreta", "frase sandi",
    "frasa sandi", "kata sandi", "kata laluan", "mật khẩu", "нууц үг", "focal faire", "focal-faire", "الاعتماد", "كلمة المرور", "كلمات المرور",
    "كلمة السر", "رمز عبور", "گذرواژه", "密码", "密碼", "口令", "通行碼", "通行短語", "パスワード", "パスフレーズ", "暗証番号", "비밀번호", "암호", "패스워드", "รหัสผ่าน",
    "סיסמ", "ססמ", "पासवर्ड", "कूटशब्द", "পাসওয়ার্ড", "ਪਾਸਵਰਡ", "પાસવર્ડ", "கடவுச்சொல்", "పాస్వర్డ్", "పాస్‌వర్డ్", "ಪಾಸ್", "ಪ್ರವೇಶಪದ", "ಗುಪ್ತಪದ",
    "പാസ്", "රහස්", "මුරපද", "စကားဝှက်", "ពាក្យសម្ងាត់", "លេខសម្ងាត់", "ລະຫັດຜ່ານ", "პაროლ", "գաղտնաբառ",
];
/// Pieces of words for a key, a token or a secret in other languages than English, small letters.
#[rustfmt::skip]
const KEYS: &[&str] = &[
    "ключ", "токен", "секрет", "тајна", "таємн", "schlüssel", "geheim", "clé", "jeton", "secrèt", "chave", "clave", "llave", "segredo",
    "secreto", "segreto", "chiave", "sleutel", "nøgle", "nøkkel", "nøkler", "nyckel", "hemlig", "hemmelig", "token", "avain", "klíč", "kľúč", "klucz",
    "ključ", "kulcs", "titk", "anahtar", "gizli", "khóa", "kunci", "rahasia", "lykil", "raktas", "atslēg", "võti", "κλειδ", "μυστικ", "мілт",
    "密钥", "密鑰", "金鑰", "キー", "鍵", "トークン", "シークレット", "令牌", "키", "토큰", "비밀", "مفتاح", "رمز", "סוד", "מפתח", "कुंजी", "คีย์", "credencia", "credenzia",
];
/// Verbs behind which a sentence tells a value.
#[rustfmt::skip]
const VERBS: &[&str] = &[
    "is", "be", "ist", "lautet", "es", "est", "è", "é", "är", "jest", "adalah", "ialah", "είναι", "это", "yra", "sera", "será", "sarà", "este", "là",
    "היא", "הוא", "هي", "هو", "است", "है", "คือ", "je", "er", "on", "wird",
];
/// What stands for a value in a text.
const EMPTY: &[&str] = &["%s", "%d", "%@", "{}", "{0}", "{1}"];
/// The country whose code, `PW`, is a short word for a password.
const PALAU: &[&str] = &[
    "palau", "palaos", "palaŭo", "палау", "パラオ", "帕劳", "帛琉", "帕勞", "팔라우", "بالاو", "پالائو", "פלאו", "पलाऊ",
    "ปาเลา",
];
/// What a text about a key or token ends with, which the value of one does not.
const THINGS: &[&str] = &["token", "tokens", "key", "keys", "secret", "secrets", "credential", "credentials"];

/// Whole words for a password.
static WORDS: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    [FOREIGN, MAYBE_PASSWORDS, key_words::PASSWORDS, LATIN, STEMS].iter().copied().flatten().copied().collect()
});

/// Whether a value only speaks of what its key names.
pub(super) fn caption(value: &[u8], says: Context) -> bool {
    if value.len() > LONGEST || !says.has(Context::PASSWORD) && !says.has(Context::SECRET) {
        return false;
    }
    // Most values have no blank and no letter beyond ASCII, and are no word with a capital.
    let word = value.iter().all(|b| b.is_ascii_alphabetic() || matches!(b, b':' | b'_' | b'?' | b'-'));
    if value.is_ascii() && !value.contains(&b' ') && !(word && value.first().is_some_and(u8::is_ascii_uppercase)) {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    if says.has(Context::PASSWORD) { of_password(text) } else { of_key(text) }
}

/// Whether the line from `from` on goes on behind the first word, which ends at `to`, and is a text of an interface as
/// a whole: `passwordNew=Nové heslo`. In small letters it may be a password and what one says about it.
pub(super) fn shown(t: &[u8], from: usize, to: usize, says: Context) -> bool {
    if at(t, to) != b' ' || at(t, from).is_ascii_lowercase() || at(t, from) < b'A' {
        return false;
    }
    let n = run(t, from, 200, |b| b >= b' ');
    matches!(at(t, from + n), 0 | b'\n' | b'\r') && caption(part(t, from, from + n), says)
}

/// Beginnings of what the check of a form says of the field that it stands under, small letters.
#[rustfmt::skip]
const COMPLAINTS: &[&str] = &[
    "can't be ", "can\u{2019}t be ", "cannot be ", "can not be ", "must be ", "must have ", "must contain ", "must match ", "must not ",
    "must include ", "should be ", "should have ", "should contain ", "should match ", "should not be ", "is too ", "is required",
    "is invalid", "is missing", "is not valid", "is not a valid", "is not allowed", "is not strong", "is not a string", "is not a number",
    "is not correct", "is incorrect", "is reserved", "is expired", "is empty", "has already been ", "has expired", "has been reset",
    "has been changed", "does not match", "doesn't match", "does not meet", "does not contain", "do not match", "don't match",
    "may not be ", "this field is ", "this field may ", "this field must ", "this field cannot ", "this value is ",
    "this value should ", "this password is too ", "field required", "field is ", "not a valid ", "not valid", "too short", "too long",
    "input should be ", "string should have ", "value is ", "please enter ", "please choose ", "please provide ", "please use ",
];

/// Whether a text is what the check of a form says of a field: `can't be blank`,
/// `is too short (minimum is 8 characters)`.
pub(super) fn complaint(value: &[u8]) -> bool {
    if value.len() > LONGEST || !value.contains(&b' ') {
        return false;
    }
    let Ok(text) = std::str::from_utf8(value) else { return false };
    let lower = text.to_lowercase();
    // Numbers are of letters, and no word has signs or figures as a password has.
    let plain = |word: &str| {
        let inner = word.trim_matches(|c: char| !c.is_alphanumeric());
        inner.chars().all(char::is_numeric) && inner.len() <= 3
            || inner.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '\u{2019}' | '-' | '/' | '_'))
    };
    COMPLAINTS.iter().any(|w| lower.starts_with(w)) && lower.split_whitespace().all(plain)
}

/// Letters, marks on them, and signs of prose.
fn prose(c: char) -> bool {
    c.is_alphabetic()
        || c.is_whitespace()
        || matches!(c, '.' | ',' | ':' | ';' | '?' | '!' | '\'' | '(' | ')' | '-' | '/' | '"' | '…' | '¿' | '¡' | '%' | '{' | '}' | '_')
        // Marks of the scripts of India and South-East Asia, signs of general punctuation and of East Asia.
        || matches!(c, '\u{300}'..='\u{36F}' | '\u{591}'..='\u{5C7}' | '\u{610}'..='\u{6FF}' | '\u{900}'..='\u{109F}')
        || matches!(c, '\u{1780}'..='\u{17FF}' | '\u{2000}'..='\u{206F}' | '\u{3000}'..='\u{303F}' | '\u{FF00}'..='\u{FF0F}' | '\u{FF1A}'..='\u{FF1F}')
        || matches!(c, '«' | '»' | '\u{A0}' | '，')
}

/// Whether a text is about a password.
fn of_password(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：', '*', '?', '？', '.', '…', '!', '。', ' ']);
    // A word in small letters may be a password, and phrases that somebody thought of begin small more often than
    // labels do.
    let small = text.chars().find(|c| c.is_alphabetic()).is_some_and(char::is_lowercase);
    if small || !text.chars().all(|c| prose(c) || c.is_ascii_digit()) {
        return false;
    }
    let lower = text.to_lowercase();
    let mut words = lower.split(|c: char| c.is_whitespace()).filter(|w| !w.is_empty());
    let count = words.clone().count();
    let one = lower.replace('_', "");
    let known = WORDS.contains(one.as_str())
        || matches!(one.as_str(), "συνθηματικο" | "συνθηματικό")
        || PALAU.contains(&one.as_str());
    if count == 1 && (text.is_ascii() || known) {
        // `UserPassword` may be a password, and a poor one.
        return known && !(one.len() > 8 && one.is_ascii() && one.ends_with("password"));
    }
    // Numbers stand alone, and none is longer than that of the letters of a password.
    let number = |w: &str| w.chars().any(|c| c.is_ascii_digit());
    let plain = |w: &str| {
        let inner = w.trim_matches(|c: char| !c.is_alphanumeric());
        w.contains('{')
            || w.contains("%(")
            || inner.len() <= 3 && inner.chars().all(|c| c.is_ascii_digit()) && count >= 4
    };
    if words.clone().any(|w| number(w) && !plain(w)) || told(&lower) {
        return false;
    }
    // Without blanks more than the word itself must stand there, all of it beyond ASCII.
    let unspaced = count > 1 || !text.bytes().any(|b| b.is_ascii_alphanumeric());
    let begins = |w: &str| {
        let w = w.trim_start_matches(|c: char| !c.is_alphabetic());
        BEGINNINGS.iter().any(|b| w.starts_with(b)) || WORDS.contains(w.trim_end_matches(|c: char| !c.is_alphabetic()))
    };
    unspaced && ANYWHERE.iter().any(|w| lower.contains(w)) || count > 1 && words.any(begins)
}

/// Whether a sentence may end with the value that it tells: `das passwort lautet sonnenschein`, `hasło: x`.
fn told(lower: &str) -> bool {
    let mut words = lower.rsplit(|c: char| c.is_whitespace()).filter(|w| !w.is_empty());
    let (Some(last), Some(before)) = (words.next(), words.next()) else { return false };
    let empty = EMPTY.contains(&last) || last.starts_with("%(") || BEGINNINGS.iter().any(|b| last.starts_with(b));
    !empty && (VERBS.contains(&before) || before.ends_with([':', '：', '=', '-']))
}

/// Whether a text is about a key: words that no generator writes, in another language than English or with what it is
/// at its end.
fn of_key(text: &str) -> bool {
    let text = text.trim().trim_end_matches([':', '：', '*', '?', '.']);
    let words = text.split_whitespace().count();
    if words > 8 || !text.chars().all(prose) || told(&text.to_lowercase()) {
        return false;
    }
    let named =
        || text.split_whitespace().next_back().is_some_and(|w| THINGS.iter().any(|t| w.eq_ignore_ascii_case(t)));
    let foreign = || {
        let lower = text.to_lowercase();
        KEYS.iter().any(|w| lower.contains(w))
    };
    let alone = || KEYS.iter().chain(&["geheimnis"]).any(|w| text.eq_ignore_ascii_case(w));
    // `Token de acceso`
    let phrase = || {
        const JOINTS: [&str; 8] = ["de", "del", "di", "do", "da", "du", "van", "voor"];
        text.starts_with(|c: char| c.is_uppercase())
            && text.split(' ').any(|w| JOINTS.contains(&w))
            && text.split(' ').all(|w| w.chars().skip(1).all(|c| c.is_lowercase()) || w.len() <= 4)
    };
    (!text.is_ascii() || phrase()) && foreign() || (2..=5).contains(&words) && named() || words == 1 && alone()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_about_a_password_are_told_from_passwords() {
        let says = Context::SECRET.with(Context::PASSWORD);
        for text in [
            "Neues Passwort:",
            "Wachtwoord",
            "Confirm your password",
            "Mot de passe invalide : longueur minimale requise de {0}",
            "Your password must be at least 8 characters long",
            "Надішліть новий пароль",
            "パスワードの確認",
            "LÖSENORD",
            "Şifrenizi girin",
        ] {
            assert!(caption(text.as_bytes(), says), "{text}");
        }
        for text in [
            "passwort",
            "UserPassword",
            "Sommer",
            "una parola segreta",
            "Passwort7",
            "mein passwort geheim22",
            "das passwort lautet sonnenschein",
            "hasło: słoneczko",
            "пароль",
            "correct horse battery staple",
            "Wachtwoord!#x",
            "密码abc",
        ] {
            assert!(!caption(text.as_bytes(), says), "{text}");
        }
    }

    #[test]
    fn texts_about_a_key_are_told_from_keys() {
        for text in ["Sitzungsschlüssel:", "an access token", "API-nøkler"] {
            assert!(caption(text.as_bytes(), Context::SECRET), "{text}");
        }
        for text in ["Client2 secret", "schlüssel7x", "witch collapse practice feed shame open", "ordinary"] {
            assert!(!caption(text.as_bytes(), Context::SECRET), "{text}");
        }
    }
}
