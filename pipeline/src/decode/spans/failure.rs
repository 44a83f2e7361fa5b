//! Class of a failure, from what SDKs say about it: an exception type, an HTTP status, or only a sentence.

/// What a span says about its failure. Texts are as sent.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Failure<'a> {
    /// `error.type`, or the type of the exception.
    pub(super) kind: &'a str,
    /// HTTP status of the provider's answer, 0 when not sent.
    pub(super) status: i64,
    /// Message of the status or of the exception.
    pub(super) message: &'a str,
    /// Whether the span is the execution of a tool.
    pub(super) tool: bool,
}

/// Words in the type of an error, lower case, and the class they mean; the first that occurs wins.
const KINDS: &[(&str, &str)] = &[
    ("ratelimit", "rate_limit"),
    ("rate_limit", "rate_limit"),
    ("throttl", "rate_limit"),
    ("too_many_requests", "rate_limit"),
    ("toomanyrequests", "rate_limit"),
    ("quota", "rate_limit"),
    ("resource_exhausted", "rate_limit"),
    ("resourceexhausted", "rate_limit"),
    ("overloaded", "overloaded"),
    ("timeout", "timeout"),
    ("deadline", "timeout"),
    ("content_filter", "content_filter"),
    ("contentfilter", "content_filter"),
    ("contentpolicy", "content_filter"),
    ("content_policy", "content_filter"),
    ("maxturns", "agent_policy"),
    ("max_turns", "agent_policy"),
    ("maxsteps", "agent_policy"),
    ("maxiteration", "agent_policy"),
    ("tripwire", "agent_policy"),
    ("guardrail", "agent_policy"),
    ("usagelimit", "agent_policy"),
    ("recursion", "agent_policy"),
    ("cancel", "cancelled"),
    ("aborterror", "cancelled"),
    ("keyboardinterrupt", "cancelled"),
    ("authentication", "auth"),
    ("accessdenied", "auth"),
    ("permissiondenied", "auth"),
    ("permission_error", "auth"),
    ("unauthorized", "auth"),
    ("permission_denied", "auth"),
    ("api_key", "auth"),
    ("apikey", "auth"),
    ("forbidden", "auth"),
    ("unrecognizedclient", "auth"),
    ("expiredtoken", "auth"),
    ("invalidsignature", "auth"),
    ("credential", "auth"),
    ("internalserver", "provider_5xx"),
    ("server_error", "provider_5xx"),
    ("servererror", "provider_5xx"),
    ("internalfailure", "provider_5xx"),
    ("serviceunavailable", "provider_5xx"),
    ("badgateway", "provider_5xx"),
    ("openaiapierror", "provider_5xx"),
    ("connect", "network"),
    ("remoteprotocol", "network"),
    ("network", "network"),
    ("readerror", "network"),
    ("socket", "network"),
    ("econn", "network"),
    ("incompleteread", "network"),
    ("url.error", "network"),
    ("net.operror", "network"),
    ("unknownhost", "network"),
    ("dnserror", "network"),
    ("sslerror", "network"),
    ("gaierror", "network"),
    ("badrequest", "client"),
    ("invalid_request", "client"),
    ("invalid_argument", "client"),
    ("invalidargument", "client"),
    ("validationexception", "client"),
    ("context_length", "client"),
    ("contextlength", "client"),
    ("contextwindow", "client"),
    ("notfound", "client"),
    ("not_found", "client"),
    ("unprocessable", "client"),
    ("too_large", "client"),
    ("tool_error", "tool_error"),
    ("toolerror", "tool_error"),
    ("toolexec", "tool_error"),
];

/// Types that are a word by themselves, lower case: those of Anthropic, of gRPC and of Node.
const NAMES: &[(&str, &str)] = &[
    ("api_error", "provider_5xx"),
    ("eai_again", "network"),
    ("enotfound", "network"),
    ("internal", "provider_5xx"),
    ("unauthenticated", "auth"),
    ("unavailable", "provider_5xx"),
];

/// Words in a message, lower case, for failures whose type and status say nothing.
const MESSAGES: &[(&str, &str)] = &[
    ("rate limit", "rate_limit"),
    ("too many requests", "rate_limit"),
    ("quota", "rate_limit"),
    ("overloaded", "overloaded"),
    ("timed out", "timeout"),
    ("took too long", "timeout"),
    ("timeout", "timeout"),
    ("deadline exceeded", "timeout"),
    ("content filter", "content_filter"),
    ("content_filter", "content_filter"),
    ("max turns", "agent_policy"),
    ("guardrail", "agent_policy"),
    ("recursion limit", "agent_policy"),
    ("cancelled", "cancelled"),
    ("canceled", "cancelled"),
    ("aborted", "cancelled"),
    ("api key", "auth"),
    ("unauthorized", "auth"),
    ("server had an error", "provider_5xx"),
    ("internal server error", "provider_5xx"),
    ("service unavailable", "provider_5xx"),
    ("bad gateway", "provider_5xx"),
    ("connection", "network"),
    ("econnrefused", "network"),
    ("econnreset", "network"),
    ("fetch failed", "network"),
    ("cannot connect", "network"),
    ("peer closed", "network"),
    ("dial tcp", "network"),
    ("no such host", "network"),
    ("getaddrinfo", "network"),
    ("unexpected eof", "network"),
    ("context length", "client"),
    ("context_length", "client"),
    ("maximum context", "client"),
    ("context window", "client"),
    ("too long", "client"),
    ("invalid request", "client"),
];

