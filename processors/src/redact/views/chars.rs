//! Characters that stand for others: invisible ones, compatibility forms, decimal digits of other scripts, look-alikes.
//!
//! Sources: Unicode Character Database (general category Nd, compatibility decompositions,
//! Default_Ignorable_Code_Point) and UTS #39 confusables, of which only letters that are read as ASCII letters are
//! taken. The tables decide what a text may be read as, never what is stored.

/// What a character is to a reader.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Class {
    /// Itself.
    Plain,
    /// A letter or sign of ASCII in another form: full-width, mathematical, circled.
    Form(u8),
    /// A decimal digit of another script or in another form.
    Digit(u8),
    /// Nothing that is seen.
    Invisible,
    /// A letter of another script that looks like one of ASCII.
    LookAlike(u8),
    /// A letter of ASCII with an accent. Ordinary, so it never starts anything.
    Accented(u8),
    /// A space or a dash that is not that of ASCII.
    Separator(u8),
    /// A stop, colon or other sign.
    Sign(u8),
}

/// Zeros of the decimal digits, general category Nd, ascending. Mathematical digits are apart.
const ZEROS: &[u32] = &[
    0x0660, 0x06F0, 0x07C0, 0x0966, 0x09E6, 0x0A66, 0x0AE6, 0x0B66, 0x0BE6, 0x0C66, 0x0CE6, 0x0D66, 0x0DE6, 0x0E50,
    0x0ED0, 0x0F20, 0x1040, 0x1090, 0x17E0, 0x1810, 0x1946, 0x19D0, 0x1A80, 0x1A90, 0x1B50, 0x1BB0, 0x1C40, 0x1C50,
    0xA620, 0xA8D0, 0xA900, 0xA9D0, 0xA9F0, 0xAA50, 0xABF0, 0xFF10, 0x104A0, 0x10D30, 0x11066, 0x110F0, 0x11136,
    0x111D0, 0x112F0, 0x11450, 0x114D0, 0x11650, 0x116C0, 0x11730, 0x118E0, 0x11950, 0x11C50, 0x11D50, 0x11DA0,
    0x16A60, 0x16AC0, 0x16B50, 0x1E140, 0x1E2F0, 0x1E4F0, 0x1E950, 0x1FBF0,
];

/// U+00C0 to U+017F without their accents; a space where there is no letter of ASCII.
const ACCENTED: &[u8; 192] = b"AAAAAAACEEEEIIIIDNOOOOO OUUUUYTsaaaaaaaceeeeiiiidnooooo ouuuuyty\
AaAaAaCcCcCcCcDdDdEeEeEeEeEeGgGgGgGgHhHhIiIiIiIiIiJjJjKkkLlLlLlLlLlNnNnNnnNnOoOoOoOoRrRrRrSsSsSsSsTtTtTtUuUuUuUuUuUuWwYyYZzZzZzs";

