//! Model calls that repeat what is within them: two instrumentations that report one call, or a loop that says it is
//! one.

use ahash::{AHashMap, AHashSet};

use super::{
    calls::{Call, Calls, Tokens},
    columns::Columns,
    tree::{AROUND, Around, Tree},
};

/// See [`of`].
#[derive(Debug, Default)]
pub(super) struct Repeats<'a> {
    /// Rows that are not counted, and whether their call was counted in an earlier group.
    pub(super) rows: AHashMap<usize, bool>,
    /// Response ids of rows that have none, from the ones around them.
    pub(super) ids: AHashMap<usize, &'a str>,
}

/// Rows of model calls that a model call within them repeats: one of the same tokens, where one of the two has no
/// response id to know the other by. The inner one is counted, under the id of either; where the outer one came in an
/// earlier group, that one was. Rows without an id whose tokens are the sum of those of several calls within them: a
/// loop around calls that says it is one. Rows whose span came before.
///
/// Remembers the calls of the batch.
pub(super) fn of<'a>(columns: &Columns<'a>, earlier: &mut Calls) -> Repeats<'a> {
    let counted: Vec<_> = (0..columns.rows()).filter(|row| columns.is_counted(*row)).collect();
    if counted.is_empty() && earlier.is_empty() {
        return Repeats::default();
    }
    let mut tree = Tree::of(columns);
    if counted.is_empty() && !tree.has_within(earlier) {
        return Repeats::default();
    }
    tree.index();
    tree.pass_on(earlier);
    let batch = Batch::of(columns, &tree, &counted, earlier);
    let outer = batch.outer(earlier);
    // An id is of one call: of those within one around them only one has it.
    let mut taken: AHashSet<_> = outer.iter().filter(|(_, before)| **before).map(|(row, _)| *row).collect();
    let mut found = Repeats::default();
    found.rows.extend(batch.copies(&counted, earlier).map(|row| (row, true)));
    found.rows.extend(&outer);
    let inner = batch.calls.iter().filter(|row| !outer.contains_key(row));
    for row in inner {
        let top = batch.repeated(*row).last().unwrap_or(*row);
        let id = || batch.repeated(*row).find(|row| batch.is_known(*row)).filter(|_| !batch.is_known(*row));
        if batch.stands_for(top, earlier) {
            found.rows.insert(*row, true);
        } else if let Some(outer) = id().filter(|outer| taken.insert(*outer)) {
            found.ids.extend(columns.response_id(outer).map(|id| (*row, id)));
        }
    }
    for row in &batch.calls {
        batch.call(*row, !outer.contains_key(row)).into_iter().for_each(|call| earlier.push(call));
    }
    found
}

/// The calls of a batch.
struct Batch<'c, 'a> {
    columns: &'c Columns<'a>,
    tree: &'c Tree<'c, 'a>,
    /// Rows whose span did not come before, in their order.
    calls: Vec<usize>,
    around: AHashMap<usize, Around>,
}

impl<'c, 'a> Batch<'c, 'a> {
    fn of(columns: &'c Columns<'a>, tree: &'c Tree<'c, 'a>, counted: &[usize], earlier: &Calls) -> Self {
        let is_new = |row: usize| {
            let place = tree.place(row);
            place == 0 || (tree.first(place) == Some(row) && earlier.of(place).is_none())
        };
        let calls: Vec<_> = counted.iter().copied().filter(|row| is_new(*row)).collect();
        let around = calls.iter().map(|row| match tree.around(*row) {
            Around::Call(outer) if !is_new(outer) => (*row, Around::Beyond(tree.place(outer))),
            around => (*row, around),
        });
        let around = around.collect();
        Self { columns, tree, calls, around }
    }

    fn is_known(&self, row: usize) -> bool {
        self.columns.response_id(row).is_some()
    }

    fn tokens(&self, row: usize) -> Option<Tokens> {
        Tokens::new(self.columns.tokens(row))
    }

