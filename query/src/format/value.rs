//! One value of an Arrow array as text or as JSON.

use std::fmt::Write as _;

use arrow::array::{Array, AsArray, UnionArray, timezone::Tz};
use arrow::datatypes::{
    DataType, Decimal32Type, Decimal64Type, Decimal128Type, Decimal256Type, Float16Type, Float32Type, Float64Type,
    Int8Type, Int16Type, Int32Type, Int64Type, TimeUnit, UInt8Type, UInt16Type, UInt32Type, UInt64Type,
};
use arrow::util::display::{ArrayFormatter, FormatOptions};
use chrono::{DateTime, SecondsFormat};

/// Appends the value as JSON.
pub(super) fn json(out: &mut String, array: &dyn Array, row: usize) {
    if array.is_null(row) || array.data_type().is_null() {
        out.push_str("null");
        return;
    }
    match array.data_type() {
        DataType::Boolean => out.push_str(if array.as_boolean().value(row) { "true" } else { "false" }),
        data_type if data_type.is_numeric() => number(out, array, row),
        DataType::List(_) => list(out, array.as_list::<i32>().value(row).as_ref()),
        DataType::LargeList(_) => list(out, array.as_list::<i64>().value(row).as_ref()),
        DataType::FixedSizeList(..) => list(out, array.as_fixed_size_list().value(row).as_ref()),
        DataType::ListView(_) => list(out, array.as_list_view::<i32>().value(row).as_ref()),
        DataType::LargeListView(_) => list(out, array.as_list_view::<i64>().value(row).as_ref()),
        DataType::Struct(fields) => {
            let columns = array.as_struct();
            object(
                out,
                fields
                    .iter()
                    .zip(columns.columns())
                    .map(|(field, column)| (field.name().clone(), column.as_ref(), row)),
            );
        }
        DataType::Map(..) => {
            let entries = array.as_map().value(row);
            let (keys, values) = (entries.column(0), entries.column(1));
            object(
                out,
                (0..entries.len()).map(|entry| {
                    let mut key = String::new();
                    text(&mut key, keys.as_ref(), entry);
                    (key, values.as_ref(), entry)
                }),
            );
        }
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            match dictionary.normalized_keys().get(row) {
                Some(key) => json(out, dictionary.values().as_ref(), *key),
                None => out.push_str("null"),
            }
        }
        DataType::Union(..) => match array.as_any().downcast_ref::<UnionArray>() {
            Some(union) => member(out, union, row),
            None => out.push_str("null"),
        },
        _ => {
            let mut value = String::new();
            text(&mut value, array, row);
            quote(out, &value);
        }
    }
}

/// Appends the value as plain text; nothing for null. Nested values are JSON.
pub(super) fn text(out: &mut String, array: &dyn Array, row: usize) {
    if array.is_null(row) || array.data_type().is_null() {
        return;
    }
    match array.data_type() {
        DataType::Utf8 => out.push_str(array.as_string::<i32>().value(row)),
        DataType::LargeUtf8 => out.push_str(array.as_string::<i64>().value(row)),
        DataType::Utf8View => out.push_str(array.as_string_view().value(row)),
        DataType::Timestamp(unit, zone) => timestamp(out, *unit, zone.as_deref(), array, row),
        DataType::Binary => hex(out, array.as_binary::<i32>().value(row)),
        DataType::LargeBinary => hex(out, array.as_binary::<i64>().value(row)),
        DataType::BinaryView => hex(out, array.as_binary_view().value(row)),
        DataType::FixedSizeBinary(_) => hex(out, array.as_fixed_size_binary().value(row)),
        DataType::Float64 => float_text(out, array.as_primitive::<Float64Type>().value(row)),
        DataType::Float32 => float_text(out, f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Union(..) => union_text(out, array, row),
        DataType::Dictionary(..) => {
            let dictionary = array.as_any_dictionary();
            if let Some(key) = dictionary.normalized_keys().get(row) {
                text(out, dictionary.values().as_ref(), *key);
            }
        }
        data_type if data_type.is_nested() || data_type.is_integer() => json(out, array, row),
        _ => display(out, array, row),
    }
}

/// A JSON union that holds a text is that text; all else is JSON.
fn union_text(out: &mut String, array: &dyn Array, row: usize) {
    let Some(union) = array.as_any().downcast_ref::<UnionArray>() else { return };
    let value = union.value(row);
    match value.data_type() {
        DataType::Null => {}
        DataType::Utf8 if !value.is_null(0) => out.push_str(value.as_string::<i32>().value(0)),
        _ => json(out, array, row),
    }
}

/// A member of the union of the JSON functions: `array` and `object` hold JSON text as it was.
fn member(out: &mut String, union: &UnionArray, row: usize) {
    let value = union.value(row);
    let type_id = union.type_id(row);
    let name = match union.data_type() {
        DataType::Union(fields, _) => {
            fields.iter().find(|(id, _)| *id == type_id).map(|(_, field)| field.name().as_str())
        }
        _ => None,
    };
    if matches!(name, Some("array" | "object")) && value.data_type() == &DataType::Utf8 && !value.is_null(0) {
        let raw = value.as_string::<i32>().value(0);
        // The functions cut it out of a document without reading all of it.
        if serde_json::from_str::<&serde_json::value::RawValue>(raw).is_ok() {
            push_minified(out, raw);
            return;
        }
    }
    json(out, value.as_ref(), 0);
}

/// Line breaks between JSON tokens would break `jsonl`; in JSON text they are nothing but white space.
fn push_minified(out: &mut String, raw: &str) {
    out.extend(raw.chars().map(|c| if matches!(c, '\n' | '\r') { ' ' } else { c }));
}

fn list(out: &mut String, values: &dyn Array) {
    out.push('[');
    for row in 0..values.len() {
        if row > 0 {
            out.push(',');
        }
        json(out, values, row);
    }
    out.push(']');
}

fn object<'a>(out: &mut String, members: impl Iterator<Item = (String, &'a dyn Array, usize)>) {
    out.push('{');
    for (count, (key, value, row)) in members.enumerate() {
        if count > 0 {
            out.push(',');
        }
        quote(out, &key);
        out.push(':');
        json(out, value, row);
    }
    out.push('}');
}

