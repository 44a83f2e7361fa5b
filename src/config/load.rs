//! From text and environment to a [`Config`], finding every mistake on the way rather than the first.
//!
//! ```text
//! file -> spanned TOML tree -> leaves (key, value, place) -+
//!                                                          +-> each leaf alone through serde -> one table -> Config
//! CUSTOS__SECTION__KEY ------> leaves (key, value, name) --+
//! ```
//! A leaf is tried alone, so one that is wrong hides no other.

use std::{ops::Range, path::Path};

use toml::{
    Spanned, Table, Value,
    de::{DeTable, DeValue},
};

use super::{
    keys::{self, Shape},
    mistake::{Mistake, Mistakes, Origin, Origins},
    schema::Config,
};

/// Prefix of environment variables that override keys.
pub const ENV_PREFIX: &str = "CUSTOS__";

/// What was read so far.
#[derive(Debug, Default)]
pub(super) struct Loading {
    pub(super) table: Table,
    pub(super) origins: Origins,
    pub(super) mistakes: Vec<Mistake>,
}

/// Text of a file with its name, to tell places in it.
#[derive(Clone, Copy)]
struct Source<'a> {
    name: &'a str,
    text: &'a str,
}

impl Source<'_> {
    fn origin(&self, span: Option<Range<usize>>) -> Origin {
        let Some(before) = span.and_then(|span| self.text.get(..span.start)) else {
            return Origin::WholeFile(self.name.into());
        };
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        Origin::File {
            name: self.name.into(),
            line: before.bytes().filter(|b| *b == b'\n').count() + 1,
            column: before.get(line_start..).unwrap_or_default().chars().count() + 1,
        }
    }
}

impl Loading {
    /// Takes in a file.
    pub(super) fn file(&mut self, path: &Path) {
        let name = path.display().to_string();
        match std::fs::read(path).map(String::from_utf8) {
            Ok(Ok(text)) => self.text(&name, &text),
            Ok(Err(_)) => self.mistake(Origin::WholeFile(name), "", "is not UTF-8 text; save it as UTF-8".into()),
            Err(error) => {
                let what = format!("cannot be read: {error}; give the path of a TOML file with --config");
                self.mistake(Origin::WholeFile(name), "", what);
            }
        }
    }

    /// Takes in the text of a file.
    pub(super) fn text(&mut self, name: &str, text: &str) {
        let source = Source { name, text };
        let (document, errors) = DeTable::parse_recoverable(text);
        for error in errors {
            let what = format!("not TOML: {}; correct it", error.message().trim().replace('\n', ", "));
            self.mistake(source.origin(error.span()), "", what);
        }
        self.section(source, "", document.get_ref());
    }

    fn section(&mut self, source: Source<'_>, section: &str, table: &DeTable<'_>) {
        for (name, value) in table {
            let key = keys::join(section, name.get_ref());
            // A quoted "a.b" is not the key b of section a.
            let shape = keys::all().get(&key).filter(|_| !name.get_ref().contains('.'));
            match (shape, value.get_ref()) {
                (None, _) => {
                    self.mistake(source.origin(Some(name.span())), &key, keys::unknown(&key, str::to_owned));
                }
                (Some(Shape::Section), DeValue::Table(inner)) => self.section(source, &key, inner),
                (Some(Shape::Open), DeValue::Table(inner)) => {
                    for (name, value) in inner {
                        let leaf = [key.as_str(), name.get_ref()];
                        self.leaf(&leaf, source.origin(Some(value.span())), to_value(value.get_ref()));
                    }
                }
                (Some(Shape::Section | Shape::Open), _) => {
                    let what = format!("is a section, not a value; write [{key}] and its keys below");
                    self.mistake(source.origin(Some(value.span())), &key, what);
                }
                (Some(Shape::Rows), DeValue::Array(items)) => {
                    for (n, item) in items.iter().enumerate() {
                        self.row(source, &key, n, item);
                    }
                }
                (Some(Shape::Rows), _) => self.mistake(source.origin(Some(value.span())), &key, not_rows(&key)),
                (Some(Shape::Value(_)), found) => {
                    self.leaf(&[&key], source.origin(Some(value.span())), to_value(found));
                }
            }
        }
    }

    /// Takes in one table of a list of them, key by key.
    fn row(&mut self, source: Source<'_>, list: &str, n: usize, item: &Spanned<DeValue<'_>>) {
        let row = format!("{list}[{n}]");
        let origin = source.origin(Some(item.span()));
        let DeValue::Table(fields) = item.get_ref() else {
            return self.mistake(origin, &row, not_rows(list));
        };
        self.origins.0.insert(row.clone(), origin);
        insert_field(&mut self.table, list, n, None);
        for (name, value) in fields {
            let key = keys::join(&row, name.get_ref());
            let general = format!("{list}[].{}", name.get_ref());
            let Some(Shape::Value(default)) = keys::all().get(&general) else {
                self.mistake(source.origin(Some(name.span())), &key, keys::unknown(&general, str::to_owned));
                continue;
            };
            let origin = source.origin(Some(value.span()));
            let problem = match to_value(value.get_ref()) {
                Err(what) => Some(what.to_owned()),
                Ok(value) => {
                    let alone = Value::Array(vec![Value::Table(Table::from_iter([(
                        name.get_ref().to_string(),
                        value.clone(),
                    )]))]);
                    let result = try_leaf(&[list], &alone);
                    if result.is_ok() {
                        insert_field(&mut self.table, list, n, Some((name.get_ref(), value)));
                    }
                    result.err()
                }
            };
            if let Some(what) = problem {
                self.mistake(origin.clone(), &key, format!("{what} (default: {default})"));
            }
            self.origins.0.insert(key, origin);
        }
    }