    /// Rows whose span came before. If both have response ids, these tell whether they are one.
    fn copies(&self, counted: &[usize], earlier: &Calls) -> impl Iterator<Item = usize> {
        let before = move |row: usize| {
            let place = self.tree.place(row);
            let first = self.tree.first(place).filter(|first| *first != row).map(|first| self.is_known(first));
            earlier.of(place).map(|call| call.known).or(first)
        };
        let is_copy = move |row: usize| before(row).is_some_and(|known| !(known && self.is_known(row)));
        counted.iter().copied().filter(move |row| is_copy(*row))
    }

    /// The nearest call around one.
    fn within(&self, row: usize) -> Option<usize> {
        match self.around.get(&row)? {
            Around::Call(outer) => Some(*outer),
            _ => None,
        }
    }

    /// The call around one that repeats it, the one around that, and so on.
    fn repeated(&self, row: usize) -> impl Iterator<Item = usize> {
        let outer = |inner: usize| {
            let outer = self.within(inner)?;
            let known = self.is_known(inner) && self.is_known(outer);
            (!known && self.columns.tokens(inner) == self.columns.tokens(outer)).then_some(outer)
        };
        std::iter::successors(outer(row), move |row| outer(*row)).take(AROUND)
    }

    /// Calls that repeat what is within them, and whether that is one call of an earlier group.
    fn outer(&self, earlier: &Calls) -> AHashMap<usize, bool> {
        // Calls that are around each other, as no SDK sends them, are all counted: none of them is the inner one.
        let outer = self.calls.iter().filter_map(|row| self.repeated(*row).next());
        let outer = outer.filter(|row| !self.repeated(*row).any(|o| o == *row)).chain(self.sums(earlier));
        let mut rows: AHashMap<_, _> = outer.map(|row| (row, false)).collect();
        rows.extend(self.calls.iter().filter(|row| self.repeats_earlier(**row, earlier)).map(|row| (*row, true)));
        rows
    }

    fn repeats_earlier(&self, row: usize, earlier: &Calls) -> bool {
        let (known, tokens) = (self.is_known(row), self.tokens(row));
        earlier.within(self.tree.place(row)).any(|call| Some(call.tokens) == tokens && !(call.known && known))
    }

    /// Whether the call around one came in an earlier group and was counted for it.
    fn stands_for(&self, row: usize, earlier: &mut Calls) -> bool {
        match (self.around.get(&row), self.tokens(row)) {
            (Some(Around::Beyond(place)), Some(tokens)) => earlier.stands_for(*place, tokens, self.is_known(row)),
            _ => false,
        }
    }

    /// Calls without an id that have the tokens of several calls within them.
    fn sums(&self, earlier: &Calls) -> Vec<usize> {
        let mut sums: AHashMap<usize, (usize, [i64; 2])> = AHashMap::new();
        for (inner, outer) in self.calls.iter().filter_map(|row| Some((*row, self.within(*row)?))) {
            add(sums.entry(outer).or_default(), (1, self.columns.tokens(inner)));
        }
        for row in &self.calls {
            let before = earlier.sum_within(self.tree.place(*row));
            if before.0 > 0 {
                add(sums.entry(*row).or_default(), before);
            }
        }
        let around = |row: usize| std::iter::successors(self.within(row), |row| self.within(*row)).take(AROUND);
        let is_sum = |row: usize, count, sum| {
            count > 1 && sum == self.columns.tokens(row) && !self.is_known(row) && !around(row).any(|o| o == row)
        };
        sums.into_iter().filter(|(row, (count, sum))| is_sum(*row, *count, *sum)).map(|(row, _)| row).collect()
    }

    /// What is remembered of a call.
    fn call(&self, row: usize, counted: bool) -> Option<Call> {
        let around = match self.around.get(&row)? {
            Around::Call(outer) => self.tree.place(*outer),
            Around::Beyond(place) => *place,
            Around::Nothing => 0,
        };
        let (span, tokens, known) = (self.tree.place(row), self.tokens(row)?, self.is_known(row));
        (span != 0).then_some(Call { span, around, tokens, known, counted })
    }
}

fn add(into: &mut (usize, [i64; 2]), (count, [input, output]): (usize, [i64; 2])) {
    into.0 += count;
    into.1 = [into.1[0].saturating_add(input), into.1[1].saturating_add(output)];
}
