//! Check digits, over ASCII characters in upper case without separators.
//!
//! Sources: ISO/IEC 7064 (mod 11,10; mod 11-2; mod 37,36; mod 97-10), ISO/IEC 7812-1 annex B (Luhn), J. Verhoeff,
//! "Error detecting decimal codes" (1969), ICAO Doc 9303 part 3 (weights 7-3-1), the issuing authorities for weighted
//! sums.

/// Value of a digit.
pub(super) fn d(c: &[u8], i: usize) -> u32 {
    c.get(i).map_or(0, |b| u32::from(b.wrapping_sub(b'0')))
}

/// The number that `c[from..to]` spells.
pub(super) fn num(c: &[u8], from: usize, to: usize) -> u32 {
    (from..to).fold(0, |n, i| n.wrapping_mul(10).wrapping_add(d(c, i)))
}

/// The same for up to 19 digits.
pub(super) fn num64(c: &[u8]) -> u64 {
    c.iter().fold(0, |n, b| n.wrapping_mul(10).wrapping_add(u64::from(b.wrapping_sub(b'0'))))
}

/// Weighted sum of the leading digits.
pub(super) fn sum(c: &[u8], weights: &[u32]) -> u32 {
    weights.iter().enumerate().map(|(i, w)| w * d(c, i)).sum()
}

/// Value of a letter or digit: 0–9, A = 10 … Z = 35.
pub(super) fn base36(b: u8) -> u32 {
    match b {
        b'0'..=b'9' => u32::from(b - b'0'),
        b'A'..=b'Z' => u32::from(b - b'A') + 10,
        _ => 0,
    }
}

/// Luhn over letters and digits; letters count as two digits (10–35), as in ISIN.
pub(super) fn luhn(c: &[u8]) -> bool {
    let (mut sum, mut double) = (0, false);
    let mut step = |x: u32| {
        sum += if double { x * 2 / 10 + x * 2 % 10 } else { x };
        double = !double;
    };
    for b in c.iter().rev() {
        let v = base36(*b);
        step(v % 10);
        if v > 9 {
            step(v / 10);
        }
    }
    sum % 10 == 0
}

/// Verhoeff.
pub(super) fn verhoeff(c: &[u8]) -> bool {
    const P: [[u8; 10]; 8] = [
        [0, 1, 2, 3, 4, 5, 6, 7, 8, 9],
        [1, 5, 7, 6, 2, 8, 3, 0, 9, 4],
        [5, 8, 0, 3, 7, 9, 6, 1, 4, 2],
        [8, 9, 1, 6, 0, 4, 3, 5, 2, 7],
        [9, 4, 5, 3, 1, 2, 6, 8, 7, 0],
        [4, 2, 8, 6, 5, 7, 3, 9, 0, 1],
        [2, 7, 9, 3, 8, 0, 6, 4, 1, 5],
        [7, 0, 4, 6, 9, 1, 3, 2, 5, 8],
    ];
    // Multiplication in the dihedral group of order 10.
    let times = |a: u8, b: u8| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => (a + b - 5) % 5 + 5,
        (false, true) => (a - 5 + 5 - b) % 5 + 5,
        (false, false) => (a + 5 - b) % 5,
    };
    let permuted =
        |i: usize, b: u8| P.get(i % 8).and_then(|row| row.get(usize::from(b.wrapping_sub(b'0')))).copied().unwrap_or(0);
    c.iter().rev().enumerate().fold(0, |x, (i, b)| times(x, permuted(i, *b))) == 0
}

/// Remainder of letters and digits by 97, as in ISO 13616.
pub(super) fn mod97(c: impl IntoIterator<Item = u8>) -> u32 {
    c.into_iter().fold(0, |r, b| match base36(b) {
        v @ 0..=9 => (r * 10 + v) % 97,
        v => (r * 100 + v) % 97,
    })
}

/// ISO 7064 mod 11,10: the last digit is the check digit.
pub(super) fn mod11_10(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    let p = body.iter().fold(10, |p, b| {
        let s = (u32::from(b.wrapping_sub(b'0')) + p) % 10;
        (if s == 0 { 10 } else { s }) * 2 % 11
    });
    (11 - p) % 10 == u32::from(last.wrapping_sub(b'0'))
}

/// ISO 7064 mod 11-2: the last character is 0–9 or X.
pub(super) fn mod11_2(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    let p = body.iter().fold(0, |p, b| (p + u32::from(b.wrapping_sub(b'0'))) * 2 % 11);
    let check = (12 - p) % 11;
    check == if *last == b'X' { 10 } else { u32::from(last.wrapping_sub(b'0')) }
}

/// ICAO 7-3-1 over letters and digits: the last digit is the check digit.
pub(super) fn icao(c: &[u8]) -> bool {
    let Some((last, body)) = c.split_last() else { return false };
    last.is_ascii_digit() && icao_sum(body) % 10 == u32::from(last - b'0')
}

/// Sum with weights 7, 3, 1.
fn icao_sum(c: &[u8]) -> u32 {
    c.iter().zip([7, 3, 1].iter().cycle()).map(|(b, w)| base36(*b) * w).sum()
}

/// Whether not all characters are the same: `000000000` passes most checksums.
pub(super) fn varied(c: &[u8]) -> bool {
    c.iter().any(|b| Some(b) != c.first())
}

/// Whether a day exists, February with 29 days.
pub(super) fn day_exists(month: u32, day: u32) -> bool {
    let days = match month {
        2 => 29,
        4 | 6 | 9 | 11 => 30,
        1..=12 => 31,
        _ => 0,
    };
    (1..=days).contains(&day)
}

/// `YYMMDD` from `i` on.
pub(super) fn yymmdd(c: &[u8], i: usize) -> bool {
    day_exists(num(c, i + 2, i + 4), num(c, i + 4, i + 6))
}

/// `DDMMYY` from `i` on.
pub(super) fn ddmmyy(c: &[u8], i: usize) -> bool {
    day_exists(num(c, i + 2, i + 4), num(c, i, i + 2))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn published_examples() {
        assert!(luhn(b"79927398713") && !luhn(b"79927398710"));
        assert!(luhn(b"US0378331005") && !luhn(b"US0378331004"));
        assert!(verhoeff(b"2363") && !verhoeff(b"2364"));
        assert_eq!(mod97(*b"WEST12345698765432GB82"), 1);
        assert!(mod11_10(b"86095742719") && !mod11_10(b"86095742718"));
        assert!(mod11_2(b"11010519491231002X") && !mod11_2(b"110105194912310021"));
        assert!(icao(b"L898902C36") && !icao(b"L898902C35"));
        assert!(day_exists(2, 29) && !day_exists(2, 30) && !day_exists(13, 1) && !day_exists(0, 0));
    }

    /// Each of these finds every wrong single digit.
    #[test]
    fn a_wrong_digit_is_seen() {
        for (check, valid) in
            [(luhn as fn(&[u8]) -> bool, &b"79927398713"[..]), (verhoeff, b"312345678909"), (mod11_10, b"86095742719")]
        {
            assert!(check(valid));
            for i in 0..valid.len() {
                for digit in b'0'..=b'9' {
                    let mut other = valid.to_vec();
                    other[i] = digit;
                    assert_eq!(check(&other), other == valid);
                }
            }
        }
    }
}
