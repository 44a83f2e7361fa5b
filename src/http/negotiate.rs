//! `Accept` to the format of an answer, and the media type by which it was asked for.

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
pub(super) fn format(accept: Option<&str>) -> Option<(Format, &'static str)> {
    let Some(accept) = accept.filter(|a| !a.trim().is_empty()) else {
        return Some((Format::Json, Format::Json.media_type()));
    };
    let mut best: Option<(f32, Format, &'static str)> = None;
    for range in accept.split(',') {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let weight = parts.find_map(|p| p.strip_prefix("q=")).map_or(Some(1.0), |q| q.trim().parse::<f32>().ok());
        let weight = weight.unwrap_or(0.0).clamp(0.0, 1.0);
        let found = TYPES.iter().find(|(media, _)| match name.strip_suffix("/*") {
            Some("*") => true,
            Some(kind) => media.split('/').next() == Some(kind),
            None => *media == name,
        });
        if let Some((media, format)) = found
            && weight > 0.0
            && best.is_none_or(|(most, ..)| weight > most)
        {
            // Lines of JSON have two names, and a client may take only the one that it gave.
            let media = if *format == Format::Jsonl { media } else { format.media_type() };
            best = Some((weight, *format, media));
        }
    }
    best.map(|(_, format, media)| (format, media))
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
