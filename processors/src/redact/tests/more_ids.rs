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
