//! The tables. Their SQL names are the public interface: columns are added last and never renamed.
//!
//! A column is declared once, in [`Table::columns`]: its type in memory and in the write-ahead log, how redaction
//! treats it, and how Parquet stores it. In Parquet (and so in SQL) dictionaries are plain text: [`Table::sql_schema`].

use std::sync::{Arc, LazyLock};

use arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};

/// A table of the lake.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
#[repr(u8)]
pub enum Table {
    /// One row a span.
    Spans = 0,
    /// One row a log record.
    Logs = 1,
    /// One row a metric data point.
    Metrics = 2,
    /// Minute rollups of spans, errors, tokens and cost. Additive: sum rows of the same minute and keys.
    Usage = 3,
}

/// Type of a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// UTF-8 text.
    Text,
    /// UTF-8 text that repeats from row to row: dictionary-encoded in memory, in the log and in Parquet.
    Dict,
    /// List of UTF-8 texts, dictionary-encoded with a large dictionary: content that recurs in every later model call.
    DictList,
    /// 64-bit integer.
    Int,
    /// 64-bit floating point.
    Double,
    /// Microseconds since the Unix epoch, UTC.
    Timestamp,
    /// Boolean.
    Bool,
}

/// How the redaction stage treats a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Redact {
    /// Never touched: ids, times, counts and values of closed sets that custos itself wrote.
    Skip,
    /// Free text; JSON inside it is followed.
    Text,
    /// One JSON document a value; keys are context. Stays valid JSON.
    Json,
}

/// How Parquet stores a column beyond its type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Store {
    /// Dictionary, statistics, page index.
    Indexed,
    /// As `Indexed`, with a Bloom filter: ids that are looked up.
    Bloom,
    /// No statistics: content and anything that may hold personal data in a minimum or maximum.
    Content,
}

/// One column.
#[derive(Clone, Copy, Debug)]
pub struct Column {
    /// SQL name.
    pub name: &'static str,
    /// Type.
    pub kind: Kind,
    /// Redaction.
    pub redact: Redact,
    /// Storage.
    pub store: Store,
}

const fn col(name: &'static str, kind: Kind, redact: Redact, store: Store) -> Column {
    Column { name, kind, redact, store }
}

use Kind::{Bool, Dict, DictList, Double, Int, Text, Timestamp};
use Redact::{Json, Skip, Text as Scan};
use Store::{Bloom, Content, Indexed};

