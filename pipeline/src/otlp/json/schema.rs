//! The messages of OTLP as tables: JSON name, field number, kind. From `opentelemetry-proto` 1.11.

use custos_model::ingest::Signal;

/// A message.
#[derive(Debug)]
pub(super) struct Message {
    pub(super) fields: &'static [Field],
    /// Whether it is `AnyValue`, whose nesting is limited.
    pub(super) nests: bool,
}

/// A field.
#[derive(Debug)]
pub(super) struct Field {
    pub(super) name: &'static str,
    pub(super) number: u32,
    pub(super) kind: Kind,
    pub(super) repeated: bool,
    /// Whether it is of the message's `oneof`, of which no message has two: the last one set is the only one.
    pub(super) choice: bool,
}

/// How a field is spelled in JSON and in protobuf.
#[derive(Debug, Clone, Copy)]
pub(super) enum Kind {
    /// `string`
    Text,
    /// `bytes`: base64.
    Bytes,
    /// `bytes` that hold a trace or span id: hex.
    Id,
    /// `bool`
    Bool,
    /// `int64`
    Int64,
    /// `uint32`
    Uint32,
    /// `uint64`
    Uint64,
    /// `sint32`
    Sint32,
    /// `fixed32`
    Fixed32,
    /// `fixed64`
    Fixed64,
    /// `sfixed64`
    Sfixed64,
    /// `double`
    Double,
    /// An enum: its number, or one of these names.
    Enum(&'static [(&'static str, i32)]),
    /// A nested message.
    Message(&'static Message),
}

const fn one(name: &'static str, number: u32, kind: Kind) -> Field {
    Field { name, number, kind, repeated: false, choice: false }
}

const fn choice(name: &'static str, number: u32, kind: Kind) -> Field {
    Field { name, number, kind, repeated: false, choice: true }
}

const fn many(name: &'static str, number: u32, kind: Kind) -> Field {
    Field { name, number, kind, repeated: true, choice: false }
}

const fn message(fields: &'static [Field]) -> Message {
    Message { fields, nests: false }
}

use Kind::{
    Bool, Bytes, Double, Enum, Fixed32, Fixed64, Id, Int64, Message as Msg, Sfixed64, Sint32, Text, Uint32, Uint64,
};

/// The export request of a signal.
pub(super) fn request(signal: Signal) -> &'static Message {
    match signal {
        Signal::Traces => &TRACES,
        Signal::Logs => &LOGS,
        Signal::Metrics => &METRICS,
    }
}

static TRACES: Message = message(&[many("resourceSpans", 1, Msg(&RESOURCE_SPANS))]);
static LOGS: Message = message(&[many("resourceLogs", 1, Msg(&RESOURCE_LOGS))]);
static METRICS: Message = message(&[many("resourceMetrics", 1, Msg(&RESOURCE_METRICS))]);

static ANY_VALUE: Message = Message {
    fields: &[
        choice("stringValue", 1, Text),
        choice("boolValue", 2, Bool),
        choice("intValue", 3, Int64),
        choice("doubleValue", 4, Double),
        choice("arrayValue", 5, Msg(&ARRAY_VALUE)),
        choice("kvlistValue", 6, Msg(&KEY_VALUE_LIST)),
        choice("bytesValue", 7, Bytes),
    ],
    nests: true,
};
static ARRAY_VALUE: Message = message(&[many("values", 1, Msg(&ANY_VALUE))]);
static KEY_VALUE_LIST: Message = message(&[many("values", 1, Msg(&KEY_VALUE))]);
static KEY_VALUE: Message = message(&[one("key", 1, Text), one("value", 2, Msg(&ANY_VALUE))]);

static RESOURCE: Message = message(&[
    many("attributes", 1, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 2, Uint32),
    many("entityRefs", 3, Msg(&ENTITY_REF)),
]);
static ENTITY_REF: Message = message(&[
    one("schemaUrl", 1, Text),
    one("type", 2, Text),
    many("idKeys", 3, Text),
    many("descriptionKeys", 4, Text),
]);
static SCOPE: Message = message(&[
    one("name", 1, Text),
    one("version", 2, Text),
    many("attributes", 3, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 4, Uint32),
]);

static RESOURCE_SPANS: Message =
    message(&[one("resource", 1, Msg(&RESOURCE)), many("scopeSpans", 2, Msg(&SCOPE_SPANS)), one("schemaUrl", 3, Text)]);
static SCOPE_SPANS: Message =
    message(&[one("scope", 1, Msg(&SCOPE)), many("spans", 2, Msg(&SPAN)), one("schemaUrl", 3, Text)]);
