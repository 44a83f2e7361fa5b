//! What tools of operators print: series, counters, threads, images, requests, keys of SSH and OpenPGP. Beside each
//! kind stands what has to be found all the same.

use super::{becomes, documents, kept, stay};

#[test]
fn samples_of_series_are_no_cards() {
    stay(&[
        "reset_total{status=\"ok\"} 4111111111111111\n",
        "lag{group=\"billing\",topic=\"events\",partition=\"3\"} 378282246310005 1395066363000\n",
        "{instance=\"api-1\", job=\"api\"}  4532015112830366 @[1728897164.781]",
    ]);
    kept(&[
        r#"{"result":[{"metric":{"job":"a"},"value":[1728897164.781,"4111111111111111"]}]}"#,
        r#"{"result":[{"metric":{"job":"a"},"values":[[1728897164,"4111111111111111"],[1728897179,"5500000000000004"]]}]}"#,
    ]);
    becomes(&[
        ("{card=\"visa\"} 4111111111111111 was declined", "{card=\"visa\"} [CARD] was declined"),
        ("{\"card\":\"visa\"} 4111111111111111\n", "{\"card\":\"visa\"} [CARD]\n"),
        ("up 4111111111111111\n", "up [CARD]\n"),
        ("phone{x=\"a\"} is +1 415 555 0132\n", "phone{x=\"a\"} is [PHONE]\n"),
    ]);
    documents(&[
        (r#"{"value":["Ann","4111111111111111"]}"#, r#"{"value":["Ann","[CARD]"]}"#),
        (r#"{"row":[1728897164,"4111111111111111"]}"#, r#"{"row":[1728897164,"[CARD]"]}"#),
    ]);
}

#[test]
fn counters_of_machines_may_be_as_long_as_cards() {
    stay(&[
        "total_net_input_bytes:4111111111111111\r\n",
        "bytes_sent=371449635398431 duration_ns=4012888888881881",
        "rows_examined=4111111111111111 x",
        " 4   phone       4012888 non-null  object\n",
        "[core:error] [pid 31:tid 140235467892480] AH00124: Request exceeded the limit",
        "net -> 'net:[4026532767]'",
    ]);
    kept(&[
        r#"{"memory":{"rss":4111111111111111,"heapTotal":512340}}"#,
        r#"{"bytesProcessed":"371449635398431","rowsProcessed":4111111111111111}"#,
    ]);
    becomes(&[
        ("bytes: 4111111111111111", "bytes: [CARD]"),
        ("card tokens=4111111111111111", "card tokens=[CARD]"),
        ("cards_processed=4111111111111111", "cards_processed=[CARD]"),
        ("records=4111111111111111", "records=[CARD]"),
        ("phone       4155550132 object\n", "phone       [PHONE] object\n"),
    ]);
    documents(&[
        (r#"{"processed":4111111111111111}"#, r#"{"processed":"[CARD]"}"#),
        (r#"{"card":4111111111111111,"rss":512340}"#, r#"{"card":"[CARD]","rss":512340}"#),
    ]);
}

#[test]
fn fingerprints_and_directories_of_the_environment_are_no_secrets() {
    stay(&[
        "GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\n",
        "ENV GPG_KEYS 9F3FDE7D0C1E6D4F1D1B2A3C4D5E6F7A8B9C0D1E\n",
        "- name: GPG_KEY\n  value: A035C8C19219BA821ECEA86B64E628F8D684696D\n",
        "\"Env\": [\"LANG=C\",\"GPG_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\"]",
        "PWD=/srv\nOLDPWD=/srv/app\n",
    ]);
    kept(&[
        r#"{"env":{"GPG_KEY":"A035C8C19219BA821ECEA86B64E628F8D684696D"}}"#,
        r#"{"PWD":"/srv","OLDPWD":"/srv/app"}"#,
    ]);
    becomes(&[
        ("GPG_KEY=a035c8c19219ba821ecea86b64e628f8d684696d\n", "GPG_KEY=[SECRET]\n"),
        ("GPG_KEY=Kq7vZ2m9xPw4Rt6yBn3cLs8d\n", "GPG_KEY=[SECRET]\n"),
        ("API_KEY=A035C8C19219BA821ECEA86B64E628F8D684696D\n", "API_KEY=[SECRET]\n"),
        ("PWD=Kq7vZ2m9!\n", "PWD=[SECRET]\n"),
    ]);
    documents(&[
        (r#"{"GPG_KEY":"Kq7vZ2m9xPw4Rt6y"}"#, r#"{"GPG_KEY":"[SECRET]"}"#),
        (r#"{"pwd":"/K7vz2m9x"}"#, r#"{"pwd":"[SECRET]"}"#),
        (r#"{"PWD":"1A2B3C4D5E6F7A8B"}"#, r#"{"PWD":"[SECRET]"}"#),
    ]);
}

#[test]
fn names_that_ssh_agrees_on_are_no_addresses() {
    stay(&[
        "macs umac-64-etm@openssh.com,hmac-sha2-256-etm@openssh.com",
        "debug1: kex: server->client cipher: chacha20-poly1305@openssh.com MAC: <implicit>",
        "kexalgorithms sntrup761x25519-sha512@openssh.com,curve25519-sha256@libssh.org",
        "debug1: Remote: server-sig-algs=<sk-ssh-ed25519@openssh.com>, hostkeys-00@openssh.com, zlib@openssh.com",
    ]);
    becomes(&[
        ("mail mdoe@openssh.com", "mail [EMAIL]"),
        ("mail jane.doe@libssh.org", "mail [EMAIL]"),
        ("mail jane-doe@openssh.com.example.net", "mail [EMAIL]"),
        ("mail jane-doe@example.com", "mail [EMAIL]"),
    ]);
}

#[test]
fn requests_patterns_and_placeholders_hold_no_secrets() {
    stay(&[
        "\"GET /reset-password HTTP/1.1\" 200 1523",
        "PASSWORD = r\"password\\s*=\\s*\\S+\"",
        "GITHUB_TOKEN=ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "AWS_ACCESS_KEY_ID=AKIAXXXXXXXXXXXXXXXX",
        "; COOKIE: 5a0d2a439d1f4a3e0100000065a1b2c3d4e5f60718293a4b (good)",
        "Set-Cookie: session=<opaque>; HttpOnly",
        "passwd: compat\npasswd_compat: nis\n",
        "proxy scheme://[user:passwd@]proxy.server:port.",
        "\tPassword       *uint16\n",
    ]);
    kept(&[
        r#"{"apiKey":"Clave de API","accessToken":"Token de acceso"}"#,
        r#"{"TokenValidityUnits":{"AccessToken":"minutes","RefreshToken":"days"}}"#,
    ]);
    becomes(&[
        ("reset-password HTTPd4x/1.1!", "reset-password [SECRET]"),
        ("PASSWORD = r\"hunter\\2x!\"", "PASSWORD = r\"[SECRET]\""),
        ("PASSWORD = \"s*cR3t+S\"", "PASSWORD = \"[SECRET]\""),
        ("GITHUB_TOKEN=ghp_16C7e42F292c6912E7710c838347Ae178B4a", "GITHUB_TOKEN=[GITHUB_TOKEN]"),
        ("Set-Cookie: session=5a0d2a439d1f4a3e; HttpOnly", "Set-Cookie: session=[SECRET]; HttpOnly"),
        ("passwd: compat1x\n", "passwd: [SECRET]\n"),
        (
            "http://[::1]/ http://ann:passwd1@proxy.example:80",
            "http://[::1]/ http://[URL_CREDENTIALS]@proxy.example:80",
        ),
        ("Password       *uInt16!x\n", "Password       [SECRET]\n"),
    ]);
    documents(&[
        (r#"{"accessToken":"token de Kq7vZ2m9xPw4"}"#, r#"{"accessToken":"[SECRET]"}"#),
        (r#"{"accessToken":"minutes7"}"#, r#"{"accessToken":"[SECRET]"}"#),
    ]);
}

#[test]
fn brands_and_programs_are_no_people() {
    stay(&[
        "a can of Dr Pepper, please",
        "Dr. Oetker sells cakes",
        "we watched Mr. Robot",
        "CA\t+5024-10439\tAmerica/Regina",
    ]);
    kept(&[r#"{"manager": "Conda Forge"}"#, r#"{"manager": "Helm Controller"}"#]);
    becomes(&[
        ("Dr Peppers called", "Dr [PERSON] called"),
        ("Mr. Robotham called", "Mr. [PERSON] called"),
        ("call +5024-70439123 now", "call [PHONE] now"),
        ("call +502 4104 3912 now", "call [PHONE] now"),
        ("call +4930-12345 now, or +491512-1034512", "call [PHONE] now, or [PHONE]"),
    ]);
    documents(&[
        (r#"{"manager": "Helma Forge"}"#, r#"{"manager": "[PERSON]"}"#),
        (r#"{"manager": "Peter Kafka"}"#, r#"{"manager": "[PERSON]"}"#),
    ]);
}
