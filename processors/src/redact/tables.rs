//! Tables of documents: the names of the columns stand in one array, the cells of a row in another
//! (`{"columns":["login","password"],"rows":[["ann","x"]]}`, `[["Name","E-mail","Phone"],["Ann","…","…"]]`). A cell is what its column
//! says, as a member is what its key says.

use serde_json::Value;

use super::{
    bytes::{at, part, run},
    context::Context,
    value::Scrubber,
};

/// Longest list of columns that is read, in bytes.
const LIST: usize = 8 << 10;
/// Most tables in each other: a list is read once for each.
const DEEPEST: usize = 4;
/// Most columns.
const COLUMNS: usize = 64;
/// Least columns of a table whose first row names them: two are a name and its value.
const LEAST: usize = 3;
/// Longest name of a column.
const NAME: usize = 40;

/// A table that is being read: what its columns say.
pub(super) struct Table {
    /// So deep its rows begin.
    rows: usize,
    /// It ends where its document is less deep.
    least: usize,
    pub(super) columns: Vec<Context>,
}

impl Scrubber {
    /// What the array at `i` of a document is: the columns of a table (`named`: its key says so), the head of one (the first `element`
    /// of an array), or a row, whose table is told. `deep`: so many brackets are open before it.
    pub(super) fn table(
        &mut self,
        src: &[u8],
        i: usize,
        (named, element): (bool, Option<usize>),
        deep: usize,
        open: &mut Vec<Table>,
    ) -> Option<usize> {
        let row = element.is_some() && open.last().is_some_and(|table| table.rows == deep);
        let names = match (named, element) {
            _ if row || open.len() >= DEEPEST => None,
            (true, None) => listed(src, i),
            (false, Some(0)) => headed(src, i),
            _ => None,
        };
        if let Some(names) = names {
            let columns = names.iter().map(|name| self.key(name.as_bytes()).without(Context::DIRTY_KEY)).collect();
            // Rows of columns that are named stand in a list beside.
            open.push(Table { rows: deep + usize::from(named), least: deep, columns });
            return None;
        }
        row.then(|| open.len() - 1)
    }
}

/// Ends the tables of a document that is `deep` again.
pub(super) fn close(tables: &mut Vec<Table>, deep: usize) {
    while tables.last().is_some_and(|table| deep < table.least) {
        tables.pop();
    }
}

/// Whether a list under this key names the columns of a table.
pub(super) fn names_columns(key: &[u8]) -> bool {
    const KEYS: [&[u8]; 10] = [
        b"columns",
        b"cols",
        b"fields",
        b"headers",
        b"header",
        b"column_names",
        b"columnNames",
        b"columnnames",
        b"headings",
        b"colnames",
    ];
    matches!(key.first(), Some(b'c' | b'f' | b'h')) && KEYS.contains(&key)
}

/// The names in a list at `i`: strings, or objects that have a `name`.
fn listed(t: &[u8], i: usize) -> Option<Vec<String>> {
    let list = first(t, i)?;
    let name = |v: Value| match v {
        Value::String(name) => name,
        Value::Object(o) => ["name", "column_name", "columnName", "field", "label"]
            .iter()
            .find_map(|k| o.get(*k).and_then(Value::as_str))
            .unwrap_or_default()
            .to_owned(),
        _ => String::new(),
    };
    Some(list.into_iter().take(COLUMNS).map(name).collect())
}

/// The names in the first row of a table, at `i`, if all of it reads like names.
fn headed(t: &[u8], i: usize) -> Option<Vec<String>> {
    // Most rows begin with something else, and a list of lists has many.
    let blank = run(t, i + 1, 64, |b| b.is_ascii_whitespace());
    if at(t, i + 1 + blank) != b'"' {
        return None;
    }
    let list = first(t, i)?;
    let name = |v: Value| match v {
        Value::String(name) => reads_like_a_name(&name).then_some(name),
        _ => None,
    };
    let names: Option<Vec<_>> = list.into_iter().map(name).collect();
    names.filter(|names| (LEAST..=COLUMNS).contains(&names.len()))
}

fn reads_like_a_name(text: &str) -> bool {
    let first = text.chars().next().is_some_and(char::is_alphabetic);
    first
        && text.len() <= NAME
        && text.chars().all(|c| c.is_alphabetic() || matches!(c, ' ' | '_' | '-' | '.' | '/' | '#'))
}

/// The array at `i`.
fn first(t: &[u8], i: usize) -> Option<Vec<Value>> {
    let mut values = serde_json::Deserializer::from_slice(part(t, i, i + LIST)).into_iter::<Value>();
    match values.next()? {
        Ok(Value::Array(list)) if !list.is_empty() => Some(list),
        _ => None,
    }
}
