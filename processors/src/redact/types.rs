//! The types of what is removed, their marks, and counts by type.

use std::collections::BTreeMap;

use custos_model::batch::Counts;

macro_rules! types {
    ($($(#[$doc:meta])* $variant:ident = $name:literal,)+) => {
        /// Type of a removed value. Later ones win where two overlap.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum Type {
            $($(#[$doc])* $variant,)+
        }

        impl Type {
            /// All types, in order of severity.
            pub const ALL: &[Self] = &[$(Self::$variant,)+];

            /// Name in `redactions`, metrics and the ledger.
            pub fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)+ }
            }

            /// What is written in place of the value: the name in brackets.
            pub fn mark(self) -> &'static str {
                match self { $(Self::$variant => concat!("[", $name, "]"),)+ }
            }
        }
    };
}

types! {
    /// IPv4 or IPv6 address.
    IpAddress = "IP_ADDRESS",
    /// Telephone number.
    Phone = "PHONE",
    /// E-mail address.
    Email = "EMAIL",
    /// US social security number.
    UsSsn = "US_SSN",
    /// International bank account number.
    Iban = "IBAN",
    /// Payment card number.
    Card = "CARD",
    /// Password, token or key known by the name beside it, or by the prefix of a vendor without a type of its own.
    Secret = "SECRET",
    /// User and password in a URL.
    UrlCredentials = "URL_CREDENTIALS",
    /// JSON web token.
    Jwt = "JWT",
    /// AWS access key id or secret access key.
    AwsKey = "AWS_KEY",
    /// GitHub token.
    GithubToken = "GITHUB_TOKEN",
    /// OpenAI API key (and others of the form `sk-`).
    OpenaiKey = "OPENAI_KEY",
    /// Anthropic API key.
    AnthropicKey = "ANTHROPIC_KEY",
    /// Slack token or webhook.
    SlackToken = "SLACK_TOKEN",
    /// Stripe key.
    StripeKey = "STRIPE_KEY",
    /// Google API key, OAuth token or client secret.
    GoogleKey = "GOOGLE_KEY",
    /// PEM private key.
    PrivateKey = "PRIVATE_KEY",
    /// The value could not be scanned and was dropped.
    RedactionFailed = "REDACTION_FAILED",
}

/// Number of types.
pub(super) const TYPES: usize = Type::ALL.len();

/// Whether a mark starts here; returns its length in bytes.
pub(super) fn mark_at(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..).filter(|r| r.first() == Some(&b'['))?;
    Type::ALL.iter().map(|t| t.mark()).find(|m| rest.starts_with(m.as_bytes())).map(str::len)
}

/// Values removed, by type.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally([u32; TYPES]);

impl Tally {
    pub(super) fn add(&mut self, kind: Type) {
        if let Some(n) = self.0.get_mut(kind as usize) {
            *n = n.saturating_add(1);
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (into, from) in self.0.iter_mut().zip(other.0) {
            *into = into.saturating_add(from);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.iter().all(|n| *n == 0)
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Type, u32)> + '_ {
        Type::ALL.iter().copied().zip(self.0).filter(|(_, n)| *n > 0)
    }

    /// Adds to the counts of a group.
    pub(super) fn add_to(&self, counts: &mut Counts) {
        for (kind, n) in self.iter() {
            *counts.redactions.entry(kind.name().to_owned()).or_default() += u64::from(n);
        }
    }

    /// JSON text of the column `redactions`, keys sorted.
    pub(super) fn to_json(self) -> String {
        let sorted: BTreeMap<_, _> = self.iter().map(|(t, n)| (t.name(), n)).collect();
        let fields: Vec<_> = sorted.iter().map(|(name, n)| format!("\"{name}\":{n}")).collect();
        format!("{{{}}}", fields.join(","))
    }
}
