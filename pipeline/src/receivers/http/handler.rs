//! One OTLP/HTTP request: from its head to its answer.

use std::{collections::HashMap, sync::Arc, time::Duration};

use custos_model::ingest::{Accepted, Refusal, Signal};
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, Version, header, request::Parts};

use super::cors::Cors;
use crate::receivers::{
    body::RequestBody,
    gather,
    intake::{Intake, Packed},
    reject::Reject,
    reply::Reply,
    server::{Answer, Handler, Mode},
    status,
    unpack::{ACCEPTED, Encoding},
};

/// How long a refused client may go on sending before the answer.
const DISCARD_TIMEOUT: Duration = Duration::from_secs(2);

/// Encoding of the messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Protobuf,
    Json,
}

impl Format {
    /// From the content type; parameters and case do not count.
    fn of(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(header::CONTENT_TYPE)?.as_bytes();
        let value = value.split(|byte| *byte == b';').next()?.trim_ascii();
        if value.eq_ignore_ascii_case(b"application/x-protobuf") {
            Some(Self::Protobuf)
        } else if value.eq_ignore_ascii_case(b"application/json") {
            Some(Self::Json)
        } else {
            None
        }
    }

    fn content_type(self) -> HeaderValue {
        HeaderValue::from_static(match self {
            Self::Protobuf => "application/x-protobuf",
            Self::Json => "application/json",
        })
    }
}

/// The OTLP/HTTP receiver.
pub(super) struct HttpHandler {
    pub(super) intake: Intake,
    pub(super) paths: HashMap<String, Signal>,
    pub(super) cors: Cors,
}

impl Handler for HttpHandler {
    fn handle(self: Arc<Self>, request: Request<RequestBody>, mode: Mode) -> Answer {
        Box::pin(async move {
            let (head, mut body) = request.into_parts();
            let mut answer = self.answer(&head, &mut body, mode).await;
            self.cors.decorate(&head.headers, answer.headers_mut());
            let closes = mode != Mode::Serve || answer.status() == StatusCode::SERVICE_UNAVAILABLE;
            if closes && head.version < Version::HTTP_2 {
                answer.headers_mut().insert(header::CONNECTION, HeaderValue::from_static("close"));
            }
            answer
        })
    }

    fn broken(&self) -> Response<Reply> {
        refusal(Format::Json, &Reject::Internal)
    }
}

impl HttpHandler {
    async fn answer(&self, head: &Parts, body: &mut RequestBody, mode: Mode) -> Response<Reply> {
        let format = Format::of(&head.headers);
        let Some(&signal) = self.paths.get(head.uri.path()) else {
            self.discard(head, body).await;
            return refusal(format.unwrap_or(Format::Json), &Reject::NotFound);
        };
        if head.method == Method::OPTIONS && self.cors.is_preflight(&head.headers) {
            let mut answer = Response::new(Reply::default());
            *answer.status_mut() = StatusCode::NO_CONTENT;
            self.cors.preflight(&head.headers, answer.headers_mut());
            return answer;
        }
        match self.export(head, body, signal, mode).await {
            Ok(accepted) => {
                self.intake.count(signal, "200", None);
                success(format.unwrap_or(Format::Protobuf), signal, &accepted)
            }
            Err(reject) => {
                if !matches!(reject, Reject::Timeout(_) | Reject::Aborted) {
                    self.discard(head, body).await;
                }
                let answer = refusal(format.unwrap_or(Format::Json), &reject);
                self.intake.count(signal, label(answer.status()), Some(&reject));
                answer
            }
        }
    }

    async fn export(
        &self,
        head: &Parts,
        body: &mut RequestBody,
        signal: Signal,
        mode: Mode,
    ) -> Result<Accepted, Reject> {
        if head.method != Method::POST {
            return Err(Reject::Method);
        }
        match mode {
            Mode::Serve => {}
            Mode::Overflow => return Err(Reject::busy("connections_full")),
            Mode::Draining => return Err(Refusal::Draining.into()),
        }
        let arrival = self.intake.arrive(signal, &head.headers)?;
        let format = Format::of(&head.headers).ok_or(Reject::MediaType)?;
        let encoding = encoding(&head.headers)?;
        let limit = self.intake.max_request_bytes;
        let announced = content_length(&head.headers);
        if announced > limit {
            return Err(Refusal::TooLarge { limit }.into());
        }
        let (bytes, hold) = self.intake.gather(body, limit, announced, |_| Ok(())).await?;
        let packed = Packed { bytes, hold, encoding, json: format == Format::Json };
        self.intake.store(arrival, packed).await
    }

    /// Lets the client of a refused request finish, unless it waits for a go-ahead or can be told to stop.
    async fn discard(&self, head: &Parts, body: &mut RequestBody) {
        if head.version < Version::HTTP_2 && !head.headers.contains_key(header::EXPECT) {
            gather::discard(body, self.intake.max_request_bytes, DISCARD_TIMEOUT).await;
        }
    }
}

fn encoding(headers: &HeaderMap) -> Result<Encoding, Reject> {
    let mut values = headers.get_all(header::CONTENT_ENCODING).iter();
    let encoding = values.next().map_or(Some(Encoding::Identity), |value| Encoding::parse(value.as_bytes()));
    match (encoding, values.next()) {
        (Some(encoding), None) => Ok(encoding),
        _ => Err(Reject::Encoding),
    }
}

/// 0 when the client does not say.
fn content_length(headers: &HeaderMap) -> usize {
    let value = headers.get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok());
    value.and_then(|value| value.parse().ok()).unwrap_or_default()
}

fn success(format: Format, signal: Signal, accepted: &Accepted) -> Response<Reply> {
    let body = match format {
        Format::Protobuf => status::response_protobuf(accepted),
        Format::Json => status::response_json(signal, accepted),
    };
    let mut answer = Response::new(Reply::new(body));
    answer.headers_mut().insert(header::CONTENT_TYPE, format.content_type());
    answer
}

fn refusal(format: Format, reject: &Reject) -> Response<Reply> {
    let body = match format {
        Format::Protobuf => status::status_protobuf(reject),
        Format::Json => status::status_json(reject),
    };
    let mut answer = Response::new(Reply::new(body));
    *answer.status_mut() = reject.http();
    let headers = answer.headers_mut();
    headers.insert(header::CONTENT_TYPE, format.content_type());
    if let Some(delay) = reject.retry_after() {
        headers.insert(header::RETRY_AFTER, HeaderValue::from(delay.as_secs().max(1)));
    }
    match reject {
        Reject::Method => {
            headers.insert(header::ALLOW, HeaderValue::from_static("POST"));
        }
        Reject::Encoding => {
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(ACCEPTED));
        }
        Reject::Unauthenticated => {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        _ => {}
    }
    answer
}

/// Metric label of a status.
fn label(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "400",
        401 => "401",
        403 => "403",
        404 => "404",
        405 => "405",
        413 => "413",
        415 => "415",
        429 => "429",
        503 => "503",
        _ => "500",
    }
}
