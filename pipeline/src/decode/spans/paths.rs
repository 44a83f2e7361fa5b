//! What stands at a path in a JSON text: `a.b` is a member of a member, `a.0` an element.

use std::borrow::Cow;

use super::{content::is_empty, scan, shapes};

/// The value at a path in a JSON object: `a.b` is a member of a member, `a.0` an element.
fn at<'v>(json: &'v str, path: &str) -> Option<&'v str> {
    scan::is_json(json).then(|| scan::at(json, path)).flatten()
}

/// The value at the first of these paths that `read` can use.
fn first<'v, T>(members: &[scan::Member<'v>], paths: &[&str], read: impl Fn(&'v str) -> Option<T>) -> Option<T> {
    paths.iter().find_map(|path| {
        read(match path.split_once('.') {
            None => shapes::get(members, path)?,
            Some((first, rest)) => scan::at(shapes::get(members, first)?, rest)?,
        })
    })
}

fn text_of(raw: &str) -> Option<Cow<'_, str>> {
    unquote(raw).filter(|text| !text.is_empty())
}

/// The integer at the first of these paths that is in a JSON object.
pub(super) fn json_int(json: &str, paths: &[&str]) -> Option<i64> {
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    first(&members, paths, |raw| raw.parse().ok().or_else(|| raw.strip_suffix(".0")?.parse().ok()))
}

/// The number at a path in a JSON object.
pub(super) fn json_number(json: &str, path: &str) -> Option<f64> {
    at(json, path)?.parse().ok()
}

/// Whether the text is a JSON object that has this member.
pub(super) fn json_has(json: &str, member: &str) -> bool {
    at(json, member).is_some()
}

/// The text at a path in a JSON object.
pub(super) fn json_member<'v>(json: &'v str, path: &str) -> Option<Cow<'v, str>> {
    text_of(at(json, path)?)
}

/// The same of a text that is known to be JSON, such as an item of a list.
pub(super) fn member<'v>(json: &'v str, path: &str) -> Option<Cow<'v, str>> {
    text_of(scan::at(json, path)?)
}

/// The text at the first of these paths that is in a JSON object.
pub(super) fn json_text<'v>(json: &'v str, paths: &[&str]) -> Option<Cow<'v, str>> {
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    first(&members, paths, text_of)
}

/// As [`json_text`], of the response of a model: the answer of one may be JSON with any members.
pub(super) fn response_text<'v>(json: &'v str, paths: &[&str]) -> Option<Cow<'v, str>> {
    const SIGNS: &[&str] =
        &["choices", "usage", "usage_metadata", "usageMetadata", "generations", "stop_reason", "data"];
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    SIGNS.iter().any(|sign| shapes::get(&members, sign).is_some()).then(|| first(&members, paths, text_of)).flatten()
}

/// What stands at the first of these paths in a JSON object: the text, or the JSON.
pub(super) fn json_body<'v>(json: &'v str, paths: &[&str]) -> Option<Cow<'v, str>> {
    let mut members = Vec::new();
    scan::members(json, &mut members)?;
    first(&members, paths, |raw| match raw {
        _ if raw.starts_with('"') => text_of(raw),
        _ => (!is_empty(raw)).then_some(Cow::Borrowed(raw)),
    })
}

/// The first text of a JSON array, or the text of a JSON string.
pub(super) fn first_string(json: &str) -> Option<Cow<'_, str>> {
    if json.starts_with('"') {
        return scan::is_json(json).then(|| unquote(json.trim())).flatten().filter(|text| !text.is_empty());
    }
    let mut elements = Vec::new();
    scan::elements(json, &mut elements)?;
    unquote(elements.first()?).filter(|text| !text.is_empty())
}

/// The text of a JSON string.
pub(super) fn unquote(raw: &str) -> Option<Cow<'_, str>> {
    let inner = raw.strip_prefix('"')?.strip_suffix('"')?;
    if !inner.contains('\\') {
        return Some(Cow::Borrowed(inner));
    }
    serde_json::from_str(raw).ok().map(Cow::Owned)
}
