//! An OTLP/JSON export request. Attributes are shown to the engine as the collector shows them: as JSON under their
//! keys.
//!
//! How deep a request nests was limited by whoever read it: 127 levels of JSON, or of protobuf what the collector
//! takes.

use std::io::Write;

use custos_processors::redact::{RedactEngine, Type};
use serde_json::{Map, Value, json};

use super::{
    explain::Explainer,
    traces::{Place, Traces},
};

/// Fields that hold ids, times and counts: not touched, as in the collector, which takes nothing else there.
const SKIPPED: &[&str] = &[
    "traceId", "spanId", "parentSpanId", "startTimeUnixNano", "endTimeUnixNano", "timeUnixNano",
    "observedTimeUnixNano", "kind", "code", "severityNumber", "count", "asInt", "bucketCounts", "zeroCount",
];

/// The body of a log record that is to go.
const DROPPED: &str = "[DROPPED]";

/// Whether a field holds what only a field of [`SKIPPED`] may: an id in hex, a number, or the name of an enumeration.
fn is_skipped(name: &str, value: &Value) -> bool {
    const ENUMS: &[&str] = &["SPAN_KIND_", "STATUS_CODE_", "SEVERITY_NUMBER_"];
    let is_plain = |text: &str| {
        if name.ends_with("Id") {
            return matches!(text.len(), 0 | 16 | 32) && text.bytes().all(|b| b.is_ascii_hexdigit());
        }
        let digits = text.strip_prefix('-').unwrap_or(text);
        let name = ENUMS.iter().find_map(|prefix| text.strip_prefix(prefix));
        digits.len() <= 20 && digits.bytes().all(|b| b.is_ascii_digit())
            || name.is_some_and(|name| name.len() <= 12 && name.bytes().all(|b| b.is_ascii_alphanumeric()))
    };
    SKIPPED.contains(&name)
        && match value {
            Value::String(text) => is_plain(text),
            Value::Array(items) => items.iter().all(|item| is_skipped(name, item)),
            Value::Object(_) => false,
            Value::Null | Value::Bool(_) | Value::Number(_) => true,
        }
}

/// Whether it is base64 as it is written, padded.
fn is_base64(text: &str) -> bool {
    let digits = text.trim_end_matches('=');
    let is_digit = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'+' | b'/');
    text.len().is_multiple_of(4) && text.len() - digits.len() <= 2 && digits.bytes().all(is_digit)
}

/// Redacts every string of a request in place.
pub(super) fn redact(
    engine: &RedactEngine,
    request: &mut Value,
    explainer: Option<&Explainer<'_>>,
    out: &mut dyn Write,
) -> anyhow::Result<()> {
    let mut walker = Walker {
        engine,
        explainer: None,
        out,
        path: String::new(),
        place: Place::default(),
        traces: Traces::default(),
        dropped: false,
    };
    let mut first = request.clone();
    walker.message(&mut first)?;
    if explainer.is_none() && walker.traces.is_empty() {
        *request = first;
        return Ok(());
    }
    walker.traces.share();
    walker.explainer = explainer;
    walker.message(request)
}

struct Walker<'a> {
    engine: &'a RedactEngine,
    explainer: Option<&'a Explainer<'a>>,
    out: &'a mut dyn Write,
    path: String,
    place: Place,
    traces: Traces,
    /// The attribute at hand is to go, key and all.
    dropped: bool,
}

