-- The client base, whole. Every column says what it holds; the comments are read by the build
-- (scripts/make-registry) and become the registry of entities and fields, so they are the one
-- description of the data.
--
--   -- @ENTITY [code=C] [label=L] [dated=D] [internal]: what a row is
--   column TYPE …,  -- KIND[*][.][!]: what the column holds
--
-- code: the column people type and see instead of the number; label: the column that names a
-- record; dated: the column that says when the fact happened (--as-of). KIND is the field's type;
-- * puts it among the default columns of a list, . says the program keeps it, ! that it happened, so that
-- it cannot lie after now (nor can what the program keeps). Money is in minor units, milli and percent in
-- thousandths, micro in millionths; times are text in the department's zone.

-- ---------------------------------------------------------------- the department

-- @territory code=code label=name: a region in a tree of regions; a filter on one includes those below
CREATE TABLE territory (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name people type
  name        TEXT,                                 -- text*: full name
  parent      INTEGER REFERENCES territory,         -- ref*: the territory that contains it
  tz          TEXT                                  -- text: time zone of its clients, such as Europe/Samara
) STRICT;

-- @rep code=login label=name: somebody of the department
CREATE TABLE rep (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  login       TEXT NOT NULL UNIQUE CHECK (login <> ''), -- code*: login name
  name        TEXT,                                 -- text*: full name
  team        TEXT,                                 -- text*: team
  territory   INTEGER REFERENCES territory,         -- ref*: where the rep works
  email       TEXT,                                 -- email: e-mail address
  phone       TEXT,                                 -- phone: telephone
  skills      TEXT,                                 -- text: what the rep is good at
  hired_on    TEXT,                                 -- date: first working day
  left_on     TEXT,                                 -- date: last working day
  note        TEXT                                  -- text: remarks
) STRICT;

-- @rep_role: a role a rep holds, over time
CREATE TABLE rep_role (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  rep         INTEGER NOT NULL REFERENCES rep,      -- ref*: who
  role        TEXT NOT NULL CHECK (role IN ('collector', 'caller', 'closer', 'consultant', 'account', 'head', 'admin')), -- enum*: the part played
  since       TEXT,                                 -- date*: from this day
  until       TEXT                                  -- date*: to this day, included
) STRICT;

-- @absence: days a rep is away, and who stands in
CREATE TABLE absence (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  rep         INTEGER NOT NULL REFERENCES rep,      -- ref*: who is away
  since       TEXT NOT NULL,                        -- date*: first day away
  until       TEXT,                                 -- date*: last day away
  substitute  INTEGER REFERENCES rep                -- ref*: who takes the calls and tasks
) STRICT;

-- @holiday code=day: a day on which nobody works
CREATE TABLE holiday (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  day         TEXT NOT NULL UNIQUE,                 -- date*: the day
  name        TEXT                                  -- text*: what is celebrated
) STRICT;

-- ---------------------------------------------------------------- reference tables

-- @product code=code label=name: what is sold
CREATE TABLE product (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name or article number
  name        TEXT,                                 -- text*: name
  product_group TEXT,                               -- text*: group for reports and consumption
  unit        TEXT,                                 -- text: unit of quantity
  price       INTEGER,                              -- money*: list price
  cost        INTEGER,                              -- money: cost of one unit
  vat         INTEGER,                              -- percent: value added tax
  active      INTEGER NOT NULL DEFAULT 1 CHECK (active IN (0, 1)) -- bool: can be sold
) STRICT;

-- @segment code=code label=name: a market segment
CREATE TABLE segment (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT                                  -- text*: full name
) STRICT;

-- @industry code=code label=name: a line of business
CREATE TABLE industry (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT                                  -- text*: full name
) STRICT;

-- @source code=code label=name: where clients and deals come from
CREATE TABLE source (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT                                  -- text*: full name
) STRICT;

-- @lost_reason code=code label=name: why deals are lost
CREATE TABLE lost_reason (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT                                  -- text*: full name
) STRICT;

-- @material code=code label=name: something that is sent or shown to clients
CREATE TABLE material (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT,                                 -- text*: full name
  version     TEXT,                                 -- text*: version
  purpose     TEXT                                  -- text*: what it is for
) STRICT;

-- @category code=code label=name: a step of a company's life cycle
CREATE TABLE category (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT,                                 -- text*: full name
  position    INTEGER NOT NULL DEFAULT 0,           -- int*: order in the life cycle
  kind        TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'client', 'lost')) -- enum*: not yet a client, a client, or lost
) STRICT;

-- @pipeline code=code label=name: a path that deals take
CREATE TABLE pipeline (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  name        TEXT                                  -- text*: full name
) STRICT;

-- @stage code=code label=name: a step of a pipeline; typed as pipeline:code where the code alone is not clear
CREATE TABLE stage (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  pipeline    INTEGER NOT NULL REFERENCES pipeline, -- ref*: the pipeline it belongs to
  code        TEXT NOT NULL CHECK (code <> ''),     -- code*: short name
  name        TEXT,                                 -- text*: full name
  position    INTEGER NOT NULL DEFAULT 0,           -- int*: order in the pipeline
  kind        TEXT NOT NULL DEFAULT 'open' CHECK (kind IN ('open', 'won', 'lost')), -- enum*: open, won (the first one is the sale), lost
  probability INTEGER CHECK (probability BETWEEN 0 AND 1000), -- percent*: chance of a win until enough deals are measured
  max_days    INTEGER,                              -- int*: longest healthy stay in days
  role        TEXT,                                 -- text: role that works this stage
  UNIQUE (pipeline, code)
) STRICT;

-- @duty: a task that entering a stage creates
CREATE TABLE duty (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  stage       INTEGER NOT NULL REFERENCES stage,    -- ref*: on entering this stage
  role        TEXT,                                 -- text*: role that has the duty; empty: the owner
  title       TEXT NOT NULL,                        -- text*: title of the task
  days        INTEGER NOT NULL DEFAULT 0            -- int*: due within so many days
) STRICT;

