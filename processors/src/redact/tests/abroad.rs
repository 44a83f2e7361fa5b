//! Codes, dates of birth, parties and signatures as messages and papers of other languages tell them.

use super::{becomes, redact, stay};

#[test]
fn codes_of_four_digits_that_a_message_tells() {
    for text in [
        "Ihr Bestätigungscode lautet 4821.",
        "Bonjour, votre code de vérification est le 4821.",
        "Su código de verificación es 4821. No lo comparta.",
        "Seu código de verificação é 4821.",
        "Il tuo codice di verifica è 4821.",
        "Váš ověřovací kód je 4821.",
        "Doğrulama kodunuz 4821.",
        "Ваш код подтверждения: 4821",
        "Код для входа 4821. Никому его не сообщайте!",
        "Ваш код підтвердження: 4821",
        "您的验证码是4821，请勿泄露。",
        "您的验证码：4821",
        "認証コードは4821です。",
        "인증번호는 4821입니다.",
        "인증번호 [4821]",
        "رمز التحقق الخاص بك هو 4821",
        "आपका सत्यापन कोड 4821 है।",
    ] {
        let expected = text.replace("4821", "[SECRET]");
        assert_eq!(redact(text), expected, "{text}");
        assert_eq!(redact(&expected), expected);
    }
    stay(&[
        "验证码1000次",
        "验证码有效期为1800秒",
        "验证码 20000 条",
        "인증번호 5000건",
        "认证码长度 4 位",
        "код подтверждения из 4 цифр",
        "le code de vérification 12.4821 a échoué",
        "código de error 4821",
        "인증번호 6자리",
    ]);
}

