//! Any bytes as a request of each signal: decoding them to rows never panics, and is all or nothing.
#![no_main]

use std::sync::Arc;

use custos_model::ingest::{Request, Signal};
use custos_pipeline::decode::BatchBuilder;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    for signal in [Signal::Traces, Signal::Logs, Signal::Metrics] {
        let request = Request {
            signal,
            body: bytes::Bytes::copy_from_slice(data),
            tenant: Arc::from("t"),
            client: Arc::from("c"),
            received_unix_nano: 1,
        };
        let mut builder = BatchBuilder::new();
        let answer = builder.append(&request);
        let (tables, counts) = builder.finish();
        let rows: u64 = tables.iter().map(|(_, batch)| batch.num_rows() as u64).sum();
        assert_eq!(counts.stored.values().sum::<u64>(), rows);
        match answer {
            Ok(accepted) => assert_eq!(counts.received.values().sum::<u64>(), rows + accepted.rejected),
            Err(_) => assert_eq!(rows, 0),
        }
    }
});
