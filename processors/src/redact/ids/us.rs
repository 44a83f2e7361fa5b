//! United States. Sources: IRS (ITIN groups, EIN prefixes), CMS (NPI over 80840, MBI format), AAMVA state formats.

use super::{Rule::*, Spec, checksums::*, spec, strict};
use crate::redact::types::Type::*;

pub(super) const SPECS: &[Spec] = &[
    spec(UsItin, &["999-99-9999"], Grouped, itin),
    // Blanks part the figures of tables as well.
    spec(UsItin, &["999_99_9999", "999999999"], Hinted, itin),
    strict(UsEin, &["99-9999999"], Hinted, |c| ein_prefix(num(c, 0, 2))),
    strict(UsEin, &["999999999"], Named, |c| ein_prefix(num(c, 0, 2))),
    spec(UsNpi, &["9999999999", "9999_999_999"], Grouped, |c| {
        let mut full = *b"808400000000000";
        full.iter_mut().skip(5).zip(c).for_each(|(to, from)| *to = *from);
        matches!(c.first(), Some(b'1' | b'2')) && luhn(&full)
    }),
    // The sample in the CMS documents has the same form as the numbers themselves.
    spec(UsMbi, &["9AX9-AX9-AA99", "9AX9_AX9_AA99", "9AX9AX9AA99"], Alone, |c| {
        c.first() != Some(&b'0') && !c.iter().any(|b| matches!(b, b'S' | b'L' | b'O' | b'I' | b'B' | b'Z'))
    }),
    spec(UsPassport, &["999999999", "A99999999"], Exact, |_| true),
    spec(
        UsDriverLicense,
        &[
            "A9999999", "A99999999", "A999999", "A999999999", "A99999999999", "A999999999999", "A9999999999999",
            "A99999999999999", "A999-9999-9999", "A999-999-99-999-9", "A999-9999-9999-99", "AA999999A", "AA9999999",
            "9999999", "99999999", "999999999", "9999999999", "99999999999", "999999999999", "999AA9999", "99AAA99999",
        ],
        Named,
        |_| true,
    ),
];

fn itin(c: &[u8]) -> bool {
    d(c, 0) == 9 && matches!(num(c, 3, 5), 50..=65 | 70..=88 | 90..=92 | 94..=99)
}

fn ein_prefix(prefix: u32) -> bool {
    !matches!(prefix, 0 | 7..=9 | 17..=19 | 28 | 29 | 49 | 69 | 70 | 78 | 79 | 89 | 96 | 97)
}