/// Letters and what they look like, ascending.
const LOOK_ALIKES: &[(char, u8)] = &[
    ('ɑ', b'a'),
    ('ɡ', b'g'),
    ('ɢ', b'g'),
    ('ɩ', b'i'),
    ('ɪ', b'i'),
    ('ɴ', b'n'),
    ('ʀ', b'r'),
    ('ʏ', b'y'),
    ('ʙ', b'b'),
    ('ʜ', b'h'),
    ('ʟ', b'l'),
    ('Α', b'A'),
    ('Β', b'B'),
    ('Ε', b'E'),
    ('Ζ', b'Z'),
    ('Η', b'H'),
    ('Ι', b'I'),
    ('Κ', b'K'),
    ('Μ', b'M'),
    ('Ν', b'N'),
    ('Ο', b'O'),
    ('Ρ', b'P'),
    ('Τ', b'T'),
    ('Υ', b'Y'),
    ('Χ', b'X'),
    ('α', b'a'),
    ('β', b'b'),
    ('γ', b'y'),
    ('ε', b'e'),
    ('η', b'n'),
    ('ι', b'i'),
    ('κ', b'k'),
    ('ν', b'v'),
    ('ο', b'o'),
    ('ρ', b'p'),
    ('σ', b'o'),
    ('τ', b't'),
    ('υ', b'u'),
    ('χ', b'x'),
    ('ω', b'w'),
    ('ϲ', b'c'),
    ('ϳ', b'j'),
    ('Ϲ', b'C'),
    ('Ѕ', b'S'),
    ('І', b'I'),
    ('Ј', b'J'),
    ('А', b'A'),
    ('В', b'B'),
    ('Е', b'E'),
    ('З', b'3'),
    ('К', b'K'),
    ('М', b'M'),
    ('Н', b'H'),
    ('О', b'O'),
    ('Р', b'P'),
    ('С', b'C'),
    ('Т', b'T'),
    ('У', b'Y'),
    ('Х', b'X'),
    ('Ь', b'b'),
    ('а', b'a'),
    ('б', b'6'),
    ('в', b'b'),
    ('г', b'r'),
    ('е', b'e'),
    ('з', b'3'),
    ('и', b'u'),
    ('к', b'k'),
    ('м', b'm'),
    ('н', b'h'),
    ('о', b'o'),
    ('п', b'n'),
    ('р', b'p'),
    ('с', b'c'),
    ('т', b't'),
    ('у', b'y'),
    ('х', b'x'),
    ('ь', b'b'),
    ('ё', b'e'),
    ('ѕ', b's'),
    ('і', b'i'),
    ('ї', b'i'),
    ('ј', b'j'),
    ('ѵ', b'v'),
    ('Ү', b'Y'),
    ('ү', b'y'),
    ('Һ', b'h'),
    ('һ', b'h'),
    ('Ӏ', b'l'),
    ('ӏ', b'l'),
    ('Ԁ', b'd'),
    ('ԁ', b'd'),
    ('ԛ', b'q'),
    ('Ԝ', b'W'),
    ('ԝ', b'w'),
    ('Լ', b'L'),
    ('Ս', b'U'),
    ('Տ', b'S'),
    ('Օ', b'O'),
    ('զ', b'q'),
    ('լ', b'l'),
    ('հ', b'h'),
    ('յ', b'j'),
    ('ո', b'n'),
    ('ս', b'u'),
    ('ց', b'g'),
    ('օ', b'o'),
    ('Ꭰ', b'D'),
    ('Ꭱ', b'R'),
    ('Ꭲ', b'T'),
    ('Ꭵ', b'i'),
    ('Ꭺ', b'A'),
    ('Ꭻ', b'J'),
    ('Ꭼ', b'E'),
    ('Ꮃ', b'W'),
    ('Ꮇ', b'M'),
    ('Ꮋ', b'H'),
    ('Ꮐ', b'G'),
    ('Ꮓ', b'Z'),
    ('Ꮩ', b'V'),
    ('Ꮪ', b'S'),
    ('Ꮮ', b'L'),
    ('Ꮯ', b'C'),
    ('Ꮲ', b'P'),
    ('Ꮶ', b'K'),
    ('Ᏼ', b'B'),
    ('ᴀ', b'a'),
    ('ᴄ', b'c'),
    ('ᴅ', b'd'),
    ('ᴇ', b'e'),
    ('ᴊ', b'j'),
    ('ᴋ', b'k'),
    ('ᴍ', b'm'),
    ('ᴏ', b'o'),
    ('ᴘ', b'p'),
    ('ᴛ', b't'),
    ('ᴜ', b'u'),
    ('ᴠ', b'v'),
    ('ᴡ', b'w'),
    ('ᴢ', b'z'),
    ('ꜰ', b'f'),
    ('ꜱ', b's'),
];

/// Letters that the block of mathematical letters leaves to an older one, ascending.
const LETTER_LIKE: &[(char, u8)] = &[
    ('ℂ', b'C'),
    ('ℊ', b'g'),
    ('ℋ', b'H'),
    ('ℌ', b'H'),
    ('ℍ', b'H'),
    ('ℎ', b'h'),
    ('ℐ', b'I'),
    ('ℑ', b'I'),
    ('ℒ', b'L'),
    ('ℓ', b'l'),
    ('ℕ', b'N'),
    ('ℙ', b'P'),
    ('ℚ', b'Q'),
    ('ℛ', b'R'),
    ('ℜ', b'R'),
    ('ℝ', b'R'),
    ('ℤ', b'Z'),
    ('ℨ', b'Z'),
    ('\u{212A}', b'K'),
    ('ℬ', b'B'),
    ('ℭ', b'C'),
    ('ℯ', b'e'),
    ('ℰ', b'E'),
    ('ℱ', b'F'),
    ('ℳ', b'M'),
    ('ℴ', b'o'),
    ('ℹ', b'i'),
];