-- @gate: what must be known before a company or deal may enter a category or stage
CREATE TABLE gate (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  entity      TEXT NOT NULL CHECK (entity IN ('company', 'deal')), -- enum*: what is moved
  category    INTEGER REFERENCES category,          -- ref*: target category, for companies
  stage       INTEGER REFERENCES stage,             -- ref*: target stage, for deals
  needs       TEXT NOT NULL,                        -- text*: what is asked, in words
  test        TEXT NOT NULL,                        -- text*: filter expression that must hold
  required    INTEGER NOT NULL DEFAULT 1 CHECK (required IN (0, 1)), -- bool*: stops the move; else only a wish
  part        TEXT,                                 -- text: rows of one part count together
  at_least    INTEGER,                              -- int: so many rows of the part are enough
  CHECK ((category IS NULL) <> (stage IS NULL))
) STRICT;

-- @norm: what share should pass a step and how long it may take
CREATE TABLE norm (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  kind        TEXT NOT NULL CHECK (kind IN ('stage', 'category', 'activity')), -- enum*: kind of steps
  from_stage  INTEGER REFERENCES stage,             -- ref*: from this stage
  to_stage    INTEGER REFERENCES stage,             -- ref*: to this stage
  from_category INTEGER REFERENCES category,        -- ref: from this category
  to_category INTEGER REFERENCES category,          -- ref: to this category
  from_step   TEXT CHECK (from_step IN ('list', 'called', 'set', 'held', 'contract')), -- enum: from this activity step
  to_step     TEXT CHECK (to_step IN ('list', 'called', 'set', 'held', 'contract')), -- enum: to this activity step
  min_rate    INTEGER,                              -- percent*: share that should pass
  max_days    INTEGER                               -- int*: days it should take
) STRICT;

-- @question code=code label=text: a check question of the qualification
CREATE TABLE question (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  text        TEXT NOT NULL,                        -- text*: the question
  stage       INTEGER REFERENCES stage,             -- ref*: asked from this stage on
  required    INTEGER NOT NULL DEFAULT 0 CHECK (required IN (0, 1)) -- bool*: needed for the stage
) STRICT;

-- @objection code=code label=phrase: something clients say
CREATE TABLE objection (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  code        TEXT NOT NULL UNIQUE CHECK (code <> ''), -- code*: short name
  phrase      TEXT NOT NULL,                        -- text*: what is heard
  meaning     TEXT,                                 -- text*: what it usually means
  kind        TEXT NOT NULL DEFAULT 'objection' CHECK (kind IN ('objection', 'postponement', 'signal')) -- enum*: objection, postponement or buying signal
) STRICT;

-- @objection_reply: what to answer to an objection
CREATE TABLE objection_reply (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  objection   INTEGER NOT NULL REFERENCES objection, -- ref*: the objection
  reply       TEXT NOT NULL,                        -- text*: what to answer
  fits        TEXT                                  -- text*: when this answer fits
) STRICT;

-- @touchpoint label=name: a place where a client meets the firm
CREATE TABLE touchpoint (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  name        TEXT NOT NULL UNIQUE,                 -- text*: name
  grp         TEXT,                                 -- text*: service, product or business
  ours        TEXT NOT NULL DEFAULT 'yes' CHECK (ours IN ('yes', 'planned', 'no')), -- enum*: do we have it
  at_competitors TEXT,                              -- text: how competitors do it
  kind        TEXT CHECK (kind IN ('once', 'repeated')), -- enum*: met once or repeatedly
  term        TEXT CHECK (term IN ('short', 'long')), -- enum: short or long effect
  chain       TEXT,                                 -- text: chain it belongs to
  position    INTEGER,                              -- int: place in the chain
  importance  INTEGER,                              -- milli*: weight, 1 to 5
  score       INTEGER,                              -- milli*: how good it is, 1 to 5
  target_on   TEXT                                  -- date: to be improved by
) STRICT;

-- @touchpoint_change dated=at: an improvement of a touchpoint
CREATE TABLE touchpoint_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  touchpoint  INTEGER NOT NULL REFERENCES touchpoint, -- ref*: which
  score       INTEGER,                              -- milli*: score from now on
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep,               -- ref*: by whom
  what        TEXT                                  -- text*: what was done
) STRICT;

-- @pay_rule: how a role is paid
CREATE TABLE pay_rule (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  role        TEXT NOT NULL,                        -- text*: role that is paid
  kind        TEXT NOT NULL CHECK (kind IN ('unit', 'percent', 'fixed', 'fine')), -- enum*: per unit, percent, fixed sum, fine
  metric      TEXT,                                 -- text*: indicator that is paid
  rate        INTEGER NOT NULL,                     -- money*: money per unit, or percent for kind percent
  bonus       INTEGER,                              -- money: sum for a met plan
  bonus_scope TEXT CHECK (bonus_scope IN ('own', 'team')), -- enum: whose plan
  valid_from  TEXT                                  -- date*: from this day
) STRICT;

-- @pay_line: a frozen result of a closed month
CREATE TABLE pay_line (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  period      TEXT NOT NULL,                        -- period*: the month
  rep         INTEGER NOT NULL REFERENCES rep,      -- ref*: who
  pay_rule    INTEGER REFERENCES pay_rule,          -- ref*: by which rule
  quantity    INTEGER,                              -- milli*: how much was done
  amount      INTEGER NOT NULL                      -- money*: what it earns
) STRICT;

-- @rate: what one unit of a currency is worth in the base currency
CREATE TABLE rate (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  currency    TEXT NOT NULL,                        -- text*: ISO code
  valid_on    TEXT NOT NULL,                        -- date*: from this day
  value       INTEGER NOT NULL,                     -- micro*: what one unit is worth in the base currency
  UNIQUE (currency, valid_on)
) STRICT;

-- ---------------------------------------------------------------- programmes

-- @campaign label=name: a programme: a seminar, a mailing, an offer to a group
CREATE TABLE campaign (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  name        TEXT NOT NULL UNIQUE,                 -- text*: name
  kind        TEXT,                                 -- text*: kind
  owner       INTEGER REFERENCES rep,               -- ref*: who runs it
  starts_on   TEXT,                                 -- date*: first day
  ends_on     TEXT,                                 -- date*: last day
  budget      INTEGER,                              -- money*: planned cost
  spent       INTEGER                               -- money: actual cost
) STRICT;

-- ---------------------------------------------------------------- companies and people

