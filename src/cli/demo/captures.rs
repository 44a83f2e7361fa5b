//! Recorded bodies of real agent SDKs, compiled in so that the demo works anywhere. All personal data in them is
//! planted and fake.

use super::super::send::{Protocol, Signal};

/// What one SDK sent.
#[derive(Debug)]
pub(super) struct Capture {
    /// The SDK, as people know it.
    pub(super) name: &'static str,
    pub(super) protocol: Protocol,
    pub(super) bodies: &'static [(Signal, &'static [u8])],
}

macro_rules! body {
    ($path:literal) => {
        include_bytes!(concat!("../../../integration/fixtures/captures/", $path))
    };
}

use Protocol::{Grpc, Http, HttpJson};
use Signal::{Logs, Metrics, Traces};

pub(super) const ALL: &[Capture] = &[
    Capture {
        name: "OpenAI Agents SDK",
        protocol: Grpc,
        bodies: &[
            (Traces, body!("openinference-openai-agents-2.6.0/handoff.001.traces.pb")),
            (Traces, body!("openinference-openai-agents-2.6.0/handoff.002.traces.pb")),
            (Traces, body!("openinference-openai-agents-2.6.0/tools.001.traces.pb")),
            (Traces, body!("openinference-openai-agents-2.6.0/guardrail.001.traces.pb")),
            (Traces, body!("openinference-openai-agents-2.6.0/toolerror.001.traces.pb")),
        ],
    },
    Capture {
        name: "LangChain",
        protocol: Http,
        bodies: &[
            (Traces, body!("openinference-langchain-0.1.80/handoff.001.traces.pb")),
            (Traces, body!("openinference-langchain-0.1.80/rag.001.traces.pb")),
            (Traces, body!("openinference-langchain-0.1.80/errors.001.traces.pb")),
        ],
    },
    Capture {
        name: "LlamaIndex",
        protocol: Http,
        bodies: &[
            (Traces, body!("openinference-llama-index-4.6.1/rag.001.traces.pb")),
            (Traces, body!("openinference-llama-index-4.6.1/tools.002.traces.pb")),
        ],
    },
    Capture {
        name: "Pydantic AI",
        protocol: Grpc,
        bodies: &[
            (Traces, body!("pydantic-ai-2.68.0-logfire-5.2.0/handoff.002.traces.pb")),
            (Metrics, body!("pydantic-ai-2.68.0-logfire-5.2.0/handoff.003.metrics.pb")),
            (Traces, body!("pydantic-ai-2.68.0-logfire-5.2.0/toolerror.002.traces.pb")),
            (Traces, body!("pydantic-ai-2.68.0-logfire-5.2.0/timeout.001.traces.pb")),
        ],
    },
    Capture {
        name: "Strands Agents",
        protocol: Http,
        bodies: &[
            (Traces, body!("strands-agents-1.62.0/handoff.001.traces.pb")),
            (Metrics, body!("strands-agents-1.62.0/handoff.002.metrics.pb")),
            (Traces, body!("strands-agents-1.62.0/agent_error.001.traces.pb")),
        ],
    },
    Capture {
        name: "Vercel AI SDK",
        protocol: Http,
        bodies: &[
            (Traces, body!("vercel-ai-7.0.173-otel-1.0.173/handoff.001.traces.pb")),
            (Traces, body!("vercel-ai-5.0.277/tools.001.traces.pb")),
            (Traces, body!("vercel-ai-7.0.173-otel-1.0.173/errors.001.traces.pb")),
        ],
    },
    Capture {
        name: "OpenTelemetry GenAI (Python)",
        protocol: Grpc,
        bodies: &[
            (Traces, body!("otel-genai-openai-1.3b0/tools.001.traces.pb")),
            (Logs, body!("otel-genai-openai-1.3b0/tools.003.logs.pb")),
            (Metrics, body!("otel-genai-openai-1.3b0/tools.002.metrics.pb")),
            (Traces, body!("otel-genai-anthropic-1.3b0/tools.001.traces.pb")),
        ],
    },
    Capture {
        name: "OpenTelemetry JS",
        protocol: HttpJson,
        bodies: &[(Traces, body!("otlp-js-json-0.223/tools.001.traces.otlp.json"))],
    },
    Capture {
        name: "OpenTelemetry Python",
        protocol: HttpJson,
        bodies: &[
            (Traces, body!("otlp-python-1.45.1/json.001.traces.otlp.json")),
            (Logs, body!("otlp-python-1.45.1/json.002.logs.otlp.json")),
        ],
    },
    Capture {
        name: "OpenLLMetry",
        protocol: Http,
        bodies: &[
            (Traces, body!("traceloop-sdk-0.62.4/agent.001.traces.pb")),
            (Traces, body!("traceloop-sdk-0.62.4/errors.001.traces.pb")),
        ],
    },
    Capture {
        name: "OpenLIT",
        protocol: Grpc,
        bodies: &[
            (Traces, body!("openlit-1.45.0/agent.001.traces.pb")),
            (Logs, body!("openlit-1.45.0/agent.004.logs.pb")),
        ],
    },
    Capture {
        name: "Langfuse",
        protocol: Http,
        bodies: &[
            (Traces, body!("langfuse-5.0.4/handoff.001.traces.pb")),
            (Traces, body!("langfuse-5.0.4/stream.001.traces.pb")),
        ],
    },
    Capture {
        name: "MCP (FastMCP)",
        protocol: Grpc,
        bodies: &[
            (Traces, body!("fastmcp-4.1.2/mcp_http.001.traces.pb")),
            (Traces, body!("fastmcp-4.1.2/mcp_http.002.traces.pb")),
        ],
    },
];
