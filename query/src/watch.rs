//! What works on without letting go of its thread looks at a flag: conditions of joins, and functions of windows.
//!
//! A join of two tables by a condition compares millions of pairs between two batches of its answer, and gives none
//! where nothing matches; a window computes all rows of a partition in one step. Neither abort nor deadline is seen in
//! between, and the thread is lost to all other queries. With this the query that nobody waits for ends at the next
//! batch of pairs or row.
//!
//! Values that a window gives are not seen by the memory pool either:
//! `string_agg(name, ',') OVER (ORDER BY start_time)` of sixty thousand rows is eight gigabytes. They are counted here.

use std::hash::{Hash, Hasher};
use std::ops::Range;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, ArrayRef};
use arrow::datatypes::{DataType, FieldRef};
use datafusion::common::tree_node::{Transformed, TreeNode};
use datafusion::common::utils::take_function_args;
use datafusion::common::{DataFusionError, Result, ScalarValue};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryPool, MemoryReservation};
use datafusion::logical_expr::function::{
    AccumulatorArgs, ExpressionArgs, PartitionEvaluatorArgs, StateFieldsArgs, WindowUDFFieldArgs,
};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, ColumnarValue, Expr, LimitEffect, LogicalPlan, PartitionEvaluator,
    ReturnFieldArgs, ReversedUDAF, ReversedUDWF, ScalarFunctionArgs, ScalarUDF, ScalarUDFImpl, SetMonotonicity,
    Signature, Volatility, WindowFunctionDefinition, WindowUDF, WindowUDFImpl,
    expr::{AggregateFunctionParams, WindowFunctionParams},
};
use datafusion::physical_expr::PhysicalExpr;

use crate::pieces::{items, plain_bytes};

/// Set when nobody waits for the query any more.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop(Arc<AtomicBool>);

impl Stop {
    pub(crate) fn set(&self) {
        self.0.store(true, Ordering::Relaxed);
    }

    pub(crate) fn check(&self) -> Result<()> {
        if self.0.load(Ordering::Relaxed) {
            return Err(DataFusionError::Execution("nobody waits for this query".to_owned()));
        }
        Ok(())
    }
}

/// Puts the checks into an optimised plan.
pub(crate) fn guard(plan: LogicalPlan, stop: &Stop, pool: &Arc<dyn MemoryPool>) -> Result<LogicalPlan> {
    let plan = plan.transform_up_with_subqueries(|node| match node {
        LogicalPlan::Join(mut join) => {
            let Some(filter) = join.filter.take() else { return Ok(Transformed::no(LogicalPlan::Join(join))) };
            let watched = Watched { stop: stop.clone(), signature: Signature::any(1, Volatility::Volatile) };
            join.filter = Some(ScalarUDF::from(watched).call(vec![filter]));
            Ok(Transformed::yes(LogicalPlan::Join(join)))
        }
        LogicalPlan::Window(_) => node.map_expressions(|expr| {
            expr.transform_up(|expr| {
                let Expr::WindowFunction(mut call) = expr else { return Ok(Transformed::no(expr)) };
                let watch = Watch {
                    stop: stop.clone(),
                    held: Arc::new(Mutex::new(MemoryConsumer::new("values of a window").register(pool))),
                };
                call.fun = match call.fun {
                    WindowFunctionDefinition::AggregateUDF(inner) => {
                        WindowFunctionDefinition::AggregateUDF(Arc::new(Aggregate { inner, watch }.into()))
                    }
                    WindowFunctionDefinition::WindowUDF(inner) => {
                        WindowFunctionDefinition::WindowUDF(Arc::new(Function { inner, watch }.into()))
                    }
                };
                Ok(Transformed::yes(Expr::WindowFunction(call)))
            })
        }),
        other => Ok(Transformed::no(other)),
    })?;
    Ok(plan.data)
}

/// Gives its argument back while somebody waits.
#[derive(Debug)]
struct Watched {
    stop: Stop,
    signature: Signature,
}

impl PartialEq for Watched {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.stop.0, &other.stop.0)
    }
}

impl Eq for Watched {}

impl Hash for Watched {
    fn hash<H: Hasher>(&self, _: &mut H) {}
}

