//! Technical text that looks like personal data or secrets, and beside each kind what has to be found all the same.

use super::{RedactEngine, becomes, redact, stay};

#[test]
fn pieces_of_generated_tokens_name_nothing() {
    stay(&[
        "\"GET /list?cursor=hQ5Bp4ytFinSv91iyOhKP HTTP/1.1\" 342 9314096 \"-\"",
        "\"GET /list?after=PtKRcJ9zsFAX-Oc0m4Q HTTP/1.1\" 501 776763 \"-\"",
        "\"GET /list?cursor=fWOvOIBAvdRcTlGNVrze HTTP/1.1\" 365 1974403 \"-\"",
        "digest 5b9833cc\nI0131 07:25:27.897501 5275280 search.go:1369] synced",
        "etag 53885df18183a25d005cc42fba10\nblock=4511814247938356628",
    ]);
    becomes(&[
        ("fin S1234567D", "fin [SG_NRIC_FIN]"),
        ("cc 4111 1111 1111 1111", "cc [CARD]"),
        ("rc 850101/1231", "rc [CZ_RC]"),
    ]);
}

#[test]
fn ids_of_clouds_and_spans_are_no_numbers_of_people() {
    stay(&[
        "\"RoleArn\": \"arn:aws:iam::185304176208:role/reader\"",
        "Root=1-7c5072b6-5ec27ad753c877be5bbbb1bc;Parent=be647ce378ba8990;Sampled=1",
        "fingerprint: 4889145287262712",
        "{\"seq\": 340815561352816, \"offset\": \"38511701285761\"}",
        "[{\"key\": \"seq\", \"value\": {\"stringValue\": \"36030090711461\"}}]",
        "new rc release\n -- Wed, 24 Feb 2021 10:18:02 +0100",
        "Files: script/update-rc.d\nCopyright: 1997-2005 the authors",
        "fix the licenses. (Closes: #1019937)",
        "00E4 ; [.1FA3.0020.0002] # LATIN SMALL LETTER A",
        "golang.org/x/crypto v0.53.0 h1:QZ4Muo8THX6CizN2vPPd5fBGHyogrdK9fG4wLPFUsto=",
    ]);
    becomes(&[
        ("personnummer 850709-9805", "personnummer [SE_PERSONNUMMER]"),
        ("BE71096123456769", "[IBAN]"),
        ("be71096123456769", "[IBAN]"),
        ("mac 1FA3.4C2B.9DE0", "mac [MAC_ADDRESS]"),
    ]);
    assert_eq!(redact("iban be647ce378ba8990"), "iban [IBAN]");
}

#[test]
fn versions_of_packages_are_no_addresses() {
    stay(&[
        "Get:9 http://deb.example.org bookworm/main amd64 libfoo3 amd64 46.50.73.3-2+deb12u1 [19 kB]",
        "Unpacking libfoo (21.30.73.72-9) over (14.97.6.40-8) ...",
        "Bump the plugin from 14.4.1 to 14.4.2.82.",
        "Raise the dependency to >= 31.34.81.1 for this",
        "// Client workflow 5.4.3.2: look for a rollback",
    ]);
    becomes(&[
        ("moved from 10.0.0.4 to 10.0.0.5", "moved from [IP_ADDRESS] to [IP_ADDRESS]"),
        ("ip.src >= 10.20.30.40", "ip.src >= [IP_ADDRESS]"),
        ("ip.addr == 10.20.30.40", "ip.addr == [IP_ADDRESS]"),
        ("client 1.2.3.4 connected", "client [IP_ADDRESS] connected"),
        ("range 10.0.0.1-10.0.0.9", "range [IP_ADDRESS]-[IP_ADDRESS]"),
    ]);
}

#[test]
fn years_dates_and_commits_are_no_telephone_numbers() {
    stay(&[
        "2016-2020 Example Mobile, Inc\n2017-2022 Example Systems",
        "in error messages\n\n## 1.8.0-beta.3 (2024-09-17)",
        "the rest of the messages\n// 200 - 91 - 10 = 99",
        "multi-cell characters (cell: see 20041023).",
        "[#15](https://example.com/portable/15), [0483042](https://example.com/portable/c)",
        "deps = [\n \"log\",\n \"once_cell\",\n \"syn 1.0.98\",\n \"time 0.3.36\",\n]\n",
    ]);
    becomes(&[
        ("messages to 28-64-66-98", "messages to [PHONE]"),
        ("phone: 20041023", "phone: [PHONE]"),
        ("{\"phone\": \"2016-2020\"}", "{\"phone\": \"[PHONE]\"}"),
        ("{\"phone\": \"20041023\"}", "{\"phone\": \"[PHONE]\"}"),
        ("name,cell\nAda,041 522 18 90\n", "name,cell\nAda,[PHONE]\n"),
    ]);
}

