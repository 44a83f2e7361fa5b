//! How each column is written, out of its declaration in the model.
//!
//! | column | encoding | statistics | why |
//! |---|---|---|---|
//! | `Dict`, `DictList` | dictionary, never given up within a row group | unless content | each distinct message is stored once |
//! | `Text` | plain | unless content | unique values: hashing them buys nothing |
//! | `Text` with Bloom filter | dictionary | yes | the rows of a trace lie together |
//! | `Int`, `Timestamp` | delta | yes | times grow, counts are small |
//! | content | as its kind | none | a minimum is a piece of content |
//!
//! Texts are encoded in `texts` and `pages`; here is what the `parquet` crate has to know: numbers and the file.

use custos_model::schema::{Kind, Table};
use parquet::{
    basic::{Compression, Encoding, ZstdLevel},
    errors::ParquetError,
    file::{
        metadata::KeyValue,
        properties::{EnabledStatistics, WriterProperties},
    },
    schema::types::ColumnPath,
};

use super::{Codec, LakeConfig};

pub(crate) fn writer_properties(table: Table, config: &LakeConfig) -> Result<WriterProperties, ParquetError> {
    let version = env!("CARGO_PKG_VERSION");
    let pair = |key: &str, value: &str| KeyValue::new(key.to_owned(), value.to_owned());
    let mut builder = WriterProperties::builder()
        .set_created_by(format!("custos version {version}"))
        .set_key_value_metadata(Some(vec![pair("custos.table", table.name()), pair("custos.version", version)]))
        .set_compression(compression(config.codec)?)
        .set_dictionary_enabled(false)
        .set_statistics_enabled(EnabledStatistics::Page);
    for column in table.columns() {
        if matches!(column.kind, Kind::Int | Kind::Timestamp) {
            builder = builder.set_column_encoding(ColumnPath::from(column.name), Encoding::DELTA_BINARY_PACKED);
        }
    }
    Ok(builder.build())
}

pub(super) fn compression(codec: Codec) -> Result<Compression, ParquetError> {
    Ok(match codec {
        Codec::None => Compression::UNCOMPRESSED,
        Codec::Lz4 => Compression::LZ4_RAW,
        // The crate knows no negative levels, and the file does not say the level.
        Codec::Zstd(level) => Compression::ZSTD(ZstdLevel::try_new(level.max(1))?),
    })
}