impl ScalarUDFImpl for Watched {
    fn name(&self) -> &str {
        "watched"
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        let [one] = take_function_args(self.name(), types)?;
        Ok(one.clone())
    }

    fn return_field_from_args(&self, args: ReturnFieldArgs) -> Result<FieldRef> {
        let [one] = take_function_args(self.name(), args.arg_fields)?;
        Ok(Arc::clone(one))
    }

    fn invoke_with_args(&self, args: ScalarFunctionArgs) -> Result<ColumnarValue> {
        self.stop.check()?;
        let [one] = take_function_args(self.name(), args.args)?;
        Ok(one)
    }
}

/// What a function of a window is watched by.
#[derive(Clone, Debug)]
struct Watch {
    stop: Stop,
    /// Of all values that it gave: when they are let go is not known before the query ends.
    held: Arc<Mutex<MemoryReservation>>,
}

impl Watch {
    fn value(&self, value: ScalarValue) -> Result<ScalarValue> {
        self.stop.check()?;
        // A number has its place in the column of the answer.
        if !value.data_type().is_primitive() && !value.is_null() {
            self.held.lock().unwrap_or_else(PoisonError::into_inner).try_grow(size(&value))?;
        }
        Ok(value)
    }
}

/// Memory of one value.
fn size(value: &ScalarValue) -> usize {
    let ScalarValue::List(list) = value else { return value.size() };
    let list: ArrayRef = Arc::clone(list) as _;
    let texts = match list.data_type() {
        // They point into the batch that they came in.
        DataType::List(item) if matches!(item.data_type(), DataType::Utf8View | DataType::BinaryView) => {
            16 * items::<i32>(&list).len() as u64
        }
        _ => plain_bytes(&list),
    };
    size_of::<ScalarValue>() + usize::try_from(texts).unwrap_or(usize::MAX)
}

/// An aggregate over a window.
#[derive(Debug)]
struct Aggregate {
    inner: Arc<AggregateUDF>,
    watch: Watch,
}

impl PartialEq for Aggregate {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for Aggregate {}

impl Hash for Aggregate {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

impl Aggregate {
    fn watched(&self, inner: Box<dyn Accumulator>) -> Box<dyn Accumulator> {
        Box::new(WatchedAccumulator { inner, watch: self.watch.clone() })
    }
}

impl AggregateUDFImpl for Aggregate {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn schema_name(&self, params: &AggregateFunctionParams) -> Result<String> {
        self.inner.schema_name(params)
    }

    fn window_function_schema_name(&self, params: &WindowFunctionParams) -> Result<String> {
        self.inner.window_function_schema_name(params)
    }

    fn window_function_display_name(&self, params: &WindowFunctionParams) -> Result<String> {
        self.inner.window_function_display_name(params)
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.return_type(types)
    }

    fn return_field(&self, fields: &[FieldRef]) -> Result<FieldRef> {
        self.inner.return_field(fields)
    }

    fn is_nullable(&self) -> bool {
        self.inner.is_nullable()
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(self.watched(self.inner.accumulator(args)?))
    }

    fn create_sliding_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        Ok(self.watched(self.inner.create_sliding_accumulator(args)?))
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        self.inner.state_fields(args)
    }

    fn with_beneficial_ordering(self: Arc<Self>, beneficial: bool) -> Result<Option<Arc<dyn AggregateUDFImpl>>> {
        let inner = AggregateUDF::clone(&self.inner).with_beneficial_ordering(beneficial)?;
        Ok(inner.map(|inner| Arc::new(Self { inner: Arc::new(inner), watch: self.watch.clone() }) as _))
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.inner.order_sensitivity()
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        match self.inner.reverse_udf() {
            ReversedUDAF::Reversed(inner) => {
                ReversedUDAF::Reversed(Arc::new(Self { inner, watch: self.watch.clone() }.into()))
            }
            other => other,
        }
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(types)
    }

    fn default_value(&self, data_type: &DataType) -> Result<ScalarValue> {
        self.inner.default_value(data_type)
    }

    fn supports_null_handling_clause(&self) -> bool {
        self.inner.supports_null_handling_clause()
    }

    fn supports_within_group_clause(&self) -> bool {
        self.inner.supports_within_group_clause()
    }