static SPAN: Message = message(&[
    one("traceId", 1, Id),
    one("spanId", 2, Id),
    one("traceState", 3, Text),
    one("parentSpanId", 4, Id),
    one("flags", 16, Fixed32),
    one("name", 5, Text),
    one("kind", 6, Enum(SPAN_KIND)),
    one("startTimeUnixNano", 7, Fixed64),
    one("endTimeUnixNano", 8, Fixed64),
    many("attributes", 9, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 10, Uint32),
    many("events", 11, Msg(&EVENT)),
    one("droppedEventsCount", 12, Uint32),
    many("links", 13, Msg(&LINK)),
    one("droppedLinksCount", 14, Uint32),
    one("status", 15, Msg(&STATUS)),
]);
static EVENT: Message = message(&[
    one("timeUnixNano", 1, Fixed64),
    one("name", 2, Text),
    many("attributes", 3, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 4, Uint32),
]);
static LINK: Message = message(&[
    one("traceId", 1, Id),
    one("spanId", 2, Id),
    one("traceState", 3, Text),
    many("attributes", 4, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 5, Uint32),
    one("flags", 6, Fixed32),
]);
static STATUS: Message = message(&[one("message", 2, Text), one("code", 3, Enum(STATUS_CODE))]);

static RESOURCE_LOGS: Message =
    message(&[one("resource", 1, Msg(&RESOURCE)), many("scopeLogs", 2, Msg(&SCOPE_LOGS)), one("schemaUrl", 3, Text)]);
static SCOPE_LOGS: Message =
    message(&[one("scope", 1, Msg(&SCOPE)), many("logRecords", 2, Msg(&LOG_RECORD)), one("schemaUrl", 3, Text)]);
static LOG_RECORD: Message = message(&[
    one("timeUnixNano", 1, Fixed64),
    one("observedTimeUnixNano", 11, Fixed64),
    one("severityNumber", 2, Enum(SEVERITY_NUMBER)),
    one("severityText", 3, Text),
    one("body", 5, Msg(&ANY_VALUE)),
    many("attributes", 6, Msg(&KEY_VALUE)),
    one("droppedAttributesCount", 7, Uint32),
    one("flags", 8, Fixed32),
    one("traceId", 9, Id),
    one("spanId", 10, Id),
    one("eventName", 12, Text),
]);

static RESOURCE_METRICS: Message = message(&[
    one("resource", 1, Msg(&RESOURCE)),
    many("scopeMetrics", 2, Msg(&SCOPE_METRICS)),
    one("schemaUrl", 3, Text),
]);
static SCOPE_METRICS: Message =
    message(&[one("scope", 1, Msg(&SCOPE)), many("metrics", 2, Msg(&METRIC)), one("schemaUrl", 3, Text)]);
static METRIC: Message = message(&[
    one("name", 1, Text),
    one("description", 2, Text),
    one("unit", 3, Text),
    choice("gauge", 5, Msg(&GAUGE)),
    choice("sum", 7, Msg(&SUM)),
    choice("histogram", 9, Msg(&HISTOGRAM)),
    choice("exponentialHistogram", 10, Msg(&EXPONENTIAL_HISTOGRAM)),
    choice("summary", 11, Msg(&SUMMARY)),
    many("metadata", 12, Msg(&KEY_VALUE)),
]);
static GAUGE: Message = message(&[many("dataPoints", 1, Msg(&NUMBER_POINT))]);
static SUM: Message = message(&[
    many("dataPoints", 1, Msg(&NUMBER_POINT)),
    one("aggregationTemporality", 2, Enum(TEMPORALITY)),
    one("isMonotonic", 3, Bool),
]);
static HISTOGRAM: Message =
    message(&[many("dataPoints", 1, Msg(&HISTOGRAM_POINT)), one("aggregationTemporality", 2, Enum(TEMPORALITY))]);
static EXPONENTIAL_HISTOGRAM: Message =
    message(&[many("dataPoints", 1, Msg(&EXPONENTIAL_POINT)), one("aggregationTemporality", 2, Enum(TEMPORALITY))]);
