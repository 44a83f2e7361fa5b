//! National and other ids with their check digits: regenerated, none belongs to anybody by intention.
//!
//! Sources: the issuing authorities' published rules, as collected by python-stdnum's documentation and the OECD's TIN pages.

use super::{
    checks::{iban, luhn, mod11_10, text, verhoeff, weighted},
    rng::{Rng, UPPER},
};

/// A kind of id: our type, the words people put before it, whether its form needs no such word, and a generator.
#[derive(Debug)]
pub struct Id {
    /// Type's name.
    pub kind: &'static str,
    /// Labels: words before the value, also as keys.
    pub labels: &'static [&'static str],
    /// Whether the form alone is distinctive (letters, fixed punctuation and a strong check).
    pub rigid: bool,
    /// A valid value.
    pub make: fn(&mut Rng) -> String,
}

const fn id(kind: &'static str, labels: &'static [&'static str], rigid: bool, make: fn(&mut Rng) -> String) -> Id {
    Id { kind, labels, rigid, make }
}

/// Day, month, year (1940–2005).
fn date(r: &mut Rng) -> (u32, u32, u32) {
    (r.range(1, 28) as u32, r.range(1, 12) as u32, r.range(1940, 2005) as u32)
}

fn numbers(s: &str) -> Vec<u32> {
    s.chars().filter_map(|c| c.to_digit(10)).collect()
}

fn until<T>(r: &mut Rng, mut f: impl FnMut(&mut Rng) -> Option<T>) -> T {
    loop {
        if let Some(value) = f(r) {
            return value;
        }
    }
}

/// Generator of digits with a check digit behind: body length, first digits allowed, check.
fn checked(r: &mut Rng, len: usize, first: &[u32], check: impl Fn(&[u32]) -> Option<u32>) -> Vec<u32> {
    until(r, |r| {
        let mut d = r.numbers(len);
        d[0] = *r.pick(first);
        let c = check(&d).filter(|c| *c < 10)?;
        d.push(c);
        Some(d)
    })
}

const ANY: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 8, 9];

fn grouped(d: &[u32], groups: &[usize], separators: &str) -> String {
    let all = text(d);
    let mut out = String::new();
    let mut from = 0;
    let mut separators = separators.chars();
    for len in groups {
        if from > 0 {
            out.extend(separators.next());
        }
        out.push_str(&all[from..from + len]);
        from += len;
    }
    out
}

fn us_ssn(r: &mut Rng) -> String {
    let area = until(r, |r| Some(r.range(1, 899)).filter(|a| *a != 666));
    format!("{area:03}-{:02}-{:04}", r.range(1, 99), r.range(1, 9999))
}

fn us_itin(r: &mut Rng) -> String {
    let group = until(r, |r| Some(r.range(50, 99)).filter(|g| matches!(g, 50..=65 | 70..=88 | 90..=92 | 94..=99)));
    format!("9{:02}-{group}-{:04}", r.range(0, 99), r.range(1, 9999))
}

fn us_npi(r: &mut Rng) -> String {
    text(&checked(r, 9, &[1, 2], |d| Some(luhn(&[&[8, 0, 8, 4, 0], d].concat()))))
}

