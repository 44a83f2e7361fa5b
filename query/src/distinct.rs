//! `count(DISTINCT (a, b))`: pairs and lists are counted by a key of bytes.
//!
//! DataFusion keeps a struct or a list as a slice of the batch that it came in, and counts the whole batch for each of
//! them against the memory of queries: some thousand pairs of ids would be refused.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, BinaryArray, BinaryBuilder};
use arrow::datatypes::DataType;
use arrow::row::{RowConverter, SortField};
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::Transformed;
use datafusion::common::utils::take_function_args;
use datafusion::common::{DFSchema, Result};
use datafusion::logical_expr::expr_rewriter::FunctionRewrite;
use datafusion::logical_expr::{
    ColumnarValue, Expr, ExprSchemable, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, Signature, Volatility,
};

/// Puts [`Key`] around what `count(DISTINCT …)` counts where that is nested.
#[derive(Debug)]
pub(crate) struct CountByKey(Arc<ScalarUDF>);

impl Default for CountByKey {
    fn default() -> Self {
        Self(Arc::new(Key(Signature::any(1, Volatility::Immutable)).into()))
    }
}

impl FunctionRewrite for CountByKey {
    fn name(&self) -> &str {
        "count_by_key"
    }

    fn rewrite(&self, mut expr: Expr, schema: &DFSchema, _: &ConfigOptions) -> Result<Transformed<Expr>> {
        let Expr::AggregateFunction(call) = &mut expr else { return Ok(Transformed::no(expr)) };
        if call.func.name() == "count"
            && call.params.distinct
            && let [one] = call.params.args.as_mut_slice()
            && one.get_type(schema).is_ok_and(|data_type| has_key(&data_type))
        {
            *one = self.0.call(vec![std::mem::take(one)]);
            return Ok(Transformed::yes(expr));
        }
        Ok(Transformed::no(expr))
    }
}

fn has_key(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Struct(_) | DataType::List(_) | DataType::LargeList(_))
        && RowConverter::supports_fields(&[SortField::new(data_type.clone())])
}

/// Bytes that are the same for the same value and for no other; null stays null.
#[derive(Debug, PartialEq, Eq, Hash)]
struct Key(Signature);

impl ScalarUDFImpl for Key {
    fn name(&self) -> &str {
        "key"
    }

    fn signature(&self) -> &Signature {
        &self.0
    }

    fn return_type(&self, _: &[DataType]) -> Result<DataType> {
        Ok(DataType::Binary)
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        let rows = args.number_rows;
        let [one] = take_function_args(self.name(), args.args)?;
        Ok(ColumnarValue::Array(Arc::new(keys(&one.into_array(rows)?)?)))
    }
}

fn keys(values: &ArrayRef) -> Result<BinaryArray> {
    let converter = RowConverter::new(vec![SortField::new(values.data_type().clone())])?;
    let rows = converter.convert_columns(&[Arc::clone(values)])?;
    let mut keys = BinaryBuilder::with_capacity(values.len(), rows.size());
    for (n, row) in rows.iter().enumerate() {
        keys.append_option((!values.is_null(n)).then(|| row.as_ref()));
    }
    Ok(keys.finish())
}
