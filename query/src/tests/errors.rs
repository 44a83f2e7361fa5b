//! Messages.

use super::*;
use crate::ErrorKind;

async fn message(sql: &str) -> String {
    let engine = Lake::default().engine(QueryConfig::default());
    let error = fails(&engine, sql).await;
    assert_eq!(error.kind(), ErrorKind::Invalid, "{sql}: {error}");
    let text = error.to_string();
    assert!(!text.contains('\n') && text.chars().count() < 1_500, "{text}");
    text
}

#[tokio::test]
async fn wrong_names_suggest_the_right_ones() {
    for (sql, expected) in [
        ("SELECT agentname FROM spans", r#"no column "agentname" (line 1, column 8); did you mean "agent_name""#),
        (
            "SELECT\n  model FROM spans",
            r#"no column "model" (line 2, column 3); did you mean "request_model" or "response_model"?"#,
        ),
        ("SELECT s.traceid FROM spans s", r#"no column "traceid" in "s" (line 1, column 8); did you mean "trace_id""#),
        (r#"SELECT "Agent_Name" FROM spans"#, r#"did you mean "agent_name""#),
        (r#"SELECT "gen_ai.foo" FROM spans"#, "attributes ->> 'gen_ai.foo'"),
        (
            "SELECT x.name FROM spans",
            r#"no table or alias "x" in this query (line 1, column 8); this query reads spans"#,
        ),
        ("SELECT span.name FROM spans", r#"did you mean "spans"?"#),
        ("SELECT l.name FROM spans s JOIN logs ON true", "this query reads s, logs"),
        ("SELECT * FROM span", r#"no table "span" (line 1, column 15); did you mean "spans"?"#),
        ("SELECT * FROM nothing", "the tables are spans, logs, metrics, usage"),
        ("SELECT * FROM other.schema.spans", r#"no table "other.schema.spans""#),
        ("SELECT cout(*) FROM spans", r#"no function "cout" (line 1, column 8); did you mean "count""#),
        ("SELECT count(*) FROM spans WHERE agentname = 'x'", r#"did you mean "agent_name""#),
        ("SELECT zzz FROM spans", r#"no column "zzz" (line 1, column 8); DESCRIBE spans lists the columns"#),
        ("SELECT zzz FROM spans JOIN logs ON true", "DESCRIBE spans and DESCRIBE logs list the columns"),
        ("SELECT zzz FROM spans s", "DESCRIBE and the name of a table list its columns"),
        ("SELECT zzz FROM usage", "the columns are time, tenant, agent_name"),
        (
            "SELECT strftime(start_time, '%Y') FROM spans",
            r#"no function "strftime" (line 1, column 8); here it is to_char("#,
        ),
        ("SELECT json_extract(attributes, '$.a') FROM spans", "here it is attributes -> 'a' ->> 'b'"),
        ("SELECT qqqq(name) FROM spans", "information_schema.routines lists them"),
        ("SELECT count(*) FROM spans GROUP BY modell", r#"no column "modell""#),
    ] {
        let text = message(sql).await;
        assert!(text.contains(expected), "{sql}\n  {text}\n  {expected}");
    }
}

#[tokio::test]
async fn wrong_arguments_are_told_in_short() {
    are_told(&[
        ("SELECT sum(name) FROM spans", "sum() does not take arguments of the types (Utf8"),
        ("SELECT avg(input_messages) FROM spans", "avg() does not take arguments of the types (List"),
        (
            "SELECT round('a', 'b', 'c') FROM spans",
            "round() does not take arguments of the types (Utf8, Utf8, Utf8); cast them",
        ),
        ("SELECT sum() FROM spans", "sum() needs arguments"),
        ("SELECT attributes[1] FROM spans", "text has no fields: [ ] and . read lists and structs; JSON is read as"),
        ("SELECT attributes['a'] FROM spans", "text has no fields: [ ] and . read lists and structs; JSON is read as"),
        ("SELECT attributes.a FROM spans", "text has no fields: [ ] and . read lists and structs; JSON is read as"),
        (
            "SELECT attributes ->> 'a', (attributes ->> 'a')::double FROM spans",
            "two columns of the result have the same name; give one another",
        ),
        (
            "SELECT 1 FROM spans WHERE name ~ '(unclosed'",
            "the pattern is no regular expression: unclosed group; it is written as in Rust and RE2",
        ),
        ("SELECT regexp_like('a', '(?=x)y')", "the pattern is no regular expression: look-around"),
        ("SELECT regexp_replace('a', '[', 'b')", "the pattern is no regular expression: unclosed character class"),
        ("SELECT 'a' @> 'b'", "not supported: @> and <@; of JSON compare one value"),
        ("SELECT TOP 5 name FROM spans", "not supported: TOP; LIMIT 10"),
        (
            "SELECT name FROM spans FETCH FIRST 2 ROWS ONLY",
            "not supported: FETCH clause is not supported yet; LIMIT 10",
        ),
        (
            "SELECT 1 FROM spans WHERE name = $1",
            "placeholder '$1' was not provided a value for execution.; a query has no",
        ),
        (
            "SELECT now() - '1 hour'",
            "values of these types are not computed with: Timestamp(ns, \"UTC\") - Utf8; cast one",
        ),
        (
            "SELECT (now() - now()) / 2",
            "values of these types are not computed with: Duration(ns) / Int64; extract(epoch",
        ),
        ("SELECT name", "no column \"name\" (line 1, column 8); there is no FROM"),
        ("SELECT to_timestamp(1795397042186386314)", "cannot cast Timestamp(s) value"),
        (
            "SELECT count(*) FROM spans WHERE name SIMILAR TO '%a%'",
            "not supported: SIMILAR TO; a regular expression is",
        ),
        ("SELECT name COLLATE \"C\" FROM spans", "not supported: COLLATE; "),
        ("SELECT avg(attributes -> 'a') FROM spans", "avg() does not take JSON; cast the text of the value"),
        ("SELECT sign(1)", "no function \"sign\" (line 1, column 8); here it is signum"),
        (
            "SELECT 1 FROM spans WHERE name LIKE '!%' ESCAPE '!'",
            "not supported: ESCAPE with another character than the backslash; the backslash needs no",
        ),
        (
            "SELECT array_agg(DISTINCT name ORDER BY start_time) FROM spans",
            "DISTINCT values of an aggregate are ordered by themselves alone; as in array_agg(DISTINCT name ORDER BY name)",
        ),
        (
            "SELECT name, rank() OVER (ORDER BY count(*)) FROM spans GROUP BY name ORDER BY 2",
            "rows of GROUP BY are ordered by a function of a window, which has no name here; give it one",
        ),
        ("SELECT age(start_time) FROM spans", "no function \"age\" (line 1, column 8); here it is a subtraction"),
        (
            "SELECT p FROM (SELECT unnest(input_messages) AS m FROM spans) t, unnest(json_get_array(m, 'parts')) AS x(p)",
            "not supported: a sub-query in FROM that reads columns of the tables beside it; lists are unnested in",
        ),
    ])
    .await;
}

/// Each query fails with a message that begins so, and is short.
async fn are_told(cases: &[(&str, &str)]) {
    for (sql, expected) in cases {
        let text = message(sql).await;
        assert!(text.starts_with(expected), "{sql}\n  {text}\n  {expected}");
        assert!(text.chars().count() < 240, "{text}");
    }
}

/// Names as they come to mind.
#[tokio::test]
async fn names_are_told_how_they_are_here() {
    are_told(&[
        (
            "SELECT 1 FROM spans WHERE gen_ai.request.top_k = 5",
            "no column \"gen_ai.request.top_k\" (line 1, column 27); an attribute without a column is attributes ->> 'gen_ai.request.top_k'",
        ),
        (
            "SELECT 1 FROM spans WHERE name = \"x\"",
            "no column \"x\" (line 1, column 34); DESCRIBE spans lists the columns; a text is in single quotes",
        ),
        (
            "SELECT agent_name, count(*) FROM spans",
            "\"spans.agent_name\" is neither in GROUP BY nor in an aggregate function (line 1, column 8); group by it too, or take one value",
        ),
        (
            "SELECT model FROM usage GROUP BY model HAVING sum(spans) > errors",
            "\"usage.errors\" is neither in GROUP BY nor in an aggregate function (line 1, column 60); group by it too",
        ),
        (
            "SELECT m FROM spans s, unnest(s.input_messages) AS m",
            "\"m\" is a table here and no column (line 1, column 8); lists are unnested in a SELECT list",
        ),
        (
            "SELECT max_by(name, start_time) FROM spans",
            "no function \"max_by\" (line 1, column 8); here it is first_value",
        ),
        (
            "SELECT count(*) AS n, n / 2 FROM spans",
            "\"n\" is a name that a SELECT gives, and no column here (line 1, column 23); write the expression again",
        ),
        ("SELECT duration_ms / 1000 AS Secs FROM spans WHERE secs > 1", "\"secs\" is a name that a SELECT gives"),
        (
            "SELECT prompt_tokens FROM spans",
            "no column \"prompt_tokens\" (line 1, column 8); did you mean \"input_tokens\"?",
        ),
        ("SELECT timestamp FROM logs", "no column \"timestamp\" (line 1, column 8); did you mean \"time\"?"),
        ("SELECT message FROM logs", "no column \"message\" (line 1, column 8); did you mean \"body\"?"),
        (
            "SELECT 1 FROM spans s, LATERAL unnest(s.input_messages)",
            "no table function \"unnest\"; lists are unnested in",
        ),
        (
            "SELECT * FROM read_csv('/etc/passwd')",
            "no table function \"read_csv\"; only the tables of the lake are read",
        ),
        ("SELECT * EXCLUDE (nam) FROM spans", "no column \"nam\""),
    ])
    .await;
}

/// Lists and JSON as other databases have them.
#[tokio::test]
async fn lists_and_json_are_told_how_they_are_read_here() {
    are_told(&[
        ("SELECT a @> '{}' FROM (VALUES ('{}')) AS t(a)", "not supported: @> and <@; of JSON compare one value"),
        ("SELECT attributes::jsonb FROM spans", "not supported: a type of JSON; JSON is text here, and needs no cast"),
        ("SELECT unnest(events) FROM spans", "unnest() takes lists; a list in JSON is json_get_array(value)"),
        (
            "SELECT 1 FROM spans WHERE input_messages LIKE '%refund%'",
            "LIKE and ILIKE compare texts; a list is searched as text: input_messages::text ILIKE",
        ),
        (
            "SELECT input_messages -> 0 FROM spans",
            "-> and ->> read JSON, and this is a list; an element of a list is input_messages[1]",
        ),
        ("SELECT input_messages[1].role FROM spans", "text has no fields: [ ] and . read lists and structs; JSON is"),
        (
            "SELECT input_messages[cardinality(input_messages)] FROM spans",
            "array_element() does not take arguments of the types (List(Utf8View, field: 'element'), UInt64); an index is a bigint",
        ),
        ("SELECT attributes ->> '$.a.b' FROM spans", "not supported: a path of JSON; write one key after the other"),
    ])
    .await;
}

/// As it is written for other databases.
#[tokio::test]
async fn habits_are_told_how_it_is_done_here() {
    are_told(&[
        (
            "SELECT 1 FROM spans WHERE start_time > '2026-11-29 10:00'",
            "error parsing timestamp from '2026-11-29 10:00': error parsing time; a time has seconds, as",
        ),
        ("\\d spans", "syntax error: expected: an SQL statement, found: \\ (line 1, column 1); DESCRIBE spans lists"),
        (
            "SELECT 1 FROM spans LIMIT 5, 10",
            "syntax error: expected: end of statement, found: , (line 1, column 28); LIMIT 10 O",
        ),
        (
            "SELECT start_time + duration_ms * interval '1 ms' FROM spans",
            "values of these types are not computed with: Float64 * Interval(MonthDayNano); a span of time comes of text",
        ),
        (
            "SELECT 1 FROM spans WHERE start_time > 1700000000",
            "values of these types are not compared: Timestamp(µs, \"UTC\") > Int64; to_timestamp_seconds(1700000000)",
        ),
        (
            "SELECT * FROM spans PIVOT (count(*) FOR provider IN ('openai'))",
            "not supported: PIVOT; a value as a column of its own is count(*) FILTER",
        ),
        (
            "SELECT 1 FROM spans s ANTI JOIN logs l ON s.trace_id = l.trace_id",
            "not supported: ANTI JOIN; name the side: LEFT ANTI JOIN",
        ),
        (
            "SELECT start_time AT TIME ZONE 'Europe/Berln' FROM spans",
            "no time zone \"Europe/Berln\"; zones are named as 'Europe/Berlin'",
        ),
        (
            "SELECT (SELECT name FROM spans r WHERE r.trace_id = s.trace_id LIMIT 1) FROM spans s",
            "not supported: a sub-query with LIMIT that reads columns of the query around it; an aggregate",
        ),
        ("SELECT count(* EXCLUDE (name)) FROM spans", "not supported: Unsupported qualified wildcard argument"),
        ("SELECT `name` FROM spans", "syntax error: expected: an expression, found: ` (line 1, column 8); a name with"),
    ])
    .await;
}

#[tokio::test]
async fn mistakes_have_a_position() {
    for (sql, expected) in [
        ("SELECT FROM WHERE", "no table \"where\" (line 1, column 13)"),
        ("SELECT * FROM spans WHERE", "syntax error"),
        ("SELECT 'open", "syntax error"),
        ("SELCT 1", r#"did you mean "select"?"#),
        ("hello", "does not begin a query"),
        // Left out, they would give a wrong answer.
        ("SELECT count(*) FROM spans TABLESAMPLE SYSTEM (1)", "random() < 0.01"),
        ("SELECT 1 WHERE EXISTS (SELECT 1 FROM (SELECT 1) x TABLESAMPLE BERNOULLI (10))", "not supported: tablesample"),
        ("EXPLAIN WITH a AS (SELECT 1 FROM spans TABLESAMPLE (5 ROWS)) SELECT * FROM a", "not supported: tablesample"),
        ("SELECT count(*) FROM spans CONNECT BY name = name", "not supported: connect by"),
        ("SELECT 1 FROM other.spans", "no table \"other.spans\""),
        ("SELECT 1 FROM public.spas", "no table \"spas\""),
        ("", "the query is empty"),
        // A file that an editor saved with a byte order mark.
        ("\u{feff}SELECT nam FROM spans", "did you mean \"name\"?"),
        (" -- nothing\n ;", "the query is empty"),
        ("SELECT name, count(*) FROM spans", "(line 1, column 8)"),
        ("SELECT trace_id FROM spans JOIN logs ON true", "more than one table"),
        ("SELECT 1/0", "divi"),
        ("SELECT 'x'::bigint", "x"),
        ("SELECT -input_messages FROM spans", "only supports"),
        ("SELECT 1 UNION SELECT 1, 2", "column"),
    ] {
        let text = message(sql).await;
        assert!(text.to_lowercase().contains(expected), "{sql}\n  {text}\n  {expected}");
    }
    let engine = Lake::default().engine(QueryConfig::default());
    let error = fails(&engine, "SELECT *\nFROM spans WHERE )").await;
    assert_eq!(error.position().unwrap().line, 2, "{error}");
}
