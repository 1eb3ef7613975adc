//! What all requests of this process share.

use crate::clock::Clock;
use crate::config::Config;
use crate::db::Pools;
use crate::directory::Cache;
use crate::openid::Provider;

/// The running installation.
pub struct App {
    /// Its settings.
    pub config: Config,
    /// Its connections.
    pub pools: Pools,
    /// Its clock.
    pub clock: Clock,
    /// Its people, teams, stages and lists.
    pub directory: Cache,
    /// The provider people may sign in through, if one is set.
    pub provider: Option<Provider>,
    /// The key all tokens and cookies of this installation are made with.
    pub key: Vec<u8>,
}
