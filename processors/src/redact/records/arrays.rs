//! Tables in JSON: rows are arrays, and strings of another array name their columns. `{"columns":["id","phone"],"rows":[[1,"…"]]}`,
//! `[["id","phone"],[1,"…"]]`; also lists of pairs, `[["phone","…"],["name","…"]]`.

use serde_json::Value;

use super::{COLUMNS, LABEL, delimited, joined, label, says};
use crate::redact::{bytes::part, context::Context};

/// Longest head, bytes.
const HEAD: usize = 16 << 10;
/// Last words of keys whose array may be a head.
const HEADS: &[&[u8]] = &[b"columns", b"column", b"headers", b"header", b"fields", b"names", b"cols", b"keys"];

/// Members of the objects of a head that name its columns.
const NAMES: &[&str] = &["name", "column_name", "columnName", "field", "label"];
/// Types of columns and of fields of forms.
const TYPES: &[&[u8]] = &[
    b"text",
    b"string",
    b"str",
    b"varchar",
    b"char",
    b"int",
    b"integer",
    b"bigint",
    b"number",
    b"numeric",
    b"decimal",
    b"float",
    b"double",
    b"date",
    b"datetime",
    b"time",
    b"timestamp",
    b"bool",
    b"boolean",
    b"uuid",
    b"json",
    b"jsonb",
    b"bytes",
    b"hidden",
    b"required",
    b"optional",
    b"nullable",
    b"unique",
];

/// What the elements of an array are.
#[derive(Clone, Copy, Debug, Default)]
pub(in crate::redact) enum Cells {
    #[default]
    Any,
    /// Rows of the table of this number; the first may be its head.
    Rows { table: usize, headed: bool },
    /// Cells of a row, from this column on.
    Row { table: usize, column: usize },
    /// Names with their values.
    Pairs,
    /// A name, then what it says.
    Pair { says: Context, second: bool },
}

impl Cells {
    /// What the name of the element at `i` says, if it has one.
    #[inline]
    pub(in crate::redact) fn says(self, tables: &Tables, t: &[u8], i: usize) -> Option<Context> {
        let says = match self {
            Self::Row { table, column } => tables.column(table, column)?,
            Self::Pair { says, second: true } => says,
            _ => return None,
        };
        // `["password","reset"]` is a list of words.
        let word = || matches!(self, Self::Pair { .. }) && says.has(Context::MAY_BE_SECRET) && is_word(t, i);
        (!is_label(t, i) && !word()).then_some(says)
    }

    /// Goes on behind a comma.
    #[inline]
    pub(in crate::redact) fn advance(&mut self) {
        match self {
            Self::Row { column, .. } => *column += 1,
            Self::Pair { second, .. } => *second = true,
            Self::Rows { headed, .. } => *headed = false,
            Self::Any | Self::Pairs => {}
        }
    }
}

/// What the columns of the tables of a document say.
#[derive(Debug, Default)]
pub(in crate::redact) struct Tables {
    tables: Vec<Vec<Option<Context>>>,
    /// The table of the last head, and how deep that lies.
    next: Option<(usize, usize)>,
}

impl Tables {
    /// Whether an array under this key may be a head.
    pub(in crate::redact) fn is_headed_by(key: &[u8]) -> bool {
        let ends = |w: &[u8]| key.len() >= w.len() && part(key, key.len() - w.len(), key.len()).eq_ignore_ascii_case(w);
        matches!(key.last(), Some(b's' | b'n' | b'r' | b'S' | b'N' | b'R')) && HEADS.iter().any(|w| ends(w))
    }

    /// What the elements are of the array that begins at `i` as an element of `around`; or it is a head. `depth`: of the array.
    pub(in crate::redact) fn array(
        &mut self,
        t: &[u8],
        i: usize,
        (around, head): (Cells, bool),
        depth: usize,
    ) -> Cells {
        if head {
            self.next = first(t, i).and_then(|head| self.add(&head)).map(|table| (table, depth));
        }
        match around {
            Cells::Rows { headed: true, .. } => Cells::Any,
            Cells::Rows { table, .. } => Cells::Row { table, column: 0 },
            Cells::Pairs => pair(t, i).map_or(Cells::Any, |says| Cells::Pair { says, second: false }),
            Cells::Any | Cells::Row { .. } | Cells::Pair { .. } => self.rows(t, i, depth).unwrap_or_default(),
        }
    }

    /// Forgets a head when its object, or one around it, ends. `depth`: of what is still open.
    pub(in crate::redact) fn close(&mut self, depth: usize) {
        self.next = self.next.filter(|(_, at)| *at <= depth);
    }