/// What a message says of a failure whose type has a broader class: Azure refuses prompts as wrong requests, Anthropic
/// has no capacity where clients know but servers that fail.
const NARROWER: &[(&str, &str, &str)] = &[
    ("client", "content_filter", "content_filter"),
    ("client", "content management policy", "content_filter"),
    ("client", "contentpolicyviolation", "content_filter"),
    ("client", "content_policy_violation", "content_filter"),
    ("provider_5xx", "overloaded_error", "overloaded"),
    ("provider_5xx", "529", "overloaded"),
];

/// The class of a failed call of a tool, and of what is none of the others.
const TOOL: &str = "tool_error";
const OTHER: &str = "other";

/// Longest part of a type or message that is looked at, bytes.
const LOOKED_AT: usize = 2048;

/// The class of a failure.
pub(super) fn class(failure: &Failure<'_>) -> &'static str {
    let kind = beginning(failure.kind);
    let named = NAMES.iter().find(|(name, _)| *name == kind).map(|(_, class)| *class);
    let by_kind = named.or_else(|| find(KINDS, &kind)).or_else(|| kind.parse().ok().and_then(class_of_status));
    if failure.tool {
        // Whatever broke inside, the agent saw its tool fail.
        return by_kind.filter(|class| *class == "cancelled").unwrap_or(TOOL);
    }
    let sent = looked_at(without_traceback(failure.message));
    let (message, status) = (sent.to_ascii_lowercase(), status_in(sent));
    if let Some(class) = by_kind.or_else(|| class_of_status(failure.status)) {
        return narrower(class, &message, status);
    }
    if let Some(class) = status.and_then(class_of_status) {
        return narrower(class, &message, status);
    }
    find(MESSAGES, &message).or_else(|| find(KINDS, &message)).unwrap_or(OTHER)
}

/// Whether a message has `content_filter` as its code or reason: not as the name of something, and not among the results
/// of filters that let pass.
fn has_filter_as_code(message: &str) -> bool {
    const WORD: &str = "content_filter";
    memchr::memmem::find_iter(message.as_bytes(), WORD.as_bytes()).any(|at| {
        let before = message.get(..at).unwrap_or_default().trim_end_matches(|c: char| !c.is_alphanumeric());
        let behind = message.get(at + WORD.len()..).unwrap_or_default();
        ["code", "reason", "type", "filtered"].iter().any(|word| before.ends_with(word))
            && !behind.starts_with(|c: char| c.is_alphanumeric() || c == '_')
    })
}

/// The class that the message, whose status this is, says where it is narrower.
fn narrower(class: &'static str, message: &str, status: Option<i64>) -> &'static str {
    let is_said = |word: &str| match word {
        "529" => status == Some(529),
        "content_filter" => has_filter_as_code(message),
        word => says(message, word),
    };
    NARROWER.iter().find(|(broad, word, _)| *broad == class && is_said(word)).map_or(class, |(_, _, narrow)| narrow)
}

/// What a message says without the lines of code in it, whose names are not what failed.
fn without_traceback(message: &str) -> &str {
    const STACKS: [&str; 3] = ["Traceback (most recent call last)", "\n    at ", "\n\tat "];
    match STACKS.iter().filter_map(|stack| looked_at(message).find(stack)).min() {
        // Python ends with the failure.
        Some(0) => message.trim_end().rsplit('\n').next().unwrap_or_default(),
        Some(at) => message.get(..at).unwrap_or_default(),
        None => message,
    }
}

/// The beginning of a text.
fn looked_at(text: &str) -> &str {
    text.get(..text.floor_char_boundary(LOOKED_AT)).unwrap_or_default()
}

/// The same in lower case.
fn beginning(text: &str) -> String {
    looked_at(text).to_ascii_lowercase()
}

fn find(words: &[(&str, &'static str)], text: &str) -> Option<&'static str> {
    if text.is_empty() {
        return None;
    }
    words.iter().find(|(word, _)| says(text, word)).map(|(_, c)| *c)
}

/// Whether a text has a word, in a sense that tells a class.
fn says(text: &str, word: &str) -> bool {
    let mut found = memchr::memmem::find_iter(text.as_bytes(), word.as_bytes());
    let around = |at: usize| (text.get(..at).unwrap_or_default(), text.get(at + word.len()..).unwrap_or_default());
    match word {
        // Neither a quotation nor a disk's.
        "quota" => found
            .map(around)
            .any(|(before, behind)| !behind.starts_with('t') && !before.trim_end_matches([' ', '_']).ends_with("disk")),
        _ => found.next().is_some(),
    }
}

fn class_of_status(status: i64) -> Option<&'static str> {
    Some(match status {
        401 | 403 | 407 => "auth",
        408 => "timeout",
        429 => "rate_limit",
        499 => "cancelled",
        529 => "overloaded",
        400..=499 => "client",
        500..=599 => "provider_5xx",
        _ => return None,
    })
}

/// All classes.
#[cfg(test)]
pub(super) fn classes() -> Vec<&'static str> {
    let words = [KINDS, NAMES, MESSAGES].into_iter().flatten().map(|(_, class)| *class);
    words.chain((0..1_000).filter_map(class_of_status)).chain([TOOL, OTHER]).collect()
}

/// The number in `Error code: 429 - ...`, `status_code: 503, ...`, `HTTP status 500`, .NET's
/// `does not indicate success: 429`, and what clients for JavaScript begin with: `Error: 403 Your organization may not`.
fn status_in(message: &str) -> Option<i64> {
    let known = |digits: &str| digits.parse().ok().filter(|status| class_of_status(*status).is_some());
    let bare = |text: &str| {
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let status = (digits == 3).then(|| text.get(..3).and_then(known))??;
        (is_registered(status) && may_follow(text.get(3..)?)).then_some(status)
    };
    if let Some(status) = bare(message) {
        return Some(status);
    }
    let lower = message.to_ascii_lowercase();
    for word in ["code", "status", "http", "success", "error"] {
        for at in memchr::memmem::find_iter(lower.as_bytes(), word.as_bytes()) {
            let rest = message.get(at + word.len()..)?;
            let rest = rest.trim_start_matches(|c: char| !c.is_alphanumeric());
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            let status = match word {
                "error" => bare(rest),
                _ => (digits == 3).then(|| rest.get(..3).and_then(known)).flatten(),
            };
            if status.is_some() {
                return status;
            }
        }
    }
    None
}

/// Whether servers send this status; other numbers count something.
fn is_registered(status: i64) -> bool {
    matches!(status, 400..=429 | 431 | 451 | 499..=511 | 520..=529)
}

/// Whether a text may stand behind a status without a word that says it is one: a sentence, a body or nothing.
fn may_follow(text: &str) -> bool {
    const PHRASES: [&str; 4] = ["status code", "conflict", "not found", "page not found"];
    let text = text.trim_start_matches([' ', '-', '(']);
    text.is_empty()
        || text.starts_with(|c: char| c.is_uppercase() || matches!(c, ':' | '{' | '"'))
        || PHRASES.iter().any(|phrase| text.starts_with(phrase))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Failures of these types with these messages have these classes.
    fn all<const N: usize>(failures: [(&str, &str, &str); N]) {
        for (kind, message, expected) in failures {
            let failure = Failure { kind, message, ..Failure::default() };
            assert_eq!(class(&failure), expected, "{kind} {message}");
        }
    }

    #[test]
    fn classes_of_real_failures() {
        all([
            ("RateLimitError", "", "rate_limit"),
            ("openai.RateLimitError", "", "rate_limit"),
            ("langchain_openai.chat_models.base.OpenAIRateLimitError", "", "rate_limit"),
            ("rate_limit_error", "", "rate_limit"),
            ("pydantic_ai.exceptions.ModelRateLimitError", "", "rate_limit"),
            ("", "Error code: 429 - Rate limit reached for requests", "rate_limit"),
            ("openai.InternalServerError", "", "provider_5xx"),
            ("APIStatusError", "Error code: 503 - {'error': {}}", "provider_5xx"),
            ("OverloadedError", "", "overloaded"),
            ("APIStatusError", "Error code: 529 - x", "overloaded"),
            ("APITimeoutError", "", "timeout"),
            ("APIConnectionTimeoutError", "", "timeout"),
            ("APIConnectionError", "Connection error.", "network"),
            ("httpx.RemoteProtocolError", "peer closed connection", "network"),
            ("AuthenticationError", "", "auth"),
            ("openai.BadRequestError", "context_length_exceeded", "client"),
            ("AI_APICallError", "Rate limit reached for requests", "rate_limit"),
            ("AI_APICallError", "The server had an error while processing your request", "provider_5xx"),
            ("_OTHER", "status_code: 500, model", "provider_5xx"),
            ("botocore.errorfactory.ValidationException", "Input is too long for requested model.", "client"),
            ("ModelProviderError", "prompt is too long: 20000 tokens > 8192 maximum", "client"),
            ("APIError", "The request took too long to process.", "timeout"),
            ("ClientError", "429 RESOURCE_EXHAUSTED", "rate_limit"),
            ("MaxTurnsExceeded", "", "agent_policy"),
            ("smolagents.AgentMaxStepsError", "", "agent_policy"),
            ("InputGuardrailTripwireTriggered", "", "agent_policy"),
            ("asyncio.CancelledError", "", "cancelled"),
            ("500", "", "provider_5xx"),
            ("ValueError", "no such thing", "other"),
            ("UNAVAILABLE", "", "provider_5xx"),
            ("api_error", "", "provider_5xx"),
            ("openai.APIError", "", "other"),
            ("ENOTFOUND", "", "network"),
            ("FileNotFoundError", "", "client"),
            ("PERMISSION_DENIED", "", "auth"),
            ("invalid_api_key", "", "auth"),
            ("*url.Error", "", "network"),
            ("*errors.errorString", "dial tcp: lookup a: no such host", "network"),
            (
                "HttpRequestException",
                "Response status code does not indicate success: 429 (Too Many Requests).",
                "rate_limit",
            ),
            ("request_too_large", "", "client"),
            (
                "ValueError",
                "ValueError('no')Traceback (most recent call last):\n  run(timeout=5)\nValueError: no",
                "other",
            ),
            ("Error", "no\n    at timeout (node:internal/timers:5:1)", "other"),
            ("E", "Traceback (most recent call last):\n  run(timeout=5)\nE: Error code: 429 - no", "rate_limit"),
        ]);
        assert_eq!(class(&Failure { kind: "RuntimeError", tool: true, ..Failure::default() }), "tool_error");
        assert_eq!(class(&Failure { kind: "x", status: 429, ..Failure::default() }), "rate_limit");
    }

    #[test]
    fn messages_that_say_more_than_their_type() {
        all([
            ("InternalServerError", "Error code: 529 - {'type': 'error'}", "overloaded"),
            ("litellm.InternalServerError", "AnthropicException - {\"type\":\"overloaded_error\"}", "overloaded"),
            ("InternalServerError", "Error code: 503 - the engine is currently overloaded", "provider_5xx"),
            ("openai.BadRequestError", "Error code: 400 - {'error': {'code': 'content_filter'}}", "content_filter"),
            (
                "BadRequestError",
                "The response was filtered due to Azure's content management policy.",
                "content_filter",
            ),
            ("", "403 Your organization may not use this", "auth"),
            ("Error", "Error: 409 conflict", "client"),
            ("", "Error in agent run: {\"error\":\"Error: 403 Your organization may not use this\"}", "auth"),
            ("", "error 1234 of 500", "other"),
            ("", "200 documents could not be read", "other"),
            ("ValueError", "500 documents could not be indexed", "other"),
            ("ValueError", "error: 512 tokens are the most", "other"),
            ("ValueError", "error: 500 tokens are the most", "other"),
            ("ValueError", "404 rows skipped", "other"),
            ("", "ValueError: 429 is not a valid id", "other"),
            ("", "Error: 404.html could not be written", "other"),
            ("", "430 Documents", "other"),
            ("InternalServerError", "529 tokens", "provider_5xx"),
            ("InternalServerError", "529 {\"type\":\"error\"}", "overloaded"),
            ("", "429 status code (no body)", "rate_limit"),
            ("", "Error: 404 page not found", "client"),
            ("QuotationError", "", "other"),
            ("ValueError", "No closing quotation", "other"),
            ("OSError", "[Errno 122] Disk quota exceeded", "other"),
            ("", "You exceeded your current quota, please check your plan", "rate_limit"),
            ("BadRequestError", "{'content_filter_results': {'hate': {'filtered': False}}}", "client"),
            ("BadRequestError", "Unrecognized request argument supplied: content_filter", "client"),
            ("NotFoundError", "Error code: 404 - deployment content_filter_eval does not exist", "client"),
            ("BadRequestError", "{\"error\":{\"code\":\"content_filter\"}}", "content_filter"),
            ("", "429 Too many", "rate_limit"),
            ("", "400 The response was filtered: content_filter", "content_filter"),
            ("ClientError", "An error occurred (UnrecognizedClientException) when calling Converse", "auth"),
            ("ServiceQuotaExceededException", "", "rate_limit"),
            ("botocore.exceptions.NoCredentialsError", "", "auth"),
            ("overloaded_error", "", "overloaded"),
        ]);
    }
}
