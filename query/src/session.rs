//! The DataFusion session of one query: functions shared by all, tables and store of its own.

use std::sync::Arc;

use custos_model::schema::Table;
use datafusion::catalog::{
    CatalogProvider, CatalogProviderList, MemoryCatalogProvider, MemoryCatalogProviderList, MemorySchemaProvider,
    SchemaProvider,
};
use datafusion::common::tree_node::{TreeNode, TreeNodeRecursion};
use datafusion::common::{DataFusionError, Result};
use datafusion::execution::cache::cache_manager::{CacheManager, CacheManagerConfig};
use datafusion::execution::disk_manager::{DiskManager, DiskManagerMode};
use datafusion::execution::memory_pool::{GreedyMemoryPool, MemoryPool};
use datafusion::execution::object_store::ObjectStoreRegistry;
use datafusion::execution::runtime_env::RuntimeEnv;
use datafusion::execution::{FunctionRegistry, SessionState, SessionStateBuilder, SessionStateDefaults};
use datafusion::logical_expr::{Expr, LogicalPlan};
use datafusion::prelude::SessionConfig;
use object_store::ObjectStore;
use url::Url;

use crate::arithmetic::CheckedArithmetic;
use crate::bounded;
use crate::collect;
use crate::coop::YieldInJoins;
use crate::distinct::CountByKey;
use crate::engine::QueryConfig;
use crate::held::CountWindows;
use crate::live::{LiveStore, Snapshot};
use crate::mean;
use crate::planning::{self, WatchTables, WithoutInnerNames};
use crate::spans::Spans;
use crate::sum;
use crate::table::{LakeTable, STORE_URL};

const CATALOG: &str = "custos";
const SCHEMA: &str = "public";
/// Parquet footers and page indexes kept between queries, bytes. Files never change, so they never go stale.
const METADATA_CACHE_BYTES: usize = 16 << 20;

/// What all sessions share.
#[derive(Debug)]
pub(crate) struct Sessions {
    template: SessionState,
    functions: Vec<String>,
    memory: Arc<dyn MemoryPool>,
    disk: Arc<DiskManager>,
    cache: Arc<CacheManager>,
}

impl Sessions {
    pub(crate) fn new(config: &QueryConfig) -> Result<Self> {
        let memory = Arc::new(GreedyMemoryPool::new(config.memory_bytes));
        // What does not fit into memory fails: rows of the lake are written nowhere else.
        let disk = DiskManager::builder().with_mode(DiskManagerMode::Disabled).build()?;
        let cache = CacheManagerConfig::default()
            .with_metadata_cache_limit(METADATA_CACHE_BYTES.min(config.memory_bytes / 4))
            .with_list_files_cache_limit(0)
            .with_file_statistics_cache_limit(0);
        let template = template(config.target_partitions)?;
        let mut functions: Vec<String> = [
            template.scalar_functions().keys().collect::<Vec<_>>(),
            template.aggregate_functions().keys().collect(),
            template.window_functions().keys().collect(),
            template.higher_order_functions().keys().collect(),
        ]
        .concat()
        .into_iter()
        .cloned()
        .collect();
        functions.sort_unstable();
        functions.dedup();
        Ok(Self { template, functions, memory, disk: Arc::new(disk), cache: CacheManager::try_new(&cache)? })
    }

    /// Names of all functions, sorted.
    pub(crate) fn functions(&self) -> &[String] {
        &self.functions
    }

    /// A session over one snapshot of the lake.
    pub(crate) fn open(&self, store: Arc<dyn ObjectStore>, snapshot: &Snapshot) -> Result<SessionState> {
        let store = Arc::new(LiveStore::new(store, snapshot));
        let schema = MemorySchemaProvider::new();
        for table in Table::ALL {
            let provider = LakeTable::new(*table, snapshot, Arc::clone(&store));
            schema.register_table(table.name().to_owned(), Arc::new(provider))?;
        }
        let catalog = MemoryCatalogProvider::new();
        catalog.register_schema(SCHEMA, Arc::new(schema))?;
        let catalogs = MemoryCatalogProviderList::new();
        catalogs.register_catalog(CATALOG.to_owned(), Arc::new(catalog));
        let runtime = RuntimeEnv {
            memory_pool: Arc::clone(&self.memory),
            disk_manager: Arc::clone(&self.disk),
            cache_manager: Arc::clone(&self.cache),
            object_store_registry: Arc::new(OneStore(store)),
        };
        let mut state = SessionStateBuilder::new_from_existing(self.template.clone())
            .with_catalog_list(Arc::new(catalogs))
            .with_runtime_env(Arc::new(runtime))
            .build();
        // `now()` is the start of this query, not of the template.
        state.mark_start_execution();
        Ok(state)
    }
}

