//! Hostile statements: each is refused, or reads no more than its own tables.

use super::*;
use crate::ErrorKind;

/// Statements that are not reads.
const WRITES: &[&str] = &[
    "COPY spans TO '/tmp/custos-hostile.csv'",
    "COPY (SELECT 1) TO '/tmp/custos-hostile.parquet'",
    "COPY (SELECT 1) TO 's3://bucket/x' STORED AS CSV",
    "copy spans from '/etc/passwd'",
    "COPY spans FROM PROGRAM 'id'",
    "EXPLAIN COPY (SELECT 1) TO '/tmp/custos-hostile.csv'",
    "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/custos-hostile.csv'",
    "EXPLAIN ANALYZE VERBOSE COPY (SELECT 1) TO '/tmp/custos-hostile.csv'",
    "EXPLAIN (ANALYZE) COPY (SELECT 1) TO '/tmp/custos-hostile.csv'",
    "EXPLAIN EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/custos-hostile.csv'",
    "EXPLAIN CREATE TABLE t AS SELECT 1",
    "EXPLAIN INSERT INTO spans SELECT * FROM spans",
    "EXPLAIN ANALYZE INSERT INTO spans SELECT * FROM spans",
    "EXPLAIN ANALYZE DELETE FROM spans",
    "EXPLAIN SET datafusion.execution.batch_size = 1",
    "SET datafusion.catalog.information_schema = false",
    "SET datafusion.execution.target_partitions = 1000",
    "SET TIME ZONE 'UTC'",
    "RESET datafusion.execution.batch_size",
    "RESET ALL",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "EXECUTE p(1)",
    "DEALLOCATE p",
    "INSERT INTO spans VALUES (1)",
    "INSERT INTO spans (trace_id) SELECT 'x'",
    "INSERT OVERWRITE spans SELECT * FROM spans",
    "REPLACE INTO spans VALUES (1)",
    "UPDATE spans SET name = 'x'",
    "DELETE FROM spans",
    "TRUNCATE TABLE spans",
    "MERGE INTO spans USING logs ON spans.trace_id = logs.trace_id WHEN MATCHED THEN DELETE",
    "CREATE TABLE t (a INT)",
    "CREATE TABLE t AS SELECT * FROM spans",
    "CREATE TEMPORARY TABLE t AS SELECT 1",
    "CREATE OR REPLACE TABLE spans AS SELECT 1",
    "CREATE EXTERNAL TABLE t STORED AS CSV LOCATION '/etc/passwd'",
    "CREATE EXTERNAL TABLE t STORED AS PARQUET LOCATION 's3://other/'",
    "CREATE UNBOUNDED EXTERNAL TABLE t (a INT) STORED AS CSV LOCATION '/dev/zero'",
    "CREATE VIEW v AS SELECT 1",
    "CREATE OR REPLACE VIEW spans AS SELECT 1",
    "CREATE MATERIALIZED VIEW v AS SELECT 1",
    "CREATE FUNCTION f(BIGINT) RETURNS BIGINT RETURN $1 + 1",
    "CREATE SCHEMA s",
    "CREATE DATABASE d",
    "CREATE INDEX i ON spans (trace_id)",
    "CREATE ROLE r",
    "CREATE EXTENSION e",
    "CREATE TYPE t AS ENUM ('a')",
    "DROP TABLE spans",
    "DROP TABLE IF EXISTS spans",
    "DROP VIEW v",
    "DROP SCHEMA public CASCADE",
    "DROP FUNCTION count",
    "ALTER TABLE spans ADD COLUMN x INT",
    "ALTER ROLE r",
    "GRANT ALL ON spans TO public",
    "REVOKE ALL ON spans FROM public",
    "BEGIN",
    "START TRANSACTION",
    "COMMIT",
    "ROLLBACK",
    "SAVEPOINT s",
    "LOCK TABLE spans",
    "VACUUM",
    "ANALYZE TABLE spans COMPUTE STATISTICS",
    "CACHE TABLE spans",
    "REFRESH TABLE spans",
    "LOAD DATA INPATH '/etc/passwd' INTO TABLE spans",
    "LOAD 'plugin.so'",
    "INSTALL httpfs",
    "ATTACH DATABASE '/tmp/x' AS x",
    "PRAGMA table_info(spans)",
    "CALL system('id')",
    "DO $$ BEGIN END $$",
    "KILL 1",
    "USE other",
    "DECLARE c CURSOR FOR SELECT 1",
    "FETCH ALL FROM c",
    "LISTEN x",
    "NOTIFY x",
    "DISCARD ALL",
    "COMMENT ON TABLE spans IS 'x'",
    "UNLOAD (SELECT 1) TO '/tmp/x'",
    "EXPORT DATA OPTIONS(uri='/tmp/x') AS SELECT 1",
    "FLUSH TABLES",
    "SELECT * INTO t FROM spans",
    "WITH x AS (SELECT 1) SELECT * INTO t FROM x",
    "WITH x AS (INSERT INTO spans SELECT * FROM spans RETURNING *) SELECT * FROM x",
    "WITH x AS (DELETE FROM spans RETURNING *) SELECT * FROM x",
    "WITH x AS (UPDATE spans SET name = 'x' RETURNING *) SELECT * FROM x",
    "WITH x AS (SELECT 1) INSERT INTO spans SELECT * FROM x",
    "SELECT 1; SELECT 2",
    "SELECT 1; DROP TABLE spans",
    "SELECT 1;; COPY spans TO '/tmp/custos-hostile.csv'",
    "/* x */ COPY spans TO '/tmp/custos-hostile.csv'",
    "-- x\nCOPY spans TO '/tmp/custos-hostile.csv'",
    "(COPY spans TO '/tmp/custos-hostile.csv')",
    ";COPY spans TO '/tmp/custos-hostile.csv'",
];

