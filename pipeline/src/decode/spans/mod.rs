//! Spans as rows of the table `spans`, whatever the SDK that sent them.
//!
//! ```text
//!  attributes, events --table.rs--> columns, messages --columns--> RecordBatch --rebuild.rs--> OTLP in GenAI form
//!            \------ what no column holds ------> tail ------------------/
//! ```
//!
//! | file | what |
//! |---|---|
//! | `builder.rs` | rows |
//! | `table.rs`, `table/` | the mapping: one declarative table of columns and their sources |
//! | `resolve.rs`, `mapped.rs`, `convert.rs` | one span through the table; its columns; one value of it |
//! | `dialect.rs` | which dialect a span speaks |
//! | `content.rs`, `shapes.rs`, `parts.rs`, `media.rs`, `lists.rs`, `definitions.rs`, `rename.rs`, `calls.rs`, `langchain.rs`, `autogen.rs`, `sentry.rs`, `indexed.rs`, `events.rs`, `repeats.rs` | messages, tools, documents of every dialect in the OpenTelemetry GenAI form |
//! | `langfuse.rs`, `litellm.rs`, `openlit.rs`, `nested.rs` | tokens as Langfuse counts them; calls beside the answers of LiteLLM and OpenLIT; messages within texts |
//! | `pydantic.rs`, `claude_code.rs` | messages of the first versions of Pydantic AI, and those of Claude Code |
//! | `llama_index.rs`, `monocle.rs` | events of LlamaIndex's own spans, and of Monocle's |
//! | `infer.rs`, `named.rs`, `misnamed.rs` | operation, provider, names that no attribute says, or that one says wrongly |
//! | `counted.rs`, `summed.rs` | counts that leave something out, or have what others counted |
//! | `unwrapped.rs` | arguments and results of tools without what a framework puts around them |
//! | `scan.rs`, `paths.rs`, `python.rs` | a JSON scanner that validates and splits without building values; values at paths; what Python prints in JSON |
//! | `normal.rs`, `normal/`, `failure.rs` | closed sets: operation, provider, finish reason; class of a failure |
//! | `price.rs`, `fingerprint.rs`, `first_token.rs` | what a call cost; which prompt it was; when its answer began |
//! | `family.rs` | agent and conversation from the nearest ancestor |
//! | `rebuild.rs`, `proto.rs` | rows back to OTLP |

mod autogen;
mod builder;
mod calls;
mod claude_code;
mod content;
mod convert;
mod counted;
mod definitions;
mod dialect;
mod events;
mod failure;
mod family;
mod fingerprint;
mod first_token;
mod indexed;
mod infer;
mod langchain;
mod langfuse;
mod lists;
mod litellm;
mod llama_index;
mod mapped;
mod media;
mod misnamed;
mod monocle;
mod named;
mod nested;
mod normal;
mod openlit;
mod parts;
mod paths;
mod price;
mod proto;
mod pydantic;
mod python;
mod rebuild;
mod rename;
mod repeats;
mod resolve;
mod scan;
mod sentry;
mod shapes;
mod summed;
mod table;
#[cfg(test)]
pub(super) mod tests;
mod unwrapped;

pub(crate) use builder::SpanBuilder;
pub(crate) use fingerprint::Fingerprints;
pub use rebuild::{RebuildError, rebuild};