/// Columns of `spans`.
pub const SPANS: &[Column] = &[
    // Keys.
    col("trace_id", Text, Skip, Bloom),
    col("span_id", Text, Skip, Indexed),
    col("parent_span_id", Text, Skip, Indexed),
    col("trace_state", Text, Scan, Content),
    col("flags", Int, Skip, Indexed),
    // Time.
    col("start_time", Timestamp, Skip, Indexed),
    col("start_unix_nano", Int, Skip, Indexed),
    col("end_unix_nano", Int, Skip, Indexed),
    col("duration_ms", Double, Skip, Indexed),
    // What.
    col("name", Dict, Scan, Indexed),
    col("kind", Dict, Skip, Indexed),
    col("status_code", Dict, Skip, Indexed),
    col("status_message", Text, Scan, Content),
    col("service_name", Dict, Scan, Indexed),
    col("service_version", Dict, Scan, Indexed),
    col("environment", Dict, Scan, Indexed),
    col("scope_name", Dict, Scan, Indexed),
    // Agent.
    col("operation", Dict, Scan, Indexed),
    col("agent_name", Dict, Scan, Indexed),
    col("agent_id", Dict, Scan, Content),
    col("agent_version", Dict, Scan, Indexed),
    col("conversation_id", Dict, Scan, Bloom),
    col("user_id", Dict, Scan, Bloom),
    col("provider", Dict, Scan, Indexed),
    col("request_model", Dict, Scan, Indexed),
    col("response_model", Dict, Scan, Indexed),
    col("response_id", Text, Scan, Content),
    col("prompt_name", Dict, Scan, Indexed),
    col("prompt_fingerprint", Dict, Skip, Indexed),
    col("tool_name", Dict, Scan, Indexed),
    col("tool_type", Dict, Scan, Indexed),
    col("tool_call_id", Text, Scan, Content),
    col("data_source_id", Dict, Scan, Indexed),
    col("finish_reason", Dict, Scan, Indexed),
    col("error_type", Dict, Scan, Indexed),
    col("error_class", Dict, Skip, Indexed),
    col("server_address", Dict, Scan, Indexed),
    col("cloud_region", Dict, Scan, Indexed),
    // Numbers.
    col("input_tokens", Int, Skip, Indexed),
    col("output_tokens", Int, Skip, Indexed),
    col("cache_read_tokens", Int, Skip, Indexed),
    col("cache_write_tokens", Int, Skip, Indexed),
    col("reasoning_tokens", Int, Skip, Indexed),
    col("ttft_ms", Double, Skip, Indexed),
    col("cost_usd", Double, Skip, Indexed),
    // Content.
    col("system_instructions", Dict, Json, Content),
    col("input_messages", DictList, Json, Content),
    col("output_messages", DictList, Json, Content),
    col("tool_definitions", DictList, Json, Content),
    col("tool_arguments", Text, Scan, Content),
    col("tool_result", Text, Scan, Content),
    col("retrieval_documents", DictList, Json, Content),
    // Evidence.
    col("redactions", Dict, Skip, Content),
    col("tenant", Dict, Skip, Indexed),
    col("received_at", Timestamp, Skip, Indexed),
    col("client", Dict, Scan, Indexed),
    col("dialect", Dict, Skip, Indexed),
    // Tail.
    col("attributes", Text, Json, Content),
    col("resource", Dict, Json, Content),
    col("scope", Dict, Json, Content),
    col("events", Text, Json, Content),
    col("links", Text, Json, Content),
];

/// Columns of `logs`.
pub const LOGS: &[Column] = &[
    col("trace_id", Text, Skip, Bloom),
    col("span_id", Text, Skip, Indexed),
    col("flags", Int, Skip, Indexed),
    col("time", Timestamp, Skip, Indexed),
    col("time_unix_nano", Int, Skip, Indexed),
    col("observed_unix_nano", Int, Skip, Indexed),
    col("severity_number", Int, Skip, Indexed),
    col("severity_text", Dict, Scan, Indexed),
    col("event_name", Dict, Scan, Indexed),
    col("service_name", Dict, Scan, Indexed),
    col("service_version", Dict, Scan, Indexed),
    col("environment", Dict, Scan, Indexed),
    col("scope_name", Dict, Scan, Indexed),
    col("body", Text, Scan, Content),
    // `string` when `body` is the text itself, `json` when it is the JSON of another kind of value, null when there is
    // none.
    col("body_type", Dict, Skip, Indexed),
    col("redactions", Dict, Skip, Content),
    col("tenant", Dict, Skip, Indexed),
    col("received_at", Timestamp, Skip, Indexed),
    col("client", Dict, Scan, Indexed),
    col("attributes", Text, Json, Content),
    col("resource", Dict, Json, Content),
    col("scope", Dict, Json, Content),
    // Added last: logs and files of older programs do not have it.
    col("conversation_id", Dict, Scan, Bloom),
];

/// Columns of `metrics`.
pub const METRICS: &[Column] = &[
    col("name", Dict, Scan, Indexed),
    col("description", Dict, Scan, Content),
    col("unit", Dict, Scan, Indexed),
    // `gauge`, `sum`, `histogram`, `exponential_histogram`, `summary`.
    col("type", Dict, Skip, Indexed),
    // `delta`, `cumulative`, `unspecified`, null for gauge and summary.
    col("temporality", Dict, Skip, Indexed),
    col("is_monotonic", Bool, Skip, Indexed),
    col("time", Timestamp, Skip, Indexed),
    col("start_unix_nano", Int, Skip, Indexed),
    col("time_unix_nano", Int, Skip, Indexed),
    col("flags", Int, Skip, Indexed),
    col("service_name", Dict, Scan, Indexed),
    col("service_version", Dict, Scan, Indexed),
    col("environment", Dict, Scan, Indexed),
    col("scope_name", Dict, Scan, Indexed),
    // Value of a gauge or sum; `value_int` only where it was sent as an integer.
    col("value", Double, Skip, Indexed),
    col("value_int", Int, Skip, Indexed),
    col("count", Int, Skip, Indexed),
    col("sum", Double, Skip, Indexed),
    col("min", Double, Skip, Indexed),
    col("max", Double, Skip, Indexed),
    // Buckets, quantiles and exemplars as JSON.
    col("point", Text, Json, Content),
    col("redactions", Dict, Skip, Content),
    col("tenant", Dict, Skip, Indexed),
    col("received_at", Timestamp, Skip, Indexed),
    col("client", Dict, Scan, Indexed),
    col("attributes", Dict, Json, Content),
    // Metadata of the metric as JSON, null when there is none.
    col("metadata", Dict, Json, Content),
    col("resource", Dict, Json, Content),
    col("scope", Dict, Json, Content),
];

