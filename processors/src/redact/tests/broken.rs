//! Values that the end of a line breaks, data of magnetic stripes, and other layouts of known types.

use super::{becomes, stay};

#[test]
fn lines_end_within_a_value() {
    becomes(&[
        ("Please contact jane.doe@exa=\nmple.com about it", "Please contact [EMAIL] about it"),
        ("password=3Dhunter2=\nX9! end", "password=[SECRET] end"),
        ("The card number is 4111 1111\n1111 1111.", "The card number is [CARD]."),
        ("> card 4111 1111\n> 1111 1111\n", "> card [CARD]\n"),
        ("My SSN is 219-\n09-9999 ok", "My SSN is [US_SSN] ok"),
        ("iban: >-\n  DE89 3704 0044\n  0532 0130 00\n", "iban: >-\n  [IBAN]\n"),
        ("The card number is 4111 1111 \r\n1111 1111.", "The card number is [CARD]."),
        ("IBAN DE89 3704 0044  \n  0532 0130 00 is mine", "IBAN [IBAN] is mine"),
        ("> my email is jane.doe@\n> example.com\n", "> my email is [EMAIL]\n"),
        ("ghp_1A2b3C4d5E6f7G8h\n9I0jK1l2M3n4O5p6Q7r8", "[GITHUB_TOKEN]"),
        (
            "export OPENAI_API_KEY=sk-proj-Ab3dEfGhIjKlMnOpQrSt\nUvWxYz0123456789AbCdEfGhIj",
            "export OPENAI_API_KEY=[OPENAI_KEY]",
        ),
        (
            "encoding: base64\n\nSGVsbG8gdGVhbSwgcGxlYXNlIGNvbnRhY3QgdGhlIGNsaWVudCBhdCBtYXJpYS5nb256YWxlekBl\neGFtcGxlLmNvbSB0b2RheQ==\n",
            "encoding: base64\n\n[EMAIL]\n",
        ),
    ]);
    // In a string of a document the words before stand far from the escape.
    let document =
        "{\"content\":\"Here is what I have from them and you: credit card number is 4111 1111\\n1111 1111\"}";
    let got = super::redact(document);
    assert!(got.contains("[CARD]") && !got.contains("1111"), "{got}");
    // Tokens one a line are several.
    becomes(&[(
        "ghp_0123456789abcdefghijABCDEFGHIJ012345\nghp_9123456789abcdefghijABCDEFGHIJ012345\n",
        "[GITHUB_TOKEN]\n[GITHUB_TOKEN]\n",
    )]);
    stay(&[
        "DB_HOST=\nDB_PORT=5432\n",
        "let token =\na1b2c3d4e5f6a7b8c9d0e1f2",
        "1024 2048\n4096 8192\n",
        "took 4111 1111\n1111 1111 rows",
        "import { x } from '@\nscope'",
    ]);
}

#[test]
fn data_of_magnetic_stripes() {
    becomes(&[
        ("%B4111111111111111^DOE/JANE^29041010000000000?", "[CARD]"),
        ("read ;4111111111111111=29041010000000000? twice", "read [CARD] twice"),
        ("track2: 4111111111111111D29041010000000000F", "track2: [CARD]"),
    ]);
    stay(&["4111111111111112=29041010000000000", "seq 4000000000000000=1"]);
}

#[test]
fn hardware_addresses_in_three_groups() {
    becomes(&[
        (
            "Interface Gi0/1, address is 00d0.bc8a.2201 (bia 00d0.bc8a.2201)",
            "Interface Gi0/1, address is [MAC_ADDRESS] (bia [MAC_ADDRESS])",
        ),
        ("mac aabb.ccdd.eeff", "mac [MAC_ADDRESS]"),
    ]);
    stay(&["aabb.ccdd.eeff", "java.util.List and a.beef.cafe.b", "05F3 ; [*0316.001F.0002] # GERESH"]);
}

#[test]
fn separators_that_are_seldom() {
    becomes(&[
        ("IBAN DE89_3704_0044_0532_0130_00", "IBAN [IBAN]"),
        ("DE89|3704|0044|0532|0130|00", "[IBAN]"),
        ("4111/1111/1111/1111", "[CARD]"),
    ]);
    stay(&["path /usr/DE12/1234/5678", "DE88_3704_0044_0532_0130_00.tar"]);
}

#[test]
fn literals_that_are_hashed() {
    becomes(&[
        ("const hash = await bcrypt.hash('S3cretPw!', 10)", "const hash = await bcrypt.hash('[SECRET]', 10)"),
        ("h = hashlib.sha256(b\"Sup3rPa55!\").hexdigest()", "h = hashlib.sha256(b\"[SECRET]\").hexdigest()"),
        ("generate_password_hash(\"Hunter2!x\")", "generate_password_hash(\"[SECRET]\")"),
    ]);
    stay(&[
        "h = hashlib.md5(b\"hello world\").hexdigest()",
        "h = hashlib.sha256(b\"abc\").hexdigest()",
        "x = bcrypt.hash(password, 10)",
    ]);
}

