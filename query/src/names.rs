//! Names of columns that the author of a query gave none.
//!
//! DataFusion makes them of its own form of the expression:
//! `date_bin(IntervalMonthDayNano("IntervalMonthDayNano { months: 0, …`. Where such constants are in a name, the column
//! is called as it was written.

use std::ops::ControlFlow;
use std::sync::Arc;

use arrow::datatypes::{Field, Schema, SchemaRef};
use datafusion::sql::parser::Statement;
use datafusion::sql::sqlparser::ast::{Expr, Select, SelectItem, SetExpr, Statement as Sql, Visit, Visitor};

/// How constants begin in DataFusion's names.
const CONSTANTS: &[&str] =
    &["Int64(", "UInt64(", "Float64(", "Boolean(", "Utf8(", "Utf8View(", "Interval", "make_array(", "Decimal"];
/// Longest name, characters.
const MAX_NAME: usize = 120;

/// The columns of a `SELECT` as they are written, `None` where they have a name; empty where that is not known.
pub(crate) fn written(statement: &Statement) -> Vec<Option<String>> {
    let Statement::Statement(sql) = statement else { return Vec::new() };
    let Sql::Query(query) = sql.as_ref() else { return Vec::new() };
    let mut set = query.body.as_ref();
    let select = loop {
        match set {
            SetExpr::SetOperation { left, .. } => set = left,
            SetExpr::Query(query) => set = query.body.as_ref(),
            SetExpr::Select(select) => break select,
            _ => return Vec::new(),
        }
    };
    let name = |item: &SelectItem| match item {
        SelectItem::UnnamedExpr(Expr::Identifier(_) | Expr::CompoundIdentifier(_)) => Some(None),
        SelectItem::UnnamedExpr(expr) => {
            let text = expr.to_string();
            let cut =
                text.char_indices().nth(MAX_NAME).map(|(end, _)| format!("{}…", text.get(..end).unwrap_or_default()));
            Some(Some(cut.unwrap_or(text)))
        }
        SelectItem::ExprWithAlias { .. } => Some(None),
        // A star is any number of columns.
        _ => None,
    };
    select.projection.iter().map(name).collect::<Option<Vec<_>>>().unwrap_or_default()
}

/// The names that the `SELECT`s of a statement give to expressions.
pub(crate) fn given(statement: &Statement) -> Vec<String> {
    let mut given = Given::default();
    if let Statement::Statement(sql) = statement {
        let _ = sql.visit(&mut given);
    }
    given.0
}

#[derive(Default)]
struct Given(Vec<String>);

impl Visitor for Given {
    type Break = ();

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<()> {
        self.0.extend(select.projection.iter().filter_map(|item| match item {
            SelectItem::ExprWithAlias { alias, .. } if alias.quote_style.is_some() => Some(alias.value.clone()),
            SelectItem::ExprWithAlias { alias, .. } => Some(alias.value.to_lowercase()),
            _ => None,
        }));
        ControlFlow::Continue(())
    }
}

/// The schema of an answer with the names of `written`.
pub(crate) fn rename(schema: SchemaRef, written: Vec<Option<String>>) -> SchemaRef {
    if written.len() != schema.fields().len() {
        return schema;
    }
    let fields = schema.fields().iter().zip(written).map(|(field, name)| match name {
        Some(name) if CONSTANTS.iter().any(|constant| field.name().contains(constant)) => {
            Arc::new(Field::clone(field).with_name(name))
        }
        _ => Arc::clone(field),
    });
    Arc::new(Schema::new(fields.collect::<Vec<_>>()))
}