    /// Takes in environment variables, those that begin with [`ENV_PREFIX`] in any case.
    pub(super) fn environment(&mut self, variables: impl IntoIterator<Item = (String, String)>) {
        let mut variables: Vec<_> = variables.into_iter().collect();
        variables.sort();
        for (variable, text) in variables {
            let Some((prefix, rest)) = variable.split_at_checked(ENV_PREFIX.len()) else { continue };
            if !prefix.eq_ignore_ascii_case(ENV_PREFIX) {
                self.misspelt(&variable);
                continue;
            }
            let key = rest.to_lowercase().replace("__", ".");
            let origin = Origin::Environment(variable.clone());
            let open = key.rsplit_once('.').filter(|(section, _)| keys::all().get(*section) == Some(&Shape::Open));
            match (open, keys::all().get(&key)) {
                (Some((section, name)), _) => self.leaf(&[section, name], origin, Ok(Value::String(text))),
                (None, None) => self.mistake(origin, &key, keys::unknown(&key, spell_variable)),
                (None, Some(Shape::Section | Shape::Open)) => {
                    let what = format!("is a section; add the name of a key, as in {variable}__...");
                    self.mistake(origin, &key, what);
                }
                (None, Some(Shape::Value(default))) => {
                    let value = interpret(&key, default, &text);
                    self.leaf(&[&key], origin, Ok(value));
                }
                (None, Some(Shape::Rows)) => match interpret(&key, &Value::Array(Vec::new()), &text) {
                    Value::Array(rows) if rows.iter().all(Value::is_table) => {
                        self.leaf(&[&key], origin, Ok(Value::Array(rows)));
                    }
                    _ => {
                        self.mistake(origin, &key, "is a list of tables; write [{ KEY = VALUE, ... }, ...]".to_owned())
                    }
                },
            }
        }
    }

    /// Tells a variable whose value is no text. Its name is only looked at.
    pub(super) fn not_text(&mut self, variable: &str) {
        if variable.get(..ENV_PREFIX.len()).is_some_and(|prefix| prefix.eq_ignore_ascii_case(ENV_PREFIX)) {
            let what = "is not UTF-8 text; give a value that is, or unset it".to_owned();
            self.mistake(Origin::Environment(variable.to_owned()), "", what);
        }
    }

    /// Tells a variable that would name a key with the right underscores, as do `CUSTOS_LAKE__URL` and
    /// `CUSTOS_DATA_DIR`.
    fn misspelt(&mut self, variable: &str) {
        const ONE: &str = "CUSTOS_";
        let Some((prefix, rest)) = variable.split_at_checked(ONE.len()) else { return };
        if !prefix.eq_ignore_ascii_case(ONE) {
            return;
        }
        if let Some(key) = keys::run_together(&rest.to_lowercase().replace("__", ".")) {
            let what = format!("is not read; did you mean `{}`?", spell_variable(key));
            self.mistake(Origin::Environment(variable.to_owned()), key, what);
        }
    }

    /// Takes in one value, if it is a right one.
    fn leaf(&mut self, path: &[&str], origin: Origin, value: Result<Value, &'static str>) {
        let key = path.join(".");
        let problem = match value {
            Err(what) => Some(what.to_owned()),
            Ok(value) => match try_leaf(path, &value) {
                Ok(()) => {
                    insert(&mut self.table, path, value);
                    None
                }
                Err(what) => Some(what),
            },
        };
        if let Some(what) = problem {
            let default = match keys::all().get(&key) {
                Some(Shape::Value(default)) => format!(" (default: {default})"),
                _ => String::new(),
            };
            self.mistake(origin.clone(), &key, format!("{what}{default}"));
        }
        self.origins.0.insert(key, origin);
    }

    fn mistake(&mut self, origin: Origin, key: &str, what: String) {
        self.mistakes.push(Mistake::new(origin, key, &what));
    }

    /// The configuration of all values that were right; resolved.
    pub(super) fn finish(mut self) -> Result<(Config, Origins, Vec<Mistake>), Mistakes> {
        match self.table.try_into::<Config>() {
            Ok(config) => Ok((config.resolve(), self.origins, self.mistakes)),
            Err(error) => {
                // Each leaf was tried, so this cannot be; say so rather than run with something else.
                let what = error.message().to_owned();
                self.mistakes.push(Mistake { origin: Origin::Default, key: String::new(), what });
                Err(Mistakes(self.mistakes))
            }
        }
    }
}

