//! Calls within each other whose spans come in different requests.

use std::slice::from_ref as alone;

use super::*;

const NAMES: [&str; 13] = ["", "1", "2", "3", "4", "5", "6", "7", "8", "9", "a", "b", "c"];

fn of(ids: (&'static str, &'static str), id: &str, input: i64) -> Span {
    let response_id = Some(id.to_owned()).filter(|id| !id.is_empty());
    Span { ids: Some(ids), response_id, input: Some(input), output: Some(0), ..call("") }
}

fn other(ids: (&'static str, &'static str), operation: Option<&'static str>) -> Span {
    Span { ids: Some(ids), operation, ..Span::default() }
}

/// Counted calls and their input tokens of groups, one after the other, with a restart after each of them.
fn counted(groups: &[&[Span]]) -> (i64, i64) {
    let (mut usage, mut sums) = (Usage::new(), (0, 0));
    for spans in groups {
        usage.observe(&group(spans));
        for (_, batch) in usage.emit() {
            let sum = |name| {
                let column = batch.column_by_name(name).unwrap().as_primitive::<Int64Type>();
                column.values().iter().sum::<i64>()
            };
            sums = (sums.0 + sum("model_calls"), sums.1 + sum("input_tokens"));
        }
        let state = usage.snapshot();
        usage = Usage::new();
        usage.restore(&state).unwrap();
        assert_eq!(usage.snapshot(), state);
    }
    sums
}

#[test]
fn a_call_and_the_one_around_it_are_counted_once() {
    for (inner, outer, calls) in [("", "", 1), ("r1", "", 1), ("", "r1", 1), ("r1", "r1", 1), ("r1", "r2", 2)] {
        let (a, b) = (of(("2", "1"), inner, 10), of(("1", "0"), outer, 10));
        let expected = (calls, 10 * calls);
        assert_eq!(counted(&[alone(&a), alone(&b)]), expected, "inner first: {inner:?} {outer:?}");
        assert_eq!(counted(&[alone(&b), alone(&a)]), expected, "outer first: {inner:?} {outer:?}");
        // Another report of the response whose id either has.
        let report = of(("9", "8"), "r1", 10);
        let once = i64::from(inner != "r1" && outer != "r1");
        assert_eq!(counted(&[alone(&a), alone(&b), alone(&report)]).0, calls + once);
        assert_eq!(counted(&[&[b], &[a], &[report]]).0, calls + once);
    }
    // Three around each other, in any groups.
    let [a, b, c] = [of(("3", "2"), "r", 10), of(("2", "1"), "", 10), of(("1", ""), "", 10)];
    assert_eq!(counted(&[alone(&a), alone(&b), alone(&c)]), (1, 10));
    assert_eq!(counted(&[alone(&c), alone(&b), alone(&a)]), (1, 10));
    assert_eq!(counted(&[&[a.clone(), b.clone()], alone(&c)]), (1, 10));
    assert_eq!(counted(&[&[c], &[a, b]]), (1, 10));
}

#[test]
fn calls_that_are_others_are_counted() {
    let outer = of(("1", "0"), "", 10);
    // Other tokens, beside each other, around nothing.
    assert_eq!(counted(&[&[of(("2", "1"), "", 9)], alone(&outer)]).0, 2);
    assert_eq!(counted(&[&[of(("2", "1"), "", 10)], &[of(("3", "1"), "", 10)]]).0, 2);
    assert_eq!(counted(&[&[of(("2", ""), "", 10)], &[of(("3", ""), "", 10)]]).0, 2);
    // One call stands for one that is within it.
    let within = |id| of((id, "1"), "", 10);
    assert_eq!(counted(&[alone(&outer), &[within("2")], &[within("3")]]).0, 2);
    assert_eq!(counted(&[alone(&outer), &[within("2"), within("3")]]).0, 2);
    assert_eq!(counted(&[&[outer.clone(), within("2")], &[within("3")]]).0, 2);
    // An id that one around several of the same tokens has is that of one of them.
    let known = of(("1", "0"), "r", 10);
    assert_eq!(counted(&[&[within("2"), within("3"), known.clone()]]).0, 2);
    assert_eq!(counted(&[&[within("2")], &[within("3"), known]]).0, 2);
    // What an agent or a tool calls is no part of the call around that.
    for between in ["invoke_agent", "execute_tool"] {
        let (inner, between) = (of(("3", "2"), "", 10), other(("2", "1"), Some(between)));
        assert_eq!(counted(&[alone(&inner), alone(&between), alone(&outer)]).0, 2);
        assert_eq!(counted(&[alone(&outer), &[between], &[inner]]).0, 2);
    }
}

#[test]
fn spans_between_are_known() {
    let [inner, outer] = [of(("4", "3"), "r", 10), of(("1", ""), "", 10)];
    let between = [other(("3", "2"), None), other(("2", "1"), Some("http"))];
    let [one, two] = between.each_ref().map(alone);
    let (inner, outer) = (alone(&inner), alone(&outer));
    assert_eq!(counted(&[inner, one, two, outer]).0, 1);
    assert_eq!(counted(&[inner, &between, outer]).0, 1);
    assert_eq!(counted(&[&[inner, &between].concat(), outer]).0, 1);
    assert_eq!(counted(&[inner, &[outer, two, one].concat()]).0, 1);
    assert_eq!(counted(&[outer, &[inner, &between].concat()]).0, 1);
}

