//! Names of files, labels, types, parameters and firms under the keys of secrets and people, and figures of logs and
//! manuals; beside each kind stands what has to go all the same.

use super::{becomes, documents, kept, stay};

#[test]
fn files_digests_and_references_are_no_secrets() {
    stay(&[
        "PrivateKey: \"/path/to/key2.pem\",",
        "TLS_CLIENT_KEY: /etc/identity2/client/keys/client-key.pem",
        "- name: APP_CREDENTIALS\n  value: /var/run/secrets/acme-backup-743cfd150129-5rdt4/credentials.json",
        "[repo-creds]: ../declarative-setup2.md#repository-credentials",
        "HashKey: \"sha256:c8f8b724728a6d6684106e5e64e94ce811c9965d19dd44dd073cf86cf43bc238\"",
        "signingSecret: \"urn:k8s:secret:jwt:signingSecret2\"",
        "Key.fromKeyArn(this, 'MyEncKey', 'arn:aws:kms:eu-west-1:111111111111:key/21c4b39b-fde2-4273-9ac0-d9bb5c0d0030');",
        "tokenKey := \"csi.storage.k8s.io/serviceAccount.tokens\"",
        "CREDENTIALS=\"@acme/rds2:preventRenderingDeprecatedCredentials\"",
        "PWD=C:/tmp",
    ]);
    kept(&[
        r##"{"mapping":{"api_key":"#/components/schemas/AgentApiKeyAuth2"}}"##,
        r#"{"home.resetPassword":"onboarding.formBody.signUp"}"#,
    ]);
    becomes(&[
        ("PrivateKey: \"/k9Xv2+tQ/7yBz4w==\",", "PrivateKey: \"[SECRET]\","),
        ("TLS_CLIENT_KEY: k9Xv2tQ7yBz4wLm1", "TLS_CLIENT_KEY: [SECRET]"),
        ("password=c8f8b724:728a6d66", "password=[SECRET]"),
        ("Key.of(this, 'encryption_key', 'k9Xv2tQ7yBz4wLm1Rt8Wm2Xc')", "Key.of(this, 'encryption_key', '[SECRET]')"),
    ]);
    documents(&[
        (r#"{"api_key":"k9Xv2tQ7yBz4wLm1"}"#, r#"{"api_key":"[SECRET]"}"#),
        (r#"{"password":"correct.horse.battery"}"#, r#"{"password":"[SECRET]"}"#),
    ]);
}

#[test]
fn names_of_code_are_no_secrets() {
    stay(&[
        "secret := apiv1.Secret{\n\tTypeMeta: metav1.TypeMeta{",
        "'url_password': self.icinga2_password,",
        "exports.SigningKey=exports.SigningKeyStatus2=void 0;",
        "AUTH_TYPE=\"X\",ClientAuthType2.POSTGRES_SCRAM_SHA_256=\"POSTGRES_SCRAM_SHA_256\",",
        "const Pw=class Parser_Parser{name;other}",
        "static readonly BASIC_AUTH: SourceAccessConfigurationType;",
        "add(\"parametersEncryptionKey\",\"ParametersEncryptionKey\",x)",
        "    def test_expectedFailureGreaterThan64k(self):",
        "app_label = \"test_separatedatabaseandstate2\"",
        "import \"github.com/acme/extensions/http/ext_proc/processing_request_modifiers/mapped_attribute_builder/v3\"",
        "err := k8s_api_v1.Convert_v1_EventSource_To_core_EventSource(&in)",
        "kubectl get pods -l app.kubernetes.io/instance=k8s-alloy-logs",
        "MISTRALAI_MIXTRAL_8X7B_INSTRUCT_V0_1 = \"mistralai/Mixtral-8x7B-Instruct-v0.1\"",
        "alibaba-pai/pai-bloom-1b1-text2prompt-sd-v2",
        "Django 1.4 added PBKDF2 as the default password hasher.",
        "the Argon2 password hasher is changed to Argon2id.",
    ]);
    becomes(&[
        ("'url_password': self-icinga2_Pass,", "'url_password': [SECRET],"),
        ("use Tr0ub4dor&3 as the default password", "use [SECRET] as the default password"),
        ("the root password is changed to Kestrel9!x.", "the root password is changed to [SECRET]."),
        ("the root password on that box is still Kestrel9!x", "the root password on that box is still [SECRET]"),
        ("test_4eC39HqLyjWDarjtT1zdp7dc4eC39H", "[SECRET]"),
        ("mistral_api_key = \"8kLmQ2xWv9TzR4bNpY7sHc3JfD6gA1eU\"", "mistral_api_key = \"[SECRET]\""),
    ]);
}

#[test]
fn texts_that_show_their_keys_and_parameters_are_no_values() {
    kept(&[
        r#"{"createdBy":"Created By","vaultAddress":"Vault Address","secrets":"Secrets","credential":"Credential"}"#,
        r#"{"owner":{"in":"path","name":"owner","required":true},"user":{"name":"quotaUser","in":"query"}}"#,
        r#"{"info":{"contact":{"name":"Acme Widgets","url":"https://acme.example/support"},"title":"x"}}"#,
        r#"{"doc":"<fullname>Amazon Neptune</fullname> <p>Amazon Neptune is a database.</p>"}"#,
        r#"{"room":"x","memberId":"21c4b39b-fde2-4273-9ac0-d9bb5c0d0030"}"#,
        r#"{"x-ms-client-name":"clientRequestId"}"#,
    ]);
    documents(&[
        (r#"{"createdBy":"Ada Lovelace"}"#, r#"{"createdBy":"[PERSON]"}"#),
        (r#"{"secret":"Sonnenschein"}"#, r#"{"secret":"[SECRET]"}"#),
        (r#"{"owner":{"name":"Ada Lovelace"}}"#, r#"{"owner":{"name":"[PERSON]"}}"#),
        (
            r#"{"contact":{"name":"Ada Lovelace","phone":"+14155550132"}}"#,
            r#"{"contact":{"name":"[PERSON]","phone":"[PHONE]"}}"#,
        ),
        (r#"{"doc":"<fullname>Ada Lovelace</fullname>"}"#, r#"{"doc":"<fullname>[PERSON]</fullname>"}"#),
        (r#"{"memberId":"W123456789"}"#, r#"{"memberId":"[HEALTH_INSURANCE_ID]"}"#),
        (
            r#"{"recipient":"Priya Eriksen","sender":"Order Service","payer":"Lena Haugen"}"#,
            r#"{"recipient":"[PERSON]","sender":"Order Service","payer":"[PERSON]"}"#,
        ),
    ]);
    stay(&[
        "{Key: fwk.ResourcesSignerName, Value: computePodRequest(pod, opts)},",
        "- address:    # Controller A port 2's IP address\n  x: 1",
        "<b>address</b>\n      One recipient address.",
        ":param cluster_address: Required. Either (1) the address of the cluster, or (2) the HTTP address",
        "// with --bind-address=localhost. This should match get{Scheduler|Manager}Command().",
    ]);
    becomes(&[
        ("Delivery address: 12 High Street, Leeds", "Delivery address: [ADDRESS]"),
        ("She lives at 5116 Elm Drive and works there", "She lives at [ADDRESS] and works there"),
        ("my 5 Google Drive and Dropbox folders", "my 5 Google Drive and Dropbox folders"),
    ]);
}

#[test]
fn figures_of_logs_and_manuals_are_no_numbers_of_people() {
    stay(&[
        "es un anzuelo sin cebo. (1620-1705) Cortesana",
        "vida sin fin (1844-1900)",
        "#phy-cells = <0>;\n  udc: usb@13040000 {",
        "#clock-cells = <0>;\n clock-frequency = <26000000>;",
        "SCSI2 (1,0,0) (sdb) - 80.0 GB ST380021A",
        "ssl_ciphers HIGH:!aNULL:!MD5:!PSK:!RC4:!ADH;",
        "\"GET /image/771/mainSlideMobile HTTP/1.1\" 200 64027 \"-\"",
        "Chrome/66.0.3359.158 Mobile Safari/537.36 OPR/47.1.2249.129326",
        "description: Number of messages (1-4294967295)",
        "Set disk space for log messages (4096-2142715904)",
    ]);
    becomes(&[
        ("SIN 1620-17055", "SIN [CA_SIN]"),
        ("NI number: ST380021A", "NI number: [UK_NINO]"),
        ("AB123456C", "[UK_NINO]"),
        ("psk: !Kestrel9", "psk: [SECRET]"),
        ("mobile: \"200 640 2712\"", "mobile: \"[PHONE]\""),
        ("Mobile 047 12 24 91 29", "Mobile [PHONE]"),
        ("phone (1-8005550132)", "phone ([PHONE])"),
    ]);
}

#[test]
fn people_of_heads_of_mails_and_of_rows() {
    becomes(&[
        (
            "From: Tomasz Bjornstad <q1@example.com>\nTo: Jarvis Papadakis <zz@example.com>\n",
            "From: [PERSON] <[EMAIL]>\nTo: [PERSON] <[EMAIL]>\n",
        ),
        ("Jarvis Papadakis <q1@example.com>", "[PERSON] <[EMAIL]>"),
        ("On Tue, 3 Jun, Zoe Mbeki <q1@example.com> wrote:\n> ok", "On Tue, 3 Jun, [PERSON] <[EMAIL]> wrote:\n> ok"),
        ("Reply-To: \"Fitzwilliam, Bronwyn\" <q1@example.com>", "Reply-To: \"[PERSON]\" <[EMAIL]>"),
        ("<td>Wren Kowalczyk</td><td>q1@example.com</td>", "<td>[PERSON]</td><td>[EMAIL]</td>"),
        ("From: Acme Support <q1@example.com>", "From: Acme Support <[EMAIL]>"),
        ("From: Daily Digest <noreply@example.com>", "From: Daily Digest <[EMAIL]>"),
        ("Maintained by Core Widgets <q1@example.com>", "Maintained by Core Widgets <[EMAIL]>"),
        ("<td>Support Team</td><td>q1@example.com</td>", "<td>Support Team</td><td>[EMAIL]</td>"),
    ]);
}

#[test]
fn codes_that_begin_a_text_and_passwords_of_protocols() {
    becomes(&[
        ("4821 is your Acme verification code.", "[SECRET] is your Acme verification code."),
        ("4821 ist dein Bestätigungscode.", "[SECRET] ist dein Bestätigungscode."),
        ("Use 4821 to verify your account.", "Use [SECRET] to verify your account."),
        (
            "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5u\nS: 334 UGFzc3dvcmQ6\nC: a2VzdHJlbDk=\nS: 235 ok",
            "C: AUTH LOGIN\nS: 334 VXNlcm5hbWU6\nC: YW5u\nS: 334 UGFzc3dvcmQ6\nC: [SECRET]\nS: 235 ok",
        ),
        ("2FA: 350940", "2FA: [SECRET]"),
        (
            "find(By.name(\"password\")).sendKeys(\"coral-otter85\");",
            "find(By.name(\"password\")).sendKeys(\"[SECRET]\");",
        ),
        ("useradd -m -p 'Kestrel9!x' deploy", "useradd -m -p '[SECRET]' deploy"),
        ("Agent: what's the wifi password?\nUser: vEn+4SH-JqN", "Agent: what's the wifi password?\nUser: [SECRET]"),
        ("Мій пароль: Falcon@7322", "Мій пароль: [SECRET]"),
        ("mi contraseña es Summer_90", "mi contraseña es [SECRET]"),
    ]);
    stay(&[
        "4821 is your postal code.",
        "4821 is your lucky number",
        "2FA: 2024 rollout",
        "Use 4821 to verify the build",
        "mi contraseña es user_id2",
        "Мій пароль: див. @support2",
    ]);
}

#[test]
fn secrets_that_look_like_things_go() {
    becomes(&[
        ("password: !HELLO:2024", "password: [SECRET]"),
        ("password: \"+SUMMER:2024!\"", "password: \"[SECRET]\""),
        ("password: urn:Summer2024", "password: [SECRET]"),
        ("password: self.Summer2024", "password: [SECRET]"),
        ("password=this.is2024", "password=[SECRET]"),
        ("password=\"MyDog.IsSoCute.Yes\"", "password=\"[SECRET]\""),
        ("password: @kestrel/tango9", "password: [SECRET]"),
        ("password: kestrel.io/tango9", "password: [SECRET]"),
        ("secret: Kestrel9x{", "secret: [SECRET]"),
        ("test_F7FEKJHF2BFTVNZJ6KHL3Q5AUMTPHJYV", "[SECRET]"),
        ("api_key: #/aB3dE5fG7hI9jK1lM3nO", "api_key: [SECRET]"),
        ("token: urn:a8f5f167f44f4964e6c998dee827110c", "token: [SECRET]"),
    ]);
    documents(&[
        (r#"{"password":"./Winter.2024"}"#, r#"{"password":"[SECRET]"}"#),
        (r#"{"api_key":"/abc/DEFxyz0123456789.abcdef12"}"#, r#"{"api_key":"[SECRET]"}"#),
    ]);
    stay(&[
        "token: \"urn:uuid:f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"",
        "ssl_ciphers ECDHE:!PSK:!aNULL:!RC4;",
        "api_key: \"#/definitions/ApiKey2\"",
    ]);
}

#[test]
fn people_and_numbers_beside_what_looks_like_software_go() {
    becomes(&[
        ("phone (1-4155550132)", "phone ([PHONE])"),
        ("my mobile (11-987654321)", "my mobile ([PHONE])"),
        ("phone (886-912345678)", "phone ([PHONE])"),
        ("Phone = <4155550132>", "Phone = <[PHONE]>"),
        ("GET /mobile HTTP/1.1\" 4155550132", "GET /mobile HTTP/1.1\" [PHONE]"),
        ("street_address=«12+Birch+Lane» н", "street_address=«[ADDRESS] н"),
        // The card of an issuer that only its frame tells, and a card of Poland as all of a value.
        ("read ;7111111111111111=29041010000000000?", "read [CARD]"),
        ("AAA 999999", "[PL_ID_CARD]"),
    ]);
    stay(&["mobile: rate (1-2147483647)", "phone queue (100-1000000000)", "call limit (0-4294967294)"]);
    documents(&[
        (
            r#"{"customer":{"contact":{"name":"Jane Roe","url":"https://x.example"}}}"#,
            r#"{"customer":{"contact":{"name":"[PERSON]","url":"https://x.example"}}}"#,
        ),
        (r#"{"owner":{"name":"Jane Roe","in":"query"}}"#, r#"{"owner":{"name":"[PERSON]","in":"query"}}"#),
        (r#"{"patientName":"Jane(Janey) Roe"}"#, r#"{"patientName":"[PERSON]"}"#),
        (r#"{"customer_address":"12 Main Street, that house"}"#, r#"{"customer_address":"[ADDRESS]"}"#),
        (r#"{"address":"Flat 2(b), 14 Acacia Road"}"#, r#"{"address":"[ADDRESS]"}"#),
    ]);
    kept(&[
        r#"{"info":{"title":"x","contact":{"url":"https://acme.example","name":"Acme Widgets"},"license":{"name":"MIT"}}}"#,
        r#"{"resetBy":{"createdBy":"computeRequest(pod, opts)"}}"#,
    ]);
}

#[test]
fn accounts_of_clouds_and_daemons_are_nobody() {
    stay(&[
        "Domain Transfer from Aws Account 111122223333 has been cancelled",
        "transfer-domain \\\n --target-aws-account 030714055129",
    ]);
    becomes(&[
        ("From: Mail Delivery Subsystem <xxx@example.com>", "From: Mail Delivery Subsystem <[EMAIL]>"),
        ("please transfer it to account 483920117", "please transfer it to account [BANK_ACCOUNT]"),
        ("address \"7802 Solomon Seal Dr., Springfield, VA 22152, USA\"", "address \"[ADDRESS], USA\""),
    ]);
}
