//! A table of the lake: an explicit list of Parquet files.
//!
//! Planning prunes files by the time range the ledger holds; DataFusion's Parquet reader then prunes row groups
//! (statistics, Bloom filters) and pages (page index), and evaluates filters while it decodes, so that content columns
//! are read only for the rows that are wanted.

use std::sync::Arc;

use arrow::datatypes::SchemaRef;
use async_trait::async_trait;
use chrono::DateTime;
use custos_model::schema::{Store, Table};
use datafusion::catalog::{Session, TableProvider};
use datafusion::common::config::TableParquetOptions;
use datafusion::common::pruning::PrunableStatistics;
use datafusion::common::stats::Precision;
use datafusion::common::{ColumnStatistics, DFSchema, Result, ScalarValue, Statistics};
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::datasource::physical_plan::{FileGroup, FileScanConfigBuilder, ParquetSource};
use datafusion::datasource::source::DataSourceExec;
use datafusion::execution::object_store::ObjectStoreUrl;
use datafusion::logical_expr::utils::conjunction;
use datafusion::logical_expr::{Expr, TableProviderFilterPushDown, TableType};
use datafusion::physical_optimizer::pruning::PruningPredicateBuilder;
use datafusion::physical_plan::ExecutionPlan;
use datafusion::physical_plan::empty::EmptyExec;
use object_store::ObjectMeta;

use crate::live::{LiveFile, LiveStore, Snapshot};
use crate::views::{ViewReaders, view_schema};

/// URL of the only store of a session.
pub(crate) const STORE_URL: &str = "lake://live";
/// Compressed bytes a batch with content columns may stand for; the rows of a batch follow from it.
const BATCH_BYTES: u64 = 4 << 20;
/// Bytes read from the end of a file at first: footer and page index of an ordinary file in one request.
const METADATA_HINT: usize = 128 << 10;

/// One table as one session sees it.
#[derive(Debug)]
pub(crate) struct LakeTable {
    table: Table,
    schema: SchemaRef,
    files: Vec<LiveFile>,
    store: Arc<LiveStore>,
}

impl LakeTable {
    pub(crate) fn new(table: Table, snapshot: &Snapshot, store: Arc<LiveStore>) -> Self {
        let files = snapshot.files.iter().filter(|file| file.table == table).cloned().collect();
        Self { table, schema: Arc::new(view_schema(&table.sql_schema())), files, store }
    }

    /// The files that may hold rows for the filters. A filter that cannot be used prunes nothing.
    fn prune(&self, state: &dyn Session, filters: &[Expr]) -> Result<Vec<&LiveFile>> {
        let all = || self.files.iter().collect();
        let Some(filter) = conjunction(filters.to_vec()) else { return Ok(all()) };
        let schema = DFSchema::try_from(Arc::clone(&self.schema))?;
        let predicate = state
            .create_physical_expr(filter, &schema)
            .and_then(|expr| PruningPredicateBuilder::new().with_file_schema(Arc::clone(&self.schema)).try_build(expr));
        let Ok(predicate) = predicate else { return Ok(all()) };
        let statistics = self.files.iter().map(|file| Arc::new(self.bounds(file, true))).collect();
        match predicate.prune(&PrunableStatistics::new(statistics, Arc::clone(&self.schema))) {
            Ok(keep) => Ok(self.files.iter().zip(keep).filter_map(|(file, keep)| keep.then_some(file)).collect()),
            Err(_) => Ok(all()),
        }
    }

    /// Statistics of one file. The bounds of the nanosecond columns follow from those of the time column, but need not
    /// be values of a row, so they serve pruning (`loose`) and never an aggregate.
    fn bounds(&self, file: &LiveFile, loose: bool) -> Statistics {
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = Precision::Exact(usize::try_from(file.rows).unwrap_or(usize::MAX));
        let Some((low, high)) = file.time_range else { return statistics };
        let micros = |value| Precision::Exact(ScalarValue::TimestampMicrosecond(Some(value), Some("UTC".into())));
        self.bound(&mut statistics, self.table.time_column(), micros(low), micros(high));
        if loose && let Some(column) = nano_column(self.table) {
            // Rows of mapping versions before 5 have instants that the time column cannot hold as negative numbers:
            // there is no lowest.
            let high = high.saturating_mul(1_000).saturating_add(999);
            self.bound(&mut statistics, column, Precision::Absent, Precision::Exact(ScalarValue::Int64(Some(high))));
        }
        statistics
    }

    fn bound(
        &self,
        statistics: &mut Statistics,
        column: &str,
        low: Precision<ScalarValue>,
        high: Precision<ScalarValue>,
    ) {
        if let Some(slot) = self.table.index(column).and_then(|index| statistics.column_statistics.get_mut(index)) {
            *slot = ColumnStatistics::new_unknown().with_min_value(low).with_max_value(high);
        }
    }

