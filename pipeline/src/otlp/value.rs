//! `AnyValue` to and from the JSON text of the tail columns.
//!
//! | value | JSON |
//! |---|---|
//! | text, boolean | string, boolean |
//! | int, double | told apart by spelling: `1`, `1.0` |
//! | NaN, infinities | `{"$double":"NaN"}`, `"Infinity"`, `"-Infinity"` |
//! | bytes | `{"$bytes":"<base64>"}` |
//! | array, kvlist | array, object (keys may repeat) |
//! | kvlist whose first key starts with `$` | `{"$map":{...}}`, keys inside as they are |
//! | no value | `null` |
//!
//! An object of attributes ([`write_object`]) shares its keys with what custos adds (`$dropped_attributes_count`, ...),
//! so there a key that starts with `$` is written with a second one.

use std::{borrow::Cow, fmt::Write};

use base64::{Engine, engine::general_purpose::STANDARD};
use custos_model::limits::MAX_DEPTH;

use super::lexer::{Kind, LexError, Lexer, plain_len};
pub use super::wire::{KeyValue, OwnedValue, Value};

/// JSON text that is not one of ours.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{what} at byte {position}")]
pub struct ValueError {
    /// Offset in the text, bytes.
    pub position: usize,
    /// What is wrong; one of a fixed set.
    pub what: &'static str,
}

impl From<LexError> for ValueError {
    fn from(error: LexError) -> Self {
        Self { position: error.position, what: error.what }
    }
}

/// JSON nesting that one level of `AnyValue` can take is two (`$map`); some more for what is around it.
const MAX_NESTING: usize = 2 * MAX_DEPTH + 8;

/// Appends a JSON string.
pub fn write_str(out: &mut String, text: &str) {
    out.reserve(text.len() + 2);
    out.push('"');
    write_escaped(out, text);
    out.push('"');
}

fn write_escaped(out: &mut String, text: &str) {
    let mut rest = text;
    loop {
        let (plain, tail) = rest.split_at(plain_len(rest.as_bytes()));
        out.push_str(plain);
        let mut chars = tail.chars();
        match chars.next() {
            None => return,
            Some('"') => out.push_str("\\\""),
            Some('\\') => out.push_str("\\\\"),
            Some('\n') => out.push_str("\\n"),
            Some('\r') => out.push_str("\\r"),
            Some('\t') => out.push_str("\\t"),
            Some(control) => {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{:04x}", u32::from(control));
            }
        }
        rest = chars.as_str();
    }
}

/// Appends an integer.
pub fn write_int(out: &mut String, n: impl std::fmt::Display) {
    // Writing to a string cannot fail.
    let _ = write!(out, "{n}");
}

/// Appends a double: with a point or an exponent, or `{"$double":...}` where JSON has no number for it.
pub fn write_double(out: &mut String, n: f64) {
    if n.is_finite() {
        let _ = write!(out, "{n:?}");
    } else {
        let name = if n.is_nan() {
            "NaN"
        } else if n > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        };
        let _ = write!(out, "{{\"$double\":\"{name}\"}}");
    }
}

/// Appends a value.
pub fn write_value(out: &mut String, value: &Value<'_>) {
    match value {
        Value::Empty => out.push_str("null"),
        Value::Str(text) => write_str(out, text),
        Value::Bool(true) => out.push_str("true"),
        Value::Bool(false) => out.push_str("false"),
        Value::Int(n) => write_int(out, n),
        Value::Double(n) => write_double(out, *n),
        Value::Bytes(bytes) => {
            out.push_str("{\"$bytes\":\"");
            STANDARD.encode_string(bytes, out);
            out.push_str("\"}");
        }
        Value::Array(items) => {
            out.push('[');
            for (i, item) in items.iter().enumerate() {
                if i > 0 {
                    out.push(',');
                }
                write_value(out, item);
            }
            out.push(']');
        }
        Value::Map(pairs) => write_map(out, pairs),
    }
}

