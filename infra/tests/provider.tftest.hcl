mock_provider "aws" {}

run "known_region" {
  command = plan

  variables {
    aws = { account_id = "111122223333", region = "ap-southeast-7", environment = "prod" }
  }
}

run "unknown_region" {
  command = plan

  variables {
    aws = { account_id = "111122223333", region = "eu-nowhere-1", environment = "prod" }
  }

  expect_failures = [var.aws]
}

run "no_account" {
  command = plan

  variables {
    aws = { account_id = "my-account", region = "eu-central-1", environment = "prod" }
  }

  expect_failures = [var.aws]
}
