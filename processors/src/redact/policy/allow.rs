//! Values that stay: exact ones, domains, networks, and lists of values that belong to nobody.

use std::net::IpAddr;

use ahash::AHashSet;

use super::settings::AllowSettings;
use crate::redact::types::Type;

/// Named lists of values that belong to nobody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Builtin {
    TestCards,
    DocumentationIps,
    ExampleEmails,
    PrivateIps,
    FictitiousPhones,
}

impl Builtin {
    /// All, with their names in a configuration.
    pub(super) const ALL: &[(&str, Self)] = &[
        ("test_cards", Self::TestCards),
        ("documentation_ips", Self::DocumentationIps),
        ("example_emails", Self::ExampleEmails),
        ("private_ips", Self::PrivateIps),
        ("fictitious_phones", Self::FictitiousPhones),
    ];
}

/// Test numbers that card networks and payment processors publish for trying out payments. Sources: Stripe
/// <https://docs.stripe.com/testing>, Adyen <https://docs.adyen.com/development-resources/testing/test-card-numbers>,
/// PayPal <https://developer.paypal.com/api/rest/sandbox/card-testing/>.
const TEST_CARDS: &[&str] = &[
    "4242424242424242", "4000056655665556", "4111111111111111", "4012888888881881", "4222222222222",
    "5555555555554444", "2223003122003222", "5200828282828210", "5105105105105100", "378282246310005",
    "371449635398431", "378734493671000", "6011111111111117", "6011000990139424", "6011981111111113",
    "3056930009020004", "36227206271667", "30569309025904", "38520000023237", "6555900000604105", "3566002020360505",
    "3530111333300000", "6200000000000005",
];

/// Networks for documentation: RFC 5737, RFC 3849, RFC 9637.
const DOCUMENTATION: &[&str] = &["192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "2001:db8::/32", "3fff::/20"];
/// Networks without global reach: RFC 1918, RFC 6598, RFC 3927, RFC 4193, RFC 4291.
const PRIVATE: &[&str] = &[
    "10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "169.254.0.0/16", "127.0.0.0/8", "fc00::/7",
    "fe80::/10", "::1/128",
];
/// Domains for examples: RFC 2606.
const EXAMPLE_DOMAINS: &[&str] =
    &["example.com", "example.net", "example.org", "example", "test", "invalid", "localhost"];

/// A network in CIDR notation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Network {
    address: u128,
    v4: bool,
    prefix: u32,
}

impl Network {
    pub(super) fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = text.split_once('/')?;
        let address: IpAddr = address.parse().ok()?;
        let prefix: u32 = prefix.parse().ok()?;
        let v4 = address.is_ipv4();
        let address = number(address);
        let network = Self { address, v4, prefix };
        (prefix <= network.width() && address & !network.mask() == 0).then_some(network)
    }

    fn width(self) -> u32 {
        if self.v4 { 32 } else { 128 }
    }

    fn mask(self) -> u128 {
        let host = self.width() - self.prefix;
        u128::MAX.checked_shl(host).unwrap_or(0)
    }

    fn contains(self, address: IpAddr) -> bool {
        address.is_ipv4() == self.v4 && number(address) & self.mask() == self.address
    }
}

fn number(address: IpAddr) -> u128 {
    match address {
        IpAddr::V4(a) => u128::from(a.to_bits()),
        IpAddr::V6(a) => a.to_bits(),
    }
}

/// The compiled lists.
#[derive(Clone, Debug, Default)]
pub(super) struct Allow {
    /// Exact values, of any type.
    values: AHashSet<Vec<u8>>,
    /// Digits of cards.
    cards: AHashSet<Vec<u8>>,
    /// Domains of e-mail addresses, with their subdomains.
    domains: Vec<String>,
    networks: Vec<Network>,
    phones: bool,
}

impl Allow {
    /// The settings are right: their mistakes were told before.
    pub(super) fn new(settings: &AllowSettings) -> Self {
        let mut allow = Self {
            values: settings.values.iter().map(|v| v.clone().into_bytes()).collect(),
            domains: settings.domains.iter().map(|d| d.trim_start_matches('.').to_ascii_lowercase()).collect(),
            networks: settings.networks.iter().filter_map(|n| Network::parse(n)).collect(),
            ..Self::default()
        };
        for name in &settings.builtin {
            match Builtin::ALL.iter().find(|(known, _)| known == name).map(|(_, list)| *list) {
                Some(Builtin::TestCards) => allow.cards = TEST_CARDS.iter().map(|c| c.as_bytes().to_vec()).collect(),
                Some(Builtin::DocumentationIps) => allow.add_networks(DOCUMENTATION),
                Some(Builtin::PrivateIps) => allow.add_networks(PRIVATE),
                Some(Builtin::ExampleEmails) => allow.domains.extend(EXAMPLE_DOMAINS.iter().map(|d| (*d).to_owned())),
                Some(Builtin::FictitiousPhones) => allow.phones = true,
                None => {}
            }
        }
        allow
    }

    fn add_networks(&mut self, networks: &[&str]) {
        self.networks.extend(networks.iter().filter_map(|n| Network::parse(n)));
    }

    pub(super) fn is_empty(&self) -> bool {
        self.values.is_empty()
            && self.cards.is_empty()
            && self.domains.is_empty()
            && self.networks.is_empty()
            && !self.phones
    }

