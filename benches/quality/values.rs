//! Values of contact, network and payment, and tokens.

use super::{
    checks::{base62, base64, crc32, luhn, text},
    rng::{HEX, LOWER, Rng},
};

const FIRST: &[&str] = &[
    "maria", "ivan", "john", "olena", "wei", "fatima", "lars", "chidi", "akiko", "jose", "anna", "pierre", "nguyen",
    "priya", "ahmed", "kateryna", "mateusz", "ingrid", "paolo", "siobhan",
];
const LAST: &[&str] = &[
    "gonzalez", "petrov", "smith", "kovalenko", "zhang", "alsayed", "lindqvist", "okafor", "tanaka", "silva", "novak",
    "dubois", "tran", "sharma", "hassan", "nowak", "larsen", "rossi", "obrien", "mueller",
];
const DOMAINS: &[&str] = &[
    "gmail.com", "outlook.com", "yahoo.co.uk", "web.de", "mail.ru", "corp.example.com", "uni-heidelberg.de",
    "proton.me", "acme.io", "hospital.org", "students.example.edu", "company.com.br", "posta.gov.tr", "firma.pl",
    "ya.ru", "qq.com", "orange.fr", "x.ai", "startup.dev", "sub.mail.example.co.jp",
];

/// An e-mail address.
pub fn email(r: &mut Rng) -> String {
    let (first, last, domain) = (*r.pick(FIRST), *r.pick(LAST), *r.pick(DOMAINS));
    let n = r.range(1, 99);
    let local = match r.below(8) {
        0 => format!("{first}.{last}"),
        1 => format!("{}{last}{n}", &first[..1]),
        2 => format!("{first}_{last}"),
        3 => format!("{first}.{last}+news"),
        4 => format!("{last}-{first}"),
        5 => format!("{}.{}", capital(first), capital(last)),
        6 => format!("{first}{n}"),
        _ => format!("{first}.{}.{last}", r.text(LOWER, 1)),
    };
    format!("{local}@{domain}")
}

/// First letter upper-case.
pub fn capital(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str()).unwrap_or_default()
}

/// A name.
pub fn name(r: &mut Rng) -> String {
    format!("{} {}", capital(r.word(FIRST)), capital(r.word(LAST)))
}

/// Issuer prefixes and lengths (ISO/IEC 7812 ranges as the schemes publish them).
const ISSUERS: &[(&str, usize)] = &[
    ("4", 16),
    ("4539", 16),
    ("51", 16),
    ("55", 16),
    ("2221", 16),
    ("2720", 16),
    ("34", 15),
    ("37", 15),
    ("6011", 16),
    ("65", 16),
    ("3528", 16),
    ("3589", 16),
    ("36", 14),
    ("38", 14),
    ("305", 14),
    ("62", 16),
    ("644", 16),
];

/// A card number, bare or grouped.
pub fn card(r: &mut Rng) -> String {
    let (prefix, len) = *r.pick(ISSUERS);
    let mut d: Vec<u32> = prefix.chars().filter_map(|c| c.to_digit(10)).collect();
    d.extend(r.numbers(len - 1 - prefix.len()));
    d.push(luhn(&d));
    let groups: &[usize] = match len {
        16 => &[4, 4, 4, 4],
        15 => &[4, 6, 5],
        _ => &[4, 6, 4],
    };
    let separator = *r.pick(&["", " ", "-", " "]);
    let all = text(&d);
    let mut from = 0;
    let parts: Vec<_> = groups
        .iter()
        .map(|n| {
            from += n;
            &all[from - n..from]
        })
        .collect();
    parts.join(separator)
}

/// A public IPv4 or IPv6 address.
pub fn ip(r: &mut Rng) -> String {
    if r.one_in(3) {
        let prefix = *r.pick(&["2001:", "2a02:", "2606:", "2400:"]);
        let group = |r: &mut Rng| format!("{:x}", r.range(1, 0xffff));
        return match r.below(3) {
            0 => format!("{prefix}{}::{}", group(r), group(r)),
            1 => format!("{prefix}{}:{}::{}:{}", group(r), group(r), group(r), group(r)),
            _ => prefix.to_owned() + &(0..7).map(|_| group(r)).collect::<Vec<_>>().join(":"),
        };
    }
    let first = loop {
        let n = r.range(11, 223);
        if !matches!(n, 127 | 169 | 172 | 192 | 198 | 203) {
            break n;
        }
    };
    format!("{first}.{}.{}.{}", r.range(0, 255), r.range(0, 255), r.range(1, 254))
}

