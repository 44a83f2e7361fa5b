//! Protobuf to OTLP/JSON by the same tables: the way back of [`to_protobuf`](super::to_protobuf), which gives the same
//! message of it.
//!
//! Fields that are not in the tables are counted and left out: nobody knows what is in them.

use std::fmt::Write as _;

use base64::Engine as _;
use custos_model::{ingest::Signal, limits::MAX_DEPTH};
use serde_json::{Map, Number, Value};

use super::{
    STANDARD,
    schema::{self, Field, Kind, Message},
};
use crate::otlp::reader::{Budget, Key, Reader, WireError};

/// An export request as OTLP/JSON. Not to be printed: it holds content.
#[expect(missing_debug_implementations, reason = "it holds content")]
pub struct Tree {
    /// The request.
    pub value: Value,
    /// Fields that were left out.
    pub unknown: u64,
}

/// Reads an `Export*ServiceRequest`.
///
/// # Errors
/// When the bytes are no request of that signal, or nest too deep.
pub fn from_protobuf(signal: Signal, body: &[u8]) -> Result<Tree, WireError> {
    let budget = Budget::whole(body);
    let mut tree = Builder { unknown: 0 };
    let mut fields = Map::new();
    tree.message(Reader::new(body, &budget), schema::request(signal), &mut fields)?;
    Ok(Tree { value: Value::Object(fields), unknown: tree.unknown })
}

struct Builder {
    unknown: u64,
}

type Fields = Map<String, Value>;

impl Builder {
    fn message(&mut self, mut reader: Reader<'_, '_>, message: &Message, fields: &mut Fields) -> Result<(), WireError> {
        if message.nests {
            if reader.depth >= MAX_DEPTH {
                return Err(reader.fail("nested too deep"));
            }
            reader.depth += 1;
        }
        while let Some(key) = reader.key()? {
            match message.fields.iter().find(|field| field.number == key.field) {
                Some(field) => {
                    if field.choice {
                        let others = message.fields.iter().filter(|other| other.choice && other.number != key.field);
                        others.for_each(|other| drop(fields.remove(other.name)));
                    }
                    self.field(&mut reader, key, field, fields)?;
                }
                None => {
                    self.unknown += 1;
                    reader.skip(key)?;
                }
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        reader: &mut Reader<'_, '_>,
        key: Key,
        field: &Field,
        fields: &mut Fields,
    ) -> Result<(), WireError> {
        if field.repeated {
            let items = fields.entry(field.name).or_insert_with(|| Value::Array(Vec::new()));
            return match items {
                Value::Array(items) => self.item(reader, key, field, items),
                _ => Ok(()),
            };
        }
        if let Kind::Message(message) = field.kind {
            // One that comes again adds to what is there.
            let inner = fields.entry(field.name).or_insert_with(|| Value::Object(Map::new()));
            return match inner {
                Value::Object(inner) => reader.message(key, field.name, |reader| self.message(reader, message, inner)),
                _ => Ok(()),
            };
        }
        let value = scalar(reader, key, field)?;
        fields.insert(field.name.to_owned(), value);
        Ok(())
    }

    fn item(
        &mut self,
        reader: &mut Reader<'_, '_>,
        key: Key,
        field: &Field,
        items: &mut Vec<Value>,
    ) -> Result<(), WireError> {
        match field.kind {
            Kind::Message(message) => {
                let mut inner = Map::new();
                reader.message(key, field.name, |reader| self.message(reader, message, &mut inner))?;
                items.push(Value::Object(inner));
            }
            Kind::Fixed64 => reader.fixed64s(key, field.name, |n| items.push(n.to_string().into()))?,
            Kind::Double => reader.fixed64s(key, field.name, |n| items.push(double(f64::from_bits(n))))?,
            Kind::Uint64 => reader.uint64s(key, field.name, |n| items.push(n.to_string().into()))?,
            _ => items.push(scalar(reader, key, field)?),
        }
        Ok(())
    }
}

/// Integers of 64 bits are text, as everywhere in JSON of protobuf.
fn scalar(reader: &mut Reader<'_, '_>, key: Key, field: &Field) -> Result<Value, WireError> {
    let name = field.name;
    Ok(match field.kind {
        Kind::Text => reader.text(key, name)?.into_owned().into(),
        Kind::Bytes => STANDARD.encode(reader.bytes(key, name)?).into(),
        Kind::Id => hex(reader.bytes(key, name)?).into(),
        Kind::Bool => (reader.uint64(key, name)? != 0).into(),
        Kind::Int64 => (reader.uint64(key, name)? as i64).to_string().into(),
        Kind::Uint32 => reader.uint32(key, name)?.into(),
        Kind::Uint64 => reader.uint64(key, name)?.to_string().into(),
        Kind::Sint32 => reader.sint32(key, name)?.into(),
        Kind::Fixed32 => reader.fixed32(key, name)?.into(),
        Kind::Fixed64 => reader.fixed64(key, name)?.to_string().into(),
        Kind::Sfixed64 => (reader.fixed64(key, name)? as i64).to_string().into(),
        Kind::Double => double(reader.double(key, name)?),
        Kind::Enum(_) => reader.int32(key, name)?.into(),
        // Read by whoever knows where it belongs.
        Kind::Message(_) => Value::Null,
    })
}

fn double(n: f64) -> Value {
    let named = if n.is_nan() {
        "NaN"
    } else if n > 0.0 {
        "Infinity"
    } else {
        "-Infinity"
    };
    Number::from_f64(n).map_or_else(|| named.into(), Value::Number)
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::with_capacity(2 * bytes.len()), |mut text, byte| {
        // Writing to a string cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
