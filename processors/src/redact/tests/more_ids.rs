//! Identifiers told by words in many languages, and numbers that have their form and are none.

use super::{becomes, redact, stay};

#[track_caller]
fn become_one(texts: &[&str], kind: &str) {
    let mark = format!("[{kind}]");
    for text in texts {
        let (text, value) = (text.replace(['«', '»'], ""), inner(text));
        let want = text.replacen(&value, &mark, 1);
        assert_eq!(redact(&text), want);
        assert_eq!(redact(&want), want);
    }
}

/// What stands between `«` and `»`.
fn inner(text: &str) -> String {
    let from = text.find('«').unwrap() + '«'.len_utf8();
    text[from..text.find('»').unwrap()].to_owned()
}

/// One check digit in ten or twenty proves nothing of a number that a thing may have.
#[test]
fn numbers_of_things_are_none_of_people() {
    stay(&[
        "order 46836661J",
        "contract 00749827-G",
        "part 10.483.743-3",
        "batch 772409/5511",
        "ticket M1463712W",
        "revision 62806023L",
        "order_id= 820925-8592",
        "\"order\": 820925-8592",
        "item 721116/2992 was replaced",
        "Bestellnummer 46836661J",
        "see 46836661J in the log",
        "Build 6433435F finished",
        r#"{"sku": "96.031.017-9", "part": "S1234567D"}"#,
        r#"{"order_id": "46836661J"}"#,
    ]);
    become_one(&["RUT: «10.483.743-3»", r#"{"rut": "«96.031.017-9»"}"#], "CL_RUT");
    become_one(&["invoice for DNI «46836661J»", r#"{"dni": "«46836661J»"}"#], "ES_NIF");
    become_one(&["NRIC «S1234567D»"], "SG_NRIC_FIN");
}

#[test]
fn a_word_is_no_part_of_the_number_it_names() {
    stay(&["See RFC 2373 2.7 for details.", "See RFC 2616 14.9 on caching", "RFC 2119 3.4 and"]);
    become_one(&["RFC: «GODE561231GR8»", "su RFC «GODE 561231 GR9»"], "MX_RFC");
}

#[test]
fn figures_of_a_matrix_are_no_tax_numbers() {
    stay(&["matrix [990 77 9951; 912 70 1234]"]);
    become_one(&["ITIN «912 70 1234»", "filed as «912-70-1234» today"], "US_ITIN");
}

#[test]
fn addresses_of_wallets_of_many_chains() {
    for address in [
        "bc1p0xlxvlhemja6c4dqv22uapctqupfhlxm9h8z3k2e72q4k9hcz7vqzk5jj0",
        "bc1quauvt7txunf9zeu2qyrzv0pa5uvwjlq929ngy5",
        "BC1QNVGFRFDCXMCTP3XG8FJGCKYVQHF70YKL6WEYT7",
        "ltc1qw508d6qejxtdg4y5r3zarvary0c5xw7kgmn4n9",
        "TR7NHqjeKQxGTCi8q8ZY4pL8otSzgjLj6t",
        "rHb9CJAWyB4rj91VRWn96DkukG4bwdtyTh",
        "LVg2kJoFNg45Nbpy53h7Fe1wKyeXVRhMH9",
        "DH5yaieqoZN36fDVciNyRueRGvGLR3mr7L",
        "mipcBbFg9gMiCh81Kj8tqqdgoZub1ZJRfn",
        "t1VpYecBW4UudbGcy4ufh61eWxQCoFaUrPs",
        "tz1VSUr8wwNhLAzempoch5d6hLRiTh8Cjcjb",
        "addr1qx2fxv2umyhttkxyxp8x0dlpdt3k6cwng5pxj3jhsydzer3n0d3vllmyqwsx5wktcd8cc3sq835lu7drv2xwl2wywfgse35a3x",
        "cosmos1huydeevpz37sd9snkgul6070mstupukw00xkw9",
        "bitcoincash:qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "qpm2qsznhks23z7629mms6s4cwef74vcwvy22gdx6a",
        "GAAZI4TCR3TY5OJHCTJC2A4QSY6CJWJH5IAJTGKIN2ER7LBNVKOCCWN7",
    ] {
        for text in ["send it to «» today", "{\"to\": \"«»\"}", "payout=«»", "to («»)."] {
            become_one(&[&text.replace("«»", &format!("«{address}»"))], "CRYPTO");
        }
    }
    become_one(
        &[
            "Solana wallet: «7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU»",
            r#"{"solana_address": "«7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU»"}"#,
            r#"{"wallet_address": "«0xde709f2102306220921060314715629080e2fb77»"}"#,
            r#"{"eth_address": "«0xde709f2102306220921060314715629080e2fb77»"}"#,
            "WALLET_ADDRESS=«0xde709f2102306220921060314715629080e2fb77»",
        ],
        "CRYPTO",
    );
    stay(&[
        "commit 7xKXtg2CW87d97TXJSDpbD5jBkheTqA83TZRuJosgAsU",
        "bc1quauvt7txunf9zeu2qyrzv0pa5uvwjlq929ngy6 is damaged",
        "0xde709f2102306220921060314715629080e2fb77",
    ]);
}

/// Each of a type of any form, so that only the value counts.
#[track_caller]
fn go(texts: &[&str]) {
    let left: Vec<_> = texts
        .iter()
        .map(|text| (text.replace(['«', '»'], ""), inner(text)))
        .map(|(text, value)| (redact(&text), text, value))
        .filter(|(out, text, value)| {
            let parts: Vec<_> = text.split(value.as_str()).collect();
            let whole = out.starts_with(parts[0]) && out.ends_with(parts[1]) && redact(out) == *out;
            !whole || out.contains(value.as_str()) || out.matches('[').count() != text.matches('[').count() + 1
        })
        .collect();
    assert!(left.is_empty(), "{left:#?}");
}

#[test]
fn tax_numbers_beside_their_word() {
    go(&[
        r#"{"vat_number": "«BE0697449992»"}"#,
        r#"{"tax_number": "«0697449992»"}"#,
        "VAT: «GB980780684»",
        "our VAT «GB 980 7806 84» is",
        "VAT: «980 7806 84»",
        "numéro de TVA «FR61954506077»",
        "BTW: «NL004495445B01»",
        "NIP «PL8567346215»",
        "NIP: «PL 8567346215»",
        "OIB: «HR 33392005961»",
        "NIF: «PT 501 964 843»",
        "Partita IVA: «IT 00743110157»",
        "VAT: «CHE-107.787.577 IVA»",
        "NPWP: «01.312.166.0-091.000»",
        "KRA PIN: «P051365947M»",
        "RNC: «1-01-85004-3»",
        "RIF «V-11470283-4»",
        "mã số thuế: «0100233488»",
        "RUC: «80028061-0»",
        "RUT: «21-100342-001-7»",
        "CUI: «185 472 90»",
        "CVR «13585628»",
        "Y-tunnus: «2077474-0»",
        "DIČ: «25123891»",
        "VKN «4540536920»",
        "ОГРН: «1022200525819»",
        "ЄДРПОУ «32855961»",
        "УНП: «200988541»",
        "ПИБ «101134702»",
        "统一社会信用代码: «91110000600037341L»",
        "法人番号: «5-8356-7825-6246»",
        "PTIN «P-00634642»",
        "SIRET «732 829 320 00074»",
        "NIPT: «AL J 91402501 L»",
    ]);
    stay(&[
        "VAT 20%, total 1234.56",
        "VAT: 1234.56 EUR",
        "the VAT amount is 20000000",
        "order GB 980 7806 84",
        "NIT picking 123456789",
        "uid: 123456789012",
        "UID 1234567890 is running",
        "GB 980 7806 84",
    ]);
}

#[test]
fn numbers_by_their_names_in_full() {
    go(&[
        "Seguridad Social: «281234567841»",
        "n° de sécurité sociale: «2 95 10 99 126 111 94»",
        "Krankenversichertennummer: «A123456781»",
        "IdNr: «36574261808»",
        "ИНН: «123456789048»",
        "תעודת זהות: «039337424»",
        "ת\"ז: «039337423»",
        "ת.ז. «039337424»",
        "证件号码: «360426199101010072»",
        "ID card number: «360426199101010072»",
        "documento nacional de identidad: «54362315L»",
        "Nationalregisternummer «85.07.30-033.29»",
        "numer identyfikacji podatkowej: «856-734-62-16»",
        "SV-Nummer: «1237 020180»",
        "страховой номер: «112-233-445 96»",
        "cadastro de pessoa física «390.533.447-06»",
        "единен граждански номер: «8032056031»",
        "numéro d'assurance sociale: «123-456-782»",
        "αριθμός φορολογικού μητρώου: «094259216»",
        "идентификационный номер налогоплательщика «123456789048»",
        "ідентифікаційний код: «1759013776»",
        "matični broj «0101006500007»",
        "ЕМБГ: «0101006500006»",
        "رقم قومي: «29001011234567»",
        "SA ID «7503305044089»",
        "Reisepassnummer: «C01X00T478»",
        "IC No: «S1234567E»",
        "NI no «DB 12 34 56 C»",
        "RUN: «12.531.909-2»",
    ]);
    become_one(&["My ID number is «8001015009087»"], "ZA_ID_NUMBER");
}

#[test]
fn insurance_and_records_of_any_form() {
    go(&[
        "Member ID: «HPN12345A9»",
        "Subscriber ID «HPN12345A9» belongs to the patient",
        "member number «ZX-987654321»",
        "Policy number: «POL-88213345»",
        r#"{"policy_number":"«W209811234»"}"#,
        r#"{"insurance_number":"«W209811234»"}"#,
        "Group number «0098765»",
        "MRN: «E-1029384»",
        "MRN: «MRN-4482910»",
        "Medical record number: «887-66-1»",
        "Prior authorization number: «987654321»",
        "Claim number: «1234567890123» was paid",
        "Prescription number «RX789456123»",
        "Medicaid ID «AB12345C»",
    ]);
    stay(&[
        "group id 12345678",
        "member count: 1234567",
        "policy: DENY-12345678",
        "pub const PHN_SETREG: u32 = 1074294790;",
    ]);
}

#[test]
fn passports_licences_and_accounts_in_many_languages() {
    go(&[
        "prawo jazdy: «12345/06/1234»",
        "kørekort «12345678»",
        "řidičský průkaz: «EH 123456»",
        "permis de conducere «B00123456C»",
        "водительское удостоверение: «77 14 123456»",
        "ehliyet no «123456»",
        "DL No: «MH1220110012345»",
        "carta de condução «L-1234567 8»",
        "άδεια οδήγησης: «123456789»",
        "護照號碼: «301234567»",
        "护照 «E12345678»",
        "여권번호: «M12345678»",
        "جواز السفر «A12345678»",
        "דרכון: «12345678»",
        "hộ chiếu «C1234567»",
        "číslo pasu: «12345678»",
        "pașaport «052345678»",
        "paspoortnummer «XR1001R58»",
        "загранпаспорт: «75 1234567»",
        "पासपोर्ट «J8369854»",
        "IFSC code: «HDFC0000123»",
        "BSB: «062-000»",
        "계좌번호 «110-234-567890»",
        "口座番号: «1234567»",
        "número de cuenta «2100 0418 45 0200051332»",
        "nr konta «61 1090 1014 0000 0712 1981 2874»",
        "NUBAN «0123456789»",
        "CBU: «2850590940090418135201»",
    ]);
    stay(&["le passage 12345678"]);
}

#[test]
fn hardware_addresses_without_separators() {
    become_one(
        &[
            r#"{"mac":"«001b44113ab7»"}"#,
            "mac_address=«001b44113ab7»",
            "MAC: «001B44113AB7»",
            "mac «441100113ab7» joined",
        ],
        "MAC_ADDRESS",
    );
    stay(&["commit 001b44113ab7", "the mac of 123456789012 packets", r#"{"machine":"001b44113ab7"}"#]);
}

#[test]
fn what_a_name_says_counts_more_than_one_check_digit() {
    become_one(&["Account Number: «2341-2341-2346»", r#"{"account_number": "«2341-2341-2346»"}"#], "BANK_ACCOUNT");
    become_one(&["Aadhaar: «2341-2341-2346»"], "IN_AADHAAR");
}

#[test]
fn codes_in_small_letters_behind_their_word() {
    become_one(&["codice fiscale «rccmnl83s18d969h»", "il codice fiscale «psamcu60b11a515y» è"], "IT_FISCAL_CODE");
    become_one(&["VIN «1hgcm82633a004352»"], "VIN");
    stay(&["the branch rccmnl83s18d969h", "psamcu60b11a515y", "id rccmnl83s18d969h"]);
}

#[test]
fn dates_of_birth_in_more_languages() {
    become_one(
        &[
            "ngày sinh: «03/04/1980»",
            "dátum narodenia «03.04.1980»",
            "data nașterii: «03.04.1980»",
            "tanggal lahir «03-04-1980»",
            "gimimo data: «03.04.1980»",
            "dzimšanas datums «03.04.1980»",
            "datum rođenja: «3.4.1980»",
            "nació el «3 de abril de 1980»",
            "rođen: «3. travnja 1980»",
            "дата народження: «3 квітня 1980»",
            "ημερομηνία γέννησης: «3 Απριλίου 1980»",
        ],
        "DATE_OF_BIRTH",
    );
    stay(&["построен 3 квітня 1980", "sinh 03.04.1980", "released 3. travnja 1980"]);
}

#[test]
fn codes_and_accounts_by_short_words() {
    becomes(&[
        ("CVV2: 553", "CVV2: [CARD_DETAIL]"),
        ("PAN=4111111111111111;CVV2=553", "PAN=[CARD];CVV2=[CARD_DETAIL]"),
        ("A/C No. 69614957612", "A/C No. [US_BANK_NUMBER]"),
        ("clave interbancaria: 032180000118359719", "clave interbancaria: [MX_CLABE]"),
        ("OTP for your transaction is 129026.", "OTP for your transaction is [SECRET]."),
        ("The verification code for your account is 129026", "The verification code for your account is [SECRET]"),
        ("door code: 6371", "door code: [SECRET]"),
    ]);
    stay(&[
        "the limit of OTP for retries is 3 attempts",
        "verification code for orders is 1290 lines long",
        "the code for the build is 129026.",
        "HOTP for x is 129026.",
        "exit code: 6371",
        "CVV2: see below",
        "DVV2: 553",
    ]);
}
