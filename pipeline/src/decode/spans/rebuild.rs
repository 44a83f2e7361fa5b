//! Rows of `spans` back to OTLP, in the canonical OpenTelemetry GenAI form.
//!
//! The tail is mapped as if it had been received; a column whose value that does not yield is written as its canonical
//! attribute, before the tail, so that decoding finds it first. What an SDK sent under a canonical name comes back as
//! it was; what it sent under another name comes back under the canonical one; the rest of the tail comes back
//! untouched. Derived columns (cost, class of an error, fingerprint, inherited agent) have no attribute.

use std::borrow::Cow;

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Int32Type, Int64Type},
};
use custos_model::schema::Table;

use super::{
    builder::{COUNT_COLUMNS, KINDS, LIST_COLUMNS, STATUSES, TEXT_COLUMNS},
    dialect::NONE,
    mapped::Mapped,
    paths::unquote,
    proto::Writer,
    resolve::{Input, Mapper},
    scan, shapes,
    table::{Field, canonical_key, fields},
};
use crate::otlp::{
    value,
    wire::{Event, KeyValue, OwnedValue, Value},
};

/// Why rows could not be rebuilt. Holds no content.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RebuildError {
    /// The batch is not one of the table `spans`.
    #[error("not a batch of spans: column {0}")]
    Column(&'static str),
    /// A tail column is not the JSON it should be.
    #[error("column {column} of row {row} is not tail JSON")]
    Tail {
        /// Column.
        column: &'static str,
        /// Row, from 0.
        row: usize,
    },
}

/// The rows as an `ExportTraceServiceRequest` in protobuf encoding: neighbours of one resource and scope together.
///
/// # Errors
/// When the batch does not have the schema of `spans` as held in memory, or a tail column is not JSON of this version.
pub fn rebuild(batch: &RecordBatch) -> Result<Vec<u8>, RebuildError> {
    if batch.schema() != Table::Spans.schema() {
        return Err(RebuildError::Column("schema"));
    }
    let mut request = Writer::default();
    let mut mapper = Mapper::default();
    let mut row = 0;
    while row < batch.num_rows() {
        let rows = Row { batch, row };
        let (resource, mut end) = (rows.text("resource"), row);
        let mut groups = Writer::default();
        if let Some(json) = resource {
            groups.message(1, |w| rows.resource(w, json))?;
        }
        while end < batch.num_rows() && (Row { batch, row: end }).text("resource") == resource {
            let first = Row { batch, row: end };
            let scope = first.text("scope");
            let mut group = Writer::default();
            let mut schema_url = String::new();
            if let Some(json) = scope {
                schema_url = first.scope(&mut group, json)?;
            }
            while end < batch.num_rows() {
                let one = Row { batch, row: end };
                if one.text("resource") != resource || one.text("scope") != scope {
                    break;
                }
                group.message(2, |w| one.span(&mut mapper, w))?;
                end += 1;
            }
            group.text(3, &schema_url);
            groups.bytes(2, &group.finish());
        }
        groups.text(3, &rows.member_text("resource", resource, "$schema_url")?);
        request.bytes(1, &groups.finish());
        row = end;
    }
    Ok(request.finish())
}

/// One row.
#[derive(Clone, Copy)]
struct Row<'b> {
    batch: &'b RecordBatch,
    row: usize,
}

