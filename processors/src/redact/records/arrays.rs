//! Tables in JSON: rows are arrays, and strings of another array name their columns.
//! `{"columns":["id","phone"],"rows":[[1,"…"]]}`, `[["id","phone"],[1,"…"]]`; also lists of pairs,
//! `[["phone","…"],["name","…"]]`. The head may stand in an object beside the rows or behind them, and a row may be an
//! object with one list: `{"schema":{"fields":[{"name":"phone"}]},"rows":[{"f":[{"v":"…"}]}]}`.

use serde::de::IgnoredAny;
use serde_json::{Deserializer, Value};

use super::{COLUMNS, LABEL, delimited, label, says};
use crate::redact::{
    bytes::{looked, part},
    context::Context,
};

/// Longest head, bytes.
const HEAD: usize = 16 << 10;
/// Last words of keys whose array may be a head, and of those under which the rows stand.
const HEADS: &[&[u8]] = &[
    b"columns", b"headers", b"header", b"fields", b"cols", b"column_names", b"columnNames", b"meta", b"columnInfo",
    b"rowType", b"metadata",
];
const ROWS: &[&[u8]] =
    &[b"rows", b"data", b"values", b"records", b"body", b"items", b"results", b"result", b"tuples", b"content"];

/// Members of the objects of a head that name its columns.
const NAMES: &[&str] = &["name", "Name", "column_name", "columnName", "field", "label"];
/// Most members behind rows among which their head is looked for.
const BEHIND: usize = 16;
/// First of two columns of credentials.
const WHO: &[&str] = &["username", "user", "login", "account", "host", "service", "site", "url"];
/// Types of columns and of fields of forms.
const TYPES: &[&[u8]] = &[
    b"text", b"string", b"str", b"varchar", b"char", b"int", b"integer", b"bigint", b"number", b"numeric", b"decimal",
    b"float", b"double", b"date", b"datetime", b"time", b"timestamp", b"bool", b"boolean", b"uuid", b"json", b"jsonb",
    b"bytes", b"hidden", b"required", b"optional", b"nullable", b"unique",
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
    /// Properties of a jCard (RFC 7095).
    Properties,
    /// A name, parameters, a type, then what the name says.
    Property { says: Context, column: usize },
}

impl Cells {
    /// What the name of the element at `i` says, if it has one.
    #[inline]
    pub(in crate::redact) fn says(self, tables: &Tables, t: &[u8], i: usize) -> Option<Context> {
        let says = match self {
            Self::Row { table, column } => tables.column(table, column)?,
            Self::Pair { says, second: true } | Self::Property { says, column: 3 } => says,
            _ => return None,
        };
        // A table may only be about passwords: `["password","reset"]`, `["password","varchar(64)"]`.
        let word = || says.has(Context::MAY_BE_SECRET) && is_word(t, i);
        (!is_label(t, i) && !word()).then_some(says)
    }

    /// Goes on behind a comma.
    #[inline]
    pub(in crate::redact) fn advance(&mut self) {
        match self {
            Self::Row { column, .. } | Self::Property { column, .. } => *column += 1,
            Self::Pair { second, .. } => *second = true,
            Self::Rows { headed, .. } => *headed = false,
            Self::Any | Self::Pairs | Self::Properties => {}
        }
    }
}

/// What the key of an array says that it is of a table.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(in crate::redact) enum Part {
    #[default]
    Other,
    Head,
    Rows,
}

/// What the columns of the tables of a document say.
#[derive(Debug, Default)]
pub(in crate::redact) struct Tables {
    tables: Vec<Vec<Option<Context>>>,
    /// The table of the last head, and how deep that lies.
    next: Option<(usize, usize)>,
    /// Up to where rows were skipped to look for a head behind them.
    skipped: usize,
}

impl Tables {
    /// What an array under this key may be.
    pub(in crate::redact) fn part(key: &[u8]) -> Part {
        let ends = |w: &[u8]| key.len() >= w.len() && part(key, key.len() - w.len(), key.len()).eq_ignore_ascii_case(w);
        match key.last().map(u8::to_ascii_lowercase) {
            Some(b's' | b'r' | b'a' | b'o' | b'e') if HEADS.iter().any(|w| ends(w)) => Part::Head,
            Some(b's' | b'a' | b'y' | b't') if ROWS.iter().any(|w| ends(w)) => Part::Rows,
            _ => Part::Other,
        }
    }

