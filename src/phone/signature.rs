//! The signature that Twilio puts on its requests, computed from the written rule alone.
//!
//! Source: Twilio, "Webhooks security": base64 of the HMAC-SHA1 under the account's auth token over the
//! URL followed by every form parameter, names sorted, name and value run together.

use std::collections::BTreeSet;

use base64::{Engine, engine::general_purpose::STANDARD};
use hmac::{Hmac, Mac};
use sha1::Sha1;

/// Name of the header that carries the signature.
pub const HEADER: &str = "X-Twilio-Signature";

/// The signature of a request.
///
/// `url` is the full URL as requested, without fragment and without user and password. `params` are the
/// decoded form parameters in any order; none for GET, for the WebSocket handshake and for JSON. The same
/// name with the same value twice counts once. Allocates; not constant-time, as a sender need not be.
#[must_use]
pub fn sign(auth_token: &str, url: &str, params: &[(String, String)]) -> String {
    let pairs: BTreeSet<(&str, &str)> =
        params.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
    let mut mac = Hmac::<Sha1>::new_from_slice(auth_token.as_bytes())
        .expect("HMAC takes a key of any length");
    mac.update(url.as_bytes());
    for (name, value) in pairs {
        mac.update(name.as_bytes());
        mac.update(value.as_bytes());
    }
    STANDARD.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn params(extra: &[(&str, &str)]) -> Vec<(String, String)> {
        extra.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())).collect()
    }

    fn published() -> Vec<(String, String)> {
        params(&[
            ("To", "+18005551212"),
            ("CallSid", "CA1234567890ABCDE"),
            ("Caller", "+14158675309"),
            ("Digits", "1234"),
            ("From", "+14158675309"),
        ])
    }

    #[test]
    fn the_published_examples_come_out_to_the_letter() {
        let rows = [
            ("https://mycompany.com/myapp.php?foo=1&bar=2", "RSOYDt4T1cUTdK1PDd93/VVr8B8="),
            ("https://mycompany.com:443/myapp.php?foo=1&bar=2", "kvajT1Ptam85bY51eRf/AJRuM3w="),
            ("http://mycompany.com:80/myapp.php?foo=1&bar=2", "0ZXoZLH/DfblKGATFgpif+LLRf4="),
            ("http://mycompany.com:1234/myapp.php?foo=1&bar=2", "Zmvh+3yNM1Phv2jhDCwEM3q5ebU="),
        ];
        for (url, expected) in rows {
            assert_eq!(sign("12345", url, &published()), expected, "{url}");
        }
    }

    #[test]
    fn a_repeated_name_counts_each_distinct_value_once_and_in_order() {
        let params = params(&[
            ("Sid", "CA123"),
            ("SidAccount", "AC123"),
            ("Digits", "5678"),
            ("Digits", "1234"),
            ("Digits", "1234"),
        ]);
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2";
        assert_eq!(sign("12345", url, &params), "IK+Dwps556ElfBT0I3Rgjkr1wJU=");
    }

    #[test]
    fn a_json_request_is_signed_by_its_url_alone() {
        let url = "https://mycompany.com/myapp.php?foo=1&bar=2&bodySHA256=0a1ff7634d9ab3b95db5c9a2dfe9416e41502b283a80c7cf19632632f96e6620";
        assert_eq!(sign("12345", url, &[]), "a9nBmqA0ju/hNViExpshrM61xv4=");
    }

    #[test]
    fn an_empty_parameter_still_counts_by_its_name() {
        let url = "https://example.com/";
        assert_ne!(sign("t", url, &params(&[("ToZip", "")])), sign("t", url, &[]));
    }
}
