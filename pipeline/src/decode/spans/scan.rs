//! A validating JSON scanner that finds the parts of a text without building anything.
//!
//! Content attributes are large JSON texts of which only the outline matters here: where does each message begin and
//! end, which keys does it have. [`Scanner`] walks the text once, skips strings with `memchr`, checks the grammar of
//! RFC 8259 as it goes (so that what is stored as JSON is JSON), and hands out slices of the input.

use custos_model::limits::MAX_DEPTH;
use memchr::memchr2;

use super::shapes;
use crate::otlp::plain_len;

/// One member of an object: the key as it is spelled between its quotes, and the text of the value.
pub(super) type Member<'a> = (&'a str, &'a str);

/// Position in a JSON text.
pub(super) struct Scanner<'a> {
    text: &'a str,
    bytes: &'a [u8],
    at: usize,
    /// There are no control characters anywhere.
    clean: bool,
    /// A part of a message may have a name that the conventions have no more, or never had.
    renames: bool,
}

/// Whether the text is one JSON value, no deeper than [`MAX_DEPTH`].
pub(super) fn is_json(text: &str) -> bool {
    is_json_within(text, 0)
}

/// The same within so many arrays and objects.
pub(super) fn is_json_within(text: &str, depth: usize) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.value(depth).is_some() && scanner.end()
}

/// The elements of a JSON array, or `None` when the text is not one.
pub(super) fn elements<'a>(text: &'a str, out: &mut Vec<&'a str>) -> Option<()> {
    let mut scanner = Scanner::new(text);
    scanner.array(0, |scanner, depth| {
        out.push(scanner.slice(depth)?);
        Some(())
    })?;
    scanner.end().then_some(())
}

/// The members of a JSON object, or `None` when the text is not one.
pub(super) fn members<'a>(text: &'a str, out: &mut Vec<Member<'a>>) -> Option<()> {
    let mut scanner = Scanner::new(text);
    scanner.object(0, |scanner, key, depth| {
        let value = scanner.slice(depth)?;
        out.push((key, value));
        Some(())
    })?;
    scanner.end().then_some(())
}

/// The value at a path (`a.b` is a member of a member, `a.0` an element) of a text that is known to be JSON. It is read
/// once, and not further than there.
pub(super) fn at<'a>(text: &'a str, path: &str) -> Option<&'a str> {
    let (mut scanner, mut depth) = (Scanner::new(text), 0);
    for step in path.split('.') {
        match step.parse() {
            Ok(index) => scanner.enter_array(index, depth)?,
            Err(_) => scanner.enter_object(step, depth)?,
        }
        depth += 1;
    }
    scanner.slice(depth)
}

/// The string that a text begins with, in its quotes.
pub(super) fn first_string(text: &str) -> Option<&str> {
    let mut scanner = Scanner { text, bytes: text.as_bytes(), at: 0, clean: true, renames: false };
    scanner.string()?;
    text.get(..scanner.at)
}

/// The messages of a JSON array, if all have the OpenTelemetry GenAI shape: an object with a text `role` and an array
/// `parts` of objects with a text `type`. Whether there may be parts that have other names than those of the
/// conventions.
pub(super) fn messages<'a>(text: &'a str, out: &mut Vec<&'a str>) -> Option<bool> {
    let mut scanner = Scanner::new(text);
    scanner.array(0, |scanner, depth| {
        scanner.space();
        let start = scanner.at;
        scanner.message(depth)?;
        out.push(scanner.text.get(start..scanner.at)?);
        Some(())
    })?;
    scanner.end().then_some(scanner.renames)
}

/// Whether the text is one message of the OpenTelemetry GenAI shape, as an element of an array.
pub(super) fn is_message(text: &str) -> bool {
    message(text).is_some()
}

/// The same, and whether there may be parts that have other names than those of the conventions.
pub(super) fn message(text: &str) -> Option<bool> {
    let mut scanner = Scanner::new(text);
    scanner.message(1)?;
    scanner.end().then_some(scanner.renames)
}

