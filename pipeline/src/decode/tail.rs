//! The tail columns: attributes, resource, scope, events and links as JSON text. The values are those of
//! [`crate::otlp::value`].
//!
//! | column | JSON |
//! |---|---|
//! | `attributes` | object of attributes, with `$dropped_attributes_count` (and for spans `$dropped_events_count`, `$dropped_links_count`) where greater than 0; for logs `$trace_id` and `$span_id`, for spans `$parent_span_id` that are as long as no id, in hex; `$start_unix_nano`, `$end_unix_nano`, `$time_unix_nano`, `$observed_unix_nano` that no column can hold, as text |
//! | `resource` | object of attributes, with `$dropped_attributes_count`, `$schema_url`, `$entity_refs` |
//! | `scope` | `{"name","version","attributes":{},"schema_url","dropped_attributes_count"}` |
//! | `events` | `[{"name","time_unix_nano","attributes":{},"dropped_attributes_count"}]` |
//! | `links` | `[{"trace_id","span_id","trace_state","flags","attributes":{},"dropped_attributes_count"}]` |
//!
//! Members that hold a default are left out; what would be an empty object or list is null.

use custos_model::{ingest::Request, schema::Table};

use super::columns::{DictKey, Rows, micros};
use crate::otlp::{
    value::{write_int, write_members, write_object, write_str},
    wire::{EntityRef, Event, GoesOn, KeyValue, Link, OfResource, OfScope, Resource, Scope, Value, attribute},
};

/// Above this the memory of a text under construction is not kept for the next, bytes.
const KEEP_BYTES: usize = 4 << 20;

/// Gives the memory of a giant text back.
pub(crate) fn give_back(scratch: &mut String) {
    if scratch.capacity() > KEEP_BYTES {
        *scratch = String::new();
    }
}

/// Lower-case hex.
pub(crate) fn write_hex(out: &mut String, bytes: &[u8]) {
    const DIGITS: &[u8; 16] = b"0123456789abcdef";
    // Ids are 8 or 16 bytes: appended as a whole.
    for bytes in bytes.chunks(16) {
        let mut digits = [0; 32];
        for (pair, byte) in digits.as_chunks_mut::<2>().0.iter_mut().zip(bytes) {
            *pair = [DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]];
        }
        out.push_str(digits.get(..bytes.len() * 2).and_then(|d| std::str::from_utf8(d).ok()).unwrap_or_default());
    }
}

/// Writes one object member by member.
#[derive(Debug)]
pub(super) struct Object<'o> {
    out: &'o mut String,
    first: bool,
}

impl<'o> Object<'o> {
    pub(super) fn new(out: &'o mut String) -> Self {
        out.push('{');
        Self { out, first: true }
    }

    pub(super) fn key(&mut self, key: &str) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.out.push(',');
        }
        write_str(self.out, key);
        self.out.push(':');
        self.out
    }

    pub(super) fn text(&mut self, key: &str, text: &str) {
        if !text.is_empty() {
            write_str(self.key(key), text);
        }
    }

    pub(super) fn number(&mut self, key: &str, n: u64) {
        if n != 0 {
            write_int(self.key(key), n);
        }
    }

    pub(super) fn hex(&mut self, key: &str, bytes: &[u8]) {
        if !bytes.is_empty() {
            let out = self.key(key);
            out.push('"');
            write_hex(out, bytes);
            out.push('"');
        }
    }

    pub(super) fn attributes(&mut self, key: &str, attributes: &[KeyValue<'_>]) {
        if !attributes.is_empty() {
            write_object(self.key(key), pairs(attributes));
        }
    }

    /// Closes it; an object without members is taken back. Returns whether it had some.
    pub(super) fn end(self) -> bool {
        if self.first {
            self.out.pop();
        } else {
            self.out.push('}');
        }
        !self.first
    }

    /// Closes it also when it has no members.
    pub(super) fn close(self) {
        self.out.push('}');
    }
}

/// Attributes as [`write_object`] and [`write_attributes`] take them.
pub(crate) fn pairs<'v, 'a>(attributes: &'v [KeyValue<'a>]) -> impl Iterator<Item = (&'v str, &'v Value<'a>)> {
    attributes.iter().map(|kv| (&*kv.key, &kv.value))
}

