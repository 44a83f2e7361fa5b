//! Check digits, written apart from the engine's so that a mistake there shows here.

/// Digits to text.
pub fn text(digits: &[u32]) -> String {
    digits.iter().map(|d| char::from(b'0' + *d as u8)).collect()
}

/// Sum of products.
pub fn weighted(digits: &[u32], weights: &[u32]) -> u32 {
    digits.iter().zip(weights).map(|(d, w)| d * w).sum()
}

/// The digit that makes the Luhn sum of all a multiple of ten (ISO/IEC 7812-1).
pub fn luhn(digits: &[u32]) -> u32 {
    let sum: u32 = digits
        .iter()
        .rev()
        .enumerate()
        .map(|(i, d)| match (i % 2 == 0, d * 2) {
            (true, double) if double > 9 => double - 9,
            (true, double) => double,
            (false, _) => *d,
        })
        .sum();
    (10 - sum % 10) % 10
}

/// ISO 7064 MOD 11,10.
pub fn mod11_10(digits: &[u32]) -> u32 {
    let product = digits.iter().fold(10, |product, d| {
        let sum = (d + product) % 10;
        (if sum == 0 { 10 } else { sum }) * 2 % 11
    });
    (11 - product) % 10
}

/// Check digits of an IBAN of this country with this account number (ISO 13616, MOD 97-10).
pub fn iban(country: &str, account: &str) -> String {
    let remainder = account.chars().chain(country.chars()).chain("00".chars()).fold(0, |r, c| {
        let n = c.to_digit(36).unwrap_or(0);
        if n < 10 { (r * 10 + n) % 97 } else { (r * 100 + n) % 97 }
    });
    format!("{:02}", 98 - remainder)
}

/// Verhoeff's check digit (dihedral group of order ten).
pub fn verhoeff(digits: &[u32]) -> u32 {
    let multiply = |a: u32, b: u32| match (a < 5, b < 5) {
        (true, true) => (a + b) % 5,
        (true, false) => 5 + (a + b - 5) % 5,
        (false, true) => 5 + (a - 5 + 5 - b) % 5,
        (false, false) => (a + 5 - b) % 5,
    };
    const FIRST: [u32; 10] = [1, 5, 7, 6, 2, 8, 3, 0, 9, 4];
    let permute = |times: usize, d: u32| (0..times % 8).fold(d, |d, _| FIRST[d as usize]);
    let c = digits.iter().rev().enumerate().fold(0, |c, (i, d)| multiply(c, permute(i + 1, *d)));
    (0..10).find(|j| multiply(c, *j) == 0).unwrap_or(0)
}

/// CRC-32 (IEEE 802.3).
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |crc, _| if crc & 1 == 1 { crc >> 1 ^ 0xEDB8_8320 } else { crc >> 1 })
    })
}

/// A number in base 62 (digits, upper, lower), six characters, as GitHub and npm end their tokens.
pub fn base62(mut n: u32) -> String {
    const ALPHABET: &[u8] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let mut out = [b'0'; 6];
    for slot in out.iter_mut().rev() {
        *slot = ALPHABET[(n % 62) as usize];
        n /= 62;
    }
    String::from_utf8_lossy(&out).into_owned()
}

/// Base64 of RFC 4648: standard with padding, or for URLs without.
pub fn base64(bytes: &[u8], url: bool) -> String {
    let alphabet: &[u8; 64] = if url {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
    } else {
        b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    };
    let mut out = String::new();
    for chunk in bytes.chunks(3) {
        let n = chunk.iter().fold(0u32, |n, b| n << 8 | u32::from(*b)) << (8 * (3 - chunk.len()));
        for k in 0..=chunk.len() {
            out.push(char::from(alphabet[(n >> (18 - 6 * k) & 63) as usize]));
        }
        if !url {
            out.extend(std::iter::repeat_n('=', 3 - chunk.len()));
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_values() {
        assert_eq!(luhn(&[7, 9, 9, 2, 7, 3, 9, 8, 7, 1]), 3);
        assert_eq!(verhoeff(&[2, 3, 6]), 3);
        assert_eq!(iban("DE", "370400440532013000"), "89");
        assert_eq!(mod11_10(&[0, 7, 9, 4]), 5);
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
        assert_eq!((base64(b"abcd", false), base64(b"ab?", true)), ("YWJjZA==".to_owned(), "YWI_".to_owned()));
    }
}
