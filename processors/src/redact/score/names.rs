//! Names of types, here and in other data sets.

use super::super::types::Type;

/// Other names: data set's, ours. Names that are equal after upper-casing need no row.
const ALIASES: &[(&str, &str)] = &[
    ("EMAIL_ADDRESS", "EMAIL"),
    ("EMAILADDRESS", "EMAIL"),
    ("PHONE_NUMBER", "PHONE"),
    ("TELEPHONE", "PHONE"),
    ("CREDIT_CARD", "CARD"),
    ("CREDIT_CARD_NUMBER", "CARD"),
    ("CREDITCARD", "CARD"),
    ("CREDIT_DEBIT_NUMBER", "CARD"),
    ("IBAN_CODE", "IBAN"),
    ("SSN", "US_SSN"),
    ("SOCIAL_SECURITY_NUMBER", "US_SSN"),
    ("IP", "IP_ADDRESS"),
    ("IPV4", "IP_ADDRESS"),
    ("IPV6", "IP_ADDRESS"),
    ("MAC", "MAC_ADDRESS"),
    ("API_KEY", "SECRET"),
    ("APIKEY", "SECRET"),
    ("PASSWORD", "SECRET"),
    ("CREDENTIAL", "SECRET"),
    ("ACCESS_TOKEN", "SECRET"),
    ("AUTH_TOKEN", "SECRET"),
];

/// Endings of the names of secrets' types.
const SECRET_ENDINGS: &[&str] =
    &["_KEY", "_TOKEN", "_SECRET", "_CREDENTIALS", "_PASSWORD", "_WEBHOOK", "_COOKIE", "_COOKIES"];

/// Our name of a label.
pub fn canonical(name: &str) -> String {
    let upper = name.trim().to_ascii_uppercase().replace([' ', '-'], "_");
    ALIASES.iter().find(|(alias, _)| *alias == upper).map_or(upper, |(_, ours)| (*ours).to_owned())
}

/// Whether it is the name of a secret's type.
pub fn is_secret(name: &str) -> bool {
    matches!(name, "SECRET" | "JWT" | "COOKIE" | "PASSWORD") || SECRET_ENDINGS.iter().any(|e| name.ends_with(e))
}

/// Whether a range of type `found` meets a label `gold`.
pub fn same_type(gold: &str, found: &str) -> bool {
    gold == found || (gold == "SECRET" && is_secret(found))
}

/// Whether the engine has this type at all.
pub fn is_known(name: &str) -> bool {
    Type::ALL.iter().any(|t| same_type(name, t.name()))
}
