//! Constants and types that ask for memory whatever the size of a batch; those beside the rows of a batch are
//! [`fit`](crate::session::fit)'s.

use arrow::array::timezone::Tz;
use arrow::datatypes::DataType;
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::logical_expr::{Expr, LogicalPlan};

use crate::bounded;
use crate::error::QueryError;
use crate::translate::{Known, translate};

/// Most centroids of an approximate percentile; 100 are usual.
const MAX_CENTROIDS: i128 = 10_000;
/// Largest constant of a window function, bytes: it is written out for every row of a partition, which is no batch.
const MAX_WINDOW_BYTES: usize = 8 << 10;

/// How the message begins where a time zone is none.
pub(crate) const NO_ZONE: &str = "no time zone ";

/// Checks the types that a plan names, before constants are folded.
///
/// # Errors
/// `Invalid`, with the remedy.
pub(crate) fn check_types(plan: &LogicalPlan) -> Result<(), QueryError> {
    walk(plan, |expr| match expr {
        Expr::Cast(cast) => check_cast(cast.field.data_type()),
        Expr::TryCast(cast) => check_cast(cast.field.data_type()),
        _ => Ok(()),
    })
}

/// A zone that is none would be told only where a value is computed with it: elsewhere the time would be shown in UTC.
fn check_cast(to: &DataType) -> Result<()> {
    match to {
        DataType::Timestamp(_, Some(zone)) if zone.parse::<Tz>().is_err() => {
            Err(DataFusionError::Plan(format!("{NO_ZONE}\"{zone}\"")))
        }
        _ => bounded::check_type(to),
    }
}

/// Checks the constants of an optimised plan.
///
/// # Errors
/// `Invalid`, with the remedy.
pub(crate) fn check(plan: &LogicalPlan) -> Result<(), QueryError> {
    walk(plan, |expr| match expr {
        Expr::AggregateFunction(call) => centroids(call.func.name(), &call.params.args),
        Expr::WindowFunction(call) => {
            centroids(call.fun.name(), &call.params.args)?;
            call.params.args.iter().try_for_each(|arg| match arg {
                Expr::Literal(value, _) if value.size() > MAX_WINDOW_BYTES => {
                    Err(DataFusionError::Plan(bounded::copied(value.size() as u64)))
                }
                _ => Ok(()),
            })
        }
        _ => Ok(()),
    })
}

fn walk(plan: &LogicalPlan, look: impl Fn(&Expr) -> Result<()>) -> Result<(), QueryError> {
    let walked = plan.apply_with_subqueries(|node| {
        node.apply_expressions(|expr| expr.apply(|part| look(part).map(|()| TreeNodeRecursion::Continue)))
    });
    walked.map(|_| ()).map_err(|error| translate(error, Known::default()))
}

/// An approximate percentile reserves memory for all of its centroids at once, and a reservation that fails ends the
/// process.
fn centroids(function: &str, args: &[Expr]) -> Result<()> {
    if !function.starts_with("approx_percentile_cont") {
        return Ok(());
    }
    let number = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.to_string().parse::<i128>().ok(),
        _ => None,
    };
    // The first is the column.
    if args.iter().skip(1).filter_map(number).any(|n| n > MAX_CENTROIDS) {
        let what =
            format!("{function} may have {MAX_CENTROIDS} centroids; the default of 100 is exact enough for most data");
        return Err(DataFusionError::Plan(what));
    }
    Ok(())
}
