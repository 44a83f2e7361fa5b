//! The engine: takes SQL, gives a bounded stream of batches.
//!
//! Queries run on threads of their own: whatever a query computes, the threads that receive and store spans are not
//! starved. A query is one task there; it hands batches over a channel of one, so a slow reader slows the query and
//! nothing piles up. Dropping the stream ends the task.

use std::sync::Arc;
use std::time::Duration;

use arrow::datatypes::SchemaRef;
use datafusion::execution::{SendableRecordBatchStream, SessionState};
use datafusion::logical_expr::LogicalPlanBuilder;
use datafusion::physical_plan::{ExecutionPlan, execute_stream};
use datafusion::sql::parser::Statement;
use futures::StreamExt;
use object_store::ObjectStore;
use tokio::runtime::{Handle, Runtime};
use tokio::sync::{OnceCell, Semaphore, mpsc, oneshot};
use tokio::task::block_in_place;
use tokio::time::Instant;

use crate::beside::{self, SMALL_BATCH_ROWS};
use crate::bounded;
use crate::constants;
use crate::error::{ErrorKind, QueryError};
use crate::gate;
use crate::names;
use crate::pieces::pieces;
use crate::planning;
use crate::session::{self, Sessions};
use crate::source::Source;
use crate::stream::{Guard, Message, QueryStream, Started};
use crate::translate::{Known, translate};
use crate::watch::{self, Stop};

/// How long a query waits for another to end before it is told that the engine is busy.
const MAX_WAIT: Duration = Duration::from_secs(1);
/// Stack of a query thread, bytes. Planner and destructors recurse with the depth of an expression; the gate bounds the
/// depth. Only what is touched is backed by memory.
const STACK_BYTES: usize = 32 << 20;
/// Threads for reads of local files, at most.
const BLOCKING_THREADS: usize = 8;

/// Limits of the engine.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryConfig {
    /// Memory of sorts, joins and aggregates of all queries together, bytes. Buffers of the Parquet reader and of a
    /// batch on its way come on top, a few tens of MiB a query.
    pub memory_bytes: usize,
    /// Most rows of a result; a longer one is cut and flagged.
    pub max_rows: usize,
    /// Time for planning and the whole stream, the reader's own time included.
    pub timeout: Duration,
    /// Queries at once.
    pub max_concurrent: usize,
    /// Threads, and parallelism within a query.
    pub target_partitions: usize,
}

impl Default for QueryConfig {
    fn default() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, usize::from);
        Self {
            memory_bytes: 256 << 20,
            max_rows: 100_000,
            timeout: Duration::from_secs(60),
            max_concurrent: 4,
            // Half of the machine belongs to ingest.
            target_partitions: (cores / 2).clamp(1, 8),
        }
    }
}

/// Answers SQL over a lake. Cheap to share behind an `Arc`.
///
/// Threads and session template are made by the first query: a collector that nobody asks does not pay for them.
#[derive(Debug)]
pub struct Engine {
    config: QueryConfig,
    store: Arc<dyn ObjectStore>,
    source: Arc<Source>,
    permits: Arc<Semaphore>,
    ready: OnceCell<Ready>,
}

#[derive(Debug)]
struct Ready {
    shared: Arc<Shared>,
    runtime: Threads,
}

#[derive(Debug)]
struct Shared {
    config: QueryConfig,
    sessions: Sessions,
    store: Arc<dyn ObjectStore>,
    source: Arc<Source>,
}

/// The query threads. A runtime must not be dropped where blocking is not allowed, so it is told to end by itself.
#[derive(Debug)]
struct Threads(Option<Runtime>);

impl Drop for Threads {
    fn drop(&mut self) {
        if let Some(runtime) = self.0.take() {
            runtime.shutdown_background();
        }
    }
}

impl Engine {
    /// An engine over the lake in `store` (the store of the lake's root, as `custos_ledger::open_store` gives it).
    pub fn new(store: Arc<dyn ObjectStore>, config: QueryConfig) -> Self {
        Self::with_source(store, Source::ledger(), config)
    }

