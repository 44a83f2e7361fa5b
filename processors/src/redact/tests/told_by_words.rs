//! People, plates, ages, addresses and codes that words around them tell, in the notes and letters of people; and what
//! stands behind the same words otherwise.

use super::{becomes, documents, kept, redact, stay};

/// What stands between « and » goes, and then the text stays.
#[track_caller]
fn goes(texts: &[(&str, &str)]) {
    for (text, mark) in texts {
        let mut pieces = text.split('«');
        let first = pieces.next().unwrap_or_default().to_owned();
        let rest = pieces.filter_map(|piece| piece.split_once('»'));
        let expected = rest.fold(first, |all, (_, behind)| all + mark + behind);
        assert_eq!(redact(&text.replace(['«', '»'], "")), expected, "{text}");
        assert_eq!(redact(&expected), expected);
    }
}

#[test]
fn names_behind_what_somebody_is_or_does() {
    let texts = [
        "Insurance claim opened for «Maria Lopez» after the fire.",
        "The witness, «Leon Abernathy», stated that the car was red.",
        "the policy holder «Victor Hale» called",
        "next of kin «Barbara Quinn», wife",
        "a co-applicant «Melissa Teague», income unknown",
        "Owner «Samantha Greer» dropped off the dog.",
        "Kundin «Sabine Graf» hat angerufen.",
        "Müşteri «Ahmet Çelik» aradı, geri dönün",
        "El alumno «Mateo Castro» faltó el lunes.",
        "Pupil: «Oliver Tanaka». Class 5B.",
        "Tenant(s): «Mark Adler» and «Susan Adler»; lease from May",
        "Halter: «Petra Zimmermann», Kennzeichen fehlt",
        "Salarié : «Nadège Colin», Paris",
        "Świadek: «Bogusław Zięba», zam.",
        "Потерпевший: «Сидоров Иван», пешеход",
        "מטופל: «דוד כהן», היום",
        "driver: «Luis Ortega»\nplate: none",
        "my husband «Erik» works nights",
        "Her maiden name is «Sandgreen».",
        "je soussigné «Thierry Gauthier» certifie",
        "Hola, soy «Íñigo Arrieta», y llamo",
        "Merhaba, ben «Elif Yıldız». Kargo gelmedi",
        "Guten Tag, mein Name ist «Bülent Aydın», Kundin",
        "Sure, it's «Denise Hargrove», and I",
        "Hello, you've reached «Monica Reyes» at the desk",
        "Cordialement, «Hélène Rousseau» – Paris",
        "1.1«MÜLLER/ANNA» MRS",
        "मेरी पत्नी का नाम «सुनीता शर्मा» है।",
        "紧急联系人：«赵敏»（母亲）",
        "환자: «박지훈» / 남성",
        "المريض: «أحمد حسن»، اليوم",
    ];
    goes(&texts.map(|text| (text, "[PERSON]")));
    stay(&[
        "Insurance claim opened for Water Damage.",
        "the client, Apache Kafka, uses threads",
        "the account holder Loan Agreement applies",
        "Owner References are set",
        "Pupil: Dilated Round",
        "Halter: Edelstahl Wandmontage",
        "keeper: ZooKeeper Node",
        "driver: Intel Graphics",
        "my mom Sunday was",
        "my son Works",
        "Hey it's Black Friday, grab a deal",
        "you've reached Level Five",
        "Le habla Asistente Virtual de Acme.",
        "कंपनी का नाम टाटा मोटर्स है।",
        "联系人：客服中心",
        "受取人：財務省",
        "氏名：必須",
        "患者：女性",
        "담당자: 고객센터",
    ]);
}