impl Walker<'_> {
    /// Goes one step down the path.
    fn step(&mut self, step: &str, f: impl FnOnce(&mut Self) -> anyhow::Result<()>) -> anyhow::Result<()> {
        let len = self.path.len();
        self.path.push_str(step);
        let result = f(self);
        self.path.truncate(len);
        result
    }

    /// What a text becomes when anything is removed from it.
    fn inspect(&mut self, text: &str, json: bool) -> anyhow::Result<Option<String>> {
        let (new, found) = self.traces.inspect(self.engine, &self.place, text, json);
        if let Some(explainer) = self.explainer {
            explainer.at_path(&self.path, text, &found, self.out)?;
        }
        Ok(new)
    }

    fn message(&mut self, value: &mut Value) -> anyhow::Result<()> {
        match value {
            Value::String(text) => {
                if let Some(new) = self.inspect(text, false)? {
                    *text = new;
                }
                Ok(())
            }
            Value::Array(items) => {
                for (i, item) in items.iter_mut().enumerate() {
                    let place = self.place.enter(&self.path, i, item.get("traceId").and_then(Value::as_str));
                    let around = std::mem::replace(&mut self.place, place);
                    self.step(&format!("[{i}]"), |w| w.message(item))?;
                    self.place = around;
                }
                Ok(())
            }
            Value::Object(fields) => {
                self.names(fields)?;
                for (name, child) in fields.iter_mut().filter(|(name, child)| !is_skipped(name, child)) {
                    let dot = if self.path.is_empty() { "" } else { "." };
                    self.step(&format!("{dot}{name}"), |w| match (name.as_str(), &mut *child) {
                        ("attributes" | "filteredAttributes" | "metadata", Value::Array(pairs)) => {
                            w.attributes(pairs, &[])
                        }
                        ("body", body) => {
                            w.any(body, &["body".to_owned()])?;
                            if std::mem::take(&mut w.dropped) {
                                *body = json!({"stringValue": DROPPED});
                            }
                            Ok(())
                        }
                        (_, child) => w.message(child),
                    })?;
                }
                Ok(())
            }
            Value::Null | Value::Bool(_) | Value::Number(_) => Ok(()),
        }
    }

    /// Names of fields that OTLP does not have may hold anything.
    fn names(&mut self, fields: &mut Map<String, Value>) -> anyhow::Result<()> {
        let known = |name: &String| name.bytes().all(|b| b.is_ascii_alphabetic());
        if fields.keys().all(known) {
            return Ok(());
        }
        for (name, value) in std::mem::take(fields) {
            let new = self.inspect(&name, false)?.unwrap_or(name);
            let mut free = new.clone();
            let mut n = 1;
            while fields.contains_key(&free) {
                n += 1;
                free = format!("{new} #{n}");
            }
            fields.insert(free, value);
        }
        Ok(())
    }

    /// Members that a message of this kind does not have.
    fn others(&mut self, fields: &mut Map<String, Value>, known: &[&str]) -> anyhow::Result<()> {
        for (_, other) in fields.iter_mut().filter(|(name, _)| !known.contains(&name.as_str())) {
            self.message(other)?;
        }
        Ok(())
    }

    /// Key-value pairs under the keys `around`. Keys that hold something to remove are renamed, each to a name of its
    /// own.
    fn attributes(&mut self, pairs: &mut Vec<Value>, around: &[String]) -> anyhow::Result<()> {
        let mut renamed = 0;
        let mut gone = Vec::new();
        for (i, pair) in pairs.iter_mut().enumerate() {
            let Some(pair) = pair.as_object_mut() else {
                self.message(pair)?;
                continue;
            };
            self.names(pair)?;
            self.others(pair, &["key", "value"])?;
            let key = pair.get("key").and_then(Value::as_str).unwrap_or_default().to_owned();
            let mut keys = around.to_vec();
            keys.push(key.clone());
            let value = pair.entry("value").or_insert(Value::Null);
            // The path is printed: no key may show what it hides.
            let shown = self.engine.redact_text(&key, false).unwrap_or_else(|| key.clone());
            let new = match value {
                Value::Null => self.leaf(&keys, &Value::Null)?.map(|(key, _)| key),
                value => {
                    let mut new = None;
                    self.step(&format!("[{shown}]"), |w| {
                        new = w.any(value, &keys)?;
                        Ok(())
                    })?;
                    new
                }
            };
            if around.is_empty() && std::mem::take(&mut self.dropped) {
                gone.push(i);
            } else if let Some(mut new) = new.filter(|new| *new != key) {
                renamed += 1;
                if renamed > 1 {
                    new.push_str(&format!(" #{renamed}"));
                }
                pair.insert("key".to_owned(), new.into());
            }
        }
        for i in gone.into_iter().rev() {
            pairs.remove(i);
        }
        Ok(())
    }

    /// An `AnyValue` under `keys`. Returns what the last key became.
    fn any(&mut self, value: &mut Value, keys: &[String]) -> anyhow::Result<Option<String>> {
        let Some(fields) = value.as_object_mut() else {
            // No `AnyValue`: as what it looks like.
            let Some((key, new)) = self.leaf(keys, value)? else { return Ok(None) };
            *value = new;
            return Ok(Some(key));
        };
        self.names(fields)?;
        let kinds = ["arrayValue", "kvlistValue"];
        let taken = kinds.into_iter().find(|kind| fields.contains_key(*kind));
        let taken = taken.map(str::to_owned).or_else(|| fields.keys().next().cloned()).unwrap_or_default();
        self.others(fields, &[&taken])?;
        if kinds.contains(&taken.as_str()) {
            match fields.get_mut(&taken) {
                Some(Value::Object(list)) if list.get("values").is_some_and(Value::is_array) => {
                    self.others(list, &["values"])?;
                }
                Some(other) => return self.message(other).map(|()| None),
                None => {}
            }
        }
        if let Some(list) = fields.get_mut("arrayValue").and_then(|a| a.get_mut("values")).and_then(Value::as_array_mut)
        {
            let mut key = None;
            for item in list {
                key = self.any(item, keys)?.or(key);
            }
            return Ok(key);
        }
        if let Some(pairs) =
            fields.get_mut("kvlistValue").and_then(|a| a.get_mut("values")).and_then(Value::as_array_mut)
        {
            self.attributes(pairs, keys)?;
            return Ok(self.leaf(keys, &Value::Null)?.map(|(key, _)| key));
        }
        let Some(leaf) = fields.get(&taken).cloned() else { return Ok(None) };
        let name = taken;
        let plain = match (name.as_str(), &leaf) {
            // 64-bit integers are strings in OTLP/JSON and numbers to people.
            ("intValue", Value::String(digits)) => digits.parse::<i64>().map_or(leaf.clone(), Value::from),
            ("bytesValue", Value::String(_)) => json!({ "$bytes": leaf }),
            _ => leaf,
        };
        let Some((key, new)) = self.leaf(keys, &plain)? else { return Ok(None) };
        if new != plain {
            fields.remove(&name);
            match new {
                Value::Object(mut bytes) if name == "bytesValue" => {
                    let new = bytes.remove("$bytes").unwrap_or_default();
                    // A mark in place of all of it is no base64.
                    let kind = if new.as_str().is_some_and(is_base64) { name.as_str() } else { "stringValue" };
                    fields.insert(kind.to_owned(), new);
                }
                Value::String(text) => {
                    fields.insert("stringValue".to_owned(), text.into());
                }
                _ => {
                    fields.insert("stringValue".to_owned(), Type::RedactionFailed.mark().into());
                }
            }
        }
        Ok(Some(key))
    }

    /// A value under its keys, as a document. Returns the last key and the value when anything was removed.
    fn leaf(&mut self, keys: &[String], value: &Value) -> anyhow::Result<Option<(String, Value)>> {
        let document = keys.iter().rev().fold(value.clone(), |inner, key| {
            let mut object = Map::new();
            object.insert(key.clone(), inner);
            Value::Object(object)
        });
        let text = document.to_string();
        let Some(new) = self.inspect(&text, true)? else { return Ok(None) };
        let failed = || (Type::RedactionFailed.mark().to_owned(), Value::from(Type::RedactionFailed.mark()));
        let Ok(mut inner) = serde_json::from_str::<Value>(&new) else { return Ok(Some(failed())) };
        let mut last = String::new();
        for i in 0..keys.len() {
            let Value::Object(object) = inner else { return Ok(Some(failed())) };
            let Some((key, value)) = object.into_iter().next() else {
                self.dropped |= i == 0;
                return Ok(Some(failed()));
            };
            last = key;
            inner = value;
        }
        Ok(Some((last, inner)))
    }
}

