//! What the texts of a trace say of each other: a name that one attribute says is one goes from the others, as in the
//! collector.

use std::collections::{BTreeMap, BTreeSet};

use custos_processors::redact::{Found, Known, RedactEngine};

/// Lists whose members are rows of the collector's tables.
const ROWS: [&str; 3] = [".spans", ".logRecords", ".dataPoints"];
/// Lists whose members share one resource.
const RESOURCES: [&str; 3] = ["resourceSpans", "resourceLogs", "resourceMetrics"];

/// Where a text stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Place {
    /// Of the resource.
    resource: String,
    /// Of the trace, or of the row where it is of none; empty between the resource and its rows.
    row: String,
}

impl Place {
    /// The place of the member of the list at `path`; `id` is the trace that it says it is of.
    pub(super) fn enter(&self, path: &str, index: usize, id: Option<&str>) -> Self {
        if RESOURCES.contains(&path) {
            return Self { resource: format!("{path}[{index}]"), row: String::new() };
        }
        if !self.row.is_empty() || !ROWS.iter().any(|rows| path.ends_with(rows)) {
            return self.clone();
        }
        let row = id.filter(|id| !id.is_empty()).map_or_else(|| format!("{path}[{index}]"), str::to_ascii_lowercase);
        Self { row, ..self.clone() }
    }
}

/// What was learned.
#[derive(Debug, Default)]
pub(super) struct Traces {
    resources: BTreeMap<String, Known>,
    rows: BTreeMap<String, Known>,
    /// Rows of each resource.
    of: BTreeMap<String, BTreeSet<String>>,
    learned: bool,
}

impl Traces {
    /// The text of the place, redacted, and, once everything is learned, what was found in it.
    pub(super) fn inspect(
        &mut self,
        engine: &RedactEngine,
        place: &Place,
        text: &str,
        json: bool,
    ) -> (Option<String>, Vec<Found>) {
        let known = if place.row.is_empty() {
            self.resources.entry(place.resource.clone()).or_default()
        } else {
            self.of.entry(place.resource.clone()).or_default().insert(place.row.clone());
            self.rows.entry(place.row.clone()).or_default()
        };
        if self.learned {
            return engine.inspect_with(text, json, known);
        }
        (engine.learn(text, json, known), Vec::new())
    }

    /// Whether no text says anything of another.
    pub(super) fn is_empty(&self) -> bool {
        self.resources.values().chain(self.rows.values()).all(Known::is_empty)
    }

    /// All is learned: what a resource says holds for its rows, and what they say for it.
    pub(super) fn share(&mut self) {
        for (resource, known) in &self.resources {
            for row in self.of.get(resource).into_iter().flatten() {
                self.rows.entry(row.clone()).or_default().merge(known);
            }
        }
        for (resource, known) in &mut self.resources {
            for row in self.of.get(resource).into_iter().flatten().filter_map(|row| self.rows.get(row)) {
                known.merge(row);
            }
        }
        self.learned = true;
    }
}
