//! Names behind words in small letters for people, names that another text beside them names, codes that were sent, and
//! numbers of taxpayers and firms behind their words.

use super::{becomes, stay};

#[test]
fn names_behind_small_words_for_people() {
    becomes(&[
        ("The patient John Smith reported pain.", "The patient [PERSON] reported pain."),
        ("our tenant, Maria Lopez, asked again", "our tenant, [PERSON], asked again"),
        ("Refund issued to customer Jane Roe.", "Refund issued to customer [PERSON]."),
        ("our client Jane Roe is waiting", "our client [PERSON] is waiting"),
        ("the applicant is Jane Roe.", "the applicant is [PERSON]."),
        ("a caller named Liam O'Connor wrote", "a caller named [PERSON] wrote"),
        ("the borrower Jane Roe's loan", "the borrower [PERSON]'s loan"),
        ("Found employee Jane Roe (id 4)", "Found employee [PERSON] (id 4)"),
        // What other things are called, too, wants a verb of people.
        ("the client Jane Roe asked for it", "the client [PERSON] asked for it"),
    ]);
    stay(&[
        "a guest Operating System boots",
        "the client Service Worker caches",
        "the user Data Directory is gone",
        "the tenant Azure Active Directory",
        "multi-tenant Cloud Platforms grow",
        "the customer Jane said so",
        "a user Personal Access Token expires",
        "every customer Lifetime Value is computed",
        "the user Root Directory",
        "the client Credentials Flow is used",
        "the applicant lives in Los Angeles",
        "the customer South Africa reported",
        "each customer Order Number is unique",
        "the customer, Acme Corporation, pays",
        "api/customer Jane::Roe",
        "the customer Health Check is green",
        "customer Acquisition Cost is rising",
        "the patient Blood Pressure was high",
    ]);
}

