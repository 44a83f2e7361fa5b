//! The engine over the cases of a track.

use std::{
    collections::BTreeMap,
    ops::Range,
    time::{Duration, Instant},
};

use custos_processors::redact::{
    RedactEngine,
    score::{Label, Scores, Span, Tally},
};
use serde_json::Value;

use super::{
    case::{Case, Gold},
    rng::Rng,
};

/// Share of a secret's characters that must be gone for it to count as found.
const FOUND: f64 = 0.8;
/// Resamples of the bootstrap.
const RESAMPLES: usize = 200;

/// What a track gave.
#[derive(Debug, Default)]
pub struct Outcome {
    /// By type.
    pub scores: Scores,
    /// By group of cases, all types together.
    pub groups: BTreeMap<&'static str, Group>,
    /// Counts of each case, for intervals.
    cases: Vec<Tally>,
    /// JSON documents, and those that are none or have other keys afterwards.
    pub json: [u64; 2],
    /// Cases that change when redacted again.
    pub unstable: u64,
    /// Shapes of what was left, by type.
    pub left: BTreeMap<&'static str, Vec<String>>,
    /// Shapes of what was removed beside labels, by group and type.
    pub false_hits: Vec<String>,
    /// CPU time of the engine, and bytes read.
    pub time: Duration,
    /// Bytes read.
    pub bytes: usize,
}

/// A group of cases.
#[derive(Clone, Copy, Debug, Default)]
pub struct Group {
    /// Counts.
    pub tally: Tally,
    /// Labels of which at least 80 % are gone.
    pub gone: u64,
    /// Characters without label, and how many of them were removed.
    pub clean: [u64; 2],
    /// Ranges that no label overlaps.
    pub hits: u64,
}

impl Group {
    /// Share of labels of which at least 80 % are gone.
    pub fn recall(&self) -> f64 {
        if self.tally.gold == 0 { 1.0 } else { self.gone as f64 / self.tally.gold as f64 }
    }

    fn merge(&mut self, other: &Self) {
        self.tally.merge(&other.tally);
        self.gone += other.gone;
        self.clean[0] += other.clean[0];
        self.clean[1] += other.clean[1];
        self.hits += other.hits;
    }
}

impl Outcome {
    /// All groups together.
    pub fn total(&self) -> Group {
        let mut total = Group::default();
        self.groups.values().for_each(|g| total.merge(g));
        total
    }

    /// 95 % interval of a figure over resampled cases.
    pub fn interval(&self, figure: impl Fn(&Tally) -> f64) -> [f64; 2] {
        let mut rng = Rng::new(7);
        let mut figures: Vec<f64> = (0..RESAMPLES)
            .map(|_| {
                let mut sum = Tally::default();
                (0..self.cases.len()).for_each(|_| sum.merge(rng.pick(&self.cases)));
                figure(&sum)
            })
            .collect();
        figures.sort_by(f64::total_cmp);
        let at = |share: f64| figures.get((share * RESAMPLES as f64) as usize).copied().unwrap_or(f64::NAN);
        [at(0.025), at(0.975)]
    }
}

/// Redacts every case.
pub fn run(engine: &RedactEngine, cases: &[Case]) -> Outcome {
    let mut outcome = Outcome::default();
    for case in cases {
        let begin = Instant::now();
        let (new, found) = engine.inspect(&case.text, false);
        outcome.time += begin.elapsed();
        outcome.bytes += case.text.len();
        let spans: Vec<Span<'_>> = found.iter().map(|f| (f.start..f.end, f.kind.name())).collect();
        let labels: Vec<Label> = case
            .gold
            .iter()
            .map(|g| Label { kind: g.kind.to_owned(), start: g.range.start, end: g.range.end })
            .collect();
        let mut one = Scores::default();
        one.add(&labels, &spans, case.text.len(), case.group, None);
        let tally = one.total(|_| true);
        let clean = one.clean_total();
        let gone = case.gold.iter().filter(|g| covered(g, &spans) >= FOUND * g.range.len() as f64).count() as u64;
        let group = Group { tally, gone, clean: [clean.chars, clean.chars_removed], hits: clean.hits };
        outcome.groups.entry(case.group).or_default().merge(&group);
        outcome.cases.push(tally);
        outcome.scores.merge(&one);
        note_shapes(&mut outcome, case, &spans);
        let after = new.as_deref().unwrap_or(&case.text);
        if case.json {
            outcome.json[0] += 1;
            outcome.json[1] += u64::from(!same_structure(&case.text, after));
        }
        outcome.unstable += u64::from(new.is_some() && engine.redact_text(after, false).is_some());
    }
    outcome
}

