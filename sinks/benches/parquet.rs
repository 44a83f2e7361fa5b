//! Which compression at flush, and what the dictionaries of content cost:
//! `cargo bench -p custos-sinks --bench parquet`.
//!
//! Decides `LakeConfig::codec`. Throughput is in bytes of content as the client sent it.

use custos_model::{component::Encoder, schema::Table};
use custos_sinks::lake::{Codec, LakeConfig, ParquetEncoder};
use divan::{Bencher, counter::BytesCount};

#[path = "../src/lake/tests/sample.rs"]
#[allow(dead_code, unreachable_pub, missing_docs, missing_debug_implementations, clippy::unwrap_used)]
mod sample;

const CODECS: [Codec; 5] = [Codec::None, Codec::Lz4, Codec::Zstd(1), Codec::Zstd(3), Codec::Zstd(7)];

fn main() {
    divan::main();
}

fn run(bencher: Bencher<'_, '_>, codec: Codec, count: usize, turns: usize, message_bytes: usize) {
    let sample = sample::conversations(count, turns, message_bytes);
    bencher.counter(BytesCount::new(sample.content_bytes)).bench_local(|| {
        let mut encoder = ParquetEncoder::new(LakeConfig { codec, ..LakeConfig::default() });
        for batch in &sample.batches {
            #[allow(clippy::unwrap_used, reason = "a bench")]
            encoder.append(Table::Spans, batch).unwrap();
        }
        #[allow(clippy::unwrap_used, reason = "a bench")]
        encoder.finish().unwrap()
    });
}

/// Every message is new: 8,000 spans, 3 KB each.
#[divan::bench(args = CODECS, sample_count = 10)]
fn unique(bencher: Bencher<'_, '_>, codec: Codec) {
    run(bencher, codec, 8000, 1, 3000);
}

/// 300 interleaved conversations of 20 turns that repeat their history.
#[divan::bench(args = CODECS, sample_count = 10)]
fn history(bencher: Bencher<'_, '_>, codec: Codec) {
    run(bencher, codec, 300, 20, 1000);
}
