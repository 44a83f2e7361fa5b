//! What lines and calls tell, and what they do not.

use crate::redact::RedactEngine;

fn redact(text: &str) -> String {
    RedactEngine::default().redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

#[test]
fn lines_that_begin_a_text() {
    for text in [
        "net user ann {} /add",
        "$ sudo smbclient //files/share -U ann%{}",
        "openssl enc -aes-256-cbc -salt -in a -out b -k {}",
        "AUTH {}\nOK",
        "AUTH ann {}\n+OK",
        "redis-cli -h db AUTH {}",
        "login ann / {}",
        "creds are ann / {}.",
        "Пароль — {}",
        "Contraseña - {}",
        "lftp -u ann,{} files.example.com",
        "wpa_passphrase office {}",
        "db.auth(\"ann\", \"{}\")",
        "setx DB_PASS {}",
    ] {
        for value in ["Sommer_2041", "K7mpQ2vR9sTx"] {
            let text = text.replace("{}", value);
            assert_eq!(redact(&text), text.replace(value, "[SECRET]"), "{text}");
        }
    }
}

#[test]
fn what_is_told_anywhere() {
    for text in [
        "use these: creds are ann:{}",
        "ssh box, then login with ann:{}.",
        "net use Z: \\\\files\\share /user:ann {}",
        "net use Z: \\\\files\\share {} /user:ann",
        "rabbitmqctl change_password ann {}",
        "the wifi password — {}",
        "ENV['db_pass'] ||= '{}'",
        "os.environ.setdefault('DB_PASS', '{}')",
        "plink -ssh ann@host -pw {} uptime",
    ] {
        for value in ["Sommer_2041", "K7mpQ2vR9sTx"] {
            let text = format!("first line\n{}", text.replace("{}", value));
            assert_eq!(redact(&text), text.replace(value, "[SECRET]"), "{text}");
        }
    }
}

#[test]
fn long_values_are_told_on_their_line() {
    let key = "d3k9Xw2mQ7rT5vB8nL1zC4hJ6pYs0gKf";
    for text in [
        "jwt.sign({ id: 1 }, '{}', { expiresIn: '1h' });",
        "const sig = crypto.createHmac('sha256', \"{}\").update(body)",
        "define('SECURE_AUTH_SALT', '{}');",
        "cd /srv && net user ann {} /add",
        "WiFi.begin(\"office\", \"{}\");",
        "| API key | `{}` |",
        "Пароль — {}",
    ] {
        let text = format!("first line\n{}", text.replace("{}", key));
        assert!(!redact(&text).contains(key), "{text}");
    }
}

#[test]
fn members_of_secrets() {
    let key = "d3k9Xw2mQ7rT5vB8nL1zC4hJ6pYs0gKf";
    for text in [
        "{\"secrets\": {\"stripe\": \"KEY\"}}",
        "{\"credentials\": {\"prod\": {\"mail\": \"KEY\"}}}",
        "{\"kind\": \"Secret\", \"stringData\": {\"mail\": \"KEY\"}}",
    ] {
        let text = text.replace("KEY", key);
        let new = RedactEngine::default().redact_text(&text, true).unwrap_or_else(|| text.clone());
        assert!(!new.contains(key), "{new}");
    }
    for text in [
        "{\"secrets\": {\"sha256\": \"KEY\", \"version_id\": \"KEY\"}}",
        "{\"secrets\": {\"ref\": \"projects/prod/secrets/stripe/versions/12\", \"n\": \"3f2504e0-4f89-11d3-9a0c-0305e82c3301\"}}",
        "{\"secrets\": [{\"arn\": \"arn:aws:secretsmanager:eu-west-1:123456789012:secret:db-AbCdEf\"}]}",
        "{\"secret_store\": {\"kind\": \"KEY\"}}",
    ] {
        let text = text.replace("KEY", key);
        assert_eq!(RedactEngine::default().redact_text(&text, true), None, "{text}");
    }
}

#[test]
fn what_is_no_password() {
    for text in [
        "net user commands need admin rights",
        "net user ann /delete",
        "net user ann * /add",
        "AUTH failed for user alice",
        "AUTH CRAM-MD5",
        "AUTH LOGIN PLAIN SCRAM-SHA-256",
        "login page / OAuth2-flow",
        "login with alice:admin role",
        "login page:step2of3 shown",
        "credentials file:line12 is wrong",
        "openssl enc -aes-256-cbc -k $PASS",
        "password - sha256 hash of it",
        "Passwort — mindestens 8 Zeichen",
        "smbclient -L //files -U ann",
        "ENV NODE_VERSION 20.11.1",
        "ENV SECRET_KEY_FILE /run/secrets/key1",
        "db.auth('ann', process.env.DB_PASS)",
        "jwt.sign(claims, 'shared-signing-key-name', opts)",
        "jwt.verify(token, process.env.JWT_SECRET)",
        "createHmac('sha256', 'application-signing')",
        "plink -pw %PASS% host",
    ] {
        assert_eq!(redact(text), text);
    }
}