    pub(crate) fn with_source(store: Arc<dyn ObjectStore>, source: Source, config: QueryConfig) -> Self {
        let permits = Arc::new(Semaphore::new(config.max_concurrent.max(1)));
        Self { config, store, source: Arc::new(source), permits, ready: OnceCell::new() }
    }

    fn start(&self) -> Result<Ready, QueryError> {
        let config = self.config.clone();
        let sessions = Sessions::new(&config)
            .map_err(|error| QueryError::internal("the query engine cannot start").with_source(error))?;
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .thread_name("custos-query")
            .worker_threads(config.target_partitions.max(1))
            .max_blocking_threads(BLOCKING_THREADS)
            .thread_stack_size(STACK_BYTES)
            .enable_all()
            .build()
            .map_err(|error| QueryError::internal("the query threads cannot start").with_source(error))?;
        let (store, source) = (Arc::clone(&self.store), Arc::clone(&self.source));
        let shared = Arc::new(Shared { config, sessions, store, source });
        Ok(Ready { shared, runtime: Threads(Some(runtime)) })
    }

    /// Plans one reading statement over what is committed now, and starts it.
    ///
    /// Call it within a Tokio runtime with time enabled.
    ///
    /// # Errors
    /// Everything found before the first batch: see [`ErrorKind`]. `Internal` when threads cannot be started.
    pub async fn query(&self, sql: &str) -> Result<QueryStream, QueryError> {
        let deadline = Instant::now() + self.config.timeout;
        let wait = MAX_WAIT.min(self.config.timeout);
        let permit = match tokio::time::timeout(wait, Arc::clone(&self.permits).acquire_owned()).await {
            Ok(Ok(permit)) => permit,
            _ => {
                let running = self.config.max_concurrent;
                return Err(QueryError::new(ErrorKind::Busy, format!("{running} queries run already"))
                    .with_hint("try again in a moment"));
            }
        };
        let ready = self.ready.get_or_try_init(|| async { self.start() }).await?;
        let Some(runtime) = &ready.runtime.0 else { return Err(QueryError::internal("the query threads have ended")) };
        let (started, waiting) = oneshot::channel();
        let (sender, receiver) = mpsc::channel(1);
        let (shared, sql) = (Arc::clone(&ready.shared), sql.to_owned());
        // The permit is held by the task, not by the caller: a query that cannot be interrupted still counts as
        // running.
        let stop = Stop::default();
        let stopped = stop.clone();
        let task = runtime.spawn(async move {
            let end = shared.run(&sql, deadline, &stopped, started, &sender).await;
            drop(permit);
            // Past the deadline nobody waits for the last word: the stream knows its own deadline.
            let _ = tokio::time::timeout_at(deadline, sender.send(end)).await;
        });
        let guard = Guard(task.abort_handle(), stop);
        match tokio::time::timeout_at(deadline, waiting).await {
            Ok(Ok(Ok(started))) => Ok(QueryStream::new(started, receiver, guard, deadline, self.config.timeout)),
            Ok(Ok(Err(error))) => Err(error),
            Ok(Err(_)) => Err(QueryError::internal("the query ended without an answer")),
            Err(_) => Err(QueryError::timeout(self.config.timeout)),
        }
    }
}

impl Shared {
    /// Plans, announces the schema, and sends batches; gives the last message. An error of planning goes to `started`.
    async fn run(
        &self,
        sql: &str,
        deadline: Instant,
        stop: &Stop,
        started: oneshot::Sender<Result<Started, QueryError>>,
        sender: &mpsc::Sender<Message>,
    ) -> Message {
        let timeout = || QueryError::timeout(self.config.timeout);
        let planned = tokio::time::timeout_at(deadline, self.plan(sql, stop)).await;
        // Planning has blocked this thread, which the runtime does not wait for since: whoever ends it once the schema
        // is told would take the timer away from under what follows. Another turn is one that is waited for.
        tokio::task::yield_now().await;
        let stream = match planned {
            Ok(Ok((stream, schema, seq))) => {
                // The caller may have gone; the first send tells.
                let max_rows = self.config.max_rows as u64;
                let _ = started.send(Ok(Started { schema, ledger_seq: seq, max_rows }));
                stream
            }
            Ok(Err(error)) => {
                let _ = started.send(Err(error));
                return Message::End { truncated: false };
            }
            Err(_) => {
                let _ = started.send(Err(timeout()));
                return Message::End { truncated: false };
            }
        };
        match tokio::time::timeout_at(deadline, self.pump(stream, sender)).await {
            Ok(Ok(truncated)) => Message::End { truncated },
            Ok(Err(error)) => Message::Failed(error),
            Err(_) => Message::Failed(timeout()),
        }
    }

