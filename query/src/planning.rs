//! Planning that ends: with what a plan grows to, and when nobody waits for it any more.
//!
//! The planner writes a `WITH` query out wherever it is read, and its rules put an expression in place of each column
//! that names it: twenty queries that each read the one before twice are a million, and took all memory of the machine.
//! So the plan is counted before the rules and after them, and so is each operator that a rule changes; and each rule
//! looks at the flag that is set when nobody waits. No rule can be stopped within: what one of them would make at once
//! is counted before it runs.

use std::cell::RefCell;
use std::sync::Arc;

use datafusion::common::config::ConfigOptions;
use datafusion::common::tree_node::{Transformed, TreeNode, TreeNodeRecursion};
use datafusion::common::{DFSchema, DataFusionError, Result, ScalarValue};
use datafusion::execution::SessionState;
use datafusion::logical_expr::expr::ScalarFunction;
use datafusion::logical_expr::planner::{
    ExprPlanner, PlannerResult, RawBinaryExpr, RelationPlanner, RelationPlannerContext, RelationPlanning,
};
use datafusion::logical_expr::{BinaryExpr, Cast, Expr, LogicalPlan, Operator, TryCast};
use datafusion::optimizer::{AnalyzerRule, ApplyOrder, OptimizerConfig, OptimizerRule};
use datafusion::physical_optimizer::{PhysicalOptimizerContext, PhysicalOptimizerRule};
use datafusion::physical_plan::ExecutionPlan;
use datafusion::sql::sqlparser::ast::TableFactor;

use crate::watch::Stop;

/// Most operators of a plan: a table that is read is two or three of them.
const MAX_OPERATORS: usize = 10_000;
/// Most parts of the expressions of a plan, constants included: more than a query can write.
const MAX_PARTS: usize = 250_000;

thread_local! {
    /// Of the query that this thread plans.
    static PLANNED: RefCell<Option<Planned>> = const { RefCell::new(None) };
}

/// What is known of a planning that runs.
struct Planned {
    stop: Stop,
    /// Parts that rules added to operators, one at a time: a filter over a `UNION` is copied into each of its queries.
    grown: usize,
}

/// Runs what plans one query, as long as somebody waits for it.
pub(crate) fn watched<T>(stop: &Stop, plan: impl FnOnce() -> T) -> T {
    /// Also after a panic.
    struct End;
    impl Drop for End {
        fn drop(&mut self) {
            PLANNED.take();
        }
    }
    PLANNED.replace(Some(Planned { stop: stop.clone(), grown: 0 }));
    let _end = End;
    plan()
}

fn check() -> Result<()> {
    PLANNED.with_borrow(|planned| planned.as_ref().map_or(Ok(()), |planned| planned.stop.check()))
}

/// Refuses a plan that is too large.
pub(crate) fn check_size(plan: &LogicalPlan) -> Result<()> {
    let mut size = Size::default();
    size.add(plan, true)?;
    size.refuse()
}

/// Refuses a query whose operators have grown too much.
fn grow(before: Size, after: Size) -> Result<()> {
    let grown = PLANNED.with_borrow_mut(|planned| {
        planned.as_mut().map_or(0, |planned| {
            planned.grown = planned.grown.saturating_add(after.parts.saturating_sub(before.parts));
            planned.grown
        })
    });
    Size { operators: after.operators, parts: after.parts.max(grown) }.refuse()
}

/// Plans of sub-queries, and how often each will be written.
type Subqueries = Vec<(Arc<LogicalPlan>, usize)>;

/// How much there is in a plan. What rules write twice counts as often as it will be there: within one rule that
/// doubles with each level.
#[derive(Clone, Copy, Default)]
struct Size {
    operators: usize,
    parts: usize,
}

impl Size {
    /// An operator with those that it reads.
    fn near(plan: &LogicalPlan) -> Result<Self> {
        let mut size = Self::default();
        size.add(plan, false)?;
        for input in plan.inputs() {
            size.add(input, false)?;
        }
        Ok(size)
    }

    /// With what a rule makes at once of a filter over a `UNION`.
    fn with_copies(mut self, plan: &LogicalPlan) -> Result<Self> {
        if let LogicalPlan::Filter(filter) = plan
            && let LogicalPlan::Union(union) = filter.input.as_ref()
        {
            let mut copied = Self::default();
            copied.add(plan, false)?;
            self.parts = self.parts.saturating_add(copied.parts.saturating_mul(union.inputs.len()));
        }
        Ok(self)
    }

    /// Adds an operator, or the plan of which it is the first; in either case with sub-queries in its expressions.
    fn add(&mut self, plan: &LogicalPlan, whole: bool) -> Result<()> {
        let mut subqueries = Vec::new();
        self.add_plan(plan, 1, whole, &mut subqueries)?;
        while let Some((plan, times)) = subqueries.pop() {
            self.add_plan(&plan, times, true, &mut subqueries)?;
        }
        Ok(())
    }