fn look_up(table: &[(char, u8)], c: char) -> Option<u8> {
    table.binary_search_by_key(&c, |row| row.0).ok().and_then(|i| table.get(i)).map(|row| row.1)
}

/// `from + (c - first)` as a byte.
fn shifted(c: u32, first: u32, from: u8) -> u8 {
    from.saturating_add(u8::try_from(c.saturating_sub(first)).unwrap_or(0))
}

/// A letter of an alphabet that starts at `first`: 26 upper-case letters, 26 lower-case ones.
fn letter(c: u32, first: u32) -> u8 {
    match (c - first) % 52 {
        n @ 0..26 => shifted(n, 0, b'A'),
        n => shifted(n, 26, b'a'),
    }
}

/// Digits that are no decimal digits of a script: superscripts, circled digits.
fn other_digit(c: u32) -> Option<u8> {
    Some(match c {
        0xB2 | 0xB3 => shifted(c, 0xB0, b'0'),
        0xB9 => b'1',
        0x2070 | 0x24EA | 0x24FF => b'0',
        0x2074..=0x2079 => shifted(c, 0x2070, b'0'),
        0x2080..=0x2089 => shifted(c, 0x2080, b'0'),
        0x2460..=0x2468 => shifted(c, 0x2460, b'1'),
        0x24F5..=0x24FD => shifted(c, 0x24F5, b'1'),
        0x2776..=0x277E => shifted(c, 0x2776, b'1'),
        0x2780..=0x2788 => shifted(c, 0x2780, b'1'),
        0x278A..=0x2792 => shifted(c, 0x278A, b'1'),
        0x1D7CE..=0x1D7FF => shifted((c - 0x1D7CE) % 10, 0, b'0'),
        _ => return None,
    })
}

fn digit_of(c: u32) -> Option<u8> {
    if let Some(d) = other_digit(c) {
        return Some(d);
    }
    let i = ZEROS.partition_point(|z| *z <= c).checked_sub(1)?;
    let n = c - ZEROS.get(i)?;
    (n < 10).then(|| shifted(n, 0, b'0'))
}

/// Nothing that is seen, or that only decorates the character before it.
fn invisible(c: u32) -> bool {
    matches!(c,
        0xAD | 0x0300..=0x036F | 0x115F | 0x1160 | 0x17B4 | 0x17B5 | 0x180B..=0x180F
        | 0x200B..=0x200F | 0x202A..=0x202E | 0x2060..=0x206F | 0x20DD..=0x20E4 | 0x3164 | 0xFE00..=0xFE0F
        | 0xFEFF | 0xFFA0 | 0xFFF9..=0xFFFB | 0x1D173..=0x1D17A | 0xE0100..=0xE01EF)
}

fn sign(c: u32) -> Option<u8> {
    Some(match c {
        0xB7 | 0x2024 | 0x2027 | 0x3002 | 0xFE52 | 0xFF0E | 0xFF61 | 0x06D4 | 0xA60E => b'.',
        0x05C3 | 0x2236 | 0xA789 | 0xFE13 | 0xFE55 | 0xFF1A => b':',
        0x2044 | 0x2215 | 0x29F8 | 0xFF0F => b'/',
        0xFE5F => b'#',
        0xFE62 => b'+',
        0xFE66 | 0xA78A => b'=',
        0xFE59 => b'(',
        0xFE5A => b')',
        0x201A => b',',
        _ if (0xFF01..=0xFF5E).contains(&c) => shifted(c, 0xFF01, b'!'),
        _ => return None,
    })
}

fn separator(c: u32) -> Option<u8> {
    Some(match c {
        0xA0 | 0x1680 | 0x2000..=0x200A | 0x202F | 0x205F | 0x3000 => b' ',
        0x058A | 0x05BE | 0x2010..=0x2015 | 0x2043 | 0x207B | 0x208B | 0x2212 | 0x2796 | 0xFE58 | 0xFE63 | 0xFF0D => {
            b'-'
        }
        _ => return None,
    })
}

