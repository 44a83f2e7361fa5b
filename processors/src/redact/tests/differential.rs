//! The fast engine beside slow ones, which must agree on any text: the obvious scan that asks every verifier at every
//! byte, the portable pass, and a scrubber that searches every text anew in every round and level.

use super::*;
use crate::redact::{
    bytes::Budget,
    context::Context,
    scan::{self, Scanner, Search, classes},
    value::Outcome,
};

/// A small linear congruential generator: the same texts in every run.
struct Random(u64);

impl Random {
    fn next(&mut self, below: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % below
    }

    fn of<'a>(&mut self, choices: &[&'a str]) -> &'a str {
        choices[self.next(choices.len())]
    }

    fn digits(&mut self, n: usize) -> String {
        (0..n).map(|_| char::from(b'0' + self.next(10) as u8)).collect()
    }

    /// Something that looks like a number, an id, an address or a key, whole or nearly.
    fn value(&mut self) -> String {
        let separator = self.of(&[" ", "-", ".", "/", "", "  ", ",", ":"]);
        match self.next(14) {
            0 => [4, 4, 4, 4].map(|n| self.digits(n)).join(separator),
            1 => [3, 2, 4].map(|n| self.digits(n)).join(separator),
            2 => format!("+{}{separator}{}{separator}{}", self.next(99), self.digits(3), self.digits(7)),
            3 => format!(
                "{}@{}.{}",
                self.of(&["maria", "x", "a.b+c", ""]),
                self.of(&["example", "ex-1", ""]),
                self.of(&["com", "de", "1"])
            ),
            4 => (0..4).map(|_| self.next(300).to_string()).collect::<Vec<_>>().join("."),
            5 => (0..8).map(|_| format!("{:x}", self.next(65536))).collect::<Vec<_>>().join(":"),
            6 => format!("{}{}", self.of(&["DE", "GB", "AB", "x", "de", "ABC"]), self.digits(20)),
            7 => format!(
                "{}{}{}",
                self.of(&["password", "api_key", "token", "secret"]),
                self.of(&["=", ": ", "\": \"", ":"]),
                self.digits(9)
            ),
            8 => format!("{}{}", self.of(&["AKIA", "ghp_", "sk-", "eyJ", "Bearer ", "xoxb-"]), self.digits(30)),
            12 => {
                let names = ["bytes", "took_ms", "totalTokens", "trace_id", "span.id", "build", "id", "x", "ts"];
                let (name, n) = (self.of(&names), [3, 8, 11, 12, 16, 19, 32][self.next(7)]);
                let separator = self.of(&["=", ": ", "\": \"", "\\\": ", "."]);
                format!("{name}{separator}{}{}", self.digits(n), self.of(&["", ".5", "ms", "\""]))
            }
            13 => format!("{}{}", self.of(&["ok", "password", "a_b"]), self.of(&["=true", ": null", "\":false,"])),
            9 => (0..self.next(12)).map(|_| self.digits(1)).collect::<Vec<_>>().join(separator),
            10 => format!("https://{}:{}@host.example.com/", self.of(&["app", "", "u"]), self.digits(6)),
            _ => {
                let n = self.next(24);
                self.digits(n)
            }
        }
    }

    fn text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..self.next(14) {
            match self.next(6) {
                0 => text.push_str(PLANTED[self.next(PLANTED.len())].0),
                1 => text.push_str(CHANGED[self.next(CHANGED.len())].0),
                2 => text.push_str(KEPT[self.next(KEPT.len())]),
                _ => text.push_str(&self.value()),
            }
            text.push_str(self.of(&[
                " ",
                "",
                ", ",
                "\n",
                "\\n",
                "\\\"",
                "\\u0040",
                "\\\\",
                "card ",
                "phone: ",
                "é",
                "\"",
                "[EMAIL]",
                "Mr. ",
                "born on ",
                "name is ",
                " Street, ",
                "-a ",
                "q",
                "customer ",
                "\"full_name\", \"Jane Roe",
                "12.ABC.345/01DE-35 ",
                " ist dein Code",
            ]));
        }
        self.mutate(&text)
    }

    /// A long text: values, labels and tables far apart, some with escapes around or inside.
    fn long_text(&mut self) -> String {
        let mut text = String::new();
        for _ in 0..=self.next(6) {
            let mut piece = match self.next(8) {
                0 => PLANTED[self.next(PLANTED.len())].0.to_owned(),
                1 => CHANGED[self.next(CHANGED.len())].0.to_owned(),
                2 | 3 => {
                    let far = [1, 5, 30, 60, 120][self.next(5)];
                    self.of(&["status ok ", "took=12 ", "1234567 ", "x", "a-b_c/", "é—: "]).repeat(far)
                }
                4 => {
                    // A table or a list, whose rows may be wide.
                    let (sign, wide) =
                        (self.of(&[",", "\t", " | ", ";"]), "z ".repeat([0, 20, 200, 400][self.next(4)]));
                    let head = format!("name{sign}note{sign}{}\n", self.of(&["ssn", "phone", "password", "email"]));
                    (0..=self.next(6)).fold(head, |t, _| format!("{t}Jane Roe{sign}{wide}.{sign}{}\n", self.digits(9)))
                }
                5 => {
                    let (label, sign) =
                        (self.of(&["SSNs: ", "phones ", "Cards\n", "account: "]), self.of(&[", ", "\n", " "]));
                    let n = [7, 9, 16][self.next(3)];
                    (0..=self.next(12)).fold(label.to_owned(), |t, _| t + &self.digits(n) + sign)
                }
                6 => format!("{{\"user\": {{\"first\": \"Jane\", \"last\": \"Roe\", \"x\": {}}}}}", self.digits(9)),
                _ => self.value(),
            };
            for _ in 0..[0, 0, 1, 2][self.next(4)] {
                let quoted = serde_json::Value::from(piece).to_string();
                piece = quoted[1..quoted.len() - 1].to_owned();
            }
            text.push_str(&piece);
            text.push_str(self.of(&[" ", "", "\n", "\\n", "\\\"", "\\u0040", "\\\\n", ", ", "card "]));
        }
        self.mutate(&text)
    }

    /// Drops, doubles, changes and moves some characters.
    fn mutate(&mut self, text: &str) -> String {
        let mut chars: Vec<char> = text.chars().collect();
        for _ in 0..self.next(4) {
            let Some(n) = chars.len().checked_sub(1).filter(|n| *n > 0) else { break };
            let i = self.next(n);
            match self.next(4) {
                0 => drop(chars.remove(i)),
                1 => chars.insert(i, chars[i]),
                2 => {
                    chars[i] =
                        self.of(&["0", "a", "Z", "@", ":", " ", ".", "-", "\\", "=", "é"]).chars().next().unwrap()
                }
                _ => chars.swap(i, n),
            }
        }
        chars.into_iter().collect()
    }
}