-- @company label=name dated=created_at: a firm that could buy, buys or bought
CREATE TABLE company (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  name        TEXT NOT NULL CHECK (name <> ''),     -- text*: trade name
  category    INTEGER REFERENCES category,          -- ref*: where it stands in its life cycle
  class       TEXT CHECK (class IN ('key', 'A', 'B', 'C')), -- enum: weight
  segment     INTEGER REFERENCES segment,           -- ref: market segment
  industry    INTEGER REFERENCES industry,          -- ref: line of business
  territory   INTEGER REFERENCES territory,         -- ref*: where it is
  site        TEXT,                                 -- text: web site
  source      INTEGER REFERENCES source,            -- ref: where it came from
  referred_by INTEGER REFERENCES company,           -- ref: the company that sent it to us
  owner       INTEGER REFERENCES rep,               -- ref*: responsible rep
  second_owner INTEGER REFERENCES rep,              -- ref: second rep who knows it
  potential   INTEGER,                              -- money: what it could buy in a year
  parent      INTEGER REFERENCES company,           -- ref: holding
  client_since TEXT,                                -- date: known client since
  tz          TEXT,                                 -- text: its time zone, if not the territory's
  verified_at TEXT,                                 -- time!: contact data confirmed
  verified_by INTEGER REFERENCES rep,               -- ref: who confirmed them
  note        TEXT,                                 -- text: remarks
  created_at  TEXT NOT NULL,                        -- time.: entered
  created_by  INTEGER REFERENCES rep,               -- ref.: who collected it
  name_key    TEXT                                  -- key: folded name without legal form
) STRICT;
CREATE INDEX company_name_key ON company (name_key);
CREATE INDEX company_owner ON company (owner, category);
CREATE INDEX company_territory ON company (territory);
CREATE INDEX company_category ON company (category);
CREATE INDEX company_created ON company (created_at);
CREATE INDEX company_parent ON company (parent) WHERE parent IS NOT NULL;
CREATE INDEX company_referred ON company (referred_by) WHERE referred_by IS NOT NULL;

-- @contact label=name dated=created_at: a person
CREATE TABLE contact (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  name        TEXT NOT NULL CHECK (name <> ''),     -- text*: full name
  last_name   TEXT,                                 -- text: family name
  first_name  TEXT,                                 -- text: given name
  patronymic  TEXT,                                 -- text: patronymic
  birthday    TEXT,                                 -- date: birthday
  id_number   TEXT,                                 -- text: number of a document
  note        TEXT,                                 -- text: remarks
  created_at  TEXT NOT NULL,                        -- time.: entered
  created_by  INTEGER REFERENCES rep,               -- ref.: by whom
  name_key    TEXT                                  -- key: folded name
) STRICT;
CREATE INDEX contact_name_key ON contact (name_key);

-- @address: where a company or contact is
CREATE TABLE address (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER REFERENCES company,           -- ref*: of this company
  contact     INTEGER REFERENCES contact,           -- ref: of this person
  kind        TEXT NOT NULL DEFAULT 'office' CHECK (kind IN ('office', 'legal', 'postal', 'delivery', 'home')), -- enum*: purpose
  country     TEXT,                                 -- text: country
  postcode    TEXT,                                 -- text: postal code
  region      TEXT,                                 -- text: region
  city        TEXT,                                 -- text*: city
  street      TEXT,                                 -- text*: street and house, or the whole address
  is_main     INTEGER NOT NULL DEFAULT 0 CHECK (is_main IN (0, 1)), -- bool: the main one
  CHECK ((company IS NULL) <> (contact IS NULL))
) STRICT;
CREATE INDEX address_company ON address (company) WHERE company IS NOT NULL;
CREATE INDEX address_contact ON address (contact) WHERE contact IS NOT NULL;

-- @legal_entity label=legal_name: a legal person of a company
CREATE TABLE legal_entity (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: of this company
  legal_name  TEXT,                                 -- text*: registered name
  inn         TEXT,                                 -- inn*: tax number (ИНН); branches share it
  kpp         TEXT,                                 -- kpp*: branch code (КПП)
  ogrn        TEXT,                                 -- ogrn: registration number (ОГРН)
  bank        TEXT,                                 -- text: bank account
  vat_payer   INTEGER CHECK (vat_payer IN (0, 1)),  -- bool: pays value added tax
  status      TEXT CHECK (status IN ('active', 'closing', 'closed')), -- enum: state in the register
  is_main     INTEGER NOT NULL DEFAULT 0 CHECK (is_main IN (0, 1)) -- bool: the main one
) STRICT;
CREATE INDEX legal_entity_company ON legal_entity (company);
CREATE INDEX legal_entity_inn ON legal_entity (inn);

-- @channel label=value: a way to reach a company or contact
CREATE TABLE channel (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER REFERENCES company,           -- ref*: of this company
  contact     INTEGER REFERENCES contact,           -- ref*: of this person
  kind        TEXT NOT NULL CHECK (kind IN ('phone', 'email', 'telegram', 'whatsapp', 'other')), -- enum*: kind
  value       TEXT NOT NULL CHECK (value <> ''),    -- text*: number or address
  extension   TEXT,                                 -- text: extension of a phone
  label       TEXT,                                 -- text: such as reception
  is_main     INTEGER NOT NULL DEFAULT 0 CHECK (is_main IN (0, 1)), -- bool*: the main one of its kind
  state       TEXT NOT NULL DEFAULT 'ok' CHECK (state IN ('ok', 'wrong', 'bounced')), -- enum*: does it work
  do_not_contact_until TEXT,                        -- date: not to be used before this day; 9999-12-31 is for ever
  why         TEXT,                                 -- text: why not
  key         TEXT,                                 -- key: E.164 number or folded address
  CHECK ((company IS NULL) <> (contact IS NULL))
) STRICT;
CREATE INDEX channel_company ON channel (company) WHERE company IS NOT NULL;
CREATE INDEX channel_contact ON channel (contact) WHERE contact IS NOT NULL;
CREATE INDEX channel_key ON channel (key);

-- @consent dated=given_on: a person's consent to a purpose
CREATE TABLE consent (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  contact     INTEGER NOT NULL REFERENCES contact,  -- ref*: who consents
  purpose     TEXT NOT NULL CHECK (purpose IN ('processing', 'advertising')), -- enum*: to what
  given_on    TEXT NOT NULL,                        -- date*!: since when
  document    TEXT,                                 -- text*: where it is written
  withdrawn_on TEXT                                 -- date*: until when
) STRICT;
CREATE INDEX consent_contact ON consent (contact);

