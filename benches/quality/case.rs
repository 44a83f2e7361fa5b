//! A text with labels, and how it is put together.

use std::ops::Range;

/// A label.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Gold {
    /// Type's name.
    pub kind: &'static str,
    /// Bytes of the text.
    pub range: Range<usize>,
    /// The value in its plain form, as nobody may find it on disk.
    pub plain: String,
}

/// A text with labels.
#[derive(Clone, Debug, Default)]
pub struct Case {
    /// The text.
    pub text: String,
    /// What is to be removed.
    pub gold: Vec<Gold>,
    /// Row of the report.
    pub group: &'static str,
    /// Whether it is a JSON document.
    pub json: bool,
}

impl Case {
    /// An empty text of a group.
    pub fn new(group: &'static str) -> Self {
        Self { group, ..Self::default() }
    }

    /// Adds text that stays.
    #[must_use]
    pub fn text(mut self, text: &str) -> Self {
        self.text.push_str(text);
        self
    }

    /// Adds a value to remove.
    #[must_use]
    pub fn value(self, kind: &'static str, value: &str) -> Self {
        self.written(kind, value, value)
    }

    /// Adds a value to remove that is written in another way than it is.
    #[must_use]
    pub fn written(mut self, kind: &'static str, plain: &str, written: &str) -> Self {
        let start = self.text.len();
        self.text.push_str(written);
        self.gold.push(Gold { kind, range: start..self.text.len(), plain: plain.to_owned() });
        self
    }

    /// Fills a template: `{V}` is the value, `{L}` the label, `{l}` the label as a key.
    pub fn fill(group: &'static str, template: &str, label: &str, kind: &'static str, value: &str) -> Self {
        let key = label.to_lowercase().replace([' ', '-', '.'], "_");
        let filled = template.replace("{L}", label).replace("{l}", &key);
        let (before, behind) = filled.split_once("{V}").unwrap_or((&filled, ""));
        // Every document of the templates begins with a key.
        let json = before.starts_with("{\"");
        let case = Self { json, ..Self::new(group) };
        case.text(before).value(kind, value).text(behind)
    }

    /// The whole as the content of a string of a JSON document.
    #[must_use]
    pub fn in_json(&self, before: &str, behind: &str) -> Self {
        let mut case = Self { json: true, ..Self::new(self.group) }.text(before);
        let mut from = 0;
        for gold in &self.gold {
            case = case.text(&escaped(&self.text[from..gold.range.start])).written(
                gold.kind,
                &gold.plain,
                &escaped(&self.text[gold.range.clone()]),
            );
            from = gold.range.end;
        }
        case.text(&escaped(&self.text[from..])).text(behind)
    }

    /// Every text through `f`, labels kept in place.
    #[must_use]
    pub fn map(&self, f: impl Fn(&str) -> String) -> Self {
        let mut case = Self { json: self.json, ..Self::new(self.group) };
        let mut from = 0;
        for gold in &self.gold {
            case = case.text(&f(&self.text[from..gold.range.start])).written(
                gold.kind,
                &gold.plain,
                &f(&self.text[gold.range.clone()]),
            );
            from = gold.range.end;
        }
        case.text(&f(&self.text[from..]))
    }
}

/// Content of a JSON string.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    for c in text.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if u32::from(c) < 0x20 => out.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => out.push(c),
        }
    }
    out
}
