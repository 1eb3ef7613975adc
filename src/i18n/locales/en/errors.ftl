### What the error pages say. Keys end in -title (what happened) and -advice (what to do now).

error-home = Go to the first page
error-reference = If you report this, quote the reference

error-not-found-title = Page not found
error-not-found-advice = It may have been moved, or it is not yours to see. Check the address, or search for the record by name.
error-forbidden-title = Not yours to do
error-forbidden-advice = This is not yours to open or to change. Ask the owner of the record, your manager or an administrator.
error-cross-site-title = The form has expired
error-cross-site-advice = This form was opened before you signed in, or came from another site. Go back, reload the page and send it again.
error-second-factor-title = A second factor comes first
error-second-factor-advice = Your role needs a second factor to sign in, and you have none yet. Nothing was saved. Set one up, then go on.
error-acts-no-longer-title = You are yourself again
error-acts-no-longer-advice = You may no longer act for somebody else: the time is over, or it was revoked. Nothing was saved. What you send from now on is done in your own name.
error-bad-request-title = The request could not be read
error-bad-request-advice = Go back to the page and try again.
error-too-large-title = Too much at once
error-too-large-advice = What was sent is larger than one form may be. Shorten the text or split it.
error-too-slow-title = It took too long
error-too-slow-advice = What you sent came too slowly to be waited for. Go back and send it again, from a better line if you can.
error-too-many-title = Too many tries
error-too-many-advice = Wait a few minutes, then try again.
error-busy-title = Fursa is busy
error-busy-advice = Nothing was saved. Wait a moment and send it again.
error-bug-title = Something went wrong on our side
error-bug-advice = Nothing was saved. The cause has been written to the log.

## Problems with a field of a form. Each names what it is about: it also stands in a list above the form.
problem-too_long = Shorten “{ $start }” to { $n } characters or fewer
problem-name = Enter a name
problem-email = Enter an email address like name@example.com
problem-url = Enter a web address like www.example.com
problem-choose = Choose one of the list
