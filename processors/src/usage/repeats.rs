//! Model calls that repeat the one within them: two instrumentations that report one call.

use ahash::{AHashMap, AHashSet};

use super::columns::Columns;

/// Rows of model calls whose child in the same group is a model call of the same tokens, where one of the two has no response
/// id to know the other by. The inner one is counted.
pub(super) fn of(columns: &Columns<'_>) -> AHashSet<usize> {
    let calls: Vec<_> = (0..columns.rows()).filter(|row| columns.is_counted(*row)).collect();
    // Mostly all have ids, which tell more.
    if calls.iter().all(|row| columns.response_id(*row).is_some()) {
        return AHashSet::new();
    }
    let place = |row, span| Some((columns.trace_id(row)?, span?));
    let by_span: AHashMap<_, _> =
        calls.iter().filter_map(|row| Some((place(*row, columns.span_id(*row))?, *row))).collect();
    let tokens = |row| (columns.input_tokens(row), columns.output_tokens(row));
    let parent = |row| by_span.get(&place(row, columns.parent_span_id(row))?).copied();
    let repeats = |inner: usize, outer: usize| {
        let known = columns.response_id(inner).is_some() && columns.response_id(outer).is_some();
        inner != outer && !known && tokens(inner) == tokens(outer) && columns.tenant(inner) == columns.tenant(outer)
    };
    calls.iter().filter_map(|row| parent(*row).filter(|outer| repeats(*row, *outer))).collect()
}