-- @employment: a person's post in a company
CREATE TABLE employment (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  contact     INTEGER NOT NULL REFERENCES contact,  -- ref*: who
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: where
  position    TEXT,                                 -- text*: post
  role        TEXT CHECK (role IN ('decides', 'influences', 'uses', 'pays', 'blocks')), -- enum*: part in buying decisions
  since       TEXT,                                 -- date*: from this day
  until       TEXT                                  -- date*: to this day
) STRICT;
CREATE INDEX employment_company ON employment (company);
CREATE INDEX employment_contact ON employment (contact);

-- @need dated=created_at: what a company wants to buy
CREATE TABLE need (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: who wants it
  contact     INTEGER REFERENCES contact,           -- ref: who said so
  product     INTEGER REFERENCES product,           -- ref*: what
  quantity    INTEGER,                              -- milli*: how much
  per         TEXT CHECK (per IN ('once', 'month', 'quarter', 'year')), -- enum*: how often
  due_on      TEXT,                                 -- date*: by when
  budget      INTEGER,                              -- money*: for how much
  supplier    TEXT,                                 -- text: who supplies it now
  supplied_until TEXT,                              -- date: until when
  deal        INTEGER REFERENCES deal,              -- ref: the deal it became
  status      TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'deal', 'dropped')), -- enum*: what became of it
  reason      TEXT,                                 -- text: why dropped
  created_at  TEXT NOT NULL,                        -- time.: entered
  note        TEXT                                  -- text: remarks
) STRICT;
CREATE INDEX need_company ON need (company);
CREATE INDEX need_deal ON need (deal) WHERE deal IS NOT NULL;
CREATE INDEX need_contact ON need (contact) WHERE contact IS NOT NULL;

-- @consumption dated=at: what a company uses of a product group
CREATE TABLE consumption (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: who
  product_group TEXT NOT NULL,                      -- text*: of what
  period      TEXT NOT NULL,                        -- period*: in which period
  quantity    INTEGER,                              -- milli*: how much
  amount      INTEGER,                              -- money*: for how much
  supplier    TEXT,                                 -- text*: from whom
  at          TEXT NOT NULL,                        -- time!: found out
  rep         INTEGER REFERENCES rep                -- ref: by whom
) STRICT;
CREATE INDEX consumption_company ON consumption (company);

-- @client_event dated=happened_on: something that happened at a client
CREATE TABLE client_event (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: where
  happened_on TEXT NOT NULL,                        -- date*!: when
  kind        TEXT,                                 -- text*: kind
  text        TEXT                                  -- text*: what
) STRICT;
CREATE INDEX client_event_company ON client_event (company);

-- @hint dated=arrived_at: a raw hint or inquiry that waits for a verdict
CREATE TABLE hint (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  text        TEXT NOT NULL,                        -- text*: what was heard
  source      INTEGER REFERENCES source,            -- ref*: from where
  link        TEXT,                                 -- text: address of the page
  arrived_at  TEXT NOT NULL,                        -- time*!: when
  kind        TEXT NOT NULL DEFAULT 'hint' CHECK (kind IN ('hint', 'inquiry')), -- enum*: hint or inquiry
  rep         INTEGER REFERENCES rep,               -- ref*: who follows it
  verdict     TEXT CHECK (verdict IN ('new', 'existing', 'not-ours', 'dead')), -- enum*: what it turned out to be
  company     INTEGER REFERENCES company,           -- ref*: the company it became
  decided_at  TEXT                                  -- time!: when the verdict fell
) STRICT;
CREATE INDEX hint_company ON hint (company) WHERE company IS NOT NULL;

-- ---------------------------------------------------------------- deals

-- @deal label=title dated=created_at: a sale from a found need to the last payment
CREATE TABLE deal (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER REFERENCES company,           -- ref*: client; may be empty while open
  legal_entity INTEGER REFERENCES legal_entity,     -- ref: contracting legal person
  contact     INTEGER REFERENCES contact,           -- ref: whom we talk to
  owner       INTEGER REFERENCES rep,               -- ref*: responsible rep
  pipeline    INTEGER NOT NULL REFERENCES pipeline, -- ref: the path it takes
  stage       INTEGER NOT NULL REFERENCES stage,    -- ref*: where it stands
  title       TEXT,                                 -- text*: what is sold
  amount      INTEGER,                              -- money*: value
  cost        INTEGER,                              -- money: what it costs us
  currency    TEXT,                                 -- text: ISO code; empty is the base currency
  expected_on TEXT,                                 -- date*: expected sale
  delivery_on TEXT,                                 -- date: agreed delivery
  terms       TEXT,                                 -- text: terms
  source      INTEGER REFERENCES source,            -- ref: where it came from
  campaign    INTEGER REFERENCES campaign,          -- ref: programme it came from
  lost_reason INTEGER REFERENCES lost_reason,       -- ref: why lost
  competitor  TEXT,                                 -- text: to whom lost
  is_repeat   INTEGER NOT NULL DEFAULT 0 CHECK (is_repeat IN (0, 1)), -- bool: the company had already bought when it was opened
  note        TEXT,                                 -- text: remarks
  created_at  TEXT NOT NULL,                        -- time.: opened
  created_by  INTEGER REFERENCES rep,               -- ref.: by whom
  moved_at    TEXT NOT NULL,                        -- time.: entered its stage
  closed_at   TEXT                                  -- time.: won or lost (first move of the last unbroken run)
) STRICT;
CREATE INDEX deal_company ON deal (company);
CREATE INDEX deal_owner ON deal (owner, stage);
CREATE INDEX deal_stage ON deal (stage);
CREATE INDEX deal_created ON deal (created_at);
CREATE INDEX deal_closed ON deal (closed_at) WHERE closed_at IS NOT NULL;
CREATE INDEX deal_contact_ ON deal (contact) WHERE contact IS NOT NULL;
CREATE INDEX deal_legal_entity ON deal (legal_entity) WHERE legal_entity IS NOT NULL;

