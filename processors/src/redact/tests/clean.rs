//! Clean text of kinds that have many figures or names of code, and beside each kind what has to be found all the same.

use super::{RedactEngine, becomes, stay};

#[test]
fn rows_of_dumps_hold_no_numbers() {
    stay(&[
        "00000010: 0017 3800 0000 4111 1111 1111 1111 0a0d  ..8.A...........\n",
        "00000020: 7467 6574 6e75 6d00 4243 0074 7075 7473  tgetnum.BC.tputs\n00000030: 0074 6765 7473 0055 5000 6e6c 5f6c 0a00  .tgets.UP.nl_l..\n",
        "0000c930  00 00 00 00 0f 85 9e 00  00 00 8b 05 28 68 01 00  |............(h..|\n0000c940  05 28 68 01 00 cc 00 00  00 00 00 00 00 00 00 00  |.(h.............|\n",
        "0037340 ff7a f228 f875 b443 9785 80d5 a9e5 6a31\n0037360 5706 0123 4567 0890 0000 0008 0000 0000\n",
        "0074060 1608 0031 0000 0000 4858 0037 0000 0000\n0074100 0008 0000 0000 0000 5454 0038 0031 0000\n",
        "  3338b:\t05 01 01 00 00       \tadd    $0x101,%eax\n  33390:\t48 8b 05 42 18 10 00 \tmov    0x101842(%rip),%rax\n",
        "\t0x0000:  4500 003c 1c46 4000 4006 b1e6 c0a8 0068\n\t0x0010:  c0a8 0001 0123 4567 0890 0012 5018 00e5\n",
    ]);
    becomes(&[
        ("0612: 06 98 34 56 78\n", "0612: [PHONE]\n"),
        ("Phone\n0221 998 12 34\n", "Phone\n[PHONE]\n"),
        ("1001 4111 1111 1111 1111\n", "1001 [CARD]\n"),
        ("fade: 030 12 34 56 78\n", "fade: [PHONE]\n"),
        ("00000010: ssn 219-09-9999\n", "00000010: ssn [US_SSN]\n"),
    ]);
}

#[test]
fn fractions_and_terms_are_no_telephone_numbers() {
    stay(&[
        "<path d=\"m7.9-.0155 15.524-7.49 15.58c.0969 .2664-.219l1.02.0312 39.5938\"/>",
        "[-0.002, -1.153, +2.1111346190]",
        "<latitude>+48.162899</latitude>",
        "from -90.000000 to +90.000000. Positive",
        "n*(n/20922789888e3-1/87178291200)+1/479001600)-1/3628800)+1/40320)-1/720)",
        "NGC2099   67 05 52 16.6 +32 34 45.6 12.38 11.12",
        "times[2] = \"+10594-01-01\"",
        "ASK  HHZ NS00  IAML      0345 36.690   12.9",
        "\"America/Montevideo|LMT -04 -03 -0330 -0230 -02 -0130\"",
        "Physica A 388 (2009) 764-774.",
        "y(4)g(20)349 4499 y(5)g",
        "[.417A.0026.0002.9675]",
        "{\"iata\": \"SMS\", \"lon\": \"49.816666\"}",
        "coef = -.4906619460083532*n",
        "Chrome/80.0.3987.162 Mobile Safari/537.36",
        ".mobile-pull-66 { left: 66.66667%; }",
        "(ex: `/008/009/637/2472/1.jpg`)",
        "N registered ; B 41 -18 719 666 ;",
        "N registered ; B 83 0 783 700 ;",
    ]);
    becomes(&[
        ("call +48.221234567 now", "call [PHONE] now"),
        ("Tel. +33 1.23.45.67.89", "Tel. [PHONE]"),
        ("+44 (0)20 7946 0958", "[PHONE]"),
        ("(+44) 20 7946 0958", "[PHONE]"),
        ("phone 0221 -998 12 34", "phone [PHONE]"),
        ("Tel(020) 7946 0958", "Tel[PHONE]"),
        ("\"mobile\": \"555.1234567\"", "\"mobile\": \"[PHONE]\""),
        ("card.4111111111111111", "card.[CARD]"),
        ("021.623.919.162 mobile", "[PHONE] mobile"),
        ("dial 0 41 522 18 90", "dial [PHONE]"),
        ("registered on 41 522 18 90", "registered on [PHONE]"),
    ]);
}