fn contexts() -> [Context; 4] {
    [
        Context::default(),
        Context::PHONE,
        Context::CARD.with(Context::SSN).with(Context::IBAN),
        Context::KEEP_IP.with(Context::ID),
    ]
}

#[test]
fn every_pass_finds_what_the_obvious_way_finds() {
    let mut random = Random(11);
    let paths: Vec<_> = classes::paths().into_iter().map(|p| (p.name, Scanner::new_with(p.pass))).collect();
    let mut found = 0;
    for round in 0..2000 {
        let text = random.text();
        let t = text.as_bytes();
        let context = contexts()[round % 4];
        let expected = scan::reference(t, context);
        found += expected.len();
        for (name, scanner) in &paths {
            assert_eq!(scanner.scan(t, context), expected, "{name}: {text:?}");
        }
    }
    assert!(found > 2000, "{found}: the texts test nothing");
}

/// What a scrubber makes of texts, and one that searches each anew and as a whole.
struct Both {
    fast: Scrubber,
    slow: Scrubber,
    changed: usize,
}

impl Both {
    fn new() -> Self {
        let engine = RedactEngine::default();
        let scrubber = |exhaustive| {
            let mut scrubber =
                Scrubber::new(Arc::clone(&engine.scanner), Arc::new(cache::Cache::new(0)), policy::Policy::default());
            scrubber.exhaustive = exhaustive;
            scrubber
        };
        Self { fast: scrubber(false), slow: scrubber(true), changed: 0 }
    }

    #[track_caller]
    fn agree(&mut self, text: &str, json: bool) {
        let run = |scrubber: &mut Scrubber| match scrubber.value(text, Context::default(), json) {
            Outcome::Clean => None,
            Outcome::Changed(text, tally) => Some((String::from_utf8(text).unwrap(), tally)),
        };
        let expected = run(&mut self.slow);
        assert_eq!(run(&mut self.fast), expected, "{text:?}");
        self.changed += usize::from(expected.is_some());
    }
}