fn us_dea(r: &mut Rng) -> String {
    let d = checked(r, 6, ANY, |d| Some((d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10));
    format!("{}{}{}", r.pick(&["A", "B", "F", "M"]), r.text(UPPER, 1), text(&d))
}

fn us_mbi(r: &mut Rng) -> String {
    const L: &str = "ACDEFGHJKMNPQRTUVWXY";
    const AN: &str = "0123456789ACDEFGHJKMNPQRTUVWXY";
    let (a, b) = (r.range(1, 9), r.text(L, 1) + &r.text(AN, 1) + &r.digits(1));
    format!("{a}{b}-{}{}{}-{}{}", r.text(L, 1), r.text(AN, 1), r.digits(1), r.text(L, 2), r.digits(2))
}

fn uk_nhs(r: &mut Rng) -> String {
    let d = checked(r, 9, &[4, 6, 7], |d| Some((11 - weighted(d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11));
    grouped(&d, &[3, 3, 4], "  ")
}

fn uk_nino(r: &mut Rng) -> String {
    let prefix = until(r, |r| {
        let p = r.text("ABCEGHJKLMNOPRSTWXYZ", 1) + &r.text("ABCEGHJKLMNPRSTWXYZ", 1);
        (!["BG", "GB", "NK", "KN", "TN", "NT", "ZZ"].contains(&p.as_str()) && !p.starts_with('O')).then_some(p)
    });
    let (d, suffix) = (r.numbers(6), r.text("ABCD", 1));
    if r.one_in(2) {
        format!("{prefix} {} {suffix}", grouped(&d, &[2, 2, 2], "  "))
    } else {
        format!("{prefix}{}{suffix}", text(&d))
    }
}

fn uk_utr(r: &mut Rng) -> String {
    let d = r.numbers(9);
    let check = numbers("21987654321")[(weighted(&d, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) as usize];
    format!("{check}{}", text(&d))
}

fn ie_pps(r: &mut Rng) -> String {
    let d = r.numbers(7);
    let second = r.one_in(2).then(|| r.below(9) as u32 + 1);
    let sum = weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second.unwrap_or(0);
    let letter = |n: u32| if n == 0 { 'W' } else { char::from(b'A' + n as u8 - 1) };
    format!("{}{}{}", text(&d), letter(sum % 23), second.map(|n| letter(n).to_string()).unwrap_or_default())
}

fn de_tax(r: &mut Rng) -> String {
    // One digit occurs twice, one not at all, the others once.
    let mut d: Vec<u32> = (0..10).collect();
    for i in (1..10).rev() {
        d.swap(i, r.below(i + 1));
    }
    let at = r.range(1, 9);
    d[at] = d[at - 1 + usize::from(at == 1)];
    if at == 1 {
        d.swap(1, 5);
    }
    if d[0] == 0 {
        let k = (1..10).find(|k| d[*k] != 0).unwrap_or(1);
        d.swap(0, k);
    }
    d.push(mod11_10(&d));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[2, 3, 3, 3], "   ") }
}

fn de_svnr(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let area = *r.pick(&[2, 3, 4, 8, 10, 12, 13, 15, 24, 25, 50, 52, 53, 65]);
    let letter = r.below(26) as u32;
    let head = format!("{area:02}{day:02}{month:02}{:02}", year % 100);
    let serial = format!("{:02}", r.range(1, 99));
    let all = numbers(&format!("{head}{:02}{serial}", letter + 1));
    let sum: u32 = all
        .iter()
        .zip([2, 1, 2, 5, 7, 1, 2, 1, 2, 1, 2, 1])
        .map(|(d, w)| {
            let p = d * w;
            p / 10 + p % 10
        })
        .sum();
    let letter = char::from(b'A' + letter as u8);
    if r.one_in(2) {
        format!("{area:02} {day:02}{month:02}{:02} {letter} {serial}{}", year % 100, sum % 10)
    } else {
        format!("{head}{letter}{serial}{}", sum % 10)
    }
}

fn at_svnr(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    until(r, |r| {
        let serial = r.range(100, 999);
        let birth = format!("{day:02}{month:02}{:02}", year % 100);
        let d = numbers(&format!("{serial}{birth}"));
        let check = weighted(&d, &[3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
        (check < 10).then(|| format!("{serial}{check} {birth}"))
    })
}

fn ch_ahv(r: &mut Rng) -> String {
    let mut d = [vec![7, 5, 6], r.numbers(9)].concat();
    let sum = weighted(&d, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]);
    d.push((10 - sum % 10) % 10);
    grouped(&d, &[3, 4, 4, 2], "...")
}

fn fr_nir(r: &mut Rng) -> String {
    let (_, month, year) = date(r);
    let body = format!(
        "{}{:02}{month:02}{:02}{:03}{:03}",
        r.range(1, 2),
        year % 100,
        until(r, |r| Some(r.range(1, 95)).filter(|d| *d != 20)),
        r.range(1, 990),
        r.range(1, 999)
    );
    let key = 97 - body.parse::<u64>().unwrap_or(0) % 97;
    let d = numbers(&format!("{body}{key:02}"));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[1, 2, 2, 2, 3, 3, 2], "      ") }
}

fn be_nrn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let birth = format!("{:02}{month:02}{day:02}", year % 100);
    let serial = format!("{:03}", r.range(1, 997));
    let prefix = if year >= 2000 { "2" } else { "" };
    let check = 97 - format!("{prefix}{birth}{serial}").parse::<u64>().unwrap_or(0) % 97;
    format!("{:02}.{month:02}.{day:02}-{serial}.{check:02}", year % 100)
}

