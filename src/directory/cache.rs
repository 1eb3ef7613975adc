//! The copy of the directory that all requests of this process share.

use std::sync::{Arc, RwLock};

use diesel::QueryResult;

use super::Directory;
use crate::db::Db;

/// Holds the newest directory read so far.
#[derive(Default)]
pub struct Cache {
    held: RwLock<Option<Arc<Directory>>>,
}

impl Cache {
    /// The directory at this revision or newer, from memory where it is still that one.
    ///
    /// # Errors
    /// What the database answers.
    pub fn at(&self, revision: i64, db: &mut Db) -> QueryResult<Option<Arc<Directory>>> {
        let held = self.held.read().unwrap_or_else(std::sync::PoisonError::into_inner).clone();
        if let Some(directory) = held.filter(|directory| directory.revision == revision) {
            return Ok(Some(directory));
        }
        let fresh = Directory::load(db)?.map(Arc::new);
        *self.held.write().unwrap_or_else(std::sync::PoisonError::into_inner) = fresh.clone();
        Ok(fresh)
    }
}