#[test]
fn files_are_born_to_the_nanosecond() {
    stay(&["Change: 2026-01-02 03:04:05.678901234 +0000\n Birth: 2026-01-02 03:04:05.678901234 +0000\n"]);
    becomes(&[
        ("Birth: 1984-03-12\n", "Birth: [DATE_OF_BIRTH]\n"),
        ("Birth: 1984-03-12 00:00:00\n", "Birth: [DATE_OF_BIRTH] 00:00:00\n"),
        ("dob: 1984-03-12 00:00:00.000\n", "dob: [DATE_OF_BIRTH] 00:00:00.000\n"),
    ]);
}

#[test]
fn headings_and_blocks_of_makers_are_no_addresses() {
    stay(&[
        "<h3>24.6.4.1. Text colors</h3>",
        "// 22.2.1.5 - Template class codecvt",
        "CC:4F:5C:80:00:00/28\tExample\tExample Labs",
        "8C:1F:64:39:A0:00/36\tExample",
    ]);
    becomes(&[
        ("10.6.4.1. The server", "[IP_ADDRESS]. The server"),
        ("ping 24.6.4.1. Then wait", "ping [IP_ADDRESS]. Then wait"),
        ("24.6.4.1 - - [01/Feb/2026", "[IP_ADDRESS] - - [01/Feb/2026"),
        ("link CC:4F:5C:80:00:01", "link [MAC_ADDRESS]"),
        ("CC:4F:5C:80:12:00/28", "[MAC_ADDRESS]/28"),
    ]);
}

#[test]
fn names_of_modules_and_tests_are_no_secrets() {
    stay(&[
        "from kubernetes.client.models.v1beta1_lease_candidate_list import V1beta1LeaseCandidateList",
        "pulumi import aws:s3/accountPublicAccessBlock:AccountPublicAccessBlock x 1",
        "static __pulumiType = 'aws:pinpoint/smsvoice2ResourcePolicy:Smsvoice2ResourcePolicy';",
        "option java_package = \"com.google.api.servicemanagement.v1\";",
        "join(GeminiModelInfo.get_api_base(api_base), \"v1beta/interactions\")",
        "{\"Action\":\"pass\",\"Test\":\"TestOutputWithSubtest/sub_test2/sub2\"}",
        "github.com/binance-chain/ledger-cosmos-go,v0.9.9,h1:8mAtw1Tp/BhhTrsXmXM60H1fihcvcKLfo2ZSxShaXKw=,f6",
        "- chore: update README (dc76443a502c25ce98258cea3f25fd78a22cb2a8)",
        "pulumi import aws:route53/hostedZoneDnsSec:HostedZoneDnsSec x 1",
        "Conffiles:\n /etc/example.d/README ad6182d0b838d9d8f39219a37b88b24d\nDescription: x",
        "example/lexer.py,sha256=-00tc-VTkFaHkkFV5bvznuvKUeCD5xfWmS4Rqi1nq8E,2748",
        "types = [\"Cookies\", \"CookieFunction\", \"CoordinateBoundingBox\", \"Cone\"]",
    ]);
    becomes(&[
        ("readme token: ad6182d0b838d9d8f39219a37b88b24d", "readme token: [SECRET]"),
        ("travis_token splendid21RANDOMCONTENT_token", "travis_token [SECRET]"),
        ("readme key (dc76443a502c25ce98258cea3f25fd78a22cb2a8)", "readme key ([SECRET])"),
        ("google api key Kd83Hs02Mv7Qz51Xn6TbRw4Y", "google api key [SECRET]"),
        ("okta 00tcRVTkFaHkkFV5bvznuvKUeCD5xfWmS4Rqi1nq8E", "okta [SECRET]"),
        ("f(\"password\", \"CorrectHorseBatteryStaple\")", "f(\"password\", \"[SECRET]\")"),
    ]);
}