-- @deal_item: a line of a deal
CREATE TABLE deal_item (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: the deal
  product     INTEGER NOT NULL REFERENCES product,  -- ref*: what
  quantity    INTEGER NOT NULL DEFAULT 1000,        -- milli*: how much
  price       INTEGER,                              -- money*: price of one
  cost        INTEGER,                              -- money: cost of one
  vat         INTEGER                               -- percent: value added tax
) STRICT;
CREATE INDEX deal_item_deal ON deal_item (deal);

-- @deal_contact: a person's part in a deal
CREATE TABLE deal_contact (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: the deal
  contact     INTEGER NOT NULL REFERENCES contact,  -- ref*: who
  role        TEXT CHECK (role IN ('decides', 'influences', 'uses', 'pays', 'blocks')) -- enum*: part in the decision
) STRICT;
CREATE INDEX deal_contact_deal ON deal_contact (deal);
CREATE INDEX deal_contact_contact ON deal_contact (contact);

-- @deal_rep: a rep's part in a deal
CREATE TABLE deal_rep (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: the deal
  rep         INTEGER NOT NULL REFERENCES rep,      -- ref*: who
  part        TEXT NOT NULL CHECK (part IN ('setter', 'closer', 'consultant', 'account')), -- enum*: set the meeting, closed, advised, keeps
  share       INTEGER                               -- percent: share of the credit
) STRICT;
CREATE INDEX deal_rep_deal ON deal_rep (deal);

-- @offer dated=sent_on: an offer sent
CREATE TABLE offer (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: for this deal
  number      TEXT,                                 -- text*: its number
  version     TEXT,                                 -- text*: its version
  sent_on     TEXT,                                 -- date*!: when
  valid_until TEXT,                                 -- date*: how long it holds
  amount      INTEGER                               -- money*: for how much
) STRICT;
CREATE INDEX offer_deal ON offer (deal);

-- @agreement dated=signed_on: a standing contract
CREATE TABLE agreement (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: with whom
  legal_entity INTEGER REFERENCES legal_entity,     -- ref: with which legal person
  number      TEXT,                                 -- text*: number
  signed_on   TEXT,                                 -- date*: since
  until       TEXT,                                 -- date*: until
  payment_days INTEGER,                             -- int*: days to pay
  payment_from TEXT CHECK (payment_from IN ('invoice', 'delivery', 'contract')), -- enum: counted from
  credit_limit INTEGER,                             -- money: largest debt
  stop_delivery INTEGER NOT NULL DEFAULT 0 CHECK (stop_delivery IN (0, 1)), -- bool: deliveries stopped
  discount    INTEGER,                              -- percent: discount
  terms       TEXT                                  -- text: terms
) STRICT;
CREATE INDEX agreement_company ON agreement (company);
CREATE INDEX agreement_legal_entity ON agreement (legal_entity) WHERE legal_entity IS NOT NULL;

-- @invoice dated=issued_on: a bill sent to a client
CREATE TABLE invoice (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: to whom
  legal_entity INTEGER REFERENCES legal_entity,     -- ref: to which legal person
  deal        INTEGER REFERENCES deal,              -- ref*: for which deal
  number      TEXT,                                 -- text*: number
  issued_on   TEXT NOT NULL,                        -- date*: when
  due_on      TEXT,                                 -- date*: to be paid by
  amount      INTEGER NOT NULL                      -- money*: how much, in the deal's currency
) STRICT;
CREATE INDEX invoice_company ON invoice (company);
CREATE INDEX invoice_deal ON invoice (deal) WHERE deal IS NOT NULL;
CREATE INDEX invoice_due ON invoice (due_on);
CREATE INDEX invoice_legal_entity ON invoice (legal_entity) WHERE legal_entity IS NOT NULL;

-- @delivery dated=delivered_on: goods delivered; a return is negative
CREATE TABLE delivery (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: to whom
  legal_entity INTEGER REFERENCES legal_entity,     -- ref: to which legal person
  deal        INTEGER REFERENCES deal,              -- ref*: of which deal
  number      TEXT,                                 -- text*: number
  delivered_on TEXT NOT NULL,                       -- date*!: when
  product     INTEGER REFERENCES product,           -- ref*: what
  quantity    INTEGER,                              -- milli*: how much
  amount      INTEGER                               -- money*: for how much
) STRICT;
CREATE INDEX delivery_company ON delivery (company);
CREATE INDEX delivery_deal ON delivery (deal) WHERE deal IS NOT NULL;
CREATE INDEX delivery_legal_entity ON delivery (legal_entity) WHERE legal_entity IS NOT NULL;

-- @payment dated=paid_on: money received; a refund is negative
CREATE TABLE payment (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: from whom
  legal_entity INTEGER REFERENCES legal_entity,     -- ref: from which legal person
  deal        INTEGER REFERENCES deal,              -- ref*: for which deal
  invoice     INTEGER REFERENCES invoice,           -- ref: for which invoice
  number      TEXT,                                 -- text*: number
  paid_on     TEXT NOT NULL,                        -- date*!: when
  amount      INTEGER NOT NULL                      -- money*: how much
) STRICT;
CREATE INDEX payment_company ON payment (company);
CREATE INDEX payment_deal ON payment (deal) WHERE deal IS NOT NULL;
CREATE INDEX payment_invoice ON payment (invoice) WHERE invoice IS NOT NULL;
CREATE INDEX payment_legal_entity ON payment (legal_entity) WHERE legal_entity IS NOT NULL;

-- @answer dated=at: a client's answer to a check question
CREATE TABLE answer (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: in which deal
  question    INTEGER NOT NULL REFERENCES question, -- ref*: to what
  text        TEXT NOT NULL,                        -- text*: the answer
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep                -- ref*: heard by
) STRICT;
CREATE INDEX answer_deal ON answer (deal);

-- @stage_change dated=at: a deal's move to another stage
CREATE TABLE stage_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  deal        INTEGER NOT NULL REFERENCES deal,     -- ref*: which deal
  from_stage  INTEGER REFERENCES stage,             -- ref*: from; empty when it was opened
  to_stage    INTEGER NOT NULL REFERENCES stage,    -- ref*: to
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep,               -- ref*: by whom
  owner       INTEGER REFERENCES rep,               -- ref: the deal's owner at that moment
  lost_reason INTEGER REFERENCES lost_reason,       -- ref: why lost
  competitor  TEXT,                                 -- text: to whom lost
  forced      TEXT                                  -- text: why the gate was passed all the same
) STRICT;
CREATE INDEX stage_change_deal ON stage_change (deal, at);
CREATE INDEX stage_change_at ON stage_change (at, to_stage, deal);

