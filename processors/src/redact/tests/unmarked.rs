//! What no separator parts from the word that names it: introductions, plates, codes of banks; documents, handles, sort
//! codes.

use super::{RedactEngine, becomes, stay};

#[test]
fn people_introduce_themselves_in_many_languages() {
    becomes(&[
        ("Je m'appelle Chloé Lefèvre et j'habite Lyon", "Je m'appelle [PERSON] et j'habite Lyon"),
        ("Ich heiße Jürgen Müller.", "Ich heiße [PERSON]."),
        ("Hallo, ich heiße Max Mustermann und", "Hallo, ich heiße [PERSON] und"),
        ("Me llamo Rosa Delgado.", "Me llamo [PERSON]."),
        ("Mi chiamo Giulia Rossi", "Mi chiamo [PERSON]"),
        ("Olá, meu nome é João Silva", "Olá, meu nome é [PERSON]"),
        ("Mijn naam is Piet de Vries", "Mijn naam is [PERSON]"),
        ("Jag heter Anna", "Jag heter [PERSON]"),
        ("Nazywam się Jan Kowalski", "Nazywam się [PERSON]"),
        ("Benim adım Ayşe Yılmaz", "Benim adım [PERSON]"),
    ]);
    stay(&[
        "Je m'appelle comme toi",
        "Ich heiße Sie willkommen",
        "Mein Name ist in der Liste",
        "Me llamo la atención",
        "Adım adım anlatım",
        "Mi chiamo fuori",
        "eine heiße Schokolade und die heiße Phase",
        "Bir sonraki adım GitHub Actions",
        "Adım Sayısı: 12\nAdım Adım Docker Kurulumu",
        "O nome é Config; il nome è Config",
        "Wpisz imię Nazwisko",
    ]);
}

#[test]
fn words_with_a_capital_name_what_follows() {
    becomes(&[
        ("License plate 7ABC123 was seen", "License plate [LICENSE_PLATE] was seen"),
        ("Kennzeichen B-AB 1234", "Kennzeichen [LICENSE_PLATE]"),
        ("BIC DEUTDEFF500, see above", "BIC [SWIFT_CODE], see above"),
        ("SWIFT code DEUTDEFF", "SWIFT code [SWIFT_CODE]"),
        ("CVC 123 and done", "CVC [CARD_DETAIL] and done"),
        ("SWIFT BNPAFRPP, BIC TGBATRIS", "SWIFT [SWIFT_CODE], BIC [SWIFT_CODE]"),
        ("my license plate is 7ABC123.", "my license plate is [LICENSE_PLATE]."),
        ("the number plate is AB12 CDE", "the number plate is [LICENSE_PLATE]"),
    ]);
    stay(&[
        "SWIFT PROGRAMS and more",
        "The SWIFT COMPILER crashed, see SWIFT LANGUAGE",
        "the plate is TODO",
        "SWIFT 5.9 is out",
        "CVC 12345",
        "BIC register",
        "Number plate recognition",
        "License plate 2 of 3",
    ]);
}

#[test]
fn lines_of_documents_that_machines_read() {
    becomes(&[
        (
            "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
            "[PASSPORT]\n[PASSPORT]",
        ),
        (
            "I<UTOD231458907<<<<<<<<<<<<<<<\n7408122F1204159UTO<<<<<<<<<<<6\nERIKSSON<<ANNA<MARIA<<<<<<<<<<",
            "[PASSPORT]\n[PASSPORT]\n[PASSPORT]",
        ),
    ]);
    stay(&[
        "A<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<",
        "<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<<< HEAD",
        "P<T<U>>>:A<B<C<D<E<F<G<H<I<J<K<L",
        "std::vector<A<B<C<D<E<F<G<H<I<J>",
        "CASE 1<<A AND 2<<B THEN 1<<20<<30<<40",
    ]);
}

#[test]
fn handles_of_payments_and_sort_codes() {
    becomes(&[
        ("pay ravi.kumar@okhdfcbank now", "pay [BANK_ACCOUNT] now"),
        ("UPI: 9876543210@upi.", "UPI: [BANK_ACCOUNT]."),
        ("sort code 20-00-00 account 55779911", "sort code [UK_BANK_ACCOUNT] account [UK_BANK_ACCOUNT]"),
        ("20-00-00, a/c no. 55779911", "[UK_BANK_ACCOUNT], a/c no. [UK_BANK_ACCOUNT]"),
        (
            "my sort code is 40-47-84 and my account number is 70872490.",
            "my sort code is [UK_BANK_ACCOUNT] and my account number is [UK_BANK_ACCOUNT].",
        ),
        ("account 70872490, sort code 40-47-84", "account [UK_BANK_ACCOUNT], sort code [UK_BANK_ACCOUNT]"),
    ]);
    stay(&[
        "import x from '@sbi/core'",
        "npm i foo@upi/bar",
        "me@upi(1)",
        "npm i stream@upi graph@9.0.0",
        "on 12-10-22 20221012",
        "20-10-22 is account 1",
    ]);
}

#[test]
fn attributes_of_otlp_in_a_document_have_the_meaning_of_their_key() {
    let engine = RedactEngine::default();
    let text = r#"{"attributes":[{"key":"user.name","value":{"stringValue":"Ada Lovelace"}},{"key":"db.password","value":{"stringValue":"hunter2"}},{"key":"service.name","value":{"stringValue":"Order Intake"}}]}"#;
    let expected = text.replace("Ada Lovelace", "[PERSON]").replace("hunter2", "[SECRET]");
    assert_eq!(engine.redact_text(text, true).as_deref(), Some(expected.as_str()));
    let inside = serde_json::json!({ "body": text }).to_string();
    let expected = serde_json::json!({ "body": expected }).to_string();
    assert_eq!(engine.redact_text(&inside, true).as_deref(), Some(expected.as_str()));
}

#[test]
fn dates_of_birth_and_addresses_behind_other_words() {
    becomes(&[
        ("Anna, geb. am 3.4.80 in Köln", "Anna, geb. am [DATE_OF_BIRTH] in Köln"),
        ("Anna, geb. 03.04.80 in Köln", "Anna, geb. [DATE_OF_BIRTH] in Köln"),
        ("Mein Geburtsdatum ist der 12. März 1984.", "Mein Geburtsdatum ist der [DATE_OF_BIRTH]."),
        ("Urodziłem się 12 marca 1984", "Urodziłem się [DATE_OF_BIRTH]"),
        ("gdzie urodziłem się 12 marca 1984", "gdzie urodziłem się [DATE_OF_BIRTH]"),
        ("Я родился 12 марта 1984 года", "Я родился [DATE_OF_BIRTH] года"),
        ("né le 03/04/80 à Lyon", "né le [DATE_OF_BIRTH] à Lyon"),
        ("it was mailed to 12 Elm Street, Springfield, IL 62704.", "it was mailed to [ADDRESS]."),
    ]);
}
