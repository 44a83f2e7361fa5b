//! National and other ids with their check digits: regenerated, none belongs to anybody by intention.
//!
//! Sources: the issuing authorities' published rules, as collected by python-stdnum's documentation and the OECD's TIN
//! pages.

mod ibans;
mod others;
mod west;

pub use self::ibans::IBANS;
use self::{
    others::{
        aba, ar_cuit, au_abn, au_medicare, au_tfn, baltic, bg_egn, br_cnpj, br_cpf, ca_sin, cl_rut, cn_id, cz_rc,
        dk_cpr, fi_hetu, hr_oib, imei, in_aadhaar, in_gstin, in_pan, jp_my, kr_rrn, lv_pk, mx_curp, no_fnr, nz_ird,
        pl_nip, pl_pesel, ro_cnp, rs_jmbg, se_pn, sg_nric, th_tnin, tr_tckn, vin, za_id,
    },
    west::{
        at_svnr, be_nrn, ch_ahv, de_svnr, de_tax, es_dni, es_nie, fr_nir, gr_afm, gr_amka, ie_pps, it_cf, it_vat,
        nl_bsn, pt_nif, uk_nhs, uk_nino, uk_utr, us_dea, us_itin, us_mbi, us_npi, us_ssn,
    },
};
use super::{
    checks::{iban, text},
    rng::Rng,
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

fn mod11_zero(sum: u32) -> u32 {
    let c = 11 - sum % 11;
    if c >= 10 { 0 } else { c }
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
