//! What happens with a found value, and the text that takes its place.

use std::{
    net::{IpAddr, Ipv6Addr},
    str::FromStr,
};

use super::{
    keyed::Keyring,
    marks::{DROPPED, is_domain},
};
use crate::redact::types::Type;

/// What happens with a found value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Action {
    /// `[TYPE]` takes its place.
    #[default]
    Mask,
    /// It stays.
    Keep,
    /// It stays and is counted.
    DryRun,
    /// The whole text that holds it becomes `[DROPPED]`.
    Drop,
    /// The attribute that holds it goes, key and all. Columns, messages and list items have no key of their own that
    /// could go: there it is as [`Action::Drop`].
    DropAttribute,
    /// A mask of as many characters.
    MaskSameLength,
    /// The last four letters or digits stay, of an e-mail address the domain.
    Partial,
    /// A keyed hash that is the same for the same value as long as the key is.
    Pseudonym,
    /// The value encrypted; `custos reveal` reads it back with the key.
    Token,
    /// Less exact: year, network, age band, first part of a postcode.
    Generalise,
}

impl Action {
    /// All, with their names in a configuration.
    pub const ALL: &[(&str, Self)] = &[
        ("mask", Self::Mask),
        ("keep", Self::Keep),
        ("dry_run", Self::DryRun),
        ("drop", Self::Drop),
        ("drop_attribute", Self::DropAttribute),
        ("mask_same_length", Self::MaskSameLength),
        ("partial", Self::Partial),
        ("pseudonym", Self::Pseudonym),
        ("token", Self::Token),
        ("generalise", Self::Generalise),
    ];

    /// Name in a configuration.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, a)| *a == self).map_or("mask", |(name, _)| name)
    }

    /// Why a type cannot have this action.
    pub(super) fn refuses(self, kind: Type) -> Option<&'static str> {
        match self {
            Self::Partial if kind.is_secret() => Some("a part of a secret helps to guess it; use mask or pseudonym"),
            Self::Generalise if General::of(kind).is_none() => {
                Some("only dates, IP addresses, ages and postcodes can be made less exact; use partial or mask")
            }
            _ => None,
        }
    }
}

impl FromStr for Action {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        Self::ALL.iter().find(|(name, _)| *name == text).map(|(_, action)| *action).ok_or_else(|| {
            let names: Vec<_> = Self::ALL.iter().map(|(name, _)| *name).collect();
            format!("{text:?} is not an action; write one of {}", names.join(", "))
        })
    }
}

/// How a type is made less exact.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum General {
    Year,
    Network,
    Age,
    Postcode,
}

impl General {
    fn of(kind: Type) -> Option<Self> {
        let words = || kind.name().split('_');
        match kind {
            Type::IpAddress => Some(Self::Network),
            _ if words().any(|w| matches!(w, "DATE" | "BIRTH" | "BIRTHDATE" | "DOB")) => Some(Self::Year),
            _ if words().any(|w| w == "AGE") => Some(Self::Age),
            _ if words().any(|w| matches!(w, "POSTCODE" | "POSTAL" | "ZIP" | "PLZ")) => Some(Self::Postcode),
            _ => None,
        }
    }
}

/// Writes what takes the place of `value`. Never part of it unless `action` says so; `[TYPE]` where it cannot be
/// applied.
pub(super) fn write(action: Action, kind: Type, value: &[u8], keys: &mut Keyring, out: &mut Vec<u8>) {
    let written = match action {
        Action::Mask | Action::Keep | Action::DryRun => false,
        Action::Drop | Action::DropAttribute => {
            out.extend_from_slice(DROPPED.as_bytes());
            true
        }
        Action::MaskSameLength => {
            same_length(kind, value, out);
            true
        }
        Action::Partial => partial(kind, value).is_some_and(|p| with_payload(kind, &p, out)),
        Action::Pseudonym => keys.pseudonym(kind, value, out),
        Action::Token => keys.token(kind, value, out),
        Action::Generalise => generalise(kind, value).is_some_and(|p| with_payload(kind, p.as_bytes(), out)),
    };
    if !written {
        out.extend_from_slice(kind.mark().as_bytes());
    }
}

