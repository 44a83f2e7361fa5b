//! Identifiers: cases of other projects' tests, generated values of every type, and text that holds none.

use std::{collections::BTreeMap, fmt::Write as _};

use serde_json::Value;

use super::*;

fn presidio_cases() -> Vec<Value> {
    include_str!("../../../tests/fixtures/presidio_recognizer_cases.dev.jsonl")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect()
}

/// Types that custos leaves alone on purpose: they are no data of a person, or need a model.
const OUT_OF_SCOPE: &[&str] = &["DATE_TIME", "URL", "PERSON", "DE_HANDELSREGISTER"];

/// Addresses that name nobody: loopback, unspecified, broadcast, multicast.
const NOBODY: &[&str] = &[
    "my ip: ::1", "src=:: dst=::1", "::ffff:255.255.255.255", "localhost 127.0.0.1", "Unspecified ::",
    "Multicast ff02::1",
];

/// Each case under a key that names the type: what is expected must go.
#[test]
fn presidio_cases_by_key() {
    let mut by_type: BTreeMap<String, (u32, u32, u32, u32)> = BTreeMap::new();
    let mut missed = String::new();
    for case in presidio_cases() {
        let kind = case["entity"].as_str().unwrap();
        let text = case["text"].as_str().unwrap();
        if OUT_OF_SCOPE.contains(&kind) || NOBODY.contains(&text) {
            continue;
        }
        let bare = redact(text);
        let mut document = serde_json::Map::new();
        document.insert(kind.to_lowercase(), text.into());
        let named: Value = serde_json::from_str(&redact(&Value::Object(document).to_string())).unwrap();
        let named = named[kind.to_lowercase()].as_str().unwrap();
        let entry = by_type.entry(kind.to_owned()).or_default();
        if case["expected"].as_i64().unwrap() > 0 {
            entry.1 += 1;
            let spans: Vec<String> = case["spans"]
                .as_array()
                .unwrap()
                .iter()
                .map(|s| {
                    let (from, to) = (s[0].as_u64().unwrap() as usize, s[1].as_u64().unwrap() as usize);
                    text.chars().skip(from).take(to - from).collect()
                })
                .collect();
            let spans = if spans.is_empty() { vec![text.to_owned()] } else { spans };
            let gone = |out: &str| spans.iter().all(|s| !out.contains(s.as_str()));
            if gone(named) {
                entry.0 += 1;
            } else {
                writeln!(missed, "{kind}: {text:?} -> {named:?}").unwrap();
            }
            entry.3 += u32::from(gone(&bare));
        } else {
            entry.2 += u32::from(bare != text);
        }
    }
    println!("type: found by key / all positive, found bare, negatives changed when bare");
    for (kind, (found, all, changed, bare)) in &by_type {
        println!("{kind}: {found}/{all} {bare} {changed}");
    }
    let (found, all) = by_type.values().fold((0, 0), |(f, a), x| (f + x.0, a + x.1));
    println!("all: {found}/{all}\n{missed}");
    assert!(found * 100 >= all * 95, "{found}/{all}\n{missed}");
}

/// Digits from a small generator with a fixed seed.
struct Digits(u64);

impl Digits {
    fn next(&mut self, below: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % below
    }

    /// Fills a pattern: `9` a digit, `A` a capital, else itself.
    fn fill(&mut self, pattern: &str) -> String {
        pattern
            .chars()
            .map(|c| match c {
                '9' => char::from(b'0' + self.next(10) as u8),
                'A' => char::from(b'A' + self.next(26) as u8),
                c => c,
            })
            .collect()
    }
}

/// Values with a valid check digit made by arithmetic of their own: word before, pattern without the check, the check.
type Generator = (&'static str, &'static str, fn(&[u32]) -> Option<String>);

fn weighted(d: &[u32], weights: &[u32]) -> u32 {
    d.iter().zip(weights).map(|(a, b)| a * b).sum()
}

fn luhn_digit(d: &[u32]) -> u32 {
    let sum: u32 = d.iter().rev().enumerate().map(|(i, x)| if i % 2 == 0 { x * 2 / 10 + x * 2 % 10 } else { *x }).sum();
    (10 - sum % 10) % 10
}

