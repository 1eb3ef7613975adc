//! The application as a test sees it.

use std::cell::RefCell;
use std::collections::HashMap;
use std::future::Future;
use std::ops::Deref;
use std::pin::Pin;
use std::rc::Rc;
use std::sync::Arc;

use actix_web::body::MessageBody;
use actix_web::dev::{Service, ServiceResponse};
use actix_web::test::{self, TestRequest};
use actix_web::{HttpResponse, web};
use chrono::Duration;
use diesel::prelude::*;
use fursa::clock::Clock;
use fursa::config::Config;
use fursa::db::schema::{organization, users};
use fursa::db::{Db, Tx, dialect};
use fursa::directory::Directory;
use fursa::i18n::{Language, Text};
use fursa::web::App;

use super::browser::HOST;
use super::database::{Content, Database, open_with};
use super::id_provider::IdProvider;
use super::post_office::PostOffice;
use super::{Backend, Browser, Page, Who, company};

type Answering = Pin<Box<dyn Future<Output = Page>>>;

/// What a test can be given: something that starts on a fresh database.
pub trait Installation: Sized {
    fn start(backend: Backend) -> impl Future<Output = Self>;
}

/// An installation with the company and its cast.
pub struct TestApp {
    served: Rc<Served>,
    browsers: RefCell<HashMap<Who, Rc<Browser>>>,
}

/// An installation nobody has set up yet: there is no company and no person.
pub struct Untouched(TestApp);

/// The installation of the demonstration. Its people are found by address: `app.person("rep@fursa.example")`.
pub struct Demo(TestApp);

/// An installation with the company, its cast, and a mail server.
pub struct Mailing {
    app: TestApp,
    pub office: PostOffice,
}

/// An installation with the company, its cast, and a provider people may sign in through.
pub struct Providing {
    app: TestApp,
    pub provider: IdProvider,
}

/// The running application. The database goes last, when nobody is connected any more.
pub(super) struct Served {
    answer: Box<dyn Fn(TestRequest) -> Answering>,
    pub(super) app: web::Data<App>,
    database: Database,
}

impl Served {
    pub(super) async fn answer(&self, request: TestRequest) -> Page {
        (self.answer)(request).await
    }
}

impl Installation for TestApp {
    async fn start(backend: Backend) -> TestApp {
        serve(Database::fresh(backend, Content::Company), |_| {}).await
    }
}

impl Installation for Untouched {
    async fn start(backend: Backend) -> Untouched {
        Untouched(serve(Database::fresh(backend, Content::Nothing), |_| {}).await)
    }
}

impl Installation for Demo {
    async fn start(backend: Backend) -> Demo {
        Demo(serve(Database::fresh(backend, Content::Demo), |_| {}).await)
    }
}

impl Installation for Mailing {
    async fn start(backend: Backend) -> Mailing {
        let office = PostOffice::open();
        let set = |config: &mut Config| {
            (config.smtp_url, config.mail_from) = (office.url(), "Fursa <crm@fursa.test>".to_owned());
            config.base_url = format!("http://{HOST}");
        };
        Mailing { app: serve(Database::fresh(backend, Content::Company), set).await, office }
    }
}

impl Installation for Providing {
    async fn start(backend: Backend) -> Providing {
        let provider = IdProvider::open();
        let app = TestApp::with(backend, |config| config.provider = Some(provider.settings())).await;
        Providing { app, provider }
    }
}

impl Deref for Providing {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Deref for Mailing {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.app
    }
}

impl Deref for Demo {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

impl AsRef<TestApp> for TestApp {
    fn as_ref(&self) -> &TestApp {
        self
    }
}

impl AsRef<TestApp> for Demo {
    fn as_ref(&self) -> &TestApp {
        self
    }
}

impl Demo {
    /// Somebody of the demonstration.
    pub fn person(&self, address: &str) -> Who {
        let known = users::table.filter(users::email_key.eq(address)).select(users::id);
        Who::Person(self.db(|db| known.first(db).unwrap()))
    }
}

impl Deref for Untouched {
    type Target = TestApp;

    fn deref(&self) -> &TestApp {
        &self.0
    }
}

async fn serve(database: Database, set: impl FnOnce(&mut Config)) -> TestApp {
    let app = web::Data::new(open_with(&database.url, set));
    let service = Rc::new(test::init_service(fursa::application!(app.clone())).await);
    let answer = Box::new(move |request: TestRequest| -> Answering {
        let service = service.clone();
        Box::pin(async move {
            match service.call(request.to_request()).await {
                Ok(response) => Page::read(whole(response)).await,
                Err(error) => Page::read(error.error_response()).await,
            }
        })
    });
    TestApp { served: Rc::new(Served { answer, app, database }), browsers: RefCell::default() }
}

fn whole(response: ServiceResponse<impl MessageBody + 'static>) -> HttpResponse {
    response.map_into_boxed_body().into_parts().1
}

impl TestApp {
    /// Another installation, on the same kind of database.
    pub async fn another(&self) -> TestApp {
        TestApp::start(self.backend()).await
    }

