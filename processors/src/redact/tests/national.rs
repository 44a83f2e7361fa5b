//! Telephone numbers and numbers of people, as many countries write them.

use super::{becomes, redact, stay};

#[test]
fn numbers_with_a_country_code() {
    for number in [
        "+54.9.11.2345.6789", "+880.2.7206544", "+63 1800 1 232 6386", "+593 1800 129 0625", "+355 800 8096",
        "+247 62345", "+800 1234 5678", "(+55) 800 75 4724", "+61 1800 123 923", "+423 218 23 24", "+208001295289",
    ] {
        assert_eq!(redact(&format!("Please ring {number} for details")), "Please ring [PHONE] for details", "{number}");
    }
    becomes(&[
        ("name: Ali; 0097144492001; city: Berlin", "name: Ali; [PHONE]; city: Berlin"),
        // Its country has no numbers of this length.
        ("Mobile: +9280012728", "Mobile: [PHONE]"),
    ]);
    stay(&[
        "+2.0.20230101 of the library",
        "+352364.5 metres",
        "the build +9280012728",
        "article 0036000291452 is sold out",
        "EAN 0036000291452",
        "record 003854183839",
    ]);
}

#[test]
fn numbers_that_mix_separators() {
    for number in [
        "8 (912) 349-07-72", "8-800-555-35-35", "8 (737) 592-8738", "916 123-45-67", "532-123-45-67", "11 98765-4321",
        "13 8823-3520", "33-7581-7626", "08-95 51 02", "06-1/828 7559", "0-3316-4903", "0463 75457 033", "0717246196",
        "02365346901",
    ] {
        assert_eq!(redact(&format!("I gave them {number} on Monday")), "I gave them [PHONE] on Monday", "{number}");
    }
    stay(&[
        "J. Chem. Phys. 12 4567-4589 (1999)",
        "ISBN 0-306-40615-2",
        "job 24-9630-4857 finished",
        "order 0717246196 has shipped",
        "column 0123456789 of the table",
        "0399 0308 0342",
        "024  900  523",
        r#"{"docNumber": "0717246196"}"#,
        "0717246196 0717246197 0717246198",
        "2024-01-02 08-95 51 02 11 4",
    ]);
}

