//! Values in disguise: generated with a fixed seed, by kind of value and of disguise. The share of a disguised value's
//! characters that is left must be small for each pair.

use base64::{Engine as _, engine::general_purpose};

use super::*;

/// A small linear congruential generator: the same values in every run.
struct Random(u64);

impl Random {
    fn below(&mut self, n: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % n
    }

    fn pick<'a>(&mut self, from: &[&'a str]) -> &'a str {
        from[self.below(from.len())]
    }

    fn digits(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'0' + u8::try_from(self.below(10)).unwrap())).collect()
    }

    fn letters(&mut self, n: usize, from: &str) -> String {
        (0..n).map(|_| char::from(from.as_bytes()[self.below(from.len())])).collect()
    }
}

const NAMES: &[&str] =
    &["jane.doe", "ivan_p", "maria.gonzalez", "x.wang+news", "olu-ade", "k.lindqvist", "tom", "sara.b"];
const HOSTS: &[&str] = &["example.com", "mail.example.org", "acme-corp.co.uk", "uni.example.edu", "shop.example.de"];
const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";

fn card(r: &mut Random) -> String {
    let mut d: Vec<u32> = format!("4{}", r.digits(14)).bytes().map(|b| u32::from(b - b'0')).collect();
    let sum: u32 = d.iter().rev().enumerate().map(|(i, x)| if i % 2 == 0 { x * 2 / 10 + x * 2 % 10 } else { *x }).sum();
    d.push((10 - sum % 10) % 10);
    let text: String = d.iter().map(u32::to_string).collect();
    let parts = [&text[..4], &text[4..8], &text[8..12], &text[12..]];
    [text.clone(), parts.join(" "), parts.join("-")][r.below(3)].clone()
}

/// A value, and the words before it.
fn value(kind: &str, r: &mut Random) -> (&'static str, String) {
    match kind {
        "email" => ("write to ", format!("{}{}@{}", r.pick(NAMES), r.digits(2), r.pick(HOSTS))),
        "phone" => {
            let (a, b, c) = (200 + r.below(700), 200 + r.below(700), r.digits(4));
            let text = [format!("({a}) {b}-{c}"), format!("{a}-{b}-{c}"), format!("+1 {a} {b} {c}")];
            ("my phone is ", text[r.below(3)].clone())
        }
        "ssn" => ("my SSN: ", format!("{}-{:02}-{:04}", 100 + r.below(500), 1 + r.below(99), 1 + r.below(9999))),
        "card" => ("card ", card(r)),
        "ip" => ("from ip ", format!("{}.{}.{}.{}", 60 + r.below(60), r.below(256), r.below(256), 1 + r.below(250))),
        _ => {
            let body = format!("{}7{}", r.letters(20, ALNUM), r.letters(15, ALNUM));
            let text = [
                format!("ghp_{body}"),
                format!("AKIA{}", r.letters(16, "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")),
                format!("sk-proj-a1{body}"),
            ];
            ("the key is ", text[r.below(3)].clone())
        }
    }
}

fn each_char(text: &str, f: impl Fn(char) -> String) -> String {
    text.chars().map(f).collect()
}

fn hex(text: &str) -> String {
    text.bytes().map(|b| format!("{b:02x}")).collect()
}

fn full_width(c: char) -> char {
    if c.is_ascii_graphic() { char::from_u32(u32::from(c) + 0xFEE0).unwrap() } else { c }
}

fn look_alike(c: char) -> char {
    "abceopxyijsdAEOPCTXKMHBSIJ".find(c).and_then(|i| "аьсеорхуіјѕԁАЕОРСТХКМНВЅІЈ".chars().nth(i)).unwrap_or(c)
}