    /// An installation with settings of its own.
    pub async fn with(backend: Backend, settings: impl FnOnce(&mut Config)) -> TestApp {
        serve(Database::fresh(backend, Content::Company), settings).await
    }

    /// The kind of database it is on.
    pub fn backend(&self) -> Backend {
        if self.app().config.sqlite_file().is_some() { Backend::Sqlite } else { Backend::Postgres }
    }

    /// Opens a page.
    pub async fn get(&self, who: Who, path: &str) -> Page {
        self.browser_of(who).get(path).await
    }

    /// Sends a form, with the token that the person's pages carry.
    pub async fn post(&self, who: Who, path: &str, fields: &[(&str, &str)]) -> Page {
        self.browser_of(who).post(path, fields).await
    }

    /// The browser of one of the cast, signed in.
    pub fn browser_of(&self, who: Who) -> Rc<Browser> {
        let mut browsers = self.browsers.borrow_mut();
        browsers.entry(who).or_insert_with(|| Rc::new(Browser::of(self.served.clone(), self.id(who)))).clone()
    }

    /// One more browser of one of the cast, signed in by itself.
    pub fn another_browser_of(&self, who: Who) -> Browser {
        Browser::of(self.served.clone(), self.id(who))
    }

    /// A browser in which nobody has signed in.
    pub fn browser(&self) -> Browser {
        Browser::of(self.served.clone(), None)
    }

    /// The id of a person; none for nobody.
    pub fn id(&self, who: Who) -> Option<i64> {
        match who {
            Who::Nobody => None,
            Who::Person(id) => Some(id),
            cast => Some(self.look(|db| {
                users::table.filter(users::email_key.eq(cast.email())).select(users::id).first(db).unwrap()
            })),
        }
    }

    /// The id of a team: `Fjord Trading`, `North`, `North-East` or `South`.
    pub fn team(&self, name: &str) -> i64 {
        self.look(|db| company::team_id(db, name))
    }

    /// Hires somebody the cast lacks, with roles by their names.
    pub fn hire(&self, name: &str, roles: &str, team: &str) -> Who {
        Who::Person(self.db(|db| company::hire(db, name, roles, team)))
    }

    /// The directory as it is now.
    pub fn directory(&self) -> Arc<Directory> {
        self.look(|db| directory(&self.served.app, db))
    }

    /// Works on the database, as itself. No request is answered meanwhile.
    pub fn db<T>(&self, work: impl FnOnce(&mut Db) -> T) -> T {
        work(&mut self.served.app.pools.writer().unwrap())
    }

    /// Looks at the database; may be asked while somebody works on it.
    fn look<T>(&self, work: impl FnOnce(&mut Db) -> T) -> T {
        work(&mut self.served.app.pools.reader().unwrap())
    }

    /// Runs work as a person, in a transaction that is kept.
    pub fn tx<T>(&self, who: Who, work: impl FnOnce(&mut Tx<'_>) -> T) -> T {
        let person = self.id(who).unwrap();
        let app = &self.served.app;
        let mut db = app.pools.writer().unwrap();
        dialect::begin_write(&mut db).unwrap();
        let directory = directory(app, &mut db);
        let viewer = directory.viewer(person).unwrap().at_work(&mut db).unwrap();
        let text = Text::new(Language::fallback(), directory.organization.tz());
        let (request, page, now) = (Arc::default(), Default::default(), app.clock.now());
        let done = work(&mut Tx { db: &mut db, viewer, directory, text, now, request, batch: None, page });
        dialect::end(&mut db, true).unwrap();
        done
    }

    /// The clock: it stands still.
    pub fn clock(&self) -> &Clock {
        &self.served.app.clock
    }

    /// Lets time pass; the cast sign in anew.
    pub fn wait(&self, time: Duration) {
        self.clock().advance(time);
        self.fresh_browsers();
    }

    /// The cast sign in anew, in browsers without a history.
    pub fn fresh_browsers(&self) {
        self.browsers.borrow_mut().clear();
    }

    /// The running application, for what only it knows, and to be served to a real browser.
    pub fn app(&self) -> &web::Data<App> {
        &self.served.app
    }

    /// Where the database is.
    pub fn database_url(&self) -> &str {
        &self.served.database.url
    }
}

fn directory(app: &App, db: &mut Db) -> Arc<Directory> {
    let revision = organization::table.select(organization::revision).first(db).unwrap();
    app.directory.at(revision, db).unwrap().unwrap()
}
