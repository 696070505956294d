# DynamoDB encrypts every table with a key of its own; server_side_encryption would choose one in KMS, by whose
# requests AWS bills.

# The counts, which are kept for good.
resource "aws_dynamodb_table" "counts" {
  name                        = "${var.name}-counts"
  billing_mode                = "PAY_PER_REQUEST"
  hash_key                    = "CounterName"
  deletion_protection_enabled = var.deletion_protection

  attribute {
    name = "CounterName"
    type = "S"
  }

  point_in_time_recovery {
    enabled = true
  }
}

# The day's secret and the visitor keys made with it. What is deleted here must be gone, so nothing keeps a copy.
resource "aws_dynamodb_table" "keys" {
  #checkov:skip=CKV_AWS_28:a backup would keep what is deleted

  name         = "${var.name}-keys"
  billing_mode = "PAY_PER_REQUEST"
  hash_key     = "KeyName"

  attribute {
    name = "KeyName"
    type = "S"
  }

  ttl {
    attribute_name = "Expires"
    enabled        = true
  }

  point_in_time_recovery {
    enabled = false
  }
}
