//! Values that a label, a sentence or a number beside them tells, in many languages.

use super::{becomes, redact, stay};

#[test]
fn told_by_what_stands_beside() {
    for (text, expected) in [
        // One-time codes and PINs.
        ("OTP: 193050", "OTP: [SECRET]"),
        ("my otp 775943 is wrong", "my otp [SECRET] is wrong"),
        ("G-248943 is your Google verification code.", "G-[SECRET] is your Google verification code."),
        ("temp pin is 4821", "temp pin is [SECRET]"),
        ("PIN: 4821", "PIN: [SECRET]"),
        ("验证码：179871", "验证码：[SECRET]"),
        ("Votre code de vérification est 189413", "Votre code de vérification est [SECRET]"),
        ("{\"otp\":\"519638\",\"pin\":\"4821\"}", "{\"otp\":\"[SECRET]\",\"pin\":\"[SECRET]\"}"),
        // Behind the number of a card.
        ("Visa 4111 1111 1111 1111 exp 12/27 cvc 123", "Visa [CARD] exp [CARD_DETAIL] cvc [CARD_DETAIL]"),
        ("4111-1111-1111-1111 (04/25, CVV2 881)", "[CARD] ([CARD_DETAIL], CVV2 [CARD_DETAIL])"),
        ("karte 4111111111111111 gültig bis 03/27", "karte [CARD] gültig bis [CARD_DETAIL]"),
        // IBAN with a blank behind its country.
        ("nr konta PL 61 1090 1014 0000 0712 1981 2874", "nr konta [IBAN]"),
        // Fields of forms.
        ("D.O.B: 01-Jan-1949", "D.O.B: [DATE_OF_BIRTH]"),
        ("Name: Stefan Vogel\nTelefon: 0561/2087744", "Name: [PERSON]\nTelefon: [PHONE]"),
        (
            "customer:\n  name: Sofia Papas\n  phone: \"+30 697 123 4567\"",
            "customer:\n  name: [PERSON]\n  phone: \"[PHONE]\"",
        ),
        ("street: Ermou 15\ncity: Athens\npostal_code: x", "street: [ADDRESS]\ncity: [ADDRESS]\npostal_code: x"),
        ("姓名: 李娜\n地址: 上海市浦东新区世纪大道100号", "姓名: [PERSON]\n地址: [ADDRESS]"),
        ("氏名：山田太郎 生年月日：昭和58年4月2日", "氏名：[PERSON] 生年月日：[DATE_OF_BIRTH]"),
        ("이름: 홍길동\n주소: 부산광역시 해운대구 우동 123", "이름: [PERSON]\n주소: [ADDRESS]"),
        // Members of two, a label and its value; people's keys.
        ("[{\"label\":\"SSN\",\"value\":\"500815422\"}]", "[{\"label\":\"SSN\",\"value\":\"[US_SSN]\"}]"),
        (
            "[{\"key\":\"date_of_birth\",\"value\":\"1981-07-30\"}]",
            "[{\"key\":\"date_of_birth\",\"value\":\"[DATE_OF_BIRTH]\"}]",
        ),
        ("{\"customer\":\"Jon Snowfield\"}", "{\"customer\":\"[PERSON]\"}"),
        // Passwords in sentences.
        ("the wifi pass is vK9#mQ2xLp", "the wifi pass is [SECRET]"),
        ("мой пароль S0mmer2024", "мой пароль [SECRET]"),
        ("mon mot de passe c'est Zx9plmQ7!", "mon mot de passe c'est [SECRET]"),
        ("wallet 1BvBMSEYstWetqTFn5Au4m4GFg7xJaNVN2", "wallet [CRYPTO]"),
    ] {
        assert_eq!(redact(text), expected, "{text}");
        assert_eq!(redact(expected), expected);
    }
}

#[test]
fn told_of_something_else() {
    for text in [
        "Erlang/OTP 26.2.5",
        "GPIO pin 4471 does not exist; use pin 17",
        "error code 447102: quota exceeded",
        "status code is 404200",
        "{\"pin_count\":40,\"gpio_pin\":17,\"otp_enabled\":true}",
        "the bus to 1234567890123 expires 12/26",
        "the bus to 1234567840123 expires 12/26",
        "1786346518123 security 123",
        "Name: nginx-ingress\nNamespace: default",
        "name: CI\non: [push]\nsteps:\n  - name: Send Email\n    run: make email",
        "city: berlin\nreplicas: 3",
        "名前: cache\n地址: 0x0800",
        "{\"label\":\"Phone\",\"value\":\"required\"}",
        "{\"customer\":\"acme\",\"holder\":\"pod-1\",\"shipping\":\"Free Shipping\"}",
        "all tests pass and the build is green; pass is 12 of 12",
    ] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn people_by_what_they_do() {
    becomes(&[
        ("Ticket 4711\nKunde: Jane Roe\nStatus: open", "Ticket 4711\nKunde: [PERSON]\nStatus: open"),
        ("Requested by: Jane Roe, call back", "Requested by: [PERSON], call back"),
        ("destinataire : Maria Silva", "destinataire : [PERSON]"),
        ("клиент: Елена Смирнова", "клиент: [PERSON]"),
        (
            "create_ticket(requester=\"Jane Roe\", title=\"vpn\")",
            "create_ticket(requester=\"[PERSON]\", title=\"vpn\")",
        ),
        ("crm add --full-name \"Jane Roe\" --age 30", "crm add --full-name \"[PERSON]\" --age 30"),
        ("crm add --first-name Jane --last-name Roe", "crm add --first-name [PERSON] --last-name [PERSON]"),
    ]);
    stay(&[
        "customer: Acme Corp",
        "assignee: none",
        "tenant: Contoso West",
        "Assigned to: Claude Code",
        "customer: Blue Harbor Logistics",
        "Requested by: Billing Department",
        "Approved by: all of the Reviewers",
        "student:\n  Name Of Field",
        "tool --first-name NAME --last-name NAME",
        "tool --customer Default --requester \"the team\"",
    ]);
}
