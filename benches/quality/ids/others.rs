//! Generators: northern and eastern Europe, Asia, Oceania, the Americas, Africa; vehicles, devices, banks.

use super::{ANY, checked, date, grouped, mod11_zero, numbers, until};
use crate::quality::{
    checks::{luhn, mod11_10, text, verhoeff, weighted},
    rng::{Rng, UPPER},
};

pub(super) fn se_pn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    let (birth, serial) = (text(&d[..6]), text(&d[6..]));
    let century = if r.one_in(2) { (year / 100).to_string() } else { String::new() };
    format!("{century}{birth}-{serial}{}", luhn(&d))
}

pub(super) fn fi_hetu(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let serial = r.range(2, 899);
    let birth = format!("{day:02}{month:02}{:02}", year % 100);
    let n: usize = format!("{birth}{serial:03}").parse().unwrap_or(0);
    let check = char::from(b"0123456789ABCDEFHJKLMNPRSTUVWXY"[n % 31]);
    format!("{birth}{}{serial:03}{check}", if year >= 2000 { "A" } else { "-" })
}

pub(super) fn no_fnr(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let mut d = numbers(&format!("{day:02}{month:02}{:02}{}", year % 100, r.digits(3)));
        for weights in [&[3, 7, 6, 1, 8, 9, 4, 5, 2][..], &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]] {
            let c = (11 - weighted(&d, weights) % 11) % 11;
            if c == 10 {
                return None;
            }
            d.push(c);
        }
        Some(if r.one_in(2) { text(&d) } else { grouped(&d, &[6, 5], " ") })
    })
}

pub(super) fn dk_cpr(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    format!("{day:02}{month:02}{:02}-{}", year % 100, r.digits(4))
}

pub(super) fn baltic(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let century = if year < 2000 { r.range(3, 4) } else { r.range(5, 6) };
    let d = numbers(&format!("{century}{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    let first = weighted(&d, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let check = if first < 10 { first } else { weighted(&d, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 };
    format!("{}{check}", text(&d))
}

pub(super) fn lv_pk(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let century = if year < 2000 { 1 } else { 2 };
        let d = numbers(&format!("{day:02}{month:02}{:02}{century}{}", year % 100, r.digits(3)));
        let check = (1101 - weighted(&d, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11;
        (check < 10).then(|| format!("{}-{}{check}", text(&d[..6]), text(&d[6..])))
    })
}

pub(super) fn pl_pesel(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let month = if year >= 2000 { month + 20 } else { month };
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(4)));
    let check = (10 - weighted(&d, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10;
    format!("{}{check}", text(&d))
}

pub(super) fn pl_nip(r: &mut Rng) -> String {
    let d = checked(r, 9, ANY, |d| Some(weighted(d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[3, 3, 2, 2], "---") }
}

pub(super) fn cz_rc(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let month = if r.one_in(2) { month + 50 } else { month };
        let body = format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3));
        let check = body.parse::<u64>().unwrap_or(0) % 11;
        (year >= 1954 && check < 10).then(|| format!("{}/{}{check}", &body[..6], &body[6..]))
    })
}

pub(super) fn bg_egn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let month = if year >= 2000 { month + 40 } else { month };
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    format!("{}{}", text(&d), weighted(&d, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10)
}

pub(super) fn ro_cnp(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let sex = if year < 2000 { r.range(1, 2) } else { r.range(5, 6) };
    let county = r.range(1, 46);
    let d = numbers(&format!("{sex}{:02}{month:02}{day:02}{county:02}{:03}", year % 100, r.range(1, 999)));
    let check = weighted(&d, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    format!("{}{}", text(&d), if check == 10 { 1 } else { check })
}

pub(super) fn hr_oib(r: &mut Rng) -> String {
    text(&checked(r, 10, ANY, |d| Some(mod11_10(d))))
}

pub(super) fn rs_jmbg(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let d = numbers(&format!("{day:02}{month:02}{:03}{}{}", year % 1000, r.range(70, 89), r.digits(3)));
        let check = mod11_zero(weighted(&d, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]));
        Some(format!("{}{check}", text(&d)))
    })
}

pub(super) fn tr_tckn(r: &mut Rng) -> String {
    let mut d = r.numbers(9);
    d[0] = *r.pick(ANY);
    let odd = d[0] + d[2] + d[4] + d[6] + d[8];
    let even = d[1] + d[3] + d[5] + d[7];
    d.push((odd * 7 + 100 - even) % 10);
    d.push(d.iter().sum::<u32>() % 10);
    text(&d)
}

pub(super) fn in_aadhaar(r: &mut Rng) -> String {
    let d = checked(r, 11, &[2, 3, 4, 5, 6, 7, 8, 9], |d| Some(verhoeff(d)));
    if r.one_in(3) { text(&d) } else { grouped(&d, &[4, 4, 4], "  ") }
}