/// A MAC address (EUI-48), unicast.
pub fn mac(r: &mut Rng) -> String {
    let mut parts: Vec<String> = (0..6).map(|_| r.text(HEX, 2)).collect();
    parts[0] = (*r.pick(&["00", "3c", "a4", "f0", "18", "dc"])).to_owned();
    let separator = *r.pick(&[":", ":", "-"]);
    let value = parts.join(separator);
    if r.one_in(2) { value.to_uppercase() } else { value }
}

/// A JSON web token.
pub fn jwt(r: &mut Rng) -> String {
    let header =
        base64(format!("{{\"alg\":\"{}\",\"typ\":\"JWT\"}}", r.pick(&["HS256", "RS256", "ES256"])).as_bytes(), true);
    let payload = format!("{{\"sub\":\"{}\",\"name\":\"{}\",\"iat\":17{}}}", r.digits(10), name(r), r.digits(8));
    let signature = r.token("{b43}");
    format!("{header}.{}.{signature}", base64(payload.as_bytes(), true))
}

/// A password as people and generators make them.
pub fn password(r: &mut Rng) -> String {
    match r.below(6) {
        0 => format!("{}{}!", capital(r.word(LAST)), r.range(10, 2025)),
        1 => format!("{}-{}-{}", r.pick(FIRST), r.pick(LAST), r.range(100, 999)),
        2 => r.token("{a16}"),
        3 => r.text("ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnpqrstuvwxyz23456789!#%+*", 14),
        4 => r.token("{h32}"),
        _ => format!("{}@{}x", capital(r.word(FIRST)), r.digits(4)),
    }
}

/// A key of an API without a form of its own.
pub fn api_key(r: &mut Rng) -> String {
    let form = *r.pick(&["{h32}", "{a32}", "{a40}", "{b43}", "{l24}", "{h64}"]);
    r.token(form)
}

/// Vendors and the form of their keys, from their documentation.
pub const VENDORS: &[(&str, &str)] = &[
    ("aws", "AKIA{u16}"),
    ("anthropic", "sk-ant-api03-{b93}AA"),
    ("openai", "sk-proj-{b74}T3BlbkFJ{b74}"),
    ("slack", "xoxb-{d12}-{d12}-{a24}"),
    ("stripe", "sk_live_{a24}"),
    ("stripe", "rk_live_{a24}"),
    ("google", "AIza{b35}"),
    ("sendgrid", "SG.{b22}.{b43}"),
    ("gitlab", "glpat-{b20}"),
    ("huggingface", "hf_{a34}"),
    ("digitalocean", "dop_v1_{h64}"),
    ("pypi", "pypi-AgEIcHlwaS5vcmc{b120}"),
    ("shopify", "shpat_{h32}"),
    ("databricks", "dapi{h32}"),
    ("twilio", "SK{h32}"),
    ("mailgun", "key-{h32}"),
    ("square", "sq0atp-{b22}"),
    ("linear", "lin_api_{a40}"),
    ("notion", "ntn_{d11}{a35}"),
    ("postman", "PMAK-{h24}-{h34}"),
    ("newrelic", "NRAK-{u27}"),
    ("grafana", "glsa_{a32}_{h8}"),
    ("doppler", "dp.pt.{a43}"),
    ("vault", "hvs.{b95}"),
    ("groq", "gsk_{a52}"),
    ("replicate", "r8_{a37}"),
    ("telegram", "{d10}:AA{b33}"),
    ("supabase", "sbp_{h40}"),
    ("planetscale", "pscale_tkn_{b43}"),
    ("airtable", "pat{a14}.{h64}"),
    ("figma", "figd_{b40}"),
    ("netlify", "nfp_{a36}"),
    ("sentry", "sntrys_{b80}"),
    ("perplexity", "pplx-{a48}"),
];

/// A vendor's token and its name.
pub fn vendor(r: &mut Rng) -> (&'static str, String) {
    if r.one_in(8) {
        let body = r.token("{a30}");
        let (vendor, prefix) = *r.pick(&[("github", "ghp_"), ("github", "gho_"), ("github", "ghs_"), ("npm", "npm_")]);
        return (vendor, format!("{prefix}{body}{}", base62(crc32(body.as_bytes()))));
    }
    let (vendor, form) = *r.pick(VENDORS);
    (vendor, r.token(form))
}
