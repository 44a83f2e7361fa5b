//! Model calls that repeat the one within them: two instrumentations that report one call.

use ahash::{AHashMap, AHashSet};

use super::columns::Columns;

/// Most calls around one that repeat it.
const AROUND: usize = 8;

/// See [`of`].
#[derive(Debug, Default)]
pub(super) struct Repeats<'a> {
    /// Rows that are not counted.
    pub(super) outer: AHashSet<usize>,
    /// Response ids of rows that have none, from the ones around them.
    pub(super) ids: AHashMap<usize, &'a str>,
}

/// Rows of model calls whose child in the same group is a model call of the same tokens, where one of the two has no response
/// id to know the other by. The inner one is counted, under the id of either.
pub(super) fn of<'a>(columns: &Columns<'a>) -> Repeats<'a> {
    let mut found = Repeats::default();
    let calls: Vec<_> = (0..columns.rows()).filter(|row| columns.is_counted(*row)).collect();
    // Mostly all have ids, which tell more.
    if calls.iter().all(|row| columns.response_id(*row).is_some()) {
        return found;
    }
    let place = |row, span| Some((columns.tenant(row), columns.trace_id(row)?, span?));
    let by_span: AHashMap<_, _> =
        calls.iter().filter_map(|row| Some((place(*row, columns.span_id(*row))?, *row))).collect();
    let tokens = |row| (columns.input_tokens(row), columns.output_tokens(row));
    // The call around one that repeats it.
    let outer = |inner: usize| {
        let outer = *by_span.get(&place(inner, columns.parent_span_id(inner))?)?;
        let known = columns.response_id(inner).is_some() && columns.response_id(outer).is_some();
        (inner != outer && !known && tokens(inner) == tokens(outer)).then_some(outer)
    };
    let around = |row: usize| std::iter::successors(outer(row), |row| outer(*row)).take(AROUND);
    // Calls that are around each other, as no SDK sends them, are all counted: none of them is the inner one.
    found.outer = calls.iter().filter_map(|row| outer(*row)).filter(|row| !around(*row).any(|o| o == *row)).collect();
    for row in calls.iter().filter(|row| columns.response_id(**row).is_none() && !found.outer.contains(row)) {
        found.ids.extend(around(*row).find_map(|row| columns.response_id(row)).map(|id| (*row, id)));
    }
    found
}
