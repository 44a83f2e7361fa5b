//! Secrets told by letters in their middle or at their end, and hashes of passwords.

use sha2::{Digest, Sha256};

use super::{
    class::{ALNUM, DASH, DIGIT, DOT, EQUAL, HEX, HEX_LOWER, LOWER36, PLUS, TOKEN, UNDERSCORE, UPPER36, is},
    hashes, lines,
    shape::{Shape, hex_or_uuid},
};
use crate::redact::{
    bytes::{at, back, mentions, part, run, run_back},
    ids,
    scan::Hit,
    types::Type,
};

/// Letters around a mark: their classes, the fewest and the most.
type Around = (u16, usize, usize);

/// A secret told by a mark inside.
struct Form {
    mark: &'static [u8],
    before: Around,
    after: Around,
    kind: Type,
    rule: &'static str,
}

const fn form(mark: &'static [u8], before: Around, after: Around, rule: &'static str) -> Form {
    Form { mark, before, after, kind: Type::Secret, rule }
}

/// Nothing, and no letter either.
const EDGE: Around = (TOKEN, 0, 0);
const HASH: Around = (DIGIT | HEX_LOWER, 32, 32);
/// What follows the marks of Azure's keys.
const TAIL: Around = (ALNUM | EQUAL, 4, 8);
const AZURE: u16 = ALNUM | PLUS;

/// The forms, as their vendors write them; Azure's marks as in its "common annotated security keys".
#[rustfmt::skip]
const FORMS: &[Form] = &[
    form(b":AA", (DIGIT, 7, 10), (TOKEN, 32, 34), "telegram"),
    form(b":A", (DIGIT, 8, 10), (TOKEN, 34, 34), "telegram"),
    form(b":APA91b", (TOKEN, 11, 40), (TOKEN, 90, 300), "firebase"),
    form(b".atlasv1.", (TOKEN, 13, 16), (TOKEN | EQUAL, 50, 80), "terraform"),
    form(b"_mmk", (ALNUM | UNDERSCORE, 34, 38), EDGE, "maxmind"),
    form(b"-us", (HEX, 31, 32), (DIGIT, 1, 2), "mailchimp"),
    form(b"NRAL", (HEX, 32, 40), EDGE, "newrelic"),
    form(b"_P0A1_", (ALNUM, 64, 64), (HEX | DASH, 36, 36), "webex"),
    form(b"_PF84_", (ALNUM, 64, 64), (HEX | DASH, 36, 36), "webex"),
    form(b"msh", (LOWER36, 10, 10), (LOWER36, 37, 37), "rapidapi"),
    form(b"SK", EDGE, HASH, "twilio"),
    form(b"AC", EDGE, HASH, "twilio"),
    form(b":", (DIGIT, 15, 17), (ALNUM, 27, 34), "asana"),
    form(b"JQQJ9", (AZURE, 52, 52), (AZURE | EQUAL, 25, 32), "azure-key"),
    form(b"AZDO", (AZURE, 76, 76), TAIL, "azure-devops"),
    form(b"+ASt", (AZURE, 76, 76), TAIL, "azure-storage"),
    form(b"ACDb", (AZURE, 76, 76), TAIL, "azure-cosmos"),
    form(b"+ACR", (AZURE, 42, 42), TAIL, "azure-registry"),
    form(b"AzFu", (TOKEN | PLUS, 44, 44), (TOKEN | EQUAL, 4, 8), "azure-functions"),
    form(b"+ABa", (AZURE, 76, 76), TAIL, "azure-batch"),
    form(b"AzSe", (AZURE, 42, 42), TAIL, "azure-search"),
    form(b"AIoT", (AZURE, 33, 33), TAIL, "azure-iot"),
    form(b"+AEh", (AZURE, 33, 33), TAIL, "azure-event-hub"),
    form(b"+ASb", (AZURE, 33, 33), TAIL, "azure-service-bus"),
    form(b"+ARm", (AZURE, 33, 33), TAIL, "azure-relay"),
    form(b"AzCa", (AZURE, 33, 33), TAIL, "azure-cache"),
    form(b"APIM", (AZURE, 76, 76), TAIL, "azure-api"),
    // `location` in a macaroon, behind its length
    form(b"2xvY2F0aW9u", (TOKEN, 5, 5), (TOKEN | PLUS | EQUAL, 60, 2000), "macaroon"),
];

/// With the bits of forms: another rule asks for this byte.
const OTHER: u32 = 1 << 31;
/// [`recaptcha`] does.
const CAPTCHA: u32 = 1 << 30;

