//! `sum` of integers, decimals and durations without a wrap.
//!
//! DataFusion adds 64-bit integers modulo 2^64, and decimals modulo 2^128, so that a sum which is too large comes out
//! as another number, and nothing tells. Here the total is kept in twice as many bits, also between partitions and
//! while a window slides; a result that its type does not hold is an error.

use std::collections::HashMap;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, ArrowNativeTypeOp, AsArray, BooleanArray, PrimitiveArray};
use arrow::compute::{CastOptions, cast, cast_with_options};
use arrow::datatypes::{
    ArrowPrimitiveType, DECIMAL128_MAX_PRECISION, DECIMAL256_MAX_PRECISION, DataType, Decimal32Type, Decimal64Type,
    Decimal128Type, Decimal256Type, DecimalType, Field, FieldRef, Int64Type, UInt64Type, i256,
};
use datafusion::common::{DataFusionError, Result, ScalarValue, utils::take_function_args};
use datafusion::functions_aggregate::sum::Sum;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::{AggregateOrderSensitivity, format_state_name};
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, EmitTo, GroupsAccumulator, ReversedUDAF,
    SetMonotonicity, Signature,
};

/// Wraps `sum`; gives back the others.
pub(crate) fn guard(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if function.name() == "sum" { Arc::new(Checked { inner: Sum::new().into() }.into()) } else { function }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Checked {
    inner: AggregateUDF,
}

/// Which total holds the values of a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    /// 64-bit integers and durations, in 128 bits.
    Integer,
    /// Decimals, in 256 bits.
    Decimal,
    /// Not ours.
    Other,
}

fn kind(data_type: &DataType) -> Kind {
    match data_type {
        DataType::Int64 | DataType::UInt64 | DataType::Duration(_) => Kind::Integer,
        data_type if data_type.is_decimal() => Kind::Decimal,
        _ => Kind::Other,
    }
}

/// A number that a total is kept in, and the decimal that stands for it between partitions.
trait Wide: ArrowNativeTypeOp + Eq + std::hash::Hash + Send + Sync {
    type Decimal: DecimalType + ArrowPrimitiveType<Native = Self>;

    fn state_type(data_type: &DataType) -> DataType;
    fn of_128(value: i128) -> Self;
    /// Only states of [`Kind::Decimal`] have so many bits.
    fn of_256(value: i256) -> Self;
    /// One total; a window asks for it at every row.
    fn scalar(total: Option<Self>, data_type: &DataType) -> Result<ScalarValue>;
    /// Totals as values of the type that the sum has.
    fn fit(totals: PrimitiveArray<Self::Decimal>, data_type: &DataType) -> Result<ArrayRef>;
}

impl Wide for i128 {
    type Decimal = Decimal128Type;

    fn state_type(_: &DataType) -> DataType {
        DataType::Decimal128(DECIMAL128_MAX_PRECISION, 0)
    }

    fn of_128(value: i128) -> Self {
        value
    }

    fn of_256(value: i256) -> Self {
        value.as_i128()
    }

    fn scalar(total: Option<i128>, data_type: &DataType) -> Result<ScalarValue> {
        let too_large = |_| too_large(data_type);
        if *data_type == DataType::UInt64 {
            return Ok(ScalarValue::UInt64(total.map(u64::try_from).transpose().map_err(too_large)?));
        }
        let value = ScalarValue::Int64(total.map(i64::try_from).transpose().map_err(too_large)?);
        if *data_type == DataType::Int64 { Ok(value) } else { value.cast_to(data_type) }
    }

    fn fit(totals: PrimitiveArray<Decimal128Type>, data_type: &DataType) -> Result<ArrayRef> {
        let too_large = |_| too_large(data_type);
        if *data_type == DataType::UInt64 {
            let sums: PrimitiveArray<UInt64Type> = totals.try_unary(u64::try_from).map_err(too_large)?;
            return Ok(Arc::new(sums));
        }
        let sums: PrimitiveArray<Int64Type> = totals.try_unary(i64::try_from).map_err(too_large)?;
        Ok(cast(&sums, data_type)?)
    }
}

impl Wide for i256 {
    type Decimal = Decimal256Type;

    fn state_type(data_type: &DataType) -> DataType {
        let scale = match data_type {
            DataType::Decimal32(_, scale)
            | DataType::Decimal64(_, scale)
            | DataType::Decimal128(_, scale)
            | DataType::Decimal256(_, scale) => *scale,
            _ => 0,
        };
        DataType::Decimal256(DECIMAL256_MAX_PRECISION, scale)
    }

    fn of_128(value: i128) -> Self {
        Self::from_i128(value)
    }