fn with_payload(kind: Type, payload: &[u8], out: &mut Vec<u8>) -> bool {
    out.push(b'[');
    out.extend_from_slice(kind.name().as_bytes());
    out.push(b':');
    out.extend_from_slice(payload);
    out.push(b']');
    true
}

/// `[TYPE**]` of as many characters as the value has, or only stars where the name does not fit.
fn same_length(kind: Type, value: &[u8], out: &mut Vec<u8>) {
    // Bytes that continue a character of UTF-8 are none of their own.
    let length = value.iter().filter(|b| **b & 0xC0 != 0x80).count();
    let name = kind.name().as_bytes();
    match length.checked_sub(name.len() + 2) {
        Some(stars) => {
            out.push(b'[');
            out.extend_from_slice(name);
            out.resize(out.len() + stars, b'*');
            out.push(b']');
        }
        None => out.resize(out.len() + length, b'*'),
    }
}

/// Fewest letters and digits of a value of which four may stay.
const MIN_PARTIAL: usize = 8;

fn partial(kind: Type, value: &[u8]) -> Option<Vec<u8>> {
    if kind.is_secret() {
        return None;
    }
    if kind == Type::Email {
        let from = memchr::memrchr(b'@', value)? + 1;
        let domain = value.get(from..)?.to_ascii_lowercase();
        return is_domain(&domain).then_some(domain);
    }
    let ascii: Vec<u8> = value.iter().copied().filter(u8::is_ascii_alphanumeric).collect();
    let tail = ascii.len().checked_sub(4).filter(|_| ascii.len() >= MIN_PARTIAL)?;
    ascii.get(tail..).map(<[u8]>::to_vec)
}

fn generalise(kind: Type, value: &[u8]) -> Option<String> {
    let text = std::str::from_utf8(value).ok()?;
    match General::of(kind)? {
        General::Network => Some(network(text.trim_matches(['[', ']']).parse().ok()?)),
        General::Year => year(text),
        General::Age => {
            let age: u32 = digits(text).next()?.parse().ok().filter(|n| *n < 130)?;
            let decade = age / 10 * 10;
            Some(if age >= 90 { "90+".to_owned() } else { format!("{decade}-{}", decade + 9) })
        }
        General::Postcode => {
            // The outward code of the UK, three digits elsewhere (as HIPAA's safe harbour has it, 45 CFR
            // 164.514(b)(2)).
            let first = text.split([' ', '-']).next()?;
            let prefix: String = if first.bytes().any(|b| b.is_ascii_alphabetic()) && first.len() <= 4 {
                first.to_owned()
            } else {
                first.chars().take(3).collect()
            };
            prefix.bytes().all(|b| b.is_ascii_alphanumeric()).then_some(prefix).filter(|p| (2..=4).contains(&p.len()))
        }
    }
}

/// IPv4 to /24, IPv6 to /48; a mapped address as the one that it maps.
fn network(address: IpAddr) -> String {
    match address.to_canonical() {
        IpAddr::V4(a) => {
            let [a, b, c, _] = a.octets();
            format!("{a}.{b}.{c}.0/24")
        }
        IpAddr::V6(a) => {
            let [a, b, c, ..] = a.segments();
            format!("{}/48", Ipv6Addr::new(a, b, c, 0, 0, 0, 0, 0))
        }
    }
}

fn digits(text: &str) -> impl Iterator<Item = &str> {
    text.split(|c: char| !c.is_ascii_digit()).filter(|s| !s.is_empty())
}