    fn rows(&mut self, t: &[u8], i: usize, depth: usize) -> Option<Cells> {
        let row = i + 1 + part(t, i + 1, t.len()).iter().take_while(|b| b.is_ascii_whitespace()).count();
        if t.get(row) != Some(&b'[') {
            return None;
        }
        if let Some((table, at)) = self.next
            && at == depth
        {
            return Some(Cells::Rows { table, headed: false });
        }
        let head = first(t, row)?;
        if let Some(table) = Some(&head).filter(|h| h.len() > 2 || both(h)).and_then(|h| self.add(h)) {
            return Some(Cells::Rows { table, headed: true });
        }
        matches!(&head[..], [Value::String(_), _]).then_some(Cells::Pairs)
    }

    /// What column `n` of a table says.
    fn column(&self, table: usize, n: usize) -> Option<Context> {
        self.tables.get(table)?.get(n).copied().flatten()
    }

    fn add(&mut self, head: &[Value]) -> Option<usize> {
        let names = head.iter().map(|v| v.as_str().or_else(|| NAMES.iter().find_map(|k| v.get(k)?.as_str())));
        let names: Vec<_> = names.collect::<Option<_>>()?;
        let fine = (2..=COLUMNS).contains(&names.len()) && names.iter().all(|n| delimited::named(n.as_bytes()));
        // Of a list of pairs the first is none.
        let value = || {
            let type_of = names.iter().any(|n| TYPES.contains(&n.as_bytes()));
            type_of || names.iter().any(|n| !n.is_ascii() || n.split(' ').filter(|w| is_name(w)).count() > 1)
        };
        if !fine || names.len() == 2 && value() {
            return None;
        }
        let mut columns: Vec<_> = names.iter().map(|n| label(n.as_bytes())).collect();
        let mailed = names.iter().any(|n| delimited::mail(n.as_bytes()));
        if !mailed && !columns.iter().flatten().any(|c| says(*c)) {
            return None;
        }
        joined(&mut columns, mailed);
        self.tables.push(columns);
        Some(self.tables.len() - 1)
    }
}

/// Whether both names of a first row say something: of a list of pairs the second is a value.
fn both(head: &[Value]) -> bool {
    let flags = Context::NAME.or(Context::ADDRESS_PART).or(Context::ID);
    let known = |n: &str| label(n.as_bytes()).is_some_and(|c| says(c) || c.has(flags)) || delimited::mail(n.as_bytes());
    head.iter().all(|v| v.as_str().is_some_and(known))
}

/// Whether a word is written as names are.
fn is_name(word: &str) -> bool {
    word.len() > 1 && word.starts_with(|c: char| c.is_uppercase()) && word.chars().skip(1).any(char::is_lowercase)
}

/// Whether the string at `i` is one word in small letters.
fn is_word(t: &[u8], i: usize) -> bool {
    let text = part(t, i + 1, i + 1 + LABEL);
    let n = text.iter().take_while(|b| b.is_ascii_lowercase()).count();
    text.get(n) == Some(&b'"')
}

/// Whether the string at `i` is itself the name of a column, or a type: `[["first_name","last_name"],["password","text"]]`.
fn is_label(t: &[u8], i: usize) -> bool {
    let text = part(t, i + 1, i + 1 + LABEL);
    let n = text.iter().take_while(|b| b.is_ascii_lowercase() || **b == b'_').count();
    let word = part(text, 0, n);
    let column = |c: Context| says(c) || c.has(Context::NAME.with(Context::ADDRESS_PART).with(Context::ID));
    t.get(i) == Some(&b'"')
        && text.get(n) == Some(&b'"')
        && (word.contains(&b'_') || TYPES.contains(&word) || label(word).is_some_and(column))
}

/// What the name that the pair at `i` begins with says of its value.
fn pair(t: &[u8], i: usize) -> Option<Context> {
    let pair = first(t, i)?;
    let [Value::String(name), _] = &pair[..] else { return None };
    label(name.as_bytes()).filter(|c| says(*c))
}

/// The elements of the array at `i`, if it is not too long.
fn first(t: &[u8], i: usize) -> Option<Vec<Value>> {
    let text = part(t, i, i + HEAD);
    let text = text.get(..text.len().min(HEAD)).filter(|t| t.trim_ascii_start().first() == Some(&b'['))?;
    serde_json::Deserializer::from_slice(text).into_iter::<Vec<Value>>().next()?.ok()
}
