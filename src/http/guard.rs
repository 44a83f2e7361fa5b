//! Keeps web pages of other origins from using a listener that is meant for this machine.
//!
//! A page can make a browser send requests to 127.0.0.1, and with a name that it re-binds to 127.0.0.1 it could read
//! the answers. So on a loopback address the `Host` must be a loopback name or one of `http.allowed_hosts` (a reverse
//! proxy asks under the name of its site), and nowhere may a browser's `Origin` be another host. Probes need no name.

use std::{net::IpAddr, sync::Arc};

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::Failure;

/// Names under which the listener may be asked.
#[derive(Clone, Debug)]
pub(super) struct Hosts {
    /// Whether only this machine reaches it.
    pub(super) local: bool,
    /// Names besides those of loopback addresses.
    pub(super) allowed: Arc<[String]>,
}

impl Hosts {
    fn admit(&self, path: &str, host: Option<&Authority>) -> bool {
        let known = |host: &Authority| {
            let name = host.host().trim_end_matches('.');
            is_loopback(name) || self.allowed.iter().any(|allowed| allowed.eq_ignore_ascii_case(name))
        };
        !self.local || matches!(path, "/healthz" | "/readyz") || host.is_some_and(known)
    }
}

pub(super) async fn guard(State(hosts): State<Hosts>, request: Request, next: Next) -> Response {
    let host = host(request.uri(), request.headers());
    if !hosts.admit(request.uri().path(), host.as_ref()) {
        return Failure::new(
            StatusCode::FORBIDDEN,
            "host",
            "the Host header does not name this machine, and this listener is for this machine only",
        )
        .hint("use http://127.0.0.1 or http://localhost, or name the host of a reverse proxy in http.allowed_hosts")
        .into_response();
    }
    if let Some(origin) = request.headers().get(header::ORIGIN) {
        let origin = origin.to_str().ok().and_then(|o| o.parse::<Uri>().ok()).and_then(|o| o.authority().cloned());
        if origin.is_none() || origin != host {
            return Failure::new(StatusCode::FORBIDDEN, "origin", "web pages of other origins are not allowed here")
                .into_response();
        }
    }
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, header::HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, header::HeaderValue::from_static("no-store"));
    response
}

/// The host that was asked for: `Host`, or `:authority` of HTTP/2.
fn host(uri: &Uri, headers: &HeaderMap) -> Option<Authority> {
    match headers.get(header::HOST) {
        Some(host) => host.to_str().ok()?.parse().ok(),
        None => uri.authority().cloned(),
    }
}

fn is_loopback(host: &str) -> bool {
    let host = host.trim_start_matches('[').trim_end_matches(']').trim_end_matches('.');
    let name = host.to_ascii_lowercase();
    name == "localhost" || name.ends_with(".localhost") || host.parse::<IpAddr>().is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_loopback_names_are() {
        for yes in ["localhost", "LOCALHOST", "127.0.0.1", "127.9.9.9", "[::1]", "a.localhost"] {
            assert!(is_loopback(yes), "{yes}");
        }
        for no in ["evil.example", "127.0.0.1.evil.example", "0.0.0.0", "10.0.0.1", "", "localhost.evil.example"] {
            assert!(!is_loopback(no), "{no}");
        }
    }

    #[test]
    fn probes_and_named_hosts_are_admitted() {
        let hosts =
            Hosts { local: true, allowed: vec!["custos.example.com".to_owned(), "[fd00::1]".to_owned()].into() };
        let admit = |hosts: &Hosts, path: &str, host: &str| hosts.admit(path, host.parse().ok().as_ref());
        for yes in ["localhost:8080", "custos.example.com", "CUSTOS.example.com.:443", "[fd00::1]:8080"] {
            assert!(admit(&hosts, "/api/v1/sql", yes), "{yes}");
        }
        for no in ["example.com", "a.custos.example.com", "custos.example.com.evil.example", ""] {
            assert!(!admit(&hosts, "/api/v1/sql", no), "{no}");
            assert!(!admit(&hosts, "/metrics", no), "{no}");
            assert!(admit(&hosts, "/healthz", no) && admit(&hosts, "/readyz", no), "{no}");
        }
        assert!(admit(&Hosts { local: false, allowed: Arc::default() }, "/", "any.example"));
    }
}
