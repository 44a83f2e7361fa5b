//! Functions whose result can be far larger than their arguments, with a limit on it.
//!
//! `repeat('x', 2000000000)` allocates in one step, outside the memory pool and, with constants, while planning. Such a
//! function is wrapped: the size of its result is computed from the arguments first, and refused past
//! [`MAX_RESULT_BYTES`]. The list is that of DataFusion 55: string functions that take a length or a count, and the
//! array functions that do.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, FieldRef, Int64Type};
use datafusion::common::{DataFusionError, ExprSchema, Result};
use datafusion::logical_expr::simplify::{ExprSimplifyResult, SimplifyContext};
use datafusion::logical_expr::{
    ColumnarValue, Documentation, Expr, ReturnFieldArgs, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
};

/// Largest result of one call over one batch, bytes.
const MAX_RESULT_BYTES: u64 = 32 << 20;

/// How the size of a result follows from the arguments.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Growth {
    /// Bytes of argument 0 times argument 1.
    Times,
    /// Argument 1 is a length in characters or elements.
    Length,
    /// Integers from argument 0 (or 0) to argument 1, by argument 2 (or 1).
    Range,
}

/// Wraps the functions of the list; gives back the others.
pub(crate) fn guard(function: Arc<ScalarUDF>) -> Arc<ScalarUDF> {
    let growth = match function.name() {
        "repeat" | "array_repeat" => Growth::Times,
        "lpad" | "rpad" | "array_resize" => Growth::Length,
        "range" | "generate_series" => Growth::Range,
        _ => return function,
    };
    Arc::new(ScalarUDF::new_from_impl(Bounded { growth, inner: function }))
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Bounded {
    growth: Growth,
    inner: Arc<ScalarUDF>,
}

impl ScalarUDFImpl for Bounded {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        self.inner.schema_name(args)
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, arg_types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(arg_types)
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        self.inner.return_field_from_args(args)
    }

    #[expect(deprecated, reason = "the trait still asks")]
    fn is_nullable(&self, args: &[Expr], schema: &dyn ExprSchema) -> bool {
        self.inner.is_nullable(args, schema)
    }

    fn coerce_types(&self, arg_types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(arg_types)
    }

    fn simplify(&self, args: Vec<Expr>, info: &SimplifyContext) -> Result<ExprSimplifyResult> {
        self.inner.simplify(args, info)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.documentation()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let size = match self.growth {
            Growth::Times => times(&args)?,
            Growth::Length => length(&args)?,
            Growth::Range => range(&args)?,
        };
        if size > MAX_RESULT_BYTES {
            return Err(DataFusionError::Execution(format!(
                "the result of {} would be larger than {} MiB",
                self.name(),
                MAX_RESULT_BYTES >> 20
            )));
        }
        self.inner.invoke_with_args(args)
    }
}

/// Argument `index` as an array: of one row when all arguments are scalars, else of the batch's rows.
fn array(args: &ScalarFunctionArgs, index: usize) -> Result<Option<ArrayRef>> {
    let rows = if args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_))) { 1 } else { args.number_rows };
    args.args.get(index).map(|arg| arg.to_array(rows)).transpose()
}

/// Argument `index` as integers, null as 0; none when it is absent or not a number.
fn integers(args: &ScalarFunctionArgs, index: usize) -> Result<Option<Vec<i64>>> {
    let Some(array) = array(args, index)? else { return Ok(None) };
    if array.data_type().is_null() {
        return Ok(Some(vec![0; array.len()]));
    }
    if !array.data_type().is_integer() {
        return Ok(None);
    }
    let array = cast(&array, &DataType::Int64)?;
    Ok(Some(array.as_primitive::<Int64Type>().iter().map(Option::unwrap_or_default).collect()))
}

fn times(args: &ScalarFunctionArgs) -> Result<u64> {
    let (Some(value), Some(counts)) = (array(args, 0)?, integers(args, 1)?) else { return Ok(0) };
    // Null costs as much as its slot.
    let size =
        |row: usize| u64::try_from(value.slice(row, 1).to_data().get_slice_memory_size().unwrap_or(16)).unwrap_or(16);
    Ok(total(counts.iter().enumerate().map(|(row, count)| times_one(*count, || size(row)))))
}

fn times_one(count: i64, size: impl Fn() -> u64) -> u64 {
    let count = u64::try_from(count).unwrap_or(0);
    if count <= 1 { 0 } else { count.saturating_mul(size().max(1)) }
}

fn length(args: &ScalarFunctionArgs) -> Result<u64> {
    // 16: a view or the slot of a list element; above the 4 bytes of a character.
    Ok(integers(args, 1)?.map_or(0, |n| total(n.into_iter().map(|n| u64::try_from(n).unwrap_or(0).saturating_mul(16)))))
}

fn range(args: &ScalarFunctionArgs) -> Result<u64> {
    let (first, second, step) = (integers(args, 0)?, integers(args, 1)?, integers(args, 2)?);
    let Some(first) = first else {
        return Err(DataFusionError::Execution(format!(
            "{} over dates is only available as a table: SELECT … FROM generate_series(…)",
            "range"
        )));
    };
    let element = |from: i64, to: i64, step: i64| (from.abs_diff(to) / step.unsigned_abs().max(1)).saturating_mul(8);
    Ok(match second {
        None => total(first.into_iter().map(|to| element(0, to, 1))),
        Some(second) => total(first.into_iter().zip(second).enumerate().map(|(row, (from, to))| {
            element(from, to, step.as_ref().and_then(|step| step.get(row).copied()).unwrap_or(1))
        })),
    })
}

fn total(sizes: impl Iterator<Item = u64>) -> u64 {
    sizes.fold(0, u64::saturating_add)
}
