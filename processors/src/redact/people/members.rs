//! What the other members of its object say of a string: that it is somebody's, a thing's, a firm's, a half of a name.

use super::words::CONTACTS;
use crate::redact::{
    bytes::{at, back, digit, looked, part, run, run_back},
    json::object::{self, Before, Piece},
};

/// Separators (two for a member) around a `name` among which such a key counts.
const AROUND: usize = 32;
/// Separators around a half of a name among which both keys are looked for: more than a name has.
const NAME_AROUND: usize = 64;

/// Whether the object around the string from `i` to `to` has other data of a person.
pub(in crate::redact) fn beside_contacts(src: &[u8], i: usize, to: usize) -> bool {
    around(src, i, to, AROUND)
        .iter()
        .any(|text| CONTACTS.iter().any(|key| memchr::memmem::find(text, key.as_bytes()).is_some()) || mailed(text))
}

/// Whether a text holds an address that is one of mail: `"address":"ann@example.com"`.
fn mailed(text: &[u8]) -> bool {
    const KEY: &[u8] = b"\"address\"";
    memchr::memmem::find(text, KEY).is_some_and(|i| {
        let rest = part(text, i + KEY.len(), i + KEY.len() + 64);
        let value = rest.split(|b| *b == b'"').nth(1).unwrap_or_default();
        value.contains(&b'@') || value == b"[EMAIL]"
    })
}