#[test]
fn members_and_names_beside_a_key_are_no_secrets() {
    stay(&[
        "resourceInputs[\"kmsEncryptionKey\"] = args?.kmsEncryptionKey;",
        "resourceInputs[\"bgpAuthKey\"] = state?.bgpAuthKey;",
        "input.password = !!options.password;",
        "client_secret:t.client_secret??null,scopes:1",
        "fetch(t,{credentials:\"same-origin\"})",
        "aws_secret_key: @SECRET_KEY\npassword: @PASSWORD\n",
        "\"labelColor\": \"#c6c6c6\"",
        "a new option -N/--no-fuzzy-matching that inhibits the search",
        "syn keyword x SERVER_PASSWORD TRACE_UNIQUE MY_WALLET",
        "syn keyword y n4chgpassword n4detach n4dirattrget",
        "-H \"Authorization: AWS4-HMAC-SHA256 Credential=$aws_access_key_id/$date/$region/s3/aws4_request,SignedHeaders=host,Signature=$signature\"",
        "<em>[protocol://][user[:password]@]proxyhost[:port]</em>",
    ]);
    let json = "{\"mark\": {\"labelColor\": \"#7F7F7F\", \"labelFont\": \"Tahoma-9\"}}";
    assert_eq!(RedactEngine::default().redact_text(json, true), None);
    becomes(&[
        ("password = options.Xk39fTq2\n", "password = [SECRET]\n"),
        ("password: @Passw0rd9\n", "password: [SECRET]\n"),
        ("db password hunter_22x", "db password [SECRET]"),
        ("its password is correct_Horse1", "its password is [SECRET]"),
        ("--db-password that7one", "--db-password [SECRET]"),
        ("http://me:pa[ss7word@example.com/", "http://[URL_CREDENTIALS]/"),
    ]);
}

#[test]
fn passwords_and_numbers_that_look_like_names_and_dumps_go() {
    becomes(&[
        ("password correct_horse_battery", "password [SECRET]"),
        ("set password hunter_blue_horse", "set password [SECRET]"),
        ("SERVER_PASSWORD hunter_blue", "SERVER_PASSWORD [SECRET]"),
        ("mypassword myhunter22", "mypassword [SECRET]"),
        ("4111 1111 1111 1111 abcd", "[CARD] abcd"),
        ("+49.30 1234.567", "[PHONE]"),
        ("call\n1:\t06 98 76 54 32\n", "call\n1:\t[PHONE]\n"),
        ("postgres://[ab:Hunter22x@host/db", "postgres://[URL_CREDENTIALS]@host/db"),
        ("password=@MYPASSWORD", "password=[SECRET]"),
    ]);
    stay(&[
        "00000010: 4111 1111 1111 abcd 4111 1111 1111 1111  A...............",
        "   0:\t48 89 05 12 34                   \tmov x",
    ]);
}

#[test]
fn numbers_of_tables_are_no_cards() {
    stay(&[
        "5226 5259 5293 5326 5360 5394 5428 5462 5496 5531\n  5565 5600 5635 5670 5705 5740 5775 5810 5846 5882\n",
        "5531 5496 5462 5428 5394",
        "\"M.1 2c.257.1309-.3593.7024.4453.3593.7023.2284.2558-.1302.3585\"",
        " Hash Join on card_x  (cost=5385.17..523510.40 rows=03809 width=535)",
        " policy-card | 160 | 35378223252.02",
        "[- .4444444444444448, 0.119998784429451]",
        "[.4301.0020.0011.0001] # LETTER",
        "13L 8 3521 3456 240 133 133 950 5042 2663 2663 2240 2240 2081 2081 966",
        "{\"etag\": \"\\\"4285508756403788\\\"\", \"kind\": \"event\"}",
        "\"etag\": \"4285508756403788\"",
    ]);
    assert_eq!(RedactEngine::default().redact_text("{\"etag\": \"4285508756403788\"}", true), None);
    becomes(&[
        ("4111 1111 1111 1111 5500 0000 0000 0004", "[CARD] [CARD]"),
        ("1001 4111 1111 1111 1111 0429", "1001 [CARD] 0429"),
        ("1001 2002 3003 4111 1111 1111 1111", "1001 2002 3003 [CARD]"),
        (
            "4111 1111 1111 1111 5500 0000 0000 0004 4000 0566 5566 5556 4242 4242 4242 4242",
            "[CARD] [CARD] [CARD] [CARD]",
        ),
        ("cards: 5428 5462 5496 5531", "cards: [CARD]"),
        ("card 4111.1111.1111.1111", "card [CARD]"),
        ("17 2 4111 1111 1111 1111 12 26", "17 2 [CARD] 12 26"),
        ("paid with .4111 1111 1111 1111", "paid with .[CARD]"),
        ("{\"tag\": \"4285508756403788\"}", "{\"tag\": \"[CARD]\"}"),
    ]);
}

