//! Secrets by their form: as vendors change it, in keys of keys, in whole keys. All values are made up.

use super::super::RedactEngine;

fn redact(text: &str) -> String {
    RedactEngine::default().redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

/// Letters of base64 in lines of 64.
fn lines(n: usize) -> String {
    let letters = "Kq7ZvmX2pa9LbT8c4wBdnD6eGf1hJ5KMF0r3QsYtUxWzRiEo/+".bytes().cycle();
    let text: Vec<u8> = letters.take(n).collect();
    let lines: Vec<&str> = text.chunks(64).map(|l| std::str::from_utf8(l).unwrap()).collect();
    lines.join("\n")
}

#[test]
fn values_behind_keys_in_keys() {
    for (text, secret) in [
        ("Server=db1;Options=chartmogul=k83s02v7q51x6t4y9j3f8a2u;Timeout=3", "k83s02v7q51x6t4y9j3f8a2u"),
        ("Options=findl=3f1c9b0a-7d42-4e86-9c1b-5a0e8d7f6c24;", "3f1c9b0a-7d42-4e86-9c1b-5a0e8d7f6c24"),
        ("auth0SECRET-Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3F", "Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3F"),
        ("8x8-access-key-Kd83Hs02Mv7Qz51Xn6TbRw4Y", "Kd83Hs02Mv7Qz51Xn6TbRw4Y"),
        ("ayrshareKEY-WQEKZTR-4KD83HS-02MV7QZ-51XN6TB", "WQEKZTR-4KD83HS-02MV7QZ-51XN6TB"),
        ("chartmogul: umKdgSvRkAjxhMRXtgPwiL", "umKdgSvRkAjxhMRXtgPwiL"),
    ] {
        assert!(!redact(text).contains(secret), "{}", redact(text));
    }
}

#[test]
fn letters_and_lengths_that_a_vendor_did_not_use_before() {
    for token in [
        "pplx-Kd83Hs02-Mv7Qz51Xn6TbRw4Y_cLp9Gj3Fe8Va2Uk1",
        "gsk_Kd83Hs02Mv7Qz51_Xn6TbRw4YcLp9Gj3F",
        "ghp_Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va_Uk1Hs02Mv7Qz51Xn",
        "ntn_482Kd83Hs02Mv7Qz51Xn-6TbRw4YcLp9Gj3Fe8Va2Uk1Hs02Mv",
        "rk_live_KdHSMvqzXnTbRWycLpGjFeVa",
        "sk_live_KdHSMvqzXnTbRWycLpGjFeVa",
    ] {
        let got = redact(&format!("it is {token} now"));
        assert!(got.starts_with("it is [") && got.ends_with("] now"), "{got}");
    }
    // Names of tests and of functions that begin alike.
    for text in
        ["hf_hub_download_with_token_and_cache", "npm_config_registry_of_scope", "figd_FigmaDocumentNodeBuilder"]
    {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn tokens_told_by_their_form() {
    for token in [
        "v4.local.Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2Uk1Hs02Mv7Qz51Xn6TbRw4Y".to_owned(),
        "k2.secret.Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2Uk1".to_owned(),
        "SUAB4KD7HS52MV3QZXN6TBRW4YCLPGJ5FE2VAUKWMXRQTHZ7OD3LNPYQEK".to_owned(),
        "MDU4NTI5Mzg0NzEyOkd8Hs02Mv7Qz51Xn6TbRw4YcLp9".to_owned(),
        "482915073:KdHs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2".to_owned(),
        "4b7e0d1f62a95c83be07f1426d9a5c38-1f62a95c-83be07f1".to_owned(),
        format!("MIIK2QIBAzCC{}", lines(240).replace('\n', "")),
        format!("MIIFNTBfBgkqhkiG9w0BBQ0w{}", lines(240).replace('\n', "")),
        "MDAxZ2xvY2F0aW9uIGh0dHBzOi8vd2VuZGEuZXhhbXBsZQowMDJmc2lnbmF0dXJlIEtkODNIczAyTXY3UXo1MVhuNlRi".to_owned(),
    ] {
        let got = redact(&format!("value = '{token}'"));
        assert!(got.starts_with("value = '[") && got.ends_with("]'"), "{got}");
    }
    let session = "AQkd83Hs02Mv7Qz51Xn6TbRw4Yc.Lp9Gj3Fe8Va2Uk1Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2Uk1_Hs02Mv7Qz51";
    assert!(!redact(&format!("sid 00Dd83Hs02Mv7Qz!{session}")).contains("Lp9Gj3"));
}

#[test]
fn addresses_that_are_secrets_themselves() {
    for (address, secret) in [
        ("https://hook.eu2.make.com/k83s02v7q51x6t4y9j3f8a2u", "k83s02v7q51x6t4y9j3f8a2u"),
        ("https://logs-01.loggly.com/inputs/3f1c9b0a-7d42-4e86-9c1b-5a0e8d7f6c24/tag/http", "7d42-4e86"),
        ("https://api.netlify.com/build_hooks/5f1c9b0a7d424e869c1b5a0e", "5f1c9b0a7d424e869c1b5a0e"),
    ] {
        assert!(!redact(address).contains(secret), "{}", redact(address));
    }
    let page = "https://docs.netlify.com/build_hooks/5f1c9b0a7d424e869c1b5a0e";
    assert_eq!(redact(page), page);
}

#[test]
fn whole_keys() {
    let hex: String =
        lines(512).bytes().filter(|b| *b != b'\n').map(|b| char::from(b"0123456789abcdef"[b as usize % 16])).collect();
    let openvpn = format!("-----BEGIN OpenVPN Static key V1-----\n{hex}\n-----END OpenVPN Static key V1-----");
    assert!(!redact(&openvpn).contains(&hex[100..140]));
    let d = "Kd83Hs02Mv7Qz51Xn6TbRw4YcLp9Gj3Fe8Va2Uk1_c";
    let n = "oRt7KmWq3ZxLb9Vy2NpHc5Jd8Fg4Ts6Au1Ew0QiYhB";
    for member in ["d", "p", "q", "dp", "dq", "qi", "k"] {
        let key = format!("{{\"kty\": \"RSA\", \"e\": \"AQAB\", \"n\": \"{n}\", \"{member}\": \"{d}\"}}");
        for text in [key.clone(), format!("the key {key} of the day"), format!("jwk:\n  - {key}\n")] {
            let got = redact(&text);
            assert!(!got.contains(d) && got.contains(n), "{got}");
        }
    }
    // A point on a curve is no key of the web.
    let point = format!("{{\"id\": \"a\", \"d\": \"{d}\"}}");
    assert_eq!(redact(&point), point);
}

fn document(text: &str) -> String {
    RedactEngine::default().redact_text(text, true).unwrap_or_else(|| text.to_owned())
}

#[test]
fn passwords_with_brackets() {
    for secret in ["a)b]c{d7", "p[4]ss{w0}rd", "z}9q]Q2x"] {
        for form in
            ["PASSWORD=@", "password: \"@\"", "'password' => '@',", "mysql --password='@'", "export DB_PASSWORD='@'"]
        {
            let text = form.replace('@', secret);
            assert!(!redact(&text).contains(secret), "{}", redact(&text));
        }
    }
    assert_eq!(redact("password = '(x9)yQ4k'"), "password = '[SECRET]'");
    for text in [
        "password = args[4]",
        "password=(u8)x1",
        "password = foo(bar1)",
        "password: \"{0}abc1\"",
        "password = '[a-z0-9]b1'",
        "pass=pw[i]{",
        "password: Vec<u8>",
        "password = items[0]['key']",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn members_of_secrets_and_outputs_that_are_hidden() {
    for (text, expected) in [
        (r#"{"credentials":{"db":"hunter2x9"}}"#, r#"{"credentials":{"db":"[SECRET]"}}"#),
        (
            r#"{"conn":{"value":"opensesame","type":"string","sensitive":true}}"#,
            r#"{"conn":{"value":"[SECRET]","type":"string","sensitive":true}}"#,
        ),
        (r#"{"conn":{"sensitive": true,"value":"opensesame"}}"#, r#"{"conn":{"sensitive": true,"value":"[SECRET]"}}"#),
    ] {
        assert_eq!(document(text), expected);
    }
    for text in [
        r#"{"credentials":{"region":"us-east-1","kind":"sha256rsa","version":"v2"}}"#,
        r#"{"conn":{"value":"opensesame","sensitive":false}}"#,
        r#"[{"value":"opensesame"},{"sensitive":true}]"#,
        r#"{"x":{"sensitive":true},"value":"opensesame"}"#,
    ] {
        assert_eq!(document(text), text);
    }
}

#[test]
fn names_that_are_removed_name_no_neighbour() {
    for text in [
        r#"{"first_name":"API_KEY","old":"123456","header":"DB_PASSWORD"}"#,
        r#"{"api_key":"DB_PASSWORD","new":"123456","name":"DB_PASSWORD"}"#,
        r#"{"api\u005fkey":"aaaaaaaaaaaaaaa1\"q","oldValue":"QUJDREVG","newValue":"QUJDREVGR0hJSktMTU5P"}"#,
        r#"{"key":"ask 415-555-0132","oldValue":"5550132344","newValue":"5550132345"}"#,
    ] {
        let once = document(text);
        assert_eq!(document(&once), once);
    }
}

#[test]
fn values_of_commands_and_servers() {
    for (text, expected) in [
        ("curl -uann:hunter2 https://example.com", "curl -uann:[SECRET] https://example.com"),
        (
            "kubectl create secret generic db --from-literal=url=opensesame",
            "kubectl create secret generic db --from-literal=url=[SECRET]",
        ),
        ("vault login Kq7vZ2mX9", "vault login [SECRET]"),
        ("proxy_set_header X-Api-Key \"Kq7vZ2mX9\";", "proxy_set_header X-Api-Key \"[SECRET]\";"),
    ] {
        assert_eq!(redact(text), expected);
    }
    for text in [
        "kubectl create configmap app --from-literal=url=opensesame",
        "kubectl create secret generic db --from-literal=url=$URL",
        "proxy_set_header X-Real-IP $remote_addr;",
        "curl -url:x",
        "aws configure set region us-east-1",
    ] {
        assert_eq!(redact(text), text);
    }
}
