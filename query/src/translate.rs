//! DataFusion's errors as [`QueryError`]s: kind, one line, position, nearest names.

use std::error::Error;

use arrow::error::ArrowError;
use custos_model::schema::Table;
use datafusion::common::{Column, DataFusionError, SchemaError};
use datafusion::sql::sqlparser::parser::ParserError;
use parquet::errors::ParquetError;

use crate::constants::NO_ZONE;
use crate::error::{ErrorKind, Position, QueryError};
use crate::gate;
use crate::predicate;
use crate::suggest::{column_elsewhere, did_you_mean, elsewhere, nearest};

/// Most columns that are named in a message; the rest of a longer one would be cut off.
const MAX_COLUMNS: usize = 24;

/// What the translation needs to know of the session.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Known<'a> {
    /// Memory of all queries together, bytes.
    pub(crate) memory_bytes: usize,
    /// Names of functions.
    pub(crate) functions: &'a [String],
    /// Names that the query gives to expressions.
    pub(crate) given: &'a [String],
}

/// Translates an error of planning or of the stream.
pub(crate) fn translate(error: DataFusionError, known: Known<'_>) -> QueryError {
    let position = error
        .diagnostic()
        .and_then(|d| d.span)
        .map(|span| Position { line: span.start.line, column: span.start.column });
    let root = root(&error);
    let translated = classify(root, known).at(position);
    match translated.kind() {
        ErrorKind::Storage | ErrorKind::Internal => translated.with_source(error),
        _ => translated,
    }
}

/// The innermost DataFusion error; of several, the first.
fn root(error: &DataFusionError) -> &DataFusionError {
    match error {
        DataFusionError::Collection(errors) if !errors.is_empty() => root(&errors[0]),
        DataFusionError::Diagnostic(_, inner) | DataFusionError::Context(_, inner) => root(inner),
        DataFusionError::Shared(inner) => root(inner),
        other => other.find_root(),
    }
}

fn classify(error: &DataFusionError, known: Known<'_>) -> QueryError {
    match error {
        DataFusionError::SQL(error, _) => syntax(error),
        DataFusionError::SchemaError(error, _) => schema(error, known),
        DataFusionError::Plan(message) => plan(message, known),
        DataFusionError::NotImplemented(message) => unsupported(message),
        DataFusionError::Configuration(message) | DataFusionError::Execution(message)
            if message.contains("is not Struct, Map, or Null") =>
        {
            no_fields()
        }
        DataFusionError::Configuration(message) | DataFusionError::Execution(message) => execution(message),
        DataFusionError::ResourcesExhausted(_) => memory(known),
        DataFusionError::ArrowError(error, _) => arrow(error, known),
        DataFusionError::ParquetError(error) => parquet(error, known),
        DataFusionError::ObjectStore(_) | DataFusionError::IoError(_) => unreadable(),
        DataFusionError::External(source) => external(source.as_ref(), known),
        // It has no order.
        DataFusionError::Internal(message) if message.contains("not implemented for type Union(") => {
            QueryError::invalid("min and max do not take JSON")
                .with_hint("cast the value, as in max((attributes ->> 'key')::double)")
        }
        DataFusionError::Internal(message) => {
            QueryError::internal(format!("the query engine failed: {}", lower_first(message)))
        }
        _ => QueryError::internal("the query engine failed"),
    }
}

