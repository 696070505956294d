# All settings of this environment. Yours to change: account, e-mail, and the domain if there is one.

locals {
  account_id = "111122223333" # as `aws sts get-caller-identity` shows it
  region     = "us-east-1"    # stays: to move, destroy, change it, and deploy with the counts that were saved

  domain = null # as in resume.example.com; null for the name that CloudFront gives
  zone   = null # the Route 53 hosted zone that the domain is in, as in example.com
  dnssec = false

  email          = "you@example.com" # is told of alarms and costs
  monthly_budget = 5                 # US dollars; told at 50, 80 and 100 % of it

  # What bounds the bill: requests a second, and how many at once beyond that.
  throttle = { rate = 5, burst = 10 }

  # A new account runs ten functions at once and lets none be reserved: -1.
  reserved_concurrency = -1

  runtime            = "python3.13" # the newest that the provider's version knows
  memory_size        = 128          # MB
  shards             = 4            # over how many items a number is spread; may be raised, never lowered
  log_retention_days = 30

  # North America, Europe and Israel; PriceClass_200 and PriceClass_All serve from more places, for more.
  price_class = "PriceClass_100"

  # On an apex domain both bind every other host of its owner.
  hsts = { include_subdomains = false, preload = false }

  # Whether the counts and a bucket with files in it refuse to be deleted.
  deletion_protection = true

  # Raise it by one at a time: with each apply CloudFront and the function get a new secret between them, and the
  # function keeps the one before. By more than one, it would forget what CloudFront still sends.
  origin_verify_generation = 1

  viewer_address_header = "CloudFront-Viewer-Address"

  # The bucket's name, if not made of environment, account and region.
  bucket = null

  # ARN of a customer managed key to encrypt the alarms' topic with.
  alerts_kms_key_arn = null

  # Whether the function's role is under the boundary that infra/github-oidc makes: true once that is applied, for the
  # pipeline may create no role without it.
  permissions_boundary = false
}