#[test]
fn members_that_others_name() {
    becomes(&[
        (
            "{\"op\":\"replace\",\"path\":\"/user/ssn\",\"value\":\"219099999\"}",
            "{\"op\":\"replace\",\"path\":\"/user/ssn\",\"value\":\"[US_SSN]\"}",
        ),
        (
            "{\"op\":\"add\",\"path\":\"/password\",\"value\":\"Kq7vZ2m9xPw4\"}",
            "{\"op\":\"add\",\"path\":\"/password\",\"value\":\"[SECRET]\"}",
        ),
        ("{\"key\":\"full_name\",\"val\":\"Jane Doe\"}", "{\"key\":\"full_name\",\"val\":\"[PERSON]\"}"),
        (
            "<t><parameter name=\"full_name\">Olga Alvarez</parameter><parameter name=\"city\">Paris</parameter></t>",
            "<t><parameter name=\"full_name\">[PERSON]</parameter><parameter name=\"city\">Paris</parameter></t>",
        ),
        ("full_name => 'Liam Hassan'", "full_name => '[PERSON]'"),
        ("User { id: 7, full_name: Some(\"Olga Nowak\") }", "User { id: 7, full_name: Some(\"[PERSON]\") }"),
        ("User{full_name:Liam Dubois Active:true}", "User{full_name:[PERSON] Active:true}"),
        ("account_holder=Kenji Okafor status=200", "account_holder=[PERSON] status=200"),
        ("{\"account_numbers\": [\"5614773645\"]}", "{\"account_numbers\": [\"[BANK_ACCOUNT]\"]}"),
        (
            "| id | driver's license number |\n|--|--|\n| 1 | S791232834812 |\n",
            "| id | driver's license number |\n|--|--|\n| 1 | [US_DRIVER_LICENSE] |\n",
        ),
        (
            "user: what PESEL do you have on file for me?\nassistant: We have 91091719915 on file.",
            "user: what PESEL do you have on file for me?\nassistant: We have [PL_PESEL] on file.",
        ),
        (
            "{\"routing\": \"121000358\", \"account\": \"0001234567\"}",
            "{\"routing\": \"[ABA_ROUTING_NUMBER]\", \"account\": \"[BANK_ACCOUNT]\"}",
        ),
        (
            "{\"account\":\"123456789\",\"aba\":\"121000358\"}",
            "{\"account\":\"[BANK_ACCOUNT]\",\"aba\":\"[ABA_ROUTING_NUMBER]\"}",
        ),
        (
            "{\"account\":\"123456789\", \"sort code\" : \"20-00-00\"}",
            "{\"account\":\"[BANK_ACCOUNT]\", \"sort code\" : \"[UK_BANK_ACCOUNT]\"}",
        ),
        ("{\"نام\": 1, \"الاسم الكامل\": \"محمد علي\"}", "{\"نام\": 1, \"الاسم الكامل\": \"[PERSON]\"}"),
        ("The wallet address is `0x8e8f811d6bb1b8e453c6b1bfa4d9c1ccd8764e06`.", "The wallet address is `[CRYPTO]`."),
    ]);
    stay(&[
        "{\"path\":\"/etc/hosts\",\"value\":\"127.0.0.1 localhost\"}",
        "{\"account\": \"0001234567\", \"region\": \"eu\"}",
        "{\"account\": \"0001234567\", \"note\": \"[ABA_ROUTING_NUMBER]\"}",
        "{\"key\":\"color\",\"val\":\"Deep Blue\"}",
        "user: what port do you use for me?\nassistant: We have 91091719915 on file.",
        "full_name: Option<String>",
    ]);
}

#[test]
fn numbers_in_words() {
    becomes(&[
        ("My phone number is four one five, five five five, zero one three two.", "My phone number is [PHONE]."),
        (
            "Agent: What is your social security number?\nCustomer: Sure, it's two one nine, zero nine, nine nine nine nine",
            "Agent: What is your social security number?\nCustomer: Sure, it's [US_SSN]",
        ),
        (
            "Agent: Can I have your card number please?\nCaller: four one one one one one one one one one one one one one one one",
            "Agent: Can I have your card number please?\nCaller: [CARD]",
        ),
    ]);
    stay(&[
        "the phone rang one two three times and then one of us took it",
        "Agent: what is your phone number?\nCustomer: one moment please",
    ]);
}