/// For each byte the forms whose mark begins with it, as bits.
static BEGINS: [u32; 256] = {
    assert!(FORMS.len() < 30);
    let mut table = [0; 256];
    table[b'~' as usize] = OTHER;
    table[b'.' as usize] = OTHER;
    table[b'-' as usize] = OTHER;
    table[b'6' as usize] = CAPTCHA;
    table[b'|' as usize] = OTHER;
    table[b'_' as usize] = OTHER;
    let mut i = 0;
    while i < FORMS.len() {
        table[FORMS[i].mark[0] as usize] |= 1 << i;
        i += 1;
    }
    table
};

/// For each byte the forms whose mark may have it as its second.
static FOLLOWS: [u32; 256] = {
    let mut table = [OTHER; 256];
    table[b'L' as usize] |= CAPTCHA;
    let mut i = 0;
    while i < FORMS.len() {
        let mut b = 0;
        while b < 256 {
            let any = FORMS[i].mark.len() == 1;
            table[b] |= if any || FORMS[i].mark[1] as usize == b { 1 << i } else { 0 };
            b += 1;
        }
        i += 1;
    }
    table
};

/// Looks for each form in a run. The run is cut to a length that bounds the work.
pub(super) fn verify(t: &[u8], start: usize, end: usize, hits: &mut Vec<Hit>) {
    if back(t, start, 1) == b'$' {
        hits.extend(password_hash(t, start, end));
    }
    hits.extend(hashes::verify(t, start, end));
    lines::around(t, start, end, hits);
    hits.extend(jira(t, start, end));
    ids::in_run(t, start, end, hits);
    hits.extend(match end - start {
        29..=31 => product_key(t, start),
        48..=60 => wallet_key(t, start).or_else(|| volume_key(t, start)),
        64.. => pair_of_hashes(t, start, end),
        _ => None,
    });
    // Nothing of what follows is a hash or a UUID.
    if end - start < 30 || end - start > 4096 || hex_or_uuid(part(t, start, end)) {
        return;
    }
    // None is told by the last byte of a text.
    for (i, pair) in part(t, start, end + 1).windows(2).enumerate() {
        let mut forms = BEGINS[usize::from(pair[0])] & FOLLOWS[usize::from(pair[1])];
        if forms == 0 {
            continue;
        }
        let p = start + i;
        forms &= !(OTHER | CAPTCHA);
        while forms != 0 {
            hits.extend(FORMS.get(forms.trailing_zeros() as usize).and_then(|f| fits(t, p, f)));
            forms &= forms - 1;
        }
        match pair[0] {
            b'~' => hits.extend(azure_ad(t, p)),
            b'.' => hits.extend(discord(t, p).or_else(|| google_client(t, p))),
            b'-' => hits.extend(numbered(t, p).or_else(|| mailgun(t, p))),
            b'6' => hits.extend(recaptcha(t, p)),
            b'|' => hits.extend(facebook(t, p)),
            b':' => hits.extend(telegram(t, p)),
            b'_' => hits.extend(ngrok(t, p)),
            _ => {}
        }
    }
}

/// Whether the mark of a form stands at `p`, with its letters around.
fn fits(t: &[u8], p: usize, f: &Form) -> Option<Hit> {
    let behind = p + f.mark.len();
    // The second byte first: it is seldom right.
    if f.mark.get(1).is_some_and(|b| at(t, p + 1) != *b) || part(t, p, behind) != f.mark {
        return None;
    }
    let before = run_back(t, p, f.before.2 + 1, |b| is(b, f.before.0));
    let after = run(t, behind, f.after.2 + 1, |b| is(b, f.after.0));
    ((f.before.1..=f.before.2).contains(&before) && (f.after.1..=f.after.2).contains(&after))
        .then(|| Hit::ruled(p - before, behind + after, f.kind, f.rule))
}

/// Digits, and letters of both cases that change as often as only a generator changes them.
fn generated(text: &[u8]) -> bool {
    let shape = Shape::of(text);
    shape.digits > 0 && shape.cases * 5 >= text.len() && shape.switches > 0
}

/// Tokens of apps of Facebook: the number of the app and its token; `p` is the bar.
fn facebook(t: &[u8], p: usize) -> Option<Hit> {
    let digits = run_back(t, p, 19, |b| is(b, DIGIT));
    let n = run(t, p + 1, 41, |b| is(b, TOKEN));
    ((12..=18).contains(&digits) && (24..=40).contains(&n) && generated(part(t, p + 1, p + 1 + n)))
        .then(|| Hit::ruled(p - digits, p + 1 + n, Type::Secret, "facebook"))
}

