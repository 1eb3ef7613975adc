# What a person keeps at hand of the records
bookmarks-favourite = Favourite
bookmarks-follow = Follow
bookmarks-favourites = Favourites
bookmarks-followed = Followed
bookmarks-recent = Recently viewed
bookmarks-favoured = { $name } is among your favourites.
bookmarks-favourite-dropped = { $name } is no longer among your favourites.
bookmarks-following = You follow { $name }: what others change there is told on your home page.
bookmarks-followed-dropped = You no longer follow { $name }.
