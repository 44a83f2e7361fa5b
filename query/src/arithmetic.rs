//! `+`, `-` and `*` that are right or an error.
//!
//! DataFusion computes them modulo 2^64 (decimals modulo 2^128), in rows and when it folds constants, and no option of
//! a session says otherwise. This rule puts functions in their place that fail where the result does not fit. They come
//! after the coercion of types, so that types, values and names of columns are those of the operators.

use std::sync::Arc;

use arrow::compute::kernels::numeric::neg;
use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::utils::take_function_args;
use datafusion::common::{Result, ScalarValue};
use datafusion::logical_expr::binary::BinaryTypeCoercer;
use datafusion::logical_expr::expr_rewriter::NamePreserver;
use datafusion::logical_expr::utils::merge_schema;
use datafusion::logical_expr::{
    BinaryExpr, ColumnarValue, Expr, ExprSchemable, LogicalPlan, Operator, ReturnFieldArgs, ScalarFunctionArgs,
    ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};
use datafusion::optimizer::AnalyzerRule;
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_expr::expressions::{self, Column, Literal};

use crate::operator::{self, Name};

/// The rule. It has to come after the coercion of types.
#[derive(Debug)]
pub(crate) struct CheckedArithmetic {
    plus: Arc<ScalarUDF>,
    minus: Arc<ScalarUDF>,
    times: Arc<ScalarUDF>,
    negate: Arc<ScalarUDF>,
    concat: Arc<ScalarUDF>,
}

impl Default for CheckedArithmetic {
    fn default() -> Self {
        let checked =
            |op| Arc::new(ScalarUDF::from(Checked { op, signature: Signature::any(2, Volatility::Immutable) }));
        Self {
            plus: checked(Operator::Plus),
            minus: checked(Operator::Minus),
            times: checked(Operator::Multiply),
            negate: Arc::new(ScalarUDF::from(Negate(Signature::any(1, Volatility::Immutable)))),
            concat: Arc::new(operator::concat()),
        }
    }
}

impl AnalyzerRule for CheckedArithmetic {
    fn name(&self) -> &'static str {
        "checked_arithmetic"
    }

    fn analyze(&self, plan: LogicalPlan, _: &ConfigOptions) -> Result<LogicalPlan> {
        plan.transform_up_with_subqueries(|node| self.node(node)).map(|transformed| transformed.data)
    }
}

impl CheckedArithmetic {
    fn node(&self, node: LogicalPlan) -> Result<Transformed<LogicalPlan>> {
        let schema = merge_schema(&node.inputs());
        let names = NamePreserver::new(&node);
        node.map_expressions(|expr| {
            let name = names.save(&expr);
            let checked = expr.transform_up(|expr| match expr {
                Expr::BinaryExpr(BinaryExpr { left, op, right }) => match self.function(op) {
                    Some(function) if op == Operator::StringConcat => {
                        Ok(Transformed::yes(operator::chain(function, *left, *right)))
                    }
                    Some(function) => Ok(Transformed::yes(function.call(vec![*left, *right]))),
                    None => Ok(Transformed::no(Expr::BinaryExpr(BinaryExpr { left, op, right }))),
                },
                Expr::Negative(one) if one.get_type(&schema).is_ok_and(|t| t.is_integer() || t.is_decimal()) => {
                    Ok(Transformed::yes(self.negate.call(vec![*one])))
                }
                other => Ok(Transformed::no(other)),
            })?;
            Ok(checked.update_data(|expr| name.restore(expr)))
        })
    }

    fn function(&self, op: Operator) -> Option<&Arc<ScalarUDF>> {
        match op {
            Operator::Plus => Some(&self.plus),
            Operator::Minus => Some(&self.minus),
            Operator::Multiply => Some(&self.times),
            Operator::StringConcat => Some(&self.concat),
            _ => None,
        }
    }
}

/// One of the operators, with an error where its result does not fit.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    op: Operator,
    signature: Signature,
}

impl ScalarUDFImpl for Checked {
    fn name(&self) -> &str {
        match self.op {
            Operator::Plus => "+",
            Operator::Minus => "-",
            _ => "*",
        }
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        Ok(Name(self.name(), args).to_string())
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let [left, right] = take_function_args(self.name(), types)?;
        BinaryTypeCoercer::new(left, &self.op, right).get_result_type()
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [left, right] = take_function_args(self.name(), args.arg_fields)?;
        let data_type = self.return_type(&[left.data_type().clone(), right.data_type().clone()])?;
        Ok(Arc::new(Field::new(self.name(), data_type, left.is_nullable() || right.is_nullable())))
    }

    fn is_strict(&self) -> bool {
        true
    }

    /// By the operator itself, which knows more kinds of times and spans than this file should.
    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let (mut fields, mut columns) = (Vec::new(), Vec::new());
        let mut operand = |value: ColumnarValue| -> Arc<dyn PhysicalExpr> {
            match value {
                ColumnarValue::Scalar(value) => Arc::new(Literal::new(value)),
                ColumnarValue::Array(values) => {
                    fields.push(Field::new(self.name(), values.data_type().clone(), true));
                    columns.push(values);
                    Arc::new(Column::new(self.name(), columns.len() - 1))
                }
            }
        };
        let [left, right] = take_function_args(self.name(), args.args)?;
        let (left, right) = (operand(left), operand(right));
        let options = RecordBatchOptions::new().with_row_count(Some(args.number_rows));
        let batch = RecordBatch::try_new_with_options(Arc::new(Schema::new(fields)), columns, &options)?;
        expressions::BinaryExpr::new(left, self.op, right).with_fail_on_overflow(true).evaluate(&batch)
    }
}

/// Minus before one value.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Negate(Signature);

impl ScalarUDFImpl for Negate {
    fn name(&self) -> &str {
        "-"
    }

    fn schema_name(&self, args: &[Expr]) -> Result<String> {
        Ok(Name(self.name(), args).to_string())
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let [one] = take_function_args(self.name(), types)?;
        Ok(one.clone())
    }

    fn is_strict(&self) -> bool {
        true
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let [one] = take_function_args(self.name(), args.args)?;
        Ok(match one {
            ColumnarValue::Array(values) => ColumnarValue::Array(neg(&values)?),
            ColumnarValue::Scalar(value) => {
                ColumnarValue::Scalar(ScalarValue::try_from_array(&neg(&value.to_array_of_size(1)?)?, 0)?)
            }
        })
    }
}