/// Reads of something that is not a table of the lake.
const FOREIGN: &[&str] = &[
    "SELECT * FROM '/etc/passwd'",
    "SELECT * FROM \"/etc/passwd\"",
    "SELECT * FROM 'file:///etc/passwd'",
    "SELECT * FROM \"file:///etc/passwd\"",
    "SELECT * FROM 's3://bucket/key.parquet'",
    "SELECT * FROM \"tables/spans/tenant=default/day=2026-11-23/0.parquet\"",
    "SELECT * FROM \"ledger/entries/000000000001.json\"",
    "SELECT * FROM read_csv('/etc/passwd')",
    "SELECT * FROM read_parquet('/etc/passwd')",
    "SELECT * FROM read_json('/etc/passwd')",
    "SELECT * FROM parquet_metadata('/etc/passwd')",
    "SELECT * FROM metadata_cache()",
    "SELECT * FROM glob('/etc/*')",
    "SELECT pg_read_file('/etc/passwd')",
    "SELECT load_extension('x')",
    "SELECT getenv('HOME')",
    "SELECT system('id')",
    "SELECT * FROM pg_catalog.pg_tables",
    "SELECT * FROM other.public.spans",
    "DESCRIBE \"/etc/passwd\"",
    "SHOW CREATE TABLE spans",
    "SELECT @@version",
    "SELECT $1",
    "SELECT ?",
    "TABLE spans",
    "SELECT * FROM spans FOR UPDATE",
    "SHOW DATABASES",
];

#[tokio::test]
async fn writes_are_refused_with_a_reason() {
    let engine = Lake::default().engine(QueryConfig::default());
    for sql in WRITES {
        let error = fails(&engine, sql).await;
        let refused = error.kind() == ErrorKind::Refused;
        // What is no SQL at all for the parser need not be refused by name.
        let syntax = error.kind() == ErrorKind::Invalid && error.message().starts_with("syntax error");
        assert!(refused || syntax, "{sql}: {:?} {error}", error.kind());
        assert!(refused || !sql.starts_with("COPY") && !sql.contains("COPY spans"), "{sql}: {error}");
    }
    assert!(!std::path::Path::new("/tmp/custos-hostile.csv").exists());
    assert!(!std::path::Path::new("/tmp/custos-hostile.parquet").exists());
    let error = fails(&engine, "EXPLAIN ANALYZE COPY (SELECT 1) TO '/tmp/custos-hostile.csv'").await;
    assert_eq!(
        error.to_string(),
        "COPY is refused: the lake can only be read; use SELECT, WITH, EXPLAIN, DESCRIBE or SHOW"
    );
    let error = fails(&engine, "SHOW CREATE TABLE spans").await.to_string();
    assert!(error.starts_with("SHOW CREATE TABLE is not supported; use DESCRIBE"), "{error}");
    let error = fails(&engine, "SHOW DATABASES").await.to_string();
    assert!(error.starts_with("SHOW DATABASES is not supported; use DESCRIBE"), "{error}");
}

#[tokio::test]
async fn nothing_but_the_lake_can_be_named() {
    let lake = Lake::default();
    lake.store.put(&Path::from("ledger/entries/000000000001.json"), "secret".into()).await.unwrap();
    let engine = lake.engine(QueryConfig::default());
    for sql in FOREIGN {
        if let Ok(rows) = ask(&engine, sql).await {
            assert!(rows.is_empty(), "{sql}: {rows:?}");
        }
    }
    assert_eq!(lake.store.take(), BTreeSet::new());
}

#[tokio::test]
async fn corpus_is_large_and_reads_pass() {
    assert!(WRITES.len() + FOREIGN.len() >= 120);
    let engine = Lake::default().engine(QueryConfig::default());
    for sql in [
        "SELECT 1",
        "select 1;",
        "  (SELECT 1)",
        "-- comment\nSELECT 1 /* more */",
        "WITH a AS (SELECT 1 AS x) SELECT * FROM a",
        "VALUES (1), (2)",
        "SELECT 'COPY spans TO x; DROP TABLE spans'",
        "SELECT 1 AS \"delete\"",
        "SELECT 1 UNION SELECT 2 EXCEPT SELECT 3",
        "EXPLAIN SELECT 1",
        "EXPLAIN ANALYZE SELECT 1",
        "EXPLAIN FORMAT TREE SELECT 1",
        "DESCRIBE spans",
        "DESC spans",
        "SHOW TABLES",
        "SHOW ALL",
        "SHOW FUNCTIONS",
        "SHOW COLUMNS FROM spans",
        "SELECT * FROM information_schema.tables",
    ] {
        ask(&engine, sql).await.unwrap_or_else(|error| panic!("{sql}: {error}"));
    }
}