/// Whether the object around the value from `i` to `to` has other data of a payment card.
pub(in crate::redact) fn beside_card(src: &[u8], i: usize, to: usize) -> bool {
    const CARDS: &[&str] =
        &["\"cvv", "\"cvc", "\"exp_month", "\"expMonth", "\"expiry", "\"cardholder", "\"card_type", "\"cardType"];
    let around = around(src, i, to, AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    around.iter().any(|text| CARDS.iter().any(|key| memchr::memmem::find(text, key.as_bytes()).is_some()))
}

/// Whether the object around the string from `i` to `to` is of code, by its type or kind: a member of a grammar, a
/// class, a table.
pub(in crate::redact) fn of_code(src: &[u8], i: usize, to: usize) -> bool {
    const TYPES: &[&str] = &[
        "FIELD", "SYMBOL", "ALIAS", "TOKEN", "METHOD", "PROPERTY", "OBJECT", "SCALAR", "ENUM", "INTEGER", "BIGINT",
        "VARCHAR", "TEXT", "BOOLEAN", "FLOAT", "NUMBER", "STRING", "TIMESTAMP",
    ];
    let plain = part(src, i + 1, to - 1).iter().all(|b| b.is_ascii_lowercase() || *b == b'_');
    plain
        && around(src, i, to, AROUND).iter().any(|text| {
            [&b"\"type\""[..], b"\"kind\""].into_iter().any(|key| {
                memchr::memmem::find(text, key).is_some_and(|i| {
                    let rest = part(text, i + key.len(), i + key.len() + 24);
                    let value = rest.split(|b| *b == b'"').nth(1).unwrap_or_default();
                    TYPES.iter().any(|t| value == t.as_bytes())
                })
            })
        })
}

/// Whether the object around the string from `i` to `to` is a parameter of an interface that OpenAPI describes, whose
/// name has no blank, or whom the interface belongs to: `{"in":"query","name":"owner"}`,
/// `"info":{"contact":{"name":"Acme","url":"…"}}`.
pub(in crate::redact) fn of_openapi(src: &[u8], i: usize, to: usize) -> bool {
    let texts = around(src, i, to, AROUND);
    let value = |key: &[u8]| {
        texts.iter().find_map(|text| {
            let from = memchr::memmem::find(text, key)? + key.len();
            part(text, from, from + 16).split(|b| *b == b'"').nth(1)
        })
    };
    let parameter = || {
        let place = value(b"\"in\"");
        place.is_some_and(|place| [&b"query"[..], b"path", b"header", b"cookie"].contains(&place))
    };
    let contact = || {
        let outer = opened_by(src, i, b"\"contact\"").and_then(|key| opened_by(src, key, b"\"info\""));
        outer.is_some() && value(b"\"url\"").is_some()
    };
    !part(src, i, to).contains(&b' ') && parameter() || contact()
}

/// Where `key` begins, with its quotes, if it is that of the object around `i`.
fn opened_by(src: &[u8], i: usize, key: &[u8]) -> Option<usize> {
    let mut before = Before::new(src, i, AROUND);
    before.any(|piece| matches!(piece, Piece::Open(_))).then_some(())?;
    let open = before.reached();
    let end = open - run_back(src, open, 8, |b| b == b':' || b.is_ascii_whitespace());
    let from = end.checked_sub(key.len())?;
    (part(src, from, end) == key).then_some(from)
}

/// Whether the object around the string from `i` to `to` is of an organisation, as schema.org and ActivityStreams say
/// it: `"author":{"@type":"NewsMediaOrganization","name":"…"}`.
pub(in crate::redact) fn of_organization(src: &[u8], i: usize, to: usize) -> bool {
    const KEY: &[u8] = b"\"@type\"";
    around(src, i, to, AROUND).iter().any(|text| {
        memchr::memmem::find(text, KEY).is_some_and(|i| {
            let rest = part(text, i + KEY.len(), i + KEY.len() + 48);
            let kind = rest.split(|b| *b == b'"').nth(1).unwrap_or_default();
            [&b"Organization"[..], b"Corporation", b"Company", b"Business"].iter().any(|w| kind.ends_with(w))
        })
    })
}

/// Keys of the halves of a name, which things have as well: a person's only where both stand together. The first is of
/// FHIR `HumanName`.
pub(super) const HALVES: &[(&str, &str)] = &[
    ("given", "family"),
    ("first", "last"),
    ("nom", "prenom"),
    ("nom", "prénom"),
    ("nombre", "apellido"),
    ("nombre", "apellidos"),
    ("nome", "cognome"),
    ("nome", "sobrenome"),
    ("ime", "prezime"),
    ("etunimi", "sukunimi"),
];

/// Whether the object around the string from `i` to `to` has both halves of a person's name.
pub(in crate::redact) fn human_name(src: &[u8], i: usize, to: usize) -> bool {
    let name = part(src, i + 1, to);
    if !name.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
        || name.iter().any(|b| digit(*b) || *b == b'[')
    {
        return false;
    }
    let around = around(src, i, to, NAME_AROUND);
    looked(around.iter().map(|text| text.len()).sum());
    let has = |key: &str| {
        let named = |text: &[u8], i: usize| {
            let end = i + key.len();
            back(text, i, 1) == b'"'
                && at(text, end) == b'"'
                && at(text, end + 1 + run(text, end + 1, 4, |b| b == b' ')) == b':'
        };
        around.iter().any(|text| memchr::memmem::find_iter(text, key).any(|i| named(text, i)))
    };
    HALVES.iter().any(|(a, b)| has(a) && has(b))
}

/// The same of the string of an attribute of OTLP, whose halves are attributes of one list:
/// `{"key":"first","value":{"stringValue":"Ada"}},{"key":"last",…`.
pub(in crate::redact) fn human_name_of_attributes(src: &[u8], i: usize, to: usize) -> bool {
    let name = part(src, i + 1, to);
    if !name.first().is_some_and(|b| b.is_ascii_uppercase() || *b >= 0x80)
        || name.iter().any(|b| digit(*b) || *b == b'[')
    {
        return false;
    }
    let near = [part(src, i.saturating_sub(160), i), part(src, to, to + 160)];
    looked(320);
    let has = |key: &str| {
        near.iter().any(|text| {
            memchr::memmem::find_iter(text, key).any(|i| {
                back(text, i, 1) == b'"'
                    && at(text, i + key.len()) == b'"'
                    && part(text, 0, i - 1).trim_ascii_end().ends_with(b":")
            })
        })
    };
    HALVES.iter().any(|(a, b)| has(a) && has(b))
}

/// What stands before and behind a value in its object, among so many separators.
pub(super) fn around(src: &[u8], i: usize, to: usize, most: usize) -> [&[u8]; 2] {
    if let Some((open, close)) = object::typed(src, i, to) {
        // A member of a type has a colon more.
        let (from, end) = object::nested_around(src, (open, close), most + most / 2);
        return [part(src, from, open), part(src, close, end)];
    }
    let mut before = Before::new(src, i, most);
    before.any(|piece| matches!(piece, Piece::Open(_)));
    [part(src, before.reached(), i), part(src, to, object::behind(src, to, most))]
}
