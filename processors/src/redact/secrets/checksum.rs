//! Checksums in tokens. They are evidence where the place is doubtful, never needed where it is not: made-up and
//! outdated tokens fail them.

use super::class::{ALNUM, is};

/// CRC-32 (IEEE 802.3, reflected, polynomial 0xEDB88320).
fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, b| {
        (0..8).fold(crc ^ u32::from(*b), |c, _| if c & 1 == 1 { c >> 1 ^ 0xEDB8_8320 } else { c >> 1 })
    })
}

/// Tokens of GitHub and npm end with the CRC-32 of the letters before, six digits of base 62 (GitHub: "Behind GitHub's
/// new authentication token formats", 2021).
pub(super) fn base62_tail(body: &[u8]) -> bool {
    const DIGITS: &[u8; 62] = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
    let Some((random, tail)) = body.split_last_chunk::<6>() else { return false };
    if random.len() < 20 || !body.iter().all(|b| is(*b, ALNUM)) {
        return false;
    }
    let mut crc = crc32(random);
    tail.iter().rev().all(|b| {
        let digit = DIGITS.get((crc % 62) as usize) == Some(b);
        crc /= 62;
        digit
    }) && crc == 0
}

/// API tokens of Atlassian end with `=` and the CRC-32 of the letters before, eight digits of hexadecimal.
pub(super) fn hex_tail(token: &[u8]) -> bool {
    let Some((text, tail)) = token.split_last_chunk::<9>() else { return false };
    let Ok(hex) = std::str::from_utf8(tail) else { return false };
    hex.strip_prefix('=').and_then(|h| u32::from_str_radix(h, 16).ok()) == Some(crc32(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_value_of_the_standard() {
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn a_tail_that_fits_and_one_that_does_not() {
        let mut body = b"0123456789abcdefghijABCDEFGHIJ".to_vec();
        let mut crc = crc32(&body);
        let mut tail = [0; 6];
        for to in tail.iter_mut().rev() {
            *to = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"[(crc % 62) as usize];
            crc /= 62;
        }
        body.extend(tail);
        assert!(base62_tail(&body));
        body[0] = b'1';
        assert!(!base62_tail(&body));
        let text = b"ATATT3xFfGF0abc";
        assert!(hex_tail(format!("{}={:08X}", "ATATT3xFfGF0abc", crc32(text)).as_bytes()));
        assert!(!hex_tail(b"ATATT3xFfGF0abc=00000000"));
    }
}