/// Functions, operators and options. No table factories and no file formats: nothing here can name a file.
fn template(target_partitions: usize) -> Result<SessionState> {
    let mut config = SessionConfig::new()
        .with_target_partitions(target_partitions.max(1))
        .with_information_schema(true)
        .with_default_catalog_and_schema(CATALOG, SCHEMA)
        .with_create_default_catalog_and_schema(false);
    let options = config.options_mut();
    options.sql_parser.collect_spans = true;
    // `now()`, `to_timestamp` and `timestamptz` are instants, as the times of the tables are: without it `AT TIME ZONE`
    // takes them for the time on a clock in that zone.
    options.execution.time_zone = Some("UTC".to_owned());
    // Filters run inside the reader, before content columns are decoded.
    options.execution.parquet.pushdown_filters = true;
    options.execution.parquet.reorder_filters = true;
    let functions = SessionStateDefaults::default_scalar_functions().into_iter().map(bounded::guard).collect();
    let aggregates = SessionStateDefaults::default_aggregate_functions();
    let aggregates = aggregates.into_iter().map(collect::guard).map(sum::guard).map(mean::guard).collect();
    let tables = SessionStateDefaults::default_table_functions();
    let mut state = SessionStateBuilder::new()
        .with_config(config)
        .with_expr_planners(SessionStateDefaults::default_expr_planners())
        .with_scalar_functions(functions)
        .with_higher_order_functions(SessionStateDefaults::default_higher_order_functions())
        .with_aggregate_functions(aggregates)
        .with_window_functions(SessionStateDefaults::default_window_functions())
        .with_analyzer_rule(Arc::new(CheckedArithmetic::default()))
        .with_physical_optimizer_rule(Arc::new(CountWindows))
        .with_physical_optimizer_rule(Arc::new(YieldInJoins))
        .with_table_functions(tables.into_iter().map(|f| (f.name().to_owned(), f)).collect())
        .build();
    let planners = state.expr_planners().len();
    datafusion_functions_json::register_all(&mut state)?;
    state.register_function_rewrite(Arc::new(CountByKey::default()))?;
    state.register_function_rewrite(Arc::new(Spans::default()))?;
    let (others, json) = state.expr_planners().split_at(planners);
    let json = json.iter().map(|planner| Arc::new(WithoutInnerNames(Arc::clone(planner))) as _);
    let planners = others.iter().cloned().chain(json).collect();
    let rules = planning::watch_rules(&state);
    // Functions that are rewritten stay with the analyzer.
    let mut analyzer = state.analyzer().clone();
    analyzer.rules = rules.analyzer;
    let mut builder = SessionStateBuilder::new_from_existing(state)
        .with_expr_planners(planners)
        .with_relation_planners(vec![Arc::new(WatchTables)])
        .with_optimizer_rules(rules.optimizer)
        .with_physical_optimizer_rules(rules.physical);
    *builder.analyzer() = Some(analyzer);
    Ok(builder.build())
}

/// Largest column that one constant makes of a batch, bytes.
const MAX_CONSTANT_COLUMN: usize = 32 << 20;

/// Fewer rows in a batch where constants are large: written out for every row, as aggregates and joins need them, they
/// would take gigabytes that no memory pool knows of.
pub(crate) fn fit(state: &mut SessionState, plan: &LogicalPlan) {
    let rows = state.config().batch_size();
    let mut large = 0_usize;
    let mut look = |expression: &Expr| {
        expression.apply(|part| {
            if let Expr::Literal(value, _) = part
                && value.size() > MAX_CONSTANT_COLUMN / rows.max(1)
            {
                large = large.saturating_add(value.size());
            }
            Ok(TreeNodeRecursion::Continue)
        })
    };
    let seen = plan.apply_with_subqueries(|node| node.apply_expressions(&mut look));
    debug_assert!(seen.is_ok(), "nothing here fails");
    if let Some(fitting) = MAX_CONSTANT_COLUMN.checked_div(large) {
        *state.config_mut() = state.config().clone().with_batch_size(fitting.clamp(1, rows));
    }
}

/// A registry of the session's store alone: no `file://`, no discovery of others.
#[derive(Debug)]
struct OneStore(Arc<LiveStore>);

impl ObjectStoreRegistry for OneStore {
    fn register_store(&self, _: &Url, _: Arc<dyn ObjectStore>) -> Option<Arc<dyn ObjectStore>> {
        None
    }

    fn get_store(&self, url: &Url) -> Result<Arc<dyn ObjectStore>> {
        if url.as_str().trim_end_matches('/') == STORE_URL {
            return Ok(Arc::clone(&self.0) as _);
        }
        Err(DataFusionError::Plan("there is no other store than the lake".to_owned()))
    }
}
