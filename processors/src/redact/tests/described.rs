//! What forms and records say about somebody beside names and numbers.

use super::*;

#[test]
fn what_keys_of_somebody_say_goes() {
    for (text, expected) in [
        (
            r#"{"user":{"nationality":"Brazilian","religion":"Catholic","salary":84500,"ethnicity":"Hispanic or Latino"}}"#,
            r#"{"user":{"nationality":"[NRP]","religion":"[NRP]","salary":"[SALARY]","ethnicity":"[NRP]"}}"#,
        ),
        (
            r#"{"email":"ada@example.com","political_affiliation":"Green Party","annual_income":"EUR 84,500 per year"}"#,
            r#"{"email":"[EMAIL]","political_affiliation":"[NRP]","annual_income":"[SALARY]"}"#,
        ),
        (
            r#"{"customer_nationality":"French","employee_salary":84500.5}"#,
            r#"{"customer_nationality":"[NRP]","employee_salary":"[SALARY]"}"#,
        ),
        (
            r#"{"employee_id":12,"salary":84500,"phone":4155550132}"#,
            r#"{"employee_id":12,"salary":"[SALARY]","phone":"[PHONE]"}"#,
        ),
        (
            r#"{"note":"ada@example.com, Name=\": x","salary":84500}"#,
            r#"{"note":"[EMAIL], Name=\": x","salary":84500}"#,
        ),
        (
            r#"{"phone":"+44 20 7946 0958","staatsangehörigkeit":"deutsch"}"#,
            r#"{"phone":"[PHONE]","staatsangehörigkeit":"[NRP]"}"#,
        ),
    ] {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(expected), expected);
    }
}

#[test]
fn what_forms_about_somebody_say_goes() {
    for (text, expected) in [
        (
            "Email: ada@example.com\nNationality: Brazilian\nReligion: Roman Catholic\nAnnual salary: $84,500 per year\nEmployer: Nordstern Logistik GmbH\n",
            "Email: [EMAIL]\nNationality: [NRP]\nReligion: [NRP]\nAnnual salary: [SALARY]\nEmployer: [ORGANIZATION]\n",
        ),
        (
            "Phone: +44 20 7946 0958 Nationality: British Religion: None stated",
            "Phone: [PHONE] Nationality: [NRP] Religion: [NRP]",
        ),
        (
            "Email: ada@example.com\nEmployer: Süddeutsche Gesellschaft für Außerordentliche Datenverarbeitungsanlagen mbH\n",
            "Email: [EMAIL]\nEmployer: [ORGANIZATION]\n",
        ),
        (
            "Phone: +44 20 7946 0958\nHousehold income: 80,000 - 90,000 EUR\nSalary: £1,200 per week",
            "Phone: [PHONE]\nHousehold income: [SALARY]\nSalary: [SALARY]",
        ),
    ] {
        assert_eq!(redact(text), expected);
        assert_eq!(redact(expected), expected);
    }
}

#[test]
fn what_is_said_of_nobody_stays() {
    for text in [
        r#"{"title":"Engineer","salary":"84500 EUR","location":"Bonn"}"#,
        r#"{"team":"Ajax","nationality":"Dutch"}"#,
        r#"{"user":{"salary":null,"religion":"","nationality_id":7,"salary_band":"B2"}}"#,
        r#"{"properties":{"salary":{"type":"number"},"nationality":{"type":"string"}},"email":{"type":"string"}}"#,
        r#"{"job":"Engineer","salary":"$100,000","employee_benefits":["health"],"contact_email":"hr@example.com"}"#,
        r#"{"religion":"Islam","mobile_subscriptions":120,"employees":4000,"customer_count":7}"#,
        r#"{"email":"Email address","nationality":"Your nationality","religion":"Religion","salary":"Monthly pay 2024"}"#,
        "email: str\nnationality: Optional[str]\nreligion: Enum\nemployer: Organization\nethnicity: Category\nsalary: 100 lines",
        "email: user.email\nnationality: Nationality\nemployer: Employer",
        "Nationality: Brazilian",
        "Salary: 84,500",
        "The employer: a firm",
        "Email: support@example.com is the employer: see below",
    ] {
        let left = redact(text);
        assert!(!["[NRP]", "[SALARY]", "[ORGANIZATION]"].iter().any(|mark| left.contains(mark)), "{text} -> {left}");
    }
}

#[test]
fn a_code_of_a_bank_goes_behind_its_name_in_small_letters() {
    assert_eq!(redact("our swift code is COBADEFFXXX, thanks"), "our swift code is [SWIFT_CODE], thanks");
    assert_eq!(redact("the bic was NWBKGB2L"), "the bic was [SWIFT_CODE]");
    for text in ["the swift code is COMPILED now", "the default is COBADEFFXXX", "written in swift is DEFAULTS"] {
        assert_eq!(redact(text), text);
    }
}

#[test]
fn a_teacher_reference_number_goes_behind_its_name() {
    assert_eq!(redact("teacher reference number 12/34567"), "teacher reference number [UK_TRN]");
    assert_eq!(redact("Teacher reference number: 1234567"), "Teacher reference number: [UK_TRN]");
    assert_eq!(redact("reference number 1234567 of the teacher"), "reference number 1234567 of the teacher");
}
