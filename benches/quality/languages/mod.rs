//! Short texts in sixty languages. Fields of a row: e-mail, telephone, card, account (IBAN), password, IP address.

mod first;
mod second;

use self::{first::FIRST, second::SECOND};
use super::{
    case::Case,
    ids::iban_value,
    phones::phone,
    rng::Rng,
    values::{card, email, ip, password},
};

/// Types of the six fields.
const KINDS: [&str; 6] = ["EMAIL", "PHONE", "CARD", "IBAN", "SECRET", "IP_ADDRESS"];

/// A language, and its texts with `{V}` for the value.
pub type Language = (&'static str, [&'static str; 6]);

/// All languages.
pub fn all() -> impl Iterator<Item = &'static Language> {
    FIRST.iter().chain(SECOND)
}

/// Every language and field a few times; `half` picks every second pair of language and field.
pub fn cases(r: &mut Rng, half: usize, rounds: usize) -> Vec<Case> {
    let mut cases = Vec::new();
    for round in 0..rounds {
        for (l, (language, fields)) in all().enumerate() {
            for (f, template) in fields.iter().enumerate() {
                if (l + f + round) % 2 != half {
                    continue;
                }
                let value = match KINDS[f] {
                    "EMAIL" => email(r),
                    "PHONE" => phone(r).0,
                    "CARD" => card(r),
                    "IBAN" => iban_value(r),
                    "SECRET" => password(r),
                    _ => ip(r),
                };
                cases.push(Case::fill(language, template, "", KINDS[f], &value));
            }
        }
    }
    cases
}