static SUMMARY: Message = message(&[many("dataPoints", 1, Msg(&SUMMARY_POINT))]);
static NUMBER_POINT: Message = message(&[
    many("attributes", 7, Msg(&KEY_VALUE)),
    one("startTimeUnixNano", 2, Fixed64),
    one("timeUnixNano", 3, Fixed64),
    choice("asDouble", 4, Double),
    choice("asInt", 6, Sfixed64),
    many("exemplars", 5, Msg(&EXEMPLAR)),
    one("flags", 8, Uint32),
]);
static HISTOGRAM_POINT: Message = message(&[
    many("attributes", 9, Msg(&KEY_VALUE)),
    one("startTimeUnixNano", 2, Fixed64),
    one("timeUnixNano", 3, Fixed64),
    one("count", 4, Fixed64),
    one("sum", 5, Double),
    many("bucketCounts", 6, Fixed64),
    many("explicitBounds", 7, Double),
    many("exemplars", 8, Msg(&EXEMPLAR)),
    one("flags", 10, Uint32),
    one("min", 11, Double),
    one("max", 12, Double),
]);
static EXPONENTIAL_POINT: Message = message(&[
    many("attributes", 1, Msg(&KEY_VALUE)),
    one("startTimeUnixNano", 2, Fixed64),
    one("timeUnixNano", 3, Fixed64),
    one("count", 4, Fixed64),
    one("sum", 5, Double),
    one("scale", 6, Sint32),
    one("zeroCount", 7, Fixed64),
    one("positive", 8, Msg(&BUCKETS)),
    one("negative", 9, Msg(&BUCKETS)),
    one("flags", 10, Uint32),
    many("exemplars", 11, Msg(&EXEMPLAR)),
    one("min", 12, Double),
    one("max", 13, Double),
    one("zeroThreshold", 14, Double),
]);
static BUCKETS: Message = message(&[one("offset", 1, Sint32), many("bucketCounts", 2, Uint64)]);
static SUMMARY_POINT: Message = message(&[
    many("attributes", 7, Msg(&KEY_VALUE)),
    one("startTimeUnixNano", 2, Fixed64),
    one("timeUnixNano", 3, Fixed64),
    one("count", 4, Fixed64),
    one("sum", 5, Double),
    many("quantileValues", 6, Msg(&QUANTILE)),
    one("flags", 8, Uint32),
]);
static QUANTILE: Message = message(&[one("quantile", 1, Double), one("value", 2, Double)]);
static EXEMPLAR: Message = message(&[
    many("filteredAttributes", 7, Msg(&KEY_VALUE)),
    one("timeUnixNano", 2, Fixed64),
    choice("asDouble", 3, Double),
    choice("asInt", 6, Sfixed64),
    one("spanId", 4, Id),
    one("traceId", 5, Id),
]);

const SPAN_KIND: &[(&str, i32)] = &[
    ("SPAN_KIND_UNSPECIFIED", 0),
    ("SPAN_KIND_INTERNAL", 1),
    ("SPAN_KIND_SERVER", 2),
    ("SPAN_KIND_CLIENT", 3),
    ("SPAN_KIND_PRODUCER", 4),
    ("SPAN_KIND_CONSUMER", 5),
];
const STATUS_CODE: &[(&str, i32)] = &[("STATUS_CODE_UNSET", 0), ("STATUS_CODE_OK", 1), ("STATUS_CODE_ERROR", 2)];
const TEMPORALITY: &[(&str, i32)] = &[
    ("AGGREGATION_TEMPORALITY_UNSPECIFIED", 0),
    ("AGGREGATION_TEMPORALITY_DELTA", 1),
    ("AGGREGATION_TEMPORALITY_CUMULATIVE", 2),
];
const SEVERITY_NUMBER: &[(&str, i32)] = &[
    ("SEVERITY_NUMBER_UNSPECIFIED", 0),
    ("SEVERITY_NUMBER_TRACE", 1),
    ("SEVERITY_NUMBER_TRACE2", 2),
    ("SEVERITY_NUMBER_TRACE3", 3),
    ("SEVERITY_NUMBER_TRACE4", 4),
    ("SEVERITY_NUMBER_DEBUG", 5),
    ("SEVERITY_NUMBER_DEBUG2", 6),
    ("SEVERITY_NUMBER_DEBUG3", 7),
    ("SEVERITY_NUMBER_DEBUG4", 8),
    ("SEVERITY_NUMBER_INFO", 9),
    ("SEVERITY_NUMBER_INFO2", 10),
    ("SEVERITY_NUMBER_INFO3", 11),
    ("SEVERITY_NUMBER_INFO4", 12),
    ("SEVERITY_NUMBER_WARN", 13),
    ("SEVERITY_NUMBER_WARN2", 14),
    ("SEVERITY_NUMBER_WARN3", 15),
    ("SEVERITY_NUMBER_WARN4", 16),
    ("SEVERITY_NUMBER_ERROR", 17),
    ("SEVERITY_NUMBER_ERROR2", 18),
    ("SEVERITY_NUMBER_ERROR3", 19),
    ("SEVERITY_NUMBER_ERROR4", 20),
    ("SEVERITY_NUMBER_FATAL", 21),
    ("SEVERITY_NUMBER_FATAL2", 22),
    ("SEVERITY_NUMBER_FATAL3", 23),
    ("SEVERITY_NUMBER_FATAL4", 24),
];
