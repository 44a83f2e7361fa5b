//! The read-only gate: one statement, and only one that reads.
//!
//! Three layers, each enough by itself for what it knows: the kind of the first word, the parsed statement (an allow
//! list, so that a statement the parser learns later is refused until it is listed), and `SQLOptions` over the plan
//! ([`verify`]). Limits on length and nesting keep the recursive parts of parser and planner within the stack.

use std::ops::ControlFlow;

use datafusion::common::DataFusionError;
use datafusion::execution::context::SQLOptions;
use datafusion::logical_expr::LogicalPlan;
use datafusion::sql::parser::{DFParserBuilder, Statement};
use datafusion::sql::sqlparser::ast::{
    BinaryOperator, DataType, ExactNumberInfo, Expr, Query, Select, SetExpr, Statement as Sql, TableFactor, Value,
    Visit, VisitMut, Visitor, VisitorMut,
};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::tokenizer::{Token, Tokenizer};

use crate::dialect::Postgres;
use crate::error::{Position, QueryError};
use crate::expand;
use crate::suggest::{did_you_mean, nearest};
use crate::translate::{Known, translate};

/// Longest SQL text, bytes.
pub const MAX_SQL_BYTES: usize = 256 << 10;
/// Most operators and set operations in one statement: each is a level of a left-deep tree that planner, optimizer and
/// destructors walk recursively. An `IN` list counts as one.
pub const MAX_OPERATORS: usize = 2_000;
/// Nesting of parentheses and sub-queries, as the parser counts it.
const MAX_NESTING: usize = 64;

/// Most reads of tables and sub-queries in one statement, those of `WITH` wherever they are read.
const MAX_READS: u64 = 1_000;
/// Most tables that one `SELECT` joins, with those that a `*` in a sub-query gives: each join has the columns of all
/// before it.
const MAX_JOINED: u64 = 50;
/// Most columns that one `SELECT` writes out.
const MAX_COLUMNS: usize = 2_000;
/// Most queries with `WITH` within each other: the planner looks at each twice as often as at the one around it.
const MAX_WITHS: usize = 10;

/// Words a read begins with.
const READS: &[&str] = &["select", "with", "explain", "describe", "show", "values", "desc", "table"];

/// Words of statements that are refused by name, so that the message does not depend on what the parser makes of them.
const REFUSED: &[&str] = &[
    "alter", "analyze", "attach", "begin", "cache", "call", "checkpoint", "close", "cluster", "comment", "commit",
    "copy", "create", "deallocate", "declare", "delete", "deny", "detach", "discard", "do", "drop", "end", "execute",
    "export", "fetch", "flush", "grant", "import", "insert", "install", "kill", "listen", "load", "lock", "merge",
    "msck", "notify", "open", "optimize", "pragma", "prepare", "reassign", "refresh", "reindex", "release", "rename",
    "repair", "replace", "reset", "revoke", "rollback", "savepoint", "security", "set", "start", "truncate", "uncache",
    "unlisten", "unload", "unlock", "update", "upsert", "use", "vacuum",
];

/// Parses one reading statement.
///
/// # Errors
/// `Invalid` when it is not SQL, too long or too deep; `Refused` when it is not a read or more than one.
pub(crate) fn parse(sql: &str) -> Result<Statement, QueryError> {
    // Of a file that an editor saved with it.
    let sql = sql.strip_prefix('\u{feff}').unwrap_or(sql);
    if sql.len() > MAX_SQL_BYTES {
        return Err(QueryError::invalid(format!("the query is longer than {} KiB", MAX_SQL_BYTES >> 10)));
    }
    let dialect = Postgres::new(sql);
    first_look(sql, &dialect)?;
    let statements = DFParserBuilder::new(sql)
        .with_dialect(&dialect)
        .with_recursion_limit(MAX_NESTING)
        .build()
        .and_then(|mut parser| parser.parse_statements())
        .map_err(|error| if dialect.exhausted() { too_long() } else { syntax(error) })?;
    let mut statements = statements.into_iter();
    let Some(mut statement) = statements.next() else { return Err(QueryError::invalid("the query is empty")) };
    if statements.next().is_some() {
        return Err(QueryError::refused("only one statement at a time is allowed"));
    }
    check(&statement)?;
    widen(&mut statement);
    Ok(statement)
}

