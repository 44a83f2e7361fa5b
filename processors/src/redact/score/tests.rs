use super::*;

fn labels(list: &[(&str, usize, usize)]) -> Vec<Label> {
    list.iter().map(|(k, start, end)| Label { kind: (*k).to_owned(), start: *start, end: *end }).collect()
}

#[test]
fn counts_strict_partial_and_leak() {
    let gold = labels(&[("EMAIL", 0, 10), ("PHONE", 20, 30), ("SECRET", 40, 50), ("CARD", 60, 70)]);
    let spans = [(0..10, "EMAIL"), (20..25, "PHONE"), (40..50, "GITHUB_TOKEN"), (62..70, "PHONE"), (80..90, "EMAIL")];
    let mut scores = Scores::default();
    scores.add(&gold, &spans, 100, "text", None);
    let at = |kind: &str| scores.types[kind];
    assert_eq!((at("EMAIL").strict, at("EMAIL").found, at("EMAIL").leaked_chars), (1, 2, 0));
    assert_eq!((at("PHONE").strict, at("PHONE").partial_gold, at("PHONE").leaked_chars), (0, 1, 5));
    assert_eq!((at("PHONE").found, at("PHONE").partial_found), (2, 1));
    assert_eq!(at("SECRET").strict().map(|x| x as u8), [1, 1, 1]);
    assert_eq!((at("CARD").partial_gold, at("CARD").missed, at("CARD").leaked_chars), (0, 0, 2));
    let clean = scores.clean["text"];
    assert_eq!((clean.chars, clean.chars_removed, clean.hits, clean.texts_hit), (60, 10, 1, 1));
    let total = scores.total(|_| true);
    assert_eq!((total.gold, total.found, total.strict), (4, 5, 2));
    assert!((total.leak() - 7.0 / 40.0).abs() < 1e-9);
}

#[test]
fn reads_every_shape() {
    let own =
        Case::parse(r#"{"text": "é a@b.cd", "spans": [{"type": "email_address", "start": 2, "end": 8}]}"#).unwrap();
    assert_eq!(own.labels, labels(&[("EMAIL", 2, 8)]));
    let research =
        r#"{"text": "a@b.cd", "spans": [{"entity_type": "CREDIT_CARD", "start_position": 0, "end_position": 6}]}"#;
    assert_eq!(Case::parse(research).unwrap().labels, labels(&[("CARD", 0, 6)]));
    let recognizer =
        Case::parse(r#"{"text": "121000358", "entity": "ABA", "expected": 1, "spans": [[0, 9]]}"#).unwrap();
    assert_eq!((recognizer.labels, recognizer.only), (labels(&[("ABA", 0, 9)]), Some("ABA".to_owned())));
    let rule = Case::parse(r#"{"text": "é key=abc;", "pattern": "key=([a-z]+)"}"#).unwrap();
    assert_eq!(rule.labels, labels(&[("SECRET", 6, 9)]));
    let negative = Case::parse(r#"{"cat": "uuid", "text": "x"}"#).unwrap();
    assert_eq!((negative.labels.len(), negative.category.as_str()), (0, "uuid"));
}

#[test]
fn refuses_what_is_no_case() {
    for (line, error) in [
        ("", CaseError::Json),
        ("[]", CaseError::Json),
        (r#"{"texts": "x"}"#, CaseError::Text),
        (r#"{"text": "x", "spans": 3}"#, CaseError::Spans),
        (r#"{"text": "x", "spans": [{"type": "A", "start": 0}]}"#, CaseError::Spans),
        (r#"{"text": "x", "spans": [[0, 1]]}"#, CaseError::Spans),
        (r#"{"text": "é", "spans": [{"type": "A", "start": 0, "end": 2}]}"#, CaseError::Range),
        (r#"{"text": "é", "pattern": "("}"#, CaseError::Pattern),
    ] {
        assert_eq!(Case::parse(line), Err(error), "{line}");
    }
}

#[test]
fn only_the_type_that_a_case_speaks_of_counts() {
    let mut scores = Scores::default();
    scores.add(&[], &[(0..3, "PHONE"), (5..9, "CARD")], 10, "text", Some("CARD"));
    assert_eq!(scores.types.keys().collect::<Vec<_>>(), ["CARD"]);
    assert_eq!(scores.clean_total().hits, 1);
}
