//! Identifiers told by words in many languages, and numbers that have their form and are none.

use super::redact;

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

#[track_caller]
fn stay(texts: &[&str]) {
    for text in texts {
        assert_eq!(redact(text), *text);
    }
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
