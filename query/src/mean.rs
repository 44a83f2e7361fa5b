//! `avg` of durations without a wrap.
//!
//! DataFusion adds them modulo 2^64: some thousand spans of a client whose clock begins in 1970 are enough. Here the
//! total has 128 bits. Of integers `avg` takes doubles, and of decimals it keeps a wider total itself.

use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::compute::cast;
use arrow::datatypes::{DECIMAL128_MAX_PRECISION, DataType, Decimal128Type, Field, FieldRef, Int64Type, UInt64Type};
use datafusion::common::utils::take_function_args;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::functions_aggregate::average::Avg;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, GroupsAccumulator, ReversedUDAF, Signature,
};

/// Wraps `avg`; gives back the others.
pub(crate) fn guard(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if function.name() == "avg" { Arc::new(Checked { inner: Avg::new().into() }.into()) } else { function }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    inner: AggregateUDF,
}

fn is_ours(data_type: &DataType, is_distinct: bool) -> bool {
    matches!(data_type, DataType::Duration(_)) && !is_distinct
}

impl AggregateUDFImpl for Checked {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn aliases(&self) -> &[String] {
        self.inner.aliases()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.inner().return_type(types)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        if !is_ours(args.return_type(), args.is_distinct) {
            return self.inner.inner().state_fields(args);
        }
        let total = DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0);
        Ok(vec![
            Arc::new(Field::new(format_state_name(args.name, "sum"), total, true)),
            Arc::new(Field::new(format_state_name(args.name, "count"), DataType::UInt64, true)),
        ])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if !is_ours(args.return_type(), args.is_distinct) {
            return self.inner.inner().accumulator(args);
        }
        Ok(Box::new(Mean { total: 0, count: 0, data_type: args.return_type().clone() }))
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if !is_ours(args.return_type(), args.is_distinct) {
            return self.inner.inner().create_sliding_accumulator(args);
        }
        self.accumulator(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        !is_ours(args.return_type(), args.is_distinct) && self.inner.inner().groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        self.inner.inner().create_groups_accumulator(args)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.inner.inner().order_sensitivity()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.inner().documentation()
    }
}

#[derive(Debug)]
struct Mean {
    total: i128,
    /// Values that are not null.
    count: u64,
    data_type: DataType,
}

/// The values that are not null: how many, and their sum.
fn tally(values: &ArrayRef) -> Result<(u64, i128)> {
    let numbers = cast(values, &DataType::Int64)?;
    let numbers = numbers.as_primitive::<Int64Type>();
    let total = numbers.iter().flatten().map(i128::from).sum();
    Ok(((numbers.len() - numbers.null_count()) as u64, total))
}

impl Accumulator for Mean {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("avg", values)?;
        let (count, total) = tally(values)?;
        self.count += count;
        self.total = self.total.saturating_add(total);
        Ok(())
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("avg", values)?;
        let (count, total) = tally(values)?;
        self.count = self.count.saturating_sub(count);
        self.total = self.total.saturating_sub(total);
        Ok(())
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        let mean = self.total.checked_div(self.count.into()).map(i64::try_from).transpose();
        let mean = mean.map_err(|_| DataFusionError::Internal("an average lies among its values".to_owned()))?;
        ScalarValue::Int64(mean).cast_to(&self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let total = ScalarValue::Decimal128(Some(self.total), DECIMAL128_MAX_PRECISION, 0);
        Ok(vec![total, ScalarValue::UInt64(Some(self.count))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [totals, counts] = take_function_args("avg", states)?;
        for total in totals.as_primitive::<Decimal128Type>().iter().flatten() {
            self.total = self.total.saturating_add(total);
        }
        self.count += counts.as_primitive::<UInt64Type>().iter().flatten().sum::<u64>();
        Ok(())
    }
}
