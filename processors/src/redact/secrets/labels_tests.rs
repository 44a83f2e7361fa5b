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
        "Password policy, version 2: MinLength12",
        "password hash, version 2: sha512Crypt9",
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