fn nl_bsn(r: &mut Rng) -> String {
    text(&checked(r, 8, ANY, |d| Some(weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11)))
}

fn it_cf(r: &mut Rng) -> String {
    const ODD: [u32; 26] =
        [1, 0, 5, 7, 9, 13, 15, 17, 19, 21, 2, 4, 18, 20, 11, 3, 6, 8, 12, 14, 16, 10, 22, 25, 24, 23];
    let (day, _, year) = date(r);
    let day = if r.one_in(2) { day + 40 } else { day };
    let month = r.text("ABCDEHLMPRST", 1);
    let name = r.text("BCDFGLMNPRSTVZ", 6);
    let town = format!("{}{:03}", r.text("ABCDEFGHIL", 1), r.range(1, 999));
    let body = format!("{name}{:02}{month}{day:02}{town}", year % 100);
    let sum: u32 = body
        .bytes()
        .enumerate()
        .map(|(i, b)| {
            let n = u32::from(if b.is_ascii_digit() { b - b'0' } else { b - b'A' });
            if i % 2 == 0 { ODD[n as usize] } else { n }
        })
        .sum();
    format!("{body}{}", char::from(b'A' + (sum % 26) as u8))
}

fn it_vat(r: &mut Rng) -> String {
    text(&checked(r, 10, &[0, 1], |d| Some(luhn(d))))
}

const DNI: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";

fn es_dni(r: &mut Rng) -> String {
    let n = r.range(10_000_000, 99_999_999);
    let dash = if r.one_in(2) { "-" } else { "" };
    format!("{n}{dash}{}", char::from(DNI[n % 23]))
}

fn es_nie(r: &mut Rng) -> String {
    let (k, n) = (r.below(3), r.range(0, 9_999_999));
    format!("{}{n:07}{}", ["X", "Y", "Z"][k], char::from(DNI[(k * 10_000_000 + n) % 23]))
}

fn mod11_zero(sum: u32) -> u32 {
    let c = 11 - sum % 11;
    if c >= 10 { 0 } else { c }
}

fn pt_nif(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1, 2, 3], |d| Some(mod11_zero(weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]))));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[3, 3, 3], "  ") }
}

fn gr_amka(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{day:02}{month:02}{:02}{}", year % 100, r.digits(4)));
    text(&[&d[..], &[luhn(&d)]].concat())
}

fn gr_afm(r: &mut Rng) -> String {
    text(&checked(r, 8, &[0, 1, 2], |d| Some(weighted(d, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10)))
}

fn se_pn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    let (birth, serial) = (text(&d[..6]), text(&d[6..]));
    let century = if r.one_in(2) { (year / 100).to_string() } else { String::new() };
    format!("{century}{birth}-{serial}{}", luhn(&d))
}

fn fi_hetu(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let serial = r.range(2, 899);
    let birth = format!("{day:02}{month:02}{:02}", year % 100);
    let n: usize = format!("{birth}{serial:03}").parse().unwrap_or(0);
    let check = char::from(b"0123456789ABCDEFHJKLMNPRSTUVWXY"[n % 31]);
    format!("{birth}{}{serial:03}{check}", if year >= 2000 { "A" } else { "-" })
}

fn no_fnr(r: &mut Rng) -> String {
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

fn dk_cpr(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    format!("{day:02}{month:02}{:02}-{}", year % 100, r.digits(4))
}

fn baltic(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let century = if year < 2000 { r.range(3, 4) } else { r.range(5, 6) };
    let d = numbers(&format!("{century}{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    let first = weighted(&d, &[1, 2, 3, 4, 5, 6, 7, 8, 9, 1]) % 11;
    let check = if first < 10 { first } else { weighted(&d, &[3, 4, 5, 6, 7, 8, 9, 1, 2, 3]) % 11 % 10 };
    format!("{}{check}", text(&d))
}

fn lv_pk(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let century = if year < 2000 { 1 } else { 2 };
        let d = numbers(&format!("{day:02}{month:02}{:02}{century}{}", year % 100, r.digits(3)));
        let check = (1101 - weighted(&d, &[1, 6, 3, 7, 9, 10, 5, 8, 4, 2])) % 11;
        (check < 10).then(|| format!("{}-{}{check}", text(&d[..6]), text(&d[6..])))
    })
}

fn pl_pesel(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let month = if year >= 2000 { month + 20 } else { month };
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(4)));
    let check = (10 - weighted(&d, &[1, 3, 7, 9, 1, 3, 7, 9, 1, 3]) % 10) % 10;
    format!("{}{check}", text(&d))
}