#[cfg(test)]
mod tests {
    use custos_processors::redact::{
        RedactConfig,
        policy::{Policy, PolicyRow, PolicySettings},
    };

    use super::*;

    fn redacted(mut request: Value) -> String {
        redact(&RedactEngine::default(), &mut request, None, &mut std::io::sink()).unwrap();
        request.to_string()
    }

    #[test]
    fn what_is_no_otlp_in_a_request_is_redacted_too() {
        const MAIL: &str = "anna.berg@firma-nord.de";
        let span =
            |member: &str, value: Value| json!({"resourceSpans": [{"scopeSpans": [{"spans": [{member: value}]}]}]});
        let attribute = |value: Value| span("attributes", json!([{"key": "k", "value": value}]));
        let bad = [
            span("traceId", json!(MAIL)),
            span("kind", json!(MAIL)),
            span("count", json!([MAIL])),
            span("code", json!({"a": MAIL})),
            span("startTimeUnixNano", json!(MAIL)),
            span(MAIL, json!(1)),
            span("attributes", json!([MAIL, {"key": "k", "note": MAIL}, {MAIL: 1}])),
            attribute(json!(MAIL)),
            attribute(json!([MAIL])),
            attribute(json!({"stringValue": "x", "other": MAIL})),
            attribute(json!({MAIL: "x"})),
            attribute(json!({"arrayValue": {"values": [{"stringValue": MAIL}], "other": MAIL}})),
            attribute(json!({"arrayValue": MAIL})),
            attribute(json!({"kvlistValue": {"values": MAIL}})),
        ];
        for request in bad {
            let got = redacted(request.clone());
            assert!(!got.contains(MAIL) && got.contains("[EMAIL]"), "{request}: {got}");
        }
        // All of it digits of hex.
        assert!(redacted(span("kind", json!("DE65035643102848985825"))).contains("[IBAN]"));
    }

