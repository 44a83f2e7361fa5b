//! The other fields of a form or record near a value: who has several of them is a person.

use crate::redact::bytes::{at, back, looked, part, run, word};

/// Where other fields of a form are looked for.
pub(super) fn near(t: &[u8], p: usize) -> &[u8] {
    part(t, p.saturating_sub(200), p + 240)
}

/// Whether lines near by are fields of a form about a person.
pub(super) fn form(t: &[u8], p: usize) -> bool {
    const FIELDS: &[&str] = &[
        "Phone:",
        "Email:",
        "E-mail:",
        "Address:",
        "Mobile:",
        "Fax:",
        "DOB:",
        "Date of Birth:",
        "Date of birth:",
        "Birthday:",
        "SSN:",
        "Passport:",
        "phone:",
        "email:",
        "mobile:",
        "dob:",
        "ssn:",
        "birth:",
        "birthdate:",
        "date_of_birth:",
        "address:",
        "Telefon",
        "Téléphone",
        "Teléfono",
        "Telefono",
        "Telefone",
        "Geburtsdatum",
        "Anschrift:",
        "Adresse:",
        "Adress:",
        "Adres:",
        "Dirección:",
        "Indirizzo:",
        "Endereço:",
        "naissance",
        "nacimiento",
        "nascimento",
        "nascita",
        "DNI",
        "CPF",
        "PESEL",
        "ersonnummer",
        "selsnummer",
        "IBAN:",
        "Cognome",
        "Prénom",
        "Apellido",
        "Sobrenome",
        "Фамилия",
        "Телефон",
        "Tél",
        "NIK",
        "फोन",
        "Telefoon",
        "Telefón",
        "Telepon",
        "Puhelin",
        "Τηλέφωνο",
        "Điện thoại",
    ];
    let around = near(t, p);
    FIELDS.iter().any(|f| memchr::memmem::find(around, f.as_bytes()).is_some())
}

/// Whether one of these fields is written as a configuration or a markup writes them: `EMAIL=`, `<phone>`, `"dob" :`.
pub(super) fn record(around: &[u8]) -> bool {
    has_fields(around, &["email"]) || personal(around)
}

/// The same without the address of mail, which firms and packages have as well.
pub(super) fn personal(around: &[u8]) -> bool {
    const FIELDS: &[&str] = &[
        "phone",
        "mobile",
        "dob",
        "birth_date",
        "birthdate",
        "date_of_birth",
        "birthday",
        "ssn",
        "surname",
        "last_name",
        "lastname",
        "passport",
        "street",
        "postcode",
        "zip",
        "cvv",
        "cvc",
        "card_number",
        "ssn_last4",
        "iban",
        "passport_number",
        "phone_number",
    ];
    has_fields(around, FIELDS)
}

fn has_fields(around: &[u8], fields: &[&str]) -> bool {
    let lower = around.to_ascii_lowercase();
    looked(lower.len());
    fields.iter().any(|f| {
        memchr::memmem::find_iter(&lower, f.as_bytes()).any(|i| {
            // `author_email` is of somebody else.
            let whole = !word(back(&lower, i, 1));
            let i = i + f.len();
            whole
                && matches!(
                    at(&lower, i + run(&lower, i, 3, |b| matches!(b, b'"' | b'\'' | b' ' | b']'))),
                    b'=' | b':' | b'>'
                )
        })
    })
}
