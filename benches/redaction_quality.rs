//! Decides whether redaction is good enough: the whole table of quality, on cases generated from fixed seeds, and of speed.
//!
//! ```text
//! cargo bench -p custos-benches --bench redaction_quality [-- --split dev|test] [--size N] [--misses] [--tables]
//! ```
//! `--size`: times as many cases (1). `--tables`: also by type and by group. `--misses`: also shapes of what was left, of `dev` only.

#![allow(clippy::print_stdout, clippy::indexing_slicing, reason = "a report")]

use std::time::Instant;

use anyhow::{Context as _, bail};
use custos_benches::quality::{
    bare,
    case::{Case, Gold},
    evasion, forms, ids, languages, long, negatives, phones,
    report::{self, Measure, percent},
    rng::Rng,
    run::{Outcome, run},
    secrets, speed, stored, templates,
};
use custos_processors::redact::{RedactEngine, score};

/// Examples of vendors' rules; see `fixtures/README.md`.
const EXAMPLES: &str = include_str!("fixtures/kingfisher_examples.jsonl");

/// How the names of rules end whose examples hold no secret: addresses.
const NO_SECRETS: &[&str] = &[
    " URL\"",
    " Domain\"",
    " Host\"",
    " Email\"",
    // Their first group, which is what a pattern without a name says, is the machine or the user before the password.
    "netrc Credentials\"",
    "Hardcoded Gradle Credentials\"",
];

struct Options {
    test: bool,
    size: usize,
    misses: bool,
    tables: bool,
}

fn options() -> anyhow::Result<Options> {
    let mut options = Options { test: false, size: 1, misses: false, tables: false };
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        match arg.as_str() {
            "--bench" => {}
            "--split" => match args.next().as_deref() {
                Some("dev") => options.test = false,
                Some("test") => options.test = true,
                _ => bail!("--split dev or --split test"),
            },
            "--size" => options.size = args.next().and_then(|n| n.parse().ok()).context("--size N")?,
            "--misses" => options.misses = true,
            "--tables" => options.tables = true,
            _ => bail!("unknown argument; see the head of redaction_quality.rs"),
        }
    }
    if options.test && options.misses {
        bail!("nobody looks at what the test split misses: tune on dev");
    }
    Ok(options)
}

/// Vendors' examples of this half, each in two of the ten carriers; how many have no usable pattern, and how many no
/// secret.
fn examples(side: usize) -> (Vec<Case>, [usize; 2]) {
    let mut cases = Vec::new();
    let [mut unusable, mut public] = [0, 0];
    for (i, line) in EXAMPLES.lines().enumerate().filter(|(i, _)| i % 2 == side) {
        let case = match score::Case::parse(line) {
            Ok(case) if !case.labels.is_empty() => case,
            _ => {
                unusable += 1;
                continue;
            }
        };
        if NO_SECRETS.iter().any(|name| line.contains(name)) {
            public += 1;
            continue;
        }
        let byte = |chars: usize| case.text.char_indices().nth(chars).map_or(case.text.len(), |(b, _)| b);
        let mut example = Case { text: case.text.clone(), ..Case::new("examples") };
        for label in &case.labels {
            let range = byte(label.start)..byte(label.end);
            example.gold.push(Gold { kind: "SECRET", plain: case.text[range.clone()].to_owned(), range });
        }
        for k in 0..2 {
            cases.push(secrets::carry(&example, (i / 2 + k * (3 + i / 20 % 4)) % secrets::CARRIERS.len()));
        }
    }
    (cases, [unusable, public])
}

struct Track {
    title: &'static str,
    outcome: Outcome,
    cases: Vec<Case>,
}

fn main() -> anyhow::Result<()> {
    let options = options()?;
    let begin = Instant::now();
    let side = usize::from(options.test);
    let seed = Rng::new(if options.test { 0x7e57_2026 } else { 0xde5_2026 });
    let engine = RedactEngine::default();
    let n = options.size;
    let (examples, [unusable, public]) = examples(side);
    let track = |title: &'static str, cases: Vec<Case>| Track { title, outcome: run(&engine, &cases), cases };
    let part = |name: &str| seed.part(name);
    let mut named = secrets::named(&mut part("named"), side, 800 * n);
    let mut tokens = secrets::tokens(&mut part("tokens"), 600 * n);
    if !options.test {
        // Rules are tuned on these forms, so they say nothing on `test`.
        named.extend(forms::cases(&mut part("forms"), 4 * n, false));
        tokens.extend(long::long(&mut part("long"), 12 * n));
    }
    let tracks = [
        track("V: rigid types", templates::rigid(&mut part("rigid"), side, 24 * n)),
        track("V: telephone numbers", templates::phones(&mut part("phones"), side, 1200 * n)),
        track("C: malformed, named by a word", templates::malformed(&mut part("malformed"), side, 240 * n)),
        track("S: vendors' examples in ten carriers", examples),
        track("S: generated vendor tokens in ten carriers", tokens),
        track("S: passwords and keys by name in ten carriers", named),
        track("X: evasion", evasion::cases(&mut part("evasion"), side, 80 * n)),
        track("L: sixty languages", languages::cases(&mut part("languages"), side, 4 * n)),
        track("N: technical text", negatives::cases(&mut part("negatives"), 480 * n)),
    ];
    let mut stored = Vec::new();
    for track in &tracks[..8] {
        stored.push(stored::search(&engine, &track.cases)?);
    }
    let split = if options.test { "test" } else { "dev" };
    let cases: usize = tracks.iter().map(|t| t.cases.len()).sum();
    println!("## Quality of redaction ({split} split, {cases} cases)\n");
    print!("{}", report::measures(&measures(&tracks, &stored)?));
    println!(
        "\nLeak is of characters; \"stored\" is what is found in uncompressed Parquet after decoding and redaction."
    );
    println!(
        "{} countries of telephone numbers, {} kinds of id, {} countries of IBAN, {} languages, {} rows of technical text; {unusable} examples without a usable pattern, {public} of addresses.",
        phones::PLANS.len(),
        ids::IDS.len(),
        ids::IBANS.len(),
        languages::all().count(),
        negatives::CATEGORIES.len()
    );
    if options.tables || options.misses {
        println!("{}", report::types(tracks[0].title, &tracks[0].outcome));
        println!("{}", report::groups(tracks[1].title, &tracks[1].outcome));
        println!("{}", report::types(tracks[2].title, &tracks[2].outcome));
        for track in &tracks[3..7] {
            println!("{}", report::groups(track.title, &track.outcome));
        }
        println!("{}", report::types(tracks[7].title, &tracks[7].outcome));
        println!("{}", report::groups(tracks[7].title, &tracks[7].outcome));
        println!("{}", report::negatives(tracks[8].title, &tracks[8].outcome));
    }
    if options.misses {
        for track in &tracks {
            println!("{}", report::misses(track.title, &track.outcome, 12));
        }
        let mut forms = run(
            &engine,
            &[forms::cases(&mut part("forms"), 8 * n, true), bare::bare(&mut part("bare"), 8 * n)].concat(),
        );
        forms.groups.retain(|_, g| g.recall() < 1.0);
        println!("{}", report::groups("Forms that leak", &forms));
    }
    println!("\n{:.1} s", begin.elapsed().as_secs_f64());
    Ok(())
}

