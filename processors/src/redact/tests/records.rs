//! Records of people as forms, configurations and programs write them, and beside each the same about things.

use serde_json::json;

use super::{RedactEngine, becomes, stay};

#[test]
fn numbers_in_web_forms_have_pluses_for_spaces() {
    becomes(&[
        ("iban=DE50+5001+0517+0648+4890+12&x=1", "iban=[IBAN]&x=1"),
        ("note=please+pay+GB33+NWBK+6016+1331+9268+44+today", "note=please+pay+[IBAN]+today"),
        ("a=1&card=4508+1273+9465+0188&n=2", "a=1&card=[CARD]&n=2"),
        ("ssn=512+44+7093", "ssn=[US_SSN]"),
        ("message=SSN+512-44-7093", "message=SSN+[US_SSN]"),
        ("q=call+me+at+%2B1+415+555+0132", "q=call+me+at+[PHONE]"),
    ]);
    stay(&[
        "total=512+44+7093; n++",
        "x = 4508+1273+9465+0188",
        "at=2026-03-01T10:00:00+02:00&n=1",
        "range=1+2+3&rows=10+20",
        "n/2+3/4",
    ]);
}

#[test]
fn a_check_digit_under_a_key_that_says_nothing_proves_nothing() {
    let engine = RedactEngine::default();
    for value in ["BK4829151", "604 118 238", "850709-9805", "311290-4321"] {
        assert!(engine.redact_text(value, false).is_some(), "{value} alone");
        let text = json!({ "text": value }).to_string();
        assert!(engine.redact_text(&text, true).is_some(), "{text}");
        for key in ["hotfix", "rack", "count", "label", "refs"] {
            // A Swedish number is dated, and its own form.
            let dated = value.starts_with("85");
            let text = json!({ key: value, "list": [value] }).to_string();
            assert_eq!(engine.redact_text(&text, true).is_some(), dated, "{text}");
        }
    }
    becomes(&[
        ("{\"dea_number\":\"BK4829151\"}", "{\"dea_number\":\"[MEDICAL_LICENSE]\"}"),
        ("{\"acn\":\"604 118 238\"}", "{\"acn\":\"[AU_ACN]\"}"),
        ("{\"cpr\":\"311290-4321\"}", "{\"cpr\":\"[DK_CPR]\"}"),
    ]);
}