    /// Whether a found value stays.
    pub(super) fn has(&self, kind: Type, value: &[u8]) -> bool {
        if self.values.contains(value) {
            return true;
        }
        match kind {
            Type::Email => self.email(value),
            Type::IpAddress => !self.networks.is_empty() && self.address(value),
            Type::Card => {
                !self.cards.is_empty()
                    && self.cards.contains(&value.iter().copied().filter(u8::is_ascii_digit).collect::<Vec<_>>())
            }
            Type::Phone => self.phones && fictitious(value),
            _ => false,
        }
    }

    fn email(&self, value: &[u8]) -> bool {
        if self.domains.is_empty() {
            return false;
        }
        let Some(at) = memchr::memrchr(b'@', value) else { return false };
        let domain = value.get(at + 1..).unwrap_or_default().to_ascii_lowercase();
        self.domains.iter().any(|own| {
            domain.strip_suffix(own.as_bytes()).is_some_and(|rest| rest.is_empty() || rest.last() == Some(&b'.'))
        })
    }

    fn address(&self, value: &[u8]) -> bool {
        let Ok(address) = std::str::from_utf8(value).unwrap_or_default().trim_matches(['[', ']']).parse::<IpAddr>()
        else {
            return false;
        };
        let address = address.to_canonical();
        self.networks.iter().any(|n| n.contains(address))
    }
}

/// NANP numbers set aside for fiction, 555-0100 to 555-0199 in any area (ATIS-0300115), and the UK's drama numbers
/// 020 7946 0000 to 0999 and 07700 900000 to 900999 (Ofcom).
fn fictitious(value: &[u8]) -> bool {
    let digits: Vec<u8> = value.iter().copied().filter(u8::is_ascii_digit).collect();
    let national = |code: &[u8]| digits.strip_prefix(code).unwrap_or(&digits).to_vec();
    let nanp = national(b"1");
    if nanp.len() == 10 && nanp.get(3..8) == Some(b"55501") || digits.len() == 7 && digits.starts_with(b"55501") {
        return true;
    }
    let uk = national(b"44");
    let uk = uk.strip_prefix(b"0").unwrap_or(&uk);
    uk.len() == 10 && (uk.starts_with(b"2079460") || uk.starts_with(b"7700900"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn allow(builtin: &[&str], settings: AllowSettings) -> Allow {
        Allow::new(&AllowSettings { builtin: builtin.iter().map(|b| (*b).to_owned()).collect(), ..settings })
    }

    #[test]
    fn builtin_lists_know_their_values_and_no_others() {
        let lists = allow(
            &["test_cards", "documentation_ips", "example_emails", "fictitious_phones"],
            AllowSettings::default(),
        );
        for (kind, value) in [
            (Type::Card, "4242 4242 4242 4242"),
            (Type::Card, "378282246310005"),
            (Type::IpAddress, "192.0.2.1"),
            (Type::IpAddress, "203.0.113.255"),
            (Type::IpAddress, "::ffff:198.51.100.1"),
            (Type::IpAddress, "2001:DB8::1"),
            (Type::Email, "maria@Example.com"),
            (Type::Email, "maria@mail.example.org"),
            (Type::Phone, "+1 (415) 555-0132"),
            (Type::Phone, "+44 (0)20 7946 0958"),
        ] {
            assert!(lists.has(kind, value.as_bytes()), "{value}");
            assert!(!Allow::default().has(kind, value.as_bytes()));
        }
        for (kind, value) in [
            (Type::Card, "4532015112830366"),
            (Type::IpAddress, "203.0.114.1"),
            (Type::IpAddress, "10.0.0.1"),
            (Type::IpAddress, "2001:db9::1"),
            (Type::Email, "maria@notexample.com"),
            (Type::Email, "maria@example.com.evil.io"),
            (Type::Phone, "+1 (415) 555-1132"),
            (Type::Secret, "maria@example.com"),
        ] {
            assert!(!lists.has(kind, value.as_bytes()), "{value}");
        }
    }

    #[test]
    fn test_cards_are_cards() {
        for card in TEST_CARDS {
            let sum: u32 = card
                .bytes()
                .rev()
                .enumerate()
                .map(|(i, b)| {
                    let d = u32::from(b - b'0') * (1 + i as u32 % 2);
                    d / 10 + d % 10
                })
                .sum();
            assert_eq!(sum % 10, 0, "{card} fails Luhn");
        }
    }

    #[test]
    fn own_values_domains_and_networks() {
        let lists = allow(
            &[],
            AllowSettings {
                values: vec!["sk-public".to_owned()],
                domains: vec!["acme.io".to_owned()],
                networks: vec!["198.18.0.0/15".to_owned(), "0.0.0.0/32".to_owned()],
                ..AllowSettings::default()
            },
        );
        assert!(lists.has(Type::OpenaiKey, b"sk-public") && !lists.has(Type::OpenaiKey, b"sk-publicx"));
        assert!(lists.has(Type::Email, b"a@acme.io") && !lists.has(Type::Email, b"a@xacme.io"));
        assert!(lists.has(Type::IpAddress, b"198.19.255.1") && !lists.has(Type::IpAddress, b"198.20.0.0"));
        for bad in ["", "10.0.0.1", "10.0.0.1/8", "10.0.0.0/33", "::/129", "x/8"] {
            assert_eq!(Network::parse(bad), None, "{bad}");
        }
        assert!(Network::parse("0.0.0.0/0").unwrap().contains("8.8.8.8".parse().unwrap()));
        assert!(!Network::parse("0.0.0.0/0").unwrap().contains("::1".parse().unwrap()));
    }
}
