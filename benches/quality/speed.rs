//! Speed of the engine beside its quality: all rules, the redacted copy included, and what rules of a user add.

use std::time::Instant;

use anyhow::{Context as _, Result};
use custos_model::{batch::Counts, component::RedactorFactory as _, schema::Table};
use custos_processors::redact::{RedactConfig, RedactEngine, policy::Policy};

use super::report::{Measure, percent};

#[path = "../../processors/benches/redact/corpora.rs"]
#[allow(clippy::expect_used, clippy::indexing_slicing, reason = "shared with a bench")]
mod corpora;

/// Passes over a corpus of 1 MiB; the fastest counts, since others use the machine too.
const PASSES: usize = 15;

/// Megabytes (10^6) a second of one redactor over a corpus, nothing remembered between passes.
fn speed(corpus: &str, policy: Policy) -> Result<f64> {
    let texts = corpora::corpus(corpus);
    let bytes: usize = texts.iter().map(String::len).sum();
    let batch = corpora::batch(&texts);
    let mut redactor = RedactEngine::new(RedactConfig { cache_bytes: 0, policy }).create();
    let passes = (0..PASSES).map(|_| {
        let begin = Instant::now();
        redactor.redact(Table::Spans, batch.clone(), &mut Counts::default());
        begin.elapsed()
    });
    Ok(bytes as f64 / passes.min().context("no pass")?.as_secs_f64() / 1e6)
}

/// The measures of speed.
///
/// # Errors
/// None but when there is nothing to measure.
pub fn measures() -> Result<Vec<Measure>> {
    let mut measures = Vec::new();
    for (name, corpus, least, goal) in [
        ("agent text, MB/s per core", "agent", 1000.0, "≥ 1,000"),
        ("dense with personal data, MB/s per core", "dense", 500.0, "≥ 500"),
        ("number-heavy technical lines, MB/s per core", "technical", 400.0, "≥ 400"),
    ] {
        let speed = speed(corpus, Policy::default())?;
        measures.push(Measure {
            name,
            anchor: "dd-sds 21 / 15, 100 rules",
            goal,
            figure: format!("{speed:.0}"),
            met: speed >= least,
        });
    }
    let [few, many] = [speed("agent", corpora::user_rules(20))?, speed("agent", corpora::user_rules(400))?];
    let loss = (1.0 - many / few).max(0.0);
    measures.push(Measure {
        name: "from 20 to 400 rules of a user, loss of speed",
        anchor: "dd-sds ~70 %",
        goal: "≤ 15 %",
        figure: percent(loss),
        met: loss <= 0.15,
    });
    Ok(measures)
}
