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

pub(crate) mod case;
pub(crate) mod checks;
pub(crate) mod evasion;
pub(crate) mod ids;
pub(crate) mod languages;
pub(crate) mod negatives;
pub(crate) mod phones;
pub(crate) mod report;
pub(crate) mod rng;
pub(crate) mod run;
pub(crate) mod secrets;
pub(crate) mod stored;
pub(crate) mod templates;
pub(crate) mod values;
