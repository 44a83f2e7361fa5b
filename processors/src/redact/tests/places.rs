//! Where somebody is, numbers that are spoken, papers and plates told by words, codes.

use super::{RedactEngine, becomes, stay};

fn json(text: &str) -> String {
    RedactEngine::default().redact_text(text, true).unwrap_or_else(|| text.to_owned())
}

#[test]
fn coordinates_of_people_go() {
    becomes(&[
        ("home: 52.520008, 13.404954", "home: [ADDRESS]"),
        ("Home location: 40.712776, -74.005974", "Home location: [ADDRESS]"),
        ("The location of the customer is 48.858370, 2.294481.", "The location of the customer is [ADDRESS]."),
    ]);
    for (text, expected) in [
        (
            r#"{"user":{"home":{"lat":48.85837,"lng":2.294481}}}"#,
            r#"{"user":{"home":{"lat":"[ADDRESS]","lng":"[ADDRESS]"}}}"#,
        ),
        (r#"{"driver_location":[48.85837,2.294481]}"#, r#"{"driver_location":["[ADDRESS]","[ADDRESS]"]}"#),
        (r#"{"home_location":"48.85837, 2.294481"}"#, r#"{"home_location":"[ADDRESS]"}"#),
    ] {
        assert_eq!(json(text), expected);
    }
    stay(&[
        "center: 52.520008, 13.404954",
        "location: 52.520008, 13.404954",
        "home: 1.2, 3.4",
        "The position of the origin is 0.52001, 0.13404.",
        "home = 192.168, 1.5",
    ]);
    for text in [
        r#"{"city":{"location":{"lat":48.85837,"lng":2.294481}}}"#,
        r#"{"map":{"center":[48.85837,2.294481]}}"#,
        r#"{"location":{"lat":48.85837,"lng":2.294481}}"#,
        r#"{"user":{"position":3,"score":48.85837}}"#,
    ] {
        assert_eq!(json(text), text);
    }
}

#[test]
fn numbers_that_are_spoken_without_a_question() {
    becomes(&[
        ("My number is five five five, one two three, four five six seven.", "My number is [PHONE]."),
        ("You can reach me at four one five five five five oh one three two", "You can reach me at [PHONE]"),
        (
            "He gave two one two five five five zero one four seven as the phone number.",
            "He gave [PHONE] as the phone number.",
        ),
        (
            "Card number four one one one one one one one one one one one one one one one, please.",
            "Card number [CARD], please.",
        ),
        ("Meine Nummer ist null eins sieben drei fünf fünf null eins zwei drei.", "Meine Nummer ist [PHONE]."),
    ]);
    stay(&[
        "My number one rule has two parts and three or four exceptions.",
        "The number of nodes is one, two or three.",
        "Call me one of these days at five.",
    ]);
}

#[test]
fn papers_and_plates_by_their_words() {
    becomes(&[
        ("паспорт серия 4509 номер 123456, выдан", "паспорт серия [RU_PASSPORT] номер [RU_PASSPORT], выдан"),
        ("серия 45 09 № 123456", "серия [RU_PASSPORT] № [RU_PASSPORT]"),
        ("his plate was 7XYZ889.", "his plate was [LICENSE_PLATE]."),
        ("number plate: ab12 cde", "number plate: [LICENSE_PLATE]"),
        ("Kennzeichen b-mw 1234", "Kennzeichen [LICENSE_PLATE]"),
        ("routing/account: 021000021/123456789012", "routing/account: [ABA_ROUTING_NUMBER]/[US_BANK_NUMBER]"),
        ("**Account #**: 4247883714", "**Account #**: [BANK_ACCOUNT]"),
        ("Your code is 366332.", "Your code is [SECRET]."),
        ("x = P(date_of_birth=datetime.date(1984, 3, 12))", "x = P(date_of_birth=datetime.date([DATE_OF_BIRTH]))"),
    ]);
    stay(&[
        "серия тестов 4509, заказ номер 123456",
        "The plate was 12 mm thick.",
        "plate: 96 well",
        "Your code is 123456 lines long.",
        "offset/account: 021000021/123456789012",
        "updated=datetime.date(2024, 3, 12)",
    ]);
}

#[test]
fn of_two_passwords_both_go() {
    becomes(&[
        (
            "The password was changed from \"Tr0ub4dor&3\" to \"N3wPass0rd!\".",
            "The password was changed from \"[SECRET]\" to \"[SECRET]\".",
        ),
        ("Password changed from Tr0ub4dor&3 to N3wPass0rd!", "Password changed from [SECRET] to [SECRET]"),
    ]);
    stay(&["The password was changed from optional to required."]);
}

#[test]
fn a_card_under_id_beside_what_cards_have() {
    let text = r#"{"id":"4242424242424242","exp_month":4,"cvc":"123"}"#;
    assert!(json(text).contains(r#""id":"[CARD]""#), "{}", json(text));
    let text = r#"{"id":"4242424242424242","created":1700000000}"#;
    assert_eq!(json(text), text);
}
