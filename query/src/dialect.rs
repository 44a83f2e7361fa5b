//! PostgreSQL's dialect, parsed in time.
//!
//! The parser tries one reading of a text after the other, and within each of them again: of thirty calls or casts
//! within each other that is hours. Its steps are counted here. (Without names of arguments that are expressions it
//! would not double for calls, but then it takes `sum(CASE value WHEN …)` for an argument named `CASE`.) Whatever
//! PostgreSQL's dialect answers by itself has to be passed on here, also what a later version of the parser asks.

use std::any::TypeId;
use std::cell::Cell;

use datafusion::sql::sqlparser::dialect::{Dialect, PostgreSqlDialect, Precedence};
use datafusion::sql::sqlparser::keywords::Keyword;
use datafusion::sql::sqlparser::parser::{Parser, ParserError};

/// Steps of the parser for each byte of a query; ordinary SQL takes less than one.
const STEPS_A_BYTE: usize = 10;
/// Steps that any query may take.
const MIN_STEPS: usize = 1_000_000;

/// The dialect of one parse.
#[derive(Debug)]
pub(crate) struct Postgres {
    inner: PostgreSqlDialect,
    /// What may still be done.
    steps: Cell<usize>,
}

impl Postgres {
    pub(crate) fn new(sql: &str) -> Self {
        let steps = sql.len().saturating_mul(STEPS_A_BYTE).saturating_add(MIN_STEPS);
        Self { inner: PostgreSqlDialect {}, steps: Cell::new(steps) }
    }

    /// Takes a step; says whether that was one too many.
    fn step(&self) -> bool {
        self.steps.set(self.steps.get().saturating_sub(1));
        self.exhausted()
    }

    /// Whether the parser was stopped.
    pub(crate) fn exhausted(&self) -> bool {
        self.steps.get() == 0
    }
}

macro_rules! as_postgres {
    ($($question:ident)*) => {
        $(fn $question(&self) -> bool {
            self.inner.$question()
        })*
    };
}

impl Dialect for Postgres {
    /// What is asked by type is answered as PostgreSQL does.
    fn dialect(&self) -> TypeId {
        self.inner.dialect()
    }

    fn get_next_precedence(&self, parser: &Parser) -> Option<Result<u8, ParserError>> {
        if self.step() {
            return Some(Err(ParserError::RecursionLimitExceeded));
        }
        self.inner.get_next_precedence(parser)
    }

    /// With nothing left no other reading of a word is tried.
    fn is_reserved_for_identifier(&self, keyword: Keyword) -> bool {
        self.step() || self.inner.is_reserved_for_identifier(keyword)
    }

    fn identifier_quote_style(&self, identifier: &str) -> Option<char> {
        self.inner.identifier_quote_style(identifier)
    }

    fn is_delimited_identifier_start(&self, ch: char) -> bool {
        self.inner.is_delimited_identifier_start(ch)
    }

    fn is_identifier_start(&self, ch: char) -> bool {
        self.inner.is_identifier_start(ch)
    }

    fn is_identifier_part(&self, ch: char) -> bool {
        self.inner.is_identifier_part(ch)
    }

    fn is_custom_operator_part(&self, ch: char) -> bool {
        self.inner.is_custom_operator_part(ch)
    }

    fn prec_value(&self, precedence: Precedence) -> u8 {
        self.inner.prec_value(precedence)
    }

    /// Not PostgreSQL's, but what people write for tables of sixty columns.
    fn supports_select_wildcard_exclude(&self) -> bool {
        true
    }

    fn supports_select_wildcard_except(&self) -> bool {
        true
    }

    as_postgres! {
        supports_unicode_string_literal supports_filter_during_aggregation supports_group_by_expr allow_extract_custom
        allow_extract_single_quotes supports_create_index_with_clause supports_explain_with_utility_options
        supports_listen_notify supports_named_fn_args_with_expr_name supports_factorial_operator supports_bitwise_shift_operators supports_comment_on
        supports_load_extension supports_named_fn_args_with_colon_operator supports_empty_projections
        supports_nested_comments supports_string_escape_constant supports_numeric_literal_underscores
        supports_array_typedef_with_brackets supports_geometric_types supports_set_names supports_alter_column_type_using
        supports_notnull_operator supports_interval_options supports_insert_table_alias
        supports_create_table_like_parenthesized supports_select_wildcard_with_alias supports_comma_separated_trim
        supports_xml_expressions supports_comment_optimizer_hint
    }
}