#[test]
fn rounds_levels_and_documents_find_what_a_whole_search_finds() {
    let (mut both, mut random) = (Both::new(), Random(12));
    for _ in 0..800 {
        let (a, b, c) = (random.text(), random.text(), random.text());
        let nested = serde_json::json!({"x": a.clone(), "n": [c.clone(), 4_111_111_111_111_111_u64]}).to_string();
        let document = serde_json::json!({"role": "user", "phone": b.clone(), "parts": [a.clone(), {"content": b, "id": c}, nested]});
        for (text, json) in [(a, false), (document.to_string(), true), (document.to_string().repeat(2), false)] {
            both.agree(&text, json);
        }
    }
    assert!(both.changed > 1200, "{}: the texts test nothing", both.changed);
}

#[test]
fn rounds_of_long_texts_find_what_a_whole_search_finds() {
    let (mut both, mut random) = (Both::new(), Random(14));
    for _ in 0..600 {
        let text = random.long_text();
        both.agree(&text, false);
        // Cut off, it is read as text.
        let document = serde_json::json!({"log": text}).to_string();
        both.agree(document.get(..document.len() - 1).unwrap(), false);
    }
    assert!(both.changed > 800, "{}: the texts test nothing", both.changed);
}

#[test]
fn the_parts_of_a_text_have_the_places_of_the_whole() {
    let mut random = Random(13);
    let scanner = Scanner::new_shared();
    for _ in 0..1000 {
        let text = random.text();
        let (mut whole, mut parts) = (Search::default(), Search::default());
        scanner.search(text.as_bytes(), &mut whole);
        let mut from = 0;
        while from < text.len() {
            let to = (from + 1 + random.next(100)).min(text.len());
            scanner.search_range(text.as_bytes(), from, to, &mut parts);
            from = to;
        }
        assert_eq!((parts.places, parts.secrets), (whole.places, whole.secrets), "{text:?}");
    }
}

/// What hostile text may be made of.
const HOSTILE: &[&str] = &[
    "1",
    "1.",
    "1 ",
    "11 ",
    "1111 ",
    "1234567 ",
    "2026-08-10 ",
    "ABCDE1234F ",
    "@",
    "a@b",
    "a@b.",
    ":",
    "a:b ",
    "abcd:1:",
    "k=v ",
    "password=",
    "password: \"",
    "my_api_key: ",
    "a://",
    "://a@b.cd",
    "eyJ",
    ".eyJhbGciOiJ",
    "sk-",
    "-----BEGIN ",
    "Bearer ",
    "\\",
    "\\n1",
    "\\u0031",
    "\\\\\\\"a\\\\\\\":",
    "[",
    "{\"a\":",
    "+1 ",
    "(1)",
    "card 4111 ",
    "phone 5 5 5 ",
    "DE89 ",
    "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\n",
    "$office$*2013*100000*",
    "abcdefghijklmnopqrst*1$",
    "admin::CORP:a1b2c3d4e5f60718:",
    "ann.lee@ybl ",
    "20-00-00 account ",
    "12345678 account ",
    "seed phrase ",
    "mnemonic: abandon ability ",
    "backup codes: a1b2c3 ",
    "MIIEowIBAAKCAQEAx7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQKMIIEowIBAAKCAQEA\n",
    "MHcCAQEEIx7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQKMIIEowIBAAKCAQEA7vZ2mX9p\nKq7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQKq7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQ\n",
    "$ANSIBLE_VAULT;1.1;AES256\n",
    "$ANSIBLE_VAULT;1.1;AES256\n62313365396662343061393464336163\n",
    "SECRET_KEY=x7#k2m!q9&",
    "ich heiße Max ",
    "Benim adım Ay ",
    "Kennzeichen B ",
    "INSERT INTO a (b) VALUES (",
    "<D>",
    "curl -u abcdefghijklmnop1: ",
    "\"name\":\"a\",\"value\":\"b1\",",
    "┌─┬─┐\n│ name │ ssn │\n├─┼─┤\n│ Jane Roe │ 123456789 │\n",
    "│ name │ ssn │\n├─┼─┤\n",
    "┌─name─┬─ssn─┐\n",
    "> | name | ssn |\n> |--|--|\n",
    "{\"a\":",
    "[{\"a\":",
    "{\"name\":1}",
    "invalid value \"x\" for ",
    ": invalid ",
    "Key (name)=(b) ",
    "dn: cn=A B\nsn: B\n\n",
    ":50K:/1\nA B\n",
    "<OFX><NAME>A B",
    "a\0b\0",
    "4111_",
    "PID|1|A|B|C^D|E\n",
    "CN=Jane Roe,OU=People,",
    "Patient - ",
    "ab:cd:ef:01:23:45:\n",
    "phone: 2162391\n2162391\n",
    "a\0b\0c\0d\0e\0f\0\\n",
    "{\"a\":{\"b\":[{\"c\":\"d\n",
    "[{\"a\":{\"b\":1},{\"",
    "<table><th>name</th><td>A B</td>",
    "4111111111111111, ",
    "4111111111111111|",
    "a\t4111111111111111\tb\n",
    "a\t8123456789012345\n",
    "num=4111111111111111 ",
    "MECARD:",
    "MECARD:N:",
    "MECARD:A:;",
    "[10:31] Jane Roe: a\n",
    "Jane Roe (customer): ",
    "- textbox \"Full name\" [ref=e12]: ",
    "x': rejected value [",
    "columns: ['id', 'ssn'] ",
    "columns: ['id', 'ssn'] [(1, 'a')",
    "Full name ........ ",
    "Address\n",
    "- name: FULL_NAME\n  value: x\n",
    "--cvv 482 ",
    "login: a / b1 ",
    "From: 4155550132\n",
    "1.3.6.1.5.5.7.3.3 ",
    "0000000 59388     1 34120\n0000020 59388     1 34120\n",
    "phones [4155550132,",
    "phone {\\\"n\\\": 4155550132, ",
    "phone is {\"n\": 4155550132} ",
    "a<b class=",
    "a<wbr>",
    "1<!-- ",
    "a=2D",
    "Cell [12] cell B14 cell (3, 4) ",
    "a/b/phone-x.",
    "Dr. ",
    "Sr. ",
    "Herr Sig.ra ",
    "call from 4155550132 to ",
    "cookie: s=<",
    "; COOKIE: 5a0d2a43",
    "일생",
    "验证码",
    "/s/ ",
    "Prepared by Jane ",
    "Employer: A",
    "Email: Salary: 84,500 ",
    "Present: Jane Roe, ",
    "gate code 4471 and ",
    "x{a=\"b\"} 4111111111111111\n",
    "\"value\":[1435781451.781,\"4111111111111111\"],",
    "<AttributeValue>",
    "password is \"Aa Bb 11 ",
    "1234567840123 expires 12/26 ",
];

