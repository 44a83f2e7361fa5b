//! The seam for credentials: who a request belongs to.

use std::{fmt, sync::Arc};

use http::HeaderValue;

/// Finds the tenant of a request.
pub trait Authenticate: fmt::Debug + Send + Sync + 'static {
    /// The tenant that `authorization`, the header of that name, stands for.
    ///
    /// # Errors
    /// [`AuthError`]; the client is told not to retry.
    fn tenant(&self, authorization: Option<&HeaderValue>) -> Result<Arc<str>, AuthError>;
}

/// Why a credential was turned down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AuthError {
    /// Missing or unknown: 401, `UNAUTHENTICATED`.
    #[error("credential missing or not valid")]
    Unauthenticated,
    /// Known, but it may not send: 403, `PERMISSION_DENIED`.
    #[error("credential does not allow this")]
    Denied,
}
