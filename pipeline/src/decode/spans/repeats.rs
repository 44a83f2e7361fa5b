//! Plain texts that say once more what a message says.

use ahash::AHashSet;

use super::{content::Item, scan, shapes};
use crate::otlp::wire::Value;

/// Whether a plain text is nothing but the text of one of the messages: some SDKs send the last question or the answer
/// a second time.
pub(super) fn repeats(list: &[Item<'_>], value: &Value<'_>) -> bool {
    let Some(text) = value.as_str().filter(|text| !text.is_empty()) else { return false };
    let mut member = String::from("\"content\":");
    let name = member.len();
    shapes::quote(&mut member, text);
    let spaced = format!("\"content\": {}", member.get(name..).unwrap_or_default());
    [member, spaced].iter().any(|member| {
        let finder = memchr::memmem::Finder::new(member);
        list.iter().any(|item| finder.find(item.as_str().as_bytes()).is_some())
    })
}

/// The texts of messages, for many questions of [`repeats`].
pub(super) struct Texts(AHashSet<String>);

impl Texts {
    pub(super) fn of(list: &[Item<'_>]) -> Self {
        let finder = memchr::memmem::Finder::new("\"content\":");
        let mut texts = AHashSet::new();
        for json in list.iter().map(Item::as_str) {
            for at in finder.find_iter(json.as_bytes()) {
                let rest = json.get(at + finder.needle().len()..).unwrap_or_default();
                texts.extend(scan::first_string(rest.strip_prefix(' ').unwrap_or(rest)).map(ToOwned::to_owned));
            }
        }
        Self(texts)
    }

    pub(super) fn has(&self, value: &Value<'_>) -> bool {
        let Some(text) = value.as_str().filter(|text| !text.is_empty()) else { return false };
        let mut quoted = String::new();
        shapes::quote(&mut quoted, text);
        self.0.contains(&quoted)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_text_and_many_are_found_alike() {
        let list = [r#"{"role":"user","parts":[{"type":"text","content":"a \"b\""},{"content": "c"}],"content":1}"#];
        let list: Vec<_> = list.into_iter().map(Item::Slice).collect();
        let texts = Texts::of(&list);
        for (text, found) in [("a \"b\"", true), ("c", true), ("a", false), ("", false), ("1", false), ("text", false)]
        {
            let value = Value::Str(text.into());
            assert_eq!((repeats(&list, &value), texts.has(&value)), (found, found), "{text}");
        }
    }
}