/// Writes the column `attributes`. `counts` are what custos adds, by full name (`$dropped_attributes_count`); zeros are
/// left out, and of `times` what fits its column. Returns whether there was anything to write.
pub(crate) fn write_attributes<'k, 'v, 'a: 'v>(
    out: &mut String,
    attributes: impl IntoIterator<Item = (&'k str, &'v Value<'a>)>,
    counts: &[(&str, u32)],
    times: &[(&str, u64)],
) -> bool {
    write_attributes_and_ids(out, attributes, counts, times, [])
}

/// As [`write_attributes`], with ids that no column holds; empty ones are left out.
pub(crate) fn write_attributes_and_ids<'k, 'v, 'a: 'v, 'i>(
    out: &mut String,
    attributes: impl IntoIterator<Item = (&'k str, &'v Value<'a>)>,
    counts: &[(&str, u32)],
    times: &[(&str, u64)],
    ids: impl IntoIterator<Item = (&'i str, &'i [u8])>,
) -> bool {
    let mut object = Object::new(out);
    object.first = write_members(object.out, attributes, true);
    for (key, n) in counts {
        object.number(key, u64::from(*n));
    }
    for (key, time) in times {
        // As text: more digits than readers of JSON keep in a number.
        if i64::try_from(*time).is_err() {
            object.text(key, &time.to_string());
        }
    }
    for (key, id) in ids {
        object.hex(key, id);
    }
    object.end()
}

/// Writes the column `resource`. Returns whether there was anything to write.
pub(crate) fn write_resource(out: &mut String, resource: Option<&Resource<'_>>, schema_url: &str) -> bool {
    let mut object = Object::new(out);
    if let Some(resource) = resource {
        object.first = write_members(object.out, pairs(&resource.attributes), true);
        object.number("$dropped_attributes_count", resource.dropped_attributes_count.into());
        if !resource.entity_refs.is_empty() {
            write_entity_refs(object.key("$entity_refs"), &resource.entity_refs);
        }
    }
    object.text("$schema_url", schema_url);
    object.end()
}

fn write_entity_refs(out: &mut String, entities: &[EntityRef<'_>]) {
    write_list(out, entities, |out, entity| {
        let mut object = Object::new(out);
        object.text("type", &entity.kind);
        object.text("schema_url", &entity.schema_url);
        for (key, keys) in [("id_keys", &entity.id_keys), ("description_keys", &entity.description_keys)] {
            if !keys.is_empty() {
                write_list(object.key(key), keys, |out, key| write_str(out, key));
            }
        }
        object.close();
    });
}

pub(super) fn write_list<T>(out: &mut String, items: &[T], mut each: impl FnMut(&mut String, &T)) {
    out.push('[');
    for (i, item) in items.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        each(out, item);
    }
    out.push(']');
}

/// Writes the column `scope`. Returns whether there was anything to write.
pub(crate) fn write_scope(out: &mut String, scope: Option<&Scope<'_>>, schema_url: &str) -> bool {
    let mut object = Object::new(out);
    if let Some(scope) = scope {
        object.text("name", &scope.name);
        object.text("version", &scope.version);
        object.attributes("attributes", &scope.attributes);
    }
    object.text("schema_url", schema_url);
    object.number("dropped_attributes_count", scope.map_or(0, |s| s.dropped_attributes_count.into()));
    object.end()
}

/// Writes the column `events`. `taken` are attributes that are left out, by event and attribute, sorted. Returns
/// whether there was anything to write.
pub(crate) fn write_events(out: &mut String, events: &[Event<'_>], taken: &[(usize, usize)]) -> bool {
    if events.is_empty() {
        return false;
    }
    let mut number = 0;
    write_list(out, events, |out, event| {
        let mut object = Object::new(out);
        object.text("name", &event.name);
        object.number("time_unix_nano", event.time_unix_nano);
        let left = (0..).zip(&event.attributes).filter(|(at, _)| taken.binary_search(&(number, *at)).is_err());
        let mut left = left.map(|(_, kv)| (&*kv.key, &kv.value)).peekable();
        if left.peek().is_some() {
            write_object(object.key("attributes"), left);
        }
        object.number("dropped_attributes_count", event.dropped_attributes_count.into());
        object.close();
        number += 1;
    });
    true
}

/// Writes the column `links`. Returns whether there was anything to write.
pub(crate) fn write_links(out: &mut String, links: &[Link<'_>]) -> bool {
    if links.is_empty() {
        return false;
    }
    write_list(out, links, |out, link| {
        let mut object = Object::new(out);
        object.hex("trace_id", link.trace_id);
        object.hex("span_id", link.span_id);
        object.text("trace_state", &link.trace_state);
        object.number("flags", link.flags.into());
        object.attributes("attributes", &link.attributes);
        object.number("dropped_attributes_count", link.dropped_attributes_count.into());
        object.close();
    });
    true
}

/// Positions of the columns that every telemetry table has from its resource, scope and request.
#[derive(Clone, Copy, Debug)]
struct Shared {
    service_name: usize,
    service_version: usize,
    environment: usize,
    resource: usize,
    scope_name: usize,
    scope: usize,
    tenant: usize,
    client: usize,
    received_at: usize,
}

/// Dictionary keys of what all rows of one scope share: written once, appended to each row as keys.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Origin {
    columns: Shared,
    keys: [Option<DictKey>; 8],
    received_at: Option<i64>,
}

impl Origin {
    /// Puts what all rows of a resource share into the dictionaries of `rows`. Once a resource and not once a scope: it
    /// may be large, and its scopes many.
    fn new(rows: &mut Rows, table: Table, request: &Request, resource: (Option<&Resource<'_>>, &str)) -> Self {
        let columns = Shared::of(table);
        let attributes = resource.0.map_or(&[][..], |r| &r.attributes);
        let text = |key: &str| attribute(attributes, key).and_then(Value::as_str).filter(|t| !t.is_empty());
        let environment = text("deployment.environment.name").or_else(|| text("deployment.environment"));
        let mut json = String::new();
        let has_resource = write_resource(&mut json, resource.0, resource.1);
        let mut intern = |column: usize, value: Option<&str>| value.and_then(|v| rows.intern(column, v));
        let keys = [
            intern(columns.service_name, text("service.name")),
            intern(columns.service_version, text("service.version")),
            intern(columns.environment, environment),
            intern(columns.resource, has_resource.then_some(&json)),
            intern(columns.tenant, Some(&request.tenant)),
            intern(columns.client, Some(&*request.client).filter(|c| !c.is_empty())),
            None,
            None,
        ];
        Self { columns, keys, received_at: micros(request.received_unix_nano) }
    }

    /// The same for a scope of the resource.
    fn scope(mut self, rows: &mut Rows, scope: (Option<&Scope<'_>>, &str)) -> Self {
        let name = scope.0.map(|s| &*s.name).filter(|n| !n.is_empty());
        let mut json = String::new();
        let has_scope = write_scope(&mut json, scope.0, scope.1);
        let mut intern = |column: usize, value: Option<&str>| value.and_then(|v| rows.intern(column, v));
        let [.., name_key, scope_key] = &mut self.keys;
        *name_key = intern(self.columns.scope_name, name);
        *scope_key = intern(self.columns.scope, has_scope.then_some(&json));
        self
    }

    /// Sets these columns in the open row and those behind it, `n` in all: so many must come.
    pub(crate) fn set_rows(&self, rows: &mut Rows, n: usize) {
        if n > 0 {
            for (column, key) in self.columns.keys().into_iter().zip(self.keys) {
                rows.key_rows(column, key, n);
            }
            rows.timestamp_rows(self.columns.received_at, self.received_at, n);
        }
    }

    /// Sets these columns in the open row.
    pub(crate) fn set(&self, rows: &mut Rows) {
        for (column, key) in self.columns.keys().into_iter().zip(self.keys) {
            rows.key(column, key);
        }
        rows.timestamp(self.columns.received_at, self.received_at);
    }
}

/// The origin of what is being added. A large resource or scope is written once, however many pieces its request is
/// read by.
#[derive(Debug, Default)]
pub(crate) struct Origins {
    resource: Option<Origin>,
    scope: Option<Origin>,
}

impl Origins {
    /// To be called before each scope of a request, also one without items: what does not go on is forgotten.
    pub(crate) fn next(&mut self, goes_on: GoesOn) {
        if !goes_on.resource {
            self.resource = None;
        }
        if !(goes_on.resource && goes_on.scope) {
            self.scope = None;
        }
    }

    /// That of a scope, of which it is the first in its piece or not.
    pub(crate) fn of<T>(
        &mut self,
        rows: &mut Rows,
        table: Table,
        request: &Request,
        group: &OfResource<'_, T>,
        scope: &OfScope<'_, T>,
    ) -> Origin {
        if let Some(known) = self.scope {
            return known;
        }
        let resource = (group.resource.as_ref(), &*group.schema_url);
        let of_resource = *self.resource.get_or_insert_with(|| Origin::new(rows, table, request, resource));
        *self.scope.insert(of_resource.scope(rows, (scope.scope.as_ref(), &*scope.schema_url)))
    }
}

impl Shared {
    /// Columns of [`Origin::keys`].
    fn keys(&self) -> [usize; 8] {
        [
            self.service_name, self.service_version, self.environment, self.resource, self.tenant, self.client,
            self.scope_name, self.scope,
        ]
    }

    fn of(table: Table) -> Self {
        let at = |name| table.index(name).unwrap_or(usize::MAX);
        Self {
            service_name: at("service_name"),
            service_version: at("service_version"),
            environment: at("environment"),
            resource: at("resource"),
            scope_name: at("scope_name"),
            scope: at("scope"),
            tenant: at("tenant"),
            client: at("client"),
            received_at: at("received_at"),
        }
    }
}