fn pl_nip(r: &mut Rng) -> String {
    let d = checked(r, 9, ANY, |d| Some(weighted(d, &[6, 5, 7, 2, 3, 4, 5, 6, 7]) % 11));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[3, 3, 2, 2], "---") }
}

fn cz_rc(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let month = if r.one_in(2) { month + 50 } else { month };
        let body = format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3));
        let check = body.parse::<u64>().unwrap_or(0) % 11;
        (year >= 1954 && check < 10).then(|| format!("{}/{}{check}", &body[..6], &body[6..]))
    })
}

fn bg_egn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let month = if year >= 2000 { month + 40 } else { month };
    let d = numbers(&format!("{:02}{month:02}{day:02}{}", year % 100, r.digits(3)));
    format!("{}{}", text(&d), weighted(&d, &[2, 4, 8, 5, 10, 9, 7, 3, 6]) % 11 % 10)
}

fn ro_cnp(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let sex = if year < 2000 { r.range(1, 2) } else { r.range(5, 6) };
    let county = r.range(1, 46);
    let d = numbers(&format!("{sex}{:02}{month:02}{day:02}{county:02}{:03}", year % 100, r.range(1, 999)));
    let check = weighted(&d, &[2, 7, 9, 1, 4, 6, 3, 5, 8, 2, 7, 9]) % 11;
    format!("{}{}", text(&d), if check == 10 { 1 } else { check })
}

fn hr_oib(r: &mut Rng) -> String {
    text(&checked(r, 10, ANY, |d| Some(mod11_10(d))))
}

fn rs_jmbg(r: &mut Rng) -> String {
    until(r, |r| {
        let (day, month, year) = date(r);
        let d = numbers(&format!("{day:02}{month:02}{:03}{}{}", year % 1000, r.range(70, 89), r.digits(3)));
        let check = mod11_zero(weighted(&d, &[7, 6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]));
        Some(format!("{}{check}", text(&d)))
    })
}

fn tr_tckn(r: &mut Rng) -> String {
    let mut d = r.numbers(9);
    d[0] = *r.pick(ANY);
    let odd = d[0] + d[2] + d[4] + d[6] + d[8];
    let even = d[1] + d[3] + d[5] + d[7];
    d.push((odd * 7 + 100 - even) % 10);
    d.push(d.iter().sum::<u32>() % 10);
    text(&d)
}

fn in_aadhaar(r: &mut Rng) -> String {
    let d = checked(r, 11, &[2, 3, 4, 5, 6, 7, 8, 9], |d| Some(verhoeff(d)));
    if r.one_in(3) { text(&d) } else { grouped(&d, &[4, 4, 4], "  ") }
}

fn in_pan(r: &mut Rng) -> String {
    format!("{}{}{}{}{}", r.text(UPPER, 3), r.text("PCHFATBLJG", 1), r.text(UPPER, 1), r.digits(4), r.text(UPPER, 1))
}

fn in_gstin(r: &mut Rng) -> String {
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

fn cn_id(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let region = *r.pick(&["110101", "310115", "440305", "510104", "330106", "320102", "420106", "610113"]);
    let d = numbers(&format!("{region}{year}{month:02}{day:02}{}", r.digits(3)));
    let sum = weighted(&d, &[7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]);
    format!("{}{}", text(&d), char::from(b"10X98765432"[(sum % 11) as usize]))
}

fn kr_rrn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let sex = if year < 2000 { r.range(1, 2) } else { r.range(3, 4) };
    let d = numbers(&format!("{:02}{month:02}{day:02}{sex}{:02}{}", year % 100, r.range(0, 95), r.digits(3)));
    let check = (11 - weighted(&d, &[2, 3, 4, 5, 6, 7, 8, 9, 2, 3, 4, 5]) % 11) % 10;
    format!("{}-{}{check}", text(&d[..6]), text(&d[6..]))
}

