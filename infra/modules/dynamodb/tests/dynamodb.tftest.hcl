mock_provider "aws" {}

variables {
  name                = "cloud-resume-test"
  deletion_protection = true
}

run "tables" {
  assert {
    condition     = aws_dynamodb_table.counts.billing_mode == "PAY_PER_REQUEST" && aws_dynamodb_table.keys.billing_mode == "PAY_PER_REQUEST"
    error_message = "A table has to be billed by request: a resume is read a few times a day."
  }

  assert {
    condition     = aws_dynamodb_table.counts.hash_key == "CounterName" && aws_dynamodb_table.keys.hash_key == "KeyName"
    error_message = "A table's key is not the one that the counter uses."
  }

  assert {
    condition     = aws_dynamodb_table.counts.point_in_time_recovery[0].enabled
    error_message = "The counts have to be recoverable."
  }

  assert {
    condition     = !aws_dynamodb_table.keys.point_in_time_recovery[0].enabled
    error_message = "The keys must have no backup: what is deleted has to be gone."
  }

  assert {
    condition     = aws_dynamodb_table.keys.ttl[0].enabled && aws_dynamodb_table.keys.ttl[0].attribute_name == "Expires"
    error_message = "The keys have to go by the attribute that the counter writes."
  }

  assert {
    condition     = alltrue([for table in [aws_dynamodb_table.counts, aws_dynamodb_table.keys] : !anytrue(table.server_side_encryption[*].enabled)])
    error_message = "A table has to be encrypted with DynamoDB's own key: requests to one in KMS are billed."
  }

  assert {
    condition     = aws_dynamodb_table.counts.deletion_protection_enabled
    error_message = "The counts have to be protected where the environment says so."
  }
}

run "unprotected" {
  variables {
    deletion_protection = false
  }

  assert {
    condition     = !aws_dynamodb_table.counts.deletion_protection_enabled
    error_message = "The counts must not be protected where the environment says so."
  }
}
