//! Values of a store's settings that no request can be made with. The object_store crate panics at the first request,
//! or says nothing that helps; a scheme that was left out and a line feed behind a credential are what happens most.

use object_store::{aws::AmazonS3ConfigKey, azure::AzureConfigKey, gcp::GoogleConfigKey};
use url::Url;

/// What is wrong with the value of a setting, whose name is in small letters, of a lake with this scheme; and what to
/// do.
pub fn setting_fault(scheme: &str, name: &str, value: &str) -> Option<&'static str> {
    match scheme {
        "s3" | "s3a" => s3_fault(&name.parse().ok()?, value),
        "gs" => matches!(name.parse(), Ok(GoogleConfigKey::BaseUrl)).then(|| not_endpoint(value))?,
        "az" => matches!(name.parse(), Ok(AzureConfigKey::Endpoint)).then(|| not_endpoint(value))?,
        _ => None,
    }
}

/// Settings of S3 that [`s3_fault`] knows.
pub(super) const S3_CHECKED: [AmazonS3ConfigKey; 7] = [
    AmazonS3ConfigKey::Endpoint,
    AmazonS3ConfigKey::S3Endpoint,
    AmazonS3ConfigKey::Region,
    AmazonS3ConfigKey::DefaultRegion,
    AmazonS3ConfigKey::AccessKeyId,
    AmazonS3ConfigKey::SecretAccessKey,
    AmazonS3ConfigKey::Token,
];

pub(super) fn s3_fault(key: &AmazonS3ConfigKey, value: &str) -> Option<&'static str> {
    match key {
        AmazonS3ConfigKey::Endpoint | AmazonS3ConfigKey::S3Endpoint => not_endpoint(value),
        AmazonS3ConfigKey::Region | AmazonS3ConfigKey::DefaultRegion => {
            let is_name = !value.is_empty() && value.bytes().all(|b| b.is_ascii_alphanumeric() || b"-_.".contains(&b));
            (!is_name).then_some("is not a region; write one such as \"us-east-1\", without blanks")
        }
        // Both are sent as headers.
        AmazonS3ConfigKey::AccessKeyId | AmazonS3ConfigKey::Token if !value.is_ascii() => {
            Some("holds characters that no credential has; copy it again")
        }
        AmazonS3ConfigKey::AccessKeyId | AmazonS3ConfigKey::SecretAccessKey | AmazonS3ConfigKey::Token => {
            let is_clean = value.trim() == value && !value.contains(char::is_control);
            (!is_clean).then_some("begins or ends with a blank, or holds a line feed; remove it")
        }
        _ => None,
    }
}

fn not_endpoint(value: &str) -> Option<&'static str> {
    let is_url = value.trim() == value
        && Url::parse(value).is_ok_and(|url| matches!(url.scheme(), "http" | "https") && url.has_host())
        && !value.contains(|c: char| c.is_control() || c == ' ');
    (!is_url).then_some("is not the URL of a server; write http:// or https:// and host:port")
}