/// Tokens of bots of Telegram, as all have them: the number of the bot, and 35 letters; `p` is the colon.
fn telegram(t: &[u8], p: usize) -> Option<Hit> {
    let digits = run_back(t, p, 11, |b| is(b, DIGIT));
    let n = run(t, p + 1, 36, |b| is(b, TOKEN));
    ((8..=10).contains(&digits) && n == 35 && !is(back(t, p, digits + 1), TOKEN) && generated(part(t, p + 1, p + 36)))
        .then(|| Hit::ruled(p - digits, p + 36, Type::Secret, "telegram"))
}

/// Tokens of ngrok: the id of a key, which begins with its time, and its secret; `p` is the dash between.
fn ngrok(t: &[u8], p: usize) -> Option<Hit> {
    let from = p.checked_sub(27)?;
    // Most dashes are those of names.
    if !matches!(at(t, from), b'1'..=b'4') || is(back(t, from, 1), TOKEN) {
        return None;
    }
    let n = run(t, p + 1, 23, |b| is(b, TOKEN));
    let (id, secret) = (part(t, from, p), part(t, p + 1, p + 1 + n));
    let fits = id.iter().all(|b| is(*b, ALNUM)) && matches!(n, 20..=22);
    (fits && generated(id) && generated(secret)).then(|| Hit::ruled(from, p + 1 + n, Type::Secret, "ngrok"))
}

/// API keys of TrueNAS and tokens of Twitter: a number, `-`, and 64, or about 40, letters and digits of both cases; `p`
/// is the dash.
fn numbered(t: &[u8], p: usize) -> Option<Hit> {
    let digits = run_back(t, p, 21, |b| is(b, DIGIT));
    let from = p.checked_sub(digits)?;
    // The number of a user of Twitter.
    let user = (15..=20).contains(&digits) && run(t, p + 1, 46, |b| is(b, ALNUM)) >= 35;
    if user && !is(back(t, from, 1), TOKEN) {
        let n = run(t, p + 1, 46, |b| is(b, ALNUM));
        let fits = n <= 45 && !is(at(t, p + 1 + n), TOKEN | PLUS | EQUAL) && generated(part(t, p + 1, p + 1 + n));
        return fits.then(|| Hit::ruled(from, p + 1 + n, Type::Secret, "twitter"));
    }
    if !(1..=4).contains(&digits) || is(back(t, from, 1), TOKEN) || run(t, p + 1, 65, |b| is(b, ALNUM)) != 64 {
        return None;
    }
    let key = Shape::of(part(t, p + 1, p + 65));
    (key.cased() && key.digits > 0 && !is(at(t, p + 65), TOKEN | PLUS | EQUAL))
        .then(|| Hit::ruled(from, p + 65, Type::Secret, "truenas"))
}

/// Tokens of Jira and Confluence on own machines: twelve digits, a colon and twenty bytes in base64.
fn jira(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let from = end.checked_sub(44).filter(|from| *from >= start)?;
    if !matches!(at(t, from), b'M' | b'N' | b'O') || is(back(t, from, 1), TOKEN | PLUS) {
        return None;
    }
    // Of three digits in base64 each letter is one of ten or fewer.
    let digits = |g: &[u8; 4]| {
        b"MNO".contains(&g[0])
            && b"ADQTgjwz".contains(&g[1])
            && b"AEIMQUYcgk".contains(&g[2])
            && b"012345wxyz".contains(&g[3])
    };
    let text = part(t, from, end);
    let fits = text.iter().all(|b| is(*b, ALNUM | PLUS))
        && text.as_chunks::<4>().0.iter().take(3).all(digits)
        && Shape::of(text).cases * 5 >= text.len();
    fits.then(|| Hit::ruled(from, end, Type::Secret, "jira"))
}

/// Keys of Mailgun: 32, 8 and 8 hexadecimal digits; `p` is the first dash.
fn mailgun(t: &[u8], p: usize) -> Option<Hit> {
    let dash = |p: usize| at(t, p) == b'-' && run(t, p + 1, 9, |b| is(b, DIGIT | HEX_LOWER)) == 8;
    let fits = dash(p) && dash(p + 9) && run_back(t, p, 33, |b| is(b, DIGIT | HEX_LOWER)) == 32;
    (fits && !is(back(t, p, 33), TOKEN) && !is(at(t, p + 18), TOKEN))
        .then(|| Hit::ruled(p - 32, p + 18, Type::Secret, "mailgun"))
}

