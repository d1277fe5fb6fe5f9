//! The one HTTP client for everything that goes out.

use std::time::Duration;

use url::Url;

use crate::ports::PortError;

/// To connect.
const CONNECT: Duration = Duration::from_secs(3);
/// For a whole exchange.
pub(super) const TOTAL: Duration = Duration::from_secs(10);

/// A client with time limits that follows no redirect: a redirect would carry credentials elsewhere.
///
/// # Errors
/// [`PortError::Refused`] if TLS cannot be set up.
pub fn build() -> Result<reqwest::Client, PortError> {
    // Elsewhere in the process another provider may have been installed first; then that one serves.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .connect_timeout(CONNECT)
        .timeout(TOTAL)
        .redirect(reqwest::redirect::Policy::none())
        .user_agent(concat!("toneline/", env!("CARGO_PKG_VERSION")))
        .build()
        .map_err(|_| PortError::Refused {
            service: "http",
            detail: "TLS cannot be set up".to_owned(),
        })
}

/// Whether credentials may be sent there: over TLS, or to this machine.
#[must_use]
pub fn is_safe_for_credentials(url: &Url) -> bool {
    let loopback = match url.host() {
        Some(url::Host::Domain(name)) => name == "localhost",
        Some(url::Host::Ipv4(ip)) => ip.is_loopback(),
        Some(url::Host::Ipv6(ip)) => ip.is_loopback(),
        None => false,
    };
    url.scheme() == "https" || loopback
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn credentials_go_over_tls_or_stay_on_this_machine() {
        let safe = |url: &str| is_safe_for_credentials(&Url::parse(url).expect("a URL"));
        assert!(safe("https://api.twilio.com"));
        assert!(safe("http://127.0.0.1:9") && safe("http://[::1]:9") && safe("http://localhost:9"));
        assert!(!safe("http://api.twilio.com"));
        assert!(!safe("http://127.0.0.1.example.org"));
    }
}
