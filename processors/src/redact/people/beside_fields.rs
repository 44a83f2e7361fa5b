//! The other fields of a form or record near a value: who has several of them is a person.

use std::sync::LazyLock;

use crate::redact::{
    bytes::{at, back, looked, part, run, word},
    lookup::literals::Literals,
};

/// Where other fields of a form are looked for.
pub(super) fn near(t: &[u8], p: usize) -> &[u8] {
    part(t, p.saturating_sub(200), p + 240)
}

/// Whether lines near by are fields of a form about a person.
pub(super) fn form(t: &[u8], p: usize) -> bool {
    const FIELDS: &[&str] = &[
        "Phone:", "Email:", "E-mail:", "Address:", "Mobile:", "Fax:", "DOB:", "Date of Birth:", "Date of birth:",
        "Birthday:", "SSN:", "Passport:", "phone:", "email:", "mobile:", "dob:", "ssn:", "birth:", "birthdate:",
        "date_of_birth:", "address:", "Telefon", "Téléphone", "Teléfono", "Telefono", "Telefone", "Geburtsdatum",
        "Anschrift:", "Adresse:", "Adress:", "Adres:", "Dirección:", "Indirizzo:", "Endereço:", "naissance",
        "nacimiento", "nascimento", "nascita", "DNI", "CPF", "PESEL", "ersonnummer", "selsnummer", "IBAN:", "Cognome",
        "Prénom", "Apellido", "Sobrenome", "Фамилия", "Телефон", "Tél", "NIK", "फोन", "Telefoon", "Telefón", "Telepon",
        "Puhelin", "Τηλέφωνο", "Điện thoại", "CURP", "CUIT", "NIF", "BSN", "enkilötunnus", "odice fiscale",
        "Steuer-ID", "AHV", "Aadhaar", "MRN",
    ];
    static LITERALS: LazyLock<Literals> = LazyLock::new(|| Literals::new(FIELDS, false));
    LITERALS.stand_in(near(t, p))
}

/// Whether one of these fields is written as a configuration or a markup writes them: `EMAIL=`, `<phone>`, `"dob" :`.
pub(super) fn record(around: &[u8]) -> bool {
    static EMAIL: LazyLock<Literals> = LazyLock::new(|| Literals::new(&["email"], true));
    has_fields(around, &EMAIL) || personal(around)
}

/// The same without the address of mail, which firms and packages have as well.
pub(super) fn personal(around: &[u8]) -> bool {
    const FIELDS: &[&str] = &[
        "phone", "mobile", "dob", "birth_date", "birthdate", "date_of_birth", "birthday", "ssn", "surname",
        "last_name", "lastname", "passport", "street", "postcode", "zip", "cvv", "cvc", "card_number", "ssn_last4",
        "iban", "passport_number", "phone_number",
    ];
    static LITERALS: LazyLock<Literals> = LazyLock::new(|| Literals::new(FIELDS, true));
    has_fields(around, &LITERALS)
}

fn has_fields(around: &[u8], fields: &Literals) -> bool {
    looked(around.len());
    fields.each(around).any(|f| {
        // `author_email` is of somebody else.
        let behind = f.end + run(around, f.end, 3, |b| matches!(b, b'"' | b'\'' | b' ' | b']'));
        !word(back(around, f.start, 1)) && matches!(at(around, behind), b'=' | b':' | b'>')
    })
}
