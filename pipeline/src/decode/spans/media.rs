//! Images, sounds and documents among the blocks of a message, as the parts `blob`, `uri` and `file`.

use super::{
    rename::Written,
    scan::{self, Member},
    shapes::{get, string},
};

/// Writes a block that says by its type that it is one; false when it is in no known shape.
pub(super) fn typed(out: &mut String, kind: &str, members: &[Member<'_>]) -> bool {
    let text = |key| get(members, key).is_some_and(|value| value.starts_with('"'));
    match kind {
        "input_image" if get(members, "image_url").is_none_or(|address| address == "null") && text("file_id") => {
            return file(out, "image", "", members);
        }
        "image_url" | "input_image" => linked(out, "image", "image_url", members),
        "video_url" => linked(out, "video", kind, members),
        "audio_url" => linked(out, "audio", kind, members),
        "image_file" => return file(out, "image", kind, members),
        "input_file" => return file(out, "document", "", members),
        "file" if get(members, "file").is_some_and(|inner| inner.starts_with('{')) => {
            return file(out, "document", kind, members);
        }
        "image" if text("image") => vercel(out, members, "image", "image"),
        "file" if text("data") && (text("mediaType") || text("mimeType")) => {
            let mime = string(members, "mediaType").or_else(|| string(members, "mimeType")).unwrap_or_default();
            vercel(out, members, "data", modality(mime));
        }
        "image" | "document" => return source(out, kind, members),
        "input_audio" => return audio(out, members),
        // Pydantic AI's before its second version.
        "binary" if text("content") && text("media_type") => {
            let mime = string(members, "media_type").unwrap_or_default();
            open(out, "blob", modality(mime)).rename(out, members, &[("media_type", "mime_type")], &["type"]);
            out.push('}');
        }
        "image-url" | "audio-url" | "video-url" | "document-url" if text("url") => {
            linked(out, kind.trim_end_matches("-url"), "", members);
        }
        _ => return false,
    }
    true
}

/// Writes one of a message event of Pydantic AI, which has its kind under another name; false when it is none.
pub(super) fn of_pydantic(out: &mut String, kind: &str, members: &[Member<'_>]) -> bool {
    let text = |key| get(members, key).is_some_and(|value| value.starts_with('"'));
    let (kind, modality, names): (_, _, &[(&str, &str)]) = match kind {
        "binary" if text("binary_content") && text("media_type") => {
            let mime = string(members, "media_type").unwrap_or_default();
            ("blob", modality(mime), &[("media_type", "mime_type"), ("binary_content", "content")])
        }
        "image-url" | "audio-url" | "video-url" | "document-url" if text("url") => {
            ("uri", kind.trim_end_matches("-url"), &[("url", "uri")])
        }
        _ => return false,
    };
    open(out, kind, modality).rename(out, members, names, &["kind"]);
    out.push('}');
    true
}

/// Writes a part of the Gemini API, or a block of Bedrock, that holds one in a member; the members beside it are
/// carried over.
pub(super) fn wrapped(out: &mut String, members: &[Member<'_>]) -> bool {
    const NAMES: &[(&str, &str)] = &[
        ("data", "content"),
        ("fileUri", "uri"),
        ("file_uri", "uri"),
        ("mimeType", "mime_type"),
        ("displayName", "name"),
        ("display_name", "name"),
        ("url", "uri"),
        ("contentType", "mime_type"),
    ];
    for (key, kind, content) in [
        // Genkit's.
        ("media", "uri", "url"),
        ("inlineData", "blob", "data"),
        ("inline_data", "blob", "data"),
        ("fileData", "uri", "fileUri"),
        ("file_data", "uri", "file_uri"),
    ] {
        let mut inner = Vec::new();
        let Some(raw) = get(members, key).filter(|raw| raw.starts_with('{')) else { continue };
        if scan::members(raw, &mut inner).is_none() || get(&inner, content).is_none() {
            continue;
        }
        let mime = ["mimeType", "mime_type", "contentType"].iter().find_map(|key| string(&inner, key));
        let mut written = open(out, kind, modality(mime.unwrap_or_default()));
        written.rename(out, &inner, NAMES, &[]);
        written.rename(out, members, &[], &[key]);
        out.push('}');
        return true;
    }
    ["image", "document", "video"].into_iter().any(|kind| bedrock(out, kind, members))
}

/// `{"image":{"format":"png","source":{"bytes":"iVBO"}}}`
fn bedrock(out: &mut String, kind: &str, members: &[Member<'_>]) -> bool {
    let (mut block, mut source) = (Vec::new(), Vec::new());
    let object = |members: &[Member<'_>], key| get(members, key).is_some_and(|raw| raw.starts_with('{'));
    if !object(members, kind)
        || scan::members(get(members, kind).unwrap_or_default(), &mut block).is_none()
        || scan::members(get(&block, "source").unwrap_or_default(), &mut source).is_none()
        || get(&source, "bytes").is_none()
    {
        return false;
    }
    let mut written = open(out, "blob", kind);
    written.rename(out, &source, &[("bytes", "content")], &[]);
    written.rename(out, &block, &[], &["source"]);
    written.rename(out, members, &[], &[kind]);
    out.push('}');
    true
}

/// The kind of content of a media type.
fn modality(mime: &str) -> &'static str {
    let kind = mime.split('/').next().unwrap_or_default();
    ["image", "audio", "video"].into_iter().find(|known| *known == kind).unwrap_or("document")
}

fn open<'a>(out: &mut String, kind: &str, modality: &str) -> Written<'a> {
    out.push_str(&format!(r#"{{"type":"{kind}","modality":"{modality}""#));
    let mut written = Written::default();
    written.insert("modality");
    written
}

/// `{"type":"image_url","image_url":{"url":"https://a/b.png"}}`, or the address itself.
fn linked(out: &mut String, modality: &str, key: &str, members: &[Member<'_>]) {
    let mut written = open(out, "uri", modality);
    let Some(value) = get(members, key) else {
        written.rename(out, members, &[("url", "uri")], &["type"]);
        return out.push('}');
    };
    let mut inner = Vec::new();
    if scan::members(value, &mut inner).is_some() {
        written.rename(out, &inner, &[("url", "uri")], &[]);
    } else {
        written.insert("uri");
        out.push_str(&format!(r#","uri":{value}"#));
    }
    written.rename(out, members, &[], &["type", key]);
    out.push('}');
}

/// A file of OpenAI's interfaces, which may stand in a member: its id, its content, or its address.
fn file(out: &mut String, modality: &str, key: &str, members: &[Member<'_>]) -> bool {
    let mut inner = Vec::new();
    if key.is_empty() {
        inner.extend_from_slice(members);
    } else if get(members, key).and_then(|raw| scan::members(raw, &mut inner)).is_none() {
        return false;
    }
    let address = string(&inner, "file_data").is_none_or(|data| data.starts_with("data:"));
    let (kind, content) = match ["file_id", "file_data", "file_url"]
        .into_iter()
        .find(|key| get(&inner, key).is_some_and(|value| value.starts_with('"')))
    {
        Some("file_id") => ("file", "file_id"),
        Some("file_data") if !address => ("blob", "content"),
        Some(_) => ("uri", "uri"),
        None => return false,
    };
    let mut written = open(out, kind, modality);
    let names = [("file_id", "file_id"), ("file_data", content), ("file_url", "uri")];
    written.rename(out, &inner, if kind == "file" { &[] } else { &names }, &["type"]);
    if !key.is_empty() {
        written.rename(out, members, &[], &["type", key]);
    }
    out.push('}');
    true
}

/// An image or a file of the Vercel AI SDK: an address, or base64.
fn vercel(out: &mut String, members: &[Member<'_>], key: &str, modality: &str) {
    let address = string(members, key).is_some_and(|image| image.contains("://") || image.starts_with("data:"));
    let (kind, name) = if address { ("uri", "uri") } else { ("blob", "content") };
    let names = [(key, name), ("mimeType", "mime_type"), ("mediaType", "mime_type")];
    let mut written = open(out, kind, modality);
    written.rename(out, members, &names, &["type"]);
    out.push('}');
}

/// An image or a document of Anthropic: base64, an address or a file in its `source`.
fn source(out: &mut String, modality: &str, members: &[Member<'_>]) -> bool {
    const NAMES: &[(&str, &str)] = &[("data", "content"), ("media_type", "mime_type"), ("url", "uri")];
    let mut inner = Vec::new();
    let Some(raw) = get(members, "source").filter(|raw| raw.starts_with('{')) else { return false };
    if scan::members(raw, &mut inner).is_none() {
        return false;
    }
    let (kind, content) = match string(&inner, "type") {
        Some("base64") => ("blob", "data"),
        Some("url") => ("uri", "url"),
        Some("file") => ("file", "file_id"),
        _ => return false,
    };
    if get(&inner, content).is_none() {
        return false;
    }
    let mut written = open(out, kind, modality);
    written.rename(out, &inner, NAMES, &["type"]);
    written.rename(out, members, &[], &["type", "source"]);
    out.push('}');
    true
}

/// `{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}`
fn audio(out: &mut String, members: &[Member<'_>]) -> bool {
    let mut inner = Vec::new();
    let Some(raw) = get(members, "input_audio").filter(|raw| raw.starts_with('{')) else { return false };
    if scan::members(raw, &mut inner).is_none() || get(&inner, "data").is_none() {
        return false;
    }
    let mut written = open(out, "blob", "audio");
    written.rename(out, &inner, &[("data", "content")], &[]);
    written.rename(out, members, &[], &["type", "input_audio"]);
    out.push('}');
    true
}

#[cfg(test)]
mod tests {
    use super::super::shapes::message;

    #[test]
    fn blocks_of_every_shape() {
        for (block, part) in [
            (
                r#"{"type":"image","source":{"type":"base64","media_type":"image/png","data":"iVBO"}}"#,
                r#"{"type":"blob","modality":"image","mime_type":"image/png","content":"iVBO"}"#,
            ),
            (
                r#"{"type":"document","source":{"type":"url","url":"https://a/b.pdf"},"title":"t"}"#,
                r#"{"type":"uri","modality":"document","uri":"https://a/b.pdf","title":"t"}"#,
            ),
            (
                r#"{"type":"document","source":{"type":"file","file_id":"f1"}}"#,
                r#"{"type":"file","modality":"document","file_id":"f1"}"#,
            ),
            (
                r#"{"type":"input_audio","input_audio":{"data":"UklG","format":"wav"}}"#,
                r#"{"type":"blob","modality":"audio","content":"UklG","format":"wav"}"#,
            ),
            (
                r#"{"type":"file","data":"JVBE","mediaType":"application/pdf"}"#,
                r#"{"type":"blob","modality":"document","content":"JVBE","mime_type":"application/pdf"}"#,
            ),
            (
                r#"{"inlineData":{"mimeType":"image/png","data":"iVBO"}}"#,
                r#"{"type":"blob","modality":"image","mime_type":"image/png","content":"iVBO"}"#,
            ),
            (
                r#"{"file_data":{"file_uri":"gs://a/b.mp4","mime_type":"video/mp4"},"thought":true}"#,
                r#"{"type":"uri","modality":"video","uri":"gs://a/b.mp4","mime_type":"video/mp4","thought":true}"#,
            ),
            (r#"{"type":"file","file":{"file_id":"f1"}}"#, r#"{"type":"file","modality":"document","file_id":"f1"}"#),
            (
                r#"{"type":"file","file":{"filename":"a.pdf","file_data":"data:application/pdf;base64,JVBE"}}"#,
                r#"{"type":"uri","modality":"document","filename":"a.pdf","uri":"data:application/pdf;base64,JVBE"}"#,
            ),
            (
                r#"{"type":"input_file","filename":"a.pdf","file_data":"JVBE"}"#,
                r#"{"type":"blob","modality":"document","filename":"a.pdf","content":"JVBE"}"#,
            ),
            (
                r#"{"type":"input_file","file_url":"https://a/b.pdf"}"#,
                r#"{"type":"uri","modality":"document","uri":"https://a/b.pdf"}"#,
            ),
            (
                r#"{"type":"image_file","image_file":{"file_id":"f1","detail":"low"}}"#,
                r#"{"type":"file","modality":"image","file_id":"f1","detail":"low"}"#,
            ),
            (
                r#"{"type":"input_image","image_url":null,"file_id":"f1"}"#,
                r#"{"type":"file","modality":"image","image_url":null,"file_id":"f1"}"#,
            ),
            (
                r#"{"type":"video_url","video_url":{"url":"https://a/b.mp4"}}"#,
                r#"{"type":"uri","modality":"video","uri":"https://a/b.mp4"}"#,
            ),
            (
                r#"{"type":"audio_url","audio_url":"https://a/b.wav"}"#,
                r#"{"type":"uri","modality":"audio","uri":"https://a/b.wav"}"#,
            ),
            (
                r#"{"image":{"format":"png","source":{"bytes":"iVBO"}}}"#,
                r#"{"type":"blob","modality":"image","content":"iVBO","format":"png"}"#,
            ),
        ] {
            let sent = format!(r#"{{"role":"user","content":[{block}]}}"#);
            let expected = format!(r#"{{"role":"user","parts":[{part}]}}"#);
            assert_eq!(message(&sent, "user").as_deref(), Some(&*expected));
        }
    }

    #[test]
    fn media_of_genkit() {
        let sent = r#"{"role":"user","content":[{"media":{"url":"https://a/b.png","contentType":"image/png"}}]}"#;
        let part = r#"{"type":"uri","modality":"image","uri":"https://a/b.png","mime_type":"image/png"}"#;
        assert_eq!(message(sent, "user"), Some(format!(r#"{{"role":"user","parts":[{part}]}}"#)));
    }

    #[test]
    fn blocks_without_content_stay_as_they_are() {
        for block in [
            r#"{"type":"image","source":{"type":"base64"}}"#,
            r#"{"type":"document","source":{"type":"text","data":"plain"}}"#,
            r#"{"type":"input_audio","input_audio":"x"}"#,
            r#"{"type":"input_file","filename":"a.pdf"}"#,
            r#"{"type":"image_file","image_file":"f1"}"#,
        ] {
            let sent = format!(r#"{{"role":"user","content":[{block}]}}"#);
            assert_eq!(message(&sent, "user"), Some(format!(r#"{{"role":"user","parts":[{block}]}}"#)));
        }
    }
}