fn th_tnin(r: &mut Rng) -> String {
    let d = checked(r, 12, &[1, 2, 3, 4, 5, 8], |d| {
        Some((11 - weighted(d, &[13, 12, 11, 10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 10)
    });
    grouped(&d, &[1, 4, 5, 2, 1], "----")
}

fn sg_nric(r: &mut Rng) -> String {
    let first = r.text("STFG", 1);
    let d = r.numbers(7);
    let offset = if matches!(first.as_str(), "T" | "G") { 4 } else { 0 };
    let n = ((weighted(&d, &[2, 7, 6, 5, 4, 3, 2]) + offset) % 11) as usize;
    let letters = if matches!(first.as_str(), "S" | "T") { b"JZIHGFEDCBA" } else { b"XWUTRQPNMLK" };
    format!("{first}{}{}", text(&d), char::from(letters[n]))
}

fn jp_my(r: &mut Rng) -> String {
    let d = checked(r, 11, ANY, |d| {
        let rest = weighted(d, &[6, 5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11;
        Some(if rest <= 1 { 0 } else { 11 - rest })
    });
    if r.one_in(2) { text(&d) } else { grouped(&d, &[4, 4, 4], "  ") }
}

fn au_tfn(r: &mut Rng) -> String {
    // Weight 10 of the last digit: it is the one that makes the sum a multiple of 11.
    let d = checked(r, 8, ANY, |d| {
        let sum = weighted(d, &[1, 4, 3, 7, 5, 8, 6, 9]);
        (0..10).find(|c| (sum + c * 10).is_multiple_of(11))
    });
    grouped(&d, &[3, 3, 3], "  ")
}

fn au_abn(r: &mut Rng) -> String {
    let body = r.numbers(9);
    let sum = weighted(&body, &[3, 5, 7, 9, 11, 13, 15, 17, 19]);
    let head = (11..=99).find(|n| ((n / 10 - 1) * 10 + n % 10 + sum).is_multiple_of(89)).unwrap_or(51);
    grouped(&[vec![head / 10, head % 10], body].concat(), &[2, 3, 3, 3], "   ")
}

fn au_medicare(r: &mut Rng) -> String {
    let mut d = checked(r, 8, &[2, 3, 4, 5, 6], |d| Some(weighted(d, &[1, 3, 7, 9, 1, 3, 7, 9]) % 10));
    d.push(r.range(1, 9) as u32);
    grouped(&d, &[4, 5, 1], "  ")
}

fn nz_ird(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1], |d| Some((11 - weighted(d, &[2, 7, 6, 5, 4, 3, 2, 0]) % 11) % 11));
    // Eight digits with the weights of nine: a leading zero.
    let d8 = &d[..7];
    let c = (11 - weighted(d8, &[2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
    if c > 9 { nz_ird(r) } else { grouped(&[d8, &[c]].concat(), &[2, 3, 3], "--") }
}

fn two_digits(d: &mut Vec<u32>, first: &[u32], second: &[u32]) {
    for weights in [first, second] {
        let rest = weighted(d, weights) % 11;
        d.push(if rest < 2 { 0 } else { 11 - rest });
    }
}

fn br_cpf(r: &mut Rng) -> String {
    let mut d = r.numbers(9);
    two_digits(&mut d, &[10, 9, 8, 7, 6, 5, 4, 3, 2], &[11, 10, 9, 8, 7, 6, 5, 4, 3, 2]);
    if r.one_in(4) { text(&d) } else { grouped(&d, &[3, 3, 3, 2], "..-") }
}

fn br_cnpj(r: &mut Rng) -> String {
    let mut d = [r.numbers(8), vec![0, 0, 0, 1]].concat();
    two_digits(&mut d, &[5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2], &[6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2]);
    grouped(&d, &[2, 3, 3, 4, 2], "../-")
}

fn mx_curp(r: &mut Rng) -> String {
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

fn ar_cuit(r: &mut Rng) -> String {
    let kind = *r.pick(&["20", "23", "24", "27", "30", "33"]);
    until(r, |r| {
        let d = numbers(&format!("{kind}{}", r.digits(8)));
        let check = (11 - weighted(&d, &[5, 4, 3, 2, 7, 6, 5, 4, 3, 2]) % 11) % 11;
        (check < 10).then(|| format!("{kind}-{}-{check}", text(&d[2..])))
    })
}

fn cl_rut(r: &mut Rng) -> String {
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

fn ca_sin(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1, 2, 3, 4, 5, 6, 7], |d| Some(luhn(d)));
    grouped(&d, &[3, 3, 3], if r.one_in(2) { "  " } else { "--" })
}

fn za_id(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{:02}{month:02}{day:02}{}{}8", year % 100, r.digits(4), r.below(2)));
    format!("{}{}", text(&d), luhn(&d))
}

fn vin(r: &mut Rng) -> String {
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

fn imei(r: &mut Rng) -> String {
    text(&checked(r, 14, &[3, 8], |d| Some(luhn(d))))
}

fn aba(r: &mut Rng) -> String {
    until(r, |r| {
        let head = *r.pick(&["01", "02", "06", "11", "12", "21", "26", "31", "32"]);
        let d = numbers(&format!("{head}{}", r.digits(6)));
        let sum = weighted(&d, &[3, 7, 1, 3, 7, 1, 3, 7]);
        Some(format!("{}{}", text(&d), (10 - sum % 10) % 10))
    })
}

/// Countries of the IBAN registry with the form of their account number: `X` digit, `A` letter.
pub const IBANS: &[(&str, &str)] = &[
    ("AD", "XXXXXXXXXXXXXXXXXXXX"),
    ("AE", "XXXXXXXXXXXXXXXXXXX"),
    ("AL", "XXXXXXXXXXXXXXXXXXXXXXXX"),
    ("AT", "XXXXXXXXXXXXXXXX"),
    ("AZ", "AAAAXXXXXXXXXXXXXXXXXXXX"),
    ("BA", "XXXXXXXXXXXXXXXX"),
    ("BE", "XXXXXXXXXXXX"),
    ("BG", "AAAAXXXXXXXXXXXXXX"),
    ("BH", "AAAAXXXXXXXXXXXXXX"),
    ("BR", "XXXXXXXXXXXXXXXXXXXXXXXAX"),
    ("BY", "AAAAXXXXXXXXXXXXXXXXXXXX"),
    ("CH", "XXXXXXXXXXXXXXXXX"),
    ("CR", "XXXXXXXXXXXXXXXXXX"),
    ("CY", "XXXXXXXXXXXXXXXXXXXXXXXX"),
    ("CZ", "XXXXXXXXXXXXXXXXXXXX"),
    ("DE", "XXXXXXXXXXXXXXXXXX"),
    ("DK", "XXXXXXXXXXXXXX"),
    ("DO", "AAAAXXXXXXXXXXXXXXXXXXXX"),
    ("EE", "XXXXXXXXXXXXXXXX"),
    ("EG", "XXXXXXXXXXXXXXXXXXXXXXXXX"),
    ("ES", "XXXXXXXXXXXXXXXXXXXX"),
    ("FI", "XXXXXXXXXXXXXX"),
    ("FO", "XXXXXXXXXXXXXX"),
    ("FR", "XXXXXXXXXXXXXXXXXXXXXXX"),
    ("GB", "AAAAXXXXXXXXXXXXXX"),
    ("GE", "AAXXXXXXXXXXXXXXXX"),
    ("GI", "AAAAXXXXXXXXXXXXXXX"),
    ("GL", "XXXXXXXXXXXXXX"),
    ("GR", "XXXXXXXXXXXXXXXXXXXXXXX"),
    ("GT", "AAAAXXXXXXXXXXXXXXXXXXXX"),
    ("HR", "XXXXXXXXXXXXXXXXX"),
    ("HU", "XXXXXXXXXXXXXXXXXXXXXXXX"),
    ("IE", "AAAAXXXXXXXXXXXXXX"),
    ("IL", "XXXXXXXXXXXXXXXXXXX"),
    ("IQ", "AAAAXXXXXXXXXXXXXXX"),
    ("IS", "XXXXXXXXXXXXXXXXXXXXXX"),
    ("IT", "AXXXXXXXXXXXXXXXXXXXXXX"),
    ("JO", "AAAAXXXXXXXXXXXXXXXXXXXXXX"),
    ("KW", "AAAAXXXXXXXXXXXXXXXXXXXXXX"),
    ("KZ", "XXXXXXXXXXXXXXXX"),
    ("LB", "XXXXXXXXXXXXXXXXXXXXXXXX"),
    ("LI", "XXXXXXXXXXXXXXXXX"),
    ("LT", "XXXXXXXXXXXXXXXX"),
    ("LU", "XXXXXXXXXXXXXXXX"),
    ("LV", "AAAAXXXXXXXXXXXXX"),
    ("LY", "XXXXXXXXXXXXXXXXXXXXX"),
    ("MC", "XXXXXXXXXXXXXXXXXXXXXXX"),
    ("MD", "AAXXXXXXXXXXXXXXXXXX"),
    ("ME", "XXXXXXXXXXXXXXXXXX"),
    ("MK", "XXXXXXXXXXXXXXX"),
    ("MR", "XXXXXXXXXXXXXXXXXXXXXXX"),
    ("MT", "AAAAXXXXXXXXXXXXXXXXXXXXXXX"),
    ("MU", "AAAAXXXXXXXXXXXXXXXXXXXAAA"),
    ("NL", "AAAAXXXXXXXXXX"),
    ("NO", "XXXXXXXXXXX"),
    ("PK", "AAAAXXXXXXXXXXXXXXXX"),
    ("PL", "XXXXXXXXXXXXXXXXXXXXXXXX"),
    ("PS", "AAAAXXXXXXXXXXXXXXXXXXXXX"),
    ("PT", "XXXXXXXXXXXXXXXXXXXXX"),
    ("QA", "AAAAXXXXXXXXXXXXXXXXXXXXX"),
    ("RO", "AAAAXXXXXXXXXXXXXXXX"),
    ("RS", "XXXXXXXXXXXXXXXXXX"),
    ("SA", "XXXXXXXXXXXXXXXXXXXX"),
    ("SC", "AAAAXXXXXXXXXXXXXXXXXXXXAAA"),
    ("SE", "XXXXXXXXXXXXXXXXXXXX"),
    ("SI", "XXXXXXXXXXXXXXX"),
    ("SK", "XXXXXXXXXXXXXXXXXXXX"),
    ("SM", "AXXXXXXXXXXXXXXXXXXXXXX"),
    ("TN", "XXXXXXXXXXXXXXXXXXXX"),
    ("TR", "XXXXXXXXXXXXXXXXXXXXXX"),
    ("UA", "XXXXXXXXXXXXXXXXXXXXXXXXX"),
    ("VA", "XXXXXXXXXXXXXXXXXX"),
    ("VG", "AAAAXXXXXXXXXXXXXXXX"),
    ("XK", "XXXXXXXXXXXXXXXX"),
];

/// An IBAN, printed in groups of four or electronic.
pub fn iban_value(r: &mut Rng) -> String {
    let (country, form) = *r.pick(IBANS);
    let account = r.pattern(form);
    let value = format!("{country}{}{account}", iban(country, &account));
    if r.one_in(2) { value } else { in_fours(&value) }
}

/// Groups of four.
pub fn in_fours(value: &str) -> String {
    value.as_bytes().chunks(4).map(String::from_utf8_lossy).collect::<Vec<_>>().join(" ")
}

/// Every kind.
pub const IDS: &[Id] = &[
    id("US_SSN", &["SSN", "social security number", "Social Security No."], true, us_ssn),
    id("US_ITIN", &["ITIN", "individual taxpayer identification number"], true, us_itin),
    id("US_NPI", &["NPI", "national provider identifier"], false, us_npi),
    id("MEDICAL_LICENSE", &["DEA number", "DEA registration"], false, us_dea),
    id("US_MBI", &["MBI", "Medicare beneficiary identifier"], true, us_mbi),
    id("UK_NHS", &["NHS number", "NHS no."], false, uk_nhs),
    id("UK_NINO", &["national insurance number", "NINO", "NI number"], true, uk_nino),
    id("UK_UTR", &["UTR", "unique taxpayer reference"], false, uk_utr),
    id("IE_PPSN", &["PPS number", "PPSN"], false, ie_pps),
    id("DE_TAX_ID", &["Steuer-ID", "Steueridentifikationsnummer", "tax id"], false, de_tax),
    id("DE_SOCIAL_SECURITY", &["Rentenversicherungsnummer", "Sozialversicherungsnummer"], true, de_svnr),
    id("AT_SSN", &["Sozialversicherungsnummer", "SVNR"], false, at_svnr),
    id("CH_AHV", &["AHV-Nummer", "AHV number", "numéro AVS"], true, ch_ahv),
    id("FR_NIR", &["numéro de sécurité sociale", "NIR", "n° sécu"], true, fr_nir),
    id("BE_NRN", &["rijksregisternummer", "numéro national"], true, be_nrn),
    id("NL_BSN", &["BSN", "burgerservicenummer"], false, nl_bsn),
    id("IT_FISCAL_CODE", &["codice fiscale", "CF"], true, it_cf),
    id("IT_VAT_CODE", &["partita IVA", "P.IVA"], false, it_vat),
    id("ES_NIF", &["DNI", "NIF"], true, es_dni),
    id("ES_NIE", &["NIE", "número de identidad de extranjero"], true, es_nie),
    id("PT_NIF", &["NIF", "número de contribuinte"], false, pt_nif),
    id("GR_AMKA", &["ΑΜΚΑ", "AMKA"], false, gr_amka),
    id("GR_AFM", &["ΑΦΜ", "AFM"], false, gr_afm),
    id("SE_PERSONNUMMER", &["personnummer", "Swedish personal number"], true, se_pn),
    id("FI_PERSONAL_IDENTITY_CODE", &["henkilötunnus", "HETU"], true, fi_hetu),
    id("NO_FNR", &["fødselsnummer", "Norwegian national id"], false, no_fnr),
    id("DK_CPR", &["CPR-nummer", "CPR"], false, dk_cpr),
    id("EE_IK", &["isikukood", "Estonian personal code"], false, baltic),
    id("LT_AK", &["asmens kodas", "Lithuanian personal code"], false, baltic),
    id("LV_PK", &["personas kods", "Latvian personal code"], false, lv_pk),
    id("PL_PESEL", &["PESEL", "numer PESEL"], false, pl_pesel),
    id("PL_NIP", &["NIP", "numer NIP"], false, pl_nip),
    id("CZ_RC", &["rodné číslo", "r. č."], true, cz_rc),
    id("BG_EGN", &["ЕГН", "EGN"], false, bg_egn),
    id("RO_CNP", &["CNP", "cod numeric personal"], false, ro_cnp),
    id("HR_OIB", &["OIB", "osobni identifikacijski broj"], false, hr_oib),
    id("RS_JMBG", &["JMBG", "ЈМБГ"], false, rs_jmbg),
    id("TR_NATIONAL_ID", &["TC kimlik no", "T.C. Kimlik Numarası", "TCKN"], false, tr_tckn),
    id("IN_AADHAAR", &["Aadhaar", "Aadhaar number", "UIDAI"], false, in_aadhaar),
    id("IN_PAN", &["PAN", "PAN card", "permanent account number"], false, in_pan),
    id("IN_GSTIN", &["GSTIN", "GST number"], true, in_gstin),
    id("CN_RESIDENT_ID", &["身份证号", "身份证号码", "resident id"], true, cn_id),
    id("KR_RRN", &["주민등록번호", "RRN", "resident registration number"], true, kr_rrn),
    id("TH_TNIN", &["เลขประจำตัวประชาชน", "Thai national id"], true, th_tnin),
    id("SG_NRIC_FIN", &["NRIC", "FIN"], true, sg_nric),
    id("JP_MY_NUMBER", &["マイナンバー", "個人番号", "My Number"], false, jp_my),
    id("AU_TFN", &["TFN", "tax file number"], false, au_tfn),
    id("AU_ABN", &["ABN", "Australian Business Number"], false, au_abn),
    id("AU_MEDICARE", &["Medicare number", "Medicare card"], false, au_medicare),
    id("NZ_IRD", &["IRD number", "IRD"], false, nz_ird),
    id("BR_CPF", &["CPF", "CPF do titular"], true, br_cpf),
    id("BR_CNPJ", &["CNPJ"], true, br_cnpj),
    id("MX_CURP", &["CURP"], true, mx_curp),
    id("AR_CUIT", &["CUIT", "CUIL"], true, ar_cuit),
    id("CL_RUT", &["RUT", "RUN"], true, cl_rut),
    id("CA_SIN", &["SIN", "social insurance number"], false, ca_sin),
    id("ZA_ID_NUMBER", &["South African ID", "SA ID number"], false, za_id),
    id("VIN", &["VIN", "vehicle identification number", "chassis number"], true, vin),
    id("IMEI", &["IMEI", "device IMEI"], false, imei),
    id("ABA_ROUTING_NUMBER", &["routing number", "ABA routing number", "ABA"], false, aba),
];