#[test]
fn labels_of_offices_and_things_are_nobody() {
    stay(&[
        "Odbiorca: Urząd Skarbowy",
        "Empfänger: Finanzamt München",
        "Bénéficiaire : Trésor Public",
        "Получатель: Министерство Финансов",
        "Подпись: Не Требуется",
        "client-name: MyTestClient",
        "Employee: Self Service",
        "Passenger: Adult Fare",
        "holder: Leader Election",
        "guarantor: Federal Reserve",
        "Titular: Cuenta Corriente",
        "Last Name: Text Field",
        "Hi GitHub Copilot, fix this",
        "Upstream-Name: Sphinx\nSource: https://sphinx.example",
        "f(Instruction *I, MaxMinT MaxMinMatch, Value *LHS)",
        "https://play.rust-lang.org/?code=fn+main()+%7B%0A++++let+x+=+0x01+//+QNaN%0A0x02%7D&amp;edition=2024",
    ]);
    kept(&[r#"{"devEngines":{"packageManager":{"name":"npm","onFail":"error"}}}"#]);
    becomes(&[
        ("Odbiorca: Jan Kowalski", "Odbiorca: [PERSON]"),
        ("Empfänger: Eva Maria Brandt", "Empfänger: [PERSON]"),
        ("client-name: McDonald", "client-name: [PERSON]"),
        ("Employee: Johnson Smith", "Employee: [PERSON]"),
    ]);
}

#[test]
fn names_in_capitals_and_beside_addresses_of_mail() {
    becomes(&[
        ("cc Smith, John (john@acme.example)", "cc [PERSON] ([EMAIL])"),
        ("KATHERINE MCALLISTER\nkatherine.mcallister@acme.example", "[PERSON]\n[EMAIL]"),
        ("\"Roy Batty\" <sip:roy@nexus.example>", "\"[PERSON]\" <sip:[EMAIL]>"),
        ("Surname: KHAN\nPassport: AB1234567", "Surname: [PERSON]\nPassport: [PASSPORT]"),
        ("caller_name=\"FIELDS MARK\"", "caller_name=\"[PERSON]\""),
        ("[('name', 'Femi Adebayo'), ('email', 'f@ade.example')]", "[('name', '[PERSON]'), ('email', '[EMAIL]')]"),
        ("email: john.smith@intranet", "email: [EMAIL]"),
        ("\"mail\": \"a.berg@corp\"", "\"mail\": \"[EMAIL]\""),
    ]);
    stay(&[
        "Surname: VARCHAR\nPassport: TEXT",
        "email: user@localhost",
        "email: name@host",
        "see jackson.json@2.1 and lodash@latest",
        "name: react@next",
        "[('name', 'Default Profile'), ('email', 'none')]",
    ]);
    becomes(&[("Billing Department\nbilling@acme.example", "Billing Department\n[EMAIL]")]);
    documents(&[
        (r#"{"name":"Yusuf Demir","gsm":"0532 555 12 34"}"#, r#"{"name":"[PERSON]","gsm":"[PHONE]"}"#),
        (
            r#"{"email":"i.r@acme.example","salary":"$98,000","pay":"$1"}"#,
            r#"{"email":"[EMAIL]","salary":"[SALARY]","pay":"$1"}"#,
        ),
        (r#"{"bill_to":{"name":"Sofia Rossi"},"total":12}"#, r#"{"bill_to":{"name":"[PERSON]"},"total":12}"#),
    ]);
    becomes(&[
        (
            "| Name | Salary | Email |\n|---|---|---|\n| Ian Roe | $98,000 | i.r@acme.example |",
            "| Name | Salary | Email |\n|---|---|---|\n| [PERSON] | [SALARY] | [EMAIL] |",
        ),
        ("first,last,email\nIan,Roe,i.r@acme.example\n", "first,last,email\n[PERSON],[PERSON],[EMAIL]\n"),
        ("first,last,count\nIan,Roe,12\n", "first,last,count\nIan,Roe,12\n"),
    ]);
}

#[test]
fn plates_behind_small_words() {
    let texts = [
        "The plate «7XKL203» was seen.",
        "Plate «BD51 SMR» belongs to the fleet",
        "plate no. «7ABD921»;",
        "Parking permit for vehicle «HK19 ZZT» until May",
        "vehicle reg «LK68 ABC», white",
        "the registration «AB12 CDE» is his",
        "immatriculation «GH-456-JK», grise",
        "kenteken «12-ABC-3» en",
        "l'auto con targa «AB123CD» era ferma",
        "la targa «AB 123 CD», bianca",
        "o carro de placa «ABC1D23» e a placa «ABC-1234»",
        "la placa es «ABC-12-34»",
        "coche con matrícula «1234 BCD» aquí",
        "la targa è «AB 123 CD»",
        "авто, госномер «А123ВС77», белое",
        "車牌«粤B12345»，白色",
        "车牌号是«京A·D12345»。",
        "车牌号码：«ABC-1234»",
        "la matrícula «AB 123 CD» y la matrícula es «ABC-1234»",
    ];
    goes(&texts.map(|text| (text, "[LICENSE_PLATE]")));
    stay(&[
        "base plate AL6061 and plate 3B",
        "well plate AB12 CDE was read",
        "Plate 12 shows it, plate count 45000",
        "vehicle SUV 200 and vehicle HTTP 2000",
        "reg AX2000 holds it",
        "registration AB12 is open",
        "kenteken is verplicht, immatriculation au RCS",
        "la placa ATX 12 V y la placa B450",
        "the Porsche targa GT3 and targa S4, a la ABC-1234",
        "matrícula AB12 y la matricula UTF-8",
        "número de matrícula 12345678, matrícula gratuita",
        "госномер не указан, 车牌号不详",
        "minha placa RTX 3060 e a placa GTX 1650",
        "placa ESP-8266, placa ARM-64-32, placa ISO-9001, placa LGA 1151",
        "Instale a placa PCI-1711",
        "placa USD 500, matrícula EUR 1200, matrícula 1500 GBP",
        "matrícula MBA 2025, precio de matrícula MXN 5000",
        "Targa SRL 123, targa SRL 123",
        "госномер ГОСТ50577",
        "车牌识别V100版，车牌1000张，车牌图片1000张",
        "车牌检测模型2024，车牌从2019年起，车牌尺寸440140",
    ]);
}

#[test]
fn ages_of_who_speaks() {
    becomes(&[
        ("I'm 43 years old and diabetic", "I'm [AGE] years old and diabetic"),
        ("my daughter is 9 years old", "my daughter is [AGE] years old"),
        ("Ich bin 51 Jahre alt.", "Ich bin [AGE] Jahre alt."),
        ("a 72-year-old male with chest pain", "a [AGE]-year-old male with chest pain"),
        ("seen: 45-year-old woman", "seen: [AGE]-year-old woman"),
        ("72-year-old male with chest pain", "[AGE]-year-old male with chest pain"),
        ("Note:\n72-year-old man\n\"9-year-old girl\"", "Note:\n[AGE]-year-old man\n\"[AGE]-year-old girl\""),
        ("a 9-year-old girl and a 103-year-old man.", "a [AGE]-year-old girl and a [AGE]-year-old man."),
        ("A 72-year-old Male, a 72-YEAR-OLD MAN", "A [AGE]-year-old Male, a [AGE]-YEAR-OLD MAN"),
        ("a 72-year-old White male smoker", "a [AGE]-year-old White male smoker"),
        ("a 72 year old woman", "a [AGE] year old woman"),
        ("a 72-year-old patient with asthma", "a [AGE]-year-old patient with asthma"),
        ("AGE/SEX: 45Y", "AGE/SEX: [AGE]Y"),
        ("Age/Sex: 45-F, Age/Gender: 9 yrs, female", "Age/Sex: [AGE]-F, Age/Gender: [AGE] yrs, female"),
        ("Lab report  Age/Sex: 45/M", "Lab report  Age/Sex: [AGE]/M"),
        ("Age / Gender : 45 Y / Male", "Age / Gender : [AGE] Y / Male"),
    ]);
    stay(&["The code is 10 years old", "I'm 3 commits behind", "I'm 100 years older", "this is 5 years old"]);
    stay(&[
        "a 72-year-old codebase",
        "64-bit and 24-hour",
        "the 30-year-old manual",
        "a 12-year-old malefactor",
        "Age/Sex: n/a",
        "Age/Sex: 1200",
        "a 30-year-old patient database, a 40-year-old man page",
        "a 30-year-old male-dominated field",
        "a 12 year plan, 100 megabytes, 1-year-old",
        "Adjusted for age/sex: 1.32",
        "age/sex: 24 groups",
        "ICD-10 Age/Sex: 120 edits failed",
        "package/sex: 12, package/sex: 12 M",
        "Age/sex: 20-29",
    ]);
}

#[test]
fn addresses_and_telephones_that_other_words_tell() {
    becomes(&[
        (
            "Ship to:\nGareth Pugh\nFlat 3, 19 Crescent Rd\nCardiff CF24 3AA\n",
            "Ship to:\n[PERSON]\n[ADDRESS]\n[ADDRESS]\n",
        ),
        ("moved to 18 Wattle St, Fitzroy VIC 3065.", "moved to [ADDRESS]."),
        ("Mieter wohnt Lindenstraße 44, 10969 Berlin", "Mieter wohnt [ADDRESS]"),
        ("Mieter: Lindenstraße 44, 10969 Berlin", "Mieter: [ADDRESS]"),
        ("Premises: 77 Birch Ave, Unit 2, Albany, NY 12203", "Premises: [ADDRESS]"),
        ("Adres: Moda Cad. No:14/2 Kadıköy", "Adres: [ADDRESS]"),
        ("पता: 12, गांधी मार्ग, जयपुर 302001", "पता: [ADDRESS]"),
        ("주소: 서울특별시 강남구 테헤란로 123, 4층", "주소: [ADDRESS]"),
        ("Vous pouvez me joindre au 06 12 34 56 78.", "Vous pouvez me joindre au [PHONE]."),
        ("Religion: Sikh. Date of birth: 01/01/1997.", "Religion: [NRP]. Date of birth: [DATE_OF_BIRTH]."),
        ("Date of birth 11 May 1990, of Cork", "Date of birth [DATE_OF_BIRTH], of Cork"),
    ]);
    stay(&["Premises: on site", "Date of birth unknown", "주소: 없음"]);
}

#[test]
fn passwords_of_calls_and_codes_of_doors() {
    let texts = [
        "client.ftp_login(\"deploy\", \"«Xk29!fzq»\")",
        "session.driver.login('bob', '«hunter2pw!»')",
        "Login(\"bob\", \"«hunter2pw!»\")",
        "db = pymysql.connect(\"db1\", \"app\", \"«Str0ng!Pass»\")",
        "password=«/x9aBkd72»",
        "ann@acme.example / «Familia2020!»",
        "the root pw for db3 is «Gr33n!tea»",
        "the pwd of web-01 is «Gr33n!tea»",
        "My password was old and I changed it to «Rosemary#77x».",
        "Ihre PIN ist «4829».",
        "Lockbox «8812» on the gate",
        "keys in the lockbox «8812», call first",
        "log in by login(\"bob\", \"«hunter2pw»\") and read on",
        "return ftp.login('bob', '«hunter2pw»')",
        "$ok = ftp_login($conn, \"bob\", \"«hunter2pw»\");",
        "client.login(\"bob\", \"«cookiemonster99»\")",
        "login(\"bob\", \"«provider9x»\")",
        "client.login(\"bob\", \"«bearer-cub7»\")",
        "await login(client, \"alice1\", \"«S3cret99»\")",
        "client.login(user, \"«hunter2pw»\")",
        "Garage Keypad «9031».",
    ];
    for text in texts {
        let secret = text.split(['«', '»']).nth(1).unwrap_or_default();
        let new = redact(&text.replace(['«', '»'], ""));
        assert!(!new.contains(secret) && new.contains("[SECRET]"), "{new}");
        assert_eq!(redact(&new), new);
    }
    stay(&[
        "Login(\"user\", \"password\")",
        "page.pages.login('user', 'wrong-password')",
        "password=/dev/null",
        "the password hash of v2 is Argon2id, the pw file on db3 is Encrypted",
        "password=/run/secrets/db_password",
        "password=/home/ci/.pw",
        "PIN 2024 release, PIN 12, PIN 4-wire",
        "Lockbox 2.1.0 and Lockbox 2024",
        "lockbox 2.1.0, a lockbox 8812 MB in size, lockbox port 8812, smartlockbox 8812",
        "r = Authenticate(\"Cookies\", \"ApiKey2Scheme\")",
        "login(user, password) or login(\"email\", get(\"x2\")) or login(\"admin\", \"OAuth2Provider\")",
        "await login(page, \"user1\", pw), describe login(\"works\", \"case1\")",
        "Wells Fargo lockbox 51174, Los Angeles",
        "Send payment to: lockbox 12345",
        "Send payment to: lockbox 1234, Boston",
        "lockbox 1500 for remittances, the lockbox 3000 on sale",
        "relogin(\"bob\", x) and a login (\"bob\", 2)",
    ]);
}

#[test]
fn numbers_that_a_tool_counted_are_no_cards() {
    stay(&[
        "        Rows Removed by Filter: 4539148803436467\n",
        "  Rows Removed by Index Recheck: 4929939187355598\n",
        "np.array([4539148803436467, 12])",
        "tensor([5555555555554444])",
        "n_tup_ins | 4917484589897107",
        "bytes_total 4001919257537193",
        "total_commands_processed:4929939187355598",
        "high watermark 4917484589897107, then",
        "task 5555555555554444 done",
    ]);
    becomes(&[
        ("cards = np.array([4539148803436467])", "cards = np.array([[CARD]])"),
        ("I paid with 4539148803436467 today", "I paid with [CARD] today"),
        ("card_total: 4539148803436467", "card_total: [CARD]"),
    ]);
}

/// Ends, beginnings and words that people share with offices, counters and titles of jobs.
#[test]
fn people_who_are_called_as_things_are() {
    let texts = [
        "氏名: «阿部»",
        "氏名: «太郎 服部»",
        "姓名: «王成人»",
        "이름: «김성인»",
        "联系人: «李中心»",
        r#"{"service_manager":{"name":"«Jane Roe»"}}"#,
        r#"{"event_manager":{"name":"«Jane Roe»"}}"#,
        "Customer: «Sarah Park»",
        "my daughter «Amber» has asthma",
    ];
    goes(&texts.map(|text| (text, "[PERSON]")));
    goes(&[
        ("num_carte: «4539148803436467»", "[CARD]"),
        ("total_charged «4539148803436467»", "[CARD]"),
        ("https://a.example/?session_key=«blue-Falcon%0A-77-owl»", "[SECRET]"),
    ]);
    stay(&[
        "担当: 株式会社アクメ",
        "The vehicle 2021 BMW was hit",
        "Vehicle 2020 KIA Soul",
        "registration 2026 USA",
        "Yes, it's Mount Everest.",
        "Of course, it's Black Friday and we sell",
        "The Client Connection Pool refused 3 requests",
        "Passenger Load Factor missed the mark",
        "Customer: Central Park",
        "Dear Central Park,",
        "Thanks, Power Automate - now",
        "Cheers, Golden Gate → nice",
        "Keypad 1234 rows",
    ]);
}

/// A second time the mark of a card names no card.
#[test]
fn marks_of_what_is_typed_into_name_nothing() {
    let once = redact(r#"{"selector":4111111111111111,"value":"-100000000000"}"#);
    assert_eq!(once, r#"{"selector":"[CARD]","value":"-100000000000"}"#);
    assert_eq!(redact(&once), once);
}
