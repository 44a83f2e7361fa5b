//! Computed texts that come to stand beside many rows: on one side of a join, beside an `unnest`, out of a sub-query
//! that gives one value.
//!
//! A text of the lake is a view, and the rows that it is joined with share it. One that was computed is copied for each
//! of them, outside the memory pool: of a `string_agg` of 20 MB beside 8,000 rows, 160 GB. So the values that a join
//! takes are looked at first, and where there are any its batches are small. The plan is optimised already: nothing
//! moves the check away.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{Column, DataFusionError, Result};
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::{
    ColumnarValue, Expr, LogicalPlan, Operator, Projection, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF,
    ScalarUDFImpl, Signature, Volatility,
};

use crate::bounded::copied;
use crate::pieces::{items, plain_bytes};

/// Rows of a batch where computed texts are copied: with fewer, joins of short texts become slow.
pub(crate) const SMALL_BATCH_ROWS: usize = 512;
/// Most that the copies of a computed value may take in a batch, bytes.
const MAX_BATCH_BYTES: u64 = 512 << 20;

/// Puts the checks into an optimised plan; says whether computed texts stand beside rows in it.
pub(crate) fn guard(plan: LogicalPlan) -> Result<(LogicalPlan, bool)> {
    let mut found = false;
    let plan = plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Join(mut join) => {
            for side in [&mut join.left, &mut join.right] {
                found |= check(side, &[])?;
            }
            Ok(Transformed::yes(LogicalPlan::Join(join)))
        }
        LogicalPlan::Unnest(mut unnest) => {
            let lists: Vec<Column> = unnest.exec_columns.clone();
            found |= check(&mut unnest.input, &lists)?;
            Ok(Transformed::yes(LogicalPlan::Unnest(unnest)))
        }
        LogicalPlan::Projection(_)
        | LogicalPlan::Filter(_)
        | LogicalPlan::Aggregate(_)
        | LogicalPlan::Window(_)
        | LogicalPlan::Sort(_) => {
            let checked = subqueries(node)?;
            found |= checked.transformed;
            Ok(checked)
        }
        other => Ok(Transformed::no(other)),
    })?;
    Ok((plan.data, found))
}

/// Checks the computed texts that an input gives beside the lists that are unnested.
fn check(input: &mut Arc<LogicalPlan>, lists: &[Column]) -> Result<bool> {
    let mut found = false;
    let columns = input.schema().iter().map(|(relation, field)| {
        let column = Column::new(relation.cloned(), field.name());
        if !is_plain(field.data_type()) || lists.contains(&column) {
            return Expr::Column(column);
        }
        found = true;
        look(Expr::Column(column), lists).alias_qualified(relation.cloned(), field.name())
    });
    let columns: Vec<Expr> = columns.collect();
    if found {
        *input = Arc::new(LogicalPlan::Projection(Projection::try_new(columns, Arc::clone(input))?));
    }
    Ok(found)
}

/// Whether an operator compares its sides, and copies neither.
fn compares(op: Operator) -> bool {
    op.supports_propagation()
        || matches!(op, Operator::LikeMatch | Operator::ILikeMatch | Operator::NotLikeMatch | Operator::NotILikeMatch)
}

/// Checks what sub-queries give, unless it is only compared.
fn subqueries(node: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
    let names = NamePreserver::new(&node);
    node.map_expressions(|expr| {
        let name = names.save(&expr);
        let checked = expr.transform_down(|expr| match &expr {
            Expr::ScalarSubquery(query)
                if query.subquery.schema().fields().first().is_some_and(|field| is_plain(field.data_type())) =>
            {
                Ok(Transformed::new(look(expr, &[]), true, TreeNodeRecursion::Jump))
            }
            Expr::BinaryExpr(binary) if compares(binary.op) => {
                Ok(Transformed::new(expr, false, TreeNodeRecursion::Jump))
            }
            _ => Ok(Transformed::no(expr)),
        })?;
        Ok(checked.update_data(|expr| name.restore(expr)))
    })
}

/// Whether a copy of a value copies its texts.
fn is_plain(data_type: &DataType) -> bool {
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 | DataType::Binary | DataType::LargeBinary | DataType::Map(..) => true,
        DataType::List(item) | DataType::LargeList(item) | DataType::FixedSizeList(item, _) => {
            !matches!(item.data_type(), DataType::Utf8View | DataType::BinaryView)
        }
        DataType::Struct(fields) => fields.iter().any(|field| is_plain(field.data_type())),
        _ => false,
    }
}

fn look(expr: Expr, lists: &[Column]) -> Expr {
    let beside = Beside(Signature::variadic_any(Volatility::Volatile));
    ScalarUDF::from(beside).call(std::iter::once(expr).chain(lists.iter().cloned().map(Expr::Column)).collect())
}

/// Gives its first argument back, or an error when a value is too large to be copied: for each element of the other
/// arguments, or for each row of a batch.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Beside(Signature);

impl ScalarUDFImpl for Beside {
    fn name(&self) -> &str {
        "beside"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        Ok(first(types)?.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        Ok(Arc::clone(first(args.arg_fields)?))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let one = first(&args.args)?;
        let (size, copies) = match one {
            ColumnarValue::Scalar(value) => {
                let size = plain_bytes(&value.to_array_of_size(1)?);
                (size, size.saturating_mul(args.number_rows as u64))
            }
            ColumnarValue::Array(values) if args.args.len() == 1 => {
                let size = largest(values);
                (size, size.saturating_mul(SMALL_BATCH_ROWS as u64))
            }
            ColumnarValue::Array(values) => {
                let lists = ColumnarValue::values_to_arrays(&args.args[1..])?;
                (largest(values), unnested(values, &lists))
            }
        };
        if copies > MAX_BATCH_BYTES {
            return Err(DataFusionError::Execution(copied(size)));
        }
        Ok(one.clone())
    }
}

fn first<T>(args: &[T]) -> Result<&T> {
    args.first().ok_or_else(|| DataFusionError::Internal("beside has an argument".to_owned()))
}

/// Size of the largest value.
fn largest(values: &ArrayRef) -> u64 {
    let all = plain_bytes(values);
    if all.saturating_mul(SMALL_BATCH_ROWS as u64) <= MAX_BATCH_BYTES {
        return all;
    }
    (0..values.len()).map(|row| plain_bytes(&values.slice(row, 1))).max().unwrap_or(0)
}

/// Size of the values when each is there for every element of its longest list, or a limit of it that is small enough.
fn unnested(values: &ArrayRef, lists: &[ArrayRef]) -> u64 {
    let longest = |lists: &mut dyn Iterator<Item = ArrayRef>| lists.map(|list| elements(&list)).max().unwrap_or(1);
    let limit = plain_bytes(values).saturating_mul(longest(&mut lists.iter().cloned()));
    if limit <= MAX_BATCH_BYTES {
        return limit;
    }
    let row = |row: usize| {
        let times = longest(&mut lists.iter().map(|list| list.slice(row, 1)));
        plain_bytes(&values.slice(row, 1)).saturating_mul(times)
    };
    (0..values.len()).map(row).fold(0, u64::saturating_add)
}

/// Elements of lists, and of the lists in them.
fn elements(lists: &ArrayRef) -> u64 {
    match lists.data_type() {
        DataType::List(_) => elements(&items::<i32>(lists)),
        DataType::LargeList(_) => elements(&items::<i64>(lists)),
        DataType::FixedSizeList(..) => elements(lists.as_fixed_size_list().values()),
        _ => lists.len() as u64,
    }
}
