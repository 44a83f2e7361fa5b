//! Writing protobuf: as much of it as rebuilding spans takes. Defaults are left out, as proto3 has it.

use crate::otlp::wire::{KeyValue, Value};

/// A message under construction.
#[derive(Default)]
pub(super) struct Writer(Vec<u8>);

impl Writer {
    pub(super) fn finish(self) -> Vec<u8> {
        self.0
    }

    fn varint(&mut self, mut n: u64) {
        while n >= 0x80 {
            self.0.push((n & 0x7f) as u8 | 0x80);
            n >>= 7;
        }
        self.0.push(n as u8);
    }

    fn key(&mut self, field: u32, wire_type: u32) {
        self.varint(u64::from(field << 3 | wire_type));
    }

    pub(super) fn bytes(&mut self, field: u32, bytes: &[u8]) {
        self.key(field, 2);
        self.varint(bytes.len() as u64);
        self.0.extend_from_slice(bytes);
    }

    pub(super) fn bytes_or_default(&mut self, field: u32, bytes: &[u8]) {
        if !bytes.is_empty() {
            self.bytes(field, bytes);
        }
    }

    pub(super) fn text(&mut self, field: u32, text: &str) {
        self.bytes_or_default(field, text.as_bytes());
    }

    pub(super) fn number(&mut self, field: u32, n: u64) {
        if n != 0 {
            self.key(field, 0);
            self.varint(n);
        }
    }

    /// `int32` and enumerations: negative numbers take ten bytes.
    pub(super) fn signed(&mut self, field: u32, n: i32) {
        self.number(field, i64::from(n) as u64);
    }

    pub(super) fn fixed64(&mut self, field: u32, n: u64) {
        if n != 0 {
            self.key(field, 1);
            self.0.extend_from_slice(&n.to_le_bytes());
        }
    }

    pub(super) fn fixed32(&mut self, field: u32, n: u32) {
        if n != 0 {
            self.key(field, 5);
            self.0.extend_from_slice(&n.to_le_bytes());
        }
    }

    pub(super) fn message<E>(&mut self, field: u32, fill: impl FnOnce(&mut Self) -> Result<(), E>) -> Result<(), E> {
        let mut inner = Self::default();
        fill(&mut inner)?;
        self.bytes(field, &inner.0);
        Ok(())
    }

    /// A `KeyValue`.
    pub(super) fn attribute(&mut self, field: u32, key: &str, value: &Value<'_>) {
        let mut kv = Self::default();
        kv.text(1, key);
        let mut any = Self::default();
        any.value(value);
        kv.bytes(2, &any.0);
        self.bytes(field, &kv.0);
    }

    /// The members of an `AnyValue`. A oneof is written also where it holds a default.
    fn value(&mut self, value: &Value<'_>) {
        match value {
            Value::Empty => {}
            Value::Str(text) => self.bytes(1, text.as_bytes()),
            Value::Bool(b) => {
                self.key(2, 0);
                self.varint(u64::from(*b));
            }
            Value::Int(n) => {
                self.key(3, 0);
                self.varint(*n as u64);
            }
            Value::Double(n) => {
                self.key(4, 1);
                self.0.extend_from_slice(&n.to_bits().to_le_bytes());
            }
            Value::Array(items) => {
                let mut list = Self::default();
                for item in items {
                    let mut any = Self::default();
                    any.value(item);
                    list.bytes(1, &any.0);
                }
                self.bytes(5, &list.0);
            }
            Value::Map(pairs) => {
                let mut list = Self::default();
                for KeyValue { key, value } in pairs {
                    list.attribute(1, key, value);
                }
                self.bytes(6, &list.0);
            }
            Value::Bytes(bytes) => self.bytes(7, bytes),
        }
    }
}