fn write_map(out: &mut String, pairs: &[KeyValue<'_>]) {
    let wrap = pairs.first().is_some_and(|kv| kv.key.starts_with('$'));
    out.push_str(if wrap { "{\"$map\":{" } else { "{" });
    for (i, kv) in pairs.iter().enumerate() {
        if i > 0 {
            out.push(',');
        }
        write_str(out, &kv.key);
        out.push(':');
        write_value(out, &kv.value);
    }
    out.push_str(if wrap { "}}" } else { "}" });
}

/// Appends an object of attributes; `$` at the start of a key is doubled.
pub fn write_object<'k, 'v, 'a: 'v>(out: &mut String, pairs: impl IntoIterator<Item = (&'k str, &'v Value<'a>)>) {
    out.push('{');
    write_members(out, pairs, true);
    out.push('}');
}

/// Appends members of an object of attributes, without its braces. `first` says whether they are its first members.
/// Returns whether the next member is still the first.
pub fn write_members<'k, 'v, 'a: 'v>(
    out: &mut String,
    pairs: impl IntoIterator<Item = (&'k str, &'v Value<'a>)>,
    mut first: bool,
) -> bool {
    for (key, value) in pairs {
        if !std::mem::take(&mut first) {
            out.push(',');
        }
        out.push_str(if key.starts_with('$') { "\"$" } else { "\"" });
        write_escaped(out, key);
        out.push('"');
        out.push(':');
        write_value(out, value);
    }
    first
}

/// Reads a value back: the inverse of [`write_value`].
///
/// # Errors
/// When the text is not JSON, nests too deep, or holds an escape object that is not one.
pub fn read_value(json: &str) -> Result<OwnedValue, ValueError> {
    let mut lexer = Lexer::new(json);
    let value = value(&mut lexer, MAX_NESTING)?;
    lexer.end()?;
    Ok(value.into_owned())
}

/// Reads the members of an object in order, keys as they are written (`$$` stays doubled; [`key_of`] undoes it).
///
/// # Errors
/// When the text is not a JSON object, or as [`read_value`].
pub fn read_object(json: &str) -> Result<Vec<KeyValue<'static>>, ValueError> {
    let mut lexer = Lexer::new(json);
    let pairs = members(&mut lexer, MAX_NESTING)?;
    lexer.end()?;
    Ok(pairs.into_iter().map(KeyValue::into_owned).collect())
}

/// The attribute key of a key in an object of attributes; `None` for what custos added.
pub fn key_of(written: &str) -> Option<&str> {
    match written.strip_prefix('$') {
        None => Some(written),
        Some(rest) if rest.starts_with('$') => Some(rest),
        Some(_) => None,
    }
}

fn value<'a>(lexer: &mut Lexer<'a>, depth: usize) -> Result<Value<'a>, ValueError> {
    let Some(inner) = depth.checked_sub(1) else { return Err(lexer.fail("nested too deep").into()) };
    Ok(match lexer.peek()? {
        Kind::Null => lexer.null().map(|()| Value::Empty)?,
        Kind::Bool => Value::Bool(lexer.bool()?),
        Kind::Str => Value::Str(lexer.string()?),
        Kind::Number => number(lexer)?,
        Kind::Array => {
            let (mut items, mut first) = (Vec::new(), true);
            lexer.begin_array()?;
            while lexer.next_item(&mut first)? {
                items.push(value(lexer, inner)?);
            }
            Value::Array(items)
        }
        Kind::Object => object(lexer, inner)?,
    })
}

fn number<'a>(lexer: &mut Lexer<'_>) -> Result<Value<'a>, ValueError> {
    let text = lexer.number()?;
    if text.bytes().all(|b| b.is_ascii_digit() || b == b'-')
        && let Ok(n) = text.parse()
    {
        return Ok(Value::Int(n));
    }
    text.parse().map(Value::Double).map_err(|_| lexer.fail("invalid number").into())
}

fn object<'a>(lexer: &mut Lexer<'a>, depth: usize) -> Result<Value<'a>, ValueError> {
    let mut probe = lexer.clone();
    probe.begin_object()?;
    let mut first = true;
    let escape = match probe.next_key(&mut first)? {
        Some(key) if key.starts_with('$') => key,
        _ => return Ok(Value::Map(members(lexer, depth)?)),
    };
    let result = match &*escape {
        "$map" => Value::Map(members(&mut probe, depth)?),
        "$bytes" => match STANDARD.decode(probe.string()?.as_bytes()) {
            Ok(bytes) => Value::Bytes(Cow::Owned(bytes)),
            Err(_) => return Err(probe.fail("invalid base64").into()),
        },
        "$double" => match &*probe.string()? {
            "NaN" => Value::Double(f64::NAN),
            "Infinity" => Value::Double(f64::INFINITY),
            "-Infinity" => Value::Double(f64::NEG_INFINITY),
            _ => return Err(probe.fail("invalid $double").into()),
        },
        _ => return Err(probe.fail("unknown escape object").into()),
    };
    if probe.next_key(&mut first)?.is_some() {
        return Err(probe.fail("escape object with more than one member").into());
    }
    *lexer = probe;
    Ok(result)
}

fn members<'a>(lexer: &mut Lexer<'a>, depth: usize) -> Result<Vec<KeyValue<'a>>, ValueError> {
    let Some(inner) = depth.checked_sub(1) else { return Err(lexer.fail("nested too deep").into()) };
    let (mut pairs, mut first) = (Vec::new(), true);
    lexer.begin_object()?;
    while let Some(key) = lexer.next_key(&mut first)? {
        pairs.push(KeyValue { key, value: value(lexer, inner)? });
    }
    Ok(pairs)
}
