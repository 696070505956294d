mock_provider "aws" {
  mock_resource "aws_sns_topic" {
    defaults = { arn = "arn:aws:sns:eu-central-1:111122223333:alerts" }
  }
  mock_resource "aws_sns_topic_subscription" {
    defaults = { pending_confirmation = true }
  }
}

variables {
  name       = "cloud-resume-test"
  account_id = "111122223333"
  email      = "you@example.com"
}

run "topic" {
  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == null
    error_message = "By default the topic has to be unencrypted: CloudWatch may not use the AWS managed key."
  }

  assert {
    condition     = aws_sns_topic_subscription.email.protocol == "email" && aws_sns_topic_subscription.email.endpoint == "you@example.com"
    error_message = "The topic has to reach the environment's e-mail."
  }

  assert {
    condition     = output.subscription_pending
    error_message = "The outputs have to say whether the subscription is confirmed."
  }

  assert {
    condition = jsondecode(aws_sns_topic_policy.alerts.policy).Statement == [{
      Sid       = "Publish"
      Effect    = "Allow"
      Action    = "sns:Publish"
      Resource  = "arn:aws:sns:eu-central-1:111122223333:alerts"
      Principal = { Service = ["cloudwatch.amazonaws.com", "budgets.amazonaws.com"] }
      Condition = { StringEquals = { "aws:SourceAccount" = "111122223333" } }
    }]
    error_message = "CloudWatch and Budgets of this account may publish, and nobody else."
  }
}

run "encrypted" {
  variables {
    alerts_kms_key_arn = "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
  }

  assert {
    condition     = aws_sns_topic.alerts.kms_master_key_id == "arn:aws:kms:eu-central-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab"
    error_message = "One's own key has to be taken."
  }
}
