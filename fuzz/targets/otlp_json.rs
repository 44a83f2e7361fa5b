//! Any bytes as OTLP/JSON: transcoding never panics, and what it gives is a message that can be read.
#![no_main]

use custos_model::ingest::Signal;
use custos_pipeline::otlp::{
    json::to_protobuf,
    value::{read_value, write_value},
    wire,
};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|data: &[u8]| {
    if let Ok(body) = to_protobuf(Signal::Traces, data) {
        wire::traces(&body).expect("transcoded traces");
    }
    if let Ok(body) = to_protobuf(Signal::Logs, data) {
        wire::logs(&body).expect("transcoded logs");
    }
    if let Ok(body) = to_protobuf(Signal::Metrics, data) {
        wire::metrics(&body).expect("transcoded metrics");
    }
    if let Some(value) = std::str::from_utf8(data).ok().and_then(|text| read_value(text).ok()) {
        let mut first = String::new();
        write_value(&mut first, &value);
        let mut second = String::new();
        write_value(&mut second, &read_value(&first).expect("written by us"));
        assert_eq!(first, second);
    }
});
