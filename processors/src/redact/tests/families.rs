//! Families and colleagues, callers, codes of doors and messages, passphrases, bookings, papers and calls that hold a
//! password, as people and tools write them.

use super::{becomes, redact, stay};
use crate::redact::RedactEngine;

#[test]
fn names_of_relatives_in_many_languages() {
    for text in [
        "Mein Mann heißt «Torsten Graf» und ist krank.",
        "meine Frau heißt «Sabine Graf»",
        "My wife's name is «Anna Roe».",
        "My youngest son is called «Peter».",
        "My husband is «John Roe», he is on the policy.",
        "my husband «John Roe» called",
        "I call for my mother, «Edith Calloway». She is ill.",
        "The patient's wife, «Margaret Doyle», reports a fall.",
        "my colleague «Graham Pike» is on it",
        "Mi esposa se llama «Carmen Ruiz» y vive conmigo.",
        "Mia moglie si chiama «Giulia Bianchi».",
        "Mio marito «Paolo Ferri» guidava",
        "mijn man heet «Pieter Bakker»",
        "Moje manželka se jmenuje «Jana Nováková».",
        "Min fru heter «Anna Lindqvist» och är sjuk.",
        "Eşimin adı «Ayşe Yılmaz».",
        "Kızımın adı «Elif Kaya», oğlumun adı «Can Kaya».",
        "Ma femme s'appelle «Claire Martin».",
        "mon fils «Lucas Bernard», né ici",
        "Minha esposa se chama «Ana Souza».",
        "O meu filho chama-se «Tiago Rocha»",
        "Moja żona nazywa się «Anna Kowalska».",
        "Мою дружину звати «Олена Коваль».",
        "我妻子叫«王丽»。",
        "妻の名前は«佐藤花子»です。",
        "제 아내 이름은 «김영희»입니다.",
        "زوجتي اسمها «فاطمة علي»",
    ] {
        goes(text, "[PERSON]");
    }
    stay(&[
        "My wife is Canadian.",
        "my son is South African",
        "The process is called Garbage Collection.",
        "our partner Acme Widgets ships it",
        "a father is called Parent Node",
        "Das Verfahren heißt Zwei Phasen Commit",
        "Le fichier s'appelle Cargo Lock",
        "El proyecto se llama Apache Kafka",
        "bir sonraki adı Proje Planı",
        "his brother, the Great Library, is gone",
        "的妻子叫他",
    ]);
}

/// What stands between « and » goes, and then the text stays.
#[track_caller]
fn goes(text: &str, mark: &str) {
    let expected: String =
        text.split('«').map(|p| p.split_once('»').map_or(p.to_owned(), |(_, rest)| format!("{mark}{rest}"))).collect();
    assert_eq!(redact(&text.replace(['«', '»'], "")), expected, "{text}");
    assert_eq!(redact(&expected), expected);
}

#[test]
fn who_calls_and_who_was_called() {
    for text in [
        "Hier spricht «Sabine Kröger», ich rufe an",
        "Hallo, hier ist «Sabine Kröger».",
        "Buenas tardes, le habla «Carmen Ruiz».",
        "Goedemiddag, u spreekt met «Jan Bakker».",
        "Dzień dobry, z tej strony «Anna Nowak».",
        "Bonjour, ici «Claire Martin», j'appelle pour vous",
        "Minu nimi on «Mart Tamm».",
        "Mano vardas «Jonas Kazlauskas».",
        "Ako si «Maria Santos».",
        "Em dic «Jordi Puig».",
        "Moje meno je «Peter Kováč».",
        "ciao,sono «Jane Roe»",
        "hi it's uh «Marcus Whitfield».",
        "My name is um «Marcus Whitfield».",
        "my last name is «Gallagher»",
        "first name «Siobhan», last name «Gallagher»",
        "Spoke with «Karen Liu» (VP Ops) today",
        "I talked to «Karen Liu» and the bank",
    ] {
        goes(text, "[PERSON]");
    }
    stay(&[
        "Ako si Apple kupio",
        "this is uh Not Good",
        "we spoke to Deutsche Bank.",
        "spoke with Customer Service",
        "the process talked to Remote Server.",
        "first name Required, last name Optional.",
        "last name Field, first name Field",
        "my last name is mandatory",
        "Ici Radio Service",
    ]);
}