#[test]
fn names_of_code_and_firms_are_no_people() {
    let kept = [
        r#"{"x-ms-client-name": "ErrorCode"}"#,
        r#"{"memberName": "RouteTableId"}"#,
        r#"{"author": {"name": "Example Inc."}, "email": "x"}"#,
    ];
    for text in kept {
        assert_eq!(RedactEngine::default().redact_text(text, true), None, "{text}");
    }
    stay(&["'caps':'\\u2229','cap':'\\u22D2'", "'cap':      0x2229,", "exp > 309 {\n\texp = 309\n}"]);
    becomes(&[
        (r#"{"client_name": "McDonald"}"#, r#"{"client_name": "[PERSON]"}"#),
        (r#"{"client_name": "Ada Lovelace"}"#, r#"{"client_name": "[PERSON]"}"#),
        ("card exp: 04/29", "card exp: [CARD_DETAIL]"),
    ]);
}

#[test]
fn names_of_types_and_of_themselves_are_no_secrets() {
    stay(&[
        "register(backend.mlkem.MLKEM512PublicKey)",
        "  sheetCredentials: OAuth3Client\n",
        "Rename `ToPrivateKey` => `EncodePrivateKey`",
        "s.lastCredential = lastCredential\n",
        "HeaderAllowSomeCredentials = \"Allow-Some-Credentials\"",
        "const setCookie2 = \"Set-Cookie2\"",
        "type PrivateKey = curve25519.PrivateKey\n",
        "  ErrorEmptyPassword      = 206\n",
        "#define TOKEN12_key_gen TOKEN12_key_gen_utf8\n",
        "    password: PatternComponentResult;",
        "not the same as the expected access token: -want/+got:\n%s",
        "If the machine has it, pass bmi2=1, otherwise pass bmi2=0.",
        "selects `EnvironmentCredential`, `WorkloadIdentityCredential` and others where `TOKEN_CREDENTIALS`, `DefaultAzureCredential`",
    ]);
    becomes(&[
        ("password = 20671\n", "password = [SECRET]\n"),
        ("password: Sunshine2Client!", "password: [SECRET]"),
        ("client_secret: \"OAuth2x9Qf7LmPz4\"", "client_secret: \"[SECRET]\""),
        ("user ann and pass k=7Gqz!x", "user ann and pass [SECRET]"),
    ]);
}

#[test]
fn keys_of_caches_lists_and_sockets_are_no_secrets() {
    stay(&[
        "Cache restored from key: Linux-cargo-e35791b5be424ba2ac4de78b5ff6595ad730c1cc9399986a0a463098d5829d45",
        "GET /v1/items?next_token=b7y8t6EqsbLqb0e7qbbpFp3VG",
        "aws list --starting-token Z3M3LMPQ7RTT2",
        "\"LockToken\":\"0bc01e21-03c9-4b98-9433-6229cbf1ef1c\"",
        "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
        "https://x.com/intent/tweet?text=Hello%20from%20the%20web%20framework%2C%20v3",
        "{\n \"cookies\": \"~0.9.0\",\n \"csrf\": \"3.1.0\"\n}",
        "\"SID\": \"S-1-5-21-5678901234-5678901234-5678910123-4567\"",
    ]);
    becomes(&[
        ("GET /v1/items?access_token=b7y8t6EqsbLqb0e7qbbpFp3VG", "GET /v1/items?access_token=[SECRET]"),
        ("GET /v1?auth_token=Bearer%20b7y8t6EqsbLqb0e7qbbpFp3VG", "GET /v1?auth_token=[SECRET]"),
        ("api key: e35791b5be424ba2ac4de78b5ff6595ad730c1cc", "api key: [SECRET]"),
        ("password: 1.2.3-x", "password: [SECRET]"),
    ]);
}

#[test]
fn names_of_resources_are_no_secrets() {
    stay(&[
        "\"arn:aws:secretsmanager:us-west-2:123456789012:secret:ReaderSecret-a1b2c3\"",
        "\"CertificateArn\": \"arn:aws:acm:region:account:certificate/12345678-1234-1234-1234-123456789012\"",
        "/var/run/secrets from kube-api-access-57ngt (ro)",
        "secret default-token-x7k2p mounted",
        "\"AWS::IVS::StreamKey\": \"70b72dccb9d711c1\", \"AWS::ApiGateway::Stage\": \"56ecb180a441ee32\"",
        "{\"/home/x/config/npm.js\":[\"c579bf8f-6820-47a5-b2da-a11267eb8435\"]}",
        "http fetch GET 200 https://registry.npmjs.org/@opentelemetry%2finstrumentation 18ms (cache miss)",
        "  Downloading token-4.31.32-cp311-cp311-manylinux_2_17_x86_64.whl.metadata (8.7 kB)",
        "[Sign in with DefaultAzureCredential](#authenticate-with-defaultazurecredential \"Sign in\")",
        "See also --passphrase and --s2k-calibration4",
        "root: {{ required \"auth.secretKey is required\" .Values.auth.secretKey }}",
        "To see the current account password **policy**",
        "typo in the update-passwd manpage. Closes: Bug#53857\n",
        "{\"Resource\": \"ReaderAuthToken\", \"DefaultFromPhoneNumber\": \"x\"}",
    ]);
    assert_eq!(
        RedactEngine::default().redact_text("{\"npm.js\":[\"c579bf8f-6820-47a5-b2da-a11267eb8435\"]}", true),
        None
    );
    becomes(&[
        ("npm token: c579bf8f-6820-47a5-b2da-a11267eb8435", "npm token: [SECRET]"),
        ("codacy key 56ecb180a441ee32b95b6a80d2b3a7fc", "codacy key [SECRET]"),
    ]);
}

#[test]
fn names_of_models_are_no_keys_of_the_vendors_in_them() {
    stay(&[
        "chat deepseek-r1-distill-qwen-14b",
        "deepseek-ai/DeepSeek-R1-Distill-Llama-70B",
        "deepseek-v4p1-flash-1017-us",
        "Mistral-7B-Instruct-v0.3",
        "mistral:7b-instruct-q4_0",
        "moonshot-v1-8k-vision-preview",
        "databricks-qwen35-122b-a10b",
        "regional.anthropic.claude-3-5-haiku-20241022-v1:0",
        "{\"model\": \"deepseek-r1-distill-llama-8b:free\"}",
        "ft:gpt-4o-2024-08-06:acme:triage:9xYzAbCd",
        "/home/ann/.cache/huggingface/hub/models--meta-llama--Meta-Llama-3-8B/snapshots/8c22764a7e3675c50d4c7c9a4edb474456022b16",
    ]);
    becomes(&[
        ("deepseek-9f3kq81mzx74hd2pw0ra65tu", "deepseek-[SECRET]"),
        ("mistral key 9f3kq81mzx74hd2pw0ra65tu", "mistral key [SECRET]"),
        ("deepseek-r1 of maria@example.com", "deepseek-r1 of [EMAIL]"),
    ]);
}

#[test]
fn comparisons_behind_a_user_are_no_rules_of_redis() {
    stay(&[
        "user 7 asks WHERE ts > 1686613149 LIMIT 1017",
        "user wants orders on sale > 50000",
        "user picks items >50000",
        "Cookie: consent and the settings of it",
    ]);
}

#[test]
fn numbers_of_pictures_dumps_and_packages_name_nothing() {
    stay(&[
        "c0 1.52-.87 2.83-2.12 3.51.98.32 2.03.5 3.11.5",
        "524C 525E 5261 525C 84AF 527D 5282 5281 5290 5293",
        "0000000: 1f8b 0808 39d7 173b 0203 7474 002b 4e49",
        "0000000: 1f8b 0808 4111 1111 1111 1111 002b 4e49",
        "(merge 0220461071 jc/missing-ref later to maint).",
        "apt\tpasswd\t1:4.13+dfsg1-1+deb12u1",
        "provided via the --username and --password options\n",
        "@NAME @NEWPASSWORD @NOTIFY @NSCEMIT\n",
        "UNRESERVED_PAT = r\"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789\"",
    ]);
    becomes(&[
        ("upstream 0.005 93.184.216.34 0.001 ok", "upstream 0.005 [IP_ADDRESS] 0.001 ok"),
        ("card 1a2b 3c4d 4111 1111 1111 1111", "card 1a2b 3c4d [CARD]"),
        ("ref 1a2b 3c4d 4111 1111 1111 1111, paid", "ref 1a2b 3c4d [CARD], paid"),
        ("ref 1a2b 3c4d 4111111111111111", "ref 1a2b 3c4d [CARD]"),
        ("ref 1a2b 3c4d 415-555-0132", "ref 1a2b 3c4d [PHONE]"),
        ("SSN of b12c 5678 219-09-9999", "SSN of b12c 5678 [US_SSN]"),
        ("hop 1.2.3 198.51.100.7 4.5.6 ok", "hop 1.2.3 [IP_ADDRESS] 4.5.6 ok"),
        ("call me (0220461071)", "call me ([PHONE])"),
        ("apt\tpassword\tKq7vZ2m9.xPw4", "apt\tpassword\t[SECRET]"),
        ("mysql --user root --password hunter2x\n", "mysql --user root --password [SECRET]\n"),
        ("GITHUB_PAT = \"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklm0123456789\"", "GITHUB_PAT = \"[SECRET]\""),
    ]);
}