-- @category_change dated=at: a company's move to another category
CREATE TABLE category_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: which company
  from_category INTEGER REFERENCES category,        -- ref*: from
  to_category INTEGER REFERENCES category,          -- ref*: to
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep,               -- ref*: by whom
  forced      TEXT                                  -- text: why the gate was passed all the same
) STRICT;
CREATE INDEX category_change_company ON category_change (company, at);
CREATE INDEX category_change_at ON category_change (at);

-- @owner_change dated=at: a hand-over of a company or deal
CREATE TABLE owner_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER REFERENCES company,           -- ref*: which company
  deal        INTEGER REFERENCES deal,              -- ref*: or which deal
  from_owner  INTEGER REFERENCES rep,               -- ref*: from
  to_owner    INTEGER REFERENCES rep,               -- ref*: to
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep,               -- ref*: by whom
  reason      TEXT,                                 -- text: why
  CHECK ((company IS NULL) <> (deal IS NULL))
) STRICT;
CREATE INDEX owner_change_company ON owner_change (company, at) WHERE company IS NOT NULL;
CREATE INDEX owner_change_deal ON owner_change (deal, at) WHERE deal IS NOT NULL;

-- ---------------------------------------------------------------- the day's work

-- @activity dated=at: a contact with a client
CREATE TABLE activity (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  kind        TEXT NOT NULL CHECK (kind IN ('call', 'meeting', 'email', 'visit', 'message', 'reference', 'note')), -- enum*: kind
  direction   TEXT CHECK (direction IN ('in', 'out')), -- enum: from the client or from us
  company     INTEGER REFERENCES company,           -- ref*: with which company
  contact     INTEGER REFERENCES contact,           -- ref*: with whom
  deal        INTEGER REFERENCES deal,              -- ref: about which deal
  campaign    INTEGER REFERENCES campaign,          -- ref: in which programme
  rep         INTEGER REFERENCES rep,               -- ref*: by whom
  at          TEXT NOT NULL,                        -- time*!: when
  minutes     INTEGER,                              -- int: how long
  outcome     TEXT CHECK (outcome IN ('no-answer', 'talked', 'refused', 'callback', 'appointment', 'held', 'cancelled', 'no-show')), -- enum*: result
  planned_at  TEXT,                                 -- time: when the promised call or meeting is to be
  follows     INTEGER REFERENCES activity,          -- ref: the activity it grew out of
  objection   INTEGER REFERENCES objection,         -- ref: objection heard
  material    INTEGER REFERENCES material,          -- ref: material sent or shown
  score       INTEGER,                              -- milli: the head's mark for it
  recording   TEXT,                                 -- text: where the recording is
  text        TEXT,                                 -- text*: what was said
  created_at  TEXT NOT NULL                         -- time.: entered
) STRICT;
CREATE INDEX activity_company ON activity (company, at);
CREATE INDEX activity_by ON activity (rep, at);
CREATE INDEX activity_at ON activity (at, kind, direction, rep);
CREATE INDEX activity_appointed ON activity (at) WHERE outcome = 'appointment';
CREATE INDEX activity_appointment ON activity (company, at, planned_at, outcome) WHERE outcome = 'appointment';
CREATE INDEX activity_deal ON activity (deal, at) WHERE deal IS NOT NULL;
CREATE INDEX activity_contact ON activity (contact) WHERE contact IS NOT NULL;
CREATE INDEX activity_follows ON activity (follows) WHERE follows IS NOT NULL;

-- @activity_rep: a further participant of an activity
CREATE TABLE activity_rep (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  activity    INTEGER NOT NULL REFERENCES activity, -- ref*: which
  rep         INTEGER NOT NULL REFERENCES rep       -- ref*: who took part
) STRICT;
CREATE INDEX activity_rep_activity ON activity_rep (activity);

-- @task label=title dated=created_at: something to do, a promise, or a debt to collect
CREATE TABLE task (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  kind        TEXT NOT NULL DEFAULT 'task' CHECK (kind IN ('task', 'promise', 'debt')), -- enum: kind
  title       TEXT NOT NULL CHECK (title <> ''),    -- text*: what
  assignee    INTEGER REFERENCES rep,               -- ref*: who does it
  created_by  INTEGER REFERENCES rep,               -- ref.: who gave it
  created_at  TEXT NOT NULL,                        -- time.: given
  due_at      TEXT,                                 -- time*: by when
  remind_at   TEXT,                                 -- time: when to remind
  every       TEXT,                                 -- text: repetition, such as 1w, 1m, 2wd, 1m@31
  priority    INTEGER NOT NULL DEFAULT 0,           -- int: higher is more urgent
  status      TEXT NOT NULL DEFAULT 'open' CHECK (status IN ('open', 'done', 'cancelled')), -- enum*: state
  done_at     TEXT,                                 -- time!: done
  result      TEXT,                                 -- text: what came of it
  company     INTEGER REFERENCES company,           -- ref*: about which company
  contact     INTEGER REFERENCES contact,           -- ref: about whom
  deal        INTEGER REFERENCES deal,              -- ref*: about which deal
  campaign    INTEGER REFERENCES campaign,          -- ref: in which programme
  activity    INTEGER REFERENCES activity           -- ref: where it was promised
) STRICT;
CREATE INDEX task_assignee ON task (assignee, status, due_at);
CREATE INDEX task_due ON task (due_at);
CREATE INDEX task_company ON task (company) WHERE company IS NOT NULL;
CREATE INDEX task_contact ON task (contact) WHERE contact IS NOT NULL;
CREATE INDEX task_deal ON task (deal) WHERE deal IS NOT NULL;
CREATE INDEX task_activity ON task (activity) WHERE activity IS NOT NULL;