fn external(source: &(dyn Error + 'static), known: Known<'_>) -> QueryError {
    let mut next = Some(source);
    while let Some(error) = next {
        if let Some(error) = pattern(&error.to_string()) {
            return error;
        }
        if let Some(error) = error.downcast_ref::<DataFusionError>() {
            return classify(root(error), known);
        }
        if let Some(error) = error.downcast_ref::<ParquetError>() {
            return parquet(error, known);
        }
        if let Some(error) = error.downcast_ref::<ArrowError>() {
            return arrow(error, known);
        }
        if error.is::<object_store::Error>() || error.is::<std::io::Error>() {
            return unreadable();
        }
        next = error.source();
    }
    QueryError::internal("the query engine failed")
}

/// What an expression over values ran into.
fn execution(message: &str) -> QueryError {
    if message.starts_with("In an aggregate with DISTINCT, ORDER BY expressions must appear in argument list") {
        return QueryError::invalid("DISTINCT values of an aggregate are ordered by themselves alone").with_hint(
            "as in array_agg(DISTINCT name ORDER BY name); for another order: \
             SELECT array_agg(name ORDER BY n) FROM (SELECT name, count(*) AS n FROM spans GROUP BY 1)",
        );
    }
    if message.starts_with("LIKE does not support escape_char") {
        return QueryError::invalid("not supported: ESCAPE with another character than the backslash")
            .with_hint("the backslash needs no ESCAPE: name LIKE '100\\%'");
    }
    if let Some(error) = pattern(message) {
        return error;
    }
    let error = QueryError::invalid(lower_first(message));
    if message.contains("Overflow") || message.contains("overflow") {
        return error.with_hint(LARGER);
    }
    if message.starts_with("Placeholder") {
        return error.with_hint("a query has no parameters: write the value itself, a text in single quotes");
    }
    if message.contains("representable i64 range") {
        return error.with_hint(
            "numbers are seconds here; to_timestamp_millis, to_timestamp_micros and to_timestamp_nanos take others",
        );
    }
    error
}

/// The error of a regular expression: its last line, without the pattern that the author knows.
fn pattern(message: &str) -> Option<QueryError> {
    let (_, error) = message.split_once("regex parse error:")?;
    let why = error.rsplit_once("error: ").map_or(error, |(_, why)| why);
    Some(QueryError::invalid(format!("the pattern is no regular expression: {}", why.trim())).with_hint(
        "it is written as in Rust and RE2, without look-around and back-references; \\ takes the next character as it is",
    ))
}

/// What helps where a number is too large for its type.
const LARGER: &str = "cast to a larger type first, such as double or decimal(38, 9)";

fn unreadable() -> QueryError {
    QueryError::new(ErrorKind::Storage, "a file of the lake could not be read")
}

/// The reader evaluates predicates, so not each of its errors is one of the file.
fn parquet(error: &ParquetError, known: Known<'_>) -> QueryError {
    let ParquetError::External(source) = error else { return unreadable() };
    if let Some(error) = source.downcast_ref::<DataFusionError>() {
        return classify(root(error), known);
    }
    match source.downcast_ref::<ArrowError>() {
        Some(ArrowError::ComputeError(message)) => match predicate::failure(message) {
            Some(error) => arrow(&error, known),
            None => unreadable(),
        },
        Some(
            error @ (ArrowError::CastError(_)
            | ArrowError::DivideByZero
            | ArrowError::ArithmeticOverflow(_)
            | ArrowError::MemoryError(_)
            | ArrowError::OffsetOverflowError(_)),
        ) => arrow(error, known),
        Some(ArrowError::ExternalError(source)) => match source.downcast_ref::<ParquetError>() {
            Some(error) => parquet(error, known),
            None => unreadable(),
        },
        _ => unreadable(),
    }
}

fn memory(known: Known<'_>) -> QueryError {
    let mib = known.memory_bytes >> 20;
    QueryError::new(ErrorKind::ResourcesExhausted, format!("the query needs more memory than its limit of {mib} MiB"))
        .with_hint("narrow the time range, select fewer columns, group by fewer values, or raise query.memory")
}

fn arrow(error: &ArrowError, known: Known<'_>) -> QueryError {
    match error {
        ArrowError::MemoryError(_) | ArrowError::OffsetOverflowError(_) => memory(known),
        ArrowError::ParquetError(_) | ArrowError::IoError(_, _) | ArrowError::IpcError(_) => unreadable(),
        ArrowError::DivideByZero => {
            QueryError::invalid("division by zero").with_hint("nullif(divisor, 0) makes the result NULL there")
        }
        ArrowError::CastError(message) | ArrowError::ParseError(message) if message.contains("parsing timestamp") => {
            QueryError::invalid(lower_first(message)).with_hint(
                "a time has seconds, as '2026-11-29 10:00:00' or '2026-11-29T10:00:00+01:00'; a day is '2026-11-29'",
            )
        }
        ArrowError::CastError(message) | ArrowError::ParseError(message) => QueryError::invalid(lower_first(message))
            .with_hint("try_cast(value AS type) is NULL for such values; text is compared with text in quotes: = '1'"),
        ArrowError::ArithmeticOverflow(message) => QueryError::invalid(lower_first(message)).with_hint(LARGER),
        ArrowError::ComputeError(message) => match predicate::failure(message) {
            Some(error) => arrow(&error, known),
            None => execution(message),
        },
        ArrowError::InvalidArgumentError(message) => QueryError::invalid(lower_first(message)),
        ArrowError::NotYetImplemented(message) => unsupported(message),
        ArrowError::ExternalError(source) => external(source.as_ref(), known),
        _ => QueryError::internal("the query engine failed"),
    }
}

fn syntax(error: &ParserError) -> QueryError {
    match error {
        ParserError::TokenizerError(message) | ParserError::ParserError(message) => {
            let (message, position) = split_position(message);
            let error = QueryError::invalid(format!("syntax error: {}", lower_first(message))).at(position);
            if message.ends_with("found: `") {
                return error.with_hint("a name with special characters or capitals is in double quotes");
            }
            if message.ends_with("found: \\") {
                return error.with_hint("DESCRIBE spans lists the columns of a table, SHOW TABLES the tables");
            }
            if message.ends_with("end of statement, found: ,") {
                return error.with_hint(OFFSET);
            }
            error
        }
        ParserError::RecursionLimitExceeded => gate::too_deep(),
    }
}

/// The parser ends its messages with `at Line: 1, Column: 8`.
fn split_position(message: &str) -> (&str, Option<Position>) {
    let Some((text, place)) = message.rsplit_once(" at Line: ") else { return (message, None) };
    let parsed = place.split_once(", Column: ").and_then(|(line, column)| {
        let digits = |s: &str| s.trim().trim_end_matches(|c: char| !c.is_ascii_digit()).parse().ok();
        Some(Position { line: digits(line)?, column: digits(column)? })
    });
    match parsed {
        Some(position) => (text, Some(position)),
        None => (message, None),
    }
}

fn schema(error: &SchemaError, known: Known<'_>) -> QueryError {
    match error {
        SchemaError::FieldNotFound { field, valid_fields } => column(field, valid_fields, known),
        SchemaError::AmbiguousReference { field } => {
            QueryError::invalid(format!("column \"{}\" is in more than one table", field.name))
                .with_hint("write it with its table, as in spans.trace_id")
        }
        other => QueryError::invalid(lower_first(&other.to_string())),
    }
}

fn column(field: &Column, valid: &[Column], known: Known<'_>) -> QueryError {
    if let Some(error) = alias(field, valid) {
        return error;
    }
    if field.relation.is_none() && known.given.contains(&field.name) {
        let name = &field.name;
        return QueryError::invalid(format!("\"{name}\" is a name that a SELECT gives, and no column here")).with_hint(
            format!(
                "write the expression again, or name it one level below: SELECT {name} FROM (SELECT … AS {name} FROM …)"
            ),
        );
    }
    if field.relation.is_none()
        && valid.iter().any(|column| column.relation.as_ref().is_some_and(|of| of.table() == field.name))
    {
        return QueryError::invalid(format!("\"{}\" is a table here and no column", field.name)).with_hint(UNNEST);
    }
    let error = match &field.relation {
        Some(relation) => QueryError::invalid(format!("no column \"{}\" in \"{}\"", field.name, relation.table())),
        None => QueryError::invalid(format!("no column \"{}\"", field.name)),
    };
    let mut names = nearest(&field.name, valid.iter().map(|column| column.name.as_str()));
    let ours = column_elsewhere(&field.name).iter().filter(|ours| valid.iter().any(|column| column.name == **ours));
    let ours: Vec<&str> = ours.copied().collect();
    if !ours.is_empty() {
        names = ours;
    }
    if let Some(hint) = did_you_mean(&names) {
        return error.with_hint(hint);
    }
    if field.name.contains('.') && valid.iter().any(|column| column.name == "attributes") {
        return error.with_hint(format!("an attribute without a column is attributes ->> '{}'", field.name));
    }
    let mut all: Vec<&str> = valid.iter().map(|column| column.name.as_str()).collect();
    all.dedup();
    match all.len() {
        0 => error.with_hint("there is no FROM that it could come from; a text is in single quotes"),
        1..=MAX_COLUMNS => error.with_hint(format!("the columns are {}", all.join(", "))),
        _ => error.with_hint(columns_of(valid)),
    }
}

/// How to list the columns where there are too many for a message.
fn columns_of(valid: &[Column]) -> String {
    let mut tables: Vec<&str> = valid
        .iter()
        .filter_map(|column| Some(column.relation.as_ref()?.table()))
        .filter(|name| Table::from_name(name).is_some())
        .collect();
    tables.dedup();
    let ways: Vec<String> = tables.iter().map(|table| format!("DESCRIBE {table}")).collect();
    match ways.as_slice() {
        [] => "DESCRIBE and the name of a table list its columns; a text is in single quotes".into(),
        [one] => format!("{one} lists the columns; a text is in single quotes"),
        more => format!("{} list the columns; a text is in single quotes", more.join(" and ")),
    }
}

/// The error of a column whose table is not there.
fn alias(field: &Column, valid: &[Column]) -> Option<QueryError> {
    let name = field.relation.as_ref()?.table();
    let mut tables: Vec<&str> = valid.iter().filter_map(|column| Some(column.relation.as_ref()?.table())).collect();
    tables.dedup();
    if tables.is_empty() || tables.contains(&name) {
        return None;
    }
    if let Some(schema) = field.relation.as_ref().and_then(|relation| relation.schema())
        && valid.iter().any(|column| column.name == "attributes")
    {
        let whole = format!("{schema}.{name}.{}", field.name);
        let error = QueryError::invalid(format!("no column \"{whole}\""));
        return Some(error.with_hint(format!("an attribute without a column is attributes ->> '{whole}'")));
    }
    let error = QueryError::invalid(format!("no table or alias \"{name}\" in this query"));
    Some(match did_you_mean(&nearest(name, tables.iter().copied())) {
        Some(hint) => error.with_hint(hint),
        None => error.with_hint(format!("this query reads {}", tables.join(", "))),
    })
}

/// A subscript or a dot behind text: JSON is text here.
fn no_fields() -> QueryError {
    QueryError::invalid("text has no fields: [ ] and . read lists and structs")
        .with_hint("JSON is read as attributes ->> 'key', or -> 'key' -> 0 for what is deeper")
}

/// How the elements of a list become rows.
const UNNEST: &str =
    "lists are unnested in a SELECT list: SELECT m ->> 'role' FROM (SELECT unnest(input_messages) AS m FROM spans)";

/// How other databases' `TOP`, `FETCH` and `LIMIT 20, 10` are written.
const OFFSET: &str = "LIMIT 10 OFFSET 20 takes rows 21 to 30";

fn unsupported(message: &str) -> QueryError {
    if message.contains("OuterReferenceColumn(") {
        return QueryError::invalid("not supported: a sub-query in FROM that reads columns of the tables beside it")
            .with_hint(UNNEST);
    }
    if message.starts_with("Dot access not supported") {
        return no_fields();
    }
    if message.contains("logical expression ScalarSubquery(") {
        return QueryError::invalid("not supported: a sub-query with LIMIT that reads columns of the query around it")
            .with_hint("an aggregate gives one value too, as in (SELECT max(r.name) FROM …); or JOIN what it reads");
    }
    // The parser's form of an expression tells its kind first.
    for start in ["Unsupported ast node in sqltorel: ", "Unsupported ast node ", "Unsupported JOIN operator "] {
        let Some((_, node)) = message.split_once(start) else { continue };
        let kind = node.split(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
        let (what, hint) = match kind {
            "Pivot" => {
                ("PIVOT", "a value as a column of its own is count(*) FILTER (WHERE provider = 'openai') AS openai")
            }
            "Anti" => ("ANTI JOIN", "name the side: LEFT ANTI JOIN"),
            "Semi" => ("SEMI JOIN", "name the side: LEFT SEMI JOIN"),
            _ => (kind, "SHOW FUNCTIONS lists what there is"),
        };
        return QueryError::invalid(format!("not supported: {}", what.to_uppercase())).with_hint(hint);
    }
    let message = match message.split_once(['(', '{']) {
        Some((text, node)) if node.contains("quote_style: ") => text.trim_end(),
        _ => message,
    };
    let error = QueryError::invalid(format!("not supported: {message}"));
    if message.starts_with("TOP") || message.starts_with("FETCH") {
        return error.with_hint(OFFSET);
    }
    if message.starts_with("Unsupported SQL type JSON") {
        return QueryError::invalid("not supported: a type of JSON")
            .with_hint("JSON is text here, and needs no cast: attributes ->> 'key'");
    }
    if message.contains("Arrow' is not supported") {
        return QueryError::invalid("not supported: @> and <@")
            .with_hint("of JSON compare one value, as in attributes ->> 'key' = '1'; of lists array_has_all(a, b)");
    }
    error
}

fn plan(message: &str, known: Known<'_>) -> QueryError {
    if message.contains("is not Struct, Map, or Null") {
        return no_fields();
    }
    if let Some(error) = types(message) {
        return error;
    }
    if message.starts_with("Column in ORDER BY must be in GROUP BY") && message.contains(" BETWEEN ") {
        return QueryError::invalid("rows of GROUP BY are ordered by a function of a window, which has no name here")
            .with_hint("give it one: rank() OVER (ORDER BY count(*) DESC) AS place … ORDER BY place");
    }
    if let Some((_, rest)) = message.split_once("must be in GROUP BY or an aggregate function: ")
        && let Some(column) = between(rest, "column \"", "\" must appear in the GROUP BY clause")
    {
        return QueryError::invalid(format!("\"{column}\" is neither in GROUP BY nor in an aggregate function"))
            .with_hint(format!("group by it too, or take one value of each group, as in max({column})"));
    }
    if message.starts_with("Projections require unique expression names") {
        return QueryError::invalid("two columns of the result have the same name")
            .with_hint("give one another, as in cast(a AS double) AS b");
    }
    if let Some(name) = between(message, "table '", "' not found") {
        let given = name.strip_prefix("custos.").unwrap_or(name);
        let given = given.strip_prefix("public.").unwrap_or(given);
        let name = name.rsplit('.').next().unwrap_or(name);
        let all: Vec<&str> = Table::ALL.iter().map(|table| table.name()).collect();
        let hint = did_you_mean(&nearest(name, all.iter().copied()))
            .unwrap_or_else(|| format!("the tables are {}", all.join(", ")));
        return QueryError::invalid(format!("no table \"{given}\"")).with_hint(hint);
    }
    if let Some(error) = call(message, known) {
        return error;
    }
    if message.starts_with(NO_ZONE) {
        return QueryError::invalid(message).with_hint("zones are named as 'Europe/Berlin', or '+02:00'");
    }
    QueryError::invalid(lower_first(message))
}

/// Calls of functions that are not there, or not for these values.
fn call(message: &str, known: Known<'_>) -> Option<QueryError> {
    if let Some(name) = between(message, "able function '", "' not found") {
        let hint = match (name, elsewhere(name)) {
            ("unnest" | "flatten" | "explode", _) => UNNEST.to_owned(),
            (_, Some(ours)) => format!("here it is {ours}"),
            _ => "only the tables of the lake are read; generate_series(1, 10) makes rows".to_owned(),
        };
        return Some(QueryError::invalid(format!("no table function \"{name}\"")).with_hint(hint));
    }
    if let Some(name) = between(message, "Invalid function '", "'") {
        let ours = elsewhere(name).map(|ours| format!("here it is {ours}"));
        let hint = ours
            .or_else(|| did_you_mean(&nearest(name, known.functions.iter().map(String::as_str))))
            .unwrap_or_else(|| "SELECT DISTINCT routine_name FROM information_schema.routines lists them".to_owned());
        return Some(QueryError::invalid(format!("no function \"{name}\"")).with_hint(hint));
    }
    let call = between(message, "No function matches the given name and argument types '", "'. ")?;
    let (function, types) = call.split_once('(').unwrap_or((call, ""));
    let types = types.strip_suffix(')').unwrap_or(types);
    if function == "array_element" && types.starts_with("Utf8") {
        return Some(no_fields());
    }
    if types.contains("Union(") {
        let error = QueryError::invalid(format!("{function}() does not take JSON"));
        return Some(error.with_hint("cast the text of the value, as in (attributes ->> 'key')::double"));
    }
    let what = if types.is_empty() {
        format!("{function}() needs arguments")
    } else {
        format!("{function}() does not take arguments of the types ({types})")
    };
    Some(QueryError::invalid(what).with_hint(match function {
        "array_element" => "an index is a bigint: list[cardinality(list)::bigint]; the last element is list[-1]",
        _ => "cast them, as in cast(value AS double), or give as many as it takes",
    }))
}

/// Operators between values of types that do not go together.
fn types(message: &str) -> Option<QueryError> {
    let (what, hint) = if let Some(types) = between(message, "Cannot coerce arithmetic expression ", " to valid types")
    {
        let hint = if types.contains("Duration") {
            "extract(epoch FROM …) gives the seconds of a span of time"
        } else {
            "cast one, as in cast(value AS double); a span of time is interval '1 hour'"
        };
        (format!("values of these types are not computed with: {types}"), hint)
    } else if let Some(types) = between(message, "annot get result type for temporal operation ", ": ") {
        let hint = "a span of time comes of text, as in (duration_ms::bigint || ' ms')::interval; \
                    the end of a span is to_timestamp_nanos(end_unix_nano)";
        (format!("values of these types are not computed with: {types}"), hint)
    } else if let Some((_, types)) = message.split_once("annot infer common argument type for comparison operation ") {
        let hint = if types.contains("Timestamp") {
            "to_timestamp_seconds(1700000000), to_timestamp_millis and to_timestamp_nanos make times of numbers"
        } else {
            "cast one of them, as in cast(value AS double); of a list take an element, as in input_messages[1]"
        };
        (format!("values of these types are not compared: {types}"), hint)
    } else if let Some(types) = between(message, "common type to coerce ", " expression")
        && types.contains("LIKE")
    {
        let hint = if types.contains("List(") {
            "a list is searched as text: input_messages::text ILIKE '%refund%'"
        } else {
            "cast the value, as in cast(value AS text)"
        };
        ("LIKE and ILIKE compare texts".to_owned(), hint)
    } else if message.starts_with("Unexpected argument type to 'json_") && message.contains("got List(") {
        let hint =
            "an element of a list is input_messages[1], its fields input_messages[1] -> 'parts' -> 0 ->> 'content'";
        ("-> and ->> read JSON, and this is a list".to_owned(), hint)
    } else if message.starts_with("unnest() can only be applied to array") {
        let hint = "a list in JSON is json_get_array(value), its keys are json_object_keys(value)";
        ("unnest() takes lists".to_owned(), hint)
    } else {
        return None;
    };
    Some(QueryError::invalid(what).with_hint(hint))
}

fn between<'a>(text: &'a str, start: &str, end: &str) -> Option<&'a str> {
    let rest = text.split_once(start)?.1;
    Some(rest.split_once(end)?.0)
}

fn lower_first(message: &str) -> String {
    let mut chars = message.chars();
    match (chars.next(), chars.next()) {
        // An acronym or a type name stays as it is.
        (Some(first), Some(second)) if first.is_uppercase() && second.is_lowercase() => {
            first.to_lowercase().chain(std::iter::once(second)).chain(chars).collect()
        }
        _ => message.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn position_is_taken_out_of_parser_messages() {
        let (text, position) = split_position("Expected: an expression, found: FROM at Line: 1, Column: 8");
        assert_eq!(text, "Expected: an expression, found: FROM");
        assert_eq!(position, Some(Position { line: 1, column: 8 }));
        assert_eq!(split_position("no place").1, None);
        assert_eq!(split_position("odd at Line: x, Column: y").1, None);
    }
}
