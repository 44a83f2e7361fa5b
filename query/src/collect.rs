//! `array_agg`, which holds all that it collects, within the memory of queries.
//!
//! DataFusion counts of a text in a view array the sixteen bytes of the view and not the text, so that collected texts
//! would go past any limit. Here they are collected as plain texts, which it counts.

use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Fields};
use datafusion::common::Result;
use datafusion::functions_aggregate::array_agg::ArrayAgg;
use datafusion::logical_expr::function::{AccumulatorArgs, StateFieldsArgs};
use datafusion::logical_expr::utils::AggregateOrderSensitivity;
use datafusion::logical_expr::{
    Accumulator, AggregateUDF, AggregateUDFImpl, Documentation, GroupsAccumulator, ReversedUDAF, Signature, Volatility,
};
use datafusion::physical_expr::PhysicalSortExpr;
use datafusion::physical_expr::expressions::CastExpr;

/// Wraps `array_agg`; gives back the others.
pub(crate) fn guard(function: Arc<AggregateUDF>) -> Arc<AggregateUDF> {
    if function.name() == "array_agg" { Arc::new(Collect::default().into()) } else { function }
}

#[derive(Debug, PartialEq, Eq, Hash)]
struct Collect {
    signature: Signature,
    inner: AggregateUDF,
}

impl Default for Collect {
    fn default() -> Self {
        Self { signature: Signature::user_defined(Volatility::Immutable), inner: ArrayAgg::default().into() }
    }
}

/// The type whose memory is counted in whole.
fn counted(data_type: &DataType) -> DataType {
    let field = |f: &FieldRef| -> FieldRef { Arc::new(Field::clone(f).with_data_type(counted(f.data_type()))) };
    match data_type {
        DataType::Utf8View => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::List(item) => DataType::List(field(item)),
        DataType::LargeList(item) => DataType::LargeList(field(item)),
        DataType::FixedSizeList(item, n) => DataType::FixedSizeList(field(item), *n),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(field).collect::<Fields>()),
        other => other.clone(),
    }
}

/// The order of `array_agg(DISTINCT x ORDER BY x)`. What is collected may be cast to another type of text, what it is
/// ordered by is not, and only the same expression is taken for the same. Of other types the order is another one: of
/// numbers that of their texts is.
fn by_collected(args: &AccumulatorArgs<'_>) -> Option<Vec<PhysicalSortExpr>> {
    let (true, [order], [collected]) = (args.is_distinct, args.order_bys, args.exprs) else { return None };
    let cast = collected.downcast_ref::<CastExpr>()?;
    let is_text = cast.cast_type().is_string() && cast.expr().data_type(args.schema).is_ok_and(|of| of.is_string());
    (is_text && cast.expr() == &order.expr).then(|| vec![PhysicalSortExpr::new(Arc::clone(collected), order.options)])
}

impl AggregateUDFImpl for Collect {
    fn name(&self) -> &str {
        self.inner.name()
    }

    fn signature(&self) -> &Signature {
        &self.signature
    }

    fn coerce_types(&self, types: &[DataType]) -> Result<Vec<DataType>> {
        datafusion::common::utils::take_function_args(self.name(), types).map(|[one]| vec![counted(one)])
    }

    fn return_type(&self, types: &[DataType]) -> Result<DataType> {
        self.inner.inner().return_type(types)
    }

    fn state_fields(&self, args: StateFieldsArgs<'_>) -> Result<Vec<FieldRef>> {
        self.inner.inner().state_fields(args)
    }

    fn order_sensitivity(&self) -> AggregateOrderSensitivity {
        self.inner.inner().order_sensitivity()
    }

    fn with_beneficial_ordering(self: Arc<Self>, beneficial: bool) -> Result<Option<Arc<dyn AggregateUDFImpl>>> {
        let inner = self.inner.clone().with_beneficial_ordering(beneficial)?;
        Ok(inner.map(|inner| Arc::new(Self { signature: self.signature.clone(), inner }) as _))
    }

    fn accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn Accumulator>> {
        let order = by_collected(&args);
        self.inner
            .inner()
            .accumulator(AccumulatorArgs { order_bys: order.as_deref().unwrap_or(args.order_bys), ..args })
    }

    fn reverse_expr(&self) -> ReversedUDAF {
        ReversedUDAF::Reversed(Arc::new(Self::default().into()))
    }

    fn groups_accumulator_supported(&self, args: AccumulatorArgs<'_>) -> bool {
        self.inner.inner().groups_accumulator_supported(args)
    }

    fn create_groups_accumulator(&self, args: AccumulatorArgs<'_>) -> Result<Box<dyn GroupsAccumulator>> {
        self.inner.inner().create_groups_accumulator(args)
    }

    fn supports_null_handling_clause(&self) -> bool {
        self.inner.inner().supports_null_handling_clause()
    }

    fn documentation(&self) -> Option<&Documentation> {
        self.inner.inner().documentation()
    }
}