-- @claim dated=at: a client's complaint
CREATE TABLE claim (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: whose
  deal        INTEGER REFERENCES deal,              -- ref*: about which deal
  kind        TEXT,                                 -- text*: kind
  at          TEXT NOT NULL,                        -- time*!: when
  due_on      TEXT,                                 -- date*: to be answered by
  owner       INTEGER REFERENCES rep,               -- ref*: who answers
  text        TEXT,                                 -- text*: what
  decision    TEXT,                                 -- text: what was decided
  cost        INTEGER,                              -- money: what it cost
  closed_on   TEXT                                  -- date*!: settled
) STRICT;
CREATE INDEX claim_company ON claim (company);
CREATE INDEX claim_owner ON claim (owner) WHERE owner IS NOT NULL;
CREATE INDEX claim_deal ON claim (deal) WHERE deal IS NOT NULL;

-- @campaign_member dated=at: a company in a programme
CREATE TABLE campaign_member (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  campaign    INTEGER NOT NULL REFERENCES campaign, -- ref*: which programme
  company     INTEGER NOT NULL REFERENCES company,  -- ref*: who
  contact     INTEGER REFERENCES contact,           -- ref*: whom
  status      TEXT NOT NULL DEFAULT 'planned' CHECK (status IN ('planned', 'held-out', 'sent', 'delivered', 'opened', 'responded', 'declined')), -- enum*: how far
  at          TEXT NOT NULL,                        -- time*: since when
  note        TEXT,                                 -- text: remarks
  UNIQUE (campaign, company, contact)
) STRICT;
CREATE INDEX campaign_member_company ON campaign_member (company);
CREATE INDEX campaign_member_contact ON campaign_member (contact) WHERE contact IS NOT NULL;

-- @member_change dated=at: a member's step in a programme
CREATE TABLE member_change (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  campaign_member INTEGER NOT NULL REFERENCES campaign_member, -- ref*: which member
  from_status TEXT,                                 -- text*: from
  to_status   TEXT NOT NULL,                        -- text*: to
  at          TEXT NOT NULL,                        -- time*!: when
  rep         INTEGER REFERENCES rep                -- ref*: by whom
) STRICT;
CREATE INDEX member_change_member ON member_change (campaign_member);

-- @saved_group code=name label=name: a chosen set of records
CREATE TABLE saved_group (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  name        TEXT NOT NULL UNIQUE,                 -- code*: name
  entity      TEXT NOT NULL,                        -- text*: of what
  filter      TEXT                                  -- text*: condition; empty: the members are frozen
) STRICT;

-- @group_member: a record in a frozen group
CREATE TABLE group_member (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  saved_group INTEGER NOT NULL REFERENCES saved_group, -- ref*: which group
  row         INTEGER NOT NULL,                     -- int*: number of the record
  UNIQUE (saved_group, row)
) STRICT;

-- ---------------------------------------------------------------- planning and market

-- @plan dated=made_at: a target
CREATE TABLE plan (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  metric      TEXT NOT NULL,                        -- text*: indicator
  period      TEXT,                                 -- period*: for which; empty: every month
  rep         INTEGER REFERENCES rep,               -- ref*: of this rep
  role        TEXT,                                 -- text*: of each holder of this role
  team        TEXT,                                 -- text*: of this team
  territory   INTEGER REFERENCES territory,         -- ref*: of this territory
  product     INTEGER REFERENCES product,           -- ref*: of this product
  value       INTEGER NOT NULL,                     -- milli*: how much: thousandths of the indicator's unit (money: of the major unit)
  kind        TEXT NOT NULL DEFAULT 'plan' CHECK (kind IN ('floor', 'aim', 'plan', 'forecast')), -- enum*: least, aimed at, agreed, expected
  made_at     TEXT NOT NULL                         -- time.: when it was set
) STRICT;
CREATE INDEX plan_metric ON plan (metric, period);

-- @estimate dated=at: a rep's own guess
CREATE TABLE estimate (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  rep         INTEGER NOT NULL REFERENCES rep,      -- ref*: whose
  deal        INTEGER REFERENCES deal,              -- ref*: about this deal
  company     INTEGER REFERENCES company,           -- ref*: or this company
  period      TEXT,                                 -- period*: in this period
  amount      INTEGER NOT NULL,                     -- money*: how much
  level       TEXT NOT NULL DEFAULT 'best' CHECK (level IN ('commit', 'best')), -- enum*: promised or at best
  at          TEXT NOT NULL                         -- time*: when
) STRICT;
CREATE INDEX estimate_deal ON estimate (deal) WHERE deal IS NOT NULL;
CREATE INDEX estimate_company ON estimate (company) WHERE company IS NOT NULL;

-- @market: what a territory consumes of a product
CREATE TABLE market (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  territory   INTEGER NOT NULL REFERENCES territory, -- ref*: where
  product     INTEGER NOT NULL REFERENCES product,  -- ref*: of what
  period      TEXT NOT NULL,                        -- period*: when
  quantity    INTEGER,                              -- milli*: how much
  amount      INTEGER,                              -- money*: for how much
  source      TEXT                                  -- text: from where we know
) STRICT;

-- @competitor_price dated=seen_on: what a competitor asks
CREATE TABLE competitor_price (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  product     INTEGER NOT NULL REFERENCES product,  -- ref*: for what
  competitor  TEXT NOT NULL,                        -- text*: who
  price       INTEGER NOT NULL,                     -- money*: how much
  currency    TEXT,                                 -- text: ISO code
  seen_on     TEXT NOT NULL                         -- date*!: when
) STRICT;

-- @review dated=held_on: a meeting that compares plan and fact
CREATE TABLE review (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number
  held_on     TEXT NOT NULL,                        -- date*: when
  period      TEXT,                                 -- period*: about which period
  findings    TEXT,                                 -- text*: what was found
  decisions   TEXT                                  -- text*: what was decided
) STRICT;

-- ---------------------------------------------------------------- care of the base

-- @setting code=name internal: how this base is run
CREATE TABLE setting (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  name        TEXT NOT NULL UNIQUE,                 -- code*: name
  value       TEXT,                                 -- text*: value
  help        TEXT                                  -- text*: what it does
) STRICT;

-- @alias internal: the key a foreign system gave a record
CREATE TABLE alias (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  entity      TEXT NOT NULL,                        -- text*: kind of record
  system      TEXT NOT NULL,                        -- text*: foreign system
  ref         TEXT NOT NULL,                        -- text*: its key
  row         INTEGER NOT NULL,                     -- int*: our number
  digest      INTEGER                               -- int: of the foreign row as it was last imported
) STRICT;
CREATE UNIQUE INDEX alias_ref ON alias (entity, system, ref);
CREATE INDEX alias_row ON alias (entity, row);