#[test]
fn names_in_fields_and_heads() {
    becomes(&[
        ("Inquilino: Jane Roe.", "Inquilino: [PERSON]."),
        ("Chair: Jane Roe", "Chair: [PERSON]"),
        ("Sender: Jane Roe / Receiver: John Doe", "Sender: [PERSON] / Receiver: [PERSON]"),
        ("Attn. Walter Gibbs", "Attn. [PERSON]"),
        ("OWNER_NAME=\"Jane Roe\"", "OWNER_NAME=\"[PERSON]\""),
        ("Cc: Smith, John; Doe, Jane", "Cc: [PERSON]; [PERSON]"),
        ("Attendees - John Smith, Jane Doe, Raj Patel", "Attendees - [PERSON], [PERSON], [PERSON]"),
        ("Account 61 8801. Doctor: Dr. Jane Roe.", "Account 61 8801. Doctor: Dr. [PERSON]."),
        ("seen on 2/11 by Dr. Alan Whitmore", "seen on 2/11 by Dr. [PERSON]"),
    ]);
    stay(&[
        "Chair: Herman Miller Inc",
        "watchers: Node Watcher, Config Watcher, File Watcher",
        "reviewers: Code Reviewer, Docs Reviewer",
        "Monsieur le Président",
        "Madame la Directrice",
        "Madame la Ministre, je",
        "Monsieur le Maire de Lyon",
        "Monsieur le Juge",
        "Receiver: the Channel",
        "Sender: Default Handler loops",
        "To: Boston, Massachusetts",
        "cc: first, second; third",
        "Attendees - Total Count: 4",
    ]);
}

#[test]
fn codes_of_messages_and_doors_abroad() {
    for text in [
        "Twój kod weryfikacyjny to «4821»",
        "Din verifieringskod är «4821»",
        "Din engangskode er «4821»",
        "Kode verifikasi Anda adalah «4821»",
        "Codul tău de verificare este «4821»",
        "Vahvistuskoodisi on «4821»",
        "codice del portone «4471»",
        "Il codice del portone è «4471»",
        "kapı şifresi «5512»",
        "Türcode «4471» und Klingel 3",
        "code de la porte «4471»",
        "código de la puerta «4471»",
        "Kod do bramy «4471»",
        "La password del wifi è \"«Casa Blu 77»\"",
        "het wachtwoord van de wifi is \"«Blauwe Vogel 77»\"",
    ] {
        goes(text, "[SECRET]");
    }
    stay(&[
        "Kod pocztowy to 4821",
        "Kode error 4821",
        "Din kod är 4821 rader",
        "code de la norme 4471",
        "codice articolo 4471",
        "Codul de eroare 4471",
        "La password del wifi è \"molto lunga\"",
        "landskod är 46",
    ]);
}

#[test]
fn addresses_of_calendars_and_sentences() {
    becomes(&[
        ("LOCATION:12 High Street, Leeds LS1 4AB", "LOCATION:[ADDRESS]"),
        ("住址上海市浦东新区世纪大道100号", "住址[ADDRESS]"),
        ("Herr Meier wohnt Birkenweg 12 in Soest.", "Herr [PERSON] wohnt [ADDRESS]."),
        ("Sie wohnt in der Birkenstraße 12 in Soest.", "Sie wohnt in der [ADDRESS]."),
        ("Mieszkam przy ul. Piotrkowskiej 104 w Łodzi.", "Mieszkam przy [ADDRESS]."),
        ("She is relocating to 88 Harrow Road, Leicester LE3 0JX.", "She is relocating to [ADDRESS]."),
    ]);
    stay(&[
        "LOCATION: src/main.rs",
        "LOCATION=12 bytes behind the head",
        "Sklep przy ul. Piotrkowskiej 104 jest otwarty",
        "die Birkenstraße 12 ist gesperrt",
        "wohnt Version 12 inne",
    ]);
}