/// The measures of the first table, in the order of the tracks; those of speed last.
fn measures(tracks: &[Track; 9], stored: &[stored::Left]) -> anyhow::Result<Vec<Measure>> {
    let mut measures = found(tracks, stored);
    measures.extend(harmless(tracks));
    measures.extend(speed::measures()?);
    Ok(measures)
}

fn measure(name: &'static str, anchor: &'static str, goal: &'static str, figure: String, met: bool) -> Measure {
    Measure { name, anchor, goal, figure, met }
}

/// What is found and what is left.
fn found(tracks: &[Track; 9], stored: &[stored::Left]) -> Vec<Measure> {
    let total = |k: usize| tracks[k].outcome.scores.total(|_| true);
    let leak = |name, anchor, goal, k: usize, most: f64| {
        let (spans, stored) = (total(k).leak(), stored[k].leak());
        let figure = format!("{}, stored {}", percent(spans), percent(stored));
        measure(name, anchor, goal, figure, spans.max(stored) <= most)
    };
    let f1 = |name, anchor, goal, k: usize, least: f64| {
        let [from, to] = tracks[k].outcome.interval(|t| t.strict()[2]);
        let f1 = total(k).strict()[2];
        measure(name, anchor, goal, format!("{f1:.3} ({from:.3}–{to:.3})"), f1 >= least)
    };
    let recall = |name, anchor, goal, k: usize, least: f64| {
        let recall = tracks[k].outcome.total().recall();
        let figure = format!("{recall:.3}, stored leak {}", percent(stored[k].leak()));
        measure(name, anchor, goal, figure, recall >= least)
    };
    vec![
        f1("rigid types, strict F1 (95 %)", "Presidio .87–1.0", "≥ .995", 0, 0.995),
        leak("rigid types, leak", "Presidio 0–.22", "≤ 0.2 %", 0, 0.002),
        f1("phones, strict F1 (95 %)", "Presidio .65", "≥ .90", 1, 0.90),
        leak("phones, leak", "Presidio .37", "≤ 5 %", 1, 0.05),
        recall("malformed with context, recall", ".01 (Presidio, dd-sds), 1.0 (plain regex)", "≥ .97", 2, 0.97),
        recall("vendors' examples in ten carriers, recall", "gitleaks .48", "≥ .95", 3, 0.95),
        recall("generated vendor tokens in ten carriers, recall", "–", "≥ .95", 4, 0.95),
        leak("passwords and keys by name, leak", "–", "≤ 2 %", 5, 0.02),
        leak("evasion, leak", ".18–.62", "≤ 2 %", 6, 0.02),
        leak("sixty languages, leak", "–", "≤ 2 %", 7, 0.02),
    ]
}

/// What is removed for nothing, and what must hold of every text.
fn harmless(tracks: &[Track; 9]) -> Vec<Measure> {
    let negative = tracks[8].outcome.total();
    let rate = report::false_rate(&negative);
    let hits = negative.hits as f64 * 1000.0 / negative.clean[0].max(1) as f64;
    let otlp = tracks[8].outcome.groups.get("OTLP ids").map_or(0, |g| g.hits);
    let [json, broken] = [0, 1].map(|k| tracks.iter().map(|t| t.outcome.json[k]).sum::<u64>());
    let unstable: u64 = tracks.iter().map(|t| t.outcome.unstable).sum();
    vec![
        measure("technical text, characters removed", "dd-sds .005 %", "≤ .005 %", percent(rate), rate <= 0.000_05),
        measure("technical text, hits/KB", "–", "≤ .002", format!("{hits:.4}"), hits <= 0.002),
        measure("ids that OTLP carries, hits", "–", "0", otlp.to_string(), otlp == 0),
        measure(
            "JSON that is none afterwards, or has other keys",
            "–",
            "0",
            format!("{broken} of {json}"),
            broken == 0,
        ),
        measure("changed by redacting again", "–", "0", unstable.to_string(), unstable == 0),
    ]
}
