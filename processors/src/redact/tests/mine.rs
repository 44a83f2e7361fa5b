//! What somebody tells of themselves in small letters, answers to requests, pairs of a user and a password, codes of
//! doors.

use std::sync::LazyLock;

use super::stay;
use crate::redact::RedactEngine;

static ENGINE: LazyLock<RedactEngine> = LazyLock::new(RedactEngine::default);

fn scrub(text: &str) -> String {
    ENGINE.redact_text(text, false).unwrap_or_else(|| text.to_owned())
}

/// Checks texts of which `«…»` must go, under any mark, and all else must stay.
fn check(cases: &[&str]) {
    for case in cases {
        let text: String = case.chars().filter(|c| !matches!(c, '«' | '»')).collect();
        let found = ENGINE.spans(&text, false);
        let mut marked = text.clone();
        for span in found.iter().rev() {
            marked.insert(span.end, '»');
            marked.insert(span.start, '«');
        }
        assert_eq!(marked, *case);
        let once = ENGINE.redact_text(&text, false).unwrap();
        assert_eq!(ENGINE.redact_text(&once, false), None, "{once}");
    }
}

#[test]
fn names_in_small_letters_go_behind_an_introduction() {
    check(&[
        "hi i need help, my name is «jonathan pryce» and my cart is empty",
        "my full name is «maria lopez-garcia».",
        "hello, mon nom est «sophie martin»",
        "oi meu nome é «joão pereira» e quero ajuda",
        "hola, me llamo «carmen ruiz» y mi cuenta no abre",
        "hi this is «marcus webb» calling back",
        "ich bin «petra vogel», geboren in Bonn",
        "bonjour je m'appelle «sophie martin» mon compte est bloqué",
        "my mother's maiden name is «Kowalski»",
        "my wife's name is «Ida» and she pays",
    ]);
    stay(&[
        "my name is not shown in the list",
        "my name is spelled wrong on the ticket",
        "my name is wrong.",
        "my user name is jonathan pryce",
        "my file name is report final.",
        "hi this is great news!",
        "hi i am new here and my account is empty",
        "i'm an international student and my visa expired",
        "this is a test, my name is missing",
    ]);
}

#[test]
fn addresses_in_small_letters_go() {
    check(&[
        "my address is «42 maple street, springfield il 62704» pls send it there",
        "I live at «88 court street apt 5c brooklyn» come over at 8",
        "my new address is «apt 9, 77 king st w, toronto on m5k 1a1»",
        "my mailing address is «po box 441, taos nm 87571»",
        "my postcode is «e8 4rq» and my zip code is «94110»",
    ]);
    stay(&[
        "my address is wrong in the system",
        "my ip address is not shown",
        "i live at the end of the street",
        "i live in 2 minutes walking distance",
        "my address is 0 in this struct",
    ]);
}

#[test]
fn numbers_in_words_dates_handles_and_wallets_go() {
    check(&[
        "my card number is «four one one one one one one one one one one one one one one one» and it expires in june",
        "the card number is «four two four two four two four two four two four two four two four two» ok",
        "my social is «five five one two three four four eight one» ok",
        "um so my date of birth is «march third nineteen eighty four»",
        "my dob is «march 3 1984»",
        "my venmo is «@laura-finch-22» send it there",
        "my cashapp «$bigmike88» works too",
        "my email is «jess dot turner at gmail dot com»",
        "my 12 words: «ripple ocean cradle lamp venture island quiz mango talent silver hurdle bridge»",
        "cvv «331»",
    ]);
    stay(&[
        "my two cents: this is one of the two or three things that i would change in here now",
        "my account is one of the oldest",
        "my email is at the bottom. dot files are fine",
        "my venmo is broken",
        "my last words: ripple ocean cradle lamp venture island quiz mango talent silver hurdle bridge",
        "my birthday is in march",
        "cvv 331 is checked by the test",
    ]);
}

#[test]
fn answers_to_requests_without_a_question_mark_go() {
    check(&[
        "Bot: Please enter the 4-digit code\nUser: «8841»",
        "Agent: Please enter your PIN.\nCaller: «4471»",
        "Bot: Enter the code we texted you\nUser: «552019»",
        "Agent: last four of your social please. Customer: «4481»",
        "Agent: Please tell me your date of birth\nCustomer: «july fourth nineteen seventy six»",
    ]);
    stay(&[
        "Bot: Please enter the 4-digit code\nUser: I have 2 questions",
        "Bot: Enter the amount\nUser: 8841",
        "Note: please check.\nUser: 4471",
    ]);
}

#[test]
fn labels_with_a_sign_for_number_go() {
    check(&[
        "Policy #: «HO-88213-04»",
        "Claim #: «0423998871»",
        "Member #: «W8842199301»",
        "Status: open, Policy #: «PA0049921»",
    ]);
    stay(&["Order #: 0423998871", "Issue #: 88421", "Build #: 20240311", "PR #: 4471"]);
}

