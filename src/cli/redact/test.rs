//! `--test`: the score of a labelled file.

use std::{
    io::{BufRead, Write},
    ops::Range,
};

use anyhow::{anyhow, bail};
use custos_processors::redact::{
    RedactEngine,
    score::{Case, CaseError, Scores, Tally, is_known, same_type},
};

use super::{
    lines::{Chars, each_line},
    output,
};

/// What must hold.
pub(super) struct Limits {
    pub(super) min_f1: Option<f64>,
    pub(super) max_leak: Option<f64>,
    pub(super) max_false: Option<f64>,
}

/// Scores a file; whether the limits hold.
pub(super) fn run(
    engine: &RedactEngine,
    mut input: Box<dyn BufRead>,
    limits: &Limits,
    misses: bool,
    out: &mut dyn Write,
) -> anyhow::Result<bool> {
    let mut scores = Scores::default();
    let (mut cases, mut skipped) = (0_u64, 0_u64);
    each_line(&mut input, |number, line| {
        let text = std::str::from_utf8(line).map_err(|_| anyhow!("line {number}: not UTF-8"))?;
        if text.trim().is_empty() {
            return Ok(());
        }
        let case = match Case::parse(text) {
            Ok(case) => case,
            // Other dialects have look-around; that says nothing against the file.
            Err(CaseError::Pattern) => {
                skipped += 1;
                return Ok(());
            }
            Err(error) => bail!("line {number}: {error}"),
        };
        let mut chars = Chars::new(&case.text);
        let found = engine.spans(&case.text, false);
        let spans: Vec<(Range<usize>, &str)> =
            found.iter().map(|f| (chars.count(f.start)..chars.count(f.end), f.kind.name())).collect();
        let length = case.text.chars().count();
        scores.add(&case.labels, &spans, length, &case.category, case.only.as_deref());
        cases += 1;
        if misses { write_misses(number, &case, &spans, out) } else { Ok(()) }
    })?;
    if skipped > 0 {
        output::error(&format!("custos: {} left out: {}", output::count(skipped, "case"), CaseError::Pattern));
    }
    if cases == 0 {
        bail!("there is no case in this file");
    }
    write(&scores, cases, out)?;
    let total = scores.total(|_| true);
    let clean = scores.clean_total();
    let checks = [
        ("strict F1", limits.min_f1.map(|min| (total.strict()[2] >= min, total.strict()[2], min))),
        ("leak", limits.max_leak.map(|max| (total.leak() <= max, total.leak(), max))),
        ("false redaction", limits.max_false.map(|max| (clean.rate() <= max, clean.rate(), max))),
    ];
    let mut passed = true;
    for (name, check) in checks {
        if let Some((false, is, limit)) = check {
            writeln!(out, "missed: {name} is {is:.5}, the limit is {limit:.5}")?;
            passed = false;
        }
    }
    Ok(passed)
}

fn write(scores: &Scores, cases: u64, out: &mut dyn Write) -> anyhow::Result<()> {
    writeln!(out, "| type | labels | removed | strict P | R | F1 | partial P | R | F1 | leak | missed |")?;
    writeln!(out, "|---|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|")?;
    for (kind, tally) in &scores.types {
        row(if is_known(kind) { kind.clone() } else { format!("{kind} (no type of custos)") }, tally, out)?;
    }
    row("**total**".to_owned(), &scores.total(|_| true), out)?;
    row("**total of custos' types**".to_owned(), &scores.total(is_known), out)?;
    writeln!(out, "\n| category | texts | with a hit | hits beside labels | characters | removed | share |")?;
    writeln!(out, "|---|---:|---:|---:|---:|---:|---:|")?;
    let total = ("**total**".to_owned(), scores.clean_total());
    for (category, c) in scores.clean.iter().map(|(k, v)| (k.clone(), *v)).chain([total]) {
        let share = c.rate() * 100.0;
        let counts = [c.texts, c.texts_hit, c.hits, c.chars, c.chars_removed].map(|n| n.to_string()).join(" | ");
        writeln!(out, "| {category} | {counts} | {share:.4} % |")?;
    }
    writeln!(out, "\n{}", output::count(cases, "case"))?;
    Ok(())
}

fn row(name: String, tally: &Tally, out: &mut dyn Write) -> std::io::Result<()> {
    let [p, r, f] = tally.strict();
    let [pp, pr, pf] = tally.partial();
    writeln!(
        out,
        "| {name} | {} | {} | {p:.3} | {r:.3} | {f:.3} | {pp:.3} | {pr:.3} | {pf:.3} | {:.2} % | {} |",
        tally.gold,
        tally.found,
        tally.leak() * 100.0,
        tally.missed
    )
}

/// Labels that nothing of their type overlaps, and ranges that no label overlaps: place, type and shape.
fn write_misses(number: u64, case: &Case, spans: &[(Range<usize>, &str)], out: &mut dyn Write) -> anyhow::Result<()> {
    let overlap = |a: &Range<usize>, b: &Range<usize>| a.start < b.end && b.start < a.end;
    let shape = |r: &Range<usize>| -> String {
        let chars = case.text.chars().skip(r.start).take(r.len().min(60));
        chars.map(shape).collect()
    };
    for label in &case.labels {
        let range = label.start..label.end;
        if !spans.iter().any(|(r, n)| overlap(r, &range) && same_type(&label.kind, n)) {
            writeln!(out, "line {number}: missed {} at {}: {}", label.kind, label.start, shape(&range))?;
        }
    }
    for (range, name) in spans.iter().filter(|(_, n)| case.only.as_deref().is_none_or(|o| same_type(o, n))) {
        if !case.labels.iter().any(|l| overlap(range, &(l.start..l.end))) {
            writeln!(out, "line {number}: no label for {name} at {}: {}", range.start, shape(range))?;
        }
    }
    Ok(())
}

/// A character's class: digits as 9, letters as a and A, the rest as it is.
fn shape(c: char) -> char {
    match c {
        '0'..='9' => '9',
        c if c.is_uppercase() => 'A',
        c if c.is_alphabetic() => 'a',
        '\n' => ' ',
        c => c,
    }
}
