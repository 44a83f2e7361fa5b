//! `||` as a function, so that its result has a limit as that of `concat` has ([`bounded`](crate::bounded)).

use std::fmt;

use arrow::array::ArrayRef;
use arrow::compute::kernels::concat_elements::concat_elements_dyn;
use arrow::datatypes::DataType;
use datafusion::common::utils::take_function_args;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::{
    ColumnarValue, Expr, Operator, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

use crate::bounded;

/// The function. [`arithmetic`](crate::arithmetic) puts it in place of the operator, after the coercion of types; that of lists is
/// `array_concat` before.
pub(crate) fn concat() -> ScalarUDF {
    bounded::guard_concat(Concat(Signature::any(2, Volatility::Immutable)).into())
}

/// The name of a call as that of the operator that it stands for: of `||`, and of those in [`arithmetic`](crate::arithmetic).
///
/// Planning asks for the name of every part. A chain of a thousand terms has to write its own in one pass: by names of names it would
/// take minutes.
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

/// Types and values are those of the operator: null with anything is null.
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
        let [left, right] = take_function_args(self.name(), types)?;
        BinaryTypeCoercer::new(left, &Operator::StringConcat, right).get_result_type()
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let constant = args.args.iter().all(|arg| matches!(arg, ColumnarValue::Scalar(_)));
        let rows = if constant { 1 } else { args.number_rows };
        let [left, right] = take_function_args(self.name(), args.args)?;
        let joined: ArrayRef = concat_elements_dyn(&left.into_array(rows)?, &right.into_array(rows)?)?;
        Ok(if constant {
            ColumnarValue::Scalar(ScalarValue::try_from_array(&joined, 0)?)
        } else {
            ColumnarValue::Array(joined)
        })
    }
}
