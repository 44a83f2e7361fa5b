//! Data and protocol of the quality of redaction: generators with fixed seeds, tracks, report.
//!
//! | file | what |
//! |---|---|
//! | `rng`, `checks` | random numbers, check digits |
//! | `values`, `ids`, `phones` | valid values |
//! | `case` | a text with labels |
//! | `templates` | tracks V (valid) and C (malformed, named by a word) |
//! | `languages` | track L |
//! | `secrets`, `forms`, `long`, `bare` | track S |
//! | `evasion` | track X |
//! | `negatives` | track N |
//! | `run` | the engine over cases |
//! | `stored` | what of them is left in Parquet |
//! | `speed` | megabytes a second, and what rules of a user add |
//! | `report` | the tables |
//!
//! **Splits.** `dev` and `test` have other seeds *and* other halves of the templates, of key names and of vendors'
//! examples. Rules are tuned on `dev`; nobody looks at misses of `test`, and `--misses` refuses to show them.

pub mod bare;
pub mod case;
pub mod checks;
pub mod evasion;
pub mod forms;
pub mod ids;
pub mod languages;
pub mod long;
pub mod negatives;
pub mod phones;
pub mod report;
pub mod rng;
pub mod run;
pub mod secrets;
pub mod speed;
pub mod stored;
pub mod templates;
pub mod values;

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{case::Case, rng::Rng, *};

    /// All tracks of a split.
    fn all(seed: u64, side: usize) -> Vec<Case> {
        let mut r = Rng::new(seed);
        let mut cases = templates::rigid(&mut r, side, 4);
        cases.extend(templates::phones(&mut r, side, 100));
        cases.extend(templates::malformed(&mut r, side, 30));
        cases.extend(languages::cases(&mut r, side, 2));
        cases.extend(secrets::tokens(&mut r, 60));
        cases.extend(secrets::named(&mut r, side, 100));
        cases.extend(evasion::cases(&mut r, side, 10));
        cases.extend(negatives::cases(&mut r, 4));
        cases
    }

    #[test]
    fn labels_are_where_the_values_are() {
        for case in all(1, 0).into_iter().chain(all(2, 1)) {
            let mut from = 0;
            for gold in &case.gold {
                assert!(gold.range.start >= from && !gold.range.is_empty(), "{}", case.group);
                assert!(case.text.get(gold.range.clone()).is_some(), "{}", case.group);
                from = gold.range.end;
            }
            if case.json {
                assert!(serde_json::from_str::<serde_json::Value>(&case.text).is_ok(), "{}: {}", case.group, case.text);
            }
        }
    }

    #[test]
    fn cases_are_the_same_every_time_and_differ_between_splits() {
        let texts = |seed, side| all(seed, side).into_iter().map(|c| c.text).collect::<Vec<_>>();
        assert_eq!(texts(1, 0), texts(1, 0));
        let (dev, test): (BTreeSet<_>, BTreeSet<_>) =
            (texts(1, 0).into_iter().collect(), texts(2, 1).into_iter().collect());
        assert!(dev.intersection(&test).count() * 200 < dev.len(), "{}", dev.intersection(&test).count());
    }

    #[test]
    fn every_language_and_country_occurs() {
        let mut r = Rng::new(3);
        let groups: BTreeSet<_> = languages::cases(&mut r, 0, 2).iter().map(|c| c.group).collect();
        assert!(groups.len() >= 60 && groups.len() == languages::all().count());
        assert!(phones::PLANS.len() >= 60 && ids::IBANS.len() >= 70 && ids::IDS.len() >= 25);
    }
}