/// `float` without a precision is a `double`, as in PostgreSQL. The planner takes it for a `real`, and
/// `'0.1'::float = 0.1` is not true.
fn widen(statement: &mut Statement) {
    match statement {
        Statement::Statement(sql) => {
            let _ = VisitMut::visit(sql.as_mut(), &mut Floats);
        }
        Statement::Explain(explain) => widen(&mut explain.statement),
        _ => {}
    }
}

struct Floats;

impl VisitorMut for Floats {
    type Break = ();

    fn pre_visit_expr(&mut self, expr: &mut Expr) -> ControlFlow<()> {
        if let Expr::Cast { data_type, .. } = expr
            && *data_type == DataType::Float(ExactNumberInfo::None)
        {
            *data_type = DataType::Double(ExactNumberInfo::None);
        }
        ControlFlow::Continue(())
    }
}

/// Checks a plan again: what no syntax check can know.
pub(crate) fn verify(plan: &LogicalPlan) -> Result<(), QueryError> {
    SQLOptions::new()
        .with_allow_ddl(false)
        .with_allow_dml(false)
        .with_allow_statements(false)
        .verify_plan(plan)
        .map_err(|_| refused("this statement"))
}

/// Whether the statement is a query whose result may be cut at the row limit by the planner.
pub(crate) fn is_query(statement: &Statement) -> bool {
    matches!(statement, Statement::Statement(sql) if matches!(sql.as_ref(), Sql::Query(_)))
}

fn syntax(error: DataFusionError) -> QueryError {
    translate(error, Known::default())
}

pub(crate) fn too_deep() -> QueryError {
    QueryError::invalid("the query is nested too deeply").with_hint(format!(
        "{MAX_NESTING} levels of parentheses, calls and sub-queries are the most; WITH gives the inner ones a name"
    ))
}

fn too_long() -> QueryError {
    QueryError::invalid("the query takes the parser too long: calls and casts within each other double its work")
        .with_hint("ten within each other are no trouble; more take a query of WITH that gives the inner ones a name")
}

fn refused(what: &str) -> QueryError {
    QueryError::refused(format!("{what} is refused: the lake can only be read"))
        .with_hint("use SELECT, WITH, EXPLAIN, DESCRIBE or SHOW")
}

/// The first word, and the number of operators.
fn first_look(sql: &str, dialect: &Postgres) -> Result<(), QueryError> {
    let tokens = Tokenizer::new(dialect, sql)
        .tokenize_with_location()
        .map_err(|error| syntax(DataFusionError::from(datafusion::sql::sqlparser::parser::ParserError::from(error))))?;
    let first = tokens.iter().find(|t| !matches!(t.token, Token::Whitespace(_) | Token::LParen | Token::SemiColon));
    let Some(first) = first else { return Err(QueryError::invalid("the query is empty")) };
    if let Token::Word(word) = &first.token {
        let lower = word.value.to_lowercase();
        let position = Position { line: first.span.start.line, column: first.span.start.column };
        if REFUSED.contains(&lower.as_str()) {
            return Err(refused(&word.value.to_uppercase()).at(Some(position)));
        }
        if !READS.contains(&lower.as_str()) {
            let error = QueryError::invalid(format!("\"{}\" does not begin a query", word.value)).at(Some(position));
            let near = nearest(&lower, READS.iter().copied());
            return Err(match did_you_mean(&near) {
                Some(hint) => error.with_hint(hint),
                None => error.with_hint("queries begin with SELECT, WITH, EXPLAIN, DESCRIBE or SHOW"),
            });
        }
    }
    let operators = tokens.iter().filter(|t| is_operator(&t.token)).count();
    if operators > MAX_OPERATORS {
        return Err(QueryError::invalid(format!("the query has more than {MAX_OPERATORS} operators"))
            .with_hint("use IN (…) for long lists of values"));
    }
    Ok(())
}

