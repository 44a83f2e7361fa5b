//! Batches into Parquet files, in memory: one open file for each table, tenant and day of receipt.

use std::{
    collections::{BTreeMap, btree_map::Entry},
    fmt,
    sync::Arc,
};

use arrow::{
    array::{Array, AsArray, BooleanArray, RecordBatch},
    compute,
    datatypes::{Int32Type, TimestampMicrosecondType},
};
use custos_ledger::file_sha256;
use custos_model::{
    component::{BoxError, EncodedFile, Encoder},
    schema::Table,
};
use parquet::{file::writer::SerializedFileWriter, schema::types::SchemaDescriptor};

use super::{
    Codec, LakeConfig,
    pages::Compressor,
    pieces::Pieces,
    properties::writer_properties,
    row_group::{RowGroup, parquet_schema},
};

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
    compressor: Option<Compressor>,
    open: BTreeMap<(Table, Part), OpenFile>,
}

struct OpenFile {
    writer: SerializedFileWriter<Pieces>,
    schema: Arc<SchemaDescriptor>,
    group: RowGroup,
    rows: u64,
    time_range: Option<(i64, i64)>,
}

impl OpenFile {
    fn new(table: Table, config: &LakeConfig) -> Result<Self, BoxError> {
        let schema = parquet_schema(table)?;
        let properties = Arc::new(writer_properties(table, config)?);
        let writer = SerializedFileWriter::new(Pieces::default(), schema.root_schema_ptr(), properties)?;
        let group = RowGroup::new(table, &schema);
        Ok(Self { writer, schema, group, rows: 0, time_range: None })
    }

    /// Writes the open row group and begins the next.
    fn next_group(&mut self, table: Table, codec: Codec, compressor: &mut Compressor) -> Result<(), BoxError> {
        let next = RowGroup::new(table, &self.schema);
        std::mem::replace(&mut self.group, next).write(&mut self.writer, compressor, codec)
    }
}

impl fmt::Debug for ParquetEncoder {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ParquetEncoder").field("open", &self.open.len()).finish_non_exhaustive()
    }
}

impl ParquetEncoder {
    /// An encoder without rows.
    pub fn new(config: LakeConfig) -> Self {
        Self { config, compressor: None, open: BTreeMap::new() }
    }

    fn write(&mut self, table: Table, part: Part, batch: &RecordBatch) -> Result<(), BoxError> {
        let config = &self.config;
        let compressor = match &mut self.compressor {
            Some(compressor) => compressor,
            none => none.insert(Compressor::new(config.codec)?),
        };
        let file = match self.open.entry((table, part)) {
            Entry::Occupied(open) => open.into_mut(),
            Entry::Vacant(place) => place.insert(OpenFile::new(table, config)?),
        };
        file.group.append(batch, compressor)?;
        file.rows += batch.num_rows() as u64;
        file.time_range = merge(file.time_range, time_range(table, batch));
        if file.group.rows >= config.row_group_rows || file.group.size() >= config.row_group_bytes {
            file.next_group(table, config.codec, compressor)?;
        }
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
        // Row groups that are closed lie in the output.
        self.open.values().map(|file| file.writer.inner().memory() + file.group.memory()).sum()
    }

    fn finish(&mut self) -> Result<Vec<EncodedFile>, BoxError> {
        let Some(compressor) = &mut self.compressor else { return Ok(Vec::new()) };
        let mut files = Vec::with_capacity(self.open.len());
        for ((table, (tenant, day)), mut file) in std::mem::take(&mut self.open) {
            if file.group.rows > 0 {
                file.group.write(&mut file.writer, compressor, self.config.codec)?;
            }
            let pieces = file.writer.into_inner()?.into_vec();
            let (rows, time_range) = (file.rows, file.time_range);
            // Here, where nobody waits for it: this thread stands back behind those on which clients wait.
            let sha256 = file_sha256(&pieces);
            files.push(EncodedFile { table, tenant, day: day_name(day), rows, time_range, sha256, pieces });
        }
        Ok(files)
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
