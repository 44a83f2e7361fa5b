//! The tables, as markdown.

use std::fmt::Write;

use custos_processors::redact::score::{Tally, is_secret};

use super::run::{Group, Outcome};

/// A share as per cent.
pub fn percent(share: f64) -> String {
    if share > 0.0 && share < 0.0005 { format!("{:.4} %", share * 100.0) } else { format!("{:.2} %", share * 100.0) }
}

/// One measure of the first table.
#[derive(Debug)]
pub struct Measure {
    /// What.
    pub name: &'static str,
    /// The best anchor's figure.
    pub anchor: &'static str,
    /// The goal.
    pub goal: &'static str,
    /// The figure.
    pub figure: String,
    /// Whether the goal is met.
    pub met: bool,
}

/// The first table.
pub fn measures(measures: &[Measure]) -> String {
    let mut out = String::from("| measure | best anchor | goal | custos | met |\n|---|---|---|---|---|\n");
    for m in measures {
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} |",
            m.name,
            m.anchor,
            m.goal,
            m.figure,
            if m.met { "yes" } else { "**no**" }
        );
    }
    out
}

/// By type.
pub fn types(title: &str, outcome: &Outcome) -> String {
    let mut out = format!(
        "\n### {title}\n\n| type | labels | strict P | R | F1 | partial F1 | leak | missed |\n|---|---:|---:|---:|---:|---:|---:|---:|\n"
    );
    for (kind, tally) in outcome.scores.types.iter().filter(|(_, t)| t.gold > 0) {
        row(&mut out, kind, tally);
    }
    let total = outcome.scores.total(|_| true);
    row(&mut out, "**all**", &total);
    let others: Vec<_> =
        outcome.scores.types.iter().filter(|(k, t)| t.gold == 0 && t.found > 0 && !is_secret(k)).collect();
    if !others.is_empty() {
        let list: Vec<_> = others.iter().map(|(kind, t)| format!("{kind} {}", t.found)).collect();
        let _ = writeln!(out, "\nRemoved as a type that no label has: {}.", list.join(", "));
    }
    out
}

fn row(out: &mut String, name: &str, tally: &Tally) {
    let [p, r, f] = tally.strict();
    let _ = writeln!(
        out,
        "| {name} | {} | {p:.3} | {r:.3} | {f:.3} | {:.3} | {} | {} |",
        tally.gold,
        tally.partial()[2],
        percent(tally.leak()),
        tally.missed
    );
}

/// By group: recall and leak.
pub fn groups(title: &str, outcome: &Outcome) -> String {
    let mut out = format!("\n### {title}\n\n| group | labels | found (≥ 80 % gone) | leak |\n|---|---:|---:|---:|\n");
    let total = outcome.total();
    for (name, g) in outcome.groups.iter().map(|(n, g)| (*n, g)).chain([("**all**", &total)]) {
        let _ = writeln!(out, "| {name} | {} | {:.3} | {} |", g.tally.gold, g.recall(), percent(g.tally.leak()));
    }
    out
}

/// By group: what was removed for nothing.
pub fn negatives(title: &str, outcome: &Outcome) -> String {
    let mut out =
        format!("\n### {title}\n\n| category | characters | removed | hits | hits/KB |\n|---|---:|---:|---:|---:|\n");
    let total = outcome.total();
    for (name, g) in outcome.groups.iter().map(|(n, g)| (*n, g)).chain([("**all**", &total)]) {
        let per_kb = g.hits as f64 * 1000.0 / g.clean[0].max(1) as f64;
        let _ = writeln!(out, "| {name} | {} | {} | {} | {per_kb:.4} |", g.clean[0], percent(false_rate(g)), g.hits);
    }
    out
}

/// Share of characters removed for nothing.
pub fn false_rate(g: &Group) -> f64 {
    g.clean[1] as f64 / g.clean[0].max(1) as f64
}

/// Shapes of what was left and of what was removed for nothing.
pub fn misses(title: &str, outcome: &Outcome, most: usize) -> String {
    let mut out = format!("\n### {title}: left and removed for nothing, as shapes\n");
    for (kind, shapes) in &outcome.left {
        let _ = writeln!(out, "\n{kind} ({}):", shapes.len());
        // From all over the track, not its beginning.
        let step = shapes.len().div_ceil(most).max(1);
        shapes.iter().step_by(step).for_each(|s| {
            let _ = writeln!(out, "    {s}");
        });
    }
    if !outcome.false_hits.is_empty() {
        let _ = writeln!(out, "\nremoved for nothing ({}):", outcome.false_hits.len());
        let step = outcome.false_hits.len().div_ceil(most * 2).max(1);
        outcome.false_hits.iter().step_by(step).for_each(|s| {
            let _ = writeln!(out, "    {s}");
        });
    }
    out
}
