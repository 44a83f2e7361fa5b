//! Hashes of passwords, keys without the lines around them, keys of letters alone, ids that are none.

use super::{becomes, redact, stay};

#[test]
fn hashes_of_passwords_as_tools_write_them() {
    let hex = "a1b2c3d4e5f60718293a4b5c6d7e8f90";
    for (text, expected) in [
        ("pw pbkdf2_sha256$390000$C4FRbEEopTT1l2AQ$MhUTqpSc2uGOIuYVPWXYZQXVtHLDTcV3RvAFFCqaeZD=", "pw [SECRET]"),
        ("scrypt:32768:8:1$UHfHvvZju9sQ1O4w$@@", "[SECRET]"),
        ("userPassword: {SSHA}3e9DZ1qyDErEc4svnnrdbSU7353pg10avyKu1F==", "userPassword: {SSHA}[SECRET]"),
        (
            "SCRAM-SHA-256$4096:H0RniRjEtaBUhK4zNE18rb==$cl5Bk8sL4Tjj3p5hMAac3c0tfFVXPcWdPxLbH0sRSCY=:s1Z8ZdQncpUnL",
            "[SECRET]",
        ),
        ("$DCC2$10240#tom#@", "[SECRET]"),
        ("$office$*2013*100000*256*16*@*@*@@", "[SECRET]"),
        ("admin::CORP:a1b2c3d4e5f60718:@:@@@@", "admin::CORP:[SECRET]"),
    ] {
        let text = text.replace('@', hex);
        let new = redact(&text);
        assert_eq!(new, expected, "{text}");
        assert_eq!(redact(&new), new);
    }
    stay(&[
        "std::vector::Vec::with_capacity::<aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa>",
        "use {SHA}-1 or {MD5}sum",
        "cost $100*12345678901234567890",
    ]);
}

#[test]
fn keys_without_the_lines_around_them() {
    let body = "Kq7vZ2mX9pL4sT8wB3nD6fG1hJ5kM0rQ".repeat(4);
    for head in ["MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw", "MIIEowIBAAKCAQEA", "MHcCAQEEI", "MC4CAQAwBQYDK2VwBCIEI"] {
        assert_eq!(redact(&format!("key {head}{body}== end")), "key [PRIVATE_KEY] end", "{head}");
    }
    // A certificate, a public key.
    stay(&[
        &format!("MIIDdzCCAl+gAwIBAgIEbGzVnzANBgkqhkiG9w0BAQsFADBs{body}"),
        &format!("MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A{body}"),
    ]);
}

#[test]
fn keys_of_letters_alone_and_names_of_code() {
    becomes(&[
        ("SYSDIG_TOKEN=kIuGPvVlpQArFiSq", "SYSDIG_TOKEN=[SECRET]"),
        ("token: kIuGPvVlpQArFiSq", "token: [SECRET]"),
        ("client_secret: SuperSecretValue123", "client_secret: [SECRET]"),
        ("SECRET_KEY = '$x7k2m(q9v@w4z$t8r^p1n&b5c*d3f!g6h#j0l-=_+y'", "SECRET_KEY = '[SECRET]'"),
        ("curl -u FvtRMN4dKq4qM09JnvYW: https://api.example.com/", "curl -u [SECRET]: https://api.example.com/"),
        (
            "curl -u \"FvtRMN4dKq4qM09JnvYW:\" https://api.example.com/",
            "curl -u \"[SECRET]:\" https://api.example.com/",
        ),
    ]);
    stay(&[
        "secret: useOAuthForXMLApi",
        "let secret = useOAuth2ClientSecretForApi;",
        "token = getUserAccessTokenForUrl",
        "sessionToken = createSessionTokenFromIdpAssertion",
        "const jwt = signJsonWebTokenWithRsa256",
        "s.handleOAuth2TokenRefresh",
        "yugabyte universe 550e8400-e29b-41d4-a716-446655440000, tablet 1f0c3e4d5a6b7c8d9e0f1a2b3c4d5e6f",
        "vercel deployment dpl_5KzYp1tq8vQw3nXe7rT9bL2mC4fG",
        "github.com/module/client v0.0.0-20230813103979-90167c788921",
        "role/client-lambda i-031cbcfa9565b23ed vpc-0f045245e578e35e1",
        "name: token-qph96ryxew-omrp6",
        "gpg: key 417C8D9FCF500DAB: fingerprint CEB1",
        "ok 54 - phrase (0xca80fa09) [0xeaa1ca3010f4-0x701219e9b1d7]",
        "requests{a=\"queue\"} 55910239073",
    ]);
}

#[test]
fn members_of_flattened_objects_name_each_other() {
    becomes(&[
        (
            r#"{"env.0.name":"DB_PASSWORD","env.0.value":"Kq7vZ2m9xx"}"#,
            r#"{"env.0.name":"DB_PASSWORD","env.0.value":"[SECRET]"}"#,
        ),
        (r#"{"name":"DB_PASSWORD","b":1,"value":"Kq7vZ2m9xx"}"#, r#"{"name":"DB_PASSWORD","b":1,"value":"[SECRET]"}"#),
    ]);
    stay(&[r#"{"env.0.name":"DB_HOST","env.0.value":"Kq7vZ2m9xx"}"#]);
}

#[test]
fn the_second_half_of_a_login_to_vault_is_a_secret() {
    let id = "84896a0c-1347-aa90-a4f6-aca8b7558780";
    becomes(&[
        (&format!(r#"{{"role_id":"web","secret_id":"{id}"}}"#), r#"{"role_id":"web","secret_id":"[SECRET]"}"#),
        (&format!("VAULT_SECRET_ID={id}"), "VAULT_SECRET_ID=[SECRET]"),
    ]);
    stay(&[
        r#"{"secret_id":"prod/db/login"}"#,
        &format!(r#"{{"client_secret_id":"{id}"}}"#),
        &format!(r#"{{"secret_name":"{id}"}}"#),
    ]);
}

#[test]
fn a_numbered_password_is_the_name_of_a_field_where_it_is_a_key() {
    becomes(&[
        (r#"{"password10":"Kq7vZ2m9xx"}"#, r#"{"password10":"[SECRET]"}"#),
        (
            r#"{"Password2024":"Kq7vZ2m9xx","a":{"password2025":""}}"#,
            r#"{"Password2024":"[SECRET]","a":{"password2025":""}}"#,
        ),
        (r#"{"a":"password10"}"#, r#"{"a":"[SECRET]"}"#),
        (r#"{"see password10":"b"}"#, r#"{"see [SECRET]":"b"}"#),
    ]);
    let many = |value: &str| {
        let member = |i: usize| format!(r#""password{i}":"{value}""#);
        format!("{{{}}}", (10..5000).map(member).collect::<Vec<_>>().join(","))
    };
    assert_eq!(redact(&many("Kq7vZ2m9xx")), many("[SECRET]"));
}
