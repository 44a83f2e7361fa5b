//! Names in free text, where an operator wants them to go.

use proptest::prelude::*;

use super::super::{
    policy::{Policy, PolicySettings},
    *,
};

fn engine() -> RedactEngine {
    let settings = PolicySettings { free_text_names: true, ..PolicySettings::default() };
    let policy = Policy::new(settings, None, None).unwrap();
    RedactEngine::new(RedactConfig { policy, ..RedactConfig::default() })
}

fn redact(engine: &RedactEngine, text: &str) -> String {
    let new = engine.redact_text(text, false).unwrap_or_else(|| text.to_owned());
    assert_eq!(engine.redact_text(&new, false), None, "not stable: {text} -> {new}");
    new
}

#[test]
fn names_go_where_an_operator_wants_it() {
    let engine = engine();
    for (text, expected) in [
        ("Yesterday Maria Gonzalez asked for it.", "Yesterday [PERSON] asked for it."),
        ("We told Priya that it is late", "We told [PERSON] that it is late"),
        ("It was Krisztián Szöllösy's idea", "It was [PERSON]'s idea"),
        ("read J. K. Rowling and Faina D. Yefremova", "read [PERSON] and [PERSON]"),
        ("Ludwig van Beethoven, Maria del Carmen García", "[PERSON], [PERSON]"),
        ("JOHN MCALLISTER SIGNED IT", "[PERSON] SIGNED IT"),
        ("O'Brien, Siobhan O'Brien and Jean-Luc Picard", "O'Brien, [PERSON] and [PERSON]"),
        ("Will Smith met Mark Johansson", "[PERSON] met [PERSON]"),
        ("Soib K. Kishiev and Gyala Arvidsson", "[PERSON] and [PERSON]"),
        ("\"Aisha\", (Gustavo), Ingrid: three names", "\"[PERSON]\", ([PERSON]), [PERSON]: three names"),
        ("Sabrina McDowell wrote to Ronan MacGregor", "[PERSON] wrote to [PERSON]"),
    ] {
        assert_eq!(redact(&engine, text), expected);
        assert_eq!(RedactEngine::default().redact_text(text, false), None, "{text}: only where an operator wants it");
    }
    let json = r#"{"q":"ask Maria Gonzalez","n":["told \u0022Priya\u0022"]}"#;
    let expected = r#"{"q":"ask [PERSON]","n":["told \"[PERSON]\""]}"#;
    assert_eq!(engine.redact_text(json, true).as_deref(), Some(expected));
}

#[test]
fn the_time_of_a_line_grows_with_its_length_alone() {
    let engine = engine();
    for piece in ["Maria, ", "Maria: ", "Maria: 1 ", "J. ", "A-B-", "Maria ", " \t Maria\n"] {
        let time = |bytes: usize| {
            let text = " ".repeat(bytes / 4) + &piece.repeat(bytes / piece.len());
            let start = std::time::Instant::now();
            people::free_text::find(text.as_bytes(), &mut Vec::new());
            start.elapsed().as_secs_f64()
        };
        let _ = time(1 << 10);
        let (short, long) = (time(32 << 10).min(time(32 << 10)), time(1 << 20).min(time(1 << 20)));
        // 32 times as long: what looks back over the line takes 1,024 times as long.
        assert!(long < 200.0 * short, "{piece:?}: {short} {long}");
    }
    assert_eq!(redact(&engine, "\n Maria: int\n1 Ingrid: three"), "\n Maria: int\n1 Ingrid: three");
    assert_eq!(redact(&engine, " \t Emma \n"), " \t Emma \n");
}

#[test]
fn places_firms_programs_and_words_stay() {
    let engine = engine();
    for text in [
        "Edward Island, Logan Square, Kennedy Space Center, Stanford University",
        "Rio de Janeiro, San Juan del Sur, Fort Worth, Santa Maria, Lake Victoria, New Madrid",
        "Rua João Pessoa 12, Via Roma, Calle Francisco",
        "Paris and Sydney in April and June, Jordan and Georgia",
        "Jenkins runs Django on Jupyter; Claude and Gemini answered; Travis is gone",
        "The English Wikipedia says that Will and Mark are words",
        "Morgan Stanley Bank, Ford Foundation, Wells Fargo Bank",
        "Maria.find(), /home/Maria/x, Maria_1, @Maria, Jenkins-Pipeline, MariaDB, XMaria Gonzalez2",
        "Jenkins: done\nMaria: int",
        "Emma",
        "TITLE OF THE TABLE, ERROR IN MODULE",
        "Grace Period, Art Director, Rich Text Format, Chase Conditions",
        "Thread Pool Executor, Visual Studio Code, Machine Learning Model",
    ] {
        assert_eq!(engine.redact_text(text, false), None, "{text}");
    }
}

proptest! {
    #[test]
    fn redacting_again_changes_nothing(words in prop::collection::vec(prop::sample::select(vec![
        "Maria", "Gonzalez", "Will", "Smith", "J.", "K", "Island", "San", "van", "de", "said", "told", "MARIA", "LOPEZ", "Yefremova",
        "Rua", "O'Brien", "Jean-Luc", "Paris", ",", ":", "\n", "Kishiev", "The", "[PERSON]",
    ]), 1..12)) {
        redact(&engine(), &words.join(" "));
    }

    #[test]
    fn any_text_is_read(text in "[A-Za-zÀ-ž.' ,:\n-]{0,60}") {
        let mut hits = Vec::new();
        people::free_text::find(text.as_bytes(), &mut hits);
        for hit in hits {
            prop_assert!(text.get(hit.start..hit.end).is_some_and(|name| name.chars().next().is_some_and(char::is_uppercase)));
        }
    }
}