#[test]
fn passengers_and_papers() {
    becomes(&[
        ("SSR CTCM UA HK1 14155550123/US", "SSR CTCM UA HK1 [PHONE]/US"),
        ("SSR CTCE UA HK1 JANE.ROE//ACME.EXAMPLE", "SSR CTCE UA HK1 [EMAIL]"),
        (
            "3 SSR DOCS UA HK1 P/USA/512345678/USA/12MAR85/F/20JAN30/ROE/JANE/MARIE",
            "3 SSR DOCS UA HK1 P/USA/[PASSPORT]/USA/[DATE_OF_BIRTH]/F/20JAN30/[PERSON]/[PERSON]/[PERSON]",
        ),
        ("1.1ROE/JANE MRS 2.1ROE/JOHN MR", "1.1[PERSON] MRS 2.1ROE/JOHN MR"),
        ("for ROE/JANE MRS and ROE/JOHN MR, two seats", "for [PERSON] MRS and [PERSON] MR, two seats"),
    ]);
    stay(&[
        "DOCS for P/USA are out",
        "the DOCS say so",
        "CTCM is 12345",
        "see A/B MR 2",
        "READ/WRITE MISS rate",
        "gcc: Smith, John; Doe, Jane",
    ]);
    let document = |text: &str| RedactEngine::default().redact_text(text, true).unwrap_or_else(|| text.to_owned());
    for (text, expected) in [
        (
            r#"{"document":{"type":"PASSPORT","number":"512345678"}}"#,
            r#"{"document":{"type":"PASSPORT","number":"[PASSPORT]"}}"#,
        ),
        (
            r#"{"document_type":"passport","document_number":"X1234567"}"#,
            r#"{"document_type":"passport","document_number":"[PASSPORT]"}"#,
        ),
        (r#"{"type":"invoice","number":"512345678"}"#, r#"{"type":"invoice","number":"512345678"}"#),
        (
            r#"{"type":"PASSPORT","pages":{"number":"512345678"}}"#,
            r#"{"type":"PASSPORT","pages":{"number":"512345678"}}"#,
        ),
    ] {
        assert_eq!(document(text), expected);
        assert_eq!(document(expected), expected);
    }
}

#[test]
fn passwords_in_calls_and_commands() {
    becomes(&[
        ("os.Setenv(\"DB_PASS\", \"Pers1mmon!\")", "os.Setenv(\"DB_PASS\", \"[SECRET]\")"),
        ("smtp.PlainAuth(\"\", \"ann\", \"Pers1mmon\", host)", "smtp.PlainAuth(\"\", \"ann\", \"[SECRET]\", host)"),
        ("curl -su bob:Pers1mmon https://acme.example/x", "curl -su bob:[SECRET] https://acme.example/x"),
        ("chpasswd <<< \"bob:Pers1mmon\"", "chpasswd <<< \"bob:[SECRET]\""),
        ("NONCE_SALT='kd83$kd!jd8dkd8'", "NONCE_SALT='[SECRET]'"),
    ]);
    stay(&[
        "os.Setenv(\"PATH\", \"/usr/bin1\")",
        "os.Setenv(\"DB_PASS\", pass)",
        "smtp.PlainAuth(\"\", user, password, host)",
        "curl -su \"$USER:$PASS\" https://acme.example/x",
        "date -u 12:30:45",
        "chpasswd <<< \"$USER:$PASS\"",
    ]);
}

#[test]
fn parcels_initials_and_who_writes_in_capitals() {
    becomes(&[
        (
            "SHIP TO:\nKEVIN O'ROURKE\n2210 MAPLEWOOD AVE APT 4B\nROCHESTER NY 14618-2210\nWT: 4 LBS",
            "SHIP TO:\n[PERSON]\n[ADDRESS]\n[ADDRESS]\nWT: 4 LBS",
        ),
        (
            "TO:   Leila Haddad\n      18 Rue des Lilas\n      69003 Lyon\n",
            "TO:   [PERSON]\n      [ADDRESS]\n      [ADDRESS]\n",
        ),
        ("PATIENT: Donovan, Theresa M    SEX: F", "PATIENT: [PERSON]    SEX: F"),
        ("Patient: Donovan, Theresa M\nSex: F", "Patient: [PERSON]\nSex: F"),
        ("DEAR SIR, MY NAME IS GRACE ADEYEMI, I WRITE", "DEAR SIR, MY NAME IS [PERSON], I WRITE"),
        ("MY NAME IS AHMED SAEED.", "MY NAME IS [PERSON]."),
        ("Recipient: Jane Roe\n12 Main St\nBoston, MA 02110", "Recipient: [PERSON]\n[ADDRESS]\n[ADDRESS]"),
        ("Merhaba, adım Emre Yıldız, yardım", "Merhaba, adım [PERSON], yardım"),
        ("HP 0812-3456-7890", "HP [PHONE]"),
        ("Konto 0845-1234-5678, Konto 0812-3456-7890", "Konto [BANK_ACCOUNT], Konto [BANK_ACCOUNT]"),
        ("watchers: Jane Watcher, Bob Stone", "watchers: [PERSON], [PERSON]"),
        ("Madame de La Tour", "Madame [PERSON]"),
        ("Herr van der Berg rief an", "Herr [PERSON] rief an"),
        ("Dr. van der Berg called Mr van Dijk", "Dr. [PERSON] called Mr [PERSON]"),
        ("met Mevrouw de Vries, en dhr. Dhr. Bakker", "met Mevrouw [PERSON], en dhr. Dhr. [PERSON]"),
        ("Use 552134 to confirm your login at the bank", "Use [SECRET] to confirm your login at the bank"),
        (
            "Mit freundlichen Grüßen\nUte Kessler\nHauptstr. 5\n79098 Freiburg\n",
            "Mit freundlichen Grüßen\n[PERSON]\n[ADDRESS]\n[ADDRESS]\n",
        ),
        ("nomor saya 0857-1234-567.", "nomor saya [PHONE]."),
    ]);
    stay(&[
        "To: Release Notes\n15 May 2026\nAll done",
        "SHIP TO:\nSEE BELOW\n12 ITEMS LEFT\nTOTAL WEIGHT",
        "THE TABLE NAME IS CUSTOMER ORDERS.",
        "MY NAME IS REQUIRED",
        "MY NAME IS SPELLED WRONG, PLEASE FIX",
        "MY NAME IS NOT FOUND.",
        "MY NAME IS ON FILE.",
        "DUMMY NAME IS NOT SET.",
        "ARMY NAME IS RED ARMY.",
        "DUMMY NAME IS JANE ROE.",
        "Herr der Ringe, ein Mr. de facto standard",
        "Use 552134 to confirm your order",
        "the phone callback() {\n  let i = 1000000;\n}",
        "'\\\\cap': '\\U00002229'",
        "bir sonraki adım Proje Planı",
        "part 8812-3456-7890",
        "P/N 0812-3456-7890",
        "S/N: 0871-2345-6789",
        "Modellnr 0845-1234-5678",
        "coupon 0888-8888-8888",
    ]);
}

#[test]
fn commands_of_a_long_transcript() {
    let other = "$ ls\nsrc\n".repeat(20);
    for (text, expected) in [
        ("$ net user bob N3wPass! /add", "$ net user bob [SECRET] /add"),
        ("$ wpa_passphrase Home h0mewifi9\n", "$ wpa_passphrase Home [SECRET]\n"),
        ("# smbclient //fs/share -U bob%Sm8pass\nls\n", "# smbclient //fs/share -U bob%[SECRET]\nls\n"),
        ("xfreerdp /u:bob /p:Rdp!pass1 /v:host", "xfreerdp /u:bob /p:[SECRET] /v:host"),
    ] {
        becomes(&[(&format!("{other}{text}"), &format!("{other}{expected}"))]);
        // Lines of a text that is no transcript are asked as far as its head.
        becomes(&[(&format!("ls\n{text}"), &format!("ls\n{expected}"))]);
    }
    // Long lines end nothing.
    let long = "x".repeat(2000);
    for other in [format!("{}{long}\n", "$ ls\n".repeat(12)), format!("$ ls\n{long}\n")] {
        becomes(&[(&format!("{other}$ net user bob N3wPass! /add"), &format!("{other}$ net user bob [SECRET] /add"))]);
    }
    stay(&[&format!("{other}$ net user bob /delete"), &format!("{other}smbclient -L //fs -U bob\n")]);
}

#[test]
fn what_scripts_and_links_only_name() {
    stay(&[
        "https://acme.example/guide?expand=1&amp;text=_mm512_mask_cvtepi32_epi8&amp;techs=AVX_512",
        "https://acme.example/guide?expand=1&text=_mm512_loadu_si512",
        "PASSWORD=\"${PASSWORD:?missing}\"",
        "read -s -p \"Password: \" pw",
        "read -rsp \"Password: \" pw2; echo",
        "git clone https://$TOKEN@git.acme.example/a/b",
        "git clone https://bob:$TOKEN@git.acme.example/a/b",
        "PrivateKey =\nAddress = none",
    ]);
    becomes(&[
        ("https://acme.example/x?a=1&text=q8ZtYw3LmN5vBcKp7sUe", "https://acme.example/x?a=1&text=[SECRET]"),
        ("DB_PASSWORD:?x9aBkd72!", "DB_PASSWORD:[SECRET]"),
        ("https://acme.example/x?sig=ab12_cd34_ef56_gh78", "https://acme.example/x?sig=[SECRET]"),
        ("https://acme.example/x?token=live_ab12_cd34_ef56_gh78", "https://acme.example/x?token=[SECRET]"),
        ("https://acme.example/x?s=s1&key=aa11_bb22_cc33_dd44_ee55", "https://acme.example/x?s=s1&key=[SECRET]"),
        ("https://acme.example/x?sig=qzx1937_kvw2846_plm55", "https://acme.example/x?sig=[SECRET]"),
        ("To:$JANE.DOE@CORP.EXAMPLE", "To:$[EMAIL]"),
        ("read -p \"pw: \" x; login \"Password: \" hunter22", "read -p \"pw: \" x; login \"Password: \"[SECRET]"),
        ("Please read -- the \"Password: \" hunter22", "Please read -- the \"Password: \"[SECRET]"),
        ("read \"Password: \" Tr0ub4dor", "read \"Password: \"[SECRET]"),
        ("mail to $jane@acme.example", "mail to $[EMAIL]"),
        (
            "PrivateKey = yAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=\nAddress = 10.200.100.8/24",
            "PrivateKey = [SECRET]\nAddress = [IP_ADDRESS]/24",
        ),
        ("crypto isakmp key vpnSh4red address 198.51.100.20", "crypto isakmp key [SECRET] address [IP_ADDRESS]"),
    ]);
}
