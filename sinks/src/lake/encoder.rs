//! Batches into Parquet files, in memory: one open file for each table, tenant and day of receipt.

use std::{collections::BTreeMap, fmt};

use arrow::{
    array::{Array, AsArray, BooleanArray, RecordBatch},
    compute,
    datatypes::{Int32Type, TimestampMicrosecondType},
};
use bytes::Bytes;
use custos_model::{
    component::{BoxError, EncodedFile, Encoder},
    schema::Table,
};
use parquet::arrow::arrow_writer::{ArrowWriter, ArrowWriterOptions};

use super::{LakeConfig, properties::writer_properties};

/// Microseconds of a day.
const DAY: i64 = 86_400_000_000;

/// Why a batch was not encoded.
#[derive(Debug, thiserror::Error)]
enum EncodeError {
    #[error("batch does not have the schema of table {0}")]
    Schema(&'static str),
}

/// Owner and day number (days since the Unix epoch, UTC) of rows.
type Part = (String, i64);

/// Parquet files being written.
pub struct ParquetEncoder {
    config: LakeConfig,
    open: BTreeMap<(Table, Part), OpenFile>,
}

struct OpenFile {
    writer: ArrowWriter<Vec<u8>>,
    rows: u64,
    time_range: Option<(i64, i64)>,
}

impl fmt::Debug for ParquetEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetEncoder").field("open", &self.open.len()).finish_non_exhaustive()
    }
}

impl ParquetEncoder {
    /// An encoder without rows.
    pub fn new(config: LakeConfig) -> Self {
        Self { config, open: BTreeMap::new() }
    }

    fn write(&mut self, table: Table, part: Part, batch: &RecordBatch) -> Result<(), BoxError> {
        use std::collections::btree_map::Entry;
        let file = match self.open.entry((table, part)) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => {
                // Without the Arrow schema every reader sees what SQL shows: plain text, not dictionaries.
                let options = ArrowWriterOptions::new()
                    .with_properties(writer_properties(table, &self.config)?)
                    .with_skip_arrow_metadata(true);
                let writer = ArrowWriter::try_new_with_options(Vec::new(), table.schema(), options)?;
                place.insert(OpenFile { writer, rows: 0, time_range: None })
            }
        };
        file.writer.write(batch)?;
        file.rows += batch.num_rows() as u64;
        file.time_range = merge(file.time_range, time_range(table, batch));
        Ok(())
    }
}

impl Encoder for ParquetEncoder {
    fn append(&mut self, table: Table, batch: &RecordBatch) -> Result<(), BoxError> {
        if batch.schema_ref().fields() != table.schema().fields() {
            return Err(EncodeError::Schema(table.name()).into());
        }
        if batch.num_rows() == 0 {
            return Ok(());
        }
        if let Some(part) = single_part(table, batch) {
            return self.write(table, part, batch);
        }
        let parts: Vec<Part> = (0..batch.num_rows()).map(|row| part_of(table, batch, row)).collect();
        let mut distinct = parts.clone();
        distinct.sort_unstable();
        distinct.dedup();
        for part in distinct {
            let mask: BooleanArray = parts.iter().map(|p| Some(*p == part)).collect();
            self.write(table, part, &compute::filter_record_batch(batch, &mask)?)?;
        }
        Ok(())
    }

    fn memory(&self) -> usize {
        // Row groups that are closed lie in the output; the open one lies in the column writers.
        self.open.values().map(|file| file.writer.inner().capacity() + file.writer.memory_size()).sum()
    }

    fn finish(&mut self) -> Result<Vec<EncodedFile>, BoxError> {
        std::mem::take(&mut self.open)
            .into_iter()
            .map(|((table, (tenant, day)), file)| {
                let bytes = Bytes::from(file.writer.into_inner()?);
                let (rows, time_range) = (file.rows, file.time_range);
                Ok(EncodedFile { table, tenant, day: day_name(day), rows, time_range, bytes })
            })
            .collect()
    }
}

/// The part that all rows belong to; `None` when there are several. Copies nothing.
fn single_part(table: Table, batch: &RecordBatch) -> Option<Part> {
    let tenants = batch.column(table.index("tenant")?).as_dictionary_opt::<Int32Type>()?;
    let keys = tenants.keys();
    let first = keys.values().first()?;
    if keys.null_count() > 0 || keys.values().iter().any(|key| key != first) {
        return None;
    }
    let received = batch.column(table.index("received_at")?).as_primitive_opt::<TimestampMicrosecondType>()?;
    let (min, max) = (compute::min(received)?, compute::max(received)?);
    (received.null_count() == 0 && min.div_euclid(DAY) == max.div_euclid(DAY)).then(|| part_of(table, batch, 0))
}

/// The part of a row. A row without tenant or time cannot come out of decoding; it is kept under `unknown` and day 0.
fn part_of(table: Table, batch: &RecordBatch, row: usize) -> Part {
    let column = |name| table.index(name).map(|i| batch.column(i));
    let tenant = column("tenant").and_then(|c| c.as_dictionary_opt::<Int32Type>()).and_then(|dict| {
        let values = dict.values().as_string_opt::<i32>()?;
        let key = dict.key(row)?;
        (values.is_valid(key)).then(|| values.value(key).to_owned())
    });
    let received = column("received_at")
        .and_then(|c| c.as_primitive_opt::<TimestampMicrosecondType>())
        .and_then(|c| c.is_valid(row).then(|| c.value(row)));
    (tenant.unwrap_or_else(|| "unknown".into()), received.unwrap_or_default().div_euclid(DAY))
}

fn time_range(table: Table, batch: &RecordBatch) -> Option<(i64, i64)> {
    let times = batch.column(table.index(table.time_column())?).as_primitive_opt::<TimestampMicrosecondType>()?;
    Some((compute::min(times)?, compute::max(times)?))
}

fn merge(a: Option<(i64, i64)>, b: Option<(i64, i64)>) -> Option<(i64, i64)> {
    match (a, b) {
        (Some((a, b)), Some((c, d))) => Some((a.min(c), b.max(d))),
        (range, None) | (None, range) => range,
    }
}

/// `YYYY-MM-DD` of a number of days since the Unix epoch.
fn day_name(day: i64) -> String {
    i32::try_from(day)
        .ok()
        .and_then(arrow::temporal_conversions::date32_to_datetime)
        .map_or_else(|| "1970-01-01".into(), |time| time.format("%Y-%m-%d").to_string())
}