impl<'a> Scanner<'a> {
    fn new(text: &'a str) -> Self {
        // Folded without a branch, so that it is vectorised.
        let clean = !text.bytes().fold(false, |control, byte| control | (byte < 0x20));
        Self { text, bytes: text.as_bytes(), at: 0, clean, renames: false }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\n' | b'\r' | b'\t')) {
            self.at += 1;
        }
    }

    fn end(&mut self) -> bool {
        self.space();
        self.at == self.bytes.len()
    }

    /// Steps over `byte`, white space before it allowed.
    fn expect(&mut self, byte: u8) -> Option<()> {
        self.space();
        (self.peek()? == byte).then(|| self.at += 1)
    }

    fn slice(&mut self, depth: usize) -> Option<&'a str> {
        self.space();
        let start = self.at;
        self.value(depth)?;
        self.text.get(start..self.at)
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        self.space();
        match self.peek()? {
            b'"' => self.string().map(|_| ()),
            b'{' => self.object(depth, |scanner, _, depth| scanner.value(depth)),
            b'[' => self.array(depth, Self::value),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number(),
        }
    }

    fn array(&mut self, depth: usize, mut element: impl FnMut(&mut Self, usize) -> Option<()>) -> Option<()> {
        self.expect(b'[')?;
        if depth >= MAX_DEPTH {
            return None;
        }
        if self.expect(b']').is_some() {
            return Some(());
        }
        loop {
            element(self, depth + 1)?;
            if self.expect(b',').is_none() {
                return self.expect(b']');
            }
        }
    }

    fn object(&mut self, depth: usize, mut member: impl FnMut(&mut Self, &'a str, usize) -> Option<()>) -> Option<()> {
        self.expect(b'{')?;
        if depth >= MAX_DEPTH {
            return None;
        }
        if self.expect(b'}').is_some() {
            return Some(());
        }
        loop {
            self.space();
            let key = self.string()?;
            self.expect(b':')?;
            member(self, key, depth + 1)?;
            if self.expect(b',').is_none() {
                return self.expect(b'}');
            }
        }
    }

    /// Steps to an element of an array.
    fn enter_array(&mut self, index: usize, depth: usize) -> Option<()> {
        self.expect(b'[')?;
        for _ in 0..index {
            self.value(depth + 1)?;
            self.expect(b',')?;
        }
        Some(())
    }

    /// Steps to the value of a member of an object.
    fn enter_object(&mut self, name: &str, depth: usize) -> Option<()> {
        self.expect(b'{')?;
        loop {
            self.space();
            let key = self.string()?;
            self.expect(b':')?;
            if key == name {
                return Some(());
            }
            self.value(depth + 1)?;
            self.expect(b',')?;
        }
    }

    fn message(&mut self, depth: usize) -> Option<()> {
        let (mut role, mut parts) = (false, false);
        self.object(depth, |scanner, key, depth| match key {
            "role" => {
                scanner.space();
                role = true;
                let said = scanner.string()?;
                scanner.renames |= shapes::role_in_capitals(said).is_some();
                Some(())
            }
            "parts" => {
                parts = true;
                scanner.array(depth, Self::part)
            }
            _ => {
                scanner.renames |= matches!(key, "tool_calls" | "tool_call_id");
                scanner.value(depth)
            }
        })?;
        (role && parts).then_some(())
    }

    fn part(&mut self, depth: usize) -> Option<()> {
        let mut kind = None;
        let mut other = false;
        self.object(depth, |scanner, key, depth| {
            if key == "type" {
                scanner.space();
                kind = Some(scanner.string()?);
                return Some(());
            }
            scanner.space();
            other |= match key {
                "result" | "media_type" | "refusal" | "file" | "tool_name" | "tool_call_id" => true,
                // Another block, as a text or as it is, or several.
                "content" => scanner
                    .bytes
                    .get(scanner.at..)
                    .is_some_and(|rest| [&b"\"{\\\""[..], b"{", b"[{"].iter().any(|begin| rest.starts_with(begin))),
                _ => false,
            };
            scanner.value(depth)
        })?;
        const OTHERS: &[&str] =
            &["thinking", "reasoningContent", "function_call", "input_image", "image_url", "input_file", "input_audio"];
        self.renames |= other || kind?.ends_with("-url") || OTHERS.contains(&kind?);
        Some(())
    }

    /// Steps over a string; gives the text between the quotes, escapes as they are.
    fn string(&mut self) -> Option<&'a str> {
        if self.peek()? != b'"' {
            return None;
        }
        let start = self.at + 1;
        self.at = start;
        loop {
            let rest = self.bytes.get(self.at..)?;
            // Most strings are keys and short values.
            let near = plain_len(rest.get(..16).unwrap_or(rest));
            let found = match rest.get(near)? {
                b'"' | b'\\' => near,
                _ => memchr2(b'"', b'\\', rest)?,
            };
            // Control characters have to be escaped.
            if !self.clean && rest[..found].iter().fold(false, |bad, byte| bad | (*byte < 0x20)) {
                return None;
            }
            self.at += found + 1;
            if rest[found] == b'"' {
                return self.text.get(start..self.at - 1);
            }
            self.escape()?;
        }
    }

    fn escape(&mut self) -> Option<()> {
        let kind = self.peek()?;
        self.at += 1;
        match kind {
            b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't' => Some(()),
            b'u' => {
                let digits = self.bytes.get(self.at..self.at + 4)?;
                self.at += 4;
                digits.iter().all(u8::is_ascii_hexdigit).then_some(())
            }
            _ => None,
        }
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.bytes.get(self.at..)?.starts_with(word.as_bytes()).then(|| self.at += word.len())
    }

    fn digits(&mut self) -> Option<()> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        (self.at > start).then_some(())
    }

    fn number(&mut self) -> Option<()> {
        if self.peek() == Some(b'-') {
            self.at += 1;
        }
        if self.peek()? == b'0' {
            self.at += 1;
        } else {
            self.digits()?;
        }
        if self.peek() == Some(b'.') {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), Some(b'e' | b'E')) {
            self.at += 1;
            if matches!(self.peek(), Some(b'+' | b'-')) {
                self.at += 1;
            }
            self.digits()?;
        }
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn agrees_with_serde_json(text in r#"[\[\]{}:,"\\a-b0-9eE.+\-untrfls \x01]{0,24}"#) {
            prop_assert_eq!(is_json(&text), serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok());
        }
    }

    #[test]
    fn splits_messages_only_of_the_canonical_shape() {
        let text =
            r#" [ {"role":"user","parts":[{"type":"text","content":"a\"],["}]} , {"parts":[],"role":"x","name":null}]"#;
        let mut out = Vec::new();
        messages(text, &mut out).unwrap();
        assert_eq!(out.len(), 2);
        assert!(out.iter().all(|m| is_message(m)));
        for text in
            [r#"[{"role":"user","content":"a"}]"#, r#"[{"role":1,"parts":[]}]"#, r#"[{"role":"a","parts":[{}]}]"#]
        {
            assert_eq!(messages(text, &mut Vec::new()), None);
            assert!(elements(text, &mut Vec::new()).is_some());
        }
    }

    #[test]
    fn values_at_paths() {
        let text = r#" { "a" : [ 1 , { "b" : "x,]}" , "c" : [ ] } ] , "d" : {} , "a" : 2 } "#;
        for (path, expected) in [
            ("a", Some(r#"[ 1 , { "b" : "x,]}" , "c" : [ ] } ]"#)),
            ("a.0", Some("1")),
            ("a.1.b", Some(r#""x,]}""#)),
            ("a.1.c", Some("[ ]")),
            ("a.1.c.0", None),
            ("a.2", None),
            ("a.1.d", None),
            ("a.b", None),
            ("d", Some("{}")),
            ("d.a", None),
            ("e", None),
            ("0", None),
        ] {
            assert_eq!(at(text, path), expected, "{path}");
        }
    }

    #[test]
    fn depth_is_limited() {
        assert!(is_json(&format!("{}{}", "[".repeat(60), "]".repeat(60))));
        assert!(!is_json(&format!("{}{}", "[".repeat(100_000), "]".repeat(100_000))));
    }
}
