//! The conformance list of OTLP receivers, point by point (`c01` to `c68`), against real servers and real clients.
//!
//! | file | points |
//! |---|---|
//! | `http.rs` | 1–25: transport, answers, errors |
//! | `limits.rs` | 26–34: compression and limits; slow, many and hostile clients |
//! | `grpc.rs` | 35–43: gRPC |
//! | `json.rs` | 44–55: the JSON mapping, through the receiver |
//! | `data.rs` | 56, 62: what decoding refuses; 67, 68: browsers |
//! | `model.rs` | 57–61, 63–66: the data model, to the rows |
//! | `closing.rs` | answers before the end of a request |
//! | `unpacking.rs` | decompression by itself |
//! | `support.rs` | servers and clients of the tests |

mod closing;
mod data;
mod grpc;
mod http;
mod json;
mod limits;
mod model;
mod support;
mod unpacking;
