//! The closed sets that `TABLES.md` names are those of the code.

use std::{borrow::Cow, collections::BTreeSet};

use super::super::{builder, failure, misnamed, normal};

const DOCUMENT: &str = include_str!("../../../../../TABLES.md");

/// Code whose literals are what SDKs send and what becomes of it.
const DIALECT: &str = include_str!("../dialect.rs");
const EVENTS: &str = include_str!("../events.rs");
const INFER: &str = include_str!("../infer.rs");
const LLAMA_INDEX: &str = include_str!("../llama_index.rs");
const MISNAMED: &str = include_str!("../misnamed.rs");
const NAMED: &str = include_str!("../named.rs");
const NAMES: &str = include_str!("../table/sources/names.rs");
const NORMAL: &str = include_str!("../normal.rs");
const OPERATION: &str = include_str!("../normal/operation.rs");
const RESOLVE: &str = include_str!("../resolve.rs");

type Names = BTreeSet<String>;

/// Values in the tables below the heading of a column.
fn documented(column: &str) -> Names {
    let (_, section) = DOCUMENT.split_once(&format!("\n### `{column}`\n")).expect("a heading");
    let section = section.split("\n##").next().unwrap();
    let rows = section.lines().filter_map(|line| line.strip_prefix("| `")?.split('`').next());
    rows.map(str::to_owned).collect()
}

fn names(names: &[&'static str]) -> Names {
    names.iter().map(|name| (*name).to_owned()).collect()
}

/// The code of a file without its tests.
fn code(file: &'static str) -> &'static str {
    file.split("#[cfg(test)]\nmod tests").next().unwrap()
}

/// Literals without escapes that follow one of these beginnings, outside of comments.
fn literals(file: &'static str, beginnings: &[&str]) -> Vec<&'static str> {
    let lines = code(file).lines().filter(|line| !line.trim_start().starts_with("//"));
    let found = lines.flat_map(|line| {
        let after = beginnings.iter().flat_map(|begin| line.split(begin).skip(1));
        after.filter_map(|rest| rest.split_once('"').map(|(literal, _)| literal)).collect::<Vec<_>>()
    });
    found.collect()
}

/// All literals of a file.
fn all_literals(file: &'static str) -> Vec<&'static str> {
    let lines = code(file).lines().filter(|line| !line.trim_start().starts_with("//"));
    lines.flat_map(|line| line.split('"').skip(1).step_by(2)).collect()
}

/// What the code makes of what it looks for; what it passes on as it was sent is left out.
fn operations() -> Names {
    let mut found = Names::new();
    let mut add = |made: Option<Cow<'_, str>>, sent: &str| {
        let Some(made) = made else { return };
        let known = |name: &str| normal::otel_operation(name).map(Cow::into_owned);
        match &made {
            Cow::Borrowed(name) if *name != sent => found.extend(known(name)),
            // The kind in small letters: what has another name then.
            Cow::Owned(name) => found.extend(known(name).filter(|known| known != name)),
            Cow::Borrowed(_) => {}
        }
    };
    for sent in all_literals(OPERATION) {
        add(normal::otel_operation(sent), sent);
        add(normal::traceloop_kind(sent), sent);
        add(normal::vercel_operation(sent), sent);
        add(normal::haystack_type(sent), sent);
        add(normal::genkit_type(sent), sent);
        add(normal::span_type(sent).map(Cow::Borrowed), sent);
        add(Some(Cow::Borrowed(normal::operation_of_model(sent))), sent);
        for root in [false, true] {
            add(normal::openinference_kind(sent, root), sent);
            add(normal::langfuse_type(sent, root), sent);
            add(normal::mlflow_type(sent, root), sent);
            add(normal::langsmith_kind(sent, root), sent);
            add(normal::component(sent, root), sent);
        }
    }
    let told = [NAMED, MISNAMED, LLAMA_INDEX].map(|file| literals(file, &["Some(\"", "then_some(\""])).concat();
    // What attributes are compared with is no operation.
    found.extend(told.into_iter().filter(|name| !matches!(*name, "" | "null")).map(str::to_owned));
    found.extend(literals(NAMES, &["Conv::Is(\"", "JsonHas(\"contents\", \""]).into_iter().map(str::to_owned));
    let set = [INFER, EVENTS].map(|file| literals(file, &["Field::Operation, Cow::Borrowed(\""])).concat();
    found.extend(set.into_iter().map(str::to_owned));
    found.extend(names(misnamed::OPERATIONS));
    found
}

#[test]
fn operations_are_those_of_the_code() {
    let expected = operations();
    assert_eq!(documented("operation"), expected);
    for name in expected {
        assert_eq!(normal::otel_operation(&name).as_deref(), Some(&*name), "its own name");
    }
    let first = DOCUMENT.split_once("### `operation`").unwrap().1.split("| `").skip(1);
    let first: Vec<_> = first.filter_map(|row| row.split('`').next()).collect();
    let calls = first.iter().take_while(|name| normal::is_inference(name)).count();
    assert_eq!((calls, first.iter().filter(|name| normal::is_inference(name)).count()), (4, 4));
}

#[test]
fn finish_reasons_are_those_of_the_code() {
    let made = |sent: &&str| match normal::finish_reason(sent) {
        made if made == **sent => None,
        made => Some(made.into_owned()),
    };
    let mut expected: Names = all_literals(NORMAL).iter().filter_map(made).collect();
    // What the mapping tells by itself.
    let told = [INFER, RESOLVE].map(|file| literals(file, &["=> Some(\"", "then_some(Cow::Borrowed(\""])).concat();
    expected.extend(told.into_iter().filter(|reason| normal::finish_reason(reason) == *reason).map(str::to_owned));
    assert_eq!(documented("finish_reason"), expected);
}

#[test]
fn classes_of_failures_are_those_of_the_code() {
    assert_eq!(documented("error_class"), names(&failure::classes()));
}

#[test]
fn enumerations_of_otlp_and_dialects_are_those_of_the_code() {
    assert_eq!(documented("kind"), names(&builder::KINDS[1..]));
    assert_eq!(documented("status_code"), names(&builder::STATUSES));
    assert_eq!(documented("provider"), names(&normal::providers()));
    let dialects = all_literals(DIALECT).into_iter().filter(|name| name.ends_with("/1"));
    assert_eq!(documented("dialect"), dialects.map(str::to_owned).collect());
}