#[test]
fn work_has_a_limit_that_hostile_text_stays_far_below() {
    let whole = |piece: &str, size: usize| piece.repeat(size / piece.len());
    let texts = HOSTILE.iter().map(|piece| (*piece, whole(piece, 64 << 10), false));
    // Members of one object, long and short.
    let long = "a long value ".repeat(100);
    let members = [
        r#""name":"Ada Stone","value":"x1","first":"Ada","last":"Stone","d":"abc","#,
        r#""name":"@","value":"@ 1","first":"@","#,
    ];
    let documents = members.iter().map(|m| {
        let members = m.replace('@', &long);
        (*m, format!("{{{}\"end\":1}}", whole(&members, 64 << 10)), true)
    });
    for (piece, text, json) in texts.chain(documents) {
        let mut scrubber =
            Scrubber::new(Arc::new(Scanner::new()), Arc::new(cache::Cache::new(0)), policy::Policy::default());
        let budget = Budget::of(0);
        if let Outcome::Changed(_, tally) = scrubber.value(&text, Context::default(), json) {
            assert!(tally.iter().all(|(kind, _)| kind != Type::RedactionFailed), "{piece}");
        }
        let each = budget.spent() / text.len() as u64;
        assert!(each < 300, "{piece:?}: {each} bytes looked at for each byte");
    }
}

#[test]
fn a_value_that_costs_too_much_is_dropped() {
    let mut scrubber =
        Scrubber::new(Arc::new(Scanner::new()), Arc::new(cache::Cache::new(0)), policy::Policy::default());
    scrubber.work_limit = Some(100);
    for (text, json, expected) in [
        (
            "mail maria@example.com, card 4111 1111 1111 1111, again 4111 1111 1111 1111, phone 415-555-0132",
            false,
            "[REDACTION_FAILED]",
        ),
        (
            "{\"a\": \"maria@example.com, card 4111 1111 1111 1111, again 4111 1111 1111 1111 415-555-0132\"}",
            true,
            "{\"[REDACTION_FAILED]\":null}",
        ),
    ] {
        let Outcome::Changed(text, tally) = scrubber.value(text, Context::default(), json) else { panic!("passed") };
        assert_eq!(String::from_utf8(text).unwrap(), expected);
        assert_eq!(tally.to_json(), "{\"REDACTION_FAILED\":1}");
    }
}

/// A name is one beside a number that went, which may stand as far from it as rules read.
#[test]
fn rounds_look_as_far_behind_a_change_as_rules_do_before() {
    for gap in 100..220 {
        let text =
            format!("mobile: 451 5986\", \"d\": 22}} t provided 202-061 024:11:22\n{}\\Name:Kn", "x".repeat(gap));
        Both::new().agree(&text, false);
    }
}