#[test]
fn decimals_and_numbers_of_goods_are_no_telephone_numbers() {
    stay(&[
        "cell;voltage\n4892.16310;3.3\n4305.859;3.1\n",
        "tel;signal;count\n8.6412E+79;2.1352E+21;04804\n",
        " Seq Scan on phone_schema  (cost=922.32..381330.93 rows=20051 width=648)",
        "NDC 09245-8964-58",
        "NDC: 0071-0155-23",
        "PZN 0271-555-2310",
        "Art.-Nr. 418-282-4612, hose 25 m",
        "Bestell-Nr. 05.1630.9540",
        "Cat. No. 0681 602 730",
    ]);
    becomes(&[
        ("cell;voltage\n555.1234567;3.3\n5555.1234;3.1\n", "cell;voltage\n[PHONE];3.3\n[PHONE];3.1\n"),
        ("cell 0171.555.23.10", "cell [PHONE]"),
        ("mobile 98765.43210", "mobile [PHONE]"),
        ("tel;signal\n+41 44 668 18 00;2\n", "tel;signal\n[PHONE];2\n"),
        ("Art.-Nr. 12, Tel.-Nr. 0681 602 730", "Art.-Nr. 12, Tel.-Nr. [PHONE]"),
        ("Nr. 0681 602 730", "Nr. [PHONE]"),
        ("NDC desk, phone 0271-555-2310", "NDC desk, phone [PHONE]"),
        ("phone (cost=1): 415-555-0132", "phone (cost=1): [PHONE]"),
    ]);
}

#[test]
fn codes_and_words_are_no_accounts() {
    stay(&[
        "Flight SO249 NRT-LHR dep 10:39 arr 05:10+1",
        "C5 A8 21 2A BE 8D CF D6 65 D7 93 F3 95 90 8E 96 75 1F A9",
        "[17.2.5.4. Citation Structures]",
    ]);
    becomes(&[
        ("GB29 NWBK 6016 1331 9268 19", "[IBAN]"),
        ("GB29 nwbk 6016 1331 9268 19", "[IBAN]"),
        ("DE89 3704 0044 0532 0130 00 was paid", "[IBAN] was paid"),
        ("CF RSSMRA85T10A562S", "CF [IT_FISCAL_CODE]"),
        ("[17.2.5.4] connected", "[[IP_ADDRESS]] connected"),
        ("CUSIP 037833100 maturity 12/07/1990", "CUSIP [SECURITY_ID] maturity 12/07/1990"),
    ]);
}

#[test]
fn versions_behind_names_of_secrets_are_none() {
    stay(&[
        "chore: bump random-password from 2.1.0 to 2.2.1-rc.1 (#33)",
        "django-secret==1.2.3rc1 \\\n",
        "pytest-password==3.34.55.post1\n",
        "image: registry.example.com/api-token:1.12.0-rc.2",
        "Image: registry.example.com/reset-password:21.14.4-SNAPSHOT\n",
        "registry.example.com/reset-password   24.1.26-rc.5   cb2653d63bee",
        "example.com/x/go-password v0.0.0-20240319091100-3f5f8ce5895e h1:abc=\n",
        "holder=\"grafana-fbnjmzxcq8-rm7mg_eaa5e9ed-d94d-eae1-af4e-bea191f1c54c\" err",
    ]);
    becomes(&[
        ("password changed from 2.1.0-Xk39 to 2.2.1-Qz71\n", "password changed from [SECRET] to [SECRET]\n"),
        ("password==Kq7vZ2m9.xPw4\n", "password==[SECRET]\n"),
        ("api-token:Kd83Hs02Mv7Qz51Xn6Tb", "api-token:[SECRET]"),
        ("the password 24.1.26-Sunshine", "the password [SECRET]"),
        ("grafana glsa_fbnjmzxcq8rm7mgeaa5e9edd94deae1_af4ebea1", "grafana [SECRET]"),
        ("password: 1.2.3-x", "password: [SECRET]"),
    ]);
}

