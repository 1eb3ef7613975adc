# Signing in through the company's OpenID Connect provider, and the account there.

provider-door = Sign in with { $name }
provider-unsent = Signing in with another account leads away from this page. Do it in a new tab and then reload this one: what you typed is there to be sent again.
provider-absent = The sign-in you chose does not answer. Try again in a while, or sign in with your password.
provider-denied = You were not signed in there. Try again, or sign in with your password.
provider-broken = This way back was used before, took too long, or began in another window. Start again.
provider-untrusted = What came back from there could not be verified, so nobody was signed in. Start again; if it stays so, tell your administrator.
provider-unverified = Your address has not been confirmed there. Confirm it there, or ask your administrator.
provider-stranger = Nobody signs in here with that account. Ask your administrator.
provider-other = You sign in here with another account from there. Use that one, or ask your administrator to unlink it.

provider-title = Sign-in with another account
provider-linked = { $name }: linked
provider-not-linked = { $name }: not linked
provider-since = Linked
provider-link-advice = Not linked yet. Sign in with { $name } once: if it has confirmed the address you have here, the account there is linked to you.
provider-link = Link an account
provider-link-own = Or link one yourself, whatever its address: enter your password here, then sign in with { $name }.
provider-on = Continue to { $name }
provider-on-advice = Sign in with { $name } now. The account you sign in with there is linked to you.
provider-linked-now = Linked your account at { $name }
provider-taken = That account is linked to somebody else here. Use another one, or ask your administrator.
provider-remove = Unlink it
provider-remove-advice = From then on you sign in with your password. All your other sign-ins end. The account is linked again when somebody signs in with it and your address.
provider-removed = Unlinked your account at { $name }

notice-provider_linked = Account linked that you may sign in with
notice-provider_unlinked = Account unlinked that you could sign in with
sign-ins-outcome-other_account = Refused: another account is linked
sign-ins-way-provider = Other account
sign-ins-way-provider_and_factor = Other account and second factor

admin-provider-none = No account is linked. One is linked when this person signs in with it for the first time, by their address.
admin-provider-remove-advice = For somebody who signs in with another account from now on. Make sure that it is they who ask. Their sign-ins end, and they are told.
admin-provider-removed = Unlinked the account