    fn of_256(value: i256) -> Self {
        value
    }

    fn scalar(total: Option<i256>, data_type: &DataType) -> Result<ScalarValue> {
        ScalarValue::try_from_array(&Self::fit(totals(vec![total], data_type), data_type)?, 0)
    }

    fn fit(totals: PrimitiveArray<Decimal256Type>, data_type: &DataType) -> Result<ArrayRef> {
        if let DataType::Decimal256(digits, _) = data_type {
            totals.validate_decimal_precision(*digits).map_err(|_| too_large(data_type))?;
        }
        let options = CastOptions { safe: false, ..CastOptions::default() };
        cast_with_options(&totals, data_type, &options).map_err(|_| too_large(data_type))
    }
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
        let state = match kind(args.return_type()) {
            Kind::Integer => i128::state_type(args.return_type()),
            Kind::Decimal => i256::state_type(args.return_type()),
            Kind::Other => return self.inner.inner().state_fields(args),
        };
        if args.is_distinct {
            return self.inner.inner().state_fields(args);
        }
        Ok(vec![Arc::new(Field::new(format_state_name(args.name, "sum"), state, true))])
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let data_type = args.return_field.data_type();
        Ok(match (kind(data_type), args.is_distinct) {
            (Kind::Other, _) => return self.inner.inner().accumulator(args),
            (Kind::Integer, true) => Box::new(Distinct::<i128>::new(data_type)),
            (Kind::Integer, false) => Box::new(Total::<i128>::new(data_type)),
            (Kind::Decimal, true) => Box::new(Distinct::<i256>::new(data_type)),
            (Kind::Decimal, false) => Box::new(Total::<i256>::new(data_type)),
        })
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        match kind(args.return_field.data_type()) {
            Kind::Other => self.inner.inner().create_sliding_accumulator(args),
            Kind::Integer | Kind::Decimal => self.accumulator(args),
        }
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.inner().groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        let data_type = args.return_field.data_type();
        Ok(match kind(data_type) {
            Kind::Other => return self.inner.inner().create_groups_accumulator(args),
            Kind::Integer => Box::new(Totals::<i128> { totals: Vec::new(), data_type: data_type.clone() }),
            Kind::Decimal => Box::new(Totals::<i256> { totals: Vec::new(), data_type: data_type.clone() }),
        })
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
fn each<W: Wide>(values: &ArrayRef, mut f: impl FnMut(usize, W) -> Result<()>) -> Result<()> {
    fn of<T: ArrowPrimitiveType, W>(
        values: &PrimitiveArray<T>,
        wide: impl Fn(T::Native) -> W,
        mut f: impl FnMut(usize, W) -> Result<()>,
    ) -> Result<()> {
        for (row, value) in values.values().iter().enumerate() {
            if values.is_valid(row) {
                f(row, wide(*value))?;
            }
        }
        Ok(())
    }
    match values.data_type() {
        DataType::Int64 => of(values.as_primitive::<Int64Type>(), |n| W::of_128(n.into()), f),
        DataType::UInt64 => of(values.as_primitive::<UInt64Type>(), |n| W::of_128(n.into()), f),
        DataType::Decimal32(..) => of(values.as_primitive::<Decimal32Type>(), |n| W::of_128(n.into()), f),
        DataType::Decimal64(..) => of(values.as_primitive::<Decimal64Type>(), |n| W::of_128(n.into()), f),
        DataType::Decimal128(..) => of(values.as_primitive::<Decimal128Type>(), W::of_128, f),
        DataType::Decimal256(..) => of(values.as_primitive::<Decimal256Type>(), W::of_256, f),
        _ => {
            let values = cast(values, &DataType::Int64)?;
            of(values.as_primitive::<Int64Type>(), |n| W::of_128(n.into()), &mut f)
        }
    }
}

fn too_large(data_type: &DataType) -> DataFusionError {
    DataFusionError::Execution(match data_type {
        DataType::Duration(_) => "a sum of durations is longer than their type holds; sum fewer rows".to_owned(),
        data_type if data_type.is_decimal() => {
            format!("a sum is larger than a {data_type} holds; sum(CAST(… AS DOUBLE)) has room for it")
        }
        _ => "a sum is larger than a BIGINT holds; sum(CAST(… AS DECIMAL(38, 0))) has room for it".to_owned(),
    })
}

fn totals<W: Wide>(totals: Vec<Option<W>>, data_type: &DataType) -> PrimitiveArray<W::Decimal> {
    PrimitiveArray::<W::Decimal>::from_iter(totals).with_data_type(W::state_type(data_type))
}

/// The sum of all rows, or of those in a window.
#[derive(Debug)]
struct Total<W> {
    total: W,
    /// Values that are not null.
    count: u64,
    data_type: DataType,
}

impl<W: Wide> Total<W> {
    fn new(data_type: &DataType) -> Self {
        Self { total: W::ZERO, count: 0, data_type: data_type.clone() }
    }