fn not_rows(list: &str) -> String {
    format!("is a list of tables; write [[{list}]] and the keys of one below, once for each")
}

/// Makes sure that a list has its `n`th table, and sets a field of it.
fn insert_field(table: &mut Table, list: &str, n: usize, field: Option<(&str, Value)>) {
    let mut at = table;
    let (section, name) = list.rsplit_once('.').unwrap_or(("", list));
    for part in section.split('.').filter(|part| !part.is_empty()) {
        match at.entry(part).or_insert_with(|| Value::Table(Table::new())) {
            Value::Table(inner) => at = inner,
            _ => return,
        }
    }
    let Value::Array(rows) = at.entry(name).or_insert_with(|| Value::Array(Vec::new())) else { return };
    while rows.len() <= n {
        rows.push(Value::Table(Table::new()));
    }
    if let (Some(Value::Table(row)), Some((name, value))) = (rows.get_mut(n), field) {
        row.insert(name.to_owned(), value);
    }
}

fn spell_variable(key: &str) -> String {
    // A list of tables has one variable.
    let key = key.split("[]").next().unwrap_or(key);
    format!("{ENV_PREFIX}{}", key.to_uppercase().replace('.', "__"))
}

/// Whether a configuration of this leaf alone is one.
fn try_leaf(path: &[&str], value: &Value) -> Result<(), String> {
    let mut table = Table::new();
    insert(&mut table, path, value.clone());
    let result = table.try_into::<Config>().map(drop);
    result.map_err(|error| {
        let what = in_words(&error.message().trim().replace('\n', ", "));
        let hide = path.first().is_some_and(|key| NOT_SHOWN.iter().any(|hidden| key.starts_with(hidden)));
        match what.rsplit_once(", expected ") {
            Some((_, expected)) if hide => format!("is of a wrong type, expected {expected}"),
            _ => what,
        }
    })
}

/// Keys whose values are names of customers and the like.
const NOT_SHOWN: [&str; 2] = ["redaction.allow.values", "redaction.deny"];

/// A message of the parser in words of the file, not of the program.
fn in_words(message: &str) -> String {
    const WORDS: [(&str, &str); 4] = [
        ("expected path string", "expected a path in quotes"),
        ("expected usize", "expected a whole number"),
        ("expected a sequence", "expected a list in brackets"),
        ("expected a boolean", "expected true or false"),
    ];
    WORDS.iter().fold(message.to_owned(), |text, (from, to)| text.replace(from, to))
}

/// Sets a leaf. The last part of a path with two parts may hold dots.
fn insert(table: &mut Table, path: &[&str], value: Value) {
    let (section, name) = match path {
        [key] => key.rsplit_once('.').map_or(("", *key), |(section, name)| (section, name)),
        [section, name] => (*section, *name),
        _ => return,
    };
    let mut at = table;
    for part in section.split('.').filter(|part| !part.is_empty()) {
        let next = at.entry(part).or_insert_with(|| Value::Table(Table::new()));
        match next {
            Value::Table(inner) => at = inner,
            // Sections come from the key set: never a value.
            _ => return,
        }
    }
    at.insert(name.to_owned(), value);
}

/// The text of a variable as the kind of value its key takes: itself where a string does, else TOML, else a list by
/// commas.
fn interpret(key: &str, default: &Value, text: &str) -> Value {
    let string = Value::String(text.to_owned());
    if try_leaf(&[key], &string).is_ok() {
        return string;
    }
    let parsed = toml::from_str::<Table>(&format!("v = {text}")).ok().and_then(|mut table| table.remove("v"));
    match parsed {
        Some(value) if try_leaf(&[key], &value).is_ok() => value,
        // A wrong value of the right kind explains itself better than the string would.
        Some(value) if !default.is_str() => value,
        _ if default.is_array() => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.into())).collect())
        }
        _ => string,
    }
}

fn to_value(value: &DeValue<'_>) -> Result<Value, &'static str> {
    Ok(match value {
        DeValue::String(text) => Value::String(text.to_string()),
        DeValue::Boolean(flag) => Value::Boolean(*flag),
        DeValue::Integer(number) => {
            let digits = number.as_str().replace('_', "");
            Value::Integer(
                i64::from_str_radix(&digits, number.radix())
                    .map_err(|_| "the number is too large; write a smaller one")?,
            )
        }
        DeValue::Float(number) => {
            Value::Float(number.as_str().replace('_', "").parse().map_err(|_| "is not a number; correct it")?)
        }
        DeValue::Datetime(date) => Value::Datetime(*date),
        DeValue::Array(items) => {
            Value::Array(items.iter().map(|item| to_value(item.get_ref())).collect::<Result<_, _>>()?)
        }
        DeValue::Table(_) => return Err("is a value, not a section; write a single value"),
    })
}