    fn add_plan(&mut self, plan: &LogicalPlan, times: usize, whole: bool, subqueries: &mut Subqueries) -> Result<()> {
        plan.apply(|node| {
            if self.refuse().is_err() {
                return Ok(TreeNodeRecursion::Stop);
            }
            self.operators = self.operators.saturating_add(times);
            node.apply_expressions(|expr| Ok(self.add_expr(expr, times, subqueries)))?;
            Ok(if whole { TreeNodeRecursion::Continue } else { TreeNodeRecursion::Stop })
        })?;
        Ok(())
    }

    fn add_expr(&mut self, expr: &Expr, times: usize, subqueries: &mut Subqueries) -> TreeNodeRecursion {
        let mut open = vec![(expr, times)];
        while let Some((expr, times)) = open.pop() {
            self.parts = self.parts.saturating_add(times);
            if self.parts > MAX_PARTS {
                return TreeNodeRecursion::Stop;
            }
            let copied = times.saturating_mul(copies(expr));
            let subquery = match expr {
                Expr::ScalarSubquery(subquery) => Some(subquery),
                Expr::Exists(exists) => Some(&exists.subquery),
                Expr::InSubquery(within) => Some(&within.subquery),
                Expr::SetComparison(comparison) => Some(&comparison.subquery),
                _ => None,
            };
            subqueries.extend(subquery.map(|subquery| (Arc::clone(&subquery.subquery), copied)));
            if let Expr::Case(case) = expr {
                // Only conditions are copied: a long row of `ELSE CASE …` is not.
                let kept = case.when_then_expr.iter().map(|(_, then)| then).chain(&case.expr).chain(&case.else_expr);
                open.extend(kept.map(|kept| (kept.as_ref(), times)));
                open.extend(case.when_then_expr.iter().map(|(when, _)| (when.as_ref(), copied)));
                continue;
            }
            let children = expr.apply_children(|child| {
                open.push((child, copied));
                Ok(TreeNodeRecursion::Continue)
            });
            debug_assert!(children.is_ok(), "nothing here fails");
        }
        TreeNodeRecursion::Continue
    }

    fn refuse(&self) -> Result<()> {
        let what = if self.operators > MAX_OPERATORS {
            format!("the plan of the query has more than {MAX_OPERATORS} operators")
        } else if self.parts > MAX_PARTS {
            format!("the expressions of the query have more than {MAX_PARTS} parts once they are written out")
        } else {
            return Ok(());
        };
        let hint = "a query of WITH is written out wherever it is read, a column wherever it is named, and what BETWEEN, CASE and coalesce test \
                    is written twice: use them less often within each other";
        Err(DataFusionError::Plan(format!("{what}; {hint}")))
    }
}

/// How often the simplification of an expression writes what is in it.
fn copies(expr: &Expr) -> usize {
    match expr {
        Expr::Between(_) => 2,
        Expr::ScalarFunction(call) if matches!(call.name(), "coalesce" | "nvl" | "nvl2") => 2,
        // Texts that a regular expression lists are compared one by one.
        Expr::BinaryExpr(BinaryExpr { op, .. }) if is_regex(op) => 4,
        // `floor(x) = 5` is a range of x.
        Expr::BinaryExpr(BinaryExpr { left, op, right })
            if op.supports_propagation() && (is_call(left) || is_call(right)) =>
        {
            2
        }
        Expr::InList(within) if within.list.len() <= 3 && is_call(&within.expr) => 2 * within.list.len().max(1),
        Expr::SetComparison(_) => 4,
        Expr::Case(case) => {
            let conditions = case.when_then_expr.len();
            let is_flag = |then: &Expr| matches!(then, Expr::Literal(ScalarValue::Boolean(_), _));
            if conditions < 3 || case.when_then_expr.iter().all(|(_, then)| is_flag(then)) { conditions + 1 } else { 1 }
        }
        _ => 1,
    }
}

fn is_regex(op: &Operator) -> bool {
    use Operator::{RegexIMatch, RegexMatch, RegexNotIMatch, RegexNotMatch};
    matches!(op, RegexMatch | RegexIMatch | RegexNotMatch | RegexNotIMatch)
}

fn is_call(mut expr: &Expr) -> bool {
    while let Expr::Cast(Cast { expr: inner, .. }) | Expr::TryCast(TryCast { expr: inner, .. }) = expr {
        expr = inner;
    }
    matches!(expr, Expr::ScalarFunction(_))
}

/// Puts the checks around all rules of a session.
pub(crate) fn watch_rules(state: &SessionState) -> Rules {
    Rules {
        analyzer: state.analyzer().rules.iter().map(|rule| Arc::new(Watched(Arc::clone(rule))) as _).collect(),
        optimizer: state.optimizers().iter().map(|rule| Arc::new(Watched(Arc::clone(rule))) as _).collect(),
        physical: state.physical_optimizers().iter().map(|rule| Arc::new(Watched(Arc::clone(rule))) as _).collect(),
    }
}

/// The rules of a session.
pub(crate) struct Rules {
    pub(crate) analyzer: Vec<Arc<dyn AnalyzerRule + Send + Sync>>,
    pub(crate) optimizer: Vec<Arc<dyn OptimizerRule + Send + Sync>>,
    pub(crate) physical: Vec<Arc<dyn PhysicalOptimizerRule + Send + Sync>>,
}

