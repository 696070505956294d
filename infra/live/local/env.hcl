# On this machine: an emulator of AWS, whose account is all zeros. No AWS account has that number.

locals {
  account_id = "000000000000"
  region     = "us-east-1"

  domain = null
  zone   = null
  email  = "mara.lindholm@example.com"

  throttle             = { rate = 10, burst = 20 }
  reserved_concurrency = -1
  runtime              = "python3.13"
  memory_size          = 128
  shards               = 4
  log_retention_days   = 1
  monthly_budget       = 1

  price_class         = "PriceClass_100"
  hsts                = { include_subdomains = false, preload = false }
  deletion_protection = false
  dnssec              = false

  permissions_boundary = false

  origin_verify_generation = 1

  # The emulator's CloudFront reaches the emulator's API by this way alone, and says the viewer's address in this way.
  viewer_address_header = "X-Forwarded-For"
  api_origin = {
    domain = "localhost"
    port   = tonumber(regex("[0-9]+$", get_env("AWS_ENDPOINT_URL", "https://127.0.0.1:4566")))
    path   = "/_aws/execute-api/API_ID/$default"
  }
}
