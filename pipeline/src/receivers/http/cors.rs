//! Cross-origin requests from browsers (Fetch standard). OTLP does not speak of it; the names of the settings are
//! those of the Go collector.

use std::time::Duration;

use http::{HeaderMap, HeaderName, HeaderValue, header};

/// Headers that OTLP needs and any page may send.
const ALWAYS_ALLOWED: &str = "content-type, content-encoding";

/// Which web pages may send; none when `allowed_origins` is empty.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cors {
    /// Origins such as `https://app.example.com`; one `*` stands for any text.
    pub allowed_origins: Vec<String>,
    /// Request headers beside `Content-Type` and `Content-Encoding`; `*` allows all.
    pub allowed_headers: Vec<String>,
    /// How long a browser may remember the answer to a preflight.
    pub max_age: Duration,
}

impl Default for Cors {
    fn default() -> Self {
        Self { allowed_origins: Vec::new(), allowed_headers: Vec::new(), max_age: Duration::from_secs(7200) }
    }
}

impl Cors {
    pub(super) fn is_on(&self) -> bool {
        !self.allowed_origins.is_empty()
    }

    /// The origin of a request, when it is allowed.
    fn origin<'h>(&self, headers: &'h HeaderMap) -> Option<&'h HeaderValue> {
        let origin = headers.get(header::ORIGIN)?;
        let text = origin.to_str().ok()?;
        self.allowed_origins.iter().any(|pattern| matches(pattern, text)).then_some(origin)
    }

    /// Adds what a browser needs to let the page see the answer.
    pub(super) fn decorate(&self, request: &HeaderMap, answer: &mut HeaderMap) {
        if !self.is_on() {
            return;
        }
        answer.append(header::VARY, HeaderValue::from_static("origin"));
        if let Some(origin) = self.origin(request) {
            answer.insert(header::ACCESS_CONTROL_ALLOW_ORIGIN, origin.clone());
            // `sendBeacon` always sends in credentials mode. No cookie means anything here, so this gives nothing away.
            answer.insert(header::ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
            answer.insert(header::ACCESS_CONTROL_EXPOSE_HEADERS, HeaderValue::from_static("retry-after"));
        }
    }

    /// Headers of the answer to a preflight, without those of [`Self::decorate`].
    pub(super) fn preflight(&self, request: &HeaderMap, answer: &mut HeaderMap) {
        if self.origin(request).is_none() {
            return;
        }
        answer.insert(header::ACCESS_CONTROL_ALLOW_METHODS, HeaderValue::from_static("POST"));
        answer.insert(header::ACCESS_CONTROL_ALLOW_HEADERS, self.headers(request));
        answer.insert(header::ACCESS_CONTROL_MAX_AGE, HeaderValue::from(self.max_age.as_secs()));
    }

    /// Whether this is a preflight rather than some other `OPTIONS`.
    pub(super) fn is_preflight(&self, request: &HeaderMap) -> bool {
        self.is_on()
            && request.contains_key(header::ORIGIN)
            && request.contains_key(header::ACCESS_CONTROL_REQUEST_METHOD)
    }

    fn headers(&self, request: &HeaderMap) -> HeaderValue {
        let asked = request.get(header::ACCESS_CONTROL_REQUEST_HEADERS);
        if let (true, Some(asked)) = (self.allowed_headers.iter().any(|name| name == "*"), asked) {
            return asked.clone();
        }
        let mut allowed = ALWAYS_ALLOWED.to_owned();
        for name in self.allowed_headers.iter().filter_map(|name| name.parse::<HeaderName>().ok()) {
            allowed.push_str(", ");
            allowed.push_str(name.as_str());
        }
        HeaderValue::from_str(&allowed).unwrap_or_else(|_| HeaderValue::from_static(ALWAYS_ALLOWED))
    }
}

/// Whether `text` is `pattern`, in which the first `*` stands for any text. ASCII case does not count.
fn matches(pattern: &str, text: &str) -> bool {
    let (pattern, text) = (pattern.to_ascii_lowercase(), text.to_ascii_lowercase());
    match pattern.split_once('*') {
        None => pattern == text,
        Some((start, end)) => text.len() >= start.len() + end.len() && text.starts_with(start) && text.ends_with(end),
    }
}

#[cfg(test)]
mod tests {
    use super::matches;

    #[test]
    fn origins() {
        assert!(matches("*", "https://a.example"));
        assert!(matches("https://*.example.com", "https://App.example.com"));
        assert!(!matches("https://*.example.com", "https://example.com"));
        assert!(!matches("https://*.example.com", "https://evil.example.com.org"));
        assert!(!matches("https://a*a", "https://a"));
    }
}
