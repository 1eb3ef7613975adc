//! Passwords: kept as argon2id, checked off the async threads, a few at a time, with equal work for people there are
//! and people there are not.

use actix_web::web;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::Semaphore;
use unicode_normalization::UnicodeNormalization;

use crate::config::PasswordCost;
use crate::web::Error;

/// Each check takes 19 MB: a flood of sign-ins must neither fill the memory nor all threads that serve pages.
static PLACES: Semaphore = Semaphore::const_new(2);

/// What is checked against where there is nothing to check against. No password is known to make it.
const NOBODYS: &str = "c3RhbmQtaW4tc2FsdCE$3q2+796tvu/erb7v3q2+796tvu/erb7v3q2+796tvu8";

fn argon2(cost: PasswordCost) -> Argon2<'static> {
    let params = match cost {
        PasswordCost::Full => Params::DEFAULT,
        PasswordCost::Cheap => Params::new(8, 1, 1, None).unwrap_or(Params::DEFAULT),
    };
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
}

/// The same letters typed on two keyboards are the same password.
fn normal(password: &str) -> String {
    password.nfkc().collect()
}

/// The hash to keep of a password.
///
/// # Errors
/// When the system gives no randomness.
pub fn hash(cost: PasswordCost, password: &str) -> Result<String, Error> {
    let made = argon2(cost).hash_password(normal(password).as_bytes());
    made.map(|hash| hash.to_string()).map_err(|e| Error::Bug(format!("password: {e}")))
}

/// Is this the password? Somebody unknown, or without a password, costs the same work as a wrong one.
pub fn matches(cost: PasswordCost, kept: Option<&str>, password: &str) -> bool {
    let stand_in = stand_in(cost);
    let right = PasswordHash::new(kept.unwrap_or(&stand_in))
        .is_ok_and(|kept| argon2(cost).verify_password(normal(password).as_bytes(), &kept).is_ok());
    right && kept.is_some()
}

/// Does the hash cost what a new one would?
pub fn is_current(cost: PasswordCost, kept: &str) -> bool {
    let params = PasswordHash::new(kept).ok().and_then(|kept| Params::try_from(&kept).ok());
    let costs = |params: &Params| (params.m_cost(), params.t_cost(), params.p_cost());
    params.is_some_and(|params| costs(&params) == costs(argon2(cost).params()))
}

fn stand_in(cost: PasswordCost) -> String {
    let params = argon2(cost).params().clone();
    format!("$argon2id$v=19$m={},t={},p={}${NOBODYS}", params.m_cost(), params.t_cost(), params.p_cost())
}

/// [`matches()`] on a thread where it holds nobody up.
///
/// # Errors
/// When the server is stopping.
pub async fn check(cost: PasswordCost, kept: Option<String>, password: String) -> Result<bool, Error> {
    aside(move || matches(cost, kept.as_deref(), &password)).await
}

/// [`hash`] on a thread where it holds nobody up.
///
/// # Errors
/// When the system gives no randomness, or the server is stopping.
pub async fn make(cost: PasswordCost, password: String) -> Result<String, Error> {
    aside(move || hash(cost, &password)).await?
}

async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    let _place = PLACES.acquire().await.map_err(|e| Error::Bug(e.to_string()))?;
    web::block(work).await.map_err(|e| Error::Bug(e.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_password_opens_its_own_hash_only() {
        let kept = hash(PasswordCost::Cheap, "correct horse").unwrap();
        assert!(matches(PasswordCost::Cheap, Some(&kept), "correct horse"));
        assert!(!matches(PasswordCost::Cheap, Some(&kept), "correct house"));
        assert!(!matches(PasswordCost::Cheap, None, "correct horse"));
    }

    #[test]
    fn somebody_unknown_costs_the_same_work() {
        for cost in [PasswordCost::Full, PasswordCost::Cheap] {
            let (made, stand_in) = (hash(cost, "any").unwrap(), stand_in(cost));
            let (made, stand_in) = (PasswordHash::new(&made).unwrap(), PasswordHash::new(&stand_in).unwrap());
            let length = |hash: &PasswordHash| hash.hash.as_ref().map(|output| output.as_bytes().len());
            assert_eq!((made.algorithm, made.version), (stand_in.algorithm, stand_in.version));
            assert_eq!((&made.params, length(&made)), (&stand_in.params, length(&stand_in)));
        }
    }

    #[test]
    fn a_hash_made_for_less_is_outdated() {
        let cheap = hash(PasswordCost::Cheap, "any").unwrap();
        assert!(is_current(PasswordCost::Cheap, &cheap));
        assert!(!is_current(PasswordCost::Full, &cheap));
    }

    #[test]
    fn the_hash_kept_costs_what_the_recommendation_says() {
        assert!(hash(PasswordCost::Full, "any").unwrap().starts_with("$argon2id$v=19$m=19456,t=2,p=1$"));
    }

    #[test]
    fn one_password_typed_on_two_keyboards_is_one() {
        let kept = hash(PasswordCost::Cheap, "cafe\u{301} au lait").unwrap();
        assert!(matches(PasswordCost::Cheap, Some(&kept), "caf\u{e9} au lait"));
    }
}
