//! Reads text of Parquet as views, also inside lists.
//!
//! A message that recurs in every turn of a conversation lies once in a dictionary page. Read as plain text it is
//! copied for every row that holds it: 300 conversations of 20 turns become hundreds of MB in memory. Read as a view it
//! is 16 bytes a row that point into the page. The reader decides by the Arrow schema in the footer, and DataFusion
//! overrides it for columns but not for what is inside a list; so the footer is given to it with the schema we want.

use std::ops::Range;
use std::sync::Arc;

use arrow::datatypes::{DataType, Field, FieldRef, Schema};
use bytes::Bytes;
use datafusion::common::Result;
use datafusion::datasource::listing::PartitionedFile;
use datafusion::datasource::physical_plan::ParquetFileReaderFactory;
use datafusion::datasource::physical_plan::parquet::CachedParquetFileReaderFactory;
use datafusion::parquet::arrow::arrow_reader::ArrowReaderOptions;
use datafusion::parquet::arrow::async_reader::AsyncFileReader;
use datafusion::parquet::arrow::{ARROW_SCHEMA_META_KEY, encode_arrow_schema, parquet_to_arrow_schema};
use datafusion::parquet::errors::Result as ParquetResult;
use datafusion::parquet::file::metadata::{FileMetaData, KeyValue, ParquetMetaData, ParquetMetaDataBuilder};
use datafusion::physical_plan::metrics::ExecutionPlanMetricsSet;
use futures::FutureExt;
use futures::future::BoxFuture;

/// The type with its text as views.
pub(crate) fn view_type(data_type: &DataType) -> DataType {
    let inner =
        |field: &FieldRef| Arc::new(Field::new(field.name(), view_type(field.data_type()), field.is_nullable()));
    match data_type {
        DataType::Utf8 | DataType::LargeUtf8 => DataType::Utf8View,
        DataType::List(field) => DataType::List(inner(field)),
        other => other.clone(),
    }
}

/// The schema with its text as views.
pub(crate) fn view_schema(schema: &Schema) -> Schema {
    let fields = schema.fields().iter().map(|f| Field::new(f.name(), view_type(f.data_type()), f.is_nullable()));
    Schema::new(fields.collect::<Vec<_>>())
}

/// Readers whose footers ask for views.
#[derive(Debug)]
pub(crate) struct ViewReaders(pub(crate) CachedParquetFileReaderFactory);

impl ParquetFileReaderFactory for ViewReaders {
    fn create_reader(
        &self,
        partition: usize,
        file: PartitionedFile,
        metadata_size_hint: Option<usize>,
        metrics: &ExecutionPlanMetricsSet,
    ) -> Result<Box<dyn AsyncFileReader + Send>> {
        Ok(Box::new(ViewReader(self.0.create_reader(partition, file, metadata_size_hint, metrics)?)))
    }
}

struct ViewReader(Box<dyn AsyncFileReader + Send>);

impl AsyncFileReader for ViewReader {
    fn get_bytes(&mut self, range: Range<u64>) -> BoxFuture<'_, ParquetResult<Bytes>> {
        self.0.get_bytes(range)
    }

    fn get_byte_ranges(&mut self, ranges: Vec<Range<u64>>) -> BoxFuture<'_, ParquetResult<Vec<Bytes>>> {
        self.0.get_byte_ranges(ranges)
    }

    fn get_metadata<'a>(
        &'a mut self,
        options: Option<&'a ArrowReaderOptions>,
    ) -> BoxFuture<'a, ParquetResult<Arc<ParquetMetaData>>> {
        self.0.get_metadata(options).map(|metadata| with_views(&*metadata?)).boxed()
    }
}

/// The footer, its Arrow schema replaced.
fn with_views(metadata: &ParquetMetaData) -> ParquetResult<Arc<ParquetMetaData>> {
    let file = metadata.file_metadata();
    // The types of Parquet itself: what the writer held in memory (dictionaries) is of no interest.
    let schema = parquet_to_arrow_schema(file.schema_descr(), None)?;
    let hint = KeyValue::new(ARROW_SCHEMA_META_KEY.to_owned(), encode_arrow_schema(&view_schema(&schema)));
    let file = FileMetaData::new(
        file.version(),
        file.num_rows(),
        file.created_by().map(str::to_owned),
        Some(vec![hint]),
        file.schema_descr_ptr(),
        file.column_orders().cloned(),
    );
    let metadata = ParquetMetaDataBuilder::new(file)
        .set_row_groups(metadata.row_groups().to_vec())
        .set_column_index(metadata.column_index().cloned())
        .set_offset_index(metadata.offset_index().cloned())
        .build();
    Ok(Arc::new(metadata))
}
