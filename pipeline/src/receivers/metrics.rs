//! Metrics of the receivers.

use custos_model::ingest::Signal;
use metrics::counter;

/// One answered request. `status` is the HTTP status or the name of the gRPC code.
pub(super) fn request(signal: Signal, transport: &'static str, status: &'static str) {
    counter!("custos_receiver_requests_total", "signal" => signal.name(), "transport" => transport, "status" => status)
        .increment(1);
}

/// Bytes of a body after decompression.
pub(super) fn bytes(signal: Signal, transport: &'static str, bytes: usize) {
    counter!("custos_receiver_bytes_total", "signal" => signal.name(), "transport" => transport)
        .increment(bytes as u64);
}

/// One request that was not stored.
pub(super) fn refused(signal: Signal, reason: &'static str) {
    counter!("custos_receiver_refused_total", "signal" => signal.name(), "reason" => reason).increment(1);
}