#[test]
fn names_of_resources_symbols_and_tables_are_no_secrets() {
    stay(&[
        "  + resource \"random_password\" \"routing_batch\" {\n      + arn = (known after apply)",
        "resource \"random_password\" \"db_main1\" {\n",
        "module.db.random_password.member[\"db-password\"]: Creation complete after 0s [id=none]",
        "  10: 79b6d53fcdda - tokenizers::processors::token::h548d8b2e51bfed1e\n  at /rustc",
        "   3: reqwest::tls::load_key::h74071517db9ea422\n",
        "    #1 0xe37288c9a215 in check_password /src/login/auth_core.c:352:46\n",
        "CREATE INDEX idx_reset_password ON password_resets (email, phone);",
        "$ fetch -u http://blog.example.org/2016/12/example-360-is-now-available.html",
        "wget -u https://example.com/a/b-c-1.html",
    ]);
    becomes(&[
        ("\"db_password\" \"Kq7vZ2m9xPw4\"", "\"db_password\" \"[SECRET]\""),
        ("config[\"db-password\"]: Sunshine9!", "config[\"db-password\"]: [SECRET]"),
        ("config[\"db-password\"] = 'Sunshine'", "config[\"db-password\"] = '[SECRET]'"),
        ("token::4f9a8b7c6d5e4f3a2b1c", "token::[SECRET]"),
        ("the password on server1 is Kq7vZ2m9xPw4", "the password on server1 is [SECRET]"),
        ("password /Kq7vZ2m9/xPw4", "password [SECRET]"),
        ("my password /Kq7vZ2m9/xPw4:12", "my password [SECRET]"),
        ("\"admin_password\" \"Kq7vZ2m9xPw4\" {", "\"admin_password\" \"[SECRET]\" {"),
        ("curl -u ann:Kq7vZ2m9xPw4 https://example.com", "curl -u ann:[SECRET] https://example.com"),
        ("wget -u http:Kq7vZ2m9xPw4 https://example.com", "wget -u http:[SECRET] https://example.com"),
    ]);
}

#[test]
fn members_of_grammars_and_tables_are_no_people() {
    let kept = [
        r#"{"type": "SEQ", "members": [{"type": "FIELD", "name": "length", "content": {"type": "SYMBOL", "name": "expression"}}]}"#,
        r#"{"members": [{"name": "id", "type": "INTEGER"}, {"name": "owner_id", "type": "BIGINT"}]}"#,
    ];
    for text in kept {
        assert_eq!(RedactEngine::default().redact_text(text, true), None, "{text}");
    }
    let people = [
        r#"{"members": [{"name": "alice"}]}"#,
        r#"{"members": [{"type": "ADMIN", "name": "alice"}]}"#,
        r#"{"members": [{"type": "FIELD", "name": "Alice Weber"}]}"#,
        r#"{"users": [{"name": "alice", "role": "admin"}]}"#,
        r#"{"customer": {"type": "private", "name": "alice"}}"#,
    ];
    for text in people {
        let new = RedactEngine::default().redact_text(text, true).unwrap_or_default();
        assert!(new.contains("[PERSON]"), "{text}");
    }
}

#[test]
fn repositories_and_limits_are_no_people_and_places() {
    let kept = [
        r#"{"repository": {"id": 241892750, "full_name": "acme/model-name"}}"#,
        r#"{"fullName": "rust-lang/cargo"}"#,
        r#"{"symbol": "ACME", "marketCap": 1449893212, "market_cap": 14498, "hard_cap": "20000"}"#,
    ];
    for text in kept {
        assert_eq!(RedactEngine::default().redact_text(text, true), None, "{text}");
    }
    stay(&["    initial_cap: 20000\n    name: x", "marketCap=14498 ok"]);
    let found = [
        r#"{"full_name": "Ada Lovelace"}"#,
        r#"{"full_name": "Ada Lovelace/Byron"}"#,
        r#"{"repository": {"owner": {"full_name": "Ada"}}}"#,
        r#"{"cap": "20121"}"#,
        r#"{"billing_cap": "20121"}"#,
        r#"{"codiceCap": "20121"}"#,
    ];
    for text in found {
        assert!(RedactEngine::default().redact_text(text, true).is_some(), "{text}");
    }
    becomes(&[("CAP: 20121\n", "CAP: [POSTAL_CODE]\n"), ("cap: 20121\n", "cap: [POSTAL_CODE]\n")]);
}