    fn set_monotonicity(&self, data_type: &DataType) -> SetMonotonicity {
        self.inner.inner().set_monotonicity(data_type)
    }
}

#[derive(Debug)]
struct WatchedAccumulator {
    inner: Box<dyn Accumulator>,
    watch: Watch,
}

impl Accumulator for WatchedAccumulator {
    fn update_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.inner.update_batch(values)
    }

    fn retract_batch(&mut self, values: &[ArrayRef]) -> Result<()> {
        self.inner.retract_batch(values)
    }

    fn supports_retract_batch(&self) -> bool {
        self.inner.supports_retract_batch()
    }

    fn evaluate(&mut self) -> Result<ScalarValue> {
        self.watch.value(self.inner.evaluate()?)
    }

    fn size(&self) -> usize {
        self.inner.size()
    }

    fn state(&mut self) -> Result<Vec<ScalarValue>> {
        self.inner.state()
    }

    fn merge_batch(&mut self, states: &[ArrayRef]) -> Result<()> {
        self.inner.merge_batch(states)
    }
}

/// A function of windows alone.
#[derive(Debug)]
struct Function {
    inner: Arc<WindowUDF>,
    watch: Watch,
}

impl PartialEq for Function {
    fn eq(&self, other: &Self) -> bool {
        self.inner == other.inner
    }
}

impl Eq for Function {}

impl Hash for Function {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.hash(state);
    }
}

impl WindowUDFImpl for Function {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn signature(&self) -> &Signature {
        self.inner.signature()
    }

    fn expressions(&self, args: ExpressionArgs<'_>) -> Vec<Arc<dyn PhysicalExpr>> {
        self.inner.expressions(args)
    }

    fn partition_evaluator(&self, args: PartitionEvaluatorArgs<'_>) -> Result<Box<dyn PartitionEvaluator>> {
        let inner = self.inner.partition_evaluator_factory(args)?;
        Ok(Box::new(WatchedEvaluator { inner, watch: self.watch.clone() }))
    }

    fn field(&self, args: WindowUDFFieldArgs<'_>) -> Result<FieldRef> {
        self.inner.field(args)
    }

    fn sort_options(&self) -> Option<arrow::compute::SortOptions> {
        self.inner.sort_options()
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        self.inner.coerce_types(types)
    }

    fn reverse_expr(&self) -> ReversedUDWF {
        match self.inner.reverse_expr() {
            ReversedUDWF::Reversed(inner) => {
                ReversedUDWF::Reversed(Arc::new(Self { inner, watch: self.watch.clone() }.into()))
            }
            other => other,
        }
    }

    fn limit_effect(&self, args: &[Arc<dyn PhysicalExpr>]) -> LimitEffect {
        self.inner.inner().limit_effect(args)
    }
}

#[derive(Debug)]
struct WatchedEvaluator {
    inner: Box<dyn PartitionEvaluator>,
    watch: Watch,
}

impl PartitionEvaluator for WatchedEvaluator {
    fn memoize(&mut self, state: &mut datafusion::logical_expr::window_state::WindowAggState) -> Result<()> {
        self.inner.memoize(state)
    }

    fn get_range(&self, row: usize, rows: usize) -> Result<Range<usize>> {
        self.inner.get_range(row, rows)
    }

    fn is_causal(&self) -> bool {
        self.inner.is_causal()
    }

    fn evaluate_all(&mut self, values: &[ArrayRef], rows: usize) -> Result<ArrayRef> {
        self.watch.stop.check()?;
        self.inner.evaluate_all(values, rows)
    }

    fn evaluate(&mut self, values: &[ArrayRef], range: &Range<usize>) -> Result<ScalarValue> {
        self.watch.value(self.inner.evaluate(values, range)?)
    }

    fn evaluate_all_with_rank(&self, rows: usize, ranks: &[Range<usize>]) -> Result<ArrayRef> {
        self.watch.stop.check()?;
        self.inner.evaluate_all_with_rank(rows, ranks)
    }

    fn supports_bounded_execution(&self) -> bool {
        self.inner.supports_bounded_execution()
    }

    fn uses_window_frame(&self) -> bool {
        self.inner.uses_window_frame()
    }

    fn include_rank(&self) -> bool {
        self.inner.include_rank()
    }
}
