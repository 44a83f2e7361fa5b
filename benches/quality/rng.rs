//! Random numbers that are the same on every machine and in every version (SplitMix64; Steele, Lea, Flood 2014).

/// A stream of numbers from a seed.
#[derive(Clone, Debug)]
pub struct Rng(u64);

/// Letters and digits.
pub const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
/// Upper-case letters.
pub const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
/// Lower-case letters.
pub const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
/// Lower-case hex.
pub const HEX: &str = "0123456789abcdef";
/// base64url.
pub const BASE64URL: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

impl Rng {
    /// The stream of a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A stream of its own for a part, so that adding to one part does not change the others.
    pub fn part(&self, name: &str) -> Self {
        Self(name.bytes().fold(self.0 ^ 0x9E37_79B9_7F4A_7C15, |h, b| (h ^ u64::from(b)).wrapping_mul(0x100_0000_01B3)))
    }

    /// The next number.
    pub fn number(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        z ^ (z >> 31)
    }

    /// A number below `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.number() % n.max(1) as u64) as usize
    }

    /// A number from `from` to `to`, both included.
    pub fn range(&mut self, from: usize, to: usize) -> usize {
        from + self.below(to - from + 1)
    }

    /// True once in `n` times.
    pub fn one_in(&mut self, n: usize) -> bool {
        self.below(n) == 0
    }

    /// One of them.
    pub fn pick<'a, T>(&mut self, of: &'a [T]) -> &'a T {
        &of[self.below(of.len())]
    }

    /// One of these words.
    pub fn word(&mut self, of: &[&'static str]) -> &'static str {
        of[self.below(of.len())]
    }

    /// Characters of an ASCII alphabet.
    pub fn text(&mut self, alphabet: &str, len: usize) -> String {
        (0..len).map(|_| char::from(*self.pick(alphabet.as_bytes()))).collect()
    }

    /// Digits.
    pub fn digits(&mut self, len: usize) -> String {
        self.text("0123456789", len)
    }

    /// Digits as numbers.
    pub fn numbers(&mut self, len: usize) -> Vec<u32> {
        (0..len).map(|_| self.below(10) as u32).collect()
    }

    /// A pattern: `X` any digit, `N` 2–9, `A` upper-case letter, the rest as it is.
    pub fn pattern(&mut self, pattern: &str) -> String {
        pattern
            .chars()
            .map(|c| match c {
                'X' => char::from(b'0' + self.below(10) as u8),
                'N' => char::from(b'2' + self.below(8) as u8),
                'A' => char::from(b'A' + self.below(26) as u8),
                c => c,
            })
            .collect()
    }

    /// A pattern of tokens: `{a36}` letters and digits, `{h}` hex, `{d}` digits, `{u}` upper-case letters and digits,
    /// `{l}` lower-case letters and digits, `{b}` base64url.
    pub fn token(&mut self, pattern: &str) -> String {
        let mut out = String::new();
        let mut rest = pattern;
        while let Some((plain, tail)) = rest.split_once('{') {
            let (class, tail) = tail.split_once('}').unwrap_or((tail, ""));
            out.push_str(plain);
            let len = class[1..].parse().unwrap_or(0);
            let alphabet = match &class[..1] {
                "a" => ALNUM,
                "h" => HEX,
                "d" => "0123456789",
                "u" => "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789",
                "l" => "abcdefghijklmnopqrstuvwxyz0123456789",
                _ => BASE64URL,
            };
            // Real keys have digits and letters; a random one without would be no test.
            out.push_str(&loop {
                let body = self.text(alphabet, len);
                let digit = body.bytes().any(|b| b.is_ascii_digit());
                let letter = body.bytes().any(|b| b.is_ascii_alphabetic());
                if len < 12 || class.starts_with('d') || (digit && letter) {
                    break body;
                }
            });
            rest = tail;
        }
        out + rest
    }
}
