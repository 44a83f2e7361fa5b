//! What a statement reads, once its queries of `WITH` are written out wherever they are read, as the planner does:
//! forty that each read the one before twice are a million million, and to plan them takes as long.

use std::ops::ControlFlow;

use datafusion::sql::sqlparser::ast::{Query, Select, SelectItem, TableFactor, Visit, Visitor};

/// What a statement reads.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Reads {
    /// Tables and sub-queries.
    pub(crate) all: u64,
    /// Most tables that one `SELECT` joins, each with the columns of those before it. A sub-query is as many as a `*`
    /// in it gives.
    pub(crate) joined: u64,
}

pub(crate) fn reads(query: &Query) -> Reads {
    let mut expansion = Expansion::default();
    match query.visit(&mut expansion) {
        ControlFlow::Break(never) => match never {},
        ControlFlow::Continue(()) => expansion.reads,
    }
}

/// Cannot be made.
enum Never {}

#[derive(Default)]
struct Expansion {
    /// Queries around what is looked at.
    around: Vec<Frame>,
    /// Tables that are joined by each `SELECT` around.
    selects: Vec<u64>,
    reads: Reads,
}

/// One query.
#[derive(Default)]
struct Frame {
    /// Names of its queries of `WITH`, which are visited first and in this order.
    names: Vec<String>,
    /// Those that were visited.
    known: Vec<Cost>,
    /// How many `SELECT`s are around it.
    depth: usize,
    cost: Cost,
}

/// What it is to read a query or a table.
#[derive(Clone, Copy, Default)]
struct Cost {
    reads: u64,
    /// Tables of which it has the columns.
    width: u64,
}

/// A name without quotes and case.
fn plain(name: &str) -> String {
    name.replace('"', "").to_lowercase()
}

impl Expansion {
    fn join(&mut self, width: u64) {
        if let Some(joined) = self.selects.last_mut() {
            *joined = joined.saturating_add(width);
        }
    }
}

impl Visitor for Expansion {
    type Break = Never;

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Never> {
        let named = query.with.iter().flat_map(|with| &with.cte_tables);
        let names = named.map(|cte| plain(&cte.alias.name.value)).collect();
        self.around.push(Frame { names, depth: self.selects.len(), ..Frame::default() });
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, _: &Query) -> ControlFlow<Never> {
        let Some(Frame { mut cost, depth, .. }) = self.around.pop() else { return ControlFlow::Continue(()) };
        cost.reads = cost.reads.saturating_add(1);
        match self.around.last_mut() {
            Some(outer) if outer.known.len() < outer.names.len() => outer.known.push(cost),
            Some(outer) => {
                outer.cost.reads = outer.cost.reads.saturating_add(cost.reads);
                if outer.depth == depth {
                    // Part of a `UNION`.
                    outer.cost.width = outer.cost.width.max(cost.width);
                } else {
                    self.join(cost.width);
                }
            }
            None => self.reads.all = cost.reads,
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_select(&mut self, _: &Select) -> ControlFlow<Never> {
        self.selects.push(0);
        ControlFlow::Continue(())
    }

    fn post_visit_select(&mut self, select: &Select) -> ControlFlow<Never> {
        let joined = self.selects.pop().unwrap_or_default();
        self.reads.joined = self.reads.joined.max(joined);
        let star = |item: &SelectItem| matches!(item, SelectItem::Wildcard(_) | SelectItem::QualifiedWildcard(..));
        if let Some(frame) = self.around.last_mut() {
            let width = if select.projection.iter().any(star) { joined } else { 1 };
            frame.cost.width = frame.cost.width.max(width);
        }
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Never> {
        let cost = match table {
            TableFactor::Table { name, .. } => {
                let name = plain(&name.to_string());
                let known = self.around.iter().flat_map(|frame| frame.names.iter().zip(&frame.known));
                // Of names that are alike once they are plain, what is most.
                known.filter(|(known, _)| **known == name).fold(Cost { reads: 1, width: 1 }, |most, (_, cost)| Cost {
                    reads: most.reads.max(cost.reads),
                    width: most.width.max(cost.width),
                })
            }
            // Visited by themselves.
            TableFactor::Derived { .. } | TableFactor::NestedJoin { .. } => return ControlFlow::Continue(()),
            _ => Cost { reads: 1, width: 1 },
        };
        if let Some(frame) = self.around.last_mut() {
            frame.cost.reads = frame.cost.reads.saturating_add(cost.reads);
        }
        self.join(cost.width);
        ControlFlow::Continue(())
    }
}

#[cfg(test)]
mod tests {
    use datafusion::sql::sqlparser::ast::Statement;
    use datafusion::sql::sqlparser::dialect::PostgreSqlDialect;
    use datafusion::sql::sqlparser::parser::Parser;

    use super::*;

    #[test]
    fn queries_are_counted_wherever_they_are_read() {
        for (sql, all, joined) in [
            ("SELECT 1", 1, 0),
            ("SELECT * FROM a", 2, 1),
            ("SELECT * FROM a, (SELECT * FROM b) x WHERE EXISTS (SELECT 1 FROM c)", 6, 3),
            ("WITH a AS (SELECT * FROM t) SELECT * FROM a", 3, 1),
            ("WITH a AS (SELECT * FROM t) SELECT * FROM a x, A y, \"a\" z, b", 8, 4),
            ("WITH a AS (SELECT * FROM t), b AS (SELECT * FROM a, a) SELECT * FROM b, b", 11, 4),
            ("WITH a AS (SELECT * FROM t), b AS (SELECT 1 FROM a, a) SELECT * FROM b, b", 11, 2),
            ("WITH \"A\" AS (SELECT * FROM t, t), a AS (SELECT 1) SELECT * FROM \"A\"", 4, 2),
            ("WITH \"a\"\"b\" AS (SELECT * FROM t, t) SELECT * FROM \"a\"\"b\"", 4, 2),
            ("WITH a AS (WITH a AS (SELECT 1) SELECT * FROM a, a) SELECT * FROM a", 4, 2),
            ("WITH RECURSIVE r AS (SELECT 1 UNION ALL SELECT * FROM r) SELECT * FROM r", 3, 1),
            ("SELECT * FROM ((SELECT * FROM a, b) UNION ALL (SELECT 1, 2)) x, (a JOIN b ON true)", 8, 4),
        ] {
            let statement = Parser::parse_sql(&PostgreSqlDialect {}, sql).unwrap().remove(0);
            let Statement::Query(query) = statement else { panic!("{sql}") };
            assert_eq!(reads(&query), Reads { all, joined }, "{sql}");
        }
    }
}
