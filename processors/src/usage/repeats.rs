//! Model calls that repeat what is within them: two instrumentations that report one call, or a loop that says it is one.

use ahash::{AHashMap, AHashSet};

use super::columns::Columns;

/// Most spans around one that are looked at.
const AROUND: usize = 8;

/// See [`of`].
#[derive(Debug, Default)]
pub(super) struct Repeats<'a> {
    /// Rows that are not counted.
    pub(super) outer: AHashSet<usize>,
    /// Response ids of rows that have none, from the ones around them.
    pub(super) ids: AHashMap<usize, &'a str>,
}

/// Rows of model calls that a model call within them repeats: one of the same tokens in the same group, where one of the two
/// has no response id to know the other by. The inner one is counted, under the id of either. And rows without an id whose
/// tokens are the sum of those of several calls within them: a loop around calls that says it is one.
pub(super) fn of<'a>(columns: &Columns<'a>) -> Repeats<'a> {
    let mut found = Repeats::default();
    let calls: Vec<_> = (0..columns.rows()).filter(|row| columns.is_counted(*row)).collect();
    // Mostly all have ids, which tell more.
    if calls.iter().all(|row| columns.response_id(*row).is_some()) {
        return found;
    }
    let within: AHashMap<_, _> = Tree::of(columns).within(&calls);
    let tokens = |row| (columns.input_tokens(row), columns.output_tokens(row));
    // The call around one that repeats it.
    let outer = |inner: usize| {
        let outer = *within.get(&inner)?;
        let known = columns.response_id(inner).is_some() && columns.response_id(outer).is_some();
        (!known && tokens(inner) == tokens(outer)).then_some(outer)
    };
    let around = |row: usize| std::iter::successors(outer(row), |row| outer(*row)).take(AROUND);
    // Calls that are around each other, as no SDK sends them, are all counted: none of them is the inner one.
    found.outer = calls.iter().filter_map(|row| outer(*row)).filter(|row| !around(*row).any(|o| o == *row)).collect();
    for row in calls.iter().filter(|row| columns.response_id(**row).is_none() && !found.outer.contains(row)) {
        found.ids.extend(around(*row).find_map(|row| columns.response_id(row)).map(|id| (*row, id)));
    }
    found.outer.extend(sums(columns, &calls, &within));
    found
}

/// Calls without an id that have the tokens of several calls within them.
fn sums(columns: &Columns<'_>, calls: &[usize], within: &AHashMap<usize, usize>) -> Vec<usize> {
    let tokens = |row| [columns.input_tokens(row), columns.output_tokens(row)].map(Option::unwrap_or_default);
    let mut sums: AHashMap<usize, (usize, [i64; 2])> = AHashMap::new();
    for (inner, outer) in calls.iter().filter_map(|row| Some((*row, *within.get(row)?))) {
        let ([input, output], (count, sum)) = (tokens(inner), sums.entry(outer).or_default());
        *count += 1;
        *sum = [sum[0].saturating_add(input), sum[1].saturating_add(output)];
    }
    let around = |row: usize| std::iter::successors(within.get(&row), |row| within.get(row)).take(AROUND);
    let is_sum = |row: usize, count, sum| {
        count > 1 && sum == tokens(row) && columns.response_id(row).is_none() && !around(row).any(|o| *o == row)
    };
    sums.into_iter().filter(|(row, (count, sum))| is_sum(*row, *count, *sum)).map(|(row, _)| row).collect()
}

/// A span by what is the same for no other.
type Place<'a> = (Option<&'a str>, &'a str, &'a str);

/// Spans of a batch by their ids.
struct Tree<'c, 'a> {
    columns: &'c Columns<'a>,
    by_span: AHashMap<Place<'a>, usize>,
}

impl<'c, 'a> Tree<'c, 'a> {
    fn of(columns: &'c Columns<'a>) -> Self {
        let mut tree = Self { columns, by_span: AHashMap::with_capacity(columns.rows()) };
        tree.by_span =
            (0..columns.rows()).filter_map(|row| Some((tree.place(row, columns.span_id(row))?, row))).collect();
        tree
    }

    fn place(&self, row: usize, span: Option<&'a str>) -> Option<Place<'a>> {
        Some((self.columns.tenant(row), self.columns.trace_id(row)?, span?))
    }

    /// The nearest call around each of the calls. What an agent or a tool calls is no part of the call around that.
    fn within(&self, calls: &[usize]) -> AHashMap<usize, usize> {
        let nearest = |row: usize| {
            let mut at = row;
            for _ in 0..AROUND {
                at = *self.by_span.get(&self.place(at, self.columns.parent_span_id(at))?)?;
                if self.columns.is_counted(at) {
                    return Some(at).filter(|at| *at != row);
                }
                if self.columns.is_agent_or_tool(at) {
                    return None;
                }
            }
            None
        };
        calls.iter().filter_map(|row| Some((*row, nearest(*row)?))).collect()
    }
}