fn form(c: char) -> Option<u8> {
    let n = u32::from(c);
    Some(match n {
        0xFF20 | 0xFE6B => b'@',
        0xFF21..=0xFF3A => shifted(n, 0xFF21, b'A'),
        0xFF41..=0xFF5A => shifted(n, 0xFF41, b'a'),
        0x1D400..=0x1D6A3 => letter(n, 0x1D400),
        0x249C..=0x24B5 => shifted(n, 0x249C, b'a'),
        0x24B6..=0x24E9 => letter(n, 0x24B6),
        0x1F110..=0x1F129 => shifted(n, 0x1F110, b'A'),
        0x1F130..=0x1F149 => shifted(n, 0x1F130, b'A'),
        0x1F150..=0x1F169 => shifted(n, 0x1F150, b'A'),
        0x1F170..=0x1F189 => shifted(n, 0x1F170, b'A'),
        // Tag characters repeat ASCII unseen.
        0xE0020..=0xE007E => shifted(n, 0xE0020, b' '),
        0x2100..=0x214F => look_up(LETTER_LIKE, c)?,
        _ => return None,
    })
}

/// What a character beyond ASCII is.
pub(super) fn class(c: char) -> Class {
    let n = u32::from(c);
    if (0xC0..0x180).contains(&n) {
        let plain = ACCENTED.get(n as usize - 0xC0).copied().unwrap_or(b' ');
        return if plain == b' ' { Class::Plain } else { Class::Accented(plain) };
    }
    if let Some(b) = look_up(LOOK_ALIKES, c) {
        return Class::LookAlike(b);
    }
    if let Some(b) = form(c) {
        return Class::Form(b);
    }
    if let Some(b) = digit_of(n) {
        return Class::Digit(b);
    }
    if invisible(n) || n == 0xE0001 || n == 0xE007F {
        return Class::Invisible;
    }
    if let Some(b) = separator(n) {
        return Class::Separator(b);
    }
    sign(n).map_or(Class::Plain, Class::Sign)
}

/// The digit that a letter stands for between digits.
pub(super) fn letter_as_digit(letter: u8) -> Option<u8> {
    Some(match letter {
        b'O' | b'o' => b'0',
        b'I' | b'l' | b'i' => b'1',
        b'S' | b's' => b'5',
        b'3' | b'6' => letter,
        _ => return None,
    })
}

/// Whether characters with this first byte can be of any interest: most letters of most scripts are told by it.
pub(super) fn first_byte_counts(b: u8) -> bool {
    matches!(b, 0xC2 | 0xC9 | 0xCA | 0xCC..=0xD7 | 0xD9 | 0xDB | 0xDF..=0xE3 | 0xEA | 0xEF | 0xF0 | 0xF3)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_sorted_and_reachable() {
        assert!(ZEROS.is_sorted());
        for table in [LOOK_ALIKES, LETTER_LIKE] {
            assert!(table.is_sorted_by(|a, b| a.0 < b.0));
        }
        for c in '\u{80}'..=char::MAX {
            if !matches!(class(c), Class::Plain | Class::Accented(_)) {
                let first = c.encode_utf8(&mut [0; 4]).as_bytes()[0];
                assert!(first_byte_counts(first), "{c:?} U+{:04X}", u32::from(c));
            }
        }
    }

    #[test]
    fn classes() {
        for (c, expected) in [
            ('＠', Class::Form(b'@')),
            ('ｚ', Class::Form(b'z')),
            ('．', Class::Sign(b'.')),
            ('４', Class::Digit(b'4')),
            ('٣', Class::Digit(b'3')),
            ('९', Class::Digit(b'9')),
            ('𝟗', Class::Digit(b'9')),
            ('𝐚', Class::Form(b'a')),
            ('𝕫', Class::Form(b'z')),
            ('ⓜ', Class::Form(b'm')),
            ('а', Class::LookAlike(b'a')),
            ('é', Class::Accented(b'e')),
            ('Ž', Class::Accented(b'Z')),
            ('\u{200B}', Class::Invisible),
            ('\u{A0}', Class::Separator(b' ')),
            ('\u{2011}', Class::Separator(b'-')),
            ('д', Class::Plain),
            ('漢', Class::Plain),
            ('\u{E0041}', Class::Form(b'A')),
        ] {
            assert_eq!(class(c), expected, "{c:?}");
        }
    }
}