fn is_operator(token: &Token) -> bool {
    match token {
        Token::Word(word) => matches!(
            word.keyword,
            Keyword::AND
                | Keyword::OR
                | Keyword::NOT
                | Keyword::XOR
                | Keyword::IS
                | Keyword::LIKE
                | Keyword::ILIKE
                | Keyword::BETWEEN
                | Keyword::UNION
                | Keyword::EXCEPT
                | Keyword::INTERSECT
                | Keyword::JOIN
                | Keyword::CASE
                | Keyword::WHEN
                | Keyword::COLLATE
        ),
        Token::Whitespace(_)
        | Token::Comma
        | Token::Number(..)
        | Token::SingleQuotedString(_)
        | Token::DoubleQuotedString(_)
        | Token::EscapedStringLiteral(_)
        | Token::Period
        | Token::SemiColon
        | Token::LParen
        | Token::RParen
        | Token::RBracket
        | Token::LBrace
        | Token::RBrace
        | Token::EOF => false,
        _ => true,
    }
}

fn check(statement: &Statement) -> Result<(), QueryError> {
    match statement {
        Statement::Statement(sql) => check_sql(sql),
        Statement::Explain(explain) => check(&explain.statement),
        Statement::CopyTo(_) => Err(refused("COPY")),
        Statement::CreateExternalTable(_) => Err(refused("CREATE EXTERNAL TABLE")),
        Statement::Reset(_) => Err(refused("RESET")),
    }
}

/// Clauses that the parser reads and the planner leaves out or takes for something else: the answer would be a wrong
/// one.
#[derive(Default)]
struct LeftOut {
    /// Queries with `WITH` around the part that is looked at.
    withs: usize,
}

impl Visitor for LeftOut {
    type Break = (&'static str, &'static str);