/// Appends a JSON string.
pub(super) fn quote(out: &mut String, text: &str) {
    match serde_json::to_string(text) {
        Ok(quoted) => out.push_str(&quoted),
        Err(_) => out.push_str("\"\""),
    }
}

fn number(out: &mut String, array: &dyn Array, row: usize) {
    macro_rules! integer {
        ($type:ty) => {{
            let _ = write!(out, "{}", array.as_primitive::<$type>().value(row));
        }};
    }
    macro_rules! decimal {
        ($type:ty) => {
            out.push_str(&array.as_primitive::<$type>().value_as_string(row))
        };
    }
    match array.data_type() {
        DataType::Int8 => integer!(Int8Type),
        DataType::Int16 => integer!(Int16Type),
        DataType::Int32 => integer!(Int32Type),
        DataType::Int64 => integer!(Int64Type),
        DataType::UInt8 => integer!(UInt8Type),
        DataType::UInt16 => integer!(UInt16Type),
        DataType::UInt32 => integer!(UInt32Type),
        DataType::UInt64 => integer!(UInt64Type),
        DataType::Float16 => float(out, f64::from(array.as_primitive::<Float16Type>().value(row))),
        DataType::Float32 => float(out, f64::from(array.as_primitive::<Float32Type>().value(row))),
        DataType::Float64 => float(out, array.as_primitive::<Float64Type>().value(row)),
        DataType::Decimal32(..) => decimal!(Decimal32Type),
        DataType::Decimal64(..) => decimal!(Decimal64Type),
        DataType::Decimal128(..) => decimal!(Decimal128Type),
        DataType::Decimal256(..) => decimal!(Decimal256Type),
        _ => out.push_str("null"),
    }
}

/// Shortest text that reads back as the same number; null where JSON has no number.
fn float(out: &mut String, value: f64) {
    match serde_json::Number::from_f64(value) {
        Some(number) => {
            let _ = write!(out, "{number}");
        }
        None => out.push_str("null"),
    }
}

fn float_text(out: &mut String, value: f64) {
    if value.is_finite() {
        float(out, value);
    } else {
        out.push_str(if value.is_nan() {
            "NaN"
        } else if value > 0.0 {
            "Infinity"
        } else {
            "-Infinity"
        });
    }
}

/// The time as its zone's clocks show it, with the offset.
fn timestamp(out: &mut String, unit: TimeUnit, zone: Option<&str>, array: &dyn Array, row: usize) {
    use arrow::datatypes::{
        TimestampMicrosecondType, TimestampMillisecondType, TimestampNanosecondType, TimestampSecondType,
    };
    let (time, nanos) = match unit {
        TimeUnit::Second => {
            (DateTime::from_timestamp(array.as_primitive::<TimestampSecondType>().value(row), 0), false)
        }
        TimeUnit::Millisecond => {
            (DateTime::from_timestamp_millis(array.as_primitive::<TimestampMillisecondType>().value(row)), false)
        }
        TimeUnit::Microsecond => {
            (DateTime::from_timestamp_micros(array.as_primitive::<TimestampMicrosecondType>().value(row)), false)
        }
        TimeUnit::Nanosecond => {
            let value = array.as_primitive::<TimestampNanosecondType>().value(row);
            (Some(DateTime::from_timestamp_nanos(value)), value % 1_000 != 0)
        }
    };
    match time {
        Some(time) => {
            let format = if nanos { SecondsFormat::Nanos } else { SecondsFormat::Micros };
            match zone.filter(|zone| *zone != "UTC").and_then(|zone| zone.parse::<Tz>().ok()) {
                Some(zone) => out.push_str(&time.with_timezone(&zone).to_rfc3339_opts(format, true)),
                None => out.push_str(&time.to_rfc3339_opts(format, true)),
            }
        }
        // Beyond the years that the calendar knows.
        None => {
            let seconds = arrow::compute::cast(&array.slice(row, 1), &DataType::Int64);
            match seconds.ok().as_ref().and_then(|n| n.as_primitive_opt::<Int64Type>()).map(|n| n.value(0)) {
                Some(count) => {
                    let _ = write!(out, "{count} {unit} since 1970");
                }
                None => display(out, array, row),
            }
        }
    }
}

fn hex(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "{byte:02x}");
    }
}

fn display(out: &mut String, array: &dyn Array, row: usize) {
    let options = FormatOptions::new().with_display_error(true);
    if let Ok(formatter) = ArrayFormatter::try_new(array, &options) {
        let _ = write!(out, "{}", formatter.value(row));
    }
}