    #[test]
    fn attributes_that_a_policy_drops_go_as_in_the_collector() {
        let row =
            PolicyRow { types: vec!["EMAIL".to_owned()], action: "drop_attribute".to_owned(), ..PolicyRow::default() };
        let settings = PolicySettings { policies: vec![row], ..PolicySettings::default() };
        let policy = Policy::new(settings, None, None).unwrap();
        let engine = RedactEngine::new(RedactConfig { policy, ..RedactConfig::default() });
        let text = |text: &str| json!({"stringValue": text});
        let pair = |key: &str, value: Value| json!({"key": key, "value": value});
        let nested =
            json!({"kvlistValue": {"values": [pair("x", text("anna.berg@firma-nord.de")), pair("y", text("z"))]}});
        let list = json!({"arrayValue": {"values": [text("a"), text("anna.berg@firma-nord.de")]}});
        let span =
            |attributes: Value| json!({"resourceSpans": [{"scopeSpans": [{"spans": [{"attributes": attributes}]}]}]});
        let log = |body: Value, attributes: Value| json!({"logRecords": [{"body": body, "attributes": attributes}]});
        let kept = [pair("a", text("x")), pair("e", text("y"))];
        let mut request = span(json!([
            kept[0],
            pair("b", text("anna.berg@firma-nord.de")),
            pair("c", nested.clone()),
            pair("d", list),
            kept[1],
        ]));
        redact(&engine, &mut request, None, &mut std::io::sink()).unwrap();
        assert_eq!(request, span(json!(kept)));
        let mut request = log(nested, json!(kept));
        redact(&engine, &mut request, None, &mut std::io::sink()).unwrap();
        assert_eq!(request, log(text("[DROPPED]"), json!(kept)));
    }

    #[test]
    fn a_name_that_an_attribute_tells_goes_from_its_trace() {
        const NAME: &str = "Ottilie Vandermeersch";
        let attribute = |key: &str, value: &str| json!([{"key": key, "value": {"stringValue": value}}]);
        let span = |trace: &str, name: String, attributes: Value| json!({"traceId": trace, "name": name, "attributes": attributes});
        let (one, other) = ("11111111111111111111111111111111", "22222222222222222222222222222222");
        let said = format!("The chair of {NAME} is free");
        let request = |resource: Value| {
            json!({"resourceSpans": [{"resource": {"attributes": resource}, "scopeSpans": [{"spans": [
                span(one, said.clone(), json!([])),
                span(one, "a".to_owned(), attribute("user.name", NAME)),
                span(other, said.clone(), json!([])),
            ]}]}, {"scopeSpans": [{"spans": [span(one, "b".to_owned(), attribute("input", &said))]}]}]})
        };
        let none = json!([]);
        let spans: Value = serde_json::from_str(&redacted(request(none))).unwrap();
        let of = |path: &str| spans.pointer(path).unwrap().as_str().unwrap().to_owned();
        assert_eq!(of("/resourceSpans/0/scopeSpans/0/spans/0/name"), "The chair of [PERSON] is free");
        assert_eq!(of("/resourceSpans/0/scopeSpans/0/spans/2/name"), said, "of another trace");
        let input = "/resourceSpans/1/scopeSpans/0/spans/0/attributes/0/value/stringValue";
        assert_eq!(of(input), "The chair of [PERSON] is free");
        // What a resource says holds for all of its traces.
        assert!(!redacted(request(attribute("user.name", NAME))).contains(NAME));
        // A log record without a trace stands alone.
        let record = |attributes: Value| json!({"body": {"stringValue": said}, "attributes": attributes});
        let logs = json!({"resourceLogs": [{"scopeLogs": [{"logRecords": [
            record(attribute("user.name", NAME)), record(json!([])),
        ]}]}]});
        assert_eq!(redacted(logs).matches(NAME).count(), 1);
    }

    #[test]
    fn bytes_stay_bytes() {
        let attribute = |key: &str, value: Value| json!({"attributes": [{"key": key, "value": value}]});
        // "ann@example.org", and what became of it: "[EMAIL]".
        let mail = attribute("k", json!({"bytesValue": "YW5uQGV4YW1wbGUub3Jn"}));
        assert_eq!(redacted(mail), attribute("k", json!({"bytesValue": "W0VNQUlMXQ=="})).to_string());
        // Under such a key all of it goes: "[SECRET]".
        let secret = attribute("password", json!({"bytesValue": "q83vEjRWeJo="}));
        assert_eq!(redacted(secret), attribute("password", json!({"bytesValue": "W1NFQ1JFVF0="})).to_string());
    }

    #[test]
    fn ids_times_and_enumerations_stay() {
        let request = json!({"resourceSpans": [{"scopeSpans": [{"spans": [{
            "traceId": "4417025262932425ab12cd34ef567890", "spanId": "4417025262932425", "kind": "SPAN_KIND_CLIENT",
            "startTimeUnixNano": "1764380000123456789", "status": {"code": "STATUS_CODE_ERROR"},
            "attributes": [{"key": "k", "value": {"intValue": "5"}}, {"key": "l", "value": {"arrayValue": {"values": []}}}],
        }]}]}]});
        assert_eq!(redacted(request.clone()), request.to_string());
    }
}