impl<'b> Row<'b> {
    fn text(self, column: &str) -> Option<&'b str> {
        self.text_at(Table::Spans.index(column)?)
    }

    fn text_at(self, column: usize) -> Option<&'b str> {
        let array = self.batch.columns().get(column)?;
        if array.is_null(self.row) {
            return None;
        }
        if let Some(dict) = array.as_dictionary_opt::<Int32Type>() {
            let values = dict.values().as_string_opt::<i32>()?;
            return Some(values.value(dict.key(self.row)?));
        }
        Some(array.as_string_opt::<i32>()?.value(self.row))
    }

    fn int(self, column: &str) -> Option<i64> {
        self.int_at(Table::Spans.index(column)?)
    }

    fn int_at(self, column: usize) -> Option<i64> {
        let array = self.batch.columns().get(column)?.as_primitive_opt::<Int64Type>()?;
        array.is_valid(self.row).then(|| array.value(self.row))
    }

    fn list_at(self, column: usize) -> Option<Vec<&'b str>> {
        let array = self.batch.columns().get(column)?.as_list_opt::<i32>()?;
        if array.is_null(self.row) {
            return None;
        }
        let dict = array.values().as_dictionary_opt::<Int32Type>()?;
        let values = dict.values().as_string_opt::<i32>()?;
        let offsets = array.value_offsets();
        let range =
            usize::try_from(*offsets.get(self.row)?).ok()?..usize::try_from(*offsets.get(self.row + 1)?).ok()?;
        Some(range.filter_map(|at| dict.key(at)).map(|key| values.value(key)).collect())
    }

    fn object(self, column: &'static str, json: Option<&str>) -> Result<Vec<KeyValue<'static>>, RebuildError> {
        let Some(json) = json else { return Ok(Vec::new()) };
        value::read_object(json).map_err(|_| RebuildError::Tail { column, row: self.row })
    }

    /// The elements of a tail column that is a list of objects, each as its members.
    fn array(self, column: &'static str) -> Result<Vec<Object<'b>>, RebuildError> {
        let Some(json) = self.text(column) else { return Ok(Vec::new()) };
        let mut elements = Vec::new();
        scan::elements(json, &mut elements).ok_or(RebuildError::Tail { column, row: self.row })?;
        elements.into_iter().map(|element| Object::read(element, column, self.row)).collect()
    }

    fn member_text(self, column: &'static str, json: Option<&str>, key: &str) -> Result<String, RebuildError> {
        let object = self.object(column, json)?;
        Ok(text_of(&object, key).to_owned())
    }

    fn resource(self, w: &mut Writer, json: &str) -> Result<(), RebuildError> {
        for kv in self.object("resource", Some(json))? {
            match (&*kv.key, value::key_of(&kv.key)) {
                (_, Some(key)) => w.attribute(1, key, &kv.value),
                ("$dropped_attributes_count", _) => w.number(2, number(&kv.value)),
                ("$entity_refs", _) => {
                    if let Value::Array(entities) = &kv.value {
                        entities.iter().for_each(|entity| w.bytes(3, &entity_ref(entity)));
                    }
                }
                _ => {}
            }
        }
        Ok(())
    }

    /// Writes the scope; returns the schema URL beside it.
    fn scope(self, group: &mut Writer, json: &str) -> Result<String, RebuildError> {
        let object = Object::read(json, "scope", self.row)?;
        let mut w = Writer::default();
        w.text(1, &object.text("name"));
        w.text(2, &object.text("version"));
        for kv in &object.attributes {
            w.attribute(3, &kv.key, &kv.value);
        }
        w.number(4, object.number("dropped_attributes_count"));
        group.bytes(1, &w.finish());
        Ok(object.text("schema_url"))
    }

    fn span(self, mapper: &mut Mapper, w: &mut Writer) -> Result<(), RebuildError> {
        let hex = |column| unhex(self.text(column).unwrap_or(""));
        w.bytes_or_default(1, &hex("trace_id"));
        w.bytes_or_default(2, &hex("span_id"));
        w.text(3, self.text("trace_state").unwrap_or(""));
        let tail = self.object("attributes", self.text("attributes"))?;
        let (sent, counts): (Vec<_>, Vec<_>) = tail.into_iter().partition(|kv| value::key_of(&kv.key).is_some());
        let parent = self.text("parent_span_id").unwrap_or_else(|| text_of(&counts, "$parent_span_id"));
        w.bytes_or_default(4, &unhex(parent));
        w.text(5, self.text("name").unwrap_or(""));
        w.signed(6, enumerated(self.text("kind").unwrap_or(""), &KINDS));
        for (field, column, key) in [(7, "start_unix_nano", "$start_unix_nano"), (8, "end_unix_nano", "$end_unix_nano")]
        {
            // Mapping versions before 5 have what does not fit as a negative number.
            let time = self.int(column).map(|nanos| nanos as u64).or_else(|| text_of(&counts, key).parse().ok());
            w.fixed64(field, time.unwrap_or(0));
        }
        let sent: Vec<_> = sent.into_iter().map(unescape).collect();
        let events: Vec<_> = self.array("events")?.iter().map(event).collect();
        for kv in self.attributes(mapper, sent, &events) {
            w.attribute(9, &kv.key, &kv.value);
        }
        w.number(10, number_of(&counts, "$dropped_attributes_count"));
        for event in &events {
            w.bytes(11, &event_bytes(event));
        }
        w.number(12, number_of(&counts, "$dropped_events_count"));
        for link in &self.array("links")? {
            w.bytes(13, &link_bytes(link));
        }
        w.number(14, number_of(&counts, "$dropped_links_count"));
        let (code, message) =
            (enumerated(self.text("status_code").unwrap_or(""), &STATUSES), self.text("status_message"));
        if code != 0 || message.is_some() {
            let mut status = Writer::default();
            status.text(2, message.unwrap_or(""));
            status.signed(3, code);
            w.bytes(15, &status.finish());
        }
        w.fixed32(16, u32::try_from(self.int("flags").unwrap_or(0)).unwrap_or(0));
        Ok(())
    }

    /// The tail, and before it the canonical attributes of the columns that it does not yield. Some of the tail is
    /// believed only beside what a column says, so it is asked again until nothing is missing.
    fn attributes(self, mapper: &mut Mapper, tail: Vec<KeyValue<'static>>, events: &[Event<'_>]) -> Vec<KeyValue<'b>> {
        let mut attributes: Vec<KeyValue<'b>> = tail;
        let mut added = Vec::new();
        loop {
            let yielded = mapper.map(Input {
                name: self.text("name").unwrap_or(""),
                scope: self.text("scope_name").unwrap_or(""),
                root: self.text("parent_span_id").is_none(),
                failed: self.text("status_code") == Some("error"),
                attributes: &attributes,
                events,
            });
            let missing = self.missing(&yielded, &mut added);
            if missing.is_empty() {
                return attributes;
            }
            attributes.splice(0..0, missing);
        }
    }

    /// The canonical attributes of columns that have another value, apart from those that were `added` before.
    fn missing(self, yielded: &Mapped<'_>, added: &mut Vec<Field>) -> Vec<KeyValue<'b>> {
        let mut missing = Vec::new();
        let mut add = |field, value: Value<'b>| {
            if !added.contains(&field) {
                added.push(field);
                missing.push(KeyValue { key: canonical_key(field).into(), value });
            }
        };
        let foreign = self.text("dialect") == Some(NONE);
        let failed_but_ok = self.text("status_code") == Some("ok") && self.text("error_class").is_some();
        for ((field, _), column) in fields().zip(TEXT_COLUMNS) {
            // A span that is not of GenAI has agent and conversation from an ancestor or from its own tail.
            if foreign && matches!(field, Field::AgentName | Field::Conversation) {
                continue;
            }
            // An exception has the name of a failure as well, but is none on a span that calls itself OK.
            let said = field == Field::ErrorType && failed_but_ok;
            let Some(text) = self.text_at(column).filter(|text| said || yielded.text(field) != Some(text)) else {
                continue;
            };
            let text = Value::Str(text.into());
            add(field, if field == Field::FinishReason { Value::Array(vec![text]) } else { text });
        }
        for (field, column) in COUNT_COLUMNS {
            if let Some(count) = self.int_at(column).filter(|count| yielded.count(field) != Some(*count)) {
                add(field, Value::Int(count));
            }
        }
        for (field, column) in LIST_COLUMNS {
            let Some(items) = self.list_at(column).filter(|items| !items.is_empty()) else { continue };
            if !yielded.list(field).iter().map(|item| item.as_str()).eq(items.iter().copied()) {
                add(field, Value::Str(format!("[{}]", items.join(",")).into()));
            }
        }
        missing
    }
}

