//! Addresses, codes and names that a sentence tells, in many languages.

use super::{becomes, stay};

#[test]
fn a_postal_code_before_a_town_ends_an_address_where_somebody_lives() {
    becomes(&[
        ("Meine Adresse ist Musterstraße 12, 10115 Berlin.", "Meine Adresse ist [ADDRESS]."),
        ("Ich wohne in der Musterstraße 12 in 10115 Berlin", "Ich wohne in der [ADDRESS]"),
        ("Bitte an Kundin Roe liefern: Am Markt 3, 4020 Linz", "Bitte an Kundin Roe liefern: [ADDRESS]"),
        ("J'habite au 5 rue de la Paix, 75002 Paris", "J'habite au [ADDRESS]"),
        ("Mon adresse est le 12 bis rue d'Alésia, 75014 Paris, merci", "Mon adresse est le [ADDRESS], merci"),
        ("Mi dirección es Calle Mayor 14, 3º B, 28013 Madrid", "Mi dirección es [ADDRESS]"),
        ("Vivo en la calle Mayor 14, 28013 Madrid", "Vivo en la [ADDRESS]"),
        ("Abito in Via Roma 10, 20121 Milano", "Abito in [ADDRESS]"),
        ("Moro na Rua Augusta 25, 1100-048 Lisboa", "Moro na [ADDRESS]"),
        ("Meu endereço é Rua Augusta 1508, São Paulo, 01304-001", "Meu endereço é [ADDRESS]"),
        ("Ik woon op de Keizersgracht 123, 1015 CJ Amsterdam", "Ik woon op de [ADDRESS]"),
        ("Min adress är Storgatan 5, 111 23 Stockholm", "Min adress är [ADDRESS]"),
        ("Mój adres to ul. Długa 12/4, 00-238 Warszawa", "Mój adres to [ADDRESS]"),
    ]);
    stay(&[
        "Siemens AG, Werner-von-Siemens-Straße 1, 80333 München",
        "see Listing 12, 10115 Requests were served",
        "Their home page shows Release 12, 4020 Downloads",
        "sent Packet 5, 11123 Bytes",
        "The orders of 2, 1015 CJ and 3",
    ]);
}

#[test]
fn an_address_in_scripts_without_blanks_ends_with_its_sentence() {
    becomes(&[
        ("住所は東京都渋谷区神南1-2-3です", "住所は[ADDRESS]です"),
        ("我住在北京市朝阳区建国路88号院3号楼502室。", "我住在[ADDRESS]。"),
        ("请送到上海市浦东新区世纪大道100号12楼，谢谢", "请送到[ADDRESS]，谢谢"),
        ("제 주소는 서울특별시 강남구 테헤란로 123 입니다", "제 주소는 [ADDRESS] 입니다"),
        ("Я живу по адресу ул. Ленина, д. 5, кв. 12, Москва", "Я живу по адресу [ADDRESS]"),
        ("Мой адрес ул. Ленина, д. 5, кв. 12. Позвоните мне", "Мой адрес [ADDRESS]. Позвоните мне"),
        ("Проживает по адресу г. Москва, ул. Тверская, д. 7", "Проживает по адресу [ADDRESS]"),
    ]);
    stay(&[
        "我住在北京，喜欢吃面",
        "文件送到服务器12号端口",
        "该函数的地址是0x4005d0",
        "Мой адрес электронной почты скрыт",
        "Файл можно доставить по адресу 0x1200, сегмент 5",
    ]);
}