/// A rule with the checks.
#[derive(Debug)]
struct Watched<R: ?Sized>(Arc<R>);

impl AnalyzerRule for Watched<dyn AnalyzerRule + Send + Sync> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn analyze(&self, plan: LogicalPlan, config: &ConfigOptions) -> Result<LogicalPlan> {
        check()?;
        let plan = self.0.analyze(plan, config)?;
        check_size(&plan)?;
        Ok(plan)
    }
}

impl OptimizerRule for Watched<dyn OptimizerRule + Send + Sync> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn apply_order(&self) -> Option<ApplyOrder> {
        self.0.apply_order()
    }

    fn rewrite(&self, plan: LogicalPlan, config: &dyn OptimizerConfig) -> Result<Transformed<LogicalPlan>> {
        check()?;
        // With an order the optimizer comes for every operator; else the rule sees the whole plan.
        let Some(_) = self.0.apply_order() else {
            let plan = self.0.rewrite(plan, config)?;
            if plan.transformed {
                check_size(&plan.data)?;
            }
            return Ok(plan);
        };
        let before = Size::near(&plan)?;
        before.with_copies(&plan)?.refuse()?;
        let plan = self.0.rewrite(plan, config)?;
        if plan.transformed {
            grow(before, Size::near(&plan.data)?)?;
        }
        Ok(plan)
    }
}

impl PhysicalOptimizerRule for Watched<dyn PhysicalOptimizerRule + Send + Sync> {
    fn name(&self) -> &str {
        self.0.name()
    }

    fn schema_check(&self) -> bool {
        self.0.schema_check()
    }

    fn optimize(&self, plan: Arc<dyn ExecutionPlan>, config: &ConfigOptions) -> Result<Arc<dyn ExecutionPlan>> {
        check()?;
        self.0.optimize(plan, config)
    }

    fn optimize_with_context(
        &self,
        plan: Arc<dyn ExecutionPlan>,
        context: &dyn PhysicalOptimizerContext,
    ) -> Result<Arc<dyn ExecutionPlan>> {
        check()?;
        self.0.optimize_with_context(plan, context)
    }
}

/// Looks at the flag for every table, while the statement becomes a plan: joins of many wide tables take their time
/// there, too.
#[derive(Debug)]
pub(crate) struct WatchTables;

impl RelationPlanner for WatchTables {
    fn plan_relation(&self, relation: TableFactor, _: &mut dyn RelationPlannerContext) -> Result<RelationPlanning> {
        check()?;
        Ok(RelationPlanning::Original(Box::new(relation)))
    }
}

/// A planner of operators whose results have a name, without the names of what is within others: the type of what has a
/// name is asked for twice, so that of `attributes -> 'a' -> 'b' …` of thirty keys for hours.
#[derive(Debug)]
pub(crate) struct WithoutInnerNames(pub(crate) Arc<dyn ExprPlanner>);

impl ExprPlanner for WithoutInnerNames {
    fn plan_binary_op(&self, expr: RawBinaryExpr, schema: &DFSchema) -> Result<PlannerResult<RawBinaryExpr>> {
        Ok(match self.0.plan_binary_op(expr, schema)? {
            PlannerResult::Planned(Expr::Alias(mut named)) => {
                if let Expr::ScalarFunction(ScalarFunction { args, .. }) = named.expr.as_mut() {
                    for arg in args {
                        if let Expr::Alias(inner) = arg {
                            *arg = std::mem::take(&mut inner.expr);
                        }
                    }
                }
                PlannerResult::Planned(Expr::Alias(named))
            }
            other => other,
        })
    }
}

#[cfg(test)]
mod tests {
    use datafusion::execution::SessionStateBuilder;
    use datafusion::logical_expr::LogicalPlanBuilder;
    use datafusion::physical_plan::empty::EmptyExec;

    use super::*;

    #[test]
    fn every_rule_ends_when_nobody_waits() {
        let state = SessionStateBuilder::new().with_default_features().build();
        let plan = LogicalPlanBuilder::empty(true).build().unwrap();
        let physical = Arc::new(EmptyExec::new(Arc::clone(plan.schema().inner())));
        let run = |stop: &Stop| {
            watched(stop, || {
                let rules = watch_rules(&state);
                let config = state.config_options();
                let analyzed = rules.analyzer.iter().map(|rule| rule.analyze(plan.clone(), config).is_ok());
                let optimized = rules.optimizer.iter().map(|rule| rule.rewrite(plan.clone(), &state).is_ok());
                let physical =
                    rules.physical.iter().map(|rule| rule.optimize(Arc::clone(&physical) as _, config).is_ok());
                analyzed.chain(optimized).chain(physical).collect::<Vec<_>>()
            })
        };
        let stop = Stop::default();
        let done = run(&stop);
        assert!(done.len() > 20 && done.iter().all(|done| *done), "{done:?}");
        stop.set();
        assert!(run(&stop).iter().all(|done| !done));
    }
}