/// Client secrets of Azure AD: three letters, a digit, `Q~`, and 31 to 34 more; `p` is the `~`.
fn azure_ad(t: &[u8], p: usize) -> Option<Hit> {
    let letter = |b: u8| is(b, TOKEN | DOT) || b == b'~';
    let n = run(t, p + 1, 36, letter);
    let from = p.checked_sub(5)?;
    let begins = back(t, p, 1) == b'Q' && is(back(t, p, 2), DIGIT) && part(t, from, p).iter().all(|b| letter(*b));
    (begins && (30..=35).contains(&n)).then(|| Hit::ruled(from, p + 1 + n, Type::Secret, "azure-ad"))
}

/// As [`salesforce`], from the session on: the id alone is shorter than a run.
pub(super) fn salesforce_session(t: &[u8], start: usize) -> Option<Hit> {
    let mark = start.checked_sub(1)?;
    (run_back(t, mark, 16, |b| is(b, ALNUM)) == 15).then(|| salesforce(t, 0, mark)).flatten()
}

/// Session ids of Salesforce: the id of an organisation, `!`, the session; the mark is at `mark`.
pub(super) fn salesforce(t: &[u8], start: usize, mark: usize) -> Option<Hit> {
    let from = mark.checked_sub(run_back(t, mark, 19, |b| is(b, ALNUM)))?;
    let n = run(t, mark + 1, 160, |b| is(b, TOKEN | DOT));
    (from >= start && part(t, from, from + 3) == b"00D" && matches!(mark - from, 15 | 18) && n >= 24)
        .then(|| Hit::ruled(from, mark + 1 + n, Type::Secret, "salesforce"))
}

/// `access_token$production$<16>$<32>` of Braintree and PayPal; the run is the third field.
pub(super) fn paypal(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let from = ["access_token$production$", "access_token$sandbox$"].iter().find_map(|head| {
        let from = start.checked_sub(head.len())?;
        (part(t, from, start) == head.as_bytes()).then_some(from)
    })?;
    let n = run(t, end + 1, 33, |b| is(b, ALNUM));
    (n == 32).then(|| Hit::ruled(from, end + 33, Type::Secret, "paypal"))
}

/// Tokens of Discord's bots: the id in base64, time, signature; `p` is the first dot.
fn discord(t: &[u8], p: usize) -> Option<Hit> {
    let time = run(t, p + 1, 8, |b| is(b, TOKEN));
    if !(5..=7).contains(&time) || at(t, p + 1 + time) != b'.' {
        return None;
    }
    let id = run_back(t, p, 30, |b| is(b, TOKEN));
    if !(24..=28).contains(&id) || !matches!(at(t, p - id), b'M' | b'N' | b'O') {
        return None;
    }
    let n = run(t, p + time + 2, 46, |b| is(b, TOKEN));
    (27..=45).contains(&n).then(|| Hit::ruled(p - id, p + time + 2 + n, Type::Secret, "discord"))
}

/// Client ids of Google; `p` is the dot before `apps`.
fn google_client(t: &[u8], p: usize) -> Option<Hit> {
    if part(t, p, p + 27) != b".apps.googleusercontent.com" {
        return None;
    }
    let id = run_back(t, p, 33, |b| is(b, ALNUM));
    let digits = run_back(t, p.checked_sub(id + 1)?, 14, |b| is(b, DIGIT));
    (id == 32 && digits >= 10).then(|| Hit::ruled(p - id - 1 - digits, p, Type::GoogleKey, "google-client-id"))
}

/// Keys of reCAPTCHA: `6L` and 38 more.
fn recaptcha(t: &[u8], p: usize) -> Option<Hit> {
    if at(t, p + 1) != b'L' || is(back(t, p, 1), TOKEN) {
        return None;
    }
    let n = run(t, p, 41, |b| is(b, TOKEN));
    let named = part(t, p, p + 16).windows(4).any(|w| w == b"AAAA" || w == b"BBBB");
    (n == 40 && named).then(|| Hit::ruled(p, p + 40, Type::Secret, "recaptcha"))
}

