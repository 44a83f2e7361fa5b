//! Labelled cases, one JSON object a line, in the shapes of several data sets.
//!
//! | shape | fields |
//! |---|---|
//! | custos | `text`, `spans: [{type, start, end}]` |
//! | presidio-research | `text`, `spans: [{entity_type, start_position, end_position}]` |
//! | recognizer cases | `text`, `entity`, `spans: [[start, end]]`; only this entity is looked at |
//! | rule examples (Kingfisher) | `text`, `pattern`: the secret is its first group, else the whole match |
//! | negatives | `text`, `cat`; no label |
//!
//! Offsets are characters (Unicode scalar values) of `text`.

use regex::{Regex, RegexBuilder};
use serde_json::{Map, Value};

use super::names::{canonical, is_known};

/// Most memory of one compiled example pattern, bytes.
const PATTERN_BYTES: usize = 32 << 20;

/// A range that is to be removed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    /// Our name of its type.
    pub kind: String,
    /// First character.
    pub start: usize,
    /// The character behind the last.
    pub end: usize,
}

/// A text and its labels.
#[derive(Clone, PartialEq, Eq)]
pub struct Case {
    /// The text.
    pub text: String,
    /// What is to be removed, in order.
    pub labels: Vec<Label>,
    /// Category of text for false redaction.
    pub category: String,
    /// The one type that the case speaks of.
    pub only: Option<String>,
}

impl std::fmt::Debug for Case {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Case({} bytes, {} labels)", self.text.len(), self.labels.len())
    }
}

/// Why a line is no case. Holds nothing of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// Not JSON.
    #[error("not a JSON object")]
    Json,
    /// No text.
    #[error("no string `text`")]
    Text,
    /// A span without type or offsets.
    #[error("`spans` must be a list of {{\"type\", \"start\", \"end\"}}")]
    Spans,
    /// Offsets that are not in the text.
    #[error("a span is empty or ends behind the text; offsets are characters")]
    Range,
    /// A pattern that does not compile.
    #[error("`pattern` is no regular expression of this dialect")]
    Pattern,
}

impl Case {
    /// Reads a line.
    ///
    /// # Errors
    /// When it has none of the shapes.
    pub fn parse(line: &str) -> Result<Self, CaseError> {
        let Ok(Value::Object(fields)) = serde_json::from_str(line) else { return Err(CaseError::Json) };
        let get = |name: &str| fields.get(name).and_then(Value::as_str);
        let text = get("text").or_else(|| get("full_text")).or_else(|| get("prompt")).ok_or(CaseError::Text)?;
        let only = get("entity").map(canonical);
        let mut labels = match fields.get("spans") {
            Some(Value::Array(spans)) => {
                spans.iter().map(|span| label(span, only.as_deref())).collect::<Result<_, _>>()?
            }
            Some(_) => return Err(CaseError::Spans),
            None => Vec::new(),
        };
        if let Some(pattern) = get("pattern") {
            labels.extend(secret(text, pattern)?);
        }
        let chars = text.chars().count();
        if labels.iter().any(|l| l.start >= l.end || l.end > chars) {
            return Err(CaseError::Range);
        }
        labels.sort_by_key(|l| (l.start, l.end));
        let category = get("cat").or_else(|| get("category")).unwrap_or("text").to_owned();
        Ok(Self { text: text.to_owned(), labels, category, only })
    }

    /// Whether the engine has the types of all labels.
    pub fn is_known(&self) -> bool {
        self.labels.iter().all(|l| is_known(&l.kind))
    }
}

fn label(span: &Value, only: Option<&str>) -> Result<Label, CaseError> {
    let offset = |v: Option<&Value>| v.and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok());
    match span {
        Value::Object(fields) => {
            let kind = ["type", "entity_type", "label"].iter().find_map(|n| fields.get(*n)?.as_str());
            let first = |names: [&str; 2]| offset(names.iter().find_map(|n| Map::get(fields, *n)));
            let (start, end) = (first(["start", "start_position"]), first(["end", "end_position"]));
            let (Some(kind), Some(start), Some(end)) = (kind.or(only), start, end) else {
                return Err(CaseError::Spans);
            };
            Ok(Label { kind: canonical(kind), start, end })
        }
        Value::Array(pair) => {
            let (Some(kind), Some(start), Some(end)) = (only, offset(pair.first()), offset(pair.get(1))) else {
                return Err(CaseError::Spans);
            };
            Ok(Label { kind: kind.to_owned(), start, end })
        }
        _ => Err(CaseError::Spans),
    }
}

/// The secrets that a rule's own pattern finds in its example; none where it finds nothing.
fn secret(text: &str, pattern: &str) -> Result<Option<Label>, CaseError> {
    let regex: Regex = RegexBuilder::new(pattern).size_limit(PATTERN_BYTES).build().map_err(|_| CaseError::Pattern)?;
    let Some(groups) = regex.captures(text) else { return Ok(None) };
    let Some(found) = groups.iter().skip(1).flatten().next().or_else(|| groups.get(0)) else { return Ok(None) };
    let chars = |to: usize| text.get(..to).unwrap_or_default().chars().count();
    Ok(Some(Label { kind: "SECRET".to_owned(), start: chars(found.start()), end: chars(found.end()) }))
}