    /// The stream, its columns as they are called in the answer, and the ledger's entry.
    async fn plan(&self, sql: &str, stop: &Stop) -> Result<(SendableRecordBatchStream, SchemaRef, u64), QueryError> {
        let known = self.known();
        let statement = block_in_place(|| gate::parse(sql))?;
        let written = names::written(&statement);
        let snapshot = self.source.refresh(&self.store).await?;
        let mut state = self
            .sessions
            .open(Arc::clone(&self.store), &snapshot)
            .map_err(|error| QueryError::internal("the session cannot be opened").with_source(error))?;
        // It waits for nothing, and may take its time: other queries get another thread meanwhile.
        let physical = block_in_place(|| {
            planning::watched(stop, || Handle::current().block_on(self.physical_plan(&mut state, statement, stop)))
        })?;
        let stream = execute_stream(physical, state.task_ctx()).map_err(|error| translate(error, known))?;
        let schema = names::rename(stream.schema(), written);
        Ok((stream, schema, snapshot.seq))
    }

    async fn physical_plan(
        &self,
        state: &mut SessionState,
        statement: Statement,
        stop: &Stop,
    ) -> Result<Arc<dyn ExecutionPlan>, QueryError> {
        let known = self.known();
        let capped = gate::is_query(&statement);
        let given = names::given(&statement);
        let mut plan = state
            .statement_to_plan(statement)
            .await
            .map_err(|error| translate(error, Known { given: &given, ..known }))?;
        planning::check_size(&plan).map_err(|error| translate(error, known))?;
        gate::verify(&plan)?;
        if capped {
            // One more than is given tells whether there were more; and a sort then keeps only the first rows.
            plan = LogicalPlanBuilder::from(plan)
                .limit(0, Some(self.config.max_rows.saturating_add(1)))
                .and_then(LogicalPlanBuilder::build)
                .map_err(|error| translate(error, known))?;
        }
        constants::check_types(&plan)?;
        let plan = bounded::folding(|| state.optimize(&plan)).map_err(|error| translate(error, known))?;
        planning::check_size(&plan).map_err(|error| translate(error, known))?;
        constants::check(&plan)?;
        session::fit(state, &plan);
        let (plan, copies) = beside::guard(plan).map_err(|error| translate(error, known))?;
        if copies {
            let rows = state.config().batch_size().min(SMALL_BATCH_ROWS);
            *state.config_mut() = state.config().clone().with_batch_size(rows);
        }
        let plan =
            watch::guard(plan, stop, &state.runtime_env().memory_pool).map_err(|error| translate(error, known))?;
        let planner = Arc::clone(state.query_planner());
        planner.create_physical_plan(&plan, state).await.map_err(|error| translate(error, known))
    }

    /// Sends batches up to the row limit; says whether the result was cut.
    async fn pump(
        &self,
        mut stream: SendableRecordBatchStream,
        sender: &mpsc::Sender<Message>,
    ) -> Result<bool, QueryError> {
        let mut left = self.config.max_rows;
        while let Some(batch) = stream.next().await {
            let batch = batch.map_err(|error| translate(error, self.known()))?;
            if batch.num_rows() == 0 {
                continue;
            }
            let cut = batch.num_rows() > left;
            let batch = if cut { batch.slice(0, left) } else { batch };
            left -= batch.num_rows();
            if batch.num_rows() > 0 {
                for piece in pieces(batch) {
                    if sender.send(Message::Batch(piece)).await.is_err() {
                        return Ok(false);
                    }
                }
            }
            if cut {
                return Ok(true);
            }
        }
        Ok(false)
    }

    fn known(&self) -> Known<'_> {
        Known { memory_bytes: self.config.memory_bytes, functions: self.sessions.functions(), given: &[] }
    }
}