#[test]
fn keys_of_interfaces_name_no_numbers_of_people() {
    let kept = [
        r#"{"CF": 4829767, "KP": 25778816, "TC": 38717, "NE": 1961504, "RC": "4127380", "KT": 4127380}"#,
        r#"{"CF-RAY": "8a1b2c3d4e5f6789-FRA", "cf-cache-status": "HIT-20138"}"#,
        r#"{"provider_id": "3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", "providerId": "AB12345"}"#,
        r#"{"payment_method_id": "3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", "payment_reference": "AB12345"}"#,
        r#"{"payments": 4127380, "creditBalance": 4305.8591, "num_cards": 1449893212, "card_type": 20138}"#,
        r#"{"callback_id": "3f2b8a5e-9a4d-4a7c-8b8e-1c2d3e4f5a6b", "cell_count": 1449893212, "cell_offset": 4127380}"#,
        r#"{"expirationDate": "2024-05-01", "offerExpiry": "2024-05-01", "expiryTime": 20138}"#,
        r#"{"PasswordLastUsed": "2024-05-01T10:11:12Z", "exchange_rate": "2024-05-01T10:11:12.123456Z"}"#,
    ];
    for text in kept {
        assert_eq!(RedactEngine::default().redact_text(text, true), None, "{text}");
    }
    let found = [
        r#"{"CF": "RSSMRA85T10A562S"}"#,
        r#"{"cf": "RSSMRA85T10A562"}"#,
        r#"{"npi": "1234567890"}"#,
        r#"{"card": "4111 1111 1111 1112"}"#,
        r#"{"payment_card": "411111111111111"}"#,
        r#"{"phone": "4127380"}"#,
        r#"{"cell": "1449893212"}"#,
        r#"{"phone_type": "+41 44 668 18 00"}"#,
        r#"{"card_type": "4111111111111111"}"#,
        r#"{"card_expiry": "2027-04-30"}"#,
        r#"{"expiry": "04/27"}"#,
        r#"{"password": "2024-05-01"}"#,
        r#"{"routing_number": "02100002"}"#,
    ];
    for text in found {
        assert!(RedactEngine::default().redact_text(text, true).is_some(), "{text}");
    }
}

#[test]
fn bytes_of_programs_and_ranges_are_no_telephone_numbers() {
    stay(&[
        "r_symbolnum=_foo\n * 48 8d 05 56 00 00 00\n * 8B 05 04 00 00 00\n",
        "Messages from 1000-1199 are bi-directional.",
    ]);
    becomes(&[
        ("appelle de 05 56 12 34 56", "appelle de [PHONE]"),
        ("appartement 8B, 05 56 12 34 56", "appartement 8B, [PHONE]"),
        ("phone: 2300-2399", "phone: [PHONE]"),
        ("phone: 1200-1299", "phone: [PHONE]"),
        ("Tel 2200-2299", "Tel [PHONE]"),
        ("Tel. 3c 05 56 12 34 56", "Tel. 3c [PHONE]"),
        ("Tel: 22500000", "Tel: [PHONE]"),
        ("phone: 2300000", "phone: [PHONE]"),
        ("mobile: 91200000", "mobile: [PHONE]"),
        ("phone=22500000", "phone=[PHONE]"),
        ("phone = 22500000;", "phone = [PHONE];"),
        ("Fax: 2500000", "Fax: [PHONE]"),
        ("my phone 3000000", "my phone [PHONE]"),
        ("tel 6200000", "tel [PHONE]"),
        ("mi teléfono es 8700000", "mi teléfono es [PHONE]"),
    ]);
}

#[test]
fn offsets_in_columns_that_blanks_align_are_no_cards() {
    stay(&[
        "g         orders    0  4539148803436467  4539148803436490  23  consumer-1",
        "g         orders    0  4539148803436467  4539148803436467  0  consumer-1",
        "GROUP  TOPIC   PARTITION  OFFSET            LAG\nbill   orders  0          4111111111111111  8\nbill   orders  1          4111111111111129  3\nbill   orders  2          4539148803436490  1\nbill   orders  3          4539148803436499  1\n",
    ]);
    becomes(&[
        ("4111111111111111  4111111111111111", "[CARD]  [CARD]"),
        ("Primary           Backup\n4539148803436467  4539148803436467", "Primary           Backup\n[CARD]  [CARD]"),
        ("Jane Roe   4111111111111111  4111111111111129  valid", "Jane Roe   [CARD]  [CARD]  valid"),
        ("Alice  4111111111111111  4111111111119999", "Alice  [CARD]  [CARD]"),
        ("bob    orders    4539148803436467    23", "bob    orders    [CARD]    23"),
        ("paid by card 4539148803436467  4539148803436467", "paid by card [CARD]  [CARD]"),
    ]);
}
