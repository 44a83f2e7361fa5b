//! `||` as a function, so that its result has a limit as that of `concat` has ([`bounded`](crate::bounded)).

use std::fmt::{self, Write as _};
use std::sync::Arc;

use arrow::array::{ArrayRef, StringBuilder, StringViewArray};
use arrow::compute::cast;
use arrow::compute::kernels::concat_elements::concat_elements_dyn;
use arrow::datatypes::DataType;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::bounded::{self, Argument};

type Text = Argument<StringViewArray>;

/// The function. [`arithmetic`](crate::arithmetic) puts it in place of the operator, after the coercion of types; that
/// of lists is `array_concat` before.
pub(crate) fn concat() -> ScalarUDF {
    bounded::guard_chain(Concat(Signature::variadic_any(Volatility::Immutable)).into())
}

/// One call for a chain, whose texts would be copied at every operator else.
pub(crate) fn chain(function: &Arc<ScalarUDF>, left: Expr, right: Expr) -> Expr {
    match left {
        // One that was cast to another type is no part of the chain.
        Expr::ScalarFunction(mut call) if call.func.name() == function.name() => {
            call.args.push(right);
            Expr::ScalarFunction(call)
        }
        left => function.call(vec![left, right]),
    }
}

/// The name of a call as that of the operator that it stands for: of `||`, and of those in
/// [`arithmetic`](crate::arithmetic).
///
/// Planning asks for the name of every part. A chain of a thousand terms has to write its own in one pass: by names of
/// names it would take minutes.
pub(crate) struct Name<'a>(pub(crate) &'a str, pub(crate) &'a [Expr]);

impl fmt::Display for Name<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let part = |f: &mut fmt::Formatter<'_>, expr: &Expr| match expr {
            Expr::ScalarFunction(call) if matches!(call.func.name(), "||" | "+" | "-" | "*") => {
                Name(call.func.name(), &call.args).fmt(f)
            }
            other => other.schema_name().fmt(f),
        };
        match self {
            Self(op, [one]) => {
                write!(f, "({op} ")?;
                part(f, one)?;
                f.write_str(")")
            }
            Self(op, args) => args.iter().enumerate().try_for_each(|(n, arg)| {
                if n > 0 {
                    write!(f, " {op} ")?;
                }
                part(f, arg)
            }),
        }
    }
}

/// Types and values are those of a chain of the operator: null with anything is null.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Concat(Signature);

impl ScalarUDFImpl for Concat {
    fn name(&self) -> &str {
        "||"
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        Ok(Name(self.name(), args).to_string())
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let Some((first, others)) = types.split_first() else { return Ok(DataType::Utf8) };
        others.iter().try_fold(first.clone(), |left, right| {
            BinaryTypeCoercer::new(&left, &Operator::StringConcat, right).get_result_type()
        })
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let parts = if args.args.len() > 2 { texts(&args)? } else { None };
        let joined = match parts {
            Some(parts) => cast(&join(&parts, rows), args.return_type())?,
            None => pairwise(args.args, rows)?,
        };
        Ok(if constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&joined, 0)?)
        } else {
            ColumnarValue::Array(joined)
        })
    }
}

/// The arguments, if all are texts.
fn texts(args: &ScalarFunctionArgs) -> Result<Option<Vec<Text>>> {
    let parts: Vec<Option<Text>> = (0..args.args.len()).map(|n| bounded::texts(args, n)).collect::<Result<_>>()?;
    Ok(parts.into_iter().collect())
}

fn join(parts: &[Text], rows: usize) -> ArrayRef {
    let mut joined = StringBuilder::with_capacity(rows, 0);
    for row in 0..rows {
        if parts.iter().any(|part| part.get(row).is_none()) {
            joined.append_null();
            continue;
        }
        for part in parts {
            // Writing to memory cannot fail.
            let _ = joined.write_str(part.get(row).unwrap_or_default());
        }
        joined.append_value("");
    }
    Arc::new(joined.finish())
}

fn pairwise(args: Vec<ColumnarValue>, rows: usize) -> Result<ArrayRef> {
    let mut args = args.into_iter();
    let first = args.next().unwrap_or(ColumnarValue::Scalar(ScalarValue::Utf8(None))).into_array(rows)?;
    args.try_fold(first, |left, right| Ok(concat_elements_dyn(&left, &right.into_array(rows)?)?))
}
