//! Africa, the Middle East, Turkey. Sources: DHA (ZA, Luhn), NIMC (NG), MOI (EG), NVI (TR, two check digits), MOI (IL),
//! ICP (AE), Absher (SA).

use super::{Rule::*, Spec, checksums::*, spec};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    // Milliseconds since 1970 begin with 1 until 2033.
    spec(ZaIdNumber, &["9999999999999", "999999 9999 999", "999999 9999 99 9"], Alone, |c| {
        south_african(c) && !matches!(num(c, 0, 2), 10..=20)
    }),
    spec(ZaIdNumber, &["9999999999999", "999999 9999 999", "999999 9999 99 9"], Hinted, south_african),
    spec(NgNin, &["99999999999"], Exact, varied),
    spec(EgNid, &["99999999999999"], Hinted, |c| {
        matches!(d(c, 0), 2 | 3) && yymmdd(c, 1) && matches!(num(c, 7, 9), 1..=35 | 88)
    }),
    spec(TrNationalId, &["99999999999", "999 999 999 99", "999 99 999 999"], Hinted, |c| {
        let odd = d(c, 0) + d(c, 2) + d(c, 4) + d(c, 6) + d(c, 8);
        let even = d(c, 1) + d(c, 3) + d(c, 5) + d(c, 7);
        d(c, 0) > 0 && (odd * 7 + 90 - even) % 10 == d(c, 9) && (odd + even + d(c, 9)) % 10 == d(c, 10)
    }),
    spec(IlId, &["999999999", "9-9999999-9"], Hinted, |c| luhn(c) && varied(c)),
    spec(AeId, &["999-9999-9999999-9", "999999999999999"], Alone, |c| {
        c.starts_with(b"784") && matches!(num(c, 3, 7), 1900..=2035)
    }),
    spec(SaId, &["9999999999"], Hinted, |c| matches!(d(c, 0), 1 | 2) && luhn(c)),
];

/// Birthday, sex, citizenship, a digit that was the race until 1986, Luhn.
fn south_african(c: &[u8]) -> bool {
    yymmdd(c, 0) && d(c, 10) < 2 && luhn(c)
}
