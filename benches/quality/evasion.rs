//! Track X: the same values in disguise.

use super::{
    case::{Case, escaped},
    checks::base64,
    ids::{IDS, iban_value},
    phones::phone,
    rng::Rng,
    values::{card, email, ip, vendor},
};

/// Texts; the value stands between.
const TEXTS: &[(&str, &str)] = &[
    ("Send it to ", " please."),
    ("contact: ", ""),
    ("The customer said ", ", then left."),
    ("value is ", " (checked)"),
];

type Disguise = fn(&mut Rng, &str) -> String;

fn percent_some(_: &mut Rng, value: &str) -> String {
    value
        .bytes()
        .map(|b| {
            if b.is_ascii_alphanumeric() || b == b'-' || b == b'.' {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

fn percent_all(_: &mut Rng, value: &str) -> String {
    value.bytes().map(|b| format!("%{b:02x}")).collect()
}

fn entities(r: &mut Rng, value: &str) -> String {
    let all = r.one_in(2);
    let hex = r.one_in(2);
    value
        .chars()
        .map(|c| match c {
            '@' if !all => "&commat;".to_owned(),
            c if !all && c.is_ascii_alphanumeric() => c.to_string(),
            c if hex => format!("&#x{:x};", u32::from(c)),
            c => format!("&#{};", u32::from(c)),
        })
        .collect()
}

/// Base64 of a text: what stands for the text before the value, for the value alone, and for the rest.
fn encoded(before: &str, value: &str, behind: &str, url: bool) -> [String; 3] {
    let all = base64(format!("{before}{value}{behind}").as_bytes(), url);
    let (from, to) = ((before.len() * 4).div_ceil(3), (before.len() + value.len()) * 4 / 3);
    [all[..from].to_owned(), all[from..to].to_owned(), all[to..].to_owned()]
}

fn zero_width(r: &mut Rng, value: &str) -> String {
    let invisible = *r.pick(&['\u{200b}', '\u{200c}', '\u{200d}', '\u{2060}', '\u{feff}', '\u{ad}']);
    let every = r.range(1, 4);
    let mut out = String::new();
    for (i, c) in value.chars().enumerate() {
        if i > 0 && i % every == 0 {
            out.push(invisible);
        }
        out.push(c);
    }
    out
}

fn homoglyphs(_: &mut Rng, value: &str) -> String {
    const ALIKE: &[(char, char)] = &[
        ('a', 'а'),
        ('e', 'е'),
        ('o', 'о'),
        ('c', 'с'),
        ('p', 'р'),
        ('x', 'х'),
        ('i', 'і'),
        ('-', '‐'),
        ('A', 'А'),
        ('B', 'В'),
        ('K', 'К'),
    ];
    value.chars().map(|c| ALIKE.iter().find(|(a, _)| *a == c).map_or(c, |(_, b)| *b)).collect()
}

fn full_width(_: &mut Rng, value: &str) -> String {
    value
        .chars()
        .map(|c| match c {
            '!'..='~' => char::from_u32(u32::from(c) + 0xFEE0).unwrap_or(c),
            c => c,
        })
        .collect()
}

fn escapes_all(_: &mut Rng, value: &str) -> String {
    value.chars().map(|c| format!("\\u{:04x}", u32::from(c))).collect()
}

fn escapes_some(_: &mut Rng, value: &str) -> String {
    value
        .chars()
        .enumerate()
        .map(
            |(i, c)| {
                if i % 3 == 0 || !c.is_ascii_alphanumeric() {
                    format!("\\u{:04X}", u32::from(c))
                } else {
                    c.to_string()
                }
            },
        )
        .collect()
}

/// Disguises of a text of its own.
const DISGUISES: &[(&str, Disguise)] = &[
    ("percent-encoding", percent_some),
    ("percent-encoding, every byte", percent_all),
    ("HTML entities", entities),
    ("zero-width characters", zero_width),
    ("homoglyphs", homoglyphs),
    ("full-width characters", full_width),
    ("\\u escapes in text", escapes_all),
];

fn plain(r: &mut Rng) -> (&'static str, String) {
    match r.below(8) {
        0 | 1 => ("EMAIL", email(r)),
        2 => ("CARD", card(r)),
        3 => ("IBAN", iban_value(r)),
        4 => ("US_SSN", (IDS[0].make)(r)),
        5 => ("IP_ADDRESS", ip(r)),
        6 => loop {
            let (value, international) = phone(r);
            if international {
                break ("PHONE", value);
            }
        },
        _ => ("SECRET", vendor(r).1),
    }
}

fn place(r: &mut Rng, side: usize) -> (&'static str, &'static str) {
    TEXTS[r.below(TEXTS.len() / 2) * 2 + side]
}

/// `n` texts of each disguise, and of each way to escape and to split.
pub fn cases(r: &mut Rng, side: usize, n: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for (group, disguise) in DISGUISES {
        for _ in 0..n {
            let (kind, value) = plain(r);
            // Nothing of these looks like something else.
            if *group == "homoglyphs" && !matches!(kind, "EMAIL") {
                continue;
            }
            let (before, behind) = place(r, side);
            let written = disguise(r, &value);
            let case = Case::new(group).text(before).written(kind, &value, &written).text(behind);
            cases.push(if r.one_in(3) { case.in_json("{\"content\": \"", "\"}") } else { case });
        }
    }
    for i in 0..n * 2 {
        let (kind, value) = plain(r);
        let (before, behind) = place(r, side);
        let url = i % 2 == 0;
        let [a, b, c] =
            if url { encoded("{\"v\":\"", &value, "\"}", true) } else { encoded("contact ", &value, " now", false) };
        let case = Case::new(if url { "base64url" } else { "base64" }).text(before).text(&a);
        let case = case.written(kind, &value, &b).text(&c).text(behind);
        cases.push(if r.one_in(3) { case.in_json("{\"content\": \"", "\"}") } else { case });
    }
    for _ in 0..n {
        let (kind, value) = plain(r);
        let (before, behind) = place(r, side);
        let written = if r.one_in(2) { escapes_all(r, &value) } else { escapes_some(r, &value) };
        let case = Case::new("JSON \\u escapes").text(&format!("{{\"content\": \"{before}"));
        let case = case.written(kind, &value, &written).text(&format!("{behind}\"}}"));
        cases.push(Case { json: true, ..case });

        let (kind, value) = plain(r);
        let inner = Case::new("JSON in JSON").text(&format!("{{\"a\": \"{before}"));
        let written = if r.one_in(2) { escapes_some(r, &value) } else { escaped(&value) };
        let inner = inner.written(kind, &value, &written).text(&format!("{behind}\"}}"));
        let once = inner.in_json("{\"arguments\": \"", "\"}");
        cases.push(if r.one_in(2) { once.in_json("{\"content\": \"", "\"}") } else { once });
        cases.push(split(r, side));
    }
    cases
}

/// A value over two content parts or two deltas of one span.
fn split(r: &mut Rng, side: usize) -> Case {
    let (kind, value) = plain(r);
    let (before, behind) = place(r, side);
    let at = value.len() / 4 + r.below(value.len() / 2);
    let (a, b) = value.split_at(at);
    let (group, open, between, close) = if r.one_in(2) {
        (
            "split over two content parts",
            "[{\"role\": \"user\", \"parts\": [{\"type\": \"text\", \"content\": \"",
            "\"}, {\"type\": \"text\", \"content\": \"",
            "\"}]}]",
        )
    } else {
        (
            "split over two stream deltas",
            "[{\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"",
            "\"}}]}, {\"choices\": [{\"index\": 0, \"delta\": {\"content\": \"",
            "\"}}]}]",
        )
    };
    let case = Case::new(group).text(open).text(before).written(kind, &value, a).text(between);
    Case { json: true, ..case.written(kind, &value, b).text(behind).text(close) }
}