/// Columns of `usage`.
pub const USAGE: &[Column] = &[
    // Start of the minute in which the spans started.
    col("time", Timestamp, Skip, Indexed),
    col("tenant", Dict, Skip, Indexed),
    col("agent_name", Dict, Skip, Indexed),
    col("provider", Dict, Skip, Indexed),
    // Response model where known, else the request model.
    col("model", Dict, Skip, Indexed),
    col("spans", Int, Skip, Indexed),
    col("errors", Int, Skip, Indexed),
    // Model calls with token counts, each response counted once.
    col("model_calls", Int, Skip, Indexed),
    col("input_tokens", Int, Skip, Indexed),
    col("output_tokens", Int, Skip, Indexed),
    col("cost_usd", Double, Skip, Indexed),
    // Tokens of model calls for which no price is known; `cost_usd` does not include them.
    col("unpriced_tokens", Int, Skip, Indexed),
    // When the newest of these spans was received.
    col("received_at", Timestamp, Skip, Indexed),
];

impl Table {
    /// All tables, in the order of their numbers.
    pub const ALL: &[Self] = &[Self::Spans, Self::Logs, Self::Metrics, Self::Usage];

    /// SQL name.
    pub fn name(self) -> &'static str {
        match self {
            Self::Spans => "spans",
            Self::Logs => "logs",
            Self::Metrics => "metrics",
            Self::Usage => "usage",
        }
    }

    /// The table of a SQL name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|t| t.name() == name)
    }

    /// The table of a number in the write-ahead log.
    pub fn from_number(number: u8) -> Option<Self> {
        Self::ALL.get(usize::from(number)).copied()
    }

    /// Its columns.
    pub fn columns(self) -> &'static [Column] {
        match self {
            Self::Spans => SPANS,
            Self::Logs => LOGS,
            Self::Metrics => METRICS,
            Self::Usage => USAGE,
        }
    }

    /// Position of a column.
    pub fn index(self, column: &str) -> Option<usize> {
        self.columns().iter().position(|c| c.name == column)
    }

    /// The column that says when a row happened; its range is in the ledger.
    pub fn time_column(self) -> &'static str {
        match self {
            Self::Spans => "start_time",
            Self::Logs | Self::Metrics | Self::Usage => "time",
        }
    }

    /// Schema in memory and in the write-ahead log. Every column is nullable.
    pub fn schema(self) -> SchemaRef {
        static SCHEMAS: LazyLock<Vec<SchemaRef>> =
            LazyLock::new(|| Table::ALL.iter().map(|t| build(*t, Kind::data_type)).collect());
        Arc::clone(&SCHEMAS[self as usize])
    }

    /// Schema as Parquet and SQL show it: dictionaries are plain text.
    pub fn sql_schema(self) -> SchemaRef {
        static SCHEMAS: LazyLock<Vec<SchemaRef>> =
            LazyLock::new(|| Table::ALL.iter().map(|t| build(*t, Kind::sql_type)).collect());
        Arc::clone(&SCHEMAS[self as usize])
    }
}

fn build(table: Table, data_type: fn(Kind) -> DataType) -> SchemaRef {
    Arc::new(Schema::new(
        table.columns().iter().map(|c| Field::new(c.name, data_type(c.kind), true)).collect::<Vec<_>>(),
    ))
}

