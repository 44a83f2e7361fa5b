//! An error with its causes, as people read it.

use std::error::Error;

/// Longest text; what servers answer can be as long as they like.
const MAX_CHARS: usize = 1_500;

/// An error and its causes in one line. Some repeat theirs in their own text: these are told once.
/// Of an answer of an object store only code and message are left.
pub fn with_causes(error: &(dyn Error + 'static)) -> String {
    let mut text = error.to_string();
    let mut next = error.source();
    while let Some(cause) = next {
        let cause_text = cause.to_string();
        if !text.contains(&cause_text) {
            text = format!("{text}: {cause_text}");
        }
        next = cause.source();
    }
    brief(&text)
}

/// Without the documents that servers answer with.
fn brief(text: &str) -> String {
    let begin = ["<?xml", "<Error>", "<!DOCTYPE", "<!doctype", "<html"].iter().filter_map(|tag| text.find(tag)).min();
    let (before, document) = text.split_at(begin.unwrap_or(text.len()));
    let said = ["Code", "Message"].iter().filter_map(|tag| element(document, tag)).collect::<Vec<_>>().join(": ");
    let mut out = before.trim_end().to_owned();
    if said.is_empty() {
        out = out.trim_end_matches(':').to_owned();
    } else {
        out.push(' ');
        out.push_str(&said);
    }
    if let Some((end, _)) = out.char_indices().nth(MAX_CHARS) {
        out.truncate(end);
        out.push('…');
    }
    out
}

fn element<'a>(document: &'a str, tag: &str) -> Option<&'a str> {
    let (_, rest) = document.split_once(&format!("<{tag}>"))?;
    let (text, _) = rest.split_once('<')?;
    Some(text.trim())
}

#[cfg(test)]
mod tests {
    use std::fmt;

    use super::*;

    #[derive(Debug)]
    struct Layer(String, Option<Box<Layer>>);

    impl fmt::Display for Layer {
        fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
            f.write_str(&self.0)
        }
    }

    impl Error for Layer {
        fn source(&self) -> Option<&(dyn Error + 'static)> {
            self.1.as_deref().map(|layer| layer as _)
        }
    }

    fn layers(texts: &[&str]) -> String {
        let stack = texts.iter().rev().fold(None, |inner, text| Some(Box::new(Layer((*text).to_owned(), inner))));
        with_causes(stack.unwrap().as_ref())
    }

    #[test]
    fn causes_are_told_once() {
        assert_eq!(layers(&["cannot open the lake", "put: refused", "refused"]), "cannot open the lake: put: refused");
    }

    #[test]
    fn of_a_servers_answer_code_and_message_are_left() {
        let answer = "GET http://s3/b: 403 Forbidden: <?xml version=\"1.0\"?>\n<Error><Code>SignatureDoesNotMatch</Code>\
                      <Message>Check your key.</Message><StringToSignBytes>41 57 53</StringToSignBytes></Error>";
        assert_eq!(
            layers(&["list entries", answer]),
            "list entries: GET http://s3/b: 403 Forbidden: SignatureDoesNotMatch: Check your key."
        );
        assert_eq!(layers(&["502 Bad Gateway: <html><h1>Bad Gateway</h1></html>"]), "502 Bad Gateway");
        assert_eq!(layers(&[&"é".repeat(5000)]).chars().count(), MAX_CHARS + 1);
    }
}