    fn pre_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        self.withs += usize::from(query.with.is_some());
        if self.withs > MAX_WITHS {
            return ControlFlow::Break((
                "WITH within WITH more than ten times",
                "write them one after the other: WITH a AS (…), b AS (SELECT … FROM a)",
            ));
        }
        if columns(&query.body) > MAX_COLUMNS {
            return ControlFlow::Break(("more than 2000 columns in one SELECT", "ask for parts one after the other"));
        }
        ControlFlow::Continue(())
    }

    fn post_visit_query(&mut self, query: &Query) -> ControlFlow<Self::Break> {
        self.withs -= usize::from(query.with.is_some());
        ControlFlow::Continue(())
    }

    fn pre_visit_table_factor(&mut self, table: &TableFactor) -> ControlFlow<Self::Break> {
        match table {
            TableFactor::Table { sample: Some(_), .. } | TableFactor::Derived { sample: Some(_), .. } => {
                ControlFlow::Break(("TABLESAMPLE", "WHERE random() < 0.01 takes one row in a hundred"))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_expr(&mut self, expr: &Expr) -> ControlFlow<Self::Break> {
        match expr {
            // The planner takes its pattern for a regular expression, in which % is a character.
            Expr::SimilarTo { .. } => {
                ControlFlow::Break(("SIMILAR TO", "a regular expression is name ~ '^(a|b)', a pattern name LIKE 'a%'"))
            }
            // It would be taken for a key.
            Expr::BinaryOp { op: BinaryOperator::Arrow | BinaryOperator::LongArrow, right, .. } if is_path(right) => {
                ControlFlow::Break(("a path of JSON", "write one key after the other: attributes -> 'a' -> 0 ->> 'b'"))
            }
            _ => ControlFlow::Continue(()),
        }
    }

    fn pre_visit_select(&mut self, select: &Select) -> ControlFlow<Self::Break> {
        if select.connect_by.is_empty() {
            ControlFlow::Continue(())
        } else {
            ControlFlow::Break(("CONNECT BY", "WITH RECURSIVE follows parents and children"))
        }
    }
}

/// A path as other databases have it: `'$.a[0].b'`.
fn is_path(expr: &Expr) -> bool {
    let Expr::Value(value) = expr else { return false };
    matches!(&value.value, Value::SingleQuotedString(text) if text.starts_with("$.") || text.starts_with("$["))
}

fn check_sql(sql: &Sql) -> Result<(), QueryError> {
    match sql {
        Sql::Query(query) => match query.visit(&mut LeftOut::default()) {
            ControlFlow::Break((clause, hint)) => {
                Err(QueryError::invalid(format!("not supported: {clause}")).with_hint(hint))
            }
            ControlFlow::Continue(()) => check_reads(query).and_then(|()| check_query(query)),
        },
        Sql::Explain { statement, .. } => check_sql(statement),
        Sql::ExplainTable { .. }
        | Sql::ShowTables { .. }
        | Sql::ShowColumns { .. }
        | Sql::ShowFunctions { .. }
        | Sql::ShowVariable { .. } => Ok(()),
        other => {
            let text = other.to_string();
            let mut words = text.split_whitespace();
            if let (Some("SHOW"), Some(what)) = (words.next(), words.next()) {
                let kind = words.next().map(|word| format!(" {word}")).filter(|_| what == "CREATE").unwrap_or_default();
                return Err(QueryError::refused(format!("SHOW {what}{kind} is not supported")).with_hint(
                    "use DESCRIBE with the name of a table, SHOW TABLES, SHOW COLUMNS FROM or SHOW FUNCTIONS",
                ));
            }
            Err(refused(text.split_whitespace().next().unwrap_or("this statement")))
        }
    }
}

fn check_reads(query: &Query) -> Result<(), QueryError> {
    let reads = expand::reads(query);
    if reads.all > MAX_READS {
        let what =
            format!("the query reads tables more than {MAX_READS} times once its queries of WITH are written out");
        return Err(QueryError::invalid(what).with_hint(
            "each is written out wherever it is read: read them less often, or ask for parts one after the other",
        ));
    }
    if reads.joined > MAX_JOINED {
        return Err(QueryError::invalid(format!("one SELECT joins more than {MAX_JOINED} tables and sub-queries"))
            .with_hint("join some of them in a sub-query that names its columns, without *"));
    }
    Ok(())
}

/// Columns of a query that are written out; those of a set operation are those of its left side.
fn columns(mut set: &SetExpr) -> usize {
    loop {
        match set {
            SetExpr::SetOperation { left, .. } => set = left,
            SetExpr::Select(select) => return select.projection.len(),
            SetExpr::Values(values) => return values.rows.first().map_or(0, |row| row.len()),
            _ => return 0,
        }
    }
}

fn check_query(query: &Query) -> Result<(), QueryError> {
    for cte in query.with.iter().flat_map(|with| &with.cte_tables) {
        check_query(&cte.query)?;
    }
    check_set(&query.body)
}

fn check_set(mut set: &SetExpr) -> Result<(), QueryError> {
    // Set operations lean left: a loop, not a recursion, however many there are.
    loop {
        match set {
            SetExpr::SetOperation { left, right, .. } => {
                check_set(right)?;
                set = left;
            }
            SetExpr::Query(query) => return check_query(query),
            SetExpr::Select(select) if select.into.is_some() => return Err(refused("SELECT INTO")),
            SetExpr::Select(_) | SetExpr::Values(_) | SetExpr::Table(_) => return Ok(()),
            SetExpr::Insert(_) => return Err(refused("INSERT")),
            SetExpr::Update(_) => return Err(refused("UPDATE")),
            SetExpr::Delete(_) => return Err(refused("DELETE")),
            SetExpr::Merge(_) => return Err(refused("MERGE")),
        }
    }
}
