//! Spans of time, and formats of times: what DataFusion would answer with another value than was meant.
//!
//! A difference of two times is a duration, and `interval '5 days'` months, days and nanoseconds apart. Compared with
//! each other the duration becomes such an interval of no days, so that no latency is longer than five days. Its
//! seconds (`extract(epoch FROM …)`) come out whole. And `to_char` takes any text for a format.

use std::sync::Arc;

use arrow::array::{ArrayRef, AsArray, Int64Array};
use arrow::compute::cast;
use arrow::datatypes::{DataType, IntervalMonthDayNanoType, IntervalUnit, TimeUnit};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::utils::take_function_args;
use datafusion::common::{DFSchema, DataFusionError, Result, ScalarValue};
use datafusion::logical_expr::expr::{Between, InList, ScalarFunction};
use datafusion::logical_expr::expr_rewriter::FunctionRewrite;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature,
    Volatility, cast as cast_expr,
};

const INTERVAL: DataType = DataType::Interval(IntervalUnit::MonthDayNano);

/// The rewrite. It has to see expressions before the coercion of types.
#[derive(Debug)]
pub(crate) struct Spans {
    /// By unit of the duration.
    to_duration: [(TimeUnit, Arc<ScalarUDF>); 4],
}

impl Default for Spans {
    fn default() -> Self {
        let units = [TimeUnit::Second, TimeUnit::Millisecond, TimeUnit::Microsecond, TimeUnit::Nanosecond];
        Self {
            to_duration: units.map(|unit| {
                let signature = Signature::exact(vec![INTERVAL], Volatility::Immutable);
                (unit, Arc::new(ToDuration { unit, signature }.into()))
            }),
        }
    }
}

impl FunctionRewrite for Spans {
    fn name(&self) -> &str {
        "spans_of_time"
    }

    fn rewrite(&self, expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        match expr {
            Expr::BinaryExpr(BinaryExpr { mut left, op, mut right }) if op.supports_propagation() => {
                let changed = self.align(schema, &mut [left.as_mut(), right.as_mut()]);
                let expr = Expr::BinaryExpr(BinaryExpr { left, op, right });
                Ok(Transformed::new_transformed(expr, changed))
            }
            Expr::Between(Between { mut expr, negated, mut low, mut high }) => {
                let changed = self.align(schema, &mut [expr.as_mut(), low.as_mut(), high.as_mut()]);
                let expr = Expr::Between(Between { expr, negated, low, high });
                Ok(Transformed::new_transformed(expr, changed))
            }
            Expr::InList(InList { mut expr, mut list, negated }) if list.len() <= MAX_SPANS => {
                let mut all = vec![expr.as_mut()];
                all.extend(&mut list);
                let changed = self.align(schema, &mut all);
                Ok(Transformed::new_transformed(Expr::InList(InList { expr, list, negated }), changed))
            }
            Expr::ScalarFunction(call) => function(call, schema),
            other => Ok(Transformed::no(other)),
        }
    }
}

/// Longest list that is looked at; of spans of time it would be an odd one.
const MAX_SPANS: usize = 100;

impl Spans {
    /// Makes durations of the intervals, also of those in quotes alone, where one of the others is a duration; says
    /// whether there were any.
    fn align(&self, schema: &DFSchema, all: &mut [&mut Expr]) -> bool {
        // Comparisons are many; those of spans have an interval that is written out, or a difference of times.
        let types: Vec<Option<DataType>> = all.iter().map(|expr| expr.get_type(schema).ok()).collect();
        let unit =
            types.iter().flatten().find_map(|t| if let DataType::Duration(unit) = t { Some(*unit) } else { None });
        let Some((_, function)) = unit.and_then(|unit| self.to_duration.iter().find(|(of, _)| *of == unit)) else {
            return false;
        };
        let mut changed = false;
        for (expr, data_type) in all.iter_mut().zip(types) {
            // A text without a type is what it is compared with.
            let is_text = matches!(expr, Expr::Literal(value, _) if value.try_as_str().flatten().is_some());
            if matches!(data_type, Some(DataType::Interval(_))) || is_text {
                let interval = cast_expr(std::mem::take(*expr), INTERVAL);
                **expr = function.call(vec![interval]);
                changed = true;
            }
        }
        changed
    }
}

fn function(mut call: ScalarFunction, schema: &DFSchema) -> Result<Transformed<Expr>> {
    let text = |expr: &Expr| match expr {
        Expr::Literal(value, _) => value.try_as_str().flatten().map(str::to_owned),
        _ => None,
    };
    match (call.func.name(), call.args.as_mut_slice()) {
        // As an interval it keeps what is less than a second.
        ("date_part", [part, of])
            if text(part).is_some_and(|part| part.eq_ignore_ascii_case("epoch"))
                && matches!(of.get_type(schema), Ok(DataType::Duration(_))) =>
        {
            *of = cast_expr(std::mem::take(of), INTERVAL);
            Ok(Transformed::yes(Expr::ScalarFunction(call)))
        }
        ("to_char", [_, format]) if text(format).is_some_and(|format| !format.is_empty() && !format.contains('%')) => {
            let what = "to_char takes a format such as '%Y-%m-%d %H:%M:%S'; this one has no %";
            Err(DataFusionError::Plan(what.to_owned()))
        }
        _ => Ok(Transformed::no(Expr::ScalarFunction(call))),
    }
}

/// An interval without months as a duration.
#[derive(Debug, PartialEq, Eq, Hash)]
struct ToDuration {
    unit: TimeUnit,
    signature: Signature,
}

impl ScalarUDFImpl for ToDuration {
    fn name(&self) -> &str {
        "duration"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Duration(self.unit))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [one] = take_function_args(self.name(), args.args)?;
        match one {
            ColumnarValue::Array(values) => Ok(ColumnarValue::Array(self.durations(&values)?)),
            ColumnarValue::Scalar(value) => {
                let durations = self.durations(&value.to_array_of_size(1)?)?;
                Ok(ColumnarValue::Scalar(ScalarValue::try_from_array(&durations, 0)?))
            }
        }
    }
}

impl ToDuration {
    fn durations(&self, intervals: &ArrayRef) -> Result<ArrayRef> {
        let nanos: i128 = match self.unit {
            TimeUnit::Second => 1_000_000_000,
            TimeUnit::Millisecond => 1_000_000,
            TimeUnit::Microsecond => 1_000,
            TimeUnit::Nanosecond => 1,
        };
        let durations = intervals.as_primitive::<IntervalMonthDayNanoType>().iter().map(|interval| {
            let Some(interval) = interval else { return Ok(None) };
            if interval.months != 0 {
                let what = "a month has no fixed length; compare spans of time with days, as in interval '30 days'";
                return Err(DataFusionError::Execution(what.to_owned()));
            }
            let all = i128::from(interval.days) * 86_400_000_000_000 + i128::from(interval.nanoseconds);
            // Past what the type holds every duration is shorter.
            Ok(Some(i64::try_from(all.div_euclid(nanos)).unwrap_or(if all < 0 { i64::MIN } else { i64::MAX })))
        });
        let durations: Int64Array = durations.collect::<Result<_>>()?;
        Ok(cast(&durations, &DataType::Duration(self.unit))?)
    }
}
