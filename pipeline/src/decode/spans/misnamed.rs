//! Operations that some instrumentations call by another's name: what the span's own name tells is right there.

/// The operation of a span that was sent as another; `None` where it is what was sent.
pub(super) fn operation(scope: &str, name: &str, sent: &str) -> Option<&'static str> {
    match (scope, sent) {
        // A crew and its tasks are no agents: these are in them.
        (_, "invoke_agent") if scope.starts_with("opentelemetry.instrumentation.crewai") => match name {
            "crewai.workflow" => Some("invoke_workflow"),
            _ => name.ends_with(".task").then_some("task"),
        },
        ("opentelemetry.instrumentation.llamaindex", "task") => (name == "FunctionTool.task").then_some("execute_tool"),
        ("openinference.instrumentation.llama_index", "chain" | "invoke_workflow") => {
            is_llama_agent(name.strip_suffix(".run")?).then_some("invoke_agent")
        }
        // It makes the request ready and sends nothing.
        ("openinference.instrumentation.llama_index", "chat") => {
            name.ends_with("._prepare_chat_with_tools").then_some("chain")
        }
        // Its first versions called an agent what had `agent` in its name: `RunnableAssign<agent_scratchpad>`.
        ("openinference.instrumentation.langchain", "invoke_agent") => name.starts_with("Runnable").then_some("chain"),
        _ => None,
    }
}

/// Whether this is a class of agents of LlamaIndex.
fn is_llama_agent(class: &str) -> bool {
    matches!(class, "FunctionAgent" | "ReActAgent" | "CodeActAgent")
}

#[cfg(test)]
mod tests {
    use super::operation;

    #[test]
    fn what_has_the_name_of_another_operation() {
        const CREW: &str = "opentelemetry.instrumentation.crewai.instrumentation";
        const OLD_CHAIN: &str = "openinference.instrumentation.langchain";
        const LLAMA: &str = "openinference.instrumentation.llama_index";
        for (scope, name, sent, expected) in [
            (CREW, "crewai.workflow", "invoke_agent", Some("invoke_workflow")),
            (CREW, "What is new?.task", "invoke_agent", Some("task")),
            (CREW, "Reporter.agent", "invoke_agent", None),
            (OLD_CHAIN, "RunnableAssign<agent_scratchpad>", "invoke_agent", Some("chain")),
            (OLD_CHAIN, "LangGraph", "invoke_agent", None),
            (LLAMA, "OpenAI._prepare_chat_with_tools", "chat", Some("chain")),
            (LLAMA, "OpenAI.chat", "chat", None),
            (LLAMA, "FunctionAgent.run", "invoke_workflow", Some("invoke_agent")),
            (LLAMA, "AgentWorkflow.run", "invoke_workflow", None),
            ("opentelemetry.instrumentation.llamaindex", "FunctionTool.task", "task", Some("execute_tool")),
            ("mine", "crewai.workflow", "invoke_agent", None),
        ] {
            assert_eq!(operation(scope, name, sent), expected, "{scope} {name}");
        }
    }
}