#[test]
fn words_and_keys_of_many_languages_name_telephone_numbers() {
    becomes(&[
        ("Tél.: 012958520", "Tél.: [PHONE]"),
        ("Հեռախոս՝ 010121878", "Հեռախոս՝ [PHONE]"),
        ("Обадете се на 02 128 080", "Обадете се на [PHONE]"),
        ("Zadzwoń pod 512-340-768", "Zadzwoń pod [PHONE]"),
        ("Meu zap é 11-2530-8637", "Meu zap é [PHONE]"),
        ("Ring meg på 40611750", "Ring meg på [PHONE]"),
        ("请拨打800 185 8590联系我", "请拨打[PHONE]联系我"),
        ("Please call me at 40611750 tomorrow.", "Please call me at [PHONE] tomorrow."),
        (r#"{"caller": "40611750"}"#, r#"{"caller": "[PHONE]"}"#),
        (r#"{"from_number": "26846069"}"#, r#"{"from_number": "[PHONE]"}"#),
        (r#"{"contactNo": "925 737 661"}"#, r#"{"contactNo": "[PHONE]"}"#),
        ("Tel.: 34 18 4050", "Tel.: [PHONE]"),
        (r#"{"fax": "232714"}"#, r#"{"fax": "[PHONE]"}"#),
        // With check digits by chance.
        ("Phone: 600 181 820", "Phone: [PHONE]"),
        ("Telefon: 800 865 801", "Telefon: [PHONE]"),
        ("WhatsApp 729-860-8140x47524", "WhatsApp [PHONE]"),
    ]);
    stay(&[
        "the pod 512-340-768",
        "phone last seen 24.12.2023",
        r#"{"caller": "main.rs:1234"}"#,
        r#"{"number": "40611750"}"#,
    ]);
    // A word for another number counts more.
    becomes(&[("Phone ok, SIN 600 181 820", "Phone ok, SIN [CA_SIN]")]);
}

#[test]
fn numbers_of_people_that_are_not_as_they_should_be() {
    becomes(&[
        ("NIR: 1 85 05 78 006 084 91", "NIR: [FR_NIR]"),
        ("NIR: 1850578006084 91", "NIR: [FR_NIR]"),
        ("UID: CHE-396.925.381", "UID: [CH_UID]"),
        ("EIN: 66-558233", "EIN: [US_EIN]"),
        ("Voter ID: UFU7422881", "Voter ID: [IN_VOTER]"),
        ("voter_id=XFT86452118", "voter_id=[IN_VOTER]"),
        ("NIT: 637.552.597-6", "NIT: [CO_NIT]"),
        ("CURP ABDB470821HDFZNU054 on file", "CURP [MX_CURP] on file"),
        ("national register number 65081335294", "national register number [BE_NRN]"),
        ("SSN: 28021430211", "SSN: [US_SSN]"),
        ("ssn=210004517038026005", "ssn=[US_SSN]"),
        ("personal_id=513 383 541", "personal_id=[NATIONAL_ID]"),
        ("License plate: 573681", "License plate: [LICENSE_PLATE]"),
        ("3530 1113 3330 0000 is mine", "[CARD] is mine"),
        ("4488594526698572293 is my card", "[CARD] is my card"),
        (r#"{"id_card": "310104195101196855"}"#, r#"{"id_card": "[CN_RESIDENT_ID]"}"#),
    ]);
    stay(&["ein 66-558233 Teil", "nit: 12 files", "vote 86452118 of them", "the ssn field has 28021430211 rows"]);
}

#[test]
fn numbers_of_firms_with_letters_and_words_of_more_states() {
    becomes(&[
        ("CNPJ 12.ABC.345/01DE-35", "CNPJ [BR_CNPJ]"),
        ("CNPJ: TB.JTG.QA4/IIDR-62", "CNPJ: [BR_CNPJ]"),
        ("cnpj=G4.H7K.L7I/N4AG-90&x=1", "cnpj=[BR_CNPJ]&x=1"),
        ("Carnet de identidad: 85080291981", "Carnet de identidad: [NATIONAL_ID]"),
        ("numéro BIS: 70220000171", "numéro BIS: [BE_NRN]"),
        ("الرقم الضريبي: 331-655-238", "الرقم الضريبي: [TAX_ID]"),
        ("my Aadhaar VID is 2341234143417341", "my Aadhaar VID is [IN_AADHAAR]"),
        ("zip: 60530-50400", "zip: [POSTAL_CODE]"),
        // Accounts of few figures.
        ("pay LV79NDEAZBOOWO7SA3ZIK, please", "pay [IBAN], please"),
        ("IBAN: MD98 AGZH CWZ3 DKCN LFFO DRIN", "IBAN: [IBAN]"),
        ("iban=LV53 HABA FO0B LIQJ 68KD I&x=1", "iban=[IBAN]&x=1"),
        ("+442071838750;ext=123", "[PHONE]"),
        ("call 212-555-0123 extension 12 now", "call [PHONE] now"),
    ]);
    stay(&[
        "release 12.ABC.345/01DE-35",
        "vid 2341234143417341",
        "pay LV78NDEAZBOOWO7SA3ZIK, please",
        "build LV79NDEAZBOOWO7SA3ZIKX is out",
        "zip: 60530-504001",
        "the extension 12 of 4 files; ext=12",
    ]);
}

#[test]
fn papers_in_the_words_of_their_states() {
    becomes(&[
        ("RG: 12.345.678-9 SSP/SP", "RG: [NATIONAL_ID] SSP/SP"),
        ("carteira de identidade nº 12.345.678-X", "carteira de identidade nº [NATIONAL_ID]"),
        ("NIC 843432775V", "NIC [NATIONAL_ID]"),
        ("NIC: 199519502757", "NIC: [NATIONAL_ID]"),
        ("personnummer: 811228 - 9874", "personnummer: [SE_PERSONNUMMER]"),
        ("kimlik no 100 000 001 46", "kimlik no [TR_NATIONAL_ID]"),
        ("cod. fisc.: rssmra85t10a562s", "cod. fisc.: [IT_FISCAL_CODE]"),
    ]);
    stay(&["rg 12345678 src/", "rg 13.0.0 is out", "NIC 82599 at eth0, NIC 000000000000"]);
}
