//! Data and protocol of the quality of redaction: generators with fixed seeds, tracks, report.
//!
//! | file | what |
//! |---|---|
//! | `rng`, `checks` | random numbers, check digits |
//! | `values`, `ids`, `phones` | valid values |
//! | `case` | a text with labels |
//! | `templates` | tracks V (valid) and C (malformed, named by a word) |
//! | `languages` | track L |
//! | `secrets` | track S |
//! | `evasion` | track X |
//! | `negatives` | track N |
//! | `run` | the engine over cases |
//! | `stored` | what of them is left in Parquet |
//! | `report` | the tables |
//!
//! **Splits.** `dev` and `test` have other seeds *and* other halves of the templates, of key names and of vendors' examples.
//! Rules are tuned on `dev`; nobody looks at misses of `test`, and `--misses` refuses to show them.

pub mod case;
pub mod checks;
pub mod evasion;
pub mod ids;
pub mod languages;
pub mod negatives;
pub mod phones;
pub mod report;
pub mod rng;
pub mod run;
pub mod secrets;
pub mod stored;
pub mod templates;
pub mod values;
