//! How each column is written, out of its declaration in the model.
//!
//! | column | encoding | statistics | why |
//! |---|---|---|---|
//! | `Dict`, `DictList` | dictionary, never given up within a row group | unless content | each distinct message is stored once |
//! | `Text` | plain | unless content | unique values: hashing them buys nothing |
//! | `Text` with Bloom filter | dictionary | yes | the rows of a trace lie together |
//! | `Int`, `Timestamp` | delta | yes | times grow, counts are small |
//! | content | as its kind | none | a minimum is a piece of content |

use custos_model::schema::{Column, Kind, Store, Table};
use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties, WriterPropertiesBuilder},
    },
    schema::types::ColumnPath,
};

use super::{Codec, LakeConfig};

/// False positives of a Bloom filter: one row group in a hundred is read in vain.
const BLOOM_FPP: f64 = 0.01;

pub(crate) fn writer_properties(table: Table, config: &LakeConfig) -> Result<WriterProperties, ParquetError> {
    let version = env!("CARGO_PKG_VERSION");
    let pair = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let mut builder = WriterProperties::builder()
        .set_created_by(format!("custos version {version}"))
        .set_key_value_metadata(Some(vec![pair("custos.table", table.name()), pair("custos.version", version)]))
        .set_compression(compression(config.codec)?)
        .set_max_row_group_bytes(Some(config.row_group_bytes.max(1)))
        .set_max_row_group_row_count(Some(config.row_group_rows.max(1)))
        .set_dictionary_enabled(false)
        // The row group's own limit is the limit of its dictionaries.
        .set_dictionary_page_size_limit(usize::MAX)
        .set_statistics_enabled(EnabledStatistics::Page);
    for column in table.columns() {
        builder = set_column(builder, column, config);
    }
    Ok(builder.build())
}

fn set_column(mut builder: WriterPropertiesBuilder, column: &Column, config: &LakeConfig) -> WriterPropertiesBuilder {
    let path = match column.kind {
        Kind::DictList => ColumnPath::new(vec![column.name.into(), "list".into(), "element".into()]),
        _ => ColumnPath::from(column.name),
    };
    match (column.kind, column.store) {
        (Kind::Dict | Kind::DictList, _) | (Kind::Text, Store::Bloom) => {
            builder = builder.set_column_dictionary_enabled(path.clone(), true);
        }
        (Kind::Int | Kind::Timestamp, _) => {
            builder = builder.set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        (Kind::Text | Kind::Double | Kind::Bool, _) => {}
    }
    match column.store {
        Store::Indexed => builder,
        Store::Bloom => builder
            .set_column_bloom_filter_enabled(path.clone(), true)
            .set_column_bloom_filter_fpp(path.clone(), BLOOM_FPP)
            // Sized for a full row group, then folded to what is in it.
            .set_column_bloom_filter_max_ndv(path, config.row_group_rows as u64),
        Store::Content => builder.set_column_statistics_enabled(path, EnabledStatistics::None),
    }
}

fn compression(codec: Codec) -> Result<Compression, ParquetError> {
    Ok(match codec {
        Codec::None => Compression::UNCOMPRESSED,
        Codec::Lz4 => Compression::LZ4_RAW,
        Codec::Zstd(level) => Compression::ZSTD(ZstdLevel::try_new(level)?),
    })
}
