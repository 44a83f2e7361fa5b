//! `Accept` to the format of an answer, and the media type by which it was asked for.

use std::cmp::Reverse;

use custos_query::format::Format;

/// Media types in the order of our preference.
const TYPES: &[(&str, Format)] = &[
    ("application/json", Format::Json),
    ("text/csv", Format::Csv),
    ("application/vnd.apache.arrow.stream", Format::Arrow),
    ("application/x-ndjson", Format::Jsonl),
    ("application/jsonl", Format::Jsonl),
    ("application/vnd.apache.parquet", Format::Parquet),
    ("text/plain", Format::Table),
];

/// The format that is wanted most, and its media type; `None` when none of ours is.
///
/// The weight of a format is that of the range that names it most closely (RFC 9110, 12.5.1). Of formats of one weight
/// the one that is named more closely is taken, then the one that is named first, then the one that we prefer.
pub(super) fn format(accept: Option<&str>) -> Option<(Format, &'static str)> {
    let Some(accept) = accept.filter(|a| !a.trim().is_empty()) else {
        return Some((Format::Json, Format::Json.media_type()));
    };
    let ranges: Vec<(String, f32)> = accept.split(',').map(range).collect();
    let mut best: Option<((f32, Closeness, Reverse<usize>), Format, &'static str)> = None;
    for (media, format) in TYPES {
        // The first of several that are as close.
        let found = ranges
            .iter()
            .enumerate()
            .filter_map(|(at, (name, weight))| Some((closeness(name, media)?, Reverse(at), *weight)));
        let Some((close, at, weight)) = found.max_by_key(|(close, at, _)| (*close, *at)) else { continue };
        let rank = (weight, close, at);
        if weight > 0.0 && best.is_none_or(|(most, ..)| rank > most) {
            // Lines of JSON have two names, and a client may take only the one that it gave.
            let media = if *format == Format::Jsonl { media } else { format.media_type() };
            best = Some((rank, *format, media));
        }
    }
    best.map(|(_, format, media)| (format, media))
}

/// How closely a range names a media type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Closeness {
    Anything,
    Kind,
    Itself,
}

fn closeness(range: &str, media: &str) -> Option<Closeness> {
    match range.strip_suffix("/*") {
        Some("*") => Some(Closeness::Anything),
        Some(kind) => (media.split('/').next() == Some(kind)).then_some(Closeness::Kind),
        None => (media == range).then_some(Closeness::Itself),
    }
}

/// Name and weight of a range; a weight that is none is that of what is not wanted. Other parameters do not count.
fn range(text: &str) -> (String, f32) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default().to_ascii_lowercase();
    let weight = parts.find_map(|part| {
        let (key, value) = part.split_once('=')?;
        key.trim().eq_ignore_ascii_case("q").then(|| value.trim().parse::<f32>().ok().filter(|q| !q.is_nan()))
    });
    (name, weight.unwrap_or(Some(1.0)).unwrap_or(0.0).clamp(0.0, 1.0))
}

/// What may be asked for, to tell somebody who asked for something else.
pub(super) fn known() -> String {
    TYPES.iter().map(|(media, _)| *media).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_wanted_format_is_found() {
        for (accept, format_) in [
            (None, Some(Format::Json)),
            (Some(""), Some(Format::Json)),
            (Some("*/*"), Some(Format::Json)),
            (Some("text/csv"), Some(Format::Csv)),
            (Some("TEXT/CSV; charset=utf-8"), Some(Format::Csv)),
            (Some("text/*"), Some(Format::Csv)),
            (Some("application/json;q=0.5, text/csv;q=0.9"), Some(Format::Csv)),
            (Some("text/html, application/x-ndjson"), Some(Format::Jsonl)),
            (Some("application/vnd.apache.arrow.stream"), Some(Format::Arrow)),
            (Some("image/png"), None),
            (Some("text/csv;q=0"), None),
            (Some("text/csv;q=NaN"), None),
            (Some("text/csv;Q=0"), None),
            (Some("*/*;q=0"), None),
            (Some("application/json;q=0, */*;q=0.1"), Some(Format::Csv)),
            (Some("*/*, application/json;q=0"), Some(Format::Csv)),
            (Some("text/*;q=0.9, text/csv;q=0.1, */*;q=0.5"), Some(Format::Table)),
            (Some("*/*;q=0.1, application/vnd.apache.parquet"), Some(Format::Parquet)),
            (Some("*/*, text/csv"), Some(Format::Csv)),
            (Some("text/plain, text/csv"), Some(Format::Table)),
            (Some("text/csv;header=present;q=0.2, text/plain;q=0.3"), Some(Format::Table)),
        ] {
            assert_eq!(format(accept).map(|(format, _)| format), format_, "{accept:?}");
        }
    }

    #[test]
    fn an_answer_has_the_name_it_was_asked_for_by() {
        for (accept, media) in [
            ("application/x-ndjson", "application/x-ndjson"),
            ("application/jsonl", "application/jsonl"),
            ("*/*", "application/json"),
            ("text/csv", "text/csv; charset=utf-8; header=present"),
        ] {
            assert_eq!(format(Some(accept)).unwrap().1, media);
        }
    }
}
