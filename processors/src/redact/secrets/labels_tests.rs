//! Secrets that sentences and labels tell. `«»` are around what must go; all values are made up.

use super::super::RedactEngine;

fn redact(text: &str) -> String {
    RedactEngine::default().redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

/// What stands between the marks goes, and all around it stays.
fn goes(cases: &[&str]) {
    for case in cases {
        let pieces: Vec<&str> = case.split(['«', '»']).collect();
        let expected: String =
            pieces.iter().enumerate().map(|(i, piece)| if i % 2 == 0 { piece } else { "[SECRET]" }).collect();
        assert_eq!(redact(&pieces.concat()), expected);
    }
}

fn stay(texts: &[&str]) {
    for text in texts {
        assert_eq!(redact(text), *text);
    }
}

#[test]
fn labels_with_a_clause_behind_them() {
    goes(&[
        "password (expires 2026): «Kq7vZm2xRt!»",
        "login password, version 2: «Kq7vZm2xRt9w»",
        "password for the db (see ticket 4123): «Kq7vZm2xRt9w»",
        "api key for version 2: «b1946ac92492d2347c6235b4d2611184»",
        "here is the access token you asked for: «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "I generated a strong password for you:\n\n```\n«Kq7vZm2xRt!»\n```",
        "Here is your API key:\n\n```\n«Xq3vB7nK9sLm2pR5tYw8ZcEf»\n```",
    ]);
    stay(&[
        "the cache key for item 5: a1b2c3d4e5f6a7b8c9d0e1f2",
        "Key fingerprint (SHA256): a1b2c3d4e5f6a7b8c9d0e1f2",
        "api key id (of the app): a1b2c3d4e5f6a7b8c9d0e1f2",
        "the token in line 3: parseToken2Value",
        "primary key (uuid): a1b2c3d4e5f6a7b8c9d0e1f2",
        "the password. Version 2: Kq7vZm2xRt9w",
    ]);
}

#[test]
fn labels_alone_on_the_line_above() {
    goes(&[
        "The admin password\n«Kq7v!Zm2xRt»\nthanks",
        "Client ID\nabc123\nClient Secret\n«Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "Here is the api key\n«b1946ac92492d2347c6235b4d2611184»",
        "## API token\n\n```\n«Xq3vB7nK9sLm2pR5tYw8ZcEf»\n```",
    ]);
    stay(&[
        "next page token\na1b2c3d4e5f6a7b8c9d0e1f2",
        "username\npassword\noauth2Token",
        "let token =\na1b2c3d4e5f6a7b8c9d0e1f2",
    ]);
}

#[test]
fn sentences_about_keys() {
    goes(&[
        "your api key will be «b1946ac92492d2347c6235b4d2611184»",
        "The service token we use for CI is «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "use «b1946ac92492d2347c6235b4d2611184» as the api key",
        "`«Xq3vB7nK9sLm2pR5tYw8ZcEf»` is your new access token.",
        "My initech token is «itk_lhJVg7eu4U33eaTR8qRuzn9A5vOVBY», please use it.",
        "Token de acceso: «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "De API-sleutel is «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "Der Zugriffstoken ist «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "アクセストークン: «Xq3vB7nK9sLm2pR5tYw8ZcEf»",
        "访问令牌是«Xq3vB7nK9sLm2pR5tYw8ZcEf»",
    ]);
    stay(&[
        "the cache key is a1b2c3d4e5f6a7b8c9d0e1f2",
        "the commit for the new api is a1b2c3d4e5f6a7b8c9d0e1f2",
        "use a1b2c3d4e5f6a7b8c9d0e1f2 as the partition key",
        "use a1b2c3d4e5f6a7b8c9d0e1f2 as the base",
        "a1b2c3d4e5f6a7b8c9d0e1f2 is the next page token",
    ]);
}

#[test]
fn sentences_about_passwords() {
    goes(&[
        "Changed password from \"«Kq7vZm2xRt»\" to \"«Wn4!cPq8sD»\".",
        "Password must be «Kq7vZm2xRt» on that box",
        "use **«Kq7vZm2xRt!»** as the password",
        "Bitte verwende «Kq7vZm2xRt» als Passwort",
        "usa «Kq7vZm2xRt» como contraseña",
        "请使用«Kq7vZm2xRt»作为密码",
        "Votre mot de passe temporaire est «Kq7vZm2xRt».",
        "La password del server è «Kq7vZm2xRt»",
        "echo «Kq7vZm2xRt» | passwd --stdin root",
        "printf \"%s\" «Kq7vZm2xRt» | docker login -u me --password-stdin",
        "| **Password** | `«Kq7vZm2xRt»` |",
        "<td>Password</td><td>«Kq7vZm2xRt»</td>",
        "<li>Password: <code>«Kq7vZm2xRt»</code></li>",
        "assert_eq!(password, \"«Kq7vZm2xRt»\")",
        "public string Password { get; set; } = \"«Kq7vZm2xRt»\";",
        "==== Data ====\nKey     Value\n---     -----\npass    «Kq7vZm2xRt»",
    ]);
    stay(&[
        "password must be Base64 encoded",
        "password should be at least 12chars long",
        "<td>Password</td><td>required, 8 to 64 letters</td>",
        "usa utf8mb4 como codificación",
        "assert_eq!(password, \"expected\")",
        "echo done | passwd",
        "sass    dart2js\npass    12 tests",
    ]);
}

#[test]
fn tables_and_fields_of_tools() {
    let id = "b6b35f7e-0d6c-4f7e-9c1b-2a4d8e6f1c3a";
    let table = format!("Key                   Value\n---                   -----\nsecret_id             {id}");
    assert!(!redact(&table).contains(id));
    assert!(redact(&table.replace("secret_id", "key_id   ")).contains(id));
    let hex = "b1946ac92492d2347c6235b4d2611184";
    assert!(!redact(&format!(r#"{{"secret_id":"{hex}"}}"#)).contains(hex));
    assert!(redact(&format!(r#"{{"client_secret_id":"{hex}"}}"#)).contains(hex));
    let secret = "Nq7vZm2xRt9wKd4sLp8YcBf3/hJgTeUa6VnXi0Qz";
    let row = format!("CREDENTIALS\tASIAQNKJM72MQEZAFRVD\t2026-01-01T00:00:00+00:00\t{secret}");
    assert!(!redact(&row).contains("Nq7v"));
    let shown = "kubectl -n ci get secret db -o jsonpath='{.data.password}' | base64 --decode\nKq7vZm2xRt9w\n$ ";
    assert!(!redact(shown).contains("Kq7v"));
}