    /// Statistics of all the files read. Time bounds only when every file has them.
    fn total(&self, files: &[&LiveFile]) -> Statistics {
        let sum = |of: fn(&LiveFile) -> u64| {
            usize::try_from(files.iter().map(|file| of(file)).fold(0, u64::saturating_add)).unwrap_or(usize::MAX)
        };
        let mut statistics = Statistics::new_unknown(&self.schema);
        statistics.num_rows = Precision::Exact(sum(|file| file.rows));
        statistics.total_byte_size = Precision::Inexact(sum(|file| file.size));
        let ranges: Option<Vec<(i64, i64)>> = files.iter().map(|file| file.time_range).collect();
        let low = ranges.iter().flatten().map(|range| range.0).min();
        let high = ranges.iter().flatten().map(|range| range.1).max();
        if let (Some(low), Some(high)) = (low, high) {
            let micros = |value| Precision::Exact(ScalarValue::TimestampMicrosecond(Some(value), Some("UTC".into())));
            self.bound(&mut statistics, self.table.time_column(), micros(low), micros(high));
        }
        statistics
    }

    /// Rows a batch, when content is read: a batch is held in memory whole, and content has no upper size.
    fn batch_rows(&self, files: &[&LiveFile], projection: Option<&Vec<usize>>) -> Option<usize> {
        let columns = self.table.columns();
        let content = |index: usize| columns.get(index).is_none_or(|column| column.store == Store::Content);
        if projection.is_some_and(|projection| !projection.iter().any(|index| content(*index))) {
            return None;
        }
        let (rows, bytes) = files.iter().fold((0u64, 0u64), |(rows, bytes), file| {
            (rows.saturating_add(file.rows), bytes.saturating_add(file.size))
        });
        let per_row = bytes.checked_div(rows)?.max(1);
        usize::try_from((BATCH_BYTES / per_row).clamp(64, 8_192)).ok()
    }
}

#[async_trait]
impl TableProvider for LakeTable {
    fn schema(&self) -> SchemaRef {
        Arc::clone(&self.schema)
    }

    fn table_type(&self) -> TableType {
        TableType::Base
    }

    async fn scan(
        &self,
        state: &dyn Session,
        projection: Option<&Vec<usize>>,
        filters: &[Expr],
        limit: Option<usize>,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        let files = self.prune(state, filters)?;
        tracing::debug!(table = self.table.name(), files = files.len(), of = self.files.len(), "plan scan");
        if files.is_empty() {
            let schema = match projection {
                Some(projection) => Arc::new(self.schema.project(projection)?),
                None => Arc::clone(&self.schema),
            };
            return Ok(Arc::new(EmptyExec::new(schema)));
        }
        let group: FileGroup = files
            .iter()
            .map(|file| {
                let meta = ObjectMeta {
                    location: file.path.clone(),
                    // Files never change: the metadata cache must not take two reads for two files.
                    last_modified: DateTime::UNIX_EPOCH,
                    size: file.size,
                    e_tag: None,
                    version: None,
                };
                PartitionedFile::new_from_meta(meta).with_statistics(Arc::new(self.bounds(file, false)))
            })
            .collect::<Vec<_>>()
            .into();
        let options = TableParquetOptions {
            global: state.config_options().execution.parquet.clone(),
            ..TableParquetOptions::default()
        };
        let reader = CachedParquetFileReaderFactory::new(
            Arc::clone(&self.store) as _,
            state.runtime_env().cache_manager.get_file_metadata_cache(),
        );
        let source = ParquetSource::new(Arc::clone(&self.schema))
            .with_table_parquet_options(options)
            .with_metadata_size_hint(METADATA_HINT)
            .with_parquet_file_reader_factory(Arc::new(ViewReaders(reader)));
        let config = FileScanConfigBuilder::new(ObjectStoreUrl::parse(STORE_URL)?, Arc::new(source))
            .with_file_groups(group.split_files(state.config().target_partitions()))
            .with_statistics(self.total(&files))
            .with_batch_size(self.batch_rows(&files, projection).map(|rows| rows.min(state.config().batch_size())))
            .with_limit(if filters.is_empty() { limit } else { None })
            .with_projection_indices(projection.cloned())?
            .build();
        Ok(DataSourceExec::from_data_source(config))
    }

    /// Every filter may prune; DataFusion keeps its own filter until the scan takes it over whole.
    fn supports_filters_pushdown(&self, filters: &[&Expr]) -> Result<Vec<TableProviderFilterPushDown>> {
        Ok(vec![TableProviderFilterPushDown::Inexact; filters.len()])
    }
}

/// The column that holds the time column's instant in nanoseconds.
fn nano_column(table: Table) -> Option<&'static str> {
    ["start_unix_nano", "time_unix_nano"].into_iter().find(|name| {
        let start = *name == "start_unix_nano";
        table.index(name).is_some() && (table.time_column() == "start_time") == start
    })
}

#[cfg(test)]
mod tests {
    use arrow::datatypes::{DataType, TimeUnit};

    use super::*;

    #[test]
    fn nanosecond_columns_and_views() {
        assert_eq!(nano_column(Table::Spans), Some("start_unix_nano"));
        assert_eq!(nano_column(Table::Logs), Some("time_unix_nano"));
        assert_eq!(nano_column(Table::Metrics), Some("time_unix_nano"));
        assert_eq!(nano_column(Table::Usage), None);
        for table in Table::ALL {
            let schema = view_schema(&table.sql_schema());
            assert_eq!(schema.fields().len(), table.columns().len());
            let time = schema.field_with_name(table.time_column()).unwrap();
            assert_eq!(time.data_type(), &DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())));
        }
    }
}
