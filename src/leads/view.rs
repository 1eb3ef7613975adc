//! The five lists of leads. Each is a scope inside what the viewer may see, so that it is read from its own index.

use super::{access, filters};
use crate::access::{Branch, Scope};
use crate::db::Tx;
use crate::listing::{Asked, Filter, ListSpec};
use crate::text_enum;
use crate::web::{Error, routes};

text_enum! {
    /// Which leads a list shows, as `view=` in the address.
    pub enum View {
        /// The viewer's own.
        Mine = "mine",
        /// Those of the teams they reach.
        Team = "team",
        /// Those nobody owns yet.
        Pool = "pool",
        /// All they may see, open or not.
        All = "all",
        /// Those that are over.
        Closed = "closed",
    }
}

impl View {
    /// The view asked for; without one, the first this viewer has.
    ///
    /// # Errors
    /// `NotFound` for who has nothing to do with leads.
    pub fn asked(tx: &Tx<'_>, asked: &Asked) -> Result<View, Error> {
        if !tx.viewer.sees_leads() {
            return Err(Error::NotFound);
        }
        let named: Option<View> = asked.value("view").parse().ok();
        let first = if View::Mine.is_offered(tx) { View::Mine } else { View::All };
        Ok(named.filter(|view| view.is_offered(tx)).unwrap_or(first))
    }

    /// The view of an address and what else is asked; nothing is shown where a saved view is about leads this viewer has no
    /// such list of.
    ///
    /// # Errors
    /// `NotFound` for who has nothing to do with leads.
    pub fn narrowed(tx: &Tx<'_>, asked: &Asked) -> Result<(View, Asked), Error> {
        let view = View::asked(tx, asked)?;
        let is_other = asked.has("view") && asked.value("view") != view.name();
        if asked.is_saved() && is_other {
            return Ok((view, asked.clone().refusing(tx.text.t("leads-view-not-yours"))));
        }
        Ok((view, asked.clone()))
    }

    /// The tabs, each with its address: other filters go along.
    pub fn tabs(tx: &Tx<'_>, asked: &Asked) -> Vec<(View, String)> {
        let offered = View::ALL.iter().copied().filter(|view| view.is_offered(tx));
        offered.map(|view| (view, asked.with("view", view.name()).on(routes::LEADS))).collect()
    }

    /// What the list can do.
    pub fn spec(self) -> &'static ListSpec {
        match self {
            View::Mine | View::Team | View::Pool => &filters::OPEN,
            View::Closed => &filters::CLOSED,
            View::All => &filters::ALL,
        }
    }

    /// Can this list be narrowed so?
    pub fn narrows_by(self, filter: Filter) -> bool {
        self.spec().filters.contains(&filter)
    }

    /// Whose leads it shows: never more than the viewer may see.
    pub fn scope(self, tx: &Tx<'_>) -> Scope {
        let visible = access::visible(&tx.viewer);
        match self {
            View::Mine => Scope::of([Branch::Owner(tx.viewer.id)]),
            View::Team => Scope::of(teams(tx).into_iter().map(Branch::Team)),
            View::Pool => Scope::of(pools(tx).into_iter().map(Branch::Pool)),
            View::All | View::Closed => visible,
        }
    }

    /// Can leads of this list be changed?
    pub fn is_open(self) -> bool {
        match self {
            View::Mine | View::Team | View::Pool | View::All => true,
            View::Closed => false,
        }
    }

    /// Only who sells has leads of their own: what marketing finds waits in the pools.
    fn is_offered(self, tx: &Tx<'_>) -> bool {
        match self {
            View::Mine => tx.viewer.sells(),
            View::Team => !teams(tx).is_empty(),
            View::Pool | View::All | View::Closed => true,
        }
    }
}

/// The teams whose leads the viewer reaches whole; for who reaches everything, their own and those below it.
fn teams(tx: &Tx<'_>) -> Vec<i64> {
    match access::visible(&tx.viewer).branches() {
        [Branch::All] => tx.directory.teams.subtree(tx.viewer.team_id),
        _ => tx.viewer.teams.clone(),
    }
}

/// The teams whose pool the viewer sees.
fn pools(tx: &Tx<'_>) -> Vec<i64> {
    let visible = access::visible(&tx.viewer);
    let teams = tx.directory.teams.all().iter().map(|team| team.id);
    teams.filter(|team| visible.covers(None, *team)).collect()
}