#[test]
fn a_loop_around_calls_of_earlier_requests_is_not_counted() {
    let [all, one, two, three] =
        [of(("1", ""), "", 60), of(("2", "1"), "a", 10), of(("3", "1"), "", 20), of(("4", "1"), "c", 30)];
    assert_eq!(counted(&[alone(&one), alone(&two), alone(&three), alone(&all)]), (3, 60));
    assert_eq!(counted(&[alone(&one), &[two.clone(), three.clone(), all.clone()]]), (3, 60));
    assert_eq!(counted(&[&[one.clone(), two.clone()], &[three.clone(), all]]), (3, 60));
    // Another sum, or an id of its own.
    assert_eq!(counted(&[alone(&one), alone(&two), &[of(("1", ""), "", 60)]]).0, 3);
    assert_eq!(counted(&[&[one], &[two], &[of(("1", ""), "d", 30)]]).0, 3);
}

#[test]
fn a_request_that_is_sent_again_is_counted_once() {
    let spans = [of(("2", "1"), "", 10), of(("1", ""), "r", 10), of(("5", ""), "", 7)];
    assert_eq!(counted(&[&spans, &spans]), (2, 17));
    assert_eq!(counted(&[&spans, &[], &spans[..1], &spans[1..]]), (2, 17));
    assert_eq!(counted(&[&[&spans[..], &spans].concat()]), (2, 17), "in one group");
    // With its id it comes as one with ids.
    let later = of(("5", ""), "late", 7);
    assert_eq!(counted(&[&spans, &[later.clone(), of(("6", ""), "late", 7)]]), (2, 17));
    // Others that have one span id, as some hand-written clients send, are told by their response ids.
    assert_eq!(counted(&[&[of(("7", ""), "a", 1), of(("7", ""), "b", 1)], &[of(("7", ""), "c", 1)]]), (3, 3));
}

#[test]
fn what_was_long_ago_is_forgotten() {
    let name = |n: usize| -> &'static str { Box::leak(format!("{n:x}").into_boxed_str()) };
    let many: Vec<Span> = (0..REMEMBERED).map(|n| of((name(n + 100), ""), "", 10)).collect();
    let (inner, outer) = (of(("2", "1"), "", 10), of(("1", ""), "", 10));
    let all = REMEMBERED as i64;
    assert_eq!(counted(&[alone(&inner), &many[1..], alone(&outer)]).0, all);
    assert_eq!(counted(&[alone(&inner), &many, alone(&outer)]).0, all + 2);
    let mut usage = Usage::new();
    usage.observe(&group(&many));
    usage.observe(&group(&[inner, outer]));
    assert_eq!(usage.snapshot().len(), 16 + 24 * REMEMBERED);
}

#[test]
fn counts_that_no_client_should_send_are_counted_each() {
    let huge = |ids| of(ids, "", i64::MAX);
    assert_eq!(counted(&[&[huge(("2", "1"))], &[huge(("1", ""))]]), (2, 0));
    // Around each other: not lost altogether.
    let circle = [of(("1", "2"), "", 10), of(("2", "1"), "", 10)];
    assert_eq!(counted(&[&circle[..1], &circle[1..]]).0, 1);
    assert_eq!(counted(&[&[of(("1", "1"), "", 10)], &[of(("2", "2"), "", 10)]]).0, 2);
}

/// Spans of a tree whose parents are behind their children: parent, what it is, whether it has an id, tokens.
fn tree(nodes: &[(usize, u8, bool, u8)], plain: bool) -> Vec<Span> {
    let span = |(at, (parent, kind, known, tokens)): (usize, &(usize, u8, bool, u8))| {
        let parent = at + 2 + parent % 3;
        let ids = (NAMES[at + 1], if parent <= nodes.len() { NAMES[parent] } else { "" });
        match kind {
            0 if plain => other(ids, None),
            1 => other(ids, Some("invoke_agent")),
            _ => of(ids, &if *known { format!("r{at}") } else { String::new() }, i64::from(*tokens)),
        }
    };
    nodes.iter().enumerate().map(span).collect()
}

fn split<'s>(spans: &'s [Span], cuts: &[bool]) -> Vec<&'s [Span]> {
    let (mut groups, mut from) = (Vec::new(), 0);
    for at in (1..spans.len()).filter(|at| cuts[*at]) {
        groups.push(&spans[from..at]);
        from = at;
    }
    groups.push(&spans[from..]);
    groups
}

proptest! {
    /// In the order of their ends it does not matter in which requests spans come.
    #[test]
    fn requests_do_not_matter_when_what_is_within_comes_first(
        nodes in proptest::collection::vec((0..3_usize, 0..5_u8, any::<bool>(), 1..4_u8), 1..9),
        cuts in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let spans = tree(&nodes, true);
        prop_assert_eq!(counted(&split(&spans, &cuts)), counted(&[&spans]));
    }

    /// Nor in that of their beginnings, for calls directly within each other.
    #[test]
    fn requests_do_not_matter_when_what_is_around_comes_first(
        nodes in proptest::collection::vec((0..3_usize, 0..5_u8, any::<bool>(), 10..12_u8), 1..9),
        cuts in proptest::collection::vec(any::<bool>(), 9),
    ) {
        let spans: Vec<_> = tree(&nodes, false).into_iter().rev().collect();
        prop_assert_eq!(counted(&split(&spans, &cuts)), counted(&[&spans]));
    }
}
