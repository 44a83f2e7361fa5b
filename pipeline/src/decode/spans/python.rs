//! Values as Python prints them, in JSON: `{'city': "Oslo's", 'days': [1, None]}`.

use std::{iter::Peekable, str::Chars};

use super::{paths, scan, shapes};

/// Objects and lists within each other at most.
const DEPTH: usize = 32;

/// The JSON of a dictionary; `None` of anything else, or where an object without a literal is in it.
pub(super) fn json(literal: &str) -> Option<String> {
    literal.starts_with('{').then(|| whole(literal))?
}

/// The JSON of a list, as of a dictionary.
pub(super) fn list(literal: &str) -> Option<String> {
    literal.starts_with('[').then(|| whole(literal))?
}

fn whole(literal: &str) -> Option<String> {
    let mut reader = Reader { rest: literal.chars().peekable(), out: String::with_capacity(literal.len()) };
    reader.value(0)?;
    reader.rest.all(char::is_whitespace).then_some(reader.out)
}

/// The JSON of an object of this class, which prints its members: `Call(name='weather', id=None)`; `None` of anything
/// else.
pub(super) fn object(literal: &str, class: &str) -> Option<String> {
    let rest = literal.strip_prefix(class)?.strip_prefix('(')?;
    let mut reader = Reader { rest: rest.chars().peekable(), out: String::with_capacity(literal.len()) };
    reader.members()?;
    reader.rest.all(char::is_whitespace).then_some(reader.out)
}

/// The JSON of what a reply of Haystack has beside its text, where it is printed:
/// `{"replies": ["ChatMessage(_role=…, _content=[…], _name=None, _meta={'finish_reason': 'stop'})"]}`.
pub(super) fn meta_of_reply(answer: &str) -> Option<String> {
    // Most answers are none, and long.
    answer.starts_with(r#"{"replies""#).then_some(())?;
    let printed = scan::at(answer, "replies.0").and_then(paths::unquote)?;
    printed.starts_with("ChatMessage(").then_some(())?;
    let (_, literal) = printed.rsplit_once(", _meta=")?;
    json(literal.strip_suffix(')')?)
}

/// The text that a literal between quotes at the beginning stands for.
pub(super) fn text(literal: &str) -> Option<String> {
    literal.starts_with(['\'', '"']).then_some(())?;
    Reader { rest: literal.chars().peekable(), out: String::new() }.quoted()
}

struct Reader<'a> {
    rest: Peekable<Chars<'a>>,
    out: String,
}

impl Reader<'_> {
    fn space(&mut self) -> Option<char> {
        while self.rest.next_if(|char| char.is_whitespace()).is_some() {}
        self.rest.peek().copied()
    }

    fn value(&mut self, depth: usize) -> Option<()> {
        match self.space()? {
            '{' => self.items('}', depth),
            '[' => self.items(']', depth),
            '(' => self.items(')', depth),
            '\'' | '"' => self.string(),
            _ => self.word(),
        }
    }

    /// A dictionary, a list, or a tuple, which is a list in JSON.
    fn items(&mut self, end: char, depth: usize) -> Option<()> {
        (depth < DEPTH).then_some(())?;
        self.rest.next();
        let is_object = end == '}';
        self.out.push(if is_object { '{' } else { '[' });
        let mut first = true;
        while self.space()? != end {
            if !first {
                self.rest.next_if_eq(&',')?;
                // A tuple of one has a comma at its end.
                if self.space()? == end {
                    break;
                }
                self.out.push(',');
            }
            first = false;
            if is_object {
                matches!(self.space()?, '\'' | '"').then(|| self.string()).flatten()?;
                self.space()?;
                self.rest.next_if_eq(&':')?;
                self.out.push(':');
            }
            self.value(depth + 1)?;
        }
        self.rest.next();
        self.out.push(if is_object { '}' } else { ']' });
        Some(())
    }

    /// The members of an object behind its bracket.
    fn members(&mut self) -> Option<()> {
        self.out.push('{');
        while self.space()? != ')' {
            if self.out.len() > 1 {
                self.rest.next_if_eq(&',')?;
                self.space()?;
                self.out.push(',');
            }
            let mut name = String::new();
            while let Some(char) = self.rest.next_if(|char| char.is_ascii_alphanumeric() || *char == '_') {
                name.push(char);
            }
            self.rest.next_if_eq(&'=').filter(|_| !name.is_empty())?;
            self.out.push_str(&format!(r#""{name}":"#));
            self.value(1)?;
        }
        self.rest.next();
        self.out.push('}');
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        let text = self.quoted()?;
        shapes::quote(&mut self.out, &text);
        Some(())
    }

    fn quoted(&mut self) -> Option<String> {
        let quote = self.rest.next()?;
        let mut text = String::new();
        loop {
            match self.rest.next()? {
                '\\' => text.push(self.escaped()?),
                char if char == quote => return Some(text),
                char => text.push(char),
            }
        }
    }

    fn escaped(&mut self) -> Option<char> {
        let digits = match self.rest.next()? {
            'n' => return Some('\n'),
            'r' => return Some('\r'),
            't' => return Some('\t'),
            char @ ('\\' | '\'' | '"') => return Some(char),
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => return None,
        };
        let code = (0..digits).try_fold(0u32, |code, _| Some((code << 4) | self.rest.next()?.to_digit(16)?))?;
        char::from_u32(code)
    }

    /// A number or a name that JSON has as well.
    fn word(&mut self) -> Option<()> {
        let mut word = String::new();
        while let Some(char) = self.rest.next_if(|char| char.is_ascii_alphanumeric() || "+-.".contains(*char)) {
            word.push(char);
        }
        let json = match word.as_str() {
            "True" => "true",
            "False" => "false",
            "None" => "null",
            number => {
                Some(number).filter(|n| n.starts_with(|c: char| c == '-' || c.is_ascii_digit()) && scan::is_json(n))?
            }
        };
        self.out.push_str(json);
        Some(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn objects() {
        for (literal, expected) in [
            ("Call()", Some("{}")),
            ("Call(name='f', id=None, n=-1, of=[1])", Some(r#"{"name":"f","id":null,"n":-1,"of":[1]}"#)),
            ("Call(name='f'", None),
            ("Call(name='f') or so", None),
            ("Call('f')", None),
            ("Call(name=Other())", None),
            ("Calls(name='f')", None),
            ("Call", None),
        ] {
            assert_eq!(object(literal, "Call").as_deref(), expected, "{literal}");
        }
    }

    #[test]
    fn dictionaries() {
        for (literal, expected) in [
            ("{}", "{}"),
            ("{'city': 'Oslo'}", r#"{"city":"Oslo"}"#),
            (r#"{'a': "it's", 'b': 'x\'"\n\xb0\u00e9'}"#, r#"{"a":"it's","b":"x'\"\n°é"}"#),
            (
                "{'a': [1, -2.5e3, None], 'b': (True,), 'c': {'d': False}}",
                r#"{"a":[1,-2.5e3,null],"b":[true],"c":{"d":false}}"#,
            ),
        ] {
            assert_eq!(json(literal).as_deref(), Some(expected), "{literal}");
        }
        let deep = format!("{}1{}", "{'a': ".repeat(40), "}".repeat(40));
        for other in [
            "", "'a'", "{'a'}", "{1: 2}", "{'a': UUID('b')}", "{'a': <b>}", "{'a': 'b", "{'a': nan}", r"{'a': '\q'}",
            &deep,
        ] {
            assert_eq!(json(other), None, "{other}");
        }
    }
}