const GENERATORS: &[Generator] = &[
    ("UK_NHS|nhs number", "999999999", |d| match 11 - weighted(d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11 {
        10 => None,
        x => Some((x % 11).to_string()),
    }),
    ("CA_SIN|SIN", "19999999", |d| Some(luhn_digit(d).to_string())),
    ("PL_PESEL|PESEL", "8503139999", |d| {
        Some(((10 - weighted(d, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10).to_string())
    }),
    ("BR_CPF|CPF", "999999999", |d| {
        let digit =
            |d: &[u32], from: u32| match d.iter().zip((2..=from).rev()).map(|(a, b)| a * b).sum::<u32>() * 10 % 11 {
                10 => 0,
                x => x,
            };
        let first = digit(d, 10);
        let all: Vec<u32> = d.iter().copied().chain([first]).collect();
        Some(format!("{first}{}", digit(&all, 11)))
    }),
    ("AU_TFN|TFN", "99999999", |d| {
        (0..10).find(|x| (weighted(d, &[1, 4, 3, 7, 5, 8, 6, 9]) + 10 * x).is_multiple_of(11)).map(|x| x.to_string())
    }),
    ("NL_BSN|bsn", "99999999", |d| {
        (0..10).find(|x| (weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]) + 10 * x).is_multiple_of(11)).map(|x| x.to_string())
    }),
    ("ES_NIF|DNI", "99999999", |d| {
        let n: u32 = d.iter().fold(0, |n, x| n * 10 + x);
        "TRWAGMYFPDXBNJZSQVHLCKE".chars().nth((n % 23) as usize).map(String::from)
    }),
    ("ABA_ROUTING_NUMBER|routing number", "02999999", |d| {
        Some(((10 - weighted(d, &[3, 7, 1, 3, 7, 1, 3, 7]) % 10) % 10).to_string())
    }),
    ("IMEI|imei", "35999999999999", |d| Some(luhn_digit(d).to_string())),
    ("TR_NATIONAL_ID|TCKN", "199999999", |d| {
        let odd: u32 = d.iter().step_by(2).sum();
        let even: u32 = d.iter().skip(1).step_by(2).sum();
        let tenth = (odd * 7 + 90 - even) % 10;
        Some(format!("{tenth}{}", (odd + even + tenth) % 10))
    }),
];

#[test]
fn generated_values_are_found_beside_their_word_and_under_their_key() {
    let mut random = Digits(7);
    for (names, pattern, check) in GENERATORS {
        let (kind, word) = names.split_once('|').unwrap();
        let mark = format!("[{kind}]");
        let mut tried = 0;
        while tried < 200 {
            let mut value = random.fill(pattern);
            let digits: Vec<u32> = value.chars().filter_map(|c| c.to_digit(10)).collect();
            let Some(tail) = check(&digits) else { continue };
            value.push_str(&tail);
            tried += 1;
            for text in
                [format!("my {word} is {value}."), format!("{word}: {value}"), format!("{word} no. {value}, thanks")]
            {
                let got = redact(&text);
                assert!(got.contains(&mark) && !got.contains(&value), "{text} -> {got}");
                assert_eq!(redact(&got), got);
            }
            let json = format!("{{\"{}\": \"{value}\"}}", word.replace(' ', "_").to_lowercase());
            assert!(redact(&json).contains(&mark), "{json} -> {}", redact(&json));
        }
    }
}

/// Malformed beside the word that names them.
const MALFORMED: &[&str] = &[
    "SSN: 123 45 6789",
    "ssn 123456789",
    "PESEL 44051401459",
    "BSN 123456789",
    "CPF 123.456.789-00",
    "nhs number 943 476 5918",
    "IBAN DE89 3704 0044 0532 0130 01",
    "iban: DE89 3704 0044 0532 0130 0",
    "IBAN GB82 WEST 1234 5698 7654 31",
    "card 4111 1111 1111 1112",
    "credit card number: 4111 11111111 1112",
    "aadhaar 1234 5678 9012",
    "codice fiscale RSSMRA85M01H501A",
    "DNI 12345678A",
    "NINO: QQ 12 34 56 C",
    "personnummer 850101-1234",
    "Steuer-ID 12 345 678 901",
    "CURP BADD110313HCMLNS00",
    // Issuers and areas that do not exist.
    "card number: 9999 1234 5678 9012",
    "{\"credit_card\": \"1234567890123456\"}",
    "debit card 4111 1111 1111 1111 9",
    "SSN: 000-12-3456",
    "social security number 912-00-1234",
    // A digit missing or too many, other separators.
    "PESEL: 4405140145",
    "PESEL 440.514.014.589",
    "SSN 123-45-67891",
    "BSN: 12/34/56/782",
    "aadhaar: 23-41-23-41-23-46",
    "payment card (41-11-11-11-11-11-11-11)",
    "IBAN: DE/89/37/04/00/44/05/32/01/30/00",
    "IBAN AA12 3456 7890 1234 5678 9",
    // Told by the state.
    "Latvian personal code: 123456-12345",
    "{\"norwegian_national_id\": \"12345612345\"}",
    "tax id: 12 345 678 901",
    "P.IVA: 12345678901",
    "{\"マイナンバー\": \"123456789012\"}",
    "เลขประจำตัวประชาชน: 1-2345-67890-12-3",
];

/// Names in code of what is numbered are no names of the numbers; members of a card are no cards.
const NUMBERED: &[&str] = &[
    "SELECT phone_id FROM calls WHERE phone_id IN (1234567, 12345678, 123456789)",
    "SELECT count(*) FROM licenses WHERE license_id IN (1234567, 12345678)",
    "routingId: 121000358, accountIndex=12345678",
    "ssn_hash=123456789",
    "card_id=1234567890123456",
    "{\"card\": {\"updated_at\": 1712345678901234, \"created\": 1712345678901}}",
    "the visa office page 1712345678901",
    "Address: bing: Wikipedia edit history 2008 Joke",
    "Name: Point Pleasant Gym\nPhone: none",
    "range 10-20-30-40-50-60 and aa-bb-cc-dd-ee-ff",
];

#[test]
fn what_is_numbered_stays() {
    let changed: Vec<_> = NUMBERED.iter().map(|t| (t, redact(t))).filter(|(t, out)| **t != out).collect();
    assert!(changed.is_empty(), "{changed:#?}");
}

#[test]
fn values_are_told_by_the_right_word() {
    for (text, expected) in [
        ("MAC Address: 00-1B-AA-C9-DA-E9", "MAC Address: [MAC_ADDRESS]"),
        ("Is a0-b9-c9-9a-9b-9c up?", "Is [MAC_ADDRESS] up?"),
        ("Hardware address: AA-BB-CC-DD-EE-FF", "Hardware address: [MAC_ADDRESS]"),
        ("(AB 12 34 56 C) is her national insurance number", "([UK_NINO]) is her national insurance number"),
        ("My number is 555 01 99 22.", "My number is [PHONE]."),
        ("Šifra: Kovac1982!", "Šifra: [SECRET]"),
        ("パスワード：Kovac1982!", "パスワード：[SECRET]"),
        ("{\"bank_account\": \"XX89370400440532013000\"}", "{\"bank_account\": \"[IBAN]\"}"),
    ] {
        assert_eq!(redact(text), expected);
    }
}

#[test]
fn malformed_values_are_found_beside_their_word() {
    let missed: Vec<_> = MALFORMED
        .iter()
        .map(|t| (t, redact(t)))
        .filter(|(_, out)| out.chars().filter(char::is_ascii_digit).count() > 0)
        .collect();
    assert!(missed.is_empty(), "{missed:#?}");
}

/// Numbers that machines write: none of a person by chance.
#[test]
fn bare_numbers_of_machines_stay() {
    let mut random = Digits(11);
    let mut changed = Vec::new();
    for _ in 0..2000 {
        let seconds = 1_500_000_000 + random.next(400_000_000);
        for text in [
            format!("at {seconds} done"),
            format!("at {seconds}{:03} done", random.next(1000)),
            format!("at {seconds}{:06} done", random.next(1_000_000)),
            format!("at {seconds}{:09} done", random.next(1_000_000_000)),
            format!("{{\"created\": {seconds}, \"duration_ns\": {}}}", random.next(1 << 31)),
            // Sixteen digits with a valid checksum are a card; a hash has letters.
            random.fill("bytes=9999999 size=99999999 id=999999999"),
            format!("{:016x}", random.next(1 << 31) << 32 | random.next(1 << 31) | 0xA000),
        ] {
            if redact(&text) != text {
                changed.push(format!("{text} -> {}", redact(&text)));
            }
        }
    }
    assert!(changed.is_empty(), "{}: {:#?}", changed.len(), changed.iter().take(20).collect::<Vec<_>>());
}

/// What describes a person, where a key, a field word, a title or an e-mail address beside it says so.
const PEOPLE: &[(&str, &str)] = &[
    ("{\"user.name\": \"Maria Gonzalez\"}", "{\"user.name\": \"[PERSON]\"}"),
    (
        "{\"customer\": {\"name\": \"Maria Gonzalez\", \"plan\": {\"name\": \"Gold Plan\"}}}",
        "{\"customer\": {\"name\": \"[PERSON]\", \"plan\": {\"name\": \"Gold Plan\"}}}",
    ),
    (
        "{\"name\": \"Maria Gonzalez\", \"email\": \"m@example.com\"}",
        "{\"name\": \"[PERSON]\", \"email\": \"[EMAIL]\"}",
    ),
    ("{\"dob\": \"1984-02-29\"}", "{\"dob\": \"[DATE_OF_BIRTH]\"}"),
    ("{\"ship_to\": \"742 Evergreen Terrace, Springfield, IL 62704\"}", "{\"ship_to\": \"[ADDRESS]\"}"),
    ("passport no AB 1234567, Passport: P 1234567", "passport no [PASSPORT], Passport: [PASSPORT]"),
    ("PASSPORT NO 1234567", "PASSPORT NO [PASSPORT]"),
    ("{\"passport_number\": \"X12345678\"}", "{\"passport_number\": \"[PASSPORT]\"}"),
    (
        "customer John Smith, DOB 1984-02-29, passport X12345678.",
        "customer [PERSON], DOB [DATE_OF_BIRTH], passport [PASSPORT].",
    ),
    ("Hi, I'm Maria Gonzalez (maria.gonzalez@example.com)", "Hi, I'm [PERSON] ([EMAIL])"),
    ("меня зовут Иван Петров, ivan.petrov@example.ru", "меня зовут [PERSON], [EMAIL]"),
    ("Patient: Jane Doe\nDate of birth: March 12, 1984", "Patient: [PERSON]\nDate of birth: [DATE_OF_BIRTH]"),
    ("Dear Mr. Smith,", "Dear Mr. [PERSON],"),
    ("Hi Maria Gonzalez, I found your order", "Hi [PERSON], I found your order"),
    ("it arrived damaged at 742 Evergreen Terrace, Springfield, IL 62704.", "it arrived damaged at [ADDRESS]."),
    ("It ships to 618 Larchwood Parkway, Bakersfield, CA 93301.", "It ships to [ADDRESS]."),
    ("please deliver it to 9 Alder Drive, Salem, OR 97301-1234 today", "please deliver it to [ADDRESS] today"),
    ("my home is 1204B N. Quail Hollow Ct", "my home is 1204B N. Quail Hollow Ct"),
    ("sent to 88 St. Mary Ave, Apt 4, Reno, NV 89501", "sent to [ADDRESS]"),
    (
        "customer Siobhan O'Brien, DOB 12 March 1984, passport X12345678.",
        "customer [PERSON], DOB [DATE_OF_BIRTH], passport [PASSPORT].",
    ),
    ("Ludwig van den Berg, born on March 12, 1984", "[PERSON], born on [DATE_OF_BIRTH]"),
    ("for José Álvarez-Núñez (date of birth: 1.4.1990)", "for [PERSON] (date of birth: [DATE_OF_BIRTH])"),
    ("it was delivered to 10 Downing Street, London SW1A 2AA.", "it was delivered to [ADDRESS]."),
    ("I live at 1600 N Pennsylvania Ave NW, Washington, DC 20500.", "I live at [ADDRESS]."),
    ("shipped to 5 Elm Rd, by post", "shipped to [ADDRESS], by post"),
    ("Device MAC: AA:BB:CC:DD:EE:FF", "Device MAC: [MAC_ADDRESS]"),
    ("{\"age\": 34}", "{\"age\": \"[AGE]\"}"),
];

/// The same words about machines.
const MACHINES: &[&str] = &[
    "{\"agent.name\": \"Triage Agent\", \"tool.name\": \"lookup_customer\", \"model.name\": \"Claude Opus\"}",
    "{\"name\": \"Maria Gonzalez\"}",
    "{\"service.name\": \"shop\", \"host.name\": \"Build Server\"}",
    "{\"first_name\": {\"type\": \"string\", \"description\": \"The first name\"}}",
    "{\"server.address\": \"10.1.2.3\", \"net.peer.address\": \"Some Host 1\"}",
    "{\"city\": \"Paris\"}",
    "name: Build Docker Image",
    "Wall Street 1234",
    "a star was born 12 parsecs away, and a legend born in fire",
    "the museum at 99 Gansevoort Street",
    "my 5 Google Drive folders",
    "sent 3 One Way tickets",
    "order 2 Square readers, ship 4 Close ups",
    "max-age: 3600",
];

#[test]
fn people_are_found_where_something_says_so() {
    let mut wrong = Vec::new();
    for (text, expected) in PEOPLE.iter().copied().chain(MACHINES.iter().map(|t| (*t, *t))) {
        let got = redact(text);
        if got != expected || redact(&got) != got {
            wrong.push(format!("{text}\n   got  {got}\n   want {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
