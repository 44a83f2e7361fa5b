//! The types of what is removed, their marks, and counts by type.

use std::fmt::Write as _;

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

/// Whether a mark starts here; returns its length in bytes.
pub(super) fn mark_at(text: &[u8], at: usize) -> Option<usize> {
    let rest = text.get(at..).filter(|r| r.first() == Some(&b'['))?;
    Type::ALL.iter().map(|t| t.mark()).find(|m| rest.starts_with(m.as_bytes())).map(str::len)
}

/// Values removed, by type. Few types occur in one row, so only those are held, in order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(super) struct Tally(Vec<(Type, u32)>);

impl Tally {
    pub(super) fn add(&mut self, kind: Type) {
        self.add_many(kind, 1);
    }

    fn add_many(&mut self, kind: Type, n: u32) {
        match self.0.binary_search_by_key(&kind, |(t, _)| *t) {
            Ok(i) => {
                if let Some((_, count)) = self.0.get_mut(i) {
                    *count = count.saturating_add(n);
                }
            }
            Err(i) => self.0.insert(i, (kind, n)),
        }
    }

    pub(super) fn merge(&mut self, other: &Self) {
        for (kind, n) in other.iter() {
            self.add_many(kind, n);
        }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (Type, u32)> + '_ {
        self.0.iter().copied()
    }

    /// Adds to the counts of a group.
    pub(super) fn add_to(&self, counts: &mut Counts) {
        for (kind, n) in self.iter() {
            match counts.redactions.get_mut(kind.name()) {
                Some(count) => *count += u64::from(n),
                None => drop(counts.redactions.insert(kind.name().to_owned(), u64::from(n))),
            }
        }
    }

    /// JSON text of the column `redactions`, keys sorted.
    pub(super) fn to_json(&self) -> String {
        let mut sorted: Vec<_> = self.iter().map(|(t, n)| (t.name(), n)).collect();
        sorted.sort_unstable();
        let mut json = String::from("{");
        for (name, n) in sorted {
            let comma = if json.len() > 1 { "," } else { "" };
            // Writing to a string does not fail.
            let _ = write!(json, "{comma}\"{name}\":{n}");
        }
        json.push('}');
        json
    }
}

/// What was removed from one value so far, in the order in which it was found: what was found in a reading that is given
/// up can be taken back.
#[derive(Debug, Default)]
pub(super) struct Removed(Vec<Type>);

impl Removed {
    pub(super) fn add(&mut self, kind: Type) {
        self.0.push(kind);
    }

    pub(super) fn clear(&mut self) {
        self.0.clear();
    }

    /// A point to go back to.
    pub(super) fn point(&self) -> usize {
        self.0.len()
    }

    pub(super) fn back_to(&mut self, point: usize) {
        self.0.truncate(point);
    }

    pub(super) fn tally(&self) -> Tally {
        let mut tally = Tally::default();
        self.0.iter().for_each(|kind| tally.add(*kind));
        tally
    }
}