/// The year of a date, written with four digits; of `yymmdd` and the like nothing is certain.
fn year(text: &str) -> Option<String> {
    let plausible = |s: &&str| s.len() == 4 && ("1850".."2150").contains(s);
    if let Some(year) = digits(text).find(plausible) {
        return Some(year.to_owned());
    }
    let whole = digits(text).next().filter(|s| s.len() == 8)?;
    [whole.get(..4), whole.get(4..)].into_iter().flatten().find(plausible).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::redact::policy::marks;

    fn apply(action: Action, kind: Type, value: &str) -> String {
        let mut out = Vec::new();
        write(action, kind, value.as_bytes(), &mut Keyring::for_tests(), &mut out);
        let text = String::from_utf8(out).unwrap();
        let mark = marks::parse(text.as_bytes(), 0);
        let stars = text.bytes().all(|b| b == b'*');
        assert!(stars || mark.is_some_and(|m| m.end == text.len()), "{text} is not recognised");
        text
    }

    #[test]
    fn each_action_writes_what_it_says() {
        use Action::{Drop, Generalise, Keep, Mask, MaskSameLength, Partial};
        for (action, kind, value, expected) in [
            (Mask, Type::Email, "maria@example.com", "[EMAIL]"),
            (Keep, Type::Email, "maria@example.com", "[EMAIL]"),
            (Drop, Type::Email, "maria@example.com", "[DROPPED]"),
            (MaskSameLength, Type::Email, "maria@example.com", "[EMAIL**********]"),
            (MaskSameLength, Type::Email, "m@a.eu", "******"),
            (MaskSameLength, Type::Email, "é@b.com", "[EMAIL]"),
            (Partial, Type::Card, "4111 1111 1111 1234", "[CARD:1234]"),
            (Partial, Type::Phone, "+1 (415) 555-0132", "[PHONE:0132]"),
            (Partial, Type::Phone, "555-013", "[PHONE]"),
            (Partial, Type::Iban, "DE89 3704 0044 0532 0130 00", "[IBAN:3000]"),
            (Partial, Type::Email, "maria@Example.COM", "[EMAIL:example.com]"),
            (Partial, Type::Email, "maria@x4111111111111111.com", "[EMAIL]"),
            (Partial, Type::Email, "maria@münchen.de", "[EMAIL]"),
            (Partial, Type::Secret, "hunter2hunter2", "[SECRET]"),
            (Generalise, Type::IpAddress, "203.0.113.42", "[IP_ADDRESS:203.0.113.0/24]"),
            (Generalise, Type::IpAddress, "2001:db8:1:2::7", "[IP_ADDRESS:2001:db8:1::/48]"),
            (Generalise, Type::IpAddress, "::ffff:203.0.113.42", "[IP_ADDRESS:203.0.113.0/24]"),
            (Generalise, Type::IpAddress, "not one", "[IP_ADDRESS]"),
            (Generalise, Type::Email, "maria@example.com", "[EMAIL]"),
        ] {
            assert_eq!(apply(action, kind, value), expected, "{} {value}", action.name());
        }
    }

    #[test]
    fn dates_ages_and_postcodes_become_less_exact() {
        for (text, expected) in [
            ("1980-02-29", Some("1980")),
            ("29.02.1980", Some("1980")),
            ("Feb 29, 1980", Some("1980")),
            ("19800229", Some("1980")),
            ("29021980", Some("1980")),
            ("02/29/80", None),
            ("", None),
        ] {
            assert_eq!(year(text).as_deref(), expected, "{text}");
        }
        assert_eq!(network("fe80::1".parse().unwrap()), "fe80::/48");
    }

    #[test]
    fn names_read_back() {
        for (name, action) in Action::ALL {
            assert_eq!((name.parse(), action.name()), (Ok(*action), *name));
        }
        assert!("hash".parse::<Action>().unwrap_err().contains("pseudonym"));
    }

    #[test]
    fn secrets_keep_no_part() {
        assert!(Action::Partial.refuses(Type::GithubToken).is_some());
        assert!(Action::Partial.refuses(Type::Card).is_none());
        assert!(Action::Generalise.refuses(Type::Card).is_some());
        assert!(Action::Generalise.refuses(Type::IpAddress).is_none());
    }
}
