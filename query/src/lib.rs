//! SQL over the lake, read-only and bounded.
//!
//! ```text
//!  SQL -> gate (one reading statement) -> session (tables over the live files of the ledger, one store, no others)
//!      -> DataFusion plan -> query threads -> QueryStream (deadline, row limit) -> format (table, CSV, JSON, Parquet, Arrow)
//! ```
//!
//! | module | what |
//! |---|---|
//! | `engine` | [`Engine`], [`QueryConfig`]: threads, permits, planning, deadline |
//! | `stream` | [`QueryStream`]: the answer |
//! | `error`, `translate`, `predicate`, `suggest` | [`QueryError`]: one line, its kind, position and nearest names |
//! | `gate`, `dialect`, `expand` | what may be asked, how it is parsed, what it is written out |
//! | `planning` | how large a plan may become |
//! | `names` | names of columns |
//! | `bounded`, `collect`, `distinct` | functions whose result or memory could be huge |
//! | `coop`, `watch`, `held` | joins and windows that would not let go of their thread, or hold more than the pool sees |
//! | `arithmetic`, `sum`, `mean` | `+`, `-`, `*`, sums and averages that are right or an error |
//! | `spans` | comparisons of spans of time |
//! | `session`, `table`, `views` | DataFusion's session, our table provider, and how it reads text |
//! | `source`, `live` | the live files, and the store that reads only them |
//! | [`format`] | writers of answers |
//!
//! Nothing here writes to the lake, and no other crate knows DataFusion.

mod arithmetic;
mod beside;
mod bounded;
mod collect;
mod constants;
mod coop;
mod dialect;
mod distinct;
mod engine;
mod error;
mod expand;
pub mod format;
mod gate;
mod held;
mod live;
mod mean;
mod names;
mod operator;
mod pieces;
mod planning;
mod predicate;
mod session;
mod source;
mod spans;
mod stream;
mod suggest;
mod sum;
mod table;
#[cfg(test)]
mod tests;
mod translate;
mod views;
mod watch;

pub use engine::{Engine, QueryConfig};
pub use error::{ErrorKind, Position, QueryError};
pub use gate::{MAX_OPERATORS, MAX_SQL_BYTES};
pub use stream::QueryStream;
