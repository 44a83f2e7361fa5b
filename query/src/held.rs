//! Rows that a window holds, counted.
//!
//! DataFusion's window operators keep the rows of a partition, or all of them, and one value beside each; the memory
//! pool sees nothing of it. Here what goes in is reserved until as many rows have come out.

use std::collections::HashSet;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};

use arrow::array::{Array, ArrayRef, AsArray};
use arrow::buffer::Buffer;
use arrow::datatypes::DataType;
use arrow::record_batch::RecordBatch;
use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::memory_pool::{MemoryConsumer, MemoryReservation};
use datafusion::execution::{SendableRecordBatchStream, TaskContext};
use datafusion::physical_expr::PhysicalExpr;
use datafusion::physical_optimizer::PhysicalOptimizerRule;
use datafusion::physical_plan::execution_plan::ChildrenPropertiesMode;
use datafusion::physical_plan::stream::RecordBatchStreamAdapter;
use datafusion::physical_plan::{DisplayAs, DisplayFormatType, ExecutionPlan, PlanProperties, ReplaceChildrenOptions};
use futures::StreamExt;

use crate::pieces::items;

/// Bytes of a row for each function: its value, and what it is put together from.
const VALUE_BYTES: usize = 32;
/// Copies of the rows: as they came, and one behind the other.
const COPIES: usize = 2;

/// Puts [`Held`] around windows.
#[derive(Debug)]
pub(crate) struct CountWindows;

impl PhysicalOptimizerRule for CountWindows {
    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, _: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        let plan = plan.transform_up(|node| {
            if node.name().ends_with("WindowAggExec") {
                return Ok(Transformed::yes(Arc::new(Held(node)) as _));
            }
            Ok(Transformed::no(node))
        });
        plan.map(|transformed| transformed.data)
    }

    fn name(&self) -> &str {
        "count_windows"
    }

    fn schema_check(&self) -> bool {
        true
    }
}

/// A window whose rows are counted.
#[derive(Debug)]
struct Held(Arc<dyn ExecutionPlan>);

/// Its input while it runs.
#[derive(Debug)]
struct Input {
    plan: Arc<dyn ExecutionPlan>,
    tally: Arc<Mutex<Tally>>,
}

/// What one partition holds.
#[derive(Debug)]
struct Tally {
    reservation: MemoryReservation,
    rows: usize,
    /// Bytes of a row beside those of its columns.
    values: usize,
    /// Texts that were counted: batches share them.
    texts: HashSet<usize>,
}

impl Tally {
    fn take(&mut self, batch: &RecordBatch) -> Result<()> {
        let columns = batch.columns().iter().map(|column| self.bytes(column)).sum::<usize>();
        self.rows += batch.num_rows();
        self.reservation.try_grow(COPIES * columns + self.values * batch.num_rows())
    }

    fn give(&mut self, rows: usize) {
        let rows = rows.min(self.rows);
        if rows > 0 {
            let share = self.reservation.size() as u128 * rows as u128 / self.rows as u128;
            self.reservation.shrink(usize::try_from(share).unwrap_or(0));
            self.rows -= rows;
        }
    }

    fn bytes(&mut self, array: &ArrayRef) -> usize {
        let mut texts = |buffers: &[Buffer]| {
            let new = buffers.iter().filter(|buffer| self.texts.insert(buffer.as_ptr() as usize));
            new.map(Buffer::len).sum::<usize>()
        };
        match array.data_type() {
            DataType::Utf8View => 16 * array.len() + texts(array.as_string_view().data_buffers()),
            DataType::BinaryView => 16 * array.len() + texts(array.as_binary_view().data_buffers()),
            DataType::List(_) => 4 * array.len() + self.bytes(&items::<i32>(array)),
            _ => array.to_data().get_slice_memory_size().unwrap_or_else(|_| array.get_array_memory_size()),
        }
    }
}

fn only(children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
    children.into_iter().next().ok_or_else(|| DataFusionError::Internal("a window has an input".to_owned()))
}

impl DisplayAs for Held {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for Held {
    fn name(&self) -> &'static str {
        "CountedWindowExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.0.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.0]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self(only(children)?)))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let plan = only(self.0.children().into_iter().cloned().collect())?;
        let functions = self.0.schema().fields().len().saturating_sub(plan.schema().fields().len());
        let reservation = MemoryConsumer::new("rows of a window").register(context.memory_pool());
        let tally = Tally { reservation, rows: 0, values: functions * VALUE_BYTES, texts: HashSet::new() };
        let tally = Arc::new(Mutex::new(tally));
        let input = Arc::new(Input { plan, tally: Arc::clone(&tally) });
        let options = ReplaceChildrenOptions::new(ChildrenPropertiesMode::Recompute);
        let stream = Arc::clone(&self.0).replace_children(vec![input], options)?.execute(partition, context)?;
        let schema = stream.schema();
        let stream = stream.inspect(move |batch| {
            if let Ok(batch) = batch {
                tally.lock().unwrap_or_else(PoisonError::into_inner).give(batch.num_rows());
            }
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}

impl DisplayAs for Input {
    fn fmt_as(&self, _: DisplayFormatType, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

impl ExecutionPlan for Input {
    fn name(&self) -> &'static str {
        "CountedInputExec"
    }

    fn properties(&self) -> &Arc<PlanProperties> {
        self.plan.properties()
    }

    fn children(&self) -> Vec<&Arc<dyn ExecutionPlan>> {
        vec![&self.plan]
    }

    fn maintains_input_order(&self) -> Vec<bool> {
        vec![true]
    }

    fn apply_expressions(
        &self,
        _: &mut dyn FnMut(&Arc<dyn PhysicalExpr>) -> Result<TreeNodeRecursion>,
    ) -> Result<TreeNodeRecursion> {
        Ok(TreeNodeRecursion::Continue)
    }

    fn with_new_children(self: Arc<Self>, children: Vec<Arc<dyn ExecutionPlan>>) -> Result<Arc<dyn ExecutionPlan>> {
        Ok(Arc::new(Self { plan: only(children)?, tally: Arc::clone(&self.tally) }))
    }

    fn execute(&self, partition: usize, context: Arc<TaskContext>) -> Result<SendableRecordBatchStream> {
        let tally = Arc::clone(&self.tally);
        let stream = self.plan.execute(partition, context)?;
        let schema = stream.schema();
        let stream = stream.map(move |batch| {
            let batch = batch?;
            tally.lock().unwrap_or_else(PoisonError::into_inner).take(&batch)?;
            Ok(batch)
        });
        Ok(Box::pin(RecordBatchStreamAdapter::new(schema, stream)))
    }
}
