//! Generators: United States, western and southern Europe.

use super::{ANY, checked, date, grouped, mod11_zero, numbers, until};
use crate::quality::{
    checks::{luhn, mod11_10, text, weighted},
    rng::{Rng, UPPER},
};

pub(super) fn us_ssn(r: &mut Rng) -> String {
    let area = until(r, |r| Some(r.range(1, 899)).filter(|a| *a != 666));
    format!("{area:03}-{:02}-{:04}", r.range(1, 99), r.range(1, 9999))
}

pub(super) fn us_itin(r: &mut Rng) -> String {
    let group = until(r, |r| Some(r.range(50, 99)).filter(|g| matches!(g, 50..=65 | 70..=88 | 90..=92 | 94..=99)));
    format!("9{:02}-{group}-{:04}", r.range(0, 99), r.range(1, 9999))
}

pub(super) fn us_npi(r: &mut Rng) -> String {
    text(&checked(r, 9, &[1, 2], |d| Some(luhn(&[&[8, 0, 8, 4, 0], d].concat()))))
}

pub(super) fn us_dea(r: &mut Rng) -> String {
    let d = checked(r, 6, ANY, |d| Some((d[0] + d[2] + d[4] + 2 * (d[1] + d[3] + d[5])) % 10));
    format!("{}{}{}", r.pick(&["A", "B", "F", "M"]), r.text(UPPER, 1), text(&d))
}

pub(super) fn us_mbi(r: &mut Rng) -> String {
    const L: &str = "ACDEFGHJKMNPQRTUVWXY";
    const AN: &str = "0123456789ACDEFGHJKMNPQRTUVWXY";
    let (a, b) = (r.range(1, 9), r.text(L, 1) + &r.text(AN, 1) + &r.digits(1));
    format!("{a}{b}-{}{}{}-{}{}", r.text(L, 1), r.text(AN, 1), r.digits(1), r.text(L, 2), r.digits(2))
}

pub(super) fn uk_nhs(r: &mut Rng) -> String {
    let d = checked(r, 9, &[4, 6, 7], |d| Some((11 - weighted(d, &[10, 9, 8, 7, 6, 5, 4, 3, 2]) % 11) % 11));
    grouped(&d, &[3, 3, 4], "  ")
}

pub(super) fn uk_nino(r: &mut Rng) -> String {
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

pub(super) fn uk_utr(r: &mut Rng) -> String {
    let d = r.numbers(9);
    let check = numbers("21987654321")[(weighted(&d, &[6, 7, 8, 9, 10, 5, 4, 3, 2]) % 11) as usize];
    format!("{check}{}", text(&d))
}

pub(super) fn ie_pps(r: &mut Rng) -> String {
    let d = r.numbers(7);
    let second = r.one_in(2).then(|| r.below(9) as u32 + 1);
    let sum = weighted(&d, &[8, 7, 6, 5, 4, 3, 2]) + 9 * second.unwrap_or(0);
    let letter = |n: u32| if n == 0 { 'W' } else { char::from(b'A' + n as u8 - 1) };
    format!("{}{}{}", text(&d), letter(sum % 23), second.map(|n| letter(n).to_string()).unwrap_or_default())
}

pub(super) fn de_tax(r: &mut Rng) -> String {
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

pub(super) fn de_svnr(r: &mut Rng) -> String {
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

pub(super) fn at_svnr(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    until(r, |r| {
        let serial = r.range(100, 999);
        let birth = format!("{day:02}{month:02}{:02}", year % 100);
        let d = numbers(&format!("{serial}{birth}"));
        let check = weighted(&d, &[3, 7, 9, 5, 8, 4, 2, 1, 6]) % 11;
        (check < 10).then(|| format!("{serial}{check} {birth}"))
    })
}

pub(super) fn ch_ahv(r: &mut Rng) -> String {
    let mut d = [vec![7, 5, 6], r.numbers(9)].concat();
    let sum = weighted(&d, &[1, 3, 1, 3, 1, 3, 1, 3, 1, 3, 1, 3]);
    d.push((10 - sum % 10) % 10);
    grouped(&d, &[3, 4, 4, 2], "...")
}

pub(super) fn fr_nir(r: &mut Rng) -> String {
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

pub(super) fn be_nrn(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let birth = format!("{:02}{month:02}{day:02}", year % 100);
    let serial = format!("{:03}", r.range(1, 997));
    let prefix = if year >= 2000 { "2" } else { "" };
    let check = 97 - format!("{prefix}{birth}{serial}").parse::<u64>().unwrap_or(0) % 97;
    format!("{:02}.{month:02}.{day:02}-{serial}.{check:02}", year % 100)
}

pub(super) fn nl_bsn(r: &mut Rng) -> String {
    text(&checked(r, 8, ANY, |d| Some(weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]) % 11)))
}

pub(super) fn it_cf(r: &mut Rng) -> String {
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

pub(super) fn it_vat(r: &mut Rng) -> String {
    text(&checked(r, 10, &[0, 1], |d| Some(luhn(d))))
}

const DNI: &[u8] = b"TRWAGMYFPDXBNJZSQVHLCKE";

pub(super) fn es_dni(r: &mut Rng) -> String {
    let n = r.range(10_000_000, 99_999_999);
    let dash = if r.one_in(2) { "-" } else { "" };
    format!("{n}{dash}{}", char::from(DNI[n % 23]))
}

pub(super) fn es_nie(r: &mut Rng) -> String {
    let (k, n) = (r.below(3), r.range(0, 9_999_999));
    format!("{}{n:07}{}", ["X", "Y", "Z"][k], char::from(DNI[(k * 10_000_000 + n) % 23]))
}

pub(super) fn pt_nif(r: &mut Rng) -> String {
    let d = checked(r, 8, &[1, 2, 3], |d| Some(mod11_zero(weighted(d, &[9, 8, 7, 6, 5, 4, 3, 2]))));
    if r.one_in(2) { text(&d) } else { grouped(&d, &[3, 3, 3], "  ") }
}

pub(super) fn gr_amka(r: &mut Rng) -> String {
    let (day, month, year) = date(r);
    let d = numbers(&format!("{day:02}{month:02}{:02}{}", year % 100, r.digits(4)));
    text(&[&d[..], &[luhn(&d)]].concat())
}

pub(super) fn gr_afm(r: &mut Rng) -> String {
    text(&checked(r, 8, &[0, 1, 2], |d| Some(weighted(d, &[256, 128, 64, 32, 16, 8, 4, 2]) % 11 % 10)))
}