#[test]
fn codes_of_doors() {
    becomes(&[
        ("call after 6pm, door code 4471", "call after 6pm, door code [SECRET]"),
        ("Safe place: bins, gate code 1066", "Safe place: bins, gate code [SECRET]"),
        ("New safe code 7719 – do not share", "New safe code [SECRET] – do not share"),
        (r#"{"note":"door code 4471"}"#, r#"{"note":"door code [SECRET]"}"#),
        (
            "gate code 4471 to get in, safe code 1982 opens it",
            "gate code [SECRET] to get in, safe code [SECRET] opens it",
        ),
    ]);
    stay(&[
        "error code 4471",
        "exit code 1234",
        "indoor code 4471x",
        "door code 44.71",
        "unsafe code 1024",
        "memory safe code 2021 edition",
        "we wrote safe code 1000 times, gate code 9000 LOC",
    ]);
}

#[test]
fn what_stands_behind_a_card_in_other_languages() {
    for text in [
        "carta 4111 1111 1111 1111 scad. 09/27 cvv 331",
        "kaart 4111 1111 1111 1111 geldig tot 09/27 cvc 331",
        "karta 4111 1111 1111 1111 ważna do 09/27 cvv 331",
        "karta 4111 1111 1111 1111 platnost 09/27 cvv 331",
        "kort 4111 1111 1111 1111 giltigt till 09/27 cvc 331",
        "kart 4111 1111 1111 1111 son kullanma 09/27 cvv 331",
        "カード 4111 1111 1111 1111 有効期限 09/27 セキュリティコード 331",
        "信用卡 4111 1111 1111 1111 有效期 09/27 cvv 331",
        "카드 4111 1111 1111 1111 유효기간 09/27 cvc 331",
        "карта 4111 1111 1111 1111 срок 09/27 cvv 331",
        "البطاقة 4111 1111 1111 1111 تنتهي 09/27 الرمز 331",
    ] {
        let expected = text
            .replace("4111 1111 1111 1111", "[CARD]")
            .replace("09/27", "[CARD_DETAIL]")
            .replace("331", "[CARD_DETAIL]");
        assert_eq!(redact(text), expected, "{text}");
    }
    stay(&["released 09/27 build 331", "срок 09/27 этап 331"]);
}

#[test]
fn dates_of_birth_before_their_word_and_with_months_of_other_scripts() {
    becomes(&[
        ("am 12. März 1970 geboren", "am [DATE_OF_BIRTH] geboren"),
        ("ik ben geboren op 12 mei 1970 te Breda", "ik ben geboren op [DATE_OF_BIRTH] te Breda"),
        ("narozená 12. května 1970 v Brně", "narozená [DATE_OF_BIRTH] v Brně"),
        ("Hülya, 12 Mayıs 1970 doğumlu", "Hülya, [DATE_OF_BIRTH] doğumlu"),
        ("私は1970年5月12日生まれ、大阪", "私は[DATE_OF_BIRTH]生まれ、大阪"),
        ("本人孙丽，1970年5月12日出生", "本人孙丽，[DATE_OF_BIRTH]出生"),
        ("1970년 5월 12일생으로 서울시", "[DATE_OF_BIRTH]생으로 서울시"),
        ("فاطمة، مواليد 12 مايو 1970", "فاطمة، مواليد [DATE_OF_BIRTH]"),
        ("पूजा, जन्म 12 मई 1970", "पूजा, जन्म [DATE_OF_BIRTH]"),
    ]);
    stay(&[
        "1970年5月12日更新",
        "그의 일생은 12장",
        "step 12 mei 1970",
        "12 Mayıs 1970 tarihinde",
        "op 12 mei 2024 vertrokken",
    ]);
}

#[test]
fn parties_signatures_and_who_did_it() {
    becomes(&[
        ("Yours sincerely\n\n/s/ Jane Roe\nHead of People", "Yours sincerely\n\n/s/ [PERSON]\nHead of People"),
        ("Total £505\nPrepared by Jane Roe", "Total £505\nPrepared by [PERSON]"),
        ("Signed by Kathryn Bell, notary public", "Signed by [PERSON], notary public"),
        ("Signé par Nadège Perrin, huissière", "Signé par [PERSON], huissière"),
        ("Firmado por Rocío Salgado", "Firmado por [PERSON]"),
        ("Bearbeitet von: Jens Kuhn", "Bearbeitet von: [PERSON]"),
        ("Opgesteld door: Hugo Bos", "Opgesteld door: [PERSON]"),
        ("Landlord: Ada Byron, Tenant: Jane Roe", "Landlord: [PERSON], Tenant: [PERSON]"),
        ("Najemca: Jane Roe, Wynajmujący: Bogdan Lis", "Najemca: [PERSON], Wynajmujący: [PERSON]"),
        ("Kiracı: Jane Roe, Kiraya veren: Orhan Çelik", "Kiracı: [PERSON], Kiraya veren: [PERSON]"),
        ("Арендатор: Олег Громов", "Арендатор: [PERSON]"),
        ("المستأجر: سارة علي، المؤجر: خالد حسن", "المستأجر: [PERSON]، المؤجر: [PERSON]"),
        ("承租人：王小明，出租人：陈国强", "承租人：[PERSON]，出租人：[PERSON]"),
        ("Attn: Bertram Quill", "Attn: [PERSON]"),
        ("Present: Anita Desai, Phil Rourke", "Present: [PERSON], [PERSON]"),
        ("Present: Anita Desai,\nPhil Rourke\nOpening Remarks\n", "Present: [PERSON],\n[PERSON]\nOpening Remarks\n"),
        ("Present: Anita Desai\n  Phil Rourke\n", "Present: [PERSON]\n  [PERSON]\n"),
        ("Present:\nAnita Desai\nPhil Rourke\n", "Present:\n[PERSON]\n[PERSON]\n"),
        ("Signed by Peter Kafka", "Signed by [PERSON]"),
    ]);
    stay(&[
        "Tenant: Contoso Berlin\nregion: westeurope",
        "Signed by Apple Root CA",
        "Prepared by Claude Code",
        "cd /s/ Data Lake",
        "It was reviewed by Code Owners.",
        "Approved by: Release Team",
        "usr/s/ Big Endian",
        "Completed by Azure Pipelines",
        "Signed by Let's Encrypt",
        "Approved by Dependabot Preview",
        "attn: Sparse Attention",
        "Received by: Load Balancer",
        "Signed by Kafka Connect",
    ]);
}

#[test]
fn passphrases_in_quotes() {
    becomes(&[
        (r#"The wifi password is "Blue Monkey 77"."#, r#"The wifi password is "[SECRET]"."#),
        ("Le mot de passe est « Souris Bleue 77 ».", "Le mot de passe est « [SECRET] »."),
        ("Lösenordet till wifi är \"Blå Mus 77\".", "Lösenordet till wifi är \"[SECRET]\"."),
        ("Пароль от вайфая «Синяя Мышь 77».", "Пароль от вайфая «[SECRET]»."),
        ("wifi密码是\"蓝色老鼠77\"。", "wifi密码是\"[SECRET]\"。"),
        ("パスワードは「あおいねずみ77」です。", "パスワードは「[SECRET]」です。"),
    ]);
    stay(&[
        r#"The default password is "not set"."#,
        r#"password is "Must be 8 characters""#,
        r#"The password is "at least 12 characters long""#,
        "пароль «не менее 12 символов»",
        "パスワードは「8文字以上16文字以下」",
        "mot de passe « Au Moins 12 Caractères »",
    ]);
}

#[test]
fn keys_of_people_and_their_codes() {
    becomes(&[
        (r#"{"assigned_to":"Fiona Doyle","status":"open"}"#, r#"{"assigned_to":"[PERSON]","status":"open"}"#),
        (r#"{"ReportsTo":{"Name":"Lucia Marchetti"}}"#, r#"{"ReportsTo":{"Name":"[PERSON]"}}"#),
        (r#"{"first_name":"Bob","name":"Bob Norman"}"#, r#"{"first_name":"[PERSON]","name":"[PERSON]"}"#),
        (r#"{"given_names":"ELENA"}"#, r#"{"given_names":"[PERSON]"}"#),
        (r#"{"jmeno":"Tereza","prijmeni":"Dvořáková"}"#, r#"{"jmeno":"[PERSON]","prijmeni":"[PERSON]"}"#),
        (r#"{"reviewers":[{"name":"Jane Roe"}]}"#, r#"{"reviewers":[{"name":"[PERSON]"}]}"#),
        (r#"{"fio":"Ivanov Ivan Petrovich"}"#, r#"{"fio":"[PERSON]"}"#),
        (r#"{"mfa":"771204"}"#, r#"{"mfa":"[SECRET]"}"#),
        (r#"{"security_answer":"Biscuit"}"#, r#"{"security_answer":"[SECRET]"}"#),
        (r#"{"ssn_last4":"6620"}"#, r#"{"ssn_last4":"[US_SSN]"}"#),
        (r#"{"student_id":"S20231188"}"#, r#"{"student_id":"[NATIONAL_ID]"}"#),
        (r#"{"passport":{"number":"C01X00T47"}}"#, r#"{"passport":{"number":"[PASSPORT]"}}"#),
        (r#"{"郵便番号":"150-0041"}"#, r#"{"郵便番号":"[POSTAL_CODE]"}"#),
    ]);
    stay(&[
        r#"{"assigned_to":"team-platform"}"#,
        r#"{"reports_to":"Executive Director","shareholders":["Sequoia Capital"]}"#,
        r#"{"tool":"fio","fio":"randread"}"#,
        r#"{"mfa":"enabled","2fa":"required"}"#,
        r#"{"student_id":12,"order":{"number":"A-20231188"}}"#,
        r#"{"security_question":"What was your first pet?"}"#,
        r#"{"reviewers":["octocat"],"shareholders":2}"#,
        r#"{"first_name":"string","name":"main"}"#,
    ]);
}

#[test]
fn attributes_of_assertions() {
    let text = |name: &str, value: &str| {
        format!(
            "<saml:Assertion ID=\"_a\">\n<saml:Attribute Name=\"{name}\"><saml:AttributeValue xsi:type=\"xs:string\">{value}</saml:AttributeValue></saml:Attribute>\n</saml:Assertion>"
        )
    };
    for (name, value) in [
        ("givenName", "Jane"),
        ("sn", "Roe"),
        ("displayName", "Jane Roe"),
        ("http://schemas.xmlsoap.org/ws/2005/05/identity/claims/surname", "Roe"),
    ] {
        assert_eq!(redact(&text(name, value)), text(name, "[PERSON]"), "{name}");
    }
    stay(&[&text("groups", "Engineering Team"), &text("Role", "Admin"), &text("department", "Sales Europe")]);
}

#[test]
fn a_warning_about_an_option_has_no_value() {
    stay(&["WARNING! Using --password via the CLI is insecure. Use --password-stdin."]);
}

#[test]
fn the_line_below_a_key_in_base64_stays() {
    let key = "4fYh2mQ8vQpWm1Z0x7k9b3n5c6d8e0f2g4h6j8k0l2M=";
    becomes(&[(
        &format!("APP_KEY=base64:{key}\nDB_HOST=db.internal\nDB_PORT=5432"),
        "APP_KEY=base64:[SECRET]\nDB_HOST=db.internal\nDB_PORT=5432",
    )]);
}

#[test]
fn who_is_named_without_a_separator_or_a_word_for_names() {
    for text in [
        "Директор «Иван Петров» подписал договор.",
        "наш менеджер «Анна Смирнова» перезвонит",
        "жалоба пациента «Сергеева Олега Ивановича» на боли",
        "письмо клиенту «Ивану Петрову» отправлено",
        "врач «Мария Сергеева» назначила приём",
        "私は«山田太郎»です。電話は",
        "私は«佐々木健»と申します",
        "你好，我是«张伟»，想改地址",
        "我是«李小龙»。",
        "我是«王建国»。我是«罗大海»。",
        "私は«山田光»です",
        "Врач «Лев Банковский» и директор «Мария Достоевская»",
        "hola, le habla «Juan Pérez» de Banco Norte",
        "le habla «Ana Ruiz de León», hola",
        "le habla «Juan Carlos de Borbón»",
        "le habla «Rosa María de Jesús»",
        "le habla «Ana López de Vega»",
    ] {
        let expected =
            text.split('«').map(|p| p.split_once('»').map_or(p.to_owned(), |(_, rest)| format!("[PERSON]{rest}")));
        let expected: String = expected.collect();
        assert_eq!(redact(&text.replace(['«', '»'], "")), expected, "{text}");
        assert_eq!(redact(&expected), expected);
    }
    stay(&[
        "Директор по продажам сказал, что отчёт готов.",
        "Врач Скорой Помощи приехал, водитель Службы Доставки ждёт",
        "Администратор Сервера и Клиент Банка",
        "клиент Оракл Линукс и менеджер Пакетов, менеджер: Анна",
        "врачи Московской больницы",
        "私は学生です。私は東京です。私は山田県民です。私は高橋駅です。",
        "我是学生，我是中国人。我是高三学生，我是周一来的。我是新手",
        "我是李家人。我是王府井店。我是张三的同事，我是说没关系",
        "se le habla de Amor Propio",
        "Клиент Apple Магазин, Менеджер Магазина Апельсин, клиент Русский Стандарт",
        "Клиент Славянский Банк, Директор Красноярский Край, Директор Департамента Финансов",
        "Директор Музея Пушкина, Врач Больницы Боткина, Менеджер Паролей Касперский",
        "私は藤田観光です。私は前田建設です。私は野村證券です。私は原田病院です。",
        "私は中山大学です。私は松本城です。",
        "你好，我是顾客，您好，我是顾问，我是熊猫。我是夏天。我是王子。",
        "我是唐山，我是范例。我是罗技。我是王国。",
    ]);
}
