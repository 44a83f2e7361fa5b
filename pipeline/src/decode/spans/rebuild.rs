//! Rows of `spans` back to OTLP, in the canonical OpenTelemetry GenAI form.
//!
//! The tail is mapped as if it had been received; a column whose value that does not yield is written as its canonical
//! attribute, before the tail, so that decoding finds it first. What an SDK sent under a canonical name comes back as it
//! was; what it sent under another name comes back under the canonical one; the rest of the tail comes back untouched.
//! Derived columns (cost, class of an error, fingerprint, inherited agent) have no attribute.

use arrow::{
    array::{Array, AsArray, RecordBatch},
    datatypes::{Int32Type, Int64Type},
};
use custos_model::schema::Table;

use super::{
    builder::{COUNT_COLUMNS, KINDS, LIST_COLUMNS, STATUSES, TEXT_COLUMNS},
    proto::Writer,
    resolve::{Input, Mapped, Mapper},
    table::{Field, TABLE, canonical_key},
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

    fn array(self, column: &'static str) -> Result<Vec<OwnedValue>, RebuildError> {
        let Some(json) = self.text(column) else { return Ok(Vec::new()) };
        match value::read_value(json) {
            Ok(Value::Array(items)) => Ok(items),
            _ => Err(RebuildError::Tail { column, row: self.row }),
        }
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
        let object = self.object("scope", Some(json))?;
        let mut w = Writer::default();
        w.text(1, text_of(&object, "name"));
        w.text(2, text_of(&object, "version"));
        for kv in attributes_of(&object) {
            w.attribute(3, &kv.key, &kv.value);
        }
        w.number(4, number_of(&object, "dropped_attributes_count"));
        group.bytes(1, &w.finish());
        Ok(text_of(&object, "schema_url").to_owned())
    }

    fn span(self, mapper: &mut Mapper, w: &mut Writer) -> Result<(), RebuildError> {
        let hex = |column| unhex(self.text(column).unwrap_or(""));
        w.bytes_or_default(1, &hex("trace_id"));
        w.bytes_or_default(2, &hex("span_id"));
        w.text(3, self.text("trace_state").unwrap_or(""));
        w.bytes_or_default(4, &hex("parent_span_id"));
        w.text(5, self.text("name").unwrap_or(""));
        w.signed(6, enumerated(self.text("kind").unwrap_or(""), &KINDS));
        w.fixed64(7, self.int("start_unix_nano").unwrap_or(0) as u64);
        w.fixed64(8, self.int("end_unix_nano").unwrap_or(0) as u64);
        let tail = self.object("attributes", self.text("attributes"))?;
        let (sent, counts): (Vec<_>, Vec<_>) = tail.into_iter().partition(|kv| value::key_of(&kv.key).is_some());
        let sent: Vec<_> = sent.into_iter().map(unescape).collect();
        let events = self.array("events")?;
        let parsed: Vec<_> = events.iter().map(event).collect();
        self.columns(mapper, &sent, &parsed, w);
        for kv in &sent {
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

    /// The canonical attributes of the columns that the tail does not yield.
    fn columns(self, mapper: &mut Mapper, tail: &[KeyValue<'_>], events: &[Event<'_>], w: &mut Writer) {
        let yielded = mapper.map(Input {
            name: self.text("name").unwrap_or(""),
            scope: self.text("scope_name").unwrap_or(""),
            root: self.text("parent_span_id").is_none(),
            attributes: tail,
            events,
        });
        let foreign = self.text("dialect") == Some("none/1");
        for ((field, _), column) in TABLE.iter().zip(TEXT_COLUMNS) {
            // A span that is not of GenAI has agent and conversation from an ancestor or from its own tail.
            if foreign && matches!(field, Field::AgentName | Field::Conversation) {
                continue;
            }
            let Some(text) = self.text_at(column).filter(|text| yielded.text(*field) != Some(text)) else { continue };
            let text = Value::Str(text.into());
            let value = if *field == Field::FinishReason { Value::Array(vec![text]) } else { text };
            w.attribute(9, canonical_key(*field), &value);
        }
        for (field, column) in COUNT_COLUMNS {
            if let Some(count) = self.int_at(column).filter(|count| yielded.count(field) != Some(*count)) {
                w.attribute(9, canonical_key(field), &Value::Int(count));
            }
        }
        for (field, column) in LIST_COLUMNS {
            self.list(&yielded, field, column, w);
        }
    }

    fn list(self, yielded: &Mapped<'_>, field: Field, column: usize, w: &mut Writer) {
        let Some(items) = self.list_at(column).filter(|items| !items.is_empty()) else { return };
        if yielded.list(field).iter().map(|item| item.as_str()).eq(items.iter().copied()) {
            return;
        }
        let json = format!("[{}]", items.join(","));
        w.attribute(9, canonical_key(field), &Value::Str(json.into()));
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

/// The `attributes` member of a scope, event or link.
fn attributes_of(object: &[KeyValue<'static>]) -> Vec<KeyValue<'static>> {
    let attributes = match get(object, "attributes").map(map) {
        // Read as a value, an object whose first key is `$map` comes unwrapped: no attribute is written like that.
        Some(attributes) => attributes,
        None => &[],
    };
    attributes.iter().cloned().map(unescape).collect()
}

fn event(value: &OwnedValue) -> Event<'static> {
    let object = map(value);
    Event {
        time_unix_nano: number_of(object, "time_unix_nano"),
        name: text_of(object, "name").to_owned().into(),
        attributes: attributes_of(object),
        dropped_attributes_count: u32::try_from(number_of(object, "dropped_attributes_count")).unwrap_or(0),
    }
}

fn event_bytes(value: &OwnedValue) -> Vec<u8> {
    let event = event(value);
    let mut w = Writer::default();
    w.fixed64(1, event.time_unix_nano);
    w.text(2, &event.name);
    for kv in &event.attributes {
        w.attribute(3, &kv.key, &kv.value);
    }
    w.number(4, event.dropped_attributes_count.into());
    w.finish()
}

fn link_bytes(value: &OwnedValue) -> Vec<u8> {
    let object = map(value);
    let mut w = Writer::default();
    w.bytes_or_default(1, &unhex(text_of(object, "trace_id")));
    w.bytes_or_default(2, &unhex(text_of(object, "span_id")));
    w.text(3, text_of(object, "trace_state"));
    for kv in attributes_of(object) {
        w.attribute(4, &kv.key, &kv.value);
    }
    w.number(5, number_of(object, "dropped_attributes_count"));
    w.fixed32(6, u32::try_from(number_of(object, "flags")).unwrap_or(0));
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
