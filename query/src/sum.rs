//! `sum` of integers and durations without a wrap.
//!
//! DataFusion adds 64-bit integers modulo 2^64, so that a sum which is too large comes out as another number, and nothing tells. Here the
//! total is kept in 128 bits, also between partitions and while a window slides; a result that its type does not hold is an error.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, BooleanArray, Decimal128Array, PrimitiveArray};
use arrow::compute::cast;
use arrow::datatypes::{ArrowPrimitiveType, DataType, Decimal128Type, Field, FieldRef, Int64Type, UInt64Type};
use datafusion::common::{DataFusionError, Result, ScalarValue, utils::take_function_args};
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, EmitTo, GroupsAccumulator, ReversedUDAF,
    SetMonotonicity, Signature,
};

/// Digits of a decimal of 128 bits.
const DIGITS: u8 = 38;

/// Wraps `sum`; gives back the others.
pub(crate) fn guard(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if function.name() == "sum" { Arc::new(Checked { inner: Sum::new().into() }.into()) } else { function }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    inner: AggregateUDF,
}

/// Whether values of a type are integers of 64 bits.
fn is_integer(data_type: &DataType) -> bool {
    matches!(data_type, DataType::Int64 | DataType::UInt64 | DataType::Duration(_))
}

impl AggregateUDFImpl for Checked {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.inner().return_type(types)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        if args.is_distinct || !is_integer(args.return_type()) {
            return self.inner.inner().state_fields(args);
        }
        Ok(vec![Arc::new(Field::new(format_state_name(args.name, "sum"), DataType::Decimal128(DIGITS, 0), true))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let data_type = args.return_field.data_type();
        Ok(match (is_integer(data_type), args.is_distinct) {
            (false, _) => return self.inner.inner().accumulator(args),
            (true, true) => Box::new(Distinct { values: HashMap::new(), total: 0, data_type: data_type.clone() }),
            (true, false) => Box::new(Total { total: 0, count: 0, data_type: data_type.clone() }),
        })
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        if is_integer(args.return_field.data_type()) {
            return self.accumulator(args);
        }
        self.inner.inner().create_sliding_accumulator(args)
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.inner().groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let data_type = args.return_field.data_type();
        if is_integer(data_type) {
            return Ok(Box::new(Totals { totals: Vec::new(), data_type: data_type.clone() }));
        }
        self.inner.inner().create_groups_accumulator(args)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.inner.inner().order_sensitivity()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Identical
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.inner.inner().set_monotonicity(data_type)
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.inner().documentation()
    }
}

/// Calls `f` with the row and value of each that is not null.
fn each(values: &ArrayRef, mut f: impl FnMut(usize, i128)) -> Result<()> {
    fn of<T: ArrowPrimitiveType>(values: &PrimitiveArray<T>, mut f: impl FnMut(usize, i128))
    where
        T::Native: Into<i128>,
    {
        for (row, value) in values.values().iter().enumerate() {
            if values.is_valid(row) {
                f(row, (*value).into());
            }
        }
    }
    match values.data_type() {
        DataType::Int64 => of(values.as_primitive::<Int64Type>(), f),
        DataType::UInt64 => of(values.as_primitive::<UInt64Type>(), f),
        DataType::Decimal128(..) => of(values.as_primitive::<Decimal128Type>(), f),
        _ => of(cast(values, &DataType::Int64)?.as_primitive::<Int64Type>(), &mut f),
    }
    Ok(())
}

fn too_large(data_type: &DataType) -> DataFusionError {
    DataFusionError::Execution(match data_type {
        DataType::Duration(_) => "a sum of durations is longer than their type holds; sum fewer rows".to_owned(),
        _ => "a sum is larger than a BIGINT holds; sum(CAST(… AS DECIMAL(38, 0))) has room for it".to_owned(),
    })
}

fn scalar(total: Option<i128>, data_type: &DataType) -> Result<ScalarValue> {
    let too_large = |_| too_large(data_type);
    if *data_type == DataType::UInt64 {
        return Ok(ScalarValue::UInt64(total.map(u64::try_from).transpose().map_err(too_large)?));
    }
    let value = ScalarValue::Int64(total.map(i64::try_from).transpose().map_err(too_large)?);
    if *data_type == DataType::Int64 { Ok(value) } else { value.cast_to(data_type) }
}

/// The sum of all rows, or of those in a window.
#[derive(Debug)]
struct Total {
    total: i128,
    /// Values that are not null.
    count: u64,
    data_type: DataType,
}

impl Total {
    fn known(&self) -> Option<i128> {
        (self.count > 0).then_some(self.total)
    }
}

impl Accumulator for Total {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            self.total = self.total.saturating_add(value);
            self.count += 1;
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            self.total = self.total.saturating_sub(value);
            self.count = self.count.saturating_sub(1);
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        scalar(self.known(), &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        Ok(vec![ScalarValue::Decimal128(self.known(), DIGITS, 0)])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

/// The sum of all values, each once; in a window, while it is there.
#[derive(Debug)]
struct Distinct {
    values: HashMap<i128, u64>,
    /// Of the values. A window asks for it at every row.
    total: i128,
    data_type: DataType,
}

impl Accumulator for Distinct {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            let count = self.values.entry(value).or_default();
            if *count == 0 {
                self.total = self.total.saturating_add(value);
            }
            *count += 1;
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            if let Some(count) = self.values.get_mut(&value) {
                *count -= 1;
                if *count == 0 {
                    self.values.remove(&value);
                    self.total = self.total.saturating_sub(value);
                }
            }
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        scalar((!self.values.is_empty()).then_some(self.total), &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * (size_of::<(i128, u64)>() + 1)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values: Vec<ScalarValue> =
            self.values.keys().map(|value| scalar(Some(*value), &self.data_type)).collect::<Result<_>>()?;
        Ok(vec![ScalarValue::List(ScalarValue::new_list_nullable(&values, &self.data_type))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [states] = take_function_args("sum", states)?;
        states.as_list::<i32>().iter().flatten().try_for_each(|values| self.update_batch(&[values]))
    }
}

/// The sums of groups.
#[derive(Debug)]
struct Totals {
    /// `None` where all values so far were null.
    totals: Vec<Option<i128>>,
    data_type: DataType,
}

impl Totals {
    fn decimals(totals: Vec<Option<i128>>) -> Result<Vec<ArrayRef>> {
        let array = Decimal128Array::from(totals).with_precision_and_scale(DIGITS, 0)?;
        Ok(vec![Arc::new(array)])
    }
}

impl GroupsAccumulator for Totals {
    fn update_batch(
        &mut self,
        values: &[ArrayRef],
        group_indices: &[usize],
        opt_filter: Option<&BooleanArray>,
        total_num_groups: usize,
    ) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        self.totals.resize(total_num_groups, None);
        each(values, |row, value| {
            if opt_filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
                && let Some(total) = group_indices.get(row).and_then(|group| self.totals.get_mut(*group))
            {
                *total = Some(total.unwrap_or(0).saturating_add(value));
            }
        })
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        let totals = emit_to.take_needed(&mut self.totals);
        let too_large = |_| too_large(&self.data_type);
        if self.data_type == DataType::UInt64 {
            let sums = totals.into_iter().map(|total| total.map(u64::try_from).transpose());
            let sums: PrimitiveArray<UInt64Type> = sums.collect::<Result<Vec<_>, _>>().map_err(too_large)?.into();
            return Ok(Arc::new(sums));
        }
        let sums = totals.into_iter().map(|total| total.map(i64::try_from).transpose());
        let sums: PrimitiveArray<Int64Type> = sums.collect::<Result<Vec<_>, _>>().map_err(too_large)?.into();
        Ok(cast(&sums, &self.data_type)?)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Self::decimals(emit_to.take_needed(&mut self.totals))
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.update_batch(values, group_indices, None, total_num_groups)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let [values] = take_function_args("sum", values)?;
        let mut states = vec![None; values.len()];
        each(values, |row, value| {
            if opt_filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
                && let Some(state) = states.get_mut(row)
            {
                *state = Some(value);
            }
        })?;
        Self::decimals(states)
    }

    fn size(&self) -> usize {
        self.totals.capacity() * size_of::<Option<i128>>()
    }
}