    fn known(&self) -> Option<W> {
        (self.count > 0).then_some(self.total)
    }
}

impl<W: Wide> Accumulator for Total<W> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            self.total = self.total.add_checked(value).map_err(|_| too_large(&self.data_type))?;
            self.count += 1;
            Ok(())
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            self.total = self.total.sub_checked(value).map_err(|_| too_large(&self.data_type))?;
            self.count = self.count.saturating_sub(1);
            Ok(())
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        W::scalar(self.known(), &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let state = totals(vec![self.known()], &self.data_type);
        Ok(vec![ScalarValue::try_from_array(&state, 0)?])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.update_batch(states)
    }
}

/// The sum of all values, each once; in a window, while it is there.
#[derive(Debug)]
struct Distinct<W> {
    values: HashMap<W, u64>,
    /// Of the values. A window asks for it at every row.
    total: W,
    data_type: DataType,
}

impl<W: Wide> Distinct<W> {
    fn new(data_type: &DataType) -> Self {
        Self { values: HashMap::new(), total: W::ZERO, data_type: data_type.clone() }
    }
}

impl<W: Wide> Accumulator for Distinct<W> {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value| {
            let count = self.values.entry(value).or_default();
            if *count == 0 {
                self.total = self.total.add_checked(value).map_err(|_| too_large(&self.data_type))?;
            }
            *count += 1;
            Ok(())
        })
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        let [values] = take_function_args("sum", values)?;
        each(values, |_, value: W| {
            if let Some(count) = self.values.get_mut(&value) {
                *count -= 1;
                if *count == 0 {
                    self.values.remove(&value);
                    self.total = self.total.sub_checked(value).map_err(|_| too_large(&self.data_type))?;
                }
            }
            Ok(())
        })
    }

    fn supports_retract_batch(&self) -> bool {
        true
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        W::scalar((!self.values.is_empty()).then_some(self.total), &self.data_type)
    }

    fn size(&self) -> usize {
        size_of_val(self) + self.values.capacity() * (size_of::<(W, u64)>() + 1)
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        let values = self.values.keys().map(|value| W::scalar(Some(*value), &self.data_type));
        let values: Vec<ScalarValue> = values.collect::<Result<_>>()?;
        Ok(vec![ScalarValue::List(ScalarValue::new_list_nullable(&values, &self.data_type))])
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        let [states] = take_function_args("sum", states)?;
        states.as_list::<i32>().iter().flatten().try_for_each(|values| self.update_batch(&[values]))
    }
}

/// The sums of groups.
#[derive(Debug)]
struct Totals<W> {
    /// `None` where all values so far were null.
    totals: Vec<Option<W>>,
    data_type: DataType,
}

impl<W: Wide> GroupsAccumulator for Totals<W> {
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
                let sum = total.unwrap_or(W::ZERO).add_checked(value);
                *total = Some(sum.map_err(|_| too_large(&self.data_type))?);
            }
            Ok(())
        })
    }

    fn evaluate(&mut self, emit_to: EmitTo) -> Result<ArrayRef> {
        W::fit(totals(emit_to.take_needed(&mut self.totals), &self.data_type), &self.data_type)
    }

    fn state(&mut self, emit_to: EmitTo) -> Result<Vec<ArrayRef>> {
        Ok(vec![Arc::new(totals(emit_to.take_needed(&mut self.totals), &self.data_type))])
    }

    fn merge_batch(&mut self, values: &[ArrayRef], group_indices: &[usize], total_num_groups: usize) -> Result<()> {
        self.update_batch(values, group_indices, None, total_num_groups)
    }

    fn convert_to_state(&self, values: &[ArrayRef], opt_filter: Option<&BooleanArray>) -> Result<Vec<ArrayRef>> {
        let [values] = take_function_args("sum", values)?;
        let mut states: Vec<Option<W>> = vec![None; values.len()];
        each(values, |row, value| {
            if opt_filter.is_none_or(|filter| filter.is_valid(row) && filter.value(row))
                && let Some(state) = states.get_mut(row)
            {
                *state = Some(value);
            }
            Ok(())
        })?;
        Ok(vec![Arc::new(totals(states, &self.data_type))])
    }

    fn size(&self) -> usize {
        self.totals.capacity() * size_of::<Option<W>>()
    }
}
