//! Parquet and Arrow IPC. Types that few readers know (views, unions of the JSON functions) become plain text, and
//! column names are made unique.

use std::io::Write;
use std::sync::Arc;

use arrow::array::{Array, ArrayRef, AsArray, GenericListArray, OffsetSizeTrait, StringArray, StructArray};
use arrow::compute::cast;
use arrow::datatypes::{DataType, Field, FieldRef, Schema, SchemaRef};
use arrow::ipc::writer::StreamWriter;
use arrow::record_batch::{RecordBatch, RecordBatchOptions};
use parquet::basic::{Compression, ZstdLevel};
use parquet::file::properties::WriterProperties;

use super::{BatchWriter, FormatError, unique_names, value};

/// Encoded bytes after which a row group is closed.
const ROW_GROUP_BYTES: usize = 8 << 20;

/// The schema that is written, and the way there.
#[derive(Debug)]
struct Plain(SchemaRef);

impl Plain {
    fn new(schema: &SchemaRef) -> Self {
        let fields = schema.fields().iter().zip(unique_names(schema)).map(|(field, name)| {
            // No metadata: only our own engine's is in it.
            Field::new(name, plain_type(field.data_type()), true)
        });
        Self(Arc::new(Schema::new(fields.collect::<Vec<_>>())))
    }

    fn batch(&self, batch: &RecordBatch) -> Result<RecordBatch, FormatError> {
        let columns =
            batch.columns().iter().zip(self.0.fields()).map(|(column, field)| plain(column, field.data_type()));
        let columns = columns.collect::<Result<Vec<_>, _>>()?;
        let options = RecordBatchOptions::new().with_row_count(Some(batch.num_rows()));
        Ok(RecordBatch::try_new_with_options(Arc::clone(&self.0), columns, &options)?)
    }
}

fn plain_type(data_type: &DataType) -> DataType {
    let inner = |field: &FieldRef| Arc::new(Field::new(field.name(), plain_type(field.data_type()), true));
    match data_type {
        DataType::Utf8View | DataType::Union(..) => DataType::Utf8,
        DataType::BinaryView => DataType::Binary,
        DataType::Dictionary(_, value) => plain_type(value),
        DataType::List(field) | DataType::ListView(field) => DataType::List(inner(field)),
        DataType::LargeList(field) | DataType::LargeListView(field) => DataType::LargeList(inner(field)),
        DataType::Struct(fields) => DataType::Struct(fields.iter().map(inner).collect()),
        // Nothing of type null can be written to Parquet by all readers' rules.
        DataType::Null => DataType::Utf8,
        // Parquet has no time spans with months, days and nanoseconds apart.
        DataType::Interval(_) | DataType::Duration(_) => DataType::Utf8,
        other => other.clone(),
    }
}

fn plain(column: &ArrayRef, to: &DataType) -> Result<ArrayRef, FormatError> {
    if column.data_type() == to {
        return Ok(Arc::clone(column));
    }
    match column.data_type() {
        DataType::Union(..) | DataType::Interval(_) | DataType::Duration(_) => {
            let nulls = column.logical_nulls();
            let values = (0..column.len()).map(|row| {
                let mut text = String::new();
                value::text(&mut text, column.as_ref(), row);
                nulls.as_ref().is_none_or(|nulls| nulls.is_valid(row)).then_some(text)
            });
            Ok(Arc::new(StringArray::from_iter(values)))
        }
        DataType::Struct(_) => {
            let structs = column.as_struct();
            let DataType::Struct(fields) = to else { return Ok(cast(column, to)?) };
            let columns = structs.columns().iter().zip(fields).map(|(column, field)| plain(column, field.data_type()));
            let (columns, nulls) = (columns.collect::<Result<_, _>>()?, structs.nulls().cloned());
            Ok(Arc::new(StructArray::try_new_with_length(fields.clone(), columns, nulls, structs.len())?))
        }
        DataType::List(_) => list::<i32>(column, to),
        DataType::LargeList(_) => list::<i64>(column, to),
        _ => Ok(cast(column, to)?),
    }
}

fn list<O: OffsetSizeTrait>(column: &ArrayRef, to: &DataType) -> Result<ArrayRef, FormatError> {
    let (DataType::List(field) | DataType::LargeList(field)) = to else { return Ok(cast(column, to)?) };
    let list = column.as_list::<O>();
    let values = plain(list.values(), field.data_type())?;
    let (offsets, nulls) = (list.offsets().clone(), list.nulls().cloned());
    Ok(Arc::new(GenericListArray::<O>::try_new(Arc::clone(field), offsets, values, nulls)?))
}

pub(super) struct ParquetWriter<W: Write + Send> {
    inner: parquet::arrow::ArrowWriter<W>,
    plain: Plain,
}

impl<W: Write + Send> ParquetWriter<W> {
    pub(super) fn new(schema: &SchemaRef, out: W) -> Result<Self, FormatError> {
        let plain = Plain::new(schema);
        let properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(ZstdLevel::default()))
            .set_created_by(concat!("custos ", env!("CARGO_PKG_VERSION")).to_owned())
            .build();
        let inner = parquet::arrow::ArrowWriter::try_new(out, Arc::clone(&plain.0), Some(properties))?;
        Ok(Self { inner, plain })
    }
}

impl<W: Write + Send> BatchWriter for ParquetWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        self.inner.write(&self.plain.batch(batch)?)?;
        if self.inner.in_progress_size() > ROW_GROUP_BYTES {
            self.inner.flush()?;
        }
        Ok(())
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        let mut out = self.inner.into_inner()?;
        Ok(out.flush()?)
    }
}

pub(super) struct ArrowWriter<W: Write> {
    inner: StreamWriter<W>,
    plain: Plain,
}

impl<W: Write> ArrowWriter<W> {
    pub(super) fn new(schema: &SchemaRef, out: W) -> Result<Self, FormatError> {
        let plain = Plain::new(schema);
        let inner = StreamWriter::try_new(out, &plain.0)?;
        Ok(Self { inner, plain })
    }
}

impl<W: Write + Send> BatchWriter for ArrowWriter<W> {
    fn write(&mut self, batch: &RecordBatch) -> Result<(), FormatError> {
        Ok(self.inner.write(&self.plain.batch(batch)?)?)
    }

    fn finish(self: Box<Self>) -> Result<(), FormatError> {
        let mut out = self.inner.into_inner()?;
        Ok(out.flush()?)
    }
}
