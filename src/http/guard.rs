//! Keeps web pages of other origins from using a listener that is meant for this machine.
//!
//! A page can make a browser send requests to 127.0.0.1, and with a name that it re-binds to 127.0.0.1 it could read the
//! answers. So on a loopback address the `Host` must be a loopback name, and nowhere may a browser's `Origin` be another
//! host.

use std::net::IpAddr;

use axum::{
    extract::{Request, State},
    http::{HeaderMap, StatusCode, Uri, header, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Response},
};

use super::error::Failure;

pub(super) async fn guard(State(local): State<bool>, request: Request, next: Next) -> Response {
    let host = host(request.uri(), request.headers());
    if local && !host.as_ref().is_some_and(|host| is_loopback(host.host())) {
        return Failure::new(
            StatusCode::FORBIDDEN,
            "host",
            "the Host header does not name this machine, and this listener is for this machine only",
        )
        .hint("use http://127.0.0.1 or http://localhost, or set http.listen to an address that others may reach")
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
}