    /// What the elements are of the array that begins at `i` as an element of `around`; or it is a head. `depth`: of
    /// the array.
    pub(in crate::redact) fn array(&mut self, t: &[u8], i: usize, (around, key): (Cells, Part), depth: usize) -> Cells {
        if key == Part::Head
            && let Some(table) = first(t, i).and_then(|head| self.add(&head))
        {
            self.next = Some((table, depth));
        }
        match around {
            Cells::Rows { headed: true, .. } => Cells::Any,
            Cells::Rows { table, .. } => Cells::Row { table, column: 0 },
            Cells::Pairs => pair(t, i).map_or(Cells::Any, |says| Cells::Pair { says, second: false }),
            Cells::Properties => property(t, i).map_or(Cells::Any, |says| Cells::Property { says, column: 0 }),
            Cells::Any | Cells::Row { .. } | Cells::Pair { .. } | Cells::Property { .. } => {
                self.rows(t, i, key, depth).unwrap_or_default()
            }
        }
    }

    /// Forgets a head when a list around it ends; when its object ends, it is one of the object around. `depth`: of
    /// what is still open.
    pub(in crate::redact) fn close(&mut self, object: bool, depth: usize) {
        self.next = self
            .next
            .and_then(|(table, at)| if at <= depth { Some((table, at)) } else { object.then_some((table, depth)) });
    }

    fn rows(&mut self, t: &[u8], i: usize, key: Part, depth: usize) -> Option<Cells> {
        let row = i + 1 + part(t, i + 1, t.len()).iter().take_while(|b| b.is_ascii_whitespace()).count();
        let object = match t.get(row) {
            Some(b'[') => false,
            Some(b'{') if key == Part::Rows => true,
            _ => return None,
        };
        if key == Part::Rows {
            let cells = if object { listed(t, row)? } else { row };
            let next = self.next.filter(|(_, at)| *at == depth).map(|(table, _)| table);
            let table = match next {
                None if i >= self.skipped => self.head_behind(t, i),
                next => next,
            };
            let count = || first(t, cells).map(|cells| cells.len());
            let fits = |table: &usize| !object && next.is_some() || self.tables.get(*table).map(Vec::len) == count();
            if let Some(table) = table.filter(fits) {
                return Some(Cells::Rows { table, headed: false });
            }
        }
        if object {
            return None;
        }
        // Most rows begin with something else.
        let begins = part(t, row + 1, t.len()).iter().find(|b| !b.is_ascii_whitespace());
        let head = begins.filter(|b| **b == b'"').and_then(|_| first(t, row))?;
        if matches!(&head[..], [Value::String(_), Value::Object(_), Value::String(_), _, ..]) {
            return Some(Cells::Properties);
        }
        if let Some(table) = Some(&head).filter(|h| h.len() > 2 || both(h)).and_then(|h| self.add(h)) {
            return Some(Cells::Rows { table, headed: true });
        }
        matches!(&head[..], [Value::String(_), _]).then_some(Cells::Pairs)
    }

    /// The head behind the rows that begin at `i`, among the members of the same object or in one of these.
    fn head_behind(&mut self, t: &[u8], i: usize) -> Option<usize> {
        let mut at = i + skip(t, i)?;
        looked(at - i);
        self.skipped = at;
        for _ in 0..BEHIND {
            let key = next(t, at, b',')?;
            let end = key + skip(t, key)?;
            let value = next(t, end, b':')?;
            let part_of = Self::part(part(t, key + 1, end - 1));
            let head = match t.get(value) {
                Some(b'[') if part_of == Part::Head => self.head_at(t, value),
                Some(b'{') => inner_head(t, value).and_then(|at| self.head_at(t, at)),
                _ => None,
            };
            if head.is_some() {
                return head;
            }
            at = value + skip(t, value)?;
            looked(at - key);
        }
        None
    }

    fn head_at(&mut self, t: &[u8], i: usize) -> Option<usize> {
        first(t, i).and_then(|head| self.add(&head))
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
        self.tables.push(super::head(names.iter().map(|n| n.as_bytes()))?);
        Some(self.tables.len() - 1)
    }
}

/// Bytes of the value that begins at `i`.
fn skip(t: &[u8], i: usize) -> Option<usize> {
    let mut values = Deserializer::from_slice(part(t, i, t.len())).into_iter::<IgnoredAny>();
    values.next()?.ok()?;
    Some(values.byte_offset())
}

/// Where what follows `sign` begins, which stands behind `i`.
fn next(t: &[u8], i: usize, sign: u8) -> Option<usize> {
    let blank = |i: usize| i + part(t, i, t.len()).iter().take_while(|b| b.is_ascii_whitespace()).count();
    let at = blank(i);
    (t.get(at) == Some(&sign)).then(|| blank(at + 1))
}

