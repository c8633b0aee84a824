-- The owners of deals at their moves, after hand-overs of the past were imported: those in settled, from number :last on.
UPDATE stage_change
   SET owner = (SELECT o.to_owner FROM owner_change o WHERE o.deal = stage_change.deal AND o.at <= stage_change.at
                 ORDER BY o.at DESC, o.id DESC LIMIT 1)
 WHERE deal IN (SELECT id FROM settled)
   AND at >= (SELECT min(n.at) FROM owner_change n WHERE n.deal = stage_change.deal AND n.id > :last)
   AND coalesce(owner, 0) <> coalesce((SELECT o.to_owner FROM owner_change o
                                        WHERE o.deal = stage_change.deal AND o.at <= stage_change.at
                                        ORDER BY o.at DESC, o.id DESC LIMIT 1), 0)
