//! Views of OTLP export requests over their protobuf bytes: strings and ids borrow from the body.
//!
//! | file | what |
//! |---|---|
//! | `wire.rs` | attributes, resources, scopes |
//! | `wire/groups.rs` | a request of any signal, as a whole or a piece at a time |
//! | [`traces`](fn@traces) in `wire/traces.rs` | spans, events, links |
//! | `wire/logs.rs` | log records |
//! | `wire/metrics.rs` | metrics and their data points |
//!
//! Semantics are those of every protobuf library: the last of a repeated scalar wins, repeated messages merge, unknown
//! fields are skipped, a known field of a wrong wire type is an error. Text that is not UTF-8 gets U+FFFD instead.
//! `string_value_strindex` and `key_strindex` belong to profiles only and are skipped with a warning. `AnyValue` nests
//! at most [`MAX_DEPTH`](custos_model::limits::MAX_DEPTH) deep.

use std::{borrow::Cow, fmt};

use custos_model::limits::MAX_DEPTH;

use super::reader::Reader;
pub use super::reader::WireError;

mod groups;
mod logs;
mod metrics;
mod traces;

pub(crate) use groups::{GoesOn, Item, read, read_pieces};
pub use groups::{OfResource, OfScope};
pub use logs::{LogRecord, logs};
pub use metrics::{
    Buckets, Data, Exemplar, ExponentialHistogramPoint, HistogramPoint, Metric, Number, NumberPoint, Quantile,
    SummaryPoint, metrics,
};
pub use traces::{Event, Link, Span, traces};

/// An `AnyValue`.
#[derive(Clone, Default, PartialEq)]
pub enum Value<'a> {
    /// No value was sent.
    #[default]
    Empty,
    /// Text.
    Str(Cow<'a, str>),
    /// Boolean.
    Bool(bool),
    /// 64-bit integer.
    Int(i64),
    /// 64-bit floating point.
    Double(f64),
    /// Bytes.
    Bytes(Cow<'a, [u8]>),
    /// `ArrayValue`.
    Array(Vec<Value<'a>>),
    /// `KeyValueList`; keys may repeat.
    Map(Vec<KeyValue<'a>>),
}

/// A value that borrows from nothing.
pub type OwnedValue = Value<'static>;

/// An attribute.
#[derive(Clone, Default, PartialEq)]
pub struct KeyValue<'a> {
    /// Key.
    pub key: Cow<'a, str>,
    /// Value.
    pub value: Value<'a>,
}

/// `Resource`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Resource<'a> {
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
    /// Entities that the resource stands for.
    pub entity_refs: Vec<EntityRef<'a>>,
}

/// `EntityRef`.
#[derive(Clone, Default, PartialEq)]
pub struct EntityRef<'a> {
    /// Schema URL.
    pub schema_url: Cow<'a, str>,
    /// Type of the entity.
    pub kind: Cow<'a, str>,
    /// Attributes that identify it.
    pub id_keys: Vec<Cow<'a, str>>,
    /// Attributes that describe it.
    pub description_keys: Vec<Cow<'a, str>>,
}

/// `InstrumentationScope`.
#[derive(Clone, Default, PartialEq)]
pub struct Scope<'a> {
    /// Name.
    pub name: Cow<'a, str>,
    /// Version.
    pub version: Cow<'a, str>,
    /// Attributes.
    pub attributes: Vec<KeyValue<'a>>,
    /// Attributes that the client dropped.
    pub dropped_attributes_count: u32,
}

/// Views hold unredacted text: `Debug` shows shapes only.
macro_rules! opaque_debug {
    ($($name:ident),*) => {$(
        impl std::fmt::Debug for $name<'_> {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(concat!(stringify!($name), "(..)"))
            }
        }
    )*};
}
pub(crate) use opaque_debug;

opaque_debug!(KeyValue, EntityRef, Scope);

impl fmt::Debug for Value<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Empty => "Empty",
            Self::Str(_) => "Str(..)",
            Self::Bool(_) => "Bool(..)",
            Self::Int(_) => "Int(..)",
            Self::Double(_) => "Double(..)",
            Self::Bytes(_) => "Bytes(..)",
            Self::Array(_) => "Array(..)",
            Self::Map(_) => "Map(..)",
        })
    }
}