pub(super) fn in_pan(r: &mut Rng) -> String {
    format!("{}{}{}{}{}", r.text(UPPER, 3), r.text("PCHFATBLJG", 1), r.text(UPPER, 1), r.digits(4), r.text(UPPER, 1))
}

pub(super) fn in_gstin(r: &mut Rng) -> String {
    let body = format!("{:02}{}{}Z", r.range(1, 37), in_pan(r), r.range(1, 9));
    let sum: u32 = body
        .chars()
        .enumerate()
        .map(|(i, c)| {
            let p = c.to_digit(36).unwrap_or(0) * if i % 2 == 0 { 1 } else { 2 };
            p / 36 + p % 36
        })
        .sum();
    let check = char::from_digit((36 - sum % 36) % 36, 36).unwrap_or('0').to_ascii_uppercase();
    format!("{body}{check}")
}

pub(super) fn cn_id(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let region = *r.pick(&["110101", "310115", "440305", "510104", "330106", "320102", "420106", "610113"]);
    let d = numbers(&format!("{region}{year}{month:02}{day:02}{}", r.digits(3)));
    let sum = weighted(&d, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    format!("{}{}", text(&d), char::from(b"10X98765432"[(sum % 11) as usize]))
}

pub(super) fn kr_rrn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let sex = if year < 2000 { r.range(1, 2) } else { r.range(3, 4) };
    let d = numbers(&format!("{:02}{month:02}{day:02}{sex}{:02}{}", year % 100, r.range(0, 95), r.digits(3)));
    let check = (11 - weighted(&d, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10;
    format!("{}-{}{check}", text(&d[..6]), text(&d[6..]))
}

pub(super) fn th_tnin(r: &mut Rng) -> String {
    let d = checked(r, 12, &[1, 2, 3, 4, 5, 8], |d| {
        Some((11 - weighted(d, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10)
    });
    grouped(&d, &[1, 4, 5, 2, 1], "----")
}

pub(super) fn sg_nric(r: &mut Rng) -> String {
    let first = r.text("STFG", 1);
    let d = r.numbers(7);
    let offset = if matches!(first.as_str(), "T" | "G") { 4 } else { 0 };
    let n = ((weighted(&d, &[2, 7, 6, 5, 4, 3, 2]) + offset) % 11) as usize;
    let letters = if matches!(first.as_str(), "S" | "T") { b"JZIHGFEDCBA" } else { b"XWUTRQPNMLK" };
    format!("{first}{}{}", text(&d), char::from(letters[n]))
}

pub(super) fn jp_my(r: &mut Rng) -> String {
    let d = checked(r, 11, ANY, |d| {
        let rest = weighted(d, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        Some(if rest <= 1 { 0 } else { 11 - rest })
    });
    if r.one_in(2) { text(&d) } else { grouped(&d, &[4, 4, 4], "  ") }
}

pub(super) fn au_tfn(r: &mut Rng) -> String {
    // Weight 10 of the last digit: it is the one that makes the sum a multiple of 11.
    let d = checked(r, 8, ANY, |d| {
        let sum = weighted(d, &[1, 4, 3, 7, 5, 8, 6, 9]);
        (0..10).find(|c| (sum + c * 10).is_multiple_of(11))
    });
    grouped(&d, &[3, 3, 3], "  ")
}

pub(super) fn au_abn(r: &mut Rng) -> String {
    let body = r.numbers(9);
    let sum = weighted(&body, &[3, 5, 7, 9, 11, 13, 15, 17, 19]);
    let head = (11..=99).find(|n| ((n / 10 - 1) * 10 + n % 10 + sum).is_multiple_of(89)).unwrap_or(51);
    grouped(&[vec![head / 10, head % 10], body].concat(), &[2, 3, 3, 3], "   ")
}

pub(super) fn au_medicare(r: &mut Rng) -> String {
    let mut d = checked(r, 8, &[2, 3, 4, 5, 6], |d| Some(weighted(d, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10));
    d.push(r.range(1, 9) as u32);
    grouped(&d, &[4, 5, 1], "  ")
}

pub(super) fn nz_ird(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1], |d| Some((11 - weighted(d, &[2, 7, 6, 5, 4, 3, 2, 0]) % 11) % 11));
    // Eight digits with the weights of nine: a leading zero.
    let d8 = &d[..7];
    let c = (11 - weighted(d8, &[2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    if c > 9 { nz_ird(r) } else { grouped(&[d8, &[c]].concat(), &[2, 3, 3], "--") }
}

pub(super) fn two_digits(d: &mut Vec<u32>, first: &[u32], second: &[u32]) {
    for weights in [first, second] {
        let rest = weighted(d, weights) % 11;
        d.push(if rest < 2 { 0 } else { 11 - rest });
    }
}

pub(super) fn br_cpf(r: &mut Rng) -> String {
    let mut d = r.numbers(9);
    two_digits(&mut d, &[10, 9, 8, 7, 6, 5, 4, 3, 2], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    if r.one_in(4) { text(&d) } else { grouped(&d, &[3, 3, 3, 2], "..-") }
}

pub(super) fn br_cnpj(r: &mut Rng) -> String {
    let mut d = [r.numbers(8), vec![0, 0, 0, 1]].concat();
    two_digits(&mut d, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    grouped(&d, &[2, 3, 3, 4, 2], "../-")
}

pub(super) fn mx_curp(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let state = *r.pick(&["AS", "BC", "DF", "GT", "JC", "MC", "NL", "OC", "PL", "VZ"]);
    let name = format!("{}{}{}", r.text("BCDFGHLMNPRSTV", 1), r.text("AEIOU", 1), r.text("BCDFGHLMNPRSTV", 2));
    let (sex, inner) = (r.text("HM", 1), r.text("BCDFGHLMNPRSTV", 3));
    let homonym = if year < 2000 { r.digits(1) } else { r.text("ABC", 1) };
    let body = format!("{name}{:02}{month:02}{day:02}{sex}{state}{inner}{homonym}", year % 100);
    // The alphabet has Ñ between N and O.
    let value = |c: char| {
        let n = c.to_digit(36).unwrap_or(0);
        if n > 23 { n + 1 } else { n }
    };
    let sum: u32 = body.chars().enumerate().map(|(i, c)| value(c) * (18 - i as u32)).sum();
    format!("{body}{}", (10 - sum % 10) % 10)
}

pub(super) fn ar_cuit(r: &mut Rng) -> String {
    let kind = *r.pick(&["20", "23", "24", "27", "30", "33"]);
    until(r, |r| {
        let d = numbers(&format!("{kind}{}", r.digits(8)));
        let check = (11 - weighted(&d, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
        (check < 10).then(|| format!("{kind}-{}-{check}", text(&d[2..])))
    })
}

pub(super) fn cl_rut(r: &mut Rng) -> String {
    let n = r.range(5_000_000, 25_999_999);
    let digits = numbers(&n.to_string());
    let sum: u32 = digits.iter().rev().zip([2, 3, 4, 5, 6, 7].iter().cycle()).map(|(d, w)| d * w).sum();
    let check = match 11 - sum % 11 {
        11 => "0".to_owned(),
        10 => "K".to_owned(),
        c => c.to_string(),
    };
    format!("{}.{:03}.{:03}-{check}", n / 1_000_000, n / 1000 % 1000, n % 1000)
}

pub(super) fn ca_sin(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1, 2, 3, 4, 5, 6, 7], |d| Some(luhn(d)));
    grouped(&d, &[3, 3, 3], if r.one_in(2) { "  " } else { "--" })
}

pub(super) fn za_id(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{:02}{month:02}{day:02}{}{}8", year % 100, r.digits(4), r.below(2)));
    format!("{}{}", text(&d), luhn(&d))
}

pub(super) fn vin(r: &mut Rng) -> String {
    const ALPHABET: &str = "ABCDEFGHJKLMNPRSTUVWXYZ0123456789";
    const WEIGHTS: [u32; 17] = [8, 7, 6, 5, 4, 3, 2, 10, 0, 9, 8, 7, 6, 5, 4, 3, 2];
    let mut chars: Vec<char> = (r.pick(&["1HG", "WVW", "JTD", "1FA", "5YJ", "KMH"]).to_string()
        + &r.text(ALPHABET, 6)
        + &r.text("ABCDEFGHJKLMNPRSTVWXY123456789", 1)
        + &r.text(ALPHABET, 1)
        + &r.digits(6))
        .chars()
        .collect();
    let value = |c: char| match c {
        '0'..='9' => u32::from(c) - 48,
        'A'..='H' => u32::from(c) - 64,
        'J'..='N' => u32::from(c) - 73,
        'P' => 7,
        'R' => 9,
        _ => u32::from(c) - 81,
    };
    chars[8] = '0';
    let sum: u32 = chars.iter().zip(WEIGHTS).map(|(c, w)| value(*c) * w).sum();
    chars[8] = if sum % 11 == 10 { 'X' } else { char::from(b'0' + (sum % 11) as u8) };
    chars.into_iter().collect()
}

pub(super) fn imei(r: &mut Rng) -> String {
    text(&checked(r, 14, &[3, 8], |d| Some(luhn(d))))
}

pub(super) fn aba(r: &mut Rng) -> String {
    until(r, |r| {
        let head = *r.pick(&["01", "02", "06", "11", "12", "21", "26", "31", "32"]);
        let d = numbers(&format!("{head}{}", r.digits(6)));
        let sum = weighted(&d, &[3, 7, 1, 3, 7, 1, 3, 7]);
        Some(format!("{}{}", text(&d), (10 - sum % 10) % 10))
    })
}