impl Kind {
    /// Arrow type in memory and in the write-ahead log.
    pub fn data_type(self) -> DataType {
        match self {
            Self::Dict => dict(),
            Self::DictList => DataType::List(list_item(dict())),
            other => other.sql_type(),
        }
    }

    /// Arrow type of what Parquet readers see.
    pub fn sql_type(self) -> DataType {
        match self {
            Self::Text | Self::Dict => DataType::Utf8,
            Self::DictList => DataType::List(list_item(DataType::Utf8)),
            Self::Int => DataType::Int64,
            Self::Double => DataType::Float64,
            Self::Timestamp => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
            Self::Bool => DataType::Boolean,
        }
    }
}

fn dict() -> DataType {
    DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8))
}

/// The field of list items, named as the Parquet format names it.
pub fn list_item(data_type: DataType) -> Arc<Field> {
    Arc::new(Field::new("element", data_type, true))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_numbers_are_unique_and_round_trip() {
        for (number, table) in Table::ALL.iter().enumerate() {
            assert_eq!(*table as usize, number);
            assert_eq!(Table::from_number(number as u8), Some(*table));
            assert_eq!(Table::from_name(table.name()), Some(*table));
            let mut names: Vec<_> = table.columns().iter().map(|c| c.name).collect();
            names.sort_unstable();
            let count = names.len();
            names.dedup();
            assert_eq!(names.len(), count, "{} has a column twice", table.name());
            assert_eq!(table.columns()[table.index(table.time_column()).unwrap()].kind, Kind::Timestamp);
        }
        assert_eq!(Table::from_number(200), None);
    }

    #[test]
    fn schemas_differ_only_in_dictionaries() {
        for table in Table::ALL {
            for (memory, sql) in table.schema().fields().iter().zip(table.sql_schema().fields()) {
                assert_eq!(memory.name(), sql.name());
                assert!(!sql.data_type().to_string().contains("Dictionary"));
            }
        }
    }

    const DOCUMENT: &str = include_str!("../../TABLES.md");

    /// Rows of the tables of columns below the heading of a table: name, type, redaction.
    fn documented(table: Table) -> Vec<[&'static str; 3]> {
        let heading = format!("\n## `{}`\n", table.name());
        let (_, section) = DOCUMENT.split_once(&heading).expect("each table has a heading");
        let section = section.split("\n## ").next().unwrap();
        let cells = section.lines().filter(|line| line.starts_with("| `")).map(|line| {
            let mut cells = line.trim_matches('|').split('|').map(str::trim);
            [(); 3].map(|()| cells.next().unwrap_or_default().trim_matches('`'))
        });
        cells.collect()
    }

    #[test]
    fn the_document_names_every_column_with_its_type_and_redaction() {
        for table in Table::ALL {
            let mut expected: Vec<_> = (table.columns().iter())
                .map(|column| {
                    // SQL reads text as views.
                    let kind = column.kind.sql_type().to_string().replace("Utf8", "Utf8View");
                    let redact = match column.redact {
                        Redact::Skip => "no",
                        Redact::Text => "text",
                        Redact::Json => "JSON",
                    };
                    [column.name.to_owned(), kind, redact.to_owned()]
                })
                .collect();
            let mut named = documented(*table);
            expected.sort_unstable();
            named.sort_unstable();
            assert_eq!(named, expected, "TABLES.md, {}", table.name());
        }
    }

    #[test]
    fn links_within_the_document_lead_somewhere() {
        let name = |heading: &str| {
            let kept = heading.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '_' | '-'));
            kept.collect::<String>().trim().to_lowercase().replace(' ', "-")
        };
        let headings: Vec<_> = DOCUMENT
            .lines()
            .filter(|line| line.starts_with('#'))
            .map(|line| name(line.trim_start_matches('#')))
            .collect();
        let links: Vec<_> = DOCUMENT.split("](#").skip(1).filter_map(|rest| rest.split(')').next()).collect();
        assert!(links.len() > 20, "{links:?}");
        for link in links {
            assert_eq!(headings.iter().filter(|heading| *heading == link).count(), 1, "#{link}");
        }
    }
}