impl Value<'_> {
    /// The text of a string value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::Str(text) => Some(text),
            _ => None,
        }
    }

    /// A copy that borrows from nothing.
    pub fn into_owned(self) -> OwnedValue {
        match self {
            Self::Empty => Value::Empty,
            Self::Str(text) => Value::Str(Cow::Owned(text.into_owned())),
            Self::Bool(b) => Value::Bool(b),
            Self::Int(n) => Value::Int(n),
            Self::Double(n) => Value::Double(n),
            Self::Bytes(bytes) => Value::Bytes(Cow::Owned(bytes.into_owned())),
            Self::Array(items) => Value::Array(items.into_iter().map(Value::into_owned).collect()),
            Self::Map(pairs) => Value::Map(pairs.into_iter().map(KeyValue::into_owned).collect()),
        }
    }
}

impl KeyValue<'_> {
    /// A copy that borrows from nothing.
    pub fn into_owned(self) -> KeyValue<'static> {
        KeyValue { key: Cow::Owned(self.key.into_owned()), value: self.value.into_owned() }
    }
}

/// The first attribute of a name. Attribute keys should be unique; where they are not, the first one counts.
pub fn attribute<'v, 'a>(attributes: &'v [KeyValue<'a>], key: &str) -> Option<&'v Value<'a>> {
    attributes.iter().find(|kv| kv.key == key).map(|kv| &kv.value)
}

pub(super) fn key_value<'a>(mut r: Reader<'a, '_>, kv: &mut KeyValue<'a>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => kv.key = r.text(key, "key")?,
            2 => r.message(key, "value", |r| any_value(r, &mut kv.value))?,
            3 => r.skip_profiles_only(key)?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

pub(super) fn any_value<'a>(mut r: Reader<'a, '_>, into: &mut Value<'a>) -> Result<(), WireError> {
    if r.depth >= MAX_DEPTH {
        return Err(r.fail("nested too deep"));
    }
    r.depth += 1;
    while let Some(key) = r.key()? {
        match key.field {
            1 => *into = Value::Str(r.text(key, "string_value")?),
            2 => *into = Value::Bool(r.uint64(key, "bool_value")? != 0),
            3 => *into = Value::Int(r.uint64(key, "int_value")? as i64),
            4 => *into = Value::Double(r.double(key, "double_value")?),
            5 => {
                // The same member of a oneof again: messages merge.
                let mut items = if let Value::Array(items) = into { std::mem::take(items) } else { Vec::new() };
                r.message(key, "array_value", |r| array(r, &mut items))?;
                *into = Value::Array(items);
            }
            6 => {
                let mut pairs = if let Value::Map(pairs) = into { std::mem::take(pairs) } else { Vec::new() };
                r.message(key, "kvlist_value", |r| kvlist(r, &mut pairs))?;
                *into = Value::Map(pairs);
            }
            7 => *into = Value::Bytes(Cow::Borrowed(r.bytes(key, "bytes_value")?)),
            8 => r.skip_profiles_only(key)?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn array<'a>(mut r: Reader<'a, '_>, into: &mut Vec<Value<'a>>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.push(key, "values", into, |r| {
                let mut value = Value::Empty;
                any_value(r, &mut value).map(|()| value)
            })?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn kvlist<'a>(mut r: Reader<'a, '_>, into: &mut Vec<KeyValue<'a>>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.add(key, "values", into, key_value)?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

pub(super) fn resource<'a>(mut r: Reader<'a, '_>, into: &mut Resource<'a>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.add(key, "attributes", &mut into.attributes, key_value)?,
            2 => into.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            3 => r.push(key, "entity_refs", &mut into.entity_refs, entity_ref)?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

fn entity_ref<'a>(mut r: Reader<'a, '_>) -> Result<EntityRef<'a>, WireError> {
    let mut entity = EntityRef::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => entity.schema_url = r.text(key, "schema_url")?,
            2 => entity.kind = r.text(key, "type")?,
            3 => {
                r.spend(size_of::<Cow<'_, str>>())?;
                entity.id_keys.push(r.text(key, "id_keys")?);
            }
            4 => {
                r.spend(size_of::<Cow<'_, str>>())?;
                entity.description_keys.push(r.text(key, "description_keys")?);
            }
            _ => r.skip(key)?,
        }
    }
    Ok(entity)
}

pub(super) fn scope<'a>(mut r: Reader<'a, '_>, into: &mut Scope<'a>) -> Result<(), WireError> {
    while let Some(key) = r.key()? {
        match key.field {
            1 => into.name = r.text(key, "name")?,
            2 => into.version = r.text(key, "version")?,
            3 => r.add(key, "attributes", &mut into.attributes, key_value)?,
            4 => into.dropped_attributes_count = r.uint32(key, "dropped_attributes_count")?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}
