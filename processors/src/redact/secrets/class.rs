//! Classes of the letters that tokens are made of, one table.

/// `0`–`9`.
pub(super) const DIGIT: u16 = 1;
/// `A`–`F`.
pub(super) const HEX_UPPER: u16 = 2;
/// `G`–`Z`.
pub(super) const REST_UPPER: u16 = 4;
/// `a`–`f`.
pub(super) const HEX_LOWER: u16 = 8;
/// `g`–`z`.
pub(super) const REST_LOWER: u16 = 16;
/// `-`.
pub(super) const DASH: u16 = 32;
/// `_`.
pub(super) const UNDERSCORE: u16 = 64;
/// `.`.
pub(super) const DOT: u16 = 128;
/// `+` and `/`.
pub(super) const PLUS: u16 = 256;
/// `=`.
pub(super) const EQUAL: u16 = 512;
/// `%`.
pub(super) const PERCENT: u16 = 1024;
/// `~`.
pub(super) const TILDE: u16 = 2048;

pub(super) const UPPER: u16 = HEX_UPPER | REST_UPPER;
pub(super) const LOWER: u16 = HEX_LOWER | REST_LOWER;
pub(super) const ALPHA: u16 = UPPER | LOWER;
pub(super) const ALNUM: u16 = DIGIT | ALPHA;
pub(super) const HEX: u16 = DIGIT | HEX_LOWER | HEX_UPPER;
pub(super) const LOWER36: u16 = DIGIT | LOWER;
pub(super) const UPPER36: u16 = DIGIT | UPPER;
/// Letters of base64url.
pub(super) const TOKEN: u16 = ALNUM | DASH | UNDERSCORE;
/// Letters of base64url, and dots and padding.
pub(super) const DOTTED: u16 = TOKEN | DOT | EQUAL;
/// Letters of both kinds of base64, with padding.
pub(super) const B64: u16 = TOKEN | PLUS | EQUAL;

const CLASSES: [u16; 256] = {
    let mut table = [0; 256];
    let mut i = 0;
    while i < 256 {
        table[i] = match i as u8 {
            b'0'..=b'9' => DIGIT,
            b'A'..=b'F' => HEX_UPPER,
            b'G'..=b'Z' => REST_UPPER,
            b'a'..=b'f' => HEX_LOWER,
            b'g'..=b'z' => REST_LOWER,
            b'-' => DASH,
            b'_' => UNDERSCORE,
            b'.' => DOT,
            b'+' | b'/' => PLUS,
            b'=' => EQUAL,
            b'%' => PERCENT,
            b'~' => TILDE,
            _ => 0,
        };
        i += 1;
    }
    table
};

/// Class of a byte.
#[inline]
pub(super) fn class(b: u8) -> u16 {
    CLASSES[b as usize]
}

/// Whether a byte is of one of the classes.
#[inline]
pub(super) fn is(b: u8, classes: u16) -> bool {
    class(b) & classes != 0
}
