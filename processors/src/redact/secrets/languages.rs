//! Words by which sentences in many languages tell of a password or a key.

use super::sent_codes::CODES;

/// Stems of words for a password beyond ASCII, which the first pass searches for.
pub(super) const PASSWORDS: &[&str] = &[
    "парол",
    "Парол",
    "ПАРОЛ",
    "Лозинк",
    "Hasł",
    "Κωδικ",
    "Slaptažod",
    "Parolă",
    "лозинк",
    "hasł",
    "lösenord",
    "Lösenord",
    "jelszó",
    "Jelszó",
    "contraseña",
    "Contraseña",
    "mật khẩu",
    "Mật khẩu",
    "şifre",
    "Şifre",
    "şifrə",
    "slaptažod",
    "密码",
    "密碼",
    "口令",
    "パスワード",
    "비밀번호",
    "비번",
    "암호는",
    "סיסמ",
    "المرور",
    "عبور",
    "κωδικ",
    "पासवर्ड",
    "পাসওয়ার্ড",
    "கடவுச்சொல்",
    "รหัสผ่าน",
    "გასაღები",
    "პაროლ",
    "գաղտնաբառ",
    "parolă",
    "senha é",
    "Senha é",
    "jalëkalim",
    "ykilorð",
    "ууц үг",
    "ұпия сөз",
    "پاس ورڈ",
    "పాస్\u{200C}వర్డ్",
];
/// Stems of words for a key, which one of [`OF_KEYS`] must stand beside.
pub(super) const KEYS: &[&str] = &[
    "ключ", "Ключ", "Токен", "токен", "chlüssel", "密钥", "密鑰", "キー", "トークン", "令牌", "API 키", "토큰", "clé ",
    "Clé ", "klíč", "nøgle", "nyckel för",
];
/// What makes a key one of an interface.
pub(super) const OF_KEYS: &[&str] = &[
    "API", "секретн", "доступ", "приватн", "secr", "accès", "eheim", "アクセス", "シークレット", "認証", "访问",
    "토큰", "токен", "密钥", "密鑰", "令牌",
];

/// All stems, for the first pass: each has a letter beyond ASCII.
pub(in crate::redact) const STEMS: &[&[&str]] = &[PASSWORDS, KEYS, CODES];

/// Words for a password in ASCII, lower case, of languages other than English; with how they may be inflected.
pub(super) const LATIN: &[&str] = &[
    "wachtwoord", "wachtwoorden", "paswoord", "wagwoord", "heslo", "hesla", "geslo", "lozinka", "clave", "contrasena",
    "contrasenya", "senha", "mdp", "parola", "parool", "salasana", "salasanani", "adgangskode", "adgangskoden",
    "adgangskoder", "passord", "passordet", "losenord", "losenordet", "haslo", "hasla", "sifre", "sifrem", "sandi",
    "sandinya", "jelszo", "jelszavam", "kennwort", "zugangscode", "pasahitza", "slaptazodis", "nenosiri", "cyfrinair",
    "fjalekalimi", "mima", "parolam", "parolamiz", "sifreniz", "lykilordid", "contrasinal", "passwordnya",
    "passwordku", "pasfhocal", "phasfhocal", "nghyfrinair", "laluan", "pwd", "pw", "passcode",
];
/// Beginnings of these that few words of English have, for the first pass.
pub(in crate::redact) const LATIN_HEADS: &[&str] =
    &["Wachtwoord", "Heslo", "Geslo", "Lozinka", "Adgangskode", "Mdp", "Sifre", "Jelszo", "Kennwort"];

/// Verbs and what stands for one.
pub(super) const COPULAS: &[&str] = &[
    "is", "is:", "ist", "lautet", "es", "est", "c'est", "e", "è", "é", "är", "er", "on", "jest", "to", "je", "este",
    "là", "adalah", "ialah", "είναι", "היא", "הוא", "هي", "هو", "است", "है", "হল", "คือ", "是", "为", "為", "は", "это",
    "yra", "sera", "será", "sarà", "wordt", "wird", "ir", "da", "van", "ay", "ni", "yw", "është", "és", "бол", "е",
    "է", "ہے",
];
