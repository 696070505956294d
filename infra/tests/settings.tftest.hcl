variables {
  settings = {
    account_id               = "444455556666"
    region                   = "ap-southeast-7"
    domain                   = "resume.example.com"
    zone                     = "example.com"
    dnssec                   = true
    email                    = "mara@example.com"
    monthly_budget           = 5
    throttle                 = { rate = 5, burst = 10 }
    reserved_concurrency     = 10
    runtime                  = "python3.13"
    memory_size              = 128
    shards                   = 4
    log_retention_days       = 30
    price_class              = "PriceClass_100"
    hsts                     = { include_subdomains = true, preload = true }
    deletion_protection      = true
    origin_verify_generation = 1
    viewer_address_header    = "CloudFront-Viewer-Address"
    bucket                   = "named-by-hand"
    alerts_kms_key_arn       = "arn:aws:kms:eu-central-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    permissions_boundary     = true
  }
}

run "good" {
  command = plan
}

run "domain_is_zone" {
  command = plan

  variables {
    settings = merge(var.settings, { domain = "example.com" })
  }
}

run "without_what_may_be_left_out" {
  command = plan

  variables {
    settings = merge(var.settings, {
      domain               = null
      zone                 = null
      dnssec               = false
      reserved_concurrency = -1
      bucket               = null
      alerts_kms_key_arn   = null
    })
  }
}

run "no_account" {
  command = plan

  variables {
    settings = merge(var.settings, { account_id = "my-account" })
  }

  expect_failures = [var.settings]
}

run "example_account" {
  command = plan

  variables {
    settings = merge(var.settings, { account_id = "111122223333" })
  }

  expect_failures = [var.settings]
}

run "unknown_region" {
  command = plan

  variables {
    settings = merge(var.settings, { region = "eu-nowhere-1" })
  }

  expect_failures = [var.settings]
}

run "no_domain" {
  command = plan

  variables {
    settings = merge(var.settings, { domain = "https://resume.example.com" })
  }

  expect_failures = [var.settings]
}

run "no_zone" {
  command = plan

  variables {
    settings = merge(var.settings, { zone = null })
  }

  expect_failures = [var.settings]
}

run "another_zone" {
  command = plan

  variables {
    settings = merge(var.settings, { domain = "badexample.com" })
  }

  expect_failures = [var.settings]
}

run "zone_without_domain" {
  command = plan

  variables {
    settings = merge(var.settings, { domain = null, dnssec = false })
  }

  expect_failures = [var.settings]
}

run "signed_without_domain" {
  command = plan

  variables {
    settings = merge(var.settings, { domain = null, zone = null })
  }

  expect_failures = [var.settings]
}

run "no_address" {
  command = plan

  variables {
    settings = merge(var.settings, { email = "mara at example.com" })
  }

  expect_failures = [var.settings]
}

run "example_address" {
  command = plan

  variables {
    settings = merge(var.settings, { email = "you@example.com" })
  }

  expect_failures = [var.settings]
}

run "no_budget" {
  command = plan

  variables {
    settings = merge(var.settings, { monthly_budget = 0 })
  }

  expect_failures = [var.settings]
}

run "no_throttle" {
  command = plan

  variables {
    settings = merge(var.settings, { throttle = { rate = 0, burst = 10 } })
  }

  expect_failures = [var.settings]
}

run "no_concurrency" {
  command = plan

  variables {
    settings = merge(var.settings, { reserved_concurrency = 0 })
  }

  expect_failures = [var.settings]
}

run "unknown_runtime" {
  command = plan

  variables {
    settings = merge(var.settings, { runtime = "python3.14" })
  }

  expect_failures = [var.settings]
}

run "little_memory" {
  command = plan

  variables {
    settings = merge(var.settings, { memory_size = 64 })
  }

  expect_failures = [var.settings]
}

run "broken_memory" {
  command = plan

  variables {
    settings = merge(var.settings, { memory_size = 128.5 })
  }

  expect_failures = [var.settings]
}

run "many_shards" {
  command = plan

  variables {
    settings = merge(var.settings, { shards = 100 })
  }

  expect_failures = [var.settings]
}

run "odd_retention" {
  command = plan

  variables {
    settings = merge(var.settings, { log_retention_days = 31 })
  }

  expect_failures = [var.settings]
}

run "unknown_price_class" {
  command = plan

  variables {
    settings = merge(var.settings, { price_class = "PriceClass_50" })
  }

  expect_failures = [var.settings]
}

run "preload_without_subdomains" {
  command = plan

  variables {
    settings = merge(var.settings, { hsts = { include_subdomains = false, preload = true } })
  }

  expect_failures = [var.settings]
}

run "no_generation" {
  command = plan

  variables {
    settings = merge(var.settings, { origin_verify_generation = 0 })
  }

  expect_failures = [var.settings]
}

run "unknown_header" {
  command = plan

  variables {
    settings = merge(var.settings, { viewer_address_header = "True-Client-IP" })
  }

  expect_failures = [var.settings]
}

run "no_bucket" {
  command = plan

  variables {
    settings = merge(var.settings, { bucket = "Not_A_Bucket" })
  }

  expect_failures = [var.settings]
}

run "aws_managed_key" {
  command = plan

  variables {
    settings = merge(var.settings, { alerts_kms_key_arn = "alias/aws/sns" })
  }

  expect_failures = [var.settings]
}
