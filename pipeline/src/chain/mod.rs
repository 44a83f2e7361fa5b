//! From the write-ahead log to the lake. The log is the queue: lanes read it the same way live and after a crash.
//!
//! | file | what |
//! |---|---|
//! | `shared` | what lanes and committer tell each other |
//! | `lane` | one thread a shard: frame, observers, encoder; stands still at the barrier |
//! | `committer` | the thread that decides when to commit, draws the barrier and commits |
//!
//! ```text
//! lane 0: frame -> observers -> encoder --\   barrier: every lane stands between two frames
//! lane 1: frame -> observers -> encoder ----> files, positions, counts + observers' rows and state
//! lane n: ...                           --/   lanes go on with new encoders; the checkpoint is committed, the log is cut
//! ```
//!
//! * A checkpoint is taken while every lane stands, so files, positions and observer state agree exactly.
//! * A commit begins when rows are old enough, the encoders are full, or the log is half full.
//! * Lanes stop when the encoders are full, so memory is bounded while the lake is away; the log takes the back-pressure.
//! * Anything that would lose a row (a frame that cannot be read or encoded, a commit that is refused) stops the chain for good:
//!   nothing more is committed, readiness fails, the log keeps everything.

mod committer;
mod lane;
mod shared;

pub(crate) use committer::Committer;
pub(crate) use lane::{Lane, LaneReader};
pub(crate) use shared::{Limits, Shared};