/// `$6$salt$hash`, `$2b$12$…`, `$argon2id$…`, `$krb5asrep$…`: the run after the last `$` is the hash, or begins inside.
fn password_hash(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    const SCHEMES: &[&[u8]] = &[
        b"1", b"2a", b"2b", b"2x", b"2y", b"5", b"6", b"7", b"y", b"gy", b"apr1", b"sha1", b"md5", b"argon2i",
        b"argon2d", b"argon2id", b"scrypt", b"pbkdf2", b"pbkdf2-sha1", b"pbkdf2-sha256", b"pbkdf2-sha512",
        b"krb5asrep", b"krb5tgs", b"krb5pa", b"bcrypt-sha256", b"S", b"H", b"P", b"DCC2", b"mysqlna", b"ml", b"8",
        b"9",
    ];
    let from = start.saturating_sub(160);
    let window = part(t, from, start);
    // The leftmost field that is a scheme, with nothing but fields between.
    let mut at_scheme = None;
    let mut i = window.len();
    while i > 0 {
        i -= 1;
        let b = at(window, i);
        if b == b'$' {
            let name = part(window, i + 1, window.len()).split(|b| *b == b'$').next().unwrap_or_default();
            if SCHEMES.contains(&name) {
                at_scheme = Some(from + i);
            }
        } else if b <= b' ' || matches!(b, b'"' | b'\'' | b'(' | b')') {
            break;
        }
    }
    let begin = at_scheme?;
    let mut to = end;
    // Further fields.
    while at(t, to) == b'$' {
        to += 1 + run(t, to + 1, 8192, |b| b > b'$' && b < 0x7F && !matches!(b, b'"' | b'\'' | b'<' | b'>'));
    }
    let n = part(t, start, end)
        .iter()
        .take_while(|b| is(**b, TOKEN | DOT | PLUS | EQUAL | UPPER36) || matches!(b, b',' | b'@' | b':'))
        .count();
    (n >= 16).then(|| Hit::ruled(begin, if start + n < end { start + n } else { to }, Type::Secret, "password-hash"))
}

/// Five groups of five capitals and digits, as keys of products are, where a word says so.
fn product_key(t: &[u8], start: usize) -> Option<Hit> {
    let text = part(t, start, start + 29);
    let letters = |b: &u8| b.is_ascii_uppercase() || b.is_ascii_digit();
    let grouped = text.len() == 29
        && text.chunks(6).all(|g| g.iter().take(5).all(letters) && matches!(g.get(5), None | Some(b'-')));
    let named = || mentions(part(t, start.saturating_sub(20), start), &[b"key", b"licen", b"serial"]);
    // Numbers of parts have five groups, too.
    let mixed = text.iter().any(u8::is_ascii_uppercase);
    (grouped && mixed && !is(at(t, start + 29), TOKEN) && named())
        .then(|| Hit::ruled(start, start + 29, Type::Secret, "product-key"))
}

/// The recovery key of a volume of BitLocker: eight groups of six digits.
fn volume_key(t: &[u8], start: usize) -> Option<Hit> {
    let text = part(t, start, start + 55);
    let grouped = text.len() == 55
        && text.chunks(7).all(|g| g.iter().take(6).all(u8::is_ascii_digit) && matches!(g.get(6), None | Some(b'-')));
    (grouped && !is(at(t, start + 55), TOKEN)).then(|| Hit::ruled(start, start + 55, Type::Secret, "bitlocker"))
}

/// The private key of a wallet of Bitcoin as wallets import it: base58check of the version 128, 32 bytes and perhaps a
/// 1.
fn wallet_key(t: &[u8], start: usize) -> Option<Hit> {
    const BASE58: &[u8] = b"123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    let n = run(t, start, 53, |b| is(b, ALNUM));
    let size = match (at(t, start), n) {
        (b'5', 51) => 37,
        (b'K' | b'L', 52) => 38,
        _ => return None,
    };
    let mut bytes = [0u8; 38];
    let bytes = bytes.get_mut(..size)?;
    for b in part(t, start, start + n) {
        let mut carry = BASE58.iter().position(|x| x == b)?;
        for slot in bytes.iter_mut().rev() {
            carry += usize::from(*slot) * 58;
            *slot = (carry & 0xFF) as u8;
            carry >>= 8;
        }
    }
    let (body, check) = bytes.split_at(size - 4);
    let sum = Sha256::digest(Sha256::digest(body));
    (body.first() == Some(&0x80) && sum.starts_with(check))
        .then(|| Hit::ruled(start, start + n, Type::Secret, "wallet-key"))
}

/// `lm:nt`, two hashes of a password of Windows, as tools take them and as `name:500:lm:nt:::`.
fn pair_of_hashes(t: &[u8], start: usize, end: usize) -> Option<Hit> {
    let to = end - run_back(t, end, 3, |b| b == b':');
    let from = to.checked_sub(65).filter(|from| *from >= start)?;
    let text = part(t, from, to);
    let hex = |part: &[u8]| part.iter().all(|b| is(*b, HEX));
    let pair = at(text, 32) == b':' && hex(part(text, 0, 32)) && hex(part(text, 33, 65));
    let dumped = end - to == 3 && back(t, from, 1) == b':';
    (pair && (from == start || dumped)).then(|| Hit::ruled(from, to, Type::Secret, "windows-hash"))
}