fn covered(gold: &Gold, spans: &[Span<'_>]) -> f64 {
    let overlap = |r: &Range<usize>| r.end.min(gold.range.end).saturating_sub(r.start.max(gold.range.start));
    spans.iter().map(|(r, _)| overlap(r)).sum::<usize>() as f64
}

fn note_shapes(outcome: &mut Outcome, case: &Case, spans: &[Span<'_>]) {
    const MOST: usize = 400;
    for gold in &case.gold {
        let written = &case.text[gold.range.clone()];
        if covered(gold, spans) < gold.range.len() as f64 {
            let left = outcome.left.entry(gold.kind).or_default();
            let got = spans.iter().find(|(r, _)| r.start < gold.range.end && gold.range.start < r.end).map(|(_, n)| *n);
            if left.len() < MOST {
                let from = case.text.floor_char_boundary(gold.range.start.saturating_sub(24));
                let before = &case.text[from..gold.range.start];
                left.push(format!(
                    "{}: {}«{}» {}",
                    case.group,
                    before.escape_debug(),
                    shape(written),
                    got.unwrap_or("-")
                ));
            }
        } else if let Some((_, name)) = spans.iter().find(|(r, n)| {
            r.start < gold.range.end && gold.range.start < r.end && (*r != gold.range || *n != gold.kind)
        }) {
            let left = outcome.left.entry("(other type or range)").or_default();
            if left.len() < MOST {
                left.push(format!("{} as {name}: {}", gold.kind, shape(written)));
            }
        }
    }
    for (range, name) in spans {
        if !case.gold.iter().any(|g| range.start < g.range.end && g.range.start < range.end)
            && outcome.false_hits.len() < MOST
        {
            outcome.false_hits.push(format!("{}: {name} {}", case.group, shape(&case.text[range.clone()])));
        }
    }
}

/// Digits as 9, letters as a and A, the rest as it is; at most 60 characters.
pub fn shape(text: &str) -> String {
    let class = |c: char| match c {
        c if c.is_numeric() => '9',
        c if c.is_uppercase() => 'A',
        c if c.is_alphabetic() => 'a',
        '\n' => '⏎',
        c => c,
    };
    text.chars().take(60).map(class).collect()
}

/// Whether both are JSON with the same keys and the same nesting.
fn same_structure(before: &str, after: &str) -> bool {
    fn same(a: &Value, b: &Value) -> bool {
        match (a, b) {
            (Value::Object(a), Value::Object(b)) => {
                a.len() == b.len() && a.iter().all(|(k, v)| b.get(k).is_some_and(|w| same(v, w)))
            }
            (Value::Array(a), Value::Array(b)) => a.len() == b.len() && a.iter().zip(b).all(|(v, w)| same(v, w)),
            (Value::Object(_) | Value::Array(_), _) | (_, Value::Object(_) | Value::Array(_)) => false,
            _ => true,
        }
    }
    match (serde_json::from_str(before), serde_json::from_str(after)) {
        (Ok(a), Ok(b)) => same(&a, &b),
        // The generator meant JSON and wrote none: nothing to hold the engine to.
        (Err(_), _) => true,
        _ => false,
    }
}
