//! Messages of health care and insurance whose fields are told by their place: HL7 version 2 (`PID|1||…`), X12
//! (`NM1*IL*1*…~DMG*D8*…~`).

use crate::redact::{
    bytes::{at, looked, part},
    scan::Hit,
    types::{Type, mark_at},
};

/// Segments of HL7 and their fields that hold a person's data (HL7 2.5, chapters 3 and 6).
const HL7: &[(&[u8], &[(usize, Type)])] = &[
    (b"MSH|", &[]),
    (
        b"PID|",
        &[
            (2, Type::MedicalRecordNumber),
            (3, Type::MedicalRecordNumber),
            (5, Type::Person),
            (6, Type::Person),
            (7, Type::DateOfBirth),
            (9, Type::Person),
            (11, Type::Address),
            (13, Type::Phone),
            (14, Type::Phone),
            (18, Type::BankAccount),
            (19, Type::UsSsn),
            (20, Type::DriverLicense),
        ],
    ),
    (b"NK1|", &[(2, Type::Person), (4, Type::Address), (5, Type::Phone), (6, Type::Phone)]),
    (
        b"IN1|",
        &[
            (16, Type::Person),
            (18, Type::DateOfBirth),
            (19, Type::Address),
            (36, Type::HealthInsuranceId),
            (49, Type::HealthInsuranceId),
        ],
    ),
    // Doctors: an id, then a name.
    (b"PV1|", &[(7, Type::Person), (8, Type::Person), (9, Type::Person), (17, Type::Person)]),
    (b"OBR|", &[(16, Type::Person)]),
    (
        b"GT1|",
        &[
            (3, Type::Person),
            (5, Type::Address),
            (6, Type::Phone),
            (7, Type::Phone),
            (8, Type::DateOfBirth),
            (12, Type::UsSsn),
        ],
    ),
];

/// Reads a message of HL7 that stands behind what a log says of it.
pub(super) fn logged(t: &[u8], hits: &mut Vec<Hit>) {
    // Every message says first which signs it uses.
    if let Some(from) = memchr::memmem::find(part(t, 0, super::HEAD), b"MSH|^~\\&") {
        message(t, from, hits);
    }
}

/// Reads a message of HL7, or a part of one, from `line` on, which begins at `from`. Gives where it ends.
pub(super) fn hl7(t: &[u8], from: usize, line: &[u8], hits: &mut Vec<Hit>) -> Option<usize> {
    let known = at(line, 3) == b'|' && HL7.iter().any(|(head, _)| line.starts_with(head));
    known.then(|| message(t, from, hits))
}

fn message(t: &[u8], mut from: usize, hits: &mut Vec<Hit>) -> usize {
    for line in part(t, from, t.len()).split(|b| matches!(b, b'\n' | b'\r')) {
        looked(line.len());
        if let Some((_, fields)) = HL7.iter().find(|(head, _)| line.starts_with(head)) {
            segment(t, from, line, fields, hits);
        } else if !line.is_empty() && at(line, 3) != b'|' {
            break;
        }
        from += line.len() + 1;
    }
    from
}

/// The fields of a segment that begins at `from`.
fn segment(t: &[u8], from: usize, line: &[u8], fields: &[(usize, Type)], hits: &mut Vec<Hit>) {
    // The first field is the number of the segment: `PID|NAME|STATE` is the head of a table.
    let number = part(line, 4, line.len()).split(|b| *b == b'|').next().unwrap_or_default();
    if number.len() > 4 || !number.iter().all(u8::is_ascii_digit) {
        return;
    }
    let mut i = 0;
    for (n, field) in line.split(|b| *b == b'|').enumerate() {
        if let Some((_, kind)) = fields.iter().find(|(k, _)| *k == n) {
            // An id has its authority behind, a name and an address have parts.
            let whole = matches!(kind, Type::Person | Type::Address);
            let len = if whole { field.len() } else { memchr::memchr(b'^', field).unwrap_or(field.len()) };
            one(t, from + i, len, *kind, hits);
        }
        i += field.len() + 1;
    }
}

/// Heads of messages of X12.
const X12: &[&[u8]] = &[b"ISA*", b"GS*", b"ST*", b"NM1*", b"INS*"];

/// Reads a message of X12 that begins a text (ASC X12 005010: 834, 835, 837).
pub(super) fn x12(t: &[u8], hits: &mut Vec<Hit>) {
    if !X12.iter().any(|head| t.starts_with(head)) {
        return;
    }
    looked(t.len());
    let mut from = 0;
    for segment in t.split(|b| *b == b'~') {
        let skip = segment.iter().take_while(|b| b.is_ascii_whitespace()).count();
        let text = part(segment, skip, segment.len());
        let mut elements: Vec<(usize, &[u8])> = Vec::new();
        let mut i = from + skip;
        for element in text.split(|b| *b == b'*') {
            elements.push((i, element));
            i += element.len() + 1;
        }
        self::elements(t, &elements, hits);
        from += segment.len() + 1;
    }
}

fn elements(t: &[u8], elements: &[(usize, &[u8])], hits: &mut Vec<Hit>) {
    let element = |n: usize| elements.get(n).copied().unwrap_or_default();
    let mut take = |n: usize, kind: Type| {
        let (from, text) = element(n);
        one(t, from, text.len(), kind, hits);
    };
    match element(0).1 {
        b"DMG" if element(1).1 == b"D8" => take(2, Type::DateOfBirth),
        b"N3" => take(1, Type::Address),
        b"N4" => {
            take(1, Type::Address);
            take(3, Type::PostalCode);
        }
        b"REF" if element(1).1 == b"SY" => take(2, Type::UsSsn),
        b"REF" if matches!(element(1).1, b"0F" | b"1W") => take(2, Type::HealthInsuranceId),
        // A person, not a firm.
        b"NM1" if element(2).1 == b"1" => {
            take(3, Type::Person);
            take(4, Type::Person);
            match element(8).1 {
                b"34" => take(9, Type::UsSsn),
                b"MI" | b"MR" | b"II" => take(9, Type::HealthInsuranceId),
                _ => {}
            }
        }
        b"PER" => {
            for n in [3, 5, 7] {
                match element(n).1 {
                    b"TE" | b"HP" | b"CP" | b"WP" | b"FX" => take(n + 1, Type::Phone),
                    b"EM" => take(n + 1, Type::Email),
                    _ => {}
                }
            }
        }
        _ => {}
    }
}

fn one(t: &[u8], from: usize, len: usize, kind: Type, hits: &mut Vec<Hit>) {
    let empty = part(t, from, from + len).iter().all(|b| matches!(b, b'^' | b'"' | b' '));
    if len >= 2 && !empty && mark_at(t, from).is_none() && at(t, from) != b'[' {
        hits.push(Hit::ruled(from, from + len, kind, "segment"));
    }
}
