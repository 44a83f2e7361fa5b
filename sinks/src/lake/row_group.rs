//! An open row group: its columns in memory, until it is written as a whole.

use std::sync::Arc;

use arrow::{
    array::{Array, ArrayRef, AsArray, RecordBatch},
    datatypes::{Float64Type, Int64Type, TimestampMicrosecondType},
};
use custos_model::{
    component::BoxError,
    schema::{Kind, Store, Table},
};
use parquet::{
    data_type,
    file::writer::{SerializedFileWriter, SerializedRowGroupWriter},
    schema::types::SchemaDescriptor,
};

use super::{
    Codec,
    pages::Compressor,
    pieces::Pieces,
    texts::{DictionaryColumn, PlainColumn},
};

/// Values that are there, and for each row whether one is.
#[derive(Default)]
struct Numbers<T> {
    values: Vec<T>,
    definition: Vec<i16>,
}

impl<T: Copy> Numbers<T> {
    fn append(&mut self, len: usize, nulls: usize, values: impl Iterator<Item = Option<T>>) {
        if nulls == len {
            self.definition.resize(self.definition.len() + len, 0);
            return;
        }
        for value in values {
            self.definition.push(i16::from(value.is_some()));
            self.values.extend(value);
        }
    }

    fn memory(&self) -> usize {
        self.values.len() * size_of::<T>() + self.definition.len() * 2
    }

    /// Written by the `parquet` crate, with the encoding and statistics that the properties say.
    fn close<D: data_type::DataType<T = T>>(
        self,
        group: &mut SerializedRowGroupWriter<'_, Pieces>,
    ) -> Result<(), BoxError> {
        let mut column = group.next_column()?.ok_or("more columns than the file has")?;
        column.typed::<D>().write_batch(&self.values, Some(&self.definition), None)?;
        Ok(column.close()?)
    }
}

enum ColumnBuffer {
    Plain(Box<PlainColumn>),
    Dictionary(Box<DictionaryColumn>),
    Int(Numbers<i64>),
    Double(Numbers<f64>),
    Timestamp(Numbers<i64>),
    Bool(Numbers<bool>),
}

/// The row group.
pub(super) struct RowGroup {
    columns: Vec<ColumnBuffer>,
    pub(super) rows: usize,
}

impl RowGroup {
    pub(super) fn new(table: Table, schema: &SchemaDescriptor) -> Self {
        let columns = table.columns().iter().enumerate().map(|(i, column)| {
            let descriptor = || schema.column(i);
            match column.kind {
                Kind::Text if column.store != Store::Bloom => {
                    ColumnBuffer::Plain(Box::new(PlainColumn::new(column, descriptor())))
                }
                Kind::Text | Kind::Dict | Kind::DictList => {
                    ColumnBuffer::Dictionary(Box::new(DictionaryColumn::new(column, descriptor())))
                }
                Kind::Int => ColumnBuffer::Int(Numbers::default()),
                Kind::Double => ColumnBuffer::Double(Numbers::default()),
                Kind::Timestamp => ColumnBuffer::Timestamp(Numbers::default()),
                Kind::Bool => ColumnBuffer::Bool(Numbers::default()),
            }
        });
        Self { columns: columns.collect(), rows: 0 }
    }

    /// Adds rows of a batch with the schema of the table.
    pub(super) fn append(&mut self, batch: &RecordBatch, compressor: &mut Compressor) -> Result<(), BoxError> {
        for (column, array) in self.columns.iter_mut().zip(batch.columns()) {
            column.append(array, compressor)?;
        }
        self.rows += batch.num_rows();
        Ok(())
    }

    /// Bytes that it would take if no dictionary were compressed: what a reader of one needs.
    pub(super) fn size(&self) -> usize {
        let of =
            |column: &ColumnBuffer| if let ColumnBuffer::Dictionary(column) = column { column.spared() } else { 0 };
        self.memory() + self.columns.iter().map(of).sum::<usize>()
    }

    /// Bytes held.
    pub(super) fn memory(&self) -> usize {
        let of = |column: &ColumnBuffer| match column {
            ColumnBuffer::Plain(column) => column.memory(),
            ColumnBuffer::Dictionary(column) => column.memory(),
            ColumnBuffer::Int(numbers) | ColumnBuffer::Timestamp(numbers) => numbers.memory(),
            ColumnBuffer::Double(numbers) => numbers.memory(),
            ColumnBuffer::Bool(numbers) => numbers.memory(),
        };
        self.columns.iter().map(of).sum()
    }

    /// Writes all of it.
    pub(super) fn write(
        self,
        file: &mut SerializedFileWriter<Pieces>,
        compressor: &mut Compressor,
        codec: Codec,
    ) -> Result<(), BoxError> {
        let mut group = file.next_row_group()?;
        for column in self.columns {
            match column {
                ColumnBuffer::Plain(column) => column.close(&mut group, compressor, codec)?,
                ColumnBuffer::Dictionary(column) => column.close(&mut group, compressor, codec)?,
                ColumnBuffer::Int(numbers) | ColumnBuffer::Timestamp(numbers) => {
                    numbers.close::<data_type::Int64Type>(&mut group)?;
                }
                ColumnBuffer::Double(numbers) => numbers.close::<data_type::DoubleType>(&mut group)?,
                ColumnBuffer::Bool(numbers) => numbers.close::<data_type::BoolType>(&mut group)?,
            }
        }
        group.close()?;
        Ok(())
    }
}

impl ColumnBuffer {
    fn append(&mut self, array: &ArrayRef, compressor: &mut Compressor) -> Result<(), BoxError> {
        let (len, nulls) = (array.len(), array.null_count());
        match self {
            Self::Plain(column) => return column.append(array, compressor),
            Self::Dictionary(column) => return column.append(array, compressor),
            Self::Int(numbers) => numbers.append(len, nulls, array.as_primitive::<Int64Type>().iter()),
            Self::Double(numbers) => numbers.append(len, nulls, array.as_primitive::<Float64Type>().iter()),
            Self::Timestamp(numbers) => {
                numbers.append(len, nulls, array.as_primitive::<TimestampMicrosecondType>().iter());
            }
            Self::Bool(numbers) => numbers.append(len, nulls, array.as_boolean().iter()),
        }
        Ok(())
    }
}

/// The schema of a table's files.
pub(super) fn parquet_schema(table: Table) -> Result<Arc<SchemaDescriptor>, BoxError> {
    Ok(Arc::new(parquet::arrow::ArrowSchemaConverter::new().convert(&table.sql_schema())?))
}
