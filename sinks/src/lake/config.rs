//! Settings of the lake.

/// Compression of Parquet pages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Codec {
    /// None.
    None,
    /// LZ4, raw frames: the fastest.
    Lz4,
    /// Zstandard of a level 1 to 22.
    Zstd(i32),
}

/// Settings of the lake.
#[derive(Clone, Debug)]
pub struct LakeConfig {
    /// Page compression.
    pub codec: Codec,
    /// Encoded size at which a row group is closed, bytes, before compression of its dictionaries. Bounds what a reader
    /// needs for one; one batch more than this may be in it.
    pub row_group_bytes: usize,
    /// Rows at which a row group is closed.
    pub row_group_rows: usize,
    /// Files uploaded at once.
    pub uploads_at_once: usize,
    /// Files above this size go up in parts of half of it, bytes; S3 takes parts from 5 MiB.
    pub multipart_bytes: usize,
}

impl Default for LakeConfig {
    fn default() -> Self {
        Self {
            codec: Codec::Zstd(1),
            row_group_bytes: 32 << 20,
            row_group_rows: 50_000,
            uploads_at_once: 4,
            multipart_bytes: 16 << 20,
        }
    }
}
