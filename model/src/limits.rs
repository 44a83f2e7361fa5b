//! Limits that crates share. Those that a user may change are defaults of a config key, named beside them. A limit of
//! one module stands in that module, as a constant with its unit and its reason.

use std::time::Duration;

/// Largest request body after decompression, bytes (`limits.max_request_bytes`; OTLP 1.11 recommends 64 MiB).
pub const MAX_REQUEST_BYTES: usize = 64 << 20;
/// Raw OTLP bytes that may wait for or be inside the ingest shards, bytes (`limits.max_inflight_bytes`).
pub const MAX_INFLIGHT_BYTES: usize = 64 << 20;
/// Raw OTLP bytes decoded into one group commit before it is closed, bytes (`limits.max_group_bytes`).
pub const MAX_GROUP_BYTES: usize = 4 << 20;
/// Connections accepted at once by each receiver (`limits.max_connections`).
pub const MAX_CONNECTIONS: usize = 1024;
/// Time a client may take to send one request (`limits.request_timeout`).
pub const REQUEST_TIMEOUT: Duration = Duration::from_secs(30);
/// Nesting of `AnyValue` and of JSON that is followed; deeper input is refused as malformed.
/// Protobuf's own default for nested messages is 100.
pub const MAX_DEPTH: usize = 64;
/// Levels of JSON inside JSON strings that redaction follows.
pub const MAX_JSON_IN_STRING: usize = 4;
/// Size of the write-ahead log at which clients are told to retry, bytes (`wal.max_bytes`).
pub const MAX_WAL_BYTES: u64 = 4 << 30;
/// Size at which a write-ahead log segment is closed and a new one begun, bytes.
pub const WAL_SEGMENT_BYTES: u64 = 64 << 20;
/// Time after which a refused client is told to try again. Default exporters give up after about 8 s, so keep it short.
pub const RETRY_AFTER: Duration = Duration::from_secs(1);
/// Age at which buffered rows are committed to the lake (`lake.flush_interval`).
pub const FLUSH_INTERVAL: Duration = Duration::from_secs(10);
/// Bytes of encoded Parquet at which buffered rows are committed to the lake (`lake.flush_bytes`).
pub const FLUSH_BYTES: usize = 64 << 20;
