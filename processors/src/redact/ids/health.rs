//! Health. Source: DEA registration number check digit (21 CFR 1301).

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(MedicalLicense, &["AA9999999"], Lone, dea),
    strict(
        MedicalRecordNumber,
        &["999999", "9999999", "99999999", "999999999", "9999999999", "AA999999", "AAA999999"],
        Exact,
        |_| true,
    ),
    strict(
        MedicalRecordNumber,
        &["A9999999", "A99999999", "AA99999999", "999-999-999", "99-99-99", "99-99-99-99", "999-99-9999"],
        Exact,
        |_| true,
    ),
    strict(
        HealthInsuranceId,
        &[
            "AAA999999999", "A99999999", "999999999", "9999999999", "99999999999", "AA99999999", "AAA99A99999",
            "999999999999", "A999999999",
        ],
        Exact,
        |_| true,
    ),
];

/// Odd digits plus twice the even ones end in the check digit.
fn dea(c: &[u8]) -> bool {
    let digits = c.get(2..).unwrap_or_default();
    let total = d(digits, 0) + d(digits, 2) + d(digits, 4) + 2 * (d(digits, 1) + d(digits, 3) + d(digits, 5));
    c.first().is_some_and(|b| b"ABCDEFGHJKLMPRSTUX".contains(b)) && total % 10 == d(digits, 6)
}