-- @redirect internal: where a merged record went
CREATE TABLE redirect (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  entity      TEXT NOT NULL,                        -- text*: kind of record
  gone        INTEGER NOT NULL,                     -- int*: the number that was merged away
  survivor    INTEGER NOT NULL,                     -- int*: the number that lives on
  UNIQUE (entity, gone)
) STRICT;

-- @not_duplicate internal: two records that look alike and are not the same
CREATE TABLE not_duplicate (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  entity      TEXT NOT NULL,                        -- text*: kind of record
  one         INTEGER NOT NULL,                     -- int*: the lower number
  other       INTEGER NOT NULL,                     -- int*: the higher number
  UNIQUE (entity, one, other)
) STRICT;

-- @import_map code=name internal: a saved column mapping
CREATE TABLE import_map (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  name        TEXT NOT NULL UNIQUE,                 -- code*: name
  fingerprint TEXT,                                 -- text*: of the header it fits
  options     TEXT NOT NULL                         -- text*: the options it stands for
) STRICT;

-- @custom_field internal: a field that the department added
CREATE TABLE custom_field (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  entity      TEXT NOT NULL,                        -- text*: of what
  name        TEXT NOT NULL,                        -- text*: column
  kind        TEXT NOT NULL,                        -- text*: type as in this file
  help        TEXT,                                 -- text*: what it holds
  UNIQUE (entity, name)
) STRICT;

-- @choice internal: an allowed value of a custom field
CREATE TABLE choice (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  custom_field INTEGER NOT NULL REFERENCES custom_field, -- ref*: of which field
  value       TEXT NOT NULL,                        -- text*: the value
  UNIQUE (custom_field, value)
) STRICT;

-- @saved_report code=name internal: a report under a name
CREATE TABLE saved_report (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id: number
  name        TEXT NOT NULL UNIQUE,                 -- code*: name
  command     TEXT NOT NULL                         -- text*: the command line it stands for
) STRICT;

-- ---------------------------------------------------------------- change sets

-- @txn dated=at internal: a change set: one command that changed something
CREATE TABLE txn (
  id          INTEGER PRIMARY KEY AUTOINCREMENT,    -- id*: number of the change set
  at          TEXT NOT NULL,                        -- time*: when; never before the one before
  rep         INTEGER REFERENCES rep,               -- ref*: who
  command     TEXT NOT NULL,                        -- text*: command line
  key         TEXT,                                 -- text: idempotency key
  counts      TEXT,                                 -- text*: what it did, in words
  answer      TEXT                                  -- text: what it printed, for a repeated key
) STRICT;
CREATE UNIQUE INDEX txn_key ON txn (key) WHERE key IS NOT NULL;
CREATE INDEX txn_at ON txn (at);

-- @txn_undo internal: change sets that a change set took back
CREATE TABLE txn_undo (
  id          INTEGER PRIMARY KEY,                  -- id: order
  txn         INTEGER NOT NULL REFERENCES txn,      -- ref*: change set
  undoes      INTEGER NOT NULL REFERENCES txn       -- ref*: the one it took back
) STRICT;
CREATE INDEX txn_undo_txn ON txn_undo (txn);
CREATE INDEX txn_undo_undoes ON txn_undo (undoes);

-- @txn_range internal: numbers that a change set inserted
CREATE TABLE txn_range (
  id          INTEGER PRIMARY KEY,                  -- id: number
  txn         INTEGER NOT NULL REFERENCES txn,      -- ref*: change set
  entity      TEXT NOT NULL,                        -- text*: kind of record
  first       INTEGER NOT NULL,                     -- int*: first number
  last        INTEGER NOT NULL                      -- int*: last number
) STRICT;
CREATE INDEX txn_range_txn ON txn_range (txn);
CREATE INDEX txn_range_entity ON txn_range (entity, first);

-- A list in a CHECK is built anew for every row, unless the answer is known before it is asked.
-- @change internal: an update (U), a deletion (D), or an insertion at a number that existed before (I)
CREATE TABLE change (
  id          INTEGER PRIMARY KEY,                  -- id: order
  txn         INTEGER NOT NULL REFERENCES txn,      -- ref*: change set
  op          TEXT NOT NULL CHECK (op = 'U' OR op = 'D' OR op IN ('U', 'D', 'I')), -- enum*: what happened
  entity      TEXT NOT NULL,                        -- text*: kind of record
  row         INTEGER NOT NULL,                     -- int*: number of the record
  old         TEXT                                  -- text*: all values before, as JSON; search keys left out
) STRICT;
CREATE INDEX change_txn ON change (txn);
CREATE INDEX change_row ON change (entity, row);
CREATE INDEX change_gone ON change (entity, id) WHERE op <> 'U';

-- @altered internal: the last change set that altered a field; field id: that deleted records or brought some back; *: anything;
-- FIELD#N: the large change set N altered the field too
CREATE TABLE altered (
  id          INTEGER PRIMARY KEY,                  -- id: number
  entity      TEXT NOT NULL,                        -- text*: kind of record
  field       TEXT NOT NULL,                        -- text*: field
  txn         INTEGER NOT NULL REFERENCES txn,      -- ref*: change set
  UNIQUE (entity, field)
) STRICT;

-- What each change set deleted, by fields that rows are asked for by, so that a past date reads the images of those alone
-- that it wants. A line a value, in order: the value, then the numbers of its rows. Field id: all that were deleted; +:
-- all that came back; *: none is listed, the cells say between which numbers they lie, or nothing. No REFERENCES: a change
-- set that is taken away again would look through all lines.
-- @gone internal: rows that a change set deleted or brought back
CREATE TABLE gone (
  id          INTEGER PRIMARY KEY,                  -- id: number
  entity      TEXT NOT NULL,                        -- text*: kind of record
  field       TEXT NOT NULL,                        -- text*: field
  txn         INTEGER NOT NULL,                     -- int*: change set
  cells       TEXT NOT NULL                         -- text*: values with the numbers of their rows
) STRICT;
CREATE INDEX gone_field ON gone (entity, field, txn);