#[test]
fn passwords_behind_users_go() {
    check(&[
        "Credentials for jenkins: admin / «Tr0ub4dor&3»",
        "ssh-keygen -t ed25519 -N '«my s3cret phrase»' -f id_test",
        "mitt lösenord är «Fiskmås99»",
    ]);
    for (text, secret) in [
        ("login with maria.k@acme.io and Sunflower!92", "Sunflower!92"),
        ("repro: user rita@acme.com pw Vinter2022!", "Vinter2022!"),
        ("Epic account: mikey@live.com pass fortnite4ever", "fortnite4ever"),
        ("impacket-secretsdump CORP/jsmith:Passw0rd1@dc01.corp.local", "Passw0rd1"),
        ("sign in as ann@acme.io / Vinter2022!", "Vinter2022!"),
    ] {
        assert!(!scrub(text).contains(secret), "{text}");
    }
    for (text, kept) in [
        ("login with maria.k@acme.io and press Enter2", "press Enter2"),
        ("mail rita@acme.com, pass 2 of the review", "pass 2 of the review"),
        ("mail ann@acme.io and bob2000 about it", "bob2000"),
        ("Credentials for jenkins: see / docs", "see / docs"),
        ("ssh-keygen -t ed25519 -N '' -f id_test", "-N ''"),
    ] {
        assert!(scrub(text).contains(kept), "{text}: {}", scrub(text));
    }
}

#[test]
fn codes_of_doors_and_changes_of_a_pin_go() {
    check(&[
        "The alarm code for the house is «7734»",
        "Your Uber code is «4821». Never share this code.",
        "the lockbox is «0852»",
        "the code is «552019»",
        "change my pin from «1234 to 9876»",
    ]);
}

#[test]
fn neighbours_of_codes_stay() {
    stay(&[
        "Your exit code is 1234.",
        "Your discount code is 4821.",
        "move the pin from the left to 9876",
        "the range is from 1234 to 9876",
        "the status code is 4041",
        "The area code is 4155.",
    ]);
}

#[test]
fn names_before_another_field_go() {
    check(&[
        "Signature: «Robert Glenn Hayes»   Date: next week",
        "Caller: «Rita Jensen» callback later",
        "Case manager: «Yolanda Price», room 4",
        "nama saya «Budi Santoso», dari Jakarta",
    ]);
    stay(&["Caller: Default Handler loops", "Parent: Root Node", "Signature: Good Signature"]);
}

#[test]
fn neighbours_of_what_somebody_tells_stay() {
    stay(&[
        "my name is case sensitive",
        "my name is shown twice",
        "my last name is mandatory, my first name is optional.",
        "my mother's name is Unknown.",
        "i live at 100 percent capacity close to the edge",
        "my email is hosted at google.com",
        "my zip is 10240 bytes",
        "my cash app is $HOME/bin",
        "my paypal is $AMOUNT",
        "this is remote procedure calling",
        "i'm using python my code fails",
        "im kinda lost my code",
        "it's open source my friend",
        "Your HTTP code is 4041.",
        "Your room code is 1234.",
        "set servo pin from 1000 to 2000",
        "upgrade the pin from 2023 to 2024",
        "Signature: Valid Until   Monday",
        "Login for users: GET / login2",
        "#: 12345678",
        "Assistant: Please provide the code.\nUser: here is line 4041 of it",
        "Assistant: Enter the code from the snippet.\nUser: port 8080",
        "Assistant: Please verify the code.\nHuman: It fails with 5000 rows",
        "Client: Main Thread   Server: Worker Thread",
        "Owner: Read Write  Group: None",
        "this is absolute garbage my order is late",
        "it's three weeks my order has not come",
        r#"{"manager":"Gradle Wrapper"}"#,
        r#"{"approver":"Tech Lead"}"#,
    ]);
    check(&[
        "Bot: Enter the code from the mail\nUser: it is «552019», thanks",
        "this is «jane roe» my account is locked",
    ]);
    for (text, kept) in [
        ("sign in with ann@acme.io and SAML2.0", "SAML2.0"),
        ("account ann@acme.io : CVE-2021-44228", "CVE-2021-44228"),
        ("account ann@acme.io / UTF-8/Latin1", "UTF-8/Latin1"),
        ("account ann@acme.io | Version-2.0.1", "Version-2.0.1"),
    ] {
        assert!(scrub(text).contains(kept), "{text}: {}", scrub(text));
    }
}

#[test]
fn a_request_is_of_who_spoke_last() {
    check(&["Agent: your order? Customer: 1 Agent: please enter your PIN. Customer: «4471»"]);
    stay(&["Agent: please enter your PIN. Bot: thanks. User: 4471"]);
}
