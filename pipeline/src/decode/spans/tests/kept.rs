//! Nothing that is said is lost when messages are taken out of an attribute; tokens and costs are counted once.

use opentelemetry_proto::tonic::{
    common::v1::{AnyValue, ArrayValue, any_value::Value},
    trace::v1::Status,
};

use super::dialects::{get, row, span, text};

fn chat(pairs: &[(&str, Value)]) -> super::support::Row {
    row(span(&[&[("gen_ai.operation.name", text("chat"))], pairs].concat())).0
}

fn message(role: &str, content: &str) -> String {
    format!(r#"{{"role":"{role}","parts":[{{"type":"text","content":"{content}"}}]}}"#)
}

#[test]
fn batches_are_told_apart_in_the_tail() {
    let one = r#"[[{"role":"user","content":"a"},{"role":"user","content":"b"}]]"#;
    let two = r#"[[{"role":"user","content":"a"}],[{"role":"user","content":"b"}],[]]"#;
    let expected = format!("{}\n{}", message("user", "a"), message("user", "b"));
    for (sent, kept) in [(one, false), (two, true)] {
        let object = format!(r#"{{"messages":{sent}}}"#);
        for sent in [sent, &object] {
            let row = chat(&[("gen_ai.input.messages", text(sent))]);
            assert_eq!(get(&row, "input_messages"), expected);
            assert_eq!(row.contains_key("attributes"), kept, "{sent}");
        }
    }
}

#[test]
fn messages_too_deep_for_the_shape_stay() {
    for depth in [50, 58, 59, 60, 61, 62, 63, 64, 70] {
        let deep = format!("{}1{}", r#"{"a":"#.repeat(depth), "}".repeat(depth));
        let sent = format!(r#"[{{"role":"user","content":{deep}}}]"#);
        // The row says the same when it is decoded again.
        chat(&[("gen_ai.input.messages", text(&sent))]);
        chat(&[("gen_ai.input.messages", text(&format!(r#"[{{"type":"text","a":{deep}}}]"#)))]);
        let details = super::dialects::event("gen_ai.choice", &[("gen_ai.event.content", text(&sent))]);
        let mut call = span(&[("gen_ai.operation.name", text("chat"))]);
        call.events = vec![details];
        row(call);
        chat(&[("retrieval.documents.0.document.metadata", text(&deep))]);
        chat(&[("llm.request.functions.0.parameters", text(&deep))]);
    }
}

#[test]
fn what_stands_beside_messages_is_a_message_or_stays() {
    let question = r#""messages":[{"role":"user","content":"q"}]"#;
    for (beside, system, kept) in [
        (r#""system":"be brief","#, Some("be brief"), false),
        (r#""system":[{"type":"text","text":"be brief"}],"#, Some("be brief"), false),
        (r#""system":null,"#, None, false),
        (r#""system":{"a":"be brief"},"#, None, true),
        (r#""messages":[{"role":"user","content":"p"}],"#, None, true),
    ] {
        let sent = format!("{{{beside}{question}}}");
        let row = chat(&[("gen_ai.input.messages", text(&sent))]);
        let is_system = system.map(|system| message("system", system));
        let (list, tail) = (get(&row, "input_messages"), get(&row, "attributes"));
        assert_eq!(list.lines().find(|line| line.contains("system")), is_system.as_deref(), "{sent}");
        assert_eq!(!tail.is_empty(), kept, "{sent}");
    }
    // An answer has no instructions.
    let row = chat(&[("gen_ai.output.messages", text(&format!(r#"{{"system":"be brief",{question}}}"#)))]);
    assert!(get(&row, "attributes").contains("be brief"), "{row:#?}");
    let lc = r#"{"lc" : 1,"id":["x","HumanMessage"],"kwargs":{"content":"q"},"name":"secret"}"#;
    let row = chat(&[("gen_ai.input.messages", text(lc))]);
    assert_eq!(get(&row, "input_messages"), message("user", "q"));
    assert!(get(&row, "attributes").contains("secret"));
}

#[test]
fn a_list_that_says_more_is_compared_with_all_that_was_sent() {
    let tail = |pairs: &[(&str, &str)]| {
        let pairs: Vec<_> = pairs.iter().map(|(key, sent)| (*key, text(sent))).collect();
        let row = chat(&pairs);
        (get(&row, "input_messages").to_owned(), get(&row, "attributes").to_owned())
    };
    // What said nothing is quoted by what takes its place.
    let bare = r#"[{"role":"user","ontent":"q"}]"#;
    let quoted = serde_json::to_string(bare).unwrap();
    let (list, kept) = tail(&[("gen_ai.content.prompt", bare), ("ai.values", &quoted)]);
    assert_eq!(list, format!(r#"{{"role":"user","parts":[{{"type":"text","content":{quoted}}}]}}"#));
    assert_eq!(kept, "");
    // Texts that one of two lists of the same speakers has; only what is in the column may leave.
    let less = r#"[{"role":"system"},{"role":"user","content":"hi"}]"#;
    for asked in ["hi", "other"] {
        let more = format!(r#"[{{"role":"system","content":"brief"}},{{"role":"user","content":"{asked}"}}]"#);
        for repeated in ["hi", "brief", "other"] {
            let left = asked == repeated || repeated == "brief";
            // In any order, under names of their own and under one.
            let before = [("gen_ai.content.prompt", less), ("ai.prompt.messages", repeated), ("ai.prompt", &*more)];
            let alike = [less, repeated, &more].map(|sent| ("ai.prompt", sent));
            let after = [less, "x", &more, repeated].map(|sent| ("ai.prompt", sent));
            for sent in [&before[..], &alike, &after] {
                let (list, kept) = tail(sent);
                assert_eq!(list, format!("{}\n{}", message("system", "brief"), message("user", asked)));
                assert_eq!(kept.contains(&format!("\"{repeated}\"")), !left, "{sent:?} kept {kept}");
                assert!(kept.contains(r#"[{\"role\":\"system\"},"#), "{sent:?} kept {kept}");
            }
        }
    }
}

#[test]
fn what_a_tool_was_given_leaves_the_tail_whatever_becomes_of_messages() {
    let sent = [
        ("gen_ai.operation.name", "execute_tool"),
        ("gen_ai.content.prompt", r#"{"role":"user","content":null}"#),
        ("ai.prompt", "hi"),
        ("lmnr.span.input", "a"),
    ];
    let (row, _) = row(span(&sent.map(|(key, sent)| (key, text(sent)))));
    assert_eq!((get(&row, "input_messages"), get(&row, "tool_arguments")), (&*message("user", "hi"), "a"));
    assert!(!get(&row, "attributes").contains("lmnr.span.input"), "{row:#?}");
}

#[test]
fn calls_and_thoughts_are_kept() {
    let calls = r#"[{"role":"assistant","content":null,"tool_calls":[{"id":"","function":{"name":"f","arguments":"1"}},{"id":"","function":{"name":"g","arguments":"2"}}]}]"#;
    let row = chat(&[("gen_ai.output.messages", text(calls))]);
    for name in ["f", "g"] {
        assert!(get(&row, "output_messages").contains(&format!(r#""name":"{name}""#)), "{row:#?}");
    }
    // Items of the responses interface may end with an object.
    let row = chat(&[("gen_ai.output.messages", text(r#"[{"type":"reasoning","summary":{"a":{}}}]"#))]);
    let expected = r#"{"role":"assistant","parts":[{"type":"reasoning","summary":{"a":{}}}]}"#;
    assert_eq!(get(&row, "output_messages"), expected);
    for (other, kept) in [("deep", false), ("deeper", true)] {
        let sent =
            format!(r#"[{{"role":"assistant","content":"a","reasoning":"{other}","reasoning_content":"deep"}}]"#);
        let row = chat(&[("gen_ai.output.messages", text(&sent))]);
        assert_eq!(get(&row, "output_messages").contains(&format!(r#""reasoning":"{other}""#)), kept);
    }
    // Standard blocks of LangChain 1.
    let blocks = r#"[{"role":"assistant","content":[{"type":"reasoning","reasoning":"deep"},{"type":"tool_call","id":"c","name":"f","args":{"a":1}}]}]"#;
    let row = chat(&[("gen_ai.output.messages", text(blocks))]);
    let parts =
        r#"[{"type":"reasoning","content":"deep"},{"type":"tool_call","id":"c","name":"f","arguments":{"a":1}}]"#;
    assert_eq!(get(&row, "output_messages"), format!(r#"{{"role":"assistant","parts":{parts}}}"#));
}

#[test]
fn calls_beside_the_contents_of_openinference() {
    let contents = |n: usize| format!("llm.output_messages.0.message.contents.{n}.tool_call.function.name");
    let calls = |n: usize| format!("llm.output_messages.0.message.tool_calls.{n}.tool_call.function.name");
    let (a, b, c, d) = (contents(0), contents(1), calls(0), calls(1));
    // Two calls of the same tool are two.
    let row = chat(&[(&a, text("f")), (&b, text("f")), (&c, text("f")), (&d, text("f"))]);
    assert_eq!(get(&row, "output_messages").matches("tool_call").count(), 2, "{row:#?}");
    let row = chat(&[(&a, text("f")), (&c, text("f")), (&d, text("f"))]);
    assert_eq!(get(&row, "output_messages").matches("tool_call").count(), 2, "{row:#?}");
    // An answer that says more than its text is not made into another shape, in which names would clash.
    let row = chat(&[
        ("llm.input_messages.0.message.role", text("tool")),
        ("llm.input_messages.0.message.tool_call_id", text("c")),
        ("llm.input_messages.0.message.contents.0.message_content.text", text("4")),
        ("llm.input_messages.0.message.contents.0.message_content.id", text("x")),
    ]);
    assert_eq!(get(&row, "input_messages").matches(r#""id":"#).count(), 1, "{row:#?}");
}

#[test]
fn tokens_of_the_cache_are_counted_and_paid_once() {
    let count = |n| Value::IntValue(n);
    let call = |input: i64, read: i64, write: i64, total: i64| {
        let row = chat(&[
            ("gen_ai.provider.name", text("anthropic")),
            ("gen_ai.request.model", text("claude-sonnet-4-5")),
            ("gen_ai.usage.input_tokens", count(input)),
            ("gen_ai.usage.output_tokens", count(5)),
            ("gen_ai.usage.cache_read.input_tokens", count(read)),
            ("gen_ai.usage.cache_creation.input_tokens", count(write)),
            ("gen_ai.usage.total_tokens", count(total)),
        ]);
        (get(&row, "input_tokens").to_owned(), get(&row, "cost_usd").parse::<f64>().unwrap_or(-1.0))
    };
    let (input, cost) = call(110, 90, 10, 115);
    assert_eq!(input, "110", "as the conventions have it");
    assert!(cost > 0.0);
    for (sent, total) in [(10, 15), (10, 115)] {
        assert_eq!(call(sent, 90, 10, total), ("110".to_owned(), cost), "without those of the cache");
    }
    assert_eq!(call(1000, 90, 10, 1105).0, "1100", "the total has them beside the input");
    assert_eq!(call(10, 100, -5, 15).0, "110", "less than none were not sent");
}

#[test]
fn tokens_of_langfuse() {
    // What its LangChain handler makes of 174 tokens, 64 of them read from the cache and 10 written to it.
    let usage = r#"{"input":100,"input_cache_read":64,"input_cache_creation":10,"output":15,"output_reasoning":8}"#;
    let generation =
        [("langfuse.observation.type", text("generation")), ("langfuse.observation.usage_details", text(usage))];
    let (row, _) = row(span(&generation));
    let tokens = ["input_tokens", "cache_read_tokens", "cache_write_tokens", "output_tokens", "reasoning_tokens"];
    assert_eq!(tokens.map(|column| get(&row, column)), ["174", "64", "10", "23", "8"]);
}

#[test]
fn costs_that_sdks_send() {
    let own = |key: &str, value: Value| {
        let row = chat(&[("gen_ai.request.model", text("my-own")), (key, value)]);
        row.get("cost_usd").cloned()
    };
    for value in [Value::DoubleValue(2.0), Value::IntValue(2), text("2.0"), text(r#"{"total":2.0}"#)] {
        assert_eq!(own("gen_ai.usage.cost", value.clone()).as_deref(), Some("2.0"), "{value:?}");
    }
    for value in [Value::IntValue(0), Value::IntValue(-2), text("inf"), text("NaN"), text(""), text("2 $")] {
        assert_eq!(own("gen_ai.usage.cost", value.clone()), None, "{value:?}");
    }
}

#[test]
fn who_answers_is_told_by_what_was_asked_for() {
    let row = chat(&[
        ("gen_ai.request.model", text("ollama/deepseek-r1")),
        ("gen_ai.response.model", text("deepseek-r1")),
        ("gen_ai.usage.input_tokens", Value::IntValue(1000)),
        ("gen_ai.usage.output_tokens", Value::IntValue(10)),
    ]);
    assert_eq!((get(&row, "provider"), row.get("cost_usd")), ("ollama", None));
    let row = chat(&[
        ("gen_ai.request.model", text("openrouter/openai/gpt-4o")),
        ("gen_ai.response.model", text("openai/gpt-4o")),
        ("gen_ai.usage.input_tokens", Value::IntValue(1000)),
        ("gen_ai.usage.output_tokens", Value::IntValue(10)),
    ]);
    assert_eq!(get(&row, "provider"), "openrouter");
    assert!(row.contains_key("cost_usd"));
}

/// Text of a list attribute of an event or span.
fn list(texts: &[&str]) -> Value {
    let values = texts.iter().map(|sent| AnyValue { value: Some(text(sent)) }).collect();
    Value::ArrayValue(ArrayValue { values })
}

/// A model call with events.
fn with_events(operation: &str, pairs: &[(&str, Value)], events: &[(&str, &[(&str, Value)])]) -> super::support::Row {
    let mut call = span(&[&[("gen_ai.operation.name", text(operation))], pairs].concat());
    call.events = events.iter().map(|(name, pairs)| super::dialects::event(name, pairs)).collect();
    row(call).0
}

#[test]
fn an_event_that_says_two_things_keeps_them() {
    for (key, second) in [("content", list(&["hi"])), ("content", text("hi")), ("message", text("hi"))] {
        let row = with_events("chat", &[], &[("gen_ai.user.message", &[("content", text("hi")), (key, second)])]);
        assert_eq!(get(&row, "input_messages"), message("user", "hi"));
        assert_eq!(get(&row, "events").matches("hi").count(), 2, "{row:#?}");
    }
    // The other events lose what the column has.
    let twice: &[_] = &[("content", text("hi")), ("content", text("ho"))];
    let once: &[_] = &[("content", text("on"))];
    let row = with_events("chat", &[], &[("gen_ai.user.message", twice), ("gen_ai.user.message", once)]);
    assert_eq!(get(&row, "input_messages"), format!("{}\n{}", message("user", "hi"), message("user", "on")));
    assert!(get(&row, "events").contains("ho") && !get(&row, "events").contains("on\""), "{row:#?}");
    // Without messages it says nothing that a column could have.
    let row =
        with_events("chat", &[], &[("gen_ai.user.message", once), ("gen_ai.user.message", &[("content", text("[]"))])]);
    assert!(get(&row, "events").contains("[]"), "{row:#?}");
    // What a tool gave back is the same text in both.
    let row = with_events("execute_tool", &[], &[("gen_ai.choice", &[("content", text("4")), ("message", text("4"))])]);
    assert_eq!((get(&row, "tool_result"), get(&row, "events").contains('4')), ("4", false));
}

#[test]
fn messages_in_two_kinds_of_events_stand_once() {
    let details: &[_] = &[("gen_ai.input.messages", text(&format!("[{}]", message("user", "hi"))))];
    for (other, kept) in [("hi", false), ("ho", true)] {
        let said: &[_] = &[("content", text(other))];
        let events = [("gen_ai.client.inference.operation.details", details), ("gen_ai.user.message", said)];
        let row = with_events("chat", &[], &events);
        assert_eq!(get(&row, "input_messages"), message("user", "hi"));
        assert_eq!(get(&row, "events").contains("attributes"), kept, "{row:#?}");
    }
}

#[test]
fn families_with_a_key_twice_stay() {
    for (prefix, column) in
        [("gen_ai.prompt.0.content", "input_messages"), ("llm.output_messages.0.message.content", "output_messages")]
    {
        let row = chat(&[(prefix, text("hi")), (prefix, text("hi"))]);
        assert!(get(&row, column).contains("hi"));
        assert_eq!(get(&row, "attributes").matches("hi").count(), 2, "{row:#?}");
    }
    let row = chat(&[("gen_ai.prompt.0.content", text("hi")), ("gen_ai.prompt.00.content", text("ho"))]);
    assert!(get(&row, "attributes").contains("ho"), "{row:#?}");
}

#[test]
fn old_names_beside_new_ones_are_asked_again_when_the_operation_is_known() {
    // Only a model call has the last one's answer: without the operation, the event would be all that is left of it.
    let hi: &[_] = &[("content", text("hi"))];
    let row = with_events(
        "chat",
        &[("gcp.vertex.agent.llm_response", text("hi")), ("mlflow.spanOutputs", list(&["hi", "hi"]))],
        &[("gen_ai.choice", &[hi, hi].concat())],
    );
    assert_eq!(get(&row, "output_messages"), message("assistant", "hi"));
    assert!(get(&row, "attributes").contains(r#"["hi","hi"]"#), "{row:#?}");
    // The same text under one name twice goes once it stands in a message.
    let messages = format!("[{},{}]", message("user", "a"), message("user", "b"));
    let row = chat(&[("gen_ai.input.messages", text(&messages)), ("ai.prompt", text("a")), ("ai.prompt", text("b"))]);
    assert!(!row.contains_key("attributes"), "{row:#?}");
    // The sum of input tokens and cache is no other number.
    let count = |n| Value::IntValue(n);
    let row = chat(&[
        ("gen_ai.usage.input_tokens", count(3)),
        ("gen_ai.usage.cache_read.input_tokens", count(5)),
        ("llm.token_count.prompt", count(8)),
    ]);
    assert_eq!(get(&row, "input_tokens"), "8");
    assert!(get(&row, "attributes").contains(":3") && !get(&row, "attributes").contains(":8"), "{row:#?}");
}

#[test]
fn members_with_one_name_are_all_kept() {
    for sent in [
        r#"[{"role":"user","role":"w1","content":"w2","content":"w3"}]"#,
        r#"[{"role":"user","content":"w1","parts":"w2","parts":["w3"]}]"#,
        r#"[{"role":"assistant","content":"w1","tool_calls":[{"id":"w2"}],"tool_calls":"w3"}]"#,
        r#"[{"role":"tool","tool_call_id":"w1","tool_call_id":"w2","content":"w3"}]"#,
        r#"[{"type":"image_url","image_url":{"url":"w1","type":"w2","modality":"w3"}}]"#,
        r#"[{"type":"function_call","name":"w1","type":"w2","name":"w3"}]"#,
        r#"[{"role":"model","parts":[{"function_call":{"name":"w1","type":"w2","args":{"a":"w3"}}}]}]"#,
    ] {
        let row = chat(&[("gen_ai.input.messages", text(sent))]);
        for word in ["w1", "w2", "w3"] {
            assert!(format!("{row:?}").contains(word), "{word} of {sent}: {row:#?}");
        }
        assert!(!row.contains_key("attributes"), "{row:#?}");
    }
    // Definitions of tools that were read before are not read in another way.
    let tools = r#"[{"name":"f","input_schema":{},"inputSchema":{},"parameters":"a","parameters":"b","function":{}},
        {"type":"function","function":{"name":"g","function":{"name":"h"}},"function":{"name":"i"}},
        {"functionDeclarations":[{"functionDeclarations":[{"name":"j"}]}]}]"#;
    let row = chat(&[("gen_ai.tool.definitions", text(tools))]);
    assert!(["\"g\"", "\"h\"", "\"i\"", "\"j\""].iter().all(|name| get(&row, "tool_definitions").contains(name)));
}

#[test]
fn a_failure_that_calls_itself_ok_is_still_one() {
    let mut call = span(&[("error.type", text("E"))]);
    call.events = vec![super::dialects::event("exception", &[("exception.type", text("E"))])];
    call.status = Some(Status { code: 1, message: String::new() });
    let (row, sent) = row(call);
    assert_eq!((get(&row, "error_type"), get(&row, "error_class")), ("E", "other"));
    assert!(sent.attributes.iter().any(|kv| kv.key == "error.type"));
}

#[test]
fn a_span_that_comes_back_under_names_of_the_conventions_is_one_of_genai() {
    // Else it would inherit a user only when it is decoded again.
    for (key, dialect) in [
        ("retrieval.documents.0.document.id", "openinference/1"),
        ("embedding.model_name", "openinference/1"),
        ("agno.agent.id", "otel_genai/1"),
    ] {
        let (row, _) = row(span(&[(key, text("d1")), ("x", text("y"))]));
        assert_eq!(get(&row, "dialect"), dialect, "{key}");
    }
    assert_eq!(get(&row(span(&[("user.id", text("u"))])).0, "dialect"), "none/1");
}

#[test]
fn a_model_in_a_json_string_is_named_outright() {
    let (row, _) = row(span(&[("mlflow.llm.model", text("\"m\"")), ("gen_ai.usage.input_tokens", Value::IntValue(3))]));
    assert_eq!((get(&row, "operation"), get(&row, "request_model")), ("chat", "m"));
}