/// The list that the object at `i` begins with: `{"f":[`.
fn listed(t: &[u8], i: usize) -> Option<usize> {
    let key = next(t, i, b'{')?;
    let value = next(t, key + skip(t, key).filter(|n| *n <= LABEL)?, b':')?;
    (t.get(value) == Some(&b'[')).then_some(value)
}

/// The head that is the first or second member of the object at `i`: `{"type":"record","fields":[`.
fn inner_head(t: &[u8], i: usize) -> Option<usize> {
    let mut key = next(t, i, b'{')?;
    for _ in 0..2 {
        let end = key + skip(t, key)?;
        let value = next(t, end, b':')?;
        if t.get(value) == Some(&b'[') && Tables::part(part(t, key + 1, end - 1)) == Part::Head {
            return Some(value);
        }
        key = next(t, value + skip(t, value)?, b',')?;
    }
    None
}

/// Whether both names of a first row say something: of a list of pairs the second is a value.
fn both(head: &[Value]) -> bool {
    let flags = Context::NAME.or(Context::ADDRESS_PART).or(Context::ID);
    let known = |n: &str| {
        WHO.contains(&n)
            || label(n.as_bytes()).is_some_and(|c| says(c) || c.has(flags))
            || delimited::mail(n.as_bytes())
    };
    let says_of = |n: usize| head.get(n).and_then(Value::as_str).and_then(|n| label(n.as_bytes()));
    // `["password","Passwort"]` is a word and its translation.
    let same = says_of(0).zip(says_of(1)).is_some_and(|(a, b)| {
        a.has(Context::MAY_BE_SECRET) && b.has(Context::MAY_BE_SECRET)
            || !a.exact().is_empty() && a.exact() == b.exact()
    });
    head.iter().all(|v| v.as_str().is_some_and(known)) && !same
}

/// Whether a word is written as names are.
fn is_name(word: &str) -> bool {
    word.len() > 1 && word.starts_with(|c: char| c.is_uppercase()) && word.chars().skip(1).any(char::is_lowercase)
}

/// Whether the string at `i` is a plain word, a name of code, or a rule for values: `required|min:8`.
fn is_word(t: &[u8], i: usize) -> bool {
    let text = part(t, i + 1, i + 1 + LABEL);
    let n = text.iter().take_while(|b| b.is_ascii_alphabetic() || **b == b'_').count();
    t.get(i) == Some(&b'"') && matches!(text.get(n), Some(b'"' | b'(' | b'|'))
}

/// Whether the string at `i` is itself the name of a column, or a type:
/// `[["first_name","last_name"],["password","text"]]`.
fn is_label(t: &[u8], i: usize) -> bool {
    let text = part(t, i + 1, i + 1 + LABEL);
    let n = text.iter().take_while(|b| b.is_ascii_alphabetic() || matches!(b, b'_' | b' ')).count();
    let word = part(text, 0, n);
    let small = !word.iter().any(|b| b.is_ascii_uppercase() || *b == b' ');
    let column = |c: Context| says(c) || small && c.has(Context::NAME.or(Context::ADDRESS_PART).or(Context::ID));
    t.get(i) == Some(&b'"')
        && text.get(n) == Some(&b'"')
        && (small && word.contains(&b'_') || TYPES.contains(&word) || label(word).is_some_and(column))
}

/// What the name that the pair at `i` begins with says of its value.
fn pair(t: &[u8], i: usize) -> Option<Context> {
    let pair = first(t, i)?;
    let [Value::String(name), _] = &pair[..] else { return None };
    label(name.as_bytes()).filter(|c| says(*c))
}

/// What the name of the property of a jCard at `i` says of its value: `["fn",{},"text","Jane Roe"]`.
fn property(t: &[u8], i: usize) -> Option<Context> {
    let property = first(t, i)?;
    let [Value::String(name), Value::Object(_), ..] = &property[..] else { return None };
    let key: &[u8] = match name.as_str() {
        "fn" | "n" => b"full_name",
        "tel" => b"phone",
        "bday" => b"birth_date",
        "adr" => b"street_address",
        _ => return None,
    };
    label(key)
}

/// The elements of the array at `i`, if it is not too long.
fn first(t: &[u8], i: usize) -> Option<Vec<Value>> {
    let text = part(t, i, i + HEAD);
    let text = text.get(..text.len().min(HEAD)).filter(|t| t.trim_ascii_start().first() == Some(&b'['))?;
    let mut values = serde_json::Deserializer::from_slice(text).into_iter::<Vec<Value>>();
    let list = values.next()?.ok();
    looked(values.byte_offset());
    list
}