#[test]
fn short_kinds_of_streets_boxes_and_flats() {
    becomes(&[
        ("My address is 1847 Willow Creek Dr, Apt 3B, Boulder, CO 80302.", "My address is [ADDRESS]."),
        ("Please ship to 55 W 46th St Apt 12, New York NY 10036", "Please ship to [ADDRESS]"),
        ("Send the card to PO Box 4471, Tulsa, OK 74101", "Send the card to [ADDRESS]"),
        ("our billing address is P.O. Box 99, Reno, NV 89501", "our billing address is [ADDRESS]"),
        ("send it to Flat 2, 14 Acacia Road, Leeds LS6 3AB", "send it to [ADDRESS]"),
        ("My address is 12 MG Road, Bengaluru 560001", "My address is [ADDRESS]"),
    ]);
    stay(&[
        "He saw the doctor at 12 Oak Dr. yesterday",
        "The 3 St Petersburg hotels, my 4 St James Park tickets",
        "Our order of 20 Google Drive licences",
        "my 5 Close friends",
        "Our order: 33 Trail, 12 Way.",
        "send 3 PO Box forms",
        "The shop at PO Box 12, Reno, NV 89501",
    ]);
}

#[test]
fn codes_and_passwords_that_sentences_tell() {
    becomes(&[
        ("my debit card PIN 9920, please", "my debit card PIN [SECRET], please"),
        ("the alarm PIN code 9920", "the alarm PIN code [SECRET]"),
        ("la contraseña es Gato_Negro-88", "la contraseña es [SECRET]"),
        (r#"Contraseña del wifi: "Gato_Negro-88""#, r#"Contraseña del wifi: "[SECRET]""#),
        ("卡号 6222021234567890123", "卡号 [BANK_ACCOUNT]"),
        ("health card: 1234-567-890-AB", "health card: [CA_HEALTH]"),
        ("sshpass -p 'S3cur3!pass' ssh root@host -p 2222", "sshpass -p '[SECRET]' ssh root@host -p 2222"),
    ]);
    stay(&["GPIO PIN 1234 is high", "set PIN code 9920", "la clave primaria es user_id-2"]);
}

#[test]
fn names_that_sentences_tell() {
    becomes(&[
        ("Hi Beth, this is Beatrix Holloway calling about it", "Hi Beth, this is [PERSON] calling about it"),
        ("Kind regards,\nTomás Ó Súilleabháin", "Kind regards,\n[PERSON]"),
        ("Plaintiff Margaret Holloway, residing at", "Plaintiff [PERSON], residing at"),
        (r#"From: "Wójcik, Agnieszka" <a.wojcik@poczta.pl>"#, r#"From: "[PERSON]" <[EMAIL]>"#),
    ]);
    stay(&[
        "this is Visual Studio calling the compiler",
        "this is Azure Functions",
        "Defendant Acme Holdings Inc. moved to dismiss",
    ]);
}

#[test]
fn introductions_behind_a_greeting() {
    becomes(&[
        ("Bonjour, je m'appelle Amélie Dufour, bonjour", "Bonjour, je m'appelle [PERSON], bonjour"),
        ("Hola, me llamo Ana García", "Hola, me llamo [PERSON]"),
        ("Hallo, mein Name ist Max Mustermann", "Hallo, mein Name ist [PERSON]"),
        ("Ciao, mi chiamo Giulia Ferrari", "Ciao, mi chiamo [PERSON]"),
        ("hallo, mijn naam is Jan de Vries", "hallo, mijn naam is [PERSON]"),
        ("hola, mi nombre es Ana García", "hola, mi nombre es [PERSON]"),
        ("hej, jag heter Sofia Lindgren", "hej, jag heter [PERSON]"),
        ("cześć, nazywam się Jan Kowalski.", "cześć, nazywam się [PERSON]."),
        ("Dobrý den, jmenuji se Jan Novák", "Dobrý den, jmenuji se [PERSON]"),
        ("Bună ziua, mă numesc Ion Popescu", "Bună ziua, mă numesc [PERSON]"),
        ("Habari, jina langu ni Juma Hassan", "Habari, jina langu ni [PERSON]"),
        ("xin chào, tôi tên là Nguyễn Văn An", "xin chào, tôi tên là [PERSON]"),
        ("Hola, soy Alejandro Gómez, mi pedido", "Hola, soy [PERSON], mi pedido"),
        ("hi, i'm Jane Roe and i need help", "hi, i'm [PERSON] and i need help"),
        ("こんにちは、田中花子と申します。", "こんにちは、[PERSON]と申します。"),
        ("안녕하세요, 저는 박지훈입니다.", "안녕하세요, 저는 [PERSON]입니다."),
    ]);
    stay(&[
        "leche de soy Sauce Mix, and",
        "hello, I am Happy",
        "Hola, soy Asistente Virtual, en qué puedo ayudarte",
        "Hey it's Black Friday, grab a deal",
        "저는 변호사입니다",
        "The service says it's Azure Functions and more",
        "저는 학생입니다",
        "die Datei, deren Name ist config",
        "sistem Operasi Baru, dan",
    ]);
}

#[test]
fn dates_answers_and_accounts() {
    becomes(&[
        ("生年月日は1985年4月12日です", "生年月日は[DATE_OF_BIRTH]です"),
        ("出生日期1990年3月15日，", "出生日期[DATE_OF_BIRTH]，"),
        ("생년월일은 1990년 3월 15일이고", "생년월일은 [DATE_OF_BIRTH]이고"),
        (
            "Agent: What is your mother's maiden name?\nCustomer: Abernathy",
            "Agent: What is your mother's maiden name?\nCustomer: [PERSON]",
        ),
        ("numer konta to 61 1090 1014 0000 0712 1981 2874.", "numer konta to [IBAN]."),
    ]);
    stay(&[
        "Agent: What is your mother's maiden name?\nCustomer: Sure, one moment",
        "rows 61 1090 1014 0000 0712 1981 2875 end",
        "rows 61 1090 1014 0000 0712 1981 2874 1111",
    ]);
}

#[test]
fn money_and_links() {
    becomes(&[
        ("Please wire $5,000 to account 483920117 at Chase", "Please wire $5,000 to account [BANK_ACCOUNT] at Chase"),
        ("account 483920117 is overdrawn", "account [BANK_ACCOUNT] is overdrawn"),
        ("USCIS number 123-456-789", "USCIS number [NATIONAL_ID]"),
        ("4111111111111111 12/27 123", "[CARD] [CARD_DETAIL] [CARD_DETAIL]"),
        ("4242424242424242 exp 1227 cvv 998", "[CARD] exp [CARD_DETAIL] cvv [CARD_DETAIL]"),
        (
            "https://app.acme.com/magic-link/8f14e45fceea167a5a36dedd4bea2543",
            "https://app.acme.com/magic-link/[SECRET]",
        ),
    ]);
    stay(&[
        "the user account 483920117 was created",
        "AWS account 123456789012 refund request",
        "transferred 483920117 bytes to account storage",
        "https://github.com/acme/repo/commit/8f14e45fceea167a5a36dedd4bea2543aa11bb22",
        "https://docs.acme.com/verify/getting-started-with-two-factor",
        "https://acme.com/reset/2024/index.html",
        "4111 files 12/27 123",
    ]);
}

#[test]
fn years_versions_machines_and_firms_in_sentences_stay() {
    stay(&[
        "we moved to Section 12, 2024 Edition",
        "they moved in May 3, 2024 From the start",
        "She moved to Version 2, 2019 Release",
        "寄到仓库1号2号",
        "送到3号服务器4号端口",
        "注文番号と申します",
        "担当者と申します",
        "株式会社サンプルと申します",
        "this is Visual Studio calling about",
        "1234 is your port code",
        "https://registry.example.com/verify/sha256-9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
    ]);
    becomes(&[
        ("Hun bor på Østerbrogade 12, 2100 København", "Hun bor på [ADDRESS]"),
        ("寄到东风路3号", "寄到[ADDRESS]"),
        ("田中太郎と申します", "[PERSON]と申します"),
        ("From: Acme Newsletter <q1@example.com>", "From: Acme Newsletter <[EMAIL]>"),
        ("To: Undisclosed Recipients <q1@example.com>", "To: Undisclosed Recipients <[EMAIL]>"),
    ]);
    let document = r#"{"recipient":"Primary Inbox"}"#;
    assert_eq!(super::RedactEngine::default().redact_text(document, true), None);
}
