//! What the export requests of all signals have in common: items, grouped by scope and resource.

use std::borrow::Cow;

use super::{Resource, Scope, WireError, resource, scope};
use crate::otlp::reader::{Budget, Reader};

/// `ResourceSpans`, `ResourceLogs`, `ResourceMetrics`.
#[derive(Clone, Debug, PartialEq)]
pub struct OfResource<'a, T> {
    /// The resource, where one was sent.
    pub resource: Option<Resource<'a>>,
    /// Schema URL of the resource.
    pub schema_url: Cow<'a, str>,
    /// Items by scope.
    pub scopes: Vec<OfScope<'a, T>>,
}

/// `ScopeSpans`, `ScopeLogs`, `ScopeMetrics`.
#[derive(Clone, Debug, PartialEq)]
pub struct OfScope<'a, T> {
    /// The scope, where one was sent.
    pub scope: Option<Scope<'a>>,
    /// Schema URL of the scope and its items.
    pub schema_url: Cow<'a, str>,
    /// The spans, log records or metrics.
    pub items: Vec<T>,
}

impl<T> Default for OfResource<'_, T> {
    fn default() -> Self {
        Self { resource: None, schema_url: Cow::default(), scopes: Vec::new() }
    }
}

impl<T> Default for OfScope<'_, T> {
    fn default() -> Self {
        Self { scope: None, schema_url: Cow::default(), items: Vec::new() }
    }
}

/// A span, log record or metric.
pub(crate) trait Item<'a>: Default {
    /// Fields of the request, of the group of a resource and of the group of a scope, for errors.
    const FIELDS: [&'static str; 3];

    fn read(&mut self, r: Reader<'a, '_>) -> Result<(), WireError>;
}

/// Reads a whole request.
///
/// # Errors
/// When the bytes are not one, nest beyond the limit, or would take more memory than is granted
/// ([`WireError::is_too_many`]: then [`read_pieces`] may still do). Says where, never what.
pub(crate) fn read<'a, T: Item<'a>>(body: &'a [u8]) -> Result<Vec<OfResource<'a, T>>, WireError> {
    let budget = Budget::whole(body);
    let mut r = Reader::new(body, &budget);
    let mut all = Vec::new();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.push(key, T::FIELDS[0], &mut all, of_resource)?,
            _ => r.skip(key)?,
        }
    }
    Ok(all)
}

fn of_resource<'a, T: Item<'a>>(mut r: Reader<'a, '_>) -> Result<OfResource<'a, T>, WireError> {
    let mut group = OfResource::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.message(key, "resource", |r| resource(r, group.resource.get_or_insert_default()))?,
            2 => r.push(key, T::FIELDS[1], &mut group.scopes, of_scope)?,
            3 => group.schema_url = r.text(key, "schema_url")?,
            _ => r.skip(key)?,
        }
    }
    Ok(group)
}

fn of_scope<'a, T: Item<'a>>(mut r: Reader<'a, '_>) -> Result<OfScope<'a, T>, WireError> {
    let mut group = OfScope::default();
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.message(key, "scope", |r| scope(r, group.scope.get_or_insert_default()))?,
            2 => r.add(key, T::FIELDS[2], &mut group.items, |r, item: &mut T| item.read(r))?,
            3 => group.schema_url = r.text(key, "schema_url")?,
            _ => r.skip(key)?,
        }
    }
    Ok(group)
}

/// What a piece of a request shares with the piece before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct GoesOn {
    /// Its resource is that of the piece before.
    pub(crate) resource: bool,
    /// So is its first scope.
    pub(crate) scope: bool,
}

/// Reads a request a piece at a time, so that no more than a piece is in memory: `each` gets one resource with some of
/// its scopes and items, in the order sent; scopes without items are left out. A piece ends when its views take
/// `piece_bytes`, or with its resource. What `each` was given before an error stays given: to take all or nothing, read
/// twice.
///
/// # Errors
/// As [`read`]; the memory granted is that of one piece.
pub(crate) fn read_pieces<'a, T: Item<'a>>(
    body: &'a [u8],
    piece_bytes: usize,
    mut each: impl FnMut(&mut [OfResource<'a, T>], GoesOn),
) -> Result<(), WireError> {
    let budget = Budget::piece(body);
    let mut r = Reader::new(body, &budget);
    let goes_on = GoesOn::default();
    let mut pieces = Pieces { piece: OfResource::default(), piece_bytes, goes_on, each: &mut each };
    while let Some(key) = r.key()? {
        match key.field {
            1 => r.message(key, T::FIELDS[0], |r| pieces.of_resource(r))?,
            _ => r.skip(key)?,
        }
    }
    Ok(())
}

struct Pieces<'a, 'e, T> {
    piece: OfResource<'a, T>,
    piece_bytes: usize,
    goes_on: GoesOn,
    each: &'e mut dyn FnMut(&mut [OfResource<'a, T>], GoesOn),
}

impl<'a, T: Item<'a>> Pieces<'a, '_, T> {
    fn of_resource(&mut self, mut r: Reader<'a, '_>) -> Result<(), WireError> {
        r.refill();
        self.piece = OfResource::default();
        self.goes_on = GoesOn::default();
        // Fields come in any order, and repeated ones merge: first all that is not a scope.
        let mut head = r;
        while let Some(key) = head.key()? {
            match key.field {
                1 => head.message(key, "resource", |r| resource(r, self.piece.resource.get_or_insert_default()))?,
                3 => self.piece.schema_url = head.text(key, "schema_url")?,
                _ => head.skip(key)?,
            }
        }
        while let Some(key) = r.key()? {
            match key.field {
                2 => r.message(key, T::FIELDS[1], |r| self.of_scope(r))?,
                _ => r.skip(key)?,
            }
        }
        self.emit(r);
        Ok(())
    }

    fn of_scope(&mut self, mut r: Reader<'a, '_>) -> Result<(), WireError> {
        r.spend(size_of::<OfScope<'a, T>>())?;
        let mut group = OfScope::default();
        let mut head = r;
        while let Some(key) = head.key()? {
            match key.field {
                1 => head.message(key, "scope", |r| scope(r, group.scope.get_or_insert_default()))?,
                3 => group.schema_url = head.text(key, "schema_url")?,
                _ => head.skip(key)?,
            }
        }
        while let Some(key) = r.key()? {
            match key.field {
                2 => r.add(key, T::FIELDS[2], &mut group.items, |r, item: &mut T| item.read(r))?,
                _ => r.skip(key)?,
            }
            if r.spent() >= self.piece_bytes && !group.items.is_empty() {
                self.piece.scopes.push(group);
                (self.each)(std::slice::from_mut(&mut self.piece), self.goes_on);
                group = self.piece.scopes.pop().unwrap_or_default();
                group.items.clear();
                self.piece.scopes.clear();
                self.goes_on = GoesOn { resource: true, scope: true };
                r.refill();
            }
        }
        if !group.items.is_empty() {
            self.piece.scopes.push(group);
        } else if self.piece.scopes.is_empty() {
            self.goes_on.scope = false;
        }
        if r.spent() >= self.piece_bytes {
            self.emit(r);
        }
        Ok(())
    }

    fn emit(&mut self, r: Reader<'a, '_>) {
        if !self.piece.scopes.is_empty() {
            (self.each)(std::slice::from_mut(&mut self.piece), self.goes_on);
            self.piece.scopes.clear();
            self.goes_on = GoesOn { resource: true, scope: false };
        }
        r.refill();
    }
}
