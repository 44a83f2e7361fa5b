//! Every capture and random spans through decode, rebuild and decode again.

mod captures;
mod clients;
mod conventions;
mod current;
mod dialects;
mod documented;
mod driven;
mod frameworks;
mod gateways;
mod hostile;
mod inferred;
mod instrumented;
mod kept;
mod languages;
mod latest;
mod newer;
mod older;
mod own;
mod platforms;
pub(in crate::decode) mod random;
mod recent;
mod recorded;
mod sdks;
mod speed;
mod support;
mod truth;
mod vendors;