#[test]
fn names_in_quotes_that_a_text_beside_them_names() {
    becomes(&[
        ("page.fill('#full-name', 'Jane Roe')", "page.fill('#full-name', '[PERSON]')"),
        (r#"p.fill('input[name="firstName"]', 'Jane')"#, r#"p.fill('input[name="firstName"]', '[PERSON]')"#),
        ("page.getByLabel('Full name').fill('Jane Roe')", "page.getByLabel('Full name').fill('[PERSON]')"),
        ("find(By.ID, 'last_name').send_keys('Roe')", "find(By.ID, 'last_name').send_keys('[PERSON]')"),
        (r#"user.setFullName("Jane Roe");"#, r#"user.setFullName("[PERSON]");"#),
        (r#"User.builder().fullName("Jane Roe").build()"#, r#"User.builder().fullName("[PERSON]").build()"#),
        ("setattr(user, 'full_name', 'Jane Roe')", "setattr(user, 'full_name', '[PERSON]')"),
        (r#"Set full_name to "Jane Roe""#, r#"Set full_name to "[PERSON]""#),
        ("full_name to equal 'Jane Roe'", "full_name to equal '[PERSON]'"),
        (
            "query { users(where: { firstName: { _eq: \"Jane\" } }) }",
            "query { users(where: { firstName: { _eq: \"[PERSON]\" } }) }",
        ),
        ("1) \"full_name\"\n2) \"Jane Roe\"", "1) \"full_name\"\n2) \"[PERSON]\""),
        ("expected name to be 'Jane Roe'", "expected name to be '[PERSON]'"),
        ("Set street to \"42 Elm Street\"", "Set street to \"[ADDRESS]\""),
        ("user.setStreet(\"42 Elm Street\")", "user.setStreet(\"[ADDRESS]\")"),
        ("New-ADUser -Name 'Jane Roe' -Surname 'Roe'", "New-ADUser -Name '[PERSON]' -Surname '[PERSON]'"),
        ("WHERE last_name ILIKE 'Roe'", "WHERE last_name ILIKE '[PERSON]'"),
        ("New-ADUser -Surname 'Roe' -Enabled", "New-ADUser -Surname '[PERSON]' -Enabled"),
        (r#"{:user/full-name "Jane Roe"}"#, r#"{:user/full-name "[PERSON]"}"#),
        ("Typed 'Jane Roe' into Full name field", "Typed '[PERSON]' into Full name field"),
        (r#"Invalid value 'Jane Roe' for full_name"#, r#"Invalid value '[PERSON]' for full_name"#),
        ("full_name: &n Jane Roe\n", "full_name: &n [PERSON]\n"),
        ("full_name: !!str Jane Roe\n", "full_name: !!str [PERSON]\n"),
        ("#{full_name => <<\"Jane Roe\">>}", "#{full_name => <<\"[PERSON]\">>}"),
        ("Contact(id=7, name='Jane Roe', company=None)", "Contact(id=7, name='[PERSON]', company=None)"),
        ("curl -H 'X-User-Name: Jane Roe' h", "curl -H 'X-User-Name: [PERSON]' h"),
        (r#"crm add --name "Jane Roe" --phone x"#, r#"crm add --name "[PERSON]" --phone x"#),
        (
            "{'payee': {'name': 'Jane Roe', 'relationship': 'sister'}}",
            "{'payee': {'name': '[PERSON]', 'relationship': 'sister'}}",
        ),
    ]);
    stay(&[
        r#"page.fill('#search', 'Blue Shoes')"#,
        r#"t('profile.title', 'Your Profile')"#,
        r#"header("patient", "Visit History")"#,
        r#"add_column("first_name", "First Name")"#,
        r#"assertEquals("Blue Moon", theme.getName());"#,
        r#"setDisplayName("Main Window")"#,
        r#"button.setText("Save Changes")"#,
        r#"setattr(obj, 'display', 'Main Window')"#,
        r#"Set theme to "Solarized Dark""#,
        r#"docker run --name "Build Box" --rm"#,
        r#"label("First name", "Last name")"#,
        r#"echo "Hello World""#,
        r#"import_name "Foo Bar" in "Main Menu""#,
        "key: &anchor Some Value\n",
        "SELECT u.first_name as \"Given\", u.full_name as \"Sales Contact\"",
        r#"df.withColumnRenamed("first_name", "First")"#,
        r#"("last_name", "Family")"#,
        r#"label.setFontFamilyName("Georgia")"#,
        r#"headers = ("Base name", "Family name", "Weight", "Pages")"#,
    ]);
}

#[test]
fn keys_of_people_who_pay_are_insured_or_are_called() {
    becomes(&[
        (
            r#"{"remitter":{"name":"Jane Roe","relationship":"sister"}}"#,
            r#"{"remitter":{"name":"[PERSON]","relationship":"sister"}}"#,
        ),
        (r#"{"dependents":[{"name":"Jane Roe"}]}"#, r#"{"dependents":[{"name":"[PERSON]"}]}"#),
        (
            r##"{"action":"fill","selector":"#full-name","value":"Jane Roe"}"##,
            r##"{"action":"fill","selector":"#full-name","value":"[PERSON]"}"##,
        ),
        (
            r#"{"selector":"[data-testid=full-name]","text":"Jane Roe"}"#,
            r#"{"selector":"[data-testid=full-name]","text":"[PERSON]"}"#,
        ),
        (
            r#"{"args":["--full-name","Jane Roe","--street","42 Elm Street","--workers","4"]}"#,
            r#"{"args":["--full-name","[PERSON]","--street","[ADDRESS]","--workers","4"]}"#,
        ),
        (r#"{"legal_guardian":"Jane Roe"}"#, r#"{"legal_guardian":"[PERSON]"}"#),
        (r#"{"trustee":"Jane Roe"}"#, r#"{"trustee":"[PERSON]"}"#),
        (r#"{"consignee":"Jane Roe"}"#, r#"{"consignee":"[PERSON]"}"#),
        ("fullName := \"Jane Roe\"", "fullName := \"[PERSON]\""),
        ("Cardholder's name: Jane Roe", "Cardholder's name: [PERSON]"),
    ]);
    stay(&[
        r##"{"action":"fill","selector":"#search-box","value":"Blue Shoes"}"##,
        r#"{"sender":"Code Planner","recipient":"Web Surfer"}"#,
        r#"{"dependents":["Blue Moon"],"executor":"Local Runner"}"#,
        "Product's name: Blue Moon",
        "Executor: Thread Pool",
        r#"{"executor":{"name":"Task Runner","id":4}}"#,
        r#"Executor(name="Thread Pool")"#,
    ]);
}

#[test]
fn codes_that_were_sent_in_many_languages() {
    becomes(&[
        ("Código de verificación: 482913", "Código de verificación: [SECRET]"),
        ("Codice di verifica: 482913", "Codice di verifica: [SECRET]"),
        ("Kod weryfikacyjny: 482913", "Kod weryfikacyjny: [SECRET]"),
        ("Doğrulama kodu: 482913", "Doğrulama kodu: [SECRET]"),
        ("Mã xác minh: 482913", "Mã xác minh: [SECRET]"),
        ("One-time password: 482913", "One-time password: [SECRET]"),
        ("Dein Code: 482913", "Dein Code: [SECRET]"),
        ("482913 ist dein Bestätigungscode", "[SECRET] ist dein Bestätigungscode"),
        ("482913 est votre code de vérification", "[SECRET] est votre code de vérification"),
        ("Tu código: 482913", "Tu código: [SECRET]"),
        ("482913 è il tuo codice di verifica", "[SECRET] è il tuo codice di verifica"),
        ("Din bekræftelseskode er 482913", "Din bekræftelseskode er [SECRET]"),
        ("Twój kod weryfikacyjny to 482913", "Twój kod weryfikacyjny to [SECRET]"),
        ("482913 — ваш код подтверждения", "[SECRET] — ваш код подтверждения"),
        ("Doğrulama kodunuz: 482913", "Doğrulama kodunuz: [SECRET]"),
        ("인증번호 [482913]", "인증번호 [[SECRET]]"),
        ("Kode verifikasi Anda adalah 482913", "Kode verifikasi Anda adalah [SECRET]"),
        ("Le code d'accès est 482913", "Le code d'accès est [SECRET]"),
        ("Your code: 482913", "Your code: [SECRET]"),
        ("Use 482913 to verify your account", "Use [SECRET] to verify your account"),
        ("the code I got by SMS is 482913", "the code I got by SMS is [SECRET]"),
    ]);
    stay(&[
        "Use 482913 to index the table",
        "the error code is 482913",
        "Use 100000 to verify that it fails",
        "Your code is 482913 lines long",
        "482913 ist deine Rechnung",
        "482913 is your error code",
        "482913 es tu código postal",
        "482913 est votre code postal",
        "Your code: 482913 lines",
        "Il tuo codice: 482913 righe",
        "Dein Code: 482913 Zeilen",
        "Der Code hat 482913 Zeilen",
        "le code de la route compte 482913 mots",
    ]);
}

#[test]
fn words_for_a_password_of_more_languages() {
    becomes(&[
        ("contrasinal: Tr0ub4dor&3x", "contrasinal: [SECRET]"),
        ("нууц үг: Tr0ub4dor&3x", "нууц үг: [SECRET]"),
        ("құпия сөз: Tr0ub4dor&3x", "құпия сөз: [SECRET]"),
        ("Fjalëkalimi im është Tr0ub4dor&3x", "Fjalëkalimi im është [SECRET]"),
        ("Lykilorðið mitt er Tr0ub4dor&3x", "Lykilorðið mitt er [SECRET]"),
        ("Fy nghyfrinair yw Tr0ub4dor&3x", "Fy nghyfrinair yw [SECRET]"),
        ("Kata laluan saya ialah Tr0ub4dor&3x", "Kata laluan saya ialah [SECRET]"),
        ("Mana parole ir Tr0ub4dor&3x", "Mana parole ir [SECRET]"),
        ("Nenosiri langu ni correct-Horse9", "Nenosiri langu ni [SECRET]"),
        ("میرا پاس ورڈ ہے Tr0ub4dor&3x", "میرا پاس ورڈ ہے [SECRET]"),
    ]);
    stay(&["бір сөз: дегеніміз", "сөз: Kazakhstan2024", "үг: Ulaanbaatar1", "the laluan is a lane"]);
}

#[test]
fn numbers_of_taxpayers_and_firms_behind_their_words() {
    becomes(&[
        ("NIT: 3952350-0", "NIT: [TAX_ID]"),
        ("NIT 576937-K", "NIT [TAX_ID]"),
        ("mi NIT es 0614-290284-101-3", "mi NIT es [TAX_ID]"),
        ("LEI 5493001KJTIIGC8Y1R12", "LEI [TAX_ID]"),
        ("IČO: 25123891", "IČO: [TAX_ID]"),
        ("BN: 123456782RC0001", "BN: [TAX_ID]"),
        ("PIB: 101134702", "PIB: [TAX_ID]"),
        ("PHN: 9698 658 215", "PHN: [CA_HEALTH]"),
        ("UPN: H801200001001", "UPN: [NATIONAL_ID]"),
        ("NIC: J2902841234567", "NIC: [NATIONAL_ID]"),
        ("CCC 21000418450200051332", "CCC [BANK_ACCOUNT]"),
        ("cuenta 2100 0418 45 0200051332", "cuenta [BANK_ACCOUNT]"),
        ("Fornecedor 12.ABC.345/01DE-35 pago", "Fornecedor [BR_CNPJ] pago"),
    ]);
    stay(&[
        "NIT: 3952350-3",
        "NIT picking 3952350",
        "nit: 42 lines picked",
        "nit: rename this to 1024",
        "LEI 5493001KJTIIGC8Y1R13",
        "it costs 250 lei or 100000 lei",
        "PIB 2023 100000 millones",
        "UPN 12345678",
        "Fornecedor 12.ABC.345/01DE-36 pago",
        "2100 0418 46 0200051332 cells",
        "favicon.ico 20230101",
        "v1.2.ABC.345/01DE-35",
    ]);
}