/// An attribute of a tail object with the `$` that the tail added taken off.
fn unescape(kv: KeyValue<'static>) -> KeyValue<'static> {
    match kv.key.strip_prefix("$$") {
        None => kv,
        Some(rest) => KeyValue { key: format!("${rest}").into(), value: kv.value },
    }
}

fn enumerated(name: &str, names: &[&str]) -> i32 {
    match names.iter().position(|known| *known == name) {
        Some(number) => i32::try_from(number).unwrap_or(0),
        None => name.parse().unwrap_or(0),
    }
}

fn get<'o>(object: &'o [KeyValue<'static>], key: &str) -> Option<&'o OwnedValue> {
    object.iter().find(|kv| kv.key == key).map(|kv| &kv.value)
}

fn text_of<'o>(object: &'o [KeyValue<'static>], key: &str) -> &'o str {
    get(object, key).and_then(Value::as_str).unwrap_or("")
}

fn number_of(object: &[KeyValue<'static>], key: &str) -> u64 {
    get(object, key).map_or(0, number)
}

fn number(value: &Value<'_>) -> u64 {
    match value {
        Value::Int(n) => u64::try_from(*n).unwrap_or(0),
        _ => 0,
    }
}

fn map(value: &OwnedValue) -> &[KeyValue<'static>] {
    match value {
        Value::Map(pairs) => pairs,
        _ => &[],
    }
}

/// A scope, event or link: its members as JSON, its attributes read.
struct Object<'b> {
    members: Vec<scan::Member<'b>>,
    attributes: Vec<KeyValue<'static>>,
}

impl<'b> Object<'b> {
    fn read(json: &'b str, column: &'static str, row: usize) -> Result<Self, RebuildError> {
        let error = RebuildError::Tail { column, row };
        let mut members = Vec::new();
        scan::members(json, &mut members).ok_or_else(|| error.clone())?;
        let attributes = match shapes::get(&members, "attributes") {
            Some(attributes) => value::read_object(attributes).map_err(|_| error)?,
            None => Vec::new(),
        };
        Ok(Self { members, attributes: attributes.into_iter().map(unescape).collect() })
    }

    fn text(&self, key: &str) -> String {
        shapes::get(&self.members, key).and_then(unquote).map(Cow::into_owned).unwrap_or_default()
    }

    fn number(&self, key: &str) -> u64 {
        shapes::get(&self.members, key).and_then(|raw| raw.parse().ok()).unwrap_or(0)
    }

    fn number32(&self, key: &str) -> u32 {
        u32::try_from(self.number(key)).unwrap_or(0)
    }
}

fn event(object: &Object<'_>) -> Event<'static> {
    Event {
        time_unix_nano: object.number("time_unix_nano"),
        name: object.text("name").into(),
        attributes: object.attributes.clone(),
        dropped_attributes_count: object.number32("dropped_attributes_count"),
    }
}

fn event_bytes(event: &Event<'_>) -> Vec<u8> {
    let mut w = Writer::default();
    w.fixed64(1, event.time_unix_nano);
    w.text(2, &event.name);
    for kv in &event.attributes {
        w.attribute(3, &kv.key, &kv.value);
    }
    w.number(4, event.dropped_attributes_count.into());
    w.finish()
}

fn link_bytes(object: &Object<'_>) -> Vec<u8> {
    let mut w = Writer::default();
    w.bytes_or_default(1, &unhex(&object.text("trace_id")));
    w.bytes_or_default(2, &unhex(&object.text("span_id")));
    w.text(3, &object.text("trace_state"));
    for kv in &object.attributes {
        w.attribute(4, &kv.key, &kv.value);
    }
    w.number(5, object.number("dropped_attributes_count"));
    w.fixed32(6, object.number32("flags"));
    w.finish()
}

fn entity_ref(value: &OwnedValue) -> Vec<u8> {
    let object = map(value);
    let mut w = Writer::default();
    w.text(1, text_of(object, "schema_url"));
    w.text(2, text_of(object, "type"));
    for (field, key) in [(3, "id_keys"), (4, "description_keys")] {
        if let Some(Value::Array(keys)) = get(object, key) {
            keys.iter().filter_map(Value::as_str).for_each(|key| w.bytes(field, key.as_bytes()));
        }
    }
    w.finish()
}

fn unhex(text: &str) -> Vec<u8> {
    let digit = |b: u8| char::from(b).to_digit(16).and_then(|d| u8::try_from(d).ok());
    text.as_bytes().chunks_exact(2).filter_map(|pair| Some(digit(pair[0])? << 4 | digit(pair[1])?)).collect()
}
