//! Names behind a label and a dash, on a line of their own: `Patient - Jane Roe`, `* **Full name** – Jane Roe, 42`.

use super::{names, roles};
use crate::redact::{
    bytes::{at, back, part, run, run_back},
    scan::{Hit, heads},
    types::Type,
};

/// Labels of a person and of little else. `name` may follow.
pub(in crate::redact) const DASHED: &[&str] = &[
    "Patient", "Full name", "Full Name", "Customer name", "Customer Name", "Client name", "Client Name", "Employee",
    "Applicant", "Passenger", "Cardholder", "Account holder", "Account Holder", "Beneficiary", "Borrower", "Claimant",
    "Policyholder", "Next of kin", "Attendees", "Contact person", "Emergency contact", "Emergency Contact",
];
const DASHES: &[&str] = &[" - ", " – ", " — "];

/// Asks the label that begins at `p`.
pub(super) fn verify(t: &[u8], p: usize, hits: &mut Vec<Hit>) {
    let Some(label) = heads::find(DASHED, part(t, p, p + 24), |w| w) else { return };
    let start = p - run_back(t, p, 8, |b| matches!(b, b' ' | b'*' | b'-' | b'\t' | b'_'));
    if !matches!(back(t, start, 1), 0 | b'\n' | b'"' | b'\\') {
        return;
    }
    let mut i = p + label.len();
    i += if matches!(part(t, i, i + 5), b" name" | b" Name") { 5 } else { 0 };
    i += run(t, i, 2, |b| matches!(b, b'*' | b'_'));
    let Some(dash) = DASHES.iter().find(|d| part(t, i, i + d.len()) == d.as_bytes()) else { return };
    let from = i + dash.len() + run(t, i + dash.len(), 2, |b| matches!(b, b'*' | b'_'));
    let Some((to, _)) = names::name(t, from, 4).filter(|(_, count)| *count >= 2) else { return };
    let ends = matches!(at(t, to), 0 | b'\n' | b'\r' | b',' | b';' | b'"' | b'\\' | b'*' | b'_')
        || part(t, to, to + 2) == b" (";
    if ends && !roles::of_firm(part(t, from, to)) {
        hits.push(Hit::ruled(from, to, Type::Person, "dashed"));
        if *label == "Attendees" && at(t, to) == b',' {
            roles::list(t, b"attendees", to + 1 + run(t, to + 1, 2, |b| b == b' '), hits);
        }
    }
}