type Disguise = (&'static str, fn(&str, &mut Random) -> String);

const DISGUISES: &[Disguise] = &[
    ("percent", |t, _| {
        each_char(t, |c| if c.is_alphanumeric() { c.to_string() } else { format!("%{:02X}", u32::from(c)) })
    }),
    ("percent all", |t, _| each_char(t, |c| format!("%{:02x}", u32::from(c)))),
    ("percent twice", |t, _| {
        each_char(t, |c| if c.is_alphanumeric() { c.to_string() } else { format!("%25{:02X}", u32::from(c)) })
    }),
    ("entities", |t, _| {
        each_char(t, |c| if c.is_alphanumeric() { c.to_string() } else { format!("&#{};", u32::from(c)) })
    }),
    ("entities all", |t, _| each_char(t, |c| format!("&#x{:x};", u32::from(c)))),
    ("entities twice", |t, _| {
        each_char(t, |c| if c.is_alphanumeric() { c.to_string() } else { format!("&amp;#{};", u32::from(c)) })
    }),
    ("json escapes", |t, _| each_char(t, |c| format!("\\u{:04x}", u32::from(c)))),
    ("hex escapes", |t, _| each_char(t, |c| format!("\\x{:02x}", u32::from(c)))),
    ("escapes in braces", |t, _| each_char(t, |c| format!("\\u{{{:x}}}", u32::from(c)))),
    ("octal escapes", |t, _| each_char(t, |c| format!("\\{:03o}", u32::from(c)))),
    ("base64", |t, _| general_purpose::STANDARD.encode(format!("it is {t}"))),
    ("base64url", |t, _| general_purpose::URL_SAFE_NO_PAD.encode(format!("{t} ?"))),
    ("base64 twice", |t, _| general_purpose::STANDARD.encode(general_purpose::STANDARD.encode(format!("is {t}")))),
    ("base64 of percent", |t, _| general_purpose::STANDARD.encode(each_char(t, |c| format!("%{:02x}", u32::from(c))))),
    ("hex", |t, _| hex(&format!("so {t}"))),
    ("zero width", |t, r| {
        let z = r.pick(&["\u{200B}", "\u{200D}", "\u{2060}", "\u{AD}", "\u{FEFF}", "\u{202C}"]);
        each_char(t, |c| format!("{c}{z}"))
    }),
    ("one zero width", |t, r| {
        let i = 1 + r.below(t.len() - 1);
        format!("{}\u{200B}{}", &t[..i], &t[i..])
    }),
    ("tags", |t, _| each_char(t, |c| format!("{c}\u{E0001}"))),
    ("combining", |t, _| each_char(t, |c| format!("{c}\u{336}"))),
    ("full width", |t, _| each_char(t, |c| full_width(c).to_string())),
    ("full width digits", |t, _| {
        each_char(t, |c| if c.is_ascii_digit() || c == '@' { full_width(c).to_string() } else { c.to_string() })
    }),
    ("mathematical", |t, _| {
        each_char(t, |c| match c {
            'a'..='z' => char::from_u32(0x1D41A + u32::from(c) - 97).unwrap().to_string(),
            'A'..='Z' => char::from_u32(0x1D400 + u32::from(c) - 65).unwrap().to_string(),
            '0'..='9' => char::from_u32(0x1D7CE + u32::from(c) - 48).unwrap().to_string(),
            c => c.to_string(),
        })
    }),
    ("other digits", |t, r| {
        let zero = [0x660u32, 0x6F0, 0x966, 0x9E6, 0xE50, 0x1D7D8][r.below(6)];
        each_char(t, |c| match c.to_digit(10) {
            Some(d) => char::from_u32(zero + d).unwrap().to_string(),
            None => c.to_string(),
        })
    }),
    ("look-alikes", |t, _| each_char(t, |c| look_alike(c).to_string())),
    ("some look-alikes", |t, r| {
        let n = r.below(4);
        t.chars().enumerate().map(|(i, c)| if i % 4 == n { look_alike(c) } else { c }).collect()
    }),
    ("unicode spaces and dashes", |t, _| t.replace(' ', "\u{A0}").replace('-', "\u{2011}")),
    ("dots", |t, _| t.replace('.', "\u{3002}")),
    ("tags of HTML", |t, r| {
        let i = 1 + r.below(t.len() - 1);
        let tag = r.pick(&["<wbr>", "<b></b>", "</i>", "<span class=\"x\">", "<WBR/>", "<!-- -->", "</span><span>"]);
        format!("{}{tag}{}", &t[..i], &t[i..])
    }),
    ("elements around each", |t, _| t.split("").filter(|c| !c.is_empty()).collect::<Vec<_>>().join("</span><span>")),
    ("quoted-printable signs", |t, _| {
        t.replace('.', "=2E").replace('-', "=2D").replace('_', "=5F").replace('@', "=40")
    }),
];

/// Disguises of e-mail addresses only.
const SPELLED: &[Disguise] = &[
    ("[at] [dot]", |t, _| t.replace('@', " [at] ").replace('.', " [dot] ")),
    ("at dot", |t, _| t.replace('@', " at ").replace('.', " dot ")),
    ("AT DOT", |t, _| t.replace('@', " AT ").replace('.', " DOT ")),
    ("(at)", |t, _| t.replace('@', "(at)")),
    ("[.]", |t, _| t.replace('.', "[.]")),
    ("spaces", |t, _| t.replace('@', " @ ")),
    ("quoted-printable", |t, _| t.replace('@', "=40")),
    ("<at>", |t, _| t.replace('@', "<at>").replace('.', "<dot>")),
];

/// Characters of `secret` that are left in what became of `before secret after`.
fn left(secret: &str, before: &str, after: &str, as_json: bool) -> (usize, String) {
    let text = format!("{before}{secret}{after}");
    let (got, text) = if as_json {
        let document = serde_json::json!({ "content": text }).to_string();
        let got: serde_json::Value = serde_json::from_str(&redact(&document)).unwrap();
        (got["content"].as_str().unwrap().to_owned(), text)
    } else {
        (redact(&text), text)
    };
    if got == text {
        return (secret.chars().count(), got);
    }
    let mut rest = got.clone();
    for kind in Type::ALL {
        rest = rest.replace(kind.mark(), "");
    }
    let around = before.chars().count() + after.chars().count();
    (rest.chars().count().saturating_sub(around), got)
}

#[test]
fn disguised_values_are_removed() {
    let mut r = Random(20);
    let mut wrong = Vec::new();
    let kinds = ["email", "phone", "ssn", "card", "ip", "secret"];
    for kind in kinds {
        let spelled: &[Disguise] = if kind == "email" { SPELLED } else { &[] };
        for (name, disguise) in DISGUISES.iter().chain(spelled) {
            let (mut leaked, mut total, mut example) = (0, 0, String::new());
            for n in 0..60 {
                let (words, plain) = value(kind, &mut r);
                let secret = disguise(&plain, &mut r);
                let before = format!("{}{words}", "Thanks for the help so far. ".repeat(n % 4));
                let (n, got) = left(&secret, &before, [" please", ", ok", "\nbye", " и всё"][n % 4], n % 2 == 0);
                if n > 2 && example.is_empty() {
                    example = format!("{plain} as {secret}: {got}");
                }
                leaked += n;
                total += secret.chars().count();
            }
            if leaked * 100 > total * 2 {
                wrong.push(format!("{kind}, {name}: {:.1} % left, {example}", 100.0 * leaked as f64 / total as f64));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), kinds.len() * DISGUISES.len(), wrong.join("\n"));
}

/// Texts with disguises that hide nothing.
const KEPT: &[&str] = &[
    "https://example.org/a%20b?q=%D0%9F%D1%80&x=1%2B1",
    "Tom &amp; Jerry &lt;b&gt; 50 % off",
    "52cc5023d8319aea1181f76f3adcbdc1 deadbeefdeadbeefdeadbeef",
    "eyJvZmZzZXQiOjEwMCwicGFnZSI6Mn0= bmV4dCBwYWdlIGlzIDEyMw==",
    "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk",
    "Der Größte, déjà-vu à 10 h 30, 1 234 567 €",
    "Цена 1 234 рубля, СОЮЗ-2 и COVID-19; почта не указана",
    "価格は２０２４年に１２３４円です。日本語の文章、テスト。",
    "सन् १९४७ में, ٢٠٢٤ سنة",
    "می‌خواهم ۱۲۳۴ تومان",
    "👩‍👩‍👧 10️⃣ ok",
    "meet at noon. dot the i. look [at] this (dot)",
    "1 2 3 4 5 6 7 8 9 10 11 12",
    "0 1 0 1 1 0 1 0 1 0 1 1 0 1 1 0",
    "A @ B.T, x @ y",
    "size=40px a=40 x=2E5 y=2D",
    "call <b>0800</b> 12 <i>of 3</i>, if a<b && c>d: Vec<u8>4",
    "\\x00\\x01 re.compile(r'\\xff')",
];

#[test]
fn other_languages_and_encodings_stay() {
    let wrong: Vec<_> = KEPT.iter().map(|t| (t, redact(t))).filter(|(t, got)| **t != got).collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn disguises_are_removed_once_for_all() {
    let mut r = Random(21);
    for kind in ["email", "phone", "ssn", "card", "ip", "secret"] {
        for (name, disguise) in DISGUISES {
            let (words, plain) = value(kind, &mut r);
            let once = redact(&format!("{words}{} and {plain}", disguise(&plain, &mut r)));
            assert_eq!(redact(&once), once, "{kind} {name}");
        }
    }
}

#[test]
fn escapes_of_markdown_and_of_python_are_read() {
    for (text, expected) in [
        ("jane\\_doe@example.com", "[EMAIL]"),
        ("mail jane\\.doe\\@example\\.com.", "mail [EMAIL]."),
        ("ssn 123\\-45\\-6789", "ssn [US_SSN]"),
        ("from 203\\.0\\.113\\.42 ok", "from [IP_ADDRESS] ok"),
        ("mail jane\\U00000040example.com", "mail [EMAIL]"),
    ] {
        assert_eq!(redact(text), expected);
    }
    for text in [
        r"re.compile(r'^\d+\.\d+\.example\.com$')",
        r"location ~ \.php$ { }",
        r"C:\Users\UI\x.txt",
        r"snake\_case and 1\. first, 2\. second",
        r"version 1\.2\.3",
        r"\Users00000040",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn text_in_utf_16_is_read_in_base64() {
    let wide =
        |t: &str| general_purpose::STANDARD.encode(t.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>());
    let new = redact(&format!("powershell -enc {}", wide("Send-MailMessage -To jane.doe@example.com")));
    assert_eq!(new, "powershell -enc [EMAIL]");
    let plain = format!("powershell -enc {}", wide("Get-Process | Sort-Object CPU"));
    assert_eq!(redact(&plain), plain);
}
