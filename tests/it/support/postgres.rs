//! Databases on a PostgreSQL server. Each run of the suite has a number, and holds a lock of that number on the server
//! as long as it lives: databases whose lock is free were left by a run that died, and are cleared away.

use std::collections::HashMap;
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};

use diesel::prelude::*;
use diesel::sql_types::{Bool, Text};

use super::database::{Content, prepare};

/// The server to create databases on, if there is one.
pub fn admin_url() -> Option<String> {
    std::env::var("TEST_DATABASE_URL").ok().filter(|url| !url.trim().is_empty())
}

/// A database that is dropped when the test is over.
pub struct Fresh {
    pub url: String,
    name: String,
}

impl Drop for Fresh {
    fn drop(&mut self) {
        server().drop_database(&self.name);
    }
}

/// A copy of the template with this content.
pub fn fresh(content: Content) -> Fresh {
    let mut server = server();
    let template = server.template(content);
    let name = server.next_name();
    server.run(&format!("CREATE DATABASE {name} TEMPLATE {template}"));
    Fresh { url: url_of(&name), name }
}

/// A connection that creates and drops, one at a time.
struct Server {
    admin: PgConnection,
    run: u32,
    made: u32,
    templates: HashMap<Content, String>,
}

fn server() -> MutexGuard<'static, Server> {
    static SERVER: OnceLock<Mutex<Server>> = OnceLock::new();
    SERVER.get_or_init(|| Mutex::new(Server::connect())).lock().unwrap_or_else(PoisonError::into_inner)
}

impl Server {
    fn connect() -> Server {
        let admin = PgConnection::establish(&admin_url().unwrap()).unwrap();
        let mut number = [0; 4];
        getrandom::fill(&mut number).unwrap();
        let mut server = Server { admin, run: u32::from_be_bytes(number), made: 0, templates: HashMap::new() };
        assert!(server.lock(server.run), "another run of the suite has the same number");
        server.clear_what_others_left();
        server
    }

    fn template(&mut self, content: Content) -> String {
        if let Some(name) = self.templates.get(&content) {
            return name.clone();
        }
        let name = self.next_name();
        self.run(&format!("CREATE DATABASE {name} TEMPLATE template0"));
        prepare(&url_of(&name), content);
        self.templates.insert(content, name.clone());
        name
    }

    fn next_name(&mut self) -> String {
        self.made += 1;
        format!("fursa_test_{}_{}", self.run, self.made)
    }

    fn lock(&mut self, run: u32) -> bool {
        let taken = diesel::dsl::sql::<Bool>(&format!("pg_try_advisory_lock({run})"));
        diesel::select(taken).get_result(&mut self.admin).unwrap()
    }

    fn clear_what_others_left(&mut self) {
        #[derive(QueryableByName)]
        struct Named {
            #[diesel(sql_type = Text)]
            name: String,
        }
        let all =
            diesel::sql_query("SELECT datname::text AS name FROM pg_database WHERE datname LIKE 'fursa\\_test\\_%'");
        for Named { name } in all.load::<Named>(&mut self.admin).unwrap() {
            let run = name.split('_').nth(2).and_then(|number| number.parse().ok());
            let Some(run) = run.filter(|run| *run != self.run) else { continue };
            if self.lock(run) {
                self.drop_database(&name);
                self.run(&format!("SELECT pg_advisory_unlock({run})"));
            }
        }
    }

    fn drop_database(&mut self, name: &str) {
        self.run(&format!("DROP DATABASE IF EXISTS {name} WITH (FORCE)"));
    }

    fn run(&mut self, statement: &str) {
        diesel::sql_query(statement).execute(&mut self.admin).unwrap();
    }
}

fn url_of(name: &str) -> String {
    let mut url = url::Url::parse(&admin_url().unwrap()).unwrap();
    url.set_path(name);
    url.into()
}
